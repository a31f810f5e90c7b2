"""Several processes that check batches side by side; their answers in the order of the input.

Each worker has a thread here that hands it one batch at a time. So little is read ahead: no more than a window of
batches is ever between the source and whoever takes the answers, however slow that is. A worker that ends, or that
takes far too long, is replaced; its batch is checked again, then note by note, and a note that brings the worker down
again is answered with an error record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Condition, Lock, Thread
from typing import Final

from notecheck.audit.items import Cursor, Item
from notecheck.audit.journal import Counts
from notecheck.audit.process import Worker
from notecheck.audit.rows import batches, characters, encoded, error_row
from notecheck.errors import SettingsError
from notecheck.workers.process import GoneError, Setting

_AHEAD: Final = 4
"""Batches a worker that may be between source and output: one long note must not keep the other workers waiting."""
_TICK: Final = 0.5  # seconds after which whoever waits for an answer is given a word
_SECONDS: Final = 300.0
"""A batch may take so long beside what its length adds: far more than it takes a slow machine."""
_A_SECOND: Final = 300  # characters
_STARTS: Final = 3
_ENDED: Final = (
    "the process that checked this note ended, twice (it was killed, or there was not enough memory); split the note, "
    "or check it by itself"
)
_HUNG: Final = "this note took too long to check, twice; split it, or check it by itself"
_ENDING: Final = 2.0  # seconds that a thread is waited for, which may be reading from somebody who sends nothing


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
        self._workers: list[Worker] = []
        self._threads = [Thread(target=self._run, args=(place,), daemon=True) for place in range(jobs)]

    def __enter__(self) -> Crew:
        """Start the workers, which load the model in the background."""
        try:
            for _ in self._threads:
                self._workers.append(Worker(self._setting))
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

    def _start(self, place: int, fresh: Worker | None = None) -> Worker:
        """A worker that is ready; one that ends while it loads is tried again."""
        for _ in range(_STARTS):
            started = fresh or self._replace(place)
            try:
                started.ready()
            except GoneError:
                fresh = None
                continue
            return started
        raise SettingsError(f"--jobs: a worker ends before it is ready ({self._workers[place].status()}); {_FEWER}")

    def _replace(self, place: int) -> Worker:
        with self._shared.change:  # or one would be started behind the back of whoever ends them all
            self._must_go_on()
            self._workers[place].close()
            self._workers[place] = Worker(self._setting)
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
            with suppress(GoneError):
                return Answer(*self._check(place, batch.items), batch.cursor)
        rows, counts = b"", Counts()
        for item in batch.items:
            try:
                more = self._check(place, [item])
            except GoneError as error:
                more = encoded(error_row(item, _HUNG if error.late else _ENDED)), Counts(notes=1, errors=1)
            rows, counts = rows + more[0], counts + more[1]
        return Answer(rows, counts, batch.cursor)

    def _check(self, place: int, items: Sequence[Item]) -> tuple[bytes, Counts]:
        try:
            return self._workers[place].check(items, self._seconds + sum(map(characters, items)) / _A_SECOND)
        except GoneError:
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
