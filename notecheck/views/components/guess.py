"""Sentences to pick from, then what was found and missed: the learner's part of an exercise, by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from notecheck.render import saying
from notecheck.render.marks import runs
from notecheck.training.exercise import Answer, Question, Unit
from notecheck.views.components.source import declare

FOUND: Final = "You found this"
MISSED: Final = "Marked as well"
UNMARKED: Final = "Your pick, not marked"


def guess(
    question: Question, *, name: str, label: str, answer: Answer | None, said: str, key: str, onwards: str
) -> tuple[tuple[int, ...] | None, bool]:
    """Draw a question, or what came of it.

    Args:
        question: with the sentences.
        name: of the question; the picks are let go when it changes.
        label: of the list of sentences, for those who hear it.
        answer: the learner's, once there is one.
        said: the score in words, spoken when it appears.
        key: of the component on the page.
        onwards: words on the button once the answer is shown.

    Returns:
        The picks, if the learner has just asked for the answer, and whether the learner has just gone on.
    """
    data = {"name": name, "label": label, "answered": answer is not None, "said": said, "onwards": onwards}
    data["units"] = list(_units(question, answer))
    made = declare("guess", report=True)(key=key, data=data, on_reveal_change=_nothing, on_onwards_change=_nothing)
    picks = _picks(made.reveal, name, len(question.units)) if answer is None else None
    return picks, made.onwards == name and answer is not None


def _picks(sent: Any, name: str, units: int) -> tuple[int, ...] | None:
    """The sentences that the learner picked, as far as there are such; None for what answers no such question."""
    if not isinstance(sent, Mapping) or sent.get("name") != name or not isinstance(sent.get("picked"), list):
        return None
    return tuple(dict.fromkeys(place for place in sent["picked"] if type(place) is int and 0 <= place < units))


def _nothing() -> None:
    """Streamlit wants to be told of what it is to hand on; the run that follows takes it up."""


def _units(question: Question, answer: Answer | None) -> Iterator[Mapping[str, Any]]:
    """Each sentence with what came of it; `apart` where an empty line stood before it."""
    text, end = question.report.text, 0
    for place, unit in enumerate(question.units):
        apart = text.count("\n", end, unit.start) > 1
        end = unit.end
        yield {"apart": apart, "runs": _runs(question, unit, answer), "verdict": _verdict(place, unit, answer)}


def _runs(question: Question, unit: Unit, answer: Answer | None) -> list[Mapping[str, Any]]:
    """The words of a sentence; with the answer, those that the rule marks bear its mark."""
    inside = [
        replace(each, start=each.start - unit.start, end=each.end - unit.start)
        for each in question.findings
        if answer and unit.holds(each)
    ]
    mark = saying.part_of(question.rule)
    words = question.report.text[unit.start : unit.end]
    return [{"text": run.text, "part": mark if run.covers else ""} for run in runs(words, inside) if run.text]


def _verdict(place: int, unit: Unit, answer: Answer | None) -> str:
    if answer is None:
        return ""
    if place in answer.right:
        return FOUND
    if place in answer.unmarked:
        return UNMARKED
    return MISSED if any(unit.holds(each) for each in answer.missed) else ""
