"""Sentences that read like a verdict and are none: a question, comfort, what was seen, what somebody knew or offers.

'None of this is your fault', 'Is it better for the children?', 'Mum was tearful', 'Nan did not know about it', 'The
risk is that you are hurt when nobody sober is watching', 'They have split up', 'Dad wanted money', 'MGM can have the
kids this weekend', 'Nan suffers from asthma', 'You can sit up and roll over', and 'School is going well' straight
after the writer's own 'I think …'. To mark them would teach a writer to leave them out.

Only what would be marked is looked at, so this costs next to nothing.

Known misses: comfort in other words ('we are not cross with you'); a fact about somebody that no list here holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from notecheck.people.who import Who
from notecheck.text.clauses import SUBJECTS, Clauses
from notecheck.text.columns import Columns

Words = Mapping[str, frozenset[str]]

_DENIES: Final = frozenset(("not", "n't", "n’t", "nt", "never", "none", "nothing", "nobody", "no", "neither", "nor"))
_ADULT: Final = frozenset(("family", "professional", "other", "addressee", "agency"))
_DID: Final = frozenset(("do", "say", "feel", "think", "tell", "write", "want", "ask"))
_QUOTES: Final = frozenset(("”", '"', "’", "'", ")"))
_ABSENT: Final = frozenset(("family", "sibling", "child", "professional", "other"))
_IS: Final = frozenset(("is", "'s", "’s"))
_ASKED_WELL: Final = frozenset(("question", "point"))
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NAMES: Final = (
    "blame", "allowed", "may", "free", "seen", "know", "aware", "of-what", "taunt", "risk", "hangs-on", "event", "want",
    "thing", "only", "goes", "well", "home", "there", "offer", "skill", "illness",
)  # fmt: skip


def words_of(lists: Mapping[str, Iterable[str]]) -> Words:
    """The lists `plain-…` by name; empty where there are none."""
    return {name: frozenset(lists.get(f"plain-{name}", ())) for name in _NAMES}


@dataclass(frozen=True)
class Plain:
    """Tells for one Doc whether words that would be marked are no verdict.

    Attributes:
        c: its columns.
        who: who is who in it.
        clauses: what hangs on each verb.
        words: the lists.
    """

    c: Columns
    who: Who
    clauses: Clauses
    words: Words

    def is_no_verdict(self, sentence: tuple[int, int], part: tuple[int, int], *, after_view: bool) -> bool:
        """Whether a part of a sentence only asks, comforts, tells what was seen or known, or carries a view on.

        Args:
            sentence: first token and one past the last.
            part: the same of the part that holds what would be marked.
            after_view: whether the sentence before is a view of the writer's own, in the same paragraph.
        """
        (first, last), (start, end) = sentence, part
        if self._asks(first, last) or self._comforts(start, end) or self._allows(start, end):
            return True
        if self._has_no_idea(first, start, end) or self._is_absent(start, end) or self._answers(start, end):
            return True
        verb = self._verb(start, end)
        if verb < 0:
            return False
        subject = self.clauses.subject_of(verb, self.c)
        return (
            self._is_seen(verb, subject)
            or self._knows(verb, subject, end)
            or self._is_risk(verb, subject, last)
            or self._is_event(verb, subject, end)
            or self._is_ill(verb, end)
            or self._wants_thing(verb, subject, end)
            or self._can_be_done(verb, subject, end)
            or (after_view and self._goes_well(verb, subject))
        )

    def is_shown_next(self, part: tuple[int, int], following: tuple[int, int]) -> bool:
        """'The home conditions were poor. The sink was full of plates': the next sentence tells what was seen there.

        Args:
            part: first token and one past the last of what would be marked, with its subject.
            following: the same of the sentence behind it, which tells what was seen or done.
        """
        verb = self._verb(*part)
        subject = self.clauses.subject_of(verb, self.c) if verb >= 0 else -1
        if subject < 0 or self.c.lower[subject] not in self.words["home"]:
            return False
        return len(self.words["there"].intersection(self.c.lower[slice(*following)])) >= _SHOWS

    def _verb(self, start: int, end: int) -> int:
        """The main verb of what would be marked; -1 for none."""
        c = self.c
        finite = next((i for i in range(start, end) if c.tag[i] in _FINITE), -1)
        return c.head[finite] if finite >= 0 and c.dep[finite] in ("aux", "auxpass") else finite

    def _asks(self, first: int, last: int) -> bool:
        end = last - 1
        while end > first and (self.c.text[end].isspace() or self.c.text[end] in _QUOTES):
            end -= 1
        return self.c.text[end] == "?"

    def _comforts(self, first: int, end: int) -> bool:
        """'None of this is your fault', 'You did nothing wrong', 'It is not because of anything you did'.

        Denied to the child, that is; what is said of a parent's fault stays a verdict.
        """
        c = self.c
        denied = next((i for i in range(first, end) if c.lower[i] in _DENIES), -1)
        if denied < 0 or self._is_about_adult(range(first, end)):
            return False
        blame = any(c.lower[i] in self.words["blame"] and self._is_blame(i, first) for i in range(first, end))
        did = any(self.who.kind[i] in ("child", "you") and c.lemma[i + 1] in _DID for i in range(denied + 1, end - 1))
        return blame or (did and any(c.lower[i] in _CAUSES or c.lemma[i] in _CAUSES for i in range(first, end)))

    def _is_blame(self, i: int, first: int) -> bool:
        """'in trouble', 'did nothing wrong', not 'she is no trouble'."""
        word, before = self.c.lower[i], range(first, i)
        if word == "trouble":
            return self.c.lower[i - 1] == "in"
        return word != "wrong" or any(self.c.lemma[j] == "do" for j in before)

    def _is_about_adult(self, tokens: Iterable[int]) -> bool:
        """Whether somebody grown up is blamed or cleared: the subject, or whose fault it is."""
        c, kind = self.c, self.who.kind
        return any(kind[i] in _ADULT and (c.dep[i] in SUBJECTS or c.dep[i] == "poss") for i in tokens)

    def _allows(self, first: int, end: int) -> bool:
        """'It is all right to miss your dad', 'It is normal to feel like that'."""
        c, words = self.c, self.words
        if not any(c.lower[i] == "it" for i in range(first, min(end, first + 3))):
            return False
        return any(
            c.lower[i] in words["allowed"] and c.lower[i + 1] == "to" and c.lower[i + 2] in words["may"]
            for i in range(first, end - 2)
        )

    def _is_seen(self, verb: int, subject: int) -> bool:
        """'Mum was tearful', not 'Mum was tearful and needy' or 'is always tearful'."""
        c, seen = self.c, self.words["seen"]
        if c.lemma[verb] != "be" or subject < 0 or not self.who.kind[subject]:
            return False
        said = self.clauses.complements.get(verb, ())
        if not said or any(c.lower[i] in self.words["only"] for i in range(subject, max(said))):
            return False
        return all(c.lower[i] in seen and all(c.lower[j] in seen for j in self._joined(i)) for i in said)

    def _joined(self, i: int) -> Iterator[int]:
        return (j for j in self.c.children[i] if self.c.dep[j] == "conj")

    def _knows(self, verb: int, subject: int, end: int) -> bool:
        """'Nan did not know about it', 'Dad was not aware that …', not 'knows exactly which buttons to press'."""
        c, words = self.c, self.words
        if subject < 0 or any(c.lower[i] in words["taunt"] for i in range(subject, end)):
            return False
        said = [verb] if c.lemma[verb] in words["know"] else self.clauses.complements.get(verb, ())
        for i in said:
            if i != verb and c.lower[i] not in words["aware"]:
                continue
            if i + 1 < end and c.lower[i + 1] in words["of-what"]:
                return True
        return False

    def _has_no_idea(self, first: int, start: int, end: int) -> bool:
        """'No idea who he is', 'Dad has no idea where she lives'; 'has no idea how to cook' judges somebody."""
        c = self.c
        at = next((i for i in range(start, end - 1) if c.lower[i : i + 2] == ["no", "idea"]), -1)
        if at < 0 or not self.words["taunt"].isdisjoint(c.lower[at:end]):
            return False
        behind = c.lower[at + 2] if at + 2 < end else ""
        return behind in _WHICH or (at <= first + 1 and (not behind or behind in _ASKED))

    def _is_absent(self, start: int, end: int) -> bool:
        """'No sign of Craig': who was not there was not seen; 'no sign of remorse' judges somebody."""
        c = self.c
        at = next((i for i in range(start, min(end, start + 3)) if c.lower[i : i + 3] == ["no", "sign", "of"]), -1)
        behind = range(at + 3, min(end, at + 5)) if at >= 0 else range(0)
        return any(c.pos[i] == "PROPN" or self.who.kind[i] in _ABSENT for i in behind)

    def _answers(self, start: int, end: int) -> bool:
        """'That's a really good question': said to the child, of what the child asked."""
        c = self.c
        said = c.lower[start:end]
        return said[:1] == ["that"] and said[1:2] != [] and said[1] in _IS and not _ASKED_WELL.isdisjoint(said[2:7])

    def _is_risk(self, verb: int, subject: int, last: int) -> bool:
        """'The risk is that you are hurt when …': a danger with what it hangs on."""
        c, words = self.c, self.words
        if subject < 0 or c.lemma[verb] != "be" or c.lemma[subject] not in words["risk"]:
            return False
        end = min(last, verb + _FAR)
        return "that" in c.lower[verb : verb + 3] and any(c.lower[i] in words["hangs-on"] for i in range(verb, end))

    def _is_ill(self, verb: int, end: int) -> bool:
        """'Nan suffers from asthma': an illness of the body, which is there whoever writes of it."""
        c = self.c
        told = c.lemma[verb] == "suffer" and c.lower[verb + 1 : verb + 2] in (["from"], ["with"])
        return told and not self.words["illness"].isdisjoint(c.lower[verb + 2 : end])

    def _is_event(self, verb: int, subject: int, end: int) -> bool:
        """'Mum and Dad have split up', 'They are divorced'."""
        c = self.c
        if subject < 0 or not self.who.kind[subject] or verb in self.clauses.negated or c.tag[verb] not in _PAST:
            return False
        behind = c.lower[verb + 1 : end]
        said = " ".join([c.lemma[verb], *behind[:1]])
        return said in self.words["event"] and not any(c.tag[i] in _DEGREES for i in range(verb + 2, end))

    def _wants_thing(self, verb: int, subject: int, end: int) -> bool:
        """'Dad wanted money', 'Mum wants a copy of the plan', not 'just wants sympathy'."""
        c, words = self.c, self.words
        if c.lemma[verb] not in words["want"] or subject < 0 or c.lower[verb - 1] in words["only"]:
            return False
        if self._declines(verb, subject):
            return True
        return any(c.dep[i] == "dobj" and c.lemma[i] in words["thing"] for i in c.children[verb] if i < end)

    def _declines(self, verb: int, subject: int) -> bool:
        """'You did not want a drink', of the child, who was there to say so; 'does not want help' is said of always."""
        c = self.c
        once = any(c.dep[i] == "aux" and c.lower[i] == "did" for i in c.children[verb])
        whats = (i for i in c.children[verb] if c.dep[i] == "dobj")
        a_thing = any(c.lower[j] in _ONE for i in whats for j in c.children[i])
        return once and verb in self.clauses.negated and self.who.kind[subject] in ("child", "you") and a_thing

    def _can_be_done(self, verb: int, subject: int, end: int) -> bool:
        """'MGM can have the kids', 'You can sit up', not 'can cope', 'can have a temper' or 'can read people well'."""
        c, words = self.c, self.words
        act = self._what_can_be_done(verb)
        if act < 0 or subject < 0 or not self.who.kind[subject]:
            return False
        if c.lower[subject] == "you" and c.lemma[act] in words["free"] and verb not in self.clauses.negated:
            return True  # 'You can change your mind', 'You can tell me'
        if any(c.tag[i] in _DEGREES and c.lower[i] in words["well"] for i in range(act, end)):
            return False
        acts = [act, *self._joined(act)]
        offered = all(c.lemma[i] in words["offer"] and self._is_of_people(i, end) for i in acts)
        return offered or all(c.lemma[i] in words["skill"] for i in acts)

    def _what_can_be_done(self, verb: int) -> int:
        """'can have', 'is able to have': the verb behind it; -1 where nothing is said to be possible."""
        c = self.c
        if any(c.dep[i] == "aux" and c.lower[i] in _CAN for i in c.children[verb]):
            return verb
        able = next((i for i in self.clauses.complements.get(verb, ()) if c.lower[i] == "able"), -1)
        return next((i for i in c.children[able] if c.dep[i] == "xcomp"), -1) if able >= 0 else -1

    def _is_of_people(self, verb: int, end: int) -> bool:
        """'have the kids', 'have him'; 'have a temper' says what somebody is like."""
        c = self.c
        if c.lemma[verb] not in ("have", "take"):
            return True
        return any(c.dep[i] == "dobj" and self.who.kind[i] for i in c.children[verb] if i < end)

    def _goes_well(self, verb: int, subject: int) -> bool:
        """'School is going well', of a thing: the view before it has said whose view this is."""
        c, words = self.c, self.words
        if c.lemma[verb] not in words["goes"] or subject < 0 or self.who.kind[subject] not in ("", "agency"):
            return False
        return verb not in self.clauses.negated and any(c.lower[i] in words["well"] for i in c.children[verb])


_ONE: Final = frozenset(("a", "an", "any", "the", "another", "more"))
_CAN: Final = frozenset(("can", "could", "ca"))
_CAUSES: Final = frozenset(("because", "cause", "make", "lead", "mean", "why", "start", "reason"))
_WHICH: Final = frozenset(("who", "where", "when", "whether", "if", "which", "whose"))
_ASKED: Final = frozenset(("what", "why", "how", "of", "about"))
_FAR: Final = 40
_SHOWS: Final = 2
"""Things of a home that tell what it was like; one alone may be where somebody sat."""
_PAST: Final = frozenset(("VBN", "VBD"))
_DEGREES: Final = frozenset(("JJ", "JJR", "JJS", "RB", "RBR", "RBS"))
