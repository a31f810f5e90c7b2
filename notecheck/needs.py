"""What a component needs of the pipeline before it, and the error that says which component gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from spacy.tokens import Doc

from notecheck.errors import PipelineError
from notecheck.memo import once_per_doc

# Under the name that spaCy keeps it by.
_MARKS: Final = {"sentences": "SENT_START", "tag": "TAG", "pos": "POS", "lemma": "LEMMA", "parse": "DEP"}
_GIVERS: Final = {
    "sentences": "a parser, or notecheck_sentences",
    "tag": "a tagger",
    "pos": "a tagger with an attribute_ruler, or a morphologizer",
    "lemma": "a lemmatizer",
    "parse": "a parser",
    "who": "notecheck_who",
    "statements": "notecheck_statements",
}


def require(doc: Doc, component: str, needs: Iterable[str]) -> None:
    """Refuse a Doc that lacks what a component needs.

    Raises:
        PipelineError: names the component, the annotation and what gives it.
    """
    if _lacking(doc, _seen(doc), needs):  # a component since the last look may have given it
        missing = _lacking(doc, _seen.known_to_be(doc, _look(doc)), needs)
        if missing and not all(token.is_space for token in doc):
            raise PipelineError(f"{component}: needs {missing[0]}; add {_GIVERS[missing[0]]} before it")


def _lacking(doc: Doc, seen: Collection[str], needs: Iterable[str]) -> list[str]:
    return [need for need in needs if need not in seen and f"notecheck_{need}" not in doc.user_data]


def _look(doc: Doc) -> set[str]:
    """Which of spaCy's annotations a Doc has; spaCy looks no further than the first token that bears one."""
    return {name for name, mark in _MARKS.items() if doc.has_annotation(mark)}


_seen: Final = once_per_doc(_look)
"""What a Doc had when it was last looked at."""
