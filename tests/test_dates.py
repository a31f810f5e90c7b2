"""Points in time as case notes write them: what each is, and what is none."""

from datetime import date

import pytest

from notecheck.times.dates import read


def _read(text):
    return [(text[point.start : point.end], point.kind) for point in read(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I visited on 4 May 2026.", date(2026, 5, 4)),
        ("Seen 04/05/26 at home", date(2026, 5, 4)),
        ("Visit 4.5.2026, 3pm", date(2026, 5, 4)),
        ("Core group, Tues 12TH MAY 26, 2pm", date(2026, 5, 12)),
        ("Weds. 12 June 2026", date(2026, 6, 12)),
        ("the 12th of May, 2026", date(2026, 5, 12)),
        ("May 4th 2026", date(2026, 5, 4)),
        ("recorded 2026-05-04T10:00", date(2026, 5, 4)),
        ("29/02/2024", date(2024, 2, 29)),
        ("DOB: 11.08.98", date(1998, 8, 11)),
    ],
)
def test_reads_a_full_date_day_first(text, day):
    assert [point.date for point in read(text)] == [day]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CP visit 09/04. Lab letter 5/5.", [("09/04", "yearless"), ("5/5", "yearless")]),
        ("Sat 9/5, back w/c 18th", [("Sat 9/5", "yearless"), ("18th", "ordinal")]),
        ("no money until the 28th because", [("the 28th", "ordinal")]),
        ("the letter says Saturday 14th.", [("Saturday 14th", "ordinal")]),
        ("called Fri eve, back tomo pm", [("Fri eve", "weekday"), ("tomo pm", "near")]),
        ("moved last wk, 3 wks ago lost his job", [("last wk", "near"), ("3 wks ago", "near")]),
        ("not in since half term or since nov", [("half term", "name"), ("nov", "name")]),
        ("Back the week after half term", [("the week after half term", "name")]),
        ("DTOC mtg this pm, food parcel this aft", [("this pm", "same"), ("this aft", "same")]),
        ("He has lately been late; the other day he cried", [("lately", "loose"), ("the other day", "loose")]),
        ("A few weeks back, and nine weeks ago", [("A few weeks back", "loose"), ("nine weeks ago", "near")]),
        ("The next day he rang; that evening she came", [("next day", "story"), ("that evening", "story")]),
        ("Easter 2023, Autumn term 25, 9/2021, 2019", [
            ("Easter 2023", "month"), ("Autumn term 25", "month"), ("9/2021", "month"), ("2019", "year"),
        ]),
        ("Summer\tDad moves out", [("Summer", "name")]),
        ("she got back at the weekend, over w/e", [("the weekend", "near"), ("w/e", "near")]),
    ],
)  # fmt: skip
def test_says_how_a_point_can_be_placed(text, found):
    assert _read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "every Monday, on Tuesdays, most Fridays, Mon–Fri, Friday nights",
        "seen at 4.30pm, from 4.10 until 4.55",
        "scored 7/10, attended 3/5 sessions, 24/7 care, in 1/2 an hour",
        "He sat with me in the sun. April rang. May I come? Dec was out.",
        "the 3rd visit, his 2nd school, her 4th placement",
        "Christmas presents under the Christmas tree",
        "for 3 weeks, 20 mins, 4 people",
        "31/02/2026",
        "£4.50 and 0.5 miles",
    ],
)
def test_leaves_what_is_no_point_in_time(text):
    assert _read(text) == []


def test_a_list_of_days_shares_its_month_and_year():
    assert [point.date for point in read("on 4th and 5th May 2026")] == [date(2026, 5, 4), date(2026, 5, 5)]
    assert _read("Feb–Aug 17") == [("Feb", "month"), ("Aug 17", "month")]


def test_offsets_count_from_the_text_as_given():
    text = "\n\n😀 Seen\r\non 4 May 2026."
    (point,) = read(text)
    assert text[point.start : point.end] == "4 May 2026"


@pytest.mark.parametrize(
    "piece", ["1/", "4th and ", "the ", "last last ", "1.", "a few ", "w/", "Mon ", "May ", "٣/٤ "]
)
def test_hostile_text_is_read(piece):
    read(piece * 20_000)
