"""Finds the Java of this machine, and says what is wrong with it."""

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
_ADVICE: Final = f"install Java {OLDEST} or newer (on Debian and Ubuntu: apt-get install openjdk-17-jre-headless)"


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
        raise GrammarError(f"Java is too old ({'; '.join(found)}); {_ADVICE}")
    raise GrammarError(f"Java is not found; {_ADVICE}, or name its folder in JAVA_HOME")


def _candidates() -> Iterator[str]:
    known: list[str | None] = []
    if home := os.environ.get("JAVA_HOME"):
        known.append(shutil.which("java", path=os.path.join(home, "bin")))  # noqa: PTH118  (as `which` wants it)
    known.append(shutil.which("java"))
    yield from dict.fromkeys(path for path in known if path)


def _version(path: str) -> str | None:
    """What a Java says of itself; None of a program that is none."""
    try:
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
    return match[1].decode("ascii") if match and said.returncode == 0 else None


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
