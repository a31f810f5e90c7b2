"""The papers on the page: the same as the command gives, without barrier, and taken away as files."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from playwright.sync_api import Page, expect

from browser.waiting import settled
from notecheck.papers.facts import facts
from notecheck.papers.paper import ORDER, read

PAPERS = [read(name, facts()) for name in ORDER]


def choose(page: Page, title: str) -> None:
    page.get_by_label("Paper", exact=True).click()
    page.get_by_role("option", name=title, exact=True).click()
    settled(page)
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)], ids=["wide", "narrow"])
def test_every_paper_is_shown_without_a_barrier(visitor, axe, look, width: int, dark: bool) -> None:
    page = visitor("about", width=width, dark=dark)
    for paper in PAPERS:
        choose(page, paper.title)
        look(page, f"about-{paper.name}-{width}-{'dark' if dark else 'light'}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{paper.name} scrolls sideways"


def test_the_page_says_what_the_command_says(visitor) -> None:
    page = visitor("about")
    for paper in PAPERS:
        choose(page, paper.title)
        shown = " ".join(page.locator(".nc-paper").inner_text().split())
        for words in paper.statements.values():
            assert " ".join(words.removeprefix("- ").replace("`", "").split()) in shown


def test_a_paper_is_taken_away_as_a_word_file(visitor) -> None:
    page = visitor("about")
    choose(page, PAPERS[1].title)
    with page.expect_download() as given:
        page.get_by_role("button", name="This paper (Word)").click()
    assert given.value.suggested_filename == "notecheck data-protection.docx"
    made = docx.Document(BytesIO(given.value.path().read_bytes()))
    assert made.paragraphs[0].text == PAPERS[1].title
