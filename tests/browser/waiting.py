"""Waiting for what Streamlit draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE: Final = 30_000
"""Milliseconds that a test waits for the page, two busy cores in mind, before it says that nothing came."""


def settled(page: Page) -> None:
    """Wait until the page has drawn itself: connected, no run of its script going on, a heading to be seen, mended."""
    app = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
    page.wait_for_selector(f"{app} h1", timeout=PATIENCE)
    # A run that a key or a press asked for begins a moment after it.
    page.wait_for_timeout(150)
    page.wait_for_selector(f"{app} h1", timeout=PATIENCE)
    page.wait_for_selector("html[lang=en-GB]", state="attached", timeout=PATIENCE)
