"""Documents in and out of the page: opened in every kind, chosen from, given back, and many of them in a spot check."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.waiting import settled

pytest.importorskip("docx", reason="documents need python-docx: pip install 'notecheck[page,documents]'")
pytest.importorskip("typst", reason="the PDF is made with Typst: pip install 'notecheck[page]'")

import docx
import openpyxl

from browser.documents import KINDS, LINES, WORDS, word

SECRET = "Zebedeeq"
DAYS = (2, 4, 6)
EXPORT = "\n\n".join(
    f"Case Note Type: Home Visit\nDate of Event: 0{day}/03/2026\nRecorded by: Priya Nair (Social Worker)\n"
    f"Date Recorded: 0{day + 1}/03/2026\n\nI came to see you at home, Callum, on day {day} and we talked about the CIN "
    "plan. You showed me the shed that you and your uncle painted blue."
    for day in DAYS
)


def box(page: Page) -> Locator:
    return page.get_by_label("Your draft", exact=True)


def offer(page: Page, name: str, data: bytes) -> None:
    """Choose a file as a person does."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a document…").click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})


def open_document(page: Page, name: str, data: bytes) -> None:
    offer(page, name, data)
    expect(page.get_by_text("The file is open: its text is in the box.")).to_be_visible()
    settled(page)


def taken(page: Page, name: str | re.Pattern) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=isinstance(name, str)).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def comments_of(data: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(data)).comments]


# ---- In


@pytest.mark.parametrize("ending", KINDS)
def test_a_document_of_each_kind_is_opened(visitor, served, ending: str) -> None:
    page = visitor()
    sent: list[str] = []
    page.on("websocket", lambda line: line.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()
    settled(page)
    open_document(page, f"{SECRET}{ending.upper()}", KINDS[ending]())
    expect(box(page)).to_have_value(re.compile(re.escape(WORDS)))
    expect(page.get_by_role("button", name="Short form not explained: CIN")).to_be_visible()
    # The name of the file stays with the person who opened it.
    assert SECRET not in page.content()
    assert sent
    assert not any(SECRET in frame for frame in sent)
    assert SECRET not in served.log


@pytest.mark.parametrize(("ending", "place"), [(".docx", "paragraph 2"), (".pdf", "page 1, paragraph 2")])
def test_a_mark_says_where_in_the_document_it_stands(visitor, ending: str, place: str) -> None:
    page = visitor()
    open_document(page, f"visit{ending}", KINDS[ending]())
    page.get_by_role("button", name="Short form not explained: CIN").click()
    expect(page.locator("#weight")).to_contain_text(f"In the file: {place}.")
    page.get_by_role("tab", name="All places explained").click()
    expect(page.get_by_text(f"In the file: {place}.").last).to_be_visible()
    box(page).press("Control+End")
    page.keyboard.type(" She was well.")
    expect(page.locator("#weight")).not_to_contain_text("In the file")


def test_a_file_that_cannot_be_opened_is_said_and_the_text_stays(visitor, axe) -> None:
    page = visitor()
    box(page).fill("I saw Ellie at home today.")
    for name, data, told in (
        ("visit.docx", word()[:2000], "broken"),
        ("visit.pages", b"PK\x03\x04", "files that end in .pages cannot be opened"),
        ("visit.jpg", b"\xff\xd8\xff\xe0", "cannot be opened"),
        ("visit", b"words", "the name has no ending"),
        ("visit.txt", b"I saw you. " * 20_000, "the box takes 200,000 characters"),
    ):
        offer(page, name, data)
        expect(page.get_by_text("This file could not be opened").filter(has_text=told)).to_be_visible()
        expect(page.get_by_text("Opening the file…")).to_have_count(0)
        expect(box(page)).to_have_value("I saw Ellie at home today.")
    axe(page)


def test_the_text_before_can_be_brought_back(visitor) -> None:
    page = visitor()
    box(page).fill("I saw Ellie at home today.")
    page.wait_for_timeout(1500)
    open_document(page, "visit.docx", word())
    expect(box(page)).to_have_value("\n".join(LINES))
    box(page).press("Control+Z")
    expect(box(page)).to_have_value("I saw Ellie at home today.")
    page.get_by_role("button", name="Clear all").click()
    expect(box(page)).to_have_value("")
    box(page).press("Control+Z")
    expect(box(page)).to_have_value("I saw Ellie at home today.")


def test_what_an_email_tells_fills_fields_that_are_empty(visitor) -> None:
    page = visitor()
    offer(page, "visit.eml", KINDS[".eml"]())
    expect(page.get_by_text("Taken from it into the fields above")).to_be_visible()
    page.get_by_text("More about the child and the writer").click()
    told = [page.get_by_label(label).input_value() for label in ("Day of the visit", "Day on which this is recorded")]
    assert "5 March 2026" in told


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_one_of_several_notes_is_chosen_by_keyboard(visitor, axe, look, width: int, dark: bool) -> None:
    page = visitor(width=width, dark=dark)
    offer(page, "export.txt", EXPORT.encode())
    expect(page.get_by_text("This file holds 3 notes. Choose one below")).to_be_visible()
    settled(page)
    axe(page)
    look(page, f"documents-several-{width}")
    page.get_by_role("button", name="Open: note 2 of 3").press("Enter")
    expect(box(page)).to_have_value(re.compile("^I came to see you at home, Callum, on day 4"))
    expect(page.get_by_text("Note 2 of 3 is in the box.")).to_be_visible()
    page.get_by_text("More about the child and the writer").click()
    expect(page.get_by_label("Day of the visit")).to_have_value("4 March 2026")
    expect(page.get_by_label("Your name")).to_have_value("Priya Nair")
    page.get_by_text("Several notes here: 3").click()
    page.get_by_role("button", name="Open: note 3 of 3").press("Enter")
    expect(page.get_by_label("Day of the visit")).to_have_value("6 March 2026")
    axe(page)


def test_a_pasted_export_goes_to_the_spot_check_whole(visitor) -> None:
    page = visitor()
    box(page).fill(EXPORT)
    expect(page.get_by_text("This text holds 3 notes")).to_be_visible()
    page.get_by_role("button", name="Look at all of them under Spot check").press("Enter")
    expect(page.get_by_role("heading", name="Spot check", level=1)).to_be_visible()
    expect(page.get_by_text("3 records opened")).to_be_visible()
    page.get_by_role("link", name="My draft").click()
    expect(box(page)).to_have_value(EXPORT)


# ---- Out


def test_the_writers_own_word_file_comes_back_with_comments(visitor, look) -> None:
    page = visitor()
    original = word()
    open_document(page, "visit.docx", original)
    own = page.get_by_role("button", name="Your own Word file, with the findings as comments")
    name, data = taken(page, "Your own Word file, with the findings as comments")
    assert name == "your file with comments.docx"
    assert [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs] == list(LINES)
    assert any("CIN" in comment for comment in comments_of(data))
    look(page, "documents-own-word-file")
    box(page).press("Control+End")
    page.keyboard.type("!")
    expect(own).to_have_count(0)
    expect(page.get_by_text("The text was changed since your Word file was opened")).to_be_visible()
    page.keyboard.press("Control+Z")
    expect(own).to_be_visible()
    page.get_by_role("button", name="Clear all").click()
    box(page).fill("\n".join(LINES))
    expect(page.get_by_role("heading", name="Take it away")).to_be_visible()
    expect(own).to_have_count(0)  # the file is forgotten, although the text is the same


def test_the_note_as_a_word_file_with_comments_and_tracked_changes(visitor) -> None:
    page = visitor()
    box(page).fill(f"{WORDS} She said that that was fine.")
    expect(page.get_by_role("heading", name="Take it away")).to_be_visible()
    settled(page)
    button = "The note as a Word file, the child’s voice in bold red"
    assert comments_of(taken(page, button)[1]) == []
    page.get_by_text("In Word: the findings as comments").click()
    page.get_by_text("In Word: changes that are certain").click()
    settled(page)
    name, data = taken(page, button)
    assert name == "note.docx"
    assert any("CIN" in comment for comment in comments_of(data))
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert re.search(r"<w:ins\b.*?child in need", document, re.DOTALL)
    assert re.search(r"<w:delText[^>]*>CIN<", document)


def test_other_forms_are_what_they_say(visitor, axe) -> None:
    page = visitor()
    box(page).fill(WORDS)
    expect(page.get_by_role("heading", name="Take it away")).to_be_visible()
    page.get_by_text("Other forms: Excel, and data for other programs").click()
    settled(page)
    axe(page)
    name, data = taken(page, "Excel")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert name == "feedback.xlsx"
    assert any(cell == "CIN" for row in book["Findings"].values for cell in row)
    name, data = taken(page, "JSON")
    assert name == "feedback.json"
    report = json.loads(data)
    assert "CIN" in {finding["text"] for finding in report["findings"]}
    name, data = taken(page, "JSON Lines")
    assert name == "feedback.jsonl"
    assert json.loads(data) == report
    name, data = taken(page, "SARIF")
    assert name == "feedback.sarif"
    log = json.loads(data)
    assert log["version"] == "2.1.0"
    assert "acronym" in {result["ruleId"] for result in log["runs"][0]["results"]}
    name, data = taken(page, "GitHub annotations")
    assert name == "feedback-github.txt"
    assert re.search(r"^::(notice|warning) file=note\.txt,line=1,", data.decode(), re.MULTILINE)


# ---- Many


def files(many: int) -> list[dict]:
    return [
        {
            "name": f"visit {number}.docx",
            "mimeType": "application/octet-stream",
            "buffer": word([f"I saw Ellie on day {number}.", WORDS]),
        }
        for number in range(1, many + 1)
    ]


def drop(page: Page, chosen: list[dict]) -> None:
    page.locator("input[type=file][multiple]").set_input_files(chosen)


def packed() -> dict:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as several:
        for ending in (".odt", ".rtf"):
            several.writestr(f"visits/visit{ending}", KINDS[ending]())
    return {"name": "visits.zip", "mimeType": "application/zip", "buffer": held.getvalue()}


def test_documents_of_every_kind_in_a_spot_check(visitor, axe, look) -> None:
    page = visitor("spot-check")
    chosen = [
        {"name": f"visit{ending}", "mimeType": "application/octet-stream", "buffer": make()}
        for ending, make in KINDS.items()
    ]
    drop(page, [*chosen, packed(), {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0"}])
    expect(page.get_by_text(f"{len(KINDS) + 2} records opened from")).to_be_visible()
    expect(page.get_by_text("photo.jpg").last).to_be_visible()
    page.get_by_role("button", name="Draw and check").click()
    expect(page.get_by_text(f"{len(KINDS) + 2} records checked of")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=re.compile(r"^Open: .*visit\.pdf")).click()
    expect(page.get_by_text("In the file: page 1, paragraph 2.").first).to_be_visible()
    axe(page)
    look(page, "documents-spot-check")


def test_a_folder_of_documents_is_read_on_after_a_look_elsewhere(visitor) -> None:
    page = visitor("spot-check")
    drop(page, files(60))
    expect(page.get_by_text(re.compile(r"\d+ of 60 files read"))).to_be_visible()
    page.get_by_role("link", name="Help and privacy").click()
    expect(page.get_by_role("heading", name="Help and privacy", level=1)).to_be_visible()
    page.get_by_role("link", name="Spot check").click()
    expect(page.get_by_text("60 records opened from 60 files.")).to_be_visible()


def test_reading_can_be_stopped(visitor) -> None:
    page = visitor("spot-check")
    drop(page, files(120))
    page.get_by_role("button", name="Stop reading, and take what is read").click()
    expect(page.get_by_text(re.compile(r"\d+ records? opened from"))).to_be_visible()
    expect(page.get_by_text("not read, since you stopped").first).to_be_visible()
