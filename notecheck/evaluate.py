"""How well notecheck marks what careful readers marked: precision, recall and F1 for each rule.

The annotated notes are JSON files in the form of `models/corpus/GUIDE.md`. A finding and an annotation of the same
rule match where their spans overlap, one to one, so that marking a word twice gains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from notecheck.errors import NoteError

if TYPE_CHECKING:
    from notecheck.checker import Checker

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
_NOTE_KEYS: Final = (
    "id",
    "text",
    "doc_type",
    "child",
    "other_children",
    "author",
    "event_date",
    "recorded_date",
)

Span = tuple[int, int]


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


@dataclass(frozen=True)
class Annotated:
    """One annotated note: what goes in, and the spans that readers marked, by category."""

    note: dict[str, Any]
    marks: dict[str, list[Span]]


@dataclass(frozen=True)
class Evaluation:
    """What came of checking annotated notes.

    Attributes:
        notes: how many.
        rules: tally by category.
        not_checked: categories that the checker has no check for.
        sentences: tally of where sentences start.
    """

    notes: int
    rules: dict[str, Tally]
    not_checked: tuple[str, ...]
    sentences: Tally

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        rows = {**self.rules, "sentence-starts": self.sentences}
        return {
            "notes": self.notes,
            "rules": {
                name: {
                    "cases": tally.cases,
                    "right": tally.right,
                    "false_alarms": tally.false_alarms,
                    "missed": tally.missed,
                    "precision": tally.precision,
                    "recall": tally.recall,
                    "f1": tally.f1,
                }
                for name, tally in rows.items()
            },
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
    tallies: dict[str, Tally] = {name: Tally() for name in CATEGORIES if name in checker.rules}
    starts = Tally()
    for each, report in zip(annotated, checker.pipe(a.note for a in annotated), strict=True):
        found: dict[str, list[Span]] = {}
        for finding in report.findings:
            found.setdefault(finding.rule, []).append((finding.start, finding.end))
        for name in tallies:
            tallies[name] += compare(found.get(name, []), each.marks.get(name, []))
        points = [(start, start + 1) for start, _ in report.sentences]
        starts += compare(points, each.marks["sentence-starts"])
    return Evaluation(len(annotated), tallies, tuple(name for name in CATEGORIES if name not in tallies), starts)


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


def read_annotated(folder: Path) -> Iterator[Annotated]:
    """The annotated notes of a folder, by name of file.

    Raises:
        NoteError: no note is there, or one is not in the guide's form; names the file, never the text.
    """
    paths = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    if not paths:
        raise NoteError(f"{folder}: no annotated notes (*.json) here; their form is in models/corpus/GUIDE.md")
    for path in paths:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise NoteError(f"{path}: cannot be read as JSON ({type(error).__name__})") from None
        try:
            yield _read(data)
        except ValueError:
            raise NoteError(f"{path}: a quote of a sentence or finding is not in the text where it should be") from None
        except (KeyError, TypeError, AttributeError):
            raise NoteError(f"{path}: not in the form of models/corpus/GUIDE.md (text, sentences, findings)") from None


def _read(data: dict[str, Any]) -> Annotated:
    text = data["text"]
    marks: dict[str, list[Span]] = {"sentence-starts": []}
    at = 0
    for sentence in data["sentences"]:
        start = text.index(sentence["quote"], at)
        at = start + len(sentence["quote"])
        marks["sentence-starts"].append((start, start + 1))
    for row in data["findings"]:
        start = _nth(text, row["quote"], row.get("nth", 1))
        marks.setdefault(row["category"], []).append((start, start + len(row["quote"])))
    return Annotated({key: data[key] for key in _NOTE_KEYS if key in data}, marks)


def _nth(text: str, quote: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return at
