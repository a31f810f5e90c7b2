"""What every table has in common, whatever file it came in: headings, rows of cells, and rows that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from notecheck.errors import NoteError
from notecheck.read.records import MOST_RECORDS, Record, Records, named

MOST_COLUMNS: Final = 300
_TOP: Final = 30  # rows among which the headings are looked for
_MOST: Final = 0.6  # of the cells of a usual row: a title above a table has fewer
_HEADING: Final = 80  # characters; what is longer is a record, not a heading

Row = tuple[int, Sequence[str]]
"""Its number as a spreadsheet shows it, and its cells."""


def table(name: str, rows: Iterable[Row], notices: Iterable[str] = (), *, ragged: bool = True) -> Records:
    """Records from a table whose first full row holds the headings.

    Rows above the headings (a title, the date of the export) are left out; so is a row with more cells than there are
    headings, since nobody can tell which cell is which. A shorter row is filled with empty cells. Each is said.

    Args:
        name: of the file.
        rows: all of them, numbered.
        notices: what there is to say already.
        ragged: whether a short row is worth a word; in a spreadsheet its last cells are merely empty.

    Raises:
        NoteError: there are no headings, no rows below them, or too much of either.
    """
    rows = iter(rows)
    top = [row for row in islice(rows, _TOP) if any(row[1])]
    at = _heading_row(top)
    columns = headings(top[at][1])
    taken = _Taken(columns, ragged=ragged)
    records = tuple(taken.records(chain(top[at + 1 :], rows)))
    if not records:
        raise NoteError(f"no records: there is nothing below the headings in row {top[at][0]}")
    above = [number for number, _ in top[:at]]
    skipped = [f"{named('row', above)} above the headings left out"] if above else []
    return Records(name, columns, records, (*notices, *skipped, *taken.notices()))


class _Taken:
    """Rows as they are taken in, with the numbers of those that do not fit."""

    def __init__(self, columns: Sequence[str], *, ragged: bool) -> None:
        self._columns = columns
        self._ragged = ragged
        self._long: list[int] = []
        self._short: list[int] = []

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        width = len(self._columns)
        for count, (number, cells) in enumerate(rows):
            if count >= MOST_RECORDS:
                raise NoteError(f"more than {MOST_RECORDS:,} rows; split the file")
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[width:]):
                self._long.append(number)
                continue
            if self._ragged and len(cells) < width:
                self._short.append(number)
            filled = chain(cells, [""] * (width - len(cells)))
            yield Record(f"row {number}", dict(zip(self._columns, filled, strict=False)))

    def notices(self) -> Iterator[str]:
        if self._long:
            yield (
                f"{named('row', self._long)} left out: more cells than there are headings, so nobody can tell which is"
                " which. Text that holds the separator has to stand in double quotation marks"
            )
        if self._short:
            yield f"{named('row', self._short)}: fewer cells than there are headings; those missing were read as empty"


def _heading_row(top: Sequence[Row]) -> int:
    """Place among the top rows of the first that has most of the cells filled that a row here usually has."""
    if not top:
        raise NoteError("no rows: the table is empty")
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in top]
    usual = max(filled, key=lambda count: (filled.count(count), count))
    at = next(place for place, count in enumerate(filled) if count >= _MOST * usual)
    number, cells = top[at]
    if len(cells) > MOST_COLUMNS:
        raise NoteError(f"{len(cells):,} columns; at most {MOST_COLUMNS} are allowed")
    if any(len(cell.strip()) > _HEADING for cell in cells):
        raise NoteError(f"row {number} seems to be a record, not headings; put a row above it that names the columns")
    return at


def headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Names for the columns: an empty heading gets a number, a second one of the same name too.

    >>> headings(["Date", "", "Date"])
    ('Date', 'Column 2', 'Date (2)')
    """
    names: list[str] = []
    last = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    for place, cell in enumerate(cells[:last], 1):
        name = wanted = " ".join(cell.split()) or f"Column {place}"
        again = 2
        while name in names:
            name, again = f"{wanted} ({again})", again + 1
        names.append(name)
    return tuple(names)
