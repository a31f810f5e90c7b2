"""`notecheck summary`, `compare` and `baseline`: what the outputs of `notecheck audit` come to."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from notecheck.commands.common import FOUND, NEVER, LexiconsOption, choice, clearly
from notecheck.errors import SettingsError

if TYPE_CHECKING:
    from notecheck.audit.compare import Comparison

FORMATS: Final = ("text", "json", "html")
SAME: Final = ("auto", "yes", "no")
FAIL_ON: Final = ("worse", NEVER)
ByOption = Annotated[
    list[str] | None,
    typer.Option("--by", help="Column to count by too, kept in the rows by --by or --keep; may be repeated."),
]


@clearly
def summary(
    output: Annotated[Path, typer.Argument(metavar="OUT", help="What notecheck audit wrote: JSON Lines or Parquet.")],
    to: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write, .html, .xlsx or .json; may be repeated [default: OUT.summary.html].",
        ),
    ] = None,
    by: ByOption = None,
    lexicons: LexiconsOption = None,
) -> None:
    """Sum up an audit: by standard, rule, kind of record, month and column, never by worker."""
    from notecheck.audit.outputs import must_hold_rows
    from notecheck.audit.summary_files import write_summary

    places = to or [output.with_suffix(".summary.html")]
    _must_not_be(places, [output])
    must_hold_rows(output)
    write_summary(output, by or (), places, lexicons=lexicons)
    for place in places:
        typer.echo(str(place))


@clearly
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="What notecheck audit wrote then.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="What it wrote now.")],
    by: ByOption = None,
    same_records: Annotated[str, choice(SAME, help="Whether both are of the same records; auto goes by ids.")] = "auto",
    format_: Annotated[
        str | None, choice(FORMATS, "--format", "-f", help="[default: as --output ends, else text]")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write to.")] = None,
    fail_on: Annotated[str, choice(FAIL_ON, help="Exit with 1 if anything is worse beyond chance.")] = NEVER,
    lexicons: LexiconsOption = None,
) -> None:
    """Say what became better and worse between two audits, and whether it is more than chance."""
    from notecheck.audit.compare import Same
    from notecheck.audit.compare import compare as run
    from notecheck.audit.outputs import Rows, must_hold_rows
    from notecheck.audit.summary_files import put
    from notecheck.render.text import harmless

    form = format_ or {".html": "html", ".json": "json"}.get(output.suffix.lower() if output else "", "text")
    if output:
        _must_not_be([output], [old, new])
    for each in (old, new):
        must_hold_rows(each)
    found = run(Rows(old), Rows(new), by or (), same=cast("Same", same_records), lexicons=lexicons)
    said = _said(found, form, (old.name, new.name))
    if output:
        put(output, said.encode("utf-8", "backslashreplace"))
    else:
        said = said.encode("utf-8", "backslashreplace").decode()
        sys.stdout.write(said if form == "json" else harmless(said))
        sys.stdout.flush()  # before the exit status says that it is done
    if fail_on == "worse" and found.of("worse"):
        raise typer.Exit(FOUND)


def _said(found: Comparison, form: str, names: tuple[str, str]) -> str:
    from notecheck.audit import changes

    if form == "json":
        return json.dumps({"old": names[0], "new": names[1]} | found.to_dict(), ensure_ascii=False, indent=2) + "\n"
    return changes.render(found, names) if form == "html" else changes.text(found, names)


@clearly
def baseline(
    audited: Annotated[Path, typer.Argument(metavar="OUT", help="What notecheck audit wrote: JSON Lines or Parquet.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; --baseline takes it.")],
) -> None:
    """Write down what an audit found, so that --baseline FILE fails only on what is new; no word of a note is in it."""
    from notecheck.audit.baseline import write
    from notecheck.audit.outputs import Rows, must_hold_rows
    from notecheck.audit.summary_files import writing

    _must_not_be([output], [audited])
    must_hold_rows(audited)
    with writing(output) as file:
        number = write(Rows(audited), Rows(audited), file)
    typer.echo(f"{output}: {number:,} findings")


def _must_not_be(written: list[Path], read: list[Path]) -> None:
    """Refuse to write over what is read."""
    for path in written:
        if path.exists() and any(each.exists() and path.samefile(each) for each in read):
            raise SettingsError(f"--output: {path} is read here and never changed; name another file")
