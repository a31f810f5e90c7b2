"""Where the note gives another day for the contact than the form that it came with.

Either may be mistyped, and no reader can tell which: both are shown and the writer is asked. Only a full date at the
head of the note counts that stands beside a word for the contact or in a title, and only if it is the only such one.

Known misses: a day further down; a day without its year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.text import emails, layout
from notecheck.text.patterns import any_word
from notecheck.times import dates, note_dates

_HEAD: Final = 3  # lines in which a note says when it was
_BESIDE: Final = 60  # code points to either side in which a contact is named
_BEFORE: Final = 30  # code points before the date that say of what it is
_TITLE: Final = 80  # code points of a line that is no paragraph


@dataclass(frozen=True)
class ContactDay:
    """Finds the day; the words about it are `checklist-contact-day` and `checklist-other-day`.

    Attributes:
        contact: words for a contact.
        other: words that make it the day of something else.
    """

    contact: re.Pattern[str]
    other: re.Pattern[str]

    @classmethod
    def of(cls, words: Mapping[str, Sequence[str]]) -> ContactDay:
        """From the lists as loaded."""
        return cls(any_word(words.get("checklist-contact-day", ())), any_word(words.get("checklist-other-day", ())))

    def clash(self, doc: Doc) -> dates.Point | None:
        """The note's own day of the contact, where it is one, given in full, and not the form's."""
        wanted, recorded = note_of(doc).event_date, note_of(doc).recorded_date
        if wanted is None or emails.of(doc):
            return None
        full = [point for point in note_dates.written(doc) if point.kind == "date"]
        if any(point.date == note_dates.day_of(wanted) for point in full):
            return None
        last = note_dates.day_of(recorded) if recorded else date.max
        lines = [line for line in layout.of(doc) if line.kind != "blank"][:_HEAD]
        found = [point for point in full if point.date and point.date < last and self._is_contact(doc, lines, point)]
        return found[0] if len({point.date for point in found}) == 1 else None

    def question(self, doc: Doc) -> str | None:
        """Which of the two days is right; None where there is but one."""
        wanted, point = note_of(doc).event_date, self.clash(doc)
        if wanted is None or point is None or point.date is None:
            return None
        return f"the note says {_said(point.date)}, the form says {_said(note_dates.day_of(wanted))}: which is right?"

    def _is_contact(self, doc: Doc, lines: Sequence[layout.Line], point: dates.Point) -> bool:
        text = text_of(doc)
        line = next((each for each in lines if each.mark <= point.start < each.end), None)
        if line is None or note_dates.is_birth(text, point):
            return False
        if self.other.search(text, max(line.mark, point.start - _BEFORE), point.start):
            return False
        if line.end - line.mark < _TITLE and line is lines[0]:
            return True
        around = (max(line.mark, point.start - _BESIDE), min(line.end, point.end + _BESIDE))
        return self.contact.search(text, *around) is not None


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
