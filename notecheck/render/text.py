"""Text for a terminal or a pipe: one line a finding, with place, words, message and standard."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from notecheck.findings import Finding
from notecheck.report import Report

_COLOURS: Final = {"error": "31", "warning": "33", "suggestion": "36"}
_LINE: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LONGEST: Final = 60


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:
    """One block a note: its score, each finding with line and column, what was done well, what was not checked."""
    for place, (name, report) in enumerate(reports):
        yield ("\n" if place else "") + "\n".join(_block(name, report, colour)) + "\n"


def plain(text: str) -> str:
    r"""The text on one line, without anything that a terminal would obey.

    >>> plain("a\x1b[31mb")
    'a [31mb'
    """
    return " ".join(_UNSEEN.sub(" ", text).split())


def _block(name: str, report: Report, colour: bool) -> Iterator[str]:
    overall = "not scored" if report.score.overall is None else f"{report.score.overall} of 100"
    yield _paint(f"{plain(name)}: {overall}", "1", colour) + f"  ({report.note.doc_type}, {report.guidance})"
    starts = [0, *(match.end() for match in _LINE.finditer(report.text))]
    for finding in report.findings:
        yield from _finding(finding, report, starts, colour)
    if not report.findings:
        yield "  nothing found to look at again"
    yield ""
    for part, value in report.score.parts.items():
        shown = "  –" if value is None else f"{value:3}"
        yield f"  {shown}  {part}: {'; '.join(report.score.reasons[part])}"
    if report.strengths:
        kinds = [strength.kind for strength in report.strengths]
        yield "  done well: " + ", ".join(f"{kind} {kinds.count(kind)}" for kind in dict.fromkeys(kinds))
    if report.skipped:
        yield "  not checked: " + "; ".join(f"{names} ({reason})" for reason, names in _grouped(report).items())


def _grouped(report: Report) -> dict[str, str]:
    """Names of the checks that were skipped, by reason."""
    names: dict[str, list[str]] = {}
    for row in report.skipped:
        names.setdefault(row.reason, []).append(row.check)
    return {reason: ", ".join(found) for reason, found in names.items()}


def _finding(finding: Finding, report: Report, starts: list[int], colour: bool) -> Iterator[str]:
    line = bisect_right(starts, finding.start)
    column = finding.start - starts[line - 1] + 1
    words = plain(report.text[finding.start : finding.end])
    words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    severity = _paint(finding.severity, _COLOURS[finding.severity], colour)
    yield f"  {line}:{column}  {severity}  {finding.rule}  “{words}”"
    yield f"      {plain(finding.message)}"
    if finding.suggestions:
        yield "      Instead: " + " | ".join(plain(each) for each in finding.suggestions)
    for name in finding.standards:
        yield _paint(f"      {name}: {report.standards[name].says}", "2", colour)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
