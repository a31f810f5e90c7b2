"""Marks entries of a chronology that stand out of the order of time, or have no date among entries that have one.

Why it matters: a chronology is read from top to bottom, by a court or by the child, to see what led to what. An entry
in the wrong place, often a mistyped year, tells another story; one without a date can be placed nowhere.

An entry is a line that begins with a point in time. The longest run of entries in order (earliest first, or latest
first, whichever more of them follow) is taken to be right, under each heading anew, so that one mistyped year marks
itself and not all that come after it. An undated entry is marked only where the line is plainly an entry: a row or
bullet shaped like the dated ones around it. 'Summer' and '19/03' in a dated list are marked by the rule `date`.

Known misses: entries that run over several lines without a date at their start, and a wrong date that fits the order.

Source: Trafford Recording Policy v4 2019, section 6; Swindon Quality Standards 2020, 7.2.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.note import asked_of, note_of
from notecheck.text import layout
from notecheck.text.layout import Line
from notecheck.times import dates, note_dates
from notecheck.times.dates import Point

RULES: Final = (
    Rule(
        name="order",
        part="completeness",
        severity="suggestion",
        title="Out of order",
        marks="Entries of a chronology out of the order of time, or without a date among entries that have one.",
        why="A chronology is read from top to bottom to see what led to what.",
        weak="14.03.2023 Plan ends.\n02.06.2021 Nan moves in.",
        better="02.06.2021 Nan moves in.\n14.03.2023 Plan ends.",
        limits="It misses undated entries that run over several lines, and a wrong date that fits the order.",
    ),
)

_CHRONOLOGY: Final = {"doc_type": "chronology"}
_ROWS: Final = (
    "03.05.2019 | Moves to Hartlow.",
    "11/09/21 | Late six times.",
    "Feb 2022 | Plan begins.",
    "14 March 2023 | Plan ends.",
    "June 2024 | Passes the test.",
)
EXAMPLES: Final = (
    Example(
        "\n".join(("CHRONOLOGY", *_ROWS[:4], "2.10.20 | Nan moves in.", *_ROWS[4:])), ("2.10.20",), note=_CHRONOLOGY
    ),
    Example("\n".join((*_ROWS[:3], "Dad leaves | Nan helps.", *_ROWS[3:])), ("Dad leaves",), note=_CHRONOLOGY),
    Example("\n".join(("CHRONOLOGY", *_ROWS)), note=_CHRONOLOGY),
    Example("\n".join(("Latest first", *reversed(_ROWS))), note=_CHRONOLOGY),
    Example("\n".join(("Seen", *_ROWS[2:], *_ROWS[:2])), note={"doc_type": "case-note"}),
)

_TYPES: Final = ("chronology", "court-statement")
_FEWEST: Final = 4  # dated entries that make a list of them
_SHARE: Final = 3  # a list of which more than one in so many is out of order is told once
_LEAD: Final = re.compile(
    r"[|*_\s\[(]*(?:(?:on|in|around|about|approx\.?|circa|c\.|early|late|mid|end of|by|from|between|since)"
    r"[ -]+(?:the )?)?",
    re.IGNORECASE,
)
_BARS: Final = re.compile(r"[ \t]*(\||\t)")
_DASH: Final = re.compile(r" [-–—] |: ")
_NO_DATE: Final = (
    "This entry has no date, unlike those around it, so nobody can tell where in the story it belongs. You might give "
    "the date, or say that it is not known and between which years it was."
)
_PRECISE: Final = ("date", "month", "year")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that begins with a point in time, and the days between which that lies."""

    point: Point
    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Nothing is prepared: points in time are read once for all checks."""


def find(doc: Doc, prepared: None, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for each entry out of order, and in a chronology for each without a date."""
    kind = asked_of(doc).get("parent") or note_of(doc).doc_type
    if kind not in _TYPES:
        return
    text, leads = text_of(doc), _leads(doc)
    found: list[Finding] = []
    for section in _sections(doc, leads):
        entries = [entry for line in section if (entry := _entry(leads.get(line.start))) is not None]
        if len(entries) >= _FEWEST:
            found += _misplaced(text, entries)
            if kind == "chronology":
                found += _undated(text, section, leads)
    yield from sorted(found, key=lambda finding: finding.start)


def _leads(doc: Doc) -> dict[int, Point]:
    """The point in time with which a line begins, by the start of the line."""
    text, lines = text_of(doc), layout.of(doc)
    found: dict[int, Point] = {}
    for point in note_dates.written(doc):
        line = layout.line_at(lines, point.start)
        if line.start not in found and _LEAD.fullmatch(text, line.body, point.start):
            found[line.start] = point
    return found


def _sections(doc: Doc, leads: Mapping[int, Point]) -> Iterator[Sequence[Line]]:
    """The filled lines under each heading; a heading that is itself a dated entry ends nothing."""
    section: list[Line] = []
    for line in layout.of(doc):
        if line.kind == "heading" and line.start not in leads:
            yield section
            section = []
        elif line.kind != "blank":
            section.append(line)
    yield section


def _entry(point: Point | None) -> _Entry | None:
    if point is None or point.kind not in _PRECISE or point.year is None:
        return None
    first, last = point.month or 1, point.month or 12
    return _Entry(
        point,
        date(point.year, first, point.day or 1),
        date(point.year, last, point.day or monthrange(point.year, last)[1]),
    )


def _misplaced(text: str, entries: Sequence[_Entry]) -> Iterator[Finding]:
    """The entries outside the longest run that is in order."""
    forward, backward = _out_of_order(entries), _out_of_order(list(reversed(entries)))
    latest_first = len(backward) < len(forward)
    wrong = sorted((len(entries) - 1 - n for n in backward) if latest_first else forward)
    scattered = _SHARE * len(wrong) > len(entries)
    for n in wrong[:1] if scattered else wrong:
        words = text[entries[n].point.start : entries[n].point.end]
        order = "latest first" if latest_first else "earliest first"
        seen = (
            f"from “{words}” on, the entries are in no order of time"
            if scattered
            else f"“{words}” is out of order in a list that runs {order}"
        )
        yield _finding(
            entries[n].point.start,
            entries[n].point.end,
            f"{seen[0].upper()}{seen[1:]}. Whoever reads it from top to bottom would take one thing to have led to "
            "another. You might move the entry, or put the date right if it is mistyped.",
        )


def _out_of_order(entries: Sequence[_Entry]) -> list[int]:
    """Indices of the entries that do not fit the longest run of exact dates which never goes back.

    >>> days = [date(2020, 3, 1), date(2021, 5, 1), date(2012, 6, 1), date(2021, 7, 1)]
    >>> _out_of_order([_Entry(Point(0, 1, "date"), day, day) for day in days])
    [2]
    """
    kept = _longest_run([(n, entry.first) for n, entry in enumerate(entries) if entry.exact])
    wrong, before = [], date.min
    after = iter([*(entries[n].first for n in sorted(kept)), date.max])
    following = next(after)
    for n, entry in enumerate(entries):
        if n in kept:
            before, following = entry.first, next(after)
        elif entry.exact or entry.last < before or entry.first > following:
            wrong.append(n)
    return wrong


def _longest_run(days: Sequence[tuple[int, date]]) -> set[int]:
    """Numbers of the longest subsequence that never goes back (patience sorting)."""
    tails: list[date] = []
    holders: list[int] = []
    links: list[int] = []
    for place, (_, day) in enumerate(days):
        at = bisect_right(tails, day)
        links.append(holders[at - 1] if at else -1)
        tails[at : at + 1] = [day]
        holders[at : at + 1] = [place]
    run: set[int] = set()
    place = holders[-1] if holders else -1
    while place >= 0:
        run.add(days[place][0])
        place = links[place]
    return run


def _undated(text: str, section: Sequence[Line], leads: Mapping[int, Point]) -> Iterator[Finding]:
    """Lines between dated entries that are entries by their shape and have no date."""
    for n in range(1, len(section) - 1):
        line, above, below = section[n], section[n - 1], section[n + 1]
        if line.start in leads or above.start not in leads or below.start not in leads:
            continue
        shape = _shape(text, above)
        if (
            shape
            and shape == _shape(text, below) == _shape(text, line)
            and above.mark - above.start == line.mark - line.start
        ):
            start, end = _first_words(text, line)
            if start < end and not dates.read(text[start:end]):
                yield _finding(start, end, _NO_DATE)


def _shape(text: str, line: Line) -> str:
    """What sets a line's date off: a bar or a tab, a dash or a colon behind it; '' for nothing."""
    if found := _BARS.search(text, line.body + 1, line.end):
        return found[1]
    if line.kind == "bullet" and (found := _DASH.search(text, line.body, line.end)):
        return f"bullet {found[0]}"
    return ""


def _first_words(text: str, line: Line) -> tuple[int, int]:
    """The first cell of a row, or what stands before the dash."""
    found = _BARS.search(text, line.body + 1, line.end) or _DASH.search(text, line.body, line.end)
    start, end = line.body, found.start() if found else line.end
    while start < end and text[start] in "|* \t":
        start += 1
    return start, end


def _finding(start: int, end: int, message: str) -> Finding:
    return Finding(RULES[0].name, start, end, message, severity=RULES[0].severity)


SPEC = check("order", rules=RULES, find=find, prepare=prepare, examples=EXAMPLES)
