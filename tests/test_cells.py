"""Cells as Britain writes them: dates day first, ages, names."""

import pytest

from notecheck.cells import age_on, read_age, read_date, read_name, read_names
from notecheck.errors import NoteError


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("04/03/2026", "2026-03-04"),
        ("4/3/26", "2026-03-04"),
        ("04-03-2026", "2026-03-04"),
        ("04.03.2026", "2026-03-04"),
        ("2026-03-04", "2026-03-04"),
        ("2026/03/04", "2026-03-04"),
        ("2026-03-04T16:05", "2026-03-04T16:05:00"),
        ("2026-03-04 16:05:30.123", "2026-03-04T16:05:30"),
        ("2026-03-04T16:05:00Z", "2026-03-04T16:05:00+00:00"),
        ("2026-03-04 00:00:00", "2026-03-04"),
        ("04/03/2026 16:05", "2026-03-04T16:05:00"),
        ("04/03/2026, 4.05 pm", "2026-03-04T16:05:00"),
        ("04/03/2026 12:30 a.m.", "2026-03-04T00:30:00"),
        ("04/03/2026 at 4pm", "2026-03-04T16:00:00"),
        ("04/03/2026 - 16:05hrs", "2026-03-04T16:05:00"),
        ("4 March 2026", "2026-03-04"),
        ("4th March 2026", "2026-03-04"),
        ("04-Mar-26", "2026-03-04"),
        ("Wednesday, 4 March 2026", "2026-03-04"),
        ("Wed 04/03/2026", "2026-03-04"),
        ("March 4, 2026", "2026-03-04"),
        ("20260304", "2026-03-04"),
        ("04032026", "2026-03-04"),
        ("46085", "2026-03-04"),
        ("46085.670139", "2026-03-04T16:05:00"),
        ("05/03/98", "1998-03-05"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_dates(cell, iso):
    assert read_date(cell) == iso


@pytest.mark.parametrize(
    "cell",
    ["03/25/2026", "31/02/2026", "29/02/2026", "tomorrow", "12", "2026", "March 2026", "28 Feb", "04/03/2026 25:00",
     "04/03/2026 12", "04/03/2026 13pm", "99999", "12345", "0/0/0", "٤/٣/٢٠٢٦x", "04/03/2026 Callum"],
)  # fmt: skip
def test_what_is_no_date_is_refused_without_being_repeated(cell):
    with pytest.raises(NoteError, match="day first, as 04/03/2026") as error:
        read_date(cell)
    assert "Callum" not in str(error.value)


@pytest.mark.parametrize(
    ("cell", "years"),
    [("9", 9), ("9.0", 9), ("9.5", 9.5), ("9 years", 9), ("9yrs", 9), ("9 y/o", 9), ("aged 9", 9), ("9 years old", 9),
     ("9 yrs 3 months", 9.25), ("9y 6m", 9.5), ("18 months", 1.5), ("6 weeks", 0.12), ("3 days old", 0.01), ("0", 0)],
)  # fmt: skip
def test_ages(cell, years):
    assert read_age(cell) == years


@pytest.mark.parametrize("cell", ["26", "-1", "Year 4", "9/10", "nine", "1990", "", "999 months"])
def test_what_is_no_age_is_refused(cell):
    with pytest.raises(NoteError, match="from 0 to 25"):
        read_age(cell)


def test_age_on_the_day_of_the_record():
    assert age_on("2017-03-05", "2026-03-04") == 8
    assert age_on("2017-03-05", "2026-03-05T09:00:00") == 9
    assert age_on("2024-09-30", "2026-03-04") == 1.42
    assert age_on("2026-02-28", "2026-03-04") == 0
    assert age_on("2000-03-05", "2026-03-04") == 25


def test_names_as_case_systems_hold_them():
    assert read_name("WRIGHT,  Callum") == "Callum Wright"
    assert read_name("McKAY, Siân") == "Siân McKay"
    assert read_name("MCKAY") == "McKay"
    assert read_name("Callum Wright") == "Callum Wright"
    assert read_name("JJ O'BRIEN") == "JJ O'Brien"
    assert read_names("Sally; Ben\nMia and Jo") == ["Sally", "Ben", "Mia", "Jo"]
