"""Readers: a file in, records out. One file a format; adding a format is adding a file.

A module of this folder is a reader if it names the endings it reads in `SUFFIXES`. A document has `extract(data) ->
Document`, which is run in a process of its own; a table or a list has `stream(file, after) -> Stream`, by which it is
read a record at a time; what holds other files, or is a note as it stands, has `read(name, data) -> Records`.
A reader may have `recognises(data) -> bool`, which says of a file with one of its endings whether it is what it says;
it is asked in this process, so it looks at a few bytes and trusts none. Of a file that no reader recognises, and of one
under another's ending, `kinds` says what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from pkgutil import iter_modules
from types import ModuleType
from typing import BinaryIO, Final

from notecheck.errors import NoteError
from notecheck.read.apart import extract_apart
from notecheck.read.document import as_records
from notecheck.read.kinds import Chosen, choose
from notecheck.read.records import MOST_BYTES, MOST_RECORDS, Record, Records, one_by_one
from notecheck.read.stream import Mark, Stream, gather

__all__ = [
    "MOST_BYTES", "MOST_RECORDS", "Record", "Records", "content", "read_file", "read_files", "streamed", "suffixes",
    "together",
]  # fmt: skip

_PIECE: Final = 1 << 20  # bytes


@cache
def _readers() -> dict[str, ModuleType]:
    """Ending → the module that reads it."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {suffix: module for module in modules for suffix in getattr(module, "SUFFIXES", ())}


def suffixes() -> tuple[str, ...]:
    """Endings of file names that can be opened, as '.csv'."""
    return tuple(sorted(_readers()))


def read_file(name: str, data: bytes) -> Records:
    """The records of one file.

    Args:
        name: the file's name; its ending says how it is read, unless it is a document of another kind.
        data: what it holds.

    Raises:
        NoteError: it cannot be opened; names the file and what is allowed, never a word of it.
    """
    suffix = PurePath(name).suffix.lower()
    try:
        _fits(data)
        suffix, notice = _chosen(suffix, data)
        records = _read(_readers()[suffix], name, data)
    except NoteError as error:
        raise NoteError(f"{name}: {error}") from None
    return replace(records, notices=(notice, *records.notices)) if notice else records


def _chosen(suffix: str, data: bytes) -> Chosen:
    recognises = getattr(_readers().get(suffix), "recognises", None)
    return Chosen(suffix, "") if recognises and recognises(data) else choose(suffix, data, suffixes())


def _read(reader: ModuleType, name: str, data: bytes) -> Records:
    if hasattr(reader, "extract"):
        return as_records(name, extract_apart(reader.__name__.rpartition(".")[2], data))
    if hasattr(reader, "stream"):
        return gather(name, reader.stream(BytesIO(data), None))
    records: Records = reader.read(name, data)
    return records


def streamed(suffix: str) -> Callable[[BinaryIO, Mark | None], Stream] | None:
    """How files with an ending are read a record at a time; None where they are read as a whole."""
    return getattr(_readers().get(suffix), "stream", None)


def _fits(data: bytes) -> None:
    if not data:
        raise NoteError("the file is empty")
    if len(data) > MOST_BYTES:
        raise NoteError(f"{len(data):,} bytes; at most {MOST_BYTES:,} are allowed, so split it into several files")


def content(file: BinaryIO, most: int | None = None) -> bytes:
    """What a file holds, up to a byte more than is allowed: a device may never end, and few files are that large."""
    most = MOST_BYTES + 1 if most is None else most
    held = bytearray()
    while len(held) < most and (piece := file.read(min(_PIECE, most - len(held)))):
        held += piece
    return bytes(held)


def read_files(files: Iterable[tuple[str, bytes]]) -> Records:
    """The records of several files together, each place with its file's name before it.

    A file that cannot be opened is named in the notices and the others are read all the same.

    Raises:
        NoteError: none of them can be opened, or they hold too much together.
    """
    read: list[Records] = []
    faults: list[str] = []
    size = 0
    for name, data in files:
        size += len(data)
        if size > MOST_BYTES:
            raise NoteError(f"more than {MOST_BYTES:,} bytes together; open fewer files at once")
        try:
            read.append(read_file(name, data))
        except NoteError as error:
            faults.append(str(error))
    return together(read, faults)


def together(read: Sequence[Records], faults: Sequence[str]) -> Records:
    """What several files hold, as `read_files` gives it; `faults`: what is said of those that could not be opened.

    Raises:
        NoteError: none of them could be, or they hold too many records together.
    """
    if not read:
        raise NoteError("\n".join(faults) or "no file was given")
    if len(read) == 1 and not faults:
        return read[0]
    return join(read, faults)


def join(several: Iterable[Records], faults: Iterable[str] = ()) -> Records:
    """Records of several files as one, with the notices of each and the faults of those that could not be opened.

    Raises:
        NoteError: there are too many records.
    """
    several = tuple(_told_apart(several))
    if sum(len(records.rows) for records in several) > MOST_RECORDS:
        raise NoteError(f"more than {MOST_RECORDS:,} records together; open fewer files at once")
    return Records(
        name=", ".join(records.name for records in several),
        columns=tuple(one_by_one(column for records in several for column in records.columns)),
        rows=tuple(_placed(records.name, row) for records in several for row in records.rows),
        notices=(*faults, *(_with_name(records.name, notice) for records in several for notice in records.notices)),
    )


def _told_apart(several: Iterable[Records]) -> Iterator[Records]:
    """Files of the same name, from two folders, with a number behind it: places have to name one record each."""
    names: Counter[str] = Counter()
    for records in several:
        names[records.name] += 1
        if (again := names[records.name]) == 1:
            yield records
            continue
        name = f"{records.name} ({again})"
        rows = tuple(replace(row, place=name) if row.place == records.name else row for row in records.rows)
        yield replace(records, name=name, rows=rows)


def _placed(name: str, row: Record) -> Record:
    return row if row.place == name else replace(row, place=f"{name}, {row.place}")


def _with_name(name: str, notice: str) -> str:
    return f"{name}: {notice}"
