"""Marks wording that labels, blames, mocks or stereotypes a person.

Why it matters: the child reads the record, perhaps in twenty years, and a label ('attention seeking', 'failed to
protect') tells them what somebody thought of their family and not what happened. What was said and done does.

Left alone: quotations, the messages of a log and pasted emails (somebody's own words); what the child or a relative is
reported to have said ('Mum said he is lazy'), while a professional's or a caller's word stays marked ('school said he
is lazy'); a label that is denied ('was not hostile', 'did not fail to protect', 'I do not think she is lazy'); a word
that the note only talks about ('the word lazy'); things rather than people, where the lexicon says so ('a dirty
nappy').

Known misses: a sneer that no list holds; verdicts without contempt, which are an opinion; what
notecheck/people/attribution.py misses of who said it.

Words that label only some of the time are left to notecheck/statements/traits.py ('a difficult woman', not 'a difficult
day') and notecheck/statements/sneers.py ('still in bed, naturally').

Source: corpus/GUIDE.md, category `judgemental`; lexicons/judgemental.yaml, lexicons/trait-words.yaml.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.entries import TermEntry
from notecheck.findings import Finding, Rule
from notecheck.people import whose
from notecheck.people.attribution import Attribution, Family
from notecheck.people.who import who_of
from notecheck.statements.sneers import Sneers
from notecheck.statements.traits import Traits
from notecheck.text import emails
from notecheck.wording.terms import Match, TermMatcher
from notecheck.wording.view import view

JUDGEMENTAL: Final = Rule(
    name="judgemental",
    part="fact-and-opinion",
    title="Wording that may read as a judgement",
    marks=(
        "Wording that labels, blames, mocks or stereotypes a person. Quotations are left alone, and so is what the "
        "child or a relative is reported to have said."
    ),
    why="The child may read this in twenty years. What was seen, heard and said tells them more than a label can.",
    weak="Mum was hostile and refuses to engage.",
    better="Mum shouted when I came in. She did not come to the meetings on 3 and 10 March 2026.",
    limits="It misses a sneer that is in no list, and may mistake whose words they are.",
)

EXAMPLES: Final = (
    Example("Mum was hostile and refuses to engage.", ("hostile", "refuses to engage")),
    Example("House was a tip. Dad late as usual.", ("was a tip", "as usual")),
    Example("She has put herself at risk and is streetwise.", ("put herself at risk", "streetwise")),
    Example("School said he is lazy.", ("lazy",)),
    Example("Mum said he is lazy. You told me Dad is a waste of space."),
    Example("Mum said she had a cold and kicked off when I asked.", ("kicked off",)),
    Example("According to Nan he is bone idle. He is lazy, according to Mum. He is feral, Dad told me on Friday."),
    Example(
        "Bailey told Kwame that he had made beans. Mum is manipulative, she tells each of us what we want to hear.",
        ("manipulative",),
    ),
    Example("She would like a girl. He cries like a girl.", ("cries like a girl",)),
    Example("Callum said “she's lazy”, and Dad wrote 'he is feral'."),
    Example(
        "3 Feb 09:12 Mum: he does my head in\n3 Feb 09:15 Me: Shall I ring?\n\nHe does her head in.",
        ("does her head in",),
    ),
    Example("Dad was not hostile. Mum did not fail to protect you."),
    Example("I do not think she is manipulative."),
    Example("We talked about the word lazy and why it hurt."),
    Example("The neighbour has an aggressive dog. There was a dirty nappy on the floor."),
    Example(
        "Teenagers need a push. Travelling families close ranks.",
        ("Teenagers need a push", "Travelling families close ranks"),
    ),
    Example("Mum has a history of non-attendance.", ("history of non-attendance",)),
    Example("Mum can be moody and awkward. It was an awkward journey.", ("moody and awkward",)),
    Example("Still in bed at noon, naturally. She was fed naturally.", ("naturally",)),
)

_SHOWN: Final = 60
"""Characters of the marked words that a message repeats."""
_NOTE: Final = "may read as a judgement on the person; say what was seen, heard or said"
_NEAR: Final = 6
_GENERAL: Final = frozenset(("do", "will", "can", "must"))
_OF_SORT: Final = frozenset(("amod", "compound", "relcl", "prep", "acl"))
_LISTS: Final = ("group-bare", "group-noun", "group-origin", "group-sort", "group-verb", "group-never", "group-other")
_FILLERS: Final = frozenset(
    (
        "-", "a", "an", "the", "bit", "of", "right", "real", "proper", "little", "old", "very", "so", "such", "total",
        "as", "always",
    )
)  # fmt: skip
"""What may stand between two wordings that are one."""
_AND: Final = frozenset((",", "and", "or", "&", "but"))
_WHO: Final = frozenset(("who", "that", "has", "have", "is", "was", "will", "can", "'s", "’s"))
"""What else may stand between a label and what is told of its bearer ('one of those parents who is never wrong')."""
_WHEN: Final = frozenset(("when", "once", "if", "because"))
_TAIL: Final = "judgemental-sarcasm"
"""The entry of comments that hang on what stands before them ('late, no surprise there')."""
_GROUP: Final = "judgemental-groups"
_TRAIT: Final = "judgemental-traits"
"""The entries whose notes verdicts on a group, labels and sneers carry; without them none is marked."""

Words: TypeAlias = Mapping[str, frozenset[str]]
Marked: TypeAlias = tuple[Span, TermEntry]


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        match: finds the entries.
        entries: of rule `judgemental`.
        whose: says whose word it is.
        words: the lists about groups, of lexicons/attribution.yaml, by name.
        traits: finds words that label only where they are said of somebody.
        sneers: finds words that mock only where they stand at an edge.
        own: the entries of groups, traits and sneers, by id, where they are there.
    """

    match: TermMatcher
    entries: tuple[TermEntry, ...]
    whose: Attribution
    words: Words
    traits: Traits
    sneers: Sneers
    own: Mapping[str, TermEntry]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher from the entries of rule `judgemental`."""
    entries = lexicons.terms.get(JUDGEMENTAL.name, ())
    match = TermMatcher(nlp, entries, lexicons.words.get("kin", ()), eager=lexicons.own)
    words = {name: frozenset(lexicons.words.get(name, ())) for name in _LISTS}
    own = {entry.id: entry for entry in entries if entry.id in (_GROUP, _TRAIT, _TAIL)}
    lists = lexicons.words
    return Prepared(match, entries, Attribution(lists), words, Traits.from_words(lists), Sneers.from_words(lists), own)


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark what the lexicon finds and verdicts on a group, save what is not the writer's own or is denied."""
    marked = by_place(doc, f"judgemental {id(prepared)}", partial(_near, prepared), by="who", tokens=True)
    if not marked:
        return
    quoted, pasted, turns = whose.quoted(doc), emails.pasted(doc), _turns(doc)
    attributed = prepared.whose
    family = Family(doc, attributed.kin)
    for start, end, number in marked:
        span, entry = doc[start:end], prepared.entries[number]
        said = quoted[span.start] or pasted[span.start] or any(span.start in turn for turn in turns)
        if not (said or attributed.told_by_family(span, family)):
            yield mark(span, JUDGEMENTAL, _message(span, entry), suggestions=entry.suggestions, entry=entry.id)


class _Mark(NamedTuple):
    """Words that may be marked: tokens, end exclusive, and the number of their entry."""

    start: int
    end: int
    entry: int


def _near(prepared: Prepared, doc: Doc) -> Iterator[_Mark]:
    """What may be marked, whoever said it."""
    numbers = {id(entry): number for number, entry in enumerate(prepared.entries)}
    for span, entry in _joined(_apart(_all(doc, prepared))):
        yield _Mark(span.start, span.end, numbers[id(entry)])


def _turns(doc: Doc) -> list[range]:
    """What others wrote or said in a message log or a conversation written out: 'Mum: he does my head in'."""
    said = who_of(doc).speech
    return [range(each.start, each.end) for each in said if each.form == "turn" and each.kind != "writer"]


def _message(span: Span, entry: TermEntry) -> str:
    """“hostile” may read as a label for somebody's manner. You might say what was said and done."""
    words = " ".join(span.text.split())
    if len(words) > _SHOWN:
        words = textwrap.shorten(words, _SHOWN, placeholder="…")
    reading, _, instead = (entry.note or _NOTE).partition("; ")
    message = f"“{words}” {reading}."
    return f"{message} You might {instead}." if instead else message


def _all(doc: Doc, prepared: Prepared) -> Iterator[Marked]:
    """Verdicts on a group, what the lexicon finds, labels and sneers, the surest first; none that is denied."""
    whose, own = prepared.whose, prepared.own
    yield from _groups(doc, prepared)
    for match in prepared.match(doc):
        if not (_is_name(doc, match) or whose.denied(doc, match.start) or whose.talked_about(doc, match.start)):
            yield _trimmed(doc, match), prepared.entries[match.entry]
    if _TRAIT in own:
        for span in prepared.traits.find(doc):
            if not (whose.denied(doc, span.start) or whose.talked_about(doc, span.start)):
                yield span, own[_TRAIT]
    if _TAIL in own:
        yield from ((span, own[_TAIL]) for span in prepared.sneers.find(doc))


def _joined(spans: Iterable[Marked]) -> Iterator[Marked]:
    """Spans in order, those put together that a reader marks as one ('swanned in when it suited her')."""
    last: Marked | None = None
    for span, entry in spans:
        if last is not None and _lean(last[0], span, entry):
            last = span.doc[last[0].start : span.end], last[1]
            continue
        if last is not None:
            yield last
        last = span, entry
    if last is not None:
        yield last


def _lean(one: Span, other: Span, entry: TermEntry) -> bool:
    """'gobby old battleaxe', 'rude and immature', 'a short fuse, like his father before him'."""
    between = one.doc[one.end : other.start]
    if len(between) > _NEAR or any(token.is_sent_start or "\n" in token.text for token in [*between, other[0]]):
        return False
    words = [token.lower_ for token in between]
    if _FILLERS.issuperset(words):
        return True
    if "who" in words and all(
        word in _WHO or word in _FILLERS or token.pos_ == "NOUN" for word, token in zip(words, between, strict=True)
    ):
        return True
    if words[0] in _AND:
        plain = len(words) == len(one) == len(other) == 1 and other[0].pos_ == "ADJ"
        tail = entry.id == _TAIL or other[0].lower_ in ("like", "as")
        return plain or (tail and _FILLERS.issuperset(words[1:]))
    return words[0] in _WHEN and len(words) == 2 and between[1].pos_ == "PRON"


def _is_name(doc: Doc, match: Match) -> bool:
    """'Ms Petty', 'PC Tom Idle', 'the Crook family': a capital where no sentence or list item starts."""
    word = doc[match.start]
    if match.end > match.start + 1 or not word.is_title:
        return False
    if word.lower_ in whose.names(doc):
        return True
    before = doc[match.start - 1] if match.start and not word.is_sent_start else None
    return before is not None and not before.is_punct and "PROPN" in (word.pos_, before.pos_)


def _trimmed(doc: Doc, match: Match) -> Span:
    end = match.end
    while end > match.start + 1 and doc[end - 1].is_punct:
        end -= 1
    while end + 1 < len(doc) and doc[end].text == "-" and not (doc[end - 1].whitespace_ or doc[end].whitespace_):
        end += 2  # 'a history of non-attendance': no mark ends within a word
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
    group = prepared.own.get(_GROUP)
    if group is None:
        return
    nouns, seen = prepared.words["group-bare"] | prepared.words["group-noun"], view(doc)
    for i, lemma in zip(seen.at, seen.lemmas, strict=True):
        if lemma not in nouns:
            continue
        token = doc[i]
        if token.dep_ == "nsubj" and token.tag_ in ("NNS", "NNPS") and _is_group(token, lemma, prepared.words):
            span = _clause(token)
            if span is not None:
                yield span, group


def _clause(subject: Token) -> Span | None:
    """A subject and what is said of it, without the stop; None where that is no general rule."""
    verb = subject.head
    if not _is_rule(verb):
        return None
    span = subject.doc[subject.left_edge.i : verb.right_edge.i + 1]
    while span and (span[-1].is_punct or span[-1].is_space):
        span = span[:-1]
    return span if span and span[-1].i > subject.i else None


def _is_group(noun: Token, lemma: str, words: Words) -> bool:
    doc, i = noun.doc, noun.i
    before = [token for token in doc[max(0, i - _NEAR) : i] if token.head.i == i]
    if any(token.dep_ in ("det", "poss", "nummod") for token in before):
        return False
    if lemma in words["group-bare"] or any(token.lower_ in words["group-origin"] for token in before):
        return True
    after = [token.lower_ for token in doc[i + 1 : i + _NEAR]]
    return (after[:1] == ["of"] and not words["group-sort"].isdisjoint(after)) or _is_sort(noun, before, words)


def _is_sort(noun: Token, before: Sequence[Token], words: Words) -> bool:
    """'Farming families don't do feelings', 'Girls who grew up in care tend to …': some sort, said always to be so."""
    doc, verb = noun.doc, noun.head
    if any(token.lower_ in words["group-other"] for token in before):
        return False
    after = [token for token in doc[noun.i + 1 : noun.i + _NEAR] if token.head.i == noun.i]
    if not any(token.dep_ in _OF_SORT for token in [*before, *after]):
        return False
    near = doc[max(noun.i, verb.i - _NEAR // 2) : verb.i]
    never = any(token.lemma_.lower() in words["group-never"] and token.head.i == verb.i for token in near)
    return verb.lemma_ == "tend" or (never and verb.lemma_ in words["group-verb"])


def _is_rule(verb: Token) -> bool:
    """Present and general: 'need', 'do not do', 'will never', not 'needed' or 'are waiting'."""
    before = verb.doc[max(0, verb.i - _NEAR) : verb.i]
    helpers = {token.lower_ for token in before if token.dep_ in ("aux", "auxpass") and token.head.i == verb.i}
    return verb.tag_ in ("VBP", "VB") and helpers <= _GENERAL


check(
    "judgemental",
    rules=(JUDGEMENTAL,),
    examples=EXAMPLES,
    prepare=prepare,
    find=find,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who"),
)
