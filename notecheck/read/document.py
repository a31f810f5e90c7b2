"""What a document gives, whatever file it came in: passages in reading order, each with its place; and its note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, get_args

from notecheck.errors import NoteError
from notecheck.read.records import Records
from notecheck.read.several import notes

Kind = Literal["heading", "paragraph", "bullet", "cell"]
KINDS: Final = get_args(Kind)

MOST_CHARACTERS: Final = 5_000_000
"""Of the text of one document; some 1,500 pages."""
MOST_PASSAGES: Final = 100_000
TOO_MANY: Final = f"more than {MOST_PASSAGES:,} paragraphs; split the file"

NO_WORDS: Final = "the file holds no words; where it is made of pictures, type the note or have its text recognised"

_LINE_ENDS: Final = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# No character of a text: control characters, halves of characters, and what Unicode keeps for programs.
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_PRINTABLE: Final = re.compile(
    r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)
_SAYS_NOTHING: Final = re.compile(r"(?:\b(?:page|of|pg|p)\b|[\W\d_])*", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?=[^\W\d_])[^\s:|\"“”‘«?!;]{1,24}(?:[ \xa0][^\s:|\"“”‘«?!;]{1,24}){0,6}")
_MOST_LABEL: Final = 60  # characters


class Passage(NamedTuple):
    """A paragraph, a bullet, or a paragraph of a cell of a table.

    Attributes:
        text: its words, with its bullet or number; several lines where the writer broke the line by hand. Empty for
            a blank line, which needs no place, and for an empty cell, which does.
        place: where it stands, as a person would find it: 'paragraph 3', 'page 2, paragraph 1', 'table 1, row 2,
            column 3'. Cells of a row have the same words before ', column', paragraphs of a cell the same place.
        kind: what it is; 'cell' for all that stands in a table.
    """

    text: str
    place: str
    kind: Kind = "paragraph"


class Document(NamedTuple):
    """What was read from one file.

    Attributes:
        passages: in reading order.
        notices: what was left out or assumed, each a sentence. Never text of the document.
        fields: keys of a note that the file itself tells, such as the day of an email; plain JSON data.
    """

    passages: tuple[Passage, ...]
    notices: tuple[str, ...] = ()
    fields: Mapping[str, Any] = MappingProxyType({})


def clean(text: str) -> str:
    r"""The text without what is no character of one, each line end as '\n'.

    >>> clean("one\r\ntwo\x0bthree\x00")
    'one\ntwo\nthree'
    """
    return _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text))


def printable(text: str) -> Iterator[tuple[int, str]]:
    r"""The stretches of a text that `clean` leaves as they are, with their first code point; soft hyphens go too.

    >>> list(printable("foot\xadnote\x00"))
    [(0, 'foot'), (5, 'note')]
    """
    return ((found.start(), found[0]) for found in _PRINTABLE.finditer(text))


def line(text: str) -> str:
    r"""A text as one line without space at its ends, of what is printable alone.

    >>> line(" 1.\t\x07")
    '1.'
    """
    return " ".join("".join(piece for _, piece in printable(text)).split())


def is_label(text: str) -> bool:
    """Whether a cell's text reads as the name of what stands beside it.

    >>> is_label("Date of visit"), is_label("I saw you at home, Tom, and we talked about school and your nan.")
    (True, False)
    """
    return len(text) <= _MOST_LABEL and bool(_LABEL.fullmatch(text.rstrip(": \xa0")))


def says_something(text: str) -> bool:
    """Whether a line of a header or footer holds more than the number of a page.

    >>> says_something("Page 2 of 5"), says_something("Official - sensitive")
    (False, True)
    """
    return not _SAYS_NOTHING.fullmatch(text)


def counted(number: int, what: str, several: str = "") -> str:
    """'1 picture', '3 pictures'.

    >>> counted(2, "picture")
    '2 pictures'
    """
    return f"{number:,} {what if number == 1 else several or what + 's'}"


def join(passages: Iterable[Passage]) -> tuple[str, list[dict[str, Any]]]:
    r"""The passages as one text, and where each stands in it.

    One passage a line; cells of a row stand in one line, a label before its value ('Date: 4 March'), others with ' | '
    between them, unless one of them has several paragraphs. A blank line stands where the document has one, before a
    heading, and around a table.

    >>> join([Passage("Visit", "paragraph 1"), Passage("Date", "table 1, row 1, column 1", "cell"),
    ...       Passage("4 March", "table 1, row 1, column 2", "cell")])[0]
    'Visit\n\nDate: 4 March'

    Returns:
        The text; and for each passage with words, in their order, `start` and `end` in code points, and its `place`.
    """
    pieces: list[str] = []
    places: list[dict[str, Any]] = []
    size = 0
    for before, passage in _spaced(passages):
        pieces += (before, passage.text)
        size += len(before)
        if passage.text.strip():
            places.append({"start": size, "end": size + len(passage.text), "place": passage.place})
        size += len(passage.text)
    return "".join(pieces), places


def _spaced(passages: Iterable[Passage]) -> Iterator[tuple[str, Passage]]:
    """Each passage of the text with what stands before it."""
    above: Passage | None = None
    gap = False
    for _, group in groupby(enumerate(passages), key=_row):
        row = _full(passage for _, passage in group)
        if not row:
            gap = True
            continue
        first = row[0]
        apart = gap or first.kind == "heading" or (above is not None and _table(first) != _table(above))
        yield "" if above is None else "\n\n" if apart else "\n", first
        yield from zip(_between(row), row[1:], strict=True)
        above, gap = row[-1], False


def _row(numbered: tuple[int, Passage]) -> str | int:
    """What the cells of one row have in common; anything else stands by itself."""
    number, passage = numbered
    return passage.place.partition(", column ")[0] if passage.kind == "cell" else number


def _table(passage: Passage) -> str:
    return passage.place.partition(", row ")[0] if passage.kind == "cell" else ""


def _full(row: Iterable[Passage]) -> list[Passage]:
    """A row without the empty cells at its ends; of two cells, the second may be the gap after a label.

    Where a cell has several paragraphs, each stands on a line of its own, and empty cells are nothing.
    """
    cells = list(row)
    if not any(cell.text.strip() for cell in cells):
        return []
    if len({cell.place for cell in cells}) < len(cells):
        return [cell for cell in cells if cell.text.strip()]
    if len(cells) == 2 and is_label(cells[0].text):
        return cells
    full = [at for at, cell in enumerate(cells) if cell.text.strip()]
    return cells[full[0] : full[-1] + 1]


def _between(row: Sequence[Passage]) -> list[str]:
    """What stands before each passage of a row but the first."""
    if len(row) == 1:
        return []
    columns = {cell.place for cell in row}
    first = row[0].place.endswith(", column 1") and row[0].place != row[1].place
    label = len(columns) == 2 and first and is_label(row[0].text)
    if label:
        colon = " " if row[0].text.rstrip().endswith(":") else ": "
        return [(colon if row[1].text else colon.rstrip()), *["\n"] * (len(row) - 2)]
    return ["\n" if len(columns) < len(row) else " | "] * (len(row) - 1)


def as_records(name: str, document: Document) -> Records:
    """The note of a document under the name of its file; several where it is an export of a case system.

    Raises:
        NoteError: it holds no words.
    """
    text, places = join(document.passages)
    if not text:
        raise NoteError(NO_WORDS)
    note = {"text": text, "id": PurePath(name).stem, "places": places, **document.fields}
    return notes(name, note, document.notices)
