"""Which families are asked of which token: by its word, if one of them knows it, and by its part of speech."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from notecheck.slips import agreement, contractions, gaps, left_out, verb_forms
from notecheck.slips.reading import Find, Lists
from notecheck.slips.word_pairs import Pairs, Row

_FAMILIES: Final = (contractions, agreement, verb_forms, gaps)


class Families(NamedTuple):
    """What may have something to say of a token.

    Attributes:
        here: of the token itself.
        behind: of what is missed behind it, where a word of its sentence follows.
    """

    here: tuple[Find, ...]
    behind: tuple[Find, ...]


class Asked(dict[tuple[str, str], Families]):
    """(Word that a family knows or "", part of speech) → the families to ask; worked out the first time it is met.

    Of a note's own words none is kept.

    Args:
        rows: word → rows of `word_pairs` that look for it.
        lists: words and forms that the families know.
    """

    def __init__(self, rows: Mapping[str, list[Row]], lists: Lists) -> None:
        super().__init__()
        self._lists, self._pairs = lists, Pairs(rows)
        known: Iterable[Iterable[str]] = (family.knows(lists) for family in (*_FAMILIES, left_out))
        self.known = frozenset(self._pairs.knows()).union(*known)

    def __missing__(self, key: tuple[str, str]) -> Families:
        word, tag = key
        here = [*self._pairs.asks(word), *(f for family in _FAMILIES for f in family.asks(self._lists, word, tag))]
        found = self[key] = Families(tuple(here), tuple(left_out.asks(self._lists, word, tag)))
        return found
