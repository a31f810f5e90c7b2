"""Emails as Outlook saves them (.msg): header and body; attachments are named and never opened.

The file is a box of streams, each a property of the message. The body is taken from plain text or page, whichever says
more; from rich text where there is neither, as Outlook makes the plain text out of that.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notecheck.errors import NoteError
from notecheck.read import mails, rtf
from notecheck.read.document import Document
from notecheck.read.html import decode
from notecheck.read.markup import BROKEN

SUFFIXES: Final = (".msg",)
LIBRARIES: Final = ("olefile", "lxml.etree", "compressed_rtf")

_CLASS: Final = 0x001A
_SUBJECT: Final = 0x0037
_SENDER: Final = (0x0C1A, 0x0042)  # the names of who sent it, and for whom
_ADDRESSES: Final = (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_TO, _CC = 0x0E04, 0x0E03
_TIMES: Final = (0x0039, 0x0E06, 0x3007)  # sent, arrived, made
_PLAIN, _RICH, _PAGE = 0x1000, 0x1009, 0x1013
_PAGE_CODE, _CODE = 0x3FDE, 0x3FFD
_FILE_NAMES: Final = (0x3707, 0x3704, 0x3001)
_TEXT, _OLD_TEXT, _BINARY = "001F", "001E", "0102"
_TIME, _NUMBER = 0x0040, 0x0003
_TOP: Final = 32  # bytes before the properties of a message
_MOST_STREAM: Final = 40_000_000  # bytes
_MOST_RICH: Final = 8_000_000  # bytes, packed; what they unpack to is at most nine times as much
_MOST_ENTRIES: Final = 50_000
_MOST_ATTACHED: Final = 2_000
_FAULTS: Final = (OSError, ValueError, IndexError, OverflowError, struct.error, RecursionError)  # of a broken box
_SINCE: Final = datetime(1601, 1, 1, tzinfo=UTC)


def extract(data: bytes) -> Document:
    """Header and body of an email.

    Raises:
        NoteError: it is none, is encrypted, or is broken.
    """
    try:
        import olefile
    except ModuleNotFoundError:
        raise NoteError("Outlook files need olefile: pip install 'notecheck[documents]', or save it as .txt") from None
    try:
        opened = olefile.OleFileIO(BytesIO(data))
    except _FAULTS:
        raise NoteError(BROKEN) from None
    with closing(opened):
        message = _Message(opened)
        kind = message.text(_CLASS).upper()
        if not message.is_one():
            raise NoteError("named .msg, but it is no email of Outlook; open it in the program that made it")
        if "SMIME" in kind and "MULTIPARTSIGNED" not in kind:
            raise NoteError(mails.ENCRYPTED)
        body = _body(message)
        names = list(message.attached())
        if any(name.lower().endswith(".rpmsg") for name in names):
            raise NoteError(mails.ENCRYPTED)
        return mails.document(_head(message), body, names)


class _Message:
    """The properties of a message, asked for by their numbers."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self._streams: dict[str, list[str]] = {}
        for path in opened.listdir()[:_MOST_ENTRIES]:
            self._streams["/".join(path).upper()] = path
        self._fixed = _fixed(self._stream("__PROPERTIES_VERSION1.0"), _TOP)

    def is_one(self) -> bool:
        """Whether this is a message at all."""
        return "__PROPERTIES_VERSION1.0" in self._streams

    def text(self, number: int, within: str = "") -> str:
        """A property that is text; empty where there is none."""
        if data := self._stream(f"{within}__SUBSTG1.0_{number:04X}{_TEXT}"):
            return data.decode("utf-16-le", "replace").rstrip("\0")
        if data := self._stream(f"{within}__SUBSTG1.0_{number:04X}{_OLD_TEXT}"):
            return mails.text_of(data, _code_page(self.number(_CODE)))[0].rstrip("\0")
        return ""

    def data(self, number: int) -> bytes:
        """A property that is bytes."""
        return self._stream(f"__SUBSTG1.0_{number:04X}{_BINARY}")

    def number(self, number: int) -> int:
        """A property that is a number; 0 where there is none."""
        return int.from_bytes(self._fixed.get((number, _NUMBER), b"")[:4], "little")

    def time(self, number: int) -> datetime | None:
        """A property that is a point in time."""
        ticks = int.from_bytes(self._fixed.get((number, _TIME), b""), "little")
        with suppress(OverflowError):
            return _SINCE + timedelta(microseconds=ticks // 10) if ticks else None
        return None

    def attached(self) -> Iterator[str]:
        """The names of attachments, without those that are pictures of the page."""
        boxes = {path[: path.index("/") + 1]: None for path in self._streams if path.startswith("__ATTACH_VERSION1.0_")}
        for box in list(boxes)[:_MOST_ATTACHED]:
            hidden = _fixed(self._stream(f"{box}__PROPERTIES_VERSION1.0"), 8).get((0x7FFE, 0x000B), b"\0")
            if not any(hidden):
                yield next((name for number in _FILE_NAMES if (name := self.text(number, box))), "")

    def _stream(self, path: str) -> bytes:
        """What a stream holds; empty where there is none.

        Raises:
            NoteError: it is broken, or holds too much.
        """
        found = self._streams.get(path)
        if found is None:
            return b""
        try:
            if self._opened.get_size(found) > _MOST_STREAM:
                raise NoteError(f"a part of it holds more than {_MOST_STREAM:,} bytes; save its text as .txt")
            with self._opened.openstream(found) as stream:
                return bytes(stream.read())
        except _FAULTS:
            raise NoteError(BROKEN) from None


def _fixed(data: bytes, top: int) -> Mapping[tuple[int, int], bytes]:
    """Properties of a fixed size: number and kind → eight bytes."""
    found = {}
    for at in range(top, len(data) - 15, 16):
        tag = int.from_bytes(data[at : at + 4], "little")
        found[tag >> 16, tag & 0xFFFF] = data[at + 8 : at + 16]
    return found


def _code_page(number: int) -> str:
    return "utf-8" if number == 65001 else f"cp{number or 1252}"


def _head(message: _Message) -> mails.Head:
    name = next((name for number in _SENDER if (name := message.text(number))), "")
    addresses = (message.text(number) for number in _ADDRESSES)
    address = next((address for address in addresses if "@" in address), "")
    sender = f"{name} <{address}>" if name and address and name != address else name or address
    sent = next((time for number in _TIMES if (time := message.time(number))), None)
    return mails.Head(sender, _local(sent), message.text(_TO), message.text(_CC), message.text(_SUBJECT))


def _local(time: datetime | None) -> datetime | None:
    """As the clock stood in the United Kingdom: Outlook keeps no other."""
    try:
        return time.astimezone(_clock()) if time else None
    except (ZoneInfoNotFoundError, OverflowError):
        return time


@cache
def _clock() -> ZoneInfo:
    return ZoneInfo("Europe/London")


def _ahead() -> None:
    with suppress(ZoneInfoNotFoundError):
        _clock()


AHEAD: Final = (_ahead,)


def _body(message: _Message) -> Document:
    """The body, by its plain text or page, or else by its rich text."""
    plain = message.text(_PLAIN)
    held = message.data(_PAGE)
    page = decode(held, _code_page(message.number(_PAGE_CODE)))[0] if held else message.text(_PAGE)
    if plain.strip() or page.strip():
        return mails.body(plain, page)
    packed = message.data(_RICH)
    if not packed:
        return Document(())
    return rtf.extract(_unpacked(packed))


def _unpacked(packed: bytes) -> bytes:
    """The rich text that a message packs.

    Raises:
        NoteError: it is broken, or holds too much.
    """
    if len(packed) > _MOST_RICH:
        raise NoteError(f"its text is packed in more than {_MOST_RICH:,} bytes; save it as .txt")
    from compressed_rtf import decompress

    try:
        text = decompress(packed)
    except MemoryError:
        raise
    except Exception:  # whatever a broken one makes the library raise; it raises bare exceptions of its own too
        raise NoteError(BROKEN) from None
    return re.sub(rb"\0+$", b"", bytes(text))
