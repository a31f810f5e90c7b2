"""A day as people type it."""

from datetime import date, datetime

import pytest

from notecheck.errors import NoteError
from notecheck.read.day import read_day

MARCH = date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "4/3/2026", "04.03.26", "4-3-26", "4 March 2026", "2026-03-04", "Wed 4th March 2026", "4 mar 26",
        "  4/3/2026 ", "4.3.26.", "March 4, 2026",
    ],
)  # fmt: skip
def test_read_day_takes_what_people_write(text: str) -> None:
    assert read_day(text) == MARCH


@pytest.mark.parametrize("text", ["4/3/2026 16:05", "4 March 2026, 4.05pm", "4/3/26 at 4:05 pm", "2026-03-04T16:05:00"])
def test_read_day_keeps_the_time(text: str) -> None:
    assert read_day(text) == datetime(2026, 3, 4, 16, 5)


def test_read_day_midnight_and_noon() -> None:
    assert read_day("4/3/26 12.10am") == datetime(2026, 3, 4, 0, 10)
    assert read_day("4/3/26 12pm") == datetime(2026, 3, 4, 12, 0)


@pytest.mark.parametrize("text", ["", "   "])
def test_read_day_an_empty_field_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("4 March", "the day, the month and the year"),
        ("March 2026", "the day, the month and the year"),
        ("tomorrow", "the day, the month and the year"),
        ("31/2/2026", "no such day"),
        ("13/13/2026", "no such day"),
        ("soon", "was not read as a date"),
        ("seen 4/3/2026", "was not read as a date"),
        ("4/3/2026 Ellie", "not read as a time"),
        ("4/3/2026 25:00", "not read as a time"),
        ("4/3/2026 13pm", "not read as a time"),
        ("4/3/2026 5/3/2026", "not read as a time"),
    ],
)
def test_read_day_says_why_it_cannot(text: str, told: str) -> None:
    with pytest.raises(NoteError, match=told) as refused:
        read_day(text)
    assert "Ellie" not in str(refused.value)
