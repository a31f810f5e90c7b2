"""A .json file: one note as an object, or a list of them."""

from __future__ import annotations

from typing import Final

from notecheck.errors import NoteError
from notecheck.read.objects import parse, records
from notecheck.read.records import MOST_RECORDS, Record, Records, named
from notecheck.read.text import decode

SUFFIXES: Final = (".json",)


def read(name: str, data: bytes) -> Records:
    """The note, or the notes.

    Raises:
        NoteError: it is no JSON, or neither an object nor a list of objects.
    """
    text, notice = decode(data)
    notices = [notice] if notice else []
    found = parse(text)
    if isinstance(found, dict):
        one = records(name, [(1, found)], "note", notices)
        return Records(name, one.columns, tuple(Record(name, row.fields, row.ready) for row in one.rows), one.notices)
    if not isinstance(found, list):
        raise NoteError(
            "not JSON, or neither one note as an object nor a list of them. If each line holds a note of its own,"
            " give the file a name that ends in .jsonl. NaN and 1e999 are no numbers to JSON"
        )
    if len(found) > MOST_RECORDS:
        raise NoteError(f"more than {MOST_RECORDS:,} notes; split the file")
    placed = [(number, each) for number, each in enumerate(found, 1) if isinstance(each, dict)]
    others = [number for number, each in enumerate(found, 1) if not isinstance(each, dict)]
    if not placed:
        raise NoteError("the list holds no object; a note is an object with the key 'text'")
    if others:
        notices.append(f"{named('note', others)} left out: not an object")
    return records(name, placed, "note", notices)
