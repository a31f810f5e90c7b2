"""Files that people take away: what stands in them, what does not, and that nothing in them runs."""

from __future__ import annotations

import csv
import re
import tempfile
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from home_visit import FIELDS
from pypdf import PdfReader

from notecheck.errors import NoteError
from notecheck.export import excel, note_docx, sheet_docx, sheet_pdf, word, workbook
from notecheck.export.plain import visible
from notecheck.render.blocks import Bullets, Heading, Paragraph, Sheet, Table
from notecheck.supervision.review import Review, Verdict
from notecheck.supervision.sheet import sheet

pytestmark = pytest.mark.model

NOTE = (
    "Date: 4 March 2026\n"
    "Announced home visit. SW visited the property to see Ellie re: CIN plan.\n"
    "\n"
    "Mum presented as low in mood and refused to engage. Ellie was seen alone in her bedroom. She told me “I like it "
    "when Nan comes because she does my plaits”. She said she wants to see her dad more.\n"
    "Nan’s café is called Zażółć 👩‍👩‍👧."
)
VOICE = ["“I like it when Nan comes because she does my plaits”", "She said she wants to see her dad more."]
EVIL = '#panic() $x$ *b* _c_ `@preview` #import "@preview/a:0.1.0": * <l> @ref // = /* \\ ~ #read("/etc/passwd")'


@pytest.fixture(scope="module")
def report(checker):
    return checker(NOTE, **FIELDS)


@pytest.fixture(autouse=True)
def no_files(monkeypatch):
    """Whoever asks for a temporary file stops: words of a note must not touch the disk."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")


def opened(made: bytes):
    return docx.Document(BytesIO(made))


def pages(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def flat(text: str) -> str:
    """Without what a line of a page ends at."""
    return re.sub(r"[\s\u200b]+", "", text)


def said(*texts: str) -> list[Sheet]:
    return [Sheet("A-01", tuple(map(Paragraph, texts)))]


# The note as a Word file


def test_note_keeps_every_paragraph(report) -> None:
    about, *paragraphs = opened(note_docx.write(report)).paragraphs
    assert "\n".join(paragraph.text for paragraph in paragraphs) == NOTE
    assert about.style.name == note_docx.ABOUT


def test_childs_voice_is_bold_red_and_named(report) -> None:
    document = opened(note_docx.write(report))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.style.name == word.VOICE] == VOICE
    font = document.styles[word.VOICE].font
    assert font.bold
    red, green, blue = font.color.rgb
    assert red > 0xA0
    assert green == 0
    assert blue < 0x20
    assert document.paragraphs[0].text == (
        "In bold red type, the child’s voice: the 2 passages that begin “I like it when Nan …”; “She said she wants "
        "to …”. (This line is not part of the note.)"
    )


def test_note_without_the_child_is_the_note_alone(checker) -> None:
    report = checker("Nan rang.\n\nI rang back.", doc_type="case-note")
    assert [paragraph.text for paragraph in opened(note_docx.write(report)).paragraphs] == [
        "Nan rang.",
        "",
        "I rang back.",
    ]


def test_note_is_british_and_says_nothing_of_who_made_it(report) -> None:
    made = note_docx.write(report)
    properties = opened(made).core_properties
    assert (properties.title, properties.language) == ("Home visit", "en-GB")
    assert not properties.author
    assert not properties.last_modified_by
    with ZipFile(BytesIO(made)) as package:
        core = package.read("docProps/core.xml").decode()
        assert "created" not in core
        assert "modified" not in core
        assert {info.date_time[0] for info in package.infolist()} == {1980}
        assert not any("thumbnail" in name for name in package.namelist())
        assert 'w:lang w:val="en-GB"' in package.read("word/styles.xml").decode()


def test_what_word_refuses_is_shown(checker) -> None:
    text = "Mum\x00 rang\x07.\x0cNext\ttab\x1b[31m \u202egnp\u2066 \uffff &<b>\r\nEnd"
    paragraphs = [paragraph.text for paragraph in opened(note_docx.write(checker(text))).paragraphs]
    assert paragraphs == [
        "Mum[U+0000] rang[U+0007].[U+000C]",
        "Next\ttab[U+001B][31m [U+202E]gnp[U+2066] [U+FFFF] &<b>",
        "End",
    ]


def test_no_bold_red_for_how_a_view_was_got(report) -> None:
    document = opened(note_docx.write(report))
    plain = "".join(run.text for each in document.paragraphs[1:] for run in each.runs if run.style.name != word.VOICE)
    assert "seen alone in her bedroom" in plain


# Sheets


@pytest.mark.parametrize("write", [sheet_docx.write, sheet_pdf.write])
def test_same_sheet_gives_the_same_bytes(report, write) -> None:
    made = [sheet(report, name="A-01", with_text=True, review=Review())] * 2
    assert write(made) == write(made)


@pytest.mark.parametrize("write", [sheet_docx.write, sheet_pdf.write])
def test_no_record_is_said(write) -> None:
    with pytest.raises(NoteError, match="no record"):
        write([])


def test_word_sheet_has_headings_lists_and_tables_that_a_screen_reader_finds(report) -> None:
    first, second = (sheet(report, name=name, with_text=True, review=Review()) for name in ("A-01", "A-02"))
    document = opened(sheet_docx.write([first, second]))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Heading 1") == 2
    assert "Heading 2" in styles
    assert "List Bullet" in styles
    titles = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert [title.paragraph_format.page_break_before for title in titles] == [False, True]
    assert len(document.tables) == 2 * sum(isinstance(block, Table) for block in first.blocks)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])


def test_word_sheet_shows_the_text_with_its_marks(report) -> None:
    document = opened(sheet_docx.write([sheet(report, name="A-01", with_text=True)]))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.style.name == word.VOICE] == VOICE
    assert "refused to engage" in [run.text for run in runs if run.underline]


def test_pdf_is_tagged_british_and_titled(report) -> None:
    reader = PdfReader(BytesIO(sheet_pdf.write([sheet(report, name="A-01", with_text=True)])))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-GB"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part>1<" in catalog["/Metadata"].get_data().decode().replace(" ", "")
    assert reader.metadata.title == "Feedback on a record: A-01"
    assert not reader.metadata.author
    assert reader.metadata.creation_date is None
    tags = set(_tags(catalog["/StructTreeRoot"]["/K"]))
    assert {"/H1", "/H2", "/P", "/L", "/Table", "/TH", "/TD"} <= tags


def _tags(element):
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from _tags(each)
    elif isinstance(element, dict):
        yield element.get("/S")
        yield from _tags(element.get("/K", []))


def test_pdf_holds_the_words_of_the_sheet(report) -> None:
    made = sheet(report, name="A-01", with_text=True)
    text = flat(pages(sheet_pdf.write([made])))
    for block in made.blocks:
        if isinstance(block, Heading | Paragraph):
            assert flat(block.text) in text
        if isinstance(block, Bullets):
            assert all(flat(item) in text for item in block.items)
    assert flat(VOICE[0]) in text


@pytest.mark.parametrize("evil", [EVIL, "#", "]", "[", "$", "```", "'\"\\", "{{}}", "\\u{41}", "=1+1", "- a", "/ b: c"])
def test_pdf_reads_no_markup(evil) -> None:
    assert flat(evil) in flat(pages(sheet_pdf.write(said(evil))))


def test_pdf_names_what_no_font_can_show() -> None:
    text = pages(sheet_pdf.write(said("Łódź, café, e\u0301, “naïve” – she drew 👩‍👩‍👧 and 👍🏽 for سلام 中.")))
    assert "Łódź, café" in text
    assert "[woman][woman][girl] and [thumbs up sign] for" in " ".join(text.split())
    assert "[cjkunifiedideograph-4e2d]" in flat(text)


def test_pdf_shows_control_characters() -> None:
    assert "a[U+0007]b[U+202E]c" in pages(sheet_pdf.write(said("a\x07b\u202ec")))


def test_pdf_keeps_long_words_on_the_page() -> None:
    long = "firstname.lastname@" + "leicestershire" * 20 + ".example"
    made = sheet_pdf.write([Sheet("A", (Table(("Place", "Words"), (((long,), (long,)),), (1, 9)), Paragraph(long)))])
    page = PdfReader(BytesIO(made)).pages[0]
    width, rights = float(page.mediabox.width), []
    page.extract_text(visitor_text=lambda text, _, at, *rest: rights.append(at[4]) if text.strip() else None)
    assert max(rights) < width - 50
    assert flat(pages(made)).count(long) == 3


def test_pdf_goes_on_over_pages_without_losing_a_line() -> None:
    cell = tuple(f"line {number}" for number in range(300))
    made = sheet_pdf.write([Sheet("A", (Table(("Place", "Said"), ((("1.",), cell),), (1, 1)),))])
    shown = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(shown) > 4
    assert all(text.count("Place Said") == 1 for text in shown)
    assert all(text.count("line ") < 70 for text in shown)
    assert [f"line {n}\n" in "\n".join(shown) for n in range(300)] == [True] * 300


def test_sheets_without_text_hold_no_words_of_the_note(report) -> None:
    made = [sheet(report, name="A-01", with_text=False, review=Review())]
    in_word = opened(sheet_docx.write(made))
    cells = [cell.text for table in in_word.tables for row in table.rows for cell in row.cells]
    both = "\n".join([*(paragraph.text for paragraph in in_word.paragraphs), *cells, pages(sheet_pdf.write(made))])
    for words in ("Ellie", "plaits", "presented as", "Zażółć"):
        assert words not in both


# The workbook

RUN = "=+-@\t\r\n\uff1d"
FORMULAS = ("=1+1", "+44 1234", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "\uff1d1+1", "\n=1")


@pytest.fixture(scope="module")
def reviewed(checker, report):
    index = next(n for n, f in enumerate(report.findings) if f.rule == "judgemental")
    other = checker("=cmd|' /C calc'!A0\n\nMum refused to engage.\x07", doc_type="case-note")
    return [
        ("=A1 row 2", report, Review({index: Verdict(False, "-2+3", "@SUM(1)")}, comment="+1", reply="=1")),
        ("row 3", other, Review({0: Verdict(True)})),
    ]


def rows_of(made: bytes, title: str) -> list[dict]:
    head, *rows = openpyxl.load_workbook(BytesIO(made))[title].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_workbook_has_its_sheets_with_frozen_headings_and_filters(reviewed) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook.write(reviewed, with_text=True)))
    assert book.sheetnames == ["Summary", "Records", "Findings", "Disagreements", "About"]
    for each in book:
        assert each.freeze_panes == "B2"
        assert each.auto_filter.ref == each.dimensions
        assert all(each.column_dimensions[cell.column_letter].width >= 9 for cell in each[1])
        assert each["A1"].font.bold


def test_nothing_in_the_workbook_runs(reviewed) -> None:
    made = workbook.write(reviewed, with_text=True)
    with ZipFile(BytesIO(made)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/" in name]
    assert len(sheets) == 5
    assert not any("<f>" in each or "<f " in each for each in sheets)
    for each in openpyxl.load_workbook(BytesIO(made)):
        for cell in (cell for row in each.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")))


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_stays_text_even_as_csv(checker, text) -> None:
    report = checker("Nan rang.")
    made = workbook.write([(text, report, Review(comment=text))], with_text=False)
    [row] = rows_of(made, "Records")
    assert row["Record"].startswith("'")
    assert row["Manager, on the record"].removeprefix("'").strip() == text.strip()
    saved = StringIO(newline="")
    csv.writer(saved).writerow(row.values())
    saved.seek(0)
    assert not any(cell.startswith(tuple(RUN)) for cell in next(csv.reader(saved)))


def test_workbook_counts_and_leads_to_records(reviewed) -> None:
    made = workbook.write(reviewed, with_text=False)
    rows = rows_of(made, "Summary")
    by_rule = {row["Name"]: row for row in rows if row["Counted by"] == "Rule"}
    judgemental = by_rule["Wording that may read as a judgement"]
    found = [f for _, report, _ in reviewed for f in report.findings if f.rule == "judgemental"]
    assert judgemental["Places to look at again"] == len(found)
    assert {row["Counted by"] for row in rows} == {
        "All records", "Standard", "Rule", "Kind of record", "Month", "No date",
    }  # fmt: skip
    findings = rows_of(made, "Findings")
    assert len(findings) == sum(len(report.findings) for _, report, _ in reviewed)
    [said] = [row for row in findings if row["Manager"] == "Does not agree"]
    assert (said["Manager’s comment"], said["Worker’s reply"]) == ("'-2+3", "'@SUM(1)")
    records = rows_of(made, "Records")
    assert records[0]["Date of the event"] == datetime(2026, 3, 4)
    assert records[0]["Places to look at again"] == len(reviewed[0][1].findings)


def test_disagreements_are_counted_by_rule_and_entry(reviewed) -> None:
    rows = rows_of(workbook.write(reviewed, with_text=True), "Disagreements")
    first = rows[0]
    assert (first["Name"], first["Disagreed"], first["Records with a place that the reader disagrees with"]) == (
        "Wording that may read as a judgement", 1, "'=A1 row 2",
    )  # fmt: skip
    assert "judgemental-uncooperative" in [row["Name"] for row in rows if row["Counted by"] == "Entry of a word list"]


def test_workbook_without_text_holds_no_words_of_a_note(reviewed) -> None:
    made = workbook.write(reviewed, with_text=False)
    with ZipFile(BytesIO(made)) as package:
        everything = "".join(package.read(name).decode() for name in package.namelist())
    for words in ("Ellie", "plaits", "presented as", "refused to engage", "cmd", "Jo Field"):
        assert words not in everything
    assert "Words" not in rows_of(made, "Findings")[0]
    assert "Text of the note" not in rows_of(made, "Records")[0]


def test_workbook_with_text(reviewed) -> None:
    made = workbook.write(reviewed, with_text=True)
    assert rows_of(made, "Records")[0]["Text of the note"] == NOTE
    assert rows_of(made, "Records")[1]["Text of the note"].endswith("refused to engage.[U+0007]")
    assert "refused to engage" in [row["Words"] for row in rows_of(made, "Findings")]


def test_workbook_is_the_same_for_the_same_sample_and_names_nobody(reviewed) -> None:
    made = workbook.write(reviewed, with_text=True)
    assert made == workbook.write(reviewed, with_text=True)
    with ZipFile(BytesIO(made)) as package:
        core = package.read("docProps/core.xml").decode()
    assert "creator" not in core
    assert "created" not in core
    assert "en-GB" in core


@pytest.mark.parametrize("sign", ["a", "👍", "e\u0301"])
def test_long_text_is_cut_where_excel_ends_and_says_so(sign) -> None:
    cut = excel.safe(sign * 40_000)
    assert len(cut.encode("utf-16-le")) // 2 <= excel.MOST
    assert cut.endswith("[cut here: a cell holds no more than 32,767 characters]")
    assert "\ufffd" not in cut
    assert excel.safe("a" * excel.MOST) == "a" * excel.MOST


def test_empty_sample_gives_a_workbook_that_opens() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook.write([], with_text=False)))
    assert book["Findings"].max_row == 1


def test_visible_leaves_ordinary_text_alone() -> None:
    assert visible("café\t“x”\n👩‍👩‍👧 e\u0301 £5") == "café\t“x”\n👩‍👩‍👧 e\u0301 £5"
