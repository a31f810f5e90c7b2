"""Slides for a room: large type, one thing at a time, forward and back by keyboard or button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from notecheck.views.components.source import declare


def present(slides: Sequence[Mapping[str, Any]], *, name: str, more: bool, key: str) -> int:
    """Draw the slides.

    Args:
        slides: as `notecheck.render.slides` makes them.
        name: of the deck; another one begins with its first slide.
        more: whether there are other decks, to which the ends of this one lead.
        key: of the component on the page.

    Returns:
        1 if the next deck was just asked for, -1 if the one before, else 0.
    """
    data = {"slides": list(slides), "name": name, "more": more}
    made = declare("present", report=True)(key=key, data=data, on_turn_change=_nothing)
    turn = made.turn or {}
    return int(turn["step"]) if turn.get("name") == name and turn.get("step") in (1, -1) else 0


def _nothing() -> None:
    """Streamlit wants to be told of what it is to hand on; the run that follows takes it up."""
