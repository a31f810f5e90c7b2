"""Work that several checks share is done once for each Doc, and is gone with the Doc."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Generic, TypeVar
from weakref import ref

from spacy.tokens import Doc

T = TypeVar("T")


class once_per_doc(Generic[T]):  # noqa: N801 (a decorator)
    """Remember `function(doc)` for as long as the Doc lives, and no longer.

    The Doc's own `user_data` would be written out with it; a cache by text would outlive the visit.
    """

    def __init__(self, function: Callable[[Doc], T]) -> None:
        self._function = function
        # By identity: a WeakKeyDictionary takes ten times as long to ask.
        self._known: dict[int, tuple[ref[Doc], T]] = {}
        update_wrapper(self, function)

    def __call__(self, doc: Doc) -> T:
        """What the function says of a Doc."""
        found = self._known.get(id(doc))
        return found[1] if found is not None else self.known_to_be(doc, self._function(doc))

    def known_to_be(self, doc: Doc, value: T) -> T:
        """Remember what is known of a Doc from elsewhere: of a piece of another, say."""
        known, key = self._known, id(doc)
        known[key] = ref(doc, lambda _: known.pop(key, None)), value
        return value


@once_per_doc
def text_of(doc: Doc) -> str:
    """`doc.text`, which joins all tokens anew at every call: in a loop over findings, quadratic on a long text."""
    return doc.text


def text_between(doc: Doc, start: int, end: int) -> str:
    """`doc[start:end].text`, which joins the tokens anew at every call."""
    return text_of(doc)[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])] if start < end else ""
