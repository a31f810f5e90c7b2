"""Marks professional and bureaucratic wording that a child or a parent would not use or easily follow.

Why it matters: the record is read by the child, perhaps in twenty years, and by parents. 'Contact was terminated due to
Dad's presentation' hides from them what happened; 'family time ended early because Dad shouted' does not.

By lemma and part of speech, so that 'contact' the meeting is marked and 'contact me' is not; every occurrence, headings
too. Left alone: quotations (somebody's own words), pasted emails, job titles ('contact supervisor'), a word that the
note explains once, in the same or the next sentence (to repeat the word is no explanation), and in a referral the
'contact' by which somebody got in touch.

Known misses: a word of the trade that is an everyday word too ('support', 'provide', 'outcome'); an explanation that
stands further away; a telegraphic line in which the tagger takes a noun for a verb.

Source: corpus/GUIDE.md, category `jargon`; the lists named in lexicons/jargon.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from notecheck.carry.looks import by_place, by_text
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.entries import TermEntry
from notecheck.findings import Finding, Rule, Strength
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.text import emails
from notecheck.text.columns import Columns, columns
from notecheck.wording.explanations import REACH, explanation
from notecheck.wording.inflect import Inflector, choose, form_of, with_case
from notecheck.wording.terms import TermMatcher

JARGON: Final = Rule(
    name="jargon",
    part="plain-language",
    title="Professional wording",
    marks=(
        "Words of the trade that a child or a parent would not use. Quotations are left alone, and so is a word that "
        "the record explains."
    ),
    why="A child or a parent who reads the record may not know the word, and so may miss what was decided for them.",
    weak="Contact was terminated due to Dad's presentation.",
    better="Family time ended early because Dad was shouting.",
    limits=(
        "It misses words of the trade that are everyday words too, such as “support” or “outcome”. It may mark a word "
        "whose explanation stands further away."
    ),
)

EXAMPLES: Final = (
    Example("Contact went ahead at 2pm. Contact me by text before then.", ("Contact",)),
    Example("She absconded on Friday with her siblings.", ("absconded", "siblings")),
    Example("CORE GROUP\nCore group held at school on 4 May 2026.", ("CORE GROUP", "Core group")),
    Example("Callum said \u201cI hate contact, it's boring\u201d, and that his placement is fine.", ("placement",)),
    Example("CORE GROUP\nYour core group (the people who check that your plan is working) met today."),
    Example("Respite, which means a short stay with Jean and Tom, starts in May. You asked about respite."),
    Example("It comes under delegated authority (authority that has been delegated).", ("delegated authority",)),
    Example("We have your family time on Saturdays; some people call this contact. Contact is at 2pm."),
    Example("You asked about the core group. This is a meeting where we check how your plan is going."),
    Example("Gemma, contact supervisor, and Ali, placement officer, came in."),
    Example("Mum refuses to engage with the service. Dad engages well.", ("engages",)),
    Example("You are looked after by the council. On 3 March you became looked after.", ("became looked after",)),
    Example("We are your core group. We are the people who check that your plan is working."),
    Example("I will do a pre-birth assessment, which is a look before the birth at what the baby will need."),
    Example("We held a strategy meeting, where the police and I decide what to do first."),
    Example("The core group met, which is a relief to Mum.", ("core group",)),
    Example(
        "This is the third Contact in a year. Callum has contact with Dad on Saturdays.",
        ("contact",),
        note={"doc_type": "referral"},
    ),
    Example("We read your pathway plan, your safety plan and your child in need plan."),
)

_TITLE: Final = (
    r"(?:[-\s]+(?:and|&|social|team|support|service|services|practice|family|senior|deputy|lead|project|outreach)){0,2}[-\s]+"
    r"(?:officer|worker|supervisor|co-?ordinator|manager|lead|advis[eo]r|practitioner|nurse|teacher|mentor|administrator|"
    r"assistant|therapist|chair|clerk|psychologist|counsellor|consultant|head|director)s?\b"
)
_IS_TITLE: Final = re.compile(_TITLE, re.IGNORECASE)
# in a referral it is the title of the form: somebody got in touch with the service
_FORM: Final = re.compile(r"contact(?:\s+and\s+referral)?\s+(?:record|form|sheet|report)\b", re.IGNORECASE)
_ADVICE: Final = "say "
"""How a note begins that is all advice."""
_AND: Final = frozenset(("and", "but", "or", ",", ";", "&"))
_NO_TITLE: Final = ("allocat", "statutor", "multi", "unallocat")


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        match: jargon and job titles in one pass, so that 'contact supervisor' wins over 'contact'.
        entries: of the lexicon; a match with a higher number is a job title.
        known: for each entry the words of its terms.
        verbs: for each entry whether it is about a verb.
        inflector: bends the suggestions.
        kin: family words.
    """

    match: TermMatcher
    entries: tuple[TermEntry, ...]
    known: tuple[tuple[str, ...], ...]
    verbs: tuple[bool, ...]
    inflector: Inflector
    kin: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher from the entries of rule `jargon` and the job titles that hold one of their words."""
    entries = lexicons.terms.get(JARGON.name, ())
    inflector = Inflector.from_words(lexicons.words)
    known = tuple(_words(entry.terms) for entry in entries)
    titles = _titles(lexicons, {word for words in known for word in words})
    guards = (TermEntry(id="title", terms=titles, flags=("-",)),) if titles else ()
    kin = lexicons.words.get("kin", ())
    verbs = tuple(_is_verb(entry, words, inflector) for entry, words in zip(entries, known, strict=True))
    match = TermMatcher(nlp, (*entries, *guards), kin, eager=lexicons.own)
    return Prepared(match, entries, known, verbs, inflector, frozenset(kin))


def _words(terms: Sequence[str]) -> tuple[str, ...]:
    pieces = (piece for term in terms for piece in re.split(r"[\s|]+", term.lower()))
    return tuple(dict.fromkeys(re.sub(r"^=|\?$|/[a-z]+\??$", "", piece) for piece in pieces))


def _titles(lexicons: Lexicons, words: set[str]) -> tuple[str, ...]:
    return tuple(
        term
        for role in lexicons.roles
        for term in role.terms
        if " " in term and not term.startswith(_NO_TITLE) and words.intersection(re.split(r"[\s-]", term.lower()))
    )


def _is_verb(entry: TermEntry, words: tuple[str, ...], inflector: Inflector) -> bool:
    if any("/verb" in term for term in entry.terms):
        return True
    return any(inflector.inflect(word, "past") in words and inflector.inflect(word, "ing") in words for word in words)


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Mark every unexplained occurrence, and show where a word is explained."""
    name = f"jargon {id(prepared)}"
    words = by_place(doc, name, partial(_near, prepared), by="words", tokens=True, near=0)
    if not words:
        return
    explained = _explained(doc, f"{name} explained", words, prepared.entries)
    for start, end in sorted(set(explained.values())):
        yield Strength(start, end, "word-explained", rule=JARGON.name)
    quoted, pasted = whose.quoted(doc), emails.pasted(doc)
    form = note_of(doc).doc_type == "referral"
    marked: set[tuple[int, str]] = set()
    for word in words:
        if form and _is_form(doc[word.start : word.end], prepared):
            continue
        if quoted[word.start] or pasted[word.start] or _is_explained(word.key, explained):
            continue
        if not word.titled:
            which = word.entry, word.key
            yield _finding(doc, word, prepared.entries[word.entry].id, again=which in marked)
            marked.add(which)


class _Word(NamedTuple):
    """An occurrence of a word, whether or not it is to be marked.

    Attributes:
        start: first token.
        end: one past the last.
        entry: the number of its entry.
        key: what counts as the same word.
        titled: whether it is a part of a job title.
        message: what is said of it where it is marked for the first time.
        suggestions: what might stand instead.
    """

    start: int
    end: int
    entry: int
    key: str
    titled: bool
    message: str
    suggestions: tuple[str, ...]


def _near(prepared: Prepared, doc: Doc) -> Iterator[_Word]:
    """Every occurrence."""
    text, role = text_of(doc), (note_of(doc).author.role or "").lower()
    for start, end, entry in prepared.match(doc):
        if entry < len(prepared.entries):
            span = doc[start:end]
            suggestions = _suggestions(span, entry, prepared)
            message = _message(_seen(span), prepared.entries[entry].note, suggestions)
            yield _Word(start, end, entry, _key(span), _in_title(text, span, role), message, suggestions)


def _is_form(span: Span, prepared: Prepared) -> bool:
    """Whether 'contact' is of the form or of the call that a referral is made by."""
    return _FORM.match(text_of(span.doc), span.start_char) is not None or _is_ringing(span, prepared)


def _is_ringing(span: Span, prepared: Prepared) -> bool:
    """Whether 'contact' in a referral is that somebody got in touch, and not the child's time with the family."""
    if not span[0].lower_.startswith("contact") or len(span) > 1:
        return False
    doc, i = span.doc, span.start
    before = doc[i - 1].lower_ if i and not span[0].is_sent_start else ""
    if before in _FAMILY_TIME:
        return False
    family = prepared.kin | whose.names(doc) | _THEM
    if before in _HOW_MUCH and any(token.lower_ in family for token in doc[max(0, i - _NEAR) : i]):
        return False
    ahead = takewhile(lambda token: not token.is_sent_start, doc[i + 1 : i + 2 + _NEAR])
    after = [token.lower_ for token in ahead]
    with_whom = next((after[n + 1 :] for n, word in enumerate(after) if word in _WITH), [])
    return family.isdisjoint(with_whom[:3]) or not _TITLES.isdisjoint(with_whom[:1])


_FAMILY_TIME: Final = frozenset(
    ("supervised", "unsupervised", "direct", "indirect", "letterbox", "overnight", "weekend", "sibling", "family")
)
_HOW_MUCH: Final = frozenset(
    (
        "has", "have", "had", "no", "any", "more", "less", "regular", "weekly", "little", "some", "wants",
        "want", "wanted", "stop", "stopped", "missed", "cancelled", "ended", "refused", "allow", "allows",
        "allowed", "after", "before", "from",
    )
)  # fmt: skip
_THEM: Final = frozenset(("him", "her", "them", "his", "their", "your", "you"))
_WITH: Final = frozenset(("with", "between"))
_TITLES: Final = frozenset(("mr", "mrs", "ms", "miss", "dr", "pc"))
_NEAR: Final = 6


def _key(span: Span) -> str:
    """The words without number and case, so that 'CORE GROUPS' is the same word as 'core group'."""
    words = (token.lower_ for token in span if token.text != "-")
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words)


def _is_explained(key: str, explained: Mapping[str, tuple[int, int]]) -> bool:
    return key in explained or any(key.startswith(f"{known} ") for known in explained if " " in known)


def _in_title(text: str, span: Span, role: str) -> bool:
    """Part of a job title: the author's, or one made with 'officer', 'worker' and the like."""
    words, start = span.text.lower(), span.start_char
    if words.startswith(_NO_TITLE):
        return False
    around = text[max(0, start - len(role)) : start + len(role)].lower()
    if role and words in role and role in around:
        return True
    return _IS_TITLE.match(text, span.end_char, span.end_char + 60) is not None


def _finding(doc: Doc, word: _Word, entry: str, *, again: bool) -> Finding:
    span = doc[word.start : word.end]
    message = f"{_seen(span)} again: see the first mark of it." if again else word.message
    return mark(span, JARGON, message, suggestions=word.suggestions, entry=entry)


def _seen(span: Span) -> str:
    return f"“{' '.join(span.text.split())}”"


def _message(words: str, note: str | None, suggestions: tuple[str, ...]) -> str:
    """The words, and what may be said instead; a note that is no advice ('the name of a meeting') comes before it."""
    reason, advice = _parted(note or "")
    ways = [f"write {' or '.join(f'“{text}”' for text in suggestions)}"] if suggestions else []
    if advice:
        ways.append(advice)
    instead = ", or ".join(ways) or "say it in everyday words, or explain it once"
    return f"{words} may say little to the child or a parent who reads this{reason}. You might {instead}."


def _parted(note: str) -> tuple[str, str]:
    """'the name of a meeting; say who meets' → ': the name of a meeting', 'say who meets'."""
    if note.startswith(_ADVICE):
        return "", note
    reason, _, advice = note.partition("; ")
    return f": {reason}" if reason else "", advice


def _suggestions(span: Span, number: int, prepared: Prepared) -> tuple[str, ...]:
    entry, verb, inflector = prepared.entries[number], prepared.verbs[number], prepared.inflector
    if not entry.suggestions or (verb and _before_noun(span)) or (not verb and _after_acronym(span)):
        return ()
    words = [token.lower_ for token in span if token.is_alpha]
    form = form_of(words, prepared.known[number], inflector, verb=verb, finished=_finished(span))
    bent = [inflector.bend(suggestion, form) for suggestion in entry.suggestions]
    return tuple(with_case(phrase, span.text) for phrase in (bent if verb else _fitting(bent, span, inflector)))


def _fitting(phrases: Sequence[str], span: Span, inflector: Inflector) -> list[str]:
    """Those that may stand after the word before the span."""
    if not span.start or span[0].is_sent_start:
        return choose(phrases, "", inflector)
    before = span.doc[span.start - 1]
    described = before.pos_ in ("DET", "ADJ", "NUM", "PART") or before.tag_ in ("PRP$", "POS")
    return choose(phrases, before.lower_ if before.is_alpha else "", inflector, described=described)


def _before_noun(span: Span) -> bool:
    """A verb used like an adjective ('a step-down meeting'), for which no verb can stand."""
    after = span.doc[span.end] if span.end < len(span.doc) else None
    return after is not None and after.pos_ == "NOUN" and span[0].pos_ in ("NOUN", "ADJ", "PROPN")


def _after_acronym(span: Span) -> bool:
    """'PLO threshold', for which 'PLO level of worry' cannot stand; a heading in capitals holds no acronym."""
    before = span.doc[span.start - 1].text if span.start else ""
    return len(before) > 1 and before.isalpha() and before.isupper() and not span.text.isupper()


def _finished(span: Span) -> bool:
    """After a form of 'have' or 'be', so that the verb is a participle; not in 'was polite and engaged well'."""
    before = span.doc[max(0, span.start - 4) : span.start]
    helper = next((token for token in reversed(before) if token.lemma_ in ("have", "be", "get")), None)
    if helper is None:
        return False
    between = span.doc[helper.i + 1 : span.start]
    return _AND.isdisjoint(token.lower_ for token in between) or any(token.tag_ == "VBN" for token in between)


def _explained(doc: Doc, name: str, words: Sequence[_Word], entries: Sequence[TermEntry]) -> dict[str, tuple[int, int]]:
    """What the note explains: the word's key → where (word and explanation)."""
    c, text, found = columns(doc), text_of(doc), dict[str, tuple[int, int]]()
    for word in words:
        if word.key in found:
            continue
        note = entries[word.entry].note
        named = note is not None and note.startswith("the name of")
        start, end = _code_points(c, word.start, word.end)
        low, high = _code_points(c, *c.sentences[bisect_left(c.sentences, (c.first[word.start],))])
        asked = low - start, end - start, high - start, named
        within = min(low, start - REACH), max(high, end) + REACH
        where = by_text(doc, name, within, asked, partial(_explains, text, start, end, (low, high), name=named))
        if where is not None:
            found[word.key] = start + where[0], start + where[1]
    return found


def _code_points(c: Columns, first: int, last: int) -> tuple[int, int]:
    """Where some tokens start and end in the text."""
    return c.start[first], c.start[last - 1] + len(c.text[last - 1])


def _explains(text: str, start: int, end: int, sentence: tuple[int, int], *, name: bool) -> tuple[int, int] | None:
    """The same of one occurrence, counted from its start."""
    where = explanation(text, start, end, sentence, name=name)
    return None if where is None else (where[0] - start, where[1] - start)


check("jargon", rules=(JARGON,), find=find, prepare=prepare, examples=EXAMPLES, needs=("sentences", "pos", "lemma"))
