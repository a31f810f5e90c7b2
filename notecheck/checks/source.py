"""Information passed on with no source that a reader could trace: 'It was reported that', 'apparently', 'is known to'.

Why it matters: a record is read by the child in twenty years, by a parent, by a court. What nobody in particular said
can neither be answered nor checked, and is read as a fact all the same.

Marked are the opening words alone: the fixed ones of `lexicons/source.yaml`, and the patterns that
`lexicons/source-words.yaml` fills ('it has been …', 'there are … concerns that', 'concerns were raised', 'is believed
to', 'I was told that', 'neighbours say', 'the talk is'). Left alone: a source in the same clause ('it was reported by
Dr Roe', 'concerns from school', 'according to'), what somebody named is telling ('Mum said that Dad is known to
drink'), quotations, pasted emails, headings, labels, what is denied ('there are no concerns'), what should be done
('it was suggested that we should', a matter of `decision-owner`) and the view of nobody ('it was felt', of `opinion`).

Known misses: hearsay without any such opening ('He's dealing again, by the sound of it'). Known false alarms: a source
that only the sentence before or after names.

Source: corpus/GUIDE.md, category `source`; Swindon Quality Standards 2020, 7.6; Trafford 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Strength
from notecheck.people import whose
from notecheck.people.who import who_of
from notecheck.statements.hearsay import LEADS, Lists, Openings, lists_of
from notecheck.statements.sources import Sources
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.wording.terms import TermMatcher

SOURCE: Final = Rule(
    name="source",
    part="fact-and-opinion",
    severity="warning",
    title="Not said who said it",
    marks=(
        "The opening words of information for which no source is named: “It was reported that”, “apparently”, “is "
        "known to”."
    ),
    why="What nobody in particular said can neither be checked nor answered by the person it is about.",
    weak="It was reported that Dad had been drinking.",
    better="Mrs Lowe, who lives next door, rang me on 4 May and said that Dad had been drinking.",
    limits=(
        "It misses hearsay without any such opening. It may mark what has its source in the sentence before or after."
    ),
)

EXAMPLES: Final = (
    Example("It was reported that Dad had been drinking.", ("It was reported that",)),
    Example("It has also been alleged that he hit her.", ("It has also been alleged that",)),
    Example("Alleged that he hit her. Alleged drug use at the flat.", ("Alleged that", "Alleged")),
    Example("Its thought she is a relative with an axe to grind.", ("Its thought",)),
    Example("There are ongoing concerns re: neglect.", ("There are ongoing concerns re",)),
    Example("There's been some mention of a new partner.", ("There's been some mention of",)),
    Example("There is a history of low mood.", ("There is a history of",)),
    Example("Concerns have been raised about bedtimes.", ("Concerns have been raised",)),
    Example("Worries were voiced about who comes and goes.", ("Worries were voiced",)),
    Example("Reason for involvement: ongoing concerns re home conditions", ("ongoing concerns re",)),
    Example("I came out following reports of a fight on the landing.", ("reports of",)),
    Example("Mum is known to go out on a Thursday. Known to alcohol services.", ("is known to", "Known to")),
    Example("Dad is believed to be in Hull and is said to have a job.", ("is believed to", "is said to")),
    Example("Her neighbour is a known troublemaker.", ("known",)),
    Example("Ms Osgood was described as hard to reach.", ("was described as",)),
    Example("He has been linked with an older group.", ("has been linked with",)),
    Example("Dad's drinking has been mentioned.", ("has been mentioned",)),
    Example("He has been seen drinking behind the shops.", ("has been seen",)),
    Example("Apparently the dog has gone. Mum is supposedly well.", ("Apparently", "supposedly")),
    Example("I was told that the tenancy has ended.", ("I was told that",)),
    Example("I'm told he is back at work.", ("I'm told",)),
    Example("We have been made aware that he was excluded.", ("We have been made aware that",)),
    Example("I gather Mum is not well.", ("I gather",)),
    Example("Neighbours say there are men at the door.", ("Neighbours say",)),
    Example("People on the estate are saying that she left him.", ("People on the estate are saying",)),
    Example("Previous workers have felt there may be a learning difficulty.", ("Previous workers have felt",)),
    Example("Word on the estate is he has a new flat.", ("Word on the estate is",)),
    Example("The general feeling is that the ward let her go too early.", ("The general feeling is that",)),
    Example("By all accounts he stops crying at the corner.", ("By all accounts",)),
    Example("Rumour has it he has been seen getting into a van.", ("Rumour has it",)),
    Example("The duty worker advised that he hit her.", ("worker advised that",)),
    Example("The residential worker, Jo Lunn, advised that you slept. The school office informed us of his mark."),
    Example("It was reported by Dr Roe that you are well. It was said by your nan that you sleep."),
    Example("Concerns were raised by the school nurse about his weight. Concerns from nursery about his speech."),
    Example("According to the GP there are concerns about his weight."),
    Example("School have concerns that he is tired. I have concerns about your weight because you have lost 3kg."),
    Example("There are no concerns about his health. No concerns were raised. He is not known to services."),
    Example("Mum told me that Dad is known to drink. You told me that people say you smell."),
    Example("I was told by Mr Roe that Dad had moved. I understand from Ms Lee that he is well."),
    Example("I understand that you feel sad, and I heard you laugh in the kitchen."),
    Example("You said \u201ceveryone knows, there are rumours\u201d."),
    Example("Nan is well known to me. You are known as Cal. He said to wait until nine."),
    Example("It was suggested that a second tour might help. It was reported to the police on 3 May."),
    Example("Concerns: none\nYour school report of 8 January is on file. Reports from Mr Hayes say you are on time."),
)

_MOST: Final = 3  # strengths in one note


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        phrases: matcher of the fixed openings.
        lists: what the patterns are filled with.
    """

    phrases: TermMatcher
    lists: Lists


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher and the sets."""
    kin = lexicons.words.get("kin", ())
    phrases = TermMatcher(nlp, lexicons.terms.get("source", ()), kin, eager=lexicons.own)
    return Prepared(phrases, lists_of(lexicons.words))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Mark the opening of everything that is passed on with no source, and some that are passed on with a good one."""
    lists, entries = prepared.lists, prepared.phrases.entries
    rows = by_place(doc, ("source", id(lists)), partial(_near, lists), by="words", tokens=True, near=0)
    spans: dict[tuple[int, int], str | None] = {(row.start, row.end): None for row in rows if not row.told}
    spans |= {(match.start, match.end): entries[match.entry].id for match in prepared.phrases(doc)}
    told = [row.start for row in rows if row.told]
    if spans or told:
        sources = Sources(columns(doc), who_of(doc).kind, lists)
        yield from _findings(doc, sources, spans)
        yield from _strengths(doc, sources, told)


class _Opening(NamedTuple):
    """An opening that follows a pattern; or, where `told`, a verb that may have a named source beside it."""

    start: int
    end: int
    told: bool


def _near(lists: Lists, doc: Doc) -> Iterator[_Opening]:
    openings = Openings(columns(doc), lists)
    yield from (_Opening(start, end, told=False) for start, end in openings.patterns())
    yield from (_Opening(i, i + 1, told=True) for i in openings.told)


def _findings(doc: Doc, sources: Sources, spans: Mapping[tuple[int, int], str | None]) -> Iterator[Finding]:
    c, quoted, pasted, lines = columns(doc), whose.quoted(doc), emails.pasted(doc), layout.of(doc)
    taken = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < taken or quoted[start] or pasted[start]:
            continue
        at = c.start[start]
        line = layout.line_at(lines, at)
        label = line.body < line.label_end > at and c.lower[end - 1] not in LEADS
        if line.kind == "heading" or label or sources.has_source(start, end):
            continue
        if taken and _is_one(doc, taken, start):
            continue
        taken = end
        span = doc[start:end]
        yield mark(span, SOURCE, _message(span.text), entry=spans[start, end])


def _is_one(doc: Doc, end: int, start: int) -> bool:
    """'Rumour has it he has been seen': both openings open the same news."""
    between = doc[end:start]
    return not doc[start].is_sent_start and all(token.pos_ == "PRON" for token in between)


def _message(words: str) -> str:
    seen = f"“{' '.join(words.split())}” does not say whose word this is, so nobody can check it or answer it later"
    return f"{seen}. You might write who told whom, and when, by name and role; or, if nobody knows, that nobody does."


def _strengths(doc: Doc, sources: Sources, told: Iterable[int]) -> Iterator[Strength]:
    """'Mr Hayes, your head of year, told me': name and role beside the verb of saying."""
    c, quoted, found = columns(doc), whose.quoted(doc), 0
    for i in told:
        first = sources.named_with_role(i)
        if first is not None and not quoted[i] and found < _MOST:
            found += 1
            yield Strength(c.start[first], c.start[i] + len(c.text[i]), "source-named", rule=SOURCE.name)


SPEC = check(
    "source",
    rules=(SOURCE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who"),
)
