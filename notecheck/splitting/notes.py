"""One pasted text, several notes: where a case system's headers part them, and what each header says of its note.

A case system prints or copies its notes one below the other, each behind a header of labels that comes again and again:

    Case Note Type: Home Visit
    Date of Event: 04/03/2026
    Recorded by: Priya Nair (Social Worker)
    Date Recorded: 05/03/2026

A header is known by what it tells, not by one system's words: the kind of record or both dates, a date, and who wrote
it or when; by labels of `lexicons/column-names.yaml`, in the same order each time. Whatever else has labels that come
again (a chronology, an email thread, minutes, a form) tells less than that, and is left whole. So is any doubt, which
`doubted` puts into words. A header may also be one line of date, kind and writer, if it comes three times or more:

    04/03/2026 16:10 - Home visit - Priya Nair (Social Worker)

Known misses: other headers of one line; page numbers in the middle of a note stay in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, Final, NamedTuple

from notecheck.splitting.fields import fields_of
from notecheck.splitting.headers import Header, dated_headers, labelled_headers
from notecheck.splitting.lines import BREAK, Line, lines_of, says_something

_WEAK: Final = frozenset(("type", "category", "event type", "activity type", "sub type", "subtype"))
_FURNITURE: Final = re.compile(
    r"(?:page\s*+)?\d++\s*+(?:of|/)\s*+\d++|page\s*+\d++"
    r"|(?:case )?(?:note|record|entry|event)s?\s*+(?:no\.?|number|#)?\s*+\d*+(?:\s*+(?:of|/)\s*+\d++)?"
    r"|(?:printed|exported|run)\s(?:on|by|at)\b.{0,80}|end of (?:report|export|case notes?)",
    re.IGNORECASE,
)
_MOST_ABOVE: Final = (12, 1200)  # lines and characters above the first header: a title, not a note
_SHORT: Final = (40, 50)  # characters of the usual entry in a form, and in a chronology
_SAYS_ENOUGH: Final = (200, 100)  # characters of a note without full stops, and with one; an entry says less
_SENTENCE_ENDS: Final = re.compile(r"[.!?][\"'”’)]*(?=\s|$)")


class Part(NamedTuple):
    """One of several notes in a text.

    Attributes:
        start: first code point of the note's own words, behind its header.
        end: after the last.
        fields: keys of a note that the header tells ('event_date', 'author', …); not `text`.
        header: first code point of the header.
    """

    start: int
    end: int
    fields: Mapping[str, Any]
    header: int


def split(text: str) -> tuple[Part, ...]:
    r"""The notes that an export holds; none where it is one note.

    >>> export = "".join(
    ...     f"Case Note Type: Home Visit\nDate of Event: 0{day}/03/2026\nRecorded by: Priya Nair\n\n"
    ...     f"I came to see you at home, Callum, and we talked about school.\n\n" for day in (4, 9))
    >>> [(part.fields["event_date"], export[part.start : part.start + 6]) for part in split(export)]
    [('2026-03-04', 'I came'), ('2026-03-09', 'I came')]
    """
    lines = tuple(lines_of(text))
    headers = labelled_headers(lines)
    headers = headers if len(headers) > 1 else dated_headers(lines)
    if len(headers) < 2 or not _only_a_title(lines[: headers[0].first]):
        return ()
    above = _told_above(lines[: headers[0].first])
    spans = _spans(text, lines, headers)
    if _is_list(headers, spans, text):
        return ()
    return tuple(
        Part(start, end, fields_of(above | dict(header.slots)), lines[header.first].start)
        for header, (start, end) in zip(headers, spans, strict=True)
    )


def doubted(text: str) -> str | None:
    """The notice with which a text is read that `split` left whole, where it may be several notes all the same."""
    lines = tuple(lines_of(text))
    if "chronology" in text[: _MOST_ABOVE[1]].casefold():
        return None
    for headers in (labelled_headers(lines), dated_headers(lines, sure=False)):
        if len(headers) > 1 and _is_told(_spans(text, lines, headers), text, _SHORT[True]):
            return "this looks like several notes in one; it is checked as one, so part it where they are to be apart"
    return None


def said(text: str, parts: Sequence[Part]) -> str:
    """The notice with which a text that was split is read; `parts` as `split` gave them for it."""
    above = any(says_something(line) for line in BREAK.split(text[: parts[0].header]))
    left = "; what stands above the first header was left out" if above else ""
    return (
        f"holds {len(parts)} notes, each behind a header of the case system; each was read as a note of its own, with"
        f" what its header says (kind, dates, writer, child) beside it rather than in it{left}"
    )


def _only_a_title(above: Sequence[Line]) -> bool:
    """Whether what stands above the first header is no note: a few lines, and no chronology's title."""
    filled = [line.text for line in above if says_something(line.text)]
    most_lines, most_characters = _MOST_ABOVE
    if len(filled) > most_lines or sum(map(len, filled)) > most_characters:
        return False
    return not any("chronology" in line.casefold() for line in filled)


def _told_above(above: Iterable[Line]) -> dict[str, str]:
    """The child that a report names once, above all notes."""
    children = ("child", "forename", "surname", "known_as", "age", "born", "team")
    return {pair.slot: pair.value for line in above for pair in line.pairs if pair.slot in children and pair.value}


def _bare(text: str, lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    """The words between two headers, without blank lines, rulers and page numbers at either end."""
    inside = text[start:end]
    begin = start + len(inside) - len(inside.lstrip())
    first = bisect_left(lines, begin, key=lambda line: line.end)
    while first < len(lines) and lines[first].end < end and not says_something(lines[first].text):
        first += 1
    begin = max(begin, lines[first].start) if first < len(lines) else begin
    last = bisect_left(lines, end, key=lambda line: line.end)
    last = min(last, len(lines) - 1)
    while lines[last].start > begin and (lines[last].start >= end or _is_furniture(lines[last].text)):
        last -= 1
    stop = max(begin, min(lines[last].end, end))
    return (begin, begin + len(text[begin:stop].rstrip())) if begin < end else (end, end)


def _is_furniture(line: str) -> bool:
    return not says_something(line) or _FURNITURE.fullmatch(line.strip(" \t\xa0-–—=*#")) is not None


def _spans(text: str, lines: Sequence[Line], headers: Sequence[Header]) -> list[tuple[int, int]]:
    """Where the words of each note stand."""
    ends = [*(lines[header.first].start for header in headers[1:]), len(text)]
    return [_bare(text, lines, header.body, end) for header, end in zip(headers, ends, strict=True)]


def _is_list(headers: Sequence[Header], spans: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether the notes are so short that this is a form, or a chronology whose entries have labels."""
    weak = any(label in _WEAK for label in headers[0].labels) or "doc_type" not in headers[0].slots
    kinds = {header.slots.get("doc_type", "").casefold() for header in headers}
    usual = median(end - start for start, end in spans)
    told = _is_told(spans, text, _SHORT[True]) if weak else usual >= _SHORT[False]
    return not told or all("chronology" in kind for kind in kinds)


def _is_told(spans: Sequence[tuple[int, int]], text: str, shortest: int) -> bool:
    """Whether most of these are told in sentences, as a note is, and not in the one line of an entry."""
    if median(end - start for start, end in spans) < shortest:
        return False
    told = sum(_says_enough(text[start:end]) for start, end in spans)
    return 2 * told > len(spans)


def _says_enough(note: str) -> bool:
    """Two sentences, or a long one; not everybody sets full stops."""
    ends = len(_SENTENCE_ENDS.findall(note))
    return ends > 1 or len(note) >= _SAYS_ENOUGH[ends]
