"""The checklist and what was set aside, point by point."""

from __future__ import annotations

import pytest

from notecheck.ignoring import ignore_place, ignore_word
from notecheck.render.points import aside, asked

pytestmark = pytest.mark.model

NOTE = {
    "text": (
        "Date: 4 March 2026\nAnnounced home visit. SW visited to see Ellie re: CIN plan. SW rang Dad.\n\n"
        "Ellie was seen alone in her bedroom. She told me “I like it when Nan comes”.\n\nJo Field, Social Worker"
    ),
    "doc_type": "home-visit",
    "guidance": "trafford",
    "child": {"name": "Ellie Marsh", "age": 9},
}


def report_on(checker, **more):
    return next(checker.pipe([NOTE | more]))


def rows(groups):
    return {row.id: (group.title, row) for group in groups for row in group.rows}


def test_asked_begins_with_what_is_missing_and_leads_to_what_is_there(checker) -> None:
    groups = asked(report_on(checker))
    assert groups[0].title == "Not found"
    where, seen = rows(groups)["seen-alone"]
    assert where == "Given"
    assert NOTE["text"][seen.evidence[0].start : seen.evidence[0].end].startswith("Ellie was seen alone")
    assert seen.evidence[0].words == "“Ellie was seen alone in her bedroom.”"
    missing = rows(groups)["visit-time"][1]
    assert missing.lines == ("Give the time at which you came",)
    assert missing.action.ask


def test_asked_keeps_the_writers_reason_and_lets_it_be_taken_back(checker) -> None:
    where, row = rows(asked(report_on(checker, not_applicable={"visit-time": "the diary has it"})))["visit-time"]
    assert where == "Does not apply"
    assert row.lines == ("Your reason: the diary has it",)
    assert (row.action.words, row.action.ask) == ("It does apply", None)


def test_aside_gathers_the_places_of_one_entry(checker) -> None:
    report = report_on(checker)
    short = next(f for f in report.findings if report.text[f.start : f.end] == "SW")
    plan = next(f for f in report.findings if report.text[f.start : f.end] == "CIN")
    known = ignore_word(report.text, short, "the family knows it")
    entries = [ignore_place(report.text, plan, "explained above"), known]
    groups = aside(report_on(checker, ignored=entries))
    found = rows(groups)
    assert found["0"][1].lines == ("Your reason: explained above",)
    assert {place.words for place in found["1"][1].evidence} == {"“SW”"}
    assert found["1"][1].action.words == "Bring back"
    assert aside(report) == ()
