"""The figures of an audit as plain data: shares, rates and means with their intervals, and what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from notecheck.audit import intervals
from notecheck.audit.intervals import Interval, Moments

FEW: Final = 20
"""Records, with fewer of which a figure is shown as one of few records, without an interval."""
OTHER: Final = "other values"
"""What stands for the values of a column that are too many to be shown each."""
EMPTY: Final = "nothing given"
"""What stands for an empty cell."""


@dataclass(frozen=True, slots=True)
class Share:
    """In how many records it is so.

    Attributes:
        hits: records in which it is so.
        of: records that were looked at for it.
    """

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """0 to 1; None where no record was looked at."""
        return self.hits / self.of if self.of else None

    @property
    def few(self) -> bool:
        """Whether these are too few records to make anything of the share."""
        return self.of < FEW

    @property
    def interval(self) -> Interval | None:
        """Of 95 %; None for few records."""
        return None if self.few else intervals.wilson(self.hits, self.of)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"hits": self.hits, "of": self.of, "share": self.value} | _ends(self.interval)


@dataclass(frozen=True, slots=True)
class Rate:
    """Places in a thousand words.

    Attributes:
        places: found.
        words: in which they were looked for.
        value: places in a thousand words; None where there are no words.
        interval: of 95 %; None for few records.
    """

    places: int
    words: int
    value: float | None
    interval: Interval | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"places": self.places, "words": self.words, "per_1000": self.value} | _ends(self.interval)


@dataclass(frozen=True, slots=True)
class Average:
    """A mean over records.

    Attributes:
        records: that have the number.
        value: the mean; None where no record has it.
        interval: of 95 %; None for few records.
    """

    records: int
    value: float | None
    interval: Interval | None = None

    @classmethod
    def of(cls, moments: Moments) -> Average:
        """From what is known of the numbers."""
        few = moments.n < FEW
        return cls(moments.n, moments.mean if moments.n else None, None if few else intervals.mean(moments))

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"records": self.records, "mean": self.value} | _ends(self.interval)


@dataclass(frozen=True, slots=True)
class Asked:
    """A standard, or a rule.

    Attributes:
        name: its id.
        label: in words.
        share: of the records that do not meet it, or have something to look at.
        rate: its places in a thousand words.
        right: for a rule, (right, all) of its marks on notes that readers had marked; None where that was not measured.
    """

    name: str
    label: str
    share: Share
    rate: Rate
    right: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        row = {"name": self.name, "label": self.label, "records": self.share.to_dict(), "places": self.rate.to_dict()}
        return row | ({"right": {"right": self.right[0], "of": self.right[1]}} if self.right else {})


@dataclass(frozen=True, slots=True)
class Group:
    """Records of a kind, a month, or with a value in a column.

    Attributes:
        name: the document type, the month as 2026-03, or the value as it stands, shortened.
        records: in it.
        rate: places in a thousand words.
        score: the mean of the overall scores.
    """

    name: str
    records: int
    rate: Rate
    score: Average

    @property
    def few(self) -> bool:
        """Whether these are too few records to make anything of the figures."""
        return self.records < FEW

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "name": self.name,
            "records": self.records,
            "places": self.rate.to_dict(),
            "score": self.score.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Point:
    """An item of the checklist.

    Attributes:
        item: its id.
        label: what is asked for.
        met: of the records that were asked and of which it can be told, those that give it.
        untold: records of which it cannot be told.
        not_asked: records that it does not apply to.
    """

    item: str
    label: str
    met: Share
    untold: int
    not_asked: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        row = {"item": self.item, "label": self.label, "met": self.met.to_dict()}
        return row | {"untold": self.untold, "not_asked": self.not_asked}


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that was counted: a reason, a version.

    Attributes:
        name: in words.
        records: in how many.
        of: what it belongs to, such as the check that was left out; empty otherwise.
    """

    name: str
    records: int
    of: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"name": self.name, "records": self.records} | ({"of": self.of} if self.of else {})


@dataclass(frozen=True, slots=True)
class Child:
    """The child's voice.

    Attributes:
        heard: records in which it was found.
        how_obtained: of these, those that say how it was got.
        kinds: how it is heard, in how many records; a record may have several.
        not_told: records in which nobody could look for it.
    """

    heard: Share
    how_obtained: Share
    kinds: tuple[Counted, ...]
    not_told: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "heard": self.heard.to_dict(),
            "how_obtained": self.how_obtained.to_dict(),
            "kinds": [each.to_dict() for each in self.kinds],
            "not_told": self.not_told,
        }


@dataclass(frozen=True, slots=True)
class Spread:
    """How many records stay within what is asked, and by how much the others do not.

    Attributes:
        within: records within it, of those that were measured.
        beyond: the others, by how far they are beyond it, in words.
        mean: of what was measured: days late, or the reading age in years.
        not_told: records of which it could not be told.
    """

    within: Share
    beyond: tuple[Counted, ...]
    mean: Average
    not_told: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "within": self.within.to_dict(),
            "beyond": [each.to_dict() for each in self.beyond],
            "mean": self.mean.to_dict(),
            "not_told": self.not_told,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What an audit comes to.

    Attributes:
        all: every record that was checked.
        clear: of these, those without a place to look at again.
        errors: records that could not be checked.
        standards: those with something to look at in the greatest share of records first, those of few records last.
        rules: likewise.
        doc_types: most records first.
        months: in order of time, by the day it happened, else the day it was written down.
        undated: records without a day; None where there are none.
        columns: column → its values, most records first.
        scores: how many records score 0 to 9, 10 to 19, …, 90 to 100.
        parts: the mean of each part of the score.
        checklist: in the order in which items were first asked.
        child: the child's voice.
        timeliness: whether records were made in time.
        readability: whether they read at the age that is aimed for.
        skipped: what was not checked and why, most records first.
        reasons: why records could not be checked at all, most first.
        held_against: the guidances, by their documents' names.
        versions: of notecheck, the model, the guidances and the lexicons, as the records name them.
        notices: what else to know before reading a figure.
    """

    all: Group
    clear: Share
    errors: int
    standards: tuple[Asked, ...]
    rules: tuple[Asked, ...]
    doc_types: tuple[Group, ...]
    months: tuple[Group, ...]
    undated: Group | None
    columns: Mapping[str, tuple[Group, ...]]
    scores: tuple[int, ...]
    parts: Mapping[str, Average]
    checklist: tuple[Point, ...]
    child: Child
    timeliness: Spread
    readability: Spread
    skipped: tuple[Counted, ...]
    reasons: tuple[Counted, ...]
    held_against: tuple[str, ...]
    versions: Mapping[str, tuple[str, ...]]
    notices: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "all": self.all.to_dict(),
            "clear": self.clear.to_dict(),
            "errors": self.errors,
            "standards": _each(self.standards),
            "rules": _each(self.rules),
            "doc_types": _each(self.doc_types),
            "months": _each(self.months),
            "undated": self.undated.to_dict() if self.undated else None,
            "columns": {column: _each(rows) for column, rows in self.columns.items()},
            "scores": list(self.scores),
            "parts": {part: average.to_dict() for part, average in self.parts.items()},
            "checklist": _each(self.checklist),
            "voice": self.child.to_dict(),
            "timeliness": self.timeliness.to_dict(),
            "readability": self.readability.to_dict(),
            "skipped": _each(self.skipped),
            "reasons": _each(self.reasons),
            "held_against": list(self.held_against),
            "versions": {name: list(values) for name, values in self.versions.items()},
            "notices": list(self.notices),
        }


def _ends(interval: Interval | None) -> dict[str, float | None]:
    return {"low": interval.low, "high": interval.high} if interval else {"low": None, "high": None}


def _each(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [row.to_dict() for row in rows]
