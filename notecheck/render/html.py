"""One HTML page that stands alone: no script, nothing fetched, readable on paper, in the dark and without a mouse.

`body(report)` is what it says of one note; `fragment(report)` is its middle, the draft with its marks and the findings
that they point to; `sections(report)` is the rest, of which the page of `app.py` shows the same. Everything that comes
from the note is escaped, and none of it stands in an attribute.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import escape as _escape
from pathlib import Path
from typing import Any, Final

from notecheck.explain import is_whole, rules
from notecheck.findings import PARTS, Finding
from notecheck.render import whole
from notecheck.render.marks import Span, runs
from notecheck.render.saying import (
    LEAD,
    PART_NAMES,
    SEVERITY_WORDS,
    count,
    document,
    grouped,
    of_100,
    part_of,
    reasons,
    standards_of,
    title,
    words,
)
from notecheck.report import Report

_MEASURES: Final[Mapping[str, str]] = {
    "flesch_reading_ease": "Flesch reading ease (0 to 100, higher is easier)",
    "flesch_kincaid_grade": "Flesch-Kincaid grade (years of school, American)",
    "smog_index": "SMOG (years of school)",
    "gunning_fog": "Gunning fog (years of school)",
    "dale_chall": "Dale-Chall (4.9 or less is easy)",
    "words_per_sentence": "Words in a sentence, on average",
}

_CSS: Final = Path(__file__).with_suffix(".css")
_OWN_CSS: Final = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 76rem; margin: 0 auto; padding: 1rem;
  color: light-dark(#1b1f27, #eceef2); background: light-dark(#ffffff, #14171c); }
h1 { font-size: 1.8rem; margin: .5rem 0; } h2 { font-size: 1.5rem; margin: 2.5rem 0 .5rem; overflow-wrap: anywhere; }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; } h2 { break-after: avoid; } }
"""
# Left to the reader's eye: what would break the page, reorder its text or not be seen at all.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_BREAKS: Final = "\r\x0b\x0c\x85\u2028\u2029"
_MOST_EVIDENCE: Final = 2


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:  # noqa: ARG001
    """One page for all notes, in the order given, piece by piece."""
    yield head("notecheck report")
    yield f"<p>{LEAD}</p>\n"
    for place, (name, report) in enumerate(reports):
        yield f"<article>\n<h2>{escape(whole.called(name, report))}</h2>\n"
        yield f"{body(report, key=f'n{place + 1}')}\n</article>\n"
    yield "</main>\n</body>\n</html>\n"


def style() -> str:
    """The style sheet that `body` and `fragment` need."""
    return _read(_CSS)


def body(report: Report, *, key: str = "n", limit: int | None = None) -> str:
    """All that the report says of one note, below a heading of the second level.

    Args:
        report: of the note.
        key: begins every id, so that several notes can stand on a page.
        limit: how many findings are shown at most; the rest is counted and said.
    """
    made = sections(report)
    there = {title: f"{key}-{title.split()[0].lower()}" for title in made}
    links = ", ".join(f'<a href="#{place}">{title}</a>' for title, place in there.items())
    rest = "".join(f'<section><h3 id="{place}">{title}</h3>{made[title]}</section>' for title, place in there.items())
    further = f"<p>Further down: {links}.</p>"
    return f'<div class="nc">{facts(report)}{further}{fragment(report, key=key, limit=limit)}{rest}</div>'


def sections(report: Report) -> dict[str, str]:
    """What follows the findings, by title, without headings; what is empty is left out."""
    made = {title: make(report) for title, make in _SECTIONS.items()}
    return {title: inner for title, inner in made.items() if inner}


def fragment(report: Report, *, key: str = "n", limit: int | None = None) -> str:
    """The draft with every finding marked and numbered, and what each number means."""
    shown = report.findings[:limit]
    return (
        f"{_more(len(shown), len(report.findings))}"
        f'<div class="nc-two"><section class="nc-draft"><h3>Your text</h3>{_key(shown)}'
        # The box scrolls on a wide screen, so the keyboard must be able to reach it.
        f'<div class="nc-text" tabindex="0" role="group" aria-label="Your text with its marks">'
        f"{marked(report.text, shown, key=key)}</div></section>"
        f"<section><h3>What to look at again</h3>{_groups(report, shown, key)}</section></div>"
    )


def marked(text: str, findings: Sequence[Finding], *, key: str = "n") -> str:
    """The text with a mark round the words of each finding and its number before them, in the order of reading."""
    return "".join(
        "".join(_number(place + 1, findings[place], key, to="f", at="m") for place in sorted(run.begins))
        + _run(run.text, [findings[place] for place in run.covers])
        for run in runs(text, [_in_place(finding) for finding in findings])
    )


def _in_place(finding: Finding) -> Finding:
    """A finding about the whole note has its number before the text and marks no word."""
    return replace(finding, start=0, end=0) if is_whole(finding.rule) else finding


def escape(text: str) -> str:
    r"""Text for HTML, with control characters made visible and harmless.

    >>> escape("<b>&\x1b")
    '&lt;b&gt;&amp;<span class="nc-c" data-c="1b">U+001B</span>'
    """
    return _UNSEEN.sub(_show, _escape(text).replace("\r\n", "&#13;\n"))


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    end = "<br>" if match[0] in _BREAKS else ""
    return f'<span class="nc-c" data-c="{code:x}">U+{code:04X}</span>{end}'


def head(title: str, css: str = "") -> str:
    """The start of a page that stands alone, up to its heading; `</main></body></html>` ends it.

    Args:
        title: of the page, as text.
        css: more style, behind ours.
    """
    css = f"{style()}{_OWN_CSS}{css}"
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escape(title)}</title>\n<style>{css}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n"
    )


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def facts(report: Report) -> str:
    """What kind of record it is, what it was held against, and how long it is; HTML."""
    counts = f"{count(report.words, 'word')} in {count(len(report.sentences), 'sentence')}"
    return f"<p>{escape(words(report.note.doc_type))}, held against: {escape(document(report.guidance))}. {counts}.</p>"


def _more(shown: int, found: int) -> str:
    if shown == found:
        return ""
    return f"<p><strong>The first {shown:,} of {found:,} places are shown here.</strong> Check the text in parts.</p>"


def _key(findings: Sequence[Finding]) -> str:
    """What each kind of line means, with how many there are."""
    parts = [part_of(finding.rule) for finding in findings]
    rows = "".join(
        f'<li><mark class="nc-m nc-{part}">{_escape(PART_NAMES[part])}</mark> {parts.count(part)}</li>'
        for part in PARTS
        if part in parts
    )
    return f'<ul class="nc-key" aria-label="Kinds of mark">{rows}</ul>' if rows else ""


def _run(text: str, covers: Iterable[Finding]) -> str:
    # A line break as a reference: whoever takes the page for indented text must not tidy it.
    inner = escape(text).replace("\n", "&#10;")
    names = [part_of(finding.rule) for finding in covers if text]
    opened = "".join(f'<mark class="nc-m nc-{name}">' for name in names)
    return f"{opened}{inner}{'</mark>' * len(names)}"


def _number(number: int, finding: Finding, key: str, *, to: str, at: str | None = None) -> str:
    """The link from a mark to its explanation, or back."""
    name = f"{number}: {title(finding.rule)}" if to == "f" else f"{number}: back to the text"
    own = f' id="{key}-{at}{number}"' if at else ""
    return f'<a class="nc-n"{own} href="#{key}-{to}{number}" aria-label="{escape(name)}">{number}</a>'


def _groups(report: Report, findings: Sequence[Finding], key: str) -> str:
    if not findings:
        return "<p>Nothing was found. That alone does not make the note complete: see what was not looked at.</p>"
    return "".join(
        _group(report, rule, standards, [(place + 1, findings[place]) for place in places], key)
        for rule, standards, places in grouped(findings)
    )


def _group(
    report: Report, rule: str, standards: Iterable[str], numbered: Sequence[tuple[int, Finding]], key: str
) -> str:
    known = rules().get(rule)
    why = f"<p>{escape(known.why)}</p>" if known else ""
    items = "".join(_finding(report, number, finding, key) for number, finding in numbered)
    part = part_of(rule)
    return (
        f'<section class="nc-group"><h4><mark class="nc-m nc-{part}">{escape(title(rule))}</mark> '
        f'<span class="nc-quiet">({count(len(numbered), "place")})</span></h4>'
        f"{why}{_standards(report, standards)}<p>{escape(whole.sureness(rule))}</p><ul>{items}</ul></section>"
    )


def _finding(report: Report, number: int, finding: Finding, key: str) -> str:
    place = None if is_whole(finding.rule) else report.place(finding)
    where = f' <span class="nc-quiet">({escape(place)})</span>' if place else ""
    seen = f"{_seen(report, finding)}{where}"
    instead = ""
    if finding.suggestions:
        each = [f'<span class="nc-better">{escape(s)}</span>' if s else "leave it out" for s in finding.suggestions]
        instead = f"<p>Instead: {', or '.join(each)}</p>"
    return (
        f'<li id="{key}-f{number}"><p>{_number(number, finding, key, to="m")} {seen}'
        f"{SEVERITY_WORDS[finding.severity]}</p><p>{escape(finding.message)}</p>{instead}</li>"
    )


def _seen(report: Report, finding: Finding) -> str:
    return "The whole note" if is_whole(finding.rule) else escape(_quote(report, finding))


def _quote(report: Report, span: Span) -> str:
    return whole.quote(report.text[span.start : span.end])


def _standards(report: Report, names: Iterable[str]) -> str:
    return "".join(
        f'<div class="nc-standard"><p>The standard, by {escape(owner)}:</p>'
        f"{''.join(f'<p>{escape(line)}</p>' for line in said)}</div>"
        for owner, said in standards_of(report, names).items()
    )


def _score(report: Report) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_escape(PART_NAMES[part])}</th><td class="nc-nowrap">{of_100(value)}</td>'
        f"<td>{''.join(f'<p>{escape(reason)}</p>' for reason in reasons(report, part))}</td></tr>"
        for part, value in report.score.parts.items()
    )
    return (
        "<p>How far the text meets the standards that could be checked: "
        f"<strong>{of_100(report.score.overall)}</strong>. It counts places in the text, with these reasons; "
        "it does not measure the work.</p>"
        '<table><thead><tr><th scope="col">Part</th><th scope="col">Score</th><th scope="col">Why</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _readability(report: Report) -> str:
    measures = report.measures.get("readability")
    if not measures:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_escape(label)}</th><td>{_value(measures[name])}</td></tr>'
        for name, label in _MEASURES.items()
        if name in measures
    )
    reason = words(measures.get("reason") or "")
    note = f"<p>{escape(reason)}.</p>" if reason else ""
    return f"<p>{escape(_target(measures))}</p><table><tbody>{rows}</tbody></table>{note}"


def _target(measures: Mapping[str, Any]) -> str:
    age, target = measures.get("reading_age"), measures.get("target_age")
    if age is None or target is None:
        return "The reading age was not measured."
    verdict = "that is within reach of its reader" if age <= target else "shorter sentences and plainer words help"
    return f"It reads at about age {_value(age)}, with {_value(target)} to aim for: {verdict}."


def _value(value: Any) -> str:
    if value is None:
        return "not measured"
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else escape(str(value))


def _strengths(report: Report) -> str:
    if not report.strengths:
        return ""
    rows = "".join(
        f"<li>{escape(whole.strength(each.kind))}: {escape(_quote(report, each))}</li>" for each in report.strengths
    )
    return f"<ul>{rows}</ul>"


def _ignored(report: Report) -> str:
    rows = "".join(
        f"<li><p>{escape(title(each.finding.rule))}: {_seen(report, each.finding)}</p>"
        f"<p>The writer’s reason: {escape(each.reason)}</p></li>"
        for each in report.ignored
    )
    return f"<p>These take no part in the score.</p><ul>{rows}</ul>" if rows else ""


def _child(report: Report) -> str:
    lines = [*whole.voice(report), *whole.address(report)]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _checklist(report: Report) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th><td class="nc-nowrap">{row.state}</td>'
        f"<td>{''.join(_evidence(report, row))}</td></tr>"
        for row in whole.checklist(report)
    )
    if not rows:
        return ""
    head = '<th scope="col">Asked for</th><th scope="col">In the note</th><th scope="col">Where, or why</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _evidence(report: Report, row: whole.Row) -> Iterator[str]:
    if row.reason:
        yield f"<p>{escape(row.reason)}</p>"
    yield from (f"<p>{escape(whole.quote(report.text[start:end]))}</p>" for start, end in row.evidence[:_MOST_EVIDENCE])


def _timeliness(report: Report) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in whole.timeliness(report))


def _kinds(report: Report) -> str:
    said = whole.kinds(report)
    return f"<p>Sentences by what they say: {escape(said)}.</p>" if said else ""


def _skipped(report: Report) -> str:
    if not report.skipped:
        return ""
    names: dict[str, list[str]] = {}
    for row in report.skipped:
        names.setdefault(row.reason, []).append(words(row.check).lower())
    rows = "".join(f"<li>{escape(', '.join(found))}: {escape(reason)}</li>" for reason, found in names.items())
    return f"<ul>{rows}</ul>"


_SECTIONS: Final[Mapping[str, Callable[[Report], str]]] = {
    "Done well": _strengths,
    "Child in the note": _child,
    "Asked for in such a record": _checklist,
    "Time of recording": _timeliness,
    "Kinds of statement": _kinds,
    "Reading age": _readability,
    "Score": _score,
    "Set aside by the writer": _ignored,
    "Not looked at": _skipped,
}
"""What follows the findings, each left out where it is empty."""
