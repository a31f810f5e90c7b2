"""The sentences of a note as lines in which something may be decided or to be done, with how likely that is of each.

A line is a sentence or, where it has no end, a piece of one; dashes, cells, brackets and commas cut it into parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from notecheck.statements.kinds import KINDS, Statement, statements_of
from notecheck.text.columns import Columns, columns

_DECISION: Final = KINDS.index("decision")
_OTHER: Final = KINDS.index("other")
_NO_DECISION: Final = tuple(map(KINDS.index, ("child-voice", "reported", "opinion")))
_LISTED: Final = 0.5
_LONGEST: Final = 200  # tokens of a sentence that are looked at together, so that one without end takes no longer
_BREAKS: Final = frozenset(("-", "–", "—", "|", "→", ";", ",", "(", ")", ":", "/", "•", "*", ">", "):", "),", ")."))
_LEADS: Final = frozenset(("-", "–", "—", "|", ":", "→", "•", "*", ">", ">>", ";"))
_NO_OPENING: Final = frozenset((",", "(", ")", '"', "'", "“", "‘", "”", "’", "&"))


@dataclass(frozen=True)
class Line:
    """One sentence, or one line of a list.

    Attributes:
        c: the Doc's columns.
        start: its first token.
        end: one past its last.
        likely: probability that it is a decision.
        own: probability that it is neither what somebody says nor an opinion.
        listed: the line before is a decision.
    """

    c: Columns
    start: int
    end: int
    likely: float
    own: float
    listed: bool

    @property
    def first(self) -> int:
        """The first token that is more than space."""
        return next((i for i in range(self.start, self.end) if not self.c.text[i].isspace()), self.start)

    def at(self, i: int) -> str:
        """The word at a token of the line, empty outside it."""
        return self.c.lower[i] if self.start <= i < self.end else ""

    def opens(self, i: int) -> bool:
        """Whether the line, a cell of it or a part behind a dash begins here."""
        c = self.c
        while i > self.start:
            before = c.text[i - 1]
            if "\t" in before or (before.isspace() and i - 1 > self.first and len(before) > 1):
                return True
            number = before.rstrip(".)").isdigit() and i - 1 == self.first
            word = before[-1].isalnum() and not number
            if word or before in _NO_OPENING or (before == "-" and self._joined(i - 1)):
                return False
            if before in _LEADS and i - 1 > self.first:
                return True
            i -= 1
        return True

    def _joined(self, i: int) -> bool:
        """Whether a hyphen follows a word without a space."""
        before = self.c.text[i - 1] if i else " "
        return before[-1].isalnum() and self.c.start[i - 1] + len(before) == self.c.start[i]

    def parts(self) -> list[tuple[int, int, str, str]]:
        """The sentence cut at dashes, cells, brackets and commas: first, one past the last, sign before and after."""
        c, found, begin, sign = self.c, [], self.start, ""
        for i in range(self.start, self.end + 1):
            word = c.lower[i] if i < self.end else ""
            tab = "\t" in word or (word.isspace() and i > self.first and len(word) > 1)
            cut = word in _BREAKS and not (word == "-" and self._joined(i))
            if i == self.end or tab or cut:
                if i > begin:
                    found.append((begin, i, sign, "|" if tab else word))
                begin, sign = i + 1, "|" if tab else word
        return found


def read(doc: Doc) -> Iterator[list[Line]]:
    """Each sentence of a Doc, in one piece or, where it has no end, in several."""
    c, before = columns(doc), 0.0
    for statement in statements_of(doc):
        listed, before = before >= _LISTED, statement.probabilities[_DECISION]
        likely, own = _likely(c, statement), _own(statement)
        starts = range(statement.start, statement.end, _LONGEST)
        yield [Line(c, at, min(statement.end, at + _LONGEST), likely, own, listed) for at in starts]


def _likely(c: Columns, statement: Statement) -> float:
    """How likely a sentence is a decision; what ends in a full stop is no title, wherever it stands."""
    decision, other = statement.probabilities[_DECISION], statement.probabilities[_OTHER]
    last = statement.end - 1
    while last > statement.start and c.text[last].isspace():
        last -= 1
    return decision / (1.001 - other) if c.text[last] == "." else decision


def _own(statement: Statement) -> float:
    """How likely it is neither what somebody says nor an opinion: in the future tense, that leaves a decision."""
    return 1 - sum(map(statement.probabilities.__getitem__, _NO_DECISION))
