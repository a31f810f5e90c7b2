"""A zip of files that can be opened: each is read by its own reader, the rest is named. Nothing is written to disk."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from time import monotonic
from typing import BinaryIO, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from notecheck.errors import NoteError
from notecheck.read import join, read_file
from notecheck.read.packed import check_members, content, opened
from notecheck.read.records import Records

SUFFIXES: Final = (".zip",)

SECONDS: Final = 60.0
"""By the clock, after which no further file of a zip is begun."""
MOST_CHARACTERS: Final = 20_000_000
"""Of all files in a zip together; some 6,000 pages."""

_ENCRYPTED: Final = 0x1
_STRAY: Final = ("Thumbs.db", "desktop.ini")  # what operating systems put beside files; nobody means them
_PASSED_OVER: Final = 20  # members that are named one by one as not opened


def read(name: str, data: bytes) -> Records:
    """The records of all files in the zip that can be opened.

    Raises:
        NoteError: it is broken or too large, or none of its files can be opened.
    """
    read_: list[Records] = []
    faults: list[str] = []
    size, until = 0, monotonic() + SECONDS
    for member, unpacked in members(BytesIO(data)):
        try:
            _go_on(member, size, until)
            records = read_file(member, unpacked())
        except NoteError as error:
            faults.append(str(error))
        else:
            read_.append(records)
            size += sum(row.characters() for row in records.rows)
    if not read_:
        raise NoteError("\n".join(["holds no file that can be opened", *_shortened(faults)]))
    joined = join(read_, _shortened(faults))
    return Records(name, joined.columns, joined.rows, joined.notices)


def members(file: BinaryIO) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files that a person put into a zip, in the order of their names, each with what unpacks it.

    Raises:
        NoteError: the zip is broken or too large; or, as a file is unpacked, that it cannot be: names it.
    """
    with opened(file) as packed:
        check_members(packed)
        for member in _meant(packed):
            yield member.filename, partial(_unpacked, packed, member)


def _go_on(name: str, size: int, until: float) -> None:
    """Let one more file be read, or not.

    Raises:
        NoteError: what was read before is enough, or took too long; names the file.
    """
    if size > MOST_CHARACTERS:
        raise NoteError(
            f"{name}: not read, since those before it hold over {MOST_CHARACTERS:,} characters; choose it by itself"
        )
    if monotonic() > until:
        raise NoteError(f"{name}: not read, since those before it took {SECONDS:.0f} seconds; choose it by itself")


def _meant(packed: ZipFile) -> Iterator[ZipInfo]:
    """Members that a person put there, in the order of their names."""
    for member in sorted(packed.infolist(), key=lambda member: member.filename):
        path = PurePosixPath(member.filename)
        hidden = any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in path.parts)
        if not (member.is_dir() or hidden or path.name in _STRAY):
            yield member


def _unpacked(packed: ZipFile, member: ZipInfo) -> bytes:
    """What a member holds.

    Raises:
        NoteError: it is not to be opened, or cannot be; names it.
    """
    path = PureWindowsPath(member.filename)  # which parts names at both kinds of stroke
    if path.root or path.drive or ".." in path.parts:
        raise NoteError(f"{member.filename}: a path that leads out of the zip; left out")
    if path.suffix.lower() == ".zip":
        raise NoteError(f"{member.filename}: a zip in a zip is not opened; choose it by itself")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise NoteError(f"{member.filename}: a link to another file, not a file; pack what it leads to; left out")
    if member.flag_bits & _ENCRYPTED:
        raise NoteError(f"{member.filename}: locked with a password; unpack it and choose the file itself")
    try:
        return content(packed, member)
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise NoteError(
            f"{member.filename}: broken, or packed in a way that cannot be unpacked; pack it again"
        ) from None


def _shortened(faults: list[str]) -> list[str]:
    rest = len(faults) - _PASSED_OVER
    return [*faults[:_PASSED_OVER], f"and {rest:,} more files that could not be opened"] if rest > 0 else faults
