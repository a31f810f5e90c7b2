"""Says whether the child is heard in a note (own words, what the child told or showed, how a baby behaved), and how.

Why it matters: years later the child looks for itself in the record. A note in which only adults speak tells the child
that nobody asked, and tells a court or a new worker nothing of what the child wants. How a view was got (alone, by
drawing, through an interpreter) says how far it can be relied on.

It is a measure, and at most one finding on the whole note: the voice is missing where it belongs, worded for the
child's age; or, a suggestion, it is there and nothing says how it was got. Silence is preferred to a wrong reproach:
nothing is said of a note in which anything may be the child's words, of a call or a strategy discussion between
professionals, of an unborn child, of a visit at which the child was not seen. Where neither the fields nor the text
say who the child is, nobody can tell whose words are the child's, and that is said instead. An adult's account of what
the child feels is not the child's voice.

Where the voice belongs: Leicestershire and Trafford ask for it in every record, Swindon in case recording; but a
supervision, a management decision, a referral, a court statement and a chronology tell what is known already, so that
nothing is said of them unless a standard of the guidance names that document (Trafford 6: chronologies; Swindon 2.14:
referrals).

Known misses: see `notecheck/voice/own.py`, `reported.py` and `means.py` beside them.

Source: corpus/GUIDE.md, The whole note; Leicestershire 2020, Child at the centre; Trafford v4 2019, 4, 5b and 5d;
Swindon 2020, 3.5, 7.1 and 7.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Skipped, Strength
from notecheck.memo import once_per_doc, text_of
from notecheck.note import asked_of, note_of
from notecheck.people.who import who_of
from notecheck.voice.evidence import Evidence, Hearing, spans
from notecheck.voice.means import Means
from notecheck.voice.reading import Part
from notecheck.voice.words import Words

VOICE: Final = Rule(
    name="voice",
    part="childs-voice",
    title="The child's voice",
    marks=(
        "Nothing at a place in the text. It says whether the child is heard in the record (own words, what the child "
        "told or showed, how a baby behaved) and how the child's view was got."
    ),
    why="The child will look for itself in this record, and those who decide need to know what the child wants.",
    weak="Mum said that Callum is happy at school and sleeps well.",
    better="Alone in his room Callum told me that school is “all right but loud” and that he wakes at night.",
    limits=(
        "It misses the child's own words without quotation marks where they are not plainly the child's, and how a "
        "view was got where that is told far from it."
    ),
    severity="warning",
    whole=True,
)

EXAMPLES: Final = (
    Example(
        "I visited Callum at home on 4 March 2026. Mum said that he sleeps well. The house was warm.",
        marks=("I visited Callum at home on 4 March 2026. Mum said that he sleeps well. The house was warm.",),
        note={"doc_type": "home-visit", "child": {"name": "Callum Wright", "age": 9}},
    ),
    Example(
        "I visited Callum at home on 4 March 2026. In his room he told me, “I hate it when the lights go out.”",
        note={"doc_type": "home-visit", "child": {"name": "Callum Wright", "age": 9}},
    ),
    Example(
        "Ruby, 5 months, was on the mat. She rolled to the rattle, laughed and reached for Mum.",
        note={"doc_type": "home-visit", "child": {"name": "Ruby Hall", "age": 0}},
    ),
    Example(
        "The health visitor rang. She said that Callum has put on weight.",
        note={"doc_type": "case-note", "child": {"name": "Callum Wright", "age": 2}},
    ),
    Example(
        "12/03/2024 Callum starts at Park Road.",
        note={"doc_type": "chronology", "child": {"name": "Callum Wright", "age": 9}},
    ),
)

Present = Literal["own-words", "reported", "observed"]

_BELONGS: Final = frozenset(
    ("home-visit", "case-note", "family-time", "meeting", "plan", "assessment", "three-month-update", "pen-picture")
)
_HOW_MATTERS: Final = frozenset(("home-visit", "family-time", "meeting", "assessment"))
_IF_MET: Final = ("case-note", "referral")  # asked for where the child was seen or spoken to
_BEFORE_CHILD: Final = ("strategy-discussion", "pre-birth-assessment")
_TITLE: Final = 150  # characters in which a note says what it is
_TALKED: Final = ("home-visit", "case-note", "family-time")
_ENOUGH: Final = 2  # pieces of evidence from which it is sure that the voice is there
_MOST: Final = 5  # quotations of one note that are shown as done well
_FEWEST: Final = 3  # words of one of them: a word or two show little of the child
_CREDIT: Final = 0.75  # how probable the kind of their sentence has to be for that
_TODDLER: Final = 1
_SCHOOL: Final = 4
_TEENAGER: Final = 12


@dataclass(frozen=True, slots=True)
class Voice:
    """Whether and how the child is heard.

    Attributes:
        present: `own-words`, `reported`, `observed`, in this order; empty where the child is not heard.
        how_obtained: whether the note says how the view was got.
        evidence: where it stands.
        met: 1 where the child is heard, 0 where not, None where it is not asked for or cannot be told.
        child_known: whether the fields or the text say who the child is.
    """

    present: tuple[Present, ...]
    how_obtained: bool
    evidence: tuple[Evidence, ...]
    met: float | None
    child_known: bool


@dataclass(frozen=True)
class _Heard:
    """What was read of one note."""

    voice: Voice
    strengths: tuple[Evidence, ...]
    few_words: bool
    how_unsaid: bool
    missed: bool = False


class Prepared:
    """The lists, and what was read of the Docs that are still alive, so that `find` and `measure` read each once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.hear: Final = once_per_doc(lambda doc: _hear(doc, words))
        """What is heard of the child in a Doc."""

    def __reduce__(self) -> tuple[type[Prepared], tuple[Words]]:
        """For another process: the lists alone."""
        return Prepared, (self._words,)


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the lists."""
    return Prepared(Words(nlp.vocab, lexicons.words))


def measure(doc: Doc, prepared: Prepared, settings: NoSettings) -> Voice:  # noqa: ARG001
    """Whether the child is heard in a note, how that was got, and where it stands."""
    return prepared.hear(doc).voice


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength | Skipped]:  # noqa: ARG001
    """Yield at most one finding on the whole note, and the child's own words as strengths."""
    heard = prepared.hear(doc)
    for quotation in heard.strengths:
        yield Strength(quotation.start, quotation.end, "own-words", rule=VOICE.name)
    end = len(text_of(doc))
    if heard.voice.met == 0:
        yield Finding(VOICE.name, 0, end, _missing(doc, few_words=heard.few_words), severity=VOICE.severity)
    elif heard.missed:
        yield Skipped(VOICE.name, "the note does not say who the child is; give the child's name to check this")
    elif heard.how_unsaid:
        yield Finding(VOICE.name, 0, end, _HOW_UNSAID, severity="suggestion")


def _hear(doc: Doc, words: Words) -> _Heard:
    if not len(doc):
        return _Heard(
            Voice((), False, (), None, child_known=who_of(doc).child_known), (), few_words=False, how_unsaid=False
        )
    hearing = Hearing(doc, words)
    evidence = tuple(hearing.evidence())
    kinds = {each.kind for each in evidence}
    present: tuple[Present, ...] = tuple(kind for kind in ("own-words", "reported", "observed") if kind in kinds)
    means = Means(hearing)
    how = tuple(spans(hearing.reading.c, means.parts(), "how-obtained")) if present else ()
    known = who_of(doc).child_known
    missed = not present and _is_missed(doc, hearing)
    met = 1.0 if present else 0.0 if missed and known else None
    sure = [part for part in hearing.own if part.sign == "quotation" and _is_telling(hearing, part)]
    unsaid = bool(present) and not how and _parent(doc) in _HOW_MATTERS
    return _Heard(
        Voice(present, bool(how), evidence + how, met, known),
        tuple(spans(hearing.reading.c, sure, "own-words"))[:_MOST],
        few_words="few-words" in hearing.reading.phrases,
        how_unsaid=unsaid and len(evidence) >= _ENOUGH and not means.hinted(),
        missed=missed,
    )


def _is_telling(hearing: Hearing, part: Part) -> bool:
    """Whether a quotation is surely the child's, and long enough to hear the child in it."""
    words = sum(hearing.reading.c.text[i][0].isalnum() for i in range(part.start, part.end))
    return words >= _FEWEST and hearing.reading.voice(part.start) >= _CREDIT


def _parent(doc: Doc) -> str:
    """The document type of the contract that the note's type is, or is a kind of."""
    return str(asked_of(doc).get("parent", note_of(doc).doc_type))


def _is_missed(doc: Doc, hearing: Hearing) -> bool:
    """Whether the voice belongs into this note and surely is not in it."""
    parent = _parent(doc)
    if parent not in _BELONGS and not asked_of(doc).get("voice"):
        return False
    if hearing.behaviour.is_unborn or _is_before_child(doc) or hearing.may_be_heard:
        return False
    if parent in _TALKED and hearing.meeting.was_not_seen:
        return False
    return parent not in _IF_MET or hearing.meeting.was_met


def _is_before_child(doc: Doc) -> bool:
    """Whether it is a strategy discussion, which is held before anybody has spoken to the child, or about an unborn."""
    return note_of(doc).doc_type in _BEFORE_CHILD or "strateg" in text_of(doc)[:_TITLE].lower()


_LATER: Final = "In twenty years the child will look for themselves here."
_BABY: Final = (
    f"Nothing was found here that shows how the baby was. {_LATER} If it is here in another form, leave this. If not, "
    "you might add what the baby did and how they answered to people, such as “you turned to Mum's voice and stopped "
    "crying when she picked you up”."
)
_SMALL: Final = (
    f"Nothing was found here that the child did, said or showed. {_LATER} If it is here in another form, leave this. "
    "If not, you might add what you saw the child do, how they answered to the people around them, and any words or "
    "sounds of theirs in quotation marks."
)
_FEW_WORDS: Final = (
    f"Nothing was found here that the child showed, chose or felt. {_LATER} If it is here in another form, leave this. "
    "If not, you might add what the child signed, chose, pointed to or turned away from, and which means you used "
    "(cards, Makaton, a board, eye pointing)."
)
_SPEAKS: Final = (
    f"Nothing was found here that the child said, wished or felt. {_LATER} If it is here in another form, leave this. "
    "If not, you might add what they told you, in their own words where you can, and how you found out (alone, by a "
    "drawing, in play). If they were not asked, or did not want to say, write that and why."
)
_YOUNG_PERSON: Final = (
    "Nothing was found here that the young person said, wished or felt. In twenty years they will look for themselves "
    "here. If it is here in another form, leave this. If not, you might add what they told you, in their own words "
    "where you can, and how you talked (on a walk, by text). If they were not asked, or chose not to say, write that "
    "and why."
)
_HOW_UNSAID: Final = (
    "Nothing was found here on how the child came to say this. Whoever relies on it later needs to know how free the "
    "child was to speak. If it is here, leave this. If not, you might add where you talked and who was there (alone "
    "in the bedroom, on a walk), or what helped (a drawing, cards, an interpreter)."
)


def _missing(doc: Doc, *, few_words: bool) -> str:
    """The message for the child's age."""
    age = note_of(doc).child.age
    if age is not None and age < _TODDLER:
        return _BABY
    if few_words:
        return _FEW_WORDS
    if age is None:
        return _SPEAKS
    return _SMALL if age < _SCHOOL else _SPEAKS if age < _TEENAGER else _YOUNG_PERSON


SPEC = check(
    "voice",
    rules=(VOICE,),
    examples=EXAMPLES,
    find=find,
    measure=measure,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who", "statements"),
)
