"""Words for people: family, children, jobs, agencies, pronouns, and what each says by itself of who is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from notecheck.data import Lexicons

CHILD: Final = "child"
"""Key of the child in `Mention.key`."""
PERSONS: Final = {"person": "young", "one": "little"}
"""Words for a child only behind another."""
TWO: Final = "two"
_LISTS: Final = (
    "writer", "you", "he", "she", "they", "mother", "father", "female", "male", "family", "sibling", "offspring",
    "child", "infant", "children", "childs", "this", "any", "thing", "title", "rank", "agency", "record", "place",
    "role-vague", "role", "nobody", "child-has", "adult-has", "older-has", "idle-before", "idle-after", "greeting",
    "word-name", "verb-name", "contact", "cares", "cares-after", "child-does", "to-person", "child-own",
    "child-record", "number",
)  # fmt: skip
_KINDS: Final = (
    ("writer", "writer"), ("you", "you"), ("he", "he"), ("she", "she"), ("they", "they"), ("children", "children"),
    ("infant", "child-word"), ("child", "child-word"), ("offspring", "offspring"), ("sibling", "sibling"),
    ("role", "professional"), ("family", "family"), ("female", "family"), ("male", "family"), ("agency", "agency"),
    ("record", "record"),
)  # fmt: skip
"""List → what its words are by themselves; the first list that holds a word wins."""
_COUNTED: Final = frozenset(("child-word", "offspring", "sibling", "professional", "family", "agency"))


@dataclass(frozen=True, slots=True)
class Word:
    """What a word says by itself.

    Attributes:
        kind: class of the person, or how to find it out (`child-word`, `he`).
        gender: 'm', 'f' or empty.
        plural: several people.
        key: the same for all words that mean one person ('Mum', 'mother').
    """

    kind: str
    gender: str
    plural: bool
    key: str


@dataclass(frozen=True)
class Words:
    """The lists of lexicons/people-words.yaml, kin.yaml and roles.yaml, as sets and as one table by word.

    Attributes:
        lists: each list by name.
        table: word → what it says by itself.
        roles: last word of a job title → the word that has to stand before it; empty for none.
        known: every word that may start a mention.
    """

    lists: Mapping[str, frozenset[str]]
    table: Mapping[str, Word]
    roles: Mapping[str, frozenset[str]]
    known: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


def words_of(lexicons: Lexicons) -> Words:
    """The lists, made ready once for a pipeline."""
    lists = {name: frozenset(lexicons.words.get(f"who-{name}", ())) for name in _LISTS}
    lists["family"] |= frozenset(lexicons.words.get("kin", ()))
    roles = _roles(lexicons, lists)
    table: dict[str, Word] = {}
    for name, kind in _KINDS:
        for word in lists[name]:
            if word in lists["title"] and word not in lists["sibling"] and word not in lists["role"]:
                continue
            gender = "f" if word in lists["female"] else "m" if word in lists["male"] else ""
            key = "mother" if word in lists["mother"] else "father" if word in lists["father"] else word
            plural = word in lists["children"] or word in ("parents", "family", "couple", "grandparents")
            table.setdefault(word, Word(kind, gender, plural, key))
            if kind in _COUNTED and not word.endswith("s"):
                table.setdefault(_plural(word), Word(kind, gender, True, _plural(word)))
    for word, before in roles.items():
        if not before:
            gender = "f" if word in lists["female"] else "m" if word in lists["male"] else ""
            table.setdefault(word, Word("professional", gender, False, word))
            table.setdefault(_plural(word), Word("professional", "", True, _plural(word)))
    known = frozenset({*table, *lists["title"], *PERSONS, TWO, *roles})
    return Words(lists, table, roles, known)


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeo" else word + "s"


def _roles(lexicons: Lexicons, lists: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {word: set() for word in lists["role"]}
    alone = set(lists["role"])
    for role in lexicons.roles:
        for term in role.terms:
            parts = term.strip("=").lower().split()
            last = parts[-1]
            if last in lists["role-vague"]:
                if len(parts) > 1:
                    found.setdefault(last, set()).add(parts[-2])
            elif len(parts) > 1 or (len(last) > 2 and last not in lists["word-name"]):
                alone.add(last)
    return {word: frozenset() if word in alone else frozenset(found[word]) for word in alone | found.keys()}
