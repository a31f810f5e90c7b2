"""A record with its marks, and beside each finding what the manager and the worker say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from notecheck.explain import is_whole
from notecheck.findings import Finding
from notecheck.render import html, saying, whole
from notecheck.report import Report
from notecheck.supervision.review import Review, Verdict

PAGE: Final = 40
"""Findings that are drawn at a time: each has fields of its own, and a browser grows slow beyond."""

_ANSWERS: Final = {True: "Yes, it is worth another look", False: "No, it is fine as it stands"}
_STYLE: Final = """
/* Beside the findings the record stays in sight. */
@media (min-width: 60rem) {
  [data-testid=stLayoutWrapper]:has(> .st-key-spot-marked) { position: sticky; top: 4.5rem; }
  .st-key-spot-marked .nc-text { max-height: calc(100vh - 9rem); overflow: auto; }
}
"""


def marked_text(report: Report) -> None:
    """Draw the text of a record with a number at each mark."""
    with st.container(key="spot-marked"):
        st.html(
            f'<style>{html.style()}{_STYLE}</style><div class="nc"><h4>The record</h4>'
            '<div class="nc-text" tabindex="0" role="group" aria-label="The record with its marks">'
            f"{html.marked(report.text, report.findings, key='spot')}</div></div>"
        )


def rest(report: Report, *, open_: bool) -> None:
    """Draw what else the report says: done well, asked for and not found, reading age."""
    parts = "".join(f"<h5>{html.escape(title)}</h5>{inner}" for title, inner in html.sections(report).items())
    with st.expander("What else the check says of this record: done well, asked for, not looked at", expanded=open_):
        st.html(f'<div class="nc">{parts}</div>')


def findings(report: Report, review: Review, places: Sequence[int], *, title: str, key: str) -> Review:
    """Draw findings by rule, with fields for what is said of each; the review as it is after this run.

    Args:
        report: of the record.
        review: what was said so far.
        places: of the findings that are drawn.
        title: stands above them; empty for none.
        key: of the record on the page.
    """
    if title and places:
        st.html(f'<div class="nc"><h4>{html.escape(title)}</h4></div>')
    for rule, standards, group in saying.grouped([report.findings[place] for place in places]):
        st.html(_rule(report, rule, standards, len(group)))
        _agree_with_the_rest(review, rule, [places[at] for at in group], key)
        for index in (places[at] for at in group):
            with st.container(gap="xsmall"):
                st.html(_finding(report, index))
                review = review.with_verdict(index, _said(review.verdict(index), index + 1, f"{key}-{index}"))
    return review


def _agree_with_the_rest(review: Review, rule: str, places: Sequence[int], key: str) -> None:
    """A button that agrees with all places of a rule that have no answer yet, where there are several."""
    said, name = st.session_state, f"{key}-{{}}-agrees".format
    still = [place for place in places if said.get(name(place), review.verdict(place).agrees) is None]
    if len(places) > 1 and still:
        st.button(
            f"Agree with the rest of this rule ({saying.count(len(still), 'place')})",
            key=f"{key}-{rule}-{places[0]}-rest",
            on_click=_agree,
            args=([*map(name, still)],),
        )


def _agree(fields: Sequence[str]) -> None:
    st.session_state.update(dict.fromkeys(fields, True))


def whole_record(review: Review, *, key: str) -> Review:
    """Draw the fields for what is said of the record as a whole."""
    comment = _lines("Your comment on the whole record", review.comment, f"{key}-comment")
    reply = _lines("The worker's reply on the whole record", review.reply, f"{key}-reply")
    return replace(review, comment=comment, reply=reply)


def _said(verdict: Verdict, number: int, key: str) -> Verdict:
    st.session_state.setdefault(f"{key}-agrees", verdict.agrees)
    agrees = st.radio(
        f"Place {number}: do you agree?",
        list(_ANSWERS),
        format_func=lambda answer: _ANSWERS[answer],
        index=None,
        horizontal=True,
        key=f"{key}-agrees",
    )
    if agrees is not None:
        st.button(f"Take back the answer on place {number}", key=f"{key}-back", on_click=_take_back, args=(key,))
    with st.expander(f"Comment and reply on place {number}", expanded=bool(verdict.comment or verdict.reply)):
        comment = _lines(f"Your comment on place {number}", verdict.comment, f"{key}-comment")
        reply = _lines(f"The worker's reply on place {number}", verdict.reply, f"{key}-reply")
    return Verdict(agrees, comment, reply)


def _take_back(key: str) -> None:
    st.session_state[f"{key}-agrees"] = None


def _lines(label: str, value: str, key: str) -> str:
    st.session_state.setdefault(key, value)
    return st.text_area(label, key=key, height=68) or ""


def _rule(report: Report, rule: str, standards: Sequence[str], count: int) -> str:
    """What several findings have in common: it is said once."""
    said = "".join(
        f'<div class="nc-standard"><p>The standard, by {html.escape(owner)}:</p>'
        f"{''.join(f'<p>{html.escape(line)}</p>' for line in lines)}</div>"
        for owner, lines in saying.standards_of(report, standards).items()
    )
    return (
        f'<div class="nc"><h5><mark class="nc-m nc-{saying.part_of(rule)}">{html.escape(saying.title(rule))}</mark> '
        f'<span class="nc-quiet">({saying.count(count, "place")})</span></h5>{said}</div>'
    )


def _finding(report: Report, index: int) -> str:
    """What a finding says, under the number that stands in the text."""
    finding, number = report.findings[index], index + 1
    seen = "The whole note" if is_whole(finding.rule) else whole.quote(report.text[finding.start : finding.end])
    first = "" if finding.message.startswith(seen) else f"{html.escape(seen)}. "
    place = "" if is_whole(finding.rule) else report.place(finding)
    where = f" In the file: {html.escape(place)}." if place else ""
    return (
        f'<div class="nc"><div class="nc-group" id="spot-f{number}">'
        f'<p><a class="nc-n" href="#spot-m{number}" aria-label="{number}: back to the text">{number}</a> '
        f"{first}{html.escape(finding.message)}{saying.SEVERITY_WORDS[finding.severity]}{where}</p>{_instead(finding)}</div></div>"
    )


def _instead(finding: Finding) -> str:
    each = [f'<span class="nc-better">{html.escape(s)}</span>' if s else "leave it out" for s in finding.suggestions]
    return f"<p>Instead: {', or '.join(each)}</p>" if each else ""
