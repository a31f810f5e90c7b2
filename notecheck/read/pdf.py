"""PDF files with text: paragraphs put together again from their lines, headings, bullets, tables and columns.

What stands at the top and the bottom of every page is read once, where it says something. A page that is a picture
has no text and is named. Remarks, embedded files, scripts and links are not touched.

Known misses: two paragraphs without a gap between them, the first of which ends at the margin, are read as one; a
table without ruled lines whose cells are long is read as columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.document import Document, Passage, counted, is_label, says_something
from notecheck.read.markup import BROKEN, LOCKED
from notecheck.read.pdf_layout import Block, Cell, Line, Run, Table, blocks, lines_of
from notecheck.read.pdf_paragraphs import Known, Paragraph, edge, ends_open, joined, measured, paragraphs
from notecheck.read.pdf_words import Page, TooMuch, read_page
from notecheck.read.records import named

SUFFIXES: Final = (".pdf",)
LIBRARIES: Final = ("pypdfium2",)

MOST_PAGES: Final = 1_500
"""Of one PDF."""

_EDGE: Final = 0.13  # of a page's height, in which running heads and feet stand
_RUNNING: Final = 3  # pages on which they come again
_PICTURED: Final = 0.1  # of a page that a scan covers at least
_FEW: Final = 5  # words that a page without text may have: a number, a stamp
_TAIL: Final = 2048  # bytes in which the end of a PDF is marked
_SHARE: Final = 0.4  # of all pages, too
_PAGE_NUMBER: Final = re.compile(
    r"\b(?:page|pg|p\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?\b|^\W{0,2}\d{1,4}\W{0,2}$|^\d{1,4}\s*of\s*\d{1,4}$", re.IGNORECASE
)
_PADDING: Final = 7.0  # points between the text of a cell and its ruled edge
_SCANNED: Final = (
    "without text (scanned); have the text recognised, as by ‘Scan & OCR’ in Acrobat, or type the note, and choose it"
    " again"
)


def extract(data: bytes) -> Document:
    """Paragraphs and cells of a PDF in reading order.

    Raises:
        NoteError: it is locked, scanned, broken, or holds too much.
    """
    pages, notices = _pages(data)
    empty = [number for number, page in enumerate(pages, 1) if _is_picture(page)]
    if len(empty) == len(pages):
        what = "pages" if len(pages) > 1 else "page"
        which = f"{what} 1 to {len(pages)} are pictures" if len(pages) > 1 else "page 1 is a picture"
        raise NoteError(f"{which} {_SCANNED}")
    if empty:
        verb, pictures = ("is", "a picture") if len(empty) == 1 else ("are", "pictures")
        notices.append(f"{named('page', empty)} {verb} {pictures} {_SCANNED}; the other pages were read")
    reading = _Reading(pages)
    if reading.running:
        notices.append("page numbers were left out, and what stands at the top or the foot of every page was read once")
    return Document(tuple(reading.passages()), (*notices, *_said(pages)))


def _pages(data: bytes) -> tuple[list[Page], list[str]]:
    """All pages, and what there is to say of the file."""
    try:
        import pypdfium2 as pdfium
    except ModuleNotFoundError:
        raise NoteError("PDFs need pypdfium2: pip install 'notecheck[documents]', or save the note as .txt") from None
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise NoteError(LOCKED if "password" in str(error).lower() else BROKEN) from None
    with closing(opened):
        if not 0 < len(opened) <= MOST_PAGES:
            raise NoteError(
                f"{len(opened):,} pages; at most {MOST_PAGES:,} are allowed, so split it" if len(opened) else BROKEN
            )
        form = _form(opened)
        notices = []
        if b"%%EOF" not in data[-_TAIL:]:
            notices.append("its end is missing, so pages or words may be missing too; ask for the file again")
        broken: list[int] = []
        pages = [_page(opened, number, form, broken) for number in range(len(opened))]
        if len(broken) == len(pages):
            raise NoteError(BROKEN)
        if broken:
            notices.append(f"{named('page', broken)} cannot be read; {BROKEN}")
        return pages, notices


def _form(opened: Any) -> Any | None:
    """The form environment, by which fields tell their values; it runs no script."""
    from pypdfium2 import raw

    kind = opened.get_formtype()
    if kind == raw.FORMTYPE_XFA_FULL:
        raise NoteError("it is a form of Adobe LiveCycle (XFA), which holds no pages; print it as a PDF and choose it")
    if kind == raw.FORMTYPE_NONE:
        return None
    opened.init_forms()
    return opened.formenv.raw if opened.formenv else None


_NO_PAGE: Final = Page(0, 0, (), (), (), 0.0, False, 0)


def _page(opened: Any, number: int, form: Any | None, broken: list[int]) -> Page:
    import pypdfium2 as pdfium

    try:
        with closing(opened[number]) as page:
            return read_page(page, form)
    except TooMuch:
        raise NoteError(f"page {number + 1} holds more letters than any page does; {BROKEN}") from None
    except pdfium.PdfiumError:
        broken.append(number + 1)
        return _NO_PAGE


def _is_picture(page: Page) -> bool:
    few = len(page.words) + sum(map(len, page.sideways)) <= _FEW
    return few and (page.pictured >= _PICTURED or page.drawn)


def _said(pages: Sequence[Page]) -> Iterator[str]:
    recognised = [number for number, page in enumerate(pages, 1) if _is_recognised(page)]
    if recognised:
        yield (
            f"the words of {named('page', recognised)} were recognised from a picture (OCR), which makes mistakes; look"
            " at them beside the page"
        )
    if any(_has_unseen(page) for page in pages):
        yield "text that cannot be seen on the page was left out"
    if remarks := sum(page.remarks for page in pages):
        yield f"{counted(remarks, 'comment or mark', 'comments or marks')} put on it left out"


def _is_recognised(page: Page) -> bool:
    """Whether its words are drawn invisibly above a scan."""
    unseen = sum(word.unseen for word in page.words)
    return page.pictured >= _PICTURED and unseen > len(page.words) / 2


def _has_unseen(page: Page) -> bool:
    return not _is_recognised(page) and any(word.unseen for word in page.words)


class _Told(NamedTuple):
    """A passage, and the paragraph it was made from where it may go on over the page."""

    passage: Passage
    paragraph: Paragraph | None = None


class _Reading:
    """The pages of one PDF, read one after the other by what they have in common."""

    def __init__(self, pages: Sequence[Page]) -> None:
        found = [[line for line in lines_of(page) if not line.unseen or _is_recognised(page)] for page in pages]
        kept = _without_running(pages, found)
        self._head, self._foot, self.running = kept.head, kept.foot, kept.running
        self._twice = kept.twice
        self._pages = [blocks(page, each) for page, each in zip(pages, kept.lines, strict=True)]
        self._known = Known(line for each in kept.lines for line in each)
        self._measures = measured([lines for page in self._pages for block in page for lines in _runs(block)])
        self._edges = self._found_edges([round(page.width) for page in pages])

    def _found_edges(self, widths: Sequence[int]) -> list[float]:
        """Where full lines end on each page."""
        free: dict[int, list[Line]] = {width: [] for width in widths}
        for width, page in zip(widths, self._pages, strict=True):
            for block in page:
                if isinstance(block, Run) and not block.column:
                    free[width] += block.lines
        edges = {width: edge(lines, width, self._measures) for width, lines in free.items()}
        return [edges[width] for width in widths]

    def passages(self) -> Iterator[Passage]:
        """All of them in reading order; what every page repeats stands once, where it says something."""
        for text in self._head:
            yield Passage(text, "header")
        if self._head:
            yield Passage("", "")
        yield from self._over_pages(
            told for number, page in enumerate(self._pages, 1) for told in self._of_page(number, page)
        )
        if self._foot:
            yield Passage("", "")
        for text in self._foot:
            yield Passage(text, "footer")

    def _over_pages(self, found: Iterable[_Told]) -> Iterator[Passage]:
        """Passages, those in one that go on over a page or a column."""
        last: _Told | None = None
        for told in found:
            if last and (whole := self._goes_over(last, told)):
                last = whole
                continue
            if last:
                yield last.passage
            last = told
        if last:
            yield last.passage

    def _goes_over(self, above: _Told, below: _Told) -> _Told | None:
        """The two as one where a sentence surely goes on from one page or column to the next."""
        first, second = above.paragraph, below.paragraph
        if not first or not second or first.lines[-1].y < second.lines[0].y or "heading" in (first.kind, second.kind):
            return None
        if second.kind == "bullet" or not second.text[:1].islower() or not ends_open(first.text):
            return None
        text = joined(first.text, second.text, self._known)
        passage = Passage(text, above.passage.place, above.passage.kind)
        return _Told(passage, Paragraph(text, first.kind, (*first.lines, *second.lines)))

    def _of_page(self, number: int, page: Sequence[Block]) -> Iterator[_Told]:
        """The passages of a page; what stands at the same place of another one too is none of its own paragraphs."""
        count = tables = 0
        for block in page:
            if isinstance(block, Run):
                right = max(line.x1 for line in block.lines) if block.column else self._edges[number - 1]
                for each in paragraphs(block.lines, self._measures, self._known, right):
                    if where := self._common(number, each.lines):
                        yield _Told(Passage(each.text, f"page {number}, {where}", each.kind))
                        continue
                    count += 1
                    yield _Told(Passage(each.text, f"page {number}, paragraph {count}", each.kind), each)
                    if each.gap:
                        yield _Told(Passage("", ""))
            elif block.alone:
                where = self._common(number, [line for cell in block.cells for line in cell.lines])
                count += not where
                yield _Told(Passage(self._one_line(block), f"page {number}, {where or f'paragraph {count}'}"))
            else:
                tables += 1
                yield from (_Told(passage) for cell in block.cells for passage in self._of_cell(number, tables, cell))

    def _common(self, number: int, lines: Iterable[Line]) -> str | None:
        """'header' or 'footer' where each of these lines is told twice, as on both of two pages."""
        found = {self._twice.get((number, line)) for line in lines}
        return found.pop() if len(found) == 1 else None

    def _of_cell(self, page: int, table: int, cell: Cell) -> Iterator[Passage]:
        place = f"page {page}, table {table}, row {cell.row}, column {cell.column}"
        if not cell.lines:
            yield Passage("", place, "cell")
            return
        left = min(line.x0 for line in cell.lines)
        widest = max(line.x1 for line in cell.lines)
        right = widest if cell.edge is None else max(widest, cell.edge - min(_PADDING, left))
        for each in paragraphs(cell.lines, self._measures, self._known, right):
            yield Passage(each.text, place, "cell")

    def _one_line(self, table: Table) -> str:
        """A line with wide gaps: a label and its value, or words that a tab parts."""
        texts = [" ".join(line.text for line in cell.lines).replace("\xad", "-") for cell in table.cells]
        if len(texts) == 2 and is_label(texts[0]):
            return f"{texts[0].rstrip(' :')}: {texts[1]}"
        return "  ".join(texts)


def _runs(block: Block) -> Iterator[Sequence[Line]]:
    if isinstance(block, Run):
        yield block.lines
    else:
        yield from (cell.lines for cell in block.cells)


class _Kept(NamedTuple):
    """The lines of each page without what comes again, which is told once: at the top, and at the foot.

    `twice` has lines that are kept, by their page: they stand on too few pages to be sure, but on another one too.
    """

    head: tuple[str, ...]
    foot: tuple[str, ...]
    running: int
    lines: tuple[tuple[Line, ...], ...]
    twice: Mapping[tuple[int, Line], str]


def _without_running(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> _Kept:
    """Lines without those that come again at the top or the foot of pages."""
    keys = [
        [_running(number, page, line) for line in each]
        for number, (page, each) in enumerate(zip(pages, lines, strict=True), 1)
    ]
    stood = Counter(key for each in keys for key in set(each) if key)
    again = {key for key, count in stood.items() if count >= max(_RUNNING, _SHARE * len(pages))}
    texts: dict[str, dict[str, str]] = {"head": {}, "foot": {}}
    for each, found in zip(lines, keys, strict=True):
        for line, key in zip(each, found, strict=True):
            if key in again and key and says_something(line.text):
                texts[key[0]].setdefault(key[2], _PAGE_NUMBER.sub("", line.text).strip())
    return _Kept(
        tuple(texts["head"].values()),
        tuple(texts["foot"].values()),
        sum(any(key in again for key in each) for each in keys),
        tuple(
            tuple(line for line, key in zip(each, found, strict=True) if key not in again)
            for each, found in zip(lines, keys, strict=True)
        ),
        {
            (number, line): "header" if key[0] == "head" else "footer"
            for number, (each, found) in enumerate(zip(lines, keys, strict=True), 1)
            for line, key in zip(each, found, strict=True)
            if key and stood[key] > 1 and key not in again
        },
    )


def _running(number: int, page: Page, line: Line) -> tuple[str, int, str] | None:
    """What a running line has in common on each page: where it stands and what it says, but for the page's number."""
    where = "head" if line.y < _EDGE * page.height else "foot" if line.y > (1 - _EDGE) * page.height else None
    if where is None:
        return None
    text = _PAGE_NUMBER.sub("#", line.text)
    if text == line.text:
        text = re.sub(rf"\b{number}\b", "#", text)
    return where, round(line.y / 4), text
