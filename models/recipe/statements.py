"""Trains models/statements from the annotated notes, with a fixed seed, in one command.

Usage: python models/recipe/statements.py [--output FOLDER] [--out-of-fold FILE]

Reads models/corpus/train and, where it is there, models/corpus/more. Needs scikit-learn; the model does not.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from build import write_checksums
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC
from spacy.language import Language
from spacy.tokens import Doc

from notecheck import pipeline
from notecheck.data import load_lexicons
from notecheck.note import Note
from notecheck.statements.feature_lists import Lists
from notecheck.statements.features import Row
from notecheck.statements.kinds import ARRAYS, KINDS, NAMES, Model, features, posterior
from notecheck.text.columns import columns

HERE: Final = Path(__file__).parent
CORPUS: Final = HERE.parent / "corpus"
OUTPUT: Final = HERE.parent / "statements"
TRAIN: Final = ("train", "more")
FOLDS: Final = 5
SEED: Final = 0
COST: Final = 0.3
"""Cost of an error against that of large weights."""
HAND: Final = 0.3
"""What a feature by hand weighs against a whole block of words."""
FIRM: Final = 4
"""How much more a feature weighs that the guide settles outright and that examples are too few to teach."""
_FIRM: Final = ("kid-told-because", "speech=")
RAREST: Final = 3
"""Sentences in which a feature must stand, of more than one note: a name that one note invents says nothing."""
LINE: Final = 0.15
"""What a sentence as a text of its own weighs: people try out single lines, and then no note stands around them."""
CONTEXT: Final = 0.3
"""How much it counts what tends to follow what."""


@dataclass(frozen=True)
class Annotated:
    """One note as the pipeline cuts it.

    Attributes:
        id: of the note.
        rows: the features of its sentences.
        kinds: what readers gave, as an index into `KINDS`.
        lines: the features of each sentence as a text of its own; empty where they are not asked for.
    """

    id: str
    rows: list[Row]
    kinds: list[int]
    lines: list[Row]


def read(folders: Iterable[Path], *, lines: bool = False) -> Iterator[Annotated]:
    """The annotated notes of folders, in the order of their names.

    Args:
        folders: of JSON files in the form of `models/corpus/GUIDE.md`.
        lines: also read each sentence as a text of its own.
    """
    nlp = pipeline.load_model()
    nlp.add_pipe("notecheck_who")
    lists = Lists(nlp, load_lexicons())
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            note = json.loads(path.read_text(encoding="utf-8"))
            doc = nlp(_doc(nlp, note, note["text"]))
            texts = [span.text.strip() for span in doc.sents] if lines else []
            alone = nlp.pipe([_doc(nlp, note, text) for text in texts])
            yield Annotated(
                note["id"],
                features.read(doc, lists),
                list(gold(note, doc)),
                [next(iter(features.read(line, lists)), Row([], [], [])) for line in alone],
            )


def _doc(nlp: Language, note: Mapping[str, Any], text: str) -> Doc:
    doc = pipeline.make_doc(nlp, text)
    keys = ("id", "text", "doc_type", "child", "other_children", "author", "event_date", "recorded_date")
    doc._.notecheck_note = Note.from_dict({key: note[key] for key in keys if key in note} | {"text": text})
    return doc


def gold(note: Mapping[str, Any], doc: Doc) -> Iterator[int]:
    """The kind of each sentence of a Doc: that of the annotated sentence which it shares most with."""
    at, spans = 0, []
    for sentence in note["sentences"]:
        start = note["text"].index(sentence["quote"], at)
        at = start + len(sentence["quote"])
        spans.append((start, at, KINDS.index(sentence["label"])))
    c = columns(doc)
    for first, last in c.sentences:
        start, end = c.start[first], c.start[last - 1] + len(c.text[last - 1])
        yield max(spans, key=lambda span: min(end, span[1]) - max(start, span[0]))[2]


@dataclass(frozen=True)
class Vocabulary:
    """The features that count, block by block.

    Attributes:
        names: for each block, the column of each name.
        idf: how rare each feature is; 0 for what was thought out by hand.
        scale: what each feature weighs; within a block of words, before the whole is made to weigh 1.
    """

    names: tuple[dict[str, int], ...]
    idf: np.ndarray
    scale: np.ndarray

    def matrix(self, rows: Sequence[Row]) -> sp.csr_matrix:
        """One row for each sentence."""
        data, places, ends = [], [], [0]
        for row in rows:
            for block, names in zip(features.BLOCKS, self.names, strict=True):
                known = sorted({names[name] for name in getattr(row, block) if name in names})
                values = self.scale[known]
                if block != "hand" and len(known):
                    values = values / np.linalg.norm(values)
                data.extend(values)
                places.extend(known)
            ends.append(len(places))
        return sp.csr_matrix((data, places, ends), shape=(len(rows), len(self.scale)))


def vocabulary(notes: Sequence[Annotated]) -> Vocabulary:
    """What stands in at least `RAREST` sentences, and in more than one note."""
    total = sum(len(note.rows) for note in notes)
    names: list[dict[str, int]] = []
    idf: list[float] = []
    scale: list[float] = []
    for block in features.BLOCKS:
        held = [Counter(name for row in note.rows for name in set(getattr(row, block))) for note in notes]
        sentences = sum(held, Counter())
        seen_in = Counter(name for counts in held for name in counts)
        chosen = sorted(name for name, count in sentences.items() if count >= RAREST and seen_in[name] > 1)
        names.append({name: len(scale) + n for n, name in enumerate(chosen)})
        if block == "hand":
            scale += [HAND * (FIRM if name.startswith(_FIRM) else 1) for name in chosen]
            idf += [0.0] * len(chosen)
        else:
            rare = [float(np.log((1 + total) / (1 + sentences[name]))) + 1 for name in chosen]
            scale, idf = scale + rare, idf + rare
    return Vocabulary(tuple(names), np.array(idf), np.array(scale))


def follows(notes: Sequence[Annotated]) -> np.ndarray:
    """Logarithm of how often each kind follows each other; the last row is for the first sentence of a note."""
    counts = np.ones((len(KINDS) + 1, len(KINDS)))
    for note in notes:
        for before, kind in zip([len(KINDS), *note.kinds], note.kinds, strict=False):
            counts[before, kind] += 1
    return np.log(counts / counts.sum(1, keepdims=True))


def fit(notes: Sequence[Annotated], temperature: float = 1.0) -> Model:
    """The model of some notes."""
    known = vocabulary(notes)
    rows = [row for note in notes for row in note.rows] + [row for note in notes for row in note.lines]
    kinds = [kind for note in notes for kind in note.kinds]
    kinds += [kind for note in notes for kind in note.kinds[: len(note.lines)]]
    weights = np.where(np.arange(len(rows)) < sum(len(note.rows) for note in notes), 1, LINE)
    svm = LinearSVC(C=COST, random_state=SEED).fit(known.matrix(rows), kinds, sample_weight=weights)
    learnt = (svm.coef_ * known.scale).T
    return Model(known.names, learnt, known.idf, svm.intercept_, follows(notes), temperature, CONTEXT)


def folds(notes: Sequence[Annotated]) -> list[list[int]]:
    """The notes dealt into folds, whole ones."""
    order = np.random.default_rng(SEED).permutation(len(notes))
    return [sorted(order[n::FOLDS].tolist()) for n in range(FOLDS)]


def held_out(notes: Sequence[Annotated]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """For each note the scores of a model that has not seen it, and that model's `follows`."""
    scores: list[np.ndarray] = [np.zeros(0)] * len(notes)
    moves: list[np.ndarray] = [np.zeros(0)] * len(notes)
    for fold in folds(notes):
        left = set(fold)
        model = fit([note for n, note in enumerate(notes) if n not in left])
        for n in fold:
            scores[n], moves[n] = model.scores(notes[n].rows), model.follows
    return scores, moves


def settle_temperature(notes: Sequence[Annotated], scores: Sequence[np.ndarray], moves: Sequence[np.ndarray]) -> float:
    """The temperature under which what was held out is likeliest."""
    kinds = np.concatenate([note.kinds for note in notes])

    def loss(temperature: float) -> float:
        likely = probabilities(scores, moves, temperature)
        return float(-np.log(np.maximum(likely[np.arange(len(kinds)), kinds], 1e-9)).mean())

    return round(float(minimize_scalar(loss, bounds=(0.5, 6), method="bounded").x), 2)


def probabilities(scores: Sequence[np.ndarray], moves: Sequence[np.ndarray], temperature: float) -> np.ndarray:
    """Of every sentence of all notes, in order."""
    pairs = zip(scores, moves, strict=True)
    return np.concatenate([posterior(temperature * score, CONTEXT * move) for score, move in pairs])


def write(model: Model, output: Path) -> None:
    """Write the model; what the recipe does not write (the card) is left there."""
    output.mkdir(parents=True, exist_ok=True)
    described = {
        "kinds": KINDS,
        "temperature": model.temperature,
        "context": model.context,
        "features": {block: list(names) for block, names in zip(features.BLOCKS, model.names, strict=True)},
    }
    text = json.dumps(described, ensure_ascii=False, indent=0)
    (output / NAMES).write_text(text + "\n", encoding="utf-8")
    np.savez_compressed(
        output / ARRAYS,
        weights=model.weights.astype(np.float16),
        idf=model.idf.astype(np.float16),
        bias=model.bias.astype(np.float32),
        follows=model.follows.astype(np.float32),
    )
    write_checksums(output)


def write_held_out(notes: Sequence[Annotated], likely: np.ndarray, path: Path) -> None:
    """Write id → kind, confidence and all probabilities of each sentence, from models that had not seen the note."""
    rows, found = iter(likely.round(4).tolist()), {}
    for note in notes:
        of_note = [next(rows) for _ in note.rows]
        found[note.id] = [[KINDS[row.index(max(row))], max(row), row] for row in of_note]
    path.write_text(json.dumps(found), encoding="utf-8")


def main() -> None:
    """Train, write, and say how well the model did on what it had not seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--out-of-fold", type=Path, help="write what models say of notes that they have not seen")
    arguments = parser.parse_args()
    notes = list(read((CORPUS / name for name in TRAIN), lines=True))
    scores, moves = held_out(notes)
    temperature = settle_temperature(notes, scores, moves)
    write(fit(notes, temperature), arguments.output)
    likely = probabilities(scores, moves, temperature)
    kinds = np.concatenate([note.kinds for note in notes])
    f1 = f1_score(kinds, likely.argmax(1), average="macro")
    right = (likely.argmax(1) == kinds).mean()
    print(f"{len(notes)} notes, {len(kinds)} sentences; out of fold: macro-F1 {f1:.3f}, right {right:.3f}")
    if arguments.out_of_fold:
        write_held_out(notes, likely, arguments.out_of_fold)


if __name__ == "__main__":
    main()
