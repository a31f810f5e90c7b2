"""Marks timescales, frequencies, conditions and aims that nobody can check.

Why it matters: 'contact to be reviewed in due course' lets a promise to a child be forgotten, and neither a
parent nor a manager can tell whether 'be a better parent' was done. A day, a number or something that anyone
could see can be checked.

Most such words are harmless in a story ('you soon fell asleep'), so they are marked only where the text looks
ahead (`notecheck/statements/ahead.py`). Left alone: quotations, pasted emails, headings, what somebody reports ('Mr
Sugden told me that he regularly rings'), a frequency with a number or a day beside it ('regularly, every Tuesday'),
'ongoing' as a description ('an ongoing police investigation'), the name of a contingency ('If it does not work:'), and
what the child may choose ('you can go to Mrs Vale when you want to').

Known misses: figures of speech that no list holds; a vague promise told in the past as a story; an aim that only the
case can show to be vague ('Mum to do the mornings').

Source: corpus/GUIDE.md, category `vague`; Swindon Quality Standards 2020, 4.2; lexicons/vague.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.entries import TermEntry
from notecheck.findings import Finding, Rule
from notecheck.memo import text_between
from notecheck.people import whose
from notecheck.statements import conditions, reports
from notecheck.statements.ahead import Words, closes, has_measure, looks_ahead, sentence
from notecheck.statements.aims import REFUSES, Lists, is_denied, lists_of, loose_aim, may_be_loose
from notecheck.text import emails, layout
from notecheck.text.patterns import any_case, any_of
from notecheck.wording.terms import Match, TermMatcher
from notecheck.wording.view import view

RULES: Final = (
    Rule(
        name="vague",
        part="plain-language",
        severity="warning",
        title="Hard to check later",
        marks=(
            "Times, frequencies, conditions and aims that nobody can check, where the text looks ahead: “in due "
            "course”, “as and when”. In a story (“you soon fell asleep”) such words are left alone."
        ),
        why="A child or a parent cannot tell later whether it was done, how often, or well enough.",
        weak="Contact to be reviewed in due course.",
        better="Priya will review family time with you on 4 May 2026.",
        limits="It misses figures of speech that are in no list, and an aim that only the case can show to be vague.",
    ),
)

EXAMPLES: Final = (
    Example("Plan\n- School to be contacted ASAP", marks=("ASAP",)),
    Example("We will continue to support the family as and when.", marks=("continue to support", "as and when")),
    Example("I told Mum that she needs to be a better parent.", marks=("be a better parent",)),
    Example("PN to look at this once things calm down.", marks=("once things calm down",)),
    Example("I will ring you soon.", marks=("soon",)),
    Example("Actions\nSchool to monitor\nReview if no improvement", marks=("monitor", "if no improvement")),
    Example("You soon fell asleep and Mum rang as soon as she saw me."),
    Example("You run to her and you calm down quickly. When she is drinking the picture is different."),
    Example("We need an answer quickly.", marks=("quickly",)),
    Example("PC Idle told me there is an ongoing police investigation."),
    Example("Mr Sugden told me that he regularly rings the school."),
    Example("I will ring you regularly, every Tuesday at four."),
    Example("Nan will visit weekly and I will come by 4 May 2026."),
    Example("Mum to be patient. HV to be inf'd. PEP to be upd.", ("be patient",)),
    Example("Callum said \u201cI'll be good soon\u201d."),
    Example("Housing to be told ASAP.", marks=("ASAP",)),
    Example("Plan\nNan will have you on Fridays.\nIf it does not work\nI will call a meeting by 4 May 2026."),
    Example("If things get worse: Mum will ring 999. Review if no improvement.", marks=("if no improvement",)),
    Example(
        "You can go to Mrs Vale when you want to. Ring me whenever you like. Nan will ring whenever she likes.",
        marks=("whenever she likes",),
    ),
    Example("Callum needs to learn to manage money. Dad needs to manage his anger.", marks=("manage his anger",)),
    Example("I will help you find a safe home. Mum to provide a safe home.", marks=("provide a safe home",)),
)

_DATED: Final = "give a day, such as “by Friday 8 May 2026”"
_COUNTED: Final = "give a number or a day, such as “every Tuesday after school”"
_DECIDED: Final = "write who decides, and by when"
_SEEN: Final = "write what anyone would see, and by when"
_WAYS: Final = {"due": _DATED, "plan": _DATED, "when": _DATED, "once": _DECIDED, "if": _DECIDED, "often": _COUNTED}
"""What may be written instead, by the kind of entry, where its note has no advice of its own after a semicolon."""

_COUNTABLE: Final = ("often", "doing", "loose")
_ASKED: Final = ("aim", "doing", "loose")
_TIMED: Final = ("due", "plan", "when", "once", "often")
_BESIDE: Final = 6  # words between a frequency and the number that makes it checkable
_WISHES: Final = frozenset(("want", "hope", "like", "love", "ask", "allow", "expect", "be", "have"))
_PRESSES: Final = frozenset(("need", "require", "want", "be", "have"))
_JOINT: Final = 2  # small words that may stand between two spans that are read as one
_SMALL: Final = frozenset(("ADP", "DET", "PART"))
_PASSIVES: Final = frozenset(("be", "been", "being", "is", "are"))
_UNDER_WAY: Final = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m", "was", "were", "been"))


Place = tuple[int, int, TermEntry | None]
"""First token, one past the last, and the entry; None for an aim, which needs none."""


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        terms: matcher over the lexicon, all but the conditions.
        entries: of the lexicon, in the matcher's order.
        conditions: what stands behind 'when', 'if' …
        reports: what tells that somebody else says it.
        aims: what tells a plan from a story, and an aim that can be checked from one that cannot.
        ongoing: what is ongoing by somebody's plan.
        fields: a label that asks when, or how often.
    """

    terms: TermMatcher
    entries: tuple[TermEntry, ...]
    conditions: conditions.Lists
    reports: reports.Words
    aims: Lists
    ongoing: frozenset[str]
    fields: re.Pattern[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matchers."""
    every, lists = lexicons.terms.get("vague", ()), lexicons.words
    entries = tuple(entry for entry in every if _kind(entry) not in conditions.KINDS)
    behind = [(entry, _kind(entry)) for entry in every if _kind(entry) in conditions.KINDS]
    aims = lists_of(lists)
    return Prepared(
        terms=TermMatcher(nlp, entries, lists.get("kin", ()), eager=lexicons.own),
        entries=entries,
        conditions=conditions.lists_of(nlp, behind, aims.plan, lists, eager=lexicons.own),
        reports=reports.Words.of(lists),
        aims=aims,
        ongoing=frozenset(lists.get("plan-ongoing", ())),
        fields=any_case(rf"\b(?:{any_of(lists.get('plan-fields', ()))})\b"),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for each wording that nobody can check."""
    places = sorted(_places(doc, prepared), key=lambda place: (place[0], -place[1], place[2] is None))
    if places:
        for start, end, entry in _joined(doc, _standing(doc, places, prepared)):
            yield _finding(doc[start:end], entry)


def _standing(doc: Doc, places: Sequence[Place], prepared: Prepared) -> Iterator[Place]:
    """Those that the writer puts in the future, none within another."""
    quoted, pasted, lines = whose.quoted(doc), emails.pasted(doc), layout.of(doc)
    told, taken = reports.Reports(doc, prepared.reports), 0
    for start, end, entry in places:
        line, kind = layout.line_at(lines, doc[start].idx), _kind(entry)
        if start < taken or line.kind == "heading" or quoted[start] or pasted[start]:
            continue
        if kind == "if" and conditions.is_heading(doc, line, start, end):
            continue
        if conditions.is_free_choice(doc, start, end):
            continue
        passive = doc[start].tag_ == "VBN" and kind in _ASKED
        if (passive or kind == "loose") and _has_time(doc, start, places):
            continue
        if _is_to_come(doc, start, end, entry, prepared) and not told.holds(start):
            taken = end
            yield start, end, entry


def _joined(doc: Doc, places: Iterator[Place]) -> Iterator[Place]:
    """Two that are read as one are marked as one, by the entry of the first."""
    waiting: Place | None = None
    for start, end, entry in places:
        if waiting is not None and _joins(doc, waiting[1], start):
            waiting = waiting[0], end, waiting[2]
            continue
        if waiting is not None:
            yield waiting
        waiting = start, end, entry
    if waiting is not None:
        yield waiting


def _joins(doc: Doc, end: int, start: int) -> bool:
    """Whether two vague spans are read as one: 'offer support' + 'as needed', 'for a bit' of 'work on routines'."""
    between = doc[end:start]
    return start - end <= _JOINT and not doc[start].is_sent_start and all(token.pos_ in _SMALL for token in between)


def _kind(entry: TermEntry | None) -> str:
    """What the start of an entry's id says: 'often' of 'vague-often-soon', '' of an authority's own."""
    if entry is None:
        return "aim"
    parts = entry.id.split("-", 2)
    return parts[1] if parts[0] == "vague" and len(parts) == 3 else ""


def _is_to_come(doc: Doc, start: int, end: int, entry: TermEntry | None, prepared: Prepared) -> bool:
    kind = _kind(entry)
    if not kind:
        return True
    if entry and entry.id == "vague-doing-continue" and doc[start - 1].lower_ in prepared.ongoing:
        return not any(token.lemma_ in _WISHES for token in doc[sentence(doc, start)[0] : start])
    if entry and entry.id == "vague-due-urgent" and _is_habit(doc[start]):
        return False
    timed = kind in _TIMED and kind != "often"
    if kind in _TIMED and _is_value(doc, start, end, prepared.fields):
        return True
    return looks_ahead(doc, start, end, prepared.aims.plan, due=kind == "due", timed=timed)


def _is_habit(how: Token) -> bool:
    """'You calm down quickly': how somebody does what they do; not 'we need it quickly'."""
    verb = how.head
    return how.dep_ == "advmod" and verb.tag_ in ("VBZ", "VBP") and verb.lemma_ not in _PRESSES


def _has_time(doc: Doc, at: int, places: Sequence[Place]) -> bool:
    """Whether a vague time or frequency stands in the sentence of the token `at`."""
    first, last = sentence(doc, at)
    near = places[bisect_left(places, first, key=itemgetter(0)) : bisect_left(places, last, key=itemgetter(0))]
    return any(_kind(entry) in _TIMED for _, _, entry in near)


def _finding(span: Span, entry: TermEntry | None) -> Finding:
    missing, _, own = (entry.note or "" if entry else "").partition("; ")
    seen = f"“{' '.join(span.text.split())}” cannot be checked later"
    way = own or _WAYS.get(_kind(entry), _SEEN)
    message = f"{seen}{f': {missing}' if missing else ''}. You might {way}."
    return mark(span, RULES[0], message, entry=entry.id if entry else None)


def _places(doc: Doc, prepared: Prepared) -> Iterator[Place]:
    """What the lexicon and the comparatives point at, before asking whether the sentence looks ahead."""
    yield from conditions.conditions(doc, prepared.conditions)
    seen = view(doc)
    for word, places in seen.places.items():
        if may_be_loose(word):
            for i in places:
                if seen.keys[i] == word and (span := loose_aim(doc, seen.at[i], word, prepared.aims)) is not None:
                    yield *span, None
    for match in prepared.terms(doc):
        entry = prepared.entries[match.entry]
        if _fits(doc, match, entry, prepared):
            yield match.start, match.end, entry


def _fits(doc: Doc, match: Match, entry: TermEntry, prepared: Prepared) -> bool:
    """Whether what stands around a match lets it be what its entry means."""
    kind = _kind(entry)
    if kind in _COUNTABLE and _is_measured(doc, match, prepared.aims.plan):
        return False
    if entry.id == "vague-often-around" and match.end < len(doc) and doc[match.end].text == "|":
        return doc[match.start - 1].text == "|"
    if kind in _ASKED and not _is_asked(doc, match):
        return False
    if entry.id == "vague-plan-ongoing":
        return _is_open_ended(doc, match, prepared.ongoing)
    if entry.id == "vague-plan-value":
        return _is_value(doc, match.start, match.end, prepared.fields)
    if entry.id == "vague-plan-no-end":
        reasoned = any(token.lower_ == "because" for token in doc[match.end : match.end + 2])
        return not reasoned and not _is_ability(doc, match.start)  # 'for now, because …': the reason says until when
    if entry.id in ("vague-often-later", "vague-doing-continue"):
        return closes(doc, match.end)
    if entry.id == "vague-doing-change":
        return closes(doc, match.end) or doc[match.end].lower_ in ("at", "in", "for")
    return doc[match.end - 1].lower_ != "whenever" or closes(doc, match.end)


def _is_ability(doc: Doc, at: int) -> bool:
    """'can be relied on for now': what somebody is able to do, and no plan."""
    before = [token.lower_ for token in doc[max(sentence(doc, at)[0], at - _BESIDE) : at]]
    return any(one in ("can", "could") and other == "be" for one, other in pairwise(before))


def _is_asked(doc: Doc, match: Match) -> bool:
    """Whether somebody is to do it: not 'engaged well', 'refuses to engage', 'can engage', 'would not be fair'."""
    head = doc[match.start]
    before = [token for token in doc[max(0, match.start - 4) : match.start] if not token.is_space]
    last = before[-1].lower_ if before else ""
    if head.tag_ in ("VBD", "VBZ") or (head.lower_ == "be" and last in ("will", "'ll", "’ll", "would")):
        return False
    if head.tag_ == "VBN" and not _is_kept(head, [token.lower_ for token in before]):
        return False
    if head.tag_ == "VBG" and last in _UNDER_WAY:
        return False
    if head.tag_ == "VBP" and any(child.dep_ == "nsubj" for child in head.children):
        return False
    if last in ("would", "might", "may"):
        return False  # what may come of it: 'I think you would get on better with pictures'
    if last in ("can", "could") and not any(token.lemma_ == "show" for token in before):
        return False
    if any(token.lemma_.lower() in REFUSES or token.lower_ in REFUSES for token in before[-3:]):
        return False
    return not is_denied(doc, match.start)


def _is_kept(head: Token, before: Sequence[str]) -> bool:
    """'will be kept under review', 'support to be scaled back': asked in the passive."""
    return before[-2:] == ["to", "be"] or (head.lemma_ == "keep" and not _PASSIVES.isdisjoint(before))


def _is_open_ended(doc: Doc, match: Match, planned: frozenset[str]) -> bool:
    """'By when: ongoing', 'will be ongoing', 'ongoing support', but not 'an ongoing police investigation'."""
    if match.end < len(doc) and doc[match.end].lower_ in planned:
        return True
    before = doc[match.start - 1] if match.start else None
    if before is None or before.is_punct or before.is_space or before.text in ("|", "&", "and"):
        return closes(doc, match.end)
    return closes(doc, match.end) and before.lemma_ in ("be", "remain", "stay")


def _is_value(doc: Doc, start: int, end: int, fields: re.Pattern[str]) -> bool:
    """The whole of a cell, or of a field that asks when, or how often."""
    first, _ = sentence(doc, start)
    before = doc[start - 1].text if start > first else ""
    if before not in (":", "|", "-", "–") or not (closes(doc, end) or doc[end].text == "|"):
        return False
    return before == "|" or fields.search(text_between(doc, first, start)) is not None


def _is_measured(doc: Doc, match: Match, words: Words) -> bool:
    """A number, a day or a rate stands near, in the same sentence."""
    first, last = sentence(doc, match.start)
    before = range(max(first, match.start - _BESIDE), match.start)
    after = range(match.end, min(last, match.end + _BESIDE))
    return has_measure(doc, before, words) or has_measure(doc, after, words)


check(
    "vague",
    rules=RULES,
    find=find,
    prepare=prepare,
    examples=EXAMPLES,
    needs=("sentences", "tag", "lemma", "parse"),
    near=True,
)
