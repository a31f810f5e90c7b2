"""Conditions by which nobody can tell when, or whether, something is due: 'once things calm down', 'as and when'.

A condition is an opener ('when', 'once', 'if' …) and, a few words behind it, a term of `lexicons/vague.yaml` whose id
begins with `vague-when-`, `vague-once-` or `vague-if-`. A day or a number in it, or right behind it, lets it be
checked: 'until I am back on Wednesday'. What somebody asks ('tell Abdi if the flat is ready') is no condition, nor is
what the reader of the text is invited to ('if you think I am wrong, ring me').
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.entries import TermEntry
from notecheck.memo import text_of
from notecheck.statements.ahead import Words, closes, has_measure, sentence
from notecheck.text.layout import Line
from notecheck.wording.terms import TermMatcher
from notecheck.wording.view import View, view

KINDS: Final[Mapping[str, frozenset[str]]] = {
    "when": frozenset(
        ["when", "once", "whenever", "until", "till", "as", "after", "before", "soon", "unless", "if", "how", "however"]
    ),
    "once": frozenset(["when", "once", "whenever", "until", "till", "as", "after", "before", "soon"]),
    "if": frozenset(["if", "unless", "until", "till", "should", "where", "when", "once"]),
}
"""Kind of condition → what opens it."""

_OPENERS: Final = frozenset().union(*KINDS.values())
_REACH: Final = 6  # words between 'when' and what makes it vague
_BEHIND: Final = 6  # words from its end to the day that makes it one that can be checked
_PURPOSE: Final = 12  # words from 'so that you can read' to 'when'
_READS: Final = frozenset(("read", "look", "understand", "know", "see", "remember", "have", "keep"))
_DANGLING: Final = frozenset(
    ["can", "ca", "could", "able", "to", "want", "wants", "like", "likes", "remember", "think", "continues", "persists"]
)
_ASKS: Final = frozenset(["ask", "check", "find", "know", "tell", "decide", "wonder", "say"])
_WHENEVER: Final = frozenset(("when", "whenever", "anytime", "if"))
_CHOOSES: Final = frozenset(("want", "like", "wish", "need", "fancy", "choose", "please"))
_MAY: Final = frozenset(("can", "may", "could", "are"))


class Condition(NamedTuple):
    """The tokens from the opener to the end of the term, end exclusive, and the term's entry."""

    start: int
    end: int
    entry: TermEntry


@dataclass(frozen=True)
class Lists:
    """What conditions are found with.

    Attributes:
        terms: matcher over `entries`.
        entries: of the lexicon, each with its kind.
        plan: what is a measure.
        things: what 'as … allow' waits for.
    """

    terms: TermMatcher
    entries: tuple[tuple[TermEntry, str], ...]
    plan: Words
    things: frozenset[str]


def lists_of(
    nlp: Language,
    entries: Sequence[tuple[TermEntry, str]],
    plan: Words,
    words: Mapping[str, Sequence[str]],
    *,
    eager: bool,
) -> Lists:
    """Make the matcher.

    Args:
        nlp: its tokenizer cuts the terms.
        entries: of the lexicon, each with its kind, one of `KINDS`.
        plan: what is a measure.
        words: the lists by name.
        eager: as in `TermMatcher`.
    """
    terms = TermMatcher(nlp, [entry for entry, _ in entries], words.get("kin", ()), eager=eager)
    return Lists(terms, tuple(entries), plan, frozenset(words.get("plan-things", ())))


def conditions(doc: Doc, lists: Lists) -> Iterator[Condition]:
    """The longest condition behind each opener."""
    seen = view(doc)
    openers = [i for word in seen.places.keys() & _OPENERS for i in seen.places[word] if seen.keys[i] == word]
    behind = frozenset(i for opener in openers for i in _reach(seen, opener))
    terms = lists.terms.by_start(seen, behind) if behind else {}
    for i in openers if terms else ():
        if (found := _behind(doc, seen, i, terms, lists)) is not None:
            yield found


def _behind(
    doc: Doc, seen: View, i: int, terms: Mapping[int, Sequence[tuple[int, int]]], lists: Lists
) -> Condition | None:
    """The longest condition behind the opener at `i` of the Doc's words."""
    best: Condition | None = None
    near = ((first, *term) for first in _reach(seen, i) for term in terms.get(first, ()))
    for first, stop, number in near:
        (entry, kind), end = lists.entries[number], seen.at[stop - 1] + 1
        if seen.keys[i] not in KINDS[kind] or (best and best.end >= end):
            continue
        if kind == "if" and doc[seen.at[first] - 1].lemma_ == "have":  # 'If you have any worries, ring me'
            continue
        if _is_main(doc, seen.at[i], seen.at[first], end):
            continue
        if doc[end - 1].lower_ in _DANGLING and not (closes(doc, end) or doc[end].lower_ in ("i", "we")):
            continue
        if seen.keys[i] in ("if", "when") and _is_invitation(seen, i, first):
            continue
        start = _first_of(doc, seen.at[i], lists.things)
        if start is not None and not _is_dated(doc, range(start, seen.at[first]), end, lists.plan):
            best = Condition(start, end, entry)
    return best


def _reach(seen: View, opener: int) -> range:
    """The few words behind the opener, in the same clause."""
    last = opener + 1
    while last < min(opener + 1 + _REACH, len(seen.keys)):
        if seen.starts[last] or seen.pos[last] == "PUNCT" or seen.keys[last] == "will":  # the main clause begins
            break
        last += 1
    return range(opener + 1, last)


def _is_main(doc: Doc, opener: int, start: int, end: int) -> bool:
    """'When she drinks the picture is different': the clause on which the opener's hangs, and no condition."""
    own = doc[opener].head
    return own.dep_ in ("advcl", "csubj") and any(token.dep_ == "ROOT" for token in doc[start:end])


def _is_invitation(seen: View, opener: int, first: int) -> bool:
    """What the reader may do by this very text: 'if you think I am wrong, ring me'."""
    if seen.keys[opener + 1 : opener + 2] != ["you"]:
        return False
    if seen.keys[first] == "think":
        return True
    before = seen.keys[max(0, opener - _PURPOSE) : opener]
    return "so" in before and not _READS.isdisjoint(before)


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


def _is_dated(doc: Doc, before: range, end: int, words: Words) -> bool:
    """A number or a day within the condition, or right behind it: 'until I am back on Wednesday'."""
    after = range(end, end)
    while after.stop < end + _BEHIND and not closes(doc, after.stop):
        after = range(end, after.stop + 1)
    return has_measure(doc, before, words) or has_measure(doc, after, words)


def is_heading(doc: Doc, line: Line, start: int, end: int) -> bool:
    """'If it does not work' over or before what will be done then: the name of a contingency, and no condition."""
    text = text_of(doc)
    before = text[line.body : doc[start].idx].strip().lower()
    rest = text[doc[end - 1].idx + len(doc[end - 1]) : line.end]
    if before and not before.startswith("what"):
        return False
    sign = rest.strip()[:1]
    return sign in (":", "|") or (not sign and line.kind != "bullet" and bool(text[line.end :].strip()))


def is_free_choice(doc: Doc, start: int, end: int) -> bool:
    """'You can go to Mrs Vale when you want to', 'Ring me whenever you like': the child's to choose, and no promise."""
    words = [token.lower_ for token in doc[start:end]]
    if words[0] not in _WHENEVER or words[1:2] != ["you"] or _CHOOSES.isdisjoint(words):
        return False
    before = doc[sentence(doc, start)[0] : start]
    lower = [token.lower_ for token in before]
    if any(one == "you" and other in _MAY for one, other in pairwise(lower)):
        return True
    return bool(len(before)) and before[0].tag_ == "VB"
