"""One worker process, as whoever gives it orders sees it: started, waited for, ended where it takes too long.

What the process itself does stands in `inside.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Final

from notecheck.errors import SettingsError
from notecheck.workers.messages import receive, send

_READY: Final = 600.0  # seconds to load the model, on a machine that has much else to do
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


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
    """A worker has ended.

    Attributes:
        late: whether it was ended since it took too long.
    """

    def __init__(self, *, late: bool) -> None:
        super().__init__("took too long" if late else "ended")
        self.late = late


class Worker:
    """A worker process; used by one thread at a time.

    Where the system can, it ends with the thread that made it, so that must be one that stays.
    """

    def __init__(self, setting: Setting, command: Sequence[str]) -> None:
        """Start it; it gets ready in the background.

        Args:
            setting: what it loads.
            command: of Python, that makes it a worker.

        Raises:
            SettingsError: no process can be started.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603  (this Python, and our own arguments)
                [sys.executable, *command],
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
            send(self._orders, json.dumps(asdict(setting)).encode())

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def ready(self) -> Mapping[str, Any]:
        """Wait until it can check; what it then says.

        Raises:
            SettingsError: it refuses the setting.
            GoneError: it has ended.
        """
        told: dict[str, Any] = json.loads(self.ask(_READY)[0])
        if "refused" in told:
            raise SettingsError(told["refused"])
        return told

    def ask(self, seconds: float, *order: bytes) -> list[bytes]:
        """An answer, to an order if one is given; whoever gives none in time, or none that can be held, is ended.

        Raises:
            GoneError: it has ended over it, or was ended.
        """
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        try:
            timer.start()
            if order:
                send(self._orders, *order)
            return receive(self._answers)
        except (EOFError, OSError, ValueError, OverflowError, MemoryError, RuntimeError):  # or no memory, or no thread
            self.kill()
            raise GoneError(late=self._late) from None
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


def _environment() -> dict[str, str]:
    """A worker's: our own modules first, and one thread of arithmetic, since each has a core."""
    here = str(Path(__file__).parents[2])
    path = [here, *(place for place in sys.path if os.path.isabs(place))]  # noqa: PTH117
    return dict(os.environ) | dict.fromkeys(_ONE_THREAD, "1") | {"PYTHONPATH": os.pathsep.join(path)}
