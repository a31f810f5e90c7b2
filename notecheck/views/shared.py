"""What the views have in common: the one checker, words for what goes wrong, fields that a browser forgets.

The checker is shared by all visits; a note lives in one visit's `st.session_state` and nowhere else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Final

import streamlit as st

from notecheck import page
from notecheck.checker import Checker
from notecheck.discreet import kind
from notecheck.errors import NotecheckError
from notecheck.guidance import Guidance, Rulebook, guidance_names, load_guidance
from notecheck.render import saying

LOG: Final = logging.getLogger("notecheck.page")
SORRY: Final = (
    "Something went wrong inside notecheck, and it is not the fault of your text. Your text is still there and "
    "nothing of it was written down. Please try again; if it happens again, tell whoever looks after notecheck."
)

_GENERAL: Final = "Not listed, or not sure: what five councils agree on"


def careful(do: Callable[[], None]) -> Callable[[], None]:
    """Run a part of the page; what goes wrong is said in words, and the log gets its type alone."""

    @wraps(do)
    def run() -> None:
        try:
            do()
        except NotecheckError as error:  # its messages hold no text of a note
            st.session_state["sorry"] = f"This could not be checked. {error}"
        except Exception as error:
            LOG.error("the page stopped: %s", kind(error))  # noqa: TRY400  (a traceback may hold a note)
            st.session_state["sorry"] = SORRY

    return run


def apologise() -> None:
    """Say what went wrong in this run, if anything did."""
    if sorry := st.session_state.pop("sorry", None):
        st.warning(sorry)


@st.cache_resource(show_spinner="Getting ready…")
def _get_ready() -> None:
    page.checker()


def checker(characters: int = 0) -> Checker:
    """The checker for a text of that length, which all visits share. No note is kept in it."""
    _get_ready()
    return page.checker(characters)


def guidance(key: str) -> Guidance:
    """Ask for the guidance of the authority."""
    names = guidance_names(page.lexicons())
    known = {name: load_guidance(name, page.lexicons()) for name in names}
    chosen = st.selectbox(
        "Guidance of your authority", names, format_func=lambda name: guidance_label(known[name]), key=f"{key}-guidance"
    )
    return known[chosen]


def guidance_label(known: Guidance) -> str:
    """What a guidance is called in a list: people know their authority, and not the title of its document."""
    return f"{known.authority}: {known.title}" if known.id != "general" else _GENERAL


def doc_type(key: str, rulebook: Rulebook) -> str:
    """Ask for the kind of record; where the guidance lacks the one chosen before, take the one it is a kind of."""
    name, parent = f"{key}-type", f"{key}-parent"
    if st.session_state.get(name, "case-note") not in rulebook.doc_types:
        st.session_state[name] = st.session_state[parent]
    st.session_state.setdefault(name, "case-note")
    chosen = st.selectbox("Kind of record", rulebook.doc_types, format_func=saying.words, key=name)
    st.session_state[parent] = rulebook.parent(chosen)
    return chosen


def line(label: str, key: str) -> str:
    """A line of text that the browser is asked not to remember."""
    return st.text_input(label, key=key, autocomplete="off") or ""


def plain(text: str) -> str:
    """Words of somebody else's for a label, which Streamlit reads as Markdown: shown as they stand, on one line."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
