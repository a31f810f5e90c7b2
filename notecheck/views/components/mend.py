"""Mends what Streamlit leaves: language, fields that a browser must not remember, barriers, shortcuts of one letter."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_SCRIPT: Final = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def mend() -> None:
    """Mend the page that this run draws."""
    st.components.v2.component("notecheck_mend", js=_SCRIPT)()
