"""Locks that the system lets go as a process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD: Final = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class Lock:
    """A file that one process at a time can hold.

    It is a lock of the process, not of its children: workers that outlive it do not hold on to it. So no process may
    open a file that it holds a second time.
    """

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """The lock on a file, made if need be; None while another process holds it.

        Raises:
            OSError: the file cannot be made, or not be locked at all, as on some network drives.
        """
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            if not _lock(handle):
                return None
            if _is_at(path, handle):
                return cls(path, handle)
            os.close(handle)  # whoever held it has just removed it, and the next one makes it anew

    def release(self, *, remove: bool = False) -> None:
        """Let go; with `remove` the file goes too."""
        if remove and sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        if remove and sys.platform == "win32":
            with suppress(OSError):  # somebody is just looking whether it is held
                self._path.unlink(missing_ok=True)


def _lock(handle: int) -> bool:
    """Lock an open file, which is closed again where another process holds it or it cannot be locked."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno in _HELD:
            return False
        raise
    return True


def _is_at(path: Path, handle: int) -> bool:
    """Whether an open file still stands at its path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
