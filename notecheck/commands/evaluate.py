"""`notecheck evaluate`: how far the rules can be relied on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notecheck.commands.common import GuidanceOption, LexiconsOption, ModelOption, clearly, loading

if TYPE_CHECKING:
    from notecheck.evaluate import Evaluation, Figure, Row


@clearly
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Annotated notes in the form of models/corpus/GUIDE.md.")],
    guidance: GuidanceOption = "general",
    lexicons: LexiconsOption = None,
    model: ModelOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Write JSON instead of tables.")] = False,
) -> None:
    """Measure precision, recall and F1 for each rule against annotated notes, with 95 % intervals."""
    with loading():
        from notecheck.checker import load
        from notecheck.evaluate import evaluate as measure

        checker = load(guidance, model=model, lexicons=lexicons)
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
