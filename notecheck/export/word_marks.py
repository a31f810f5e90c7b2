"""Marks in the XML of a Word file: comments, tracked changes, the child's voice, at exactly the words that are meant.

It is told where each stretch of the text stands (`Stretch`), be the file new or the writer's own. Runs are cut where a
mark begins or ends and keep their formatting. No date is written, so that the same marks give the same bytes.

Word takes no comment in a text box, a header, a footer or a note, so one on words there is put at the place in the body
that these hang on. Nothing is tracked where a change would not last or could not be taken back: in text that is itself
a tracked change, in what a field works out, in content that is locked or filled from data.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from typing import Any, Final, NamedTuple

from lxml import etree

from notecheck.export.plain import LANGUAGE, visible

AUTHOR: Final = "notecheck"
INITIALS: Final = "nc"
RED: Final = "B00012"  # 7.4 to 1 on white
MOST_COMMENTS: Final = 10_000
"""In one file; Word opens none with more than 32,767 of them."""

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BLANK: Final = " \t\r\n"
# What may stand around runs with a comment's ends inside it.
_AROUND: Final = frozenset({"hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "bdo", "dir"})
_CHANGED: Final = frozenset({"ins", "moveTo", "del", "moveFrom"})
_WORDS_ALONE: Final = frozenset({"rPr", "t", "tab", "br", "cr", "lastRenderedPageBreak", "noBreakHyphen"})
# Order of a run's properties, as far as ours have to fit in.
_BEFORE_BOLD: Final = frozenset({"rStyle", "rFonts"})
_BEFORE_COLOUR: Final = frozenset({
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
})  # fmt: skip


class Stretch(NamedTuple):
    """Where a stretch of the text stands.

    Attributes:
        start: first code point, in the text.
        end: after the last.
        node: a `w:t`, whose characters correspond one to one; or an element that stands for all of the stretch.
        skip: characters of the `w:t` before the stretch.
    """

    start: int
    end: int
    node: Any
    skip: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Remark:
    """A comment.

    Attributes:
        start: first code point of the words that it is on.
        end: after the last.
        lines: what it says, a paragraph each.
        quote: the words, for a comment that cannot stand at them.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    quote: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """A tracked change: the words from `start` to `end` for `new`."""

    start: int
    end: int
    new: str


class Marker:
    """Writes marks into one part of a Word file, its body.

    Args:
        root: of the part.
        stretches: of the text, in order, as far as they stand in this part.
    """

    def __init__(self, root: Any, stretches: Sequence[Stretch]) -> None:
        self._root = root
        self._ns = root.tag.rpartition("}")[0] + "}"
        self._stretches = stretches
        self._parts: dict[Any, list[tuple[int, Any]]] = {}  # a w:t → where each piece of it begins, and its element
        self._next = 1 + max((int(each) for each in self._ids()), default=0)

    def _ids(self) -> Iterator[str]:
        found = (each.get(f"{self._ns}id") for each in self._root.iter(f"{self._ns}*"))
        return (each for each in found if each is not None and each.isdecimal() and len(each) < 10)

    def trackable(self, changes: Iterable[Change]) -> list[Change]:
        """The changes that can be tracked where they stand; of those that would overlap, the first."""
        in_fields = self._in_fields()
        fits: list[Change] = []
        for change in sorted(changes, key=lambda change: (change.start, change.end)):
            if fits and change.start < fits[-1].end:
                continue
            if self._is_open(change, in_fields):
                fits.append(change)
        return fits

    def _is_open(self, change: Change, in_fields: set[Any]) -> bool:
        """Whether all of the words are plain words of one paragraph that a person could change and change back."""
        here = self._within(change.start, change.end)
        if not here or here[0].start > change.start or here[-1].end < change.end:
            return False
        if any(before.end != after.start for before, after in pairwise(here)):
            return False
        paragraphs = set()
        for stretch in here:
            run = stretch.node.getparent()
            if _name(stretch.node) != "t" or run.tag != f"{self._ns}r" or stretch.node in in_fields:
                return False
            above = list(run.iterancestors())
            if not {_name(each) for each in run} <= _WORDS_ALONE or any(map(_is_shut, above)):
                return False
            paragraphs.add(next(each for each in above if _name(each) == "p"))
        return len(paragraphs) == 1

    def _in_fields(self) -> set[Any]:
        """The words that fields work out, or that stand between their marks."""
        depth, found = 0, set()
        for each in self._root.iter(f"{self._ns}fldChar", f"{self._ns}t"):
            if _name(each) == "fldChar":
                kind = each.get(f"{self._ns}fldCharType")
                depth = depth + 1 if kind == "begin" else max(0, depth - 1) if kind == "end" else depth
            elif depth:
                found.add(each)
        return found

    def mark(
        self, remarks: Sequence[Remark], changes: Sequence[Change], voice: Sequence[tuple[int, int]], first_id: int = 0
    ) -> list[Any]:
        """Write the marks.

        Args:
            remarks: comments.
            changes: of those that `trackable` gives.
            voice: (start, end) of what is to be bold and red.
            first_id: of the comments; numbers from there on are free.

        Returns:
            The `w:comment` elements, for the part that holds them.
        """
        spans = [*((r.start, r.end) for r in remarks), *((c.start, c.end) for c in changes), *voice]
        self._cut(spans)
        for start, end in voice:
            for node in self._nodes(start, end):
                if _name(node.getparent()) == "r":
                    self._redden(node.getparent())
        self._next = max(self._next, first_id + len(remarks))
        made = [self._comment(number, each) for number, each in enumerate(remarks, first_id)]
        for change in changes:
            self._track(change)
        return made

    # runs

    def _within(self, start: int, end: int) -> list[Stretch]:
        """The stretches that share a character with a span."""
        rest = islice(self._stretches, bisect_right(self._stretches, start, key=_end), None)
        return list(takewhile(lambda stretch: stretch.start < end, rest))

    def _cut(self, spans: Iterable[tuple[int, int]]) -> None:
        """Cut the runs so that each span begins and ends with one."""
        cuts: dict[Any, dict[Any, set[int]]] = {}
        for start, end in spans:
            here = self._within(start, end)
            if not here:
                continue
            for stretch, place in ((here[0], max(start, here[0].start)), (here[-1], min(end, here[-1].end))):
                run = stretch.node.getparent()
                if run.tag == f"{self._ns}r":
                    at = stretch.skip + place - stretch.start
                    at = at if _name(stretch.node) == "t" else int(place > stretch.start)
                    cuts.setdefault(run, {}).setdefault(stretch.node, set()).add(at)
        for run, places in cuts.items():
            self._cut_run(run, places)

    def _cut_run(self, run: Any, places: dict[Any, set[int]]) -> None:
        pieces: list[list[Any]] = [[]]
        for each in list(run):
            if _name(each) == "rPr":
                continue
            cuts = sorted(places.get(each, ()))
            if _name(each) != "t":
                if 0 in cuts:
                    pieces.append([])
                pieces[-1].append(each)
                if 1 in cuts:
                    pieces.append([])
                continue
            length = len(each.text or "")
            for place, part in enumerate(self._slices(each, cuts)):
                if place or 0 in cuts:
                    pieces.append([])
                pieces[-1].append(part)
            if length in cuts:
                pieces.append([])
        last = run
        for piece in [piece for piece in pieces if piece][1:]:
            copy = self._run_like(run)
            copy.extend(piece)
            last.addnext(copy)
            last = copy

    def _slices(self, node: Any, cuts: Sequence[int]) -> list[Any]:
        """The `w:t` in pieces; what no program shows at its ends is left where it was."""
        text = node.text or ""
        places = [0, *(cut for cut in cuts if 0 < cut < len(text)), len(text)]
        if len(places) == 2:
            return [node]
        kept = node.get(_SPACE) == "preserve"
        found = []
        for start, end in pairwise(places):
            part = node if start == 0 else self._element("t")
            words = text[start:end]
            if not kept:
                words = words.lstrip(_BLANK) if start == 0 else words
                words = words.rstrip(_BLANK) if end == len(text) else words
            part.text = words
            part.set(_SPACE, "preserve")
            found.append((start, part))
        self._parts[node] = found
        return [part for _, part in found]

    def _run_like(self, run: Any) -> Any:
        """A run without words, with the looks of another."""
        copy = self._element("r")
        for name, value in run.attrib.items():
            copy.set(name, value)
        looks = next((each for each in run if _name(each) == "rPr"), None)
        if looks is not None:
            copy.append(deepcopy(looks))
        return copy

    def _nodes(self, start: int, end: int) -> Iterator[Any]:
        """The elements that hold the words of a span, once the runs are cut."""
        for stretch in self._within(start, end):
            low = stretch.skip + max(start - stretch.start, 0)
            high = stretch.skip + min(end, stretch.end) - stretch.start
            if _name(stretch.node) not in ("t", "delText"):  # a change before may have struck out its first piece
                yield stretch.node
                continue
            parts = self._parts.get(stretch.node, [(0, stretch.node)])
            ends = [*(begin for begin, _ in parts[1:]), high + 1]
            yield from (part for (begin, part), after in zip(parts, ends, strict=True) if begin < high and after > low)

    # comments

    def _comment(self, number: int, remark: Remark) -> Any:
        nodes = list(self._nodes(remark.start, remark.end))
        lines = remark.lines
        if nodes:
            first = _anchor(nodes[0])
            # A comment reaches over paragraphs, but not from one cell into the next or out of a text box.
            last = next(_anchor(node) for node in reversed(nodes) if _holder(node) is _holder(nodes[0]))
            shown = _name(first) != "r" or first is nodes[0].getparent()
        else:
            first = last = self._nearest(remark.start)
            shown = False
        if not shown and remark.quote:
            lines = (f"On {remark.quote}:", *lines)
        self._surround(first, last, str(number))
        return self._comment_body(str(number), lines)

    def _nearest(self, start: int) -> Any:
        """Where a comment goes whose words are not in the body: to the last words before them, else to the first."""
        if self._stretches:
            before = self._stretches[max(0, bisect_right(self._stretches, start, key=_end) - 1)]
            return _anchor(self._parts.get(before.node, [(0, before.node)])[-1][1])
        paragraph = next(self._root.iter(f"{self._ns}p"), None)
        if paragraph is None:
            body = next(self._root.iter(f"{self._ns}body"))
            paragraph = self._element("p")
            body.insert(0, paragraph)
        run = self._element("r")
        paragraph.append(run)
        return run

    def _surround(self, first: Any, last: Any, number: str) -> None:
        first.addprevious(self._element("commentRangeStart", id=number))
        end = self._element("commentRangeEnd", id=number)
        last.addnext(end)
        reference = self._element("r")
        reference.append(self._element("commentReference", id=number))
        outer = end  # the reference stands outside links and content controls
        while _name(outer.getparent()) != "p":
            outer = outer.getparent()
        outer.addnext(reference)

    def _comment_body(self, number: str, lines: Iterable[str]) -> Any:
        comment = self._element("comment", id=number, author=AUTHOR, initials=INITIALS)
        for place, line in enumerate(lines):
            paragraph = etree.SubElement(comment, f"{self._ns}p")
            if not place:
                etree.SubElement(etree.SubElement(paragraph, f"{self._ns}r"), f"{self._ns}annotationRef")
            run = etree.SubElement(paragraph, f"{self._ns}r")
            run.append(self._element("rPr"))
            run[0].append(self._element("lang", val=LANGUAGE))
            run.append(self._text("t", line))
        return comment

    # tracked changes

    def _track(self, change: Change) -> None:
        """Strike the words out, run by run, and put the new ones behind them."""
        struck: list[Any] = []
        for node in self._nodes(change.start, change.end):
            run = node.getparent()
            if _name(run.getparent()) != "del":
                struck.append(self._changed("del"))
                run.addprevious(struck[-1])
                struck[-1].append(run)
            node.tag = f"{self._ns}delText"
        if not struck or not change.new:
            return
        run = self._run_like(struck[0][0])
        for old in [each for looks in run for each in looks if _name(each) == "rPrChange"]:
            old.getparent().remove(old)
        run.append(self._text("t", change.new))
        new = self._changed("ins")
        new.append(run)
        struck[-1].addnext(new)

    def _changed(self, name: str) -> Any:
        self._next += 1
        return self._element(name, id=str(self._next - 1), author=AUTHOR)

    # the child's voice

    def _redden(self, run: Any) -> None:
        looks = next((each for each in run if _name(each) == "rPr"), None)
        if looks is None:
            looks = self._element("rPr")
            run.insert(0, looks)
        for each in [each for each in looks if _name(each) in ("b", "color")]:
            looks.remove(each)
        for new, before in ((self._element("b"), _BEFORE_BOLD), (self._element("color", val=RED), _BEFORE_COLOUR)):
            looks.insert(sum(_name(each) in before for each in looks), new)

    # elements

    def _element(self, name: str, **attributes: str) -> Any:
        element = self._root.makeelement(f"{self._ns}{name}")
        for key, value in attributes.items():
            element.set(f"{self._ns}{key}", value)
        return element

    def _text(self, name: str, words: str) -> Any:
        element = self._element(name)
        element.text = visible(words)
        element.set(_SPACE, "preserve")
        return element


def _name(element: Any) -> str:
    """Without its namespace; '' for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _paragraph(node: Any) -> Any:
    """The outermost paragraph: of the body, even for words in a text box that hangs on it."""
    return [each for each in node.iterancestors() if _name(each) == "p" and "wordprocessingml" in each.tag][-1]


def _holder(node: Any) -> Any:
    """What the paragraph of a node stands in: the body, a cell, a text box."""
    return next(each for each in node.iterancestors() if _name(each) == "p").getparent()


def _end(stretch: Stretch) -> int:
    return stretch.end


def _anchor(node: Any) -> Any:
    """What a comment's ends stand before and after: the run of a node, or that which holds it as a whole."""
    path = [node, *node.iterancestors()]
    path = path[: path.index(_paragraph(node))]
    return next(each for each in reversed(path) if _name(each) not in _AROUND)


def _is_shut(element: Any) -> bool:
    """Whether nothing is to be tracked within an element."""
    name = _name(element)
    if name == "sdt":
        looks = next((each for each in element if _name(each) == "sdtPr"), ())
        return any(_name(each) in ("dataBinding", "lock") for each in looks)
    return name in _CHANGED or name in ("fldSimple", "ruby", "oMath")
