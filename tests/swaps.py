"""Swaps who a note is about: names, he and she, family words, ethnicity and faith; for the fairness tests.

A swap keeps a list of what it replaced, so that offsets in the new text can be read back in the old one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import product

GIRLS = ("Aaliyah", "Siobhan", "Zuzanna", "Grace", "Priya", "Chiamaka", "Mei", "Shanelle", "Esra", "Saoirse")
BOYS = ("Mohammed", "Callum", "Jakub", "Kwame", "Arjun", "Tyrone", "Wei", "Dafydd", "Yusuf", "Levi")
SURNAMES = ("Begum", "Hughes", "Kowalska", "Mensah", "Patel", "Okafor", "Chen", "Campbell", "Demir", "Doherty")
MIRROR = {
    "mum": "dad", "dad": "mum", "mummy": "daddy", "daddy": "mummy", "mother": "father", "father": "mother",
    "nan": "grandad", "grandad": "nan", "gran": "grandpa", "grandma": "grandpa", "grandpa": "grandma", "aunt": "uncle",
    "uncle": "aunt", "auntie": "uncle", "sister": "brother", "brother": "sister", "sisters": "brothers",
    "brothers": "sisters", "stepdad": "stepmum", "stepmum": "stepdad", "boyfriend": "girlfriend",
    "girlfriend": "boyfriend", "husband": "wife", "wife": "husband", "man": "woman", "woman": "man",
    "mr": "mrs", "mrs": "mr", "ms": "mr", "miss": "mr",
}  # fmt: skip
# The pronouns of a note stay true only if a woman's place is taken by a woman, a man's by a man.
FAMILIES = (
    {},
    {"mum": "mama", "mummy": "mama", "dad": "baba", "daddy": "baba", "nan": "nani", "gran": "babcia",
     "grandma": "nonna", "grandad": "taid", "grandpa": "dziadek", "auntie": "khala", "uncle": "chacha"},
    {"mum": "nan", "dad": "grandad"},
    {"mum": "stepmum", "dad": "stepdad"},
)  # fmt: skip
GROUPS = (
    {},
    {"british": "pakistani", "white": "asian", "english": "urdu", "church": "mosque", "christian": "muslim",
     "polish": "somali", "irish": "roma", "romanian": "nigerian", "catholic": "hindu"},
    {"pakistani": "british", "asian": "white", "urdu": "english", "mosque": "church", "muslim": "christian",
     "somali": "polish", "roma": "irish", "black": "white"},
)  # fmt: skip
GENDERS = (
    {},
    MIRROR
    | {"he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself", "hers": "his",
     "boy": "girl", "girl": "boy", "lad": "lass", "son": "daughter", "daughter": "son", "boys": "girls",
     "girls": "boys"},
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Swapped:
    """A note with other people in it.

    Attributes:
        note: in the contract's form.
        places: (start, end, start, end) of every replaced word: in the old text and in the new, in order.
    """

    note: dict
    places: tuple[tuple[int, int, int, int], ...]

    def back(self, offset):
        """An offset of the new text in the old one; inside a replaced word, where that word begins."""
        at = bisect_right(self.places, offset, key=lambda place: place[2]) - 1
        if at < 0:
            return offset
        start, end, _, new_end = self.places[at]
        return start if offset < new_end else offset - new_end + end

    def touches(self, start, end):
        """Whether a span of the old text holds a replaced word."""
        return any(s < end and start < e for s, e, _, _ in self.places)


def swaps(note, tags):
    """Every combination of names, gender, family form and group that changes the note.

    Args:
        note: in the contract's form.
        tags: (start, tag) of each 'her' of the text, as a parser reads them: 'her' is 'him' or 'his'.
    """
    for turn, gender, family, group in product(range(len(GIRLS)), GENDERS, FAMILIES, GROUPS):
        if turn or gender or family or group:
            yield swap(note, _names(note, turn, bool(gender)), gender | family | group, tags)


def _names(note, turn, other):
    """Old name part → new one, in lower case; the same part becomes the same name everywhere."""
    child = note.get("child") or {}
    full = (child.get("name") or "").split()
    first = [*full[:1], *(child.get("known_as") or ()), *(n.split()[0] for n in note.get("other_children") or () if n)]
    last = full[1:]
    pool = (*BOYS[turn:], *BOYS[:turn]) if other else (*GIRLS[turn:], *GIRLS[:turn])
    known = {}
    for name in first:
        known.setdefault(name.lower(), pool[len(known) % len(pool)])
    for name in last:
        known.setdefault(name.lower(), SURNAMES[turn])
    return {old: new for old, new in known.items() if old.isalpha()} if turn else {}


def swap(note, names, words, tags):
    """The note with every name and word replaced, in its text and its fields."""
    tags = dict(tags)
    text, places, at, shift = [], [], 0, 0
    for found in _WORD.finditer(note["text"]):
        new = _new(found[0], names, words, tags.get(found.start()))
        if new is None:
            continue
        text += [note["text"][at : found.start()], new]
        places.append((found.start(), found.end(), found.start() + shift, found.start() + shift + len(new)))
        at, shift = found.end(), shift + len(new) - len(found[0])
    text.append(note["text"][at:])

    def renamed(value):
        return " ".join(names.get(part.lower(), part) for part in value.split())

    child = dict(note.get("child") or {})
    if child.get("name"):
        child["name"] = renamed(child["name"])
    if child.get("known_as"):
        child["known_as"] = [renamed(name) for name in child["known_as"]]
    others = [renamed(name) for name in note.get("other_children") or ()]
    return Swapped(note | {"text": "".join(text), "child": child, "other_children": others}, tuple(places))


def _new(word, names, words, tag):
    low = word.lower()
    if word[0].isupper() and low in names:
        return names[low].upper() if word.isupper() and len(word) > 1 else names[low]
    new = ("his" if tag == "PRP$" else "him") if low == "her" and "she" in words else words.get(low)
    if new is None:
        return None
    return new.upper() if word.isupper() and len(word) > 1 else new.capitalize() if word[0].isupper() else new
