"""JSON objects as records: notes of the contract as they are, rows of another program by their keys as columns."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, Final, NamedTuple, NoReturn

from notecheck.errors import NoteError
from notecheck.read.records import Record, one_by_one
from notecheck.read.stream import Fault, Mark, Step, Stream, first
from notecheck.sound import refuse_unsound

_SHOWN: Final = 40  # characters of a key
_HEAD: Final = 200  # objects by which it is known what they are
_HEAD_BYTES: Final = 4_000_000  # or so many of them
NO_JSON: Final = "not one whole JSON object"
_NO_NUMBER: Final = (
    "a number in it cannot be read: NaN and Infinity are none to JSON, and one like 1e999 or of thousands of digits is "
    "larger than a computer counts; correct it, or leave it out"
)
_TOO_DEEP: Final = "lists or objects in it stand within each other too deeply to be read, and no note needs that"
_NO_OBJECT: Final = "not an object"
_NO_TEXT: Final = "no key 'text'"


class Placed(NamedTuple):
    """An object, or what stands in its place.

    Attributes:
        number: for people; 0 for one that is the whole file.
        value: the JSON; None where it cannot be read.
        mark: where the next begins.
        size: about how many bytes it has.
        fault: why it cannot be read, where it cannot.
    """

    number: int
    value: Any
    mark: Mark
    size: int
    fault: str = ""


def parse(text: str, *, once: bool = False) -> tuple[Any, str]:
    """What the JSON says, and why it cannot be read; the latter is empty where it can.

    Args:
        text: the JSON.
        once: whether an object that has a key twice is refused, of which programs read the one or the other.

    >>> parse('{"text": "You"}')
    ({'text': 'You'}, '')
    >>> parse('{"text": "Yo')
    (None, 'not one whole JSON object')
    """
    try:
        return (_ONCE if once else _DECODER).decode(text), ""
    except json.JSONDecodeError:
        return None, NO_JSON
    except _TwiceError as error:
        return None, f"the key {str(error)[:_SHOWN]!a} stands twice in one object; leave one out"
    except ValueError:  # of `_number`, `_no_number`, or Python's own bound of digits
        return None, _NO_NUMBER
    except RecursionError:
        return None, _TOO_DEEP


def _number(digits: str) -> float:
    """A number too large for a computer would be read as Infinity."""
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(name: str) -> NoReturn:
    """NaN and Infinity are Python's own: no other program could read a report that carries them on."""
    raise ValueError(name)


class _TwiceError(ValueError):
    """An object has a key twice; says which."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        raise _TwiceError(counted.most_common(1)[0][0])
    return made


_DECODER: Final = json.JSONDecoder(parse_constant=_no_number, parse_float=_number)
_ONCE: Final = json.JSONDecoder(parse_constant=_no_number, parse_float=_number, object_pairs_hook=_each_once)


def stream(
    placed: Iterable[Placed],
    again: Iterable[Placed] | None = None,
    *,
    called: str,
    empty: str,
    more: Callable[[], Iterable[str]] = tuple,
) -> Stream:
    """Records of objects: ready notes where any of the first has a `text`; else rows, whose keys are the columns.

    Args:
        placed: the objects.
        again: those behind a mark, where only they are wanted; begun once the first were looked at.
        called: how a place is called: 'line', 'note'.
        empty: what to say where there is none.
        more: what there will be to say of those gone through.
    """
    rest = iter(placed)
    head, _ = first(rest, _HEAD, lambda each: each.size, _HEAD_BYTES)
    objects = [each.value for each in head if isinstance(each.value, dict)]
    ready = any("text" in each for each in objects)
    columns = () if ready else tuple(one_by_one(key for each in objects if not _unsound(each) for key in each))
    if objects and not ready and not columns and not any(map(_unsound, objects)):
        raise NoteError("the objects are empty; a note needs its text under the key 'text'")
    wanted = chain(head, rest) if again is None else again
    steps = (Step(_record(each, called, ready=ready), each.mark) for each in wanted)
    return Stream(called, columns, steps, empty, more=more, alike=False)


def _record(each: Placed, called: str, *, ready: bool) -> Record | Fault:
    if each.fault or not isinstance(each.value, dict):
        return Fault(each.number, each.fault or _NO_OBJECT)
    place = f"{called} {each.number}" if each.number else ""
    if ready:
        return Record(place, each.value, ready=True) if "text" in each.value else Fault(each.number, _NO_TEXT)
    if fault := _unsound(each.value):
        return Fault(each.number, fault)
    return Record(place, as_row(each.value))


def _unsound(value: Mapping[str, Any]) -> str:
    """Why the columns of a row could not be shown and written; a ready note is looked at when it is checked."""
    try:
        refuse_unsound(value)
    except NoteError as error:
        return str(error)
    return ""


def as_row(value: Mapping[str, Any]) -> dict[str, str]:
    """An object as the cells of a row."""
    return {key: _as_text(each) for key, each in value.items()}


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
