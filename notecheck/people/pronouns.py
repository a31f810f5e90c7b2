"""Whom 'he', 'she' and 'they' mean: the person of that gender who is most present in the reader's mind.

Whom the writer says at once ('he, their dad,'); else named lately, as a subject, or the child, whom the note is about:
each sign has a weight. 'They' is the child where it is the child's own pronoun. Genders come from titles and
family words and from the pronouns that the note itself lets follow a name; where they leave it open whether the child
is a boy or a girl, both are tried and what fits better is kept.

Known misses: two people of one gender in one sentence ('Dad told Kian he was late'); 'they' for a child who is also
'he' or 'she' in the note, or for an adult; a slip in a note to the child that only says 'he'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from spacy.tokens import Doc

from notecheck.carry.edit import edit_of
from notecheck.carry.found import rows_of
from notecheck.people.explained import explained
from notecheck.people.mentions import Mention
from notecheck.people.votes import GENDERED, OBJECTS, PEOPLE, PLURAL_REACH, SUBJECTS, Note, uses_they, vote
from notecheck.people.ways import EVERY, Again, Ground, Person, Stop, Way, minded
from notecheck.people.words import CHILD
from notecheck.text.columns import Columns

_POSSESSIVE: Final = frozenset(("his", "her", "their", "your", "my", "our", "hers", "theirs"))
_SELVES: Final = frozenset(("himself", "herself"))
_ANDS: Final = (["and"], ["&"], ["+"])
_ADJECTIVES: Final = frozenset(("JJ", "JJR", "JJS", "NN", "HYPH", "RB"))
_MOST_BETWEEN: Final = 3
"""Words between 'his' and 'brother'."""
_CHILDREN_REACH: Final = 4
"""Sentences in which a brother or sister was named whom 'told them' means too."""
_RECENT: Final = 10
"""Persons who are kept in mind."""
_NEAR: Final = 20
"""Words before a verb among which its subject is looked for."""
_SETTLED: Final = 8
"""Votes by which the child's gender needs no trial."""
_VOTE: Final = 0.3
"""What a vote weighs beside the fit of a trial."""
_MOST_VERBS: Final = 5
"""Verbs in a row that may share a subject."""
_ENOUGH: Final = 1.0
"""Points of one pronoun that count for the fit of all: that each is explained matters more than how well."""

# How far each sign speaks for a person: fitted by models/recipe/pronouns.py, then pruned of what made no difference.
WEIGHTS: Final = {
    "known": 1.85, "unknown": 1.0, "rank-0": 0.16, "rank-2": -0.41, "rank-3": -0.12, "subject": 0.58, "pronoun": 0.3,
    "often": 0.61, "bound": -2.06, "same-subject": 0.39, "parallel": 0.88, "rival": -0.5, "away-0": 0.96,
    "away-2": -1.22, "away-3": -2.02, "away-4": -2.82, "unnamed-3": -0.2, "unnamed-4": -0.4, "unnamed-5": -0.8,
    "family": 0.53, "professional": -0.4, "other": -0.47, "child": 0.7, "child-away-0": -0.25, "child-away-1": 0.53,
    "child-away-3": -0.99, "child-away-4": -0.99, "child-rival": -0.5, "child-unseen": 1.58, "child-unsexed": -0.21,
    "to-child": -0.59, "to-child-far": -2.0, "has-childs": 1.56, "has-adults": -1.5, "baby-says": -3.0,
    "other-line": -1.0, "topic": 1.0, "told": -0.9, "cared-for": 1.2, "child-does": 1.5, "writer-sees": 0.4,
    "says-on": 0.65, "spoken-of": -1.8, "itself": 1.0,
}  # fmt: skip
"""`known`: the person's gender; `away`: sentences since the person was mentioned; `unnamed`: since by name or noun;
`rank`: others since then; `rival`: somebody else is the subject of this sentence; `bound`: subject and object of one
verb, `itself`: with 'himself'; `parallel`: subject of the sentence before; `topic`: nobody else was named there;
`other-line`: not on this line; `has-childs`: 'his teacher'; `cared-for`: 'take her to school'; `writer-sees`: 'I will
see him'; `says-on`: who spoke in the sentence before speaks on, and is not `spoken-of`; `unseen`: not mentioned
lately."""

_RANK, _AWAY, _CHILD_AWAY, _UNNAMED = (
    tuple(f"{sign}-{n}" for n in range(6)) for sign in ("rank", "away", "child-away", "unnamed")
)


@dataclass(slots=True)
class Settled:
    """What was settled; the lists have one value for each token.

    Attributes:
        kind: class of the person, as in `who.Who.kind`; empty where nothing had to be settled.
        gender: 'm', 'f' or empty.
        stands_for: index of the mention that a pronoun stands for, or -1.
        child_gender: 'm', 'f' or empty.
    """

    kind: list[str]
    gender: list[str]
    stands_for: list[int]
    child_gender: str


def settle(doc: Doc, note: Note, mentions: list[Mention]) -> Settled:
    """Whom each mention means, the child tried as a boy and as a girl where the note leaves it open."""
    told = {i: who for i, who in explained(note.c, mentions).items() if not note.quoted[i]}
    votes = vote(note, mentions, told)
    men, women = votes.cast.get(CHILD, (0, 0))
    ground = Ground.of(mentions, told, votes.genders(), note.quoted)

    def gone(gender: str, *, neutral: bool = False) -> Way:
        return _Resolver(doc, note, ground, told, gender, neutral=neutral).resolve(mentions)

    gender = ""
    if uses_they(note, mentions, votes, told):
        way = gone("", neutral=True)
    elif note.to_child or abs(men - women) >= _SETTLED or all(mention.kind not in GENDERED for mention in mentions):
        gender = votes.gender(CHILD)
        way = gone(gender)
    else:
        boy, girl = gone("m"), gone("f")
        lead = sum(boy.points) - sum(girl.points) + _VOTE * (men - women)
        gender = "m" if lead > 0 else "f" if lead < 0 else ""
        way = {"m": boy, "f": girl}.get(gender) or gone("")  # nothing tells
    return Settled([*way.kind], [*way.gender], way.stands_for, gender)


def _verb_of(c: Columns, i: int) -> int:
    """The first of the verbs that share a subject: 'sang' for the 'out' of 'Mum sang and carried her out'."""
    if c.dep[i] in ("prep", "dative", "agent"):
        i = c.head[i]
    for _ in range(_MOST_VERBS):
        if c.dep[i] != "conj":
            break
        i = c.head[i]
    return i


def _lines(c: Columns) -> dict[int, int]:
    """For the first token of each sentence, on which line of text it stands."""
    found: dict[int, int] = {}
    line = 0
    for start, _ in c.sentences:
        if start and "\n" in c.text[start - 1]:
            line += 1
        found[start] = line
    return found


class _Resolver:
    """Goes through the mentions in order of place; where an edit led to the Doc, mostly on the old way."""

    def __init__(
        self,
        doc: Doc,
        note: Note,
        ground: Ground,
        told: Mapping[int, Mention],
        child_gender: str,
        *,
        neutral: bool = False,
    ) -> None:
        self._neutral, self._child_gender = neutral, child_gender
        self._note, self._c, self._told, self._genders = note, note.c, told, ground.genders
        name = ("pronouns", id(note.words), note.infant, note.to_child, child_gender, neutral)
        self._said = rows_of(doc)[name] = Way.new(ground)
        edit = edit_of(doc)
        old = edit.before.rows.get(name) if edit else None
        self._again = Again(edit, old, self._said) if edit and old else None
        self._votes: Mapping[str, int] = {}  # of the pronouns so far; by another dict after each
        self._recent: list[Person] = []
        self._sentence = self._line = 0
        self._lines = _lines(note.c)
        self._contact = note.words["contact"]

    def resolve(self, mentions: list[Mention]) -> Way:
        """Settle whom each mention means."""
        begin = self._go_on(mentions) if self._again else 0
        c, quoted = self._c, self._note.quoted
        before = mentions[begin - 1] if begin and not quoted[mentions[begin - 1].start] else None
        first, since = -1, 0
        for n in range(begin, len(mentions)):
            mention = mentions[n]
            i = mention.start
            if c.first[i] != first:
                if self._again and self._again.meets(n, partial(self._stop, n, i)):
                    break
                if since == EVERY:
                    self._said.stops.append(self._stop(n, i))
                    since = 0
                since += 1
                self._sentence += 1
                first = c.first[i]
                self._line = self._lines[first]
            if quoted[i]:
                before = None
                continue
            self._settle(mention, before)
            before = mention
        return self._said

    def _settle(self, mention: Mention, before: Mention | None) -> None:
        """Settle whom one mention means."""
        i, kind = mention.start, mention.kind
        if i in self._told and kind != "they":
            self._explained(i, GENDERED[kind], self._told[i])
        elif kind in GENDERED:
            self._he_or_she(i, GENDERED[kind])
        elif kind == "they":
            self._they(i)
        elif kind in PEOPLE or kind in ("agency", "offspring") or (kind == "writer" and mention.name):
            self._take(mention, before)

    def _go_on(self, mentions: list[Mention]) -> int:
        """Go on from the last stop before the edit; gives the number of the mention that follows."""
        stop = self._again.begin if self._again else None
        if stop is None:
            return 0
        self._line = self._lines[self._c.first[mentions[stop.mention - 1].start]]
        self._recent, self._votes = stop.recent(self._sentence, self._line), stop.votes
        return stop.mention

    def _stop(self, n: int, i: int) -> Stop:
        """What is in mind where a mention at a token begins a sentence."""
        return Stop(
            n,
            self._c.first[i],
            tuple([minded(person, self._sentence, self._line) for person in self._recent]),
            tuple([person.name for person in self._recent]),
            self._votes,
            len(self._said.points),
        )

    def _gender_of(self, key: str) -> str:
        """Of a person, by the pronouns: those that tell it from the first, or else those so far."""
        lead = self._votes.get(key, 0)
        return self._genders.get(key) or ("m" if lead > 0 else "f" if lead < 0 else "")

    def _take(self, mention: Mention, before: Mention | None) -> None:
        """Remember who is mentioned; 'his brother' may be the child, 'Mum's brother' is an uncle."""
        c, said, start, end = self._c, self._said, mention.start, mention.end
        kind, key = mention.kind, mention.key
        if kind in ("sibling", "offspring") and not mention.name:
            kind, key = self._kin_of(mention, before)
        gender = mention.gender or self._gender_of(key)
        if kind == "child" and not mention.plural:
            gender = self._child_gender or mention.gender
        for i in range(start, end):
            said.kind[i], said.gender[i] = kind, gender
        joined = False
        if before is not None and c.lower[before.end : start] in _ANDS:
            self._join(before, mention)
            joined = c.dep[before.end - 1] in SUBJECTS
        head, number = c.head[end - 1], self._sentence
        subject = not SUBJECTS.isdisjoint(c.dep[start:end])
        says = subject and c.lemma[head] in self._note.says
        contacted = self._is_contacted(mention)
        subject = subject or c.first[start] == start or contacted or joined
        says = says or contacted
        plural = mention.plural or kind == "agency"
        self._push(Person(key, kind, gender, start, head, number, number, subject, says, plural))

    def _is_contacted(self, mention: Mention) -> bool:
        """'Rang Dad.', 'I spoke to Sharon.': what follows is about them."""
        c, head = self._c, self._c.head[mention.end - 1]
        i = mention.start
        near = c.first[i] < i < c.first[i] + _NEAR and c.lower[i - 1] in self._contact
        if near and not any(text[:1].isalpha() for text in c.text[c.first[i] : i - 1]):
            return True  # '9.40 rang Mark.'
        if c.dep[head] == "prep":
            head = c.head[head]
        if head >= mention.start or c.lemma[head] not in self._contact:
            return False
        before = range(max(c.first[head], head - _NEAR), head)
        return not any(c.dep[i] in SUBJECTS and self._said.kind[i] != "writer" for i in before)

    def _join(self, one: Mention, two: Mention) -> None:
        """Two whom 'and' joins are several, of the class of the first who is not the child."""
        kinds = (self._said.kind[one.start], self._said.kind[two.start])
        if "child" in kinds and {"child", "sibling"}.issuperset(kinds):
            kind = "child"
        else:
            kind = next((each for each in kinds if each != "child"), "")
        if kind in PEOPLE:
            head, number = self._c.head[one.start], self._sentence
            key = f"{one.key}+{two.key}"
            self._push(Person(key, kind, "", one.start, head, number, number, subject=True, plural=True))

    def _kin_of(self, mention: Mention, before: Mention | None) -> tuple[str, str]:
        """Class and key of a brother, a sister, a son: by whose."""
        if mention.plural and mention.kind == "sibling":
            return "sibling", mention.key
        owner = self._owner(mention, before)
        fits = not self._child_gender or mention.gender in (self._child_gender, "")
        if mention.kind == "offspring":
            named = self._c.tag[mention.end : mention.end + 1] in (["NNP"], ["NNPS"])  # 'her son Tyler'
            if named or owner not in ("family", "addressee", "other") or (self._note.to_child and owner != "family"):
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
        return self._said.kind[last] if all(tag in _ADJECTIVES for tag in c.tag[start : mention.start]) else ""

    def _he_or_she(self, i: int, gender: str) -> None:
        """Take the person who fits best."""
        best: Person | None = None
        kind, key, score = "other", "?", 0.0
        child, recent, here = self._child_gender, self._recent, self._signs_of_pronoun(i)
        if (
            not self._note.to_child
            and not self._neutral
            and child in (gender, "")
            and all(person.key != CHILD for person in recent)
        ):
            kind, key = "child", CHILD
            signs = ["child-unseen", *here] if child else ["child-unseen", "child-unsexed", *here]
            score = sum(WEIGHTS.get(sign, 0.0) for sign in signs)
        fitting = [
            person
            for person in reversed(recent)
            if not person.plural and person.gender in (gender, "") and not (self._neutral and person.key == CHILD)
        ]
        topic, teller = self._topic(fitting), self._teller(i, fitting)
        rival = any(person.subject and person.gender and person.sentence == self._sentence for person in fitting)
        for rank, person in enumerate(fitting):
            signs = self._signs(i, here, person, rank, rival=rival, topic=topic, teller=teller)
            points = sum([WEIGHTS.get(sign, 0.0) for sign in signs])
            if points > score:
                best, score, kind, key = person, points, person.kind, person.key
        self._said.points.append(min(score, _ENOUGH))
        self._stand_for(i, gender, kind, key, best)

    def _explained(self, i: int, gender: str, who: Mention) -> None:
        """'He, their dad,' is whom the writer says."""
        kind, key = who.kind, who.key
        if kind in ("sibling", "offspring") and not who.name:
            kind, key = self._kin_of(who, None)
        self._stand_for(i, gender, kind, key, None)
        self._said.stands_for[i] = who.start

    def _stand_for(self, i: int, gender: str, kind: str, key: str, person: Person | None) -> None:
        c, said = self._c, self._said
        name, named = (person.name, person.named) if person else (-1, self._sentence)
        if person is not None and not person.gender and key != CHILD:
            self._votes = {**self._votes, key: self._votes.get(key, 0) + (1 if gender == "m" else -1)}
        said.kind[i], said.gender[i], said.stands_for[i] = kind, gender, name
        subject = c.dep[i] in SUBJECTS
        says = subject and c.lemma[c.head[i]] in self._note.says
        self._push(Person(key, kind, gender, name, c.head[i], self._sentence, named, subject, says, pronoun=True))

    def _topic(self, fitting: list[Person]) -> str:
        """Key of the only person of this gender in the sentence before, its subject, where this one names none."""
        if any(person.sentence == self._sentence for person in fitting):
            return ""
        before = [person for person in fitting if person.sentence == self._sentence - 1]
        return before[0].key if len(before) == 1 and before[0].subject else ""

    def _teller(self, i: int, fitting: list[Person]) -> str:
        """Key of who says on: 'Mr Bell said Kian was late. He said …'; empty where another is named between."""
        c = self._c
        if c.dep[i] not in SUBJECTS or c.lemma[c.head[i]] not in self._note.says:
            return ""
        if any(each.sentence == self._sentence for each in fitting):
            return ""
        return next((each.key for each in fitting if each.says and self._sentence - 1 == each.sentence), "")

    def _signs_of_pronoun(self, i: int) -> list[str]:
        """What the place of a pronoun says for or against the child."""
        c, note = self._c, self._note
        if c.tag[i] == "PRP$":
            thing = c.lower[c.head[i]]
            if thing in note.words["child-has"]:
                return ["has-childs"]
            return ["has-adults"] if thing in note.words["adult-has"] else []
        lemma = c.lemma[c.head[i]]
        if c.dep[i] == "nsubj":
            if lemma in note.says:
                return ["baby-says"] if note.infant else []
            return ["child-does"] if lemma in note.words["child-does"] else []
        if c.dep[i] == "nsubjpass":
            return ["cared-for"] if lemma in note.words["cares"] else []
        return self._signs_of_object(i) if c.dep[i] in OBJECTS else []

    def _signs_of_object(self, i: int) -> list[str]:
        """'Told him' is a grown-up; 'take her to school', 'look after him', 'I will see her' is the child."""
        c, words, verb = self._c, self._note.words, self._c.head[i]
        if c.dep[verb] in ("prep", "dative"):
            after = c.lower[verb] in ("after", "for") and c.lemma[c.head[verb]] in words["cares-after"]
            return ["cared-for"] if after else []
        lemma = c.lemma[verb]
        if lemma in self._note.says:
            return ["told"]
        if lemma in words["cares"]:
            return ["cared-for"]
        before = range(max(c.first[i], verb - _NEAR), verb)
        others = any(c.head[j] == verb and c.dep[j] in SUBJECTS and c.lower[j] not in words["writer"] for j in before)
        return ["writer-sees"] if lemma in words["contact"] and not others else []

    def _signs(
        self, i: int, here: list[str], person: Person, rank: int, *, rival: bool, topic: str, teller: str
    ) -> list[str]:
        """Names of the weights that speak for or against a person; those without a weight say nothing."""
        c, dep = self._c, self._c.dep[i]
        away = min(self._sentence - person.sentence, 4)
        found = ["known" if person.gender else "unknown", _RANK[min(rank, 3)]]
        if person.kind == "child":
            found += ["child", _CHILD_AWAY[away], *here]
            if self._note.to_child:
                found.append("to-child" if away < 2 else "to-child-far")
        else:
            found += [person.kind, _AWAY[away], _UNNAMED[min(self._sentence - person.named, 5)]]
            if person.line != self._line:
                found.append("other-line")
        if rival and away:
            found.append("child-rival" if person.kind == "child" else "rival")
        if person.subject:
            found.append("subject")
        if person.pronoun:
            found.append("pronoun")
        if person.count > 2:
            found.append("often")
        if teller and away < 2:
            found.append("says-on" if person.key == teller else "spoken-of")
        if person.key == topic and person.kind != "child":
            found.append("topic")
        if away == 0:
            if dep in OBJECTS and c.tag[i] != "PRP$" and _verb_of(c, person.head) == _verb_of(c, c.head[i]):
                found.append("itself" if c.lower[i] in _SELVES else "bound")
            if person.subject and not person.says and dep in SUBJECTS:
                found.append("same-subject")
        elif away == 1 and person.subject and c.first[i] == i and dep in SUBJECTS:
            found.append("parallel")
        return found

    def _they(self, i: int) -> None:
        """The child whose pronoun it is; else the last several, or body, named; else the children."""
        c, said = self._c, self._said
        if c.lower[i + 1 : i + 2] == ["both"] or (i > 1 and c.lower[i - 2 : i] == ["both", "of"]):
            kinds = {person.kind for person in self._recent}
            if kinds >= {"child", "sibling"} and not self._note.to_child:
                said.kind[i] = "child"
                return
        verb = _verb_of(c, c.head[i]) if c.dep[i] in OBJECTS and c.tag[i] != "PRP$" else -1
        several = child = None
        for person in reversed(self._recent):
            if self._sentence - person.sentence > PLURAL_REACH:
                continue
            if person.plural and several is None and not (person.subject and person.head == verb):
                several = person
            elif person.key == CHILD and child is None:
                child = person
        told = self._told.get(i)
        if (told is not None and told.kind == "child") or (self._neutral and self._is_childs(i, child, several)):
            self._stand_for(i, "", "child", CHILD, child)
        elif several is not None:
            said.kind[i], said.stands_for[i] = several.kind, several.name
        elif child is not None and self._are_children(i, verb):
            said.kind[i] = "child"

    def _is_childs(self, i: int, child: Person | None, several: Person | None) -> bool:
        """Whether 'they' is the child whose pronoun it is: named as lately as any others, or 'their arm'."""
        if child is None:
            return several is None and all(person.key != CHILD for person in self._recent)
        theirs = self._c.tag[i] == "PRP$" and self._c.lower[self._c.head[i]] in self._note.words["child-own"]
        return theirs or several is None or several.sentence <= child.sentence

    def _are_children(self, i: int, verb: int) -> bool:
        """'Mum told them', 'collected them' after the child and a brother or sister: what is done to persons only."""
        c, note = self._c, self._note
        if note.to_child or verb < 0 or (c.dep[i] != "dative" and c.lemma[c.head[i]] not in note.words["to-person"]):
            return False
        near = [person for person in self._recent if self._sentence - person.sentence <= _CHILDREN_REACH]
        if any(person.head == verb and person.subject and person.kind in ("child", "sibling") for person in near):
            return False
        return any(person.kind == "sibling" for person in near)

    def _push(self, person: Person) -> None:
        recent = self._recent
        for n, known in enumerate(recent):
            if known.key == person.key:
                person.count = known.count + 1
                del recent[n]
                break
        person.line = self._line
        recent.append(person)
        if len(recent) > _RECENT:
            del recent[0]
