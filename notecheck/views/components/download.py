"""A button that hands a file over and keeps nothing of it.

Streamlit's own download button keeps the file in the server's memory, at an address that answers until a later run,
even after the tab was closed. Here the bytes go to the browser once, as the answer to a press, and the browser makes
the file of them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from notecheck.errors import NotecheckError
from notecheck.views.components.source import declare
from notecheck.views.shared import LOG

_SORRY: Final = (
    "This file could not be made. Your work is still here and nothing was stored. Please try again; if it happens "
    "again, tell whoever looks after notecheck."
)
# What one system or another refuses in the name of a file.
_REFUSED: Final = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069]+')
_LONGEST: Final = 80


def download(label: str, *, key: str, name: str, make: Callable[[], bytes], mime: str) -> None:
    """Draw the button.

    Args:
        label: the words on it, which say what kind of file it gives.
        key: of the button on the page.
        name: of the file; it stays in the browser's list of downloads, so nothing of a note belongs in it.
        make: makes the file, once, when the button is pressed.
        mime: the kind of file, for the browser.
    """
    pressed = f"{key}-pressed"

    def press() -> None:
        st.session_state[pressed] = st.session_state[key]["press"]

    asked = st.session_state.get(pressed)
    data: dict[str, Any] = {"label": label, "key": key, "answered": asked}
    if asked and st.session_state.get(f"{key}-answered") != asked:
        data |= {"name": file_name(name), "mime": mime} | _made(make)
    got = declare("download", "button.css")(key=key, data=data, width="content", on_press_change=press)
    st.session_state[f"{key}-answered"] = asked
    if got.press and got.press != asked:  # after a lost connection Streamlit calls nothing back
        st.session_state[pressed] = got.press
        st.rerun()


def file_name(name: str) -> str:
    """A name that every system takes.

    >>> file_name("record 3/4: feedback.pdf")
    'record 3-4- feedback.pdf'
    """
    stem, dot, ending = _REFUSED.sub("-", name).strip(". ").rpartition(".")
    return f"{stem[:_LONGEST]}{dot}{ending}" if stem else ending or "notecheck"


def _made(make: Callable[[], bytes]) -> dict[str, str]:
    """The file as text that can be sent, or what went wrong in words."""
    try:
        return {"file": base64.b64encode(make()).decode("ascii")}
    except NotecheckError as error:  # its messages hold no text of a note
        return {"error": f"This file could not be made: {error}."}
    except Exception as error:  # the log gets its type alone: a traceback may hold words of a note
        LOG.error("a file could not be made: %s", type(error).__name__)
        return {"error": _SORRY}
