"""The summary of an audit as an Excel workbook: the figures of the page as numbers, with charts beside them.

Values of columns, labels and reasons stand as text that no program runs. Nothing is counted by worker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from notecheck.audit import words
from notecheck.audit.figures import Asked, Average, Counted, Group, Rate, Share, Spread, Summary
from notecheck.audit.intervals import Interval
from notecheck.export.excel import Bars, Page, Value, book
from notecheck.render import saying

_NO_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # what Excel refuses in the name of a sheet
_LONGEST: Final = 31
_RATE: Final = (("Places", 10), ("In 1,000 words", 12), ("At least", 10), ("At most", 10))


def _share_columns(counted: str) -> tuple[tuple[str, int], ...]:
    """The columns of a share, with what it is of: `counted` says which records the first one counts."""
    rest = counted.removeprefix("Records")
    of = rest if rest != counted else f": {counted[0].lower()}{counted[1:]}"
    share = f"% of records{of}"  # the title of a chart too
    return ((counted, 14), ("Of records", 12), (share, 14), ("% at least", 9), ("% at most", 9))


_SHARE: Final = _share_columns("Records")


def write(summary: Summary) -> bytes:
    """The workbook; the same summary gives the same bytes."""
    pages = [
        Page("Summary", (("What", 50), *_SHARE, ("Figure", 12), ("At least", 10), ("At most", 10)), _all(summary)),
        _asked("Standards", "Standard", words.UNMET, summary.standards),
        _asked("Rules", "What is looked for", words.MARKED, summary.rules, sure=True),
        _groups("Kinds of record", "Kind of record", summary.doc_types, saying.words),
        _groups("Months", "Month", (*summary.months, *_undated(summary)), _month, _line(summary)),
    ]
    names = {page.title.casefold() for page in pages} | {name.casefold() for name in _LATER}
    for column, rows in summary.columns.items():
        pages.append(_groups(_sheet_name(column, names), column, rows, str))
    pages += [
        Page(
            "Checklist",
            (("Asked for", 60), *_share_columns(words.GIVEN), ("Cannot be told", 12)),
            _checklist(summary),
            Bars(1, 4),
        ),
        Page(
            "Score",
            (("Score", 30), ("Records", 12), ("On average", 12), ("At least", 10), ("At most", 10)),
            _score(summary),
        ),
        Page("Voice, time, reading", (("What", 60), *_SHARE), _measured(summary)),
        Page("Not checked", (("Check", 24), ("Why", 90), ("Records", 12)), _counted(summary)),
        Page("About", (("What", 30), ("Says", 100)), _about(summary)),
    ]
    return book("Audit of records", pages)


_LATER: Final = ("Checklist", "Score", "Voice, time, reading", "Not checked", "About")


def _sheet_name(column: str, taken: set[str]) -> str:
    """A name for the sheet of a column that no other sheet has."""
    base = _NO_NAME.sub(" ", f"By {column}").strip("' ")
    name, number = base[:_LONGEST], 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: _LONGEST - 5]} ({number})"
    taken.add(name.casefold())
    return name


def _all(summary: Summary) -> Iterator[Sequence[Value]]:
    nothing = (None,) * len(_SHARE)
    yield ("Records checked", *nothing, summary.all.records, None, None)
    yield ("Records that could not be checked", *nothing, summary.errors, None, None)
    yield ("Words", *nothing, summary.all.rate.words, None, None)
    yield ("Places to look at again in 1,000 words", *nothing, *_rate(summary.all.rate)[1:])
    yield ("Score on average, of 100", *nothing, *_average(summary.all.score))
    for name, found in (
        ("Records without any place to look at again", summary.clear),
        ("The child’s voice was found", summary.child.heard),
        ("Recorded in time", summary.timeliness.within),
        ("Reads at the age to aim for, or below", summary.readability.within),
    ):
        yield (name, *_share(found), None, None, None)


def _asked(title: str, name: str, counted: str, rows: Sequence[Asked], *, sure: bool = False) -> Page:
    columns = ((name, 60), ("Id", 28), *_share_columns(counted), ("Places", 10), ("In 1,000 words", 12), ("", 14))
    more = (("Marks that were right", 12), ("Of marks measured", 12)) if sure else ()
    body = (
        (
            row.label,
            row.name,
            *_share(row.share),
            row.rate.places,
            _rounded(row.rate.value),
            words.FEW_WORDS if row.share.few else None,
            *((row.right or (None, None)) if sure else ()),
        )
        for row in rows
    )
    return Page(title, (*columns, *more), body, Bars(2, 5))


def _groups(
    title: str, name: str, rows: Sequence[Group], label: Callable[[str], str], chart: Bars | None = None
) -> Page:
    columns = (
        (name, 40),
        ("Records", 10),
        *_RATE,
        ("Score on average", 10),
        ("At least", 10),
        ("At most", 10),
        ("", 14),
    )
    body = (
        (
            label(row.name),
            row.records,
            *_rate(row.rate),
            *_average(row.score),
            words.FEW_WORDS if row.few else None,
        )
        for row in rows
    )
    return Page(title, columns, body, chart or Bars(1, 4))


def _line(summary: Summary) -> Bars | None:
    """The line over the months, without what has no date."""
    return Bars(1, 4, line=True, most=len(summary.months)) if summary.months else None


def _undated(summary: Summary) -> tuple[Group, ...]:
    return (summary.undated,) if summary.undated else ()


def _month(name: str) -> str:
    return "without a date" if name == "undated" else name


def _checklist(summary: Summary) -> Iterator[Sequence[Value]]:
    for row in summary.checklist:
        yield (row.label, *_share(row.met), row.untold)


def _score(summary: Summary) -> Iterator[Sequence[Value]]:
    for part, found in summary.parts.items():
        yield (saying.PART_NAMES[part], found.records, *_average(found))
    for place, records in enumerate(summary.scores):
        yield (
            f"Overall {10 * place} to {10 * place + 9 if place < len(summary.scores) - 1 else 100}",
            records,
            None,
            None,
            None,
        )


def _measured(summary: Summary) -> Iterator[Sequence[Value]]:
    child = summary.child
    yield ("The child’s voice was found", *_share(child.heard))
    for each in child.kinds:
        yield (f"Found {each.name}", *_share(Share(each.records, child.heard.of)))
    yield ("Of these, the record says how the child’s view was got", *_share(child.how_obtained))
    yield from _spread(summary.timeliness, "Recorded in time", "Late by")
    yield from _spread(summary.readability, "At or below the reading age to aim for", "Above it by")


def _spread(found: Spread, within: str, beyond: str) -> Iterator[Sequence[Value]]:
    yield (within, *_share(found.within))
    for each in found.beyond:
        yield (f"{beyond} {each.name}", *_share(Share(each.records, found.within.of)))
    yield (f"{within}: could not be told", found.not_told, None, None, None, None)


def _counted(summary: Summary) -> Iterator[Sequence[Value]]:
    rows: Iterable[tuple[str, Counted]] = (
        *((saying.words(each.of), each) for each in summary.skipped),
        *(("The whole record", each) for each in summary.reasons),
    )
    for name, each in rows:
        yield (name, each.name, each.records)


def _about(summary: Summary) -> Iterator[Sequence[Value]]:
    yield ("Held against", "\n".join(summary.held_against))
    for notice in summary.notices:
        yield ("Please note", notice)
    yield ("What this is", words.ABOUT)
    yield ("At least, at most", words.HOW)
    yield ("How often marks are right", words.right_together())
    yield ("Apostrophes", "Text that begins like a formula has an apostrophe before it, so that no program runs it.")
    yield from _versions(summary.versions)


def _versions(versions: Mapping[str, Sequence[str]]) -> Iterator[Sequence[Value]]:
    for name, found in versions.items():
        yield (f"Version: {name}", ", ".join(found))


def _share(found: Share) -> tuple[Value, ...]:
    ends = found.interval.times(100) if found.interval else None
    return found.hits, found.of, _rounded(None if found.value is None else 100 * found.value), *_ends(ends)


def _rate(found: Rate) -> tuple[Value, ...]:
    return found.places, _rounded(found.value), *_ends(found.interval)


def _average(found: Average) -> tuple[Value, ...]:
    return _rounded(found.value), *_ends(found.interval)


def _ends(interval: Interval | None) -> tuple[Value, Value]:
    return (_rounded(interval.low), _rounded(interval.high)) if interval else (None, None)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
