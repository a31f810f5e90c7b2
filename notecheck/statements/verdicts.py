"""Verdicts that nobody owns and nothing bears out: how surely one stands in a sentence, and in which part of it.

Three linear models weigh what a passage shows (`passages`): how much the words of a part are those of a verdict; how
much they are words of contempt, which are not an opinion's but a label's; and, from the kind of the sentence, from who
holds the view and from what it is said to rest on, how surely the sentence leaves a verdict standing by itself. The
models are data only: arrays and lists of names, made by `models/recipe/opinions.py` and described in
`models/opinions/README.md`.

Known misses: see that card.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from notecheck.data import OPINIONS
from notecheck.errors import PipelineError
from notecheck.statements.passages import OPINION, Part, Passage

NAMES: Final = "opinions.json"
ARRAYS: Final = "opinions.npz"
_GAP: Final = 2.0
"""How far a part may lie behind the likeliest one of its sentence before it counts for half."""


@dataclass(frozen=True)
class Model:
    """The weights.

    Attributes:
        words: what each name of a part's feature weighs: for a verdict, for contempt.
        words_bias: the same for any part.
        sentences: what each name of a sentence's feature weighs.
        numbers: what each of `numbers_of` weighs.
        sentences_bias: for any sentence.
        contempt_at: how much contempt is as likely a label as an opinion, where no list holds it.
        threshold: how sure a verdict must be.
    """

    words: Mapping[str, tuple[float, float]]
    words_bias: tuple[float, float]
    sentences: Mapping[str, float]
    numbers: tuple[float, ...]
    sentences_bias: float
    contempt_at: float
    threshold: float

    def part(self, shows: Iterable[str]) -> tuple[float, float]:
        """How much the words of a part are a verdict's, and how much contempt's."""
        verdict, contempt = self.words_bias
        for name in shows:
            weights = self.words.get(name)
            if weights:
                verdict += weights[0]
                contempt += weights[1]
        return verdict, contempt

    def sentence(self, passage: Passage, verdicts: Sequence[float]) -> float:
        """How likely it is that a verdict stands in it by itself."""
        score = self.sentences_bias + sum(self.sentences.get(name, 0.0) for name in passage.shows)
        pairs = zip(self.numbers, numbers_of(passage.kinds, verdicts), strict=True)
        return _likely(score + sum(weight * number for weight, number in pairs))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A part of a sentence that is a verdict nobody owns.

    Attributes:
        passage: the sentence.
        part: the part that holds it.
        probability: of its being one, 0 to 1.
    """

    passage: Passage
    part: Part
    probability: float


def judge(passage: Passage, model: Model) -> Verdict | None:
    """The likeliest verdict of a sentence, if there may be one at all."""
    weighed = [model.part(part.shows) for part in passage.parts]
    sure = model.sentence(passage, [verdict for verdict, _ in weighed])
    if sure < model.threshold:
        return None
    free = [n for n, part in enumerate(passage.parts) if not part.aside]
    if not free:
        return None
    most = max(weighed[n][0] for n in free)
    shares = {n: share(weighed[n], most, model.contempt_at) for n in free}
    best = max(shares, key=lambda n: shares[n])
    return Verdict(passage, passage.parts[best], sure * shares[best])


def share(weighed: tuple[float, float], most: float, contempt_at: float) -> float:
    """What part of a sentence's probability falls to one of its parts.

    Args:
        weighed: how much its words are a verdict's and contempt's.
        most: how much those of the likeliest part are a verdict's.
        contempt_at: as in `Model`.
    """
    return _likely(contempt_at - weighed[1]) * _likely(weighed[0] - most + _GAP) / _likely(_GAP)


def numbers_of(kinds: Sequence[float], verdicts: Sequence[float]) -> list[float]:
    """The numbers that are weighed beside the names of a sentence.

    Args:
        kinds: the probability of each kind.
        verdicts: for each part, how much its words are a verdict's.
    """
    odds = [math.log(kept / (1 - kept)) for kept in (min(0.997, max(0.003, kind)) for kind in kinds)]
    ranked = sorted((min(4.0, max(-4.0, verdict)) for verdict in verdicts), reverse=True)
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else -4.0
    return [*(odd / 3 for odd in odds), best / 1.5, max(0.0, best) / 1.5, second / 2, odds[OPINION] * best / 6]


def _likely(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_model(folder: Path = OPINIONS) -> Model:
    """The model in a folder; nothing in it can run.

    Raises:
        PipelineError: its files are missing or broken.
    """
    try:
        described = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return _model(described, {name: arrays[name].astype(np.float64).tolist() for name in arrays.files})
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise PipelineError(
            f"model {folder.name!r}: its files cannot be read ({type(error).__name__}); install it again"
        ) from None


def _model(described: Mapping[str, Any], held: Mapping[str, Any]) -> Model:
    verdict, contempt = held["words_bias"]
    return Model(
        {name: (row[0], row[1]) for name, row in zip(described["words"], held["words"], strict=True)},
        (verdict, contempt),
        dict(zip(described["sentences"], held["sentences"], strict=True)),
        tuple(held["numbers"]),
        float(held["sentences_bias"]),
        described["contempt_at"],
        described["threshold"],
    )
