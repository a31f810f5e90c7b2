"""Whose requests are answered: what a Host, an Origin and a browser's own word on a request may say.

A web page that somebody has open can send requests to a server on their machine. It can be kept from having a note
checked, or from reading what was found, since browsers say where a request comes from and pages cannot change that:

- Host is a name of the server's own, or a page could have its own name lead here (DNS rebinding);
- Origin is missing, as from a program that is no browser, or is that of an extension, or was named by `--origin`;
- without an Origin, Sec-Fetch-Site does not say that another site's page asks.

Extensions: LanguageTool's add-on has the same id in every Chrome and every Edge. Firefox and Safari give each
installation an id of its own, so theirs are known by their schemes; no web page can have them. Firefox may send `null`
for an extension, as every browser does for a page that is shut in a frame, so that has to be named by `--origin null`;
no answer to it can be read by a page even then.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from typing import Final

from notecheck.errors import SettingsError
from notecheck.serve.settings import Serving

NULL: Final = "null"
ADD_ON: Final = (
    "chrome-extension://oldceeleldhonbafppcapldpdifcinji",
    "chrome-extension://hfjadhjooeceemgojogkhlppanjkbobc",
)
"""LanguageTool's add-on in the shops of Chrome and of Edge."""
_OWN_IDS: Final = re.compile(
    r"(moz-extension|safari-web-extension)://[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_ORIGIN: Final = re.compile(r"(https?|chrome-extension|moz-extension|safari-web-extension)://[A-Za-z0-9.:\[\]-]+|null")
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)
_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104  (addresses that are no name of anything)
_OWN_WISH: Final = (None, "none", "same-origin")


class Origins:
    """Whose requests a server answers.

    Args:
        settings: of the server.
    """

    def __init__(self, settings: Serving) -> None:
        own = () if settings.host in _EVERYWHERE else (_in_address(settings.host),)
        self._hosts = frozenset(("127.0.0.1", "localhost", "[::1]", *own, *settings.hosts))
        self._origins = frozenset((*ADD_ON, *settings.origins))

    def knows_host(self, host: str | None) -> bool:
        """Whether a request was meant for this server, by its Host."""
        found = _HOST.fullmatch(host or "")
        return bool(found) and found["name"].lower() in self._hosts if found else False

    def allows(self, headers: Mapping[str, str]) -> bool:
        """Whether it may be answered, by who asks.

        Args:
            headers: of the request, with names in small letters.
        """
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") in _OWN_WISH
        return origin in self._origins or bool(_OWN_IDS.fullmatch(origin))

    def reader(self, headers: Mapping[str, str]) -> str | None:
        """Who may read the answer in a browser, once a request is allowed; None where nobody has to be told."""
        origin = headers.get("origin")
        return None if origin == NULL else origin


def _in_address(host: str) -> str:
    """As clients write it in an address: an address of IPv6 may be given in several ways."""
    return f"[{ipaddress.ip_address(host)}]" if ":" in host else host.lower()


def check_origins(origins: Iterable[str]) -> tuple[str, ...]:
    """Origins as they were given, made plain.

    Raises:
        SettingsError: one is no origin; says how it looks.
    """
    plain = tuple(origin.strip().rstrip("/") for origin in origins)
    wrong = next((each for each in plain if not _ORIGIN.fullmatch(each)), None)
    if wrong is not None:
        raise SettingsError(
            f"--origin: {wrong[:60]!r} is no origin; it is like https://records.example.gov.uk, without a path, or "
            "chrome-extension://ID, or null"
        )
    return plain


def check_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """Names as they were given, made plain.

    Raises:
        SettingsError: one is no name of a host; says how it looks.
    """
    plain = tuple(host.strip().lower() for host in hosts)
    wrong = next((each for each in plain if not _NAME.fullmatch(each)), None)
    if wrong is not None:
        raise SettingsError(
            f"--host-name: {wrong[:60]!r} is no name of a host; it is like notecheck.example.gov.uk, without https://"
        )
    return plain
