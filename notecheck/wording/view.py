"""The words of a Doc as the terms of a lexicon are compared with them: no spaces, no hyphens, apostrophes straight."""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    keys: list[str]
    lemmas: list[str]
    pos: list[str]
    at: list[int]
    starts: list[bool]
    places: dict[str, list[int]]


@once_per_doc
def view(doc: Doc) -> View:
    """The Doc's words for matching, built once for all checks."""
    seen = View([], [], [], [], [], {})
    keys, lemmas, pos, at, starts, places = seen.keys, seen.lemmas, seen.pos, seen.at, seen.starts, seen.places
    c = columns(doc)
    start, line, text = False, 0, text_of(doc)
    for i, (key, lemma, kind, first) in enumerate(zip(c.lower, c.lemma, c.pos, c.first, strict=True)):
        start = start or first == i
        if not key[0].isalnum():
            if key in HYPHENS:
                continue
            if key.isspace():
                breaks = len(key.splitlines()) if any(mark in key for mark in "\n\r\x0b\x0c\u2028\u2029") else 0
                if not breaks:
                    continue
                wrapped = c.start[i] - line >= _WRAPPED
                line = c.start[i] + len(c.text[i])
                if breaks == 1 and (wrapped or text[line : line + 1].islower()):
                    continue
                key = BREAK
        if "’" in key:
            key = key.replace("’", "'")
        if key in _LEMMAS:
            lemma = _LEMMAS[key]
        elif lemma == key and key[-1] == "s":
            lemma = _singular(key)
        n = len(keys)
        places.setdefault(key, []).append(n)
        if lemma != key:
            places.setdefault(lemma, []).append(n)
        keys.append(key)
        lemmas.append(lemma)
        pos.append(kind)
        at.append(i)
        starts.append(start)
        start = False
    return seen


def _singular(word: str) -> str:
    """The base form of a plural whose lemma is itself, as the words of a heading that the tagger takes for names."""
    if len(word) < 5 or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
