"""From words with places to what a reader sees: lines, columns, tables and the order in which they are read.

Office programs write a page in reading order, so that order is kept as long as it goes down the page; where it jumps
about, the order is found by the gaps between blocks. Tables are known by their ruled lines; without those, by lines
that stand side by side with their tops level. All in points, y downwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from notecheck.read.pdf_words import Page, Rule, Word

BULLET: Final = r"[-–•●▪■◦○‣⁃·*➢→✓✔o§\uf000-\uf0ff]"
NUMBER: Final = r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)"

_MARKER: Final = re.compile(f"{BULLET}|{NUMBER}")
_TIME: Final = re.compile(r"\d{1,2}\.\d{1,2}\.?")
_GAP: Final = 1.6  # sizes between two words that do not belong to one line of text
_STRETCHED: Final = 5.0  # sizes between words of a line that is set flush
_MARKER_GAP: Final = 6.0  # sizes between a bullet and its words
_LEVEL: Final = 0.35  # sizes by which words of one line may stand higher or lower
_TOUCH: Final = 2.0  # points between lines of a table that touch
_CELL: Final = 5.0  # points that a row or a column has at least
_MOST_CELLS: Final = 20_000
_MOST_RULES: Final = 6_000
_CELL_LINES: Final = 7  # of a cell that stands in no ruled table; longer ones are columns of text
_PROSE: Final = (3, 4.0)  # lines, and words a line, by which a column of text is told from a cell


class Line(NamedTuple):
    """A line of text, as far as it goes on without a gap.

    Attributes:
        text: its words.
        x0: left edge.
        x1: right edge.
        y: the line on which the letters stand.
        size: of most letters.
        bold: whether all of it is bold.
        begins: width of its first word.
        body: left edge of what follows a bullet or number; `x0` where there is neither.
        cell: the cell of a ruled table it stands in: table, row, column, counted from 0; None outside of them.
        unseen: whether it is drawn invisibly.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    begins: float
    body: float
    cell: tuple[int, int, int] | None
    unseen: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Lines below each other; `column` where other text stands beside them."""

    lines: tuple[Line, ...]
    column: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: row and column counted from 1, its lines, and its right edge where it is ruled."""

    row: int
    column: int
    lines: tuple[Line, ...]
    edge: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells row by row; `alone` for one row without ruled lines, which may be no table at all."""

    cells: tuple[Cell, ...]
    alone: bool = False


Block = Run | Table


def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of a page in the order of the file."""
    grids = _grids(page.rules)
    level = _joined([(word, _cell_of(grids, word)) for word in page.words])
    sideways = (_joined([(word, None) for word in words]) for words in page.sideways)
    return (*level, *(line for lines in sideways for line in lines))


def blocks(page: Page, lines: Sequence[Line]) -> tuple[Block, ...]:
    """Runs and tables of a page in reading order.

    Args:
        page: for its ruled lines.
        lines: as `lines_of` gave them, those that are to be left out left out.
    """
    grids = _grids(page.rules)
    found: list[Block] = []
    told: set[int] = set()
    for number, group in groupby(_ordered(lines), key=lambda line: line.cell[0] if line.cell else -1):
        if number < 0:
            found += _free(list(group))
        elif number not in told:
            told.add(number)
            inside = [line for line in lines if line.cell and line.cell[0] == number]
            found.append(Table(tuple(_cells(grids[number], inside))))
    return tuple(found)


# Lines


_Placed = tuple[Word, tuple[int, int, int] | None]
"""A word and its cell."""


def _joined(placed: Sequence[_Placed]) -> Iterator[Line]:
    """Words that follow one another on one line and in one cell, as a line."""
    for first, last in _level_stretches(placed):
        cell = placed[first][1]
        words = [word for word, _ in placed[first:last]]
        if _is_stretched(words):
            yield _line(words, cell)
            continue
        held = [words[0]]
        for word in words[1:]:
            if not _is_near(held, word):
                yield _line(held, cell)
                held = []
            held.append(word)
        yield _line(held, cell)


def _level_stretches(placed: Sequence[_Placed]) -> Iterator[tuple[int, int]]:
    """First and last place of words that go on to the right in one cell, whatever the gaps."""
    first = 0
    for place in range(1, len(placed) + 1):
        if place == len(placed) or not _is_right_of(placed[place - 1], placed[place]):
            yield first, place
            first = place


def _is_right_of(left: _Placed, right: _Placed) -> bool:
    last, word = left[0], right[0]
    size = max(last.size, word.size)
    level = abs(word.y - last.y) <= _LEVEL * size and word.unseen == last.unseen
    return left[1] == right[1] and level and word.x0 - last.x1 >= -0.5 * size


def _is_stretched(words: Sequence[Word]) -> bool:
    """Whether the words of a narrow line are set flush: with gaps that are wide, but all alike."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    return len(gaps) > 1 and max(gaps) <= _STRETCHED * words[0].size and max(gaps) - min(gaps) < 0.25 * max(gaps)


def _is_near(held: Sequence[Word], word: Word) -> bool:
    last = held[-1]
    reach = _MARKER_GAP if len(held) == 1 and _MARKER.fullmatch(last.text) else _GAP
    return word.x0 - last.x1 <= reach * max(last.size, word.size)


def _line(words: Sequence[Word], cell: tuple[int, int, int] | None) -> Line:
    first = words[0]
    marked = len(words) > 1 and _is_marker(first, words[1])
    sizes = sorted(word.size for word in words)
    return Line(
        text=" ".join(word.text for word in words),
        x0=first.x0,
        x1=max(word.x1 for word in words),
        y=first.y,
        size=sizes[len(sizes) // 2],
        bold=all(word.bold for word in words),
        begins=first.x1 - first.x0,
        body=words[1].x0 if marked else first.x0,
        cell=cell,
        unseen=first.unseen,
    )


def _is_marker(first: Word, second: Word) -> bool:
    """Whether a line begins with a bullet or a number; '7.50' is one only if a gap stands behind it."""
    if not _MARKER.fullmatch(first.text):
        return False
    return not _TIME.fullmatch(first.text) or second.x0 - first.x1 > 0.6 * first.size


# Ruled tables


class _Grid(NamedTuple):
    """Edges of columns and rows, and for each field of the grid the row and column in which its cell begins."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    begins: dict[tuple[int, int], tuple[int, int]]


def _cell_of(grids: Sequence[_Grid], word: Word) -> tuple[int, int, int] | None:
    x, y = (word.x0 + word.x1) / 2, word.y - 0.3 * word.size
    for number, grid in enumerate(grids):
        row, column = bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1
        if 0 <= row < len(grid.ys) - 1 and 0 <= column < len(grid.xs) - 1:
            return number, *grid.begins[row, column]
    return None


def _cells(grid: _Grid, lines: Sequence[Line]) -> Iterator[Cell]:
    """Every cell of a table with its lines, empty ones too; rows and columns that are mere lines are not counted."""
    inside: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.cell:
            inside.setdefault(line.cell[1:], []).append(line)
    begins = sorted(set(grid.begins.values()))
    rows = {row: number for number, row in enumerate(sorted({row for row, _ in begins}), 1)}
    for row, group in groupby(begins, key=lambda place: place[0]):
        for number, (_, column) in enumerate(group, 1):
            right = max(at for (_, at), begin in grid.begins.items() if begin == (row, column))
            held = inside.get((row, column), [])
            yield Cell(rows[row], number, tuple(_below_each_other(held)), grid.xs[right + 1])


def _below_each_other(lines: Sequence[Line]) -> list[Line]:
    """Lines of a cell in their order, unless that jumps up."""
    up = any(below.y < above.y - 0.5 * below.size for above, below in pairwise(lines))
    return sorted(lines, key=lambda line: (round(line.y), line.x0)) if up else list(lines)


def _grids(rules: Sequence[Rule]) -> tuple[_Grid, ...]:
    """The tables that the ruled lines of a page make, from the top."""
    if not 4 <= len(rules) <= _MOST_RULES:
        return ()
    grids = (_grid(group) for group in _touching(list(dict.fromkeys(_rounded(rule) for rule in rules))))
    return tuple(sorted((grid for grid in grids if grid), key=lambda grid: (grid.ys[0], grid.xs[0])))


def _rounded(rule: Rule) -> Rule:
    return Rule(*(round(value, 1) for value in rule))


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Ruled lines in groups of those that touch or cross."""
    level = sorted((rule for rule in rules if rule.y0 == rule.y1), key=lambda rule: rule.y0)
    heights = [rule.y0 for rule in level]
    leader = {rule: rule for rule in rules}

    def top(rule: Rule) -> Rule:
        while leader[rule] != rule:
            leader[rule] = leader[leader[rule]]
            rule = leader[rule]
        return rule

    for upright in (rule for rule in rules if rule.x0 == rule.x1):
        first = bisect_left(heights, upright.y0 - _TOUCH)
        for place in range(first, bisect_right(heights, upright.y1 + _TOUCH)):
            if level[place].x0 - _TOUCH <= upright.x0 <= level[place].x1 + _TOUCH:
                leader[top(upright)] = top(level[place])
    groups: dict[Rule, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(top(rule), []).append(rule)
    yield from groups.values()


def _grid(rules: Sequence[Rule]) -> _Grid | None:
    """The grid of a group of ruled lines; None where it has not two columns."""
    upright = [rule for rule in rules if rule.x0 == rule.x1]
    level = [rule for rule in rules if rule.y0 == rule.y1]
    if not upright or not level:
        return None
    xs = _edges([*(rule.x0 for rule in upright), min(r.x0 for r in level), max(r.x1 for r in level)])
    ys = _edges([*(rule.y0 for rule in level), min(r.y0 for r in upright), max(r.y1 for r in upright)])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    walls = _covered(xs, ((rule.x0, rule.y0, rule.y1) for rule in upright))
    floors = _covered(ys, ((rule.y0, rule.x0, rule.x1) for rule in level))
    return _Grid(xs, ys, _begins(xs, ys, walls, floors))


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    """The places of ruled lines, double ones once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _CELL:
            found.append(value)
    return tuple(found)


@dataclass(slots=True)
class _Covered:
    """Which stretches of each edge have a line."""

    edges: tuple[float, ...]
    stretches: list[list[tuple[float, float]]] = field(default_factory=list)

    def at(self, edge: int, place: float) -> bool:
        return any(start - _TOUCH <= place <= end + _TOUCH for start, end in self.stretches[edge])


def _covered(edges: tuple[float, ...], rules: Iterable[tuple[float, float, float]]) -> _Covered:
    covered = _Covered(edges, [[] for _ in edges])
    for at, start, end in sorted(rules, key=lambda rule: rule[1:]):
        stretches = covered.stretches[min(range(len(edges)), key=lambda place: abs(edges[place] - at))]
        if stretches and start <= stretches[-1][1] + _TOUCH:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return covered


def _begins(
    xs: Sequence[float], ys: Sequence[float], walls: _Covered, floors: _Covered
) -> dict[tuple[int, int], tuple[int, int]]:
    """Each field of a grid → the field in which its cell begins: where no line parts two fields they are one cell."""
    begins: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            begin = (row, column)
            if column and not walls.at(column, (top + bottom) / 2):
                begin = begins[row, column - 1]
            elif row and not floors.at(row, (left + right) / 2):
                begin = begins[row - 1, column]
            begins[row, column] = begin
    return begins


# Text that stands in no ruled table


def _ordered(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines in reading order: as they are, unless they jump about."""
    jumps = sum(
        below.y < above.y - 2 * above.size and below.x0 < above.x1 and below.cell is None
        for above, below in pairwise(lines)
    )
    return lines if jumps <= max(3, len(lines) // 10) else list(_by_eye(list(lines), 40))


def _by_eye(lines: list[Line], deep: int) -> Iterator[Line]:
    """Lines parted at gaps: first from the top to the bottom between columns, then across, until there are none."""
    if deep and len(lines) > 1:
        for parts in (_parted_upright(lines), _parted_level(lines)):
            if len(parts) > 1:
                for part in parts:
                    yield from _by_eye(part, deep - 1)
                return
    yield from sorted(lines, key=lambda line: (round(line.y / max(1.0, line.size / 2)), line.x0))


def _parted_upright(lines: Sequence[Line]) -> list[list[Line]]:
    """Columns: parts with a gap between them from top to bottom, each with lines enough."""
    parts: list[list[Line]] = []
    reach = float("-inf")
    for line in sorted(lines, key=lambda line: line.x0):
        if line.x0 > reach + 0.8 * line.size:
            parts.append([])
        parts[-1].append(line)
        reach = max(reach, line.x1)
    return parts if all(_is_prose(part) for part in parts) else [list(lines)]


def _parted_level(lines: Sequence[Line]) -> list[list[Line]]:
    """Parts at the widest gaps between lines."""
    inorder = sorted(lines, key=lambda line: line.y)
    gaps = [(below.y - above.y) / max(above.size, 1.0) for above, below in pairwise(inorder)]
    widest = max(gaps, default=0.0)
    if widest < 1.5:
        return [list(lines)]
    cuts = [0, *(place for place, gap in enumerate(gaps, 1) if gap >= widest - 0.05), len(inorder)]
    return [inorder[start:end] for start, end in pairwise(cuts)]


def _is_prose(lines: Sequence[Line]) -> bool:
    least, words = _PROSE
    return len(lines) >= least and sum(len(line.text.split()) for line in lines) >= words * len(lines)


def _free(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines as runs; those side by side as columns, or as the row of a table that has no ruled lines."""
    rows: list[list[Run]] = []
    for group in _side_by_side(list(_runs(lines))):
        if len(group) == 1:
            yield from _tabled(rows)
            rows = []
            yield from group
        elif all(_is_prose(run.lines) for run in group) or any(len(run.lines) > _CELL_LINES for run in group):
            yield from _tabled(rows)
            rows = []
            yield from (Run(run.lines, column=True) for run in group)
        else:
            if rows and not _alike(rows[-1], group):
                yield from _tabled(rows)
                rows = []
            rows.append(group)
    yield from _tabled(rows)


def _runs(lines: Sequence[Line]) -> Iterator[Run]:
    """Lines that go down below each other; a jump up and to the right parts those that it stands beside."""
    held: list[Line] = []
    beside = False
    for line in lines:
        if not held:
            held = [line]
            continue
        last = held[-1]
        if line.y > last.y + _LEVEL * line.size and _is_below(held, line, beside):
            held.append(line)
            continue
        tail = next((at for at, each in enumerate(held) if each.y >= line.y - 0.5 * line.size), len(held))
        right = line.x0 >= max((each.x1 for each in held[tail:]), default=line.x0 + 1)
        if right and 0 < tail < len(held):
            yield Run(tuple(held[:tail]))
            held = held[tail:]
        yield Run(tuple(held), column=right)
        held, beside = [line], right
    if held:
        yield Run(tuple(held))


def _is_below(held: Sequence[Line], line: Line, beside: bool) -> bool:
    left, right = min(each.x0 for each in held), max(each.x1 for each in held)
    if beside and line.x0 < left - 1.5 * line.size:
        return False
    return line.x0 < right + line.size and line.x1 > left - line.size


def _side_by_side(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs in groups of those that stand beside each other; `column` says that the next one stands to the right."""
    group: list[Run] = []
    for run in runs:
        group.append(run)
        if not run.column:
            yield group
            group = []
    if group:
        yield group


def _alike(above: Sequence[Run], below: Sequence[Run]) -> bool:
    """Whether two rows have their columns at the same places."""
    return len(above) == len(below) and all(
        abs(one.lines[0].x0 - other.lines[0].x0) <= 2 * one.lines[0].size
        for one, other in zip(above, below, strict=True)
    )


def _tabled(rows: Sequence[Sequence[Run]]) -> Iterator[Table]:
    if rows:
        cells = (Cell(row, column, run.lines) for row, runs in enumerate(rows, 1) for column, run in enumerate(runs, 1))
        yield Table(tuple(cells), alone=len(rows) == 1)
