"""The process that looks after the server: starts it, starts it anew if it dies, ends it when nobody needs it.

Run as `python -m notecheck.languagetool.keeper`. There is one for each data folder, which holds a lock there; a second
one ends at once. It asks nothing of the processes that use the server: what they need is in files (`leases.py`), and
what it has to say is in one (`state.py`). It imports nothing heavy.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from notecheck.errors import GrammarError
from notecheck.languagetool import child, folders, jars, leases, loopback, processes, record, state
from notecheck.languagetool.java import environment, find_java
from notecheck.languagetool.locks import Lock
from notecheck.languagetool.state import State

MEMORY: Final = 512
"""The most that Java's heap may grow to, in MB; with what Java needs besides, the server stays below 450 MB."""

_FLAGS: Final = (
    f"-Xmx{MEMORY}m",
    # Measured: half the CPU and memory of Java's own choice until a server has done thousands of notes.
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    # Nothing of its memory is written anywhere: no file after a crash, none for tools that watch it.
    "-XX:+SuppressFatalErrorMessage",
    "-XX:-UsePerfData",
    "-XX:+DisableAttachMechanism",
    "-Dfile.encoding=UTF-8",
)
_SETTINGS: Final = """\
maxTextLength=200000
maxCheckTimeMillis=60000
maxCheckThreads=2
pipelineCaching=true
maxPipelinePoolSize=3
pipelineExpireTimeInSeconds=86400
"""
_MAIN: Final = "org.languagetool.server.HTTPServer"
_PROPERTIES: Final = "lt.properties"
_WARMING: Final = b"language=en-GB&text=We+walked+to+the+park+because+the+weather+was+fine."

_STEP: Final = 0.25  # seconds between two looks
_READY: Final = 120.0  # seconds to the first answer, on a machine that has much else to do
_WELL: Final = 30.0  # seconds between two questions how it is
_HANGS: Final = 200.0  # seconds without an answer: three texts of the longest time allowed, one after the other
_DEATHS: Final = 3
_WITHIN: Final = 600.0
_ENDING: Final = 5.0


class _GoneError(Exception):
    """The server has died, or hangs."""


class Keeper:
    """Looks after one server.

    Args:
        running: the folder of state, log and settings.
        port: where the server listens; a free port if None.
        stay: whether it stays although nobody holds a lease.
        say: is told the address when the server can be asked.
    """

    def __init__(
        self, running: Path, *, port: int | None, stay: bool, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self._running = running
        self._asked = port
        self._stay = stay
        self._say = say
        self._stopped = False
        self._hangs = threading.Event()
        self._server: subprocess.Popen[bytes] | None = None
        me = os.getpid()
        self._state = State("starting", me, processes.born(me) or "")

    def stop(self, *_: Any) -> None:
        """End, as soon as may be. A signal calls it, which may come at any point: so it is a plain mark, no event."""
        self._stopped = True

    def run(self) -> None:
        """Look after the server until nobody needs it, or until it cannot be kept.

        Raises:
            GrammarError: it cannot be started, or died too often.
        """
        why = ""
        try:
            self._clear()
            self._keep()
        except GrammarError as error:
            why = str(error)
            raise
        except OSError as error:
            why = f"{self._running} cannot be used ({error.strerror}); name another folder in NOTECHECK_HOME"
            raise GrammarError(why) from None
        finally:
            self._end()
            if why:
                self._note(f"not kept: {why}")
            with suppress(OSError):
                self._write(phase="ended", server=0, server_born="", why=why, stopped=self._stopped)

    def _clear(self) -> None:
        """Begin anew: what a keeper that was killed may have left behind is ended."""
        last = state.read(self._running)
        if last and last.server:
            processes.end(last.server, last.server_born, at_once=True)
        leases.stay(self._running, stays=self._stay)
        self._write()

    def _keep(self) -> None:
        deaths: deque[float] = deque()
        while self._is_needed():
            try:
                self._start()
                self._watch()
            except _GoneError as ended:
                self._note(f"the server {ended}")
                self._end()
                deaths.append(time.monotonic())
                while deaths and time.monotonic() - deaths[0] > _WITHIN:
                    deaths.popleft()
                if len(deaths) >= _DEATHS:
                    raise GrammarError(
                        f"its server {ended}, {_DEATHS} times in ten minutes; look at "
                        f"{self._running / 'server.log'}, then `notecheck grammar start`"
                    ) from None
                self._write(phase="starting", server=0, server_born="", restarts=self._state.restarts + 1)

    def _is_needed(self) -> bool:
        return not self._stopped and (leases.stays(self._running) or leases.held(self._running) > 0)

    def _start(self) -> None:
        """Start the server and wait until it has answered once.

        Raises:
            GrammarError: something that it needs is missing.
            _GoneError: it died, or did not answer in time.
        """
        processes.need_to_tell()
        java = find_java()
        folder = folders.jars()
        if wrong := next(jars.faults(folder), None):
            raise GrammarError(f"{wrong}; `notecheck grammar install` sets LanguageTool up again")
        settings = self._running / _PROPERTIES
        settings.write_text(_SETTINGS, encoding="ascii")
        port = self._port()
        path = os.pathsep.join(jars.checksums())
        server = child.start(
            [java.path, *_FLAGS, "-cp", path, _MAIN, "--port", str(port), "--config", str(settings)],
            folder,
            environment(),
        )
        self._server = server
        self._hangs.clear()
        threading.Thread(target=self._record, args=(server,), daemon=True).start()
        born = processes.born(server.pid) or ""
        self._note(f"starting LanguageTool {folders.VERSION} at port {port} with Java {java.version}")
        self._write(phase="starting", server=server.pid, server_born=born, port=port)
        self._warm(server, port)

    def _port(self) -> int:
        """The port asked for, the last one, or a free one.

        Raises:
            GrammarError: the port asked for is not free.
        """
        for port in (self._asked, self._state.port, 0):
            if port is None:
                continue
            try:
                return _free(port)
            except OSError as error:
                if port == self._asked:
                    raise GrammarError(f"port {port} cannot be used ({error.strerror}); name another") from None
        raise AssertionError("some port is free")

    def _warm(self, server: subprocess.Popen[bytes], port: int) -> None:
        """Wait until the server that was started listens, is well, and has read its rules for a first sentence."""
        end = time.monotonic() + _READY
        base = loopback.url(port)
        while not (processes.listens(server.pid, port) and loopback.is_healthy(base)):
            self._look(server)
            if time.monotonic() > end:
                raise _GoneError(f"did not start within {_READY:.0f} seconds")
            time.sleep(_STEP / 5)
            if not self._is_needed():
                return
        if loopback.ask(base, "/v2/check", _WARMING, seconds=max(1.0, end - time.monotonic())) is None:
            self._look(server)
            raise _GoneError("did not answer its first question")

    def _watch(self) -> None:
        """Stay with the server for as long as it is needed.

        Raises:
            _GoneError: it died, or hangs.
        """
        server = self._server
        if server is None or not self._is_needed():
            return
        self._write(phase="ready", since=time.time())
        self._say(loopback.url(self._state.port))
        asker = threading.Thread(target=self._ask, args=(server, loopback.url(self._state.port)), daemon=True)
        asker.start()
        while self._is_needed():
            self._look(server)
            time.sleep(_STEP)

    def _look(self, server: subprocess.Popen[bytes]) -> None:
        status = server.poll()
        if status is not None:
            raise _GoneError(f"ended by itself (status {status})")
        if self._hangs.is_set():
            raise _GoneError("no longer answered")

    def _ask(self, server: subprocess.Popen[bytes], base: str) -> None:
        """Ask the server now and then how it is; runs in a thread of its own, since an answer may take a while."""
        while server.poll() is None and self._server is server:
            if not loopback.is_healthy(base, seconds=_HANGS) and server.poll() is None and self._server is server:
                self._hangs.set()
                return
            time.sleep(_WELL)

    def _end(self) -> None:
        """End the server, and wait until it is gone."""
        server, self._server = self._server, None
        if server is None:
            return
        server.terminate()
        try:
            server.wait(_ENDING)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def _record(self, server: subprocess.Popen[bytes]) -> None:
        if server.stdout is not None:
            with server.stdout as output:
                record.keep(output, self._running / "server.log")

    def _note(self, what: str) -> None:
        record.write(self._running / "server.log", f"{time.strftime('%Y-%m-%d %H:%M:%S')} notecheck: {what}")

    def _write(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        state.write(self._running, self._state)


def _free(port: int) -> int:
    """A port at which nobody listens: that one, or any for 0.

    Raises:
        OSError: somebody does.
    """
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere this would let us share it with somebody
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((loopback.HOST, port))
        return int(probe.getsockname()[1])


def keep(*, port: int | None = None, stay: bool = False, say: Callable[[str], None] = lambda _: None) -> bool:
    """Be the keeper of this data folder's server, unless there is one.

    Args:
        port: where the server listens; a free port if None.
        stay: whether it stays although nobody holds a lease.
        say: is told the address when the server can be asked.

    Returns:
        Whether this process was the keeper.

    Raises:
        GrammarError: the server cannot be started, or died too often.
    """
    running = folders.private(folders.running())
    lock = Lock.take(running / "keeper.lock")
    if lock is None:
        return False
    try:
        keeper = Keeper(running, port=port, stay=stay, say=say)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), keeper.stop)
        keeper.run()
    finally:
        lock.release()
    return True


def main(arguments: list[str]) -> None:
    """Run as a process of its own: `[--stay] [--port PORT]`."""
    os.umask(0o077)
    home = str(folders.home())
    os.environ["NOTECHECK_HOME"] = home
    os.chdir(home)  # not to hold on to the folder in which somebody happened to be
    port = int(arguments[arguments.index("--port") + 1]) if "--port" in arguments else None
    with suppress(GrammarError):  # the reason is in the state, for those who wait
        keep(port=port, stay="--stay" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
