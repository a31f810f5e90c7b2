"""What kind of statement each sentence is: what the child says, what others report, opinion, decision, observation.

A linear model weighs the features of each sentence (`notecheck/statements/features.py`); what tends to follow what in a
note then settles all its sentences together. The model is data only: arrays and lists of names, made by
`models/recipe/statements.py` and described in `models/statements/README.md`.

Known misses: see that card.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.anew import Anew
from notecheck.carry.changes import changes
from notecheck.carry.edit import Edit, edit_of
from notecheck.carry.found import rows_of
from notecheck.carry.looks import anew_in
from notecheck.carry.places import Span
from notecheck.data import STATEMENTS, load_lexicons
from notecheck.errors import PipelineError
from notecheck.memo import once_per_doc, text_of
from notecheck.needs import require
from notecheck.statements import features
from notecheck.statements.feature_lists import Lists
from notecheck.statements.features import Carry, Row, place
from notecheck.text import emails, layout
from notecheck.text.columns import columns

Kind = Literal["child-voice", "reported", "opinion", "decision", "observation", "other"]
KINDS: Final[tuple[Kind, ...]] = ("child-voice", "reported", "opinion", "decision", "observation", "other")

CERTAIN: Final[dict[str, tuple[Kind, ...]]] = {
    "mail=header": ("other",),
    "mail=signature": ("other",),
    "mail=disclaimer": ("other",),
    "mail=body": ("child-voice", "reported", "other"),
    "speech=turn+child": ("child-voice",),
}
"""Features that leave only these kinds, by the annotation guide: an email's frame says nothing, its body is somebody
else's word; a turn of the child's in a conversation is the child's."""
_OUT: Final = 20.0
"""What is taken off the score of a kind that cannot be."""

NAMES: Final = "statements.json"
ARRAYS: Final = "statements.npz"
_Array = NDArray[np.float64]


class Statement(NamedTuple):
    """One sentence and its kind.

    Attributes:
        start: index of its first token.
        end: one past its last token.
        kind: as in the annotation guide.
        confidence: calibrated probability that the kind is right, 0 to 1.
        probabilities: of every kind, in the order of `KINDS`.
    """

    start: int
    end: int
    kind: Kind
    confidence: float
    probabilities: tuple[float, ...]


@once_per_doc
def statements_of(doc: Doc) -> tuple[Statement, ...]:
    """The sentences of a Doc that went through `notecheck_statements`, in order."""
    rows = doc.user_data["notecheck_statements"]
    return tuple(
        Statement(start, end, kind, confidence, tuple(probabilities))
        for (start, end), (kind, confidence, probabilities) in zip(columns(doc).sentences, rows, strict=True)
    )


@dataclass(frozen=True)
class Model:
    """The weights, and how they become probabilities.

    Attributes:
        names: for each block of features (`Row`), the place of each name among the rows of `weights`.
        weights: one row for each feature, one column for each kind.
        idf: how rare each feature is; 0 for those that count as they are.
        bias: of each kind.
        follows: logarithm of how often one kind follows another; the last row is for the first sentence of a note.
        temperature: what the scores are multiplied by before they are taken for logarithms of probabilities.
        context: how much `follows` counts.
    """

    names: tuple[dict[str, int], ...]
    weights: _Array
    idf: _Array
    bias: _Array
    follows: _Array
    temperature: float
    context: float

    def __call__(self, rows: Sequence[Row]) -> _Array:
        """The probability of each kind for each sentence of one note."""
        return self.likely(self.scores(rows))

    def likely(self, scores: _Array) -> _Array:
        """The same, from what the features of each sentence say by themselves."""
        if not len(scores):
            return np.zeros((0, len(KINDS)))
        follows = self.context * self.follows
        if len(scores) < features.SHORT:
            follows[-1] = 0
        return posterior(self.temperature * scores, follows)

    def scores(self, rows: Sequence[Row]) -> _Array:
        """What the features of each sentence say by themselves."""
        if not rows:
            return np.zeros((0, len(KINDS)))
        scores = np.tile(self.bias, (len(rows), 1)) - _OUT * np.array([_ruled_out(row) for row in rows])
        places: list[int] = []
        starts: list[int] = []  # of the places of one block of a sentence
        sentences: list[int] = []  # whose they are
        plain: list[bool] = []
        for block, names in zip(features.BLOCKS, self.names, strict=True):
            place_of, listed = names.get, attrgetter(block)
            for n, row in enumerate(rows):
                known = set(map(place_of, listed(row)))
                known.discard(None)
                if known:
                    sentences.append(n)
                    starts.append(len(places))
                    plain.append(block == "hand")
                    places += known  # type: ignore[arg-type]  # None is out
        if places:
            np.add.at(scores, sentences, self._added(places, starts, plain))
        return scores

    def _added(self, places: list[int], starts: list[int], plain: list[bool]) -> _Array:
        """What the blocks add: texts of any length weigh the same, features by hand count as they are."""
        chosen = np.array(places)
        total: _Array = np.add.reduceat(self.weights[chosen], starts)
        length = np.sqrt(np.add.reduceat(self.idf[chosen] ** 2, starts))
        return total / np.where(plain, 1, np.maximum(length, 1e-9))[:, None]


def _ruled_out(row: Row) -> list[bool]:
    """Which kinds a sentence cannot be."""
    for name in row.hand if not CERTAIN.keys().isdisjoint(row.hand) else ():
        if name in CERTAIN:
            return [kind not in CERTAIN[name] for kind in KINDS]
    return _NONE_OUT


_NONE_OUT: Final = [False] * len(KINDS)


def posterior(scores: _Array, follows: _Array) -> _Array:
    """Probabilities of the kinds of a note's sentences, each in the light of all the others (forward and backward).

    Args:
        scores: for each sentence, the logarithm of how well each kind fits, up to a constant.
        follows: the same for each kind after each other; the last row is for the first sentence.
    """
    fits = np.exp(scores - scores.max(1, keepdims=True))
    moves = np.exp(follows[:-1])
    # What the sentences before and those after it say of each, both at once: the one from the start, the other back.
    steps = np.stack((fits, fits[::-1]), 1)[..., None] * np.stack((moves, moves.T))
    told = _told(steps, np.stack((np.exp(follows[-1]), np.ones(len(moves)))))
    joint = told[:, 0] * fits * told[::-1, 1]
    likely: _Array = joint / joint.sum(1, keepdims=True)
    return likely


def _told(steps: _Array, first: _Array) -> _Array:
    """What those before it say of each sentence, up to a factor, from both sides.

    The sentences are taken in blocks: what one of each block says to another of it is worked out for all blocks at
    once, and then what each block says to the next.

    Args:
        steps: for each sentence and each side, what it makes of what it is told (a matrix).
        first: for each side, what the first sentence is told.
    """
    total, sides, kinds, _ = steps.shape
    blocks = -(-total // _BLOCK)
    filled = np.zeros((blocks * _BLOCK, sides, kinds, kinds))
    filled[:total] = steps
    each = filled.reshape(blocks, _BLOCK, sides, kinds, kinds)
    within = np.empty((_BLOCK + 1, blocks, sides, kinds, kinds))
    within[0] = np.eye(kinds)
    for n in range(_BLOCK):
        np.matmul(within[n], each[:, n], out=within[n + 1])
    heads = np.empty((blocks, sides, 1, kinds))
    heads[0] = first[:, None]
    for n in range(1, blocks):
        heads[n] = heads[n - 1] @ within[-1, n - 1]
        heads[n] /= heads[n].max(axis=2, keepdims=True)
    told: _Array = np.matmul(heads, within[:-1]).swapaxes(0, 1).reshape(-1, sides, kinds)[:total]
    return told


_BLOCK: Final = 8
"""Sentences of a block: over so few, no number becomes too small to hold."""


@cache
def load_model(folder: Path = STATEMENTS) -> Model:
    """The model in a folder; nothing in it can run.

    Raises:
        PipelineError: its files are missing or broken.
    """
    try:
        described = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        with (folder / ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            held = {name: arrays[name].astype(np.float64) for name in arrays.files}
        return _model(described, held)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise PipelineError(
            f"model {folder.name!r}: its files cannot be read ({type(error).__name__}); install it again"
        ) from None


def _model(described: dict[str, Any], held: dict[str, _Array]) -> Model:
    if tuple(described["kinds"]) != KINDS:
        raise ValueError("kinds")
    names, start = [], 0
    for block in features.BLOCKS:
        names.append({name: start + n for n, name in enumerate(described["features"][block])})
        start += len(names[-1])
    return Model(
        tuple(names),
        held["weights"],
        held["idf"],
        held["bias"],
        held["follows"],
        described["temperature"],
        described["context"],
    )


class _Read(NamedTuple):
    """What the sentences of a note show.

    Attributes:
        scores: of each sentence and each kind, by what the sentence shows itself.
        handed: what is handed on to each sentence by the one before, and by the last.
        phrases: of each sentence.
    """

    scores: _Array
    handed: list[Carry]
    phrases: list[tuple[str, ...]]


_LOOK: Final = "statements"


class StatementsComponent:
    """Writes the kind of each sentence on a Doc; read it with `statements_of`."""

    def __init__(self, lists: Lists, model: Model) -> None:
        self._lists, self._model = lists, model

    def __call__(self, doc: Doc) -> Doc:
        """Write the kinds of a Doc that has who is who.

        Raises:
            PipelineError: it has not.
        """
        require(doc, "notecheck_statements", ("who",))
        read = self._again(doc) or self._read(doc)
        rows_of(doc)[_LOOK] = read
        doc.user_data["notecheck_statements"] = list(_written(self._model.likely(read.scores)))
        return doc

    def _read(self, doc: Doc) -> _Read:
        """What each sentence shows by itself."""
        phrases = features.phrases_of(doc, self._lists)
        rows, handed = features.read_part(doc, self._lists, phrases, range(len(phrases)), Carry(), before=0)
        return _Read(self._model.scores(rows), [Carry(), *handed], phrases)

    def _again(self, doc: Doc) -> _Read | None:
        """The same, where an edit led to this Doc; None if all of it is to be read."""
        edit, words, looked = edit_of(doc), anew_in(doc, "words"), anew_in(doc, "who")
        if edit is None or words is None or looked is None or _LOOK not in edit.before.rows:
            return None
        if emails.of(doc) or edit.before.mails:
            return None
        before: _Read = edit.before.rows[_LOOK]
        sentences, phrases = columns(doc).sentences, features.phrases_of(doc, self._lists)
        firsts, total, by = [first for first, _ in sentences], len(sentences), len(sentences) - len(before.scores)
        edited = bisect_left(firsts, edit.first)
        anew = _touched(edit, words, firsts)
        for n in set(range(total)) - anew:
            was = n if n < edited else n - by
            if phrases[n] != before.phrases[was] or (by and place(n, total) != place(was, total - by)):
                anew.add(n)
        ends = [*sorted(anew), total]
        scores, handed, n, more = np.empty((total, len(KINDS))), [Carry()], 0, 1
        while n < total:
            was = n if n < edited else n - by  # the number that a sentence had
            end = ends[bisect_left(ends, n)]
            if n < end and handed[n] == before.handed[was]:
                scores[n:end] = before.scores[was : was + end - n]
                handed += before.handed[was + 1 : was + 1 + end - n]
                n = end
                continue
            end = next((after for after in range(n + more, total) if after not in anew), total)
            piece = looked.piece((firsts[n], sentences[end - 1][1]))
            ahead = bisect_left(firsts, piece.first)
            rows, hands = features.read_part(piece.doc, self._lists, phrases, range(n, end), handed[n], before=ahead)
            scores[n:end] = self._model.scores(rows)
            handed += hands
            n, more = end, 2 * more  # what is handed on may be another down to the end of the note
        return _Read(scores, handed, phrases)


_BESIDE: Final = 3
"""Tokens beside a sentence that its features may read."""


def _touched(edit: Edit, words: Anew, firsts: Sequence[int]) -> set[int]:
    """The numbers of the sentences of which something else may be said, or of what stands right beside them.

    Args:
        edit: that led to the Doc.
        words: where it is looked anew at the words.
        firsts: first tokens of the sentences.
    """
    spans = [*words.changed, *(changes(edit, "who") or ()), *_lined(edit)]
    return {
        n
        for low, high in spans
        for n in range(max(0, bisect_right(firsts, low - _BESIDE) - 1), bisect_left(firsts, high + _BESIDE))
    }


def _lined(edit: Edit) -> Iterator[Span]:
    """Where lines are of other kinds, or more or fewer, with the lines above: their sentences tell what comes next."""
    now, old, (ahead, behind) = layout.of(edit.doc), edit.before.lines, edit.lines_kept
    last = len(now) - behind
    if [line.kind for line in now[ahead:last]] != [line.kind for line in old[ahead : len(old) - behind]]:
        starts = columns(edit.doc).start
        end = now[last].start if behind else len(text_of(edit.doc))
        yield bisect_left(starts, now[max(0, ahead - features.LINES_ON)].start), bisect_left(starts, end)


def _written(probabilities: _Array) -> Iterator[list[Any]]:
    """Kind, confidence and all probabilities of each sentence, as plain data that spaCy can write out."""
    for row in probabilities.round(4).tolist():
        confidence = max(row)
        yield [KINDS[row.index(confidence)], confidence, row]


@Language.factory("notecheck_statements", default_config={"lexicons": None}, assigns=["doc.user_data"])
def _make(nlp: Language, name: str, lexicons: str | None) -> StatementsComponent:  # noqa: ARG001
    return StatementsComponent(Lists(nlp, load_lexicons()), load_model())
