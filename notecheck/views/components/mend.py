"""Mends what Streamlit leaves: language, fields that a browser must not remember, shortcuts of one letter."""

from __future__ import annotations

from typing import Final

import streamlit as st

# British English for screen readers; no spelling or writing service of the browser that may send text away; no
# single-letter shortcuts of Streamlit (WCAG 2.1.4).
_SCRIPT: Final = """
let done = false;
export default () => {
  if (done) return;
  done = true;
  const mend = () => {
    document.documentElement.lang = "en-GB";
    for (const field of document.querySelectorAll("textarea, input")) {
      field.spellcheck = false;
      field.setAttribute("writingsuggestions", "false");
      field.setAttribute("autocomplete", "off");
    }
  };
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && !typing && /^[a-z]$/i.test(event.key)) event.stopPropagation();
  }, true);
};
"""


def mend() -> None:
    """Mend the page that this run draws."""
    st.components.v2.component("notecheck_mend", js=_SCRIPT)()
