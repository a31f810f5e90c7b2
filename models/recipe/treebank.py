"""Ordinary text as training Docs: tags from the treebank's annotators, the parse from the model we start with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span
from telegraphic import SUBJECTS

_SENTENCES_A_DOC: Final = 6


class Word(NamedTuple):
    """A word of a treebank: its offsets (code points), Penn tag, and what it is to which word of its sentence."""

    start: int
    end: int
    tag: str
    relation: str = ""
    head: int = -1
    """Offset of the word that governs it; -1 for none."""


class Passage(NamedTuple):
    """A few sentences in a row, and their words."""

    text: str
    words: tuple[Word, ...]


def passages(path: Path) -> Iterator[Passage]:
    """The passages of a CoNLL-U file, at most six sentences each, never across documents."""
    text, words, count = "", [], 0
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        new = block.startswith("# newdoc")
        if text and (new or count == _SENTENCES_A_DOC):
            yield Passage(text, tuple(words))
            text, words, count = "", [], 0
        sentence = _sentence(block)
        shift = len(text) + 1 if text else 0
        text = f"{text} {sentence.text}" if text else sentence.text
        words.extend(_moved(word, shift) for word in sentence.words)
        count += 1
    if text:
        yield Passage(text, tuple(words))


def _moved(word: Word, by: int) -> Word:
    head = word.head + by if word.head >= 0 else -1
    return word._replace(start=word.start + by, end=word.end + by, head=head)


def _sentence(block: str) -> Passage:
    text = next(line[9:] for line in block.split("\n") if line.startswith("# text = "))
    rows = [line.split("\t") for line in block.split("\n") if line.split("\t")[0].isdigit()]
    at, starts = 0, {}
    for number, form, *_ in rows:
        start = text.find(form, at)
        if start >= 0:  # else a form that the text writes otherwise
            starts[number], at = start, start + len(form)
    return Passage(text, tuple(_word(row, starts) for row in rows if row[0] in starts))


def _word(row: list[str], starts: dict[str, int]) -> Word:
    number, form, _, _, tag, _, head, relation, *_ = row
    return Word(starts[number], starts[number] + len(form), tag, relation, starts.get(head, -1))


def docs(teacher: Language, found: list[Passage]) -> Iterator[Doc]:
    """Docs with the teacher's parse, and the treebank's tag wherever both cut the same word."""
    known = set(teacher.get_pipe("tagger").labels)
    for passage, doc in zip(found, teacher.pipe(passage.text for passage in found), strict=True):
        tags = {(word.start, word.end): word.tag for word in passage.words if word.tag in known}
        for token in doc:
            token.tag_ = tags.get((token.idx, token.idx + len(token)), token.tag_)
        yield doc


def whole_sentences(teacher: Language, folder: Path) -> Iterator[Doc]:
    """Of each annotated note the sentences that have a subject, as the teacher reads them.

    On those it can be trusted; rewritten without their subject, they teach what it gets wrong.
    """
    texts = (json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted(folder.glob("*.json")))
    for doc in teacher.pipe(texts):
        whole = [sentence.as_doc() for sentence in doc.sents if _has_subject(sentence)]
        if whole:
            yield Doc.from_docs(whole)


def _has_subject(sentence: Span) -> bool:
    return any(child.dep_ in SUBJECTS for child in sentence.root.lefts)
