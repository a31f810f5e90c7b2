"""A Doc's annotations as plain lists, read at once: asking each token would cost more than most of the work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc

from notecheck.memo import once_per_doc

_WORDS: Final = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP")


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
    def children(self) -> list[list[int]]:
        """For each token, the indices of those that hang on it, in order."""
        found: list[list[int]] = [[] for _ in self.head]
        for i, head in enumerate(self.head):
            if head != i:
                found[head].append(i)
        return found


@once_per_doc
def columns(doc: Doc) -> Columns:
    """The columns of a Doc that has been parsed."""
    if not len(doc):
        return Columns([], [], [], [], [], [], [], [], [], [])
    table = doc.to_array([*_WORDS, "HEAD", "IDX", "SENT_START"])
    by_column = table.T.tolist()
    name = _Names(doc.vocab.strings).__getitem__
    text, lower, lemma, tag, pos, dep = (list(map(name, keys)) for keys in by_column[: len(_WORDS)])
    relative = table[:, -3].astype(np.int64)
    head = (np.arange(len(doc)) + relative).tolist()
    starts = np.flatnonzero(table[:, -1].astype(np.int64) == 1).tolist()
    if not starts or starts[0]:
        starts = [0, *starts]
    sentences = list(zip(starts, [*starts[1:], len(doc)], strict=True))
    first = [start for start, end in sentences for _ in range(start, end)]
    return Columns(text, lower, list(map(str.lower, lemma)), tag, pos, dep, head, by_column[-2], first, sentences)


class _Names(dict[int, str]):
    """What each key stands for, looked up once."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: int) -> str:
        name = self[key] = self._strings[key]
        return name
