"""Who needs the server: a locked file for each. The server stays for as long as one of them is held.

The system lets a lock go even where its process is killed, so a server never outlives all of its owners. A server that
somebody started by hand stays until it is stopped: that is a file too.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from notecheck.languagetool.folders import private
from notecheck.languagetool.locks import Lock

_STAYS: Final = "stays"
_YOUNG: Final = 3.0  # seconds in which a new file may not be locked yet


def _folder(running: Path) -> Path:
    return private(running / "owners")


def take(running: Path) -> Lock:
    """A lease of this process; several may be held.

    Raises:
        GrammarError: the folder cannot be used.
        OSError: the file cannot be made.
    """
    while True:
        lock = Lock.take(_folder(running) / uuid.uuid4().hex)
        if lock:  # else the keeper was quicker, and takes the file for that of a process that is gone
            return lock


def held(running: Path) -> int:
    """How many leases are held by other processes. Files of those that are gone are cleared away."""
    return sum(1 for _ in _held(running))


def _held(running: Path) -> Iterator[Path]:
    for path in _folder(running).iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < _YOUNG:
                yield path
            elif lock := Lock.take(path):
                lock.release(remove=True)
            else:
                yield path


def stay(running: Path, *, stays: bool) -> None:
    """Whether the server is to stay although nobody holds a lease."""
    if stays:
        (running / _STAYS).touch(mode=0o600)
    else:
        (running / _STAYS).unlink(missing_ok=True)


def stays(running: Path) -> bool:
    """Whether somebody started the server by hand."""
    return (running / _STAYS).exists()
