"""Points in time in a text, as they are written in case notes in England: day first, and often clipped.

'4 May 2026', '04/05', 'w/c 9th', 'Sat 14th', 'last wk', 'Fri eve', 'since half term', '3 weeks ago', 'recently': each
is read with as much of day, month and year as the words give. Nothing is guessed: '04/05' has no year, whatever
year the note was written in. Habits ('every Monday', 'on Tuesdays'), clock times ('4.30pm'), durations ('for 3 weeks'),
scores ('scored 7/10') and names ('April rang') are no points in time.

Known misses: dates in words ('the fourth of May'), six digits in a row ('040526'), a name that is also a month
behind a preposition ('a letter from April').
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.memo import once_per_doc, text_of
from notecheck.times.vocabulary import WORD, Vocabulary, vocabulary

Kind = Literal[
    "date", "month", "year", "yearless", "ordinal", "weekday", "name", "near", "same", "period", "story", "loose"
]


class Point(NamedTuple):
    """A point in time; offsets are code points of the text.

    Attributes:
        start: its first code point; a preposition before it is left out.
        end: one past its last.
        kind: how it can be placed:
            `date` has day, month and year; `month` ('May 2026', 'summer 2018') and `year` lack the day;
            `yearless` is day and month ('4 May', '04/05'), `ordinal` the day alone ('the 28th'), `weekday` a weekday;
            `name` is a month, season or feast without its year ('in March', 'since Easter');
            `near` is counted from the day of the note ('yesterday', 'last week', '3 weeks ago'), `same` is that day
            itself ('today', 'this morning'), `period` a stretch up to it or from it ('the last few weeks');
            `story` is counted from what was just told ('the next day', 'that evening');
            `loose` is counted from nothing ('recently', 'the other day').
        year: as written; two digits are read as of this century, from 70 as of the last.
        month: 1 to 12.
        day: 1 to 31.
    """

    start: int
    end: int
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The day, where it is given in full."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def read(text: str) -> tuple[Point, ...]:
    """The points in time of a text, in order; none overlaps another.

    >>> text = "Seen Sat 9/5, back since Easter, due 12 May 26"
    >>> [(text[point.start : point.end], point.kind) for point in read(text)]
    [('Sat 9/5', 'yearless'), ('Easter', 'name'), ('12 May 26', 'date')]
    """
    return tuple(_lend(text, list(_Reading(text, vocabulary()).points())))


@once_per_doc
def points(doc: Doc) -> tuple[Point, ...]:
    """The points in time of a Doc's text, in order; read once for each Doc."""
    found = by_place(doc, "dates", lambda doc: _Reading(text_of(doc), vocabulary()).points(), by="words", near=0)
    return tuple(_lend(text_of(doc), [*found]))  # a look's own rows say nothing of what is far away


_DAY: Final = re.compile(r"(\d{1,2})(st|nd|rd|th)?$")
_NUMERIC: Final = re.compile(r"(\d{1,2})([/.\-\\])(\d{1,2})(?:\2(\d{4}|\d\d))?(?![\w%]|[/\-.:\\]\d)")
_SPACED: Final = re.compile(r"(\d{1,2})(?: ?[/.\-] ?| )(\d{1,2})(?: ?[/.\-] ?| )(\d{4})(?!\w|[/\-.:]\d)")
_ISO: Final = re.compile(r"(\d{4})([-/])(\d\d)\2(\d\d)(?!\d)")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[/.](\d{4}|\d\d)(?![\w%]|[/\-.:]\d)")
_CLOCK: Final = re.compile(r"\s?(?:[ap]\.?m\b|[:.]\d\d|o['’]?clock|hrs?\b|hours?\b|mins?\b|%)", re.IGNORECASE)
_COUNTED: Final = re.compile(
    r"[ \xa0](?:of|out|lessons?|sessions?|days?|nights?|weeks?|visits?|times?|contacts?|attended|for"
    r"|on (?:the|a) scale)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    r"(?:,? ?|\.? | of |[\xa0\-/.])['‘’]?(\d{4}|\d\d)"
    r"(?!\w|%|[:.]\d|,\d{3}|[ \xa0](?:[ap]m|of|out|min|hr|hour|day|week|child|people)s?\b)"
)
_LIST: Final = re.compile(r"\s*(?:[-–—/&,+]|and|to|till?|until|or|,\s*and)\s*(?:the\s+)?", re.IGNORECASE)
_SPACE: Final = frozenset((" ", "\xa0", "  ", "-", "'", "’"))
_CELL: Final = frozenset("\n\r\t|")
_DASHES: Final = frozenset(("-", "–", "—", "/", ",", "&", "+"))
_SIGNS: Final = ("/", ".", "-", "\\")
_SHARES: Final = ("1/2", "1/3", "2/3", "1/4", "3/4", "24/7")
_NAMES_A_DAY: Final = ("on", "dated", "date", "commencing", "c", "e", "due")
_LINKS: Final = ("to", "and", "till", "til", "until", "or")
_OWN: Final = ("the", "of", "his", "her", "their", "your", "our", "my", "about", "least")
_AT_WEEKENDS: Final = ("at", "over", "about", "since", "by", "until", "till", "til", "before", "after", "during", "on")
_TURNS: Final = ("last", "next", "this")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_CENTURY: Final = 70  # two digits from here on are of the last century
_FAR: Final = 6  # words to look back at from a unit
_NEAR_LIST: Final = 9  # code points between two dates of one list


class _Reading:
    """One text being read: its words, and what stands where."""

    def __init__(self, text: str, known: Vocabulary) -> None:
        self.text = text
        self.known = known
        found = [(match[0].lower(), match.start(), match.end()) for match in WORD.finditer(text)]
        self.words = [word for word, _, _ in found]
        self.starts = [start for _, start, _ in found]
        self.ends = [end for _, _, end in found]

    def points(self) -> Iterator[Point]:
        """The points, in order."""
        signs, starts, taken = self.known.signs, self.starts, 0
        for i, word in enumerate(self.words):
            if (word in signs or "0" <= word[0] <= "9") and starts[i] >= taken:
                point = self._at(i, word)
                if point is not None and point.start >= taken:
                    taken = point.end
                    yield point

    def _at(self, i: int, word: str) -> Point | None:
        known = self.known
        if "0" <= word[0] <= "9" and (point := self._number(i)):
            return point
        if word in known.weekdays and (point := self._weekday(i)):
            return point
        if word in known.months and (point := self._month(i)):
            return point
        if word in known.phrases and (point := self._phrase(i)):
            return point
        if word == "ago":
            return self._ago(i)
        return self._unit(i) if word in known.lists["units"] or word in known.lists["dayparts"] or word == "w" else None

    # The words around.

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _next(self, i: int) -> str:
        """The word behind `i`, if nothing but a space or a hyphen is between."""
        return self.words[i + 1] if i + 1 < len(self.words) and self._joined(i + 1) else ""

    def _last(self, i: int) -> str:
        """The word before `i`, if nothing but a space or a hyphen is between."""
        return self.words[i - 1] if i > 0 and self._joined(i) else ""

    def _placer(self, i: int) -> str:
        """The word before `i`, articles and possessives left out."""
        while self._last(i) in _OWN:
            i -= 1
        return self._last(i)

    def _gap(self, i: int) -> str:
        """What stands before the word `i`; a line break where nothing does."""
        return self.text[self.ends[i - 1] : self.starts[i]] if 0 < i < len(self.words) else "\n"

    def _joined(self, i: int) -> bool:
        return self._gap(i) in _SPACE

    def _opens(self, i: int) -> bool:
        """Whether word `i` is the first of its line or cell."""
        return not _CELL.isdisjoint(self._gap(i))

    def _is(self, word: str, name: str) -> bool:
        return word in self.known.lists[name]

    # Dates that begin with a figure.

    def _number(self, i: int) -> Point | None:
        text, start = self.text, self.starts[i]
        before = text[start - 1 : start]
        if before in ("£", "$", "€", "#") or (before in ("/", ":", ".") and text[start - 2 : start - 1].isdigit()):
            return None
        if text[self.ends[i] : self.ends[i] + 1] in _SIGNS and (point := self._figures(i)):
            return point
        day = _DAY.match(self.words[i])
        if day is None:
            return self._year(i)
        if self._word(i + 1).isdecimal() and (spaced := _SPACED.match(text, start)):  # '4 / 5 / 2026', '04 05 2026'
            return _point(start, spaced.end(), int(spaced[1]), int(spaced[2]), int(spaced[3]))
        return self._day_and_month(i, int(day[1])) or (self._ordinal(i, int(day[1])) if day[2] else None)

    def _figures(self, i: int) -> Point | None:
        """'04/05/2026', '4.5.26', '2026-05-04', '09/2023', '9/17', '04/05'."""
        text, start = self.text, self.starts[i]
        if iso := _ISO.match(text, start):
            return _point(start, iso.end(), int(iso[4]), int(iso[3]), int(iso[1]))
        if (found := _NUMERIC.match(text, start)) is None:
            partial = _MONTH_YEAR.match(text, start)
            return _point(start, partial.end(), None, int(partial[1]), _full(partial[2])) if partial else None
        day, month = int(found[1]), int(found[3])
        if found[4]:
            return _point(start, found.end(), day, month, _full(found[4]))
        if found[2] == "/" and day <= 12 < month and not _COUNTED.match(text, found.end()):
            return _point(start, found.end(), None, day, _full(found[3]))
        return _point(start, found.end(), day, month, None) if self._is_day(i, found) else None

    def _is_day(self, i: int, found: re.Match[str]) -> bool:
        """Whether two figures are a day and a month, and no score, no fraction, no hour."""
        before = self._placer(i)
        named = before in self.known.weekdays or before in _NAMES_A_DAY
        if _CLOCK.match(self.text, found.end()):
            return False
        if found[2] != "/" or named:
            return named
        if found[0] in _SHARES:
            return False
        if self._is(before, "placers") or before.endswith(("am", "pm")) or "0" in (found[1][0], found[3][0]):
            return True
        if _COUNTED.match(self.text, found.end()) or self._is(before, "scores"):
            return False
        day, month = int(found[1]), int(found[3])
        return day >= month or month in (6, 7, 8, 9, 11, 12)  # a share or a mark out of five or ten is more likely

    def _day_and_month(self, i: int, day: int) -> Point | None:
        at = i + 2 if self._word(i + 1) == "of" else i + 1
        month = self.known.months.get(self._word(at))
        if month is None or not (self._joined(at) or self._gap(at) in ("/", ", ", ".", ". ")) or self._is_verb(at):
            return None
        year, end = self._year_after(self.ends[at])
        return _point(self.starts[i], end, day, month, year)

    def _is_verb(self, i: int) -> bool:
        """Whether 'may' or 'march' behind a number is the verb: 'the 2 may come', but not '2 may'."""
        after = self._next(i)
        small = self.words[i] in ("may", "march") and self.text[self.starts[i]].islower()
        return small and after != "" and not after[0].isdigit() and not self._is(after, "closed")

    def _year_after(self, end: int) -> tuple[int | None, int]:
        found = _YEAR.match(self.text, end)
        if found is None:
            return None, end
        year = _full(found[1])
        short = len(found[1]) == 2 and not 10 <= int(found[1]) <= 49
        return (None, end) if short or not _FIRST_YEAR <= year < _LAST_YEAR else (year, found.end())

    def _ordinal(self, i: int, day: int) -> Point | None:
        """'the 28th', 'w/c 9th': a day where a day is asked for and nothing is counted."""
        weekly = self._gap(i) == " " and self.text[max(0, self.starts[i] - 4) : self.starts[i]].lower() in (
            "w/c ",
            "w/b ",
        )
        before, after = self._last(i), self._next(i)
        if not weekly and not self._is(before, "on"):
            return None
        if after and not self._is(after, "closed") and not after[0].isdigit():
            return None
        return _point(self.starts[i - 1] if before == "the" else self.starts[i], self.ends[i], day, None, None)

    def _year(self, i: int) -> Point | None:
        word = self.words[i]
        if len(word) != 4 or not word.isdecimal() or not _FIRST_YEAR <= int(word) < _LAST_YEAR:
            return None
        return Point(self.starts[i], self.ends[i], "year", int(word))

    # Weekdays and months.

    def _weekday(self, i: int) -> Point | None:
        before, after = self._last(i), self._next(i)
        if (dated := self._date_after(i)) is not None:
            return dated._replace(start=self.starts[i])
        if before == "other" and self._last(i - 1) == "the":
            return Point(self.starts[i - 2], self.ends[i], "loose")
        if self._is(before, "habits") or self._is(after, "habits") or self._is_listed(i) or self._is_doubtful(i):
            return None
        end = i
        if self._is(after, "dayparts"):
            if after.endswith("s"):  # 'Friday nights'
                return None
            end = i + 1
        start = self.starts[i - 1] if before in (*_TURNS, "coming") else self.starts[i]
        return Point(start, self.ends[end], "story" if before in ("following", "previous", "that") else "weekday")

    def _date_after(self, i: int) -> Point | None:
        """The date that follows a weekday: 'Sat 9/5', 'Monday, the 4th of May', 'Weds. 12 June 2026'."""
        n = i + 1
        while n <= i + 3 and (self._word(n) in ("the", "on") or self._is(self._word(n), "dayparts")):
            n += 1
        gap = self._gap(n)
        if not self._word(n)[:1].isdigit() or len(gap) > 2 or gap.strip(" ,.-–(\xa0") or "\n" in gap:
            return None
        if self.text[self.ends[n] : self.ends[n] + 1] in _SIGNS and (point := self._figures(n)):
            return point if point.day else None
        day = _DAY.match(self.words[n])
        if day is None or _CLOCK.match(self.text, self.ends[n]):
            return None
        bare = _point(self.starts[n], self.ends[n], int(day[1]), None, None) if day[2] else None
        return self._day_and_month(n, int(day[1])) or bare

    def _is_listed(self, i: int) -> bool:
        """'Mon–Fri', 'Monday to Friday', 'tues and thurs': a habit more often than two days."""
        weekdays = self.known.weekdays
        if self._word(i + 1) in weekdays and self._gap(i + 1).strip() in _DASHES:
            return True
        if self._word(i - 1) in weekdays and self._gap(i).strip() in _DASHES:
            return True
        behind = self._next(i) in _LINKS and self._next(i + 1) in weekdays
        return behind or (self._last(i) in _LINKS and self._last(i - 1) in weekdays)

    def _is_doubtful(self, i: int) -> bool:
        """Whether a word that is also a name, a verb or a thing is one here: 'he sat', 'in the sun', 'April rang'."""
        word = self.words[i]
        if not self._is(word, "doubtful"):
            return False
        before, after = self._placer(i), self._next(i)
        if self._is(before, "placers"):
            return word == "sun" and self._last(i) == "the"
        if self._is(after, "dayparts") or self._is_among_months(i):
            return False
        short = word in ("sat", "sun", "wed") and self.text[self.starts[i]].isupper()
        return not (short and (before != "" or after[:1].isdigit()))

    def _is_among_months(self, i: int) -> bool:
        """'Feb, March, April 2026', 'May and June'."""
        months = self.known.months
        if self.words[i] not in months:
            return False
        near = (
            i - 1 if self._word(i - 1) not in _LINKS else i - 2,
            i + 1 if self._word(i + 1) not in _LINKS else i + 2,
        )
        return any(self._word(n) in months and not self._is(self._word(n), "doubtful") for n in near)

    def _month(self, i: int) -> Point | None:
        month, before = self.known.months[self.words[i]], self._last(i)
        day = _DAY.match(self._next(i)) if self.words[i] != "may" or self.text[self.starts[i]].isupper() else None
        if day and (day[2] or int(day[1]) < 10) and not _CLOCK.match(self.text, self.ends[i + 1]):
            year, end = self._year_after(self.ends[i + 1])
            return _point(self.starts[i], end, int(day[1]), month, year)
        year, end = self._year_after(self.ends[i])
        if year is not None:
            return Point(self.starts[i], end, "month", year, month)
        if self._is(before, "habits") or self._is_doubtful(i):
            return None
        start = self.starts[i - 1] if before in _TURNS else self.starts[i]
        return Point(start, self.ends[i], "name", None, month)

    # Points that other points place.

    def _phrase(self, i: int) -> Point | None:
        for sign, parts, kind in self.known.phrases[self.words[i]]:
            first, last = i - sign, i - sign + len(parts) - 1
            if first < 0 or tuple(self.words[first : last + 1]) != parts:
                continue
            if not all(self._joined(n) for n in range(first + 1, last + 1)):
                continue
            if kind == "name":
                return self._feast(first, last)
            if self._is(self._next(last), "things"):
                return None
            while kind != "loose" and self._is(self._next(last), "dayparts"):
                last += 1
            return Point(self.starts[first], self.ends[last], kind)
        return None

    def _feast(self, first: int, last: int) -> Point | None:
        """'since Easter', 'in the spring', 'Christmas 2024', but not 'the Christmas tree'."""
        year, end = self._year_after(self.ends[last])
        if year is not None:
            return Point(self.starts[first], end, "month", year)
        before, after = self._placer(first), self._gap(last + 1)
        alone = self._opens(first) and (len(after) > 1 or not _CELL.isdisjoint(after))
        if not alone and (not self._is(before, "placers") or before == "for"):
            return None
        if self._is(self._next(last), "things"):
            return None
        while self._last(first) in ("the", *_TURNS):
            first -= 1
        return Point(self.starts[first], self.ends[last], "name")

    def _unit(self, i: int) -> Point | None:
        """'last week', '3 wks ago', 'the week after half term', 'over the w/e'."""
        word, last = self.words[i], i
        if word == "w":
            if self._word(i + 1) != "e" or self._gap(i + 1) != "/":
                return None
            word, last = "weekend", i + 1
        first = i
        while first > i - _FAR and (self._is(self._last(first), "numbers") or self._last(first).isdecimal()):
            first -= 1
        how, part = self._last(first), self._is(word, "dayparts")
        if first < i and not part:
            return self._counted(first, last, how)
        if word.endswith("s") and self._next(last) == "back":  # 'weeks back'
            return Point(self.starts[i], self.ends[last + 1], "loose")
        if how in _TURNS:
            return self._turned(first - 1, last, word, how)
        if how in ("following", "previous", "same", "that"):
            return None if self._is_that(i) else Point(self.starts[first - 1], self.ends[last], "story")
        if self._next(last) == "of" and self._next(last + 1) in ("term", "half"):  # 'the second week of term'
            return Point(self.starts[first], self.ends[last + 2], "name")
        if how == "the" and (point := self._the(first - 1, last, word)):
            return point
        first -= how == "the"
        if word in ("weekend", "wkend", "weekened") and self._last(first) in _AT_WEEKENDS:
            return Point(self.starts[first], self.ends[last], "near")
        return None

    def _is_that(self, i: int) -> bool:
        """'You said that Sunday calls are dull', 'told me that mornings are grim'."""
        return self._last(i) == "that" and self.words[i].endswith("s")

    def _counted(self, first: int, last: int, how: str) -> Point | None:
        """'3 weeks ago', 'a few months back', 'the last five weeks'."""
        if self._next(last) in ("ago", "back"):
            vague = not self._is_exact(first, last)
            return Point(self.starts[first], self.ends[last + 1], "loose" if vague else "near")
        if how in ("last", "past", "next", "coming"):
            return Point(self.starts[first - 1], self.ends[last], "period")
        return None

    def _ago(self, i: int) -> Point | None:
        """'a good while ago', 'not that long ago', 'a week or two ago': what no number of units stands before."""
        first = i
        while first > i - _FAR and (self._is(self._last(first), "spans") or self._is(self._last(first), "units")):
            first -= 1
        return Point(self.starts[first], self.ends[i], "loose") if first < i else None

    def _is_exact(self, first: int, last: int) -> bool:
        return not {"few", "several", "some", "many", "good"} & set(self.words[first:last])

    def _turned(self, first: int, last: int, word: str, how: str) -> Point | None:
        """'last week', 'this aft', 'last night', 'the next day'."""
        kind: Kind = "near"
        if self._is(word, "dayparts") or word == "day":
            if how == "next":
                kind = "story"
            elif word == "day" or (how == "last" and word not in ("night", "nite", "evening", "eve")):
                return None
            elif how == "this":
                kind = "same"
        elif word.endswith("s") or (how == "next" and self._last(first) == "the" and word != "term"):
            kind = "period"
        return Point(self.starts[first], self.ends[last], kind)

    def _the(self, first: int, last: int, word: str) -> Point | None:
        """'the week before last', 'the week after half term', 'the day before'."""
        after, then = self._next(last), self._next(last + 1)
        if after not in ("before", "after") or word in ("time", "term"):
            return None
        if then in _TURNS:
            return Point(self.starts[first], self.ends[last + 2], "near")
        if then in self.known.phrases and (feast := self._phrase(last + 2)) and feast.kind == "name":
            return feast._replace(start=self.starts[first])
        return Point(self.starts[first], self.ends[last + 1], "story") if not then else None


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (1900 if number >= _CENTURY else 2000)


def _point(start: int, end: int, day: int | None, month: int | None, year: int | None) -> Point | None:
    """The point that figures make, None where the calendar has no such day."""
    if (month is not None and not 1 <= month <= 12) or (year is not None and not _FIRST_YEAR <= year < _LAST_YEAR):
        return None
    if day is None:
        return Point(start, end, "month", year, month)
    most = 31 if month is None else monthrange(year or 2000, month)[1]
    if not 1 <= day <= most:
        return None
    kind: Kind = "ordinal" if month is None else "yearless" if year is None else "date"
    return Point(start, end, kind, year, month, day)


def _lend(text: str, found: list[Point]) -> list[Point]:
    """Give each point of a list or range the month and year that its last one has: '4th and 5th May 2026'."""
    for n in range(len(found) - 2, -1, -1):
        point, after = found[n], found[n + 1]
        if after.start - point.end > _NEAR_LIST or not _LIST.fullmatch(text, point.end, after.start):
            continue
        if point.kind == "ordinal" and after.day and after.month:
            found[n] = _point(point.start, point.end, point.day, after.month, after.year) or point
        elif point.kind == "yearless" and after.kind == "date":
            found[n] = _point(point.start, point.end, point.day, point.month, after.year) or point
        elif point.kind == "name" and after.kind in ("month", "date"):
            found[n] = point._replace(kind="month", year=after.year)
    return found
