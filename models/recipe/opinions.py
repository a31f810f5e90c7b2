"""Trains models/opinions from the annotated notes and the invented lines, with a fixed seed, in one command.

Usage: python models/recipe/opinions.py [--output FOLDER] [--kinds FILE]

Reads models/corpus/train, models/corpus/more, models/corpus/lines and the lines that lexicons/judgemental.yaml must
and must not mark. What the statement model says of a note must come from one that has not seen it: FILE, written by
`statements.py --out-of-fold FILE`, or models fitted here in the same way. Needs scikit-learn; the model does not.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
import statements
from build import write_checksums
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Doc

from notecheck import pipeline
from notecheck.component import REGISTRY, findings_of
from notecheck.data import load_lexicons
from notecheck.evaluate import Tally, compare
from notecheck.note import Note
from notecheck.statements import passages
from notecheck.statements.kinds import KINDS
from notecheck.statements.passages import OPINION, Lists, Part, Passage
from notecheck.statements.verdicts import ARRAYS, NAMES, Model, judge, numbers_of
from notecheck.text.columns import columns

HERE: Final = Path(__file__).parent
CORPUS: Final = HERE.parent / "corpus"
LINES: Final = CORPUS / "lines"
OUTPUT: Final = HERE.parent / "opinions"
SEED: Final = 0
NONE, VERDICT, LABEL, UNSURE = range(4)
"""What a part is to readers: nothing, `opinion`, `judgemental`; or beside one of these, or a verdict that is owned."""
RAREST: Final = 2
"""Parts in which a name must stand."""
WORDS_COST, CONTEMPT_COST, SENTENCE_COST = 6.0, 3.0, 0.3
"""Cost of an error against that of large weights."""
WORD, CLASS, SIGN = 0.35, 0.25, 0.3
"""What a word, another name of a part and a name of a sentence weigh before training."""
TOLD: Final = 0.3
"""What a part counts that somebody else says or thinks: it may be a verdict, and only is not the writer's."""
LINES_A_NOTE: Final = 9
LINE_BREAKS: Final = 0.3
CONTEMPT_AT: Final = 1.4
"""See `Model.contempt_at`; more than 0, since what lexicons/judgemental.yaml holds is out of the way."""
THRESHOLD: Final = 0.57
"""The least probability at which a verdict is marked, chosen for a precision of 0.9 out of fold."""
MOST: Final = 9_000
"""Names of parts that are kept, the strongest."""

Marks = Sequence[tuple[int, int, int]]
"""Spans of code points and what they are."""


@dataclass
class Read:
    """One note.

    Attributes:
        id: of the note; empty for lines.
        doc: with statement kinds.
        marks: what readers marked.
        passages: all sentences.
        said: for each part of each passage what it is to readers, and how much it counts.
    """

    id: str
    doc: Doc
    marks: Marks
    passages: list[Passage]
    said: list[list[tuple[int, float]]]

    def span(self, part: Part) -> tuple[int, int]:
        """Code points of a part."""
        c = columns(self.doc)
        return c.start[part.start], c.start[part.end - 1] + len(c.text[part.end - 1])


# --- reading ----------------------------------------------------------------------------------------------------------


def read_notes(nlp: Language, lists: Lists, kinds: Mapping[str, list[Any]], folders: Iterable[Path]) -> Iterator[Read]:
    """The annotated notes, each with statement kinds of a model that has not seen it."""
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            note = json.loads(path.read_text(encoding="utf-8"))
            doc = nlp(_doc(nlp, note))
            doc.user_data["notecheck_statements"] = kinds[note["id"]]
            gold = list(statements.gold(note, doc))
            yield _weighed(note["id"], doc, list(_marks(note)), lists, gold)


def _doc(nlp: Language, note: Mapping[str, Any]) -> Doc:
    doc = pipeline.make_doc(nlp, note["text"])
    keys = ("id", "text", "doc_type", "child", "other_children", "author", "event_date", "recorded_date")
    doc._.notecheck_note = Note.from_dict({key: note[key] for key in keys if key in note})
    return doc


def _marks(note: Mapping[str, Any]) -> Iterator[tuple[int, int, int]]:
    for finding in note["findings"]:
        what = {"opinion": VERDICT, "judgemental": LABEL}.get(finding["category"])
        if what:
            at = -1
            for _ in range(finding.get("nth", 1)):
                at = note["text"].index(finding["quote"], at + 1)
            yield at, at + len(finding["quote"]), what


def _weighed(name: str, doc: Doc, marks: Marks, lists: Lists, gold: Sequence[int] | None, owned: Marks = ()) -> Read:
    """The passages of a Doc with what each part is.

    Args:
        name: id of the note.
        doc: with statement kinds.
        marks: what readers marked.
        lists: for reading.
        gold: the kind of each sentence, if readers gave one.
        owned: spans that hold verdicts which somebody owns.
    """
    found = Read(name, doc, marks, list(passages.read(doc, lists, least=0.0)), [])
    places = [(p, n) for p, passage in enumerate(found.passages) for n in range(len(passage.parts))]
    spans = [found.span(found.passages[p].parts[n]) for p, n in places]
    said = [NONE] * len(spans)
    for start, end, what in sorted(marks, key=lambda each: -each[2]):
        over = [(min(end, b) - max(start, a), k) for k, (a, b) in enumerate(spans) if a < end and start < b]
        for _, k in over:
            said[k] = said[k] or UNSURE
        if over:
            said[max(over)[1]] = what
    counts = [1.0] * len(spans)
    for k, ((p, _), (a, b)) in enumerate(zip(places, spans, strict=True)):
        kind = KINDS[gold[found.passages[p].number]] if gold else ""
        if said[k] == NONE and (kind == "opinion" or any(start < b and a < end for start, end, _ in owned)):
            said[k] = UNSURE
        elif said[k] == NONE and kind in ("reported", "child-voice"):
            counts[k] = TOLD
    rows = iter(zip(said, counts, strict=True))
    found.said = [[next(rows) for _ in passage.parts] for passage in found.passages]
    return found


def read_lines(nlp: Language, lists: Lists) -> Iterator[Read]:
    """The invented lines, shuffled into notes: `[[a verdict]]`, `{{a label}}`, and lines with neither.

    What the check `judgemental` marks of them is its own.
    """
    rng = random.Random(SEED)  # noqa: S311
    lines = list(_lines())
    rng.shuffle(lines)
    judgemental = nlp.create_pipe(REGISTRY["judgemental"].factory)
    kinds = nlp.create_pipe("notecheck_statements")
    for at in range(0, len(lines), LINES_A_NOTE):
        text, marks, owned = _joined(lines[at : at + LINES_A_NOTE], rng)
        doc = judgemental(kinds(nlp(_doc(nlp, {"text": text, **_SOMEBODY}))))
        held = [(finding.start, finding.end) for finding in findings_of(doc)]
        settled = [(a, b, LABEL if any(a < y and x < b for x, y in held) else what) for a, b, what in marks]
        # Of a line that the lexicon gives, what the check marks in it.
        given = [(a, b) for a, b, what in marks if what == UNSURE]
        settled = [mark for mark in settled if (mark[0], mark[1]) not in given]
        settled += [(x, y, LABEL) for x, y in held if any(a <= x < b for a, b in given)]
        yield _weighed("", doc, settled, lists, None, owned)


_SOMEBODY: Final = {
    "child": {"name": "Callum Wright", "known_as": ["Callum"], "age": 9},
    "author": {"name": "Priya Nair", "role": "Social Worker"},
}
_MARK: Final = re.compile(r"(\[\[|\]\]|\{\{|\}\})")


@dataclass(frozen=True)
class Line:
    """A line, its marks, and whether what it says has an owner."""

    text: str
    marks: Marks
    owned: bool


def _lines() -> Iterator[Line]:
    for path in sorted(LINES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield _line(line.strip(), owned=path.stem == "owned")
    for entry in load_lexicons().terms["judgemental"]:
        yield from (Line(text, [(0, len(text), UNSURE)], owned=False) for text in entry.flags)
        yield from (Line(text, [], owned=False) for text in entry.allows)


def _line(line: str, *, owned: bool) -> Line:
    text, marks, start = "", [], 0
    for piece in _MARK.split(line):
        if piece in ("[[", "{{"):
            start = len(text)
        elif piece in ("]]", "}}"):
            marks.append((start, len(text), VERDICT if piece == "]]" else LABEL))
        else:
            text += piece
    return Line(text, marks, owned)


def _joined(lines: Sequence[Line], rng: random.Random) -> tuple[str, Marks, Marks]:
    text, marks, owned = "", [], []
    for line in lines:
        at = len(text)
        marks += [(at + start, at + end, what) for start, end, what in line.marks]
        if line.owned:
            owned.append((at, at + len(line.text), UNSURE))
        broken = line.text[-1] not in '.!?"' or rng.random() < LINE_BREAKS
        text += line.text + ("\n" if broken else " ")
    return text.rstrip(), marks, owned


# --- fitting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What the words of parts weigh."""

    names: dict[str, int]
    weights: np.ndarray
    bias: np.ndarray

    def __call__(self, parts: Sequence[Part]) -> list[tuple[float, float]]:
        """How much each part is a verdict, and how much contempt."""
        rows = [[self.names[name] for name in part.shows if name in self.names] for part in parts]
        return [tuple(self.weights[row].sum(0) + self.bias) for row in rows]  # type: ignore[misc]


def fit_words(notes: Sequence[Read]) -> Words:
    """Learn from all parts which names speak for a verdict, and from the verdicts which speak for contempt."""
    rows = [
        (part, said, count)
        for note in notes
        for passage, what in zip(note.passages, note.said, strict=True)
        for part, (said, count) in zip(passage.parts, what, strict=True)
        if said != UNSURE
    ]
    held = Counter(name for part, _, _ in rows for name in part.shows)
    names = _by_name(name for name, count in held.items() if count >= RAREST)
    for last in (False, True):
        scale = np.array([WORD if name[:2] in ("w=", "b=") else CLASS for name in names])
        matrix = _matrix([part.shows for part, _, _ in rows], names, scale)
        said, counts = np.array([what for _, what, _ in rows]), np.array([count for _, _, count in rows])
        verdict = _regression(matrix, said != NONE, WORDS_COST, counts)
        marked = said != NONE
        contempt = _regression(matrix[marked], said[marked] == LABEL, CONTEMPT_COST, counts[marked])
        weights = np.vstack([verdict.coef_[0], contempt.coef_[0]]).T * scale[:, None]
        if not last and len(names) > MOST:
            strength = np.abs(weights).max(1)
            least = np.sort(strength)[-MOST]
            names = _by_name(name for name, place in names.items() if strength[place] >= least)
    return Words(names, weights, np.array([verdict.intercept_[0], contempt.intercept_[0]]))


def _by_name(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(sorted(names))}


def _matrix(rows: Sequence[Sequence[str]], names: Mapping[str, int], scale: np.ndarray) -> sp.csr_matrix:
    places = [sorted(names[name] for name in row if name in names) for row in rows]
    flat = np.array([place for row in places for place in row], dtype=int)
    ends = np.cumsum([0, *map(len, places)])
    return sp.csr_matrix((scale[flat], flat, ends), shape=(len(rows), len(names)))


def _regression(matrix: sp.csr_matrix, wanted: np.ndarray, cost: float, counts: np.ndarray | None = None) -> Any:
    model = LogisticRegression(C=cost, solver="liblinear", random_state=SEED, max_iter=300)
    return model.fit(matrix, wanted.astype(int), sample_weight=counts)


def folds(notes: Sequence[Read]) -> list[list[int]]:
    """The notes dealt into folds, whole ones."""
    order = np.random.default_rng(SEED).permutation(len(notes))
    return [sorted(order[n :: statements.FOLDS].tolist()) for n in range(statements.FOLDS)]


Weighed = list[list[tuple[float, float]]]
"""For each passage of a note, for each of its parts, how much it is a verdict and how much contempt."""


def held_out(notes: Sequence[Read], lines: Sequence[Read]) -> list[Weighed]:
    """What models of the words say of notes that they have not seen."""
    found: list[Weighed] = [[]] * len(notes)
    for fold in folds(notes):
        left = set(fold)
        words = fit_words([*(note for n, note in enumerate(notes) if n not in left), *lines])
        for n in fold:
            found[n] = [words(passage.parts) for passage in notes[n].passages]
    return found


def fit(words: Words, notes: Sequence[Read], weighed: Sequence[Weighed]) -> Model:
    """The whole model: of the words, and of the sentences of notes that the words' models had not seen.

    Args:
        words: of the words, to be shipped.
        notes: the annotated notes.
        weighed: what models say of their words that had not seen them.
    """
    rows = [
        (passage.shows, numbers_of(passage.kinds, [verdict for verdict, _ in scores]), _is_marked(said))
        for note, of_note in zip(notes, weighed, strict=True)
        for passage, said, scores in zip(note.passages, note.said, of_note, strict=True)
        if passage.kinds[OPINION] >= passages.LEAST
    ]
    held = Counter(name for shows, _, _ in rows for name in shows)
    names = _by_name(name for name, count in held.items() if count >= RAREST)
    matrix = _matrix([shows for shows, _, _ in rows], names, np.full(len(names), SIGN))
    numbers = np.array([numbers for _, numbers, _ in rows])
    model = _regression(
        sp.hstack([matrix, sp.csr_matrix(numbers)]).tocsr(), np.array([m for *_, m in rows]), SENTENCE_COST
    )
    weights = model.coef_[0]
    return Model(
        {name: (float(words.weights[place, 0]), float(words.weights[place, 1])) for name, place in words.names.items()},
        (float(words.bias[0]), float(words.bias[1])),
        {name: float(weights[place] * SIGN) for name, place in names.items()},
        tuple(weights[len(names) :].tolist()),
        float(model.intercept_[0]),
        CONTEMPT_AT,
        THRESHOLD,
    )


def _is_marked(said: Sequence[tuple[int, float]]) -> bool:
    return any(what in (VERDICT, LABEL) for what, _ in said)


# --- measuring and writing --------------------------------------------------------------------------------------------


def measure(
    notes: Sequence[Read], lines: Sequence[Read], weighed: Sequence[Weighed], judgemental: Any
) -> dict[float, Tally]:
    """For some thresholds, how well models do on notes that they have not seen, beside the check `judgemental`."""
    tallies = {threshold: Tally() for threshold in (0.5, 0.55, 0.6, 0.65, 0.7)}
    for fold in folds(notes):
        left = set(fold)
        seen = [n for n in range(len(notes)) if n not in left]
        words = fit_words([*(notes[n] for n in seen), *lines])
        model = replace(fit(words, [notes[n] for n in seen], [weighed[n] for n in seen]), threshold=min(tallies))
        for n in fold:
            note = notes[n]
            labels = [(each.start, each.end) for each in findings_of(judgemental(note.doc))]
            wanted = sorted((start, end) for start, end, what in note.marks if what == VERDICT)
            found = [each for each in (judge(passage, model) for passage in note.passages) if each is not None]
            for threshold in tallies:
                spans = [note.span(each.part) for each in found if each.probability >= threshold]
                free = [(a, b) for a, b in spans if not any(x < b and a < y for x, y in labels)]
                tallies[threshold] += compare(sorted(free), wanted)
    return tallies


def write(model: Model, output: Path) -> None:
    """Write the model; what the recipe does not write (the card) is left there."""
    output.mkdir(parents=True, exist_ok=True)
    described = {
        "contempt_at": model.contempt_at,
        "threshold": model.threshold,
        "sentences": list(model.sentences),
        "words": list(model.words),
    }
    text = json.dumps(described, ensure_ascii=False, indent=0)
    (output / NAMES).write_text(text + "\n", encoding="utf-8")
    np.savez_compressed(
        output / ARRAYS,
        words=np.array(list(model.words.values()), dtype=np.float16),
        words_bias=np.array(model.words_bias, dtype=np.float32),
        sentences=np.array(list(model.sentences.values()), dtype=np.float16),
        numbers=np.array(model.numbers, dtype=np.float32),
        sentences_bias=np.float32(model.sentences_bias),
    )
    write_checksums(output)


def kinds_out_of_fold(folders: Sequence[Path]) -> dict[str, list[Any]]:
    """Id → kind, confidence and all probabilities of each sentence, from models that had not seen the note."""
    notes = list(statements.read(folders, lines=True))
    scores, moves = statements.held_out(notes)
    temperature = statements.settle_temperature(notes, scores, moves)
    rows = iter(statements.probabilities(scores, moves, temperature).round(4).tolist())
    return {note.id: [_row(next(rows)) for _ in note.rows] for note in notes}


def _row(likely: list[float]) -> list[Any]:
    return [KINDS[likely.index(max(likely))], max(likely), likely]


def main() -> None:
    """Train, write, and say how well the model did on what it had not seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--kinds", type=Path, help="what statements.py wrote with --out-of-fold")
    arguments = parser.parse_args()
    folders = [CORPUS / name for name in statements.TRAIN]
    kinds = json.loads(arguments.kinds.read_text(encoding="utf-8")) if arguments.kinds else kinds_out_of_fold(folders)
    nlp = pipeline.load_model()
    nlp.add_pipe("notecheck_who")
    lists = passages.lists_of(load_lexicons().words)
    notes = list(read_notes(nlp, lists, kinds, folders))
    lines = list(read_lines(nlp, lists))
    weighed = held_out(notes, lines)
    write(fit(fit_words([*notes, *lines]), notes, weighed), arguments.output)
    cases = sum(what == VERDICT for note in notes for *_, what in note.marks)
    print(f"{len(notes)} notes with {cases} opinions, {sum(len(note.said) for note in lines)} lines; out of fold:")
    judgemental = nlp.create_pipe(REGISTRY["judgemental"].factory)
    for threshold, tally in measure(notes, lines, weighed, judgemental).items():
        print(f"  at {threshold}: precision {tally.precision:.3f}, recall {tally.recall:.3f}, F1 {tally.f1:.3f}")


if __name__ == "__main__":
    main()
