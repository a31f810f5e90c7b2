"""The summary of an audit as one HTML page that stands alone: no script, nothing fetched, fit for paper and the dark.

Values of columns, labels and reasons come from files: they are escaped, and none of them stands in an attribute.
The same rows give the same bytes: nothing says when the page was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from notecheck.audit import plots, words
from notecheck.audit.figures import Asked, Counted, Group, Share, Spread, Summary
from notecheck.audit.intervals import Interval
from notecheck.render import html, saying
from notecheck.render.html import escape
from notecheck.render.saying import count

CSS: Final = Path(__file__).with_suffix(".css")
_MONTHS: Final = 36  # of the plot; the table has all
_STANDS_OUT: Final = 3
_FOUR: Final = 4
_END: Final = "</div>\n</main>\n</body>\n</html>\n"


def render(summary: Summary) -> str:
    """The page."""
    made = {title: make() for title, make in _sections(summary).items()}
    title = f"Audit of {count(summary.all.records, 'record')}"
    return whole(title, _opening(summary), {name: part for name, part in made.items() if part})


def whole(title: str, opening: str, parts: Mapping[str, str]) -> str:
    """A page that stands alone.

    Args:
        title: of the page, as text.
        opening: HTML that stands above the parts.
        parts: heading as text → HTML.
    """
    links = "".join(f'<li><a href="#s{place}">{escape(name)}</a></li>' for place, name in enumerate(parts, 1))
    body = "".join(
        f'<section><h2 id="s{place}">{escape(name)}</h2>\n{made}</section>\n'
        for place, (name, made) in enumerate(parts.items(), 1)
    )
    return (
        f'{html.head(title, CSS.read_text("utf-8"))}<div class="nc">{opening}'
        f'<nav aria-label="Parts of this page"><ul>{links}</ul></nav>\n{body}{_END}'
    )


def _sections(summary: Summary) -> dict[str, Callable[[], str]]:
    """What the page says, part by part, each empty where there is nothing to say."""
    some = summary.all.records > 0
    made: dict[str, Callable[[], str]] = {
        "By standard": lambda: _standards(summary) if some else "",
        "What the checks look for": lambda: _rules(summary) if some else "",
        "By kind of record": lambda: _groups("Kind of record", summary.doc_types, saying.words),
        "By month": lambda: _months(summary),
    }
    for column, rows in summary.columns.items():
        name = f"By {column}"
        made[name if name not in made else f"By the column {column}"] = lambda rows=rows, column=column: _groups(
            column, rows, str
        )  # type: ignore[misc]
    return made | {
        "Score": lambda: _score(summary) if some else "",
        "Asked for in such records": lambda: _checklist(summary),
        "The child’s voice": lambda: _child(summary),
        "Time of recording": lambda: _spread(
            summary.timeliness, "Recorded in time", "Late by", "Days late on average, those in time counted as 0"
        ),
        "Reading age": lambda: _spread(
            summary.readability,
            "At or below the age to aim for",
            "Above it by",
            "Reading age on average, in years",
        ),
        "Not checked, and why": lambda: _counted(summary.skipped, "Check", "Why"),
        "Records that could not be checked": lambda: _counted(summary.reasons, "", "Why"),
        "How to read this": lambda: _how(summary),
    }


def _opening(summary: Summary) -> str:
    errors = (
        f" {count(summary.errors, 'further record')} could not be checked; the reasons are below."
        if summary.errors
        else ""
    )
    against = f" Held against: {escape('; '.join(summary.held_against))}." if summary.held_against else ""
    notices = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in summary.notices)
    return (
        f'<p class="a-say">{escape(words.ABOUT)}</p>\n'
        f"<p>{count(summary.all.records, 'record')} with {count(summary.all.rate.words, 'word')} checked.{errors}"
        f"{against}</p>\n{notices}{_cards(summary)}{_stands_out(summary)}"
    )


def _cards(summary: Summary) -> str:
    if not summary.all.records:
        return ""
    rate, score = summary.all.rate, summary.all.score
    cards = [
        ("Places to look at again in 1,000 words", words.rate(rate), words.between(rate.interval)),
        ("Score on average, of 100", words.average(score), words.between(score.interval)),
        _card("Records without any place", summary.clear),
        _card("Child’s voice found", summary.child.heard),
        _card("Recorded in time", summary.timeliness.within),
        _card("Reads at the age to aim for", summary.readability.within),
    ]
    return (
        '<dl class="a-cards">'
        + "".join(
            f'<div><dt>{escape(name)}</dt><dd><span class="a-big">{value}</span>{_range(more)}</dd></div>'
            for name, value, more in cards
            if value != words.NOT_TOLD
        )
        + "</dl>\n"
    )


def _card(name: str, found: Share) -> tuple[str, str, str]:
    value = words.NOT_TOLD if found.value is None else words.percent(found.value)
    between = words.between(found.interval, of_100=True)
    return name, value, "; ".join(filter(None, (f"{found.hits:,} of {found.of:,}", between)))


def _range(more: str) -> str:
    return f'<span class="a-range">{escape(more)}</span>' if more else ""


def _stands_out(summary: Summary) -> str:
    most = [row for row in summary.standards if row.share.hits and not row.share.few][:_STANDS_OUT]
    if not most:
        return ""
    rows = "".join(
        f"<li>{escape(words.UNMET)}, in {words.share(row.share, 'records')}: {escape(row.label)}</li>" for row in most
    )
    return f'<p>What comes up in the greatest share of records:</p><ul class="a-plain">{rows}</ul>\n'


def _standards(summary: Summary) -> str:
    return (
        "<p>The share of records that do not meet a standard, or have something to look at by it, of those in which it "
        "could be looked at: less is better. A bar across the whole width is all of them; the thin line is the range."
        f"</p>{_asked('Standard', words.UNMET, summary.standards)}"
    )


def _rules(summary: Summary) -> str:
    return (
        "<p>How often a mark is right was measured on notes that readers had marked, and that the checks were not made "
        f"from; a dash stands where it was not. {escape(words.right_together())}</p>"
        f"{_asked('What is looked for', words.MARKED, summary.rules, sure=True)}"
    )


def _asked(name: str, counted: str, rows: Sequence[Asked], *, sure: bool = False) -> str:
    """A table with a bar in each row; what came up nowhere is named below it. `counted` says what the bar is of."""
    there = [row for row in rows if row.share.hits]
    nowhere = [row for row in rows if not row.share.hits]
    heads = [(name, "a-name"), (counted, "a-wide"), ("In 1,000 words", "a-narrow")]
    heads += [("Marks that were right", "a-narrow")] if sure else []
    body = (
        (
            f"{escape(row.label)}{_id(row)}",
            f"{plots.bar(row.share.value, 1, row.share.interval)}{_figure(words.share(row.share), row.share.interval)}",
            words.rate(row.rate) if row.rate.places else "–",
            *((words.right(row.name, row.right),) if sure else ()),
        )
        for row in there
    )
    rest = "".join(f"<li>{escape(row.label)} ({count(row.share.of, 'record')})</li>" for row in nowhere)
    more = (
        f"<details><summary>{escape(counted)}, in no record: {len(nowhere):,}</summary>"
        f'<ul class="a-plain">{rest}</ul></details>'
        if nowhere
        else ""
    )
    return f"{table(f'{name}: {counted.lower()}', heads, body)}{more}"


def _id(row: Asked) -> str:
    return f'<span class="a-id">{escape(row.name)}</span>' if row.label != row.name else ""


def _figure(value: str, interval: Interval | None) -> str:
    """A share, with its range or with the word that there are few records."""
    return f"{escape(value)}; {words.between(interval, of_100=True) or words.FEW_WORDS}"


def _groups(name: str, rows: Sequence[Group], label: Callable[[str], str]) -> str:
    if not rows:
        return ""
    most = plots.ceiling(max(_high(row) for row in rows))
    heads = [(name, "a-name"), ("Places in 1,000 words", "a-wide"), ("Records", "a-narrow"), ("Score", "a-narrow")]
    body = (
        (
            escape(label(row.name)),
            plots.bar(row.rate.value, most, row.rate.interval)
            + escape(f"{words.rate(row.rate)}; {words.between(row.rate.interval) or words.FEW_WORDS}"),
            f"{row.records:,}",
            words.average(row.score),
        )
        for row in rows
    )
    scale = f"A bar across the whole width stands for {words.number(most)} places to look at again in 1,000 words."
    return f"<p>{scale}</p>{table(f'{name}: places to look at again', heads, body)}"


def _high(row: Group) -> float:
    """How far a row reaches on its scale; where records are few it must not stretch the others'."""
    return row.rate.interval.high if row.rate.interval else 0.0 if row.few else row.rate.value or 0.0


def _months(summary: Summary) -> str:
    rows = [*summary.months, *((summary.undated,) if summary.undated else ())]
    if not summary.months:
        return ""
    table = _groups("Month", rows, lambda name: "Without a date" if name == "undated" else words.month(name))
    dated = [row for row in summary.months if _index(row.name) is not None][-_MONTHS:]
    if len(dated) < 2:
        return table
    dots = [plots.Dot(_index(row.name) or 0, row.rate.value, row.rate.interval) for row in dated]
    first, last = dated[0], dated[-1]
    told = [row for row in dated if not row.few and row.rate.value is not None]
    ends = ", ".join(
        f"{words.rate(row.rate)} ({words.between(row.rate.interval)}) in {words.month(row.name)}"
        for row in (told[:1] + told[1:][-1:])
    )
    says = f"Places to look at again in 1,000 words, by month: {ends or words.FEW_WORDS}. The table has every figure."
    plot = plots.line(dots, (words.month(first.name), words.month(last.name)), says)
    return (
        "<p>Places to look at again in 1,000 words. The band is the range: where a later month lies within the band of "
        f"an earlier one, it may be chance. A small grey dot is a month with few records.</p>{plot}{table}"
    )


def _index(month: str) -> int | None:
    year, _, number = month.partition("-")
    return 12 * int(year) + int(number) if year.isdigit() and number.isdigit() else None


def _score(summary: Summary) -> str:
    heads = [("Part of the score", "a-name"), ("On average, of 100", "a-wide"), ("Records", "a-narrow")]
    parts = (
        (
            escape(saying.PART_NAMES[part]),
            "not checked"
            if found.value is None
            else plots.bar(found.value, 100, found.interval)
            + escape(f"{words.average(found)}; {words.between(found.interval) or words.FEW_WORDS}"),
            f"{found.records:,}",
        )
        for part, found in summary.parts.items()
    )
    most = max(summary.scores)
    spread = (
        (
            f"{10 * place} to {10 * place + 9 if place < 9 else 100}",
            plots.bar(number, most, few=False) if number else "",
            f"{number:,}",
        )
        for place, number in enumerate(summary.scores)
    )
    return (
        "<p>The score is how far a text meets the standards that could be checked; it does not measure the work.</p>"
        f"{table('Parts of the score', heads, parts)}"
        f"{table('How the scores are spread', [('Score', 'a-name'), ('', 'a-wide'), ('Records', 'a-narrow')], spread)}"
    )


def _checklist(summary: Summary) -> str:
    rows = sorted(summary.checklist, key=lambda row: (row.met.value is None, row.met.few, row.met.value, row.item))
    if not rows:
        return ""
    heads = [("Asked for", "a-name"), (words.GIVEN, "a-wide"), ("Cannot be told", "a-narrow")]
    body = (
        (
            escape(row.label),
            words.NOT_TOLD
            if row.met.value is None
            else f"{plots.bar(row.met.value, 1, row.met.interval)}{_figure(words.share(row.met), row.met.interval)}",
            f"{row.untold:,}" if row.untold else "–",
        )
        for row in rows
    )
    return f"<p>Of the records that are asked for it, least often given first.</p>{table('Checklist', heads, body)}"


def _child(summary: Summary) -> str:
    child = summary.child
    if child.heard.value is None:
        return ""
    rows = [("The child’s voice was found", child.heard)]
    rows += [(f"Found {each.name}", Share(each.records, child.heard.of)) for each in child.kinds]
    rows += [("Of these, the record says how the child’s view was got", child.how_obtained)] if child.heard.hits else []
    # How it was got is a share of the records with a voice, so it stands by itself.
    untold = f"<p>Not looked for in {count(child.not_told, 'record')}.</p>" if child.not_told else ""
    return f"{_shares('The child’s voice', rows)}{untold}"


def _spread(found: Spread, within: str, beyond: str, mean: str) -> str:
    if found.within.value is None:
        return ""
    rows = [(within, found.within)]
    rows += [(f"{beyond} {each.name}", Share(each.records, found.within.of)) for each in found.beyond]
    untold = f" It could not be told for {count(found.not_told, 'record')}." if found.not_told else ""
    average = f"{words.average(found.mean)}{f' ({words.between(found.mean.interval)})' if found.mean.interval else ''}"
    return f"{_shares(within, rows)}<p>{escape(mean)}: {average}.{untold}</p>"


def _shares(title: str, rows: Iterable[tuple[str, Share]]) -> str:
    body = (
        (
            escape(label),
            words.NOT_TOLD
            if found.value is None
            else f"{plots.bar(found.value, 1, found.interval)}{_figure(words.share(found), found.interval)}",
        )
        for label, found in rows
    )
    return table(title, [("", "a-name"), ("Records", "a-wide")], body)


def _counted(rows: Sequence[Counted], of: str, name: str) -> str:
    if not rows:
        return ""
    heads = [*([(of, "a-narrow")] if of else []), (name, "a-wide"), ("Records", "a-narrow")]
    body = ((*((escape(saying.words(row.of)),) if of else ()), escape(row.name), f"{row.records:,}") for row in rows)
    return table(name, heads, body)


def _how(summary: Summary) -> str:
    own = {name: found for name, found in summary.versions.items() if "." not in name}
    lists = {name: found for name, found in summary.versions.items() if name not in own}
    lines = "".join(f"<li>{escape(saying.words(name))}: {escape(', '.join(found))}</li>" for name, found in own.items())
    further = "".join(f"<li>{escape(name)}: {escape(', '.join(found))}</li>" for name, found in lists.items())
    more = (
        f'<details><summary>Word lists: {len(lists):,}</summary><ul class="a-plain">{further}</ul></details>'
        if lists
        else ""
    )
    return f'<p>{escape(words.HOW)}</p><p>Made with:</p><ul class="a-plain">{lines}</ul>{more}'


def table(caption: str, heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are HTML, its headings (text, class) are text."""
    classes = [kind for _, kind in heads]
    top = "".join(_head(name, kind) for name, kind in heads)
    body = "".join(f"<tr>{''.join(_cells(row, classes))}</tr>\n" for row in rows)
    four = " a-four" if len(heads) >= _FOUR else ""
    return (
        f'<table class="a-table{four}"><caption class="a-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table>\n"
    )


def _head(name: str, kind: str) -> str:
    return f'<th scope="col" class="{kind}">{escape(name)}</th>' if name else f'<td class="{kind}"></td>'


def _cells(row: Sequence[str], classes: Sequence[str]) -> Iterator[str]:
    for place, (cell, kind) in enumerate(zip(row, classes, strict=True)):
        wide = ' class="a-wide"' if kind == "a-wide" else ""
        yield f'<th scope="row">{cell}</th>' if place == 0 else f"<td{wide}>{cell}</td>"
