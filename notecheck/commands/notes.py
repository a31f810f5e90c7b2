"""The notes of the files that a command is given: documents, tables, notes in JSON, plain text, folders of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final

from notecheck.commands.common import say
from notecheck.errors import NoteError
from notecheck.headings import guess_map
from notecheck.mapping import apply
from notecheck.read import MOST_BYTES, Records, content, folders, read_file, suffixes
from notecheck.read.kinds import kind
from notecheck.read.records import Record
from notecheck.read.text import whole
from notecheck.sound import name_in_words

STDIN: Final = "-"


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
    return folders.expand(names, say)


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
    records = _records(name_in_words(name), data)
    for notice in records.notices:
        say(f"{name}: {notice}")
    try:
        mapping = guess_map(records.columns, records.rows, doc_types, lexicons=lexicons)
    except NoteError as error:
        raise NoteError(f"{name}: {error}") from None
    alone = len(records.rows) == 1
    for number, record in enumerate(records.rows, 1):
        applied = apply(record, mapping, given)
        for problem in applied.problems:
            says = f"{problem}" if str(problem).startswith(name) else f"{name}: {problem}"
            failed(says) if problem.stops else say(says)
        if applied.note is not None:
            unnamed = {} if alone else {"id": f"{PurePath(records.name).stem}-{number}"}
            yield Given(name, unnamed | applied.note, data if alone else None)


def _records(name: str, data: bytes) -> Records:
    """What a file holds; one whose ending says nothing is read as text."""
    if name != STDIN and (folders.ending(name) in suffixes() or kind(data)[0]) and folders.ending(name):
        return read_file(name, data)
    try:
        text, notice = whole(data)
    except NoteError as error:
        raise NoteError(f"{name}: {error}") from None
    note = {"text": text} | ({} if name == STDIN else {"id": PurePath(name).stem})
    return Records(name, (), (Record(name, note, ready=True),), (notice,) if notice else ())


def _bytes(name: str) -> bytes:
    """What a file holds, as far as is allowed: a device may never end."""
    try:
        if name == STDIN:
            if sys.stdin is None:
                raise NoteError("-: there is no standard input")
            data = content(sys.stdin.buffer)
        else:
            with Path(name).open("rb") as file:
                data = content(file)
    except OSError as error:
        raise NoteError(f"{name}: cannot be read ({error.strerror})") from None
    if len(data) > MOST_BYTES:
        raise NoteError(f"{name}: more than {MOST_BYTES:,} bytes, which is more than any note; split it")
    return data
