"""Several processes that check batches side by side; their answers in the order of the input.

Each worker has a thread here that hands it one batch at a time. So little is read ahead: no more than a window of
batches is ever between the source and whoever takes the answers, however slow that is. A worker that ends, or that
takes far too long, is replaced; its batch is checked again, then note by note, and a note that brings the worker down
again is answered with an error record.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Condition, Lock, Thread, Timer
from typing import Any, Final

from notecheck.audit import worker
from notecheck.audit.items import Cursor, Item
from notecheck.audit.journal import Counts
from notecheck.audit.rows import batches, characters, encoded, error_row
from notecheck.errors import SettingsError

_AHEAD: Final = 4
"""Batches a worker that may be between source and output: one long note must not keep the other workers waiting."""
_TICK: Final = 0.5  # seconds after which whoever waits for an answer is given a word
_SECONDS: Final = 300.0
"""A batch may take so long beside what its length adds: far more than it takes a slow machine."""
_A_SECOND: Final = 300  # characters
_READY: Final = 600.0  # seconds to load the model, on a machine that has much else to do
_STARTS: Final = 3
_ENDING: Final = 2.0  # seconds that a thread is waited for, which may be reading from somebody who sends nothing
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_COMMAND: Final[Sequence[str]] = ("-P", "-m", worker.__name__)
_ENDED: Final = (
    "the process that checked this note ended, twice (it was killed, or there was not enough memory); split the note, "
    "or check it by itself"
)
_HUNG: Final = "this note took too long to check, twice; split it, or check it by itself"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a worker loads.

    Attributes:
        guidance: id of the guidance for notes that name none.
        model: name or folder of another pipeline.
        lexicons: an authority's own folder.
        without: checks to leave out.
        grammar: whether LanguageTool is there and has to answer.
    """

    guidance: str = "general"
    model: str | None = None
    lexicons: str | None = None
    without: tuple[str, ...] = ()
    grammar: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a batch came to.

    Attributes:
        rows: a line of JSON for each of its items, in order.
        counts: of these.
        cursor: behind the last of them.
    """

    rows: bytes
    counts: Counts
    cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class _Batch:
    items: Sequence[Item]
    cursor: Cursor | None


class _GoneError(Exception):
    """A worker has ended, or was ended since it took too long; says which to whoever reads the record."""


def cores() -> int:
    """Processors that this process may use, as its affinity and its control group allow.

    >>> cores() >= 1
    True
    """
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(able, math.ceil(_quota(Path("/sys/fs/cgroup")) or able)))


def _quota(groups: Path) -> float | None:
    """Processors' worth of time that the control group grants; None where it sets no limit."""
    with suppress(OSError, ValueError, ZeroDivisionError):
        limit, period = (groups / "cpu.max").read_text().split()
        return None if limit == "max" else int(limit) / int(period)
    with suppress(OSError, ValueError, ZeroDivisionError):
        limit, period = ((groups / "cpu" / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return int(limit) / int(period) if int(limit) > 0 else None
    return None


class _Worker:
    """A worker process; used by one thread at a time."""

    def __init__(self, setting: Setting) -> None:
        """Start it; it gets ready in the background.

        Raises:
            SettingsError: no process can be started.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603  (this Python, and our own arguments)
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a library prints there may be words of a note
                env=_environment(),
                process_group=0 if os.name == "posix" else None,  # Ctrl-C is for this process, which ends the workers
            )
        except OSError as error:
            raise SettingsError(f"--jobs: a worker could not be started ({error.strerror})") from None
        if not (self._process.stdin and self._process.stdout):
            raise RuntimeError
        self._orders, self._answers = self._process.stdin, self._process.stdout
        self._late = False
        with suppress(OSError):
            worker.send(self._orders, json.dumps(asdict(setting)).encode())

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def ready(self) -> None:
        """Wait until it can check.

        Raises:
            SettingsError: it refuses the setting.
            _GoneError: it has ended.
        """
        told = json.loads(self._receive(_READY)[0])
        if "refused" in told:
            raise SettingsError(told["refused"])

    def check(self, items: Sequence[Item], seconds: float) -> tuple[bytes, Counts]:
        """The rows of a batch.

        Raises:
            _GoneError: it has ended over them, or did not answer in time.
        """
        plain = [i._replace(note=_plain(i.note), kept=dict(i.kept)) for i in items]
        order = pickle.dumps([tuple(each) for each in plain], protocol=5)
        counts, rows = self._receive(seconds, order)
        return rows, Counts(**json.loads(counts))

    def _receive(self, seconds: float, *order: bytes) -> list[bytes]:
        """An answer, to an order if one is given; whoever gives none in time is ended."""
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            if order:
                worker.send(self._orders, *order)
            return worker.receive(self._answers)
        except (EOFError, OSError, ValueError):
            raise _GoneError(_HUNG if self._late else _ENDED) from None
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late = True
        self.kill()

    def status(self) -> str:
        """How it ended, in words."""
        code = self._process.wait()
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"

    def kill(self) -> None:
        """End it at once."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it, wait until it is gone, and let go of its pipes; only where no thread waits for its answer."""
        self.kill()
        self._process.wait()
        for pipe in (self._orders, self._answers):
            with suppress(OSError):
                pipe.close()


def _plain(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What can be sent: a frozen mapping cannot."""
    return None if data is None else dict(data)


def _environment() -> dict[str, str]:
    """A worker's: our own modules first, and one thread of arithmetic, since each has a core."""
    here = str(Path(__file__).parents[2])
    path = [here, *(place for place in sys.path if os.path.isabs(place))]  # noqa: PTH117
    return dict(os.environ) | dict.fromkeys(_ONE_THREAD, "1") | {"PYTHONPATH": os.pathsep.join(path)}


@dataclass
class _Shared:
    """What the threads share, under `change`.

    Attributes:
        change: of any of these.
        taken: batches read from the source.
        given: batches whose answers were taken.
        answers: by number of batch: what it came to, or what stopped it.
        ended: number of batches that there are, once that is known.
        stopped: whether to end.
        fault: what ends the run.
    """

    change: Condition = field(default_factory=Condition)
    taken: int = 0
    given: int = 0
    answers: dict[int, Answer | Exception] = field(default_factory=dict)
    ended: int | None = None
    stopped: bool = False
    fault: Exception | None = None


class Crew:
    """Workers, and a thread for each. A context: they end with it.

    Args:
        setting: what each loads.
        jobs: how many.
        seconds: that a batch may take, beside what its length adds.
    """

    def __init__(self, setting: Setting, jobs: int, *, seconds: float = _SECONDS) -> None:
        self._setting = setting
        self._seconds = seconds
        self._window = jobs * _AHEAD
        self._shared = _Shared()
        self._turn = Lock()
        self._batches: Iterator[_Batch] = iter(())
        self._workers: list[_Worker] = []
        self._threads = [Thread(target=self._run, args=(place,), daemon=True) for place in range(jobs)]

    def __enter__(self) -> Crew:
        """Start the workers, which load the model in the background."""
        try:
            for _ in self._threads:
                self._workers.append(_Worker(self._setting))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End them all at once."""
        with self._shared.change:
            self._shared.stopped = True
            self._shared.change.notify_all()
        for each in self._workers:
            each.kill()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(_ENDING)
        for each in self._workers:
            each.close()

    def ready(self) -> None:
        """Wait until the first can check, by which it is known that the setting will do.

        Raises:
            SettingsError: it will not, or no worker gets so far.
        """
        self._start(0, self._workers[0])

    def pids(self) -> list[int]:
        """Numbers of the processes."""
        return [each.pid for each in self._workers]

    def answers(self, items: Iterable[tuple[Item, Cursor]]) -> Iterator[Answer | None]:
        """The answers on all batches, in order, once `ready`; None now and then while one is waited for.

        Raises:
            SettingsError: the workers refuse the setting.
            NotecheckError: the source cannot read on; all that came before is answered first.
        """
        self._batches = _batched(items)
        for thread in self._threads:
            thread.start()
        while True:
            with self._shared.change:
                answer = self._next()
            if isinstance(answer, Exception):
                raise answer
            if answer is _END:
                return
            yield answer

    def _next(self) -> Answer | Exception | None:
        shared = self._shared
        if shared.given not in shared.answers and not self._is_over():
            shared.change.wait(_TICK)
        if shared.fault:
            return shared.fault
        if shared.given in shared.answers:
            answer = shared.answers.pop(shared.given)
            shared.given += 1
            shared.change.notify_all()
            return answer
        return _END if self._is_over() else None

    def _is_over(self) -> bool:
        return self._shared.fault is not None or self._shared.ended == self._shared.given

    def _run(self, place: int) -> None:
        """What a thread does: have its worker check batch after batch."""
        try:
            if place:  # the first has been waited for
                self._start(place, self._workers[place])
            while (taken := self._take()) is not None:
                number, batch = taken
                self._put(number, batch if isinstance(batch, Exception) else self._answer(place, batch))
        except Exception as error:  # which ends the run
            with self._shared.change:
                if not self._shared.stopped:
                    self._shared.fault = self._shared.fault or error
                self._shared.change.notify_all()

    def _start(self, place: int, fresh: _Worker | None = None) -> _Worker:
        """A worker that is ready; one that ends while it loads is tried again."""
        for _ in range(_STARTS):
            started = fresh or self._replace(place)
            try:
                started.ready()
            except _GoneError:
                fresh = None
                continue
            return started
        raise SettingsError(f"--jobs: a worker ends before it is ready ({self._workers[place].status()}); {_FEWER}")

    def _replace(self, place: int) -> _Worker:
        with self._shared.change:  # or one would be started behind the back of whoever ends them all
            self._must_go_on()
            self._workers[place].close()
            self._workers[place] = _Worker(self._setting)
            return self._workers[place]

    def _must_go_on(self) -> None:
        if self._shared.stopped:
            raise _StoppedError

    def _take(self) -> tuple[int, _Batch | Exception] | None:
        """The next batch of the source, once there is room for its answer; None where there are no more."""
        shared = self._shared
        with self._turn:
            with shared.change:
                while not shared.stopped and shared.ended is None and shared.taken >= shared.given + self._window:
                    shared.change.wait()
                if shared.stopped or shared.ended is not None:
                    return None
            batch: _Batch | Exception | None
            try:
                batch = next(self._batches, None)
            except Exception as error:  # told in its turn, behind what came before
                batch = error
            with shared.change:
                number = shared.taken
                if batch is not None:
                    shared.taken += 1
                if batch is None or isinstance(batch, Exception):
                    shared.ended = shared.taken
                shared.change.notify_all()
            return None if batch is None else (number, batch)

    def _put(self, number: int, answer: Answer | Exception) -> None:
        with self._shared.change:
            self._shared.answers[number] = answer
            self._shared.change.notify_all()

    def _answer(self, place: int, batch: _Batch) -> Answer:
        """The answer on a batch, however often its worker has to be replaced."""
        for _ in range(2):
            with suppress(_GoneError):
                return Answer(*self._check(place, batch.items), batch.cursor)
        rows, counts = b"", Counts()
        for item in batch.items:
            try:
                more = self._check(place, [item])
            except _GoneError as error:
                more = encoded(error_row(item, str(error))), Counts(notes=1, errors=1)
            rows, counts = rows + more[0], counts + more[1]
        return Answer(rows, counts, batch.cursor)

    def _check(self, place: int, items: Sequence[Item]) -> tuple[bytes, Counts]:
        try:
            return self._workers[place].check(items, self._seconds + sum(map(characters, items)) / _A_SECOND)
        except _GoneError:
            self._start(place)
            raise


class _StoppedError(Exception):
    """The crew is ending."""


_END: Final = Answer(b"", Counts(), None)
_FEWER: Final = "if memory is short, fewer jobs need less"


def _batched(items: Iterable[tuple[Item, Cursor]]) -> Iterator[_Batch]:
    """The batches, each with the cursor behind it."""
    last: list[Cursor] = []

    def told() -> Iterator[Item]:
        for item, cursor in items:
            last[:] = [cursor]
            yield item

    for batch in batches(told()):
        yield _Batch(batch, last[0])
