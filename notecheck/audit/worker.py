"""The process that checks: loads the model once, then rows for one batch after the other.

Run as `python -m notecheck.audit.worker`. Orders come in by standard input, answers go out by standard output, each
with its length before it. It ends when standard input does, whatever it is doing: so does whoever gave the orders.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pickle
import signal
import struct
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from notecheck.audit.items import Item
    from notecheck.audit.rows import Row
    from notecheck.checker import Checker

_LENGTH: Final = struct.Struct(">Q")
_END_WITH_PARENT: Final = 1  # option of Linux's `prctl`
_WAITS: Final = (2.0, 31.0, 62.0)
"""Seconds before LanguageTool is asked again; after one answer too late it is left alone for thirty."""

_NO_JSON: Final = "a value beside the text cannot be written as JSON; allowed: texts, numbers, lists and objects"


def send(pipe: IO[bytes], *pieces: bytes) -> None:
    """Write a message of several pieces.

    Raises:
        OSError: nobody reads.
    """
    pipe.write(b"".join((bytes([len(pieces)]), *(_LENGTH.pack(len(piece)) for piece in pieces), *pieces)))
    pipe.flush()


def receive(pipe: IO[bytes]) -> list[bytes]:
    """Read a message.

    Raises:
        EOFError: whoever writes has ended.
    """
    count = _exactly(pipe, 1)[0]
    lengths = [_LENGTH.unpack(_exactly(pipe, _LENGTH.size))[0] for _ in range(count)]
    return [_exactly(pipe, length) for length in lengths]


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data


def main() -> None:
    """Answer until there are no more orders."""
    _end_with_parent()
    orders, answers = _pipes()
    waiting: SimpleQueue[list[bytes]] = SimpleQueue()
    Thread(target=_listen, args=(orders, waiting), daemon=True).start()
    try:
        checker, grammar = _load(json.loads(waiting.get()[0]))
    except Exception as error:
        _refuse(answers, error)
        return
    send(answers, b'{"ready":true}')
    while True:
        items = _items(waiting.get()[0])
        send(answers, *_answer(checker, items, grammar=grammar))


def _end_with_parent() -> None:
    """End with the process that started this one, and not when somebody presses Ctrl-C there: it sees to that.

    The same where the terminal is closed.
    """
    for name in ("SIGINT", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
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


def _load(setting: dict[str, Any]) -> tuple[Checker, bool]:
    from notecheck.checker import load

    checker = load(
        setting["guidance"], model=setting["model"], lexicons=setting["lexicons"], without=setting["without"]
    )
    gc.collect()
    gc.freeze()  # the model stays to the end: without this, each collection would walk through all of it
    return checker, setting["grammar"]


def _refuse(answers: IO[bytes], error: Exception) -> None:
    """Say why there is nothing to check with."""
    from notecheck.errors import NotecheckError

    ours = isinstance(error, NotecheckError)
    why = str(error) if ours else f"the model could not be loaded ({type(error).__name__})"
    send(answers, json.dumps({"refused": why}).encode())


def _items(order: bytes) -> list[Item]:
    from notecheck.audit.items import Item

    return [Item(*each) for each in pickle.loads(order)]  # noqa: S301  (from the process that started this one)


def _answer(checker: Checker, items: Sequence[Item], *, grammar: bool) -> tuple[bytes, bytes]:
    """What the rows come to, as JSON, and the rows, a line each."""
    rows = _rows(checker, items, grammar=grammar)
    lines = [_line(item, row) for item, row in zip(items, rows, strict=True)]
    counts = _counts(row for row, _ in lines) | {"no_grammar": sum(map(_is_unasked, rows)) if grammar else 0}
    return json.dumps(counts).encode(), b"".join(line for _, line in lines)


def _rows(checker: Checker, items: Sequence[Item], *, grammar: bool) -> list[Row]:
    """The rows; where LanguageTool is there and did not answer, it is asked again, since the next may be in time."""
    from notecheck.audit.rows import check_batch

    rows = check_batch(checker, items)
    for seconds in _WAITS if grammar else ():
        if not any(map(_is_unasked, rows)):
            break
        time.sleep(seconds)
        rows = check_batch(checker, items)
    return rows


def _is_unasked(row: Row) -> bool:
    """Whether LanguageTool was to look at a note and could not just then."""
    from notecheck.languagetool.asking import is_for_now

    return any(each["check"] == "grammar" and is_for_now(each["reason"]) for each in row.get("skipped", ()))


def _line(item: Item, row: Row) -> tuple[Row, bytes]:
    from notecheck.audit.rows import encoded, error_row

    try:
        return row, encoded(row)
    except (TypeError, ValueError, RecursionError):
        row = error_row(item._replace(kept={}), _NO_JSON)
        return row, encoded(row)


def _counts(rows: Any) -> dict[str, Any]:
    """What `Counts` holds of rows."""
    from notecheck.audit.rows import is_empty, is_error

    notes = empty = errors = words = 0
    findings: dict[str, int] = {}
    for row in rows:
        notes += 1
        if is_empty(row):
            empty += 1
            continue
        if is_error(row):
            errors += 1
            continue
        words += row["counts"]["words"]
        for finding in row["findings"]:
            findings[finding["severity"]] = findings.get(finding["severity"], 0) + 1
    return {"notes": notes, "empty": empty, "errors": errors, "words": words, "findings": findings}


if __name__ == "__main__":
    main()
