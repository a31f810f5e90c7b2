"""An Excel workbook made in memory, in which no cell runs as a formula and nothing says who made it or when.

Text that a spreadsheet would run gets an apostrophe before it and stands as text, which also holds when the workbook is
saved as CSV and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from notecheck.export.plain import PROPERTIES, properties, same_bytes, visible

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST: Final = 32_767
"""Characters that a cell of Excel holds, counted as it counts them."""

_CUT: Final = " … [cut here: a cell holds no more than 32,767 characters]"
# What a spreadsheet takes for a formula or a command, full-width signs too.
_RUNS: Final = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
_A4: Final = 9
_LINE: Final = 15.0
_TALLEST: Final = 300.0
_DATE: Final = "dd/mm/yyyy"
_CHART_WIDTH: Final = 22.0  # centimetres
_CHART_LEAST: Final = 8.0
_CHART_BAR: Final = 0.7
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_BOLD: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="E6EAF0")

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart beside the rows of a sheet.

    Attributes:
        names: column that names the bars, from 1.
        values: column of their lengths, whose heading is the chart's title.
        line: whether it is a line over time rather than bars.
        most: rows that it shows, from the first.
    """

    names: int
    values: int
    line: bool = False
    most: int = 40


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the workbook: column headings with their widths, rows, and a chart of them if one is wanted."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Value]]
    chart: Bars | None = None


def book(title: str, pages: Iterable[Page]) -> bytes:
    """The workbook of these sheets; the same sheets give the same bytes."""
    made = Workbook(write_only=True)
    for page in pages:
        _add(made, page)
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        _InMemory(made, archive).write_data()
    return same_bytes(held.getvalue(), {PROPERTIES: properties(title)})


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """openpyxl puts every sheet into a temporary file on its way; words of a note must not touch the disk."""

    def write_worksheet(self, ws: Any) -> None:
        """Add a sheet to the workbook."""
        ws.close()
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
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


def _add(book: Workbook, page: Page) -> None:
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
    if page.chart and count > 1:
        sheet.print_area = sheet.auto_filter.ref  # on paper the chart would make the words too small to read
        beside = f"{get_column_letter(len(page.columns) + 2)}2"
        sheet.add_chart(_chart(sheet, page.chart, titles[page.chart.values - 1], count), beside)


def _chart(sheet: Any, bars: Bars, title: str, rows: int) -> Any:
    last = min(rows, bars.most + 1)
    chart = LineChart() if bars.line else BarChart(barDir="bar")
    chart.add_data(Reference(sheet, min_col=bars.values, min_row=2, max_row=last))
    chart.set_categories(Reference(sheet, min_col=bars.names, min_row=2, max_row=last))
    chart.title, chart.legend = title, None
    chart.width, chart.height = _CHART_WIDTH, max(_CHART_LEAST, _CHART_BAR * last)
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0  # a bar that begins elsewhere is no measure
    if bars.line:
        chart.series[0].smooth = False
    else:
        chart.x_axis.scaling.orientation = "maxMin"  # the first row on top, as in the sheet
    return chart


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
