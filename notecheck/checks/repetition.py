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
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from sys import intern
from typing import Annotated, Final, NamedTuple, TypeAlias

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
from notecheck.text.columns import columns
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


class _Words(NamedTuple):
    """The words of a note that may be compared: in lower case, and where each starts and ends."""

    keys: list[str]
    starts: list[int]
    ends: list[int]


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Need nothing but the Doc."""


def find(doc: Doc, prepared: None, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark passages that stand in the note before, in one pass over its words."""
    keys = [key for line in by_lines(doc, "repetition", _keys) for key in line]
    runs = _runs(keys, settings)
    if not _may_repeat(runs):
        return
    words = _words(doc, keys)
    starts, quoted = columns(doc).start, whose.quoted(doc)
    for first, again, length in _repeats(
        words.keys, runs if words.keys is keys else _runs(words.keys, settings), _sentence_ends(doc, words), settings
    ):
        places = words.starts[again : again + length]
        if 2 * sum(quoted[bisect_right(starts, place) - 1] for place in places) <= length:
            yield Finding(
                REPETITION.name,
                places[0],
                words.ends[again + length - 1],
                f"These {length} words are in the note already, {_where(doc, words.starts[first])}, and a reader who"
                " looks for what is new may miss what matters. If nothing has changed, one of the two can go.",
                severity=REPETITION.severity,
            )


def _runs(keys: Sequence[str], settings: Settings) -> list[tuple[str, ...]]:
    """For each word the run of a few words that it begins."""
    return list(zip(*(keys[k:] for k in range(min(settings.words, settings.running))), strict=False))


def _may_repeat(runs: Sequence[tuple[str, ...]]) -> bool:
    """Whether any run comes twice: a quick look that settles nearly every note."""
    return len(set(runs)) < len(runs)


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


def _words(doc: Doc, keys: list[str]) -> _Words:
    """The words of a note with their places, but for those in the frames of pasted emails."""
    lines = zip(layout.of(doc), by_lines(doc, "repetition places", _spans), strict=True)
    spans = [(line.start + start, line.start + end) for line, places in lines for start, end in places]
    if emails.of(doc) and spans:
        frame, tokens = emails.frame(doc), columns(doc).start
        own = [n for n, (start, _) in enumerate(spans) if not frame[bisect_right(tokens, start) - 1]]
        keys, spans = [keys[n] for n in own], [spans[n] for n in own]
    return _Words(keys, [start for start, _ in spans], [end for _, end in spans])


def _sentence_ends(doc: Doc, words: _Words) -> dict[int, int]:
    """For each sentence, the place of its first word among the words → one past that of its last."""
    c = columns(doc)
    edges = [bisect_left(words.starts, c.start[first]) for first, _ in c.sentences] + [len(words.keys)]
    return {start: end for start, end in pairwise(edges) if start < end}


def _repeats(
    keys: Sequence[str], runs: Sequence[tuple[str, ...]], ends: Mapping[int, int], settings: Settings
) -> Iterator[tuple[int, int, int]]:
    """Each passage that came before: where it stood first, where it stands again, how many words it has.

    The dictionary holds every run of a few words once, so the time grows no faster than the note.
    """
    size = min(settings.words, settings.running)
    seen: dict[tuple[str, ...], int] = {}
    i = 0
    while i < len(runs):
        first = seen.setdefault(runs[i], i)
        length = 0
        if first + size <= i:
            same = _same(keys, first, i, size)
            length = same if same >= settings.running else _whole(ends, i, same, settings.words)
        if length:
            yield first, i, length
        i += length or 1


def _same(keys: Sequence[str], first: int, again: int, known: int) -> int:
    """How many words are the same from two places on; the two passages do not overlap."""
    most = min(len(keys) - again, again - first)
    return next((n for n in range(known, most) if keys[first + n] != keys[again + n]), most)


def _whole(ends: Mapping[int, int], start: int, same: int, least: int) -> int:
    """How many of the same words make whole sentences, if enough of them do; else 0."""
    end = start
    while end in ends and ends[end] <= start + same:
        end = ends[end]
    return end - start if end - start >= least else 0


SPEC = check(
    "repetition",
    rules=(REPETITION,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    settings=Settings,
    needs=("sentences",),
)
