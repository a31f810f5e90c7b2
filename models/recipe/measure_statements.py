"""Measures models/statements: families of models against each other, and the shipped one kind by kind.

Usage: python models/recipe/measure_statements.py [--families] [FOLDER ...]

Prints the tables of the model's card. `--families` cross-validates on the training notes (minutes); each FOLDER
holds annotated notes that the model was not trained on (default: models/corpus/dev).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.naive_bayes import ComplementNB
from statements import CORPUS, SEED, TRAIN, Annotated, Vocabulary, fit, folds, read, vocabulary

from notecheck.statements.kinds import KINDS, load_model

_BINS: Final = ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))
_COMMON: Final = 10
"""Sentences in which a feature must stand for the trees, which take a table without gaps."""

Guess = Callable[[Sequence[Annotated], Sequence[Annotated]], np.ndarray]
"""From notes to learn from and notes to judge to the kinds of the latter's sentences."""


def macro(kinds: np.ndarray, guessed: np.ndarray) -> float:
    """Mean of the F1 of all six kinds."""
    return float(f1_score(kinds, guessed, labels=range(len(KINDS)), average="macro", zero_division=0))


def kinds_of(notes: Sequence[Annotated]) -> np.ndarray:
    """What readers gave, sentence by sentence."""
    return np.concatenate([note.kinds for note in notes])


def _rows(notes: Sequence[Annotated]) -> list[Any]:
    return [row for note in notes for row in note.rows]


def _plain(make: Callable[[], Any]) -> Guess:
    """A family that looks at each sentence by itself, on the features of the shipped model."""

    def guess(known: Sequence[Annotated], asked: Sequence[Annotated]) -> np.ndarray:
        words = vocabulary(known)
        model = make().fit(words.matrix(_rows(known)), kinds_of(known))
        return np.asarray(model.predict(words.matrix(_rows(asked))))

    return guess


def _trees(known: Sequence[Annotated], asked: Sequence[Annotated]) -> np.ndarray:
    words = vocabulary(known)
    many = len(words.names[0])
    hand = Vocabulary((words.names[0], {}, {}), words.idf[:many], words.scale[:many])
    table = hand.matrix(_rows(known))
    common = np.flatnonzero(np.asarray((table > 0).sum(0)).ravel() >= _COMMON)
    model = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.1, random_state=SEED)
    model.fit(table[:, common].toarray(), kinds_of(known))
    return np.asarray(model.predict(hand.matrix(_rows(asked))[:, common].toarray()))


def _alone(known: Sequence[Annotated], asked: Sequence[Annotated]) -> np.ndarray:
    model = fit(known)
    return np.concatenate([model.scores(note.rows).argmax(1) for note in asked])


def _shipped(known: Sequence[Annotated], asked: Sequence[Annotated]) -> np.ndarray:
    model = fit(known, temperature=load_model().temperature)
    return np.concatenate([model(note.rows).argmax(1) for note in asked])


FAMILIES: Final[dict[str, Guess]] = {
    "complement naive Bayes": _plain(ComplementNB),
    "logistic regression": _plain(lambda: LogisticRegression(C=10, max_iter=300)),
    "gradient-boosted trees, hand features": _trees,
    "linear SVM, each sentence by itself": _alone,
    "linear SVM, sentences in the light of each other (shipped)": _shipped,
}


def families(notes: Sequence[Annotated]) -> None:
    """Print macro-F1 of each family: mean over the folds, and its standard error."""
    print("|Family|macro-F1|standard error|\n|-|-|-|")
    for name, guess in FAMILIES.items():
        found = []
        for fold in folds(notes):
            left = set(fold)
            asked = [notes[n] for n in fold]
            found.append(macro(kinds_of(asked), guess([note for n, note in enumerate(notes) if n not in left], asked)))
        print(f"|{name}|{np.mean(found):.3f}|{np.std(found, ddof=1) / len(found) ** 0.5:.3f}|", flush=True)


def kind_by_kind(notes: Sequence[Annotated], likely: np.ndarray) -> None:
    """Print precision, recall and F1 of each kind, then how far confidence can be believed."""
    kinds, guessed, sure = kinds_of(notes), likely.argmax(1), likely.max(1)
    table = precision_recall_fscore_support(kinds, guessed, labels=range(len(KINDS)), zero_division=0)
    print("|Kind|precision|recall|F1|sentences|\n|-|-|-|-|-|")
    for kind, precision, recall, f1, cases in zip(KINDS, *table, strict=True):
        print(f"|{kind}|{precision:.2f}|{recall:.2f}|{f1:.2f}|{cases}|")
    right = guessed == kinds
    print(f"\nMacro-F1 {macro(kinds, guessed):.3f}, right {right.mean():.3f}.\n")
    print("|Confidence|sentences|mean confidence|right|\n|-|-|-|-|")
    error = 0.0
    for low, high in _BINS:
        held = (sure >= low) & (sure < high)
        if held.any():
            error += held.mean() * abs(sure[held].mean() - right[held].mean())
            shown = f"{low:.1f} to {min(high, 1):.1f}"
            print(f"|{shown}|{held.sum()}|{sure[held].mean():.2f}|{right[held].mean():.2f}|")
    print(f"\nExpected calibration error {error:.3f}.\n")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[CORPUS / "dev"])
    parser.add_argument("--families", action="store_true")
    arguments = parser.parse_args()
    if arguments.families:
        families(list(read((CORPUS / name for name in TRAIN), lines=True)))
    model = load_model()
    for folder in arguments.folders:
        notes = list(read([folder]))
        print(f"\n{folder.name}: {len(notes)} notes\n")
        kind_by_kind(notes, np.concatenate([model(note.rows) for note in notes]))


if __name__ == "__main__":
    main()
