"""Runs inputs in a process of its own, whose time and memory are bounded, and collects what went wrong.

An input may take ten seconds of processor time. A child that hangs where Python cannot stop it is ended by its parent
after thirty, and the input that it had in hand is kept all the same.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import resource
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir

from fuzz.kinds import Kind, keep

SECONDS = 10.0
ENDED_AFTER = 30.0
MORE_MEMORY = 2_000_000_000  # bytes of address space beyond what the loaded models take
CHUNK = 250  # inputs between two looks at the clock
PACKAGE = "/notecheck/"

set_hypothesis_home_dir(tempfile.mkdtemp(prefix="notecheck-fuzz-"))


class HangError(BaseException):
    """An input took longer than it may; no `except Exception` on the way swallows it."""


@dataclass
class Outcome:
    """What came of a kind.

    Attributes:
        inputs: that were run.
        cpu: seconds of processor time.
        slowest: of one input.
        faults: what went wrong, by what tells it apart → the file of the smallest input that showed it.
    """

    inputs: int = 0
    cpu: float = 0.0
    slowest: float = 0.0
    memory: int = 0
    faults: dict[str, str] = field(default_factory=dict)


def run(kind: Kind, count: int, seconds: float, start: int, found: Path) -> Outcome:
    """Run inputs of a kind until there were enough, or time is over.

    Args:
        kind: of input.
        count: how many.
        seconds: after which no further chunk is begun, by the clock.
        start: the seed; the same gives the same inputs.
        found: folder for inputs that show a fault.
    """
    total, until, chunk = Outcome(), time.monotonic() + seconds, 0
    while total.inputs < count and time.monotonic() < until:
        size = min(CHUNK, count - total.inputs)
        part = _in_a_child(kind, size, start * 1_000_003 + chunk, found, dict(total.faults), until)
        total = Outcome(
            total.inputs + part.inputs,
            total.cpu + part.cpu,
            max(total.slowest, part.slowest),
            max(total.memory, part.memory),
            total.faults | part.faults,
        )
        chunk += max(1, part.inputs // CHUNK)
    return total


def _in_a_child(kind: Kind, count: int, start: int, found: Path, known: dict[str, str], until: float) -> Outcome:
    """The outcome of one chunk, which a child works out; what the child leaves where it dies."""
    with tempfile.TemporaryDirectory() as folder:
        hand, answer = Path(folder, "in hand"), Path(folder, "answer")
        child = os.fork()
        if not child:
            _be_the_child(kind, count, start, found, known, hand, answer)
        why = _watch(child, hand, until)
        if answer.exists():
            return pickle.loads(answer.read_bytes())
        kept = "nothing in hand"
        if hand.exists():
            kept = str(keep(kind.name, pickle.loads(hand.read_bytes()), found))
        return Outcome(inputs=1, faults={why: kept})


def _watch(child: int, hand: Path, until: float) -> str:
    """Wait for the child; why it ended where it did not end by itself."""
    process = psutil.Process(child)
    begun: tuple[float, float] = (0.0, 0.0)
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            return f"ended by {signal.Signals(number).name}" if number else f"ended with {os.WEXITSTATUS(status)}"
        with contextlib.suppress(OSError, psutil.Error):
            cpu, changed = sum(process.cpu_times()[:2]), hand.stat().st_mtime
            if changed != begun[0]:
                begun = (changed, cpu)
            elif cpu - begun[1] > ENDED_AFTER:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return f"hang of more than {ENDED_AFTER:.0f} s that Python could not stop"
        time.sleep(0.05)


def _be_the_child(
    kind: Kind, count: int, start: int, found: Path, known: dict[str, str], hand: Path, answer: Path
) -> None:
    """Run a chunk and write what came of it; never returns."""
    status = 1
    try:
        _bound_memory()
        outcome = _chunk(kind, count, start, found, known, hand)
        answer.write_bytes(pickle.dumps(outcome))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _bound_memory() -> None:
    held = psutil.Process().memory_info().vms
    resource.setrlimit(resource.RLIMIT_AS, (held + MORE_MEMORY, held + MORE_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _chunk(kind: Kind, count: int, start: int, found: Path, known: dict[str, str], hand: Path) -> Outcome:
    """Inputs until one shows a fault that is not known; hypothesis then makes it small."""
    outcome = Outcome(faults={})
    smallest: dict[str, Any] = {}
    signal.signal(signal.SIGPROF, _stop)

    @seed(start)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(kind.strategy())
    def each(value: Any) -> None:
        hand.write_bytes(pickle.dumps(value))
        shrinking = bool(smallest)
        before = time.process_time()
        why = reason(kind, value)
        spent = time.process_time() - before
        if not shrinking:
            outcome.inputs += 1
            outcome.cpu += spent
            outcome.slowest = max(outcome.slowest, spent)
        if why.startswith("hang") and why not in known:  # to make it small would take hours
            outcome.faults.setdefault(why, str(keep(kind.name, value, found)))
        elif why and why not in known:
            smallest.setdefault(why, None)
            if why == next(iter(smallest)):
                smallest[why] = value
                raise AssertionError(why)

    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            each()
    except BaseException as error:
        if not smallest:  # hypothesis itself, or a strategy of ours
            outcome.faults[f"the fuzz: {type(error).__name__}: {error}"[:200]] = "no input"
    outcome.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    outcome.faults |= {why: str(keep(kind.name, value, found)) for why, value in smallest.items() if value is not None}
    return outcome


def _stop(*_: Any) -> None:
    raise HangError


def reason(kind: Kind, value: Any) -> str:
    """What is wrong with what came of an input, told alike for all that show the same fault; empty where nothing is."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        kind.run(value)
    except HangError as error:
        return f"hang at {_where(error)}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        says = f": {error}" if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__}{says} at {_where(error)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _where(error: BaseException) -> str:
    """The innermost line of ours that an error passed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if PACKAGE in frame.filename]
    ours = [frame for frame in frames if "/fuzz/" not in frame.filename] or frames
    return f"{ours[-1].filename.rpartition(PACKAGE)[2]}:{ours[-1].lineno}" if ours else "the oracle"


def rows(outcomes: dict[str, Outcome]) -> Iterator[str]:
    """A table for people."""
    yield f"{'kind':<12}{'inputs':>8}{'CPU s':>9}{'slowest s':>11}{'peak MB':>9}{'faults':>8}"
    for name, each in outcomes.items():
        peak = each.memory / 1e6
        yield (f"{name:<12}{each.inputs:>8,}{each.cpu:>9,.1f}{each.slowest:>11.2f}{peak:>9,.0f}{len(each.faults):>8}")
    total = sum(each.inputs for each in outcomes.values())
    yield f"{'all':<12}{total:>8,}{sum(each.cpu for each in outcomes.values()):>9,.1f}"
