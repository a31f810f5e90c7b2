"""Clock times and lengths of time, as notes give them: 'half past four', '0910hrs', '4pm to 5pm'.

Known misses: a bare number without 'at' or 'from' before it; a length that is told of somebody else than the writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_NAMED_HOUR: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTES: Final = r"half|quarter|twenty(?:-five)?|five|ten|\d{1,2}"
_MERIDIEM: Final = r"\s?[ap]\.?m\b\.?"
_FULL: Final = rf"[012]\d[0-5]\d(?:\s?(?:hrs?|hours)|h)\b|\d{{1,2}}[:.]\d\d(?:{_MERIDIEM})?"
_CLOCK: Final = (
    rf"(?:{_FULL}|\d{{1,2}}(?:{_MERIDIEM}|\s?o['’]?clock)|(?:{_MINUTES})(?:\s(?:minutes\s)?(?:past|to|after|before|gone))?"
    rf"\s(?:{_NAMED_HOUR}|\d{{1,2}})|(?:just|a little|a bit) (?:past|after|before|gone) (?:{_NAMED_HOUR})"
    rf"|(?:{_NAMED_HOUR})(?:\s(?:thirty|fifteen|o['’]?clock))|noon|midday|midnight)"
)
_TIME: Final = re.compile(
    rf"(?<![\w£./:-]){_CLOCK}(?![\w/%])"
    rf"|\b(?:at|around|about|from|before|after|by|gone|till?|until)\s(?:\d{{1,2}}|{_NAMED_HOUR})"
    r"(?=[,;)]|\.(?!\d)|\s(?:to|until|till?|and|in the|this|today|on)\b|\s?[-–]|$)"
    r"|(?<![\w£./:])\d{1,2}\s?[-–]\s?\d{1,2}\s?[ap]m\b",
    re.IGNORECASE | re.MULTILINE,
)
_HOUR: Final = rf"(?:\d{{1,2}}(?:[:.]\d\d)?|{_NAMED_HOUR}|noon|midday)"
_SPOKEN: Final = (
    rf"(?:[012]\d[0-5]\d|(?:(?:{_MINUTES})(?:\s(?:minutes\s)?(?:past|to|gone))?\s)?{_HOUR}(?:\s?[ap]\.?m\.?|\s?o['’]?clock|ish)?)"
    r"(?:\s?hrs)?"
)
_RANGE: Final = re.compile(
    rf"(?<![\w£./:-]){_SPOKEN}\s*(?:[-–—]|to|until|untill?|till?|through to)\s*"
    rf"(?:about |around |just (?:after|before|gone) )?{_SPOKEN}(?![\w/%])",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(r"\d{1,2}(?!\s?[ap]\.?m)\D+\d{1,2}", re.IGNORECASE)
_TIMED: Final = re.compile(r"\b(?:from|between|times?)\b[\s:]{0,3}$", re.IGNORECASE)
"""'4 to 5' may be anything, pages, years, times a week, unless one of these stands before it."""
_NO_HOURS: Final = re.compile(r"20[0-3]\d\D+20[0-3]\d", re.ASCII)
"""Years."""
_MONTH: Final = re.compile(
    r"(?:st|nd|rd|th)?\s(?:of\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE
)
_ON_THE_CLOCK: Final = re.compile(r"(?:five|ten|twenty|quarter|twenty-five)\sto\s\w+$", re.IGNORECASE)
_AT: Final = re.compile(r"\b(?:at|about|around|by)\s$", re.IGNORECASE)
"""'At ten to nine' is one time, 'ten to nine' may be two."""
_UNIT: Final = r"(?:hours?|hrs?|minutes?|mins?)"
_AMOUNT: Final = (
    r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|ten|fifteen|twenty(?:[- ]five)?|thirty|forty(?:[- ]five)?|fifty"
    r"|ninety|half|a couple of|a few|several|three[- ]quarters of|about)"
)
_LENGTH: Final = (
    rf"{_AMOUNT}\s?(?:of\s)?(?:an?\s|and\sa\s(?:half|quarter)\s|full\s|good\s|whole\s|solid\s)?{_UNIT}\b"
    rf"(?:\s(?:and\sa\s(?:half|quarter)|(?:and\s)?\d+\s?{_UNIT}))?"
)
_ROUGHLY: Final = r"(?:\s(?:for|about|just|only|under|over|nearly|almost|around)){0,3}"
_LASTED: Final = re.compile(
    r"(?<!\w)(?:"
    r"(?:(?:(?:I|we|and|but)\s(?:then\s)?|^[^\w\n]{0,4})"
    r"(?:stayed|remained|stopped|was there|were there|was with \w+|were with \w+)"
    r"|(?:I|we)\s(?:stay|remain)"
    rf"|(?:visit|session|meeting)\s(?:lasted|took|was|of)|lasted|took){_ROUGHLY}\s{_LENGTH}"
    r"|(?<!been )(?<!not )(?<!last )(?<!never )seen(?:\s(?:\w+\s)?(?:for|about|just|only|over|nearly|almost|around))?"
    rf"\s{_LENGTH}(?!\s?(?:ago|later|before|earlier))"
    rf"|spent{_ROUGHLY}\s{_LENGTH} (?:with|at|there|in)\b"
    rf"|{_LENGTH}\s(?:(?:that\s)?(?:I|we) (?:was|were) (?:there|with|at)|visit\b|later (?:I|we) left|in the home)"
    r"|in the (?:hour|half hour|two hours|time) (?:I|we) (?:was|were)"
    rf"|(?:duration|length|time spent|visit length|how long)\b[^\n:]{{0,20}}:\s{{0,3}}\S{{0,10}}?\s{{0,3}}{_LENGTH})",
    re.IGNORECASE | re.MULTILINE,
)
_PLACE: Final = r"(?: again| there| them| the (?:house|home|flat|family|address))?"
_LEFT: Final = re.compile(
    r"\b(?:(?:I|we)\s(?:was|were)\s(?:away|off|gone|done)(?=\s(?:at|by|before|just|about)\b)"
    rf"|(?:left|leaving|finished|finish|ended|end|came away|departed|out|time out|concluded)\b){_PLACE}[:,]?"
    r"(?:\s(?:at|by|about|around|just|before|after|gone|it was)){0,3}"
    rf"\s?(?:{_CLOCK}|(?<=at )\d{{1,2}}\b|(?<=by )\d{{1,2}}\b|{_HOUR}(?:ish|\s?hrs)\b)",
    re.IGNORECASE,
)


def times(text: str) -> Iterator[Span]:
    """Where a text gives a clock time.

    >>> [text[a:b] for text in ["Seen at half past four, 16:05 or 0910hrs."] for a, b in times(text)]
    ['half past four', '16:05', '0910hrs']
    """
    yield from (found.span() for found in _TIME.finditer(text))


def lengths(text: str) -> Iterator[Span]:
    """Where a text says how long a contact took: from when to when, when the writer left, how long they stayed.

    >>> [text[a:b] for text in ["I came at 4pm and stayed an hour."] for a, b in lengths(text)]
    ['and stayed an hour']
    """
    for found in _RANGE.finditer(text):
        if _NO_HOURS.fullmatch(found.group()) or _MONTH.match(text, found.end()):
            continue
        if _ON_THE_CLOCK.match(found.group()) and _AT.search(text, max(0, found.start() - 12), found.start()):
            continue
        if not _COUNTS.fullmatch(found.group()) or _TIMED.search(text, max(0, found.start() - 12), found.start()):
            yield found.span()
    for pattern in (_LEFT, _LASTED):
        yield from (found.span() for found in pattern.finditer(text))
