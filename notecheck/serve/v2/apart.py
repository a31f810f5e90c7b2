"""Findings that share words, as matches that share none: a client shows one at a place, and replaces just that.

LanguageTool's own server never answers with two matches on the same words, and its clients rely on it. Of our findings
one in twenty has to give way: 'CIN' stands in a sentence that is too long. The shorter keeps its words. The longer is
shown on those that are left, the longest run of them; where none are left it is told at the shorter one. Nothing is
lost, and a suggestion is offered only where it replaces exactly what is underlined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from notecheck.explain import is_whole
from notecheck.findings import SEVERITIES
from notecheck.serve.v2.places import Sent

Row = Mapping[str, Any]

_FEWEST: Final = 4
"""Characters of a run: a lone 'is' would look like a slip."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What is underlined.

    Attributes:
        start: first code point of the note.
        end: one past its last.
        finding: that it is about, in the contract's form.
        also: further findings, on the same words or around them.
    """

    start: int
    end: int
    finding: Row
    also: tuple[Row, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether it is underlined just where the finding is, so that its suggestions may stand there."""
        return (self.start, self.end) == (self.finding["start"], self.finding["end"])


@dataclass
class _Places:
    """What is taken of a text."""

    sent: Sent
    owner: list[int | None]
    shown: list[Shown] = field(default_factory=list)

    def put(self, start: int, end: int, finding: Row) -> None:
        self.owner[start:end] = [len(self.shown)] * (end - start)
        self.shown.append(Shown(start, end, finding))

    def around(self, start: int, end: int) -> int | None:
        """What has taken all of a span, without a look at each place: a markup may mean a note of many findings."""
        number = self.owner[start] if start < end else None
        return number if number is not None and self.shown[number].end >= end else None

    def join(self, number: int, finding: Row) -> None:
        there = self.shown[number]
        self.shown[number] = Shown(there.start, there.end, there.finding, (*there.also, finding))


def apart(findings: Iterable[Row], sent: Sent) -> list[Shown]:
    """The findings, in order of place, none over another, and none within markup.

    Args:
        findings: in the contract's form; one about the whole note is shown on its first word that is free.
        sent: the text.
    """
    rows = list(findings)
    places = _Places(sent, [None] * len(sent.text))
    for finding in sorted((row for row in rows if not is_whole(row["rule"])), key=_urgency):
        _place(places, finding, (finding["start"], finding["end"]))
    for finding in (row for row in rows if is_whole(row["rule"])):
        _place(places, finding, _first_word(sent.text, places.owner))
    return sorted(places.shown, key=lambda each: (each.start, each.end))


def _urgency(finding: Row) -> tuple[int, int, int]:
    """Shorter ones first; of equals the more severe."""
    length = finding["end"] - finding["start"]
    return length, -SEVERITIES.index(finding["severity"]), finding["start"]


def _place(places: _Places, finding: Row, span: tuple[int, int]) -> None:
    start, end = places.sent.widened(*span)
    if (over := places.around(start, end)) is not None:
        places.join(over, finding)
        return
    taken = places.owner[start:end]
    if start < end and not any(number is not None for number in taken):
        places.put(start, end, finding)
    elif not finding["suggestions"] and (free := _longest_free(places.sent.text, start, end, places.owner)):
        places.put(*places.sent.widened(*free), finding)
    elif (first := next((number for number in taken if number is not None), None)) is not None:
        places.join(first, finding)


def _longest_free(text: str, start: int, end: int, owner: Sequence[int | None]) -> tuple[int, int] | None:
    """The longest run of whole words that nothing has taken."""
    runs: list[tuple[int, int]] = []
    begin = start
    for place in range(start, end + 1):
        if place == end or owner[place] is not None:
            runs.append(_trimmed(text, begin, place))
            begin = place + 1
    best = max(runs, key=lambda run: run[1] - run[0])
    return best if best[1] - best[0] >= _FEWEST else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what is no word at either side."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _first_word(text: str, owner: Sequence[int | None]) -> tuple[int, int]:
    """The first word that nothing has taken; where there is none, the first one."""
    first: tuple[int, int] | None = None
    start = 0
    for word in text.split():
        start = text.index(word, start)
        span = _trimmed(text, start, start + len(word))
        start += len(word)
        if span[0] == span[1]:
            continue
        first = first or span
        if not any(number is not None for number in owner[span[0] : span[1]]):
            return span
    return first or (0, len(text))
