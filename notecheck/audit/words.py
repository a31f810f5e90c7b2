"""The figures of an audit in words, the same on every page and sheet."""

from __future__ import annotations

from datetime import date
from typing import Final

from notecheck.audit.figures import Average, Rate, Share
from notecheck.audit.intervals import Interval
from notecheck.measured import PLANTED, planted
from notecheck.render import saying

FEW_WORDS: Final = "few records"
NOT_TOLD: Final = "not told"
UNMET: Final = "Not met, or something to look at"
"""Of a standard, the records that are counted: it is worded as it is met, so the share must say that it is not."""
MARKED: Final = "Something to look at"
"""Of what the checks look for, likewise."""
GIVEN: Final = "Records that give it"
"""Of what is asked for, likewise."""
ABOUT: Final = (
    "These figures are about texts, never about the people who write them. They count places that a reader may want to "
    "look at again, not faults, and a record without any is not thereby a good one. Nothing is counted by worker."
)
HOW: Final = (
    "Beside a figure stands the range within which it would probably lie over many more records of the same kind: 19 "
    "times in 20 (a 95% interval; Wilson’s for shares). Two figures whose ranges overlap much may differ by chance. "
    "Where there are fewer than 20 records, no range is given and nothing should be made of the figure."
)
_NEARLY: Final = 0.995
_HARDLY: Final = 0.005


def percent(share: float) -> str:
    """A share in words; nothing and all only where it is so.

    >>> percent(0.5), percent(0.9999), percent(1), percent(0.001)
    ('50%', 'over 99%', '100%', 'under 1%')
    """
    if 0 < share < _HARDLY:
        return "under 1%"
    if _NEARLY < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def number(value: float) -> str:
    """A rate or a mean: whole from 10 on, else with one decimal.

    >>> number(50.16), number(4.36), number(0.0), number(0.02)
    ('50', '4.4', '0', 'under 0.1')
    """
    if 0 < value < 0.05:
        return "under 0.1"
    return f"{value:,.0f}" if value == 0 or value >= 9.95 else f"{value:.1f}"


def share(found: Share, of: str = "") -> str:
    """'350 of 534 (66%)', or '350 of 534 records (66%)'."""
    if found.value is None:
        return NOT_TOLD
    return f"{found.hits:,} of {found.of:,}{' ' if of else ''}{of} ({percent(found.value)})"


def between(interval: Interval | None, *, of_100: bool = False) -> str:
    """'61 to 69%', or '46 to 54'; empty without an interval."""
    if interval is None:
        return ""
    if of_100:
        return f"{100 * max(0.0, interval.low):.0f} to {100 * min(1.0, interval.high):.0f}%"
    return f"{number(interval.low)} to {number(interval.high)}"


def rate(found: Rate) -> str:
    """Places in a thousand words."""
    return NOT_TOLD if found.value is None else number(found.value)


def average(found: Average) -> str:
    """A mean."""
    return NOT_TOLD if found.value is None else number(found.value)


def month(name: str) -> str:
    """'2026-03' as 'March 2026'; what is no month, as it is."""
    try:
        return f"{date.fromisoformat(f'{name}-01'):%B %Y}"
    except ValueError:
        return name


def right(rule: str, measured: tuple[int, int] | None) -> str:
    """How often a rule's marks were right on annotated notes; a dash where that was not measured."""
    if measured:
        return f"{measured[0]:,} of {measured[1]:,}"
    return "see above" if rule in PLANTED else "–"


def right_together() -> str:
    """What was measured of the rules of `PLANTED` together."""
    names = ", ".join(f"‘{saying.title(rule)}’" for rule in PLANTED)
    return f"Of {names} together, {planted().alarms} on notes by other writers."
