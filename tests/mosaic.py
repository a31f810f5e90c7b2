"""Records as a case system exports them, made from the corpus: headings in its words, dates as Britain writes them."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "models" / "corpus" / "train"
HEADINGS = (
    "Person ID",
    "Case Note ID",
    "Forename",
    "Surname",
    "Age",
    "Case Note Type",
    "Date of Contact",
    "Date Recorded",
    "Worker",
    "Job Title",
    "Team",
    "Case Note Text",
)
KINDS = {"home-visit": "CIN Visit", "family-time": "Supervised Contact", "meeting": "Core Group"}


def rows(count: int) -> list[list[str]]:
    """The first notes of the corpus as rows of an export."""
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.json"))[:count]]
    return [_row(number, note) for number, note in enumerate(notes)]


def _row(number: int, note: dict) -> list[str]:
    child, author = note.get("child") or {}, note.get("author") or {}
    forename, _, surname = (child.get("name") or "").partition(" ")
    return [
        str(41_000 + number),
        note["id"],
        forename,
        surname,
        "" if child.get("age") is None else str(child["age"]),
        KINDS.get(note["doc_type"], note["doc_type"].replace("-", " ").title()),
        _day(note.get("event_date")),
        _day(note.get("recorded_date")),
        author.get("name") or "",
        author.get("role") or "",
        ("North", "South")[number % 2],
        note["text"],
    ]


def _day(iso: str | None) -> str:
    return "/".join(reversed(iso[:10].split("-"))) if iso else ""


def as_csv(records: list[list[str]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    made = StringIO()
    csv.writer(made).writerows([headings, *records])
    return made.getvalue().encode("utf-8-sig")


def as_excel(records: list[list[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (list(HEADINGS), *records):
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def as_json_lines(count: int) -> bytes:
    """Notes in the contract's own form."""
    keys = ("id", "text", "doc_type", "child", "author", "event_date", "recorded_date")
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.json"))[:count]]
    lines = [json.dumps({key: note[key] for key in keys if note.get(key) is not None}) for note in notes]
    return "\n".join(lines).encode()
