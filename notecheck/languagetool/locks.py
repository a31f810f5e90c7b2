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
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            if error.errno in _HELD:
                return None
            raise
        return cls(path, handle)

    def release(self, *, remove: bool = False) -> None:
        """Let go; with `remove` the file goes too."""
        if remove and sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        if remove and sys.platform == "win32":
            with suppress(OSError):  # somebody is just looking whether it is held
                self._path.unlink(missing_ok=True)
