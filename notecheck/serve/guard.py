"""What stands before the server: who may ask, how much, how fast, and how often.

A request that is refused is refused before its body is looked at. One that is let through has its whole body at once,
and its work ends when its client goes away.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote_plus, unquote_to_bytes

from notecheck.discreet import kind
from notecheck.serve import answers
from notecheck.serve.coming import Coming, GoneError, Message, Receive
from notecheck.serve.engine import CLIENT
from notecheck.serve.limits import Rate
from notecheck.serve.origins import Origins
from notecheck.serve.settings import Serving

Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

ANSWERED: Final = 256
"""Requests at once; who comes beyond them is told that the server is busy."""

LOG: Final = logging.getLogger("notecheck.serve")
_AGAIN: Final = "5"  # seconds after which they may ask again
_HEALTH: Final = "/health"
_PROTOCOLS_HEALTH: Final = "/v2/healthcheck"
_CHECKS: Final = ("/check", "/report", "/reports")
_FORM: Final = "application/x-www-form-urlencoded"
_TEXTS: Final = ("text", "data")
_BODY: Final = 20.0  # seconds for a whole body
_HELD: Final = 64_000_000  # bytes of all bodies together; more only where four of the largest need it
_WRITING: Final = 30.0  # seconds for a client to take what it is sent
_WRONG: Final = 10  # wrong tokens a minute
_HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_TWICE: Final = ("host", "origin", "authorization", "content-length", "sec-fetch-site")


class _RefusedError(Exception):
    """A request is refused."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class _Request:
    """What the guard looks at of a request.

    Attributes:
        method: such as POST.
        path: without the query.
        query: as it came.
        headers: by name, in small letters.
        client: who asks, by address.
    """

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str] = field(repr=False)
    client: str

    @property
    def is_check(self) -> bool:
        """Whether it asks for a note to be checked."""
        return self.path.endswith(_CHECKS)

    @property
    def is_open(self) -> bool:
        """Whether it may be asked without a token: it tells nothing but that a server is there."""
        return self.path == _HEALTH or self.path.endswith(_PROTOCOLS_HEALTH)

    @property
    def bearer(self) -> str | None:
        """The token that came with the headers; None where none did: a web server's own sign-in stands there too."""
        scheme, _, sent = self.headers.get("authorization", "").partition(" ")
        return sent.strip() if scheme.lower() == "bearer" else None

    @property
    def is_preflight(self) -> bool:
        """Whether a browser asks what it may ask."""
        return self.method == "OPTIONS" and "access-control-request-method" in self.headers


def _busy() -> _RefusedError:
    return _RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "the server has as many requests as it takes at once; ask again in a moment",
        Retry_After=_AGAIN,
    )


def _no_token() -> _RefusedError:
    return _RefusedError(
        HTTPStatus.UNAUTHORIZED,
        "the token is missing or wrong; send it as Authorization: Bearer TOKEN, or under /v2 as apiKey",
        WWW_Authenticate="Bearer",
    )


class Guard:
    """Stands before a web application.

    Args:
        app: what is behind it.
        settings: of the server.
    """

    def __init__(self, app: App, settings: Serving) -> None:
        self._app = app
        self._settings = settings
        self._origins = Origins(settings)
        self._rate = Rate(settings.rate)
        self._wrong = Rate(_WRONG)
        self._under_way = 0
        self._coming: set[Coming] = set()
        self._room = max(_HELD, 4 * settings.max_body)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer, coming = _Answer(send), Coming(receive)
        self._coming.add(coming)
        try:
            await self._let_through(scope, receive, answer, coming)
        finally:
            self._coming.discard(coming)

    async def _let_through(self, scope: Any, receive: Receive, answer: _Answer, coming: Coming) -> None:
        try:
            request = _read(scope, proxied=self._settings.proxied)
            self._look(request)
            answer.reader = self._origins.reader(request.headers)
            if request.is_preflight:
                await answer.preflight(request)
                return
            self._must_be_free()
            self._count(request)
            body = await self._body(request, coming)
            self._must_have_token(request, body)
        except _RefusedError as error:
            await coming.throw_away(scope)
            await self._refuse(scope, answer, error)
        except (GoneError, TimeoutError):
            return
        else:
            CLIENT.set(request.client)
            scope["notecheck.rate"] = self._rate  # for a body with several notes, each of which counts
            await self._hand_on(scope, body, receive, answer)

    def _look(self, request: _Request) -> None:
        """Refuse what is not meant for this server, or comes from where nobody may ask.

        Raises:
            _RefusedError: says why.
        """
        if not self._origins.knows_host(request.headers.get("host")):
            raise _RefusedError(
                HTTPStatus.MISDIRECTED_REQUEST, "this server is not known by that name; --host-name gives it another"
            )
        if not self._origins.allows(request.headers):
            raise _RefusedError(
                HTTPStatus.FORBIDDEN,
                "a web page may not ask here; allowed: programs, LanguageTool's add-on, and what --origin names",
            )
        if _names_text(request.query):
            raise _RefusedError(
                HTTPStatus.BAD_REQUEST,
                "a note must not stand in an address, which servers and browsers keep; send it in the body, by POST",
            )
        if request.is_check and request.method not in ("POST", "OPTIONS"):
            raise _RefusedError(
                HTTPStatus.METHOD_NOT_ALLOWED,
                "a check is asked for by POST, so that no note stands in an address, which servers and browsers keep",
                Allow="POST",
            )

    def _must_be_free(self) -> None:
        """Refuse whoever comes beyond all that are answered just now.

        Raises:
            _RefusedError: says that it is busy.
        """
        if self._under_way >= ANSWERED:
            raise _busy()

    def _count(self, request: _Request) -> None:
        """Refuse who asks too often, and what is too large by its own word.

        Raises:
            _RefusedError: says when to ask again, or how much is allowed.
        """
        if request.method == "POST":
            if seconds := self._rate.wait(request.client):
                raise _RefusedError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    f"more than {self._settings.rate} checks a minute; ask again in {seconds} seconds",
                    Retry_After=str(seconds),
                )
            self._rate.take(request.client)
        if "content-length" in request.headers and "transfer-encoding" in request.headers:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "Content-Length and Transfer-Encoding: one of them is allowed")
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 15 or int(length) > self._settings.max_body:
            raise self._too_large()
        if self._settings.token and request.bearer is not None:
            self._must_have_token(request, b"")  # a wrong one is refused before the body comes

    def _too_large(self) -> _RefusedError:
        most = self._settings.max_text
        return _RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"more than {self._settings.max_body:,} bytes; a text may have at most {most:,} characters, so split it",
        )

    async def _body(self, request: _Request, coming: Coming) -> bytes:
        """All of a body.

        Raises:
            _RefusedError: it is too large, there is no room for it, or it does not come to its end in time.
            GoneError: the client has.
        """
        if self._settings.token and not self._may_have_token(request):
            raise _no_token()
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY):
                async for piece in coming.pieces():
                    body += piece
                    coming.held = len(body)
                    if len(body) > self._settings.max_body:
                        raise self._too_large()
                    if sum(each.held for each in self._coming) > self._room:
                        raise _busy()
        except TimeoutError:
            raise _RefusedError(
                HTTPStatus.REQUEST_TIMEOUT, f"the request did not come to its end in {_BODY:.0f} seconds"
            ) from None
        return bytes(body)

    def _may_have_token(self, request: _Request) -> bool:
        """Whether a token came with the headers, or may stand in the body: LanguageTool's clients send it there."""
        if request.is_open or request.bearer is not None:
            return True
        return answers.is_protocol(request.path) and request.headers.get("content-type", "").lower().startswith(_FORM)

    def _must_have_token(self, request: _Request, body: bytes) -> None:
        """Refuse who has not the token, where one is asked for.

        Raises:
            _RefusedError: says how it is sent.
        """
        token = self._settings.token
        if token is None or request.is_open:
            return
        given = _api_key(body) if request.bearer is None else request.bearer.encode()
        if not given:  # that is no guess: the browser add-on can send none, and others come from its address too
            raise _no_token()
        if seconds := self._wrong.wait(request.client):
            raise _RefusedError(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"too many wrong tokens; ask again in {seconds} seconds",
                Retry_After=str(seconds),
            )
        if not hmac.compare_digest(given, token.encode()):
            self._wrong.take(request.client)
            raise _no_token()

    async def _refuse(self, scope: Any, answer: _Answer, error: _RefusedError) -> None:
        headers = error.headers | {"Connection": "close"}
        response = answers.refusal(scope["path"], error.status, str(error), headers)
        await _quietly(response(scope, _nothing_more, answer.send))

    async def _hand_on(self, scope: Any, body: bytes, receive: Receive, answer: _Answer) -> None:
        """Have it answered, for as long as its client is there."""
        work = asyncio.ensure_future(self._answered(scope, body, answer))
        gone = asyncio.ensure_future(_gone(receive))
        self._under_way += 1
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._under_way -= 1
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _answered(self, scope: Any, body: bytes, answer: _Answer) -> None:
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_once() -> Message:
            return waiting.pop() if waiting else await _never()

        try:
            await self._app(scope, receive_once, answer.send)
        except Exception as error:  # what it says may hold words of the note
            LOG.error("a request met %s", kind(error))  # noqa: TRY400  (a traceback may quote it)
            if not answer.begun:
                await _quietly(answers.answer_error(scope["path"], error)(scope, receive_once, answer.send))


class _Answer:
    """An answer on its way out, with the headers that every one has.

    Attributes:
        begun: whether something of it was sent.
        reader: the origin whose pages may read it in a browser.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False
        self.reader: str | None = None

    async def send(self, message: Message) -> None:
        """Send a part of it, to a client that takes it."""
        if message["type"] == "http.response.start":
            self.begun = True
            message["headers"] = [*message.get("headers", ()), *_HEADERS, *self._for_browsers()]
        async with asyncio.timeout(_WRITING):
            await self._send(message)

    def _for_browsers(self) -> list[tuple[bytes, bytes]]:
        vary = [(b"vary", b"Origin")]
        return vary if self.reader is None else [(b"access-control-allow-origin", self.reader.encode()), *vary]

    async def preflight(self, request: _Request) -> None:
        """Tell a browser what may be asked from an origin that may ask."""
        headers = [
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"Authorization, Content-Type"),
            (b"access-control-max-age", b"600"),
        ]
        if "access-control-request-private-network" in request.headers:
            headers.append((b"access-control-allow-private-network", b"true"))
        await self.send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})


def _read(scope: Any, *, proxied: bool) -> _Request:
    """A request as far as the guard looks at it.

    Raises:
        _RefusedError: a header that decides something came twice.
    """
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, said = name.decode("latin-1"), value.decode("latin-1")
        if key in headers and key in _TWICE:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, f"the header {key} came twice")
        headers[key] = f"{headers[key]}, {said}" if key in headers else said
    address = scope["client"][0] if scope.get("client") else ""
    if proxied:  # the last one is what the web server before this one saw itself
        address = headers.get("x-forwarded-for", address).rsplit(",", 1)[-1].strip()[:64]
    return _Request(scope["method"], scope["path"], scope["query_string"], headers, address)


def _names_text(query: bytes) -> bool:
    """Whether an address holds the text of a note."""
    keys = (part.split("=", 1)[0] for part in query.decode("latin-1").split("&"))
    return any(unquote_plus(key).lower() in _TEXTS for key in keys)


def _api_key(body: bytes) -> bytes:
    """The token that a client of LanguageTool's protocol sends among the fields of its form; empty without one."""
    found = next((part for part in body.split(b"&") if part.startswith(b"apiKey=")), b"")
    return unquote_to_bytes(found.partition(b"=")[2].replace(b"+", b" "))


async def _gone(receive: Receive) -> None:
    """Until the client has gone, or has its answer."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _never() -> Message:
    """Until it is cancelled, which it is once the client has gone."""
    await asyncio.Event().wait()
    raise AssertionError


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}


async def _quietly(sending: Awaitable[None]) -> None:
    """Send to a client that may have gone."""
    with suppress(OSError, TimeoutError):
        await sending
