"""Which files are meant: a folder stands for what can be read in it and below, a pattern for what fits it.

Whoever may put something into a folder of records must not keep whoever reads it waiting: a pipe that nobody writes
into, a device that never ends and links between folders, which may lead round in circles, are told and left out.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from glob import escape, has_magic, iglob
from pathlib import Path, PurePath
from typing import Final

from notecheck.errors import NoteError
from notecheck.read import suffixes

_STRAY: Final = ("Thumbs.db", "desktop.ini")
_NAMED: Final = 20  # files of a folder that are named one by one as not read
_BELOW: Final = "**"  # in a pattern, a folder and all folders below it
_NO_FILE: Final = "not read; it is no file but a pipe or a device"


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
        if _is_folder(name):
            yield from _within(name, told, readable)
        elif has_magic(name) and not os.path.lexists(name):
            yield from _fitting(name, told, readable)
        else:
            yield name


def ending(path: str) -> str:
    """The ending of a path's name, in small letters, with its dot."""
    return PurePath(path).suffix.lower()


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  (Path raises of a name that is too long, or that may not be looked at)


def _is_stream(path: str) -> bool:
    """Whether it is a pipe, a device or a socket, which may never end; what is not there is told once it is opened."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  (a Path for each of a million files takes its time)
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _fitting(pattern: str, told: Callable[[str], None], readable: Callable[[str], bool]) -> Iterator[str]:
    found = sorted({*_matching(pattern, told)})
    if not found:
        raise NoteError(f"{pattern}: there is no file that fits this pattern")
    for path in found:
        if not _is_folder(path):
            if _is_stream(path):
                told(f"{path}: {_NO_FILE}")
            else:
                yield path
        elif PurePath(pattern).name != _BELOW:  # else what is in it fits by itself
            yield from _within(path, told, readable)


def _matching(pattern: str, told: Callable[[str], None]) -> Iterator[str]:
    """The paths that fit a pattern; `**` follows no links, as it does not for a folder that is named."""
    parts = PurePath(pattern).parts
    if _BELOW not in parts:
        yield from iglob(pattern)  # noqa: PTH207  (Path.glob knows no absolute patterns)
        return
    at = parts.index(_BELOW)
    rest = PurePath(*parts[at + 1 :])
    for top in iglob(str(PurePath(*parts[:at]))) if at else [os.curdir]:  # noqa: PTH207
        for here, _, files in _below(top, told):
            if rest.parts:
                yield from _matching(str(PurePath(escape(here), rest)), told)
            else:
                yield from (str(PurePath(here, each)) for each in files if not each.startswith("."))


def _below(top: str, told: Callable[[str], None]) -> Iterator[tuple[str, list[str], list[str]]]:
    """A folder and all below it, with the names of their folders and files; links to folders are told."""
    for here, folders, files in os.walk(top):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in folders:
            if Path(here, each).is_symlink():
                told(f"{Path(here, each)}: not read; it is a link to a folder, so name that folder itself")
        yield here, folders, files


def _within(folder: str, told: Callable[[str], None], readable: Callable[[str], bool]) -> Iterator[str]:
    found, others = False, 0
    for here, _, files in _below(folder, told):
        for each in sorted(files):
            if each.startswith((".", "~$")) or each in _STRAY:
                continue
            path = str(Path(here, each))
            if readable(path) and _is_stream(path):
                told(f"{path}: {_NO_FILE}")
            elif readable(path):
                found = True
                yield path
            else:
                others += 1
                if others <= _NAMED:
                    told(f"{path}: not read; it is no file of notes by its ending")
    if others > _NAMED:
        told(f"{folder}: and {others - _NAMED:,} more files that were not read")
    if not found:
        raise NoteError(f"{folder}: holds no file that can be read; allowed: {', '.join(suffixes())}")
