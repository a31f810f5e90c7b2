"""One heap for all threads of a process."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Final

_HEAPS: Final = -8  # M_ARENA_MAX of glibc's `mallopt`


def share_one_heap() -> None:
    """Have all threads share one heap, where the C library of Linux would give each its own.

    What one thread lets go of, another can use then. Of several heaps, each keeps the most that its threads have ever
    held, so that a process that only hands things on would grow with the time that it runs.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library has no such option
            ctypes.CDLL(None).mallopt(_HEAPS, 1)
