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
from collections.abc import Iterator, Mapping, Sequence
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
from notecheck.memo import text_between, text_of
from notecheck.people import whose
from notecheck.statements.ahead import Words, closes, has_measure, looks_ahead, sentence
from notecheck.statements.aims import REFUSES, Lists, is_denied, lists_of, loose_aim, may_be_loose
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.wording.terms import Match, TermMatcher, View, view

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

_OPENERS: Final = {
    "when": frozenset(
        ["when", "once", "whenever", "until", "till", "as", "after", "before", "soon", "unless", "if", "how", "however"]
    ),
    "once": frozenset(["when", "once", "whenever", "until", "till", "as", "after", "before", "soon"]),
    "if": frozenset(["if", "unless", "until", "till", "should", "where", "when", "once"]),
}
_COUNTABLE: Final = ("often", "doing", "loose")
_ASKED: Final = ("aim", "doing", "loose")
_TIMED: Final = ("due", "plan", "when", "once", "often")
_ANY_OPENER: Final = frozenset().union(*_OPENERS.values())
_REACH: Final = 6  # words between 'when' and what makes it vague
_PURPOSE: Final = 12  # words from 'so that you can read' to 'when'
_READS: Final = frozenset(("read", "look", "understand", "know", "see", "remember", "have", "keep"))
_BESIDE: Final = 6  # words between a frequency and the number that makes it checkable
_WISHES: Final = frozenset(("want", "hope", "like", "love", "ask", "allow", "expect", "be", "have"))
_JOINT: Final = 2  # small words that may stand between two spans that are read as one
_SMALL: Final = frozenset(("ADP", "DET", "PART"))
_DANGLING: Final = frozenset(
    ["can", "ca", "could", "able", "to", "want", "wants", "like", "likes", "remember", "think", "continues", "persists"]
)
_ASKS: Final = frozenset(["ask", "check", "find", "know", "tell", "decide", "wonder", "say"])
_SAYS: Final = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_TELLERS: Final = frozenset(("states", "reports", "says", "claims", ":", "according"))
_TOLD: Final = re.compile(r"\b(?:said|says|told|words|views?|voice|comments?|wishes|feelings)\b", re.IGNORECASE)
_ASKS_WHEN: Final = re.compile(
    r"\b(?:how often|frequency|when|time ?scales?|timeframe|deadline|target|review|date|due|duration|how long)\b",
    re.IGNORECASE,
)
_PASSIVES: Final = frozenset(("be", "been", "being", "is", "are"))
_UNDER_WAY: Final = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m", "was", "were", "been"))


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        plain: matcher over `entries`, all but the conditions.
        clauses: matcher over `conditions`, which stand behind 'when', 'if' …
        entries: of the lexicon.
        conditions: of the lexicon, ids `vague-when-`, `vague-once-` and `vague-if-`.
        says: verbs that report somebody's words.
        aims: what tells a plan from a story, and an aim that can be checked from one that cannot.
        ongoing: what is ongoing by somebody's plan.
        things: what 'as … allow' waits for.
    """

    plain: TermMatcher
    clauses: TermMatcher
    entries: tuple[TermEntry, ...]
    conditions: tuple[TermEntry, ...]
    says: frozenset[str]
    aims: Lists
    ongoing: frozenset[str]
    things: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matchers."""
    every, lists = lexicons.terms.get("vague", ()), lexicons.words
    conditions = tuple(entry for entry in every if _kind(entry) in _OPENERS)
    entries = tuple(entry for entry in every if _kind(entry) not in _OPENERS)
    kin = lists.get("kin", ())
    return Prepared(
        plain=TermMatcher(nlp, entries, kin, eager=lexicons.own),
        clauses=TermMatcher(nlp, conditions, kin, eager=lexicons.own),
        entries=entries,
        conditions=conditions,
        says=frozenset(lists.get("say-only", ())),
        aims=lists_of(lists),
        ongoing=frozenset(lists.get("plan-ongoing", ())),
        things=frozenset(lists.get("plan-things", ())),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for each wording that nobody can check."""
    spans = sorted(_spans(doc, prepared), key=lambda found: (found[0], -found[1], found[2] is None))
    if not spans:
        return
    quoted, pasted, lines = whose.quoted(doc), emails.pasted(doc), layout.of(doc)
    tellings = _tellings(doc, prepared.says)
    taken = 0
    waiting: tuple[int, int, TermEntry | None] | None = None
    for start, end, entry in spans:
        line = layout.line_at(lines, doc[start].idx)
        if start < taken or line.kind == "heading" or quoted[start] or pasted[start]:
            continue
        if (_kind(entry) == "if" and _heads(doc, line, start, end)) or _is_free_choice(doc, start, end):
            continue
        passive = doc[start].tag_ == "VBN" and _kind(entry) in _ASKED
        if (passive or _kind(entry) == "loose") and _has_time(doc, start, spans):
            continue
        if _is_to_come(doc, start, end, entry, prepared) and not _is_reported(doc, start, tellings):
            taken = end
            if waiting is not None and _joins(doc, waiting[1], start):
                waiting = waiting[0], end, waiting[2]
                continue
            if waiting is not None:
                yield _finding(doc[waiting[0] : waiting[1]], waiting[2])
            waiting = start, end, entry
    if waiting is not None:
        yield _finding(doc[waiting[0] : waiting[1]], waiting[2])


def _heads(doc: Doc, line: layout.Line, start: int, end: int) -> bool:
    """'If it does not work' over or before what will be done then: the name of a contingency, and no condition."""
    text = text_of(doc)
    before, rest = (
        text[line.body : doc[start].idx].strip().lower(),
        text[doc[end - 1].idx + len(doc[end - 1]) : line.end],
    )
    if before and not before.startswith("what"):
        return False
    sign = rest.strip()[:1]
    return sign in (":", "|") or (not sign and line.kind != "bullet" and bool(text[line.end :].strip()))


def _is_free_choice(doc: Doc, start: int, end: int) -> bool:
    """'You can go to Mrs Vale when you want to', 'Ring me whenever you like': the child's to choose, and no promise."""
    words = [token.lower_ for token in doc[start:end]]
    if words[0] not in _WHENEVER or words[1:2] != ["you"] or _CHOOSES.isdisjoint(words):
        return False
    before = doc[sentence(doc, start)[0] : start]
    lower = [token.lower_ for token in before]
    if any(one == "you" and other in _MAY for one, other in pairwise(lower)):
        return True
    return bool(len(before)) and before[0].tag_ == "VB"


_WHENEVER: Final = frozenset(("when", "whenever", "anytime", "if"))
_CHOOSES: Final = frozenset(("want", "like", "wish", "need", "fancy", "choose", "please"))
_MAY: Final = frozenset(("can", "may", "could", "are"))


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
    timed = kind in _TIMED and kind != "often"
    if kind in _TIMED and _is_value(doc, start, end):
        return True
    return looks_ahead(doc, start, end, prepared.aims.plan, due=kind == "due", timed=timed)


def _has_time(doc: Doc, at: int, spans: Sequence[tuple[int, int, TermEntry | None]]) -> bool:
    """Whether a vague time or frequency stands in the sentence of the token `at`."""
    first, last = sentence(doc, at)
    near = spans[bisect_left(spans, first, key=itemgetter(0)) : bisect_left(spans, last, key=itemgetter(0))]
    return any(_kind(entry) in _TIMED for _, _, entry in near)


def _finding(span: Span, entry: TermEntry | None) -> Finding:
    missing, _, own = (entry.note or "" if entry else "").partition("; ")
    seen = f"“{' '.join(span.text.split())}” cannot be checked later"
    way = own or _WAYS.get(_kind(entry), _SEEN)
    message = f"{seen}{f': {missing}' if missing else ''}. You might {way}."
    return mark(span, RULES[0], message, entry=entry.id if entry else None)


def _spans(doc: Doc, prepared: Prepared) -> Iterator[tuple[int, int, TermEntry | None]]:
    """What the lexicon and the comparatives point at, before asking whether the sentence looks ahead."""
    seen = view(doc)
    openers = [i for word in seen.places.keys() & _ANY_OPENER for i in seen.places[word] if seen.keys[i] == word]
    behind = frozenset(i for opener in openers for i in _reach(seen, opener))
    terms = prepared.clauses.by_start(seen, behind) if behind else {}
    for i in openers if terms else ():
        if (found := _condition(doc, seen, i, terms, prepared)) is not None:
            yield found
    for word, places in seen.places.items():
        if may_be_loose(word):
            for i in places:
                if seen.keys[i] == word and (span := loose_aim(doc, seen.at[i], word, prepared.aims)) is not None:
                    yield *span, None
    for match in prepared.plain(doc):
        entry = prepared.entries[match.entry]
        if _fits(doc, match, entry, prepared):
            yield match.start, match.end, entry


def _condition(
    doc: Doc, seen: View, i: int, terms: Mapping[int, Sequence[tuple[int, int]]], prepared: Prepared
) -> tuple[int, int, TermEntry] | None:
    """The longest condition behind the opener at `i` of the Doc's words that nobody can check."""
    best: tuple[int, int, TermEntry] | None = None
    near = ((first, *term) for first in _reach(seen, i) for term in terms.get(first, ()))
    for first, stop, number in near:
        entry, end = prepared.conditions[number], seen.at[stop - 1] + 1
        if seen.keys[i] not in _OPENERS[_kind(entry)] or (best and best[1] >= end):
            continue
        if _kind(entry) == "if" and doc[seen.at[first] - 1].lemma_ == "have":  # 'If you have any worries, ring me'
            continue
        if doc[end - 1].lower_ in _DANGLING and not (closes(doc, end) or doc[end].lower_ in ("i", "we")):
            continue
        if seen.keys[i] in ("if", "when") and _is_invitation(seen, i, first):
            continue
        start = _first_of(doc, seen.at[i], prepared.things)
        if start is not None and not _is_dated(doc, range(start, seen.at[first]), end, prepared.aims.plan):
            best = start, end, entry
    return best


def _is_invitation(seen: View, opener: int, first: int) -> bool:
    """What the reader may do by this very text: 'if you think I am wrong, ring me'."""
    if seen.keys[opener + 1 : opener + 2] != ["you"]:
        return False
    if seen.keys[first] == "think":
        return True
    before = seen.keys[max(0, opener - _PURPOSE) : opener]
    return "so" in before and not _READS.isdisjoint(before)


def _reach(seen: View, opener: int) -> range:
    """The few words behind the opener, in the same clause."""
    last = opener + 1
    while last < min(opener + 1 + _REACH, len(seen.keys)):
        if seen.starts[last] or seen.pos[last] == "PUNCT" or seen.keys[last] == "will":  # the main clause begins
            break
        last += 1
    return range(opener + 1, last)


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
        return _is_value(doc, match.start, match.end)
    if entry.id == "vague-plan-no-end":
        return (
            not _is_ability(doc, match.start)
            and all(
                token.lower_ != "because"  # 'for now, because …': the reason says until when
                for token in doc[match.end : match.end + 2]
            )
        )
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


def _is_dated(doc: Doc, before: range, end: int, words: Words) -> bool:
    """A number or a day within the condition, or right behind it: 'until I am back on Wednesday'."""
    after = range(end, end)
    while after.stop < end + _BESIDE and not closes(doc, after.stop):
        after = range(end, after.stop + 1)
    return has_measure(doc, before, words) or has_measure(doc, after, words)


def _first_of(doc: Doc, i: int, things: frozenset[str]) -> int | None:
    """Where the condition begins: 'as soon as' two words before; nowhere in 'ask if he can', 'as it was her'."""
    word, before = doc[i].lower_, doc[i - 1].lower_ if i else ""
    if word == "as" and before in ("soon", "often", "quickly", "much"):
        return i - 2 if i > 1 and doc[i - 2].lower_ == "as" else i - 1
    if word == "soon":
        return i - 1 if before == "as" else None
    if word == "as":
        return i if doc[i + 1].lower_ in things else None
    if word in ("if", "when", "how", "until") and _is_question(doc, i):
        return None
    starts = bool(doc[i].is_sent_start)
    if (word in ("after", "before") and starts) or (word == "should" and not starts and before != ","):
        return None
    return i


def _is_question(doc: Doc, i: int) -> bool:
    """Whether the clause is what somebody asks or tells: 'tell Abdi if the flat is ready', 'ask when she can'."""
    first = max(sentence(doc, i)[0], i - (6 if doc[i].lower_ == "if" else 1))
    return any(token.lemma_.lower() in _ASKS for token in doc[first:i])


def _is_open_ended(doc: Doc, match: Match, planned: frozenset[str]) -> bool:
    """'By when: ongoing', 'will be ongoing', 'ongoing support', but not 'an ongoing police investigation'."""
    if match.end < len(doc) and doc[match.end].lower_ in planned:
        return True
    before = doc[match.start - 1] if match.start else None
    if before is None or before.is_punct or before.is_space or before.text in ("|", "&", "and"):
        return closes(doc, match.end)
    return closes(doc, match.end) and before.lemma_ in ("be", "remain", "stay")


def _is_value(doc: Doc, start: int, end: int) -> bool:
    """The whole of a field or a cell that asks when, or how often."""
    first, _ = sentence(doc, start)
    before = doc[start - 1].text if start > first else ""
    if before not in (":", "|", "-", "–") or not (closes(doc, end) or doc[end].text == "|"):
        return False
    return before == "|" or _ASKS_WHEN.search(text_between(doc, first, start)) is not None


def _is_measured(doc: Doc, match: Match, words: Words) -> bool:
    """A number, a day or a rate stands near, in the same sentence."""
    first, last = sentence(doc, match.start)
    before = range(max(first, match.start - _BESIDE), match.start)
    after = range(match.end, min(last, match.end + _BESIDE))
    return has_measure(doc, before, words) or has_measure(doc, after, words)


def _is_reported(doc: Doc, start: int, tellings: Sequence[int]) -> bool:
    """Whether the words are what somebody else said: a verb of saying whose subject is not the writer."""
    first, last = sentence(doc, start)
    colon = first
    for at in tellings[bisect_left(tellings, first) : bisect_left(tellings, last)]:
        token, before = doc[at], at < start
        if token.text == ":":
            colon = at if before else colon
        elif token.lower_ == "according":
            if before:
                return True
        elif _by_others(token) and (before or _follows(doc, token)):
            return True
    return _TOLD.search(text_between(doc, first, colon)) is not None


def _tellings(doc: Doc, says: frozenset[str]) -> list[int]:
    """The tokens that may say that what stands around them is reported, in order."""
    c = columns(doc)
    return [
        i
        for i, (word, tag) in enumerate(zip(c.lower, c.tag, strict=True))
        if word in _TELLERS or (tag in _SAYS and c.lemma[i] in says)
    ]


def _by_others(verb: Token) -> bool:
    if any(child.lower_ == "to" for child in verb.children):  # 'the officer to be told': nobody has said anything yet
        return False
    wanted = ("nsubjpass",) if verb.tag_ == "VBN" else ("nsubj", "nsubjpass", "compound")
    subjects = [child.lower_ for child in verb.children if child.dep_ in wanted]
    return bool(subjects) and not {"i", "we"} & set(subjects)


def _follows(doc: Doc, verb: Token) -> bool:
    """'…, the officer told me': the verb's subject stands after a comma."""
    left = min((child.left_edge.i for child in verb.children if child.dep_ == "nsubj"), default=0)
    return left > 0 and doc[left - 1].text in (",", "–", "-")


check(
    "vague",
    rules=RULES,
    find=find,
    prepare=prepare,
    examples=EXAMPLES,
    needs=("sentences", "tag", "lemma", "parse"),
    near=True,
)
