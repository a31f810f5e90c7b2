"""Marks points in time that a reader in ten years could not place.

Why it matters: 'on Tuesday', '04/05' and 'recently' are plain on the day they are typed. Years later, cut out of the
case system, nobody can put them in order, and a child who asks when it happened gets no answer.

What decides is whether the note gives its own date in full, outside a pasted email, whose date says nothing about
the note. If it does, 'last week', 'on Monday', '12 March' and 'this morning' can be counted from it and are left
alone; if not, each of them is marked, save that another date of about that time tells the year of '12 March'.
'Recently', 'the other day', 'a few weeks back' can be counted from nothing. In a chronology an entry that begins
'Summer' or '19/03' among entries with their year is marked, whatever the note's date. Left alone: quotations and
pasted emails, a point with its date beside it, habits ('every Monday'), clock times, and what the story itself
places ('the next day').

Known misses: events that only the case can date ('since the split', 'at last visit'), and a note whose date is in full
but not its own.

Source: corpus/GUIDE.md, category `date`; Swindon Quality Standards 2020, 7.5; Leicestershire, Writing our Records to
the Child 2020; lexicons/time-words.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.note import Note, asked_of, note_of
from notecheck.text import layout
from notecheck.text.columns import columns
from notecheck.times import dates, note_dates
from notecheck.times.dates import Point

RULES: Final = (
    Rule(
        name="date",
        part="completeness",
        severity="warning",
        title="Hard to date later",
        marks=(
            "Points in time that nobody could place in ten years, such as “recently”. Where the record gives its own "
            "date in full, “on Monday” can be counted from it and is left alone."
        ),
        why="A reader in ten years, perhaps the child, cannot tell when it was or what came first.",
        weak="Mum moved last week.",
        better="Mum moved on Monday 9 March 2026.",
        limits=(
            "It misses times that only the case can date, such as “since the split”, and a full date that is not the "
            "record's own."
        ),
    ),
)

_DATED: Final = {"event_date": "2026-03-04", "recorded_date": "2026-03-05"}
EXAMPLES: Final = (
    Example("Called Tuesday at ten past five. Mum to ring the surgery tomorrow.", marks=("Tuesday", "tomorrow")),
    Example("Home visit 04/03. Dad moved out last week.", marks=("04/03", "last week"), note=_DATED),
    Example("Not in school since half term. Back Fri 4pm.", marks=("half term", "Fri")),
    Example("Home visit, 4 March 2026\n\nNan had a fall the other day.", marks=("the other day",), note=_DATED),
    Example("Visit 4 March 2026. Dad has recently stopped ringing.", marks=("recently",), note=_DATED),
    Example(
        "CHRONOLOGY\n03.05.2019 | Moves to Hartlow.\nSummer | Father moves out.\n14.03.2023 | Plan ends.",
        marks=("Summer",),
        note={"doc_type": "chronology"},
    ),
    Example(
        "From: Jo Bell\nSent: 4 March 2026 09:10\nTo: Priya Nair\nSubject: Sam\n\nHi Priya\nSam came in yesterday.\n"
        "Kind regards\nJo Bell\nHead of Year\n\nI will ring Jo on Monday.",
        marks=("Monday",),
        note=_DATED,
    ),
    Example("I visited on 4 March 2026. You started on Monday and I will ring Mum tomorrow.", note=_DATED),
    Example("Date of visit: 04/03/26\nMum rang last week, on 25 Feb. She moved after Easter.", note=_DATED),
    Example("You go to Nan's every Friday and on Sundays, from 4.30 to 6."),
    Example("I saw you on Tuesday 3 March 2026. The next day Mum rang.", note={"event_date": "2026-03-03"}),
    Example("Callum said \u201cI went to Dad's last Saturday\u201d."),
)

_OPEN: Final = ("near", "same", "weekday", "ordinal", "yearless", "name")
_BY_YEAR: Final = ("yearless", "name")
_LONG: Final = ("term", "year", "month", "mth", "yr")  # 'this term' can be told from the year and the dates around it
_ABOUT: Final = re.compile(
    r"(?:(?:around|about|approx\.?|circa|c\.|early|late|mid|end of|some ?time|in|the|from|by)[ -]+){1,3}", re.IGNORECASE
)
_PLACED: Final = ("date", "month", "year")
_NEAR: Final = 400  # days from the note in which another full date tells the year of the rest
_LEADS: Final = 2  # entries of a chronology that show how the others are dated
_BESIDE: Final = re.compile(r"[\s,;:(\[/–—-]{1,4}(?:(?:the|on|i\.?e\.?|that is|w/[ce]|=)\s+)?", re.IGNORECASE)
_LONGEST: Final = 16  # code points between a point and the date beside it


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Nothing is prepared: points in time are read once for all checks."""


def find(doc: Doc, prepared: None, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for each point in time that cannot be placed."""
    points = note_dates.written(doc)
    if not points or all(point.kind in _PLACED for point in points):
        return
    since = _year_known_from(doc)
    anchored = bool(note_dates.own(doc)) or _says_its_day(doc, points, since)
    leads, again = _leads(doc, points), False
    for point in points:
        if point.kind == "loose" or point.start in leads:
            yield _finding(doc, point, anchored=anchored)
        elif not anchored and _is_open(doc, point, since, points):
            yield _finding(doc, point, anchored=False, again=again)
            again = True


def _year_known_from(doc: Doc) -> int:
    """From where on in the text a reader knows which year it is about, though not the note's own date."""
    text, note = text_of(doc), note_of(doc)
    given = note.event_date or note.recorded_date
    return next(
        (
            point.start
            for point in dates.points(doc)  # an email's own date tells the year too
            if point.kind in _PLACED and not note_dates.is_birth(text, point) and _is_close(point, given)
        ),
        len(text),
    )


def _says_its_day(doc: Doc, points: Sequence[Point], since: int) -> bool:
    """'Feb, March, April 2026. I am writing this on 1 May': the note's own day, in a year that was given."""
    note = note_of(doc)
    given = {(day.month, day.day) for day in (note.event_date, note.recorded_date) if day}
    return any((p.month, p.day) in given for p in points if p.kind == "yearless" and p.start > since)


def _is_close(point: Point, given: date | None) -> bool:
    """Whether a point is of about the time of the note."""
    if given is None or point.year is None:
        return point.kind != "year"
    if point.kind == "year":
        return point.year == given.year
    middle = date(point.year, point.month or 6, point.day or 15)
    return abs((middle - note_dates.day_of(given)).days) <= _NEAR


def _is_open(doc: Doc, point: Point, since: int, points: Sequence[Point]) -> bool:
    """Whether nothing in a note without its own date tells when the point was."""
    if point.kind not in _OPEN or note_dates.is_birth(text_of(doc), point):
        return False
    by_year = point.kind in _BY_YEAR or (point.kind == "near" and text_of(doc)[point.start : point.end].endswith(_LONG))
    return not (by_year and since < point.start) and not _has_date(doc, point, points)


def _has_date(doc: Doc, point: Point, points: Sequence[Point]) -> bool:
    """Whether a full date stands beside the point, or before it in the same sentence: 'on 3 May 2026 … next week'."""
    text, c = text_of(doc), columns(doc)
    first = c.start[c.first[bisect_right(c.start, point.start) - 1]]
    at = bisect_left(points, point.start, key=lambda other: other.start)
    before = [other for other in points[max(0, at - 3) : at] if other.kind == "date" and other.start >= first]
    if any(not note_dates.is_birth(text, other) for other in before):
        return True
    after = points[at + 1] if at + 1 < len(points) else None
    if after is None or after.kind != "date" or after.start - point.end > _LONGEST:
        return False
    return _BESIDE.fullmatch(text, point.end, after.start) is not None


def _leads(doc: Doc, points: Sequence[Point]) -> set[int]:
    """Where entries of a chronology begin with a point in time that lacks the year, among entries that have it."""
    if (asked_of(doc).get("parent") or note_of(doc).doc_type) != "chronology":
        return set()
    text, lines = text_of(doc), layout.of(doc)
    leading = [point for point in points if _leads_line(text, layout.line_at(lines, point.start), point)]
    dated = [point for point in leading if point.kind in _PLACED]
    if len(dated) < _LEADS or 2 * len(dated) < len(leading):
        return set()
    return {point.start for point in leading if point.kind not in _PLACED and point.kind != "story"}


def _leads_line(text: str, line: layout.Line, point: Point) -> bool:
    """Whether a line begins with the point: 'Summer | …', 'Around Easter: …'."""
    return point.start == line.body or _ABOUT.fullmatch(text, line.body, point.start) is not None


_NO_DATE: Final = "the note does not give its own date in full"
_MISSING: Final = {
    "loose": "says when only to those who know",
    "yearless": "has no year",
    "name": "comes round every year",
    "ordinal": "has no month and no year",
    "weekday": f"could be any week: {_NO_DATE}",
    "near": f"has nothing to be counted from: {_NO_DATE}",
    "same": f"has no day to refer to: {_NO_DATE}",
}
_LEAD: Final = "has no year, which the other entries have"
_WHO: Final = "Someone who reads this in ten years, perhaps the child, could not tell when it was"
_WAY: Final = "give day, month and year, such as “4 May 2026”"
_ONCE: Final = f"{_WAY}, here or once at the top of the note"
_EITHER: Final = "cannot be placed either: one full date at the top of the note would place this too"
_ROUGHLY: Final = "give the day, or at least the month and year"
_SAID: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _finding(doc: Doc, point: Point, *, anchored: bool, again: bool = False) -> Finding:
    """One point; where one date would place them all (`again`), the first of them says why."""
    words = " ".join(text_of(doc)[point.start : point.end].split())
    lead = anchored and point.kind != "loose"
    way = _ROUGHLY if anchored or point.kind == "loose" else _ONCE
    message = f"“{words}” {_LEAD if lead else _MISSING[point.kind]}. {_WHO}. You might {way}."
    if again:
        message = f"“{words}” {_EITHER}."
    more = () if anchored else tuple(_written_out(note_of(doc), point, words))
    return Finding(RULES[0].name, point.start, point.end, message, severity=RULES[0].severity, suggestions=more)


def _written_out(note: Note, point: Point, words: str) -> Iterator[str]:
    """The point in full, where the note's own dates, which came with it, leave one reading only."""
    event = note_dates.day_of(note.event_date) if note.event_date else None
    if event is None:
        return
    if point.kind == "yearless" and point.month and point.day:
        years = (event.year - 1, event.year, event.year + 1)
        days = [date(year, point.month, point.day) for year in years if _exists(year, point)]
        yield from (_full(day) for day in sorted(days, key=lambda day: abs((day - event).days))[:1])
    elif words.lower() in _SAID and note.recorded_date and note_dates.day_of(note.recorded_date) == event:
        with suppress(OverflowError):  # the first or the last day that there is
            yield f"{words} ({_full(event + timedelta(days=_SAID[words.lower()]))})"


def _exists(year: int, point: Point) -> bool:
    if not MINYEAR <= year <= MAXYEAR:
        return False
    return point.month != 2 or point.day != 29 or isleap(year)


def _full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


SPEC = check("date", rules=RULES, find=find, prepare=prepare, examples=EXAMPLES, needs=("sentences",))
