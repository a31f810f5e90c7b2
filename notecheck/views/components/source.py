"""Declares a component to Streamlit from the files beside this one: its own, after what several components share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from notecheck.render import html

_FOLDER: Final = Path(__file__).parent
_KINDS: Final = ("html", "css", "js")


def declare(name: str, *shared: str, report: bool = False) -> Any:
    """The component of that name, to be called where it is drawn; declared in every run, Streamlit keeps one.

    Args:
        name: of its files (`NAME.html`, `NAME.css`, `NAME.js`, those that there are).
        shared: files of this folder whose text stands before its own, such as `element.js`.
        report: whether it draws what reports say, in their style.
    """
    has = files(name, *shared)
    css = f"{html.style()}\n{has['css']}" if report else has.get("css")
    return st.components.v2.component(f"notecheck_{name}", html=has.get("html"), css=css, js=has.get("js"))


@cache
def files(name: str, *shared: str) -> Mapping[str, str]:
    """The text of each kind of file, the same in every run: a browser draws a component anew where it changed."""
    names = [*shared, *(f"{name}.{kind}" for kind in _KINDS if (_FOLDER / f"{name}.{kind}").is_file())]
    kinds = {kind: [file for file in names if file.endswith(f".{kind}")] for kind in _KINDS}
    return {kind: "\n".join(map(_read, named)) for kind, named in kinds.items() if named}


def _read(file: str) -> str:
    return (_FOLDER / file).read_text(encoding="utf-8")
