"""Reads a document in a process of its own, which may fail, hang or be taken over without harm to this one.

A keeper process is started by the first file and waits for the next. For each file it forks a reader, which has the
bytes of that one file and a pipe for its answer: no file of another user is handed to it, no settings. The keeper ends
the reader when it is done, too slow, or no longer wanted. What comes back is checked before it is used.

How far a reader is held that a document has taken over differs by system:

- Linux: limits for memory, processor time, open files, processes and file sizes; and it can neither open nor change a
  file, nor use the network, nor start or signal a process, where the kernel can refuse it that (see `confined`).
- macOS: those limits, except of memory. It may read and remove what the user may.
- Windows has no `fork`: the keeper reads the file itself, is ended when it is too slow, and is not bounded otherwise.
"""

from __future__ import annotations

import atexit
import json
import math
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, Final

from notecheck.errors import NoteError
from notecheck.read.confined import confine, load_ahead, missed
from notecheck.read.document import (
    KINDS,
    MOST_CHARACTERS,
    MOST_PASSAGES,
    NO_WORDS,
    TOO_MANY,
    Document,
    Kind,
    Passage,
    clean,
)

SECONDS: Final = 20.0
"""For one file, by the clock."""
MEGABYTES: Final = 600
"""Of memory for one file."""

_PROCESSES: Final = 2
_GRACE: Final = 5.0  # seconds beyond the limit, after which a keeper that says nothing is ended
_MOST_ANSWER: Final = 30_000_000  # bytes
_MOST_HEAD: Final = 2_000_000  # bytes of it that are JSON, of which a few can stand for much memory
_MOST_SAID: Final = 600  # characters of an error or a notice
_MOST_NOTICES: Final = 200
_MISSED: Final = "something that was needed to read it was not at hand, so compare the text with the file"
_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in KINDS}
_MOST_HELD: Final = 50  # values of a field
_FIELDS: Final = ("event_date", "recorded_date", "doc_type", "author", "child", "other_children")
_MOST_FILES: Final = 48  # that a reader may have open
_NAME: Final = re.compile(r"[a-z]+")
_KEPT: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # without which Python itself may not start
# By -c, not -m, since -I leaves out a package that stands on this process's path alone.
_START: Final = (
    "import sys; sys.path += [place for place in sys.argv[1:] if place not in sys.path]; "
    "from notecheck.read.apart import _keep; _keep()"
)
_MEMORY_GONE: Final = 3  # exit status of a reader
# What Linux is asked for by number: flags of `unshare`, options of `prctl`.
_OWN_USERS_AND_NETWORK: Final = 0x10000000 | 0x40000000
_END_WITH_PARENT: Final = 1
_NOT_LOOKED_INTO: Final = 4

_FAULTS: Final = {
    "slow": "it takes too long to read; save it again in the program that made it, or split it",
    "memory": "it needs too much memory to be read; split it, or save it without its pictures",
    "missed": "reading it takes something that was not at hand; save it as .docx, or copy its words into a .txt file",
    "crashed": "it is broken, or made in an unusual way; open it in the program that made it and save it again",
}


def extract_apart(module: str, data: bytes) -> Document:
    """What `notecheck.read.<module>.extract(data)` gives, worked out in another process.

    Args:
        module: name of a module of this folder.
        data: the file.

    Raises:
        NoteError: what `extract` raised; or the file needs too much time or memory, or the process crashed over it.
    """
    with _POOL.keeper() as keeper:
        answer = keeper.ask(module, data)
    return _read_answer(answer)


class _Keeper:
    """A keeper process, and the pipes to and from it."""

    def __init__(self) -> None:
        if not sys.executable:
            raise NoteError("documents are read by a Python of their own, and where this one stands is not known")
        here = str(Path(__file__).parents[2])
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 our own interpreter and code
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, *filter(os.path.isabs, [*sys.path, here])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=os.path.abspath(os.sep),  # noqa: PTH100
            env=environment,
            start_new_session=True,
        )
        if not (self._process.stdin and self._process.stdout):
            raise RuntimeError
        self._orders, self._answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        self.sound = True

    def ask(self, module: str, data: bytes) -> bytes:
        """The answer to one file; a keeper that gives none is sound no more."""
        self.sound = False
        answers: SimpleQueue[bytes | None] = SimpleQueue()
        order = json.dumps({"module": module, "seconds": SECONDS, "megabytes": MEGABYTES}).encode()
        Thread(target=self._exchange, args=(order, data, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=SECONDS + _GRACE)
        except Empty:
            raise NoteError(_FAULTS["slow"]) from None
        if answer is None:
            raise NoteError(_FAULTS["crashed"])
        self.sound = True
        return answer

    def _exchange(self, order: bytes, data: bytes, answers: SimpleQueue[bytes | None]) -> None:
        """In a thread of its own, so that whoever asks can give up waiting."""
        try:
            _send(self._orders, order)
            _send(self._orders, data)
            answers.put(_receive(self._answers))
        except (OSError, ValueError, EOFError):
            answers.put(None)

    def lives(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def disown(self) -> None:
        """Let go of a process that belongs to the one that this was forked off, and must end with that one."""
        self._close()
        self._process.returncode = 0  # else it would be waited for

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def end(self) -> None:
        """End the process and whatever it has started."""
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        self._close()


class _Pool:
    """Keepers, few at a time; each has one file in hand."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(_PROCESSES)
        self._lock = Lock()
        self._idle: list[_Keeper] = []
        self._all: set[_Keeper] = set()

    @contextmanager
    def keeper(self) -> Iterator[_Keeper]:
        """One that is free, started if there is none; the next caller gets another if it failed."""
        with self._places:
            try:
                keeper = self._sound() or self._new()
            except OSError as error:
                raise NoteError(f"no process could be started to read it ({error.strerror}); try again") from None
            try:
                yield keeper
            finally:
                if keeper.sound:
                    with self._lock:
                        self._idle.append(keeper)
                else:
                    self._end(keeper)

    def _sound(self) -> _Keeper | None:
        """One that is idle and has not been ended from outside."""
        with self._lock:
            while self._idle:
                keeper = self._idle.pop()
                if keeper.lives():
                    return keeper
                self._end(keeper)
        return None

    def _new(self) -> _Keeper:
        keeper = _Keeper()
        self._all.add(keeper)
        return keeper

    def _end(self, keeper: _Keeper) -> None:
        self._all.discard(keeper)
        keeper.end()

    def end(self) -> None:
        """End those that are idle; those that are busy end when they are done, or with this process."""
        with self._lock:
            idle, self._idle = self._idle, []
        for keeper in idle:
            self._end(keeper)

    def forget(self) -> None:
        """In a process forked off this one: the keepers are the other's."""
        for keeper in self._all:
            keeper.disown()
        self.__init__()  # type: ignore[misc]


_POOL: Final = _Pool()
atexit.register(_POOL.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOL.forget)


# An answer: a head in JSON, and the text, the place and the kind of each passage in turn, each after a zero byte, which
# no text holds. What comes back may be anything.


def _read_answer(answer: bytes) -> Document:
    """The document that an answer holds.

    Raises:
        NoteError: it holds an error, or is none that a reader of ours would give.
    """
    try:
        head, passages = _parted(answer)
        told = json.loads(head)
        if "fault" in told:
            raise NoteError(_FAULTS[told["fault"]])
        if "error" in told:
            raise NoteError(_said(told["error"]))
        return Document(
            passages=_passages(passages),
            notices=tuple(_said(notice) for notice in told["notices"][:_MOST_NOTICES]),
            fields=_fields(told["fields"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NoteError(_FAULTS["crashed"]) from None


def _parted(answer: bytes) -> tuple[bytes, list[str]]:
    if answer.count(b"\0") > len(Passage._fields) * MOST_PASSAGES:
        raise ValueError
    head, *passages = answer.split(b"\0")
    if len(head) > _MOST_HEAD:
        raise ValueError
    return head, [str(each, "utf-8") for each in passages]


def _passages(told: list[str]) -> tuple[Passage, ...]:
    passages = []
    for text, place, kind in zip(told[::3], told[1::3], told[2::3], strict=True):
        _must_be_text(text, MOST_CHARACTERS)
        _must_be_text(place, 100)
        if "\n" in place:
            raise ValueError
        passages.append(Passage(text, place, _KINDS[kind]))
    if sum(len(passage.text) for passage in passages) > MOST_CHARACTERS:
        raise ValueError
    return tuple(passages)


def _must_be_text(value: Any, most: int) -> None:
    if not isinstance(value, str) or len(value) > most or clean(value) != value:
        raise ValueError


def _said(value: Any) -> str:
    _must_be_text(value, _MOST_SAID)
    return str(value)


def _fields(fields: Any) -> dict[str, Any]:
    for key, value in fields.items():
        if key not in _FIELDS:
            raise ValueError
        held = value if isinstance(value, list) else [*value, *value.values()] if isinstance(value, dict) else [value]
        if len(held) > _MOST_HELD:
            raise ValueError
        for each in held:
            if isinstance(each, int | float):
                if not math.isfinite(each):
                    raise ValueError
            elif each is not None:
                _must_be_text(each, 1000)
    return dict(fields)


# Frames: eight bytes that give the length, and as many bytes.


def _send(pipe: int, data: bytes) -> None:
    for piece in (len(data).to_bytes(8, "big"), data):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(pipe, rest) :]


def _receive(pipe: int, most: int = _MOST_ANSWER) -> bytes:
    size = int.from_bytes(_exactly(pipe, 8), "big")
    if size > most:
        raise ValueError
    return _exactly(pipe, size)


def _exactly(pipe: int, size: int) -> bytes:
    held = bytearray()
    while len(held) < size:
        piece = os.read(pipe, min(size - len(held), 1 << 20))
        if not piece:
            raise EOFError
        held += piece
    return bytes(held)


# From here on in the other process.


def _keep() -> None:
    """Wait for files and have each read, until the pipe is closed."""
    orders, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):  # what a library prints is no answer
        os.dup2(nothing, standard)
    _system_call("unshare", _OWN_USERS_AND_NETWORK)
    _system_call("prctl", _NOT_LOOKED_INTO, 0)
    with suppress(EOFError, OSError):
        while True:
            order = json.loads(_receive(orders))
            module = _module(order["module"])
            data = _receive(orders, sys.maxsize)
            if hasattr(os, "fork"):
                answer = _fork_reader(module, data, order, orders, answers)
            else:
                answer = _answer(module, data)
            del data
            _send(answers, answer)


def _module(name: str) -> Any:
    """The module, with all loaded that it and those it imports may need: a reader can load nothing.

    Each names libraries in `LIBRARIES`, and functions that bring in what else is read from disk in `AHEAD`.
    """
    if not _NAME.fullmatch(name):
        raise ValueError
    name = f"notecheck.read.{name}"
    known = name in sys.modules
    module = import_module(name)
    if not known:
        for each in [part for at, part in sys.modules.items() if at.startswith("notecheck.read.")]:
            for library in getattr(each, "LIBRARIES", ()):
                with suppress(ImportError):
                    import_module(library)
            for bring in getattr(each, "AHEAD", ()):
                with suppress(ImportError, OSError):
                    bring()
        load_ahead()
    return module


def _fork_reader(module: Any, data: bytes, order: Mapping[str, Any], *pipes: int) -> bytes:
    """Have a reader of its own read the file, and end it."""
    ours, its = os.pipe()
    reader = os.fork()
    if not reader:
        status = 1
        try:
            for pipe in (ours, *pipes):
                os.close(pipe)
            _system_call("prctl", _END_WITH_PARENT, signal.SIGKILL)
            _limit(order["seconds"], order["megabytes"])
            confine(its)
            rest = memoryview(_answer(module, data))
            while rest:
                rest = rest[os.write(its, rest) :]
            status = 0
        except MemoryError:
            status = _MEMORY_GONE
        finally:
            os._exit(status)
    os.close(its)
    try:
        answer = _collect(ours, pipes[0], time.monotonic() + order["seconds"])
    finally:
        os.close(ours)
        with suppress(OSError):
            os.kill(reader, signal.SIGKILL)
        status = os.waitpid(reader, 0)[1]
    if answer is None:
        return b'{"fault": "slow"}'
    if answer:
        return answer
    full = os.WIFEXITED(status) and os.WEXITSTATUS(status) == _MEMORY_GONE
    return b'{"fault": "memory"}' if full else b'{"fault": "crashed"}'


def _collect(pipe: int, orders: int, until: float) -> bytes | None:
    """All that a reader writes; None if it does not finish in time. Ends with whoever gives the orders."""
    held = bytearray()
    poll = select.poll()
    poll.register(pipe, select.POLLIN | select.POLLHUP)
    poll.register(orders, select.POLLHUP)
    while (left := until - time.monotonic()) > 0:
        for ready, event in poll.poll(left * 1000):
            if ready == orders and event & (select.POLLHUP | select.POLLERR):
                raise EOFError
            if ready == pipe:
                piece = os.read(pipe, 1 << 20)
                if not piece:
                    return bytes(held)
                held += piece
                if len(held) > _MOST_ANSWER:
                    return b""
    return None


def _answer(module: Any, data: bytes) -> bytes:
    """What the module gives, as `_read_answer` takes it."""
    try:
        return _told(module.extract(data))
    except NoteError as error:
        told = {"error": clean(str(error))[:_MOST_SAID]}
    except MemoryError:
        raise
    except Exception:  # whatever a broken file makes a library raise
        told = {"fault": "missed" if missed() else "crashed"}
    return json.dumps(told).encode()


def _told(document: Document) -> bytes:
    size = sum(len(passage.text) for passage in document.passages)
    if size > MOST_CHARACTERS:
        raise NoteError(f"{size:,} characters of text; at most {MOST_CHARACTERS:,} are allowed, so split it")
    if len(document.passages) > MOST_PASSAGES:
        raise NoteError(TOO_MANY)
    if not any(passage.text.strip() for passage in document.passages):
        raise NoteError(NO_WORDS)
    notices = [*([_MISSED] if missed() else []), *document.notices][:_MOST_NOTICES]
    head = {"notices": [clean(notice)[:_MOST_SAID] for notice in notices], "fields": dict(document.fields)}
    passages = (clean(part) for passage in document.passages for part in passage)
    return "\0".join((json.dumps(head), *passages)).encode()


def _limit(seconds: float, megabytes: int) -> None:
    """Bounds that a reader cannot leave, as far as the system has them."""
    import resource

    bounds = {
        "RLIMIT_AS": megabytes * 1_000_000,
        "RLIMIT_CPU": int(seconds) + 1,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": _MOST_FILES,
        "RLIMIT_NPROC": 0,
    }
    for name, bound in bounds.items():
        with suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (bound, bound))


def _system_call(name: str, *numbers: int) -> None:
    """Ask Linux for a bound that Python has no name for; where it is refused, or the system another, there is none."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL(None), name)(*map(ctypes.c_ulong, numbers))
