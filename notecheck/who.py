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
_RECENT: Final = 10
_FAR: Final = 99
_OLDER: Final = 15


@dataclass(slots=True)
class _Person:
    """Somebody who was mentioned lately."""

    key: str
    kind: str
    gender: str
    plural: bool
    at: int
    sentence: int
    subject: bool
    head: int
    says: bool = False
    pronoun: bool = False
    name: int = -1
    count: int = 1


# Fitted by models/who/fit.py on the training notes: which of those mentioned before does the annotation bear out?
WEIGHTS: Final[dict[str, float]] = {
    "known": 1.85, "unknown": 0.8, "rank-0": 0.16, "rank-1": 0.01, "rank-2": -0.41, "rank-3": -0.12, "child": 0.61,
    "child-away-0": -0.25, "child-away-1": 0.53, "child-away-2": -0.28, "child-away-3": -0.99, "child-away-4": -0.99,
    "to-child": -0.59, "sibling": 0.07, "family": 0.53, "professional": -0.4, "other": -0.47, "away-0": 0.96,
    "away-1": 0.02, "away-2": -1.22, "away-3": -2.02, "away-4": -2.82, "subject": 0.58, "pronoun": 0.3, "often": 0.61,
    "bound": -2.06, "says-subject": 0.08, "says": -0.08, "same-subject": 0.39, "same-other": 0.01, "parallel": 0.09,
    "parallel-first": 0.88, "has-childs": 1.56, "has-adults": -1.5, "baby-says": -1.64, "child-unseen": 1.58,
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
        if self._to_child:
            mentions = [_as_other(mention, self._c) for mention in mentions]
        self._settle_genders(mentions)
        self._resolve(mentions)
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

    def _resolve(self, mentions: list[Mention]) -> None:
        c = self._c
        recent: list[_Person] = []
        sentence, first = 0, -1
        before: Mention | None = None
        for mention in mentions:
            i = mention.start
            if c.first[i] != first:
                sentence += 1
                first = c.first[i]
            if self.quoted[i]:
                before = None
                continue
            kind = mention.kind
            if kind in _GENDERED:
                self._he_or_she(i, _GENDERED[kind], sentence, recent)
            elif kind == "they":
                self._they(i, sentence, recent)
            elif kind in _PEOPLE or kind in ("agency", "offspring"):
                self._take(mention, before, sentence, recent)
            before = mention

    def _take(self, mention: Mention, before: Mention | None, sentence: int, recent: list[_Person]) -> None:
        """Remember who is mentioned; 'his brother' may be the child, 'Mum's brother' is an uncle."""
        c, i = self._c, mention.end - 1
        kind, key = mention.kind, mention.key
        if kind in ("sibling", "offspring") and not mention.name:
            kind, key = self._kin_of(mention, before)
        gender = mention.gender or (
            self._child_gender if kind == "child" and not mention.plural else self._gender_of(key)
        )
        self.kind[mention.start : mention.end] = [kind] * (mention.end - mention.start)
        self.gender[mention.start : mention.end] = [gender] * (mention.end - mention.start)
        subject = any(dep in _SUBJECTS for dep in c.dep[mention.start : mention.end])
        subject = subject or c.first[i] == mention.start
        head = c.head[i]
        if before is not None and c.lower[before.end : mention.start] in (["and"], ["&"], ["+"]):
            self._join(before, mention, sentence, recent)
        self._push(
            _Person(
                key,
                kind,
                gender,
                mention.plural or kind == "agency",
                mention.start,
                sentence,
                subject,
                head,
                subject and c.lemma[head] in self._says,
                False,
                mention.start,
            ),
            recent,
        )

    def _join(self, one: Mention, two: Mention, sentence: int, recent: list[_Person]) -> None:
        kinds = {self.kind[one.start], self.kind[two.start]}
        kind = "child" if "child" in kinds and kinds <= {"child", "sibling"} else (kinds - {"child"} or {""}).pop()
        if kind in _PEOPLE:
            key = f"{one.key}+{two.key}"
            self._push(
                _Person(
                    key, kind, "", True, one.start, sentence, True, self._c.head[one.start], False, False, one.start
                ),
                recent,
            )

    def _kin_of(self, mention: Mention, before: Mention | None) -> tuple[str, str]:
        """Class and key of a brother, a sister, a son: by whose."""
        if mention.plural and mention.kind == "sibling":
            return "sibling", mention.key
        owner = self._owner(mention, before)
        if mention.kind == "offspring":
            if self._c.tag[mention.end : mention.end + 1] in (["NNP"], ["NNPS"]):
                return "other", mention.key  # 'her son Tyler'
            if self._to_child and owner != "family":
                return "other", mention.key
            fits = not self._child_gender or self._child_gender == mention.gender or not mention.gender
            if owner in ("family", "addressee", "other") and not mention.plural and fits:
                return "child", CHILD
            return ("sibling" if owner in ("family", "addressee") else "other"), mention.key
        if owner == "sibling":
            fits = not self._child_gender or self._child_gender == mention.gender or not mention.gender
            return ("child", CHILD) if fits else ("sibling", mention.key)
        if owner in ("family", "professional", "writer", "other"):
            return "family", f"{owner} {mention.key}"
        return "sibling", mention.key

    def _owner(self, mention: Mention, before: Mention | None) -> str:
        """Class of the person whose brother or son it is; empty where nobody stands before."""
        c = self._c
        if before is None or mention.start - before.end > 3:
            return ""
        last = before.end - 1
        if c.lower[last] in _POSSESSIVE:
            between = c.tag[before.end : mention.start]
        elif before.end < mention.start and c.tag[before.end] == "POS":
            between = c.tag[before.end + 1 : mention.start]
        else:
            return ""
        return self.kind[last] if all(tag in ("JJ", "JJR", "JJS", "NN", "HYPH", "RB") for tag in between) else ""

    def _he_or_she(self, i: int, gender: str, sentence: int, recent: list[_Person]) -> None:
        """Take the person who fits best, by the weights of what is known of each."""
        c = self._c
        here = self._pronoun(i)
        best: _Person | None = None
        kind, key = "other", "?"
        score = 0.0
        if self._child_gender in (gender, "") and not any(person.key == CHILD for person in recent):
            lone = WEIGHTS["child-unseen"] + (WEIGHTS["child-unsexed"] if not self._child_gender else 0.0)
            lone += WEIGHTS["to-child"] if self._to_child else 0.0
            if lone > score:
                kind, key, score = "child", CHILD, lone
        rank = 0
        for person in reversed(recent):
            if person.plural or (person.gender and person.gender != gender):
                continue
            points = sum(map(WEIGHTS.__getitem__, self._signs(i, here, person, sentence, rank)))
            rank += 1
            if points > score:
                best, score, kind, key = person, points, person.kind, person.key
        name = best.name if best else -1
        self.kind[i], self.gender[i], self.stands_for[i] = kind, gender, name
        subject = c.dep[i] in _SUBJECTS
        says = subject and c.lemma[c.head[i]] in self._says
        self._push(_Person(key, kind, gender, False, i, sentence, subject, c.head[i], says, True, name), recent)

    def _pronoun(self, i: int) -> list[str]:
        """What the place of a pronoun says for or against the child."""
        c = self._c
        found = []
        if c.tag[i] == "PRP$":
            thing = c.lower[c.head[i]]
            if thing in self._words["child-has"]:
                found.append("has-childs")
            elif thing in self._words["adult-has"]:
                found.append("has-adults")
        elif c.dep[i] in _SUBJECTS and self._infant and c.lemma[c.head[i]] in self._says:
            found.append("baby-says")
        return found

    def _signs(self, i: int, here: list[str], person: _Person, sentence: int, rank: int) -> list[str]:
        """Names of the weights that speak for or against a person."""
        c = self._c
        away = min(sentence - person.sentence, 4)
        found = ["known" if person.gender else "unknown", f"rank-{min(rank, 3)}"]
        if person.kind == "child":
            found += ["child", f"child-away-{away}", *here]
            if self._to_child:
                found.append("to-child")
        else:
            found += [person.kind, f"away-{away}"]
        if person.subject:
            found.append("subject")
        if person.pronoun:
            found.append("pronoun")
        if person.count > 2:
            found.append("often")
        dep = c.dep[i]
        if away == 0:
            if dep in _OBJECTS and person.head == c.head[i] and c.tag[i] != "PRP$":
                found.append("bound")
            if person.says:
                found.append("says-subject" if dep in _SUBJECTS else "says")
            elif person.subject:
                found.append("same-subject" if dep in _SUBJECTS else "same-other")
        elif away == 1 and person.subject and dep in _SUBJECTS:
            found.append("parallel")
            if c.first[i] == i:
                found.append("parallel-first")
        return found

    def _they(self, i: int, sentence: int, recent: list[_Person]) -> None:
        """The last several, or body, named; 'them both', 'both of them' are the children where they were named."""
        c = self._c
        if c.lower[i + 1 : i + 2] == ["both"] or (i > 1 and c.lower[i - 2 : i] == ["both", "of"]):
            kinds = [person.kind for person in recent]
            if "child" in kinds and "sibling" in kinds:
                self.kind[i] = "child"
                return
        for person in reversed(recent):
            if person.plural and sentence - person.sentence <= 2:
                self.kind[i], self.stands_for[i] = person.kind, person.name
                return

    def _push(self, person: _Person, recent: list[_Person]) -> None:
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
                self.kind[i] = self._you(i, told)
            elif mention.kind in ("he", "she"):
                self.gender[i] = _GENDERED[mention.kind]
            elif told == "child" and mention.kind == "child" and mention.name and self._is_called(mention):
                self.kind[i : mention.end] = ["you"] * (mention.end - i)
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


def _as_other(mention: Mention, c: Columns) -> Mention:
    """In a note to the child 'the boy', 'their child' is another one."""
    if mention.kind == "child" and not mention.plural and not mention.name:
        owned = mention.start > 0 and c.tag[mention.start - 1] in ("PRP$", "POS")
        if mention.gender or owned:
            mention.kind, mention.key = "other", c.lower[mention.end - 1]
    return mention


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
