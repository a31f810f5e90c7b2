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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


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
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, start: int, end: int) -> str:
    """What stands between two offsets in UTF-16; half a character at an end is left out."""
    return text.encode("utf-16-le", "surrogatepass")[max(0, start) * 2 : end * 2].decode("utf-16-le", "ignore")


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What a client sent.

    Attributes:
        text: the note's.
        whole: all of it, markup too.
        starts: of each code point of the note, the offset in `whole`, in UTF-16.
        ends: of each, the offset behind it.
    """

    text: str
    whole: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of_text(cls, text: str) -> Sent:
        """A text without markup."""
        return cls.of_pieces([Piece(text)])

    @classmethod
    def of_pieces(cls, pieces: Iterable[Piece]) -> Sent:
        """Text and markup, in their order."""
        note: list[str] = []
        whole: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for sent, means in pieces:
            size = units(sent)
            whole.append(sent)
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
        return cls("".join(note), "".join(whole), starts, ends)

    def offset(self, place: int) -> int:
        """The offset in UTF-16 of a code point of the note."""
        if place < len(self.starts):
            return self.starts[place]
        return self.ends[-1] if self.ends else 0

    def end(self, place: int) -> int:
        """The offset in UTF-16 behind the code point before a place of the note."""
        return self.ends[place - 1] if place else 0


def _count(text: str, at: int, starts: list[int], ends: list[int]) -> None:
    for character in text:
        starts.append(at)
        at += 1 + (character > "\uffff")
        ends.append(at)
