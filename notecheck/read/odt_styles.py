"""Styles of an OpenDocument text: what is hidden, and how the levels of its lists are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from notecheck.read.markup import local

_MOST_STEPS: Final = 20  # from a style to the one that it is based on
_FORMATS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class Level(NamedTuple):
    """One level of a list: '' for the way of writing of a bullet."""

    format: str
    before: str
    after: str
    shown: int
    """How many levels its number shows: 2 for '1.2'."""
    start: int
    bullet: bool


class Styles:
    """What matters of the styles of a file."""

    def __init__(self, *roots: Any | None) -> None:
        self._parents: dict[str, str | None] = {}
        self._hidden: dict[str, bool] = {}
        self._list_of: dict[str, str] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        for root in roots:
            for group in root if root is not None else ():
                if local(group.tag) in ("styles", "automatic-styles"):
                    for element in group:
                        self._add(element)

    def _add(self, element: Any) -> None:
        kind, name = local(element.tag), said_of(element, "name") or ""
        if kind == "style":
            self._parents[name] = said_of(element, "parent-style-name")
            shown = next((said for each in element if (said := said_of(each, "display"))), None)
            if shown is not None:
                self._hidden[name] = shown == "none"
            if listed := said_of(element, "list-style-name"):
                self._list_of[name] = listed
        elif kind == "list-style":
            self._lists[name] = dict(_levels(element))
        elif kind == "outline-style":
            self.outline = dict(_levels(element))

    def _first(self, name: str | None, known: dict[str, Any]) -> Any:
        for _ in range(_MOST_STEPS):
            if name is None or name in known:
                break
            name = self._parents.get(name)
        return known.get(name or "")

    def hidden(self, name: str | None) -> bool:
        """Whether text of this style is hidden."""
        return bool(self._first(name, self._hidden))

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings with it."""
        found: str | None = self._first(name, self._list_of)
        return found

    def level(self, name: str | None, depth: int) -> Level | None:
        """A level of a list, counted from 1."""
        return self._lists.get(name or "", {}).get(depth)


def _levels(element: Any) -> Iterator[tuple[int, Level]]:
    for each in element:
        depth = whole_number(said_of(each, "level"), 0)
        if local(each.tag) == "list-level-style-number" or local(each.tag) == "outline-level-style":
            yield (
                depth,
                Level(
                    format=_FORMATS.get(said_of(each, "num-format") or "", ""),
                    before=said_of(each, "num-prefix") or "",
                    after=said_of(each, "num-suffix") or "",
                    shown=whole_number(said_of(each, "display-levels"), 1),
                    start=whole_number(said_of(each, "start-value"), 1),
                    bullet=False,
                ),
            )
        else:
            yield depth, Level("", "", "", 1, 1, bullet=True)


def said_of(element: Any, name: str) -> str | None:
    """An attribute, whatever its namespace: OpenDocument takes them from several."""
    return next((str(said) for key, said in element.attrib.items() if local(key) == name), None)


def whole_number(said: str | None, otherwise: int) -> int:
    """The number that an attribute gives, if it is one."""
    return int(said) if said and re.fullmatch(r"\d{1,7}", said) else otherwise
