"""Words that tell names, job titles and agencies, as lists made ready: what the register of people is read with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language

from notecheck.data import Lexicons
from notecheck.text.word_lists import sets_of

ROLE, AGENCY, TITLE, RANK, KIN, FRIEND, PERSON = 1, 2, 4, 8, 16, 32, 64
"""What a word can be, as bits."""


class Words:
    """The lists of lexicons/register.yaml, lexicons/kin.yaml and the titles of lexicons/roles.yaml, made ready."""

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        named = sets_of(lexicons.words, "register-")
        self.heads, self.places, self.dates = named("heads"), named("places"), named("dates")
        self.speaks, self.tells, self.persons = named("speaks"), named("tells"), named("persons")
        self.agencies, self.bodies, self.present = named("agencies"), named("bodies"), named("present")
        self.titles, self.ranks, self.friends = named("titles"), named("ranks"), named("friends")
        self.parts, self.staff, self.elsewhere = named("parts"), named("staff"), named("elsewhere")
        self.surnames, self.writers = named("surnames"), named("writers")
        self.double, self.no_name, self.months = named("double"), named("no-name"), named("months")
        self.present_first = frozenset(label.split()[0] for label in self.present)
        self.rank_roles = _ranks(lexicons)
        self.same = {word: name for name, words in _lists(lexicons, "same-") for word in words}
        self.kin = frozenset(lexicons.words.get("kin", ()))
        self.sequences: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.exact: dict[str, str] = {}
        self.unsure: set[str] = set()  # short forms that mean something else as well: 'AP', 'CPC'
        self.loose: dict[str, str] = {}
        self._read_roles(nlp, lexicons)
        self._read_short_forms(lexicons)
        self.anchors = self._anchors()

    def _read_roles(self, nlp: Language, lexicons: Lexicons) -> None:
        for entry in lexicons.roles:
            full = entry.terms[0].lower()
            for term in entry.terms:
                if term.lower() in self.agencies:
                    continue
                if " " not in term and not term.islower():
                    self.exact[term] = self.exact[term.upper()] = full
                else:
                    words = tuple(token.lower_ for token in nlp.make_doc(term))
                    self.sequences.setdefault(words[-1], []).append((words, full))
        for known in self.sequences.values():
            known.sort(key=lambda pair: -len(pair[0]))

    def _read_short_forms(self, lexicons: Lexicons) -> None:
        for entry in lexicons.acronyms:
            if entry.everyday:
                continue
            meanings = [meaning.full.lower() for meaning in entry.meanings]
            full = next((full for full in meanings if self._is_role(full)), None)
            if full and full != meanings[0]:
                self.unsure.update(term.lower() for term in entry.terms)
            if not full and entry.case == "any":
                self.no_name |= set(map(str.lower, entry.terms))  # 'Strat held' names nobody
            for term in entry.terms if full else ():
                if " " not in term and term.lower() not in self.agencies:
                    self.exact.setdefault(term, full or "")
                    self.exact.setdefault(term.upper(), full or "")
                    if entry.case == "any":
                        self.loose[term.lower()] = full or ""

    def _is_role(self, full: str) -> bool:
        words = re.split(r"[\s-]", full)
        return words[-1] in self.heads or "officer" in words or words[-1] in ("maker", "head", "guardian", "carer")

    def _anchors(self) -> dict[str, int]:
        found: dict[str, int] = {}

        def add(words: Iterable[str], flag: int) -> None:
            for word in words:
                found[word] = found.get(word, 0) | flag

        roles = {*self.heads, *self.sequences, *self.parts}
        add({*roles, *(f"{word}s" for word in roles), *self.loose, *(form.lower() for form in self.exact)}, ROLE)
        add(self.agencies, AGENCY)
        add((*self.titles, *(f"{word}." for word in self.titles)), TITLE)
        add((*self.ranks, *(f"{word}." for word in self.ranks)), RANK)
        add(self.kin, KIN)
        add(self.friends, FRIEND)
        add(self.persons, PERSON)
        return found


def _lists(lexicons: Lexicons, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lists whose names start so, by the rest of their names."""
    for name, words in lexicons.words.items():
        if name.startswith(prefix):
            yield name.removeprefix(prefix).replace("-", " "), words


def _ranks(lexicons: Lexicons) -> dict[str, tuple[str, ...]]:
    """What somebody with a rank is called later: 'the sergeant', 'the officer' for Sgt Willett."""
    found: dict[str, tuple[str, ...]] = {}
    for name, ranks in _lists(lexicons, "rank-"):
        for rank in ranks:
            found[rank] = (*found.get(rank, ()), name)
    return found
