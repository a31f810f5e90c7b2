"""Which column of a table holds what: told from its heading and from what stands below it.

The words by which columns are known stand in `lexicons/column-names.yaml`. What is said of columns shows no heading
that may be text of a note: in a table without headings the first record stands in their place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from notecheck.data import load_lexicons
from notecheck.errors import NoteError
from notecheck.mapping import FIELDS, ColumnMap, cell_of
from notecheck.read.records import Record
from notecheck.record_types import fold, guess_types

_LISTS: Final = {name: f"column-{re.sub('[._]', '-', name)}" for name in FIELDS}
_PEOPLE: Final = ("author.name", "child.name", "child.forename", "child.surname", "child.known_as")
_LOOKED_AT: Final = 200  # records by which a column is judged
_NAMED: Final = 20  # columns that an error names
_HEADING: Final = 30  # characters; what is longer, or holds a full stop, may be text of a note
_PROSE: Final = 40  # characters that the cells of the text column hold on average, at least


def guess(columns: Sequence[str], rows: Sequence[Record] = (), *, lexicons: str | None = None) -> dict[str, str]:
    """Field → column, by the headings, and for the text by which column holds prose.

    Args:
        columns: the headings.
        rows: records, of which the first are looked at.
        lexicons: an authority's own folder, whose names for columns are known too.
    """
    words = load_lexicons(lexicons).words
    lengths = _lengths(columns, rows)
    found: dict[str, str] = {}
    if text := _text_column(columns, lengths, words):
        found["text"] = text
    fits = [
        (fit, place, name, column)
        for name in FIELDS
        if name != "text"
        for place, column in enumerate(columns)
        if column != text and (fit := _fit(fold(column), words[_LISTS[name]])) is not None
    ]
    for _, _, name, column in sorted(fits):
        if name not in found and column not in found.values():
            found[name] = column
    return {name: found[name] for name in FIELDS if name in found and not _said_already(name, found)}


def guess_map(
    columns: Sequence[str], rows: Sequence[Record], doc_types: Sequence[str], *, lexicons: str | None = None
) -> ColumnMap:
    """Which column holds what, and what the values of the type column mean, where nobody can be asked.

    Args:
        columns: the headings; none where the records are ready notes.
        rows: records, of which the first are looked at.
        doc_types: document types of the guidance.
        lexicons: an authority's own folder.

    Raises:
        NoteError: no column holds the note itself; names those that there are.
    """
    if not columns:
        return ColumnMap()
    found = guess(columns, rows, lexicons=lexicons)
    if "text" not in found:
        raise NoteError(
            f"no column was found to hold the note itself; give it the heading 'Note'. There are: {_named(columns)}"
        )
    types = found.get("doc_type")
    known = guess_types(type_values(rows, types), doc_types, lexicons=lexicons) if types else {}
    return ColumnMap(found, known)


def listed(columns: Sequence[str]) -> str:
    """Names of columns as a sentence shows them."""
    rest = len(columns) - _NAMED
    shown = ", ".join(f"‘{column[:40]}’" for column in columns[:_NAMED])
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def told(mapping: ColumnMap) -> str:
    """Which column was taken for what, in words; no heading that may be text of a note."""
    return "; ".join(
        f"{FIELDS[name][:1].lower()}{FIELDS[name][1:]}: {_called(column)}" for name, column in mapping.columns.items()
    )


def _called(column: str) -> str:
    return f"‘{column}’" if _may_be_shown(column) else "a column whose heading may be text of a note"


def _may_be_shown(heading: str) -> bool:
    """Whether it is surely none of the words of a table without headings, whose first record stands in their place."""
    return len(heading) <= _HEADING and "." not in heading


def _named(columns: Sequence[str]) -> str:
    """The same where the headings may be the first record of a table without any, and so a note."""
    shown = [column for column in columns if _may_be_shown(column)]
    rest = len(columns) - len(shown)
    hidden = f"{rest:,} that may be text of a note and are not shown" if rest else ""
    return " and ".join(filter(None, (listed(shown), hidden)))


def _said_already(name: str, found: Mapping[str, str]) -> bool:
    """A column that another makes needless: a full name beside forename and surname by mere chance ('Person')."""
    return name == "child.name" and "child.forename" in found and "child.surname" in found


def _fit(heading: str, names: Sequence[str]) -> tuple[int, int] | None:
    """How well a heading fits a list, least best: the name itself in the list's order, then one that it holds."""
    if heading in names:
        return 0, names.index(heading)
    held = [name for name in names if " " in name and f" {name} " in f" {heading} "]
    return (1, -max(map(len, held))) if held else None


def _lengths(columns: Sequence[str], rows: Sequence[Record]) -> dict[str, float]:
    """Average length of what stands in each column, empty cells left out."""
    cells = {column: [len(cell) for row in rows[:_LOOKED_AT] if (cell := cell_of(row, column))] for column in columns}
    return {column: sum(sizes) / len(sizes) if sizes else 0.0 for column, sizes in cells.items()}


def _text_column(
    columns: Sequence[str], lengths: Mapping[str, float], words: Mapping[str, Sequence[str]]
) -> str | None:
    """The column with the longest cells among those with a fitting heading; failing that, among all that hold prose."""
    names = words[_LISTS["text"]]
    fits = {column: fit for column in columns if (fit := _fit(fold(column), names)) is not None}
    if fits and not any(lengths.values()):
        return min(fits, key=lambda column: fits[column])
    by_heading = max(fits, key=lambda column: lengths[column], default=None)
    by_length = max(columns, key=lambda column: lengths[column], default=None)
    if by_length is None or lengths[by_length] < _PROSE:
        return by_heading
    if by_heading is None or lengths[by_heading] < lengths[by_length] / 4:
        return by_length
    return by_heading


def type_values(rows: Iterable[Record], column: str) -> dict[str, int]:
    """What stands in the type column, commonest first, each with how often; spellings of one value are joined."""
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for row in rows:
        value = cell_of(row, column)
        if folded := fold(value):
            counts[folded] += 1
            spelt.setdefault(folded, value)
    return {spelt[folded]: count for folded, count in counts.most_common()}


def names_people(column: str, *, lexicons: str | None = None) -> str | None:
    """'worker' or 'child' where a column's heading says that it names people; None for any other column."""
    words = load_lexicons(lexicons).words
    heading = fold(column)
    if heading.split()[-1:] in [[name] for name in (*words[_LISTS["team"]], *words[_LISTS["author.role"]])]:
        return None  # 'Social worker team', 'Worker role'
    if _fit(heading, (*words[_LISTS["author.name"]], *words["column-staff"])) is not None:
        return "worker"
    children = [name for field_ in _PEOPLE[1:] for name in words[_LISTS[field_]]]
    return "child" if _fit(heading, children) is not None else None
