"""Records to items: which column of a table holds what, and the note that a row is, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

from notecheck.audit.items import EMPTY, Item
from notecheck.audit.notices import Tally
from notecheck.errors import NoteError, SettingsError
from notecheck.headings import guess_map, listed
from notecheck.mapping import NO_TEXT, Applied, ColumnMap, Problem, apply
from notecheck.read.objects import as_row
from notecheck.read.records import Record
from notecheck.read.stream import Fault, Step, Stream, first
from notecheck.record_types import fold, guess_types

_HEAD: Final = 200  # records by which it is guessed which column holds what
_HEAD_CHARACTERS: Final = 4_000_000  # or so many of them
_NUMBERED: Final = re.compile(r" \(\d+\)$")  # as `read.tables.headings` tells columns of one name apart
_NO_ID: Final = (
    "no column was taken for the number or reference of the record, so records are called by their file and row, and "
    "those of two audits cannot be told to be the same; where a column holds it, name it with --columns"
)


@dataclass(frozen=True, slots=True)
class Rules:
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


class Begun(NamedTuple):
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

    def steps(self) -> Iterator[Step]:
        """All that it holds, once."""
        return chain(self.head, self.stream.steps)


class Got(NamedTuple):
    """An item, the mark behind it, how many notes of its file came so far, and the bytes that were read for it."""

    item: Item
    mark: Any
    number: int
    done: int


class Matching:
    """Makes items of the records of tables and lists, and tells `notices` what was assumed or could not be read."""

    def __init__(self, rules: Rules, notices: Tally) -> None:
        self._rules = rules
        self._notices = notices

    def begin(self, stream: Stream) -> Begun:
        """Look at the first records.

        Raises:
            NoteError: no column holds the note itself.
        """
        head, ended = first(stream.steps, _HEAD, _characters, _HEAD_CHARACTERS)
        records = [step.what for step in head if isinstance(step.what, Record)]
        mapping = self._rules.mapping(stream.columns, records)
        if lacking := [
            column for column in mapping.columns.values() if stream.columns and column not in stream.columns
        ]:
            self._notices.add("", f"there is no column {listed(lacking)}, which --columns names, in some of the tables")
        self._tell_of_doubles(stream.columns, mapping)
        alone = ended and len(records) == 1
        if stream.columns and "id" not in mapping.columns and not alone:
            self._notices.add("", _NO_ID)
        return Begun(stream, head, mapping, alone)

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
                self._notices.add(
                    "", f"several columns have one heading: ‘{column[:40]}’ is read, and not {listed(unread)}"
                )

    def must_hold(self, begun: Begun) -> None:
        """Refuse a table without records, or without a column that is to be kept.

        Raises:
            NoteError: the one.
            SettingsError: the other; names the column, and those that there are.
        """
        if not begun.head:
            raise NoteError(begun.stream.empty)
        columns = begun.stream.columns
        known = {*map(fold, columns), *map(fold, begun.mapping.columns)}
        missing = [name for name in self._rules.keep if columns and fold(name) not in known]
        if missing:
            raise SettingsError(
                f"there is no column {listed(missing)} to keep or to count by; there are: {listed(columns)}"
            )

    def of_steps(self, steps: Iterable[Step], begun: Begun, place: str, stem: str, count: int) -> Iterator[Got]:
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
                item = Item(inside(place, begun.stream.place(step.what)), None, step.what.says)
            else:
                count += 1
                record = self._as_asked(step.what).at(inside(place, step.what.place))
                item = self.item(record, begun.mapping, found, name_of(stem, count, alone=begun.alone))
            yield Got(item, step.mark, count, 0)
        for notice in (*begun.stream.said, *begun.stream.more()):
            self._notices.add(place, notice)

    def _as_asked(self, record: Record) -> Record:
        """A note that is ready, as a row where the columns that were given are to be found in it."""
        columns = self._rules.columns
        if record.ready and columns and columns.columns.get("text") in record.fields:
            return Record(record.place, as_row(record.fields))
        return record

    def item(self, record: Record, mapping: ColumnMap, found: Mapping[str, str], name: str | None) -> Item:
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
                self._notices.add(record.place, _says(problem))
        known = _id(record, mapping) if applied.note is None else applied.note.get("id")
        note = applied.note if applied.note is None or name is None else {"id": name} | applied.note
        error = None if note is not None else _why(applied)
        kept = _kept(self._rules.keep, record, applied, found)
        made_up = name is not None and known is None
        return Item(record.place, note, error, kept, None if note is not None else known or name, id_given=not made_up)


def _characters(step: Step) -> int:
    return step.what.characters() if isinstance(step.what, Record) else 0


def _heading(column: str) -> str:
    """A heading without the number that a second one of its name is given."""
    return fold(_NUMBERED.sub("", column))


def _shown(column: str) -> str:
    return _NUMBERED.sub("", column)[:40]


def inside(place: str, inner: str) -> str:
    """A place in a file."""
    return f"{place}, {inner}" if place and inner and inner != place else place or inner


def name_of(stem: str, count: int, *, alone: bool) -> str | None:
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
