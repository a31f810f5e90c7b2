"""Whether a person is a 'he' or a 'she', and whether 'they' is the child's own pronoun, by the note's own pronouns.

Each 'he' and 'she' votes for the name that it follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from notecheck.people.mentions import Mention
from notecheck.people.words import CHILD, Words
from notecheck.text.columns import Columns

PEOPLE: Final = frozenset(("child", "sibling", "family", "professional", "other"))
GENDERED: Final = {"he": "m", "she": "f"}
SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
OBJECTS: Final = frozenset(("dobj", "pobj", "dative"))
PLURAL_REACH: Final = 2
"""Sentences that 'they' reaches back."""
_TELLS: Final = 3
"""Votes by which a child has a 'he' or a 'she'."""
_FITS: Final = 2
"""Places where 'they' can hardly be anybody but the child that make it the child's pronoun."""
_TOLD: Final = 4
"""Votes of a place that tells a person's gender by itself: 'the lad', 'he (Tom)'."""
_NEVER: Final = -99


@dataclass(frozen=True)
class Note:
    """What pronouns are read by.

    Attributes:
        c: the Doc's columns.
        quoted: whether each token is inside a quotation, where nothing is settled.
        words: the lists.
        says: verbs of saying.
        infant: whether the child is a baby, who says nothing.
        to_child: whether the note mostly speaks to the child, so that 'he' is hardly the child.
    """

    c: Columns
    quoted: list[bool]
    words: Words
    says: frozenset[str]
    infant: bool
    to_child: bool


@dataclass
class Votes:
    """Votes for 'm' and 'f' by the key of a person."""

    cast: dict[str, list[int]] = field(default_factory=dict)

    def add(self, key: str, gender: str, weight: int) -> None:
        """Cast some for one person."""
        self.cast.setdefault(key, [0, 0])[gender == "f"] += weight

    def gender(self, key: str) -> str:
        """What most say; empty where they are even."""
        men, women = self.cast.get(key, (0, 0))
        return "m" if men > women else "f" if women > men else ""

    def genders(self) -> dict[str, str]:
        """What most say of each person of whom they are not even."""
        return {key: gender for key in self.cast if (gender := self.gender(key))}


def vote(note: Note, mentions: list[Mention], told: Mapping[int, Mention]) -> Votes:
    """Each 'he' and 'she' votes for the last person of unknown gender, most of all where nobody else fits."""
    c, votes = note.c, Votes()
    seen = {"m": _NEVER, "f": _NEVER}  # number of the sentence in which somebody of that gender was last mentioned
    last: Mention | None = None
    met = False  # the child, by now
    where = sentence = 0
    first = -1
    for mention in mentions:
        i = mention.start
        if c.first[i] != first:
            first = c.first[i]
            sentence += 1
        if note.quoted[i]:
            continue
        if mention.kind in GENDERED:
            gender = GENDERED[mention.kind]
            if i in told:
                votes.add(told[i].key, gender, _TOLD)
                seen[gender] = sentence
                continue
            if last is None or sentence - where > 2 or _is_object(c, i, last, alone=seen[gender] == _NEVER):
                continue
            weight = 3 if sentence - seen[gender] > 3 else 1 if seen[gender] < where else 0
            if weight == 3 and met and not note.to_child and last.kind != "child":
                votes.add(CHILD, gender, 1)
            if weight and not (note.to_child and last.kind == "child" and sentence > where + 1):
                votes.add(last.key, gender, weight)
        elif mention.kind in PEOPLE and not mention.plural:
            met = met or mention.kind == "child"
            if mention.kind == "child" and mention.gender:
                votes.add(CHILD, mention.gender, _TOLD)
            if mention.gender and mention.kind != "child":
                seen[mention.gender] = sentence
            elif mention.kind == "child" or mention.name:
                last, where = mention, sentence
    return votes


def uses_they(note: Note, mentions: list[Mention], votes: Votes, told: Mapping[int, Mention]) -> bool:
    """Whether 'they' is the child's own pronoun: no 'he' or 'she' is for it, and 'they' is where nobody else is."""
    if note.to_child or max(votes.cast.get(CHILD, (0, 0))) >= _TELLS:
        return False
    c, fits = note.c, 0
    sentence, first = 0, -1
    child = several = _NEVER  # numbers of the sentences in which they were last mentioned
    last = ""
    for mention in mentions:
        i = mention.start
        if c.first[i] != first:
            sentence, first = sentence + 1, c.first[i]
        if note.quoted[i]:
            continue
        if mention.kind == "they":
            if (i in told and told[i].kind == "child") or (last == CHILD and c.lower[i - 1 : i + 2 : 2] == ["(", "/"]):
                return True  # 'Robin (they/them)'
            theirs = c.tag[i] == "PRP$" and c.lower[c.head[i]] in note.words["child-own"]
            near = sentence - child <= PLURAL_REACH and several < child
            fits += near and (theirs or (last == CHILD and c.dep[i] in SUBJECTS))
        elif mention.kind in PEOPLE or mention.kind in ("agency", "offspring", "he", "she"):
            last = mention.key
            if mention.key == CHILD:
                child = sentence
            elif mention.plural or mention.kind == "agency":
                several = sentence
    return fits >= _FITS


def _is_object(c: Columns, i: int, person: Mention, *, alone: bool) -> bool:
    """'Lacey told him' is two people, and so, most often, is 'Lacey wanted to get away from him'."""
    if c.dep[i] not in OBJECTS:
        return False
    if c.first[person.start] == c.first[i] and not alone:
        return True
    return any(c.head[j] == c.head[i] for j in range(person.start, person.end))
