"""What notecheck takes: to fetch, and on the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from tools import run

EXTRAS: Final = ("", "page", "documents,audit,grammar", "page,documents,audit,spark,grammar,sign-in,serve")
_SHOWN: Final = 6
_MEGABYTE: Final = 1_000_000


class Size(NamedTuple):
    """An installation.

    Attributes:
        extras: with which it was installed.
        packages: how many came, notecheck included.
        megabytes: of all its files, Python itself apart.
        largest: the largest folders of it, with their megabytes.
    """

    extras: str
    packages: int
    megabytes: float
    largest: tuple[tuple[str, float], ...]


def sizes(wheel: Path) -> Iterator[Size]:
    """Install a wheel with each set of extras and add up its files.

    Raises:
        Failed: it cannot be installed.
    """
    for extras in EXTRAS:
        with TemporaryDirectory() as folder:
            env = Path(folder) / "env"
            run(sys.executable, "-m", "venv", "--without-pip", env)
            python = env / ("Scripts" if os.name == "nt" else "bin") / "python"
            wanted = f"{wheel}[{extras}]" if extras else str(wheel)
            # With bytecode, as pip leaves it and as any use of it does.
            run(sys.executable, "-m", "uv", "pip", "install", "-q", "--compile-bytecode", "--python", python, wanted)
            [site] = env.rglob("site-packages")
            folders = {path.name: _megabytes(path) for path in site.iterdir()}
            largest = sorted(folders.items(), key=lambda each: -each[1])[:_SHOWN]
            yield Size(extras, len([*site.glob("*.dist-info")]), sum(folders.values()), tuple(largest))


def _megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) / _MEGABYTE
