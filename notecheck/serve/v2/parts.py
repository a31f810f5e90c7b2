"""What cannot be told from a paragraph alone, so that nothing is marked there that the whole note would clear.

LibreOffice sends a paragraph at a time, and knows nothing else. Measured on 534 notes of 8,073 paragraphs, checked
whole and each paragraph by itself, these rules marked in paragraphs what they do not mark in the note: the child's
voice (all of it), dates (90 in 100), headers of emails (66), people without a role (62), details of other people (35),
to whom a record is written (15), headings with nothing below (all of those at a paragraph's end). All others together:
3 in 100. Whatever compares paragraphs, or measures a note, belongs here as well.

A short form may have been explained before (8 in 100). It is too useful to be left out: on a paragraph it is a
suggestion, and says so.

LanguageTool knows the same distinction: its client may ask for rules that look at all of a text alone
(`mode=textLevelOnly`) and for all others (`allButTextLevelOnly`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

Part = Literal["note", "paragraph", "near", "across"]
"""A note; a paragraph of one; of a note what is told from near words; of a note what is told from all of it."""

PARTS: Final[Mapping[str, Part]] = {"all": "note", "allButTextLevelOnly": "near", "textLevelOnly": "across"}
"""By LanguageTool's `mode`."""
ACROSS: Final = frozenset((
    "address", "checklist", "child-focus", "date", "email", "order", "professional", "readability", "repetition",
    "third-party", "timeliness", "voice",
))  # fmt: skip
"""Rules that need the whole note."""
_ACRONYM: Final = "acronym"
_EARLIER: Final = "This paragraph does not explain it; if the note does so before, leave it."


def fitting(findings: Sequence[Mapping[str, Any]], text: str, part: Part) -> list[Mapping[str, Any]]:
    """The findings of a report that can be told from what was sent.

    Args:
        findings: in the contract's form.
        text: that they are about.
        part: of the note that it is.
    """
    if part == "note":
        return list(findings)
    if part == "paragraph":
        return [_unsure(each) for each in findings if not _is_across(each, text)]
    return [each for each in findings if (each["rule"] == _ACRONYM or _is_across(each, text)) == (part == "across")]


def not_asked(part: Part) -> list[str]:
    """The rules that are left out in a part of a note."""
    return {"note": [], "across": [], "paragraph": sorted(ACROSS), "near": sorted({*ACROSS, _ACRONYM})}[part]


def _is_across(finding: Mapping[str, Any], text: str) -> bool:
    if finding["rule"] in ACROSS:
        return True
    words = text[finding["start"] : finding["end"]].rstrip()
    return finding["rule"] == "unfinished" and words.endswith(":") and not text[finding["end"] :].strip()


def _unsure(finding: Mapping[str, Any]) -> Mapping[str, Any]:
    if finding["rule"] != _ACRONYM:
        return finding
    return {**finding, "message": f"{finding['message']} {_EARLIER}", "severity": "suggestion"}
