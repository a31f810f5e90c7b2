"""A real server for tests, started as its command starts it: `with serving() as server: server.post("/v1/report", …)`.

`serving(light=True)` has workers that load no model, and die, hang or take their time as a note's text says; this file,
run as a program, is the command with such workers, or one of them.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

STARTS = 120  # seconds, on a machine that has much else to do
_HERE = str(Path(__file__))


class Answer(NamedTuple):
    """What a server answered; headers with names in small letters."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()


class Server:
    """A server that runs, and what it said."""

    def __init__(self, process, log):
        self.process = process
        self._log = log
        self._said = [self._first_line()]
        self.address = re.search(r"http://\S+", self._said[0]).group()
        parts = urlsplit(self.address)
        self.host, self.port = parts.hostname, parts.port

    def _first_line(self):
        line = self.process.stdout.readline()
        assert "http://" in line, (line, self.log())
        return line

    def log(self):
        """What it wrote to standard error so far."""
        return Path(self._log.name).read_text(encoding="utf-8")

    def said(self):
        """All that it wrote anywhere, once it has ended."""
        self._said.append(self.process.stdout.read())
        return "".join(self._said) + self.log()

    def connection(self, seconds=60):
        return http.client.HTTPConnection(self.host, self.port, timeout=seconds)

    def ask(self, method, path, body=None, headers=None, seconds=60):
        """An answer, over a connection of its own."""
        connection = self.connection(seconds)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, headers=_named(headers))

    def report(self, text, *, seconds=60, headers=None, **fields):
        """What `/v1/report` answers on a note."""
        body = json.dumps({"text": text} | fields)
        return self.ask("POST", "/v1/report", body, {"Content-Type": "application/json"} | (headers or {}), seconds)

    def check(self, text, *, path="/v2/check", headers=None, **fields):
        """What LanguageTool's protocol answers on a text."""
        body = urlencode({"language": "en-GB", "text": text} | fields)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, kind | (headers or {}))

    def raw(self, *pieces, seconds=60, pause=0.0, done=False):
        """All that comes back on bytes that are sent as they stand; b"" where the connection was just closed.

        With `done`, the server is told that nothing more will come.
        """
        with socket.create_connection((self.host, self.port), timeout=seconds) as wire:
            try:
                for piece in pieces:
                    wire.sendall(piece)
                    time.sleep(pause)
                if done:
                    with suppress(OSError):  # the server may have closed it
                        wire.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: wire.recv(65536), b""))
            except (ConnectionResetError, BrokenPipeError):
                return b""

    def workers(self):
        """Numbers of its worker processes."""
        return children(self.process.pid)

    def mapped(self):
        """Names of the files that it has in memory, as Linux lists them."""
        rows = Path(f"/proc/{self.process.pid}/maps").read_text().splitlines()
        return {line.split(maxsplit=5)[5] for line in rows if "/" in line}

    def holds(self, port):
        """Whether it has a connection open to a port of a client's, as Linux lists them."""
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return any(row[1:4] == [f"0100007F:{self.port:04X}", f"0100007F:{port:04X}", "01"] for row in rows)

    def stop(self, number=signal.SIGTERM, seconds=30):
        """End it; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)


def children(pid):
    """Numbers of the processes that a process has started, as Linux lists them."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(each) for each in task.read_text().split()]
        except OSError:
            continue
    return found


def cmdline(pid):
    """The command that a process was started by, as Linux has it; b"" if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def worked(pid):
    """Ticks of the processor that a process has had, as Linux counts them."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def lives(pid):
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def until(there, seconds=30.0):
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.02)
    return found


def command(*options, light=False):
    """The command of a server at a free port."""
    program = [_HERE, "run"] if light else ["-P", "-m", "notecheck"]
    return [sys.executable, *program, "serve", "--port", "0", *options]


@contextmanager
def serving(*options, light=False, jobs=1, files=None, **environment):
    """A server with these options of its command; it is ended with the block, and nothing of it is left.

    It finds that it may have so many `files` open, where a number is given, and that it may ask for more.
    """
    if light and not sys.platform.startswith("linux"):
        pytest.skip("needs /proc, by which the workers of a server are found")
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = subprocess.Popen(
            command("--jobs", str(jobs), *options, light=light),
            env={**os.environ, "NOTECHECK_GRAMMAR": "off", **environment},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            preexec_fn=partial(_let_open, files) if files else None,
        )
        try:
            yield Server(process, log)
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(30)
            finally:
                process.kill()
                process.stdout.close()


def _let_open(files):
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))


def _named(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}


FACTS = {
    "max_text": 1_000_000,
    "software": {"name": "notecheck", "version": "0.1.0", "buildDate": ""},
    "rules": [],
    "told": {"version": 1},
}
REPORT = {"version": 1, "guidance": "general", "findings": [], "sentences": [], "skipped": [], "ignored": []}


GARBLED = b"\x01\x7f" + b"\xff" * 7
"""An answer as large as no memory is."""


class _LightChecker:
    """Checks nothing: does as the text says, and gives it back."""

    def pipe(self, notes):
        for note in notes:
            text = note["text"]
            if text.startswith(("hang", "wait")):
                time.sleep(600 if text.startswith("hang") else float(text.split()[1]))
            if text.startswith("die") or text.endswith("die"):
                os.kill(os.getpid(), signal.SIGKILL)
            if text.startswith("fault"):
                raise ValueError(text)
            said = {"id": note.get("id"), "doc_type": note.get("doc_type", "case-note"), "echo": text[:200]}
            yield SimpleNamespace(to_dict=lambda said=said: REPORT | said)


def _light_worker(most):
    """A worker that loads no model; what is asked by form it answers as if by JSON.

    Where `--model` names a file, none starts once that is there, and each that is ready makes one beside it.
    """
    from notecheck.serve import worker
    from notecheck.workers import inside, messages

    inside.end_with_parent()
    orders, answers = inside.pipes()
    setting = json.loads(messages.receive(orders)[0])
    model = Path(setting["model"] or "any")
    if model.name == "none" or model.exists():
        os._exit(3)
    if model.name == "garble":
        answers.write(GARBLED)
        answers.flush()
        time.sleep(600)
    facts = FACTS | {"max_text": min(most, FACTS["max_text"])}
    messages.send(answers, json.dumps({"ready": True} | facts).encode())
    if model.is_absolute():
        model.with_suffix(f".{os.getpid()}").touch()
    desk = worker.Desk(most)
    while True:
        try:
            way, sent, *more = messages.receive(orders)
        except EOFError:
            return
        if b"garble" in sent:
            answers.write(GARBLED)
            answers.flush()
            continue
        if way == b"matches":
            way, sent = b"report", json.dumps({"text": json.loads(sent)["fields"]["text"]}).encode()
        messages.send(answers, *desk.answer(_LightChecker(), setting, (way, sent, *more)))


def _run():
    """Be the command, with light workers, and with times as `SERVING_TIMES` has them: {"guard._BODY": 1}."""
    from importlib import import_module

    from notecheck.cli import main
    from notecheck.serve import engine

    engine._COMMAND = (_HERE, "worker")
    for name, seconds in json.loads(os.environ.get("SERVING_TIMES", "{}")).items():
        module, constant = name.split(".")
        found = import_module(f"notecheck.serve.{module}")
        assert hasattr(found, constant)
        setattr(found, constant, seconds)
    del sys.argv[1]
    main()


if __name__ == "__main__":
    _run() if sys.argv[1] == "run" else _light_worker(int(sys.argv[2]))
