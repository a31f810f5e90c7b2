"""What LanguageTool says of a note: block by block, beside the parse, with what is known of unchanged blocks kept.

A block is what stands between blank lines. Each is a request of its own, so that what is said of it depends on its
words alone: an edited note asks about the blocks that changed, and is told what a full check is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from threading import Thread
from typing import Final, NamedTuple, TypeAlias

from spacy.tokens import Doc

from notecheck.data import Lexicons
from notecheck.languagetool import server
from notecheck.languagetool.client import NotAnsweredError, Patience, Remark, ask
from notecheck.memo import once_per_doc

Known: TypeAlias = Mapping[str, tuple[Remark, ...]]
"""Text of a block → what is said of it, in offsets of the block."""

_LONGEST_BLOCK: Final = 20_000
"""Characters; a longer block is cut at a line or a space. The server itself refuses ten times that."""
_LONGEST: Final = 400_000
"""Characters of a note, about two hundred pages, which take two to three minutes."""
_NOT: Final = "not checked, because"
_TOO_LONG: Final = f"{_NOT} the note has"
_FOR_GOOD: Final = (_TOO_LONG, f"{_NOT} {server.SWITCHED_OFF}")
_SECONDS: Final = 10.0
_A_SECOND: Final = 1_500
"""Characters a slow machine does in a second; the time limit of a note is ten seconds more."""


def is_for_now(reason: str) -> bool:
    """Whether a check was skipped because LanguageTool could not be asked just then: asked again, it may answer."""
    return reason.startswith(_NOT) and not reason.startswith(_FOR_GOOD)


class Block(NamedTuple):
    """A piece of a text: first code point, and the words."""

    start: int
    text: str


def blocks(text: str) -> Iterator[Block]:
    r"""The blocks of a text, in order, the blank lines between them left out.

    >>> [block.text for block in blocks("Seen: Tom\n\nHe ran.\nI left.\n")]
    ['Seen: Tom\n', 'He ran.\nI left.\n']
    """
    start = at = 0
    for line in [*text.splitlines(keepends=True), ""]:
        if not line.strip():
            yield from _cut(start, text[start:at])
            start = at + len(line)
        at += len(line)


def _cut(start: int, text: str) -> Iterator[Block]:
    while len(text) > _LONGEST_BLOCK:
        end = max(text.rfind("\n", 0, _LONGEST_BLOCK), text.rfind(" ", 0, _LONGEST_BLOCK)) + 1 or _LONGEST_BLOCK
        yield Block(start, text[:end])
        start, text = start + end, text[end:]
    if text:
        yield Block(start, text)


class Asking:
    """A text that LanguageTool is asked about while other work goes on.

    It belongs to one note; what it knows goes with that note's report, and is shared with nobody.
    """

    def __init__(self, text: str, lexicons: Lexicons, known: Known | None = None) -> None:
        """Begin to ask.

        Args:
            text: the note's.
            lexicons: say what is not asked (`grammar-off-rules`, `grammar-off-categories`).
            known: what is known of blocks of it from the text before an edit.
        """
        self._blocks = tuple(blocks(text))
        self._off: tuple[Collection[str], Collection[str]] = (
            lexicons.words.get("grammar-off-rules", ()),
            lexicons.words.get("grammar-off-categories", ()),
        )
        self._known = {block.text: known[block.text] for block in self._blocks if known and block.text in known}
        self._reason = ""
        self._thread: Thread | None = None
        if len(text) > _LONGEST:
            self._reason = f"{_TOO_LONG} {len(text):,} characters and at most {_LONGEST:,} are looked at; split it"
        elif self._blocks and server.is_off():
            self._reason = _why_not()  # known at once: a thread for each of many notes would cost more than some checks
        elif self._blocks:
            self._thread = Thread(target=self._ask, daemon=True)
            self._thread.start()

    def _ask(self) -> None:
        try:
            self._ask_each()
        except NotAnsweredError as error:
            self._reason = f"{_NOT} LanguageTool was asked and {error}"
        except Exception:  # of which nobody would hear: a thread ends in silence
            self._reason = f"{_NOT} LanguageTool could not be asked"

    def _ask_each(self) -> None:
        address = server.address()  # which may wait for a server that is starting
        if address is None:
            self._reason = _why_not()
            return
        rules, categories = self._off
        patience = Patience(_SECONDS + sum(len(block.text) for block in self._blocks) / _A_SECOND)
        for block in self._blocks:
            if block.text not in self._known:
                self._known[block.text] = ask(address, block.text, patience, rules=rules, categories=categories)

    def wait(self) -> str:
        """Wait until it is done; the reason in words where it could not be, else nothing."""
        if self._thread is not None:
            self._thread.join()
        return self._reason

    @property
    def known(self) -> Known:
        """What is known of each block, for the next edit; nothing where LanguageTool could not be asked."""
        return {} if self.wait() else self._known

    def remarks(self) -> Iterator[Remark]:
        """What was said of the text, in order of place."""
        known = self.known
        for block in self._blocks if known else ():
            for remark in known.get(block.text, ()):
                yield remark._replace(start=block.start + remark.start, end=block.start + remark.end)


def _why_not() -> str:
    return server.why_not().removeprefix("grammar: ")


@once_per_doc
def asking_of(doc: Doc) -> Asking | None:  # noqa: ARG001
    """What is being asked about the text of a Doc; None where nobody has begun to."""
    return None


def belongs_to(doc: Doc, asking: Asking) -> None:
    """Say that this is about the text of a Doc."""
    asking_of.known_to_be(doc, asking)
