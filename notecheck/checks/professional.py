"""Marks the first mention of a professional whom a reader could not place: no role beside the name, or no name.

Why it matters: 'Julie rang' and 'health visitor said' tell whoever writes the note enough. The child who reads it in
twenty years wants to know who that was, and a court or a new worker has to be able to find the person.

Marked are a name that the note ties to no role when the person first acts or speaks ('Kev from the hub says'), a role
without a name where one person clearly spoke, acted, was told or is given a task ('health visitor to weigh'), and an
agency where somebody spoke for it ('School rang'). Left alone: later mentions, name and role together, an agency that
is given a task, the author, relatives, friends and neighbours, roles in general ('a social worker will visit'),
quotations and pasted emails.

Known misses: names in small letters; a first name that nothing but the case shows to be a professional's; jobs that a
record seldom needs to name (judge, landlord, driver).

Source: corpus/GUIDE.md, category `professional`; Swindon Quality Standards 2020, 7.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.note import note_of
from notecheck.people.register import Mention, Person, Registrar
from notecheck.text.columns import Columns, columns

RULE: Final = Rule(
    name="professional",
    part="completeness",
    severity="warning",
    title="Who was this?",
    marks=(
        "The first mention of a professional whom a reader could not place: no role beside the name, or no name "
        "beside the role."
    ),
    why="The child who reads the record in twenty years, or a new worker, needs name and role to know who this was.",
    weak="Health visitor said you weigh 8.2kg.",
    better="Ann Roe, health visitor, said you weigh 8.2kg.",
    limits=(
        "It misses names in small letters, and jobs that a record seldom needs to name, such as a judge or a driver."
    ),
)

EXAMPLES: Final = (
    Example("Health visitor said he is well. The health visitor will come back.", ("Health visitor",)),
    Example("I rang the surgery and the receptionist told me you had left.", ("receptionist",)),
    Example("School rang at ten to say you were late.", ("School",)),
    Example("Kev from the youth hub rang Mum on Monday.", ("Kev",)),
    Example("Mrs Shah told me your reading is better.", ("Mrs Shah",)),
    Example("Actions\n- School nurse to weigh you by 4 May 2026\n- Housing to reply", ("School nurse",)),
    Example("Present: Mum, Jo Bell (teacher), police, Sandra", ("police", "Sandra"), {"doc_type": "meeting"}),
    Example("Jan told me you sang. You came home at four. Jan Pell (nursery manager) will ring.", ("Jan",)),
    Example("Sharon rang me. Sharon (Jo and Phil's supervising social worker) will visit."),
    Example(
        "Present:\nNicola Shah - Team Manager, chair\nImran Aziz - Paediatrician, City Hospital",
        note={"doc_type": "meeting"},
    ),
    Example("Ann Roe, health visitor, said he is well. Ann will come back. Mr Hayes (head of year) rang."),
    Example("Sgt Dale rang. The sergeant said you are safe, and your social worker Emma told me the same."),
    Example("A social worker will visit. Social workers told Mum to go. Mum needs a nurse. He shook his head."),
    Example("Auntie Bev told me you sing. Mum's friend Kev rang. Mrs Dunne at number 12 told me Mum shouts."),
    Example("You told me you miss Kai. I asked if you really miss Ella. miss Dale rang.", ("miss Dale",)),
    Example("A spare can go out if the GP says so. Lady rang about Tom, would not leave her name."),
    Example("I spoke to your nan in Gdansk. I will ring Occupational Therapy about the gate."),
    Example("Strat held on 8 November 2026. Assmt done by me."),
    Example("Present: Carl Prentice (registered manager, Beechcroft); Leah", ("Leah",), {"doc_type": "meeting"}),
    Example("Mum said “the nurse told me off”. HV to be informed. The school is on Park Road."),
    Example(
        "SW visited. Your social worker told you.", (), {"author": {"name": "Priya Nair", "role": "Social Worker"}}
    ),
)

_LISTED: Final = ("meeting", "plan", "assessment", "supervision", "management-decision", "referral", "case-note")
"""Documents whose lists of those present name professionals; on a visit a name alone may be a cousin's."""
_FORMAL: Final = ("chronology", "court-statement", "assessment", "management-decision")
"""Documents in which the parents, too, go by title and surname."""
_INDEFINITE: Final = frozenset(("a", "an"))
_PAST: Final = frozenset(("VBD", "VBN"))
_PLACES: Final = frozenset(("at", "from", "in", "on"))
_OPENING: Final = 12  # tokens of a sentence
_NEAR: Final = 4  # tokens to what makes a mention conditional, or says that a name was not given
_IFS: Final = frozenset(("if", "unless", "until", "till", "whether", "whenever", "should"))
_ANONYMOUS: Final = frozenset(("anonymous", "anonymously", "unnamed"))
_NAME: Final = frozenset(("name", "names"))
_WITHHELD: Final = frozenset(("not", "n't", "n’t", "nt", "no", "without", "refused", "declined", "withheld", "unknown"))
_OPENS: Final = frozenset((",", ":", ";", "–", "-", "/", "(", "and", "&", "+"))
_CLOSES: Final = _OPENS | {".", ")", "from", "at"}


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        registrar: makes the register of people.
        words: lists of lexicons/register.yaml by name, without their prefix.
        capitals: words that are written with capitals wherever they stand ('GP'), by their small letters.
    """

    registrar: Registrar
    words: Mapping[str, frozenset[str]]
    capitals: Mapping[str, str]

    def is_(self, word: str, name: str) -> bool:
        """Whether a word is on a list."""
        return word in self.words[name]

    def spelt(self, role: str, seen: str) -> str:
        """A role as the note spells it where that is initials ('GP'), otherwise in words, with the lists' capitals."""
        if seen.lower() == role and seen.isupper():
            return seen
        return " ".join(self.capitals.get(word, word) for word in role.split())


_LISTS: Final = (
    "unnamed", "aside", "bodies", "speaks", "nobody", "messages", "comes-from", "told-of", "habits", "says-now",
    "spoken-to", "does", "away", "strangers",
)  # fmt: skip


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """The maker of the register and the lists."""
    words = {name: frozenset(lexicons.words.get(f"register-{name}", ())) for name in _LISTS}
    registrar = Registrar.of(nlp, lexicons)
    return Prepared(registrar, {**words, "unsure": registrar.unsure}, _capitals(lexicons))


def _capitals(lexicons: Lexicons) -> dict[str, str]:
    """Words with a capital in the job titles and the acronyms, short forms that are spelt out here left aside."""
    titles = [*(each.terms[0] for each in lexicons.roles), *(term for each in lexicons.acronyms for term in each.terms)]
    return {word.lower(): word for title in titles for word in title.split() if word[1:] != word[1:].lower()}


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark each person once, where the reader first needs to know who it is."""
    c, kind = columns(doc), note_of(doc).doc_type
    for person in prepared.registrar(doc).people:
        if person.kind in ("professional", "") and (mention := _first(c, person, kind, prepared)):
            start = _start(c, mention)
            span = doc[start : mention.end]
            yield mark(span, RULE, _message(c, " ".join(span.text.split()), mention, person, prepared))


def _start(c: Columns, mention: Mention) -> int:
    """The first word of a mention, the date and the dash before it left out ('02.08.2024 - School')."""
    return next((k for k in range(mention.start, mention.end) if c.text[k][0].isalpha()), mention.start)


def _message(c: Columns, seen: str, mention: Mention, person: Person, prepared: Prepared) -> str:
    reader = "The child who reads this in twenty years may not know who it was"
    if person.names:
        known = prepared.spelt(person.role, seen) if person.role else "[role]"
        advice = f"you might write the role with the name, as in “{seen}, {known}”"
        if not (person.kind or person.role or person.agency) and mention.act != "listed" and " " not in seen:
            advice = f"you might write who it is, such as “{seen}, [role]” or “{seen}, a friend of Mum's”"
        if person.role:
            where = "is named here before the note says what the person does"
        elif c.pos[mention.start] == "PROPN":
            where = "is named here without a role"
        else:
            where = "is not said here to be anybody with a name and a role"
        return f"“{seen}” {where}. {reader}: {advice}."
    if person.role:
        role = prepared.spelt(person.role, seen)
        advice = f"you might write the name with the role, as in “[name], {role}”, or that the name was not given"
        return f"“{seen}” says what the person does, not who it is. {reader}: {advice}."
    out = f"what “{seen}” stands for, with " if seen.isupper() else ""
    return (
        f"“{seen}{_deed(c, mention)}”: this does not say who it was. {reader}: you might write {out}the person's name "
        "and role, or that the name was not given."
    )


def _deed(c: Columns, mention: Mention) -> str:
    """The verb right behind an agency: ' rang'."""
    return f" {c.text[mention.end]}" if mention.verb == mention.end < len(c) else ""


def _first(c: Columns, person: Person, doc_type: str, prepared: Prepared) -> Mention | None:
    """The mention at which something is missing, if this person needs one."""
    if person.names:
        return _of_name(c, person, doc_type, prepared)
    if person.plural or prepared.is_(person.role, "unnamed"):
        return None
    tells = _role_tells if person.role else _agency_tells
    told = (m for m in person.mentions if not m.outside and tells(c, m, prepared) and not _is_open(c, m))
    first = next(told, None)
    return None if first is None or _is_withheld(c, first) else first


def _is_open(c: Columns, mention: Mention) -> bool:
    """'if the GP says so': nobody has acted yet."""
    first = c.first[mention.start]
    return not _IFS.isdisjoint(c.lower[max(first, mention.start - _NEAR) : mention.start])


def _is_withheld(c: Columns, mention: Mention) -> bool:
    """'would not leave her name': the note says that there is no name."""
    first = c.first[mention.start]
    end = min(len(c), mention.end + _OPENING)
    near = [word for k, word in enumerate(c.lower[mention.end : end], mention.end) if c.first[k] == first]
    return not _ANONYMOUS.isdisjoint(near) or any(
        word in _NAME and not _WITHHELD.isdisjoint(near[max(0, at - _NEAR) : at + _NEAR])
        for at, word in enumerate(near)
    )


# Roles without a name.


def _role_tells(c: Columns, mention: Mention, prepared: Prepared) -> bool:
    """Whether one person with this role clearly spoke, acted, was spoken to or is to act."""
    before = c.lower[mention.start - 1] if mention.start else ""
    words, act, verb = c.lower[mention.start : mention.end], mention.act, mention.verb
    if prepared.is_(before, "nobody") or prepared.is_(" ".join(words), "unnamed"):
        return False
    if "[" in c.text[mention.end : mention.end + 2]:  # a gap for the name: the check `unfinished` has it
        return False
    if act in ("acts", "by", "will") and prepared.is_(words[-1], "aside"):
        return False
    if act in ("speaks", "acts"):
        return not (act == "acts" and prepared.is_(words[0], "unsure")) and _has_acted(c, verb, before, prepared)
    if act == "told":
        return (c.tag[verb] in _PAST and before not in ("our", "my")) or before == "allocated"
    if act == "from":
        return _has_come(c, verb, prepared)
    if before in _INDEFINITE:
        return False
    if act == "will":
        return before not in ("his", "her", "their")
    return act in ("task", "by", "listed", "cell") or (act == "passive" and c.lemma[verb] == "ask")


def _has_acted(c: Columns, verb: int, before: str, prepared: Prepared) -> bool:
    lemma = c.lemma[verb]
    if before in _INDEFINITE:
        return c.tag[verb] in _PAST and lemma != "be"
    if prepared.is_(lemma, "told-of") and (verb + 1 >= len(c) or c.pos[verb + 1] in ("PUNCT", "SPACE", "ADP")):
        return False  # 'RM informed': somebody told her
    if lemma == "be":
        return c.lower[verb] == "been" or c.lower[verb + 1 : verb + 2] == ["aware"]
    return lemma != "need"


def _has_come(c: Columns, verb: int, prepared: Prepared) -> bool:
    """'had a letter from the consultant', 'apologies were received from the allocated social worker'."""
    if c.pos[verb] != "NOUN":
        return prepared.is_(c.lemma[verb], "comes-from") and c.tag[verb] != "VB"
    above = c.head[verb]
    had = above == verb or (prepared.is_(c.lemma[above], "comes-from") and c.tag[above] != "VB")
    return had and prepared.is_(c.lemma[verb], "messages")


# Agencies.


def _agency_tells(c: Columns, mention: Mention, prepared: Prepared) -> bool:
    """Whether somebody clearly spoke for an agency, or it stands in a list as if it were somebody."""
    words = c.lower[mention.start : mention.end]
    if prepared.is_(words[-1], "bodies") or prepared.is_(" ".join(words), "bodies"):
        return False
    if mention.act == "listed":
        return len(words) == 1 and _stands_alone(c, mention)
    if mention.act != "speaks" or c.lower[mention.start - 1 : mention.start] == ["what"]:
        return False
    verb = mention.verb
    now = prepared.is_(c.lemma[verb], "says-now")
    near = c.lower[max(0, verb - 2) : verb + 1 if now else verb + 4]
    if any(prepared.is_(word, "habits") for word in near):
        return False
    return prepared.is_(c.lemma[verb], "speaks") and (now or c.tag[verb] == "VBD")


def _stands_alone(c: Columns, mention: Mention) -> bool:
    """Between commas: 'Present: Mum, TM (chair), police, college'."""
    before = c.text[mention.start - 1] if mention.start else ":"
    after = c.text[mention.end] if mention.end < len(c) else "."
    return (before in _OPENS or before.isspace()) and (after in _CLOSES or after.isspace())


# Names without a role.


def _of_name(c: Columns, person: Person, doc_type: str, prepared: Prepared) -> Mention | None:
    if all(prepared.is_(name.lower(), "strangers") for name in person.names):
        return None  # 'Lady rang': a caller who is no professional
    if any(c.lower[mention.start - 1 : mention.start] == ["in"] for mention in person.mentions):
        return None  # 'your nan in Gdansk': a place
    at = next((at for at, mention in enumerate(person.mentions) if _counts(c, mention)), -1)
    if at < 0 or 0 <= person.learnt_at <= at:
        return None
    first = person.mentions[at]
    act, acts = first.act, _acts(c, first, prepared)
    if person.learnt_at > 0:
        if person.whose >= 0 and _is_told_soon(c, first, person.mentions[person.learnt_at]):
            return None
        return first if person.kind == "professional" and (acts or act in ("listed", "from")) else None
    if person.agency:
        beside = c.lower[first.end : first.end + 1]
        if act in ("from", "told", "speaks") or (beside and beside[0] in _PLACES):
            return first
    title = c.lower[first.start].rstrip(".")
    if title == "miss" or (act == "listed" and doc_type in _LISTED):
        return first
    if title in ("mr", "mrs", "ms"):
        does = acts or (act == "acts" and c.lemma[first.verb] != "be")
        return first if does and (person.agency or doc_type not in _FORMAL) else None
    if any(_is_one_of_two(c, mention) for mention in person.mentions) or (act == "speaks" and " " in person.names[0]):
        return None  # 'Guide Dogs has offered', 'Visit to Wendy and Phil': an organisation, a couple
    return first if acts and not _child_tells(c, first) else None


def _is_told_soon(c: Columns, first: Mention, later: Mention) -> bool:
    """'Sharon will ring. Sharon (your supervising social worker) …': in brackets, there or in the next sentence."""
    same = c.lower[first.start : first.end] == c.lower[later.start : later.end]
    if not same or c.text[later.end : later.end + 1] != ["("]:
        return False
    between = range(first.end, later.start + 1)
    return sum(c.first[k] == k for k in between) <= 1


def _child_tells(c: Columns, mention: Mention) -> bool:
    """'You told me Maya rang you': a friend's or relative's name more often than a worker's."""
    first = c.first[mention.start]
    words = c.lower[first : min(first + _OPENING, mention.start)]
    return any(word in ("said", "told", "say") and before == "you" for before, word in pairwise(words))


def _is_one_of_two(c: Columns, mention: Mention) -> bool:
    """'Wendy and Phil'."""
    before = c.lower[mention.start - 1 : mention.start] == ["and"] and c.pos[mention.start - 2] == "PROPN"
    return before or (
        c.lower[mention.end : mention.end + 1] == ["and"] and c.pos[mention.end + 1 : mention.end + 2] == ["PROPN"]
    )


def _counts(c: Columns, mention: Mention) -> bool:
    """Not a name in somebody else's words, one that says whose something is, one in a field ('Seen: Jo')."""
    if mention.outside:
        return False
    if mention.act == "listed":
        return _stands_alone(c, mention) and not _is_workplace(c, mention)
    first = c.first[mention.start]
    labelled = ":" in c.text[first : min(first + 4, mention.start)]
    return not labelled and c.tag[mention.end : mention.end + 1] != ["POS"]


def _is_workplace(c: Columns, mention: Mention) -> bool:
    """'Carl Prentice (registered manager, Beechcroft)': where he is what stands before it in the bracket."""
    if c.text[mention.end : mention.end + 1] != [")"] or c.text[mention.start - 1 : mention.start] != [","]:
        return False
    first = max(c.first[mention.start], mention.start - _OPENING)
    opens = next((k for k in range(mention.start - 2, first, -1) if c.text[k] == "("), -1)
    return opens > 0 and c.pos[opens - 1] == "PROPN" and "," not in c.text[opens : mention.start - 1]


def _acts(c: Columns, mention: Mention, prepared: Prepared) -> bool:
    """Whether somebody known by name alone does what is worth knowing whose doing it was."""
    verb = mention.verb
    if mention.act == "told":
        return prepared.is_(c.lemma[verb], "spoken-to")
    if mention.act == "acts" and c.lemma[verb] == "be":
        return prepared.is_(" ".join(c.lower[verb + 1 : verb + 3]), "away")
    if mention.act == "acts":
        return prepared.is_(c.lemma[verb], "does") and c.tag[verb] == "VBD"
    return mention.act == "speaks"


SPEC = check(
    "professional",
    rules=(RULE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse"),
)
