"""Patterns from lists of words, which are read as they are written: no word is taken for a sign of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    r"""What matches any of some words, longer ones first; nothing where there are none. For within a group.

    >>> any_of(["no", "no.", "next"]), any_of([])
    ('next|no\\.|no', '(?!)')
    """
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some words, not within another or beside a hyphen."""
    return re.compile(rf"(?<![\w-])(?:{any_of(words)})(?![\w-])", re.IGNORECASE)
