"""One note in, checked key by key; and the note that a Doc was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from numbers import Integral, Real
from types import MappingProxyType
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field
from spacy.tokens import Doc

from notecheck.errors import NoteError
from notecheck.memo import once_per_doc, text_of
from notecheck.sound import MOST_CHARACTERS, refuse_unsound, refuse_unsound_keys

DOC_TYPES: Final = (
    "home-visit",
    "case-note",
    "referral",
    "family-time",
    "meeting",
    "plan",
    "assessment",
    "supervision",
    "management-decision",
    "three-month-update",
    "chronology",
    "pen-picture",
    "court-statement",
)
"""Document types that every guidance knows; one may name further types, each with one of these as parent."""

T = TypeVar("T")

_OLDEST: Final = 25  # years: a care leaver is supported until then
_LONGEST: Final = 10**9  # code points

# The bounds that the readers below keep to, for whatever describes a note to others.
Name = Annotated[str, Field(max_length=MOST_CHARACTERS)]
Offset = Annotated[int, Field(ge=0, lt=_LONGEST)]
Reason = Annotated[str, Field(pattern=r"\S")]


@dataclass(frozen=True, slots=True)
class Child:
    """The child that the note is about.

    Attributes:
        name: as in the note, first name and surname.
        known_as: what else the child is called.
        age: in years.
    """

    name: Name | None = None
    known_as: tuple[Name, ...] = ()
    age: Annotated[float, Field(ge=0, le=_OLDEST)] | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the note.

    Attributes:
        name: first name and surname.
        role: such as Social Worker.
    """

    name: Name | None = None
    role: Name | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Ignore:
    """Words that the writer has looked at and wants no finding on, with the reason.

    Attributes:
        text: the words as they stand in the note; empty for what a rule says of the whole note.
        reason: the writer's own.
        rule: the one rule that is meant; None for any.
        before: what stood before the words, as far as was kept.
        after: what stood after them. With neither, every place with these words is meant, else the one that this fits.
    """

    text: str
    reason: Reason
    rule: Name | None = None
    before: str = ""
    after: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data in the contract's form."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in the document that it was read from.

    Attributes:
        start: first code point of the passage in the note's text.
        end: one past its last.
        place: in words for people: 'page 2, paragraph 3', 'table 1, row 2, column 3'.
    """

    start: Offset
    end: Offset
    place: Annotated[str, Field(max_length=MOST_CHARACTERS, pattern=r"\S")]


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """The text of one record with what is known about it.

    Attributes:
        text: the note, exactly as given.
        id: the caller's own name for it.
        doc_type: one of `DOC_TYPES`, or a further type of the guidance.
        guidance: id of the authority's guidance; None leaves it to the checker.
        child: the child.
        other_children: names of other children in it (brothers, sisters, friends).
        author: the writer.
        event_date: when it happened.
        recorded_date: when it was written down.
        not_applicable: items of the checklist that the writer says cannot be asked of this note, each with the reason.
        ignored: words on which the writer wants no finding, each with the reason.
        places: where the passages of the text stand in the document that they were read from, in order.
        extra: keys that are not ours, carried through to the report untouched.
    """

    text: str
    id: Name | None = None
    doc_type: str = "case-note"
    guidance: str | None = None
    child: Child = field(default_factory=Child)
    other_children: tuple[Name, ...] = ()
    author: Author = field(default_factory=Author)
    event_date: date | None = None
    recorded_date: date | None = None
    not_applicable: Mapping[str, Reason] = field(default_factory=lambda: MappingProxyType({}))
    ignored: tuple[Ignore, ...] = ()
    places: tuple[Place, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __repr__(self) -> str:
        """Without text or names, since what is shown may be logged."""
        return f"Note(id={self.id!r}, doc_type={self.doc_type!r}, characters={len(self.text)})"

    def __post_init__(self) -> None:
        """Refuse what is no text, however the note was made: `replace` and `Note(…)` come past `from_dict`."""
        object.__setattr__(self, "text", _text("text", self.text))

    def __reduce__(self) -> tuple[Any, ...]:
        """So that a note goes from process to process: Python cannot write down what only may be read."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return _made_again, (given | {name: dict(given[name]) for name in _READ_ONLY},)

    @classmethod
    def from_dict(cls, data: Any) -> Note:
        """Read a note in the contract's JSON form.

        >>> Note.from_dict({"text": "I saw you.", "child": {"age": 9}}).child.age
        9

        Raises:
            NoteError: names the key, its value (never the text) and what is allowed.
        """
        if not isinstance(data, Mapping):
            raise NoteError(f"a note must be an object with the key 'text', not {_kind(data)}")
        refuse_unsound_keys(data)
        if "text" not in data:
            raise NoteError("text: missing; a note needs its text")
        known = {name: _READERS[name](name, data[name]) for name in _READERS if data.get(name) is not None}
        if "text" not in known:
            raise NoteError("text: must be text, not null")
        extra = {name: value for name, value in data.items() if name not in _READERS}
        refuse_unsound(extra)
        return cls(**known, extra=MappingProxyType(extra))


_READ_ONLY: Final = ("not_applicable", "extra")


def _made_again(given: dict[str, Any]) -> Note:
    return Note(**given | {name: MappingProxyType(given[name]) for name in _READ_ONLY})


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "true/false", int: "a number", float: "a number", str: "text"}
    return names.get(type(value), "a list" if isinstance(value, list | tuple) else "an object")


def _text(key: str, value: Any) -> str:
    """Text as it is; a lone surrogate is no character and no UTF-8 writer would take it later.

    What other libraries give as text of their own kind (a cell of an array, a node of a web page) becomes plain text.
    """
    if not isinstance(value, str):
        raise NoteError(f"{key}: must be text, not {_kind(value)}")
    text: str = str.__str__(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NoteError(f"{key}: half a character (a lone surrogate) at {error.start}; send valid Unicode") from None
    return text


def _words(key: str, value: Any) -> str | None:
    return _text(key, value).strip() or None


def _name(key: str, value: Any) -> str | None:
    name = _words(key, value)
    if name and len(name) > MOST_CHARACTERS:
        raise NoteError(f"{key}: {len(name):,} characters; a name has at most {MOST_CHARACTERS:,}")
    return name


def _id(key: str, value: Any) -> str:
    """Identifiers may be numbers in a caller's table; they are kept as text."""
    value = _whole(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 10**40:
            raise NoteError(f"{key}: a number of more than 40 digits is not allowed; send it as text")
        return str(value)
    text = _text(key, value)
    if len(text) > MOST_CHARACTERS:
        raise NoteError(f"{key}: {len(text):,} characters; at most {MOST_CHARACTERS:,} are allowed")
    return text


def _names(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise NoteError(f"{key}: must be a list of names, not {_kind(value)}")
    return tuple(name for each in value if (name := _name(key, each)))


def _age(key: str, value: Any) -> float:
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NoteError(f"{key}: must be a number of years, not {_kind(value)}")
    if not 0 <= value <= _OLDEST:
        seen = "a number that large" if abs(value) >= 10**40 else value  # Python refuses to write thousands of digits
        raise NoteError(f"{key}: {seen} is not allowed; an age in years from 0 to {_OLDEST}")
    return value


def _date(key: str, value: Any) -> date:
    if isinstance(value, date):
        if value != value:  # the missing date of a table in pandas, which is a date to Python
            raise NoteError(f"{key}: NaT is no date; leave the key out, or give null")
        return value
    text = _text(key, value)
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        raise NoteError(f"{key}: {text[:40]!r} is no date; write it as 2026-03-04 or 2026-03-04T16:05") from None


def _object(key: str, value: Any, readers: Mapping[str, Callable[[str, Any], Any]]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise NoteError(f"{key}: must be an object with {', '.join(readers)}, not {_kind(value)}")
    return {k: readers[k](f"{key}.{k}", v) for k, v in value.items() if k in readers and v is not None}


def _child(key: str, value: Any) -> Child:
    if isinstance(value, Child):
        return value
    return Child(**_object(key, value, {"name": _name, "known_as": _names, "age": _age}))


def _author(key: str, value: Any) -> Author:
    if isinstance(value, Author):
        return value
    return Author(**_object(key, value, {"name": _name, "role": _name}))


def _reasons(key: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise NoteError(f"{key}: must be an object of checklist items with a reason for each, not {_kind(value)}")
    refuse_unsound_keys(value, f"{key}.")
    reasons = {item: _words(f"{key}.{str(item)[:40]}", reason) for item, reason in value.items()}
    if empty := next((item for item, reason in reasons.items() if not reason), None):
        raise NoteError(f"{key}.{str(empty)[:40]}: is empty; say in a few words why it does not apply")
    return MappingProxyType({str(item): reason for item, reason in reasons.items() if reason})


def _ignored(key: str, value: Any) -> tuple[Ignore, ...]:
    if not isinstance(value, list | tuple):
        raise NoteError(f"{key}: must be a list of objects with text and reason, not {_kind(value)}")
    return tuple(_ignore(f"{key}[{place}]", each) for place, each in enumerate(value))


def _ignore(key: str, value: Any) -> Ignore:
    if isinstance(value, Ignore):
        return value
    given = _object(key, value, {"text": _text, "reason": _words, "rule": _name, "before": _text, "after": _text})
    if not given.get("reason"):
        raise NoteError(f"{key}.reason: is missing; say in a few words why these words may stand")
    if not given.get("text") and not given.get("rule"):
        raise NoteError(f"{key}.text: is missing; give the words as they stand in the note, or a rule about all of it")
    return Ignore(given.pop("text", ""), **given)


def _places(key: str, value: Any) -> tuple[Place, ...]:
    if not isinstance(value, list | tuple):
        raise NoteError(f"{key}: must be a list of objects with start, end and place, not {_kind(value)}")
    places = [_place(f"{key}[{n}]", each) for n, each in enumerate(value)]
    return tuple(sorted(places, key=lambda place: place.start))


def _place(key: str, value: Any) -> Place:
    if isinstance(value, Place):
        return value
    given = _object(key, value, {"start": _offset, "end": _offset, "place": _name})
    if missing := next((name for name in ("start", "end", "place") if given.get(name) is None), None):
        raise NoteError(f"{key}.{missing}: is missing; a place needs start, end and its words")
    return Place(**given)


def _plain(value: Any) -> Any:
    """A number of another library, such as a cell of an array, as one of Python's own; anything else as it is."""
    if isinstance(value, bool | int | float) or not isinstance(value, Real):
        return value
    return int(value) if isinstance(value, Integral) else float(value)


def _whole(value: Any) -> Any:
    """A whole number as one: to JSON `12.0` is no other than `12`, and some programs write it so."""
    value = _plain(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _offset(key: str, value: Any) -> int:
    value = _whole(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LONGEST:
        raise NoteError(f"{key}: must be a count of code points, a whole number from 0")
    return value


_READERS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "text": _text,
    "id": _id,
    "doc_type": _text,
    "guidance": _text,
    "child": _child,
    "other_children": _names,
    "author": _author,
    "event_date": _date,
    "recorded_date": _date,
    "not_applicable": _reasons,
    "ignored": _ignored,
    "places": _places,
}


def _as_plain(note: Note) -> dict[str, Any]:
    """The note without text, places and carried keys, as data that a Doc can be written out with."""
    return {
        "id": note.id,
        "doc_type": note.doc_type,
        "guidance": note.guidance,
        "child": {"name": note.child.name, "known_as": list(note.child.known_as), "age": note.child.age},
        "other_children": list(note.other_children),
        "author": {"name": note.author.name, "role": note.author.role},
        "event_date": note.event_date.isoformat() if note.event_date else None,
        "recorded_date": note.recorded_date.isoformat() if note.recorded_date else None,
        "not_applicable": dict(note.not_applicable),
        "ignored": [each.to_dict() for each in note.ignored],
    }


def _get_note(doc: Doc) -> Note:
    return Note.from_dict({"text": text_of(doc)} | doc.user_data.get("notecheck_note", {}))


def _set_note(doc: Doc, note: Note) -> None:
    doc.user_data["notecheck_note"] = _as_plain(note)
    note_of.known_to_be(doc, replace(note, text=text_of(doc), places=(), extra={}))


if not Doc.has_extension("notecheck_note"):
    Doc.set_extension("notecheck_note", getter=_get_note, setter=_set_note)


@once_per_doc
def note_of(doc: Doc) -> Note:
    """The note that a Doc was made from; one with the bare text for a Doc that came from elsewhere.

    Read once for each Doc, so the note has to be set before the first check runs.
    """
    note: Note = doc._.notecheck_note
    return note


def asked_of(doc: Doc) -> Mapping[str, Any]:
    """What the guidance itself asks for, as data on the Doc; `Rulebook.asked` says what.

    Empty for a Doc that no checker made.
    """
    asked: Mapping[str, Any] = doc.user_data.get("notecheck_asked", {})
    return asked
