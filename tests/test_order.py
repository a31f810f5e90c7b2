"""Chronologies: entries out of the order of time, and entries without a date."""

import pytest
import spacy

from notecheck.checks.order import find
from notecheck.component import NoSettings
from notecheck.note import Note

NLP = spacy.blank("en")


def _marks(text, doc_type="chronology", asked=None):
    doc = NLP.make_doc(text)
    doc._.notecheck_note = Note.from_dict({"text": text, "doc_type": doc_type})
    doc.user_data["notecheck_asked"] = asked or {}
    return [(text[f.start : f.end], f.message) for f in find(doc, None, NoSettings())]


def _words(text, **more):
    return [words for words, _ in _marks(text, **more)]


LINES = [
    "03.05.2019 - Moves to Hartlow with both parents",
    "11/09/21 - Six late arrivals, reports Mrs Gaunt",
    "Feb 2022 - Father moves out",
    "14 March 2022 - Child in need plan begins",
    "Autumn term 2023 - Changes school",
    "2024 - Mother at college",
    "18.03.25 - Plan ends",
    "5 May 2025 - Review",
]


def test_a_list_in_order_is_left_alone():
    assert _words("CHRONOLOGY\n" + "\n".join(LINES)) == []


def test_latest_first_is_an_order_too():
    assert _words("CHRONOLOGY\n" + "\n".join(reversed(LINES))) == []


def test_one_mistyped_year_marks_itself_and_not_the_rest():
    text = "\n".join([*LINES[:2], "20.12.2032 - Nan in hospital", *LINES[2:]])
    ((words, message),) = _marks(text)
    assert words == "20.12.2032"
    assert "earliest first" in message
    assert "mistyped" in message


def test_a_year_or_a_month_fits_anywhere_inside_it():
    text = "\n".join([*LINES[:4], "2022 - Dad drifts in and out", *LINES[4:]])
    assert _words(text) == []
    text = "\n".join([*LINES[:4], "2019 - Dad drifts in and out", *LINES[4:]])
    assert _words(text) == ["2019"]


def test_each_heading_begins_a_list_of_its_own():
    text = "TOBY\n" + "\n".join(LINES) + "\n\nJOEL\n" + "\n".join(LINES)
    assert _words(text) == []


def test_a_list_in_no_order_is_told_once():
    jumbled = [LINES[n] for n in (7, 0, 6, 1, 3, 2)]
    ((_, message),) = _marks("\n".join(jumbled))
    assert "in no order" in message


@pytest.mark.parametrize(
    ("row", "span"),
    [("Nan in hospital | Toby stays with us", "Nan in hospital"), ("| undated | School rang", "undated")],
)
def test_a_row_without_a_date_is_marked(row, span):
    rows = [line.replace(" - ", " | ", 1) for line in LINES]
    if row.startswith("|"):
        rows = [f"| {line}" for line in rows]
    text = "\n".join([*rows[:3], row, *rows[3:]])
    ((words, message),) = _marks(text)
    assert words == span
    assert "no date" in message


def test_text_that_runs_on_is_no_entry():
    rows = [line.replace(" - ", " | ", 1) for line in LINES]
    text = "\n".join(
        [*rows[:3], "He had told Mrs Gaunt that he would.", *rows[3:], "Gaps: none", "Ruth, social worker"]
    )
    assert _words(text) == []


def test_other_records_are_not_held_to_it():
    assert _words("\n".join(reversed(LINES[:4])), doc_type="case-note") == []
    jumbled = "\n".join([LINES[1], LINES[0], *LINES[2:]])
    assert _words(jumbled, doc_type="case-note") == []
    assert len(_words(jumbled, doc_type="fostering-record", asked={"parent": "chronology"})) == 1


def test_numbered_paragraphs_of_a_statement_are_held_to_it():
    text = "\n".join(
        [
            "1. On 3 May 2025 I met Ms Reed.",
            "2. On 9 June 2025 she told me that she had moved.",
            "3. On 1 February 2025 the plan began.",
            "4. On 4 July 2025 the school wrote to me.",
            "5. On 8 July 2025 I visited.",
        ]
    )
    assert _words(text, doc_type="court-statement") == ["1 February 2025"]


def test_a_long_jumbled_list_is_read_in_good_time():
    text = "\n".join(f"{n % 27 + 1:02}.{n % 11 + 1:02}.{1990 + n * 7 % 35} | Event {n}" for n in range(3_000))
    assert len(_words(text)) == 1
