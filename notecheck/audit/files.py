"""Which files are meant and how one is opened: it is what its ending says, and none that an audit wrote itself."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from glob import has_magic
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final, TypeAlias, overload

from notecheck.audit import own
from notecheck.errors import NoteError
from notecheck.read import content, streamed, suffixes
from notecheck.read.folders import ending, expand
from notecheck.read.kinds import choose
from notecheck.read.stream import Mark, Stream
from notecheck.sound import name_in_words

Reader: TypeAlias = Callable[[BinaryIO, Mark | None], Stream]

_FIRST: Final = 1 << 16  # bytes by which it is seen what a file is
_PACKED: Final = (b"PK", b"\xd0\xcf\x11\xe0")  # what these are is seen by all of it
_UNREADABLE: Final = (OSError, EOFError, zlib.error)


def meant(inputs: Sequence[str], told: Callable[[str], None]) -> Iterator[str]:
    """The files that are meant, without those that an audit wrote among them.

    Args:
        inputs: files, folders and patterns.
        told: is told what is left out.

    Raises:
        NoteError: an input is not there; one that an audit wrote is named itself; or a folder or a pattern holds no
            other.
    """
    for name in inputs:
        _must_be_there(name)
    return _without_own(inputs, told)


def _without_own(inputs: Sequence[str], told: Callable[[str], None]) -> Iterator[str]:
    for name in inputs:
        none, left_out = True, ""
        for path in expand([name], told, _is_readable):
            if why := _own(path):
                if path == name:
                    raise NoteError(f"{name}: {why}; name the notes themselves")
                told(f"{path}: left out; it {why}")
                left_out = path
                continue
            none = False
            yield path
        if none and left_out:
            raise NoteError(f"{name}: holds no file of notes, only what an audit wrote, such as {left_out}")


def _own(path: str) -> str:
    """Why a file is one that an audit wrote; '' for any other, and for one that cannot be read."""
    if why := own.by_name(path):
        return why
    if ending(unpacked(path)) not in own.TOLD:
        return ""
    try:
        with opened(path) as file:
            return own.by_content(unpacked(path), file)
    except NoteError:  # which is told in its place
        return ""


def _must_be_there(name: str) -> None:
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116  (as below)
    except OSError as error:
        if has_magic(name):
            return
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise NoteError(f"{name}: there is no such file or folder") from None
        raise NoteError(f"{name}: cannot be read ({error.strerror})") from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise NoteError(f"{name}: is neither a file nor a folder; hand it on as standard input, with - as its name")


class Sizes(Sequence[tuple[Path, int]]):
    """Paths with their sizes, made as they are asked for: a million of them would take much memory otherwise."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.sizes = array("q", map(_size, names))

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, at: int) -> tuple[Path, int]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Path, int]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Path, int] | list[tuple[Path, int]]:
        """One of them, or several."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        return Path(self._names[at]), self.sizes[at]


def _size(name: str) -> int:
    try:
        return os.stat(name).st_size  # noqa: PTH116  (a Path for each of a million files takes its time)
    except OSError:
        return 0


def unpacked(name: str) -> str:
    """A file's name without the ending that says it is packed with gzip."""
    return PurePath(name).stem if ending(name) == ".gz" else name


def stem(name: str) -> str:
    """A file's name without its folders and endings."""
    return PurePath(unpacked(name_in_words(name))).stem


def reader(name: str) -> Reader | None:
    """How a file is read a record at a time, one packed with gzip too; None where it is read as a whole."""
    return streamed(ending(unpacked(name)))


def _is_readable(path: str) -> bool:
    return ending(path) in suffixes() or reader(path) is not None


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file, which is what its ending says, or a document.

    Raises:
        NoteError: it cannot be opened, is empty, or is another thing.
    """
    try:
        with Path(name).open("rb") as raw:
            file: Any = gzip.GzipFile(fileobj=raw) if ending(name) == ".gz" and reader(name) else raw
            first = file.read(_FIRST)
            if first.startswith(_PACKED) and reader(name):
                first += content(file)
            must_be(unpacked(name) if file is not raw else name, first)
            del first
            file.seek(0)
            yield file
    except _UNREADABLE as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is broken or not whole"
        raise NoteError(f"cannot be read ({why})") from None


def must_be(name: str, first: bytes) -> None:
    """Refuse a table or a list that is none, by its beginning.

    Raises:
        NoteError: it is empty, or another thing than its ending says.
    """
    if not first:
        raise NoteError("the file is empty")
    if reader(name):
        choose(ending(name), first, suffixes())
