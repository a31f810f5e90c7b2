"""The OpenAPI 3.1 description of `/v1`, put together from the operations that the routes are made of.

The shapes come from the workers (`told.py`), so that they fit the guidances that notes are really held against, and the
example of a report is one that this server has just made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from notecheck.serve.answers import PROBLEM, problem
from notecheck.serve.v1.bodies import JSON

Json = dict[str, Any]

EXAMPLE: Final[Mapping[str, Any]] = {
    "id": "A-01",
    "text": "I visited Callum at home on 4 March 2026. He said “I like my new school.” Mum was hostile. "
    "The CIN mtg is on 9 March.",
    "doc_type": "home-visit",
    "child": {"name": "Callum Wright", "known_as": ["Cal"], "age": 9},
    "author": {"name": "Priya Nair", "role": "Social Worker"},
    "event_date": "2026-03-04",
    "recorded_date": "2026-03-05",
}
"""A note, as people send one."""

_PLACE_OF_ERRORS: Final = "Problem"
_EVERYWHERE: Final = (400, 403, 405, 408, 413, 421, 429, 500)
"""Refusals that the guard before the server gives, whatever is asked."""
_WHY: Final[Mapping[int, str]] = {
    400: "The request cannot be read.",
    401: "The server asks for a token, and this is none or a wrong one.",
    403: "A web page asks that may not.",
    404: "There is nothing of that name.",
    405: "Another method is needed; `Allow` says which.",
    408: "The body did not come to its end in time.",
    413: "The note, or the body, is too long.",
    415: "The body is of another kind.",
    421: "The server is addressed by a name that is none of its own.",
    422: "It was read, and is no note, or a value is not allowed.",
    429: "More checks a minute than are allowed; `Retry-After` says how many seconds to wait.",
    500: "A fault of notecheck's own; the server goes on.",
    503: "More is waiting than the server takes; `Retry-After` says how many seconds to wait.",
    504: "The check took too long.",
}
_SHOWN: Final[Mapping[int, str]] = {
    400: "the body: not one whole JSON value",
    404: "there is nothing at this address; allowed: /v2/check and /v1/report, and what belongs to them",
    415: "Content-Type: must be application/json, in UTF-8",
    422: "text: must be text, not a number",
}
"""What such an answer says, of requests that are in the tests."""
_TELLS_WHEN: Final = (429, 503)
_LINE: Final[Json] = {"type": "string", "pattern": "^Error: "}


@dataclass(frozen=True, eq=False, slots=True)
class Operation:
    """What may be asked at an address.

    Attributes:
        path: below the server's root; in braces what is filled in.
        method: of HTTP, in capitals.
        name: for programs that are made from the description.
        summary: what it is for, in a few words.
        said: what else there is to know.
        answer: the content type of the answer, and its JSON Schema.
        body: the same of what is sent; None where nothing is.
        parameters: name → where it stands (`path`, `query`), and what it is.
        refusals: statuses beside those that every operation has.
        plain: whether refusals are lines of text, as LanguageTool's clients read them.
    """

    path: str
    method: str
    name: str
    summary: str
    said: str
    answer: Mapping[str, Json]
    body: Mapping[str, Json] | None = None
    parameters: Mapping[str, tuple[str, str]] | None = None
    refusals: tuple[int, ...] = ()
    plain: bool = False


def ref(name: str) -> Json:
    """A shape by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def each(name: str) -> Json:
    """An object that has one of these for each name."""
    return {"type": "object", "additionalProperties": ref(name)}


def describe(
    operations: Iterable[Operation],
    told: Mapping[str, Any],
    *,
    most: int,
    token: bool,
    report: Mapping[str, Any] | None,
) -> Json:
    """The whole description.

    Args:
        operations: that there are.
        told: as `told.tell` gives it.
        most: characters that a text may have.
        token: whether the server asks for one.
        report: on `EXAMPLE`; None where there is none just now.
    """
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, token=token)
    if report:
        _shown(paths, report)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "notecheck",
            "version": told["about"]["notecheck"],
            "summary": "Checks case notes in UK children's social care against an authority's recording guidance.",
            "description": "Offsets are counts of Unicode code points into the text exactly as given, end exclusive. "
            "Nothing that is sent is kept, logged or sent on.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(told["schemas"], most),
            **({"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}} if token else {}),
        },
        **({"security": [{"token": []}]} if token else {}),
    }


def _operation(operation: Operation, *, token: bool) -> Json:
    refusals = sorted({*_EVERYWHERE, *operation.refusals, *((401,) if token else ())})
    made: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.said,
        "responses": {
            "200": {"description": operation.summary, "content": _content(operation.answer)},
            **{str(status): _refusal(status, plain=operation.plain) for status in refusals},
        },
    }
    if operation.parameters:
        made["parameters"] = [_parameter(name, *about) for name, about in operation.parameters.items()]
    if operation.body:
        made["requestBody"] = {"required": True, "content": _content(operation.body)}
    return made


def _content(kinds: Mapping[str, Json]) -> Json:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}


def _parameter(name: str, place: str, said: str) -> Json:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": said,
        "schema": {"type": "string", "minLength": 1},
    }


def _refusal(status: int, *, plain: bool) -> Json:
    content: Json = {"schema": ref(_PLACE_OF_ERRORS)}
    if status in _SHOWN:
        content["example"] = problem(status, _SHOWN[status])
    when = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}}
    return {
        "description": _WHY[status],
        "content": {"text/plain": {"schema": _LINE}} if plain else {PROBLEM: content},
        **({"headers": when} if status in _TELLS_WHEN else {}),
    }


def _shown(paths: Mapping[str, Json], report: Mapping[str, Any]) -> None:
    """Put the example and its report where a note goes in and a report comes out."""
    operation = paths["/v1/report"]["post"]
    operation["requestBody"]["content"][JSON]["example"] = dict(EXAMPLE)
    operation["responses"]["200"]["content"][JSON]["example"] = dict(report)


def _schemas(made: Mapping[str, Json], most: int) -> Json:
    """All shapes, with what this server itself adds to them."""
    note = made["Note"]
    text = note["properties"]["text"] | {"maxLength": most}
    return {
        **made,
        "Note": note | {"properties": note["properties"] | {"text": text}},
        "About": _ABOUT,
        "ErrorRecord": _ERROR_RECORD,
        _PLACE_OF_ERRORS: _PROBLEM_SHAPE,
    }


def _closed(description: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT: Final[Json] = {"type": "string"}
_NAMES: Final[Json] = {"type": "object", "additionalProperties": _TEXT}
_PROBLEM_SHAPE: Final = _closed(
    "Why a request was refused (RFC 9457), without a word of the note.",
    type={"const": "about:blank"},
    title=_TEXT | {"description": "of the status."},
    status={"type": "integer", "enum": sorted(_WHY)},
    detail=_TEXT | {"description": "what, where and what is allowed."},
)
_ERROR_RECORD: Final = _closed(
    "Stands in the place of a report where a line is no note or could not be checked.",
    version={"type": "integer"},
    id={"anyOf": [_TEXT, {"type": "null"}], "description": "the note's own, where that could be read."},
    place=_TEXT | {"description": "the line, such as 'line 3'."},
    error=_closed("Why.", reason=_TEXT),
)
_ABOUT: Final = _closed(
    "What notes are checked with.",
    notecheck=_TEXT | {"description": "version of the package."},
    model=_TEXT | {"description": "name and version of the spaCy pipeline."},
    guidance=_TEXT | {"description": "id of the guidance of notes that name none."},
    guidances=_NAMES | {"description": "id → edition."},
    lexicons=_NAMES | {"description": "file name → version."},
    packages=_NAMES | {"description": "package on which findings depend → version."},
    sha256=_NAMES | {"description": "file of a model or list → its SHA-256."},
)
