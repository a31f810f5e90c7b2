"""The names that a note's own fields give: the child's in all its forms, the other children's, the author's."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final

from notecheck.note import Note
from notecheck.people.words import CHILD, Words

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

    @property
    def key(self) -> Hashable:
        """The same for names that are the same."""
        by_first = frozenset((word, tuple(rows)) for word, rows in self.by_first.items())
        return by_first, frozenset(self.letters.items()), frozenset(self.surnames)

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
