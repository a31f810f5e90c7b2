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
const HOLD = 2000;
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];

// Where the heading stands in what the page has drawn so far, wherever the reader has scrolled to.
function place(heading) {
  const page = heading.getRootNode().host?.closest("[data-testid=stMainBlockContainer]") ?? document.body;
  const drawn = page.getBoundingClientRect();
  return `${Math.round(heading.getBoundingClientRect().top - drawn.top)} of ${Math.round(drawn.height)}`;
}

// What is drawn above and below the heading after it has been reached would push it out of sight again: for a moment,
// or until the reader moves on, it is brought back. Only what the page draws brings it back: a turn of the wheel
// scrolls before it is told of, and would be undone.
function arrive(heading) {
  heading.focus();
  const end = Date.now() + HOLD;
  let held = true;
  let stood;
  const letGo = () => { held = false; };
  for (const move of MOVES) window.addEventListener(move, letGo, { capture: true, once: true, passive: true });
  const hold = () => {
    const here = heading.getRootNode().activeElement === heading;
    if (!held || !heading.isConnected || !here || Date.now() > end) {
      for (const move of MOVES) window.removeEventListener(move, letGo, { capture: true });
      return;
    }
    const stands = place(heading);
    if (stands !== stood) heading.scrollIntoView({ block: "start" });
    stood = stands;
    setTimeout(hold, 100);
  };
  hold();
}
export default ({ parentElement, data }) => {
  let heading = seen.get(parentElement);
  if (!heading) {
    heading = document.createElement(`h${data.level}`);
    heading.tabIndex = -1;
    parentElement.append(heading);
    seen.set(parentElement, heading);
  }
  heading.textContent = data.words;
  if (data.asked !== last.get(data.name)) {
    last.set(data.name, data.asked);
    if (data.asked) arrive(heading);
  }
};
"""


def arrive(words: str, *, level: int, asked: int, key: str) -> None:
    """Draw a heading, and take the reader to it.

    Args:
        words: of the heading, shown as they are.
        level: 2 to 4.
        asked: how often somebody asked to be taken here; the focus moves, and stays in sight, when it has changed.
        key: of the heading on the page.
    """
    data = {"words": words, "level": level, "asked": asked, "name": key}
    st.components.v2.component("notecheck_arrive", css=_CSS, js=_JS)(key=key, data=data)
