"""What goes in and out as JSON Schema 2020-12, made from the types by which the code itself works.

A note is `notecheck.note.Note`, whose bounds its readers keep to. A report has the keys that `audit/parquet.py`
declares; what each may be and what it means, the dataclasses say from which a report is written. No shape is written
down here a second time, but for what only a report has: the words of a finding, its precision and its place.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema, DateSchema, ModelSchema

from notecheck.audit.parquet import FIELDS, Type
from notecheck.checks.address import Address
from notecheck.checks.checklist import Item, Place
from notecheck.checks.readability import Readability
from notecheck.checks.timeliness import Timeliness
from notecheck.checks.voice import Voice
from notecheck.explain import Explanation
from notecheck.findings import SEVERITIES, Finding, Skipped, Strength
from notecheck.guidance import Guidance
from notecheck.note import Ignore, Note
from notecheck.report import VERSION, Report, Sentence
from notecheck.score import Score
from notecheck.sound import MOST_CHARACTERS

Schema = dict[str, Any]

_REF: Final = "#/components/schemas/{model}"
_SIMPLE: Final[Mapping[str, Schema]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "yes-no": {"type": "boolean"},
    "names": {"type": "object", "additionalProperties": {"type": "string"}},
}
_OF_ROWS: Final = ("id_given", "place", "error", "event_date", "recorded_date")
"""Keys that a row of an audit has and a report has not."""
_DATE: Final[Schema] = {
    "type": "string",
    "anyOf": [{"format": "date"}, {"format": "date-time"}, {"format": "date-time-local"}],
}
_ID: Final[Schema] = {
    "anyOf": [
        {"type": "string", "maxLength": MOST_CHARACTERS},
        {"type": "integer", "exclusiveMinimum": -(10**40), "exclusiveMaximum": 10**40},
        {"type": "null"},
    ]
}
_NONE: Final = re.compile(r"\bNone\b")
_SAID: Final = re.compile(r"^    (\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


@dataclass(frozen=True)
class Counts:
    """How long the note is."""

    words: int
    sentences: int


@dataclass(frozen=True)
class Versions:
    """What the note was checked by.

    Attributes:
        notecheck: the package.
        model: name and version of the spaCy pipeline.
        guidance: id and edition.
        lexicons: file name → version.
    """

    notecheck: str
    model: str
    guidance: str
    lexicons: Mapping[str, str]


@dataclass(frozen=True)
class Marked(Finding):
    """A span of the text that the writer should look at again.

    Attributes:
        text: the words of the span.
        precision: how often the rule was right on annotated notes that it was not made from; null if not measured.
        place: where it stands in the document that the note was read from.
    """

    text: str = ""
    precision: Annotated[float, Field(ge=0, le=1)] | None = None
    place: str = ""


@dataclass(frozen=True)
class Aside(Marked):
    """A finding that the writer set aside.

    Attributes:
        reason: the writer's own.
    """

    reason: str = ""


_NAMED: Final[Mapping[type, str]] = {Marked: "Finding", Aside: "IgnoredFinding", Item: "ChecklistItem", Place: "Span"}
"""What the parts are called, where the class has a name that others have too or nobody would know."""

_MADE_FROM: Final[Mapping[str, Any]] = {
    "id": str | None,
    "counts": Counts,
    "score": Score,
    "findings": tuple[Marked, ...],
    "sentences": tuple[Sentence, ...],
    "voice": Voice | None,
    "address": Address | None,
    "checklist": tuple[Item, ...] | None,
    "timeliness": Timeliness | None,
    "readability": Readability | None,
    "strengths": tuple[Strength, ...],
    "ignored": tuple[Aside, ...],
    "skipped": tuple[Skipped, ...],
    "versions": Versions,
}
"""Key of a report → what is written out there; null where it was not looked at."""


def every(guidance: str, doc_types: Mapping[str, Sequence[str]]) -> dict[str, Schema]:
    """All that goes in or out, by name.

    Args:
        guidance: id of the guidance of notes that name none.
        doc_types: id of a guidance → the document types that it knows.
    """
    return _note(guidance, doc_types) | _report() | _answers()


def _note(guidance: str, doc_types: Mapping[str, Sequence[str]]) -> dict[str, Schema]:
    """A note in, and what it is made of."""
    made = TypeAdapter(Note).json_schema(schema_generator=_In, ref_template=_REF)
    parts: dict[str, Schema] = made.pop("$defs")
    keys = made["properties"]
    del keys["extra"]
    keys["id"] = _ID | {"description": keys["id"]["description"]}
    keys["guidance"] = _or_null({"type": "string", "enum": list(doc_types)}, keys["guidance"]["description"])
    made["propertyNames"] = {"maxLength": MOST_CHARACTERS}
    made["additionalProperties"] = True
    made["allOf"] = [_types_of(name, types, named=name != guidance) for name, types in doc_types.items()]
    return {"Note": made} | parts


def _types_of(guidance: str, doc_types: Sequence[str], *, named: bool) -> Schema:
    """What a note's document type may be under a guidance, which it names or which is meant where it names none."""
    condition: Schema = {"properties": {"guidance": {"enum": [guidance] if named else [guidance, None]}}}
    if named:
        condition["required"] = ["guidance"]
    return {"if": condition, "then": {"properties": {"doc_type": {"enum": [*doc_types, None]}}}}


def _report() -> dict[str, Schema]:
    """A report out, and what it is made of."""
    parts: dict[str, Schema] = {}
    said = _attributes(Note) | _attributes(Report)
    keys: Schema = {}
    for name, type_ in FIELDS.items():
        if name.removesuffix("?") not in _OF_ROWS:
            keys[name] = _made(type_, _MADE_FROM.get(name, str), parts)
            if name in said:
                keys[name]["description"] = said[name]
    keys["version"] = {"const": VERSION, "description": "of the report's shape."}
    carried = {"type": "object", "description": "keys of the note's own that have a name of ours."}
    made = {
        "type": "object",
        "description": "What notecheck says of one note. Keys of the caller's own come last, untouched.",
        "properties": keys | {"carried": carried},
        "required": list(keys),
        "additionalProperties": True,
    }
    return {"Report": made} | parts


def _answers() -> dict[str, Schema]:
    """What the addresses that are only read give, and what that is made of."""
    kinds: list[TypeAdapter[Any]] = [TypeAdapter(Guidance), TypeAdapter(Explanation)]
    _, made = TypeAdapter.json_schemas(
        [(place, "serialization", kind) for place, kind in enumerate(kinds)],
        by_alias=False,
        schema_generator=_Out,
        ref_template=_REF,
    )
    parts: dict[str, Schema] = made["$defs"]
    return parts


class _Told(GenerateJsonSchema):
    """Descriptions from the docstrings, where pydantic would take the whole of one for the class."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """No titles: the keys are words."""
        return False

    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        """Of a dataclass."""
        return self._told(super().dataclass_schema(schema), schema["cls"])

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Of a model of pydantic's."""
        return self._told(super().model_schema(schema), schema["cls"])

    def _told(self, made: JsonSchemaValue, kind: type) -> JsonSchemaValue:
        made.pop("title", None)
        made["description"] = _summary(kind)
        for name, words in _attributes(kind).items():
            if name in made.get("properties", {}):
                made["properties"][name]["description"] = words
        return made


class _In(_Told):
    """What may be left out may be null, and a date may have a time."""

    def date_schema(self, schema: DateSchema) -> JsonSchemaValue:  # noqa: ARG002
        """Of a date."""
        return dict(_DATE)

    def _told(self, made: JsonSchemaValue, kind: type) -> JsonSchemaValue:
        made = super()._told(made, kind)
        if kind is Ignore:  # no words at all stand for the whole note, if a rule is named
            made["required"] = ["reason"]
            some = {"type": "string", "pattern": r"\S"}
            made["anyOf"] = [
                {"properties": {"text": {"type": "string", "minLength": 1}}, "required": ["text"]},
                {"properties": {"rule": some}, "required": ["rule"]},
            ]
        for name, key in made.get("properties", {}).items():
            if name not in made.get("required", ()):
                made["properties"][name] = _or_null(key, key.pop("description", ""))
        return made


class _Out(_Told):
    """Every key is there, and no other."""

    def _told(self, made: JsonSchemaValue, kind: type) -> JsonSchemaValue:
        made = super()._told(made, kind)
        made["required"] = list(made["properties"])
        made["additionalProperties"] = False
        return made


def _made(type_: Type, hint: Any, parts: dict[str, Schema]) -> Schema:
    """The schema of what stands at a place.

    Args:
        type_: as `FIELDS` declares it.
        hint: the Python type that is written out there; None where that says nothing.
        parts: named schemas, to which those of dataclasses are added.
    """
    base, null = _unwrapped(hint)
    if isinstance(type_, str):
        return dict(_SIMPLE[type_]) if hint in (None, Any) else TypeAdapter(hint).json_schema()
    if isinstance(type_, Mapping):
        made = _object(type_, base, parts)
    else:
        held = next(iter(get_args(base)), None)
        made = {"type": "array", "items": _made(type_[0], held, parts)}
    return _or_null(made) if null else made


def _object(keys: Mapping[str, Type], base: Any, parts: dict[str, Schema]) -> Schema:
    hints = _hints(base, keys)
    said = _attributes(base) if isinstance(base, type) else {}
    made: dict[str, Schema] = {}
    for name, type_ in keys.items():
        key = name.removesuffix("?")
        made[key] = _made(type_, hints.get(key), parts)
        if key == "severity":
            made[key]["enum"] = list(SEVERITIES)
        if key in said:
            made[key]["description"] = said[key]
    required = [name for name in keys if not name.endswith("?")]
    whole = {"type": "object", "properties": made, "required": required, "additionalProperties": False}
    if not is_dataclass(base) or not isinstance(base, type):
        return whole
    name = _NAMED.get(base, base.__name__)
    parts[name] = {"description": _summary(base)} | whole
    return {"$ref": _REF.format(model=name)}


def _hints(base: Any, keys: Mapping[str, Type]) -> Mapping[str, Any]:
    """The type of each key of an object."""
    if is_dataclass(base):
        return get_type_hints(base, include_extras=True)
    inner = get_args(base)
    return dict.fromkeys((name.removesuffix("?") for name in keys), inner[1]) if len(inner) == 2 else {}


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    """A type without its null, and whether it had one."""
    inner = get_args(hint)
    if get_origin(hint) in (Union, UnionType) and NoneType in inner:
        return next(each for each in inner if each is not NoneType), True
    return hint, False


def _or_null(schema: Schema, description: str = "") -> Schema:
    options = schema.pop("anyOf", None) if set(schema) <= {"anyOf", "default"} else None
    default = {"default": schema.pop("default")} if "default" in schema else {}
    options = options or [schema]
    if {"type": "null"} not in options:
        options = [*options, {"type": "null"}]
    return {"anyOf": options} | default | ({"description": description} if description else {})


def _summary(kind: type) -> str:
    """What a class is, by its docstring."""
    return _plain((inspect.getdoc(kind) or "").partition("\n\n")[0])


def _attributes(kind: type) -> dict[str, str]:
    """What its attributes are, by the docstrings of it and of what it is made from."""
    said: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        listed = inspect.cleandoc(each.__doc__ or "").partition("Attributes:\n")[2]
        said |= {name: _plain(words) for name, words in _SAID.findall(listed)}
    return said


def _plain(words: str) -> str:
    """Words of a docstring for those who write no Python."""
    return _NONE.sub("null", " ".join(words.split()))
