"""What commands share: the three exit statuses, options that several take, and how a refusal is said."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, ParamSpec, TextIO

import typer

from notecheck.errors import NotecheckError
from notecheck.findings import SEVERITIES

DONE: Final = 0
FOUND: Final = 1
FAILED: Final = 2

NEVER: Final = "never"
"""Of `--fail-on`: whatever is found, it is no failure."""

P = ParamSpec("P")


def _one_of(allowed: tuple[str, ...]) -> Callable[[str | None], str | None]:
    """An option's value, refused by name where it is none of `allowed`."""

    def checked(value: str | None) -> str | None:
        if value is not None and value not in allowed:
            raise typer.BadParameter(f"{value[:40]!r} is not one of: {', '.join(allowed)}")
        return value

    return checked


def choice(allowed: tuple[str, ...], *names: str, help: str) -> Any:
    """An option that takes one of several words, which its help shows.

    Args:
        allowed: these.
        names: of the option; none where it is called as its parameter.
        help: what it does.
    """
    return typer.Option(*names, callback=_one_of(allowed), metavar=f"[{'|'.join(allowed)}]", help=help)


GuidanceOption = Annotated[
    str, typer.Option("--guidance", "-g", help="Id of the guidance; `notecheck guidance` lists them.")
]
NotesGuidanceOption = Annotated[
    str | None,
    typer.Option("--guidance", "-g", help="Id of the guidance for notes that name none [default: general]."),
]
DocTypeOption = Annotated[
    str | None,
    typer.Option("--doc-type", help="Kind of record for notes that name none: home-visit, case-note, plan, …"),
]
FailOnOption = Annotated[
    str,
    choice((*SEVERITIES, NEVER), "--fail-on", help="Exit with 1 if there is a finding of this severity or higher."),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        help="With --fail-on: what notecheck baseline wrote; only findings that are not in it count.",
    ),
]
LexiconsOption = Annotated[
    str | None,
    typer.Option("--lexicons", help="Your own folder of lexicons, with guidance/ inside if you have any."),
]
ModelOption = Annotated[str | None, typer.Option("--model", help="Another spaCy English pipeline: name or folder.")]
WithoutOption = Annotated[list[str] | None, typer.Option("--without", help="Leave out this check; may be repeated.")]


def clearly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what notecheck refuses into one clear line on standard error and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except NotecheckError as error:
            refuse(str(error))
        except MemoryError:
            refuse("not enough memory for this text; split it")
        except OSError as error:
            raise typer.Exit(unwritten(error)) from None

    return run


def unwritten(error: OSError) -> int:
    """Say why the output could not be written, unless its reader has merely seen enough; the exit status."""
    _leave(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return DONE
    say(f"the output cannot be written ({error.strerror})")
    return FAILED


def refuse(message: str) -> NoReturn:
    """Say in a line why the command cannot be carried out, and end."""
    say(message)
    raise typer.Exit(FAILED)


def say(message: str) -> None:
    r"""A line on standard error for each line of the message.

    File names stand in it as others gave them, and a terminal or a build service would obey some of what a name can
    hold: an escape, or GitHub's '::…' and '##[…]'.
    """
    from notecheck.render.text import plain  # brings spaCy, which `--help` can do without

    try:
        for line in message.splitlines():
            typer.echo(f"notecheck: {plain(line)}", err=True)
    except OSError:  # nobody reads it: its terminal was closed, say
        _leave(sys.stderr)


def tell(message: str) -> None:
    """A line on standard output for whoever reads it; where nobody does, what was done stays done."""
    try:
        typer.echo(message)
        sys.stdout.flush()
    except OSError:
        _leave(sys.stdout)


@contextmanager
def loading() -> Iterator[None]:
    """While what stays to the end is loaded, nothing is collected; no later collection walks through it either."""
    threshold = gc.get_threshold()
    gc.set_threshold(0)  # `gc.disable` does not last: what reads the model's files enables it again
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*threshold)


def _leave(stream: TextIO) -> None:
    """Send what is still to be written nowhere, so that Python does not try again as it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
