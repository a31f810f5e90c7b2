"""What is said of a note point by point, each with its words in the text and with what the writer can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from notecheck.explain import is_whole
from notecheck.ignoring import Ignored
from notecheck.render import saying, whole
from notecheck.report import Report

_MOST_PLACES: Final = 3  # of one point


@dataclass(frozen=True, slots=True, repr=False)
class Action:
    """What can be done about a point.

    Attributes:
        words: on the button.
        done: what is said once it is done.
        ask: the question to which a reason must be given; None where none is needed.
    """

    words: str
    done: str
    ask: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """Where a point has its words in the text; `place`: in the document that it was read from, where that is known."""

    start: int
    end: int
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Point:
    """One point.

    Attributes:
        id: by which it is named.
        label: what it is about.
        lines: what is said of it.
        evidence: where it stands in the text.
        action: what can be done about it.
    """

    id: str
    label: str
    lines: tuple[str, ...] = ()
    evidence: tuple[Place, ...] = ()
    action: Action | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Points:
    """Points with one heading."""

    title: str
    rows: tuple[Point, ...]
    about: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


_EXCUSE: Final = Action(
    "Does not apply…", "Noted: it does not apply, with your reason.", "Why does this not apply to this record?"
)
_UNDO: Final = Action("It does apply", "Taken back: it is asked for again.")
_BRING_BACK: Final = Action("Bring back", "Brought back: it stands among the places to look at again.")
_STATES: Final = {
    "not found": ("Not found", "It may be there in other words. If it has no place in this record, say why.", _EXCUSE),
    "cannot tell": ("Cannot be told", "Please look for yourself.", _EXCUSE),
    "given": ("Given", "", None),
    "does not apply": ("Does not apply", "", None),
}


def asked(report: Report) -> tuple[Points, ...]:
    """The checklist for this kind of record, by how each point stands; what is missing comes first."""
    rows = list(whole.checklist(report))
    groups = (
        Points(title, tuple(_asked(report, row, action) for row in rows if row.state == state), about)
        for state, (title, about, action) in _STATES.items()
    )
    return tuple(group for group in groups if group.rows)


def _asked(report: Report, row: whole.Row, action: Action | None) -> Point:
    lines = (f"Your reason: {row.reason}" if row.excused else _sentence(row.reason),) if row.reason else ()
    places = tuple(_place(report, start, end) for start, end in row.evidence[:_MOST_PLACES])
    return Point(row.item, _sentence(row.label), lines, places, _UNDO if row.excused else action)


def aside(report: Report) -> tuple[Points, ...]:
    """The findings that the writer set aside, by entry; its place among the note's entries is the id."""
    by_entry: dict[int, list[Ignored]] = {}
    for each in report.ignored:
        by_entry.setdefault(each.place, []).append(each)
    rows = tuple(_aside(report, str(place), found) for place, found in sorted(by_entry.items()))
    return (Points("Set aside", rows, "These take no part in the score. They stay in the report."),) if rows else ()


def _aside(report: Report, place: str, found: Iterable[Ignored]) -> Point:
    all_of_it = list(found)
    titles = dict.fromkeys(saying.title(each.finding.rule) for each in all_of_it)
    places = [each.finding for each in all_of_it if not is_whole(each.finding.rule)]
    return Point(
        place,
        "; ".join(titles),
        (f"Your reason: {all_of_it[0].reason}",),
        tuple(_place(report, finding.start, finding.end) for finding in places[:_MOST_PLACES]),
        _BRING_BACK,
    )


def _place(report: Report, start: int, end: int) -> Place:
    return Place(start, end, whole.quote(report.text[start:end]), report.place_at(start) or "")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
