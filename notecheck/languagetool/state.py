"""What is known of the server on this machine, in a file that only its user can read or write.

The server's keeper writes it; every notecheck process of the user reads it. What it says is believed only after a look
at the process: whoever holds the port is who was started.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

from notecheck.languagetool import processes

FILE: Final = "state.json"
_MOST: Final = 10_000  # bytes
_TRIES: Final = 50
_AGAIN: Final = 5.0  # seconds after which the holder of the port is looked at anew

Phase = Literal["starting", "ready", "ended"]


@dataclass(frozen=True)
class State:
    """One line about the server.

    Attributes:
        phase: whether it is starting, can be asked, or has ended.
        keeper: number of the process that looks after it.
        keeper_born: when that process began, as `processes.born` says.
        server: number of the server's own process, 0 while there is none.
        server_born: when that began.
        port: at 127.0.0.1; 0 while there is none.
        since: when it could first be asked, in seconds since 1970; 0 before.
        written: when this was written, likewise.
        restarts: how often it was started anew after it had died.
        why: where it has ended by itself, the reason and what to do; else "".
        stopped: whether it has ended because somebody asked for it.
        machine: the name of the machine that it runs on.
    """

    phase: Phase
    keeper: int
    keeper_born: str
    server: int = 0
    server_born: str = ""
    port: int = 0
    since: float = 0.0
    written: float = 0.0
    restarts: int = 0
    why: str = ""
    stopped: bool = False
    machine: str = ""

    def is_kept(self) -> bool:
        """Whether the process that looks after the server lives."""
        return self.phase != "ended" and processes.is_alive(self.keeper, self.keeper_born)

    def is_elsewhere(self) -> bool:
        """Whether another machine, with which this one shares the folder, wrote it."""
        return self.machine != platform.node()


def write(folder: Path, state: State) -> None:
    """Put the state in place of the last one, whole or not at all."""
    content = json.dumps(asdict(replace(state, written=time.time(), machine=platform.node())))
    fresh = folder / f"{FILE}.{os.getpid()}"
    with suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
    for tries in range(_TRIES, -1, -1):
        try:
            fresh.replace(folder / FILE)
        except PermissionError:  # Windows lets nobody replace what somebody is just reading
            if not tries:
                raise
            time.sleep(0.02)
        else:
            return


def read(folder: Path) -> State | None:
    """The last state; None where there is none, or where somebody else could have written it."""
    try:
        with (folder / FILE).open("rb") as file:
            found = os.fstat(file.fileno())
            if sys.platform != "win32" and (found.st_uid != os.getuid() or found.st_mode & 0o077):
                return None
            return _state(json.loads(file.read(_MOST)))
    except (OSError, ValueError):
        return None


def _state(row: Any) -> State | None:
    """A state of what JSON gave; None of what is none."""
    sorts: Mapping[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
    known = {each.name: sorts.get(str(each.type), (str,)) for each in fields(State)}
    if not isinstance(row, dict) or row.keys() != known.keys():
        return None
    if not all(type(row[name]) in allowed for name, allowed in known.items()):
        return None
    return State(**row) if row["phase"] in ("starting", "ready", "ended") and 0 <= row["port"] < 65536 else None


_looked: dict[tuple[int, str, int], float] = {}


def is_trusted(state: State) -> bool:
    """Whether the server of a state lives and is the one that is given what is sent to its port.

    That it lives is looked at in every call; who holds the port once in five seconds: a process that listens and lives
    does not lose its port to another.
    """
    if state.phase != "ready" or not processes.is_alive(state.server, state.server_born):
        return False
    key = (state.server, state.server_born, state.port)
    if time.monotonic() - _looked.get(key, float("-inf")) < _AGAIN:
        return True
    if not processes.listens(state.server, state.port):
        return False
    _looked.clear()
    _looked[key] = time.monotonic()
    return True
