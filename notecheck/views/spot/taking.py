"""What is taken away from a spot check: sheets, a workbook, and the spot check itself, to go on later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from notecheck.errors import NoteError
from notecheck.export import sheet_docx, sheet_pdf, workbook
from notecheck.mapping import ColumnMap
from notecheck.render.blocks import Sheet
from notecheck.supervision.review import Reviewed
from notecheck.supervision.sheet import sheet
from notecheck.supervision.spotcheck import SpotCheck
from notecheck.views.components.download import download
from notecheck.views.spot.opening import as_json
from notecheck.views.spot.visit import S, kept

SHEETS: Final = 50
"""Sheets that go into one file at most: a long PDF takes its time and much memory to make."""
WORD_FILE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_FILE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONLY: Final = "Only records that somebody wrote on"
STRATA_WORDS: Final = {
    "": "From all records alike",
    "doc_type": "Shared out over the kinds of record",
    "month": "Shared out over the months",
    "team": "Shared out over the teams",
}


def draw_export(spot: SpotCheck, columns: ColumnMap) -> None:
    """What can be taken away."""
    st.header("5. Export", anchor=False)
    st.markdown(
        "For supervision: a sheet for each record with what was found, the standards behind it, and what you and the "
        "worker say; and a workbook of the whole sample. Nothing of the notes’ own words is in them unless you ask."
    )
    st.checkbox("Put the text of the notes into the files", key=kept("text", False))
    key = kept("only", False)
    if not S.get("spot-only-chosen"):  # until somebody decides otherwise: what was talked about
        S[key] = any(_written_on(each) for each in spot.reviewed)
    only = st.checkbox(ONLY, key=key, on_change=S.update, args=({"spot-only-chosen": True},))

    def chosen() -> list[Reviewed]:
        found = [each for each in spot.reviewed if not only or _written_on(each)]
        if not found:
            raise NoteError(f"Nobody has written on any record yet. Untick “{ONLY}”.")
        return found

    def chosen_sheets() -> list[Sheet]:
        if len(chosen()) > SHEETS:
            raise NoteError(
                f"These are {len(chosen()):,} records, and at most {SHEETS} sheets go into one file. Take only the "
                "records that somebody wrote on, or the sheet of each record where it is open."
            )
        return [sheet_of(each) for each in chosen()]

    sheets("Sheets for supervision", "spot-sheets", chosen_sheets, name="notecheck sheets for supervision")
    with st.container(horizontal=True):
        download(
            "Workbook of the sample (Excel)",
            key="spot-workbook",
            name="notecheck spot check.xlsx",
            make=lambda: workbook.write(chosen(), with_text=S["spot-text"], about={"Drawn": drawn_how(spot)}),
            mime=EXCEL_FILE,
        )
        download(
            "Save the spot check, to go on later",
            key="spot-save",
            name="notecheck spot check.json",
            make=lambda: as_json(spot.to_dict(columns=columns.to_dict())),
            mime="application/json",
        )


def _written_on(reviewed: Reviewed) -> bool:
    """Whether anybody said anything of a record."""
    review = reviewed[2]
    return bool(review.verdicts or review.comment or review.reply)


def sheets(label: str, key: str, make: Callable[[], list[Sheet]], *, name: str) -> None:
    """Buttons for sheets as Word and as PDF; the files' name has no ending yet, and no word of a record."""
    with st.container(horizontal=True):
        download(
            f"{label} (Word)",
            key=f"{key}-word",
            name=f"{name}.docx",
            make=lambda: sheet_docx.write(make()),
            mime=WORD_FILE,
        )
        download(
            f"{label} (PDF)",
            key=f"{key}-pdf",
            name=f"{name}.pdf",
            make=lambda: sheet_pdf.write(make()),
            mime="application/pdf",
        )


def sheet_of(reviewed: Reviewed) -> Sheet:
    """The sheet of a record; the words of the note stand on it only if somebody asked for them."""
    name, report, review = reviewed
    return sheet(report, name=name, with_text=bool(S.get("spot-text")), review=review)


def drawn_how(spot: SpotCheck) -> str:
    """How the sample was drawn, so that somebody else can draw it again."""
    drawn = spot.draw
    return f"{STRATA_WORDS[drawn.by]}, {drawn.n:,} out of {spot.of:,}, with the keyword “{drawn.seed}”"
