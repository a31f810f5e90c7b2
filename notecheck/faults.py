"""What is wrong with a file that somebody has filled in, as they would say it: which entry, which key, what is allowed.

plain-words.yaml, entry jargon-abscond: unknown key "term"; did you mean terms? allowed: id, terms, suggestions, …
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from notecheck.errors import LexiconError

MOST_TOLD: Final = 50
"""Faults of a file that are told at once; whoever mends these will see the next ones."""
_NAMED: Final = 80  # characters of a name that are shown; a slip in a file can make a key of a whole paragraph
_PLAINLY: Final[Mapping[str, str]] = {
    "string_pattern_mismatch": "small letters, digits, dots and hyphens only, as in jargon-respite",
    "string_type": "must be text; put a number in quotation marks",
    "string_too_short": "must not be empty",
    "tuple_type": "must be a list",
    "dict_type": "must have keys of its own, each with a value",
    "model_type": "must have keys of its own, each with a value",
    "invalid_key": "a key must be text",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
}
"""What pydantic says by its own names of things, as somebody who fills in a file would say it."""


def explain_faults(
    path: Path,
    data: Any,
    faults: ValidationError,
    root: type[BaseModel],
    rows: str,
    key: str,
    *,
    row: str = "entry",
    text: str = "",
    kinds: Collection[str] = (),
    most: int = MOST_TOLD,
) -> LexiconError:
    """The faults of a file in one error, each with its entry and what is allowed.

    Args:
        path: the file.
        data: what was read from it.
        faults: what pydantic found.
        root: the model of the file.
        rows: the key of its list of entries.
        key: the key of an entry's id.
        row: what an entry is called in the message.
        text: of the file, to say on which line an unknown key stands.
        kinds: what its `kind` may be, where that says which model the file has.
        most: how many are told; of the rest, the number is.
    """
    lines = []
    for fault in faults.errors(include_url=False, include_context=False, include_input=False)[:most]:
        kind, where = fault["type"], list(fault["loc"])
        if where and where[0] in kinds:  # the kind, which pydantic puts before the keys
            del where[0]
        entry = ""
        model: type[BaseModel] | None = root
        if len(where) > 1 and where[0] == rows and isinstance(where[1], int):
            given = data[rows][where[1]]
            name = given.get(key) if isinstance(given, dict) else None
            entry = f", {row} {name[:60] if isinstance(name, str) else where[1] + 1}"
            where = where[2:]
            model = _model_of(root.model_fields[rows].annotation)
        lines.append(f"{path.name}{entry}: {_say(kind, fault['msg'], where, model, kinds)}{_line(kind, where, text)}")
    return together(lines, faults.error_count())


def together(lines: Sequence[str], count: int | None = None) -> LexiconError:
    """What is wrong at several places of a file, a line each; of more than `MOST_TOLD`, the number is told.

    Args:
        lines: the first of them, or all.
        count: how many there are; None where they are all here.
    """
    told = lines[:MOST_TOLD]
    more = (len(lines) if count is None else count) - len(told)
    return LexiconError("\n".join([*told, f"and {more:,} more"] if more > 0 else told))


def _say(kind: str, message: str, where: list[Any], model: type[BaseModel] | None, kinds: Collection[str]) -> str:
    name = ".".join(str(part) for part in where)[:_NAMED]
    if kind == "extra_forbidden" and (inner := _model_at(model, where[:-1])):
        allowed = list(_keys(inner))
        near = get_close_matches(str(where[-1])[:_NAMED], allowed, 1)
        meant = f"did you mean {near[0]}? " if near else ""
        return f'unknown key "{name}"; {meant}allowed: {", ".join(allowed)}'
    if kind == "missing":
        return f'key "{name}" is missing'
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return f'"kind" is missing or unknown; allowed: {", ".join(kinds)}'
    message = _PLAINLY.get(kind, message).removeprefix("Value error, ")
    return f"{name}: {message[0].lower()}{message[1:]}" if name else message


def _line(kind: str, where: list[Any], text: str) -> str:
    """On which line a key stands that nobody knows, where it stands but once."""
    if kind != "extra_forbidden" or not where:
        return ""
    found = list(re.finditer(rf"(?:^|[{{,]) *(?:- *)*[\"']?{re.escape(str(where[-1]))}[\"']? *:", text, re.MULTILINE))
    return f" (line {text.count(chr(10), 0, found[0].end()) + 1})" if len(found) == 1 else ""


def _model_at(model: type[BaseModel] | None, where: list[Any]) -> type[BaseModel] | None:
    """The model of what stands at a place below another, as far as its keys lead from model to model.

    A number says which row of a list it is; all have the model that the list's key leads to.
    """
    for part in where:
        if isinstance(part, int):
            continue
        known = model.model_fields.get(part) if model else None
        model = _model_of(known.annotation) if known else None
    return model


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """A model, or that of the rows of a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_of, getattr(annotation, "__args__", ()))), None)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield info.alias or name
