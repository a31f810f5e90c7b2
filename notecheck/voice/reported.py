"""What the child said, wished, felt or drew, in the writer's words.

Known misses: a clause in the writer's words beside a quotation that the parser takes for a part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from notecheck.voice.reading import AHEAD, CHILD, FAIR, JOINS, LEAST, OTHERS, SUBJECTS, Act, Part, Reading

_MATTER: Final = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_FINITE: Final = ("VBD", "VBZ", "VBP", "MD")
_ASIDE: Final = frozenset(("who", "which", "when", "where", "while", "whilst"))
_CARRIED: Final = 0.1  # how probable the kind has to be where a sentence goes on from the child's words
_TELLS: Final = 1  # age in years from which a child may tell or ask for something


class Reported:
    """Looks for what the writer reports of the child in one Doc.

    Args:
        reading: of the Doc.
        own: the child's own words in it.
    """

    def __init__(self, reading: Reading, own: Sequence[Part]) -> None:
        self.reading, self.c, self.words, self.own = reading, reading.c, reading.words, own
        self.kind, self.quoted = reading.kind, reading.quoted

    def parts(self) -> list[Part]:
        """All that is found, in order; a baby tells nothing that could be reported."""
        if self.reading.age is not None and self.reading.age < _TELLS:
            return []
        mine: dict[int, list[Part]] = {}
        ends: set[int] = set()  # last tokens of sentences that hold the child's own words
        for part in self.own:
            mine.setdefault(self.c.first[part.start], []).append(part)
            ends.add(self.reading.last(part.start) - 1)
        found: list[Part] = []
        for first, last in self.c.sentences:
            if self.reading.voice(first) < LEAST:
                continue
            goes_on = (bool(found) and found[-1].end == first) or (first - 1 in ends)
            told = self._reported(first, last, mine.get(first, []), carried=goes_on)
            found += [told] if told else []
        return found

    def _reported(self, first: int, last: int, own: Sequence[Part], *, carried: bool) -> Part | None:
        acts, sure = self.reading.acts_in.get(first, []), self.reading.voice(first)
        if sure < self._least(first, acts, carried=carried) or any(part.sign in ("turn", "below") for part in own):
            return None
        if own:
            covered, reach = set[int](), 0
            for part in sorted(own, key=attrgetter("start")):  # they overlap; each token is taken once
                covered.update(range(max(part.start, reach), part.end))
                reach = max(reach, part.end)
            clause = (act for act in acts if act.child is not False and act.start not in covered)
            found = (act.start for act in clause if self._tells(act, self.reading.until(act.start), covered))
            return next((Part(at, last, "clause") for at in found), None)
        says = any(act.child for act in acts)
        if (any(self.quoted[first:last]) and not says) or (acts and all(self._is_sign(act) for act in acts)):
            return None  # somebody else's words; a sign alone
        return Part(first, last, "sentence")

    def _least(self, first: int, acts: Sequence[Act], *, carried: bool) -> float:
        """How probable the kind child-voice has to be for a sentence to tell what the child said."""
        if not acts:
            return FAIR
        if carried and acts[0].child is None and acts[0].start - first < AHEAD:
            return _CARRIED
        mine = [act.least for act in acts if act.child is not False]
        return min(mine, default=OTHERS)

    def _is_sign(self, act: Act) -> bool:
        return self.c.lemma[act.start] in self.words.signs

    def _tells(self, act: Act, last: int, covered: set[int]) -> bool:
        """Whether a clause in the writer's words, beside a quotation, gives something that the child said."""
        c, words, lemma = self.c, self.words, self.c.lemma[act.start]
        if lemma in words.shows - words.pictures - words.wishes or (lemma == "ask" and act.child is None):
            return False
        opened = lemma in words.wishes or lemma in words.pictures or lemma == "ask"
        k, behind = act.start + 1, False
        while k < last:
            if k in covered or self.quoted[k]:
                opened, behind = False, True
                k += 1
            elif c.lower[k] in _ASIDE and (k == act.start + 1 or c.text[k - 1] == ","):
                k = next((j for j in range(k + 1, last) if c.text[j] in (",", ":")), last) + 1
            elif behind and c.lower[k] in JOINS and self._goes_on(k, last):
                return False
            else:
                if self._is_content(k, opened, covered):
                    return True
                opened = opened or c.tag[k] in _FINITE
                k += 1
        return False

    def _is_content(self, k: int, opened: bool, covered: set[int]) -> bool:
        c = self.c
        if k + 1 in covered or c.pos[k] not in _MATTER:
            return False
        if c.tag[k] in _FINITE:
            return c.pos[k] == "VERB" and c.lemma[k] not in self.words.says
        return opened and c.dep[k] not in SUBJECTS

    def _goes_on(self, k: int, last: int) -> bool:
        """Behind a quotation: '…, and gave it a plaster', '… and Mum laughed'. What was done next is nothing said."""
        c = self.c
        while k < last and c.lower[k] in JOINS:
            k += 1
        if k < last and self.kind[k] not in ("", *CHILD) and c.dep[k] in SUBJECTS:
            k += 1
        return k < last and c.tag[k] in ("VBD", "VBZ") and c.pos[k] == "VERB"
