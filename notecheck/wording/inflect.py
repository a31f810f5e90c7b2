"""Bends a suggestion so that it fits where the marked words stood.

'absconded' → 'ran away', 'siblings' → 'brothers and sisters', 'engaging' → 'taking part'.

Regular rules and a short list of irregular forms (`lexicons/irregular-forms.yaml`). The suggestions are ours and are
known beforehand, so that a dictionary of English would only cost start-up time; a test compares every form of
every suggestion with an independent dictionary.

Known misses: 'be' does not agree with its subject, so that no suggestion starts with it; whether a noun without
'a' or 'the' may stand alone is guessed from the list of things that are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Form = Literal["base", "third", "past", "participle", "ing", "plural"]

VERB_FORMS: Final[tuple[Form, ...]] = ("third", "past", "participle", "ing")
_VOWELS: Final = "aeiou"
# The head of a noun phrase is the word before the first of these: 'person *who* cares', 'level *of* worry'.
_AFTER_HEAD: Final = re.compile(
    r"(?:about|after|an?|and|at|away|before|between|by|for|from|how|if|in|into|like|of|on|or|out|over|so|that|they|to|until|we"
    r"|what|when|where|which|while|who|whose|with|without|not|you)$"
)
_NO_NOUN: Final = re.compile(r"(?:how|what|when|where|who)$")
_AGREES: Final = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
_PREFIXES: Final = frozenset(("re", "co", "self", "de", "dis", "emotionally", "physically"))
_DOUBLES: Final = re.compile(r"[^aeiou]*(?:qu)?[aeiou][bdfgklmnprtvz]$")
_SILENT_H: Final = ("hour", "honest", "honour", "heir")
_SOUNDS_LIKE_YOU: Final = re.compile(r"(?:uni(?!n|m)|use|usu|eu|one\b|once\b|ut[ei])", re.IGNORECASE)
_COUNTERS: Final = frozenset(("a", "an", "one", "two", "three", "four", "another", "each", "every", "many", "several"))


@dataclass(frozen=True)
class Inflector:
    """Forms of English verbs and nouns.

    Attributes:
        verbs: base → (past, past participle), where no rule makes them.
        doubling: verbs of more than one syllable whose last consonant is doubled.
        nouns: singular → plural, where no rule makes it.
        mass: nouns and phrases that are not counted.
    """

    verbs: Mapping[str, tuple[str, str]]
    doubling: frozenset[str]
    nouns: Mapping[str, str]
    mass: frozenset[str]

    @classmethod
    def from_words(cls, words: Mapping[str, tuple[str, ...]]) -> Inflector:
        """Read the lists of `lexicons/irregular-forms.yaml`."""
        verbs = (row.split() for row in words.get("irregular-verbs", ()))
        return cls(
            {base: (past, participle) for base, past, participle in verbs},
            frozenset(words.get("doubling-verbs", ())),
            dict(row.split() for row in words.get("irregular-nouns", ())),
            frozenset(words.get("mass-nouns", ())),
        )

    def inflect(self, word: str, form: Form) -> str:
        """One word in one form.

        >>> Inflector({}, frozenset(), {}, frozenset()).inflect("carry", "past")
        'carried'
        """
        match form:
            case "third":
                return {"be": "is", "have": "has"}.get(word) or _with_s(word)
            case "past" | "participle":
                return self._past(word, form)
            case "ing":
                return self._ing(word)
            case "plural":
                return self.nouns.get(word) or _with_s(word)
        return word

    def bend(self, phrase: str, form: Form) -> str:
        """A suggestion with its head in `form`: the first word for a verb, the head noun for a plural.

        >>> plain = Inflector({}, frozenset(), {}, frozenset({"help"}))
        >>> plain.bend("work with", "past"), plain.bend("brother or sister", "plural")
        ('worked with', 'brothers and sisters')
        >>> plain.bend("level of worry", "plural"), plain.bend("help", "plural")
        ('levels of worry', 'help')
        """
        if form == "base":
            return phrase
        if form in VERB_FORMS:
            first, space, rest = phrase.partition(" ")
            return self.inflect(first, form) + space + rest
        return self._plural(phrase)

    def is_mass(self, phrase: str) -> bool:
        """Whether the phrase names something that is not counted ('help', 'family time')."""
        words = phrase.lower().split()
        head = words[head_of(words)].rstrip(",;")
        return phrase.lower() in self.mass or head in self.mass or head.endswith("ing")

    def _plural(self, phrase: str) -> str:
        words = phrase.split()
        head = head_of(words)
        if self.is_mass(phrase) or _is_plural(words[head]) or _NO_NOUN.match(words[0]):
            return phrase
        words[head] = self.inflect(words[head], "plural")
        if words[head + 1 : head + 2] == ["or"] and len(words) > head + 2:
            words[head + 1] = "and"
            head += 2
            words[head] = self.inflect(words[head], "plural")
        if words[head + 1 : head + 2] in (["who"], ["that"]) and len(words) > head + 2:
            words[head + 2] = _AGREES.get(words[head + 2]) or words[head + 2].removesuffix("s")
        return " ".join(words)

    def _past(self, word: str, form: Form) -> str:
        if word in self.verbs:
            return self.verbs[word][form == "participle"]
        if word.endswith("e"):
            return word + "d"
        if word.endswith("y") and word[-2:-1] not in _VOWELS:
            return word[:-1] + "ied"
        return self._doubled(word) + "ed"

    def _ing(self, word: str) -> str:
        if word.endswith("ie"):
            return word[:-2] + "ying"
        if word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and word != "be":
            return word[:-1] + "ing"
        return self._doubled(word) + "ing"

    def _doubled(self, word: str) -> str:
        return word + word[-1] if word in self.doubling or _DOUBLES.fullmatch(word) else word


def head_of(words: Sequence[str]) -> int:
    """Position of the head noun of a phrase, given as words.

    >>> head_of("person who looks after a child".split()), head_of("back-up plan".split())
    (0, 1)
    """
    for i, word in enumerate(words):
        if i and (_AFTER_HEAD.match(word.lower()) or word.startswith("(")):
            return i - 1
        if word.endswith((",", ";")):
            return i
    return len(words) - 1


def form_of(words: Sequence[str], known: Iterable[str], inflector: Inflector, *, verb: bool, finished: bool) -> Form:
    """In which form the marked words stand, compared with the base forms of their entry.

    Args:
        words: the marked words in lower case.
        known: every word of the entry's terms.
        inflector: its forms.
        verb: the entry is about a verb, so that a last 's' makes no plural.
        finished: after 'has' or 'was'; decides where past and participle look alike.

    >>> plain = Inflector({}, frozenset(), {}, frozenset())
    >>> form_of(["stepped", "down"], ["step", "down"], plain, verb=True, finished=False)
    'past'
    >>> form_of(["core", "groups"], ["core", "group"], plain, verb=False, finished=False)
    'plural'
    """
    past: tuple[Form, ...] = ("participle", "past") if finished else ("past", "participle")
    forms: tuple[Form, ...] = ("third", "ing", *past) if verb else ("plural",)
    words = [word for word in words if word not in _PREFIXES]
    word = words[0] if verb and words else words[-1] if words else ""  # 'with regards to' is no plural
    for base in known:
        if base != word and base[:2] == word[:2]:
            for form in forms:
                if inflector.inflect(base, form) == word:
                    return form
    return "base"


def fits_article(article: str, phrase: str) -> bool:
    """Whether 'a' or 'an' may stand before the phrase.

    >>> fits_article("an", "help"), fits_article("a", "useful talk"), fits_article("an", "hour")
    (False, True, True)
    """
    if article not in ("a", "an"):
        return True
    word = phrase.lower()
    vowel = word.startswith(_SILENT_H) or (word[:1] in _VOWELS and not _SOUNDS_LIKE_YOU.match(word))
    return vowel == (article == "an")


def choose(phrases: Iterable[str], before: str, inflector: Inflector, *, described: bool = False) -> list[str]:
    """Those of the bent noun phrases that may follow the word `before`, those that fit best first.

    Args:
        phrases: suggestions, bent.
        before: the word before the marked span in lower case, or an empty string.
        inflector: knows what is not counted.
        described: an article, a possessive or an adjective precedes, which 'what life is like' cannot follow.
    """
    counted = before in _COUNTERS
    fitting = [
        phrase
        for phrase in phrases
        if fits_article(before, phrase)
        and not (counted and inflector.is_mass(phrase))
        and not (described and _NO_NOUN.match(phrase.partition(" ")[0]))
    ]
    return sorted(fitting, key=lambda phrase: not before and not inflector.is_mass(phrase))


def with_case(phrase: str, like: str) -> str:
    """The phrase in capitals, with a capital, or as it is: as `like` has it. Four capitals may be an acronym.

    >>> with_case("core group", "STRATEGY MEETING"), with_case("start", "Commence"), with_case("start", "commence")
    ('CORE GROUP', 'Start', 'start')
    """
    letters = [c for c in like if c.isalpha()]
    if all(c.isupper() for c in letters):
        return phrase.upper() if len(letters) > 4 else phrase
    return phrase[:1].upper() + phrase[1:] if like[:1].isupper() else phrase


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in ("do", "go"):
        return word + "es"
    return word + "s"


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))
