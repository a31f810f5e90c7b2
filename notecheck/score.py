"""The score: the share of the guidance's standards that a note meets, weighted by severity and length.

For each standard that a check serves in this kind of record:

    met = max(0, 1 - w / (4 * max(words, 100) / 100))

where w adds up its findings, a suggestion as 0.5, a warning as 1, an error as 2: a warning in a hundred words
costs a quarter of the standard. Reading age is met at the target and loses a fifth for each year above it. A part's score is the mean of `met` over
its standards, each weighted by its own severity in the same way, times 100; the overall score the same over all
standards. What was not checked is None and says so: it is never counted as met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from notecheck.component import REGISTRY
from notecheck.findings import PARTS, SEVERITIES, Finding
from notecheck.guidance import AWAITED, Rulebook

WEIGHTS: Final[Mapping[str, float]] = dict(zip(SEVERITIES, (0.5, 1.0, 2.0), strict=True))
_ALLOWED: Final = 4.0  # warnings in a hundred words after which nothing of a standard is met
_SHORTEST: Final = 100  # words; a shorter note is weighed as this long
_YEAR: Final = 0.2  # what a year above the target reading age costs


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100 overall and by part, None where nothing was checked; `reasons` says how each came about."""

    overall: int | None
    parts: Mapping[str, int | None]
    reasons: Mapping[str, tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "overall": self.overall,
            "parts": dict(self.parts),
            "reasons": {part: list(lines) for part, lines in self.reasons.items()},
        }


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far one standard is met by the rules of one part."""

    standard: str
    part: str
    weight: float
    met: float


def score(
    findings: Sequence[Finding],
    measures: Mapping[str, Mapping[str, Any]],
    *,
    words: int,
    rulebook: Rulebook,
    doc_type: str,
    ran: Iterable[str],
) -> Score:
    """Weigh a note's findings against the standards.

    Args:
        findings: of the note, with the severity that the guidance gives them.
        measures: what the measuring checks returned, by check.
        words: length of the note.
        rulebook: the guidance.
        doc_type: of the note.
        ran: names of the rules that were checked.
    """
    ran = tuple(ran)
    standings = [
        standing
        for rule in ran
        for standing in _standings(rule, findings, measures, words, rulebook, doc_type)
    ]
    by_part = {part: [s for s in standings if s.part == part] for part in PARTS}
    return Score(
        overall=_mean(standings),
        parts={part: _mean(of_part) for part, of_part in by_part.items()},
        reasons={
            part: tuple(_reasons(part, of_part, findings, measures, words, rulebook, doc_type))
            for part, of_part in by_part.items()
        },
    )


def part_of(rule: str) -> str:
    """The part of the score that a rule counts in."""
    for spec in REGISTRY.values():
        for known in spec.rules:
            if known.name == rule:
                return known.part
    return AWAITED[rule]


def _standings(
    rule: str,
    findings: Sequence[Finding],
    measures: Mapping[str, Mapping[str, Any]],
    words: int,
    rulebook: Rulebook,
    doc_type: str,
) -> list[_Standing]:
    met = _met(rule, findings, measures, words)
    if met is None:
        return []
    return [
        _Standing(standard.id, part_of(rule), WEIGHTS[severity], met)
        for standard, severity in rulebook.serving(rule, doc_type)
    ]


def _met(
    rule: str, findings: Sequence[Finding], measures: Mapping[str, Mapping[str, Any]], words: int
) -> float | None:
    spec = REGISTRY.get(rule)
    if spec is not None and spec.measure is not None:
        measure = measures.get(rule)
        if not measure or measure.get("reading_age") is None or measure.get("target_age") is None:
            return None
        return max(0.0, 1 - _YEAR * max(0.0, measure["reading_age"] - measure["target_age"]))
    lost = sum(WEIGHTS[finding.severity] for finding in findings if finding.rule == rule)
    return max(0.0, 1 - lost / (_ALLOWED * max(words, _SHORTEST) / 100))


def _mean(standings: Sequence[_Standing]) -> int | None:
    """Weighted mean times 100; a standard that several rules of a part serve is met as far as its worst rule."""
    worst: dict[tuple[str, str], _Standing] = {}
    for standing in standings:
        key = (standing.standard, standing.part)
        if key not in worst or standing.met < worst[key].met:
            worst[key] = standing
    if not worst:
        return None
    total = sum(s.weight for s in worst.values())
    return round(100 * sum(s.weight * s.met for s in worst.values()) / total)


def _reasons(
    part: str,
    standings: Sequence[_Standing],
    findings: Sequence[Finding],
    measures: Mapping[str, Mapping[str, Any]],
    words: int,
    rulebook: Rulebook,
    doc_type: str,
) -> Iterable[str]:
    if standings:
        counts: dict[str, int] = {}
        for finding in findings:
            if part_of(finding.rule) == part:
                counts[finding.rule] = counts.get(finding.rule, 0) + 1
        said = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items())) or "nothing to look at again"
        yield f"{said}, in {words} words, against {len({s.standard for s in standings})} standards"
        readable = measures.get("readability", {})
        if part == "readability" and readable.get("reading_age") is not None:
            yield f"reads at about age {readable['reading_age']}, for a target of {readable['target_age']}"
    missing = [name for name in rulebook.awaited(doc_type) if AWAITED[name] == part]
    if missing:
        yield f"not checked in this version: {', '.join(missing)}"
    elif not standings:
        yield "no standard of this guidance asks for it here"
