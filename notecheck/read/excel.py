"""Excel workbooks: the values of the first sheet that holds any, as a person sees them; a date becomes an ISO date.

Formulas count with the value that Excel saved for them. The file is unpacked row by row, and refused where it would
unpack to more than `MOST_UNPACKED`. A text that many cells share is held once, and cut where Excel would not hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final
from warnings import catch_warnings, simplefilter

from notecheck.errors import NoteError
from notecheck.read.packed import check_contents, check_members, opened
from notecheck.read.records import Several
from notecheck.read.stream import Mark, Stream
from notecheck.read.tables import MOST_COLUMNS, Row, as_text
from notecheck.read.tables import stream as table

SUFFIXES: Final = (".xlsx", ".xlsm")

MOST_CHARACTERS: Final = 32_767
"""Of a cell, as many as Excel itself allows."""

_ROWS: Final = 1_048_576  # as many as Excel itself allows
_HELD: Final = 20_000_000  # characters of texts that had to be changed, each held once however many cells share it
# How a workbook writes a control character, or an underscore that would look like one: '_x000D_' ends a line.
_ESCAPED: Final = re.compile(r"_x(000[9AD]|005F)_")
_LONGEST_CODE: Final = 7
_TITLE: Final = 31  # characters that Excel allows in the name of a sheet
_TOO_MANY: Final = "it stands below the last row that Excel allows"
_BROKEN: Final = "the workbook is broken or not whole; open it in Excel and save it again"
_UNREAD: Final = f"it cannot be read from here on; {_BROKEN}"


def stream(file: BinaryIO, after: Mark | None = None) -> Stream:
    """The records of a workbook's first sheet with data.

    Args:
        file: from its beginning, which can be sought in.
        after: a mark of the same file, where only what follows is wanted.

    Raises:
        NoteError: it cannot be read, holds no table, or holds too much.
    """
    with opened(file) as packed:
        check_members(packed)
        check_contents(packed)
    sheets = {sheet.title: sheet for sheet in _workbook(file).worksheets}
    stated = {title: sheet.max_row for title, sheet in sheets.items()}
    full = [title for title, sheet in sheets.items() if _has_cells(sheet)]
    if not full:
        raise NoteError("no sheet of the workbook holds anything")
    sheet = sheets[full[0]]
    rows = _Rows(sheet)
    again = _Rows(sheet, after) if isinstance(after, int) else None
    said = _sheets_said([title[:_TITLE] for title in full])
    more = (again or rows).notices
    return table(rows, again, said=said, more=more, ragged=False, size=min(stated[full[0]] or _ROWS, _ROWS))


def _sheets_said(full: Sequence[str]) -> list[str]:
    if len(full) == 1:
        return []
    others = ", ".join(f"‘{title}’" for title in full[1:])
    return [f"read from the sheet ‘{full[0]}’; not read: {others}. To read another, put it first or save it as .csv"]


def _workbook(file: BinaryIO) -> Any:
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError:
        raise NoteError("Excel files need openpyxl: pip install 'notecheck[page]', or save the sheet as .csv") from None
    try:
        with catch_warnings():
            simplefilter("ignore")  # of styles and extensions that do not matter here
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl lets through whatever a broken part raises: KeyError, ValueError, ParseError, …
        raise NoteError(_BROKEN) from None


def _filled(values: Sequence[Any]) -> Sequence[Any]:
    """A row without the cells behind its last one: each is filled up to the widest that is read."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return values[:end]


def _has_cells(sheet: Any) -> bool:
    return next((True for row in _Rows(sheet) if row.fault or any(row.cells)), False)


class _Rows:
    """The rows of a sheet, numbered, with the cells as text."""

    def __init__(self, sheet: Any, after: int = 0) -> None:
        self._sheet = sheet
        self._after = after
        self._texts: dict[str, tuple[str, bool]] = {}
        self._held = 0
        self._cut = Several()

    def __iter__(self) -> Iterator[Row]:
        if self._after > _ROWS:
            return
        for number, values in self._values():
            if values is None or number > _ROWS:
                yield Row(number, (), _ROWS + 1, _UNREAD if values is None else _TOO_MANY)
                return
            cells, cut = self._cells(values)
            if cut:
                self._cut.add(number)
            yield Row(number, cells, number)

    def _values(self) -> Iterator[tuple[int, Sequence[Any] | None]]:
        """Number and values of row after row that is not empty; None where it cannot be read any further.

        A cell that somebody has left in the last row of a sheet has a million before it that are.
        """
        # The size that a file states may be wrong, and then rows would be cut off; so it is not asked for.
        self._sheet.reset_dimensions()
        rows = self._sheet.iter_rows(
            values_only=True, min_row=self._after + 1, max_row=_ROWS + 1, max_col=MOST_COLUMNS + 1
        )
        number, empty = self._after, None
        while True:
            try:
                with catch_warnings():
                    simplefilter("ignore")  # a date out of Excel's range is handed on as an error cell
                    for values in rows:
                        number += 1
                        if number > _ROWS or (values is not empty and values.count(None) < len(values)):
                            break
                        empty = values  # the same for all that are missing
                    else:
                        return
            except Exception:
                yield number + 1, None
                return
            yield number, values

    def notices(self) -> Iterator[str]:
        if self._cut.count:
            yield (
                f"{self._cut.named('row')}: a cell is longer than Excel allows, so only its first"
                f" {MOST_CHARACTERS:,} characters were read"
            )

    def _cells(self, values: Sequence[Any]) -> tuple[Sequence[str], bool]:
        """The cells, without the empty ones at the end; whether one was cut."""
        cells: list[str] = []
        cut = False
        for value in _filled(values):
            text, longer = self._text(value) if isinstance(value, str) else (as_text(value), False)
            cells.append(text)
            cut |= longer
        while cells and not cells[-1]:
            cells.pop()
        return cells, cut

    def _text(self, value: str) -> tuple[str, bool]:
        """A text with its line ends and underscores as a person sees them; whether it had to be cut."""
        if len(value) <= MOST_CHARACTERS and "_x00" not in value:
            return value, False
        if (known := self._texts.get(value)) is not None:
            return known
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value[: _LONGEST_CODE * (MOST_CHARACTERS + 1)])
        self._held += len(value)
        if self._held > _HELD:
            self._texts.clear()
            self._held = len(value)
        self._texts[value] = found = text[:MOST_CHARACTERS], len(text) > MOST_CHARACTERS
        return found
