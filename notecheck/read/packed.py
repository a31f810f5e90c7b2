"""What a zip may hold, be it a zip of files or the parts of a workbook: bounds by which no bomb is unpacked."""

from __future__ import annotations

import zlib
from copy import copy
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from notecheck.errors import NoteError
from notecheck.read.records import MOST_BYTES

MOST_MEMBERS: Final = 10_000
MOST_UNPACKED: Final = 2 * MOST_BYTES
MOST_RATIO: Final = 200
"""Times that the contents may be larger than the file; text packs to a tenth, tables to a fiftieth."""
_PIECE: Final = 1 << 16  # bytes
_SMALL: Final = 10_000_000  # bytes; what unpacks to less does no harm, whatever its ratio


def opened(data: bytes) -> ZipFile:
    """The zip.

    Raises:
        NoteError: it is broken.
    """
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise NoteError("the file is broken or not whole; save or pack it again") from None


def content(packed: ZipFile, member: ZipInfo) -> bytes:
    """A member's bytes, unpacked in small pieces: `ZipFile.read` unpacks all before it looks at their number.

    Raises:
        NoteError: it holds more than it states.
        BadZipFile: it is broken.
    """
    longer = copy(member)
    longer.file_size += 1  # else whatever stands behind the stated size would not be seen
    held = bytearray()
    with packed.open(longer) as file:
        while piece := file.read(_PIECE):
            held += piece
    if len(held) > member.file_size:
        raise NoteError(f"{member.filename}: holds more than it states; pack it again")
    return bytes(held)


def check_contents(packed: ZipFile) -> None:
    """Refuse a zip that is to be unpacked by another program, if a member holds more than it states.

    Raises:
        NoteError: one does, or cannot be unpacked.
    """
    try:
        for member in packed.infolist():
            content(packed, member)
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise NoteError("the file is broken or not whole; save or pack it again") from None


def check_members(packed: ZipFile) -> None:
    """Refuse what states that it would unpack to too much; `content` holds each member to what it states.

    Raises:
        NoteError: too many members, too large, or packed too densely, or by another method than a zip's usual one.
    """
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise NoteError(f"holds {len(members):,} files; at most {MOST_MEMBERS:,} are allowed")
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
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
