"""Counts over many reports: by standard, by rule, by kind of record, by month, and by a column that names nobody.

Reports are added one at a time and counts can be merged, so a million notes need no more memory than their places. A
row keeps the places of the records behind it, so that a figure leads to the records. Nothing is counted by worker or by
child: a figure beside a name would be read as a league table, and it says more about who writes most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from notecheck.errors import NoteError
from notecheck.headings import names_people
from notecheck.report import Report

Place = int | str
"""What the caller knows a record by: its place in a sample, or its id."""

_REFUSED: Final[Mapping[str, str]] = {
    "worker": (
        "results are not counted by worker. A few notes say little about a person, and such a table would be read as a"
        " league table; look at the records together in supervision instead. Choose a team, a kind of record or a month"
    ),
    "child": "results are not counted by child, so that no table holds children's names. Choose another column",
}
_FULLY: Final = 1.0
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        name: the standard's id, the rule, the document type, the month as 2026-03, or the value of the column.
        records: reports counted: for a standard those in which it was looked at, for a rule all of them.
        words: of these.
        findings: in these.
        scored: reports behind the row that have a score.
        score_sum: of their overall scores.
        met: for a standard, in how many reports it is met in full; None elsewhere.
        met_sum: for a standard, how far it is met, added up; None elsewhere.
        behind: places of the records behind the row: with a finding of the rule, with the standard not met in full,
            of the type, month or value.
    """

    name: str
    records: int
    words: int
    findings: int
    scored: int = 0
    score_sum: int = 0
    met: int | None = None
    met_sum: float | None = None
    behind: tuple[Place, ...] = ()

    @property
    def per_1000(self) -> float | None:
        """Findings in a thousand words; None without words."""
        return 1000 * self.findings / self.words if self.words else None

    @property
    def score(self) -> float | None:
        """Mean of the overall scores of the records behind the row; None without any."""
        return self.score_sum / self.scored if self.scored else None

    @property
    def met_share(self) -> float | None:
        """Share of the reports in which the standard is met in full."""
        return self.met / self.records if self.met is not None and self.records else None

    @property
    def met_mean(self) -> float | None:
        """How far the standard is met on average, 0 to 1."""
        return self.met_sum / self.records if self.met_sum is not None and self.records else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        row: dict[str, Any] = {
            "name": self.name,
            "records": self.records,
            "words": self.words,
            "findings": self.findings,
            "per_1000": self.per_1000,
            "score": self.score,
        }
        if self.met is not None:
            row |= {"met": self.met, "met_share": self.met_share, "met_mean": self.met_mean}
        return row | {"behind": list(self.behind)}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over reports. Rows of rules and standards are most findings first, those of months in order of time.

    Attributes:
        all: every report.
        standards: by standard.
        rules: by rule.
        doc_types: by document type.
        months: by month in which it happened, else was written down.
        undated: reports without any date, which stand in no month; None where there are none.
        groups: column → rows by its values.
    """

    all: Row
    standards: tuple[Row, ...]
    rules: tuple[Row, ...]
    doc_types: tuple[Row, ...]
    months: tuple[Row, ...]
    undated: Row | None = None
    groups: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def notice(self) -> str | None:
        """What to say beside the months where reports have no date."""
        if self.undated is None:
            return None
        one = self.undated.records == 1
        return (
            f"{self.undated.records:,} record{'' if one else 's'} without a date {'is' if one else 'are'} in no month."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "all": self.all.to_dict(),
            "standards": [row.to_dict() for row in self.standards],
            "rules": [row.to_dict() for row in self.rules],
            "doc_types": [row.to_dict() for row in self.doc_types],
            "months": [row.to_dict() for row in self.months],
            "undated": self.undated.to_dict() if self.undated else None,
            "groups": {column: [row.to_dict() for row in rows] for column, rows in self.groups.items()},
        }


def tally(reports: Iterable[tuple[Place, Report]]) -> Tally:
    """Count reports, each given with the place that it is to be found by."""
    counting = Counting()
    for place, report in reports:
        counting.add(place, report)
    return counting.tally()


def check_group(column: str) -> None:
    """Refuse to count by a column that names workers or children.

    Raises:
        NoteError: says why, and what may be chosen.
    """
    if who := names_people(column):
        raise NoteError(_REFUSED[who])


class Counting:
    """Counts as reports come in; `tally` gives them as they stand, any number of times."""

    def __init__(self, *, groups: Iterable[str] = (), places: bool = True) -> None:
        """Start from nothing.

        Args:
            groups: columns by whose values to count too.
            places: whether rows keep the places of the records behind them.

        Raises:
            NoteError: a column names workers or children.
        """
        self._places = places
        self._all = _Sum()
        self._tables: dict[str, dict[str, _Sum]] = {name: {} for name in ("standards", "rules", "doc_types", "months")}
        self._undated = _Sum()
        self._groups: dict[str, dict[str, _Sum]] = {}
        for column in groups:
            check_group(column)
            self._groups[column] = {}

    def add(self, place: Place, report: Report, values: Mapping[str, str] | None = None) -> None:
        """Count one report.

        Args:
            place: what it is to be found by.
            report: of the note.
            values: what stands in the columns that are counted by; an empty one is counted as such.
        """
        found = len(report.findings)
        behind = place if self._places else None
        self._all.add(report, found, behind)
        self._row("doc_types", report.note.doc_type).add(report, found, behind)
        month = _month(report)
        (self._row("months", month) if month else self._undated).add(report, found, behind)
        self._add_rules(report, behind)
        self._add_standards(report, behind)
        for column, rows in self._groups.items():
            rows.setdefault((values or {}).get(column, "").strip(), _Sum()).add(report, found, behind)

    def _add_rules(self, report: Report, behind: Place | None) -> None:
        for rule, count in _counts(finding.rule for finding in report.findings).items():
            self._row("rules", rule).add(report, count, behind)

    def _add_standards(self, report: Report, behind: Place | None) -> None:
        found = _counts(standard for finding in report.findings for standard in finding.standards)
        # A finding whose standard the score could not weigh: it is not met, for all that is known.
        unweighed = {standard: 0.0 for standard in found if standard not in report.score.standards}
        for standard, met in (unweighed | dict(report.score.standards)).items():
            row = self._row("standards", standard)
            row.add_met(report, met, found.get(standard, 0))
            if met < _FULLY or standard in found:
                row.put_behind(report, behind)

    def merge(self, other: Counting) -> None:
        """Add what another has counted, with the same columns; its places come after these.

        Raises:
            NoteError: it counts by other columns.
        """
        if self._groups.keys() != other._groups.keys():
            raise NoteError("counts by different columns cannot be joined; count both by the same ones")
        self._all.merge(other._all)
        self._undated.merge(other._undated)
        mine, theirs = self._tables | self._groups, other._tables | other._groups
        for table, rows in theirs.items():
            for name, each in rows.items():
                mine[table].setdefault(name, _Sum()).merge(each)

    def tally(self) -> Tally:
        """The counts as they stand."""
        tables = self._tables
        # A rule is looked for in every word, so its rate is over all of them.
        rules = [
            each.row(name, records=self._all.records, words=self._all.words) for name, each in tables["rules"].items()
        ]
        standards = [each.row(name, met=True) for name, each in tables["standards"].items()]
        return Tally(
            all=self._all.row("all"),
            standards=_most_first(standards),
            rules=_most_first(rules),
            doc_types=_most_records_first(tables["doc_types"]),
            months=tuple(each.row(name) for name, each in sorted(tables["months"].items())),
            undated=self._undated.row("undated") if self._undated.records else None,
            groups={column: _most_records_first(rows) for column, rows in self._groups.items()},
        )

    def _row(self, table: str, name: str) -> _Sum:
        return self._tables[table].setdefault(name, _Sum())


@dataclass(slots=True)
class _Sum:
    """A row as it grows."""

    records: int = 0
    words: int = 0
    findings: int = 0
    scored: int = 0
    score_sum: int = 0
    met: int = 0
    met_sum: int = 0  # in millionths: whole numbers add up alike in any order
    behind: list[Place] = field(default_factory=list)

    def add(self, report: Report, findings: int, place: Place | None) -> None:
        self._count(report, findings)
        self.put_behind(report, place)

    def add_met(self, report: Report, met: float, findings: int) -> None:
        self._count(report, findings)
        self.met += met >= _FULLY
        self.met_sum += round(met * _MILLION)

    def _count(self, report: Report, findings: int) -> None:
        self.records += 1
        self.words += report.words
        self.findings += findings

    def put_behind(self, report: Report, place: Place | None) -> None:
        if place is not None:
            self.behind.append(place)
        if report.score.overall is not None:
            self.scored += 1
            self.score_sum += report.score.overall

    def merge(self, other: _Sum) -> None:
        self.records += other.records
        self.words += other.words
        self.findings += other.findings
        self.scored += other.scored
        self.score_sum += other.score_sum
        self.met += other.met
        self.met_sum += other.met_sum
        self.behind += other.behind

    def row(self, name: str, *, records: int | None = None, words: int | None = None, met: bool = False) -> Row:
        return Row(
            name=name,
            records=self.records if records is None else records,
            words=self.words if words is None else words,
            findings=self.findings,
            scored=self.scored,
            score_sum=self.score_sum,
            met=self.met if met else None,
            met_sum=self.met_sum / _MILLION if met else None,
            behind=tuple(self.behind),
        )


def _month(report: Report) -> str | None:
    day = report.note.event_date or report.note.recorded_date
    return f"{day:%Y-%m}" if day else None


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _most_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.findings, row.name)))


def _most_records_first(rows: Mapping[str, _Sum]) -> tuple[Row, ...]:
    made = [each.row(name) for name, each in rows.items()]
    return tuple(sorted(made, key=lambda row: (-row.records, row.name)))
