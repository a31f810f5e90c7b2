"""What became better and worse between two audits, and whether that is more than chance.

Records that stand in both, by their own ids, are compared with themselves; else the two are samples of different
records. An id that was made of a file's name and a number says nothing of which record it is.
Which interval and which test is used for what stands in `intervals.py`. What is called better or worse is so beside all
other comparisons of the run: of everything that is called so, about one in twenty is chance (Benjamini and Hochberg).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from notecheck.audit import intervals
from notecheck.audit.compact import NO_SCORE, Compact, Ints
from notecheck.audit.figures import EMPTY, FEW
from notecheck.audit.intervals import Difference, Moments
from notecheck.audit.looked_at import Kind, labels, looked_at, marks
from notecheck.errors import SettingsError
from notecheck.render import saying
from notecheck.render.saying import count

Same = Literal["auto", "yes", "no"]
"""Whether the two audits are of the same records: by their ids, or as it is said."""
Verdict = Literal["better", "worse", "chance", "few"]

SURE: Final = 0.05
"""Of what is called better or worse, the share that may be chance."""
ENOUGH: Final = 10
"""Records with a place, both audits together, with fewer of which nothing is said of a rate."""
_MOSTLY: Final = 0.5  # of the records of each audit that must stand in the other to be compared with themselves
_TABLES: Final = ("standards", "rules")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, then and now.

    Attributes:
        table: 'all', 'standards', 'rules', 'doc_type', or a column.
        name: the standard, the rule, or the value.
        label: in words.
        measure: 'records' (share of records that do not meet it, or have something to look at), 'places' (in 1,000
            words) or 'score'.
        old: the figure then; None where there was nothing to measure.
        new: the figure now.
        records: (then, now) behind the figures.
        difference: with its interval; None for few records.
        p: chance of such a difference, as it counts beside all others; None for few records.
        verdict: what may be said of it.
    """

    table: str
    name: str
    label: str
    measure: Literal["records", "places", "score"]
    old: float | None
    new: float | None
    records: tuple[int, int]
    difference: Difference | None
    p: float | None = None
    verdict: Verdict = "few"

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        gap = self.difference
        return {
            "table": self.table,
            "name": self.name,
            "label": self.label,
            "measure": self.measure,
            "old": _rounded(self.old),
            "new": _rounded(self.new),
            "records": {"old": self.records[0], "new": self.records[1]},
            "difference": _rounded(gap.value) if gap else None,
            "low": _rounded(gap.interval.low) if gap else None,
            "high": _rounded(gap.interval.high) if gap else None,
            "p": _rounded(self.p),
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two audits beside each other.

    Attributes:
        records: (then, now) that were checked.
        errors: (then, now) that could not be.
        same: whether records are compared with themselves.
        matched: records that stand in both.
        changes: every figure, all records first.
        versions: what was of another version: (name, then, now).
        notices: what else to know before reading a figure.
    """

    records: tuple[int, int]
    errors: tuple[int, int]
    same: bool
    matched: int
    changes: tuple[Change, ...]
    versions: tuple[tuple[str, str, str], ...]
    notices: tuple[str, ...]

    def of(self, verdict: Verdict) -> tuple[Change, ...]:
        """The changes of which that may be said."""
        return tuple(change for change in self.changes if change.verdict == verdict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "records": {"old": self.records[0], "new": self.records[1]},
            "errors": {"old": self.errors[0], "new": self.errors[1]},
            "same_records": self.same,
            "matched": self.matched,
            "changes": [change.to_dict() for change in self.changes],
            "versions": [{"name": name, "old": old, "new": new} for name, old, new in self.versions],
            "notices": list(self.notices),
        }


def compare(
    old: Iterable[Mapping[str, Any]],
    new: Iterable[Mapping[str, Any]],
    by: Sequence[str] = (),
    *,
    same: Same = "auto",
    lexicons: str | None = None,
) -> Comparison:
    """Hold two audits beside each other.

    Args:
        old: rows of the earlier one, as `audit` writes them.
        new: rows of the later one.
        by: columns by whose values to compare too, which were kept in the rows.
        same: whether the records are the same; 'auto' finds out by their ids.
        lexicons: the authority's own folder, if its guidance is one of it.

    Raises:
        NoteError: a column names workers or children, or a row is none of an audit.
        SettingsError: the records are said to be the same, and none stands in both.
    """
    then, now = (Compact(rows, by, lexicons=lexicons) for rows in (old, new))
    pairs = _pairs(then.ids, now.ids)
    matched = len(pairs[0])
    if same == "yes" and not matched:
        raise SettingsError(_not_the_same(then, now))
    enough = matched and matched >= _MOSTLY * max(then.records, now.records)
    paired = same == "yes" or (same == "auto" and bool(enough))
    changes = _judged([*_Comparing(then, now, pairs if paired else None, lexicons).changes()])
    return Comparison(
        records=(then.records, now.records),
        errors=(then.errors, now.errors),
        same=paired,
        matched=matched,
        changes=changes,
        versions=tuple(_other_versions(then.versions, now.versions)),
        notices=tuple(_notices(then, now, matched, paired)),
    )


def _pairs(old: NDArray[np.uint64], new: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """The places of the records that stand in both; an id that one of them has twice names nobody."""
    sides = []
    for ids in (old, new):
        values, first, counts = np.unique(ids, return_index=True, return_counts=True)
        once = (counts == 1) & (values != 0)
        sides.append((values[once], first[once]))
    _, mine, theirs = np.intersect1d(sides[0][0], sides[1][0], assume_unique=True, return_indices=True)
    return sides[0][1][mine].astype(np.int64), sides[1][1][theirs].astype(np.int64)


def _not_the_same(old: Compact, new: Compact) -> str:
    """Why no record can be compared with itself."""
    if _nameless(old, new):
        return (
            "--same-records yes: the records have no numbers or references of their own, so none can be found again in "
            'the other audit; audit both anew with --columns, in which "id" names the column that holds them'
        )
    return "--same-records yes: no record stands in both audits by its id; leave the option away"


def _nameless(old: Compact, new: Compact) -> bool:
    """Whether one of the audits has records, and none of them an id of its own."""
    return any(side.records and not side.ids.any() for side in (old, new))


class _Comparing:
    """The figures of two audits side by side; `pairs` says which record is which where they are the same."""

    def __init__(self, old: Compact, new: Compact, pairs: tuple[Ints, Ints] | None, lexicons: str | None) -> None:
        self._sides = (old, new)
        self._pairs = pairs
        self._lexicons = lexicons
        guidances = {kind.guidance for side in self._sides for kind in side.kind_list}
        self._labels = labels(sorted(guidances), lexicons)

    def changes(self) -> Iterator[Change]:
        everything = tuple(np.ones(side.records, np.bool_) for side in self._sides)
        yield from self._figures("all", "all", "All records", everything)
        for table in _TABLES:
            for name in self._names(table):
                label = saying.title(name) if table == "rules" else self._labels.get(name, name)
                yield from self._asked(table, name, label)
        for column in self._sides[0].values:
            for value in self._values(column):
                masks = tuple(side.in_group(column, value) for side in self._sides)
                label = saying.words(value) if column == "doc_type" else value
                yield from self._figures(column, value, label, masks)

    def _names(self, table: str) -> list[str]:
        """Everything that was looked for in both audits and found in one."""
        found = {name for side in self._sides for name in side.names[table].numbers}
        return sorted(name for name in found if table == "standards" or marks(name))

    def _values(self, column: str) -> list[str]:
        old, new = (side.values[column].numbers for side in self._sides)
        return [value for value in old if value in new]

    def _asked(self, table: str, name: str, label: str) -> Iterator[Change]:
        """Of a standard or a rule: the share of records, and places in so many words where it marks any."""
        masks = tuple(side.of_kinds(self._kinds(side, table, name)) for side in self._sides)
        found = tuple(side.found(table, name) for side in self._sides)
        there, places = tuple(each[0] for each in found), tuple(each[1] for each in found)
        yield self._share(table, name, label, masks, there)
        if any(each.any() for each in places):
            yield self._rate(table, name, label, masks, places)

    def _kinds(self, side: Compact, table: str, name: str) -> Iterator[Kind]:
        for kind in side.kind_list:
            told = looked_at(kind, self._lexicons)
            if not told.known or name in (told.standards if table == "standards" else told.rules):
                yield kind

    def _figures(self, table: str, name: str, label: str, masks: tuple[Mask, ...]) -> Iterator[Change]:
        """Of a group of records: the share with anything to look at, places in so many words, the score."""
        places = tuple(side.places for side in self._sides)
        yield self._share(table, name, label, masks, tuple(each > 0 for each in places))
        yield self._rate(table, name, label, masks, places)
        scored = tuple(mask & (side.scores != NO_SCORE) for side, mask in zip(self._sides, masks, strict=True))
        old, new = self._chosen(scored, tuple(side.scores for side in self._sides))
        gap = None if _few(old, new) else self._gap(_moments(old), _moments(new), new - old if self._pairs else None)
        yield Change(table, name, label, "score", _mean(old), _mean(new), (len(old), len(new)), gap)

    def _share(self, table: str, name: str, label: str, masks: tuple[Mask, ...], there: tuple[Mask, ...]) -> Change:
        old, new = self._chosen(masks, there)
        records = len(old), len(new)
        return Change(table, name, label, "records", _mean(old), _mean(new), records, self._share_gap(old, new))

    def _share_gap(self, old: Mask, new: Mask) -> Difference | None:
        if _few(old, new):
            return None
        if self._pairs is None:
            return intervals.shares_apart((int(old.sum()), len(old)), (int(new.sum()), len(new)))
        both, neither = int((old & new).sum()), int((~old & ~new).sum())
        return intervals.shares_paired(both, int((new & ~old).sum()), int((old & ~new).sum()), neither)

    def _rate(self, table: str, name: str, label: str, masks: tuple[Mask, ...], places: tuple[Ints, ...]) -> Change:
        """Places in a thousand words, by the residuals of the records (see `intervals.py`)."""
        found = self._chosen(masks, places)
        words = self._chosen(masks, tuple(side.words for side in self._sides))
        rates = tuple(_ratio(y, x) for y, x in zip(found, words, strict=True))
        gap, (old, new) = None, rates
        with_places = sum(int((each > 0).sum()) for each in found)
        if old is not None and new is not None and with_places >= ENOUGH and not _few(*found):
            rests = [
                1000 * (y - rate / 1000 * x) / x.mean() for y, x, rate in zip(found, words, (old, new), strict=True)
            ]
            moments = [replace(_moments(rest), mean=rate) for rest, rate in zip(rests, (old, new), strict=True)]
            gap = self._gap(moments[0], moments[1], rests[1] - rests[0] + (new - old) if self._pairs else None)
        return Change(table, name, label, "places", old, new, (len(found[0]), len(found[1])), gap)

    def _gap(self, old: Moments, new: Moments, differences: NDArray[Any] | None) -> Difference:
        if differences is None:
            return intervals.means_apart(old, new)
        return intervals.means_paired(_moments(differences))

    def _chosen(self, masks: tuple[Mask, ...], values: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], NDArray[Any]]:
        """The values of the records that the masks choose; of pairs those that both choose, one beside the other."""
        if self._pairs is None:
            return values[0][masks[0]], values[1][masks[1]]
        old, new = self._pairs
        both = masks[0][old] & masks[1][new]
        return values[0][old[both]], values[1][new[both]]


def _few(old: NDArray[Any], new: NDArray[Any]) -> bool:
    return min(len(old), len(new)) < FEW


def _mean(values: NDArray[Any]) -> float | None:
    return float(values.mean()) if len(values) else None


def _moments(values: NDArray[Any]) -> Moments:
    return Moments(len(values), float(values.mean()), float(values.var(ddof=1)))


def _ratio(places: Ints, words: Ints) -> float | None:
    total = int(words.sum())
    return 1000 * int(places.sum()) / total if total else None


def _judged(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with what may be said of each beside the others."""
    told = [place for place, change in enumerate(changes) if change.difference]
    ps = intervals.adjusted([gap.p for place in told if (gap := changes[place].difference)])
    by_place = dict(zip(told, ps, strict=True))
    return tuple(
        replace(change, p=by_place[place], verdict=_verdict(change, by_place[place])) if place in by_place else change
        for place, change in enumerate(changes)
    )


def _verdict(change: Change, p: float) -> Verdict:
    gap = change.difference
    if gap is None or p > SURE or not gap.value:
        return "chance"
    return "better" if (gap.value > 0) == (change.measure == "score") else "worse"


def _other_versions(
    old: Mapping[str, Mapping[str, None]], new: Mapping[str, Mapping[str, None]]
) -> Iterator[tuple[str, str, str]]:
    for name in {**old, **new}:
        then, now = (", ".join(sorted(side.get(name, {}))) or "none" for side in (old, new))
        if then != now:
            yield name, then, now


def _notices(old: Compact, new: Compact, matched: int, paired: bool) -> Iterator[str]:
    for column in old.values:
        if not {*old.values[column].numbers} & {*new.values[column].numbers} - {EMPTY}:
            yield f"The two audits have no value of the column {column!r} in common."
    if not paired and _nameless(old, new):
        yield ("The records have no numbers or references of their own, so the two audits are compared as two samples.")
    left = (old.records - matched, new.records - matched)
    if paired and any(left):
        yield (
            f"{count(left[0], 'record')} only in the old audit and {left[1]:,} only in the new one take no part: "
            "they have no ids of their own, or ids that stand there twice or are not in both."
        )
    elif not paired and matched:
        yield (
            f"{count(matched, 'record')} {'stands' if matched == 1 else 'stand'} in both audits and are compared "
            "as if they were different ones, so the ranges are rather too wide than too narrow."
        )


def _rounded(value: float | None) -> float | None:
    """Far enough that the last bits, which a machine may give otherwise, are not seen."""
    return None if value is None else float(f"{value:.9g}")
