"""What is sent to `/v1`: strict JSON in UTF-8, or a refusal that says what is wrong, without what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from notecheck.errors import NotecheckError
from notecheck.read.objects import NO_JSON, parse

if TYPE_CHECKING:
    from starlette.requests import Request

JSON: Final = "application/json"
LINES: Final = ("application/jsonl", "application/x-ndjson")
MOST_LINES: Final = 200
"""Notes in one request; more are an audit's."""

_UTF8: Final = ("utf-8", "utf8")


class RefusedError(NotecheckError):
    """A request cannot be answered as it stands.

    Attributes:
        status: of the answer over HTTP.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Line(NamedTuple):
    """A line of several notes.

    Attributes:
        number: from 1.
        note: the JSON of it; None where it cannot be read.
        fault: why not; empty where it can.
    """

    number: int
    note: Any
    fault: str


async def one(request: Request) -> Any:
    """The JSON of a body.

    Raises:
        RefusedError: it is of another kind (415), or cannot be read (400).
    """
    _must_be(request, (JSON,))
    value, fault = parse(await _text(request), once=True)
    if fault:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"the body: {fault.replace(NO_JSON, 'not one whole JSON value')}")
    return value


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


def read(found: Sequence[tuple[int, str]]) -> Iterator[Line]:
    """What each of the lines holds."""
    return (Line(number, *parse(line, once=True)) for number, line in found)


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
