"""The page: its settings, and the server that shows it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

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
        assert "How notecheck works" in visit(port)
    # Nothing but the line that says where it is: no warning, no traceback.
    assert log.read_text(encoding="utf-8").count("\n") == 1
    assert f"http://127.0.0.1:{port}" in log.read_text(encoding="utf-8")
