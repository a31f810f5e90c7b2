"""Guess first, then reveal: what can be picked, what a pick finds, and how it is said."""

import pytest

from notecheck.training.exercise import Progress, Total, ask, compare, practised, say, together

WEAK = (
    "Date: 4 March 2026\n"
    "Announced home visit to 14 Alder Road.\n\n"
    "Mum presented as low in mood and refused to engage. Home conditions were chaotic. I saw Ellie alone in her "
    "bedroom and she told me “I like it when Nan comes”.\n"
    "Dad is lazy about contact.\r\n"
    "Actions:\n- School to be contacted, TBC."
)
FIELDS = {"doc_type": "home-visit", "child": {"name": "Ellie", "age": 9}}


@pytest.fixture(scope="module")
def report(checker):
    return checker(WEAK, **FIELDS)


def texts(question):
    return [question.report.text[unit.start : unit.end] for unit in question.units]


def place_of(question, words):
    return next(place for place, text in enumerate(texts(question)) if words in text)


def words_of(question, findings):
    return [question.report.text[finding.start : finding.end] for finding in findings]


@pytest.mark.model
def test_units_are_sentences_and_lines_and_cover_all_words(report):
    question = ask(report, "jargon")
    assert "Home conditions were chaotic." in texts(question)
    assert "Dad is lazy about contact." in texts(question)
    assert "".join("".join(texts(question)).split()) == "".join(WEAK.split())
    for text in texts(question):
        assert text.strip() == text
        assert "\n" not in text


@pytest.mark.model
def test_units_keep_their_place_behind_emoji_and_windows_line_breaks(checker):
    text = "👩‍👧 Zoë was seen.\r\nMum was hostile.\r\n\r\nShe is lazy."
    question = ask(checker(text), "judgemental")
    assert texts(question)[-2:] == ["Mum was hostile.", "She is lazy."]
    assert words_of(question, question.findings) == ["hostile", "lazy"]


@pytest.mark.model
def test_every_finding_of_the_rule_can_be_found(report):
    question = ask(report, "judgemental")
    assert words_of(question, question.findings) == ["refused to engage", "chaotic", "lazy"]
    everything = compare(question, range(len(question.units)))
    assert everything.found == question.findings
    assert everything.missed == ()


@pytest.mark.model
def test_picks_are_held_against_one_rule(report):
    question = ask(report, "judgemental")
    chaotic, bedroom = place_of(question, "chaotic"), place_of(question, "bedroom")
    answer = compare(question, [chaotic, bedroom])
    assert words_of(question, answer.found) == ["chaotic"]
    assert words_of(question, answer.missed) == ["refused to engage", "lazy"]
    assert answer.right == (chaotic,)
    assert answer.unmarked == (bedroom,)


@pytest.mark.model
def test_a_pick_that_another_rule_marks_is_told_so(report):
    question = ask(report, "unfinished")
    contact = place_of(question, "lazy about contact")
    answer = compare(question, [contact])
    assert answer.unmarked == (contact,)
    [(place, named)] = answer.elsewhere
    assert place == contact
    assert {"judgemental", "jargon"} <= set(named)


@pytest.mark.model
def test_a_finding_over_several_lines_is_found_by_any_of_them(checker):
    text = "From: T Hall\nSent: 4 May 2026 14:07\nTo: P Nair\nSubject: RE: Sam\n\nSam was late today."
    question = ask(checker(text), "email")
    [finding] = question.findings
    assert "\n" in text[finding.start : finding.end]
    assert compare(question, [1]).found == (finding,)
    assert compare(question, [0, 1, 2]).right == (0, 1, 2)
    assert compare(question, [place_of(question, "late")]).missed == (finding,)


@pytest.mark.model
def test_picks_that_do_not_exist_count_for_nothing(report):
    question = ask(report, "judgemental")
    assert compare(question, [-1, 999]) == compare(question, [])
    chaotic = place_of(question, "chaotic")
    assert compare(question, [chaotic, chaotic]).right == (chaotic,)


@pytest.mark.model
def test_a_text_without_a_word_has_nothing_to_pick(checker):
    question = ask(checker(" \n "), "judgemental")
    assert question.units == ()
    assert compare(question, [0]) == compare(question, [])


@pytest.mark.model
def test_rules_about_a_whole_text_cannot_be_pointed_at(checker, report):
    silent = checker("Mum told me that Cal is happy. Mum was hostile.", doc_type="home-visit", child={"name": "Cal"})
    assert "voice" in {finding.rule for finding in silent.findings}
    rules = practised([report, silent])
    assert "voice" not in rules
    assert rules["judgemental"] == 2
    assert rules["unfinished"] == 1
    assert "email" not in rules


@pytest.mark.model
def test_total_is_kept_over_the_texts(report):
    question = ask(report, "judgemental")
    first = compare(question, [place_of(question, "chaotic"), place_of(question, "bedroom")])
    second = compare(question, [])
    total = Total().add(first).add(second)
    assert total == Total(texts=2, places=6, found=1, picks=2, right=1)


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (Total(1, 4, 3, 5, 3), "You found 3 of 4 places. Of your 5 picks, notecheck marks 3 too."),
        (Total(1, 1, 1, 2, 2), "You found 1 of 1 place. Of your 2 picks, notecheck marks all of them too."),
        (Total(1, 2, 0, 3, 0), "You found 0 of 2 places. Of your 3 picks, notecheck marks none."),
        (Total(1, 2, 1, 1, 1), "You found 1 of 2 places. Your one pick is marked by notecheck too."),
        (Total(1, 2, 0, 1, 0), "You found 0 of 2 places. Your one pick is not marked by notecheck."),
        (Total(1, 2, 0, 0, 0), "You found 0 of 2 places. You picked nothing."),
        (Total(1, 0, 0, 2, 0), "notecheck marks no place here. Of your 2 picks, notecheck marks none."),
    ],
)
def test_say_counts_and_never_scolds(score, said):
    assert say(score) == said


@pytest.mark.model
def test_nothing_that_is_shown_of_a_question_holds_the_text(report):
    question = ask(report, "judgemental")
    assert "chaotic" not in repr(question)
    assert "chaotic" not in repr(compare(question, [1]))


@pytest.mark.model
def test_progress_goes_from_text_to_text_and_counts_an_answer_once(report):
    question = ask(report, "judgemental")
    chaotic = place_of(question, "chaotic")
    first = Progress(texts=("one", "two"))
    assert first.text == "one"
    answered = first.reveal(question, [chaotic])
    assert say(answered.last) == "You found 1 of 3 places. Your one pick is marked by notecheck too."
    assert answered.reveal(question, []) is answered
    second = answered.onwards()
    assert (second.text, second.answer, second.total.texts) == ("two", None, 1)
    done = second.reveal(question, []).onwards()
    assert done.text is None
    assert done.total == Total(texts=2, places=6, found=1, picks=1, right=1)


@pytest.mark.model
def test_progress_over_other_texts_begins_anew_and_keeps_the_score(report):
    answered = Progress(texts=("one", "two")).reveal(ask(report, "judgemental"), [])
    assert answered.over(("one", "two")) is answered
    other = answered.over(("three",))
    assert (other.text, other.answer) == ("three", None)
    assert other.total == answered.total


def test_together_adds_scores_up():
    assert together([]) == Total()
    assert together([Total(1, 4, 3, 5, 3), Total(2, 3, 0, 0, 0)]) == Total(3, 7, 3, 5, 3)
