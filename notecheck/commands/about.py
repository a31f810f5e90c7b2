"""`notecheck about`: the papers that an authority asks for."""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import Annotated, Final

import typer

from notecheck.commands.common import LexiconsOption, choice, clearly
from notecheck.commands.output import Output
from notecheck.errors import SettingsError

# As in notecheck/papers/writing.py, which brings what `--help` can do without; tests/test_papers.py holds them alike.
FORMATS: Final = ("text", "md", "html", "json", "docx", "pdf")
_ENDINGS: Final = {".txt": "text"} | {f".{name}": name for name in FORMATS if name != "text"}


@clearly
def about(
    papers: Annotated[list[str] | None, typer.Argument(help="Papers; without any, all are listed.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All papers together.")] = False,
    format_: Annotated[
        str | None, choice(FORMATS, "--format", help="What to write [default: as the output ends, else text].")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", help="A file to write to.")] = None,
    lexicons: LexiconsOption = None,
) -> None:
    """Give the papers that information governance asks for, with the figures and versions of what is installed."""
    if all_ and papers:
        raise SettingsError("--all: all papers are given; leave their names out, or leave out --all")
    to = Output(output, [])
    chosen = _format(format_, output)
    if not (all_ or papers):
        _list(asked=format_ or output)
        return
    from notecheck.papers.facts import facts
    from notecheck.papers.paper import ORDER, read
    from notecheck.papers.versions import installed
    from notecheck.papers.writing import BYTES, write

    known = facts(lexicons)
    wanted = [read(name, known) for name in (ORDER if all_ else papers or ())]
    if chosen in BYTES:
        to.must_hold_bytes({"docx": "A Word file", "pdf": "A PDF"}[chosen])
    data = write(wanted, chosen, installed(lexicons) if chosen == "json" else {})
    with to.file() as file:
        file.write(data)


def _list(*, asked: str | None) -> None:
    from notecheck.papers.paper import ORDER, about

    if asked:
        raise SettingsError("say which papers, such as notecheck about data-protection, or --all for all of them")
    for name in ORDER:
        sys.stdout.write(f"{name:<20} {about(name)}\n")


def _format(given: str | None, output: str | None) -> str:
    """The format: as asked for, else as the name of the output ends, else text.

    Raises:
        SettingsError: the name ends as something else.
    """
    ending = PurePath(output).suffix.lower() if output else ""
    named = _ENDINGS.get(ending)
    if given and named and named != given:
        raise SettingsError(f"--output: {output} ends as {named}, and --format says {given}; leave one of them out")
    if ending and named is None:
        raise SettingsError(f"--output: {ending} is no ending of a paper; allowed: {', '.join(_ENDINGS)}")
    return given or named or "text"
