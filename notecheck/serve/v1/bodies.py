"""What is sent to `/v1`: text in UTF-8, said to be JSON; a worker reads it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from notecheck.serve.refusals import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request

JSON: Final = "application/json"
LINES: Final = ("application/jsonl", "application/x-ndjson")
MOST_LINES: Final = 200
"""Notes in one request; more are an audit's."""

_UTF8: Final = ("utf-8", "utf8")


async def one(request: Request) -> str:
    """A body that is said to be JSON.

    Raises:
        RefusedError: it is of another kind (415), or no text (400).
    """
    _must_be(request, (JSON,))
    return await _text(request)


async def lines(request: Request) -> Sequence[tuple[int, str]]:
    """The lines of a body that are not blank, each with its number.

    Raises:
        RefusedError: it is of another kind (415), cannot be read (400), or has too many (413).
    """
    _must_be(request, LINES)
    text = await _text(request)
    found = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(found) > MOST_LINES:
        raise RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"{len(found):,} notes; at most {MOST_LINES} are allowed at once: send several requests, or use "
            "notecheck audit",
        )
    return found


def _must_be(request: Request, allowed: Sequence[str]) -> None:
    """Refuse a body of another kind."""
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "utf-8")
    if kind not in allowed or charset not in _UTF8:
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: must be {' or '.join(allowed)}, in UTF-8")


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"the body: no UTF-8 at byte {error.start}") from None
