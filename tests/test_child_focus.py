"""How much of a note is about the child; a note in which the child is lost says so once, and only where it is sure."""

import pytest

from notecheck.checks.child_focus import EXAMPLES
from notecheck.component import findings_of
from notecheck.note import Note

pytestmark = pytest.mark.model

KIAN = {"child": {"name": "Kian Doyle", "known_as": ["Kian"], "age": 6}, "doc_type": "home-visit"}
LOST = EXAMPLES[0].text


@pytest.fixture(scope="module")
def checked(checker):
    def check(text, **fields):
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**KIAN, **fields, "text": text})
        doc = checker.nlp(doc)
        found = [(f.start, f.end, f.severity) for f in findings_of(doc) if f.rule == "child-focus"]
        return found, doc.user_data["notecheck_measures"]["child-focus"]

    return check


@pytest.mark.parametrize(
    ("text", "child", "adults"),
    [
        ("Kian was in bed. Mum said that she is tired. He had a cough.", 2, 1),
        ("You let me in and Mum made tea. Dad was at work.", 1, 1),
        ("Kian was on the mat. Climbed onto my lap. Turned the pages.", 3, 0),
        ("Mum rang. Cried for ten minutes.", 0, 2),
        ("The flat was warm. It rained.", 0, 0),
        ("KIAN\n\nMum rang me about the rent.", 0, 1),
    ],
)
def test_each_sentence_is_the_childs_or_the_adults(checked, text, child, adults):
    _, measured = checked(text)
    assert (measured["child"], measured["adults"]) == (child, adults)


def test_a_pasted_email_counts_for_neither(checked):
    mail = (
        "From: T Hall <t.hall@school.example>\nSent: 4 May 2026 14:07\nSubject: Kian\n\nHi\nKian is well.\nTom Hall\n"
    )
    assert checked("Mum rang me.\n\n" + mail)[1]["child"] == 0


def test_a_note_in_which_the_child_is_lost_is_marked_whole(checked):
    found, measured = checked(LOST)
    assert found == [(0, len(LOST), "suggestion")]
    assert measured["met"] < 0.4


def test_a_message_tells_what_was_counted_and_judges_nobody(checker):
    report = checker(LOST, doc_type="home-visit", child=KIAN["child"], guidance="swindon")
    finding = next(finding for finding in report.findings if finding.rule == "child-focus")
    assert "about the child" in finding.message
    assert "swindon-7.5-child-focus" in finding.standards


@pytest.mark.parametrize(
    "fields",
    [
        {"doc_type": "supervision"},
        {"doc_type": "referral"},
        {"doc_type": "chronology"},
        {"doc_type": "management-decision"},
    ],
)
def test_papers_that_are_about_the_work_are_left(checked, fields):
    assert checked(LOST, **fields)[0] == []


def test_a_short_note_is_left(checked):
    assert checked("Mum rang about the rent. Dad rang. Nan rang.")[0] == []


def test_without_knowing_the_child_nothing_is_said_or_scored(checked):
    found, measured = checked(LOST, child={})
    assert found == []
    assert measured["met"] is None


def test_a_note_full_of_the_child_meets_it(checked):
    found, measured = checked("You let me in. You drew a cat. You told me that you like chips. Mum made tea.")
    assert found == []
    assert measured["met"] == 1.0


def test_the_empty_note(checked):
    assert checked("") == ([], {"child": 0, "adults": 0, "share": None, "met": None})
