"""Sentences too long for the person who reads them.

A child, and any tired reader, loses the thread of a sentence long before its writer does: who did what to
whom goes astray between the commas.

What counts: words outside quotation marks, since a quotation is not the writer's to shorten. Headings,
fields and pasted emails are left out. A bullet counts as a sentence. In a list with semicolons the longest
item counts. One word over the limit is let pass, since nobody loses the thread at the twenty-sixth word;
not so where the guidance itself states the limit. A sentence a little over it is marked only where the
parse shows a good place to split it ('because' is none: a view and its reason belong together); one far
over it is always marked.

Known misses: a list of names without a verb is no sentence here, however long; short clauses joined by
commas ('he came in, he sat down, …') are measured as the one sentence that they are written as.

Source: GOV.UK content design, 'check sentences with more than 25 words to see if you can split them'; for
children who have just learnt to read the 20 words at which Somerset and Surrey County Councils end their
range.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field
from spacy.language import Language
from spacy.tokens import Doc, Token

from notecheck.component import Example, check
from notecheck.data import Lexicons
from notecheck.entries import Frozen
from notecheck.findings import Finding, Rule
from notecheck.note import asked_of, note_of
from notecheck.people import whose
from notecheck.wording import prose
from notecheck.wording.prose import Sentence, Word

LONG: Final = Rule(
    name="long-sentence",
    part="readability",
    title="Long sentence",
    marks="Sentences that are too long for whoever reads them. Words inside quotation marks do not count.",
    why="A child or a parent may lose the thread of a long sentence and miss what it says about them.",
    weak=(
        "Mum told me that she has found a job at the bakery and starts on 2 June and she will need Nan to"
        " take you to breakfast club, which you said you do not mind at all."
    ),
    better=(
        "Mum told me that she has found a job at the bakery and starts on 2 June. She will need Nan to take"
        " you to breakfast club. You said you do not mind at all."
    ),
    limits=(
        "Short clauses with commas between them are measured as the one sentence that they are written as. A list of "
        "names is left alone, however long."
    ),
    severity="suggestion",
)

Words = Annotated[int, Field(strict=True, ge=5, le=200)]


class Settings(Frozen):
    """How many words a sentence may have.

    Attributes:
        limit: for most readers.
        young_limit: in a note written to a child of an age in `young`; a younger child's is read years later.
        young: first age and the age that ends it, in years.
        always: how many times the limit is marked even where no place to split shows.
        far: how many times the limit makes a warning out of a suggestion.
        slack: words over the limit that are let pass, where the guidance does not state it.
    """

    limit: Words = 25
    young_limit: Words = 20
    young: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=26)]] = (5, 9)
    always: Annotated[float, Field(ge=1, le=10)] = 1.4
    far: Annotated[float, Field(ge=1, le=10)] = 1.6
    slack: Annotated[int, Field(strict=True, ge=0, le=20)] = 1


EXAMPLES: Final = (
    Example(
        "We met at school. Mrs Patel told me that you have been to breakfast club every day this term and you"
        " help the little ones with their shoes, which made her proud of you.",
        (
            "Mrs Patel told me that you have been to breakfast club every day this term and you help the"
            " little ones with their shoes, which made her proud of you.",
        ),
    ),
    Example(
        "Mrs Patel told me that you have been to breakfast club every day this term and you help the ones in"
        " your class with their shoes."
    ),
    Example(
        "You told me “I like it at Nan's because she lets me stay up and we make pancakes and Uncle Dean"
        " brings his dog round and the dog sleeps on my feet and it is dead warm”."
    ),
    Example(
        "Present: Mrs A Patel, Mr D Owen, Ms J Slade, PC Amy Cole, Dr R Shah, Emma Reid, Nan, Mum, Dad, Uncle"
        " Dean, Auntie Jo, Kelly Ward, Tom Frith and me."
    ),
    Example(
        "I think you feel safest with Nan at the moment, because all through the meeting you sat close to"
        " her, holding her hand, even when Mr Bright asked you about football."
    ),
)

_TO_THE_CHILD: Final = frozenset(("home-visit", "case-note", "family-time", "meeting", "plan", "three-month-update"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_MARKS: Final = {";": "semicolon", "–": "dash", "—": "dash"}
_LINKING: Final = frozenset(("mark", "nsubj", "nsubjpass", "advmod", "dobj"))
_SURE: Final = 1
_NOWHERE: Final = 9
_LINKS: Final = dict.fromkeys(("although", "though", "whereas", "which"), _SURE) | {
    "because": 2,
    "while": 2,
}
_VERBS: Final = frozenset(("VERB", "AUX"))
_EDGE: Final = 0.25  # no split in the first or last quarter of a sentence: it would leave a long one
_LONGEST: Final = 150  # words; no single split helps beyond, and text made to be hostile has no end
_LIST: Final = 2  # semicolons


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Need nothing but the Doc."""


def find(doc: Doc, prepared: None, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark sentences of prose with more words of the writer's than their reader's limit."""
    limit, quoted = _limit(doc, settings), whose.quoted(doc)
    most = limit if _is_stated(doc) else limit + settings.slack
    for sentence in prose.sentences(doc):
        if len(sentence.words) <= most:
            continue
        own = _longest_item(doc, [word for word in sentence.words if not quoted[word.at]])
        if len(own) <= most or not any(doc[word.at].pos_ in _VERBS for word in own):
            continue
        sureness, place = _split(doc, own)
        if sureness <= _SURE or len(own) > limit * settings.always:
            message = _message(doc, own, place, limit)
            severity = "warning" if len(own) >= limit * settings.far else LONG.severity
            yield Finding(LONG.name, own[0].start, _end(doc, sentence), message, severity)


def _is_stated(doc: Doc) -> bool:
    """Whether the guidance says how long a sentence may be."""
    return asked_of(doc).get("long_sentence") is not None


def _limit(doc: Doc, settings: Settings) -> int:
    if (asked := asked_of(doc).get("long_sentence")) is not None:
        return int(asked)
    note = note_of(doc)
    first, end = settings.young
    young = note.child.age is not None and first <= note.child.age < end and note.doc_type in _TO_THE_CHILD
    return settings.young_limit if young else settings.limit


def _longest_item(doc: Doc, words: list[Word]) -> list[Word]:
    """All the words; of a list with semicolons, which is read item by item, those of its longest item."""
    stops = [token.i for token in doc[words[0].at : words[-1].at] if token.text == ";"] if words else []
    if len(stops) < _LIST:
        return words
    items: list[list[Word]] = [[] for _ in range(len(stops) + 1)]
    for word in words:
        items[bisect_left(stops, word.at)].append(word)
    return max(items, key=len)


def _end(doc: Doc, sentence: Sentence) -> int:
    """After the sentence's full stop, before the space that follows."""
    last = sentence.end - 1
    while doc[last].is_space:
        last -= 1
    return doc[last].idx + len(doc[last])


def _message(doc: Doc, own: list[Word], place: int | None, limit: int) -> str:
    seen = f"{len(own)} words in one sentence; the child or a parent may lose the thread after about {limit}."
    if place is None:
        return f"{seen} Two or three shorter sentences are easier to follow."
    token = doc[own[place].at]
    mark = _MARKS.get(token.nbor(-1).text)
    where = f"at the {mark}" if mark else f"before “{token.lower_}”"
    return f"{seen} It could be two: the first might end after {place} words, {where}."


def _split(doc: Doc, own: list[Word]) -> tuple[int, int | None]:
    """Where among the words a new sentence could best begin: the surest place, then the middlemost.

    Returns:
        How sure it is, 0 best, and the place; `_NOWHERE` and None if the parse shows none.
    """
    if len(own) > _LONGEST:
        return _NOWHERE, None
    middle = len(own) / 2
    places = [
        (sureness, abs(place - middle), place)
        for place in range(int(len(own) * _EDGE) + 1, int(len(own) * (1 - _EDGE)) + 1)
        if (sureness := _sureness(doc[own[place].at])) < _NOWHERE
    ]
    return (min(places)[0], min(places)[2]) if places else (_NOWHERE, None)


def _sureness(token: Token) -> int:
    """How well a sentence may begin with this token, 0 best."""
    if token.i and token.nbor(-1).text in _MARKS:
        return 0
    if token.dep_ == "cc":
        after = (t for t in (token.head, *token.head.rights) if t.i > token.i and t.dep_ == "conj")
        joined = next(after, None)
        if joined is None or not any(t.dep_ in _SUBJECTS for t in joined.lefts):
            return _NOWHERE
        return _LINKS["because"] if _gives_reason(joined) else 0
    if token.dep_ in _LINKING and token.head.pos_ in _VERBS:
        return _LINKS.get(token.lower_, _NOWHERE)
    return _NOWHERE


def _gives_reason(verb: Token) -> bool:
    """Within '… because …'."""
    return any(t.lower_ == "because" for above in (verb, *verb.ancestors) for t in above.lefts)


SPEC = check(
    "long-sentence",
    rules=(LONG,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    settings=Settings,
    needs=("sentences", "pos", "parse"),
    near=True,
)
