"""Who is next: checks that wait for a worker, in an order in which no client keeps the others waiting.

The client with the fewest checks under way goes first, then the one that was served longest ago. Long texts never have
all the workers, so that an ordinary note always finds one that is free soon.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from notecheck.errors import NotecheckError

LONG: Final = 10_000
"""Characters from which a text is long: a worker needs seconds for it, where a note takes a tenth of one."""
_AGAIN: Final = 5  # seconds after which a client that was turned away may ask again


class BusyError(NotecheckError):
    """There is more to check than the server takes at once.

    Attributes:
        retry_after: seconds after which the client may ask again.
    """

    def __init__(self, message: str, *, retry_after: int = _AGAIN) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(eq=False, slots=True)
class Job:
    """A check that somebody waits for.

    Attributes:
        client: who.
        order: what a worker is sent.
        characters: of its text, at most.
        answer: what the worker says, once it does.
    """

    client: str
    order: Sequence[bytes]
    characters: int
    answer: asyncio.Future[list[bytes]]

    @property
    def is_long(self) -> bool:
        """Whether a worker will need seconds for it."""
        return self.characters >= LONG


class Line:
    """The checks that wait, and how many of each client are under way.

    Args:
        places: workers.
        most: checks that may wait; half of them for any one client.
    """

    def __init__(self, places: int, most: int) -> None:
        self._long_places = max(1, places - 1)
        self._most = most
        self._share = max(1, most // 2)
        self._waiting: OrderedDict[str, list[deque[Job]]] = OrderedDict()  # the client served longest ago is first
        self._running: Counter[str] = Counter()
        self._long = 0

    def __len__(self) -> int:
        """How many wait."""
        return sum(len(kind) for kinds in self._waiting.values() for kind in kinds)

    def put(self, job: Job) -> None:
        """Have it wait.

        Raises:
            BusyError: too many wait already, of this client or of all.
        """
        own = sum(map(len, self._waiting.get(job.client, ())))
        if own >= self._share:
            raise BusyError(f"{own} of your texts are waiting already; send this one again in a moment")
        if len(self) >= self._most:
            raise BusyError("the server has more to check than it takes at once; send the text again in a moment")
        self._waiting.setdefault(job.client, [deque(), deque()])[job.is_long].append(job)

    def take(self) -> Job | None:
        """The one whose turn it is, from now on under way; None where none waits that may be begun."""
        able = [client for client, kinds in self._waiting.items() if kinds[0] or (kinds[1] and self._may_be_long())]
        if not able:
            return None
        client = min(able, key=lambda each: self._running[each])
        kinds = self._waiting[client]
        job = kinds[0].popleft() if kinds[0] else kinds[1].popleft()
        self._waiting.move_to_end(client)
        self._forget(client)
        self._running[client] += 1
        self._long += job.is_long
        return job

    def _may_be_long(self) -> bool:
        return self._long < self._long_places

    def drop(self, job: Job) -> bool:
        """Let it wait no more; whether it did."""
        kind = self._waiting.get(job.client, [deque(), deque()])[job.is_long]
        if job not in kind:
            return False
        kind.remove(job)
        self._forget(job.client)
        return True

    def done(self, job: Job) -> None:
        """It is no longer under way."""
        self._long -= job.is_long
        self._running[job.client] -= 1
        if not self._running[job.client]:
            del self._running[job.client]

    def _forget(self, client: str) -> None:
        if not any(self._waiting[client]):
            del self._waiting[client]
