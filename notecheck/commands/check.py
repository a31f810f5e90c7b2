"""`notecheck check`: a report on each note of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from notecheck.commands.common import (
    FAILED,
    FOUND,
    NEVER,
    BaselineOption,
    DocTypeOption,
    FailOnOption,
    LexiconsOption,
    ModelOption,
    NotesGuidanceOption,
    WithoutOption,
    choice,
    clearly,
    loading,
    say,
)
from notecheck.commands.formats import FILES, FORMATS, chosen, must_go_with
from notecheck.errors import NoteError
from notecheck.findings import SEVERITIES

if TYPE_CHECKING:
    from notecheck.audit.baseline import Holding
    from notecheck.checker import Checker
    from notecheck.commands.files import Checked
    from notecheck.commands.output import Output
    from notecheck.report import Report

COLOURS: Final = ("auto", "always", "never")


@clearly
def check(
    files: Annotated[
        list[str],
        typer.Argument(help="Documents, tables, notes as .json, text, folders of these, or - for standard input."),
    ],
    format_: Annotated[
        str | None,
        choice(FORMATS, "--format", "-f", help="How to write the report [default: as --output ends, else text]."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write to, which ends as its format; for docx and pdf also a folder (checked/), which gets a "
            "file for each note. One .docx holds one note, one .pdf all of them.",
        ),
    ] = None,
    tracked: Annotated[
        bool, typer.Option("--tracked", help="In docx: what is certain as tracked changes, beside the comments.")
    ] = False,
    voice: Annotated[
        bool, typer.Option("--voice", help="In a Word file of your own: the child's voice in bold red type.")
    ] = False,
    doc_type: DocTypeOption = None,
    guidance: NotesGuidanceOption = None,
    child_name: Annotated[str | None, typer.Option(help="The child's name.")] = None,
    known_as: Annotated[list[str] | None, typer.Option(help="Another name of the child; may be repeated.")] = None,
    child_age: Annotated[float | None, typer.Option(help="The child's age in years.")] = None,
    other_child: Annotated[list[str] | None, typer.Option(help="Another child in the note; may be repeated.")] = None,
    author_name: Annotated[str | None, typer.Option(help="Who wrote the note.")] = None,
    author_role: Annotated[str | None, typer.Option(help="The writer's role.")] = None,
    event_date: Annotated[str | None, typer.Option(help="When it happened, as 2026-03-04.")] = None,
    recorded_date: Annotated[str | None, typer.Option(help="When it was written down, as 2026-03-05.")] = None,
    fail_on: FailOnOption = NEVER,
    baseline: BaselineOption = None,
    colour: Annotated[str, choice(COLOURS, help="Colours in text output.")] = "auto",
    lexicons: LexiconsOption = None,
    model: ModelOption = None,
    without: WithoutOption = None,
) -> None:
    """Check notes and write a report for each; one that cannot be read is named, and the others are checked."""
    given = {
        "doc_type": doc_type,
        "guidance": guidance,
        "child": _some(name=child_name, known_as=known_as, age=child_age),
        "other_children": other_child,
        "author": _some(name=author_name, role=author_role),
        "event_date": event_date,
        "recorded_date": recorded_date,
    }
    given = {key: value for key, value in given.items() if value}
    with loading():
        from notecheck.checker import load
    from notecheck.commands import files as word_and_others
    from notecheck.commands.notes import expand
    from notecheck.commands.output import Output
    from notecheck.languagetool import owned

    known = _known(baseline) if baseline else None
    names = list(expand(files))
    to = Output(output, names)
    format_ = chosen(format_, to, names)
    must_go_with(format_, tracked=tracked, voice=voice)
    if format_ in FILES:
        to.must_hold_bytes(f"a .{format_} file")
    # LanguageTool gets ready while the model is loaded.
    with nullcontext() if "grammar" in (without or ()) else owned():
        with loading():
            checker = load(guidance or "general", model=model, lexicons=lexicons, without=without or ())
        checker.look_over(given | {"text": ""})  # a wrong option is said once, not for every file
        run = _Run(checker, given, fail_on, lexicons, known)
        if format_ in FILES:
            word_and_others.write(format_, run.checked(names), to, tracked=tracked, voice=voice)
        else:
            _write(format_, run.checked(names), to, colour=_coloured(colour, to))
    if run.failed or run.found:
        raise typer.Exit(FAILED if run.failed else FOUND)


class _Run:
    """Checks file after file and remembers how it went.

    Attributes:
        found: whether there was a finding of the severity that is asked about.
        failed: whether a file, or a note in one, could not be checked.
    """

    def __init__(
        self,
        checker: Checker,
        given: dict[str, Any],
        fail_on: str,
        lexicons: str | None,
        known: Holding | None = None,
    ) -> None:
        self.found = self.failed = False
        self._known = known
        self._checker = checker
        self._given = given
        self._fail_on = fail_on
        self._lexicons = lexicons

    def checked(self, names: list[str]) -> Iterator[Checked]:
        """Each note with its report, in order."""
        from notecheck.commands.files import Checked
        from notecheck.commands.notes import notes
        from notecheck.guidance import Rulebook

        book = Rulebook.load(self._given.get("guidance", self._checker.guidance), self._lexicons)
        for name in names:
            try:
                for each in notes(name, self._given, self._fail, doc_types=book.doc_types, lexicons=self._lexicons):
                    if report := self._report(name, each.note):
                        yield Checked(name, report, each.original)
            except NoteError as error:
                self._fail(str(error))

    def _report(self, name: str, note: dict[str, Any]) -> Report | None:
        try:
            report = _first(self._checker, note)
        except NoteError as error:
            self._fail(f"{name}: {error}")
            return None
        self.found = self.found or (self._fail_on != NEVER and self._counts(report))
        return report

    def _counts(self, report: Report) -> bool:
        """Whether the report has a finding that is asked about, and that no baseline knows."""
        if self._known is None:
            return bool(report.at_least(self._fail_on))
        floor = SEVERITIES.index(self._fail_on)
        return any(SEVERITIES.index(finding["severity"]) >= floor for finding in self._known.new(report.to_dict()))

    def _fail(self, says: str) -> None:
        say(says)
        self.failed = True


def _known(path: Path) -> Holding:
    from notecheck.audit.baseline import Holding, load

    return Holding(load(path))


def _write(format_: str, checked: Iterator[Checked], to: Output, *, colour: bool) -> None:
    """The reports in a format of text."""
    from notecheck.render import render

    pieces = render(format_, ((each.name, each.report) for each in checked), colour=colour)
    if to.given is None:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()  # before the exit status says that it is done
        return
    with to.file() as file:
        file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)


def _first(checker: Checker, note: dict[str, Any]) -> Report:
    return next(checker.pipe([note]))


def _some(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value != []}


def _coloured(choice: str, to: Output) -> bool:
    if choice == "auto":
        return to.given is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return choice == "always"
