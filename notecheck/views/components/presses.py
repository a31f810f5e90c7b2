"""Which row's button was pressed, each press answered once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st


def pressed(made: Any, key: str, rows: Iterable[str]) -> str | None:
    """The key of the row that was pressed since the last run.

    Args:
        made: what the component gave back.
        key: of the component on the page.
        rows: the keys of the rows that it shows; anything else is no press of theirs.
    """
    press, answered = made.press, f"{key}-answered"
    if not isinstance(press, Mapping) or press.get("at") in (None, st.session_state.get(answered)):
        return None
    st.session_state[answered] = press["at"]
    return next((row for row in rows if row == press.get("row")), None)


def nothing() -> None:
    """Streamlit wants to be told of what it is to hand on; the run that follows takes it up."""
