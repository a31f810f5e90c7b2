"""A spot check without the page: drawn again by its word, checked a step at a time, saved without a record's words."""

from __future__ import annotations

import json

import mosaic
import pytest

from notecheck.errors import NoteError
from notecheck.headings import guess, type_values
from notecheck.mapping import ColumnMap
from notecheck.read import Record, read_file
from notecheck.record_types import guess_types
from notecheck.supervision.review import Review, Verdict
from notecheck.supervision.spotcheck import MOST, Draw, SpotCheck, make_ready, read_saved

TEXTS = ("SW rang Mum re: CIN plan.", "I saw you at home today, Amy.", "Mum presented as low in mood.", "Dad is lazy.")


def records(texts=TEXTS, **fields):
    notes = [{"text": text, "doc_type": "case-note"} | fields for text in texts]
    return [Record(f"row {number}", note, ready=True) for number, note in enumerate(notes, 2)]


def finish(spot, checker):
    while spot.left:
        spot.check_some(checker)
    return spot


def export(count=30):
    opened = read_file("notes.csv", mosaic.as_csv(mosaic.rows(count)))
    columns = guess(opened.columns, opened.rows)
    return opened, ColumnMap(columns, guess_types(type_values(opened.rows, columns["doc_type"])))


def test_ready_takes_an_export_for_what_it_is():
    opened, columns = export()
    ready = make_ready(opened, columns, "case-note")
    assert len(ready.notes) == 30
    assert ready.problems == ()
    assert ready.notes[0].place == "row 2"
    assert ready.notes[0].fields["child"] == {"name": "Idris Bowen", "age": 5}
    assert ready.notes[0].fields["event_date"] == "2026-02-11"


def test_ready_names_what_cannot_be_checked_and_goes_on():
    rows = mosaic.rows(3)
    rows[1][-1] = " "
    rows[2][6] = "last week"
    opened = read_file("notes.csv", mosaic.as_csv(rows))
    ready = make_ready(opened, ColumnMap(guess(opened.columns, opened.rows)), "case-note")
    assert [note.place for note in ready.notes] == ["row 2", "row 4"]
    stopping = [problem for problem in ready.problems if problem.stops]
    assert [(problem.place, problem.column) for problem in stopping] == [("row 3", "Case Note Text")]
    assert any(problem.place == "row 4" and problem.column == "Date of Contact" for problem in ready.problems)


def test_the_same_word_draws_the_same_records():
    opened, columns = export()
    notes = make_ready(opened, columns, "case-note").notes
    first = Draw(8, "May").of(notes)
    assert [each.place for each in first] == [each.place for each in Draw(8, "May").of(notes)]
    assert [each.place for each in first] != [each.place for each in Draw(8, "June").of(notes)]


def test_a_draw_may_be_shared_out_over_the_kinds_of_record():
    opened, columns = export()
    notes = make_ready(opened, columns, "case-note").notes
    kinds = {note.fields["doc_type"] for note in notes}
    assert {each.fields["doc_type"] for each in Draw(8, "May", "doc_type").of(notes)} == kinds


@pytest.mark.parametrize("n", [0, MOST + 1])
def test_a_draw_has_its_bounds(n):
    with pytest.raises(NoteError, match="sample"):
        Draw(n, "May").of(records())


@pytest.mark.model
def test_every_record_is_checked_once_and_steps_are_kept(checker):
    spot = SpotCheck(records(TEXTS * 2), Draw(8, "May"), "general")
    spot.check_some(checker)
    assert 0 < spot.done < 8
    finish(spot, checker)
    assert [each.place for each in spot.checked] == [f"row {number}" for number in range(2, 10)]
    assert spot.refused == []


@pytest.mark.model
def test_a_record_that_cannot_be_checked_is_named_and_the_rest_goes_on(checker):
    given = records()
    given[1] = Record("row 3", {"text": "We met.", "doc_type": "biscuits"}, ready=True)
    spot = finish(SpotCheck(given, Draw(4, "May"), "general"), checker)
    assert [each.place for each in spot.checked] == ["row 2", "row 4", "row 5"]
    assert [each.place for each in spot.refused] == ["row 3"]
    assert "biscuits" in spot.refused[0].reason


def test_a_fault_inside_costs_one_record_and_tells_no_word_of_it():
    class Fails:
        def pipe(self, notes):
            raise ValueError(notes[0]["text"])

    spot = finish(SpotCheck(records(), Draw(4, "May"), "general"), Fails())
    assert len(spot.refused) == 4
    assert "ValueError" in spot.refused[0].reason
    assert "Mum" not in repr(spot.refused)


@pytest.mark.model
def test_what_was_said_is_saved_without_the_text_and_found_again(checker):
    first = finish(SpotCheck(records(), Draw(3, "May"), "general"), checker)
    each = first.checked[0]
    each.review = Review({0: Verdict(agrees=False, comment="Well known here", reply="I will write it out")})
    saved = json.loads(json.dumps(first.to_dict(columns={"version": 1})))
    assert saved["columns"] == {"version": 1}
    assert not any(text in json.dumps(saved) for text in TEXTS)

    drawn, guidance, reviews = read_saved(saved)
    again = SpotCheck(records(), drawn, guidance)
    again.take_up(reviews)
    assert again.waiting == 1
    finish(again, checker)
    assert again.waiting == 0
    found = next(other for other in again.checked if other.place == each.place)
    assert found.review.verdict(0).reply == "I will write it out"
    assert [other.place for other in again.checked] == [other.place for other in first.checked]


@pytest.mark.model
def test_what_was_said_of_another_text_is_kept_but_not_given_to_this_one(checker):
    first = finish(SpotCheck(records(), Draw(4, "May"), "general"), checker)
    first.checked[0].review = Review(comment="Talk this over")
    changed = ("A different record altogether, of other length, stands in this row now.", *TEXTS[1:])
    again = SpotCheck(records(changed), Draw(4, "May"), "general")
    again.take_up(first.to_dict()["reviews"])
    finish(again, checker)
    assert again.checked[0].review.comment == ""
    assert again.waiting == 1
    assert again.to_dict()["reviews"][0]["review"]["comment"] == "Talk this over"


@pytest.mark.model
def test_a_record_with_a_number_of_its_own_is_known_by_it(checker):
    given = [Record("row 2", {"text": TEXTS[0], "id": "CN-7"}, ready=True)]
    spot = finish(SpotCheck(given, Draw(1, "May"), "general"), checker)
    spot.checked[0].review = Review(comment="Talk this over")
    moved = [Record("row 9", {"text": TEXTS[0], "id": "CN-7"}, ready=True)]
    again = SpotCheck(moved, Draw(1, "May"), "general")
    again.take_up(spot.to_dict()["reviews"])
    finish(again, checker)
    assert again.checked[0].name == "CN-7 (row 9)"
    assert again.checked[0].review.comment == "Talk this over"


GOOD = {"version": 1, "draw": {"n": 3, "seed": "May", "by": ""}, "guidance": "general", "reviews": []}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "no saved spot check"),
        ({"version": 2}, "no saved spot check"),
        (GOOD | {"draw": {"n": 0, "seed": "May", "by": ""}}, "draw.n"),
        (GOOD | {"draw": {"n": True, "seed": "May", "by": ""}}, "draw.n"),
        (GOOD | {"draw": {"n": 3, "seed": "May", "by": "author"}}, "draw: seed"),
        (GOOD | {"guidance": None}, "guidance"),
        (GOOD | {"reviews": None}, "reviews: must be a list"),
        (GOOD | {"reviews": [{"place": "row 2"}]}, "reviews: number 1"),
    ],
)
def test_a_file_that_is_no_spot_check_is_refused_in_words(data, told):
    with pytest.raises(NoteError, match=told):
        read_saved(data)


@pytest.mark.model
def test_a_saved_spot_check_with_half_a_character_is_refused_by_its_key(checker):
    spot = SpotCheck(records(), Draw(4, "May"), "general")
    spot.check_some(checker)
    spot.checked[0].review = Review(comment="Clear\ud83d")
    with pytest.raises(NoteError, match=r"comment: half a character"):
        read_saved(json.loads(json.dumps(spot.to_dict())))


@pytest.mark.model
def test_a_saved_remark_that_is_broken_is_counted_not_lost(checker):
    spot = SpotCheck(records(), Draw(4, "May"), "general")
    spot.check_some(checker)
    words = spot.checked[0].report.words
    spot.take_up([{"place": "row 2", "words": words, "review": {"version": 1, "verdicts": "?"}}])
    assert spot.waiting == 1
