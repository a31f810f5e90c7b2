"""JSON: one object for one note, a list for several."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notecheck.report import Report


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:  # noqa: ARG001
    """Indented JSON in the contract's shape, non-ASCII characters as they are."""
    rest = iter(reports)
    first = next(rest, None)
    second = next(rest, None)
    if first is None:
        return
    if second is None:
        yield written(first[1].to_dict()) + "\n"
        return
    yield "["
    for place, (_, report) in enumerate(chain((first, second), rest)):
        yield (",\n" if place else "\n") + written(report.to_dict())
    yield "\n]\n"


def written(report: Mapping[str, Any]) -> str:
    """A report in the contract's shape as text."""
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
