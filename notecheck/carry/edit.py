"""One edit: where what stood in the text before stands now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple
from weakref import ref

from spacy.tokens import Doc

from notecheck.carry.found import Found
from notecheck.carry.places import R, Span, all_moved, by_start
from notecheck.memo import once_per_doc, text_of
from notecheck.text import emails, layout
from notecheck.text.columns import columns, columns_again


class Edit:
    """The edit that led to a Doc: some tokens at its start and at its end are what they were.

    Attributes:
        before: what was found in the text before.
        first: tokens at the start that are the same, and so the first that may be another.
        last: one past the last that may be another.
        last_before: the same of the text before.
        by_tokens: how many tokens more there are now.
    """

    def __init__(self, doc: Doc, before: Found, first: int, behind: int) -> None:
        self.before, self.first, self.last = before, first, len(doc) - behind
        self.last_before = len(before.starts) - behind
        self.by_tokens = len(doc) - len(before.starts)
        self._doc = ref(doc)
        self._by = len(text_of(doc)) - len(before.note.text)

    @property
    def doc(self) -> Doc:
        """The note as it is now. It is not held: what it is made of is gone with its memory zone."""
        doc = self._doc()
        if doc is None:
            raise ReferenceError("the Doc of an edit is gone")
        return doc

    def place_now(self, offset: int) -> int | None:
        """Where a code point of the text before stands now; None if it is gone, or may be."""
        starts, first, last = self.before.starts, self.first, self.last_before
        if first >= len(starts) or offset < starts[first]:
            return offset
        return offset + self._by if last < len(starts) and offset >= starts[last] else None

    def token_now(self, i: int) -> int | None:
        """Where a token of the text before stands now; None if it is gone, or may be."""
        if i < self.first:
            return i
        return i + self.by_tokens if i >= self.last_before else None

    def moved_by(self, span: Span) -> int | None:
        """How many code points further on than before some words stand now; None if they are others, or may be."""
        first, last = self.edges
        return 0 if span[1] <= first else self._by if span[0] >= last else None

    @cached_property
    def edges(self) -> Span:
        """The first code point now that may be another, and one past the last."""
        starts = [*columns(self.doc).start, len(text_of(self.doc))]
        return starts[self.first], starts[self.last]

    @cached_property
    def lines_kept(self) -> tuple[int, int]:
        """How many lines, of those now, are what they were, words and all: at the start of the text, and at its end."""
        lines, old = layout.of(self.doc), self.before.lines
        first, last = self.edges
        ahead = zip(lines, old, strict=False)
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].end <= first, ahead))
        behind, by = zip(reversed(lines[kept:]), reversed(old[kept:]), strict=False), self._by
        after = takewhile(lambda pair: pair[0].start >= last and pair[0].is_moved(pair[1], by), behind)
        return kept, sum(1 for _ in after)

    def kept(self, rows: Sequence[R], start: int, end: int | None, *, tokens: bool) -> list[R]:
        """What was found before and stands now from one place up to another, moved to where it stands.

        Args:
            rows: found before, in order.
            start: first place now, of code points or of tokens.
            end: one past the last; None for all that follows.
            tokens: places are those of tokens.
        """
        starts, first, last = self.before.starts, self.first, self.last_before
        by = self.by_tokens if tokens else self._by
        if not tokens:
            first = starts[first] if first < len(starts) else len(self.before.note.text) + 1
            last = starts[last] if last < len(starts) else len(self.before.note.text) + 1
        ahead = slice(_at(rows, start), _at(rows, first if end is None else min(first, end)))
        behind = slice(_at(rows, max(last, start - by)), len(rows) if end is None else _at(rows, end - by))
        return [*rows[ahead], *all_moved(rows[behind], by)]


def _at(rows: Sequence[R], place: int) -> int:
    """The first row that begins at a place or behind it."""
    return bisect_left(rows, place, key=by_start)


@once_per_doc
def edit_of(doc: Doc) -> Edit | None:  # noqa: ARG001
    """The edit that led to a Doc; None where none did."""
    return None


class _Within(NamedTuple):
    """Where a Doc stands in a note, which is not held.

    Attributes:
        note: of which it is a piece; most are whole notes.
        first: its first token in the note.
        start: its first code point there.
    """

    note: ref[Doc]
    first: int
    start: int


@once_per_doc
def _within(doc: Doc) -> _Within:
    return _Within(ref(doc), 0, 0)


def whole(doc: Doc) -> Doc:
    """The note of which a Doc is a piece; the Doc itself if it is none."""
    return _within(doc).note() or doc


def is_piece_of(piece: Doc, doc: Doc, first: int, start: int) -> None:
    """Say that a Doc is some lines of another, from a token and a code point on."""
    _within.known_to_be(piece, _Within(ref(doc), first, start))


def in_piece(piece: Doc, rows: Sequence[R], *, tokens: bool) -> list[R]:
    """What was found in a note and stands in a piece of it, moved to where it stands there.

    Args:
        piece: of the note.
        rows: found in the note, in order of place.
        tokens: places are those of tokens, not of code points.
    """
    since, length = (_within(piece).first, len(piece)) if tokens else (_within(piece).start, len(text_of(piece)))
    here = rows[_at(rows, since) : _at(rows, since + length)]
    return all_moved([row for row in here if row.end <= since + length], -since)


@once_per_doc
def sought(doc: Doc) -> Span:
    """The tokens of a Doc among which a look is to find what begins there: of a piece, all but what stands around.

    What a look finds elsewhere is dropped, so one that goes sentence by sentence may leave out the others.
    """
    return 0, len(doc)


@contextmanager
def seeking(doc: Doc, span: Span) -> Iterator[None]:
    """Look for what begins among some tokens of a Doc; a look that asks another goes on with its own."""
    before = sought(doc)
    sought.known_to_be(doc, span)
    try:
        yield
    finally:
        sought.known_to_be(doc, before)


def led_to(doc: Doc, before: Found, first: int, behind: int) -> None:
    """Say that a Doc is what an edit made of a text.

    Args:
        doc: of the text now, parsed.
        before: what was found in the text before.
        first: tokens at the start of both that are the same, with all that the parse says of them.
        behind: the same at their end.
    """
    edit_of.known_to_be(doc, Edit(doc, before, first, behind))
    c = columns.known_to_be(doc, columns_again(doc, before.columns, first, behind))
    if not before.hinted:  # only what is new, or stands beside it, can hold what a pasted email never lacks
        starts, text = [*c.start, len(text_of(doc))], text_of(doc)
        low, high = starts[first] - emails.LONGEST_HINT, starts[len(c) - behind] + emails.LONGEST_HINT
        emails.hinted.known_to_be(doc, emails.has_hint(text[max(0, low) : high]))
