"""A sample of records as an Excel workbook: summary, records, findings, and the rules that the reader disagrees with.

Without the note's text nothing in it repeats words of a note; entries of a word list, which an authority may want to
change, are named by their id and without the records behind them. Nothing is counted by worker. Text that a spreadsheet
would run as a formula gets an apostrophe before it and stands as text, which also holds when the workbook is saved as
CSV and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from notecheck.explain import is_whole
from notecheck.export.plain import PROPERTIES, properties, same_bytes, visible
from notecheck.findings import PARTS, Finding
from notecheck.guidance import Standard, guidance_names, load_guidance
from notecheck.ignoring import Ignored
from notecheck.render import html, whole
from notecheck.report import Report
from notecheck.review import Disagreement, Review, Reviewed, disagreements, entry_disagreements
from notecheck.sheet import AGREES, END, Places
from notecheck.tally import Row, tally

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST: Final = 32_767
"""Characters that a cell of Excel holds, counted as it counts them."""

_TITLE: Final = "Spot check of records"
_CUT: Final = " … [cut here: a cell holds no more than 32,767 characters]"
# What a spreadsheet takes for a formula or a command, full-width signs too.
_RUNS: Final = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
_A4: Final = 9
_LINE: Final = 15.0
_TALLEST: Final = 300.0
_DATE: Final = "dd/mm/yyyy"
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_BOLD: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="E6EAF0")

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet of the workbook: column headings with their widths, and rows."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Value]]


def write(reviewed: Sequence[Reviewed], *, with_text: bool, about: Mapping[str, str] | None = None) -> bytes:
    """The workbook.

    Args:
        reviewed: name, report and review of each record, in order.
        with_text: whether words of the notes may stand in it.
        about: what else to say of the sample, such as how it was drawn.
    """
    book = Workbook(write_only=True)
    for page in (
        _summary(reviewed),
        _records(reviewed, with_text),
        _findings(reviewed, with_text),
        _disagreements(reviewed, with_text),
        _about(reviewed, with_text, about or {}),
    ):
        _add(book, page)
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return same_bytes(made.getvalue(), {PROPERTIES: properties(_TITLE)})


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """openpyxl puts every sheet into a temporary file on its way; words of a note must not touch the disk."""

    def write_worksheet(self, ws: Any) -> None:
        """Add a sheet to the workbook."""
        ws.close()
        self._archive.writestr(ws.path[1:], ws._writer.out.getvalue())
        ws._rels = ws._writer._rels
        self.manifest.append(ws)


def safe(text: str) -> str:
    """Text as a cell may hold it: never run, nothing unseen, not too long.

    >>> safe("=HYPERLINK(1)"), safe("- saw Ellie")
    ("'=HYPERLINK(1)", "'- saw Ellie")
    """
    shown = visible(text.replace("\r\n", "\n"))
    shown = f"'{shown}" if _RUNS.match(shown) else shown
    if _length(shown) > MOST:
        shown = shown.encode("utf-16-le")[: 2 * (MOST - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
    return shown


def _length(text: str) -> int:
    """As Excel counts: in UTF-16."""
    return len(text) + sum(1 for sign in text if ord(sign) > 0xFFFF) if len(text) > MOST // 2 else len(text)


def _add(book: Workbook, page: _Page) -> None:
    sheet = book.create_sheet(page.title)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, (_, width) in enumerate(page.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet._writer = WorksheetWriter(sheet, out=BytesIO())
    sheet._writer.write_top()
    titles, widths = zip(*page.columns, strict=True)
    count = 0
    for count, row in enumerate(chain([titles], page.rows), 1):
        # Not every program makes room for text that wraps.
        sheet.row_dimensions[count].height = _height(row, widths)
        sheet.append([_cell(sheet, value, head=count == 1) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(page.columns))}{count}"


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Height of a row in points, for as many lines as its fullest cell has; a long note is not shown to its end."""
    lines = (
        sum(1 + len(line) // max(1, width - 2) for line in value[:MOST].split("\n"))
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    )
    return min(_LINE * max(lines, default=1), _TALLEST)


def _cell(sheet: Any, value: Value, *, head: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, None)
    if isinstance(value, str):
        # Set in this order, the value is never looked at as a formula.
        cell._value = _ESCAPED.sub("_x005F_", safe(value))
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = _DATE
    cell.alignment = _TOP
    if head:
        cell.font, cell.fill = _BOLD, _SHADE
    return cell


def _summary(reviewed: Sequence[Reviewed]) -> _Page:
    counts = tally((name, report) for name, report, _ in reviewed)
    standards = _standards(reviewed)
    tables: Mapping[str, tuple[Sequence[Row], Mapping[str, str]]] = {
        "All records": ([counts.all], {"all": "all"}),
        "Standard": (counts.standards, {row.name: _standard(standards, row.name) for row in counts.standards}),
        "Rule": (counts.rules, {row.name: html.title(row.name) for row in counts.rules}),
        "Kind of record": (counts.doc_types, {row.name: html.words(row.name) for row in counts.doc_types}),
        "Month": (counts.months, {}),
        "No date": ([counts.undated] if counts.undated else [], {"undated": "records without a date"}),
    }
    columns = (
        ("Counted by", 16),
        ("Name", 60),
        ("Places to look at again", 14),
        ("In 1,000 words", 12),
        ("Records looked at", 12),
        ("Records with such a place, or where the standard is not met in full", 24),
        ("Score on average, of 100", 12),
        ("Standard met in full, records", 16),
        ("Standard met on average, %", 16),
    )
    rows = (
        (by, names.get(row.name, row.name), *_counts(row, by)) for by, (rows_, names) in tables.items() for row in rows_
    )
    return _Page("Summary", columns, rows)


def _counts(row: Row, by: str) -> Iterator[Value]:
    yield row.findings
    yield None if row.per_1000 is None else round(row.per_1000, 1)
    yield row.records
    yield len(row.behind) if by in ("Standard", "Rule") else None
    yield None if row.score is None or by in ("Standard", "Rule") else round(row.score)
    yield row.met
    yield None if row.met_mean is None else round(100 * row.met_mean)


def _standards(reviewed: Sequence[Reviewed]) -> dict[str, Standard]:
    """Every standard that a record of the sample was held against and that can be found, by id."""
    shipped = {standard.id: standard for name in guidance_names() for standard in load_guidance(name).standards}
    return shipped | {name: each for _, report, _ in reviewed for name, each in report.standards.items()}


def _standard(standards: Mapping[str, Standard], name: str) -> str:
    known = standards.get(name)
    return f"{known.section}: {known.says} [{name}]" if known else name


def _records(reviewed: Sequence[Reviewed], with_text: bool) -> _Page:
    columns = (
        ("Record", 28),
        ("Kind of record", 20),
        ("Guidance", 16),
        ("Date of the event", 13),
        ("Date of recording", 13),
        ("Words", 9),
        ("Places to look at again", 12),
        ("Set aside by the writer", 12),
        ("Score, of 100", 10),
        *((f"{html.PART_NAMES[part]}, of 100", 12) for part in PARTS),
        ("Reading age", 10),
        ("Reading age to aim for", 12),
        ("Points given", 10),
        ("Points asked for", 10),
        ("The child in the note", 40),
        ("Time of recording", 30),
        ("Manager, on the record", 40),
        ("Worker, on the record", 40),
        *((("Text of the note", 80),) if with_text else ()),
    )
    return _Page("Records", columns, (tuple(_record(*each, with_text)) for each in reviewed))


def _record(name: str, report: Report, review: Review, with_text: bool) -> Iterator[Value]:
    note, reading = report.note, report.measures.get("readability") or {}
    points = [row.state for row in whole.checklist(report) if row.state != "does not apply"]
    yield from (name, html.words(note.doc_type), report.guidance, _day(note.event_date), _day(note.recorded_date))
    yield from (report.words, len(report.findings), len(report.ignored), report.score.overall)
    yield from (report.score.parts[part] for part in PARTS)
    yield from (reading.get("reading_age"), reading.get("target_age"), points.count("given"), len(points))
    yield " ".join([*whole.voice(report), *whole.address(report)])
    yield " ".join(whole.timeliness(report))
    yield from (review.comment, review.reply)
    if with_text:
        yield report.text


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _findings(reviewed: Sequence[Reviewed], with_text: bool) -> _Page:
    columns = (
        ("Record", 28),
        ("Number", 9),
        ("Rule", 28),
        ("Part of the score", 20),
        ("Paragraph and sentence", 24),
        ("From character", 11),
        ("To character", 11),
        ("Standards", 50),
        ("Manager", 16),
        ("Manager’s comment", 40),
        ("Worker’s reply", 40),
        ("Set aside by the writer", 24),
        *((("Words", 40), ("What was seen", 60), ("Instead", 40)) if with_text else ()),
    )
    rows = (
        row
        for name, report, review in reviewed
        for row in (*_standing(name, report, review, with_text), *_aside(name, report, with_text))
    )
    return _Page("Findings", columns, rows)


def _standing(name: str, report: Report, review: Review, with_text: bool) -> Iterator[Sequence[Value]]:
    places = Places(report)
    for index, finding in enumerate(report.findings):
        verdict = review.verdict(index)
        said = (AGREES[verdict.agrees], verdict.comment, verdict.reply, "")
        yield (name, index + 1, *_finding(finding, report, places), *said, *_words(finding, report, with_text))


def _aside(name: str, report: Report, with_text: bool) -> Iterator[Sequence[Value]]:
    """What the writer set aside; the reason may repeat words of the note."""
    places = Places(report)
    for each in report.ignored:
        said = ("", "", "", _reason(each, with_text))
        yield (name, None, *_finding(each.finding, report, places), *said, *_words(each.finding, report, with_text))


def _reason(each: Ignored, with_text: bool) -> str:
    return each.reason if with_text else "yes; the reason is left out with the text"


def _finding(finding: Finding, report: Report, places: Places) -> Iterator[Value]:
    yield html.title(finding.rule)
    yield html.PART_NAMES[html.part_of(finding.rule)]
    if is_whole(finding.rule):
        yield from ("the whole note", None, None)
    else:
        yield from (places.short(finding.start), finding.start + 1, finding.end)
    yield "\n".join(_standard(report.standards, name) for name in finding.standards)


def _words(finding: Finding, report: Report, with_text: bool) -> Iterator[Value]:
    if with_text:
        yield "" if is_whole(finding.rule) else report.text[finding.start : finding.end]
        yield finding.message
        yield "\n".join(words or "leave it out" for words in finding.suggestions)


def _disagreements(reviewed: Sequence[Reviewed], with_text: bool) -> _Page:
    columns = (
        ("Counted by", 22),
        ("Name", 40),
        ("Rule", 28),
        ("Places in the sample", 12),
        ("Looked at", 10),
        ("Agreed", 10),
        ("Disagreed", 10),
        ("Disagreed, % of those looked at", 16),
        ("Records with a place that the reader disagrees with", 50),
    )
    names = [name for name, _, _ in reviewed]
    by_rule = ((_disagreement("Rule", html.title(row.name), row), row) for row in disagreements(reviewed))
    by_entry = (
        (_disagreement("Entry of a word list", row.name, row), row if with_text else None)
        for row in entry_disagreements(reviewed)
        if row.reviewed
    )
    rows = ((*counts, "\n".join(names[n] for n in row.records) if row else "") for counts, row in (*by_rule, *by_entry))
    return _Page("Disagreements", columns, rows)


def _disagreement(by: str, name: str, row: Disagreement) -> tuple[Value, ...]:
    share = None if row.share is None else round(100 * row.share)
    return by, name, html.title(row.rule), row.findings, row.reviewed, row.agreed, row.disagreed, share


def _about(reviewed: Sequence[Reviewed], with_text: bool, more: Mapping[str, str]) -> _Page:
    guidance = sorted({html.document(report.guidance) for _, report, _ in reviewed})
    versions = sorted({report.versions["notecheck"] for _, report, _ in reviewed})
    rows = [
        ("Records", html.count(len(reviewed), "record")),
        ("Held against", "\n".join(guidance)),
        *more.items(),
        ("Text of the notes", "in this workbook, as asked for" if with_text else "left out"),
        (
            "Places",
            "Paragraphs are counted without empty lines, sentences within their paragraph, characters over the whole "
            "note from 1.",
        ),
        ("Apostrophes", "Text that begins like a formula has an apostrophe before it, so that no program runs it."),
        ("Workers", "Nothing is counted by worker: a few records say little about a person."),
        ("Before you use this", END.replace("sheet", "workbook")),
        ("Version of notecheck", ", ".join(map(str, versions))),
    ]
    return _Page("About", (("What", 24), ("Says", 100)), rows)
