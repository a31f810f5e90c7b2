"""A .json file: one note as an object, or a list of them, which is read one element after the other."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from notecheck.errors import NoteError
from notecheck.read.lines import BROKEN, CP1252, ENDED, MOST_LINE, TOO_LONG, Pieces
from notecheck.read.objects import NO_JSON, Placed, parse
from notecheck.read.objects import stream as objects
from notecheck.read.records import MOST_BYTES
from notecheck.read.stream import Mark, Stream
from notecheck.read.text import NOT_UTF8, decode

SUFFIXES: Final = (".json",)

_NEITHER: Final = (
    "not JSON, or neither one note as an object nor a list of them. If each line holds a note of its own, give the file"
    " a name that ends in .jsonl"
)
_EMPTY: Final = "the list holds no object; a note is an object with the key 'text'"
_NOT_CLOSED: Final = "the list ends in the middle; the file is broken or not whole"
_BEHIND: Final = "something stands behind the end of the list, which was not read"

_BETWEEN: Final = re.compile(r"[\s,]*")
_TOKEN: Final = re.compile(r'["\\{}\[\],]')
_LIST: Final = re.compile(rb"\s*\[")


def stream(file: BinaryIO, after: Mark | None = None) -> Stream:
    """The note, or the notes of the list.

    Args:
        file: from its beginning.
        after: a mark of the same file, where only what follows is wanted.

    Raises:
        NoteError: it is no JSON, or neither an object nor a list.
    """
    pieces = Pieces(file)
    first, rest = b"", iter(pieces)
    while not first.strip() and (piece := next(rest, b"")):
        first += piece
    if (opened := _LIST.match(first)) is None:
        return _one(first, rest, pieces, after)
    encoding = CP1252 if pieces.encoding == CP1252 else "utf-8"
    said = (lambda: (NOT_UTF8,)) if encoding == CP1252 else tuple

    def again(mark: list[Any]) -> Iterator[Placed]:
        if mark[2] == ENDED:
            return
        pieces = Pieces(file, mark[0])
        yield from _Elements(pieces, b"", iter(pieces), encoding, mark[:2])

    placed = _Elements(pieces, first[opened.end() :], rest, encoding, [pieces.start + opened.end(), 0])
    wanted = again(after) if isinstance(after, list) else None
    return objects(placed, wanted, called="note", empty=_EMPTY, more=said)


def _one(first: bytes, rest: Iterator[bytes], pieces: Pieces, after: Mark | None) -> Stream:
    """The note that a file is, which is read as a whole."""
    data = bytearray(first)
    for piece in rest:
        data += piece
        if len(data) > MOST_BYTES:
            raise NoteError(f"more than {MOST_BYTES:,} bytes, which is more than any note; split it")
    if pieces.broken:
        raise NoteError(BROKEN)
    text, notice = decode(bytes(data))
    found, fault = parse(text)
    if not isinstance(found, dict):
        raise NoteError(_NEITHER if fault in ("", NO_JSON) else fault)
    placed = [Placed(0, found, [len(data), 1], len(data))]
    return objects(placed, [] if after else None, called="note", empty=_EMPTY, more=lambda: [notice] if notice else [])


class _Elements:
    """The elements of a list, of which no more is held than the one that is read."""

    def __init__(self, pieces: Pieces, first: bytes, rest: Iterator[bytes], encoding: str, mark: list[int]) -> None:
        """Go on with a list.

        Args:
            pieces: the file.
            first: what was read of it behind the mark.
            rest: what was not.
            encoding: of it.
            mark: the byte where it goes on, and how many elements were before.
        """
        self._pieces = pieces
        self._rest = rest
        # Bytes that are none of the encoding become halves of characters, by which their own note is refused.
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self._encoding = encoding
        self._text, self._at = self._decoder.decode(first), 0
        self._byte, self._number = mark
        self._ended = False

    def __iter__(self) -> Iterator[Placed]:
        """Element after element."""
        while True:
            self._pass_between()
            sign = self._text[self._at : self._at + 1]
            if not sign:
                yield self._last(BROKEN if self._pieces.broken else _NOT_CLOSED)
                return
            if sign == "]":
                self._drop(1)
                self._pass_between()
                if self._at < len(self._text):
                    yield self._last(_BEHIND)
                return
            yield self._element()

    def _pass_between(self) -> None:
        """Go to where the next element begins, or the list ends."""
        while True:
            found = _BETWEEN.match(self._text, self._at)
            self._drop(found.end() - self._at if found else 0)
            if self._at < len(self._text) or not self._more():
                return

    def _element(self) -> Placed:
        """The element that begins here."""
        depth, inside, seen = 0, False, 0
        while True:
            # Each character is looked at once, since what cannot be read may be long.
            end, depth, inside, seen = _end(self._text, self._at, depth, inside, seen)
            if end < 0 and seen > MOST_LINE:
                return self._passed(depth, inside, seen)
            if end >= 0 or not self._more():
                break
        end = max(1, end) if end >= 0 else len(self._text) - self._at
        if end > MOST_LINE:
            return self._taken(end, None, TOO_LONG)
        return self._taken(end, *parse(self._text[self._at : self._at + end].rstrip()))

    def _passed(self, depth: int, inside: bool, seen: int) -> Placed:
        """An element that is too long to be held."""
        while True:
            self._drop(seen)
            end, depth, inside, seen = _end(self._text, self._at, depth, inside, 0)
            if end >= 0:
                return self._taken(end, None, TOO_LONG)
            if not self._more():
                return self._taken(len(self._text) - self._at, None, TOO_LONG)

    def _taken(self, end: int, value: Any, fault: str) -> Placed:
        self._drop(end)
        self._number += 1
        return Placed(self._number, value, [self._byte, self._number, ""], end, fault)

    def _last(self, fault: str) -> Placed:
        """What stands behind the last element; reading does not go on behind it."""
        return Placed(self._number + 1, None, [self._byte, self._number + 1, ENDED], 0, fault)

    def _drop(self, count: int) -> None:
        """Leave so many characters behind."""
        piece = self._text[self._at : self._at + count]
        self._byte += len(piece.encode(self._encoding, "surrogateescape"))
        self._at += count

    def _more(self) -> bool:
        """Read on; whether there was more."""
        if self._ended:
            return False
        piece = next(self._rest, b"")
        self._ended = not piece
        self._text = self._text[self._at :] + self._decoder.decode(piece, final=self._ended)
        self._at = 0
        return True


def _end(text: str, start: int, depth: int, inside: bool, seen: int) -> tuple[int, int, bool, int]:
    """How long an element is; -1 where it ends behind the text. And how deep, and how far, the search got.

    Args:
        text: in which it stands.
        start: where.
        depth: lists and objects that are open at `seen`.
        inside: whether a string is.
        seen: characters of it that were looked at before.
    """
    at = start + seen
    while found := _TOKEN.search(text, at):
        sign, at = found[0], found.end()
        if sign == "\\":
            if at == len(text):
                return -1, depth, inside, at - 1 - start
            at += 1
        elif inside:
            inside = sign != '"'
        elif sign == '"':
            inside = True
        elif sign in "{[":
            depth += 1
        elif depth == 0:
            return found.start() - start, depth, inside, at - start
        elif sign != ",":
            depth -= 1
            if depth == 0:
                return at - start, depth, inside, at - start
    return -1, depth, inside, len(text) - start
