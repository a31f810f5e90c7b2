"""What is written for a note: its report and where it stood, or an error record in its place.

A report row is `report.to_dict()` with these keys behind it: `place` (where the input has one), `id_given` (`false`
where the id is none of the note's own but made up by its file and row; left out otherwise), `event_date` and
`recorded_date` (where the note has them), and the columns that were to be kept. An error record has `version`, `id`,
`place`, `id_given` as above, the kept columns, and `error` with its `reason`, which holds no text of the note. A key or
column of the caller's own that has one of these names stands in `carried`, whether or not ours is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from notecheck.audit.items import EMPTY, Item
from notecheck.checker import Checker
from notecheck.errors import NotecheckError
from notecheck.note import Note
from notecheck.report import VERSION, Report
from notecheck.sound import refuse_unsound, writable

BATCH: Final = 16
"""Notes that go through the model together."""
BATCH_CHARACTERS: Final = 100_000
"""Characters of these together, after which a batch is closed: a few notes may be books."""

_OURS: Final = ("place", "id_given", "event_date", "recorded_date", "error", "carried")
"""Names that no key or column of the caller's own may have in a row, besides those of a report."""

Row = dict[str, Any]


def check_items(checker: Checker, items: Iterable[Item]) -> Iterator[Row]:
    """A row for each item, in order; one that cannot be checked gives an error record, and the others go on.

    Args:
        checker: as `notecheck.load` gives it.
        items: of a source.
    """
    for batch in batches(items):
        yield from check_batch(checker, batch)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in batches of `BATCH`, or of fewer that are long; where one ends depends on its own items alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += characters(item)
        if len(batch) == BATCH or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def characters(item: Item) -> int:
    """Length of an item's text; 0 where there is none."""
    text = item.note.get("text") if item.note else None
    return len(text) if isinstance(text, str) else 0


def check_batch(checker: Checker, batch: Sequence[Item]) -> list[Row]:
    """A row for each item of a batch, which go through the model together; one by one where that fails."""
    rows: list[Row] = []
    notes: list[Note | None] = []
    for item in batch:
        note, reason = _read(item)
        notes.append(note)
        rows.append(error_row(item, reason) if note is None else {})
    sound = [(place, note) for place, note in enumerate(notes) if note]
    try:
        reports: list[Report | str] = [*checker.pipe([note for _, note in sound], batch_size=max(1, len(sound)))]
    except Exception:  # which of them it was is found below
        reports = [_check_one(checker, note) for _, note in sound]
    for (place, _), report in zip(sound, reports, strict=True):
        item = batch[place]
        rows[place] = error_row(item, report) if isinstance(report, str) else report_row(item, report)
    return rows


def _read(item: Item) -> tuple[Note | None, str]:
    """The note that an item holds, or why there is none."""
    if item.error is not None or item.note is None:
        return None, item.error or "there is no note here"
    try:
        refuse_unsound(item.kept)
        return Note.from_dict(item.note), ""
    except NotecheckError as error:
        return None, str(error)


def _check_one(checker: Checker, note: Note) -> Report | str:
    """The report on one note, or why it could not be checked."""
    try:
        return next(checker.pipe([note]))
    except NotecheckError as error:
        return str(error)
    except MemoryError:
        return "there was not enough memory for it; split it"
    except Exception as error:  # of a check; what it says may hold words of the note
        return f"a fault of notecheck's own ({type(error).__name__}) stopped the check of this note; please report it"


def report_row(item: Item, report: Report) -> Row:
    """The row of a note that was checked."""
    note = report.note
    dates = {"event_date": note.event_date, "recorded_date": note.recorded_date}
    ours = replace(report, note=replace(note, extra={})).to_dict() if note.extra else report.to_dict()
    behind = _placed(item) | {name: day.isoformat() for name, day in dates.items() if day}
    return _joined(ours, behind, note.extra, item.kept)


def error_row(item: Item, reason: str) -> Row:
    """The record in place of a note that could not be checked."""
    try:
        refuse_unsound(item.kept)
        kept = item.kept
    except NotecheckError:
        kept = {}
    ours = {"version": VERSION, "id": _id(item)} | _placed(item) | {"error": {"reason": reason}}
    return _joined(ours, {}, {}, kept)


def _joined(ours: Row, behind: Row, extra: Mapping[str, Any], kept: Mapping[str, Any]) -> Row:
    """A row: our keys, the note's own, ours behind these, and the columns kept; in `carried` what has a name of ours.

    Args:
        ours: what comes first.
        behind: what comes behind the note's own keys.
        extra: the note's own keys.
        kept: columns that are kept.
    """
    taken = {*ours, *behind, *_OURS}
    own = {name: value for name, value in extra.items() if name not in taken}
    further = {name: value for name, value in kept.items() if name not in taken and name not in own}
    carried = {name: value for name, value in {**kept, **extra}.items() if name in taken}
    return ours | own | behind | further | ({"carried": carried} if carried else {})


def _placed(item: Item) -> Row:
    return ({"place": item.place} if item.place else {}) | ({} if item.id_given else {"id_given": False})


def _id(item: Item) -> str | None:
    """What names the note, if it can be written."""
    return writable(item.note.get("id") if item.note else item.id)


def encoded(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON, always the same bytes for the same row.

    Raises:
        ValueError: it holds a number that JSON has no word for.
        TypeError: it holds something that is no JSON.
    """
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8") + b"\n"


def is_error(row: Mapping[str, Any]) -> bool:
    """Whether a row is an error record."""
    return "error" in row and "findings" not in row


def is_empty(row: Mapping[str, Any]) -> bool:
    """Whether a row is the error record of a note without text."""
    return is_error(row) and row["error"]["reason"] == EMPTY
