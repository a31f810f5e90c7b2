"""Counts as rows for people: what comes up in most records first, each figure with the records behind it."""

from __future__ import annotations

import pytest

from notecheck.guidance import Rulebook
from notecheck.supervision.results import ENOUGH, HEADS, TABLES, counts, switch_off
from notecheck.supervision.review import Disagreement
from notecheck.supervision.tally import tally

NOTES = (
    {"text": "SW rang Mum re: CIN plan. TAF TBC.", "event_date": "2026-03-04"},
    {"text": "SW rang Mum on 4 March 2026.", "event_date": "2026-04-04", "doc_type": "home-visit"},
    {"text": "You and I drew a picture of your cat."},
)


@pytest.fixture(scope="module")
def counted(checker):
    return tally(enumerate(checker.pipe(NOTES)))


@pytest.fixture(scope="module")
def standards():
    rulebook = Rulebook.load("general")
    return {standard.id: standard for standard in rulebook.guidance.standards}


@pytest.mark.model
@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_its_cells_and_leads_to_records(counted, standards, table):
    rows = counts(table, counted, standards)
    assert rows
    for row in rows:
        assert len(row.cells) == len(HEADS[table]) - 1
        assert 0 <= row.share <= 1
        assert set(row.behind) <= {0, 1, 2}


@pytest.mark.model
def test_standards_are_said_in_words_with_how_many_records(counted, standards):
    rows = counts("standards", counted, standards)
    acronyms = next(row for row in rows if row.name == "general-acronyms")
    assert "acronym" in acronyms.label
    assert acronyms.words == "2 of 3 records"
    assert acronyms.behind == (0, 1)
    assert [len(row.behind) for row in rows] == sorted((len(row.behind) for row in rows), reverse=True)


@pytest.mark.model
def test_months_stand_in_order_and_what_has_no_date_comes_last(counted, standards):
    rows = counts("months", counted, standards)
    assert [row.label for row in rows] == ["March 2026", "April 2026", "Without a date"]
    assert max(row.share for row in rows) == 1


@pytest.mark.model
def test_a_standard_that_no_file_has_goes_by_its_id(counted):
    assert "general-acronyms" in {row.label for row in counts("standards", counted, {})}


@pytest.mark.model
def test_bars_are_as_long_as_what_they_are_sorted_by(checker, standards):
    notes = [*NOTES, {"text": "SW rang Mum re: CIN plan.", "doc_type": "home-visit", "event_date": "2026-05-04"}]
    counted = tally(enumerate(checker.pipe(notes)))
    for table in ("standards", "rules", "doc_types"):
        shares = [row.share for row in counts(table, counted, standards)]
        assert shares == sorted(shares, reverse=True), table


def test_an_entry_is_left_out_only_after_enough_disagreement_and_says_how_much_goes():
    often = Disagreement("acronym-cin", "acronym", findings=12, agreed=2, disagreed=ENOUGH)
    seldom = Disagreement("acronym-taf", "acronym", findings=40, agreed=0, disagreed=ENOUGH - 1)
    assert switch_off([seldom]) is None
    off = switch_off([often, seldom])
    assert off.line == "switch_off: [acronym-cin]"
    assert (off.places, off.disagreed, off.agreed) == (12, 5, 2)
