"""`notecheck explain` and `notecheck guidance`: what is looked for, and why."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from notecheck.commands.common import GuidanceOption, LexiconsOption, clearly


@clearly
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
    from notecheck.render.text import harmless

    if rule is None:
        for known in rules().values():
            sys.stdout.write(f"{known.name:<16} {known.title}\n")
        return
    sys.stdout.write(harmless(tell(rule, Rulebook.load(guidance, lexicons))))


@clearly
def guidance(
    name: Annotated[str | None, typer.Argument(help="A guidance; without one, all are listed.")] = None,
    lexicons: LexiconsOption = None,
) -> None:
    """List the guidances, or every standard of one with what serves it."""
    from notecheck.explain import list_guidance
    from notecheck.guidance import Rulebook, guidance_names
    from notecheck.render.text import harmless, plain

    if name is not None:
        sys.stdout.write(harmless(list_guidance(Rulebook.load(name, lexicons))))
        return
    for each in guidance_names(lexicons):
        book = Rulebook.load(each, lexicons).guidance
        served = sum(bool(s.served_by) for s in book.standards)
        says = f"{plain(book.title)} ({plain(book.authority)}): {len(book.standards)} standards, {served} checked, "
        sys.stdout.write(f"{each:<16} {says}{len(book.standards) - served} that no check can serve\n")
