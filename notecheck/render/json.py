"""JSON: one object for one note, a list for several."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from notecheck.report import Report


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:  # noqa: ARG001
    """Indented JSON in the contract's shape, non-ASCII characters as they are."""
    rest = iter(reports)
    first = next(rest, None)
    second = next(rest, None)
    if first is None:
        return
    if second is None:
        yield _object(first) + "\n"
        return
    yield "["
    for place, pair in enumerate(chain((first, second), rest)):
        yield (",\n" if place else "\n") + _object(pair)
    yield "\n]\n"


def _object(pair: tuple[str, Report]) -> str:
    return json.dumps(pair[1].to_dict(), ensure_ascii=False, indent=2, default=str)
