"""Where a note gives the child's voice: words of the child's own, what the child told or showed, how the child behaved.

Rests on who is who and on the kind of each sentence: neither alone is sure whose words a quotation holds. An adult's
account of what the child feels is not the child's voice.

Known misses: words of the child's own without quotation marks, unless they are plainly first person ('you said I ay
stopping'); a clause in the writer's words beside a quotation that the parser takes for a part of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from operator import attrgetter
from typing import Final, Literal

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from notecheck.note import note_of
from notecheck.people.speech import Speech
from notecheck.people.who import who_of
from notecheck.statements.kinds import Statement, statements_of
from notecheck.text.columns import Columns, columns

Kind = Literal["own-words", "reported", "observed", "how-obtained"]

CHILD: Final = ("child", "you")
_PRONOUNS: Final = frozenset(("he", "she", "they"))
_GENDER: Final = {"he": "m", "she": "f"}
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_MATTER: Final = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_FINITE: Final = ("VBD", "VBZ", "VBP", "MD")
_SAID: Final = frozenset(("said", "says", "told", "tells", "asked", "asks", "goes", "texted", "signed", "wants"))
_OBJECTS: Final = frozenset(("him", "me", "us", "them", "his", "my", "our", "their", "your"))
_LISTENERS: Final = frozenset(("me", "us", "her", "him", "them", "to", "back"))
_ASIDE: Final = frozenset(("who", "which", "when", "where", "while", "whilst"))
_BESIDE: Final = 3  # tokens between a subject, its verb of saying and the quotation behind it
_COMES: Final = frozenset(("come", "ring", "phone", "call", "text", "meet", "talk", "sit"))
_SEE: Final = frozenset(("see", "seen"))
_JOINS: Final = frozenset((",", "and", "then", "but"))
_CLIMB: Final = 6
_FAR: Final = 150
_TOOK_PART: Final = 2  # verbs in the past of which the child is the subject
_MOST_BELOW: Final = 20  # sentences below 'She wrote:'
_AHEAD: Final = 3  # tokens from the start of a sentence in which a verb has left out its subject: 'Said it was boring'
_NEAR: Final = 8  # tokens in which the subject of a verb without one is looked for
_REACH: Final = 40  # tokens from a verb of saying to the quotation that it brings
_AFTER: Final = 4  # tokens from a quotation to the verb behind it: '"…", you said'
# How probable the kind child-voice has to be, measured on the training notes.
_SURE: Final = 0.65
_MAY_BE: Final = 0.15
_HARDLY: Final = 0.03
_OTHERS: Final = 0.9
_FAIR: Final = 0.5
_UNNAMED: Final = 0.25
_PRONOUN: Final = 0.6
_CLAUSE: Final = 0.05
_NAMED: Final = 0.35
_QUOTED: Final = 0.06
_CARRIED: Final = 0.1
_TODDLER: Final = 2
_YOUNG: Final = 4  # age in years from which a child is expected to speak for itself
# Behaviour: how many signs are asked of a small child, and of an older one who hardly speaks; how much each counts.
_SEEN_BABY: Final = 0.6
_SEEN: Final = 1.0
_FEW_SEEN: Final = 1.1
_VAGUELY: Final = 0.6
_STATE: Final = 0.6
_HEARSAY: Final = 0.5
_WATCHED: Final = 6  # tokens after 'watched' in which the child stands


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the note that carry the child's voice, or that say how it was obtained; code points."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Part:
    """The same in tokens, with the sign by which it is known."""

    start: int
    end: int
    sign: str


@dataclass(frozen=True, slots=True)
class Act:
    """A verb of saying, wishing or showing.

    Attributes:
        at: its place.
        child: whether the child is its subject; None where nobody is named.
        named: whether that is told by a name or 'you'.
        least: how probable its sentence has to be, by its kind, for the child to be heard in it without a quotation.
    """

    at: int
    child: bool | None
    named: bool
    least: float


class Words:
    """The lists of lexicons/voice.yaml.

    Args:
        vocab: of the pipeline.
        lists: word lists by name.
    """

    def __init__(self, vocab: Vocab, lists: Mapping[str, Sequence[str]]) -> None:
        def named(name: str) -> frozenset[str]:
            return frozenset(lists.get(f"voice-{name}", ()))

        self.says, self.shows, self.wishes, self.tells = named("says"), named("shows"), named("wishes"), named("tells")
        self.acts = self.says | self.shows | self.wishes
        self.signs, self.pictures, self.cards = named("signs"), named("pictures"), named("cards")
        self.leads, self.no_places = named("leads"), named("no-places")
        self.means_with = named("means-with")
        self.means, self.meets, self.calls, self.gives = named("means"), named("meets"), named("calls"), named("gives")
        self.behaves, self.plainly, self.babyish = named("behaves"), named("behaves-plainly"), named("behaves-babyish")
        self.states, self.signals = named("states"), named("signals")
        self.apart, self.phones, self.hands = named("apart"), named("phones"), named("hands")
        self.deeds = self.tells | self.says | self.pictures | self.means
        self.seen = self.behaves | self.states | self.signals
        self.verbatim, self.first_person, self.papers = named("verbatim"), named("first-person"), named("papers")
        self.phrases = PhraseMatcher(vocab, attr="LOWER")
        for name in ("few-words", "unborn", "not-seen", "alone", "tools", "lines", "places", "doing", "watched"):
            self.phrases.add(name, [Doc(vocab, words=term.split()) for term in lists.get(f"voice-{name}", ())])


class Reader:
    """Reads one Doc."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.doc, self.words = doc, words
        self.c: Columns = columns(doc)
        self.who = who_of(doc)
        self.kind, self.quoted = self.who.kind, self.who.quoted
        self.statements: dict[int, Statement] = {each.start: each for each in statements_of(doc)}
        self.age = note_of(doc).child.age

    def voice(self, i: int) -> float:
        """How probable it is, by its kind, that the sentence of token `i` gives the child's voice."""
        return self.statements[self.c.first[i]].probabilities[0]

    def last(self, i: int) -> int:
        """One past the last token of a token's sentence."""
        return self.statements[self.c.first[i]].end

    def until(self, i: int) -> int:
        """The same, but no further from the token than a clause can matter: text without a stop takes no longer."""
        return min(self.last(i), i + _FAR)

    def below(self, i: int) -> list[int]:
        """The tokens that hang on token `i`; of very many, those nearest."""
        children = self.c.children[i]
        if len(children) <= _FAR:
            return children
        return children[bisect_left(children, i - _FAR) : bisect_left(children, i + _FAR)]

    @cached_property
    def phrases(self) -> dict[str, list[tuple[int, int]]]:
        """Matches of the phrase lists outside quotations, by list."""
        found: dict[str, list[tuple[int, int]]] = {}
        strings = self.doc.vocab.strings
        for key, start, end in self.words.phrases(self.doc):
            if not self.quoted[start]:
                found.setdefault(strings[key], []).append((start, end))
        return found

    @cached_property
    def acts(self) -> list[Act]:
        """Every verb of saying, wishing or showing outside quotations, in order."""
        c, acts, quoted = self.c, self.words.acts, self.quoted
        return [
            self._act(i)
            for i, lemma in enumerate(c.lemma)
            if lemma in acts and not quoted[i] and (c.pos[i] in ("VERB", "AUX") or c.lower[i] in _SAID)
        ]

    def _act(self, i: int) -> Act:
        """The name or 'you' is surer than 'he'; a verb that does not tell says little by itself."""
        c, child = self.c, self.is_childs(i)
        if child is False:
            return Act(i, child, named=False, least=_OTHERS)
        subject = next((j for j in self.below(i) if c.dep[j] in _SUBJECTS), -1)
        named = child is True and (subject < 0 or c.lower[subject] not in _PRONOUNS)
        if c.lemma[i] not in self.words.tells:
            return Act(i, child, named, _FAIR)
        if child is None:
            return Act(i, child, named, _UNNAMED if i - c.first[i] < _AHEAD else _FAIR)
        if self._has_clause(i) and self._opener(i) >= 0:
            return Act(i, child, named, _CLAUSE)
        return Act(i, child, named, _NAMED if named else _PRONOUN)

    def _has_clause(self, i: int) -> bool:
        """'wrote that she wants …': what was told stands in a clause of its own."""
        c = self.c
        return c.lower[i + 1 : i + 2] == ["that"] and any(k > i and c.dep[k] == "ccomp" for k in self.below(i))

    @cached_property
    def acts_in(self) -> dict[int, list[Act]]:
        """The same by sentence."""
        found: dict[int, list[Act]] = {}
        for act in self.acts:
            found.setdefault(self.c.first[act.at], []).append(act)
        return found

    # Who is the subject

    def is_childs(self, i: int) -> bool | None:
        """Whether the child is the subject of verb `i`; None where nobody is."""
        c = self.c
        if self._is_others(i):
            return False
        head = i
        for _ in range(_CLIMB):
            subject = next((j for j in self.below(head) if c.dep[j] in _SUBJECTS), -1)
            if subject >= 0:
                if c.dep[subject] == "nsubjpass":
                    return False
                if (child := self._is_child(subject)) is not None:
                    return child
                break
            if c.dep[head] != "conj" or c.head[head] == head:
                break
            head = c.head[head]
        return self._beside(i)

    def _is_others(self, i: int) -> bool:
        """'… for his birthday and Craig said': whose name stands before the verb, however it was parsed."""
        c, j = self.c, i - 1
        if c.tag[i] not in ("VBD", "VBZ") or j < c.first[i] or c.pos[j] == "PRON" or self.quoted[j]:
            return False
        joined = c.dep[j] in ("conj", *_SUBJECTS) and c.lower[max(0, j - 1)] in _JOINS
        return joined and self.kind[j] not in ("", "record", *CHILD)

    def _beside(self, i: int) -> bool | None:
        """The subject that the parser missed: the last person before the verb, or one just behind it ('said Tom')."""
        c, first = self.c, self.c.first[i]
        for j in range(i - 1, max(first, i - _NEAR) - 1, -1):
            if self.kind[j] and not self.quoted[j] and c.lower[j] not in _OBJECTS:
                return self._is_child(j)
        for j in range(i + 1, min(i + 3, self.last(i))):
            if self.kind[j] and c.dep[j] in _SUBJECTS and not self.quoted[j]:
                return self._is_child(j)
        return None

    def _opener(self, i: int) -> int:
        """The child, by name or 'you', as the first subject of a token's sentence, ahead of it; -1 where it is none."""
        c, first = self.c, self.c.first[i]
        for k in range(first, min(i, first + _FAR)):
            if c.dep[k] in _SUBJECTS and not self.quoted[k]:
                return k if self.kind[k] in CHILD and c.lower[k] not in _PRONOUNS else -1
        return -1

    def _goes_back(self, j: int) -> bool:
        """'Tom filled in a sheet with Ms Lam, and on it he wrote …': the pronoun is who did the first thing.

        Only where everybody else in between stands behind a preposition. A worker who writes it down for the child is
        as good; a relative of the other sex is not.
        """
        c = self.c
        opener = self._opener(j)
        if opener < 0 or c.lower[j] not in _PRONOUNS:
            return False
        others = [k for k in range(opener + 1, j) if self.kind[k] not in ("", *CHILD) and not self.quoted[k]]
        fits = _GENDER.get(c.lower[j], "") in self._genders or all(self.kind[k] == "professional" for k in others)
        return fits and all(c.dep[k] in ("pobj", "compound") for k in others)

    @cached_property
    def _genders(self) -> tuple[str, ...]:
        """What the child's pronouns may be."""
        return ("", self.who.child_gender) if self.who.child_gender else ("", "m", "f")

    def _is_loose(self, j: int) -> bool:
        """'Mother told me he had hit her' under a date: each entry of a chronology has to say who 'he' is."""
        if self._is_entries and self.c.lower[j] in _PRONOUNS:
            return not any(
                self.kind[k] in CHILD and self.c.lower[k] not in _PRONOUNS | _OBJECTS | {"her"}
                for k in range(max(self.c.first[j], j - _FAR), j)
            )
        return False

    @cached_property
    def _is_entries(self) -> bool:
        return note_of(self.doc).doc_type == "chronology"

    def _is_child(self, j: int) -> bool | None:
        """Whether a subject is the child, or something of the child's that speaks ('your list said')."""
        if self._is_loose(j):
            return False
        if self.kind[j] and self.kind[j] not in CHILD and self._goes_back(j):
            return True
        if not self.kind[j] and self.c.lemma[j] not in self.words.papers:
            return None
        if not self.kind[j] or self.kind[j] == "record":
            owner = next((k for k in self.below(j) if self.c.dep[k] == "poss"), -1)
            return self.kind[owner] in CHILD if owner >= 0 else None
        return self.kind[j] in CHILD

    # The child's own words

    @cached_property
    def own(self) -> list[Part]:
        """Words of the child's own."""
        return [*self._quotations(), *self._turns(), *self._unmarked()]

    def _quotations(self) -> Iterator[Part]:
        mine = False
        for start, end, goes_on in self._quoted_runs():
            mine = self._is_own(start, end, mine and goes_on)
            if mine:
                yield Part(start, end, "quotation")

    def _quoted_runs(self) -> Iterator[tuple[int, int, bool]]:
        """Quotations, cut where a sentence ends; whether each goes on from the one before."""
        marks = [i for i, (one, two) in enumerate(pairwise([False, *self.quoted, False])) if one != two]
        for start, end in zip(marks[::2], marks[1::2], strict=True):
            inner = [i for i in range(start + 1, end) if self.c.first[i] == i]
            for n, (one, two) in enumerate(pairwise([start, *inner, end])):
                yield one, two, n > 0

    def _is_own(self, start: int, end: int, carried: bool) -> bool:
        sure = self.voice(start)
        if (turn := self._in_turn(start)) is not None:
            return turn or sure >= _OTHERS
        if carried:
            return sure >= _QUOTED
        by = self._brings(start, end)
        if self._is_childs_paper(start):
            return True
        if by is not None and by.child is False and self._is_plainly_by_other(by.at, start):
            return False
        if by is None:
            return sure >= (_SURE if self._speaker.get(start, "") not in ("", *CHILD) else _UNNAMED)
        return sure >= (_SURE if by.child is False else _QUOTED)

    def _in_turn(self, i: int) -> bool | None:
        """Whether a turn of a message log in which a token stands is the child's; None where it stands in none."""
        n = bisect_right(self._turns_told, i, key=attrgetter("start"))
        if not n or i >= self._turns_told[n - 1].end or not self._turns_told[n - 1].kind:
            return None
        return self._turns_told[n - 1].kind in CHILD

    @cached_property
    def _turns_told(self) -> list[Speech]:
        return [speech for speech in self.who.speech if speech.form == "turn"]

    def _is_plainly_by_other(self, verb: int, start: int) -> bool:
        """'and Craig said "…"': somebody else, by name or word, says it right beside the quotation."""
        c = self.c
        before = range(max(c.first[verb], verb - _BESIDE), verb)
        subject = next((j for j in reversed(before) if c.dep[j] in _SUBJECTS or (j == verb - 1 and self.kind[j])), -1)
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
        return {speech.start: speech.kind for speech in self.who.speech if speech.form == "quotation"}

    def _brings(self, start: int, end: int) -> Act | None:
        """The verb that brings a quotation."""
        first, last = self.c.first[start], self.last(start)
        n = bisect_left(self.acts, start, key=attrgetter("at"))
        m = bisect_left(self.acts, end, key=attrgetter("at"))
        near = max(first + 1, start - _REACH)
        while n and self.acts[n - 1].at >= near and self.c.dep[self.acts[n - 1].at] == "relcl":
            n -= 1  # 'Says to Carol, who texted me, "…"'
        before = self.acts[n - 1] if n and self.acts[n - 1].at >= max(first, start - _REACH) else None
        behind = self.acts[m] if m < len(self.acts) and self.acts[m].at < min(last, end + _AFTER) else None
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
            after = min(end, self.last(start))
            yield start, after
            start = after

    def _unmarked(self) -> Iterator[Part]:
        """Own words without quotation marks: 'you said aye go on then', 'You signed MORE', 'She wrote: I want …'."""
        c, words = self.c, self.words
        for act in self.acts:
            lemma, sure = c.lemma[act.at], self.voice(act.at)
            brings = lemma in words.says or lemma in words.shows
            if act.child is False or not brings or sure < (_HARDLY if act.named else _FAIR):
                continue
            last = self.until(act.at)
            at = self._verbatim(act.at + 1, last)
            if at >= 0 and sure >= _QUOTED:
                yield Part(at, self.last(at), "verbatim")
                continue
            capitals = [k for k in range(act.at + 1, last) if self._is_card(k)] if lemma in words.cards else []
            if capitals and (sure >= _FAIR or "few-words" in self.phrases):
                yield Part(capitals[0], capitals[-1] + 1, "card")
            if act.child and sure >= _FAIR and last == self.last(act.at) and self._announces(last):
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
            if start not in self.statements or self.voice(start) < _FAIR:
                return
            end = self.last(start)
            if any(self.kind[k] in CHILD or self.quoted[k] for k in range(start, end)):
                return
            yield Part(start, end, "below")
            start = end

    # What the child told or showed, in the writer's words

    @cached_property
    def reported(self) -> list[Part]:
        """What the child said, wished, felt or drew, in the writer's words."""
        mine: dict[int, list[Part]] = {}
        ends: set[int] = set()  # last tokens of sentences that hold the child's own words
        for part in self.own:
            mine.setdefault(self.c.first[part.start], []).append(part)
            ends.add(self.last(part.start) - 1)
        found: list[Part] = []
        for first, last in self.c.sentences:
            goes_on = (bool(found) and found[-1].end == first) or (first - 1 in ends)
            told = self._reported(first, last, mine.get(first, []), carried=goes_on)
            found += [told] if told else []
        return found

    def _reported(self, first: int, last: int, own: Sequence[Part], *, carried: bool) -> Part | None:
        acts, sure = self.acts_in.get(first, []), self.voice(first)
        if sure < self._least(first, acts, carried=carried) or any(part.sign in ("turn", "below") for part in own):
            return None
        if own:
            covered, reach = set[int](), 0
            for part in sorted(own, key=attrgetter("start")):  # they overlap; each token is taken once
                covered.update(range(max(part.start, reach), part.end))
                reach = max(reach, part.end)
            clause = (act for act in acts if act.child is not False and act.at not in covered)
            found = (act.at for act in clause if self._tells(act, self.until(act.at), covered))
            return next((Part(at, last, "clause") for at in found), None)
        says = any(act.child for act in acts)
        if (any(self.quoted[first:last]) and not says) or (acts and all(self._is_sign(act) for act in acts)):
            return None  # somebody else's words; a sign alone
        return Part(first, last, "sentence")

    def _least(self, first: int, acts: Sequence[Act], *, carried: bool) -> float:
        """How probable the kind child-voice has to be for a sentence to tell what the child said."""
        if not acts:
            return _FAIR
        if carried and acts[0].child is None and acts[0].at - first < _AHEAD:
            return _CARRIED
        mine = [act.least for act in acts if act.child is not False]
        return min(mine, default=_OTHERS)

    def _is_sign(self, act: Act) -> bool:
        return self.c.lemma[act.at] in self.words.signs

    def _tells(self, act: Act, last: int, covered: set[int]) -> bool:
        """Whether a clause in the writer's words, beside a quotation, gives something that the child said."""
        c, words, lemma = self.c, self.words, self.c.lemma[act.at]
        if lemma in words.shows - words.pictures - words.wishes or (lemma == "ask" and act.child is None):
            return False
        opened = lemma in words.wishes or lemma in words.pictures or lemma == "ask"
        k, behind = act.at + 1, False
        while k < last:
            if k in covered or self.quoted[k]:
                opened, behind = False, True
                k += 1
            elif c.lower[k] in _ASIDE and (k == act.at + 1 or c.text[k - 1] == ","):
                k = next((j for j in range(k + 1, last) if c.text[j] in (",", ":")), last) + 1
            elif behind and c.lower[k] in _JOINS and self._goes_on(k, last):
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
        return opened and c.dep[k] not in _SUBJECTS

    def _goes_on(self, k: int, last: int) -> bool:
        """Behind a quotation: '…, and gave it a plaster', '… and Mum laughed'. What was done next is nothing said."""
        c = self.c
        while k < last and c.lower[k] in _JOINS:
            k += 1
        if k < last and self.kind[k] not in ("", *CHILD) and c.dep[k] in _SUBJECTS:
            k += 1
        return k < last and c.tag[k] in ("VBD", "VBZ") and c.pos[k] == "VERB"

    # How the child behaved

    @cached_property
    def is_young(self) -> bool:
        """Whether the child is too young to be expected to speak for itself."""
        return self.age is not None and self.age < _YOUNG

    @cached_property
    def observed(self) -> list[Part]:
        """Sentences that tell how a child who does not speak, or hardly, behaved and responded."""
        asked = _FEW_SEEN if not self.is_young else _SEEN if (self.age or 0) >= _TODDLER else _SEEN_BABY
        if sum(self._behaviour.values()) < asked:
            return []
        return [Part(first, self.last(first), "behaves") for first, weight in sorted(self._behaviour.items()) if weight]

    @cached_property
    def _behaviour(self) -> dict[int, float]:
        """How much each sentence tells of the behaviour of a small child, or of one who hardly speaks."""
        if not (self.is_young or "few-words" in self.phrases) or self.is_unborn:
            return {}
        c, words = self.c, self.words
        found: dict[int, float] = {}
        for i, lemma in enumerate(c.lemma):
            if lemma in words.seen and not self.quoted[i]:
                found[c.first[i]] = found.get(c.first[i], 0.0) + self._behaves(i)
        for start, end in self.phrases.get("watched", ()):
            if any(self.kind[k] == "child" for k in range(end, min(end + _WATCHED, self.last(start)))):
                found[c.first[start]] = found.get(c.first[start], 0.0) + 1.0
        return found

    @cached_property
    def is_unborn(self) -> bool:
        """Whether the child is not born yet, and does not only have a past in which it was not."""
        if self.age or "unborn" not in self.phrases:
            return False
        words = self.c.lower
        return not any(word == "born" and "before" not in words[max(0, i - 5) : i] for i, word in enumerate(words))

    @cached_property
    def may_be_heard(self) -> bool:
        """Whether anything at all may be the child's voice, so that nobody is told that it is missing."""
        if any(statement.probabilities[0] >= _MAY_BE for statement in self.statements.values()):
            return True
        return any(map(self._may_be, self.acts)) or any(self._behaviour.values())

    def _may_be(self, act: Act) -> bool:
        """Whether a verb may be the child's, for all that is known of 'he' and 'she'."""
        if act.child:
            return self.voice(act.at) >= _HARDLY or self._is_deed(act.at)
        if self.c.lemma[act.at] not in self.words.tells:
            return False
        if act.child is None:
            return self.voice(act.at) >= _HARDLY
        subject = next((j for j in self.below(act.at) if self.c.dep[j] in _SUBJECTS), -1)
        if subject < 0 or self.c.lower[subject] not in _PRONOUNS:
            return False
        gender = _GENDER.get(self.c.lower[subject])
        return self.who.child_gender in ("", gender) and any(self.quoted[act.at : self.until(act.at)])

    def _is_deed(self, i: int) -> bool:
        """Whether the child wrote, drew, said or filled in something, whatever the kind of the sentence."""
        c = self.c
        to_come = any(c.dep[k] == "aux" and c.tag[k] in ("MD", "TO") for k in self.below(i))
        return c.lemma[i] in self.words.deeds and not to_come

    @cached_property
    def was_not_seen(self) -> bool:
        """Whether the note says that the child was not seen; or that nobody was in, and nothing speaks against it."""
        c = self.c
        for start, end in self.phrases.get("not-seen", ()):
            near = range(max(c.first[start], start - _NEAR), min(end + 1, self.last(start)))
            child = any(self.kind[k] in CHILD or c.lower[k] == "you" for k in near)
            if child and any(word in _SEE for word in c.lower[start:end]):
                return True  # 'Tom was not seen', 'did not see you'
        return "not-seen" in self.phrases and not self.was_met and not self._took_part

    @cached_property
    def _took_part(self) -> bool:
        """Whether the note tells of things that the child did there."""
        did = (i for i, tag in enumerate(self.c.tag) if tag == "VBD" and not self.quoted[i] and self.is_childs(i))
        return len(list(islice(did, _TOOK_PART))) == _TOOK_PART

    @cached_property
    def was_met(self) -> bool:
        """Whether the writer saw the child or spoke with the child."""
        c, met = self.c, self.words.meets | self.words.calls
        return any(
            lemma in met
            and c.pos[i] == "VERB"
            and not self.quoted[i]
            and self.statements[c.first[i]].kind != "decision"
            and self._meets(i)
            for i, lemma in enumerate(c.lemma)
        )

    def _meets(self, i: int) -> bool:
        """'I saw you', 'Tom was seen', 'you came in'; not 'was not seen', 'to be seen', 'Mum saw Tom'."""
        c, kind, near = self.c, self.kind, self.below(i)
        if any(c.dep[k] in ("neg", "aux") and (c.dep[k] == "neg" or c.tag[k] in ("MD", "TO")) for k in near):
            return False
        subject = next((k for k in near if c.dep[k] in _SUBJECTS), -1)
        if subject >= 0 and kind[subject] in CHILD:
            return c.dep[subject] == "nsubjpass" or c.lemma[i] in _COMES
        if subject >= 0 and kind[subject] != "writer":
            return False
        return any(
            kind[k] in CHILD and (c.head[k] == i or (c.dep[k] == "pobj" and c.head[c.head[k]] == i))
            for k in range(i + 1, min(i + _NEAR, self.last(i)))
        )

    def _behaves(self, i: int) -> float:
        """How much a word tells of what the child was seen to do."""
        c, words, lemma = self.c, self.words, self.c.lemma[i]
        kind = self.statements[c.first[i]].kind
        if kind == "decision" or (not self.is_young and kind in ("opinion", "reported")):
            return 0.0
        if lemma in words.states:
            head = c.head[i]
            return _STATE if self.is_young and c.lemma[head] == "be" and self.is_childs(head) else 0.0
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
        return bool(self.is_childs(i))

    def _is_joined(self, i: int) -> bool:
        """Whether a participle hangs on a verb that has a subject: 'lay there, following the light'."""
        c = self.c
        return c.pos[c.head[i]] == "VERB" or any(c.dep[k] in (*_SUBJECTS, "aux") for k in self.below(i))

    def _is_unreal(self, i: int) -> bool:
        """'will settle', 'did not cry', 'to play': nothing that the child was seen to do."""
        c = self.c
        return any(c.dep[k] in ("aux", "neg") and c.tag[k] in ("MD", "TO", "RB") for k in self.below(i))

    def _has_adult(self, i: int) -> bool:
        """Whether somebody else is named as the subject of a verb, and not only 'she'."""
        c = self.c
        subjects = (k for k in self.below(i) if c.dep[k] in _SUBJECTS)
        return any(self.kind[k] not in ("", "child", "you") and c.pos[k] != "PRON" for k in subjects)

    # Out

    def evidence(self) -> Iterator[Evidence]:
        """Everything found, in code points."""
        kinds: dict[Kind, Iterable[Part]] = {
            "own-words": self.own,
            "reported": self.reported,
            "observed": self.observed,
        }
        for kind, parts in kinds.items():
            yield from self.spans(parts, kind)

    def spans(self, parts: Iterable[Part], kind: Kind) -> Iterator[Evidence]:
        """Parts as spans of the text, those that touch joined, without the space around them."""
        start = end = -1
        for part in sorted(parts, key=lambda part: (part.start, part.end)):
            if part.start > end:
                if start >= 0:
                    yield from self._span(start, end, kind)
                start, end = part.start, part.end
            elif part.sign == "quotation" or part.start < end:
                end = max(end, part.end)
            else:
                yield from self._span(start, end, kind)
                start, end = part.start, part.end
        if start >= 0:
            yield from self._span(start, end, kind)

    def _span(self, start: int, end: int, kind: Kind) -> Iterator[Evidence]:
        c = self.c
        while end > start and c.text[end - 1].isspace():
            end -= 1
        if end > start:
            yield Evidence(c.start[start], c.start[end - 1] + len(c.text[end - 1]), kind)
