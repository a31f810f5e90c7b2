"""What a reader of a word processor's file has left out, in the same words for Word, OpenDocument and rich text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from notecheck.read.document import counted

MACROS: Final = "it carries macros; they were not run and are not kept"


def left_out(
    tally: Counter[str],
    *,
    where: str = "the document",
    contents: str = "the table of contents",
    objects: tuple[str, str] = ("embedded file", "embedded files"),
) -> Iterator[str]:
    """Notices for what any of these files may hold and a note does not need.

    Args:
        tally: how much there was, by `changes`, `comments`, `hidden`, `contents`, `pictures` and `objects`.
        where: in what text can be hidden.
        contents: what lists of contents the format has.
        objects: what else may stand in it, one and several.
    """
    if tally["changes"]:
        yield "it has tracked changes; it was read as if all of them were accepted"
    if tally["comments"]:
        yield f"{counted(tally['comments'], 'comment')} left out"
    if tally["hidden"]:
        yield f"text that is hidden in {where} was left out"
    if tally["contents"]:
        yield f"{contents} was left out"
    if tally["pictures"]:
        yield f"{counted(tally['pictures'], 'picture')} left out, with any words in them"
    if tally["objects"]:
        yield f"{counted(tally['objects'], *objects)} left out"
