"""What is taken away from the worker's view: the note and the feedback, as files that the server does not keep.

Names of files say nothing of the child, nor of the document that was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from notecheck.export import note_docx, sheet_pdf, workbook
from notecheck.render import render
from notecheck.report import Report
from notecheck.review import Review
from notecheck.sheet import sheet
from notecheck.views.components.download import download

_NAME: Final = "this note"  # for what a form calls the file that it speaks of
_FORMS: Final[Mapping[str, tuple[str, str, str]]] = {
    "json": ("JSON", "feedback.json", "application/json"),
    "jsonl": ("JSON Lines", "feedback.jsonl", "application/jsonl"),
}
"""Format of the package → words on the button, the file's name, its kind."""


def draw_take_away(report: Report) -> None:
    """Draw the ways to take it away."""
    st.text("To paste the text elsewhere, press “Copy the text” below the editor: the marks are not copied.")
    _draw_note(report)
    with st.container(horizontal=True):
        download(
            "The feedback as a web page",
            key="worker-html",
            name="feedback.html",
            make=lambda: _rendered("html", report),
            mime="text/html",
        )
        download(
            "The feedback as a PDF",
            key="worker-pdf",
            name="feedback.pdf",
            make=lambda: sheet_pdf.write([sheet(report, name="", with_text=True)]),
            mime="application/pdf",
        )
    with st.expander("Other forms: Excel, and data for other programs"), st.container(horizontal=True):
        download(
            "Excel",
            key="worker-excel",
            name="feedback.xlsx",
            make=lambda: workbook.write([(_NAME, report, Review())], with_text=True),
            mime=workbook.MIME,
        )
        for form, (label, name, mime) in _FORMS.items():
            download(label, key=f"worker-{form}", name=name, make=partial(_rendered, form, report), mime=mime)


def _rendered(form: str, report: Report) -> bytes:
    return "".join(render(form, [("Feedback on this note" if form == "html" else _NAME, report)])).encode()


def _draw_note(report: Report) -> None:
    """The note as a new Word file."""
    download(
        "The note as a Word file, the child’s voice in bold red",
        key="worker-docx",
        name="note.docx",
        make=lambda: note_docx.write(report),
        mime=note_docx.MIME,
    )
