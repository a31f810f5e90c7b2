"""Which standards and rules were looked at in how many records: a share needs what it is a share of.

A row names the standards of what was found, not those that were looked at and met. The guidance knows them: a standard
was looked at in a record if a rule that serves it there could be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

import notecheck.checks  # noqa: F401  # which fills the registry
from notecheck.component import REGISTRY
from notecheck.errors import NotecheckError
from notecheck.guidance import Rulebook, Standard

_KINDS: Final = 5_000  # different kinds of record that are held apart
_OWN: Final = "house-terms"
_NOTE: Final = "note"  # what is skipped where a note has no words


class Kind(NamedTuple):
    """What decides which standards were looked at in a record."""

    guidance: str
    doc_type: str
    skipped: frozenset[str]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Kind:
        """Of a report row."""
        return cls(row["guidance"], row["doc_type"], frozenset(each["check"] for each in row["skipped"]))


_ANY: Final = Kind("", "", frozenset())


class OfKind(NamedTuple):
    """What was looked at in records of a kind; of a guidance that is not known here nothing can be said."""

    rules: frozenset[str]
    standards: frozenset[str]
    known: bool


@cache
def looked_at(kind: Kind, lexicons: str | None) -> OfKind:
    """The rules that were looked for in records of a kind, and the standards that they serve there."""
    served = _by_rule(kind.guidance, kind.doc_type, lexicons)
    run = [] if _NOTE in kind.skipped else [rule for rule in served if _check(rule) not in kind.skipped]
    return OfKind(frozenset(run), frozenset(name for rule in run for name in served[rule]), bool(served))


@dataclass(frozen=True)
class Told:
    """What was looked at.

    Attributes:
        standards: id → (records, words) in which it was looked at.
        rules: name → the same.
        guidances: ids, in order.
        unknown: those that are not known here.
    """

    standards: Mapping[str, tuple[int, int]]
    rules: Mapping[str, tuple[int, int]]
    guidances: tuple[str, ...]
    unknown: tuple[str, ...]
    _untold: tuple[int, int]
    _all: tuple[int, int]
    _known: Mapping[str, Standard] = field(repr=False)

    def standard(self, name: str) -> tuple[int, int]:
        """Records and words in which a standard was looked at; for one that is not known, all that may be."""
        return self.standards.get(name) or (self._untold if self._untold[0] else self._all)

    def rule(self, name: str) -> tuple[int, int]:
        """Records and words in which a rule was looked for."""
        return self.rules.get(name) or self._all

    def label(self, name: str) -> str:
        """A standard in words, or its id."""
        known = self._known.get(name)
        return words_of(known) if known else name


class LookedAt:
    """Kinds of record as they come, with their records and words."""

    def __init__(self, lexicons: str | None = None) -> None:
        """Start from nothing; `lexicons` is the authority's own folder."""
        self._lexicons = lexicons
        self._kinds: dict[Kind, list[int]] = {}

    def add(self, kind: Kind, words: int) -> None:
        """Count a record."""
        if kind not in self._kinds and len(self._kinds) >= _KINDS:
            kind = _ANY
        counts = self._kinds.setdefault(kind, [0, 0])
        counts[0] += 1
        counts[1] += words

    def told(self) -> Told:
        """What was looked at, by the guidances as they are known here."""
        lexicons = self._lexicons
        standards: dict[str, list[int]] = {}
        looked: dict[str, list[int]] = {}
        untold, every = [0, 0], [0, 0]
        guidances = sorted({kind.guidance for kind in self._kinds})
        known = {name: found for name in guidances if (found := _standards(name, lexicons))}
        for kind, counts in self._kinds.items():
            of_kind = looked_at(kind, lexicons)
            for rule in of_kind.rules:
                _add(looked.setdefault(rule, [0, 0]), counts)
            for name in of_kind.standards:
                _add(standards.setdefault(name, [0, 0]), counts)
            _add(every, counts)
            if not of_kind.known:
                _add(untold, counts)
        return Told(
            {name: (counts[0], counts[1]) for name, counts in sorted(standards.items())},
            {name: (counts[0], counts[1]) for name, counts in sorted(looked.items()) if marks(name)},
            tuple(filter(None, guidances)),
            tuple(name for name in guidances if name and name not in known),
            (untold[0], untold[1]),
            (every[0], every[1]),
            {name: each for found in known.values() for name, each in found.items()},
        )


def unmet(row: Mapping[str, Any], kind: Kind, lexicons: str | None) -> set[str]:
    """The standards that a record does not meet by what is measured over the whole of it."""
    names: set[str] = set()
    for item in row.get("checklist") or ():
        if item["met"] is False and item["applies"]:
            names.update(item["standards"])
    for each in (row.get("timeliness") or {}).get("rows", ()):
        if each["late_by_days"] > 0:
            names.add(each["standard"])
    reading = row.get("readability") or {}
    age, target = reading.get("reading_age"), reading.get("target_age")
    if age is not None and target is not None and age > target:
        names.update(_by_rule(kind.guidance, kind.doc_type, lexicons).get("readability", ()))
    return names


def labels(guidances: Iterable[str], lexicons: str | None) -> dict[str, str]:
    """The standards of these guidances in words, by id."""
    found = (_standards(name, lexicons) for name in guidances)
    return {name: words_of(standard) for each in found for name, standard in each.items()}


def words_of(standard: Standard) -> str:
    """A standard in words."""
    return f"{standard.section}: {standard.says}"


def marks(rule: str) -> bool:
    """Whether a rule marks places, so that it is counted beside the others; what is only measured is shown apart."""
    spec = REGISTRY.get(_check(rule))
    return spec is None or spec.find is not None


def _add(counts: list[int], more: list[int]) -> None:
    counts[0] += more[0]
    counts[1] += more[1]


@cache
def _by_rule(guidance: str, doc_type: str, lexicons: str | None) -> Mapping[str, tuple[str, ...]]:
    """Rule → the standards that it serves in such a record; empty where the guidance is not known here."""
    try:
        book = Rulebook.load(guidance, lexicons)
        served = {rule: book.serving(rule, doc_type) for rule in book.named}
    except NotecheckError:
        return {}
    return {rule: tuple(standard.id for standard, _ in found) for rule, found in served.items() if found}


def _standards(guidance: str, lexicons: str | None) -> Mapping[str, Standard]:
    """The standards of a guidance with those that it inherits, by id."""
    try:
        book = Rulebook.load(guidance, lexicons)
    except NotecheckError:
        return {}
    return {standard.id: standard for each in _both(book) for standard in each}


def _both(book: Rulebook) -> Iterator[tuple[Standard, ...]]:
    yield from (each.standards for each in (book.inherited, book.guidance) if each)


@cache
def _check(rule: str) -> str:
    """The check that emits a rule; the rules of an authority's own lists have one together."""
    return next((spec.name for spec in REGISTRY.values() if rule in {each.name for each in spec.rules}), _OWN)
