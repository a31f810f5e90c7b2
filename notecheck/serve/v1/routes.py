"""`/v1`: a note in, a report out, as the contract has both; several at once; and what they are held against."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from notecheck.errors import NotecheckError, NoteError
from notecheck.render.json import written
from notecheck.serve import answers
from notecheck.serve.refusals import RefusedError
from notecheck.serve.v1 import bodies, several
from notecheck.serve.v1.bodies import JSON, LINES, MOST_LINES
from notecheck.serve.v1.describing import EXAMPLE, Operation, describe, each, ref
from notecheck.serve.v1.protocol import PROTOCOL
from notecheck.serve.worker import REPORT as A_REPORT

if TYPE_CHECKING:
    from starlette.requests import Request

    from notecheck.serve.engine import Engine
    from notecheck.serve.settings import Serving

_CHECKED: Final = (415, 422, 503, 504)
_GUIDANCE: Final = "id of a guidance; without it, that of notes which name none."

REPORT: Final = Operation(
    "/v1/report",
    "POST",
    "checkNote",
    "The report on a note",
    "Only `text` is needed. Keys that notecheck does not know come back in the report untouched.",
    {JSON: ref("Report")},
    body={JSON: ref("Note")},
    refusals=_CHECKED,
)
REPORTS: Final = Operation(
    "/v1/reports",
    "POST",
    "checkNotes",
    "Reports on several notes",
    f"JSON Lines: a `Note` a line in, at most {MOST_LINES}; a `Report` a line out, in the same order, or an "
    "`ErrorRecord` in its place. They come as they are ready. Blank lines are passed over.",
    {LINES[0]: {"description": "a `Report` or an `ErrorRecord` a line."}},
    body={kind: {"description": "a `Note` a line."} for kind in LINES},
    refusals=(415,),
)
GUIDANCES: Final = Operation(
    "/v1/guidances",
    "GET",
    "listGuidances",
    "The guidances that a note may be held against",
    "By id, each with all that it asks for.",
    {JSON: each("Guidance")},
)
GUIDANCE: Final = Operation(
    "/v1/guidances/{guidance}",
    "GET",
    "getGuidance",
    "One guidance",
    "Its standards with section and wording, and what serves each, or why nothing does.",
    {JSON: ref("Guidance")},
    parameters={"guidance": ("path", "id of the guidance.")},
    refusals=(404,),
)
RULES: Final = Operation(
    "/v1/rules",
    "GET",
    "listRules",
    "What is looked for",
    "Every rule by name: what it marks and why, its limits, the standards that it serves, how well it did.",
    {JSON: each("Explanation")},
    parameters={"guidance": ("query", _GUIDANCE)},
    refusals=(404,),
)
RULE: Final = Operation(
    "/v1/rules/{rule}",
    "GET",
    "getRule",
    "One rule",
    "What it marks and why, its limits, the standards that it serves, how well it did.",
    {JSON: ref("Explanation")},
    parameters={"rule": ("path", "name of the rule."), "guidance": ("query", _GUIDANCE)},
    refusals=(404,),
)
ABOUT: Final = Operation(
    "/v1/about",
    "GET",
    "getVersions",
    "What notes are checked with",
    "Versions of the package, the model, the guidances and the lexicons, with checksums.",
    {JSON: ref("About")},
)
DESCRIPTION: Final = Operation(
    "/v1/openapi.json",
    "GET",
    "getDescription",
    "This description",
    "OpenAPI 3.1.",
    {JSON: {"type": "object"}},
)
OPERATIONS: Final = (REPORT, REPORTS, GUIDANCES, GUIDANCE, RULES, RULE, ABOUT, DESCRIPTION)

Handler = Callable[["Request"], Awaitable[Response]]


def routes(engine: Engine, settings: Serving) -> list[BaseRoute]:
    """What is answered below `/v1`.

    Args:
        engine: what checks.
        settings: of the server.
    """
    at = _Answers(engine, settings)
    handlers: Mapping[Operation, Handler] = {
        REPORT: at.report,
        REPORTS: at.reports,
        GUIDANCES: at.guidances,
        GUIDANCE: at.guidance,
        RULES: at.rules,
        RULE: at.rule,
        ABOUT: at.about,
        DESCRIPTION: at.description,
    }
    return [
        Route(operation.path.removeprefix("/v1"), _in_words(handlers[operation]), methods=[operation.method])
        for operation in OPERATIONS
    ]


class _Answers:
    """The answers; knows what the workers told, once they have."""

    def __init__(self, engine: Engine, settings: Serving) -> None:
        self._engine = engine
        self._settings = settings
        self._description: bytes | None = None

    @property
    def _told(self) -> Mapping[str, Any]:
        return self._engine.facts.told

    async def report(self, request: Request) -> Response:
        """The report on a note."""
        return Response(await self._report(await bodies.one(request)), media_type=JSON)

    async def _report(self, note: str) -> bytes:
        return await self._engine.ask(A_REPORT, note.encode(), characters=len(note))

    async def reports(self, request: Request) -> Response:
        """Reports on several notes, as they are ready."""
        found = await bodies.lines(request)
        rows = several.rows(self._engine, found, version=self._told["version"], may_ask=several.allowed(request))
        return StreamingResponse(rows, media_type=LINES[0])

    async def guidances(self, _: Request) -> Response:
        """Every guidance."""
        return _as_json(self._told["guidances"])

    async def guidance(self, request: Request) -> Response:
        """One guidance."""
        return _as_json(_named("guidance", request.path_params["guidance"], self._told["guidances"]))

    async def rules(self, request: Request) -> Response:
        """Every rule under a guidance."""
        return _as_json(self._rules(request))

    async def rule(self, request: Request) -> Response:
        """One rule under a guidance."""
        return _as_json(_named("rule", request.path_params["rule"], self._rules(request)))

    def _rules(self, request: Request) -> Mapping[str, Any]:
        guidance = request.query_params.get("guidance", self._settings.guidance)
        rules: Mapping[str, Any] = _named("guidance", guidance, self._told["rules"])
        return rules

    async def about(self, _: Request) -> Response:
        """What notes are checked with."""
        return _as_json(self._told["about"])

    async def description(self, _: Request) -> Response:
        """The description; it is kept once its example has been checked."""
        if self._description:
            return Response(self._description, media_type=JSON)
        report = await self._example()
        made = describe(
            (*OPERATIONS, *PROTOCOL),
            self._told,
            most=self._engine.facts.max_text,
            token=self._settings.token is not None,
            report=report,
        )
        answer = _as_json(made)
        if report:
            self._description = bytes(answer.body)
        return answer

    async def _example(self) -> Mapping[str, Any] | None:
        """A report to show; None where the server has too much else to do."""
        try:
            report: Mapping[str, Any] = json.loads(await self._report(json.dumps(EXAMPLE)))
        except NotecheckError:
            return None
        return report


def _named(what: str, name: str, known: Mapping[str, Any]) -> Any:
    """One of several by its name.

    Raises:
        RefusedError: there is none; says which there are.
    """
    if name not in known:
        raise RefusedError(HTTPStatus.NOT_FOUND, f"{what} {name[:40]!r} is not known; allowed: {', '.join(known)}")
    return known[name]


def _as_json(value: Mapping[str, Any]) -> Response:
    return Response(written(value).encode("utf-8") + b"\n", media_type=JSON)


def _in_words(handle: Handler) -> Handler:
    """An address that tells a note that is none from a body that cannot be read, whose status the application gives."""

    async def handled(request: Request) -> Response:
        try:
            return await handle(request)
        except NoteError as error:
            return answers.refusal(request.scope["path"], HTTPStatus.UNPROCESSABLE_ENTITY, str(error))

    return handled
