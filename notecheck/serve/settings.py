"""How a server is started: where it listens, what it checks with, whom it answers, and how much it takes at once."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final

PORT: Final = 8081
"""LanguageTool's own: its browser add-on asks there when it is set to a local server."""
HOST: Final = "127.0.0.1"
_BESIDE: Final = 64 * 1024
_ESCAPED: Final = 12


@dataclass(frozen=True, slots=True)
class Serving:
    """What a server was started with.

    Attributes:
        host: the address at which it listens.
        port: the port there; 0 for a free one.
        guidance: id of the guidance for notes that name none.
        lexicons: an authority's own folder of lexicons and guidance.
        model: name or folder of another spaCy English pipeline.
        without: checks to leave out.
        token: what clients have to send; None where none is asked for.
        origins: of web pages and extensions, beside LanguageTool's add-on, that may ask from a browser.
        hosts: further names by which it may be addressed.
        jobs: worker processes; None for as many as there are cores.
        max_text: the longest text, in characters.
        timeout: seconds that a check may take, beside what its length adds; also that it may wait for its turn.
        rate: checks a minute that one client may ask for; None for no limit.
        queue: checks that may wait; half of them for any one client.
        proxied: whether a web server stands before it, whose word is taken for where a client is.
    """

    host: str = HOST
    port: int = PORT
    guidance: str = "general"
    lexicons: str | None = None
    model: str | None = None
    without: tuple[str, ...] = ()
    token: str | None = None
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    jobs: int | None = None
    max_text: int = 100_000
    timeout: float = 30.0
    rate: int | None = None
    queue: int = 128
    proxied: bool = False

    @property
    def max_body(self) -> int:
        """The largest body of a request, in bytes: the longest text, each character escaped, and what goes with it."""
        return self.max_text * _ESCAPED + _BESIDE

    def __repr__(self) -> str:
        """Without the token."""
        return f"Serving(host={self.host!r}, port={self.port!r}, guidance={self.guidance!r})"


def is_loopback(host: str) -> bool:
    """Whether an address that is listened at can be reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
