"""A draft as it grows: checked again as little as need be, and held beside what it was when it was pasted.

The text and its report stay in whoever holds the `Draft`; nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from notecheck.note import Place
from notecheck.report import Report

_LEAST: Final = 20  # words that somebody must bring at once before it is another text and not a sentence typed
_RUN: Final = 4  # words in a row by which two texts are compared
_KEPT: Final = 1 / 3  # of these runs; with fewer in common it is another text


class Checks(Protocol):
    """What is needed of a checker."""

    def __call__(self, text: str, **fields: Any) -> Report:
        """Check a text."""

    def update(self, report: Report, text: str) -> Report:
        """Check an edited text of the same note."""


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A text that was checked.

    Attributes:
        report: on the text as it is now.
        fields: what else was known of it.
        first: the report on the text as it was pasted or opened, held against the same fields; None for a text that
            was typed from the start.
    """

    report: Report
    fields: Mapping[str, Any]
    first: Report | None = None


def check(
    checker: Checks,
    before: Draft | None,
    text: str,
    fields: Mapping[str, Any],
    *,
    places: tuple[Place, ...] = (),
    again: bool = False,
) -> Draft:
    """Check a text, by what changed in it since it was checked before.

    Args:
        checker: of the page.
        before: the draft before this edit; None at first.
        text: as it is now, with words in it.
        fields: what else is known, under the contract's names.
        places: where its passages stand in the document that it was read from.
        again: whether more can be checked now than before, so that nothing of it may be taken over.
    """
    known = before is not None and before.fields == fields and not again
    if before and known and before.report.text == text:
        placed = _placed(before.report, places)
        return before if placed is before.report else replace(before, report=placed)
    report = _placed(checker.update(before.report, text) if before and known else checker(text, **fields), places)
    if is_another(before.report.text if before else "", text):
        return Draft(report, fields, report)
    return Draft(report, fields, _first(checker, before, fields, again=again))


def _placed(report: Report, places: tuple[Place, ...]) -> Report:
    """A report whose findings say where in a document they stand; what was found does not depend on it."""
    return report if report.note.places == places else replace(report, note=replace(report.note, places=places))


def _first(checker: Checks, before: Draft | None, fields: Mapping[str, Any], *, again: bool) -> Report | None:
    """The first report, held against the fields as they are now: else two scores could not be compared."""
    if not before or not before.first:
        return None
    asked = _asked(fields)
    return before.first if _asked(before.fields) == asked and not again else checker(before.first.text, **asked)


def _asked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields without what the writer set aside since: that is told apart."""
    return {name: value for name, value in fields.items() if name != "ignored"}


def is_another(before: str, after: str) -> bool:
    """Whether a text came in at once and in place of another, rather than by editing.

    >>> is_another("", "I saw you at home. " * 8), is_another("I saw you", "I saw you at home")
    (True, False)
    """
    now = _runs(after)
    if len(after.split()) < _LEAST or not now:
        return False
    return len(now & _runs(before)) < _KEPT * len(now)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def progress(draft: Draft) -> str:
    """What has changed since the paste, in counts; empty where nothing has."""
    first, now = draft.first, draft.report
    if first is None or (first.text == now.text and not now.ignored):
        return ""
    then, left, aside = len(first.findings), len(now.findings), len(now.ignored)
    more = f" and {aside} set aside by you" if aside else ""
    one, other = first.score.overall, now.score.overall
    scores = f" Score: {one} then, {other} now." if one is not None and other is not None else ""
    return f"Since you pasted this text: {then} {'place' if then == 1 else 'places'} then, {left} now{more}.{scores}"
