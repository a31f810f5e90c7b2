"""Cuts a text into runs, each with the spans that cover it, for every format that marks words in place.

    text     We met at the LADO meeting.
    spans    0 ^^^^^^^^^^^^^^^^^^^^^^^^^^   1           ^^^^
    runs     'We met at the ' (0), 'LADO' (0, 1), ' meeting.' (0)

Spans that cross are split, so that the marks of one run always nest: the one that begins first is outermost,
and of two that begin together the longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Span(Protocol):
    """Anything with two offsets in code points, end exclusive: a finding, a strength."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """One past the last."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of the text with nothing beginning or ending inside it.

    Attributes:
        text: the piece, exactly as it is; empty for a span without words.
        covers: places (in the list of spans) of those that cover it, outermost first.
        begins: those of them that begin here.
        ends: those of them that end here, in the order of the list.
    """

    text: str
    covers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def runs(text: str, spans: Sequence[Span]) -> Iterator[Run]:
    """The whole text in runs; their texts joined are the text exactly, and each span begins and ends once.

    Args:
        text: the text.
        spans: offsets into it, in any order; what reaches beyond the text is cut off at its ends.
    """
    places = [_clip(span, len(text)) for span in spans]
    cuts = sorted({0, len(text), *(cut for place in places for cut in place)})
    starting, empty = _by_start(places)
    active: list[int] = []
    for start, end in [*pairwise(cuts), (len(text), len(text))]:
        for place in empty.pop(start, ()):
            yield Run("", (*active, place), (place,), (place,))
        if start == end:
            continue
        begun = starting.get(start, ())
        active = sorted((*active, *begun), key=lambda place: (places[place][0], -places[place][1], place))
        ended = tuple(sorted(place for place in active if places[place][1] == end))
        yield Run(text[start:end], tuple(active), tuple(p for p in active if p in begun), ended)
        active = [place for place in active if places[place][1] != end]


def _clip(span: Span, length: int) -> tuple[int, int]:
    start = min(max(span.start, 0), length)
    return start, min(max(span.end, start), length)


def _by_start(places: Sequence[tuple[int, int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Places of the spans by where they begin: those with words, and those without."""
    starting: dict[int, list[int]] = {}
    empty: dict[int, list[int]] = {}
    for place, (start, end) in enumerate(places):
        (starting if start < end else empty).setdefault(start, []).append(place)
    return starting, empty
