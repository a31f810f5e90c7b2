"""What a worker does for `/v2/check`: it reads the fields of a request, and writes its answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from notecheck.serve.v2 import matches as found
from notecheck.serve.v2.request import read_check
from notecheck.serve.v2.words import ignored

if TYPE_CHECKING:
    from notecheck.checker import Checker
    from notecheck.serve.v2.known import Known


def matches(checker: Checker, known: Known, asked: bytes) -> bytes:
    """The answer to a request.

    Args:
        checker: that checks its text.
        known: what it is held against.
        asked: `fields`, `address` and `headers` as `read_check` takes them, and `words` that are to be ignored.

    Raises:
        NoteError: something in it cannot be read; says what, and what is allowed.
        RefusedError: its text is too long (413).
    """
    said: dict[str, Any] = json.loads(asked)
    check = read_check(said["fields"], said["address"], said["headers"], known)
    note = {**check.note, "ignored": ignored(said["words"], check.sent.text)}
    report = next(checker.pipe([note])).to_dict()
    return json.dumps(found.answer(report, check, known), ensure_ascii=False, separators=(",", ":")).encode()
