"""OpenDocument texts, as LibreOffice writes them: what a person reads in them, in the order in which they read it.

Tracked changes count as accepted. Comments, hidden text and tables of contents are left out, and said. Macros are not
looked at; nothing that a file links to is fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.document import (
    MOST_PASSAGES,
    TOO_MANY,
    Document,
    Kind,
    Passage,
    line,
    printable,
    says_something,
)
from notecheck.read.left_out import MACROS, left_out
from notecheck.read.lists import figure
from notecheck.read.markup import BROKEN, LIBRARIES, LOCKED, MOST_NESTED, NESTED, child, local, part, parts, raw
from notecheck.read.odt_styles import Level, Styles, said_of, whole_number

__all__ = ["LIBRARIES", "SUFFIXES", "extract"]
SUFFIXES: Final = (".odt", ".ott")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_MOST_MARK: Final = 60  # characters of a list's number
_MOST_SPACES: Final = 100
_INDEXES: Final = frozenset({"table-of-content", "illustration-index", "table-index", "object-index", "user-index",
                             "alphabetical-index", "bibliography"})  # fmt: skip
_SILENT: Final = frozenset({"annotation", "annotation-end", "tracked-changes", "forms", "title", "desc",
                            "note-citation", "event-listeners", "hidden-text", "variable-decls", "sequence-decls",
                            "user-field-decls", "dde-connection-decls", "ruby-text", "scripts", "script"})  # fmt: skip
_OF_PAGES: Final = frozenset({"page-number", "page-count", "date", "time", "file-name", "print-date", "print-time",
                              "modification-date", "modification-time"})  # fmt: skip
_SHAPES: Final = frozenset({"frame", "custom-shape", "g", "rect", "ellipse", "circle", "polygon", "a", "caption",
                            "line", "polyline", "path", "connector", "regular-polygon", "measure"})  # fmt: skip
_OBJECTS: Final = frozenset({"object", "object-ole", "plugin", "applet", "floating-frame"})
_TYPED: Final = frozenset({"current-value", "value"})  # what a field of a form holds


def extract(data: bytes) -> Document:
    """The passages of an OpenDocument text.

    Raises:
        NoteError: it cannot be read, or holds too much.
    """
    with parts(data) as packed:
        # Not parsed: OpenOffice wrote one that is no whole XML without a document type from elsewhere.
        if b":encryption-data" in (raw(packed, "META-INF/manifest.xml") or b""):
            raise NoteError(LOCKED)
        content, styles = part(packed, "content.xml"), part(packed, "styles.xml")
        macros = any(name.startswith(("Basic/", "Scripts/")) for name in packed.namelist())
    body = child(content, "body", "text")
    if body is None:
        raise NoteError(f"it holds no text document; {BROKEN}")
    walker = _Walker(Styles(content, styles))
    passages = walker.story(body, "")
    seen = {passage.text for passage in passages}
    above = list(_margins(walker, styles, "header", seen))
    below = list(_margins(walker, styles, "footer", seen))
    notes = walker.notes()  # of all of these
    blank = [Passage("", "")]
    joined = [each for story in (above, passages, notes, below) if story for each in (*blank, *story)][1:]
    return Document(tuple(joined), tuple(_notices(walker.tally, macros)))


def _notices(tally: Counter[str], macros: bool) -> Iterator[str]:
    if macros:
        yield MACROS
    objects = ("chart, formula or embedded file", "charts, formulas or embedded files")
    yield from left_out(tally, contents="the table of contents, or another index,", objects=objects)
    if tally["forms"]:
        yield "what was typed into fields of a form was left out"
    if tally["loose"]:
        yield (
            "words stand where the file has no place for them and were not read; open it in the program that made it"
            " and save it again"
        )


def _margins(walker: _Walker, styles: Any | None, kind: str, seen: set[str]) -> Iterator[Passage]:
    """What the headers or footers of all kinds of pages say that nothing before has said."""
    pages = child(styles, "master-styles")
    for page in pages if pages is not None else ():
        for each in page:
            if local(each.tag) in (kind, f"{kind}-left", f"{kind}-first") and said_of(each, "display") != "false":
                for passage in walker.story(each, kind):
                    if passage.text not in seen and says_something(passage.text):
                        seen.add(passage.text)
                        yield passage


class _List(NamedTuple):
    """A list that paragraphs stand in."""

    style: str | None
    depth: int
    counters: dict[int, int]
    marked: bool
    """Whether the next paragraph has a bullet or number."""


class _Walker:
    """Goes through the stories of one file."""

    def __init__(self, styles: Styles) -> None:
        self.tally: Counter[str] = Counter()
        self._styles = styles
        self._found: list[Passage] = []
        self._count: Counter[str] = Counter()
        self._notes: list[tuple[str, Any]] = []
        self._outline: dict[int, int] = {}
        self._lists: dict[str, dict[int, int]] = {}
        self._latest: dict[str | None, dict[int, int]] = {}
        self._margin = False

    def story(self, container: Any, place: str, mark: str = "") -> list[Passage]:
        """The passages of a body, a note, a header; `place` is '' for the body, whose paragraphs are counted."""
        outer, self._found = self._found, []
        self._margin = place in ("header", "footer")
        self._blocks(container, place, 0, None, cell=False)
        found, self._found = self._found, outer
        if mark and found:
            found[0] = found[0]._replace(text=mark + found[0].text)
        return found

    def notes(self) -> list[Passage]:
        """Footnotes and endnotes in the order of the text, each with its number before it."""
        found: dict[str, list[Passage]] = {"footnote": [], "endnote": []}
        counts: Counter[str] = Counter()
        for kind, body in self._notes:  # grows as there are notes in notes
            counts[kind] += 1
            found[kind] += self.story(body, f"{kind} {counts[kind]}", f"({counts[kind]}) ")
        return [*found["footnote"], *found["endnote"]]

    def _blocks(self, container: Any, place: str, depth: int, listed: _List | None, *, cell: bool) -> None:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        self._loose(container)
        for each in container:
            name = local(each.tag)
            if name in ("p", "h"):
                self._paragraph(each, place, depth, listed, cell=cell)
                listed = listed and listed._replace(marked=False)  # only the first paragraph of an item has its mark
            elif name == "list":
                self._list(each, place, depth, listed, cell=cell)
            elif name == "table":
                self._table(each, place, depth, cell=cell)
            elif name == "section":
                if said_of(each, "display") == "none":
                    self.tally["hidden"] += 1
                else:
                    self._blocks(each, place, depth + 1, listed, cell=cell)
            elif name in _SHAPES:
                boxes: list[Any] = []
                self._shape(each, boxes, depth)
                self._boxes(boxes, place, depth, cell=cell)
            elif name in _INDEXES:
                self.tally["contents"] += 1
            elif name == "tracked-changes":
                self.tally["changes"] += len(each) > 0
            elif name in _SILENT:
                self._silent(each, name)
            else:  # unknown to us too: what stands in it is still text
                self._blocks(each, place, depth + 1, listed, cell=cell)

    def _loose(self, container: Any) -> None:
        """Count words that stand in something that holds paragraphs, and in none of them."""
        if not isinstance(container, tuple):
            said = (container.text, *(each.tail for each in container))
            self.tally["loose"] += any(text and text.strip() for text in said)

    def _silent(self, element: Any, name: str) -> None:
        """Count what is left out of an element that is no text of the page."""
        self.tally["comments"] += name == "annotation"
        self.tally["hidden"] += name == "hidden-text"
        if name == "forms":
            typed = (value for each in element.iter() for key, value in each.attrib.items() if local(key) in _TYPED)
            self.tally["forms"] += any(typed) or _says(element)

    def _list(self, element: Any, place: str, depth: int, outer: _List | None, *, cell: bool) -> None:
        own = said_of(element, "style-name")
        style = own or (outer.style if outer else None)
        at = outer.depth + 1 if outer else 1
        counters = outer.counters if outer else self._counters(element, style)
        for deeper in [level for level in counters if level > at or (outer and level == at)]:
            del counters[deeper]
        for item in element:
            if local(item.tag) == "list-header":
                self._blocks(item, place, depth + 1, _List(style, at, counters, marked=False), cell=cell)
            elif local(item.tag) == "list-item":
                if start := said_of(item, "start-value"):
                    counters[at] = whole_number(start, 1) - 1
                self._blocks(item, place, depth + 1, _List(style, at, counters, marked=True), cell=cell)
            else:
                self._blocks((item,), place, depth + 1, None, cell=cell)

    def _counters(self, element: Any, style: str | None) -> dict[int, int]:
        """Of a list at the outermost level: new ones, or those of the list that it goes on from."""
        earlier = self._lists.get(said_of(element, "continue-list") or "")
        if earlier is None and said_of(element, "continue-numbering") == "true":
            earlier = self._latest.get(style)
        counters: dict[int, int] = {} if earlier is None else earlier
        if name := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self._lists[name] = counters
        self._latest[style] = counters
        return counters

    def _table(self, table: Any, place: str, depth: int, *, cell: bool) -> None:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        fixed = place and not cell
        self._count["tables"] += not fixed
        number = self._count["tables"]
        for count, row in enumerate(self._rows(table, depth), 1):
            column, wide = 0, 0
            for each in row:
                if local(each.tag) != "table-cell":  # covered by one that is merged with it, at its left or above
                    self.tally["hidden"] += _says(each)
                    column, wide = (column, wide - 1) if wide else (column + 1, 0)
                    continue
                column, wide = column + 1, whole_number(said_of(each, "number-columns-spanned"), 1) - 1
                where = place if fixed else f"table {number}, row {count}, column {column}"
                before = len(self._found)
                self._blocks(each, where, depth + 1, None, cell=True)
                if len(self._found) == before:
                    self._add(Passage("", where, "cell"))

    def _rows(self, container: Any, depth: int) -> Iterator[Any]:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        for each in container:
            if local(each.tag) == "table-row":
                if said_of(each, "visibility") in (None, "visible"):
                    yield each
                else:
                    self.tally["hidden"] += 1
            elif local(each.tag) in ("p", "h", "list", "table-cell"):
                self.tally["loose"] += _says(each)
            elif local(each.tag) not in _SILENT:
                yield from self._rows(each, depth + 1)

    def _paragraph(self, element: Any, place: str, depth: int, listed: _List | None, *, cell: bool) -> None:
        style = said_of(element, "style-name")
        line = _Line(hidden=self._styles.hidden(style))
        boxes: list[Any] = []
        self._inline(element, line, boxes, depth)
        text = line.text()
        heading = local(element.tag) == "h"
        mark = ""
        if text:
            mark = self._outlined(element) if heading and listed is None else self._mark(style, listed)
        kind: Kind = "cell" if cell else "heading" if heading else "bullet" if mark else "paragraph"
        if text or not cell:
            self._add(Passage(mark + text, self._place(place) if text else "", kind if text else "paragraph"))
        self._boxes(boxes, place, depth, cell=cell)

    def _place(self, place: str) -> str:
        if place:
            return place
        self._count["paragraphs"] += 1
        return f"paragraph {self._count['paragraphs']}"

    def _mark(self, style: str | None, listed: _List | None) -> str:
        """The bullet or number of a paragraph, with the space after it."""
        if listed is None or not listed.marked:
            return ""
        name = listed.style or self._styles.list_of(style)

        def level(depth: int) -> Level | None:
            return self._styles.level(name, depth)

        return _marked(level, listed.depth, listed.counters)

    def _outlined(self, heading: Any) -> str:
        """The number of a heading."""
        depth = whole_number(said_of(heading, "outline-level"), 1)
        if said_of(heading, "is-list-header") == "true" or not (level := self._styles.outline.get(depth)):
            return ""
        if not level.format:
            return ""
        return _marked(self._styles.outline.get, depth, self._outline)

    def _boxes(self, boxes: list[Any], place: str, depth: int, *, cell: bool) -> None:
        for box in boxes:
            where = place
            if not where:
                self._count["boxes"] += 1
                where = f"text box {self._count['boxes']}"
            self._blocks(box, where, depth + 1, None, cell=cell)

    def _add(self, passage: Passage) -> None:
        self._count["all"] += 1  # blank ones too: a file of them alone takes as long
        if self._count["all"] > MOST_PASSAGES:
            raise NoteError(TOO_MANY)
        blank = not passage.text and passage.kind != "cell"
        above = self._found[-1] if self._found else None
        if not (blank and (above is None or not (above.text or above.kind == "cell"))):
            self._found.append(passage)

    # text

    def _inline(self, element: Any, line: _Line, boxes: list[Any], depth: int) -> None:
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        self._say(element.text, line)
        for each in element:
            self._inside(each, local(each.tag), line, boxes, depth)
            self._say(each.tail, line)

    def _inside(self, element: Any, name: str, line: _Line, boxes: list[Any], depth: int) -> None:
        if name in _SILENT:
            self._silent(element, name)
        elif name in ("s", "tab", "line-break"):
            times = min(whole_number(said_of(element, "c"), 1), _MOST_SPACES) if name == "s" else 1
            line.put({"s": " ", "tab": "\t", "line-break": "\n"}[name] * times)
        elif name == "note":
            kind = "endnote" if said_of(element, "note-class") == "endnote" else "footnote"
            self._notes += [(kind, each) for each in element if local(each.tag) == "note-body"]
        elif name in _SHAPES and not (name == "a" and element.tag.endswith("text:1.0}a")):
            self._shape(element, boxes, depth)
        elif name == "hidden-paragraph":
            line.hidden = line.hidden or said_of(element, "is-hidden") == "true"
        elif said_of(element, "display") == "none":
            self.tally["hidden"] += _says(element)
        elif not (self._margin and name in _OF_PAGES):
            outer = line.hidden
            line.hidden = outer or (name == "span" and self._styles.hidden(said_of(element, "style-name")))
            self._inline(element, line, boxes, depth + 1)
            line.hidden = outer

    def _say(self, text: str | None, line: _Line) -> None:
        if text and line.hidden:
            self.tally["hidden"] += bool(text.strip())
        elif text:
            line.say(text)

    def _shape(self, shape: Any, boxes: list[Any], depth: int) -> None:
        """What is drawn: its text boxes, kept for after the paragraph; pictures and objects are counted."""
        if depth > MOST_NESTED:
            raise NoteError(NESTED)
        name = local(shape.tag)
        if name == "frame":  # several forms of one thing, of which the first is shown
            known = ("image", "text-box", "table", *_OBJECTS)
            shown = next((each for each in shape if local(each.tag) in known), None)
            kind = local(shown.tag) if shown is not None else ""
            self.tally["pictures"] += kind == "image" and not self._margin
            self.tally["objects"] += kind in _OBJECTS
            if kind in ("text-box", "table"):
                boxes.append(shown if kind == "text-box" else (shown,))
            elif not kind and _says(shape):
                boxes.append(shape)
        elif name in ("g", "a"):
            for each in shape:
                if local(each.tag) in _SHAPES:
                    self._shape(each, boxes, depth + 1)
                elif local(each.tag) not in _SILENT and _says(each):
                    boxes.append((each,))
        elif _says(shape):
            boxes.append(shape)


def _says(element: Any) -> bool:
    """Whether text stands in an element."""
    return any(text.strip() for text in element.itertext())


class _Line:
    """A paragraph as it is put together. White space of the file counts as one space; spaces meant are elements."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        self._pieces: list[str] = []
        self._open = True  # whether a space of the file would be a second one

    def say(self, text: str) -> None:
        """Add text of the file."""
        text = _SPACE.sub(" ", "".join(piece for _, piece in printable(text)))
        if self._open:
            text = text.removeprefix(" ")
        if text:
            self._open = text.endswith(" ")
            self._pieces.append(text)

    def put(self, sign: str) -> None:
        """Add a sign that stands as an element."""
        if not self.hidden:
            self._pieces.append(sign)
            self._open = False

    def text(self) -> str:
        """The paragraph without space at its ends."""
        return "".join(self._pieces).strip()


def _marked(level_at: Any, depth: int, counters: dict[int, int]) -> str:
    """The next bullet or number at a depth; counts it."""
    level: Level | None = level_at(depth)
    if level is None or (not level.bullet and not level.format):
        return "" if level is not None else "- "
    counters[depth] = counters.get(depth, level.start - 1) + 1
    for deeper in [other for other in counters if other > depth]:
        del counters[deeper]
    if level.bullet:
        return "- "
    numbers = []
    for other in range(max(1, depth - level.shown + 1), depth + 1):
        own: Level | None = level_at(other)
        if own is not None and own.format:
            numbers.append(figure(counters.get(other, own.start), own.format))
    return line(f"{level.before}{'.'.join(numbers)}{level.after}")[:_MOST_MARK] + " "
