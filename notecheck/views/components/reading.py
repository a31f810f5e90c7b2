"""The reading pane: the text as it was last checked, in one layer at a time, with what each layer says beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from notecheck.render import html
from notecheck.render.layers import layers
from notecheck.report import Report

_HERE: Final = Path(__file__)


def reading(report: Report, *, key: str) -> None:
    """Draw the pane.

    Args:
        report: on the text.
        key: of the component in the page; the layer that somebody chose is kept by it.
    """
    data = {"key": key, "text": report.text, "layers": [layer.to_dict() for layer in layers(report)]}
    _component()(key=key, data=data)


def _component() -> Any:
    source = _source()
    return st.components.v2.component(
        "notecheck_reading", html=source["html"], css=f"{html.style()}\n{source['css']}", js=source["js"]
    )


@cache
def _source() -> dict[str, str]:
    """The browser's part; it must not change while the page runs, or the browser would draw the pane anew."""
    return {kind: _HERE.with_suffix(f".{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")}
