"""Was the record made in time? The date of recording against the date of the event, by the guidance's own table.

Why it matters: what is written up a week later is written from memory, and until it is there, whoever picks up the
case at night does not know. A measure, not a mark: nothing in the text is pointed at.

The guidance gives the deadlines for each kind of record as data (`notecheck/times/deadlines.py`): '3 working days after
the visit', '1 working day before the conference'. `event_date` is read as the event that the row counts from and the
report says so; where several rows hold, each is given and the one that falls due first decides. A record in time meets
the standard in full, and each day late (or working day, as the row counts) costs a fifth of it.

What cannot be told is said: a date that was not given, a kind of record for which the guidance sets no time, a record
that is dated before what it is about.

Known misses: two dates cannot show when a part of a record was written, nor when it was sent and to whom; standards
about that say so themselves (`not_checked`).

Sources: Trafford Recording Policy v4 2019, section 4 and Appendix A; Swindon Quality Standards 2020; Sussex ICS
Recording Guidance 1.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Rule, Skipped
from notecheck.note import asked_of, note_of
from notecheck.times.contact_day import ContactDay
from notecheck.times.deadlines import Deadline, amount, due, late, precedes

RULES: Final = (
    Rule(
        name="timeliness",
        part="completeness",
        title="Recorded in time",
        marks="Nothing in the text. It counts the time from the event to its recording, by the guidance's own table.",
        why="What is written up late is written from memory, and nobody else could act on it until then.",
        weak="Visit on 4 March 2026, recorded on 19 March 2026.",
        better="Visit on 4 March 2026, recorded on 5 March 2026.",
        limits="Two dates cannot show when a part of a record was written, nor when it was sent and to whom.",
    ),
)

EXAMPLES: Final = (Example("I saw you at home on 4 March 2026."),)

# Words for whoever reads a page, and the keys for whoever sends notes as JSON.
_DATES: Final = ("the day it happened (event_date)", "the day it was recorded (recorded_date)")
_A_DAY: Final = 0.2  # what a day late costs


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a record stands to its deadlines.

    Attributes:
        due: the last day (or, for hours from a date-time, moment) in time, ISO; of the deadline that ends first.
        late_by_days: how many days after it the record was made, working days where it counts in those; 0 in time.
        late: the same in words: 'recorded 2 working days late', 'recorded in time'.
        deadline: in words: '3 working days after the visit'.
        unit: what the deadline counts in: 'hours', 'days', 'working days' or 'weeks'.
        counts_from: the event's date as it was given, ISO.
        recorded: the date of recording as it was given, ISO.
        standards: ids of the standards that set a time for this record, the one that decides first.
        rows: one for each of them: `standard`, `deadline`, `due`, `late_by_days`, `late`.
        met: 1 in time, a fifth less for each day late.
    """

    due: str
    late_by_days: int
    late: str
    deadline: str
    unit: str
    counts_from: str
    recorded: str
    standards: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    met: float | None


@dataclass(frozen=True, slots=True)
class _Row:
    """One standard's deadline and what came of it."""

    standard: str
    deadline: Deadline
    due: date
    late_by_days: int
    late: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "standard": self.standard,
            "deadline": str(self.deadline),
            "due": self.due.isoformat(),
            "late_by_days": self.late_by_days,
            "late": self.late,
        }


def prepare(nlp: Language, lexicons: Lexicons) -> ContactDay:  # noqa: ARG001
    """What finds the note's own day of the event; the guidance's rows stand on the Doc."""
    return ContactDay.of(lexicons.words)


def measure(doc: Doc, prepared: ContactDay, settings: NoSettings) -> Timeliness | Skipped:  # noqa: ARG001
    """Hold the date of recording against every deadline that the guidance sets for the record."""
    asked, note = asked_of(doc).get("timeliness", ()), note_of(doc)
    if not asked:
        return _skip("the guidance sets no time within which a record of this kind is to be made")
    event, recorded = note.event_date, note.recorded_date
    if event is None or recorded is None:
        missing = [words for words, day in zip(_DATES, (event, recorded), strict=True) if day is None]
        were = "was" if len(missing) == 1 else "were"
        return _skip(f"{' and '.join(missing)} {were} not given, so nobody can tell whether it was recorded in time")
    if doubt := prepared.question(doc):
        return _skip(doubt)
    try:
        rows = sorted(_rows(asked, event, recorded), key=lambda row: (row.due.isoformat(), row.standard))
    except ValueError as error:
        return _skip(str(error))
    if not rows:
        return _skip(
            "the record is dated before the event that it is about; if one of the two dates is mistyped, put it right"
        )
    first = rows[0]
    return Timeliness(
        due=first.due.isoformat(),
        late_by_days=first.late_by_days,
        late=first.late,
        deadline=str(first.deadline),
        unit=first.deadline.unit,
        counts_from=event.isoformat(),
        recorded=recorded.isoformat(),
        standards=tuple(row.standard for row in rows),
        rows=tuple(row.to_dict() for row in rows),
        met=max(0.0, 1 - _A_DAY * first.late_by_days),
    )


def _rows(asked: list[Mapping[str, Any]], event: date, recorded: date) -> Iterator[_Row]:
    """Every deadline that the two dates can speak to."""
    before = precedes(recorded, event)
    for each in asked:
        deadline = Deadline.model_validate(each["deadline"])
        if before and deadline.after and not deadline.may_precede:
            continue
        last = due(deadline, event)
        over = late(deadline, last, recorded)
        said = f"recorded {amount(over.number, over.unit)} late" if over.number else "recorded in time"
        yield _Row(each["standard"], deadline, last, over.days, said)


def _skip(reason: str) -> Skipped:
    return Skipped("timeliness", reason)


SPEC = check("timeliness", rules=RULES, measure=measure, prepare=prepare, examples=EXAMPLES)
