"""The page: takes a draft, asks the checker, draws what its report says, and decides nothing.

Start it with `notecheck page`. Nothing of a note is cached, logged or stored: it lives in the visit alone.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, Final

import streamlit as st

from notecheck import page
from notecheck.checker import Checker
from notecheck.errors import NotecheckError, NoteError
from notecheck.guidance import Guidance, Rulebook, guidance_names, load_guidance
from notecheck.read.text import decode
from notecheck.render import html
from notecheck.report import Report

LOG: Final = logging.getLogger("notecheck.page")
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
SORRY: Final = (
    "Something went wrong inside notecheck, and it is not the fault of your text. Your text is still in the box and "
    "nothing of it was written down. Please try again; if it happens again, tell whoever looks after notecheck."
)
STYLE: Final = """
[data-testid=stMainBlockContainer] { max-width: 80rem; padding-top: 2rem; }
h1 { font-size: 2.2rem !important; padding: 0 0 .75rem !important; }
h2 { font-size: 1.6rem !important; }
"""
# British English for screen readers; no spelling or writing service of the browser that may send text away; no
# single-letter shortcuts of Streamlit (WCAG 2.1.4).
MEND: Final = """
let done = false;
export default () => {
  if (done) return;
  done = true;
  const mend = () => {
    document.documentElement.lang = "en-GB";
    for (const field of document.querySelectorAll("textarea, input")) {
      field.spellcheck = false;
      field.setAttribute("writingsuggestions", "false");
      field.setAttribute("autocomplete", "off");
    }
  };
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && !typing && /^[a-z]$/i.test(event.key)) event.stopPropagation();
  }, true);
};
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
    "type": "home-visit",
    "child": "Ellie Marsh",
    "known_as": "Ellie",
    "age": 9,
    "author": "Jo Field",
    "role": "Social Worker",
    "others": "",
}


def careful(do: Callable[[], None]) -> Callable[[], None]:
    """Run a part of the page; what goes wrong is said in words, and the log gets its type alone."""

    @wraps(do)
    def run() -> None:
        try:
            do()
        except NotecheckError as error:  # its messages hold no text of a note
            st.session_state["sorry"] = f"This could not be checked. {error}"
        except Exception as error:
            LOG.error("the page stopped: %s", type(error).__name__)  # noqa: TRY400  (a traceback may hold a note)
            st.session_state["sorry"] = SORRY

    return run


@st.cache_resource(show_spinner="Getting ready…")
def shared() -> Checker:
    """The checker, which all visits share. No note is kept in it."""
    checker = page.checker()
    # Streamlit collects garbage after every run; without this it would walk through the whole model each time.
    gc.collect()
    gc.freeze()
    return checker


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


@careful
def keep_type() -> None:
    """Where the new guidance lacks the chosen document type, take the one that it is a kind of."""
    chosen = st.session_state["type"]
    if chosen not in Rulebook.load(st.session_state["guidance"], page.lexicons()).doc_types:
        st.session_state["type"] = st.session_state["parent"]


def guidance() -> Guidance:
    """Ask for the guidance."""
    names = guidance_names(page.lexicons())
    known = {name: load_guidance(name, page.lexicons()) for name in names}
    chosen = st.selectbox(
        "Guidance of your authority",
        names,
        format_func=lambda name: known[name].title,
        key="guidance",
        on_change=keep_type,
    )
    return known[chosen]


def doc_type(rulebook: Rulebook) -> str:
    """Ask for the kind of record."""
    st.session_state.setdefault("type", "case-note")
    chosen = st.selectbox("Kind of record", rulebook.doc_types, format_func=html.words, key="type")
    st.session_state["parent"] = rulebook.parent(chosen)
    return chosen


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


def line(label: str, key: str) -> str:
    """A line of text that the browser is asked not to remember."""
    return st.text_input(label, key=key, autocomplete="off") or ""


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
    checker = shared()
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
def main() -> None:
    """Draw the page."""
    st.title("notecheck", anchor=False)
    st.markdown(PRIVACY)
    left, right = st.columns(2)
    with left:
        rules = guidance()
    with right:
        kind = doc_type(Rulebook.load(rules.id, page.lexicons()))
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


st.set_page_config(page_title="notecheck: check a case note", layout="wide")
st.html(f"<style>{STYLE}</style>")
main()
if sorry := st.session_state.pop("sorry", None):
    st.warning(sorry)
st.components.v2.component("notecheck_mend", js=MEND)()
