"""What the styles and lists of a Word file say of a paragraph: heading or not, hidden or not, numbered how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from notecheck.read.document import line
from notecheck.read.lists import figure
from notecheck.read.markup import child, local, value

_LEVELS: Final = 9
_MOST_SHAPE: Final = 40  # characters
_MOST_STEPS: Final = 20  # from a style to the one that it is based on; a ring of styles would have no end
_HEADING: Final = re.compile(r"(?:heading [1-9]|title|subtitle)", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
_SLOT: Final = re.compile(r"%([1-9])")


def on(element: Any | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return element is not None and value(element, "val") not in ("0", "false", "off")


class Level(NamedTuple):
    """One level of a list.

    Attributes:
        kind: 'decimal', 'bullet', …, as Word names it.
        shape: the number as written, '%1.%2)' with the levels' own numbers put in.
        start: its first number.
        legal: whether all numbers are written in figures.
    """

    kind: str
    shape: str
    start: int
    legal: bool


@dataclass(frozen=True)
class Style:
    """What matters of one style; None where it leaves the matter to the style that it is based on."""

    name: str
    based_on: str | None
    hidden: bool | None
    outline: int | None
    number: str | None
    level: int | None


class Styles:
    """The styles of a file, by id."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self._usual: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element.tag) == "style" and (name := value(element, "styleId")):
                self._styles[name] = _style(element)
                if value(element, "default") in ("1", "true", "on"):
                    self._usual[value(element, "type") or ""] = name

    def chain(self, name: str | None, kind: str = "paragraph") -> Iterator[tuple[str, Style]]:
        """A style and those that it is based on, with their ids; the usual one where none is named."""
        name = name or self._usual.get(kind)
        for _ in range(_MOST_STEPS):
            if name is None or name not in self._styles:
                return
            yield name, self._styles[name]
            name = self._styles[name].based_on

    def hidden(self, name: str | None, kind: str) -> bool:
        """Whether text of this style is hidden."""
        return next((style.hidden for _, style in self.chain(name, kind) if style.hidden is not None), False)

    def heading(self, name: str | None) -> bool:
        """Whether paragraphs of this style are headings."""
        for _, style in self.chain(name):
            if style.outline is not None:
                return style.outline < _LEVELS
            if _HEADING.fullmatch(style.name):
                return True
        return False

    def contents(self, name: str | None) -> bool:
        """Whether paragraphs of this style make up a table of contents."""
        return any(_CONTENTS.fullmatch(style.name) for _, style in self.chain(name))


def _style(element: Any) -> Style:
    name, based_on = child(element, "name"), child(element, "basedOn")
    hidden = child(element, "rPr", "vanish")
    outline = child(element, "pPr", "outlineLvl")
    number, level = child(element, "pPr", "numPr", "numId"), child(element, "pPr", "numPr", "ilvl")
    return Style(
        name=(value(name, "val") or "" if name is not None else ""),
        based_on=value(based_on, "val") if based_on is not None else None,
        hidden=on(hidden) if hidden is not None else None,
        outline=whole(outline),
        number=value(number, "val") if number is not None else None,
        level=whole(level),
    )


def whole(element: Any | None) -> int | None:
    """The number that an element's `val` gives."""
    said = value(element, "val") if element is not None else None
    return int(said) if said and re.fullmatch(r"\d{1,7}", said) else None


@dataclass
class _List:
    """One `w:num`: its levels, and the counters that it shares with others of the same kind."""

    kind: str
    levels: dict[int, Level]
    restarts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbers:
    """The numbers of a file's lists, counted up as its paragraphs go by."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._levels_of: dict[str, int] = {}  # style → the level that belongs to it
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        kinds = {value(each, "abstractNumId"): each for each in root if local(each.tag) == "abstractNum"}
        linked = {value(link, "val"): each for each in kinds.values() if (link := child(each, "styleLink")) is not None}
        for each in root:
            if local(each.tag) != "num" or not (number := value(each, "numId")):
                continue
            kind = child(each, "abstractNumId")
            name = value(kind, "val") if kind is not None else None
            base = kinds.get(name)
            link = child(base, "numStyleLink")
            if link is not None:
                base = linked.get(value(link, "val"), base)
            levels = dict(self._levels(base)) if base is not None else {}
            restarts = {}
            for override in each:
                at = _at(override)
                if local(override.tag) == "lvlOverride" and at is not None:
                    levels |= dict(self._levels(override))
                    if (start := whole(child(override, "startOverride"))) is not None:
                        restarts[at] = start
            self._lists[number] = _List(name or number, levels, restarts)

    def _levels(self, element: Any) -> Iterator[tuple[int, Level]]:
        for each in element:
            at = _at(each)
            if local(each.tag) != "lvl" or at is None:
                continue
            kind, shape = child(each, "numFmt"), child(each, "lvlText")
            if (style := child(each, "pStyle")) is not None:
                self._levels_of.setdefault(value(style, "val") or "", at)
            yield (
                at,
                Level(
                    kind=value(kind, "val") or "decimal" if kind is not None else "decimal",
                    shape=value(shape, "val") or "" if shape is not None else "",
                    start=whole(child(each, "start")) or 0,
                    legal=on(child(each, "isLgl")),
                ),
            )

    def mark(self, properties: Any | None, style: str | None) -> str:
        """The bullet or number of a paragraph with the space after it, as Word shows it; '' where it has none.

        Args:
            properties: its `w:pPr`.
            style: id of its style.
        """
        number, at = self._named(properties, style)
        listed = self._lists.get(number or "")
        level = listed.levels.get(at) if listed else None
        if listed is None or level is None:
            return ""
        counters = self._counters.setdefault(listed.kind, {})
        if at in listed.restarts and at not in listed.begun:
            counters[at] = listed.restarts[at]
        else:
            counters[at] = counters.get(at, level.start - 1) + 1
        listed.begun.add(at)
        for deeper in [other for other in counters if other > at]:
            del counters[deeper]
        return _written(listed.levels, counters, at)

    def _named(self, properties: Any | None, style: str | None) -> tuple[str | None, int]:
        """The list and the level of a paragraph: its own, or those of its style."""
        number, level = child(properties, "numPr", "numId"), whole(child(properties, "numPr", "ilvl"))
        if number is not None:
            return value(number, "val"), level or 0
        for name, each in self._styles.chain(style):
            if each.number is not None:
                own = level if level is not None else each.level
                return each.number, self._levels_of.get(name, 0) if own is None else own
        return None, 0


def _at(element: Any) -> int | None:
    said = value(element, "ilvl")
    return int(said) if said and said in "012345678" else None


def _written(levels: dict[int, Level], counters: dict[int, int], at: int) -> str:
    """The number of a paragraph, from the shape of its level."""
    level = levels[at]
    if level.kind == "bullet":
        return "- "
    if level.kind == "none" and not _SLOT.search(level.shape):
        return f"{line(level.shape[:_MOST_SHAPE])} ".lstrip()

    def number(slot: re.Match[str]) -> str:
        other = int(slot[1]) - 1
        own = levels.get(other, level)
        return figure(counters.get(other, own.start), "decimal" if level.legal else own.kind)

    said = line(_SLOT.sub(number, level.shape[:_MOST_SHAPE]))
    return f"{said} " if said else ""
