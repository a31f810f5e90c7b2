"""Checks notes for a server: worker processes, who is next, and what becomes of a worker that ends or takes too long.

Each worker holds one checker and has a thread here that waits for its answers, so that the event loop never does. What
a client sends is read in the worker, where its answer is written too: here both are bytes, and however much stands in
them nobody else waits. It is in a worker only for as long as it is checked; nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain, repeat
from typing import Any, Final, TypeVar

from notecheck.errors import NotecheckError, NoteError, SettingsError
from notecheck.serve import worker
from notecheck.serve.line import BusyError, Job, Line
from notecheck.serve.refusals import FaultError, RefusedError
from notecheck.serve.settings import Serving
from notecheck.workers.cores import cores
from notecheck.workers.process import GoneError, Setting, Worker

CLIENT: Final[ContextVar[str]] = ContextVar("notecheck_client", default="")
"""Who asks, as the guard before the server found; checks of different clients take turns."""

LOG: Final = logging.getLogger("notecheck.serve")
_COMMAND: Final[Sequence[str]] = ("-P", "-m", worker.__name__)
_A_SECOND: Final = 1_000  # characters that a slow machine checks in one
_STARTS: Final = 3
_REST: Final = (1.0, 5.0, 30.0)  # seconds before a worker that does not get ready is started again
_STOPPING: Final = "the server is stopping"
_STEP: Final = 0.05
_FEWER: Final = "if memory is short, fewer jobs need less"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the workers tell of what they check with, for those who ask the server itself.

    Attributes:
        max_text: the longest text, in characters.
        software: the server, as `/v2/info` has it.
        rules: as `/v2/configinfo` lists them.
        told: what `/v1` tells of itself, as `v1/told.py` has it.
    """

    max_text: int
    software: Mapping[str, Any]
    rules: Sequence[Mapping[str, str]]
    told: Mapping[str, Any]


class _Place:
    """Where one worker stands: the process, and the one thread that starts it and waits for it."""

    def __init__(self, setting: Setting, command: Sequence[str]) -> None:
        self._setting = setting
        self._command = command
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="notecheck-worker")
        self.worker: Worker | None = None
        self.closed = False

    async def _there(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def renew(self) -> Mapping[str, Any]:
        """Have a worker that is ready, in place of one that was there; what it says of itself.

        Raises:
            SettingsError: it refuses its setting, or ends again and again before it is ready.
        """
        return await self._there(self._renew)

    def _renew(self) -> Mapping[str, Any]:
        for _ in range(_STARTS):
            if self.worker:
                self.worker.close()
            if self.closed:
                break
            self.worker = Worker(self._setting, self._command)
            try:
                return self.worker.ready()
            except GoneError:
                continue
        how = self.worker.status() if self.worker else "it was ended"
        raise SettingsError(f"--jobs: a worker ends before it is ready ({how}); {_FEWER}")

    async def ask(self, order: Sequence[bytes], seconds: float) -> list[bytes]:
        """The worker's answer.

        Raises:
            GoneError: it has ended over it, or did not answer in time.
        """
        current = self.worker
        if current is None:
            raise GoneError(late=False)
        return await self._there(lambda: current.ask(seconds, *order))

    async def close(self) -> None:
        """End the worker, and wait until it is gone."""
        self.closed = True
        closing = asyncio.ensure_future(self._there(self._close))
        while not closing.done():
            if self.worker:  # one may just have been started, and the thread waits for it
                self.worker.kill()
            await asyncio.wait({closing}, timeout=_STEP)
        self._thread.shutdown()

    def _close(self) -> None:
        if self.worker:
            self.worker.close()


class Engine:
    """Checks one note after the other, several at a time; between `start` and `stop`.

    Args:
        settings: of the server.

    Attributes:
        facts: what it checks with, once it has started.
    """

    facts: Facts

    def __init__(self, settings: Serving) -> None:
        self._settings = settings
        setting = Setting(settings.guidance, settings.model, settings.lexicons, settings.without)
        command = (*_COMMAND, str(settings.max_text))
        self._places = [_Place(setting, command) for _ in range(settings.jobs or cores())]
        self._able: set[_Place] = set()
        self._idle: list[_Place] = []
        self._line = Line(len(self._places), settings.queue)
        self._tasks: set[asyncio.Task[None]] = set()
        self._end = asyncio.Event()
        self._started = False

    @property
    def ready(self) -> bool:
        """Whether a note would be checked, now or in its turn."""
        return bool(self._able) and self._started and not self._end.is_set()

    def pids(self) -> list[int]:
        """Numbers of the worker processes."""
        return [place.worker.pid for place in self._places if place.worker]

    async def start(self) -> None:
        """Start the workers, and wait until the first can check; the others join it.

        Raises:
            SettingsError: they refuse the setting, or none gets so far.
        """
        first, *others = self._places
        for place in others:
            self._do(self._enter(place))
        told = await first.renew()
        self.facts = Facts(told["max_text"], told["software"], told["rules"], told["told"])
        self._started = True
        self._free(first)

    async def stop(self) -> None:
        """End the workers at once, and whoever still waits for one is told. A second time there is nothing to do."""
        if self._end.is_set():
            return
        self._end.set()
        await asyncio.gather(*(place.close() for place in self._places))
        while job := self._line.take():
            _refuse(job, BusyError(_STOPPING))
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def ask(self, way: str, *sent: bytes, characters: int) -> bytes:
        """What a worker answers.

        Args:
            way: what it is to do, one of `worker.WAYS`.
            sent: what that takes.
            characters: of what its client sent; of a text of so many at most, a worker knows the exact number.

        Raises:
            NoteError: the note cannot be read; names the key, the value and what is allowed.
            RefusedError: what was sent cannot be read, the text is too long, or took too long.
            BusyError: too many wait already, or its turn did not come in time.
            FaultError: a fault of notecheck's own, or its worker ended.
        """
        if self._end.is_set():
            raise BusyError(_STOPPING)
        loop = asyncio.get_running_loop()
        job = Job(CLIENT.get(), (way.encode(), *sent), min(characters, self.facts.max_text), loop.create_future())
        self._line.put(job)
        self._dispatch()
        waited = loop.call_later(self._settings.timeout, self._expire, job)
        try:
            return _said(*await job.answer)
        finally:
            waited.cancel()
            self._line.drop(job)  # of a client that has gone; one that is under way is done to its end

    def _expire(self, job: Job) -> None:
        """Tell whoever still waits for a turn that it does not come."""
        if self._line.drop(job):
            _refuse(job, BusyError("the server did not come to this text in time; send it again in a moment"))

    def _do(self, work: Any) -> None:
        """Have something done beside; a task that nobody holds could be thrown away."""
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _free(self, place: _Place) -> None:
        self._able.add(place)
        self._idle.append(place)
        self._dispatch()

    def _dispatch(self) -> None:
        """Give those who wait to workers that are free."""
        while self._idle and (job := self._line.take()):
            self._do(self._check(self._idle.pop(), job))

    async def _check(self, place: _Place, job: Job) -> None:
        seconds = self._settings.timeout + job.characters / _A_SECOND
        try:
            answer = await place.ask(job.order, seconds)
        except GoneError as error:
            self._able.discard(place)
            self._line.done(job)
            _refuse(job, _gone(error))
            self._dispatch()  # a long text may have waited for this one's end
            await self._enter(place)
            return
        self._line.done(job)
        if not job.answer.done():
            job.answer.set_result(answer)
        self._free(place)

    async def _enter(self, place: _Place) -> None:
        """Have a worker in a place, however often it takes; a server goes on with the others meanwhile."""
        for rest in chain(_REST, repeat(_REST[-1])):
            if self._end.is_set():
                return
            try:
                await place.renew()
            except SettingsError as error:
                if self._started and not self._end.is_set():
                    LOG.error("a worker does not get ready and is started again: %s", str(error))  # noqa: TRY400
                await self._pause(rest)
                continue
            self._free(place)
            return

    async def _pause(self, seconds: float) -> None:
        """So long, or until the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._end.wait()


def _refuse(job: Job, error: NotecheckError) -> None:
    if not job.answer.done():
        job.answer.set_exception(error)


def _gone(error: GoneError) -> NotecheckError:
    if error.late:
        return RefusedError(HTTPStatus.GATEWAY_TIMEOUT, "this text took too long to check; split it")
    return FaultError(
        "the process that checked this text ended (it was killed, or there was not enough memory); send the text "
        "again, or split it"
    )


def _said(kind: bytes, said: bytes) -> bytes:
    """The answer that a worker gave.

    Raises:
        NoteError: it refuses the note.
        RefusedError: it refuses what was sent.
        FaultError: it met a fault.
    """
    if kind == worker.ANSWER:
        return said
    words = said.decode()
    if kind == worker.NO_NOTE:
        raise NoteError(words)
    if kind != worker.FAULT:
        raise RefusedError(int(kind), words)
    LOG.error("a check met %s", words)
    raise FaultError(f"a fault of notecheck's own ({words}) stopped the check of this text; please report it")
