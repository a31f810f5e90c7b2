"""The page: its settings, and the server that shows it."""

from __future__ import annotations

import asyncio
import gc
import socket
import tomllib
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

from browser.serving import free_port, serving
from spacy.tokens import Doc
from streamlit.testing.v1 import AppTest

from notecheck import page
from notecheck.data import PAGE
from notecheck.errors import SettingsError


def test_settings_are_the_same_for_streamlit_run() -> None:
    tables = tomllib.loads((PAGE.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    flat = {}
    for section, options in tables.items():
        for name, value in options.items():
            inner = value.items() if isinstance(value, dict) else [(None, value)]
            flat |= {".".join(filter(None, (section, name, last))): each for last, each in inner}
    assert flat == page.SETTINGS


def test_a_view_that_fails_outright_is_said_in_words(monkeypatch, caplog) -> None:
    def fail(self):
        raise ValueError("Zebedeeq was seen.")

    monkeypatch.setattr(import_module("streamlit.navigation.page").StreamlitPage, "run", fail)
    shown = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not shown.exception
    assert "it is not the fault of your text" in shown.warning[0].value
    assert "the page stopped: ValueError (" in caplog.text
    assert "Zebedeeq" not in caplog.text + shown.warning[0].value


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


@pytest.mark.parametrize("host", ["", "https://notecheck.example", "notecheck.example:443", "*", "a b", "-a.example"])
def test_run_refuses_a_host_that_is_no_name(host: str) -> None:
    with pytest.raises(SettingsError, match="--host: not the name of a host"):
        page.run(free_port(), host=host)


@pytest.mark.parametrize("path", ["/a b", "../x", "/a?b", "/a//b"])
def test_run_refuses_a_path_that_is_none(path: str) -> None:
    with pytest.raises(SettingsError, match="--base-path: letters, figures"):
        page.run(free_port(), base_path=path)


def test_a_team_s_name_and_path_are_taken_over() -> None:
    how = page.Start(host="notecheck.example.gov.uk", base_path=page._base_path("notecheck/"))
    settings = page._settings(how, 8600)
    assert settings["server.allowedHosts"] == ["127.0.0.1", "localhost", "notecheck.example.gov.uk"]
    assert settings["server.baseUrlPath"] == "notecheck"
    assert settings["server.address"] == "127.0.0.1"


def test_signing_in_needs_its_extra(monkeypatch) -> None:
    monkeypatch.setattr(page, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'notecheck\[page,sign-in\]'"):
        page._app(page.Start(sign_in={}))


def test_a_streamlit_that_cannot_forget_is_said_on_standard_error(monkeypatch, capsys) -> None:
    async def serve() -> None:
        async with page._while_served(None):
            pass

    monkeypatch.setattr("notecheck.forgetting.works", lambda: False)
    asyncio.run(serve())
    assert "does not let a closed tab be forgotten" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cookie", "secure", "kept"),
    [
        (b"a=b; Path=/; Max-Age=2592000; SameSite=lax", True, b"a=b; Path=/; SameSite=lax; Secure"),
        (b"a=b; expires=Fri, 25 Dec 2026 10:00:00 GMT; Path=/", False, b"a=b; Path=/"),
        (b"a=; expires=Wed, 25 Nov 2026 10:00:00 GMT; Max-Age=0; Path=/", False, None),  # being deleted
        (b"a=b; Secure", True, b"a=b; Secure"),
    ],
)
def test_cookies_end_with_the_browser(cookie: bytes, secure: bool, kept: bytes | None) -> None:
    assert page._cookie(cookie, secure) == (kept or cookie)


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
    with serving(tmp_path) as served:
        port = int(served.address.rsplit(":", 1)[1])
        status, policy = answer(f"http://127.0.0.1:{port}/_stcore/health")
        assert status == 200
        assert "default-src 'none'" in policy
        assert answer(f"http://127.0.0.1:{port}/", Host="elsewhere.example")[0] == 400
        # Another address of this machine: open if it listened to all of them.
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=5)
        assert "How notecheck works" in visit(port)
    # Nothing but the line that says where it is: no warning, no traceback.
    assert served.log.count("\n") == 1
    assert served.address in served.log


@pytest.mark.model
def test_no_note_outlives_its_check(checker) -> None:
    def notes() -> int:
        gc.collect()
        return sum(isinstance(each, Doc) for each in gc.get_objects())

    before = notes()
    report = checker("I saw you at home, Amy. SW rang Mum re: CIN and she was happy.", child={"name": "Amy"})
    checker.update(report, f"{report.text} Their is a plan.")
    assert notes() == before


@pytest.mark.model
def test_long_and_ordinary_texts_have_a_checker_each_and_the_same_reports(checker, monkeypatch) -> None:
    monkeypatch.setattr(page, "_loaded", [checker])
    other = page.checker(page.LONG + 1)
    assert page.checker(page.LONG) is checker is not other
    text = "I saw you at home, Amy. SW rang Mum re: CIN and she was happy. " * 30
    with ThreadPoolExecutor(2) as both:  # at the same time
        first, second = both.map(lambda each: each(text).to_dict(), (checker, other))
    assert first == second
