"""Opening records: files, a saved spot check, which column holds what, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from textwrap import shorten
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from notecheck import page
from notecheck.discreet import LOG, kind
from notecheck.errors import NoteError
from notecheck.guidance import Rulebook, guidance_names
from notecheck.headings import guess, type_values
from notecheck.mapping import FIELDS, ColumnMap
from notecheck.read import MOST_BYTES, Records, read_file, together
from notecheck.read.objects import parse
from notecheck.record_types import fold, guess_types
from notecheck.render import saying
from notecheck.supervision.spotcheck import Ready, read_saved
from notecheck.views.components.download import download
from notecheck.views.components.table import Row, table
from notecheck.views.shared import careful, plain
from notecheck.views.spot.visit import S, kept, listed, once, say, turn

KINDS: Final = 40
"""Values of the kind-of-record column that are asked for at most, the commonest first."""
NAMED: Final = 5
"""Files that are named as opened; of more, their number is."""
NAME: Final = 60
"""Characters of a name from a file that a label shows."""
USUAL_KIND: Final = "Kind of record, where the files do not say"


def draw_records() -> Records | None:
    """Ask for files, and read those that were chosen."""
    st.header("1. Records", anchor=False)
    st.file_uploader(
        "Files with records: documents (Word, PDF, email, text), tables (CSV, Excel, JSON), or a zip of these. Several "
        f"at once if you like, {page.MAX_UPLOAD} MB each at most",
        accept_multiple_files=True,
        max_upload_size=page.MAX_UPLOAD,
        key=uploader("files"),
        on_change=open_files,
    )
    if S.get("spot-unread"):
        read_on()
    records: Records | None = S.get("spot-records")
    if S.pop("spot-forgotten", False):
        say("Everything is forgotten: the files, the results and what you wrote.")
    elif fault := S.get("spot-fault"):
        say("These files could not be opened.")
        listed(fault.splitlines())
    elif records is None:
        say("No records are open yet.")
    else:
        names = records.name.split(", ")
        given = records.name if len(names) <= NAMED else f"{len(names):,} files"
        say(f"{saying.count(len(records.rows), 'record')} opened from {given}.")
        listed(records.notices)
    go_on()
    return records


@careful
def open_files() -> None:
    """Take the chosen files, to be read in the run that follows; what was read of them before is not read again."""
    files: list[UploadedFile] = S[uploader("files")] or []
    S["spot-fault"] = S["spot-records"] = None
    if sum(file.size for file in files) > MOST_BYTES:
        S["spot-fault"] = f"These are more than {MOST_BYTES // 1_000_000} MB together; open fewer files at once."
        files = []
        let_files_go()
    read: dict[str, Records | str] = S.get("spot-read", {})
    S["spot-read"] = {file.file_id: read[file.file_id] for file in files if file.file_id in read}
    S["spot-unread"] = [file for file in files if file.file_id not in read]
    S["spot-order"] = [file.file_id for file in files]
    if files and not S["spot-unread"]:
        take_read()


def let_files_go() -> None:
    """Let go of the files that were sent: a new field alone would leave the old one's in memory."""
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    S["spot-times"] = S.get("spot-times", 0) + 1


def read_on() -> None:
    """Read what is not read yet, a file at a time; each is kept, whatever comes in between, and may be the last."""
    unread: list[UploadedFile] = S["spot-unread"]
    read: dict[str, Records | str] = S["spot-read"]
    stopped = st.empty()
    bar = st.empty()
    with stopped:
        st.button("Stop reading, and take what is read", on_click=stop_reading, key="spot-stop-reading")
    while unread:
        size = len(read) + len(unread)
        bar.progress(len(read) / size, f"{len(read):,} of {size:,} files read")
        file = unread[0]
        try:
            read[file.file_id] = read_file(file.name, file.getvalue())
        except NoteError as error:
            read[file.file_id] = str(error)
        except Exception as error:  # one file must not cost the others
            LOG.error("a file could not be read: %s", kind(error))
            read[file.file_id] = f"{file.name}: could not be read; please tell whoever looks after notecheck"
        del unread[0]
    stopped.empty()
    bar.empty()
    careful(take_read)()


@careful
def stop_reading() -> None:
    """Read no further; what was read is taken, and what was not is said."""
    left: list[UploadedFile] = S["spot-unread"]
    S["spot-read"] |= {file.file_id: f"{file.name}: not read, since you stopped" for file in left}
    left.clear()
    take_read()


def take_read() -> None:
    """Take the records of all files that were read."""
    told = [S["spot-read"][file] for file in S["spot-order"]]
    try:
        take_records(
            together([each for each in told if isinstance(each, Records)], [e for e in told if isinstance(e, str)])
        )
    except NoteError as error:
        S["spot-fault"] = str(error)


def take_records(records: Records) -> None:
    """From now on the spot check is of these records."""
    S["spot-fault"], S["spot-records"] = None, records
    for key in [key for key in S if str(key).startswith("spot-kind-")]:  # other values may stand first now
        del S[key]
    known = S.get("spot-map")
    if known is None or not set(known.columns.values()) <= set(records.columns):
        take_columns(ColumnMap(guess(records.columns, records.rows, lexicons=page.lexicons())))


def uploader(name: str) -> str:
    """The key of a field for files, a new one after everything was forgotten."""
    return f"spot-{name}-{S.get('spot-times', 0)}"


def go_on() -> None:
    """Ask for a spot check that was saved."""
    with st.expander("Go on with a spot check that you saved"):
        st.markdown(
            "Open the same files with records above, then the file that you saved. It holds no record: only the "
            "columns, the draw, and what you and the workers wrote."
        )
        st.file_uploader("Saved spot check", max_upload_size=5, key=uploader("saved"), on_change=open_saved)
        if told := S.get("spot-saved-told"):
            say(told)


@careful
def open_saved() -> None:
    """Take over columns, draw and reviews of a saved spot check."""
    file = S[uploader("saved")]
    S["spot-saved-told"] = None
    if file is None:
        return
    try:
        data = read_json(file.getvalue())
        drawn, guidance, reviews = read_saved(data)
        columns = ColumnMap.from_dict(data["columns"]) if "columns" in data else None
    except NoteError as error:
        S["spot-saved-told"] = f"This file could not be used: {error}."
        return
    if guidance not in guidance_names(page.lexicons()):
        S["spot-saved-told"] = "This file could not be used: notecheck here has no guidance of the name that it holds."
        return
    if columns:
        take_columns(columns)
    fields = {"n": drawn.n, "seed": drawn.seed, "by": drawn.by, "guidance": guidance}
    S.update({f"spot-{name}": value for name, value in fields.items()})
    S["spot-reviews"] = reviews
    S["spot-saved-told"] = (
        f"Opened, with {saying.count(len(reviews), 'record')} that somebody wrote on. With the same records open, "
        "press “Draw and check”: the same sample comes back, and what was written with it."
    )


def read_json(data: bytes) -> Any:
    """What a file that this page saved holds.

    Raises:
        NoteError: it is no such file.
    """
    try:
        saved, fault = parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        fault = "not UTF-8"
    if fault:
        raise NoteError("it is no file that this page saved")
    return saved


def as_json(data: Mapping[str, Any]) -> bytes:
    """A file to save."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def take_columns(columns: ColumnMap) -> None:
    """From now on this column holds that; the fields that show it are drawn anew."""
    S["spot-map"] = columns
    for key in [key for key in S if str(key).startswith(("spot-column-", "spot-kind-"))]:
        del S[key]


def draw_columns(records: Records, rules: Rulebook) -> ColumnMap:
    """Ask which column holds what."""
    st.header("2. Columns", anchor=False)
    known: ColumnMap = S.get("spot-map") or ColumnMap()
    if not records.columns:
        st.markdown("These records say themselves what is what: there are no columns to choose.")
        ask_kind(USUAL_KIND, kept("type", "case-note"), "case-note", rules)
        return known
    st.markdown(
        "Which column holds what? This is a guess from the headings; please look it over. Only the first is needed."
    )
    columns = ask_columns(records, known)
    ask_kind(USUAL_KIND, kept("type", "case-note"), "case-note", rules)
    kinds = ask_kinds(records, columns.get("doc_type"), known, rules)
    S["spot-map"] = found = ColumnMap(columns, kinds)
    with st.expander("Save these columns, or load columns that you saved"):
        st.markdown("With the next export of the same shape you need not choose again. The file holds headings only.")
        download(
            "Save the columns",
            key="spot-columns-save",
            name="notecheck columns.json",
            make=lambda: as_json(found.to_dict()),
            mime="application/json",
        )
        st.file_uploader("Saved columns", max_upload_size=1, key=uploader("columns"), on_change=open_columns)
        if told := S.get("spot-columns-told"):
            say(told)
    return found


@careful
def open_columns() -> None:
    """Take over saved columns."""
    file = S[uploader("columns")]
    S["spot-columns-told"] = None
    if file is None:
        return
    try:
        take_columns(ColumnMap.from_dict(read_json(file.getvalue())))
        S["spot-columns-told"] = (
            "The columns are as they were saved; a column that these files do not have is left out."
        )
    except NoteError as error:
        S["spot-columns-told"] = f"This file could not be used: {error}."


def ask_columns(records: Records, known: ColumnMap) -> dict[str, str]:
    """A field for each thing that a column may hold; field → column."""
    chosen: dict[str, str] = {}
    places = pairs(len(FIELDS))
    for place, (name, label) in zip(places, FIELDS.items(), strict=True):
        key = f"spot-column-{name}"
        if S.get(key) not in records.columns:
            now = known.columns.get(name)
            S[key] = now if key not in S and now in records.columns else None
        with place:
            column = st.selectbox(label, records.columns, key=key, index=None, placeholder="In no column")
        if column is not None:
            chosen[name] = column
    return chosen


def pairs(count: int) -> list[DeltaGenerator]:
    """Places for fields, two in a row; on a narrow screen they follow each other in the same order."""
    return [place for _ in range(0, count, 2) for place in st.columns(2)][:count]


def ask_kinds(records: Records, column: str | None, known: ColumnMap, rules: Rulebook) -> dict[str, str]:
    """A field for each value of the kind-of-record column; value → kind."""
    if column is None:
        return {}
    values = once("values", (records, column), lambda: type_values(records.rows, column))
    guessed = once("kinds", (values, rules), lambda: guess_types(values, rules.doc_types, lexicons=page.lexicons()))
    with st.expander(f"What the kinds of record are called in your files: {saying.count(len(values), 'name')}"):
        if len(values) > KINDS:
            st.markdown(
                f"The {KINDS} commonest are shown; the others are taken by their names. If these are not kinds of "
                "record, choose another column above."
            )
        sides = pairs(min(len(values), KINDS))
        kinds: dict[str, str] = {}
        for number, (value, count) in enumerate(values.items()):
            kind = known.doc_types.get(fold(value)) or guessed.get(value) or S["spot-type"]
            if number < KINDS:
                label = f"{plain(shorten(value, NAME, placeholder='…'))} ({saying.count(count, 'record')})"
                with sides[number]:
                    kind = ask_kind(label, f"spot-kind-{records.columns.index(column)}-{number}", kind, rules)
            kinds[value] = kind
    return kinds


def ask_kind(label: str, key: str, kind: str, rules: Rulebook) -> str:
    """A field for a kind of record; of what the guidance lacks, it offers the kind that it is a kind of."""
    if S.get(key) not in rules.doc_types:
        S[key] = kind if kind in rules.doc_types else "case-note"
    chosen: str = st.selectbox(label, rules.doc_types, format_func=saying.words, key=key)
    return chosen


def draw_problems(ready: Ready, of: int) -> None:
    """Say which records cannot be checked, and which cells could not be read."""
    out = of - len(ready.notes)
    if out:
        stand = "stands" if out == 1 else "stand"
        say(f"{saying.count(out, 'record')} cannot be checked and {stand} in the list of problems; the others go on.")
    if not ready.problems:
        return
    with st.expander(f"Problems in your files: {len(ready.problems):,}"):
        shown = turn("problems", ready.problems)
        rows = [
            Row(str(number), (each.place, each.column, each.says + (" – left out" if each.stops else "")))
            for number, each in enumerate(shown)
        ]
        table("Problems in your files", ("Record", "Column", "What is wrong"), rows, key="spot-problems")
