"""Mends what Streamlit leaves: language, fields that a browser must not remember, barriers, shortcuts of one letter."""

from __future__ import annotations

from notecheck.read import suffixes
from notecheck.views.components.source import declare


def mend() -> None:
    """Mend the page that this run draws."""
    declare("mend")(data={"accept": ",".join(suffixes())})
