"""A spot check: the records that were drawn, what the check says of each, what the manager and the worker say of that.

It can be saved and taken up again. What is kept is how it was drawn and what people wrote, never a word of a record:
the records are opened anew, the same draw gives the same sample, and what was said finds its record by id, or by
place where it has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from notecheck.checker import Checker
from notecheck.errors import NoteError
from notecheck.mapping import ColumnMap, Problem, apply_all
from notecheck.read import Record, Records
from notecheck.report import Report
from notecheck.sound import refuse_unsound
from notecheck.supervision import sample
from notecheck.supervision.review import Review, Reviewed

VERSION: Final = 1
"""Of the shape in which a spot check is saved."""
MOST: Final = 1_000
"""Records that are drawn at most: each report stays in memory as long as the spot check."""
STEP: Final = 4
"""Records that are checked at a time; whoever else waits for the checker has it in between."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What can be checked of the records in some files.

    Attributes:
        notes: those that can, each with a note of the contract as its fields.
        problems: cells that could not be read, and records that cannot be checked.
    """

    notes: tuple[Record, ...]
    problems: tuple[Problem, ...]


def make_ready(records: Records, columns: ColumnMap, usual: str) -> Ready:
    """Take the columns of every record for what they are.

    Args:
        records: of the files.
        columns: which of them holds what.
        usual: the document type of a record that does not say.
    """
    applied = list(apply_all(records.rows, columns, {"doc_type": usual}))
    notes = (
        Record(row.place, each.note, ready=True)
        for row, each in zip(records.rows, applied, strict=True)
        if each.note is not None
    )
    return Ready(tuple(notes), tuple(problem for each in applied for problem in each.problems))


def month_of(note: Mapping[str, Any]) -> str:
    """The month in which it happened, else was written down, as 2026-03; empty where neither is known."""
    return str(note.get("event_date") or note.get("recorded_date") or "")[:7]


STRATA: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "doc_type": lambda note: str(note.get("doc_type") or "case-note"),
    "month": month_of,
    "team": lambda note: str(note.get("team") or ""),
}
"""What a sample may be shared out by. The worker is not among them."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How a sample is drawn; with the same records it gives the same sample.

    Attributes:
        n: how many records.
        seed: any word or number.
        by: one of `STRATA`; empty for a draw from all records alike.
    """

    n: int
    seed: str
    by: str = ""

    def of(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """The records that are drawn, in the order of the file.

        Args:
            records: each with a note of the contract as its fields.

        Raises:
            NoteError: the number is not allowed.
        """
        if self.n > MOST:
            raise NoteError(f"sample: {self.n:,} records; at most {MOST:,} are allowed at once")
        by = STRATA.get(self.by)
        stratum = (lambda record: by(record.fields)) if by else None
        return tuple(records[place] for place in sample.draw(records, self.n, self.seed, stratum))


@dataclass(slots=True, repr=False)
class Checked:
    """A record of the sample that was checked, and what was said of its findings."""

    place: str
    report: Report
    review: Review = field(default_factory=Review)

    @property
    def name(self) -> str:
        """What people know the record by: its own number, if it has one, and its place in the files."""
        return f"{self.report.note.id} ({self.place})" if self.report.note.id else self.place


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that could not be checked, and why; never a word of it."""

    place: str
    reason: str


class SpotCheck:
    """One sample on its way through the checker and the reader's hands.

    Attributes:
        draw: how it was drawn.
        guidance: id of the guidance that it is held against.
        drawn: the records, each with a note of the contract as its fields.
        of: how many records it was drawn from.
        checked: those that have a report, in the order of the file.
        refused: those that could not be checked.
    """

    def __init__(self, records: Sequence[Record], draw: Draw, guidance: str) -> None:
        """Draw the sample.

        Raises:
            NoteError: the number is not allowed.
        """
        self.draw = draw
        self.guidance = guidance
        self.drawn = draw.of(records)
        self.of = len(records)
        self.checked: list[Checked] = []
        self.refused: list[Refused] = []
        self._waiting: dict[str, Mapping[str, Any]] = {}

    @property
    def done(self) -> int:
        """How many of the drawn records have been looked at."""
        return len(self.checked) + len(self.refused)

    @property
    def left(self) -> int:
        """How many of the drawn records wait for the checker."""
        return len(self.drawn) - self.done

    @property
    def waiting(self) -> int:
        """How many records that something was said of are not among the checked ones; they are saved again."""
        return len(self._waiting)

    @property
    def reviewed(self) -> list[Reviewed]:
        """Name, report and review of each checked record, in order."""
        return [(each.name, each.report, each.review) for each in self.checked]

    @property
    def said(self) -> bool:
        """Whether anything was said of any record."""
        return bool(self._waiting) or any(map(_said, self.checked))

    def check_some(self, checker: Checker) -> None:
        """Check the next few records; one that cannot be checked is named, and the rest goes on."""
        batch = self.drawn[self.done : self.done + STEP]
        for record, result in zip(batch, self._reports(checker, batch), strict=True):
            if isinstance(result, str):
                self.refused.append(Refused(record.place, result))
                continue
            each = Checked(record.place, result)
            self.checked.append(each)
            self._bring_back(each)

    def _reports(self, checker: Checker, batch: Sequence[Record]) -> list[Report | str]:
        notes = [{**record.fields, "guidance": self.guidance} for record in batch]
        try:
            return list(checker.pipe(notes))
        except Exception:  # which one it was is found by asking for each alone
            return [_alone(checker, note) for note in notes]

    def to_dict(self, **more: Any) -> dict[str, Any]:
        """Plain data to save.

        Args:
            **more: what else is to be kept, such as the columns; it comes back untouched.
        """
        saved = [self._save(each) for each in self.checked if _said(each)]
        return {
            "version": VERSION,
            "draw": asdict(self.draw),
            "guidance": self.guidance,
            "of": self.of,
            "reviews": [*saved, *self._waiting.values()],
        } | more

    def _save(self, each: Checked) -> dict[str, Any]:
        return {"place": each.place, "words": each.report.words, "review": each.review.to_dict(each.report)}

    def take_up(self, reviews: Iterable[Mapping[str, Any]]) -> None:
        """Give saved reviews back to their records, now or as soon as they are checked.

        Args:
            reviews: as `to_dict` or `read_saved` gives them.
        """
        self._waiting.update((_key(row["review"].get("id"), row["place"]), row) for row in reviews)
        for each in self.checked:
            self._bring_back(each)

    def _bring_back(self, each: Checked) -> None:
        key = _key(each.report.note.id, each.place)
        row = self._waiting.get(key)
        # Another text under the same name is another record: what was said does not belong to it.
        if row is not None and row["words"] == each.report.words:
            with suppress(NoteError):  # what is no review stays among those that found no record, and is counted there
                each.review = Review.from_dict(row["review"], each.report)
                del self._waiting[key]


def _key(id_: str | None, place: str) -> str:
    return f"id {id_}" if id_ else f"place {place}"


def _said(each: Checked) -> bool:
    review = each.review
    return bool(review.verdicts or review.comment or review.reply or review.unplaced)


def _alone(checker: Checker, note: Mapping[str, Any]) -> Report | str:
    try:
        return next(checker.pipe([note]))
    except NoteError as error:  # its messages hold no text of a note
        return str(error)
    except Exception as error:  # one record must not cost the others
        return f"something went wrong inside notecheck ({type(error).__name__}); please tell whoever looks after it"


def read_saved(data: Any) -> tuple[Draw, str, tuple[Mapping[str, Any], ...]]:
    """Draw, guidance and reviews of a saved spot check.

    Raises:
        NoteError: it is none; says what is wrong and what is allowed.
    """
    if not isinstance(data, Mapping) or data.get("version") != VERSION or not isinstance(data.get("draw"), Mapping):
        raise NoteError(f"this is no saved spot check; it must be a file that this page saved (version {VERSION})")
    refuse_unsound(data)
    n, seed, by = (data["draw"].get(key) for key in ("n", "seed", "by"))
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST:
        raise NoteError(f"draw.n: must be a whole number from 1 to {MOST:,}")
    if not isinstance(seed, str) or by not in ("", *STRATA):
        raise NoteError(f"draw: seed must be text and by one of '', {', '.join(STRATA)}")
    if not isinstance(data.get("guidance"), str):
        raise NoteError("guidance: must be the name of a guidance")
    return Draw(n, seed, by), data["guidance"], tuple(_saved_reviews(data.get("reviews")))


def _saved_reviews(rows: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(rows, list):
        raise NoteError("reviews: must be a list")
    for number, row in enumerate(rows, 1):
        whole = isinstance(row, Mapping) and isinstance(row.get("place"), str) and isinstance(row.get("words"), int)
        if not whole or not isinstance(row.get("review"), Mapping):
            raise NoteError(f"reviews: number {number} must have place, words and review")
        yield row
