"""What a check says: findings, strengths, and what it could not look at. Plain, immutable data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

SEVERITIES: Final = ("suggestion", "warning", "error")
"""From least to most; `--fail-on` and a guidance's `severity` take one of these."""

PARTS: Final = (
    "plain-language",
    "fact-and-opinion",
    "childs-voice",
    "written-to-the-child",
    "readability",
    "completeness",
    "grammar",
)
"""The parts of the score, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check can emit.

    Attributes:
        name: the `rule` of its findings, as in the annotation guide.
        part: the part of the score that it counts in, one of `PARTS`.
        title: a few words for a list or a heading.
        marks: what it marks and what it leaves alone, for whoever learns from it.
        why: why it matters to whoever reads the record, in a sentence.
        weak: a line of a record that the rule marks.
        better: the same line as it might be written.
        limits: what it is known to miss or to mark wrongly.
        severity: one of `SEVERITIES`, where the guidance gives none of its own.
        whole: whether its findings are about the whole note rather than the words at a place.
    """

    name: str
    part: str
    title: str
    marks: str
    why: str
    weak: str
    better: str
    limits: str
    severity: str = "warning"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of the text that the writer should look at again.

    It holds offsets only: the words are cut from the note when the report is written out, so that a
    finding in a log or an error cannot leak them. `message` may repeat the marked words and is part of the report.

    Attributes:
        rule: name of the rule.
        start: first code point of the span in the text as given.
        end: one past its last code point.
        message: what was seen, why it matters to the reader, what might be written instead.
        severity: one of `SEVERITIES`.
        suggestions: texts that may replace the span as they stand.
        standards: ids of the standards that it rests on; the report fills them in from the guidance.
        entry: id of the lexicon entry that matched, if one did.
    """

    rule: str
    start: int
    end: int
    message: str
    severity: str = "warning"
    suggestions: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    entry: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped, without the note's text; `from_dict` takes it back."""
        return {
            "rule": self.rule,
            "start": self.start,
            "end": self.end,
            "severity": self.severity,
            "message": self.message,
            "suggestions": list(self.suggestions),
            "standards": list(self.standards),
        } | ({"entry": self.entry} if self.entry else {})

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that `to_dict` wrote."""
        suggestions, standards = tuple(data["suggestions"]), tuple(data["standards"])
        where = data["rule"], data["start"], data["end"]
        return cls(*where, data["message"], data["severity"], suggestions, standards, data.get("entry"))


@dataclass(frozen=True, slots=True)
class Strength:
    """Something done well: an acronym explained, an owned opinion with its reason."""

    start: int
    end: int
    kind: str
    standards: tuple[str, ...] = ()
    rule: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"start": self.start, "end": self.end, "kind": self.kind, "standards": list(self.standards)}


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be checked, and why: silence must not pass for clean."""

    check: str
    reason: str

    def to_dict(self) -> dict[str, str]:
        """Plain data, JSON-shaped."""
        return {"check": self.check, "reason": self.reason}
