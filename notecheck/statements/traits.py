"""Labels that are labels only where they are said of a person: 'a difficult woman', 'Mum can be moody and awkward'.

Works on words more than on the parse, which goes wrong in notes of few words: from the label leftwards over 'very' and
'a bit' to a form of 'be' and its subject, to 'presents as', or to somebody who starts the line ('Dad awkward'); or
rightwards to a word for a person.

Known misses: a subject further off than the parse tells; a label after a verb that is not listed ('acted all hurt').
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span

from notecheck.people.who import who_of
from notecheck.text.columns import Columns, columns
from notecheck.text.word_lists import sets_of

_REACH: Final = 5
_WINDOW: Final = 12
_PEOPLE: Final = frozenset(("child", "you", "family", "sibling", "professional", "other", "addressee"))
_JOINED: Final = frozenset((",", "and", "or", "&", "but", "/"))
_NOTHING: Final = frozenset(("it", "this", "that", "there", "what", "which", "everything", "things"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_FINITE: Final = frozenset(("VB", "VBP", "VBZ", "VBD"))
_GOES_ON: Final = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "VERB"))
_HELPS: Final = frozenset(("AUX", "ADV", "PART"))


@dataclass(frozen=True)
class Traits:
    """Finds the labels of a Doc.

    Attributes:
        after: labels after a form of 'be'.
        before: labels before a word for a person.
        nouns: what somebody is.
        people: words for a person.
        be: forms of 'be' and its like.
        as_: verbs before 'as'.
        degrees: words between the verb and the label.
    """

    after: frozenset[str]
    before: frozenset[str]
    nouns: frozenset[str]
    people: frozenset[str]
    be: frozenset[str]
    as_: frozenset[str]
    degrees: frozenset[str]

    @classmethod
    def from_words(cls, words: Mapping[str, Iterable[str]]) -> Traits:
        """Take the lists of lexicons/trait-words.yaml."""
        named = sets_of(words)
        after = named("trait-is")
        return cls(
            after=after,
            before=after | named("trait-before"),
            nouns=named("trait-noun"),
            people=named("trait-who"),
            be=named("trait-be"),
            as_=named("trait-as"),
            degrees=named("trait-degree"),
        )

    def find(self, doc: Doc) -> Iterator[Span]:
        """The labels of a Doc, those that stand together as one."""
        c = columns(doc)
        end = 0
        for i, word in enumerate(c.lower):
            if i < end or not (word in self.before or word in self.nouns):
                continue
            stop = self._run(c, i)
            if self._is_label(doc, c, i, stop):
                last = self._person(c, stop)
                end = last if last else stop
                yield doc[i:end]

    def _run(self, c: Columns, i: int) -> int:
        """One past the last of labels that are joined: 'moody, rude and difficult'."""
        stop = i + 1
        while True:
            j = stop
            while (
                j < len(c)
                and j - stop < _REACH
                and (c.lower[j] in _JOINED or (j > stop and c.lower[j] in self.degrees))
            ):
                j += 1
            if j == stop or j >= len(c) or c.first[j] != c.first[i] or c.lower[j] not in self.after:
                return stop
            stop = j + 1

    def _is_label(self, doc: Doc, c: Columns, i: int, stop: int) -> bool:
        word = c.lower[i]
        if word in self.nouns and word not in self.before:
            return c.pos[i] == "NOUN" and self._ends(c, stop) and self._said_of_somebody(doc, c, i)
        if c.tag[i] in _FINITE or (c.pos[i] == "PROPN" and c.text[i].istitle() and i > c.first[i]):
            return False  # 'you mean', 'Ms Petty'
        if self._person(c, stop):
            return True
        return word in self.after and self._ends(c, stop) and self._said_of_somebody(doc, c, i)

    def _person(self, c: Columns, stop: int) -> int | None:
        """One past a word for a person that follows."""
        for j in range(stop, min(len(c), stop + 2)):
            if c.lower[j] in self.people:
                named = j + 1 < len(c) and c.pos[j + 1] == "NOUN"  # 'a difficult family time session'
                return None if named else j + 1
            if c.pos[j] != "ADJ":
                return None
        return None

    def _ends(self, c: Columns, stop: int) -> bool:
        """Whether nothing follows that the word may belong to: no 'to hear', no noun."""
        if stop >= len(c) or c.first[stop] != c.first[stop - 1]:
            return True
        return c.lower[stop] != "to" and c.pos[stop] not in _GOES_ON

    def _said_of_somebody(self, doc: Doc, c: Columns, i: int) -> bool:
        j, first = i - 1, c.first[i]
        while j >= first and (c.lower[j] in self.degrees or c.lower[j] in _JOINED or c.lower[j] in self.after):
            j -= 1
        if j < first:
            return False
        if c.lower[j] == "as":
            return any(c.lemma[k] in self.as_ for k in range(max(first, j - 2), j))
        kinds = who_of(doc).kind
        if c.lemma[j] in self.be or c.lower[j] in self.be:
            return self._subject(c, kinds, j, first)
        return j == first and kinds[j] in _PEOPLE and i - j <= _REACH and c.pos[j] != "DET"

    def _subject(self, c: Columns, kinds: list[str], verb: int, first: int) -> bool:
        """Whether the subject of a form of 'be' is a person; a sentence that starts with the verb leaves it out."""
        for k in range(max(first, verb - _WINDOW), verb):
            if c.dep[k] in _SUBJECTS and c.head[k] == verb:
                return self._is_person(c, kinds, k)
        k = verb - 1
        while k >= first and c.pos[k] in _HELPS:
            k -= 1
        return self._is_person(c, kinds, k) if k >= first else c.lower[verb] in ("can", "be") or verb > first

    def _is_person(self, c: Columns, kinds: list[str], k: int) -> bool:
        if c.lower[k] in _NOTHING:
            return False
        return kinds[k] in _PEOPLE or c.lower[k] in self.people or c.lower[k] in ("who", "he", "she")
