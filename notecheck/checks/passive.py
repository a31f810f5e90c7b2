"""Passives that hide who acted: 'You were restrained', 'A referral was made', 'It was felt that …'.

The child who reads this in twenty years wants to know who held them, and a colleague who takes over needs
to know whom to ask. Most passives are good English and are left alone; marked is only what the list of
verbs in `lexicons/passive-verbs.yaml` holds, done to a person or to a thing named there, in a main clause.

Left alone: 'by …'; feelings and states ('was worried', 'is called', 'was born'); what happens to everybody
('was diagnosed', 'was arrested'); a sentence in which somebody else acts, or an agency stands, so that the
doer is plain ('Police came and Dad was removed'); what did not happen ('was not searched'); quotations and
pasted emails. Decisions and tasks ('it was agreed', 'to be referred', 'will be moved') and hearsay ('it was
reported') are not this rule's.

Known misses: verbs that are not listed; passives in subordinate clauses ('because he was restrained');
lines without a verb of being ('Referral made'), whose doer is nearly always the writer.

Source: Trafford 4, 'the reader cannot misunderstand it'; Swindon 7.6, actions are attributed by name and
designation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.people import whose
from notecheck.text import emails
from notecheck.wording import prose

PASSIVE: Final = Rule(
    name="passive",
    part="plain-language",
    title="Not said who did it",
    marks=(
        "Wording that hides who acted: “You were restrained”, “A referral was made”. Feelings and states, such as "
        "“was worried”, are left alone."
    ),
    why="Whoever reads the record, often the child, may need to know who did this.",
    weak="You were restrained in the corridor.",
    better="Mr Hayes and Miss Lee held your arms in the corridor for two minutes.",
    limits="It misses verbs that are in no list, and lines without “was” or “were”, such as “Referral made”.",
    severity="suggestion",
)

EXAMPLES: Final = (
    Example("You were restrained twice on Friday.", ("were restrained",)),
    Example("You ran out of class and were restrained.", ("were restrained",)),
    Example("You were left alone for three hours. You asked to be left alone.", ("were left",)),
    Example("Cannabis was discovered under the bed. You were conveyed home.", ("was discovered", "were conveyed")),
    Example("You were left a bike by your grandad. You were conveyed home by police. The leak was discovered."),
    Example("It was felt that you are happier now.", ("It was felt",)),
    Example("A referral was made to the food bank.", ("was made",)),
    Example("Safer sleep advice has been given. Contact has been suspended.", ("has been given", "has been suspended")),
    Example("Callum was restrained by two members of staff."),
    Example("Mum was worried. You were born in Hull and you are called Cal. Dad was pleased."),
    Example("He was diagnosed with asthma and was admitted for two nights."),
    Example("Police came to the flat and Dad was removed."),
    Example("Dad shouted and the call was ended.", ("was ended",)),
    Example("He was not searched. It was agreed that Nan will ring. Checks to be completed. You will be moved."),
    Example("You said “I was pushed off the wall”. He was sent home from school."),
)

_NEAR: Final = 40  # tokens
_MODAL: Final = frozenset(("MD", "TO"))
_SUBJECTS: Final = frozenset(("nsubjpass", "csubjpass"))
_ACTORS: Final = frozenset(("nsubj", "csubj"))
_CONTENT: Final = frozenset(("ccomp", "xcomp", "acomp", "oprd", "advcl"))
_HAS: Final = frozenset(("'s", "’s", "s"))  # 'She's told me' has, where 'He's told' is: too close to call
_EMPTY: Final = frozenset(("it", "there", "that", "this", "which"))
_OBJECTS: Final = frozenset(("dobj", "oprd", "attr"))  # 'He was given a warning'
_PARTICLES: Final = frozenset(("out", "up", "down", "off", "away"))
_WRITER: Final = frozenset(("i", "we"))
_AIMS: Final = frozenset(("to", "about", "for", "of", "with", "re", "regarding"))
"""After these stands the one whom the act is for, not the one who acted."""


@dataclass(frozen=True)
class Prepared:
    """What `find` reads, all in lower case and base forms.

    Attributes:
        views: verbs of opinion after 'it was'.
        persons: verb → particles of an act done to a person; an empty one needs none.
        things: verb, particle → nouns of things that it is done to.
        people: nouns and pronouns for persons.
        plain: words of agencies and callings, beside which the doer is plain.
        force: verbs of force, of which the place says too little.
    """

    views: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    things: Mapping[tuple[str, str], frozenset[str]]
    people: frozenset[str]
    plain: frozenset[str]
    force: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Read the lists of verbs."""
    words = lexicons.words
    persons: dict[str, set[str]] = {}
    for row in words.get("passive-to-people", ()):
        verb, _, particle = row.partition(" ")
        persons.setdefault(verb, set()).add(particle)
    return Prepared(
        frozenset(words.get("passive-views", ())),
        {verb: frozenset(particles) for verb, particles in persons.items()},
        dict(_things(words.get("passive-of-things", ()))),
        frozenset(words.get("passive-persons", ())).union(words.get("kin", ())),
        frozenset(words.get("passive-plain", ())),
        frozenset(words.get("passive-force", ())),
    )


def _things(rows: Iterable[str]) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
    for row in rows:
        verb, second, *nouns = row.split()
        particle = second if second in _PARTICLES else ""
        yield (verb, particle), frozenset(nouns if particle else (second, *nouns))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark the passives of main clauses whose verb and subject are listed and whose doer is not plain."""
    auxiliary = doc.vocab.strings["auxpass"]
    places = np.flatnonzero(doc.to_array(["DEP"]) == auxiliary).tolist()
    quoted, pasted = whose.quoted(doc), emails.pasted(doc)
    for place in dict.fromkeys(doc[place].head.i for place in places):  # a verb may have several, thousands in a jumble
        verb = doc[place]
        if quoted[verb.i] or pasted[verb.i] or not _happened(verb):
            continue
        subject = _subject(verb)
        if subject is None or subject.lower_ in _WRITER:
            continue
        finding = _view(verb, subject, prepared) or (_is_main(verb) and _act(verb, subject, prepared))
        if finding and not _doer_is_plain(verb, subject, prepared):
            yield finding


def _is_main(verb: Token) -> bool:
    """In the main clause, or joined to it by 'and'."""
    for _ in range(_NEAR):
        if verb.dep_ != "conj" or verb.head.i > verb.i:
            break
        verb = verb.head
    return verb.dep_ == "ROOT"


def _subject(verb: Token) -> Token | None:
    """Its own, or that of the verb that it is joined to: 'You ran off and were restrained'."""
    own = next((child for child in verb.lefts if child.dep_ in _SUBJECTS), None)
    if own is None and verb.dep_ == "conj":
        return next((child for child in verb.head.lefts if child.dep_ in _SUBJECTS | _ACTORS), None)
    return own


def _happened(verb: Token) -> bool:
    """Neither to be done, nor left undone."""
    return not any(child.dep_ == "neg" or (child.dep_ == "aux" and child.tag_ in _MODAL) for child in verb.lefts)


def _view(verb: Token, subject: Token, prepared: Prepared) -> Finding | None:
    """'It was felt that …'."""
    if subject.lower_ != "it" or verb.lemma_.lower() not in prepared.views:
        return None
    if not any(child.dep_ in _CONTENT for child in verb.rights):
        return None
    span = verb.doc[subject.i : verb.i + 1]
    seen = f"“{span.text}” does not say whose view this is, and the child or a parent may want to ask that person"
    return mark(span, PASSIVE, f"{seen}. You might begin with “I”, or with the name and the role.")


def _act(verb: Token, subject: Token, prepared: Prepared) -> Finding | None:
    """'You were restrained', 'A referral was made'."""
    base, noun = verb.lemma_.lower(), subject.lemma_.lower()
    particles = {child.lower_ for child in verb.rights if child.i == verb.i + 1} | {""}
    nouns = {noun, *(child.lemma_.lower() for child in verb.rights if child.dep_ in _OBJECTS)}
    to_person = not prepared.persons.get(base, frozenset()).isdisjoint(particles) and _is_person(subject, prepared)
    if not to_person and all(nouns.isdisjoint(prepared.things.get((base, particle), ())) for particle in particles):
        return None
    if verb.doc[verb.i - 1].lower_ in _HAS:
        return None
    first = min(child.i for child in verb.lefts if child.dep_ in ("aux", "auxpass"))
    span = verb.doc[first : verb.i + 1]
    seen = f"“{span.text}” does not say who did it, and the child or a parent may need to know"
    return mark(span, PASSIVE, f"{seen}. You might begin with the person who acted, by name and role.")


def _is_person(subject: Token, prepared: Prepared) -> bool:
    return subject.pos_ == "PROPN" or not prepared.people.isdisjoint((subject.lower_, subject.lemma_.lower()))


def _is_family(token: Token, prepared: Prepared) -> bool:
    return token.lower_ in _EMPTY or not prepared.people.isdisjoint((token.lower_, token.lemma_.lower()))


def _doer_is_plain(verb: Token, subject: Token, prepared: Prepared) -> bool:
    """'by' follows, the writer or somebody named acts in the sentence, or an agency stands in it.

    Not plain is a doer where only family acts ('Dad shouted and the call was ended': by whom?), where the agency
    is the one that the act was for, and where force was used and only the place is known.
    """
    own = range(subject.left_edge.i, subject.right_edge.i + 1)
    by_force = verb.lemma_.lower() in prepared.force
    for token in prose.around(verb.doc, verb.i, verb.i + 1, _NEAR):
        if token.i > verb.i and token.lower_ == "by":
            return True
        if token.i in own or token.lower_ == subject.lower_:
            continue
        if token.dep_ in _ACTORS and token.i < verb.i and not _is_family(token, prepared):
            return True
        if by_force or (token.dep_ == "pobj" and token.head.lower_ in _AIMS):
            continue
        if token.lemma_.lower() in prepared.plain:
            return True
    return False


SPEC = check(
    "passive",
    rules=(PASSIVE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "lemma", "parse"),
    near=True,
)
