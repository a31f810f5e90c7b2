"""Work that several checks share is done once for each Doc, and is gone with the Doc."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

from spacy.tokens import Doc

T = TypeVar("T")


def once_per_doc(function: Callable[[Doc], T]) -> Callable[[Doc], T]:
    """Remember `function(doc)` for as long as the Doc lives, and no longer.

    The Doc's own `user_data` would be written out with it; a cache by text would outlive the visit.
    """
    known: dict[int, tuple[ref[Doc], T]] = {}  # by identity: a WeakKeyDictionary takes ten times as long to ask

    @wraps(function)
    def remembered(doc: Doc) -> T:
        key = id(doc)
        found = known.get(key)
        if found is None:
            value = function(doc)
            found = known[key] = ref(doc, lambda _: known.pop(key, None)), value
        return found[1]

    return remembered


@once_per_doc
def text_of(doc: Doc) -> str:
    """`doc.text`, which joins all tokens anew at every call: in a loop over findings, quadratic on a long text."""
    return doc.text
