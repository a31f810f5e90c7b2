"""How often a client may ask: so many times a minute, with as many at once where it asked for none before."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from typing import Final

_MOST_CLIENTS: Final = 10_000
_MINUTE: Final = 60.0


class Rate:
    """Counts what clients ask for.

    Args:
        a_minute: how often one may ask; None for no limit.
        clock: seconds that only grow.
    """

    def __init__(self, a_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client → how often it may ask, and when

    def wait(self, client: str) -> int:
        """Whole seconds until a client may ask again; 0 if it may now.

        >>> rate = Rate(2, clock=lambda: 100.0)
        >>> rate.take("a"), rate.wait("a"), rate.take("a"), rate.wait("a"), rate.wait("b")
        (None, 0, None, 30, 0)
        """
        if self._a_minute is None:
            return 0
        return max(0, ceil((1 - self._may(client)) * _MINUTE / self._a_minute))

    def take(self, client: str) -> None:
        """It has asked once."""
        if self._a_minute is None:
            return
        self._left[client] = (self._may(client) - 1, self._clock())
        self._left.move_to_end(client)
        while len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)

    def _may(self, client: str) -> float:
        if self._a_minute is None or client not in self._left:
            return float(self._a_minute or 1)
        left, at = self._left[client]
        return min(float(self._a_minute), left + (self._clock() - at) * self._a_minute / _MINUTE)
