"""Word files: what a person reads in them, in the order in which they read it, with the place of each paragraph.

Read from the parts themselves, by lxml: python-docx knows neither tracked changes nor footnotes, text boxes or content
controls, and unpacks every picture. Tracked changes count as accepted. Comments, hidden text and tables of contents are
left out, and said. Macros are not looked at; nothing that a file links to is fetched.

`walk` gives each passage with the XML that its text comes from, for whoever writes into the file again.

Known misses: words in charts, SmartArt and WordArt of the old kind, which are counted among what is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.document import (
    MOST_PASSAGES,
    TOO_MANY,
    Document,
    Kind,
    Passage,
    counted,
    printable,
    says_something,
)
from notecheck.read.docx_elements import chosen, form_of, related, says, style_of, symbol_of
from notecheck.read.docx_package import Package, package
from notecheck.read.docx_styles import Numbers, Styles, on, whole
from notecheck.read.left_out import MACROS, left_out
from notecheck.read.markup import LIBRARIES, MOST_NESTED, NESTED, child, local, value

__all__ = ["LIBRARIES", "SUFFIXES", "Piece", "Walk", "Walked", "extract", "walk"]

SUFFIXES: Final = (".docx", ".docm", ".dotx", ".dotm")
_OURS: Final = "Aboutthisnote"  # the line that `export.note_docx` puts above a note, when its file comes back
_WRAPPERS: Final = frozenset({"sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir",
                              "bdo", "rubyBase", "ruby", "sdt"})  # fmt: skip
_GONE: Final = frozenset({"del", "moveFrom"})
_ASIDE: Final = frozenset({"rt", "instrText", "delInstrText", "delText", "fldData", "ffData"})
"""What stands in a line and is no part of it: how a sign is spoken, what a field is told."""
_ABOUT: Final = ("Pr", "Change")
"""How names of elements end that say what others look like."""
_MOST_WALKS: Final = 3
_MATHS: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)
_DRAWN: Final = frozenset({"drawing", "pict", "object"})
_OBJECTS: Final = frozenset({"chart", "relIds", "OLEObject", "contentPart"})
_NOTES: Final = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_CONTENTS: Final = re.compile(r"\s*TOC\b", re.IGNORECASE)
_OF_PAGES: Final = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME|PRINTDATE|SAVEDATE|FILENAME)\b", re.IGNORECASE
)
# In a run, a tab or a line break is an element of its own; as a character it is no more than a space.
_PLAIN: Final = str.maketrans({"\t": " ", "\n": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "\x85": " "})
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def extract(data: bytes) -> Document:
    """The passages of a Word file.

    Raises:
        NoteError: it cannot be read, or holds too much.
    """
    walked = walk(package(data))
    return Document(tuple(each.passage for each in walked.passages), walked.notices)


class Piece(NamedTuple):
    """Where a stretch of a passage's text comes from.

    Attributes:
        start: first code point, in the passage's text.
        end: after the last.
        node: the element: a `w:t`, or one that stands for a sign (`w:tab`, `w:br`, `w:sym`, …).
        skip: characters of a `w:t` before the stretch. Its characters correspond one to one.
    """

    start: int
    end: int
    node: Any
    skip: int


class Walked(NamedTuple):
    """A passage and the XML that it comes from.

    Attributes:
        passage: as `extract` gives it. A bullet or number at its start belongs to no piece.
        pieces: in order; what lies between them is ours.
        paragraphs: its `w:p`; several where a tracked change takes away the mark between them.
        part: name of the part.
    """

    passage: Passage
    pieces: tuple[Piece, ...]
    paragraphs: tuple[Any, ...]
    part: str


class Walk(NamedTuple):
    """All passages of a file in reading order, and what was left out."""

    passages: tuple[Walked, ...]
    notices: tuple[str, ...]


def walk(package: Package) -> Walk:
    """The passages of a Word file: headers, body, footnotes, endnotes, footers.

    Raises:
        NoteError: it holds too much, or is nested too deeply.
    """
    unended: set[Any] = set()
    for _ in range(_MOST_WALKS):
        walker = _Walker(package, unended)
        passages = _whole(walker, package.main)
        if walker.unended <= unended:
            break
        unended |= walker.unended  # the first time, they have swallowed what follows
    else:
        walker.tally["unended"] += 1
    return Walk(passages, tuple(_notices(walker.tally, package)))


def _whole(walker: _Walker, main: str) -> tuple[Walked, ...]:
    """The stories of a file, with a blank line between."""
    body = walker.body()
    seen = {each.passage.text for each in body if each.passage.text}
    above = list(walker.margins("header", seen))
    below = list(walker.margins("footer", seen))
    notes = walker.notes()  # of all of these
    blank = [Walked(Passage("", ""), (), (), main)]
    stories = [story for story in (above, body, notes, below) if story]
    return tuple([each for story in stories for each in (*blank, *story)][1:])


def _notices(tally: Counter[str], package: Package) -> Iterator[str]:
    if package.macros:
        yield MACROS
    root = package.root("comments")
    comments = sum(local(each.tag) == "comment" for each in root) if root is not None else 0
    objects = ("chart, drawing or embedded file", "charts, drawings or embedded files")
    yield from left_out(tally + Counter(comments=comments), where="Word", objects=objects)
    if tally["outside"]:
        yield "a part that Word takes in from another file was not read; open it in Word and save it again"
    if tally["noteless"]:
        lost = counted(tally["noteless"], "footnote or endnote", "footnotes or endnotes")
        yield f"{lost} could not be found in the file"
    if tally["loose"] or tally["unended"]:
        yield "words stand where Word has no place for them and were not read; open it in Word and save it again"


class _Where(NamedTuple):
    """Where paragraphs stand: in which part, and under which place; '' for the body, whose paragraphs are counted."""

    part: str
    place: str = ""
    cell: bool = False


@dataclass
class _Field:
    """A field that is open: first what Word is to do, then what came of it."""

    begin: Any = None
    code: str = ""
    done: bool = False
    ended: bool = True
    """Whether the file ends it; what has no end is no field, or all that follows would be part of it."""


@dataclass
class _Line:
    """A paragraph as it is put together."""

    stretches: list[tuple[str, Any, int]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    paragraphs: list[Any] = field(default_factory=list)
    hidden: bool = False
    """Whether its style hides it."""


class _Walker:
    """Goes through the parts of one file once; `known` are the beginnings of fields without an end."""

    def __init__(self, package: Package, known: Set[Any]) -> None:
        self.tally: Counter[str] = Counter()
        self.unended: set[Any] = set()
        self._known = known
        self._package = package
        self._styles = Styles(package.root("styles"))
        self._numbers = Numbers(package.root("numbering"), self._styles)
        self._found: list[Walked] = []
        self._fields: list[_Field] = []
        self._line = _Line()
        self._mark = ""
        self._margin = False
        self._count: Counter[str] = Counter()
        self._noted: list[tuple[str, str]] = []
        self._referred: set[tuple[str, str]] = set()

    # stories

    def body(self) -> list[Walked]:
        """The passages of the body."""
        root = self._package.roots[self._package.main]
        return self._story(child(root, "body"), _Where(self._package.main))

    def notes(self) -> list[Walked]:
        """Footnotes and endnotes that the text or one of them refers to, in that order, each with its number."""
        found: dict[str, list[Walked]] = {"footnote": [], "endnote": []}
        texts = {kind: self._texts(kind) for kind in found}
        counts: Counter[str] = Counter()
        for kind, number in self._noted:  # grows as notes refer to others
            counts[kind] += 1
            self._mark = f"({counts[kind]}) "
            text = texts[kind].get(number)
            self.tally["noteless"] += text is None
            place = _Where(self._package.names.get(f"{kind}s", ""), f"{kind} {counts[kind]}")
            found[kind] += self._story(text, place)
        return [*found["footnote"], *found["endnote"]]

    def _texts(self, kind: str) -> dict[str | None, Any]:
        root = self._package.root(f"{kind}s")
        return {value(each, "id"): each for each in root} if root is not None else {}

    def margins(self, kind: str, seen: set[str]) -> Iterator[Walked]:
        """What the headers or footers say that nothing before has said."""
        self._margin = True
        for number in dict.fromkeys(self._margin_ids(kind)):
            root = self._package.root(number)
            for each in self._story(root, _Where(self._package.names.get(number, ""), kind)):
                text = each.passage.text
                if text not in seen and says_something(text):
                    seen.add(text)
                    yield each
        self._margin = False

    def _margin_ids(self, kind: str) -> Iterator[str]:
        """Of the headers or footers that are shown."""
        settings = self._package.root("settings")
        even = on(child(settings, "evenAndOddHeaders"))
        for section in self._package.roots[self._package.main].iter("{*}sectPr"):
            first = on(child(section, "titlePg"))
            for each in section:
                which = value(each, "type") if local(each.tag) == f"{kind}Reference" else None
                if which and (which == "default" or (which == "first" and first) or (which == "even" and even)):
                    yield related(each)

    def _story(self, container: Any | None, where: _Where) -> list[Walked]:
        self._found, self._fields = [], []
        if container is not None:
            self._blocks(container, where, 0)
            self._close(where)
            self._leave_open()
        self._mark = ""
        return self._found

    def _leave_open(self) -> None:
        """Remember the fields that have no end."""
        self.unended.update(each.begin for each in self._fields if each.begin is not None)

    # blocks

    def _blocks(self, container: Any, where: _Where, depth: int) -> None:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        for each in container:
            name = local(each.tag)
            if name == "p":
                self._paragraph(each, where, depth)
            elif name == "tbl":
                self._close(where, depth)
                self._table(each, where, depth)
            elif name == "AlternateContent":
                self._blocks(chosen(each), where, depth + 1)
            elif name in _WRAPPERS:
                self._blocks(each, where, depth + 1)
            elif name in _GONE:
                self.tally["changes"] += 1
            elif name in ("altChunk", "subDoc"):
                self.tally["outside"] += 1
            elif name in ("r", "t"):
                self.tally["loose"] += says(each)
            elif not name.endswith(_ABOUT):  # unknown to us: what stands in it is still text
                self._blocks(each, where, depth + 1)

    def _table(self, table: Any, where: _Where, depth: int) -> None:
        fixed = where.place and not where.cell  # of a header, a footnote or a text box
        if not fixed:
            self._count["tables"] += 1
        number, count = self._count["tables"], 0
        for row in self._through(table, "tr", depth):
            if child(row, "trPr", "del") is not None or on(child(row, "trPr", "hidden")):
                self.tally["changes" if child(row, "trPr", "del") is not None else "hidden"] += 1
                continue
            count += 1
            for column, cell in enumerate(self._through(row, "tc", depth), 1):
                place = where.place if fixed else f"table {number}, row {count}, column {column}"
                self._cell(cell, _Where(where.part, place, cell=True), depth)

    def _cell(self, cell: Any, where: _Where, depth: int) -> None:
        if child(cell, "tcPr", "cellDel") is not None:
            self.tally["changes"] += 1
            return
        for merge in (child(cell, "tcPr", "vMerge"), child(cell, "tcPr", "hMerge")):
            if merge is not None and value(merge, "val") in (None, "continue"):
                self.tally["hidden"] += says(cell)  # seen already, in the cell that it is one with
                return
        before = len(self._found)
        self._blocks(cell, where, depth + 1)
        self._close(where, depth)
        if len(self._found) == before:
            self._add(Walked(Passage("", where.place, "cell"), (), (), where.part))

    def _through(self, container: Any, name: str, depth: int) -> Iterator[Any]:
        """Rows or cells, some of which are wrapped up."""
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        for each in container:
            if local(each.tag) == name:
                yield each
            elif local(each.tag) == "AlternateContent":
                yield from self._through(chosen(each), name, depth + 1)
            elif local(each.tag) in _GONE:
                self.tally["changes"] += 1
            elif local(each.tag) in ("p", "tbl"):
                self.tally["loose"] += says(each)
            elif not local(each.tag).endswith(_ABOUT):
                yield from self._through(each, name, depth + 1)

    def _paragraph(self, paragraph: Any, where: _Where, depth: int) -> None:
        properties = child(paragraph, "pPr")
        style = style_of(properties)
        self._line.paragraphs.append(paragraph)
        self._line.hidden = self._styles.hidden(style, "paragraph")
        self._inline(paragraph, depth)
        while self._fields and not self._fields[-1].done:  # never closed: it would swallow all that follows
            self.unended.add(self._fields.pop().begin)
        mark = child(properties, "rPr")
        if mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None):
            self.tally["changes"] += 1
            return  # the next one goes on in the same line
        self._close(where, depth)

    def _close(self, where: _Where, depth: int = 0) -> None:
        """End the paragraph that is being put together, if any, and add it."""
        line, self._line = self._line, _Line()
        if not line.paragraphs:
            return
        properties = child(line.paragraphs[-1], "pPr")
        style = style_of(properties)
        if style == _OURS:
            return
        if self._styles.contents(style):
            self.tally["contents"] += 1
            return
        text, pieces = _joined(line.stretches)
        own = self._numbers.mark(properties, style)
        mark, self._mark = (self._mark + own, "") if text else ("", self._mark)
        pieces = tuple(piece._replace(start=piece.start + len(mark), end=piece.end + len(mark)) for piece in pieces)
        kind: Kind = "cell" if where.cell else self._kind(properties, style, bool(own))
        if text or not where.cell:
            passage = Passage(mark + text, self._place(where) if text else "", kind if text else "paragraph")
            self._add(Walked(passage, pieces, tuple(line.paragraphs), where.part))
        for box in line.boxes:
            self._box(box, where, depth)

    def _kind(self, properties: Any, style: str | None, listed: bool) -> Kind:
        outline = whole(child(properties, "outlineLvl"))
        if (outline is not None and outline < 9) or (outline is None and self._styles.heading(style)):
            return "heading"
        return "bullet" if listed else "paragraph"

    def _place(self, where: _Where) -> str:
        if where.place:
            return where.place
        self._count["paragraphs"] += 1
        return f"paragraph {self._count['paragraphs']}"

    def _box(self, box: Any, where: _Where, depth: int) -> None:
        """A text box, after the paragraph that it hangs on; fields of the text around it do not reach into it."""
        if not where.place:
            self._count["boxes"] += 1
            where = _Where(where.part, f"text box {self._count['boxes']}")
        outer, self._fields = self._fields, []
        self._blocks(box, where, depth + 1)
        self._close(where, depth)
        self._leave_open()
        self._fields = outer

    def _add(self, walked: Walked) -> None:
        self._count["all"] += 1  # blank ones too: a file of them alone takes as long
        if self._count["all"] > MOST_PASSAGES:
            raise NoteError(TOO_MANY)
        blank = not walked.passage.text and walked.passage.kind != "cell"
        above = self._found[-1].passage if self._found else None
        if not (blank and (above is None or not (above.text or above.kind == "cell"))):
            self._found.append(walked)

    # text

    def _inline(self, container: Any, depth: int) -> None:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        for each in container:
            name = local(each.tag)
            if name == "r":
                self._run(each, child(each, "rPr"), depth)
            elif name == "fldSimple":
                self._fields.append(_Field(code=value(each, "instr") or "", done=True))
                self._inline(each, depth + 1)
                self._fields.pop()
            elif name in _GONE:
                self.tally["changes"] += 1
            elif name == "AlternateContent":
                self._inline(chosen(each), depth + 1)
            elif name in _WRAPPERS or each.tag.startswith(_MATHS):
                self.tally["changes"] += name in ("ins", "moveTo")
                self._inline(each, depth + 1)
            elif name == "subDoc":
                self.tally["outside"] += 1
            elif name in ("p", "tbl"):
                self._line.boxes.append([each])
            elif name == "t":
                self.tally["loose"] += says(each)
            elif not (name in _ASIDE or name.endswith(_ABOUT)):  # unknown to us: what stands in it is still text
                self._inline(each, depth + 1)

    def _run(self, run: Any, properties: Any | None, depth: int) -> None:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        hidden = self._hidden(properties)
        for each in run:
            name = local(each.tag)
            if name == "fldChar":
                self._field(each, hidden)
            elif name == "instrText":
                if self._fields and not self._fields[-1].done:
                    self._fields[-1].code += (each.text or "")[:200]
            elif name == "AlternateContent":
                self._run(chosen(each), properties, depth + 1)
            elif name == "ruby":
                self._inline(each, depth + 1)
            elif name == "r":
                self._run(each, child(each, "rPr"), depth + 1)
            elif hidden:
                self.tally["hidden"] += name == "t" or says(each)
            elif name in _DRAWN:
                self._drawing(each)
            elif len(each) and not (name in _ASIDE or name.endswith(_ABOUT)):
                self._run(each, properties, depth + 1)
            elif self._shown():
                self._sign(each, name)

    def _hidden(self, properties: Any | None) -> bool:
        own = child(properties, "vanish")
        if own is not None:
            return on(own)
        style = child(properties, "rStyle")
        return self._line.hidden or (style is not None and self._styles.hidden(value(style, "val"), "character"))

    def _sign(self, element: Any, name: str) -> None:
        if name == "t":
            text = (element.text or "").translate(_PLAIN)
            if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                bare = text.strip(" ")
                skip = len(text) - len(text.lstrip(" "))
            else:
                bare, skip = text, 0
            for start, stretch in printable(bare):
                self._line.stretches.append((stretch, element, skip + start))
        elif name in _SIGNS:
            self._line.stretches.append((_SIGNS[name], element, 0))
        elif name == "sym":
            self._line.stretches.append((symbol_of(element), element, 0))
        elif name in _NOTES:
            note = (_NOTES[name], value(element, "id") or "")
            if note not in self._referred:
                self._referred.add(note)
                self._noted.append(note)

    def _field(self, element: Any, hidden: bool) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            if (shown := form_of(element)) and self._shown() and not hidden:
                self._line.stretches.append((shown, element, 0))
            self._fields.append(_Field(begin=element, ended=element not in self._known))
        elif kind == "separate" and self._fields:
            self._fields[-1].done = True
            self.tally["contents"] += self._fields[-1].ended and bool(_CONTENTS.match(self._fields[-1].code))
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _shown(self) -> bool:
        """Whether text stands outside fields, or is what came of one."""
        unwanted = _OF_PAGES if self._margin else _CONTENTS
        return all(not each.ended or (each.done and not unwanted.match(each.code)) for each in self._fields)

    def _drawing(self, drawing: Any) -> None:
        """Text boxes of a drawing, kept for after the paragraph; pictures and drawings with other words are counted."""
        waiting = [drawing]
        words = False
        while waiting:
            element = waiting.pop()
            name = local(element.tag)
            if name == "txbxContent":
                self._line.boxes.append(element)
                continue
            words |= name == "t" and says(element)
            self.tally["pictures"] += name in ("blip", "imagedata") and not self._margin
            self.tally["objects"] += name in _OBJECTS or (name == "textpath" and not self._margin)
            waiting += reversed(chosen(element) if name == "AlternateContent" else element)
        self.tally["objects"] += words


def _joined(stretches: Iterable[tuple[str, Any, int]]) -> tuple[str, tuple[Piece, ...]]:
    """The text of a paragraph without space at its ends, and the pieces that it is made of."""
    stretches = [stretch for stretch in stretches if stretch[0]]
    whole_text = "".join(text for text, _, _ in stretches)
    text = whole_text.strip()
    cut = len(whole_text) - len(whole_text.lstrip())
    pieces, at = [], -cut
    for words, node, skip in stretches:
        start, end = max(at, 0), min(at + len(words), len(text))
        if start < end:
            pieces.append(Piece(start, end, node, skip + start - at))
        at += len(words)
    return text, tuple(pieces)
