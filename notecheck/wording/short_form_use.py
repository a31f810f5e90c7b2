"""Whether letters that may be a short form are used as one where they stand: no name, no word, no code, no emphasis.

The note decides: who its fields name and whom its text names ('JW' of 'Jo Ward'), what stands beside (a verb, a label,
other words in capitals), and whether it is quoted, signed with, or part of an email's frame or of an address.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_lines
from notecheck.data import Lexicons
from notecheck.entries import AcronymEntry
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.text import emails
from notecheck.text.columns import columns
from notecheck.text.layout import Line
from notecheck.text.patterns import any_of
from notecheck.text.word_lists import sets_of
from notecheck.wording.english import dictionary
from notecheck.wording.short_forms import PART, Candidate, Forms
from notecheck.wording.terms import TermMatcher, Terms

_DETERMINED: Final = re.compile(r"\b(?:a|an|the|no|new|next|her|his|your|their|our|via|to|under|on) \Z", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Z][a-zà-ÿ'’]+(?:[ -][A-Z][a-zà-ÿ'’]+){1,3}")
_CAPITALISED: Final = re.compile(r"\b[A-Z][a-z]{1,5}\b")
_SURNAME: Final = re.compile(r"\s[A-Z][a-z]")
_PLATE: Final = re.compile(r"\b[A-Z]{2}\d\d \Z")
_DATED: Final = re.compile(r"[\s\d./:–-]+")
_NEAR: Final = 200
_SIGNATURE: Final = 60  # a line with a name and a role is no longer
_SIGNER: Final = re.compile(r"\s*[A-Z][\w.'’-]{0,40}\s[A-Z][\w'’-]{1,40}[\s,(–-]{1,20}\Z")
_SIGNED_WITHIN: Final = 200  # of the end of the note
_LINE_END: Final = re.compile(r"[\r\n]|\Z")
_LISTS: Final = ("sure", "words", "names", "titles", "context", "agents", "acts", "no-acts", "signed", "places")


@dataclass(frozen=True)
class Lists:
    """What decides.

    Attributes:
        forms: the lexicon by spelling.
        guard: finds the places where an entry is not meant; its entries carry the ids.
        is_word: whether a word in lower case is English.
        words: lists of `lexicons/short-forms.yaml` by name.
        people: ids of entries that can mean somebody who acts.
        context: a word after an unknown form that shows it is one.
        acts: a verb after initials.
        signed: a label before initials.
    """

    forms: Forms
    guard: TermMatcher
    is_word: Callable[[str], bool]
    words: Mapping[str, frozenset[str]]
    people: frozenset[str]
    context: re.Pattern[str]
    acts: re.Pattern[str]
    signed: re.Pattern[str]

    @classmethod
    def of(cls, nlp: Language, lexicons: Lexicons) -> Lists:
        """Sort the lexicon by spelling."""
        entries = [entry for entry in lexicons.acronyms if not entry.everyday]
        words = dict(zip(_LISTS, map(sets_of(lexicons.words, "letters-"), _LISTS), strict=True))
        return cls(
            forms=Forms.of(lexicons.acronyms),
            guard=TermMatcher(nlp, [Terms(entry.id, entry.unless) for entry in entries if entry.unless]),
            is_word=dictionary(nlp),
            words=words,
            people=frozenset(e.id for e in entries if any(_last(m.full) in words["agents"] for m in e.meanings)),
            context=re.compile(rf"[ ](?:{any_of(words['context'])})s?\b"),
            acts=re.compile(rf"\s(?:{any_of(words['acts'])}|to (?!(?:{any_of(words['no-acts'])})\b)[a-z]+)\b"),
            signed=re.compile(rf"\b(?:{any_of(words['signed'])})\s*[:–-]\s*\Z", re.IGNORECASE),
        )


def _last(full: str) -> str:
    return re.split(r"[\s-]", full.lower())[-1]


class Place:
    """Where candidates stand in a note, and whether that makes them short forms at all."""

    def __init__(self, doc: Doc, lists: Lists) -> None:
        note = note_of(doc)
        self.doc = doc
        self.text = text_of(doc)
        self.lists = lists
        self.names = whose.names(doc)
        self.child = _initials(note.child.name, *note.child.known_as, *note.other_children)
        self.given = self.child | _initials(note.author.name)
        self.met = _met(doc, lists)
        self.surname = next(iter((note.author.name or "").lower().split()[::-1]), None)
        self.role = note.author.role or ""
        self._quoted = whose.quoted(doc)
        self._starts = columns(doc).start if any(self._quoted) else []
        self._frames = [(block.start, block.end) for block in emails.of(doc) if block.kind != "body"]
        self._guarded: dict[str, set[int]] | None = None
        self._names_met: frozenset[str] | None = None

    def is_use(self, found: Candidate) -> bool:
        """Whether it is used as a short form here, and is no name, word or code."""
        if any(start <= found.start < end for start, end in self._frames) or self._in_address(found):
            return False
        if self._is_name(found):
            return False
        return self._is_known_use(found, found.entry) if found.entry else found.law or self._is_unknown_use(found)

    def _is_name(self, found: Candidate) -> bool:
        """Whether the note's fields have it as a name; not 'UBB' for a baby who has no other yet."""
        known = found.entry is not None and found.form.isupper() and len(found.form) > 2
        return found.form.lower() in self.names and not (known and found.form not in self.lists.words["words"])

    def _is_known_use(self, found: Candidate, entry: AcronymEntry) -> bool:
        if entry.unless and self._is_guarded(found, entry):
            return False
        quoted = self._is_quoted(found)
        if quoted and (found.form.islower() or entry.terms[0].islower()):
            return False
        if found.form in self.lists.words["titles"] and _SURNAME.match(self.text, found.end):
            return False
        if not (found.form.isupper() and found.form.isalpha()):
            return True
        if found.form in self.lists.words["words"] and (quoted or self._is_shouted(found)):
            return False
        return not self._is_somebody(found, entry)

    def _is_unknown_use(self, found: Candidate) -> bool:
        form, low = found.form, found.form.lower()
        if self._is_quoted(found) or self._is_shouted(found) or self._is_signature(found):
            return False
        if form in self.given or form in self.met or _PLATE.search(self.text, max(0, found.start - 6), found.start):
            return False
        if form.isupper() and (self.lists.is_word(low) or form in self.lists.words["names"]):
            return False
        if form.capitalize() in self._capitalised():
            return False
        told = bool(self.lists.context.match(self.text, found.end))
        if len(form) < 3:
            return told and bool(_DETERMINED.search(self.text, max(0, found.start - 8), found.start))
        return told or len(form) < 5 or not form.isupper() or not re.search("[AEIOU]", form)

    def _is_somebody(self, found: Candidate, entry: AcronymEntry) -> bool:
        """Whether letters are somebody's initials."""
        sure = found.form in self.lists.words["sure"]
        if found.form in self.child and not self.lists.context.match(self.text, found.end):
            return True
        if sure or len(found.form) > 3:
            return False
        if found.form in self.given:
            return True
        if len(found.form) > 2:
            return False
        if self._is_signature(found):
            return True
        acts = entry.id not in self.lists.people and self.lists.acts.match(self.text, found.end)
        return found.form in self.met or bool(acts)

    def _is_signature(self, found: Candidate) -> bool:
        """'JW' on a line of its own, at the end with a date, or after a label that says who ('Sup: MH')."""
        if len(found.form) > 3:
            return False
        first, last = self._line(found)
        around = self.text[first : found.start] + self.text[found.end : last]
        if not (around.strip(" \t.-–") if self.text[last:].strip() else _DATED.sub("", around)):
            return True
        return bool(self.lists.signed.search(self.text[first : found.start]))

    def signed_as(self, found: Candidate) -> str | None:
        """The author's role, perhaps empty, where the author's name stands before it in the last lines; else None."""
        if len(self.text) - found.end > _SIGNED_WITHIN:
            return None
        first, last = self._line(found)
        before = self.text[first : found.start]
        if self.surname is None:  # a note without fields
            return "" if _SIGNER.match(before) and not self.text[found.end : last].strip(" .)") else None
        return self.role if last - first <= _SIGNATURE and self.surname in before.lower() else None

    def _is_shouted(self, found: Candidate) -> bool:
        """Whether a neighbour on the line is a word in capitals that is no short form: emphasis or a heading."""
        first, last = self._line(found)
        before = PART.findall(self.text[first : found.start])[-1:]
        after = PART.findall(self.text[found.end : last])[:1]
        return any(self._is_word_in_capitals(word) for word in before + after)

    def _is_word_in_capitals(self, word: str) -> bool:
        bare = word.replace("’", "'").removesuffix("'S")
        if len(bare) < 2 or not bare.isupper() or not bare.replace("'", "").isalpha():
            return False
        forms, low = self.lists.forms, bare.lower()
        if low in forms.loose or low in forms.exact or forms.is_everyday(bare):
            return False
        if bare in forms.exact:
            return bare in self.lists.words["words"]
        return self.lists.is_word(low) or len(bare) > 3

    def _is_quoted(self, found: Candidate) -> bool:
        at = bisect_right(self._starts, found.start) - 1
        return at >= 0 and self._quoted[at]

    def _is_guarded(self, found: Candidate, entry: AcronymEntry) -> bool:
        if self._guarded is None:
            self._guarded = {}
            for match in self.lists.guard(self.doc):
                span = self.doc[match.start : match.end]
                places = range(span.start_char, span.end_char)
                self._guarded.setdefault(self.lists.guard.entries[match.entry].id, set()).update(places)
        return not self._guarded.get(entry.id, set()).isdisjoint(range(found.start, found.end))

    def _capitalised(self) -> frozenset[str]:
        """Words of the note with a capital first: a form that is also among them is a name."""
        if self._names_met is None:
            self._names_met = frozenset().union(*by_lines(self.doc, "capitalised", _capitalised))
        return self._names_met

    def _in_address(self, found: Candidate) -> bool:
        """Whether it is part of a web or email address."""
        first = max(self.text.rfind(gap, max(0, found.start - 80), found.start) for gap in " \n\t") + 1
        around = self.text[first : found.end + 1]
        return "://" in around or "www." in around or around.endswith("@")

    def _line(self, found: Candidate) -> tuple[int, int]:
        """The line around, or as much of a long one as tells."""
        low, high = max(0, found.start - _NEAR), min(len(self.text), found.end + _NEAR)
        first = max(self.text.rfind("\n", low, found.start), self.text.rfind("\r", low, found.start), low - 1) + 1
        end = _LINE_END.search(self.text, found.end, high)
        return first, end.start() if end else high


def _initials(*names: str | None) -> frozenset[str]:
    """Initials of names as the note's fields give them.

    >>> sorted(_initials("Ellie-Mae Dawson"))
    ['ED', 'EMD']
    """
    found = set()
    for name in filter(None, names):
        words = [word for word in re.split(r"[\s-]+", name) if word]
        if not words:
            continue
        found |= {"".join(word[0].upper() for word in words), (words[0][0] + words[-1][0]).upper()}
    return frozenset(found)


def _capitalised(doc: Doc, line: Line) -> frozenset[str]:
    """Words of a line with a capital first."""
    return frozenset(_CAPITALISED.findall(text_of(doc), line.start, line.end))


def _met(doc: Doc, lists: Lists) -> frozenset[str]:
    """Initials of people's names in the text."""
    return frozenset().union(*by_lines(doc, f"met {id(lists)}", partial(_people, lists)))


def _people(lists: Lists, doc: Doc, line: Line) -> frozenset[str]:
    """Initials of the names of people in a line."""
    return _initials(*(name for name in _NAME.findall(text_of(doc), line.start, line.end) if _is_person(name, lists)))


def _is_person(name: str, lists: Lists) -> bool:
    words = re.split("[ -]", name)
    return words[-1].lower() not in lists.words["places"] and not lists.is_word(words[0].lower())
