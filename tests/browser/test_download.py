"""A file handed over: exact, once, by mouse and keyboard, and nothing of it left on the server."""

from __future__ import annotations

import base64
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Served, serving
from browser.waiting import settled

HERE = Path(__file__).parent
APP = HERE / "download_page.py"
# The page of this file in the place of the three views, with a window into the server's memory.
START = (
    f"import runpy, sys\nfrom notecheck import page\nsys.path.insert(0, {str(HERE.parent)!r})\n"
    f"page.PAGE = {str(APP)!r}\nrunpy.run_path({str(HERE / 'watched.py')!r}, run_name='__main__')"
)
WORD = b"Zorblatt kept nowhere "
FILE = bytes(range(256)) + WORD * 3
READY = "The file is ready: look for “note- 1-2 -a-.docx” among your downloads."


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("download")
    env = {"WATCH_WORDS": str(folder / "words"), "WATCH_ANSWER": str(folder / "answer")}
    with serving(folder, command=("-c", START), env=env) as served:
        yield served


@pytest.fixture
def visit(visitor, own):
    return lambda **more: visitor(address=own.address, **more)


def button(page: Page, name: str = "The note as Word"):
    return page.get_by_role("button", name=name)


def status(page: Page, place: int = 0):
    return page.get_by_role("status").nth(place)


def take(page: Page, press) -> tuple[str, bytes]:
    with page.expect_download() as got:
        press()
    return got.value.suggested_filename, Path(got.value.path()).read_bytes()


def test_file_arrives_as_it_was_made(visit) -> None:
    page = visit()
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    assert take(page, button(page).click) == ("note- 1-2 -a-.docx", FILE)
    expect(status(page)).to_have_text(READY)
    expect(page.get_by_text("made: 1")).to_be_visible()
    assert refused == []  # by the policy of the page, for one


def test_keyboard_alone(visit) -> None:
    page = visit()
    button(page).focus()
    assert take(page, lambda: page.keyboard.press("Enter"))[1] == FILE
    expect(status(page)).to_have_text(READY)
    expect(button(page)).to_be_focused()
    assert take(page, lambda: page.keyboard.press("Space"))[1] == FILE
    expect(page.get_by_text("made: 2")).to_be_visible()


def test_one_press_gives_one_file(visit) -> None:
    page = visit()
    files = []
    page.on("download", lambda file: files.append(file))
    page.get_by_label("Seconds that it takes").fill("1.5")
    page.keyboard.press("Enter")
    settled(page)
    button(page).click()
    expect(status(page)).to_have_text("Making the file…")
    button(page).click(force=True)
    button(page).click(force=True)
    expect(status(page)).to_have_text(READY)
    page.get_by_text("Elsewhere").click()
    expect(page.get_by_text("Something else")).to_be_visible()
    settled(page)
    assert len(files) == 1
    expect(page.get_by_text("made: 1")).to_be_visible()


def test_another_run_in_between_loses_no_file(visit) -> None:
    page = visit()
    page.get_by_label("Seconds that it takes").fill("1")
    page.keyboard.press("Enter")
    settled(page)
    with page.expect_download() as got:
        button(page).click()
        page.wait_for_timeout(300)
        page.get_by_text("Elsewhere").click()
    assert Path(got.value.path()).read_bytes() == FILE
    expect(status(page)).to_have_text(READY)
    expect(page.get_by_text("Something else")).to_be_visible()


def test_what_goes_wrong_is_said_in_words(visit, own) -> None:
    page = visit()
    button(page, "Refused").click()
    expect(status(page, 1)).to_have_text("This file could not be made: there is no record to make a sheet of.")
    button(page, "Broken").click()
    expect(status(page, 2)).to_contain_text("This file could not be made. Your work is still here")
    assert "Ellie" not in page.content()
    assert "a file could not be made: RuntimeError" in own.log
    assert "Ellie" not in own.log
    assert "Traceback" not in own.log
    expect(button(page, "Broken")).not_to_have_attribute("aria-disabled", "true")


def test_file_is_sent_once_and_kept_nowhere(visit, own, tmp_path) -> None:
    page = visit()
    coded = base64.b64encode(FILE).decode()[344:424]
    frames: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(_bytes(frame))))
    page.reload()
    settled(page)
    take(page, button(page).click)
    page.get_by_text("Elsewhere").click()
    expect(page.get_by_text("Something else")).to_be_visible()
    settled(page)
    assert sum(coded.encode() in frame for frame in frames) == 1
    expect(page.get_by_text("files of the server: 0")).to_be_visible()
    assert in_memory(own, coded) == 0
    assert in_memory(own, "nowhere Zorblatt") == 0
    assert in_memory(own, "Take away") > 0  # the window is open


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def in_memory(served: Served, words: str) -> int:
    """How many texts that the server can reach hold the words."""
    folder = served.log_file.parent
    (folder / "words").write_text(words, encoding="utf-8")
    answer = folder / "answer"
    answer.unlink(missing_ok=True)
    os.kill(served.process.pid, signal.SIGUSR1)
    for _ in range(600):
        if answer.exists():
            return int(answer.read_text(encoding="utf-8"))
        time.sleep(0.1)
    pytest.fail("the server did not answer")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_button_and_its_words_can_be_seen(visit, axe, look, width, dark) -> None:
    page = visit(width=width, dark=dark)
    take(page, button(page).click)
    button(page, "Broken").click()
    expect(status(page, 2)).to_contain_text("could not be made")
    axe(page)
    look(page, f"download-{width}-{'dark' if dark else 'light'}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert button(page).bounding_box()["height"] >= 24


def test_name_of_the_file_is_one_that_every_system_takes(visit) -> None:
    page = visit()
    name, _ = take(page, button(page).click)
    assert re.fullmatch(r"[\w .-]+\.docx", name)
