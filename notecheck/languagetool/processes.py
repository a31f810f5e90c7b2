"""Which process is which, and which one listens: a number alone says little, since numbers are given again.

Linux says all of this itself; elsewhere psutil does (it comes with the extra `grammar`). What cannot be told is
answered with None, and the caller then trusts nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from notecheck.errors import GrammarError

_PROC: Final = Path("/proc")
_LISTENS: Final = "0A"
# Every address at which a socket would be given what is sent to 127.0.0.1, as /proc/net/tcp and tcp6 write it on a
# little-endian machine: the loopback address itself, and any address, both also as IPv4 inside IPv6.
_LOOPBACK: Final = frozenset(
    {"0100007F", "00000000", "0000000000000000FFFF00000100007F", "0" * 32, "0000000000000000FFFF000000000000"}
)


def born(pid: int) -> str | None:
    """When a process began, in the system's own count: with its number, this names one process for good.

    None: there is no such process, it has ended, or it cannot be told.
    """
    return _born_linux(pid) if sys.platform == "linux" else _born_elsewhere(pid)


def is_alive(pid: int, since: str) -> bool:
    """Whether the process of that number is still the one that began then."""
    return bool(since) and born(pid) == since


@cache
def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _born_linux(pid: int) -> str | None:
    try:
        # The name of the program, in brackets, may hold anything; what follows the last bracket is plain.
        rest = (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        return None if rest[0] in (b"Z", b"X") else f"{_boot()}-{int(rest[19])}"
    except (OSError, IndexError, ValueError):
        return None


def _psutil() -> Any:
    """The library, or None where it is not installed."""
    try:
        import psutil
    except ModuleNotFoundError:
        return None
    return psutil


def _born_elsewhere(pid: int) -> str | None:
    psutil = _psutil()
    if psutil is None:
        return None
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.3f}"
    except psutil.Error:
        return None


def need_to_tell() -> None:
    """See that this machine can say which process is which.

    Raises:
        GrammarError: it cannot.
    """
    if born(os.getpid()) is None:
        raise GrammarError(
            "this machine does not say who listens at a port; pip install 'notecheck[grammar]' brings what does"
        )


def listens(pid: int, port: int) -> bool:
    """Whether that process, and no other, is given what is sent to a port of 127.0.0.1."""
    return _listens_linux(pid, port) if sys.platform == "linux" else _listens_elsewhere(pid, port)


def _listens_linux(pid: int, port: int) -> bool:
    try:
        sockets = set(_listening(port))
        return bool(sockets) and sockets <= set(_sockets(pid))
    except OSError:
        return False


def _listening(port: int) -> Iterator[str]:
    """The inodes of the sockets that listen at a port of 127.0.0.1."""
    wanted = f"{port:04X}"
    for table in ("net/tcp", "net/tcp6"):
        with suppress(FileNotFoundError):  # a machine without IPv6
            for line in (_PROC / table).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                address, _, at = fields[1].partition(":")
                if fields[3] == _LISTENS and at == wanted and address in _LOOPBACK:
                    yield fields[9]


def _sockets(pid: int) -> Iterator[str]:
    """The inodes of the sockets that a process holds."""
    for handle in (_PROC / str(pid) / "fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            target = str(handle.readlink())
            if target.startswith("socket:["):
                yield target[8:-1]


def _listens_elsewhere(pid: int, port: int) -> bool:
    psutil = _psutil()
    if psutil is None:
        return False
    try:
        process = psutil.Process(pid)
        ask = getattr(process, "net_connections", None) or process.connections
        return any(
            each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.laddr.ip.endswith("127.0.0.1")
            for each in ask(kind="tcp")
        )
    except psutil.Error:
        return False


def memory(pid: int) -> int | None:
    """Bytes of memory that a process takes up; None where it cannot be told."""
    if sys.platform == "linux":
        try:
            return int((_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            return None
    psutil = _psutil()
    try:
        return int(psutil.Process(pid).memory_info().rss) if psutil else None
    except psutil.Error:
        return None


def end(pid: int, since: str, *, at_once: bool = False) -> None:
    """Ask a process to end, if it is still the one that began then; with `at_once` it is not asked."""
    if is_alive(pid, since):
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL if at_once and sys.platform != "win32" else signal.SIGTERM)
