"""Who is named where: each place of a note that names a person, with the class, gender and number of who is meant.

What the note's own fields say comes first; then family words, job titles, agencies; then names, whose bearers the note
itself introduces somewhere ('Pat (Nan)', 'Mrs Whitlock, attendance officer', 'Leah from housing'). No list of first
names is asked who is a boy or a girl: a name from another place would be read worse than 'Callum', and the note's own
'he' and 'her' say it better.

Known misses: a friend whom nobody introduces stays `other`; two people with one first name are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from notecheck.data import Lexicons
from notecheck.note import Note
from notecheck.text.columns import Columns

CHILD: Final = "child"
"""Key of the child in `Mention.key`."""
INFANT_AGE: Final = 2.0
"""Below this many years 'the baby' is the child; above, a brother or sister."""


@dataclass(slots=True)
class Mention:
    """One place that names somebody.

    Attributes:
        start: index of its first token.
        end: one past its last.
        key: the same for all mentions of one person, as far as the note tells.
        kind: class of the person, as in `who.Who`.
        gender: 'm', 'f' or empty.
        plural: several people.
        name: by name, not by a word such as 'Mum' or 'officer'.
    """

    start: int
    end: int
    key: str
    kind: str
    gender: str = ""
    plural: bool = False
    name: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
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
    table: Mapping[str, _Word]
    roles: Mapping[str, frozenset[str]]
    known: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


_LISTS: Final = (
    "writer", "you", "he", "she", "they", "mother", "father", "female", "male", "family", "sibling", "offspring",
    "child", "infant", "children", "childs", "this", "any", "thing", "title", "rank", "agency", "record", "place",
    "role-vague", "role", "nobody", "child-has", "adult-has", "older-has", "idle-before", "idle-after", "greeting",
    "word-name", "verb-name", "contact", "cares", "cares-after", "child-does", "to-person", "child-own",
)  # fmt: skip


def words_of(lexicons: Lexicons) -> Words:
    """The lists, made ready once for a pipeline."""
    lists = {name: frozenset(lexicons.words.get(f"who-{name}", ())) for name in _LISTS}
    lists["family"] |= frozenset(lexicons.words.get("kin", ()))
    roles = _roles(lexicons, lists)
    table: dict[str, _Word] = {}
    for name, kind in _KINDS:
        for word in lists[name]:
            if word in lists["title"] and word not in lists["sibling"] and word not in lists["role"]:
                continue
            gender = "f" if word in lists["female"] else "m" if word in lists["male"] else ""
            key = "mother" if word in lists["mother"] else "father" if word in lists["father"] else word
            plural = word in lists["children"] or word in ("parents", "family", "couple", "grandparents")
            table.setdefault(word, _Word(kind, gender, plural, key))
            if kind in _COUNTED and not word.endswith("s"):
                table.setdefault(_plural(word), _Word(kind, gender, True, _plural(word)))
    for word, before in roles.items():
        if not before:
            gender = "f" if word in lists["female"] else "m" if word in lists["male"] else ""
            table.setdefault(word, _Word("professional", gender, False, word))
            table.setdefault(_plural(word), _Word("professional", "", True, _plural(word)))
    known = frozenset({*table, *lists["title"], *_PERSONS, _TWO, *roles})
    return Words(lists, table, roles, known)


_PERSONS: Final = {"person": "young", "one": "little"}
"""Words for a child only behind another."""
_TWO: Final = "two"
_KINDS: Final = (
    ("writer", "writer"), ("you", "you"), ("he", "he"), ("she", "she"), ("they", "they"), ("children", "children"),
    ("infant", "child-word"), ("child", "child-word"), ("offspring", "offspring"), ("sibling", "sibling"),
    ("role", "professional"), ("family", "family"), ("female", "family"), ("male", "family"), ("agency", "agency"),
    ("record", "record"),
)  # fmt: skip
"""List → what its words are by themselves; the first list that holds a word wins."""
_COUNTED: Final = frozenset(("child-word", "offspring", "sibling", "professional", "family", "agency"))


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


_PART: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_SHORTEST: Final = 3
"""Letters of a name to which an 's' may be stuck: 'kayas room'."""
_LONGEST: Final = 8
"""Words of a name; text made to be hostile has more."""
_MOST_CHILDREN: Final = 50


@dataclass
class Names:
    """The names that a note's fields give, cut as the tokenizer cuts them.

    Attributes:
        by_first: first word, in lower case → (all its words, class, key), longest first.
        letters: initials and the class of whom they stand for; they count as written only.
        surnames: of the child, in lower case.
    """

    by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)

    @property
    def has_child(self) -> bool:
        """Whether they name the child."""
        return "child" in self.letters.values() or any(
            row[1] == "child" for rows in self.by_first.values() for row in rows
        )

    def add(self, words: tuple[str, ...], kind: str, key: str) -> None:
        """Take a name in, unless one is known by these words."""
        rows = self.by_first.setdefault(words[0], [])
        if all(row[0] != words for row in rows):
            rows.append((words, kind, key))
            rows.sort(key=lambda row: -len(row[0]))


def names_of(note: Note, words: Words) -> Names:
    """The names of the note's fields: the child's and its forms, the other children's, the author's."""
    names = Names()
    full = _split(note.child.name, words)
    known = [parts for each in note.child.known_as[:_MOST_CHILDREN] if (parts := _split(each, words))]
    if full:
        first = _first_name(note.child.name or "", full)
        names.surnames = {part.lower() for part in full[len(first) :]}
        known += [full, first, *([first[:1], [part[0] for part in first]] if len(first) > 1 else [])]
    for parts in known:
        _add_child(names, parts)
    if len(full) > 1 and len(letters := "".join(part[0] for part in full)) > 1 and letters.isupper():
        names.letters.setdefault(letters, "child")
    for each in note.other_children[:_MOST_CHILDREN]:
        if parts := _split(each, words):
            _add(names, parts, "sibling", each.lower())
    if parts := _split(note.author.name, words):
        _add(names, parts, "writer", "writer")
        if len(letters := "".join(part[0] for part in parts)) > 1:
            names.letters[letters] = "writer"
    return names


def _split(name: str | None, words: Words) -> list[str]:
    """A name's words; titles and words that name nobody ('Child', 'Mum') are left out."""
    parts = _PART.findall(name or "")[:_LONGEST]
    return [part for part in parts if part.lower() not in words["title"] and not _names_nobody(part.lower(), words)]


def _names_nobody(part: str, words: Words) -> bool:
    """'he', 'child', 'Mum': a field that says this gives no name; 'Nana' and 'Bibi' are names too."""
    known = words.table.get(part)
    return known is not None and (known.kind not in ("family", "sibling") or known.key in ("mother", "father"))


def _first_name(name: str, parts: list[str]) -> list[str]:
    """The first name, all of 'Kayleigh-Ann' or 'D'Arcy': what stands before the first space."""
    head = name.split()[0] if name.split() else ""
    first = [part for part in _PART.findall(head) if part in parts]
    return first or parts[:1]


def _add_child(names: Names, parts: list[str]) -> None:
    if len(parts) == 1 and len(parts[0]) <= 2 and parts[0].isupper():
        names.letters[parts[0]] = "child"
        return
    lower = tuple(part.lower() for part in parts)
    names.add(lower, "child", CHILD)
    if len(parts) > 1:
        names.add(("".join(lower),), "child", CHILD)
    if len(lower[-1]) >= _SHORTEST:
        names.add((*lower[:-1], lower[-1] + "s"), "child", CHILD)  # 'kayas room'


def _add(names: Names, parts: list[str], kind: str, key: str) -> None:
    lower = tuple(part.lower() for part in parts)
    first = lower[:1]
    if any(row[0] == first for row in names.by_first.get(first[0], ())):
        return  # the child bears it too
    names.add(lower, kind, key)
    names.add(first, kind, key)
    if len(first[0]) >= _SHORTEST:
        names.add((first[0] + "s",), kind, key)
    if kind == "writer" and lower[-1] not in names.surnames:
        names.add(lower[-1:], kind, key)


_PROPER: Final = frozenset(("NNP", "NNPS"))
_NOUNS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_VERBS: Final = frozenset(("VBD", "VBZ", "MD"))
_DATES: Final = frozenset(
    ("in", "of", "since", "by", "until", "till", "last", "next", "this", "early", "late", "mid", "from")
)
_LINKED: Final = frozenset(("step", "half", "great", "ex", "co", "birth", "foster", "adoptive"))
_JOINTS: Final = frozenset(("-", "–"))
_MOST_BEFORE: Final = 3
"""Words that may stand between 'the' and a word for a child."""


class Finder:
    """Finds the mentions of one note.

    Args:
        c: the Doc's columns.
        words: the lists.
        names: of the note's fields.
        infant: whether the child is a baby.
        several: whether the fields name other children.
    """

    def __init__(self, c: Columns, words: Words, names: Names, *, infant: bool, several: bool) -> None:
        self._c, self._words, self._names = c, words, names
        self._infant, self._several = infant, several
        self._n = len(c)
        self.vague: list[Mention] = []
        """Names at the start of a line that may be no names."""

    def mentions(self) -> list[Mention]:
        """All of them, in order of place."""
        c, first = self._c, self._names.by_first
        known = self._words.known | first.keys()
        letters = {form.lower() for letter in self._names.letters for form in (letter, letter + ".")}
        known |= letters
        found: list[Mention] = []
        done = 0
        for i in [i for i, (w, tag) in enumerate(zip(c.lower, c.tag, strict=True)) if tag in _PROPER or w in known]:
            if i < done:
                continue
            mention = self._named(i) or self._worded(i) or self._titled(i)
            if mention is None and c.tag[i] in _PROPER:
                mention, done = self._run(i)
            if mention is not None:
                found.append(mention)
                done = mention.end
        return self._settle(found)

    def _named(self, i: int) -> Mention | None:
        """A name that the fields give."""
        c = self._c
        for name, kind, key in self._names.by_first.get(c.lower[i], ()):
            end = self._spelt(i, name)
            if end and (len(name) > 1 or self._is_name(i)):
                return Mention(i, self._with_surname(end, kind), key, kind, name=True)
        letter = self._names.letters.get(c.text[i].rstrip("."))
        if letter and (c.text[i] not in ("I", "A") or self._is_initial(i)):
            return Mention(i, i + 1, letter, letter, name=True)
        return None

    def _is_initial(self, i: int) -> bool:
        """'A smashed a plate', 'seeing A in school', but not 'A new plate'."""
        after = self._c.tag[i + 1] if i + 1 < self._n else "."
        return self._c.text[i] == "A" and not after.startswith(("NN", "JJ", "RB", "CD", "VBG", "VBN", "HYPH"))

    def _spelt(self, i: int, name: tuple[str, ...]) -> int:
        """One past the last token if the words stand here, hyphens between them allowed, else 0."""
        lower, at = self._c.lower, i
        for n, part in enumerate(name):
            if n and at < self._n and lower[at] in _JOINTS:
                at += 1
            if at >= self._n or lower[at] != part:
                return 0
            at += 1
        return at

    def _with_surname(self, end: int, kind: str) -> int:
        if kind == "child":
            last = min(self._n, end + _LONGEST)
            while end < last and self._c.lower[end] in self._names.surnames:
                end += 1
        return end

    def _is_name(self, i: int) -> bool:
        """Whether a word that may be no name ('Will', 'May') is one here."""
        c, word = self._c, self._c.lower[i]
        if word not in self._words["word-name"] and word not in self._words.table:
            return True
        after = c.tag[i + 1] if i + 1 < self._n else ""
        if not c.text[i][:1].isupper():
            return after == "POS" and word not in self._words["nobody"]  # 'will's attendance'
        if word in self._words["nobody"]:  # a month or a day
            near = c.lower[i - 1] if i else ""
            return near not in _DATES and not near.isdigit() and after != "CD"
        if c.tag[i] in _NOUNS or after in _VERBS or after in ("POS", "CC", ","):
            return True
        if c.first[i] != i and c.text[i - 1][-1:].islower():
            return True  # 'I have not seen Will for weeks'
        if word in ("will", "may"):
            return after in ("IN", "TO")
        return word not in self._words["verb-name"]

    def _worded(self, i: int) -> Mention | None:
        """A pronoun, a family word, a word for a child, a job title or an agency."""
        c, word = self._c, self._c.lower[i]
        if word in _PERSONS:
            return self._child_word(i, _CHILD_WORD) if i and c.lower[i - 1] == _PERSONS[word] else None
        if word == _TWO:
            alone = i + 1 >= self._n or c.tag[i + 1] not in (*_NOUNS, "JJ", "CD")
            these = self._several and alone and i > 0 and c.lower[i - 1] in ("these", "those")
            return Mention(i, i + 1, "children", "child", plural=True) if these else None
        said = self._words.table.get(word)
        if said is None:
            return self._role(i)
        match said.kind:
            case "child-word" | "children":
                return self._child_word(i, said)
            case "family" | "sibling" | "offspring":
                return self._kin(i, said)
            case "professional":
                if word in self._words["word-name"] and c.tag[i] not in _NOUNS:
                    return None
                gender = said.gender
                return Mention(i, i + 1, said.key, "professional", gender, said.plural)
            case "agency" | "record":
                if c.tag[i] not in _NOUNS:
                    return None
                return Mention(i, i + 1, said.key, said.kind, "", said.plural)
            case _:
                return Mention(i, i + 1, said.kind, said.kind)

    def _role(self, i: int) -> Mention | None:
        before = self._words.roles.get(self._c.lower[i])
        if before and i and self._c.lower[i - 1] in before:
            return Mention(i, i + 1, f"{self._c.lower[i - 1]} {self._c.lower[i]}", "professional")
        return None

    def _kin(self, i: int, said: _Word) -> Mention | None:
        """A family word, with the 'step-' or 'foster' before it."""
        c = self._c
        if said.key in ("mother", "father", "mate", "twin") and c.tag[i] in ("VBD", "VBG", "VBN"):
            return None
        role = self._role(i)
        if c.text[i][:1].isupper() and c.lower[i] in self._words["title"] and self._surname_follows(i):
            return None  # 'Sister Keane'
        back = i - 2 if i > 1 and c.lower[i - 1] in _JOINTS else i - 1
        linked = back >= 0 and c.lower[back] in _LINKED
        key = f"{c.lower[back]} {said.key}" if linked and c.lower[back] != "birth" else said.key
        if linked and c.lower[back] in ("step", "half") and back == i - 2:
            key = c.lower[back] + c.lower[i]
        if role is not None and not linked and said.kind == "family" and c.lower[i] not in self._words["female"]:
            return role if c.lower[i] != "carer" else Mention(i, i + 1, said.key, "family")
        return Mention(i, i + 1, key, said.kind, said.gender, said.plural)

    def _child_word(self, i: int, said: _Word) -> Mention | None:
        """'the lad', 'both boys', 'Baby', but not 'child protection'; 'a child' is nobody in particular."""
        c, words = self._c, self._words
        after = c.lower[i + 1] if i + 1 < self._n else ""
        if c.tag[i] not in _NOUNS and not c.lower[i].startswith("bab"):
            return None
        if after == "and" and i + 2 < self._n and c.lower[i + 2] in ("adolescent", "family", "young"):
            return None  # 'child and adolescent mental health'
        if i and c.text[i][:1].isupper() and c.tag[i - 1] in _PROPER and c.first[i] != i:
            return None  # 'Burna Boy'
        if (
            c.tag[i + 1 : i + 2] == ["POS"]
            and c.lower[i] not in words["infant"]
            and c.lower[i + 2 : i + 3]
            and c.lower[i + 2] in words["childs"]
        ):
            return None  # 'Child's views'
        if after in words["thing"] and (c.dep[i] in ("compound", "nmod", "amod", "poss") or after == "in"):
            return None
        if c.dep[i] == "compound" and c.head[i] == i + 1 and c.tag[i + 1] in ("NN", "NNS"):
            return None
        plural = said.plural or (c.tag[i] in ("NNS", "NNPS") and c.lower[i].endswith("s"))
        end = i + 1
        if end < self._n and c.lower[end] in self._names.surnames:
            end += 1  # 'Baby Fenwick'
        this = self._is_this(i, plural=plural)
        if c.lower[i] in words["infant"] or c.lower[i].startswith("bab"):
            kind = ("child" if this else "other") if self._infant else "sibling"
        else:
            kind = "child" if this else "other"
        if plural and kind == "child":
            return Mention(i, end, "children", "child", said.gender, plural=True)
        return Mention(i, end, CHILD if kind == "child" else c.lower[i], kind, said.gender, plural)

    def _is_this(self, i: int, *, plural: bool) -> bool:
        """Whether a word for a child means this one."""
        c, words = self._c, self._words
        first = c.first[i]
        adjectives = 0
        if c.lower[i] in ("siblings", "twins") and any(
            c.tag[j] in ("PRP$", "POS") for j in range(max(first, i - 4), i)
        ):
            return False  # 'your other two siblings'
        for j in range(i - 1, max(first, i - _MOST_BEFORE) - 1, -1):
            word = c.lower[j]
            if word in words["any"]:
                return False
            if word in words["this"] or c.tag[j] in ("POS", "PRP$", "DT"):
                if plural:
                    return adjectives == 0 and self._are_these(i)
                return True
            if c.tag[j] in ("JJ", "NN", "NNP", "JJR", "JJS", "CD", "HYPH"):
                adjectives += 1
                continue
            break
        else:
            if i - _MOST_BEFORE > first and adjectives:
                return False
        if not adjectives and not plural and c.lower[i] in words["infant"] and self._infant:
            return True  # 'baby' like a name
        if plural and not adjectives and self._several and c.lower[i] not in ("siblings", "twins"):
            return c.dep[i] in ("nsubj", "nsubjpass")  # 'kids go to Nan'
        if plural or adjectives > 1:
            return False
        return i == first or (i - adjectives == first) or c.dep[i] in ("nsubj", "nsubjpass", "dobj", "poss", "pobj")

    def _are_these(self, i: int) -> bool:
        after = self._c.lower[i + 1] if i + 1 < self._n else ""
        if i and self._c.lower[i - 1] == "both":
            return True
        if after in ("in", "at", "from", "who", "of", "on", "that"):
            return False
        return self._several or self._c.lower[i] in ("children", "kids", "siblings", "twins", "triplets", "babies")

    def _titled(self, i: int) -> Mention | None:
        """'Mr Dray', 'PC Amy Cole', 'dr eze'."""
        c, words = self._c, self._words
        word = c.lower[i].removesuffix(".")
        if word not in words["title"] or not self._surname_follows(i):
            return None
        end = i + 1 if c.lower[i + 1 : i + 2] != ["."] else i + 2
        start = end
        while end < self._n and end < start + 3 and (c.text[end][:1].isupper() or end == start):
            if end > start and (c.tag[end] not in _PROPER or c.lower[end] in words.table):
                break
            end += 1
            if (
                end + 1 < self._n
                and c.lower[end] in _JOINTS
                and not self._spaced(end)
                and c.text[end + 1][:1].isupper()
            ):
                end += 2
        gender = "f" if word in ("mrs", "miss", "ms", "sister") else "m" if word in ("mr", "mister") else ""
        last = c.lower[end - 1]
        kind = "other"
        if last in self._names.surnames:
            kind = "family"
        elif word in words["rank"] or word in ("sister", "nurse"):
            kind = "professional"
        key = f"{word} {last}" if last in self._names.surnames else " ".join(c.lower[start:end])
        return Mention(i, end, key, kind, gender, name=True)

    def _surname_follows(self, i: int) -> bool:
        c = self._c
        at = i + 1
        if at < self._n and c.text[at] == ".":
            at += 1
        if at >= self._n or c.first[at] != c.first[i] or not c.text[at][:1].isalpha():
            return False
        if c.text[at][:1].isupper():
            return c.text[i][:1].isupper() and c.lower[at] not in self._words.table
        return c.lower[i] in ("mr", "mrs", "ms", "dr", "pc") and c.tag[at] in _NOUNS

    def _run(self, i: int) -> tuple[Mention | None, int]:
        """Words with capitals in a row that no list knows: a person, a place or a body; and one past the last."""
        c, words = self._c, self._words
        end = i
        while end < min(self._n, i + _LONGEST) and c.tag[end] in _PROPER and c.text[end][:1].isupper():
            if c.lower[end] in self._names.by_first or (end > i and self._breaks(end)):
                break
            end += 1
            if (
                end + 1 < self._n
                and c.lower[end] in _JOINTS
                and c.text[end + 1][:1].isupper()
                and not self._spaced(end)
            ):
                end += 1
        if end == i:
            return None, i + 1
        last = c.lower[end - 1].removesuffix(".")
        agency = words.table.get(last)
        if end - i > 1 and agency is not None and agency.kind == "agency":
            return Mention(i, end, " ".join(c.lower[i:end]), "agency"), end
        if self._is_no_person(i, end, last):
            return None, end
        kind = "family" if last in self._names.surnames else "other"
        mention = Mention(i, end, " ".join(c.lower[i:end]), kind, name=True)
        if end == i + 1 and not any(c.text[j][:1].isalpha() for j in range(max(c.first[i], i - 4), i)):
            self.vague.append(mention)
        return mention, end

    def _breaks(self, i: int) -> bool:
        """Whether a run of names ends before a word: a sentence starts, or the lists know it."""
        word = self._c.lower[i]
        return self._c.first[i] == i or (word in self._words.table and word not in self._words["place"])

    def _spaced(self, i: int) -> bool:
        """Whether a space stands before a dash: 'Nan - Pat' is two."""
        return self._c.start[i] > self._c.start[i - 1] + len(self._c.text[i - 1])

    def _is_no_person(self, i: int, end: int, last: str) -> bool:
        c, words = self._c, self._words
        if any(word.removesuffix(".") in words["nobody"] for word in c.lower[i:end]):
            return True
        if last in words["place"] or (end < self._n and c.lower[end] in words["place"] and c.text[end][0].isupper()):
            return end - i > 1 or last not in words["word-name"]
        if end == i + 1 and c.text[i].isupper() and len(c.text[i]) > 1:
            return True
        before = c.lower[i - 1] if i and c.first[i] != i else ""
        return before == "in" and c.lower[end : end + 1] not in (["'s"], ["’s"])

    def _settle(self, found: list[Mention]) -> list[Mention]:
        """One key for all names of a person; names at the start of a line that nothing bears out are dropped."""
        alias: dict[str, str] = {}
        for mention in found:
            if mention.name and mention.kind != "child" and " " in mention.key:
                for part in mention.key.split(" "):
                    if part not in self._names.surnames:
                        alias.setdefault(part, mention.key)
        vague = {id(mention) for mention in self.vague}
        sure = {m.key for m in found if m.name and (id(m) not in vague or m.key in alias or self._is_borne_out(m))}
        doubtful = {id(mention) for mention in self.vague if mention.key not in sure}
        settled = [mention for mention in found if id(mention) not in doubtful]
        settled += self._again(settled)
        settled.sort(key=lambda mention: mention.start)
        for mention in settled:
            if mention.name:
                mention.key = alias.get(mention.key, mention.key)
        return settled

    def _again(self, found: list[Mention]) -> list[Mention]:
        """Names that are names elsewhere, where the tagger took them for other words ('Leah from housing rang')."""
        c = self._c
        names = {
            c.text[m.start] for m in found if m.name and m.kind in ("other", "family") and len(c.text[m.start]) > 2
        }
        names = {name for name in names if name.lower() not in self._words.known and name[:1].isupper()}
        if not names:
            return []
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        at = [i for i, text in enumerate(c.text) if text in names and i not in taken]
        return [Mention(i, i + 1, c.lower[i], "other", name=True) for i in at]

    def _is_borne_out(self, mention: Mention) -> bool:
        """Whether what follows is what follows a name."""
        c, after = self._c, mention.end
        if after >= self._n:
            return False
        if c.lower[after] == ",":
            return c.dep[mention.start] in ("nsubj", "nsubjpass")
        return c.tag[after] in _VERBS or c.tag[after] == "POS" or c.lower[after] in ("(", "and", "&", "from")


_CHILD_WORD: Final = _Word("child-word", "", False, CHILD)


def introduce(c: Columns, mentions: list[Mention], words: Words) -> dict[str, tuple[str, str]]:
    """What the note tells of each name: key → (class, gender), from the words set beside it anywhere."""
    known: dict[str, tuple[str, str]] = {}
    for here, after in pairwise(mentions):
        if here.name and _is_open(here):
            learnt = _said_after(c, here, after, words)
            if learnt:
                known.setdefault(here.key, learnt)
        if after.name and _is_open(after) and (learnt := _said_before(c, here, after)):
            known.setdefault(after.key, learnt)
    return known


def _is_open(mention: Mention) -> bool:
    """Whether the note may tell more of a name; of a relative by the child's surname, the gender."""
    return mention.kind == "other" or (mention.kind == "family" and not mention.gender)


_TELLING: Final = frozenset(("family", "sibling", "professional"))
_APART: Final = frozenset(("(", ",", "-", "–", "—", "is", "was", "/"))


def _said_before(c: Columns, word: Mention, name: Mention) -> tuple[str, str] | None:
    """'Nana Pat', 'social worker Emma', 'your nan, Pat,', 'Mum (Siobhan)'."""
    if word.name or word.kind not in _TELLING or word.plural:
        return None
    between = c.lower[word.end : name.start]
    if between == [] or between in (["("], ["called"], ["named"]):
        return word.kind, word.gender
    if between == [","] and word.start and c.tag[word.start - 1] in ("PRP$", "POS"):
        end = c.lower[name.end] if name.end < len(c) else ","
        return (word.kind, word.gender) if end in (",", ".", "(", ")") or c.first[name.end] == name.end else None
    return None


def _said_after(c: Columns, name: Mention, after: Mention, words: Words) -> tuple[str, str] | None:
    """'Mr Dray (her stepfather)', 'Mrs Whitlock, attendance officer', 'Leah from housing', 'Kim is my nan'."""
    n = len(c)
    i = name.end
    if i >= n or c.first[i] == i:
        return None
    if c.lower[i] in ("from", "at") and after.start <= i + 3 and after.kind == "agency":
        return "professional", ""
    mark = c.lower[i]
    if mark not in _APART and mark != "who":
        if c.tag[i] in _NOUNS or c.tag[i] == "JJ":  # 'Amy Cole social worker'
            mark, i = "(", i - 1
        else:
            return None
    for j in range(i + 1, min(n, i + 7)):
        if (
            c.first[j] == j
            or c.lower[j] in (")", ",", ";", "and", "&", "(")
            or c.tag[j] in ("VBD", "VBZ", "VBP", "MD", "VB")
        ):
            return None
        said = words.table.get(c.lower[j])
        if said is not None and said.kind in _TELLING:
            if j + 1 < n and c.tag[j + 1] == "POS":
                continue  # 'Jo (Mum's sister)'
            if (
                said.kind != "professional"
                and mark == ","
                and not any(c.tag[k] in ("PRP$", "POS") for k in range(i, j))
            ):
                return None  # a list: 'Kim, Nan, me'
            kind = "family" if said.kind == "sibling" and _is_adults(c, i, j, words) else said.kind
            return kind, said.gender
        roles = words.roles.get(c.lower[j])
        if roles and c.lower[j - 1] in roles:
            return "professional", ""
    return None


def _is_adults(c: Columns, i: int, j: int, words: Words) -> bool:
    """'Mum's sister' is an aunt."""
    for k in range(i, j):
        said = words.table.get(c.lower[k])
        if said is not None and said.kind == "family":
            return True
    return False
