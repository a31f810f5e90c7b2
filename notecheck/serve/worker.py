"""The process that checks for a server: what a client sent in, its answer out, or why there is none.

Run as `python -m notecheck.serve.worker MOST`, where a text may have MOST characters. An order begins with one of
`WAYS`; an answer has two pieces: what it is (`ANSWER`, `NO_NOTE`, `FAULT`, or the status of a refusal), and the answer
as JSON or the reason in words, which never hold text of the note.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from notecheck.workers.inside import work

if TYPE_CHECKING:
    from notecheck.checker import Checker
    from notecheck.serve.v2.known import Known

ANSWER: Final = b"answer"
NO_NOTE: Final = b"no note"
FAULT: Final = b"fault"

_MEMORY: Final = "there was not enough memory for this text; split it"


def main() -> None:
    """Answer until there are no more orders."""
    desk = Desk(int(sys.argv[1]))
    work(desk.answer, desk.tell)


class Desk:
    """Where orders are answered.

    Args:
        most: characters that a text may have.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: Known | None = None

    def tell(self, checker: Checker, setting: Mapping[str, Any]) -> dict[str, Any]:
        """What clients may ask of the server itself; `engine.Facts` says what."""
        from notecheck.serve.v1.told import tell
        from notecheck.serve.v2 import matches
        from notecheck.serve.v2.known import known_to

        self._most = min(self._most, checker.nlp.max_length)
        self._known = known_to(checker, setting["lexicons"], self._most)
        return {
            "max_text": self._most,
            "software": matches.software(self._known),
            "rules": matches.rule_rows(self._known),
            "told": tell(checker, setting["lexicons"], setting["model"]),
        }

    def answer(self, checker: Checker, _: Mapping[str, Any], order: Sequence[bytes]) -> tuple[bytes, bytes]:
        """What is answered to an order."""
        from notecheck.discreet import kind
        from notecheck.errors import NoteError
        from notecheck.serve.refusals import RefusedError

        way, *sent = order
        try:
            return ANSWER, WAYS[way.decode()](self, checker, *sent)
        except NoteError as error:
            return NO_NOTE, str(error).encode("utf-8", "backslashreplace")
        except RefusedError as error:
            return str(int(error.status)).encode(), str(error).encode("utf-8", "backslashreplace")
        except MemoryError:
            return NO_NOTE, _MEMORY.encode()
        except Exception as error:  # of a check; what it says may hold words of the note
            return FAULT, kind(error).encode()

    def _report(self, checker: Checker, body: bytes) -> bytes:
        from notecheck.serve.v1 import checked

        return checked.report(checker, self._most, body)

    def _row(self, checker: Checker, line: bytes, number: bytes) -> bytes:
        from notecheck.serve.v1 import checked

        return checked.row(checker, self._most, line, int(number))

    def _matches(self, checker: Checker, asked: bytes) -> bytes:
        from notecheck.serve.v2 import checked

        if self._known is None:
            raise RuntimeError
        return checked.matches(checker, self._known, asked)


REPORT: Final = "report"
ROW: Final = "row"
MATCHES: Final = "matches"
WAYS: Final[Mapping[str, Callable[..., bytes]]] = {
    REPORT: Desk._report,
    ROW: Desk._row,
    MATCHES: Desk._matches,
}
"""What a worker does, by name: a note's report, that of one line of several, the answer to `/v2/check`."""

if __name__ == "__main__":
    main()
