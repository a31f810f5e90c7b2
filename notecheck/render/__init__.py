"""Renderers: reports in, one output format out. One file a format; adding a format is adding a file.

Each module has `render(reports, *, colour) -> Iterator[str]`, which takes (name, report) pairs and yields the output
piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from notecheck.report import Report

_HELPERS: Final = (
    "blocks", "layers", "marks", "pairs", "places", "points", "regions", "revealed", "rule_page",
    "saying", "slides", "whole",
)  # fmt: skip

FORMATS: Final = tuple(sorted(m.name for m in iter_modules(__path__) if m.name not in _HELPERS))
"""Names that `--format` takes."""


def render(format_name: str, reports: Iterable[tuple[str, Report]], *, colour: bool = False) -> Iterator[str]:
    """Write reports in one of `FORMATS`.

    Args:
        format_name: the format.
        reports: (name of the file, report) pairs.
        colour: whether the output may hold terminal colours.
    """
    yield from import_module(f"{__name__}.{format_name}").render(reports, colour=colour)
