"""Lets a visit to the page go once its tab has closed.

Streamlit keeps what a visit holds (its fields, its files) after the tab has closed, so that a broken connection
can be taken up again, and lets the last visit go only when another one ends. `Forgetting` watches the connections and
ends each visit in time: seconds after the browser said that the tab closed, minutes after a silence.

It takes some private names of Streamlit's to tell which connection is whose visit, and to empty it; `works` says
whether they are still there.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
from typing import Any, Final

from streamlit import runtime
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession

AFTER_GOODBYE: Final = 5.0
"""Seconds after the tab closed: time for a reload in between to find its visit."""
KEPT: Final = 120
"""Seconds for which Streamlit lets a broken connection be taken up again (`server.disconnectedSessionTTL`)."""
AFTER_SILENCE: Final = KEPT - 10.0
"""Seconds after a connection broke: before Streamlit loses sight of the visit, which it would keep all the same."""

_GOODBYE: Final = 1001  # what a browser says as it leaves a page (RFC 6455, 7.4.1)
_MARK: Final = b"x-notecheck-visit"
# What of a visit holds what people put in. Streamlit's loop keeps the visit itself in hand until the next one comes.
_PARTS: Final = ("_session_state", "_client_state", "_browser_queue", "_fragment_storage")
LOG: Final = logging.getLogger("notecheck.page")


def works() -> bool:
    """Whether visits can be let go: the page is being served, and this Streamlit has what it takes."""
    try:
        names = AppSession.__init__.__code__.co_names
        return runtime.exists() and _visits(runtime.get_instance()) is not None and set(_PARTS) <= set(names)
    except AttributeError:
        return False


def _visits(server: Runtime) -> list[Any]:
    return server._session_mgr.list_active_sessions()


class Forgetting:
    """Ends the visit of a connection that has ended, unless the browser comes back for it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._ends: dict[str, asyncio.TimerHandle] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on; of a connection, note how it ends."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        mark = (_MARK, secrets.token_hex(8).encode())
        scope["headers"] = [*(pair for pair in scope["headers"] if pair[0] != _MARK), mark]
        line = _Line(receive, send, mark)
        try:
            await self._app(scope, line.receive, line.send)
        finally:
            line.cut()
            if line.visit:
                self._end(line.visit, AFTER_GOODBYE if line.said == _GOODBYE else AFTER_SILENCE)

    def _end(self, visit: AppSession, seconds: float) -> None:
        if earlier := self._ends.pop(visit.id, None):
            earlier.cancel()
        self._ends[visit.id] = asyncio.get_running_loop().call_later(seconds, self._forget, visit)

    def _forget(self, visit: AppSession) -> None:
        del self._ends[visit.id]
        server = runtime.get_instance()
        if server.is_active_session(visit.id):  # the browser came back
            return
        server.close_session(visit.id)
        for name in _PARTS:
            if hasattr(visit, name):
                setattr(visit, name, type(getattr(visit, name))())
        gc.collect()  # its parts point at each other; the checker is frozen, so this is quick


class _Line:
    """What Streamlit holds of a connection; once cut, nothing of what was last sent on it is held with it.

    Attributes:
        visit: whose connection it is, known once the visitor has said something.
        said: the code with which the connection ended.
    """

    def __init__(self, receive: Any, send: Any, mark: tuple[bytes, bytes]) -> None:
        self._receive, self._send, self._mark = receive, send, mark
        self.visit: AppSession | None = None
        self.said: int | None = None

    async def receive(self) -> Any:
        """The next message of the visitor."""
        message = await self._receive()
        self.visit = self.visit or _visit(self._mark)
        if message["type"] == "websocket.disconnect":
            self.said = message.get("code")
        return message

    async def send(self, message: Any) -> None:
        """Send a message to the visitor."""
        await self._send(message)

    def cut(self) -> None:
        """Let go of the connection."""
        self._receive = self._send = _gone


async def _gone(*_: Any) -> None:
    raise OSError("the connection has ended")


def _visit(mark: tuple[bytes, bytes]) -> AppSession | None:
    """The visit whose connection bears a mark."""
    name, value = (part.decode() for part in mark)
    try:
        for each in _visits(runtime.get_instance()):
            if (name, value) in each.client.client_context.headers:
                found: AppSession = each.session
                return found
    except AttributeError:  # another Streamlit: `works` has said so as the page started
        LOG.debug("visits cannot be told apart")
    return None
