"""The note as a Word file, with the child's voice in bold red type and named in words.

The text stands as it is, a paragraph a line. Before it, where the child is heard, one line says in words which
passages are the child's voice, so that it can be found without seeing colour and after copying as bare text. In
Word the passages bear the character style "Child's voice".

Where asked, each finding is a comment at its words, and what is certain is a tracked change that can be taken or left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from notecheck.export import word
from notecheck.export.certain import changes
from notecheck.export.plain import visible
from notecheck.export.remarks import remarks
from notecheck.export.word_marks import Change, Marker, Stretch
from notecheck.render import saying, whole
from notecheck.render.marks import runs
from notecheck.render.places import lines
from notecheck.report import Report

MIME: Final = word.MIME

ABOUT: Final = "About this note"
"""The paragraph style of the line that names it in words."""

# Words; a tab; a sign that is shown by its number and so is longer in the file.
_PARTS: Final = re.compile(r"\t|[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+|[\s\S]")
_OPENING: Final = 5  # words by which a passage is named
_QUOTES: Final = "“”‘’\"'«» "


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage in which the child is heard; code points."""

    start: int
    end: int


def write(report: Report, *, comments: bool = False, tracked: bool = False) -> bytes:
    """The note as a Word file; the same report gives the same bytes.

    Args:
        report: on the note.
        comments: whether there is a comment for each finding, in Word's own form.
        tracked: whether what is certain (see `certain`) is a tracked change.
    """
    document = word.new(saying.words(report.note.doc_type))
    _styles(document)
    voice = tuple(_Place(start, end) for start, end in whole.heard(report))
    if voice:
        document.add_paragraph(_about(report.text, voice), style=ABOUT)
    stretches = [each for start, line in lines(report.text) for each in _add(document, line, start, voice)]
    marker = Marker(document.element, stretches)
    changed = marker.trackable(changes(report)) if tracked else []
    if made := marker.mark(remarks(report) if comments else [], changed, ()):
        document.part._comments_part.element.extend(made)
    return word.to_bytes(document)


def tracked_changes(report: Report) -> list[Change]:
    """What `write` tracks: of changes that would overlap, the first."""
    document = word.new("")
    stretches = [each for start, line in lines(report.text) for each in _add(document, line, start, ())]
    return Marker(document.element, stretches).trackable(changes(report))


def _add(document: Document, line: str, start: int, voice: tuple[_Place, ...]) -> Iterator[Stretch]:
    """A line of the note as a paragraph, and where its words stand."""
    paragraph = document.add_paragraph()
    here = [
        _Place(place.start - start, place.end - start)
        for place in voice
        if place.start < start + len(line) and place.end > start
    ]
    at = start
    for run in runs(line, here):
        if run.text:
            made = paragraph.add_run(style=word.VOICE if run.covers else None)._r
            for words in _PARTS.findall(run.text):
                yield Stretch(at, at + len(words), made.add_tab() if words == "\t" else made.add_t(visible(words)))
                at += len(words)


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
