"""Passages of a document as one text, and where each stands in it."""

from pathlib import Path

import pytest

from notecheck.errors import NoteError
from notecheck.read import read_file
from notecheck.read.document import Document, Passage, as_records, clean, join, printable


def cells(*rows):
    return [
        Passage(said, f"table 1, row {row}, column {column}", "cell")
        for row, each in enumerate(rows, 1)
        for column, said in enumerate(each, 1)
    ]


def test_paragraphs_stand_a_line_each_and_headings_have_room():
    passages = [
        Passage("Visit", "paragraph 1", "heading"),
        Passage("You were happy.\nSo was Nan.", "paragraph 2"),
        Passage("", ""),
        Passage("", ""),
        Passage("- Ring GP", "paragraph 3", "bullet"),
        Passage("- Ring school", "paragraph 4", "bullet"),
        Passage("Next", "paragraph 5", "heading"),
    ]
    text, places = join(passages)
    assert text == "Visit\nYou were happy.\nSo was Nan.\n\n- Ring GP\n- Ring school\n\nNext"
    assert [(text[each["start"] : each["end"]], each["place"]) for each in places] == [
        (passage.text, passage.place) for passage in passages if passage.text
    ]


def test_places_count_code_points():
    text, places = join([Passage("😀 é", "paragraph 1"), Passage("Tom", "paragraph 2")])
    assert places[1] == {"start": 4, "end": 7, "place": "paragraph 2"}
    assert text[4:7] == "Tom"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([["Date", "4 March"], ["Seen by:", "Priya"], ["Where", ""]], "Date: 4 March\nSeen by: Priya\nWhere:"),
        ([["Who", "What", "When"], ["Priya", "", "Friday"]], "Who | What | When\nPriya |  | Friday"),
        ([["Who", "", ""], ["", "", ""], ["", "Mum"]], "Who\n\nMum"),
        (
            [["I saw you at home, Tom, and we talked about school.", ""]],
            "I saw you at home, Tom, and we talked about school.",
        ),
    ],
)
def test_rows_of_tables_stand_a_line_each(rows, text):
    assert join(cells(*rows))[0] == text


def test_a_cell_of_several_paragraphs_keeps_them_apart():
    value = [Passage(said, "table 1, row 1, column 2", "cell") for said in ("You like school.", "And football.")]
    assert join([*cells(["Views"]), *value])[0] == "Views: You like school.\nAnd football."
    more = [*cells(["Ring the GP on Monday, please, and the school too", "Priya"]), *cells(["x", "y", "z"])[2:]]
    assert join([*more, *[each._replace(text="w") for each in more[-1:]]])[0].count("\n") == 3


def test_a_table_stands_apart_from_what_is_around_it():
    around = [
        Passage("Before.", "paragraph 1"),
        *cells(["a", "b", "c"]),
        Passage("d", "table 2, row 1, column 1", "cell"),
    ]
    assert join([*around, Passage("After.", "paragraph 2")])[0] == "Before.\n\na | b | c\n\nd\n\nAfter."


def test_what_is_no_character_is_dropped():
    assert clean("a\x00b\x0bc\u2028d\ud800\ufeff\x9f") == "ab\nc\nd"
    assert "".join(piece for _, piece in printable("so\xadcial\x07 worker")) == "social worker"


def test_a_document_is_one_note_with_what_the_file_tells():
    document = Document(
        (Passage("You were happy.", "paragraph 1"),), ("1 comment left out",), {"event_date": "2026-03-04"}
    )
    read = as_records("notes/Visit 4 March.docx", document)
    assert read.rows[0].fields == {
        "text": "You were happy.",
        "id": "Visit 4 March",
        "places": [{"start": 0, "end": 15, "place": "paragraph 1"}],
        "event_date": "2026-03-04",
    }
    assert (read.rows[0].ready, read.notices) == (True, ("1 comment left out",))
    with pytest.raises(NoteError, match="holds no words"):
        as_records("a.docx", Document((Passage(" ", "paragraph 1"),)))


VISIT = """\
Callum Wright, case 7

Home visit
I visited you at home, Callum – you were happy. “It’s my café,” you said 😀.
Seen by Priya.
Second line. Noted.

- Ring GP
- Ring school
Then:
1. Meet Mum
a) at home
2. Meet Nan

Date: 4 March 2026
Seen:

Between.

Mum | says | yes
does
no
and no

Beside the box.
Risk: low.
The end.

(1) Told by phone."""


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf"])
def test_the_same_visit_reads_the_same_whatever_it_was_saved_as(suffix):
    path = Path(__file__).parent / "documents" / f"visit.{suffix}"
    read = read_file(path.name, path.read_bytes())
    note = read.rows[0].fields
    assert note["text"] == VISIT
    named = {note["text"][each["start"] : each["end"]]: each["place"] for each in note["places"]}
    assert {said: named[said] for said in ("a) at home", "and no", "Risk: low.", "(1) Told by phone.", "The end.")} == {
        "a) at home": "paragraph 8",
        "and no": "table 2, row 2, column 3",
        "Risk: low.": "text box 1",
        "(1) Told by phone.": "footnote 1",
        "The end.": "paragraph 12",
    }
    changes, comment, hidden = read.notices
    assert "tracked changes" in changes
    assert comment == "1 comment left out"
    assert "hidden" in hidden


def test_an_old_word_file_is_named_as_such():
    data = (Path(__file__).parent / "documents" / "visit.doc").read_bytes()
    for name in ("visit.doc", "visit.docx"):
        with pytest.raises(NoteError, match=r"older Word document|end in \.doc cannot be opened; open it in Word"):
            read_file(name, data)
