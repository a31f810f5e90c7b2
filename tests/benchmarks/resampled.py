"""Any number of invented notes, from the annotated ones: other names, other lengths, other order. Nothing is held.

    python tests/benchmarks/resampled.py 1000 --words 250 > notes.jsonl

A note is made of passages of a few sentences of the annotated notes of one kind; its people are given names of its own,
the same throughout, many of them made up and used nowhere else, as a year's records would have them. Lengths run from a
phone note to a long assessment. What note number n is depends on the seed and n alone.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]


def _words(text: str) -> list[str]:
    return text.split()


WORDS: Final = 250
SPREAD: Final = 0.8  # of the logarithm of a length: one note in fifty has five times the median, or a fifth of it
LONGEST: Final = 20  # times the mean
FIRST: Final = _words(
    "Aisha Amelia Anya Ben Blessing Callum Chloe Connor Daisy Dylan Elijah Ellie Esme Ethan Fatima Finn Freya Grace "
    "Hamza Harriet Imogen Isaac Jayden Jude Kai Keira Leo Lily Luca Maisie Mason Mia Mohammed Nadia Niamh Noah Olivia "
    "Oscar Poppy Priya Reuben Rosie Ruby Samuel Scarlett Sofia Tariq Theo Tilly Yusuf Zainab Zara"
)
SURNAMES: Final = _words(
    "Adeyemi Ahmed Akhtar Bailey Begum Bennett Brooks Carter Chukwu Clarke Cooper Davies Doyle Evans Fletcher Foster "
    "Gill Green Hall Harris Hughes Hussain Jackson Kaur Kelly Khan Lewis Marsh Mensah Morgan Murphy Nair Nowak Okafor "
    "Osei Patel Phillips Price Rahman Reid Roberts Shah Singh Taylor Walsh Watson Wright Young"
)
_ONSETS: Final = _words("B Bl Br C Ch Cl Cr D Dr F Fl G Gr H J K L M N P Pr R S Sh St T Tr V W Y Z")
_MIDDLES: Final = _words("a ai ar e ea el en er i il in o oa ol on or u ul un")
_ENDS: Final = _words("bury by dale den ford ham ley low man mer more ner ridge sett son ster ton ville well worth")
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z\"“‘])")


class Passages(NamedTuple):
    """What notes of one kind are made of.

    Attributes:
        kind: their document type.
        sentences: a list for each annotated note; for a name in them stands its place in `_SLOT`.
    """

    kind: str
    sentences: Sequence[Sequence[str]]


def notes(count: int, *, words: int = WORDS, seed: int = 1, spread: float = SPREAD) -> Iterator[dict[str, Any]]:
    """So many notes of so many words on average, in the contract's form; without a spread, of so many each."""
    kinds = passages()
    weights = [len(kind.sentences) for kind in kinds]
    for number in range(count):
        chance = Random(f"{seed}:{number}")
        yield _note(number, chance, chance.choices(kinds, weights)[0], _length(chance, words, spread))


@cache
def passages() -> tuple[Passages, ...]:
    """The annotated notes by kind, their names taken out."""
    kinds: dict[str, list[Sequence[str]]] = {}
    for path in sorted((ROOT / "models" / "corpus").glob("*/*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        kinds.setdefault(row.get("doc_type", "case-note"), []).append(_sentences(row))
    return tuple(Passages(kind, rows) for kind, rows in sorted(kinds.items()))


def _sentences(row: Mapping[str, Any]) -> list[str]:
    """A note's sentences, each with the white space behind it, with places for names."""
    text = row["text"].replace("{", "(").replace("}", ")")
    child, author = row.get("child") or {}, row.get("author") or {}
    known = {"child": [child.get("name"), *(child.get("known_as") or ())], "author": [author.get("name")]}
    known |= {f"other{place}": [name] for place, name in enumerate(row.get("other_children") or ())}
    for person, names in known.items():
        for name in sorted(filter(None, names), key=len, reverse=True):
            first, _, last = name.partition(" ")
            for words, place in ((name, "whole" if last else "first"), (first, "first"), (last, "last")):
                if len(words) > 2:
                    text = re.sub(rf"\b{re.escape(words)}\b", f"{{{person}[{place}]}}", text)
    parts = []
    for line in text.splitlines(keepends=True):
        ends = [0, *(found.end() for found in _SENTENCE.finditer(line)), len(line)]
        parts += [line[start:end] for start, end in pairwise(ends) if start < end]
    return parts


def _length(chance: Random, words: int, spread: float) -> int:
    """Words that a note is to have: many are short and a few are very long."""
    drawn = chance.lognormvariate(math.log(words) - spread**2 / 2, spread)
    return max(8, min(round(drawn), LONGEST * words))


def _note(number: int, chance: Random, kind: Passages, length: int) -> dict[str, Any]:
    people = {role: _person(chance) for role in ("child", "author", *(f"other{place}" for place in range(8)))}
    text, used = _text(chance, kind.sentences, length)
    happened = date(2025, 1, 1) + timedelta(days=int(chance.random() * 365))
    others = [people[name]["first"] for name in sorted(used) if name.startswith("other")]
    return {
        "id": f"R-{number + 1:07}",
        "text": text.format_map(people),
        "doc_type": kind.kind,
        "child": {"name": people["child"]["whole"], "age": 1 + int(chance.random() * 17)},
        "other_children": others,
        "author": {"name": people["author"]["whole"], "role": "Social Worker"},
        "event_date": happened.isoformat(),
        "recorded_date": (happened + timedelta(days=int(chance.random() * 4))).isoformat(),
    }


def _text(chance: Random, sentences: Sequence[Sequence[str]], length: int) -> tuple[str, set[str]]:
    """Passages until there are words enough, and the people who stand in them."""
    parts: list[str] = []
    count = 0
    while count < length:
        one = chance.choice(sentences)
        start = int(chance.random() * len(one))
        for sentence in one[start : start + 2 + int(chance.random() * 5)]:
            parts.append(sentence)
            count += len(sentence.split())
            if count >= length:
                break
        parts[-1] = parts[-1].rstrip() + chance.choice((" ", "\n", "\n\n"))
    text = "".join(parts).strip()
    return text, set(re.findall(r"\{(\w+)\[", text))


def _person(chance: Random) -> dict[str, str]:
    """A name: from the lists, or made up, so that new ones never cease."""
    first, last = chance.choice(FIRST), chance.choice(SURNAMES)
    if chance.random() < 0.5:
        last = chance.choice(_ONSETS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
        if chance.random() < 0.3:
            last += "-" + chance.choice(_ONSETS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
    return {"first": first, "last": last, "whole": f"{first} {last}"}


def lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """As JSON Lines."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    """Write them to standard output."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("count", type=int)
    options.add_argument("--words", type=int, default=WORDS, help="of a note, on average")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    sys.stdout.writelines(lines(notes(chosen.count, words=chosen.words, seed=chosen.seed)))


if __name__ == "__main__":
    main()
