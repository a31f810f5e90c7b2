"""Two records of the same event side by side, weak and strong: as HTML, with what differs in figures.

Nothing here is a view's own: the handout shows the same text and figures on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.render import html, saying, whole
from notecheck.report import Report
from notecheck.training.gallery import Pair, Version

SIDES: Final[Mapping[Version, str]] = {"weak": "Weak version", "strong": "Strong version"}
"""Either version as the reader sees it."""

_BABY: Final = 2
_CSS: Final = Path(__file__).with_suffix(".css")


def style() -> str:
    """The style sheet that `body` needs, ours among it."""
    return html.style() + _CSS.read_text(encoding="utf-8")


def facts(pair: Pair) -> str:
    """What kind of record it is and about whom, as in 'Home visit, Ellis Hartnoll, 9 years old.'."""
    age = f", {_age(pair.child.age)} old" if pair.child.age is not None else ""
    return f"{saying.words(pair.doc_type)}, {pair.child.name or 'a child'}{age}."


def _age(years: float) -> str:
    """Of a baby in months."""
    return saying.count(int(years), "year") if years >= _BABY else saying.count(round(years * 12), "month")


def body(pair: Pair, reports: Mapping[Version, Report]) -> str:
    """Both versions with their marks, what changed, and the figures; below a heading of the second level."""
    return (
        f'<div class="nc"><p>{html.escape(facts(pair))} {html.escape(pair.about)}</p>'
        f'<div class="nc-pair">{"".join(_side(version, report) for version, report in reports.items())}</div>'
        f"<h3>What changed, and why</h3><p>{html.escape(pair.notes)}</p>"
        f"<h3>In figures</h3>{table(reports)}"
        f"<p>Held against: {html.escape(saying.document(reports['weak'].guidance))}. The figures count places in the "
        "text. They do not measure anybody's work.</p>"
        f'<div class="nc-pair">{"".join(_said(version, report) for version, report in reports.items())}</div></div>'
    )


def _side(version: Version, report: Report) -> str:
    text = html.marked(report.text, report.findings, key=version)
    return f'<section><h3>{SIDES[version]}</h3><div class="nc-text">{text}</div></section>'


def _said(version: Version, report: Report) -> str:
    """What the numbers in a version mean, by rule, each with the way to the rule's page."""
    groups = "".join(
        _group(version, report, rule, [(place + 1, report.findings[place]) for place in places])
        for rule, _, places in saying.grouped(report.findings)
    )
    return f"<section><h3>{SIDES[version]}: what is marked</h3>{groups or '<p>Nothing.</p>'}</section>"


def _group(version: Version, report: Report, rule: str, numbered: Sequence[tuple[int, Finding]]) -> str:
    title = html.escape(saying.title(rule))
    items = "".join(_finding(version, report, number, finding) for number, finding in numbered)
    return (
        f'<section class="nc-group"><h4><mark class="nc-m nc-{saying.part_of(rule)}">{title}</mark></h4>'
        f"<ul>{items}</ul>{_link(rule)}</section>"
    )


def _link(rule: str) -> str:
    """The way to the rule's page; an authority's own list has none."""
    if rule not in rules():
        return ""
    name = html.escape(saying.title(rule))
    return (
        f'<p><a href="?rule={rule}" data-rule="{rule}">About this rule<span class="nc-hidden">: {name}</span></a></p>'
    )


def _finding(version: Version, report: Report, number: int, finding: Finding) -> str:
    return (
        f'<li id="{version}-f{number}"><p><a class="nc-n" href="#{version}-m{number}" '
        f'aria-label="{number}: back to the text">{number}</a> {html.escape(seen(report, finding))}</p>'
        f"<p>{html.escape(finding.message)}</p>{_instead(finding)}</li>"
    )


def seen(report: Report, finding: Finding) -> str:
    """The words that a finding marks."""
    return "The whole record" if is_whole(finding.rule) else whole.quote(report.text[finding.start : finding.end])


def _instead(finding: Finding) -> str:
    return f"<p>Instead: {html.escape(instead(finding))}</p>" if finding.suggestions else ""


def instead(finding: Finding) -> str:
    """What might be written in place of the words."""
    return ", or ".join(f"“{words}”" if words else "leave it out" for words in finding.suggestions)


def table(reports: Mapping[Version, Report]) -> str:
    """The figures of both versions."""
    columns = {version: dict(figures(report)) for version, report in reports.items()}
    labels = dict.fromkeys(label for column in columns.values() for label in column)
    head = "".join(f'<th scope="col">{SIDES[version]}</th>' for version in columns)
    rows = "".join(
        f'<tr><th scope="row">{label}</th>'
        + "".join(f"<td>{html.escape(column.get(label, 'not measured'))}</td>" for column in columns.values())
        + "</tr>"
        for label in labels
    )
    return f'<table><thead><tr><th scope="col">What</th>{head}</tr></thead><tbody>{rows}</tbody></table>'


def figures(report: Report) -> Iterator[tuple[str, str]]:
    """What can be counted of a version, each with its label."""
    yield "Score", saying.of_100(report.score.overall)
    yield "Places marked", f"{len(report.findings)} in {saying.count(report.words, 'word')}"
    readability = report.measures.get("readability", {})
    if readability.get("reading_age") is not None:
        yield "Reading age", f"about {readability['reading_age']}, with {readability['target_age']} to aim for"
    asked = [row for row in whole.checklist(report) if row.state != "does not apply"]
    if asked:
        yield "Points that such a record should give", _given(asked)
    if voice := " ".join(whole.voice(report)):
        yield "The child's voice", voice
    yield "Done well", saying.count(len(report.strengths), "place")
    if late := " ".join(whole.timeliness(report)):
        yield "Time of recording", late


def _given(asked: Sequence[whole.Row]) -> str:
    given = sum(row.state == "given" for row in asked)
    missing = "; ".join(row.label for row in asked if row.state == "not found")
    return f"{given} of {len(asked)} given" + (f". Not found: {missing}." if missing else "")
