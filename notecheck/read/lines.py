"""Lines of a text file as a stream, whatever wrote it; each with the byte behind it, from which reading can go on.

UTF-8, and UTF-16 or UTF-32 with their mark, are read as they are. What is not, and has no letter in UTF-8 before, is
read as Windows-1252, which is what older office programs write; in a file that is UTF-8, a line that is none is named.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, NamedTuple

from notecheck.read.text import BINARY, CONTROLS, NOT_UTF8, refuse_binary

MOST_LINE: Final = 20_000_000
"""Bytes of a line, or of a record; some 6,000 pages."""
TOO_LONG: Final = f"longer than {MOST_LINE:,} bytes, which is more than any note; split it"
BROKEN: Final = "it cannot be read from here on; the file is broken or not whole"
NO_UTF8: Final = "it holds bytes that are no UTF-8; save the file as UTF-8 again"
CONTROL: Final = "it holds a control character, which no text does; save the file as plain text again"

_PIECE: Final = 1 << 20  # bytes
_WIDE: Final = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNKNOWN: Final = ""
UTF8: Final = "utf-8"
CP1252: Final = "cp1252"
ENDED: Final = "ended"
"""Stands in a mark where reading does not go on, whatever may follow."""


class Pieces:
    """A file's bytes in UTF-8, in pieces.

    Attributes:
        encoding: `UTF8`, `CP1252`, or `UNKNOWN` where its beginning holds nothing by which these differ.
        start: bytes of the mark with which it begins.
        broken: whether it could not be read to its end.
    """

    def __init__(self, file: BinaryIO, at: int = 0) -> None:
        """Look at the beginning, and go to a byte.

        Args:
            file: from its beginning; one that cannot be sought in is only read from there.
            at: of the bytes in UTF-8.

        Raises:
            NoteError: it is no text.
        """
        self.broken = False
        self._read: Callable[[int], bytes] = getattr(file, "read1", file.read)
        self._ended = False
        if at:
            file.seek(0)
        first = b""
        while len(first) < _PIECE and (piece := self._next()):
            first += piece
        wide = next((each for each in _WIDE if first.startswith(each[0])), None)
        self._decoder = codecs.getincrementaldecoder(wide[1])("surrogatepass") if wide else None
        if wide:
            first = self._recoded(first[len(wide[0]) :])
        refuse_binary(first)
        self.start = _marks(first)
        self.encoding = UTF8 if wide or self.start else _encoding(first)
        self._first, self._skip = first, at or self.start
        if at and not wide:
            file.seek(at)
            self._first, self._skip = b"", 0
            self._ended = self.broken = False

    def __iter__(self) -> Iterator[bytes]:
        """The pieces, none empty."""
        piece, self._first = self._first, b""
        while True:
            if rest := piece[self._skip :]:
                yield rest
            self._skip -= min(self._skip, len(piece))
            if self._ended:
                return
            piece = self._recoded(self._next())

    def _next(self) -> bytes:
        """What is at hand: of a file that breaks off, all that came before."""
        try:
            piece = self._read(_PIECE)
        except (OSError, EOFError, ValueError, zlib.error):
            self.broken, piece = True, b""
        self._ended = not piece
        return piece

    def _recoded(self, piece: bytes) -> bytes:
        """A piece in UTF-8; what is half a character stays none, and its line is named for it."""
        if self._decoder is None:
            return piece
        try:
            return self._decoder.decode(piece, final=self._ended).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            self.broken = not self._ended
            self._ended = True
            return b"\xff"


def _marks(first: bytes) -> int:
    """Bytes of the marks of UTF-8 at the beginning; some programs put them there twice."""
    return len(first) - len(first.lstrip(codecs.BOM_UTF8)) if first.startswith(codecs.BOM_UTF8) else 0


def _encoding(first: bytes) -> str:
    """By the beginning of a file, in which most of the letters beyond ASCII are of the one or the other."""
    if first.isascii():
        return UNKNOWN
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(first)  # a letter that is cut at the end is none
    broken = text.count("\ufffd")
    whole = sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]+", text))
    return UTF8 if whole >= broken else CP1252


class Line(NamedTuple):
    """A line with its end.

    Attributes:
        text: of it; of one that is too long, the quotation mark that it leaves open, if it does.
        end: the byte behind it.
        encoding: by which what follows is read; `ENDED` where nothing does.
        fault: why it cannot be read as it stands; empty where it can.
    """

    text: str
    end: int
    encoding: str
    fault: str = ""


class Lines:
    """The lines of a file.

    Attributes:
        assumed: whether lines were read as Windows-1252.
    """

    def __init__(self, file: BinaryIO, *, returns: bool, at: int = 0, encoding: str | None = None) -> None:
        """Open a file.

        Args:
            file: as `Pieces` takes it.
            returns: whether a bare carriage return ends a line too.
            at: `end` of the line before the first that is wanted.
            encoding: that of the same line.

        Raises:
            NoteError: it is no text.
        """
        self._pieces = Pieces(file, at)
        self._encoding = self._pieces.encoding if encoding is None else encoding
        self._returns = returns
        self._end = at or self._pieces.start
        self.assumed = self._encoding == CP1252

    def notices(self) -> Iterator[str]:
        """What was assumed."""
        if self.assumed:
            yield NOT_UTF8

    def __iter__(self) -> Iterator[Line]:
        """Line after line; one that cannot be read has its fault."""
        rest, size, quotes, tainted = b"", 0, 0, False  # what has no end yet, and what of it was not kept
        for piece in self._pieces:
            tainted |= len(piece.translate(None, CONTROLS)) < len(piece)
            lines = self._split(rest + piece)
            rest = b"" if lines[-1].endswith(b"\n") else lines.pop()  # '\\r' may be the first half of an end
            for raw in lines:
                yield self._line(raw, size, quotes, tainted)
                size = quotes = 0
            tainted = tainted and bool(rest or size)
            if size or len(rest) > MOST_LINE:
                size, quotes = size + len(rest), quotes + rest.count(b'"')
                rest = b"\r" if rest.endswith(b"\r") else b""
                size -= len(rest)
        if self._pieces.broken:
            yield Line("", self._end, ENDED, BROKEN)
        elif rest or size:
            yield self._line(rest, size, quotes, tainted)

    def _split(self, data: bytes) -> list[bytes]:
        if self._returns:
            return data.splitlines(keepends=True)
        lines = [line + b"\n" for line in data.split(b"\n")]
        lines[-1] = lines[-1][:-1]
        return lines if lines[-1] else lines[:-1]

    def _line(self, raw: bytes, size: int, quotes: int, tainted: bool) -> Line:
        self._end += size + len(raw)
        if size + len(raw) > MOST_LINE:
            odd = (quotes + raw.count(b'"')) % 2
            return Line('"\n' if odd else "\n", self._end, self._encoding, TOO_LONG)
        text, fault = self._decoded(raw)
        if tainted and BINARY.search(raw):
            text, fault = "".join(each for each in text if each >= " " or each in "\t\n\r"), CONTROL
        return Line(text, self._end, self._encoding, fault)

    def _decoded(self, raw: bytes) -> tuple[str, str]:
        if self._encoding != CP1252:
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                if self._encoding == UTF8:
                    return raw.decode("utf-8", "replace"), NO_UTF8
                self._encoding, self.assumed = CP1252, True
            else:
                if not self._encoding and not text.isascii():
                    self._encoding = UTF8
                return text, ""
        try:
            return raw.decode("cp1252"), ""
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace"), NO_UTF8
