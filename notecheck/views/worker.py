"""The worker's view: takes a draft, asks the checker, draws what its report says, and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from notecheck import page
from notecheck.errors import NoteError
from notecheck.guidance import Rulebook
from notecheck.read.text import decode
from notecheck.render import html
from notecheck.report import Report
from notecheck.views import shared
from notecheck.views.shared import careful, line

MOST: Final = 300
"""Findings that are drawn at most: a browser grows slow beyond."""

PRIVACY: Final = (
    "**Private:** your text goes to the notecheck program on this computer and nowhere else. It is kept in memory "
    "while you work, never written to disk, and gone when the program is stopped."
)
HELP: Final = """
1. Choose the guidance of your authority and what kind of record it is.
2. Paste your draft, or open it from a text file. It is checked as you leave the box.
3. Look at the numbered places. Each says what was seen, why it matters to the child or parent who may read the
   record one day, and what it rests on. You decide: nothing in your text is changed.
"""
EXAMPLE: Final[Mapping[str, Any]] = {
    "draft": (
        "Date: 4 March 2026\n"
        "Announced home visit. SW visited the property to see Ellie re: CIN plan.\n\n"
        "Mum presented as low in mood and refused to engage. Home conditions were chaotic. Dad failed to attend "
        "contact and is lazy about ringing. Ellie was seen alone in her bedroom. She told me “I like it when Nan "
        "comes because she does my plaits”.\n\n"
        "Mum disclosed that the siblings are struggling with school and that they arrive late most days without "
        "any breakfast, and it was agreed that a referral would be made to CAMHS and that a TAF would be arranged "
        "ASAP so that professionals can share information about attendance.\n\n"
        "SW will continue to monitor the situation and offer support as and when. School to be contacted, TBC.\n\n"
        "Actions: XXX\n\n"
        "Jo Field, Social Worker"
    ),
    "worker-type": "home-visit",
    "child": "Ellie Marsh",
    "known_as": "Ellie",
    "age": 9,
    "author": "Jo Field",
    "role": "Social Worker",
    "others": "",
}


@careful
def open_file() -> None:
    """Put the words of the chosen file into the box."""
    if st.session_state["file"] is None:
        return
    try:
        st.session_state["draft"], notice = decode(st.session_state["file"].getvalue())
        st.session_state["notice"] = f"About this file: it is {notice}." if notice else None
    except NoteError as error:
        st.session_state["notice"] = f"This file could not be opened: {error}."


@careful
def load_example() -> None:
    """Put an invented note into the box."""
    st.session_state.update(EXAMPLE)


def people() -> dict[str, Any]:
    """Ask who is in the note; all of it may be left out."""
    with st.expander("About the child and the writer (if you like: it makes the check more exact)"):
        left, right = st.columns(2)
        with left:
            name = line("Child's name", "child")
            known_as = line("Also known as (with commas between)", "known_as")
            age = st.number_input("Child's age", min_value=0, max_value=25, value=None, step=1, key="age")
            event = day("Day of the visit, call or meeting", "event")
        with right:
            author = line("Your name", "author")
            role = line("Your role", "role")
            others = line("Other children in the note (with commas between)", "others")
            recorded = day("Day on which this is recorded", "recorded")
    return {
        "child": {"name": name, "known_as": known_as.split(","), "age": age},
        "author": {"name": author, "role": role},
        "other_children": others.split(","),
        "event_date": event,
        "recorded_date": recorded,
    }


def day(label: str, key: str) -> date | None:
    """A day, left empty until somebody chooses it."""
    chosen: date | None = st.date_input(label, value=None, format="DD/MM/YYYY", key=key)
    return chosen


def draft() -> str:
    """Ask for the text."""
    text = st.text_area("Your draft", height=240, key="draft", placeholder="Paste the text of your note here")
    with st.container(horizontal=True):
        pressed = st.button("Check this note")
        st.button("Show me an example", on_click=load_example)
    with st.expander("Open a text file"):
        st.file_uploader(
            f"A plain text file, {page.MAX_UPLOAD} MB at most",
            max_upload_size=page.MAX_UPLOAD,
            key="file",
            on_change=open_file,
        )
    if notice := st.session_state.pop("notice", None):
        st.info(notice)
    if pressed and not text.strip():
        st.info("There is no text in the box yet. Paste your draft there, then press the button again.")
    return text


def check(text: str, fields: Mapping[str, Any]) -> Report | None:
    """The report on the text, None for an empty one."""
    if not text.strip():
        return None
    checker = shared.checker()
    with st.spinner("Checking your text…"):
        return checker(text, **fields)


def say(report: Report | None) -> None:
    """Say in a line what came of it: always in the same place, so that screen readers speak when it changes."""
    if report is None:
        st.info("Your text has not been checked yet: the box is empty.")
        return
    found, well = len(report.findings), len(report.strengths)
    places = f"{html.count(found, 'place')} to look at again" if found else "Nothing found to look at again"
    done = f", {html.count(well, 'thing')} done well" if well else ""
    st.info(f"{places}{done}, in {html.count(report.words, 'word')}.")


@careful
def draw() -> None:
    """Draw the view."""
    st.title("My draft", anchor=False)
    st.markdown(PRIVACY)
    left, right = st.columns(2)
    with left:
        rules = shared.guidance("worker")
    with right:
        kind = shared.doc_type("worker", Rulebook.load(rules.id, page.lexicons()))
    with st.container():
        text = draft()
    report = check(text, {"guidance": rules.id, "doc_type": kind, **people()})
    say(report)
    if report is None:
        st.header("How it works", anchor=False)
        st.markdown(HELP)
    else:
        st.header("What the check says", anchor=False)
        st.html(f"<style>{html.style()}</style>{html.body(report, limit=MOST)}")


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
