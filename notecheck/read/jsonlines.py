"""JSON Lines: one record a line. A line that is broken is named by its number; the others are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from notecheck.read.lines import ENDED, Line, Lines
from notecheck.read.objects import Placed, parse
from notecheck.read.objects import stream as objects
from notecheck.read.stream import Mark, Stream

SUFFIXES: Final = (".jsonl", ".ndjson")

_EMPTY: Final = "no line holds a record; each line of a .jsonl file is one JSON object"


def stream(file: BinaryIO, after: Mark | None = None) -> Stream:
    """The records of the lines.

    Args:
        file: from its beginning.
        after: a mark of the same file, where only what follows is wanted.

    Raises:
        NoteError: it is no text.
    """
    read = [Lines(file, returns=False)]

    def again(mark: list[Any]) -> Iterator[Placed]:
        if mark[2] == ENDED:
            return
        read.append(Lines(file, returns=False, at=mark[0], encoding=mark[2]))
        yield from _placed(read[-1], mark[1])

    return objects(
        _placed(read[0], 0),
        again(after) if isinstance(after, list) else None,
        called="line",
        empty=_EMPTY,
        more=lambda: read[-1].notices(),
    )


def _placed(lines: Iterable[Line], before: int) -> Iterator[Placed]:
    for number, (text, end, encoding, fault) in enumerate(lines, before + 1):
        if fault or text.strip():
            value, fault = (None, fault) if fault else parse(text)
            yield Placed(number, value, [end, number, encoding], len(text), fault)
