import pytest

from notecheck.findings import Finding
from notecheck.guidance import Rulebook
from notecheck.score import score


@pytest.fixture
def weigh():
    import notecheck.checks  # noqa: F401

    def weigh(*severities, words=100, ran=("vague", "acronym"), measures=None):
        findings = [Finding("vague", 0, 1, "m", severity=s) for s in severities]
        parts = {"vague": "completeness", "acronym": "plain-language", "readability": "readability"}
        rules = {rule: parts[rule] for rule in ran}
        book = Rulebook.load("general")
        return score(findings, measures or {}, words=words, rulebook=book, doc_type="plan", rules=rules)

    return weigh


def test_a_note_without_findings_meets_every_standard_that_was_checked(weigh):
    assert weigh().overall == 100
    assert weigh().parts["fact-and-opinion"] is None


def test_a_warning_in_a_hundred_words_costs_a_quarter_of_the_standard(weigh):
    assert weigh("warning", ran=("vague",)).overall == 75
    assert weigh("suggestion", ran=("vague",)).overall == 88
    assert weigh("error", ran=("vague",)).overall == 50
    assert weigh("warning", words=200, ran=("vague",)).overall == 88
    assert weigh("warning", words=10, ran=("vague",)).overall == 75
    assert weigh(*["error"] * 9, ran=("vague",)).overall == 0


def test_other_parts_do_not_suffer(weigh):
    assert weigh("warning").parts["plain-language"] == 100


def test_nothing_checked_is_no_score(weigh):
    assert weigh(ran=()).overall is None


def test_a_year_above_the_target_age_costs_a_fifth(weigh):
    measure = {"readability": {"reading_age": 11, "target_age": 9}}
    assert weigh(ran=("readability",), measures=measure).parts["readability"] == 60
    measure = {"readability": {"reading_age": 8, "target_age": 9}}
    assert weigh(ran=("readability",), measures=measure).parts["readability"] == 100


def test_one_word_is_said_as_one(weigh):
    assert any("nothing found in 1 word;" in line for lines in weigh(words=1).reasons.values() for line in lines)
