"""The whole page, as somebody meets it in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

VIEWS = {"": "My draft", "spot-check": "Spot check", "training": "Show good recording"}


@pytest.mark.parametrize("path", VIEWS)
def test_view_has_a_title_of_its_own(visitor, path) -> None:
    page = visitor(path)
    expect(page).to_have_title(f"{VIEWS[path]} – notecheck")
    assert page.locator("h1").all_inner_texts() == [VIEWS[path]]


@pytest.mark.parametrize("width", [1280, 640, 360])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_views_have_no_barrier(visitor, axe, look, width, dark) -> None:
    for path, name in VIEWS.items():
        page = visitor(path, width=width, dark=dark)
        look(page, f"{path or 'draft'}-{width}-{'dark' if dark else 'light'}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
