"""Rewrites ordinary sentences as a hurried British writer has them, with their annotation, for training.

'She presented as low.' becomes 'Presented as low', 'I will ring the school.' becomes 'Ring the school' or 'Mum to
ring the school', 'The house was clean.' becomes 'house clean'; spelling turns British, capitals go. The words that
stay keep the tags and heads that they had in the full sentence, which is what the model is to learn.
"""

# ruff: noqa: S311  (the dice choose training sentences, they guard nothing)

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

SUBJECTS: Final = {"nsubj", "nsubjpass"}
_PRONOUNS: Final = {"i", "he", "she", "we", "they", "you", "it"}
_FAMILY: Final = (
    ("Mum", "NNP"), ("Dad", "NNP"), ("Nan", "NNP"), ("Grandad", "NNP"), ("School", "NN"), ("Carer", "NN"),
)  # fmt: skip
_DROPPED: Final = {"was", "were", "is", "are", "am", "has", "have", "had"}
_MODALS: Final = {"will", "would", "should", "must", "shall", "'ll", "can", "could", "may", "might"}
_BRITISH: Final = (
    (re.compile(r"([a-z]{3})(?<!s)iz(e[sd]?|ing|ation|ations)\b"), r"\1is\2"),
    (re.compile(r"lyz(e[sd]?|ing)\b"), r"lys\1"),
    (re.compile(r"\b(behavi|col|fav|flav|hon|hum|lab|neighb|rum|harb)or"), r"\1our"),
    (re.compile(r"\b(travel|label|cancel|counsel|model|quarrel|fuel|signal)(ed|ing|er|ers|or|ors)\b"), r"\1l\2"),
    (re.compile(r"\bprogram(s?)\b"), r"programme\1"),
    (re.compile(r"\bcenter(s?)\b"), r"centre\1"),
    (re.compile(r"\b([Mm])om(s|my)?\b"), r"\1um\2"),
    (re.compile(r"\b([Gg])randma\b"), r"\1ran"),
    (re.compile(r"\bapartment"), "flat"),
)


_RING: Final = {
    ("call", "VB"): "ring", ("call", "VBP"): "ring", ("calls", "VBZ"): "rings", ("called", "VBD"): "rang",
    ("called", "VBN"): "rung", ("calling", "VBG"): "ringing", ("phoned", "VBD"): "rang", ("contacted", "VBD"): "rang",
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Word:
    """A word and what was annotated on it; `head` is the word itself for a root; `space` follows it."""

    text: str
    tag: str
    dep: str
    space: bool
    head: Word | None = None

    @property
    def is_root(self) -> bool:
        """Whether nothing governs the word."""
        return self.head is self


@registry.augmenters("notecheck.telegraphic.v1")
def create(level: float) -> Callable[[Language, Example], Iterator[Example]]:
    """An augmenter for a corpus reader; of the Docs, the share `level` is rewritten, the rest is left as it is."""

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        if random.random() < level:
            doc = rewrite(example.reference)
            yield Example(nlp.make_doc(doc.text), doc)
        else:
            yield example

    return augment


def rewrite(doc: Doc) -> Doc:
    """The Doc in note style; draws from `random`, so seed that first."""
    small = random.random() < 0.3
    breaks = random.choice(("", "\n", "\n", "\n\n", "\n- "))
    words: list[Word] = []
    for sentence in doc.sents:
        kept = _rewritten(_words(sentence))
        if not kept:
            continue
        if small or random.random() < 0.1:
            _lower(kept)
        if breaks and kept[-1].text == "." and random.random() < 0.6 and not kept[-1].is_root:
            kept.pop()
        words.extend(kept)
        words.extend(_break(breaks, kept[-1]))
    return _doc(doc, words)


def _words(sentence: Span) -> list[Word]:
    words = [Word(token.text, token.tag_, token.dep_, bool(token.whitespace_)) for token in sentence]
    for word, token in zip(words, sentence, strict=True):
        word.head = words[token.head.i - sentence.start]
    return words


def _rewritten(words: list[Word]) -> list[Word]:
    """One sentence in note style; a sentence that does not lend itself is left as it is."""
    for word in words:
        word.text = _rung(words, word) or _british(word.text)
    if random.random() < 0.4:
        words = _clause(words)
    root = next(word for word in words if word.is_root)
    subject = next((w for w in words if w.head is root and w.dep in SUBJECTS), None)
    if subject is not None and words.index(subject) < words.index(root):
        if words[0] is subject and subject.tag == "PRP":
            words = _without_pronoun(words, root, subject)
        elif random.random() < 0.4:
            words = _without_be(words, root)
        elif random.random() < 0.5 and _governed(words[0]) is subject:
            words = _without_subject(words, subject)
    if random.random() < 0.4 and words[0].tag in ("DT", "PRP$") and words[0].text[0].isupper() and len(words) > 3:
        words = _without(words, words[0])
    if words[0].text[0].islower():
        words[0].text = words[0].text[0].upper() + words[0].text[1:]
    return words


def _clause(words: list[Word]) -> list[Word]:
    """A finite clause within the sentence, as a sentence of its own: 'I know he left' becomes 'He left'."""
    verbs = [w.head for w in words if w.dep in SUBJECTS and w.head is not None and not w.head.is_root]
    if not verbs:
        return words
    verb = random.choice(verbs)
    inside = [word for word in words if word is verb or (_under(word, verb) and word.dep != "mark")]
    if len(inside) < 3 or words.index(inside[-1]) - words.index(inside[0]) >= len(inside) + 1:
        return words
    if inside[0].dep == "mark" or not any(w.head is verb and w.dep in SUBJECTS and w is inside[0] for w in inside):
        return words
    verb.head, verb.dep = verb, "ROOT"
    for word in inside:
        if word.head not in inside:
            word.head = verb
    if words[-1].text == "." and words[-1] not in inside:
        words[-1].head = verb
        inside[-1].space = False
        inside.append(words[-1])
    return inside


def _under(word: Word, top: Word) -> bool:
    while word is not top:
        if word.is_root or word.head is None:
            return False
        word = word.head
    return True


def _governed(first: Word) -> Word | None:
    """What the first word hangs on, just below the root."""
    while first.head is not None and not first.is_root and not first.head.is_root:
        first = first.head
    return first


def _without_subject(words: list[Word], subject: Word) -> list[Word]:
    """'The teacher denies it' becomes 'Denies it'."""
    kept = [word for word in words if not _under(word, subject)]
    return kept if len(kept) > 2 and kept[0].tag in ("VBD", "VBZ", "VBP", "MD", "RB") else words


def _without_pronoun(words: list[Word], root: Word, subject: Word) -> list[Word]:
    """'He will ring' becomes 'Mum to ring' or 'Ring', 'She was seen' becomes 'Seen', 'I rang' 'Rang'."""
    auxiliary = next((w for w in words[1:] if w.head is root and w.dep in ("aux", "auxpass")), None)
    verb = auxiliary or root
    choice = random.random()
    if choice < 0.25 and (verb.tag in ("VBD", "MD") or subject.text.lower() in ("he", "she")):
        subject.text, subject.tag = random.choice(_FAMILY)
    elif choice < 0.85:
        if verb.text[0] in "'’" and verb is root:
            return words
        if auxiliary and (auxiliary.text[0] in "'’" or auxiliary.text.lower() in _DROPPED):
            words = _without(words, auxiliary)
            auxiliary = None
        words = _without(words, subject)
    if auxiliary and auxiliary.text.lower() in _MODALS and random.random() < 0.6:
        if subject in words or random.random() < 0.4:
            auxiliary.text, auxiliary.tag = "to", "TO"
        else:
            words = _without(words, auxiliary)
    return words


def _without_be(words: list[Word], root: Word) -> list[Word]:
    """'Mum was low' becomes 'Mum low', 'Contact was supervised' 'Contact supervised'."""
    for word in words:
        if word.head is root and word.dep in ("aux", "auxpass") and word.text.lower() in ("was", "were", "is", "are"):
            return _without(words, word)
    if root.text.lower() not in ("was", "were", "is", "are"):
        return words
    for word in words:
        if word.head is root and word.dep in ("acomp", "attr") and not any(w.dep == "neg" for w in words):
            word.dep = root.dep
            return _without(words, root, word)
    return words


def _without(words: list[Word], gone: Word | None, heir: Word | None = None) -> list[Word]:
    """The words without one; what it governed goes to the heir, or to what governed it."""
    if gone is None or (gone.is_root and heir is None):
        return words
    heir = heir or gone.head
    for word in words:
        if word.head is gone and word is not heir:
            word.head = heir
    if gone.is_root and heir is not None:
        heir.head = heir
    return [word for word in words if word is not gone]


def _british(text: str) -> str:
    for pattern, repl in _BRITISH:
        text = pattern.sub(repl, text)
    return text


def _rung(words: list[Word], verb: Word) -> str | None:
    """The British 'rang' where an American called somebody on the telephone."""
    form = _RING.get((verb.text.lower(), verb.tag))
    governed = {word.dep for word in words if word.head is verb}
    if form is None or "dobj" not in governed or governed & {"oprd", "prt", "auxpass"}:
        return None
    return form.capitalize() if verb.text[0].isupper() else form


def _lower(words: list[Word]) -> None:
    for word in words:
        word.text = word.text.lower()


def _break(breaks: str, before: Word) -> list[Word]:
    if not breaks:
        before.space = True
        return []
    before.space = False
    line = Word("\n\n" if breaks == "\n\n" else "\n", "_SP", "dep", False, before)
    dash = [Word("-", ":", "punct", True)] if breaks.endswith("- ") else []
    return [line, *dash]


def _doc(like: Doc, words: list[Word]) -> Doc:
    while words and words[-1].text in ("-", "\n", "\n\n"):
        words.pop()
    for word, after in pairwise(words):
        if word.head is None:  # a bullet hangs on the word after it
            word.head = after
    index = {id(word): position for position, word in enumerate(words)}
    heads = [index[id(word.head)] if id(word.head) in index else index[id(word)] for word in words]
    deps = ["ROOT" if head == position else words[position].dep for position, head in enumerate(heads)]
    return Doc(
        like.vocab,
        words=[word.text for word in words],
        spaces=[word.space for word in words],
        tags=[word.tag for word in words],
        heads=heads,
        deps=deps,
    )
