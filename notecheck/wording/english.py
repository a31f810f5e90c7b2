"""Whether a word is English, by the index of the pipeline's own lemmatizer and its stop words: no list of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from spacy.language import Language

_UNSPEAKABLE: Final = re.compile(r"(?!s?[cpt]h?[lr]|sch|shr|ch[lr]|ph[lr])[^aeiouy]{3}|[^aeiouy]+\Z")
_ENDINGS: Final = (
    ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ies", "y"), ("er", ""), ("'s", ""),
    ("nt", ""),
)  # fmt: skip


def dictionary(nlp: Language) -> Callable[[str], bool]:
    """Whether a word is English, by the lemmatizer's own index and the stop words."""
    stops = nlp.Defaults.stop_words
    lists: list[frozenset[str]] = []

    def known(word: str) -> bool:
        # At the first word, since a pipeline read from a folder fills its lemmatizer after its components are made.
        if not lists:
            lists.extend(_index(nlp) or [frozenset()])
        return word in stops or any(word in words for words in lists)

    def is_word(word: str) -> bool:
        if len(word) < 3 or _UNSPEAKABLE.match(word):  # the index has abbreviations too, those of states and 'ssri'
            return word in stops
        stems = (word[: -len(end)] + put for end, put in _ENDINGS if word.endswith(end))
        return known(word) or any(known(stem) for stem in stems if len(stem) > 2 or stem in stops)

    return is_word


def _index(nlp: Language) -> list[frozenset[str]]:
    """The lemmatizer's words, by part of speech."""
    if not nlp.has_pipe("lemmatizer"):
        return []
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    table: dict[str, list[str]] = lookups.get_table("lemma_index", {}) if lookups else {}
    return [frozenset(words) for words in table.values()]
