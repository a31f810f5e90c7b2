"""Sentences that name people and write about nobody: a heading, a title, a field, a list of those present."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import text_of
from notecheck.people.who import who_of
from notecheck.text import layout
from notecheck.text.columns import columns
from notecheck.text.layout import Line

_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_PEOPLE: Final = frozenset(("child", "you", "sibling", "family", "professional", "writer", "other"))
_LIST: Final = 3
"""Persons in a row without a verb that make a list of those present."""
_TIME: Final = re.compile(r"\d{1,2}[:.]\d\d")
_LABELLED: Final = frozenset((":", "-", "–", "—"))
_FRAGMENT: Final = 6
"""Spaces in a field that ends with a stop and says something."""
_HEAD: Final = 3
"""Lines at the top among which a line without a stop is a title."""


class AboutNobody:
    """Whether a sentence of a Doc writes about nobody, asked by a token that names a person.

    Args:
        doc: the note.
        fields: words of labels that say who or what the record is about.
    """

    def __init__(self, doc: Doc, fields: frozenset[str]) -> None:
        self._c, self._who, self._text = columns(doc), who_of(doc), text_of(doc)
        self._lines, self._fields = layout.of(doc), fields
        self._ends = dict(self._c.sentences)
        filled = [line.start for line in self._lines if line.kind != "blank"]
        self._head = filled[min(_HEAD, len(filled)) - 1] if filled else -1
        self._known: dict[int, str] = {}

    def __call__(self, i: int) -> bool:
        """Whether the mention at a token is left alone; pronouns in the value of a field are not."""
        first = self._c.first[i]
        if first not in self._known:
            self._known[first] = self._judge(first)
        judged = self._known[first]
        return judged == "all" or (judged == "names" and self._c.tag[i] not in ("PRP", "PRP$"))

    def _judge(self, first: int) -> str:
        """What is left alone in a sentence: `all`, `names`, or nothing."""
        c, end = self._c, self._ends[first]
        line = layout.line_at(self._lines, c.start[first])
        if line.kind == "heading" or (line.start <= self._head and self._is_title(first, end)):
            return "all"
        verb = any(tag in _FINITE for tag in c.tag[first:end])
        if line.label_end > line.body and line.kind == "field" and c.start[first] < line.label_end:
            return self._judge_field(first, line, verb=verb)
        if c.lower[first] in self._fields and not _LABELLED.isdisjoint(c.text[first : first + _LIST]):
            return "" if verb else "all"
        return "all" if not verb and not self._stopped(end) and self._is_list(first, end) else ""

    def _judge_field(self, first: int, line: Line, *, verb: bool) -> str:
        words = [word.strip(":()*_") for word in self._text[line.body : line.label_end].lower().split()]
        if words[0] in self._fields:
            return "all"
        stopped = self._stopped(self._ends[first])
        says = verb or (stopped and self._text.count(" ", line.label_end, line.end) > _FRAGMENT)
        return "names" if words[-1] in self._fields or not says else ""

    def _is_title(self, first: int, end: int) -> bool:
        """'Visit to Imaan, Tues 19.05.2026, nobody told': nobody does anything, and no stop."""
        c, who = self._c, self._who
        return (
            not self._stopped(end)
            and not _TIME.fullmatch(c.text[first])
            and not any(
                c.dep[i] in ("nsubj", "nsubjpass") and (who.kind[i] in _PEOPLE or c.tag[i] == "PRP")
                for i in range(first, end)
            )
        )

    def _stopped(self, end: int) -> bool:
        """Whether the sentence before a token ends with a stop."""
        c, i = self._c, end - 1
        while i > c.first[end - 1] and c.text[i].isspace():
            i -= 1
        return c.text[i][-1:] in (".", "!", "?", "…")

    def _is_list(self, first: int, end: int) -> bool:
        who, c = self._who, self._c
        if any(c.tag[i : i + 2] == ["TO", "VB"] for i in range(first, end)):
            return False  # 'Reece to get more sleep | Nan, Mum'
        persons = sum(1 for i in range(first, end) if who.kind[i] in _PEOPLE and (i == first or not who.kind[i - 1]))
        marks = sum(c.text[i] in (",", "/", ";", "+", "&", "|") for i in range(first, end))
        return persons >= _LIST and marks >= _LIST - 1
