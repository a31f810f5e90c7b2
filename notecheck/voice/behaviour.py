"""How a child who does not speak yet, or hardly, was seen to behave and to respond.

An adult's account of what the child feels is not the child's voice.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

from notecheck.voice.reading import SUBJECTS, Part, Reading

_TODDLER: Final = 2
_YOUNG: Final = 4  # age in years from which a child is expected to speak for itself
# How many signs are asked of a small child, and of an older one who hardly speaks; how much each counts.
_SEEN_BABY: Final = 0.6
_SEEN: Final = 1.0
_FEW_SEEN: Final = 1.1
_VAGUELY: Final = 0.6
_STATE: Final = 0.6
_HEARSAY: Final = 0.5
_WATCHED: Final = 6  # tokens after 'watched' in which the child stands


class Behaviour:
    """Looks for what the child was seen to do in one Doc."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.c, self.words = reading, reading.c, reading.words
        self.kind, self.quoted, self.age = reading.kind, reading.quoted, reading.age

    @cached_property
    def is_young(self) -> bool:
        """Whether the child is too young to be expected to speak for itself."""
        return self.age is not None and self.age < _YOUNG

    def parts(self) -> list[Part]:
        """Sentences that tell how a child who does not speak, or hardly, behaved and responded."""
        asked = _FEW_SEEN if not self.is_young else _SEEN if (self.age or 0) >= _TODDLER else _SEEN_BABY
        if sum(self.weights.values()) < asked:
            return []
        told = sorted(first for first, weight in self.weights.items() if weight)
        return [Part(first, self.reading.last(first), "behaves") for first in told]

    @cached_property
    def weights(self) -> dict[int, float]:
        """How much each sentence tells of the behaviour of a small child, or of one who hardly speaks."""
        if not (self.is_young or "few-words" in self.reading.phrases) or self.is_unborn:
            return {}
        c, words = self.c, self.words
        found: dict[int, float] = {}
        for i in c.with_lemma(words.seen):
            if not self.quoted[i]:
                found[c.first[i]] = found.get(c.first[i], 0.0) + self._behaves(i)
        for start, end in self.reading.phrases.get("watched", ()):
            if any(self.kind[k] == "child" for k in range(end, min(end + _WATCHED, self.reading.last(start)))):
                found[c.first[start]] = found.get(c.first[start], 0.0) + 1.0
        return found

    @cached_property
    def is_unborn(self) -> bool:
        """Whether the child is not born yet, and does not only have a past in which it was not."""
        if self.age or "unborn" not in self.reading.phrases:
            return False
        words = self.c.lower
        return not any(word == "born" and "before" not in words[max(0, i - 5) : i] for i, word in enumerate(words))

    def _behaves(self, i: int) -> float:
        """How much a word tells of what the child was seen to do."""
        c, words, lemma = self.c, self.words, self.c.lemma[i]
        kind = self.reading.statements[c.first[i]].kind
        if kind == "decision" or (not self.is_young and kind in ("opinion", "reported")):
            return 0.0
        if lemma in words.states:
            head = c.head[i]
            return _STATE if self.is_young and c.lemma[head] == "be" and self.reading.is_childs(head) else 0.0
        if c.pos[i] == "NOUN":  # 'lots of smiles'
            return _VAGUELY if self.is_young and lemma in words.signals and kind != "reported" else 0.0
        if c.pos[i] not in ("VERB", "AUX") or self._is_unreal(i):
            return 0.0
        if " ".join(c.lower[i + 1 : i + 2]) in words.apart and c.dep[i + 1] in ("prt", "advmod"):
            return 0.0  # 'He turned up after the pub'
        weight = _HEARSAY if kind == "reported" else 1.0
        if self._does(i):
            return weight * (1.0 if lemma in words.plainly else _VAGUELY)
        return weight * _VAGUELY if self.is_young and lemma in words.babyish and not self._has_adult(i) else 0.0

    def _does(self, i: int) -> bool:
        """Whether the child is plainly the subject of a verb, by its own or by the one that it is joined to."""
        c = self.c
        if c.tag[i] == "VBG" and c.pos[i + 1 : i + 2] in (["DET"], ["NUM"]) and not self._is_joined(i):
            return False  # '9.1kg, following the 25th'
        return bool(self.reading.is_childs(i))

    def _is_joined(self, i: int) -> bool:
        """Whether a participle hangs on a verb that has a subject: 'lay there, following the light'."""
        c = self.c
        return c.pos[c.head[i]] == "VERB" or any(c.dep[k] in (*SUBJECTS, "aux") for k in self.reading.below(i))

    def _is_unreal(self, i: int) -> bool:
        """'will settle', 'did not cry', 'to play': nothing that the child was seen to do."""
        c = self.c
        return any(c.dep[k] in ("aux", "neg") and c.tag[k] in ("MD", "TO", "RB") for k in self.reading.below(i))

    def _has_adult(self, i: int) -> bool:
        """Whether somebody else is named as the subject of a verb, and not only 'she'."""
        c = self.c
        subjects = (k for k in self.reading.below(i) if c.dep[k] in SUBJECTS)
        return any(self.kind[k] not in ("", "child", "you") and c.pos[k] != "PRON" for k in subjects)
