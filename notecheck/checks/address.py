"""Marks where a record that is to be written to the child is written about the child, and the other way round.

Why it matters: the child is the reader who will come back to this record, in a year or in twenty. 'You told me you
were cold' tells somebody their own story; 'Kian stated that he was cold' files them. A chronology or a court statement
has other readers, who cannot know who 'you' is.

What is asked of a document type comes from the guidance: in full, in part, or not at all. Where it is asked in part
nothing is marked: the measure says for each section of the worker's own thinking whether it speaks to the child.
Left alone: quotations, other people's turns and emails, headings, fields, lists of those present, greetings.

Known misses: everything that `who` misses, most of all a 'he' between a father and a son; a slip in a note to the
child that only says 'he'.

Source: Writing our Records to the Child (Leicestershire, 2020), as in corpus/GUIDE.md, category `address`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import zip_longest
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Skipped
from notecheck.memo import once_per_doc, text_of
from notecheck.note import asked_of, note_of
from notecheck.people.about_nobody import AboutNobody
from notecheck.people.who import Who, who_of
from notecheck.text import emails, layout
from notecheck.text.columns import Columns, columns

RULES: Final = (
    Rule(
        name="address",
        part="written-to-the-child",
        severity="warning",
        title="To whom this is written",
        marks=(
            "Places where a record that is to be written to the child speaks about the child, and the other way round. "
            "Which records are written to the child, the guidance says."
        ),
        why="A record is written to whoever will read it: the child, to whom “you” tells their own story, or others.",
        weak="Callum said he likes his new school.",
        better="You told me you like your new school.",
        limits="It may take a “he” or a “she” for the wrong person, most of all between a father and a son.",
    ),
)

_CALLUM: Final = {"child": {"name": "Callum Wright", "age": 9}, "other_children": ["Sally"], "doc_type": "home-visit"}

EXAMPLES: Final = (
    Example("I saw Callum at home. He showed me his bike.", marks=("Callum", "He"), note=_CALLUM),
    Example("Mum told me that she is tired. The lad was on the stairs.", marks=("The lad",), note=_CALLUM),
    Example("Callum said “he never rings me”.", marks=("Callum",), note=_CALLUM),
    Example("Sally was asleep and her brother was at football.", marks=("her brother",), note=_CALLUM),
    Example("You showed me your bike, Callum, and Mum said she is proud of you.", note=_CALLUM),
    Example(
        "It was raised in the team around the child. I told Mum that babies should sleep on their backs.", note=_CALLUM
    ),
    Example("Child: Callum Wright\nPresent: Callum, Sally, Mum\nYou let me in.", note=_CALLUM),
    Example("12.03.2024 You move to Nan's.", marks=("You",), note={**_CALLUM, "doc_type": "chronology"}),
    Example("12.03.2024 Callum moves to Nan's.", note={**_CALLUM, "doc_type": "chronology"}),
    Example("Callum is a cheerful boy who likes chess.", note={**_CALLUM, "doc_type": "pen-picture"}),
)

_STYLES: Final = {"full": "to-child", "part": "in-part", "not": "about-child"}
_SLIP: Final = 2


@dataclass(frozen=True)
class Section:
    """How a section of the worker's own thinking speaks, in numbers of sentences.

    Attributes:
        start: first code point of its heading.
        end: one past its last.
        to_child: sentences that speak to the child.
        about_child: sentences that speak about the child.
    """

    start: int
    end: int
    to_child: int
    about_child: int


@dataclass(frozen=True)
class Address:
    """To whom the note is written.

    Attributes:
        style: `to-child`, `about-child`, `mixed`, or `n/a` where it does not mention the child.
        expected: what the guidance asks: `to-child`, `in-part`, `about-child`; None where it says nothing.
        to_child: sentences that speak to the child.
        about_child: sentences that speak about the child.
        sections: where it is asked in part, those that hold the worker's thinking.
        met: share of the sentences that speak as the guidance asks; None where nobody can tell.
    """

    style: str
    expected: str | None
    to_child: int
    about_child: int
    sections: tuple[Section, ...]
    met: float | None


@dataclass(frozen=True)
class Prepared:
    """The word lists that are read.

    Attributes:
        fields: words of labels that say who or what the record is about.
        thinking: words of headings above the worker's own thinking.
        children: words for any children ('babies').
    """

    fields: frozenset[str]
    thinking: frozenset[str]
    children: frozenset[str]

    @cached_property
    def places(self) -> Callable[[Doc], _Places]:
        """What a Doc says about or to the child, told once for each."""
        return once_per_doc(partial(_places, prepared=self))


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Read the lists."""
    return Prepared(*(frozenset(lexicons.words[f"who-{name}"]) for name in ("field", "thinking", "any-children")))


@dataclass(frozen=True)
class _Places:
    """First token of each sentence that speaks about or to the child."""

    about: list[int]
    to: list[int]
    words: int = 0  # by which the child is spoken to, in all of them


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Skipped]:  # noqa: ARG001
    """The first place in each sentence that speaks otherwise than the guidance asks."""
    asked = asked_of(doc).get("address")
    if asked not in ("full", "not") or not len(doc):
        return
    who = who_of(doc)
    if not who.child_known and asked == "full":
        yield Skipped("address", "the note does not say who the child is; give the child's name to check this")
        return
    c, places = columns(doc), prepared.places(doc)
    for number, i in enumerate(places.about if asked == "full" else places.to):
        start, end = _span(c, who, i)
        word = text_of(doc)[start:end]
        again = bool(number)
        message = _about(c, i, word, again) if asked == "full" else _to(note_of(doc).doc_type, word, again)
        suggestions = _suggested(c, i, end) if asked == "full" else ()
        yield Finding("address", start, end, message, suggestions=suggestions)


def measure(doc: Doc, prepared: Prepared, settings: NoSettings) -> Address:  # noqa: ARG001
    """To whom the note is written, and to whom it should be."""
    asked = asked_of(doc).get("address")
    places = prepared.places(doc) if len(doc) else _Places([], [])
    to, about = len(places.to), len(places.about)
    sections = tuple(_sections(doc, prepared, places)) if asked == "part" else ()
    return Address(
        _style(to, about, strict=asked == "not" or places.words > 1),
        _STYLES.get(asked or ""),
        to,
        about,
        sections,
        _met(asked, to, about, sections),
    )


def _style(to: int, about: int, *, strict: bool) -> str:
    """One 'you' among much about the child is a turn of phrase, save where nothing is to speak to the child."""
    if not to and not about:
        return "n/a"
    if not about:
        return "to-child"
    return "mixed" if to > 1 or (to and (strict or about < _SLIP)) else "about-child"


def _met(asked: str | None, to: int, about: int, sections: tuple[Section, ...]) -> float | None:
    if asked == "part":
        to, about = sum(s.to_child for s in sections), sum(s.about_child for s in sections)
    if asked is None or not to + about:
        return None
    return (about if asked == "not" else to) / (to + about)


def _places(doc: Doc, prepared: Prepared) -> _Places:
    c, who = columns(doc), who_of(doc)
    told = ("child", "you", "addressee") if who.spoken_to != "adult" else ("child", "you")
    wanted = [i for i, kind in enumerate(who.kind) if kind in told]
    if not wanted:
        return _Places([], [])
    others = _others_words(doc, who)
    nobody = AboutNobody(doc, prepared.fields)
    about, to = [], []
    last_about = last_to = -1
    words = 0
    for i in wanted:
        first = c.first[i]
        if who.quoted[i] or others[i]:
            continue
        if who.kind[i] != "child":
            words += 1
            if first != last_to:
                to.append(i)
                last_to = first
        elif first != last_about and not nobody(i) and not _is_anybody(c, i, prepared.children):
            about.append(i)
            last_about = first
    return _Places(about, to, words)


def _is_anybody(c: Columns, i: int, children: frozenset[str]) -> bool:
    """'babies should sleep without one', 'team around the child': any child, or a team's name, and not this child."""
    if c.lower[i - 3 : i - 1] == ["team", "around"] or c.lower[i - 2 : i] == ["team", "around"]:
        return True
    if c.lower[i] not in children or (i and c.pos[i - 1] in ("DET", "ADJ", "NUM", "PRON")) or c.dep[i] != "nsubj":
        return False
    verb = c.head[i]
    return c.tag[verb] == "VBP" or (c.tag[verb] == "VB" and c.tag[i + 1] == "MD")


def _others_words(doc: Doc, who: Who) -> list[bool]:
    """Turns of a conversation, and all of a pasted email."""
    inside = [False] * len(doc)
    for speech in who.speech:
        if speech.form != "quotation":
            start = speech.speaker if speech.speaker >= 0 else speech.start
            inside[start : speech.end] = [True] * (speech.end - start)
    starts = columns(doc).start
    for block in emails.of(doc):
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        inside[first:last] = [True] * (last - first)
    return inside


def _span(c: Columns, who: Who, i: int) -> tuple[int, int]:
    """Code points of the whole mention: 'Baby Fenwick's', 'his middle brother', 'both boys'."""
    first, last = i, i
    while last + 1 < len(c) and who.kind[last + 1] == who.kind[i] and c.first[last + 1] == c.first[i]:
        if c.tag[last + 1] in ("PRP", "PRP$") or c.tag[last] in ("PRP", "PRP$"):
            break
        last += 1
    if last + 1 < len(c) and c.tag[last + 1] == "POS":
        last += 1
    if c.tag[i] in ("NN", "NNS"):
        while first > c.first[i] and c.tag[first - 1] in ("JJ", "DT", "PRP$", "PDT", "CD", "JJS", "JJR"):
            first -= 1
    return c.start[first], c.start[last] + len(c.text[last])


def _about(c: Columns, i: int, word: str, again: bool) -> str:
    how = f"“your” in place of “{word}”" if _is_possessive(c, i) else f"“you” in place of “{word}”"
    if again:
        return f"“{word}” speaks about the child as well: see the first mark. Could it be {how}?"
    return (
        f"“{word}” speaks about the child, and this record is to be written to them: they are the one who will read it "
        f"as their own story. Could this sentence speak to them, with {how}?"
    )


def _to(doc_type: str, word: str, again: bool) -> str:
    if again:
        return f"“{word}” speaks to the child as well: see the first mark."
    return (
        f"“{word}” speaks to the child, but a {doc_type.replace('-', ' ')} has other readers too, who may not know who "
        f"is meant. The child's name would tell them."
    )


def _is_possessive(c: Columns, i: int) -> bool:
    return c.tag[i] == "PRP$" or c.tag[i + 1 : i + 2] == ["POS"]


def _suggested(c: Columns, i: int, end: int) -> tuple[str, ...]:
    """'your' for "Callum's", 'you' for 'Callum' where the verb stays as it is; nothing that would not read on.

    Nothing for a pronoun either: whom it means is the writer's to know, and 'you' for a father's 'he' would be wrong.
    """
    if c.tag[i] in ("PRP", "PRP$"):
        return ()
    if _is_possessive(c, i):
        instead = "your"
    elif c.start[i] + len(c.text[i]) == end and (c.dep[i] in ("dobj", "pobj", "dative") or _reads_on(c, i)):
        instead = "you"
    else:
        return ()
    return (instead.capitalize() if c.first[i] == i else instead,)


def _reads_on(c: Columns, i: int) -> bool:
    """'Callum showed', 'Callum can' stay as they are after 'you'; 'Callum was' does not."""
    return c.dep[i] == "nsubj" and c.tag[i + 1 : i + 2] in (["VBD"], ["MD"]) and c.lower[i + 1] != "was"


def _sections(doc: Doc, prepared: Prepared, places: _Places) -> Iterator[Section]:
    """The sections whose heading says that they hold the worker's thinking."""
    text, c = text_of(doc), columns(doc)
    headings = [line for line in layout.of(doc) if line.kind == "heading"]
    to, about = [c.start[i] for i in places.to], [c.start[i] for i in places.about]
    for line, after in zip_longest(headings, headings[1:]):
        words = {word.strip(".,:;()?'’").lower() for word in text[line.body : line.end].split()}
        if words & prepared.thinking:
            start, end = line.start, after.start if after else len(text)
            yield Section(
                start,
                end,
                bisect_left(to, end) - bisect_left(to, start),
                bisect_left(about, end) - bisect_left(about, start),
            )


SPEC = check(
    "address",
    rules=RULES,
    find=find,
    measure=measure,
    prepare=prepare,
    examples=EXAMPLES,
    needs=("sentences", "tag", "parse", "who"),
)
