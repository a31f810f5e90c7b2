"""Spans of a text, as first code point and one past the last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, which are in order and apart, shares a character with `start` to `end`.

    >>> overlaps(3, 5, [(0, 3), (4, 9)]), overlaps(3, 4, [(0, 3), (4, 9)])
    (True, False)
    """
    last = bisect_left(spans, (end,)) - 1
    return last >= 0 and spans[last][1] > start
