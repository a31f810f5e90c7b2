"""Looks by place: what is found near each place of a note, most of it taken over from before an edit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import Final, TypeVar, get_args

from spacy.tokens import Doc

from notecheck.carry.anew import NEAR, Anew
from notecheck.carry.changes import By, changes
from notecheck.carry.edit import edit_of, in_piece, seeking, whole
from notecheck.carry.found import rows_of
from notecheck.carry.places import R, Span, by_start
from notecheck.memo import once_per_doc
from notecheck.text import layout
from notecheck.text.layout import Line

T = TypeVar("T")


def by_place(
    doc: Doc,
    name: Hashable,
    look: Callable[[Doc], Iterable[R]],
    *,
    by: By = "parse",
    tokens: bool = False,
    near: int = NEAR,
) -> list[R]:
    """What a look finds in a Doc, in order of place; most is taken over from before an edit if one led to this Doc.

    Args:
        doc: the note.
        name: of the look; no other has it.
        look: finds dataclasses with `start` and `end`, or named tuples that begin with these. What it finds at a place
            must depend on no more than `near` sentences to either side (and `anew.NEAR_TOKENS` tokens, where these are
            further), on the note's own fields, and on nothing else of the note: neither on what comes first in it nor
            on how much there is.
        by: what it reads.
        tokens: `start` and `end` are those of tokens, not of code points.
        near: how many sentences to either side may bear on what is found at a place; not above `anew.NEAR`.
    """
    rows = rows_of(doc)
    if name not in rows:
        note = whole(doc)
        edit, anew = edit_of(note), anew_in(note, by)
        if edit is None or anew is None or name not in edit.before.rows:
            with seeking(doc, (0, len(doc))):  # of a piece, too: what is found in it serves whoever asks next
                rows[name] = sorted(look(doc), key=by_start)
        elif note is doc:
            rows[name] = anew.narrowed(near).joined(edit.before.rows[name], look, tokens=tokens)
        else:  # a look at a piece asks another look, which has its own from before the edit
            rows[name] = in_piece(doc, by_place(note, name, look, by=by, tokens=tokens, near=near), tokens=tokens)
    found: list[R] = rows[name]
    return found


def by_lines(doc: Doc, name: Hashable, look: Callable[[Doc, Line], T]) -> list[T]:
    """What a look says of each line of a Doc; it must depend on the line's own words and kind alone.

    Args:
        doc: the note.
        name: of the look; no other has it.
        look: gives what holds wherever the line stands: no place in the text, unless counted from the line's start.
    """
    rows = rows_of(doc)
    if name not in rows:
        lines, edit = layout.of(doc), edit_of(doc)
        old: list[T] = edit.before.rows.get(name, []) if edit else []
        ahead, behind = edit.lines_kept if edit and old else (0, 0)
        anew = [look(doc, line) for line in lines[ahead : len(lines) - behind]]
        rows[name] = [*old[:ahead], *anew, *old[len(old) - behind :]] if old else anew
    found: list[T] = rows[name]
    return found


def by_text(doc: Doc, name: Hashable, within: Span, asked: Hashable, tell: Callable[[], T]) -> T:
    """What is told of some words of a Doc; taken over from before an edit where these words were there already.

    Unlike `by_place` it costs a note nothing that nobody has edited: only what is asked for is worked out.

    Args:
        doc: the note; not a piece of it.
        name: of what is told; nothing else has it.
        within: first code point, and one past the last, of all the text that bears on it; they may lie beyond the
            text's own ends.
        asked: whatever else bears on it, but for the note's own fields.
        tell: gives what holds wherever the words stand: no place in the text, unless counted from theirs.
    """
    rows: dict[Hashable, T] = rows_of(doc).setdefault(name, {})
    key = (*within, asked)
    if key not in rows:
        edit = edit_of(doc)
        old: Mapping[Hashable, T] = edit.before.rows.get(name, {}) if edit else {}
        by = edit.moved_by(within) if edit and old else None
        was = None if by is None else (within[0] - by, within[1] - by, asked)
        rows[key] = old[was] if was in old else tell()
    return rows[key]


def anew_in(doc: Doc, by: By) -> Anew | None:
    """Where a look has to look anew; None for everywhere, as in a Doc that no edit led to.

    Args:
        doc: the note.
        by: what the look reads.
    """
    return _ANEW[by](doc)


def _anew(by: By, doc: Doc) -> Anew | None:
    edit, place = edit_of(doc), _ORDER.index(by)
    if edit is None:
        return None
    changed = changes(edit, by)
    if not place:
        return None if changed is None else Anew(edit, changed, [])
    known = anew_in(doc, _ORDER[place - 1])
    return None if known is None or changed is None else known.with_more(changed)


_ORDER: Final[tuple[By, ...]] = get_args(By)
_ANEW: Final[Mapping[By, once_per_doc[Anew | None]]] = {by: once_per_doc(partial(_anew, by)) for by in _ORDER}
