"""What an edit has changed of all that a look may read: not the words alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from notecheck.carry.edit import Edit
from notecheck.carry.found import TOKENS, WHOLE, told_of
from notecheck.carry.places import R, Span, moved
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.text.layout import Line

By = Literal["words", "parse", "who", "statements"]
"""What a look reads: the text and its parse near a place, with what kind of line it is in, but not the rest of a long
line, nor what is quoted; all of that; who is who besides; what kind each sentence is besides these."""
_Data: TypeAlias = Mapping[str, Any]
_SHORT: Final = 120  # code points of a line; whether one is shorter may bear on all that stands in it


def changes(edit: Edit, by: By) -> list[Span] | None:
    """Where something is not what it was that this kind of look reads and those before it in `By` do not.

    Args:
        edit: that led to the Doc.
        by: what a look reads.

    Returns:
        In tokens of the text now and in any order; None where all of the note is to be looked at anew.
    """
    doc, before = edit.doc, edit.before
    if by == "words":
        same = len(doc) and doc.user_data.get("notecheck_asked") == before.asked
        return [(edit.first, edit.last), *_in_tokens(edit, _lined(edit))] if same else None
    if by == "parse":
        return list(_in_tokens(edit, _laid_out(edit)))
    if by == "statements":
        return list(_stated(edit, doc.user_data["notecheck_statements"]))
    now, old = doc.user_data["notecheck_who"], before.who
    if any(now[name] != old[name] for name in WHOLE):
        return None
    return [*_named(edit, now, old), *_spoken(edit, now["speech"], old["speech"])]


def _in_tokens(edit: Edit, spans: Iterable[Span]) -> Iterator[Span]:
    """The tokens of some spans of the text."""
    starts = columns(edit.doc).start
    return ((max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)) for start, end in spans)


def _laid_out(edit: Edit) -> Iterator[Span]:
    """Lines that are others."""
    now, old = _edited(edit)
    return _unlike(edit, now, old, _told_moved)


def _lined(edit: Edit) -> Iterator[Span]:
    """Lines and parts of pasted emails that are others, and lines of which something else is said.

    Of a long line of which only words behind the label are others it says nothing: what kind it is, where it begins,
    its label and what is said of it are the same.
    """
    now, old = _edited(edit)
    known, same = {edit.place_now(row.start): row for row in old}, set[_Told]()
    for row in now:
        was = known.get(row.start)
        if was is not None and _begins_alike(edit, row, was):
            same.add(was)
        else:
            yield row.start, row.end
    for row in (row for row in old if row not in same):
        start, last = edit.place_now(row.start), edit.place_now(max(row.start, row.end - 1))
        yield edit.edges[0] if start is None else start, edit.edges[1] if last is None else last + 1
    yield from chain(_told_else(edit), _mailed(edit))


def _begins_alike(edit: Edit, now: _Told, was: _Told) -> bool:
    """Whether two lines are long and differ in nothing but words behind the label."""
    by = now.start - was.start
    head = max(was.line.body, was.line.label_end) - 1
    untouched = head < was.start or edit.place_now(head) == head + by
    long = min(now.end - now.start, was.end - was.start) > _SHORT
    return untouched and long and now.told == was.told and replace(was.line.moved(by), end=now.end) == now.line


def _edited(edit: Edit) -> tuple[list[_Told], list[_Told]]:
    """The lines now, and before, that are not the same, words and all."""
    now, old = layout.of(edit.doc), edit.before.lines
    ahead, behind = edit.lines_kept
    lines = _told(now, told_of(edit.doc), ahead, len(now) - behind)
    return lines, _told(old, edit.before.by_line, ahead, len(old) - behind)


def _told_else(edit: Edit) -> Iterator[Span]:
    """Lines that are the same, words and all, of which something else is said."""
    lines, was_told = layout.of(edit.doc), edit.before.by_line
    ahead, behind = edit.lines_kept
    for name, now in told_of(edit.doc).items():
        old, last = was_told[name], len(now) - behind
        unlike = _unlike_at(now[:ahead], old[:ahead])
        unlike += [last + i for i in _unlike_at(now[last:], old[len(old) - behind :])]
        yield from ((lines[i].start, lines[i].end) for i in unlike)


def _mailed(edit: Edit) -> Iterator[Span]:
    """Parts of pasted emails that are others."""
    return _unlike(edit, emails.of(edit.doc), edit.before.mails, moved)


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
        yield from ((i, i + 1) for i in _unlike_at(one[:first], other[:first]))
        yield from ((last + i, last + i + 1) for i in _unlike_at(one[last:], other[edit.last_before :]))


def _spoken(edit: Edit, now: Iterable[Sequence[Any]], old: Iterable[Sequence[Any]]) -> Iterator[Span]:
    """Speech that is another, or somebody else's."""
    kept: set[tuple[Any, ...]] = set()
    for start, end, kind, speaker, form in old:
        opens, closes = edit.token_now(start), edit.token_now(end - 1)
        who = -1 if speaker < 0 else edit.token_now(speaker)
        if opens is None or closes is None or who is None:  # up to the edit, or from it on, it may be nobody's now
            if opens is not None or closes is not None:
                yield edit.first if opens is None else opens, edit.last if closes is None else closes + 1
        else:
            kept.add((opens, closes + 1, kind, who, form))
    yield from ((start, end) for start, end, *_ in kept.symmetric_difference(map(tuple, now)))


def _stated(edit: Edit, now: Sequence[Any]) -> Iterator[Span]:
    """Sentences of another kind; those that begin within the edit are others."""
    sentences, old = columns(edit.doc).sentences, edit.before.statements
    first, last = bisect_left(sentences, (edit.first,)), bisect_left(sentences, (edit.last,))
    last_before = bisect_left(edit.before.columns.sentences, (edit.last_before,))
    yield from (sentences[i] for i in _unlike_at(now[:first], old[:first]))
    yield from sentences[first:last]
    yield from (sentences[last + i] for i in _unlike_at(now[last:], old[last_before:]))


def _unlike_at(one: Sequence[Any], other: Sequence[Any]) -> list[int]:
    """The places at which two lists of one length are not the same."""
    if one == other:  # as most are, which is told faster
        return []
    return [i for i, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]


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
