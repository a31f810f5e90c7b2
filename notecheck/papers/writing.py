"""A paper as text, Markdown, a page that stands alone, JSON, Word or PDF: the same words in each."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from notecheck.errors import SettingsError
from notecheck.papers.paper import Paper, parts
from notecheck.render import html
from notecheck.render.blocks import Block, Bullets, Heading, Marked, Paragraph, Sheet, Table
from notecheck.render.text import plain

FORMATS: Final = ("text", "md", "html", "json", "docx", "pdf")
BYTES: Final = ("docx", "pdf")
"""Formats that are no text to show in a terminal."""
TITLE: Final = "About notecheck"
CSS: Final = """
.nc.nc-paper ul { list-style: disc; padding-left: 1.2rem; margin: 0 0 1rem; }
.nc.nc-paper li { margin: 0 0 .35rem; }
.nc.nc-paper p, .nc.nc-paper ul { max-width: 46rem; }
.nc.nc-paper h4 { margin: 1.2rem 0 .35rem; }
.nc.nc-paper pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid var(--nc-line); border-radius: .4rem;
  white-space: pre-wrap; }
.nc.nc-paper code { font-family: ui-monospace, monospace; font-size: .92em; color: inherit; background: none;
  padding: 0; overflow-wrap: anywhere; }
.nc.nc-paper table { max-width: none; }
.nc.nc-paper td, .nc.nc-paper th { overflow-wrap: anywhere; }
.nc.nc-paper tbody th { min-width: 9rem; }
.nc.nc-paper .nc-wide { overflow-x: auto; }
.nc.nc-paper .nc-wide td, .nc.nc-paper .nc-wide th { overflow-wrap: break-word; }
.nc.nc-paper .nc-wide table { min-width: 34rem; }
@media print {
  .nc.nc-paper p, .nc.nc-paper ul { max-width: none; }
  .nc.nc-paper .nc-wide { overflow: visible; }
  .nc.nc-paper section + section { break-before: page; }
}
"""
_WIDE: Final = 96  # characters of a line of text
_GAP: Final = "  "
_NARROW: Final = 2  # columns that fit a telephone
_ADDRESS: Final = re.compile(r"https://[\w./?=&%#~+:@-]*[\w/]", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class _Document(Sheet):
    """A paper as a sheet: under its own title, its words without the marks of code."""

    @property
    def title(self) -> str:
        """The paper's."""
        return self.name


def write(papers: Sequence[Paper], format_: str, told: Mapping[str, Any]) -> bytes:
    """The papers in a format.

    Args:
        papers: one or more.
        format_: one of `FORMATS`.
        told: what is installed, as `versions.installed` gives it, for JSON.

    Raises:
        SettingsError: a library that the format needs is not installed.
    """
    if format_ == "json":
        return (json.dumps(_data(papers, told), indent=2, ensure_ascii=False) + "\n").encode()
    return _WRITERS[format_](papers)


def _data(papers: Sequence[Paper], told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "paper": paper.name,
            "title": paper.title,
            "about": paper.about,
            "blocks": [{"kind": type(block).__name__.lower(), **asdict(block)} for block in paper.blocks],
            "tested": dict(paper.statements),
        }
        for paper in papers
    ]
    return {"versions": dict(told), "papers": rows}


def _markdown(papers: Sequence[Paper]) -> bytes:
    return "\n".join(paper.markdown for paper in papers).encode()


def _text(papers: Sequence[Paper]) -> bytes:
    return "\n\n".join("\n".join(_lines(paper)) + "\n" for paper in papers).encode()


def _lines(paper: Paper) -> Iterator[str]:
    yield from (paper.title, "=" * len(paper.title))
    for block in paper.blocks:
        yield ""
        match block:
            case Heading(level, text):
                yield from (plain(text), ("-" if level == 2 else "·") * len(plain(text)))
            case Paragraph(text):
                yield from _wrapped(text)
            case Bullets(items):
                for item in items:
                    yield from _wrapped(item, "- ")
            case Table():
                yield from _listed(block)
            case Marked():
                yield from ("    " + plain("".join(piece.text for piece in line)) for line in block.lines)


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(
        plain(text),
        _WIDE,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(table: Table) -> Iterator[str]:
    """In columns where the window is wide enough for them, else a row to an entry."""
    rows = [tuple(plain(words) for (words,) in row) for row in table.rows]
    widths = [max(map(len, column)) for column in zip(table.head, *rows, strict=True)]
    if sum(widths) + len(_GAP) * len(widths) <= _WIDE:
        for row in (table.head, tuple("-" * width for width in widths), *rows):
            yield _GAP.join(words.ljust(width) for words, width in zip(row, widths, strict=True)).rstrip()
        return
    for named, *rest in rows:
        heads = ("",) if len(rest) == 1 else (f"{head}: " for head in table.head[1:])
        told = "; ".join(f"{head}{words}" for head, words in zip(heads, rest, strict=True) if words)
        yield from _wrapped(f"{named}: {told}", "- ")


def fragment(paper: Paper, level: int) -> str:
    """What follows a paper's title, for a page.

    Args:
        paper: the paper.
        level: of the headings of its sections.
    """
    return f'<div class="nc nc-paper">{"".join(_block(block, level - 2) for block in paper.blocks)}</div>'


def _html(papers: Sequence[Paper]) -> bytes:
    if len(papers) == 1:
        return _page(papers[0].title, fragment(papers[0], 2))
    links = "".join(f'<li><a href="#{paper.name}">{html.escape(paper.title)}</a></li>' for paper in papers)
    sections = "".join(
        f'<section><h2 id="{paper.name}">{html.escape(paper.title)}</h2>{fragment(paper, 3)}</section>'
        for paper in papers
    )
    return _page(TITLE, f'<div class="nc nc-paper"><ul>{links}</ul>{sections}</div>')


def _page(title: str, body: str) -> bytes:
    return f"{html.head(title, CSS)}{body}\n</main>\n</body>\n</html>\n".encode()


def _block(block: Block, deeper: int) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level + deeper}>{_inline(text)}</h{level + deeper}>"
        case Paragraph(text):
            return f"<p>{_inline(text)}</p>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>"
        case Table():
            return _table(block)
        case Marked():
            lines = "\n".join("".join(piece.text for piece in line) for line in block.lines)
            return f"<pre><code>{html.escape(lines)}</code></pre>"


def _table(table: Table) -> str:
    """A table whose first column names its rows; a wide one can be moved sideways, by keyboard too."""
    head = "".join(f'<th scope="col">{_inline(words)}</th>' for words in table.head)
    rows = "".join(
        f'<tr><th scope="row">{_inline(named)}</th>{"".join(f"<td>{_inline(words)}</td>" for (words,) in rest)}</tr>'
        for (named,), *rest in table.rows
    )
    drawn = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    if len(table.head) <= _NARROW:
        return drawn
    label = html.escape(f"Table: {_bare(', '.join(table.head))}")
    return f'<div class="nc-wide" tabindex="0" role="group" aria-label="{label}">{drawn}</div>'


def _inline(text: str) -> str:
    return "".join(f"<code>{html.escape(words)}</code>" if code else _linked(words) for code, words in parts(text))


def _linked(text: str) -> str:
    """Words with each address as a link to it; an authority's own words link nowhere but to what they say."""
    made, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = html.escape(found[0])
        made += [html.escape(text[end : found.start()]), f'<a href="{address}" rel="noreferrer">{address}</a>']
        end = found.end()
    return "".join([*made, html.escape(text[end:])])


def _docx(papers: Sequence[Paper]) -> bytes:
    try:
        from notecheck.export import sheet_docx
    except ModuleNotFoundError:
        raise SettingsError("Word files need python-docx: pip install 'notecheck[page]'") from None
    return sheet_docx.write(_documents(papers), title=_title(papers))


def _pdf(papers: Sequence[Paper]) -> bytes:
    from notecheck.export import sheet_pdf

    try:
        return sheet_pdf.write(_documents(papers), title=_title(papers))
    except ModuleNotFoundError:
        raise SettingsError("PDFs need Typst: pip install 'notecheck[page]'") from None


def _title(papers: Sequence[Paper]) -> str:
    return papers[0].title if len(papers) == 1 else TITLE


def _documents(papers: Sequence[Paper]) -> list[_Document]:
    return [_Document(paper.title, tuple(map(_without_code, paper.blocks))) for paper in papers]


def _without_code(block: Block) -> Block:
    """The block without backticks, which Word and PDF would show."""
    match block:
        case Heading() | Paragraph():
            return replace(block, text=_bare(block.text))
        case Bullets(items):
            return Bullets(tuple(map(_bare, items)))
        case Table():
            rows = tuple(tuple((_bare(words),) for (words,) in row) for row in block.rows)
            return replace(block, head=tuple(map(_bare, block.head)), rows=rows)
        case Marked():
            return block


def _bare(text: str) -> str:
    return "".join(words for _, words in parts(text))


_WRITERS: Final[Mapping[str, Callable[[Sequence[Paper]], bytes]]] = {
    "text": _text,
    "md": _markdown,
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
}
MIMES: Final[Mapping[str, str]] = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Of the files that the page hands over."""
