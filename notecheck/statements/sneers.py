"""Remarks that mock by where they stand ('still in bed, naturally', 'Mum late again. Classic.').

The same words are plain elsewhere ('she was breastfed naturally', 'a classic car'), so an adverb counts only at the
edge of its sentence, and only where the sentence says that something was missed, lost or denied; a word alone counts
only behind another sentence of its line.

Known misses: a remark of more words that no list holds; the tone of a whole passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span

from notecheck.text.columns import Columns, columns

_BEFORE: Final = frozenset((",", "-", "–", "—", "("))
_AFTER: Final = frozenset((",", ".", "!", "…", "...", ")", ";"))
_STOPS: Final = frozenset((".", "!", "…", "...", "?"))
_LONG: Final = 30


@dataclass(frozen=True)
class Sneers:
    """Finds the remarks of a Doc.

    Attributes:
        tails: adverbs that mock at the edge of a sentence.
        cues: words for what was missed, lost or denied.
        alone: words that mock as a sentence of their own.
    """

    tails: frozenset[str]
    cues: frozenset[str]
    alone: frozenset[str]

    @classmethod
    def from_words(cls, words: Mapping[str, Iterable[str]]) -> Sneers:
        """Take the lists of lexicons/trait-words.yaml."""
        return cls(*(frozenset(words.get(f"sneer-{name}", ())) for name in ("tail", "cue", "alone")))

    def find(self, doc: Doc) -> Iterator[Span]:
        """The remarks of a Doc."""
        c = columns(doc)
        for i, word in enumerate(c.lower):
            if (word in self.alone and self._is_alone(c, i)) or (word in self.tails and self._is_tail(c, i, i + 1)):
                yield doc[i : i + 1]
            elif word == "course" and i > c.first[i] and c.lower[i - 1] == "of" and self._is_tail(c, i - 1, i + 1):
                yield doc[i - 1 : i + 1]

    def _is_alone(self, c: Columns, i: int) -> bool:
        """A sentence of one word, or of 'how', 'very' and one word, in a line that has another before it."""
        first = c.first[i]
        if not first or "\n" in c.text[first - 1] or i - first > 1 or c.text[first - 1] not in _STOPS:
            return False
        if i > first and c.lower[first] not in ("how", "very", "just", "so"):
            return False
        return i + 1 == len(c) or c.text[i + 1] in _STOPS or "\n" in c.text[i + 1]

    def _is_tail(self, c: Columns, start: int, end: int) -> bool:
        first = c.first[start]
        closed = end >= len(c) or c.first[end] != first or c.text[end] in _AFTER or "\n" in c.text[end]
        if not closed or start == first or c.text[start - 1] not in _BEFORE:
            return False
        return not self.cues.isdisjoint(c.lower[max(first, start - _LONG) : start])
