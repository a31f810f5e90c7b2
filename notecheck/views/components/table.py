"""A table as a browser means it, with a button in each row: beneath a chart, and for lists of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notecheck.views.components.presses import nothing, pressed
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
    made = declare("table", "element.js", "button.css")(key=key, data=data, on_press_change=nothing)
    return pressed(made, key, (row.key for row in rows))
