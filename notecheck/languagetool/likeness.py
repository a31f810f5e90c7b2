"""How near a word that somebody wrote is to one that they may have meant."""

from __future__ import annotations

import re
from typing import Final

SLIP: Final = 0.25  # how far a swap, or a letter once for twice, is from what was meant
LEFT_OUT: Final = 0.75  # likewise a letter left out; any other letter is 1


def is_swap(one: str, two: str) -> bool:
    """Two neighbours in each other's place: 'freind'."""
    if len(one) != len(two):
        return False
    at = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == two[at[1]] and one[at[1]] == two[at[0]]


def is_doubling(one: str, two: str) -> bool:
    """A letter once that should be twice, or twice that should be once: 'accomodation', 'untill'."""
    return undoubled(one) == undoubled(two)


def undoubled(word: str) -> str:
    """A word with each double letter written once: 'referal' of 'referral'."""
    return re.sub(r"(.)\1", r"\1", word)


def strayed(one: str, two: str) -> float:
    """How far a word that was written is from what was meant, by how easily a hand slips so."""
    if is_swap(one, two) or is_doubling(one, two):
        return SLIP
    apart = distance(one, two)
    return LEFT_OUT if apart == 1 and len(two) == len(one) + 1 else float(apart)


def distance(one: str, two: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with a neighbour; 3 for any larger number."""
    if abs(len(one) - len(two)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(two, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return min(3, row[-1])
