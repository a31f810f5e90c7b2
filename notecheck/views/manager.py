"""The manager's view: opens records, draws a sample, shows what the check says of it, and keeps what people make of it.

It decides nothing: records are read in `notecheck/read`, columns matched in `mapping.py`, the sample drawn and checked
in `spotcheck.py`, results counted in `tally.py`, what is taken away made in `export`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from textwrap import shorten
from typing import Any, Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from notecheck import page
from notecheck.errors import NoteError
from notecheck.export import sheet_docx, sheet_pdf, workbook
from notecheck.guidance import Rulebook, Standard, guidance_names
from notecheck.mapping import FIELDS, ColumnMap, fold, guess, guess_types, type_values
from notecheck.read import Records, read_files
from notecheck.render import html
from notecheck.results import HEADS, MEASURES, TABLES, Count, counts
from notecheck.review import Disagreement, Reviewed, disagreements, entry_disagreements
from notecheck.sheet import Sheet, sheet
from notecheck.spotcheck import MOST, Draw, Ready, SpotCheck, make_ready, read_saved
from notecheck.tally import Tally, tally
from notecheck.views import shared
from notecheck.views.components import card
from notecheck.views.components.arrive import arrive
from notecheck.views.components.charts import Bar, bars
from notecheck.views.components.download import download
from notecheck.views.components.table import Row, table
from notecheck.views.shared import careful, line, plain

PAGE: Final = 20
"""Rows of a list that are drawn at a time."""
BARS: Final = 12
"""Bars of a chart at most; the table beneath has every row."""
KINDS: Final = 40
"""Values of the kind-of-record column that are asked for at most, the commonest first."""
NAME: Final = 60
"""Characters of a name from a file that a label shows."""
USUAL: Final = 20
"""Records that are drawn unless somebody says otherwise."""
PAUSE: Final = 0.02
"""Seconds between two steps of a check, in which whoever else waits for the checker takes their turn."""

INTRO: Final = """
Draw a sample of records, see what the recording guidance of your authority says of them, and say whether you agree.
Results are counted by standard, by kind of record and over time. **They are never grouped by worker:** a count of
places in texts says nothing about who works well, and people who are counted write for the count.
"""
STYLE: Final = """
[data-testid=stMain] h3 { font-size: 1.3rem !important; }
[data-testid=stElementToolbar] { display: none; }
"""
STRATA_WORDS: Final = {
    "": "From all records alike",
    "doc_type": "Shared out over the kinds of record",
    "month": "Shared out over the months",
    "team": "Shared out over the teams",
}
DISAGREED: Final = "disagreed"
SAID: Final = ("Rule", "Found", "Agreed", "Disagreed")
CHOICES: Final = {**TABLES, DISAGREED: "What we disagree with"}
USUAL_KIND: Final = "Kind of record, where the files do not say"
WORD_FILE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_FILE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
T = TypeVar("T")
S: Final = st.session_state


def kept(name: str, default: Any) -> str:
    """The key of a field that keeps its value while another view is open, which Streamlit's own fields do not."""
    key = f"spot-{name}"
    if key not in S:
        S[key] = S.setdefault("spot-kept", {}).get(key, default)
    S["spot-kept"].setdefault(key, default)
    return key


def keep() -> None:
    """Note the values of the fields that were drawn."""
    fields = S.get("spot-kept", {})
    fields.update({key: S[key] for key in fields if key in S})


def once(name: str, given: Sequence[Any], make: Callable[[], Any]) -> Any:
    """What `make` makes, made again only when what it is made from has changed; it lives in this visit alone."""
    known = S.get(f"spot-made-{name}")
    if known is None or any(old is not new and old != new for old, new in zip(known[0], given, strict=True)):
        S[f"spot-made-{name}"] = known = (tuple(given), make())
    return known[1]


def say(words: str) -> None:
    """Say what has come of something; screen readers speak it when it changes."""
    st.html(f'<div role="status"><p>{html.escape(words)}</p></div>')


def listed(rows: Iterable[str], most: int = 10) -> None:
    """A list of lines that may hold names of files and columns."""
    lines = list(rows)
    more = [f"and {len(lines) - most:,} more"] if len(lines) > most else []
    if lines:
        st.html(f"<ul>{''.join(f'<li>{html.escape(each)}</li>' for each in (*lines[:most], *more))}</ul>")


# 1. Records


@careful
def open_files() -> None:
    """Read the chosen files; what could not be read is kept to be said."""
    files = S[uploader("files")] or []
    S["spot-fault"] = S["spot-records"] = None
    if not files:
        return
    try:
        records = read_files((file.name, file.getvalue()) for file in files)
    except NoteError as error:
        S["spot-fault"] = str(error)
        return
    S["spot-records"] = records
    for key in [key for key in S if str(key).startswith("spot-kind-")]:  # other values may stand first now
        del S[key]
    known = S.get("spot-map")
    if known is None or not set(known.columns.values()) <= set(records.columns):
        take_columns(ColumnMap(guess(records.columns, records.rows, lexicons=page.lexicons())))


def take_columns(columns: ColumnMap) -> None:
    """From now on this column holds that; the fields that show it are drawn anew."""
    S["spot-map"] = columns
    for key in [key for key in S if str(key).startswith(("spot-column-", "spot-kind-"))]:
        del S[key]


def uploader(name: str) -> str:
    """The key of a field for files, a new one after everything was forgotten."""
    return f"spot-{name}-{S.get('spot-times', 0)}"


def let_go() -> None:
    """Forget files, records, results and what was written."""
    if context := get_script_run_ctx():  # a new field alone would leave the old one's files in memory
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    times = S.get("spot-times", 0) + 1
    for key in [key for key in S if str(key).startswith("spot-")]:
        del S[key]
    S["spot-times"] = times
    S["spot-forgotten"] = True


def draw_records() -> Records | None:
    """Ask for files."""
    st.header("1. Records", anchor=False)
    st.file_uploader(
        f"Files with records: CSV, Excel, JSON Lines, text, or a zip of these. Several at once if you like, "
        f"{page.MAX_UPLOAD} MB each at most",
        accept_multiple_files=True,
        max_upload_size=page.MAX_UPLOAD,
        key=uploader("files"),
        on_change=open_files,
    )
    records: Records | None = S.get("spot-records")
    if S.pop("spot-forgotten", False):
        say("Everything is forgotten: the files, the results and what you wrote.")
    elif fault := S.get("spot-fault"):
        say("These files could not be opened.")
        listed(fault.splitlines())
    elif records is None:
        say("No records are open yet.")
    else:
        say(f"{html.count(len(records.rows), 'record')} opened from {records.name}.")
        listed(records.notices)
    go_on()
    return records


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
        f"Opened, with {html.count(len(reviews), 'record')} that somebody wrote on. With the same records open, "
        "press “Draw and check”: the same sample comes back, and what was written with it."
    )


def read_json(data: bytes) -> Any:
    """What a file that this page saved holds.

    Raises:
        NoteError: it is no such file.
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise NoteError("it is no file that this page saved") from None


# 2. Columns


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


def as_json(data: Mapping[str, Any]) -> bytes:
    """A file to save."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


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


def pairs(count: int) -> list[DeltaGenerator]:
    """Places for fields, two in a row; on a narrow screen they follow each other in the same order."""
    return [place for _ in range(0, count, 2) for place in st.columns(2)][:count]


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


def ask_kinds(records: Records, column: str | None, known: ColumnMap, rules: Rulebook) -> dict[str, str]:
    """A field for each value of the kind-of-record column; value → kind."""
    if column is None:
        return {}
    values = once("values", (records, column), lambda: type_values(records.rows, column))
    guessed = once("kinds", (values, rules), lambda: guess_types(values, rules.doc_types, lexicons=page.lexicons()))
    with st.expander(f"What the kinds of record are called in your files: {html.count(len(values), 'name')}"):
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
                label = f"{plain(shorten(value, NAME, placeholder='…'))} ({html.count(count, 'record')})"
                with sides[number]:
                    kind = ask_kind(label, f"spot-kind-{records.columns.index(column)}-{number}", kind, rules)
            kinds[value] = kind
    return kinds


def ask_kind(label: str, key: str, kind: str, rules: Rulebook) -> str:
    """A field for a kind of record; of what the guidance lacks, it offers the kind that it is a kind of."""
    if S.get(key) not in rules.doc_types:
        S[key] = kind if kind in rules.doc_types else "case-note"
    chosen: str = st.selectbox(label, rules.doc_types, format_func=html.words, key=key)
    return chosen


# 3. Sample


def draw_problems(ready: Ready, of: int) -> None:
    """Say which records cannot be checked, and which cells could not be read."""
    out = of - len(ready.notes)
    if out:
        say(f"{html.count(out, 'record')} cannot be checked and stand in the list of problems; the others go on.")
    if not ready.problems:
        return
    with st.expander(f"Problems in your files: {len(ready.problems):,}"):
        shown = turn("problems", ready.problems)
        rows = [
            Row(str(number), (each.place, each.column, each.says + (" – left out" if each.stops else "")))
            for number, each in enumerate(shown)
        ]
        table("Problems in your files", ("Record", "Column", "What is wrong"), rows, key="spot-problems")


def turn(name: str, rows: Sequence[T], size: int = PAGE) -> Sequence[T]:
    """The page of a long list that is open, with buttons to turn it."""
    pages = max(1, -(-len(rows) // size))
    key = f"spot-page-{name}"
    at = S[key] = min(S.get(key, 0), pages - 1)
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Earlier", key=f"{key}-back", disabled=not at, on_click=turn_to, args=(key, at - 1))
            say(f"{at * size + 1:,} to {min(len(rows), (at + 1) * size):,} of {len(rows):,}")
            st.button("Later", key=f"{key}-on", disabled=at == pages - 1, on_click=turn_to, args=(key, at + 1))
    return rows[at * size : (at + 1) * size]


def turn_to(key: str, page_number: int) -> None:
    """Open another page of a list."""
    S[key] = page_number


def draw_sample(ready: Ready, columns: ColumnMap, guidance: str) -> None:
    """Ask how many records are drawn and how, and check them."""
    st.header("3. Sample", anchor=False)
    if not ready.notes:
        st.markdown("There is no record yet that can be checked.")
        return
    drawn = ask_draw(ready, columns)
    running = S.get("spot-running", False)
    with st.container(horizontal=True):
        st.button("Draw and check", disabled=running, on_click=careful(partial(begin, ready, drawn, guidance)))
        spot: SpotCheck | None = S.get("spot-check")
        if running:
            st.button("Stop", on_click=stop)
        elif spot and spot.left:
            st.button("Go on checking", on_click=resume)
    if spot and (running or spot.left):
        check(spot, running=running)


def ask_draw(ready: Ready, columns: ColumnMap) -> Draw:
    """Fields for how a sample is drawn."""
    most = min(MOST, len(ready.notes))
    left, middle, right = st.columns(3)
    with left:
        key = kept("n", USUAL)
        S[key] = max(1, min(S[key] or 1, most))
        n = st.number_input(f"How many records, of {len(ready.notes):,}", 1, most, step=1, key=key)
    with middle:
        offered = [by for by in STRATA_WORDS if by != "team" or "team" in columns.columns]
        key = kept("by", "")
        S[key] = S[key] if S[key] in offered else ""
        by = st.selectbox("How they are drawn", offered, format_func=lambda by: STRATA_WORDS[by], key=key)
    with right:
        seed = line("Word or number of the draw", kept("seed", date.today().isoformat()))
    st.markdown("The same records with the same word give the same sample, so that a colleague can draw it again.")
    return Draw(int(n), seed.strip(), by)


def begin(ready: Ready, drawn: Draw, guidance: str) -> None:
    """Draw a new sample; what was written on the last one comes back where its records are drawn again."""
    spot = SpotCheck(ready.notes, drawn, guidance)
    last: SpotCheck | None = S.get("spot-check")
    spot.take_up([*S.pop("spot-reviews", ()), *(last.to_dict()["reviews"] if last else ())])
    for key in [key for key in S if str(key).startswith(("spot-record-", "spot-page-"))]:
        del S[key]
    S["spot-check"], S["spot-running"] = spot, True
    S["spot-open"] = S["spot-behind"] = None


def stop() -> None:
    """Check no further; what is checked stays."""
    S["spot-running"] = False


def resume() -> None:
    """Check what is left."""
    S["spot-running"] = True


def check(spot: SpotCheck, *, running: bool) -> None:
    """Check what is left a step at a time; each step is kept, whatever comes in between."""
    size = len(spot.drawn)
    bar = st.progress(spot.done / size, f"{spot.done:,} of {size:,} records checked")
    if not running:
        return
    checker = shared.checker()
    while spot.left:
        spot.check_some(checker)
        bar.progress(spot.done / size, f"{spot.done:,} of {size:,} records checked")
        time.sleep(PAUSE)
    S["spot-running"] = False
    asked("results")
    st.rerun()


def asked(place: str) -> None:
    """Somebody asked to be taken to a heading."""
    S[f"spot-asked-{place}"] = S.get(f"spot-asked-{place}", 0) + 1


# 4. Results


def draw_results(spot: SpotCheck) -> None:
    """Show what came of the sample, from the figures down to the marked text."""
    arrive("4. Results", level=2, asked=S.get("spot-asked-results", 0), key="spot-results")
    if S.get("spot-running"):
        st.markdown("The results come as soon as the check has ended or was stopped.")
        return
    sum_up(spot)
    if not spot.checked:
        return
    places = [(place, each.report) for place, each in enumerate(spot.checked)]
    counted: Tally = once("tally", (spot, spot.done), partial(tally, places))
    choice = st.radio(
        "Show the results", list(CHOICES), format_func=CHOICES.get, horizontal=True, key=kept("table", "standards")
    )
    if choice == DISAGREED:
        draw_disagreed(spot)
    else:
        draw_counts(choice, counts(choice, counted, standards(spot.guidance)), len(spot.checked))
    draw_list(spot)
    draw_record(spot)


def standards(guidance: str) -> dict[str, Standard]:
    """The standards that results may name, by id."""
    rulebook = Rulebook.load(guidance, page.lexicons())
    both = filter(None, (rulebook.inherited, rulebook.guidance))
    return {standard.id: standard for each in both for standard in each.standards}


def sum_up(spot: SpotCheck) -> None:
    """Say how the sample was drawn and what became of it."""
    say(
        f"{html.count(len(spot.checked), 'record')} checked of {len(spot.drawn):,} drawn. {drawn_how(spot)}. "
        f"Held against: {html.document(spot.guidance)}."
    )
    if spot.waiting:
        say(f"What was written on {html.count(spot.waiting, 'record')} outside this sample is kept and saved again.")
    if spot.refused:
        st.html(f"<p>{html.count(len(spot.refused), 'record')} could not be checked:</p>")
        listed(f"{each.place}: {each.reason}" for each in spot.refused)


def drawn_how(spot: SpotCheck) -> str:
    """How the sample was drawn, so that somebody else can draw it again."""
    drawn = spot.draw
    return f"{STRATA_WORDS[drawn.by]}, {drawn.n:,} out of {spot.of:,}, with the word “{drawn.seed}”"


def draw_counts(choice: str, rows: Sequence[Count], records: int) -> None:
    """A chart, and the same figures as a table with a button for the records behind each row."""
    st.subheader(f"{TABLES[choice]}: {MEASURES[choice]}", anchor=False)
    if records < USUAL:
        st.markdown("These are few records: look at the texts before you read anything into a figure.")
    there = [row for row in rows if row.behind]
    if len(there) > BARS:
        st.markdown(f"The chart has the first {BARS}; the table below it has all {len(there)}.")
    chosen = bars(
        f"{TABLES[choice]}: {MEASURES[choice]}",
        [Bar(row.name, row.label, row.share, row.words) for row in there[:BARS]],
        key=f"spot-chart-{choice}",
    )
    current = (S.get("spot-behind") or {}).get("name")
    pressed = table(
        f"{TABLES[choice]}: all figures",
        (*HEADS[choice], "Records behind it"),
        [
            Row(
                row.name,
                (f"{number}. {row.label}", *row.cells),
                f"Show {html.count(len(row.behind), 'record')}",
                current == f"{choice} {row.name}",
            )
            for number, row in enumerate(there, 1)
        ],
        key=f"spot-table-{choice}",
    )
    if len(there) < len(rows):
        with st.expander(
            f"Nothing to look at in any of these records: {html.count(len(rows) - len(there), 'standard')}"
        ):
            listed((f"{row.label} ({row.words})" for row in rows if not row.behind), most=len(rows))
    follow(choice, rows, pressed, chosen)


def follow(choice: str, rows: Sequence[Count], pressed: str | None, chosen: str | None) -> None:
    """Go to the records behind a row whose button was pressed, or behind a bar that was chosen since."""
    fresh = chosen if chosen != S.get(f"spot-bar-{choice}") else None
    S[f"spot-bar-{choice}"] = chosen
    row = next((row for row in rows if row.name == (pressed or fresh)), None)
    if row is None:
        return
    S["spot-behind"] = {"name": f"{choice} {row.name}", "key": row.name, "label": row.label, "places": row.behind}
    S["spot-open"], S["spot-page-list"] = None, 0
    asked("list")
    st.rerun()


def draw_disagreed(spot: SpotCheck) -> None:
    """Rules and entries of word lists that readers disagree with, and how to change them."""
    st.subheader("What we disagree with", anchor=False)
    said = [row for row in disagreements(spot.reviewed) if row.reviewed]
    if not said:
        st.markdown("Nobody has agreed or disagreed with anything yet. Open a record below and say what you think.")
        return
    table("We disagree with this rule", SAID, [disagreed(row, html.title(row.name)) for row in said], key="spot-no")
    listed_words = [row for row in entry_disagreements(spot.reviewed) if row.disagreed]
    if listed_words:
        rows = [disagreed(row, f"{row.name} ({html.title(row.rule)})") for row in listed_words]
        table("We disagree with this entry of a word list", SAID, rows, key="spot-no-entry")
        st.markdown(
            "An authority can leave out an entry with a word list of its own: whoever looks after notecheck puts these "
            "lines into it (the README says how under ‘lexicons and guidance’). Talk it over first: an entry that is "
            "wrong in one record may be right in ten others."
        )
        st.code(f"switch_off: [{', '.join(row.name for row in listed_words)}]", language="yaml")


def disagreed(row: Disagreement, label: str) -> Row:
    """A line of what readers said of a rule."""
    return Row(row.name, (label, f"{row.findings:,}", f"{row.agreed:,}", f"{row.disagreed:,}"))


def draw_list(spot: SpotCheck) -> None:
    """The records behind what was chosen, or all of them."""
    behind = S.get("spot-behind")
    places = behind["places"] if behind else range(len(spot.checked))
    about = f" with something to look at in “{shorten(behind['label'], 90, placeholder='…')}”" if behind else ""
    arrive(f"{html.count(len(places), 'record')}{about}", level=3, asked=S.get("spot-asked-list", 0), key="spot-list")
    if behind:
        st.button("Show all records of the sample", on_click=show_all)
    shown = turn("list", places)
    rows = [listed_record(spot, place) for place in shown]
    pressed = table("Records", ("Record", "Kind, date", "Places", "You said", "Open"), rows, key="spot-records-table")
    if pressed is not None:
        open_record(int(pressed))
        st.rerun()


def listed_record(spot: SpotCheck, place: int) -> Row:
    """A record as a line of the list."""
    each = spot.checked[place]
    note, found = each.report.note, len(each.report.findings)
    said = sum(verdict.agrees is not None for verdict in each.review.verdicts.values())
    day = note.event_date or note.recorded_date
    kind = ", ".join(filter(None, (html.words(note.doc_type), f"{day:%d/%m/%Y}" if day else "")))
    return Row(
        str(place), (each.name, kind, f"{found:,}", f"{said:,} of {found:,}"), "Open", S.get("spot-open") == place
    )


def show_all() -> None:
    """Leave what was chosen."""
    S["spot-behind"] = None
    S["spot-page-list"] = 0
    asked("list")


def open_record(place: int | None) -> None:
    """Open a record of the sample, or close the one that is open."""
    S["spot-open"] = place
    S["spot-page-places"] = 0
    asked("list" if place is None else "record")


def draw_record(spot: SpotCheck) -> None:
    """The open record: its marked text, what was found, and what people say of it."""
    place: int | None = S.get("spot-open")
    if place is None or place >= len(spot.checked):
        return
    each, behind = spot.checked[place], S.get("spot-behind")
    arrive(f"Record {each.name}", level=3, asked=S.get("spot-asked-record", 0), key="spot-record")
    order = list(behind["places"] if behind else range(len(spot.checked)))
    with st.container(horizontal=True):
        step("Record before", order, place, -1)
        step("Next record", order, place, 1)
        st.button("Close this record", on_click=open_record, args=(None,))
    report, findings = each.report, each.report.findings
    chosen = [n for n, found in enumerate(findings) if behind and behind["key"] in (found.rule, *found.standards)]
    rest = [n for n in range(len(findings)) if n not in set(chosen)]
    left, right = st.columns(2)
    with left:
        card.marked_text(report)
        card.rest(report, open_=bool(behind) and not chosen)
    with right:
        if not findings:
            st.markdown("Nothing was found. That alone does not make the record complete.")
        key, review = f"spot-record-{place}", each.review
        shown = turn("places", [*chosen, *rest], card.PAGE)
        for title, places in (("What you chose", chosen), ("Other places in this record", rest)):
            drawn = [n for n in shown if n in places]
            review = card.findings(report, review, drawn, title=title if chosen else "", key=key)
        st.html('<div class="nc"><h4>The whole record</h4></div>')
        each.review = card.whole_record(review, key=key)
        sheets(f"spot-sheet-{place}", lambda: [sheet_of(spot.reviewed[place])])


def step(label: str, order: Sequence[int], place: int, by: int) -> None:
    """A button to the record before or after in the list."""
    at = order.index(place) + by if place in order else -1
    there = 0 <= at < len(order)
    st.button(label, disabled=not there, on_click=open_record, args=(order[at] if there else None,))


# 5. Export


def draw_export(spot: SpotCheck, columns: ColumnMap) -> None:
    """What can be taken away."""
    st.header("5. Export", anchor=False)
    st.markdown(
        "For supervision: a sheet for each record with what was found, the standards behind it, and what you and the "
        "worker say; and a workbook of the whole sample. Nothing of the notes’ own words is in them unless you ask."
    )
    st.checkbox("Put the text of the notes into the files", key=kept("text", False))
    only = st.checkbox("Only records that somebody wrote on", key=kept("only", False))

    def chosen() -> list[Reviewed]:
        return [each for each in spot.reviewed if not only or each[2].verdicts or each[2].comment or each[2].reply]

    sheets("spot-sheets", lambda: [sheet_of(each) for each in chosen()])
    with st.container(horizontal=True):
        download(
            "Workbook of the sample (Excel)",
            key="spot-workbook",
            name="notecheck spot check.xlsx",
            make=lambda: workbook.write(chosen(), with_text=S["spot-text"], about={"Drawn": drawn_how(spot)}),
            mime=EXCEL_FILE,
        )
        download(
            "Save the spot check, to go on later",
            key="spot-save",
            name="notecheck spot check.json",
            make=lambda: as_json(spot.to_dict(columns=columns.to_dict())),
            mime="application/json",
        )


def sheets(key: str, make: Callable[[], list[Sheet]]) -> None:
    """Buttons for sheets as Word and as PDF."""
    with st.container(horizontal=True):
        download(
            "Sheet for supervision (Word)",
            key=f"{key}-word",
            name="notecheck sheet.docx",
            make=lambda: sheet_docx.write(make()),
            mime=WORD_FILE,
        )
        download(
            "Sheet for supervision (PDF)",
            key=f"{key}-pdf",
            name="notecheck sheet.pdf",
            make=lambda: sheet_pdf.write(make()),
            mime="application/pdf",
        )


def sheet_of(reviewed: Reviewed) -> Sheet:
    """The sheet of a record; the words of the note stand on it only if somebody asked for them."""
    name, report, review = reviewed
    return sheet(report, name=name, with_text=bool(S.get("spot-text")), review=review)


def draw_forget() -> None:
    """A way to let go of everything at once, which asks before it does."""
    if not (S.get("spot-records") or S.get("spot-check") or S.get("spot-fault")):
        return
    if not S.get("spot-sure"):
        st.button("Forget everything", on_click=S.update, args=({"spot-sure": True},))
        return
    st.markdown("This lets go of the files, the results and all that you wrote here and have not saved.")
    with st.container(horizontal=True):
        st.button("Yes, forget everything", on_click=let_go)
        st.button("No, keep it", on_click=S.update, args=({"spot-sure": False},))


@careful
def draw() -> None:
    """Draw the view."""
    st.html(f"<style>{STYLE}</style>")
    st.title("Spot check", anchor=False)
    st.markdown(INTRO)
    records = draw_records()
    kept("guidance", "general")
    rules = Rulebook.load(shared.guidance("spot").id, page.lexicons())
    spot: SpotCheck | None = S.get("spot-check")
    columns = S.get("spot-map") or ColumnMap()
    if records is not None:
        columns = draw_columns(records, rules)
        ready: Ready = once(
            "ready", (records, columns, S["spot-type"]), lambda: make_ready(records, columns, S["spot-type"])
        )
        draw_problems(ready, len(records.rows))
        draw_sample(ready, columns, rules.guidance.id)
        spot = S.get("spot-check")
    if spot is not None:
        draw_results(spot)
        if spot.checked and not S.get("spot-running"):
            draw_export(spot, columns)
    draw_forget()
    keep()


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
