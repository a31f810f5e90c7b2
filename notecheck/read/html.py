"""Web pages: what a reader sees of one, in order, with nothing of it run or fetched.

Scripts, styles, comments and all that a page hides are left out. The page is read as a stream of marks, never held as
a tree, so that neither its depth nor its length can do harm. Which text is hidden is known by the page's own marks
(`hidden`, `aria-hidden`, an inline `display: none`); style sheets are not looked at.

Tables that a page uses to place things, with one column or with tables inside, are read as paragraphs.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.document import MOST_CHARACTERS, MOST_PASSAGES, Document, Kind, Passage, clean, counted
from notecheck.read.lists import figure

SUFFIXES: Final = (".html", ".htm", ".xhtml")
LIBRARIES: Final = ("lxml.etree",)

_PIECE: Final = 1 << 16  # bytes that are fed to the parser at once
_MOST_TABLES: Final = 60  # in one another
_DECLARED_IN: Final = 4096  # bytes of a page, in which it names its encoding
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*+[\"']?\s*+([\w.:-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_AS_WINDOWS: Final = frozenset(("ascii", "iso8859-1", "iso8859-15"))  # what pages mean by these
_SPACES: Final = re.compile(r"[ \t\n\r\f\xa0]+")
_UNSEEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)

_LEFT_OUT: Final = frozenset((
    "head", "script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "audio", "video",
    "canvas", "svg", "math", "button", "datalist", "del", "rp", "rt", "frameset", "map", "title", "meta", "link",
))  # fmt: skip
_SHOWN: Final = frozenset(("svg", "math", "button"))  # left out, though a reader sees words in them
_ELSEWHERE: Final = frozenset(("iframe", "frameset", "object", "embed", "applet", "audio", "video"))
_UNSHOWN: Final = frozenset(("script", "style", "title", "desc", "metadata", "annotation", "annotation-xml"))
_PRESSED: Final = frozenset(("submit", "button", "reset"))
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "ul", "caption", "option", "optgroup", "select",
))  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NUMBERS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_TYPED: Final = frozenset(("", "text", "email", "tel", "url", "search", "number", "date", "time", "datetime-local"))


def extract(data: bytes) -> Document:
    """What a reader sees of a page.

    Raises:
        NoteError: it holds too many parts.
    """
    text, notice = decode(data)
    document = document_of(text)
    return Document(document.passages, (*([notice] if notice else []), *document.notices))


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of a page, by its mark, by the encoding that is `declared` for it or that it names, or as it may be.

    Returns:
        The text, and a notice where the encoding was assumed.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), None
    top = data[:_DECLARED_IN]
    named = _CHARSET.search(top) or _XML.search(top)
    for encoding in filter(None, (declared, named[1].decode("ascii", "replace") if named else None, "utf-8")):
        if (text := _decoded(data, encoding)) is not None:
            return text, None
    return data.decode("cp1252", "replace"), "not in the encoding that it names, so it was read as Windows-1252"


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text, if it is in this encoding and the encoding is one of text."""
    try:
        known = codecs.lookup(encoding).name
        return data.decode("cp1252" if known in _AS_WINDOWS else known)
    except (LookupError, UnicodeError, ValueError):
        return None


def document_of(text: str) -> Document:
    """What a reader sees of a page's text.

    Raises:
        NoteError: it holds too many parts.
    """
    try:
        from lxml import etree
    except ModuleNotFoundError:
        raise NoteError("web pages need lxml: pip install 'notecheck[documents]', or save it as .txt") from None
    seen = _Seen()
    parser = etree.HTMLParser(
        target=seen,
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=True,
        huge_tree=True,  # pictures stand in pages as words of ten megabytes; nothing is kept of them
    )
    data = clean(text).encode("utf-8")
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        seen.tally["broken"] += 1
    return Document(tuple(_placed(seen.items())), tuple(_notices(seen.tally)))


def _notices(tally: Counter[str]) -> Iterator[str]:
    if tally["broken"]:
        yield "its marks are broken or nested too deeply, so words may be missing"
    if tally["hidden"]:
        yield "text that the page hides was left out"
    if tally["pictures"]:
        yield f"{counted(tally['pictures'], 'picture')} left out, with any words in them"
    if tally["inside"]:
        yield "what the page takes in from elsewhere (frames, films, embedded files) was not fetched"
    if tally["shown"]:
        yield "words on buttons, in drawings or in formulas were left out"
    if tally["deleted"]:
        yield "text that the page marks as deleted was left out"
    if tally["choices"]:
        yield "what is not chosen in lists of choices was left out"


class _Words(NamedTuple):
    """A paragraph; empty for a blank line."""

    text: str
    kind: Kind = "paragraph"


@dataclass
class _Table:
    """Rows of cells, each cell with what it holds."""

    layout: bool = False
    rows: list[list[list[_Words | _Table]]] = field(default_factory=list)

    def places(self) -> bool:
        """Whether it only places things on the page."""
        cells = [cell for row in self.rows for cell in row]
        nested = any(isinstance(each, _Table) for cell in cells for each in cell)
        return self.layout or nested or max(map(len, self.rows), default=0) < 2

    def holder(self) -> list[_Words | _Table]:
        """The cell that is open."""
        if not self.rows:
            self.rows.append([])
        if not self.rows[-1]:
            self.rows[-1].append([])
        return self.rows[-1][-1]


_Item = _Words | _Table


def _placed(items: Iterable[_Item]) -> Iterator[Passage]:
    """Passages with their places, counted through the page."""
    counts: Counter[str] = Counter()
    for item in _flat(items):
        if isinstance(item, _Words):
            counts["paragraph"] += bool(item.text)
            yield Passage(item.text, f"paragraph {counts['paragraph']}" if item.text else "", item.kind)
            continue
        counts["table"] += 1
        for row, cells in enumerate((cells for cells in item.rows if cells), 1):
            for column, cell in enumerate(cells, 1):
                place = f"table {counts['table']}, row {row}, column {column}"
                words = [each.text for each in cell if isinstance(each, _Words) and each.text]
                yield from (Passage(text, place, "cell") for text in words or [""])


def _flat(items: Iterable[_Item]) -> Iterator[_Item]:
    """Words and tables, what only places things taken apart; depth is bounded by `_MOST_TABLES`."""
    for item in items:
        if isinstance(item, _Table) and item.places():
            for row in item.rows:
                for cell in row:
                    yield from _flat(cell)
        else:
            yield item


@dataclass
class _Choices:
    """A list of choices: what is chosen is read as the page's text; where nothing is, a closed list shows the first."""

    open: bool
    """Whether it shows several at once."""
    count: int = 0
    chosen: bool = False
    first: list[str] = field(default_factory=list)

    def next(self, *, selected: bool) -> None:
        """The next choice begins."""
        self.count += 1
        self.chosen |= selected

    def add(self, words: str) -> None:
        """Words of a choice that is not chosen."""
        if self.count == 1 and not self.open:
            self.first.append(_SPACES.sub(" ", words))

    def shown(self) -> list[str]:
        """The words of what it shows though nobody chose it."""
        return [] if self.chosen else self.first


class _Seen:
    """Takes the marks and words of a page in, one after the other, as the parser gives them."""

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self._items: list[_Item] = []
        self._tables: list[_Table] = []
        self._lists: list[tuple[str, int]] = []
        self._words: list[str] = []
        self._mark = ""
        self._kind: Kind = "paragraph"
        self._skipped = 0
        self._skip_of = ""
        self._inner = ""
        self._list: _Choices | None = None
        self._kept = 0
        self._breaks = 0
        self._filled = False
        self._count = 0
        self._size = 0

    def items(self) -> list[_Item]:
        """What the page holds, in order."""
        return self._items

    # what the parser calls

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A mark is opened."""
        tag = tag.rpartition(":")[2].lower()
        if self._skipped:
            self._skipped += 1
            self._inner = tag
            return
        if self._is_left_out(tag, attributes):
            self._skipped, self._skip_of, self._inner = 1, tag, ""
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._end_paragraph()
            self._open_block(tag, attributes)
        elif tag in ("table", "tr", "td", "th", "tbody", "thead", "tfoot"):
            self._end_paragraph()
            self._open_table(tag, attributes)
        else:
            self._open_inline(tag, attributes)

    def end(self, tag: str) -> None:
        """A mark is closed."""
        if self._skipped:
            self._skipped -= 1
            return
        tag = tag.rpartition(":")[2].lower()
        if tag == "select" and self._list:
            self._words += self._list.shown()
            self._list = None
        if tag in _BLOCKS or tag in _HEADINGS or tag in ("table", "tr", "td", "th"):
            self._end_paragraph(blank=tag in ("p", "div") and self._breaks > 0)
        if tag == "q":
            self._words.append("”")
        elif tag in _HEADINGS:
            self._kind = "paragraph"
        elif tag == "li":
            self._mark = ""
        elif tag in ("pre", "textarea"):
            self._kept = max(0, self._kept - 1)
        elif tag in ("ul", "ol", "menu") and self._lists:
            self._lists.pop()
        elif tag == "table" and self._tables:
            self._tables.pop()

    def data(self, words: str) -> None:
        """Words between marks."""
        if self._skipped:
            self._left_out(words)
            return
        self._sized(len(words))
        if self._kept:
            self._words.append(words)
            return
        text = _SPACES.sub(" ", words)
        if text.strip():
            self._breaks, self._filled = 0, True
        elif "\xa0" in words and not self._filled:
            self._breaks = max(self._breaks, 1)  # a blank line, as Outlook writes it
        self._words.append(text)

    def _left_out(self, words: str) -> None:
        """Count words that are left out, though a reader sees them."""
        of = self._skip_of
        if of == "option" and self._list:
            self._sized(len(words))
            self._list.add(words)
            self.tally["choices"] += self._list.open and bool(words.strip())
        elif of in _SHOWN and self._inner not in _UNSHOWN and words.strip():
            self.tally["shown"] += 1
        elif of == "del" and words.strip():
            self.tally["deleted"] += 1

    def comment(self, words: str) -> None:
        """A comment, which nobody sees."""

    def pi(self, target: str, words: str | None = None) -> None:
        """A mark for programs."""

    def close(self) -> None:
        """The page has ended."""
        self._end_paragraph()

    # marks

    def _is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag in _LEFT_OUT:
            self.tally["inside"] += tag in _ELSEWHERE
            return True
        hidden = (
            "hidden" in attributes
            or attributes.get("aria-hidden", "").lower() == "true"
            or bool(_UNSEEN.search(attributes.get("style", "")[:2000]))
        )
        self.tally["hidden"] += hidden
        if tag == "option" and self._list:
            self._list.next(selected="selected" in attributes)
        return hidden or (tag == "option" and "selected" not in attributes)

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _HEADINGS:
            self._kind = "heading"
        elif tag in ("ul", "menu", "ol"):
            self._lists.append((_NUMBERS.get(attributes.get("type", ""), "decimal") if tag == "ol" else "", 0))
            if tag == "ol":
                self._lists[-1] = (self._lists[-1][0], _number(attributes.get("start"), 1) - 1)
        elif tag == "li":
            self._open_item(attributes)
        elif tag == "select":
            self._list = _Choices(open="multiple" in attributes or _number(attributes.get("size"), 1) > 1)
        elif tag == "pre":
            self._kept += 1

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        kind, last = self._lists[-1] if self._lists else ("", 0)
        number = _number(attributes.get("value"), last + 1)
        if self._lists:
            self._lists[-1] = (kind, number)
        self._mark = f"{figure(number, kind) or number}. " if kind else "- "

    def _open_table(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            if len(self._tables) >= _MOST_TABLES:
                raise NoteError(f"its tables are nested more than {_MOST_TABLES} deep, so it was not opened")
            table = _Table(layout=attributes.get("role", "").lower() in ("presentation", "none"))
            self._holder().append(table)
            self._tables.append(table)
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append([])
            self._counted()

    def _open_inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._end_paragraph()
            self._blank()
        elif tag == "img":
            self.tally["pictures"] += attributes.get("width") != "1" and attributes.get("height") != "1"
        elif tag == "q":
            self._words.append("“")
        elif tag == "textarea":
            self._kept += 1
        elif tag == "input":
            self._input(attributes)

    def _input(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("type", "").lower()
        if kind in ("checkbox", "radio"):
            self._words.append("[x] " if "checked" in attributes else "[ ] ")
        elif kind in _TYPED:
            self._words.append(f" {attributes.get('value', '')} ")
        elif kind in _PRESSED:
            self.tally["shown"] += bool(attributes.get("value", "").strip())

    # paragraphs

    def _holder(self) -> list[_Item]:
        return self._tables[-1].holder() if self._tables else self._items

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST_PASSAGES:
            raise NoteError(f"more than {MOST_PASSAGES:,} paragraphs and cells; split it")

    def _sized(self, size: int) -> None:
        self._size += size
        if self._size > 2 * MOST_CHARACTERS:
            raise NoteError(f"more than {MOST_CHARACTERS:,} characters of text; split it")

    def _break(self) -> None:
        """A line break; two of them end the paragraph."""
        self._sized(1)
        breaks = self._breaks + 1
        if self._kept or (breaks < 2 and self._filled):
            self._words.append("\n")
        else:
            self._end_paragraph()
            if breaks > 1:
                self._blank()
        self._breaks = breaks

    def _blank(self) -> None:
        holder = self._holder()
        if holder and not (isinstance(holder[-1], _Words) and not holder[-1].text):
            holder.append(_Words(""))

    def _text(self) -> str:
        if self._kept:
            return "".join(self._words).strip("\n")
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self._words).split("\n"))
        return "\n".join(lines).strip("\n").replace("\xad", "")

    def _end_paragraph(self, *, blank: bool = False) -> None:
        text = self._text() if self._words else ""
        self._words.clear()
        if text.strip():
            self._counted()
            self._holder().append(_Words(self._mark + text, "bullet" if self._mark else self._kind))
            self._mark = ""
        elif blank:
            self._blank()
        self._breaks, self._filled = 0, False


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else otherwise
