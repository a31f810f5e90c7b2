"""Whose words are these, and who are the people of a note: quotations, family words, names from the note's fields."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Doc

from notecheck.carry.edit import Edit, edit_of
from notecheck.carry.found import by_token
from notecheck.memo import once_per_doc, text_of
from notecheck.note import Note, note_of
from notecheck.text import layout
from notecheck.text.columns import columns

_LINE: Final = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_OPENS: Final = frozenset(" \t\u00a0([{–—-/:")
_PAIRS: Final = {"“": "”", "‘": "’", '"': '"', "'": "'", "«": "»", "„": "“"}
_MARK: Final = re.compile(f"[{''.join(_PAIRS)}]")
# A single mark further on than this closes another quotation; without a bound, hostile text takes quadratic time.
_LONGEST_SINGLE: Final = 2_000
_LEAD: Final = 40
"""Code points before a mark, of the line before too, among which speech is promised."""
# Words that begin with an apostrophe, which opens nothing.
_ELIDED: Final = re.compile(
    r"['’‘](?:til|till|cause|cos|coz|em|tis|twas|bout|ere|n|round|spose|\d\ds?)\b", re.IGNORECASE
)
# An opening mark after one of these promises speech, even if nobody closed it.
_SPEECH: Final = re.compile(
    r"(?:\b(?:said|says|saying|asked|told|replied|shouted|wrote|writes|added|states?|stated)\b[^.]{0,20}|:|,)\s*$"
)


def quotations(text: str) -> list[tuple[int, int]]:
    """Where other people's words stand: spans of code points, marks included, outermost only.

    Curly and straight, single and double marks, nested ones; a double or curly mark that nobody closed
    quotes to the end of its line. An apostrophe opens nothing.

    >>> [("She said 'no' to Mum's plan.")[a:b] for a, b in quotations("She said 'no' to Mum's plan.")]
    ["'no'"]
    """
    return list(_in_lines(text, [(line.start(), line.end()) for line in _LINE.finditer(text)]))


def _in_lines(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same, where the lines are known: the first code point of each and one past its last."""
    end, last = (lines[0][0], lines[-1][1]) if lines else (0, 0)
    while mark := _MARK.search(text, end, last):  # most lines hold none
        start, end = lines[bisect_right(lines, (mark.start(), len(text))) - 1]
        yield from _in_line(text, start, end)


def _in_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    i = start
    while mark := _MARK.search(text, i, end):
        i = mark.start()
        if _opens(text, i, start, end):
            close = _close(text, i, end)
            if close is not None:
                yield i, close
                i = close
                continue
        i += 1


def _opens(text: str, i: int, start: int, end: int) -> bool:
    mark = text[i]
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < end else " "
    if mark in "“«„":
        return True
    if after.isspace() or not (before in _OPENS or before in _PAIRS):
        return False
    return not (mark in "'‘" and _ELIDED.match(text, i))


def _close(text: str, i: int, end: int) -> int | None:
    """One past the mark that closes the one at `i`, the line's end if it promised speech, else None."""
    mark, wanted = text[i], _PAIRS[text[i]]
    if mark in "'‘":
        close = _close_single(text, i, wanted, end)
        if close is None and (mark == "‘" or _SPEECH.search(text, max(0, i - _LEAD), i)):
            return end
        return close
    depth, j = 1, _past(text, i, mark, end) if mark == wanted else i + 1
    while j < end:
        if text[j] == wanted:
            depth -= 1
            if not depth:
                return _past(text, j, mark, end)
        elif text[j] == mark:
            depth += 1
        elif mark == "“" and text[j] == '"':  # opened curly, closed straight
            return j + 1
        j += 1
    # Nobody closed it: with nested marks the outer one may still end at the last closing mark.
    last = text.rfind(wanted, i + 1, end) if wanted != mark else -1
    return last + 1 if last > i else end


def _past(text: str, i: int, mark: str, end: int) -> int:
    """One past a run of the same mark: some programs double or treble them."""
    j = i + 1
    while mark == '"' and j < end and text[j] == mark:
        j += 1
    return j


def _close_single(text: str, i: int, wanted: str, end: int) -> int | None:
    """A single mark closes where no letter follows; the plural possessive ('the boys' room') waits for a better one."""
    plural = None
    for j in range(i + 1, min(end, i + _LONGEST_SINGLE)):
        if text[j] != wanted and not (wanted == "’" and text[j] == "'"):
            continue
        after = text[j + 1] if j + 1 < end else " "
        if after.isalnum() or text[j - 1].isspace():
            continue
        if text[j - 1] == "s" and after == " ":
            plural = plural or j + 1
            continue
        return j + 1
    return plural


@by_token
def quoted(doc: Doc) -> list[bool]:
    """For each token, whether it stands inside a quotation (the marks count as inside)."""
    inside = [False] * len(doc)
    c, edit = columns(doc), edit_of(doc)
    starts, lines = c.start, [(line.start, line.end) for line in layout.of(doc)]
    if edit is not None and lines:
        low, high = _anew(edit, lines)
        old = edit.before.who["quoted"]
        first = bisect_left(starts, lines[low][0])
        last = bisect_left(starts, lines[high][0]) if high < len(lines) else len(c)
        inside[:first], inside[last:] = old[:first], old[len(old) - (len(c) - last) :]
        lines = lines[low:high]
    for start, end in _in_lines(text_of(doc), lines):
        first = max(0, bisect_right(starts, start) - 1)
        if starts[first] + len(c.text[first]) <= start:  # the span begins in the space behind it
            first += 1
        last = bisect_left(starts, end)
        inside[first:last] = [True] * (last - first)
    return inside


def _anew(edit: Edit, lines: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """From which line up to which quotations may be others than before an edit."""
    ahead, behind = edit.lines_kept
    last = len(lines) - behind
    while last < len(lines) and lines[last][0] - _LEAD < edit.edges[1]:
        last += 1
    return max(0, ahead - 1), last


@once_per_doc
def names(doc: Doc) -> frozenset[str]:
    """Names that the note's own fields give, part by part, in lower case ('ellie-mae', 'dawson')."""
    return frozenset(part.lower() for name in _given_names(note_of(doc)) for part in re.split(r"[\s,]+", name) if part)


def _given_names(note: Note) -> Iterator[str]:
    yield from (name for name in (note.child.name, note.author.name) if name)
    yield from note.child.known_as
    yield from note.other_children
