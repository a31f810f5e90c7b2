"""How rules, parts, standards, scores and numbers are said, in whatever format people read a report.

What is said of the whole note stands in `notecheck/render/whole.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Final

from notecheck.errors import NotecheckError
from notecheck.explain import is_whole, rules
from notecheck.findings import PARTS, Finding
from notecheck.guidance import Guidance, guidance_names, load_guidance
from notecheck.report import Report

PART_NAMES: Final[Mapping[str, str]] = {
    "plain-language": "Plain language",
    "fact-and-opinion": "Fact and opinion",
    "childs-voice": "The child's voice",
    "written-to-the-child": "Written to the child",
    "readability": "Easy to read",
    "completeness": "Completeness",
    "grammar": "Grammar and spelling",
}
"""The parts of the score as the reader sees them."""
SEVERITY_WORDS: Final[Mapping[str, str]] = {
    "suggestion": " (an idea)",
    "warning": "",
    "error": " (please look at this first)",
}
"""What a severity adds to a finding, which is worth another look as it stands; no word of blame."""
LEAD: Final = (
    "Ideas for another look. They are about the text, never about the writer, and a page without any does not mean "
    "that a note is complete."
)
"""What stands above any findings that people take away."""


def title(rule: str) -> str:
    """A rule's name as the reader sees it."""
    known = rules().get(rule)
    return known.title if known else words(rule)


def part_of(rule: str) -> str:
    """The part of the score that a rule counts in; an authority's own list is about wording."""
    known = rules().get(rule)
    return known.part if known else "plain-language"


def document(guidance: str) -> str:
    """The document that a report held the note against; one that joins several authorities' is nobody's own."""
    known = _guidance(guidance)
    if known is None:
        return guidance
    return known.title if known.id == "general" else f"{known.title} ({known.authority}, {known.edition})"


def grouped(findings: Sequence[Finding]) -> list[tuple[str, tuple[str, ...], list[int]]]:
    """Findings by rule, so that why it matters and the standard are said once; parts in the score's order.

    Returns:
        The rule, the standards that it rests on, and the places of its findings, for each group.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place, finding in enumerate(findings):
        groups.setdefault((finding.rule, finding.standards), []).append(place)
    ordered = sorted(groups.items(), key=lambda group: PARTS.index(part_of(group[0][0])))
    return [(rule, standards, places) for (rule, standards), places in ordered]


def standards_of(report: Report, names: Iterable[str]) -> dict[str, list[str]]:
    """What a rule rests on: who asks for it, and in which section and words."""
    by_owner: dict[str, list[str]] = {}
    for name in names:
        standard = report.standards[name]
        by_owner.setdefault(authority(name, report.guidance), []).append(f"{standard.section}: {standard.says}")
    return by_owner


def authority(standard: str, guidance: str) -> str:
    """Who set a standard; where its guidance is an authority's own file, what the report calls it."""
    return _owners().get(standard) or words(guidance)


@cache
def _owners() -> dict[str, str]:
    """The authority of each standard that comes with notecheck."""
    known = (_guidance(name) for name in guidance_names())
    return {standard.id: each.authority for each in known if each for standard in each.standards}


def _guidance(name: str) -> Guidance | None:
    with suppress(NotecheckError):
        return load_guidance(name)
    return None


def reasons(report: Report, part: str) -> Iterator[str]:
    """How a part of the score came about: what was found, what was measured, what could not be told."""
    said = list(report.score.reasons[part])
    if report.score.parts[part] is not None and said:
        counts = Counter(finding.rule for finding in report.findings if part_of(finding.rule) == part)
        measured = {rule: words for rule in report.measures if part_of(rule) == part and (words := _met(report, rule))}
        for rule in dict.fromkeys([*(rule for rule, _ in counts.most_common()), *measured]):
            number = count(counts[rule], "place") if counts[rule] and not is_whole(rule) else ""
            yield f"{_named(rule)} {', '.join(filter(None, (number, measured.get(rule))))}."
        if not counts and not measured:
            yield "Nothing found."
        looked_at = said.pop(0).rpartition("; ")[2]
        yield f"{looked_at[:1].upper()}{looked_at[1:]}."
    yield from (f"{line[:1].upper()}{line[1:]}." for line in said)


def _named(rule: str) -> str:
    name = title(rule)
    return name if name.endswith("?") else f"{name}:"


def _met(report: Report, rule: str) -> str:
    """How far what is measured over the whole note is met."""
    measure = report.measures[rule]
    if measure.get("reading_age") is not None:
        return f"{measure['reading_age']}, with {measure['target_age']} to aim for"
    share = measure.get("met")
    if share is None:
        return ""
    return "fully met" if share >= 1 else "not met yet" if share <= 0 else f"{min(share, 0.99):.0%} met"


def of_100(value: int | None) -> str:
    """A score, or a part of it, as people read it."""
    return "not checked" if value is None else f"{value} of 100"


def words(name: str) -> str:
    """An id as words: 'home-visit' is 'Home visit'."""
    spaced = re.sub("[-_]+", " ", name)
    return spaced[:1].upper() + spaced[1:]


def count(number: int, word: str) -> str:
    """The number with its word in the singular or the plural."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
