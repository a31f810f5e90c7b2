"""How well notecheck reads what careful readers annotated: precision, recall and F1 for each rule, kinds, measures.

The annotated notes are those of `notecheck/annotated.py`. A finding and an annotation of the same
rule match where their spans overlap, one to one, so that marking a word twice gains nothing. A sentence counts as right
where the sentence of the report that covers most of it has the reader's kind. The intervals are 95 % percentile
bootstrap intervals over whole notes (Efron and Tibshirani, 1993, ch. 13): notes differ more than the places in one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from notecheck.annotated import CHECKLIST, Annotated, Span, read_annotated, voice_answers
from notecheck.statements.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from notecheck.checker import Checker
    from notecheck.report import Report

CATEGORIES: Final = (
    "acronym",
    "jargon",
    "opinion",
    "judgemental",
    "source",
    "professional",
    "decision-owner",
    "vague",
    "date",
    "address",
    "email",
    "unfinished",
)
"""What the annotation guide marks; the other rules are measured, not annotated."""
TOGETHER: Final = "all together"
QUIET: Final = 2
"""Marks in a note up to which it counts as quiet."""
_DRAWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for one rule over a set of notes."""

    right: int = 0
    false_alarms: int = 0
    missed: int = 0

    @property
    def cases(self) -> int:
        """What the readers marked."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Share of the findings that a reader marked too; None without findings."""
        found = self.right + self.false_alarms
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what readers marked that was found; None where they marked nothing."""
        return self.right / self.cases if self.cases else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where there is neither mark nor finding."""
        total = 2 * self.right + self.false_alarms + self.missed
        return 2 * self.right / total if total else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.false_alarms + other.false_alarms, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; None where there was nothing to measure."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def to_dict(self) -> dict[str, float | None]:
        """Plain data, JSON-shaped."""
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Row:
    """One rule, or one kind of statement, over all notes."""

    tally: Tally
    precision: Figure
    recall: Figure
    f1: Figure

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "cases": self.tally.cases,
            "right": self.tally.right,
            "false_alarms": self.tally.false_alarms,
            "missed": self.tally.missed,
            "precision": self.precision.to_dict(),
            "recall": self.recall.to_dict(),
            "f1": self.f1.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How often the report said of a note what its readers said."""

    right: int
    cases: int

    @property
    def value(self) -> float | None:
        """0 to 1; None without a case."""
        return self.right / self.cases if self.cases else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"right": self.right, "cases": self.cases, "accuracy": self.value}


@dataclass(frozen=True)
class Evaluation:
    """What came of checking annotated notes.

    Attributes:
        notes: how many.
        words: in all of them.
        rules: by category; the last, `all together`, adds them up.
        kinds: by kind of statement.
        macro_f1: mean F1 over the kinds.
        whole: what was said of whole notes.
        quiet: false alarms in 100 words of the notes in which readers marked at most `QUIET` places; None without any.
        not_checked: categories that the checker has no check for.
        sentences: where sentences start.
    """

    notes: int
    words: int
    rules: dict[str, Row]
    kinds: dict[str, Row]
    macro_f1: Figure
    whole: dict[str, Share]
    quiet: float | None
    not_checked: tuple[str, ...]
    sentences: Row

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "notes": self.notes,
            "words": self.words,
            "rules": {name: row.to_dict() for name, row in {**self.rules, "sentence-starts": self.sentences}.items()},
            "kinds": {name: row.to_dict() for name, row in self.kinds.items()},
            "kinds_macro_f1": self.macro_f1.to_dict(),
            "whole_note": {name: share.to_dict() for name, share in self.whole.items()},
            "false_alarms_per_100_words_in_quiet_notes": self.quiet,
            "not_checked": list(self.not_checked),
        }


def evaluate(checker: Checker, folder: Path) -> Evaluation:
    """Check every annotated note of a folder and compare.

    Args:
        checker: as loaded.
        folder: searched with its subfolders for `*.json`.

    Raises:
        NoteError: there is no such note, or one is not in the guide's form; names the file.
    """
    annotated = list(read_annotated(folder))
    pairs = list(zip(annotated, checker.pipe(a.note for a in annotated), strict=True))
    checked = [name for name in CATEGORIES if name in checker.rules]
    by_rule = {str(name): [_compare_rule(name, each, report) for each, report in pairs] for name in checked}
    by_rule[TOGETHER] = [sum(of_note, Tally()) for of_note in zip(*by_rule.values(), strict=True)]
    by_kind = _compare_kinds(pairs)
    return Evaluation(
        notes=len(pairs),
        words=sum(report.words for _, report in pairs),
        rules={name: _row(tallies) for name, tallies in by_rule.items()},
        kinds={name: _row(tallies) for name, tallies in by_kind.items()},
        macro_f1=_macro(list(by_kind.values())),
        whole=_compare_whole(pairs),
        quiet=_in_quiet(pairs, by_rule[TOGETHER]),
        not_checked=tuple(name for name in CATEGORIES if name not in checked),
        sentences=_row([_compare_starts(each, report) for each, report in pairs]),
    )


Pairs = Sequence[tuple[Annotated, "Report"]]


def _compare_rule(name: str, each: Annotated, report: Report) -> Tally:
    found = [(finding.start, finding.end) for finding in report.findings if finding.rule == name]
    return compare(found, each.marks.get(name, []))


def _compare_starts(each: Annotated, report: Report) -> Tally:
    found = [(sentence.start, sentence.start + 1) for sentence in report.sentences]
    return compare(found, [(start, start + 1) for start, _, _ in each.sentences])


def _compare_kinds(pairs: Pairs) -> dict[str, list[Tally]]:
    """One tally a note for each kind."""
    tallies: dict[str, list[Tally]] = {kind: [] for kind in KINDS}
    for each, report in pairs:
        counts = Counter((kind, _kind_at(report, start, end)) for start, end, kind in each.sentences)
        for kind, so_far in tallies.items():
            right = counts[kind, kind]
            said = sum(n for (_, told), n in counts.items() if told == kind)
            cases = sum(n for (marked, _), n in counts.items() if marked == kind)
            so_far.append(Tally(right, said - right, cases - right))
    return tallies


def _kind_at(report: Report, start: int, end: int) -> str | None:
    """The kind of the report's sentence that covers most of a span."""
    over = ((min(end, s.end) - max(start, s.start), s.kind) for s in report.sentences)
    most, kind = max(over, key=lambda pair: pair[0], default=(0, None))
    return kind if most > 0 else None


def _compare_whole(pairs: Pairs) -> dict[str, Share]:
    right: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for each, report in pairs:
        said = _said(report)
        for name, wanted in each.whole.items():
            if name in said:
                for key in (name, CHECKLIST) if name.startswith(CHECKLIST + ":") else (name,):
                    cases[key] += 1
                    right[key] += said[name] == wanted
    return {name: Share(right[name], cases[name]) for name in sorted(cases)}


def _said(report: Report) -> dict[str, Any]:
    """What a report says of the whole note, under the names of `Annotated.whole`."""
    said: dict[str, Any] = {}
    if voice := report.measures.get("voice"):
        said |= voice_answers(voice["present"], bool(voice["how_obtained"]))
    if address := report.measures.get("address"):
        said["address style"] = address["style"]
    for item in report.measures.get("checklist", {}).get("items", ()):
        said[f"{CHECKLIST}: {item['item']}"] = item["met"]
    return said


def _in_quiet(pairs: Pairs, together: Sequence[Tally]) -> float | None:
    """False alarms in 100 words of the notes in which readers marked next to nothing."""
    quiet = [(report.words, tally) for (_, report), tally in zip(pairs, together, strict=True) if tally.cases <= QUIET]
    words = sum(count for count, _ in quiet)
    return 100 * sum(tally.false_alarms for _, tally in quiet) / words if words else None


def _row(tallies: Sequence[Tally]) -> Row:
    """A rule's figures with their intervals, from its tally in each note."""
    total = sum(tallies, Tally())
    right, false, missed = _resampled(tallies).T
    with np.errstate(invalid="ignore"):
        return Row(
            total,
            _figure(total.precision, right / (right + false)),
            _figure(total.recall, right / (right + missed)),
            _figure(total.f1, 2 * right / (2 * right + false + missed)),
        )


def _macro(kinds: Sequence[Sequence[Tally]]) -> Figure:
    """Mean F1 over the kinds that readers gave, with its interval."""
    totals = [sum(tallies, Tally()).f1 for tallies in kinds]
    there = [f1 for f1 in totals if f1 is not None]
    sums = [_resampled(tallies).T for tallies in kinds]
    with np.errstate(invalid="ignore"):
        drawn = [2 * right / (2 * right + false + missed) for right, false, missed in sums]
    return _figure(sum(there) / len(there) if there else None, np.nan_to_num(np.array(drawn)).mean(axis=0))


def _resampled(tallies: Sequence[Tally]) -> NDArray[np.float64]:
    """(draws, 3): right, false, missed of notes drawn with replacement, the same notes for every rule."""
    counts = np.array([(t.right, t.false_alarms, t.missed) for t in tallies], dtype=np.float64)
    drawn = np.random.default_rng(0).multinomial(len(tallies), [1 / len(tallies)] * len(tallies), size=_DRAWS)
    return drawn @ counts


def _figure(value: float | None, drawn: NDArray[np.float64]) -> Figure:
    known = drawn[np.isfinite(drawn)]
    if value is None or not len(known):
        return Figure(value)
    low, high = np.percentile(known, (2.5, 97.5))
    return Figure(value, float(low), float(high))


def compare(found: Sequence[Span], marked: Sequence[Span]) -> Tally:
    """Match spans that overlap, one to one, in order of place.

    >>> compare([(0, 3), (5, 9)], [(2, 4)])
    Tally(right=1, false_alarms=1, missed=0)
    """
    left = sorted(marked)
    right = 0
    for start, end in sorted(found):
        match = next((span for span in left if span[0] < end and start < span[1]), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Tally(right, len(found) - right, len(left))
