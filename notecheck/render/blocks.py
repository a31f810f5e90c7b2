"""A page of plain blocks, which Word, PDF and HTML draw alike: headings, paragraphs, lists, tables, a marked text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notecheck.errors import NoteError
from notecheck.render.saying import count


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the sheet's title is level 1, so these begin at 2."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Paragraph:
    """A paragraph; `strong` for what must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Bullets:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """A table with one row of headings; a cell is its lines.

    Attributes:
        head: a heading for each column.
        rows: of cells; the first cell names its row.
        widths: of the columns, in parts of the whole.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """Words of the note with one kind of mark throughout.

    Attributes:
        text: the words.
        labels: of the marks that begin here; they stand before the words: '[3]' for a finding, '[child’s voice]'.
        marked: whether a finding covers them.
        voice: whether they are the child's voice.
    """

    text: str
    labels: tuple[str, ...] = ()
    marked: bool = False
    voice: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Marked:
    """The text of the note, line by line, in pieces."""

    lines: tuple[tuple[Piece, ...], ...]


Block = Heading | Paragraph | Bullets | Table | Marked


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """The sheet of one record.

    Attributes:
        name: of the record, as whoever made the sheet calls it.
        blocks: in order.
    """

    name: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The heading of the first level."""
        return f"Feedback on a record: {self.name}" if self.name else "Feedback on this record"


def together(sheets: Sequence[Sheet]) -> str:
    """The title of a document that holds these sheets.

    Raises:
        NoteError: there are none.
    """
    if not sheets:
        raise NoteError("there is no record to make a sheet of; choose at least one")
    return sheets[0].title if len(sheets) == 1 else f"Feedback on {count(len(sheets), 'record')}"
