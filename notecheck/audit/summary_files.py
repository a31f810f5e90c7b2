"""The summary of an audit's output, written beside it or wherever it is wanted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from notecheck.audit.figures import Summary
from notecheck.audit.outputs import Rows
from notecheck.audit.summary import summarise
from notecheck.errors import SettingsError

ENDINGS: Final = (".html", ".xlsx", ".json")
"""How a file for a summary may end."""


def write_summary(output: Path, by: Sequence[str], to: Sequence[Path], *, lexicons: str | None = None) -> Summary:
    """Sum up an audit's output and write it to files, each of which is there whole or not at all.

    Args:
        output: what `audit` wrote: JSON Lines or Parquet.
        by: columns to count by, which were kept in its rows.
        to: files, each with one of `ENDINGS`.
        lexicons: the authority's own folder, if its guidance is one of it.

    Returns:
        The summary.

    Raises:
        NoteError: the output cannot be read, or a column names workers or children.
        SettingsError: a file has another ending, cannot be written, or its format is not installed.
    """
    for path in to:
        check_place(path)
    summary = summarise(Rows(output), by, lexicons=lexicons)
    for path in to:
        put(path, made(summary, path.suffix.lower()))
    return summary


def check_place(path: Path) -> None:
    """Refuse a file that could not be written, before the work begins.

    Raises:
        SettingsError: says what is allowed.
    """
    if path.suffix.lower() not in ENDINGS:
        raise SettingsError(f"{path}: a summary is written as one of: {', '.join(ENDINGS)}")
    if not path.absolute().parent.is_dir():
        raise SettingsError(f"{path.parent} is no folder; make it first, or name another")
    _must_be_plain(path)
    if path.suffix.lower() == ".xlsx":
        _workbook_must_be_there()


def _must_be_plain(path: Path) -> None:
    """Refuse a pipe or a device, such as /dev/null: a file would take its place, and nobody would find it again."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise SettingsError(f"{path}: is a pipe or a device, and a file is put in its place; name a file")


def _workbook_must_be_there() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise SettingsError(
            "a summary as .xlsx needs openpyxl: pip install 'notecheck[audit]'; as .html it needs nothing"
        ) from None


def made(summary: Summary, ending: str) -> bytes:
    """The summary in a format; `ending` is one of `ENDINGS`."""
    if ending == ".xlsx":
        from notecheck.audit import workbook  # brings openpyxl

        return workbook.write(summary)
    if ending == ".json":
        return (json.dumps(summary.to_dict(), ensure_ascii=False, indent=2) + "\n").encode()
    from notecheck.audit import page

    return page.render(summary).encode("utf-8", "backslashreplace")


def put(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, put in its place when it is whole.

    Raises:
        SettingsError: it cannot be written.
    """
    with writing(path) as file:
        file.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """The same for what is written piece by piece.

    Raises:
        SettingsError: it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.notecheck")
    try:
        _must_be_plain(path)
        unfinished.unlink(missing_ok=True)  # of a run that was killed
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
