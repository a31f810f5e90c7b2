"""The same passage twice in one note.

Text is copied from the last visit or pasted twice. Whoever reads the record later, often the child, looks
for what is different, finds nothing, and no longer knows which of the two was meant to be read.

What is found: eight words or more that make whole sentences, or twelve words running, that stood in the
note before; case, spaces, line breaks and punctuation may differ. Only the second is marked. Headings, the
labels of fields, the header, signature and disclaimer of a pasted email, and what is mostly quotation (an
analysis may cite the child's words again) are left alone.

Known misses: a passage reworded, or with a word put in every dozen words.

Source: Leicestershire, 'Writing our Records to the Child': plans that do not repeat themselves, as young
people asked; Trafford 4: write concisely.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter
from sys import intern
from typing import Annotated, Final, TypeAlias

from pydantic import Field
from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_lines
from notecheck.component import Example, check
from notecheck.data import Lexicons
from notecheck.entries import Frozen
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.people import whose
from notecheck.text import emails, layout
from notecheck.text.columns import Columns, columns
from notecheck.text.layout import Line

REPETITION: Final = Rule(
    name="repetition",
    part="readability",
    title="The same passage twice",
    marks=(
        "A passage that has stood in the record before: whole sentences of eight words or more, or any twelve words "
        "running. The second one is marked."
    ),
    why="Whoever reads this later looks for what is new the second time and may miss what matters.",
    weak="Mum will ring school about the trip to Chester. Mum will ring school about the trip to Chester.",
    better="Mum will ring school about the trip to Chester.",
    limits="It misses a passage that was reworded.",
    severity="suggestion",
)


class Settings(Frozen):
    """How much must be the same.

    Attributes:
        words: words that a repeated whole sentence has at least.
        running: words in a row that count wherever they stand in a sentence.
    """

    words: Annotated[int, Field(strict=True, ge=4, le=100)] = 8
    running: Annotated[int, Field(strict=True, ge=4, le=200)] = 12


EXAMPLES: Final = (
    Example(
        "You showed me the den you built with Kai behind the sofa.\nWe had toast.\nyou showed me the den you"
        " built with Kai, behind the sofa",
        ("you showed me the den you built with Kai, behind the sofa",),
    ),
    Example("I saw you alone in your room.\nDad was at work.\nI saw you alone in your room."),
    Example(
        "ACTIONS FROM THE CORE GROUP IN MARCH 2026\nNone.\nACTIONS FROM THE CORE GROUP IN MARCH 2026\nNan to ring me."
    ),
    Example(
        "You said “I want to stay at Nan's with the dog and see Mum on Sundays”.\nI think so too, as you told"
        " me “I want to stay at Nan's with the dog and see Mum on Sundays”."
    ),
)

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")


Span: TypeAlias = tuple[int, int]


class _Words:
    """The words of a note that may be compared.

    Args:
        doc: the note.
        own: the numbers of those that are meant, where it is not all.

    Attributes:
        keys: in lower case.
    """

    def __init__(self, doc: Doc, own: Sequence[int] | None = None) -> None:
        by_line = by_lines(doc, "repetition", _keys)
        keys = list(chain.from_iterable(by_line))
        self.keys: Final = keys if own is None else [keys[n] for n in own]
        self._doc, self._own = doc, own
        self._first = [0, *accumulate(map(len, by_line))]  # for each line the number of its first word

    def outside_frames(self) -> _Words:
        """Those that stand in no frame of a pasted email."""
        frame, tokens = emails.frame(self._doc), columns(self._doc).start
        places = map(self.place, range(len(self.keys)))
        return _Words(
            self._doc, [n for n, (start, _) in enumerate(places) if not frame[bisect_right(tokens, start) - 1]]
        )

    def place(self, n: int) -> Span:
        """Where a word starts and ends."""
        n = n if self._own is None else self._own[n]
        at = bisect_right(self._first, n) - 1
        line, (start, end) = layout.of(self._doc)[at], self._places[at][n - self._first[at]]
        return line.start + start, line.start + end

    def since(self, offset: int) -> int:
        """The first word that starts at a code point or behind it."""
        lines = layout.of(self._doc)
        at = max(0, bisect_right(lines, offset, key=attrgetter("start")) - 1)
        n = self._first[at] + bisect_left(self._places[at], (offset - lines[at].start,))
        return n if self._own is None else bisect_left(self._own, n)

    @cached_property
    def _places(self) -> list[tuple[Span, ...]]:
        return by_lines(self._doc, "repetition places", _spans)


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Need nothing but the Doc."""


def find(doc: Doc, prepared: None, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark passages that stand in the note before, in one pass over its words."""
    words, size = _Words(doc), min(settings.words, settings.running)
    again = _again(words.keys, size)
    if again and emails.of(doc):
        words = words.outside_frames()
        again = _again(words.keys, size)
    if not again:
        return
    starts, quoted = columns(doc).start, whose.quoted(doc)
    for first, second, length in _repeats(doc, words, again, settings):
        places = [words.place(n) for n in range(second, second + length)]
        if 2 * sum(quoted[bisect_right(starts, start) - 1] for start, _ in places) <= length:
            yield Finding(
                REPETITION.name,
                places[0][0],
                places[-1][1],
                f"These {length} words are in the note already, {_where(doc, words.place(first)[0])}, and a reader who"
                " looks for what is new may miss what matters. If nothing has changed, one of the two can go.",
                severity=REPETITION.severity,
            )


def _again(keys: Sequence[str], size: int) -> dict[int, tuple[str, ...]]:
    """The places at which a run of so many words begins that stands at others too, with that run; in order."""
    runs = list(zip(*(keys[k:] for k in range(size)), strict=False))
    hashes = list(map(hash, runs))  # a run does not remember its own
    last = dict(zip(hashes, range(len(runs)), strict=True))
    if len(last) == len(runs):  # which settles nearly every note
        return {}
    before = [i for i, at in enumerate(map(last.__getitem__, hashes)) if at != i]
    alike = sorted({*before, *(last[hashes[i]] for i in before)})
    times = Counter(map(runs.__getitem__, alike))
    return {i: runs[i] for i in alike if times[runs[i]] > 1}


def _where(doc: Doc, offset: int) -> str:
    return f"in line {layout.of(doc).index(layout.line_at(layout.of(doc), offset)) + 1}"


def _is_compared(line: Line) -> bool:
    return line.kind not in ("heading", "blank")


def _keys(doc: Doc, line: Line) -> tuple[str, ...]:
    """The words of a line that may be compared, without punctuation; a report keeps them."""
    words = _WORD.findall(text_of(doc), line.label_end, line.end) if _is_compared(line) else ()
    return tuple([intern(word.lower().replace("’", "'")) for word in words])


def _spans(doc: Doc, line: Line) -> tuple[Span, ...]:
    """Where these words start and end, counted from the start of the line."""
    found = _WORD.finditer(text_of(doc), line.label_end, line.end) if _is_compared(line) else ()
    return tuple([(word.start() - line.start, word.end() - line.start) for word in found])


def _repeats(
    doc: Doc, words: _Words, again: Mapping[int, tuple[str, ...]], settings: Settings
) -> Iterator[tuple[int, int, int]]:
    """Each passage that came before: where it stood first, where it stands again, how many words it has.

    Each run of a few words that comes again is looked up once, so the time grows no faster than the note.
    """
    size = min(settings.words, settings.running)
    seen: dict[tuple[str, ...], int] = {}
    done = 0
    for i, run in again.items():
        if i < done:
            continue
        first = seen.setdefault(run, i)
        length = 0
        if first + size <= i:
            same = _same(words.keys, first, i, size)
            length = same if same >= settings.running else _whole(columns(doc), words, i, same)
        if length >= size:
            yield first, i, length
            done = i + length


def _same(keys: Sequence[str], first: int, again: int, known: int) -> int:
    """How many words are the same from two places on; the two passages do not overlap."""
    most = min(len(keys) - again, again - first)
    return next((n for n in range(known, most) if keys[first + n] != keys[again + n]), most)


def _whole(c: Columns, words: _Words, start: int, same: int) -> int:
    """How many of the same words make whole sentences."""
    at = c.first[bisect_right(c.start, words.place(start)[0]) - 1]
    if words.since(c.start[at]) != start:
        return 0
    end = start
    for _, last in c.sentences[bisect_left(c.sentences, (at,)) :]:
        stop = words.since(c.start[last]) if last < len(c) else len(words.keys)
        if stop > start + same:
            break
        end = stop
    return end - start


SPEC = check(
    "repetition",
    rules=(REPETITION,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    settings=Settings,
    needs=("sentences",),
)
