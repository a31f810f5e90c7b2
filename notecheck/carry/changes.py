"""What an edit has changed of all that a look may read: not the words alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Literal, NamedTuple, TypeAlias

from notecheck.carry.edit import Edit
from notecheck.carry.found import TOKENS, WHOLE, told_of
from notecheck.carry.places import R, Span, moved
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.text.layout import Line

By = Literal["parse", "who", "statements"]
"""What a look reads: the text and its parse; who is who besides; what kind each sentence is besides these."""
_Data: TypeAlias = Mapping[str, Any]


def changes(edit: Edit, by: By) -> list[Span] | None:
    """Where something is not what it was that this kind of look reads and those before it in `By` do not.

    Args:
        edit: that led to the Doc.
        by: what a look reads.

    Returns:
        In tokens of the text now and in any order; None where all of the note is to be looked at anew.
    """
    doc, before = edit.doc, edit.before
    if by == "parse":
        same = len(doc) and doc.user_data.get("notecheck_asked") == before.asked
        return [(edit.first, edit.last), *_laid_out(edit)] if same else None
    if by == "statements":
        return list(_stated(edit, doc.user_data["notecheck_statements"]))
    now, old = doc.user_data["notecheck_who"], before.who
    if any(now[name] != old[name] for name in WHOLE):
        return None
    return [*_named(edit, now, old), *_spoken(edit, now["speech"], old["speech"])]


def _laid_out(edit: Edit) -> Iterator[Span]:
    """Lines and parts of pasted emails."""
    doc, before = edit.doc, edit.before
    starts = columns(doc).start
    now, old, now_told, old_told = layout.of(doc), before.lines, told_of(doc), before.by_line
    ahead, behind = edit.lines_kept
    last, last_before = len(now) - behind, len(old) - behind
    kept = [
        *zip(range(ahead), range(ahead), strict=True),
        *zip(range(last, len(now)), range(last_before, len(old)), strict=True),
    ]
    told = (
        (now[i].start, now[i].end) for name, rows in now_told.items() for i, j in kept if rows[i] != old_told[name][j]
    )
    lines = _unlike(edit, _told(now, now_told, ahead, last), _told(old, old_told, ahead, last_before), _told_moved)
    mails = _unlike(edit, emails.of(doc), before.mails, moved)
    for start, end in chain(told, lines, mails):
        yield max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)


def _unlike(edit: Edit, now: Iterable[R], old: Iterable[R], move: Callable[[R, int], R]) -> Iterator[Span]:
    """Where something stands now that did not before, or the other way round, in code points of the text now."""
    kept: set[R] = set()
    for row in old:
        start, last = edit.place_now(row.start), edit.place_now(max(row.start, row.end - 1))
        if start is not None and last is not None and last - start == max(0, row.end - 1 - row.start):
            kept.add(move(row, start - row.start))
        else:  # it has lost words, or has others between its own
            yield from ((edge, edge + 1) for edge in (start, last) if edge is not None)
    yield from ((row.start, row.end) for row in kept.symmetric_difference(now))


def _named(edit: Edit, now: _Data, old: _Data) -> Iterator[Span]:
    """Tokens that are somebody else, or quoted where they were not."""
    first, last = edit.first, edit.last
    for name in TOKENS:
        one, other = now[name], old[name]
        if one[:first] != other[:first]:
            yield from ((i, i + 1) for i in range(first) if one[i] != other[i])
        if one[last:] != other[edit.last_before :]:
            yield from ((i, i + 1) for i in range(last, len(one)) if one[i] != other[i - edit.by_tokens])


def _spoken(edit: Edit, now: Iterable[Sequence[Any]], old: Iterable[Sequence[Any]]) -> Iterator[Span]:
    """Speech that is another, or somebody else's."""
    kept: set[tuple[Any, ...]] = set()
    for start, end, kind, speaker, form in old:
        opens, closes = edit.token_now(start), edit.token_now(end - 1)
        who = -1 if speaker < 0 else edit.token_now(speaker)
        if opens is None or closes is None or who is None:
            yield from ((i, i + 1) for i in (opens, closes) if i is not None)
        else:
            kept.add((opens, closes + 1, kind, who, form))
    yield from ((start, end) for start, end, *_ in kept.symmetric_difference(map(tuple, now)))


def _stated(edit: Edit, now: Sequence[Any]) -> Iterator[Span]:
    """Sentences of another kind."""
    before = edit.before
    known = {edit.token_now(at): row for (at, _), row in zip(before.columns.sentences, before.statements, strict=True)}
    return (span for span, row in zip(columns(edit.doc).sentences, now, strict=True) if known.get(span[0]) != row)


class _Told(NamedTuple):
    """A line with what `by_line` says of it."""

    start: int
    end: int
    line: Line
    told: tuple[Any, ...]


def _told(lines: Sequence[Line], by_line: Mapping[str, list[Any]], first: int, last: int) -> list[_Told]:
    """Some of the lines, from one up to another."""
    each = [by_line[name][first:last] for name in sorted(by_line)]
    rows = zip(*each, strict=True) if each else repeat(())
    return [_Told(line.start, line.end, line, told) for line, told in zip(lines[first:last], rows, strict=False)]


def _told_moved(row: _Told, by: int) -> _Told:
    return _Told(row.start + by, row.end + by, row.line.moved(by), row.told)
