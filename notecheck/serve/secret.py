"""The token that clients of a server have to send, which stands in a file that others cannot read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from notecheck.errors import SettingsError

SHORTEST: Final = 24
_MOST: Final = 512
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]*")
_MAKE: Final = "`openssl rand -hex 32` makes one"


def read_token(file: Path) -> str:
    """The token that a file holds, on a line of its own.

    Raises:
        SettingsError: says what is wrong with it; never the token.
    """
    try:
        if os.name == "posix" and file.stat().st_mode & 0o007:
            raise SettingsError(f"--token-file: everybody on this machine may read {file}: chmod 640 {file}")
        with file.open("rb") as opened:
            token = opened.read(_MOST + 2).decode("ascii", "replace").strip()
    except OSError as error:
        raise SettingsError(f"--token-file: {file} cannot be read ({error.strerror})") from None
    if len(token) > _MOST or not _TOKEN.fullmatch(token):
        raise SettingsError(f"--token-file: {file} holds no token: letters, figures and ._~+/=- on one line; {_MAKE}")
    if len(token) < SHORTEST:
        raise SettingsError(f"--token-file: the token in {file} is of fewer than {SHORTEST} characters; {_MAKE}")
    return token
