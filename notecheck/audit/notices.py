"""What there is to say of an input, each thing once however often it is so."""

from __future__ import annotations

from collections import Counter
from typing import Final

_TOLD: Final = 200  # different things that are said of the input, and
_PLACES: Final = 3  # places that are named for each


class Tally:
    """What there is to say of the input: each thing once, with the first places and the number of the others."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._more = 0

    def add(self, place: str, says: str) -> None:
        """Say it of one more place; of the input as a whole where that is ''."""
        if says not in self._places and len(self._places) == _TOLD:
            self._more += 1
            return
        places = self._places.setdefault(says, [])
        self._counts[says] += 1
        if len(places) < _PLACES and place:
            places.append(place)

    def lines(self) -> list[str]:
        """Each thing as a line."""
        lines = [self._line(says) for says in self._places]
        return [*lines, f"and {self._more:,} more remarks on the input"] if self._more else lines

    def _line(self, says: str) -> str:
        places = self._places[says]
        more = self._counts[says] - len(places)
        where = "; ".join(places) + (f" and {more:,} more" if places and more else "")
        return f"{where}: {says}" if where else says
