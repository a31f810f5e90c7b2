"""How it stands with grammar on this machine: what is set up, what runs, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from notecheck.errors import GrammarError
from notecheck.languagetool import folders, jars, leases, loopback, processes, state
from notecheck.languagetool.java import find_java
from notecheck.languagetool.server import address, chosen_address, log, obstacle_to, our_need, why_not


@dataclass(frozen=True)
class Status:
    """How it stands with grammar on this machine.

    Attributes:
        version: of LanguageTool.
        folder: where its jars are, or would be.
        installed: whether they were set up there.
        size: bytes of the jars.
        jars: how many there are to be.
        faults: what is wrong with them, by name; every one was read whole.
        java: version and path; "" where there is none that will do.
        chosen: `off` or an address that was named instead of our own server; else "".
        url: where texts are sent; None where grammar is not checked.
        why: then the reason; "" where nothing is wrong and no server is needed just now.
        pid: of the server's process.
        memory: bytes that it takes up.
        since: when it could first be asked.
        restarts: how often it was started anew after it had died.
        stays: whether it was started by hand and stays without an owner.
        log: its log file.
    """

    version: str
    folder: Path
    installed: bool
    size: int
    jars: int
    faults: tuple[str, ...]
    java: str
    chosen: str
    url: str | None
    why: str
    pid: int | None = None
    memory: int | None = None
    since: datetime | None = None
    restarts: int = 0
    stays: bool = False
    log: Path | None = None


def _is_at_rest() -> bool:
    """Whether nothing is wrong: no server runs, and whoever needs one starts it."""
    try:
        return not our_need.leases and not obstacle_to(None)
    except (GrammarError, OSError):
        return False


def status() -> Status:
    """Look at everything: each jar is read whole (about 0.2 s).

    Raises:
        GrammarError: the data folder, or an address given, cannot be used.
    """
    folder = folders.jars()
    installed = jars.is_stamped(folder)
    url = address()
    try:
        java = "{1} at {0}".format(*find_java())
    except GrammarError:
        java = ""
    running = folders.running()
    last = state.read(running)
    own = last if last and url == loopback.url(last.port) and state.is_trusted(last) else None
    return Status(
        version=folders.VERSION,
        folder=folder,
        installed=installed,
        size=jars.size(folder),
        jars=len(jars.checksums()),
        faults=tuple(jars.faults(folder)) if installed else (),
        java=java,
        chosen=chosen_address(None),
        url=url,
        why="" if url or _is_at_rest() else why_not(),
        pid=own.server if own else None,
        memory=processes.memory(own.server) if own else None,
        since=datetime.fromtimestamp(own.since, UTC) if own else None,
        restarts=own.restarts if own else 0,
        stays=bool(own) and leases.stays(running),
        log=log() if log().is_file() else None,
    )
