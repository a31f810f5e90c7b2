"""CSV, whatever program wrote it: the separator is found, quoted line breaks stay, rows that do not fit are named."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO, Final

from notecheck.read.lines import ENDED, MOST_LINE, Line, Lines
from notecheck.read.stream import Mark, Stream, first
from notecheck.read.tables import Row
from notecheck.read.tables import stream as table

SUFFIXES: Final = (".csv", ".tsv", ".tab")

_SEPARATORS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 60  # rows by which the separator is found
_TOP_LINES: Final = 2_000  # that hold these
_TOP_CHARACTERS: Final = 1_000_000
_SAID: Final = re.compile(r'"?sep=(.)"?\r?\n')  # the line by which a file tells Excel its separator
_MOST_OPEN: Final = 20  # quotation marks that are never closed, after which the rest of a file is given up
_OPEN: Final = (
    "a double quotation mark is opened there and never closed, so reading goes on at the next line that is a whole"
    " row. Close it, or save the table as .xlsx"
)
_GIVEN_UP: Final = (
    "it cannot be read from here on: too many double quotation marks are opened and never closed. Close them, or save"
    " the table as .xlsx"
)


def stream(file: BinaryIO, after: Mark | None = None) -> Stream:
    """The records of a CSV file.

    Args:
        file: from its beginning.
        after: a mark of the same file, where only what follows is wanted.

    Raises:
        NoteError: it is no text, or no table.
    """
    lines = Lines(file, returns=True)
    rest = iter(lines)
    top, _ = first(rest, _TOP_LINES, lambda line: len(line.text), _TOP_CHARACTERS)
    told = _SAID.fullmatch(top[0].text) if top else None
    head = top[1:] if told else top
    separator, usual = _separator([line.text for line in head], told[1] if told else None)
    start = [0, 2 if told else 1, "", 0, False]
    read = [lines]

    def again(mark: list[Any]) -> Iterator[Row]:
        if mark[2] == ENDED:
            return
        read.append(Lines(file, returns=True, at=mark[0], encoding=mark[2]))
        yield from _rows(read[-1], separator, usual, mark)

    return table(
        _rows(chain(head, rest), separator, usual, start),
        again(after) if isinstance(after, list) else None,
        more=lambda: read[-1].notices(),
    )


class _OpenError(Exception):
    """A row does not end where it should."""


class _Feed:
    """Lines for the reader of a row, which are kept until it is whole.

    A quotation mark that is never closed swallows everything up to the end of the file, or to as much as no row holds.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[Line] = deque()
        self._size = 0
        self.taken: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        if line is None:
            if self.taken:
                raise _OpenError
            raise StopIteration
        self.taken.append(line)
        self._size += len(line.text)
        if self._size > MOST_LINE:
            raise _OpenError
        return line.text

    def begin(self) -> None:
        """A row is whole."""
        self.taken, self._size = [], 0

    def back(self) -> None:
        """Give all lines but the first again."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]


def _rows(lines: Iterable[Line], separator: str, usual: int, at: list[Any]) -> Iterator[Row]:
    """The rows, numbered.

    Args:
        lines: behind the mark.
        separator: between cells.
        usual: number of cells in most rows.
        at: the mark: the byte, the number of the next row, the encoding, how many quotation marks were never closed
            before it, and whether a whole row is still looked for behind the last of them.
    """
    _, number, _, opened, lost = at
    feed = _Feed(lines)
    reader = _reader(feed, separator)
    while True:
        feed.begin()
        fault = ""
        try:
            cells: Sequence[str] = next(reader)
        except StopIteration:
            return
        except (_OpenError, csv.Error):
            cells, opened, lost = (), opened + 1, True
            fault = _OPEN if opened <= _MOST_OPEN else _GIVEN_UP
            feed.back()
            reader = _reader(feed, separator)
        else:
            fault = next((line.fault for line in feed.taken if line.fault), "")
            lost = lost and len(cells) != usual
        if fault or not lost:
            last = feed.taken[-1]
            encoding = ENDED if fault == _GIVEN_UP else last.encoding
            yield Row(number, cells, [last.end, number + 1, encoding, opened, lost], fault)
        if fault == _GIVEN_UP:
            return
        number += 1


def _reader(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    # The bound is one for the whole process; nothing else here reads CSV with another.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * MOST_LINE))
    return csv.reader(lines, delimiter=separator)


def _separator(lines: Sequence[str], told: str | None) -> tuple[str, int]:
    """The separator by which most rows have as many cells as the first, and how many these are.

    Of several, the one that gives most columns.
    """
    fits = {separator: _fit(lines, separator) for separator in ([told] if told else _SEPARATORS)}
    best = max(fits, key=lambda separator: fits[separator])
    return best, max(1, fits[best][1])


def _fit(lines: Sequence[str], separator: str) -> tuple[float, int]:
    # A quotation mark that this separator leaves open takes the rest of the lines into one row.
    rows = [cells for cells in islice(_reader(lines, separator), _LOOKED_AT) if any(cells)]
    widths = [len(cells) for cells in rows]
    if not widths or max(widths) < 2:
        return 0.0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual
