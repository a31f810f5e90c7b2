"""Words of the child's own: quotations, the child's turns in a message log, and what only the child can have said.

Neither who is who nor the kind of the sentence alone is sure whose words a quotation holds; both together are asked.

Known misses: words without quotation marks, unless they are plainly first person ('you said I ay stopping').
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Final

from notecheck.people.speech import Speech
from notecheck.text.spans import runs
from notecheck.voice.reading import CHILD, FAIR, HARDLY, OTHERS, SUBJECTS, UNNAMED, Act, Part, Reading

_LISTENERS: Final = frozenset(("me", "us", "her", "him", "them", "to", "back"))
_BESIDE: Final = 3  # tokens between a subject, its verb of saying and the quotation behind it
_MOST_BELOW: Final = 20  # sentences below 'She wrote:'
_REACH: Final = 40  # tokens from a verb of saying to the quotation that it brings
_AFTER: Final = 4  # tokens from a quotation to the verb behind it: '"…", you said'
# How probable the kind child-voice has to be, measured on the training notes.
_SURE: Final = 0.65
_QUOTED: Final = 0.06
_TALKS: Final = 1.5  # age in years from which a child says more than a word or two
_BABBLED: Final = 2


class OwnWords:
    """Looks for words of the child's own in one Doc."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.c, self.words = reading, reading.c, reading.words
        self.kind, self.quoted = reading.kind, reading.quoted

    def parts(self) -> list[Part]:
        """All that is found."""
        parts = [*self._quotations(), *self._turns(), *self._unmarked()]
        if self.reading.age is None or self.reading.age >= _TALKS:
            return parts
        return [part for part in parts if self._words(part) <= _BABBLED]

    def _words(self, part: Part) -> int:
        return sum(word[0].isalpha() for word in self.c.text[part.start : part.end])

    def _quotations(self) -> Iterator[Part]:
        mine = False
        for start, end, goes_on in self._quoted_runs():
            mine = self._is_own(start, end, mine and goes_on)
            if mine:
                yield Part(start, end, "quotation")

    def _quoted_runs(self) -> Iterator[tuple[int, int, bool]]:
        """Quotations, cut where a sentence ends; whether each goes on from the one before."""
        firsts = [first for first, _ in self.c.sentences]
        for start, end in runs(self.quoted):
            inner = firsts[bisect_right(firsts, start) : bisect_left(firsts, end)]
            for n, (one, two) in enumerate(pairwise([start, *inner, end])):
                yield one, two, n > 0

    def _is_own(self, start: int, end: int, carried: bool) -> bool:
        sure = self.reading.voice(start)
        if (turn := self._in_turn(start)) is not None:
            return turn or sure >= OTHERS
        if carried:
            return sure >= _QUOTED
        by = self._brings(start, end)
        if self._is_childs_paper(start):
            return True
        if by is not None and by.child is False and self._is_plainly_by_other(by.start, start):
            return False
        if by is None:
            return sure >= (_SURE if self._speaker.get(start, "") not in ("", *CHILD) else UNNAMED)
        return sure >= (_SURE if by.child is False else _QUOTED)

    def _in_turn(self, i: int) -> bool | None:
        """Whether a turn of a message log in which a token stands is the child's; None where it stands in none."""
        n = bisect_right(self._turns_told, i, key=attrgetter("start"))
        if not n or i >= self._turns_told[n - 1].end or not self._turns_told[n - 1].kind:
            return None
        return self._turns_told[n - 1].kind in CHILD

    @cached_property
    def _turns_told(self) -> list[Speech]:
        return [speech for speech in self.reading.who.speech if speech.form == "turn"]

    def _is_plainly_by_other(self, verb: int, start: int) -> bool:
        """'and Craig said "…"': somebody else, by name or word, says it right beside the quotation."""
        c = self.c
        before = range(max(c.first[verb], verb - _BESIDE), verb)
        subject = next((j for j in reversed(before) if c.dep[j] in SUBJECTS or (j == verb - 1 and self.kind[j])), -1)
        if subject < 0 or not 0 < start - verb <= _BESIDE or c.pos[subject] == "PRON":
            return False
        between = range(verb + 1, start)
        return self.kind[subject] not in ("", "record", *CHILD) and all(self.kind[k] not in CHILD for k in between)

    def _is_childs_paper(self, start: int) -> bool:
        """'In his words: "…"', 'the list in Imogen's own writing: "…"'."""
        c, j = self.c, start - 1
        while j > c.first[start] and c.pos[j] == "PUNCT":
            j -= 1
        if c.lower[j] not in self.words.papers:
            return False
        j -= 1
        while j > c.first[start] and c.lower[j] in ("own", "'s", "’s"):
            j -= 1
        return j >= c.first[start] and self.kind[j] in CHILD and c.tag[j] != "NN"

    @cached_property
    def _speaker(self) -> dict[int, str]:
        """Whose words a quotation is said to be where the note lays it out so ('Dr Rao: fracture, "…"')."""
        return {speech.start: speech.kind for speech in self.reading.who.speech if speech.form == "quotation"}

    @cached_property
    def _verbs(self) -> list[int]:
        """The tokens of all verbs of saying, wishing or showing outside quotations."""
        return [act.start for act in self.reading.acts]

    def _brings(self, start: int, end: int) -> Act | None:
        """The verb that brings a quotation."""
        acts = self.reading.acts
        first, last = self.c.first[start], self.reading.last(start)
        n, m = bisect_left(self._verbs, start), bisect_left(self._verbs, end)
        near = max(first + 1, start - _REACH)
        while n and acts[n - 1].start >= near and self.c.dep[acts[n - 1].start] == "relcl":
            n -= 1  # 'Says to Carol, who texted me, "…"'
        before = acts[n - 1] if n and acts[n - 1].start >= max(first, start - _REACH) else None
        behind = acts[m] if m < len(acts) and acts[m].start < min(last, end + _AFTER) else None
        return behind if behind and (before is None or start <= first + 1) else before

    def _turns(self) -> Iterator[Part]:
        """Lines of a message log: '16.02 You: is mum still comin'."""
        for speech in self._turns_told:
            if speech.kind in CHILD:
                for start, end in self._by_sentence(speech.start, speech.end):
                    if not any(self.quoted[start:end]):
                        yield Part(start, end, "turn")

    def _by_sentence(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while start < end:
            after = min(end, self.reading.last(start))
            yield start, after
            start = after

    def _unmarked(self) -> Iterator[Part]:
        """Own words without quotation marks: 'you said aye go on then', 'You signed MORE', 'She wrote: I want …'."""
        c, words = self.c, self.words
        for act in self.reading.acts:
            lemma, sure = c.lemma[act.start], self.reading.voice(act.start)
            brings = lemma in words.says or lemma in words.shows
            if act.child is False or not brings or sure < (HARDLY if act.named else FAIR):
                continue
            last = self.reading.until(act.start)
            at = self._verbatim(act.start + 1, last)
            if at >= 0 and sure >= _QUOTED:
                yield Part(at, self.reading.last(at), "verbatim")
                continue
            capitals = [k for k in range(act.start + 1, last) if self._is_card(k)] if lemma in words.cards else []
            if capitals and (sure >= FAIR or "few-words" in self.reading.phrases):
                yield Part(capitals[0], capitals[-1] + 1, "card")
            if act.child and sure >= FAIR and last == self.reading.last(act.start) and self._announces(last):
                yield from self._below(last)

    def _verbatim(self, j: int, last: int) -> int:
        """Where words begin that only the child can have said; -1 if nowhere."""
        c, words = self.c, self.words
        colon = next((k + 1 for k in range(j, last) if c.text[k] == ":" and not self.quoted[k]), -1)
        while j < last - 1 and (c.pos[j] == "PUNCT" or c.lower[j] in _LISTENERS) and not self.quoted[j]:
            j += 1
        if j >= last or self.quoted[j]:
            return -1
        contracted = j + 1 < last and c.text[j + 1][:1] in ("'", "’")
        if c.lower[j] in words.verbatim or (contracted and c.lower[j] in ("i", "we")):
            return j
        near = range(colon, min(colon + 5, last)) if colon >= 0 else range(0)
        return colon if any(c.lower[k] in words.first_person and not self.quoted[k] for k in near) else -1

    def _is_card(self, k: int) -> bool:
        """A sign or a picture card, written in capitals."""
        text = self.c.text[k]
        return len(text) > 1 and text.isupper() and not self.kind[k] and not self.quoted[k]

    def _announces(self, last: int) -> bool:
        """Whether the sentence that ends here promises words: 'inside it says,'."""
        k = last - 1
        while k > 0 and self.c.text[k].isspace():
            k -= 1
        return self.c.text[k] in (":", ",")

    def _below(self, start: int) -> Iterator[Part]:
        """Sentences below 'She wrote:' in which nobody speaks of the child."""
        for _ in range(_MOST_BELOW):
            if start not in self.reading.statements or self.reading.voice(start) < FAIR:
                return
            end = self.reading.last(start)
            if any(self.kind[k] in CHILD or self.quoted[k] for k in range(start, end)):
                return
            yield Part(start, end, "below")
            start = end
