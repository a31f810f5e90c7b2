"""The register of people: everybody whom a note names or means, followed from the first mention to the last.

A reader in twenty years has to be told who each person was. The register says of each what the note says: the names,
the class (professional, family, friend, child, writer), the role in the note's own words, the agency, how and at which
mention the role was learnt, and what the text tells of the person at every mention. A role without a name ('the health
visitor said') is a person of its own, and so is an agency where somebody speaks for it ('School rang').

Nothing is asked of the parser that a list of its columns does not give; every search is bounded, so that a hostile
text costs no more than another.

Known misses: names in small letters without a title; two people of one first name of whom neither has a surname; a
role that is told in a whole sentence of its own, further on ('She works at the hub').
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails, layout, people
from notecheck.columns import Columns, columns
from notecheck.data import Lexicons
from notecheck.memo import text_of
from notecheck.note import Note, note_of

Kind = Literal["professional", "family", "friend", "child", "writer", ""]
Form = Literal["name", "role", "agency"]
Act = Literal["speaks", "acts", "will", "task", "told", "by", "passive", "listed", ""]
Learnt = Literal["beside", "list", "field", "signature", "title", "described", ""]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named or meant.

    Attributes:
        start: first token.
        end: one past the last.
        form: by name, by role or by agency.
        act: what the text tells there: the person speaks, acts, will act, is given a task, is spoken to, is the one by
            whom something was done, is the subject of a passive, stands in a list of those present; empty for none.
        verb: the token that tells it, -1 for none.
        quoted: inside a quotation or a pasted email.
    """

    start: int
    end: int
    form: Form
    act: Act = ""
    verb: int = -1
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the note names or means.

    Attributes:
        names: spellings of the name, in order; empty where there is none.
        kind: class; empty where the note does not say.
        role: the role in the note's words, in lower case; empty where the note does not say.
        agency: the agency in the note's words.
        mentions: every place, in order.
        learnt: how the role, or the tie to the family, was learnt.
        learnt_at: with which mention it was learnt, -1 for never.
        plural: a role that several people have ('the night staff', 'two officers').
        whose: token before a role that says whose it is ('your', "Mum's"), -1 for none.
    """

    names: tuple[str, ...]
    kind: Kind
    role: str
    agency: str
    mentions: tuple[Mention, ...]
    learnt: Learnt = ""
    learnt_at: int = -1
    plural: bool = False
    whose: int = -1


@dataclass(frozen=True)
class Register:
    """Everybody of a note.

    Attributes:
        people: in the order of their first mentions.
        at: token → index of the person mentioned there.
    """

    people: tuple[Person, ...]
    at: dict[int, int]


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
_NO_NAME: Final = frozenset(("I", "OK", "The", "This", "That", "He", "She", "They", "You", "We", "It"))
_WHOSE: Final = frozenset(("your", "his", "her", "their", "my", "our"))
_BRACKETS: Final = frozenset("()")
_STOPS: Final = _JOINTS - {"-", "/"} | frozenset((";", ".", "•", "|", "+", "&"))
_REACH: Final = 10
_LONGEST: Final = 6
_ADULT: Final = 18
_GREETINGS: Final = frozenset(("Hi", "Hello", "Dear", "Hiya", "Year"))
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*\Z")
_PARTS: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(slots=True)
class _Found:
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


class _Words:
    """The lists of lexicons/register.yaml, lexicons/kin.yaml and the titles of lexicons/roles.yaml, made ready."""

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        def named(name: str) -> frozenset[str]:
            return frozenset(lexicons.words.get(f"register-{name}", ()))

        self.heads, self.places, self.dates = named("heads"), named("places"), named("dates")
        self.speaks, self.tells, self.persons = named("speaks"), named("tells"), named("persons")
        self.agencies, self.bodies, self.present = named("agencies"), named("bodies"), named("present")
        self.titles, self.ranks, self.friends = named("titles"), named("ranks"), named("friends")
        self.parts = named("parts")
        self.kin = frozenset(lexicons.words.get("kin", ()))
        self.sequences: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.exact: dict[str, str] = {}
        self.loose: dict[str, str] = {}
        self._read_roles(nlp, lexicons)
        self._read_short_forms(lexicons)
        self.anchors = self._anchors()

    def _read_roles(self, nlp: Language, lexicons: Lexicons) -> None:
        for entry in lexicons.roles:
            full = entry.terms[0].lower()
            for term in entry.terms:
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
            for term in entry.terms if full else ():
                if " " not in term:
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
        add(self.titles, _TITLE)
        add(self.ranks, _RANK)
        add(self.kin, _KIN)
        add(self.friends, _FRIEND)
        add(self.persons, _PERSON)
        return found


class Registrar:
    """Makes the register of a Doc; one for each pipeline, so that checks share what was read."""

    _of: WeakKeyDictionary[Language, Registrar] = WeakKeyDictionary()

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        self._words = _Words(nlp, lexicons)
        self._known: WeakKeyDictionary[Doc, Register] = WeakKeyDictionary()

    @classmethod
    def of(cls, nlp: Language, lexicons: Lexicons) -> Registrar:
        """The registrar of a pipeline."""
        if nlp not in cls._of:
            cls._of[nlp] = cls(nlp, lexicons)
        return cls._of[nlp]

    def __call__(self, doc: Doc) -> Register:
        """The register of a Doc that has been parsed; worked out once."""
        if doc not in self._known:
            self._known[doc] = _Book(doc, self._words).register()
        return self._known[doc]


class _Reader:
    """Finds the mentions of one Doc and what stands beside each."""

    def __init__(self, doc: Doc, words: _Words) -> None:
        self.doc, self.words, self.c = doc, words, columns(doc)
        self.found: list[_Found] = []
        self.ends: dict[int, int] = {}  # last token of a name → its place in `found`
        self.starts: dict[int, int] = {}  # first token of a name → its place in `found`
        get = words.anchors.get
        self.flags = {i: flag for i, word in enumerate(self.c.lower) if (flag := get(word))}

    def read(self) -> list[_Found]:
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
                if c.text[found.start - 1] == "(" and found.start - 2 in taken and c.text[found.end : found.end + 1] == [")"]:
                    taken.update(range(found.start - 1, found.end + 1))  # 'special educational needs coordinator (SENCO)'
                    self.found[-1].end = found.end + 1
                    continue
                self.found.append(found)
                taken.update(range(found.start, found.end))
            elif flag & _PERSON and i not in taken and (found := self._person(i)):
                self.found.append(found)
                taken.update(range(found.start, found.end))
        return taken

    def _person(self, i: int) -> _Found | None:
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
        return self._placed(_Found(start, end, "role", " ".join(c.lower[start:end])))

    def _role(self, i: int) -> _Found | None:
        """The job title that ends at a token."""
        c, words = self.c, self.words
        low = c.lower[i]
        if full := words.exact.get(c.text[i]) or words.loose.get(low):
            return self._placed(_Found(i, i + 1, "role", full))
        if self._is_title(i):
            return None
        plural = low not in words.sequences and low not in words.heads and low not in words.parts
        base = low[:-1] if plural else low
        start, key = self._known_title(i, base)
        if start == i and c.pos[i] not in ("NOUN", "PROPN", "ADJ"):
            return None
        if start == i and base not in words.heads and base not in words.parts and (base,) not in (seq for seq, _ in words.sequences.get(base, ())):
            return None
        widened = self._widened(start, i)
        if widened < start:
            key = " ".join([*c.lower[widened:i], base])
        return self._placed(_Found(widened, i + 1, "role", key, plural=plural))

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
            j -= 1
        while j < start and not c.text[j][0].isalnum():
            j += 1
        return j

    def _placed(self, found: _Found) -> _Found:
        """With the word that says whose it is."""
        c, j = self.c, found.start - 1
        floor = max(c.first[found.start], found.start - 4)
        while j >= floor and c.pos[j] == "ADJ" and c.lower[j] not in _WHOSE:
            j -= 1
        if j > floor and c.tag[j] == "POS":
            found.whose = j - 1
        elif j >= floor and c.lower[j] in _WHOSE:
            found.whose = j
        return found

    def _is_title(self, i: int) -> bool:
        """A title or rank before a name: 'Sister Quinn', 'mr b'."""
        c, flags = self.c, self.flags.get(i, 0)
        if not flags & (_TITLE | _RANK):
            return False
        j = i + 1
        j += j < len(c) and c.text[j] == "."
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
        # The tagger takes some names for nouns, at the start of a line above all.
        self._names_at([i for i in again if c.pos[i] == "NOUN" and c.text[i].istitle()], taken)

    def _names_at(self, places: list[int], taken: set[int]) -> None:
        done = -1
        for i in places:
            if i >= done and i not in taken and (found := self._name(i, taken)):
                done = found.end
                self.starts[found.start] = self.ends[found.end - 1] = len(self.found)
                self.found.append(found)

    def _name(self, i: int, taken: set[int]) -> _Found | None:
        """The name that starts at a token: perhaps a title, then capitalised words."""
        c, words = self.c, self.words
        title, first = "", i
        if self._is_title(i):
            title, first = c.lower[i], i + 1
            first += c.text[first] == "."
        j = first
        while j < len(c) and j - first < _LONGEST and j not in taken and self._is_part(j, bool(title) and j == first):
            j += 1
            if c.text[j : j + 1] == ["-"] and self._touches(j) and self._touches(j + 1):
                j += 1
        if j > first and c.text[j - 1] == "-":
            j -= 1
        if j == first or (not title and self._is_place(first, j)):
            return None
        key = " ".join(word for word in c.lower[first:j] if word != "-")
        return _Found(i, j, "name", key, title=title, rank=title in words.ranks)

    def _touches(self, j: int) -> bool:
        c = self.c
        return 0 < j < len(c) and c.start[j] == c.start[j - 1] + len(c.text[j - 1])

    def _is_part(self, j: int, titled: bool) -> bool:
        c, words = self.c, self.words
        text, low = c.text[j], c.lower[j]
        if not _LETTERS.match(text):
            return False
        if titled:
            return True
        if low in words.dates and not self._acts_here(j):
            return False
        if not text[0].isupper() or c.pos[j] not in ("PROPN", "NOUN") or text in _GREETINGS or (len(text) > 1 and text.isupper()):
            return False
        return not self.flags.get(j, 0) & (_KIN | _TITLE | _AGENCY | _FRIEND)

    def _acts_here(self, j: int) -> bool:
        """'Jan told me', 'April rang'."""
        c = self.c
        return j + 1 < len(c) and c.tag[j + 1] in _FINITE and c.pos[j - 1] != "NUM"

    def _is_place(self, first: int, end: int) -> bool:
        """'Larch Road', 'the Larches', 'Rosewell Homes'."""
        c, words = self.c, self.words
        if end - first > 1 and c.lower[end - 1] in words.places:
            return True
        if end < len(c) and c.lower[end] in words.places and c.text[end][0].isupper():
            return True
        return first > c.first[first] and c.lower[first - 1] == "the"

    def _agencies(self, taken: set[int]) -> None:
        c = self.c
        named = {j for found in self.found if found.form == "name" for j in range(found.start, found.end)}
        for i, flag in self.flags.items():
            if flag & _AGENCY and i not in taken and i not in named and c.pos[i] in ("NOUN", "PROPN", "ADJ"):
                start = self._widened(i, i)
                self.found.append(_Found(start, i + 1, "agency", " ".join(c.lower[start : i + 1])))

    # What stands beside a name.

    def _tie_kin(self) -> None:
        """'his mum, Yana', 'Craig, Mum's partner', 'Kelly (Mum)', 'Auntie Bev', 'Carol and Vic, Teddy's grandparents'."""
        for i, flag in self.flags.items():
            if flag & (_KIN | _FRIEND):
                tie = "family" if flag & _KIN else "friend"
                plural = self.c.lower[i].endswith("s") and flag & _FRIEND or self.c.tag[i] == "NNS"
                names = self._left(i, kin=True, plural=bool(plural)) or self._right(i + 1, kin=True, plural=bool(plural))
                for name in names:
                    if not self.found[name].tie:
                        self.found[name].tie, self.found[name].told = tie, "beside"

    def _tie_roles(self) -> None:
        for at, role in enumerate(self.found):
            if role.form == "role":
                names = self._left(role.start, plural=role.plural) or self._right(role.end, plural=role.plural)
                for name in names:
                    if self.found[name].role < 0:
                        self.found[name].role, self.found[name].told = at, "beside"
                role.role = names[0] if names else -1

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
        elif c.lower[j] in _IS:
            j -= 1
            if j >= floor and c.lower[j] in _PRONOUNS:
                return self._chain_left(self._last_name(j, floor), plural=plural)
        elif kin and j + 1 == start:
            return []
        return self._chain_left(self.ends.get(j, -1), plural=plural)

    def _before_title(self, j: int, floor: int) -> tuple[int, bool]:
        """What stands before 'her year 6', 'the bus company's', 'drug and', and whether it says whose or which it is."""
        c, whose = self.c, False
        while j >= floor:
            if c.tag[j] == "POS":
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
            j = next((k for k in range(j + 1, last) if c.text[k] in _JOINTS or c.pos[k] in ("VERB", "AUX")), last)
            if j == last or c.text[j] not in _JOINTS:
                return []
        if j < last and c.text[j] in _JOINTS:
            if kin and c.text[j] not in _BRACKETS and not self._is_owned(end - 1):
                return []
            j += 1
        if j < last and c.lower[j] in _CALLED:
            j += 1
        if j < last and c.lower[j] in ("the", "a", "an"):
            j += 1
        if j >= last or c.first[j] != c.first[end - 1]:
            return []
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
            elif joined and c.text[j].isdigit() and int(c.text[j][:3]) < _ADULT and c.text[j - 1] in (",", "("):
                found.tie = found.tie or "child"
            if c.lower[found.end] in _AT or joined:
                found.agency = next((k for k in range(j, min(len(c), j + 4)) if self.flags.get(k, 0) & _AGENCY), -1)

    def _is_described(self, j: int, *, joined: bool) -> bool:
        """'who runs the bus', '(he does the repairs)', but not 'who said', which tells what happened once."""
        c = self.c
        if c.lower[j] in ("who", "whom"):
            after = next((k for k in range(j + 1, min(len(c), j + 5)) if c.pos[k] in ("VERB", "AUX")), -1)
            return after < 0 or c.tag[after] in ("VBZ", "VBP", "MD") and c.lemma[after] not in self.words.speaks
        if joined and c.lower[j] in ("he", "she", "they") and c.text[j - 1] != ":":
            return j + 1 < len(c) and c.tag[j + 1] == "VBZ" and c.lemma[j + 1] not in self.words.speaks
        return c.lemma[j] in ("interpret", "translate")


@dataclass(slots=True)
class _Entry:
    """A person while the register is made."""

    names: list[str] = field(default_factory=list)
    kind: Kind = ""
    role: str = ""
    agency: str = ""
    mentions: list[Mention] = field(default_factory=list)
    learnt: Learnt = ""
    learnt_at: int = -1
    plural: bool = False
    whose: int = -1
    last: str = ""
    title: str = ""

    def closed(self) -> Person:
        """The person as others read it."""
        return Person(
            tuple(dict.fromkeys(self.names)),
            self.kind,
            self.role,
            self.agency,
            tuple(self.mentions),
            self.learnt,
            self.learnt_at,
            self.plural,
            self.whose,
        )


class _Book:
    """Joins the mentions of one Doc to people."""

    def __init__(self, doc: Doc, words: _Words) -> None:
        self.words, self.c, self.note = words, columns(doc), note_of(doc)
        self.found = _Reader(doc, words).read()
        self.acts = _Acts(doc, words)
        quoted, pasted = people.quoted(doc), emails.pasted(doc)
        self.outside = [a or b for a, b in zip(quoted, pasted, strict=True)]
        self.entries: list[_Entry] = []
        self.by_part: dict[str, int] = {}
        self.by_role: dict[str, int] = {}
        self.at: dict[int, int] = {}
        self.given, self.siblings, self.author = _fields(self.note)
        self.surname = frozenset(_PARTS.findall((self.note.child.name or "").lower())[1:]) - {"baby"}
        self.own = _own_role(self.note, doc)

    def register(self) -> Register:
        """Everybody, in order of first mention."""
        for at in sorted(range(len(self.found)), key=lambda at: self.found[at].start):
            found = self.found[at]
            if found.form == "name":
                self._add(found, self._named(found))
            elif found.form == "agency":
                self._add(found, self._agency(found))
            elif found.role < 0 and found.key not in self.words.parts:
                self._add(found, self._by_role(found))
        return Register(tuple(entry.closed() for entry in self.entries), self.at)

    def _add(self, found: _Found, number: int) -> None:
        entry = self.entries[number]
        learns = found.form == "name" and (found.role >= 0 or found.rank or bool(found.told or found.tie))
        if entry.learnt_at < 0 and learns:
            self._learn(entry, found)
        act, verb = self.acts.of(found) if entry.kind not in ("child", "writer") else ("", -1)
        entry.mentions.append(Mention(found.start, found.end, found.form, act, verb, self.outside[found.start]))
        self.at.update(dict.fromkeys(range(found.start, found.end), number))

    def _learn(self, entry: _Entry, found: _Found) -> None:
        entry.learnt_at = len(entry.mentions)
        entry.learnt = found.told or ("title" if found.rank else "beside")
        role = self.found[found.role] if found.role >= 0 else None
        if role:
            entry.role, entry.whose = role.key, role.whose
            self.by_role.setdefault(role.key, self.entries.index(entry))
        if not entry.kind:
            entry.kind = "professional" if role or found.rank else _TIES.get(found.tie, "")

    def _named(self, found: _Found) -> int:
        """The entry of a name, found again by surname or first name."""
        parts = _PARTS.findall(found.key) or [found.key]
        first, last = parts[0], parts[-1]
        number = self._same(found, parts)
        if number < 0:
            number = len(self.entries)
            self.entries.append(_Entry(kind=self._class(found, first, last), title=found.title))
        entry = self.entries[number]
        entry.names.append(" ".join(self.c.text[found.start : found.end]))
        if len(parts) > 1 or found.title:
            entry.last = entry.last or last
        if found.agency >= 0 and not entry.agency:
            entry.agency = self.c.text[found.agency]
        for part in {first, last}:
            self.by_part.setdefault(part, number)
        return number

    def _same(self, found: _Found, parts: list[str]) -> int:
        if len(parts) == 1 and len(parts[0]) == 1:  # 'Ms T', 'PC V', 'Abdi W'
            for number in range(len(self.entries) - 1, -1, -1):
                entry = self.entries[number]
                if entry.title == found.title and entry.last.startswith(parts[0]):
                    return number
            return -1
        for part in (parts[-1], parts[0]):
            number = self.by_part.get(part, -1)
            if number >= 0 and self._agrees(self.entries[number], parts, bool(found.title)):
                return number
        return -1

    @staticmethod
    def _agrees(entry: _Entry, parts: list[str], titled: bool) -> bool:
        """Whether two names can be one person's: 'Gaynor Holt' and 'Gaynor Price' cannot."""
        known = [_PARTS.findall(name.lower()) for name in entry.names]
        full = next((name for name in known if len(name) > 1 and not entry.title), None)
        if len(parts) > 1 and full:
            return full[0] == parts[0] or len(parts[0]) == 1 or full[-1] == parts[-1] and titled
        return True

    def _class(self, found: _Found, first: str, last: str) -> Kind:
        if not found.title and first in self.given:
            return "child"
        if not found.title and first in self.siblings:
            return "family"
        if self.author and (last == self.author[-1] or (not found.title and first == self.author[0])):
            return "writer"
        if last in self.surname and (found.title or first != last) and not found.rank:
            return "family"
        return ""

    def _by_role(self, found: _Found) -> int:
        """The entry of a role: the person who has it, or one without a name."""
        key = found.key
        whose = self.c.lower[found.whose] if found.whose >= 0 and self.c.pos[found.whose] in ("PROPN", "NOUN") else ""
        if whose and whose not in self.given:
            key = f"{whose} {key}"
        elif self._is_own(found.key, found):
            return self._writer()
        if key in self.by_role:
            return self.by_role[key]
        head = key.split()[-1]
        if not whose and (known := self._of_head(head, key)) >= 0:
            return known
        self.by_role[key] = len(self.entries)
        self.entries.append(_Entry(kind="professional", role=found.key, plural=found.plural, whose=found.whose))
        return len(self.entries) - 1

    def _of_head(self, head: str, key: str) -> int:
        """'the sergeant' after 'Detective Sergeant Willett', 'the nurse' after 'a student nurse'."""
        if key != head:
            return -1
        same = (number for role, number in self.by_role.items() if role.split()[-1] == head)
        return next(same, -1)

    def _is_own(self, key: str, found: _Found) -> bool:
        if found.whose >= 0 and self.c.lower[found.whose] in ("my", "our"):
            return False
        return any(key == own or own.endswith(f" {key}") or key.endswith(f" {own}") for own in self.own)

    def _writer(self) -> int:
        number = next((n for n, entry in enumerate(self.entries) if entry.kind == "writer"), -1)
        if number < 0:
            self.entries.append(_Entry(kind="writer", role=self.own[0] if self.own else ""))
            number = len(self.entries) - 1
        return number

    def _agency(self, found: _Found) -> int:
        key = f"{found.key} (agency)"
        if key not in self.by_role:
            self.by_role[key] = len(self.entries)
            agency = " ".join(self.c.text[found.start : found.end])
            self.entries.append(_Entry(kind="professional", agency=agency))
        return self.by_role[key]


_TIES: Final[dict[str, Kind]] = {"family": "family", "friend": "friend", "child": "child"}


def _fields(note: Note) -> tuple[frozenset[str], frozenset[str], list[str]]:
    """Parts of names that the note's own fields give: the child's, the other children's, the author's."""

    def parts(*names: str | None) -> list[str]:
        return [part for name in names if name for part in _PARTS.findall(name.lower())]

    given = frozenset([*parts(*note.child.known_as), *parts(note.child.name)[:1]])
    return given, frozenset(parts(*note.other_children)), parts(note.author.name)


def _own_role(note: Note, doc: Doc) -> list[str]:  # noqa: ARG001
    role = (note.author.role or "").split(",")[0].lower()
    return [role.replace("-", " ")] if role else ["social worker"]


class _Acts:
    """What the text tells of somebody at one place."""

    def __init__(self, doc: Doc, words: _Words) -> None:
        self.c, self.words = columns(doc), words
        self.lists = list(_lists(doc, self.c, words))

    def of(self, found: _Found) -> tuple[Act, int]:
        """The act and the token that tells it."""
        if any(start <= found.start < end for start, end in self.lists):
            return "listed", -1
        return self._beside(found) or self._parsed(found)

    def _beside(self, found: _Found) -> tuple[Act, int] | None:
        """The verb right behind: 'HV has closed', 'School nurse to look at it', '- Dentist says'."""
        c, j = self.c, found.end
        last = min(len(c), j + _REACH)
        if j < last and c.text[j] == "(":
            j = next((k + 1 for k in range(j, last) if c.text[k] == ")"), j)
        while j < last and (c.tag[j] == "RB" or c.lower[j] in ("also", "then", "has", "have", "had")):
            j += 1
        if j >= last:
            return None
        if c.lower[j] == "to" and j + 1 < last and c.tag[j + 1] == "VB":
            return ("passive" if c.lower[j + 1] == "be" and j + 2 < last and c.tag[j + 2] == "VBN" else "task"), j + 1
        return self._finite(j) if c.tag[j] in _FINITE else None

    def _finite(self, verb: int) -> tuple[Act, int]:
        c = self.c
        if c.lemma[verb] in self.words.speaks or c.lower[verb] in self.words.speaks:
            return "speaks", verb
        return "acts", verb

    def _parsed(self, found: _Found) -> tuple[Act, int]:
        c = self.c
        i = next((k for k in range(found.end - 1, found.start - 1, -1) if not found.start <= c.head[k] < found.end), -1)
        i = found.end - 1 if i < 0 else i
        for _ in range(_LONGEST):
            if c.dep[i] != "conj" or c.head[i] == i:
                break
            i = c.head[i]
        dep, verb = c.dep[i], c.head[i]
        if dep in ("pobj", "dative") and c.pos[verb] == "ADP":
            prep, verb = c.lower[verb], c.head[verb]
            if prep == "by" and c.tag[verb] == "VBN":
                return "by", verb
            dep = "dobj" if prep in ("to", "with", "from", "off") else ""
        if dep in ("dobj", "dative", "pobj"):
            return ("told", verb) if c.lemma[verb] in self.words.tells else ("", verb)
        if dep == "nsubjpass":
            return "passive", verb
        if dep != "nsubj" or c.pos[verb] not in ("VERB", "AUX"):
            return "", -1
        return self._subject(i, verb)

    def _subject(self, i: int, verb: int) -> tuple[Act, int]:
        c = self.c
        between = range(max(i + 1, verb - 5), verb)
        if any(c.tag[k] == "MD" for k in between):
            return "will", verb
        if c.tag[verb] == "VB":
            return ("task", verb) if c.lower[verb - 1] == "to" else ("", verb)
        return self._finite(verb)


_FINITE: Final = frozenset(("VBD", "VBZ", "VBP"))
_PRESENT_LINE: Final = re.compile(r"\s*[-–—:,]\s|\s+(?=[-–—])")


def _lists(doc: Doc, c: Columns, words: _Words) -> Iterator[tuple[int, int]]:
    """Token ranges of the lists of those present, or of those who could not come."""
    text = text_of(doc)
    heads = False
    for line in layout.of(doc):
        if line.kind == "blank":
            continue
        label = text[line.body : line.label_end].rstrip(" :*_").strip().lower()
        if not label and line.end - line.body < 400:
            label = _PRESENT_LINE.split(text[line.body : line.body + 40].lower() + " ", maxsplit=1)[0].strip(" *_:")
        named = label in words.present
        if named or (heads and line.kind in ("bullet", "text", "field") and line.end - line.body < 80):
            yield bisect_left(c.start, line.start), bisect_left(c.start, line.end)
            heads = named and line.label_end == line.end or heads and not named
        else:
            heads = False
        if named and line.kind == "heading":
            heads = True
