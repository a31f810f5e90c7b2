"""A sample of records, at random or in strata, that can be drawn again by anyone with the file and the seed.

The draw does not rest on a generator of random numbers, which may change between versions of Python, but on this:

1. A record's lot is the SHA-256 hash, in UTF-8, of seed, a zero byte and the record's name. The name is its id, if it
   has one; of records that share an id, the id, a zero byte and the hash of all they hold; else its place in the file.
   So with ids the order of the rows does not matter.
2. In a stratum the records with the lowest lots are drawn. Drawing more with the same seed adds records and takes none
   away, as long as no stratum changes its share.
3. Strata share n by size: each gets the whole part of its quota n · size / all, at least one where n reaches for all
   strata; what is left over goes to those with the largest remainders (Hamilton's method), of equals to the one with
   the lowest lot; what is over-given by that 'at least one' is taken from those furthest above their quota.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from notecheck.errors import NoteError
from notecheck.read.records import Record

NONE: Final = "(none)"
"""The stratum of records whose column is empty."""

Key = Callable[[Record], str | None]
"""What tells a record's stratum, or its id."""


def draw(
    records: Sequence[Record],
    n: int,
    seed: str | int,
    by: Key | str | None = None,
    *,
    id_: Key | str | None = "id",
) -> list[int]:
    """Places of the drawn records among `records`, in the order of the file; all of them where n is as large.

    Args:
        records: to draw from.
        n: how many.
        seed: anything; the same seed draws the same records.
        by: the column whose values are the strata, or what tells a record's stratum; None draws from all alike.
        id_: the column with the records' own ids, or what tells a record's id.

    Raises:
        NoteError: n is below one.
    """
    if n < 1:
        raise NoteError("sample: the number of records to draw must be at least 1")
    lots = _lots(records, str(seed), _key(id_))
    if n >= len(records):
        return list(range(len(records)))
    strata: dict[str, list[int]] = {}
    for place, label in enumerate(labels(records, by)):
        strata.setdefault(label, []).append(place)
    shares = allocate({label: len(places) for label, places in strata.items()}, n, seed)
    drawn = (sorted(places, key=lots.__getitem__)[: shares[label]] for label, places in strata.items())
    return sorted(place for places in drawn for place in places)


def labels(records: Sequence[Record], by: Key | str | None) -> list[str]:
    """The stratum of each record; `NONE` where its column is empty, one stratum for all without `by`."""
    key = _key(by)
    return [key(record) or NONE for record in records]


def allocate(sizes: Mapping[str, int], n: int, seed: str | int) -> dict[str, int]:
    """How many records each stratum gives, as the module says.

    >>> allocate({"home-visit": 90, "meeting": 9, "plan": 1}, 10, "May")
    {'home-visit': 8, 'meeting': 1, 'plan': 1}
    """
    everything = sum(sizes.values())
    if n >= everything:
        return dict(sizes)
    least = 1 if n >= len(sizes) else 0
    lots = {label: _lot(str(seed), label) for label in sizes}
    # In whole numbers, since a quota as a float could round one way here and another there.
    given = {label: max(least if size else 0, n * size // everything) for label, size in sizes.items()}

    def short(label: str) -> int:
        """How far the stratum is below its quota, times the number of all records."""
        return n * sizes[label] - given[label] * everything

    while (over := sum(given.values()) - n) != 0:
        if over < 0:
            given[min(sizes, key=lambda label: (-short(label), lots[label]))] += 1
        else:
            given[min((s for s in sizes if given[s] > least), key=lambda label: (short(label), lots[label]))] -= 1
    return given


def _lots(records: Sequence[Record], seed: str, id_of: Key) -> list[str]:
    ids = [id_of(record) for record in records]
    shared = Counter(ids)
    seen: Counter[str] = Counter()
    lots: list[str] = []
    for record, own in zip(records, ids, strict=True):
        name = own or record.place
        if own and shared[own] > 1:
            name = f"{own}\0{_hash(json.dumps(dict(record.fields), sort_keys=True, default=str))}"
            seen[name] += 1
            name += f"\0{seen[name]}"  # the same record twice: either may be drawn
        lots.append(_lot(seed, name))
    return lots


def _lot(seed: str, name: str) -> str:
    return _hash(f"{seed}\0{name}")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _key(by: Key | str | None) -> Key:
    """What tells a record's value: of a column by its name, or nothing."""
    if callable(by):
        return by
    return lambda record: str(record.fields.get(by) or "").strip() if by else None
