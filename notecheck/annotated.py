"""Notes that careful readers annotated: JSON files in the form of `models/corpus/GUIDE.md`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notecheck.errors import NoteError

CHECKLIST: Final = "checklist"
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
"""First code point, and one past the last."""


@dataclass(frozen=True)
class Annotated:
    """One annotated note.

    Attributes:
        note: what goes in.
        marks: the spans that readers marked, by category.
        sentences: (start, end, kind) of every sentence.
        whole: what readers said of the whole note, by name (`voice: own-words`, `address style`, `checklist: date`).
    """

    note: dict[str, Any]
    marks: dict[str, list[Span]]
    sentences: list[tuple[int, int, str]]
    whole: dict[str, Any]


def read_annotated(folder: Path) -> Iterator[Annotated]:
    """The annotated notes of a folder, by name of file.

    Raises:
        NoteError: no note is there, or one is not in the guide's form; names the file, never the text.
    """
    paths = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    if not paths:
        raise NoteError(f"{folder}: no annotated notes (*.json) here; their form is in models/corpus/GUIDE.md")
    for path in paths:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise NoteError(f"{path}: is no file but a pipe or a device; take it away")
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise NoteError(f"{path}: cannot be read as JSON ({type(error).__name__})") from None
        try:
            yield _read(data)
        except ValueError:
            raise NoteError(f"{path}: a quote of a sentence or finding is not in the text where it should be") from None
        except (KeyError, TypeError, AttributeError):
            raise NoteError(f"{path}: not in the form of models/corpus/GUIDE.md (text, sentences, findings)") from None


def _read(data: dict[str, Any]) -> Annotated:
    text = data["text"]
    sentences: list[tuple[int, int, str]] = []
    at = 0
    for sentence in data["sentences"]:
        start = text.index(sentence["quote"], at)
        at = start + len(sentence["quote"])
        if not isinstance(sentence["label"], str):
            raise TypeError
        sentences.append((start, at, sentence["label"]))
    marks: dict[str, list[Span]] = {}
    for row in data["findings"]:
        start = _nth(text, row["quote"], row.get("nth", 1))
        marks.setdefault(row["category"], []).append((start, start + len(row["quote"])))
    return Annotated({key: data[key] for key in _NOTE_KEYS if key in data}, marks, sentences, _whole(data))


def _whole(data: Mapping[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    if voice := data.get("voice"):
        whole |= voice_answers(voice["present"], bool(voice.get("how_obtained")))
    if "address" in data:
        whole["address style"] = data["address"]
    return whole | {f"{CHECKLIST}: {item}": met for item, met in data.get("checklist", {}).items()}


def _nth(text: str, quote: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return at


def voice_answers(present: Iterable[str], how_obtained: bool) -> dict[str, Any]:
    """What is said of the child's voice in a whole note, under the names of `Annotated.whole`."""
    kinds = set(present)
    said: dict[str, Any] = {f"voice: {kind}": kind in kinds for kind in ("own-words", "reported", "observed")}
    return said | {"voice: present": bool(kinds), "voice: how obtained": how_obtained}
