"""`notecheck page` with a window into its memory: what a test may ask, no visitor can.

Started as a program. While it serves, SIGUSR1 makes it write into the file WATCH_ANSWER how many living texts hold the
words of the file WATCH_WORDS. With WATCH_DEBUG set it logs all that there is to log. A note with the words "force a
fault" makes the checker fail with the whole note in its message. A broken connection is kept WATCH_SILENCE seconds.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from google.protobuf.message import Message

from notecheck import forgetting, page
from notecheck.checker import Checker


def spelt(words: str) -> tuple[str, ...]:
    """The words, and as they stand in a file that a browser sends as text (base64), at each of its three places."""
    sent = (b64encode(b" " * before + words.encode()).decode() for before in range(3))
    return (words, *(each[4:-4] for each in sent))


def holders(words: str) -> int:
    """How many texts and bytes that anything in this process can reach hold the words."""
    text = spelt(words)
    data = tuple(each.encode() for each in text)
    forms = {str: text, bytes: data, bytearray: data}
    ours = {id(each) for each in (words, text, data, forms, *text, *data)}
    gc.unfreeze()
    seen: set[int] = set()
    found = 0
    waiting: list[object] = [*gc.get_objects(), *sys._current_frames().values()]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or id(each) in ours or each is waiting:
            continue
        seen.add(id(each))
        if isinstance(each, Message):  # what it holds is out of Python's sight
            each = each.SerializePartialToString()
        if type(each) in forms:
            found += any(form in each for form in forms[type(each)])
        else:
            waiting.extend(gc.get_referents(each))
    return found


def answer(*_: object) -> None:
    words = Path(os.environ["WATCH_WORDS"]).read_text(encoding="utf-8")
    target = Path(os.environ["WATCH_ANSWER"])
    draft = target.with_suffix(".new")
    draft.write_text(str(holders(words)), encoding="utf-8")
    draft.rename(target)


def faulty(check):
    def run(self, *args, **more):
        if any("force a fault" in each for each in args if isinstance(each, str)):
            raise ValueError(*args)
        return check(self, *args, **more)

    return run


def main() -> None:
    if os.environ.get("WATCH_DEBUG"):
        page.SETTINGS["logger.level"] = "debug"
    forgetting.AFTER_SILENCE = float(os.environ.get("WATCH_SILENCE", forgetting.AFTER_SILENCE))
    tempfile.tempdir = "/nowhere"  # whatever wants to go to disk fails
    Checker.__call__, Checker.update = faulty(Checker.__call__), faulty(Checker.update)
    signal.signal(signal.SIGUSR1, answer)
    page.run(int(sys.argv[sys.argv.index("--port") + 1]))


if __name__ == "__main__":
    main()
