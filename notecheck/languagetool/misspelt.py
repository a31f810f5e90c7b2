"""What a word is that LanguageTool's dictionary lacks: a slip in a word that somebody may well have meant.

On case notes most such words are names, words of the trade or of another language; those are left. What is left over is
told with the words that are near enough to what was written.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from notecheck.languagetool.client import Remark
from notecheck.languagetool.likeness import LEFT_OUT, SLIP, distance, is_doubling, is_swap, strayed, undoubled
from notecheck.languagetool.words import WORD, Family, Words
from notecheck.text import layout
from notecheck.text.columns import Columns

SPELLER: Final = "MORFOLOGIK_RULE_EN_GB"
"""The rule of remarks on such words."""
Meant = tuple[Family, tuple[str, ...]]
"""What a word is, and what may have been meant."""

_MOST: Final = 3  # of LanguageTool's own ideas that are looked at, the likeliest first
_TITLES: Final = frozenset(("mr", "mrs", "ms", "miss", "dr", "mx", "sgt", "judge", "pc"))
_PRONOUNS: Final = frozenset(("it", "that", "there", "they", "you"))
_NEAR: Final = 12
_RARER: Final = 0.5  # how much further a word is that is in none of our lists
_NAME: Final = 4
_MIDDLE: Final = 5
_LONG: Final = 8
_SHORT: Final = 3


class Speller:
    """Looks at the words of one note that LanguageTool does not know.

    Attributes:
        unlike: starts of words in small letters that are like no word which it knows, in order.

    Args:
        text: of the note.
        c: the Doc's columns.
        lines: of the text.
        remarks: all of LanguageTool's on it.
        words: see `notecheck/languagetool/words.py`.
        in_fields: names of the note's own fields.
    """

    def __init__(
        self,
        text: str,
        c: Columns,
        lines: Sequence[layout.Line],
        remarks: Sequence[Remark],
        words: Words,
        in_fields: Collection[str],
    ) -> None:
        self.text, self.c, self.lines, self.words = text, c, lines, words
        self._in_fields = in_fields
        self._capitals = Counter(word for word in self.c.text if word[:1].isupper() and not word.isupper())
        self.unlike = sorted(each.start for each in remarks if self._is_unlike(each))

    def misspelt(self, remark: Remark, first: int) -> Meant | None:
        """What an unknown word is, if it is surely no name and no word of the trade.

        Args:
            remark: by the rule `SPELLER`.
            first: the word's first token.
        """
        word = self.text[remark.start : remark.end]
        plain = word.replace("’", "'")
        if not WORD.fullmatch(word) or _is_accented(word):
            return None
        capitals = sum(map(str.isupper, word))
        if capitals > 1 or plain.lower() in self.words.kin:
            return None
        if told := self._name(plain, remark, first) or self._own(plain, remark, first):
            return told
        if self._is_known(plain.lower()):
            return None
        if (stem := plain.lower().removesuffix("ll")) in _PRONOUNS and stem != plain.lower():
            return "apostrophe", (plain[:-2] + "'ll",)
        fitting = () if self._is_beside_unlike(remark) else self._fitting(plain, remark, first)
        return ("misspelt", fitting) if fitting else None

    def _is_unlike(self, remark: Remark) -> bool:
        """A word in small letters that is like no word which LanguageTool knows."""
        word = self.text[remark.start : remark.end].replace("’", "'")
        if remark.rule != SPELLER or not word.islower() or self._is_known(word):
            return False
        return not any(self._fits(word, each) for each in self._likely(word, remark))

    def _likely(self, word: str, remark: Remark) -> Sequence[str]:
        """LanguageTool's likeliest words; where none of them may be meant, ours with a double letter more or fewer."""
        theirs = remark.replacements[:_MOST]
        if any(self._fits(word, each) for each in theirs):
            return theirs
        return [*theirs, *self.words.by_letters.get(undoubled(word.lower()), ())]  # 'refferal', for which it has none

    def _is_beside_unlike(self, remark: Remark) -> bool:
        """Within a word or two of such a word, as in a few words of another language."""
        near = self.unlike[bisect_left(self.unlike, remark.start - _NEAR) :]
        return any(at != remark.start and at <= remark.end + _NEAR for at in near[:2])

    def _name(self, word: str, remark: Remark, first: int) -> Meant | None:
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

    def _own(self, word: str, remark: Remark, first: int) -> Meant | None:
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
        likely = [each for each in self._likely(word, remark) if self._fits(word, each)]
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
        line = layout.line_at(self.lines, at)
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


def _is_accented(word: str) -> bool:
    """Whether a letter bears a mark: the word is another language's, or a name."""
    return any(unicodedata.decomposition(letter) for letter in word)
