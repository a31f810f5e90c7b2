"""One worker process, as whoever gives it orders sees it: started, waited for, ended where it takes too long.

What the process itself does stands in `worker.py`.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Final

from notecheck.audit import worker
from notecheck.audit.items import Item
from notecheck.audit.journal import Counts
from notecheck.errors import SettingsError

_READY: Final = 600.0  # seconds to load the model, on a machine that has much else to do
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_COMMAND: Final[Sequence[str]] = ("-P", "-m", worker.__name__)
_ENDED: Final = (
    "the process that checked this note ended, twice (it was killed, or there was not enough memory); split the note, "
    "or check it by itself"
)
_HUNG: Final = "this note took too long to check, twice; split it, or check it by itself"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a worker loads.

    Attributes:
        guidance: id of the guidance for notes that name none.
        model: name or folder of another pipeline.
        lexicons: an authority's own folder.
        without: checks to leave out.
        grammar: whether LanguageTool is there and has to answer.
    """

    guidance: str = "general"
    model: str | None = None
    lexicons: str | None = None
    without: tuple[str, ...] = ()
    grammar: bool = False


class GoneError(Exception):
    """A worker has ended, or was ended since it took too long; says which to whoever reads the record."""


class Worker:
    """A worker process; used by one thread at a time."""

    def __init__(self, setting: Setting) -> None:
        """Start it; it gets ready in the background.

        Raises:
            SettingsError: no process can be started.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603  (this Python, and our own arguments)
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a library prints there may be words of a note
                env=_environment(),
                process_group=0 if os.name == "posix" else None,  # Ctrl-C is for this process, which ends the workers
            )
        except OSError as error:
            raise SettingsError(f"--jobs: a worker could not be started ({error.strerror})") from None
        if not (self._process.stdin and self._process.stdout):
            raise RuntimeError
        self._orders, self._answers = self._process.stdin, self._process.stdout
        self._late = False
        with suppress(OSError):
            worker.send(self._orders, json.dumps(asdict(setting)).encode())

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def ready(self) -> None:
        """Wait until it can check.

        Raises:
            SettingsError: it refuses the setting.
            GoneError: it has ended.
        """
        told = json.loads(self._receive(_READY)[0])
        if "refused" in told:
            raise SettingsError(told["refused"])

    def check(self, items: Sequence[Item], seconds: float) -> tuple[bytes, Counts]:
        """The rows of a batch.

        Raises:
            GoneError: it has ended over them, or did not answer in time.
        """
        plain = [i._replace(note=_plain(i.note), kept=dict(i.kept)) for i in items]
        order = pickle.dumps([tuple(each) for each in plain], protocol=5)
        counts, rows = self._receive(seconds, order)
        return rows, Counts(**json.loads(counts))

    def _receive(self, seconds: float, *order: bytes) -> list[bytes]:
        """An answer, to an order if one is given; whoever gives none in time is ended."""
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            if order:
                worker.send(self._orders, *order)
            return worker.receive(self._answers)
        except (EOFError, OSError, ValueError):
            raise GoneError(_HUNG if self._late else _ENDED) from None
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late = True
        self.kill()

    def status(self) -> str:
        """How it ended, in words."""
        code = self._process.wait()
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"

    def kill(self) -> None:
        """End it at once."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it, wait until it is gone, and let go of its pipes; only where no thread waits for its answer."""
        self.kill()
        self._process.wait()
        for pipe in (self._orders, self._answers):
            with suppress(OSError):
                pipe.close()


def _plain(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What can be sent: a frozen mapping cannot."""
    return None if data is None else dict(data)


def _environment() -> dict[str, str]:
    """A worker's: our own modules first, and one thread of arithmetic, since each has a core."""
    here = str(Path(__file__).parents[2])
    path = [here, *(place for place in sys.path if os.path.isabs(place))]  # noqa: PTH117
    return dict(os.environ) | dict.fromkeys(_ONE_THREAD, "1") | {"PYTHONPATH": os.pathsep.join(path)}
