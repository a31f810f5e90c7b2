r"""Offsets: the note's code points, and the UTF-16 units of what a client sent, markup and all.

LanguageTool's clients count as Java and JavaScript do, so that an emoji is two. A client may send markup beside the
text (`data`): it is no part of the note, or stands in it as what it means (`<p>` as two ends of a line).

>>> sent = Sent.of_pieces([Piece("I saw "), Piece("<b>", ""), Piece("😀 Tom"), Piece("</b>", "")])
>>> sent.text
'I saw 😀 Tom'
>>> sent.offset(8), sent.end(11)
(12, 15)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

_UTF16: Final = "utf-16-le"


class Piece(NamedTuple):
    """A piece of what was sent.

    Attributes:
        sent: as it came.
        means: what stands for it in the note; None where it is the note's own text.
    """

    sent: str
    means: str | None = None


def units(text: str) -> int:
    """How many units of UTF-16 a text has.

    >>> units("a😀")
    3
    """
    return len(text.encode(_UTF16, "surrogatepass")) // 2


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What a client sent.

    Attributes:
        text: the note's.
        whole: all of it, markup too, in UTF-16, two bytes a unit.
        starts: of each code point of the note, the offset in `whole`, in units.
        ends: of each, the offset behind it.
    """

    text: str
    whole: bytes
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of_pieces(cls, pieces: Iterable[Piece]) -> Sent:
        """Text and markup, in their order."""
        note: list[str] = []
        whole: list[bytes] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for sent, means in pieces:
            if not sent:  # what is not there stands for nothing
                continue
            whole.append(sent.encode(_UTF16, "surrogatepass"))
            size = len(whole[-1]) // 2
            note.append(sent if means is None else means)
            if means is not None:
                starts += [at] * len(means)
                ends += [at + size] * len(means)
            elif size == len(sent):
                starts += range(at, at + size)
                ends += range(at + 1, at + size + 1)
            else:
                _count(sent, at, starts, ends)
            at += size
        return cls("".join(note), b"".join(whole), starts, ends)

    @property
    def size(self) -> int:
        """Units of all that was sent."""
        return len(self.whole) // 2

    def cut(self, start: int, end: int) -> str:
        """What stands between two units of what was sent; half a character at an end is left out."""
        return self.whole[max(0, start) * 2 : end * 2].decode(_UTF16, "ignore")

    def offset(self, place: int) -> int:
        """The offset in UTF-16 of a code point of the note."""
        if place < len(self.starts):
            return self.starts[place]
        return self.ends[-1] if self.ends else 0

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """A span of the note, with all that the markup at its ends stands for: there is no place within markup."""
        if 0 < start < len(self.starts):
            start = bisect_left(self.starts, self.starts[start])
        if 0 < end < len(self.starts):
            end = bisect_right(self.starts, self.starts[end - 1])
        return start, end

    def end(self, place: int) -> int:
        """The offset in UTF-16 behind the code point before a place of the note."""
        return self.ends[place - 1] if place else 0


def _count(text: str, at: int, starts: list[int], ends: list[int]) -> None:
    for character in text:
        starts.append(at)
        at += 1 + (character > "\uffff")
        ends.append(at)
