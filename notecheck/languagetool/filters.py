"""Which of LanguageTool's remarks a writer of case notes is told, and what each is about.

LanguageTool reads for a general public: on case notes four in five of its remarks are names, words of the trade, the
words of somebody who is quoted, or taste. What is left here was right in nearly every case on notes that were read
for it. Its messages are not used: `Remark` has none, and `checks/grammar.py` says what was seen in words of our own.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from spacy.tokens import Doc

from notecheck.languagetool.client import Remark
from notecheck.languagetool.misspelt import SPELLER, Speller
from notecheck.languagetool.words import Family, Words
from notecheck.memo import text_of
from notecheck.people import whose
from notecheck.people.who import Who, who_of
from notecheck.text import emails, layout
from notecheck.text.columns import Columns, columns


class Slip(NamedTuple):
    """What is worth a second look.

    Attributes:
        start: first code point.
        end: one past its last.
        family: what it is about.
        sure: whether remarks of this sort are nearly always right.
        suggestions: at most three texts that may replace the span as they stand.
    """

    start: int
    end: int
    family: Family
    sure: bool
    suggestions: tuple[str, ...]


_MOST: Final = 3
_BY_CATEGORY: Final[dict[str, Family]] = {"AMERICAN_ENGLISH": "american", "CONFUSED_WORDS": "confused"}
_SURE: Final = frozenset(("american", "name", "i", "sentence", "apostrophe", "doubled"))
"""Families of which every rule is sure; of the others those that `grammar-sure` names."""
_ADDRESS: Final = re.compile(r"@|://|\bwww\.|\w\.\w+/|[\[\]{}<>_\\]|\.\w{2,4}$", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s")
_LONGEST_ADDRESS: Final = 320  # characters on either side that are looked at
_SHORT_FORM: Final = re.compile(r"[A-Z]{2}")
_LOWER: Final = re.compile(r"(?<!\w)[^\W\d_A-Z]{2,}")
_STRANGE: Final = 3
_STRANGE_SHARE: Final = 0.4
_ENGLISH: Final = 2
_SHORT: Final = 3
_FEW: Final = 3


class Told(NamedTuple):
    """What a writer is told of the remarks on a note.

    Attributes:
        slips: in order of place.
        not_english: numbers of the lines, from 1, of which nothing is told since they seem to be in another language.
    """

    slips: tuple[Slip, ...]
    not_english: tuple[int, ...]


def told(doc: Doc, remarks: Iterable[Remark], words: Words) -> Told:
    """What is left of the remarks on a Doc that `notecheck_who` has read.

    Args:
        doc: the note's.
        remarks: on its text.
        words: see `notecheck/languagetool/words.py`.
    """
    left = _Filter(doc, tuple(remarks), words)
    slips = tuple(left.slips())
    return Told(slips, tuple(i for i, line in enumerate(left.lines, start=1) if line.start in left.not_english))


class _Filter:
    """The remarks on one note.

    Attributes:
        not_english: starts of lines of which remarks were left out, since they seem to be in another language.
    """

    def __init__(self, doc: Doc, remarks: Sequence[Remark], words: Words) -> None:
        self.words = words
        self.text = text_of(doc)
        self.c: Columns = columns(doc)
        self.lines = layout.of(doc)
        self.remarks = remarks
        who = who_of(doc)
        self._quoted = _not_the_writers(doc, who)
        self._speller = Speller(self.text, self.c, self.lines, remarks, words, whose.names(doc))
        self._foreign = self._lines_of_another_language()
        self.not_english: set[int] = set()

    def slips(self) -> Iterator[Slip]:
        for remark in self.remarks:
            first, last = self._tokens(remark.start, remark.end)
            if first >= last or not self.text[remark.start : remark.end].strip():
                continue
            if any(self._quoted[first:last]) or self._in_address(remark.start, remark.end):
                continue
            if (line := self._line(remark.start).start) in self._foreign:
                self.not_english.add(line)
                continue
            if slip := (self._of_a_word if remark.rule == SPELLER else self._of_a_rule)(remark, first):
                yield self._as_written(slip)

    def _as_written(self, slip: Slip) -> Slip:
        """With the note's own apostrophe, and without a space at the start, which some rules include."""
        words = self.text[slip.start : slip.end]
        lead = len(words) - len(words.lstrip())
        kept = (each[lead:] for each in slip.suggestions if each.startswith(words[:lead]))
        return slip._replace(start=slip.start + lead, suggestions=with_own_sign(self.text, kept))

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that a span touches."""
        starts = self.c.start
        return max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)

    def _in_address(self, start: int, end: int) -> bool:
        """Inside an email or web address, a file name or a template's gap, which is no word."""
        before = _SPACE.split(self.text[max(0, start - _LONGEST_ADDRESS) : start])[-1]
        after = _SPACE.split(self.text[end : end + _LONGEST_ADDRESS], maxsplit=1)[0]
        return _ADDRESS.search(before + self.text[start:end] + after) is not None

    def _line(self, at: int) -> layout.Line:
        return layout.line_at(self.lines, at)

    def _lines_of_another_language(self) -> frozenset[int]:
        """Starts of lines in which so many words are unknown that they are another language's."""
        small = (each for each in self.remarks if each.rule == SPELLER and self.text[each.start].islower())
        strange = Counter(self._line(each.start).start for each in small)
        unlike = Counter(self._line(start).start for start in self._speller.unlike)
        return frozenset(
            line.start
            for line in self.lines
            if (n := strange[line.start]) >= _STRANGE
            and n >= len(words := _LOWER.findall(self.text, line.start, line.end)) * _STRANGE_SHARE
            and not (2 * unlike[line.start] < n and self._is_english(words))
        )

    def _is_english(self, words: Iterable[str]) -> bool:
        """Whether small words show that a line is English, written in a hurry."""
        return len(self.words.english.intersection(words)) >= _ENGLISH

    def _of_a_word(self, remark: Remark, first: int) -> Slip | None:
        """What is told of a word that LanguageTool does not know."""
        meant = self._speller.misspelt(remark, first)
        return Slip(remark.start, remark.end, meant[0], True, meant[1]) if meant else None

    def _of_a_rule(self, remark: Remark, first: int) -> Slip | None:
        family = self.words.family.get(remark.rule) or _BY_CATEGORY.get(remark.category, "other")
        words = self.text[remark.start : remark.end]
        if not (self._is_doubled(remark, first) if family == "doubled" else self._holds(remark, family, words, first)):
            return None
        suggestions = _best(words, remark.replacements, self.words.participles)
        return Slip(remark.start, remark.end, family, family in _SURE or remark.rule in self.words.sure, suggestions)

    def _holds(self, remark: Remark, family: Family, words: str, first: int) -> bool:
        """Whether a rule is right here, as far as what it does not look at can tell."""
        if "\n" in words or "\r" in words or words.lower() in self.words.dictionary:
            return False
        if (words.isupper() and len(words) > 1) or any(map(_is_taste, (words,) * _MOST, remark.replacements)):
            return False
        if family == "sentence":
            return self._starts_sentence(remark.start)
        if family == "i":  # not the letter of a list
            return self.text[remark.end : remark.end + 1] not in (")", ".")
        if family == "article":
            return not self._is_spelt_out(remark.end)
        if family == "confused" and first + 1 < len(self.c) and _SHORT_FORM.match(self.c.text[first + 1]):
            return False  # "You DNA'd"
        return remark.rule != "HE_VERB_AGR" or not self._is_bare(first)

    def _is_doubled(self, remark: Remark, first: int) -> bool:
        """A word twice in a row; over the end of a line only where that line runs on."""
        words = self.text[remark.start : remark.end]
        if "\n" not in words and "\r" not in words:
            return words.split()[0].lower() not in self.words.doubles
        above = self._line(remark.start)
        small = self.c.pos[first] in ("DET", "ADP", "PRON", "AUX", "CCONJ", "SCONJ", "PART")
        return small and above.kind != "heading" and len(self.text[above.body : above.end].split()) >= _FEW

    def _starts_sentence(self, at: int) -> bool:
        """A sentence, not a heading, a label or a jotted line, begins here."""
        line = self._line(at)
        if line.kind == "heading":
            return False
        before = self.text[line.body : at].rstrip(" \t\"'“‘(")
        if before:
            return before[-1] in ".!?" and not before.endswith(("..", "??", "!!")) and not before[-2:-1].isdigit()
        whole = self.text[at : line.end].rstrip()
        return line.kind == "text" and whole.endswith((".", "!", "?")) and len(whole.split()) > _FEW

    def _is_spelt_out(self, end: int) -> bool:
        """Whether what follows 'a' or 'an' is a short form, which may be said letter by letter."""
        after = re.compile(r"[\w/&.]*").match(self.text, end + 1)
        word = after[0] if after else ""
        return word.lower() in self.words.short_forms or not word.isalpha() or len(word) < _SHORT or word.isupper()

    def _is_bare(self, first: int) -> bool:
        """'I saw Mum leave', 'we let Tom choose'; or no verb at all: 'she left school'."""
        near = self.c.lemma[max(self.c.first[first], first - 4) : first]
        return self.c.pos[first] not in ("VERB", "AUX") or not self.words.perceive.isdisjoint(near)


def with_own_sign(text: str, suggestions: Iterable[str]) -> tuple[str, ...]:
    """Suggestions with the apostrophe that a note uses more: the typewriter's, or the printer's."""
    curly = text.count("’") > text.count("'")
    return tuple(each.replace("'", "’") if curly else each for each in suggestions)


def _not_the_writers(doc: Doc, who: Who) -> list[bool]:
    """For each token, whether it is somebody else's: quoted, a turn of a conversation, a pasted email."""
    theirs = [quoted or pasted for quoted, pasted in zip(whose.quoted(doc), emails.pasted(doc), strict=True)]
    for speech in who.speech:
        theirs[speech.start : speech.end] = [True] * (speech.end - speech.start)
    return theirs


def _is_taste(words: str, instead: str) -> bool:
    """Whether only hyphens, commas, spaces or accents differ, on which good writers do."""
    return words != instead and _bare(words) == _bare(instead)


def _bare(words: str) -> str:
    return re.sub(r"[\s,-]|[\u0300-\u036f]", "", unicodedata.normalize("NFD", words))


def _best(words: str, replacements: Iterable[str], participles: frozenset[str]) -> tuple[str, ...]:
    """The first few, each once, without 'spoked' where there is 'spoken', or 'It's' in mid-sentence."""
    unlike = dict.fromkeys(each.replace("’", "'") for each in replacements)
    irregular = [each for each in unlike if (each.split() or [""])[-1] in participles]
    if irregular and all(each in irregular or each.endswith("ed") for each in unlike):
        return tuple(irregular[:_MOST])
    small = {each for each in unlike if each[:1].islower()} if words[:1].islower() else set()
    return tuple(each for each in unlike if each in small or each[:1].lower() + each[1:] not in small)[:_MOST]
