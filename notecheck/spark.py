"""Notes in a Spark DataFrame: `check(df)` gives a row for each, worked out where the data is.

Each Python worker of the cluster loads the model once and checks what comes by, a few notes at a time, so that its
memory does not grow with the table. What a note says goes from Spark to that process and back, and nowhere else.

Between Spark and Python stand two columns of JSON, which Spark itself writes and reads: pandas would turn whole numbers
with gaps into decimals, refuse the year 9999, and end the job at a byte that is no UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from notecheck.audit import parquet
from notecheck.audit.items import Item
from notecheck.audit.rows import Row, check_items, error_row
from notecheck.cells import age_on, read_age, read_date, read_name, read_names
from notecheck.checker import Checker, load
from notecheck.data import MOST_BYTES, files_of, load_lexicons
from notecheck.errors import LexiconError, NoteError, SettingsError, unknown_guidance
from notecheck.guidance import Rulebook, guidance_names
from notecheck.lasting import settle
from notecheck.mapping import ColumnMap
from notecheck.own_files import read_own
from notecheck.record_types import fold

try:
    import pyspark  # noqa: F401
except ImportError:
    raise ImportError(
        "notecheck.spark needs PySpark, which a Spark cluster brings; elsewhere: pip install 'notecheck[spark]'"
    ) from None

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import DataType, StructType

COLUMNS: Final[Mapping[str, str]] = {
    "id": "id",
    "doc_type": "doc_type",
    "guidance": "guidance",
    "event_date": "event_date",
    "recorded_date": "recorded_date",
    "child": "child",
    "child.name": "child_name",
    "child.forename": "child_forename",
    "child.surname": "child_surname",
    "child.known_as": "child_known_as",
    "child.age": "child_age",
    "child.born": "child_born",
    "other_children": "other_children",
    "author": "author",
    "author.name": "author_name",
    "author.role": "author_role",
    "team": "team",
    "not_applicable": "not_applicable",
    "ignored": "ignored",
}
"""What may be known of a note beside its text → the column in which it is looked for, if `columns` names no other."""

_NOTE: Final = "notecheck_note"
_ROW: Final = "notecheck_row"
_KEPT: Final = "notecheck_kept"
_WRITTEN: Final = {"dateFormat": "yyyy-MM-dd", "timestampFormat": "yyyy-MM-dd'T'HH:mm:ss"}
_EXACTLY: Final = {
    "timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
    "timestampNTZFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
    "ignoreNullFields": "false",
    "maxStringLen": str(2**31 - 1),  # Spark's own limit of 20 million would empty all that is kept of a row
}
"""How columns that are kept are written and read again, so that nothing of them is lost."""
_FRAME: Final = 64
"""Rows that are handed back to Spark together."""
_MOST_BYTES: Final = 50_000_000
"""In a folder of lexicons: they go to every worker with the job."""


@dataclass(frozen=True)
class _Job:
    """What a worker has to know; goes there with the job.

    Attributes:
        guidance: id of the guidance of notes that name none.
        model: name or folder of another pipeline, as it is known on the workers.
        without: checks that are left out.
        files: an authority's own lexicons and guidance: path in their folder → what the file holds.
        doc_types: value of the column of types, as `fold` writes it → document type.
    """

    guidance: str
    model: str | None
    without: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...] | None
    doc_types: tuple[tuple[str, str], ...]


def check(
    df: DataFrame,
    *,
    guidance: str = "general",
    lexicons: str | Path | None = None,
    without: Sequence[str] = (),
    model: str | None = None,
    text: str = "text",
    columns: Mapping[str, str] | ColumnMap | None = None,
    keep: Sequence[str] = (),
    grammar: bool = False,
) -> DataFrame:
    """A report on each note of a table, as the columns of `schema()`; nothing is read before Spark is asked for rows.

    A row that cannot be read or checked gives its `id`, `error` with the reason, and null in the others. Dates may be
    DATE, TIMESTAMP (in the session's time zone) or text; `child` and `author` structs or columns of their own
    (`child_name`, `child_age`); names of several children an array, or text with semicolons.

    Args:
        df: a note a row.
        guidance: id of the authority's guidance, for notes that name none.
        lexicons: an authority's own folder of lexicons and guidance, which only the driver has to reach: it is read
            and checked here, and goes to the workers with the job.
        without: names of checks to leave out.
        model: another spaCy English pipeline, by the name or folder that it has on the driver and on every worker.
        text: the column with the notes.
        columns: what else is known of a note, one of `COLUMNS` → the column that holds it (`person.age` for a field of
            a struct); or a mapping as `notecheck audit --save-columns` keeps it, which names the text's column too.
        keep: columns of the table that come back as they are, behind the report's.
        grammar: have LanguageTool look at grammar and spelling, at the address that `NOTECHECK_GRAMMAR` names on each
            worker; a worker without one names what it did not check.

    Raises:
        NotecheckError: an option, a lexicon or a column is not there or has a fault; says what is allowed.
    """
    from pyspark.sql import functions as F  # noqa: N812  (as everybody calls it)

    named = dict(columns.columns if isinstance(columns, ColumnMap) else columns or {})
    note = _note_columns(df, named.pop("text", text), named)
    kept = [_column(df, name, "keep").alias(name) for name in _once(keep)]
    job = _Job(
        guidance=guidance,
        model=model,
        without=tuple(without) if grammar or "grammar" in without else (*without, "grammar"),
        files=None if lexicons is None else _read(Path(lexicons)),
        doc_types=tuple(columns.doc_types.items()) if isinstance(columns, ColumnMap) else (),
    )
    _must_load(job)
    packed = [F.to_json(F.struct(*note), _WRITTEN).alias(_NOTE)]
    names = [_ROW]
    read = [F.from_json(_ROW, schema()).alias(_ROW)]
    if kept:
        packed.append(F.to_json(F.struct(*kept), _EXACTLY).alias(_KEPT))
        names.append(_KEPT)
        read.append(F.from_json(_KEPT, df.select(*kept).schema, _EXACTLY).alias(_KEPT))
    rows = df.select(*packed).mapInPandas(_checking(job), ", ".join(f"{name} string" for name in names))
    return rows.select(*read).select(*(f"{name}.*" for name in names))


def schema() -> StructType:
    """The columns of a report, as Spark's types: those of an audit's Parquet file."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(parquet.schema())


def _once(keep: Sequence[str]) -> Sequence[str]:
    """The columns to keep, if there can be columns of these names.

    Raises:
        SettingsError: a report has one of that name, or one is named twice.
    """
    taken = {name.lower() for name in schema().names}
    for name in keep:
        if name.lower() in taken:
            raise SettingsError(f"keep: a column {name[:60]!r} is there already; rename yours with withColumnRenamed")
        taken.add(name.lower())
    return keep


def _note_columns(df: DataFrame, text: str, named: Mapping[str, str]) -> list[Column]:
    """The columns that hold what is known of a note, under the names of its fields.

    Raises:
        SettingsError: a column is not there, or that of the text holds no text.
    """
    from pyspark.sql.types import StringType

    if unknown := sorted(named.keys() - COLUMNS.keys()):
        raise SettingsError(f"columns: {unknown[0][:40]!r} is no field of a note; allowed: text, {', '.join(COLUMNS)}")
    there = {name.lower() for name in df.columns}
    usual = {field: column for field, column in COLUMNS.items() if field not in named and column in there}
    words = _column(df, text, "text").alias("text")
    held: DataType = df.select(words).schema["text"].dataType
    if not isinstance(held, StringType):
        raise SettingsError(f"text: the column {text[:60]!r} holds {held.simpleString()[:60]}; it must hold text")
    return [words, *(_column(df, column, field).alias(field) for field, column in {**usual, **named}.items())]


def _column(df: DataFrame, name: str, what: str) -> Column:
    """A column of the table, or with dots a field of a struct in one.

    Raises:
        SettingsError: there is none; says which there are.
    """
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as F  # noqa: N812

    whole = name.lower() in {column.lower() for column in df.columns}
    column = F.col(f"`{name.replace('`', '``')}`" if whole else name)
    try:
        df.select(column)
    except AnalysisException:
        there = ", ".join(df.columns[:20]) + (", …" if len(df.columns) > 20 else "")
        raise SettingsError(f"{what}: there is no column {name[:60]!r}; the table has: {there}") from None
    return column


def _read(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """The files of an authority's own folder, as they are.

    Raises:
        LexiconError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise LexiconError(f"lexicons: {folder} is not a folder")
    paths = files_of(folder)
    try:
        if sum(path.stat().st_size for path in paths) > _MOST_BYTES:
            raise LexiconError(f"lexicons: {folder} holds more than {_MOST_BYTES:,} bytes, which each worker would get")
        return tuple((path.relative_to(folder).as_posix(), read_own(path, folder, MOST_BYTES)) for path in paths)
    except OSError as error:
        raise LexiconError(f"lexicons: {folder} cannot be read ({error.strerror})") from None


@contextmanager
def _laid_out(files: tuple[tuple[str, bytes], ...] | None) -> Iterator[str | None]:
    """The files in a folder that only this process's user can open, and that is gone when they have been read."""
    if files is None:
        yield None
        return
    with TemporaryDirectory(prefix="notecheck-") as folder:
        for name, data in files:
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield folder


@dataclass(frozen=True)
class _Ready:
    """A checker, with the guidances that there are and the document types that the values of a column mean."""

    checker: Checker
    guidances: tuple[str, ...]
    doc_types: Mapping[str, str]


def _load(job: _Job) -> _Ready:
    """A checker that reads no file any more.

    Raises:
        NotecheckError: an option or a lexicon has a fault, or the model is not there.
    """
    with _laid_out(job.files) as folder:
        checker = load(job.guidance, model=job.model, lexicons=folder, without=job.without)
        names = guidance_names(folder)
        for name in names:  # a note may name any of them, when the folder is gone
            Rulebook.load(name, folder)
    return _Ready(checker, names, dict(job.doc_types))


@lru_cache(maxsize=16)
def _must_load(job: _Job) -> None:
    """Load it here, on the driver, and let go of it: so a fault is told before the job starts.

    Raises:
        NotecheckError: as `_load`.
    """
    _load(job)


@lru_cache(maxsize=1)
def _loaded(job: _Job) -> _Ready:
    """The same, once in a worker: Spark keeps one for as many tasks as it can (`spark.python.worker.reuse`)."""
    ready = _load(job)
    settle()
    return ready


def _checking(job: _Job) -> Callable[[Iterable[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """What a worker does with the rows that come to it."""

    def checked(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        ready = _loaded(job)
        for frame in frames:
            for start in range(0, len(frame), _FRAME):
                part = frame[start : start + _FRAME]
                answer = part.drop(columns=_NOTE)
                answer.insert(0, _ROW, _rows(ready, part[_NOTE]))
                yield answer

    return checked


def _rows(ready: _Ready, notes: Iterable[str]) -> list[str]:
    """A row for each note, as JSON."""
    items = [_item(ready, note) for note in notes]
    return [_written(item, row) for item, row in zip(items, check_items(ready.checker, items), strict=True)]


def _item(ready: _Ready, data: str) -> Item:
    """The note that a row of the table is, or why it is none."""
    fields = json.loads(data)
    try:
        note = _note(fields, ready.doc_types)
        guidance = note.get("guidance")
        if isinstance(guidance, str) and guidance not in ready.guidances:
            raise unknown_guidance(guidance, ready.guidances)
    except NoteError as error:
        return Item("", None, str(error), id=fields.get("id"))
    return Item("", note)


def _note(fields: Mapping[str, Any], doc_types: Mapping[str, str]) -> dict[str, Any]:
    """A note in the contract's form.

    Raises:
        NoteError: what a column holds cannot be read; names the field and what is allowed.
    """
    read = {name: value for name, given in fields.items() if (value := _value(name, given, doc_types)) is not None}
    whole = " ".join(filter(None, (read.pop("child.forename", None), read.pop("child.surname", None))))
    if whole:
        read.setdefault("child.name", whole)
    day = read.get("event_date") or read.get("recorded_date")
    if (born := read.pop("child.born", None)) and day:
        read.setdefault("child.age", _said("child.born", born, lambda born: age_on(born, day)))
    note = {name: value for name, value in read.items() if "." not in name}
    for name in read.keys() - note.keys():
        person, _, key = name.partition(".")
        if isinstance(given := note.setdefault(person, {}), dict):
            given[key] = read[name]
    return note


def _value(name: str, value: Any, doc_types: Mapping[str, str]) -> Any:
    """What a field's column holds, read as a cell where it is text; None for one that holds no answer."""
    if not isinstance(value, str) or name in ("text", "id"):
        return value
    value = value.strip()
    if not value or value.casefold() in load_lexicons().words["cell-empty"]:
        return None
    if name == "doc_type":
        return doc_types.get(fold(value), value)
    return _said(name, value, _READERS.get(name, str))


def _said(name: str, value: str, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(value)
    except NoteError as error:
        raise NoteError(f"{name}: {error}") from None


def _day(cell: str) -> str:
    """A date or a point in time in ISO form; a TIMESTAMP at midnight is a day."""
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return read_date(cell)
    return cell.removesuffix("T00:00:00")


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "event_date": _day,
    "recorded_date": _day,
    "child.name": read_name,
    "child.forename": read_name,
    "child.surname": read_name,
    "child.known_as": read_names,
    "child.age": read_age,
    "child.born": _day,
    "other_children": read_names,
    "author.name": read_name,
    "author.role": read_name,
}
"""How text in a column is read; what is no text is taken as it is."""


def _written(item: Item, row: Row) -> str:
    """A row as JSON that Spark reads by the schema."""
    try:
        return json.dumps(parquet.flat(row), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        reason = f"a fault of notecheck's own ({type(error).__name__}) stopped its report; please report it"
        return json.dumps(parquet.flat(error_row(item._replace(kept={}), reason)))
