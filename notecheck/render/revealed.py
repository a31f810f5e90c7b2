"""What a learner sees once the answer is out: each place with its reason, and each pick that was not marked."""

from __future__ import annotations

from typing import Final

from notecheck.findings import Finding
from notecheck.render import html, pairs, saying, whole
from notecheck.training.exercise import Answer, Question

KINDLY: Final = "notecheck does not mark this. You may still be right."
"""Said of each pick that the rule leaves alone."""


def body(question: Question, answer: Answer) -> str:
    """The places and the picks, below a heading of the second level."""
    return f'<div class="nc">{_places(question, answer)}{_unmarked(question, answer)}</div>'


def _places(question: Question, answer: Answer) -> str:
    rows = "".join(_place(question, answer, finding) for finding in question.findings)
    return f"<h3>Where, why, and what instead</h3><ul>{rows}</ul>" if rows else ""


def _place(question: Question, answer: Answer, finding: Finding) -> str:
    state = "You found this" if finding in answer.found else "Marked as well"
    instead = f"<p>Instead: {html.escape(pairs.instead(finding))}</p>" if finding.suggestions else ""
    return (
        f'<li class="nc-group"><p><strong>{state}:</strong> {html.escape(pairs.seen(question.report, finding))}</p>'
        f"<p>{html.escape(finding.message)}</p>{instead}</li>"
    )


def _unmarked(question: Question, answer: Answer) -> str:
    if not answer.unmarked:
        return ""
    elsewhere = dict(answer.elsewhere)
    rows = "".join(_pick(question, place, elsewhere.get(place, ())) for place in answer.unmarked)
    return f"<h3>Your other picks</h3><ul>{rows}</ul>"


def _pick(question: Question, place: int, others: tuple[str, ...]) -> str:
    unit = question.units[place]
    words = whole.quote(question.report.text[unit.start : unit.end])
    named = ", ".join(f"“{saying.title(rule)}”" for rule in others)
    said = f"Here notecheck marks something else: {named}. You may still be right." if named else KINDLY
    return f'<li class="nc-group"><p>{html.escape(words)}</p><p>{html.escape(said)}</p></li>'
