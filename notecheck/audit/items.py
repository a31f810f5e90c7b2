"""What a source of notes gives: one item after the other, each with where the next begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from notecheck.mapping import ColumnMap

Cursor: TypeAlias = Mapping[str, Any]
"""Where the next item begins: JSON-shaped and small, without a word of a note. Only its source reads it."""

EMPTY: Final = "the note is empty"
"""Why a record without text is not checked: no fault, so it is counted apart."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Item(NamedTuple):
    """One note of the input, or why there is none in its place.

    Attributes:
        place: where it stands, for people: 'notes.csv, row 12'; empty where the caller has no word for it.
        note: in the contract's form; None where it could not be read.
        error: why it could not be read, to stand after the place; never holds text of the note.
        kept: the columns that `--by` and `--keep` name, as they stand in the input: JSON-shaped. They go into its row,
            an error record too.
        id: what is known to name it, where it could not be read.
        id_given: whether its id is one of its own; else it was made up by its place, as `notes-12`, and another record
            may have it in another export.
    """

    place: str
    note: Mapping[str, Any] | None
    error: str | None = None
    kept: Mapping[str, Any] = NOTHING
    id: str | None = None
    id_given: bool = True


class Source(Protocol):
    """Where notes come from. It streams: what it holds in memory does not grow with the input."""

    @property
    def mapping(self) -> ColumnMap:
        """Which column holds what, where the input has columns; empty otherwise."""
        ...

    @property
    def files(self) -> Sequence[tuple[Path, int]] | None:
        """The paths that are read, each with its size in bytes; None for standard input, which cannot be resumed."""
        ...

    @property
    def total(self) -> int | None:
        """How much there is, in the unit of `done`; None where it is not known."""
        ...

    @property
    def notices(self) -> Sequence[str]:
        """What was left out or assumed so far, for people."""
        ...

    def items(self, after: Cursor | None = None) -> Iterator[tuple[Item, Cursor]]:
        """The items in order, each with the cursor behind it.

        Args:
            after: a cursor that this source gave; what follows it is given, exactly as it would have been.

        Raises:
            NoteError: the input as a whole cannot be read (on).
        """
        ...

    def done(self, cursor: Cursor) -> int:
        """How much of `total` lies before a cursor, for the progress shown."""
        ...
