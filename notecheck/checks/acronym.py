"""Marks the first use of an acronym, initialism or clipped form that the note has not explained by then.

Why it matters: the child who reads the record in twenty years, and a parent who reads it next week, cannot know what
'ICPC' or 'strat mtg' stood for in one council. Said in full once, the short form may be used from there on.

Left alone: what everybody knows (`everyday` in the lexicon), what is explained at or before its first use (see
`notecheck/wording/definitions.py`), capitals for emphasis and in headings, names and initials, codes, sizes, postcodes,
and in quotations whatever no lexicon has. A form of the lexicon is marked in a quotation too: the reader is as lost
there.

Known misses: an unknown form of two letters without a word such as 'panel' after it reads as initials; an unknown form
in small letters is not seen; nor is a form that is an English word, among other capitals ('MASH ENQUIRY').

Source: corpus/GUIDE.md, category `acronym`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.entries import AcronymEntry, Meaning
from notecheck.findings import Finding, Rule, Strength
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.text import emails
from notecheck.text.patterns import any_of
from notecheck.wording.definitions import Sense, explained, sense
from notecheck.wording.meanings import offer, ordered, spells, under
from notecheck.wording.short_forms import PART, Candidate, Forms, candidates
from notecheck.wording.terms import TermMatcher

RULE: Final = Rule(
    name="acronym",
    part="plain-language",
    severity="warning",
    title="Short form not explained",
    marks=(
        "The first use of a short form that the note has not explained by then. What everybody knows, such as GP, is "
        "left alone."
    ),
    why=(
        "A child or parent who reads the record later cannot know what the letters stood for. Written out once, the "
        "short form may be used from there on."
    ),
    weak="The CIN mtg is on 4 May.",
    better="The child in need (CIN) meeting is on 4 May.",
    limits="An unknown form of two letters may be taken for somebody's initials, and one in small letters is not seen.",
)
RULES: Final = (RULE,)

EXAMPLES: Final = (
    Example("SW visited on 4 May 2026. SW spoke to Mum about the CIN plan.", marks=("SW", "CIN")),
    Example("Duty to f/u tomorrow\nStrat mtg TBC", marks=("f/u", "Strat", "mtg")),
    Example("Ivan DNA'd two appts, so the HV rang.", marks=("DNA'd", "appts", "HV")),
    Example("No s47. Mum signed Sec 20 on 3 May.", marks=("s47", "Sec 20")),
    Example("CP PLAN - UNBORN BABY", marks=("CP",)),
    Example("Mrs Dunne, the SENCo, took it to the VARM panel.", marks=("SENCo", "VARM")),
    Example('Mum said "the IRO never rings me".', marks=("IRO",)),
    Example("You are in Leeds, and the EHCP's review is on 4 May.", marks=("EHCP",)),
    Example("Your child in need (CIN) plan began in May. The CIN meeting is on 3 June."),
    Example("LAC means looked after child. Your LAC review is in May."),
    Example("A multi-agency safeguarding\nhub, or MASH, takes first calls about children."),
    Example("The judge made an SGO, which means you stay with Nan. We used section 17 money (the law on help)."),
    Example("PC Amy Cole and DC Hal Brook rang the GP at 4 PM about the CCTV."),
    Example("He told me AGAIN that he did NOT do it.\nWHAT WE ARE WORRIED ABOUT\nSchool, Y5, said he is fine."),
    Example("JW to ring Mum.\nWorker: MH\nJW", note={"author": {"name": "Jo Ward"}}),
)

_DETERMINED: Final = re.compile(r"\b(?:a|an|the|no|new|next|her|his|your|their|our|via|to|under|on) \Z", re.IGNORECASE)
_UNSPEAKABLE: Final = re.compile(r"(?!s?[cpt]h?[lr]|sch|shr|ch[lr]|ph[lr])[^aeiouy]{3}|[^aeiouy]+\Z")
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
_ENDINGS: Final = (
    ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ies", "y"), ("er", ""), ("'s", ""),
    ("nt", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Unless:
    """An entry's guards as `TermMatcher` reads them."""

    id: str
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """What the check reads.

    Attributes:
        forms: the lexicon by spelling.
        senses: an entry's meanings, made ready when first asked for.
        guard: finds the places where an entry is not meant; its entries carry the ids.
        is_word: whether a word in lower case is English.
        words: lists of `lexicons/short-forms.yaml` by name.
        people: ids of entries that can mean somebody who acts.
        context: a word after an unknown form that shows it is one.
        law: a word after 'section 7' that shows a law is meant.
        acts: a verb after initials.
        signed: a label before initials.
    """

    forms: Forms
    senses: Callable[[AcronymEntry], tuple[Sense, ...]]
    guard: TermMatcher
    is_word: Callable[[str], bool]
    words: Mapping[str, frozenset[str]]
    people: frozenset[str]
    context: re.Pattern[str]
    law: re.Pattern[str]
    acts: re.Pattern[str]
    signed: re.Pattern[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Sort the lexicon by spelling."""
    entries = [entry for entry in lexicons.acronyms if not entry.everyday]
    words = {name: frozenset(lexicons.words.get(f"letters-{name}", ())) for name in _LISTS}
    return Prepared(
        forms=Forms.of(lexicons.acronyms),
        senses=cache(lambda entry: tuple(sense(meaning.full, meaning.plain) for meaning in entry.meanings)),
        guard=TermMatcher(nlp, [Unless(entry.id, entry.unless) for entry in entries if entry.unless]),
        is_word=_dictionary(nlp),
        words=words,
        people=frozenset(e.id for e in entries if any(_last(m.full) in words["agents"] for m in e.meanings)),
        context=re.compile(rf"[ ](?:{any_of(words['context'])})s?\b"),
        law=re.compile(rf"\s(?:{any_of(words['law'])})\b", re.IGNORECASE),
        acts=re.compile(rf"\s(?:{any_of(words['acts'])}|to (?!(?:{any_of(words['no-acts'])})\b)[a-z]+)\b"),
        signed=re.compile(rf"\b(?:{any_of(words['signed'])})\s*[:–-]\s*\Z", re.IGNORECASE),
    )


_LISTS: Final = ("sure", "words", "names", "titles", "context", "law", "agents", "acts", "no-acts", "signed", "places")


def _last(full: str) -> str:
    return re.split(r"[\s-]", full.lower())[-1]


def _index(nlp: Language) -> list[frozenset[str]]:
    """The lemmatizer's words, by part of speech."""
    if not nlp.has_pipe("lemmatizer"):
        return []
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    table: dict[str, list[str]] = lookups.get_table("lemma_index", {}) if lookups else {}
    return [frozenset(words) for words in table.values()]


def _dictionary(nlp: Language) -> Callable[[str], bool]:
    """Whether a word is English, by the lemmatizer's own index and the stop words."""
    stops = nlp.Defaults.stop_words
    lists: list[frozenset[str]] = []

    def known(word: str) -> bool:
        # At the first word, since a pipeline read from a folder fills its lemmatizer after its components are made.
        if not lists:
            lists.extend(_index(nlp) or [frozenset()])
        return word in stops or any(word in words for words in lists)

    def is_word(word: str) -> bool:
        if len(word) < 3 or _UNSPEAKABLE.match(word):  # the index has abbreviations too, those of states and 'ssri'
            return word in stops
        stems = (word[: -len(end)] + put for end, put in _ENDINGS if word.endswith(end))
        return known(word) or any(known(stem) for stem in stems if len(stem) > 2 or stem in stops)

    return is_word


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Yield the first unexplained use of each short form; a strength where it is explained."""
    text = text_of(doc)
    place: Place | None = None
    seen: set[str] = set()
    for found in by_place(doc, f"acronym {id(prepared)}", partial(_near, prepared)):
        place = place or Place(doc, prepared)
        if found.key in seen or not place.is_use(found):
            continue
        seen.add(found.key)
        senses = prepared.senses(found.entry) if found.entry else ()
        if explained(text, found.start, found.end, found.form, senses, near=found.law):
            yield Strength(found.start, found.end, "acronym-explained", rule=RULE.name)
        else:
            yield _finding(place, found)


def _near(prepared: Prepared, doc: Doc) -> Iterator[Candidate]:
    """What may be a short form by itself."""
    return candidates(text_of(doc), prepared.forms, prepared.law)


class Place:
    """Where candidates stand in a note, and whether that makes them short forms at all."""

    def __init__(self, doc: Doc, prepared: Prepared) -> None:
        note = note_of(doc)
        self.doc = doc
        self.text = text_of(doc)
        self.prepared = prepared
        self.names = whose.names(doc)
        self.child = _initials(note.child.name, *note.child.known_as, *note.other_children)
        self.given = self.child | _initials(note.author.name)
        self.met = _met(doc, prepared)
        self.surname = next(iter((note.author.name or "").lower().split()[::-1]), None)
        self.role = note.author.role or ""
        self._quoted = whose.quoted(doc)
        self._starts = whose.token_starts(doc) if any(self._quoted) else []
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
        return found.form.lower() in self.names and not (known and found.form not in self.prepared.words["words"])

    def _is_known_use(self, found: Candidate, entry: AcronymEntry) -> bool:
        if entry.unless and self._is_guarded(found, entry):
            return False
        quoted = self._is_quoted(found)
        if quoted and (found.form.islower() or entry.terms[0].islower()):
            return False
        if found.form in self.prepared.words["titles"] and _SURNAME.match(self.text, found.end):
            return False
        if not (found.form.isupper() and found.form.isalpha()):
            return True
        if found.form in self.prepared.words["words"] and (quoted or self._is_shouted(found)):
            return False
        return not self._is_somebody(found, entry)

    def _is_unknown_use(self, found: Candidate) -> bool:
        form, low = found.form, found.form.lower()
        if self._is_quoted(found) or self._is_shouted(found) or self._is_signature(found):
            return False
        if form in self.given or form in self.met or _PLATE.search(self.text, max(0, found.start - 6), found.start):
            return False
        if form.isupper() and (self.prepared.is_word(low) or form in self.prepared.words["names"]):
            return False
        if form.capitalize() in self._capitalised():
            return False
        told = bool(self.prepared.context.match(self.text, found.end))
        if len(form) < 3:
            return told and bool(_DETERMINED.search(self.text, max(0, found.start - 8), found.start))
        return told or len(form) < 5 or not form.isupper() or not re.search("[AEIOU]", form)

    def _is_somebody(self, found: Candidate, entry: AcronymEntry) -> bool:
        """Whether letters are somebody's initials."""
        sure = found.form in self.prepared.words["sure"]
        if found.form in self.child and not self.prepared.context.match(self.text, found.end):
            return True
        if sure or len(found.form) > 3:
            return False
        if found.form in self.given:
            return True
        if len(found.form) > 2:
            return False
        if self._is_signature(found):
            return True
        acts = entry.id not in self.prepared.people and self.prepared.acts.match(self.text, found.end)
        return found.form in self.met or bool(acts)

    def _is_signature(self, found: Candidate) -> bool:
        """'JW' on a line of its own, at the end with a date, or after a label that says who ('Sup: MH')."""
        if len(found.form) > 3:
            return False
        first, last = self._line(found)
        around = self.text[first : found.start] + self.text[found.end : last]
        if not (around.strip(" \t.-–") if self.text[last:].strip() else _DATED.sub("", around)):
            return True
        return bool(self.prepared.signed.search(self.text[first : found.start]))

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
        forms, low = self.prepared.forms, bare.lower()
        if low in forms.loose or low in forms.exact or forms.is_everyday(bare):
            return False
        if bare in forms.exact:
            return bare in self.prepared.words["words"]
        return self.prepared.is_word(low) or len(bare) > 3

    def _is_quoted(self, found: Candidate) -> bool:
        at = bisect_right(self._starts, found.start) - 1
        return at >= 0 and self._quoted[at]

    def _is_guarded(self, found: Candidate, entry: AcronymEntry) -> bool:
        if self._guarded is None:
            self._guarded = {}
            for match in self.prepared.guard(self.doc):
                span = self.doc[match.start : match.end]
                places = range(span.start_char, span.end_char)
                self._guarded.setdefault(self.prepared.guard.entries[match.entry].id, set()).update(places)
        return not self._guarded.get(entry.id, set()).isdisjoint(range(found.start, found.end))

    def _capitalised(self) -> frozenset[str]:
        """Words of the note with a capital first: a form that is also among them is a name."""
        if self._names_met is None:
            self._names_met = frozenset(each.word for each in by_place(self.doc, "capitalised", _capitalised))
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


class _Word(NamedTuple):
    """A word or a few of the text, and where."""

    start: int
    end: int
    word: str


def _capitalised(doc: Doc) -> Iterator[_Word]:
    """Words with a capital first."""
    return (_Word(*found.span(), found[0]) for found in _CAPITALISED.finditer(text_of(doc)))


def _met(doc: Doc, prepared: Prepared) -> frozenset[str]:
    """Initials of people's names in the text."""
    return _initials(*(each.word for each in by_place(doc, f"met {id(prepared)}", partial(_people, prepared))))


def _people(prepared: Prepared, doc: Doc) -> Iterator[_Word]:
    """Names of people."""
    for match in _NAME.finditer(text_of(doc)):
        words = re.split("[ -]", match[0])
        if words[-1].lower() not in prepared.words["places"] and not prepared.is_word(words[0].lower()):
            yield _Word(*match.span(), match[0])


def _finding(place: Place, found: Candidate) -> Finding:
    text, start, end = place.text, found.start, found.end
    role = place.signed_as(found)
    meanings = _meanings(found, text, role)
    alone = found.verb or role is not None or (found.entry is not None and found.entry.terms[0].islower())
    if found.law and (number := under(text, start, end)):
        offers = tuple(dict.fromkeys(f"{number} ({meaning.full})" for meaning in meanings))
    else:
        put = partial(offer, text, start, end, plural=found.plural, alone=alone)
        offers = tuple(dict.fromkeys(put(meaning.full) for meaning in meanings))
    entry = found.entry.id if found.entry else None
    note = found.entry.note if found.entry else None
    message = _message(text[start:end], meanings, note)
    return Finding(RULE.name, start, end, message, severity=RULE.severity, suggestions=offers, entry=entry)


def _meanings(found: Candidate, text: str, role: str | None) -> list[Meaning]:
    """What it may mean here, the likeliest first; under a signature the author's own role."""
    known = ordered(found.entry.meanings, text, found.start, found.end, role) if found.entry else []
    if role and spells(role, found.form) and role.lower() not in {meaning.full.lower() for meaning in known}:
        return [Meaning(full=role.lower()), *known]
    return known


def _message(seen: str, meanings: list[Meaning], note: str | None) -> str:
    if not meanings:
        return (
            f"“{seen}” looks like a short form that is not explained yet. The child or a parent may not know it: you "
            "might write it out here, with the short form in brackets."
        )
    first, *others = meanings
    full = f"“{first.full}”{f' ({first.plain})' if first.plain else ''}"
    means = f"whether it means {full} or something else" if others else f"that it means {full}"
    advice = note or "you might write it out here"
    return f"“{seen}” is not explained yet. The child or a parent may not know {means}: {advice}."


check("acronym", rules=RULES, examples=EXAMPLES, find=find, prepare=prepare)
