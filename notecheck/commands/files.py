"""The formats of `notecheck check` that are no text: Word, PDF and Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath
from typing import Final

from notecheck.commands.common import say
from notecheck.commands.output import Output
from notecheck.errors import SettingsError
from notecheck.report import Report

_WORD: Final = (".docx", ".docm")
_EXTRA: Final = "{} needs a library that is not installed: pip install 'notecheck[page]'"


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """A note that was checked.

    Attributes:
        name: of its file.
        report: on it.
        original: the file, where it holds this note and no other.
    """

    name: str
    report: Report
    original: bytes | None


def write(format_: str, checked: Iterable[Checked], to: Output, *, tracked: bool, voice: bool) -> None:
    """Write the reports.

    Args:
        format_: 'docx', 'pdf' or 'xlsx'.
        checked: the notes, in order; nothing is written where there is none.
        to: a file, or for docx and pdf a folder, which gets a file for each note.
        tracked: whether a Word file has what is certain as tracked changes.
        voice: whether the child's voice is set in bold red in a Word file of the writer's own.

    Raises:
        SettingsError: several notes for a file that holds one; or a library is missing.
    """
    try:
        if format_ == "xlsx":
            _workbook(checked, to)
        elif to.is_folder():
            for each in checked:
                made = _docx(each, tracked, voice) if format_ == "docx" else _pdf([each])
                with to.file_within(each.report.note.id or PurePath(each.name).stem, f".{format_}") as file:
                    file.write(made)
        elif format_ == "pdf":
            _whole(checked, to)
        else:
            _one(checked, to, tracked, voice)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("notecheck"):
            raise
        raise SettingsError(_EXTRA.format(f"--format {format_}")) from None


def _one(checked: Iterable[Checked], to: Output, tracked: bool, voice: bool) -> None:
    rest = iter(checked)
    first, second = next(rest, None), next(rest, None)
    if second is not None:
        raise SettingsError("--output: there are several notes, and a .docx holds one; name a folder, such as checked/")
    if first is not None:
        made = _docx(first, tracked, voice)
        with to.file() as file:
            file.write(made)


def _whole(checked: Iterable[Checked], to: Output) -> None:
    """One PDF with a sheet for each note."""
    all_of_them = list(checked)
    if all_of_them:
        made = _pdf(all_of_them)
        with to.file() as file:
            file.write(made)


def _docx(each: Checked, tracked: bool, voice: bool) -> bytes:
    """The writer's own Word file with its marks, where the note came in one; else a new one."""
    from notecheck.export import marked_docx, note_docx

    if each.original is None or PurePath(each.name).suffix.lower() not in _WORD:
        return note_docx.write(each.report, comments=True, tracked=tracked)
    marked = marked_docx.write(each.report, each.original, tracked=tracked, voice=voice)
    for notice in marked_docx.notices(each.original):
        say(f"{each.name}: {notice}")
    return marked


def _pdf(several: Iterable[Checked]) -> bytes:
    from notecheck.export import sheet_pdf
    from notecheck.render.whole import called
    from notecheck.supervision.sheet import sheet

    named = ((called(each.name, each.report), each.report) for each in several)
    return sheet_pdf.write([sheet(report, name=name, with_text=True) for name, report in named])


def _workbook(checked: Iterable[Checked], to: Output) -> None:
    from notecheck.export import report_xlsx
    from notecheck.render.whole import called

    rest = iter(checked)
    if (first := next(rest, None)) is None:
        return
    named: Iterator[tuple[str, Report]] = (
        (called(each.name, each.report), each.report) for each in chain([first], rest)
    )
    made = report_xlsx.write(named)
    with to.file() as file:
        file.write(made)
