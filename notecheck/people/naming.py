"""Names, job titles and agencies of a note: where each stands, the raw matter of the register of people.

No list of first names is asked: a name is what is written and tagged like one, so that 'Siobhán' and 'Semhar' are read
like 'Emma'. Job titles are those of lexicons/roles.yaml, the short forms of lexicons/acronyms.yaml whose meaning is a
job, and whatever ends like a job title ('neonatal nurse'). Every search is bounded, so that a hostile text costs no
more than another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.people.titles import AGENCY, FRIEND, KIN, PERSON, RANK, ROLE, TITLE, Words
from notecheck.text.columns import Columns, columns

Form = Literal["name", "role", "agency"]
Learnt = Literal["beside", "signature", "title", "described", ""]

DETERMINERS: Final = frozenset(
    ("the", "a", "an", "your", "his", "her", "their", "my", "our", "its", "another", "new", "old", "own", "former",
     "previous")
)  # fmt: skip
JOINTS: Final = frozenset((",", "(", "-", "–", "—", ":", "/", "|"))
AT: Final = frozenset(("at", "of", "for", "from", "in", "with", "on"))
WHOSE: Final = frozenset(("your", "his", "her", "their", "my", "our"))
_STOPS: Final = JOINTS - {"-", "/"} | frozenset((")", ";", ".", "•", "|", "+", "&"))
LONGEST: Final = 6
NEAR: Final = 5
_BELONGS: Final = frozenset(("compound", "amod", "nmod", "punct"))
_NAMELIKE: Final = frozenset(("PROPN", "NOUN", "ADJ", "VERB", "INTJ", "X"))
_WHERE: Final = frozenset(("in", "at", "on", "near", "into", "past", "around", "off", "along", "the", "across"))
_MISSES: Final = frozenset(
    ("i", "you", "we", "they", "who", "to", "not", "n't", "n’t", "do", "did", "will", "'ll", "would", "might", "may",
     "really", "still", "also", "just", "and", "always", "must", "'d")
)  # fmt: skip
_OF_SOMETHING: Final = frozenset(("head", "teacher", "director", "chair", "manager", "lead", "principal"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP"))
LETTERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’])*\Z")
PARTS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’](?=[^\W\d_]))*")


@dataclass(slots=True)
class Found:
    """A mention while it is being worked out.

    Attributes:
        start: first token.
        end: one past the last.
        form: by name, by role, by agency.
        key: what counts as the same person: the full title of a role, the words of a name.
        plural: several people.
        title: 'Mrs', 'PC'.
        rank: the title tells the role.
        role: index of the role that stands with a name, and of the name that stands with a role; -1 for none.
        tie: 'family' or 'friend' where kinship stands with it, 'child' with an age.
        told: how that was learnt.
        whose: token before a role that says whose it is.
        agency: first token of an agency that stands with a name.
        tied: an agency that only says where somebody works.
    """

    start: int
    end: int
    form: Form
    key: str
    plural: bool = False
    title: str = ""
    rank: bool = False
    role: int = -1
    tie: str = ""
    told: Learnt = ""
    whose: int = -1
    agency: int = -1
    tied: bool = False


class _Seen(NamedTuple):
    """A role or a name as its place shows it, as in `Found`; nothing is tied to it yet.

    Attributes:
        form: `maybe` for a word that is a name if it is one elsewhere in the note; empty for tokens of a role that was
            dropped.
        back: how many tokens before `start` the word stands that says whose a role is; 0 for none.
    """

    start: int
    end: int
    form: Form | Literal["maybe", ""]
    key: str
    plural: bool = False
    title: str = ""
    rank: bool = False
    tie: str = ""
    back: int = 0

    @classmethod
    def of(cls, found: Found) -> _Seen:
        """What was found at a place, wherever that is."""
        back = found.start - found.whose if found.whose >= 0 else 0
        return cls(
            found.start, found.end, found.form, found.key, found.plural, found.title, found.rank, found.tie, back
        )

    def found(self) -> Found:
        """The same to be worked out further."""
        form: Form = "role" if self.form == "role" else "name"
        whose = self.start - self.back if self.back else -1
        return Found(
            self.start, self.end, form, self.key, self.plural, self.title, self.rank, tie=self.tie, whose=whose
        )


class Finder:
    """Finds the mentions of one Doc.

    Args:
        c: its columns.
        words: the lists.

    Attributes:
        found: every mention; after `find` roles, names and agencies, each in no order.
        starts: first token of a name → its place in `found`.
        ends: last token of a name → its place in `found`.
        agency_at: last token of an agency → its place in `found`.
        flags: token → what its word can be, as bits.
    """

    def __init__(self, c: Columns, words: Words) -> None:
        self.c, self.words = c, words
        self.found: list[Found] = []
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.agency_at: dict[int, int] = {}
        self.flags = {i: words.anchors[c.lower[i]] for i in c.with_word(words.anchors.keys())}

    def find(self, doc: Doc, again: Set[str]) -> None:
        """Fill `found`; roles and names are told where they stand, and agencies by what is left.

        Args:
            doc: whose mentions they are; it may be a piece of a note.
            again: what `names_again` says of the note.
        """
        seen = [each for each in _seen(doc, self.words) if each.form != "maybe" or each.key in again]
        self.found += [each.found() for each in seen if each.form == "role"]
        for form in ("name", "maybe"):
            for each in seen:
                if each.form == form:
                    self.note_name(each.found())
        self._agencies({i for each in seen for i in range(each.start, each.end)})

    def look(self) -> Iterator[_Seen]:
        """Roles and names, by what is near each alone."""
        c = self.c
        taken, dropped = self._roles()
        self._names(taken)
        yield from (_Seen.of(each) for each in self.found)
        yield from (_Seen(start, end, "", "") for start, end in dropped)
        taken |= {i for each in self.found for i in range(each.start, each.end)}
        # The tagger takes some names for nouns, at the start of a line above all; some are agencies' as well ('Ward').
        nouns = [i for i, pos in enumerate(c.pos) if pos == "NOUN"]
        for i in {*nouns, *c.with_word(self.words.double)} - taken:
            if c.text[i].istitle():
                yield _Seen(i, i + 1, "maybe", c.lower[i])

    def is_(self, i: int, flags: int) -> bool:
        """Whether a token's word can be one of these."""
        return bool(self.flags.get(i, 0) & flags)

    def note_name(self, found: Found) -> None:
        """Take in a name."""
        self.starts[found.start] = self.ends[found.end - 1] = len(self.found)
        self.found.append(found)

    def touches(self, j: int) -> bool:
        """Whether no space stands before a token."""
        c = self.c
        return 0 < j < len(c) and c.start[j] == c.start[j - 1] + len(c.text[j - 1])

    def _roles(self) -> tuple[set[int], list[tuple[int, int]]]:
        """Find job titles; the tokens that they take, and those of titles that are part of another and were dropped."""
        taken: set[int] = set()
        dropped: list[tuple[int, int]] = []
        for i, flag in self.flags.items():
            if i in taken:
                continue
            found = (self._role(i) if flag & ROLE else None) or (self._person(i) if flag & PERSON else None)
            if not found:
                continue
            taken.update(range(found.start, found.end))
            if self._is_bracketed(found) and found.start - 2 in taken:  # 'special needs coordinator (SENCO)'
                self.found[-1].end = found.end + 1
                continue
            while self.found and self.found[-1].end > found.start:  # 'head' within 'head of year'
                last = self.found.pop()
                dropped.append((last.start, last.end))
            self.found.append(found)
        return taken, dropped

    def _is_bracketed(self, found: Found) -> bool:
        c = self.c
        return found.start > 1 and c.text[found.start - 1] == "(" and c.text[found.end : found.end + 1] == [")"]

    def _person(self, i: int) -> Found | None:
        """'the reading lady', 'the lady at the job centre'."""
        c = self.c
        start = self._widened(i, i)
        near = range(i + 2, min(len(c), i + 6)) if c.lower[i + 1 : i + 2] in (["at"], ["from"]) else ()
        agency = next((k for k in near if self.flags.get(k, 0) & AGENCY), -1)
        if agency < 0 and not any(c.dep[k] == "compound" for k in range(start, i)):
            return None
        end = agency + 1 if agency >= 0 else i + 1
        if c.text[end : end + 1] == [","] and c.lower[end + 1 : end + 2] in (["a"], ["an"]):
            return None  # 'the man from the council, a plumber called Tony'
        return self._placed(Found(start, end, "role", " ".join(c.lower[start:end])))

    def _role(self, i: int) -> Found | None:
        """The job title that ends at a token."""
        c, words = self.c, self.words
        low = c.lower[i]
        if self._is_title(i):
            return None
        if full := words.exact.get(c.text[i]) or words.loose.get(low):
            return self._placed(Found(i, i + 1, "role", words.same.get(full, full)))
        plural = low not in words.sequences and low not in words.heads and low not in words.parts
        base = low[:-1] if plural else low
        start, key = self._known_title(i, base)
        if start == i:
            if c.pos[i] not in ("NOUN", "PROPN", "ADJ"):
                return None
            if base in words.parts and self._of_what(i) == i + 1:
                return None if c.text[i].isupper() else Found(i, i + 1, "role", key)
            if (
                base not in words.heads
                and base not in words.parts
                and not any(len(sequence) == 1 for sequence, _ in words.sequences.get(base, ()))
            ):
                return None
        return self._titled(start, i, words.same.get(key, key), plural=plural)

    def _titled(self, start: int, i: int, key: str, *, plural: bool) -> Found | None:
        """A title with what belongs to it before and behind."""
        c = self.c
        base = c.lower[i][:-1] if plural else c.lower[i]
        widened, end = self._widened(start, i), self._of_what(i)
        if widened < start or end > i + 1:
            key = " ".join([*c.lower[widened:i], base, *c.lower[i + 1 : end]])
        found = self._placed(Found(widened, end, "role", key, plural=plural))
        if found.end - found.start == 1 and base == "head" and found.whose >= 0 and c.dep[i] != "appos":
            return self._nicknamed(found) if c.text[found.whose - 1] == "," else None  # 'he shook his head'
        return self._nicknamed(found)

    def _of_what(self, i: int) -> int:
        """One past 'head of lower school', 'teacher of the Deaf'."""
        c = self.c
        if c.lower[i + 1 : i + 2] != ["of"] or c.lower[i] not in _OF_SOMETHING:
            return i + 1
        last = min(len(c), i + 6)
        j = i + 2
        while j < last and c.first[j] == c.first[i] and c.pos[j] in ("NOUN", "PROPN", "ADJ", "DET", "NUM"):
            j += 1
        return j if j > i + 2 else i + 1

    def _nicknamed(self, found: Found) -> Found:
        """'Auntie Matron', 'your friend Nurse', 'everyone calls him Coach'."""
        c, j = self.c, found.start - 1
        if j >= c.first[found.start]:
            j -= c.lower[j] in DETERMINERS
            beside = self.is_(j, KIN | FRIEND) and j == found.start - 1 and c.text[found.start][0].isupper()
            if beside or ("call" in c.lemma[max(0, j - 1) : j + 1] and c.pos[j] != "NOUN"):
                found.tie = "family"
        if c.text[found.end : found.end + 1] == ["("] and "nickname" in c.lower[found.end : found.end + 4]:
            found.tie = "family"
        return found

    def _known_title(self, i: int, base: str) -> tuple[int, str]:
        """The longest title of the lexicon that ends at a token: its first token and the title in full."""
        for sequence, title in self.words.sequences.get(base, ()):
            first = i + 1 - len(sequence)
            if first >= 0 and tuple(self.c.lower[first:i]) == sequence[:-1]:
                return first, title
        return i, base

    def _widened(self, start: int, i: int) -> int:
        """'neonatal nurse', 'key stage manager': the words before that belong to it."""
        c, floor = self.c, max(self.c.first[i], start - 5)
        j = start
        while j > floor:
            low = c.lower[j - 1]
            if not start - 1 <= c.head[j - 1] <= i or c.dep[j - 1] not in _BELONGS or c.text[j - 1] in _STOPS:
                break
            if low in DETERMINERS or self.is_(j - 1, KIN | FRIEND | TITLE) or j - 1 in self.ends:
                break
            if low == "-" and not self.touches(j):
                break  # 'Nicola Shah - Team Manager'
            named = c.text[j].istitle() or (c.first[i] < j - 1 and low not in self.words.no_name)
            if named and c.text[j - 1].istitle() and c.text[i].islower():
                break  # 'Leon Marriott social worker'
            j -= 1
        while j < start and not c.text[j][0].isalnum():
            j += 1
        return j

    def _placed(self, found: Found) -> Found:
        """With the word that says whose it is."""
        c, j = self.c, found.start - 1
        floor = max(c.first[found.start], found.start - 4)
        while j >= floor and c.pos[j] == "ADJ" and c.lower[j] not in WHOSE:
            j -= 1
        if j > floor and c.tag[j] == "POS":
            found.whose = j - 1
        elif j >= floor and c.lower[j] in WHOSE:
            found.whose = j
        return found

    def _is_title(self, i: int) -> bool:
        """A title or rank before a name: 'Sister Quinn', 'mr b'."""
        c, flags = self.c, self.flags.get(i, 0)
        if not flags & (TITLE | RANK):
            return False
        j = i + 1
        j += j < len(c) and c.text[j] == "."
        if j < len(c) and flags & RANK and self.flags.get(j, 0) & RANK and c.text[j][0].isupper():
            j += 1  # 'Detective Sergeant Willett'
        if j >= len(c) or not LETTERS.match(c.text[j]) or self.flags.get(j, 0) & (ROLE | AGENCY | TITLE):
            return False
        if c.text[i][0].isupper():
            return c.text[j][0].isupper() and (c.text[j].istitle() or c.pos[j] == "PROPN")
        if c.lower[i] == "miss" and i and c.lower[i - 1] in _MISSES:
            return False  # 'you miss Kai'
        return bool(flags & TITLE) and c.pos[i] == "PROPN" and c.pos[j] == "PROPN"

    def _names(self, taken: set[int]) -> None:
        c = self.c
        marks = [i for i, pos in enumerate(c.pos) if pos == "PROPN"]
        marks += [i for i, flag in self.flags.items() if flag & (TITLE | RANK) and c.pos[i] != "PROPN"]
        self._names_at(sorted(marks), taken)

    def _names_at(self, places: list[int], taken: set[int]) -> None:
        done = 0
        for i in places:
            if i >= done and i not in taken and (found := self._name(i, taken, max(done, i - LONGEST))):
                done = found.end
                self.note_name(found)

    def _name(self, i: int, taken: set[int], floor: int) -> Found | None:
        """The name that starts at a token: perhaps a title, then capitalised words."""
        c, words = self.c, self.words
        title, first = "", i
        while i > floor and not self._is_title(i) and self._leads(i - 1, i, taken):
            i = first = i - 1
        if self._is_title(i):
            title, first = c.lower[i].rstrip("."), i + 1
            first += c.text[first] == "."
            if self.flags.get(first, 0) & RANK and self._is_title(first):
                title, first = c.lower[first], first + 1
        j = first
        last = min(len(c), first + LONGEST)
        while j < last and j not in taken and ((title and j == first) or self._is_part(j, later=j > first)):
            j += 1
            if c.text[j : j + 1] == ["-"] and self.touches(j) and self.touches(j + 1):
                j += 1
        if j > first and c.text[j - 1] == "-":
            j -= 1
        if j == first or (not title and self._is_place(first, j)):
            return None
        key = " ".join(word for word in c.lower[first:j] if word != "-")
        return Found(i, j, "name", key, title=title, rank=title in words.ranks)

    def _leads(self, j: int, i: int, taken: set[int]) -> bool:
        """A first name that the tagger took for another word."""
        c = self.c
        if j < 0 or c.first[j] != c.first[i] or j in taken or not c.text[j].istitle() or c.pos[j] not in _NAMELIKE:
            return False
        return (
            LETTERS.match(c.text[j]) is not None and not self.flags.get(j, 0) and c.lower[j] not in self.words.no_name
        )

    def _is_part(self, j: int, *, later: bool) -> bool:
        """A capitalised word that can be one's name; behind another, whatever the tagger takes it for."""
        c, words = self.c, self.words
        text, low = c.text[j], c.lower[j]
        if not text[0].isupper() or (len(text) > 1 and text.isupper()) or not LETTERS.match(text):
            return False
        if c.pos[j] != "PROPN" and not (later and c.first[j] == c.first[j - 1]):
            return False
        if low in words.no_name or (low in words.dates and not self._is_named_so(j)):
            return False
        if low in words.double and self.is_(j, AGENCY):
            return self._is_double(j)
        return not self.is_(j, KIN | TITLE | AGENCY | FRIEND)

    def _is_double(self, j: int) -> bool:
        """'Ward Pickering', 'Siobhán Ward', but not 'on Rowan Ward'."""
        c = self.c
        before = c.lower[max(0, j - 2) : j]
        if before[-1:] and before[-1] in ("the", *AT):
            return False
        if len(before) > 1 and before[0] in AT and c.text[j - 1].istitle():
            return False
        beside = c.text[j - 1] if c.first[j] < j and c.pos[j - 1] == "PROPN" else "".join(c.text[j + 1 : j + 2])
        return beside.istitle() and beside.isalpha()

    def _is_named_so(self, j: int) -> bool:
        """'Jan told me', 'April Cole', 'Jan and Pete'."""
        c, words = self.c, self.words
        if j + 1 >= len(c) or (j and c.pos[j - 1] == "NUM") or c.lower[j] not in words.months:
            return False
        if c.tag[j + 1] in FINITE:
            return c.lemma[j + 1] in words.speaks
        k = j + 1 + (c.lower[j + 1] in ("and", "&"))
        return k < len(c) and c.pos[k] == "PROPN" and c.text[k].istitle() and c.lower[k] not in words.dates

    def _is_place(self, first: int, end: int) -> bool:
        """'Larch Road', 'the Larches', 'Rosewell Homes'."""
        c, words = self.c, self.words
        if end - first > 1 and c.lower[end - 1] in words.places:
            surname = c.lower[end - 1] in words.surnames and end - first == 2
            return not surname or (first > 0 and (c.lower[first - 1] in _WHERE or c.pos[first - 1] == "NUM"))
        if end < len(c) and c.lower[end] in words.places and c.text[end][0].isupper():
            return True
        j = first - 1
        while j > c.first[first] and j > first - NEAR and c.text[j].istitle():
            j -= 1
        return j >= c.first[first] and j < first and c.lower[j] == "the"

    def _agencies(self, taken: set[int]) -> None:
        c = self.c
        for i, flag in self.flags.items():
            if flag & AGENCY and i not in taken and c.pos[i] in ("NOUN", "PROPN", "ADJ"):
                start = self._widened(i, i)
                if c.lower[i] == "call":
                    if not i or c.text[i - 1] not in ("On", "ON"):
                        continue
                    start = i - 1
                self.agency_at[i] = len(self.found)
                self.found.append(Found(start, i + 1, "agency", " ".join(c.lower[start : i + 1])))


def _seen(doc: Doc, words: Words) -> list[_Seen]:
    """Roles and names of a note or a piece of it, as their places show them."""
    name = ("named", id(words))
    return by_place(doc, name, lambda doc: Finder(columns(doc), words).look(), by="words", tokens=True, near=1)


def names_again(doc: Doc, words: Words) -> frozenset[str]:
    """Words, in lower case, that are names in one place of a note, and so in others where nothing else tells it."""
    seen = _seen(doc, words)
    known = {part for each in seen if each.form == "name" for part in each.key.split()}
    return frozenset([each.key for each in seen if each.form == "maybe" and each.key in known])
