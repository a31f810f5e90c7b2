"""Whether the writer met the child, or the note says that the child was not seen."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import Final

from notecheck.voice.reading import CHILD, NEAR, SUBJECTS, Reading

_COMES: Final = frozenset(("come", "ring", "phone", "call", "text", "meet", "talk", "sit"))
_SEE: Final = frozenset(("see", "seen"))
_TOOK_PART: Final = 2  # verbs in the past of which the child is the subject


class Meeting:
    """Whether there was a meeting, as one Doc tells it."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.c, self.words = reading, reading.c, reading.words
        self.kind, self.quoted = reading.kind, reading.quoted

    @cached_property
    def was_not_seen(self) -> bool:
        """Whether the note says that the child was not seen; or that nobody was in, and nothing speaks against it."""
        c = self.c
        for start, end in self.reading.phrases.get("not-seen", ()):
            near = range(max(c.first[start], start - NEAR), min(end + 1, self.reading.last(start)))
            child = any(self.kind[k] in CHILD or c.lower[k] == "you" for k in near)
            if child and any(word in _SEE for word in c.lower[start:end]):
                return True  # 'Tom was not seen', 'did not see you'
        return "not-seen" in self.reading.phrases and not self.was_met and not self._took_part

    @cached_property
    def was_met(self) -> bool:
        """Whether the writer saw the child or spoke with the child."""
        c = self.c
        return any(
            c.pos[i] == "VERB"
            and not self.quoted[i]
            and self.reading.statements[c.first[i]].kind != "decision"
            and self._meets(i)
            for i in c.with_lemma(self.words.meets | self.words.calls)
        )

    @cached_property
    def _took_part(self) -> bool:
        """Whether the note tells of things that the child did there."""
        is_childs, quoted = self.reading.is_childs, self.quoted
        did = (i for i, tag in enumerate(self.c.tag) if tag == "VBD" and not quoted[i] and is_childs(i))
        return len(list(islice(did, _TOOK_PART))) == _TOOK_PART

    def _meets(self, i: int) -> bool:
        """'I saw you', 'Tom was seen', 'you came in'; not 'was not seen', 'to be seen', 'Mum saw Tom'."""
        c, kind, near = self.c, self.kind, self.reading.below(i)
        if any(c.dep[k] in ("neg", "aux") and (c.dep[k] == "neg" or c.tag[k] in ("MD", "TO")) for k in near):
            return False
        subject = next((k for k in near if c.dep[k] in SUBJECTS), -1)
        if subject >= 0 and kind[subject] in CHILD:
            return c.dep[subject] == "nsubjpass" or c.lemma[i] in _COMES
        if subject >= 0 and kind[subject] != "writer":
            return False
        return any(
            kind[k] in CHILD and (c.head[k] == i or (c.dep[k] == "pobj" and c.head[c.head[k]] == i))
            for k in range(i + 1, min(i + NEAR, self.reading.last(i)))
        )
