r"""Rich text (.rtf): what a person reads in it, in the order in which they read it.

Read here token by token: striprtf, the usual library, gives back hidden and deleted text with the rest and forgets
where cells and footnotes begin. Lists show the numbers that the file carries for programs that cannot count them.
Tracked changes count as accepted. Comments, hidden text, pictures and embedded files are left out, and said.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

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
from notecheck.read.left_out import left_out
from notecheck.read.symbols import symbol

__all__ = ["SUFFIXES", "extract"]

SUFFIXES: Final = (".rtf",)

_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?=\{\\rtf)")
_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_MOST_NESTED: Final = 10_000  # groups; programs write a few dozen
_MOST_FALLBACK: Final = 8  # characters that stand for one; programs write four at most, and they are not read
_WORDS: Final = re.compile(rb"[0-9A-Za-z\x80-\xff]")
_MOST_TABLES: Final = 60  # in one another
_SIGNS: Final = {
    b"tab": "\t", b"line": "\n", b"page": "\n", b"column": "\n", b"softline": "\n", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ",
    b"enspace": " ", b"qmspace": " ", b"zwj": "\u200d", b"zwnj": "\u200c",
    b"~": "\xa0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t",
}  # fmt: skip
_PAGES: Final = {  # the code page that a font's set of characters has
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOL_SET: Final = 2
_MARGINS: Final = {
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "header"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "footer"),
}
# Groups that hold no text of the page, or the same text again.
_SILENT: Final = frozenset({
    b"colortbl", b"info", b"pict", b"objdata", b"shprslt", b"nonesttables", b"annotation", b"atnid", b"atnauthor",
    b"listtable", b"listoverridetable", b"revtbl", b"rsidtbl", b"generator", b"filetbl", b"xmlnstbl", b"themedata",
    b"colorschememapping", b"latentstyles", b"datastore", b"bkmkstart", b"bkmkend", b"tc", b"tcn", b"xe", b"rxe",
    b"txe", b"sp", b"ffname", b"ffdeftext", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn",
    b"template", b"pnseclvl", b"falt", b"panose", b"nonshppict",
})  # fmt: skip
# Groups that say of themselves that a program may pass them over, and that hold text of the page or lead to it.
_MEANT: Final = frozenset({
    b"shpinst", b"fldinst", b"do", b"ud", b"formfield", b"shptxt", b"dptxbxtext", b"footnote", b"nesttableprops",
})  # fmt: skip
_HEADING: Final = re.compile(r"(?:heading [1-9]|title|subtitle)", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"toc (?:\d|heading)|contents (?:\d|heading)", re.IGNORECASE)
_OF_PAGES: Final = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME|PRINTDATE|SAVEDATE|FILENAME)\b", re.IGNORECASE
)


def extract(data: bytes) -> Document:
    """The passages of a rich-text file.

    Raises:
        NoteError: it cannot be read, or holds too much.
    """
    start = _START.match(data)
    if not start:
        raise NoteError("it is no rich text; open it in the program that made it and save it again")
    reader = _Reader()
    whole = reader.go_through(data, start.end())
    return reader.document(whole=whole)


class _Font(NamedTuple):
    name: str = ""
    charset: int = 0
    page: str = ""


@dataclass
class _Field:
    """What a field is told to do, and the box to tick that it may be."""

    code: str = ""
    ticked: int | None = None
    usual: int = 0


@dataclass
class _Story:
    """A run of text with paragraphs of its own: the body, a header, a footnote, a text box."""

    place: str = ""
    found: list[Passage] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    mark: list[str] = field(default_factory=list)
    boxes: list[_Story] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    """Those that are open, the outermost first."""


@dataclass
class _Table:
    """A table that is open."""

    number: int
    row: int = 1
    column: int = 1
    cells: list[tuple[int, Passage]] = field(default_factory=list)
    """The row so far: each passage with its column."""


@dataclass
class _State:
    """What holds within one group, handed down to the groups in it."""

    to: str = "text"
    """Where text goes: text, mark, fonts, styles, code, nowhere; twice where the group says it again in Unicode."""
    story: _Story = field(default_factory=_Story)
    field: _Field = field(default_factory=_Field)
    font: int = 0
    fallback: int = 1
    """Characters that stand for one of Unicode, for programs that do not know it."""
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    depth: int = 0
    """Of the table; 0 where it is not said."""
    style: int = 0
    outline: int | None = None
    opened: bool = False
    """Whether nothing has been read of the group but its beginning."""
    starred: bool = False
    owns: bool = False
    """Whether its story ends with it."""


class _Reader:
    """Goes through one file once."""

    def __init__(self) -> None:
        self.tally: Counter[str] = Counter()
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, _Font] = {}
        self._usual_font = 0
        self._page = "cp1252"
        self._styles: dict[int, str] = {}
        self._entry: list[str] = []
        self._number = 0
        self._bytes = bytearray()
        self._skip = 0
        self._half = 0
        self._body = self._state.story
        self._notes: dict[str, list[_Story]] = {"footnote": [], "endnote": []}
        self._margins: dict[str, list[_Story]] = {"header": [], "footer": []}
        self._count: Counter[str] = Counter()
        self._merged: list[bool] = []
        self._merge = False

    def document(self, *, whole: bool) -> Document:
        """What was read: headers, body, notes, footers.

        Args:
            whole: whether the file ended where it should.
        """
        self._flush()
        self._end(self._body)
        notes: list[Passage] = []
        for kind, stories in self._notes.items():
            for count, story in enumerate(stories, 1):
                found = [passage._replace(place=f"{kind} {count}") for passage in story.found]
                if found:
                    found[0] = found[0]._replace(text=f"({count}) {found[0].text}")
                notes += found
        seen = {passage.text for passage in self._body.found}
        above, below = (list(self._said(self._margins[kind], seen)) for kind in ("header", "footer"))
        parts = [part for part in (above, self._body.found, notes, below) if part]
        joined = [each for part in parts for each in (Passage("", ""), *part)][1:]
        return Document(tuple(joined), tuple(_notices(self.tally, whole=whole)))

    def _said(self, stories: list[_Story], seen: set[str]) -> Iterator[Passage]:
        """What headers or footers say that nothing before has said."""
        for passage in (passage for story in stories for passage in story.found):
            if passage.text not in seen and says_something(passage.text):
                seen.add(passage.text)
                yield passage

    # tokens

    def go_through(self, data: bytes, at: int) -> bool:
        """Read all; whether the file ended where it should."""
        while found := _TOKEN.match(data, at):
            at = found.end()
            if (brace := found["brace"]) == b"{":
                self._open()
            elif brace:
                self._close()
                if not self._stack:
                    self.tally["after"] += bool(_WORDS.search(data, at))
                    return True
            elif word := found["word"]:
                number = found["number"]
                if word == b"bin":
                    at += max(0, int(number or 0))
                self._word(word, int(number) if number else None)
            elif byte := found["byte"]:
                self._put_bytes(bytes([int(byte, 16)]))
            elif sign := found["sign"]:
                self._word(b"par" if sign in (b"\r", b"\n") else sign, None)
            elif text := found["text"]:
                self._put_bytes(text)
        return False

    def _open(self) -> None:
        self._flush()
        self._skip = 0
        if len(self._stack) >= _MOST_NESTED:
            raise NoteError(f"groups are nested more than {_MOST_NESTED:,} deep, so it was not opened")
        self._stack.append(self._state)
        self._state = replace(self._state, opened=True, starred=False, owns=False)

    def _close(self) -> None:
        self._flush()
        self._skip = 0
        state = self._state
        if state.owns:
            self._end(state.story)
        self._state = self._stack.pop()
        if state.to in ("fonts", "styles") and state.to != self._state.to:
            self._entry.clear()

    def _word(self, word: bytes, number: int | None) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        state = self._state
        if word == b"*" and state.opened:
            state.starred = True
            return
        opened, state.opened = state.opened, False
        if opened and self._destination(word, starred=state.starred):
            return
        if state.to == "nowhere":
            return
        if word == b"u":
            self._unicode(number or 0)
        elif sign := _SIGNS.get(word):
            self._say(sign)
        else:
            self._set(word, number)

    def _destination(self, word: bytes, *, starred: bool) -> bool:
        """Turn to what a group is for, if its first word says so; whether it does."""
        state = self._state
        if word in _SILENT or (starred and word not in _MEANT):
            picture = word in (b"pict", b"shppict") and state.to == "text"
            self.tally["pictures"] += picture and state.story.place not in self._margins
            self.tally["comments"] += word == b"annotation"
            state.to = "nowhere"
        elif state.to == "nowhere":
            pass
        elif word == b"upr":
            state.to = "twice"
        elif word == b"ud" and state.to == "twice":
            state.to = self._stack[-2].to
        elif word == b"fonttbl":
            state.to = "fonts"
        elif word == b"stylesheet":
            state.to = "styles"
        elif word in (b"listtext", b"pntext"):
            state.to = "mark"
        elif word in _MARGINS:
            self._turn_to(_Story(_MARGINS[word]), self._margins[_MARGINS[word]])
        elif word == b"footnote":
            self._turn_to(_Story("footnote"), self._notes["footnote"])
        elif word in (b"shptxt", b"dptxbxtext"):
            self._box()
        else:
            return self._field_part(word)
        return True

    def _field_part(self, word: bytes) -> bool:
        state = self._state
        if word == b"field":
            state.field = _Field()
        elif word == b"fldinst":
            state.to = "code"
        elif word == b"fldrslt":
            self._result()
        elif word == b"object":
            self.tally["objects"] += 1
            return False
        elif word not in (b"shpinst", b"do", b"formfield", b"nesttableprops"):
            return False
        return True

    def _turn_to(self, story: _Story, stories: list[_Story]) -> None:
        stories.append(story)
        self._state = replace(
            self._state, story=story, owns=True, to="text", hidden=False, deleted=False, in_table=False, depth=0
        )

    def _box(self) -> None:
        outer = self._state.story
        if outer.place in self._margins:
            self._turn_to(_Story(outer.place), outer.boxes)
        else:
            self._count["boxes"] += 1
            self._turn_to(_Story(f"text box {self._count['boxes']}"), outer.boxes)

    def _result(self) -> None:
        """What came of a field, or the box to tick that it is."""
        state = self._state
        code = state.field.code.strip().upper()
        state.to = "text" if self._stack[-1].to == "text" else state.to
        if code.startswith("TOC"):
            self.tally["contents"] += 1
            state.to = "nowhere"
        elif state.story.place in self._margins and _OF_PAGES.match(code):
            state.to = "nowhere"
        elif code.startswith("FORMCHECKBOX"):
            told = state.field.ticked
            self._say("☒" if (state.field.usual if told in (None, 25) else told) else "☐")

    # words

    def _set(self, word: bytes, number: int | None) -> None:
        """A word that changes how the text after it is read, or ends something."""
        state = self._state
        if word in (b"par", b"sect", b"cell", b"nestcell", b"row", b"nestrow"):
            if state.to == "text":
                self._break(word)
        elif word in (b"pard", b"plain"):
            self._reset(word)
        elif word in (b"v", b"deleted"):
            turned = number != 0
            state.hidden, state.deleted = (turned, state.deleted) if word == b"v" else (state.hidden, turned)
        elif word == b"uc":
            state.fallback = number if number is not None and 0 <= number <= _MOST_FALLBACK else 1
        elif word in (b"f", b"deff", b"fcharset", b"cpg"):
            self._font(word, number or 0)
        elif word in (b"ansicpg", b"mac", b"pc", b"pca"):
            names = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
            self._page = _codec(names.get(word) or f"cp{number}") or self._page
        elif word == b"s":
            state.style = self._number = number or 0
        elif word == b"outlinelevel":
            state.outline = number
        elif word in (b"intbl", b"itap"):
            state.in_table, state.depth = (True, state.depth) if word == b"intbl" else ((number or 0) > 0, number or 0)
        elif word == b"ftnalt" and state.story in self._notes["footnote"][-1:]:
            self._notes["endnote"].append(self._notes["footnote"].pop())
        elif word in (b"ffres", b"ffdefres"):
            if word == b"ffres":
                state.field.ticked = number
            else:
                state.field.usual = number or 0
        else:
            self._define(word)

    def _define(self, word: bytes) -> None:
        """How the cells of the row are merged."""
        if word == b"trowd":
            self._merged, self._merge = [], False
        elif word in (b"clmrg", b"clvmrg"):
            self._merge = True
        elif word == b"cellx":
            self._merged.append(self._merge)
            self._merge = False

    def _reset(self, word: bytes) -> None:
        state = self._state
        if word == b"pard":
            state.in_table, state.depth, state.style, state.outline = False, 0, 0, None
        else:
            state.hidden, state.deleted, state.font = False, False, self._usual_font

    def _font(self, word: bytes, number: int) -> None:
        state = self._state
        if word == b"deff":
            self._usual_font = state.font = number
        elif state.to != "fonts":
            state.font = number if word == b"f" else state.font
        elif word == b"f":
            self._number = number
            self._fonts[number] = _Font()
        else:
            own = self._fonts.get(self._number, _Font())
            page = _PAGES.get(number, "") if word == b"fcharset" else _codec(f"cp{number}") or ""
            charset = number if word == b"fcharset" else own.charset
            self._fonts[self._number] = own._replace(charset=charset, page=page)

    # characters

    def _put_bytes(self, data: bytes) -> None:
        self._state.opened = False
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if self._state.to != "nowhere":
            self._bytes += data

    def _flush(self) -> None:
        """Say what the bytes since the last word stand for."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        font = self._fonts.get(self._state.font, _Font())
        if font.charset == _SYMBOL_SET and self._state.to in ("text", "mark"):
            self._say("".join(symbol(font.name, code) for code in data))
        else:
            self._say(data.decode(font.page or self._page, "replace"))

    def _unicode(self, number: int) -> None:
        state = self._state
        self._skip = state.fallback
        code = number & 0xFFFF if number < 0x10000 else number
        if 0xD800 <= code < 0xDC00:
            self._half = code
            return
        if 0xDC00 <= code < 0xE000 and self._half:
            code = 0x10000 + ((self._half - 0xD800) << 10) + code - 0xDC00
        self._half = 0
        if 0xF000 <= code < 0xF100:
            self._say(symbol(self._fonts.get(state.font, _Font()).name, code))
        else:
            self._say(chr(code) if code < 0x110000 else "\ufffd")

    def _say(self, text: str) -> None:
        state = self._state
        if state.to == "text":
            if state.hidden or state.deleted:
                self.tally["changes" if state.deleted else "hidden"] += bool(text.strip())
            else:
                state.story.line.append(text)
        elif state.to == "mark":
            state.story.mark.append(text)
        elif state.to == "code":
            state.field.code += text[:200]
        elif state.to in ("fonts", "styles"):
            self._name(text)

    def _name(self, text: str) -> None:
        """A name of a font or a style, which a semicolon ends."""
        name, ended, _ = text.partition(";")
        self._entry.append(name[:100])
        if not ended:
            return
        said = "".join(self._entry).strip()
        self._entry.clear()
        if self._state.to == "styles":
            self._styles[self._number] = said
            self._number = 0
        else:
            self._fonts[self._number] = self._fonts.get(self._number, _Font())._replace(name=said)

    # paragraphs and tables

    def _break(self, word: bytes) -> None:
        state = self._state
        story = state.story
        if word in (b"par", b"sect"):
            if not (state.deleted or state.hidden):
                self._paragraph(story)
            return
        level = 1 if word in (b"cell", b"row") else max(2, state.depth)
        if word in (b"cell", b"nestcell"):
            self._paragraph(story, level)
            self._cell(story, level)
        else:
            self._row(story, level)

    def _paragraph(self, story: _Story, level: int | None = None) -> None:
        """End a paragraph: in the table of a level, or where the state says that it stands."""
        self._count["all"] += 1  # blank ones too: a file of them alone takes as long
        if self._count["all"] > MOST_PASSAGES:
            raise NoteError(TOO_MANY)
        state = self._state
        if level is None:
            level = state.depth or int(state.in_table)
        text = "".join(piece for _, piece in printable("".join(story.line))).strip()
        mark = _mark("".join(story.mark)) if text else ""
        boxes = story.boxes
        story.line, story.mark, story.boxes = [], [], []
        style = self._styles.get(state.style, "")
        self._to_level(story, level)
        if _CONTENTS.fullmatch(style):
            self.tally["contents"] += bool(text)
        elif level and text:
            table = story.tables[-1]
            place = story.place or f"table {table.number}, row {table.row}, column {table.column}"
            table.cells.append((table.column, Passage(mark + text, place, "cell")))
        elif not level:
            heading = _HEADING.fullmatch(style) or (state.outline is not None and state.outline < 9)
            kind: Kind = "heading" if heading and text else "bullet" if mark else "paragraph"
            self._add(story, Passage(mark + text, self._place(story) if text else "", kind))
        for box in boxes:
            for passage in box.found:
                if level:
                    table = story.tables[-1]
                    table.cells.append((table.column, passage))
                else:
                    self._add(story, passage)

    def _place(self, story: _Story) -> str:
        if story.place:
            return story.place
        self._count["paragraphs"] += 1
        return f"paragraph {self._count['paragraphs']}"

    def _to_level(self, story: _Story, level: int) -> None:
        """Open tables down to a level, or end those below it."""
        if level > _MOST_TABLES:
            raise NoteError(f"its tables are nested more than {_MOST_TABLES} deep, so it was not opened")
        while len(story.tables) > level:
            self._leave(story)
        while len(story.tables) < level:
            self._count["tables"] += not story.place
            story.tables.append(_Table(self._count["tables"]))

    def _leave(self, story: _Story) -> None:
        """End the innermost table, with a row that was not ended."""
        table = story.tables.pop()
        self._hand_on(story, [passage for _, passage in table.cells])

    def _cell(self, story: _Story, level: int) -> None:
        self._to_level(story, level)
        table = story.tables[-1]
        if not table.cells or table.cells[-1][0] != table.column:
            place = story.place or f"table {table.number}, row {table.row}, column {table.column}"
            table.cells.append((table.column, Passage("", place, "cell")))
        table.column += 1

    def _row(self, story: _Story, level: int) -> None:
        self._to_level(story, level)
        table = story.tables.pop()
        merged = {column for column, gone in enumerate(self._merged, 1) if gone}
        row = [passage for column, passage in table.cells if column not in merged]
        self._hand_on(story, row)
        story.tables.append(_Table(table.number, table.row + 1))

    def _hand_on(self, story: _Story, row: list[Passage]) -> None:
        """A row that is whole goes to the page, or into the cell around its table."""
        if story.tables:
            outer = story.tables[-1]
            outer.cells += [(outer.column, passage) for passage in row]
        else:
            for passage in row:
                self._add(story, passage)

    def _end(self, story: _Story) -> None:
        if story.line or story.boxes:
            self._paragraph(story)
        self._to_level(story, 0)

    def _add(self, story: _Story, passage: Passage) -> None:
        blank = not passage.text and passage.kind != "cell"
        if not (blank and (not story.found or not (story.found[-1].text or story.found[-1].kind == "cell"))):
            story.found.append(passage)


def _notices(tally: Counter[str], *, whole: bool) -> Iterator[str]:
    if not whole:
        yield "the file ends in the middle, so something may be missing; open it in the program that made it and check"
    if tally["after"]:
        yield "what stands after the end of the rich text was not read; open it in the program that made it and check"
    yield from left_out(tally)


def _mark(text: str) -> str:
    """The number that a list's paragraph carries, with a space after it; '- ' for any bullet."""
    text = line(text)
    return f"{text[:40]} " if any(character.isalnum() for character in text) else "- " if text else ""


def _codec(name: str) -> str | None:
    """The name of a code page, if Python knows it."""
    name = {"cp65001": "utf-8", "cp10000": "mac_roman", "cp936": "gbk"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
