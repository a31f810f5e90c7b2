"""What every table has in common, whatever file it came in: headings, rows of cells, and rows that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import Any, Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.records import Record, Several, named
from notecheck.read.stream import Fault, Mark, Step, Stream, first

MOST_COLUMNS: Final = 300
_TOP: Final = 30  # rows among which the headings are looked for
_TOP_CHARACTERS: Final = 4_000_000  # of these, after which no further is looked at
_MOST: Final = 0.6  # of the cells of a usual row: a title above a table has fewer
_HEADING: Final = 80  # characters; what is longer is a record, not a heading
_TOO_MANY_CELLS: Final = (
    "more cells than there are headings, so nobody can tell which is which. Text that holds the separator has to stand"
    " in double quotation marks"
)


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        number: as a spreadsheet shows it.
        cells: as text.
        mark: where the row below it begins.
        fault: why it cannot be read; empty where it can.
    """

    number: int
    cells: Sequence[str]
    mark: Mark
    fault: str = ""


def stream(
    rows: Iterable[Row],
    again: Iterable[Row] | None = None,
    *,
    said: Iterable[str] = (),
    more: Callable[[], Iterable[str]] = tuple,
    ragged: bool = True,
    size: int | None = None,
) -> Stream:
    """Records from a table whose first full row holds the headings.

    Rows above the headings (a title, the date of the export) are left out. A row with more cells than there are
    headings is a fault, since nobody can tell which cell is which. A shorter row is filled with empty cells.

    Args:
        rows: all of them.
        again: those behind a mark, where only they are wanted; begun once the first were looked at.
        said: what there is to say already.
        more: what there will be to say of the rows gone through.
        ragged: whether a short row is worth a word; in a spreadsheet its last cells are merely empty.
        size: as in `Stream`.

    Raises:
        NoteError: there are no headings, or too many.
    """
    rows = iter(rows)
    seen, _ = first(rows, _TOP, lambda row: sum(map(len, row.cells)), _TOP_CHARACTERS)
    top = [row for row in seen if row.fault or any(row.cells)]
    full = [row for row in top if not row.fault]
    number, cells, *_ = full[_heading_row(full)]
    above = [row.number for row in top if row.number < number]
    columns = headings(cells)
    taken = _Taken(columns, ragged=ragged)
    below = chain((row for row in top if row.number > number), rows) if again is None else iter(again)
    return Stream(
        "row",
        columns,
        taken.steps(below),
        empty=f"no records: there is nothing below the headings in row {number}",
        said=[*said, *([f"{named('row', above)} above the headings left out"] if above else [])],
        more=lambda: (*taken.notices(), *more()),
        size=size,
    )


class _Taken:
    """Rows as they are taken in, with the numbers of those that are short."""

    def __init__(self, columns: Sequence[str], *, ragged: bool) -> None:
        self._columns = columns
        self._ragged = ragged
        self._short = Several()

    def steps(self, rows: Iterable[Row]) -> Iterator[Step]:
        width = len(self._columns)
        for number, cells, mark, fault in rows:
            if fault:
                yield Step(Fault(number, fault), mark)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[width:]):
                yield Step(Fault(number, _TOO_MANY_CELLS), mark)
                continue
            if self._ragged and len(cells) < width:
                self._short.add(number)
            filled = chain(cells, [""] * (width - len(cells)))
            yield Step(Record(f"row {number}", dict(zip(self._columns, filled, strict=False))), mark)

    def notices(self) -> Iterator[str]:
        if self._short.count:
            yield (f"{self._short.named('row')}: fewer cells than there are headings; those missing were read as empty")


def _heading_row(top: Sequence[Row]) -> int:
    """Place among the top rows of the first that has most of the cells filled that a row here usually has."""
    if not top:
        raise NoteError("no rows: the table is empty")
    filled = [sum(1 for cell in row.cells if cell.strip()) for row in top]
    usual = max(filled, key=lambda count: (filled.count(count), count))
    at = next(place for place, count in enumerate(filled) if count >= _MOST * usual)
    number, cells, *_ = top[at]
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


def as_text(value: Any) -> str:
    """A cell that holds no text, as text.

    >>> as_text(datetime(2026, 3, 4)), as_text(9.0), as_text(None)
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
