"""Plots as inline SVG, which needs no script: bars with their intervals, differences, a line over months.

They stretch with the page, so words stand beside them as HTML; whoever cannot see them finds every figure in the table
that they stand in, or that follows. Nothing but numbers goes into them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import Final

from notecheck.audit.intervals import Interval
from notecheck.audit.words import number

_WIDE: Final = 1_000
_HIGH: Final = 240
_STEPS: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line.

    Attributes:
        at: its place from left to right: months since some month.
        value: its height; None leaves a gap.
        interval: around it; None where there are few records.
    """

    at: int
    value: float | None
    interval: Interval | None


def bar(value: float | None, most: float, interval: Interval | None = None, *, few: bool | None = None) -> str:
    """A bar for a figure.

    Args:
        value: how long it is.
        most: where the scale ends, which begins at 0.
        interval: around it.
        few: whether records are few, so that the bar is hollow; told by the interval unless it is said.
    """
    if value is None or most <= 0:
        return ""
    few = interval is None if few is None else few
    marks = f'<rect class="a-{"few" if few else "bar"}" x="0" y="3" width="{_x(value, most)}" height="8"/>'
    if interval:
        marks += _whisker(_x(interval.low, most), _x(interval.high, most))
    return _row(marks)


def difference(value: float, interval: Interval, most: float, *, kind: str) -> str:
    """A bar from the middle, to the left for less and to the right for more.

    Args:
        value: the difference.
        interval: around it.
        most: what the ends of the scale stand for.
        kind: 'better', 'worse' or 'chance'.
    """

    def at(where: float) -> float:
        return _round(_WIDE / 2 * (1 + max(-1.0, min(1.0, where / most)))) if most else _WIDE / 2

    left, right = sorted((at(0), at(value)))
    marks = (
        f'<rect class="a-{kind}" x="{left}" y="3" width="{_round(right - left)}" height="8"/>'
        f'<path class="a-zero" d="M{at(0)} 0V14"/>{_whisker(at(interval.low), at(interval.high))}'
    )
    return _row(marks)


def _row(marks: str) -> str:
    return (
        f'<svg class="a-row" viewBox="0 0 {_WIDE} 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="a-track" x="0" y="3" width="{_WIDE}" height="8"/>{marks}</svg>'
    )


def _whisker(low: float, high: float) -> str:
    return f'<path class="a-whisker" d="M{low} 7H{high}M{low} 3V11M{high} 3V11"/>'


def line(dots: Sequence[Dot], labels: Sequence[str], says: str) -> str:
    """A line through the dots with a band for their intervals.

    Args:
        dots: in order of place.
        labels: what stands beneath, from left to right, spread evenly.
        says: the same in words, for whoever cannot see it.
    """
    most = ceiling(
        max((max(dot.value, dot.interval.high if dot.interval else 0) for dot in dots if dot.value), default=1)
    )
    first, last = dots[0].at, dots[-1].at
    span = max(1, last - first)

    def place(at: int, value: float) -> str:
        return f"{_round(20 + (_WIDE - 40) * (at - first) / span)} {_round(_HIGH - _HIGH * min(value, most) / most)}"

    grid = "".join(f'<path class="a-grid" d="M0 {_round(_HIGH * part)}H{_WIDE}"/>' for part in (0, 0.5, 1))
    bands = "".join(_band(run, place) for run in _runs(dots))
    lines = "".join(
        f'<path class="a-line" d="M{"L".join(place(dot.at, dot.value) for dot in run if dot.value is not None)}"/>'
        for run in _runs(dots)
        if len(run) > 1
    )
    points = "".join(
        f'<path class="a-{"dot" if dot.interval else "dot-few"}" d="M{place(dot.at, dot.value)}h0"/>'
        for dot in dots
        if dot.value is not None
    )
    scale = "".join(f"<span>{number(most * part)}</span>" for part in (1, 0.5, 0))
    beneath = "".join(f"<span>{escape(label)}</span>" for label in labels)
    return (
        f'<div class="a-chart"><div class="a-y" aria-hidden="true">{scale}</div>'
        f'<svg class="a-plot" viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(says)}">{grid}{bands}{lines}{points}</svg>'
        f'<div class="a-x" aria-hidden="true">{beneath}</div></div>'
    )


def _runs(dots: Sequence[Dot]) -> Iterator[list[Dot]]:
    """Dots in a row that are told with an interval: months with enough records, one after the other."""
    run: list[Dot] = []
    for dot in dots:
        if dot.interval is None or (run and dot.at != run[-1].at + 1):
            if run:
                yield run
            run = []
        if dot.interval is not None:
            run.append(dot)
    if run:
        yield run


def _band(run: Sequence[Dot], place: Callable[[int, float], str]) -> str:
    known = [(dot.at, dot.interval) for dot in run if dot.interval]
    if len(known) == 1:
        at, interval = known[0]
        return f'<path class="a-lone" d="M{place(at, interval.low)}L{place(at, interval.high)}"/>'
    above = "L".join(place(at, interval.high) for at, interval in known)
    below = "L".join(place(at, interval.low) for at, interval in reversed(known))
    return f'<path class="a-band" d="M{above}L{below}Z"/>'


def ceiling(value: float) -> float:
    """The next round number, for the end of a scale.

    >>> ceiling(76.4), ceiling(0.13), ceiling(1)
    (100.0, 0.2, 1.0)
    """
    if value <= 0:
        return 1
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in _STEPS if value <= step * power * (1 + 1e-9))


def _x(value: float, most: float) -> float:
    return _round(_WIDE * max(0.0, min(1.0, value / most)))


def _round(value: float) -> float:
    return round(value, 1)
