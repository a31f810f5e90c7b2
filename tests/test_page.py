"""The page: from a pasted draft to findings, its words when something fails, and the server that shows it."""

from __future__ import annotations

import logging
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

from streamlit.testing.v1 import AppTest

from notecheck import page
from notecheck.checker import Checker
from notecheck.data import PAGE
from notecheck.errors import NotecheckError, SettingsError

DRAFT = "SW rang Mum on 4 March 2026.\n\nActions: XXX"
SECRET = "Zebedeeq"


@pytest.fixture
def shown(checker, monkeypatch) -> AppTest:
    """The page as a visitor first sees it."""
    monkeypatch.setattr(page, "_loaded", [checker])
    return AppTest.from_file(str(PAGE), default_timeout=60).run()


def paste(at: AppTest, text: str) -> AppTest:
    return at.text_area(key="draft").set_value(text).run()


def words(at: AppTest) -> str:
    """All that the result shows, without its markup."""
    return unescape(re.sub("<style>.*?</style>|<[^>]*>", "", result(at), flags=re.DOTALL))


def result(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html") if "nc-two" in element.proto.body)


def said(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.info, *at.warning])


@pytest.mark.model
def test_page_first_visit_says_how_it_works(shown: AppTest) -> None:
    assert not shown.exception
    assert "not been checked yet" in said(shown)
    assert "Private" in shown.markdown[0].value
    assert "nothing in your text is changed" in shown.markdown[1].value
    assert not result(shown)


@pytest.mark.model
def test_page_paste_choose_and_see_findings(shown: AppTest) -> None:
    shown.selectbox(key="worker-guidance").select("leicestershire")
    shown.selectbox(key="worker-type").select("home-visit")
    paste(shown, DRAFT)
    assert not shown.exception
    assert re.match(r"\d+ places to look at again, in \d+ words\.", said(shown))
    assert "Home visit, held against: Building Relationships" in words(shown)
    assert "“SW”" in words(shown)
    assert "social worker (sw)" in words(shown).lower()
    assert "The standard, by Leicestershire County Council" in words(shown)
    assert "Not looked at" in words(shown)


@pytest.mark.model
def test_page_follows_the_guidance_that_is_chosen(shown: AppTest) -> None:
    paste(shown, DRAFT)
    shown.selectbox(key="worker-guidance").select("swindon").run()
    assert "held against: Swindon Children's Social Care Quality Standards" in words(shown)


@pytest.mark.model
def test_page_takes_the_parent_of_a_type_that_the_next_guidance_lacks(shown: AppTest) -> None:
    paste(shown, DRAFT)
    shown.selectbox(key="worker-guidance").select("swindon").run()
    shown.selectbox(key="worker-type").select("pathway-plan").run()
    assert "Pathway plan, held against" in words(shown)
    shown.selectbox(key="worker-guidance").select("sutton").run()
    assert not shown.exception
    assert shown.selectbox(key="worker-type").value == "plan"


@pytest.mark.model
def test_page_hands_over_what_is_known(shown: AppTest, monkeypatch) -> None:
    seen = {}
    check = Checker.__call__
    monkeypatch.setattr(Checker, "__call__", lambda self, text, **more: seen.update(more) or check(self, text, **more))
    shown.text_input(key="child").set_value("Amy Pond")
    shown.text_input(key="known_as").set_value("Amy, Ames")
    shown.number_input(key="age").set_value(9)
    shown.date_input(key="event").set_value(date(2026, 3, 4))
    shown.date_input(key="recorded").set_value(date(2026, 3, 5))
    paste(shown, DRAFT)
    assert (seen["event_date"], seen["recorded_date"]) == (date(2026, 3, 4), date(2026, 3, 5))
    assert "Recorded in time" in words(shown)
    assert seen["child"] == {"name": "Amy Pond", "known_as": ["Amy", " Ames"], "age": 9}
    assert seen["doc_type"] == "case-note"


@pytest.mark.model
def test_page_shows_markup_as_text(shown: AppTest) -> None:
    paste(shown, "<script>alert('SW')</script> & <b>LAC</b>\r\nI saw 👩‍👧 today.")
    assert not shown.exception
    assert "<script" not in result(shown)
    assert "<script>alert('" in words(shown)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "   \n\n\t"])
def test_page_empty_text_is_met_with_words(shown: AppTest, text: str) -> None:
    paste(shown, text)
    shown.button[0].click().run()
    assert not shown.exception
    assert "There is no text in the box yet" in said(shown)
    assert not result(shown)


@pytest.mark.model
def test_page_text_without_words(shown: AppTest) -> None:
    paste(shown, "👩‍👧 !!! ———")
    assert not shown.exception
    assert "the note has no words" in words(shown)


@pytest.mark.model
def test_page_example_has_something_to_see(shown: AppTest) -> None:
    shown.button[1].click().run()
    assert not shown.exception
    assert shown.text_input(key="child").value == "Ellie Marsh"
    assert "“CIN”" in words(shown)


@pytest.mark.model
def test_page_opens_a_text_file(shown: AppTest) -> None:
    shown.file_uploader(key="file").upload("visit.txt", DRAFT.encode("utf-16"), "text/plain").run()
    assert not shown.exception
    assert shown.text_area(key="draft").value == DRAFT
    assert "“SW”" in words(shown)


@pytest.mark.model
@pytest.mark.parametrize(("data", "told"), [(b"%PDF-1.7", "this is a PDF"), (b"a\x00b", "not text")])
def test_page_says_why_a_file_cannot_be_opened(shown: AppTest, data: bytes, told: str) -> None:
    shown.file_uploader(key="file").upload("visit.pdf", data, "application/pdf").run()
    assert not shown.exception
    assert "This file could not be opened" in said(shown)
    assert told in said(shown)


@pytest.mark.model
def test_page_fault_inside_is_said_in_own_words_and_logs_no_note(shown: AppTest, monkeypatch, caplog, capfd) -> None:
    def fail(self, text, **more):
        raise ValueError(text)

    monkeypatch.setattr(Checker, "__call__", fail)
    with caplog.at_level(logging.DEBUG):
        paste(shown, f"{SECRET} was seen.")
    assert not shown.exception
    assert "it is not the fault of your text" in said(shown)
    assert shown.text_area(key="draft").value == f"{SECRET} was seen."
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text + "".join(capfd.readouterr()) + said(shown)


@pytest.mark.model
def test_page_refusal_is_passed_on(shown: AppTest, monkeypatch) -> None:
    def refuse(self, text, **more):
        raise NotecheckError("text: too long, so split it")

    monkeypatch.setattr(Checker, "__call__", refuse)
    paste(shown, DRAFT)
    assert "This could not be checked. text: too long, so split it" in said(shown)


@pytest.mark.model
def test_page_visits_share_no_note(checker, monkeypatch) -> None:
    monkeypatch.setattr(page, "_loaded", [checker])
    first, second = (AppTest.from_file(str(PAGE), default_timeout=60).run() for _ in range(2))
    paste(first, f"{SECRET} CIN")
    second.run()
    assert SECRET in words(first)
    assert SECRET not in checker.nlp.vocab.strings
    assert not second.text_area(key="draft").value
    assert SECRET not in words(second) + said(second)


def test_settings_are_the_same_for_streamlit_run() -> None:
    tables = tomllib.loads((PAGE.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    flat = {}
    for section, options in tables.items():
        for name, value in options.items():
            inner = value.items() if isinstance(value, dict) else [(None, value)]
            flat |= {".".join(filter(None, (section, name, last))): each for last, each in inner}
    assert flat == page.SETTINGS


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_run_refuses_a_port_that_is_none(port: int) -> None:
    with pytest.raises(SettingsError, match="from 1 to 65535"):
        page.run(port)


def test_run_refuses_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="name another"):
            page.run(taken.getsockname()[1])


def test_uploads_never_reach_the_disk() -> None:
    from starlette.formparsers import MultiPartParser

    page._app()
    assert MultiPartParser.spool_max_size > page.SETTINGS["server.maxUploadSize"] * 1024 * 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`notecheck page` in a process of its own, until it answers; stopped as Ctrl+C would."""
    command = [sys.executable, "-m", "notecheck", "page", "--port", str(port)]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield process
        finally:
            process.terminate()
            process.wait(20)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the page did not start")


def visit(port: int) -> str:
    """Open the page as a browser does, until its script has run once; the types of what came back, in text."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.sync.client import connect

    said = ""
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as browser:
        browser.send(BackMsg(rerun_script={}).SerializeToString())
        while "script_finished" not in said:
            said += str(ForwardMsg.FromString(browser.recv(timeout=60)))
    return said


def answer(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as reply:
            return reply.status, reply.headers.get("Content-Security-Policy", "")
    except urllib.error.HTTPError as refused:
        return refused.code, ""


@pytest.mark.slow
@pytest.mark.model
def test_run_serves_this_machine_only(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    with served(port, log):
        status, policy = answer(f"http://127.0.0.1:{port}/_stcore/health")
        assert status == 200
        assert "default-src 'none'" in policy
        assert answer(f"http://127.0.0.1:{port}/", Host="elsewhere.example")[0] == 400
        # Another address of this machine: open if it listened to all of them.
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=5)
        assert "How it works" in visit(port)
    # Nothing but the line that says where it is: no warning, no traceback.
    assert log.read_text(encoding="utf-8").count("\n") == 1
    assert f"http://127.0.0.1:{port}" in log.read_text(encoding="utf-8")
