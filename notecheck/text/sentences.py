"""Where sentences start, as a careful reader sees them; a spaCy component to stand before the parser.

A line starts a sentence: a heading, a bullet, a field, a fragment. Inside a line, so does what follows one of
`. ? ! …` (closing quotes and brackets allowed) and a space, unless an abbreviation, initial or list number
stands before. A line that a program wrapped, or that breaks off within a bracket or on 'the', goes on in the
next. Sentences decide what a reader is shown as one statement, and what counts as long.

Known misses: 'p.m.' before a name ('We met at 4 p.m. Ms Roe left' is cut, 'At 4 p.m. Ms Roe left' is not); a
sentence that starts without a stop before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.types import Ints2d

from notecheck.memo import once_per_doc, text_of
from notecheck.text import layout
from notecheck.text.layout import Line

# What a pattern begins with is sought fastest if it is a sign: what must not stand before it is asked second.
_STOP: Final = re.compile(
    r"([.?!…](?<![.?!…]{2})[.?!…]*+)([)\]\"'”’»*_]*+)"
    r"(?:\s++(?=\S)|(?<=[a-z\d]{2}[.?!])(?=[A-Z](?:[a-z']|\b)))"  # 'bed.You'
)
_ITEM: Final = re.compile(r"(\d(?<=[\s\"'“‘]\d)\d?)[.)]\s+(?=[^\W\d_])")
_NO_WORD: Final = re.compile(r"[\s(\[\"'“‘”’]")
_CLOSERS: Final = "\"'”’)]"
_NEXT: Final = re.compile(r"[\"'“‘«(\[*_]*([^\W\d_]+(?:['’]\w+)?)?")
_TITLE: Final = r"mr|mrs|ms|mx|dr|prof|rev|revd|fr|sgt|insp|supt|det|cllr|hon|capt"
_MONTH: Final = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|thu|thurs?|fri|sat|sun"
_CLIPPED: Final = (
    r"etc|al|ltd|plc|co|rd|ave|st|wks?|mths?|hrs?|mins?|secs?|appts?|mtgs?|dept|asst|assoc|admin|info|hosp|max|temp"
    r"|prev|poss|prob|resp|sch|univ|coll|bldg|mgr|govt"
)
_COUNTED: Final = r"nos?|pp?|paras?|ss?|sect?|regs?|ch|fig|vol|rm|ext|tel|mob|refs?|yrs?|q"
_NEVER_LAST: Final = re.compile(
    rf"(?:{_TITLE}|e\.g|eg|i\.e|ie|cf|ca|approx|incl|inc|excl|esp|viz|re|vs?|a\.k\.a)\Z", re.IGNORECASE
)
_DOTTED: Final = re.compile(r"(?:(?:[^\W\d_]\.)+[^\W\d_]|.*\d[ap]\.m)\Z")
_BEFORE_NUMBER: Final = re.compile(rf"(?:{_COUNTED}|{_MONTH}|{_CLIPPED})\Z", re.IGNORECASE)
_BEFORE_SMALL: Final = re.compile(rf"(?!(?:sat|sun|mar|jan)\Z)(?:{_MONTH}|{_CLIPPED})\Z", re.IGNORECASE)
_INITIALS: Final = re.compile(r"(?:[A-Z]\.)*[A-Z]\Z")
_NO_INITIAL: Final = re.compile(
    r"(?:[a-z]\s+I|\b(?:child|boy|girl|person|parent|mother|father|adult|family|year|class|group|set|grade|stage|phase"
    r"|type|category|section|part|appendix|option|plan|block|unit|room|ward|flat|vitamin|hepatitis)\s+[A-Z])\Z",
    re.IGNORECASE,
)
_NUMBERS: Final = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\Z")
_WHEN: Final = re.compile(r"\W*(?:(?:at|by|from|on|around|about|between|until|till|before|after|since)\b|\d)", re.I)
_SAID: Final = re.compile(
    r"(?:[A-Z][\w’'-]*\s+){1,3}(?:said|says|asked|asks|shouted|replied|told|answered|cried|yelled|screamed|called"
    r"|whispered|added|wrote|texted|laughed)\b"
)
_STARTER: Final = re.compile(
    r"(?:an?|the|this|that|these|those|i|he|she|it|we|you|they|his|her|its|our|your|their|my|there|here|what|when"
    r"|where|who|why|how|if|as|at|in|on|by|for|from|to|and|but|so|or|no|not|all|both|then|after|before|since|although"
    r"|because|once|while|with|mum|dad|nan|mam|mother|father)(?:['’]\w+)?\Z",
    re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(r"\b(?:an?|the|of|to|and|or|my|your|our|its)\Z")
_LONGEST_LEAD: Final = 6
_LONGEST_WORD: Final = 40
_LOOK_BACK: Final = 400  # no stop asks for more, so that a line of a million marks takes no longer than many lines
_NARROWEST: Final = 50
_LONGEST: Final = 4_000  # tokens, ten pages and more: the model reads a sentence at once, in memory that is bounded


def starts(text: str) -> list[int]:
    r"""Offsets (code points) of the first mark of each sentence, in order.

    >>> starts("Home visit\nSaw Dr. Roe at 4.30 p.m. She was well.")
    [0, 11, 36]
    """
    lines = layout.lines(text)
    return _starts(text, lines, [within(text, line) for line in lines])


def within(text: str, line: Line) -> list[int]:
    """Where a sentence starts within a line, after its first, counted from where the line starts; its words decide."""
    return [start - line.start for start in _inside(text, line)] if line.mark < line.end else []


@once_per_doc
def within_lines(doc: Doc) -> list[list[int]]:
    """The same of each line of a Doc."""
    return [within(text_of(doc), line) for line in layout.of(doc)]


def _starts(text: str, lines: Sequence[Line], inside: Sequence[Sequence[int]]) -> list[int]:
    found: list[int] = []
    filled = [(line, starts) for line, starts in zip(lines, inside, strict=True) if line.mark < line.end]
    for (line, starts), joined in zip(filled, _joined(text, [line for line, _ in filled]), strict=True):
        if not joined:
            found.append(line.mark)
        found += [line.start + start for start in starts]
    return found


def trimmed(sentence: Span) -> tuple[int, int]:
    """Start and end (code points) of a sentence without the space and line breaks around it."""
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, max(start, sentence.start_char + len(text.rstrip()))


@Language.component("notecheck_sentences", assigns=["token.is_sent_start"])
def set_starts(doc: Doc) -> Doc:
    """Set for every token whether it starts a sentence, so that a parser further on changes nothing.

    Space and line breaks belong to the sentence before them; at the top of a note, to the one after. A start
    in the middle of a token ('ok!Then') is left out. What goes on for thousands of words without an end is cut.
    """
    if len(doc):
        offsets = doc.to_array(["IDX"]).reshape(-1)
        wanted = np.array(_starts(text_of(doc), layout.of(doc), within_lines(doc))[1:], dtype=offsets.dtype)
        places = np.searchsorted(offsets, wanted)
        wanted, places = wanted[places < len(doc)], places[places < len(doc)]
        marks = np.full((len(doc), 1), -1, dtype=np.int64)
        marks[places[offsets[places] == wanted]] = 1
        marks[0] = 1
        marks[_cuts(doc, np.flatnonzero(marks == 1).tolist())] = 1
        doc.from_array(["SENT_START"], cast(Ints2d, marks.astype(np.uint64)))
    return doc


def _cuts(doc: Doc, starts: Sequence[int]) -> list[int]:
    """Tokens at which sentences are cut that are too long to be read at once."""
    return [
        cut
        for start, end in pairwise([*starts, len(doc)])
        for place in range(start + _LONGEST, end, _LONGEST)
        if (cut := place + doc[place].is_space) < end
    ]


def _inside(text: str, line: Line) -> list[int]:
    """Starts within a line, after its first."""
    begin = line.body
    numbers, items = _numbers(text, line)
    found = set(items)
    for stop in _STOP.finditer(text, line.body, line.end):
        if items:
            begin = max(begin, max((item for item in items if item < stop.start()), default=begin))
        if stop.start() not in numbers and _ends(text, begin, stop, line.end):
            begin = stop.end()
            found.add(begin)
    return sorted(found)


def _numbers(text: str, line: Line) -> tuple[set[int], list[int]]:
    """Where the numbers of a list within the line end; where they start, if they go on from the line's own.

    '1. Ring Nan 2. Book the dentist' is two sentences, 'You want 1. a bed 2. a lamp' is one.
    """
    own = text[line.mark : line.body].strip(" .)\t")
    last, ends, items = int(own) if own.isdecimal() else 0, set(), []
    for item in _ITEM.finditer(text, max(line.mark + 1, line.body), line.end):
        if int(item[1]) == last + 1:
            last += 1
            ends.add(item.end(1))
            if own:
                items.append(item.start(1))
    return (ends, items) if own or len(ends) > 1 else (set(), [])


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence that began at `begin` ends with this stop."""
    after = text[stop.end()]
    if after in "-–—|/&,;:.?!)]" or "@" in text[stop.start() - 1 : stop.end() + 1]:
        return False
    mark, closers = stop[1], stop[2]
    before = text[max(begin, stop.start() - _LOOK_BACK) : stop.start()]
    last = _last_word(before)
    rest = text[stop.start() : min(end, stop.start() + _LOOK_BACK)]
    if after.islower() and not _starts_small(mark, closers, last, before, rest):
        return False
    if mark != ".":
        answered = closers and text[begin] in "\"'“‘" and _SAID.match(text, stop.end(), end)
        return bool(last or closers) and not answered
    found = _NEXT.match(text, stop.end(), end)
    return bool(closers) or not _shortened(before, last, (found and found[1]) or "", after)


def _last_word(before: str) -> str:
    """The last word of a text, without what closes after it but for brackets."""
    text = before[-_LONGEST_WORD:]
    if text[-1:].isspace():
        text = text[:-1]
    bare = text.rstrip(_CLOSERS)
    closers = text[len(bare) :]
    brackets = len(closers) - len(closers.lstrip(")]"))
    return _NO_WORD.split(bare)[-1] + closers[:brackets]


def _starts_small(mark: str, closers: str, last: str, before: str, rest: str) -> bool:
    """Whether a small letter after the stop starts a sentence, as with writers who use no capitals."""
    if not last or len(mark) > 1 or mark == "…" or (closers and mark != ".") or _quoted(before, rest):
        return False
    return mark != "." or not (_BEFORE_SMALL.match(last) or _DOTTED.match(last) or _NEVER_LAST.match(last))


def _quoted(before: str, rest: str) -> bool:
    """Inside a quotation that closes further on in the line."""
    if before.count('"') % 2 and '"' in rest:
        return True
    return before.rfind("“") > before.rfind("”") and "”" in rest


def _shortened(before: str, last: str, following: str, after: str) -> bool:
    """Whether the full stop belongs to the word before it: title, initial, list number, 'p.m.' and so on."""
    if _NEVER_LAST.match(last) or (_DOTTED.match(last) and _leads(before)):
        return True
    if before == last and _NUMBERS.match(last):
        return True
    if after.isdigit() and _BEFORE_NUMBER.match(last):
        return True
    if not following or _STARTER.match(following):
        return False
    if _INITIALS.match(last):
        return not _NO_INITIAL.search(before, max(0, len(before) - _LONGEST_WORD))
    return last == "St"


def _leads(before: str) -> bool:
    """'At 4.30 p.m.' opens a sentence rather than ending one."""
    return bool(_WHEN.match(before)) and before.count(" ") < _LONGEST_LEAD


def _joined(text: str, lines: Sequence[Line]) -> list[bool]:
    """For each line that is not blank, whether it only goes on with the one above."""
    joined = [False] * len(lines)
    for first, last in _paragraphs(lines):
        wrapped = last - first > 1 and _fills_its_width(text, lines[first : last + 1])
        for index in range(first + 1, last + 1):
            joined[index] = _goes_on(text, lines[index - 1], lines[index], wrapped)
    return joined


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """First and last index of each run of text lines with no blank between; a bullet or field may lead it."""
    first = 0
    for index, (above, line) in enumerate(pairwise(lines), start=1):
        if line.kind != "text" or above.kind == "heading" or line.start - above.end > 2:
            if first < index - 1:
                yield first, index - 1
            first = index
    if first < len(lines) - 1:
        yield first, len(lines) - 1


def _fills_its_width(text: str, lines: Sequence[Line]) -> bool:
    """Broken by a program, as in a pasted email: no line had room for the first word of the next."""
    width = max(line.end - line.start for line in lines)
    return width >= _NARROWEST and all(
        above.end - above.start + 1 + len(text[line.mark : line.end].split(maxsplit=1)[0]) > width
        for above, line in pairwise(lines)
    )


def _goes_on(text: str, above: Line, line: Line, wrapped: bool) -> bool:
    before = text[above.mark : above.end].rstrip()
    if before[-1] in ".?!:;" or before.count(" ") < 3:
        return False
    if wrapped or before.rfind("(") > before.rfind(")"):
        return True
    first = text[line.mark]
    return (first == "(" and before[-1].isalnum()) or (first.islower() and bool(_UNFINISHED.search(before)))
