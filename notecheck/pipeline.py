"""From text to Doc: a spaCy English pipeline with our sentence starts and every check behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import registry

import notecheck.checks  # noqa: F401  (makes them known: spaCy would, but later than they are asked for)
from notecheck.component import REGISTRY
from notecheck.data import MODEL
from notecheck.errors import PipelineError, SettingsError
from notecheck.needs import require
from notecheck.text.tagging import take_over

MAX_LENGTH: Final = 5_000_000
"""Longest text in code points. spaCy's own limit of a million is about the memory of its larger models."""
_USELESS: Final = ("ner", "senter", "entity_linker", "textcat")
_SENTENCES: Final = "notecheck_sentences"
_EMPTY: Final = "notecheck.empty_tokenizer.v1"
JUDGES: Final = ("notecheck_who", "notecheck_statements")
"""What the checks that judge read from, in this order."""
# Signs alone, or nearly: no word and no web address is like that.
_RUN: Final = re.compile(r"\S{150,}")
_SIGNS: Final = re.compile(r"[^\w\s]{150,}")
_PIECE: Final = 50


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
        raise SettingsError(f"without: {_unknown(unknown[0])}; allowed: {', '.join(REGISTRY)}")
    nlp = load_model(model)
    take_over(nlp)
    for factory in JUDGES:
        if not nlp.has_pipe(factory):
            nlp.add_pipe(factory, config={"lexicons": lexicons})
    for name, spec in REGISTRY.items():
        if name not in without and not nlp.has_pipe(spec.factory):
            nlp.add_pipe(spec.factory, config={"lexicons": lexicons})
    return nlp


def _unknown(name: str) -> str:
    """Why a check cannot be left out: there is none of that name, or it is a rule of one."""
    for check, spec in REGISTRY.items():
        if name in {rule.name for rule in spec.rules}:
            others = ", ".join(rule.name for rule in spec.rules)
            return (
                f"{name!r} is a rule of the check {check!r}, which is left out as a whole: --without {check}"
                f" (its rules: {others})"
            )
    return f"no check is called {name!r}"


def load_model(model: str | None = None) -> Language:
    """The bare pipeline: tokens, sentence starts, tags, parse, lemmas.

    Raises:
        PipelineError: it is not there, is not English, or lacks what a check needs.
    """
    # The rules of ours stand in its folder; spaCy would first make those of English, only to throw them away.
    config = {} if model else {"nlp.tokenizer.@tokenizers": _EMPTY}
    try:
        nlp = spacy.load(model or MODEL, exclude=_USELESS, config=config)
    except OSError:
        raise PipelineError(
            f"model {model or MODEL.name!r}: not found; give the name of an installed spaCy pipeline or its folder"
        ) from None
    except Exception as error:  # a broken folder fails in as many ways as it has files
        raise PipelineError(
            f"model {model or MODEL.name!r}: its files cannot be read ({type(error).__name__}); install it again"
        ) from None
    if nlp.lang != "en":
        raise PipelineError(f"model {model}: is for the language {nlp.lang!r}; notecheck reads English")
    if not model:
        nlp.config["nlp"]["tokenizer"] = dict(Language.default_config["nlp"]["tokenizer"])  # for whoever saves it
    nlp.max_length = MAX_LENGTH
    if not nlp.has_pipe(_SENTENCES):
        if not nlp.has_pipe("parser"):
            raise PipelineError(f"model {model}: has no parser, which most checks need")
        nlp.add_pipe(_SENTENCES, before="parser")
    probe = nlp("The plan was written by Mum.")
    probe.user_data.update(dict.fromkeys(JUDGES))  # what our own components will give
    for spec in REGISTRY.values():
        require(probe, f"check {spec.name}", spec.needs)
    return nlp


def _empty_tokenizer() -> Callable[[Language], Tokenizer]:
    """Makes a tokenizer without rules, to be filled from the folder of a model."""
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers.register(_EMPTY, func=_empty_tokenizer)


def make_doc(nlp: Language, text: str) -> Doc:
    """The text's tokens, as the pipeline's own tokenizer cuts them.

    spaCy takes the signs off a word one by one and looks at all the rest each time, so that thirty thousand
    quotation marks without a space would take minutes: such a run is cut beforehand. No text is lost. The model takes
    as long over a sign as over a word, so a piece that is all one sign is one token, as spaCy itself reads '----'.
    """
    cuts = [0, *_cuts(text), len(text)]
    if len(cuts) == 2:
        return nlp.make_doc(text)
    pieces = [_piece(nlp, text[start:end]) for start, end in pairwise(cuts) if start < end]
    # With no attributes but these, a piece starts no sentence.
    return Doc.from_docs(pieces, ensure_whitespace=False, attrs=["NORM"]) or nlp.make_doc(text)


def _piece(nlp: Language, text: str) -> Doc:
    if len(text) > 1 and len(set(text)) == 1 and not (text[0].isalnum() or text[0].isspace()):
        return Doc(nlp.vocab, words=[text], spaces=[False])
    return nlp.tokenizer(text)


def _cuts(text: str) -> Iterator[int]:
    for run in _RUN.finditer(text):
        dense = 3 * sum(not sign.isalnum() for sign in run[0]) >= len(run[0])
        for signs in (run,) if dense else _SIGNS.finditer(text, run.start(), run.end()):
            yield from range(signs.start(), signs.end(), _PIECE)
