"""Notes from files, folders, patterns and standard input, one after the other; each with where the next begins.

A table or a list is read a record at a time, a zip a file at a time, a document as a whole. What cannot be read is an
item with its error, in its place, and reading goes on. Held are the paths of the files, and a record or a document at a
time; a workbook holds the texts that its cells share, and a zip its list of contents.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, BinaryIO, Final, NamedTuple, overload

from notecheck.audit import own
from notecheck.audit.items import EMPTY, Cursor, Item
from notecheck.audit.journal import FOREIGN
from notecheck.errors import NoteError, SettingsError
from notecheck.mapping import NO_TEXT, Applied, ColumnMap, Problem, apply, guess_map, listed
from notecheck.note import DOC_TYPES
from notecheck.read import Record, content, read_file, streamed, suffixes, zip
from notecheck.read.folders import ending, expand
from notecheck.read.kinds import choose
from notecheck.read.objects import as_row
from notecheck.read.stream import Fault, Mark, Step, Stream
from notecheck.record_types import fold, guess_types

STDIN: Final = "-"
FORMATS: Final = ("jsonl", "csv", "tsv")
"""What standard input may hold."""

_HEAD: Final = 200  # records by which it is guessed which column holds what
_HEAD_CHARACTERS: Final = 4_000_000  # or so many of them
_FIRST: Final = 1 << 16  # bytes by which it is seen what a file is
_PACKED: Final = (b"PK", b"\xd0\xcf\x11\xe0")  # what these are is seen by all of it
_TRIED: Final = 20  # files that are looked at for the first table
_TOLD: Final = 200  # different things that are said of the input, and
_PLACES: Final = 3  # places that are named for each
_END: Final = "end"
_NUMBERED: Final = re.compile(r" \(\d+\)$")  # as `read.tables.headings` tells columns of one name apart
_NO_ID: Final = (
    "no column was taken for the number or reference of the record, so records are called by their file and row, and "
    "those of two audits cannot be told to be the same; where a column holds it, name it with --columns"
)
_UNREADABLE: Final = (OSError, EOFError, zlib.error)


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
    rules = _Rules(dict(given), columns, tuple(keep), tuple(doc_types), lexicons)
    notices = Tally()
    if STDIN in inputs:
        if len(inputs) > 1:
            raise SettingsError("-: standard input is read by itself; leave the other inputs out")
        return _Piped(rules, notices, f".{input_format or FORMATS[0]}")
    for name in inputs:
        _must_be_there(name)
    return _Named(inputs, rules, notices)


def _of_notes(inputs: Sequence[str], notices: Tally) -> Iterator[str]:
    """The files that are meant, without those that an audit wrote among them.

    Raises:
        NoteError: one of these is named itself, or a folder or a pattern holds no other.
    """
    for name in inputs:
        none, left_out = True, ""
        for path in expand([name], lambda says: notices.add("", says), _is_readable):
            if why := _own(path):
                if path == name:
                    raise NoteError(f"{name}: {why}; name the notes themselves")
                notices.add("", f"{path}: left out; it {why}")
                left_out = path
                continue
            none = False
            yield path
        if none and left_out:
            raise NoteError(f"{name}: holds no file of notes, only what an audit wrote, such as {left_out}")


def _own(path: str) -> str:
    """Why a file is one that an audit wrote; '' for any other, and for one that cannot be read."""
    if why := own.by_name(path):
        return why
    plain = PurePath(path).stem if ending(path) == ".gz" else path
    if ending(plain) not in own.TOLD:
        return ""
    try:
        with _opened(path) as file:
            return own.by_content(plain, file)
    except NoteError:  # which is told in its place
        return ""


def _must_be_there(name: str) -> None:
    path = Path(name)
    if path.exists() and not path.is_file() and not path.is_dir():
        raise NoteError(f"{name}: is neither a file nor a folder; hand it on as standard input, with - as its name")
    if not path.exists() and not any(sign in name for sign in "*?["):
        raise NoteError(f"{name}: there is no such file or folder")


@dataclass(frozen=True, slots=True)
class _Rules:
    """How records become notes; as in `open_source`."""

    given: Mapping[str, Any]
    columns: ColumnMap | None
    keep: tuple[str, ...]
    doc_types: tuple[str, ...]
    lexicons: str | None

    def mapping(self, columns: Sequence[str], rows: Sequence[Record]) -> ColumnMap:
        """Which column of a table holds what.

        Raises:
            NoteError: none holds the note itself, or none has the name that was given for it.
        """
        if not columns or self.columns is None:
            return guess_map(columns, rows, self.doc_types, lexicons=self.lexicons)
        text = self.columns.columns.get("text")
        if text is None:
            raise NoteError(f"--columns names no column for the text; there are: {listed(columns)}")
        if text not in columns:
            raise NoteError(
                f"there is no column ‘{text[:40]}’, which --columns names for the text; there are: {listed(columns)}"
            )
        return self.columns

    def typed(self, mapping: ColumnMap, record: Record) -> ColumnMap:
        """The mapping with what the record's own value of the type column means, for values that come later."""
        column = mapping.columns.get("doc_type")
        value = fold(str(record.fields.get(column) or "")) if column else ""
        if not value or value in mapping.doc_types:
            return mapping
        meant = _meant(value, self.doc_types, self.lexicons)
        return ColumnMap(mapping.columns, {value: meant}) if meant else mapping


@lru_cache(maxsize=1000)
def _meant(value: str, doc_types: tuple[str, ...], lexicons: str | None) -> str | None:
    return guess_types([value], doc_types, lexicons=lexicons).get(value)


class Tally:
    """What there is to say of the input: each thing once, with the first places and the number of the others."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._more = 0

    def add(self, place: str, says: str) -> None:
        """Say it of one more place; of the input as a whole where that is ''."""
        if says not in self._places and len(self._places) == _TOLD:
            self._more += 1
            return
        places = self._places.setdefault(says, [])
        self._counts[says] += 1
        if len(places) < _PLACES and place:
            places.append(place)

    def lines(self) -> list[str]:
        """Each thing as a line."""
        lines = [self._line(says) for says in self._places]
        return [*lines, f"and {self._more:,} more remarks on the input"] if self._more else lines

    def _line(self, says: str) -> str:
        places = self._places[says]
        more = self._counts[says] - len(places)
        where = "; ".join(places) + (f" and {more:,} more" if places and more else "")
        return f"{where}: {says}" if where else says


class _Got(NamedTuple):
    """An item, the mark behind it, how many notes of its file came so far, and the bytes that were read for it."""

    item: Item
    mark: Any
    number: int
    done: int


class _Begun(NamedTuple):
    """A table or a list whose first records were looked at.

    Attributes:
        stream: of it, behind the head.
        head: its first records.
        mapping: which column holds what.
        alone: whether it holds one record and no other.
    """

    stream: Stream
    head: list[Step]
    mapping: ColumnMap
    alone: bool


class Inputs:
    """Notes of an input; `notecheck.audit.items.Source` says what a source gives.

    Attributes:
        files: the paths that are read, each with its size; None for standard input.
        total: bytes of all of them; None where that is not known.
        mapping: which column of the first table holds what.
    """

    files: Sequence[tuple[Path, int]] | None = None
    total: int | None = None

    def __init__(self, rules: _Rules, notices: Tally) -> None:
        self.mapping = rules.columns or ColumnMap()
        self._rules = rules
        self._tally = notices

    @property
    def notices(self) -> list[str]:
        """What was left out or assumed so far, and cells that could not be read, for people."""
        return self._tally.lines()

    def items(self, after: Cursor | None = None) -> Iterator[tuple[Item, Cursor]]:
        """The items in order; see `Source.items`."""
        raise NotImplementedError

    def done(self, cursor: Cursor) -> int:
        """Bytes that lie before a cursor.

        Raises:
            SettingsError: it is none of this input's.
        """
        done = cursor.get("done")
        if not isinstance(done, int) or not _is_count(done):
            raise SettingsError(FOREIGN)
        return done

    def _begin(self, stream: Stream) -> _Begun:
        """Look at the first records.

        Raises:
            NoteError: no column holds the note itself.
        """
        head: list[Step] = []
        size, ended = 0, True
        for step in stream.steps:
            head.append(step)
            if isinstance(step.what, Record):
                size += sum(len(value) for value in step.what.fields.values() if isinstance(value, str))
            if len(head) == _HEAD or size > _HEAD_CHARACTERS:
                ended = False
                break
        records = [step.what for step in head if isinstance(step.what, Record)]
        mapping = self._rules.mapping(stream.columns, records)
        if lacking := [
            column for column in mapping.columns.values() if stream.columns and column not in stream.columns
        ]:
            self._tally.add("", f"there is no column {listed(lacking)}, which --columns names, in some of the tables")
        self._tell_of_doubles(stream.columns, mapping)
        alone = ended and len(records) == 1
        if stream.columns and "id" not in mapping.columns and not alone:
            self._tally.add("", _NO_ID)
        return _Begun(stream, head, mapping, alone)

    def _tell_of_doubles(self, columns: Sequence[str], mapping: ColumnMap) -> None:
        """Say which of several columns with one heading is read.

        Raises:
            NoteError: they may be the text, and nobody has said which; its words would be lost.
        """
        text = mapping.columns.get("text")
        kept = {fold(name) for name in self._rules.keep}
        used = {*mapping.columns.values(), *(column for column in columns if fold(column) in kept)}
        for column in (each for each in columns if each in used):
            others = [each for each in columns if each != column and _heading(each) == _heading(column)]
            if others and column == text and self._rules.columns is None:
                raise NoteError(
                    f"there are {len(others) + 1} columns with the heading ‘{_shown(column)}’, and only one would be "
                    "read; give the others another heading, or name the right one with --columns"
                )
            if unread := [each for each in others if each not in used]:
                self._tally.add(
                    "", f"several columns have one heading: ‘{column[:40]}’ is read, and not {listed(unread)}"
                )

    def _of_steps(self, steps: Iterable[Step], begun: _Begun, place: str, stem: str, count: int) -> Iterator[_Got]:
        """The items of a table or a list, from some step on, with nothing said of how far it came.

        Args:
            steps: of it.
            begun: how it began.
            place: of the file.
            stem: by which notes without a name are called, with their number.
            count: notes before.
        """
        found = {fold(column): column for column in reversed(begun.stream.columns)}
        for step in steps:
            if isinstance(step.what, Fault):
                item = Item(_inside(place, begun.stream.place(step.what)), None, step.what.says)
            else:
                count += 1
                record = self._as_asked(step.what).at(_inside(place, step.what.place))
                item = self._item(record, begun.mapping, found, _name(stem, count, alone=begun.alone))
            yield _Got(item, step.mark, count, 0)
        for notice in (*begun.stream.said, *begun.stream.more()):
            self._tally.add(place, notice)

    def _as_asked(self, record: Record) -> Record:
        """A note that is ready, as a row where the columns that were given are to be found in it."""
        columns = self._rules.columns
        if record.ready and columns and columns.columns.get("text") in record.fields:
            return Record(record.place, as_row(record.fields))
        return record

    def _item(self, record: Record, mapping: ColumnMap, found: Mapping[str, str], name: str | None) -> Item:
        """The item that a record is.

        Args:
            record: of the input, with its whole place.
            mapping: which column holds what.
            found: heading as `fold` writes it → column.
            name: the note's, where it has none of its own.
        """
        if self._rules.columns and not record.ready:
            mapping = self._rules.columns
        applied = apply(record, self._rules.typed(mapping, record), self._rules.given)
        for problem in applied.problems:
            if not problem.stops:
                self._tally.add(record.place, _says(problem))
        known = _id(record, mapping) if applied.note is None else applied.note.get("id")
        note = applied.note if applied.note is None or name is None else {"id": name} | applied.note
        error = None if note is not None else _why(applied)
        kept = _kept(self._rules.keep, record, applied, found)
        made_up = name is not None and known is None
        return Item(record.place, note, error, kept, None if note is not None else known or name, id_given=not made_up)


def _heading(column: str) -> str:
    """A heading without the number that a second one of its name is given."""
    return fold(_NUMBERED.sub("", column))


def _shown(column: str) -> str:
    return _NUMBERED.sub("", column)[:40]


def _inside(place: str, inner: str) -> str:
    """A place in a file."""
    return f"{place}, {inner}" if place and inner and inner != place else place or inner


def _name(stem: str, count: int, *, alone: bool) -> str | None:
    """What a note without a name is called: by its file and its number, unless it has a file for itself."""
    return None if alone else f"{stem}-{count}"


def _why(applied: Applied) -> str:
    """Why a record is no note."""
    stops = [each for each in applied.problems if each.stops]
    return EMPTY if any(each.says == NO_TEXT for each in stops) else "; ".join(map(_says, stops))


def _says(problem: Problem) -> str:
    return f"{problem.column}: {problem.says}" if problem.column else problem.says


def _id(record: Record, mapping: ColumnMap) -> str | None:
    """What a record that is no note is called in its own file."""
    value = record.fields.get("id" if record.ready else mapping.columns.get("id", ""))
    return str(value) if isinstance(value, str | int) and value != "" else None


def _kept(keep: Sequence[str], record: Record, applied: Applied, found: Mapping[str, str]) -> dict[str, Any]:
    """The columns that are kept, or keys of the note where there is no column of that name."""
    note: Mapping[str, Any] = applied.note or {}
    kept: dict[str, Any] = {}
    for name in keep:
        column = name if name in record.fields else found.get(fold(name), name)
        if column not in record.fields and record.ready:
            column = next((key for key in record.fields if fold(str(key)) == fold(name)), name)
        if column in record.fields:
            kept[name] = record.fields[column]
        elif name in note:
            kept[name] = note[name]
    return kept


class _Piped(Inputs):
    """Notes that come on standard input, once."""

    def __init__(self, rules: _Rules, notices: Tally, suffix: str) -> None:
        super().__init__(rules, notices)
        read = streamed(suffix)
        if sys.stdin is None or read is None:
            raise NoteError("-: there is no standard input")
        try:
            self._begun = self._begin(read(sys.stdin.buffer, None))
            _must_hold(self._begun, rules.keep)
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
        steps = chain(self._begun.head, self._begun.stream.steps)
        for got in self._of_steps(steps, self._begun, "", "note", 0):
            yield got.item, {"at": got.mark, "note": got.number, "done": 0}


class _Sizes(Sequence[tuple[Path, int]]):
    """Paths with their sizes, made as they are asked for: a million of them would take much memory otherwise."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.sizes = array("q", map(_size, names))

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, at: int) -> tuple[Path, int]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Path, int]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Path, int] | list[tuple[Path, int]]:
        """One of them, or several."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return Path(self._names[at]), self.sizes[at]


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116  (a Path for each of a million files takes its time)
    except OSError:
        return 0


class _Named(Inputs):
    """Notes of files."""

    def __init__(self, inputs: Sequence[str], rules: _Rules, notices: Tally) -> None:
        super().__init__(rules, notices)
        self._names = list(_of_notes(inputs, notices))
        self.files = sizes = _Sizes(self._names)
        self._sizes = sizes.sizes
        self.total = sum(sizes.sizes)
        single = len(inputs) == 1
        folder = Path(inputs[0]) if single and Path(inputs[0]).is_dir() else None
        self._folder = folder
        self._short = single and len(self._names) == 1 and folder is None
        self._look(single=self._short)

    def _place(self, name: str) -> str:
        """A file as its places name it: within the one folder that was given, else as it was given."""
        if self._short:
            return PurePath(name).name
        return PurePath(name).relative_to(self._folder).as_posix() if self._folder else PurePath(name).as_posix()

    def _look(self, *, single: bool) -> None:
        """Find which column holds what, in the first table; and whether a single file can be read at all."""
        for name in islice(filter(_reader, self._names), _TRIED):
            try:
                begun = self._looked_at(name)
                if single:
                    _must_hold(begun, self._rules.keep)
            except NoteError as error:
                if single:
                    raise NoteError(f"{name}: {error}") from None
                continue
            if begun.stream.columns:
                self.mapping = begun.mapping
                return

    def _looked_at(self, name: str) -> _Begun:
        with _opened(name) as file:
            return self._begin(_reader(name)(file, None))

    def items(self, after: Cursor | None = None) -> Iterator[tuple[Item, Cursor]]:
        """The items in order; see `Source.items`."""
        if after:
            self._must_be_ours(after)
        first = int(after["file"]) if after else 0
        before = int(after["before"]) if after else 0
        for number in range(first, len(self._names)):
            name = self._names[number]
            place = self._place(name)
            start, count = (after["at"], int(after["note"])) if after and number == first else (None, 0)
            size = self._sizes[number]
            if start != _END:
                for got in self._of_file(name, place, size, start, count):
                    done = before + min(got.done, size)
                    yield (
                        got.item,
                        {
                            "file": number,
                            "before": before,
                            "at": got.mark,
                            "note": got.number,
                            "done": done,
                        },
                    )
            before += size

    def _must_be_ours(self, cursor: Cursor) -> None:
        """Refuse a cursor behind which notes would be lost without a word."""
        counts = [cursor.get(name) for name in ("file", "before", "note", "done")]
        if not all(map(_is_count, counts)) or cursor["file"] >= len(self._names):
            raise SettingsError(FOREIGN)
        before, size = sum(self._sizes[: cursor["file"]]), self._sizes[cursor["file"]]
        if cursor["before"] != before or not before <= cursor["done"] <= before + size or not _is_mark(cursor["at"]):
            raise SettingsError(FOREIGN)

    def _of_file(self, name: str, place: str, size: int, start: Any, count: int) -> Iterator[_Got]:
        """The items of a file, from a mark on; one that says why, where it cannot be read."""
        try:
            with _opened(name) as file:
                yield from self._of(name, place, file, size, start, count)
        except NoteError as error:
            item = Item(place, None, _without(place, str(error)), id=_stem(name), id_given=not _reader(name))
            yield _Got(item, _END, count, size)

    def _of(self, name: str, place: str, file: BinaryIO, size: int, start: Any, count: int) -> Iterator[_Got]:
        """The same of an opened file."""
        if read := _reader(name):
            return self._of_stream(name, lambda after: read(file, after), place, file, size, start, count)
        if ending(name) == zip.SUFFIXES[0]:
            return self._of_zip(place, file, size, start, count)
        return self._of_document(name, place, content(file), size, start or 0)

    def _of_stream(
        self, name: str, read: Any, place: str, file: BinaryIO, size: int, start: Any, count: int
    ) -> Iterator[_Got]:
        begun = self._begin(read(None))
        if not begun.head:
            raise NoteError(begun.stream.empty)
        if start is None:
            steps: Iterable[Step] = chain(begun.head, begun.stream.steps)
        else:
            _must_reach(start, begun, file)
            file.seek(0)
            begun = begun._replace(stream=read(start))
            steps = _gone_on(begun.stream.steps)
        for got in self._of_steps(steps, begun, place, _stem(name), count):
            yield got._replace(done=_bytes(got.mark, begun.stream.size, file, size))

    def _of_document(self, name: str, place: str, data: bytes, size: int, start: int) -> Iterator[_Got]:
        records = read_file(place, data)
        if not isinstance(start, int) or start >= max(1, len(records.rows)):
            raise SettingsError(FOREIGN)
        if not start:
            for notice in records.notices:
                self._tally.add(place, notice)
        alone = len(records.rows) == 1
        for number, record in enumerate(records.rows[start:], start + 1):
            called = _name(_stem(name), number, alone=alone)
            item = self._item(record.at(_inside(place, record.place)), ColumnMap(), {}, called)
            last = number == len(records.rows)
            yield _Got(item, _END if last else number, number, size if last else 0)

    def _of_zip(self, place: str, file: BinaryIO, size: int, start: Any, count: int) -> Iterator[_Got]:
        """The items of each file in a zip; a mark is the number of the file, and the mark within it."""
        if start is not None and not (isinstance(start, list) and len(start) == 2 and _is_count(start[0])):
            raise SettingsError(FOREIGN)
        first, inner = start or (0, None)
        members = enumerate(zip.members(file))
        none = True
        for number, (member, unpacked) in members:
            none = False
            if number < first or (number == first and inner == _END):
                continue
            within = f"{place}, {member}"
            after = inner if number == first else None
            held = count if number == first else 0
            try:
                for got in self._of_member(member, within, unpacked(), after, held):
                    yield got._replace(mark=[number, got.mark], done=min(size, file.tell()))
            except NoteError as error:
                reason = _without(member, _without(within, str(error)))
                item = Item(within, None, reason, id=_stem(member), id_given=not _reader(member))
                yield _Got(item, [number, _END], held, min(size, file.tell()))
        if not none and first > number:
            raise SettingsError(FOREIGN)
        if none:
            raise NoteError("holds no file that can be opened")

    def _of_member(self, name: str, place: str, data: bytes, start: Any, count: int) -> Iterator[_Got]:
        _must_be(name, data)
        return self._of(name, place, io.BytesIO(data), len(data), start, count)


def _without(name: str, says: str) -> str:
    """What is said of a file, without its name, which stands in the place."""
    return says.removeprefix(f"{name}: ")


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_mark(value: Any) -> bool:
    """Whether it can be a mark at all; what it means is seen where it is read."""
    if isinstance(value, list):
        return bool(value) and _is_count(value[0]) and all(_is_mark(each) or isinstance(each, str) for each in value)
    return value is None or value == _END or isinstance(value, bool) or _is_count(value)


def _must_reach(mark: Any, begun: _Begun, file: BinaryIO) -> None:
    """Refuse a mark that lies behind the end of a table or a list."""
    rows = begun.stream.size
    if rows is None:
        reached = isinstance(mark, list) and _is_count(mark[0]) and _reaches(file, mark[0])
    else:  # a workbook may have more rows than it says
        reached = _is_count(mark) and (mark <= rows or any(_row(step) >= mark for step in _all_of(begun)))
    if not reached:
        raise SettingsError(FOREIGN)


def _all_of(begun: _Begun) -> Iterator[Step]:
    return chain(begun.head, begun.stream.steps)


def _row(step: Step) -> int:
    return step.mark if isinstance(step.mark, int) else 0


def _reaches(file: BinaryIO, end: int) -> bool:
    """Whether a file has so many bytes; one packed with gzip has to be unpacked to tell."""
    file.seek(max(0, end - 1))
    return len(file.read(1)) == 1 or end == 0


def _gone_on(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps behind a mark, which is only now taken apart."""
    try:
        first = next(steps, None)
    except (TypeError, ValueError, LookupError):
        raise SettingsError(FOREIGN) from None
    if first:
        yield first
        yield from steps


def _bytes(mark: Mark, rows: int | None, file: BinaryIO, size: int) -> int:
    """How much of a file was read for a mark."""
    if isinstance(file, gzip.GzipFile):
        return int(file.fileobj.tell())  # of the packed file
    if isinstance(mark, int):
        return size * mark // (rows or 1)
    return int(mark[0])


def _stem(name: str) -> str:
    """A file's name without its folders and endings."""
    return PurePath(PurePath(name).stem if ending(name) == ".gz" else name).stem


def _is_readable(path: str) -> bool:
    return ending(path) in suffixes() or _reader(path) is not None


def _reader(name: str) -> Any:
    """How a file is read a record at a time, one packed with gzip too; None where it is read as a whole."""
    return streamed(ending(PurePath(name).stem if ending(name) == ".gz" else name))


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """A file, which is what its ending says, or a document.

    Raises:
        NoteError: it cannot be opened, is empty, or is another thing.
    """
    try:
        with Path(name).open("rb") as raw:
            file: Any = gzip.GzipFile(fileobj=raw) if ending(name) == ".gz" and _reader(name) else raw
            first = file.read(_FIRST)
            if first.startswith(_PACKED) and _reader(name):
                first += content(file)
            _must_be(PurePath(name).stem if file is not raw else name, first)
            del first
            file.seek(0)
            yield file
    except _UNREADABLE as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is broken or not whole"
        raise NoteError(f"cannot be read ({why})") from None


def _must_be(name: str, first: bytes) -> None:
    """Refuse a table or a list that is none, by its beginning."""
    if not first:
        raise NoteError("the file is empty")
    if _reader(name):
        choose(ending(name), first, suffixes())


def _must_hold(begun: _Begun, keep: Sequence[str]) -> None:
    """Refuse a table without records, or without a column that is to be kept.

    Raises:
        NoteError: the one.
        SettingsError: the other; names the column, and those that there are.
    """
    if not begun.head:
        raise NoteError(begun.stream.empty)
    columns = begun.stream.columns
    known = {*map(fold, columns), *map(fold, begun.mapping.columns)}
    missing = [name for name in keep if columns and fold(name) not in known]
    if missing:
        raise SettingsError(
            f"there is no column {listed(missing)} to keep or to count by; there are: {listed(columns)}"
        )
