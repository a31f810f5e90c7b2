"""What the browser tests share: a served page, visits to it in Chromium, axe, and screenshots for a person to look at.

    def test_something(visitor, axe, look):
        page = visitor("spot-check", width=360, dark=True)   # a new visit, by its own cookies and storage
        page.get_by_role("button", name="…").click()
        settled(page)                                        # from browser.waiting import settled
        axe(page)
        look(page, "spot-check-empty")

The screenshots go to `tests/browser/screenshots/`, or to the folder that NOTECHECK_SCREENSHOTS names.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from browser.serving import Served, serving
from browser.waiting import PATIENCE, settled
from notecheck.errors import GrammarError
from notecheck.languagetool.install import install

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")
pytest.importorskip("playwright", reason="browser tests need Playwright: pip install 'notecheck[dev]'")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

HERE: Final = Path(__file__).parent
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
SCREENSHOTS: Final = Path(os.environ.get("NOTECHECK_SCREENSHOTS") or HERE / "screenshots")
TALLEST: Final = 8_000
"""Pixels of a screenshot at most."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need a browser and the shipped pipeline, and have a second try; the last lines name it.

    On a busy machine two programs that draw as they can now and then meet in an order that no person would bring about.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker("model")
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page as `notecheck page` serves it, one for all tests: `.address`, `.log`, `.process`."""
    with serving(tmp_path_factory.mktemp("served")) as page:
        yield page


@pytest.fixture(scope="package")
def languagetool_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own in which LanguageTool is set up."""
    missing = next((name for name in ("java", "mvn") if not shutil.which(name)), None)
    if missing:
        pytest.skip(f"needs {missing} on this machine")
    home = tmp_path_factory.mktemp("languagetool")
    try:
        install(home)
    except GrammarError as error:
        pytest.skip(f"LanguageTool cannot be set up here: {error}")
    return home


@pytest.fixture(scope="package")
def program() -> str:
    """Where the machine's own Chromium is."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = f"no browser found ({', '.join(BROWSERS)}); on Debian: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return found


@pytest.fixture(scope="package")
def chromium(program: str) -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(served: Served, chromium: Browser) -> Iterator[Visitor]:
    """Visits: `visitor(path="", width=1280, height=900, dark=False, **more)`, each a person of their own.

    `more` goes to Playwright's `new_context`. The page comes back once it has been drawn.
    """
    contexts: list[BrowserContext] = []

    def visit(path: str = "", *, width: int = 1280, height: int = 900, dark: bool = False, **more: object) -> Page:
        address = more.pop("address", served.address)
        context = chromium.new_context(
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{address}/{path}")
        settled(page)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no barrier that axe-core can find, best practice included."""
    engine = Axe()

    def look_for_barriers(page: Page) -> None:
        found = engine.run(page).response["violations"]
        barriers = [f"{each['id']} ({each['impact']}): {each['help']}\n{_places(each)}" for each in found]
        assert not barriers, "\n".join(barriers)

    return look_for_barriers


def _places(barrier: dict) -> str:
    return "\n".join(
        f"    {node['html'][:200]}\n        {' '.join(node['failureSummary'].split())}" for node in barrier["nodes"][:5]
    )


@pytest.fixture(scope="session")
def look() -> Callable[[Page, str], Path]:
    """`look(page, name)`: keep a screenshot of the whole page for a person to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> Path:
        assert re.fullmatch(r"[a-z0-9-]+", name), "a name of small letters, figures and hyphens"
        file = SCREENSHOTS / f"{name}.png"
        # The page scrolls inside its main part, so what is drawn is the window, made as high as that.
        size = page.viewport_size
        high = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
        page.set_viewport_size(size | {"height": min(max(size["height"], high), TALLEST)})
        page.wait_for_timeout(200)
        page.screenshot(path=file, full_page=True)
        page.set_viewport_size(size)
        return file

    return keep
