"""The score: the share of the guidance's standards that a note meets, weighted by severity and length.

For each standard that a check serves in this kind of record:

    met = max(0, 1 - w / (4 * max(words, 100) / 100))

where w adds up its findings, a suggestion as 0.5, a warning as 1, an error as 2: a warning in a hundred words
costs a quarter of the standard. Reading age is met at the target and loses a fifth for each year above it; what else is
measured (voice, how far the child is addressed, checklist, timeliness) says itself how far it is met, item by item
where it has items, and a standard of which nothing can be told is left out. A part's
score is the mean of `met` over its standards, each weighted by its own severity in the same way, times 100; the
overall score the same over all standards. What was not checked is None and says so: it is never counted as met.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from notecheck.component import REGISTRY
from notecheck.findings import PARTS, SEVERITIES, Finding
from notecheck.guidance import Rulebook

WEIGHTS: Final[Mapping[str, float]] = dict(zip(SEVERITIES, (0.5, 1.0, 2.0), strict=True))
_ALLOWED: Final = 4.0  # warnings in a hundred words after which nothing of a standard is met
_SHORTEST: Final = 100  # words; a shorter note is weighed as this long
_YEAR: Final = 0.2  # what a year above the target reading age costs


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100 overall and by part, None where nothing was checked; `reasons` says how each came about.

    `standards` says how far each standard that was looked at is met, 0 to 1, by the rule that finds it met least.
    """

    overall: int | None
    parts: Mapping[str, int | None]
    reasons: Mapping[str, tuple[str, ...]]
    standards: Mapping[str, float] = field(default_factory=dict)

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
    rules: Mapping[str, str],
    stopped: Collection[str] = (),
) -> Score:
    """Weigh a note's findings against the standards.

    Args:
        findings: of the note, with the severity that the guidance gives them.
        measures: what the measuring checks returned, by check.
        words: length of the note.
        rulebook: the guidance.
        doc_type: of the note.
        rules: the rules that were checked, each with its part of the score.
        stopped: rules that could not be checked in this note. A standard that one of them serves is left out, whatever
            the others say of it: half a look would pass for a clean bill.
    """
    weights = _weights(findings)
    untold = {standard.id for rule in stopped for standard, _ in rulebook.serving(rule, doc_type)}
    standings = [
        _Standing(standard.id, part, WEIGHTS[severity], met)
        for rule, part in rules.items()
        for standard, severity in rulebook.serving(rule, doc_type)
        if standard.id not in untold and (met := _met(rule, standard.id, weights, measures, words)) is not None
    ]
    by_part = {part: [s for s in standings if s.part == part] for part in PARTS}
    return Score(
        overall=_mean(standings),
        parts={part: _mean(of_part) for part, of_part in by_part.items()},
        reasons={
            part: (
                *_counted(part, of_part, findings, measures, rules, words),
                *_gaps(part, of_part, rules, stopped, rulebook, doc_type),
            )
            for part, of_part in by_part.items()
        },
        standards=_by_standard(standings),
    )


def _by_standard(standings: Sequence[_Standing]) -> dict[str, float]:
    least: dict[str, float] = {}
    for standing in standings:
        least[standing.standard] = min(standing.met, least.get(standing.standard, 1.0))
    return least


def _weights(findings: Iterable[Finding]) -> dict[str, float]:
    """What the findings of each rule weigh together."""
    found: defaultdict[str, float] = defaultdict(float)
    for finding in findings:
        found[finding.rule] += WEIGHTS[finding.severity]
    return found


def _met(
    rule: str, standard: str, weights: Mapping[str, float], measures: Mapping[str, Mapping[str, Any]], words: int
) -> float | None:
    """How far a rule finds a standard met, 0 to 1; None where it cannot tell."""
    spec = REGISTRY.get(rule)
    if spec is not None and spec.measure is not None:
        return _measured(measures.get(rule), standard)
    return max(0.0, 1 - weights.get(rule, 0.0) / (_ALLOWED * max(words, _SHORTEST) / 100))


def _measured(measure: Mapping[str, Any] | None, standard: str) -> float | None:
    if not measure:
        return None
    if "reading_age" in measure:
        if measure["reading_age"] is None or measure["target_age"] is None:
            return None
        return max(0.0, 1 - _YEAR * max(0.0, float(measure["reading_age"]) - float(measure["target_age"])))
    by_standard = measure.get("standards")
    met = by_standard.get(standard) if isinstance(by_standard, Mapping) else measure["met"]
    return None if met is None else float(met)


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


def _counted(
    part: str,
    standings: Sequence[_Standing],
    findings: Sequence[Finding],
    measures: Mapping[str, Mapping[str, Any]],
    rules: Mapping[str, str],
    words: int,
) -> Iterator[str]:
    """What was found, in how many words, what was measured, and against how many standards."""
    if not standings:
        return
    counts = Counter(finding.rule for finding in findings if rules.get(finding.rule) == part)
    said = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items())) or "nothing found"
    shares = {rule: measures[rule].get("met") for rule in rules if rules[rule] == part and rule in measures}
    measured = "".join(f", {rule} {met:.0%} met" for rule, met in sorted(shares.items()) if met is not None)
    standards = len({standing.standard for standing in standings})
    yield f"{said} in {_number(words, 'word')}{measured}; {_number(standards, 'standard')} looked at"


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _gaps(
    part: str,
    standings: Sequence[_Standing],
    rules: Mapping[str, str],
    stopped: Collection[str],
    rulebook: Rulebook,
    doc_type: str,
) -> Iterator[str]:
    """What the guidance asks for in this part and could not be looked at."""
    known = [rule.name for spec in REGISTRY.values() for rule in spec.rules if rule.part == part]
    if missing := [rule for rule in known if rule in stopped and rulebook.serving(rule, doc_type)]:
        yield f"could not be told: {', '.join(missing)}; see what was not looked at"
    elif not standings:
        asked = any(rulebook.serving(rule, doc_type) for rule in known)
        asked_here = "could not be told: see what was not checked" if asked else "not asked for here by this guidance"
        yield asked_here if rules else "nothing to look at"
