"""What is taken away from the worker's view: the note and the feedback, as files that the server does not keep.

Names of files say nothing of the child, nor of the document that was opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from notecheck.export import marked_docx, note_docx, report_xlsx, sheet_pdf
from notecheck.render import render
from notecheck.report import Report
from notecheck.supervision.sheet import sheet
from notecheck.views.components.download import download
from notecheck.views.draft.visit import Source, visit

COMMENTS: Final = "worker-with-comments"
TRACKED: Final = "worker-with-tracked"
_TITLE: Final = "Feedback on this note"
_FILE: Final = "note.txt"  # of which data for other programs speak
_FORMS: Final[Mapping[str, tuple[str, str, str]]] = {
    "json": ("JSON", "feedback.json", "application/json"),
    "jsonl": ("JSON Lines", "feedback.jsonl", "application/jsonl"),
    "sarif": ("SARIF", "feedback.sarif", "application/sarif+json"),
    "github": ("GitHub annotations", "feedback-github.txt", "text/plain"),
}
"""Format of the package → words on the button, the file's name, its kind."""


def draw_take_away(report: Report, known: Source | None) -> None:
    """Draw the ways to take it away.

    Args:
        report: on the text as it is.
        known: the document that the text was read from, unless the text was changed since.
    """
    st.text("To paste the text elsewhere, press “Copy the text” below the editor: the marks are not copied.")
    _draw_word(report, known)
    with st.container(horizontal=True):
        download(
            "The feedback as a web page",
            key="worker-html",
            name="feedback.html",
            make=lambda: _rendered("html", _TITLE, report),
            mime="text/html",
        )
        download(
            "The feedback as a PDF",
            key="worker-pdf",
            name="feedback.pdf",
            make=lambda: sheet_pdf.write([sheet(report, name="", with_text=True)]),
            mime=sheet_pdf.MIME,
        )
    with st.expander("Other forms: Excel, and data for other programs"), st.container(horizontal=True):
        download(
            "Excel",
            key="worker-excel",
            name="feedback.xlsx",
            make=lambda: report_xlsx.write([(_TITLE, report)]),
            mime=report_xlsx.MIME,
        )
        for form, (label, name, mime) in _FORMS.items():
            download(label, key=f"worker-{form}", name=name, make=partial(_rendered, form, _FILE, report), mime=mime)


def _rendered(form: str, name: str, report: Report) -> bytes:
    return "".join(render(form, [(name, report)])).encode()


def _draw_word(report: Report, known: Source | None) -> None:
    """The note as a new Word file; and the writer's own, where one was opened and its text is still the same."""
    with st.container(horizontal=True):
        comments = st.checkbox("In Word: the findings as comments", key=COMMENTS)
        tracked = st.checkbox("In Word: changes that are certain, as tracked suggestions", key=TRACKED)
    with st.container(horizontal=True):
        download(
            "The note as a Word file, the child’s voice in bold red",
            key="worker-docx",
            name="note.docx",
            make=lambda: note_docx.write(report, comments=comments, tracked=tracked),
            mime=note_docx.MIME,
        )
        if known and known.word is not None:
            original = known.word
            download(
                "Your own Word file, with the findings as comments",
                key="worker-own",
                name="your file with comments.docx",
                make=lambda: marked_docx.write(report, original, tracked=tracked),
                mime=marked_docx.MIME,
            )
    opened: Source | None = visit()["source"]
    if opened and opened.word and not known:
        st.text(
            "The text was changed since your Word file was opened, so comments would not stand at the right words of "
            "it. Once the text is as it was (press Undo), or the file is opened again, it can have them."
        )
