"""Where a note gives the child's voice: words of the child's own, what the child told or showed, how the child behaved.

Each is looked for in a module of its own: `own`, `reported`, `behaviour`; what they share is in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from spacy.tokens import Doc

from notecheck.text.columns import Columns
from notecheck.voice.behaviour import Behaviour
from notecheck.voice.meeting import Meeting
from notecheck.voice.own import OwnWords
from notecheck.voice.reading import GENDER, HARDLY, PRONOUNS, SUBJECTS, Act, Part, Reading
from notecheck.voice.reported import Reported
from notecheck.voice.words import Words

Kind = Literal["own-words", "reported", "observed", "how-obtained"]

_MAY_BE: Final = 0.15  # how probable the kind child-voice may be in a note in which the child is not heard


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the note that carry the child's voice, or that say how it was obtained; code points."""

    start: int
    end: int
    kind: Kind


class Hearing:
    """Looks for the child's voice in one Doc.

    Attributes:
        reading: what is known of the Doc beforehand.
        behaviour: how the child behaved.
        meeting: whether the child was met.
    """

    def __init__(self, doc: Doc, words: Words) -> None:
        self.reading = Reading(doc, words)
        self.behaviour, self.meeting = Behaviour(self.reading), Meeting(self.reading)

    @cached_property
    def own(self) -> list[Part]:
        """Words of the child's own."""
        return OwnWords(self.reading).parts()

    @cached_property
    def reported(self) -> list[Part]:
        """What the child said, wished, felt or drew, in the writer's words."""
        return Reported(self.reading, self.own).parts()

    @cached_property
    def observed(self) -> list[Part]:
        """Sentences that tell how a child who does not speak, or hardly, behaved and responded."""
        return self.behaviour.parts()

    def evidence(self) -> Iterator[Evidence]:
        """Everything found, in code points."""
        kinds: dict[Kind, list[Part]] = {"own-words": self.own, "reported": self.reported, "observed": self.observed}
        for kind, parts in kinds.items():
            yield from spans(self.reading.c, parts, kind)

    @cached_property
    def may_be_heard(self) -> bool:
        """Whether anything at all may be the child's voice, so that nobody is told that it is missing."""
        if any(statement.probabilities[0] >= _MAY_BE for statement in self.reading.statements.values()):
            return True
        return any(map(self._may_be, self.reading.acts)) or any(self.behaviour.weights.values())

    def _may_be(self, act: Act) -> bool:
        """Whether a verb may be the child's, for all that is known of 'he' and 'she'."""
        if act.child:
            return self.reading.voice(act.start) >= HARDLY or self._is_deed(act.start)
        if self.reading.c.lemma[act.start] not in self.reading.words.tells:
            return False
        if act.child is None:
            return self.reading.voice(act.start) >= HARDLY
        reading, c = self.reading, self.reading.c
        subject = next((j for j in reading.below(act.start) if c.dep[j] in SUBJECTS), -1)
        if subject < 0 or c.lower[subject] not in PRONOUNS:
            return False
        fits = reading.who.child_gender in ("", GENDER.get(c.lower[subject]))
        return fits and any(reading.quoted[act.start : reading.until(act.start)])

    def _is_deed(self, i: int) -> bool:
        """Whether the child wrote, drew, said or filled in something, whatever the kind of the sentence."""
        c = self.reading.c
        to_come = any(c.dep[k] == "aux" and c.tag[k] in ("MD", "TO") for k in self.reading.below(i))
        return c.lemma[i] in self.reading.words.deeds and not to_come


def spans(c: Columns, parts: Iterable[Part], kind: Kind) -> Iterator[Evidence]:
    """Parts as spans of the text, those that touch joined, without the space around them."""
    start = end = -1
    for part in sorted(parts, key=lambda part: (part.start, part.end)):
        if part.start > end:
            if start >= 0:
                yield from _span(c, start, end, kind)
            start, end = part.start, part.end
        elif part.sign == "quotation" or part.start < end:
            end = max(end, part.end)
        else:
            yield from _span(c, start, end, kind)
            start, end = part.start, part.end
    if start >= 0:
        yield from _span(c, start, end, kind)


def _span(c: Columns, start: int, end: int, kind: Kind) -> Iterator[Evidence]:
    while end > start and c.text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Evidence(c.start[start], c.start[end - 1] + len(c.text[end - 1]), kind)
