"""Details that belong in somebody else's record, or in no note at all: another family, and identifiers pasted in.

A child has the right to read this record, and so, often, have the parents. What it holds about another family, an
insurance number or a private telephone number goes to them with it; where somebody has fled from violence, that can
put them in danger.

What is found, in running text and in pasted emails:

- numbers that stand for one person: an NHS number (its check digit must fit, unless it is called one), a National
  Insurance number, a unique pupil number; passport, account, hospital and case system numbers that are called so;
- a mobile number or a private email address: contact details have a place where they can be withheld;
- a pupil named beside what he or she is said to have done ('held the vape for Chloe B in your class');
- another family named as such ('the Hughes family'), a child of another surname in full with age or date of birth;
- wording that says outright that another case is meant (`lexicons/third-party.yaml`).

Left alone: contact details in signatures, headers and fields; families and children of whom the note speaks elsewhere
or whose kinship it gives; the writer's own number.

Known misses: street addresses and postcodes (most are the child's own); landlines (most are an office's); a
neighbour's child named by first name alone.

Source: Trafford 4, an email pasted into a note holds nothing about another family; UK GDPR, data minimisation. The
check digit of the NHS number: NHS Data Dictionary, modulus 11.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.entries import TermEntry
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.note import Note, note_of
from notecheck.people import whose
from notecheck.text import emails, layout
from notecheck.wording import prose
from notecheck.wording.terms import TermMatcher

THIRD_PARTY: Final = Rule(
    name="third-party",
    part="completeness",
    title="Somebody else's details",
    marks=(
        "Details that belong in somebody else's record: another family, numbers that stand for one person, private "
        "telephone numbers and email addresses."
    ),
    why="The child and the family may read this record, and what it holds of others goes to them with it.",
    weak="Tyler Hughes (9) was there too. His NHS number is 943 476 5919.",
    better="A boy from next door was there too.",
    limits="It misses street addresses, landlines, and a neighbour's child who is named by first name alone.",
)

EXAMPLES: Final = (
    Example("Her NHS number is 943 476 5919 and she sees Dr Roe.", ("943 476 5919",)),
    Example("NI number AB 12 34 56 C came up on the benefits letter.", ("AB 12 34 56 C",)),
    Example("I rang 01632 960188. The order number is 943 476 5918."),
    Example("Mum has a new number, 07700 900461.", ("07700 900461",)),
    Example("You can text me on 07700 900461.\nMobile: 07700 900462\nGemma Oldroyd, social worker, 07700 900463"),
    Example("The row was with the Hughes family next door.", ("the Hughes family",)),
    Example("You live with the Iqbal family.\nMrs Iqbal showed me your room. The Orchard family centre is open."),
    Example("The Romanian family next door was out."),
    Example("Tyler Hughes (9) was there too.", ("Tyler Hughes (9)",)),
    Example("Chloe Marsden (14, DOB 02/08/2011) was there.", ("Chloe Marsden (14, DOB 02/08/2011)",)),
    Example("Chloe Marsden (DOB 02/08/2011) was there.", ("Chloe Marsden (DOB 02/08/2011)",)),
    Example("Ray Marsden (DOB 02/08/1981) was there.", (), {"event_date": "2026-05-04"}),
    Example("Your cousin Tyler Hughes (9) was there. Sally Wright (6) too.", (), {"child": {"name": "Callum Wright"}}),
    Example("You said you held the vape for Chloe B in your class.", ("Chloe B",)),
    Example("You made a den with Chloe B in your class. Miss Lee in your class had a knife to cut the cake."),
    Example("It is like another family I work with on Park Road.", ("another family I work with",)),
)

_OWN_FIELD: Final = "If it is the child's own, the record has a field for it; if it is not, it can go."
_WITHHELD: Final = (
    "Kept with the record's contact details instead, it can be withheld from somebody who should not have it."
)
_OTHERS: Final = "You might leave the name out and say only what it means for this child."


class _Number(NamedTuple):
    """A kind of identifier: its name, its form, and what else must hold."""

    name: str
    form: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool]


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        match: wording that speaks of another case.
        entries: its entries.
        kin: family words, beside which a name is a relative's.
        no_surname: capitals that are no surname.
        blamed: what a pupil is said to have done, or what was done to one.
        staff: words beside which somebody in a class is no pupil.
        private: homes of private email addresses.
    """

    match: TermMatcher
    entries: tuple[TermEntry, ...]
    kin: frozenset[str]
    no_surname: frozenset[str]
    blamed: frozenset[str]
    staff: frozenset[str]
    private: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher and read the lists."""
    words, entries = lexicons.words, lexicons.terms.get(THIRD_PARTY.name, ())
    return Prepared(
        TermMatcher(nlp, entries, words.get("kin", ()), eager=lexicons.own),
        entries,
        frozenset(words.get("kin", ())),
        frozenset(words.get("no-surname", ())),
        frozenset(words.get("pupil-blamed", ())),
        frozenset(words.get("pupil-not", ())),
        frozenset(words.get("private-mail", ())),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark identifiers, other families and their children, and wording that speaks of another case."""
    yield from by_place(doc, f"third-party {id(prepared)}", lambda doc: _near(doc, prepared))
    yield from _families(text_of(doc), doc, prepared)


def _near(doc: Doc, prepared: Prepared) -> Iterator[Finding]:
    """All that can be told from a few lines: a family may be named as the child's own anywhere in the note."""
    text = text_of(doc)
    if _SIX_DIGITS.search(text):
        yield from _numbers(text)
    yield from _contacts(text, doc, prepared)
    yield from _children(text, doc, prepared)
    yield from _pupils(text, doc, prepared)
    quoted = whose.quoted(doc)
    for match in prepared.match(doc):
        if not quoted[match.start]:
            span = doc[match.start : match.end]
            yield mark(
                span,
                THIRD_PARTY,
                _message("This is about another case", _OTHERS),
                entry=prepared.entries[match.entry].id,
            )


def _message(seen: str, advice: str) -> str:
    return f"{seen}, and whoever is given this record, often the child or a parent, is given it too. {advice}"


def _finding(span: tuple[int, int], seen: str, advice: str, severity: str = THIRD_PARTY.severity) -> Finding:
    return Finding(THIRD_PARTY.name, *span, _message(seen, advice), severity)


# Numbers.


def _is_nhs(found: re.Match[str]) -> bool:
    """Called an NHS number, or with the check digit of one."""
    if "nhs" in found.string[max(0, found.start() - _LABEL) : found.start()].lower():
        return True
    digits = [int(digit) for digit in found[0] if digit.isdigit()]
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(set(digits)) > 2 and rest % 11 == digits[9]


def _is_national_insurance(found: re.Match[str]) -> bool:
    """With a prefix that is given out, or the one of official examples."""
    letters = found[1].upper()
    if letters in _NOT_ISSUED or (letters != "QQ" and (letters[0] in "DFIQUV" or letters[1] in "DFIOQUV")):
        return False
    before = found.string[max(0, found.start() - _LABEL) : found.start()].lower()
    return found[0].isupper() or "insurance" in before or "nino" in before


def _always(found: re.Match[str]) -> bool:  # noqa: ARG001
    return True


_SIX_DIGITS: Final = re.compile(r"\d(?:[ -]?\d){5}")  # every number below has them, and few notes have any
_LABEL: Final = 30
_NOT_ISSUED: Final = frozenset(("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"))
_CALLED: Final = r"\s*+(?:(?:id|no\.?|num(?:ber)?|ref(?:erence)?\.?|#)\s*+)?(?:(?:is|was)\s*+)?(?:[:#.]\s*+)?"
_NUMBERS: Final = (
    _Number("an NHS number", re.compile(r"(?<![\w./+-])[34679]\d\d([ -]?)\d{3}\1\d{4}(?![\w/-]|[.,]\d)"), _is_nhs),
    _Number(
        "a National Insurance number",
        re.compile(r"\b([A-Za-z]{2}) ?\d\d ?\d\d ?\d\d ?[A-Da-d]\b"),
        _is_national_insurance,
    ),
    _Number("a unique pupil number", re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[A-HJ-NP-RT-Z\d]\b"), _always),
    _Number("a passport number", re.compile(rf"\bpassport{_CALLED}([A-Z]?\d{{8,9}})\b", re.I), _always),
    _Number(
        "bank details",
        re.compile(
            rf"\b(?:sort\s*code{_CALLED}(\d\d[- ]?\d\d[- ]?\d\d)|(?:account|acct|a/c){_CALLED}(\d{{8}}))\b", re.I
        ),
        _always,
    ),
    _Number(
        "a number of one person's record",
        re.compile(
            rf"\b(?:hospital|patient|mosaic|liquid ?logic|lcs|carefirst|azeus|systmone|emis|pid)"
            rf"{_CALLED}([A-Z]{{0,3}}\d{{5,10}})\b",
            re.I,
        ),
        _always,
    ),
)


def _numbers(text: str) -> Iterator[Finding]:
    """Numbers that stand for one person, wherever they stand."""
    for name, form, holds in _NUMBERS:
        for found in form.finditer(text):
            if holds(found):
                inner = next((i for i in range(1, form.groups + 1) if found[i] and found[i][-1].isdigit()), 0)
                yield _finding(found.span(inner), f"This looks like {name}", _OWN_FIELD)


# Telephone and email.

_MOBILE: Final = re.compile(r"(?<![\w+])(?:\+44 ?\(?0?\)? ?7|\(?07)\d{3}\)?[ -]?\d{3}[ -]?\d{3}(?!\d)")
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([A-Za-z0-9-]{1,63})\.[A-Za-z.]{2,20}(?<!\.)")
_NEAR: Final = 60
_OFFICE: Final = re.compile(
    r"\b(?:me|my|us|our|duty|office|team|work|helpline|hotline|line|emergency|worker|nurse|manager|service|surgery|school)\b",
    re.IGNORECASE,
)


def _contacts(text: str, doc: Doc, prepared: Prepared) -> Iterator[Finding]:
    """Private telephone numbers and email addresses in running text."""
    for form, name in ((_MOBILE, "a mobile number"), (_EMAIL, "a private email address")):
        for found in form.finditer(text):
            if form is _EMAIL and found[1].lower() not in prepared.private:
                continue
            if _is_running(doc, found.start()) and not _OFFICE.search(_around(text, found)):
                yield _finding(found.span(), f"This is {name}", _WITHHELD, "suggestion")


def _around(text: str, found: re.Match[str]) -> str:
    """What stands beside a match in its line."""
    before = text[max(0, found.start() - _NEAR) : found.start()].rpartition("\n")[2]
    return f"{before} {text[found.end() : found.end() + _NEAR].partition(chr(10))[0]}"


def _is_running(doc: Doc, offset: int) -> bool:
    """Neither a field or heading nor the frame of a pasted email."""
    line = layout.line_at(layout.of(doc), offset)
    if line.kind in ("heading", "field"):
        return False
    return not any(block.kind != "body" and block.start <= offset < block.end for block in emails.of(doc))


# Families and children.

_NAME: Final = r"[A-Z](?:[a-z]*['’-][A-Z])?[a-z]+(?:-[A-Z][a-z]+)?"
_FAMILY: Final = re.compile(
    rf"\b[Tt]he ({_NAME})s? (?:family|household|children|child|kids|boys|girls|brothers|sisters|siblings|twins)\b"
)
_YEARS: Final = r"(?: ?(?:y(?:ea)?rs?|yo)(?: old)?)?"
_BORN: Final = r"(?i:d\.?o\.?b\.?|date of birth|born)[: .-]{0,3}(?:on )?(\d[\w./ -]{3,16}\d)"
_SEX: Final = r"(?i:f|m|girl|boy|female|male)"
_CHILD: Final = re.compile(
    rf"\b({_NAME})(?: {_NAME})? ({_NAME})(?:"
    rf",? \((?:{_SEX}[,;/ ]{{1,2}})?(?:aged? )?(\d\d?){_YEARS}(?:[,;/ ]{{1,3}}(?:{_SEX}|(?i:year) ?\d\d?|{_BORN}))?\)"
    rf"|,? aged (\d\d?)\b|, (\d\d?)(?=,? (?:who|was|is|told|said|has|had|came|from)\b)"
    rf"|,? \(?{_BORN}(?:[,;/ ]{{1,3}}(?:aged? )?\d\d?{_YEARS})?\)?)"
)
_AGED: Final = re.compile(
    rf"(?:aged ?|,? \((?:{_SEX}[,;/ ]{{1,2}})?(?:aged? )?|, )\d|{_BORN}"
)  # what stands behind such a name: sought first, since names are many
_ADULT: Final = 18
_PERSON: Final = re.compile(
    rf"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|Sgt)\.?|\b(?!The\b|And\b|With\b|From\b)[A-Z][a-z'’-]+) (?=({_NAME}))"
)
_BESIDE: Final = 40  # tokens
_CLOSE: Final = 3


def _families(text: str, doc: Doc, prepared: Prepared) -> Iterator[Finding]:
    """'the Hughes family', unless the note names a member of it in another line."""
    named: dict[str, tuple[int, int]] | None = None
    for start, end, name in by_place(doc, "families", _family_names, by="words", near=0):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or name in prepared.no_surname or name in whose.names(doc) or _is_part(span):
            continue
        named = _named(text) if named is None else named
        line = layout.line_at(layout.of(doc), start)
        first, last = named.get(name.removesuffix("s"), (line.start, line.start))
        if line.start <= first and last <= line.end and not whose.quoted(doc)[span.start]:
            yield _finding((start, end), "Another family is named here", _OTHERS, "suggestion")


class _FamilyName(NamedTuple):
    """The surname of a family in lower case, and where the family is named."""

    start: int
    end: int
    name: str


def _family_names(doc: Doc) -> Iterator[_FamilyName]:
    return (_FamilyName(*found.span(), found[1].lower()) for found in _FAMILY.finditer(text_of(doc)))


def _is_part(span: Span) -> bool:
    """'the Orchard family centre', 'the Romanian family'."""
    return span[-1].dep_ == "compound" or any(token.pos_ == "ADJ" for token in span[1:-1])


def _named(text: str) -> dict[str, tuple[int, int]]:
    """Surnames of people whom the note names, with title or first name: surname → its first and its last place."""
    places: dict[str, tuple[int, int]] = {}
    for found in _PERSON.finditer(text):
        name, place = found[1].lower().removesuffix("s"), found.start()
        places[name] = (places.get(name, (place, place))[0], place)
    return places


def _children(text: str, doc: Doc, prepared: Prepared) -> Iterator[Finding]:
    """A child in full name with age or date of birth who is no relative."""
    if not _AGED.search(text):
        return
    for found in _CHILD.finditer(text):
        age, known = _age(found, note_of(doc)), whose.names(doc)
        if (age is not None and age >= _ADULT) or found[1].lower() in known or found[2].lower() in known:
            continue
        span = doc.char_span(*found.span(), alignment_mode="expand")
        if span is None or not _is_running(doc, found.start()) or whose.quoted(doc)[span.start]:
            continue
        beside = prose.around(doc, span.start, span.end, _BESIDE)
        if not any(token.lower_ in prepared.kin for token in beside):
            yield _finding(found.span(), "A child of another family is named in full", _OTHERS, "suggestion")


_PUPIL: Final = re.compile(
    rf"\b({_NAME})((?: {_NAME})?(?: [A-Z]\b\.?)?),?(?: \(?who is)? \(?(?:in|from) "
    r"(?:your|his|her|their|the same) (?:class|form|year|tutor group|school)\b"
)
_IN_CLASS: Final = re.compile(r"(?:in|from) (?:your|his|her|their|the same) (?:class|form|year|tutor|school)")
_TITLE: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|PC)\.? )$")


def _pupils(text: str, doc: Doc, prepared: Prepared) -> Iterator[Finding]:
    """'a vape for Chloe B in your class': a named child beside what that child is said to have done."""
    if not _IN_CLASS.search(text):
        return
    for found in _PUPIL.finditer(text):
        parts = f"{found[1]}{found[2]}".lower().split()
        if not whose.names(doc).isdisjoint(parts) or _TITLE.search(text, 0, found.start()):
            continue
        end = found.end(2)
        span = doc.char_span(found.start(), end, alignment_mode="expand")
        if span is None or not _is_running(doc, found.start()) or whose.quoted(doc)[span.start]:
            continue
        words = {token.lower_ for token in prose.around(doc, span.start, span.end, _BESIDE)}
        beside = {token.lower_ for token in prose.around(doc, span.start, span.end, _CLOSE)}
        if words.isdisjoint(prepared.blamed) or not beside.isdisjoint(prepared.staff | prepared.kin):
            continue
        yield _finding((found.start(), end), "Another child is named here beside something they may have done", _OTHERS)


def _age(found: re.Match[str], note: Note) -> int | None:
    """The age as written, or by year of birth at the time of the note; None where neither is known."""
    if told := found[3] or found[5] or found[6]:
        return int(told)
    born, now = _YEAR.search(found[7] or ""), note.event_date or note.recorded_date
    return now.year - int(born[0]) if born and now else None


_YEAR: Final = re.compile(r"(?:19|20)\d\d$")

SPEC = check(
    "third-party",
    rules=(THIRD_PARTY,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "pos", "lemma", "parse"),
)
