"""A pair of records as a handout: for learners, who have yet to find the places, or with the answers.

Made of the same plain blocks as a feedback sheet, so that Word, PDF and HTML say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.render import html, pairs, saying
from notecheck.render.blocks import Block, Bullets, Heading, Marked, Paragraph, Piece, Sheet, Table
from notecheck.render.marks import runs
from notecheck.render.places import lines
from notecheck.report import Report
from notecheck.training.gallery import Pair, Version

_ROWS: Final = 13  # to write in: what the first page leaves free, and the back of it
_FEWER: Final = 9  # where the record itself is long
_LONG: Final = 22  # lines on paper
_ACROSS: Final = 95  # characters in one
_CSS: Final = """
.nc-sheet ul { list-style: disc; padding-left: 1.2rem; margin: 0 0 1rem; }
.nc-sheet table { max-width: none; }
"""
_EMPTY: Final = ("\u00a0", "\u00a0", "\u00a0")


@dataclass(frozen=True, slots=True, repr=False)
class Handout(Sheet):
    """A sheet under a title of its own."""

    @property
    def title(self) -> str:
        """The pair's."""
        return self.name


def handout(pair: Pair, reports: Mapping[Version, Report], *, answers: bool) -> Handout:
    """The handout of one pair.

    Args:
        pair: the pair.
        reports: on both versions.
        answers: whether marks, explanations, strong version and notes are on it.
    """
    blocks = _answers(pair, reports) if answers else _questions(pair, reports["weak"])
    return Handout(pair.title, (Paragraph(f"{pairs.facts(pair)} {pair.about}"), *blocks))


def _questions(pair: Pair, weak: Report) -> Iterator[Block]:
    yield Heading(2, "The record")
    yield _text(weak.text, ())
    yield Heading(2, "Read it as the child might in twenty years")
    yield Paragraph("Underline what you would look at again, and write beside it what you would put instead.")
    known = [rules()[name] for name in pair.teaches if name in rules()]
    if known:
        yield Paragraph("Among other things, look for:")
        yield Bullets(tuple(f"{_ended(rule.title)} {rule.why}" for rule in known))
    yield Table(
        ("What I would look at again", "What I would write instead"), ((_EMPTY, _EMPTY),) * _rows(weak.text), (1, 1)
    )


def _rows(text: str) -> int:
    on_paper = sum(1 + len(line) // _ACROSS for line in text.splitlines())
    return _FEWER if on_paper > _LONG else _ROWS


def _ended(title: str) -> str:
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def _answers(pair: Pair, reports: Mapping[Version, Report]) -> Iterator[Block]:
    for version, report in reports.items():
        yield Heading(2, pairs.SIDES[version])
        yield _text(report.text, report.findings)
    yield Heading(2, "What changed, and why")
    yield Paragraph(pair.notes)
    yield Heading(2, "In figures")
    yield _figures(reports)
    for version, report in reports.items():
        if report.findings:
            yield Heading(2, f"{pairs.SIDES[version]}: what notecheck marks, by number")
            yield from _findings(report)


def _text(text: str, findings: Sequence[Finding]) -> Marked:
    """The text line by line, each mark with its number before it."""
    numbered = [(place + 1, each) for place, each in enumerate(findings) if not is_whole(each.rule)]
    return Marked(tuple(tuple(_pieces(line, start, numbered)) for start, line in lines(text)))


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str


def _pieces(line: str, start: int, numbered: Sequence[tuple[int, Finding]]) -> Iterator[Piece]:
    marks = [
        _Mark(each.start - start, each.end - start, f"[{number}]" if each.start >= start else "")
        for number, each in numbered
        if each.start < start + len(line) and each.end > start
    ]
    for run in runs(line, marks):
        labels = tuple(marks[place].label for place in sorted(run.begins) if marks[place].label)
        if run.text or labels:
            yield Piece(run.text, labels, marked=bool(run.covers))


def _figures(reports: Mapping[Version, Report]) -> Table:
    columns = [dict(pairs.figures(report)) for report in reports.values()]
    labels = dict.fromkeys(label for column in columns for label in column)
    rows = tuple(((label,), *((column.get(label, "not measured"),) for column in columns)) for label in labels)
    return Table(("What", *(pairs.SIDES[version] for version in reports)), rows, (2, 3, 3))


def _findings(report: Report) -> Iterator[Block]:
    for rule, _, places in saying.grouped(report.findings):
        yield Heading(3, saying.title(rule))
        if known := rules().get(rule):
            yield Paragraph(f"Why it matters: {known.why}")
        yield Bullets(tuple(_said(report, place) for place in places))


def _said(report: Report, place: int) -> str:
    finding = report.findings[place]
    instead = f" Instead: {pairs.instead(finding)}." if finding.suggestions else ""
    return f"{place + 1}. {finding.message}{instead}"


def to_html(sheet: Handout) -> bytes:
    """The handout as a page that stands alone, for the screen and for paper."""
    blocks = "".join(map(_block, sheet.blocks))
    page = f'{html.head(sheet.title, _CSS)}<div class="nc nc-sheet">{blocks}</div></main>\n</body>\n</html>\n'
    return page.encode()


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
        case Paragraph():
            words = html.escape(block.text)
            return f"<p><strong>{words}</strong></p>" if block.strong else f"<p>{words}</p>"
        case Bullets():
            return f"<ul>{''.join(f'<li>{html.escape(item)}</li>' for item in block.items)}</ul>"
        case Table():
            return _table(block)
        case Marked():
            return f'<div class="nc-text">{chr(10).join("".join(map(_piece, line)) for line in block.lines)}</div>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{html.escape(words)}</th>' for words in table.head)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(lines_: Sequence[str]) -> str:
    return f"<td>{'<br>'.join(map(html.escape, lines_))}</td>"


def _piece(piece: Piece) -> str:
    labels = "".join(f"<sup>{html.escape(label)}</sup>" for label in piece.labels)
    words = html.escape(piece.text)
    return f'{labels}<mark class="nc-m">{words}</mark>' if piece.marked else f"{labels}{words}"
