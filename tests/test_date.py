"""Which points in time are marked, and what the finding says."""

import pytest

from notecheck.component import findings_of
from notecheck.note import Note

pytestmark = pytest.mark.model


@pytest.fixture
def marks(checker):
    def find(text, **fields):
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**fields, "text": text})
        return [f for f in findings_of(checker.nlp(doc)) if f.rule == "date"]

    return find


def _words(text, found):
    return [text[f.start : f.end] for f in found]


UNDATED = "Called Tues about half 4. Dad not been out since Sunday. Back the week after half term. Mum to ring tomo."
DATED = {"event_date": "2026-05-05", "recorded_date": "2026-05-05"}


def test_a_note_without_its_date_has_every_point_marked(marks):
    found = marks(UNDATED, **DATED)
    assert _words(UNDATED, found) == ["Tues", "Sunday", "the week after half term", "tomo"]


@pytest.mark.parametrize(
    "own",
    [
        "Home visit 5 May 2026",
        "HV 05/05/26",
        "Date: Tuesday 5th May, 2026",
        "Home visit\n\nRef 050526",
        "Log for 5.5.2026",
    ],
)
def test_its_own_date_anchors_them_all(marks, own):
    text = f"{own}\n\n{UNDATED}"
    assert marks(text, **DATED) == []


def test_a_signature_with_the_date_anchors_too(marks):
    text = UNDATED + "\n\nPriya Nair, social worker\nRecorded 6 May 2026"
    assert marks(text, event_date="2026-05-05", recorded_date="2026-05-06") == []


def test_a_birthday_is_not_the_notes_date(marks):
    text = "CHILD: Tyrese   DOB: 11.08.2011\nNan says the council told her in Feb."
    assert _words(text, marks(text, event_date="2026-03-19")) == ["Feb"]


def test_the_date_of_an_email_anchors_the_email_only(marks):
    text = (
        "From: Jo Bell <j.bell@school.example>\nSent: 5 May 2026 09:10\nTo: Priya Nair\nSubject: Sam\n\nHi Priya\n"
        "Sam came in late yesterday.\n\nKind regards\nJo Bell\nHead of Year\n\nI rang Jo back this morning."
    )
    assert _words(text, marks(text, **DATED)) == ["this morning"]


@pytest.mark.parametrize("loose", ["recently", "the other day", "a while back", "a few weeks ago", "not long since"])
def test_what_is_counted_from_nothing_is_marked_in_a_dated_note(marks, loose):
    text = f"Home visit, 5 May 2026\n\nMum had the locks changed {loose}."
    assert _words(text, marks(text, **DATED)) == [loose]


def test_a_date_beside_it_places_a_point(marks):
    text = "Mum moved last week (28 April 2026). On 4 May 2026 Dad rang and he is coming on Friday."
    assert marks(text, event_date="2026-05-20") == []


def test_a_birthday_needs_no_year_and_places_nothing(marks):
    text = "You were born on 5 June 2019 and came here after Easter. Mum's birthday is 3 April."
    assert _words(text, marks(text, event_date="2026-03-04")) == ["Easter"]


def test_quotations_are_left_alone(marks):
    assert marks("Sam said \u201cI saw Dad yesterday\u201d and Mum said 'he came last week'.") == []


def test_entries_of_a_chronology_need_their_year(marks):
    text = (
        "CHRONOLOGY\n03.05.2019  Moves to Hartlow\nAround Easter  Dad moves out\n19/03  Joel moves to Leeds\n"
        "Easter 2023  Plan ends; no contact until Christmas\n02.03.2026  Joel back for weekends"
    )
    assert _words(text, marks(text, doc_type="chronology", recorded_date="2026-06-15")) == ["Easter", "19/03"]


def test_days_without_a_year_are_written_out_with_the_nearest(marks):
    (found,) = marks("Visit 28/12, all well.", event_date="2025-12-28")
    assert found.suggestions == ("28 December 2025",)
    (leap,) = marks("Due 29/02.", event_date="2025-03-01")
    assert leap.suggestions == ("29 February 2024",)
    (today,) = marks("Seen today.", **DATED)
    assert today.suggestions == ("today (5 May 2026)",)


def test_the_message_says_why_and_what_to_write(marks):
    (found,) = marks("Mum moved last week.")
    assert "“last week”" in found.message
    assert "ten years" in found.message
    assert "day, month and year" in found.message


def test_only_the_first_says_why_where_one_date_would_place_them_all(marks):
    first, night, loose, fri = marks("Seen on Monday. Dad came last night and rang the other day. Back Fri.")
    assert "ten years" in first.message
    said = "“last night” cannot be placed either: one full date at the top of the note would place this too."
    assert night.message == said
    assert "at the top of the note" in fri.message
    assert "only to those who know" in loose.message
    assert marks("4 May 2026. Seen on Monday. Dad came last night. Back Fri.") == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_have_no_neighbours(marks, day):
    assert marks("Seen 4/5. Came yesterday, back tomorrow.", event_date=day, recorded_date=day)
