"""A button that opens one file and leaves nothing of it on the server.

Streamlit's own uploader keeps the file in the server's memory for as long as the visit lasts. Here the bytes come once,
with the run that the choice of a file asks for.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from notecheck.views.components.source import declare


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """What a file holds; `at` tells one choice from the next."""

    data: bytes
    at: int


def opener(label: str, *, key: str, accept: str, most: int) -> None:
    """Draw the button; the file that is chosen, `opened` gives in the next run.

    Args:
        label: the words on it.
        key: of the component in the page.
        accept: endings of the files that it offers, as '.txt,.md'.
        most: the largest file, in MB.
    """
    declare("opener", "button.css")(
        key=key, data={"label": label, "accept": accept, "most": most}, width="content", on_file_change=_nothing
    )


def opened(key: str) -> Opened | None:
    """The file that was chosen since the last run."""
    got = st.session_state.get(key)
    file = got.get("file") if isinstance(got, Mapping) else None
    if not isinstance(file, Mapping):
        return None
    try:
        return Opened(base64.b64decode(file["file"], validate=True), int(file["at"]))
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None


def _nothing() -> None:
    """What comes from the browser is read when the page runs; Streamlit only keeps what has a callback."""
