"""`notecheck page` in a process of its own, with its log at hand."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Served:
    """A page that answers."""

    address: str
    log_file: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """All that the server has written to its two outputs so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    folder: Path,
    *options: str,
    port: int | None = None,
    path: str = "",
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = ("-m", "notecheck", "page"),
) -> Iterator[Served]:
    """Serve the page from `folder` until the block ends; stop it as Ctrl+C would.

    Args:
        folder: where the server stands and where its log is written.
        options: more options of `notecheck page`.
        port: a port of this machine, a free one if none is named.
        path: the base path that the page is served under, with its slash before it.
        env: variables of the environment, beside those of the tests.
        command: what Python runs.
    """
    port = port or free_port()
    log_file = folder / "server.log"
    call = [sys.executable, *command, "--port", str(port), *options]
    with (
        log_file.open("ab") as log,
        subprocess.Popen(call, cwd=folder, env={**os.environ, **(env or {})}, stdout=log, stderr=log) as process,
    ):
        served = Served(f"http://127.0.0.1:{port}{path}", log_file, process)
        try:
            _wait(served)
            yield served
        finally:
            process.terminate()
            process.wait(20)


def _wait(served: Served) -> None:
    for _ in range(600):
        if served.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{served.address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the page did not start: {served.log}")
