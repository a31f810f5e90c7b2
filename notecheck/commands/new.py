"""`notecheck new`: the first version of a check, a list, a guidance or a reader, which works and is to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notecheck.commands.common import clearly, tell

if TYPE_CHECKING:
    from notecheck.new import Written

app = typer.Typer(
    help="Write a new check, list, guidance or document format that works at once and is to be filled in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FolderOption = Annotated[Path, typer.Option("--lexicons", help="Your own folder of lexicons; it is made if need be.")]


@app.command()
@clearly
def check(name: Annotated[str, typer.Argument(help="Of the check and its rule, such as taken-for-granted.")]) -> None:
    """Write notecheck/checks/NAME.py, in a checkout of the source."""
    from notecheck.new import new_check

    _tell(new_check(name))


@app.command("format")
@clearly
def format_(
    name: Annotated[str, typer.Argument(help="The ending of such files without its dot, such as log.")],
) -> None:
    """Write notecheck/read/NAME.py, a reader of documents, in a checkout of the source."""
    from notecheck.new import new_format

    _tell(new_format(name))


@app.command()
@clearly
def lexicon(
    name: Annotated[str, typer.Argument(help="Of the list, such as our-words.")], lexicons: FolderOption
) -> None:
    """Write NAME.yaml, a list of words, into a folder of your own."""
    from notecheck.new import new_lexicon

    _tell(new_lexicon(name, lexicons))


@app.command()
@clearly
def guidance(
    name: Annotated[str, typer.Argument(help="Of the authority, such as exampleshire.")], lexicons: FolderOption
) -> None:
    """Write guidance/NAME.yaml, an authority's standards, into a folder of your own."""
    from notecheck.new import new_guidance

    _tell(new_guidance(name, lexicons))


def _tell(written: Written) -> None:
    tell(f"{written.path}: written")
    for number, step in enumerate(written.steps, start=1):
        tell(f"{number}. {step}")
