"""Reports on several notes, a line each, in order and as they are ready; a few are under way at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from notecheck.errors import NotecheckError
from notecheck.render.jsonl import written
from notecheck.serve.engine import CLIENT
from notecheck.serve.v1 import bodies
from notecheck.sound import writable

if TYPE_CHECKING:
    from starlette.requests import Request

    from notecheck.serve.engine import Engine

_AHEAD: Final = 4
"""Notes of one request that wait or are checked at once: enough for workers to be busy, and no more is held."""

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
    under_way: deque[asyncio.Task[Mapping[str, Any]]] = deque()
    try:
        for line in bodies.read(found):
            under_way.append(asyncio.create_task(_row(engine, line, version, may_ask())))
            if len(under_way) == _AHEAD:
                yield _line(await under_way.popleft())
        while under_way:
            yield _line(await under_way.popleft())
    finally:
        for task in under_way:  # of a client that has gone
            task.cancel()


async def _row(engine: Engine, line: bodies.Line, version: int, refused: str) -> Mapping[str, Any]:
    reason = line.fault or refused
    if not reason and not isinstance(line.note, dict):
        reason = "a note must be an object with the key 'text'"
    if not reason:
        try:
            return await engine.report(line.note)
        except NotecheckError as error:
            reason = str(error)
    return {
        "version": version,
        "id": writable(line.note.get("id")) if isinstance(line.note, dict) else None,
        "place": f"line {line.number}",
        "error": {"reason": reason},
    }


def _line(row: Mapping[str, Any]) -> bytes:
    return written(row).encode("utf-8") + b"\n"
