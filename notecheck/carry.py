"""What was found in a note before an edit is taken over wherever the edit cannot have changed it.

Much of what is looked for depends on the sentences around a place and on nothing else: `by_place` looks anew only near
what has changed, on a piece of the note, and takes the rest over from the text before, moved to where it stands now.

    before   | a | b | c | d | e | f | g | h | i |      what was found in a … i
    now      | a | b | c | d | E | f | g | h | i |      one sentence is another
                   . . . ^ ^ ^ ^ ^ . . .                found anew; the dots are read with it
                           changed

Whoever looks says so by calling it; a check that does not is simply run on the whole note. For a Doc that no edit
led to, `by_place` looks at all of it and remembers what was found, for as long as the Doc lives.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias, TypeVar, cast
from weakref import WeakKeyDictionary, ref

from spacy.tokens import Doc
from thinc.types import Ints2d

from notecheck import emails, layout, people
from notecheck.columns import columns
from notecheck.emails import Block
from notecheck.layout import Line
from notecheck.memo import once_per_doc, text_of
from notecheck.note import Note, note_of

NEAR: Final = 4
"""Sentences to either side of a place that may bear on what is found there."""
By = Literal["parse", "who", "statements"]
"""What a look reads: the text and its parse; who is who besides; what kind each sentence is besides."""
_READ: Final = ("NORM", "SENT_START", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")
_WHOLE: Final = ("child_gender", "infant", "spoken_to", "child_known")  # of `Who`: what holds for all of a note
_TOKENS: Final = ("kind", "gender", "quoted")  # of `Who`: a value for each token


class Placed(Protocol):
    """Something found at a place: code points, end exclusive."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last."""


R = TypeVar("R", bound=Placed)
_Span: TypeAlias = tuple[int, int]
Rows = dict[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Found:
    """What is kept of a note for its next edit; it goes with the report, and is shared with nobody.

    Attributes:
        note: what was checked, without what no check reads.
        starts: first code point of each token.
        sentences: first token of each sentence.
        lines: of the text.
        mails: parts of pasted emails.
        who: who is who, as data, as far as a look may read it.
        statements: the kinds of the sentences, as data.
        asked: what the guidance asks for.
        by_line: what `by_line` says, by name.
        rows: what each look found.
    """

    note: Note
    starts: Sequence[int]
    sentences: list[int]
    lines: tuple[Line, ...]
    mails: tuple[Block, ...]
    who: Mapping[str, Any]
    statements: list[Any]
    asked: Any
    by_line: Mapping[str, list[Any]]
    rows: Rows


@once_per_doc
def rows_of(doc: Doc) -> Rows:  # noqa: ARG001
    """What each look at a Doc has found."""
    return {}


def read_of(note: Note) -> Note:
    """A note as the looks see it: the words that a writer set aside, and whatever else comes after, are left out."""
    return replace(note, id=None, not_applicable={}, ignored=(), places=(), extra={})


def found_in(doc: Doc) -> Found:
    """What is to be kept of a Doc that every check has seen."""
    c = columns(doc)
    return Found(
        note=read_of(note_of(doc)),
        starts=array("q", c.start),
        sentences=[first for first, _ in c.sentences],
        lines=layout.of(doc),
        mails=emails.of(doc),
        who={name: doc.user_data["notecheck_who"][name] for name in (*_WHOLE, *_TOKENS, "speech")},
        statements=doc.user_data["notecheck_statements"],
        asked=doc.user_data.get("notecheck_asked"),
        by_line={name: function(doc) for name, function in _by_line.items()},
        rows=rows_of(doc),
    )


def by_line(function: Callable[[Doc], list[Any]]) -> once_per_doc[list[Any]]:
    """What a function says of each line of a note, whatever it looks at, is known of the lines of a piece as well.

    So a look that asks it still depends on its surroundings alone; where it says something else than before the edit,
    the line counts as changed.
    """
    remembered = once_per_doc(function)
    _by_line[function.__qualname__] = remembered
    return remembered


_by_line: Final[dict[str, once_per_doc[list[Any]]]] = {}


def by_place(doc: Doc, name: str, look: Callable[[Doc], Iterable[R]], *, by: By = "parse") -> list[R]:
    """What a look finds in a Doc, in any order; most is taken over from before an edit if one led to this Doc.

    Args:
        doc: the note.
        name: of the look; no other has it.
        look: finds dataclasses or named tuples with `start` and `end` in code points. What it finds at a place must
            depend on no more than `NEAR` sentences to either side, on the note's own fields, and on nothing else of
            the note: neither on what comes first in it nor on how much there is.
        by: what it reads.
    """
    rows = rows_of(doc)
    if name not in rows:
        edit = edit_of(doc)
        changed = edit.changed(by) if edit else None
        if edit is None or changed is None or name not in edit.before.rows:
            rows[name] = list(look(doc))
        else:
            rows[name] = changed.joined(edit.before.rows[name], look)
    found: list[R] = rows[name]
    return found


def led_to(doc: Doc, before: Found, first: int, behind: int) -> None:
    """Say that a Doc is what an edit made of a text.

    Args:
        doc: of the text now, parsed.
        before: what was found in the text before.
        first: tokens at the start of both that are the same, with all that the parse says of them.
        behind: the same at their end.
    """
    _edits[doc] = Edit(doc, before, first, behind)


def edit_of(doc: Doc) -> Edit | None:
    """The edit that led to a Doc; None where none did."""
    return _edits.get(doc)


class Edit:
    """One edit: which parts of the note are not as they were, for each thing that a look may read.

    Attributes:
        before: what was found in the text before.
    """

    def __init__(self, doc: Doc, before: Found, first: int, behind: int) -> None:
        self.before = before
        self._doc, self._first, self._last = ref(doc), first, len(doc) - behind
        self._last_before = len(before.starts) - behind
        self._by_tokens = len(doc) - len(before.starts)
        self._by = len(text_of(doc)) - len(before.note.text)
        self._known: dict[By, Changed | None] = {}

    @property
    def doc(self) -> Doc:
        """The note as it is now. It is not held: what it is made of is gone with its memory zone."""
        doc = self._doc()
        if doc is None:
            raise ReferenceError("the Doc of an edit is gone")
        return doc

    def changed(self, by: By) -> Changed | None:
        """Where a look has to look anew; None for everywhere."""
        if by not in self._known:
            self._known[by] = self._look(by)
        return self._known[by]

    def place_now(self, offset: int) -> int | None:
        """Where a code point of the text before stands now; None if it is gone, or may be."""
        starts, first, last = self.before.starts, self._first, self._last_before
        if first >= len(starts) or offset < starts[first]:
            return offset
        return offset + self._by if last < len(starts) and offset >= starts[last] else None

    def token_now(self, i: int) -> int | None:
        """Where a token of the text before stands now; None if it is gone, or may be."""
        if i < self._first:
            return i
        return i + self._by_tokens if i >= self._last_before else None

    def _look(self, by: By) -> Changed | None:
        doc, before = self.doc, self.before
        if not len(doc) or doc.user_data.get("notecheck_asked") != before.asked:
            return None
        anew = [(self._first, self._last), *self._laid_out()]
        if by != "parse":
            now, old = doc.user_data["notecheck_who"], before.who
            if any(now[name] != old[name] for name in _WHOLE):
                return None
            anew += self._named(now, old)
        if by == "statements":
            anew += self._stated(doc.user_data["notecheck_statements"], before.statements)
        return Changed(self, anew)

    # Places in tokens of the text now, where something is not what it was.

    def _laid_out(self) -> Iterator[_Span]:
        """Lines and parts of pasted emails."""
        starts = columns(self.doc).start
        now = _told(layout.of(self.doc), {name: function(self.doc) for name, function in _by_line.items()})
        lines = self._unlike(now, _told(self.before.lines, self.before.by_line), _told_moved)
        mails = self._unlike(emails.of(self.doc), self.before.mails, moved)
        for start, end in chain(lines, mails):
            yield max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)

    def _unlike(self, now: Sequence[R], old: Sequence[R], move: Callable[[R, int], R]) -> Iterator[_Span]:
        """Where something stands now that did not before, or the other way round, in code points of the text now."""
        kept: set[R] = set()
        for row in old:
            start, last = self.place_now(row.start), self.place_now(max(row.start, row.end - 1))
            if start is not None and last is not None and last - start == max(0, row.end - 1 - row.start):
                kept.add(move(row, start - row.start))
            else:  # it has lost words, or has others between its own
                yield from ((edge, edge + 1) for edge in (start, last) if edge is not None)
        yield from ((row.start, row.end) for row in kept.symmetric_difference(now))

    def _named(self, now: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[_Span]:
        """Who is who."""
        first, last, last_before = self._first, self._last, self._last_before
        for name in _TOKENS:
            one, other = now[name], old[name]
            if one[:first] != other[:first]:
                yield from ((i, i + 1) for i in range(first) if one[i] != other[i])
            if one[last:] != other[last_before:]:
                yield from ((i, i + 1) for i in range(last, len(one)) if one[i] != other[i - self._by_tokens])
        kept: set[tuple[Any, ...]] = set()
        for start, end, kind, speaker, form in old["speech"]:
            opens, closes = self.token_now(start), self.token_now(end - 1)
            who = -1 if speaker < 0 else self.token_now(speaker)
            if opens is None or closes is None or who is None:
                yield from ((i, i + 1) for i in (opens, closes) if i is not None)
            else:
                kept.add((opens, closes + 1, kind, who, form))
        yield from ((start, end) for start, end, *_ in kept.symmetric_difference(map(tuple, now["speech"])))

    def _stated(self, now: Sequence[Any], old: Sequence[Any]) -> Iterator[_Span]:
        """What kind each sentence is."""
        known = {self.token_now(first): row for first, row in zip(self.before.sentences, old, strict=True)}
        return (span for span, row in zip(columns(self.doc).sentences, now, strict=True) if known.get(span[0]) != row)


class _Told(NamedTuple):
    """A line with what `by_line` says of it."""

    start: int
    end: int
    line: Line
    told: tuple[Any, ...]


def _told(lines: Sequence[Line], by_line: Mapping[str, list[Any]]) -> list[_Told]:
    columns = [by_line[name] for name in sorted(by_line)]
    rows = zip(*columns, strict=True) if columns else repeat(())
    return [_Told(line.start, line.end, line, told) for line, told in zip(lines, rows, strict=False)]


def _told_moved(row: _Told, by: int) -> _Told:
    return _Told(row.start + by, row.end + by, _line_moved(row.line, by), row.told)


_edits: Final[WeakKeyDictionary[Doc, Edit]] = WeakKeyDictionary()


class Piece(NamedTuple):
    """Some lines of a note as a Doc.

    Attributes:
        doc: with all that is known of them.
        first: their first token in the note.
        start: their first code point in the note.
    """

    doc: Doc
    first: int
    start: int


class Changed:
    """Where a look has to look anew.

    Attributes:
        places: from which token up to which, in order and apart; each begins a line, and so does what follows it.
    """

    def __init__(self, edit: Edit, anew: Iterable[_Span]) -> None:
        self._edit = edit
        c = columns(edit.doc)
        self._borders, self._sentences = _borders(edit.doc), [first for first, _ in c.sentences]
        self.places: list[_Span] = []
        for first, last in sorted(self._around(*span) for span in set(anew)):
            if self.places and first <= self.places[-1][1]:
                self.places[-1] = self.places[-1][0], max(last, self.places[-1][1])
            else:
                self.places.append((first, last))
        starts = [*c.start, len(text_of(edit.doc)) + 1]
        self._spans = [(starts[first], starts[last]) for first, last in self.places]
        self._pieces: dict[_Span, Piece] = {}

    def _around(self, first: int, last: int) -> _Span:
        """A place made longer by `NEAR` sentences to either side, and then to where lines begin."""
        sentences, borders, length = self._sentences, self._borders, self._borders[-1]
        first, last = min(first, length - 1), max(last, first + 1)
        low = sentences[max(0, bisect_right(sentences, first) - 1 - NEAR)]
        after = bisect_left(sentences, last) + NEAR
        high = sentences[after] if after < len(sentences) else length
        return borders[bisect_right(borders, low) - 1], borders[bisect_left(borders, high)]

    def piece(self, place: _Span) -> Piece:
        """One of the places, or any other tokens of the note, with what stands around."""
        if place not in self._pieces:
            first, last = self._around(*place)
            doc = self._edit.doc
            self._pieces[place] = Piece(_cut(doc, first, last), first, columns(doc).start[first])
        return self._pieces[place]

    def joined(self, rows: Sequence[R], look: Callable[[Doc], Iterable[R]]) -> list[R]:
        """What was found before where nothing has changed, and what is found anew elsewhere."""
        found: list[R] = []
        for row in rows:
            start = self._edit.place_now(row.start)
            if start is not None and not _is_within(self._spans, start):
                found.append(moved(row, start - row.start))
        for place, (start, end) in zip(self.places, self._spans, strict=True):
            piece = self.piece(place)
            found += [moved(row, piece.start) for row in look(piece.doc) if start <= row.start + piece.start < end]
        return found

    def holds_token(self, i: int) -> bool:
        """Whether a token stands where it is looked anew."""
        return _is_within(self.places, i)


def _is_within(spans: Sequence[_Span], place: int) -> bool:
    n = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return n >= 0 and place < spans[n][1]


def _borders(doc: Doc) -> list[int]:
    """Tokens at which a note can be cut: each begins a sentence and, without a space before it, a line."""
    c = columns(doc)
    lines = {line.mark for line in layout.of(doc) if line.start == line.mark < line.end}
    return [0, *(first for first, _ in c.sentences if first and c.start[first] in lines), len(c)]


def _cut(doc: Doc, first: int, last: int) -> Doc:
    """Some lines of a Doc as a Doc, with all that is known of them."""
    part = doc[first:last]
    piece = Doc(doc.vocab, words=[t.text for t in part], spaces=[bool(t.whitespace_) for t in part])
    piece.from_array(list(_READ), cast(Ints2d, doc.to_array(list(_READ))[first:last]))
    c = columns(doc)
    start = c.start[first]
    end = start + len(text_of(piece))
    who = doc.user_data["notecheck_who"]
    sentences = [number for number, (at, _) in enumerate(c.sentences) if first <= at < last]
    length = last - first
    piece.user_data.update(doc.user_data)
    for key in ("notecheck", "notecheck_measures", "notecheck_strengths", "notecheck_skipped"):
        piece.user_data.pop(key, None)
    piece.user_data["notecheck_who"] = {
        **who,
        **{name: who[name][first:last] for name in (*_TOKENS, "stands_for")},
        "speech": [
            [max(a - first, 0), min(b - first, length), kind, speaker - first if first <= speaker < last else -1, form]
            for a, b, kind, speaker, form in who["speech"]
            if a < last and b > first
        ],
    }
    if "notecheck_statements" in doc.user_data:
        statements = doc.user_data["notecheck_statements"]
        piece.user_data["notecheck_statements"] = statements[sentences[0] : sentences[-1] + 1]
    lines = layout.of(doc)
    low, high = bisect_left(lines, start, key=_start), bisect_left(lines, end, key=_start)
    layout.of.known_to_be(piece, tuple(_line_moved(line, -start) for line in lines[low:high]))
    for function in _by_line.values():
        function.known_to_be(piece, function(doc)[low:high])
    blocks = tuple(moved(block, -start) for block in emails.of(doc) if block.start < end and block.end > start)
    emails.of.known_to_be(piece, blocks)
    people.quoted.known_to_be(piece, people.quoted(doc)[first:last])
    return piece


def _start(placed: Placed) -> int:
    return placed.start


def moved(row: R, by: int) -> R:
    """The same so many code points further on."""
    if not by:
        return row
    if isinstance(row, tuple):
        return cast(R, row._replace(start=row.start + by, end=row.end + by))
    return cast(R, replace(cast(Any, row), start=row.start + by, end=row.end + by))


def _line_moved(line: Line, by: int) -> Line:
    return Line(line.start + by, line.end + by, line.kind, line.label_end + by, line.mark + by, line.body + by)
