"""CSV, whatever program wrote it: the separator is found, quoted line breaks stay, rows that do not fit are named."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from notecheck.errors import NoteError
from notecheck.read.records import Records
from notecheck.read.tables import Row, table
from notecheck.read.text import decode

SUFFIXES: Final = (".csv", ".tsv", ".tab")

_SEPARATORS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 60  # rows by which the separator is found
_LONGEST: Final = 20_000_000  # characters of a cell; Python's own bound is 131,072, less than a long report
_END: Final = "\x00end"  # no cell can hold it: `decode` refuses control characters
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SAID: Final = re.compile(r'"?sep=(.)"?\r?\n')  # the line by which a file tells Excel its separator


def read(name: str, data: bytes) -> Records:
    """The records of a CSV file.

    Raises:
        NoteError: it is no text, or no table.
    """
    text, notice = decode(data)
    told = _SAID.match(text)
    body = text[told.end() :] if told else text
    rows = _Rows(body, told[1] if told else _separator(body), first=2 if told else 1)
    records = table(name, rows, [notice] if notice else [])
    return replace(records, notices=(*records.notices, *rows.notices()))


class _Rows:
    """The rows of a text, numbered; one whose quotation mark is never closed is left out and said.

    A mark that is never closed swallows everything up to the end of the file. It is found by an end that is put there.
    """

    def __init__(self, text: str, separator: str, *, first: int) -> None:
        self._text = text
        self._separator = separator
        self._first = first
        self._open: int | None = None

    def __iter__(self) -> Iterator[Row]:
        for number, cells in enumerate(_cells(chain(_lines(self._text), [_END]), self._separator), self._first):
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                self._open = number
                return
            yield number, cells

    def notices(self) -> Iterator[str]:
        if self._open is not None:
            yield (
                f"row {self._open} and everything below it left out: a double quotation mark is opened there and never"
                " closed. Close it, or save the table as .xlsx"
            )


def _lines(text: str) -> Iterator[str]:
    """Line by line with its end; `StringIO` would hold the text again at four bytes a character."""
    return (found[0] for found in _LINE.finditer(text))


def _cells(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    # The bound is one for the whole process; nothing else here reads CSV with another.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    reader = csv.reader(lines, delimiter=separator)
    try:
        yield from reader
    except csv.Error:
        raise NoteError(f"line {reader.line_num}: a cell of more than {_LONGEST:,} characters") from None


def _separator(text: str) -> str:
    """The separator by which most rows have as many cells as the first; of several, the one that gives most columns."""
    return max(_SEPARATORS, key=lambda separator: _fit(text, separator))


def _fit(text: str, separator: str) -> tuple[float, int]:
    try:
        rows = [cells for cells in islice(_cells(_lines(text), separator), _LOOKED_AT) if any(cells)]
    except NoteError:  # a quotation mark that this separator leaves open
        return 0.0, 0
    widths = [len(cells) for cells in rows]
    if not widths or max(widths) < 2:
        return 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual
