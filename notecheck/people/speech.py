"""Who speaks and who is spoken to: whose words a quotation gives, the turns of a conversation, whom 'you' means.

Known misses: a quotation whose speaker is only implied; a turn whose label is a nickname that nobody introduces.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from spacy.tokens import Doc

from notecheck.carry.looks import by_lines
from notecheck.carry.places import by_start
from notecheck.memo import text_of
from notecheck.people.mentions import Mention
from notecheck.people.words import Words
from notecheck.text import layout
from notecheck.text.columns import Columns, columns
from notecheck.text.emails import Block
from notecheck.text.layout import Line

Form = Literal["quotation", "turn", "email"]
SpokenTo = Literal["child", "adult", ""]


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that are not the writer's own account.

    Attributes:
        start: index of the first token, quotation mark included.
        end: one past the last.
        kind: class of the person whose words they are, as in `who.Who.kind`; empty where it is not told.
        speaker: index of the token that names the speaker; -1 for none.
        form: a `quotation`; a `turn` in a conversation or message log written out ('Mum: no sleep again'); the body of
            an `email`.
    """

    start: int
    end: int
    kind: str
    speaker: int
    form: Form


_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_THINGS: Final = frozenset(("", "record", "agency"))
_BACK: Final = 40
"""Words before a quotation among which its speaker is looked for."""
_ON: Final = 7
_MOST_VERBS: Final = 4
_SENTENCES_BACK: Final = 3
_WORDS: Final = frozenset(("words", "view", "account", "opinion", "phrase"))
_CARRIED: Final = 60
"""Words over which the speaker of one quotation is taken for that of the next."""
_LONGEST_LABEL: Final = 30
_DAY: Final = r"\d{1,2}[ ./-](?:\d{1,2}|[A-Z][a-z]{2,8})(?:[ ./-]\d{2,4})?,?[ ]+"
_STAMP: Final = rf"[\[(]?(?:{_DAY})?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?:[ ]?[ap]m)?[\])]?"
_TURN: Final = re.compile(
    rf"(?:{_STAMP}[ \t]*+(?:[-–—,][ \t]*)?)?([^\W\d_][\w’'.-]*(?:[ ][^\W\d_][\w’'.-]*){{0,2}})([ ]{_STAMP})?[ \t]*"
    r"(?::|[-–—])[ \t]+(?=\S)"
)
_FIRST_STAMP: Final = re.compile(_STAMP)
_GREETING: Final = re.compile(
    r"[ \t]*(?:(?:hi|hello|dear|hey|hiya|heya|annwyl|(?:good )?(?:morning|afternoon|evening))[ \t,]+"
    r"(?:my[ \t])?([^\W\d_][\w’'-]*)|([^\W\d_][\w’'-]*),(?=\s*\n|[ ](?:you|I|this|thank|your|we)\b))",
    re.IGNORECASE,
)
_OLDER: Final = 15
"""From this age on a tenancy or a partner may be the child's."""
_FEW: Final = 3
_SLIPS: Final = 2
"""Mentions of the child by name that a note to the child may hold."""
_MANY: Final = 10


def email_bodies(c: Columns, blocks: Sequence[Block]) -> Iterator[Speech]:
    """The bodies of emails that were pasted in."""
    for block in blocks:
        if block.kind == "body":
            yield Speech(bisect_left(c.start, block.start), bisect_left(c.start, block.end), "other", -1, "email")


class _Label(NamedTuple):
    """What may tell at the start of a line whose turn it is; places count from the start of the line.

    Attributes:
        start: of the name.
        end: of it.
        after: where the words begin.
        name: as written.
        stamped: a time of day stands beside it.
        colon: a colon ends it.
    """

    start: int
    end: int
    after: int
    name: str
    stamped: bool
    colon: bool


def _label(doc: Doc, line: Line) -> _Label | None:
    """What a line begins with, if that may be somebody who speaks."""
    text = text_of(doc)
    found = _TURN.match(text, line.mark, min(line.end, line.mark + 2 * _LONGEST_LABEL))
    if found is None:
        return None
    stamped = found[2] is not None or _FIRST_STAMP.match(text, line.mark) is not None
    start, end, after = (place - line.start for place in (found.start(1), found.end(1), found.end()))
    return _Label(start, end, after, found[1], stamped, ":" in found[0])


def turns(doc: Doc, mentions: Sequence[Mention]) -> list[Speech]:
    """Lines of a conversation written out: at least two speakers, one of them 'Me' or 'You', or times of day."""
    c = columns(doc)
    found: list[tuple[Speech, bool, str]] = []
    for line, label in zip(layout.of(doc), by_lines(doc, "turns", _label), strict=True):
        if label is None:
            continue
        first, last = (bisect_left(c.start, line.start + place) for place in (label.start, label.end))
        at = bisect_left(mentions, first, key=by_start)
        mention = mentions[at] if at < len(mentions) and mentions[at].start == first else None
        if mention is None and not (label.stamped and len(label.name.rstrip(".")) == 1):
            continue  # but 'G: forget it' is somebody
        if mention and (mention.end < last or mention.kind in ("he", "she", "they", "record", "agency")):
            continue
        kind, speaker = (mention.kind, first) if mention else ("", -1)
        who = label.name.lower() if mention is None else kind if kind in ("writer", "you") else mention.key
        if label.stamped or kind in ("writer", "you") or label.colon:
            start, end = (bisect_left(c.start, place) for place in (line.start + label.after, line.end))
            found.append((Speech(start, end, kind, speaker, "turn"), label.stamped, who))
    speakers = {who for _, _, who in found}
    logged = any(stamped for _, stamped, _ in found) or not speakers.isdisjoint(("writer", "you"))
    return [speech for speech, _, _ in found] if len(speakers) > 1 and logged else []


class Speakers:
    """Tells whose words each quotation gives.

    Args:
        c: the Doc's columns.
        kind: class of the person at each token.
        quoted: whether each token is inside a quotation.
        says: verbs of saying.
    """

    def __init__(self, c: Columns, kind: list[str], quoted: list[bool], says: frozenset[str]) -> None:
        self._c, self._kind, self._quoted, self._says = c, kind, quoted, says

    def of(self, start: int, end: int, last: int) -> int:
        """The token that names who says the quotation from `start` to `end`; -1 for nobody.

        By the verb of saying before it or after it, by who stands before it, or the speaker of the last one.
        """
        first = self._c.first[start]
        before = range(start - 1, max(first, start - _BACK) - 1, -1)
        if (found := self._told_before(first, before)) >= 0 or (found := self._told_after(end)) >= 0:
            return found
        found = self._beside(before)
        return found if found >= 0 else last if last >= max(0, first - _CARRIED) else -1

    def _persons(self, tokens: Iterable[int]) -> list[int]:
        return [i for i in tokens if self._kind[i] not in _THINGS and not self._quoted[i]]

    def _told_before(self, first: int, before: range) -> int:
        c = self._c
        for i in before:
            if self._quoted[i]:
                continue
            if c.lemma[i] in self._says and c.tag[i].startswith("VB"):
                subject = self._subject(i, first)
                if subject < 0 and not self._persons(range(max(first, i - _BACK), i)):
                    subject = self._carried(first)  # 'Said “…”.'
                if subject >= 0 and self._kind[subject] not in _THINGS:
                    return subject
            elif c.lower[i] in _WORDS and c.tag[i - 1] == "PRP$" and self._kind[i - 1]:
                return i - 1  # 'in her words'
        return -1

    def _told_after(self, end: int) -> int:
        c, after = self._c, range(end, min(len(self._c), end + _ON))
        if not any(c.lemma[i] in self._says and not self._quoted[i] for i in after):
            return -1
        return self._best(self._persons(after))

    def _beside(self, before: range) -> int:
        c, persons = self._c, self._persons(before)
        if not persons or any(c.lemma[i] in self._says for i in before):
            return -1
        if c.lower[persons[0] + 1] != ":":
            return self._best(persons)
        told = "to" in c.lower[persons[-1] : persons[0]]  # 'Poppy to Mrs Eames: …'
        return persons[-1] if told else persons[0]

    def _best(self, persons: list[int]) -> int:
        return next((i for i in persons if self._c.dep[i] in _SUBJECTS), persons[0] if persons else -1)

    def _subject(self, verb: int, first: int) -> int:
        """Who does what a verb says, or -1; verbs in a row share it."""
        c = self._c
        for _ in range(_MOST_VERBS):
            for i in range(verb - 1, max(first, verb - _BACK) - 1, -1):
                if c.head[i] == verb and c.dep[i] in _SUBJECTS:
                    return i
            if c.dep[verb] != "conj" or c.head[verb] >= verb:
                return -1
            verb = c.head[verb]
        return -1

    def _carried(self, first: int) -> int:
        """Whom the sentence before is about, or the one before that; -1 for nobody."""
        for _ in range(_SENTENCES_BACK):
            if first <= 0:
                break
            end, first = first, max(self._c.first[first - 1], first - _BACK)
            if persons := self._persons(range(first, end)):
                return self._best(persons)
        return -1


def spoken_to(
    c: Columns,
    words: Words,
    mentions: Sequence[Mention],
    quoted: list[bool],
    *,
    greeted: SpokenTo,
    age: float | None,
    doc_type: str,
) -> SpokenTo:
    """Whom 'you' means in the writer's own words: whom the note greets, or by what is theirs ('your nan', 'your son').

    Args:
        c: the Doc's columns.
        words: the lists.
        mentions: who is named where.
        quoted: whether each token is inside a quotation.
        greeted: whom the note greets.
        age: of the child.
        doc_type: of the note; in supervision 'you' is the worker.
    """
    yous = [m.start for m in mentions if m.kind == "you" and not m.vague and not quoted[m.start]]
    if not yous or greeted == "child":
        return "child" if yous else ""
    votes = [_vote(c.lower[i + 1 : i + 3], words, age) for i in yous if c.lower[i] in ("your", "ur")]
    children = [mention for mention in mentions if mention.kind == "child"]
    called = {mention.start for mention in children if mention.name}
    votes += [1 for i in yous if i + 1 in called or (i + 2 in called and c.lower[i + 1] == ",")]  # 'to see you, Kian'
    child, adult = votes.count(1), -sum(vote for vote in votes if vote < 0)
    named = sum(not quoted[mention.start] for mention in children)
    if greeted == "adult" and (adult or named > _SLIPS or (child < _SLIPS and len(yous) < _MANY)):
        return "adult"
    if doc_type == "supervision":
        return "child" if child >= _FEW and not adult else "adult"
    if adult > child or _speaks_of_child(c, children, yous, quoted):
        return "adult"
    return "" if not child and len(yous) < _FEW and named >= 2 * len(yous) else "child"


def _speaks_of_child(c: Columns, children: Sequence[Mention], yous: Sequence[int], quoted: list[bool]) -> bool:
    """Whether 'you' often does something with the child whom the sentence names: 'You put Jayden on the phone'."""
    named = {c.first[m.start] for m in children if m.name and not quoted[m.start] and not _is_set_off(c, m)}
    does = {c.first[i] for i in yous if c.dep[i] in _SUBJECTS}
    both = len(does & named)
    return both >= _FEW and both * _FEW >= len(does)


def _is_set_off(c: Columns, mention: Mention) -> bool:
    """A name that calls somebody: 'You told us, Theo, that …', 'to see you Ezra'."""
    i, end = mention.start, mention.end
    before = c.lower[i - 1] if c.first[i] != i else ""
    after = c.lower[end] if end < len(c) else ""
    return before in ("you", ",") or after == ","


def _vote(after: list[str], words: Words, age: float | None) -> int:
    """1 where what is 'yours' is a child's, below zero where it is a grown-up's."""
    if not after:
        return 0
    plan = after[0] == "child" and after[1:] in (["in"], ["protection"])  # 'your child in need plan'
    if after[0] in words["adult-has"] and not plan:
        return -3
    if after[0] in words["older-has"]:
        return -1 if (age or 0) < _OLDER else 0
    return 1 if any(word in words["child-has"] for word in after) else 0


def greeting(doc: Doc, mentions: Sequence[Mention], quoted: list[bool]) -> SpokenTo:
    """Whom the first greeting names, of those whose mentions are given."""
    c, text = columns(doc), text_of(doc)
    for found in filter(None, (_GREETING.match(text, line.start) for line in layout.of(doc))):
        at = bisect_left(c.start, found.start(1 if found[1] else 2))
        n = bisect_right(mentions, at, key=by_start) - 1
        if n < 0 or not mentions[n].start <= at < mentions[n].end or quoted[at]:
            continue
        if mentions[n].kind in ("child", "sibling"):
            return "child"
        if mentions[n].kind in ("family", "professional", "other"):
            return "adult"
    return ""
