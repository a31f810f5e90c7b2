r"""Where a finding stands in its file, for programs: line and column, and the file's name as a relative address.

Only a file that is text to the letter has lines; a note out of an export in plain text knows which of them are its own.

Lines end as editors and build services count them: at '\n', with or without '\r' before it.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from pathlib import Path, PurePath
from typing import Final, NamedTuple
from urllib.parse import quote_from_bytes

from notecheck.explain import is_whole
from notecheck.findings import Finding
from notecheck.report import Report
from notecheck.sound import name_in_words

_LINE: Final = re.compile(r"\n")
_OF_THE_FILE: Final = re.compile(r"line (\d+)")
_TEXTS: Final = ("", ".txt", ".md", ".text", ".log")
"""Endings of files whose text is the note's, to the letter."""


class Region(NamedTuple):
    """Lines and columns from 1, in code points; the end column is one past the last."""

    line: int
    column: int
    end_line: int
    end_column: int


class Regions:
    """The places in one text."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._starts = [0, *(match.end() for match in _LINE.finditer(report.text))]

    def of(self, finding: Finding) -> Region | None:
        """Where a finding stands; None where it is about the whole note."""
        if is_whole(finding.rule):
            return None
        line, column = self._at(finding.start)
        end_line, end_column = self._at(finding.end)
        return Region(line, column, end_line, end_column)

    def _at(self, place: int) -> tuple[int, int]:
        line = bisect_right(self._starts, place)
        return line, place - self._starts[line - 1] + 1


def is_text(name: str, report: Report) -> bool:
    """Whether lines of the note are lines of the file: a document or a table has other places."""
    whole = report.note.id in (None, PurePath(name_in_words(name)).stem)  # else one of several notes
    return whole and not report.note.places and PurePath(name).suffix.lower() in _TEXTS


def lines_of(name: str, report: Report, finding: Finding) -> tuple[int, int] | None:
    """The first and last line of a plain file where a finding of one of its notes stands; None where none is known."""
    if is_whole(finding.rule) or PurePath(name).suffix.lower() not in _TEXTS:
        return None
    first, last = (
        _OF_THE_FILE.fullmatch(report.place_at(at) or "") for at in (finding.start, max(finding.start, finding.end - 1))
    )
    return (int(first[1]), int(last[1])) if first and last else None


def path_of(name: str) -> str:
    """The file's path with strokes, from where the command was run; its name alone where it lies elsewhere.

    Nothing of the machine stands in it: a user's name is part of many a path.
    """
    if name == "-":
        return "standard-input"
    path = Path(os.path.abspath(name))  # noqa: PTH100 which takes '..' out, by the words alone
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.name


def uri_of(name: str) -> str:
    """The same as a relative address, percent-encoded.

    >>> uri_of("my notes/Zoë #2.txt")
    'my%20notes/Zo%C3%AB%20%232.txt'
    """
    return quote_from_bytes(os.fsencode(path_of(name)), safe="/")
