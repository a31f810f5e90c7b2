"""Excel workbooks: the values of the first sheet that holds any, as a person sees them; a date becomes an ISO date.

Formulas count with the value that Excel saved for them. The file is unpacked row by row, and refused where it would
unpack to more than `MOST_UNPACKED`. A text that many cells share is held once, and cut where Excel would not hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from notecheck.errors import NoteError
from notecheck.read.packed import check_contents, check_members, opened
from notecheck.read.records import MOST_RECORDS, Records, named
from notecheck.read.tables import MOST_COLUMNS, Row, table

SUFFIXES: Final = (".xlsx", ".xlsm")

MOST_CHARACTERS: Final = 32_767
"""Of a cell, as many as Excel itself allows."""

_ROWS: Final = MOST_RECORDS + 100  # headings and what stands above them are no records
# How a workbook writes a control character, or an underscore that would look like one: '_x000D_' ends a line.
_ESCAPED: Final = re.compile(r"_x(000[9AD]|005F)_")
_LONGEST_CODE: Final = 7
_TITLE: Final = 31  # characters that Excel allows in the name of a sheet
_BROKEN: Final = "the workbook is broken or not whole; open it in Excel and save it again"


def read(name: str, data: bytes) -> Records:
    """The records of a workbook's first sheet with data.

    Raises:
        NoteError: it cannot be read, holds no table, or holds too much.
    """
    with opened(data) as packed:
        check_members(packed)
        check_contents(packed)
    with closing(_workbook(data)) as workbook:
        sheets = {sheet.title: sheet for sheet in workbook.worksheets}
        full = [title for title, sheet in sheets.items() if _has_cells(sheet)]
        if not full:
            raise NoteError("no sheet of the workbook holds anything")
        rows = _Rows(sheets[full[0]])
        records = table(name, rows, _sheets_said([title[:_TITLE] for title in full]), ragged=False)
        return replace(records, notices=(*records.notices, *rows.notices()))


def _sheets_said(full: Sequence[str]) -> list[str]:
    if len(full) == 1:
        return []
    others = ", ".join(f"‘{title}’" for title in full[1:])
    return [f"read from the sheet ‘{full[0]}’; not read: {others}. To read another, put it first or save it as .csv"]


def _workbook(data: bytes) -> Any:
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise NoteError("Excel files need openpyxl: pip install 'notecheck[page]', or save the sheet as .csv") from None
    try:
        with catch_warnings():
            simplefilter("ignore")  # of styles and extensions that do not matter here
            return load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl lets through whatever a broken part raises: KeyError, ValueError, ParseError, …
        raise NoteError(_BROKEN) from None


def _has_cells(sheet: Any) -> bool:
    return next((True for _, cells in _Rows(sheet) if any(cells)), False)


class _Rows:
    """The rows of a sheet, numbered, with the cells as text."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._texts: dict[str, str] = {}  # a text that a million cells share is read once
        self._long: set[str] = set()
        self._cut: list[int] = []

    def __iter__(self) -> Iterator[Row]:
        # The size that a file states may be wrong, and then rows would be cut off; so it is not asked for.
        self._sheet.reset_dimensions()
        rows = self._sheet.iter_rows(values_only=True, max_row=_ROWS + 1, max_col=MOST_COLUMNS + 1)
        number = 0
        while True:
            try:
                with catch_warnings():
                    simplefilter("ignore")  # a date out of Excel's range is handed on as an error cell
                    values = next(rows, None)
            except Exception:
                raise NoteError(f"row {number + 1} cannot be read; {_BROKEN}") from None
            if values is None:
                return
            number += 1
            if number > _ROWS:
                raise NoteError(f"more than {MOST_RECORDS:,} rows; split the file")
            yield number, _trimmed([self._cell(value, number) for value in values])

    def notices(self) -> Iterator[str]:
        if self._cut:
            yield (
                f"{named('row', self._cut)}: a cell is longer than Excel allows, so only its first"
                f" {MOST_CHARACTERS:,} characters were read"
            )

    def _cell(self, value: Any, row: int) -> str:
        if not isinstance(value, str):
            return _as_text(value)
        text = self._texts.get(value)
        if text is None:
            text = self._texts[value] = _unescaped(value[: _LONGEST_CODE * (MOST_CHARACTERS + 1)])
            if len(text) > MOST_CHARACTERS:
                text = self._texts[value] = text[:MOST_CHARACTERS]
                self._long.add(value)
        if value in self._long and row not in self._cut[-1:]:
            self._cut.append(row)
        return text


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, with which every row is filled up."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(value: Any) -> str:
    """A cell that holds no text, as text.

    >>> _as_text(datetime(2026, 3, 4)), _as_text(9.0), _as_text(None)
    ('2026-03-04', '9', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.replace(microsecond=0).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _unescaped(text: str) -> str:
    """Text with its line ends and underscores as a person sees them."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text
