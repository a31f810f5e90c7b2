"""The way through the mentions of a note on which its pronouns are settled, taken up again where an edit comes in.

Whom a pronoun means depends on who was mentioned before it, so it is settled mention by mention, from the first to the
last. All that later sentences can ask is who is in the reader's mind where they begin: a `Stop`. Some of them are kept
of each way. After an edit, the way goes on from the last stop before it; and where, behind the edit, it comes to a stop
of the old way with the same persons in mind, all that follows is as it was.

    before   a . . b . . c . . d . . e      stops of the old way
    now      a . . b . X c . . d . . e      gone from b; c finds others in mind, d the same as before
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Final, NamedTuple

from notecheck.carry.edit import Edit
from notecheck.carry.places import all_moved
from notecheck.people.mentions import Mention

_FAR: Final = 5
"""Sentences since a mention beyond which nothing is weighed otherwise."""
_OFTEN: Final = 3
"""Mentions beyond which nothing is."""
_GONE: Final = -2
EVERY: Final = 4
"""Sentences from one stop to the next."""
_LOOKS: Final = 2
"""Tokens beyond its own sentence that a mention is read by."""


@dataclass(slots=True)
class Person:
    """Somebody who was mentioned lately.

    Attributes:
        key: the same for all mentions of a person.
        kind: as in `who.Who.kind`.
        gender: 'm', 'f' or empty.
        name: first token of the last mention by a name or a noun; -1 for none.
        head: head of the last mention; no token where that was in a sentence gone by, whose verbs no other shares.
        sentence: number of the sentence of the last mention.
        named: number of the sentence of the last mention by a name or a noun.
        subject: whether the last mention was a subject.
        says: whether it was that of a verb of saying.
        plural: several people.
        pronoun: whether the last mention was a pronoun.
        count: mentions so far.
        line: number of the line on which the sentence of the last mention starts.
    """

    key: str
    kind: str
    gender: str
    name: int
    head: int
    sentence: int
    named: int
    subject: bool
    says: bool = False
    plural: bool = False
    pronoun: bool = False
    count: int = 1
    line: int = 0


class _Minded(NamedTuple):
    """What later sentences can ask of a person, wherever they stand: `Person` with distances in the place of numbers.

    Attributes:
        ago: sentences since the last mention.
        named_ago: since that by a name or a noun.
        often: how many mentions.
        here: on the line that the last sentence starts on.
    """

    key: str
    kind: str
    gender: str
    ago: int
    named_ago: int
    subject: bool
    says: bool
    plural: bool
    pronoun: bool
    often: int
    here: bool


class Stop(NamedTuple):
    """What is in the reader's mind where a sentence begins.

    Attributes:
        mention: number of the first mention of the sentence.
        token: first token of the sentence.
        persons: mentioned lately, the last one last.
        names: of each, first token of the last mention by a name or a noun; -1 for none.
        votes: of the pronouns so far, by the key of a person: above zero for 'm', below for 'f'.
        weighed: pronouns so far.
    """

    mention: int
    token: int
    persons: tuple[_Minded, ...]
    names: tuple[int, ...]
    votes: Mapping[str, int]
    weighed: int

    def recent(self, sentence: int, line: int) -> list[Person]:
        """The persons, as those of a sentence of some number on a line of some number find them."""
        return [
            Person(
                each.key,
                each.kind,
                each.gender,
                name,
                _GONE,
                sentence - each.ago,
                sentence - each.named_ago,
                each.subject,
                each.says,
                each.plural,
                each.pronoun,
                each.often,
                line if each.here else line - 1,
            )
            for each, name in zip(self.persons, self.names, strict=True)
        ]


def minded(person: Person, sentence: int, line: int) -> _Minded:
    """What can be asked of a person behind a sentence of some number on a line of some number."""
    return _Minded(
        person.key,
        person.kind,
        person.gender,
        min(sentence - person.sentence, _FAR),
        min(sentence - person.named, _FAR),
        person.subject,
        person.says,
        person.plural,
        person.pronoun,
        min(person.count, _OFTEN),
        person.line == line,
    )


@dataclass(frozen=True, eq=False, repr=False)
class Ground:
    """What a way goes by, beside the words of the note.

    Attributes:
        rows: the mentions.
        told: token of each pronoun that the writer explains → whom it means, and how far behind that stands.
        genders: by key, of the persons for whom the pronouns of the note tell it.
        quoted: whether each token is inside a quotation.
    """

    rows: list[Mention]
    told: Mapping[int, tuple[Any, ...]]
    genders: Mapping[str, str]
    quoted: list[bool]

    @classmethod
    def of(
        cls, mentions: list[Mention], told: Mapping[int, Mention], genders: Mapping[str, str], quoted: list[bool]
    ) -> Ground:
        """What is gone by."""
        whom = {i: (who.start - i, *who[2:]) for i, who in told.items()}
        return cls(mentions, whom, genders, quoted)

    def told_among(self, start: int, end: int, by: int) -> dict[int, tuple[Any, ...]]:
        """What the writer explains among some tokens, moved by so many."""
        return {i + by: who for i, who in self.told.items() if start <= i < end}


@dataclass(eq=False, repr=False)
class Way:
    """A way that has been gone, as data that goes with the report.

    Attributes:
        ground: what it went by.
        kind: class of the person at each token, as in `who.Who.kind`; empty where nothing had to be settled.
        gender: 'm', 'f' or empty, likewise.
        stands_for: the mention that the pronoun at each token stands for, or -1.
        points: how well each pronoun fits.
        stops: some of those on the way, in order.
    """

    ground: Ground
    kind: list[str]
    gender: list[str]
    stands_for: list[int]
    points: list[float] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)

    @classmethod
    def new(cls, ground: Ground) -> Way:
        """One that has still to be gone."""
        n = len(ground.quoted)
        return cls(ground, [""] * n, [""] * n, [-1] * n)

    @property
    def lists(self) -> tuple[list[Any], ...]:
        """Those with a value for each token."""
        return self.kind, self.gender, self.stands_for

    def kind_before(self, stop: Stop) -> str:
        """Class of whom the last mention before a stop means."""
        return self.kind[self.ground.rows[stop.mention - 1].start]


class Again:
    """An old way, as far as it can be gone again; the new one takes over what stands before the edit.

    Args:
        edit: that led to the Doc.
        old: the way through the text before.
        way: the new one, of which nothing has been gone.

    Attributes:
        begin: the stop that it goes on from; None for the first mention.
    """

    def __init__(self, edit: Edit, old: Way, way: Way) -> None:
        self._edit, self._old, self._way = edit, old, way
        self._more = len(way.ground.rows) - len(old.ground.rows)
        mine, theirs = way.ground.genders, old.ground.genders
        others = {key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)}
        self.begin = self._taken_up(others)
        self._later = {stop.mention + self._more: stop for stop in self._meetable(others)}

    def _taken_up(self, others: Set[str]) -> Stop | None:
        """The last stop before the edit, with what stands before it taken over."""
        old, way, first = self._old, self._way, self._edit.first
        mine, theirs = way.ground, old.ground
        least = bisect_left(theirs.rows, (first,))
        alike = _alike(mine.rows[:least], theirs.rows[:least], others)
        # Of a stop whose mention is not among them the sentence may begin elsewhere now.
        stops = [*takewhile(lambda stop: stop.mention < alike and stop.token + _LOOKS <= first, old.stops)]
        if not stops:
            return None
        last = stops[-1]
        told = mine.told_among(0, last.token, 0) == theirs.told_among(0, last.token, 0)
        if not told or mine.quoted[: last.token] != theirs.quoted[: last.token]:
            return None
        for new, known in zip(way.lists, old.lists, strict=True):
            new[: last.token] = known[: last.token]
        way.points += old.points[: last.weighed]
        way.stops += stops
        return last

    def _meetable(self, others: Set[str]) -> list[Stop]:
        """The old stops from which on all is as it was, but for who is in mind."""
        mine, theirs, by = self._way.ground, self._old.ground, self._edit.by_tokens
        behind = theirs.rows[bisect_left(theirs.rows, (self._edit.last_before + _LOOKS,)) :]
        moved = all_moved(behind, by)
        now = mine.rows[len(mine.rows) - min(len(moved), len(mine.rows)) :]
        since = len(theirs.rows) - _alike(now[::-1], moved[::-1], others)
        stops = [stop for stop in self._old.stops if stop.mention > since]
        if not stops:
            return []
        token = theirs.rows[stops[0].mention - 1].start  # the one before may be the owner: 'his | brother'
        told = mine.told_among(token + by, len(mine.quoted), -by) == theirs.told_among(token, len(theirs.quoted), 0)
        return stops if told and mine.quoted[token + by :] == theirs.quoted[token:] else []

    def meets(self, mention: int, reached: Callable[[], Stop]) -> bool:
        """Whether a mention begins a sentence at which the old way has the same in mind; then takes over what follows.

        Args:
            mention: its number.
            reached: gives what is in mind.
        """
        old = self._later.get(mention)
        if old is None:
            return False
        stop, now = reached(), self._edit.token_now
        if old.persons != stop.persons or old.votes != stop.votes or tuple(map(now, old.names)) != stop.names:
            return False
        if self._old.kind_before(old) != self._way.kind_before(stop):
            return False
        for new, known in zip(self._way.lists, self._old.lists, strict=True):
            new[stop.token :] = known[old.token :]
        stands_for, rows = self._way.stands_for, self._way.ground.rows
        for row in rows[mention:] if self._edit.by_tokens else ():
            stands_for[row.start] = self._now(stands_for[row.start])
        self._way.points += self._old.points[old.weighed :]
        self._way.stops += self._moved(old, stop.weighed - old.weighed)
        return True

    def _now(self, i: int) -> int:
        """Where a mention stands now that is in mind behind the edit, so that it is before it or behind it."""
        return i if i < self._edit.first else i + self._edit.by_tokens

    def _moved(self, since: Stop, weighed: int) -> Iterator[Stop]:
        """The old stops from one on, as those of the new way."""
        by = self._edit.by_tokens
        for stop in self._old.stops:
            if stop.mention >= since.mention:
                names = tuple(map(self._now, stop.names))
                mention, token = stop.mention + self._more, stop.token + by
                yield Stop(mention, token, stop.persons, names, stop.votes, stop.weighed + weighed)


def _alike(one: list[Mention], other: list[Mention], others: Set[str]) -> int:
    """How many mentions two lists have in common at their beginning, up to one of somebody of another gender."""
    if one == other and not others:
        return len(one)
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0].key not in others, pairs))
