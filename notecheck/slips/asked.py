"""Which families are asked of which token: by its word, if one of them knows it, and by its part of speech."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from notecheck.slips import agreement, contractions, missing, verb_forms
from notecheck.slips.reading import Ask, Lists
from notecheck.slips.word_pairs import Pairs, Row

_FAMILIES: Final = (contractions, agreement, verb_forms, missing)


class Asked(dict[tuple[str, str], tuple[Ask, ...]]):
    """(Word that a family knows or "", part of speech) → the families to ask; worked out the first time it is met.

    Of a note's own words none is kept.

    Args:
        rows: word → rows of `word_pairs` that look for it.
        lists: words and forms that the families know.
    """

    def __init__(self, rows: Mapping[str, list[Row]], lists: Lists) -> None:
        super().__init__()
        self._lists, self._pairs = lists, Pairs(rows)
        known: Iterable[Iterable[str]] = (family.knows(lists) for family in _FAMILIES)
        self.known = frozenset(self._pairs.knows()).union(*known)

    def __missing__(self, key: tuple[str, str]) -> tuple[Ask, ...]:
        word, tag = key
        asks = (ask for family in _FAMILIES for ask in family.asks(self._lists, word, tag))
        found = self[key] = (*self._pairs.asks(word), *asks)
        return found
