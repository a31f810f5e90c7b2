"""What somebody other than the writer says in words of the writer's: 'Mr Sugden told me that he regularly rings'.

Known by a verb of saying with another subject than the writer, before the words or behind a comma ('…, the officer told
me'); by 'according to'; or by a label that promises somebody's words ('Mum's views: …').
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from notecheck.memo import text_between
from notecheck.statements.ahead import sentence
from notecheck.text.columns import columns
from notecheck.text.patterns import any_case, any_of

_SAYS: Final = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_TELLERS: Final = frozenset(("states", "reports", "says", "claims", ":", "according"))  # as the tagger may have it


@dataclass(frozen=True)
class Words:
    """The lists that decide.

    Attributes:
        says: `say-only`, verbs that report somebody's words.
        labels: what a label holds behind which somebody's words stand, from `plan-told`.
    """

    says: frozenset[str]
    labels: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """The lists by name, empty where an authority's folder has none."""
        labels = any_of(lists.get("plan-told", ()))
        return cls(frozenset(lists.get("say-only", ())), any_case(rf"\b(?:{labels})\b"))


class Reports:
    """Tells what of one Doc is reported.

    Args:
        doc: with sentences, tags, lemmas and parse.
        words: the lists that decide.
    """

    def __init__(self, doc: Doc, words: Words) -> None:
        c = columns(doc)
        self._doc, self._labels = doc, words.labels
        self._signs = [
            i
            for i, (word, tag) in enumerate(zip(c.lower, c.tag, strict=True))
            if word in _TELLERS or (tag in _SAYS and c.lemma[i] in words.says)
        ]

    def holds(self, start: int) -> bool:
        """Whether the words from the token `start` on are what somebody else said."""
        doc = self._doc
        first, last = sentence(doc, start)
        colon = first
        for at in self._signs[bisect_left(self._signs, first) : bisect_left(self._signs, last)]:
            token, before = doc[at], at < start
            if token.text == ":":
                colon = at if before else colon
            elif token.lower_ == "according":
                if before:
                    return True
            elif _by_others(token) and (before or _follows(doc, token)):
                return True
        return self._labels.search(text_between(doc, first, colon)) is not None


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
