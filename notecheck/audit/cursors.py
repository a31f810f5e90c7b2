"""Cursors into files: what a mark may be, whether it lies in the file, and how much was read before it.

A mark comes from the format (`notecheck.read.stream.Mark`); for a zip it is the number of the file in it and the mark
within that one. One that is none of the input's is refused, since notes would be lost behind it without a word.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from notecheck.audit.journal import FOREIGN
from notecheck.errors import SettingsError
from notecheck.read.stream import Mark, Step

END: Final = "end"
"""The mark of a file that was read to its end."""


def is_count(value: Any) -> bool:
    """Whether it is a number of bytes, notes or files."""
    return type(value) is int and value >= 0


def is_mark(value: Any) -> bool:
    """Whether it can be a mark at all; what it means is seen where it is read."""
    if isinstance(value, list):
        return bool(value) and is_count(value[0]) and all(is_mark(each) or isinstance(each, str) for each in value)
    return value is None or value == END or isinstance(value, bool) or is_count(value)


def must_reach(mark: Any, rows: int | None, steps: Iterable[Step], file: BinaryIO) -> None:
    """Refuse a mark that lies behind the end of a table or a list.

    Args:
        mark: where reading is to go on.
        rows: number of rows, where marks are numbers of rows; None where they count bytes.
        steps: of the whole table, gone through only where it may have more rows than it says.
        file: that it stands in; it is left anywhere.

    Raises:
        SettingsError: it does.
    """
    if rows is None:
        reached = isinstance(mark, list) and is_count(mark[0]) and _reaches(file, mark[0])
    else:  # a workbook may have more rows than it says
        reached = is_count(mark) and (mark <= rows or any(_row(step) >= mark for step in steps))
    if not reached:
        raise SettingsError(FOREIGN)


def _row(step: Step) -> int:
    return step.mark if isinstance(step.mark, int) else 0


def _reaches(file: BinaryIO, end: int) -> bool:
    """Whether a file has so many bytes; one packed with gzip has to be unpacked to tell."""
    file.seek(max(0, end - 1))
    return len(file.read(1)) == 1 or end == 0


def gone_on(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps behind a mark, which is only now taken apart.

    Raises:
        SettingsError: it is none of theirs.
    """
    try:
        first = next(steps, None)
    except (TypeError, ValueError, LookupError):
        raise SettingsError(FOREIGN) from None
    if first:
        yield first
        yield from steps


def bytes_before(mark: Mark, rows: int | None, file: BinaryIO, size: int) -> int:
    """How much of a file lies before a mark.

    Args:
        mark: of the file.
        rows: as in `must_reach`.
        file: as it is read.
        size: its bytes; for one packed with gzip, as it lies on the disk.
    """
    if isinstance(file, gzip.GzipFile):
        return int(file.fileobj.tell())  # of the packed file
    if isinstance(mark, int):
        return size * mark // (rows or 1)
    return int(mark[0])
