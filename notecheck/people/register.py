"""The register of people: everybody whom a note names or means, followed from the first mention to the last.

A reader in twenty years has to be told who each person was. The register says of each what the note says: the names,
the class (professional, family, friend, child, writer), the role in the note's own words, the agency, how and at which
mention that was learnt, and what the text tells of the person at every mention. A role without a name ('the health
visitor said') is a person of its own, and so is an agency where somebody speaks for it ('School rang').

A check makes its `Registrar` when it is prepared, with `Registrar.of(nlp, lexicons)`, and asks it for the register of a
Doc, which is made once.

Known misses: names in small letters without a title; two people of one first name of whom neither has a surname; a
role that is told in a whole sentence of its own, further on ('She works at the hub').
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal, NamedTuple
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.places import is_within
from notecheck.data import Lexicons
from notecheck.note import Note, note_of
from notecheck.people import told, whose
from notecheck.people.deeds import LISTED, NOTHING, Act, lists
from notecheck.people.naming import PARTS, WHOSE, Form, Learnt
from notecheck.people.titles import Words
from notecheck.people.told import Told
from notecheck.text import emails
from notecheck.text.columns import columns

Kind = Literal["professional", "family", "friend", "child", "writer", ""]


class Mention(NamedTuple):
    """One place where a person is named or meant.

    Attributes:
        start: first token.
        end: one past the last.
        form: by name, by role or by agency.
        act: what the text tells there: the person speaks, acts, will act, is given a task, is told something, is the
            one from whom a letter comes or by whom something was done, is the subject of a passive, stands in a list of
            those present or alone in a cell; empty for none.
        verb: the token that tells it, -1 for none.
        outside: inside a quotation or a pasted email: somebody else's words.
    """

    start: int
    end: int
    form: Form
    act: Act = ""
    verb: int = -1
    outside: bool = False


class Person(NamedTuple):
    """Somebody whom the note names or means.

    Attributes:
        names: spellings of the name, in order; empty where there is none.
        kind: class; empty for a name that the note ties to nothing (which may be a place).
        role: the role in lower case, short forms written out; empty where the note does not say.
        agency: the agency in the note's words.
        mentions: every place, in order.
        learnt: how the role, or the tie to the family, was learnt: from what stands beside the name, from the signature
            of an email, from a title (PC, Dr), from a description ('who runs the bus').
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
    """

    people: tuple[Person, ...]


class Registrar:
    """Makes the register of a Doc; one for each pipeline, so that checks share what was read."""

    _of: ClassVar[WeakKeyDictionary[Language, Registrar]] = WeakKeyDictionary()

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        self._words = Words(nlp, lexicons)
        self._known: WeakKeyDictionary[Doc, Register] = WeakKeyDictionary()

    @property
    def unsure(self) -> frozenset[str]:
        """Short forms of roles, in lower case, that mean something else as well."""
        return frozenset(self._words.unsure)

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
    full: list[str] = field(default_factory=list)
    last: str = ""
    titles: set[str] = field(default_factory=set)

    def closed(self) -> Person:
        """The person as others read it."""
        names = tuple(dict.fromkeys(self.names))
        mentions = tuple(self.mentions)
        return Person(
            names, self.kind, self.role, self.agency, mentions, self.learnt, self.learnt_at, self.plural, self.whose
        )

    def agrees(self, parts: list[str], title: str) -> bool:
        """Whether a name can be this person's: 'Gaynor Holt' and 'Gaynor Price' are two."""
        if title and self.titles and title not in self.titles and {title, *self.titles} <= _SEXED:
            return False
        full = self.full
        if len(parts) < 2 or not full:
            return True
        same = full[0] == parts[0] or (1 in (len(parts[0]), len(full[0])) and full[0][0] == parts[0][0])
        return same and full[-1] == parts[-1]


_SEXED: Final = frozenset(("mr", "mrs", "miss", "ms"))
_TIES: Final[dict[str, Kind]] = {"family": "family", "friend": "friend", "child": "child"}
_AGAIN: Final = frozenset(("the", "this", "that", "same"))
_MOST: Final = 60
_SHORT: Final = 4  # letters that a surname and its other form share: Sawicki, Sawicka
_OWN_SORTS: Final = ("allocated", "lead", "duty", "named", "senior", "children's", "child's")
"""What may stand before the author's own role and mean the author still."""


class _Book:
    """Joins the mentions of one Doc to people."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self._words, self._c = words, columns(doc)
        self._told = told.told(doc, words)
        self._lists = list(lists(self._c, words))
        self._quoted, self._pasted = whose.quoted(doc), emails.pasted(doc)
        self._entries: list[_Entry] = []
        self._by_part: dict[str, int] = {}
        self._by_role: dict[str, int] = {}
        self._by_head: dict[str, list[tuple[set[str], int]]] = {}  # last word of a role → its words, and who has it
        self._speaking = -1  # the agency that spoke last
        self._author_at = -1
        note = note_of(doc)
        self._given, self._siblings, self._author = _fields(note)
        self._surnames = _surnames(note)
        self._own = _own_role(note)

    def register(self) -> Register:
        """Everybody, in order of first mention."""
        for found in self._told:
            if found.form == "name":
                self._add(found, self._named(found))
            elif found.tied:
                continue
            elif found.form == "agency":
                self._add(found, self._agency(found))
            elif not self._is_initials(found) and found.key not in self._words.parts and not found.tie:
                self._add(found, self._by_title(found))
        return Register(tuple(entry.closed() for entry in self._entries))

    def _is_initials(self, found: Told) -> bool:
        """'KW' under a note by Keith Whitmore."""
        text = self._c.text[found.start]
        return text.isupper() and text.lower() == "".join(part[0] for part in self._author)

    def _add(self, found: Told, number: int) -> None:
        entry = self._entries[number]
        if entry.learnt_at < 0 and found.form == "name" and (found.role or found.rank or found.learnt or found.tie):
            self._learn(number, found)
        if found.role:
            self._know(found.role, number)
            entry.role = entry.role or found.role
        act, verb = NOTHING if entry.kind in ("child", "writer", "family") else self._deed(found)
        if found.form == "agency" and act == "speaks":
            self._speaking = number
        outside = self._quoted[found.start] or self._pasted[found.start]
        entry.mentions.append(Mention(found.start, found.end, found.form, act, verb, outside))

    def _deed(self, found: Told) -> tuple[Act, int]:
        return LISTED if is_within(self._lists, found.start) else (found.act, found.verb)

    def _know(self, role: str, number: int) -> None:
        """Remember who has a role; of each head word only the first few, so that no text makes the search long."""
        if role not in self._by_role:
            self._by_role[role] = number
            words = role.split()
            same = self._by_head.setdefault(words[-1], [])
            if len(same) < _MOST:
                same.append((set(words), number))

    def _learn(self, number: int, found: Told) -> None:
        entry = self._entries[number]
        entry.learnt_at = len(entry.mentions)
        entry.learnt = found.learnt or ("title" if found.rank else "beside")
        if found.role:
            entry.role, entry.whose = found.role, found.whose
        elif found.learnt == "described" and self._c.lemma[found.end] == "interpret":
            self._know("interpreter", number)
        for known in self._words.rank_roles.get(found.title, ()) if found.rank else ():
            self._know(known, number)
        if not entry.kind:
            entry.kind = "professional" if found.role or found.rank else _TIES.get(found.tie, "")

    # Names.

    def _named(self, found: Told) -> int:
        """The entry of a name, found again by surname or first name."""
        parts = PARTS.findall(found.key) or [found.key]
        number = self._same(found, parts)
        if number < 0:
            number = len(self._entries)
            self._entries.append(_Entry(kind=self._class(found, parts[0], parts[-1])))
        entry = self._entries[number]
        entry.names.append(" ".join(self._c.text[found.start : found.end]))
        entry.full = entry.full or (parts if len(parts) > 1 else [])
        entry.last = parts[-1]
        if found.title:
            entry.titles.add(found.title)
        entry.agency = entry.agency or found.agency
        for part in {parts[0], parts[-1]}:
            self._by_part.setdefault(part, number)
        return number

    def _same(self, found: Told, parts: list[str]) -> int:
        if len(parts) == 1 and len(parts[0]) == 1:  # 'Ms T', 'PC V'
            for number in range(len(self._entries) - 1, max(-1, len(self._entries) - 1 - _MOST), -1):
                entry = self._entries[number]
                if (
                    entry.last.startswith(parts[0])
                    and (found.title in entry.titles or not entry.titles)
                    and entry.kind != "child"
                ):
                    return number
            return -1
        for part in (parts[-1], parts[0]):
            number = self._by_part.get(part, -1)
            if number >= 0 and self._entries[number].agrees(parts, found.title):
                return number
        return -1

    def _class(self, found: Told, first: str, last: str) -> Kind:
        titled = bool(found.title)
        if not titled and first in self._given:
            return "child"
        if not titled and first in self._siblings:
            return "family"
        if self._author and (last == self._author[-1] or (not titled and first == self._author[0])):
            return "writer"
        if not found.rank and (titled or first != last) and self._is_family_name(last):
            return "family"
        return ""

    def _is_family_name(self, last: str) -> bool:
        """The child's surname, also in its other form ('Sawicka' for Sawicki)."""
        if last in self._surnames:
            return True
        most = max(_SHORT, len(last) - 2)
        return any(
            name[:most] == last[:most] and (abs(len(name) - len(last)) < 3 or last.startswith(name))
            for name in self._surnames
            if len(name) > _SHORT
        )

    # Roles and agencies.

    def _by_title(self, found: Told) -> int:
        """The entry of a role: the person who has it, or one without a name."""
        c = self._c
        owner = c.lower[found.whose] if found.whose >= 0 and c.lower[found.whose] not in WHOSE else ""
        if self._is_own(found, owner):
            return self._writer()
        key = f"{found.key}s" if found.plural else found.key
        if owner and owner not in self._given and c.pos[found.whose] == "PROPN":
            key = f"{owner} {key}"
        number = self._by_role.get(key, -1)
        if number < 0:
            number = self._again(found, key)
        if number < 0:
            number = len(self._entries)
            self._know(key, number)
            self._entries.append(_Entry(kind="professional", role=found.key, plural=found.plural, whose=found.whose))
        return number

    def _again(self, found: Told, key: str) -> int:
        """'the sergeant' after 'Detective Sergeant Willett', 'the officer' after 'Probation rang'."""
        head = key.split()[-1]
        before = self._c.lower[found.start - 1] if found.start else ""
        definite, words = before in _AGAIN or before in WHOSE, set(key.split())
        for known, number in self._by_head.get(head, ()):
            within = words <= known and (definite or len(words) > 1)
            other = self._entries[number].names and self._entries[number].kind != "writer"
            if other and (within or (definite and known <= words)):
                return number  # 'your teacher' after 'Miss Pym, class teacher'
        body = self._by_role.get(f"{self._c.lower[found.start]} (agency)", -1)
        if body >= 0 and self._c.lower[found.end - 1] in self._words.persons:  # 'the college man' after 'college'
            return body
        if found.end - found.start > 1 or found.plural or not self._c.text[found.start].islower():
            return -1
        same = next((number for _, number in self._by_head.get(head, ())), -1)
        head = self._c.lower[found.end - 1]
        if same < 0 and found.start and self._c.lower[found.start - 1] in _AGAIN and head in self._words.staff:
            same = self._speaking
        return same

    def _is_own(self, found: Told, owner: str) -> bool:
        """Whether a role is the author's: 'SW visited', 'your social worker'."""
        before = self._c.lower[found.start - 1] if found.start else ""
        if (
            found.plural
            or before in ("my", "our")
            or (owner and owner not in self._given and owner not in self._words.kin)
        ):
            return False
        key, own = found.key, self._own
        sort, _, last = key.rpartition(" ")
        if last in self._words.writers and (not sort or sort in _OWN_SORTS) and not owner:
            return True  # 'Worker told Mum', 'the allocated worker'
        if key == own or key in [f"{sort} {own}" for sort in _OWN_SORTS]:
            return True
        elsewhere = before in ("allocated", "new", "other") or owner or before in WHOSE
        return own.endswith(f" {key}") and not (elsewhere and own.removesuffix(f" {key}") in self._words.elsewhere)

    def _writer(self) -> int:
        if self._author_at < 0:
            self._author_at = len(self._entries)
            self._entries.append(_Entry(kind="writer", role=self._own))
        return self._author_at

    def _agency(self, found: Told) -> int:
        key = f"{found.key} (agency)"
        if key not in self._by_role:
            self._by_role[key] = len(self._entries)
            agency = " ".join(self._c.text[found.start : found.end])
            self._entries.append(_Entry(kind="professional", agency=agency))
        return self._by_role[key]


def _parts(*names: str | None) -> list[str]:
    return [part for name in names if name for part in PARTS.findall(name.lower())]


def _fields(note: Note) -> tuple[frozenset[str], frozenset[str], list[str]]:
    """Parts of names that the note's own fields give: the child's, the other children's, the author's."""
    given = frozenset([*_parts(*note.child.known_as), *_parts(note.child.name)[:1]])
    return given, frozenset(_parts(*note.other_children)), _parts(note.author.name)


def _surnames(note: Note) -> frozenset[str]:
    return frozenset(_parts(note.child.name)[1:]) - {"baby", "boy", "girl"}


def _own_role(note: Note) -> str:
    """The author's role; a record without one is a social worker's."""
    return (note.author.role or "social worker").split(",")[0].strip().lower()
