"""The manager's view in a browser: from files to the marked text, by keyboard, on any screen, nothing left behind."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import mosaic
import pytest
from playwright.sync_api import expect

from browser.screens import on_each_screen
from browser.waiting import settled

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CSV = "text/csv"
CHECKED = 120_000
"""Milliseconds in which a sample is checked, two busy cores in mind."""


def open_files(page: Page, *files: tuple[str, bytes]) -> None:
    field = page.get_by_test_id("stFileUploader").first.locator("input[type=file]")
    field.set_input_files([{"name": name, "mimeType": CSV, "buffer": data} for name, data in files])
    expect(page.get_by_role("heading", name="2. Columns")).to_be_visible()
    settled(page)


def draw(page: Page) -> None:
    page.get_by_role("button", name="Draw and check").click()
    expect(page.get_by_role("heading", name="5. Export")).to_be_visible(timeout=CHECKED)
    settled(page)


def export(count: int) -> tuple[str, bytes]:
    return "notes.csv", mosaic.as_csv(mosaic.rows(count))


def record(page: Page, name: str = "Open: t1-02") -> None:
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name=re.compile("^Record "))).to_be_visible()
    settled(page)


def focused(page: Page) -> str:
    """The words of what has the focus, inside a component too."""
    return page.evaluate(
        """() => {
          let at = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at?.getAttribute("aria-label") ?? at?.textContent ?? "";
        }"""
    )


def tab_to(page: Page, words: str, most: int = 200) -> None:
    """Go on by Tab until something with these words has the focus."""
    for _ in range(most):
        if focused(page).startswith(words):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way by keyboard to {words}")


def saved(page: Page, button: Locator) -> bytes:
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.path().read_bytes()


@on_each_screen
def test_no_barriers_from_the_first_look_to_the_open_record(visitor, axe, look, width: int, dark: bool) -> None:
    page = visitor("spot-check", width=width, dark=dark)
    name = f"spot-check-{width}-{'dark' if dark else 'light'}"
    axe(page)
    open_files(page, export(12))
    axe(page)
    look(page, f"{name}-1-columns")
    draw(page)
    axe(page)
    look(page, f"{name}-2-results")
    record(page)
    page.get_by_text("No, it is fine as it stands").first.click()
    expect(page.get_by_role("button", name="Take back the answer")).to_be_visible()
    settled(page)
    axe(page)
    look(page, f"{name}-3-record")
    page.get_by_text("What we disagree with").click()
    expect(page.get_by_role("heading", name="What we disagree with")).to_be_visible()
    settled(page)
    axe(page)
    look(page, f"{name}-4-disagreed")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_main_path_by_keyboard_alone(visitor) -> None:
    page = visitor("spot-check")
    open_files(page, export(6))
    page.get_by_role("heading", name="Spot check").click()
    tab_to(page, "Draw and check")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="5. Export")).to_be_visible(timeout=CHECKED)
    settled(page)
    assert focused(page) == "4. Results"
    tab_to(page, "Show 4 records")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^4 records with something"))).to_be_focused()
    settled(page)
    tab_to(page, "Open: ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Record "))).to_be_focused()
    settled(page)
    group = page.get_by_role("radiogroup", name=re.compile("do you agree")).first
    for _ in range(100):
        if group.evaluate("group => group.contains(document.activeElement)"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(group.get_by_role("radio").first).to_be_checked()
    expect(page.get_by_role("button", name="Take back the answer")).to_be_visible()


def test_a_bar_leads_to_the_records_behind_it(visitor) -> None:
    page = visitor("spot-check")
    open_files(page, export(6))
    draw(page)
    chart = page.get_by_role("list", name="By standard: records with something to look at")
    found = page.get_by_role("heading", name=re.compile("records? with something to look at in"))
    for again in range(2):  # the same bar twice over leads there twice
        bar = chart.get_by_role("button").nth(1)
        number = re.search(r"2\. (\d+) of \d+ record", bar.inner_text())[1]
        bar.click() if again else bar.press("Enter")
        expect(found).to_be_focused()
        expect(found).to_have_text(re.compile(f"^{number} record"))
        expect(chart.get_by_role("button").nth(1)).to_have_attribute("aria-current", "true")
        settled(page)
        page.get_by_role("button", name="Show all records of the sample").click()
        expect(page.get_by_role("heading", name=re.compile("^6 records$"))).to_be_focused()
        settled(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_an_opened_record_comes_into_sight(visitor, look, width: int) -> None:
    page = visitor("spot-check", width=width)
    open_files(page, export(12))
    draw(page)
    record(page)
    page.wait_for_timeout(1000)
    heading = page.get_by_role("heading", name=re.compile("^Record "))
    expect(heading).to_be_focused()
    top = heading.evaluate("heading => heading.getBoundingClientRect().top")
    assert 0 <= top < page.viewport_size["height"] / 2
    look(page, f"spot-check-{width}-opened")
    heading.hover()
    page.mouse.wheel(0, 600)  # from here on the reader goes where they like
    page.wait_for_timeout(600)
    assert heading.evaluate("heading => heading.getBoundingClientRect().top") < top - 300


def test_nothing_slides_over_the_text_of_the_record(visitor) -> None:
    page = visitor("spot-check")
    open_files(page, export(6))
    draw(page)
    record(page)
    text = page.get_by_role("group", name="The record with its marks")
    for number in (5, 10, 15):
        page.get_by_role("radiogroup", name=re.compile(f"^Place {number}:")).scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        assert text.evaluate(
            """text => {
              const { left, top, width, height } = text.getBoundingClientRect();
              const rows = Array.from({ length: 20 }, (_, n) => top + 10 + n * (height - 20) / 20);
              return rows.filter((y) => y > 80 && y < innerHeight).every(
                (y) => text.contains(document.elementFromPoint(left + width / 2, y)));
            }"""
        )


def test_stop_keeps_what_is_checked_and_the_rest_goes_on(visitor) -> None:
    page = visitor("spot-check")
    open_files(page, export(60))
    page.get_by_label("How many records").fill("60")
    page.get_by_label("How many records").press("Enter")
    settled(page)
    page.get_by_role("button", name="Draw and check").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Go on checking")).to_be_visible(timeout=CHECKED)
    settled(page)
    said = page.get_by_text(re.compile(r"\d+ records? checked of 60 drawn"))
    part = int((said.inner_text()).split()[0]) if said.count() else 0
    assert part < 60
    page.get_by_role("button", name="Go on checking").click()
    expect(page.get_by_text("60 records checked of 60 drawn")).to_be_visible(timeout=CHECKED)


def test_names_and_notes_full_of_markup_are_shown_as_text(visitor) -> None:
    page = visitor("spot-check")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    headings = tuple({"Team": "<img src=x onerror=alert(1)>"}.get(each, each) for each in mosaic.HEADINGS)
    rows = mosaic.rows(3)
    for row in rows:
        row[1] = f"<script>alert(2)</script>{row[1]}"
        row[5] = "**Visit** :smile: <b>x</b>"
        row[-1] = f"<script>alert(3)</script><b onmouseover=alert(4)>SW</b> {row[-1]}"
    open_files(page, ("<i>notes</i> :red[x].csv", mosaic.as_csv(rows, headings)))
    draw(page)
    record(page, "Open: <script>alert(2)</script>t1-02")
    expect(page.get_by_role("group", name="The record with its marks")).to_contain_text("<script>alert(3)</script>")
    expect(page.get_by_text("opened from <i>notes</i> :red[x].csv")).to_be_visible()
    assert asked == []


def test_files_that_are_taken_away_hold_no_text_unless_asked(visitor) -> None:
    page = visitor("spot-check", accept_downloads=True)
    open_files(page, export(6))
    draw(page)
    record(page)
    seen = page.get_by_role("group", name="The record with its marks").inner_text()
    assert "snakes" in seen
    book = saved(page, page.get_by_role("button", name="Workbook of the sample"))
    assert "snakes" not in _inside(book)
    assert "with the keyword" in _inside(book)
    review = saved(page, page.get_by_role("button", name="Save the spot check"))
    assert b"snakes" not in review
    page.get_by_text("Put the text of the notes into the files").click()
    settled(page)
    assert "snakes" in _inside(saved(page, page.get_by_role("button", name="Workbook of the sample")))
    sheet = saved(page, page.get_by_role("button", name="Sheets for supervision (Word)"))
    assert "snakes" in _inside(sheet)


def _inside(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_everything_is_forgotten_when_asked_and_another_visit_saw_nothing(visitor) -> None:
    page, other = visitor("spot-check"), visitor("spot-check")
    open_files(page, export(3))
    draw(page)
    expect(other.get_by_text("No records are open yet")).to_be_visible()
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Yes, forget everything").click()
    expect(page.get_by_text("Everything is forgotten")).to_be_visible()
    settled(page)
    assert page.get_by_text("notes.csv").count() == 0
    assert page.get_by_role("heading", name="2. Columns").count() == 0


def test_the_record_stays_in_sight_while_its_places_are_read(visitor, look) -> None:
    page = visitor("spot-check")
    open_files(page, export(6))
    draw(page)
    record(page)
    page.get_by_role("radiogroup", name=re.compile("^Place 20:")).scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    expect(page.get_by_role("group", name="The record with its marks")).to_be_in_viewport(ratio=0.3)
