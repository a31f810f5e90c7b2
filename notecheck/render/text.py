"""Text for a terminal or a pipe: one line a finding, with place, words, message and standard."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding, Skipped
from notecheck.render import whole
from notecheck.render.regions import is_text
from notecheck.report import Report
from notecheck.text.emails import NOT_THE_WRITERS

_COLOURS: Final = {"error": "31", "warning": "33", "suggestion": "36"}
_BOXES: Final = {"given": "[x]", "not found": "[ ]", "cannot tell": "[?]", "does not apply": "[-]"}
_LINE: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_COMMAND: Final = re.compile(r"(?<!\S)::")
_LONGEST: Final = 60
_OF_THE_MACHINE: Final = frozenset({"grammar"})
"""Checks that may be skipped for what is not on this machine: the same for every note, so it is said once."""
_WIDTH: Final = 100


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:
    """One block a note: its score, each finding with line and column, what was done well, what was not checked.

    What could not be checked on this machine is the same for every note and stands once, at the end.
    """
    gaps: dict[str, list[str]] = {}
    for place, (name, report) in enumerate(reports):
        yield ("\n" if place else "") + "\n".join(_block(name, report, colour)) + "\n"
        for row in report.skipped:
            known = gaps.setdefault(row.reason, []) if _is_of_the_machine(row) else []
            if row.check not in known:
                known.append(row.check)
    for reason, names in gaps.items():
        if names:
            yield (
                "\n"
                + "\n".join(_wrapped(f"Not looked at: {', '.join(names)}. {reason[0].upper()}{reason[1:]}.", ""))
                + "\n"
            )


def plain(text: str) -> str:
    r"""The text on one line, without anything that a terminal or a runner of GitHub Actions would obey.

    A runner reads commands from what is written out: '::' where a line begins, which may be any word once a line is
    wrapped, and '##[' anywhere.

    >>> plain("a\x1b[31mb"), plain("a\n::error::b")
    ('a [31mb', 'a : :error::b')
    """
    return _COMMAND.sub(": :", " ".join(_UNSEEN.sub(" ", text).split())).replace("##[", "# #[")


def harmless(text: str) -> str:
    r"""A text of several lines without anything that a terminal would obey; its lines and their indents stay.

    >>> harmless("a\x1b[31m\n  b")
    'a [31m\n  b'
    """
    return "\n".join(_UNSEEN.sub(" ", line) for line in text.split("\n"))


def _block(name: str, report: Report, colour: bool) -> Iterator[str]:
    overall = "no score" if report.score.overall is None else f"{report.score.overall} of 100 for what was checked"
    shown = plain(whole.called(name, report))
    yield _paint(f"{shown}: {overall}", "1", colour) + f"  ({report.note.doc_type}, {report.guidance})"
    if report.findings and not report.note.places and not is_text(name, report):
        yield "  Lines are counted in the note itself, not in its file."
    starts = [0, *(match.end() for match in _LINE.finditer(report.text))]
    titles = {name: rule.title for name, rule in rules().items()}
    for finding in report.findings:
        yield from _finding(finding, report, starts, titles.get(finding.rule, finding.rule), colour)
    if not report.findings:
        yield "  Nothing found to look at again."
    if report.standards:
        yield "\n  What these rest on"
        for standard in report.standards.values():
            yield from _wrapped(f"{standard.id}: {standard.says}", "    ")
    yield ""
    yield from _score(report)
    yield from _reading(report)
    yield from _whole(report)
    if report.strengths:
        kinds = [strength.kind for strength in report.strengths]
        yield "  Done well: " + ", ".join(f"{kind} {kinds.count(kind)}" for kind in dict.fromkeys(kinds))
    for each in report.ignored:
        place, words = _place(each.finding, report, starts)
        yield from _wrapped(f"Set aside by the writer: {place} {each.finding.rule} {words}: {each.reason}", "  ")
    gaps: dict[str, list[str]] = {}
    for row in report.skipped:
        if not _is_of_the_machine(row):
            gaps.setdefault(row.reason, []).append(row.check)
    for reason, names in gaps.items():
        yield from _wrapped(f"Not checked: {', '.join(names)} ({reason})", "  ")


def _is_of_the_machine(row: Skipped) -> bool:
    return row.check in _OF_THE_MACHINE and row.reason != NOT_THE_WRITERS


def _score(report: Report) -> Iterator[str]:
    for part, value in report.score.parts.items():
        reasons = report.score.reasons[part]
        if value is None:
            yield f"    –  {part}: {'; '.join(reasons)}"
        else:
            yield f"  {value:3}  {part}: {reasons[0]}"


def _reading(report: Report) -> Iterator[str]:
    measure = report.measures.get("readability", {})
    if measure.get("reading_age") is not None:
        yield (
            f"  Reading age {measure['reading_age']}, where {measure['target_age']} is aimed for; "
            f"Flesch-Kincaid grade {measure['flesch_kincaid_grade']}"
        )


def _whole(report: Report) -> Iterator[str]:
    """The child in the note, kinds of statement, the checklist, the time of recording."""
    for lines in (whole.voice(report), whole.address(report), whole.timeliness(report)):
        yield from _wrapped(" ".join(lines), "  ")
    if said := whole.kinds(report):
        yield from _wrapped(f"Sentences: {said}", "  ")
    rows = list(whole.checklist(report))
    if rows:
        yield "\n  Asked for in such a record"
    for row in rows:
        reason = f" ({row.reason})" if row.reason else ""
        yield from _wrapped(f"{_BOXES[row.state]} {row.label}{reason}", "    ")


def _finding(finding: Finding, report: Report, starts: list[int], title: str, colour: bool) -> Iterator[str]:
    place, words = _place(finding, report, starts)
    severity = _paint(finding.severity, _COLOURS[finding.severity], colour)
    entry = f" {finding.entry}" if finding.entry else ""
    yield f"\n  {place}  {severity}  {finding.rule}  {words}  {title}"
    yield from _wrapped(finding.message, "      ")
    if finding.suggestions:
        yield from _wrapped("Instead: " + " | ".join(finding.suggestions), "      ")
    yield _paint(f"      [{', '.join(finding.standards)};{entry}]".replace(";]", "]"), "2", colour)


def _place(finding: Finding, report: Report, starts: list[int]) -> tuple[str, str]:
    """Where a finding stands, in its document or else by line and column, and its words."""
    if is_whole(finding.rule):
        return "note", "the whole note"
    line = bisect_right(starts, finding.start)
    words = plain(report.text[finding.start : finding.end])
    words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    place = report.place(finding)
    return plain(place) if place else f"{line}:{finding.start - starts[line - 1] + 1}", f"“{words}”"


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(plain(text), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
