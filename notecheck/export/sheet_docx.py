"""Feedback sheets as a Word file: real headings and lists, tables whose first row is repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from notecheck.export import word
from notecheck.export.plain import visible
from notecheck.render.blocks import Block, Bullets, Heading, Marked, Paragraph, Sheet, Table, together

MIME: Final = word.MIME

_WIDTH: Final = 16.6  # cm between the margins
_CELL: Final = "Table text"
_LABEL: Final = "Label of a mark"
_MARK: Final = "Place to look at again"


def write(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """The sheets as one Word file, each from a new page.

    Args:
        sheets: one or more.
        title: of the file, where it is not feedback on records.
    """
    document = word.new(title or together(sheets))
    _styles(document)
    word.number_pages(document)
    writer = _Writer(document)
    for place, sheet in enumerate(sheets):
        writer.title(sheet.title, new_page=place > 0)
        for block in sheet.blocks:
            writer.add(block)
    return word.to_bytes(document)


class _Writer:
    """Sets styles by their id: by name, python-docx looks through all of them for every paragraph."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ids = {style.name: style.style_id for style in document.styles}
        self._last: WordParagraph | None = None

    def title(self, text: str, *, new_page: bool) -> None:
        """The heading of a sheet."""
        self._paragraph(text, "Heading 1").paragraph_format.page_break_before = new_page

    def add(self, block: Block) -> None:
        """One block of a sheet."""
        match block:
            case Heading(level, text):
                self._paragraph(text, f"Heading {level}")
            case Paragraph(text, strong):
                self._paragraph(text, "Normal").runs[0].bold = strong or None
            case Bullets(items):
                for item in items:
                    self._paragraph(item, "List Bullet")
            case Table():
                self._table(block)
            case Marked():
                self._marked(block)

    def _paragraph(self, text: str, style: str, within: Any = None) -> WordParagraph:
        self._last = self._styled((within or self._document).add_paragraph(visible(text)), style)
        return self._last

    def _styled(self, paragraph: WordParagraph, style: str) -> WordParagraph:
        paragraph._p.style = self._ids[style]
        return paragraph

    def _marked(self, block: Marked) -> None:
        """The text of the note; a mark under a passage of the child's voice keeps both."""
        for line in filter(None, block.lines):
            paragraph = self._paragraph("", "Normal")
            for piece in line:
                for label in piece.labels:
                    paragraph.add_run(f"{label} ")._r.style = self._ids[_LABEL]
                run = paragraph.add_run(visible(piece.text))
                if piece.voice or piece.marked:
                    run._r.style = self._ids[word.VOICE if piece.voice else _MARK]
                    run.underline = piece.marked or None

    def _table(self, block: Table) -> None:
        # What introduces a table stays with it.
        if self._last is not None:
            self._last.paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=0, cols=len(block.head), style="Table Grid")
        table.autofit = False
        widths = [Cm(_WIDTH * part / sum(block.widths)) for part in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self._row(table, [(words,) for words in block.head], widths, head=True)
        for row in block.rows:
            self._row(table, row, widths)
        self._paragraph("", _CELL)  # Word would join two tables that touch

    def _row(
        self, table: WordTable, cells: Sequence[Sequence[str]], widths: Sequence[Cm], *, head: bool = False
    ) -> None:
        row: Any = table.add_row()  # type: ignore[no-untyped-call]
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, words, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            first, *rest = words or ("",)
            paragraph = self._styled(cell.paragraphs[0], _CELL)
            paragraph.add_run(visible(first)).bold = head or None
            for line in rest:
                self._paragraph(line, _CELL, cell)


def _styles(document: Document) -> None:
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    cell: Any = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = document.styles["Normal"]
    cell.font.size = Pt(10)
    cell.paragraph_format.space_after = Pt(1)
    word.add_voice(document)
    document.styles.add_style(_LABEL, WD_STYLE_TYPE.CHARACTER).font.bold = True
    document.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER).font.underline = True
