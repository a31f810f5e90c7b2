"""Sets LanguageTool up: Maven fetches its jars as `pom.xml` says, and each must be as `checksums.txt` says.

Where Maven fetches from is Maven's own affair: the user's settings, mirrors and local repository hold, and where all is
in that repository, no network is needed. Only jars that were verified come into the data folder, all at once.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notecheck.errors import GrammarError
from notecheck.languagetool import folders, jars
from notecheck.languagetool.java import NEED_MAVEN, find_maven_and_java
from notecheck.languagetool.locks import Lock

POM: Final = Path(__file__).with_name("pom.xml")
_NEEDED: Final = 150_000_000  # bytes: the jars twice, and some
_SECONDS: Final = 1800
_MOST: Final = 100_000  # bytes of its output that are looked at
_LONGEST: Final = 320  # code points of what Maven says
_BUILDING: Final = "building-"

_installing = threading.Lock()  # a `Lock` parts processes, not the threads of one


@dataclass(frozen=True)
class Installed:
    """What was set up.

    Attributes:
        folder: where the jars are.
        jars: how many.
        size: their bytes together.
        seconds: how long it took; None where it had been set up before.
    """

    folder: Path
    jars: int
    size: int
    seconds: float | None


def found(folder: Path | None = None) -> Installed | None:
    """What is set up already, by size and time of the jars: some milliseconds. None where it is not all there."""
    target = folders.jars(folder)
    if not jars.is_untouched(target):
        return None
    return Installed(target, len(jars.checksums()), jars.size(target), None)


def install(folder: Path | None = None, *, say: Callable[[str], None] = lambda _: None) -> Installed:
    """Set LanguageTool up, unless it is there and untouched.

    Args:
        folder: in place of the user's data folder.
        say: is told what is going on, since it takes a while.

    Raises:
        GrammarError: it cannot be: says why and what to do. What was there before is still there.
    """
    if already := found(folder):
        return already
    begun = time.monotonic()
    maven = find_maven_and_java()
    home = _home(folder or folders.home())
    target = folders.jars(folder)
    with _alone(home), _building(home) as build:
        say(
            f"grammar: setting up LanguageTool {folders.VERSION} with Maven in {target} "
            f"({len(jars.checksums())} jars, 52 MB; half a minute, or more where the network is slow)"
        )
        fetched = _fetch(maven, build)
        _verify(fetched)
        _put(fetched, target)
    return Installed(target, len(jars.checksums()), jars.size(target), time.monotonic() - begun)


def _home(folder: Path) -> Path:
    """The data folder, made if need be, with room enough.

    Raises:
        GrammarError: it cannot be made or written to, or has no room.
    """
    advice = "name another folder in NOTECHECK_HOME"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        raise GrammarError(f"{folder} cannot be written to ({error.strerror}); {advice}") from None
    if free < _NEEDED:
        raise GrammarError(
            f"there is too little room at {folder} ({free // 10**6} MB; {_NEEDED // 10**6} MB are needed); {advice}"
        )
    return folder


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """No two installations into one folder at a time."""
    if not _installing.acquire(blocking=False):
        raise GrammarError("another installation is under way; wait for it to end")
    try:
        lock = Lock.take(home / "install.lock")
        if lock is None:
            raise GrammarError(f"another installation into {home} is under way; wait for it to end")
        try:
            yield
        finally:
            lock.release()
    finally:
        _installing.release()


@contextmanager
def _building(home: Path) -> Iterator[Path]:
    """A folder to build in, gone afterwards; what an installation that was ended left behind goes first."""
    for left in home.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    build = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=home))
    try:
        yield build
    finally:
        shutil.rmtree(build, ignore_errors=True)


def _fetch(maven: str, build: Path) -> Path:
    """Have Maven fetch the jars; the folder in which they are.

    Raises:
        GrammarError: Maven says that it could not.
    """
    shutil.copyfile(POM, build / POM.name)
    log = build / "maven.log"
    try:
        with (
            log.open("wb") as output,
            subprocess.Popen(  # noqa: S603  (found by name on the user's own path, with arguments of ours)
                [maven, "--batch-mode", "--quiet", "--strict-checksums", "--file", POM.name, "package"],
                cwd=build,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            status = _ended(process)
    except OSError as error:
        raise GrammarError(f"Maven cannot be started ({error.strerror}); {NEED_MAVEN}") from None
    if status is None:
        raise GrammarError(f"Maven was not done after {_SECONDS // 60} minutes; look at the network and try again")
    if status != 0:
        raise GrammarError(_said(log.read_bytes()[:_MOST].decode("utf-8", "replace")))
    return build / "target" / "lib"


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """Maven's exit status; it is ended, with what it has started, if it takes too long or somebody interrupts."""
    try:
        return process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            with suppress(OSError):
                if sys.platform == "win32":
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _said(output: str) -> str:
    """The reason that Maven gave, in a line, without what an address of the user's settings may hold."""
    if "No space left on device" in output:
        return "the disk is full; Maven needs 80 MB in its local repository (usually ~/.m2); make room and try again"
    lines = re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines()
    errors = (line[8:].partition(" -> [Help")[0] for line in lines if line.startswith("[ERROR] ") and len(line) > 8)
    reason = re.sub(r"//[^/@\s]*@", "//", next(errors, "it gave no reason")).strip()
    if len(reason) > _LONGEST:  # what was sought stands at the beginning, why it failed at the end
        reason = f"{reason[: _LONGEST // 2]} … {reason[-_LONGEST // 2 :]}"
    return f"Maven could not fetch LanguageTool ({reason}); look at the network and Maven's settings, and try again"


def _verify(fetched: Path) -> None:
    """See that the jars are all there, as published, and note it with them.

    Raises:
        GrammarError: they are not: names them.
    """
    wrong = list(jars.faults(fetched))
    if wrong:
        more = f"; and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise GrammarError(
            f"what Maven fetched is not what was published: {'; '.join(wrong[:3])}{more}. Nothing was set up; remove "
            "these from Maven's local repository (usually ~/.m2/repository), look at its mirror, and try again"
        )
    jars.stamp(fetched)


def _put(fetched: Path, target: Path) -> None:
    """Move the verified jars to their place in one step; what was there goes.

    Raises:
        GrammarError: what was there cannot be moved.
    """
    try:
        if target.exists():
            target.rename(fetched.with_name("before"))
        fetched.chmod(0o700)
        fetched.rename(target)
    except OSError as error:
        raise GrammarError(
            f"{target} cannot be put in place ({error.strerror}); `notecheck grammar stop`, then try again"
        ) from None
