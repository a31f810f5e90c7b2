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
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from statistics import median
from typing import Any, Final, NamedTuple

from notecheck.cells import age_on, read_age, read_date, read_name
from notecheck.data import load_lexicons
from notecheck.errors import NoteError
from notecheck.record_types import fold, guess_types


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


class _Pair(NamedTuple):
    """A label and its value in a line; `slot` says what the label asks for, None where no list knows it."""

    label: str
    slot: str | None
    value: str
    at: int  # of the value, or of the line's end where there is none


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    pairs: tuple[_Pair, ...]


class _Header(NamedTuple):
    """Lines of a header and where the words below it start."""

    first: int
    body: int
    labels: tuple[str, ...]
    slots: Mapping[str, str]


_LISTS: Final = {
    "doc_type": "column-doc-type", "event": "column-event-date", "recorded": "column-recorded-date",
    "author": "column-author-name", "role": "column-author-role", "child": "column-child-name",
    "forename": "column-child-forename", "surname": "column-child-surname", "known_as": "column-child-known-as",
    "age": "column-child-age", "born": "column-child-born", "id": "column-id", "team": "column-team",
}  # fmt: skip
"""What a header may tell → the list of columns with its names."""
_STAFF: Final = "column-staff"
_MORE: Final = {
    "subject child": "child", "child subject": "child", "subject person": "child", "subject": "title", "title": "title",
    "case note title": "title", "case note subject": "title", "note title": "title", "event title": "title",
    "record title": "title", "status": "status", "case note status": "status", "note status": "status",
    "event status": "status", "time": "time", "event time": "time", "time of event": "time", "time of contact": "time",
}  # fmt: skip
_AS_THEY_STAND: Final = frozenset(("id", "team", "title"))
_MARKS_OF_LATER: Final = ("finalised", "completed", "completion", "updated")  # dates beside the one of recording
_WORKERS: Final = ("worker", "staff", "officer", "practitioner", "adviser", "responsible", "user")
# Labels behind which the note itself stands. Others of the column list ('Summary') may be its own headings.
_BODY: Final = frozenset((
    "case note text", "case note details", "case note detail", "case note content", "case note body", "note text",
    "note details", "note content", "note body", "full text", "narrative", "details", "detail", "text", "notes", "note",
    "case note", "case notes", "record text", "free text", "content", "body",
))  # fmt: skip
_MAIL: Final = frozenset(("from", "sent", "to", "cc", "bcc"))
_WEAK: Final = frozenset(("type", "category", "event type", "activity type", "sub type", "subtype"))
_FILLING: Final = frozenset(("and", "time", "full", "the"))

_BREAK: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Repetitions are possessive, and begin where their run begins: a line may be a million signs of one sort.
_LABEL: Final = re.compile(
    r"[ \t>*|•-]*+(?P<label>[^\W\d_][^:\t|\n]{0,58}?)\**+[ \xa0]*+(?:[:\t|](?!//)\**+)[ \t\xa0|]*+"
)
_NEXT: Final = re.compile(r"(?:(?<!\t)\t++|(?<![ \xa0])[ \xa0]{2,}+|(?<! ) *+\| *+|, )(?=[A-Z][\w /'’-]{2,40}:)")
_RULE: Final = re.compile(r"[\s\-–—=_*~#.]*")
_FURNITURE: Final = re.compile(
    r"(?:page\s*+)?\d++\s*+(?:of|/)\s*+\d++|page\s*+\d++"
    r"|(?:case )?(?:note|record|entry|event)s?\s*+(?:no\.?|number|#)?\s*+\d*+(?:\s*+(?:of|/)\s*+\d++)?"
    r"|(?:printed|exported|run)\s(?:on|by|at)\b.{0,80}|end of (?:report|export|case notes?)",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(r"(?<!\s)\s*+(?:-|–|to|until)\s*+\d{1,2}(?:[:.]\d\d)?\s*+(?:[ap]\.?m\.?)?$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?<!\s)\s*+[([]?(?:ID|No|Ref|NHS|PID)?[.:# ]*+\d[\d /-]*+[)\]]?\s*+$", re.IGNORECASE)
_ROLE: Final = re.compile(r"(?P<name>[^(,]{2,60}?)\s*(?:\((?P<inside>[^()]{2,60})\)|\s[-–]\s(?P<behind>.{2,60}))\s*")
# 'Nair, Priya' has the surname first; two words on either side are a name and a role.
_ROLE_BEHIND: Final = re.compile(r"(?P<name>[^\s,]+(?: [^\s,]+)+), ?(?P<inside>(?P<behind>[^\s,]+(?: [^\s,]+)+)) *")

_MOST_LABELS: Final = 25  # lines that a header has at most
_MOST_STRANGE: Final = 6  # of them that no list knows
_MOST_LABELLED: Final = 400  # characters of a line that is looked at for several labels
_MOST_VALUE: Final = 200  # characters of a value that is read as a date, a name, an age or a kind
_MOST_ABOVE: Final = (12, 1200)  # lines and characters above the first header: a title, not a note
_SHORT: Final = (40, 50)  # characters of the usual entry in a form, and in a chronology
_SAYS_ENOUGH: Final = (200, 100)  # characters of a note without full stops, and with one; an entry says less
_SENTENCE_ENDS: Final = re.compile(r"[.!?][\"'”’)]*(?=\s|$)")
_DATED: Final = re.compile(
    r"[ \t>*#]*+(?P<date>(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
    r"(?P<time>,? (?:at )?\d{1,2}[:.]\d\d)?)(?P<sign> ?[|–—] ?| - |, |: | )(?P<rest>\S.{1,140})"
)
_PARTED: Final = re.compile(r"(?P<kind>[^|–—]{3,60}?)(?P<sign> ?[|–—] ?| - )(?P<name>[^|–—]{3,80})")
_NAME: Final = re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?){1,3}")
_FEWEST_DATED: Final = 3  # lines of date, kind and name that are headers rather than lines of a note
_MOST_ABOVE_DATED: Final = 200  # characters above the first of them


def split(text: str) -> tuple[Part, ...]:
    r"""The notes that an export holds; none where it is one note.

    >>> export = "".join(
    ...     f"Case Note Type: Home Visit\nDate of Event: 0{day}/03/2026\nRecorded by: Priya Nair\n\n"
    ...     f"I came to see you at home, Callum, and we talked about school.\n\n" for day in (4, 9))
    >>> [(part.fields["event_date"], export[part.start : part.start + 6]) for part in split(export)]
    [('2026-03-04', 'I came'), ('2026-03-09', 'I came')]
    """
    lines = tuple(_lines(text))
    headers = _headers(lines)
    headers = headers if len(headers) > 1 else _dated(lines)
    if len(headers) < 2 or not _only_a_title(lines[: headers[0].first]):
        return ()
    above = _told_above(lines[: headers[0].first])
    spans = _spans(text, lines, headers)
    if _is_list(headers, spans, text):
        return ()
    return tuple(
        Part(start, end, _fields(above | dict(header.slots)), lines[header.first].start)
        for header, (start, end) in zip(headers, spans, strict=True)
    )


def doubted(text: str) -> str | None:
    """The notice with which a text is read that `split` left whole, where it may be several notes all the same."""
    lines = tuple(_lines(text))
    if "chronology" in text[: _MOST_ABOVE[1]].casefold():
        return None
    for headers in (_headers(lines), _dated(lines, sure=False)):
        if len(headers) > 1 and _is_told(_spans(text, lines, headers), text, _SHORT[True]):
            return "this looks like several notes in one; it is checked as one, so part it where they are to be apart"
    return None


def said(text: str, parts: Sequence[Part]) -> str:
    """The notice with which a text that was split is read; `parts` as `split` gave them for it."""
    above = any(_filled(line) for line in _BREAK.split(text[: parts[0].header]))
    left = "; what stands above the first header was left out" if above else ""
    return (
        f"holds {len(parts)} notes, each behind a header of the case system; each was read as a note of its own, with"
        f" what its header says (kind, dates, writer, child) beside it rather than in it{left}"
    )


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for found in _BREAK.finditer(text):
        yield _line(text, start, found.start())
        start = found.end()
    yield _line(text, start, len(text))


def _line(text: str, start: int, end: int) -> _Line:
    line = text[start:end]
    return _Line(start, end, line, tuple(_pairs(line, start)))


def _pairs(line: str, start: int) -> Iterator[_Pair]:
    """The labels of a line: one as a rule, several where a system sets them side by side."""
    found = _LABEL.match(line)
    if not found:
        if slot := _told_by(fold(line)) if len(line) < 60 and " " in line.strip() else None:
            yield _Pair(fold(line), slot, "", start + len(line))
        return
    cuts = list(_NEXT.finditer(line, found.end())) if len(line) <= _MOST_LABELLED else []
    begins = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(line)]
    several = [pair for begin, end in zip(begins, ends, strict=True) if (pair := _pair(line, start, begin, end))]
    if len(several) > 1 and all(pair.slot for pair in several):
        yield from several
    elif whole := _pair(line, start, 0, len(line)):
        yield whole


def _pair(line: str, start: int, begin: int, end: int) -> _Pair | None:
    found = _LABEL.match(line, begin, end)
    if not found:
        return None
    label = fold(found["label"])
    return _Pair(label, _told_by(label), line[found.end() : end].strip(" \t\xa0*|"), start + found.end())


def _told_by(label: str) -> str | None:
    known = _known()
    if label in known:
        return known[label]
    return known.get(" ".join(word for word in label.split() if word not in _FILLING))


@cache
def _known() -> Mapping[str, str]:
    """Label → what it tells."""
    words = load_lexicons().words
    known = dict.fromkeys(words[_STAFF], "staff")
    for slot, name in _LISTS.items():
        known |= {label: _finer(slot, label) for label in words[name]}
    return known | _MORE | dict.fromkeys(_BODY, "text")


def _finer(slot: str, label: str) -> str:
    """A header may name who works with the child beside who wrote the note, and several later dates."""
    if slot == "recorded" and any(mark in label for mark in _MARKS_OF_LATER):
        return "later"
    if slot == "author" and any(word in label for word in _WORKERS):
        return "worker"
    return slot


def _headers(lines: Sequence[_Line]) -> list[_Header]:
    """The headers that begin with the label with which most begin; of several such labels the one above the others."""
    first = next((header for place in range(len(lines)) if (header := _header(lines, place))), None)
    if first is None:
        return []
    tried = [_beginning_with(lines, label) for label in dict.fromkeys(first.labels)]
    found = max(tried, key=len)
    counts = Counter(label for header in found for label in header.labels)
    usual = {label for label, count in counts.items() if 2 * count > len(found)}  # others are the first words of a note
    return [header for each in found if (header := _header(lines, each.first, usual))]


def _beginning_with(lines: Sequence[_Line], label: str) -> list[_Header]:
    starts = (place for place, line in enumerate(lines) if line.pairs and line.pairs[0].label == label)
    return [header for place in starts if (header := _header(lines, place))]


def _dated(lines: Sequence[_Line], *, sure: bool = True) -> list[_Header]:
    """Headers of one line: date, kind of record and who wrote it, all of one shape; none where that is in doubt.

    Args:
        lines: of the text.
        sure: whether most kinds must be known, and a name stand behind each; else any words behind a date will do.
    """
    found = [(place, match) for place, line in enumerate(lines) if (match := _DATED.fullmatch(line.text.rstrip()))]
    if len(found) < _FEWEST_DATED or len({(match["sign"], bool(match["time"])) for _, match in found}) > 1:
        return []
    if not sure:
        return [_Header(place, lines[place].end, ("type",), {}) for place, _ in found]
    behind = [_PARTED.fullmatch(match["rest"]) for _, match in found]
    parted = [each for each in behind if each and _NAME.fullmatch(_person(each["name"])[0] or "")]
    known = sum(_is_kind(each["kind"]) for each in parted)
    if len(parted) < len(found) or 2 * known <= len(found) or len({each["sign"] for each in parted}) > 1:
        return []
    if sum(len(line.text) for line in lines[: found[0][0]]) > _MOST_ABOVE_DATED:
        return []
    return [
        _Header(
            place,
            lines[place].end,
            ("type",),
            {"event": match["date"], "doc_type": each["kind"].strip(), "author": each["name"].strip()},
        )
        for (place, match), each in zip(found, parted, strict=True)
    ]


@lru_cache(maxsize=1024)
def _is_kind(value: str) -> bool:
    """Whether some list knows this as the name of a kind of record."""
    return len(value) <= _MOST_VALUE and bool(guess_types([value]))


class _Taking:
    """A header as its lines are taken in."""

    def __init__(self, usual: Container[str] | None) -> None:
        self._usual = usual
        self.slots: dict[str, str] = {}
        self.labels: list[str] = []
        self.strange = 0
        self.body: int | None = None
        self.loose = False
        self.stacked: bool | None = None

    @property
    def whole(self) -> bool:
        """Whether this tells enough to be a case system's header of a note."""
        told = self.slots.keys()
        dated = {"event", "recorded"} & told
        known = "doc_type" in told or {"event", "recorded"} <= told or _is_kind(self.slots.get("title", ""))
        return bool(dated and known and {"author", "worker", "recorded"} & told and len(told) > 2)

    def goes_on_over_gap(self, below: Sequence[_Line]) -> bool:
        """Whether the header may go on behind a blank line, as where a page ends in the middle of it."""
        if not self.whole or self.loose:
            return True
        pair = below[0].pairs[0] if below and below[0].pairs else None
        wanted = self._usual is not None and pair is not None and pair.label in self._usual
        return bool(wanted and pair and pair.slot not in self.slots)

    def takes_body(self, pair: _Pair) -> bool:
        """Whether this is the label behind which the note stands, and ends the header."""
        ends = self.whole and self._is_usual(pair)
        self.labels += [pair.label] * ends
        return ends

    def _is_usual(self, pair: _Pair) -> bool:
        return self._usual is None or not self.whole or pair.label in self._usual

    def take(self, pair: _Pair, line: _Line) -> bool:
        """Take one label in; False where the header has ended before it."""
        if pair.slot is None or pair.slot == "text":
            self.strange += 1
            if self.whole or self.strange > _MOST_STRANGE:
                return False
            self.body = line.start if self.body is None else self.body
            return True
        if pair.slot in self.slots and pair.slot not in ("staff", "later"):
            return False
        if not self._is_usual(pair):
            return False
        self.slots.setdefault(pair.slot, pair.value)
        self.labels.append(pair.label)
        return True


def _header(lines: Sequence[_Line], first: int, usual: Container[str] | None = None) -> _Header | None:
    """The header that begins in this line, if it tells enough; `usual`: labels of its kind, where they are known."""
    if not lines[first].pairs or lines[first].pairs[0].slot in (None, "text"):
        return None
    taking = _Taking(usual)
    end = _taken(lines, first, taking)
    if not taking.whole:
        return None
    body = end if taking.body is None else taking.body
    return _Header(first, body, tuple(taking.labels), taking.slots)


def _taken(lines: Sequence[_Line], first: int, taking: _Taking) -> int:
    """Take the lines of a header in; the offset at which the words below it start."""
    place, last = first, min(len(lines), first + 2 * _MOST_LABELS)
    blank = False
    while place < last:
        line = lines[place]
        if not line.text.strip():
            if blank or not taking.goes_on_over_gap(lines[place + 1 : place + 2]):
                return line.start
            blank, place = True, place + 1
            continue
        if not line.pairs or any(pair.label in _MAIL for pair in line.pairs):
            return line.start
        for pair in line.pairs:
            if pair.slot == "text" and taking.takes_body(pair):
                return pair.at
            if not taking.take(pair, line):
                return line.start
        taking.loose |= blank
        blank = False
        place += 1 + _stacked(lines, place, taking)
    return lines[place].start if place < len(lines) else lines[-1].end


def _stacked(lines: Sequence[_Line], place: int, taking: _Taking) -> int:
    """1 where the value stands in the line below its label, as in a page that was copied."""
    pair = lines[place].pairs[-1]
    below = lines[place + 1] if place + 1 < len(lines) else None
    value = below.text.strip() if below else ""
    stands = bool(not pair.value and pair.slot and below and value and len(value) <= 80 and not below.pairs)
    if taking.stacked is None:
        taking.stacked = stands
    if not (stands and taking.stacked and pair.slot):
        return 0
    if taking.slots[pair.slot] == "":
        taking.slots[pair.slot] = value
    return 1


def _only_a_title(above: Sequence[_Line]) -> bool:
    """Whether what stands above the first header is no note: a few lines, and no chronology's title."""
    filled = [line.text for line in above if _filled(line.text)]
    most_lines, most_characters = _MOST_ABOVE
    if len(filled) > most_lines or sum(map(len, filled)) > most_characters:
        return False
    return not any("chronology" in line.casefold() for line in filled)


def _filled(line: str) -> bool:
    return not _RULE.fullmatch(line)


def _told_above(above: Iterable[_Line]) -> dict[str, str]:
    """The child that a report names once, above all notes."""
    children = ("child", "forename", "surname", "known_as", "age", "born", "team")
    return {pair.slot: pair.value for line in above for pair in line.pairs if pair.slot in children and pair.value}


def _bare(text: str, lines: Sequence[_Line], start: int, end: int) -> tuple[int, int]:
    """The words between two headers, without blank lines, rulers and page numbers at either end."""
    inside = text[start:end]
    begin = start + len(inside) - len(inside.lstrip())
    first = bisect_left(lines, begin, key=lambda line: line.end)
    while first < len(lines) and lines[first].end < end and not _filled(lines[first].text):
        first += 1
    begin = max(begin, lines[first].start) if first < len(lines) else begin
    last = bisect_left(lines, end, key=lambda line: line.end)
    last = min(last, len(lines) - 1)
    while lines[last].start > begin and (lines[last].start >= end or _is_furniture(lines[last].text)):
        last -= 1
    stop = max(begin, min(lines[last].end, end))
    return (begin, begin + len(text[begin:stop].rstrip())) if begin < end else (end, end)


def _is_furniture(line: str) -> bool:
    return not _filled(line) or _FURNITURE.fullmatch(line.strip(" \t\xa0-–—=*#")) is not None


def _spans(text: str, lines: Sequence[_Line], headers: Sequence[_Header]) -> list[tuple[int, int]]:
    """Where the words of each note stand."""
    ends = [*(lines[header.first].start for header in headers[1:]), len(text)]
    return [_bare(text, lines, header.body, end) for header, end in zip(headers, ends, strict=True)]


def _is_list(headers: Sequence[_Header], spans: Sequence[tuple[int, int]], text: str) -> bool:
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


def _fields(slots: Mapping[str, str]) -> dict[str, Any]:
    """Keys of a note from what a header tells; what cannot be read for sure is left out."""
    slots = {slot: value for slot, value in slots.items() if slot in _AS_THEY_STAND or len(value) <= _MOST_VALUE}
    event = _day(" ".join(filter(None, (slots.get("event"), slots.get("time"))))) or _day(slots.get("event"))
    recorded = _day(slots.get("recorded"))
    name, role = _person(slots.get("author") or slots.get("worker") or "")
    fields = {
        "id": slots.get("id"),
        "doc_type": next(iter(guess_types([slots.get("doc_type") or slots.get("title", "")]).values()), None),
        "event_date": event,
        "recorded_date": recorded,
        "child": _known_only(_child(slots, event or recorded)),
        "author": _known_only({"name": name, "role": slots.get("role") or role}),
        "team": slots.get("team"),
        "title": slots.get("title"),
    }
    return _known_only(fields) or {}


def _known_only(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    return {key: value for key, value in fields.items() if value not in (None, "", [])} or None


def _day(cell: str | None) -> str | None:
    if not cell:
        return None
    for tried in (cell, _TIMES.sub("", cell)):
        try:
            return read_date(tried)
        except NoteError:
            continue
    return None


def _person(cell: str) -> tuple[str | None, str | None]:
    """Name and role of whoever wrote the note: 'Priya Nair (Social Worker)'."""
    cell = _NUMBERED.sub("", cell)
    found = _ROLE.fullmatch(cell) or _ROLE_BEHIND.fullmatch(cell)
    name = found["name"] if found else cell
    return read_name(name) or None, (found["inside"] or found["behind"]).strip() if found else None


def _child(slots: Mapping[str, str], day: str | None) -> dict[str, Any]:
    whole = _NUMBERED.sub("", slots.get("child", ""))
    parts = " ".join(filter(None, (slots.get("forename"), slots.get("surname"))))
    name = read_name(whole) or parts
    known_as = slots.get("known_as")
    return {"name": name, "known_as": [known_as] if known_as else [], "age": _age(slots, day)}


def _age(slots: Mapping[str, str], day: str | None) -> float | None:
    try:
        if slots.get("age"):
            return read_age(slots["age"])
        born = _day(slots.get("born"))
        return age_on(born, day) if born and day else None
    except NoteError:
        return None
