"""What is known of a note before the child's voice is looked for: the kind of each sentence, and who says what.

Every verb of saying, wishing or showing is listed with whether the child is its subject.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from spacy.tokens import Doc

from notecheck.carry.edit import sought
from notecheck.carry.looks import by_place
from notecheck.note import note_of
from notecheck.people.who import who_of
from notecheck.statements.kinds import Statement, statements_of
from notecheck.text.columns import Columns, columns
from notecheck.voice.words import Words

CHILD: Final = ("child", "you")
PRONOUNS: Final = frozenset(("he", "she", "they"))
GENDER: Final = {"he": "m", "she": "f"}
SUBJECTS: Final = ("nsubj", "nsubjpass")
JOINS: Final = frozenset((",", "and", "then", "but"))
_SAID: Final = frozenset(("said", "says", "told", "tells", "asked", "asks", "goes", "texted", "signed", "wants"))
_OBJECTS: Final = frozenset(("him", "me", "us", "them", "his", "my", "our", "their", "your"))
_CLIMB: Final = 6
_FAR: Final = 150
AHEAD: Final = 3  # tokens from the start of a sentence in which a verb has left out its subject: 'Said it was boring'
NEAR: Final = 8  # tokens in which the subject of a verb without one is looked for
# How probable the kind child-voice has to be, measured on the training notes.
HARDLY: Final = 0.03
_CLAUSE: Final = 0.05
LEAST: Final = _CLAUSE  # of all that an act may ask for
UNNAMED: Final = 0.25
_NAMED: Final = 0.35
FAIR: Final = 0.5
_PRONOUN: Final = 0.6
OTHERS: Final = 0.9


@dataclass(frozen=True, slots=True)
class Part:
    """Words that carry the child's voice, or say how it was obtained, in tokens, and the sign that tells it."""

    start: int
    end: int
    sign: str


class Act(NamedTuple):
    """A verb of saying, wishing or showing.

    Attributes:
        start: its token.
        end: one past it.
        child: whether the child is its subject; None where nobody is named.
        named: whether that is told by a name or 'you'.
        least: how probable its sentence has to be, by its kind, for the child to be heard in it without a quotation.
    """

    start: int
    end: int
    child: bool | None
    named: bool
    least: float


class _Phrase(NamedTuple):
    """A match of a phrase list, in tokens, and the list; or a verb, and its base form."""

    start: int
    end: int
    name: str


def _phrases(doc: Doc, words: Words) -> Iterator[_Phrase]:
    """Matches of the phrase lists."""
    return (_Phrase(start, end, doc.vocab.strings[key]) for key, start, end in words.phrases(doc))


def _contacts(doc: Doc, words: Words) -> Iterator[_Phrase]:
    """The verbs of calling and of handing over, with their base forms."""
    c = columns(doc)
    verbs = (i for i in c.with_lemma(words.calls | words.hands) if c.pos[i] == "VERB")
    return (_Phrase(i, i + 1, c.lemma[i]) for i in verbs)


class Reading:
    """What is known of one Doc."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.doc, self.words = doc, words
        self.c: Columns = columns(doc)
        self.who = who_of(doc)
        self.kind, self.quoted = self.who.kind, self.who.quoted
        self.statements: dict[int, Statement] = {each.start: each for each in statements_of(doc)}
        age = note_of(doc).child.age
        self.age = 0.0 if age is None and self.who.infant else age

    def voice(self, i: int) -> float:
        """How probable it is, by its kind, that the sentence of token `i` gives the child's voice."""
        return self.statements[self.c.first[i]].probabilities[0]

    def last(self, i: int) -> int:
        """One past the last token of a token's sentence."""
        return self.statements[self.c.first[i]].end

    def until(self, i: int) -> int:
        """The same, but no further from the token than a clause can matter: text without a stop takes no longer."""
        return min(self.last(i), i + _FAR)

    def below(self, i: int) -> list[int]:
        """The tokens that hang on token `i`; of very many, those nearest."""
        children = self.c.children[i]
        if len(children) <= _FAR:
            return children
        return children[bisect_left(children, i - _FAR) : bisect_left(children, i + _FAR)]

    @cached_property
    def phrases(self) -> dict[str, list[tuple[int, int]]]:
        """Matches of the phrase lists outside quotations, by list."""
        found: dict[str, list[tuple[int, int]]] = {}
        words = self.words
        for start, end, name in by_place(
            self.doc, ("phrases", id(words)), lambda doc: _phrases(doc, words), by="words", tokens=True, near=0
        ):
            if not self.quoted[start]:
                found.setdefault(name, []).append((start, end))
        return found

    @cached_property
    def contacts(self) -> list[_Phrase]:
        """The verbs of calling and of handing over outside quotations, with the base form of each, in order."""
        words, name = self.words, ("contacts", id(self.words))
        found = by_place(self.doc, name, lambda doc: _contacts(doc, words), by="words", tokens=True, near=0)
        return [each for each in found if not self.quoted[each.start]]

    @cached_property
    def acts(self) -> list[Act]:
        """Every verb of saying, wishing or showing outside quotations, in order."""
        words, name = self.words, ("acts", id(self.words))
        return by_place(self.doc, name, lambda doc: Reading(doc, words).acts_here(), by="who", tokens=True, near=0)

    def acts_here(self) -> Iterator[Act]:
        """The same as the sentence of each shows it."""
        c, quoted, (low, high) = self.c, self.quoted, sought(self.doc)
        for i in c.with_lemma(self.words.acts):
            if low <= i < high and not quoted[i] and (c.pos[i] in ("VERB", "AUX") or c.lower[i] in _SAID):
                yield self._act(i)

    def _act(self, i: int) -> Act:
        """The name or 'you' is surer than 'he'; a verb that does not tell says little by itself."""
        c, child = self.c, self.is_childs(i)
        if child is False:
            return Act(i, i + 1, child, named=False, least=OTHERS)
        subject = next((j for j in self.below(i) if c.dep[j] in SUBJECTS), -1)
        named = child is True and (subject < 0 or c.lower[subject] not in PRONOUNS)
        if c.lemma[i] not in self.words.tells:
            return Act(i, i + 1, child, named, FAIR)
        if child is None:
            return Act(i, i + 1, child, named, UNNAMED if i - c.first[i] < AHEAD else FAIR)
        if self._has_clause(i) and self._opener(i) >= 0:
            return Act(i, i + 1, child, named, _CLAUSE)
        return Act(i, i + 1, child, named, _NAMED if named else _PRONOUN)

    def _has_clause(self, i: int) -> bool:
        """'wrote that she wants …': what was told stands in a clause of its own."""
        c = self.c
        return c.lower[i + 1 : i + 2] == ["that"] and any(k > i and c.dep[k] == "ccomp" for k in self.below(i))

    @cached_property
    def acts_in(self) -> dict[int, list[Act]]:
        """The same by sentence."""
        found: dict[int, list[Act]] = {}
        for act in self.acts:
            found.setdefault(self.c.first[act.start], []).append(act)
        return found

    # Who is the subject

    def is_childs(self, i: int) -> bool | None:
        """Whether the child is the subject of verb `i`; None where nobody is."""
        c = self.c
        if self._is_others(i):
            return False
        head = i
        for _ in range(_CLIMB):
            subject = next((j for j in self.below(head) if c.dep[j] in SUBJECTS), -1)
            if subject >= 0:
                if c.dep[subject] == "nsubjpass":
                    return False
                if (child := self._is_child(subject)) is not None:
                    return child
                break
            if c.dep[head] != "conj" or c.head[head] == head:
                break
            head = c.head[head]
        return self._beside(i)

    def _is_others(self, i: int) -> bool:
        """'… for his birthday and Craig said': whose name stands before the verb, however it was parsed."""
        c, j = self.c, i - 1
        if c.tag[i] not in ("VBD", "VBZ") or j < c.first[i] or c.pos[j] == "PRON" or self.quoted[j]:
            return False
        joined = c.dep[j] in ("conj", *SUBJECTS) and c.lower[max(0, j - 1)] in JOINS
        return joined and self.kind[j] not in ("", "record", *CHILD)

    def _beside(self, i: int) -> bool | None:
        """The subject that the parser missed: the last person before the verb, or one just behind it ('said Tom')."""
        c, first = self.c, self.c.first[i]
        for j in range(i - 1, max(first, i - NEAR) - 1, -1):
            if self.kind[j] and not self.quoted[j] and c.lower[j] not in _OBJECTS:
                return self._is_child(j)
        for j in range(i + 1, min(i + 3, self.last(i))):
            if self.kind[j] and c.dep[j] in SUBJECTS and not self.quoted[j]:
                return self._is_child(j)
        return None

    def _opener(self, i: int) -> int:
        """The child, by name or 'you', as the first subject of a token's sentence, ahead of it; -1 where it is none."""
        c, first = self.c, self.c.first[i]
        for k in range(first, min(i, first + _FAR)):
            if c.dep[k] in SUBJECTS and not self.quoted[k]:
                return k if self.kind[k] in CHILD and c.lower[k] not in PRONOUNS else -1
        return -1

    def _goes_back(self, j: int) -> bool:
        """'Tom filled in a sheet with Ms Lam, and on it he wrote …': the pronoun is who did the first thing.

        Only where everybody else in between stands behind a preposition. A worker who writes it down for the child is
        as good; a relative of the other sex is not.
        """
        c = self.c
        opener = self._opener(j)
        if opener < 0 or c.lower[j] not in PRONOUNS:
            return False
        others = [k for k in range(opener + 1, j) if self.kind[k] not in ("", *CHILD) and not self.quoted[k]]
        fits = GENDER.get(c.lower[j], "") in self._genders or all(self.kind[k] == "professional" for k in others)
        return fits and all(c.dep[k] in ("pobj", "compound") for k in others)

    @cached_property
    def _genders(self) -> tuple[str, ...]:
        """What the child's pronouns may be."""
        return ("", self.who.child_gender) if self.who.child_gender else ("", "m", "f")

    def _is_loose(self, j: int) -> bool:
        """'Mother told me he had hit her' under a date: each entry of a chronology has to say who 'he' is."""
        if self._is_entries and self.c.lower[j] in PRONOUNS:
            return not any(
                self.kind[k] in CHILD and self.c.lower[k] not in PRONOUNS | _OBJECTS | {"her"}
                for k in range(max(self.c.first[j], j - _FAR), j)
            )
        return False

    @cached_property
    def _is_entries(self) -> bool:
        return note_of(self.doc).doc_type == "chronology"

    def _is_child(self, j: int) -> bool | None:
        """Whether a subject is the child, or something of the child's that speaks ('your list said')."""
        if self._is_loose(j):
            return False
        if self.kind[j] and self.kind[j] not in CHILD and self._goes_back(j):
            return True
        if not self.kind[j] and self.c.lemma[j] not in self.words.papers:
            return None
        if not self.kind[j] or self.kind[j] == "record":
            owner = next((k for k in self.below(j) if self.c.dep[k] == "poss"), -1)
            return self.kind[owner] in CHILD if owner >= 0 else None
        return self.kind[j] in CHILD
