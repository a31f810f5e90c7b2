"""A heading that takes the keyboard's focus when somebody asked for what stands below it."""

from __future__ import annotations

from typing import Final

import streamlit as st

_CSS: Final = """
h2, h3, h4 { margin: 0; color: var(--st-text-color); font-weight: 600; line-height: 1.3; overflow-wrap: anywhere;
  scroll-margin-top: 5rem; }
h2 { font-size: 1.6rem; } h3 { font-size: 1.3rem; } h4 { font-size: 1.1rem; }
:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 4px; }
"""
_JS: Final = """
const seen = new WeakMap();
const last = new Map();
export default ({ parentElement, data }) => {
  let heading = seen.get(parentElement);
  if (!heading) {
    heading = document.createElement(`h${data.level}`);
    heading.tabIndex = -1;
    parentElement.append(heading);
    seen.set(parentElement, heading);
  }
  heading.textContent = data.words;
  if (data.asked > (last.get(data.name) ?? 0)) {
    last.set(data.name, data.asked);
    heading.focus();
  }
};
"""


def arrive(words: str, *, level: int, asked: int, key: str) -> None:
    """Draw a heading, and take the reader to it.

    Args:
        words: of the heading, shown as they are.
        level: 2 to 4.
        asked: how often somebody asked to be taken here; the focus moves when it has grown.
        key: of the heading on the page.
    """
    data = {"words": words, "level": level, "asked": asked, "name": key}
    st.components.v2.component("notecheck_arrive", css=_CSS, js=_JS)(key=key, data=data)
