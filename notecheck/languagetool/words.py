"""The words and the names of rules by which `filters.py` judges a remark of LanguageTool's, from our lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from notecheck.data import Lexicons
from notecheck.languagetool.likeness import undoubled

Family = Literal[
    "misspelt", "american", "name", "i", "sentence", "apostrophe", "doubled", "verb", "agreement", "confused",
    "article", "missing", "other",
]  # fmt: skip
"""What a remark is about."""
_FAMILIES: Final[tuple[Family, ...]] = (
    "american", "name", "i", "sentence", "apostrophe", "doubled", "verb", "agreement", "confused", "article", "missing",
)  # fmt: skip
_TOO_LONG_FOR_CHANCE: Final = 7
WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/grammar-rules.yaml`, made ready, and every word that is known.

    Attributes:
        dictionary: its words in lower case; they are right as they stand, small letter and all.
        known: words spelled right, in lower case: the dictionary's, and those of all our lexicons.
        kin: words for people of a family, which notes write with a capital or without.
        days: weekdays, months and feasts, in lower case, though they begin with a capital.
        peoples: languages and nations, likewise.
        common: everyday words, of which a capital hides no name.
        apart: what people write as one word and is two ('a lot').
        short_forms: acronyms in lower case, before which 'a' or 'an' goes by how they are said.
        english: small words, two of which make a line English.
        doubles: words that may stand twice in a row ('very very', 'had had').
        perceive: verbs behind which somebody does something without an ending ('I saw Mum leave').
        participles: irregular ones.
        family: rule → what it is about.
        sure: rules that are nearly always right.
    """

    dictionary: frozenset[str]
    known: frozenset[str]
    kin: frozenset[str]
    days: frozenset[str]
    peoples: frozenset[str]
    common: frozenset[str]
    apart: frozenset[str]
    short_forms: frozenset[str]
    english: frozenset[str]
    doubles: frozenset[str]
    perceive: frozenset[str]
    participles: frozenset[str]
    family: dict[str, Family]
    sure: frozenset[str]

    @cached_property
    def by_letters(self) -> dict[str, list[str]]:
        """The known words by what they are with each double letter written once, for those too long to be chance."""
        found = defaultdict(list)
        for word in sorted(self.known):
            if len(word) >= _TOO_LONG_FOR_CHANCE:
                found[undoubled(word)].append(word)
        return dict(found)


def words_of(lexicons: Lexicons) -> Words:
    """The lists, made ready once for a pipeline."""

    def of(name: str) -> frozenset[str]:
        return frozenset(lexicons.words.get(name, ()))

    short_forms = {term.strip("=").lower() for entry in lexicons.acronyms for term in entry.terms}
    irregular = (word for name, words in lexicons.words.items() if name.startswith("irregular") for word in words)
    return Words(
        dictionary=lexicons.dictionary,
        known=_words_in(_own_words(lexicons)) - of("grammar-no-words") | lexicons.dictionary,
        kin=of("kin") | of("grammar-kin"),
        days=of("grammar-days"),
        peoples=of("checklist-languages") | of("group-origin"),
        common=of("familiar"),
        apart=of("grammar-apart"),
        short_forms=frozenset(short_forms),
        english=of("grammar-english"),
        doubles=of("grammar-doubles"),
        perceive=of("grammar-perceive"),
        participles=frozenset(re.findall(r"[a-z]+", " ".join(irregular))),
        family={rule: family for family in _FAMILIES for rule in lexicons.words.get(f"grammar-{family}", ())},
        sure=of("grammar-sure"),
    )


def _own_words(lexicons: Lexicons) -> Iterator[str]:
    """Every term of our lexicons and its plain words, but for lists that hold words misspelt on purpose."""
    for entries in lexicons.terms.values():
        for entry in entries:
            yield from entry.terms
            yield from entry.suggestions
    for acronym in lexicons.acronyms:
        yield from acronym.terms
        yield from (meaning.full for meaning in acronym.meanings)
    for role in lexicons.roles:
        yield from role.terms
    for name in ("kin", "familiar", "register-friends"):
        yield from lexicons.words.get(name, ())


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower().replace("’", "'") for word in WORD.findall("\n".join(texts)))
