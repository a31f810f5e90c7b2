"""Rows of an audit made by hand, in the shape that `notecheck audit` writes, for tests of what they come to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from notecheck.findings import PARTS

STANDARDS = {
    "acronym": ["general-acronyms"],
    "jargon": ["general-jargon"],
    "vague": ["general-specific"],
    "judgemental": ["general-respect"],
    "long-sentence": ["general-understood", "general-concise"],
}
VERSIONS = {"notecheck": "0.1.0", "model": "case_notes 0.1.0", "guidance": "general 1", "lexicons": {"vague.yaml": "1"}}
WORDS = {"acronym": "CIN", "jargon": "contact", "vague": "as appropriate", "judgemental": "aggressive"}


def finding(
    rule: str, text: str | None = None, start: int = 0, severity: str = "warning", **more: Any
) -> dict[str, Any]:
    """A finding as a row has it."""
    text = WORDS.get(rule, "Mum told you that") if text is None else text
    return {
        "rule": rule,
        "start": start,
        "end": start + len(text),
        "text": text,
        "severity": severity,
        "message": f"“{text}” may be looked at again.",
        "suggestions": [],
        "standards": STANDARDS.get(rule, []),
        "precision": None,
    } | more


def row(id_: str | None, *rules: str, words: int = 100, score: int | None = 80, **more: Any) -> dict[str, Any]:
    """A report row with a finding for each rule."""
    return {
        "version": 1,
        "id": id_,
        "doc_type": "case-note",
        "guidance": "general",
        "counts": {"words": words, "sentences": 8},
        "score": {"overall": score, "parts": dict.fromkeys(PARTS, score), "reasons": {part: [] for part in PARTS}},
        "findings": [finding(rule, start=10 * place) for place, rule in enumerate(rules)],
        "sentences": [],
        "voice": {"present": ["reported"], "how_obtained": False, "evidence": []},
        "address": None,
        "checklist": [],
        "timeliness": None,
        "readability": {"reading_age": 9, "target_age": 9},
        "strengths": [],
        "ignored": [],
        "skipped": [{"check": "grammar", "reason": "no LanguageTool is set up on this machine"}],
        "versions": VERSIONS,
        "place": f"line {id_}",
    } | more


def error(reason: str, place: str = "line 7") -> dict[str, Any]:
    """An error record."""
    return {"version": 1, "id": None, "place": place, "error": {"reason": reason}}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The rows as `audit` writes them."""
    path.write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")
    return path
