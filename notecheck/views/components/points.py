"""A list of points about the note, each leading to its words in the reading pane, and with one thing to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from notecheck.render.points import Points
from notecheck.views.components.source import declare


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
    if not isinstance(act, Mapping) or not isinstance(act.get("id"), str) or type(act.get("at")) is not int:
        return None
    reason = act.get("reason")
    return Act(act["id"], reason if isinstance(reason, str) else None, act["at"])


def _nothing() -> None:
    """What comes from the browser is read when the page runs; Streamlit only keeps what has a callback."""


def _component() -> Any:
    return declare("points", "controls.css", "reading.css", "element.js", report=True)
