"""What nobody can check: marked in plans, left alone in stories, reports, quotations and beside a date."""

import pytest

pytestmark = pytest.mark.model


@pytest.fixture
def vague(checker):
    def check(text, **fields):
        report = checker(text, **fields)
        return [text[f.start : f.end] for f in report.findings if f.rule == "vague"]

    return check


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I will ring you soon.", "soon"),
        ("OT to order the chair shortly.", "shortly"),
        ("The bed is to be ordered in due course.", "in due course"),
        ("I am ringing the street team in the near future.", "in the near future"),
        ("Dad to be seen when shifts allow.", "when shifts allow"),
        ("I'll do the form when I get five minutes.", "when I get five minutes"),
        ("Visits to restart once things settle down.", "once things settle down"),
        ("I will send it as soon as I can.", "as soon as I can"),
        ("Legal services to be consulted if required.", "if required"),
        ("Weight to be checked regularly.", "regularly"),
        ("School to monitor.", "monitor"),
        ("We will continue to support the family.", "continue to support"),
        ("Ward to keep a close watch.", "keep a close watch"),
        ("After that we will see how things go.", "see how things go"),
        ("Mum to improve her parenting.", "improve her parenting"),
        ("Dad needs to be more consistent.", "be more consistent"),
        ("Mum to be a calmer mum.", "be a calmer mum"),
        ("Staff to be a bit softer.", "be a bit softer"),
        ("Mum and Dad should listen more.", "listen more"),
        ("You to keep nudging housing.", "keep nudging"),
        ("Goal: more settled at school", "more settled"),
        ("Review if no improvement.", "if no improvement"),
        ("I will close the case if things are better.", "if things are better"),
        ("By when: ongoing", "ongoing"),
        ("Triple P | Mum | next available", "next available"),
        ("I will help you with the claim nearer your birthday.", "nearer your birthday"),
        ("I will raise it at the next opportunity.", "at the next opportunity"),
        ("We agreed that we would pick it up further down the line.", "further down the line"),
        ("I told Jo and Sam that the form can go in once things have bedded in.", "once things have bedded in"),
        ("Key work session wanted at some point.", "at some point"),
        ("If things don't pick up I will take it back to panel.", "If things don't pick up"),
        ("Staff to be extra vigilant.", "be extra vigilant"),
        ("Dad to answer her calmly.", "calmly"),
        ("School to cut him some slack.", "cut him some slack"),
        ("Nurse to pop in.", "pop in"),
        ("Mum | Boundaries | ongoing", "ongoing"),
        ("How often: regular", "regular"),
        ("Wishes and feelings work to continue.", "to continue"),
        ("Duty to call Mum later.", "later"),
        ("Outcomes for Priya to be improved.", "to be improved"),
        ("If lateness continues I will go back to court.", "If lateness continues"),
    ],
)
def test_a_plan_that_nobody_can_check_is_marked(vague, text, words):
    assert vague(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "You soon fell asleep.",
        "Soon after tea Mum rang as soon as she saw the text.",
        "You calmed down when Mr Khan put the fan on.",
        "Once you had settled, you told me about the rabbit.",
        "You have got better at tying your laces.",
        "I think Mum is being more honest, because she told me about Monday.",
        "Mum gave you some space when you asked.",
        "The foster carer keeps an old bike in the shed.",
        "The baby monitor was switched on.",
        "2/3/26 | Thought to be staying at his dad's some nights",
    ],
)
def test_a_story_is_left(vague, text):
    assert vague(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mr Sugden told me that he regularly rings the school.",
        "According to the landlord it will be fixed in due course.",
        "He will be out in the spring, the officer told me.",
        "Mum's view: things will improve soon",
        "You told me you want to see Nan regularly.",
    ],
)
def test_what_somebody_reports_is_left(vague, text):
    assert vague(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I will offer support as needed.", "offer support as needed"),
        ("The review is to be held at some point in the spring.", "at some point in the spring"),
    ],
)
def test_two_vague_wordings_side_by_side_are_one(vague, text, words):
    assert vague(text) == [words]


def test_innocent_uses_are_left(vague):
    assert vague("I think the kinship assessment should be positive, because he has not missed a day.") == []
    assert vague("We will carry on working to the care plan as it is.") == []
    assert vague("I was glad to see how quickly Mum asked.") == []
    assert vague("HV to give advice re weaning.") == []
    assert vague("He should be treated as a child for now, because he told me his age.") == []
    assert vague("Mum wants the visits to continue.") == []


def test_what_the_writer_told_somebody_is_not_a_report(vague):
    assert vague("I told Mum that she needs to be a better parent.") == ["be a better parent"]


@pytest.mark.parametrize("marks", ["“{}”", "‘{}’", '"{}"', "'{}'"])
def test_a_quotation_is_left(vague, marks):
    assert vague("Callum said " + marks.format("I will be good soon") + ".") == []


def test_a_pasted_email_is_left(vague):
    text = (
        "From: Tim Haworth\nSent: 4 May 2026 09:10\nTo: Lorna\nSubject: F\n\n"
        "We will continue to monitor.\nTim\n\nI rang."
    )
    assert vague(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I will ring you regularly, every Tuesday at four.",
        "HV to monitor weight weekly.",
        "Dad to cut down to one can a day by 4 May.",
        "I will come back when the court has decided on 4 May.",
        "Mum to be home earlier than nine.",
        "Nurse to pop in every Tuesday.",
        "Sam will keep a chart until I am back on Wednesday 19 August.",
        "Dad to be present at the meeting.",
        "Mum to write to the court separately.",
    ],
)
def test_a_number_or_a_day_beside_it_makes_it_checkable(vague, text):
    assert vague(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "There is an ongoing police investigation.",
        "I will ask PC Idle about the ongoing investigation.",
        "Building work next door is ongoing until July.",
    ],
)
def test_ongoing_as_a_description_is_left(vague, text):
    assert vague(text) == []


@pytest.mark.parametrize(
    "text",
    ["Both parents engage well.", "She refuses to engage with the service.", "Cody can engage well when interested."],
)
def test_an_aim_is_marked_only_where_somebody_is_to_do_it(vague, text):
    assert vague(text) == []


def test_the_present_tense_is_a_plan_under_a_heading_that_says_so(vague):
    assert vague("What was agreed\nNana Joy has you some weekends.") == ["some weekends"]
    assert vague("What you told me\nNana Joy has you some weekends.") == []


def test_a_loose_word_is_left_where_a_vague_time_says_it_better(vague):
    assert vague("I will pop in now and again.") == ["now and again"]


def test_what_nobody_is_to_do_is_left(vague):
    assert vague("I do not think that we need to do more.") == []
    assert vague("If you have any worries, ring me on 01632 960211.") == []


def test_an_embedded_question_is_no_condition(vague):
    assert vague("I will ask Mr Cho if you can change sets.") == []
    assert vague("Priti will tell Abdi by 10 June if the flat is ready.") == []


def test_line_breaks_and_emoji_do_not_shift_the_place(vague):
    text = "\r\n\n\U0001f600 Plan\r\n- School to be contacted ASAP\r\n- \U0001f9f8 Mum to ring soon\r\n"
    assert vague(text) == ["ASAP", "soon"]


def test_the_message_says_how_to_make_it_checkable(checker):
    (found,) = [f for f in checker("Weight to be checked regularly.").findings if f.rule == "vague"]
    assert "“regularly”" in found.message
    assert "how often is not said" in found.message
    assert "every Tuesday" in found.message


def test_words_without_end_take_time_in_proportion(vague):
    assert len(vague("Mum to ring soon and when she can " * 400)) > 0
