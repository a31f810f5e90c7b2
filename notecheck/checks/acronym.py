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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place, by_text
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.entries import AcronymEntry, Meaning
from notecheck.findings import Finding, Rule, Strength
from notecheck.memo import text_of
from notecheck.text.patterns import any_case, any_of
from notecheck.wording.definitions import REACH, Sense, explained, sense
from notecheck.wording.meanings import offer, ordered, spells, under
from notecheck.wording.short_form_use import Lists, Place
from notecheck.wording.short_forms import Candidate, candidates

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


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        lists: what makes letters a short form.
        senses: an entry's meanings, made ready when first asked for.
        law: a word after 'section 7' that shows a law is meant.
    """

    lists: Lists
    senses: Callable[[AcronymEntry], tuple[Sense, ...]]
    law: re.Pattern[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Sort the lexicon by spelling."""
    return Prepared(
        lists=Lists.of(nlp, lexicons),
        senses=cache(lambda entry: tuple(sense(meaning.full, meaning.plain) for meaning in entry.meanings)),
        law=any_case(rf"\s(?:{any_of(lexicons.words.get('letters-law', ()))})\b"),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Yield the first unexplained use of each short form; a strength where it is explained."""
    place: Place | None = None
    seen: set[str] = set()
    name = f"acronym {id(prepared)}"
    for found in by_place(doc, name, partial(_near, prepared), by="words", near=0):
        place = place or Place(doc, prepared.lists)
        if found.key in seen or not place.is_use(found):
            continue
        seen.add(found.key)
        role = place.signed_as(found)
        within = found.start - REACH, found.end + REACH
        asked = found.key, found.form, found.plural, found.verb, found.law, role
        told = by_text(doc, f"{name} told", within, asked, partial(_told, prepared, found, text_of(doc), role))
        if told is None:
            yield Strength(found.start, found.end, "acronym-explained", rule=RULE.name)
        else:
            yield _finding(found, told)


def _near(prepared: Prepared, doc: Doc) -> Iterator[Candidate]:
    """What may be a short form by itself."""
    return candidates(text_of(doc), prepared.lists.forms, prepared.law)


class _Told(NamedTuple):
    """What is said of a short form that is not explained."""

    message: str
    suggestions: tuple[str, ...]


def _told(prepared: Prepared, found: Candidate, text: str, role: str | None) -> _Told | None:
    """What to say of a short form, for the words around it; None where these explain it."""
    start, end, entry = found.start, found.end, found.entry
    if explained(text, start, end, found.form, prepared.senses(entry) if entry else (), near=found.law):
        return None
    meanings = _meanings(found, text, role)
    alone = found.verb or role is not None or (entry is not None and entry.terms[0].islower())
    if found.law and (number := under(text, start, end)):
        offers = tuple(dict.fromkeys(f"{number} ({meaning.full})" for meaning in meanings))
    else:
        put = partial(offer, text, start, end, plural=found.plural, alone=alone)
        offers = tuple(dict.fromkeys(put(meaning.full) for meaning in meanings))
    return _Told(_message(text[start:end], meanings, entry.note if entry else None), offers)


def _finding(found: Candidate, told: _Told) -> Finding:
    entry = found.entry.id if found.entry else None
    return Finding(
        RULE.name,
        found.start,
        found.end,
        told.message,
        severity=RULE.severity,
        suggestions=told.suggestions,
        entry=entry,
    )


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
