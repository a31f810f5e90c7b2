"""What kind of statement each sentence is: what the child says, what others report, opinion, decision, observation.

First draft: the model is still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.columns import columns
from notecheck.memo import once_per_doc

Kind = Literal["child-voice", "reported", "opinion", "decision", "observation", "other"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence and its kind.

    Attributes:
        start: index of its first token.
        end: one past its last token.
        kind: as in the annotation guide.
        confidence: calibrated probability that the kind is right, 0 to 1.
    """

    start: int
    end: int
    kind: Kind
    confidence: float


@once_per_doc
def statements_of(doc: Doc) -> tuple[Statement, ...]:
    """The sentences of a Doc that went through `notecheck_statements`, in order."""
    kinds = doc.user_data["notecheck_statements"]
    return tuple(
        Statement(start, end, kind, confidence)
        for (start, end), (kind, confidence) in zip(columns(doc).sentences, kinds, strict=True)
    )


class StatementsComponent:
    """Writes the kind of each sentence on a Doc; read it with `statements_of`."""

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data["notecheck_statements"] = [["observation", 0.0] for _ in columns(doc).sentences]
        return doc


@Language.factory("notecheck_statements", default_config={"lexicons": None}, assigns=["doc.user_data"])
def _make(nlp: Language, name: str, lexicons: str | None) -> StatementsComponent:  # noqa: ARG001
    return StatementsComponent()
