"""The command line: arguments in, exit status out. Everything else is done by the package.

Exit status: 0 done, and nothing at or above `--fail-on`; 1 done, and something is; 2 it could not be carried out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from notecheck import __version__
from notecheck.commands.about import about
from notecheck.commands.audit import audit
from notecheck.commands.check import check
from notecheck.commands.common import DONE, FAILED, FOUND, LexiconsOption, ModelOption, clearly, unwritten
from notecheck.commands.compare import baseline, compare, summary
from notecheck.commands.evaluate import evaluate
from notecheck.commands.explain import explain, guidance
from notecheck.commands.grammar import app as grammar
from notecheck.commands.new import app as new
from notecheck.commands.serve import serve
from notecheck.spacy_cli import leave_out_command_line

__all__ = ["DONE", "FAILED", "FOUND", "app", "main"]

app = typer.Typer(
    help="Check case notes against the recording guidance of your authority. Nothing leaves this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (check, audit, summary, compare, baseline, evaluate, explain, guidance, about, serve):
    app.command()(command)
app.add_typer(grammar, name="grammar")
app.add_typer(new, name="new")


@app.command()
@clearly
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
    leave_out_command_line()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # of what no command of ours wrote: a help, a version
    except OSError as error:
        sys.exit(unwritten(error))
