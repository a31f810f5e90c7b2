"""What an output can be taken up from: a file of checked lines beside it, each vouching for more of the part written.

The first line says what the run is about (`fingerprint.py`); each further one is a `Mark`. A line is a checksum and
JSON and is appended whole; after a power cut the last may be torn, and is then as good as not written. No line holds a
word of a note.
"""

from __future__ import annotations

import json
import math
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO, Final

from notecheck.errors import SettingsError

VERSION: Final = 2
"""Of the journal's lines."""
FOREIGN: Final = "--resume: the journal is not one that this version wrote for this input; --force begins anew"
"""What is said of one whose lines are whole and mean nothing here."""

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Counts:
    """What the notes so far came to.

    Attributes:
        notes: read, those that could not be checked among them.
        errors: notes that could not be checked, those that are empty left out.
        words: in the notes that were.
        findings: severity → number.
        no_grammar: notes that LanguageTool was to look at and could not.
        empty: records without text.
    """

    notes: int = 0
    errors: int = 0
    words: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    no_grammar: int = 0
    empty: int = 0

    def __add__(self, other: Counts) -> Counts:
        findings = dict(self.findings)
        for name, number in other.findings.items():
            findings[name] = findings.get(name, 0) + number
        return Counts(
            self.notes + other.notes,
            self.errors + other.errors,
            self.words + other.words,
            findings,
            self.no_grammar + other.no_grammar,
            self.empty + other.empty,
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """That so much of the part is on the disk.

    Attributes:
        size: bytes of the part.
        crc: of these bytes, as `zlib.crc32` counts them.
        cursor: where the input goes on; None at its start.
        counts: of the notes so far.
        seconds: that it took so far, breaks left out.
        done: whether the input has come to its end.
    """

    size: int = 0
    crc: int = 0
    cursor: Mapping[str, Any] | None = None
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    done: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-shaped; `_mark` takes it back."""
        return asdict(self) | {"cursor": self.cursor}


START: Final = Mark()


class Journal:
    """The journal of one output. Whoever uses it holds the output's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def begin(self, about: Mapping[str, Any]) -> None:
        """Begin anew: what stood there is gone.

        Args:
            about: what the run is about, JSON-shaped.
        """
        self._file = open_unbuffered(self.path)
        self._file.truncate(0)
        self._append({"version": VERSION, "about": about})
        sync_folder(self.path)

    def read(self) -> tuple[dict[str, Any] | None, list[tuple[Mark, int]]]:
        """What the run is about, None where not even that was written, and its marks, each with where its line ends.

        Raises:
            SettingsError: a whole line is not what this version writes.
        """
        about: dict[str, Any] | None = None
        marks: list[tuple[Mark, int]] = []
        for data, end in _lines(self.path):
            if about is None:
                about = _about(data)
                continue
            mark = _mark(data)
            if marks and (marks[-1][0].done or marks[-1][0].size > mark.size):
                raise SettingsError(FOREIGN)
            marks.append((mark, end))
        return about, marks

    def go_on(self, end: int) -> None:
        """Append behind a line that ends there; what follows it is gone."""
        self._file = open_unbuffered(self.path)
        self._file.truncate(end)
        self._file.seek(end)
        os.fsync(self._file.fileno())

    def add(self, mark: Mark) -> None:
        """Vouch for more; what the mark speaks of has to be on the disk already."""
        self._append(mark.to_dict())

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Remove it: the output is complete."""
        self.close()
        self.path.unlink(missing_ok=True)
        sync_folder(self.path)

    def _append(self, data: Mapping[str, Any]) -> None:
        if self._file is None:
            raise RuntimeError
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        write_all(self._file, b"%08x %b\n" % (zlib.crc32(text), text))
        os.fsync(self._file.fileno())


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write to a file without a buffer, which may take less than it is given: the disk's last bytes, say."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def open_unbuffered(path: Path) -> BinaryIO:
    """The file, made if need be, to write without a buffer: what is written is the system's at once.

    It is for its owner alone, and no link, which may be another's.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    return os.fdopen(handle, "r+b", buffering=0)


def _lines(path: Path) -> Iterator[tuple[Any, int]]:
    """What the whole lines hold, each with where it ends; from one that is torn or broken on, nothing."""
    end = 0
    with path.open("rb") as file:
        for line in file:
            head, _, text = line.rstrip(b"\n").partition(b" ")
            if not line.endswith(b"\n") or head != b"%08x" % zlib.crc32(text):
                return
            end += len(line)
            try:
                data = json.loads(text)
            except (ValueError, RecursionError):
                raise SettingsError(FOREIGN) from None
            yield data, end


def _about(data: Any) -> dict[str, Any]:
    """What a first line says that the run is about."""
    about = data.get("about") if isinstance(data, dict) and data.get("version") == VERSION else None
    if not isinstance(about, dict) or not all(isinstance(each, dict) for each in about.values()):
        raise SettingsError(FOREIGN)
    return about


def _mark(data: Any) -> Mark:
    """What a further line vouches for."""
    if not _holds(data, Mark) or not _holds(data["counts"], Counts):
        raise SettingsError(FOREIGN)
    counts, findings = data["counts"], data["counts"]["findings"]
    numbers = [data["size"], data["crc"], *(value for name, value in counts.items() if name != "findings")]
    seconds = data["seconds"]
    if not (
        isinstance(findings, dict)
        and all(type(each) is int and each >= 0 for each in (*numbers, *findings.values()))
        and type(seconds) in (int, float)
        and 0 <= seconds < math.inf
        and isinstance(data["done"], bool)
        and isinstance(data["cursor"], dict | None)
    ):
        raise SettingsError(FOREIGN)
    return Mark(**{**data, "counts": Counts(**counts)})


def _holds(data: Any, what: type[Mark | Counts]) -> bool:
    """Whether it is an object with just the keys that one is written with."""
    return isinstance(data, dict) and data.keys() == {each.name for each in fields(what)}


def vouched(part: Path, marks: list[tuple[Mark, int]]) -> tuple[Mark, int] | None:
    """The last mark that the part bears out, with where its line ends; None where it bears out none.

    A disk that lost power may have kept the journal and not the part, so the part is read once and compared.
    """
    best: tuple[Mark, int] | None = None
    crc = size = 0
    with part.open("rb") as file:
        for mark, end in marks:
            while size < mark.size:
                piece = file.read(min(_PIECE, mark.size - size))
                if not piece:
                    return best
                crc = zlib.crc32(piece, crc)
                size += len(piece)
            if size != mark.size or crc != mark.crc:
                return best
            best = mark, end
    return best


def sync_folder(path: Path) -> None:
    """See to it that the folder's own entry of a file is on the disk, where the system can be asked for that."""
    if os.name != "posix":
        return
    handle = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
