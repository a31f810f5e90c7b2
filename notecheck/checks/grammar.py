"""Grammar and spelling: what LanguageTool marks and a writer of case notes would mend.

A slip makes a reader stop, or read the line twice; in a name or a date it can make the record wrong. Whoever the record
is about notices, and may wonder what else was not looked at.

What is found: words misspelt; names, weekdays and 'I' with a small letter; sentences that begin with one; a word
twice in a row; an apostrophe too few or too many; wrong forms of verbs and other slips that LanguageTool's rules know.
It is asked on a server of this machine, and nothing is sent elsewhere. Missing apostrophes behind relatives, twins,
schools and times ('Mums house', 'two weeks notice') are found by the parse, with or without it.

What is left alone: names, words in quotation marks, pasted emails, the words of `dictionary.txt` and of our lexicons,
and the style of notes: lines without a verb, 24-hour times, 'Mum', lists in small letters. Lines in another language
are left alone too, and named as not checked.

Known misses: a wrong word that is a word ('form' for 'from'), a misspelling far from what was meant, and one in a name.

Source: Swindon 7.8: records are accurate and grammatically correct; Leicestershire: names are spelled correctly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.apostrophes import Owners, missing, owners_of
from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Skipped
from notecheck.languagetool.asking import Asking, asking_of
from notecheck.languagetool.filters import Slip, told, with_own_sign
from notecheck.languagetool.words import Family, Words, words_of
from notecheck.memo import text_of

SPELLING: Final = Rule(
    name="spelling",
    part="grammar",
    title="A slip of spelling",
    marks="Words that are misspelt, American spellings, and names, weekdays and languages with a small first letter.",
    why="A misspelt word stops the reader, and a search of the records does not find it.",
    weak="Mum recieved the letter on friday.",
    better="Mum received the letter on Friday.",
    limits="It misses a wrong word that is a word too ('form' for 'from'), and slips in names.",
)
GRAMMAR: Final = Rule(
    name="grammar",
    part="grammar",
    title="A slip of grammar",
    marks=(
        "Slips of grammar: an apostrophe too few or too many, a word twice, a verb in the wrong form, a sentence that "
        "begins with a small letter."
    ),
    why="A slip makes the reader read the line twice, and can change who did what.",
    weak="He has went to Dads house and wasnt back by six.",
    better="He has gone to Dad's house and wasn't back by six.",
    limits="It misses many slips that a person would see. Where it only wonders, the finding is a suggestion.",
)

EXAMPLES: Final = (
    Example("Stayed at Mums house on Friday, then back to Dad.", ("Mums",)),
    Example("The cot has lost one of it's side bars.", ("it's",)),
    Example("Two weeks notice was given by the carers.", ("weeks",)),
    Example("The mums group met at Mum's house. Two weeks later it's moved. Both boys slept in."),
    Example("Dads been working nights. Mums are welcome. The schools share a bus. It's in its box."),
    Example("16:05 Seen at home. Mum fine. Nan there. T asleep on the sofa."),
)

_SAYS: Final[Mapping[Family, str]] = {
    "misspelt": "{words} may be misspelt: it stops the reader, and a search of the records does not find it.",
    "american": "{words} is the American spelling, and a British reader may take it for a slip.",
    "name": "{words} begins with a small letter. With a capital the reader sees at once that it is a name.",
    "i": "“I” is a capital wherever it stands. With a small letter the reader may stumble over who is speaking.",
    "sentence": "This sentence begins with a small letter, and the reader may miss where the last one ended.",
    "apostrophe": (
        "An apostrophe seems to be missing in {words}, or one too many. It tells the reader whose something is, or "
        "what is left out."
    ),
    "doubled": "The same word stands twice in a row, and the reader stops to see whether something is missing.",
    "verb": "{words} does not seem to be the form that the verb has here; the reader may be unsure when it happened.",
    "agreement": "Verb and subject do not seem to go together; the reader may wonder whether one is meant or more.",
    "confused": "{words} is easily taken for a word that sounds like it. As it stands the reader may be misled.",
    "article": "“A” stands before a consonant and “an” before a vowel, as they are said; here the reader may stumble.",
    "missing": "A word may be missing here, which the reader would have to guess.",
    "other": "This may not say what you meant. Please read it once more, as somebody new to it would.",
}
_SPELLED: Final = frozenset(("misspelt", "american", "name"))
_HABITS: Final = frozenset(("sentence", "i"))
_HABIT: Final = 4  # places that make a habit
_NAMED: Final = 10  # lines that are named by number


@dataclass(frozen=True)
class Prepared:
    """What the check reads: the lists of the apostrophes, and what LanguageTool is not asked."""

    owners: Owners
    lexicons: Lexicons

    @cached_property
    def words(self) -> Words:
        """The lists of the filters, which are made when there is something to filter."""
        return words_of(self.lexicons)


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Make the lists ready."""
    return Prepared(owners_of(lexicons), lexicons)


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Skipped]:  # noqa: ARG001
    """Mark what LanguageTool found and is kept, and missing apostrophes; say why where it could not be asked."""
    text = text_of(doc)
    asking = asking_of(doc) or Asking(text, prepared.lexicons)
    owners = prepared.owners
    near = by_place(doc, ("apostrophes", id(owners)), lambda doc: missing(doc, owners), by="who")
    found = [slip._replace(suggestions=with_own_sign(text, slip.suggestions)) for slip in near]
    if reason := asking.wait():
        yield Skipped("grammar", reason)
    else:
        slips, not_english = told(doc, asking.remarks(), prepared.words)
        if not_english:
            yield Skipped("spelling", _not_english(not_english))
        found = [slip for slip in found if not any(_meet(slip, other) for other in slips)] + [*slips]
    yield from (_finding(text, slip, more) for slip, more in _without_habits(found))


def _not_english(lines: Sequence[int]) -> str:
    """That lines were left alone, and which, the first few by number."""
    which = ", ".join(map(str, lines[:_NAMED])) + (" and more" if len(lines) > _NAMED else "")
    what = f"lines {which} seem" if len(lines) > 1 else f"line {which} seems"
    return f"{what} to be in another language, so grammar and spelling were not checked there"


def _without_habits(found: list[Slip]) -> Iterator[tuple[Slip, int]]:
    """The slips, each with how many more it stands for.

    A note typed in small letters throughout has one habit and not thirty slips: the first place tells of all.
    """
    counts = Counter(slip.family for slip in found)
    seen: set[Family] = set()
    for slip in sorted(found):
        habit = slip.family in _HABITS and counts[slip.family] >= _HABIT
        if not habit or slip.family not in seen:
            yield slip, counts[slip.family] - 1 if habit else 0
        seen.add(slip.family)


def _meet(one: Slip, other: Slip) -> bool:
    return one.start < other.end and other.start < one.end


def _finding(text: str, slip: Slip, more: int) -> Finding:
    also = f" The same is true of {more} more places in this note, which are not marked one by one." if more else ""
    rule = SPELLING if slip.family in _SPELLED else GRAMMAR
    return Finding(
        rule.name,
        slip.start,
        slip.end,
        _SAYS[slip.family].format(words=f"“{text[slip.start : slip.end]}”") + also,
        severity=rule.severity if slip.sure else "suggestion",
        suggestions=slip.suggestions,
    )


SPEC = check(
    "grammar",
    rules=(GRAMMAR, SPELLING),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who"),
)
