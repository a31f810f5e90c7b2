"""The command line: arguments in, exit status out. Everything else is done by the package.

Exit status: 0 done, and nothing at or above `--fail-on`; 1 done, and something is; 2 it could not be carried out.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, ParamSpec

import typer

from notecheck import __version__
from notecheck.errors import NotecheckError, NoteError
from notecheck.findings import SEVERITIES
from notecheck.render import FORMATS

if TYPE_CHECKING:
    from notecheck.checker import Checker
    from notecheck.evaluate import Evaluation, Figure, Row
    from notecheck.report import Report

DONE: Final = 0
FOUND: Final = 1
FAILED: Final = 2

_MOST_BYTES: Final = 100_000_000  # a note as long as is allowed, every character escaped as JSON may

P = ParamSpec("P")


COLOURS: Final = ("auto", "always", "never")


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """An option's value, refused by name where it is none of `allowed`."""

    def checked(value: str) -> str:
        if value not in allowed:
            raise typer.BadParameter(f"{value[:40]!r} is not one of: {', '.join(allowed)}")
        return value

    return checked


def _shown(allowed: tuple[str, ...]) -> str:
    return f"[{'|'.join(allowed)}]"


app = typer.Typer(
    help="Check case notes against the recording guidance of your authority. Nothing leaves this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

GuidanceOption = Annotated[
    str, typer.Option("--guidance", "-g", help="Id of the guidance; `notecheck guidance` lists them.")
]
LexiconsOption = Annotated[
    str | None,
    typer.Option("--lexicons", help="Your own folder of lexicons, with guidance/ inside if you have any."),
]
ModelOption = Annotated[str | None, typer.Option("--model", help="Another spaCy English pipeline: name or folder.")]
WithoutOption = Annotated[list[str] | None, typer.Option("--without", help="Leave out this check; may be repeated.")]


def _clearly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what notecheck refuses into one clear line on standard error and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except NotecheckError as error:
            _refuse(str(error))
        except MemoryError:
            _refuse("not enough memory for this text; split it")
        except BrokenPipeError:  # the reader of the output has seen enough
            _leave_output()
            raise typer.Exit(DONE) from None
        except OSError as error:
            _leave_output()
            _refuse(f"the output cannot be written ({error.strerror})")

    return run


def _refuse(message: str) -> None:
    typer.echo(f"notecheck: {message}", err=True)
    raise typer.Exit(FAILED)


def _leave_output() -> None:
    """Send what is still to be written nowhere, so that Python does not try again as it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
@_clearly
def check(
    files: Annotated[list[str], typer.Argument(help="Text files, notes as .json, or - for standard input.")],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            callback=_one_of(FORMATS),
            metavar=_shown(FORMATS),
            help="How to write the report.",
        ),
    ] = "text",
    doc_type: Annotated[str | None, typer.Option(help="Kind of record: home-visit, case-note, plan, …")] = None,
    guidance: Annotated[
        str | None, typer.Option("--guidance", "-g", help="Id of the guidance [default: general].")
    ] = None,
    child_name: Annotated[str | None, typer.Option(help="The child's name.")] = None,
    known_as: Annotated[list[str] | None, typer.Option(help="Another name of the child; may be repeated.")] = None,
    child_age: Annotated[float | None, typer.Option(help="The child's age in years.")] = None,
    other_child: Annotated[list[str] | None, typer.Option(help="Another child in the note; may be repeated.")] = None,
    author_name: Annotated[str | None, typer.Option(help="Who wrote the note.")] = None,
    author_role: Annotated[str | None, typer.Option(help="The writer's role.")] = None,
    event_date: Annotated[str | None, typer.Option(help="When it happened, as 2026-03-04.")] = None,
    recorded_date: Annotated[str | None, typer.Option(help="When it was written down, as 2026-03-05.")] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            callback=_one_of((*SEVERITIES, "never")),
            metavar=_shown((*SEVERITIES, "never")),
            help="Exit with 1 if there is a finding of this severity or higher.",
        ),
    ] = "never",
    colour: Annotated[
        str, typer.Option(callback=_one_of(COLOURS), metavar=_shown(COLOURS), help="Colours in text output.")
    ] = "auto",
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
    from notecheck.checker import load
    from notecheck.render import render

    checker = load(guidance or "general", model=model, lexicons=lexicons, without=without or ())
    _settle()
    _first(checker, given | {"text": ""})  # a wrong option is said once, not for every file
    found = failed = False

    def reports() -> Iterator[tuple[str, Report]]:
        nonlocal found, failed
        for name in files:
            try:
                report = _named(name, partial(_first, checker, _read(name, given)))
            except NoteError as error:
                typer.echo(f"notecheck: {error}", err=True)
                failed = True
                continue
            found = found or (fail_on != "never" and bool(report.at_least(fail_on)))
            yield name, report

    for piece in render(format_, reports(), colour=_coloured(colour)):
        sys.stdout.write(piece)
    sys.stdout.flush()  # before the exit status says that it is done
    if failed or found:
        raise typer.Exit(FAILED if failed else FOUND)


def _settle() -> None:
    """What has been loaded stays to the end: without this, each collection would walk through the whole model."""
    gc.collect()
    gc.freeze()


def _first(checker: Checker, note: dict[str, Any]) -> Report:
    return next(checker.pipe([note]))


def _some(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None and value != []}


def _coloured(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return choice == "always"


def _named(name: str, work: Callable[[], Any]) -> Any:
    """Do the work; what it refuses is said with the file's name."""
    try:
        return work()
    except NoteError as error:
        raise NoteError(f"{name}: {error}") from None


def _read(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The note of a file: its text, or a note in JSON whose own keys win over the options."""
    try:
        data = _bytes(name)
    except OSError as error:
        raise NoteError(f"{name}: cannot be read ({error.strerror})") from None
    if len(data) > _MOST_BYTES:
        raise NoteError(f"{name}: more than {_MOST_BYTES:,} bytes, which is more than any note; split it")

    from notecheck.read.text import decode

    text, notice = _named(name, partial(decode, data))
    if notice:
        typer.echo(f"notecheck: {name}: {notice}", err=True)
    if Path(name).suffix == ".json":
        return given | _note_object(name, text)
    return given | {"text": text, "id": None if name == "-" else Path(name).stem}


def _bytes(name: str) -> bytes:
    """What a file holds, as far as a note can be long: a device may never end."""
    if name == "-":
        if sys.stdin is None:
            raise NoteError("-: there is no standard input")
        return sys.stdin.buffer.read(_MOST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def _note_object(name: str, text: str) -> dict[str, Any]:
    try:
        note = json.loads(text, parse_constant=_no_number)
    except ValueError as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "a number that is none"
        raise NoteError(f"{name}: not JSON ({where}); a .json file holds one note as an object") from None
    except RecursionError:
        raise NoteError(f"{name}: JSON nested too deeply for a note") from None
    if not isinstance(note, dict):
        raise NoteError(f"{name}: a .json file holds one note as an object with the key 'text'")
    return note


def _no_number(name: str) -> None:
    """NaN and Infinity are Python's own: no other program could read a report that carries them on."""
    raise ValueError(name)


@app.command()
@_clearly
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Annotated notes in the form of models/corpus/GUIDE.md.")],
    guidance: GuidanceOption = "general",
    lexicons: LexiconsOption = None,
    model: ModelOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Write JSON instead of tables.")] = False,
) -> None:
    """Measure precision, recall and F1 for each rule against annotated notes, with 95 % intervals."""
    from notecheck.checker import load
    from notecheck.evaluate import evaluate as measure

    checker = load(guidance, model=model, lexicons=lexicons)
    _settle()
    result = measure(checker, folder)
    if json_:
        sys.stdout.write(json.dumps(result.to_dict(), indent=2) + "\n")
        return
    for line in _tables(result):
        sys.stdout.write(line + "\n")


def _tables(result: Evaluation) -> Iterator[str]:
    yield f"{result.notes} notes, {result.words:,} words; in brackets 95 % intervals, notes drawn anew\n"
    yield from _rows("rule", {**result.rules, "sentence starts": result.sentences})
    if result.not_checked:
        yield f"not checked: {', '.join(result.not_checked)}"
    yield ""
    yield from _rows("kind of statement", result.kinds)
    yield f"{'macro-F1':<18} {_interval(result.macro_f1)}\n"
    yield f"{'the whole note':<32} {'accuracy':>8} {'cases':>6}"
    for name, share in result.whole.items():
        yield f"{name:<32} {_number(share.value):>8} {share.cases:>6}"
    if result.quiet is not None:
        yield f"\nfalse alarms in 100 words, in notes with next to nothing to mark: {result.quiet:.2f}"


def _rows(title: str, rows: Mapping[str, Row]) -> Iterator[str]:
    yield f"{title:<18} {'precision':^19} {'recall':^19} {'F1':^19} {'cases':>5} {'found':>5}"
    for name, row in rows.items():
        figures = " ".join(_interval(figure) for figure in (row.precision, row.recall, row.f1))
        yield f"{name:<18} {figures} {row.tally.cases:>5} {row.tally.right + row.tally.false_alarms:>5}"


def _interval(figure: Figure) -> str:
    value = _number(figure.value)
    return f"{value} [{figure.low:.2f}, {figure.high:.2f}]" if figure.low is not None else f"{value:<18}"


def _number(value: float | None) -> str:
    return f"{value:.3f}" if value is not None else "–"


@app.command()
@_clearly
def explain(
    rule: Annotated[str | None, typer.Argument(help="A rule; without one, all are listed.")] = None,
    guidance: GuidanceOption = "general",
    lexicons: LexiconsOption = None,
) -> None:
    """Say what a rule marks, why, and which standards it serves."""
    import notecheck.checks  # noqa: F401
    from notecheck.explain import explain as tell
    from notecheck.explain import rules
    from notecheck.guidance import Rulebook

    if rule is None:
        for known in rules().values():
            sys.stdout.write(f"{known.name:<16} {known.title}\n")
        return
    sys.stdout.write(tell(rule, Rulebook.load(guidance, lexicons)))


@app.command(name="guidance")
@_clearly
def guidance_(
    name: Annotated[str | None, typer.Argument(help="A guidance; without one, all are listed.")] = None,
    lexicons: LexiconsOption = None,
) -> None:
    """List the guidances, or every standard of one with what serves it."""
    from notecheck.explain import list_guidance
    from notecheck.guidance import Rulebook, guidance_names

    if name is not None:
        sys.stdout.write(list_guidance(Rulebook.load(name, lexicons)))
        return
    for each in guidance_names(lexicons):
        book = Rulebook.load(each, lexicons).guidance
        served = sum(bool(s.served_by) for s in book.standards)
        sys.stdout.write(
            f"{each:<16} {book.title} ({book.authority}): {len(book.standards)} standards, {served} checked, "
            f"{len(book.standards) - served} that no check can serve\n"
        )


@app.command()
@_clearly
def page(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
    lexicons: LexiconsOption = None,
    model: ModelOption = None,
    host: Annotated[
        str | None, typer.Option(help="For a team: the name by which people reach it through a web server here.")
    ] = None,
    base_path: Annotated[
        str, typer.Option(help="For a team: the path under which they reach it, such as /notecheck.")
    ] = "",
    sign_in: Annotated[
        Path | None, typer.Option(help="For a team: the file that says how people sign in; the README shows it.")
    ] = None,
) -> None:
    """Open the page on this machine. It answers nobody else's, unless a web server here hands on to it."""
    from notecheck.page import run

    run(port=port, lexicons=lexicons, model=model, host=host, base_path=base_path, sign_in=sign_in)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"notecheck {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Check case notes against the recording guidance of your authority. Nothing leaves this machine."""


def main() -> None:
    """Run the command line."""
    if sys.stdout is None:
        if sys.stderr is not None:
            sys.stderr.write("notecheck: there is no standard output to write to\n")
        sys.exit(FAILED)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = "utf-8" if stream is sys.stdout else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    app()
