"""What stands on a page of a PDF: words with their places, ruled lines, pictures and what was typed into a form.

Read with pdfium, whose build here has no JavaScript: nothing of a PDF is run, fetched or unpacked to a file. A word's
place is given as a reader sees the page: x to the right, y downwards to the line on which the letters stand, both in
points. Text that is written sideways is given in a frame of its own, as if the page had been turned.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

LIBRARIES: Final = ("pypdfium2",)

MOST_LETTERS: Final = 400_000
"""Of one page; a page of small print has ten thousand."""

_MOST_OBJECTS: Final = 40_000  # of a page, looked at for pictures and ruled lines
_MOST_DEEP: Final = 4  # forms in one another that are looked into
_MOST_WIDGETS: Final = 5_000  # of a page
_THIN: Final = 3.0  # points; what is thicker is no ruled line
_INVISIBLE: Final = 3  # render mode
_SOFT: Final = (0x02, 0xAD, 0xFFFE)  # a hyphen at the end of a line, as pdfium gives it, and one that was never meant
_SPACES: Final = frozenset((0, 9, 10, 11, 12, 13, 32, 0xA0, 0x2002, 0x2003, 0x2009, 0x3000))
_BOLD: Final = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


class Word(NamedTuple):
    """One word, or what was typed into a field of a form.

    Attributes:
        text: its letters; a hyphen at the end that may be there for the line's sake alone is U+00AD.
        x0: left edge.
        x1: right edge.
        y: the line it stands on.
        size: of its letters, in points.
        bold: whether it is set in bold type.
        unseen: whether it is drawn invisibly, as recognised text is above a scan.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    unseen: bool = False


class Rule(NamedTuple):
    """A ruled line, level or upright, in the frame of its page."""

    x0: float
    y0: float
    x1: float
    y1: float


class Page(NamedTuple):
    """What stands on a page.

    Attributes:
        width: of the frame, in points.
        height: of the frame.
        words: in the order in which they were written into the file, level ones only.
        sideways: words of each other direction, in frames of their own.
        rules: ruled lines.
        pictured: share of the page that pictures cover, 0 to 1.
        drawn: whether there are many drawn shapes, as where letters were turned into outlines.
        remarks: comments that readers have put on the page.
    """

    width: float
    height: float
    words: tuple[Word, ...]
    sideways: tuple[tuple[Word, ...], ...]
    rules: tuple[Rule, ...]
    pictured: float
    drawn: bool
    remarks: int


class TooMuch(Exception):  # noqa: N818 no fault of the program's
    """The page holds more letters than any page does."""


_Point = tuple[float, float]
_Turn = Callable[[float, float], _Point]


def read_page(page: Any, form: Any | None) -> Page:
    """What stands on a pdfium page; `form` is pdfium's form environment, where the PDF has a form.

    Raises:
        TooMuch: it holds more than `MOST_LETTERS`.
    """
    left, bottom, right, top = page.get_bbox()
    size = (right - left, top - bottom)
    by_angle = _by_angle(page)
    main = max(by_angle, key=lambda angle: sum(len(word.text) for word in by_angle[angle]), default=0)
    if page.get_rotation() != 90 * main:  # pdfium finds the order of words only on a page that is turned as they are
        page.set_rotation(90 * main)
        by_angle = _by_angle(page)
    width, height = size if main % 2 == 0 else size[::-1]
    turn = _turns(page)[main]
    rules, pictured, drawn = _drawn(page, turn, size[0] * size[1])
    typed, remarks = _annotations(page, form, turn)
    words = _with_typed(by_angle.pop(main, []), typed)
    rest = tuple(tuple(words) for _, words in sorted(by_angle.items()))
    return Page(width, height, tuple(words), rest, tuple(rules), pictured, drawn, remarks)


def _by_angle(page: Any) -> dict[int, list[Word]]:
    """The words of each direction: 0 level, 1 upwards, 2 upside down, 3 downwards."""
    found: dict[int, list[Word]] = {}
    text = page.get_textpage()
    try:
        for angle, word in _words(text, _turns(page)):
            found.setdefault(angle, []).append(word)
    finally:
        text.close()
    return found


def _turns(page: Any) -> tuple[_Turn, ...]:
    """How to turn a page's points for text that runs in each direction, so that it is level."""
    left, bottom, right, top = page.get_bbox()
    return (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )


class _Letters:
    """The letters of a page, asked for by their places; what pdfium writes its answers into is made once."""

    def __init__(self, text: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._text = text.raw
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._there = [ctypes.byref(number) for number in self._numbers]
        self._matrix = raw.FS_MATRIX()
        self._bold: dict[int, bool] = {}
        count = raw.FPDFText_CountChars(self._text)
        if count > MOST_LETTERS:
            raise TooMuch
        self.codes = [raw.FPDFText_GetUnicode(self._text, place) for place in range(max(count, 0))]

    def angle(self, place: int) -> int:
        """0 level, 1 upwards, 2 upside down, 3 downwards."""
        turned: float = self._raw.FPDFText_GetCharAngle(self._text, place)
        return round(-turned / (math.pi / 2)) % 4  # pdfium counts clockwise

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top."""
        self._raw.FPDFText_GetCharBox(self._text, place, *self._there)
        left, right, bottom, top = self._numbers
        return left.value, right.value, bottom.value, top.value

    def origin(self, place: int) -> _Point:
        """Where it stands on its line."""
        self._raw.FPDFText_GetCharOrigin(self._text, place, *self._there[:2])
        return self._numbers[0].value, self._numbers[1].value

    def size(self, place: int) -> float:
        """As it is shown: a file may give 1 and blow it up."""
        size: float = self._raw.FPDFText_GetFontSize(self._text, place)
        if self._raw.FPDFText_GetMatrix(self._text, place, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return abs(size)

    def look(self, place: int) -> tuple[bool, bool]:
        """Whether it is bold, and whether it is drawn invisibly."""
        drawn = self._raw.FPDFText_GetTextObject(self._text, place)
        if not drawn:
            return False, False
        unseen = self._raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE
        font = self._raw.FPDFTextObj_GetFont(drawn)
        return bool(font) and self._is_bold(font), unseen

    def _is_bold(self, font: Any) -> bool:
        known = ctypes.addressof(font.contents)
        if known not in self._bold:
            name = (ctypes.c_char * 200)()
            self._raw.FPDFFont_GetBaseFontName(font, name, 200)
            self._bold[known] = bool(_BOLD.search(name.value)) or self._raw.FPDFFont_GetWeight(font) >= 600
        return self._bold[known]


def _words(text: Any, turns: Sequence[_Turn]) -> Iterator[tuple[int, Word]]:
    """Each word with its direction."""
    letters = _Letters(text)
    codes = letters.codes
    begin = None
    for place, code in enumerate((*codes, 32)):
        gap = code in _SPACES
        if begin is not None and (gap or codes[place - 1] in _SOFT[::2]):
            yield _word(letters, begin, place, turns)
            begin = None
        if not gap and begin is None:
            begin = place


def _word(letters: _Letters, begin: int, end: int, turns: Sequence[_Turn]) -> tuple[int, Word]:
    angle = letters.angle(begin)
    turn = turns[angle]
    left, right, low, high = letters.box(begin)
    ax, ay = turn(left, low)
    bx, by = turn(right, high)
    left, right, low, high = letters.box(end - 1)
    cx, _ = turn(left, low)
    dx, _ = turn(right, high)
    y = turn(*letters.origin(begin))[1]
    bold, unseen = letters.look(begin)
    size = letters.size(begin) or abs(ay - by) or 1.0
    return angle, Word(
        _spelt(letters.codes[begin:end]), min(ax, bx, cx, dx), max(ax, bx, cx, dx), y, size, bold, unseen
    )


def _spelt(codes: Sequence[int]) -> str:
    hyphen = "\xad" if codes[-1] in _SOFT else ""
    return "".join(_LIGATURES.get(code) or chr(code) for code in codes if code not in _SOFT) + hyphen


# Shapes and pictures

_Matrix = tuple[float, float, float, float, float, float]
_LEVEL: Final[_Matrix] = (1, 0, 0, 1, 0, 0)


def _drawn(page: Any, turn: _Turn, area: float) -> tuple[list[Rule], float, bool]:
    """Ruled lines, the share that pictures cover, and whether there are shapes enough to be letters."""
    from pypdfium2 import raw

    rules: list[Rule] = []
    pictured, shapes = 0.0, 0
    for kind, box in _objects(raw, page.raw):
        x0, y0 = turn(box[0], box[1])
        x1, y1 = turn(box[2], box[3])
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictured += (x1 - x0) * (y1 - y0)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            rules += _ruled(x0, y0, x1, y1)
    return rules, min(1.0, pictured / area) if area else 0.0, shapes > 400


def _ruled(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    """A thin shape is a line, a thick one has four edges."""
    if y1 - y0 <= _THIN:
        if x1 - x0 > 2 * _THIN:
            yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 <= _THIN:
        yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    elif x1 - x0 > 12 and y1 - y0 > 8:
        yield from (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))


def _objects(raw: Any, page: Any) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Kind and bounds of what is drawn on the page, in forms too; not beyond `_MOST_OBJECTS`."""
    left = [_MOST_OBJECTS]
    yield from _inside(raw, page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _LEVEL, left, _MOST_DEEP)


def _inside(
    raw: Any, holder: Any, count: Any, get: Any, matrix: _Matrix, left: list[int], deep: int
) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    for place in range(max(count(holder), 0)):
        left[0] -= 1
        if left[0] < 0:
            return
        drawn = get(holder, place)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if deep:
                own = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(own))
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                yield from _inside(
                    raw, drawn, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, left, deep - 1
                )
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            values = [ctypes.c_float() for _ in range(4)]
            if raw.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, values)):
                yield kind, _box_of(matrix, *(value.value for value in values))


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _box_of(matrix: _Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


# Forms and remarks


def _annotations(page: Any, form: Any | None, turn: _Turn) -> tuple[list[Word], int]:
    """What was typed into the fields of a form, and how many remarks readers have put on the page."""
    from pypdfium2 import raw

    typed: list[Word] = []
    remarks = 0
    for place in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_WIDGETS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            typed += _typed(raw, annotation, form, turn)
        elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            remarks += 1
        raw.FPDFPage_CloseAnnot(annotation)
    return typed, remarks


def _typed(raw: Any, annotation: Any, form: Any | None, turn: _Turn) -> Iterator[Word]:
    """The value of a field, a word for each line; a box that may be ticked gives '[x]' or '[ ]'."""
    if form is None or raw.FPDFAnnot_GetFlags(annotation) & raw.FPDF_ANNOT_FLAG_HIDDEN:
        return
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    value = ""
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        value = "[x]" if raw.FPDFAnnot_IsChecked(form, annotation) else "[ ]"
    elif kind in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        value = _value(raw, annotation, form)
    box = raw.FS_RECTF()
    if not value.strip() or not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return
    (x0, y0), (x1, y1) = turn(box.left, box.bottom), turn(box.right, box.top)
    lines = [line for line in value.splitlines() if line.strip()]
    high = abs(y1 - y0) / len(lines)
    size = min(12.0, max(4.0, 0.7 * high))
    high = min(high, 1.3 * size) if len(lines) > 1 else high
    for number, line in enumerate(lines):
        at = min(y0, y1) + high * number + (high + 0.7 * size) / 2
        yield Word(" ".join(line.split()), min(x0, x1), max(x0, x1), at, size)


def _value(raw: Any, annotation: Any, form: Any) -> str:
    needed = raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    if not 2 < needed <= 2 * MOST_LETTERS:
        return ""
    held = (ctypes.c_ushort * (needed // 2 + 1))()
    raw.FPDFAnnot_GetFormFieldValue(form, annotation, held, needed)
    return bytes(held)[: needed - 2].decode("utf-16-le", "replace")


def _with_typed(words: list[Word], typed: Sequence[Word]) -> list[Word]:
    """Words in their order, each field's after the one that stands before it on its line, or last above it."""
    if not typed:
        return words
    after: dict[int, list[Word]] = {}
    for each in sorted(typed, key=lambda word: (word.y, word.x0)):
        after.setdefault(_before(words, each), []).append(each)
    merged = list(after.get(-1, ()))
    for place, word in enumerate(words):
        merged += (word, *after.get(place, ()))
    return merged


def _before(words: Sequence[Word], typed: Word) -> int:
    """Place of the word after which a field's value is read; -1 for the top of the page."""
    near = typed.size
    beside = [place for place, word in enumerate(words) if abs(word.y - typed.y) <= near and word.x1 <= typed.x0 + near]
    if beside:
        return max(beside, key=lambda place: words[place].x1)
    above = [place for place, word in enumerate(words) if word.y < typed.y - near]
    return max(above, key=lambda place: (words[place].y, place), default=-1)
