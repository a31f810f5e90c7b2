"""Places in a note, in code points or in tokens, and what stands there moved along with the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeAlias, TypeVar, cast


class Placed(Protocol):
    """Something found at a place: code points, end exclusive."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last."""


R = TypeVar("R", bound=Placed)
Span: TypeAlias = tuple[int, int]
"""The first and one past the last, of tokens or of code points."""


def by_start(row: Placed) -> int:
    """The first code point or token of a row: what rows are put in order by."""
    return row.start


def moved(row: R, by: int) -> R:
    """The same so many code points further on; a named tuple begins with `start` and `end`."""
    if not by:
        return row
    if isinstance(row, tuple):
        start, end, *rest = row
        return cast(R, tuple.__new__(type(row), (start + by, end + by, *rest)))
    return cast(R, replace(cast(Any, row), start=row.start + by, end=row.end + by))


def all_moved(rows: Sequence[R], by: int) -> list[R]:
    """The same of rows of one kind; most of what is found stands behind an edit, so this has to be quick."""
    if not by or not rows or not isinstance(rows[0], tuple):
        return [moved(row, by) for row in rows]
    starts, ends, *rest = zip(*cast(Any, rows), strict=True)
    columns = [start + by for start in starts], [end + by for end in ends], *rest
    return list(map(partial(tuple.__new__, type(rows[0])), zip(*columns, strict=True)))


def is_within(spans: Sequence[Span], place: int) -> bool:
    """Whether a place is in one of the spans, which are in order and apart."""
    n = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return n >= 0 and place < spans[n][1]
