"""Sentences that are read as sentences, and their words: what the checks of length and readability count.

A heading, the label of a field ('Present:'), a field that says no more than who, when or where, and all of
a pasted email are left out: they are no prose of the writer's, and without full stops they would pass for
sentences of a hundred words. A bullet, a telegraphic line and the running text of a field ('Discussion: Mum
told me …') are sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from spacy.tokens import Doc, Span

from notecheck.carry.edit import sought
from notecheck.memo import once_per_doc, text_of
from notecheck.text import emails, layout
from notecheck.text.columns import Columns, columns

# 'didn't', 'step-mum', '4.30pm', '3/11/2025', 'p.m' are one word each.
_WORD: Final = re.compile(r"[^\W_]+(?:[-‐‑'’.,:/][^\W_]+)*")
_VERBS: Final = frozenset(("VERB", "AUX"))
_SHORT_FIELD: Final = 6


class Word(NamedTuple):
    """One word as a reader counts it ('didn't' and 'step-mum' are one).

    Attributes:
        start: first code point.
        end: one past its last code point.
        at: the token in which it starts.
        key: the word in lower case, with straight apostrophes.
    """

    start: int
    end: int
    at: int
    key: str


class Sentence(NamedTuple):
    """A sentence of prose: its tokens, end exclusive, and its words in order."""

    start: int
    end: int
    words: tuple[Word, ...]


@once_per_doc
def sentences(doc: Doc) -> tuple[Sentence, ...]:
    """The sentences of a Doc's prose, in order."""
    return tuple(_prose(doc))


def sentences_sought(doc: Doc) -> list[Sentence]:
    """Those of them that a look is asked about (see `carry.edit.sought`); all of them in a whole note."""
    low, high = sought(doc)
    return [sentence for sentence in sentences(doc) if sentence.start < high and sentence.end > low]


def around(doc: Doc, start: int, end: int, most: int) -> Span:
    """The tokens `start` to `end` with what stands beside them in their sentence, up to `most` tokens each way.

    A sentence has no longest length; a check that reads all of it for each of its words may never end.
    """
    first, last = start, end
    while first > 0 and start - first < most and not doc[first].is_sent_start:
        first -= 1
    while last < len(doc) and last - end < most and not doc[last].is_sent_start:
        last += 1
    return doc[first:last]


def _prose(doc: Doc) -> Iterator[Sentence]:
    lines, pasted, c = layout.of(doc), emails.pasted(doc), columns(doc)
    words = _words(doc)
    starts = [word.at for word in words]
    at = 0
    for begin, end in c.sentences:
        first = next((i for i in range(begin, end) if not c.text[i].isspace()), None)
        if first is None or pasted[first]:
            continue
        offset = c.start[first]
        while at + 1 < len(lines) and lines[at + 1].start <= offset:
            at += 1
        line = lines[at]
        if line.kind in ("heading", "blank"):
            continue
        labelled = line.kind == "field" and offset < line.label_end
        inside = words[bisect_left(starts, first) : bisect_left(starts, end)]
        own = inside if offset >= line.label_end else [w for w in inside if w.start >= line.label_end]
        if own and not (labelled and _says_little(c, own)):
            yield Sentence(own[0].at, end, tuple(own))


def _words(doc: Doc) -> list[Word]:
    """Every word of the text with the token that holds its first letter."""
    found = list(_WORD.finditer(text_of(doc)))
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    holders = np.searchsorted(columns(doc).start, starts, side="right") - 1
    keys = [match[0].lower().replace("’", "'") for match in found]
    return list(map(Word._make, zip(starts, ends, holders.tolist(), keys, strict=True)))


def _says_little(c: Columns, words: Sequence[Word]) -> bool:
    return len(words) < _SHORT_FIELD or not any(c.pos[word.at] in _VERBS for word in words)
