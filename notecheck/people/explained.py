"""Pronouns that the writer explains at once: 'he, their dad, has gone', 'told him (Lee)', 'his old flat (Dad's)'.

Writers do this just where a reader would take 'he' for the child, so what they say counts for more than any sign.

Known misses: an explanation that is a sentence ('he – that is Dad, not Kian – said').
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from notecheck.people.mentions import Mention
from notecheck.text.columns import Columns

_PRONOUNS: Final = frozenset(("he", "she", "they"))
_PERSONS: Final = frozenset(("child", "sibling", "offspring", "family", "professional", "other"))
_CLOSES: Final = {"(": ")", "[": "]", ",": ",", "-": "-", "–": "–", "—": "—"}
_BRACKETS: Final = frozenset(("(", "["))
_LEADS: Final = frozenset(("meaning", "ie", "i.e.", "i.e", "namely"))
_BEFORE_NOUN: Final = frozenset(("DT", "JJ", "JJR", "JJS", "NN", "NNP", "HYPH", "PRP$", "POS", "VBG", "VBN", "CD"))
_VERBS: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_MOST_BETWEEN: Final = 3
_LONGEST: Final = 8
"""Words that a bracket may hold behind the person."""


def explained(c: Columns, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Token of each pronoun that is explained → the mention that explains it."""
    found: dict[int, Mention] = {}
    for n, mention in enumerate(mentions[:-1]):
        if mention.kind in _PRONOUNS:
            at = _mark(c, mention.start)
            if at >= 0 and (k := _explains(c, mentions, n, at)) >= 0:
                found[mention.start] = _with_name(c, mentions, k)
    return found


def _with_name(c: Columns, mentions: Sequence[Mention], k: int) -> Mention:
    """'her boyfriend Craig', 'the friend, Dale' is one person: class by the word, key by the name."""
    who = mentions[k]
    name = mentions[k + 1] if k + 1 < len(mentions) else who
    if who.name or not name.name or name.kind not in ("other", who.kind):
        return who
    if name.start > who.end and c.lower[who.end : name.start] != [","]:
        return who
    return Mention(who.start, name.end, name.key, who.kind, who.gender or name.gender, name=True)


def _mark(c: Columns, i: int) -> int:
    """The mark that opens what may explain a pronoun; behind 'his' and what is his, only a bracket does."""
    at, last = i + 1, len(c) - 1
    if c.tag[i] == "PRP$":
        while at < min(last, i + 1 + _MOST_BETWEEN) and c.tag[at] in _BEFORE_NOUN | {"NNS"}:
            at += 1
        return at if at > i + 1 and at < last and c.text[at] in _BRACKETS else -1
    return at if at < last and c.text[at] in _CLOSES and c.first[at] == c.first[i] else -1


def _explains(c: Columns, mentions: Sequence[Mention], n: int, at: int) -> int:
    """Index of the mention behind a mark that says who is meant; -1 where what follows says something else."""
    pronoun, mark, owned = mentions[n].start, c.text[at], c.tag[mentions[n].start] == "PRP$"
    k = n + 1
    while k < len(mentions) and mentions[k].start < at:
        k += 1
    start = at + 1
    if start < len(c) and c.lower[start] in _LEADS:
        start += 1
    if k >= len(mentions) or not _leads_to(c, start, mentions[k].start):
        return -1
    determined = start < mentions[k].start
    while k + 1 < len(mentions) and _is_owner(c, mentions[k]) and _leads_to(c, mentions[k].end, mentions[k + 1].start):
        determined, k = True, k + 1
    who = mentions[k]
    if who.kind not in _PERSONS or who.plural != (mentions[n].kind == "they" and who.kind != "child"):
        return -1
    if mark in _BRACKETS:
        return k if _is_closed(c, who, mark, owned=owned) else -1
    if who.end < len(c) and c.text[who.end] not in (mark, ".") and c.first[who.end] == c.first[at]:
        if k + 1 >= len(mentions) or mentions[k + 1].start != who.end or not mentions[k + 1].name:
            return -1
        who = mentions[k + 1]  # 'her boyfriend Craig'
    closed = who.end < len(c) and c.text[who.end] == mark
    if not closed or not (determined or c.lower[pronoun] in ("he", "she")):
        return -1
    after = k + 1 if who is mentions[k] else k + 2
    listed = after < len(mentions) and mentions[after].start <= who.end + 2 and c.lower[pronoun] not in ("he", "she")
    return -1 if listed or c.tag[who.end + 1 : who.end + 2] == ["CC"] else k


def _leads_to(c: Columns, start: int, end: int) -> bool:
    """Whether only an article, adjectives and the like stand between."""
    return 0 <= end - start <= _MOST_BETWEEN and all(tag in _BEFORE_NOUN for tag in c.tag[start:end])


def _is_owner(c: Columns, mention: Mention) -> bool:
    return c.tag[mention.end - 1] == "PRP$" or c.tag[mention.end : mention.end + 1] == ["POS"]


def _is_closed(c: Columns, who: Mention, mark: str, *, owned: bool) -> bool:
    """Whether a bracket holds the person and no more than what belongs to them: '(Tom, 4)', '(the friend, Dale)'."""
    at = who.end
    if owned:  # but 'his mum (Jo)' says who the mum is
        return c.tag[at : at + 1] == ["POS"] and c.text[at + 1 : at + 2] == [_CLOSES[mark]]
    for j in range(at, min(len(c), at + _LONGEST)):
        if c.text[j] == _CLOSES[mark]:
            return True
        if c.tag[j] in _VERBS or c.tag[j] == "CC":
            return False
    return False
