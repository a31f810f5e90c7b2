"""The words of a Doc as the terms of a lexicon are compared with them: no spaces, no hyphens, apostrophes straight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import once_per_doc, text_of
from notecheck.text.columns import columns

BREAK: Final = "\n\n"
"""The key of a blank line, and of the end of a line that was ended on purpose; no term holds it."""
HYPHENS: Final = frozenset("-‐‑")
_LEMMAS: Final = {"n't": "not", "nt": "not", "ca": "can", "wo": "will"}
"""Base forms that the lemmatizer misses where the apostrophe is curly or left out."""
_WRAPPED: Final = 50  # code points; a line shorter than this was ended on purpose


@dataclass(frozen=True, slots=True)
class View:
    """The words of a Doc as matching sees them: no space tokens, no hyphens between words.

    Attributes:
        keys: lower case, apostrophes straight; a blank line is a key that no term holds, and so is the end of a
            short line whose successor does not go on in small letters.
        lemmas: lemmas in lower case.
        pos: coarse parts of speech.
        at: position of each word among the Doc's tokens.
        starts: true where a sentence starts.
        places: key or lemma → positions of the words that have it.
        known: the same of some words alone, see `places_among`.
    """

    keys: list[str]
    lemmas: list[str]
    pos: list[str]
    at: list[int]
    starts: list[bool]
    places: dict[str, list[int]]
    known: dict[Collection[int], dict[str, list[int]]] = field(default_factory=dict)

    def places_among(self, among: Collection[int]) -> dict[str, list[int]]:
        """The same of the words at some positions alone; most lexicons ask about the same ones."""
        if len(among) == len(self.keys):
            return self.places
        if among not in self.known:
            self.known[among] = _places(self.keys, self.lemmas, among)
        return self.known[among]


@once_per_doc
def view(doc: Doc) -> View:
    """The Doc's words for matching, built once for all checks."""
    c, every = columns(doc), _keys(doc)
    at = [i for i, key in enumerate(every) if key]
    keys, lemmas = [every[i] for i in at], [c.lemma[i] for i in at]
    for n, key in enumerate(keys):
        if key in _LEMMAS:
            lemmas[n] = _LEMMAS[key]
        elif key[-1] == "s" and lemmas[n] == key:
            lemmas[n] = _singular(key)
    starts = [c.first[i] > before for before, i in pairwise([-1, *at])]
    return View(keys, lemmas, [c.pos[i] for i in at], at, starts, _places(keys, lemmas, range(len(keys))))


def _places(keys: Sequence[str], lemmas: Sequence[str], among: Iterable[int]) -> dict[str, list[int]]:
    """Key or lemma → positions, in order, of the words at some positions."""
    found = defaultdict[str, list[int]](list)
    for i in among:
        key, lemma = keys[i], lemmas[i]
        found[key].append(i)
        if lemma != key:
            found[lemma].append(i)
    return dict(found)


def _keys(doc: Doc) -> list[str]:
    """The key of each token, empty for one that is no word."""
    c, text, line = columns(doc), text_of(doc), 0
    keys = [key.replace("’", "'") for key in c.lower] if "’" in text else c.lower.copy()
    for i in [i for i, key in enumerate(keys) if not key[0].isalnum()]:
        key = keys[i]
        if key in HYPHENS:
            keys[i] = ""
        elif key.isspace():
            keys[i] = ""
            breaks = len(key.splitlines()) if any(mark in key for mark in "\n\r\x0b\x0c\u2028\u2029") else 0
            if breaks:
                wrapped = c.start[i] - line >= _WRAPPED
                line = c.start[i] + len(key)
                if breaks > 1 or not (wrapped or text[line : line + 1].islower()):
                    keys[i] = BREAK
    return keys


def _singular(word: str) -> str:
    """The base form of a plural whose lemma is itself, as the words of a heading that the tagger takes for names."""
    if len(word) < 5 or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
