"""What the families of missed words read a sentence by: phrases, clauses, and what fills a hole."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from notecheck.slips.reading import FINITE, NOUNS, OBJECT, Find, Lists, Reading, Slip
from notecheck.text.columns import Columns

POINTS: Final = frozenset(("the", "a", "an", "his", "her", "my", "their", "our", "your", "this", "these", "those"))
OWNS: Final = POINTS - {"this", "these", "those"}
WHOM: Final = OBJECT - {"you", "it"}
PHRASE: Final = frozenset(
    ("DT", "PRP$", "JJ", "JJR", "JJS", "CD", "NN", "NNS", "NNP", "NNPS", "POS", "VBN", "VBG")
)  # fmt: skip
LONGEST: Final = 7
_AROUND: Final = 3  # sentences to either side that show how a passage is written
_FAR: Final = 60  # tokens; a sentence has no longest length
_BARE: Final = frozenset(("VBD", "VBN", "VBG"))
_LABEL: Final = 2  # tokens of a sentence that shows nothing, its stop among them
_SEVERAL: Final = 2
MISSED_VERB: Final = "a verb is missed"
NO_VERB: Final = f"{MISSED_VERB} here"
NO_BE: Final = "a form of ‘be’ is missed here"
NO_OBJECT: Final = "whom or what is not said"


class ByWord(NamedTuple):
    """A family that goes by words.

    Attributes:
        find: what it says.
        words: behind which something may be missed.
        after: of these one must follow, None for any word.
    """

    find: Find
    words: frozenset[str]
    after: frozenset[str] | None = None


class ByTag(NamedTuple):
    """A family that goes by parts of speech.

    Attributes:
        find: what it says.
        tags: of the word behind which something may be missed.
        listed: the lists that hold it, empty for any word.
        before: of these one must stand before it, None for any word.
    """

    find: Find
    tags: frozenset[str]
    listed: tuple[str, ...] = ()
    before: frozenset[str] | None = None


def gap(r: Reading, k: int, why: str, *put: str) -> Slip:
    """A hole before the token `k`, and what may fill it."""
    text = r.c.text
    return Slip(k - 1, k + 1, tuple(f"{text[k - 1]} {word} {text[k]}" for word in put), why, "gap")


def takes(r: Reading, i: int, word: str) -> Slip:
    """A hole behind the token `i`, which takes `word`."""
    return gap(r, i + 1, f"‘{r.low[i]}’ takes ‘{word}’", word)


def phrase_end(r: Reading, i: int) -> int:
    """One past the phrase of a noun that starts at `i`."""
    k = i
    if r.tag(k, i) == "PRP":
        return k + 1
    while k < i + LONGEST and r.tag(k, i) in PHRASE:
        k += 1
    return k


def is_clause(r: Reading, i: int) -> bool:
    """Whether the phrase at `i` is the subject of a verb behind it."""
    c, k = r.c, phrase_end(r, i)
    if any(c.dep[m] in ("nsubj", "nsubjpass") and c.head[m] > m for m in range(i, k)):
        return True
    while r.tag(k, i) == "RB":
        k += 1
    if r.word(k, i) in ("who", "that", "which", "of"):
        return any(r.tag(m, i) in FINITE for m in range(k, k + LONGEST))
    return r.tag(k, i) in FINITE


def says_when(r: Reading, lists: Lists, i: int) -> bool:
    """Whether the phrase at `i` says when or how long."""
    when = lists.words["slip-gap-how-long"]
    for m in range(i, phrase_end(r, i)):
        if m > i and r.c.tag[m] in ("DT", "PRP$") and r.c.tag[m - 1] in NOUNS:
            return False  # 'her teacher the next day' are two phrases
        if r.low[m] in when:
            return True
    return False


def is_thing(r: Reading, lists: Lists, i: int) -> bool:
    """Whether a phrase starts at `i` that is neither a clause nor says when."""
    word = r.word(i, i)
    return (word in POINTS or word in WHOM) and not is_clause(r, i) and not says_when(r, lists, i)


def is_whole(r: Reading, i: int) -> bool:
    """Whether somebody does something in the sentence: not in note style."""
    return _has_doer(r.c, r.c.first[i], min(r.end[i], i + _FAR))


def _has_doer(c: Columns, first: int, last: int) -> bool:
    return any(
        c.dep[k] in ("nsubj", "nsubjpass", "expl") and c.tag[c.head[k]].startswith("VB") for k in range(first, last)
    )


def in_note_style(c: Columns, first: int) -> bool:
    """Whether the sentence from a token on and most of those around lack a subject: 'Spoke mum. Will ring school'."""
    here = bisect_left(c.sentences, (first,))
    if not _lacks_subject(c, c.sentences[here]):
        return False
    around = c.sentences[max(0, here - _AROUND) : here] + c.sentences[here + 1 : here + _AROUND + 1]
    said = [sentence for sentence in around if sentence[1] - sentence[0] > _LABEL]
    short = sum(_lacks_subject(c, sentence) for sentence in said)
    return short >= _SEVERAL and 2 * short >= len(said)


def lacks_verb(slip: Slip) -> bool:
    """Whether what is missed is the verb, which note style does not leave out: 'Parents will the deputy head'."""
    return MISSED_VERB in slip.why


def _lacks_subject(c: Columns, sentence: tuple[int, int]) -> bool:
    """'Not been in school', 'Said she is tired': nobody is named as doing it where a sentence begins."""
    at, last = sentence
    while not c.text[at][0].isalnum() and at + 1 < last:
        at += 1
    return c.tag[at] in _BARE or not _has_doer(c, sentence[0], min(last, at + _FAR))


def words_before(r: Reading, i: int, most: int) -> frozenset[str]:
    """The words before `i` in its sentence."""
    return frozenset(r.low[max(r.c.first[i], i - most) : i])


def is_clock(r: Reading, k: int) -> bool:
    """Whether a time of day stands at `k`."""
    word, after = r.word(k, k - 1), r.word(k + 1, k - 1)
    clock = word[:1].isdigit() and (":" in word or word.endswith(("am", "pm")))
    return clock or (r.tag(k, k - 1) == "CD" and after in ("o'clock", "am", "pm", "a.m.", "p.m."))
