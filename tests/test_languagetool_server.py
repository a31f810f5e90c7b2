"""LanguageTool as a user has it: Maven's jars and a real server, started by whoever needs it and gone after that."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

import pytest
from languagetool_home import WITHOUT, grammar, linux, own_home, posix

from notecheck.cli import DONE
from notecheck.languagetool import (
    address,
    folders,
    jars,
    loopback,
    owned,
    processes,
    start,
    state,
    status,
    why_not,
)
from notecheck.languagetool import stop as end
from notecheck.languagetool.install import install

place = pytest.fixture(autouse=True)(own_home)
run = pytest.fixture(lambda: grammar)


OWNER = """
import sys
from notecheck.languagetool import address, owned, why_not
with owned():
    print(address() or why_not(), flush=True)
    for _ in sys.stdin:
        print(address() or why_not(), flush=True)
"""


@pytest.fixture(scope="module")
def set_up(tmp_path_factory):
    """A data folder in which LanguageTool was set up by Maven, once for all tests."""
    if WITHOUT:
        pytest.skip(WITHOUT)
    home = tmp_path_factory.mktemp("data")
    done = install(home)
    assert done.seconds is not None
    return home


@pytest.fixture
def home(set_up, monkeypatch):
    """That folder as the user's; whatever runs in it afterwards is ended."""
    monkeypatch.setenv("NOTECHECK_HOME", str(set_up))
    yield set_up
    end()


@pytest.fixture
def owner(home):
    """Start processes that need the server; each answers a line with where it would send a text."""
    begun = []

    def make():
        process = subprocess.Popen(
            [sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        begun.append(process)
        return process

    yield make
    for process in begun:
        process.kill()
        process.communicate()


def again(process):
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def matches(base, text):
    body = urllib.parse.urlencode({"language": "en-GB", "text": text}).encode()
    return json.loads(loopback.ask(base, "/v2/check", body, seconds=60))["matches"]


def last():
    return state.read(folders.running())


def until(condition):
    """Wait until something has come about; a minute is enough on a busy machine."""
    limit = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.1)


def is_gone(seen):
    return not processes.is_alive(seen.server, seen.server_born)


@pytest.mark.slow
@pytest.mark.skipif(bool(WITHOUT), reason=WITHOUT)
class TestReal:
    """What a user does, with Maven's jars and a real server."""

    def test_set_up_once_and_seen_at_once_after_that(self, home, run):
        assert sorted(jars.checksums()) == sorted(path.name for path in folders.jars().glob("*.jar"))
        assert install().seconds is None
        assert "LanguageTool is set up already" in run("install", "--where-possible").output

    def test_a_jar_that_was_changed_is_named_and_set_up_again_without_a_network(self, home, run, monkeypatch):
        jar = folders.jars() / "language-en-6.8.jar"
        content = jar.read_bytes()
        jar.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert "checksums: language-en-6.8.jar is not as published" in run("status").output
        with owned():
            assert address() is None
            assert "language-en-6.8.jar is not as published" in why_not()
        nowhere = " ".join(f"-D{kind}.proxyHost=127.0.0.1 -D{kind}.proxyPort=9" for kind in ("http", "https"))
        monkeypatch.setenv("MAVEN_OPTS", f"{os.environ.get('MAVEN_OPTS', '')} {nowhere}")
        assert ", each verified) in " in run("install").output
        assert jar.read_bytes() == content
        assert status().faults == ()

    def test_a_sentence_is_checked_and_no_word_of_it_is_in_the_log(self, home):
        with owned():
            base = address()
            assert base is not None
            found = matches(base, "Callum have a bruise on there arm.\n\nZebedee telled me abuot it.")
            assert found
            loopback.ask(base, "/v2/check", b"language=xx&text=Zebedee+cried", seconds=10)
            loopback.ask(base, "/v2/check", b"language=es&text=Zebedee+cried", seconds=30)
            loopback.ask(base, "/v2/check?text=Zebedee+cried", seconds=30)
            seen = last()
        until(lambda: is_gone(seen))
        kept = b"".join(path.read_bytes() for path in folders.running().rglob("*") if path.is_file())
        for word in (b"Callum", b"bruise", b"Zebedee", b"telled", b"cried"):
            assert word not in kept
        assert b"Check done: " in kept

    def test_it_ends_with_its_owner_even_where_that_is_killed(self, owner):
        first = owner()
        assert first.stdout.readline().startswith("http://127.0.0.1:")
        seen = last()
        first.kill()
        until(lambda: is_gone(seen) and last().phase == "ended")

    def test_owners_that_start_together_share_one_and_it_outlives_all_but_the_last(self, owner):
        both = [owner(), owner(), owner()]
        assert len({each.stdout.readline() for each in both}) == 1
        seen = last()
        both[0].kill()
        both[1].communicate("")
        time.sleep(5)
        assert again(both[2]) == f"http://127.0.0.1:{seen.port}"
        assert last().server == seen.server
        both[2].communicate("")
        until(lambda: is_gone(seen))

    def test_a_server_that_dies_is_started_anew_at_its_port_but_not_for_ever(self, owner):
        first = owner()
        base = first.stdout.readline().strip()
        for restarts in (1, 2):
            seen = last()
            os.kill(seen.server, signal.SIGKILL)
            until(lambda seen=seen: is_gone(seen))
            assert again(first) == base
            assert last().restarts == restarts
        seen = last()
        os.kill(seen.server, signal.SIGKILL)
        until(lambda: last().phase == "ended")
        assert "its server ended by itself (status -9), 3 times in ten minutes; look at " in again(first)
        assert start() != base or address() == base
        assert again(first).startswith("http://127.0.0.1:")

    @linux
    def test_it_ends_with_its_keeper_and_an_owner_gets_another(self, owner):
        first = owner()
        first.stdout.readline()
        seen = last()
        os.kill(seen.keeper, signal.SIGKILL)
        until(lambda: is_gone(seen))
        assert again(first).startswith("http://127.0.0.1:")
        assert last().server != seen.server

    def test_start_leaves_a_server_that_stays_until_stop(self, home, run):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            assert f"port {port} cannot be used (" in run("start", "--port", str(port)).output
        result = run("start", "--port", str(port))
        assert result.exit_code == DONE, result.output
        assert f"http://127.0.0.1:{port};" in result.output
        time.sleep(5)
        assert address() == f"http://127.0.0.1:{port}"
        said = run("status").output
        assert f"server:    http://127.0.0.1:{port}, process {last().server}, " in said
        assert "never restarted, stays until it is stopped" in said
        assert "runs already" in run("start", "--port", str(port + 1)).output
        with owned():
            assert address() == f"http://127.0.0.1:{port}"
        seen = last()
        assert run("stop").output == "grammar: the server has ended\n"
        assert is_gone(seen)
        assert address() is None

    def test_a_server_that_was_stopped_is_not_started_by_those_who_used_it(self, owner, run):
        first = owner()
        assert first.stdout.readline().startswith("http://")
        run("stop")
        assert "its server was stopped; `notecheck grammar start` starts it again" in again(first)
        second = owner()
        assert second.stdout.readline().startswith("http://")
        assert again(first).startswith("http://")

    @posix
    def test_in_the_foreground_it_ends_with_its_process(self, home):
        with subprocess.Popen(
            [sys.executable, "-m", "notecheck", "grammar", "start", "--foreground"], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout.readline().startswith("grammar: LanguageTool is at http://127.0.0.1:")
            seen = last()
            assert seen.keeper == process.pid
            process.send_signal(signal.SIGINT)
            process.communicate()
        assert process.returncode == 0
        assert is_gone(seen)
