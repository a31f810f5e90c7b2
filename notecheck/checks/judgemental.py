"""Marks wording that labels, blames, mocks or stereotypes a person.

Why it matters: the child reads the record, perhaps in twenty years, and a label ('attention seeking', 'failed to
protect') tells them what somebody thought of their family and not what happened. What was said and done does.

Left alone: quotations and pasted emails (somebody's own words); what the child or a relative is reported to have
said ('Mum said he is lazy'), while a professional's or a caller's word stays marked ('school said he is lazy'); a label
that is denied ('was not hostile', 'did not fail to protect', 'I do not think she is lazy'); a word that the note only
talks about ('the word lazy'); things rather than people, where the lexicon says so ('a dirty nappy').

Known misses: a sneer that no list holds; the writer's own words after a relative's in one sentence ('Mum said she was
ill, she is lazy'); a relative whom the note names without saying who it is; verdicts without contempt, which are an
opinion.

Source: corpus/GUIDE.md, category `judgemental`; lexicons/judgemental.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from notecheck import emails, people
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons, TermEntry
from notecheck.findings import Finding, Rule
from notecheck.memo import text_of
from notecheck.terms import Match, TermMatcher

JUDGEMENTAL: Final = Rule(
    name="judgemental",
    part="fact-and-opinion",
    title="Judgemental wording",
    why="It tells the reader, often the child, what the writer thought of somebody and not what happened.",
    weak="Mum was hostile and refuses to engage.",
    better="Mum shouted when I came in. She did not come to the meetings on 3 and 10 March 2026.",
)

EXAMPLES: Final = (
    Example("Mum was hostile and refuses to engage.", ("hostile", "refuses to engage")),
    Example("House was a tip. Dad late as usual.", ("was a tip", "as usual")),
    Example("She has put herself at risk and is streetwise.", ("put herself at risk", "streetwise")),
    Example("School said he is lazy.", ("lazy",)),
    Example("Mum said he is lazy. You told me Dad is a waste of space."),
    Example("Mum said she had a cold and kicked off when I asked.", ("kicked off",)),
    Example("According to Nan he is bone idle."),
    Example("Callum said “she's lazy”, and Dad wrote 'he is feral'."),
    Example("Dad was not hostile. Mum did not fail to protect you."),
    Example("I do not think she is manipulative."),
    Example("We talked about the word lazy and why it hurt."),
    Example("The neighbour has an aggressive dog. There was a dirty nappy on the floor."),
    Example(
        "Teenagers need a push. Travelling families close ranks.",
        ("Teenagers need a push", "Travelling families close ranks"),
    ),
)

_CONTENT: Final = frozenset(
    (
        "ccomp", "xcomp", "oprd", "dobj", "pobj", "prep", "attr", "acomp", "pcomp", "parataxis", "relcl", "advcl",
        "amod", "compound", "nsubj", "conj", "ROOT",
    )
)  # fmt: skip
"""Relations by which a word belongs to what a verb of saying says."""
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_MAIN: Final = frozenset(("ROOT", "conj", "parataxis"))
_PRONOUNS: Final = frozenset(("he", "she", "they"))
_NEAR: Final = 6
_SENTENCES_BACK: Final = 3
_GENERAL: Final = frozenset(("do", "will", "can", "must"))
_LISTS: Final = (
    "attribution-says", "attribution-tells", "attribution-verdict", "attribution-denial", "attribution-bridge",
    "attribution-naming", "group-bare", "group-noun", "group-origin", "group-sort",
)  # fmt: skip
_GROUP: Final = "judgemental-groups"
"""The entry whose note a verdict on a group carries; without it none is marked."""

Words: TypeAlias = Mapping[str, frozenset[str]]
Marked: TypeAlias = tuple[Span, TermEntry]


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        match: finds the entries.
        entries: of rule `judgemental`.
        kin: words for people of a family.
        words: the lists of lexicons/attribution.yaml by name.
        group: the entry of verdicts on a group, if it is there.
        relatives: names that a text puts beside a family word.
    """

    match: TermMatcher
    entries: tuple[TermEntry, ...]
    kin: frozenset[str]
    words: Words
    group: TermEntry | None
    relatives: re.Pattern[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher from the entries of rule `judgemental`."""
    entries = lexicons.terms.get(JUDGEMENTAL.name, ())
    kin = lexicons.words.get("kin", ())
    words = {name: frozenset(lexicons.words.get(name, ())) for name in _LISTS}
    group = next((entry for entry in entries if entry.id == _GROUP), None)
    return Prepared(
        TermMatcher(nlp, entries, kin, eager=lexicons.own), entries, frozenset(kin), words, group, _relatives(kin)
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark what the lexicon finds and verdicts on a group, save what is not the writer's own or is denied."""
    spans = [*_groups(doc, prepared), *_wordings(doc, prepared)]
    if not spans:
        return
    quoted, pasted = people.quoted(doc), emails.pasted(doc)
    family = _Family(doc, prepared)
    for span, entry in _apart(spans):
        if quoted[span.start] or pasted[span.start] or _told_by_family(span, family, prepared.words):
            continue
        yield mark(span, JUDGEMENTAL, _message(entry), suggestions=entry.suggestions, entry=entry.id)


def _message(entry: TermEntry) -> str:
    return f"This wording {entry.note or 'judges a person'}."


def _wordings(doc: Doc, prepared: Prepared) -> Iterator[Marked]:
    """What the lexicon finds, joined where it stands side by side ('swanned in when it suited her')."""
    last: Marked | None = None
    words = prepared.words
    for match in prepared.match(doc):
        if _is_name(doc, match) or _denied(doc, match.start, words) or _talked_about(doc, match.start, words):
            continue
        span = _trimmed(doc, match)
        if last is not None and last[0].end == span.start and not span[0].is_sent_start:
            last = doc[last[0].start : span.end], last[1]
            continue
        if last is not None:
            yield last
        last = span, prepared.entries[match.entry]
    if last is not None:
        yield last


def _is_name(doc: Doc, match: Match) -> bool:
    """'Ms Petty', 'PC Tom Idle', 'the Crook family': a capital where no sentence or list item starts."""
    word = doc[match.start]
    if match.end > match.start + 1 or not word.is_title:
        return False
    if word.lower_ in people.names(doc):
        return True
    before = doc[match.start - 1] if match.start and not word.is_sent_start else None
    return before is not None and not before.is_punct and "PROPN" in (word.pos_, before.pos_)


def _trimmed(doc: Doc, match: Match) -> Span:
    end = match.end
    while end > match.start + 1 and doc[end - 1].is_punct:
        end -= 1
    return doc[match.start : end]


def _apart(spans: Iterable[Marked]) -> Iterator[Marked]:
    """In order of place; of spans that overlap the first given."""
    taken: set[int] = set()
    kept = []
    for span, entry in spans:
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append((span, entry))
    return iter(sorted(kept, key=lambda marked: marked[0].start))


def _groups(doc: Doc, prepared: Prepared) -> Iterator[Marked]:
    """'Teenagers need a push', 'Roma children grow up quick': a bare plural that is said to do or be something."""
    if prepared.group is None:
        return
    for token in doc:
        if token.dep_ == "nsubj" and token.tag_ in ("NNS", "NNPS") and _is_group(token, prepared.words):
            span = _clause(token)
            if span is not None:
                yield span, prepared.group


def _clause(subject: Token) -> Span | None:
    """A subject and what is said of it, without the stop; None where that is no general rule."""
    verb = subject.head
    if not _is_rule(verb):
        return None
    span = subject.doc[subject.left_edge.i : verb.right_edge.i + 1]
    while span and (span[-1].is_punct or span[-1].is_space):
        span = span[:-1]
    return span if span and span[-1].i > subject.i else None


def _is_group(noun: Token, words: Words) -> bool:
    lemma = noun.lemma_.lower()
    if any(child.dep_ in ("det", "poss", "nummod") for child in noun.lefts):
        return False
    if lemma in words["group-bare"]:
        return True
    if lemma not in words["group-noun"]:
        return False
    return any(child.lower_ in words["group-origin"] for child in noun.lefts) or any(
        child.lower_ == "of" and any(t.lower_ in words["group-sort"] for t in child.subtree) for child in noun.rights
    )


def _is_rule(verb: Token) -> bool:
    """Present and general: 'need', 'do not do', 'will never', not 'needed' or 'are waiting'."""
    helpers = {child.lower_ for child in verb.lefts if child.dep_ in ("aux", "auxpass")}
    return verb.tag_ in ("VBP", "VB") and helpers <= _GENERAL


def _denied(doc: Doc, start: int, words: Words) -> bool:
    """'was not at all hostile', 'did not fail to protect', 'I do not think that he is lazy'."""
    first = doc[start].sent.start
    i = start - 1
    while i >= first and doc[i].lower_ in words["attribution-bridge"]:
        i -= 1
    if i >= first and _denies(doc[i], words):
        return True
    return any(
        doc[j].lemma_ in words["attribution-verdict"] and any(_denies(t, words) for t in doc[max(first, j - 2) : j])
        for j in range(max(first, start - _NEAR), start)
    )


def _denies(token: Token, words: Words) -> bool:
    return token.lower_.replace("’", "'") in words["attribution-denial"]


def _talked_about(doc: Doc, start: int, words: Words) -> bool:
    """'the word lazy', 'the term attention seeking'."""
    return start > 0 and doc[start - 1].lower_ in words["attribution-naming"] and not doc[start].is_sent_start


class _Family:
    """Whether a token names the child or a relative: by a family word, the note's fields, or what the text says."""

    def __init__(self, doc: Doc, prepared: Prepared) -> None:
        self._doc, self._prepared = doc, prepared
        self._names: frozenset[str] | None = None

    def __contains__(self, token: Token) -> bool:
        if token.lower_ == "you" or token.lower_ in self._prepared.kin or token.lemma_.lower() in self._prepared.kin:
            return True
        return token.pos_ in ("PROPN", "NOUN") and token.lower_ in self.names

    @property
    def names(self) -> frozenset[str]:
        """Names of the family, in lower case; looked for once, and only if a label was reported."""
        if self._names is None:
            given = {part for name in people.names(self._doc) for part in (name, *name.split("-"))}
            pattern, text = self._prepared.relatives, text_of(self._doc)
            found = {name for match in pattern.finditer(text) for name in match.groups() if name}
            self._names = frozenset(given | {part.lower() for name in found for part in name.split()})
        return self._names


def _relatives(kin: Iterable[str]) -> re.Pattern[str]:
    """Names beside a family word: 'Auntie Jo', 'Lee (her dad)', 'Jo, your nan', 'your mums, Jo and Di'."""
    word = "(?i:" + "|".join(sorted(map(re.escape, kin), key=len, reverse=True)) + ")s?"
    name, whose = r"[A-Z][\w’'-]+", r"(?:(?i:your|his|her|their|my|the)|[A-Z]\w+[’']s?)"
    return re.compile(
        rf"\b{word} ({name})|({name}) \([^)]{{0,30}}\b{word}\)|({name}), {whose} (?:\w+ )?{word}\b"
        rf"|\b{whose} {word}, ({name})(?: and ({name}))?"
    )


def _told_by_family(span: Span, family: _Family, words: Words) -> bool:
    """Whether the child or a relative is reported to have said it, by grammar or, in a long run-on line, before it."""
    before = span.doc[span.sent.start : span.start]
    for token in before:
        if token.lower_ == "according":
            return any(near in family for near in before[token.i - before.start :][:_NEAR])
    if before and before[-1].pos_ == "CCONJ" and span[0].tag_ == "VBD":
        return False  # 'Mum said she was ill and kicked off' is what the writer saw
    verb = _said(span.root, words)
    if verb is not None:
        return _is_family(_subject(verb), family)
    told = words["attribution-tells"]
    return any(_tells(token, told, family) for token in before) or any(
        _tells(token, told, family, since=span.end) for token in _tag(span.doc[span.end : span.sent.end])
    )


def _tells(verb: Token, told: frozenset[str], family: _Family, since: int = 0) -> bool:
    """Whether a relative or the child says something here; the speaker stands at `since` or later."""
    if verb.lemma_.lower() not in told:
        return False
    subject = _subject(verb)
    return subject is not None and subject.i >= since and _is_family(subject, family)


def _tag(after: Span) -> Span:
    """What follows a word up to the second stop: 'Your sister is bossy, you said, and …'."""
    stops = [token.i - after.start for token in after if token.is_punct]
    if not stops or after[stops[0]].text != ",":
        return after[:0]
    return after[stops[0] : stops[1] if len(stops) > 1 else len(after)]


def _said(token: Token, words: Words) -> Token | None:
    """The verb of saying whose content `token` belongs to."""
    while token.head.i != token.i and token.dep_ in _CONTENT:
        head = token.head
        if token.dep_ != "conj" and head.lemma_.lower() in words["attribution-says"]:
            return head
        token = head
    return None


def _subject(verb: Token) -> Token | None:
    while True:
        subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if subject is not None or verb.dep_ != "conj":
            return subject
        verb = verb.head


def _is_family(token: Token | None, family: _Family) -> bool:
    if token is not None and token.lower_ in _PRONOUNS:
        token = _named_before(token)
    if token is None:
        return False
    return token in family or any(child in family for child in token.lefts if child.dep_ == "compound")


def _named_before(pronoun: Token) -> Token | None:
    """The last subject of a main clause before a pronoun, outside quotations, in its sentence or one just before."""
    sentences, quoted = 0, people.quoted(pronoun.doc)
    for i in range(pronoun.i - 1, -1, -1):
        token = pronoun.doc[i]
        if token.dep_ in _SUBJECTS and token.pos_ in ("NOUN", "PROPN") and token.head.dep_ in _MAIN and not quoted[i]:
            return token
        sentences += bool(token.is_sent_start)
        if sentences > _SENTENCES_BACK:
            break
    return None


CHECK: Final = check(
    "judgemental",
    rules=(JUDGEMENTAL,),
    examples=EXAMPLES,
    prepare=prepare,
    find=find,
    needs=("sentences", "tag", "pos", "lemma", "parse"),
)
