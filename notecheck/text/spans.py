"""Spans, as first place and one past the last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, which are in order and apart, shares a character with `start` to `end`.

    >>> overlaps(3, 5, [(0, 3), (4, 9)]), overlaps(3, 4, [(0, 3), (4, 9)])
    (True, False)
    """
    last = bisect_left(spans, (end,)) - 1
    return last >= 0 and spans[last][1] > start


def runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where flags stand in a row.

    >>> list(runs([False, True, True, False, True]))
    [(1, 3), (4, 5)]
    """
    end = 0
    while (start := _next(flags, True, end)) < len(flags):
        end = _next(flags, False, start)
        yield start, end


def _next(flags: Sequence[bool], flag: bool, since: int) -> int:
    """The next place from one on where a flag is so; one past the last where there is none."""
    try:
        return flags.index(flag, since)
    except ValueError:
        return len(flags)
