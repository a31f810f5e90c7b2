"""Runs the page once more after a moment, as long as something is awaited; a part of it that nobody sees.

A fragment of Streamlit's with `run_every` would do so too, but beside page-level fields it takes the editor away.
"""

from __future__ import annotations

import streamlit as st

from notecheck.views.components.presses import nothing
from notecheck.views.components.source import declare


def again(wanted: bool, *, key: str) -> None:
    """Have the page run again after two seconds, if that is wanted.

    Args:
        wanted: whether something is awaited.
        key: of the component in the page.
    """
    count = st.session_state[f"{key}-count"] = st.session_state.get(f"{key}-count", 0) + wanted
    declare("again")(key=key, data={"count": count if wanted else 0}, height="content", on_due_change=nothing)
