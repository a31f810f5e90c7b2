"""What a kind of input is, and how an input of it is kept as a file that is tried again for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis.strategies import SearchStrategy

SEEDS = Path(__file__).parent / "seeds"
MARK = "Zqmarkx"
"""A word that stands in texts and nowhere else: no error and no log may hold it."""


class FaultError(AssertionError):
    """What should hold of every input does not hold of this one."""


@dataclass(frozen=True)
class Kind:
    """One kind of input.

    Attributes:
        name: on the command line, and of the folder of its seeds.
        strategy: makes inputs; JSON-shaped data, or `(ending, bytes)` for a file.
        run: takes one; raises if anything is wrong with what came of it.
        share: of the inputs of `all`, in hundredths.
        prepare: what its inputs share, made once for all children.
    """

    name: str
    strategy: Callable[[], SearchStrategy[Any]]
    run: Callable[[Any], None]
    share: int
    prepare: Callable[[], Any] | None = None


def must(holds: bool, what: str) -> None:
    """Raise a fault unless something holds. `what` names it alike for all inputs, since faults are told apart by it."""
    if not holds:
        raise FaultError(what)


def keep(kind: str, value: Any, folder: Path = SEEDS) -> Path:
    """Write an input where `seeds` finds it; named by what it holds, so that none is kept twice."""
    is_file = isinstance(value, tuple)
    data = value[1] if is_file else json.dumps(value, indent=1).encode()
    name = hashlib.sha256(data).hexdigest()[:10] + (value[0] if is_file else ".json")
    place = folder / kind / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def seed(path: Path, *, is_file: bool) -> Any:
    """The input that a file of seeds holds."""
    data = path.read_bytes()
    return (path.suffix, data) if is_file else json.loads(data)
