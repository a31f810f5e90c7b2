"""What in a note gives an item of a checklist: looks for the clues of `lexicons/checklist*.yaml`.

A clue speaks of one sentence: its words, its kind, whom it names, under which heading it stands. What words alone
cannot tell (the full date of the contact, a clock time, a signature) a detector finds; each is a function of
`DETECTORS`, named in a clue by its key.

Known misses: an item that is given by what is left unsaid; one whose words stand in a quotation; a heading that this
note's layout does not show to be one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import dates, emails, layout, people
from notecheck.columns import columns
from notecheck.data import Clue, Condition, ItemEntry, Lexicons
from notecheck.errors import TermError
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.statements import statements_of
from notecheck.terms import TermMatcher
from notecheck.who import who_of

Span = tuple[int, int]

MOST: Final = 5
"""Places shown for one item: enough to see that it is there."""
_LONG: Final = 45  # tokens; of a longer sentence only the words around the clue are shown
_AROUND: Final = 12
_HEAD: Final = 6  # lines in which a note says when and why it happened
_TITLE: Final = 3  # lines at the top that may be a title
_OPENING: Final = 2  # sentences that say what sort of contact it was


@dataclass(frozen=True)
class _Terms:
    """One list of a clue, as the matcher takes it; `id` is the item's, for errors."""

    id: str
    number: int
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Test:
    """A clue ready to be looked for; lists of terms are numbers of the matcher's groups, -1 for none."""

    clue: Clue
    terms: int
    also: int
    nearby: int
    unless: int
    headings: tuple[str, ...]
    kinds: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True)
class Found:
    """What was found of an item.

    Attributes:
        met: whether the note gives it; None where that cannot be told or it does not apply.
        applies: whether it can be asked.
        reason: why not, or what there is to know.
        spans: where it stands.
    """

    met: bool | None
    applies: bool = True
    reason: str | None = None
    spans: tuple[Span, ...] = ()


class Items:
    """All items of the lexicons, and what is needed to look for any set of them.

    Args:
        nlp: its tokenizer cuts the terms.
        lexicons: with the items.

    Raises:
        TermError: an item names a detector or another item that there is not; names the entry.
    """

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        self.entries = lexicons.items
        self._nlp = nlp
        self._kin = lexicons.words.get("kin", ())
        self._words = Words.of(lexicons)
        self._sets: dict[tuple[str, ...], Search] = {}
        for entry in self.entries.values():
            self._look_over(entry)

    def _look_over(self, entry: ItemEntry) -> None:
        for clue in _clues(entry):
            if clue.detector and clue.detector not in DETECTORS:
                allowed = ", ".join(sorted(DETECTORS))
                raise TermError(entry.id, f"unknown detector {clue.detector!r}; allowed: {allowed}")
        for part in entry.all_of:
            if part not in self.entries:
                raise TermError(entry.id, f"all_of names {part!r}, which is no item")

    def search(self, names: Sequence[str]) -> Search:
        """What looks for these items at once; kept, since a guidance asks for few different sets."""
        key = tuple(names)
        if key not in self._sets:
            wanted = dict.fromkeys(key)
            for name in key:
                wanted |= dict.fromkeys(self.entries[name].all_of)
            self._sets[key] = Search(self._nlp, [self.entries[name] for name in wanted], self._kin, self._words)
        return self._sets[key]


def _clues(entry: ItemEntry) -> Iterator[Clue]:
    yield from entry.met_by
    yield from entry.unwanted
    for condition in entry.applies:
        yield from condition.seen
        yield from condition.not_seen


class Search:
    """A set of items whose terms are looked for in one pass over a Doc."""

    def __init__(self, nlp: Language, entries: Sequence[ItemEntry], kin: Iterable[str], words: Words) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._words = words
        lists: dict[tuple[str, ...], _Terms] = {}
        self._tests = {id(clue): _ready(clue, entry.id, lists) for entry in entries for clue in _clues(entry)}
        self._matcher = TermMatcher(nlp, list(lists.values()), kin)

    def __call__(self, doc: Doc) -> dict[str, Found]:
        """What a Doc gives of each item."""
        reading = Reading(doc, self._words, self._matcher)
        known: dict[str, Found] = {}
        return {name: self._item(entry, reading, known) for name, entry in self._entries.items()}

    def _item(self, entry: ItemEntry, reading: Reading, known: dict[str, Found]) -> Found:
        if entry.id not in known:
            known[entry.id] = self._judge(entry, reading, known)
        return known[entry.id]

    def _judge(self, entry: ItemEntry, reading: Reading, known: dict[str, Found]) -> Found:
        found = self._look(entry, reading, known)
        unmet = found.met is not True
        for condition in entry.applies:
            if not self._holds(condition, reading, unmet=unmet):
                return Found(None, applies=False, reason=condition.reason)
        return found

    def _holds(self, condition: Condition, reading: Reading, *, unmet: bool) -> bool:
        note = note_of(reading.doc)
        if (
            condition.ages
            and note.child.age is not None
            and not condition.ages[0] <= note.child.age <= condition.ages[1]
        ):
            return False
        if note.doc_type in condition.other_than:
            return False
        if condition.seen and not any(self._somewhere(clue, reading) for clue in condition.seen):
            return False
        return not (unmet and any(self._somewhere(clue, reading) for clue in condition.not_seen))

    def _somewhere(self, clue: Clue, reading: Reading) -> bool:
        return next(self._spans(clue, reading), None) is not None

    def _look(self, entry: ItemEntry, reading: Reading, known: dict[str, Found]) -> Found:
        if entry.all_of:
            return self._together(entry, reading, known)
        for clue in entry.met_by or entry.unwanted:
            spans = tuple(islice(self._spans(clue, reading), max(MOST, clue.at_least)))
            if len(spans) >= clue.at_least:
                return Found(not entry.unwanted, reason=clue.says, spans=spans)
        if entry.unwanted:
            return Found(True)
        if entry.unknown:
            return Found(None, reason=entry.unknown)
        return Found(False, reason=entry.missing)

    def _together(self, entry: ItemEntry, reading: Reading, known: dict[str, Found]) -> Found:
        parts = [(self._entries[name], self._item(self._entries[name], reading, known)) for name in entry.all_of]
        spans = tuple(sorted({span for _, part in parts for span in part.spans})[:MOST])
        lacking = [each.label for each, part in parts if part.met is False]
        if lacking:
            return Found(False, reason=f"not found: {', '.join(lacking)}", spans=spans)
        if any(part.met is None for _, part in parts):
            return Found(None, reason=next(part.reason for _, part in parts if part.met is None), spans=spans)
        return Found(True, spans=spans)

    def _spans(self, clue: Clue, reading: Reading) -> Iterator[Span]:
        """The places at which a clue holds, in order."""
        test = self._tests[id(clue)]
        if clue.detector:
            for span in DETECTORS[clue.detector](reading):
                if _fits(test, reading, reading.sentence_at(span[0])):
                    yield span
        elif test.terms >= 0:
            last = -1
            for start, end in reading.hits(test.terms):
                sentence = reading.sentence_of(start)
                if sentence != last and _fits(test, reading, sentence):
                    last = sentence
                    yield reading.shown(sentence, start, end)
        elif test.kinds or test.people or clue.dated:
            for sentence in range(len(reading.sentences)):
                if _fits(test, reading, sentence):
                    yield reading.shown(sentence)
        else:
            yield from reading.below(test.headings)


def _ready(clue: Clue, entry: str, lists: dict[tuple[str, ...], _Terms]) -> _Test:
    numbers = []
    for terms in (clue.terms, clue.also, clue.nearby, clue.unless):
        if terms and terms not in lists:
            lists[terms] = _Terms(entry, len(lists), terms)
        numbers.append(lists[terms].number if terms else -1)
    return _Test(clue, *numbers, clue.headings, frozenset(clue.kinds), frozenset(clue.people))


def _fits(test: _Test, reading: Reading, sentence: int) -> bool:
    """Whether all that a clue says beside its terms holds of a sentence."""
    if test.clue.top is not None and sentence >= test.clue.top:
        return False
    if test.kinds and reading.kinds[sentence] not in test.kinds:
        return False
    if test.people and test.people.isdisjoint(reading.named[sentence]):
        return False
    if test.also >= 0 and not reading.has(test.also, sentence):
        return False
    if test.nearby >= 0 and not (reading.has(test.nearby, sentence) or reading.has(test.nearby, sentence + 1)):
        return False
    if test.clue.dated and sentence not in reading.dated:
        return False
    if test.unless >= 0 and reading.has(test.unless, sentence):
        return False
    return not test.headings or reading.under(sentence, test.headings)


class Reading:
    """A note as clues see it; every part is read when the first clue asks for it."""

    def __init__(self, doc: Doc, words: Words, matcher: TermMatcher) -> None:
        self.doc = doc
        self.words = words
        self.text = text_of(doc)
        self.columns = columns(doc)
        self.sentences = self.columns.sentences
        self.kinds: list[str] = [statement.kind for statement in statements_of(doc)]
        if self.pasted:  # the sender's words, whatever they are
            self.kinds = [
                "reported" if any(start <= self.columns.start[first] < end for start, end in self.pasted) else kind
                for kind, (first, _) in zip(self.kinds, self.sentences, strict=True)
            ]
        self._firsts = [start for start, _ in self.sentences]
        self._matcher = matcher

    @cached_property
    def pasted(self) -> list[Span]:
        """Where pasted emails stand."""
        return [(block.start, block.end) for block in emails.of(self.doc)]

    @cached_property
    def opening(self) -> str:
        """The title and the first sentences, which say what sort of contact it was."""
        if not self.sentences:
            return ""
        last = min(_OPENING, len(self.sentences)) - 1
        if self.lines and self.sentence_at(self.lines[0].mark) == 0 and self.lines[0].end - self.lines[0].mark < _SHORT:
            last = min(last + 1, len(self.sentences) - 1)
        return self.text[: self.shown(last)[1]]

    @cached_property
    def lines(self) -> tuple[layout.Line, ...]:
        """The lines of the text that are not blank."""
        return tuple(line for line in layout.of(self.doc) if line.kind != "blank")

    @cached_property
    def named(self) -> list[set[str]]:
        """For each sentence, the classes of person that it names outside quotations."""
        who = who_of(self.doc)
        return [
            {
                kind
                for kind, quoted in zip(who.kind[start:end], who.quoted[start:end], strict=True)
                if kind and not quoted
            }
            for start, end in self.sentences
        ]

    @cached_property
    def _groups(self) -> dict[int, list[Span]]:
        """For each list of terms, the tokens of its matches outside quotations and frames of emails."""
        apart = people.quoted(self.doc)
        if self.pasted:
            apart = [a or b for a, b in zip(apart, emails.pasted(self.doc), strict=True)]
        found: dict[int, list[Span]] = {}
        for match in self._matcher.all(self.doc):
            if not apart[match.start] and self.sentence_of(match.start) not in self.headings:
                found.setdefault(match.entry, []).append((match.start, match.end))
        return found

    @cached_property
    def headings(self) -> set[int]:
        """The sentences that are headings or labels with nothing behind them; a title says things, and is none."""
        return {
            self.sentence_at(line.mark)
            for line in self.lines[_TITLE:]
            if line.kind == "heading"
            or (line.label_end > line.body and not self.text[line.label_end : line.end].strip())
        }

    @cached_property
    def _places(self) -> dict[int, set[int]]:
        """For each list of terms, the sentences in which it matches."""
        return {group: {self.sentence_of(start) for start, _ in hits} for group, hits in self._groups.items()}

    @cached_property
    def dated(self) -> set[int]:
        """The sentences that hold a point in time, or how often."""
        found = {
            self.sentence_at(point.start) for point in dates.points(self.doc) if point.kind not in ("loose", "story")
        }
        return found | {self.sentence_at(each.start()) for each in self.words.often.finditer(self.text)}

    def hits(self, group: int) -> list[Span]:
        """The tokens that a list of terms matches."""
        return self._groups.get(group, [])

    def has(self, group: int, sentence: int) -> bool:
        """Whether a list of terms matches in a sentence."""
        return sentence in self._places.get(group, ())

    def sentence_of(self, token: int) -> int:
        """Number of the sentence of a token."""
        return bisect_right(self._firsts, token) - 1

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence in which a code point stands."""
        return self.sentence_of(max(0, bisect_right(self.columns.start, offset) - 1))

    def shown(self, sentence: int, start: int = -1, end: int = -1) -> Span:
        """The code points of a sentence, or of the words around `start` to `end` where it is a long one."""
        first, last = self.sentences[sentence]
        if start >= 0 and last - first > _LONG:
            first, last = self._clause(first, last, start, end)
        while first < last - 1 and self.columns.text[first].isspace():
            first += 1
        while last - 1 > first and self.columns.text[last - 1].isspace():
            last -= 1
        return self.columns.start[first], self.columns.start[last - 1] + len(self.columns.text[last - 1])

    def _clause(self, first: int, last: int, start: int, end: int) -> Span:
        """From one comma to the next, at most a dozen words to either side."""
        words = self.columns.text
        before = next(
            (i + 1 for i in range(start - 1, max(first, start - _AROUND) - 1, -1) if words[i] in ",;:("), None
        )
        after = next((i for i in range(end, min(last, end + _AROUND)) if words[i] in ",;:)"), None)
        return before or max(first, start - _AROUND), after or min(last, end + _AROUND)

    @cached_property
    def sections(self) -> list[tuple[str, int, int]]:
        """Each heading and each label, in small letters, with the code points of what stands below or behind it."""
        found: list[tuple[str, int, int]] = []
        for n, line in enumerate(self.lines):
            labelled = line.label_end > line.body
            if not labelled and line.kind != "heading":
                continue
            words = _bare(self.text[line.body : line.label_end if labelled else line.end])
            if labelled and self.text[line.label_end : line.end].strip():
                found.append((words, line.label_end, line.end))
            elif not (labelled and self._blank_below(line)):
                found.append((words, line.end, self._section_end(n)))
        return found

    def _blank_below(self, line: layout.Line) -> bool:
        """Whether an empty label stands apart from what follows: nobody filled it in."""
        return not self.text[line.end : line.end + 80].partition("\n")[2].partition("\n")[0].strip()

    def _section_end(self, n: int) -> int:
        """Where what stands below a heading ends: above the next heading, or the next empty label."""
        for line in self.lines[n + 1 :]:
            if line.kind == "heading" or (
                line.label_end > line.body and not self.text[line.label_end : line.end].strip()
            ):
                return line.start
        return len(self.text)

    def _under(self, headings: tuple[str, ...]) -> list[Span]:
        return [(start, end) for words, start, end in self.sections if any(_names(words, each) for each in headings)]

    def under(self, sentence: int, headings: tuple[str, ...]) -> bool:
        """Whether a sentence stands below a heading, or holds what stands behind a label."""
        first, last = self.shown(sentence)
        return any(first < end and start < last for start, end in self._under(headings))

    def below(self, headings: tuple[str, ...]) -> Iterator[Span]:
        """What stands below such a heading or behind such a label, line by line, mere gaps left out."""
        for start, end in self._under(headings):
            for part in re.finditer(r"[^\r\n]+", self.text[start:end]):
                value = part.group().strip(" \t-•*–|")
                if value and not self.words.gap.fullmatch(value):
                    at = start + part.start() + part.group().index(value)
                    yield at, at + len(value)


def _bare(words: str) -> str:
    """A heading's words in small letters, single spaces between them."""
    return " ".join(re.findall(r"[\w'’/&]+", words.lower())).replace("’", "'")


def _names(words: str, heading: str) -> bool:
    if heading.startswith("="):
        return words == heading[1:]
    return f" {heading} " in f" {words} "


# The detectors.


@dataclass(frozen=True)
class Words:
    """What the detectors read of `lexicons/checklist-words.yaml` and the job titles.

    Attributes:
        gap: what stands for something still to be filled in.
        roles: job titles and their short forms, small letters.
        longest: words in the longest of them.
        posts: what a job title ends in.
        remote: a call or a message.
        in_person: a meeting.
        contact: somebody got in touch.
        went: the writer met somebody after all.
        nobody_in: nobody opened, or the child was not there.
        raised: the writer took something up with the family.
        often: a frequency that can be checked.
        languages: names of languages.
    """

    gap: re.Pattern[str]
    roles: frozenset[str]
    longest: int
    posts: frozenset[str]
    remote: re.Pattern[str]
    in_person: re.Pattern[str]
    contact: re.Pattern[str]
    went: re.Pattern[str]
    nobody_in: re.Pattern[str]
    raised: re.Pattern[str]
    often: re.Pattern[str]
    languages: frozenset[str]

    @classmethod
    def of(cls, lexicons: Lexicons) -> Words:
        """From the lists as loaded."""
        gaps = "|".join(re.escape(each) for each in lexicons.words.get("checklist-gap", ()))
        roles = frozenset(term.lower().replace("=", "").split("/")[0] for role in lexicons.roles for term in role.terms)
        return cls(
            re.compile(rf"(?:{gaps or 'tbc'}|[\W_]*|x{{2,}}|\[[^\]]*\]|[\W_]*\?+)[\W_]*", re.IGNORECASE),
            roles,
            max((role.count(" ") + 1 for role in roles), default=1),
            frozenset(lexicons.words.get("checklist-posts", ())),
            _any(lexicons, "checklist-remote"),
            _any(lexicons, "checklist-in-person"),
            _any(lexicons, "checklist-contact"),
            _any(lexicons, "checklist-went"),
            _any(lexicons, "checklist-nobody-in"),
            _any(lexicons, "checklist-raised"),
            _any(lexicons, "checklist-often"),
            frozenset(lexicons.words.get("checklist-languages", ())),
        )


def _any(lexicons: Lexicons, name: str) -> re.Pattern[str]:
    """One of a list's words."""
    words = "|".join(re.escape(each) for each in lexicons.words.get(name, ()))
    return re.compile(rf"(?<![\w-])(?:{words or 'a^'})(?![\w-])", re.IGNORECASE)


_CLOCK: Final = (
    r"(?:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?(?:[ap]\.?m\b\.?|o['’]?clock)|[012]\d[0-5]\d\s?(?:hrs?|hours)\b"
    r"|[012]\d[0-5]\dh\b|(?:half|quarter|twenty(?:-five)?|five|ten|(?:just|a little|a bit) (?:past|after|before|gone)|\d{1,2})"
    r"(?:\s(?:minutes\s)?(?:past|to|after|before|gone))?\s(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\s(?:thirty|fifteen|o['’]?clock))"
    r"|noon|midday|midnight)"
)
_TIME: Final = re.compile(
    rf"(?<![\w£./:-]){_CLOCK}(?![\w/%])|\b(?:at|around|about|from|before|after|by|gone|till?|until)\s(?:\d{{1,2}}|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=[,.;)]|\s(?:to|until|till?|and|in the|this|today|on)\b|\s?[-–]|$)"
    r"|(?<![\w£./:])\d{1,2}\s?[-–]\s?\d{1,2}\s?[ap]m\b",
    re.IGNORECASE | re.MULTILINE,
)
_HOUR: Final = r"(?:\d{1,2}(?:[:.]\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midday)"
_SPOKEN: Final = (
    r"(?:(?:half|quarter|twenty(?:-five)?|five|ten|\d{1,2})(?:\s(?:minutes\s)?(?:past|to|gone))?\s)?"
    rf"{_HOUR}(?:\s?[ap]\.?m\.?|\s?o['’]?clock|\s?hrs|ish)*"
)
_RANGE: Final = re.compile(
    rf"(?<![\w£./:-])(?:[012]\d[0-5]\d|{_SPOKEN})(?:\s?hrs)?\s*(?:[-–—]|to|until|untill?|till?|through to)\s*"
    rf"(?:about |around |just (?:after|before|gone) )?(?:[012]\d[0-5]\d|{_SPOKEN})(?![\w/%])",
    re.IGNORECASE,
)
_UNIT: Final = r"(?:hours?|hrs?|minutes?|mins?)"
_LENGTH: Final = (
    rf"(?:(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|ten|fifteen|twenty(?:[- ]five)?|thirty|forty(?:[- ]five)?|fifty|ninety|half"
    rf"|a couple of|a few|several|three[- ]quarters of|about)\s?(?:of\s)?(?:an?\s|and\sa\s(?:half|quarter)\s|full\s|good\s|whole\s|solid\s)?"
    rf"{_UNIT}\b(?:\s(?:and\sa\s(?:half|quarter)|(?:and\s)?\d+\s?{_UNIT}))?)"
)
_LASTED: Final = re.compile(
    rf"\b(?:(?:I|we|and|but)\s(?:then\s)?(?:stayed|remained|stopped|was there|were there|was with \w+|were with \w+)(?:\s(?:for|about|just|only|under|over|nearly|almost|around))*\s{_LENGTH}"
    rf"|(?:visit|session|meeting)\s(?:lasted|took|was|of)(?:\s(?:for|about|just|only|under|over|nearly|almost|around))*\s{_LENGTH}"
    rf"|lasted (?:for |about |just )*{_LENGTH}|spent (?:about |just |over |nearly )*{_LENGTH} (?:with|at|there|in)\b"
    rf"|{_LENGTH}\s(?:(?:that\s)?(?:I|we) (?:was|were) (?:there|with|at)|visit\b|later (?:I|we) left|in the home)"
    rf"|in the (?:hour|half hour|two hours|time) (?:I|we) (?:was|were)"
    rf"|(?:duration|length|time spent|visit length|how long)\b[^\n:]{{0,20}}:\s*\S*?\s*{_LENGTH})",
    re.IGNORECASE,
)
_LEFT: Final = re.compile(
    r"\b(?:left|leaving|finished|finish|ended|end|came away|departed|out|time out|concluded)\b(?: again| the (?:house|home|flat|family|address)| them| there)?[:,]?"
    rf"(?:\s(?:at|by|about|around|just|before|after|gone|it was))*\s?(?:{_CLOCK}|(?<=at )\d{{1,2}}\b|(?<=by )\d{{1,2}}\b|{_HOUR}(?:ish|\s?hrs)\b)",
    re.IGNORECASE,
)
_BORN: Final = re.compile(r"\b(?:d\.?o\.?b|date of birth|born|birthday|birth date)\b", re.IGNORECASE)


def _event_date(reading: Reading) -> list[Span]:
    """The day of the contact with its year: the day that the note's own field gives, else the first near the top."""
    wanted = note_of(reading.doc).event_date
    whole = [point for point in dates.points(reading.doc) if point.kind == "date"]
    day = (wanted.year, wanted.month, wanted.day) if wanted else None
    own = [p for p in whole if (p.year, p.month, p.day) == day]
    if own:
        return [(own[0].start, own[0].end)]
    head = reading.lines[min(_HEAD, len(reading.lines)) - 1].end if reading.lines else 0
    for point in whole:
        line = layout.line_at(layout.of(reading.doc), point.start)
        before = reading.text[max(line.start, point.start - 40) : point.start]
        if point.start <= head and not _BORN.search(before) and wanted is None:
            return [(point.start, point.end)]
    return []


def _clock(reading: Reading) -> Iterator[Span]:
    """Clock times: '4.15pm', '0910hrs', 'half past four'."""
    for found in _TIME.finditer(reading.text):
        yield found.span()


def _length(reading: Reading) -> Iterator[Span]:
    """How long it took: '4pm to 5pm', 'left at 6.15pm', 'stayed an hour'."""
    for pattern in (_RANGE, _LEFT, _LASTED):
        for found in pattern.finditer(reading.text):
            yield found.span()


_ENDS: Final = 5  # lines at the foot of a note in which a signature stands


def _signed(reading: Reading) -> Iterator[Span]:
    """The author's name with a role, at the foot, at the head or behind a label such as 'Completed by'."""
    names = [part.lower().strip(".") for part in re.findall(r"[\w'’.-]+", note_of(reading.doc).author.name or "")]
    names = [name for name in names if len(name) > 1]
    frames = [(block.start, block.end) for block in emails.of(reading.doc)]
    lines = [line for line in reading.lines if not any(start <= line.mark < end for start, end in frames)]
    for n, line in enumerate(lines):
        said = reading.text[line.mark : line.end]
        at_foot = n >= len(lines) - _ENDS
        if not (at_foot or n < _HEAD or _SIGNS.search(said)):
            continue
        where = _name_in(said, names) if names else _LIKE_A_NAME.search(said)
        if where is None:
            continue
        if _role_near(reading, said, where.start(), where.end()):
            yield line.mark, line.mark + len(said.rstrip())
        elif at_foot and n + 1 < len(lines) and len(said) < _SHORT:
            after = reading.text[lines[n + 1].mark : lines[n + 1].end]
            if len(after) < _SHORT and _role_near(reading, after, 0, 0):
                yield line.mark, lines[n + 1].end


_SHORT: Final = 80
_SIGNS: Final = re.compile(
    r"\b(?:signed|signature|completed by|written by|recorded by|author|worker|social worker|written up by|report by|prepared by"
    r"|my name is|visited by|seen by|practitioner|allocated|name and role)\b",
    re.IGNORECASE,
)
_LIKE_A_NAME: Final = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}")


def _name_in(said: str, names: Sequence[str]) -> re.Match[str] | None:
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.search(rf"(?<![\w])(?:{pattern})(?![\w])", said, re.IGNORECASE)


def _role_near(reading: Reading, said: str, start: int, end: int) -> bool:
    """Whether a job title stands beside a name: 'Priya Nair, your social worker', 'SW Priya Nair'."""
    role = note_of(reading.doc).author.role
    own = {role.lower(), "".join(word[0] for word in role.lower().split())} if role else set()
    after, before = (
        _WORDS.findall(said[end : end + 80].lower()),
        _WORDS.findall(said[max(0, start - 60) : start].lower()),
    )
    roles, longest = reading.words.roles | own, reading.words.longest
    behind = (after[i:j] for i in range(min(_BESIDE, len(after))) for j in range(i + 1, i + longest + 1))
    ahead = (before[i:j] for j in (len(before), len(before) - 1) for i in range(max(0, j - longest), max(0, j)))
    return any(
        " ".join(words) in roles or words[-1] in reading.words.posts
        for each in (behind, ahead)
        for words in each
        if words
    )


_WORDS: Final = re.compile(r"[^\W_]+(?:['’/&-][^\W_]+)*")
_BESIDE: Final = 5  # words behind a name in which its job title begins


def _remote(reading: Reading) -> Iterator[Span]:
    """A call, a message or an email, and no meeting."""
    words = reading.words
    found = words.remote.search(reading.opening)
    if found and not words.in_person.search(reading.opening) and not words.went.search(reading.text):
        yield found.span()


def _nobody_in(reading: Reading) -> Iterator[Span]:
    """Nobody opened, or the child was not there, and nothing the child says or does is told."""
    found = reading.words.nobody_in.search(reading.text)
    if found and not any(True for _ in _child_met(reading)):
        yield found.span()


def _contact_made(reading: Reading) -> Iterator[Span]:
    """Somebody got in touch: what they rang, wrote or came about is the reason. A pasted email speaks for itself."""
    headers = [block for block in emails.of(reading.doc) if block.kind == "header"]
    if headers:
        yield headers[0].start, headers[0].end
    for found in reading.words.contact.finditer(reading.opening):
        if not _OURS.search(reading.text, max(0, found.start() - 12), found.start()):
            yield found.span()


def _dealt_with(reading: Reading) -> Iterator[Span]:
    """An action with its day, or what the writer took up with the family more than in passing."""
    dated = [sentence for sentence in _actions(reading) if sentence in reading.dated]
    raised = [reading.sentence_at(found.start()) for found in reading.words.raised.finditer(reading.text)]
    if dated or len(raised) >= _TAKEN_UP:
        for sentence in sorted({*raised, *dated}):
            yield reading.shown(sentence)


def _actions(reading: Reading) -> list[int]:
    return [sentence for sentence, kind in enumerate(reading.kinds) if kind == "decision"]


def _most(reading: Reading, fitting: Sequence[int]) -> Iterator[Span]:
    """Those actions that fit, if they are most of all."""
    if fitting and len(fitting) >= _MOST * len(_actions(reading)):
        yield from (reading.shown(sentence) for sentence in fitting)


def _dated_actions(reading: Reading) -> Iterator[Span]:
    """Two in three actions have a day or a frequency."""
    return _most(reading, [sentence for sentence in _actions(reading) if sentence in reading.dated])


def _owned_actions(reading: Reading) -> Iterator[Span]:
    """Two in three actions say who."""
    return _most(reading, [sentence for sentence in _actions(reading) if reading.named[sentence]])


_MOST: Final = 2 / 3


_TAKEN_UP: Final = 3


_OURS: Final = re.compile(r"\b(?:I|we|I've|I'd|SW)\s(?:then\s|also\s|have\s|had\s)?$", re.IGNORECASE)


def _child_met(reading: Reading) -> Iterator[Span]:
    """The child speaks or is watched, in a note of no mere call."""
    if any(True for _ in _remote(reading)):
        return
    for sentence, kind in enumerate(reading.kinds):
        if kind == "child-voice" or (kind == "observation" and not _CHILD.isdisjoint(reading.named[sentence])):
            yield reading.shown(sentence)


def _child_watched(reading: Reading) -> Iterator[Span]:
    """What a child does is what a child without words says."""
    for sentence, kind in enumerate(reading.kinds):
        if kind == "observation" and not _CHILD.isdisjoint(reading.named[sentence]):
            yield reading.shown(sentence)


_CHILD: Final = frozenset(("child", "you"))


def _all_children(reading: Reading) -> Iterator[Span]:
    """Every child of the note's own field is named."""
    found = [
        re.search(rf"(?<!\w){re.escape(name.split()[0])}(?!\w)", reading.text)
        for name in note_of(reading.doc).other_children
    ]
    if found and all(found):
        yield from (each.span() for each in found if each)


def _children_given(reading: Reading) -> Iterator[Span]:
    """The note's own field names other children."""
    if note_of(reading.doc).other_children:
        yield 0, 0


def _interpreter_named(reading: Reading) -> Iterator[Span]:
    """A name beside 'interpreter', who is not the child, the family or the writer."""
    c, who = reading.columns, who_of(reading.doc).kind
    known = people.names(reading.doc)
    for i, word in enumerate(c.lower):
        if word.startswith(("interpret", "translat")):
            for j in range(max(0, i - _BY_NAME), min(len(c), i + _BY_NAME + 1)):
                if c.pos[j] == "PROPN" and who[j] in _STRANGERS and c.lower[j] not in known and c.text[j][:1].isupper():
                    if c.lower[j] not in reading.words.languages:
                        yield reading.shown(reading.sentence_of(i), i, i + 1)
                        break


_BY_NAME: Final = 5
_STRANGERS: Final = ("", "other", "professional")


def _child_name(reading: Reading) -> Iterator[Span]:
    """The child's name in full."""
    name = note_of(reading.doc).child.name or ""
    if " " in name and (found := re.search(r"[\s,]+".join(map(re.escape, name.split())), reading.text, re.IGNORECASE)):
        yield found.span()


def _birth_date(reading: Reading) -> Iterator[Span]:
    """A day behind 'date of birth' or 'born'."""
    for found in _BORN.finditer(reading.text):
        for point in dates.points(reading.doc):
            if point.date and 0 <= point.start - found.end() <= _NEAR:
                yield found.start(), point.end


def _address(reading: Reading) -> Iterator[Span]:
    """A postcode, or a number with a street."""
    for found in _STREET.finditer(reading.text):
        yield found.span()


def _telephone(reading: Reading) -> Iterator[Span]:
    """A telephone number or an email address."""
    for found in _REACHED.finditer(reading.text):
        yield found.span()


_NEAR: Final = 20
_STREET: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b\d{1,4}[a-z]?,?\s(?:[A-Z][\w'’-]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Close|Cl|Lane|Ln|Drive|Dr|Way"
    r"|Court|Crescent|Place|Terrace|Grove|Gardens|Walk|Row|Hill|Square|Park|Green|View|Rise|Mews|House)\b"
)
_REACHED: Final = re.compile(
    r"(?<![\d.])(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}"
)


def _entries(reading: Reading) -> list[tuple[layout.Line, dates.Point]]:
    """The lines that begin with a day, a month or a year."""
    points = {point.start: point for point in dates.points(reading.doc) if point.year is not None}
    found = []
    for line in reading.lines:
        start = next((at for at in (line.mark, line.body, line.label_end) if at in points), None)
        if start is not None:
            found.append((line, points[start]))
    return found


def _dated_entries(reading: Reading) -> Iterator[Span]:
    """Three entries or more with their dates."""
    found = _entries(reading)
    if len(found) >= _FEW:
        yield from ((point.start, point.end) for _, point in found)


def _long_older_entries(reading: Reading) -> Iterator[Span]:
    """Entries of more than two years before the last one, told at length."""
    found = _entries(reading)
    last = max((point.year or 0 for _, point in found), default=0)
    for line, point in found:
        if (point.year or last) < last - _COURT and reading.text.count(" ", line.mark, line.end) > _BRIEF:
            yield line.mark, line.end


_FEW: Final = 3
_COURT: Final = 2  # years that a court chronology covers
_BRIEF: Final = 40  # words in which an older event is told in brief


def _to_child(reading: Reading) -> Iterator[Span]:
    """Sentences that speak to the child; where the check `address` knows sections, in those that mostly do."""
    address = reading.doc.user_data.get("notecheck_measures", {}).get("address") or {}
    sections = [
        (each["start"], each["end"]) for each in address.get("sections", ()) if each["to_child"] > each["about_child"]
    ]
    for sentence, named in enumerate(reading.named):
        if "you" in named:
            start, end = reading.shown(sentence)
            if not address.get("sections") or any(first <= start < last for first, last in sections):
                yield start, end


DETECTORS: Final[Mapping[str, Callable[[Reading], Iterable[Span]]]] = {
    "event-date": _event_date,
    "clock-time": _clock,
    "length": _length,
    "signature": _signed,
    "remote": _remote,
    "contact-made": _contact_made,
    "nobody-in": _nobody_in,
    "dealt-with": _dealt_with,
    "dated-actions": _dated_actions,
    "owned-actions": _owned_actions,
    "all-children": _all_children,
    "children-given": _children_given,
    "interpreter-named": _interpreter_named,
    "child-name": _child_name,
    "birth-date": _birth_date,
    "address": _address,
    "telephone": _telephone,
    "dated-entries": _dated_entries,
    "long-older-entries": _long_older_entries,
    "to-child": _to_child,
    "child-met": _child_met,
    "child-watched": _child_watched,
}
"""What words alone cannot tell, by the name that a clue gives it."""
