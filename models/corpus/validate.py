#!/usr/bin/env python3
"""Check annotated notes against GUIDE.md: every quote is in its text, sentences cover it in order.

Usage: validate.py FILE_OR_FOLDER...   Prints a line for each fault; exits 1 if there is any.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

DOC_TYPES: Final = {
    "home-visit", "case-note", "referral", "family-time", "meeting", "plan", "assessment", "supervision",
    "management-decision", "three-month-update", "chronology", "pen-picture", "court-statement",
}  # fmt: skip
LABELS: Final = {"child-voice", "reported", "opinion", "decision", "observation", "other"}
CATEGORIES: Final = {
    "acronym", "jargon", "opinion", "judgemental", "source", "professional", "decision-owner", "vague",
    "date", "address", "email", "unfinished",
}  # fmt: skip
ADDRESS: Final = {"to-child", "about-child", "mixed", "n/a"}
VOICE: Final = {"own-words", "reported", "observed"}
CHECKLIST: Final = {
    "date", "reason", "details", "outcome", "plan-link", "child-seen", "seen-alone", "analysis", "actions",
    "signed", "who-seen", "child-views", "adult-comments", "concerns-addressed", "home-observed",
    "time-duration", "announced",
}  # fmt: skip
REQUIRED: Final = {"id", "doc_type", "child", "author", "text", "sentences", "findings", "voice", "address"}


def nth_index(text: str, quote: str, nth: int) -> int:
    """Offset (code points) of the nth occurrence of a quote, from 1; -1 if there are not so many."""
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        if at < 0:
            return -1
    return at


def faults(note: Mapping[str, Any]) -> list[str]:
    """What is wrong with a note, a line for each fault."""
    missing = [f"missing key {key!r}" for key in sorted(REQUIRED - note.keys())]
    return missing or [*_unknown_values(note), *_sentence_faults(note), *_finding_faults(note)]


def _unknown_values(note: Mapping[str, Any]) -> Iterator[str]:
    if note["doc_type"] not in DOC_TYPES:
        yield f"unknown doc_type {note['doc_type']!r}"
    if note["address"] not in ADDRESS:
        yield f"unknown address {note['address']!r}"
    if set(note["voice"]["present"]) - VOICE:
        yield f"unknown voice {note['voice']['present']!r}"
    if unknown := set(note.get("checklist", {})) - CHECKLIST:
        yield f"unknown checklist item {sorted(unknown)}"


def _sentence_faults(note: Mapping[str, Any]) -> Iterator[str]:
    text, at = note["text"], 0
    for sentence in note["sentences"]:
        quote = sentence["quote"]
        start = text.find(quote, at)
        if start < 0:
            yield f"sentence not found in order: {quote[:60]!r}"
            continue
        if text[at:start].strip():
            yield f"text left out before a sentence: {text[at:start].strip()[:60]!r}"
        at = start + len(quote)
        if sentence["label"] not in LABELS:
            yield f"unknown label {sentence['label']!r}"
    if text[at:].strip():
        yield f"text left out at the end: {text[at:].strip()[:60]!r}"


def _finding_faults(note: Mapping[str, Any]) -> Iterator[str]:
    for finding in note["findings"]:
        if finding["category"] not in CATEGORIES:
            yield f"unknown category {finding['category']!r}"
        nth = finding.get("nth", 1)
        if nth_index(note["text"], finding["quote"], nth) < 0:
            yield f"finding not in text: {finding['quote'][:60]!r} (nth {nth})"


def main(args: list[str]) -> int:
    """Check files and folders; the exit status."""
    paths = [p for a in args for p in (sorted(Path(a).rglob("*.json")) if Path(a).is_dir() else [Path(a)])]
    bad = 0
    for path in paths:
        try:
            problems = faults(json.loads(path.read_text(encoding="utf-8")))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            problems = [f"cannot be read: {error!r}"]
        for problem in problems:
            print(f"{path}: {problem}")
        bad += bool(problems)
    print(f"{len(paths) - bad} good, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
