"""JSON objects as records: notes of the contract as they are, rows of another program by their keys as columns."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NoReturn

from notecheck.errors import NoteError
from notecheck.read.records import Record, Records, named, one_by_one
from notecheck.sound import refuse_unsound

Placed = tuple[int, Mapping[str, Any]]
"""A number for people, and the object."""

_TOLD: Final = 10  # objects that are left out and named with the reason; of more the number is given


def parse(text: str) -> Any:
    """What the JSON says; None where it is none, or nested too deeply to be a record."""
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_number)
    except (ValueError, RecursionError):
        return None


def _number(digits: str) -> float:
    """A number too large for a computer would be read as Infinity."""
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(name: str) -> NoReturn:
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
        NoteError: the objects hold nothing, or nothing that could be handed on.
    """
    if any("text" in each for _, each in placed):
        without = [number for number, each in placed if "text" not in each]
        ready = tuple(Record(f"{what} {number}", each, ready=True) for number, each in placed if "text" in each)
        said = [f"{named(what, without)} left out: no key 'text'"] if without else []
        return Records(name, (), ready, (*notices, *said))
    placed, faults = _sound(placed, what)
    columns = tuple(one_by_one(key for _, each in placed for key in each))
    if not columns:
        raise NoteError("the objects are empty; a note needs its text under the key 'text'")
    rows = tuple(
        Record(f"{what} {number}", {key: _as_text(each.get(key)) for key in columns}) for number, each in placed
    )
    return Records(name, columns, rows, (*notices, *faults))


def _sound(placed: Sequence[Placed], what: str) -> tuple[Sequence[Placed], Sequence[str]]:
    """The objects whose columns can be shown and written, and why the others are left out.

    A ready note is looked at as such, when it is checked.

    Raises:
        NoteError: none can.
    """
    sound: list[Placed] = []
    faults: list[str] = []
    for number, each in placed:
        try:
            refuse_unsound(each)
        except NoteError as error:
            faults.append(f"{what} {number} left out: {error}")
        else:
            sound.append((number, each))
    if faults and not sound:
        raise NoteError(faults[0].replace(" left out", "", 1))
    more = len(faults) - _TOLD
    return sound, [*faults[:_TOLD], f"and {more:,} more left out for such a fault"] if more > 0 else faults


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
