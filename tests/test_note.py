from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from notecheck.errors import NoteError
from notecheck.note import Note


def _nested(deep):
    value = "North"
    for _ in range(deep):
        value = [value]
    return value


def test_note_keeps_the_text_exactly_and_carries_unknown_keys():
    text = "\r\n\n\u2028Café 👩‍👧 \t"
    note = Note.from_dict({"text": text, "team": {"name": "North"}, "child": {"name": "Al", "age": 0.5}})
    assert note.text == text
    assert note.extra == {"team": {"name": "North"}}
    assert note.child.age == 0.5


def test_numbers_of_another_library_are_numbers():
    note = Note.from_dict({"text": "a", "id": np.int64(12), "child": {"age": np.float32(9.5)}})
    assert (note.id, note.child.age, type(note.child.age)) == ("12", 9.5, float)
    assert type(Note.from_dict({"text": "a", "child": {"age": np.int32(9)}}).child.age) is int


class _Missing(date):
    """As pandas has a date that is missing."""

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    __hash__ = date.__hash__


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "text: missing"),
        ({"text": None}, "text: must be text, not null"),
        ({"text": ["a"]}, "text: must be text, not a list"),
        ("just text", "a note must be an object with the key 'text', not text"),
        ({"text": "a", "child": "Callum"}, "child: must be an object with name, known_as, age, not text"),
        ({"text": "a", "child": {"age": "nine"}}, "child.age: must be a number of years, not text"),
        ({"text": "a", "child": {"age": 99}}, "child.age: 99 is not allowed; an age in years from 0 to 25"),
        ({"text": "a", "child": {"age": True}}, "child.age: must be a number of years, not true/false"),
        ({"text": "a", "child": {"age": float("nan")}}, "child.age: nan is not allowed"),
        ({"text": "a", "other_children": "Sally"}, "other_children: must be a list of names, not text"),
        ({"text": "a", "event_date": "4/3/26"}, "event_date: '4/3/26' is no date; write it as 2026-03-04"),
        ({"text": "a", "event_date": "2026-02-30"}, "event_date: '2026-02-30' is no date"),
        ({"text": "a", "event_date": _Missing(2026, 3, 4)}, "event_date: NaT is no date; leave the key out"),
        ({"text": "\ud800"}, "text: half a character"),
        ({"text": "a", "child": {"name": "\ud800"}}, "child.name: half a character"),
        ({"text": "a", "child": {"age": 10**5000}}, "child.age: a number that large is not allowed"),
        ({"text": "a", "id": 10**5000}, "id: a number of more than 40 digits"),
        ({"text": "a", "id": "x" * 1001}, "id: 1,001 characters; at most 1,000 are allowed"),
        ({"text": "a", "child": {"name": "Al" * 501}}, "child.name: 1,002 characters; a name has at most 1,000"),
        ({"text": "a", "other_children": ["x" * 1001]}, "other_children: 1,001 characters; a name has at most 1,000"),
        ({"text": "a", "te\udc00am": 1}, "the key 'te\\udc00am': half a character (a lone surrogate) at 2"),
        ({"text": "a", "team": {"\ud800": 1}}, "the key team.'\\ud800': half a character"),
        ({"text": "a", "share": float("nan")}, "share: NaN and Infinity are no numbers to JSON"),
        ({"text": "a", "team": [{"share": float("-inf")}]}, "team.share: NaN and Infinity are no numbers to JSON"),
        ({"text": "a", "ref": 10**5_000}, "ref: a number of more than 600 digits; send it as text"),
        ({"text": "a", "team": [["North\ud800"]]}, "team: half a character (a lone surrogate) at 5"),
        ({"text": "a", "k" * 1_000_000: 1}, "'" + "k" * 40 + "'…: a key of 1,000,000 characters; at most 1,000"),
        ({"text": "a", "not_applicable": {"\ud800": "x"}}, "the key not_applicable.'\\ud800': half a character"),
        ({"text": "a", "team": _nested(900)}, "team: more than 50 lists or objects within each other"),
    ],
)
def test_note_refuses_what_is_no_note_by_key_value_and_what_is_allowed(data, says):
    with pytest.raises(NoteError) as refused:
        Note.from_dict(data)
    assert says in str(refused.value)
    str(refused.value).encode()  # it can be shown, whatever was given


def test_refusal_never_repeats_the_text():
    with pytest.raises(NoteError) as refused:
        Note.from_dict({"text": {"secret": "Callum hid"}})
    assert "Callum" not in str(refused.value)


@pytest.mark.parametrize("text", [None, 5, "\ud800"])
def test_a_note_made_by_hand_holds_text_too(text):
    with pytest.raises(NoteError, match=r"^text: "):
        replace(Note("a"), text=text)


def test_a_whole_number_may_be_written_with_a_nought_behind_the_point():
    place = {"start": 0.0, "end": 3.0, "place": "page 1"}
    note = Note.from_dict({"text": "You came.", "id": 7.0, "places": [place]})
    assert (note.id, note.places[0].end) == ("7", 3)
    with pytest.raises(NoteError, match="id: must be text, not a number"):
        Note.from_dict({"text": "You came.", "id": 7.5})
