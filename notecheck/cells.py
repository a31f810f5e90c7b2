"""Cells of a table as what they mean: dates as Britain writes them, ages, names.

A date is read day first ('04/03/2026' is 4 March), with or without a time; ISO dates, months in words, and the day
numbers by which Excel counts are read too. What could be read only as a month-first date is refused, not turned round.
No error holds the cell.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from notecheck.errors import NoteError

DATES: Final = "write a date day first, as 04/03/2026 or 4 March 2026, or as 2026-03-04; a time may follow, as 16:05"
AGES: Final = "write an age in years from 0 to 25, as 9, or as 9 years 3 months, 18 months, 6 weeks"

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[, ]+)?"
_TIME: Final = (
    r"(?:\s*(?:[t,-]|at|\s)\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?(?:hrs?)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?)?"
)
_FORMS: Final = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        _WEEKDAY + r"(?P<day>\d{1,2})\s*[-/. ]\s*(?P<month>\d{1,2})\s*[-/. ]\s*(?P<year>\d{4}|\d{2})",
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?" + _MONTH + r"[-/., ]*(?P<year>\d{4}|\d{2})",
        _WEEKDAY + _MONTH + r"\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})",
    )
)
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?")
_SERIALS: Final = (20_000, 73_050)  # Excel's days from 1954 to 2099; other numbers of five digits are no dates
_EXCEL: Final = datetime(1899, 12, 30)  # its day 0, as it counts since March 1900
_PIVOT: Final = 70  # two-digit years from here are of the last century


def read_date(cell: str) -> str:
    """A date or a point in time, in ISO form.

    >>> read_date("04/03/2026 4.05pm")
    '2026-03-04T16:05:00'

    Raises:
        NoteError: it is none; says what is allowed.
    """
    text = " ".join(cell.split())
    if _SERIAL.fullmatch(text) and _SERIALS[0] <= float(text) <= _SERIALS[1]:
        return _short((_EXCEL + timedelta(days=float(text))).replace(microsecond=0))
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _iso(found)
    raise NoteError(f"is no date; {DATES}")


def _iso(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = _MONTHS.index(parts["word"][:3].lower()) + 1 if parts.get("word") else int(parts["month"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    try:
        day = date(year, month, int(parts["day"]))
        clock = _clock(parts)
    except ValueError:
        raise NoteError(f"is a date or time that does not exist; {DATES}") from None
    return _short(datetime.combine(day, clock or time()))


def _clock(parts: dict[str, str | None]) -> time | None:
    if parts["hour"] is None:
        return None
    if parts["minute"] is None and parts["half"] is None:
        raise ValueError("a bare number is no time")
    hour = int(parts["hour"])
    if half := (parts["half"] or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError("no hour of half a day")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = (parts["zone"] or "").upper().replace("Z", "+00:00")
    written = f"{hour:02}:{parts['minute'] or '00'}:{parts['second'] or '00'}"
    return time.fromisoformat(written + zone)


def _short(moment: datetime) -> str:
    """A day where the time is midnight, which is what a date cell holds."""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


_NUMBER: Final = r"(\d{1,3}(?:\.\d{1,2})?)"
_YEARS: Final = r"y(?:ea)?rs?|y/o|y\.o\.|yo|y"
_MONTHS_OLD: Final = r"m(?:on)?ths?|mos?|m"
_AGE: Final = re.compile(rf"(?:aged?\s*)?{_NUMBER}\s*(?:{_YEARS})?(?:\s*old)?", re.IGNORECASE)
_AGE_IN_MONTHS: Final = re.compile(
    rf"(?:aged?\s*)?(?:{_NUMBER}\s*(?:{_YEARS})[\s,]*(?:and\s*)?)?{_NUMBER}\s*(?:{_MONTHS_OLD})(?:\s*old)?",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(rf"{_NUMBER}\s*(w(?:ee)?ks?|w|days?|d)(?:\s*old)?", re.IGNORECASE)


def read_age(cell: str) -> float:
    """An age in years.

    >>> read_age("9 yrs 3 months"), read_age("18 months")
    (9.25, 1.5)

    Raises:
        NoteError: it is none; says what is allowed.
    """
    text = " ".join(cell.split())
    if small := _SMALL.fullmatch(text):
        years = float(small[1]) / (52 if small[2].lower().startswith("w") else 365)
    elif found := _AGE.fullmatch(text):
        years = float(found[1])
    elif found := _AGE_IN_MONTHS.fullmatch(text):
        years = float(found[1] or 0) + float(found[2]) / 12
    else:
        raise NoteError(f"is no age; {AGES}")
    if not 0 <= years <= 25:
        raise NoteError(f"is not an age from 0 to 25; {AGES}")
    return _plain(years)


def _plain(years: float) -> float:
    return int(years) if years == int(years) else round(years, 2)


def age_on(born: str, day: str) -> float:
    """How old somebody born then was on a day, both in ISO form: whole years, and months too below two years.

    >>> age_on("2017-03-05", "2026-03-04")
    8

    Raises:
        NoteError: born after the day, or more than 25 years before it.
    """
    first, last = date.fromisoformat(born[:10]), date.fromisoformat(day[:10])
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months < 0:
        raise NoteError("is after the date of the record; check which is right")
    if months >= 26 * 12:
        raise NoteError("is more than 25 years before the record; check the year")
    return months // 12 if months >= 24 else _plain(months / 12)


def read_name(cell: str) -> str:
    """A person's name; case systems write the surname first and in capitals.

    >>> read_name("WRIGHT,  Callum")
    'Callum Wright'
    """
    parts = [" ".join(map(_capital, part.split())) for part in cell.split(",")]
    return " ".join(reversed(parts)).strip() if len(parts) == 2 else ", ".join(parts)


def _capital(word: str) -> str:
    """A name as a note writes it, where a case system writes capitals: 'McKay' for 'MCKAY'; initials stay."""
    capitals = word[2:] if word.startswith("Mc") else word
    if not capitals.isupper() or len(word) < 3 or "." in word:
        return word
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", word.title())


def read_names(cell: str) -> list[str]:
    """Several names in a cell, parted by semicolons, line breaks, strokes, 'and' or commas."""
    return [name for part in re.split(r"[;\n/|,&]|\band\b", cell) if (name := " ".join(part.split()))]
