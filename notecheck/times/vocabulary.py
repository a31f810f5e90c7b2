"""The words in which points in time are written: months, weekdays, feasts, units, phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from notecheck.data import load_lexicons

Sign = Literal["name", "near", "same", "loose"]
WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Vocabulary:
    """`lexicons/time-words.yaml`, as the reading of dates needs it.

    Attributes:
        months: form → number.
        weekdays: forms.
        phrases: rarest word of a phrase → (its place in it, the words, what it is), longest phrase first.
        lists: every list by its name without `time-`.
        signs: the words at which something may stand.
    """

    months: Mapping[str, int]
    weekdays: frozenset[str]
    phrases: Mapping[str, Sequence[tuple[int, tuple[str, ...], Sign]]]
    lists: Mapping[str, frozenset[str]]
    signs: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The list, read once."""
    words = load_lexicons().words
    lists = {name.removeprefix("time-"): frozenset(words[name]) for name in words if name.startswith("time-")}
    phrases: dict[str, list[tuple[int, tuple[str, ...], Sign]]] = {}
    kinds: Mapping[str, Sign] = {"loose": "loose", "near": "near", "same": "same", "feasts": "name"}
    for name, kind in kinds.items():
        for phrase in words[f"time-{name}"]:
            parts = tuple(WORD.findall(phrase))
            longest = parts.index(max(parts, key=len))
            phrases.setdefault(parts[longest], []).append((longest, parts, kind))
    for found in phrases.values():
        found.sort(key=lambda row: -len(row[1]))
    months = {form: n for n, forms in enumerate(words["time-months"], 1) for form in forms.split()}
    weekdays = frozenset(form for forms in words["time-weekdays"] for form in forms.split())
    signs = months.keys() | weekdays | phrases.keys() | lists["units"] | lists["dayparts"] | {"w", "ago"}
    return Vocabulary(months, weekdays, phrases, lists, frozenset(signs))
