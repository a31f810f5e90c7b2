"""What a zip may hold, be it a zip of files or the parts of a workbook: bounds by which no bomb is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from copy import copy
from io import SEEK_SET, BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from notecheck.errors import NoteError
from notecheck.read.records import MOST_BYTES

MOST_MEMBERS: Final = 10_000
MOST_UNPACKED: Final = 2 * MOST_BYTES
MOST_RATIO: Final = 200
"""Times that the contents may be larger than the file; text packs to a tenth, tables to a fiftieth."""
METHODS: Final = (ZIP_STORED, ZIP_DEFLATED)
"""Of packing: the usual ones, which alone can be unpacked in small pieces."""
_PIECE: Final = 1 << 16  # bytes
_SMALL: Final = 10_000_000  # bytes; what unpacks to less does no harm, whatever its ratio
_MOST_LISTED: Final = 10_000_000  # bytes of the list of contents
_ENTRY: Final = b"PK\x01\x02"  # by which each member's entry in that list begins


class TooManyError(NoteError):
    """A zip holds more members than are allowed."""

    def __init__(self) -> None:
        super().__init__(f"holds more than {MOST_MEMBERS:,} files, or very long names; pack fewer at once")


class _Listed(BufferedReader):
    """A zip whose list of contents is looked at before `ZipFile` makes an object of each entry in it.

    What the file states about the list's length may be untrue, so what is read of it is counted. Members are read in
    small pieces, which pass.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file.

        Raises:
            TooManyError: it is a list of too many entries.
        """
        piece = super().read(size)
        if len(piece) > _MOST_LISTED or piece.count(_ENTRY) > MOST_MEMBERS:
            raise TooManyError
        return piece


class _Shared(RawIOBase):
    """A file that is left open when its zip is closed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any, /) -> int:
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def opened(file: bytes | BinaryIO) -> ZipFile:
    """The zip that a file is.

    Raises:
        TooManyError: it holds too many members.
        NoteError: it is broken.
    """
    try:
        return ZipFile(_Listed(_Shared(BytesIO(file) if isinstance(file, bytes) else file)))
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise NoteError("the file is broken or not whole; save or pack it again") from None


def content(packed: ZipFile, member: ZipInfo) -> bytes:
    """A member's bytes.

    Raises:
        NoteError: it holds more than it states.
        BadZipFile: it is broken.
    """
    held = bytearray()
    for piece in _pieces(packed, member):
        held += piece
    return bytes(held)


def _pieces(packed: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """A member unpacked in small pieces: `ZipFile.read` unpacks all before it looks at their number."""
    longer = copy(member)
    longer.file_size += 1  # else whatever stands behind the stated size would not be seen
    size = 0
    with packed.open(longer) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            yield piece
    if size > member.file_size:
        raise NoteError(f"{member.filename}: holds more than it states; pack it again")


def check_contents(packed: ZipFile) -> None:
    """Refuse a zip that is to be unpacked by another program, if a member holds more than it states.

    Raises:
        NoteError: one does, or cannot be unpacked.
    """
    try:
        for member in packed.infolist():
            for _ in _pieces(packed, member):
                pass
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise NoteError("the file is broken or not whole; save or pack it again") from None


def check_members(packed: ZipFile) -> None:
    """Refuse what states that it would unpack to too much; `content` holds each member to what it states.

    Raises:
        NoteError: too large, or packed too densely, or by another method than a zip's usual one.
    """
    members = packed.infolist()
    if any(member.compress_type not in METHODS for member in members):
        raise NoteError("packed in an unusual way; pack it again as an ordinary zip")
    size = sum(member.file_size for member in members)
    if size > MOST_UNPACKED:
        raise NoteError(f"unpacks to {size:,} bytes; at most {MOST_UNPACKED:,} are allowed, so split it")
    small = sum(member.compress_size for member in members)
    if size > _SMALL and size > MOST_RATIO * small:
        raise NoteError(
            f"unpacks to more than {MOST_RATIO} times its size, which no records do, so it was not opened; ask whoever"
            " made it for another"
        )
