"""The notes of the files that a command is given: documents, tables, notes in JSON, plain text, folders of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final

from notecheck.commands.common import say
from notecheck.errors import NoteError
from notecheck.mapping import ColumnMap, apply, guess, type_values
from notecheck.read import MOST_BYTES, Records, read_file, suffixes
from notecheck.read.kinds import kind
from notecheck.read.records import Record
from notecheck.read.text import whole
from notecheck.record_types import guess_types

STDIN: Final = "-"

_STRAY: Final = ("Thumbs.db", "desktop.ini")
_NAMED: Final = 20  # files of a folder that are named one by one as not opened


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """A note that a file holds, in the contract's form.

    Attributes:
        name: of the file, as it was given.
        note: the note.
        original: the file, where it holds this one note and no other.
    """

    name: str
    note: dict[str, Any]
    original: bytes | None = None


def expand(names: Sequence[str]) -> Iterator[str]:
    """The files that are meant: a folder stands for what can be read in it and below, in the order of the names."""
    for name in names:
        if name != STDIN and Path(name).is_dir():
            yield from _within(name)
        else:
            yield name


def _within(folder: str) -> Iterator[str]:
    found: list[str] = []
    others: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in sorted(files):
            if each.startswith((".", "~$")) or each in _STRAY:
                continue
            path = str(Path(here, each))
            (found if _ending(path) in suffixes() else others).append(path)
    if not found:
        raise NoteError(f"{folder}: holds no file that can be read; allowed: {', '.join(suffixes())}")
    for path in others[:_NAMED]:
        say(f"{path}: not read; it is no file of notes by its ending")
    if len(others) > _NAMED:
        say(f"{folder}: and {len(others) - _NAMED:,} more files that were not read")
    yield from found


def notes(
    name: str,
    given: Mapping[str, Any],
    failed: Callable[[str], None],
    *,
    doc_types: Sequence[str],
    lexicons: str | None,
) -> Iterator[Given]:
    """The notes of one file, what the options give filled in where the file does not say it.

    What there is to know about the file is said on standard error.

    Args:
        name: of the file, or '-' for standard input.
        given: keys of a note.
        failed: is told of each record that cannot be checked.
        doc_types: document types of the guidance, which a table's own names for them may mean.
        lexicons: an authority's own folder, whose names for columns are known too.

    Raises:
        NoteError: the file cannot be read; names it.
    """
    data = _bytes(name)
    records = _records(name, data)
    for notice in records.notices:
        say(f"{name}: {notice}")
    mapping = _mapping(name, records, doc_types, lexicons)
    alone = len(records.rows) == 1
    for number, record in enumerate(records.rows, 1):
        applied = apply(_filled(record, given), mapping, given)
        for problem in applied.problems:
            says = f"{problem}" if str(problem).startswith(name) else f"{name}: {problem}"
            failed(says) if problem.stops else say(says)
        if applied.note is not None:
            unnamed = {} if alone else {"id": f"{PurePath(name).stem}-{number}"}
            yield Given(name, unnamed | applied.note, data if alone else None)


def _records(name: str, data: bytes) -> Records:
    """What a file holds; one whose ending says nothing is read as text."""
    if name != STDIN and (_ending(name) in suffixes() or kind(data)[0]) and _ending(name):
        return read_file(name, data)
    try:
        text, notice = whole(data)
    except NoteError as error:
        raise NoteError(f"{name}: {error}") from None
    note = {"text": text} | ({} if name == STDIN else {"id": PurePath(name).stem})
    return Records(name, (), (Record(name, note, ready=True),), (notice,) if notice else ())


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def _bytes(name: str) -> bytes:
    """What a file holds, as far as is allowed: a device may never end."""
    try:
        if name == STDIN:
            if sys.stdin is None:
                raise NoteError("-: there is no standard input")
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NoteError(f"{name}: cannot be read ({error.strerror})") from None
    if len(data) > MOST_BYTES:
        raise NoteError(f"{name}: more than {MOST_BYTES:,} bytes, which is more than any note; split it")
    return data


def _mapping(name: str, records: Records, doc_types: Sequence[str], lexicons: str | None) -> ColumnMap:
    """Which column of a table holds what, as its headings and cells say."""
    if not records.columns:
        return ColumnMap()
    columns = guess(records.columns, records.rows, lexicons=lexicons)
    if "text" not in columns:
        raise NoteError(f"{name}: no column was found to hold the note itself; give it the heading 'Note'")
    types = columns.get("doc_type")
    known = guess_types(type_values(records.rows, types), doc_types, lexicons=lexicons) if types else {}
    return ColumnMap(columns, known)


def _filled(record: Record, given: Mapping[str, Any]) -> Record:
    """A ready note whose child and author are filled up key by key."""
    if not record.ready:
        return record
    both = {
        key: given[key] | record.fields[key]
        for key in ("child", "author")
        if isinstance(given.get(key), dict) and isinstance(record.fields.get(key), dict)
    }
    return Record(record.place, {**record.fields, **both}, ready=True)
