"""What may be a short form by itself, by its spelling: 'CIN', 'f/u', 'mtgs', "DNA'd", 'S47', 'CIN/CP'.

Whether it is one where it stands, and not a name, a heading or a code, the check `acronym` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple, Self

from notecheck.entries import AcronymEntry

# A word with what may stand inside it (ampersand, stroke, apostrophe, hyphen), or letters with full stops.
_CHUNK: Final = re.compile(r"(?<![\w@])(?:(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?|[^\W_]+(?:[&/'’+-][^\W_]+)*\+?)(?![\w@])")
PART: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A part of such a chunk: 'CIN' of 'CIN/CP'."""
_ENDED: Final = re.compile(r"(.+?)(?:(?P<whose>['’]s?)|(?P<plural>s)|(?P<verb>['’]?(?:d|ed|ing)))\Z")
_NUMBERED: Final = re.compile(r"S\d+[A-Z]?\Z")
_SECTION: Final = re.compile(
    r"(?<![\w'’.@/-])(?:(?P<short>[Ss]s?\.?|[Ss]\. |S |[Ss]ect?\.? ?)|[Ss]ections? )(?P<number>\d{1,3}[A-Z]?)"
    r"(?:\s?\(\d+\))?(?:['’]?s)?(?![\w@])(?!\s?\d[A-Z]{2}\b|[-/.:]\d|\s*(?:%|[ap]m\b|hrs|mins))"
)
_LAW_BEFORE: Final = re.compile(r"\b(?:under|a|an|on|to|no|via|through|the|signed|for|is|was)\s\Z", re.IGNORECASE)
_LAW_NAMED: Final = re.compile(r"\s(?:of|in)\b|\s*[:/–-]|\s(?:[A-Z]\w+\s){1,4}Act\b")
_CAPITALS: Final = re.compile(r"[A-Z]{2,6}\Z")
_MIXED: Final = re.compile(r"(?!Mc|Mac|De|La|Le|Di|Du|Fi)(?=[A-Za-z]{3,6}\Z)[A-Z]+[a-z]?[A-Z]+[a-z]?\Z")
_SLASHED: Final = re.compile(r"[A-Za-z]/[A-Za-z]\Z")
_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")


class Candidate(NamedTuple):
    """A place that may be a short form.

    Attributes:
        start: first code point to be marked.
        end: one past the last.
        form: the form without plural, possessive or verb's ending.
        entry: its entry in the lexicon; None if unknown.
        plural: whether it stands in the plural.
        verb: whether it has a verb's ending ("DNA'd").
        law: whether it is a section number.
    """

    start: int
    end: int
    form: str
    entry: AcronymEntry | None
    plural: bool = False
    verb: bool = False
    law: bool = False

    @property
    def key(self) -> str:
        """What counts as the same short form."""
        return self.entry.id if self.entry else self.form.upper().replace(".", "").replace(" ", "")


@dataclass(frozen=True)
class Forms:
    """The lexicon by spelling.

    Attributes:
        exact: entries whose capitals count.
        loose: entries of any case, by their spelling in lower case.
        sections: entries of sections of a law, by 'S47'.
        phrases: first word in lower case → terms of several words with their entries.
        everyday: spellings in lower case that are never marked.
    """

    exact: dict[str, AcronymEntry] = field(default_factory=dict)
    loose: dict[str, AcronymEntry] = field(default_factory=dict)
    sections: dict[str, AcronymEntry] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, AcronymEntry]]] = field(default_factory=dict)
    everyday: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, entries: Iterable[AcronymEntry]) -> Self:
        """Sort the entries of the lexicon by spelling."""
        forms = cls()
        for entry in entries:
            for term in entry.terms:
                forms._add(entry, term)
        return forms

    @cached_property
    def small(self) -> frozenset[str]:
        """Words in small letters that are worth a look."""
        return frozenset({*self.loose, *self.phrases, *(form.lower() for form in self.exact if form[1:].islower())})

    def _add(self, entry: AcronymEntry, term: str) -> None:
        if entry.everyday:
            self.everyday.add(term.lower())
        elif " " in term:
            self.phrases.setdefault(term.split()[0].lower(), []).append((term, entry))
        elif _NUMBERED.match(term):
            self.sections[term] = entry
        elif entry.case == "any":
            self.loose[term.lower()] = entry
        else:
            self.exact[term] = entry

    def look_up(self, form: str) -> AcronymEntry | None:
        """The entry of a spelling."""
        return self.exact.get(form) or self.loose.get(form.lower())

    def is_everyday(self, form: str) -> bool:
        """Whether everybody knows it; an entry with just these capitals or this word goes first."""
        low = form.lower()
        return low in self.everyday and form not in self.exact and low not in self.loose


def candidates(text: str, forms: Forms, law: re.Pattern[str]) -> Iterator[Candidate]:
    """All that may be a short form, then all that may be a section of a law, each in order of place.

    Args:
        text: the note.
        forms: the lexicon by spelling.
        law: what stands after 'section 7' and shows that a law is meant.
    """
    yield from _words(text, forms)
    yield from _sections(text, forms, law)


def _words(text: str, forms: Forms) -> Iterator[Candidate]:
    """Short forms but for section numbers, in order of place."""
    small, phrases = forms.small, forms.phrases
    done = 0  # the end of the last term of several words
    ordinary: set[str] = set()  # as nearly all words are
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        if chunk in ordinary:
            continue
        low = chunk.lower()
        if low not in small and (chunk == low or chunk[1:] == low[1:]) and low.isalpha() and low[:-1] not in small:
            ordinary.add(chunk)
            continue
        start = match.start()
        if start < done:
            continue
        phrase = _phrase(text, start, phrases[low]) if low in phrases else None
        if phrase:
            done = phrase.end
            yield phrase
        else:
            yield from _chunk(chunk, start, forms)


def _phrase(text: str, start: int, terms: list[tuple[str, AcronymEntry]]) -> Candidate | None:
    for term, entry in terms:
        end = start + len(term)
        piece = text[start:end]
        same = piece == term or (entry.case == "any" and piece.lower() == term.lower())
        if same and not text[end : end + 1].isalnum():
            return Candidate(start, end, piece, entry)
    return None


def _chunk(chunk: str, start: int, forms: Forms) -> Iterator[Candidate]:
    """The short form that a chunk is, or those among its parts ('CIN/CP')."""
    found = _read(chunk, start, forms)
    if found:
        yield found
    elif not chunk.isalpha() and not forms.is_everyday(chunk):
        for part in PART.finditer(chunk):
            if part[0] != chunk and (found := _read(part[0], start + part.start(), forms)):
                yield found


def _read(chunk: str, start: int, forms: Forms) -> Candidate | None:
    """A chunk as a short form, with plural, possessive or verb's ending taken off."""
    if forms.is_everyday(chunk):
        return None
    bare = chunk.replace(".", "")
    entry = forms.look_up(chunk) or (forms.look_up(bare) if 2 < len(bare) < len(chunk) else None)
    if entry:
        return Candidate(start, start + len(chunk), chunk, entry)
    if (ended := _ENDED.match(chunk)) and (found := _ending(ended, start, forms)):
        return found
    return Candidate(start, start + len(chunk), chunk, None) if _is_shaped(chunk) else None


def _ending(ended: re.Match[str], start: int, forms: Forms) -> Candidate | None:
    stem, verb = ended[1], ended["verb"]
    if forms.is_everyday(stem):
        return None
    entry = forms.look_up(stem)
    if entry is None and not (stem.isupper() and _is_shaped(stem)):
        return None
    if verb and stem.islower() and verb[0] not in "'’":
        return None
    end = start + (len(stem) if ended["whose"] else len(ended[0]))
    return Candidate(start, end, stem, entry, plural=bool(ended["plural"]), verb=bool(verb))


def _is_shaped(form: str) -> bool:
    """Whether a form that no lexicon has is shaped like an acronym."""
    if _CAPITALS.match(form):
        return not _ROMAN.match(form) and len(set(form)) > 1
    return bool(_MIXED.match(form) or _SLASHED.match(form))


def _sections(text: str, forms: Forms, law: re.Pattern[str]) -> Iterator[Candidate]:
    """'S47', 's.20', 'Sec 20', 'section 17'; not 'section 3 of this form', nor a postcode."""
    for match in _SECTION.finditer(text):
        entry = forms.sections.get(f"S{match['number']}")
        short = match["short"]
        if short is None:
            sure = entry is not None and _is_law(text, match, law)
        else:
            sure = entry is not None or short.lower().startswith("sec")
        if sure:
            yield Candidate(match.start(), match.end(), match[0], entry, law=True)


def _is_law(text: str, match: re.Match[str], law: re.Pattern[str]) -> bool:
    """Whether 'section 7' is of a law that is not named there and then."""
    if law.match(text, match.end()):
        return True
    if len(match["number"]) < 2 or _LAW_NAMED.match(text, match.end()):
        return False
    return bool(_LAW_BEFORE.search(text, max(0, match.start() - 12), match.start()))
