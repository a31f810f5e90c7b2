"""Which placeholders are gaps where they stand: 'name XXX' is one, 'love from Malcolm xxx' is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from notecheck.people.whose import quotations
from notecheck.text.layout import Line, line_at
from notecheck.text.patterns import any_case, any_of
from notecheck.text.placeholders import STILL_TO_COME, placeholders
from notecheck.text.spans import overlaps

_NEAR: Final = 80  # characters that decide what a gap is
_MOST_VALUE: Final = 40  # characters
_SURE_SLOT: Final = re.compile(r"to be (?:confirmed|advised|announced|added|inserted)", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/gap-words.yaml` about gaps, as patterns.

    Attributes:
        slots: a label of what may be agreed later.
        awaits: the end of a line that something has to follow.
        names: so, whatever follows.
        titled: the end of a line in a person's title.
        spoken: that somebody speaks, or is spoken to.
        loving: that a card or a message is told of, or that it is fond.
        messages: that the words of a message may follow.
        fond: that somebody is fond.
        asking: a question that is not over.
        initials: 'XX' that does something, as a person does.
        counted: what 'xx' counts or names.
    """

    slots: re.Pattern[str]
    awaits: re.Pattern[str]
    names: re.Pattern[str]
    titled: re.Pattern[str]
    spoken: re.Pattern[str]
    loving: re.Pattern[str]
    messages: re.Pattern[str]
    fond: re.Pattern[str]
    asking: re.Pattern[str]
    initials: re.Pattern[str]
    counted: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """From lists by name."""

        def one(name: str) -> str:
            return any_of(lists[f"gap-{name}"])

        return cls(
            slots=any_case(rf"\b(?:{one('slots')})\b"),
            awaits=any_case(rf"(?:[:=|\t(\[–—-]|\b(?:{one('awaits')})\.?)[ \t]*$"),
            names=any_case(rf"\b(?:{one('names')})[.:]?[ \t]*$"),
            titled=any_case(rf"\b(?:{one('titles')})\.?[ \t]*$"),
            spoken=any_case(rf"\b(?:{one('spoken')})\b"),
            loving=any_case(rf"\b(?:{one('loving')})\b"),
            messages=any_case(one("messages")),
            fond=any_case(rf"\b(?:{one('fond')})\b"),
            asking=any_case(rf"\b(?:{one('asks')})\s+\w[^.!?:|\n]*$"),
            initials=re.compile(rf"(?<![\w£/.:])XX(?:['’]s)? (?!{one('units')})[a-z]{{2,}}"),
            counted=any_case(rf"\s*(?:{one('counted')})"),
        )


class Gap(NamedTuple):
    """A placeholder.

    Attributes:
        start: first code point.
        end: one past the last.
        kind: `later` where it says that something is still to come, else `blank`.
        crosses: it is 'XX', which may be somebody's initials in this note.
    """

    start: int
    end: int
    kind: str
    crosses: bool = False


def gaps(text: str, lines: Sequence[Line], words: Words) -> set[Gap]:
    """All gaps; what can be told from a few lines.

    Args:
        text: of the note.
        lines: of the text.
        words: the lists that decide.
    """
    return {*_anywhere(text, lines, words), *_values(text, lines, words)}


def _anywhere(text: str, lines: Sequence[Line], words: Words) -> Iterator[Gap]:
    """Placeholders anywhere in a line, outside quotations."""
    found = placeholders(text)
    quotes = quotations(text) if found else []
    for name, match in found:
        line = line_at(lines, match.start())
        start, end = match.span("gap" if name == "named" else 0)
        if line.kind == "blank" or overlaps(start, end, quotes):
            continue
        if _stands(text, name, match, line, words):
            crosses = name == "cross" and match.group().upper() == "XX"
            yield Gap(start, end, "later" if name in ("later", "named") else "blank", crosses)


def _stands(text: str, name: str, match: re.Match[str], line: Line, words: Words) -> bool:
    """Whether a placeholder is one where it stands."""
    before = text[max(line.mark, match.start() - _NEAR) : match.start()]
    after = text[match.end() : min(line.end, match.end() + _NEAR)]
    if name == "cross":
        return _is_blank_cross(match.group(), before, after, words)
    if name == "mask" and match.group().endswith("??"):
        return not words.asking.search(before)
    if name == "query":
        return words.awaits.search(before) is not None or not words.asking.search(before)
    if name == "rule" and match.group()[0] in ".…":
        long = len(match.group().replace(" ", "")) > 7
        if words.names.search(before) or words.titled.search(before):
            return True
        return long or (not after.strip() and words.awaits.search(before) is not None)
    return True


def _is_blank_cross(crosses: str, before: str, after: str, words: Words) -> bool:
    """Tell 'name XXX' and '£XX' from kisses and from 'XX' in a name or a size."""
    if crosses.startswith("£") or not crosses.lower().endswith("x"):
        return True
    loud = crosses.isupper() and len(crosses) > 2
    if not before.strip() and not after.strip():
        return crosses.isupper()
    if words.names.search(before):
        return True
    if words.loving.search(before):
        return before.rstrip().endswith(":") and not words.messages.search(before)
    if words.awaits.search(before) or (loud and after.strip()):
        return True
    return words.counted.match(after) is not None or (loud and not words.fond.search(before))


def _values(text: str, lines: Sequence[Line], words: Words) -> Iterator[Gap]:
    """Values of fields and cells of tables that say only that they are still to come."""
    for line in lines:
        if line.kind == "blank":
            continue
        start = line.label_end
        for cell in re.finditer(r"[^|\t]+", text[start : line.end]):
            value = cell.group().strip()
            at = start + cell.start() + cell.group().find(value)
            if line.label_end > line.body and _is_doubted(text[line.body : start], value, words):
                yield Gap(at, at + len(value), "blank")
                continue
            if not value or len(value) > _MOST_VALUE or not (found := STILL_TO_COME.fullmatch(value)):
                continue
            labelled = line.label_end > line.body or cell.start() > 0
            if not labelled and value[0] not in "?":
                continue
            if value.lower().startswith("to be") and not _is_slot(text[line.body : start + cell.start()], value, words):
                continue
            kind = "later" if value[0].isalpha() and value[0] not in "xX" else "blank"
            yield Gap(at, at + len(found.group().rstrip(".!") if kind == "later" else value), kind)


def _is_doubted(label: str, value: str, words: Words) -> bool:
    """'Ethnicity: White British??', but not 'You said: really??'."""
    short = value.count(" ") < 4 and re.fullmatch(r"[^?!\"'“‘]*\w ?\?{2,}", value) is not None
    return short and not words.asking.search(value.rstrip("? ")) and not words.spoken.search(label + value)


def _is_slot(label: str, value: str, words: Words) -> bool:
    return words.slots.search(label) is not None or _SURE_SLOT.match(value) is not None
