"""Show good recording, as a trainer and a learner meet it in a browser: by mouse, by keyboard, on a wall."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.screens import on_each_screen
from browser.waiting import settled
from notecheck.training.gallery import load_gallery

FIRST = load_gallery()[0]
SMALLEST_TARGET = 24
SMALLEST_TYPE = 24

# Sizes of what is drawn with words of its own, in the page and in the components' own trees.
TYPE = """
() => {
  const sizes = [];
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let each = walker.nextNode(); each; each = walker.nextNode()) {
      if (each.shadowRoot) visit(each.shadowRoot);
      const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      const box = each.getBoundingClientRect();
      if (!own || each.matches("style, script, noscript, title, option") || box.width < 2 || box.height < 2) continue;
      const style = getComputedStyle(each);
      if (style.visibility === "hidden" || style.clipPath === "inset(50%)") continue;
      sizes.push([parseFloat(style.fontSize), each.textContent.trim().slice(0, 40)]);
    }
  };
  visit(document.body);
  return sizes;
}
"""


def turn(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).click()
    settled(page)


def large(page: Page) -> None:
    page.get_by_text("Large type, for presenting").click()
    settled(page)
    expect(page.locator(".where")).to_be_visible()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@on_each_screen
def test_every_part_has_no_barrier(visitor, axe, look, width, dark) -> None:
    page = visitor("training", width=width, height=1400, dark=dark)
    name = f"{width}-{'dark' if dark else 'light'}"

    def examine(part: str) -> None:
        look(page, f"training-{part}-{name}")
        axe(page)
        assert fits(page), f"{part} scrolls sideways"

    expect(page.get_by_role("heading", name=FIRST.title, level=2)).to_be_visible()
    examine("pair")
    turn(page, "Guess first, then reveal")
    page.locator("button.unit").first.click()
    page.locator("button.unit").nth(2).click()
    examine("guess")
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_role("status").filter(has_text="You found")).to_be_visible()
    settled(page)
    examine("revealed")
    turn(page, "Read about a rule")
    expect(page.get_by_role("heading", name="Why it matters")).to_be_visible()
    examine("rule")
    turn(page, "Look at pairs")
    large(page)
    for slide in ("title", "both", "weak"):
        examine(f"slide-{slide}")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)


def test_headings_are_in_order(visitor) -> None:
    page = visitor("training")
    for part in ("Look at pairs", "Guess first, then reveal", "Read about a rule"):
        turn(page, part)
        page.wait_for_timeout(500)
        levels = [
            int(each) for each in page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => e.tagName[1])")
        ]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), part


def test_a_mark_leads_to_its_meaning_and_on_to_the_page_of_its_rule(visitor) -> None:
    page = visitor("training")
    page.locator("#weak-m2").click()
    expect(page.locator("#weak-f2")).to_be_in_viewport()
    link = page.locator("a[data-rule]").first
    rule = link.get_attribute("data-rule")
    link.focus()
    page.keyboard.press("Enter")
    settled(page)
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_be_focused()
    assert page.url.endswith(f"training?rule={rule}")
    expect(page.get_by_role("heading", name="How far to rely on it")).to_be_visible()


def test_a_link_to_a_rule_opens_its_page(visitor) -> None:
    page = visitor("training?rule=professional")
    expect(page.get_by_role("heading", name="Who was this?", level=2)).to_be_visible()


def test_the_whole_exercise_by_keyboard(visitor) -> None:
    page = visitor("training")
    page.get_by_role("radio", name="Look at pairs").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    expect(page.locator("button.unit").first).to_be_visible()
    first = page.locator("button.unit").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = page.locator("button.unit").nth(1)
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "false")
    while not page.get_by_role("button", name="Reveal").evaluate("each => each.matches(':focus')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="You found")).to_be_visible()
    onwards = page.get_by_role("button", name="Next text")
    expect(onwards).to_be_focused()
    settled(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Text 2 of"))).to_be_visible()
    expect(page.locator("button.unit").first).to_be_focused()
    expect(page.locator("button.unit[aria-pressed=true]")).to_have_count(0)


def test_focus_that_a_slow_page_took_comes_back_to_who_asked_for_the_answer(visitor) -> None:
    page = visitor("training")
    turn(page, "Guess first, then reveal")
    reveal = page.get_by_role("button", name="Reveal")
    reveal.evaluate("each => each.addEventListener('click', () => each.blur())")  # as hiding it for a moment does
    reveal.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Next text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("button.unit").first).to_be_focused()


def test_picks_outlive_another_run_of_the_page(visitor) -> None:
    page = visitor("training")
    turn(page, "Guess first, then reveal")
    page.locator("button.unit").nth(1).click()
    page.get_by_text("Large type, for presenting").click()
    settled(page)
    expect(page.locator("button.unit").nth(1)).to_have_attribute("aria-pressed", "true")
    page.get_by_text("Large type, for presenting").click()
    settled(page)
    turn(page, "Read about a rule")
    turn(page, "Guess first, then reveal")
    expect(page.locator("button.unit").nth(1)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_text(re.compile("You found this|Your pick, not marked")).first).to_be_visible()


def test_large_type_is_large_and_alone(visitor) -> None:
    page = visitor("training")
    large(page)
    expect(page.locator("header[data-testid=stHeader]")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_count(0)
    for _ in range(8):
        small = [each for each in page.evaluate(TYPE) if each[0] < SMALLEST_TYPE]
        assert not small
        page.keyboard.press("PageDown")
        page.wait_for_timeout(150)


@pytest.mark.parametrize("part", ["Guess first, then reveal", "Read about a rule"])
def test_large_type_is_large_in_every_part(visitor, part) -> None:
    page = visitor("training")
    turn(page, part)
    page.get_by_text("Large type, for presenting").click()
    settled(page)
    expect(page.get_by_role("combobox")).to_have_count(0)
    assert not [each for each in page.evaluate(TYPE) if each[0] < SMALLEST_TYPE]
    if part.startswith("Guess"):
        page.get_by_role("button", name="Reveal").click()
        settled(page)
        expect(page.get_by_text("Next text")).to_be_visible()
        assert not [each for each in page.evaluate(TYPE) if each[0] < SMALLEST_TYPE]


def test_slides_turn_by_key_and_by_button_and_lead_to_the_next_pair(visitor) -> None:
    page = visitor("training")
    large(page)
    where = page.locator(".where")
    last = where.inner_text().split()[-1]
    for key, shown in (("ArrowRight", "2"), ("PageDown", "3"), ("ArrowLeft", "2"), ("End", last), ("Home", "1")):
        page.keyboard.press(key)
        expect(where).to_have_text(f"{shown} of {last}")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(where).to_have_text(f"2 of {last}")
    page.keyboard.press("End")
    page.get_by_role("button", name="Next pair").click()
    second = load_gallery()[1]
    expect(page.get_by_role("heading", name=second.title, level=2)).to_be_visible()
    page.get_by_role("button", name="Pair before").click()
    expect(page.get_by_role("heading", name=FIRST.title, level=2)).to_be_visible()


def test_any_pair_can_be_chosen_in_large_type_by_keyboard(visitor, axe, look) -> None:
    page = visitor("training")
    large(page)
    page.get_by_role("button", name="Choose a pair").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Choose a pair", level=2)).to_be_visible()
    expect(page.get_by_role("button", name=FIRST.title)).to_be_focused()
    look(page, "training-slides-list")
    axe(page)
    assert not [each for each in page.evaluate(TYPE) if each[0] < SMALLEST_TYPE]
    third = load_gallery()[2]
    page.get_by_role("button", name=third.title).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=third.title, level=2)).to_be_visible()
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".where")).to_contain_text("2 of")


def test_nothing_of_the_pairs_stays_while_an_exercise_is_made_ready(visitor) -> None:
    page = visitor("training")
    handout = page.get_by_role("button", name="Handout as PDF")
    expect(handout).to_be_visible()
    old = handout.element_handle()
    page.get_by_text("Guess first, then reveal", exact=True).click()
    page.wait_for_function(  # both at one moment, however slow the machine
        "old => document.body.innerText.includes('Getting the texts ready') && !old.checkVisibility()", arg=old
    )
    settled(page)
    expect(page.locator("button.unit").first).to_be_visible()


def test_a_slide_keeps_its_place_when_large_type_is_left_and_taken_up(visitor) -> None:
    page = visitor("training")
    large(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".where")).to_contain_text("3 of")
    page.get_by_text("Large type, for presenting").click()
    settled(page)
    page.get_by_text("Large type, for presenting").click()
    settled(page)
    expect(page.locator(".where")).to_contain_text("3 of")


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
def test_a_handout_can_be_taken_away(visitor, ending) -> None:
    page = visitor("training")
    label = {"pdf": "PDF", "docx": "Word", "html": "HTML"}[ending]
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Handout as {label}").click()
    assert waiting.value.suggested_filename == f"{FIRST.id}.{ending}"
    data = Path(waiting.value.path()).read_bytes()
    assert data.startswith({"pdf": b"%PDF", "docx": b"PK", "html": b"<!DOCTYPE html>"}[ending])


def test_a_trainer_brings_pairs_from_a_file_that_began_as_the_template(visitor, tmp_path) -> None:
    page = visitor("training")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Template").click()
    file = tmp_path / "pairs.yaml"
    file.write_bytes(Path(waiting.value.path()).read_bytes())
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file with pairs").click()
    chooser.value.set_files(file)
    expect(page.get_by_text("1 pair of yours")).to_be_visible()
    expect(page.get_by_role("heading", name="A visit after school", level=2)).to_be_visible()
    page.get_by_role("button", name="Let go of my pairs").click()
    settled(page)
    expect(page.get_by_text("A visit after school")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_everything_to_press_is_large_enough(visitor, width) -> None:
    page = visitor("training", width=width)
    for part in ("Look at pairs", "Guess first, then reveal", "Read about a rule"):
        turn(page, part)
        page.wait_for_timeout(500)
        for each in page.locator(
            "[data-testid=stMain] :is(button, summary, a[data-rule], .nc-group .nc-n):visible"
        ).all():
            box = each.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= SMALLEST_TARGET - 0.5, each.inner_text()


def test_a_printed_pair_has_no_buttons(visitor) -> None:
    page = visitor("training")
    page.emulate_media(media="print")
    expect(page.get_by_text(FIRST.weak.split(".")[0].split()[0]).first).to_be_visible()
    expect(page.get_by_role("button", name="Handout as PDF")).to_be_hidden()


def test_slides_fill_the_screen_and_leave_it(visitor) -> None:
    page = visitor("training")
    large(page)
    page.get_by_role("button", name="Fill the screen").click()
    leave = page.get_by_role("button", name="Leave the full screen")
    expect(leave).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".where")).to_contain_text("2 of")
    leave.click()
    expect(page.get_by_role("button", name="Fill the screen")).to_be_visible()
