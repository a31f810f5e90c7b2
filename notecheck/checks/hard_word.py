"""Hard words that a child or a tired reader would stumble over, each at its first use.

A reader who does not know a word guesses, and may guess wrong about what was written of them.

Two ways to find one: the list `lexicons/hard-words.yaml`, with plain words for each; and any other word of
five syllables or more with the ending of an abstract word ('compartmentalised'), unless `familiar-
words.yaml` knows it. From twelve, and again from fifteen, a child is expected to know more of them.
Formulas such as Dale-Chall, which call one word in six hard, are a measure (`readability`), not a mark.

Left alone: names, quotations, pasted emails, headings and labels, what the note explains, medicines and
diagnoses (no other word will do), job titles, and whatever a list of another rule has.

Known misses: short rare words that are in no list; a word used in a sense that is rare ('he was short with
her').

Source: GOV.UK content design, 'use plain words'; Leicestershire, 'hard words are explained where they are
used'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final, NamedTuple

from pydantic import Field
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from notecheck.carry.looks import by_place
from notecheck.component import Example, check, mark
from notecheck.data import Lexicons
from notecheck.entries import Frozen, TermEntry
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.wording import prose
from notecheck.wording.explanations import explanation
from notecheck.wording.inflect import Form, Inflector, choose, with_case
from notecheck.wording.syllables import syllables
from notecheck.wording.terms import TermMatcher

HARD: Final = Rule(
    name="hard-word",
    part="readability",
    title="Hard word",
    marks=(
        "Words that a child or a tired reader may stumble over, each at its first use. For an older child fewer words "
        "are marked."
    ),
    why="A reader who does not know a word may guess wrong about what was written of them.",
    weak="The handover was turbulent and you were inconsolable.",
    better="Mum and Dad argued at the handover and you cried for a long time.",
    limits="It misses short rare words that are in no list, and a common word in a rare sense.",
    severity="suggestion",
)


class Settings(Frozen):
    """What counts as too long a word.

    Attributes:
        syllables: of a word that is in no list.
        syllables_older: the same for a reader of fifteen and more.
    """

    syllables: Annotated[int, Field(strict=True, ge=3, le=12)] = 5
    syllables_older: Annotated[int, Field(strict=True, ge=3, le=12)] = 6


EXAMPLES: Final = (
    Example("You were inconsolable at bedtime. On Sunday you were inconsolable too.", ("inconsolable",)),
    Example("You were apprehensive about the first day.", ("apprehensive",), {"child": {"age": 8}}),
    Example("You were apprehensive about the first day.", (), {"child": {"age": 15}}),
    Example("He has become compartmentalised.", ("compartmentalised",)),
    Example("Mum said Dad was “adamant, absolutely adamant”."),
    Example("She uses augmentative communication (signs and pictures) at school."),
    Example("You told me about university and your responsibilities at home."),
    Example("RATIONALE\nDad goes to Catalyst on Mondays. You had orange squash."),
    Example("He takes methylphenidate and levetiracetam for his epilepsy."),
)

_LONG: Final = 11  # letters; hardly any shorter word has five syllables
_ABSTRACT: Final = re.compile(
    r"(?:[ts]ions?|tional(?:ly|is\w+|iz\w+)?|it(?:y|ies)|ical(?:ly)?|istic(?:ally)?|at(?:ed|ing|ory|ive(?:ly|ness)?)|i[sz](?:e|es|ed|ing)"
    r"|[ae]nc(?:e|es|y)|ments?|isms?|ious(?:ly|ness)?|[ai]bl[ey]|arily|ually)$"
)
_OPEN_CLASSES: Final = frozenset(("NOUN", "VERB", "ADJ", "ADV"))
_FORMS: Final[dict[str, Form]] = {"VBD": "past", "VBN": "participle", "VBG": "ing", "VBZ": "third", "NNS": "plural"}
# 'on and off', 'easy to see', 'out of place' cannot stand before their noun.
_AFTER_THE_NOUN: Final = re.compile(r"\b(?:at|by|down|for|in|of|off|on|out|that|to|up|with|without)\b")
# 'told him off', not 'told off him'.
_PARTS_ROUND: Final = re.compile(r" (?:apart|away|back|down|off|on|out|over|round|up)$")
_OLDER: Final = 15
_BANDS: Final = ((12, "known-at-12"), (_OLDER, "known-at-15"))


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        match: the entries of `hard-words.yaml` and those of an authority.
        entries: these entries.
        known: age in years → first words of the entries that a reader of this age knows.
        elsewhere: long words that are easy, or that another rule sees to.
        inflector: bends the suggestions.
    """

    match: TermMatcher
    entries: tuple[TermEntry, ...]
    known: tuple[tuple[int, frozenset[str]], ...]
    elsewhere: frozenset[str]
    inflector: Inflector


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher, and know the long words that need no remark."""
    entries = lexicons.terms.get(HARD.name, ())
    return Prepared(
        TermMatcher(nlp, entries, lexicons.words.get("kin", ()), eager=lexicons.own),
        entries,
        tuple((age, frozenset(lexicons.words.get(name, ()))) for age, name in _BANDS),
        frozenset(lexicons.words.get("long-but-known", ())).union(_long_words(lexicons)),
        Inflector.from_words(lexicons.words),
    )


def _long_words(lexicons: Lexicons) -> list[str]:
    """Long words of the lists of other rules, and of job titles."""
    terms = [term for entries in lexicons.terms.values() for entry in entries for term in entry.terms]
    terms += [term for role in lexicons.roles for term in role.terms]
    terms += [meaning.full for entry in lexicons.acronyms for meaning in entry.meanings]
    return re.findall(rf"[a-z]{{{_LONG},}}", "\n".join(terms).lower())


def find(doc: Doc, prepared: Prepared, settings: Settings) -> Iterator[Finding]:
    """Mark the first use of each hard word that the note does not explain."""
    quoted = whose.quoted(doc)
    seen: set[str] = set()
    text: str | None = None
    look = partial(_candidates, prepared, settings)
    name = f"hard-word {id(prepared)} {settings!r}"
    for start, end, number in by_place(doc, name, look, tokens=True):
        span, entry = doc[start:end], None if number is None else prepared.entries[number]
        if quoted[span.start] or _is_name(span):
            continue
        key = entry.id if entry else span.lemma_.lower()
        if key not in seen:
            seen.add(key)
            text = text_of(doc) if text is None else text
            bounds = (span.sent.start_char, span.sent.end_char)
            if explanation(text, span.start_char, span.end_char, bounds) is None:
                yield _finding(span, entry, prepared.inflector)


class _Candidate(NamedTuple):
    """A word that may be hard: its tokens, and the number of its entry, None where only length tells."""

    start: int
    end: int
    entry: int | None


def _candidates(prepared: Prepared, settings: Settings, doc: Doc) -> Iterator[_Candidate]:
    """Hard words of the prose."""
    sentences, age = prose.sentences(doc), note_of(doc).child.age
    known = {word for limit, words in prepared.known if age is not None and age >= limit for word in words}
    matches = prepared.match(doc)
    if matches:
        own = {token for sentence in sentences for token in range(sentence.start, sentence.end)}
        for match in matches:
            entry = prepared.entries[match.entry]
            if match.start in own and _base(entry) not in known:
                yield _Candidate(match.start, match.end, match.entry)
    listed = {match.start for match in matches}
    most = settings.syllables_older if age is not None and age >= _OLDER else settings.syllables
    for sentence in sentences:
        for word in sentence.words:
            if len(word.key) >= _LONG and word.at not in listed and _is_long(doc[word.at], word.key, most, prepared):
                yield _Candidate(word.at, word.at + 1, None)


def _base(entry: TermEntry) -> str:
    return re.split(r"[|/]", entry.terms[0].removeprefix("="))[0]


def _is_long(token: Token, key: str, most: int, prepared: Prepared) -> bool:
    if token.pos_ not in _OPEN_CLASSES or len(token) != len(key) or not _ABSTRACT.search(key):
        return False
    return prepared.elsewhere.isdisjoint((key, token.lemma_.lower(), key.removesuffix("s"))) and syllables(key) >= most


def _is_name(span: Span) -> bool:
    """A capital within the sentence: a service, an app, a surname."""
    return span.text[:1].isupper() and not span[0].is_sent_start


def _finding(span: Span, entry: TermEntry | None, inflector: Inflector) -> Finding:
    suggestions = _suggestions(span, entry, inflector) if entry else ()
    seen = f"“{span.text}” may be a hard word for the child or a parent who reads this"
    reason = f": {entry.note}" if entry and entry.note else ""
    instead = " or ".join(f"“{text}”" for text in suggestions)
    advice = f"You might write {instead}." if instead else "You might use shorter words, or say what it means."
    return mark(span, HARD, f"{seen}{reason}. {advice}", suggestions=suggestions, entry=entry.id if entry else None)


def _suggestions(span: Span, entry: TermEntry, inflector: Inflector) -> tuple[str, ...]:
    """The entry's suggestions in the form of the marked word; before a noun only those that may stand there."""
    last = span[-1]
    form = "base" if span.text.lower() == _base(entry) else _FORMS.get(last.tag_, "base")
    phrases = [inflector.bend(phrase, form) for phrase in entry.suggestions]
    if last.dep_ == "amod" and last.head.i > last.i:
        phrases = [phrase for phrase in phrases if not _AFTER_THE_NOUN.search(phrase)]
    if span.end < len(span.doc) and span.doc[span.end].pos_ == "PRON" and last.pos_ == "VERB":
        phrases = [phrase for phrase in phrases if not _PARTS_ROUND.search(phrase)]
    before = span.doc[span.start - 1].lower_ if span.start and not span[0].is_sent_start else ""
    return tuple(with_case(phrase, span.text) for phrase in choose(phrases, before, inflector))


SPEC = check(
    "hard-word",
    rules=(HARD,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    settings=Settings,
    needs=("sentences", "tag", "pos", "lemma", "parse"),
)
