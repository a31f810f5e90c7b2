"""A table or a list as a stream: one record after the other, each with the mark from which reading can go on.

What is no record has its fault in its place, so that nothing is lost in silence and nothing stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from notecheck.errors import NoteError
from notecheck.read.records import MOST_RECORDS, Record, Records, Several, one_by_one

T = TypeVar("T")

Mark: TypeAlias = int | list[Any]
"""Where the next record begins, JSON-shaped, for the format alone to read: the number of a row, or a list that begins
with a count of bytes."""

_TOLD: Final = 10  # faults that are told with their places; of more the number is given


class Fault(NamedTuple):
    """What stands in the place of a record that cannot be read.

    Attributes:
        number: of the row or line.
        says: why, to stand after its place. Never a word of it.
    """

    number: int
    says: str


class Step(NamedTuple):
    """A record, or the fault in its place, and the mark behind it."""

    what: Record | Fault
    mark: Mark


@dataclass(slots=True)
class Stream:
    """What a table or a list holds, to be gone through once.

    Attributes:
        called: how a place is called: 'row', 'line', 'note'.
        columns: headings in order, as far as the first records show them; empty where records are ready notes.
        steps: the records in order.
        empty: what to say where there are none.
        said: what was left out or assumed as it was opened, each a sentence.
        more: what there is to say of the records gone through so far.
        alike: whether all records have the columns, and no others.
        size: number of rows, where marks are numbers of rows; None where they count bytes.
    """

    called: str
    columns: tuple[str, ...]
    steps: Iterator[Step]
    empty: str
    said: list[str] = field(default_factory=list)
    more: Callable[[], Iterable[str]] = tuple
    alike: bool = True
    size: int | None = None

    def place(self, fault: Fault) -> str:
        """Where a fault stands, for people."""
        return f"{self.called} {fault.number}"


def first(items: Iterator[T], most: int, size: Callable[[T], int], largest: int) -> tuple[list[T], bool]:
    """The first of what is to be gone through, by which it is known what it is; and whether that is all of it.

    Args:
        items: of which no further one is taken.
        most: how many are enough.
        size: of one, in characters or bytes.
        largest: of all together, beyond which they are enough too.
    """
    head: list[T] = []
    held = 0
    for item in items:
        head.append(item)
        held += size(item)
        if len(head) == most or held > largest:
            return head, False
    return head, True


def gather(name: str, stream: Stream) -> Records:
    """All that a stream holds; faults become notices.

    Raises:
        NoteError: it holds no record, or more than are read at once.
    """
    rows: list[Record] = []
    faults: dict[str, Several] = {}
    for step in stream.steps:
        if isinstance(step.what, Fault):
            faults.setdefault(step.what.says, Several()).add(step.what.number)
        elif len(rows) == MOST_RECORDS:
            raise NoteError(f"more than {MOST_RECORDS:,} {stream.called}s; split the file")
        else:
            rows.append(step.what)
    if not rows:
        raise NoteError(next((f"{one.named(stream.called)}: {says}" for says, one in faults.items()), stream.empty))
    notices = (*stream.said, *_told(stream.called, faults), *stream.more())
    columns = stream.columns
    if not stream.alike:
        columns = tuple(one_by_one(key for row in rows if not row.ready for key in row.fields))
        rows = [row if row.ready else row.filled(columns) for row in rows]
    return Records(name, columns, tuple(row if row.place else row.at(name) for row in rows), notices)


def _told(called: str, faults: dict[str, Several]) -> Iterator[str]:
    for says, several in islice(faults.items(), _TOLD):
        yield f"{several.named(called)} left out: {says}"
    if more := sum(several.count for several in islice(faults.values(), _TOLD, None)):
        yield f"and {more:,} more left out for such a fault"
