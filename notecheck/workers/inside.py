"""What goes on in a worker process: it loads the model once, then answers one order after the other.

Orders come in by standard input, answers go out by standard output. It ends when standard input does, whatever it is
doing: so does whoever gave the orders.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Final

from notecheck.lasting import settle
from notecheck.spacy_cli import leave_out_command_line
from notecheck.workers.heap import share_one_heap
from notecheck.workers.messages import receive, send

if TYPE_CHECKING:
    from notecheck.checker import Checker

_END_WITH_PARENT: Final = 1  # option of Linux's `prctl`


def work(
    answer: Callable[[Checker, Mapping[str, Any], Sequence[bytes]], Sequence[bytes]],
    tell: Callable[[Checker, Mapping[str, Any]], Mapping[str, Any]] = lambda *_: {},
) -> None:
    """Be a worker: answer until there are no more orders.

    Args:
        answer: the pieces of an answer, of the checker, the setting and the pieces of an order.
        tell: what is said once it is ready to check, JSON-shaped.
    """
    end_with_parent()
    leave_out_command_line()
    share_one_heap()
    orders, answers = pipes()
    waiting: SimpleQueue[list[bytes]] = SimpleQueue()
    Thread(target=_listen, args=(orders, waiting), daemon=True).start()
    setting = json.loads(waiting.get()[0])
    try:
        checker = _load(setting)
        told = {"ready": True} | dict(tell(checker, setting))
    except Exception as error:
        _refuse(answers, error)
        return
    send(answers, json.dumps(told).encode())
    while True:
        send(answers, *answer(checker, setting, waiting.get()))


def end_with_parent() -> None:
    """End with the process that started this one, and not when somebody presses Ctrl-C there: it sees to that.

    The same where the terminal is closed.
    """
    for name in ("SIGINT", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Pipes of our own, so that nothing else that is read or printed here gets among the messages."""
    orders = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    return orders, answers


def _listen(orders: IO[bytes], waiting: SimpleQueue[list[bytes]]) -> None:
    """Take orders, in a thread of its own that notices at once when there will be none."""
    try:
        while True:
            waiting.put(receive(orders))
    except (EOFError, OSError):
        os._exit(0)


def _load(setting: Mapping[str, Any]) -> Checker:
    from notecheck.checker import load

    checker = load(
        setting["guidance"], model=setting["model"], lexicons=setting["lexicons"], without=setting["without"]
    )
    settle()
    return checker


def _refuse(answers: IO[bytes], error: Exception) -> None:
    """Say why there is nothing to check with."""
    from notecheck.errors import NotecheckError

    ours = isinstance(error, NotecheckError)
    why = str(error) if ours else f"the model could not be loaded ({type(error).__name__})"
    send(answers, json.dumps({"refused": why}).encode())
