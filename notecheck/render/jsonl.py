"""JSON Lines: one report a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notecheck.report import Report


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:  # noqa: ARG001
    """Each report on a line of its own, in the order given, in the contract's shape."""
    return (written(report.to_dict()) + "\n" for _, report in reports)


def written(report: Mapping[str, Any]) -> str:
    """A report in the contract's shape as one line."""
    line = json.dumps(report, ensure_ascii=False, default=str)
    # U+2028 and its like stand in JSON as they are, but many readers would break the line there.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
