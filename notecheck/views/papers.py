"""The papers that an authority asks for, to read and to take away."""

from __future__ import annotations

from typing import Final

import streamlit as st

from notecheck import page
from notecheck.papers.facts import facts
from notecheck.papers.paper import ORDER, Paper, read
from notecheck.papers.writing import CSS, MIMES, fragment, write
from notecheck.render import html
from notecheck.views.components.download import download
from notecheck.views.shared import careful

_FILES: Final = {"docx": "Word", "pdf": "PDF", "html": "web page"}
_ALL: Final = "all"


@st.cache_data(show_spinner="Getting the papers ready…")
def _papers(lexicons: str | None) -> tuple[Paper, ...]:
    """All papers; they hold nothing of a note, and change only with what is installed."""
    known = facts(lexicons)
    return tuple(read(name, known) for name in ORDER)


@careful
def draw() -> None:
    """Draw the view."""
    st.title("About", anchor=False)
    st.text("The papers that an authority asks for before notecheck is used, with the figures of what is installed.")
    papers = {paper.name: paper for paper in _papers(page.lexicons())}
    chosen = st.selectbox("Paper", papers, format_func=lambda name: papers[name].title, key="paper")
    paper = papers[chosen]
    with st.container(horizontal=True):
        for format_, what in _FILES.items():
            _button(f"This paper ({what})", [paper], format_, paper.name)
        _button("All papers (Word)", list(papers.values()), "docx", _ALL)
    st.header(paper.title, anchor=False)
    st.html(f"<style>{html.style()}{CSS}</style>{fragment(paper, 3)}")


def _button(label: str, papers: list[Paper], format_: str, name: str) -> None:
    download(
        label,
        key=f"paper-{name}-{format_}",
        name=f"notecheck {name}.{format_}",
        make=lambda: write(papers, format_, {}),
        mime=MIMES[format_],
    )


if __name__ == "__main__":  # Streamlit runs the file of a view as a script
    draw()
