"""The reports of `notecheck check` as an Excel workbook: findings, the notes, and what was not checked.

Unlike the workbook of a spot check it has no room for a manager's words, and the words of the notes stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from notecheck.explain import is_whole
from notecheck.export.excel import MIME, Page, Value, book
from notecheck.findings import PARTS, Finding
from notecheck.ignoring import Ignored
from notecheck.render import saying, whole
from notecheck.render.places import Places
from notecheck.report import Report
from notecheck.supervision.sheet import END

__all__ = ["MIME", "write"]

_TITLE: Final = "notecheck report"

Named = tuple[str, Report]


def write(reports: Iterable[Named]) -> bytes:
    """The workbook; the same reports give the same bytes.

    Args:
        reports: what each note is called, and the report on it, in order.
    """
    all_of_them = list(reports)
    return book(_TITLE, (_findings(all_of_them), _notes(all_of_them), _skipped(all_of_them), _about(all_of_them)))


def _findings(reports: Sequence[Named]) -> Page:
    columns = (
        ("Note", 28),
        ("Number", 9),
        ("Rule", 28),
        ("How urgent", 16),
        ("Words", 40),
        ("What was seen", 60),
        ("Instead", 40),
        ("Place", 24),
        ("Paragraph and sentence", 24),
        ("From character", 11),
        ("To character", 11),
        ("Standards", 60),
        ("Part of the score", 20),
        ("Set aside by the writer", 30),
    )
    return Page("Findings", columns, (row for name, report in reports for row in _rows(name, report)))


def _rows(name: str, report: Report) -> Iterator[Sequence[Value]]:
    places = Places(report)
    for number, finding in enumerate(report.findings, 1):
        yield (name, number, *_finding(finding, report, places), "")
    for each in report.ignored:
        yield (name, None, *_finding(each.finding, report, places), _reason(each))


def _reason(each: Ignored) -> str:
    return f"yes: {each.reason}"


def _finding(finding: Finding, report: Report, places: Places) -> Iterator[Value]:
    all_of_it = is_whole(finding.rule)
    yield saying.title(finding.rule)
    yield {"suggestion": "an idea", "warning": "look again", "error": "look at first"}[finding.severity]
    yield "" if all_of_it else report.text[finding.start : finding.end]
    yield finding.message
    yield "\n".join(words or "leave it out" for words in finding.suggestions)
    if all_of_it:
        yield from ("the whole note", "", None, None)
    else:
        yield from (report.place(finding) or "", places.short(finding.start), finding.start + 1, finding.end)
    said = saying.standards_of(report, finding.standards)
    yield "\n".join(f"{owner}: {line}" for owner, rows in said.items() for line in rows)
    yield saying.PART_NAMES[saying.part_of(finding.rule)]


def _notes(reports: Sequence[Named]) -> Page:
    columns = (
        ("Note", 28),
        ("Kind of record", 20),
        ("Held against", 40),
        ("Words", 9),
        ("Places to look at again", 12),
        ("Score, of 100", 10),
        *((f"{saying.PART_NAMES[part]}, of 100", 12) for part in PARTS),
        ("Reading age", 10),
        ("Reading age to aim for", 12),
        ("The child in the note", 40),
        ("Asked for and not found", 40),
        ("Time of recording", 30),
        ("Text of the note", 80),
    )
    return Page("Notes", columns, (tuple(_note(*each)) for each in reports))


def _note(name: str, report: Report) -> Iterator[Value]:
    reading = report.measures.get("readability") or {}
    yield from (name, saying.words(report.note.doc_type), saying.document(report.guidance))
    yield from (report.words, len(report.findings), report.score.overall)
    yield from (report.score.parts[part] for part in PARTS)
    yield from (reading.get("reading_age"), reading.get("target_age"))
    yield " ".join([*whole.voice(report), *whole.address(report)])
    yield "\n".join(row.label for row in whole.checklist(report) if row.state == "not found")
    yield " ".join(whole.timeliness(report))
    yield report.text


def _skipped(reports: Sequence[Named]) -> Page:
    rows = ((name, row.check, row.reason) for name, report in reports for row in report.skipped)
    return Page("Not checked", (("Note", 28), ("What", 24), ("Why", 90)), rows)


def _about(reports: Sequence[Named]) -> Page:
    rows = [
        ("Notes", saying.count(len(reports), "note")),
        ("Before you use this", END.replace("sheet", "workbook")),
        ("Apostrophes", "Text that begins like a formula has an apostrophe before it, so that no program runs it."),
        ("Version of notecheck", ", ".join(sorted({str(report.versions["notecheck"]) for _, report in reports}))),
    ]
    return Page("About", (("What", 24), ("Says", 100)), rows)
