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
from notecheck.note import note_of
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
    aside: frozenset[str]
    unsure: frozenset[str]
    bodies: frozenset[str]
    speaks: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """The register's maker and the lists."""

    def named(name: str) -> frozenset[str]:
        return frozenset(lexicons.words.get(name, ()))

    registrar = Registrar.of(nlp, lexicons)
    return Prepared(
        registrar,
        named("register-unnamed"),
        named("register-aside"),
        registrar.unsure,
        named("register-bodies"),
        named("register-speaks"),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark each person once, where the reader first needs to know who it is."""
    c = columns(doc)
    formal = note_of(doc).doc_type in _FORMAL
    for person in prepared.registrar(doc).people:
        if person.kind not in ("professional", "") or (formal and _is_titled(c, person) and not person.agency):
            continue
        if mention := _first(c, person, prepared, lists=note_of(doc).doc_type in _LISTS):
            yield mark(doc[mention.start : mention.end], RULE, "x")


_LISTS: Final = frozenset(("meeting", "plan", "assessment", "supervision", "management-decision", "referral", "case-note"))
"""Documents whose lists of those present name professionals; on a visit a name alone may be a cousin's."""
_FORMAL: Final = frozenset(("chronology", "court-statement", "assessment", "management-decision"))
"""Documents in which the parents, too, go by title and surname."""


def _is_titled(c: Columns, person: Person) -> bool:
    return bool(person.names) and person.learnt_at < 0 and c.lower[person.mentions[0].start] in ("mr", "mrs", "ms")


def _first(c: Columns, person: Person, prepared: Prepared, *, lists: bool = True) -> Mention | None:
    """The mention that lacks something, if this person needs one."""
    if person.names:
        return _of_name(c, person, lists=lists)
    if person.plural or person.role in prepared.unnamed:
        return None
    tells = _role_tells if person.role else _agency_tells
    return next((m for m in person.mentions if not m.outside and tells(c, m, prepared)), None)


_INDEFINITE: Final = frozenset(("a", "an"))
_NOBODY: Final = frozenset(("no", "any", "another", "every", "each", "some", "which", "what", "own"))
_PAST: Final = frozenset(("VBD", "VBN"))
_MESSAGES: Final = frozenset(("letter", "call", "email", "text", "message", "report", "advice", "note", "referral", "news"))
_HAD: Final = frozenset(("have", "get", "receive", "come", "hear", "ring", "call", "be", "arrive", "take"))
_WITHOUT_OBJECT: Final = frozenset(("inform", "alert", "notify", "update", "contact", "chase"))
_HABITS: Final = frozenset(("regularly", "always", "often", "usually", "still", "keeps", "never"))
_SAYS_NOW: Final = frozenset(("say", "tell", "report", "state", "advise", "think"))


def _role_tells(c: Columns, mention: Mention, prepared: Prepared) -> bool:
    """Whether one person with this role clearly spoke, acted, was spoken to or is to act."""
    before = c.lower[mention.start - 1] if mention.start else ""
    if before in _NOBODY or " ".join(c.lower[mention.start : mention.end]) in prepared.unnamed:
        return False
    if "[" in c.text[mention.end : mention.end + 2]:  # a gap for the name: 'unfinished' has it
        return False
    act, verb, vague = mention.act, mention.verb, before in _INDEFINITE
    if act == "acts" and c.lower[mention.start] in prepared.unsure:
        return False
    if act == "will" and before in ("his", "her", "their"):
        return False
    if act in ("acts", "by", "will") and c.lower[mention.end - 1] in prepared.aside:
        return False
    if act in ("speaks", "acts"):
        return _has_acted(c, mention, before)
    if act == "told":
        return (c.tag[verb] in _PAST and before not in ("our", "my")) or before == "allocated"
    if act == "from":
        return _has_come(c, verb)
    if act == "passive":
        return c.lemma[verb] == "ask" and not vague
    if act == "cell":
        return not vague
    return act in ("task", "will", "by", "listed") and not vague


def _has_acted(c: Columns, mention: Mention, before: str) -> bool:
    verb = mention.verb
    lemma, tag = c.lemma[verb], c.tag[verb]
    if before in _INDEFINITE:
        return tag in _PAST and lemma != "be"
    if lemma in _WITHOUT_OBJECT and (verb + 1 >= len(c) or c.pos[verb + 1] in ("PUNCT", "SPACE", "ADP")):
        return False  # 'RM informed': somebody told her
    if lemma == "be":
        return c.lower[verb] == "been" or c.lower[verb + 1 : verb + 2] == ["aware"]
    return lemma != "need"


def _has_come(c: Columns, verb: int) -> bool:
    """'had a letter from the consultant', 'apologies were received from the allocated social worker'."""
    if c.pos[verb] == "NOUN":
        if c.lemma[verb] not in _MESSAGES:
            return False
        above = c.head[verb]
        return above == verb or (c.lemma[above] in _HAD and c.tag[above] not in ("VB", "MD"))
    return c.lemma[verb] in _HAD and c.tag[verb] != "VB"


def _agency_tells(c: Columns, mention: Mention, prepared: Prepared) -> bool:
    """Whether somebody clearly spoke for an agency, or stands in a list as an agency."""
    words = c.lower[mention.start : mention.end]
    if words[-1] in prepared.bodies or " ".join(words) in prepared.bodies:
        return False
    if mention.act == "listed":
        return mention.end - mention.start == 1 and _alone(c, mention)
    if mention.act != "speaks" or c.lower[mention.start - 1 : mention.start] == ["what"]:
        return False
    verb = mention.verb
    now = c.lemma[verb] in _SAYS_NOW
    if any(word in _HABITS for word in c.lower[verb - 2 : verb + 1 if now else verb + 4]):
        return False
    return c.lemma[verb] in prepared.speaks and (c.tag[verb] == "VBD" or now)


_OPENS: Final = frozenset((",", ":", ";", "–", "-", "/", "(", "and", "&", "+"))
_CLOSES: Final = _OPENS | frozenset((".", ")"))


def _alone(c: Columns, mention: Mention) -> bool:
    """Between commas: 'Present: Mum, TM (chair), police, college'."""
    before = c.text[mention.start - 1] if mention.start else ":"
    after = c.text[mention.end] if mention.end < len(c) else "."
    closes = after in _CLOSES or after.isspace() or after in ("from", "at")
    return (before in _OPENS or before.isspace()) and closes


_SPEAKS_TO: Final = frozenset(("tell", "ring", "phone", "telephone", "call", "speak", "talk", "email", "text"))
_COMES: Final = frozenset(
    (
        "come", "visit", "attend", "weigh", "bring", "drive", "collect", "take", "put", "hand", "show", "help", "give", "send",
        "fix", "check", "run", "hold", "meet", "sit", "cover", "support", "drop", "fill", "complete", "offer", "arrange", "book",
    )
)  # fmt: skip


def _of_name(c: Columns, person: Person, *, lists: bool) -> Mention | None:
    at = next((at for at, mention in enumerate(person.mentions) if not mention.outside and _counts(c, mention)), -1)
    if at < 0 or 0 <= person.learnt_at <= at:
        return None
    first = person.mentions[at]
    title = c.lower[first.start]
    acts = _name_acts(c, first)
    if person.learnt_at > 0:
        return first if person.kind == "professional" and (acts or first.act in ("listed", "from")) else None
    if person.agency and (c.lower[first.end] in _AT or first.act in ("from", "told", "speaks")):
        return first
    if title == "miss" or (first.act == "listed" and lists):
        return first
    if title in ("mr", "mrs", "ms"):
        return first if acts or (first.act == "acts" and c.lemma[first.verb] != "be") else None
    return first if acts and first.act != "speaks" else None


_AWAY: Final = frozenset(("on leave", "off sick", "on holiday", "on shift", "on duty", "off work", "on call"))
_AT: Final = frozenset(("at", "from", "in", "on"))


def _counts(c: Columns, mention: Mention) -> bool:
    """Not a name that only says whose something is, nor one in a field ('Visit to Archie at Wendy and Phil's')."""
    if mention.act == "listed":
        return _alone(c, mention)
    return c.tag[mention.end : mention.end + 1] != ["POS"] and ":" not in c.text[c.first[mention.start] : mention.start][:4]


def _name_acts(c: Columns, mention: Mention) -> bool:
    if mention.act == "speaks":
        return True
    if mention.act == "told":
        return c.lemma[mention.verb] in _SPEAKS_TO
    if mention.act == "acts":
        if c.lemma[mention.verb] == "be":
            return " ".join(c.lower[mention.verb + 1 : mention.verb + 3]) in _AWAY
        return c.lemma[mention.verb] in _COMES and c.tag[mention.verb] == "VBD"
    return False


SPEC = check(
    "professional",
    rules=(RULE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse"),
)
