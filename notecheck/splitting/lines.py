"""The lines of a text with their labels, and what each label asks for, by lexicons/column-names.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from notecheck.data import load_lexicons
from notecheck.record_types import fold

_LISTS: Final = {
    "doc_type": "column-doc-type", "event": "column-event-date", "recorded": "column-recorded-date",
    "author": "column-author-name", "role": "column-author-role", "child": "column-child-name",
    "forename": "column-child-forename", "surname": "column-child-surname", "known_as": "column-child-known-as",
    "age": "column-child-age", "born": "column-child-born", "id": "column-id", "team": "column-team",
}  # fmt: skip
"""What a header may tell → the list of columns with its names."""
_STAFF: Final = "column-staff"
_MORE: Final = {
    "subject child": "child", "child subject": "child", "subject person": "child", "subject": "title", "title": "title",
    "case note title": "title", "case note subject": "title", "note title": "title", "event title": "title",
    "record title": "title", "status": "status", "case note status": "status", "note status": "status",
    "event status": "status", "time": "time", "event time": "time", "time of event": "time", "time of contact": "time",
}  # fmt: skip
_MARKS_OF_LATER: Final = ("finalised", "completed", "completion", "updated")  # dates beside the one of recording
_WORKERS: Final = ("worker", "staff", "officer", "practitioner", "adviser", "responsible", "user")
# Labels behind which the note itself stands. Others of the column list ('Summary') may be its own headings.
_BODY: Final = frozenset((
    "case note text", "case note details", "case note detail", "case note content", "case note body", "note text",
    "note details", "note content", "note body", "full text", "narrative", "details", "detail", "text", "notes", "note",
    "case note", "case notes", "record text", "free text", "content", "body",
))  # fmt: skip
_FILLING: Final = frozenset(("and", "time", "full", "the"))
BREAK: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Repetitions are possessive, and begin where their run begins: a line may be a million signs of one sort.
_LABEL: Final = re.compile(
    r"[ \t>*|•-]*+(?P<label>[^\W\d_][^:\t|\n]{0,58}?)\**+[ \xa0]*+(?:[:\t|](?!//)\**+)[ \t\xa0|]*+"
)
_NEXT: Final = re.compile(r"(?:(?<!\t)\t++|(?<![ \xa0])[ \xa0]{2,}+|(?<! ) *+\| *+|, )(?=[A-Z][\w /'’-]{2,40}:)")
_RULE: Final = re.compile(r"[\s\-–—=_*~#.]*")
_MOST_LABELLED: Final = 400  # characters of a line that is looked at for several labels


class Pair(NamedTuple):
    """A label and its value in a line; `slot` says what the label asks for, None where no list knows it."""

    label: str
    slot: str | None
    value: str
    at: int  # of the value, or of the line's end where there is none


class Line(NamedTuple):
    """A line of the text: where it stands, its words, and its labels."""

    start: int
    end: int
    text: str
    pairs: tuple[Pair, ...]


def lines_of(text: str) -> Iterator[Line]:
    """All lines of a text, in order."""
    start = 0
    for found in BREAK.finditer(text):
        yield _line(text, start, found.start())
        start = found.end()
    yield _line(text, start, len(text))


def _line(text: str, start: int, end: int) -> Line:
    line = text[start:end]
    return Line(start, end, line, tuple(_pairs(line, start)))


def _pairs(line: str, start: int) -> Iterator[Pair]:
    """The labels of a line: one as a rule, several where a system sets them side by side."""
    found = _LABEL.match(line)
    if not found:
        if slot := _told_by(fold(line)) if len(line) < 60 and " " in line.strip() else None:
            yield Pair(fold(line), slot, "", start + len(line))
        return
    cuts = list(_NEXT.finditer(line, found.end())) if len(line) <= _MOST_LABELLED else []
    begins = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(line)]
    several = [pair for begin, end in zip(begins, ends, strict=True) if (pair := _pair(line, start, begin, end))]
    if len(several) > 1 and all(pair.slot for pair in several):
        yield from several
    elif whole := _pair(line, start, 0, len(line)):
        yield whole


def _pair(line: str, start: int, begin: int, end: int) -> Pair | None:
    found = _LABEL.match(line, begin, end)
    if not found:
        return None
    label = fold(found["label"])
    return Pair(label, _told_by(label), line[found.end() : end].strip(" \t\xa0*|"), start + found.end())


def _told_by(label: str) -> str | None:
    known = _known()
    if label in known:
        return known[label]
    return known.get(" ".join(word for word in label.split() if word not in _FILLING))


@cache
def _known() -> Mapping[str, str]:
    """Label → what it tells."""
    words = load_lexicons().words
    known = dict.fromkeys(words[_STAFF], "staff")
    for slot, name in _LISTS.items():
        known |= {label: _finer(slot, label) for label in words[name]}
    return known | _MORE | dict.fromkeys(_BODY, "text")


def _finer(slot: str, label: str) -> str:
    """A header may name who works with the child beside who wrote the note, and several later dates."""
    if slot == "recorded" and any(mark in label for mark in _MARKS_OF_LATER):
        return "later"
    if slot == "author" and any(word in label for word in _WORKERS):
        return "worker"
    return slot


def says_something(line: str) -> bool:
    """Whether a line is no blank one and no ruler."""
    return not _RULE.fullmatch(line)
