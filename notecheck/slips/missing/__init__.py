"""Small words left out: where the parse shows a hole, and where the word before the hole tells.

`holes` looks for holes in the parse. In `taken`, `verbs` and `nouns` a word says what must follow it: a verb or a state
its preposition, 'able' its 'to', a modal a verb, 'told' somebody, 'such' an article. What follows is read as a phrase,
and left where it starts a clause of its own ('worried the baby is cold') or says when or how long ('waited the whole
day'). Lines without a subject and a verb are note style, which leaves words out on purpose. Words that are missed
beside certain others ('going school') are rows of `lexicons/confusable-grammar.yaml`.

Their families stand in two tables: one by the word before the hole, one by its part of speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from notecheck.slips.missing import holes, nouns, taken, verbs
from notecheck.slips.missing.phrases import ByTag, ByWord
from notecheck.slips.reading import Ask, Lists

_WORDS: Final[tuple[ByWord, ...]] = (*taken.WORDS, *verbs.WORDS, *nouns.WORDS)
_TAGGED: Final[tuple[ByTag, ...]] = (*taken.TAGGED, *verbs.TAGGED, *nouns.TAGGED)
_BY_WORD: Final[Mapping[str, tuple[Ask, ...]]] = {
    word: tuple(Ask(row.find, after=row.after, followed=True) for row in _WORDS if word in row.words)
    for word in frozenset().union(*(row.words for row in _WORDS))
}


def knows(lists: Lists) -> Iterable[str]:
    """Words that these families tell apart."""
    listed = (word for row in _TAGGED for name in row.listed for word in lists.words[name])
    return (*holes.knows(lists), *_BY_WORD, *listed)


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:
    """Where a word may be missed at another, or behind it."""
    yield from holes.asks(lists, word, tag)
    yield from _BY_WORD.get(word, ())
    for row in _TAGGED:
        if tag in row.tags and (not row.listed or any(word in lists.words[name] for name in row.listed)):
            yield Ask(row.find, before=row.before, followed=True)
