"""Which document type a case system's own name for a kind of record means, by `lexicons/column-names.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from notecheck.data import load_lexicons
from notecheck.note import DOC_TYPES


def fold(text: str) -> str:
    """A heading or a type as the lists write it.

    >>> fold("CaseNote_Text:"), fold("Child's D.O.B."), fold("EVENT_DATE")
    ('case note text', 'childs d o b', 'event date')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"['’]", "", text))
    return " ".join(re.sub(r"[\W_]+", " ", apart).casefold().split())


def guess_types(
    values: Iterable[str], allowed: Sequence[str] = DOC_TYPES, *, lexicons: str | None = None
) -> dict[str, str]:
    """Value → document type; a value that no list knows is left out, for a person to say.

    >>> guess_types(["CIN Visit", "Strategy Discussion", "Biscuits"])
    {'CIN Visit': 'home-visit', 'Strategy Discussion': 'meeting'}

    Args:
        values: of the type column.
        allowed: the document types of the guidance.
        lexicons: an authority's own folder, whose names for types are known too.
    """
    words = load_lexicons(lexicons).words
    lists = {name.removeprefix("type-"): names for name, names in words.items() if name.startswith("type-")}
    known = {doc_type: lists.get(doc_type, ()) for doc_type in allowed}
    found = ((value, _type_of(fold(value), known)) for value in values)
    return {value: doc_type for value, doc_type in found if doc_type}


def _type_of(value: str, known: Mapping[str, Sequence[str]]) -> str | None:
    """The type by the whole value, then by the longest name that the value holds ('CIN Visit (statutory)').

    A further type of the guidance comes before the type of the contract that it is a kind of.
    """
    order = sorted(known, key=lambda doc_type: doc_type in DOC_TYPES)
    for doc_type in order:
        if value == doc_type.replace("-", " ") or value in known[doc_type]:
            return doc_type
    held = [
        (-len(name), place, doc_type)
        for place, doc_type in enumerate(order)
        for name in (doc_type.replace("-", " "), *known[doc_type])
        if len(name) > 2 and f" {name} " in f" {value} "
    ]
    return min(held)[2] if held else None
