"""The rows of an audit as Parquet, and back: one schema, whatever the notes, that Spark, DuckDB and pandas read.

`FIELDS` declares it once, as data: the keys of a row as `report.to_dict()` and `rows.py` write them, and the type of
each. `schema()` is the same for Arrow, and `flat` turns a row into what the schema holds; Spark takes both. What a row
holds beside them, the columns that were kept and what the caller's own notes carried, stands in `kept` where it is
text and as JSON in `other` where it is anything else, so that `rows` gives back exactly what `write` was given.

The same rows give the same bytes, with the same pyarrow; memory does not grow with their number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from notecheck.audit.rows import is_error
from notecheck.errors import NoteError, SettingsError
from notecheck.findings import PARTS
from notecheck.report import VERSION

if TYPE_CHECKING:
    import pyarrow as pa

Type: TypeAlias = "str | Sequence[Type] | Mapping[str, Type]"
"""'text', 'whole' (a number of 64 bits), 'number', 'yes-no', 'names' (text → text); a list with the type of what it
holds; or an object with the type of each key, where a key that ends in '?' may be missing."""

_SPAN: Final[Mapping[str, Type]] = {"start": "whole", "end": "whole"}
_FINDING: Final[Mapping[str, Type]] = {
    "rule": "text",
    **_SPAN,
    "text": "text",
    "severity": "text",
    "message": "text",
    "suggestions": ["text"],
    "standards": ["text"],
    "entry?": "text",
    "precision": "number",
    "place?": "text",
}

FIELDS: Final[Mapping[str, Type]] = MappingProxyType(
    {
        "version": "whole",
        "id": "text",
        "id_given?": "yes-no",
        "place?": "text",
        "error?": {"reason": "text"},
        "doc_type": "text",
        "guidance": "text",
        "event_date?": "text",
        "recorded_date?": "text",
        "counts": {"words": "whole", "sentences": "whole"},
        "score": {
            "overall": "whole",
            "parts": dict.fromkeys(PARTS, "whole"),
            "reasons": {part: ["text"] for part in PARTS},
        },
        "findings": [_FINDING],
        "sentences": [{**_SPAN, "kind": "text", "confidence": "number"}],
        "voice": {"present": ["text"], "how_obtained": "yes-no", "evidence": [{**_SPAN, "kind": "text"}]},
        "address": {
            "style": "text",
            "expected": "text",
            "to_child": "whole",
            "about_child": "whole",
            "sections": [{**_SPAN, "to_child": "whole", "about_child": "whole"}],
        },
        "checklist": [
            {
                "item": "text",
                "label": "text",
                "met": "yes-no",
                "applies": "yes-no",
                "reason": "text",
                "evidence": [_SPAN],
                "standards": ["text"],
            }
        ],
        "timeliness": {
            "due": "text",
            "late_by_days": "whole",
            "late": "text",
            "deadline": "text",
            "unit": "text",
            "counts_from": "text",
            "recorded": "text",
            "standards": ["text"],
            "rows": [{"standard": "text", "deadline": "text", "due": "text", "late_by_days": "whole", "late": "text"}],
        },
        "readability": {
            "flesch_reading_ease": "number",
            "flesch_kincaid_grade": "number",
            "smog_index": "number",
            "gunning_fog": "number",
            "dale_chall": "number",
            "reading_age": "whole",
            "target_age": "whole",
            "words_per_sentence": "number",
            "reason": "text",
        },
        "strengths": [{**_SPAN, "kind": "text", "standards": ["text"]}],
        "ignored": [{**_FINDING, "reason": "text"}],
        "skipped": [{"check": "text", "reason": "text"}],
        "versions": {"notecheck": "text", "model": "text", "guidance": "text", "lexicons": "names"},
    }
)
"""The keys of a row, in their order. A row has all of them but those that end in '?', and an error record has
`version`, `id`, `place` and `error` alone."""

KEPT: Final = "kept"
"""The column of what else a row holds as text: name → value."""
OTHER: Final = "other"
"""The column of what else it holds, and of what does not fit its type, as a JSON object; null where there is none."""


def _column(name: str) -> str:
    return name.removesuffix("?").replace("-", "_")


_OF_ERRORS: Final = ("version", "id")
_NAMES: Final = {name.removesuffix("?"): type_ for name, type_ in FIELDS.items()}
_COLUMNS: Final = frozenset({*map(_column, _NAMES), KEPT, OTHER})
_MAY_MISS: Final = frozenset(name.removesuffix("?") for name in FIELDS if name.endswith("?"))
_WHOLE: Final = 2**63
_BATCH: Final = 100  # rows that are turned into columns together
_GROUP: Final = 16_000_000  # bytes of columns, after which they are written as one group of rows
_NEEDS: Final = "Parquet needs pyarrow: pip install 'notecheck[audit]'"


def schema() -> pa.Schema:
    """The columns of the file as Arrow's types. Hyphens in the names of parts are underscores, for SQL.

    Raises:
        SettingsError: pyarrow is not installed.
    """
    arrow = _arrow()
    names = arrow.map_(arrow.string(), arrow.string())
    simple = {
        "text": arrow.string(),
        "whole": arrow.int64(),
        "number": arrow.float64(),
        "yes-no": arrow.bool_(),
        "names": names,
    }

    def typed(type_: Type) -> pa.DataType:
        if isinstance(type_, str):
            return simple[type_]
        if isinstance(type_, Mapping):
            return arrow.struct([(_column(name), typed(each)) for name, each in type_.items()])
        return arrow.list_(typed(type_[0]))

    fields = [(_column(name), typed(type_)) for name, type_ in FIELDS.items()]
    return arrow.schema([*fields, (KEPT, names), (OTHER, arrow.string())], {"notecheck": f"rows, version {VERSION}"})


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise SettingsError(_NEEDS) from None
    return pyarrow


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the columns hold it: all that `schema` names, null where there is nothing.

    Args:
        row: a report row or an error record.
    """
    columns: dict[str, Any] = dict.fromkeys(map(_column, FIELDS))
    kept: dict[str, str] = {}
    other: dict[str, Any] = {}
    for name, value in row.items():
        type_ = None if name == "error" and not is_error(row) else _NAMES.get(name)
        if type_ is None:
            (kept if isinstance(value, str) else other)[name] = value
            continue
        columns[_column(name)], fits = _fitted(value, type_)
        if not fits or (value is None and name in _MAY_MISS):
            other[name] = value
    columns[KEPT] = kept or None
    columns[OTHER] = json.dumps(other, ensure_ascii=False, separators=(",", ":")) if other else None
    return columns


def _fitted(value: Any, type_: Type) -> tuple[Any, bool]:
    """A value as its column holds it, and whether it comes back from there as it is."""
    if value is None:
        return None, True
    if isinstance(type_, str):
        return _simple(value, type_)
    if isinstance(type_, Mapping):
        return _object(value, type_) if isinstance(value, dict) else (None, False)
    if not isinstance(value, list):
        return None, False
    found = [_fitted(each, type_[0]) for each in value]
    return [each for each, _ in found], all(fits for _, fits in found)


def _simple(value: Any, type_: str) -> tuple[Any, bool]:
    if type_ == "text":
        return (value, True) if isinstance(value, str) else (None, False)
    if type_ == "yes-no":
        return (value, True) if isinstance(value, bool) else (None, False)
    if type_ == "names":
        fits = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        return (value, True) if fits else (None, False)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, False
    if type_ == "whole":
        fits = isinstance(value, int) and -_WHOLE <= value < _WHOLE
        return (value, True) if fits else (None, False)
    return (value, True) if isinstance(value, float) else (float(value) if abs(value) < _WHOLE else None, False)


def _object(value: Mapping[str, Any], type_: Mapping[str, Type]) -> tuple[dict[str, Any], bool]:
    columns: dict[str, Any] = {}
    fits = value.keys() <= {name.removesuffix("?") for name in type_}
    for name, each in type_.items():
        key = name.removesuffix("?")
        columns[_column(name)], fits_too = _fitted(value.get(key), each)
        # What may be missing and is null, or must not be and is, would come back as the other.
        fits = fits and fits_too and (key in value if name == key else value.get(key, "") is not None)
    return columns, fits


def write(rows: Iterable[Mapping[str, Any]], path: str | Path) -> None:
    """Write rows as a Parquet file.

    Args:
        rows: report rows and error records, in order.
        path: of the file, which is written anew; one that is half written is no Parquet file.

    Raises:
        SettingsError: pyarrow is not installed.
        OSError: it cannot be written.
    """
    arrow = _arrow()
    columns = schema()
    left = iter(rows)
    with arrow.parquet.ParquetWriter(str(path), columns, compression="zstd", use_dictionary=True) as writer:
        batches: list[pa.RecordBatch] = []
        while some := [flat(row) for row in islice(left, _BATCH)]:
            batches.append(arrow.RecordBatch.from_pylist(some, columns))
            if sum(batch.nbytes for batch in batches) >= _GROUP:
                _group(writer, arrow, batches)
        if batches:
            _group(writer, arrow, batches)


def _group(writer: pa.parquet.ParquetWriter, arrow: Any, batches: list[pa.RecordBatch]) -> None:
    table = arrow.Table.from_batches(batches)
    batches.clear()
    writer.write_table(table, row_group_size=max(1, table.num_rows))


def rows(path: str | Path) -> Iterator[dict[str, Any]]:
    """The rows that `write` was given, in order; or those of a table that `notecheck.spark.check` gave.

    Raises:
        SettingsError: pyarrow is not installed.
        NoteError: it is no such file, or broken.
        OSError: it cannot be read.
    """
    arrow = _arrow()
    name = Path(path).name
    with Path(path).open("rb") as file:
        try:
            held = arrow.parquet.ParquetFile(file)
            if not _is_ours(held.schema_arrow):
                raise NoteError(f"{name}: is no output of notecheck audit, or of another version; audit the notes anew")
            for batch in held.iter_batches(batch_size=_BATCH, use_threads=False):
                yield from map(_row, batch.to_pylist(maps_as_pydicts="strict"))
        except (arrow.ArrowException, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise NoteError(f"{name}: is broken or not whole; audit the notes anew") from None


def _is_ours(held: pa.Schema) -> bool:
    """Whether a file has our columns, each of its type; Spark puts those that were kept behind them."""
    ours = schema()
    places = [held.get_field_index(name) for name in ours.names]
    return -1 not in places and all(
        held.field(place).type.equals(field.type) for place, field in zip(places, ours, strict=True)
    )


def _row(columns: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it was before `flat`."""
    other = json.loads(columns[OTHER]) if columns[OTHER] else {}
    wanted = _OF_ERRORS if columns["error"] else _NAMES.keys() - _MAY_MISS
    row = {
        name: _unfitted(columns[_column(name)], type_)
        for name, type_ in _NAMES.items()
        if name in wanted or columns[_column(name)] is not None
    }
    behind = {name: _plain(value) for name, value in columns.items() if name not in _COLUMNS}
    return row | behind | (columns[KEPT] or {}) | other


def _plain(value: Any) -> Any:
    """What stands in a column that Spark kept, as JSON has it: dates, exact numbers and the like as text."""
    return value if value is None or isinstance(value, str | bool | int | float | list | dict) else str(value)


def _unfitted(value: Any, type_: Type) -> Any:
    if value is None or isinstance(type_, str):
        return value
    if isinstance(type_, Mapping):
        return {
            name.removesuffix("?"): _unfitted(value[_column(name)], each)
            for name, each in type_.items()
            if not name.endswith("?") or value[_column(name)] is not None
        }
    return [_unfitted(each, type_[0]) for each in value]
