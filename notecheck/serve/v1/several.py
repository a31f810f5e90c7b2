"""Reports on several notes, a line each, in order and as they are ready; a few are under way at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from notecheck.errors import NotecheckError
from notecheck.read.objects import parse
from notecheck.serve.engine import CLIENT
from notecheck.serve.v1.checked import error_row
from notecheck.serve.worker import ROW

if TYPE_CHECKING:
    from starlette.requests import Request

    from notecheck.serve.engine import Engine

_AHEAD: Final = 4
"""Notes of one request that wait or are checked at once: enough for workers to be busy, and no more is held."""
_READ_HERE: Final = 20_000  # characters of a line

Ask = Callable[[], str]
"""Asked before each note: why it may not be checked now; empty where it may."""


def allowed(request: Request) -> Ask:
    """What asks whether one more note may be checked: each counts as a check of its client, the first did already."""
    rate = request.scope.get("notecheck.rate")
    client, first = CLIENT.get(), [True]

    def ask() -> str:
        if first:
            first.clear()
            return ""
        if rate is None:
            return ""
        if seconds := rate.wait(client):
            return f"more checks a minute than are allowed; send this note again in {seconds} seconds"
        rate.take(client)
        return ""

    return ask


async def rows(engine: Engine, found: Sequence[tuple[int, str]], *, version: int, may_ask: Ask) -> AsyncIterator[bytes]:
    """A line of JSON for each note: its report, or an error record in its place.

    Args:
        engine: what checks.
        found: number and text of each line.
        version: of the report's shape.
        may_ask: asked before each note.
    """
    under_way: deque[asyncio.Task[bytes]] = deque()
    try:
        for number, line in found:
            under_way.append(asyncio.create_task(_row(engine, number, line, version, may_ask())))
            if len(under_way) == _AHEAD:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        for task in under_way:  # of a client that has gone
            task.cancel()


async def _row(engine: Engine, number: int, line: str, version: int, refused: str) -> bytes:
    """One of them; what no worker could say is said here."""
    reason = refused
    if not reason:
        try:
            return await engine.ask(ROW, line.encode(), str(number).encode(), characters=len(line))
        except NotecheckError as error:
            reason = str(error)
    return error_row(version, _id(line), number, reason)


def _id(line: str) -> Any:
    """The note's own id; None where reading it would keep others waiting."""
    note = parse(line)[0] if len(line) <= _READ_HERE else None
    return note.get("id") if isinstance(note, dict) else None
