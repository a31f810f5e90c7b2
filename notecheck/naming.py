"""Names, job titles and agencies of a note, and what stands beside each: the raw matter of the register of people.

A name is tied to a role ('Mr Hayes, head of year', 'your social worker Emma', 'Gareth Moss, he's the manager'), to the
family ('his mum, Yana', 'Craig, Mum's partner'), to an age or to an agency ('Leanne from CAMHS') by what stands next to
it. Every search is bounded, so that a hostile text costs no more than another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails
from notecheck.columns import Columns, columns
from notecheck.data import Lexicons

Form = Literal["name", "role", "agency"]
Learnt = Literal["beside", "list", "field", "signature", "title", "described", ""]

_ROLE, _AGENCY, _TITLE, _RANK, _KIN, _FRIEND, _PERSON = 1, 2, 4, 8, 16, 32, 64
_DETERMINERS: Final = frozenset(
    ("the", "a", "an", "your", "his", "her", "their", "my", "our", "its", "another", "new", "old", "own", "former", "previous")
)
_PRONOUNS: Final = frozenset(("he", "she", "they", "who"))
_IS: Final = frozenset(("is", "was", "are", "were", "'s", "’s", "s", "as", "being"))
_JOINTS: Final = frozenset((",", "(", "-", "–", "—", ":", "/", "|"))
_AND: Final = frozenset(("and", "&", ",", "/", "+"))
_AT: Final = frozenset(("at", "of", "for", "from", "in", "with", "on"))
_CALLED: Final = frozenset(("called", "named"))
_BECOMES: Final = frozenset(("be", "become", "becomes", "becoming", "became", "been"))
WHOSE: Final = frozenset(("your", "his", "her", "their", "my", "our"))
_BRACKETS: Final = frozenset("()")
_STOPS: Final = _JOINTS - {"-", "/"} | frozenset((";", ".", "•", "|", "+", "&"))
_REACH: Final = 10
_LONGEST: Final = 6
_NEAR: Final = 5
_ADULT: Final = 18
_NAMELIKE: Final = frozenset(("PROPN", "NOUN", "ADJ", "VERB", "INTJ", "X"))
_WHERE: Final = frozenset(("in", "at", "on", "near", "into", "past", "around", "off", "along", "the", "across"))
_OF_SOMETHING: Final = frozenset(("head", "teacher", "director", "chair", "manager", "lead", "principal"))
_NUMBER: Final = frozenset(("number", "no", "no.", "flat", "upstairs", "downstairs", "opposite"))
_NEXT_DOOR: Final = frozenset(("next door", "over the", "across the", "down the", "few doors", "a few"))
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP"))
_LETTERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’])*\Z")
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


class Words:
    """The lists of lexicons/register.yaml, lexicons/kin.yaml and the titles of lexicons/roles.yaml, made ready."""

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        def named(name: str) -> frozenset[str]:
            return frozenset(lexicons.words.get(f"register-{name}", ()))

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
        add({*roles, *(f"{word}s" for word in roles), *self.loose, *(form.lower() for form in self.exact)}, _ROLE)
        add(self.agencies, _AGENCY)
        add((*self.titles, *(f"{word}." for word in self.titles)), _TITLE)
        add((*self.ranks, *(f"{word}." for word in self.ranks)), _RANK)
        add(self.kin, _KIN)
        add(self.friends, _FRIEND)
        add(self.persons, _PERSON)
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


class Reader:
    """Finds the mentions of one Doc and what stands beside each."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.doc, self.words, self.c = doc, words, columns(doc)
        self.found: list[Found] = []
        self.ends: dict[int, int] = {}  # last token of a name → its place in `found`
        self.starts: dict[int, int] = {}  # first token of a name → its place in `found`
        self.agency_at: dict[int, int] = {}  # last token of an agency → its place in `found`
        get = words.anchors.get
        self.flags = {i: flag for i, word in enumerate(self.c.lower) if (flag := get(word))}

    def read(self) -> list[Found]:
        """Every mention, in order, with ties between names and roles."""
        taken = self._roles()
        self._names(taken)
        self._agencies(taken)
        self._tie_kin()
        self._tie_roles()
        self._tie_signatures()
        self._describe()
        return self.found

    # Mentions.

    def _roles(self) -> set[int]:
        c = self.c
        taken: set[int] = set()
        for i, flag in self.flags.items():
            if flag & _ROLE and i not in taken and (found := self._role(i)):
                if found.start and c.text[found.start - 1] == "(" and found.start - 2 in taken and c.text[found.end : found.end + 1] == [")"]:
                    taken.update(range(found.start - 1, found.end + 1))  # 'special educational needs coordinator (SENCO)'
                    self.found[-1].end = found.end + 1
                    continue
                while self.found and self.found[-1].end > found.start:  # 'head' within 'head of year'
                    self.found.pop()
                self.found.append(found)
                taken.update(range(found.start, found.end))
            elif flag & _PERSON and i not in taken and (found := self._person(i)):
                self.found.append(found)
                taken.update(range(found.start, found.end))
        return taken

    def _person(self, i: int) -> Found | None:
        """'the reading lady', 'the lady at the job centre'."""
        c = self.c
        start = self._widened(i, i)
        near = range(i + 2, min(len(c), i + 6)) if c.lower[i + 1 : i + 2] in (["at"], ["from"]) else ()
        agency = next((k for k in near if self.flags.get(k, 0) & _AGENCY), -1)
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
        if start == i and (c.pos[i] not in ("NOUN", "PROPN", "ADJ") or base in words.parts and c.text[i].isupper()):
            return None
        if start == i and base not in words.heads and base not in words.parts and (base,) not in (seq for seq, _ in words.sequences.get(base, ())):
            return None
        if base in words.parts and start == i:
            return Found(i, i + 1, "role", key)
        key = words.same.get(key, key)
        widened, end = self._widened(start, i), self._of_what(i)
        if widened < start or end > i + 1:
            key = " ".join([*c.lower[widened:i], base, *c.lower[i + 1 : end]])
        found = self._placed(Found(widened, end, "role", key, plural=plural))
        body = key == "head" and found.whose >= 0 and c.dep[i] != "appos" and c.text[found.whose - 1] != ","
        return None if body else self._nicknamed(found)  # 'he shook his head'

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
            j -= c.lower[j] in _DETERMINERS
            beside = self.flags.get(j, 0) & (_KIN | _FRIEND) and j == found.start - 1 and c.text[found.start][0].isupper()
            if beside or "call" in c.lemma[max(0, j - 1) : j + 1] and c.pos[j] != "NOUN":
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
            if not (start - 1 <= c.head[j - 1] <= i or j <= c.head[j - 1] <= i) or low in _DETERMINERS:
                break
            if c.dep[j - 1] not in ("compound", "amod", "nmod", "punct") or c.text[j - 1] in _STOPS:
                break
            if self.flags.get(j - 1, 0) & (_KIN | _FRIEND | _TITLE) or j - 1 in self.ends:
                break
            if c.text[j - 1].istitle() and c.text[i].islower() and c.first[i] < j - 1 and low not in self.words.no_name:
                break  # 'Leon Marriott social worker'
            if c.text[j - 1].istitle() and c.text[i].islower() and c.text[j].istitle():
                break
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
        if not flags & (_TITLE | _RANK):
            return False
        j = i + 1
        j += j < len(c) and c.text[j] == "."
        if j < len(c) and flags & _RANK and self.flags.get(j, 0) & _RANK and c.text[j][0].isupper():
            j += 1  # 'Detective Sergeant Willett'
        if j >= len(c) or not _LETTERS.match(c.text[j]) or self.flags.get(j, 0) & (_ROLE | _AGENCY | _TITLE):
            return False
        if c.text[i][0].isupper():
            return c.text[j][0].isupper() and (c.text[j].istitle() or c.pos[j] == "PROPN")
        return bool(flags & _TITLE) and c.pos[i] == "PROPN" and c.pos[j] == "PROPN"

    def _names(self, taken: set[int]) -> None:
        c = self.c
        marks = [i for i, pos in enumerate(c.pos) if pos == "PROPN"]
        marks += [i for i, flag in self.flags.items() if flag & (_TITLE | _RANK) and c.pos[i] != "PROPN"]
        self._names_at(sorted(marks), taken)
        known = {part for found in self.found if found.form == "name" for part in found.key.split()}
        named = {j for found in self.found if found.form == "name" for j in range(found.start, found.end)}
        again = (i for i, word in enumerate(c.lower) if word in known and i not in named)
        # The tagger takes some names for nouns, at the start of a line above all; some are agencies' as well ('Ward').
        for i in again:
            if c.text[i].istitle() and i not in taken and (c.pos[i] == "NOUN" or c.lower[i] in self.words.double):
                self._note_name(Found(i, i + 1, "name", c.lower[i]))

    def _names_at(self, places: list[int], taken: set[int]) -> None:
        done = -1
        for i in places:
            if i >= done and i not in taken and (found := self._name(i, taken)):
                done = found.end
                self._note_name(found)

    def _note_name(self, found: Found) -> None:
        self.starts[found.start] = self.ends[found.end - 1] = len(self.found)
        self.found.append(found)

    def _name(self, i: int, taken: set[int]) -> Found | None:
        """The name that starts at a token: perhaps a title, then capitalised words."""
        c, words = self.c, self.words
        title, first = "", i
        while not self._is_title(i) and self._leads(i - 1, i, taken):
            i = first = i - 1
        if self._is_title(i):
            title, first = c.lower[i].rstrip("."), i + 1
            first += c.text[first] == "."
            if self.flags.get(first, 0) & _RANK and self._is_title(first):
                title, first = c.lower[first], first + 1
        j = first
        while j < len(c) and j - first < _LONGEST and j not in taken and self._is_part(j, title if j == first else "", later=j > first):
            j += 1
            if c.text[j : j + 1] == ["-"] and self._touches(j) and self._touches(j + 1):
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
        return _LETTERS.match(c.text[j]) is not None and not self.flags.get(j, 0) and c.lower[j] not in self.words.no_name

    def _touches(self, j: int) -> bool:
        c = self.c
        return 0 < j < len(c) and c.start[j] == c.start[j - 1] + len(c.text[j - 1])

    def _is_part(self, j: int, title: str, *, later: bool) -> bool:
        c, words = self.c, self.words
        text, low = c.text[j], c.lower[j]
        if not _LETTERS.match(text):
            return False
        if title:
            return True
        if low in words.dates and not self._acts_here(j):
            return False
        if not text[0].isupper() or (c.pos[j] != "PROPN" and not (later and c.first[j] == c.first[j - 1])) or low in words.no_name or (len(text) > 1 and text.isupper()):
            return False
        flags = self.flags.get(j, 0)
        if flags & _AGENCY and low in words.double:
            return self._is_double(j)
        return not flags & (_KIN | _TITLE | _AGENCY | _FRIEND)

    def _is_double(self, j: int) -> bool:
        """'Ward Pickering', 'Siobhán Ward', but not 'on Rowan Ward'."""
        c = self.c
        if c.lower[j - 1] in ("the", *_AT) or (c.lower[j - 2] in _AT and c.text[j - 1].istitle()):
            return False
        beside = c.text[j - 1] if c.first[j] < j and c.pos[j - 1] == "PROPN" else "".join(c.text[j + 1 : j + 2])
        return beside.istitle() and beside.isalpha()

    def _acts_here(self, j: int) -> bool:
        """'Jan told me', 'April rang'."""
        c = self.c
        if j + 1 >= len(c) or c.pos[j - 1] == "NUM":
            return False
        if c.lower[j] not in self.words.months:
            return False
        joined = c.lower[j + 1] in ("and", "&") and c.pos[j + 2 : j + 3] == ["PROPN"]
        surname = c.pos[j + 1] == "PROPN" and c.text[j + 1].istitle() and c.lower[j + 1] not in self.words.dates
        return surname or (joined and c.lower[j + 2] not in self.words.dates) or (c.tag[j + 1] in _FINITE and c.lemma[j + 1] in self.words.speaks)

    def _is_place(self, first: int, end: int) -> bool:
        """'Larch Road', 'the Larches', 'Rosewell Homes'."""
        c, words = self.c, self.words
        if end - first > 1 and c.lower[end - 1] in words.places:
            surname = c.lower[end - 1] in words.surnames and end - first == 2
            return not surname or (first > 0 and (c.lower[first - 1] in _WHERE or c.pos[first - 1] == "NUM"))
        if end < len(c) and c.lower[end] in words.places and c.text[end][0].isupper():
            return True
        j = first - 1
        while j > c.first[first] and j > first - _NEAR and c.text[j].istitle():
            j -= 1
        return j >= c.first[first] and j < first and c.lower[j] == "the"

    def _agencies(self, taken: set[int]) -> None:
        c = self.c
        named = {j for found in self.found if found.form == "name" for j in range(found.start, found.end)}
        for i, flag in self.flags.items():
            if flag & _AGENCY and i not in taken and i not in named and c.pos[i] in ("NOUN", "PROPN", "ADJ"):
                start = self._widened(i, i)
                if c.lower[i] == "call":
                    if not i or c.text[i - 1] not in ("On", "ON"):
                        continue
                    start = i - 1
                self.agency_at[i] = len(self.found)
                self.found.append(Found(start, i + 1, "agency", " ".join(c.lower[start : i + 1])))

    # What stands beside a name.

    def _tie_kin(self) -> None:
        """'his mum, Yana', 'Craig, Mum's partner', 'Kelly (Mum)', 'Auntie Bev', 'Carol and Vic, Teddy's grandparents'."""
        for i, flag in self.flags.items():
            if flag & (_KIN | _FRIEND):
                tie = "family" if flag & _KIN else "friend"
                plural = self.c.lower[i].endswith("s") and flag & _FRIEND or self.c.tag[i] == "NNS"
                names = self._tied(i, i + 1, kin=True, plural=bool(plural))
                for name in names:
                    if not self.found[name].tie:
                        self.found[name].tie, self.found[name].told = tie, "beside"

    def _tie_roles(self) -> None:
        for at, role in enumerate(self.found):
            if role.form == "role":
                names = self._tied(role.start, role.end, plural=role.plural)
                for name in names:
                    if self.found[name].role < 0:
                        self.found[name].role, self.found[name].told = at, "beside"
                role.role = names[0] if names else -1

    def _tied(self, start: int, end: int, *, kin: bool = False, plural: bool = False) -> list[int]:
        """The names that a role or family word belongs to: right behind it, before it, further behind."""
        if end in self.starts and end < len(self.c) and self.c.first[end] == self.c.first[start]:
            return self._chain_right(self.starts[end], plural=plural)
        left = self._left(start, kin=kin, plural=plural)
        if left and not all(self.found[name].tie or (not kin and self.found[name].role >= 0) for name in left):
            return left
        return self._right(end, kin=kin, plural=plural) or left

    def _left(self, start: int, *, kin: bool = False, plural: bool = False) -> list[int]:
        """Names before, of which what starts here is said: 'Mr Hayes, head of year', 'Denise the midwife'."""
        c = self.c
        floor = max(c.first[start], start - _REACH)
        j, whose = self._before_title(start - 1, floor)
        if j < floor:
            return []
        if c.text[j] in _JOINTS and c.text[j] != ":":
            if kin and not whose and c.text[j] not in _BRACKETS:
                return []
            j -= 1
            if not kin and j not in self.ends:
                self._spelt(j, bracket=c.text[j + 1] == "(")
            if self.flags.get(j, 0) & _AGENCY:
                j = self._over_agency(j, floor)
        elif c.lower[j] in _IS or c.lower[j] in _BECOMES:
            j -= 1
            if j >= floor and j not in self.ends:
                return self._chain_left(self._last_name(j + 1, floor), plural=plural)
        elif kin and j + 1 == start:
            return []
        return self._chain_left(self.ends.get(j, -1), plural=plural)

    def _spelt(self, j: int, *, bracket: bool) -> None:
        """Take letters, capitals or small letters for a name where a role explains them: 'EH (SW)', 'emma (sw)'."""
        c = self.c
        if j < 0 or not _LETTERS.match(c.text[j]) or self.flags.get(j, 0):
            return
        capitals = c.text[j].isupper() and 1 < len(c.text[j])
        if (bracket and c.pos[j] in ("PROPN", "NOUN", "X")) or (capitals and c.pos[j] == "PROPN"):
            start = j
            same = str.isupper if capitals else str.islower
            while start > c.first[j] and same(c.text[start - 1]) and c.pos[start - 1] == "PROPN" and start - 1 not in self.flags:
                start -= 1
            self._note_name(Found(start, j + 1, "name", " ".join(c.lower[start : j + 1])))

    def _over_agency(self, j: int, floor: int) -> int:
        """The last token of the name in 'Karen Ife from the family team, a support worker'."""
        near = range(j - 1, max(floor, j - _NEAR) - 1, -1)
        at = next((k for k in near if self.c.lower[k] in _AT), -1)
        return at - 1 if at > 0 and at - 1 in self.ends else j

    def _before_title(self, j: int, floor: int) -> tuple[int, bool]:
        """What stands before 'her year 6', 'the bus company's', 'drug and', and whether it says whose or which it is."""
        c, whose = self.c, False
        while j >= floor:
            if c.text[j] == ")":
                j = next((k - 1 for k in range(j, max(floor, j - _NEAR) - 1, -1) if c.text[k] == "("), floor - 1)
            elif c.tag[j] == "POS":
                j -= 2
                while j >= floor and c.pos[j] == "NOUN" and j not in self.ends:
                    j -= 1
            elif c.lower[j] in _DETERMINERS or c.pos[j] in ("ADJ", "NUM") or c.lower[j] == "year":
                j -= 1
            elif c.text[j] == "-" and self._touches(j) and self._touches(j + 1) and j - 1 not in self.ends:
                j -= 2
                continue
            elif c.lower[j] in ("and", "&") and c.pos[j - 1] in ("NOUN", "ADJ") and j - 1 not in self.ends:
                j -= 2
                continue
            elif c.tag[j] == "VB" and c.text[j - 1] == ",":
                j -= 1  # ', play specialist'
            elif c.pos[j] in ("NOUN", "PROPN") and j not in self.ends and not self.flags.get(j, 0) & (_KIN | _FRIEND | _ROLE):
                j -= 1  # 'British Sign Language', 'play'
                continue
            else:
                break
            whose = True
        return j, whose

    def _last_name(self, j: int, floor: int) -> int:
        """The name that a pronoun takes up: 'Gareth Moss tomorrow, he's the manager'."""
        floor = max(floor, j - _REACH)
        return next((self.ends[k] for k in range(j - 1, floor - 1, -1) if k in self.ends), -1)

    def _right(self, end: int, *, kin: bool = False, plural: bool = False) -> list[int]:
        """Names behind: 'social worker Emma', 'the deputy head, a Ms Rao', 'Health visitor: Ann Roe'."""
        c = self.c
        last = min(len(c), end + _REACH)
        j = end
        if j < last and not kin and c.lower[j] in _AT:
            stops = (k for k in range(j + 1, last) if c.text[k] in _JOINTS or c.pos[k] in ("VERB", "AUX") or k in self.starts)
            j = next(stops, last)
            if j == last or (c.text[j] not in _JOINTS and (j not in self.starts or c.pos[j - 1] in ("DET", "ADP"))):
                return []
        if j < last and c.text[j] in _JOINTS:
            if kin and c.text[j] not in _BRACKETS and not self._is_owned(end - 1):
                return []
            j += 1
        if not kin and c.lower[j + 2 : j + 3] == ["is"] and j + 3 in self.starts and c.lower[j] in ("this", "at", "for", "in"):
            j += 3  # 'Your class teacher this year is Mrs Lee'
        if j + 1 < last and c.lower[j] in ("is", "was") and (c.lower[j + 1] in _CALLED or j + 1 in self.starts):
            j += 1
        if j < last and c.lower[j] in _CALLED:
            j += 1
        if j < last and c.lower[j] in ("the", "a", "an"):
            j += 1
        if j >= last or c.first[j] != c.first[end - 1]:
            return []
        if j == end and not kin and j not in self.starts and c.pos[j] == "PROPN" and not self.flags.get(j, 0):
            self._spelt(j, bracket=True)  # 'hv amy rang'
        return self._chain_right(self.starts.get(j, -1), plural=plural)

    def _is_owned(self, i: int) -> bool:
        """'his mum', 'Tyler's dad', 'the grandparents'."""
        c = self.c
        return i > c.first[i] and (c.lower[i - 1] in _DETERMINERS or c.tag[i - 1] == "POS" or c.pos[i - 1] == "ADJ")

    def _chain_left(self, name: int, *, plural: bool) -> list[int]:
        names = [name] if name >= 0 else []
        while plural and name >= 0 and len(names) < _LONGEST:
            j = self.found[name].start - 1
            j -= j > 0 and self.c.lower[j] in _AND
            name = self.ends.get(j, -1)
            names += [name] if name >= 0 else []
        return names

    def _chain_right(self, name: int, *, plural: bool) -> list[int]:
        names = [name] if name >= 0 else []
        while plural and name >= 0 and len(names) < _LONGEST:
            j = self.found[name].end
            j += j < len(self.c) and self.c.lower[j] in _AND
            name = self.starts.get(j, -1)
            names += [name] if name >= 0 else []
        return names

    def _tie_signatures(self) -> None:
        """Name and role on lines of their own under a pasted email."""
        blocks = [block for block in emails.of(self.doc) if block.kind == "signature"]
        for block in blocks:
            first, last = bisect_left(self.c.start, block.start), bisect_left(self.c.start, block.end)
            inside = [at for at, found in enumerate(self.found) if first <= found.start < last]
            role = next((at for at in inside if self.found[at].form == "role"), -1)
            name = next((at for at in inside if self.found[at].form == "name"), -1)
            if role >= 0 and name >= 0 and self.found[name].role < 0:
                self.found[name].role, self.found[name].told = role, "signature"
                self.found[role].role = name

    def _describe(self) -> None:
        """'who runs the bus', 'she does the rota', an age, an agency."""
        c = self.c
        for found in self.found:
            j = found.end
            if found.form != "name" or j >= len(c):
                continue
            joined = c.text[j] in _JOINTS
            j += joined
            if j >= len(c):
                continue
            if self._is_described(j, joined=joined):
                found.told = found.told or "described"
            elif joined and c.text[j].isdigit() and c.text[j - 1] in (",", "(") and len(c.text[j]) < 3:
                found.tie = found.tie or ("child" if int(c.text[j]) < _ADULT else "friend")  # no record gives a worker's age
            beside = found.end + (c.lower[found.end] in ("at", "from"))
            if " ".join(c.lower[beside : beside + 2]) in _NEXT_DOOR or c.lower[beside] in _NUMBER and beside > found.end:
                found.tie, found.told = found.tie or "friend", found.told or "beside"
            elif c.lower[found.end] in _AT or joined:
                self._place(found, j)
            elif c.lower[j + 1 : j + 2] == ["from"] and c.tag[j] in _FINITE:
                self._place(found, j + 2)  # 'Mr Feeney rang from school'

    def _place(self, found: Found, j: int) -> None:
        """The agency that a name comes from: 'Leanne from CAMHS', 'Ms Ferris, nursery'."""
        c = self.c
        for k in range(j, min(len(c), j + _NEAR)):
            if c.pos[k] in ("VERB", "AUX") or (k > j and c.pos[k] == "PUNCT" and c.text[k] != "-") or k in self.starts and k > j + 1:
                return
            if self.flags.get(k, 0) & _AGENCY:
                found.agency = k
                if k in self.agency_at:
                    self.found[self.agency_at[k]].tied = True
                return

    def _is_described(self, j: int, *, joined: bool) -> bool:
        """'who runs the bus', '(he does the repairs)', but not 'who said', which tells what happened once."""
        c = self.c
        if c.lower[j] in ("who", "whom"):
            after = next((k for k in range(j + 1, min(len(c), j + 5)) if c.pos[k] in ("VERB", "AUX")), -1)
            return after < 0 or c.tag[after] in ("VBZ", "VBP", "MD") and c.lemma[after] not in self.words.speaks
        if joined and c.lower[j] in ("he", "she", "they") and c.text[j - 1] != ":":
            return j + 1 < len(c) and c.tag[j + 1] == "VBZ" and c.lemma[j + 1] not in self.words.speaks
        return c.lemma[j] in ("interpret", "translate") or (c.lower[j] == "teaches")
