"""What a reader gives: records in the order of the file, and what the person who opens it should know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

MOST_BYTES: Final = 200_000_000
"""Of one file, and of all that is packed into a zip together."""
MOST_RECORDS: Final = 200_000
"""Of one file, and of all files that are opened together."""

_NAMED: Final = 10  # places that a notice names; of more it gives the number


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """One record of a file.

    Attributes:
        place: where it stands, for people: 'row 12', 'line 3'; with the file's name before it where there are several.
        fields: what it holds: column → cell as text, or for a `ready` record the keys of a note.
        ready: whether it is a note of the contract already and needs no columns matched.
    """

    place: str
    fields: Mapping[str, Any]
    ready: bool = False

    def at(self, place: str) -> Record:
        """The same record at another place."""
        return replace(self, place=place)

    def filled(self, columns: Iterable[str]) -> Record:
        """The same record with a cell in each column, empty where it has none."""
        return replace(self, fields={column: self.fields.get(column, "") for column in columns})

    def characters(self) -> int:
        """How long its texts are together."""
        return sum(len(value) for value in self.fields.values() if isinstance(value, str))

    def __repr__(self) -> str:
        """Without a word of the record, since what is shown may be logged."""
        return f"Record({self.place!r}, {len(self.fields)} fields, ready={self.ready})"


@dataclass(frozen=True, slots=True)
class Records:
    """What one file holds, or several together.

    Attributes:
        name: of the file; several names are joined by commas.
        columns: headings of the columns in order; empty where every record is a ready note.
        rows: the records in the order of the file.
        notices: what was left out or assumed, each a sentence that names the place. Never text of a record.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Record, ...]
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class Several:
    """Places of one kind, of which the first are named and the others counted."""

    first: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, place: int) -> None:
        """One more, behind the others."""
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append(place)

    def named(self, what: str) -> str:
        """As `named`."""
        return _named(what, self.first, self.count)


def named(what: str, places: Sequence[int]) -> str:
    """'row 4', 'rows 4, 7 and 9', or 'rows 4, 7, … and 31 more'.

    >>> named("row", [4, 7, 9])
    'rows 4, 7 and 9'
    """
    return _named(what, places[:_NAMED], len(places))


def _named(what: str, first: Sequence[int], count: int) -> str:
    if count == 1:
        return f"{what} {first[0]}"
    shown = [str(place) for place in first]
    rest = count - len(shown)
    return (
        f"{what}s {', '.join(shown)} and {rest:,} more" if rest else f"{what}s {', '.join(shown[:-1])} and {shown[-1]}"
    )


def one_by_one(values: Iterable[str]) -> dict[str, None]:
    """The values without doubles, in their order."""
    return dict.fromkeys(values)
