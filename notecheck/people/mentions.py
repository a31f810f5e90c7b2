"""Who is named where: each place of a note that names a person, with the class, gender and number of who is meant.

What the note's own fields say comes first; then family words, job titles, agencies; then names, whose bearers the note
itself introduces somewhere ('Pat (Nan)', 'Mrs Whitlock, attendance officer', 'Leah from housing'). No list of first
names is asked who is a boy or a girl: a name from another place would be read worse than 'Callum', and the note's own
'he' and 'her' say it better.

Known misses: a friend whom nobody introduces stays `other`; two people with one first name are one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import compress, count
from typing import Final, NamedTuple

from spacy.tokens import Doc

from notecheck.carry.edit import sought
from notecheck.carry.looks import by_place
from notecheck.carry.places import by_start
from notecheck.people.fields import Names
from notecheck.people.words import CHILD, PERSONS, TWO, Word, Words
from notecheck.text.columns import Columns, columns

INFANT_AGE: Final = 2.0
"""Below this many years 'the baby' is the child; above, a brother or sister."""
_PROPER: Final = frozenset(("NNP", "NNPS"))
NOUNS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_VERBS: Final = frozenset(("VBD", "VBZ", "MD"))
_DATES: Final = frozenset(
    ("in", "of", "since", "by", "until", "till", "last", "next", "this", "early", "late", "mid", "from")
)
_LINKED: Final = frozenset(("step", "half", "great", "ex", "co", "birth", "foster", "adoptive"))
_JOINTS: Final = frozenset(("-", "–"))
_LONGEST: Final = 8
"""Words of a name; text made to be hostile has more."""
_MOST_BEFORE: Final = 3
"""Words that may stand between 'the' and a word for a child."""
_CHILD_WORD: Final = Word("child-word", "", False, CHILD)


class Mention(NamedTuple):
    """One place that names somebody.

    Attributes:
        start: index of its first token.
        end: one past its last.
        key: the same for all mentions of one person, as far as the note tells.
        kind: class of the person, as in `who.Who`.
        gender: 'm', 'f' or empty.
        plural: several people.
        name: by name, not by a word such as 'Mum' or 'officer'.
        vague: a name at the start of a line that may be no name, or a 'you' that is nobody.
    """

    start: int
    end: int
    key: str
    kind: str
    gender: str = ""
    plural: bool = False
    name: bool = False
    vague: bool = False


def mentions(doc: Doc, words: Words, names: Names, *, infant: bool, several: bool) -> list[Mention]:
    """All mentions of a note, in order of place.

    Args:
        doc: that has been parsed.
        words: the lists.
        names: of the note's fields.
        infant: whether the child is a baby.
        several: whether the fields name other children.
    """

    def finder(doc: Doc) -> Finder:
        return Finder(columns(doc), words, names, infant=infant, several=several)

    key = ("mentions", id(words), names.key, infant, several)
    return finder(doc).settled(by_place(doc, key, lambda doc: finder(doc).named(sought(doc)[1]), tokens=True))


def is_idle(c: Columns, words: Words, i: int) -> bool:
    """'mind you', 'you lot', the letter in 'f/u' mean nobody."""
    before, after = c.lower[i - 1] if i else "", c.lower[i + 1] if i + 1 < len(c) else ""
    return before in words["idle-before"] or before == "/" or after in words["idle-after"]


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

    def named(self, last: int) -> Iterator[Mention]:
        """What each place shows by itself, in order, up to a token."""
        c, first = self._c, self._names.by_first
        known = self._words.known | first.keys()
        letters = {form.lower() for letter in self._names.letters for form in (letter, letter + ".")}
        known |= letters
        done = 0
        words = zip(c.lower[:last], c.tag[:last], strict=True)
        for i in [i for i, (word, tag) in enumerate(words) if tag in _PROPER or word in known]:
            if i < done:
                continue
            mention = self._named(i) or self._worded(i) or self._titled(i)
            if mention is None and c.tag[i] in _PROPER:
                mention, done = self._run(i)
            if mention is not None:
                done = mention.end
                yield mention

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
        if c.tag[i] in NOUNS or after in _VERBS or after in ("POS", "CC", ","):
            return True
        if c.first[i] != i and c.text[i - 1][-1:].islower():
            return True  # 'I have not seen Will for weeks'
        if word in ("will", "may"):
            return after in ("IN", "TO")
        return word not in self._words["verb-name"]

    def _worded(self, i: int) -> Mention | None:
        """A pronoun, a family word, a word for a child, a job title or an agency."""
        c, word = self._c, self._c.lower[i]
        if word in PERSONS:
            return self._child_word(i, _CHILD_WORD) if i and c.lower[i - 1] == PERSONS[word] else None
        if word == TWO:
            alone = i + 1 >= self._n or c.tag[i + 1] not in (*NOUNS, "JJ", "CD")
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
                if word in self._words["word-name"] and c.tag[i] not in NOUNS:
                    return None
                gender = said.gender
                return Mention(i, i + 1, said.key, "professional", gender, said.plural)
            case "agency" | "record":
                if c.tag[i] not in NOUNS:
                    return None
                return Mention(i, i + 1, said.key, said.kind, "", said.plural)
            case "you":
                return Mention(i, i + 1, said.kind, said.kind, vague=is_idle(c, self._words, i))
            case _:
                return Mention(i, i + 1, said.kind, said.kind)

    def _role(self, i: int) -> Mention | None:
        before = self._words.roles.get(self._c.lower[i])
        if before and i and self._c.lower[i - 1] in before:
            return Mention(i, i + 1, f"{self._c.lower[i - 1]} {self._c.lower[i]}", "professional")
        return None

    def _kin(self, i: int, said: Word) -> Mention | None:
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

    def _child_word(self, i: int, said: Word) -> Mention | None:
        """'the lad', 'both boys', 'Baby', but not 'child protection'; 'a child' is nobody in particular."""
        c, words = self._c, self._words
        after = c.lower[i + 1] if i + 1 < self._n else ""
        if c.tag[i] not in NOUNS and not c.lower[i].startswith("bab"):
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
        return c.lower[i] in ("mr", "mrs", "ms", "dr", "pc") and c.tag[at] in NOUNS

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
        vague = end == i + 1 and not any(c.text[j][:1].isalpha() for j in range(max(c.first[i], i - 4), i))
        return Mention(i, end, " ".join(c.lower[i:end]), kind, name=True, vague=vague), end

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

    def settled(self, found: list[Mention]) -> list[Mention]:
        """One key for all names of a person; names at the start of a line that nothing bears out are dropped.

        Args:
            found: all, in order.
        """
        names = [mention for mention in found if mention.name]
        alias: dict[str, str] = {}
        for mention in names:
            if mention.kind != "child" and " " in mention.key:
                for part in mention.key.split(" "):
                    if part not in self._names.surnames:
                        alias.setdefault(part, mention.key)
        sure = {m.key for m in names if not m.vague or m.key in alias or self._is_borne_out(m)}
        settled = [m for m in found if not (m.vague and m.name) or m.key in sure]
        if again := self._again(settled):
            settled = sorted([*settled, *again], key=by_start)
        return [m._replace(key=alias[m.key]) if m.name and m.key in alias else m for m in settled]

    def _again(self, found: list[Mention]) -> list[Mention]:
        """Names that are names elsewhere, where the tagger took them for other words ('Leah from housing rang')."""
        c = self._c
        names = {
            c.text[m.start] for m in found if m.name and m.kind in ("other", "family") and len(c.text[m.start]) > 2
        }
        names = {name for name in names if name.lower() not in self._words.known and name[:1].isupper()}
        if not names:
            return []
        starts = [mention.start for mention in found]
        at = [(i, bisect_right(starts, i) - 1) for i in compress(count(), map(names.__contains__, c.text))]
        return [Mention(i, i + 1, c.lower[i], "other", name=True) for i, n in at if n < 0 or found[n].end <= i]

    def _is_borne_out(self, mention: Mention) -> bool:
        """Whether what follows is what follows a name."""
        c, after = self._c, mention.end
        if after >= self._n:
            return False
        if c.lower[after] == ",":
            return c.dep[mention.start] in ("nsubj", "nsubjpass")
        return c.tag[after] in _VERBS or c.tag[after] == "POS" or c.lower[after] in ("(", "and", "&", "from")
