"""What is decided or to be done: the tasks and decisions of each sentence, whether or not anybody owns them.

Decided from the kind of the sentence (`statements`) and from how English puts what is to come: passives ('to be
chased', 'will be kept'), needs ('needs doing'), bare orders in a list ('Chase CAMHS'), things that are to happen by
themselves ('minutes to follow'), tasks without a verb ('parenting assessment?'), and decisions told without their maker
('it was agreed'). What a sentence puts in the future needs less of its kind than an order or a noun does.

Known misses: a task without a verb that asks nothing ('bus pass'); a plan told as a story; an active verb with a
person before it ('Mum to ring'), which has its owner and is none of this module's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from notecheck.statements.lines import Line
from notecheck.text.word_lists import filled

_CERTAIN: Final = 0.9  # of a sentence's kind: for what may as well be hearsay
_MINE: Final = 0.8
_SURE: Final = 0.5  # for what only its kind tells from a story
_NOUN: Final = 0.4
_LIKELY: Final = 0.25  # for what its form tells from most stories
_MAYBE: Final = 0.1  # for what its form puts in the future
_BESIDE: Final = 6  # words from a conjunction to what stands in its clause
_LEFT: Final = 12  # words that a subordinate clause may run
_SHORT: Final = 4  # words of a task that is put as a question
_FIRM: Final = frozenset(("will", "'ll", "’ll", "ll", "shall", "should", "must", "ought"))
_BE: Final = frozenset(("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "s"))
_HAVE: Final = frozenset(("has", "have", "had"))
_BOUND: Final = frozenset(("is", "are", "has", "have", "needs", "need", "'s", "’s", "ought", "continue", "due"))
_PASSIVES: Final = frozenset(("be", "get"))
_CLAUSES: Final = frozenset(
    ("that", "while", "because", "if", "when", "which", "who", "whether", "until", "since", "as")
)
_SUPPOSED: Final = frozenset(("should", "could", "might", "would"))
_SAYS: Final = frozenset(("say", "tell", "think", "feel", "reckon", "believe", "ask"))
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP"))
_SAME: Final = frozenset(("put", "set", "let", "cut", "shut", "read"))  # in the past as well
_PAST: Final = ("ed", "held", "made", "sent", "done", "seen", "given", "taken")
_HABITS: Final = frozenset(("every", "each", "always", "often", "usually", "sometimes", "never", "twice"))
_NO_OBJECT: Final = frozenset((":", "care", "from", "between", "of", "is", "was"))
_NO_VERB: Final = frozenset(("with", "to", "on", "in", "at", "and", "by", "–", "-", "|"))
_ASKS: Final = frozenset(("what", "who", "how", "why", "when", "where", "which"))
_WISHES: Final = frozenset(("want", "like", "love", "wish", "hate", "ask", "prefer", "hope", "refuse", "deserve"))
_SAYS_WHAT: Final = frozenset(("ADP", "ADV", "DET", "ADJ", "NUM", "NOUN", "PROPN"))
_NEEDED: Final = frozenset(("needed", "required", "wanted", "outstanding"))
_DECISIONS: Final = frozenset(("decision", "agreement"))
_PLANS: Final = frozenset(("plan", "intention", "aim"))
_NEEDS: Final = frozenset(("need", "needs", "want", "wants", "requires", "needing"))
_SELVES: Final = frozenset(("me", "us", "you", "your", "yourself", "yours", "my"))
_DONE: Final = frozenset(("VBN", "VBD"))
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_LOOKS: Final = frozenset(("at", "into", "after", "for"))
_WAITS: Final = frozenset(("yet", "still"))
_ALSO: Final = frozenset(("still", "yet", "also", "then", "now", "urgently"))
_AGREED_WITH: Final = frozenset((",", ":", "by", "between", "with", "and"))
_INITIALS: Final = 3  # letters of a signature


class Task(NamedTuple):
    """A decision or an action: its tokens, what it is, and the token that it hangs on (a verb, or what happens)."""

    start: int
    end: int
    kind: Literal["decided", "passive", "order", "nobody", "thing"]
    at: int

    def moved(self, by: int) -> Task:
        """The same so many tokens further on."""
        return Task(self.start + by, self.end + by, self.kind, self.at + by)


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/decision-owner-words.yaml` about tasks, as sets; what each is for is said there."""

    decided: frozenset[str]
    firm: frozenset[str]
    opens: frozenset[str]
    loose: frozenset[str]
    arranged: frozenset[str]
    proposed: frozenset[str]
    deemed: frozenset[str]
    best: frozenset[str]
    nobody: frozenset[str]
    happens: frozenset[str]
    doing: frozenset[str]
    needed: frozenset[str]
    orders: frozenset[str]
    either: frozenset[str]
    no_task: frozenset[str]
    no_proof: frozenset[str]
    goes: frozenset[str]
    vague: frozenset[str]
    occasions: frozenset[str]
    meetings: frozenset[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """The lists by name, empty where there is none."""
        return filled(cls, lists, "owner-")

    @cached_property
    def signs(self) -> frozenset[str]:
        """Words of which `Tasks` looks for a task."""
        own = {"to", "being", *_PASSIVES, *_FIRM, *_NEEDS, *_NEEDED, *_DECISIONS, *_PLANS}
        return self.decided | self.deemed | own


class Tasks:
    """Looks for what is decided or to be done in one line, owned or not.

    Args:
        line: of the note.
        words: the lists.
    """

    def __init__(self, line: Line, words: Words) -> None:
        self.c, self.words = line.c, words
        self.start, self.end, self.first = line.start, line.end, line.first
        self.likely, self.own, self.listed = line.likely, line.own, line.listed
        self.at, self._opens = line.at, line.opens

    def find(self, *, orders: bool) -> Iterator[Task]:
        """The tasks and decisions; bare orders are looked for where `orders`, and where there is nothing else."""
        found = False
        signs = self.words.signs
        places = [i for i, word in enumerate(self.c.lower[self.start : self.end], self.start) if word in signs]
        if places and not self._is_asked():
            for i in places:
                task = self._task(i, self.c.lower[i])
                if task is not None and (task.kind == "decided" or not self._is_elsewhere(task.start)):
                    found = True
                    yield task
        if not found and orders and (self.likely >= _MAYBE or self.listed):
            yield from self._orders()
        if not found and self.likely >= _NOUN:
            yield from self._nouns()

    @property
    def _future(self) -> bool:
        """Whether what is put in the future is to be done by somebody here."""
        return self.likely >= _MAYBE or self.own >= _SURE

    def _is_told(self, i: int) -> bool:
        """'Mum thinks the door needs mending', 'I asked what needs doing', 'Nobody has to be told'."""
        c, before = self.c, range(max(self.start, i - _LEFT), i)
        if self.at(i - 1) == "what" or any(c.lower[j] in ("nobody", "noone") for j in before):
            return True
        told = any(c.lemma[j] in _SAYS and c.tag[j] in _FINITE for j in before)
        return told and self.likely < _CERTAIN

    def _task(self, i: int, word: str) -> Task | None:
        """The task of which a word is the sign; every such word is among `Words.signs`."""
        words = self.words
        if word in _PASSIVES:
            return self._to_be_done(i)
        if word == "to":
            return self._to_happen(i) if self._future else None
        if word in words.decided or word in words.deemed:
            return self._decided(i)
        if word in _FIRM or word in _NEEDS:
            return (self._should_happen(i) or self._needs(i)) if self._future else None
        if word == "being":
            return self._being_done(i)
        if word in _NEEDED:
            return self._is_needed(i)
        if word in _DECISIONS:
            return self._decision(i)
        return self._planned(i) if word in _PLANS else None

    def _is_asked(self) -> bool:
        """'What will be done | Who', 'What you want: to be left alone': a heading, a field, a wish."""
        c, first = self.c, self.first
        if first + 2 < self.end and (c.text[first + 1] in (".", ")") or c.text[first][-1] == "."):
            first += 1 + (c.text[first][-1] != ".")
        if c.lower[first] in ("what", "who"):
            return True
        return c.lower[first] in _ASKS and "." not in c.text[max(first, self.end - 3) : self.end]

    def _nouns(self) -> Iterator[Task]:
        """'Parenting assessment?', 'Ongoing life story work': a task without a verb."""
        c, kinds = self.c, ("NOUN", "PROPN", "ADJ", "PUNCT", "SYM", "SPACE", "ADP", "DET", "NUM", "X", "PART")
        inside = [i for i in range(self.first, self.end) if c.text[i][0].isalnum()]
        vague = bool(inside) and c.lower[inside[0]] in self.words.vague
        if not inside or any(c.pos[i] not in kinds for i in inside[vague:]) or c.lower[inside[0]] in _ASKS:
            return
        last = next(i for i in range(self.end - 1, self.start - 1, -1) if not c.text[i].isspace())
        if c.text[last] == "?" and c.text[last - 1] != "?" and len(inside) <= _SHORT:
            yield Task(inside[0], last + 1, "order", inside[0])
        elif vague and len(inside) > 1 and c.pos[inside[-1]] in _NOUNS:
            yield Task(inside[0], inside[0] + 1, "order", inside[0])

    def _is_elsewhere(self, i: int) -> bool:
        """Whether the words at a token are no task of this sentence."""
        return self._is_beside(i) or self._is_told(i)

    def _is_beside(self, i: int) -> bool:
        """In a sentence that is no decision: whether the words stand in a clause beside the main one."""
        near = self.c.lower[max(self.start, i - _BESIDE) : i]
        return self.likely < _LIKELY and not _CLAUSES.isdisjoint(near)

    def _to_be_done(self, i: int) -> Task | None:
        """'to be chased', 'will be kept', 'is still to be filled in'."""
        c, verb = self.c, self._participle(i + 1)
        first = i - 1
        while first > self.start and (c.pos[first] == "ADV" or c.lower[first] in ("continue", "also", "to")):
            if c.lower[first] == "to" and c.lower[first - 1] != "continue":
                break
            first -= 1
        if verb is None or first < self.start or c.lower[verb] in self.words.no_task:
            return None
        if c.lower[verb] in ("confirmed", "added", "advised") and self.at(first - 1) == ":":
            return None  # a gap left in a field
        if c.lower[first] == "to":
            return self._bound(first, verb)
        if c.lower[first] in _FIRM and (self.likely >= _LIKELY or self.own >= _SURE):
            return Task(first, self._after(verb), "passive", verb)
        return None

    def _bound(self, to: int, verb: int) -> Task | None:
        """'to be chased', with what binds it: 'is still', 'needs', 'will continue'."""
        c, before = self.c, to - 1
        while before > self.start and c.lower[before] in _ALSO:
            before -= 1
        if self.at(before) in _BOUND:
            if self._is_unknown(before, to, verb):
                return None
            habit = self.at(before) in _HAVE and not _HABITS.isdisjoint(c.lower[self.start : self.end])
            if (not self._future and "still" not in c.lower[before:to]) or (habit and self.likely < _SURE):
                return None
            before -= c.lower[before] == "continue" and self.at(before - 1) in _FIRM
            return Task(before, self._after(verb), "passive", verb)
        if self.likely < _LIKELY or self._is_wished(before):
            return None
        if before >= self.first + 1 and c.pos[before] in ("VERB", "ADJ", "ADV") and self.likely < 0.9:
            return None
        return Task(to, self._after(verb), "passive", verb)

    def _is_unknown(self, bound: int, to: int, verb: int) -> bool:
        """'has yet to be shown', 'is still to be seen': what nobody knows yet; 'to be shown to Mum' is a task."""
        waits = not _WAITS.isdisjoint(self.c.lower[bound:to])
        return waits and self.c.lower[verb] in self.words.no_proof and self.at(verb + 1) not in ("to", "by", "with")

    def _is_wished(self, before: int) -> bool:
        """'wants to be left alone', 'I do not want you to be moved'."""
        c = self.c
        if self.at(before) and c.lemma[before] in _WISHES and c.tag[before] != "VBN":
            return True
        return c.pos[before] == "PRON" and any(lemma in _WISHES for lemma in c.lemma[self.start : before])

    def _being_done(self, i: int) -> Task | None:
        """'is being booked'."""
        verb = self._participle(i + 1)
        if verb is None or self.at(i - 1) not in _BE or not self._future:
            return None
        return Task(i - 1, self._after(verb), "passive", verb) if self.c.lemma[verb] in self.words.doing else None

    def _to_happen(self, i: int) -> Task | None:
        """'Life story work to start', 'somebody to ring', 'still to do', 'To raise with Mum'."""
        c, verb = self.c, i + 1
        if self.at(verb) in ("", *_PASSIVES) or c.lower[verb] != c.lemma[verb]:
            return None
        if self.at(i - 1) == "still" and self.likely >= _LIKELY:
            return Task(i - 1, verb + 1, "thing", max(self.start, i - 2)) if c.lower[verb] in ("do", "come") else None
        if self._opens(i):
            follows = self.at(verb) in ("follow", "come", "confirm") and self.at(verb + 1) != "up"
            alone = not follows and c.tag[verb] in ("VB", "VBP", "NN")
            return Task(i, verb + 1, "order", verb) if alone and self.likely >= _SURE else None
        before = i - 1
        before -= c.lower[before] in ("needs", "need", "has", "have", "is", "are", "ought") and before > self.start
        if c.lower[before] in self.words.nobody:
            return Task(before, verb + 1, "nobody", verb) if self._opens(before) else None
        if self.likely < _LIKELY:
            return None
        alone = before == self.first and c.text[before].istitle() and c.tag[before] != "NNS"
        if alone and c.lower[verb] in self.words.goes:
            return None  # 'Clare to stay' names somebody, as far as anybody can tell
        verbs = any(pos in ("VERB", "AUX") for pos in c.pos[max(self.start, before - _LEFT) : before])
        held = (c.dep[before] in ("pobj", "dobj") and verbs) or self.at(before - 1) in ("your", "his", "her")
        noun = c.pos[before] in _NOUNS or (before == self.first and c.lower[before].endswith("ing"))
        if noun and c.lemma[verb] in self.words.happens and not held and self.likely >= _SURE:
            return Task(before + 1, verb + 1, "thing", before)
        return None

    def _should_happen(self, i: int) -> Task | None:
        """'Enquiries should continue', 'somebody should ring'."""
        c = self.c
        if c.lower[i] not in _FIRM or not (self.at(i - 1) and self.at(i + 1)):
            return None
        if c.lower[i - 1] in self.words.nobody and c.tag[i + 1] == "VB" and self._opens(i - 1):
            return Task(i - 1, self._what(i + 1), "nobody", i + 1)
        asked = "whether" in c.lower[max(self.start, i - _LEFT) : i] or self.likely < _LIKELY or c.lower[i + 1] == "be"
        happens = c.pos[i - 1] == "NOUN" and c.lemma[i + 1] in self.words.happens
        if c.lower[i] in ("should", "must") and happens and not asked:
            return Task(i, i + 2, "thing", i - 1)
        return None

    def _needs(self, i: int) -> Task | None:
        """'needs doing', 'wants sorting', 'Needs a referral', 'There needs to be a meeting', 'There is a need for'."""
        c, after = self.c, i + 1
        if c.lower[i] not in _NEEDS:
            return None
        if self.at(after).endswith("ing") and not self.at(after).endswith("thing"):
            return Task(i, after + 1, "passive", after) if c.pos[after] != "ADJ" else None
        if self.at(i - 1) == "there" and c.lower[after : after + 3] in (["to", "be", "a"], ["to", "be", "an"]):
            return Task(i - 1, self._what(after + 1), "passive", after)
        if c.lower[max(self.start, i - 3) : i] in (["there", "is", "a"], ["there", "'s", "a"]):
            return Task(i - 3, after, "passive", i) if self.at(after) in ("to", "for") else None
        if self.at(after) in ("a", "an", "another", "further", "more") and self._opens(i):
            noun = next(
                (j for j in range(after + 1, min(self.end, after + 4)) if c.lemma[j] in self.words.needed), None
            )
            return None if noun is None else Task(i, noun + 1, "passive", noun)
        return None

    def _is_needed(self, i: int) -> Task | None:
        """'Interpreter needed', 'Key work session wanted', 'Further assessment is required'."""
        c, before, after = self.c, i - 1, self.at(i + 1)
        if self.likely < _LIKELY and self.own < _MINE:
            return None
        while self.at(before) in _BE or self.at(before) in _ALSO:
            before -= 1
        if not self.at(before) or c.pos[before] not in _NOUNS or after in ("to", "that") or after.endswith("ing"):
            return None
        if any(c.dep[j] == "dobj" for j in c.children[i] if j > i):
            return None  # 'Lacey needed the toilet'
        modifies = (*_NOUNS, "ADJ")
        while before > self.start and c.head[before - 1] in range(before, i) and c.pos[before - 1] in modifies:
            before -= 1  # 'Key work session wanted'
        if not (_FIRM | {"no", "if", "as", "when", "where"}).isdisjoint(c.lower[self.start : i]):
            return None
        return Task(before, i + 1, "passive", i)

    def _decided(self, i: int) -> Task | None:
        """'It was agreed', 'Agreed to step down', 'Direct work was suggested', 'It was thought best'."""
        c, words, word, after = self.c, self.words, self.c.lower[i], self.at(i + 1)
        first = i
        while first > self.start and (c.lower[first - 1] in _BE | _HAVE or c.pos[first - 1] == "ADV"):
            first -= 1
        done, before = not _BE.isdisjoint(c.lower[first:i]), self.at(first - 1)
        if word in words.deemed:
            return self._deemed(first, i)
        if before in ("it", "its") and (done or before == "its"):
            ahead = word in words.firm or not _SUPPOSED.isdisjoint(c.lower[i + 1 : min(self.end, i + 12)])
            enough = self.likely >= (_CERTAIN if word == "suggested" else _LIKELY)  # 'it was suggested' is hearsay too
            return Task(first - 1, i + 1, "decided", i) if ahead or enough else None
        if first == i:
            return self._agreed(i, after)
        has_been = word not in words.arranged and "been" in c.lower[first:i] and self.own >= _SURE
        proposed = word in words.loose or (word in words.proposed and (has_been or self.likely >= _MAYBE))
        if done and proposed and c.lower[first] in _BE | _HAVE and not self._is_beside(first):
            return Task(first, i + 1, "decided", i)
        return None

    def _agreed(self, i: int, after: str) -> Task | None:
        """'Agreed to step down', 'Respite agreed'."""
        c, word = self.c, self.c.lower[i]
        if word in self.words.opens and self._opens(i) and after and after not in _AGREED_WITH:
            return Task(i, i + 1, "decided", i)
        ends = not after or not after[0].isalnum() or after in ("for", "until", "in")
        if word in ("agreed", "approved") and ends and (self.likely >= _LIKELY or self.own >= _MINE) and self.at(i - 1):
            thing = c.pos[i - 1] == "NOUN" or c.tag[i - 1] == "RP"
            return Task(i - 1, i + 1, "decided", i - 1) if thing else None
        return None

    def _decision(self, i: int) -> Task | None:
        """'Decision made', 'A decision was taken', 'Agreement was reached', 'There was agreement that'."""
        first, last = i - (self.at(i - 1) in ("a", "the")), i + 1
        if self.at(i) == "agreement" and self.at(i - 2) == "there" and self.at(i + 1) in ("that", "to"):
            return Task(i - 2, i + 1, "decided", i)
        while self.at(last) in _BE | _HAVE:
            last += 1
        made = self.at(last) in ("made", "taken", "reached") and self._opens(first)
        return Task(first, last + 1, "decided", last) if made else None

    def _planned(self, i: int) -> Task | None:
        """'The plan is to reduce visits'; with 'for Mum to …' it has its owner."""
        if self.at(i + 1) != "is":
            return None
        alone = self.at(i - 1) == "the" and self._opens(i - 1) and self.at(i + 2) == "to"
        return Task(i - 1, i + 2, "order", i) if alone and self.at(i + 3) != "be" else None

    def _deemed(self, first: int, i: int) -> Task | None:
        """'It was thought best', 'It was felt we should'."""
        named = self.at(first - 1) == "it"
        if not named and not (first == i and self._opens(i)):
            return None
        ought = any(word in ("we", "i") for word in self.c.lower[i + 1 : min(self.end, i + 3)])
        ought = ought and any(word in _FIRM for word in self.c.lower[i + 1 : min(self.end, i + 5)])
        if self.at(i + 1) not in self.words.best and not ought:
            return None
        return Task(first - named, i + 1 + (self.at(i + 1) in self.words.best), "decided", i)

    def _orders(self) -> Iterator[Task]:
        """'Chase CAMHS', 'Dad's calls - keep under review'."""
        c = self.c
        if not _SELVES.isdisjoint(c.lower[self.start : self.end]):
            return
        for i in range(self.start, self.end):
            if c.lower[i] in self.words.orders and self._opens(i) and not self._signs(i) and self._orders_at(i):
                yield Task(i, i + 1, "order", i)

    def _signs(self, i: int) -> bool:
        """'DO' alone in a line: Dee Okafor's initials."""
        return self.end - self.start == 1 and len(self.c.text[i]) <= _INITIALS and self.c.text[i].isupper()

    def _orders_at(self, i: int) -> bool:
        c, after = self.c, self.at(i + 1)
        if c.tag[i] in ("VBD", "VBN", "VBZ", "VBG") and not (c.lower[i] in _SAME and self.likely >= _CERTAIN):
            return False
        if after in _NO_OBJECT or (c.lower[i] == "keep" and after in ("up", "being", "going")):
            return False
        if self._is_meeting(i):
            return False
        noun, near = c.tag[i][:2] == "NN", range(i + 1, min(self.end, i + 4))
        if noun and any(
            c.tag[j] in _DONE and len(c.text[j]) > 3 and c.lower[j].endswith(_PAST) for j in near
        ):  # 'Review meeting held on 4 May'
            return False
        if c.lower[i] not in self.words.either:
            return True
        if not (self.likely >= _LIKELY or self.listed) or after in _NO_VERB or not after:
            return False
        if c.tag[i + 1] in _DONE:  # 'Visit made'
            return False
        return c.tag[i] in ("VB", "VBP") or c.pos[i + 1] in ("DET", "PRON", "PROPN", "SCONJ")

    def _is_meeting(self, i: int) -> bool:
        """'Review conference: 24 November 2025, 10am': the name of a meeting and its day, no task."""
        c, words = self.c, self.words
        if c.lower[i] not in words.either | words.occasions:
            return False
        k = i + 1
        while self.at(k) in words.meetings:
            k += 1
        return k > i + 1 and (self.at(k) in (":", "-", "–", "on", "at", "is", "date") or self.at(k)[:1].isdigit())

    def _participle(self, i: int) -> int | None:
        """The participle behind 'be', small words passed over: 'be viability assessed', 'be redone'."""
        c = self.c
        for j in range(i, min(self.end, i + 3)):
            if c.tag[j] in _DONE or c.lower[j].endswith("done"):
                return j
            if c.pos[j] not in ("ADV", "PART") and not (c.pos[j] == "NOUN" and self.at(j + 1).endswith("ed")):
                return None
        return None

    def _after(self, verb: int) -> int:
        """One past the verb and its particle: 'looked into', 'looked at'."""
        after = self.at(verb + 1)
        joined = after and self.c.dep[verb + 1] == "prt" and self.c.head[verb + 1] == verb
        return verb + 2 if joined or (self.c.lemma[verb] == "look" and after in _LOOKS) else verb + 1

    def _what(self, verb: int) -> int:
        """One past a verb and, where that is 'be', what it says: 'be in touch', 'be a meeting', 'be told'."""
        c, end = self.c, verb + 1
        if c.lower[verb] not in _PASSIVES:
            return end
        if (done := self._participle(end)) is not None:
            return self._after(done)
        last = min(self.end, end + _BESIDE)
        while end < last and c.pos[end] in _SAYS_WHAT and not (c.pos[end] == "ADP" and end > verb + 1):
            end += 1
        return end
