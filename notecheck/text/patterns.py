"""Patterns from lists of words, which are read as they are written: no word is taken for a sign of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def any_of(words: Iterable[str]) -> str:
    r"""What matches any of some words, longer ones first; nothing where there are none. For within a group.

    Words that begin alike share their first letter, so that a text is compared with a few letters and not with a
    hundred words at each of its own.

    >>> any_of(["no", "no.", "next", "yes"]), any_of([])
    ('n(?:ext|o\\.|o)|yes', '(?!)')
    """
    alike: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        alike.setdefault(word[:1].lower(), []).append(word)
    return "|".join(map(_beginning_alike, alike.values())) or "(?!)"


def _beginning_alike(words: Sequence[str]) -> str:
    first = words[0][:1]
    if len(words) == 1 or any(not word.startswith(first) for word in words):  # 'May' and 'may'
        return "|".join(map(re.escape, words))
    return f"{re.escape(first)}(?:{'|'.join(re.escape(word[1:]) for word in words)})"


def any_case(pattern: str) -> re.Pattern[str]:
    """A pattern for which capitals and small letters are the same."""
    return re.compile(pattern, re.IGNORECASE)


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some words, not within another or beside a hyphen."""
    return any_case(rf"(?<![\w-])(?:{any_of(words)})(?![\w-])")
