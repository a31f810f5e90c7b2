"""Lines of a note and what each is: blank, heading, bullet, field (`Label: value`) or text.

A pure function of the text; nothing is asked of the parser. Layout is how a note says what belongs together:
a heading's capitals are no shouting, a field's value is no sentence, an empty heading is a gap.

Known misses: a heading among list lines without full stops ('Money' between two tasks) reads as text, and so
does a row of a table.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from spacy.tokens import Doc

from notecheck.memo import once_per_doc, text_of

Kind = Literal["blank", "heading", "bullet", "field", "text"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; all offsets are code points of the text.

    `text[start:mark]` is the indent, `text[mark:body]` the bullet or list number with the space after it,
    `text[body:label_end]` the label with its colon, `text[label_end:end]` the rest.

    Attributes:
        start: first code point.
        end: after the last, the line break left out.
        kind: blank (nothing, or a drawn line such as '-----'), heading, bullet, field or text.
        label_end: after the colon of `Label:`; equals `body` where there is no label. Bullets and headings
            may have one too.
        mark: the first that is not space; `end` if there is none.
        body: where the words start, after bullet or number; equals `mark` where there is neither.
    """

    start: int
    end: int
    kind: Kind
    label_end: int
    mark: int
    body: int

    def moved(self, by: int) -> Line:
        """The same line so many code points further on."""
        return Line(self.start + by, self.end + by, self.kind, self.label_end + by, self.mark + by, self.body + by)

    def is_moved(self, other: Line, by: int) -> bool:
        """Whether it is another line so many code points further on; without making that, which takes longer."""
        return (
            self.start - other.start == self.end - other.end == by
            and self.kind == other.kind
            and self.label_end - other.label_end == self.mark - other.mark == self.body - other.body == by
        )


_SYMBOL: Final = r"[-–—•*·▪▫●○◦‣⁃►➢→>+~✓✔☐☑□\uf0b7\uf0a7\uf0d8\uf0fc]"
_MARKER: Final = re.compile(
    rf"(?:(?:{_SYMBOL}|\[[ xX]?\])[ \t\xa0]+)+"  # '- ', '> > ', '[x] '
    r"|[-•·▪●](?=[^\W\d_])|o\t"  # '-Ring GP'; a bullet pasted from a word processor
    r"|\(?(?:\d{1,3}|[ivx]{1,4}|[a-z])\)[ \t\xa0]*(?=\S)"  # '(1)', 'ii)', 'a)'
    r"|(?:\d{1,2}|[ivx]{1,4})\.[ \t\xa0]+|\d{1,2}\.(?=[^\W\d_]{2})"  # '1. ', '4.Home'
    r"|\d{1,2}(?:\.\d){1,3}\.?[ \t\xa0]+(?![ap]\.?m\b)"  # '2.1 ', but '10.05 ' and '4.3 pm' are times
)
_LETTERED: Final = re.compile(r"([A-Z])[.)][ \t\xa0]+(?=\S)")
_STAMP: Final = r"[\[(]?\d{1,2}[:.]\d\d(?::\d\d)?(?:[ ]?[ap]m)?[\])]?[ \t]*(?:[-–,][ ]*)?"
_PART: Final = r"[^\s:|\"“”‘«?!;]"
_LABEL: Final = re.compile(
    rf"[*_]{{0,2}}(?:{_STAMP})?(?=[^\W\d_])({_PART}{{1,24}}(?:[ \xa0]{_PART}{{1,24}}){{0,6}}?)"
    r"[ ]?[*_]{0,2}:[*_]{0,2}(?=\s|$|[A-Z\d£\[])"
)
_NO_LABEL: Final = re.compile(
    r"(?:\w\W+(?:said|says?|saying|ask(?:ed|s)|told|tells|replied|wrote|writes|texted|reads?|because|that|was|were"
    r"|is|are|and|to)|^https?|^ftp|[^\W\d_]{3}\. .*)$",
    re.IGNORECASE,
)
_DRAWN: Final = re.compile(r"[-–—=*~#]{3}")
_MARKDOWN: Final = re.compile(r"#{1,6}\s+\S|(\*\*|__)[^*_]+\1:?$")
_GREETING: Final = re.compile(
    r"(?:hi|hiya|hello|hey|dear|morning|afternoon|good|kind|many|best|thanks|regards)\b", re.IGNORECASE
)
_ASKS: Final = re.compile(r"(?:what|why|who|where|when|how|which)\b", re.IGNORECASE)
_SENTENCE_LIKE: Final = re.compile(
    r"\b(?:I|I'm|I've|he|she|they|it|is|was|were|has|had|to|will|needs?|wants?|not|no|asap|tbc)\b",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(
    r"(?:(?:actions?|advice|agreed|aims?|analysis|apologies|assessment|background|chronology|comments|concerns"
    r"|conclusion|context|decisions?|details|development|discussion|education|emotional|family|finances|further"
    r"|goals|health|history|home|housing|identity|impact|information|introduction|issues|legal|management|minutes"
    r"|needs|next|notes|observations|outcomes?|oversight|parenting|people|plans?|planning|present|purpose|rationale"
    r"|reasons?|recommendations?|reflection|review|risks?|safety|school|situation|social|steps|strengths|summary"
    r"|tasks|update|views?|voice|wishes|worries)(?:[ ,/&]+(?:and |of |for )?|$))+$",
    re.IGNORECASE,
)
_STROKES: Final = "-–—=_*~#" + string.whitespace + "\xa0"
_CLOSERS: Final = ".?!…\"”’'"
_MOST_SPACES: Final = 8
_MOST_CHARACTERS: Final = 70


def lines(text: str) -> tuple[Line, ...]:
    r"""The lines of a text, in order; together with the line breaks they cover it.

    Every line break that `str.splitlines` knows counts (`\n`, `\r\n`, `\r`, `\x0b`, `\u2028`, …).

    >>> [line.kind for line in lines("ACTIONS\n- Nan to ring\nSeen: Tom\n\nHe ran.")]
    ['heading', 'bullet', 'field', 'blank', 'text']
    """
    found = list(_measured(text, 0, len(text), ""))
    filled = [index for index, line in enumerate(found) if line.kind != "blank"]
    for at in range(len(filled)):
        found[filled[at]] = _ranked(text, found, filled, at)
    return tuple(found)


def lines_again(text: str, before: str, old: Sequence[Line], ahead: int, behind: int) -> tuple[tuple[Line, ...], Span]:
    r"""The lines of an edited text: those of the text before, and anew only those that the edit can have changed.

    What a line is depends on its own words, on the lines beside it that are not blank, and on the last letter that
    numbered one.

    Args:
        text: now.
        before: the text before.
        old: its lines.
        ahead: code points that the two texts have in common at their start.
        behind: how many they have in common at their end, none of them counted before.

    Returns:
        The lines; how many of the first are those of before, words and all, and how many of the last. What kind a line
        is may be another all the same.

    >>> was, now = "Plan\n- Ring Nan\n\nHe ran.", "Plan\n- Ring Dad\n\nHe ran."
    >>> found, same = lines_again(now, was, lines(was), 12, 10)
    >>> found == lines(now), same
    (True, (1, 2))
    """
    end = len(before) - behind
    first = max(0, bisect_left(old, ahead, key=_start) - 1)  # a break is sure where the next line has begun
    last = max(first, bisect_right(old, end, key=_start))
    low, high = (old[first].start if first else 0), (old[last].start if last < len(old) else len(before))
    by, letter = len(text) - len(before), _letter(before, old[:first])
    middle = list(_measured(text, low, high + by, letter))
    if _letter(text, middle, letter) != _letter(before, old[first:last], letter):
        return lines(text), (0, 0)
    found = [*old[:first], *middle, *(line.moved(by) for line in old[last:])]
    filled = [index for index, line in enumerate(found) if line.kind != "blank"]
    for at in range(max(0, bisect_left(filled, first) - 1), len(filled)):
        index = filled[at]
        was, found[index] = found[index], _bare(found[index])
        found[index] = _ranked(text, found, filled, at)
        if index >= first + len(middle) and found[index] == was:
            break
    return tuple(found), (first, len(old) - last)


def _start(line: Line) -> int:
    return line.start


def _letter(text: str, found: Sequence[Line], letter: str = "") -> str:
    """The last letter that numbered a line."""
    marks = (text[line.mark] for line in reversed(found) if line.body > line.mark)
    return next((mark for mark in marks if "A" <= mark <= "Z"), letter)


def _bare(line: Line) -> Line:
    """A line as it is before headings are told apart."""
    if line.kind != "heading":
        return line
    return replace(line, kind="bullet" if line.body > line.mark else "field" if line.label_end > line.body else "text")


def _ranked(text: str, found: Sequence[Line], filled: Sequence[int], at: int) -> Line:
    """A line as what it is, heading or not; those above have been told apart, those below may have been."""
    index = filled[at]
    below = filled[at + 1] if at + 1 < len(filled) else len(found)
    line, above = found[index], found[filled[at - 1]] if at else None
    after = _bare(found[below]) if below < len(found) else None
    drawn = index + 1 < below and found[index + 1].mark < found[index + 1].end
    gap = above is None or found[index - 1].kind == "blank"
    if _is_heading(text, line, after, drawn) or _stands_out(text, above, line, after, gap):
        return replace(line, kind="heading")
    return line


@once_per_doc
def of(doc: Doc) -> tuple[Line, ...]:
    """The lines of a Doc's text; worked out once for each Doc."""
    return lines(text_of(doc))


def line_at(lines: Sequence[Line], offset: int) -> Line:
    r"""The line in which a code point stands; a line break belongs to the line that it ends.

    >>> line_at(lines("one\ntwo"), 5).start
    4
    """
    return lines[max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)]


def _measured(text: str, start: int, end: int, letter: str) -> Iterator[Line]:
    """The lines of a part of a text, with their offsets; no heading is told apart yet.

    Args:
        text: all of it.
        start: first code point of the first line.
        end: one past the last line.
        letter: the last that numbered a line before.
    """
    for whole in text[start:end].splitlines(keepends=True):
        bare = whole.splitlines()[0]
        end = start + len(bare)
        mark = end - len(bare.lstrip())
        if not bare.strip(_STROKES) and (mark == end or _DRAWN.search(bare)):
            yield Line(start, end, "blank", mark, mark, mark)
        else:
            body, letter = _body(text, mark, end, letter)
            label_end = _label_end(text, body, end)
            kind: Kind = "bullet" if body > mark else "field" if label_end > body else "text"
            yield Line(start, end, kind, label_end, mark, body)
        start += len(whole)


def _body(text: str, mark: int, end: int, letter: str) -> tuple[int, str]:
    """Where the words start, and the last letter that numbered a line ('L. Tranter' is no item)."""
    if found := _MARKER.match(text, mark, end):
        return (found.end() if found.end() < end else mark), letter
    if (found := _LETTERED.match(text, mark, end)) and found[1] == (chr(ord(letter) + 1) if letter else "A"):
        return found.end(), found[1]
    return mark, letter


def _label_end(text: str, body: int, end: int) -> int:
    found = _LABEL.match(text, body, end)
    return body if not found or _NO_LABEL.search(found[1]) else found.end()


def _is_heading(text: str, line: Line, after: Line | None, drawn: bool) -> bool:
    """Marked as one: by capitals, a line drawn below, a colon above matter, a word that heads sections."""
    words = text[line.body : line.end].rstrip()
    if _MARKDOWN.match(words):
        return True
    if len(words) > _MOST_CHARACTERS or words.count(" ") > _MOST_SPACES or words[-1] in ".,;":
        return False
    if line.label_end > line.body:
        bare = line.label_end >= line.body + len(words)
        return bare and after is not None and after.kind in ("text", "bullet")
    if (drawn and line.kind == "text") or (words.isupper() and sum(map(str.isalpha, words)) > 3):
        return True
    return bool(_SECTION.match(words))


def _stands_out(text: str, above: Line | None, line: Line, after: Line | None, gap: bool) -> bool:
    """A short line without a stop, such as 'What Callum said', above prose or a list; `gap`: blank above."""
    words = text[line.body : line.end].rstrip()
    if after is None or text[after.mark] == "(" or line.kind == "field" or not _title_like(words):
        return False
    leads = after.kind != "text" or _last(text, after) in _CLOSERS or words.count(" ") < 3
    if line.kind == "bullet":  # below a numbered heading stands text or '2.1', below an item the next number
        deeper = after.kind == "bullet" and "." in text[after.mark : after.body].rstrip(" \t.")
        numbered = text[line.mark].isdigit() or text[line.mark].isupper()
        return numbered and leads and (deeper or after.kind in ("text", "field"))
    if gap:
        return leads or above is None
    closed = above is None or above.kind == "heading" or _last(text, above) in _CLOSERS
    short = words.count(" ") < (7 if _ASKS.match(words) else 3)
    return closed and leads and short and _reads_on(text, after)


def _title_like(words: str) -> bool:
    if len(words) > _MOST_CHARACTERS or words.count(" ") > _MOST_SPACES or words[-1] in ".,;:!…\"”'’":
        return False
    if not (words[0].isupper() or words[0].isdigit()) or "|" in words or "\t" in words:
        return False
    if words.count("(") > words.count(")") or words.endswith((" the", " a", " an", " of", " and")):
        return False  # goes on in the next line
    if _ASKS.match(words):
        return True
    return words[-1] != "?" and not _GREETING.match(words) and not _SENTENCE_LIKE.search(words)


def _reads_on(text: str, after: Line) -> bool:
    """The line below is prose or a list, not a second short line (a signature, an address)."""
    return after.kind == "bullet" or text.count(" ", after.mark, after.end) > 3


def _last(text: str, line: Line) -> str:
    return text[line.mark : line.end].rstrip()[-1]
