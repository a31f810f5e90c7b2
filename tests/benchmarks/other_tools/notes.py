"""The notes that each tool is given: others in each round, since some tools remember what they have seen."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notecheck.training.gallery import load_gallery

CORPUS = Path(__file__).parents[3] / "models" / "corpus"
KEYS = ("id", "text", "doc_type", "child", "other_children", "author", "event_date", "recorded_date")
Note = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """Some notes, as files.

    Attributes:
        folder: has `notes.jsonl` and `texts/`.
        lengths: words of each note.
    """

    folder: Path
    lengths: tuple[int, ...]

    @property
    def words(self) -> int:
        """In all notes together."""
        return sum(self.lengths)

    def told(self) -> str:
        """How many notes there are, and how long."""
        low, *_, high = sorted(self.lengths) if len(self.lengths) > 1 else self.lengths * 2
        middle = statistics.median(self.lengths)
        return f"{len(self.lengths)} notes, {self.words:,} words, {low} to {high} in a note, median {middle:.0f}"


def annotated() -> list[tuple[Note, int]]:
    """The annotated notes, without their annotation, each with how many marks it has; of each writer's some early."""
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.rglob("*.json"))]
    spread = sorted(rows, key=lambda row: row["id"].rpartition("-")[::-1])
    return [({key: row[key] for key in KEYS if key in row}, len(row["findings"])) for row in spread]


def faultless() -> list[Note]:
    """Annotated notes in which careful readers marked nothing, and the strong version of each pair of the gallery."""
    return [note for note, marks in annotated() if marks == 0] + [pair.note("strong") for pair in load_gallery()]


def write(notes: Sequence[Note], folder: Path) -> Batch:
    """The notes as files in a new folder."""
    (folder / "texts").mkdir(parents=True)
    rows = "".join(f"{json.dumps(note, default=str)}\n" for note in notes)
    (folder / "notes.jsonl").write_text(rows, encoding="utf-8")
    for number, note in enumerate(notes):
        (folder / "texts" / f"{number:04}.txt").write_text(note["text"], encoding="utf-8")
    return Batch(folder, tuple(len(note["text"].split()) for note in notes))
