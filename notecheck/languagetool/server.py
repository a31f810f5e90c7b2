"""The one server of LanguageTool on this machine: used where it runs, started where somebody needs it.

A server is looked after by a process of its own (`keeper.py`), which starts it anew if it dies and ends it with the
last notecheck that holds a lease. So several pages and command lines share one, and none is left behind.

`NOTECHECK_GRAMMAR` may say `off`, or name a server that somebody else runs on this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from notecheck.errors import GrammarError
from notecheck.languagetool import folders, jars, leases, loopback, processes, state
from notecheck.languagetool.java import find_java, find_maven_and_java
from notecheck.languagetool.locks import Lock
from notecheck.languagetool.state import State

VARIABLE: Final = "NOTECHECK_GRAMMAR"
SWITCHED_OFF: Final = "this check is switched off in the settings; whoever looks after notecheck can switch it on"
OFF: Final = "off"
PATIENCE: Final = 60.0
"""Seconds for which a text waits for a server that is starting, unless its owner says otherwise."""
_STEP: Final = 0.05
_AGAIN: Final = 600.0  # seconds after a failure before an owner has the server started anew
_STARTS: Final = 3  # by one process, in as many seconds
_KNOWN_FOR: Final = 5.0  # seconds for which the health of a server of somebody else's is remembered
_LOST: Final = 10.0  # seconds after which a keeper that was started would have said so
_ENDING: Final = 15.0
_healthy: dict[str, tuple[float, bool]] = {}
_BETWEEN: Final = """
import os, subprocess, sys
how = {"start_new_session": True} if os.name == "posix" else {
    "creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
none = subprocess.DEVNULL
subprocess.Popen(sys.argv[1:], stdin=none, stdout=none, stderr=none, **how)
os._exit(0)
"""


class _Need:
    """That this process needs the server: since when, how patiently, and how often it had one started.

    Attributes:
        leases: held by this process.
        since: when the first was taken, in seconds since 1970.
        patience: seconds that a text waits for a server that is starting.
        starts: when this process had a keeper started, on the monotonic clock.
    """

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.leases: list[Lock] = []
        self.since = 0.0
        self.patience = 0.0
        self.starts: list[float] = []

    def started(self) -> float:
        """Seconds since the last start."""
        return time.monotonic() - self.starts[-1] if self.starts else float("inf")


our_need = _Need()
"""What this process needs of the server."""


def address(given: str | None = None) -> str | None:
    """Where a text may be sent, such as `http://127.0.0.1:8081`; None where grammar is not checked.

    Cheap enough to be asked for every text: well under a millisecond where the server runs. Inside `owned` it has a
    server that is gone started anew, and waits for it as long as the owner's patience says.

    Args:
        given: `off` or an address, which goes before `NOTECHECK_GRAMMAR`.
    """
    try:
        chosen = chosen_address(given)
        if chosen == OFF:
            return None
        if chosen:
            return chosen if _answers(chosen) else None
        running = folders.running()
        found = _trusted(running)
        if found or not our_need.leases or not jars.is_stamped(folders.jars()):
            return found
        return _wait(running, our_need.patience) if _begun(running) else None
    except (GrammarError, OSError):
        return None


def is_off() -> bool:
    """Whether grammar is switched off, so that nobody needs to be asked."""
    try:
        return chosen_address(None) == OFF
    except GrammarError:
        return False


def why_not(given: str | None = None) -> str:
    """Why `address` gives None, and what to do: "grammar: not checked, because …; …".

    Args:
        given: as for `address`.
    """
    try:
        reason = _reason(given)
    except GrammarError as error:
        reason = str(error)
    except OSError as error:
        reason = f"the data folder cannot be used ({error.strerror}); name another in NOTECHECK_HOME"
    return f"grammar: not checked, because {reason}"


def _reason(given: str | None) -> str:
    if obstacle := obstacle_to(given):
        return obstacle
    by_hand = "`notecheck grammar start` starts it"
    if our_need.leases:  # of this process, which has tried
        return f"its server does not run; {by_hand}"
    return (
        "its server does not run; `notecheck check` and the page start it when they need it, and otherwise "
        f"{by_hand} (in Python also: with notecheck.languagetool.owned())"
    )


def obstacle_to(given: str | None) -> str:
    """What stands in the way of a server that whoever needs it could start; "" where nothing does.

    Raises:
        GrammarError: the same, of what is missing or not allowed.
    """
    chosen = chosen_address(given)
    if chosen == OFF:
        return SWITCHED_OFF
    if chosen:
        return f"no LanguageTool answers at {chosen}; start it there, or leave its address out"
    if not jars.is_stamped(folders.jars()):
        return _not_set_up()
    last = state.read(folders.running())
    if last and last.is_elsewhere() and last.phase != "ended":
        return f"its server runs on {last.machine}, which shares this data folder; name another in NOTECHECK_HOME"
    if last and last.phase == "ended":
        find_java()  # before how the last server ended: without Java none can be started again
        if last.why and not last.why.startswith("Java "):  # there is a Java by now
            return last.why
        if last.stopped and our_need.leases:
            return "its server was stopped; `notecheck grammar start` starts it again"
    if _is_starting(last):
        return "its server is still starting; check again in a few seconds"
    find_java()
    processes.need_to_tell()
    return ""


def _not_set_up() -> str:
    """That LanguageTool is not set up, and what to do first where Java or Maven is missing too."""
    try:
        find_maven_and_java()
    except GrammarError as error:
        return f"LanguageTool is not set up on this machine, and {error}; then `notecheck grammar install` sets it up"
    return "LanguageTool is not set up on this machine; `notecheck grammar install` sets it up"


def is_starting() -> bool:
    """Whether there is no address yet and is likely to be one in a moment."""
    try:
        if chosen_address(None) or not jars.is_stamped(folders.jars()):
            return False
        running = folders.running()
        last = state.read(running)
        failed = last and last.phase == "ended" and last.written >= time.time() - our_need.started()
        return not failed and not _trusted(running) and _is_starting(last)
    except (GrammarError, OSError):
        return False


def _is_starting(last: State | None) -> bool:
    return bool(last and last.is_kept()) or our_need.started() < PATIENCE


def chosen_address(given: str | None) -> str:
    """`off`, an address on this machine, or "" for the server of notecheck's own.

    Raises:
        GrammarError: it is none of these.
    """
    named, value = ("the address given", given) if given else (VARIABLE, os.environ.get(VARIABLE, ""))
    value = value.strip()
    return value if value in ("", OFF) else loopback.on_this_machine(value, named=named)


def _answers(base: str) -> bool:
    """Whether a LanguageTool answers there, as seen not long ago."""
    at, well = _healthy.get(base, (float("-inf"), False))
    if time.monotonic() - at >= _KNOWN_FOR:
        well = loopback.is_healthy(base)
        _healthy[base] = (time.monotonic(), well)
    return well


def _trusted(running: Path) -> str | None:
    """The address of the server of our own, if it can be asked now."""
    last = state.read(running)
    return loopback.url(last.port) if last and state.is_trusted(last) else None


def _begun(running: Path) -> bool:
    """Whether a server is starting; for an owner it is started, unless that was tried too often or is not wanted."""
    with our_need.guard:
        last = state.read(running)
        if (last and last.is_kept()) or our_need.started() < 2:
            return True
        if last and last.phase == "ended":
            if last.stopped and last.written > our_need.since:
                return False
            if last.why and time.time() - last.written < _AGAIN and last.written > our_need.since:
                return False
        our_need.starts = [at for at in our_need.starts if time.monotonic() - at < _AGAIN]
        if len(our_need.starts) >= _STARTS:
            return False
        our_need.starts.append(time.monotonic())
        _spawn()
        return True


def _spawn(*arguments: str) -> None:
    """Start a keeper that is no child of this process: it outlives it, or ends by itself.

    A process between the two ends at once, so that the keeper is the system's child and never a zombie.

    Raises:
        GrammarError: this Python cannot be started.
    """
    keeper = [sys.executable, "-P", "-m", "notecheck.languagetool.keeper", *arguments]
    try:
        subprocess.run(  # noqa: S603  (this Python, and our own arguments)
            [sys.executable, "-I", "-S", "-c", _BETWEEN, *keeper],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        raise GrammarError("its keeper cannot be started; look whether this Python still works") from None


def _wait(running: Path, seconds: float) -> str | None:
    """The address as soon as the server can be asked; None if it fails, or is not ready in that time."""
    end = time.monotonic() + seconds
    asked = time.time() - our_need.started()
    while True:
        if found := _trusted(running):
            return found
        last = state.read(running)
        failed = last is not None and last.phase == "ended" and last.written >= asked
        lost = our_need.started() > _LOST and not (last and last.is_kept())
        if failed or lost or time.monotonic() >= end:
            return None
        time.sleep(_STEP)


@contextmanager
def owned(patience: float = PATIENCE) -> Iterator[None]:
    """Need the server: it is started if none runs, started anew if it dies, and ended with the last that needs it.

    It starts in the background, while the caller loads what else it needs. Nothing is raised where grammar cannot be
    checked: `address` then gives None and `why_not` says why.

    Args:
        patience: seconds for which `address` waits for a server that is starting. 0 for a page, which says instead
            that it is starting, and checks again.
    """
    lease = _lease(patience)
    if lease and not _at_hand():
        with suppress(GrammarError, OSError):
            _begun(folders.running())
    try:
        yield
    finally:
        if lease:
            with our_need.guard:
                our_need.leases.remove(lease)
            lease.release(remove=True)


def _at_hand() -> bool:
    try:
        return not jars.is_stamped(folders.jars()) or bool(_trusted(folders.running()))
    except (GrammarError, OSError):
        return True


def _lease(patience: float) -> Lock | None:
    """A lease, None where the server is not notecheck's own or the folder cannot be used."""
    try:
        if chosen_address(None):
            return None
        lease = leases.take(folders.private(folders.running()))
    except (GrammarError, OSError):
        return None
    with our_need.guard:
        if not our_need.leases:
            our_need.since = time.time()
        our_need.leases.append(lease)
        our_need.patience = patience
    return lease


def start(port: int | None = None) -> str:
    """Start a server that stays until `stop`; one that runs already stays from now on.

    Args:
        port: where on this machine; a free one if None.

    Returns:
        Its address.

    Raises:
        GrammarError: it cannot be started: says why.
    """
    _needs_no_other()
    running = folders.private(folders.running())
    lease = leases.take(running)
    try:
        if found := _trusted(running):
            _same(found, port)
        else:
            _ready()
            our_need.starts.append(time.monotonic())
            _spawn("--stay", *(["--port", str(port)] if port else []))
            found = _wait(running, PATIENCE * 2)
        if not found:
            last = state.read(running)
            raise GrammarError(last.why if last and last.why else f"it did not start; {log()} may say more")
        _same(found, port)
        leases.stay(running, stays=True)
        return found
    finally:
        lease.release(remove=True)


def stay(port: int | None = None, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Be the process that looks after the server, until a signal ends both.

    Args:
        port: where on this machine; a free one if None.
        say: is told the address when it can be asked.

    Raises:
        GrammarError: it cannot be started, died too often, or runs already.
    """
    from notecheck.languagetool.keeper import keep

    _needs_no_other()
    _ready()
    if not keep(port=port, stay=True, say=say):
        raise GrammarError("a server runs already; `notecheck grammar stop` ends it first")


def _needs_no_other() -> None:
    chosen = chosen_address(None)
    if chosen:
        what = "grammar is switched off" if chosen == OFF else f"another server is named ({chosen})"
        raise GrammarError(f"{what} in {VARIABLE}; leave that out to use notecheck's own")


def _same(found: str, port: int | None) -> None:
    if port and found != loopback.url(port):
        raise GrammarError(f"a server runs already at {found}; `notecheck grammar stop` ends it first")


def _ready() -> None:
    """See that what a server needs is there.

    Raises:
        GrammarError: something is missing: says what.
    """
    if not jars.is_stamped(folders.jars()):
        raise GrammarError(_not_set_up())
    find_java()
    processes.need_to_tell()


def stop() -> bool:
    """End the server, whoever started it; those who use it do without until somebody starts one.

    Returns:
        Whether one was running.

    Raises:
        GrammarError: it does not end.
    """
    running = folders.running()
    if not running.is_dir():
        return False
    leases.stay(running, stays=False)
    last = state.read(running)
    if last is None or not _lives(last):
        return False
    processes.end(last.keeper, last.keeper_born)
    for at_once in (False, True):
        end = time.monotonic() + _ENDING
        while _lives(last) and time.monotonic() < end:
            time.sleep(_STEP)
        if not processes.is_alive(last.keeper, last.keeper_born):
            processes.end(last.server, last.server_born, at_once=at_once)
        else:
            processes.end(last.keeper, last.keeper_born, at_once=True)
        if not _lives(last):
            return True
    raise GrammarError(f"process {last.server or last.keeper} does not end; end it by hand")


def _lives(last: State) -> bool:
    return processes.is_alive(last.keeper, last.keeper_born) or processes.is_alive(last.server, last.server_born)


def log() -> Path:
    """The server's log: times, lengths and faults; never a word of a text."""
    return folders.running() / "server.log"
