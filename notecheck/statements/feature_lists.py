"""The word lists that the features of sentences are read with; only ours, never an authority's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from spacy.language import Language

from notecheck.data import Lexicons
from notecheck.text.word_lists import sets_of
from notecheck.wording.terms import TermMatcher, Terms

_RULES: Final = ("judgemental", "source", "vague")
"""Lists of findings whose matches say something of the kind, too."""
_VERDICTS: Final = ("verdict-phrases", "verdict-turns")


class Lists:
    """The word lists that features are read with.

    Args:
        nlp: its tokenizer cuts the phrases.
        lexicons: ours.
    """

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        words = lexicons.words
        named = sets_of(words)
        self.say, self.sure = named("statement-say"), named("statement-say-sure")
        self.bare = named("statement-say-bare")
        self.wish, self.show, self.opine = named("statement-wish"), named("statement-show"), named("statement-opine")
        self.weigh = named("statement-weigh")
        self.verdicts = {name: named(f"verdict-{name}") for name in ("words", "mild", "feelings")}
        self.month, self.day = named("statement-month"), named("statement-day")
        self.marked = self.weigh.union(*self.verdicts.values())
        self.orders, self.gaps = named("plan-orders") | named("statement-order"), named("statement-gap")
        self.heads = _families(words, "statement-head-")
        self.fields = _families(words, "statement-field-")
        phrases = [
            Terms(name.removeprefix("phrase-"), tuple(terms))
            for name, terms in words.items()
            if name.startswith("phrase-")
        ]
        phrases += [Terms(name, tuple(words.get(name, ()))) for name in _VERDICTS]
        wordings = [(rule, entry) for rule in _RULES for entry in lexicons.terms.get(rule, ())]
        self.phrases = frozenset(range(len(phrases)))
        self.names = [f"phrase={phrase.id}" for phrase in phrases] + [f"wording={rule}" for rule, _ in wordings]
        self.matcher = TermMatcher(nlp, [*phrases, *(entry for _, entry in wordings)], words.get("kin", ()))


def _families(words: Mapping[str, Sequence[str]], prefix: str) -> dict[str, frozenset[str]]:
    return {name.removeprefix(prefix): frozenset(listed) for name, listed in words.items() if name.startswith(prefix)}
