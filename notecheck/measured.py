"""How good the rules are, as it was measured on notes that they had not been made from.

The figures are shipped: the answer of `notecheck evaluate models/corpus/dev --json`, and of
`tests/benchmarks/grammar.py` for rules that are measured together on slips that somebody put there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from notecheck.data import MEASURED, SLIPS

PLANTED: Final = ("spelling", "grammar", "confusable")
"""Rules that are measured together: which of them finds a slip is no matter to the writer."""
_ANSWERS: Final[Mapping[str, str]] = {"checklist": "checklist", "voice": "voice: present"}
"""Rules that answer questions about a whole note → their row among its figures."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a rule did on annotated notes that it had not been made from.

    Attributes:
        notes: how many there were.
        cases: places that the readers marked, or points that they judged where the rule marks no place.
        right: those on which the rule agreed.
        false_alarms: places that the rule alone marked; None where it marks no place.
    """

    notes: int
    cases: int
    right: int
    false_alarms: int | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """How rules did together on lines with one slip each, and on notes by other writers, read for false alarms.

    Attributes:
        lines: how many there were, each with one slip that somebody put there.
        found: slips of these that one of the rules marked.
        false_alarms: marks on the notes that were wrong.
        words: of the notes.
    """

    lines: int
    found: int
    false_alarms: int
    words: int

    @property
    def alarms(self) -> str:
        """How rare false alarms are, in words that follow 'on notes by other writers'."""
        if not self.false_alarms:
            return f"none of their marks in {self.words:,} words was a false alarm"
        return f"one of their marks in {round(self.words / self.false_alarms):,} words was a false alarm"


@cache
def planted() -> Planted:
    """How the rules of `PLANTED` did together, by `tests/benchmarks/grammar.py` and readers of what it found."""
    return Planted(**json.loads(SLIPS.read_text(encoding="utf-8")))


@cache
def measured() -> Mapping[str, Measured]:
    """How each rule did.

    A rule that readers do not annotate is not in it.
    """
    data = json.loads(MEASURED.read_text(encoding="utf-8"))
    notes, rows = data["notes"], data["rules"]
    marks = {rule: Measured(notes, row["cases"], row["right"], row["false_alarms"]) for rule, row in rows.items()}
    answers = {rule: data["whole_note"][name] for rule, name in _ANSWERS.items()}
    return MappingProxyType(
        marks | {rule: Measured(notes, row["cases"], row["right"]) for rule, row in answers.items()}
    )


@cache
def measured_precision() -> Mapping[str, float]:
    """How often a rule's findings were right, 0 to 1, on annotated notes that it had not been made from.

    A rule that readers do not annotate is not in it.
    """
    rows = json.loads(MEASURED.read_text(encoding="utf-8"))["rules"]
    known = {rule: row["precision"]["value"] for rule, row in rows.items()}
    return MappingProxyType({rule: round(value, 3) for rule, value in known.items() if value is not None})
