"""What a tool takes, with all processes that it starts: time, CPU time and memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil

LOOK = 0.05  # seconds between two looks at the memory


class BrokenError(Exception):
    """A tool ended, or said something else than an answer."""


class Cost(NamedTuple):
    """What a piece of work took.

    Attributes:
        wall: seconds that passed.
        cpu: seconds of all cores together.
        findings: by severity; None of a tool that only measures.
    """

    wall: float
    cpu: float
    findings: dict[str, int] | None = None


class Tree:
    """A process, all that it starts, and servers that work for it."""

    def __init__(self, pid: int) -> None:
        self.roots = [psutil.Process(pid)]
        self.peak = 0.0  # megabytes

    def add(self, pids: Sequence[int]) -> None:
        """Count these servers too, with what they have taken so far."""
        self.roots += map(psutil.Process, pids)

    def _all(self) -> Iterator[psutil.Process]:
        for root in self.roots:
            with suppress(psutil.NoSuchProcess):
                yield root
                yield from root.children(recursive=True)

    def cpu(self) -> float:
        """Seconds so far, with those of children that have ended."""
        seconds = 0.0
        for process in self._all():
            with suppress(psutil.NoSuchProcess):
                seconds += sum(process.cpu_times()[:4])
        return seconds

    def look(self) -> None:
        """Note the memory, if it is more than ever: the sum of what each process that lives has had at most."""
        self.peak = max(self.peak, sum(map(_most, self._all())))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at the memory again and again, for children that do not live long."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(LOOK):
                self.look()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            self.look()
            over.set()
            watcher.join()


def _most(process: psutil.Process) -> float:
    """The most resident memory that a process has had, in megabytes; where the system keeps none, what it has now."""
    with suppress(OSError):
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0
    with suppress(psutil.Error):
        return float(process.memory_info().rss) / 2**20
    return 0.0


class Running:
    """A program that holds a tool and takes batches of notes, as the package says."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        self.began = time.perf_counter()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (until `close`)
        self._process = subprocess.Popen(
            [*command],
            cwd=folder,
            env=os.environ | env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self.tree = Tree(self._process.pid)
        with self.tree.watched():
            said = self._read()
        self.version = str(said["version"])
        self.tree.add(said["pids"])

    def check(self, folder: Path) -> Cost:
        """Have it check a batch."""
        assert self._process.stdin
        cpu, start = self.tree.cpu(), time.perf_counter()
        with self.tree.watched():
            with suppress(BrokenPipeError):
                self._process.stdin.write(f"{folder}\n")
                self._process.stdin.flush()
            answer = self._read()
            wall = time.perf_counter() - start
        return Cost(wall, self.tree.cpu() - cpu, answer["findings"])

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            self.close()
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip().splitlines() or [line.strip() or "nothing"]
            raise BrokenError(f"it broke off: {said[-1][:200]}") from None
        return answer

    def close(self) -> None:
        """End it, and with it what it holds."""
        with suppress(BrokenPipeError):
            self._process.communicate()


def first_answer(command: Sequence[str], folder: Path, env: Mapping[str, str], batch: Path) -> Cost:
    """From nothing to the answer on a batch, of a program that takes batches."""
    running = Running(command, folder, env)
    try:
        running.check(batch)
        return Cost(time.perf_counter() - running.began, running.tree.cpu())
    finally:
        running.close()


def whole_run(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Cost:
    """From nothing to the end of a command; what it found may stand in its status too."""
    before, start = _spent(), time.perf_counter()
    done = subprocess.run([*command], cwd=folder, env=os.environ | env, capture_output=True, text=True)
    wall = time.perf_counter() - start
    if done.returncode not in (0, 1) and not done.stdout:
        raise BrokenError(f"it broke off: {done.stderr.strip()[-200:]}")
    return Cost(wall, _spent() - before)


def _spent() -> float:
    """CPU seconds of all processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system
