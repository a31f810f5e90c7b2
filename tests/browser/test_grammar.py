"""Grammar and spelling on the page, by a LanguageTool that the page itself starts, keeps alive and ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.serving import Served, serving
from browser.waiting import settled
from notecheck.languagetool.folders import jars

NOTE = "I saw Ellie at home on 4 March 2026. She has recieved a letter. Their is a plan."
READY_SOON = "Grammar and spelling are getting ready."
SECONDS = 90_000
"""Milliseconds for LanguageTool to load its rules, two busy cores in mind."""


def box(page: Page) -> Locator:
    return page.get_by_label("Your draft", exact=True)


def place(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words)


@contextmanager
def page_with_grammar(folder: Path, home: Path, **env: str) -> Iterator[Served]:
    with serving(folder, env={"NOTECHECK_HOME": str(home), "NOTECHECK_GRAMMAR": "", **env}) as served:
        yield served


class HeldJava:
    """A Java with which LanguageTool begins late, as on a busy machine: once it is let go.

    Its server has a home of its own, with the jars that are there: one that already runs would be asked instead.
    """

    def __init__(self, folder: Path, installed: Path) -> None:
        self._go = folder / "go"
        self.home = folder / "home"
        self.home.mkdir(mode=0o700)
        (self.home / jars(installed).name).symlink_to(jars(installed))
        java = folder / "bin" / "java"
        java.parent.mkdir()
        held = f'case "$*" in *HTTPServer*) until [ -e "{self._go}" ]; do sleep 0.2; done;; esac'
        java.write_text(f'#!/bin/sh\n{held}\nexec {shutil.which("java")} "$@"\n')
        java.chmod(0o755)
        self.settings = {"PATH": f"{java.parent}{os.pathsep}{os.environ['PATH']}", "JAVA_HOME": ""}

    def go(self) -> None:
        self._go.touch()


@pytest.fixture(scope="module")
def with_grammar(tmp_path_factory: pytest.TempPathFactory, languagetool_home: Path) -> Iterator[Served]:
    """A page that starts LanguageTool."""
    with page_with_grammar(tmp_path_factory.mktemp("page"), languagetool_home) as served:
        yield served


def server_of(home: Path) -> int:
    """The process of LanguageTool; 0 while there is none."""
    try:
        told = json.loads((next(home.rglob("state.json"))).read_text(encoding="ascii"))
    except (StopIteration, OSError, ValueError):
        return 0
    return told["server"] if told["phase"] == "ready" and is_alive(told["server"]) else 0


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(find: Callable[[], object]) -> object:
    end = time.monotonic() + SECONDS / 1000
    while time.monotonic() < end:
        if found := find():
            return found
        time.sleep(0.2)
    pytest.fail("nothing came in time")


def test_grammar_gets_ready_while_somebody_writes(tmp_path: Path, languagetool_home: Path, visitor) -> None:
    java = HeldJava(tmp_path, languagetool_home)
    with page_with_grammar(tmp_path, java.home, **java.settings) as served:
        page = visitor(address=served.address)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(error.name))
        box(page).focus()
        page.keyboard.insert_text(NOTE)
        expect(page.get_by_text(READY_SOON)).to_be_visible()  # the page is there before grammar is
        java.go()
        # Typed on without a pause for it: what the page does by itself takes no key and no focus.
        more = " I will ring Mrs Lowe on Monday to ask about the bus." * 4
        page.keyboard.type(more, delay=60)
        expect(place(page, "Spelling: recieved")).to_be_visible(timeout=SECONDS)
        expect(page.get_by_text(READY_SOON)).to_have_count(0)
        assert box(page).input_value() == NOTE + more
        assert box(page).evaluate("area => area.getRootNode().activeElement === area")
        page.keyboard.type("!")
        expect(box(page)).to_have_value(f"{NOTE}{more}!")
        assert errors == []
        running = until(lambda: server_of(java.home))
    until(lambda: not is_alive(running))  # it ends with the page


def test_a_note_that_waits_is_checked_again_by_itself(tmp_path: Path, languagetool_home: Path, visitor) -> None:
    java = HeldJava(tmp_path, languagetool_home)
    with page_with_grammar(tmp_path, java.home, **java.settings) as served:
        page = visitor(address=served.address)
        box(page).fill(NOTE)
        expect(page.get_by_text(READY_SOON)).to_be_visible()
        java.go()
        expect(place(page, "Spelling: recieved")).to_be_visible(timeout=SECONDS)
        # What was found then and now is held against the same checks.
        expect(page.get_by_text("Since you pasted this text")).to_have_count(0)


def write(page: Page, text: str) -> None:
    box(page).fill(text)
    expect(place(page, "Spelling: recieved").first).to_be_visible(timeout=SECONDS)
    settled(page)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_marks_of_grammar_have_a_line_of_their_own(with_grammar, visitor, axe, look, width: int, dark: bool) -> None:
    page = visitor(address=with_grammar.address, width=width, dark=dark)
    write(page, NOTE)
    expect(page.locator(".kinds").get_by_text("Grammar and spelling")).to_be_visible()
    marked = page.evaluate("[...CSS.highlights.get('nc-grammar')].map(String)")
    assert {"recieved", "Their"} <= set(marked)
    place(page, "Spelling: recieved").click()
    axe(page)
    look(page, f"grammar-{width}-{'dark' if dark else 'light'}")
    page.get_by_role("tab", name="All places explained").click()
    axe(page)


def test_a_press_mends_and_a_word_is_set_aside_by_keyboard(with_grammar, visitor) -> None:
    page = visitor(address=with_grammar.address)
    write(page, f"{NOTE} Mrs Lowe rang about the recieved letter.")
    box(page).focus()
    place(page, "Spelling: recieved").first.press("Enter")
    page.get_by_role("button", name="Use “received”").press("Enter")
    expect(box(page)).to_have_value(f"{NOTE.replace('recieved', 'received')} Mrs Lowe rang about the recieved letter.")
    expect(place(page, "Spelling: recieved")).to_have_count(1)
    place(page, "Spelling: recieved").press("Enter")
    page.get_by_role("button", name="Ignore this word in the note…").press("Enter")
    page.keyboard.type("as it stands in the letter")
    page.keyboard.press("Enter")
    expect(place(page, "Spelling: recieved")).to_have_count(0)
    expect(page.get_by_label("Places that you set aside")).to_contain_text("as it stands in the letter")


def test_a_server_that_dies_comes_back(with_grammar, languagetool_home: Path, visitor) -> None:
    page = visitor(address=with_grammar.address)
    write(page, NOTE)
    running = int(str(until(lambda: server_of(languagetool_home))))
    os.kill(running, signal.SIGKILL)
    box(page).press("Control+End")
    page.keyboard.type(" She was happy to recieve it.")
    expect(place(page, "Spelling: recieve").last).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Spelling: recieve", exact=False).last).to_be_visible()
    until(lambda: server_of(languagetool_home) not in (0, running))
    box(page).press("Control+End")
    page.keyboard.type(" It was adressed to her.")
    expect(place(page, "Spelling: adressed")).to_be_visible(timeout=SECONDS)


def test_a_spot_check_waits_until_grammar_is_ready(tmp_path: Path, languagetool_home: Path, visitor) -> None:
    java = HeldJava(tmp_path, languagetool_home)
    with page_with_grammar(tmp_path, java.home, **java.settings) as served:
        page = visitor("spot-check", address=served.address)
        file = {"name": "visit.txt", "mimeType": "text/plain", "buffer": NOTE.encode()}
        page.locator("input[type=file][multiple]").set_input_files(file)
        page.get_by_role("button", name="Draw and check").click()
        expect(page.get_by_text("Grammar and spelling are getting ready: the check begins in a moment")).to_be_visible()
        java.go()
        expect(page.get_by_text("1 record checked of")).to_be_visible(timeout=SECONDS)
        page.get_by_text("By what the check looks for", exact=True).click()
        expect(page.get_by_role("button", name=re.compile("Show 1 record: .*spelling"))).to_be_visible()
        expect(page.get_by_text("were not checked")).to_have_count(0)


def test_where_it_is_not_set_up_it_is_said_once_with_what_to_do(tmp_path: Path, visitor, axe, look) -> None:
    with page_with_grammar(tmp_path, tmp_path / "empty") as served:
        page = visitor(address=served.address)
        box(page).fill(NOTE)
        said = page.get_by_text("Grammar and spelling were not checked, because LanguageTool is not set up")
        expect(said).to_be_visible()
        expect(said).to_contain_text("“notecheck grammar install”")
        axe(page)
        look(page, "grammar-not-there")
