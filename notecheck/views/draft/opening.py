"""Opening a document in the worker's view: its text into the editor, what it tells of the note into empty fields.

Of the file's name only the ending comes from the browser. The document is read in a process apart (`notecheck.read`),
and a file that holds several notes is offered as a choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from notecheck import page, views
from notecheck.errors import NoteError
from notecheck.note import DOC_TYPES, Note
from notecheck.read import Record, Records, read_file, suffixes
from notecheck.read.kinds import kind
from notecheck.read.several import notes
from notecheck.render import saying, whole
from notecheck.views.components.editor import MOST_CHARACTERS, plain
from notecheck.views.components.opener import Opened, opened, opener
from notecheck.views.components.table import Row, table
from notecheck.views.draft.visit import Source, is_new, put, several, visit
from notecheck.views.shared import careful
from notecheck.views.shared import plain as as_it_is
from notecheck.views.spot.opening import take_records

FILE: Final = "worker-file"
LISTED: Final = 50
"""Notes of one file that are listed; beyond that it is a matter for a spot check."""
_NAME: Final = "file"  # in place of the file's own name, which stays in the browser
_TOO_LONG: Final = (
    f"the box takes {MOST_CHARACTERS:,} characters, about 35,000 words, and this is longer. Open it under Spot check, "
    "which takes long records, or save it in parts"
)
_TABLE: Final = (
    "This is a table of {count}. Look at them under Spot check, where you say which column holds what; here you can "
    "paste one note."
)
_SEVERAL: Final = "This file holds {count} notes. Choose one below; until then your text stays as it is."
_PASTED: Final = "pasted text"


def draw_opener() -> None:
    """The button that opens a document."""
    opener(
        "Open a document…",
        key=FILE,
        accept=",".join(suffixes()),
        most=page.MAX_UPLOAD,
        answered=visit()["opened"],
    )


def take_file() -> None:
    """Take the file, or the note of a file, that was chosen since the last run."""
    if (number := visit().pop("wanted", None)) is not None:
        careful(partial(choose, number))()
    file = opened(FILE)
    if file and is_new(file.at):
        try:
            careful(partial(open_file, file))()
        finally:  # the button says that it is at work until then
            visit()["opened"] = file.at


def open_file(file: Opened) -> None:
    """Put the words of a file into the editor, or say why not; the text that was there then stays."""
    name = _NAME + file.ending
    try:
        records = read_file(name, file.data)
        if not records.columns and len(records.rows) == 1:
            _open_note(records, file)
        else:
            _offer(records)
    except NoteError as error:
        visit()["notice"] = (f"This file could not be opened: {str(error).removeprefix(f'{name}: ')}.",)


def _open_note(records: Records, file: Opened) -> None:
    note = _note(records.rows[0])
    told = _put(note, word=file.data if kind(file.data)[1] == ".docx" else None)
    offer(None)
    visit()["notice"] = ("The file is open: its text is in the box.", *told, *map(_about, records.notices))


def _about(notice: str) -> str:
    return f"About this file: {as_it_is(notice)}" + ("" if notice.endswith((".", "!", "?")) else ".")


def _offer(records: Records) -> None:
    offer(records)
    count = len(records.rows)
    said = (
        _TABLE.format(count=saying.count(count, "record")) if records.columns else _SEVERAL.format(count=f"{count:,}")
    )
    visit()["notice"] = (said, *map(_about, records.notices))


def _note(record: Record) -> Note:
    """The note of a record.

    Raises:
        NoteError: it is longer than the box takes, or no sound note.
    """
    note = Note.from_dict({key: value for key, value in record.fields.items() if value is not None})
    if len(note.text.encode("utf-16-le")) > 2 * MOST_CHARACTERS:  # as a browser counts them
        raise NoteError(_TOO_LONG)
    return note


def _put(note: Note, *, word: bytes | None = None) -> list[str]:
    """Put a note into the editor and what it tells into empty fields; what was filled in, in words."""
    text = plain(note.text)
    places = note.places if text == note.text else ()
    put(text, source=Source(text, places, word))
    return _fill(note)


# ---- What a document tells of its note


def _day(day: date | None) -> str:
    return whole.day(day.isoformat()[:10]) if day else ""


_TOLD: Final[Mapping[str, tuple[str, Callable[[Note], Any]]]] = {
    "worker-child": ("the child’s name", lambda note: note.child.name or ""),
    "worker-known-as": ("other names of the child", lambda note: ", ".join(note.child.known_as)),
    "worker-age": ("the child’s age", lambda note: None if note.child.age is None else int(note.child.age)),
    "worker-others": ("the names of other children", lambda note: ", ".join(note.other_children)),
    "worker-event": ("the day it happened", lambda note: _day(note.event_date)),
    "worker-recorded": ("the day it was recorded", lambda note: _day(note.recorded_date)),
    "worker-author": ("the writer’s name", lambda note: note.author.name or ""),
    "worker-role": ("the writer’s role", lambda note: note.author.role or ""),
    "worker-type": ("the kind of record", lambda note: note.doc_type if note.doc_type in DOC_TYPES else "case-note"),
}
"""Field → what it holds in words, and what a note says of it."""
_EMPTY: Final = (None, "", "case-note")


def _fill(note: Note) -> list[str]:
    """Fill fields that nobody filled in; those that the file before this one filled are emptied first."""
    fields, told = st.session_state, visit()["told"]
    for key, value in told.items():
        if fields.get(key) == value:
            fields[key] = "case-note" if key == "worker-type" else None if key == "worker-age" else ""
    given = {key: tell(note) for key, (_, tell) in _TOLD.items()}
    new = {key: value for key, value in given.items() if value not in _EMPTY and fields.get(key) in _EMPTY}
    fields.update(new)
    visit()["told"] = new
    if not new:
        return []
    names = [_TOLD[key][0] for key in new]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return [f"Taken from it into the fields above: {listed}. Please see that this is right."]


# ---- A file or a text that holds several notes


def draw_several() -> None:
    """The notes of a file that holds several, to choose one; where it is a table, the way to the spot check alone."""
    records = several()
    if records is None:
        return
    if not records.columns:
        _draw_choice(records)
    st.button("Look at all of them under Spot check", key="worker-to-spot", on_click=_hand_over)


def _draw_choice(records: Records) -> None:
    chosen: int | None = visit()["chosen"]
    with st.expander(f"Several notes here: {len(records.rows):,}. Choose one", expanded=chosen is None):
        rows = [
            Row(str(number), _cells(record), "Open", current=number == chosen)
            for number, record in enumerate(records.rows[:LISTED])
        ]
        pressed = table("Notes to choose from", ("Note", "Day", "Kind", "Words", "Open it"), rows, key="worker-notes")
        if len(records.rows) > LISTED:
            st.text(f"The first {LISTED} are listed; the others are found under Spot check.")
    if pressed is not None:  # fields that are drawn already cannot be filled in this run
        visit()["wanted"] = int(pressed)
        st.rerun()


def _cells(record: Record) -> tuple[str, str, str, str]:
    note = record.fields
    day = whole.day(str(note.get("event_date") or note.get("recorded_date") or ""))
    sort = saying.words(str(note["doc_type"])) if note.get("doc_type") else ""
    return (record.place, day or "not told", sort or "not told", f"{len(str(note.get('text')).split()):,}")


def choose(number: int) -> None:
    """Put one note of several into the editor."""
    records = several()
    if records is None or number >= len(records.rows):
        return
    try:
        told = _put(_note(records.rows[number]))
    except NoteError as error:
        visit()["notice"] = (f"This note could not be opened: {error}.",)
        return
    visit()["chosen"] = number
    visit()["notice"] = (f"Note {number + 1} of {len(records.rows):,} is in the box.", *told)


def see_whether_several(text: str) -> None:
    """Offer the notes of a pasted text that holds several; the text itself stays in the box."""
    found = notes(_PASTED, {"text": text, "id": _PASTED})
    offer(found if len(found.rows) > 1 else None)
    if several():
        visit()["notice"] = (f"This text holds {saying.count(len(found.rows), 'note')}. You can choose one below.",)


def offer(records: Records | None) -> None:
    """Offer notes to choose from, or none any more."""
    visit().update({"several": records, "chosen": None})


def _hand_over() -> None:
    visit()["to-spot"] = True


def go_to_spot_check() -> None:
    """Go to the spot check with all records, if somebody asked for it."""
    records = several()
    if visit().pop("to-spot", False) and records is not None:
        take_records(replace(records, name="what was open under My draft"))
        st.switch_page(st.Page(Path(views.__file__).parent / "manager.py", url_path="spot-check"))
