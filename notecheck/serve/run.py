"""Starts a server and ends it: nothing is listened at before it can check, nothing is left behind when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from notecheck import languagetool
from notecheck.discreet import keep_quiet
from notecheck.errors import GrammarError, SettingsError
from notecheck.languagetool.loopback import OURS
from notecheck.lasting import settle
from notecheck.serve.engine import Engine
from notecheck.serve.settings import Serving, is_loopback
from notecheck.workers.cores import cores

if TYPE_CHECKING:
    import uvicorn

_ENDING: Final = 5  # seconds in which what is under way is answered once the server is to end
_IDLE: Final = 15  # seconds for which a connection is kept between two requests
_MIND: Final = 30.0  # seconds between two looks whether LanguageTool is there
_FILES: Final = 900  # open at once: connections, those that are still to be closed, and what is read
_A_WORKER: Final = 2  # files for each
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_LOG: Final = "notecheck: %(message)s"


def run(settings: Serving) -> None:
    """Serve until a signal ends it.

    Args:
        settings: how.

    Raises:
        SettingsError: an option is not allowed, the address is taken, or what serves is not installed.
        NotecheckError: the model, a lexicon or a guidance cannot be used.
    """
    _need_extra()
    _address(settings.host)
    _need_token(settings)
    with _listening(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        _need_another_languagetool(settings)
        _leave_no_core()
        _open_enough(settings)
        logging.basicConfig(format=_LOG, level=logging.WARNING)
        keep_quiet("the server")
        with languagetool.owned(patience=0):  # it gets ready while the model is loaded, and nobody waits for it
            asyncio.run(_serve(settings, listener))


def _need_extra() -> None:
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError:
        raise SettingsError("the server needs Starlette and uvicorn: pip install 'notecheck[serve]'") from None


def _need_token(settings: Serving) -> None:
    if not is_loopback(settings.host) and settings.token is None:
        raise SettingsError(
            f"--host: {settings.host} can be reached from other machines, so --token-file has to name a token; or "
            "leave --host out and put a web server with TLS before it on this machine"
        )


def _need_another_languagetool(settings: Serving) -> None:
    """Refuse to ask ourselves for grammar, which would never come to an end."""
    try:
        chosen = languagetool.status().chosen or ""
    except GrammarError:  # of an address that is none, which reports name
        return
    if urlsplit(chosen).port == settings.port and chosen != languagetool.OFF:
        raise SettingsError(
            f"NOTECHECK_GRAMMAR names port {settings.port}, at which this server listens itself; name LanguageTool's, "
            "or leave it out to use notecheck's own"
        )


@contextlib.contextmanager
def _listening(settings: Serving) -> Iterator[socket.socket]:
    """The socket at which it will listen: taken at once, so that whoever else wants it is told now."""
    address = _address(settings.host)
    with socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET) as listener:
        if os.name == "posix":  # elsewhere this would let us share it with somebody
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((str(address), settings.port))
        except OSError as error:
            raise _unusable(settings, error) from None
        yield listener


def _unusable(settings: Serving, error: OSError) -> SettingsError:
    named = "--port" if error.errno in (None, errno.EACCES, errno.EADDRINUSE) else "--host"
    return SettingsError(
        f"{named}: {settings.host} port {settings.port} cannot be used ({error.strerror}); name another, as in "
        "--port 8082"
    )


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise SettingsError(
            f"--host: {host[:60]!r} is no address of this machine; allowed: 127.0.0.1, ::1, or with a token 0.0.0.0 or "
            "another that it has"
        ) from None


def _leave_no_core() -> None:
    """Have the system write no file of our memory, or of a worker's, should one crash."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_enough(settings: Serving) -> None:
    """Have the system let us open as many connections as we take: some begin with 256 files, connections included.

    Where it did not, each one that could not be taken would be a line in the log, thousands a second, and nobody would
    be answered meanwhile.

    Raises:
        SettingsError: it lets us have fewer; says how many are needed.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        needed = _FILES + _A_WORKER * (settings.jobs or cores())
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < needed:
            raise SettingsError(
                f"the system lets this command have {hard:,} files open, and connections and workers can come to "
                f"{needed:,}: raise it (ulimit -n {needed}; LimitNOFILE={needed} under systemd), or have fewer --jobs"
            )
        if soft != resource.RLIM_INFINITY and soft < needed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


async def _serve(settings: Serving, listener: socket.socket) -> None:
    engine = Engine(settings)
    ending = _Ending()
    with _signals(ending.ask):
        try:
            server = await _started(settings, engine, ending)
            if server is None:
                return
            minding = asyncio.ensure_future(_mind_grammar())
            _listen(settings, listener, server.config.backlog)
            _tell(settings)
            await server.serve(sockets=[listener])
            minding.cancel()
        finally:
            await engine.stop()


def _listen(settings: Serving, listener: socket.socket, backlog: int) -> None:
    """Listen; of two that got ready side by side, only one can."""
    try:
        listener.listen(backlog)
    except OSError as error:
        raise _unusable(settings, error) from None


class _Ending:
    """Whether somebody wants the server to end.

    Attributes:
        asked: is set once somebody does.
        server: that is to end, once there is one.
    """

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.server: uvicorn.Server | None = None

    def ask(self) -> None:
        """Have it end; whoever asks twice does not want to wait for what is under way."""
        if self.server:
            self.server.force_exit = self.asked.is_set()
            self.server.should_exit = True
        self.asked.set()


async def _started(settings: Serving, engine: Engine, ending: _Ending) -> uvicorn.Server | None:
    """The server, once its engine can check; None where somebody wants it to end before.

    Raises:
        SettingsError: it cannot check, and says why.
    """
    starting = asyncio.ensure_future(_together(settings, engine))
    stopping = asyncio.ensure_future(ending.asked.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        await engine.stop()
        await asyncio.gather(starting, return_exceptions=True)
        return None
    server = starting.result()
    settle()
    ending.server = server
    return None if ending.asked.is_set() else server


async def _together(settings: Serving, engine: Engine) -> uvicorn.Server:
    """The server, whose own parts are loaded while its workers load the model."""
    server, _ = await asyncio.gather(asyncio.to_thread(_server, settings, engine), engine.start())
    return server


def _server(settings: Serving, engine: Engine) -> uvicorn.Server:
    import uvicorn

    from notecheck.serve.app import make_app
    from notecheck.serve.connection import HEADERS, Connection
    from notecheck.serve.guard import ANSWERED

    class Server(uvicorn.Server):
        """One whose signals are ours: uvicorn's would end the process by the signal once all is done."""

        @contextlib.contextmanager
        def capture_signals(self) -> Any:
            yield

    return Server(
        uvicorn.Config(
            make_app(settings, engine),
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.ERROR,  # or anybody could fill the log with bad requests
            access_log=False,
            proxy_headers=False,
            server_header=False,
            headers=[("Server", OURS)],
            backlog=ANSWERED,
            h11_max_incomplete_event_size=HEADERS,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=_ENDING,
        )
    )


@contextlib.contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Have signals end the server; once it has ended they are not heeded, for nothing is left to be done."""
    loop = asyncio.get_running_loop()
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    heeded = [each for each in numbers if each == signal.SIGINT or signal.getsignal(each) != signal.SIG_IGN]  # `nohup`
    before = {number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop)) for number in heeded}
    try:
        yield
    except BaseException:
        for number, handler in before.items():
            signal.signal(number, handler)
        raise
    for number in heeded:
        signal.signal(number, signal.SIG_IGN)


async def _mind_grammar() -> None:
    """Have LanguageTool's server started anew where it is gone: the workers ask it, and none of them owns it."""
    while True:
        await asyncio.sleep(_MIND)
        await asyncio.to_thread(languagetool.address)


def _tell(settings: Serving) -> None:
    """Say where it is, and what to write where."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104  (compared)
    at = f"http://{f'[{shown}]' if ':' in shown else shown}:{settings.port}"
    where = "on this machine" if is_loopback(settings.host) else "and at this machine's other addresses"
    lines = [
        f"notecheck is at {at} {where}. Ctrl+C stops it.",
        f"In LibreOffice's grammar settings, as base URL, and in LanguageTool's add-on, as your own server: {at}/v2",
        f"With a guidance and a kind of record: {at}/swindon/home-visit/v2. Whole reports: {at}/v1/openapi.json",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if languagetool.address() is None and not languagetool.is_starting():
        logging.getLogger("notecheck.serve").warning("%s", languagetool.why_not())
