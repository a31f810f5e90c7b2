"""From a table's columns to the fields of a note: set once (`headings` guesses them), saved as data.

A `ColumnMap` says which column holds which field, and which document type each value of the type column means. It
holds headings and values of the type column only, nothing else of a record, so it can be kept:

    {"version": 1, "columns": {"text": "Case Note Text", "event_date": "Date of Contact", "doc_type": "Note Type"},
     "doc_types": {"cin visit": "home-visit"}}

A cell that cannot be read is a problem of its record, with the place and what is allowed; the record is checked without
it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeVar

from notecheck.cells import age_on, read_age, read_date, read_name, read_names
from notecheck.data import load_lexicons
from notecheck.errors import NoteError
from notecheck.note import Note
from notecheck.read.records import Record
from notecheck.record_types import fold
from notecheck.sound import refuse_unsound

T = TypeVar("T")

VERSION: Final = 1
"""Of the shape in which a mapping is saved."""

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": "The note itself",
        "doc_type": "Kind of record",
        "event_date": "When it happened",
        "recorded_date": "When it was written down",
        "id": "Number or reference of the record",
        "child.name": "Child's name",
        "child.forename": "Child's first name",
        "child.surname": "Child's surname",
        "child.known_as": "Name the child likes to be called",
        "child.age": "Child's age",
        "child.born": "Child's date of birth",
        "other_children": "Brothers and sisters",
        "author.name": "Who wrote it",
        "author.role": "The writer's role",
        "team": "Team",
    }
)
"""What a column may hold → how to ask for it. Only `text` is needed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read, or a record that cannot be checked.

    Attributes:
        place: of the record.
        column: its column; empty where the record as a whole is meant.
        says: what is wrong and what is allowed, to stand after the place. Never the cell.
        stops: whether the record cannot be checked for it.
    """

    place: str
    column: str
    says: str
    stops: bool = False

    def __str__(self) -> str:
        return f"{self.place}, {self.column}: {self.says}" if self.column else f"{self.place}: {self.says}"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column holds which field, and what the values of the type column mean.

    Attributes:
        columns: field, one of `FIELDS` → column.
        doc_types: value of the type column, as `fold` writes it → document type.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    doc_types: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse unknown fields and keep copies that nobody can change."""
        if unknown := next((name for name in self.columns if name not in FIELDS), None):
            raise NoteError(f"columns: {unknown[:40]!r} is no field of a note; allowed: {', '.join(FIELDS)}")
        folded = {fold(value): doc_type for value, doc_type in self.doc_types.items()}
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))
        object.__setattr__(self, "doc_types", MappingProxyType(folded))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped; `from_dict` takes it back."""
        return {"version": VERSION, "columns": dict(self.columns), "doc_types": dict(self.doc_types)}

    @classmethod
    def from_dict(cls, data: Any) -> ColumnMap:
        """A saved mapping.

        Raises:
            NoteError: it is none; says what is wrong and what is allowed.
        """
        if not isinstance(data, Mapping) or data.get("version") != VERSION:
            raise NoteError(f"a saved mapping of columns is an object with version {VERSION}, columns and doc_types")
        refuse_unsound(data)
        return cls(_texts(data, "columns"), _texts(data, "doc_types"))


def _texts(data: Mapping[str, Any], key: str) -> dict[str, str]:
    value = data.get(key, {})
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in (*value, *value.values())):
        raise NoteError(f"{key}: must be an object of texts")
    return dict(value)


@dataclass(frozen=True, slots=True, repr=False)
class Applied:
    """What a record gives.

    Attributes:
        note: a note of the contract, to be checked; None where the record cannot be.
        problems: cells that could not be read.
    """

    note: dict[str, Any] | None
    problems: tuple[Problem, ...] = ()


def apply(record: Record, mapping: ColumnMap, defaults: Mapping[str, Any] | None = None) -> Applied:
    """The note that a record is.

    Args:
        record: of a file; a ready note passes through.
        mapping: which column holds what.
        defaults: keys of a note that hold where the record says nothing, such as `doc_type` and `guidance`.
    """
    given = {key: value for key, value in (defaults or {}).items() if value is not None}
    if record.ready:
        fields = {key: value for key, value in record.fields.items() if value is not None}
        return _checked(record, given | fields | _joined(fields, given), ())
    column = mapping.columns.get("text", "")
    text = str(record.fields.get(column) or "")
    if not text.strip():
        return Applied(None, (Problem(record.place, column, NO_TEXT, stops=True),))
    cells = _Cells(record, mapping)
    note = given | {"text": text} | cells.note(given)
    markup = [Problem(record.place, column, _MARKED_UP)] if _TAGS.search(text) else []
    return _checked(record, note, (*markup, *cells.problems))


def _joined(fields: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Child and author of a ready note, with what is given of them where it does not say it."""
    return {
        key: {**given[key], **fields[key]}
        for key in ("child", "author")
        if isinstance(given.get(key), Mapping) and isinstance(fields.get(key), Mapping)
    }


_MARKED_UP: Final = (
    "holds the markup of a web page, such as <p>, which is checked as if it were words; export it as plain text"
)
_TAGS: Final = re.compile(r"</(?:p|div|span|li|strong|em|b|i|font|td)\s*>|<br\s*/?>|&nbsp;", re.IGNORECASE)
NO_TEXT: Final = "is empty, so there is nothing to check"
"""What is said of the column of the text where a record has none."""


class _Cells:
    """The cells of one record, read one after the other; what cannot be read is kept as a problem."""

    def __init__(self, record: Record, mapping: ColumnMap) -> None:
        self.problems: list[Problem] = []
        self._record = record
        self._columns = mapping.columns
        self._doc_types = mapping.doc_types

    def note(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of a note that the cells give, without its text; what is `given` for all is added to, not lost."""
        event, recorded = self._read("event_date", read_date), self._read("recorded_date", read_date)
        child = {
            "name": self._name(),
            "known_as": self._read("child.known_as", read_names),
            "age": self._age(event or recorded or given.get("event_date") or given.get("recorded_date")),
        }
        author = {"name": self._read("author.name", read_name), "role": self._read("author.role", read_name)}
        note = {
            "id": self._read("id", str),
            "doc_type": self._read("doc_type", self._doc_type),
            "event_date": event,
            "recorded_date": recorded,
            "child": _filled(child, given.get("child")),
            "other_children": self._read("other_children", read_names),
            "author": _filled(author, given.get("author")),
            "team": self._read("team", str),
        }
        return _filled(note) or {}

    def _read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What the field's cell means; None for an empty cell and for one that cannot be read."""
        column = self._columns.get(name)
        cell = cell_of(self._record, column) if column else ""
        if not cell or cell.casefold() in _nothing():
            return None
        try:
            return reader(cell)
        except NoteError as error:
            says = (
                str(error) if name == "doc_type" else f"{error}; the note is checked without it"
            )  # a type can be chosen
            self.problems.append(Problem(self._record.place, column or "", says))
            return None

    def _name(self) -> str | None:
        parts = (self._read("child.forename", read_name), self._read("child.surname", read_name))
        return self._read("child.name", read_name) or " ".join(part for part in parts if part) or None

    def _age(self, day: Any) -> float | None:
        age = self._read("child.age", read_age)
        born = self._read("child.born", read_date) if age is None else None
        if born is None:
            return age
        if day is None:
            says = "the record has no date, so the child's age could not be worked out"
            self.problems.append(Problem(self._record.place, self._columns["child.born"], says))
            return None
        return self._read("child.born", lambda _: age_on(born, str(day)))

    def _doc_type(self, cell: str) -> str:
        if (doc_type := self._doc_types.get(fold(cell))) is None:
            raise NoteError("this kind of record is not matched to a document type yet; choose one for it")
        return doc_type


def _filled(fields: Mapping[str, Any], given: Any = None) -> dict[str, Any] | None:
    """What is known, on top of what is given for all records; None where that is nothing."""
    known = {key: value for key, value in fields.items() if value not in (None, [], {})}
    return (dict(given) if isinstance(given, Mapping) else {}) | known or None


def cell_of(record: Record, column: str) -> str:
    """What stands in a column of a record, without the space around it."""
    return str(record.fields.get(column) or "").strip()


@cache
def _nothing() -> frozenset[str]:
    """Cells that hold no answer."""
    return frozenset(load_lexicons().words["cell-empty"])


def _checked(record: Record, note: dict[str, Any], problems: tuple[Problem, ...]) -> Applied:
    """The note, if the checker will take it."""
    try:
        empty = not Note.from_dict(note).text.strip()
    except NoteError as error:
        return Applied(None, (*problems, Problem(record.place, "", str(error), stops=True)))
    return (
        Applied(None, (*problems, Problem(record.place, "", NO_TEXT, stops=True))) if empty else Applied(note, problems)
    )


def apply_all(
    records: Iterable[Record], mapping: ColumnMap, defaults: Mapping[str, Any] | None = None
) -> Iterator[Applied]:
    """`apply` for each record, in order."""
    return (apply(record, mapping, defaults) for record in records)
