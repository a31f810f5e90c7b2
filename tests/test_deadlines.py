"""Deadlines counted over weekends, Easter, Christmas, leap days and the night when the clocks change."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from notecheck.times.deadlines import Deadline, due, late, precedes, working_days


def _after(within, unit="working days"):
    return Deadline(within=within, unit=unit, after="the visit")


def _before(within, unit="working days"):
    return Deadline(within=within, unit=unit, before="the review")


@pytest.mark.parametrize(
    ("within", "event", "last"),
    [
        (3, date(2026, 3, 4), date(2026, 3, 9)),  # Wednesday → Monday
        (1, date(2026, 3, 6), date(2026, 3, 9)),  # Friday → Monday
        (1, date(2026, 3, 7), date(2026, 3, 9)),  # a visit on a Saturday
        (3, date(2026, 4, 2), date(2026, 4, 9)),  # Good Friday and Easter Monday between
        (1, date(2026, 12, 24), date(2026, 12, 29)),  # Boxing Day is a Saturday: Monday 28th stands in
        (1, date(2027, 12, 24), date(2027, 12, 29)),  # both stand in, on Monday and Tuesday
        (2, date(2021, 12, 31), date(2022, 1, 5)),  # New Year's Day on a Saturday
        (1, date(2024, 2, 28), date(2024, 2, 29)),  # leap day, a Thursday
        (1, date(2026, 5, 1), date(2026, 5, 5)),  # early May bank holiday
        (1, date(2022, 9, 16), date(2022, 9, 20)),  # the Queen's funeral
        (45, date(2026, 1, 5), date(2026, 3, 9)),
        (3, date(2099, 12, 31), date(2100, 1, 6)),
    ],
)
def test_working_days_after(within, event, last):
    assert due(_after(within), event) == last


@pytest.mark.parametrize(
    ("within", "event", "last"),
    [
        (1, date(2026, 3, 9), date(2026, 3, 6)),  # Monday → Friday
        (3, date(2026, 4, 8), date(2026, 4, 1)),  # over Easter
        (3, date(2026, 3, 8), date(2026, 3, 4)),  # a review on a Sunday
    ],
)
def test_working_days_before(within, event, last):
    assert due(_before(within), event) == last


def test_days_and_weeks_are_those_of_the_calendar():
    assert due(_after(3, "days"), date(2026, 4, 2)) == date(2026, 4, 5)
    assert due(_after(2, "weeks"), date(2024, 2, 20)) == date(2024, 3, 5)
    assert due(_before(2, "days"), date(2026, 3, 1)) == date(2026, 2, 27)


def test_hours_from_a_date_run_to_the_end_of_the_next_day():
    deadline = _after(24, "hours")
    last = due(deadline, date(2026, 3, 6))
    assert last == date(2026, 3, 7)
    assert late(deadline, last, datetime(2026, 3, 7, 23, 59)).number == 0
    assert late(deadline, last, date(2026, 3, 9)) == (2, "days")


def test_hours_from_a_moment_are_exact():
    deadline = _after(24, "hours")
    last = due(deadline, datetime(2026, 3, 4, 16, 0))
    assert last == datetime(2026, 3, 5, 16, 0)
    assert late(deadline, last, datetime(2026, 3, 5, 16, 0)).number == 0
    over = late(deadline, last, datetime(2026, 3, 5, 18, 30))
    assert (over, over.days) == ((3, "hours"), 1)
    assert late(deadline, last, date(2026, 3, 5)).number == 0  # some time that day: in time for all we know


def test_the_clock_on_the_wall_counts_when_clocks_change():
    deadline = _after(24, "hours")
    assert due(deadline, datetime(2026, 3, 28, 16, 0)) == datetime(2026, 3, 29, 16, 0)
    summer = timezone(timedelta(hours=1))
    last = due(deadline, datetime(2026, 3, 28, 16, 0, tzinfo=UTC))
    assert late(deadline, last, datetime(2026, 3, 29, 17, 0, tzinfo=summer)).number == 0
    assert late(deadline, last, datetime(2026, 3, 29, 17, 0)).number == 1


@pytest.mark.parametrize(
    ("deadline", "last", "recorded", "over"),
    [
        (_after(3), date(2026, 3, 9), date(2026, 3, 9), (0, "working days")),
        (_after(3), date(2026, 3, 9), date(2026, 3, 11), (2, "working days")),
        (_after(3), date(2026, 4, 2), date(2026, 4, 7), (1, "working days")),
        (_after(3), date(2026, 3, 6), date(2026, 3, 7), (1, "working days")),  # a Saturday is late too
        (_after(3, "days"), date(2026, 3, 6), date(2026, 3, 9), (3, "days")),
        (_before(3), date(2026, 3, 4), date(2026, 3, 5), (1, "working days")),
        (_before(3), date(2026, 3, 4), date(2026, 2, 1), (0, "working days")),
    ],
)
def test_lateness_is_counted_as_the_deadline_is(deadline, last, recorded, over):
    assert late(deadline, last, recorded) == over


def test_working_days_between():
    assert working_days(date(2026, 3, 6), date(2026, 3, 9)) == 1
    assert working_days(date(2026, 12, 24), date(2027, 1, 4)) == 4


def test_a_record_before_its_event_is_told():
    assert precedes(date(2026, 3, 3), date(2026, 3, 4))
    assert not precedes(date(2026, 3, 4), datetime(2026, 3, 4, 16))
    assert precedes(datetime(2026, 3, 4, 15), datetime(2026, 3, 4, 16))


@pytest.mark.parametrize("event", [date(1, 1, 1), date(1973, 1, 1), date(2100, 1, 1), date(9999, 12, 31)])
def test_years_without_known_bank_holidays_are_refused(event):
    with pytest.raises(ValueError, match="1974 to 2099"):
        due(_after(3), event)
    with pytest.raises(ValueError, match="1974 to 2099"):
        late(_after(3), date(2026, 3, 4), event)


def test_a_deadline_says_itself_in_words():
    assert str(_after(1)) == "1 working day after the visit"
    assert str(_before(48, "hours")) == "48 hours before the review"


@pytest.mark.parametrize(
    "row",
    [
        {"within": 3, "unit": "working days"},
        {"within": 3, "unit": "working days", "after": "the visit", "before": "the review"},
        {"within": 0, "unit": "days", "after": "the visit"},
        {"within": 3, "unit": "moons", "after": "the visit"},
        {"within": "3", "unit": "days", "after": "the visit"},
    ],
)
def test_a_deadline_that_cannot_be_counted_is_refused(row):
    with pytest.raises(ValidationError):
        Deadline.model_validate(row)
