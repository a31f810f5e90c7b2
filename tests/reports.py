"""Reports made by hand, for tests of what is done with them: no model has to read the text."""

from __future__ import annotations

import re

from notecheck.findings import PARTS, Finding
from notecheck.note import Note
from notecheck.report import Report
from notecheck.score import Score


def report_of(text: str, *findings: Finding, voice: tuple[tuple[int, int], ...] = (), **fields) -> Report:
    """A report with these findings."""
    evidence = [{"start": start, "end": end, "kind": "own-words"} for start, end in voice]
    measures = {"voice": {"present": ["own-words"], "how_obtained": True, "evidence": evidence}} if voice else {}
    return Report(
        note=Note.from_dict({"text": text} | fields),
        guidance="general",
        words=len(text.split()),
        score=Score(None, dict.fromkeys(PARTS), dict.fromkeys(PARTS, ("not checked",))),
        findings=tuple(sorted(findings, key=lambda each: each.start)),
        sentences=(),
        measures=measures,
        strengths=(),
        skipped=(),
        standards={},
        versions={"notecheck": "0"},
    )


def found(text: str, words: str, *instead: str, rule: str = "spelling", nth: int = 0, message: str = "") -> Finding:
    """A finding on words of the text, the first ones or those that come later."""
    start = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    return Finding(rule, start, start + len(words), message or f"“{words}” may be a slip.", suggestions=instead)
