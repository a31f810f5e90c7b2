"""A list of points about the note, each leading to its words in the reading pane, and with one thing to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from notecheck.render import html
from notecheck.render.points import Points

_HERE: Final = Path(__file__)


@dataclass(frozen=True, slots=True, repr=False)
class Act:
    """What somebody did about a point; `reason` where one was asked for, `at` tells one act from the next."""

    id: str
    reason: str | None
    at: int


def points(label: str, groups: Sequence[Points], *, key: str) -> None:
    """Draw the list; what somebody does there, `acted` tells in the next run.

    Args:
        label: of the list, for those who hear the page.
        groups: of points.
        key: of the component in the page.
    """
    data = {"label": label, "groups": [group.to_dict() for group in groups]}
    _component()(key=key, data=data, on_act_change=_nothing)


def acted(key: str) -> Act | None:
    """What somebody did in the list since the last run."""
    got = st.session_state.get(key)
    act = got.get("act") if isinstance(got, Mapping) else None
    if not isinstance(act, Mapping) or not isinstance(act.get("id"), str) or not isinstance(act.get("at"), int):
        return None
    reason = act.get("reason")
    return Act(act["id"], reason if isinstance(reason, str) else None, act["at"])


def _nothing() -> None:
    """What comes from the browser is read when the page runs; Streamlit only keeps what has a callback."""


def _component() -> Any:
    css, js = _source()
    return st.components.v2.component("notecheck_points", css=f"{html.style()}\n{css}", js=js)


@cache
def _source() -> tuple[str, str]:
    """The browser's part, with the style of the reading pane that it leads to."""
    return (
        _HERE.with_name("reading.css").read_text(encoding="utf-8"),
        _HERE.with_suffix(".js").read_text(encoding="utf-8"),
    )
