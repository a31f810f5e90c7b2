"""JSON objects as records: notes of the contract as they are, rows of another program by their keys as columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from notecheck.errors import NoteError
from notecheck.read.records import Record, Records, named, one_by_one

Placed = tuple[int, Mapping[str, Any]]
"""A number for people, and the object."""


def parse(text: str) -> Any:
    """What the JSON says; None where it is none, or nested too deeply to be a record."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(name: str) -> None:
    """NaN and Infinity are Python's own: no other program could read a report that carries them on."""
    raise ValueError(name)


def records(name: str, placed: Sequence[Placed], what: str, notices: Iterable[str] = ()) -> Records:
    """Records of objects: ready notes where any has a `text`; else rows, whose keys are the columns.

    Args:
        name: of the file.
        placed: the objects.
        what: how a place is called: 'line', 'note'.
        notices: what there is to say already.

    Raises:
        NoteError: the objects hold nothing.
    """
    if any("text" in each for _, each in placed):
        without = [number for number, each in placed if "text" not in each]
        ready = tuple(Record(f"{what} {number}", each, ready=True) for number, each in placed if "text" in each)
        said = [f"{named(what, without)} left out: no key 'text'"] if without else []
        return Records(name, (), ready, (*notices, *said))
    columns = tuple(one_by_one(key for _, each in placed for key in each))
    if not columns:
        raise NoteError("the objects are empty; a note needs its text under the key 'text'")
    rows = tuple(
        Record(f"{what} {number}", {key: _as_text(each.get(key)) for key in columns}) for number, each in placed
    )
    return Records(name, columns, rows, tuple(notices))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
