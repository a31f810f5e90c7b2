"""The formats of `notecheck check`, the endings of their files, and which options go with which."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

from notecheck.commands.output import Output
from notecheck.errors import SettingsError
from notecheck.read import suffixes
from notecheck.render import FORMATS as TEXTS

FILES: Final = ("docx", "pdf", "xlsx")
"""Formats that are no text: the note in Word with comments, the report as a PDF, all reports as an Excel workbook."""
FORMATS: Final = tuple(sorted((*TEXTS, *FILES)))

_OWN: Final = {".txt": "text", ".htm": "html", ".ndjson": "jsonl"} | {f".{name}": name for name in FORMATS}
_ALSO: Final = {"text": (".txt", ".md", ".log"), "github": (".txt", ".log"), "sarif": (".json",)}
"""Format → endings of other things under which it may go all the same, since it is of that kind."""
_OTHERS: Final = (
    ".bmp", ".doc", ".dot", ".dotm", ".dotx", ".gif", ".gz", ".jpeg", ".jpg", ".numbers", ".odp", ".ods", ".pages",
    ".png", ".ppt", ".pptx", ".ps", ".svg", ".tar", ".tiff", ".tsv", ".wps", ".xls", ".xlsb", ".xlsm", ".xml", ".xps",
    ".yaml", ".yml",
)  # fmt: skip
"""Endings that people know for something that notecheck neither reads nor writes."""
_WORDS: Final = {"docx": "Word files", "pdf": "PDFs", "xlsx": "Excel workbooks"}
_A_FILE_EACH: Final = ("docx", "pdf")


def chosen(given: str | None, to: Output, inputs: Iterable[str]) -> str:
    """The format to write: as asked for, else as the name of the output ends, else text.

    Args:
        given: what `--format` names.
        to: where it goes.
        inputs: the files to check; that none is written over is refused elsewhere, in other words.

    Raises:
        SettingsError: the name of the output is that of something else.
    """
    if to.given is None:
        return given or "text"
    if to.is_folder():
        if given is None:
            raise SettingsError(
                f"--output: {to.given} is a folder; name a file in it, or say with --format docx or --format pdf that"
                " each note gets a file of its own there"
            )
        return given
    path = Path(to.given)
    ending = path.suffix.lower()
    format_ = given or _OWN.get(ending) or "text"
    if not _is_device(path) and not any(_same(path, each) for each in inputs):
        _must_fit(path, ending, format_, given)
    return format_


def must_go_with(format_: str, *, tracked: bool, voice: bool) -> None:
    """Refuse options that a format has no place for.

    Raises:
        SettingsError: one was given.
    """
    for name, wanted, what in (("--tracked", tracked, "tracked changes"), ("--voice", voice, "the voice in red type")):
        if wanted and format_ != "docx":
            raise SettingsError(
                f"{name}: there is no place for {what} in {format_}; leave {name} out, or ask for a Word file, such as"
                " --output checked.docx"
            )


def _must_fit(path: Path, ending: str, format_: str, given: str | None) -> None:
    if _OWN.get(ending) == format_ or ending in _ALSO.get(format_, ()):
        return
    if format_ in FILES and not ending:
        each = f", or {path}/ for a file for each note" if format_ in _A_FILE_EACH else ""
        raise SettingsError(f"--output: {path} has no ending; name it {path}.{format_} for one file{each}")
    if ending in _OWN and given is not None:
        raise SettingsError(
            f"--output: {path} ends as {_OWN[ending]}, and --format says {given}; leave --format out for"
            f" {_OWN[ending]}, or let the name end in {_ending(format_)}"
        )
    if format_ in FILES or ending in _OTHERS or ending in suffixes():
        raise SettingsError(
            f"--output: {path.name} would be opened as another kind of file than what is written, {format_};"
            f" endings and formats: {_all_endings()}"
        )


def _all_endings() -> str:
    return ", ".join(f"{_ending(name)} {_WORDS.get(name, name)}" for name in (*FILES, *TEXTS))


def _ending(format_: str) -> str:
    """The ending that a format's files have, the shortest of those there are.

    >>> _ending("text"), _ending("docx")
    ('.txt', '.docx')
    """
    return next(iter(_ALSO.get(format_, ())), f".{format_}") if format_ in ("text", "github") else f".{format_}"


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _same(path: Path, other: str) -> bool:
    try:
        return path.samefile(PurePath(other))
    except (OSError, ValueError):
        return False
