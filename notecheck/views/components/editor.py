"""The editor: a draft with its findings underlined in the text as one types.

The browser's part (`editor.js`; its marks, card, list and link to Python stand in files beside it) is a text area over
a mirror of its text, in which CSS highlights mark the findings: marks change no element, so caret, keystrokes and undo
are never touched. Python gets every text with a number `v` that grows with each edit, and sends back marks with the
number of the text that they belong to; marks of an older text are never painted. In a view:

    got = sent("editor")                                      # before the check
    …set got.ignore aside: it is about the text before…
    if got.draft and got.draft["v"] > note["v"]: note = dict(got.draft)
    …check note["text"]…
    got = editor(key="editor", version=note["v"], text=note["text"], load=…, marks=editor_marks(report), summary=…)
    if got.draft and got.draft["v"] > note["v"]: st.rerun()          # a new visit, after a lost connection

To put another text in, give it `v + 1` and a `load` one higher; `plain` it first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypedDict

import streamlit as st

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.measured import measured_precision
from notecheck.render import saying, whole
from notecheck.report import Report
from notecheck.views.components.source import declare

MOST_CHARACTERS: Final = 200_000
"""What the box takes, in characters as a browser counts them; about 35,000 words."""

WEIGHT: Final[Mapping[str, str]] = {
    "suggestion": "An idea",
    "warning": "Worth another look",
    "error": "Please look at this first",
}
"""A severity in words."""

_SCRIPTS: Final = ("editor_marks.js", "editor_link.js", "editor_card.js", "editor_list.js")
_SHARED: Final = ("rule", "title", "part", "part_name", "why", "standards", "right", "whole")
"""What the marks of one rule and its standards have in common; it is sent once."""


class Draft(TypedDict):
    """A text as the browser sent it.

    Attributes:
        v: its number; a later text has a higher one.
        text: the text, with line feeds alone between lines.
    """

    v: int
    text: str


class Wish(TypedDict):
    """A finding that the writer wants to set aside.

    Attributes:
        n: its number, as in the mark.
        v: of the text that the mark belongs to.
        scope: this place, or these words wherever they stand in the note.
        reason: the writer's own.
        at: tells one wish from another: a run that was broken off may bring it twice.
    """

    n: int
    v: int
    scope: Literal["place", "word"]
    reason: str
    at: int


@dataclass(frozen=True, slots=True, repr=False)
class EditorResult:
    """What came from the browser: the latest text, and a wish that holds for one run."""

    draft: Draft | None = None
    ignore: Wish | None = None


def editor(
    *, key: str, version: int, text: str, load: int, marks: Sequence[Mapping[str, Any]], summary: str
) -> EditorResult:
    """Draw the editor.

    Args:
        key: of the component in the page; there is one editor in a view.
        version: number of the text that the marks belong to.
        text: that text; shown where the browser has none yet, or where `load` has grown.
        load: grows by one each time another text is put in from here.
        marks: what `editor_marks` made of the report on this text.
        summary: how many places there are, in words; read out when their number changes.
    """
    about, rows = _packed(marks)
    got = _component()(
        key=key,
        data={
            "key": key,
            "v": version,
            "text": text,
            "load": load,
            "about": about,
            "marks": rows,
            "summary": summary,
            "most": MOST_CHARACTERS,
        },
        on_draft_change=_nothing,
        on_ignore_change=_nothing,
    )
    return _result(got)


def sent(key: str) -> EditorResult:
    """What the browser has sent, before the editor is drawn; nothing in the first run of a visit."""
    return _result(st.session_state.get(key))


def plain(text: str) -> str:
    r"""The text with line feeds alone, as a text area holds it: else the places of marks would not fit.

    >>> plain("a\r\nb\rc")
    'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def editor_marks(report: Report) -> list[dict[str, Any]]:
    """The findings of a report as plain data, all in words that a reader sees.

    Each has: n (its number in the report), start and end (code points), rule, title, part, part_name, severity, weight
    (the severity in words), words (the marked ones; empty if `whole`), place (in the document that the note was read
    from; empty where there is none), message, why, standards (owner, section, says, id), suggestions, precision, right
    (how often the rule is right, in words), whole (about the whole note).
    """
    return [_mark(report, number, finding) for number, finding in enumerate(report.findings)]


def _mark(report: Report, number: int, finding: Finding) -> dict[str, Any]:
    known = rules().get(finding.rule)
    part = saying.part_of(finding.rule)
    of_all = is_whole(finding.rule)
    return {
        "n": number,
        "start": finding.start,
        "end": finding.end,
        "rule": finding.rule,
        "title": saying.title(finding.rule),
        "part": part,
        "part_name": saying.PART_NAMES[part],
        "severity": finding.severity,
        "weight": WEIGHT[finding.severity],
        "words": "" if of_all else report.text[finding.start : finding.end],
        "place": "" if of_all else report.place(finding) or "",
        "message": finding.message,
        "why": known.why if known else "",
        "standards": [_standard(report, name) for name in finding.standards],
        "suggestions": list(finding.suggestions),
        "precision": measured_precision().get(finding.rule),
        "right": whole.sureness(finding.rule),
        "whole": of_all,
    }


def _standard(report: Report, name: str) -> dict[str, str]:
    standard = report.standards[name]
    owner = saying.authority(name, report.guidance)
    return {"id": name, "owner": owner, "section": standard.section, "says": standard.says}


def _packed(marks: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The marks in two tables, so that a rule's words go to the browser once, not with each of its marks."""
    places: dict[tuple[str, ...], int] = {}
    about: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for mark in marks:
        same = (mark["rule"], *(standard["id"] for standard in mark["standards"]))
        if same not in places:
            places[same] = len(about)
            about.append({name: mark[name] for name in _SHARED})
        own = {name: mark[name] for name in mark if name not in _SHARED and name not in ("words", "precision")}
        rows.append(own | {"about": places[same]})
    return about, rows


def _result(got: Any) -> EditorResult:
    """What the browser sent, if it has the form that the editor's own script gives it."""
    if not isinstance(got, Mapping):
        return EditorResult()
    draft, ignore = got.get("draft"), got.get("ignore")
    return EditorResult(
        draft if _has(draft, v=int, text=str) else None,
        ignore if _is_wish(ignore) else None,
    )


def _has(value: Any, **kinds: type) -> bool:
    """Whether these keys hold these kinds and no kind of theirs: to Python `True` is a number."""
    return isinstance(value, Mapping) and all(type(value.get(name)) is kind for name, kind in kinds.items())


def _is_wish(value: Any) -> bool:
    known = _has(value, n=int, v=int, scope=str, reason=str, at=int)
    return known and value["n"] >= 0 and value["scope"] in ("place", "word") and bool(value["reason"].strip())


def _nothing() -> None:
    """What comes from the browser is read when the page runs; Streamlit only keeps what has a callback."""


def _component() -> Any:
    """The component, declared in every run: Streamlit keeps one of a name."""
    return declare("editor", "controls.css", "units.js", *_SCRIPTS, report=True)
