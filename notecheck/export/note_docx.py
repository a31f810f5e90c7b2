"""The note as a Word file, with the child's voice in bold red type and named in words.

The text stands as it is, a paragraph a line. Before it, where the child is heard, one line says in words which
passages are the child's voice, so that it can be found without seeing colour and after copying as bare text. In
Word the passages bear the character style "Child's voice".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from notecheck.export import word
from notecheck.export.plain import visible
from notecheck.render import html, whole
from notecheck.render.marks import runs
from notecheck.report import Report
from notecheck.sheet import lines

MIME: Final = word.MIME

ABOUT: Final = "About this note"
"""The paragraph style of the line that names it in words."""

_OPENING: Final = 5  # words by which a passage is named
_QUOTES: Final = "“”‘’\"'«» "


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage in which the child is heard; code points."""

    start: int
    end: int


def write(report: Report) -> bytes:
    """The note as a Word file."""
    document = word.new(html.words(report.note.doc_type))
    _styles(document)
    voice = tuple(_Place(start, end) for start, end in whole.heard(report))
    if voice:
        document.add_paragraph(_about(report.text, voice), style=ABOUT)
    for start, line in lines(report.text):
        _add(document, line, start, voice)
    return word.to_bytes(document)


def _add(document: Document, line: str, start: int, voice: tuple[_Place, ...]) -> None:
    paragraph = document.add_paragraph()
    here = [
        _Place(place.start - start, place.end - start)
        for place in voice
        if place.start < start + len(line) and place.end > start
    ]
    for run in runs(line, here):
        if run.text:
            paragraph.add_run(visible(run.text), style=word.VOICE if run.covers else None)


def _about(text: str, voice: tuple[_Place, ...]) -> str:
    named = "; ".join(f"“{_opening(text[place.start : place.end])}”" for place in voice)
    passages = "passage that begins" if len(voice) == 1 else f"{len(voice)} passages that begin"
    return f"In bold red type, the child’s voice: the {passages} {named}. (This line is not part of the note.)"


def _opening(passage: str) -> str:
    """The first words of a passage, enough to find it by."""
    words = passage.strip(_QUOTES).split()
    shown = visible(" ".join(words[:_OPENING])).rstrip(_QUOTES + ".,;:")
    return f"{shown} …" if len(words) > _OPENING else shown


def _styles(document: Document) -> None:
    # The note brings its own empty lines.
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    word.add_voice(document)
    about: Any = document.styles.add_style(ABOUT, WD_STYLE_TYPE.PARAGRAPH)
    about.base_style = document.styles["Normal"]
    about.font.size = Pt(10)
    about.font.color.rgb = word.QUIET
    about.paragraph_format.space_after = Pt(12)
    line = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="4" w:space="6" w:color="707070"/></w:pBdr>'
    about.element.get_or_add_pPr().insert(0, parse_xml(line))
