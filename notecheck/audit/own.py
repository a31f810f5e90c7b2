"""What an audit itself has written, which stands beside the notes and is none: told by its name or its beginning."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from notecheck.read.folders import ending
from notecheck.read.lines import MOST_LINE

OUTPUT: Final = "is an audit's output, not notes"
BASELINE: Final = "is the baseline of an audit, not notes"
SUMMARY: Final = "is the summary of an audit, not notes"
_OF_A_RUN: Final = (".part", ".journal", ".lock", ".new")
_SUMMARIES: Final = (".html", ".xlsx", ".json")
_LINES: Final = (".jsonl", ".ndjson", ".json")
TOLD: Final = (*_LINES, ".parquet")
"""Endings of files that are told by their beginning."""
_BEGINNING: Final = 32  # characters that hold the first key
_OF_A_REPORT: Final = {"version", "findings", "versions"}
_OF_A_BASELINE: Final = {"kind", "version", "key", "versions"}


def by_name(name: str) -> str:
    """Why a file that an audit wrote beside its output is no file of notes; '' for any other."""
    path = PurePath(name)
    if ending(name) in _OF_A_RUN and ending(path.stem) in TOLD:
        return OUTPUT
    return SUMMARY if ending(name) in _SUMMARIES and ending(path.stem) == ".summary" else ""


def by_content(name: str, file: BinaryIO) -> str:
    """The same for a file that is opened, of a list of objects or a table of Parquet; read is its first line at most.

    Args:
        name: by whose ending it is known what it holds; a further `.gz` is left out already.
        file: from its beginning.
    """
    if ending(name) == ".parquet":
        return OUTPUT if _is_table(file) else ""
    if ending(name) not in _LINES:
        return ""
    first = file.readline(_BEGINNING)
    if not first.lstrip().startswith((b'{"version":', b'{"kind":')):
        return ""  # as nearly all notes: nothing more is read of them
    if not first.endswith(b"\n"):
        first += file.readline(MOST_LINE)
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        return ""
    if isinstance(row, dict) and row.keys() >= _OF_A_BASELINE:  # which has the keys of a report too
        return BASELINE
    return OUTPUT if _is_row(row) else ""


def _is_row(row: Any) -> bool:
    """Whether it is a report row or an error record, by its keys; a note has its text."""
    if not isinstance(row, dict) or "text" in row:
        return False
    error = row.get("error")
    return row.keys() >= _OF_A_REPORT or (
        row.keys() >= {"version", "id", "error"} and isinstance(error, dict) and "reason" in error
    )


def _is_table(file: BinaryIO) -> bool:
    try:
        import pyarrow as pa
        from pyarrow.parquet import read_schema
    except ModuleNotFoundError:
        return False  # then it cannot be read as notes either
    try:
        names = {*read_schema(file).names}
    except (pa.ArrowException, OSError, ValueError):
        return False
    return names >= _OF_A_REPORT and "text" not in names
