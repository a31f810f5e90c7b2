"""A day that somebody types into a field, as people in England write it; with the time of day where it is given."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from notecheck.errors import NoteError
from notecheck.times import dates

_CLOCK: Final = re.compile(
    r"[\s,T]*(?:at\s*)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::\d\d)?)?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE
)
_FIGURES: Final = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(?:\d{4}|\d\d)\b")
_AS: Final = "Write it as 4/3/2026 or 4 March 2026, the day first"


def read_day(text: str) -> date | None:
    """The day, with its time where one is given; None for an empty field.

    >>> read_day("4/3/26"), read_day("Wed 4th March 2026, 4.05pm")
    (datetime.date(2026, 3, 4), datetime.datetime(2026, 3, 4, 16, 5))

    Raises:
        NoteError: it cannot be read as one day; says why and how to write it.
    """
    line = text.strip()
    if not line:
        return None
    found = dates.read(line)
    point = found[0] if found else None
    if point is None or line[: point.start].strip():
        raise NoteError(_why_not(line))
    if point.date is None:
        raise NoteError(f"This needs the day, the month and the year. {_AS}.")
    rest = line[point.end :].strip(" .,")
    return datetime.combine(point.date, _clock(rest)) if rest else point.date


def _why_not(line: str) -> str:
    figures = _FIGURES.match(line)
    return f"There is no such day in the calendar. {_AS}." if figures else f"This was not read as a date. {_AS}."


def _clock(text: str) -> time:
    """The time of day that follows a date."""
    match = _CLOCK.fullmatch(text)
    clear = match and (match["minute"] or match["half"])
    hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match and clear else (24, 0)
    if match and match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise NoteError("What follows the date was not read as a time. Write it as 16:05 or 4.05pm, or leave it out.")
    return time(hour, minute)
