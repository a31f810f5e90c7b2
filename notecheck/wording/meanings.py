"""Says what a short form may mean where it stands, the likeliest meaning first, and how to write that out there.

'HV Friday' is a visit and 'HV rang' a nurse: an entry's meaning can name the words it is told by (`near`). What may
stand instead has to fit the place: words alone inside brackets and under a signature, no word twice ('EHCP plan'),
the article that is there, the plural, a capital where a sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from notecheck.entries import AcronymEntry, Meaning

_AROUND: Final = 120
_JOINT: Final = r"[\s:;,–-]+"
_DAY: Final = r"(?:\d{1,2}(?!\d)|(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)"
_SIGNS: Final = {"~": "~", "^": r"^\W*", "@": _DAY, "*": r"[A-Z][\w'’-]++", "$": r"\W*$"}
_BREAK: Final = re.compile(r"[\r\n]")
_ARTICLE: Final = re.compile(r"\b(an?)\s\Z", re.IGNORECASE)
_BEGINNING: Final = re.compile(r"(?:[\r\n]|[.!?][\"'”’)]*\s)\W*\Z")
_UNDER: Final = re.compile(
    r"\b(?:under|pursuant to|by virtue of|in accordance with|in line with)\s{1,3}\Z", re.IGNORECASE
)
_LAW: Final = 22  # code points of 'in accordance with' and the space behind it
_NUMBER: Final = re.compile(r"\d\w*")
_NEXT_WORD: Final = re.compile(r"\s([\w-]+)")
_IN_BRACKETS: Final = re.compile(r"\(([^()\r\n]{2,24})\)")
_BARE_IN_BRACKETS: Final = re.compile(r"\([^()\r\n]*\Z")


def ordered(meanings: Sequence[Meaning], text: str, start: int, end: int, role: str | None = None) -> list[Meaning]:
    """The meanings of `text[start:end]`, those that the words on its line speak for first.

    Of two wordings of one meaning, which share their plain words, the first is kept; a rare meaning that nothing
    speaks for is left out.

    Args:
        meanings: as the lexicon has them, the commonest first.
        text: the note.
        start: first code point of the short form.
        end: one past its last.
        role: the author's, where the short form stands in the author's signature.
    """
    around = _around(text, start, end)
    told = [m for m in meanings if m.near and _pattern(m.near).search(around)]
    kept: dict[str, Meaning] = {}
    own = [m for m in meanings if role and m.full.lower() in role.lower()]
    for meaning in (*own, *told, *(m for m in meanings if not m.rare)):
        kept.setdefault(meaning.plain or meaning.full, meaning)
    return list(kept.values())


def _around(text: str, start: int, end: int) -> str:
    """The line, or as much of it as tells, with a tilde where the short form stands."""
    before = _BREAK.split(text[max(0, start - _AROUND) : start])[-1]
    return f"{before} ~ {_BREAK.split(text[end : end + _AROUND], maxsplit=1)[0]}"


@cache
def _pattern(near: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for words that tell; the signs of `Meaning.near` are read here."""
    return re.compile("|".join(_one(term) for term in near))


def _one(term: str) -> str:
    if not term[0].isalnum() and len(term) == 1:
        return re.escape(term)  # '£', '%'
    words = [_SIGNS.get(word) or rf"(?<!\w)(?i:{re.escape(word)}(?:s|d|ed|ing)?)(?!\w)" for word in term.split()]
    pattern = _JOINT.join(words).replace(_SIGNS["^"] + _JOINT, _SIGNS["^"])
    return pattern.replace(_JOINT + _SIGNS["$"], _SIGNS["$"])


def spells(role: str, form: str) -> bool:
    """Whether a role's initials are the form.

    >>> spells("Family Time Worker", "FTW"), spells("Social Worker", "FTW")
    (True, False)
    """
    return "".join(word[0] for word in re.findall(r"\w+", role)).lower() == form.lower()


def offer(text: str, start: int, end: int, full: str, *, plural: bool = False, alone: bool = False) -> str:
    """What may stand instead of `text[start:end]`: 'child in need (CIN)', or the words alone.

    Args:
        text: the note.
        start: first code point of the short form.
        end: one past its last.
        full: its meaning.
        plural: whether it stands in the plural.
        alone: whether the short form need not be kept beside the words (a clipped form, a verb, a signature).
    """
    seen = text[start:end]
    words = _plural(full) if plural else _without_next(full, text, end)
    if seen[0].isupper() and _begins(text, start):
        words = words[0].upper() + words[1:]
    if alone or _BARE_IN_BRACKETS.search(text, max(0, start - _AROUND), start):
        return words
    article = _ARTICLE.search(text, max(0, start - 4), start)
    if article and (article[1].lower() == "an") != (full[0].lower() in "aeiou"):
        return f"{seen} ({words})"  # 'an SGO (special guardianship order)', for the article must fit
    return f"{words} ({seen})"


def under(text: str, start: int, end: int) -> str:
    """What to call a section of a law behind 'under', before its meaning in brackets; empty elsewhere.

    A child is helped 'under section 17 (help for a child in need)', not 'under help for a child in need (s17)'.

    >>> under("Helped under s17.", 13, 16), under("Paid from s17.", 10, 13), under("Under Sec. 20", 6, 13)
    ('section 17', '', 'section 20')
    """
    if not _UNDER.search(text, max(0, start - _LAW), start):
        return ""
    number = _NUMBER.search(text, start, end)
    return f"section {number[0]}" if number else ""


def _without_next(full: str, text: str, end: int) -> str:
    """The words without their last where it follows in the text anyway: 'EHCP plan', 'DBS check'."""
    rest, _, last = full.rpartition(" ")
    follows = _NEXT_WORD.match(text, end)
    return rest if rest and follows and follows[1].lower() in (last, f"{last}s") else full


def _begins(text: str, start: int) -> bool:
    """Whether a line or a sentence begins here."""
    before = text[max(0, start - 8) : start]
    return not before.strip() or bool(_BEGINNING.search(before))


def _plural(full: str) -> str:
    """The plural of a meaning: 'children in need', 'social workers', 'core groups'.

    >>> _plural("child in need"), _plural("education, health and care plan"), _plural("family")
    ('children in need', 'education, health and care plans', 'families')
    """
    head, link, rest = full.partition(" in ")
    if not link:
        head, link, rest = full.partition(" of ")
    if head == "brother or sister":
        return "brothers or sisters"
    if head.endswith("child"):
        return f"{head}ren{link}{rest}"
    if head.endswith(("s", "ed", "ing")):
        return full
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return f"{head[:-1]}ies{link}{rest}"
    if head.endswith("person"):
        return f"{head[:-6]}people{link}{rest}"
    return f"{head}s{link}{rest}"


class WrittenOut:
    """Finds full forms right before their short form, as `offer` writes them: 'strategy discussion (SD)'.

    Such words are the name of a thing, written out on our advice: no rule marks a part of them.

    Args:
        entries: all short forms with their meanings.
        people: what a full form ends in that is somebody, who may still be asked for by name.
    """

    def __init__(self, entries: Iterable[AcronymEntry], people: Iterable[str] = ()) -> None:
        self._meanings: dict[str, list[Sequence[Meaning]]] = {}
        self._people = tuple(people)
        for entry in entries:
            for term in entry.terms:
                for form in (term.lower(), f"{term.lower()}s"):
                    self._meanings.setdefault(form, []).append(entry.meanings)

    def places(self, text: str) -> list[tuple[int, int, bool]]:
        """Where they stand: first code point, one past the last, and whether it is somebody."""
        found: list[tuple[int, int, bool]] = []
        for bracket in _IN_BRACKETS.finditer(text):
            meanings = self._meanings.get(bracket[1].lower().replace("’", "'"))
            if not meanings:
                continue
            fulls = {wording for each in meanings for meaning in each for wording in _wordings(meaning.full.lower())}
            start = bracket.start() - text[max(0, bracket.start() - 1) : bracket.start()].isspace()
            before = text[max(0, start - _AROUND) : start].lower().replace("’", "'")
            if full := max((full for full in fulls if _ends_in(before, full)), key=len, default=""):
                somebody = full.removesuffix("s").endswith(self._people)
                found.append((start - len(full), start, somebody))
        return found


def _wordings(full: str) -> set[str]:
    """The singular, the plural, and the words without their last, which may follow the bracket: 'EHC (EHCP) plan'."""
    return {full, _plural(full), full.rpartition(" ")[0]} - {""}


def _ends_in(before: str, full: str) -> bool:
    return before.endswith(full) and not before[: len(before) - len(full)][-1:].isalnum()
