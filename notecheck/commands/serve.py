"""`notecheck serve`: findings in the programs that people write with, by a server on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notecheck.commands.common import GuidanceOption, LexiconsOption, ModelOption, WithoutOption, clearly
from notecheck.serve.settings import HOST, PORT, Serving

_WIDE_RATE = 240
"""Checks a minute and client where other machines can ask: far more than somebody who writes needs."""


@clearly
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 for a free one.")] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen at; other machines reach it only by another.")] = HOST,
    guidance: GuidanceOption = "general",
    lexicons: LexiconsOption = None,
    model: ModelOption = None,
    without: WithoutOption = None,
    token_file: Annotated[
        Path | None, typer.Option(help="File with the token that clients have to send; needed with another --host.")
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="Page or extension that may ask from a browser, beside LanguageTool's; may be repeated."),
    ] = None,
    host_name: Annotated[
        list[str] | None,
        typer.Option(help="Name by which it is reached, beside 127.0.0.1 and localhost; may be repeated."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Processes that check [default: as many as there are cores].")
    ] = None,
    max_text: Annotated[int, typer.Option(min=1_000, max=1_000_000, help="Longest text, in characters.")] = 100_000,
    timeout: Annotated[
        float, typer.Option(min=1, max=600, help="Seconds a check may take, beside what its length adds.")
    ] = 30,
    rate: Annotated[
        int | None,
        typer.Option(min=1, help=f"Checks a minute for each client [default: no limit; {_WIDE_RATE} with a token]."),
    ] = None,
    queue: Annotated[int, typer.Option(min=2, max=10_000, help="Checks that may wait at once.")] = 128,
    behind_proxy: Annotated[
        bool,
        typer.Option("--behind-proxy", help="A web server stands before it: tell clients apart by X-Forwarded-For."),
    ] = False,
) -> None:
    """Serve findings to LibreOffice, LanguageTool's add-on and other programs on this machine."""
    from notecheck.serve.origins import check_hosts, check_origins
    from notecheck.serve.run import run
    from notecheck.serve.secret import read_token

    token = read_token(token_file) if token_file else None
    run(
        Serving(
            host=host,
            port=port,
            guidance=guidance,
            lexicons=lexicons,
            model=model,
            without=tuple(without or ()),
            token=token,
            origins=check_origins(origin or ()),
            hosts=check_hosts(host_name or ()),
            jobs=jobs,
            max_text=max_text,
            timeout=timeout,
            rate=rate or (_WIDE_RATE if token else None),
            queue=queue,
            proxied=behind_proxy,
        )
    )
