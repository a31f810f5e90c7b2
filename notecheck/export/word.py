"""A Word file that says nothing of who made it or when, in British English, on A4, in type that is easy to read."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from notecheck.export.plain import same_bytes

LANGUAGE: Final = "en-GB"
QUIET: Final = RGBColor(0x50, 0x50, 0x50)
"""For what is said about a text; 8 to 1 on white."""

_FONT: Final = "Arial"
_INK: Final = RGBColor(0x1B, 0x1F, 0x27)
_SIZES: Final = {"Normal": 12, "Title": 20, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}


def new(title: str) -> Document:
    """An empty document."""
    document = docx.Document()
    _forget(document, title)
    _speak(document)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    for name, size in _SIZES.items():
        _dress(document.styles[name], size)
    return document


def to_bytes(document: Document) -> bytes:
    """The document as a file; the same document gives the same bytes."""
    made = BytesIO()
    document.save(made)
    return same_bytes(made.getvalue())


def _forget(document: Document, title: str) -> None:
    """Leave nothing in the properties but title and language: no author, no date, no picture of the first page."""
    properties = document.core_properties
    for each in list(properties._element):
        properties._element.remove(each)
    properties.title = title
    properties.language = LANGUAGE
    package = document.part.package
    thumbnails = [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
    for key in thumbnails:
        del package.rels[key]


def _speak(document: Document) -> None:
    """Tell spelling checkers and screen readers which language it is in."""
    for element in (document.styles.element, document.settings.element):
        for tag in ("w:lang", "w:themeFontLang"):
            for language in element.iter(qn(tag)):
                language.set(qn("w:val"), LANGUAGE)


def _dress(style: Any, size: int) -> None:
    style.font.name = _FONT
    style.font.size = Pt(size)
    style.font.color.rgb = _INK
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):  # it would win over the name
            del fonts.attrib[name]
    fonts.set(qn("w:cs"), _FONT)
