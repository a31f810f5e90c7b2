"""Aims by which nobody can tell later whether they were met: 'be firmer', 'listen more', 'keep nudging housing'.

An aim is what is asked of somebody ('Dad to be …', 'needs to be …', 'should be …'); one with a day or a number in its
sentence can be checked, and so can what anybody can see ('to be home').
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from notecheck.memo import text_between
from notecheck.statements.ahead import Words, closes, has_measure, is_bound, sentence, words_of
from notecheck.text.columns import columns
from notecheck.text.patterns import any_case, any_of
from notecheck.text.word_lists import sets_of

_WORD: Final = 4  # letters of a word for how somebody is to be; shorter ones are mostly short forms
_STRETCH: Final = 9  # words from a verb to the 'more' that ends its clause
_BECOME: Final = frozenset(
    ["be", "being", "become", "becoming", "get", "getting", "act", "feel", "stay", "seem", "remain"]
)
_TRAITS: Final = frozenset(("be", "become", "stay", "remain", "feel"))
_LOOSELY: Final = frozenset(("often", "lots", "lot"))
_COMPARING: Final = frozenset(("JJR", "RBR"))
_QUALITIES: Final = _COMPARING | {"JJ", "RB"}
_DEGREES: Final = frozenset(("more", "less", "better", "harder"))
_KEEPS: Final = frozenset(("keep", "carry", "continue"))
_BETTER: Final = _BECOME | _DEGREES | _KEEPS | _LOOSELY | {":"}
_BITS: Final = frozenset(
    ["a", "an", "bit", "little", "lot", "much", "far", "even", "just", "slightly", "still", "rather", "quite"]
)
_LINKS: Final = frozenset(["with", "as", "at", "about", "around", "together", "when", "and"])
_NO_MORE: Final = frozenset(["nothing", "anything", "something", "no", "any", "much", "once", "some", "for", "that"])
_NO_AIM: Final = frozenset(
    ["know", "like", "see", "want", "have", "hear", "learn", "find", "say", "tell", "ask", "get", "hope", "think"]
)
REFUSES: Final = frozenset(
    ["not", "n't", "nt", "never", "refuse", "fail", "unable", "struggle", "cannot", "cant", "wont", "able"]
)


@dataclass(frozen=True)
class Lists:
    """The lists of `lexicons/plan-words.yaml` that decide.

    Attributes:
        plan: what tells a plan from a story.
        sizes: comparatives that anybody can check.
        states: what anybody can see whether somebody is: 'present', 'home'.
        exact: adverbs that say when, how often, by whom or by what means.
        goals: the label of a goal, with its colon.
    """

    plan: Words
    sizes: frozenset[str]
    states: frozenset[str]
    exact: frozenset[str]
    goals: re.Pattern[str]


def lists_of(lists: Mapping[str, Sequence[str]]) -> Lists:
    """The lists by name, empty where an authority's folder has none."""
    named = sets_of(lists, "plan-")
    return Lists(
        plan=words_of(lists),
        sizes=named("sizes"),
        states=named("states"),
        exact=named("exact"),
        goals=any_case(rf"(?:{any_of(named('goals'))})\b[^:]{{0,40}}:"),
    )


def may_be_loose(word: str) -> bool:
    """Whether a word, in lower case, may begin or hold an aim that `loose_aim` finds."""
    return word in _BETTER or word.endswith("ly")


def loose_aim(doc: Doc, at: int, key: str, lists: Lists) -> tuple[int, int] | None:
    """First token and one past the last of an aim without a measure: 'listen more', 'Goal: calmer mornings'; or None.

    Args:
        doc: with sentences, tags, lemmas and parse.
        at: the token that may begin or hold it.
        key: its word, in lower case.
        lists: what decides.
    """
    if key == ":":
        return _goal(doc, at, lists)
    if key in _LOOSELY or key.endswith("ly"):
        return _manner(doc, at, lists)
    if key in _KEEPS:
        return _keeps_on(doc, at, lists.plan)
    if key in _DEGREES:
        start = _bettered(doc, at, lists.plan)
        return (start, at + 1) if start is not None else None
    c = columns(doc)
    if at + 1 < len(c) and not (c.tag[at + 1] in _QUALITIES or c.lower[at + 1] in _BITS or c.lower[at + 1] in _DEGREES):
        return None
    end = _comparative(doc, at + 1, lists.sizes) or (_trait(doc, at, lists) if key in _TRAITS else None)
    return (at, end) if end is not None and _is_aim(doc, doc[at], lists.plan) else None


def _trait(doc: Doc, at: int, lists: Lists) -> int | None:
    """One past what somebody is to be, where no day or number says how one would know: 'to be extra vigilant'."""
    first, last = sentence(doc, at)
    i = at + 1
    while i + 1 < last and (doc[i].tag_ == "RB" or doc[i].lower_ in _BITS or doc[i].tag_ == doc[i + 1].tag_ == "JJ"):
        i += 1
    if i >= last or doc[i].tag_ != "JJ" or doc[i].lower_ in lists.states or doc[at - 1].lower_ in REFUSES:
        return None
    if _is_clipped(doc[i]):
        return None
    if i + 1 < last and (doc[i + 1].pos_ in ("NOUN", "PROPN") or doc[i + 1].lower_ in ("to", "-", "than")):
        return None
    return None if has_measure(doc, range(first, last), lists.plan) else i + 1


def _manner(doc: Doc, at: int, lists: Lists) -> tuple[int, int] | None:
    """The adverb by which an aim is meant to be met: 'to respond sensitively', 'should speak to her calmly'."""
    adverb, verb = doc[at], doc[at].head
    first, last = sentence(doc, at)
    if adverb.lower_ in lists.exact or (adverb.tag_ != "RB" and adverb.lower_ not in _LOOSELY):
        return None
    if verb.tag_ != "VB" or not first <= verb.i < last:
        return None
    if any(child.dep_ == "neg" for child in verb.children) or not _is_aim(doc, verb, lists.plan):
        return None
    if not (closes(doc, at + 1) or doc[at + 1].lower_ in _LINKS or at + 1 == verb.i):
        return None
    return None if has_measure(doc, range(first, last), lists.plan) else (at, at + 1)


def _keeps_on(doc: Doc, at: int, words: Words) -> tuple[int, int] | None:
    """'keep nudging housing', 'to carry on encouraging her': how often, and until when?"""
    following = [token.lower_ for token in doc[at : at + 2]]
    end = at + 2 if following == ["carry", "on"] else at + 1
    if end >= len(doc) or doc[end].tag_ != "VBG":
        return None
    first, last = sentence(doc, at)
    before = doc[at - 1] if at > first else None
    asked = before is None or before.is_punct or before.is_space or before.lower_ in ("to", "and", "should", "must")
    return (at, end + 1) if asked and not has_measure(doc, range(first, last), words) else None


def _bettered(doc: Doc, at: int, words: Words) -> int | None:
    """The verb that 'more', 'better', 'harder' at its clause's end belongs to, if that is asked of somebody."""
    first, last = sentence(doc, at)
    more_of = _is_more_of(doc, at)
    open_end = not closes(doc, at + 1) and doc[at + 1].lower_ not in _LINKS and not more_of
    if open_end or has_measure(doc, range(first, last), words):
        return None
    for i in range(at - 1, max(0, at - _STRETCH), -1):
        token = doc[i]
        if token.is_punct or token.like_num or token.lower_ in _NO_MORE:
            return None
        if token.tag_ == "VB" and doc[i - 1].lower_ in ("to", "should", "must"):
            aim = more_of or token.lemma_ not in _NO_AIM
            return i if aim and _is_aim(doc, token, words) else None
        if token.is_sent_start:
            return None
    return None


def _is_more_of(doc: Doc, at: int) -> bool:
    """Whether a noun that nobody can count stands behind 'more', 'better': 'better stimulation'."""
    for i in range(at + 1, min(len(doc), at + 4)):
        if doc[i].tag_ == "NN":
            return doc[i].text[0].islower() and not (i + 1 < len(doc) and doc[i + 1].lower_ == "than")
        if doc[i].pos_ != "ADJ":
            return False
    return False


def _goal(doc: Doc, at: int, lists: Lists) -> tuple[int, int] | None:
    """The comparative in a goal without a measure: 'Goal: more settled at school'."""
    first, last = sentence(doc, at)
    if (
        _COMPARING.isdisjoint(columns(doc).tag[at + 1 : last])
        or not lists.goals.match(text_between(doc, first, at + 1))
        or has_measure(doc, range(at, last), lists.plan)
    ):
        return None
    for i in range(at + 1, last):
        if doc[i].tag_ in _COMPARING and doc[i].lower_ not in ("later", "earlier", "sooner"):
            return i, min(i + 2, last)
    return None


def _comparative(doc: Doc, i: int, sizes: frozenset[str]) -> int | None:
    """One past a comparative that starts at `i`, perhaps after 'a bit', or None."""
    while i < len(doc) and doc[i].lower_ in _BITS:
        i += 1
    if i >= len(doc):
        return None
    if doc[i].lower_ in ("more", "less") and i + 1 < len(doc) and doc[i + 1].tag_ in ("JJ", "RB", "VBN"):
        end = i + 2
    elif doc[i].tag_ in _COMPARING and doc[i].lower_ not in sizes and not _is_clipped(doc[i]):
        end = i + 1
    else:
        return None
    if end < len(doc) and doc[end].lower_ in ("than", "time"):
        return None
    return end + 1 if end < len(doc) and doc[end].pos_ == "NOUN" else end


def _is_clipped(token: Token) -> bool:
    """'HV to be inf'd', 'plan to be upd': a clipped verb is no quality."""
    return not token.is_alpha or len(token) < _WORD


def _is_aim(doc: Doc, verb: Token, words: Words) -> bool:
    """Asked of somebody: 'Dad to be …', 'needs to be …', 'should be …', or a bare '-ing' in a table."""
    if is_denied(doc, verb.i):
        return False
    before = doc[verb.i - 1] if verb.i and not verb.is_sent_start else None
    if before is None or before.is_space or before.text in ("|", "-", "–", ":"):
        return verb.tag_ in ("VB", "VBG")
    if before.lower_ in ("should", "must"):
        return True
    return before.lower_ == "to" and before.i > 0 and is_bound(doc[before.i - 1], words)


def is_denied(doc: Doc, at: int) -> bool:
    """'I do not think that we need to do more'."""
    first, _ = sentence(doc, at)
    return any(token.dep_ == "neg" and token.head.lemma_ == "think" for token in doc[first:at])
