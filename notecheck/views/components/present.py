"""Slides for a room: large type, one thing at a time, forward and back by keyboard or button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from notecheck.views.components.source import declare


def present(slides: Sequence[Mapping[str, Any]], *, name: str, deck: str, decks: Mapping[str, str], key: str) -> str:
    """Draw the slides.

    Args:
        slides: as `notecheck.render.slides` makes them.
        name: of the deck; another one begins with its first slide.
        deck: which of the decks it is.
        decks: all that can be turned to, each with its words in a list; the ends of one lead to the next.
        key: of the component on the page.

    Returns:
        The deck that was just asked for, or the same.
    """
    listed = [{"deck": each, "words": words} for each, words in decks.items()]
    data = {"slides": list(slides), "name": name, "deck": deck, "decks": listed}
    made = declare("present", report=True)(key=key, data=data, on_turn_change=_nothing)
    turn = made.turn or {}
    return str(turn["to"]) if turn.get("name") == name and turn.get("to") in decks else deck


def _nothing() -> None:
    """Streamlit wants to be told of what it is to hand on; the run that follows takes it up."""
