"""How far an audit has come, for whoever waits: a line that is written over in a terminal, else one now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TextIO

_TERMINAL: Final = 0.2  # seconds between two looks
_PLAIN: Final = 30.0
_FIRST: Final = 3.0  # seconds of work after which a rate says something
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """Tells a person how many notes were checked, how fast, and how long it will be.

    Args:
        stream: where; it shows no word of a note.
        total: how much there is in all, in any unit; None where it is not known.
        terminal: whether the stream is one.
        first: a line that is shown as work begins.
        clock: seconds.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        total: int | None,
        terminal: bool,
        first: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._total = total
        self._terminal = terminal
        self._clock = clock
        self._opening = f"notecheck: {first}\n" if first else ""
        self._began = self._said = clock()
        self._first: tuple[int, int] = 0, 0
        self._shown = False

    def begin(self, notes: int, done: int) -> None:
        """Work begins, or goes on behind so many notes and so much of the total."""
        self._began = self._said = self._clock()
        self._first = notes, done
        self._show(self._opening)

    def update(self, notes: int, done: int) -> None:
        """So many notes were checked, and so much of the total."""
        now = self._clock()
        if now - self._said < (_TERMINAL if self._terminal else _PLAIN):
            return
        self._said = now
        line = self._line(notes, done, now - self._began)
        self._show(f"{_CLEAR}{line}" if self._terminal else f"notecheck: {line}\n")
        self._shown = self._terminal

    def end(self) -> None:
        """Leave the line to whoever writes next."""
        if self._shown:
            self._show(_CLEAR)
            self._shown = False

    def _show(self, text: str) -> None:
        with suppress(OSError, ValueError):  # nobody reads it any more, which is no reason to end
            self._stream.write(text)
            self._stream.flush()

    def _line(self, notes: int, done: int, seconds: float) -> str:
        parts = [f"{notes:,} notes"]
        if self._total:
            parts.append(f"{min(100, 100 * done // self._total)} %")
        if seconds >= _FIRST and notes > self._first[0]:
            parts.append(f"{(notes - self._first[0]) / seconds:,.1f} a second")
            if self._total and done > self._first[1]:
                parts.append(f"{duration((self._total - done) / (done - self._first[1]) * seconds)} left")
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """A time in words, as exact as is of use.

    >>> duration(8.2), duration(95), duration(3700), duration(90_000)
    ('8 s', '1 min 35 s', '1 h 1 min', '25 h 0 min')
    """
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
