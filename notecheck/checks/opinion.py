"""Marks a verdict that nobody owns and nothing bears out: 'is not coping', 'clearly', 'It was felt that'.

Why it matters: whoever reads the record cannot tell such a view from a fact, cannot ask whose it was and cannot weigh
it. For the child in twenty years it is what is left of a parent. A kind verdict ('has settled well') tells no more.

Which sentences hold one is learnt from notes that readers marked and from invented lines
(`notecheck/statements/verdicts.py`, `models/opinions`). Left alone: a view with an owner and a reason ('I think …
because …'), which is shown as done well; what somebody else says or thinks; what merely seems so ('appeared tired');
what only asks, comforts or tells a fact (`notecheck/statements/plain.py`); quotations and pasted emails. What
`judgemental` marks is its own: the report shows a word once. A few wordings are marked wherever a sentence of the
writer's own holds them (`lexicons/opinion.yaml`).

Known misses: a verdict that reads like an event ('put her boyfriend first'), one aside in a long sentence. Known
false alarms: a conclusion whose evidence stands in a sentence further on; contempt that no list of `judgemental` holds.

Source: corpus/GUIDE.md, category `opinion`; Swindon Quality Standards 2020, 7.4; Trafford 3; Leicestershire.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.entries import TermEntry
from notecheck.findings import Finding, Rule, Strength
from notecheck.people.who import Who, who_of
from notecheck.statements.kinds import Statement, statements_of
from notecheck.statements.passages import Lists, Part, Passage, lists_of, read
from notecheck.statements.plain import Plain, Words, words_of
from notecheck.statements.verdicts import Model, judge, load_model
from notecheck.text import emails
from notecheck.text.clauses import SUBJECTS, clauses_of
from notecheck.text.columns import Columns, columns
from notecheck.wording.terms import TermMatcher

OPINION: Final = Rule(
    name="opinion",
    part="fact-and-opinion",
    title="A view with neither owner nor reason",
    marks=(
        "A verdict that nobody owns and nothing bears out, a kind one too: “is not coping”, “has settled well”. A "
        "view with its owner and a reason (“I think … because …”) is shown as done well."
    ),
    why="A reader cannot tell it from a fact, ask whose view it was or see what it rests on.",
    weak="Mum is not coping.",
    better="I think Mum is finding it hard to cope, because she told me that she has not slept since Sunday.",
    limits=(
        "It misses a verdict that reads like an event, such as “put her boyfriend first”. It may mark a conclusion "
        "whose reason stands in another sentence."
    ),
)

EXAMPLES: Final = (
    Example("I visited you at home on 4 May. Mum is not coping.", ("is not coping",)),
    Example("Dad has no interest in the children.", ("has no interest in the children",)),
    Example("It is obvious that she resents having you there.", ("It is obvious that she resents having you there",)),
    Example("You have settled in really well.", ("have settled in really well",)),
    Example("She's a lovely mum but just can't cope.", ("just can't cope",)),
    Example("It was felt that a mentor would be good for him.", ("It was felt that a mentor would be good for him",)),
    Example("He will be back by the weekend, he always is.", ("will be back by the weekend",)),
    Example("Risk remains high.", ("remains high",)),
    Example("Kyle is a bright, funny boy who loves his dog.", ("is a bright, funny boy",)),
    Example("I think Mum is not coping, because she told me that she has not slept since Sunday."),
    Example("In my view the risk has come down, because he has moved out and the locks have been changed."),
    Example("Nan said that Dad has no interest in the children. Mr Dunn told me you have settled in really well."),
    Example("Dad was angry. He shouted and threw a cup at the wall."),
    Example("Mum was crying when I came in. She had not slept. You showed me your room and we played Uno."),
    Example("The home conditions were poor. The sink was full of plates and there was dog mess on the floor."),
    Example("Mum seemed tired. Dad appeared calm."),
    Example("You said \u201cDad is not coping\u201d."),
    Example("I will visit again on 4 June. Dad will collect you at three. Nan to ring the school by Friday."),
)


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        lists: for reading sentences.
        model: for judging them.
        sure: adverbs that say a thing is so ('clearly').
        leads: adverbs that belong to the predicate which they stand before.
        lessens: words beside which praise is none ('hardly', 'thin').
        plain: lists for what reads like a verdict and is none.
        match: finds wordings that are verdicts however the sentence goes on.
        entries: their entries.
    """

    lists: Lists
    model: Model
    sure: frozenset[str]
    leads: frozenset[str]
    lessens: frozenset[str]
    plain: Words
    match: TermMatcher
    entries: tuple[TermEntry, ...]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Load the lists and the model."""
    words = lexicons.words
    leads = frozenset(words.get("opinion-sure", ())) | frozenset(words.get("opinion-absolute", ()))
    entries = lexicons.terms.get(OPINION.name, ())
    return Prepared(
        lists=lists_of(words),
        model=load_model(),
        sure=frozenset(words.get("opinion-plainly", ())),
        leads=leads,
        lessens=frozenset(words.get("plain-less", ())),
        plain=words_of(words),
        match=TermMatcher(nlp, entries, words.get("kin", ()), eager=lexicons.own),
        entries=entries,
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Mark the predicate of each verdict, and each view that has its owner and its reason."""
    outright = list(_outright(doc, prepared))
    yield from outright
    for found in _learnt(doc, prepared):
        if isinstance(found, Strength) or not any(f.start < found.end and found.start < f.end for f in outright):
            yield found


def _learnt(doc: Doc, prepared: Prepared) -> Iterator[Finding | Strength]:
    """What the model finds."""
    c, who, opine = columns(doc), who_of(doc), prepared.lists.opine
    statements, model = statements_of(doc), prepared.model
    plain, viewed = Plain(c, who, clauses_of(doc), prepared.plain), -1
    for passage in read(doc, prepared.lists):
        number, verdict = passage.number, judge(passage, model)
        after_view = viewed == number - 1
        if _is_own(passage, opine) and not _ends_paragraph(c, number):
            viewed = number
        if verdict is not None and verdict.probability >= model.threshold:
            start, end = _predicate(c, who, verdict.part, prepared)
            part = verdict.part.start, verdict.part.end
            no_verdict = plain.is_no_verdict(c.sentences[number], part, after_view=after_view)
            seen = _is_seen_next(c, number, statements) and (
                plain.is_shown_next(part, c.sentences[number + 1])
                or ("comp:feeling" in verdict.part.shows and _goes_on(c, number + 1))
            )
            held = _is_held(c, who, start, end, opine) or _is_told(c, who, start, end, prepared.lists.say)
            held = held or _is_told_on(c, number, verdict.part, statements, opine)
            if not (no_verdict or seen or held):
                yield _finding(doc, start, end, _sort(c, verdict.part, start, prepared))
        elif statements[number].kind == "opinion" and _is_owned(passage, opine):
            first, last = c.sentences[number]
            while c.text[last - 1].isspace():
                last -= 1
            end = c.start[last - 1] + len(c.text[last - 1])
            yield Strength(c.start[first], end, "owned-opinion", rule="opinion")


def _outright(doc: Doc, prepared: Prepared) -> Iterator[Finding]:
    """Wordings of the lexicon in the writer's own sentences: neither told nor thought by somebody, nor asked."""
    matches = list(prepared.match(doc))
    if not matches:
        return
    c, who, lists = columns(doc), who_of(doc), prepared.lists
    statements, pasted = statements_of(doc), emails.pasted(doc)
    starts = [first for first, _ in c.sentences]
    for match in matches:
        number = bisect_right(starts, match.start) - 1
        before = range(starts[number], match.start)
        told = any(c.pos[i] == "VERB" and (c.lemma[i] in lists.say or c.lemma[i] in lists.opine) for i in before)
        owned = any(c.lower[i] in ("because", "my", "?") for i in range(*c.sentences[number]))
        if told or owned or statements[number].kind not in _WRITERS_OWN:
            continue
        if not (who.quoted[match.start] or pasted[match.start]):
            kind = any("praise" in lists.classes.get(word, ()) for word in c.lower[match.start : match.end])
            sort = "praise" if kind else "view"
            yield _finding(doc, match.start, match.end, sort, prepared.entries[match.entry])


_WRITERS_OWN: Final = frozenset(("opinion", "observation", "decision"))


def _finding(doc: Doc, start: int, end: int, sort: str, entry: TermEntry | None = None) -> Finding:
    span = doc[start:end]
    return mark(span, OPINION, _message(span.text, sort), entry=entry.id if entry else f"opinion-{sort}")


def _is_held(c: Columns, who: Who, start: int, end: int, opine: frozenset[str]) -> bool:
    """'Mum thinks he is hiding something': somebody named holds the view, so it has its owner."""
    for i in range(start, end):
        for _ in range(_CLIMB):
            head = c.head[i]
            if head == i:
                break
            if c.dep[i] == "ccomp" and head < start and c.lemma[head] in opine:
                return any(c.dep[j] in SUBJECTS and who.kind[j] in _HOLDERS for j in c.children[head])
            i = head
    return False


def _is_told(c: Columns, who: Who, start: int, end: int, say: frozenset[str]) -> bool:
    """'(Mum) said she is trying her best': the words are somebody else's, however the sentence begins."""
    if c.lemma[start] not in say or c.tag[start] not in _TELLS:
        return False
    if any(who.kind[j] == "writer" for j in c.children[start] if c.dep[j] in SUBJECTS):
        return False
    return any(c.dep[j] == "ccomp" and start < j < end for j in c.children[start])


def _is_told_on(c: Columns, number: int, part: Part, statements: Sequence[Statement], opine: frozenset[str]) -> bool:
    """'She said he was cold. She doesn't think he has eaten': who was speaking goes on, and so does what they think."""
    if not number or statements[number - 1].kind != "reported" or _ends_paragraph(c, number - 1):
        return False
    before = c.lower[slice(*c.sentences[number - 1])]
    for i in range(part.start, part.end):
        if c.dep[i] in SUBJECTS and c.lower[i] in _SPEAKS_ON and c.lemma[c.head[i]] in opine:
            return c.lower[i] in before and any(c.dep[j] == "ccomp" for j in c.children[c.head[i]])
    return False


def _is_seen_next(c: Columns, number: int, statements: Sequence[Statement]) -> bool:
    """Whether the next sentence is of the same paragraph and tells what was seen or done."""
    following = number + 1 < len(statements) and not _ends_paragraph(c, number)
    return following and statements[number + 1].kind == "observation"


def _goes_on(c: Columns, number: int) -> bool:
    """'(Dad was angry.) He shouted and threw a cup': a sentence tells what was done by whom the one before is of."""
    first = c.sentences[number][0]
    return c.lower[first] in _SPEAKS_ON and c.tag[c.head[first]] == "VBD" and c.lemma[c.head[first]] != "be"


_SPEAKS_ON: Final = frozenset(("he", "she", "they"))
_TELLS: Final = frozenset(("VBD", "VBZ", "VBP"))
_CLIMB: Final = 4
_HOLDERS: Final = frozenset(("family", "sibling", "professional", "child", "you", "other", "addressee"))


def _is_owned(passage: Passage, opine: frozenset[str]) -> bool:
    """'I think … because …', 'my view is … since …': nothing less is surely a view with its owner and its reason."""
    return _is_own(passage, opine) and any(name in passage.shows for name in _GIVEN)


def _is_own(passage: Passage, opine: frozenset[str]) -> bool:
    """'I think …', 'my view is …': the writer says whose view it is."""
    return any(name.removeprefix(_I) in opine or name.startswith(_OWN) for name in passage.shows)


def _ends_paragraph(c: Columns, number: int) -> bool:
    return "\n" in c.text[c.sentences[number][1] - 1]


_I: Final = "owned=I+"
_OWN: Final = ("owned=my+", "owned=am+")
_GIVEN: Final = ("reasoned=because", "reasoned=since", "reasoned=given", "reasoned=as")


def _predicate(c: Columns, who: Who, part: Part, prepared: Prepared) -> tuple[int, int]:
    """What is said, without of whom: 'is not coping', 'a lovely session', 'It was felt that a mentor would help'."""
    start, end = part.start, part.end
    while end > start + 1 and c.pos[end - 1] in _LOOSE:
        end -= 1
    if c.dep[end - 1] == "amod" and end <= c.head[end - 1] < end + _NOUN_WITHIN:
        end = c.head[end - 1] + 1  # 'is a bright, funny boy'
    while start < end - 1 and (c.dep[start] == "cc" or not c.text[start][0].isalpha()):
        start += 1
    if c.lower[start] in prepared.sure:  # 'Clearly the baby was not planned'
        return start, end
    finite = next((i for i in range(start, end) if c.tag[i] in _FINITE), -1)
    subject = next((i for i in range(start, finite) if c.dep[i] in SUBJECTS and c.head[i] >= finite), -1)
    if finite >= 0 and any(c.pos[i] in _SAYS and c.dep[i] in _APART for i in range(start, subject)):
        finite, end = -1, subject  # 'mum clearly not bothered she was on her phone'
    if finite < 0:
        while start < end - 1 and who.kind[start] and c.pos[start] != "VERB":
            start += 1
        return start, end
    lead = finite
    while lead > start and c.lower[lead - 1] in prepared.leads:
        lead -= 1
    if lead > start and (
        c.lower[lead - 1] in _EMPTY or not c.text[lead][0].isalpha()
    ):  # 'It was felt', 'he'll be back'
        lead -= 1
    return (lead, end) if lead < end - 1 else (start, end)


_NOUN_WITHIN: Final = 6  # tokens from an adjective to its noun
_LOOSE: Final = frozenset(("PUNCT", "SPACE", "CCONJ"))
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_EMPTY: Final = frozenset(("it", "there"))
_SAYS: Final = frozenset(("ADJ", "VERB"))
_APART: Final = frozenset(("ROOT", "ccomp", "advcl", "parataxis", "dep"))


def _sort(c: Columns, part: Part, start: int, prepared: Prepared) -> str:
    """Which sort of verdict it is, for the words of the message."""
    words = c.lower[part.start : part.end]
    shows = frozenset(part.shows)
    if c.lower[start] == "it" and not _FELT.isdisjoint(words[:5]):
        return "felt"
    plain = c.lower[start] == "it" and not _PLAIN.isdisjoint(words[:5])
    if plain or not prepared.sure.isdisjoint(words):
        return "sure"
    if "no-finite" not in shows and any(_is_ahead(words, n) for n in range(len(words))):
        return "forecast"
    if ("verb:mind" in shows and "passive" not in shows) or "comp:feeling" in shows:
        return "mind"
    if shows.isdisjoint(_DARK) and not shows.isdisjoint(_BRIGHT):
        if not prepared.lessens.isdisjoint(words):
            return "view"
        return "praise" if shows.isdisjoint(_OF_THINGS) else "conclusion"
    return "view" if shows.isdisjoint(_OF_QUALITY) else "conclusion"


def _is_ahead(words: list[str], n: int) -> bool:
    return words[n] in _AHEAD or words[n : n + 2] == ["going", "to"]


_FELT: Final = frozenset(("felt", "thought", "considered", "believed", "viewed", "view", "deemed"))
_PLAIN: Final = frozenset(("obvious", "clear", "plain", "evident", "apparent"))
_AHEAD: Final = frozenset(("will", "'ll", "’ll", "wo", "would"))
_BRIGHT: Final = frozenset(("comp:praise", "praise:amod", "praise:ROOT", "praise:attr", "praise:conj"))
_DARK: Final = frozenset(("denied", "has:blame", "has:feeling"))
_OF_THINGS: Final = frozenset(("subj=quality", "subj=thing"))
_OF_QUALITY: Final = frozenset(("subj=quality", "quality:ROOT", "quality:nsubj"))
_SHOWN: Final = 60
"""Characters of the marked words that a message repeats."""
_I_THINK: Final = "begin “I think … because …”"
_READINGS: Final = {
    "view": (
        "reads as fact, and a reader will ask who thinks so, and why",
        f"write what you saw or heard, or {_I_THINK}",
    ),
    "praise": (
        "is kind, and would mean more to whoever reads it with what was done or said",
        f"write what was done or said that shows it, or {_I_THINK}",
    ),
    "mind": (
        "says what somebody thinks, feels or wants, which only they can tell",
        f"write what they said or did, or {_I_THINK}",
    ),
    "forecast": (
        "says what is to come as if it were known, and whoever reads it later cannot see why",
        f"write what makes you expect it, or {_I_THINK}",
    ),
    "conclusion": (
        "gives a conclusion without what it rests on, so a reader can neither check nor answer it",
        f"add what was seen, said or recorded, or {_I_THINK}",
    ),
    "sure": (
        "asks the reader to agree and does not say what made it so plain",
        f"write what you saw or heard, or {_I_THINK}",
    ),
    "felt": (
        "does not say who took this view, or why, so nobody can ask them later",
        "name whoever took it and give their reason",
    ),
}
"""For each sort of verdict: how it reads, and what may be written instead."""


def _message(words: str, sort: str) -> str:
    reading, instead = _READINGS[sort]
    return f"“{textwrap.shorten(words, _SHOWN, placeholder='…')}” {reading}. You might {instead}."


SPEC: Final = check(
    "opinion",
    rules=(OPINION,),
    examples=EXAMPLES,
    prepare=prepare,
    find=find,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who", "statements"),
    near=True,
)
