"""What in a note gives an item of a checklist: looks for the clues of `lexicons/checklist*.yaml`.

A clue speaks of one sentence: its words, its kind, whom it names, under which heading it stands. What words alone
cannot tell (the full date of the contact, a signature) a detector finds.

Known misses: an item that is given by what is left unsaid, or in words that no clue holds; those of
`notecheck/checklists/reading.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, get_args

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.checklists.detectors import ADVICE, DETECTORS, REMARKS
from notecheck.checklists.reading import Reading, Span, Words
from notecheck.data import Lexicons
from notecheck.entries import Clue, Condition, ItemEntry
from notecheck.errors import TermError
from notecheck.note import Note, note_of
from notecheck.people.who import Kind
from notecheck.statements.kinds import KINDS
from notecheck.wording.terms import TermMatcher, Terms

MOST: Final = 3
"""Places shown for one item: enough to see that it is there."""
_WHO_IS_IT: Final = "nothing says who of those named is the child; with the child's name it can be looked for"
_PEOPLE: Final = tuple(filter(None, get_args(Kind)))
_NAMES: Final = {"kinds": KINDS, "people": _PEOPLE, "speakers": _PEOPLE}
"""What the names in a clue may be."""


_Lists = dict[tuple[str, ...], tuple[int, Terms]]
"""Lists of terms, each with its number and as a matcher takes it under the id of its item, which an error names."""


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
    speakers: frozenset[str]


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
        TermError: an item names a detector, kind, person or other item that there is not; names the entry.
    """

    def __init__(self, nlp: Language, lexicons: Lexicons) -> None:
        self.entries = lexicons.items
        self._nlp = nlp
        self._kin = lexicons.words.get("kin", ())
        self._words = Words.of(lexicons)
        self._sets: dict[tuple[str, ...], Search] = {}
        for entry in self.entries.values():
            self._look_over(entry)
        if lexicons.own:  # a fault in a term is told at once, and not with the first note
            self.search(tuple(self.entries))

    def _look_over(self, entry: ItemEntry) -> None:
        for clue in _clues(entry):
            if clue.detector and clue.detector not in DETECTORS:
                allowed = ", ".join(sorted(DETECTORS))
                raise TermError(entry.id, f"unknown detector {clue.detector!r}; allowed: {allowed}")
            for key, names in _NAMES.items():
                if unknown := next((name for name in getattr(clue, key) if name not in names), None):
                    raise TermError(entry.id, f"{key} names {unknown!r}; allowed: {', '.join(names)}")
        for condition in entry.applies:
            if condition.ages and not 0 <= condition.ages[0] <= condition.ages[1]:
                raise TermError(entry.id, "ages must be two numbers of years, the smaller one first")
        for part in entry.all_of:
            if part not in self.entries or self.entries[part].all_of:
                raise TermError(entry.id, f"all_of names {part!r}, which is no item with clues of its own")

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
        lists: _Lists = {}
        self._tests = {id(clue): _ready(clue, entry.id, lists) for entry in entries for clue in _clues(entry)}
        self._lists = {name: _number(terms, f"checklist-{name}", lists) for name, terms in words.terms.items()}
        self._matcher = TermMatcher(nlp, [terms for _, terms in lists.values()], kin)

    def __call__(self, doc: Doc) -> dict[str, Found]:
        """What a Doc gives of each item."""
        reading = Reading(doc, self._words, self._matcher, self._lists)
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
        if not _may_be_asked(condition, note_of(reading.doc)):
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
                return Found(not entry.unwanted, reason=clue.says or _remark(clue, reading), spans=spans)
        if entry.unwanted:
            return Found(True)
        if entry.unknown or (entry.of_child and reading.child_is_unknown):
            return Found(None, reason=entry.unknown or _WHO_IS_IT)
        return Found(False, reason=_advice(entry, reading))

    def _together(self, entry: ItemEntry, reading: Reading, known: dict[str, Found]) -> Found:
        parts = [(self._entries[name], self._item(self._entries[name], reading, known)) for name in entry.all_of]
        spans = tuple(sorted({span for _, part in parts for span in part.spans})[:MOST])
        lacking = [each.missing or f"give {each.label}" for each, part in parts if part.met is False]
        if lacking:
            whole = entry.missing if len(lacking) == len(parts) else None
            return Found(False, reason=whole or "; ".join(lacking), spans=spans)
        if any(part.met is None for _, part in parts):
            return Found(None, reason=next(part.reason for _, part in parts if part.met is None), spans=spans)
        return Found(True, spans=spans)

    def _spans(self, clue: Clue, reading: Reading) -> Iterator[Span]:
        """The places at which a clue holds, in order; a signature shows who wrote it and nothing else."""
        last: Span | None = None
        for span in self._places(clue, reading):
            if span != last and (clue.detector or span[0] < reading.foot):
                yield span
            last = span

    def _places(self, clue: Clue, reading: Reading) -> Iterator[Span]:
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
        elif test.kinds or test.people or test.speakers or clue.dated:
            for sentence in range(len(reading.sentences)):
                if _fits(test, reading, sentence):
                    yield reading.shown(sentence)
        else:
            yield from reading.below(test.headings)


def _remark(clue: Clue, reading: Reading) -> str | None:
    remark = REMARKS.get(clue.detector or "")
    return remark(reading) if remark else None


def _advice(entry: ItemEntry, reading: Reading) -> str | None:
    """What to write where an item was not found: what a detector says of this note, else the item's own advice."""
    special = (ADVICE[name](reading) for clue in entry.met_by if (name := clue.detector or "") in ADVICE)
    return next(filter(None, special), entry.missing)


def _may_be_asked(condition: Condition, note: Note) -> bool:
    """Whether age and document type allow it."""
    if note.doc_type in condition.other_than:
        return False
    if condition.ages is None or note.child.age is None:
        return True
    youngest, oldest = condition.ages
    return youngest <= note.child.age <= oldest


def _number(terms: tuple[str, ...], entry: str, lists: _Lists) -> int:
    """The number of a list of terms among all, -1 for none."""
    if terms and terms not in lists:
        lists[terms] = len(lists), Terms(entry, terms)
    return lists[terms][0] if terms else -1


def _ready(clue: Clue, entry: str, lists: _Lists) -> _Test:
    return _Test(
        clue,
        terms=_number(clue.terms, entry, lists),
        also=_number(clue.also, entry, lists),
        nearby=_number(clue.nearby, entry, lists),
        unless=_number(clue.unless, entry, lists),
        headings=clue.headings,
        kinds=frozenset(clue.kinds),
        people=frozenset(clue.people),
        speakers=frozenset(clue.speakers),
    )


def _fits(test: _Test, reading: Reading, sentence: int) -> bool:
    """Whether all that a clue says beside its terms holds of a sentence."""
    if test.clue.top is not None and sentence >= test.clue.top:
        return False
    if test.kinds and reading.kinds[sentence] not in test.kinds:
        return False
    if test.people and test.people.isdisjoint(reading.named(sentence)):
        return False
    if test.speakers and test.speakers.isdisjoint(reading.speakers[sentence]):
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
