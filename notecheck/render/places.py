"""Where something stands in a note, said without its words: by line, by paragraph and sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from notecheck.render.marks import Span
from notecheck.report import Report

_LINE: Final = re.compile("(?<=\n)|(?<=\r)(?!\n)|(?<=[\x0b\x0c\x85\u2028\u2029])")


def lines(text: str) -> Iterator[tuple[int, str]]:
    r"""The lines of a text with the place where each begins; the mark that ends one is left out if it is ordinary.

    >>> list(lines("a\r\nb\n\nc"))
    [(0, 'a'), (3, 'b'), (5, ''), (6, 'c')]
    """
    start = 0
    for line in _LINE.split(text):
        yield start, line.rstrip("\r\n")
        start += len(line)


class Places:
    """Says where something stands in a note without its words: as its document counts, where it came in one."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._paragraphs = [start for start, line in lines(report.text) if line.strip()] or [0]
        self._sentences = [sentence.start for sentence in report.sentences]

    def short(self, start: int) -> str:
        """'paragraph 3, sentence 2'; empty lines are no paragraphs, nor are headers and tables of a document."""
        if passage := self._report.passage_at(start):
            begins, place = passage.start, passage.place
        else:
            paragraph = max(bisect_right(self._paragraphs, start), 1)
            begins, place = self._paragraphs[paragraph - 1], f"paragraph {paragraph}"
        before = bisect_right(self._sentences, begins - 1)
        sentence = max(bisect_right(self._sentences, start) - before, 1)
        return f"{place}, sentence {sentence}"

    def full(self, span: Span) -> tuple[str, str]:
        """The same with the characters, counted from 1 over the whole note."""
        short = self.short(span.start)
        return f"{short[0].upper()}{short[1:]}", f"characters {span.start + 1} to {max(span.end, span.start + 1)}"
