"""Where LanguageTool and what its server needs are kept on this machine: in a folder of the user's own."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Final

from notecheck.errors import GrammarError

VERSION: Final = "6.8"
"""Of LanguageTool; `pom.xml` and `checksums.txt` belong to it."""


def home() -> Path:
    """The data folder: `NOTECHECK_HOME`, else the place that the system has for a user's data.

    Raises:
        GrammarError: the system does not say where the user's folder is.
    """
    given = os.environ.get("NOTECHECK_HOME")
    try:
        return Path(given).expanduser().absolute() if given else _of_the_user() / "notecheck"
    except RuntimeError:
        raise GrammarError("the user has no folder on this machine; name one in NOTECHECK_HOME") from None


def _of_the_user() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    named = Path(os.environ.get("XDG_DATA_HOME") or "")
    return named if named.is_absolute() else Path.home() / ".local" / "share"


def jars(folder: Path | None = None) -> Path:
    """Where the jars of this version are, or would be."""
    return (folder or home()) / f"languagetool-{VERSION}"


def running(folder: Path | None = None) -> Path:
    """Where the server's state, log and settings are, or would be."""
    return (folder or home()) / f"grammar-{VERSION}"


def private(folder: Path) -> Path:
    """The folder, made if need be, so that nobody else can read it or put anything into it.

    Raises:
        GrammarError: it cannot be made, or is another user's.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32":  # there, a user's own folders are private as they are
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
                raise GrammarError(f"{folder} is not a folder of yours; name another in NOTECHECK_HOME")
            if found.st_mode & 0o077:
                folder.chmod(0o700)
    except OSError as error:
        raise GrammarError(
            f"{error.filename or folder} cannot be used ({error.strerror}); name a folder of yours in NOTECHECK_HOME"
        ) from None
    return folder
