"""What a zip may hold, be it a zip of files or the parts of a workbook: bounds by which no bomb is unpacked."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from notecheck.errors import NoteError
from notecheck.read.records import MOST_BYTES

MOST_MEMBERS: Final = 10_000
MOST_UNPACKED: Final = 2 * MOST_BYTES
MOST_RATIO: Final = 200
"""Times that the contents may be larger than the file; text packs to a tenth, tables to a fiftieth."""
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


def check_members(packed: ZipFile) -> None:
    """Refuse what would unpack to too much; what a zip states of itself is as much as is ever unpacked of it.

    Raises:
        NoteError: too many members, too large, or packed too densely.
    """
    members = packed.infolist()
    if len(members) > MOST_MEMBERS:
        raise NoteError(f"holds {len(members):,} files; at most {MOST_MEMBERS:,} are allowed")
    size = sum(member.file_size for member in members)
    if size > MOST_UNPACKED:
        raise NoteError(f"unpacks to {size:,} bytes; at most {MOST_UNPACKED:,} are allowed, so split it")
    small = sum(member.compress_size for member in members)
    if size > _SMALL and size > MOST_RATIO * small:
        raise NoteError(
            f"unpacks to more than {MOST_RATIO} times its size, which no records do, so it was not opened; ask whoever"
            " made it for another"
        )
