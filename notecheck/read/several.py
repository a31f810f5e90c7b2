"""A text that was read is one note, or several where it is an export of a case system."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final

from notecheck.read.records import Record, Records

if TYPE_CHECKING:
    from notecheck.splitting import Part

_MOST_LINES: Final = 100_000


def notes(name: str, note: Mapping[str, Any], notices: Sequence[str] = ()) -> Records:
    """The records of a file that holds one text.

    Args:
        name: of the file.
        note: keys of a note with the whole `text`, its `id`, and `places`, in their order, where they are known.
        notices: what there is to say already.

    Returns:
        One record, with the file's name as its place; or one for each note of an export, 'note 2 of 6', whose own
        places are the file's lines where the file is no document that has others.
    """
    from notecheck import splitting  # here, since the process that reads a document needs this file but no lexicons

    parts = splitting.split(note["text"])
    if not parts:
        doubted = splitting.doubted(note["text"])
        said = (*notices, doubted) if doubted else tuple(notices)
        return Records(name, (), (Record(name, note, ready=True),), said)
    rows = tuple(
        Record(f"note {number} of {len(parts)}", cut, ready=True) for number, cut in enumerate(_cut(note, parts), 1)
    )
    return Records(name, (), rows, (*notices, splitting.said(note["text"], parts)))


def _cut(note: Mapping[str, Any], parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    places = _lines(note["text"]) if note.get("places") is None else note["places"]
    ends = [each["end"] for each in places or ()]
    for number, part in enumerate(parts, 1):
        own = {"text": note["text"][part.start : part.end], "id": f"{note['id']}, note {number}"}
        inside = {} if places is None else {"places": _places(places, ends, part)}
        yield {**note, **own, **inside, **part.fields}


def _lines(text: str) -> list[dict[str, Any]] | None:
    """The lines of a plain file as places, counted as editors do; None where nobody would look one up by its number."""
    if text.count("\n") > _MOST_LINES:
        return None
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return [
        {"start": start, "end": end, "place": f"line {number}"}
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        if text[start:end].strip()
    ]


def _places(places: Sequence[Mapping[str, Any]], ends: Sequence[int], part: Part) -> list[dict[str, Any]]:
    """The places within a part, counted from its start; places follow each other, so only its own are looked at."""
    inside = takewhile(lambda each: each["start"] < part.end, islice(places, bisect_right(ends, part.start), None))
    return [
        {
            "start": max(each["start"], part.start) - part.start,
            "end": min(each["end"], part.end) - part.start,
            "place": each["place"],
        }
        for each in inside
    ]
