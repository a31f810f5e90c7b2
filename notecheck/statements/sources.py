"""Whether the opening of something that is passed on names its source after all, and who is named with name and role.

A source stands in the clause of the opening: 'by Dr Roe', 'from school', 'according to', '(anonymous referral, 12
May)', or somebody who is telling it ('Mum told me that Dad is known to drink').
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from notecheck.statements.hearsay import CLAUSE, FINITE, REACH, Lists, clause_end
from notecheck.text.columns import Columns

_SOURCES: Final = frozenset(("by", "from", "per", "via", "through"))
_TRACED: Final = frozenset(("professional", "agency", "record"))
_STOPS: Final = frozenset((";", "–", "—", "-", "/", "|"))


class Sources:
    """Looks for the sources of one Doc.

    Args:
        c: the Doc's columns.
        kinds: for each token the class of who it stands for.
        lists: verbs of saying, and words for what has a source.
    """

    def __init__(self, c: Columns, kinds: Sequence[str], lists: Lists) -> None:
        self._c, self._kinds = c, kinds
        self._traced, self._says = lists.words.traced, lists.says

    def has_source(self, start: int, end: int) -> bool:
        """Whether the clause of an opening says whose word it is."""
        first, last = max(self._c.first[start], start - CLAUSE), clause_end(self._c, start)
        if "according" in self._c.lower[first:last]:
            return True
        if self._is_in_brackets(end, last):
            return True
        return self._is_named_after(start, end, last) or self._is_told_before(first, start)

    def _is_in_brackets(self, end: int, last: int) -> bool:
        """'Mum reported to be drinking (anonymous referral, 12 May)'."""
        c = self._c
        opened = next((j for j in range(end, last) if c.text[j] == "("), last)
        closed = next((j for j in range(opened, last) if c.text[j][:1] == ")"), last)
        if closed + 2 < last and c.text[closed + 1][-1].isalnum():
            return False
        inside = range(opened + 1, closed)
        return any(self._kinds[j] in _TRACED or c.lower[j] in self._traced for j in inside)

    def _is_named_after(self, start: int, end: int, last: int) -> bool:
        """'by Dr Roe', 'from school', 'per the log', 'in his report', as part of the opening."""
        c = self._c
        for j in range(start + 1, min(last, end + 20)):
            near = range(j + 1, min(last, j + 5))
            if c.lower[j] in _SOURCES and (j < end + 2 or start <= c.head[j] < end):
                known = any(self._kinds[k] or c.pos[k] == "PROPN" for k in near)
                if known:
                    return True
            elif c.lower[j] == "in" and end <= j < end + 2 and any(self._kinds[k] == "record" for k in near):
                return True
        return False

    def _is_told_before(self, first: int, start: int) -> bool:
        """'Mum told me that Dad is known to drink': somebody is telling it."""
        c = self._c
        for j in range(start - 1, first - 1, -1):
            if c.lower[j] in _STOPS:
                return False
            if c.lemma[j] in self._says and c.tag[j] in FINITE:
                subject = next((k for k in c.children[j] if c.dep[k] in ("nsubj", "nsubjpass")), None)
                return subject is not None and self._kinds[subject] not in ("", "writer")
        return False

    def named_with_role(self, verb: int) -> int | None:
        """First token of 'Mr Hayes, your head of year, told'; None where the subject is no such pair."""
        c, first = self._c, max(self._c.first[verb], verb - 2 * REACH)
        if not verb or c.lower[verb - 1] not in (",", ")"):
            return None
        opened = next((j for j in range(verb - 2, first, -1) if c.lower[j] in (",", "(")), None)
        if opened is None or c.pos[opened - 1] != "PROPN" or self._kinds[opened - 1] != "professional":
            return None
        if not any(self._kinds[j] == "professional" and c.pos[j] == "NOUN" for j in range(opened + 1, verb - 1)):
            return None
        while opened > first and c.pos[opened - 1] == "PROPN":
            opened -= 1
        return opened
