"""Keeps notes out of the server's log: of a fault it tells the kind and the place, never the message.

The message of an error may quote what was being worked on, and Python writes it out by itself: with the traceback, in
the arguments of a log line, as an unfinished task is thrown away. `keep_quiet` is for a process that serves notes and
does nothing else; it holds for every library in it.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final

LOG: Final = logging.getLogger("notecheck.page")
_TRACEBACK: Final = "Traceback (most recent call last)"


def keep_quiet(who: str = "the page") -> None:
    """From now on no log line, and nothing that Python prints about a fault, holds the message of an error.

    Args:
        who: this process, as the log calls it.
    """
    logging.setLogRecordFactory(_discreet(logging.getLogRecordFactory()))
    say = partial(_say, who)
    sys.excepthook = say
    threading.excepthook = lambda fault: say(fault.exc_type, fault.exc_value, fault.exc_traceback)
    sys.unraisablehook = lambda fault: say(fault.exc_type, fault.exc_value, fault.exc_traceback)
    warnings.showwarning = _warn  # type: ignore[assignment]


def kind(error: BaseException | type[BaseException] | None, traceback: TracebackType | None = None) -> str:
    """What kind of fault it is and where it arose, such as `ValueError (checker.py, line 12)`."""
    if isinstance(error, BaseException):
        error, traceback = type(error), traceback or error.__traceback__
    name = error.__name__ if error else "a fault"
    if traceback is None:
        return name
    while traceback.tb_next:
        traceback = traceback.tb_next
    return f"{name} ({Path(traceback.tb_frame.f_code.co_filename).name}, line {traceback.tb_lineno})"


def _discreet(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    """A maker of log records that says of errors their kind alone."""

    def make_discreetly(*args: Any, **more: Any) -> logging.LogRecord:
        record = make(*args, **more)
        if isinstance(record.args, Mapping):
            record.args = {name: _plain(each) for name, each in record.args.items()}
        elif record.args:
            record.args = tuple(_plain(each) for each in record.args)
        if record.name == "asyncio":  # its further lines show the task that failed, error and all
            record.msg, record.args = str(record.msg).split("\n", 1)[0], ()
        if _TRACEBACK in (said := _said(record)):
            record.msg, record.args = f"{said.split(_TRACEBACK, 1)[0].rstrip()} (traceback left out)", ()
        if record.exc_info and record.exc_info[0]:
            # Beside an error, what a line was given is a guess at its cause: it may quote as the error does.
            record.msg, record.args = f"{str(record.msg).rstrip()}: {kind(record.exc_info[1])}", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return record

    return make_discreetly


def _plain(argument: object) -> object:
    return kind(argument) if isinstance(argument, BaseException) else argument


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # arguments that do not fit; the handler reports it
        return str(record.msg)


def _say(
    who: str, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
) -> None:
    if error and issubclass(error, (KeyboardInterrupt, SystemExit)):
        return
    LOG.error("%s met %s", who, kind(value or error, traceback))


def _warn(_message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    LOG.warning("%s (%s, line %d)", category.__name__, Path(filename).name, lineno)
