"""A text that was read is one note, or several where it is an export of a case system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from notecheck.read.records import Record, Records

if TYPE_CHECKING:
    from notecheck.splitting import Part


def notes(name: str, note: Mapping[str, Any], notices: Sequence[str] = ()) -> Records:
    """The records of a file that holds one text.

    Args:
        name: of the file.
        note: keys of a note with the whole `text`, its `id`, and `places` where they are known.
        notices: what there is to say already.

    Returns:
        One record, with the file's name as its place; or one for each note of an export, 'note 2 of 6'.
    """
    from notecheck import splitting  # here, since the process that reads a document needs this file but no lexicons

    parts = splitting.split(note["text"])
    if not parts:
        return Records(name, (), (Record(name, note, ready=True),), tuple(notices))
    rows = tuple(
        Record(f"note {number} of {len(parts)}", cut, ready=True) for number, cut in enumerate(_cut(note, parts), 1)
    )
    return Records(name, (), rows, (*notices, splitting.said(note["text"], parts)))


def _cut(note: Mapping[str, Any], parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    for number, part in enumerate(parts, 1):
        own = {"text": note["text"][part.start : part.end], "id": f"{note['id']}, note {number}"}
        yield {**note, **own, **_places(note, part), **part.fields}


def _places(note: Mapping[str, Any], part: Part) -> dict[str, Any]:
    if "places" not in note:
        return {}
    inside = (each for each in note["places"] if each["start"] < part.end and part.start < each["end"])
    return {
        "places": [
            {
                "start": max(each["start"], part.start) - part.start,
                "end": min(each["end"], part.end) - part.start,
                "place": each["place"],
            }
            for each in inside
        ]
    }
