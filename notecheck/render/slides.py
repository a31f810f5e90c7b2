"""A pair of records as slides for a room: one thing at a time, as plain data that a component draws.

A slide is
`{"title": …, "columns": [{"name": …, "runs": [{"text", "part", "title"}, …]}], "lines": [{"name", "text"}]}`:
texts in one or two columns, then lines below them. `part` and `title` say which mark a run bears, if any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.render import pairs, saying
from notecheck.render.marks import runs
from notecheck.report import Report
from notecheck.training.gallery import Pair, Version

Slide = dict[str, Any]


def slides(pair: Pair, reports: Mapping[Version, Report]) -> list[Slide]:
    """Title, both versions, what changed, the figures, then each place in the weak version by itself."""
    return [
        _slide(pair.title, lines=[("", pairs.facts(pair)), ("", pair.about)]),
        _slide(pair.title, columns=[_column(name, reports[version], ()) for version, name in pairs.SIDES.items()]),
        *(_slide(name, columns=[_column("", reports[v], reports[v].findings)]) for v, name in pairs.SIDES.items()),
        _slide("What changed, and why", lines=[("", pair.notes)]),
        _slide("In figures", columns=[_figures(name, reports[v]) for v, name in pairs.SIDES.items()]),
        *_findings(reports["weak"]),
    ]


def _slide(title: str, *, columns: Iterable[Mapping[str, Any]] = (), lines: Iterable[tuple[str, str]] = ()) -> Slide:
    said = [{"name": name, "text": text} for name, text in lines if text]
    return {"title": title, "columns": list(columns), "lines": said}


def _column(name: str, report: Report, findings: Sequence[Finding], start: int = 0, end: int | None = None) -> Slide:
    """A stretch of a text with marks; what is said of the whole text marks no words."""
    end = len(report.text) if end is None else end
    inside = [
        replace(each, start=each.start - start, end=each.end - start)
        for each in findings
        if not is_whole(each.rule) and each.start < end and each.end > start
    ]
    return {
        "name": name,
        "runs": [
            {"text": run.text} | (_mark(inside[run.covers[-1]]) if run.covers else {})
            for run in runs(report.text[start:end], inside)
            if run.text
        ],
    }


def _mark(finding: Finding) -> dict[str, str]:
    return {"part": saying.part_of(finding.rule), "title": saying.title(finding.rule)}


def _figures(name: str, report: Report) -> Slide:
    text = "\n".join(f"{label}: {value}" for label, value in pairs.figures(report))
    return {"name": name, "runs": [{"text": text}]}


def _findings(report: Report) -> Iterator[Slide]:
    """One place a slide, in its sentence; rules in the order of the score's parts."""
    for rule, _, places in saying.grouped(report.findings):
        known = rules().get(rule)
        for place in places:
            finding = report.findings[place]
            yield _slide(
                saying.title(rule),
                columns=[] if is_whole(rule) else [_column("", report, [finding], *_around(report, finding))],
                lines=[
                    ("What was seen", finding.message),
                    ("Why it matters", known.why if known else ""),
                    ("Instead", pairs.instead(finding)),
                ],
            )


def _around(report: Report, finding: Finding) -> tuple[int, int]:
    """The sentences in which the words stand."""
    touched = [each for each in report.sentences if each.start < finding.end and finding.start < each.end]
    starts, ends = [each.start for each in touched], [each.end for each in touched]
    return min([finding.start, *starts]), max([finding.end, *ends])
