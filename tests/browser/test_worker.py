"""The worker's path in a browser: read it through, see what is missing, take it away; by keyboard and on a phone."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.screens import on_each_screen
from browser.waiting import settled

NOTE = (
    "Date: 4 March 2026\nAnnounced home visit. SW visited to see Ellie re: CIN plan.\n\n"
    "Mum's home conditions were chaotic. Ellie was seen alone in her bedroom. She told me “I like it when Nan comes "
    "because she does my plaits”.\n\nI will ring Mrs Lowe, the head teacher, on 11 March 2026.\n\n"
    "Jo Field, Social Worker"
)
EVIL = (
    "<script>window.ran = 1</script> **bold** <img src=x onerror='window.ran = 1'> 👩‍👧 re: CIN \u202egnp. Ellie cried."
)
SMALL = """() => [...document.querySelectorAll("*")]
  .flatMap((host) => [...(host.shadowRoot?.querySelectorAll("button") ?? [])])
  .filter((button) => button.offsetParent && Math.min(button.offsetWidth, button.offsetHeight) < 24)
  .map((button) => button.className + button.textContent)"""
LEVELS = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((each) => {
    if (/^H[1-6]$/.test(each.tagName) && each.checkVisibility()) return [Number(each.tagName[1])];
    return each.shadowRoot ? all(each.shadowRoot) : [];
  });
  return all(document.querySelector("[data-testid=stMain]"));
}"""


def box(page: Page) -> Locator:
    return page.get_by_label("Your draft")


def example(page: Page) -> None:
    page.get_by_role("button", name="Show me an example").click()
    expect(page.get_by_role("heading", name="Read it through")).to_be_visible()
    settled(page)


def write(page: Page, text: str) -> None:
    """Put a text in as the writer would, and wait for what is said of it."""
    box(page).fill(text)
    expect(page.get_by_label("Your text with its marks")).to_contain_text(text[-20:])
    settled(page)


def is_focused(target: Locator) -> bool:
    return target.evaluate("element => element === element.getRootNode().activeElement")


def shown_words(page: Page) -> str:
    return page.locator(".shown").inner_text()


@pytest.fixture
def draft(visitor):
    """A visit with the example in the editor; no script of the page may fail."""
    errors: list[str] = []

    def visit(**more) -> Page:
        page = visitor(**more)
        page.on("pageerror", lambda error: errors.append(error.name))
        example(page)
        return page

    yield visit
    assert not errors


def test_layers_show_one_reading_at_a_time_by_keyboard(draft) -> None:
    page = draft()
    tabs = page.get_by_role("tab")
    assert [re.sub(r" \(\d+\)", "", words) for words in tabs.all_inner_texts()] == [
        "Fact or opinion", "The child’s voice", "Done well", "All places explained",
    ]  # fmt: skip
    text = page.get_by_label("Your text with its marks")
    expect(text.locator(".tag").first).to_have_text("Fact")
    assert "Opinion" in text.locator(".tag").all_inner_texts()
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    assert is_focused(tabs.nth(1))
    voice = text.locator("b")
    expect(voice).to_have_text("“I like it when Nan comes because she does my plaits”")
    assert int(voice.evaluate("element => getComputedStyle(element).fontWeight")) >= 700
    red, green, blue = map(int, re.findall(r"\d+", voice.evaluate("element => getComputedStyle(element).color"))[:3])
    assert red > 2 * max(green, blue)
    expect(text).to_contain_text("Child’s voice: “I like it")
    expect(text).to_contain_text("(end of the child’s voice)")
    assert text.locator("mark", has_text="chaotic").count() == 0
    page.keyboard.press("End")
    expect(text.get_by_role("button", name=re.compile("^1: "))).to_be_visible()


def test_a_number_leads_to_its_explanation_and_back(draft) -> None:
    page = draft()
    page.get_by_role("tab", name="All places explained").click()
    number = page.get_by_label("Your text with its marks").get_by_role("button", name="2: ", exact=False).first
    number.focus()
    page.keyboard.press("Enter")
    entry = page.get_by_role("button", name=re.compile(r"^\d+: show in the text"), exact=False)
    here = entry.evaluate_all("all => all.findIndex((each) => each === each.getRootNode().activeElement)")
    assert here >= 0
    page.keyboard.press("Enter")
    assert shown_words(page)
    page.keyboard.press("Escape")
    assert is_focused(entry.nth(here))


def test_what_is_missing_leads_to_the_evidence_and_back(draft) -> None:
    page = draft()
    show = page.get_by_role("button", name="Show in the text: “Jo Field, Social Worker”").first
    show.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".shown")).to_be_in_viewport()
    assert shown_words(page) == "Jo Field, Social Worker"
    assert is_focused(page.locator(".shown"))
    page.get_by_role("button", name="Back", exact=True).click()
    assert is_focused(show)
    assert page.locator(".shown").count() == 0


def test_a_place_that_was_shown_can_be_changed_in_the_editor(draft) -> None:
    page = draft()
    page.get_by_role("button", name="Show in the text: “Announced home visit.”").first.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert is_focused(page.get_by_role("button", name="Change it in the editor"))
    page.keyboard.press("Enter")
    assert is_focused(box(page))
    page.keyboard.type("Unannounced home visit.")
    expect(page.get_by_label("Your text with its marks")).to_contain_text("Unannounced home visit. SW visited")


def test_a_point_does_not_apply_because_and_can_be_taken_back(draft, axe, look) -> None:
    page = draft()
    name = re.compile("^Does not apply… The time of the visit")
    page.get_by_role("button", name=name).press("Enter")
    field = page.get_by_label("Why does this not apply to this record?")
    assert is_focused(field)
    axe(page)
    field.press("Enter")
    expect(page.get_by_text("Please say in a few words why.")).to_be_visible()
    field.fill("the lock on the door <b>was</b> broken")
    look(page, "worker-does-not-apply")
    field.press("Enter")
    undo = page.get_by_role("button", name=re.compile("^It does apply The time of the visit"))
    expect(undo).to_be_visible()
    expect(page.get_by_text("Your reason: the lock on the door <b>was</b> broken")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Noted: it does not apply")).to_be_visible()
    assert is_focused(undo)
    undo.press("Enter")
    expect(page.get_by_role("button", name=name)).to_be_visible()


def test_a_finding_that_was_set_aside_is_listed_and_brought_back(draft, look) -> None:
    page = draft()
    acronym = page.get_by_role("button", name="Short form not explained: CIN")
    acronym.click()
    page.get_by_role("button", name="Ignore this word in the note…").click()
    page.get_by_label("Why may these words stand in this note?").fill("explained in the plan")
    page.get_by_role("button", name="Ignore it").click()
    expect(acronym).to_have_count(0)
    aside = page.get_by_label("Places that you set aside")
    expect(aside).to_contain_text("Your reason: explained in the plan")
    expect(page.get_by_text("1 set aside by you").first).to_be_visible()
    look(page, "worker-set-aside")
    aside.get_by_role("button", name=re.compile("^Bring back")).click()
    expect(acronym).to_have_count(1)
    expect(aside).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_draft_stays_in_view_when_a_finding_is_set_aside(draft, width) -> None:
    page = draft(width=width, height=720)
    box(page).focus()
    page.keyboard.press("F8")
    page.get_by_role("button", name="Ignore here…").click()
    page.keyboard.type("known to the family")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_label("Places that you set aside")).to_contain_text("known to the family")
    expect(page.locator(".nc-ed .scroll")).to_be_in_viewport(ratio=0.9)


def test_places_are_counted_alike(draft) -> None:
    page = draft()
    tab = page.get_by_role("tab", name="All places explained").inner_text()
    total = re.search(r"\((\d+)\)", tab)[1]
    box(page).focus()
    page.keyboard.press("F8")
    expect(page.locator("#weight")).to_contain_text(re.compile(rf"Place \d+ of {total}\b"))


def test_progress_since_the_paste(visitor) -> None:
    page = visitor()
    write(page, NOTE)
    write(page, NOTE.replace("re: CIN plan", "about the child in need plan"))
    expect(page.get_by_text(re.compile(r"Since you pasted this text: \d+ places then, \d+ now")).first).to_be_visible()


def taken(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_take_it_away(draft) -> None:
    page = draft()
    name, data = taken(page, "The note as a Word file")
    assert name == "note.docx"
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "I like it when Nan comes because she does my plaits" in document
    name, data = taken(page, "The feedback as a web page")
    assert name == "feedback.html"
    assert b"Ideas for another look" in data
    assert "Short form not explained" in data.decode()
    name, data = taken(page, "The feedback as a PDF")
    assert name == "feedback.pdf"
    assert data.startswith(b"%PDF")


def test_opens_a_text_file_of_any_encoding(visitor, tmp_path) -> None:
    page = visitor()
    (tmp_path / "visit.txt").write_bytes(NOTE.replace("\n", "\r\n").encode("utf-16"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a document…").click()
    chooser.value.set_files(tmp_path / "visit.txt")
    expect(box(page)).to_have_value(NOTE)


def test_clear_all_empties_the_page(draft) -> None:
    page = draft()
    page.get_by_role("button", name="Clear all").click()
    expect(box(page)).to_have_value("")
    expect(page.get_by_text("has forgotten the note")).to_be_visible()
    expect(page.get_by_role("heading", name="Read it through")).to_have_count(0)


def test_a_draft_survives_a_look_at_another_view(draft) -> None:
    page = draft()
    page.get_by_role("tab", name="Done well").click()
    text = box(page).input_value()
    page.get_by_role("link", name="Help and privacy").click()
    expect(page.get_by_role("heading", name="Help and privacy", level=1)).to_be_visible()
    page.get_by_role("link", name="My draft").click()
    expect(box(page)).to_have_value(text)
    expect(page.get_by_role("tab", name="Done well")).to_have_attribute("aria-selected", "true")
    page.get_by_text("About the child and the writer").click()
    expect(page.get_by_label("Child’s name")).to_have_value("Ellie Marsh")


def test_a_day_is_typed_as_people_write_it(visitor, axe) -> None:
    page = visitor()
    page.get_by_text("About the child and the writer").click()
    page.get_by_label("Day of the visit").fill("31.2.26")
    page.keyboard.press("Tab")
    expect(page.get_by_text("There is no such day in the calendar.")).to_be_visible()
    axe(page)
    page.get_by_label("Day of the visit").fill("Wed 4th March 2026, 4.05pm")
    page.keyboard.press("Tab")
    expect(page.get_by_text("There is no such day in the calendar.")).to_have_count(0)


def test_markup_is_shown_as_text_in_every_layer(visitor) -> None:
    page = visitor()
    box(page).fill(EVIL)
    text = page.get_by_label("Your text with its marks")
    for tab in ("Fact or opinion", "The child’s voice", "Done well", "All places explained"):
        page.get_by_role("tab", name=tab).click()
        expect(text).to_contain_text("<script>window.ran = 1</script> **bold**")
        expect(text).to_contain_text("U+202E")
        assert text.locator("script, img").count() == 0
    assert page.evaluate("window.ran") is None


def test_a_place_is_shown_right_behind_emoji(visitor) -> None:
    page = visitor()
    page.get_by_role("combobox", name=re.compile("Kind of record")).click()
    page.get_by_role("option", name="Home visit").click()
    write(page, "👩‍👧 😀 " + NOTE)
    page.get_by_role("button", name="Show in the text: “Jo Field, Social Worker”").first.click()
    assert shown_words(page) == "Jo Field, Social Worker"


@on_each_screen
def test_no_barrier_in_any_layer(draft, axe, look, width, dark) -> None:
    page = draft(width=width, height=4200, dark=dark)
    for place, tab in enumerate(page.get_by_role("tab").all()):
        tab.click()
        axe(page)
        if place != 3 or not dark:
            look(page, f"worker-{place}-{width}-{'dark' if dark else 'light'}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []


def test_headings_step_down_one_at_a_time(draft) -> None:
    page = draft()
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
