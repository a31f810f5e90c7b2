"""The rows of an audit as it wrote them, read back one at a time: JSON Lines or Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import unquote

from notecheck.errors import NoteError
from notecheck.report import VERSION

_PARQUET: Final = b"PAR1"
_NOTHING: Final = "__HIVE_DEFAULT_PARTITION__"  # as Spark calls the folder of rows without a value
_LONGEST: Final = 256_000_000  # bytes of a line; the report on the longest note that is checked is shorter


def own_id(row: Mapping[str, Any]) -> str | None:
    """The id that a record came with; None where it had none, and has only a name made of its file and number."""
    return None if row.get("id_given") is False else row.get("id")


class Rows:
    """The rows of an audit's output, in order; it is read each time that they are gone through.

    Args:
        path: a file of JSON Lines or Parquet, told apart by its first bytes; or a folder of Parquet files, as Spark
            writes a table.

    Attributes:
        name: the path as it was given, which is said where one of its rows is none.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self.name = str(path)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Row after row.

        Raises:
            NoteError: the file cannot be read, or a line is no row; says which.
        """
        return _rows(self._path)


def must_hold_rows(path: str | Path) -> None:
    """Refuse a file of which nothing can be said.

    Raises:
        NoteError: it holds no rows, or cannot be read.
    """
    if next(iter(Rows(path)), None) is None:
        raise NoteError(
            f"{path}: holds no rows: it is no audit, or one of no notes, so there is nothing to sum up or to compare"
        )


def _rows(place: Path) -> Iterator[dict[str, Any]]:
    if place.is_dir():
        yield from _parts(place)
        return
    try:
        with place.open("rb") as file:
            if file.read(len(_PARQUET)) != _PARQUET:
                file.seek(0)
                yield from _lines(file, str(place))
                return
        from notecheck.audit import parquet  # brings pyarrow

        yield from parquet.rows(place)
    except OSError as error:
        raise NoteError(f"{place}: cannot be read ({error.strerror})") from None


def _parts(folder: Path) -> Iterator[dict[str, Any]]:
    parts = [part for part in sorted(folder.rglob("*.parquet")) if part.is_file() and not _is_aside(part, folder)]
    if not parts:
        raise NoteError(f"{folder}: holds no Parquet files; name what notecheck audit wrote, or a table of Spark's")
    for part in parts:
        columns = dict(_partitions(part.parent.relative_to(folder).parts))
        for row in _rows(part):
            yield columns | row


def _is_aside(part: Path, folder: Path) -> bool:
    """Whether Spark itself would leave a file out: one that is half written, or of its own book-keeping."""
    return any(name.startswith(("_", ".")) for name in part.relative_to(folder).parts)


def _partitions(folders: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """The columns by which Spark has laid a table out in folders, such as `Team=North`."""
    for name in folders:
        column, equals, value = name.partition("=")
        if equals:
            yield unquote(column), None if value == _NOTHING else unquote(value)


def _lines(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if line.isspace():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or row.get("version") != VERSION:
            raise NoteError(
                f"{name}, line {number:,}: is no row of an audit; name a file that notecheck audit wrote, in JSON "
                "Lines or Parquet"
            )
        yield row
