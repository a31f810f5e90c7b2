"""The counts over a sample as rows for people: a name, a figure in words, and the records behind it.

By standard and by rule the figure is in how many records there is something to look at; by kind of record and by month
it is how many places there are in a thousand words, so that long records do not count for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from notecheck.guidance import Standard
from notecheck.render import saying
from notecheck.supervision.review import Disagreement
from notecheck.supervision.tally import Row, Tally

TABLES: Final[Mapping[str, str]] = {
    "standards": "By standard",
    "rules": "By what the check looks for",
    "doc_types": "By kind of record",
    "months": "Over time, by month",
}
"""The tables of a tally as a reader chooses them."""

_RECORDS: Final = ("Records with something to look at", "Places")
_RATE: Final = ("Records", "Places", "Places in 1,000 words")
HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "standards": ("Standard", *_RECORDS),
    "rules": ("What the check looks for", *_RECORDS),
    "doc_types": ("Kind of record", *_RATE),
    "months": ("Month", *_RATE),
}
"""Headings of the cells of each table, its name first."""
MEASURES: Final[Mapping[str, str]] = {
    "standards": "records with something to look at",
    "rules": "records with something to look at",
    "doc_types": "places to look at in 1,000 words",
    "months": "places to look at in 1,000 words",
}
"""What the figure of each table is."""
ENOUGH: Final = 5
"""Places in which readers disagree with an entry before leaving it out is spoken of: fewer say little."""


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """A line for an authority's word list that leaves entries out.

    Attributes:
        line: of YAML.
        places: that it would switch off in the sample.
        disagreed: places of these that readers disagreed with.
        agreed: places of these that readers agreed with.
    """

    line: str
    places: int
    disagreed: int
    agreed: int


def switch_off(entries: Iterable[Disagreement]) -> SwitchOff | None:
    """The line for the entries that readers disagreed with often `ENOUGH`; None where there is none."""
    off = [row for row in entries if row.disagreed >= ENOUGH]
    if not off:
        return None
    line = f"switch_off: [{', '.join(row.name for row in off)}]"
    places, disagreed, agreed = (sum(getattr(row, name) for row in off) for name in ("findings", "disagreed", "agreed"))
    return SwitchOff(line, places, disagreed, agreed)


@dataclass(frozen=True, slots=True)
class Count:
    """A row of results.

    Attributes:
        name: its id, rule, document type or month.
        label: what it is about, in words.
        share: the figure by which rows are sorted, as a share of the largest that it could be, or that there is: the
            length of a bar.
        words: the figure in words.
        cells: what stands in the table, under `HEADS`.
        behind: places of the records behind it.
    """

    name: str
    label: str
    share: float
    words: str
    cells: tuple[str, ...]
    behind: tuple[int, ...]


def counts(table: str, counted: Tally, standards: Mapping[str, Standard]) -> list[Count]:
    """The rows of one of `TABLES`: what comes up in most records first, kinds by their rate, months in order.

    Args:
        table: which.
        counted: over the sample, with whole numbers as places.
        standards: by id, for their words.
    """
    if table in ("standards", "rules"):
        rows = sorted(counted.standards if table == "standards" else counted.rules, key=_most_records)
        # A standard may be asked of some of the records only: bars are as long as their number of records, by which
        # they are sorted, and not as their share.
        whole = max((row.records for row in rows), default=0)
        label = partial(_words, standards=standards) if table == "standards" else saying.title
        return [_of_records(row, label(row.name), whole) for row in rows]
    named = [(row, saying.words(row.name)) for row in sorted(counted.doc_types, key=_highest_rate)]
    if table == "months":
        named = [(row, f"{date.fromisoformat(f'{row.name}-01'):%B %Y}") for row in counted.months]
        named += [(counted.undated, "Without a date")] if counted.undated else []
    most = max((row.per_1000 or 0.0 for row, _ in named), default=0.0)
    return [_of_words(row, label, most) for row, label in named]


def _words(standard: str, standards: Mapping[str, Standard]) -> str:
    known = standards.get(standard)
    return f"{known.section}: {known.says}" if known else standard


def _most_records(row: Row) -> tuple[int, int, str]:
    return -len(row.behind), -row.findings, row.name


def _highest_rate(row: Row) -> tuple[float, int, str]:
    return -(row.per_1000 or 0.0), -row.records, row.name


def _of_records(row: Row, label: str, whole: int) -> Count:
    words = f"{len(row.behind):,} of {saying.count(row.records, 'record')}"
    share = len(row.behind) / whole if whole else 0.0
    return Count(row.name, label, share, words, (words, f"{row.findings:,}"), _places(row))


def _of_words(row: Row, label: str, most: float) -> Count:
    rate = row.per_1000 or 0.0
    words = f"{rate:.0f} in 1,000 words"
    cells = (f"{row.records:,}", f"{row.findings:,}", f"{rate:.0f}")
    return Count(row.name, label, rate / most if most else 0.0, words, cells, _places(row))


def _places(row: Row) -> tuple[int, ...]:
    return tuple(int(place) for place in row.behind)
