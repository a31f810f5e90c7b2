"""From text to Doc: a spaCy English pipeline with our sentence starts and every check behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import spacy
from spacy.language import Language

import notecheck.checks  # noqa: F401  (registers every check)
from notecheck.component import REGISTRY, require
from notecheck.data import MODEL
from notecheck.errors import PipelineError, SettingsError

MAX_LENGTH: Final = 5_000_000
"""Longest text in code points. spaCy's own limit of a million is about the memory of its larger models."""
_USELESS: Final = ("ner", "senter", "entity_linker", "textcat")
_SENTENCES: Final = "notecheck_sentences"


def build(*, model: str | None = None, lexicons: str | None = None, without: Sequence[str] = ()) -> Language:
    """A pipeline that marks a note.

    Args:
        model: name or folder of a spaCy English pipeline; None for the one that is shipped.
        lexicons: an authority's own folder of lexicons.
        without: names of checks to leave out.

    Raises:
        PipelineError: the model is not there, or lacks what a check needs.
        SettingsError: `without` names a check that there is not.
        LexiconError: a lexicon has a fault.
    """
    if unknown := sorted(set(without) - REGISTRY.keys()):
        raise SettingsError(f"without: no check is called {unknown[0]!r}; allowed: {', '.join(REGISTRY)}")
    nlp = load_model(model)
    for name, spec in REGISTRY.items():
        if name not in without and not nlp.has_pipe(spec.factory):
            nlp.add_pipe(spec.factory, config={"lexicons": lexicons})
    return nlp


def load_model(model: str | None = None) -> Language:
    """The bare pipeline: tokens, sentence starts, tags, parse, lemmas.

    Raises:
        PipelineError: it is not there, is not English, or lacks what a check needs.
    """
    try:
        nlp = spacy.load(model or MODEL, exclude=_USELESS)
    except OSError:
        raise PipelineError(
            f"model {model or MODEL.name!r}: not found; give the name of an installed spaCy pipeline or its folder"
        ) from None
    if nlp.lang != "en":
        raise PipelineError(f"model {model}: is for the language {nlp.lang!r}; notecheck reads English")
    nlp.max_length = MAX_LENGTH
    if not nlp.has_pipe(_SENTENCES):
        if not nlp.has_pipe("parser"):
            raise PipelineError(f"model {model}: has no parser, which most checks need")
        nlp.add_pipe(_SENTENCES, before="parser")
    probe = nlp("The plan was written by Mum.")
    for spec in REGISTRY.values():
        require(probe, spec)
    return nlp
