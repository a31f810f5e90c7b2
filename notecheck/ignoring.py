"""Findings that the writer set aside with a reason: found again after edits, left out of the score, kept in the report.

An entry of the note (`Ignore`) names the words. One that was made at a place also holds what stood around them, and
means the place whose surroundings are most like that: an edit elsewhere, or a word changed near by, does not bring
the finding back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from notecheck.component import REGISTRY
from notecheck.findings import Finding
from notecheck.note import Ignore

_AROUND: Final = 24  # characters kept on either side
_LIKE: Final = 6  # of them that must still be as they were, unless the text ends before


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that the writer set aside.

    Attributes:
        finding: as it would stand among the others.
        reason: the writer's own.
        place: of the entry among the note's `ignored`.
    """

    finding: Finding
    reason: str
    place: int


def ignore_place(text: str, finding: Finding, reason: str) -> dict[str, Any]:
    """An entry for the note's `ignored`: this finding, at this place."""
    if _is_whole(finding):
        return Ignore("", reason, finding.rule).to_dict()
    before, after = _around(text, finding)
    return Ignore(text[finding.start : finding.end], reason, finding.rule, before, after).to_dict()


def ignore_word(text: str, finding: Finding, reason: str) -> dict[str, Any]:
    """An entry for the note's `ignored`: these words, wherever they stand and whatever the rule."""
    if _is_whole(finding):
        return ignore_place(text, finding, reason)
    return Ignore(text[finding.start : finding.end], reason).to_dict()


def set_aside(
    text: str, findings: Sequence[Finding], entries: Iterable[Ignore]
) -> tuple[tuple[Finding, ...], tuple[Ignored, ...]]:
    """Part the findings into those that stand and those that the writer set aside, both in order of place."""
    aside: dict[int, Ignored] = {}
    for place, entry in enumerate(entries):
        fits = [number for number in _fitting(text, findings, entry) if number not in aside]
        for number in _nearest(text, findings, fits, entry):
            aside[number] = Ignored(findings[number], entry.reason, place)
    return (
        tuple(finding for number, finding in enumerate(findings) if number not in aside),
        tuple(aside[number] for number in sorted(aside)),
    )


def _fitting(text: str, findings: Sequence[Finding], entry: Ignore) -> Iterator[int]:
    """Findings by the entry's words and rule."""
    wanted = entry.text.casefold()
    for number, finding in enumerate(findings):
        if entry.rule not in (None, finding.rule) or _is_whole(finding) != (not entry.text):
            continue
        if not wanted or text[finding.start : finding.end].casefold() == wanted:
            yield number


def _nearest(text: str, findings: Sequence[Finding], fits: Sequence[int], entry: Ignore) -> Sequence[int]:
    """Of these findings the one that the entry's surroundings fit best; all of them if it has none."""
    if not (entry.before or entry.after):
        return fits
    likeness = {number: _likeness(_around(text, findings[number]), entry) for number in fits}
    best = max(fits, key=lambda number: likeness[number], default=None)
    enough = min(_LIKE, len(entry.before) + len(entry.after))
    return [best] if best is not None and likeness[best] >= enough else []


def _likeness(around: tuple[str, str], entry: Ignore) -> int:
    """How many characters next to the words are as they were."""
    before = zip(reversed(around[0]), reversed(entry.before), strict=False)
    after = zip(around[1], entry.after, strict=False)
    return sum(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) for pairs in (before, after))


def _around(text: str, finding: Finding) -> tuple[str, str]:
    return text[max(0, finding.start - _AROUND) : finding.start], text[finding.end : finding.end + _AROUND]


def _is_whole(finding: Finding) -> bool:
    """Whether the finding's rule speaks of the whole note."""
    return finding.rule in whole_rules()


def whole_rules() -> frozenset[str]:
    """The rules that speak of the whole note."""
    return frozenset(rule.name for spec in REGISTRY.values() for rule in spec.rules if rule.whole)
