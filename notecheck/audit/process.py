"""One worker process of an audit: batches of items in, their rows out. What it does stands in `worker.py`."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping, Sequence
from typing import Any, Final

from notecheck.audit import worker
from notecheck.audit.items import Item
from notecheck.audit.journal import Counts
from notecheck.workers.process import Setting
from notecheck.workers.process import Worker as Process

_COMMAND: Final[Sequence[str]] = ("-P", "-m", worker.__name__)


class Worker(Process):
    """A worker process of an audit; used by one thread at a time."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting, _COMMAND)

    def check(self, items: Sequence[Item], seconds: float) -> tuple[bytes, Counts]:
        """The rows of a batch.

        Raises:
            GoneError: it has ended over them, or did not answer in time.
        """
        plain = [i._replace(note=_plain(i.note), kept=dict(i.kept)) for i in items]
        order = pickle.dumps([tuple(each) for each in plain], protocol=5)
        counts, rows = self.ask(seconds, order)
        return rows, Counts(**json.loads(counts))


def _plain(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What can be sent: a frozen mapping cannot."""
    return None if data is None else dict(data)
