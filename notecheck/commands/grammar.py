"""`notecheck grammar`: sets LanguageTool up, and starts, stops and describes its server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from notecheck.commands.common import FAILED, clearly
from notecheck.errors import GrammarError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notecheck.languagetool import Status

app = typer.Typer(
    help="Grammar and spelling, by LanguageTool on this machine.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
@clearly
def install(
    where_possible: Annotated[
        bool, typer.Option("--where-possible", help="Where it is not possible, say why, with exit status 0.")
    ] = False,
) -> None:
    """Set LanguageTool up with Maven, for Java 17 or newer: 52 MB in your data folder. Done once."""
    from notecheck.languagetool.install import install as set_up

    try:
        done = set_up(say=_say)
    except GrammarError as error:
        if not where_possible:
            raise
        _say(f"grammar: not set up, because {error}; everything else works")
        return
    size = f"{done.jars} jars, {done.size / 1e6:.0f} MB"
    if done.seconds is None:
        _say(f"grammar: LanguageTool is set up already in {done.folder} ({size})")
    else:
        _say(f"grammar: LanguageTool is set up in {done.folder} ({size}, each verified) in {done.seconds:.0f} seconds")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@app.command()
@clearly
def status() -> None:
    """Say what is set up and what runs; exit status 2 if grammar cannot be checked."""
    from notecheck.languagetool import status as look

    found = look()
    for line in _status(found):
        _say(line)
    if found.url is None and (found.faults or not found.installed or not found.java):
        raise typer.Exit(FAILED)


def _status(found: Status) -> Iterator[str]:
    if found.chosen:
        yield f"chosen:    {found.chosen} (NOTECHECK_GRAMMAR)"
    if found.installed:
        size = f"{found.jars} jars, {found.size / 1e6:.0f} MB"
        yield f"installed: LanguageTool {found.version} in {found.folder} ({size})"
        yield f"checksums: {_sums(found)}"
    else:
        yield f"installed: no; LanguageTool {found.version} would be in {found.folder}"
    yield f"java:      {found.java or 'none that is new enough (17 or newer)'}"
    yield f"server:    {_server(found)}"
    if found.log:
        yield f"log:       {found.log}"
    if found.why:
        yield found.why
    elif found.url is None and not found.faults:
        yield (
            "grammar: set up; `notecheck check` and the page start the server when they need it "
            "(`notecheck grammar start` keeps one running)"
        )


def _sums(found: Status) -> str:
    if not found.faults:
        return "every jar is as published"
    more = f"; and {len(found.faults) - 3} more" if len(found.faults) > 3 else ""
    return f"{'; '.join(found.faults[:3])}{more}; `notecheck grammar install` sets them up again"


def _server(found: Status) -> str:
    if found.url is None:
        return "none"
    parts = [found.url]
    if found.pid is not None:
        parts.append(f"process {found.pid}")
    if found.memory is not None:
        parts.append(f"{found.memory / 1e6:.0f} MB of memory")
    if found.since is not None:
        parts.append(f"since {found.since.astimezone():%d %B %Y %H:%M}")
        parts.append(f"restarted {found.restarts} times" if found.restarts else "never restarted")
        parts.append("stays until it is stopped" if found.stays else "ends with the last notecheck that needs it")
    return ", ".join(parts)


@app.command()
@clearly
def start(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port on this machine [default: one that is free].")
    ] = None,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay with the server and end with it, as a service manager wants.")
    ] = False,
) -> None:
    """Start a server that stays until `notecheck grammar stop`. Without it, each command starts its own."""
    from notecheck.languagetool import server

    if foreground:
        server.stay(port, say=lambda url: _say(f"grammar: LanguageTool is at {url}. Ctrl+C stops it."))
    else:
        _say(f"grammar: LanguageTool is at {server.start(port)}; `notecheck grammar stop` ends it")


@app.command()
@clearly
def stop() -> None:
    """End the server, whoever started it."""
    from notecheck.languagetool import stop as end

    _say("grammar: the server has ended" if end() else "grammar: no server was running")
