"""The server as a web application: its routes, and what becomes of an error anywhere in it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from notecheck.errors import NotecheckError
from notecheck.serve import answers
from notecheck.serve.guard import Guard
from notecheck.serve.v1 import routes as v1
from notecheck.serve.v2 import routes as v2

if TYPE_CHECKING:
    from starlette.requests import Request

    from notecheck.serve.engine import Engine
    from notecheck.serve.settings import Serving


def make_app(settings: Serving, engine: Engine) -> Starlette:
    """The web application of a server.

    LanguageTool's protocol stands at `/v2`, and below a guidance, and a kind of record, that an address names; whole
    reports at `/v1`; whether it is ready at `/health`.

    Args:
        settings: of the server.
        engine: what checks for it.
    """
    return Starlette(
        routes=[*_health(engine), *_routes(settings, engine)],
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={NotecheckError: _refused, HTTPException: _not_found},
    )


def _health(engine: Engine) -> list[BaseRoute]:
    async def health(_: Request) -> Response:
        if engine.ready:
            return PlainTextResponse("OK")
        return PlainTextResponse("no worker is ready", HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "5"})

    return [Route("/health", health)]


def _routes(settings: Serving, engine: Engine) -> list[BaseRoute]:
    protocol = v2.routes(engine, settings)
    return [
        Mount("/v1", routes=v1.routes(engine, settings)),
        *(Mount(f"{before}/v2", routes=protocol) for before in ("", "/{guidance}", "/{guidance}/{doc_type}")),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    return answers.answer_error(request.scope["path"], error)


async def _not_found(request: Request, error: Any) -> Response:
    """There is nothing there, or not for such a request."""
    allowed = (error.headers or {}).get("Allow")
    if allowed:
        detail = f"{request.method} is not allowed here; allowed: {allowed}"
    elif error.status_code == HTTPStatus.NOT_FOUND:
        detail = "there is nothing at this address; allowed: /v2/check and /v1/report, and what belongs to them"
    else:
        detail = str(error.detail)
    return answers.refusal(request.scope["path"], error.status_code, detail, error.headers)
