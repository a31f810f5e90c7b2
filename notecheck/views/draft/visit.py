"""What a visit to the worker's view holds: the note, the document that it came from, what was set aside.

All of it lives in the visit alone, under one name, and is gone when it is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from notecheck.draft import is_another
from notecheck.note import Place
from notecheck.read import Records
from notecheck.views.components.editor import plain

PEOPLE: Final = ("child", "known-as", "age", "event", "author", "role", "others", "recorded")
"""What is asked about the people in the note; 'Clear all' empties it."""


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """The document whose text was put into the editor.

    Attributes:
        text: as it was put in.
        places: where its passages stand in the document.
        word: the file, if it is one of Word's: comments can be put into it.
    """

    text: str
    places: tuple[Place, ...] = ()
    word: bytes | None = None


def visit() -> dict[str, Any]:
    """The note of this visit: its text with the editor's number, where it came from, the draft as last checked."""
    held: dict[str, Any] = st.session_state.setdefault("worker", {})
    if not held:
        held.update(note={"v": 0, "text": ""}, load=0, acts=set())
        held.update(opened=0, told={}, several=None, chosen=None)
        _begin(held)
    return held


def _begin(held: dict[str, Any]) -> None:
    """Nothing is known yet of the text that is in the editor."""
    held.update(draft=None, ignored=[], excuses={}, notice=(), source=None, tried=0)


def put(text: str, *, source: Source | None = None, notice: Sequence[str] = ()) -> None:
    """Put another text into the editor and forget what was set aside in the one before."""
    held = visit()
    held["note"] = {"v": held["note"]["v"] + 1, "text": plain(text)}
    held["load"] += 1
    _begin(held)
    held.update(source=source, notice=tuple(notice))


def forget() -> None:
    """Forget the draft, the file it came from and the people in it."""
    held = visit()
    _begin(held)
    held.update(told={}, several=None, chosen=None)
    for name in PEOPLE:
        st.session_state[f"worker-{name}"] = None if name == "age" else ""


def source() -> Source | None:
    """The document whose text is in the editor as it was opened; None once it was changed, and for any other text."""
    held = visit()
    known: Source | None = held["source"]
    return known if known and known.text == held["note"]["text"] else None


def let_source_go(text: str) -> None:
    """Forget the document and the other notes of its file, unless this text is still its own, with changes."""
    held = visit()
    known: Source | None = held["source"]
    if known and (len(text) * 2 < len(known.text) or is_another(known.text, text)):
        held["source"] = None


def several() -> Records | None:
    """The notes of the file that was opened or the text that was pasted, where these are several."""
    known: Records | None = visit()["several"]
    return known


def is_new(at: int) -> bool:
    """Whether an act was not seen before: a run that was broken off may bring it twice."""
    seen: set[int] = visit()["acts"]
    known = at in seen
    seen.add(at)
    return not known
