"""What is counted of an audit's records as they come: whole numbers, in which no text of a record is held."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from notecheck.audit import intervals
from notecheck.audit.figures import FEW, Average, Group, Rate
from notecheck.audit.intervals import Moments

MOST: Final = 2_000
"""Different values of one thing that are held apart; further ones are counted together."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Capped(dict[K, V], Generic[K, V]):
    """Counts by name; once there are `MOST` of them, every further name is counted as `other`."""

    def __init__(self, make: type[V], other: K) -> None:
        super().__init__()
        self._make, self.other = make, other

    def __missing__(self, name: K) -> V:
        if len(self) >= MOST and name != self.other:
            return self[self.other]
        made = self[name] = self._make()
        return made


@dataclass(slots=True)
class Numbers:
    """Whole numbers as they come."""

    n: int = 0
    total: int = 0
    squares: int = 0

    def add(self, number: int) -> None:
        """Count one."""
        self.n += 1
        self.total += number
        self.squares += number * number

    def merge(self, other: Numbers) -> None:
        """Add what another has counted."""
        self.n, self.total, self.squares = self.n + other.n, self.total + other.total, self.squares + other.squares

    def average(self) -> Average:
        """Their mean."""
        return Average.of(Moments.of_sums(self.n, self.total, self.squares))


@dataclass(slots=True)
class Sums:
    """Records of one kind as they come: their places, words and scores."""

    records: int = 0
    places: int = 0
    words: int = 0
    places_squared: int = 0
    words_squared: int = 0
    places_by_words: int = 0
    scores: Numbers = field(default_factory=Numbers)

    def add(self, places: int, words: int, score: int | None) -> None:
        """Count one record."""
        self.records += 1
        self.places += places
        self.words += words
        self.places_squared += places * places
        self.words_squared += words * words
        self.places_by_words += places * words
        if score is not None:
            self.scores.add(score)

    def merge(self, other: Sums) -> None:
        """Add what another has counted."""
        self.records += other.records
        self.places += other.places
        self.words += other.words
        self.places_squared += other.places_squared
        self.words_squared += other.words_squared
        self.places_by_words += other.places_by_words
        self.scores.merge(other.scores)

    def rate(self) -> Rate:
        """Places in a thousand words."""
        if self.records < FEW or not self.words:
            return plain_rate(self.places, self.words)
        sums = (self.places, self.words, self.places_squared, self.words_squared, self.places_by_words)
        value, interval = intervals.rate(self.records, sums)
        return Rate(self.places, self.words, 1000 * value, interval.times(1000))

    def group(self, name: str) -> Group:
        """The figures of these records under a name."""
        return Group(name, self.records, self.rate(), self.scores.average())


@dataclass(slots=True)
class Hits:
    """A standard or a rule as it comes: its places, and the records that have something to look at."""

    records: int = 0
    places: int = 0


@dataclass(slots=True)
class Answers:
    """An item of the checklist as it comes."""

    label: str = ""
    met: int = 0
    unmet: int = 0
    untold: int = 0
    not_asked: int = 0


def plain_rate(places: int, words: int) -> Rate:
    """A rate without an interval."""
    return Rate(places, words, 1000 * places / words if words else None)


def flat_versions(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The versions that a report was made with, those of the lists among them: (name, version)."""
    versions = row.get("versions") or {}
    lists = versions.get("lexicons") or {}
    for name, value in (*((name, versions[name]) for name in versions if name != "lexicons"), *lists.items()):
        yield str(name), str(value)
