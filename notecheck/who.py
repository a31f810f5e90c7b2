"""Who is who: for each token the class of person it names, whom a pronoun stands for, who is spoken to as 'you'.

Every judgement rests on this. Who is named where comes from `mentions`. A pronoun stands for the person of its gender
who is most present in the reader's mind: named lately, as a subject, or the child, whom the note is about. Genders come
from titles and family words, and from the 'he' and 'her' that the note itself lets follow a name.

Known misses: two people of one gender in one sentence ('Dad told Kian he was late'); 'they' for one person whose
pronoun it is, where the note names several people too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails, layout, people
from notecheck.columns import Columns, columns
from notecheck.data import load_lexicons
from notecheck.memo import once_per_doc, text_of
from notecheck.mentions import CHILD, INFANT_AGE, Finder, Mention, Words, introduce, names_of, words_of
from notecheck.note import Note, note_of

Kind = Literal[
    "", "child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "record", "other"
]
Form = Literal["quotation", "turn", "email"]


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that are not the writer's own account.

    Attributes:
        start: index of the first token, quotation mark included.
        end: one past the last.
        kind: class of the person whose words they are, as in `Who.kind`; empty where it is not told.
        speaker: index of the token that names the speaker; -1 for none.
        form: a `quotation`; a `turn` in a conversation or message log written out ('Mum: no sleep again'); the body of
            an `email`.
    """

    start: int
    end: int
    kind: str
    speaker: int
    form: Form


@dataclass(frozen=True)
class Who:
    """Who is who in a note; the lists have one value for each token.

    Attributes:
        kind: class of the person that the token names or, for a pronoun, stands for: `child` (alone or among others:
            'both boys'), `you` (the child, spoken to), `addressee` (somebody else who is spoken to as 'you'), `writer`,
            `family` (foster carers, friends and neighbours too), `sibling` (any child that the note's fields name),
            `professional`, `agency`, `record` (a paper that speaks: 'the report'), `other`; empty for none. 'I' within
            somebody else's words is that person.
        stands_for: index of the mention that a pronoun stands for; -1 for none, or where it is not known.
        gender: 'm', 'f' or empty.
        quoted: inside a quotation.
        speech: quotations, turns of a conversation and pasted emails, in order of place.
        child_gender: 'm', 'f' or empty where the note does not tell.
        infant: whether the child is a baby by its age or its name.
        spoken_to: who is 'you': `child`, `adult`, or empty where nobody is.
        child_known: whether the fields or the note say who the child is.
    """

    kind: list[str]
    stands_for: list[int]
    gender: list[str]
    quoted: list[bool]
    speech: list[Speech]
    child_gender: str
    infant: bool
    spoken_to: Literal["child", "adult", ""]
    child_known: bool


class WhoComponent:
    """Writes who is who on a Doc; read it with `who_of`."""

    def __init__(self, words: Words, says: frozenset[str]) -> None:
        self._words, self._says = words, says

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data["notecheck_who"] = _Reader(doc, self._words, self._says).read()
        return doc


@once_per_doc
def who_of(doc: Doc) -> Who:
    """Who is who on a Doc that went through `notecheck_who`."""
    data = doc.user_data["notecheck_who"]
    return Who(**data | {"speech": [Speech(*row) for row in data["speech"]]})


@Language.factory("notecheck_who", default_config={"lexicons": None}, assigns=["doc.user_data"])
def _make(nlp: Language, name: str, lexicons: str | None) -> WhoComponent:  # noqa: ARG001
    known = load_lexicons(lexicons)
    return WhoComponent(words_of(known), frozenset(known.words.get("say", ())))


_PEOPLE: Final = frozenset(("child", "sibling", "family", "professional", "other"))
_GENDERED: Final = {"he": "m", "she": "f"}
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_OBJECTS: Final = frozenset(("dobj", "pobj", "dative"))
_POSSESSIVE: Final = frozenset(("his", "her", "their", "your", "my", "our", "hers", "theirs"))
_ANDS: Final = (["and"], ["&"], ["+"])
_ADJECTIVES: Final = frozenset(("JJ", "JJR", "JJS", "NN", "HYPH", "RB"))
_MOST_BETWEEN: Final = 3
_PLURAL_REACH: Final = 2
_RECENT: Final = 10
_SETTLED: Final = 8
_VOTE: Final = 0.3
_FAR: Final = 99
_OLDER: Final = 15


@dataclass(slots=True)
class _Person:
    """Somebody who was mentioned lately.

    Attributes:
        key: the same for all mentions of a person.
        kind: as in `Who.kind`.
        gender: 'm', 'f' or empty.
        at: first token of the last mention.
        name: first token of the last mention by a name or a noun; -1 for none.
        head: head of the last mention.
        sentence: number of the sentence of the last mention.
        named: number of the sentence of the last mention by a name or a noun.
        subject: whether the last mention was a subject.
        says: whether it was that of a verb of saying.
        plural: several people.
        count: mentions so far.
    """

    key: str
    kind: str
    gender: str
    at: int
    name: int
    head: int
    sentence: int
    named: int
    subject: bool
    says: bool = False
    plural: bool = False
    count: int = 1

    @property
    def pronoun(self) -> bool:
        """Whether the last mention was by a pronoun."""
        return self.at != self.name


# Fitted by models/who/fit.py on the training notes: which of those mentioned before does the annotation bear out?
WEIGHTS: Final[dict[str, float]] = {
    "known": 1.85, "unknown": 0.8, "rank-0": 0.16, "rank-2": -0.41, "rank-3": -0.12, "child": 0.8,
    "child-away-0": -0.25, "child-away-1": 0.53, "child-away-3": -0.99, "child-away-4": -0.99,
    "child-rival": -0.5,
    "rival": -0.5, "unnamed-3": -0.2, "unnamed-4": -0.4, "unnamed-5": -0.8,"to-child": -0.59, "to-child-far": -2.0, "family": 0.53, "professional": -0.4, "other": -0.47, "away-0": 0.96, "away-2": -1.22, "away-3": -2.02, "away-4": -2.82, "subject": 0.58, "pronoun": 0.3, "often": 0.61,
    "bound": -2.06, "same-subject": 0.39,
    "parallel": 0.88, "has-childs": 1.56, "has-adults": -1.5, "baby-says": -3.0, "child-unseen": 1.58,
    "child-unsexed": -0.21,
}  # fmt: skip


class _Reader:
    """Reads one note."""

    def __init__(self, doc: Doc, words: Words, says: frozenset[str]) -> None:
        self._doc, self._words, self._says = doc, words, says
        self._c = columns(doc)
        self._note = note_of(doc)
        n = len(self._c)
        self.kind, self.gender, self.stands_for = [""] * n, [""] * n, [-1] * n
        self.quoted = people.quoted(doc)
        self._votes: dict[str, list[int]] = {}
        self._child_gender = ""
        self._to_child = self._infant = False
        self._recent: list[_Person] = []
        self._sentence = 0
        self._fit = 0.0

    def read(self) -> dict[str, Any]:
        """The fields of `Who` as plain data."""
        c, words, note = self._c, self._words, self._note
        self._infant = infant = _is_infant(note)
        names = names_of(note, words)
        guessed = "" if names.by_first or not len(c) else _guess_child(text_of(self._doc))
        if guessed:
            names = names_of(Note("", child=type(note.child)(name=guessed)), words)
        several = bool(note.other_children)
        mentions = Finder(c, words, names, infant=infant, several=several).mentions()
        self._learn(mentions)
        told = self._spoken_to(mentions)
        speech = self._speech(mentions)
        self._to_child = told == "child" and self._mostly_you(mentions)
        for mention in mentions:
            if told == "child" and mention.kind == "child" and mention.name and self._is_called(mention):
                mention.kind = "you"
            elif self._to_child:
                _as_other(mention, self._c)
        self._settle_genders(mentions)
        self._resolve_best(mentions)
        self._write(mentions, told, speech)
        self._find_speakers(speech)
        return {
            "kind": self.kind,
            "stands_for": self.stands_for,
            "gender": self.gender,
            "quoted": self.quoted,
            "speech": [[each.start, each.end, each.kind, each.speaker, each.form] for each in speech],
            "child_gender": self._child_gender,
            "infant": infant,
            "spoken_to": told,
            "child_known": bool(names.by_first or names.letters) or told == "child",
        }

    def _learn(self, mentions: list[Mention]) -> None:
        """Give each name the class and gender that the note tells of it somewhere."""
        known = introduce(self._c, mentions, self._words)
        genders: dict[str, str] = {}
        for mention in mentions:
            learnt = known.get(mention.key) if mention.name else None
            if learnt and mention.kind == "other":
                mention.kind, mention.gender = learnt[0], mention.gender or learnt[1]
            elif mention.kind == "other" and mention.gender and mention.name:
                mention.kind = "professional"  # 'Mr Hayes' whom nobody introduces
            if mention.gender and mention.name:
                genders[mention.key] = mention.gender
        for mention in mentions:
            if mention.name and not mention.gender:
                mention.gender = genders.get(mention.key, "")

    # Genders

    def _settle_genders(self, mentions: list[Mention]) -> None:
        """Each 'he' and 'she' votes for the last person of unknown gender, most of all where nobody else fits."""
        c = self._c
        seen = {"m": -_FAR, "f": -_FAR}  # sentence in which somebody of that gender was last mentioned
        last: Mention | None = None
        where = sentence = 0
        first = -1
        for mention in mentions:
            i = mention.start
            if c.first[i] != first:
                first = c.first[i]
                sentence += 1
            if self.quoted[i]:
                continue
            if mention.kind in _GENDERED:
                gender = _GENDERED[mention.kind]
                if last is None or sentence - where > 2 or self._is_bound(i, last):
                    continue
                if sentence == where and c.dep[i] in _OBJECTS and seen[gender] > -_FAR:
                    continue
                weight = 3 if sentence - seen[gender] > 3 else 1 if seen[gender] < where else 0
                if weight == 3 and not self._to_child and last.kind != "child":
                    self._vote(CHILD, gender, 1)
                if weight and not (self._to_child and last.kind == "child" and sentence > where + 1):
                    self._vote(last.key, gender, weight)
            elif mention.kind in _PEOPLE and not mention.plural:
                if mention.kind == "child" and mention.gender:
                    self._vote(CHILD, mention.gender, 4)
                if mention.gender and mention.kind != "child":
                    seen[mention.gender] = sentence
                elif mention.kind == "child" or mention.name:
                    last, where = mention, sentence
        self._child_gender = self._gender_of(CHILD)

    def _is_bound(self, i: int, person: Mention) -> bool:
        """'Lacey told him' is two people."""
        c = self._c
        return c.dep[i] in _OBJECTS and any(c.head[j] == c.head[i] for j in range(person.start, person.end))

    def _vote(self, key: str, gender: str, weight: int) -> None:
        votes = self._votes.setdefault(key, [0, 0])
        votes[gender == "f"] += weight

    def _gender_of(self, key: str) -> str:
        men, women = self._votes.get(key, (0, 0))
        return "m" if men > women else "f" if women > men else ""

    # Pronouns

    def _resolve_best(self, mentions: list[Mention]) -> None:
        """Try the child as boy and as girl where the votes do not settle it, and keep what fits better."""
        men, women = self._votes.get(CHILD, (0, 0))
        if self._to_child or abs(men - women) >= _SETTLED or not any(m.kind in _GENDERED for m in mentions):
            self._resolve(mentions)
            return
        kind, gender, stands_for = self.kind, self.gender, self.stands_for
        fits: dict[str, float] = {}
        votes = {key: list(each) for key, each in self._votes.items()}
        for tried in ("m", "f"):
            self.kind, self.gender, self.stands_for = kind.copy(), gender.copy(), stands_for.copy()
            self._votes = {key: list(each) for key, each in votes.items()}
            self._child_gender = tried
            fits[tried] = self._resolve(mentions) + _VOTE * (men if tried == "m" else women)
        if fits["m"] > fits["f"]:
            self.kind, self.gender, self.stands_for = kind, gender, stands_for
            self._votes, self._child_gender = votes, "m"
            self._resolve(mentions)

    def _resolve(self, mentions: list[Mention]) -> float:
        """Settle in order of place whom each mention means; how well all of it fits."""
        c = self._c
        self._recent, self._sentence, self._fit = [], 0, 0.0
        first = -1
        before: Mention | None = None
        for mention in mentions:
            i = mention.start
            if c.first[i] != first:
                self._sentence += 1
                first = c.first[i]
            if self.quoted[i]:
                before = None
                continue
            kind = mention.kind
            if kind in _GENDERED:
                self._he_or_she(i, _GENDERED[kind])
            elif kind == "they":
                self._they(i)
            elif kind in _PEOPLE or kind in ("agency", "offspring") or (kind == "writer" and mention.name):
                self._take(mention, before)
            before = mention
        return self._fit

    def _take(self, mention: Mention, before: Mention | None) -> None:
        """Remember who is mentioned; 'his brother' may be the child, 'Mum's brother' is an uncle."""
        c, start, end = self._c, mention.start, mention.end
        kind, key = mention.kind, mention.key
        if kind in ("sibling", "offspring") and not mention.name:
            kind, key = self._kin_of(mention, before)
        gender = mention.gender or self._gender_of(key)
        if kind == "child" and not mention.plural:
            gender = self._child_gender or mention.gender
        self.kind[start:end] = [kind] * (end - start)
        self.gender[start:end] = [gender] * (end - start)
        if before is not None and c.lower[before.end : start] in _ANDS:
            self._join(before, mention)
        subject = any(dep in _SUBJECTS for dep in c.dep[start:end])
        says = subject and c.lemma[c.head[end - 1]] in self._says
        subject = subject or c.first[start] == start or self._is_contacted(mention)
        plural = mention.plural or kind == "agency"
        self._push(_Person(key, kind, gender, start, start, c.head[end - 1], *self._here, subject, says, plural))

    @property
    def _here(self) -> tuple[int, int]:
        return self._sentence, self._sentence

    def _is_contacted(self, mention: Mention) -> bool:
        """'Rang Dad.', 'I spoke to Sharon.': what follows is about them."""
        c, head = self._c, self._c.head[mention.end - 1]
        if c.dep[head] == "prep":
            head = c.head[head]
        if head >= mention.start or c.lemma[head] not in self._words["contact"]:
            return False
        return not any(c.dep[i] in _SUBJECTS and self.kind[i] != "writer" for i in range(c.first[head], head))

    def _join(self, one: Mention, two: Mention) -> None:
        """Two whom 'and' joins are several."""
        kinds = {self.kind[one.start], self.kind[two.start]}
        kind = "child" if "child" in kinds and kinds <= {"child", "sibling"} else (kinds - {"child"} or {""}).pop()
        if kind in _PEOPLE:
            head = self._c.head[one.start]
            key = f"{one.key}+{two.key}"
            self._push(_Person(key, kind, "", one.start, one.start, head, *self._here, subject=True, plural=True))

    def _kin_of(self, mention: Mention, before: Mention | None) -> tuple[str, str]:
        """Class and key of a brother, a sister, a son: by whose."""
        if mention.plural and mention.kind == "sibling":
            return "sibling", mention.key
        owner = self._owner(mention, before)
        fits = not self._child_gender or not mention.gender or self._child_gender == mention.gender
        if mention.kind == "offspring":
            named = self._c.tag[mention.end : mention.end + 1] in (["NNP"], ["NNPS"])  # 'her son Tyler'
            if named or owner not in ("family", "addressee", "other") or (self._to_child and owner != "family"):
                return "other", mention.key
            return ("child", CHILD) if fits and not mention.plural else ("sibling", mention.key)
        if owner == "sibling" and fits:
            return "child", CHILD
        if owner in ("family", "professional", "writer", "other"):
            return "family", f"{owner} {mention.key}"
        return "sibling", mention.key

    def _owner(self, mention: Mention, before: Mention | None) -> str:
        """Class of the person whose brother or son it is; empty where nobody stands before."""
        c = self._c
        if before is None or mention.start - before.end > _MOST_BETWEEN:
            return ""
        last, start = before.end - 1, before.end
        if c.lower[last] not in _POSSESSIVE:
            if c.tag[start : start + 1] != ["POS"] or start == mention.start:
                return ""
            start += 1
        return self.kind[last] if all(tag in _ADJECTIVES for tag in c.tag[start : mention.start]) else ""

    def _he_or_she(self, i: int, gender: str) -> None:
        """Take the person who fits best, by the weights of what is known of each."""
        c = self._c
        best: _Person | None = None
        kind, key, score = "other", "?", 0.0
        recent = self._recent
        if not self._to_child and self._child_gender in (gender, "") and all(p.key != CHILD for p in recent):
            score = max(score, WEIGHTS["child-unseen"] + (0.0 if self._child_gender else WEIGHTS["child-unsexed"]))
            kind, key = ("child", CHILD) if score > 0 else (kind, key)
        fitting = [p for p in reversed(recent) if not p.plural and p.gender in (gender, "")]
        here = self._signs_of_pronoun(i)
        rival = any(p.subject and p.gender and p.sentence == self._sentence for p in fitting)
        for rank, person in enumerate(fitting):
            points = sum(WEIGHTS.get(sign, 0.0) for sign in self._signs(i, here, person, rank, rival=rival))
            if points > score:
                best, score, kind, key = person, points, person.kind, person.key
        self._fit += score
        self._stand_for(i, gender, kind, key, best)

    def _stand_for(self, i: int, gender: str, kind: str, key: str, person: _Person | None) -> None:
        c = self._c
        name, named = (person.name, person.named) if person else (-1, self._sentence)
        if person is not None and not person.gender and key != CHILD:
            self._vote(key, gender, 1)
        self.kind[i], self.gender[i], self.stands_for[i] = kind, gender, name
        subject = c.dep[i] in _SUBJECTS
        says = subject and c.lemma[c.head[i]] in self._says
        self._push(_Person(key, kind, gender, i, name, c.head[i], self._sentence, named, subject, says))

    def _signs_of_pronoun(self, i: int) -> list[str]:
        """What the place of a pronoun says for or against the child."""
        c = self._c
        if c.tag[i] == "PRP$":
            thing = c.lower[c.head[i]]
            if thing in self._words["child-has"]:
                return ["has-childs"]
            return ["has-adults"] if thing in self._words["adult-has"] else []
        return ["baby-says"] if self._infant and c.dep[i] in _SUBJECTS and c.lemma[c.head[i]] in self._says else []

    def _signs(self, i: int, here: list[str], person: _Person, rank: int, *, rival: bool) -> list[str]:
        """Names of the weights that speak for or against a person; those without a weight say nothing."""
        c, dep = self._c, self._c.dep[i]
        away = min(self._sentence - person.sentence, 4)
        found = ["known" if person.gender else "unknown", f"rank-{min(rank, 3)}"]
        if person.kind == "child":
            found += ["child", f"child-away-{away}", *here]
            if self._to_child:
                found.append("to-child" if away < 2 else "to-child-far")
        else:
            found += [person.kind, f"away-{away}", f"unnamed-{min(self._sentence - person.named, 5)}"]
        if rival and away:
            found.append("child-rival" if person.kind == "child" else "rival")
        if person.subject:
            found.append("subject")
        if person.pronoun:
            found.append("pronoun")
        if person.count > 2:
            found.append("often")
        if away == 0:
            if dep in _OBJECTS and person.head == c.head[i] and c.tag[i] != "PRP$":
                found.append("bound")
            if person.subject and not person.says and dep in _SUBJECTS:
                found.append("same-subject")
        elif away == 1 and person.subject and c.first[i] == i and dep in _SUBJECTS:
            found.append("parallel")
        return found

    def _they(self, i: int) -> None:
        """The last several, or body, named; 'them both', 'both of them' are the children where they were named."""
        c = self._c
        if c.lower[i + 1 : i + 2] == ["both"] or (i > 1 and c.lower[i - 2 : i] == ["both", "of"]):
            kinds = {person.kind for person in self._recent}
            if kinds >= {"child", "sibling"} and not self._to_child:
                self.kind[i] = "child"
                return
        for person in reversed(self._recent):
            if person.plural and self._sentence - person.sentence <= _PLURAL_REACH:
                self.kind[i], self.stands_for[i] = person.kind, person.name
                return

    def _push(self, person: _Person) -> None:
        recent = self._recent
        for n, known in enumerate(recent):
            if known.key == person.key:
                person.count = known.count + 1
                del recent[n]
                break
        recent.append(person)
        if len(recent) > _RECENT:
            del recent[0]

    # Who is spoken to

    def _spoken_to(self, mentions: list[Mention]) -> Literal["child", "adult", ""]:
        """Who 'you' is outside quotations and pasted emails."""
        c, words = self._c, self._words
        yous = [
            m.start for m in mentions if m.kind == "you" and not self.quoted[m.start] and not self._is_idle(m.start)
        ]
        if not yous:
            return ""
        greeted = self._greeted(mentions)
        if greeted:
            return greeted
        child = adult = 0
        for i in yous:
            if c.lower[i] in ("your", "ur"):
                near = c.lower[i + 1 : i + 4]
                plan = near[0] == "child" and near[1:2] in (["in"], ["protection"]) if near else False
                if near and near[0] in words["adult-has"] and not plan:  # 'your child in need plan'
                    adult += 3
                elif near and near[0] in words["older-has"]:
                    adult += (self._note.child.age or 0) < _OLDER
                elif any(word in words["child-has"] for word in near[:2]):
                    child += 1
        if self._note.doc_type == "supervision":
            return "child" if child > 2 and not adult else "adult"
        if adult > child:
            return "adult"
        if child == 0 and len(yous) < 3:
            named = sum(m.kind == "child" and not self.quoted[m.start] for m in mentions)
            if named > 2 * len(yous):
                return ""
        return "child"

    def _mostly_you(self, mentions: list[Mention]) -> bool:
        named = sum(m.kind == "child" and not self.quoted[m.start] for m in mentions)
        yous = sum(m.kind == "you" and not self.quoted[m.start] for m in mentions)
        return yous > named

    def _is_idle(self, i: int) -> bool:
        """'mind you', 'you lot', the letter in 'f/u' mean nobody."""
        c, words = self._c, self._words
        before, after = c.lower[i - 1] if i else "", c.lower[i + 1] if i + 1 < len(c) else ""
        return before in words["idle-before"] or before == "/" or after in words["idle-after"]

    def _greeted(self, mentions: list[Mention]) -> Literal["child", "adult", ""]:
        """Whom the greeting at the head of the note, or of its first paragraph, names."""
        text = text_of(self._doc)
        for found in _GREETING.finditer(text):
            at = bisect_left(self._c.start, found.start(found.lastindex or 0))
            mention = next((m for m in mentions if m.start <= at < m.end), None)
            if at >= len(self.quoted) or self.quoted[at]:
                continue
            if mention is not None and mention.kind in ("child", "sibling"):
                return "child"
            if mention is not None and mention.kind in ("family", "professional", "other"):
                return "adult"
        return ""

    # Other people's words

    def _speech(self, mentions: list[Mention]) -> list[Speech]:
        found = [Speech(start, end, "", -1, "quotation") for start, end in _spans(self.quoted)]
        found += self._emails()
        found += self._turns(mentions)
        return sorted(found, key=lambda speech: (speech.start, -speech.end))

    def _emails(self) -> Iterator[Speech]:
        starts = self._c.start
        for block in emails.of(self._doc):
            if block.kind == "body":
                yield Speech(bisect_left(starts, block.start), bisect_left(starts, block.end), "other", -1, "email")

    def _turns(self, mentions: list[Mention]) -> Iterator[Speech]:
        """Lines of a conversation written out: at least two speakers, one of them 'Me' or 'You', or times of day."""
        starts = self._c.start
        labelled = []
        by_start = [mention.start for mention in mentions]
        text = text_of(self._doc)
        for line in layout.of(self._doc):
            if line.label_end <= line.body or line.label_end >= line.end or line.label_end - line.mark > 30:
                continue
            first, last = bisect_left(starts, line.body), bisect_left(starts, line.label_end)
            at = bisect_left(by_start, first)
            if at < len(mentions) and mentions[at].start < last and _names_speaker(self._c, mentions[at], first, last):
                stamped = _STAMP.search(text, line.mark, line.label_end) is not None
                labelled.append((last, bisect_left(starts, line.end), mentions[at], stamped))
        speakers = {mention.kind if mention.kind in ("writer", "you") else mention.key for *_, mention, _ in labelled}
        logged = any(stamped for *_, stamped in labelled) or bool(speakers & {"writer", "you"})
        if len(labelled) < 2 or len(speakers) < 2 or not logged:
            return
        for start, end, mention, _ in labelled:
            yield Speech(start, end, mention.kind, mention.start, "turn")

    def _find_speakers(self, speech: list[Speech]) -> None:
        """Whose words each quotation gives, by the verb of saying beside it."""
        last = ("", -1)
        for n, each in enumerate(speech):
            if each.form == "turn":
                kind = self.kind[each.speaker]
                speech[n] = Speech(each.start, each.end, kind, each.speaker, each.form)
                last = kind, each.speaker
            elif each.form == "quotation":
                last = self._speaker(each, last)
                speech[n] = Speech(each.start, each.end, *last, each.form)
                self._give_words(each.start, each.end, last[0])

    def _speaker(self, quotation: Speech, last: tuple[str, int]) -> tuple[str, int]:
        c, kind = self._c, self.kind
        first = c.first[quotation.start]
        said = -1
        nearest = -1
        for i in range(quotation.start - 1, max(first, quotation.start - 40) - 1, -1):
            if self.quoted[i]:
                continue
            if said < 0 and c.lemma[i] in self._says:
                said = i
            if kind[i] and kind[i] not in ("record", "agency"):
                if c.dep[i] in _SUBJECTS or c.lower[i + 1] == ":":
                    return kind[i], i
                nearest = i
        end = quotation.end
        after = range(end, min(len(c), end + 7))
        if any(c.lemma[i] in self._says and not self.quoted[i] for i in after):
            subject = next((i for i in after if kind[i] and c.dep[i] in _SUBJECTS), -1)
            subject = subject if subject >= 0 else next((i for i in after if kind[i]), -1)
            if subject >= 0:
                return kind[subject], subject
        if nearest >= 0 and said < 0:
            return kind[nearest], nearest
        return last if last[1] >= max(0, first - 60) else ("", -1)

    def _give_words(self, start: int, end: int, kind: str) -> None:
        """'I' in somebody's words is that person."""
        if kind in ("", "writer"):
            return
        for i in range(start, min(end, len(self.kind))):
            if self.kind[i] == "writer" and self._c.lower[i] in self._words["writer"]:
                self.kind[i] = "child" if kind == "you" else kind

    def _write(self, mentions: list[Mention], told: str, speech: list[Speech]) -> None:
        """What no pronoun needed: 'I', 'you', names in quotations, papers, agencies."""
        c, words = self._c, self._words
        for mention in mentions:
            i = mention.start
            if mention.kind == "you":
                self.kind[i : mention.end] = [self._you(i, told)] * (mention.end - i)
            elif mention.kind in ("he", "she"):
                self.gender[i] = _GENDERED[mention.kind]
            elif mention.kind not in ("they", "offspring") and not self.kind[i]:
                self.kind[i : mention.end] = [mention.kind] * (mention.end - i)
                self.gender[i : mention.end] = [mention.gender] * (mention.end - i)
        for each in speech:
            if each.form == "quotation":
                continue
            for i in range(each.start, each.end):
                if self.kind[i] == "you":
                    self.kind[i] = "addressee"
                elif self.kind[i] == "writer" and c.lower[i] in words["writer"]:
                    self.kind[i] = self.kind[each.speaker] if each.speaker >= 0 else "other"

    def _is_called(self, mention: Mention) -> bool:
        """'Idris, I came …', 'You told us, Theo, that …', 'my visit to you Ezra on Monday': the name calls the child."""
        c, i, end = self._c, mention.start, mention.end
        before = c.lower[i - 1] if c.first[i] != i else ""
        after = c.lower[end] if end < len(c) and c.first[end] != end else ""
        beyond = c.lower[end + 1] if end + 1 < len(c) else ""
        if before in ("you", "yourself", "called") and after not in ("'s", "’s", "and"):
            return True
        if after == "," and beyond in ("you", "your", "i", "we", "this"):
            return True
        if before in ("", ",") or before in self._words["greeting"]:
            return after in ("", ",", ".", "!", "?") or after in ("you", "i", "your")
        return False

    def _you(self, i: int, told: str) -> str:
        if self._is_idle(i):
            return ""
        return "you" if told == "child" else "addressee"


_GREETING: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:(?:hi|hello|dear|hey|hiya|heya|annwyl|(?:good )?(?:morning|afternoon|evening))[ \t,]+(?:my[ \t])?([^\W\d_][\w’'-]*)"
    r"|([^\W\d_][\w’'-]*),(?=\s*\n|[ ](?:you|I|this|thank|your|we)\b))",
    re.IGNORECASE,
)
_STAMP: Final = re.compile(r"\d{1,2}[:.]\d\d")
_FIELD: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:child(?:['’]s name)?|name of child|young person|yp|name|re|subject child)[ \t]*:[ \t]*([A-Z][\w’'-]+(?:[ \t]+[A-Z][\w’'-]+){0,3})",
    re.IGNORECASE,
)


def _as_other(mention: Mention, c: Columns) -> None:
    """In a note to the child 'the boy', 'their child' is another one."""
    if mention.kind == "child" and not mention.plural and not mention.name:
        owned = mention.start > 0 and c.tag[mention.start - 1] in ("PRP$", "POS")
        if mention.gender or owned:
            mention.kind, mention.key = "other", c.lower[mention.end - 1]


def _is_infant(note: Note) -> bool:
    names = [note.child.name or "", *note.child.known_as]
    if any(name.lower().split()[:1] in (["baby"], ["unborn"]) for name in names):
        return True
    return note.child.age is not None and note.child.age < INFANT_AGE


def _guess_child(text: str) -> str:
    found = _FIELD.search(text)
    return found[1] if found else ""


def _spans(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Stretches of True."""
    i, n = 0, len(flags)
    while True:
        try:
            start = flags.index(True, i)
        except ValueError:
            return
        try:
            i = flags.index(False, start)
        except ValueError:
            i = n
        yield start, i


def _names_speaker(c: Columns, mention: Mention, first: int, last: int) -> bool:
    """Whether a label is a speaker's name, and no more than a time of day beside it."""
    if mention.kind in ("he", "she", "they", "record", "agency"):
        return False
    rest = [i for i in range(first, last) if not mention.start <= i < mention.end]
    return all(not c.text[i][:1].isalpha() or c.lower[i] in ("am", "pm") for i in rest)
