"""Marks professional and bureaucratic wording that a child or a parent would not use or easily follow.

Why it matters: the record is read by the child, perhaps in twenty years, and by parents. 'Contact was terminated due to
Dad's presentation' hides from them what happened; 'family time ended early because Dad shouted' does not.

By lemma and part of speech, so that 'contact' the meeting is marked and 'contact me' is not; every occurrence, headings
too. Left alone: quotations (somebody's own words), pasted emails, job titles ('contact supervisor'), and a word that
the note explains once, in the same or the next sentence; to repeat the word is no explanation.

Known misses: a word of the trade that is an everyday word too ('support', 'provide', 'outcome'); an explanation that
stands further away; a telegraphic line in which the tagger takes a noun for a verb.

Source: corpus/GUIDE.md, category `jargon`; the lists named in lexicons/jargon.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from notecheck import emails, people
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons, TermEntry
from notecheck.findings import Finding, Rule, Strength
from notecheck.inflect import Form, Inflector, choose, form_of, with_case
from notecheck.note import note_of
from notecheck.terms import Match, TermMatcher

JARGON: Final = Rule(
    name="jargon",
    part="plain-language",
    title="Professional wording",
    why="A child or a parent who reads the record may not know what a word of the trade or of the office means.",
    weak="Contact was terminated due to Dad's presentation.",
    better="Family time ended early because Dad was shouting.",
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
    Example("We read your pathway plan, your safety plan and your child in need plan."),
)

_STOP: Final = frozenset(
    "a an the of to for in on at by with from and or but so that this these those which who whom whose what when where how"
    " is are was were be been being am it its it's that's thats we you they he she i me us them him her his your our their"
    " do does did have has had will would can could should may might must not no if as about there here called".split()
)
_TITLE: Final = (
    r"(?:[-\s]+(?:and|&|social|team|support|service|services|practice|family|senior|deputy|lead|project|outreach)){0,2}[-\s]+"
    r"(?:officer|worker|supervisor|co-?ordinator|manager|lead|advis[eo]r|practitioner|nurse|teacher|mentor|administrator|"
    r"assistant|therapist|chair|clerk|psychologist|counsellor|consultant|head|director)s?\b"
)
_IS_TITLE: Final = re.compile(_TITLE, re.IGNORECASE)
_NO_TITLE: Final = ("allocat", "statutor", "multi", "unallocat")
_WINDOW: Final = 240
_DEFINES: Final = r"(?:(?:just|simply|basically|really)\s+)?"
_NOUN_THAT: Final = (
    r"(?:a|an|the|your|our|any|one)\s+(?!(?:first|second|third|last|only|best|worst|same|reason|one|long|lot|bit|few)\b)"
    r"(?:[\w'’-]+\s+){1,4}?(?:who|that|where|which|when|to|for|of|with|we|you|they|without)\b"
)
_HOW: Final = r"(?:when|where|how|what|people|somebody|someone|time|help|money|somewhere)\s+\w"
_BRACKET: Final = re.compile(r"(?:\s+(?:with|for|about)\s+\w+|\s+(?:meeting|plan|work|visit))?\s*(?:\([A-Z][\w&/.]{0,9}\)\s*)?\(([^()]{6,240})\)")
_NO_GLOSS: Final = re.compile(
    r"\W*(?:[A-Z\d]|supervised|unsupervised|cancelled|missed|see|due|by|at|on|from|every|each|next|last|weekly|monthly|not|no"
    r"|re|tbc|held|chaired|with|who|today|this|also|and|but|because|first|about\s+\d|now|still|since|until|as|if|was|were|has)\b"
)
_AFTER: Final = re.compile(
    rf"(?:\s+too\b)?\s*(?:\([A-Z][\w&/.]{{0,9}}\)\s*)?[\"'”’]?(?:"
    rf"\s*[,;–—:-]\s*(?:(?:or|so|and)\s+)?(?:which|that|this)(?:'s|’s|\s+(?:is|are))\s+{_DEFINES}(?:{_NOUN_THAT}|{_HOW})"
    rf"|\s*[,;–—:-]\s*(?:which|that|this)\s+(?:just\s+|simply\s+)?(?:means?|lets?|gives?|would\s+(?:let|give|mean|leave))\b"
    rf"|\s*[,;–—:(-]\s*(?:that is|that's|that’s|i\.e\.?|in other words|meaning|or what (?:we|you|they|people) call)\b"
    rf"|\s*[,–—-]\s*(?:an\s+[A-Z]{{2,5}}\s*[–—-]\s*)?{_NOUN_THAT}"
    rf"|\s*:\s*(?:{_NOUN_THAT}|{_HOW})"
    rf"|\s+[–—-]\s+(?:{_HOW}|an?\s+[A-Z]{{2,5}}\s*[–—-]\s*would)"
    rf"|\s+(?:is|are)\s+{_DEFINES}(?:{_NOUN_THAT}|{_HOW})"
    rf"|\s+(?:\([A-Z]+\)\s+)?(?:just\s+|simply\s+|really\s+)?(?:means?(?!\s+(?:a lot|the world|so much|everything|to))|would\s+(?:mean|let))\b"
    r")"
)
_WHERE: Final = re.compile(r"\s*,\s*(?:where|when)\s+(?:your|the|a|our|we|people|everyone|families|children)\b")
_BEFORE: Final = re.compile(
    r"(?:\bcall(?:s|ed)?\s+(?:it|this|that|them|these)|\b(?:what|which)\s+(?:we|they|people|the law|social workers|adults|grown[- ]ups|workers)\s+call"
    r"|\b(?:also|is|are|sometimes|usually)\s+(?:called|known\s+as)|\bthe\s+(?:word|name|term)\s+for\s+(?:it|this|that|which)\s+is)"
    r"\s+(?:a|an|the|your)?\s*[\"'“‘]?$",
    re.IGNORECASE,
)
_GLOSS_THEN: Final = re.compile(r"(?:[\w'’-]+[\s,]+){3,}\((?:a|an|the|this is|called|known as|we call this|or)?\s*[\"'“‘]?$", re.IGNORECASE)
_NEXT: Final = re.compile(
    rf"\W*(?:(?:That|This|It|These|They|Those)(?:'s|’s|\s+(?:is|are))\s+{_DEFINES}(?:{_NOUN_THAT}|{_HOW})"
    r"|(?:That|This|It)\s+(?:just\s+|simply\s+)?means\b|In other words\b|That is,|By (?:that|this) I mean\b)"
)


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        match: jargon and job titles in one pass, so that 'contact supervisor' wins over 'contact'.
        entries: of the lexicon; a match with a higher number is a job title.
        known: for each entry the words of its terms.
        verbs: for each entry whether it is about a verb.
        inflector: bends the suggestions.
    """

    match: TermMatcher
    entries: tuple[TermEntry, ...]
    known: tuple[tuple[str, ...], ...]
    verbs: tuple[bool, ...]
    inflector: Inflector


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher from the entries of rule `jargon` and the job titles that hold one of their words."""
    entries = lexicons.terms.get(JARGON.name, ())
    inflector = Inflector.from_words(lexicons.words)
    known = tuple(_words(entry.terms) for entry in entries)
    titles = _titles(lexicons, {word for words in known for word in words})
    guards = (TermEntry(id="title", terms=titles, flags=("-",)),) if titles else ()
    kin = lexicons.words.get("kin", ())
    verbs = tuple(_is_verb(entry, words, inflector) for entry, words in zip(entries, known, strict=True))
    return Prepared(TermMatcher(nlp, (*entries, *guards), kin), entries, known, verbs, inflector)


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
    matches = [match for match in prepared.match(doc) if match.entry < len(prepared.entries)]
    if not matches:
        return
    explained = _explained(doc, matches)
    for start, end in sorted(set(explained.values())):
        yield Strength(start, end, "word-explained", rule=JARGON.name)
    quoted, pasted, role = people.quoted(doc), emails.pasted(doc), _own_role(doc)
    for match in matches:
        span = doc[match.start : match.end]
        if quoted[match.start] or pasted[match.start] or _is_explained(_key(span), explained):
            continue
        if not _in_title(doc, span, role):
            yield _finding(span, match.entry, prepared)


def _key(span: Span) -> str:
    """The words without number and case, so that 'CORE GROUPS' is the same word as 'core group'."""
    words = (token.lower_ for token in span if token.text != "-")
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in words)


def _is_explained(key: str, explained: Mapping[str, tuple[int, int]]) -> bool:
    return key in explained or any(key.startswith(f"{known} ") for known in explained if " " in known)


def _own_role(doc: Doc) -> str:
    return (note_of(doc).author.role or "").lower()


def _in_title(doc: Doc, span: Span, role: str) -> bool:
    """Part of a job title: the author's, or one made with 'officer', 'worker', …"""
    text = span.text.lower()
    if text.startswith(_NO_TITLE):
        return False
    if role and text in role:
        at = doc.text.lower().find(role, max(0, span.start_char - len(role)))
        if 0 <= at <= span.start_char < at + len(role):
            return True
    return _IS_TITLE.match(doc.text, span.end_char, span.end_char + 60) is not None


def _finding(span: Span, number: int, prepared: Prepared) -> Finding:
    entry = prepared.entries[number]
    suggestions = _suggestions(span, number, prepared)
    return mark(span, JARGON, _message(span.text, entry.note, suggestions), suggestions=suggestions, entry=entry.id)


def _message(text: str, note: str | None, suggestions: tuple[str, ...]) -> str:
    reason = f": {note}" if note else ""
    seen = f"“{' '.join(text.split())}” may say little to the child or a parent who reads this{reason}."
    if suggestions:
        return f"{seen} You might write {' or '.join(f'“{text}”' for text in suggestions)}, or explain it once."
    return f"{seen} You might say it in everyday words, or explain it once."


def _suggestions(span: Span, number: int, prepared: Prepared) -> tuple[str, ...]:
    entry, verb = prepared.entries[number], prepared.verbs[number]
    words = [token.lower_ for token in span if token.is_alpha]
    form = form_of(words, prepared.known[number], prepared.inflector, verb=verb, finished=_finished(span))
    bent = _bent(entry.suggestions, form, prepared.inflector)
    before = span.doc[span.start - 1] if span.start else None
    word = "" if before is None or not before.is_alpha or span[0].is_sent_start else before.lower_
    fitting = choose(bent, word, prepared.inflector, verb=verb)
    return tuple(with_case(phrase, span.text) for phrase in fitting)


def _bent(suggestions: Sequence[str], form: Form, inflector: Inflector) -> list[str]:
    return [inflector.bend(suggestion, form) for suggestion in suggestions]


def _finished(span: Span) -> bool:
    """After a form of 'have' or 'be', so that the verb is a participle."""
    first = max(span.sent.start, span.start - 4)
    return any(token.lemma_ in ("have", "be", "get") for token in span.doc[first : span.start])


def _explained(doc: Doc, matches: Sequence[Match]) -> dict[str, tuple[int, int]]:
    """What the note explains: the word's key → where (word and explanation)."""
    found: dict[str, tuple[int, int]] = {}
    for match in matches:
        span = doc[match.start : match.end]
        key = _key(span)
        if key not in found and (where := _explanation(doc, span)):
            found[key] = where
    return found


def _explanation(doc: Doc, span: Span) -> tuple[int, int] | None:
    """Where the words of a span are explained, from the first of them to the end of the explanation."""
    text, start, end = doc.text, span.start_char, span.end_char
    after = text[end : end + _WINDOW]
    bracket = _BRACKET.match(after)
    if bracket and not _NO_GLOSS.match(bracket[1]) and _is_new(bracket[1], span.text):
        return start, end + bracket.end()
    before = text[max(0, start - _WINDOW) : start]
    if _BEFORE.search(before) or (_GLOSS_THEN.search(before.rpartition(". ")[2]) and after[:2].lstrip("\"'”’s").startswith(")")):
        return span.sent.start_char, end
    if (found := _AFTER.match(after)) or ("(" in before[-12:] and (found := _WHERE.match(after))):
        rest = re.split(r"[.;)\n]", after[found.start() :].lstrip(" ,;:–—-("), maxsplit=1)[0]
        if _is_new(rest, span.text):
            return start, end + found.end()
    return _in_next_sentence(doc, span)


def _in_next_sentence(doc: Doc, span: Span) -> tuple[int, int] | None:
    sentence = span.sent
    if sentence.end >= len(doc):
        return None
    following = doc[sentence.end].sent
    text = following.text
    if _NEXT.match(text) and _is_new(text, span.text):
        return span.start_char, following.end_char
    return None


def _is_new(gloss: str, term: str) -> bool:
    """Whether the explanation says something that the word itself does not: two further words of meaning."""
    stems = {_stem(word) for word in re.findall(r"[^\W\d_]+", term.lower())}
    words = {word for word in re.findall(r"[^\W\d_]+", gloss) if word.islower() or word.istitle()}
    new = {word.lower() for word in words if word.lower() not in _STOP and len(word) > 2 and _stem(word.lower()) not in stems}
    return len(new) > 1


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.rstrip("s")


check("jargon", rules=(JARGON,), find=find, prepare=prepare, examples=EXAMPLES, needs=("sentences", "pos", "lemma"))
