"""Where a look has to look anew, and the pieces of the note that it looks at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, cast

from spacy.tokens import Doc
from thinc.types import Ints2d

from notecheck.carry.edit import Edit
from notecheck.carry.found import BY_LINE, TOKENS
from notecheck.carry.places import Placed, R, Span, is_within, line_moved, moved
from notecheck.memo import text_of
from notecheck.people import whose
from notecheck.text import emails, layout
from notecheck.text.columns import columns

NEAR: Final = 4
"""Sentences to either side of a place that may bear on what is found there."""
NEAR_TOKENS: Final = 30
"""Tokens that are looked at besides where sentences are of a word or two: more than the longest term and its guards."""
_READ: Final = ("NORM", "SENT_START", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")


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

    Attributes:
        places: from which token up to which, in order and apart; each begins a line, and so does what follows it.
    """

    def __init__(self, edit: Edit, changed: Iterable[Span]) -> None:
        self._edit, self._changed = edit, frozenset(changed)
        c = columns(edit.doc)
        self._borders, self._sentences = _borders(edit.doc), [first for first, _ in c.sentences]
        self.places: list[Span] = []
        for first, last in sorted({self._around(*span) for span in self._changed}):
            if self.places and first <= self.places[-1][1]:
                self.places[-1] = self.places[-1][0], max(last, self.places[-1][1])
            else:
                self.places.append((first, last))
        starts = [*c.start, len(text_of(edit.doc)) + 1]
        self._spans = [(starts[first], starts[last]) for first, last in self.places]
        self._pieces: dict[Span, Piece] = {}

    def with_more(self, changed: Iterable[Span]) -> Anew:
        """The same where more has changed; itself where nothing new has."""
        more = self._changed.union(changed)
        return self if more == self._changed else Anew(self._edit, more)

    def _around(self, first: int, last: int) -> Span:
        """A place made longer by `NEAR` sentences to either side, and then to where lines begin."""
        sentences, borders, length = self._sentences, self._borders, self._borders[-1]
        first, last = min(first, length - 1), max(last, first + 1)
        low = sentences[max(0, bisect_right(sentences, first) - 1 - NEAR)]
        after = bisect_left(sentences, last) + NEAR
        high = sentences[after] if after < len(sentences) else length
        low, high = max(0, min(low, first - NEAR_TOKENS)), min(length, max(high, last + NEAR_TOKENS))
        return borders[bisect_right(borders, low) - 1], borders[bisect_left(borders, high)]

    def piece(self, place: Span) -> Piece:
        """One of the places, or any other tokens of the note, with what stands around."""
        doc = self._edit.doc
        if place not in self._pieces:
            first, last = self._around(*place)
            self._pieces[place] = Piece(_cut(doc, first, last), first, last, columns(doc).start[first])
        piece = self._pieces[place]
        _hand_statements(doc, piece)
        return piece

    def joined(self, rows: Sequence[R], look: Callable[[Doc], Iterable[R]], *, tokens: bool = False) -> list[R]:
        """What was found before where nothing has changed, and what is found anew elsewhere.

        Args:
            rows: found before.
            look: what finds them.
            tokens: their places are those of tokens, not of code points.
        """
        now, spans = (self._edit.token_now, self.places) if tokens else (self._edit.place_now, self._spans)
        found: list[R] = []
        for row in rows:
            start = now(row.start)
            if start is not None and not is_within(spans, start):
                found.append(moved(row, start - row.start))
        for place, (start, end) in zip(self.places, spans, strict=True):
            piece = self.piece(place)
            by = piece.first if tokens else piece.start
            found += [moved(row, by) for row in look(piece.doc) if start <= row.start + by < end]
        return found

    def holds_token(self, i: int) -> bool:
        """Whether a token stands where it is looked anew."""
        return is_within(self.places, i)


def _borders(doc: Doc) -> list[int]:
    """Tokens at which a note can be cut: each begins a sentence and, without a space before it, a line."""
    c = columns(doc)
    lines = {line.mark for line in layout.of(doc) if line.start == line.mark < line.end}
    return [0, *(first for first, _ in c.sentences if first and c.start[first] in lines), len(c)]


def _cut(doc: Doc, first: int, last: int) -> Doc:
    """The lines of a Doc from one token up to another as a Doc, with all that is known of them."""
    part = doc[first:last]
    piece = Doc(doc.vocab, words=[t.text for t in part], spaces=[bool(t.whitespace_) for t in part])
    piece.from_array(list(_READ), cast(Ints2d, doc.to_array(list(_READ))[first:last]))
    _hand_data(doc, piece, first, last)
    _hand_layout(doc, piece, columns(doc).start[first])
    whose.quoted.known_to_be(piece, whose.quoted(doc)[first:last])
    return piece


def _hand_data(doc: Doc, piece: Doc, first: int, last: int) -> None:
    """What stands on the Doc, but for what the checks have said."""
    piece.user_data.update(doc.user_data)
    for key in ("notecheck", "notecheck_measures", "notecheck_strengths", "notecheck_skipped"):
        piece.user_data.pop(key, None)
    who, length = doc.user_data["notecheck_who"], last - first
    piece.user_data["notecheck_who"] = {
        **who,
        **{name: who[name][first:last] for name in (*TOKENS, "stands_for")},
        "speech": [
            [max(a - first, 0), min(b - first, length), kind, speaker - first if first <= speaker < last else -1, form]
            for a, b, kind, speaker, form in who["speech"]
            if a < last and b > first
        ],
    }
    piece.user_data.pop("notecheck_statements", None)


def _hand_statements(doc: Doc, piece: Piece) -> None:
    """The kinds of the sentences, which may be known only after a piece was first asked for."""
    known = doc.user_data.get("notecheck_statements")
    if known is not None and "notecheck_statements" not in piece.doc.user_data:
        firsts = columns(doc).sentences
        low, high = bisect_left(firsts, (piece.first,)), bisect_left(firsts, (piece.last,))
        piece.doc.user_data["notecheck_statements"] = known[low:high]


def _hand_layout(doc: Doc, piece: Doc, start: int) -> None:
    """Lines with what is said of each, and parts of pasted emails; the piece begins at the code point `start`."""
    end, lines = start + len(text_of(piece)), layout.of(doc)
    low, high = bisect_left(lines, start, key=_start), bisect_left(lines, end, key=_start)
    layout.of.known_to_be(piece, tuple(line_moved(line, -start) for line in lines[low:high]))
    for function in BY_LINE.values():
        function.known_to_be(piece, function(doc)[low:high])
    blocks = tuple(moved(block, -start) for block in emails.of(doc) if block.start < end and block.end > start)
    emails.of.known_to_be(piece, blocks)


def _start(placed: Placed) -> int:
    return placed.start
