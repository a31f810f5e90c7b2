"""Measures a pipeline: sentence starts on annotated notes, tags and base forms on `tags.txt`, tags on a treebank.

Usage: python models/recipe/measure.py [--model MODEL] [--treebank FILE.conllu ...] [--show]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple

import spacy
import treebank
from spacy.language import Language
from spacy.tokens import Token

import notecheck.checks  # noqa: F401  (registers the components)
from notecheck.text.sentences import trimmed

HERE: Final = Path(__file__).parent
CORPUS: Final = HERE.parent / "corpus"
MODEL: Final = HERE.parent / "en_case_notes"
TAGS: Final = HERE / "tags.txt"
_RELATIONS: Final = {"nsubj": "nsubj", "nsubj:pass": "nsubjpass", "obj": "dobj"}
_MARKED: Final = re.compile(r"([^|\s]+)\|([A-Z]+)(?:\|(\w+))?")


class Score(NamedTuple):
    """Shares between 0 and 1, and what they were counted over."""

    precision: float
    recall: float
    f: float
    total: int


class Mark(NamedTuple):
    """A word of `tags.txt`: where it stands, its part of speech, its base form or ''."""

    start: int
    text: str
    pos: str
    lemma: str


def gold_starts(note: Mapping[str, Any]) -> set[int]:
    """Where the annotated sentences of a note start; each quote is looked for after the end of the one before.

    Raises:
        ValueError: a quote is not in the text.
    """
    text, at, found = note["text"], 0, set()
    for sentence in note["sentences"]:
        quote = sentence["quote"]
        start = text.index(quote, at)
        at = start + len(quote)
        found.add(start + len(quote) - len(quote.lstrip()))
    return found


def boundaries(nlp: Language, folder: Path) -> Score:
    """Starts of the pipeline's sentences against those of the notes in a folder."""
    notes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    right = found = wanted = 0
    for note, doc in zip(notes, nlp.pipe(note["text"] for note in notes), strict=True):
        gold, ours = gold_starts(note), {trimmed(sentence)[0] for sentence in doc.sents}
        right, found, wanted = right + len(gold & ours), found + len(ours), wanted + len(gold)
    return Score(right / found, right / wanted, 2 * right / (found + wanted), wanted)


def read_tags(path: Path = TAGS) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """The lines of `tags.txt` as plain text, each with its marks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, marks, at = "", [], 0
        for mark in _MARKED.finditer(line):
            text += line[at : mark.start()]
            marks.append(Mark(len(text), mark[1], mark[2], mark[3] or ""))
            text, at = text + mark[1], mark.end()
        yield text + line[at:], tuple(marks)


def misses(nlp: Language, path: Path = TAGS) -> tuple[list[str], list[str], int, int]:
    """Wrong tags and wrong base forms, each as a line to read; then how many of either were asked for."""
    lines = list(read_tags(path))
    tags, lemmas, asked = [], [], 0
    for (text, marks), doc in zip(lines, nlp.pipe(text for text, _ in lines), strict=True):
        at = {token.idx: token for token in doc}
        for mark in marks:
            token, asked = at.get(mark.start), asked + bool(mark.lemma)
            if token is None or token.text != mark.text or not _same_pos(token, mark):
                tags.append(f"{text}: {mark.text} {mark.pos}, not {token and token.tag_}")
            if mark.lemma and (token is None or token.lemma_ != mark.lemma):
                lemmas.append(f"{text}: {mark.text} {mark.lemma}, not {token and token.lemma_}")
    return tags, lemmas, sum(len(marks) for _, marks in lines), asked


def _same_pos(token: Token, mark: Mark) -> bool:
    return token.pos_ == mark.pos or (mark.pos == "NOUN" and token.pos_ == "PROPN")


def treebank_tags(nlp: Language, path: Path) -> float:
    """Share of a treebank's words that get its Penn tag; a word that the tokenizer cuts otherwise counts as wrong."""
    found = list(treebank.passages(path))
    right = total = 0
    with nlp.select_pipes(enable=["tok2vec", "tagger"]):
        for passage, doc in zip(found, nlp.pipe(passage.text for passage in found), strict=True):
            tags = {(token.idx, token.idx + len(token)): token.tag_ for token in doc}
            right += sum(tags.get((word.start, word.end)) == word.tag for word in passage.words)
            total += len(passage.words)
    return right / total


def arguments(nlp: Language, path: Path) -> Score:
    """Subjects and objects of verbs against a treebank: same word, same verb, same of the three relations.

    The two schemes agree on these but for 'be', whose clauses are left out.
    """
    found = list(treebank.passages(path))
    right = ours = wanted = 0
    for passage, doc in zip(found, nlp.pipe(passage.text for passage in found), strict=True):
        tags = {word.start: word.tag for word in passage.words}
        copulas = {word.head for word in passage.words if word.relation == "cop"}
        gold = {
            (word.start, word.head, _RELATIONS[word.relation])
            for word in passage.words
            if word.relation in _RELATIONS and word.head not in copulas and tags.get(word.head, "")[:1] == "V"
        }
        mine = {
            (token.idx, token.head.idx, token.dep_)
            for token in doc
            if token.dep_ in _RELATIONS.values() and token.head.tag_[:1] == "V" and token.head.lemma_ != "be"
        }
        right, ours, wanted = right + len(gold & mine), ours + len(mine), wanted + len(gold)
    return Score(right / ours, right / wanted, 2 * right / (ours + wanted), wanted)


def main() -> None:
    """Print every measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=str(MODEL))
    parser.add_argument("--treebank", type=Path, nargs="*", default=[])
    parser.add_argument("--show", action="store_true", help="list the wrong tags and base forms")
    options = parser.parse_args()
    began = perf_counter()
    nlp = spacy.load(options.model, exclude=["ner", "senter"])
    print(f"loaded in {perf_counter() - began:.2f} s")
    if not nlp.has_pipe("notecheck_sentences"):
        nlp.add_pipe("notecheck_sentences", before="parser")
    for part in ("dev", "train"):
        score = boundaries(nlp, CORPUS / part)
        print(f"sentence starts, {part}: P {score.precision:.4f} R {score.recall:.4f} F {score.f:.4f} of {score.total}")
    tags, lemmas, marks, asked = misses(nlp)
    print(f"tags.txt: tags {1 - len(tags) / marks:.3f} of {marks}, base forms {1 - len(lemmas) / asked:.3f} of {asked}")
    if options.show:
        print(*tags, *lemmas, sep="\n")
    for path in options.treebank:
        print(f"{path.name}: tags {treebank_tags(nlp, path):.4f}, subjects and objects F {arguments(nlp, path).f:.4f}")
    texts = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in (CORPUS / "dev").glob("*.json")] * 4
    began = perf_counter()
    words = sum(1 for doc in nlp.pipe(texts) for token in doc if not token.is_space and not token.is_punct)
    print(f"speed: {words / (perf_counter() - began):,.0f} words a second")


if __name__ == "__main__":
    main()
