"""Where an audit writes: a part beside the output, a journal that vouches for it, and one renaming at the end.

Whatever breaks off a run, at whatever moment, the files say how far it came:

- no journal: nothing was begun, or all is done;
- a journal whose last mark is not `done`: the part holds at least what that mark vouches for;
- one whose last mark is `done`, and the part: the output is still to be put in its place;
- the same and no part: the output is in its place, and what is made from it (the summary) may not be yet.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from notecheck.audit.fingerprint import changes
from notecheck.audit.journal import START, Counts, Journal, Mark, open_unbuffered, sync_folder, vouched, write_all
from notecheck.errors import SettingsError
from notecheck.languagetool.locks import Lock

PART: Final = ".part"
JOURNAL: Final = ".journal"
LOCK: Final = ".lock"

About: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What a run rests on, as `fingerprint` gives it."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a run begins.

    Attributes:
        mark: what is there already.
        resumed: whether a run is taken up again.
    """

    mark: Mark
    resumed: bool


class Writing:
    """The output of one audit, with its part and journal; a context in which no other run writes it.

    Args:
        path: of the output.
        inputs: the files that are read, none of which may be written.
    """

    def __init__(self, path: str | Path, inputs: Iterable[Path] = ()) -> None:
        self.path = _place(Path(path))
        self.part = self._beside(PART)
        self._journal = Journal(self._beside(JOURNAL))
        self._lock: Lock | None = None
        self._file: BinaryIO | None = None
        self._mark = START
        self._waiting = False
        for each in (self.part, self._journal.path, self._beside(LOCK)):
            _must_be_plain(each)
        written = {found: each for each in (self.path, self.part, self._journal.path) if (found := _identity(each))}
        for each in inputs if written else ():
            if name := written.get(_identity(each) or _NOWHERE):
                raise SettingsError(f"--output: {name} is one of the files to check, which are never changed")

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def __enter__(self) -> Writing:
        """Take the lock.

        Raises:
            SettingsError: another run has it.
        """
        try:
            self._lock = Lock.take(self._beside(LOCK))
        except OSError as error:
            raise SettingsError(f"--output: {self.path} cannot be locked ({error.strerror})") from None
        if self._lock is None:
            raise SettingsError(f"--output: another audit writes {self.path} just now; wait for it, or name another")
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of all; what was vouched for stays."""
        for file in (self._file, self._journal):
            if file:
                with suppress(OSError):
                    file.close()
        if self._lock:
            self._lock.release(remove=True)

    def may_begin(self, *, resume: bool, force: bool) -> None:
        """Refuse what would lose something.

        Raises:
            SettingsError: says what is there and what can be done.
        """
        broken_off = self._journal.path.exists()
        if broken_off and not resume and not force:
            raise SettingsError(
                f"--output: a run that writes {self.path} was broken off; --resume goes on with it, --force begins anew"
            )
        if resume and not broken_off and self.path.exists() and not force:
            raise SettingsError(f"--resume: no run that writes {self.path} was broken off: it is there and complete")
        for each in (self.path, self.part):
            if not broken_off and not force and each.exists():
                raise SettingsError(f"--output: {each} is there already; name another, or --force writes it anew")

    def begin(self, about: About, *, resume: bool) -> Begun:
        """Begin, or take up what was broken off.

        Args:
            about: what the run rests on.
            resume: whether to take up a run that was broken off, if there is one.

        Raises:
            SettingsError: what it rests on has changed; says what.
        """
        if resume and self._journal.path.exists():
            before, marks = self._journal.read()
            if before is not None:
                self._must_be_the_same(before, about)
                if marks and self._resume(marks):
                    return Begun(self._mark, resumed=True)
        self.part.unlink(missing_ok=True)
        self._journal.begin(about)
        self._open_part()
        return Begun(START, resumed=False)

    def _must_be_the_same(self, before: About, about: About) -> None:
        if about["input"] == {"-": "standard input"}:
            raise SettingsError("--resume: standard input cannot be read a second time; --force begins anew")
        if changed := changes(before, about):
            raise SettingsError(
                "--resume: cannot go on, since the output would be of two kinds; --force begins anew:\n"
                + "\n".join(f"--resume: {each}" for each in changed)
            )

    def _resume(self, marks: list[tuple[Mark, int]]) -> bool:
        """Take up at the last mark that the part bears out; whether there is one."""
        last, end = marks[-1]
        if not (last.done and not self.part.exists() and self.path.exists()):
            found = vouched(self.part, marks) if self.part.exists() else None
            if found is None:
                return False
            last, end = found
        self._mark = last
        self._journal.go_on(end)
        if not last.done:
            self._open_part()
        return True

    def _open_part(self) -> None:
        self._file = open_unbuffered(self.part)
        self._file.truncate(self._mark.size)
        self._file.seek(self._mark.size)
        sync_folder(self.part)

    def write(self, rows: bytes, cursor: Mapping[str, Any] | None, counts: Counts) -> None:
        """Append rows.

        Args:
            rows: lines of JSON, whole.
            cursor: where the input goes on behind them.
            counts: of these rows alone.
        """
        if self._file is None:
            raise RuntimeError
        write_all(self._file, rows)
        self._mark = replace(
            self._mark,
            size=self._mark.size + len(rows),
            crc=zlib.crc32(rows, self._mark.crc),
            cursor=cursor,
            counts=self._mark.counts + counts,
        )
        self._waiting = True

    def commit(self, seconds: float, *, done: bool = False) -> None:
        """See to it that what was written is on the disk, then vouch for it.

        Args:
            seconds: that the run took so far.
            done: whether it is all.
        """
        if self._file is None or not (self._waiting or done):
            return
        os.fsync(self._file.fileno())
        self._mark = replace(self._mark, seconds=seconds, done=done)
        self._journal.add(self._mark)
        self._waiting = False

    @property
    def mark(self) -> Mark:
        """How far it came, whether or not that is vouched for yet."""
        return self._mark

    @property
    def counts(self) -> Counts:
        """Of all rows so far."""
        return self._mark.counts

    def put(self) -> None:
        """Put the part in the output's place, if it is not there already: it appears whole, under its name, at once."""
        if self._file:
            self._file.close()
            self._file = None
        if self.part.exists():
            self.part.replace(self.path)
            sync_folder(self.path)

    def put_converted(self, write: Callable[[Path, Path], None]) -> None:
        """Put what is made of the part in the output's place; the part goes when that is there.

        Args:
            write: makes a file of another format: from the path of the part, to a path.
        """
        if self._file:
            self._file.close()
            self._file = None
        if not self.part.exists():
            return
        fresh = self._beside(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600, exist_ok=False)
        try:
            write(self.part, fresh)
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)
        sync_folder(self.path)
        self.part.unlink()

    def finish(self) -> None:
        """Remove the journal: all is in its place."""
        self._journal.remove()


def _place(path: Path) -> Path:
    """Where the output stands, links followed.

    Raises:
        SettingsError: nothing can be put in place there.
    """
    if path.is_dir():
        raise SettingsError(f"--output: {path} is a folder; name a file")
    if not path.absolute().parent.is_dir():
        raise SettingsError(f"--output: {path.parent} is no folder; make it first, or name another")
    if path.is_symlink():
        raise SettingsError(f"--output: {path} is a link; name the file itself")
    if path.exists() and not path.is_file():
        raise SettingsError(f"--output: {path} is no file on a disk, and only such a one can be resumed; name a file")
    return path


def _must_be_plain(path: Path) -> None:
    """Refuse what is to be written beside the output where something else stands there.

    Raises:
        SettingsError: names it.
    """
    what = "a link" if path.is_symlink() else "a folder" if path.is_dir() else "no file on a disk"
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise SettingsError(f"--output: {path}, which is written beside the output, is {what}; move it away")


_NOWHERE: Final = (-1, -1)


def _identity(path: Path) -> tuple[int, int] | None:
    """By which a file is the same under any name; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
