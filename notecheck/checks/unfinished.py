"""Marks gaps left in the text: placeholders, blanks to be filled in, 'TBC', an empty heading or field.

Why it matters: a record is read years later by people who cannot ask. A gap looks like something nobody knew, or
nobody did; 'not known on 4 May, I will ask Dad' tells them which.

Left alone: kisses ('love you xxx'), 'Malcolm X', sizes, a doubtful '?ADHD', an emphatic 'really???', a heading
above a list or a subheading, a title, a signature line, the words of a pasted email.

Known misses: a sentence broken off; an empty heading followed by text that belongs to something else.

Source: corpus/GUIDE.md, category `unfinished`; Swindon 7.5 (records are complete when they are saved).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.text import emails, layout, unfilled
from notecheck.text.spans import overlaps
from notecheck.wording import gaps

RULES: Final = (
    Rule(
        name="unfinished",
        part="completeness",
        severity="error",
        title="A gap left in the text",
        marks="Gaps left in the text: blanks, “TBC”, “XXX”, an empty heading or field.",
        why="Years later nobody can tell whether it was unknown, not done or forgotten.",
        weak="Next visit: TBC",
        better="Next visit: no date yet; I will agree one with Mum by 4 May 2026.",
        limits="It misses a sentence that breaks off, and an empty heading with text about something else below it.",
    ),
)

EXAMPLES: Final = (
    Example("Plan\nNext meeting: TBC", marks=("TBC",)),
    Example("Mum has a new partner, name ???", marks=("???",)),
    Example("Lives with Mum and her partner, XXX, in Park Road.", marks=("XXX",)),
    Example("Date of visit: [insert date]\nSeen: [name], school nurse", marks=("[insert date]", "[name]")),
    Example("Born xx/xx/26. Risk assessment signed ______ by Dad.", marks=("xx/xx/26", "______")),
    Example("Overall: good\nChild's views:\nConcerns: none today", marks=("Child's views:",)),
    Example("I saw Sam.\n\nAnalysis\n\nPlan\n- I will ring Mum on 4 May 2026", marks=("Analysis",)),
    Example("Date of next meeting: to follow", marks=("to follow",)),
    Example(
        "Panel: dd/mm/yy\nTime out: __:__\nAnnual review: date?? Hoist to be chased.",
        marks=("dd/mm/yy", "__:__", "date??"),
    ),
    Example("He signed the card 'love from Malcolm xxx' and wore an XXL shirt."),
    Example("Mum texted: thank you so much xxx"),
    Example("Actions:\n- Mum to ring the GP by 4 May 2026\nSigned:\nRuth Dale, social worker"),
    Example("Sam's assessment may show ?ADHD. You laughed and said really???"),
)

_KIND: Final = {
    "blank": "{seen} looks like a gap to be filled in",
    "later": "{seen} leaves this open",
    "empty": "Nothing is written under {seen}",
}
_OFTEN: Final = 2  # times after which 'XX said …' stands for a person
_SAY: Final = (
    "{what}, and later nobody can tell whether it was unknown, not done or forgotten. You might fill it in, or say "
    "who will find out and by when."
)
_SAY_EMPTY: Final = (
    "{what}, and later nobody can tell whether there was nothing to say or it was forgotten. You might write what is "
    "known, or say why there is nothing."
)


@dataclass(frozen=True)
class Prepared:
    """The lists that decide.

    Attributes:
        gaps: which placeholders are gaps.
        headings: which headings are empty.
    """

    gaps: gaps.Words
    headings: unfilled.Words


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Make patterns of the lists."""
    return Prepared(gaps.Words.of(lexicons.words), unfilled.Words.of(lexicons.words))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for each gap and each empty heading or field."""
    text = text_of(doc)
    mails = [(block.start, block.end) for block in emails.of(doc)]
    found = by_place(doc, "unfinished", partial(_near, words=prepared.gaps))
    initials = any(gap.crosses for gap in found) and len(prepared.gaps.initials.findall(text)) > _OFTEN
    taken: list[tuple[int, int]] = []
    for start, end, kind, crosses in sorted(found, key=lambda gap: (gap.start, -gap.end, gap.kind)):
        if initials and crosses:
            continue
        if not overlaps(start, end, mails) and not overlaps(start, end, taken):
            taken.append((start, end))
            yield _finding(text, start, end, kind)
    for start, end in unfilled.unfilled(text, layout.of(doc), mails, note_of(doc), prepared.headings):
        if not overlaps(start, end, mails) and not overlaps(start, end, taken):
            yield _finding(text, start, end, "empty")


def _near(doc: Doc, words: gaps.Words) -> set[gaps.Gap]:
    return gaps.gaps(text_of(doc), layout.of(doc), words)


def _finding(text: str, start: int, end: int, kind: str) -> Finding:
    what = _KIND[kind].format(seen=f"“{' '.join(text[start:end].split())}”")
    say = _SAY_EMPTY if kind == "empty" else _SAY
    return Finding("unfinished", start, end, say.format(what=what), severity=RULES[0].severity)


check("unfinished", rules=RULES, find=find, prepare=prepare, examples=EXAMPLES)
