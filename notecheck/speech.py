"""Who speaks and who is spoken to: whose words a quotation gives, the turns of a conversation, whom 'you' means.

Known misses: a quotation whose speaker is only implied; a turn whose label is a nickname that nobody introduces.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from notecheck.columns import Columns
from notecheck.emails import Block
from notecheck.layout import Line
from notecheck.mentions import Mention, Words

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
_CARRIED: Final = 60
"""Words over which the speaker of one quotation is taken for that of the next."""
_LONGEST_LABEL: Final = 30
_STAMP: Final = r"[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ ]?[ap]m)?[\])]?"
_TURN: Final = re.compile(
    rf"(?:{_STAMP}[ \t]*[-–—,]?[ \t]*)?([^\W\d_][\w’'.-]*(?:[ ][^\W\d_][\w’'.-]*){{0,2}})([ ]{_STAMP})?[ \t]*"
    r"(?::|[-–—])[ \t]+(?=\S)"
)
_FIRST_STAMP: Final = re.compile(_STAMP)
_GREETING: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:(?:hi|hello|dear|hey|hiya|heya|annwyl|(?:good )?(?:morning|afternoon|evening))[ \t,]+"
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


def turns(c: Columns, text: str, lines: Sequence[Line], mentions: Sequence[Mention]) -> list[Speech]:
    """Lines of a conversation written out: at least two speakers, one of them 'Me' or 'You', or times of day."""
    by_start = [mention.start for mention in mentions]
    found: list[tuple[Speech, bool, str]] = []
    for line in lines:
        label = _TURN.match(text, line.mark, min(line.end, line.mark + 2 * _LONGEST_LABEL))
        if label is None:
            continue
        first, last = bisect_left(c.start, label.start(1)), bisect_left(c.start, label.end(1))
        at = bisect_left(by_start, first)
        if at == len(mentions) or mentions[at].start != first or not first < mentions[at].end <= last:
            continue
        mention = mentions[at]
        if last > mention.end or mention.kind in ("he", "she", "they", "record", "agency"):
            continue
        stamped = label[2] is not None or _FIRST_STAMP.match(text, line.mark) is not None
        start, end = bisect_left(c.start, label.end()), bisect_left(c.start, line.end)
        who = mention.kind if mention.kind in ("writer", "you") else mention.key
        if stamped or who in ("writer", "you") or text[label.end() - 2 : label.end()].startswith(":"):
            found.append((Speech(start, end, mention.kind, mention.start, "turn"), stamped, who))
    speakers = {who for _, _, who in found}
    logged = any(stamped for _, stamped, _ in found) or not speakers.isdisjoint(("writer", "you"))
    return [speech for speech, _, _ in found] if len(speakers) > 1 and logged else []


def speaker_of(
    c: Columns, kind: list[str], quoted: list[bool], says: frozenset[str], start: int, end: int, last: tuple[str, int]
) -> tuple[str, int]:
    """Class of the person who says a quotation, and where they are named: before it, after it, or as the last one.

    Args:
        c: the Doc's columns.
        kind: class of the person at each token.
        quoted: whether each token is inside a quotation.
        says: verbs of saying.
        start: first token of the quotation.
        end: one past its last.
        last: the answer for the quotation before.
    """
    first = c.first[start]
    said, nearest = False, -1
    for i in range(start - 1, max(first, start - _BACK) - 1, -1):
        if quoted[i]:
            continue
        said = said or c.lemma[i] in says
        if kind[i] not in _THINGS:
            if c.dep[i] in _SUBJECTS or c.lower[i + 1] == ":":
                return kind[i], i
            nearest = i
    after = range(end, min(len(c), end + _ON))
    if any(c.lemma[i] in says and not quoted[i] for i in after):
        persons = [i for i in after if kind[i] not in _THINGS and not quoted[i]]
        if persons:
            best = next((i for i in persons if c.dep[i] in _SUBJECTS), persons[0])
            return kind[best], best
    if nearest >= 0 and not said:
        return kind[nearest], nearest
    return last if last[1] >= max(0, first - _CARRIED) else ("", -1)


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
    yous = [m.start for m in mentions if m.kind == "you" and not quoted[m.start] and not is_idle(c, words, m.start)]
    if not yous or greeted == "child":
        return "child" if yous else ""
    votes = [_vote(c.lower[i + 1 : i + 3], words, age) for i in yous if c.lower[i] in ("your", "ur")]
    called = {mention.start for mention in mentions if mention.kind == "child" and mention.name}
    votes += [1 for i in yous if i + 1 in called or (i + 2 in called and c.lower[i + 1] == ",")]  # 'to see you, Kian'
    child, adult = votes.count(1), -sum(vote for vote in votes if vote < 0)
    named = sum(mention.kind == "child" and not quoted[mention.start] for mention in mentions)
    if greeted == "adult" and (adult or named > _SLIPS or (child < _SLIPS and len(yous) < _MANY)):
        return "adult"
    if doc_type == "supervision":
        return "child" if child >= _FEW and not adult else "adult"
    if adult > child:
        return "adult"
    return "" if not child and len(yous) < _FEW and named >= 2 * len(yous) else "child"


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


def is_idle(c: Columns, words: Words, i: int) -> bool:
    """'mind you', 'you lot', the letter in 'f/u' mean nobody."""
    before, after = c.lower[i - 1] if i else "", c.lower[i + 1] if i + 1 < len(c) else ""
    return before in words["idle-before"] or before == "/" or after in words["idle-after"]


def greeting(c: Columns, text: str, mentions: Sequence[Mention], quoted: list[bool]) -> SpokenTo:
    """Whom the first greeting names, of those whose mentions are given."""
    starts = [mention.start for mention in mentions]
    for found in _GREETING.finditer(text):
        at = bisect_left(c.start, found.start(1 if found[1] else 2))
        n = bisect_right(starts, at) - 1
        if n < 0 or not mentions[n].start <= at < mentions[n].end or quoted[at]:
            continue
        if mentions[n].kind in ("child", "sibling"):
            return "child"
        if mentions[n].kind in ("family", "professional", "other"):
            return "adult"
    return ""
