"""Who owns a task or a decision: whether its line, what leads the list or the sentence before names somebody for it.

An owner stands in the line ('by Priya Nair', 'Priya, by 4 May', 'Dad' in a cell), behind it ('Action: PN'), above it
('For Mum:', a column that is headed 'Who'), or in the sentence before ('Mrs Vale will lead this. You will be seen …').
Above their own name the writer owns what they recommend. `lexicons/decision-owner-words.yaml` holds the words of forms
and minutes that say so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people.who import who_of
from notecheck.statements.lines import Line
from notecheck.statements.tasks import Task
from notecheck.text import layout
from notecheck.text.patterns import any_case, any_of
from notecheck.text.word_lists import sets_of

_OWNERS: Final = frozenset(
    ("child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "other")
)
KNOWN: Final = _OWNERS - {"other"}
"""Classes of people who can be asked: no stranger, and nobody whom the note only names."""
_WHO: Final = frozenset((":", "|", "-", "–", "—", "→"))
_JOINS: Final = frozenset(("and", "the", "with", "to", "my", "our", "both", "all", "by", "a", "&", "or"))
_WIDEST: Final = 1_000  # characters of the row of a table
_LEADING: Final = 40  # characters of a line that says whose actions follow
_SECTION: Final = 30  # lines under one heading
_FURTHEST: Final = 200  # tokens of the sentence before that are looked at
_ACTS: Final = frozenset(("to", "will", "'ll", "’ll", "'m", "’m", "am", "is"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_WHOLE: Final = frozenset(("this", "it", "that", "these", "those", "them", "they", "all", "everything", "both"))


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/decision-owner-words.yaml` about owners by their names; what each is for is said there.

    Attributes:
        heads: what may stand beside a name in a heading, `lists` included.
        column: how the heading of a column begins that says who.
        somebody: a cell that names somebody.
    """

    labels: frozenset[str]
    mine: frozenset[str]
    leads: frozenset[str]
    charge: frozenset[str]
    everybody: frozenset[str]
    meets: frozenset[str]
    heads: frozenset[str]
    lists: frozenset[str]
    column: re.Pattern[str]
    somebody: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """The lists by name, empty where there is none."""
        named = sets_of(lists, "owner-")
        return cls(
            labels=named("labels"),
            mine=named("mine"),
            leads=named("leads"),
            charge=named("charge"),
            everybody=named("everybody"),
            meets=named("meets"),
            heads=named("heads") | named("lists"),
            lists=named("lists"),
            column=any_case(rf"(?:by )?(?:{any_of(named('columns'))})\b"),
            somebody=any_case(rf"(?!(?:{any_of(named('gaps'))}|x+)\b)[^\W\d_]{{2}}"),
        )


class Owners:
    """Looks for who owns the tasks of one line: in it, above it, beside it.

    Args:
        doc: the Doc.
        line: one of its lines.
        words: the lists.
    """

    def __init__(self, doc: Doc, line: Line, words: Words) -> None:
        self._doc, self._line, self._c, self._words = doc, line, line.c, words
        self._kinds = who_of(doc).kind
        self._parts = line.parts()

    def are_named(self, task: Task) -> bool:
        """Whether somebody is named for a task, or as those who decided."""
        if self._is_in_line(task) or self._is_next() or self._leads_list(task) or self._is_in_row():
            return True
        if task.kind == "order":
            return self._is_writers(task)
        return self._is_before() if task.kind == "decided" else self._is_in_hand(task)

    def _is_in_line(self, task: Task) -> bool:
        """Whether the line says who."""
        if self._is_by_somebody(task):
            return True
        if task.kind in ("thing", "decided") and (self._kinds[task.at] in _OWNERS or self._is_name(task.at)):
            return True
        if task.kind == "decided" and self._line.at(task.end) in ("with", "between", "among", "amongst"):
            return True
        if task.kind == "decided" and task.end == task.start + 1 and self._is_mine(task.end):
            return True
        for begin, stop, _, sign in self._parts:
            if begin <= task.start < stop:
                continue
            if stop <= task.start:
                leads = sign == ":" or (sign in _WHO and task.kind == "order")
                leads = leads or (stop + 1 == task.start and "with" in self._c.lower[begin:stop])
                if leads and self._is_who(begin, stop, agency=sign != "|"):
                    return True
            else:
                everybody = task.kind == "decided" and not self._words.everybody.isdisjoint(self._c.lower[begin:stop])
                if everybody or self._is_who(begin, stop) or self._acts(begin, stop):
                    return True
        return False

    def _is_mine(self, i: int) -> bool:
        """'Agreed I will see Leo', 'Agreed that we will talk': whoever writes so was there, and says who acts."""
        i += self._line.at(i) == "that"
        return bool(self._line.at(i)) and self._kinds[i] == "writer" and self._line.at(i + 1) in _ACTS

    def _is_by_somebody(self, task: Task) -> bool:
        """'will be made by Priya', 'by the school', 'between Mum and me'; not 'by Friday'."""
        c, kinds, end = self._c, self._kinds, self._line.end
        for j in range(task.end, min(end - 1, task.end + 20)):
            if c.lower[j] == "by" and not c.text[j + 1][0].isdigit() and c.lower[j + 1] != "end":
                near = range(j + 1, min(end, j + 5))
                return any(kinds[k] in _OWNERS or (c.tag[k] == "NNP" and c.text[k].isupper()) for k in near)
        return "between" in c.lower[task.end : min(end, task.end + 3)]

    def _is_name(self, i: int) -> bool:
        """A capital that nobody introduces: a name, where it is no acronym."""
        return self._c.pos[i] == "PROPN" and self._c.text[i].istitle() and i == self._line.first

    def _is_who(self, begin: int, stop: int, *, agency: bool = True) -> bool:
        """Whether a part of a line is nothing but who: 'Darren', 'me', 'Mum & Grandad', 'Kath, Thursday', 'AM'."""
        c, kinds = self._c, self._kinds
        words = [i for i in range(begin, stop) if c.text[i][0].isalnum() and c.lower[i] not in _JOINS]
        named = [i for i in words if kinds[i] in _OWNERS and (agency or kinds[i] != "agency")]
        if len(words) == 1 and len(c.text[words[0]]) == 2 and c.text[words[0]].isupper():
            return True
        if not named or len(words) > 4:
            return False
        return all(i in named or c.pos[i] in ("NUM", "PROPN") or c.text[i][0].isdigit() for i in words)

    def _acts(self, begin: int, stop: int) -> bool:
        """Whether a part says that somebody acts: 'sw to sort', 'I'm doing it'."""
        near = range(begin, min(stop, begin + 4))
        return any(self._kinds[i] in _OWNERS and self._line.at(i + 1) in _ACTS for i in near)

    def _is_next(self) -> bool:
        """'Boiler to be chased. Action: PN by 20 May': a label with a name, next on the line."""
        c, end = self._c, self._line.end
        if end + 2 >= len(c) or "\n" in c.text[end - 1] or c.text[end + 1] != ":":
            return False
        return c.lower[end] in self._words.labels and self._kinds[end + 2] in _OWNERS

    def _is_before(self) -> bool:
        """'Mr Farrow, Ms Quill and I met on 13 May. It was agreed …': the sentence before says who."""
        c, start = self._c, self._line.start
        if start == 0:
            return False
        before = range(max(c.first[start - 1], start - _FURTHEST), start)
        said = {c.lower[i] for i in before}
        if not said.isdisjoint(("agreed", "decided")) and not said.isdisjoint(self._words.everybody):
            return True
        met = any(c.lemma[i] in self._words.meets for i in before)
        return met and len({c.lower[i] for i in before if self._kinds[i] in _OWNERS}) > 1

    def _is_writers(self, task: Task) -> bool:
        """'Recommend assessment' above the signature: the writer recommends it by writing so."""
        note, c = note_of(self._doc), self._c
        if c.lower[task.start] not in self._words.mine or note.doc_type == "meeting" or not note.author.name:
            return False
        if self._above()[0].kind != "text":
            return False
        return note.author.name.split()[-1].lower() in text_of(self._doc)[c.start[task.start] :].lower()

    def _is_in_hand(self, task: Task) -> bool:
        """'Mrs Vale will lead this. You will be seen …': what stands before says who has all of it in hand."""
        c, start = self._c, self._line.start
        if task.kind != "passive":
            return False
        colon = next((i for i in range(start, task.start) if c.text[i] == ":"), start)
        first = start
        if start and "\n" not in c.text[start - 1]:
            first = max(c.first[start - 1], start - _FURTHEST)
        of_it = next((i for i in range(start, task.start) if c.dep[i] in _SUBJECTS), start)
        return any(
            self._has_in_hand(i, c.head[i], anew=c.lower[of_it] in _WHOLE)
            for i in range(first, colon)
            if c.dep[i] in _SUBJECTS and (self._kinds[i] in _OWNERS or c.pos[i] == "PROPN")
        )

    def _has_in_hand(self, subject: int, verb: int, *, anew: bool) -> bool:
        """'… will do this', 'is in charge', 'will see to it'; or makes what `anew` names: 'Nan will write it. It …'."""
        c, words = self._c, self._words
        behind = c.lower[verb + 1 : verb + 4]
        if not words.charge.isdisjoint(behind) or (c.lemma[verb] == "see" and behind[:1] == ["to"]):
            return True
        what = [i for i in c.children[verb] if c.dep[i] == "dobj"]
        if c.lemma[verb] in words.leads and any(c.lower[i] in _WHOLE for i in what):
            return True
        return anew and bool(what) and any(subject < i < verb and c.lower[i] in _ACTS for i in c.children[verb])

    def _above(self) -> tuple[layout.Line, Sequence[layout.Line]]:
        """The line itself, and those above it, nearest first."""
        lines = layout.of(self._doc)
        here = bisect_right(lines, self._c.start[self._line.first], key=lambda line: line.start) - 1
        return lines[here], lines[max(0, here - _SECTION) : here][::-1]

    def _leads_list(self, task: Task) -> bool:
        """Whether what leads a list says whose it is ('For Mum', 'Priya:'), or who decided ('What we agreed')."""
        c, beside = self._c, True
        for line in self._above()[1]:
            leads = beside and line.kind == "text" and line.end - line.start < _LEADING
            beside = beside and line.kind == "bullet"
            if not leads and line.kind != "heading":
                continue
            tokens = range(bisect_left(c.start, line.body), bisect_left(c.start, line.end))
            found = self._says_who_agreed(tokens) if task.kind == "decided" else self._says_whose(tokens)
            if found or line.kind == "heading":
                return found
        return False

    def _says_who_agreed(self, tokens: range) -> bool:
        said = {self._c.lower[i] for i in tokens}
        us = any(self._kinds[i] == "writer" for i in tokens) or not said.isdisjoint(self._words.everybody)
        return us and not said.isdisjoint(("agreed", "decided"))

    def _says_whose(self, tokens: range) -> bool:
        c = self._c
        words = [i for i in tokens if c.text[i][0].isalnum()]
        if not words:
            return False
        named = [i for i in words if self._kinds[i] in KNOWN]
        said = any(c.lower[i] in self._words.lists for i in tokens) or c.text[tokens[-1]] == ":"
        return bool(named) and said and all(i in named or c.lower[i] in self._words.heads for i in words)

    def _is_in_row(self) -> bool:
        """Whether the row of a table has somebody in the column that is headed 'Who'."""
        here, above = self._above()
        if here.end - here.start > _WIDEST:
            return False
        text = text_of(self._doc)
        cells = _cells(text, here)
        if len(cells) < 2:
            return False
        for line in above:
            head = _cells(text, line)
            if len(head) < 2:
                return False
            column = next((n for n, cell in enumerate(head) if self._words.column.match(cell)), None)
            if column is not None:
                return column < len(cells) and bool(self._words.somebody.match(cells[column]))
        return False


def _cells(text: str, line: layout.Line) -> list[str]:
    row = text[line.mark : line.end].strip().strip("|")
    return [cell.strip() for cell in (row.split("|") if "|" in row else row.split("\t"))]
