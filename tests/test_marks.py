"""Runs: the text is kept exactly, and every span begins once, ends once and covers its own words."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from notecheck.render.marks import Run, runs


@dataclass(frozen=True)
class Span:
    start: int
    end: int


def words_of(text: str, spans: list[Span]) -> list[str]:
    """Each span's words, put together again from the runs that it covers."""
    found = [""] * len(spans)
    for run in runs(text, spans):
        for place in run.covers:
            found[place] += run.text
    return found


def test_runs_nested() -> None:
    text = "We met at the LADO meeting."
    assert list(runs(text, [Span(0, 27), Span(14, 18)])) == [
        Run("We met at the ", (0,), (0,), ()),
        Run("LADO", (0, 1), (1,), (1,)),
        Run(" meeting.", (0,), (), (0,)),
    ]


def test_runs_crossing_are_split() -> None:
    assert [(run.text, run.covers) for run in runs("abcdef", [Span(0, 4), Span(2, 6)])] == [
        ("ab", (0,)),
        ("cd", (0, 1)),
        ("ef", (1,)),
    ]


def test_runs_longer_of_two_that_begin_together_is_outermost() -> None:
    assert next(runs("abc", [Span(0, 1), Span(0, 3)])).covers == (1, 0)


@pytest.mark.parametrize("text", ["", "plain"])
def test_runs_without_spans(text: str) -> None:
    assert [run.text for run in runs(text, [])] == ([text] if text else [])


@pytest.mark.parametrize("span", [Span(0, 0), Span(2, 2), Span(5, 5), Span(3, 1), Span(-4, 0), Span(9, 12)])
def test_runs_span_without_words_is_kept(span: Span) -> None:
    found = list(runs("plain", [span]))
    assert "".join(run.text for run in found) == "plain"
    assert [run.covers for run in found if not run.text] == [(0,)]


TEXTS = (
    "",
    "\n\nOne line.\r\nTwo\ttabs. ",
    "👩‍👩‍👧‍👦 family 🇬🇧 é e\u0301 ﷽ \u202eabc",
    "<b>&amp;</b>\x00\x1b[31m",
    "abcdefghijklmnopqrstuvwxyz",
)


@pytest.mark.parametrize("seed", range(60))
def test_runs_keep_text_and_spans(seed: int) -> None:
    draw = random.Random(seed)
    text = draw.choice(TEXTS)
    spans = [Span(*sorted(draw.choices(range(len(text) + 1), k=2))) for _ in range(draw.randint(0, 8))]
    found = list(runs(text, spans))
    assert "".join(run.text for run in found) == text
    assert words_of(text, spans) == [text[span.start : span.end] for span in spans]
    for place in range(len(spans)):
        assert sum(place in run.begins for run in found) == 1
        assert sum(place in run.ends for run in found) == 1
