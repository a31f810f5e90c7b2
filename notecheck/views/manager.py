"""The manager's view."""

from __future__ import annotations

import streamlit as st

from notecheck.views.shared import careful


@careful
def draw() -> None:
    """Draw the view."""
    st.title("Spot check", anchor=False)


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
