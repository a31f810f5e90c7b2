"""What changed between two audits, in words: as text, and as a page like that of the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from notecheck.audit import page, plots, words
from notecheck.audit.compare import Change, Comparison, Verdict
from notecheck.audit.figures import FEW
from notecheck.render.html import escape
from notecheck.render.saying import count
from notecheck.render.text import plain

_MEASURES: Final = {
    "records": f"{words.MARKED.lower()} (share of records)",
    "places": "places in 1,000 words",
    "score": "score on average, of 100",
}
_UNMET: Final = f"{words.UNMET.lower()} (share of records)"
_TABLES: Final = {
    "all": "All records",
    "standards": "By standard",
    "rules": "By what the checks look for",
    "doc_type": "By kind of record",
}
_VERDICTS: Final[dict[Verdict, str]] = {
    "better": "better",
    "worse": "worse",
    "chance": "may be chance",
    "few": "too few to say",
}
_VERSIONS_SHOWN: Final = 12
_WIDTH: Final = 100
METHOD: Final = (
    "‘Better’ and ‘worse’ stand where the difference is more than chance beside all comparisons made here: of "
    "everything that is called so, about one in twenty may be chance all the same (Benjamini and Hochberg, 1995). The "
    "range is a 95% interval of the difference by itself: Newcombe’s for shares (1998), Student’s or Welch’s t for "
    "rates and scores. Fewer shares and places are better, higher scores are. ‘Too few’ are fewer than "
    f"{FEW} records in one of the audits, or hardly any places."
)
_OTHER: Final = (
    "The two audits were not made with the same versions, so a difference may come from the tool and not from the "
    "records: audit the older records again before you read anything into it."
)


def text(found: Comparison, names: tuple[str, str]) -> str:
    """The comparison as text.

    Args:
        found: the comparison.
        names: of the two audits.
    """
    return "".join(f"{line}\n" for said in _text(found, names) for line in _wrapped(said))


def _wrapped(line: str) -> Iterator[str]:
    """A line in lines that a terminal holds, further in where it goes on; nothing in it that a terminal would obey."""
    indent = " " * (len(line) - len(line.lstrip(" ")))
    yield from wrap(plain(line), _WIDTH, initial_indent=indent, subsequent_indent=indent and f"{indent}  ") or [""]


def _text(found: Comparison, names: tuple[str, str]) -> Iterator[str]:
    yield f"{names[0]} ({count(found.records[0], 'record')}) and {names[1]} ({count(found.records[1], 'record')})"
    yield _how(found)
    if found.versions:
        yield from ("", f"ATTENTION. {_OTHER}")
        yield from (f"  {line}" for line in _version_lines(found))
    for notice in found.notices:
        yield from ("", notice)
    verdicts: tuple[Verdict, ...] = ("better", "worse")
    for verdict in verdicts:
        yield from ("", verdict.upper())
        changes = found.of(verdict)
        yield from _lines(changes) if changes else ("  nothing that is more than chance",)
    chance, few = len(found.of("chance")), len(found.of("few"))
    told = (
        f"{count(chance, 'further figure')} may differ by chance or not at all; for {few:,} there is too little to say."
    )
    yield from ("", told, "", METHOD)


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    """What changed, below the name of what it is of, below that of its table."""
    title = name = ""
    for change in changes:
        if title != (title := _title(change.table)):
            yield f"  {title}"
            name = ""
        if name != (name := _label(change)) and change.table != "all":
            yield f"    {name}"
        figures = f"{_figure(change, change.old)} → {_figure(change, change.new)}"
        yield f"      {_measure(change)}: {figures}, {_gap(change)}"


def _measure(change: Change) -> str:
    """What the figure is of."""
    return _UNMET if (change.table, change.measure) == ("standards", "records") else _MEASURES[change.measure]


def _title(table: str) -> str:
    return _TABLES.get(table, f"By {table}")


def _label(change: Change) -> str:
    own = change.table != "standards" or change.label == change.name
    return change.label if own else f"{change.label} [{change.name}]"


def _placed(change: Change) -> str:
    """The label, with the column where it would say little without it."""
    return _label(change) if change.table in _TABLES else f"{change.table}: {_label(change)}"


def _how(found: Comparison) -> str:
    if found.same:
        return f"The same {count(found.matched, 'record')} in both, each compared with itself."
    return "Different records, compared as two samples."


def _version_lines(found: Comparison) -> Iterator[str]:
    shown = found.versions[:_VERSIONS_SHOWN]
    yield from (f"{name}: {old} → {new}" for name, old, new in shown)
    if more := len(found.versions) - len(shown):
        yield f"and {more:,} more"


def _figure(change: Change, value: float | None) -> str:
    if value is None:
        return words.NOT_TOLD
    return words.percent(value) if change.measure == "records" else _decimal(value)


def _decimal(value: float) -> str:
    return f"{value:,.1f}"


def _gap(change: Change) -> str:
    """'15 points less (12 to 18 less)': the difference, and between what it lies."""
    gap = change.difference
    if gap is None:
        return "too few to say"
    by, unit = (100.0, " points") if change.measure == "records" else (1.0, "")
    ends = gap.interval.times(by)
    return f"{_signed(gap.value * by)}{unit} ({_signed(ends.low)} to {_signed(ends.high)})"


def _signed(value: float) -> str:
    shown = f"{abs(value):.1f}"
    return shown if float(shown) == 0 else f"{'+' if value > 0 else '−'}{shown}"


def render(found: Comparison, names: tuple[str, str]) -> str:
    """The comparison as a page that stands alone.

    Args:
        found: the comparison.
        names: of the two audits.
    """
    parts: dict[str, str] = {}
    verdicts: dict[Verdict, str] = {"better": "What became better", "worse": "What became worse"}
    for verdict, title in verdicts.items():
        changes = found.of(verdict)
        parts[title] = _table(changes, title, _placed) if changes else "<p>Nothing that is more than chance.</p>"
    for table in dict.fromkeys(change.table for change in found.changes):
        mine = [change for change in found.changes if change.table == table]
        parts[f"{_title(table)}: all figures"] = _table(mine, _title(table), _label)
    parts["How to read this"] = f"<p>{escape(METHOD)}</p>"
    return page.whole("What changed between two audits", _opening(found, names), parts)


def _opening(found: Comparison, names: tuple[str, str]) -> str:
    old, new = (
        f"{escape(name)} ({count(records, 'record')})" for name, records in zip(names, found.records, strict=True)
    )
    notices = "".join(f"<p>{escape(line)}</p>" for line in found.notices)
    other = ""
    if found.versions:
        lines = "".join(f"<li>{escape(line)}</li>" for line in _version_lines(found))
        other = f'<div class="a-say"><p><strong>{escape(_OTHER)}</strong></p><ul class="a-plain">{lines}</ul></div>'
    counts = ", ".join(f"{len(found.of(verdict)):,} {_VERDICTS[verdict]}" for verdict in _VERDICTS)
    return (
        f'<p class="a-say">{escape(words.ABOUT)}</p><p>Then: {old}. Now: {new}. {escape(_how(found))}</p>{other}'
        f"{notices}<p>Of {count(len(found.changes), 'figure')}: {counts}.</p>"
        "<p>In the bars, less is to the left of the "
        "middle and more to the right, and the thin line is the range. Each kind of figure has its own scale in each "
        "table.</p>"
    )


def _table(changes: Sequence[Change], caption: str, label: Callable[[Change], str]) -> str:
    most = {measure: _most(change for change in changes if change.measure == measure) for measure in _MEASURES}
    heads = [("Figure", "a-name"), ("Difference", "a-wide"), ("Then, now", "a-narrow")]
    rows = (
        (
            f'{escape(label(change))}<span class="a-measure">{escape(_measure(change))}</span>',
            f"{_bar(change, most[change.measure])}{escape(_gap(change))}; {_VERDICTS[change.verdict]}"
            if change.difference
            else _VERDICTS["few"],
            f"{escape(_figure(change, change.old))} → {escape(_figure(change, change.new))}",
        )
        for change in changes
    )
    return page.table(caption, heads, rows)


def _most(changes: Iterable[Change]) -> float:
    """What the ends of a scale stand for: the largest difference of that measure in the table."""
    gaps = [change.difference for change in changes if change.difference]
    return max((max(abs(gap.interval.low), abs(gap.interval.high)) for gap in gaps), default=0.0)


def _bar(change: Change, most: float) -> str:
    gap = change.difference
    return plots.difference(gap.value, gap.interval, most, kind=change.verdict) if gap else ""
