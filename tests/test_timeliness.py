"""A record's two dates against what its guidance asks."""

import pytest
import spacy

from notecheck.checks.timeliness import measure
from notecheck.component import NoSettings
from notecheck.data import load_lexicons
from notecheck.findings import Skipped
from notecheck.guidance import Rulebook, guidance_names, load_guidance
from notecheck.note import Note
from notecheck.times.contact_day import ContactDay

NLP = spacy.blank("en")


WORDS = ContactDay.of(load_lexicons().words)


def _measure(event, recorded, doc_type="home-visit", guidance="general", text="I saw you at home."):
    doc = NLP.make_doc(text)
    doc._.notecheck_note = Note.from_dict(
        {"text": doc.text, "doc_type": doc_type, "event_date": event, "recorded_date": recorded}
    )
    doc.user_data["notecheck_asked"] = Rulebook.load(guidance).asked(doc_type)
    return measure(doc, WORDS, NoSettings())


def test_a_record_in_time():
    found = _measure("2026-03-04", "2026-03-09")
    assert (found.due, found.late_by_days, found.late, found.met) == ("2026-03-09", 0, "recorded in time", 1.0)
    assert found.standards == ("general-timeliness",)
    assert found.deadline == "3 working days after the event"
    assert found.unit == "working days"


def test_a_late_record_says_how_late():
    found = _measure("2026-03-04", "2026-03-11")
    assert (found.late_by_days, found.late) == (2, "recorded 2 working days late")
    assert found.met == pytest.approx(0.6)
    assert _measure("2026-03-04", "2026-06-11").met == 0


def test_the_row_that_falls_due_first_decides_and_all_are_given():
    found = _measure("2026-03-05", "2026-03-09", guidance="trafford")  # a Thursday
    assert (found.due, found.late, found.standards[0]) == ("2026-03-08", "recorded 1 day late", "trafford-5b-lcs")
    assert {row["standard"]: row["due"] for row in found.rows} == {
        "trafford-5b-lcs": "2026-03-08",
        "trafford-4-timeliness": "2026-03-10",
    }
    assert found.rows[1]["late"] == "recorded in time"


def test_hours_need_the_time_of_day_only_to_be_exact():
    assert _measure("2026-03-04", "2026-03-05", guidance="swindon").met == 1
    exact = _measure("2026-03-04T16:00", "2026-03-05T18:30", guidance="swindon")
    assert (exact.due, exact.late) == ("2026-03-05T16:00:00", "recorded 3 hours late")
    assert exact.late_by_days == 1


def test_a_report_is_due_before_its_conference():
    assert _measure("2026-03-09", "2026-03-06", "conference-report", "trafford").late == "recorded in time"
    found = _measure("2026-03-09", "2026-03-09", "conference-report", "trafford")
    assert (found.due, found.late) == ("2026-03-06", "recorded 1 working day late")


def test_a_plan_may_come_before_the_placement():
    assert _measure("2026-03-09", "2026-03-02", "care-plan", "sussex").met == 1


@pytest.mark.parametrize(
    ("event", "recorded", "doc_type", "says"),
    [
        (None, "2026-03-04", "home-visit", "the day it happened (event_date) was not given"),
        ("2026-03-04", None, "home-visit", "the day it was recorded (recorded_date) was not given"),
        (
            None,
            None,
            "home-visit",
            "the day it happened (event_date) and the day it was recorded (recorded_date) were not given",
        ),
        ("2026-03-04", "2026-03-03", "home-visit", "dated before the event"),
        ("2026-03-04", "2026-03-05", "pen-picture", "sets no time"),
        ("0001-01-01", "2026-03-05", "home-visit", "known from 1974"),
        ("2026-03-04", "9999-12-31", "home-visit", "known from 1974"),
    ],
)
def test_what_cannot_be_told_is_said(event, recorded, doc_type, says):
    found = _measure(event, recorded, doc_type)
    assert isinstance(found, Skipped)
    assert says in found.reason


def test_a_doc_that_no_checker_made_has_no_deadline():
    assert isinstance(measure(NLP.make_doc("I saw you."), WORDS, NoSettings()), Skipped)


@pytest.mark.parametrize("name", guidance_names())
def test_every_deadline_is_counted_or_says_why_not(name):
    for standard in load_guidance(name).standards:
        if standard.deadline:
            counted = "timeliness" in standard.served_by
            assert counted or standard.not_checked or standard.served_by, standard.id


def test_two_days_for_one_visit_are_asked_about_and_not_judged():
    asked = "the note says 11 June 2026, the form says 3 June 2026: which is right?"
    found = _measure("2026-06-03", "2026-06-12", text="Visit to Callum, 11 June 2026\n\nI saw you at home.")
    assert isinstance(found, Skipped)
    assert found.reason == asked


@pytest.mark.parametrize(
    "text",
    [
        "Visit to Callum, 3 June 2026. I last saw you on 11 May 2026.",
        "I saw you at home. Your plan of 11 May 2026 says so.",
        "Callum, born 11 May 2016\nI saw you at home.",
        "Visit on 11 June 2026 and again on 12 June 2026.",
        "Recorded 11 June 2026\nI saw you at home.",
    ],
)
def test_a_date_of_something_else_leaves_the_verdict(text):
    assert not isinstance(_measure("2026-06-03", "2026-06-15", text=text), Skipped)
