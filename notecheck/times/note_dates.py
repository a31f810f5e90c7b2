"""Which points in time of a note its writer gives, and which of them give the note's own date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import once_per_doc, text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.times.dates import Point, points

_HEAD: Final = 3  # lines in which a note says when it was
_LABEL: Final = 24  # code points in which a label before a date may end
_BIRTH: Final = re.compile(r"\b(?:d\.?o\.?b|born|birth|birthday|b-?day)\b[^\n]{0,9}$", re.IGNORECASE)
_EXPECTED: Final = re.compile(r"\b(?:e\.?d\.?d|due date|due on)\b[^\n]{0,9}$", re.IGNORECASE)
_DATED: Final = re.compile(
    r"[^:\n]{0,40}?\b(?:date|dated|signed|recorded|written|typed|completed|logged|entered|compiled|when)\b",
    re.IGNORECASE,
)


@once_per_doc
def written(doc: Doc) -> tuple[Point, ...]:
    """Those that the writer gives: not inside a quotation, not in a pasted email."""
    found = points(doc)
    if not found:
        return ()
    quoted, starts, blocks = whose.quoted(doc), columns(doc).start, emails.of(doc)
    begins = [block.start for block in blocks]
    return tuple(
        point
        for point in found
        if not quoted[max(0, bisect_right(starts, point.start) - 1)]
        and not (
            blocks and point.start < blocks[bisect_right(begins, point.start) - 1].end and point.start >= begins[0]
        )
    )


@once_per_doc
def own(doc: Doc) -> tuple[Point, ...]:
    """Those that give the note's own date in full: the date of the event or of the record.

    The dates that were handed in with the note say which those are. One at the head of the note, in a field for the
    date or beside the signature is its own as well, since a reader would take it so.
    """
    text, full = text_of(doc), [point for point in written(doc) if point.kind == "date"]
    given = {day_of(day) for day in (note_of(doc).event_date, note_of(doc).recorded_date) if day}
    if not full:
        return tuple(_run_together(text, given))
    filled = [line for line in layout.of(doc) if line.kind != "blank"]
    top = filled[min(_HEAD, len(filled)) - 1].end if filled else 0
    return tuple(
        point
        for point in full
        if point.date in given
        or (not _is_another(text, point) and (point.end <= top or _is_dated(text, layout.line_at(filled, point.start))))
    )


def _run_together(text: str, given: Iterable[date]) -> Iterator[Point]:
    """The note's date in six or eight figures, which could be anything else: '040526'."""
    for day in given:
        for figures in (f"{day:%d%m%y}", f"{day:%d%m%Y}", f"{day:%Y%m%d}"):
            for found in re.finditer(rf"(?<!\d){figures}(?!\d)", text):
                yield Point(found.start(), found.end(), "date", day.year, day.month, day.day)


def is_birth(text: str, point: Point) -> bool:
    """Whether a date is somebody's birthday."""
    return _BIRTH.search(text, max(0, point.start - _LABEL), point.start) is not None


def _is_another(text: str, point: Point) -> bool:
    """Whether a date at the head of a note is somebody's birthday, or the day on which a child is due."""
    return is_birth(text, point) or _EXPECTED.search(text, max(0, point.start - _LABEL), point.start) is not None


def day_of(day: date) -> date:
    """The day of a date that may have a time."""
    return day.date() if isinstance(day, datetime) else day


def _is_dated(text: str, line: layout.Line) -> bool:
    return _DATED.match(text, line.body, line.end) is not None
