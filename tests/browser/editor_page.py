"""A page with the editor alone, for its tests: what a view does with it, a run that can be made long, a second view."""

from __future__ import annotations

import time

import streamlit as st

from notecheck import ignoring
from notecheck.views.components.editor import editor, editor_marks, plain, sent
from notecheck.views.components.mend import mend
from notecheck.views.shared import careful, checker

EXAMPLE = "SW rang Mum on 4 March 2026 re: CIN.\r\nThe TAF is on 9 March 2026.\r\n"


@careful
def example() -> None:
    """Put another text in, as a view does."""
    put_in(EXAMPLE)


def put_in(text: str) -> None:
    """Put a text in."""
    st.session_state["note"] = {"v": st.session_state["note"]["v"] + 1, "text": plain(text)}
    st.session_state["load"] += 1


def write() -> None:
    """The view with the editor."""
    st.title("Write", anchor=False)
    state = st.session_state
    note = state.setdefault("note", {"v": 0, "text": ""})
    state.setdefault("load", 0)
    state.setdefault("ignored", [])
    state.setdefault("report", None)
    got = sent("editor")
    if got.ignore and state["report"] and got.ignore["v"] == state["of"][0]:
        make = ignoring.ignore_word if got.ignore["scope"] == "word" else ignoring.ignore_place
        finding = state["report"].findings[got.ignore["n"]]
        state["ignored"].append(make(state["report"].text, finding, got.ignore["reason"]))
    if got.draft and got.draft["v"] > note["v"]:
        note = state["note"] = dict(got.draft)
    left, middle, right = st.columns(3)
    left.button("Example", on_click=example)
    middle.button("Something else")
    pause = right.number_input("Seconds that a run takes", value=0.0, key="pause")
    now = (note["v"], len(state["ignored"]))
    if state.get("of") != now:
        text = note["text"]
        state["report"] = checker()(text, guidance="leicestershire", ignored=state["ignored"]) if text.strip() else None
        state["of"] = now
    time.sleep(pause)
    report = state["report"]
    count = len(report.findings) if report else 0
    got = editor(
        key="editor",
        version=note["v"],
        text=note["text"],
        load=state["load"],
        marks=editor_marks(report) if report else [],
        summary=f"{count} places to look at again, in {report.words} words." if report else "",
    )
    if got.draft and got.draft["v"] > note["v"]:
        st.rerun()
    st.text(f"Python has {len(note['text'])} characters")
    st.text(f"Reasons: {[each['reason'] for each in state['ignored']]}")


def rest() -> None:
    """Another view."""
    st.title("Rest", anchor=False)
    st.text(f"Python has {len(st.session_state['note']['text'])} characters")


st.set_page_config(layout="wide")
st.navigation([st.Page(write, title="Write", default=True), st.Page(rest, title="Rest")], position="top").run()
mend()
