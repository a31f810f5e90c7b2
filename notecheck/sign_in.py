"""Reads the file that says how people of an authority sign in to the page (OpenID Connect).

redirect_uri = "https://notecheck.example.gov.uk/notecheck/oauth2callback"
cookie_secret = "at least 32 characters that nobody could guess"
client_id = "notecheck"
client_secret = "what the provider gave for it"
server_metadata_url = "https://login.example.gov.uk/.well-known/openid-configuration"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from notecheck.errors import SettingsError

KEYS: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
SHORTEST_SECRET: Final = 32
PLACEHOLDERS: Final = re.compile(r"replace-with-.*|the-(id|secret)-that-your-provider-gave|at least 32 characters .*")
"""What stands in the README and above where a value of one's own belongs; anybody can read it there."""

_OWN: Final[Mapping[str, str]] = {
    "cookie_secret": f"put {SHORTEST_SECRET} random characters or more there, such as: openssl rand -hex 32",
    "client_id": "put the id there that your provider gave",
    "client_secret": "put the secret there that your provider gave",
}


def read_sign_in(file: Path, *, host: str | None, base_path: str) -> dict[str, str]:
    """The keys of the file, each checked.

    Args:
        file: TOML with the keys above, kept from other users of the machine.
        host: the name by which people reach the page, None for this machine's own.
        base_path: the path before the page's own, with a slash before it, or nothing.

    Raises:
        SettingsError: says which key is wrong and what is allowed; never the value of a secret.
    """
    given = _load(file)
    if unknown := sorted(set(given) - set(KEYS)):
        raise SettingsError(f"{file}: unknown key {unknown[0]!r}; allowed: {', '.join(KEYS)}")
    for key in KEYS:
        if not isinstance(given.get(key), str) or not given[key].strip():
            raise SettingsError(f"{file}: {key} is missing; it takes text in quotation marks")
        if key in _OWN and PLACEHOLDERS.fullmatch(given[key].strip()):
            raise SettingsError(f"{file}: {key} still holds the words of the example; {_OWN[key]}")
    if len(given["cookie_secret"]) < SHORTEST_SECRET:
        raise SettingsError(f"{file}: cookie_secret is too short; {_OWN['cookie_secret']}")
    for key in ("redirect_uri", "server_metadata_url"):
        if not _safe(given[key]):
            raise SettingsError(f"{file}: {key} must begin with https:// (http:// only on this machine)")
    ours = urlsplit(given["redirect_uri"])
    if ours.path != f"{base_path}/oauth2callback":
        raise SettingsError(f"{file}: redirect_uri must have the path {base_path}/oauth2callback (see --base-path)")
    if host and ours.hostname != host:
        raise SettingsError(f"{file}: redirect_uri must be at {host}, as --host says")
    if not host and not _here(ours.hostname):
        raise SettingsError(f"{file}: redirect_uri is at another address than this machine's; name it with --host")
    return given


def _load(file: Path) -> dict[str, Any]:
    try:
        if os.name == "posix" and file.stat().st_mode & 0o007:
            raise SettingsError(
                f"{file}: everybody on this machine may read it, and it holds a secret: chmod 640 {file}"
            )
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError:  # its message may quote a secret
        raise SettingsError(f'{file}: not TOML; each line is like: client_id = "notecheck"') from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: not UTF-8") from None


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname)))


def _here(host: str | None) -> bool:
    return host in ("127.0.0.1", "localhost") or (host or "").endswith(".localhost")
