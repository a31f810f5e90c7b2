"""What a YAML file must not do before its parser sees it: nest without end, or have one part stand for another.

The parser takes time with the square of the brackets that are open at once, and fills the memory where `&` and `*` make
a few lines stand for many. Both are found here in one pass, by the signs that the parser itself would take for signs:
those in quotation marks, in comments and in running text are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from notecheck.errors import LexiconError

MOST_NESTED: Final = 30
"""Brackets and braces that may be open at once; ours have four at most."""

_BREAK: Final = r"\r\n\x85\u2028\u2029"
_GAP: Final = rf"[ \t{_BREAK}]"
_END: Final = rf"(?={_GAP}|\Z)"
_LINE: Final = re.compile(rf"\r\n|[{_BREAK}]")
_SPACE: Final = re.compile(rf"{_GAP}*")
_REST: Final = re.compile(rf"[^{_BREAK}]*")
_MARKER: Final = re.compile(rf"(?:---|\.\.\.){_END}")
_NAMED: Final = re.compile(r"[&*][\w-]*", re.ASCII)
_TAG: Final = re.compile(rf"![^ \t,{_BREAK}]*")
_QUOTED: Final = re.compile(r"""'[^']*(?:''[^']*)*'|"[^"\\]*(?:\\.[^"\\]*)*\"""", re.DOTALL)
_HEADER: Final = re.compile(rf"[|>][+-]?([1-9]?)[+-]?[ \t]*(?:#[^{_BREAK}]*)?(?:\r\n|[{_BREAK}]|\Z)")
_WORD: Final = rf"(?:[^ \t:{_BREAK}]|:(?!{_GAP}|\Z))+"
_WORD_INSIDE: Final = rf"(?:[^ \t:,\[\]{{}}{_BREAK}]|:(?!{_GAP}|[,\[\]{{}}]|\Z))+"
_PLAIN: Final = tuple(re.compile(rf"{word}(?:[ \t]+(?!#){word})*") for word in (_WORD, _WORD_INSIDE))
_NO_PLAIN: Final = re.compile(r"[%@`|>]")  # with which no text without quotation marks begins
_SPACES: Final = re.compile(" *")


def refuse_tangles(text: str, name: str) -> None:
    """Refuse a file that would keep the parser, or fill the memory.

    Args:
        text: of the file.
        name: what the file is called.

    Raises:
        LexiconError: names the file, the line and what is allowed.
    """
    scan = _Scan(text)
    depth = 0
    for sign, at in scan.signs():
        if sign == "*":
            raise LexiconError(f"{name}: line {scan.line(at)} repeats another part by & and *; write it out instead")
        depth += 1 if sign in "[{" else -1
        if depth > MOST_NESTED:
            raise LexiconError(
                f"{name}: line {scan.line(at)} has more than {MOST_NESTED} brackets open at once; "
                "close them, or put text that holds brackets in quotation marks"
            )


class _Scan:
    """One pass over a file, which knows no more of YAML than what tells its signs from text."""

    def __init__(self, text: str) -> None:
        self._text = text.removeprefix("\ufeff")
        self._starts = [0, *(found.end() for found in _LINE.finditer(self._text))]
        self._at = 0
        self._depth = 0
        self._indents = [-1]  # columns of the blocks around, by which a text of several lines ends
        self._key: int | None = None  # where what may turn out to be a key begins
        self._fresh = True  # whether a key may begin here

    def line(self, at: int) -> int:
        """Number of the line of an offset, from 1."""
        return bisect_right(self._starts, at)

    def signs(self) -> Iterator[tuple[str, int]]:
        """Each bracket that opens or closes and each `*` that names a part, with its offset.

        Ends where the parser would say that the file is no YAML.
        """
        while (at := self._skip_space()) < len(self._text):
            sign = self._text[at]
            column = self._column(at)
            if not self._depth:
                self._close_blocks(column)
            marker = _MARKER.match(self._text, at)
            if column == 0 and (marker or sign == "%"):
                self._close_blocks(-1)
                self._at = marker.end() if marker else self._end_of_line(at)
            elif sign in "[{":
                self._take(at + 1)
                self._depth += 1
                yield sign, at
            elif sign in "]}":
                self._at += 1
                self._fresh = False
                if self._depth:
                    self._depth -= 1
                    yield sign, at
            elif sign == "*" and (named := _NAMED.match(self._text, at)):
                yield sign, at
                self._take(named.end())
            elif not (self._take_indicator(sign, column) or self._take_words(sign)):
                return

    def _skip_space(self) -> int:
        """Behind white space and comments."""
        before = self._at
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            self._fresh = self._fresh or self.line(before) < self.line(self._at)
            if self._text.startswith("#", self._at):
                self._at = self._end_of_line(self._at)
            elif self._text.startswith("\ufeff", self._at) and not self._column(self._at):
                self._at += 1
            else:
                return self._at

    def _end_of_line(self, at: int) -> int:
        found = _REST.match(self._text, at)
        return found.end() if found else at

    def _column(self, at: int) -> int:
        return at - self._starts[bisect_right(self._starts, at) - 1]

    def _close_blocks(self, column: int) -> None:
        while self._indents[-1] > column:
            self._indents.pop()

    def _open_block(self, column: int) -> None:
        if not self._depth and column > self._indents[-1]:
            self._indents.append(column)

    def _take(self, end: int) -> None:
        """A part that may be a key, or the start of one."""
        if self._fresh and not self._depth:
            self._key = self._at
        self._fresh = False
        self._at = end

    def _take_indicator(self, sign: str, column: int) -> bool:
        """`,` between parts; `-`, `?` and `:` where they are no text."""
        if sign == ",":
            self._fresh = True
            self._at += 1
            return True
        alone = _at_gap(self._text, self._at + 1)
        if not (sign == "-" and alone) and not (sign in "?:" and (alone or self._depth)):
            return False
        on_line = self._key is not None and self.line(self._key) == self.line(self._at)
        self._open_block(self._column(self._key or 0) if sign == ":" and on_line else column)
        if not self._depth:
            self._fresh = not (sign == ":" and on_line)
            self._key = None
        self._at += 1
        return True

    def _take_words(self, sign: str) -> bool:
        """Names of parts, tags, texts of every kind; False where none can stand here."""
        if sign in "|>" and not self._depth:
            return self._take_block_text()
        if sign in "&!'\"":
            pattern = _NAMED if sign == "&" else _TAG if sign == "!" else _QUOTED
            found = pattern.match(self._text, self._at)
            if found:
                self._take(found.end())
            return found is not None
        return _NO_PLAIN.match(sign) is None and self._take_plain()

    def _take_plain(self) -> bool:
        """Text without quotation marks, which goes on over lines that are further in than the block around."""
        pattern = _PLAIN[bool(self._depth)]
        found = pattern.match(self._text, self._at)
        if not found:
            return False
        while found:
            end = found.end()
            space = _SPACE.match(self._text, end)
            after = space.end() if space else end
            if self._text.startswith("#", after) or not self._goes_on(after):
                break
            found = pattern.match(self._text, after)
        begun = self.line(self._at)
        self._take(end)
        self._fresh = begun < self.line(end)
        return True

    def _goes_on(self, at: int) -> bool:
        column = self._column(at)
        if column == 0 and _MARKER.match(self._text, at):
            return False
        return bool(self._depth) or column > self._indents[-1]

    def _take_block_text(self) -> bool:
        """Text behind `|` or `>`: all the lines that are as far in as its first one."""
        header = _HEADER.match(self._text, self._at)
        if not header:
            return False
        around = self._indents[-1]
        told = max(around, 0) + int(header[1]) if header[1] else 0
        indent = told or max(self._first_indent(header.end()), around + 1, 1)
        ends = (at for at in self._lines(header.end()) if not self._is_empty(at) and self._indent(at) < indent)
        self._at = next(ends, len(self._text))
        self._fresh = True
        return True

    def _lines(self, start: int) -> Iterator[int]:
        """Where lines start, from the one that starts here."""
        return (self._starts[number] for number in range(self.line(start) - 1, len(self._starts)))

    def _first_indent(self, start: int) -> int:
        """How far in a text is whose first line starts here."""
        most = 0
        for line in self._lines(start):
            most = max(most, self._indent(line))
            if not self._is_empty(line):
                break
        return most

    def _indent(self, start: int) -> int:
        found = _SPACES.match(self._text, start)
        return found.end() - start if found else 0

    def _is_empty(self, start: int) -> bool:
        end = start + self._indent(start)
        return end == len(self._text) or self._text[end] in "\r\n\x85\u2028\u2029"


def _at_gap(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in " \t\r\n\x85\u2028\u2029"
