"""Refusals as answers, each in the form that its clients read; none holds text of a note.

Under `/v2/` it is a line of plain text that begins with `Error: `, as LanguageTool's own server answers; everywhere
else it is a problem in JSON (RFC 9457).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from notecheck.errors import NotecheckError, NoteError
from notecheck.serve.line import BusyError
from notecheck.serve.refusals import RefusedError

if TYPE_CHECKING:
    from starlette.responses import Response

PROBLEM: Final = "application/problem+json"
_OWN: Final = "a fault of notecheck's own stopped this; please report it"


def refusal(path: str, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that says why a request is refused.

    Args:
        path: of the request, by which it is known what its client reads.
        status: of the answer over HTTP.
        detail: in words: what, where and what is allowed.
        headers: to go with it.
    """
    from starlette.responses import Response

    if is_protocol(path):
        return Response(f"Error: {detail}", status, headers, "text/plain")
    return Response(json.dumps(problem(status, detail)), status, headers, PROBLEM)


def is_protocol(path: str) -> bool:
    """Whether a path belongs to LanguageTool's protocol.

    >>> is_protocol("/swindon/home-visit/v2/check"), is_protocol("/v1/report")
    (True, False)
    """
    return "/v2/" in f"{path}/"


def problem(status: int, detail: str) -> dict[str, Any]:
    """A problem in the form of RFC 9457."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def answer_error(path: str, error: Exception) -> Response:
    """An answer that says what stopped a request.

    Args:
        path: of the request.
        error: what was raised; of one that is none of ours only its kind is told.
    """
    status, detail = _status(error), str(error) if isinstance(error, NotecheckError) else _OWN
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, BusyError) else None
    return refusal(path, status, detail, headers)


def _status(error: Exception) -> int:
    if isinstance(error, RefusedError):
        return error.status
    if isinstance(error, BusyError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.BAD_REQUEST if isinstance(error, NoteError) else HTTPStatus.INTERNAL_SERVER_ERROR
