"""When a record is due, counted as its guidance counts: hours, days or working days, after an event or before it.

    deadline: {within: 3, unit: working days, after: the event}
    deadline: {within: 1, unit: working days, before: the conference}

The day of the event counts as none: what is due within one working day after a Friday is due by the end of Monday.
Working days are Mondays to Fridays without the bank holidays of England, as the `holidays` package has them. Days and
weeks are those of the calendar. Hours are counted from a date-time as the clock on the wall shows them (24 hours after
four o'clock is four o'clock, also in the night when the clocks change), save that two date-times with their zones
are held against each other as they stand; from a date alone they are counted from the end of that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated, Final, Literal, NamedTuple

import numpy as np
from pydantic import Field, model_validator

from notecheck.entries import Frozen, Text

Unit = Literal["hours", "days", "working days", "weeks"]

FIRST_YEAR: Final = 1974  # from when on New Year's Day is a bank holiday in England
LAST_YEAR: Final = 2099
_ROOM: Final = 2  # years around a date in which a deadline can end
_DAY: Final = 24  # hours


class Deadline(Frozen):
    """A time within which a record is to be made; `str()` gives it in words.

    Attributes:
        within: how many.
        unit: of what; weeks and days are those of the calendar.
        after: the event that it is counted from, in words, such as `the visit`.
        before: the event ahead of which the record has to be there; one of the two is given.
        may_precede: whether a record made before that event is in time as well.
    """

    within: Annotated[int, Field(strict=True, ge=1, le=400)]
    unit: Unit
    after: Text | None = None
    before: Text | None = None
    may_precede: bool = False

    @model_validator(mode="after")
    def _counts_one_way(self) -> Deadline:
        if (self.after is None) == (self.before is None):
            raise ValueError("say what it is counted from: after an event, or before one")
        return self

    @property
    def event(self) -> str:
        """What it is counted from, in words."""
        return self.after or self.before or ""

    def __str__(self) -> str:
        return f"{amount(self.within, self.unit)} {'after' if self.after else 'before'} {self.event}"


def amount(number: int, unit: str) -> str:
    """'1 working day', '24 hours'.

    >>> amount(1, "working days"), amount(24, "hours")
    ('1 working day', '24 hours')
    """
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def due(deadline: Deadline, event: date) -> date:
    """The last day, or for hours from a date-time the last moment, at which a record is in time.

    >>> due(Deadline(within=3, unit="working days", after="the visit"), date(2026, 4, 2))  # over Easter
    datetime.date(2026, 4, 9)

    Raises:
        ValueError: the bank holidays of that year are not known.
    """
    sign = 1 if deadline.after else -1
    _check_year(event)
    if deadline.unit == "hours":
        hours = timedelta(hours=deadline.within)
        if isinstance(event, datetime):
            return event + sign * hours
        return event + sign * timedelta(days=-(-deadline.within // _DAY))
    day = _day(event)
    if deadline.unit == "working days":
        return _working_day(day, sign * deadline.within)
    return day + sign * timedelta(days=deadline.within * (7 if deadline.unit == "weeks" else 1))


class Late(NamedTuple):
    """How long after its deadline a record was made; a number of 0 is in time."""

    number: int
    unit: Unit

    @property
    def days(self) -> int:
        """The same in days, begun ones counted whole."""
        return -(-self.number // _DAY) if self.unit == "hours" else self.number


def late(deadline: Deadline, last: date, recorded: date) -> Late:
    """How long after its deadline a record was made.

    Args:
        deadline: the deadline.
        last: what `due` gave.
        recorded: when the record was made.

    Raises:
        ValueError: the bank holidays of that year are not known.
    """
    _check_year(recorded)
    if isinstance(last, datetime) and isinstance(recorded, datetime):
        over = _alike(recorded, last) - _alike(last, recorded)
        return Late(max(0, -(-over // timedelta(hours=1))), "hours")
    days = max(0, (_day(recorded) - _day(last)).days)
    if deadline.unit != "working days" or not days:
        return Late(days, "working days" if deadline.unit == "working days" else "days")
    return Late(max(1, working_days(_day(last), _day(recorded))), "working days")


def precedes(recorded: date, event: date) -> bool:
    """Whether a record is dated before the event that it is about."""
    if isinstance(recorded, datetime) and isinstance(event, datetime):
        return _alike(recorded, event) < _alike(event, recorded)
    return _day(recorded) < _day(event)


def working_days(start: date, end: date) -> int:
    """The working days after `start`, up to `end` and with it.

    >>> working_days(date(2026, 12, 24), date(2026, 12, 29))  # the 28th stands in for Boxing Day
    1
    """
    next_day = timedelta(days=1)
    years = range(start.year, end.year + 1)
    return int(np.busday_count(start + next_day, end + next_day, holidays=list(_bank_holidays(years))))


def _working_day(day: date, number: int) -> date:
    """The working day that many after a day, or before it for a negative number."""
    years = range(day.year - _ROOM, day.year + _ROOM + 1)
    roll: Literal["preceding", "following"] = "preceding" if number > 0 else "following"
    found: date = np.busday_offset(day, number, roll=roll, holidays=list(_bank_holidays(years))).astype(date)
    return found


def _bank_holidays(years: Iterable[int]) -> Iterable[date]:
    return (day for year in years for day in _of_year(year))


@cache
def _of_year(year: int) -> tuple[date, ...]:
    import holidays  # a tenth of a second, which only a note with both its dates has to spend

    return tuple(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the bank holidays of England are known from {FIRST_YEAR} to {LAST_YEAR} only")


def _alike(moment: datetime, other: datetime) -> datetime:
    """A date-time that can be held against another: without its zone, where the other has none."""
    return moment if other.tzinfo is not None and moment.tzinfo is not None else moment.replace(tzinfo=None)


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
