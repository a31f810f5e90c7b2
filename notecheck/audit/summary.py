"""What the rows of an audit come to: by standard, rule, kind of record, month and column, and what was not checked.

It is a pure function of the rows, streamed: memory grows with the different things counted, which are capped, and not
with the records; sums are of whole numbers. Nothing is counted by worker or by child, and nothing holds the notes' own
words: a figure beside a name would be read as a league table, and it says more about who writes most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from notecheck.audit.counters import MOST, Answers, Capped, Hits, Numbers, Sums, flat_versions, plain_rate
from notecheck.audit.figures import (
    EMPTY,
    FEW,
    OTHER,
    Asked,
    Child,
    Counted,
    Group,
    Point,
    Rate,
    Share,
    Spread,
    Summary,
)
from notecheck.audit.looked_at import Kind, LookedAt, unmet
from notecheck.audit.rows import is_error
from notecheck.audit.valid import sound
from notecheck.findings import PARTS
from notecheck.measured import measured
from notecheck.render import saying
from notecheck.supervision.tally import check_group

SHOWN: Final = 40
"""Values of a column that a summary shows."""
_LONGEST: Final = 80  # characters of a value
_LONGEST_REASON: Final = 200
_BINS: Final = 10
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])\b")
# A reason may quote a cell, or a day that stands in the note; without them, one reason is one line.
_QUOTED: Final = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)")
_DAY: Final = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b\d{4}-\d\d-\d\d\b")
_LATE: Final = {1: "1 day", 5: "2 to 5 days", 10: "6 to 10 days", 30: "11 to 30 days"}
_VERY_LATE: Final = "more than 30 days"
_OLDER: Final = {1: "up to 1 year", 2: "1 to 2 years", 4: "2 to 4 years"}
_MUCH_OLDER: Final = "more than 4 years"
_VOICES: Final[Mapping[str, str]] = {
    "own-words": "in the child’s own words",
    "reported": "as others tell it",
    "observed": "by what the child did",
}


def summarise(rows: Iterable[Mapping[str, Any]], by: Sequence[str] = (), *, lexicons: str | None = None) -> Summary:
    """What the rows of an audit come to.

    Args:
        rows: report rows and error records, as `audit` writes them.
        by: columns by whose values to count too, which were kept in the rows.
        lexicons: the authority's own folder, if its guidance is one of it.

    Raises:
        NoteError: a column names workers or children, or a row is none of an audit; says which.
    """
    counting = Counting(by, lexicons=lexicons)
    for row in sound(rows):
        counting.add(row)
    return counting.summary()


class Counting:
    """Counts as rows come in; `summary` gives them as they stand."""

    def __init__(self, by: Sequence[str] = (), *, lexicons: str | None = None) -> None:
        """Start from nothing.

        Args:
            by: columns by whose values to count too, which were kept in the rows.
            lexicons: the authority's own folder, if its guidance is one of it.

        Raises:
            NoteError: a column of `by` names workers or children.
        """
        for column in by:
            check_group(column)
        self._all = Sums()
        self._clear = self._errors = 0
        self._lexicons = lexicons
        self._looked_at = LookedAt(lexicons)
        self._standards, self._rules = Capped[str, Hits](Hits, OTHER), Capped[str, Hits](Hits, OTHER)
        self._doc_types, self._months = Capped[str, Sums](Sums, OTHER), Capped[str, Sums](Sums, OTHER)
        self._undated = Sums()
        self._columns = {column: Capped[str, Sums](Sums, OTHER) for column in dict.fromkeys(by)}
        self._bins = [0] * _BINS
        self._parts = {part: Numbers() for part in PARTS}
        self._checklist = Capped[str, Answers](Answers, OTHER)
        self._heard, self._not_heard, self._how = 0, 0, 0
        self._voices: Counter[str] = Counter()
        self._late, self._in_time, self._days = Counter[str](), 0, Numbers()
        self._older, self._readable, self._ages = Counter[str](), 0, Numbers()
        self._skipped = Capped[tuple[str, str], Hits](Hits, ("", "other reasons"))
        self._reasons = Capped[str, Hits](Hits, "other reasons")
        self._versions: dict[str, dict[str, None]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one row.

        Args:
            row: a report row or an error record that is `sound`.
        """
        if is_error(row):
            self._errors += 1
            self._reasons[told(row["error"]["reason"])].records += 1
        else:
            self._add_report(row)

    def _add_report(self, row: Mapping[str, Any]) -> None:
        findings, words, score = row["findings"], row["counts"]["words"], row["score"]["overall"]
        kind = Kind.of(row)
        places = len(findings)
        self._all.add(places, words, score)
        self._clear += not places
        self._doc_types[kind.doc_type].add(places, words, score)
        day = _MONTH.match(row.get("event_date") or row.get("recorded_date") or "")
        (self._months[day[0]] if day else self._undated).add(places, words, score)
        for column, groups in self._columns.items():
            groups[value_of(row, column)].add(places, words, score)
        self._looked_at.add(kind, words)
        self._add_places(row, findings, kind)
        self._add_score(row["score"], score)
        self._add_checklist(row.get("checklist") or ())
        self._add_measures(row)
        for each in row["skipped"]:
            self._skipped[(each["check"], told(each["reason"]))].records += 1
        self._add_versions(row)

    def _add_places(self, row: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], kind: Kind) -> None:
        rules, standards = Counter[str](), Counter[str]()
        for finding in findings:
            rules[finding["rule"]] += 1
            standards.update(finding["standards"])
        for counts, table in ((rules, self._rules), (standards, self._standards)):
            for name, count in counts.items():
                hits = table[name]
                hits.records += 1
                hits.places += count
        for name in unmet(row, kind, self._lexicons) - standards.keys():
            self._standards[name].records += 1

    def _add_score(self, score: Mapping[str, Any], overall: int | None) -> None:
        if overall is not None:
            self._bins[min(max(overall, 0) // _BINS, _BINS - 1)] += 1
        for part, numbers in self._parts.items():
            if (value := score["parts"].get(part)) is not None:
                numbers.add(value)

    def _add_checklist(self, items: Iterable[Mapping[str, Any]]) -> None:
        for item in items:
            answers = self._checklist[item["item"]]
            answers.label = answers.label or item["label"][:_LONGEST_REASON]
            if not item["applies"]:
                answers.not_asked += 1
            elif item["met"] is None:
                answers.untold += 1
            elif item["met"]:
                answers.met += 1
            else:
                answers.unmet += 1

    def _add_measures(self, row: Mapping[str, Any]) -> None:
        if voice := row.get("voice"):
            present = voice["present"]
            self._heard += bool(present)
            self._not_heard += not present
            self._how += bool(present and voice["how_obtained"])
            self._voices.update(kind for kind in present if kind in _VOICES)
        if timeliness := row.get("timeliness"):
            days = timeliness["late_by_days"]
            self._days.add(max(0, days))
            self._in_time += days <= 0
            self._late.update(_beyond(days, _LATE, _VERY_LATE))
        reading = row.get("readability") or {}
        if (age := reading.get("reading_age")) is not None and (target := reading.get("target_age")) is not None:
            self._ages.add(round(age))
            self._readable += age <= target
            self._older.update(_beyond(age - target, _OLDER, _MUCH_OLDER))

    def _add_versions(self, row: Mapping[str, Any]) -> None:
        for name, value in flat_versions(row):
            seen = self._versions.setdefault(name, {}) if len(self._versions) < MOST else {}
            if len(seen) < SHOWN:
                seen[value[:_LONGEST]] = None

    def summary(self) -> Summary:
        """The counts as they stand."""
        looked = self._looked_at.told()
        records = self._all.records
        return Summary(
            all=self._all.group("all"),
            clear=Share(self._clear, records),
            errors=self._errors,
            standards=_most_first(
                Asked(name, looked.label(name), *_figures(self._standards.get(name, Hits()), *looked.standard(name)))
                for name in {**looked.standards, **self._standards}
            ),
            rules=_most_first(
                Asked(
                    name,
                    saying.title(name),
                    *_figures(self._rules.get(name, Hits()), *looked.rule(name)),
                    right_of(name),
                )
                for name in {**looked.rules, **self._rules}
            ),
            doc_types=_groups(self._doc_types),
            months=tuple(each.group(name) for name, each in sorted(self._months.items())),
            undated=self._undated.group("undated") if self._undated.records else None,
            columns={column: _groups(values, SHOWN) for column, values in self._columns.items()},
            scores=tuple(self._bins),
            parts={part: numbers.average() for part, numbers in self._parts.items()},
            checklist=tuple(
                Point(item, each.label, Share(each.met, each.met + each.unmet), each.untold, each.not_asked)
                for item, each in self._checklist.items()
            ),
            child=Child(
                Share(self._heard, self._heard + self._not_heard),
                Share(self._how, self._heard),
                tuple(Counted(words, self._voices[kind]) for kind, words in _VOICES.items()),
                records - self._heard - self._not_heard,
            ),
            timeliness=self._spread(self._in_time, self._late, (*_LATE.values(), _VERY_LATE), self._days),
            readability=self._spread(self._readable, self._older, (*_OLDER.values(), _MUCH_OLDER), self._ages),
            skipped=_counted(((reason, each.records, check) for (check, reason), each in self._skipped.items())),
            reasons=_counted((reason, each.records, "") for reason, each in self._reasons.items()),
            held_against=tuple(saying.document(name) for name in looked.guidances),
            versions={name: tuple(sorted(values)) for name, values in self._versions.items()},
            notices=tuple(self._notices(looked.unknown)),
        )

    def _spread(self, within: int, beyond: Counter[str], order: Sequence[str], numbers: Numbers) -> Spread:
        counts = tuple(Counted(name, beyond[name]) for name in order)
        return Spread(Share(within, numbers.n), counts, numbers.average(), self._all.records - numbers.n)

    def _notices(self, unknown: Sequence[str]) -> Iterator[str]:
        if 0 < self._all.records < FEW:
            yield "These are few records: look at the texts before you read anything into a figure."
        for name in unknown:
            yield (
                f"The guidance {name} is not known here, so the shares of its standards are of all records held "
                "against it, and they are named by their ids; say where it is with --lexicons."
            )
        if several := [name for name, values in self._versions.items() if len(values) > 1]:
            yield f"The records were checked with more than one version of: {', '.join(sorted(several)[:SHOWN])}."
        for column, values in self._columns.items():
            if [*values] == [EMPTY]:
                yield (
                    f"No record has anything in the column {column!r}: the rows have the columns that audit was "
                    "told to keep, by --by or --keep."
                )
            if len(values) > SHOWN:
                many = f"more than {MOST:,}" if len(values) > MOST else f"{len(values):,}"
                yield (
                    f"The column {column!r} has {many} values; the {SHOWN - 1} with most records are shown, and the "
                    f"rest is counted as ‘{OTHER}’."
                )


def value_of(row: Mapping[str, Any], column: str) -> str:
    """What stands in a kept column of a row, as one short line."""
    carried = row.get("carried") or {}
    value = carried[column] if column in carried else row.get(column)
    if value is None or value == "":
        return EMPTY
    if isinstance(value, (list, dict)):
        return "several values in one cell"
    return _short(str(value), _LONGEST) or EMPTY


def told(reason: str) -> str:
    """A reason without what it quotes.

    >>> told("doc_type: 'visit to Ellie' is not known; allowed: plan")
    'doc_type: ‘…’ is not known; allowed: plan'
    """
    return _short(_DAY.sub("(a day)", _QUOTED.sub("‘…’", " ".join(reason.split()))), _LONGEST_REASON)


def _short(text: str, most: int) -> str:
    """A text as one line of so many characters at most."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def right_of(rule: str) -> tuple[int, int] | None:
    """How many of a rule's marks were right on annotated notes, of how many; None where that was not measured."""
    known = measured().get(rule)
    if known is None or known.false_alarms is None or not known.right + known.false_alarms:
        return None
    return known.right, known.right + known.false_alarms


def _figures(hits: Hits, records: int, words: int) -> tuple[Share, Rate]:
    return Share(hits.records, max(records, hits.records)), plain_rate(hits.places, words)


def _beyond(number: float, steps: Mapping[int, str], more: str) -> list[str]:
    if number <= 0:
        return []
    return [next((words for most, words in steps.items() if number <= most), more)]


def _most_first(rows: Iterable[Asked]) -> tuple[Asked, ...]:
    """In the greatest share of records first, those of few records last."""
    return tuple(sorted(rows, key=lambda row: (row.share.few, -(row.share.value or 0.0), -row.rate.places, row.name)))


def _groups(groups: Mapping[str, Sums], most: int = MOST) -> tuple[Group, ...]:
    """Most records first, `OTHER` last, with all beyond `most` in it."""
    order = sorted(groups, key=lambda name: (name == OTHER, -groups[name].records, name))
    if len(order) <= most:
        return tuple(groups[name].group(name) for name in order)
    rest = Sums()
    for name in islice(order, most - 1, None):
        rest.merge(groups[name])
    return (*(groups[name].group(name) for name in order[: most - 1]), rest.group(OTHER))


def _counted(rows: Iterable[tuple[str, int, str]]) -> tuple[Counted, ...]:
    return tuple(Counted(*row) for row in sorted(rows, key=lambda row: (-row[1], row[2], row[0])))
