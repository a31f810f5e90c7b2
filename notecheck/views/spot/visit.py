"""What the parts of the manager's view share: what a visit keeps, long lists, and what is said of them.

All of it lives in the visit alone, under names that begin with `spot-`, and is gone when it is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import streamlit as st

from notecheck.render import html

PAGE: Final = 20
"""Rows of a list that are drawn at a time."""
T = TypeVar("T")
S: Final = st.session_state


def kept(name: str, default: Any) -> str:
    """The key of a field that keeps its value while another view is open, which Streamlit's own fields do not."""
    key = f"spot-{name}"
    if key not in S:
        S[key] = S.setdefault("spot-kept", {}).get(key, default)
    S["spot-kept"].setdefault(key, default)
    return key


def keep() -> None:
    """Note the values of the fields that were drawn."""
    fields = S.get("spot-kept", {})
    fields.update({key: S[key] for key in fields if key in S})


def once(name: str, given: Sequence[Any], make: Callable[[], Any]) -> Any:
    """What `make` makes, made again only when what it is made from has changed; it lives in this visit alone."""
    known = S.get(f"spot-made-{name}")
    if known is None or any(old is not new and old != new for old, new in zip(known[0], given, strict=True)):
        S[f"spot-made-{name}"] = known = (tuple(given), make())
    return known[1]


def asked(place: str) -> None:
    """Somebody asked to be taken to a heading."""
    S[f"spot-asked-{place}"] = S.get(f"spot-asked-{place}", 0) + 1


def say(words: str) -> None:
    """Say what has come of something; screen readers speak it when it changes."""
    st.html(f'<div role="status"><p>{html.escape(words)}</p></div>')


def listed(rows: Iterable[str], most: int = 10) -> None:
    """A list of lines that may hold names of files and columns."""
    lines = list(rows)
    more = [f"and {len(lines) - most:,} more"] if len(lines) > most else []
    if lines:
        st.html(f"<ul>{''.join(f'<li>{html.escape(each)}</li>' for each in (*lines[:most], *more))}</ul>")


def turn(name: str, rows: Sequence[T], size: int = PAGE) -> Sequence[T]:
    """The page of a long list that is open, with buttons to turn it."""
    pages = max(1, -(-len(rows) // size))
    key = f"spot-page-{name}"
    at = S[key] = min(S.get(key, 0), pages - 1)
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(f"Previous {size}", key=f"{key}-back", disabled=not at, on_click=turn_to, args=(key, at - 1))
            say(f"{at * size + 1:,} to {min(len(rows), (at + 1) * size):,} of {len(rows):,}")
            more = min(size, len(rows) - (at + 1) * size)
            label = f"Next {more}" if more > 0 else "Next"
            st.button(label, key=f"{key}-on", disabled=more <= 0, on_click=turn_to, args=(key, at + 1))
    return rows[at * size : (at + 1) * size]


def turn_to(key: str, page_number: int) -> None:
    """Open another page of a list."""
    S[key] = page_number
