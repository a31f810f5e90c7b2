"""JSON Lines: one record a line. A line that is broken is named by its number and left out; the others are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from notecheck.errors import NoteError
from notecheck.read.objects import Placed, parse, records
from notecheck.read.records import MOST_RECORDS, Records, named
from notecheck.read.text import decode

SUFFIXES: Final = (".jsonl", ".ndjson")


def read(name: str, data: bytes) -> Records:
    """The records of the lines that are JSON objects.

    Raises:
        NoteError: no line is.
    """
    text, notice = decode(data)
    broken: list[int] = []
    placed = list(_objects(text, broken))
    if not placed:
        raise NoteError("no line holds a record; each line of a .jsonl file is one JSON object")
    notices = [notice] if notice else []
    if broken:
        notices.append(f"{named('line', broken)} left out: not one whole JSON object")
    return records(name, placed, "line", notices)


def _objects(text: str, broken: list[int]) -> Iterator[Placed]:
    count = 0
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: U+2028 may stand in a text
        if not line.strip():
            continue
        found: Any = parse(line)
        if not isinstance(found, dict):
            broken.append(number)
            continue
        count += 1
        if count > MOST_RECORDS:
            raise NoteError(f"more than {MOST_RECORDS:,} lines; split the file")
        yield number, found
