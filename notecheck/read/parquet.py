"""Parquet, as data platforms keep their tables: read a few rows at a time, cells as a person would write them.

A table that holds notes of the contract, with `child` or `author` as a struct or names as a list, gives ready notes.
The columns of any other are matched like those of a spreadsheet.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, time
from itertools import accumulate
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from notecheck.errors import NoteError
from notecheck.read.records import Record
from notecheck.read.stream import Fault, Mark, Step, Stream
from notecheck.read.tables import MOST_COLUMNS, as_text, headings

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES: Final = (".parquet",)

_ROWS: Final = 64  # that are held together: a cell may be long
_BUFFER: Final = 1 << 20  # bytes of a column that are read together
_NESTED: Final = ("child", "author", "other_children", "ignored", "not_applicable", "places")
_BROKEN: Final = "the file is broken or not whole; ask whoever made it for another"
_NEEDS: Final = "Parquet files need pyarrow: pip install 'notecheck[audit]', or save the table as .csv"


class _Unread:
    """What stands for a cell that cannot be read."""


_UNREAD: Final = _Unread()


def stream(file: BinaryIO, after: Mark | None = None) -> Stream:
    """The records of the table; row 1 is the first, since there is no row of headings.

    Args:
        file: which can be sought in.
        after: a mark of the same file, where only what follows is wanted.

    Raises:
        NoteError: it cannot be read, or has too many columns; or pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise NoteError(_NEEDS) from None
    try:
        held = ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
        names = held.schema_arrow.names
        ready = _is_ready(held.schema_arrow)
    except (pa.ArrowException, OSError, ValueError):
        raise NoteError(_BROKEN) from None
    if len(names) > MOST_COLUMNS:
        raise NoteError(f"{len(names):,} columns; at most {MOST_COLUMNS} are allowed")
    columns = tuple(names) if ready else headings(names)
    before = after if isinstance(after, int) else 0
    return Stream(
        "row",
        () if ready else columns,
        _steps(held, columns, before, ready=ready),
        empty="no records: the table has no rows",
        size=max(1, held.metadata.num_rows),
    )


def _is_ready(schema: pa.Schema) -> bool:
    from pyarrow import types

    return "text" in schema.names and any(
        types.is_nested(schema.field(place).type) for place, name in enumerate(schema.names) if name in _NESTED
    )


def _steps(held: Any, columns: tuple[str, ...], before: int, *, ready: bool) -> Iterator[Step]:
    from pyarrow import ArrowException

    number = before
    batches = _batches(held, before)
    while True:
        try:
            batch = next(batches, None)
            cells = None if batch is None else [_values(column) for column in batch.columns]
        except (ArrowException, OSError, ValueError):
            yield Step(Fault(number + 1, f"it cannot be read from here on; {_BROKEN}"), held.metadata.num_rows)
            return
        if cells is None:
            return
        for row in zip(*cells, strict=True):
            number += 1
            yield Step(_record(number, columns, row, ready=ready), number)


def _batches(held: Any, before: int) -> Iterator[pa.RecordBatch]:
    """The rows behind the first so many, a few at a time."""
    sizes = [held.metadata.row_group(group).num_rows for group in range(held.num_row_groups)]
    ends = list(accumulate(sizes))
    first = next((group for group, end in enumerate(ends) if end > before), len(ends))
    skip = before - (ends[first - 1] if first else 0)
    if first == len(ends):
        return
    for batch in held.iter_batches(batch_size=_ROWS, row_groups=range(first, len(ends)), use_threads=False):
        if skip < batch.num_rows:
            yield batch.slice(skip)
        skip = max(0, skip - batch.num_rows)


def _values(column: pa.Array) -> list[Any]:
    """The cells of a column; each that cannot be read is told by itself."""
    from pyarrow import timestamp, types

    if types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(timestamp("us", column.type.tz), safe=False)  # else pandas would be asked for
    try:
        values: list[Any] = column.to_pylist(maps_as_pydicts="strict")
    except Exception:  # a year past 9999, bytes that are no UTF-8, a time zone that nobody knows, …
        return [_value(cell) for cell in column]
    return values


def _value(cell: pa.Scalar) -> Any:
    try:
        return cell.as_py(maps_as_pydicts="strict")
    except Exception:
        return _UNREAD


def _record(number: int, columns: tuple[str, ...], row: tuple[Any, ...], *, ready: bool) -> Record | Fault:
    unread = next((name for name, value in zip(columns, row, strict=False) if value is _UNREAD), None)
    if unread is not None:
        return Fault(number, f"the column ‘{unread[:40]}’ holds a value that cannot be read")
    cells = zip(columns, row, strict=False)
    if not ready:
        return Record(f"row {number}", {name: _as_text(value) for name, value in cells})
    known = {name: _plain(value) for name, value in cells if value is not None}
    return Record(f"row {number}", known, ready=True) if "text" in known else Fault(number, "no 'text'")


def _as_text(value: Any) -> str:
    """A cell as a person would write it; one of a kind that nobody writes into a cell, such as a picture, is empty."""
    if isinstance(value, str):
        return value
    value = _plain(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else as_text(value)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return None
    return as_text(value) if isinstance(value, date | time) else str(value)
