"""Where a look has to look anew, and the pieces of the note that it looks at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

import numpy as np
from spacy.tokens import Doc
from thinc.types import Ints2d

from notecheck.carry.edit import Edit, is_piece_of, seeking
from notecheck.carry.found import BY_LINE, BY_TOKEN, TOKENS
from notecheck.carry.places import Placed, R, Span, by_start, is_within, moved
from notecheck.memo import once_per_doc, text_of
from notecheck.text import emails, layout
from notecheck.text.columns import ASKED, GIVEN, columns, given_of, part, said_of

NEAR: Final = 1
"""Sentences to either side of a place that may bear on what is found there: as far as the look goes that reads most."""
NEAR_TOKENS: Final = 30
"""Tokens that are looked at besides where sentences are of a word or two: more than the longest term and its guards."""
_LATER: Final = frozenset(
    (
        "notecheck", "notecheck_measures", "notecheck_strengths", "notecheck_skipped",
        "notecheck_who", "notecheck_statements",
    )
)  # fmt: skip
"""What stands on a Doc that a piece of it is not to have, or is given in part."""


class Piece(NamedTuple):
    """Some lines of a note as a Doc.

    Attributes:
        doc: with all that is known of them.
        first: their first token in the note.
        last: one past their last.
        start: their first code point in the note.
    """

    doc: Doc
    first: int
    last: int
    start: int


class Anew:
    """Where a look has to look anew.

    Args:
        edit: that led to the Doc.
        changed: tokens that are others than before, or of which something else is said; where a word of a line is
            another, the whole line is.
        pieces: of the Doc that others have cut from it already, to which more are added.
        near: how many sentences to either side may bear on what is found at a place.

    Attributes:
        changed: as given.
        places: from which token up to which, in order and apart.
    """

    def __init__(self, edit: Edit, changed: Iterable[Span], pieces: list[Piece], near: int = NEAR) -> None:
        self._edit, self.changed, self._pieces, self._near = edit, frozenset(changed), pieces, near
        self._narrower: dict[int, Anew] = {}
        self._around_place: dict[Span, Piece] = {}
        c = columns(edit.doc)
        self._borders, self._sentences = _borders(edit.doc)
        self.places: list[Span] = []
        for first, last in sorted({self._around(*span) for span in self.changed}):
            if self.places and first <= self.places[-1][1]:
                self.places[-1] = self.places[-1][0], max(last, self.places[-1][1])
            else:
                self.places.append((first, last))
        starts = [*c.start, len(text_of(edit.doc)) + 1]
        self._spans = [(starts[first], starts[last]) for first, last in self.places]

    def with_more(self, changed: Iterable[Span]) -> Anew:
        """The same where more has changed; itself where nothing new has."""
        more = self.changed.union(changed)
        return self if more == self.changed else Anew(self._edit, more, self._pieces)

    def narrowed(self, near: int) -> Anew:
        """The same for a look that fewer sentences to either side bear on."""
        if near == self._near:
            return self
        if near not in self._narrower:
            self._narrower[near] = Anew(self._edit, self.changed, self._pieces, near)
        return self._narrower[near]

    def _around(self, first: int, last: int) -> Span:
        """A place made longer by the sentences to either side that may bear on it."""
        sentences, length = self._sentences, self._borders[-1]
        first, last = min(first, length - 1), max(last, first + 1)
        low = sentences[max(0, bisect_right(sentences, first) - 1 - self._near)]
        after = bisect_left(sentences, last) + self._near
        high = sentences[after] if after < len(sentences) else length
        return max(0, min(low, first - NEAR_TOKENS)), min(length, max(high, last + NEAR_TOKENS))

    def piece(self, place: Span) -> Piece:
        """One of the places, or any other tokens of the note, with what stands around, in whole lines."""
        piece = self._around_place.get(place)
        if piece is None:
            piece = self._around_place[place] = self._piece(*self._around(*self._whole(*place)))
        _hand_data(self._edit.doc, piece)
        return piece

    def _whole(self, first: int, last: int) -> Span:
        """A place made longer to whole sentences, so that one piece serves looks whose places are nearly the same."""
        sentences = self._sentences
        after = bisect_left(sentences, last)
        begin = sentences[max(0, bisect_right(sentences, first) - 1)]
        return begin, sentences[after] if after < len(sentences) else self._borders[-1]

    def _piece(self, low: int, high: int) -> Piece:
        """Lines that hold some tokens; those that were cut before, where they do."""
        doc, borders = self._edit.doc, self._borders
        for piece in self._pieces:
            if piece.first <= low and high <= piece.last:
                return piece
        first, last = borders[bisect_right(borders, low) - 1], borders[bisect_left(borders, high)]
        piece = Piece(_cut(doc, first, last), first, last, columns(doc).start[first])
        self._pieces.append(piece)
        return piece

    def joined(self, rows: Sequence[R], look: Callable[[Doc], Iterable[R]], *, tokens: bool = False) -> list[R]:
        """What was found before where nothing has changed, and what is found anew elsewhere.

        Args:
            rows: found before, in order of place; so is what is given.
            look: what finds them.
            tokens: their places are those of tokens, not of code points.
        """
        found: list[R] = []
        spans, since = self.places if tokens else self._spans, 0
        for place, (start, end) in zip(self.places, spans, strict=True):
            found += self._edit.kept(rows, since, start, tokens=tokens)
            piece = self.piece(place)
            by = piece.first if tokens else piece.start
            with seeking(piece.doc, (place[0] - piece.first, place[1] - piece.first)):
                here = [moved(row, by) for row in look(piece.doc) if start <= row.start + by < end]
            found += sorted(here, key=by_start)
            since = end
        found += self._edit.kept(rows, since, None, tokens=tokens)
        return found

    def holds_token(self, i: int) -> bool:
        """Whether a token stands where it is looked anew."""
        return is_within(self.places, i)


@once_per_doc
def _borders(doc: Doc) -> tuple[list[int], list[int]]:
    """Tokens at which a note can be cut, and those that begin a sentence.

    Each of the first begins a sentence and, without a space before it, a line.
    """
    c = columns(doc)
    lines = {line.mark for line in layout.of(doc) if line.start == line.mark < line.end}
    sentences = [first for first, _ in c.sentences]
    return [0, *(first for first in sentences if first and c.start[first] in lines), len(c)], sentences


def _cut(doc: Doc, first: int, last: int) -> Doc:
    """The lines of a Doc from one token up to another as a Doc, with all that is known of them."""
    c, text = columns(doc), text_of(doc)
    end = c.start[last] if last < len(c) else len(text)
    given, said = given_of(doc)[first:last], said_of(doc)[first:last, : len(ASKED)]
    piece = Doc(doc.vocab, words=given[:, 0].tolist(), spaces=given[:, 1].tolist())
    piece.from_array([GIVEN[-1], *ASKED], cast(Ints2d, np.column_stack((given[:, -1], said))))
    is_piece_of(piece, doc, first, c.start[first])
    columns.known_to_be(piece, part(c, first, last))
    text_of.known_to_be(piece, text[c.start[first] : end])
    piece.user_data.update({key: value for key, value in doc.user_data.items() if key not in _LATER})
    _hand_layout(doc, piece, columns(doc).start[first])
    for function in BY_TOKEN:
        function.known_to_be(piece, function(doc)[first:last])
    return piece


def _hand_data(doc: Doc, piece: Piece) -> None:
    """Who is who and the kinds of the sentences, which may be known only after a piece was first asked for."""
    known, handed, first, last = doc.user_data, piece.doc.user_data, piece.first, piece.last
    if "notecheck_who" in known and "notecheck_who" not in handed:
        handed["notecheck_who"] = _who(known["notecheck_who"], first, last)
    if "notecheck_statements" in known and "notecheck_statements" not in handed:
        sentences = columns(doc).sentences
        low, high = bisect_left(sentences, (first,)), bisect_left(sentences, (last,))
        handed["notecheck_statements"] = known["notecheck_statements"][low:high]


def _who(who: Mapping[str, Any], first: int, last: int) -> dict[str, Any]:
    """Who is who among some tokens."""
    length = last - first
    return {
        **who,
        **{name: who[name][first:last] for name in (*TOKENS, "stands_for")},
        "speech": [
            [max(a - first, 0), min(b - first, length), kind, speaker - first if first <= speaker < last else -1, form]
            for a, b, kind, speaker, form in who["speech"]
            if a < last and b > first
        ],
    }


def _hand_layout(doc: Doc, piece: Doc, start: int) -> None:
    """Lines with what is said of each, and parts of pasted emails; the piece begins at the code point `start`."""
    end, lines = start + len(text_of(piece)), layout.of(doc)
    low, high = bisect_left(lines, start, key=_start), bisect_left(lines, end, key=_start)
    layout.of.known_to_be(piece, tuple(line.moved(-start) for line in lines[low:high]))
    for function in BY_LINE.values():
        function.known_to_be(piece, function(doc)[low:high])
    blocks = tuple(moved(block, -start) for block in emails.of(doc) if block.start < end and block.end > start)
    emails.of.known_to_be(piece, blocks)


def _start(placed: Placed) -> int:
    return placed.start
