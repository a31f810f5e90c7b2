"""A button that opens one file and leaves nothing of it on the server.

Streamlit's own uploader keeps the file in the server's memory for as long as the visit lasts. Here the bytes come once,
with the run that the choice of a file asks for. Of the file's name only the ending comes with them: it says how the
file is read, and the name may be a child's.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from notecheck.views.components.source import declare

_ENDING: Final = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """What a file holds.

    Attributes:
        data: its bytes.
        ending: of its name, in small letters with the dot before it; empty where it has none.
        at: tells one choice from the next.
    """

    data: bytes
    ending: str
    at: int


def opener(label: str, *, key: str, accept: str, most: int, answered: int) -> None:
    """Draw the button; the file that is chosen, `opened` gives in the next run.

    Args:
        label: the words on it.
        key: of the component in the page.
        accept: endings of the files that it offers, as '.txt,.md'.
        most: the largest file, in MB.
        answered: `at` of the file that was read last; until that is the one it sent, the button says it is at work.
    """
    data = {"label": label, "accept": accept, "most": most, "answered": answered}
    declare("opener", "button.css")(key=key, data=data, width="content", on_file_change=_nothing)


def opened(key: str) -> Opened | None:
    """The file that was chosen since the last run."""
    got = st.session_state.get(key)
    file = got.get("file") if isinstance(got, Mapping) else None
    if not isinstance(file, Mapping):
        return None
    try:
        data = base64.b64decode(file["file"], validate=True)
        return Opened(data, _ending(file.get("ending")), int(file["at"]))
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None


def _ending(given: Any) -> str:
    return given if isinstance(given, str) and _ENDING.fullmatch(given) else ""


def _nothing() -> None:
    """What comes from the browser is read when the page runs; Streamlit only keeps what has a callback."""
