"""A Word file that says nothing of who made it or when, in British English, on A4, in type that is easy to read."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from notecheck.export.plain import LANGUAGE, PROPERTIES, properties, same_bytes

MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VOICE: Final = "Child's voice"
"""The character style of the child's voice: bold red, as Trafford asks."""

QUIET: Final = RGBColor(0x50, 0x50, 0x50)
"""For what is said about a text; 8 to 1 on white."""

_RED: Final = RGBColor(0xB0, 0x00, 0x12)  # 7.4 to 1 on white
_FONT: Final = "Arial"
_INK: Final = RGBColor(0x1B, 0x1F, 0x27)
_SIZES: Final = {"Normal": 12, "List Bullet": 11, "Title": 20, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}


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


def add_voice(document: Document) -> None:
    """Give the document the style of the child's voice."""
    voice = document.styles.add_style(VOICE, WD_STYLE_TYPE.CHARACTER)
    voice.font.bold = True
    voice.font.color.rgb = _RED


def number_pages(document: Document) -> None:
    """'Page 2 of 5' at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        shown = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        paragraph._p.append(parse_xml(shown))


def to_bytes(document: Document) -> bytes:
    """The document as a file; the same document gives the same bytes."""
    made = BytesIO()
    document.save(made)
    return same_bytes(made.getvalue(), {PROPERTIES: properties(document.core_properties.title)})


def _forget(document: Document, title: str) -> None:
    """Keep the title; the template's picture of its first page goes."""
    document.core_properties.title = title
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
