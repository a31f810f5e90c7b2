"""`notecheck audit`: a report on each of many notes, in one file, with a summary."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
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
    refuse,
    say,
    tell,
)
from notecheck.errors import NotecheckError, NoteError, SettingsError
from notecheck.findings import SEVERITIES
from notecheck.workers.heap import share_one_heap

if TYPE_CHECKING:
    from notecheck.audit.items import Source
    from notecheck.audit.progress import Progress
    from notecheck.audit.run import Done
    from notecheck.mapping import ColumnMap

FORMATS: Final = ("jsonl", "parquet")
INPUTS: Final = ("jsonl", "csv", "tsv")
_ENDINGS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
_NONE: Final = "none"
_STDIN: Final = "-"
_CLOSED: Final = getattr(signal, "SIGHUP", signal.SIGTERM)  # Windows has none
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, _CLOSED)
_MOST_BYTES: Final = 5_000_000  # of a file that says which column holds what


@clearly
def audit(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...",
            help="JSON Lines, CSV, Excel, Parquet, documents, folders or patterns of these, or - for standard input.",
        ),
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="File to write: .jsonl or .parquet.")],
    format_: Annotated[str | None, choice(FORMATS, "--format", "-f", help="[default: as --output ends]")] = None,
    guidance: NotesGuidanceOption = None,
    doc_type: DocTypeOption = None,
    columns: Annotated[
        Path | None, typer.Option(help="File that says which column holds what, as --save-columns writes it.")
    ] = None,
    save_columns: Annotated[
        Path | None, typer.Option(help="Write to this file which column was taken to hold what.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="Column by whose values the summary counts too, such as Team; may be repeated."),
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option(help="Column to copy into each row of the output; may be repeated.")
    ] = None,
    input_format: Annotated[str | None, choice(INPUTS, help="What standard input holds.")] = None,
    summary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE|none",
            help="Where the summary goes: .html, .xlsx or .json; may be repeated [default: .summary.html and "
            ".summary.xlsx beside the output].",
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Processes that check [default: as many as there are cores].")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was broken off.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write the output anew if it is there.")] = False,
    fail_on: FailOnOption = NEVER,
    baseline: BaselineOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False,
    lexicons: LexiconsOption = None,
    model: ModelOption = None,
    without: WithoutOption = None,
) -> None:
    """Check many notes and write a report for each, in order; one that cannot be checked gives an error record."""
    if resume and force:
        raise SettingsError("--resume goes on with a run and --force begins anew; give one of them")
    form = format_ or _format(output)
    kept = list(dict.fromkeys([*(by or ()), *(keep or ())]))
    guidance = guidance or "general"
    share_one_heap()
    with _stoppable(piped=_STDIN in inputs):
        with loading():
            from notecheck.audit.baseline import hold, load
            from notecheck.audit.outputs import Rows
            from notecheck.audit.run import Wanted
            from notecheck.audit.run import audit as run
            from notecheck.supervision.tally import check_group

        for column in by or ():
            check_group(column)
        known = load(baseline) if baseline else None
        summaries = _summaries(output, summary)
        if not (resume or force):
            _must_be_new(output, summaries)
        if form == "parquet":
            _parquet_must_be_there()
        given = {"doc_type": doc_type} if doc_type else {}
        source = _source(inputs, given, columns, kept, input_format, guidance, lexicons)
        _must_not_be_read(source, [*summaries, *([save_columns] if save_columns else [])])
        if save_columns:
            _save(save_columns, source.mapping)
        wanted = Wanted(
            guidance=guidance,
            model=model,
            lexicons=lexicons,
            without=tuple(without or ()),
            jobs=jobs,
            resume=resume,
            force=force,
            format=form,
            options={"IN": inputs, "--doc-type": doc_type, "--by and --keep": kept, "--input-format": input_format},
        )
        finish = _finishing(summaries, by or (), lexicons, piped=_STDIN in inputs)
        with _progress(source, "" if columns else _taken(source.mapping), quiet=quiet) as watcher:
            done = run(source, output, wanted, watcher=watcher, say=_nothing if quiet else say, finish=finish)
    for notice in source.notices:
        say(notice)
    findings = done.counts.findings
    if known:
        findings, held = hold(Rows(done.path), known)
        if held:
            say(held)
        if not quiet:
            tell(f"{_many(sum(findings.values()), 'finding')} that {baseline} does not know")
    _tell(done, summaries, quiet=quiet)
    found = fail_on != NEVER and any(findings.get(each) for each in _from(fail_on))
    if done.counts.errors or found:
        raise typer.Exit(FAILED if done.counts.errors else FOUND)


def _finishing(
    summaries: list[Path], by: Sequence[str], lexicons: str | None, *, piped: bool
) -> Callable[[Path], None]:
    """What makes the summary of an output, and says how to go on where that cannot be done."""
    from notecheck.audit.summary_files import write_summary

    def finish(written: Path) -> None:
        try:
            if summaries:
                write_summary(written, by, summaries, lexicons=lexicons)
        except NotecheckError as error:
            again = "notecheck summary makes one" if piped else "--resume makes just the summary"
            raise SettingsError(f"{error}; {written} itself is complete, and once that is mended, {again}") from None

    return finish


def _nothing(_: str) -> None:
    """Say nothing."""


def _format(output: str) -> str:
    ending = PurePath(output).suffix.lower()
    if ending not in _ENDINGS:
        raise SettingsError(
            "--output: an audit is written as JSON Lines or Parquet; name a file ending in .jsonl or .parquet, or say "
            "which of them with --format"
        )
    return _ENDINGS[ending]


def _parquet_must_be_there() -> None:
    """Refuse what could not be written in the end."""
    from notecheck.audit import parquet

    parquet.schema()


def _summaries(output: str, given: list[str] | None) -> list[Path]:
    """The files that the summary goes to."""
    from notecheck.audit.summary_files import check_place

    if given and _NONE in given:
        return []
    places = [Path(each) for each in given or ()]
    for place in places:
        check_place(place)
        _must_be_writable(place)
    if given:
        return places
    page, workbook = (Path(output).with_suffix(f".summary.{ending}") for ending in ("html", "xlsx"))
    try:
        check_place(workbook)
    except SettingsError:  # what it is written with is not installed, and the page says the same
        _must_be_writable(page)
        return [page]
    for place in (page, workbook):
        _must_be_writable(place)
    return [page, workbook]


def _must_be_writable(summary: Path) -> None:
    """Refuse a place for a summary before a night's work, not after it.

    Raises:
        SettingsError: nothing can be put in place there.
    """
    if summary.is_dir():
        raise SettingsError(f"{summary}: is a folder; move it away, or name another file with --summary")
    if summary.parent.is_dir() and not os.access(summary.parent, os.W_OK | os.X_OK):
        raise SettingsError(f"{summary}: nothing can be written into its folder; name another with --summary")


def _must_be_new(output: str, summaries: list[Path]) -> None:
    """Refuse to write over a summary that belongs to another audit, of the same name but for its ending perhaps.

    Raises:
        SettingsError: one is there, though the output is not.
    """
    there = next((place for place in summaries if place.exists()), None)
    if there and not Path(output).exists():  # what is said of an output that is there is said elsewhere
        raise SettingsError(
            f"{there} is there already, of another audit perhaps; give the output a name of its own, name another file "
            "with --summary, or --force writes it anew"
        )


def _source(
    inputs: list[str],
    given: dict[str, Any],
    columns: Path | None,
    kept: list[str],
    input_format: str | None,
    guidance: str,
    lexicons: str | None,
) -> Source:
    """The notes that are meant; a wrong option is said before any of them is read."""
    with loading():
        from notecheck.audit.sources import open_source
        from notecheck.guidance import Rulebook
        from notecheck.note import Note

        book = Rulebook.load(guidance, lexicons)
    book.parent(Note.from_dict(given | {"text": ""}).doc_type)
    return open_source(
        inputs,
        given=given,
        columns=_columns(columns) if columns else None,
        keep=kept,
        doc_types=book.doc_types,
        lexicons=lexicons,
        input_format=input_format,
    )


def _columns(path: Path) -> ColumnMap:
    from notecheck.mapping import ColumnMap

    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES)
        return ColumnMap.from_dict(json.loads(text))
    except OSError as error:
        raise SettingsError(f"--columns: {path} cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise SettingsError(f"--columns: {path} is no file that --save-columns has written") from None
    except NoteError as error:
        raise SettingsError(f"--columns: {path}: {error}") from None


def _taken(mapping: ColumnMap) -> str:
    """A line that says which column was taken for what; none for ready notes and documents."""
    from notecheck.headings import told
    from notecheck.render.text import plain

    if not mapping.columns:
        return ""
    return f"columns, by their headings: {plain(told(mapping))} (--save-columns keeps this, --columns sets it)"


def _save(path: Path, mapping: ColumnMap) -> None:
    from notecheck.audit.summary_files import put

    put(path, (json.dumps(mapping.to_dict(), ensure_ascii=False, indent=2) + "\n").encode())


def _must_not_be_read(source: Source, written: list[Path]) -> None:
    """Refuse to write over what is to be checked."""
    for path in written:
        if path.exists() and any(path.samefile(each) for each, _ in source.files or ()):
            raise SettingsError(f"{path} is one of the files to check, which are never changed; name another")


@contextmanager
def _stoppable(*, piped: bool) -> Iterator[None]:
    """Let SIGTERM, and a terminal that is closed, end the run as Ctrl-C does: what was checked is kept.

    Args:
        piped: whether standard input is read. A thread may be waiting for it, and then Python cannot end by itself.
    """
    from notecheck.audit.run import StoppedError

    here = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in _ENDING} if here else {}
    if before.get(_CLOSED) == signal.SIG_IGN:  # by `nohup`
        del before[_CLOSED]

    def stop(*_: object) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # it is ending already
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    except (KeyboardInterrupt, StoppedError) as error:
        if not piped:
            refuse(str(error) or "stopped before a note was checked")
        say(str(error) or "stopped before a note was checked")
        os._exit(FAILED)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress(source: Source, first: str, *, quiet: bool) -> Iterator[Progress | None]:
    """What shows how far it came, after a first line; nothing where nothing is to be said."""
    from notecheck.audit.progress import Progress

    if quiet or sys.stderr is None:
        yield None
        return
    progress = Progress(sys.stderr, total=source.total, terminal=sys.stderr.isatty(), first=first)
    try:
        yield progress
    finally:
        progress.end()


def _tell(done: Done, summaries: list[Path], *, quiet: bool) -> None:
    """What came of it, in a line, and in another what was left out."""
    from notecheck.audit.progress import duration

    counts = done.counts
    if counts.no_grammar:
        say(f"grammar and spelling were not looked at in {counts.no_grammar:,} notes: LanguageTool did not answer")
    if quiet:
        return
    empty = f"{counts.empty:,} empty, " if counts.empty else ""
    rate = f"{counts.notes / done.seconds:,.1f} notes a second" if done.seconds else "at once"
    places = ", ".join(map(str, (done.path, *summaries)))
    tell(
        f"{_many(counts.notes, 'note')}, {empty}{counts.errors:,} could not be checked, "
        f"{_many(sum(counts.findings.values()), 'finding')}; {duration(done.seconds)}, {rate}; {places}"
    )


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _from(severity: str) -> tuple[str, ...]:
    """The severities that are at least that one."""
    return SEVERITIES[SEVERITIES.index(severity) :]
