"""Builds wheel and sdist, twice, and holds the two against each other."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools import Failed, run

_MADE: Final = ("*.whl", "*.tar.gz", "*.cdx.json", "SHA256SUMS", ".gitignore")
"""What a folder may hold that a release is made in: an older one, and what the builder puts beside it."""


def bare(folder: Path) -> Path:
    """A folder that is there and empty.

    Raises:
        Failed: it holds something that no release does, which is not taken away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = sorted(folder.iterdir())
    if other := [path.name for path in held if not (path.is_file() and any(map(path.match, _MADE)))]:
        raise Failed(f"{folder} holds {other[0]}, which no release does; name a folder of its own with --to")
    for path in held:
        path.unlink()
    return folder


def build(root: Path, to: Path) -> tuple[Path, Path]:
    """Wheel and sdist of what is committed, each the same to the byte when it is built again elsewhere.

    Args:
        root: the folder of the source, a git checkout.
        to: the folder for them.

    Raises:
        Failed: they cannot be built, or differ.
    """
    commit, epoch = committed(root)
    with TemporaryDirectory() as folder:
        again = Path(folder) / "again"
        for out in (to, again):
            source = Path(folder) / f"source-of-{out.name}"
            run("git", "clone", "--quiet", "--no-checkout", root, source)
            run("git", "checkout", "--quiet", "--detach", commit, cwd=source)
            _built(source, out, epoch)
        for path in sorted(again.iterdir()):
            if path.read_bytes() != (to / path.name).read_bytes():
                raise Failed(f"{path.name} is another when it is built again")
    [wheel], [sdist] = to.glob("*.whl"), to.glob("*.tar.gz")
    return wheel, sdist


def committed(root: Path) -> tuple[str, str]:
    """The last commit, and when it was made, in seconds since 1970, by which all of a release is dated."""
    commit, epoch = run("git", "log", "-1", "--format=%H %ct", cwd=root).split()
    return commit, epoch


def _built(source: Path, to: Path, epoch: str) -> None:
    """Both, dated by the last commit."""
    run(sys.executable, "-m", "build", "--outdir", to, source, environment={"SOURCE_DATE_EPOCH": epoch})
