"""Help of one screen, and the privacy statement."""

from __future__ import annotations

from typing import Final

import streamlit as st

from notecheck import page
from notecheck.forgetting import works
from notecheck.privacy import promises
from notecheck.render.html import escape
from notecheck.views.shared import careful

VIEWS: Final = {
    "My draft": "Paste your draft, or open a document, before you save it. The places to look at again are marked in "
    "the text itself, and each says what was seen, why it matters to the child who may read the record one day, and "
    "the words of your guidance it rests on. You decide: nothing changes unless you press a button, and Ctrl+Z takes "
    "it back. Take it away as a Word file, your own one with comments if you opened one, or as feedback to read or for "
    "other programs.",
    "Spot check": "Drop in many records, as documents or tables, draw a sample, and see what it shows by standard, by "
    "kind of record and over time. You say of each finding whether you agree, and take sheets and a workbook to "
    "supervision.",
    "Show good recording": "Pairs of invented records, weak and strong, side by side; exercises in which a team "
    "guesses first; a page for each rule; your own pairs from a file.",
}
KEYS: Final = {
    "F8": "to the next mark in your draft, and Shift+F8 back",
    "Tab": "from the mark to what is said about it",
    "Escape": "back to the text",
    "Ctrl+Z": "takes back what a button did to your text",
}
LIMITS: Final = (
    "notecheck looks at the words of a record, not at the work behind it. It misses things, and it marks things that "
    "are right. Where it could not check something, it says so. A finding is a question, never a verdict on whoever "
    "wrote it."
)


@careful
def draw() -> None:
    """Draw the view."""
    st.title("Help and privacy", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.header("What each view is for", anchor=False)
        st.html(_list(VIEWS))
        st.header("By keyboard", anchor=False)
        st.html(_list(KEYS))
        st.header("What it cannot do", anchor=False)
        st.text(LIMITS)
    with right:
        st.header("What happens to your text", anchor=False)
        said = promises(page.start(), forgets=works())
        st.html("<ul>" + "".join(f"<li>{escape(each.words)}</li>" for each in said) + "</ul>")


def _list(terms: dict[str, str]) -> str:
    return (
        "<dl>"
        + "".join(f"<dt><b>{escape(term)}</b></dt><dd>{escape(says)}</dd>" for term, says in terms.items())
        + "</dl>"
    )


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
