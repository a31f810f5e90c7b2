"""Whether a row is one that an audit wrote, as far as it is read again: a file may be damaged, or be none at all.

What counts an audit's rows goes through `sound`, so that it need not doubt what it finds in one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from notecheck.audit.outputs import Rows
from notecheck.audit.rows import is_error
from notecheck.errors import NoteError
from notecheck.findings import PARTS, SEVERITIES


class _Leaf(NamedTuple):
    """A value by itself: whether it is right, and what it must be."""

    right: Callable[[Any], bool]
    must: str


_Shape: TypeAlias = "_Leaf | Sequence[_Shape] | Mapping[str, _Shape]"
"""A leaf; a list of one shape; or an object, in which a key that ends in '?' may be missing or null."""


def _whole(low: int, high: int) -> _Leaf:
    return _Leaf(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high,
        f"must be a whole number from {low:,} to {high:,}",
    )


def _is_text(value: Any, longest: int | None = None) -> bool:
    """Whether it is text that can be written again; an audit writes no half of a character."""
    if not isinstance(value, str) or (longest and len(value) > longest):
        return False
    return value.isascii() or value.encode("utf-8", "replace").decode() == value


_TEXT: Final = _Leaf(_is_text, "must be text")
_YES_NO: Final = _Leaf(lambda value: isinstance(value, bool), "must be true or false")
_SEVERITY: Final = _Leaf(lambda value: value in SEVERITIES, f"must be one of: {', '.join(SEVERITIES)}")
_LONGEST: Final = 300  # characters of a version, some of which stand in the first line of a baseline
_VERSION: Final = _Leaf(lambda value: _is_text(value, _LONGEST), "must be a version")
_VERSIONS: Final = _Leaf(
    lambda value: isinstance(value, dict) and all(_is_text(each, _LONGEST) for pair in value.items() for each in pair),
    "must be names with a version each",
)
_SCORE: Final = _whole(0, 100)
_DAYS: Final = _whole(-4_000_000, 4_000_000)  # between any two days that there are
_MOST_YEARS: Final = 1_000_000  # a sentence of half a million words, which the longest note can be, asks for 200,000
_AGE: Final = _Leaf(
    lambda value: isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MOST_YEARS,
    "must be a number of years",
)
_ERROR: Final[Mapping[str, _Shape]] = {"error": {"reason": _TEXT}}
_REPORT: Final[Mapping[str, _Shape]] = {
    "id?": _TEXT,
    "id_given?": _YES_NO,
    "doc_type": _TEXT,
    "guidance": _TEXT,
    "event_date?": _TEXT,
    "recorded_date?": _TEXT,
    "counts": {"words": _whole(0, 2**32 - 1)},
    "score": {"overall?": _SCORE, "parts": {f"{part}?": _SCORE for part in PARTS}},
    "findings": [{"rule": _TEXT, "text": _TEXT, "severity": _SEVERITY, "standards": [_TEXT], "entry?": _TEXT}],
    "voice?": {"present": [_TEXT], "how_obtained?": _YES_NO},
    "checklist?": [{"item": _TEXT, "label": _TEXT, "met?": _YES_NO, "applies": _YES_NO, "standards": [_TEXT]}],
    "timeliness?": {"late_by_days": _DAYS, "rows": [{"standard": _TEXT, "late_by_days": _DAYS}]},
    "readability?": {"reading_age?": _AGE, "target_age?": _AGE},
    "skipped": [{"check": _TEXT, "reason": _TEXT}],
    "versions?": {"notecheck?": _VERSION, "model?": _VERSION, "guidance?": _VERSION, "lexicons?": _VERSIONS},
    "carried?": {},
}


def sound(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The same rows, each of which can be counted.

    Raises:
        NoteError: one cannot; says of which file it is, which and why, without what stands in it.
    """
    for number, row in enumerate(rows, 1):
        if wrong := _wrong(row, _ERROR if is_error(row) else _REPORT):
            place = f"{rows.name}, row {number:,}" if isinstance(rows, Rows) else f"row {number:,}"
            raise NoteError(f"{place} is no report as notecheck audit writes it: {wrong.removeprefix('.')}")
        yield row


def _wrong(value: Any, shape: _Shape) -> str:
    """Where a value has another shape, and what must be there; empty where it is right."""
    if isinstance(shape, _Leaf):
        return "" if shape.right(value) else f" {shape.must}"
    if isinstance(shape, Mapping):
        return _wrong_object(value, shape)
    if not isinstance(value, list | tuple):  # in memory it may be either
        return " must be a list"
    for place, each in enumerate(value):
        if wrong := _wrong(each, shape[0]):
            return f"[{place}]{wrong}"
    return ""


def _wrong_object(value: Any, shape: Mapping[str, _Shape]) -> str:
    if not isinstance(value, dict):
        return " must be an object"
    for name, each in shape.items():
        key = name.removesuffix("?")
        held = value.get(key)
        if held is None and key != name:
            continue
        if wrong := _wrong(held, each):
            return f".{key}{wrong}"
    return ""
