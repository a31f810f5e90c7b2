"""The rows of an audit as a few numbers each, so that two audits of a million records fit beside each other in memory.

A record takes about 300 bytes: what it is found by, its length, places and score, its kind, and which standards and
rules have something to look at in it. No text of the rows is kept, but for the names of what is counted.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from notecheck.audit.counters import MOST, flat_versions
from notecheck.audit.looked_at import Kind, unmet
from notecheck.audit.outputs import own_id
from notecheck.audit.rows import is_error
from notecheck.audit.summary import value_of
from notecheck.audit.valid import sound
from notecheck.supervision.tally import check_group

Ints = NDArray[np.int64]
NO_SCORE: Final = -1
_KINDS: Final = 5_000
_MOST_PLACES: Final = 65_535  # of one standard in one record
_REST: Final = Kind("", "", frozenset())


class Names:
    """Names with a number each; once there are `MOST`, every further one is the last."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The number of a name, a new one for a new name."""
        if name not in self.numbers:
            if len(self.numbers) >= MOST:
                return MOST
            self.numbers[name] = len(self.numbers)
        return self.numbers[name]


class Compact:
    """One audit.

    Attributes:
        records: reports, in order.
        errors: records that could not be checked.
        ids: what each is found by in another audit; 0 for one without an id of its own.
        words: of each.
        places: in each.
        scores: of each, `NO_SCORE` without one.
        kinds: number of each one's kind in `kind_list`.
        columns: column → the number of each one's value in `values[column]`; `doc_type` is one of them.
        versions: name → the versions that the rows name.
    """

    def __init__(
        self, rows: Iterable[Mapping[str, Any]], by: Sequence[str] = (), *, lexicons: str | None = None
    ) -> None:
        """Read the rows.

        Args:
            rows: report rows and error records, as `audit` writes them.
            by: columns by whose values to compare too.
            lexicons: the authority's own folder, if its guidance is one of it.

        Raises:
            NoteError: a column names workers or children, or a row is none of an audit.
        """
        for column in by:
            check_group(column)
        self._lexicons = lexicons
        self.errors = 0
        self.kind_list: dict[Kind, int] = {}
        self.names = {"standards": Names(), "rules": Names()}
        self.values = {column: Names() for column in ("doc_type", *by)}
        self.versions: dict[str, dict[str, None]] = {}
        self._ids, self._words, self._places = array("Q"), array("I"), array("I")
        self._scores, self._kinds = array("h"), array("H")
        self._columns = {column: array("H") for column in self.values}
        # (record, name, places) of what there is to look at; no places where it is measured over the whole record.
        self._found = {table: (array("I"), array("H"), array("H")) for table in self.names}
        for row in sound(rows):
            self._add(row)
        self.records = len(self._words)
        self.ids, self.words, self.places = np.array(self._ids, np.uint64), _ints(self._words), _ints(self._places)
        self.scores, self.kinds = _ints(self._scores), _ints(self._kinds)
        self.columns = {column: _ints(numbers) for column, numbers in self._columns.items()}

    def _add(self, row: Mapping[str, Any]) -> None:
        if is_error(row):
            self.errors += 1
            return
        kind, findings = Kind.of(row), row["findings"]
        rules = Counter(finding["rule"] for finding in findings)
        standards = Counter(name for finding in findings for name in finding["standards"])
        for name in unmet(row, kind, self._lexicons):
            standards[name] += 0
        score = row["score"]["overall"]
        record = len(self._words)
        self._words.append(row["counts"]["words"])
        self._places.append(len(findings))
        self._scores.append(NO_SCORE if score is None else score)
        self._ids.append(_found_by(own_id(row)))
        if kind not in self.kind_list and len(self.kind_list) >= _KINDS:
            kind = _REST
        self._kinds.append(self.kind_list.setdefault(kind, len(self.kind_list)))
        for column, names in self.values.items():
            value = kind.doc_type if column == "doc_type" else value_of(row, column)
            self._columns[column].append(names.number(value))
        for table, counts in (("standards", standards), ("rules", rules)):
            in_record, of_name, places = self._found[table]
            for name, count in counts.items():
                in_record.append(record)
                of_name.append(self.names[table].number(name))
                places.append(min(count, _MOST_PLACES))
        for name, value in flat_versions(row):
            if len(self.versions) < MOST:
                self.versions.setdefault(name, {})[value] = None

    def found(self, table: str, name: str) -> tuple[NDArray[np.bool_], Ints]:
        """For each record, whether there is something to look at by a standard or a rule, and in how many places."""
        there, places = np.zeros(self.records, np.bool_), np.zeros(self.records, np.int64)
        number = self.names[table].numbers.get(name)
        if number is not None:
            in_record, of_name, counts = self._found[table]
            mine = np.asarray(of_name) == number
            records = np.asarray(in_record)[mine]
            there[records] = True
            places[records] = np.asarray(counts)[mine]
        return there, places

    def of_kinds(self, wanted: Iterable[Kind]) -> NDArray[np.bool_]:
        """For each record, whether it is of one of these kinds."""
        return np.isin(self.kinds, [self.kind_list[kind] for kind in wanted])

    def in_group(self, column: str, value: str) -> NDArray[np.bool_]:
        """For each record, whether the value stands in its column."""
        same: NDArray[np.bool_] = self.columns[column] == self.values[column].numbers.get(value, -1)
        return same


def _ints(numbers: array[int]) -> Ints:
    return np.array(numbers, np.int64)


def _found_by(name: Any) -> int:
    """A number for an id; 0 without one. By chance two of a million have the same once in 37 million audits."""
    if name is None:
        return 0
    return int.from_bytes(blake2b(str(name).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") or 1
