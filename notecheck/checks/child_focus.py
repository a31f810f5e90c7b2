"""Measures how much of a note is about the child, and says so where the child is lost behind the adults.

Why it matters: a record about a child that tells of the rent, the partner and the missed calls, and of the child in a
line or two, leaves the person whose file it is without their own story, and a manager without the child's day.

A sentence is the child's where it names the child, speaks to them or gives their words, whoever else is in it; it
is the adults' where it names only others. One without a subject ('Climbed onto her lap.') goes on with whom the last
one was about. Pasted emails and headings count for nothing. One finding on the whole note, and only where it is sure: a
long enough note of a sort that is about the child's experience, with hardly a sentence of theirs.

Known misses: a note that names the child often and still tells only what adults did about them.

Source: Swindon Quality Standards 2020, 7.1 and 7.5 ('about the child and the child's experience').
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, check
from notecheck.data import Lexicons
from notecheck.entries import Frozen
from notecheck.findings import Finding, Rule, Skipped
from notecheck.memo import once_per_doc, text_of
from notecheck.note import note_of
from notecheck.people.who import who_of
from notecheck.text import emails, layout
from notecheck.text.columns import Columns, columns

RULES: Final = (
    Rule(
        name="child-focus",
        part="childs-voice",
        severity="suggestion",
        title="Where is the child?",
        marks="A longer record with hardly a sentence about the child. There is one remark on the whole record.",
        why="Whoever reads this later, the child first of all, looks for what these days were like for the child.",
        weak="Mum said the rent is late. Dad rang twice. The landlord was rude to Mum.",
        better="Mum told me the rent is late; you had heard her crying about it and asked me if you have to move.",
        limits="It misses a record that names the child often and still tells only what adults did about them.",
    ),
)

_ADULTS: Final = (
    "Mum said that the rent is three weeks late and that the landlord was rude to her on the phone. Dad rang while "
    "I was there and Mum told him that she would not talk to him about money. Mum showed me the letter from the "
    "council and the one from the bank. She has rung the bank four times and nobody rang her back. Mum's partner, "
    "Lee, came in at four and said that he has a new job at the warehouse. Lee told me that he starts on Monday. "
    "Mum said that she is pleased for him. Dad texted Mum twice about the car. Mum said that Nan will lend her the "
    "money for the rent. Nan rang me later and said that she can lend her half of it. I told Mum about the food "
    "bank and gave her the number. Mum will ring the council tomorrow. Lee will ask his boss about an advance. Dad "
    "will send the money for the car on Friday."
)
_KIAN: Final = {"child": {"name": "Kian Doyle", "age": 6}, "doc_type": "home-visit"}

EXAMPLES: Final = (
    Example(_ADULTS, marks=(_ADULTS,), note=_KIAN),
    Example(_ADULTS, note={**_KIAN, "doc_type": "supervision"}),
    Example("Mum said that the rent is late. Dad rang.", note=_KIAN),
    Example(
        _ADULTS
        + " Kian hid under the table. He told me he is scared of Lee. Kian has a cough. He missed school on Monday. "
        "Kian showed me his bed. He has a sheet now. Kian asked if he can see Nan.",
        note=_KIAN,
    ),
)

_ABOUT_THE_CHILD: Final = frozenset(
    ("home-visit", "case-note", "family-time", "assessment", "meeting", "three-month-update")
)
_CHILDS: Final = frozenset(("child", "you"))
_OTHERS: Final = frozenset(("family", "sibling", "professional", "addressee", "other", "agency"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_VERBS: Final = frozenset(("VBD", "VBZ", "VBG", "VBN"))


class Settings(Frozen):
    """When the child counts as lost.

    Attributes:
        below: share of the sentences about the child under which the note is marked.
        shortest: fewest sentences about anybody in which that is looked for.
    """

    below: float = 0.2
    shortest: int = 10


@dataclass(frozen=True)
class Focus:
    """How much of a note is about the child.

    Attributes:
        child: sentences that are about the child, speak to them or give their words.
        adults: sentences that are about others only.
        share: of the sentences about anybody, those about the child; None where there are none.
        met: the same for the score, full at one half; None where nobody can tell.
    """

    child: int
    adults: int
    share: float | None
    met: float | None


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Nothing is needed but who is who."""


def find(doc: Doc, prepared: None, settings: Settings) -> Iterator[Finding | Skipped]:  # noqa: ARG001
    """One finding on the whole note where hardly a sentence is about the child."""
    if note_of(doc).doc_type not in _ABOUT_THE_CHILD or not len(doc):
        return
    child, adults = _counted(doc)
    if child + adults < settings.shortest or child >= settings.below * (child + adults):
        return
    if not who_of(doc).child_known:
        yield Skipped("child-focus", "the note does not say who the child is; give the child's name to check this")
        return
    told = "no sentence is" if not child else "one sentence is" if child == 1 else f"{child} sentences are"
    yield Finding(
        "child-focus",
        0,
        len(text_of(doc)),
        f"Of {child + adults} sentences about people here, {told} about the child. Whoever reads this later, the child "
        f"first of all, will look for what this time was like for them: what they did and said, how they were, what it "
        f"meant for them. A few lines on that would bring them back into their own record.",
        severity="suggestion",
    )


def measure(doc: Doc, prepared: None, settings: Settings) -> Focus:  # noqa: ARG001
    """The share of the sentences that are about the child."""
    child, adults = _counted(doc) if len(doc) else (0, 0)
    share = child / (child + adults) if child + adults else None
    if share is None or not who_of(doc).child_known:
        return Focus(child, adults, share, None)
    return Focus(child, adults, share, min(1.0, 2 * share))


@once_per_doc
def _counted(doc: Doc) -> tuple[int, int]:
    """Sentences about the child, and about others only."""
    c, who = columns(doc), who_of(doc)
    skipped = _skipped(doc, c)
    said = {c.first[speech.start] for speech in who.speech if speech.kind == "child"}
    child = adults = 0
    last = ""
    for start, end in c.sentences:
        if skipped[start]:
            continue
        kinds = set(who.kind[start:end])
        if kinds & _CHILDS or start in said:
            last = "child"
        elif kinds & _OTHERS:
            last = "adults"
        elif not _goes_on(c, start, end):
            continue
        child += last == "child"
        adults += last == "adults"
    return child, adults


def _skipped(doc: Doc, c: Columns) -> list[bool]:
    """Pasted emails, and headings."""
    skipped = [False] * len(c)
    for block in emails.of(doc):
        first, last = bisect_left(c.start, block.start), bisect_left(c.start, block.end)
        skipped[first:last] = [True] * (last - first)
    headings = {line.mark for line in layout.of(doc) if line.kind == "heading"}
    for start, _ in c.sentences:
        skipped[start] = skipped[start] or c.start[start] in headings
    return skipped


def _goes_on(c: Columns, start: int, end: int) -> bool:
    """'Climbed onto her lap.': a verb first, and nobody who does it."""
    return c.tag[start] in _VERBS and _SUBJECTS.isdisjoint(c.dep[start:end])


SPEC = check(
    "child-focus",
    rules=RULES,
    find=find,
    measure=measure,
    prepare=prepare,
    settings=Settings,
    examples=EXAMPLES,
    needs=("sentences", "tag", "parse", "who"),
)
