"""Reads a file of an authority's own folder: data of a bounded size that lies in the folder, and nothing else.

A link that leads out of the folder, a device that never ends and a pipe that nobody writes into are refused by name; so
whoever may put a file into the folder cannot have another one read, or keep whoever reads it waiting. Links within the
folder are followed, since containers are given their settings by such.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from notecheck.errors import LexiconError

# Not waiting for whoever writes into a pipe; and where the file has become a link since it was looked at, not at all.
_HOW: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def read_own(path: Path, within: Path | None, most: int) -> bytes:
    """What a file holds.

    Args:
        path: of the file.
        within: the folder in which it has to lie, whatever links lead to it; None for a file of ours, which an
            installer may have put wherever it keeps them.
        most: bytes that are allowed.

    Raises:
        LexiconError: it lies elsewhere, is no file, is too large or cannot be read; names it.
    """
    try:
        place = path.resolve()
        if within and not place.is_relative_to(within.resolve()):
            raise LexiconError(f"{path.name}: is a link that leads out of its folder; put the file itself there")
        handle = os.open(place, os.O_RDONLY | _HOW)
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise LexiconError(f"{path.name}: is no file but a folder, a pipe or a device; take it away")
            data = file.read(most + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise LexiconError(f"{path.name}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if len(data) > most:
        raise LexiconError(f"{path.name}: {about.st_size:,} bytes; at most {most:,} are allowed, so split it")
    return data
