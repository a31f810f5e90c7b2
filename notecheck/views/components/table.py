"""A table as a browser means it, with a button in each row: beneath a chart, and for lists of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from notecheck.views.components.source import declare


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        key: what a press of its button gives back.
        cells: as they are shown; the first one names the row.
        button: words on its button; empty for a row without.
        current: whether it is the row that is shown further down.
    """

    key: str
    cells: tuple[str, ...]
    button: str = ""
    current: bool = False


def table(caption: str, head: Sequence[str], rows: Sequence[Row], *, key: str) -> str | None:
    """Draw a table; the key of the row whose button was just pressed, else None.

    Args:
        caption: what the table is about.
        head: a heading for each cell, and one more for the buttons if there are any.
        rows: of the table; their words are shown as they are, whatever they hold.
        key: of the table on the page.
    """
    data = {
        "caption": caption,
        "head": list(head),
        "rows": [
            {"key": row.key, "cells": list(row.cells), "button": row.button, "current": row.current} for row in rows
        ],
    }
    made = declare("table", "element.js", "button.css")(key=key, data=data, on_press_change=_nothing)
    press, answered = made.press or {}, f"{key}-answered"
    if not press or press["at"] == st.session_state.get(answered):
        return None
    st.session_state[answered] = press["at"]
    return next((row.key for row in rows if row.key == press["row"]), None)


def _nothing() -> None:
    """Streamlit wants to be told of what it is to hand on; the run that follows takes it up."""
