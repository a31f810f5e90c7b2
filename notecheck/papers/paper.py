"""A paper: a Markdown file whose places are filled in, read into the blocks that Word, PDF and pages draw alike.

Only what the papers need of Markdown is known: headings, paragraphs, lists with '- ', tables, fenced text, `code` and
bare addresses. A place is `{{rules.count}}`; a sentence that is tested ends with its mark, `{#nothing-sent}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from math import sqrt
from pathlib import Path
from typing import Final

from notecheck.errors import SettingsError
from notecheck.render.blocks import Block, Bullets, Heading, Marked, Paragraph, Piece, Table
from notecheck.render.text import plain

FOLDER: Final = Path(__file__).parent
ORDER: Final = (
    "what-it-does",
    "data-protection",
    "transparency-record",
    "accuracy",
    "accessibility",
    "security",
    "governance",
    "versions",
)
"""The papers, in the order in which somebody who decides about notecheck would read them."""

_PLACE: Final = re.compile(r"\{\{([^{}]*)\}\}")
_MARK: Final = re.compile(r" *\{#([a-z0-9-]+)\}")
_BAR: Final = re.compile(r"(?<!\\)\|")
_SIGN: Final = re.compile(r"[\\|<\[]")
_AS_WRITTEN: Final = re.compile(rf"\\({_SIGN.pattern})")
_RULE: Final = re.compile(r"\|[\s|:-]+\|")
_FENCE: Final = "```"
_WIDEST: Final = 36  # characters of a cell by which the width of a column is reckoned


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, filled in.

    Attributes:
        name: by which it is asked for, such as `data-protection`.
        title: its heading.
        about: what it is, in a line.
        markdown: all of it, as Markdown without marks.
        blocks: what follows the title.
        statements: mark → the line that a test shows to be true.
    """

    name: str
    title: str
    about: str
    markdown: str
    blocks: tuple[Block, ...]
    statements: Mapping[str, str]


def read(name: str, facts: Mapping[str, str]) -> Paper:
    """A paper with its places filled in.

    Args:
        name: of the paper.
        facts: place → what stands there, as Markdown.

    Raises:
        SettingsError: there is no such paper, or a place in it that no fact fills; says which there are.
    """
    if name not in ORDER:
        raise SettingsError(f"paper {name[:40]!r} is not known; allowed: {', '.join(ORDER)}")
    written = _written(name)
    statements = {mark: _filled(_MARK.sub("", line), facts) for line in written for mark in _MARK.findall(line)}
    # Marks go first: what fills a place may be an authority's own words and is never read for marks or places.
    lines = [part for line in written for part in _filled(_MARK.sub("", line), facts).split("\n")]
    title, *rest = lines
    blocks = tuple(_blocks(rest))
    return Paper(name, title.removeprefix("# "), about(name), "\n".join(lines) + "\n", blocks, statements)


def about(name: str) -> str:
    """What a paper is, in a line: its first paragraph, in which no place stands."""
    return _written(name)[2]


@cache
def _written(name: str) -> tuple[str, ...]:
    return tuple((FOLDER / f"{name}.md").read_text(encoding="utf-8").rstrip().split("\n"))


def places(name: str) -> frozenset[str]:
    """The places of a paper."""
    return frozenset(place for line in _written(name) for place in _PLACE.findall(line))


def _filled(line: str, facts: Mapping[str, str]) -> str:
    def fact(found: re.Match[str]) -> str:
        if found[1] not in facts:
            raise SettingsError(f"place {found[1]!r} is filled by no fact; allowed: {', '.join(facts)}")
        return facts[found[1]]

    return _PLACE.sub(fact, line)


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    rest = iter(lines)
    while (line := next(rest, None)) is not None:
        kind = _kind(line)
        if kind == "fence":
            yield Marked(tuple((Piece(each),) for each in takewhile(_FENCE.__ne__, rest)))
            continue
        together = [line]
        while kind not in ("", "heading") and (following := next(rest, None)) is not None:
            if _kind(following) != kind:
                rest = _before(following, rest)
                break
            together.append(following)
        yield from _block(kind, together)


def _before(line: str, rest: Iterator[str]) -> Iterator[str]:
    yield line
    yield from rest


def _kind(line: str) -> str:
    starts = {"#": "heading", "-": "list", "|": "table", "`": "fence" if line.startswith(_FENCE) else "text"}
    return starts.get(line[:1], "text") if line.strip() else ""


def _block(kind: str, lines: list[str]) -> Iterator[Block]:
    match kind:
        case "heading":
            marks, _, text = lines[0].partition(" ")
            yield Heading(len(marks), text)
        case "list":
            yield Bullets(tuple(_as_written(line.removeprefix("- ")) for line in lines))
        case "table":
            yield _table([_cells(line) for line in lines if not _RULE.fullmatch(line)])
        case "text":
            yield Paragraph(" ".join(lines))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_as_written(words.strip()) for words in _BAR.split(line.strip())[1:-1])


def _as_written(text: str) -> str:
    """The words that `cell` was given."""
    return _AS_WRITTEN.sub(r"\1", text)


def _table(rows: list[tuple[str, ...]]) -> Table:
    # By the root: a long cell breaks into lines, a short one is not to.
    widths = tuple(round(10 * sqrt(min(_WIDEST, max(map(len, column))))) for column in zip(*rows, strict=True))
    head, *body = rows
    return Table(head, tuple(tuple((cell,) for cell in row) for row in body), widths)


def cell(text: object) -> str:
    r"""Anybody's words for a cell or a line: nothing in them ends it, links, is HTML or orders a terminal about.

    >>> print(cell("a | b\n<b>[c](d)\x1b[2J"))
    a \| b \<b>\[c](d) \[2J
    """
    return _SIGN.sub(r"\\\g<0>", plain(str(text)))


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as Markdown."""
    heads = [cell(each) for each in head]
    lines = [heads, ["---"] * len(heads), *([cell(each) for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list as Markdown."""
    return "\n".join(f"- {cell(item)}" for item in items)


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """A text cut at its backticks: whether a part is code, and its words.

    >>> list(parts("see `switch_off` below"))
    [(False, 'see '), (True, 'switch_off'), (False, ' below')]
    """
    for place, words in enumerate(text.split("`")):
        if words:
            yield place % 2 == 1, words
