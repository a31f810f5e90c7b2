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
from notecheck.languagetool.likeness import LEFT_OUT, SLIP, distance, is_doubling, is_swap, strayed
from notecheck.languagetool.words import WORD, Family, Words
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
_SPELLER: Final = "MORFOLOGIK_RULE_EN_GB"
_BY_CATEGORY: Final[dict[str, Family]] = {"AMERICAN_ENGLISH": "american", "CONFUSED_WORDS": "confused"}
_SURE: Final = frozenset(("american", "name", "i", "sentence", "apostrophe", "doubled"))
"""Families of which every rule is sure; of the others those that `grammar-sure` names."""


def slips(doc: Doc, remarks: Iterable[Remark], words: Words) -> Iterator[Slip]:
    """What is left of the remarks on a Doc that `notecheck_who` has read, in order of place.

    Args:
        doc: the note's.
        remarks: on its text.
        words: see `notecheck/languagetool/words.py`.
    """
    yield from _Filter(doc, tuple(remarks), words).slips()


class _Filter:
    """The remarks on one note."""

    def __init__(self, doc: Doc, remarks: Sequence[Remark], words: Words) -> None:
        self.words = words
        self.text = text_of(doc)
        self.c: Columns = columns(doc)
        self.lines = layout.of(doc)
        self.remarks = remarks
        who = who_of(doc)
        self._quoted = _not_the_writers(doc, who)
        self._in_fields = whose.names(doc)
        self._capitals = Counter(word for word in self.c.text if word[:1].isupper() and not word.isupper())
        self._foreign = self._lines_of_another_language()
        self._unlike = sorted(each.start for each in self.remarks if self._is_unlike(each))

    def slips(self) -> Iterator[Slip]:
        for remark in self.remarks:
            first, last = self._tokens(remark.start, remark.end)
            if first >= last or not self.text[remark.start : remark.end].strip():
                continue
            if any(self._quoted[first:last]) or self._in_address(remark.start, remark.end):
                continue
            if self._line(remark.start).start in self._foreign:
                continue
            if slip := (self._misspelt if remark.rule == _SPELLER else self._of_a_rule)(remark, first):
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
        small = (each for each in self.remarks if each.rule == _SPELLER and self.text[each.start].islower())
        strange = Counter(self._line(each.start).start for each in small)
        return frozenset(
            line.start
            for line in self.lines
            if (n := strange[line.start]) >= _STRANGE
            and n >= len(_LOWER.findall(self.text, line.start, line.end)) * _STRANGE_SHARE
        )

    def _is_unlike(self, remark: Remark) -> bool:
        """A word in small letters that is like no word which LanguageTool knows."""
        word = self.text[remark.start : remark.end].replace("’", "'")
        if remark.rule != _SPELLER or not word.islower() or self._is_known(word):
            return False
        return not any(self._fits(word, each) for each in remark.replacements[:_MOST])

    def _is_beside_unlike(self, remark: Remark) -> bool:
        """Within a word or two of such a word, as in a few words of another language."""
        near = self._unlike[bisect_left(self._unlike, remark.start - _NEAR) :]
        return any(at != remark.start and at <= remark.end + _NEAR for at in near[:2])

    # Words that LanguageTool's dictionary lacks.

    def _misspelt(self, remark: Remark, first: int) -> Slip | None:
        """What an unknown word is, if it is surely no name and no word of the trade."""
        word = self.text[remark.start : remark.end]
        plain = word.replace("’", "'")
        if not WORD.fullmatch(word) or _is_accented(word):
            return None
        capitals = sum(map(str.isupper, word))
        if capitals > 1 or plain.lower() in self.words.kin:
            return None
        told = self._name(plain, remark, first) or self._own(plain, remark, first)
        if told:
            family, suggestions = told
            return Slip(remark.start, remark.end, family, True, suggestions)
        if self._is_known(plain.lower()):
            return None
        if (stem := plain.lower().removesuffix("ll")) in _PRONOUNS and stem != plain.lower():
            return Slip(remark.start, remark.end, "apostrophe", True, (plain[:-2] + "'ll",))
        fitting = () if self._is_beside_unlike(remark) else self._fitting(plain, remark, first)
        return Slip(remark.start, remark.end, "misspelt", True, fitting) if fitting else None

    def _name(self, word: str, remark: Remark, first: int) -> tuple[Family, tuple[str, ...]] | None:
        """A name, a weekday, a language that begins with a small letter."""
        if not word[0].islower() or len(word) < _SHORT:
            return None
        capital = word[0].upper() + word[1:]
        before = self.c.lower[first - 1] if first else ""
        if word in self._in_fields or before.rstrip(".") in _TITLES:
            return "name", (capital,)
        if word in self.words.short_forms or word in self.words.dictionary:
            return None
        if self._capitals[capital] or word in self.words.days or word in self.words.peoples:
            return "name", (capital,)
        if len(word) < _NAME:
            return None
        likely = next(iter(remark.replacements), "")
        return ("name", (likely,)) if likely.lower() == word and not likely.isupper() else None

    def _own(self, word: str, remark: Remark, first: int) -> tuple[Family, tuple[str, ...]] | None:
        """'Iwans paintings', 'nans house': a name or a relative with an s, and no apostrophe."""
        stem = word[:-1]
        if not word.endswith("s") or len(stem) < 2:
            return None
        if word[0].islower() and stem in self.words.known and stem + "'s" in remark.replacements[:_MOST]:
            return "apostrophe", (stem + "'s",)  # 'childrens'
        if stem.lower() not in self.words.kin:
            stem = stem[0].upper() + stem[1:]
            if stem.lower() not in self._in_fields and not self._capitals[stem]:
                return None
        after = self.c.pos[first + 1] if first + 1 < len(self.c) else ""
        return ("apostrophe", (stem + "'s",)) if after in ("NOUN", "ADJ", "PROPN") else None

    def _is_known(self, word: str) -> bool:
        """A word of ours, or of the note's own fields; with an ending that makes it plural or somebody's."""
        plural = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
        stems = {word, plural, word.removesuffix("'s"), word.removesuffix("s'")}
        return any(stem in self.words.known or stem in self._in_fields for stem in stems if len(stem) > 1)

    def _fitting(self, word: str, remark: Remark, first: int) -> tuple[str, ...]:
        """Those of the likeliest words that somebody who wrote this may well have meant, the nearest first."""
        likely = [each for each in remark.replacements[:_MOST] if self._fits(word, each)]
        if word[0].islower():
            return self._ranked(word, [each for each in likely if each[0].islower()])
        starts = self.c.first[first] == first or not self._before_on_line(remark.start)
        return self._ranked(word, [each for each in likely if self._hides_no_name(word, each, starts=starts)])

    def _ranked(self, word: str, likely: Sequence[str]) -> tuple[str, ...]:
        """The likeliest first; alone where it is a slip of the hand away, and the next further or a rarer word."""
        known = {each: self._is_everyday(each.lower()) for each in likely}
        far = {each: strayed(word.lower(), each.lower()) + (0 if known[each] else _RARER) for each in likely}
        ranked = sorted(likely, key=far.__getitem__)
        if len(ranked) > 1 and far[ranked[1]] > far[ranked[0]]:
            nearest = strayed(word.lower(), ranked[0].lower())
            if nearest <= SLIP or (nearest <= LEFT_OUT and known[ranked[0]]):
                return (ranked[0],)
        return tuple(ranked)

    def _is_everyday(self, word: str) -> bool:
        """A word of our own lists, or a form of one."""
        stems = {word} | {word.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing", "ly")}
        stems |= {word.removesuffix(ending) + "y" for ending in ("ies", "ied") if word.endswith(ending)}
        stems |= {word[:-3] + "e"} if word.endswith("ing") else set()
        stems |= {stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]}  # 'stopped'
        return any(stem in self.words.known for stem in stems if len(stem) > 2)

    def _before_on_line(self, at: int) -> bool:
        line = self._line(at)
        return bool(self.text[line.body : at].strip())

    def _hides_no_name(self, word: str, meant: str, *, starts: bool) -> bool:
        """Whether a word with a capital is no name: it opens a sentence and is a slip in an everyday word."""
        lower = meant.lower()
        if lower in self.words.days or lower in self.words.apart:
            return True
        return (
            starts
            and self._capitals[word] == 1
            and (lower in self.words.common or lower in self.words.known)
            and (len(word) >= _LONG or is_swap(word.lower(), lower) or is_doubling(word.lower(), lower))
        )

    def _fits(self, word: str, meant: str) -> bool:
        one, two = word.lower(), meant.lower()
        if " " in two:
            return two in self.words.apart and two.replace(" ", "") == one
        if not WORD.fullmatch(meant) or one == two or (meant[1:].upper() == meant[1:] and len(meant) > 1):
            return False
        if is_swap(one, two):
            return len(one) >= _SHORT
        if one[0] != two[0]:
            return False
        if one.endswith("ys") and two == one[:-2] + "ies":
            return True
        apart = distance(one, two)
        if apart == 1:
            return len(one) >= _MIDDLE or (len(two) == len(one) + 1 and len(one) > _SHORT)
        return apart == 2 and len(one) >= _LONG

    # What LanguageTool's rules say.

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


_ADDRESS: Final = re.compile(r"@|://|\bwww\.|\w\.\w+/|[\[\]{}<>_\\]|\.\w{2,4}$", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s")
_LONGEST_ADDRESS: Final = 320  # characters on either side that are looked at
_SHORT_FORM: Final = re.compile(r"[A-Z]{2}")
_LOWER: Final = re.compile(r"(?<!\w)[^\W\d_A-Z]{2,}")
_STRANGE: Final = 3
_STRANGE_SHARE: Final = 0.4
_TITLES: Final = frozenset(("mr", "mrs", "ms", "miss", "dr", "mx", "sgt", "judge", "pc"))
_PRONOUNS: Final = frozenset(("it", "that", "there", "they", "you"))
_NEAR: Final = 12
_RARER: Final = 0.5  # how much further a word is that is in none of our lists
_NAME: Final = 4
_SHORT: Final = 3
_MIDDLE: Final = 5
_LONG: Final = 8
_FEW: Final = 3


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


def _is_accented(word: str) -> bool:
    """Whether a letter bears a mark: the word is another language's, or a name."""
    return any(unicodedata.decomposition(letter) for letter in word)


def _best(words: str, replacements: Iterable[str], participles: frozenset[str]) -> tuple[str, ...]:
    """The first few, each once, without 'spoked' where there is 'spoken', or 'It's' in mid-sentence."""
    unlike = dict.fromkeys(each.replace("’", "'") for each in replacements)
    irregular = [each for each in unlike if (each.split() or [""])[-1] in participles]
    if irregular and all(each in irregular or each.endswith("ed") for each in unlike):
        return tuple(irregular[:_MOST])
    small = {each for each in unlike if each[:1].islower()} if words[:1].islower() else set()
    return tuple(each for each in unlike if each in small or each[:1].lower() + each[1:] not in small)[:_MOST]
