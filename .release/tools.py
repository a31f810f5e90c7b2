"""Runs other programs, and says in words which of them failed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_SAID: Final = 2_000  # characters of what a program said in the end


class Failed(Exception):  # noqa: N818  (it reads as what happened)
    """A step of the release could not be done: says which, and what the program said."""


def run(*command: str | Path, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """What a program writes to standard output.

    Raises:
        Failed: it is not there, or ended with another status than 0.
    """
    words = [str(part) for part in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise Failed(f"{words[0]}: {error.strerror}") from None
    if done.returncode:
        raise Failed(f"{' '.join(words[:6])}: status {done.returncode}\n{(done.stderr or done.stdout)[-_SAID:]}")
    return done.stdout
