"""Finds the Java and the Maven of this machine, and says what is wrong with them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from notecheck.errors import GrammarError

OLDEST: Final = 17
"""What LanguageTool's own classes need."""
_SECONDS: Final = 30
_JAVA: Final = f"Java {OLDEST} or newer"
_ADVICE: Final = f"install {_JAVA} (on Debian and Ubuntu: apt-get install default-jre-headless)"
# Where Java is too old, the system's usual one may be what is too old.
_NEWER: Final = f"install {_JAVA} (on Debian and Ubuntu: apt-get install openjdk-{OLDEST}-jre-headless, or a newer one)"
NEED_MAVEN: Final = "install it (on Debian and Ubuntu: apt-get install maven)"
_BOTH: Final = f"install {_JAVA} and Maven (on Debian and Ubuntu: apt-get install default-jre-headless maven)"


class Java(NamedTuple):
    """A Java that can run LanguageTool.

    Attributes:
        path: of the program.
        version: as it says itself, such as "17.0.15".
    """

    path: str
    version: str


def find_java() -> Java:
    """The first Java that is new enough: of JAVA_HOME, else of the path. Each is run to hear its version.

    Raises:
        GrammarError: there is none, or only older ones.
    """
    found: list[str] = []
    for path in _candidates():
        version = _version(path)
        if version is None:
            continue
        if _major(version) >= OLDEST:
            return Java(path, version)
        found.append(f"{version} at {path}")
    if found:
        raise GrammarError(f"Java is too old ({'; '.join(found)}); {_NEWER}")
    raise GrammarError(f"Java is not found; {_ADVICE}, or name its folder in JAVA_HOME")


def find_maven() -> str:
    """The path of Maven, which sets LanguageTool up.

    Raises:
        GrammarError: there is none.
    """
    own = [os.path.join(os.environ[name], "bin") for name in ("MAVEN_HOME", "M2_HOME") if os.environ.get(name)]  # noqa: PTH118
    found = shutil.which("mvn") or (shutil.which("mvn", path=os.pathsep.join(own)) if own else None)
    if not found:
        raise GrammarError(f"Maven (mvn) is not found; {NEED_MAVEN}")
    return found


def find_maven_and_java() -> str:
    """The path of Maven, where there is a Java for it too; what is missing is said at once and not one by one.

    Raises:
        GrammarError: one of them or both are missing: says which.
    """
    try:
        maven = find_maven()
    except GrammarError:
        if any(map(_version, _candidates())):  # too old is another matter than missing
            find_java()
            raise
        raise GrammarError(f"neither Java nor Maven (mvn) is found; {_BOTH}") from None
    find_java()
    return maven


def _candidates() -> Iterator[str]:
    known: list[str | None] = []
    if home := os.environ.get("JAVA_HOME"):
        known.append(shutil.which("java", path=os.path.join(home, "bin")))  # noqa: PTH118  (as `which` wants it)
    known.append(shutil.which("java"))
    yield from dict.fromkeys(path for path in known if path)


_told: Final[dict[tuple[str, int], str]] = {}  # a program that has not changed says the same of itself


def _version(path: str) -> str | None:
    """What a Java says of itself; None of a program that is none."""
    try:
        program = (path, os.stat(path).st_mtime_ns)  # noqa: PTH116  (what `which` gave)
        if program in _told:
            return _told[program]
        said = subprocess.run(  # noqa: S603  (found by name on the user's own path)
            [path, "-version"],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(rb'version "([0-9][0-9A-Za-z._+-]*)"', said.stderr[:2000] + said.stdout[:2000])
    if not match or said.returncode != 0:
        return None
    _told[program] = match[1].decode("ascii")
    return _told[program]


def _major(version: str) -> int:
    """17 of "17.0.15", 8 of "1.8.0_402"."""
    first, _, rest = version.partition(".")
    return int(re.match(r"\d*", rest if first == "1" else version)[0] or 0)  # type: ignore[index]


def environment() -> dict[str, str]:
    """What a Java needs of the environment; options for it from there, and secrets and proxies, stay out."""
    kept = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH"]
    if sys.platform == "win32":
        kept += ["SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "USERPROFILE"]
    return {name: os.environ[name] for name in kept if name in os.environ}
