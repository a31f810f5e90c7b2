"""Headers of a case system in a text: lines of labels, or one line of date, kind of record and writer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from notecheck.record_types import guess_types
from notecheck.splitting.fields import MOST_VALUE, read_person
from notecheck.splitting.lines import Line, Pair

_MAIL: Final = frozenset(("from", "sent", "to", "cc", "bcc"))
_MOST_LABELS: Final = 25  # lines that a header has at most
_MOST_STRANGE: Final = 6  # of them that no list knows
_DATED: Final = re.compile(
    r"[ \t>*#]*+(?P<date>(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
    r"(?P<time>,? (?:at )?\d{1,2}[:.]\d\d)?)(?P<sign> ?[|–—] ?| - |, |: | )(?P<rest>\S.{1,140})"
)
_PARTED: Final = re.compile(r"(?P<kind>[^|–—]{3,60}?)(?P<sign> ?[|–—] ?| - )(?P<name>[^|–—]{3,80})")
_NAME: Final = re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?){1,3}")
_FEWEST_DATED: Final = 3  # lines of date, kind and name that are headers rather than lines of a note
_MOST_ABOVE_DATED: Final = 200  # characters above the first of them


class Header(NamedTuple):
    """Lines of a header and where the words below it start."""

    first: int
    body: int
    labels: tuple[str, ...]
    slots: Mapping[str, str]


def labelled_headers(lines: Sequence[Line]) -> list[Header]:
    """The headers that begin with the label with which most begin; of several such labels the one above the others."""
    first = next((header for place in range(len(lines)) if (header := _header(lines, place))), None)
    if first is None:
        return []
    tried = [_beginning_with(lines, label) for label in dict.fromkeys(first.labels)]
    found = max(tried, key=len)
    counts = Counter(label for header in found for label in header.labels)
    usual = {label for label, count in counts.items() if 2 * count > len(found)}  # others are the first words of a note
    return [header for each in found if (header := _header(lines, each.first, usual))]


def _beginning_with(lines: Sequence[Line], label: str) -> list[Header]:
    starts = (place for place, line in enumerate(lines) if line.pairs and line.pairs[0].label == label)
    return [header for place in starts if (header := _header(lines, place))]


def dated_headers(lines: Sequence[Line], *, sure: bool = True) -> list[Header]:
    """Headers of one line: date, kind of record and who wrote it, all of one shape; none where that is in doubt.

    Args:
        lines: of the text.
        sure: whether most kinds must be known, and a name stand behind each; else any words behind a date will do.
    """
    found = [(place, match) for place, line in enumerate(lines) if (match := _DATED.fullmatch(line.text.rstrip()))]
    if len(found) < _FEWEST_DATED or len({(match["sign"], bool(match["time"])) for _, match in found}) > 1:
        return []
    if not sure:
        return [Header(place, lines[place].end, ("type",), {}) for place, _ in found]
    behind = [_PARTED.fullmatch(match["rest"]) for _, match in found]
    parted = [each for each in behind if each and _NAME.fullmatch(read_person(each["name"])[0] or "")]
    known = sum(_is_kind(each["kind"]) for each in parted)
    if len(parted) < len(found) or 2 * known <= len(found) or len({each["sign"] for each in parted}) > 1:
        return []
    if sum(len(line.text) for line in lines[: found[0][0]]) > _MOST_ABOVE_DATED:
        return []
    return [
        Header(
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
    return len(value) <= MOST_VALUE and bool(guess_types([value]))


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

    def goes_on_over_gap(self, below: Sequence[Line]) -> bool:
        """Whether the header may go on behind a blank line, as where a page ends in the middle of it."""
        if not self.whole or self.loose:
            return True
        pair = below[0].pairs[0] if below and below[0].pairs else None
        wanted = self._usual is not None and pair is not None and pair.label in self._usual
        return bool(wanted and pair and pair.slot not in self.slots)

    def takes_body(self, pair: Pair) -> bool:
        """Whether this is the label behind which the note stands, and ends the header."""
        ends = self.whole and self._is_usual(pair)
        self.labels += [pair.label] * ends
        return ends

    def _is_usual(self, pair: Pair) -> bool:
        return self._usual is None or not self.whole or pair.label in self._usual

    def take(self, pair: Pair, line: Line) -> bool:
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


def _header(lines: Sequence[Line], first: int, usual: Container[str] | None = None) -> Header | None:
    """The header that begins in this line, if it tells enough; `usual`: labels of its kind, where they are known."""
    if not lines[first].pairs or lines[first].pairs[0].slot in (None, "text"):
        return None
    taking = _Taking(usual)
    end = _taken(lines, first, taking)
    if not taking.whole:
        return None
    body = end if taking.body is None else taking.body
    return Header(first, body, tuple(taking.labels), taking.slots)


def _taken(lines: Sequence[Line], first: int, taking: _Taking) -> int:
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


def _stacked(lines: Sequence[Line], place: int, taking: _Taking) -> int:
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
