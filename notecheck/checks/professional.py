"""Marks the first mention of a professional whom a reader could not place: a name without a role, a role without a name.

Why it matters: 'Julie rang' and 'health visitor said' tell whoever writes the note enough. The child who reads it in
twenty years wants to know who that was, and a court or a new worker has to be able to find the person.

Marked are a name that the note ties to no role when the person first acts or speaks ('Kev from the hub says'), a role
without a name where one person clearly spoke, acted, was told or is given a task ('health visitor to weigh'), and an
agency where somebody spoke for it ('School rang'). Left alone: later mentions, name and role together, agencies that are
given a task, the author, relatives and friends, roles in general ('a social worker will visit'), quotations and emails.

Known misses: names in small letters; a professional by first name alone who does nothing that only a professional does.

Source: corpus/GUIDE.md, category `professional`; Swindon Quality Standards 2020, 7.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.columns import Columns, columns
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.register import Mention, Person, Registrar

RULE: Final = Rule(
    name="professional",
    part="completeness",
    severity="warning",
    title="Who was this?",
    why="The child who reads the record in twenty years, or a new worker, needs name and role to know who this was.",
    weak="Health visitor said you weigh 8.2kg.",
    better="Ann Roe, health visitor, said you weigh 8.2kg.",
)

EXAMPLES: Final = (
    Example("Health visitor said he is well. The health visitor will come back.", ("Health visitor",)),
    Example("The receptionist told me you had left.", ("receptionist",)),
    Example("School rang at ten to say you were late.", ("School",)),
    Example("Kev from the youth hub rang Mum on Monday.", ("Kev",)),
    Example("Mrs Shah told me your reading is better.", ("Mrs Shah",)),
    Example("Actions\n- School nurse to weigh you by 4 May 2026\n- Housing to reply", ("School nurse",)),
    Example("Ann Roe, health visitor, said he is well. Ann will come back. Mr Hayes (head of year) rang."),
    Example("A social worker will visit. Social workers have said so. Mum needs a nurse."),
    Example("Auntie Bev told me you sing. Mum's friend Kev rang. Mum said 'the nurse told me off'."),
    Example("SW visited. I rang the GP surgery.", (), {"author": {"name": "Priya Nair", "role": "Social Worker"}}),
)


@dataclass(frozen=True)
class Prepared:
    """What `find` reads."""

    registrar: Registrar
    unnamed: frozenset[str]
    bodies: frozenset[str]
    speaks: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """The register's maker and the lists."""

    def named(name: str) -> frozenset[str]:
        return frozenset(lexicons.words.get(name, ()))

    return Prepared(
        Registrar.of(nlp, lexicons),
        named("register-unnamed"),
        named("register-bodies"),
        named("register-speaks"),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark each person once, where the reader first needs to know who it is."""
    c = columns(doc)
    for person in prepared.registrar(doc).people:
        if person.kind in ("professional", "") and (mention := _first(c, person, prepared)):
            yield mark(doc[mention.start : mention.end], RULE, "x")


def _first(c: Columns, person: Person, prepared: Prepared) -> Mention | None:
    if person.names:
        return _of_name(c, person)
    if person.role:
        return _of_role(c, person, prepared)
    return _of_agency(c, person, prepared)


def _of_role(c: Columns, person: Person, prepared: Prepared) -> Mention | None:
    if person.plural or person.role in prepared.unnamed:
        return None
    for mention in person.mentions:
        if not mention.quoted and _role_acts(c, person, mention):
            return mention
    return None


_INDEFINITE: Final = frozenset(("a", "an"))
_NOBODY: Final = frozenset(("no", "any", "another", "every", "each", "some", "which", "what"))


def _role_acts(c: Columns, person: Person, mention: Mention) -> bool:
    before = c.lower[mention.start - 1] if mention.start else ""
    if before in _NOBODY:
        return False
    act, verb = mention.act, mention.verb
    tag = c.tag[verb] if verb >= 0 else ""
    if act == "speaks":
        return before not in _INDEFINITE or tag == "VBD"
    if act == "acts":
        if c.lemma[verb] in ("be", "need"):
            return before not in ("the", "a", "an", "new") and c.lower[verb] == "is"
        return before not in _INDEFINITE or tag == "VBD"
    if act in ("task", "will"):
        return before not in _INDEFINITE
    if act == "told":
        return tag in ("VBD", "VBN") and before not in ("our", "my")
    if act == "by":
        return before not in _INDEFINITE
    return act == "listed"


def _of_agency(c: Columns, person: Person, prepared: Prepared) -> Mention | None:
    head = person.agency.split()[-1].lower()
    if head in prepared.bodies:
        return None
    for mention in person.mentions:
        if mention.quoted:
            continue
        if mention.act == "speaks" and c.lemma[mention.verb] in prepared.speaks and c.lower[mention.end] not in ("regularly",):
            return mention
    return None


def _of_name(c: Columns, person: Person) -> Mention | None:
    outside = [at for at, mention in enumerate(person.mentions) if not mention.quoted]
    if not outside or 0 <= person.learnt_at <= outside[0]:
        return None
    first = person.mentions[outside[0]]
    if person.learnt_at > 0:
        return first if person.kind == "professional" and first.act in ("speaks", "told", "listed") else None
    titled = c.lower[first.start] in ("mr", "mrs", "ms", "miss")
    if person.agency or titled:
        return first if first.act in ("speaks", "acts", "told", "task", "listed") else None
    return first if first.act == "listed" else None


SPEC = check(
    "professional",
    rules=(RULE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse"),
)
