"""Where a command writes: standard output, or a file that is there whole or not at all and is never an input."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from notecheck.errors import SettingsError

_NAME: Final = re.compile(r"[^\w .,()+-]+")
_LONGEST: Final = 100  # characters of a file's name
_STREAMS: Final = (Path("/dev"), Path("/proc"))  # '/dev/stdout' is a link to whatever the shell has opened
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no file on Windows


class Output:
    """The place that `--output` names.

    Attributes:
        given: the path; None for standard output.
    """

    def __init__(self, given: str | None, inputs: Iterable[str]) -> None:
        self.given = given
        self._inputs = set(filter(None, map(_identity, inputs)))
        self._taken: set[str] = set()

    def is_folder(self) -> bool:
        """Whether the path stands for a folder: it is one, or it ends like one."""
        return self.given is not None and (self.given.endswith(("/", os.sep)) or Path(self.given).is_dir())

    def must_hold_bytes(self, what: str) -> None:
        """Refuse a terminal, which would show the bytes of a file as signs without sense and obey some of them."""
        if self.given is None and sys.stdout.isatty():
            raise SettingsError(f"{what} is no text to show in a terminal; say where to write it with --output")

    @contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """To write the one file, or standard output.

        Raises:
            SettingsError: it is a folder or an input, or stands in no folder.
        """
        if self.given is None:
            yield sys.stdout.buffer
            return
        if self.is_folder():
            raise SettingsError(f"--output: {self.given} is a folder; name a file")
        with self._written(Path(self.given)) as file:
            yield file

    @contextmanager
    def file_within(self, name: str, ending: str) -> Iterator[BinaryIO]:
        """To write a file of the folder, which is made if it is not there.

        Args:
            name: of the note; what a file's name should not hold is left out of it.
            ending: with its dot.
        """
        folder = Path(self.given or "")
        if not folder.is_dir():
            self._must_have_parent(folder)
            folder.mkdir()
        with self._written(self._free(folder, _file_name(name), ending)) as file:
            yield file

    def _free(self, folder: Path, name: str, ending: str) -> Path:
        """A name that no other note of this run has, and no input."""
        number = 1
        while True:
            path = folder / f"{name}{f' ({number})' if number > 1 else ''}{ending}"
            if path.name.casefold() not in self._taken and _identity(path) not in self._inputs:
                self._taken.add(path.name.casefold())
                return path
            number += 1

    def _must_have_parent(self, path: Path) -> None:
        if not path.absolute().parent.is_dir():
            raise SettingsError(f"--output: {path.parent} is no folder; make it first, or name another")

    @contextmanager
    def _written(self, path: Path) -> Iterator[BinaryIO]:
        """The file, written beside its place and put there when it is whole; a device is written as it is."""
        if _identity(path) in self._inputs:
            raise SettingsError(f"--output: {path} is one of the files to check, which are never changed; name another")
        self._must_have_parent(path)
        streams = any(parent in _STREAMS for parent in path.absolute().parents)
        path = path if streams else _place(path)
        if streams or (path.exists() and not path.is_file()):
            with path.open("wb") as file:
                yield file
            return
        unfinished = path.with_name(f".{secrets.token_hex(8)}.notecheck")
        try:
            with unfinished.open("xb") as file:
                yield file
            unfinished.replace(path)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def _place(path: Path) -> Path:
    """Where a file stands that is written to, links followed as `cp` and '>' follow them.

    A link that the file itself is must lead to a device or stay in its folder: whoever reads its name expects a file
    there, and the link may be another's.

    Raises:
        SettingsError: it leads elsewhere, or nowhere.
    """
    try:
        place = path.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle, before Python 3.13
        place = None
    if place is None or place.is_symlink():  # the same, since
        raise SettingsError(f"--output: {path} is a link that leads nowhere; name a file")
    if not path.is_symlink() or place.is_relative_to(path.absolute().parent.resolve()):
        return place
    if place.exists() and not place.is_file() and not place.is_dir():
        return place
    raise SettingsError(f"--output: {path} is a link out of its folder, to {place}; name that file itself, or another")


def _identity(path: str | Path) -> tuple[int, int] | None:
    """By which a file is the same under any name; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _file_name(name: str) -> str:
    r"""A note's name as that of a file, in any system.

    >>> _file_name("../A-01/Visit: 4 March?"), _file_name("con")
    ('A-01 Visit 4 March', 'note con')
    """
    kept = " ".join(_NAME.sub(" ", name).split()).strip(". ")[:_LONGEST].rstrip(". ")
    return kept if kept and not _DEVICES.fullmatch(kept) else f"note {kept}".rstrip()
