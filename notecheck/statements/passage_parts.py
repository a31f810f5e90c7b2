"""Where a sentence turns from one thing said to another, and which of its parts are said in passing.

'Mum came late, | which is typical, | because the bus broke down': cut at signs, before what turns to something else and
behind a person's 'said' or 'thinks'. A reason, a label and how something seems are no verdicts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Final

from notecheck.text.clauses import Clauses
from notecheck.text.columns import Columns

_ENDS: Final = frozenset(
    (",", ";", ":", "–", "—", "-", "--", "(", ")", "…", "...", "/", "|", "→", ">", "•", "*", ".", "!", "?")
)
_INNER: Final = frozenset(("-", "/"))  # an end only behind a space: not in 'grown-up', 'him/her'
_TURNS: Final = frozenset(
    (
        "because", "since", "as", "although", "though", "while", "whilst", "whereas", "unless", "cos", "becuase",
        "cause", "given",
    )
)  # fmt: skip
REASONS: Final = frozenset(("because", "since", "as", "given", "cos", "becuase", "cause", "for"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
VERBS: Final = frozenset(("VERB", "AUX"))
_SEEMS: Final = frozenset(("seem", "appear"))
_SEEMS_SO: Final = frozenset(("as", "like", "across"))


class Cutter:
    """Cuts the sentences of one Doc.

    Args:
        text: of the note.
        c: the Doc's columns.
        clauses: of the Doc.
        kind: for each token the class of who it stands for.
        reports: verbs of thinking and of saying.
        seem: verbs of appearing.
    """

    def __init__(
        self, text: str, c: Columns, clauses: Clauses, kind: Sequence[str], *, reports: Set[str], seem: Set[str]
    ) -> None:
        self.text, self.c, self.clauses, self.kind = text, c, clauses, kind
        self.reports, self.seem = reports, seem

    def cut(self, words: Sequence[int]) -> Iterator[list[int]]:
        """The parts of a sentence: between signs, and before what turns to something else."""
        cuts = self._turns(words)
        part: list[int] = []
        for i in words:
            ends = self._is_end(i)
            if part and (ends or i in cuts):
                yield part
                part = []
            if not ends:
                part.append(i)
        if part:
            yield part

    def _is_end(self, i: int) -> bool:
        mark, start = self.c.text[i], self.c.start[i]
        return mark in _ENDS and (mark not in _INNER or self.text[start - 1 : start].isspace())

    def _turns(self, words: Sequence[int]) -> set[int]:
        """Tokens before which a new thing is said."""
        c, clauses = self.c, self.clauses
        cuts: set[int] = set()
        joins: dict[int, int] = {}
        for i in words:
            dep, head = c.dep[i], c.head[i]
            if dep == "cc":
                joins[head] = i
            elif dep == "conj":
                if head in joins and c.pos[i] in VERBS and self._is_clause(i):
                    cuts.add(joins[head])
            elif dep == "mark":
                if c.lower[i] in _TURNS and i > words[0]:
                    cuts.add(i)
            elif dep == "ccomp" and head < i and c.lemma[head] in self.reports:
                subject = clauses.subject_of(head, c)
                if subject >= 0 and self.kind[subject]:  # not 'it was felt that …', whose words are the verdict
                    cuts.add(head + 1)
        return cuts

    def _is_clause(self, verb: int) -> bool:
        return self.c.tag[verb] in FINITE or verb in self.clauses.auxiliaries or verb in self.clauses.subject

    def is_aside(self, part: Sequence[int], cut: Sequence[Sequence[int]], n: int) -> bool:
        """'because the bus broke down'; the label in 'Quality of contact: poor'; 'Mum seemed tired'."""
        if any(self._seems(i) for i in part):
            return True
        if n:
            return self.c.lower[part[0]] in REASONS
        return len(cut) > 1 and len(part) < 6 and self.c.text[cut[1][0] - 1] == ":"

    def _seems(self, i: int) -> bool:
        """'appeared calm', 'presents as anxious', 'sounded flat', not 'looks up to him'."""
        c = self.c
        if c.lemma[i] not in self.seem or c.pos[i] != "VERB" or i + 1 >= len(c):
            return False
        return c.lemma[i] in _SEEMS or c.pos[i + 1] == "ADJ" or c.lower[i + 1] in _SEEMS_SO
