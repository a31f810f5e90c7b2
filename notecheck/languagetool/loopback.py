"""Requests to a server on this machine, past any proxy; and which addresses are on this machine.

`http.client` knows nothing of `HTTP_PROXY`, and follows no redirect.
"""

from __future__ import annotations

import http.client
import ipaddress
from typing import Final
from urllib.parse import urlsplit

from notecheck.errors import GrammarError

HOST: Final = "127.0.0.1"
OURS: Final = "notecheck"
"""What a server of notecheck's calls itself: it speaks LanguageTool's protocol, and must never be asked for grammar."""
_MOST: Final = 1_000_000  # bytes of an answer; more is none of LanguageTool's to these questions


def url(port: int) -> str:
    """The address of a server of ours."""
    return f"http://{HOST}:{port}"


def on_this_machine(address: str, *, named: str) -> str:
    """An address that somebody gave, made plain: `http://127.0.0.1:8081`.

    Args:
        address: as given, such as `http://localhost:8081/v2`.
        named: what it was given as, for the refusal.

    Raises:
        GrammarError: it is not, or not surely, on this machine. What else stands in it is not repeated.
    """
    allowed = f"allowed: off, or http://{HOST}:PORT"
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise GrammarError(f"{named} is not an address; {allowed}") from None
    if parts.username is not None or parts.password is not None:
        raise GrammarError(f"{named} holds a user's name or password, which no server on this machine needs; {allowed}")
    own = _own(host)
    if host and own is None:
        raise GrammarError(f"{named} names {host[:60]!r}: the text of notes would leave this machine; {allowed}")
    if own is None or parts.scheme != "http" or not port or parts.path.rstrip("/") not in ("", "/v2"):
        raise GrammarError(f"{named} is not the address of a server on this machine; {allowed}")
    if parts.query or parts.fragment:
        raise GrammarError(f"{named} holds more than an address; {allowed}")
    return f"http://{own}:{port}"


def _own(host: str) -> str | None:
    """The host as an address of this machine, None of any other: no name is looked up."""
    if host == "localhost":
        return HOST
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    if not found.is_loopback:
        return None
    return f"[{found}]" if found.version == 6 else str(found)


def ask(base: str, path: str, body: bytes | None = None, *, seconds: float) -> bytes | None:
    """What a server on this machine answers, None if nothing good comes in that time.

    Args:
        base: as `on_this_machine` gives it.
        path: such as `/v2/healthcheck`.
        body: of a form to post.
        seconds: how long each step of the exchange may take.
    """
    parts = urlsplit(base)
    connection = http.client.HTTPConnection(parts.hostname or HOST, parts.port, timeout=seconds)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection.request("GET" if body is None else "POST", path, body, kind)
        answer = connection.getresponse()
        if answer.getheader("Server", "").startswith(OURS):
            return None
        return answer.read(_MOST) if answer.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def is_healthy(base: str, *, seconds: float = 2) -> bool:
    """Whether a LanguageTool answers there, and says of itself that it is well."""
    return ask(base, "/v2/healthcheck", seconds=seconds) == b"OK"
