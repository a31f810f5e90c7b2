"""Which files are meant: a folder stands for what can be read in it and below, a pattern for what fits it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from glob import has_magic, iglob
from pathlib import Path, PurePath
from typing import Final

from notecheck.errors import NoteError
from notecheck.read import suffixes

_STRAY: Final = ("Thumbs.db", "desktop.ini")
_NAMED: Final = 20  # files of a folder that are named one by one as not read


def expand(
    names: Iterable[str], told: Callable[[str], None], readable: Callable[[str], bool] | None = None
) -> Iterator[str]:
    """The paths of the files, in the order of the names; those of a folder before those of folders in it.

    Args:
        names: files, folders and patterns (`*`, `?`, `[…]`; `**` for folders within each other); what is none of
            these is handed on as it is.
        told: is told what a folder holds that is not read.
        readable: whether a file of that path is to be read; by default as its ending can be.

    Raises:
        NoteError: a folder holds no file that can be read, or nothing fits a pattern.
    """
    readable = readable or (lambda path: ending(path) in suffixes())
    for name in names:
        if Path(name).is_dir():
            yield from _within(name, told, readable)
        elif has_magic(name) and not os.path.lexists(name):
            yield from _fitting(name, told, readable)
        else:
            yield name


def ending(path: str) -> str:
    """The ending of a path's name, in small letters, with its dot."""
    return PurePath(path).suffix.lower()


def _fitting(pattern: str, told: Callable[[str], None], readable: Callable[[str], bool]) -> Iterator[str]:
    found = sorted(iglob(pattern, recursive=True))  # noqa: PTH207  (Path.glob knows no absolute patterns)
    if not found:
        raise NoteError(f"{pattern}: there is no file that fits this pattern")
    for path in found:
        if Path(path).is_dir():
            if "**" not in pattern:  # else what is in it fits by itself
                yield from _within(path, told, readable)
        else:
            yield path


def _within(folder: str, told: Callable[[str], None], readable: Callable[[str], bool]) -> Iterator[str]:
    found, others = False, 0
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in folders:
            if Path(here, each).is_symlink():
                told(f"{Path(here, each)}: not read; it is a link to a folder, so name that folder itself")
        for each in sorted(files):
            if each.startswith((".", "~$")) or each in _STRAY:
                continue
            path = str(Path(here, each))
            if readable(path):
                found = True
                yield path
                continue
            others += 1
            if others <= _NAMED:
                told(f"{path}: not read; it is no file of notes by its ending")
    if others > _NAMED:
        told(f"{folder}: and {others - _NAMED:,} more files that were not read")
    if not found:
        raise NoteError(f"{folder}: holds no file that can be read; allowed: {', '.join(suffixes())}")
