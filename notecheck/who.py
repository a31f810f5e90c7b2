"""Who is who: for each token the class of person it names, whom a pronoun stands for, who is addressed as 'you'.

Every judgement rests on this. What the note's own fields say comes first, then family words, job titles and
agencies, then names set beside one of these anywhere in the note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import people
from notecheck.columns import Columns, columns
from notecheck.data import Lexicons, load_lexicons
from notecheck.memo import once_per_doc, text_of
from notecheck.note import note_of

Kind = Literal[
    "", "child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "record", "other"
]


@dataclass(frozen=True)
class Who:
    """One value for each token.

    Attributes:
        kind: class of the person that the token names or, for a pronoun, stands for: `child`, `you` (the child, spoken
            to), `addressee` (somebody else who is spoken to as 'you'), `writer`, `family`, `sibling`, `professional`,
            `agency`, `record` (a paper that speaks: 'the report'), `other`; empty for none.
        stands_for: index of the mention that a pronoun stands for; -1 for none, or where it is not known.
        gender: 'm', 'f' or empty.
        quoted: inside a quotation.
    """

    kind: list[str]
    stands_for: list[int]
    gender: list[str]
    quoted: list[bool]


class _Words:
    def __init__(self, lexicons: Lexicons) -> None:
        words = lexicons.words

        def named(name: str) -> frozenset[str]:
            return frozenset(words.get(name, ()))

        self.writer, self.you = named("who-writer"), named("who-you")
        self.he, self.she, self.they = named("who-he"), named("who-she"), named("who-they")
        self.female, self.male = named("who-female"), named("who-male")
        self.sibling, self.child = named("who-sibling"), named("who-child")
        self.family = named("who-family") | named("kin") | (self.female | self.male) - self.child
        self.title, self.agency, self.record = named("who-title"), named("who-agency"), named("who-record")
        last = {term.split()[-1].lower().strip("=") for role in lexicons.roles for term in role.terms}
        self.role = frozenset(last - {"person", "lead", "friend", "school", "service", "children", "family", "practitioner"})


class WhoComponent:
    """Writes who is who on a Doc; read it with `who_of`."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._words = _Words(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data["notecheck_who"] = asdict(_who(doc, columns(doc), self._words))
        return doc


@once_per_doc
def who_of(doc: Doc) -> Who:
    """Who is who on a Doc that went through `notecheck_who`."""
    return Who(**doc.user_data["notecheck_who"])


@Language.factory("notecheck_who", default_config={"lexicons": None}, assigns=["doc.user_data"])
def _make(nlp: Language, name: str, lexicons: str | None) -> WhoComponent:  # noqa: ARG001
    return WhoComponent(load_lexicons(lexicons))


_NAME_PARTS: Final = re.compile(r"[\w'’-]+")


def _parts(*names: str | None) -> set[str]:
    return {part.lower() for name in names if name for part in _NAME_PARTS.findall(name)}


def _who(doc: Doc, c: Columns, words: _Words) -> Who:
    """First draft: to be rewritten whole."""
    note, n = note_of(doc), len(doc)
    quoted = people.quoted(doc)
    given = _parts(*(note.child.known_as), (note.child.name or "").split(" ")[0])
    author = _parts(note.author.name) - given
    siblings = {name.split()[0].lower() for name in note.other_children if name.split()}
    kind, gender = [""] * n, [""] * n
    for i, word in enumerate(c.lower):
        bare = word.removesuffix("'s").removesuffix("’s")
        lemma = c.lemma[i]
        if word in words.female or lemma in words.female:
            gender[i] = "f"
        elif word in words.male or lemma in words.male:
            gender[i] = "m"
        if bare in given:
            kind[i] = "child"
        elif word in words.you:
            kind[i] = "you"
        elif word in words.writer or bare in author:
            kind[i] = "writer"
        elif bare in siblings or lemma in words.sibling:
            kind[i] = "sibling"
        elif word in words.family or lemma in words.family:
            kind[i] = "family"
        elif lemma in words.child or word in words.child:
            kind[i] = "child"
        elif lemma in words.role or word in words.role:
            kind[i] = "professional"
        elif lemma in words.agency:
            kind[i] = "agency"
        elif lemma in words.record:
            kind[i] = "record"
        elif word in words.title or (c.pos[i] == "PROPN" and c.text[i][:1].isupper() and c.first[i] != i):
            kind[i] = "other"
    _name_classes(c, kind, words)
    _addressed(doc, kind, given | siblings)
    stands_for = _resolve(c, kind, gender, quoted, words)
    return Who(kind, stands_for, gender, quoted)


def _name_classes(c: Columns, kind: list[str], words: _Words) -> None:
    known: dict[str, str] = {}
    for i, each in enumerate(kind):
        if each == "other" and c.text[i][:1].isupper():
            near = kind[max(0, i - 4) : i + 7]
            if "professional" in near or (i and c.lower[i - 1] in words.title):
                known.setdefault(c.lower[i], "professional")
            elif "family" in near[:5]:
                known.setdefault(c.lower[i], "family")
    for i, each in enumerate(kind):
        if each == "other":
            kind[i] = known.get(c.lower[i], "other")


_GREETING: Final = re.compile(r"(?:^|\n)\s*(?:hi|hello|dear|hiya)\s+([A-Z][a-z]+)|\A\s*([A-Z][a-z]+),\s")


def _addressed(doc: Doc, kind: list[str], children: set[str]) -> None:
    found = _GREETING.search(text_of(doc))
    if found and (found[1] or found[2]).lower() not in children:
        kind[:] = ["addressee" if each == "you" else each for each in kind]


def _resolve(c: Columns, kind: list[str], gender: list[str], quoted: list[bool], words: _Words) -> list[int]:
    n = len(kind)
    stands_for = [-1] * n
    key = ["child" if kind[i] == "child" else c.lower[i] for i in range(n)]
    people_ = ("child", "family", "sibling", "professional", "other")
    votes: dict[str, Counter[str]] = {}
    for i in range(n):
        if kind[i] not in people_ or quoted[i]:
            continue
        if gender[i]:
            votes.setdefault(key[i], Counter())[gender[i]] += 3
        for j in range(i + 1, min(n, i + 14)):
            if kind[j] in people_ and key[j] != key[i]:
                break
            if c.lower[j] in words.he or c.lower[j] in words.she:
                votes.setdefault(key[i], Counter())["m" if c.lower[j] in words.he else "f"] += 1
                break
    best_gender = {k: v.most_common(1)[0][0] for k, v in votes.items()}
    candidates: list[tuple[str, str, int, bool, int]] = []
    sentence = -1
    for i in range(n):
        sentence += c.first[i] == i
        if quoted[i]:
            continue
        g = "m" if c.lower[i] in words.he else "f" if c.lower[i] in words.she else ""
        subject = c.dep[i] in ("nsubj", "nsubjpass")
        if g:
            best, score = -1, 0.2 if best_gender.get("child") == g else -1.0
            winner = "child" if score > 0 else ""
            for what, sex, where, was_subject, j in candidates[-14:]:
                if (sex and sex != g) or sentence - where > 4:
                    continue
                points = (2 if sex else 0.5) + 0.8 * was_subject - 0.45 * (sentence - where) + 0.6 * (what == "child")
                if points - 0.002 * (i - j) > score:
                    best, winner, score = j, what, points
            kind[i], gender[i], stands_for[i] = winner or "other", g, best
            if winner:
                candidates.append((winner, g, sentence, subject, best if best >= 0 else i))
        elif kind[i] in people_:
            candidates.append((kind[i], gender[i] or best_gender.get(key[i], ""), sentence, subject or c.first[i] == i, i))
    return stands_for


