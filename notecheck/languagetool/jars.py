"""The jars of LanguageTool: which there are to be, and whether they are there as they were measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from notecheck.languagetool.folders import VERSION

_CHECKSUMS: Final = Path(__file__).with_name("checksums.txt")
_STAMP: Final = "installed.json"


@cache
def checksums() -> Mapping[str, str]:
    """Name of each jar → its SHA-256, in the order of the class path."""
    rows = (line.split() for line in _CHECKSUMS.read_text(encoding="ascii").splitlines())
    return MappingProxyType({name: digest for digest, name in rows})


def faults(folder: Path) -> Iterator[str]:
    """What is wrong with the jars of a folder, a jar at a time; every one is read whole (about 0.1 s in all).

    Yields:
        Such as "language-en-6.8.jar is missing".
    """
    for name, digest in checksums().items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"{name} is missing"
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror})"
        else:
            if found != digest:
                yield f"{name} is not as published (its SHA-256 is {found[:16]}…, not {digest[:16]}…)"


def size(folder: Path) -> int:
    """Bytes of the jars that are there."""
    return sum(path.stat().st_size for name in checksums() if (path := folder / name).is_file())


def stamp(folder: Path) -> None:
    """Note, in the folder, that its jars have been verified, with size and time of each."""
    content = {"version": VERSION, "checksums": _of_checksums(), "jars": _seen(folder)}
    (folder / _STAMP).write_text(json.dumps(content, indent=0), encoding="ascii")


def is_stamped(folder: Path) -> bool:
    """Whether jars were verified in this folder once; costs next to nothing."""
    return (folder / _STAMP).is_file()


def is_untouched(folder: Path) -> bool:
    """Whether the jars are those that were verified, by size and time: a few milliseconds."""
    try:
        content = json.loads((folder / _STAMP).read_text(encoding="ascii"))
        return bool(content == {"version": VERSION, "checksums": _of_checksums(), "jars": _seen(folder)})
    except (OSError, ValueError):
        return False


def _seen(folder: Path) -> dict[str, list[int]]:
    found = {name: (folder / name).stat() for name in checksums()}
    return {name: [each.st_size, each.st_mtime_ns] for name, each in found.items()}


def _of_checksums() -> str:
    """Another list of checksums, with another notecheck, makes an old stamp void."""
    return hashlib.sha256(_CHECKSUMS.read_bytes()).hexdigest()
