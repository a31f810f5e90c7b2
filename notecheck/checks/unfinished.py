"""Marks gaps left in the text: placeholders, blanks to be filled in, 'TBC', an empty heading or field.

Why it matters: a record is read years later by people who cannot ask. A gap looks like something nobody knew, or
nobody did; 'not known on 4 May, I will ask Dad' tells them which.

Left alone: kisses ('love you xxx'), 'Malcolm X', sizes, a doubtful '?ADHD', an emphatic 'really???', a heading
above a list or a subheading, a title, a signature line, the words of a pasted email.

Known misses: a sentence broken off; an empty heading followed by text that belongs to something else.

Source: corpus/GUIDE.md, category `unfinished`; Swindon 7.5 (records are complete when they are saved).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.note import Note, note_of
from notecheck.people.whose import quotations
from notecheck.text import emails, layout
from notecheck.text.layout import Line
from notecheck.text.placeholders import STILL_TO_COME, placeholders

RULES: Final = (
    Rule(
        name="unfinished",
        part="completeness",
        severity="error",
        title="A gap left in the text",
        marks="Gaps left in the text: blanks, “TBC”, “XXX”, an empty heading or field.",
        why="Years later nobody can tell whether it was unknown, not done or forgotten.",
        weak="Next visit: TBC",
        better="Next visit: no date yet; I will agree one with Mum by 4 May 2026.",
        limits="It misses a sentence that breaks off, and an empty heading with text about something else below it.",
    ),
)

EXAMPLES: Final = (
    Example("Plan\nNext meeting: TBC", marks=("TBC",)),
    Example("Mum has a new partner, name ???", marks=("???",)),
    Example("Lives with Mum and her partner, XXX, in Park Road.", marks=("XXX",)),
    Example("Date of visit: [insert date]\nSeen: [name], school nurse", marks=("[insert date]", "[name]")),
    Example("Born xx/xx/26. Risk assessment signed ______ by Dad.", marks=("xx/xx/26", "______")),
    Example("Overall: good\nChild's views:\nConcerns: none today", marks=("Child's views:",)),
    Example("I saw Sam.\n\nAnalysis\n\nPlan\n- I will ring Mum on 4 May 2026", marks=("Analysis",)),
    Example("Date of next meeting: to follow", marks=("to follow",)),
    Example(
        "Panel: dd/mm/yy\nTime out: __:__\nAnnual review: date?? Hoist to be chased.",
        marks=("dd/mm/yy", "__:__", "date??"),
    ),
    Example("He signed the card 'love from Malcolm xxx' and wore an XXL shirt."),
    Example("Mum texted: thank you so much xxx"),
    Example("Actions:\n- Mum to ring the GP by 4 May 2026\nSigned:\nRuth Dale, social worker"),
    Example("Sam's assessment may show ?ADHD. You laughed and said really???"),
)

_KIND: Final = {
    "blank": "{seen} looks like a gap to be filled in",
    "later": "{seen} leaves this open",
    "empty": "Nothing is written under {seen}",
}
_SAY: Final = (
    "{what}, and later nobody can tell whether it was unknown, not done or forgotten. You might fill it in, or say "
    "who will find out and by when."
)
_SAY_EMPTY: Final = (
    "{what}, and later nobody can tell whether there was nothing to say or it was forgotten. You might write what is "
    "known, or say why there is nothing."
)

_NEAR: Final = 80  # characters that decide what a gap is
_DATED: Final = re.compile(
    r"\b(?:date|time|when|venue|where|place|next|name|address|number|no|signed|review|by|who|meeting|visit|ref|dob|code)\b",
    re.IGNORECASE,
)

_AWAITS: Final = re.compile(
    r"(?:[:=|\t(\[–—-]|\b(?:names?|surname|called|number|no|date|dated|time|at|on|by|of|in|is|was|are|from|ref|code|address"
    r"|aged?|born|dob|worker|school|approx|about|with|to|and|for|the|mr|mrs|ms|dr|pc|or)\.?)[ \t]*$",
    re.IGNORECASE,
)
_NAMES: Final = re.compile(
    r"\b(?:names?|surname|called|number|no|date|dated|time|ref|code|address|aged|born|dob|cost|amount|id)[.:]?[ \t]*$",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(r"\b(?:mr|mrs|ms|miss|dr|pc)\.?[ \t]*$", re.IGNORECASE)
_SPOKEN: Final = re.compile(
    r"\b(?:sa(?:id|ys)|told|text(?:ed|s)?|words|asked|message|voice|wrote|view|views|i|you|me|my|what|why|who|really"
    r"|seriously|sure)\b",
    re.IGNORECASE,
)
_LOVING: Final = re.compile(
    r"\b(?:love|loves|hugs?|text(?:ed|s)?|texting|card|letter|message[ds]?|wrote|writes|signed|kiss(?:es)?|night"
    r"|whatsapp|snap)\b",
    re.IGNORECASE,
)
_FOND: Final = re.compile(
    r"\b(?:miss|thank|thanks|thankyou|mummy|daddy|mum|dad|nan|babe|hun|see you|take care)\b", re.IGNORECASE
)
_ASKING: Final = re.compile(
    r"\b(?:what|why|who|where|when|how|which|do|does|did|is|are|was|were|can|could|will|would|should|has|have|am)"
    r"\s+\w[^.!?:|\n]*$",
    re.IGNORECASE,
)

# 'XX said …' again and again: initials that stand for a person
_INITIALS: Final = re.compile(r"(?<![\w£/.:])XX(?:['’]s)? (?!weeks?|years?|days?|months?|pm|am|hours?)[a-z]{2,}")

_CONTENT: Final = re.compile(
    r"\b(?:views?|wishes|feelings|analysis|assessment|impact|rationale|reasons?|contingency|outcome|learning|voice|comments?"
    r"|observations?|summary|strengths|concerns|worries|conclusion|reflection|recommendations?|decision|evidence"
    r"|what\b.+|how\b.+|why\b.+|next steps|risks?|background|history|health|education|identity|oversight|direction)\b",
    re.IGNORECASE,
)
_PERSON_LABEL: Final = re.compile(
    r"(?:mum|mam|dad|nan|nana|gran|mother|father|parents?|child|me|you|name|school|police|health visitor|sw|hv|fsw|gp"
    r"|social|carers?|foster|aunt\w*|uncle|brother|sister|siblings?|[A-Z][a-z]+(?: [A-Z][a-z]+)?\s*\()"
    r"|(?:who|what|when|how|by|by when|where)\s*:",
    re.IGNORECASE,
)
_PARENT: Final = re.compile(
    r"(?:what we|views$|assessment$|analysis of|health and|history$|background$)", re.IGNORECASE
)
_INLINE_SECTION: Final = re.compile(r"(?:^|(?<=[.\s]))(\d{1,2})\. ?(?=[^\W\d_])")
_SIGNED: Final = re.compile(
    r"(?:signed|signature|written|completed|recorded|author|sup|worker)\b.*|[A-Z]{2,4}"
    r"|[A-Z][\w.'’-]*(?: (?:de |van |al-)?[A-Z][\w.'’-]*){1,3}(?:\s*[,–(-].{0,60})?",
    re.DOTALL,
)


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Nothing is needed but the text."""


def find(doc: Doc, prepared: None, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for each gap and each empty heading or field."""
    text = text_of(doc)
    lines = layout.of(doc)
    mails = [(block.start, block.end) for block in emails.of(doc)]
    gaps = by_place(doc, "unfinished", _near)
    initials = any(gap.crosses for gap in gaps) and len(_INITIALS.findall(text)) > 2
    taken: list[tuple[int, int]] = []
    for start, end, kind, crosses in sorted(gaps, key=lambda gap: (gap.start, -gap.end, gap.kind)):
        if initials and crosses:
            continue
        if not _overlaps(start, end, mails) and not _overlaps(start, end, taken):
            taken.append((start, end))
            yield _finding(text, start, end, kind)
    for start, end in _empty(text, lines, doc, mails):
        if not _overlaps(start, end, mails) and not _overlaps(start, end, taken):
            yield _finding(text, start, end, "empty")


class _Gap(NamedTuple):
    """A placeholder.

    Attributes:
        start: first code point.
        end: one past the last.
        kind: which message it gets, as in `_KIND`.
        crosses: it is 'XX', which may be somebody's initials in this note.
    """

    start: int
    end: int
    kind: str
    crosses: bool = False


def _near(doc: Doc) -> set[_Gap]:
    """What can be told from a few lines."""
    text, lines = text_of(doc), layout.of(doc)
    return {*_gaps(text, lines), *_values(text, lines)}


def _finding(text: str, start: int, end: int, kind: str) -> Finding:
    what = _KIND[kind].format(seen=f"“{' '.join(text[start:end].split())}”")
    say = _SAY_EMPTY if kind == "empty" else _SAY
    return Finding("unfinished", start, end, say.format(what=what), severity=RULES[0].severity)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, which are in order and apart, shares a character with `start` to `end`."""
    last = bisect_left(spans, (end,)) - 1
    return last >= 0 and spans[last][1] > start


def _gaps(text: str, lines: Sequence[Line]) -> Iterator[_Gap]:
    """Placeholders anywhere in a line, outside quotations."""
    found = placeholders(text)
    quotes = quotations(text) if found else []
    for name, match in found:
        line = layout.line_at(lines, match.start())
        start, end = match.span("gap" if name == "named" else 0)
        if line.kind == "blank" or _overlaps(start, end, quotes):
            continue
        if _stands(text, name, match, line):
            crosses = name == "cross" and match.group().upper() == "XX"
            yield _Gap(start, end, "later" if name in ("later", "named") else "blank", crosses)


def _stands(text: str, name: str, match: re.Match[str], line: Line) -> bool:
    """Whether a placeholder is one where it stands."""
    before = text[max(line.mark, match.start() - _NEAR) : match.start()]
    after = text[match.end() : min(line.end, match.end() + _NEAR)]
    if name == "cross":
        return _is_blank_cross(match.group(), before, after)
    if name == "mask" and match.group().endswith("??"):
        return not _ASKING.search(before)
    if name == "query":
        return _AWAITS.search(before) is not None or not _ASKING.search(before)
    if name == "rule" and match.group()[0] in ".…":
        long = len(match.group().replace(" ", "")) > 7
        if _NAMES.search(before) or _TITLED.search(before):
            return True
        return long or (not after.strip() and _AWAITS.search(before) is not None)
    return True


def _is_blank_cross(crosses: str, before: str, after: str) -> bool:
    """Tell 'name XXX' and '£XX' from kisses and from 'XX' in a name or a size."""
    if crosses.startswith("£") or not crosses.lower().endswith("x"):
        return True
    loud = crosses.isupper() and len(crosses) > 2
    if not before.strip() and not after.strip():
        return crosses.isupper()
    if _NAMES.search(before):
        return True
    if _LOVING.search(before):
        message = re.search(r"text|message|card|wrote", before, re.IGNORECASE)
        return before.rstrip().endswith(":") and not message
    if _AWAITS.search(before) or (loud and after.strip()):
        return True
    counted = re.match(r"\s*(?:road|street|school|years?|weeks|months|%)", after)
    return counted is not None or (loud and not _FOND.search(before))


def _values(text: str, lines: Sequence[Line]) -> Iterator[_Gap]:
    """Values of fields and cells of tables that say only that they are still to come."""
    for line in lines:
        if line.kind == "blank":
            continue
        start = line.label_end
        for cell in re.finditer(r"[^|\t]+", text[start : line.end]):
            value = cell.group().strip()
            at = start + cell.start() + cell.group().find(value)
            if line.label_end > line.body and _is_doubted(text[line.body : start], value):
                yield _Gap(at, at + len(value), "blank")
                continue
            if not value or len(value) > 40 or not (found := STILL_TO_COME.fullmatch(value)):
                continue
            labelled = line.label_end > line.body or cell.start() > 0
            if not labelled and value[0] not in "?":
                continue
            if value.lower().startswith("to be") and not _is_slot(text[line.body : start + cell.start()], value):
                continue
            kind = "later" if value[0].isalpha() and value[0] not in "xX" else "blank"
            yield _Gap(at, at + len(found.group().rstrip(".!") if kind == "later" else value), kind)


def _is_doubted(label: str, value: str) -> bool:
    """'Ethnicity: White British??', but not 'You said: really??'."""
    short = value.count(" ") < 4 and re.fullmatch(r"[^?!\"'“‘]*\w ?\?{2,}", value) is not None
    return short and not _ASKING.search(value.rstrip("? ")) and not _SPOKEN.search(label + value)


def _is_slot(label: str, value: str) -> bool:
    return bool(_DATED.search(label)) or bool(
        re.match(r"to be (?:confirmed|advised|announced|added|inserted)", value, re.I)
    )


@dataclass(frozen=True)
class _Head:
    """A heading, or a label with nothing after it, and what stands around it.

    Attributes:
        words: the heading itself.
        line: where it stands.
        above: the line above, blank ones left out.
        below: the line below, blank ones left out.
        under: the words of `below`.
        spaced: blank lines stand between the two.
        last: `below` is the last line of the note.
        labelled: it ends in a colon.
        content: its words promise content ('views', 'analysis').
    """

    words: str
    line: Line
    above: Line | None
    below: Line | None
    under: str
    spaced: bool
    last: bool
    labelled: bool
    content: bool


def _empty(text: str, lines: Sequence[Line], doc: Doc, mails: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Headings and labels with nothing under them."""
    filled = [k for k, line in enumerate(lines) if line.kind != "blank"]
    direct = _follow_directly(text, lines, filled)
    for n, k in enumerate(filled):
        line = lines[k]
        numbered = line.kind == "bullet" and text[line.mark].isdigit()
        if not (numbered or _heads(text, line)) or _overlaps(line.end, line.end + 4, mails):
            continue
        head = _head(text, lines, filled, n)
        empty = _is_numbered(text, head) if numbered else _is_empty(text, head, note_of(doc), direct=direct)
        if empty:
            yield line.body, line.body + len(text[line.body : line.end].rstrip())
    yield from _inline_sections(text, lines)


def _head(text: str, lines: Sequence[Line], filled: Sequence[int], n: int) -> _Head:
    line = lines[filled[n]]
    words = text[line.body : line.end].strip()
    below = lines[filled[n + 1]] if n + 1 < len(filled) else None
    return _Head(
        words=words,
        line=line,
        above=lines[filled[n - 1]] if n else None,
        below=below,
        under=text[below.body : below.end].strip() if below else "",
        spaced=below is not None and filled[n + 1] > filled[n] + 1,
        last=n + 2 == len(filled),
        labelled=line.label_end > line.body,
        content=_CONTENT.search(words) is not None,
    )


def _heads(text: str, line: Line) -> bool:
    """A heading, or a label with nothing after it."""
    if line.kind == "heading":
        return True
    return line.label_end > line.body and not text[line.label_end : line.end].strip()


def _follow_directly(text: str, lines: Sequence[Line], filled: Sequence[int]) -> bool:
    """Whether in this note the text stands right under its heading, so that a blank line means a gap."""
    near = far = 0
    for k, below in pairwise(filled):
        plain = not _heads(text, lines[below]) and lines[below].label_end == lines[below].body
        if plain and _heads(text, lines[k]):
            near += below == k + 1
            far += below > k + 1
    return near >= 2 and far <= 1


def _is_empty(text: str, head: _Head, note: Note, *, direct: bool) -> bool:
    below = head.below
    if (head.above is None and not head.labelled) or _is_signature(head.words, note):  # a title, the writer's name
        return False
    if below is None:
        return head.labelled or head.content
    if below.kind == "bullet" and not _heads(text, below):
        return False
    if head.last and _is_signature(head.under, note) and head.line.kind != "text":
        return head.content and not head.under.endswith(".")
    if _PERSON_LABEL.match(head.under) and not head.content:
        return False
    if head.labelled:
        return _is_empty_label(text, head, below, direct=direct)
    if below.kind != "heading" or not _same_style(head.words, head.under):
        return False
    return (head.content and not _PARENT.match(head.words)) or (head.spaced and direct)


def _is_numbered(text: str, head: _Head) -> bool:
    """'2. Views of parents' right above the heading '3. Analysis'."""
    below = head.below
    if below is None or below.kind != "heading" or not head.content or head.words.count(" ") > 5:
        return False
    return text[below.mark].isdigit() and head.words[-1].isalpha()


def _is_empty_label(text: str, head: _Head, below: Line, *, direct: bool) -> bool:
    """A label with nothing after it: what stands below decides."""
    if below.label_end > below.body and below.kind != "bullet":
        above = head.above
        among = above is not None and above.label_end > above.body and not _heads(text, above)
        return (head.content or among) and not _PERSON_LABEL.match(head.under)
    if below.kind == "heading":
        return head.content or head.spaced
    return head.spaced and direct and head.last and head.content


def _same_style(one: str, two: str) -> bool:
    return one.isupper() == two.isupper() and one.endswith(":") == two.endswith(":")


def _is_signature(words: str, note: Note) -> bool:
    """The author's name or initials, or a line that can hardly be anything else."""
    if names := re.findall(r"[^\s,]+", note.author.name or ""):
        own = {names[0].lower(), names[-1].lower(), "".join(name[0] for name in names).lower()}
        said = [word.strip(".,").lower() for word in words.split()[:8]]
        if said and (said[0] in own or (names[-1].lower() in said and len(words) < 60)):
            return True
    alone = not words.endswith((".", ":")) and not _CONTENT.search(words)
    return alone and _SIGNED.fullmatch(words) is not None


def _inline_sections(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Sections numbered within a paragraph: '4. what Kacper wants 5. next' leaves the fourth empty."""
    numbers: set[int] = set()
    last = max((line.end for line in lines if line.kind != "blank"), default=0)
    for line in lines:
        found = list(_INLINE_SECTION.finditer(text, line.mark, line.end))
        for here, following in zip_longest(found, found[1:]):
            number = int(here.group(1))
            numbers.add(number)
            if following and int(following.group(1)) == number + 1:
                end = following.start()
            elif not following and line.end == last and number - 1 in numbers:
                end = line.end
            else:
                continue
            words = text[here.end() : end].rstrip()
            if words and words.count(" ") < 5 and words[-1].isalpha() and _CONTENT.search(words):
                yield here.end(), here.end() + len(words)


check("unfinished", rules=RULES, find=find, prepare=prepare, examples=EXAMPLES)
