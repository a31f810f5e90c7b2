"""The body of a request on its way in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, Final

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

_REST: Final = 2.0  # seconds for what is thrown away of a body that is refused, so that its client gets to read why
_MOST_REST: Final = 8_000_000  # bytes of it


class GoneError(Exception):
    """The client has gone."""


class Coming:
    """A body on its way in.

    Attributes:
        held: bytes of it that are in memory.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._more = True
        self.held = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        """What is left of it, piece by piece.

        Raises:
            GoneError: its client has, before it came to its end.
        """
        while self._more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            self._more = message.get("more_body", False)
            yield message.get("body", b"")

    async def throw_away(self, scope: Any) -> None:
        """Let the rest come, unread: a client that is still sending when it is refused never sees why."""
        if any(name == b"expect" for name, _ in scope["headers"]):
            return  # it waits for a word before it sends
        size = self.held = 0
        with suppress(GoneError, TimeoutError):
            async with asyncio.timeout(_REST):
                async for piece in self.pieces():
                    size += len(piece)
                    if size > _MOST_REST:
                        return
