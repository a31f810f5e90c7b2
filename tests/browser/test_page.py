"""The whole page, as somebody meets it in a browser."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from browser.screens import on_each_screen
from browser.waiting import settled

VIEWS = {
    "": "My draft",
    "spot-check": "Spot check",
    "training": "Show good recording",
    "help": "Help and privacy",
    "about": "About",
}
MOST_TABS = 40


@pytest.mark.parametrize("path", VIEWS)
def test_view_has_a_title_and_a_heading_of_its_own(visitor, path: str) -> None:
    page = visitor(path)
    expect(page).to_have_title(f"{VIEWS[path]} – notecheck")
    assert page.locator("h1").all_inner_texts() == [VIEWS[path]]
    assert page.locator("html").get_attribute("lang") == "en-GB"


@on_each_screen
def test_views_have_no_barrier(visitor, served, axe, look, width: int, dark: bool) -> None:
    page = visitor(width=width, dark=dark)
    for path, name in VIEWS.items():
        page.goto(f"{served.address}/{path}")
        settled(page)
        look(page, f"page-{path or 'draft'}-{width}-{'dark' if dark else 'light'}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


def focused(page: Page) -> str:
    """The words of what has the focus."""
    return page.evaluate("(document.activeElement?.innerText || document.activeElement?.ariaLabel || '').trim()")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on something of that name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    pytest.fail(f"{name} is not within {MOST_TABS} presses of Tab")


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_is_reached_by_keyboard_alone(visitor, path: str) -> None:
    start = "help" if path == "" else ""
    page = visitor(start)
    tab_to(page, VIEWS[path])
    assert visible_focus(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(VIEWS[path])


def visible_focus(page: Page) -> bool:
    """Whether what has the focus looks different from how it looks without it."""
    return page.evaluate(
        """() => { const looks = (part) => { const style = getComputedStyle(part);
             return [style.outline, style.boxShadow, style.border, style.backgroundColor].join(); };
           const part = document.activeElement, before = looks(part); part.blur();
           const changed = looks(part) !== before; part.focus(); return changed; }"""
    )


def test_menu_is_reached_by_keyboard_on_a_narrow_screen(visitor, axe, look) -> None:
    page = visitor(width=360)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the link that skips the menu, and past nothing that is out of sight
    menu = page.get_by_role("button", name="Menu")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Show good recording")).to_be_visible()
    page.wait_for_timeout(500)
    look(page, "page-menu-360-light")
    axe(page)
    tab_to(page, "Show good recording")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Show good recording")
    expect(page.get_by_role("button", name="Close the menu")).to_be_hidden()
    expect(menu).to_be_focused()


def test_menu_on_a_narrow_screen_closes_once_a_view_is_chosen(visitor) -> None:
    page = visitor(width=360)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Spot check").click()
    expect(page.locator("h1")).to_have_text("Spot check")
    expect(page.get_by_role("link", name="Spot check")).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_visible()


def test_first_press_of_tab_offers_to_skip_the_menu(visitor) -> None:
    page = visitor()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page).startswith("How notecheck works")


def test_first_help_is_open_once_and_can_be_opened_again(visitor) -> None:
    page = visitor()
    steps = page.get_by_text("say whose guidance and what kind of record it is")
    line = page.locator("summary", has_text="How notecheck works")
    expect(steps).to_be_visible()
    line.focus()
    page.keyboard.press("Enter")
    expect(steps).to_be_hidden()
    page.get_by_label("Your draft", exact=True).focus()
    page.keyboard.insert_text("SW was seen.")
    page.wait_for_timeout(1200)
    settled(page)
    expect(steps).to_be_hidden()  # a run of the page does not open it again
    page.get_by_role("link", name="Spot check").click()
    expect(page.locator("h1")).to_have_text("Spot check")
    expect(steps).to_be_hidden()
    line.press("Enter")
    expect(steps).to_be_visible()


def test_help_fits_one_screen_as_a_visit_begins(visitor) -> None:
    for width, height in ((1280, 720), (360, 740)):
        page = visitor(width=width, height=height)
        box = page.locator("details.nc-first").bounding_box()
        assert box["y"] + box["height"] <= height


def test_letters_pressed_by_accident_do_nothing(visitor) -> None:
    page = visitor("help")
    page.evaluate(
        """() => { window.runs = 0; new MutationObserver((all) => window.runs += all.length).observe(
             document.querySelector('[data-testid=stApp]'), {attributeFilter: ['data-test-script-state']}); }"""
    )
    page.locator("h1").click()
    for key in "rRcC":
        page.keyboard.press(key)
    page.wait_for_timeout(800)
    assert page.evaluate("window.runs") == 0
    assert page.get_by_role("dialog").count() == 0


def test_letters_typed_into_the_draft_arrive(visitor) -> None:
    page = visitor()
    page.get_by_label("Your draft", exact=True).focus()
    page.keyboard.type("record car")
    expect(page.get_by_label("Your draft", exact=True)).to_have_value("record car")


@pytest.mark.parametrize("path", VIEWS)
def test_headings_step_down_one_at_a_time(visitor, path: str) -> None:
    page = visitor(path)
    steps = [
        int(name[1])
        for name in page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map((h) => h.tagName)")
    ]
    assert steps[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(steps))


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("width", [1280, 360])
def test_targets_are_large_enough(visitor, path: str, width: int) -> None:
    page = visitor(path, width=width)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], summary, select, [role=tab], [role=radio]")]
          .filter((each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
          .filter((each) => getComputedStyle(each).display !== "inline")  // within a sentence (WCAG 2.5.8)
          .map((each) => [each.innerText || each.ariaLabel, each.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && box.bottom > 0 && box.right > 0)
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([name, box]) => `${name} ${box.width}×${box.height} at ${box.x}, ${box.y}`)"""
    )
    assert small == []


def test_nothing_of_a_note_stands_in_the_address(visitor) -> None:
    page = visitor()
    page.get_by_label("Your draft", exact=True).focus()
    page.keyboard.insert_text("Zebedeeq was seen.")
    page.wait_for_timeout(1200)
    settled(page)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", page.url)
    assert "Zebedeeq" not in page.title()
