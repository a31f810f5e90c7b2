"""Notes from files, folders, patterns and standard input, one after the other; each with where the next begins.

A table or a list is read a record at a time, a zip a file at a time, a document as a whole. What cannot be read is an
item with its error, in its place, and reading goes on. Held are the paths of the files, and a record or a document at a
time; a workbook holds the texts that its cells share, and a zip its list of contents.

Which files are meant, and how one is opened, stands in `files.py`; how a record becomes an item in `matching.py`; what
a cursor may be in `cursors.py`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, BinaryIO, Final, NamedTuple

from notecheck.audit import own
from notecheck.audit.cursors import END, bytes_before, gone_on, is_count, is_mark, must_reach
from notecheck.audit.files import Reader, Sizes, meant, must_be, opened, reader, stem
from notecheck.audit.items import Cursor, Item
from notecheck.audit.journal import FOREIGN
from notecheck.audit.matching import Begun, Got, Matching, Rules, inside, name_of
from notecheck.audit.notices import Tally
from notecheck.errors import NoteError, SettingsError
from notecheck.mapping import ColumnMap
from notecheck.note import DOC_TYPES
from notecheck.read import content, read_file, streamed, zip
from notecheck.read.folders import ending
from notecheck.sound import name_in_words

STDIN: Final = "-"
FORMATS: Final = ("jsonl", "csv", "tsv")
"""What standard input may hold."""

_TRIED: Final = 20  # files that are looked at for the first table


def open_source(
    inputs: Sequence[str],
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
    columns: ColumnMap | None = None,
    keep: Sequence[str] = (),
    doc_types: Sequence[str] = DOC_TYPES,
    lexicons: str | None = None,
    input_format: str | None = None,
) -> Inputs:
    """The notes of files, folders and patterns; or, of `-` alone, of standard input.

    Args:
        inputs: paths, in the order in which they are read; a folder stands for what can be read in it and below.
        given: keys of a note that hold where a record says nothing.
        columns: which column of a table holds what; guessed from headings and first rows where it is not given.
        keep: columns of a table, or keys of a note, that go into each item as they are; capitals do not matter.
        doc_types: document types of the guidance, which a table's own names for them may mean.
        lexicons: an authority's own folder, whose names for columns and types are known too.
        input_format: what standard input holds, one of `FORMATS`; by default JSON Lines.

    Raises:
        SettingsError: standard input beside others; or a column to keep that a single table lacks.
        NoteError: an input is not there, a folder holds nothing to read, or the only file cannot be read.
    """
    rules = Rules(dict(given), columns, tuple(keep), tuple(doc_types), lexicons)
    notices = Tally()
    if STDIN in inputs:
        if len(inputs) > 1:
            raise SettingsError("-: standard input is read by itself; leave the other inputs out")
        return _Piped(rules, notices, f".{input_format or FORMATS[0]}")
    return _Named(inputs, rules, notices)


class Inputs:
    """Notes of an input; `notecheck.audit.items.Source` says what a source gives.

    Attributes:
        files: the paths that are read, each with its size; None for standard input.
        total: bytes of all of them; None where that is not known.
        mapping: which column of the first table holds what.
    """

    files: Sequence[tuple[Path, int]] | None = None
    total: int | None = None

    def __init__(self, rules: Rules, notices: Tally) -> None:
        self.mapping = rules.columns or ColumnMap()
        self._matching = Matching(rules, notices)
        self._notices = notices

    @property
    def notices(self) -> list[str]:
        """What was left out or assumed so far, and cells that could not be read, for people."""
        return self._notices.lines()

    def items(self, after: Cursor | None = None) -> Iterator[tuple[Item, Cursor]]:
        """The items in order; see `Source.items`."""
        raise NotImplementedError

    def done(self, cursor: Cursor) -> int:
        """Bytes that lie before a cursor.

        Raises:
            SettingsError: it is none of this input's.
        """
        done = cursor.get("done")
        if not isinstance(done, int) or not is_count(done):
            raise SettingsError(FOREIGN)
        return done


class _Piped(Inputs):
    """Notes that come on standard input, once."""

    def __init__(self, rules: Rules, notices: Tally, suffix: str) -> None:
        super().__init__(rules, notices)
        read = streamed(suffix)
        if sys.stdin is None or read is None:
            raise NoteError("-: there is no standard input")
        try:
            self._begun = self._matching.begin(read(sys.stdin.buffer, None))
            self._matching.must_hold(self._begun)
        except NoteError as error:
            raise NoteError(f"standard input: {error}") from None
        self.mapping = self._begun.mapping

    def items(self, after: Cursor | None = None) -> Iterator[tuple[Item, Cursor]]:
        """The items, which can be had once.

        Raises:
            NoteError: it should be gone on with.
        """
        if after:
            raise NoteError("standard input cannot be gone on with; put it into a file and audit that")
        for got in self._matching.of_steps(self._begun.steps(), self._begun, "", "note", 0):
            yield got.item, {"at": got.mark, "note": got.number, "done": 0}


class _File(NamedTuple):
    """A file, or one in a zip, and from where on it is read.

    Attributes:
        name: of it, whose ending says what it is.
        place: as its notes name it.
        size: bytes of it.
        start: the mark behind which it is read; None for all of it.
        notes: that lie before that.
    """

    name: str
    place: str
    size: int
    start: Any = None
    notes: int = 0

    def fault(self, error: NoteError) -> Got:
        """What stands in the place of the notes that cannot be read."""
        says = str(error)
        for name in (self.place, self.name):  # which stand in the place
            says = says.removeprefix(f"{name}: ")
        item = Item(self.place, None, says, id=stem(self.name), id_given=not reader(self.name))
        return Got(item, END, self.notes, self.size)


class _Named(Inputs):
    """Notes of files."""

    def __init__(self, inputs: Sequence[str], rules: Rules, notices: Tally) -> None:
        super().__init__(rules, notices)
        self._names = list(meant(inputs, lambda says: notices.add("", says)))
        self.files = sizes = Sizes(self._names)
        self._sizes = sizes.sizes
        self.total = sum(sizes.sizes)
        single = len(inputs) == 1
        self._folder = Path(inputs[0]) if single and Path(inputs[0]).is_dir() else None
        self._short = single and len(self._names) == 1 and self._folder is None
        self._look()

    def _place(self, name: str) -> str:
        """A file as its places name it: within the one folder that was given, else as it was given."""
        path = PurePath(name)
        if self._short:
            return name_in_words(path.name)
        return name_in_words((path.relative_to(self._folder) if self._folder else path).as_posix())

    def _look(self) -> None:
        """Find which column holds what, in the first table; and whether a single file can be read at all."""
        readers = ((name, read) for name in self._names if (read := reader(name)))
        for name, read in islice(readers, _TRIED):
            try:
                begun = self._looked_at(name, read)
                if self._short:
                    self._matching.must_hold(begun)
            except NoteError as error:
                if self._short:
                    raise NoteError(f"{name}: {error}") from None
                continue
            if begun.stream.columns:
                self.mapping = begun.mapping
                return

    def _looked_at(self, name: str, read: Reader) -> Begun:
        with opened(name) as file:
            return self._matching.begin(read(file, None))

    def items(self, after: Cursor | None = None) -> Iterator[tuple[Item, Cursor]]:
        """The items in order; see `Source.items`."""
        if after:
            self._must_be_ours(after)
        first = int(after["file"]) if after else 0
        before = int(after["before"]) if after else 0
        for number in range(first, len(self._names)):
            name, size = self._names[number], self._sizes[number]
            file = _File(name, self._place(name), size)
            if after and number == first:
                file = file._replace(start=after["at"], notes=int(after["note"]))
            for got in self._of_file(file) if file.start != END else ():
                done = before + min(got.done, size)
                yield got.item, {"file": number, "before": before, "at": got.mark, "note": got.number, "done": done}
            before += size

    def _must_be_ours(self, cursor: Cursor) -> None:
        """Refuse a cursor behind which notes would be lost without a word."""
        counts = [cursor.get(name) for name in ("file", "before", "note", "done")]
        if not all(map(is_count, counts)) or cursor["file"] >= len(self._names):
            raise SettingsError(FOREIGN)
        before, size = sum(self._sizes[: cursor["file"]]), self._sizes[cursor["file"]]
        if cursor["before"] != before or not before <= cursor["done"] <= before + size or not is_mark(cursor["at"]):
            raise SettingsError(FOREIGN)

    def _of_file(self, of: _File) -> Iterator[Got]:
        """The items of a file; one that says why, where it cannot be read."""
        try:
            with opened(of.name) as file:
                yield from self._of(of, file)
        except NoteError as error:
            yield of.fault(error)

    def _of(self, of: _File, file: BinaryIO) -> Iterator[Got]:
        """The same of an opened file."""
        if read := reader(of.name):
            return self._of_stream(of, read, file)
        if ending(of.name) == zip.SUFFIXES[0]:
            return self._of_zip(of, file)
        return self._of_document(of, content(file))

    def _of_stream(self, of: _File, read: Reader, file: BinaryIO) -> Iterator[Got]:
        begun = self._matching.begin(read(file, None))
        if not begun.head:
            raise NoteError(begun.stream.empty)
        steps = begun.steps()
        if of.start is not None:
            must_reach(of.start, begun.stream.size, steps, file)
            file.seek(0)
            begun = begun._replace(stream=read(file, of.start))
            steps = gone_on(begun.stream.steps)
        for got in self._matching.of_steps(steps, begun, of.place, stem(of.name), of.notes):
            yield got._replace(done=bytes_before(got.mark, begun.stream.size, file, of.size))

    def _of_document(self, of: _File, data: bytes) -> Iterator[Got]:
        records = read_file(of.place, data)
        start, end = of.start or 0, len(records.rows)
        if not isinstance(start, int) or start >= max(1, end):
            raise SettingsError(FOREIGN)
        if not start:
            for notice in records.notices:
                self._notices.add(of.place, notice)
        for number, record in enumerate(records.rows[start:], start + 1):
            called = name_of(stem(of.name), number, alone=end == 1)
            item = self._matching.item(record.at(inside(of.place, record.place)), ColumnMap(), {}, called)
            last = number == end
            yield Got(item, END if last else number, number, of.size if last else 0)

    def _of_zip(self, of: _File, file: BinaryIO) -> Iterator[Got]:
        """The items of each file in a zip; a mark is the number of the file, and the mark within it."""
        if of.start is not None and not (isinstance(of.start, list) and len(of.start) == 2 and is_count(of.start[0])):
            raise SettingsError(FOREIGN)
        first, inner = of.start or (0, None)
        number, none = -1, of.start is None
        for number, (name, unpacked) in enumerate(zip.members(file)):
            if number < first or (number == first and inner == END):
                continue
            start, count = (inner, of.notes) if number == first else (None, 0)
            for got in self._of_member(_File(name, f"{of.place}, {name}", 0, start, count), unpacked):
                none = False
                yield got._replace(mark=[number, got.mark], done=min(of.size, file.tell()))
        if number < 0:
            raise NoteError("holds no file that can be opened")
        if first > number:
            raise SettingsError(FOREIGN)
        if none:
            raise NoteError("holds no file of notes, only what an audit wrote")

    def _of_member(self, of: _File, unpacked: Callable[[], bytes]) -> Iterator[Got]:
        """The items of a file in a zip; none of one that an audit wrote."""
        try:
            data = unpacked()
            if why := own.by_name(of.name) or own.by_content(of.name, io.BytesIO(data)):
                self._notices.add(of.place, f"left out; it {why}")
                return
            must_be(of.name, data)
            yield from self._of(of._replace(size=len(data)), io.BytesIO(data))
        except NoteError as error:
            yield of.fault(error)
