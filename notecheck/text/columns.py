"""A Doc's annotations as plain lists, read at once: asking each token would cost more than most of the work."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDS  # type: ignore[import-not-found]
from spacy.strings import StringStore
from spacy.tokens import Doc

from notecheck.memo import once_per_doc

CUT: Final = ("ORTH", "SPACY", "NORM")
"""What the tokenizer says of a token: the word, whether a space follows, how it is spelt elsewhere."""
GIVEN: Final = (*CUT, "SENT_START")
"""What is known of a token before the model reads it."""
ASKED: Final = ("NORM", "TAG", "POS", "LEMMA", "DEP", "HEAD")
"""What a check may ask of a token, the head as a distance; before it, the tokenizer's own spelling of "'m", which
another Doc would not know."""
SAID: Final = (*ASKED, "MORPH")
"""All that the model says of a token; a Doc takes the last as long to write down as all others together."""
_WORDS: Final = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP")
_READ: Final = (*_WORDS, "HEAD", "IDX")


@dataclass(frozen=True)
class Columns:
    """One list for each annotation, one value for each token.

    Attributes:
        text: the token as written.
        lower: in lower case.
        lemma: base form, in lower case.
        tag: fine part of speech (Penn Treebank).
        pos: coarse part of speech (Universal).
        dep: relation to its head.
        head: index of its head; its own for a root.
        start: first code point.
        first: index of the first token of its sentence.
        sentences: (first token, one past the last) of every sentence.
    """

    text: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    first: list[int]
    sentences: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def children(self) -> Mapping[int, list[int]]:
        """For each token, the indices of those that hang on it, in order."""
        return _Children(self)

    def with_word(self, words: Set[str]) -> list[int]:
        """The tokens that are one of some words, in lower case; in order."""
        return [i for i, word in enumerate(self.lower) if word in words]

    def with_lemma(self, lemmas: Set[str]) -> list[int]:
        """The tokens that have one of some base forms; in order."""
        return [i for i, lemma in enumerate(self.lemma) if lemma in lemmas]


class _Children(dict[int, list[int]]):
    """What hangs on each token, sentence by sentence as it is asked for: no parse reaches across."""

    def __init__(self, c: Columns) -> None:
        super().__init__()
        self._head, self._first, self._sentences = c.head, c.first, c.sentences

    def __missing__(self, i: int) -> list[int]:
        first, last = self._sentences[bisect_left(self._sentences, (self._first[i],))]
        self.update((at, []) for at in range(first, last))
        for at in range(first, last):
            if self._head[at] != at:
                self[self._head[at]].append(at)
        return self[i]


@once_per_doc
def given_of(doc: Doc) -> NDArray[np.uint64]:
    """What is known of each token of a Doc whose sentences are set: a row for each, a column for each of `GIVEN`."""
    return cast("NDArray[np.uint64]", doc.to_array(list(GIVEN)))


@once_per_doc
def said_of(doc: Doc) -> NDArray[np.uint64]:
    """What is said of each token of a Doc that has been parsed: a row for each, a column for each of `SAID`."""
    return cast("NDArray[np.uint64]", doc.to_array(list(SAID)))


@once_per_doc
def columns(doc: Doc) -> Columns:
    """The columns of a Doc that has been parsed."""
    return _read(doc, 0, len(doc)) if len(doc) else _NONE


def columns_again(doc: Doc, before: Columns, first: int, behind: int) -> Columns:
    """The same from the columns of another Doc, of which some tokens are the same with all that is said of them.

    Args:
        doc: that has been parsed.
        before: the columns of the other.
        first: how many tokens are the same at the start of both.
        behind: how many are at their end.
    """
    if not len(doc):
        return _NONE
    length, last, was = len(doc), len(doc) - behind, len(before) - behind
    now, by = _read(doc, first, last), length - len(before)
    moved = int(doc[last].idx) - before.start[was] if behind else 0
    text, lower, lemma, tag, pos, dep = (
        [*old[:first], *new, *old[was:]] for old, new in zip(_words(before), _words(now), strict=True)
    )
    head = [*before.head[:first], *now.head, *[at + by for at in before.head[was:]]]
    start = [*before.start[:first], *now.start, *[at + moved for at in before.start[was:]]]
    return Columns(text, lower, lemma, tag, pos, dep, head, start, now.first, now.sentences)


def part(c: Columns, first: int, last: int) -> Columns:
    """The columns of some whole sentences, as those of a Doc that has no others."""
    sentences = c.sentences[bisect_left(c.sentences, (first,)) : bisect_left(c.sentences, (last,))]
    start = c.start[first]
    text, lower, lemma, tag, pos, dep = (column[first:last] for column in _words(c))
    return Columns(
        text,
        lower,
        lemma,
        tag,
        pos,
        dep,
        [at - first for at in c.head[first:last]],
        [at - start for at in c.start[first:last]],
        [at - first for at in c.first[first:last]],
        [(low - first, high - first) for low, high in sentences],
    )


def table_of(doc: Doc, first: int, last: int, names: Sequence[str]) -> NDArray[np.uint64]:
    """What `Doc.to_array` says of some tokens: a row for each, a column for each name; the others are not read."""
    span: Any = doc[first:last]
    table: NDArray[np.uint64] = span.to_array([IDS[name] for name in names])
    return table


def _read(doc: Doc, low: int, high: int) -> Columns:
    """The columns of some tokens of a Doc, with the sentences of all of it."""
    table = table_of(doc, low, high, _READ)
    by_column = table.T.tolist() if low < high else [[] for _ in _READ]
    name = _Names(doc.vocab.strings).__getitem__
    text, lower, lemma, tag, pos, dep = (list(map(name, keys)) for keys in by_column[: len(_WORDS)])
    head = (np.arange(low, high) + table[:, -2].astype(np.int64)).tolist()
    starts = np.flatnonzero(doc.to_array("SENT_START").astype(np.int64) == 1).tolist()
    if not starts or starts[0]:
        starts = [0, *starts]
    sentences = list(zip(starts, [*starts[1:], len(doc)], strict=True))
    first = list(chain.from_iterable(repeat(start, end - start) for start, end in sentences))
    small = {word: word.lower() for word in set(lemma)}  # one text for each, however often it stands there
    lemma = list(map(small.__getitem__, lemma))
    return Columns(text, lower, lemma, tag, pos, dep, head, by_column[-1], first, sentences)


def _words(c: Columns) -> tuple[list[str], ...]:
    return c.text, c.lower, c.lemma, c.tag, c.pos, c.dep


_NONE: Final = Columns([], [], [], [], [], [], [], [], [], [])


class _Names(dict[int, str]):
    """What each key stands for, looked up once."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: int) -> str:
        name = self[key] = self._strings[key]
        return name
