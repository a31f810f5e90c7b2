"""One connection of a client, as uvicorn serves it, with bounds that uvicorn does not set."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from notecheck.serve.guard import ANSWERED

HEADERS: Final = 32 * 1024
"""Bytes of a request before its body."""
_SLICE: Final = 8 * 1024  # bytes that are looked at together
_LEAST: Final = _SLICE // 4  # bytes of a body in them: one that comes byte by byte costs seconds, in which others wait
_KEPT: Final = 3 * ANSWERED // 2  # connections, beyond which one that is only held makes room
_OPEN: Final = 2 * ANSWERED  # beyond which a connection is closed without a word
_SAYING: Final = 10.0  # seconds for a request up to its body
_TAKING: Final = 30.0  # seconds for a client to take what is left of its last answer; at most twice as long


class Connection(H11Protocol):
    """A connection that has so long to say what it wants, and to take what it is sent.

    Attributes:
        since: when its last request was answered; where there was none, when it was made.
    """

    since = 0.0
    _saying: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None
    _was_closing = False

    def connection_made(self, transport: Any) -> None:
        """It is there."""
        super().connection_made(transport)
        self.since = self.loop.time()
        if len(self.connections) > _KEPT:
            self._make_room()
        if len(self.connections) > _OPEN:
            transport.abort()
            return
        self._look()
        self._taking = self.loop.call_later(_TAKING, self._look_whether_taken)

    def _make_room(self) -> None:
        """Close one on which nothing is done, so that nobody is kept out by connections that are only held.

        It is one of the address that holds most of them, and of these the one that has been so for longest; those that
        have still to take an answer come last.
        """
        others = [each for each in self.connections if each is not self and isinstance(each, Connection) and each.rests]
        if not others:
            return
        held = Counter(each.address for each in others)
        last = min(others, key=lambda each: (-held[each.address], each.has_unsent, each.since))
        self.connections.discard(last)  # as is done once it is known to be gone
        last.transport.abort()

    @property
    def address(self) -> str:
        """Where its client is."""
        return self.client[0] if self.client else ""

    @property
    def has_unsent(self) -> bool:
        """Whether there is something that its client has still to take."""
        return self.transport.get_write_buffer_size() > 0

    @property
    def rests(self) -> bool:
        """Whether it waits for its client: for a request, or the rest of one, or to take what it is sent."""
        cycle = self.cycle
        return cycle is None or cycle.response_complete or cycle.more_body or self.has_unsent

    def on_response_complete(self) -> None:
        """A request of it has been answered."""
        self.since = self.loop.time()
        super().on_response_complete()

    def data_received(self, data: bytes) -> None:
        """It said something."""
        for start in range(0, len(data), _SLICE):
            if self.transport.is_closing():
                break
            self._receive(data[start : start + _SLICE])
        self._look()

    def _receive(self, data: bytes) -> None:
        within = self.conn.their_state is h11.SEND_BODY
        before = len(self.cycle.body) if within else 0
        super().data_received(data)
        within = within and self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing()
        if within and len(data) == _SLICE and len(self.cycle.body) - before < _LEAST:
            self.send_400_response("A body in such small pieces is not read.")

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._stop_clock()
        if self._taking is not None:
            self._taking.cancel()
        super().connection_lost(exc)

    def _look_whether_taken(self) -> None:
        """A connection that is closed stays open until its client has taken all: of one that does not, no longer."""
        if self._was_closing:
            self.transport.abort()
            return
        self._was_closing = self.transport.is_closing()
        self._taking = self.loop.call_later(_TAKING, self._look_whether_taken)

    def _look(self) -> None:
        """Time runs while a request has begun, or is to begin, and is not yet known up to its body."""
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._stop_clock()
        elif self._saying is None:
            self._saying = self.loop.call_later(_SAYING, self.transport.abort)

    def _stop_clock(self) -> None:
        if self._saying is not None:
            self._saying.cancel()
            self._saying = None
