"""A verdict with neither owner nor reason is marked, in whatever words; a fact, and a view that is owned, are not."""

import pytest

from notecheck.component import findings_of
from notecheck.statements.verdicts import load_model

pytestmark = pytest.mark.model

VERDICTS = (
    "Dad is completely out of his depth with the twins.",
    "Mum is hanging on by a thread.",
    "Nan is the glue that holds the family together.",
    "You have come on in leaps and bounds.",
    "She is a natural with the baby.",
    "He just wants to be noticed.",
    "The placement is hanging by a thread.",
    "Attachment is good.",
    "Mum clearly has a favourite.",
    "Obviously nobody had read the plan.",
    "It is felt that a younger carer would be better.",
    "He will never change.",
    "She would do anything for a quiet life.",
    "There is no warmth between them.",
    "School have given up on him.",
    "The relationship is going nowhere.",
    "Mum lacks insight into his needs.",
    "Dad loves the idea of being a father.",
    "The bond between them is strong.",
    "Mum is doing her best.",
)

PLAIN = (
    "Mum works at the bakery on Hill Street and starts at five.",
    "The house has three bedrooms and a yard.",
    "You ate all your tea and asked for more peas.",
    "Dad arrived at 2.10pm with nappies and a change of clothes.",
    "He was weighed at the clinic on 4 May: 9.4kg.",
    "I knocked three times and left a card.",
    "She was crying when I came in and had not slept.",
    "Mum said that she is at the end of her tether.",
    "Mr Dunn, your head of year, told me you are a joy to teach.",
    "You told me Dad is the best cook in the world.",
    "You said \u201cNan is a star\u201d.",
    "Mum seemed tired.",
    "Is Mum well enough to drive?",
    "I will ring the school on Friday.",
    "Dad to finish the course by July.",
    "There was bread, pasta and fruit in the cupboard.",
    "The review was held at the school on 3 June.",
)

OWNED = (
    "I think Dad is finding this hard, because he has asked for help twice this month.",
    "In my view she is a good mum, because you go to her when you are upset.",
    "I am worried that Mum is drinking again, because there were six cans in the sink at ten in the morning.",
    "My view is that he needs more time, since he has only had two nights on his own.",
)


NO_VERDICTS = (
    "No sign of Craig or his coat in the hall.",
    "That's a really good question.",
    "You can change your mind.",
    "You did not want a top up.",
    "Mum rang. She said he had eaten his tea. She doesn't think he has taken any clothes.",
    "It is not because of anything you did.",
    "You did nothing wrong, and nobody is cross with you.",
    "It is normal to miss your dad.",
    "Does he get on better at Nan's?",
    "You were tearful.",
    "Dad was not aware of the appointment.",
    "Dad has no idea where she is living.",
    "The danger is that you are left with nobody when Mum works nights.",
    "They have separated.",
    "Nan wanted a copy of the plan.",
    "MGM can have the kids this weekend.",
    "Gran is able to have the children on Sunday.",
    "Callum can sit up and roll over.",
)

STILL = (
    "You can be very rude.",
    "Mum did not want a baby.",
    "Callum does not want a relationship with anyone.",
    "No sign of remorse from Dad.",
    "Mum rang. She said he had eaten. Dad doesn't think rules apply to him.",
    "None of this is Mum's fault.",
    "Mum has no idea how to cook.",
    "Mum is tearful and needy.",
    "He just wants sympathy.",
    "Mum can have a temper.",
    "Callum can read people well.",
    "Dad can manage the children well.",
    "The risk is unacceptable.",
    "I think Mum is trying, because she came to all six sessions. She is a great mum.",
)


@pytest.fixture
def found(checker):
    """What the check marks and praises in one paragraph of a note that says something before and after it."""

    def look(line):
        text = f"I visited on 4 May 2026 and saw Callum in his room. {line}\n\nThe next visit is on 1 June 2026."
        report = checker(text, child={"name": "Callum Wright"})
        rules = ("opinion", "judgemental")
        marked = [text[f.start : f.end] for f in report.findings if f.rule in rules]
        return marked, [text[s.start : s.end] for s in report.strengths if s.kind == "owned-opinion"]

    return look


def test_most_verdicts_are_marked(found):
    missed = [line for line in VERDICTS if not found(line)[0]]
    assert len(missed) <= 3, missed


def test_what_is_no_verdict_is_left_alone(found):
    marked = {line: spans for line in PLAIN if (spans := found(line)[0])}
    assert marked == {}


@pytest.mark.parametrize("line", NO_VERDICTS)
def test_comfort_questions_and_facts_are_left_alone(found, line):
    assert found(line)[0] == []


@pytest.mark.parametrize("line", STILL)
def test_what_only_looks_like_them_is_marked(found, line):
    assert found(line)[0] != []


def test_a_thing_goes_well_only_behind_the_writers_own_view(found):
    assert found("I think the bedtime chart helps. School is going well.")[0] == []
    assert found("School is going well.")[0] == ["is going well"]


@pytest.mark.parametrize("line", OWNED)
def test_a_view_with_owner_and_reason_is_shown_as_done_well(found, line):
    assert found(line) == ([], [line])


def test_a_reason_alone_or_an_owner_alone_is_not_praised(found):
    assert found("I think Dad is tired.")[1] == []
    assert found("You were late because the bus broke down.")[1] == []


def _opinions(checker, text):
    doc = checker.nlp(text)
    return [f for f in findings_of(doc) if f.rule == "opinion"]


@pytest.mark.parametrize(
    ("line", "words", "says"),
    [
        ("Mum is not coping.", "is not coping", "reads as fact"),
        ("She is a wonderful mum.", "is a wonderful mum", "is kind, and would mean more"),
        ("He will never change.", "will never change", "as if it were known"),
        ("Good role models are thin on the ground.", "are thin on the ground", "reads as fact"),
        ("He is hardly a good role model.", "is hardly a good role model", "reads as fact"),
        ("Dad clearly adores you.", "clearly adores you", "asks the reader to agree"),
        ("It was felt that the move came too soon.", "It was felt that the move came too soon", "who took this view"),
    ],
)
def test_the_message_fits_the_sort_of_verdict(checker, line, words, says):
    (finding,) = _opinions(checker, line)
    assert line[finding.start : finding.end] == words
    assert finding.message.startswith(f"“{words}” ")
    assert says in finding.message
    assert "You might " in finding.message
    assert finding.entry.startswith("opinion-")


def test_a_pasted_email_is_somebody_elses_words(checker):
    text = (
        "From: Ann Roe <ann@school.example>\nTo: Priya Nair\nSent: 4 May 2026 10:02\nSubject: Callum\n\n"
        "Hi Priya,\nMum is not coping.\nThanks,\nAnn Roe\nHead of Year"
    )
    assert _opinions(checker, text) == []


def test_a_long_message_is_cut_short(checker):
    line = (
        "Mum is clearly not coping with "
        + "the endless and exhausting demands of work and home and " * 3
        + "all the rest."
    )
    for finding in _opinions(checker, line):
        assert len(finding.message.partition("”")[0]) <= 62


def test_hostile_text_is_read_in_time(checker):
    for text in ("Mum is not coping and " * 400, "is " * 2000, "- " * 2000, "Mum, " * 1000):
        checker.nlp(text)


def test_the_model_holds_data_only():
    model = load_model()
    assert 0.5 <= model.threshold < 1
    assert model.words
    assert model.sentences
    assert load_model() is model
