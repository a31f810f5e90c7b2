"""How the terms of a lexicon are written.

A term is words separated by spaces; case, hyphens and the kind of apostrophe make no difference:

    word          a base form matches all its inflections; an inflected form matches itself only
    =word         this form only
    word/noun     this part of speech only: noun (takes proper nouns too), verb, adj, adv, propn
    a|b           one of these words
    word?         may be missing
    *             any one word
    ...           up to four words, within the sentence
    {be} {have} {not} {poss} {self} {person}    a form of 'to be', …, a person (pronoun, family word, name)

A term has 24 words at most, of which five may be missing, and two `...`: more would stand for so many wordings that a
note could take hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from spacy.language import Language

from notecheck.wording.view import HYPHENS

POS: Final = {
    "noun": ("NOUN", "PROPN"),
    "verb": ("VERB", "AUX"),
    "adj": ("ADJ",),
    "adv": ("ADV",),
    "propn": ("PROPN",),
}
MACROS: Final[Mapping[str, tuple[str, ...]]] = {
    "be": ("am", "is", "are", "was", "were", "be", "been", "being", "'s", "'re", "'m"),
    "have": ("have", "has", "had", "having", "'ve", "'d"),
    "not": ("not", "n't", "nt", "never"),
    "poss": ("my", "your", "his", "her", "their", "our", "its", "'s", "'"),
    "self": ("myself", "yourself", "himself", "herself", "themselves", "themself", "itself", "ourselves"),
}
_MOST_WORDS: Final = 24  # of a term; ours have twelve
_MOST_MISSING: Final = 5  # each doubles the wordings that a term stands for; ours have four
_MOST_GAPS: Final = 2  # each makes five of one

Piece = tuple[str, list[tuple[str, ...]]]
"""A piece of a term, and the runs of words that it may stand for; `()` where it may be missing."""


class Syntax:
    """Reads terms.

    Args:
        nlp: its tokenizer cuts the terms just as it cuts the text.
    """

    def __init__(self, nlp: Language) -> None:
        self._cut = nlp.tokenizer
        self._exceptions: Mapping[str, object] = getattr(nlp.tokenizer, "rules", None) or {}
        self._known: dict[str, list[tuple[str, ...]]] = {}

    def pieces(self, term: str) -> list[Piece]:
        """The pieces of a term.

        Raises:
            ValueError: says what is allowed.
        """
        pieces = [(piece, self._choices(piece)) for piece in term.split()]
        _refuse(pieces)
        return pieces

    def first_words(self, term: str) -> tuple[str, ...] | None:
        """The words that a term may begin with, None where that takes more than a look."""
        piece = term.partition(" ")[0]
        if piece.isalpha():  # most of a lexicon
            return None if piece in self._exceptions else (piece.lower(),)
        head, slash, pos = piece.rpartition("/")
        words = [word.removeprefix("=") for word in (head if slash and pos in POS else piece).split("|")]
        if all(word.isalpha() and word not in self._exceptions for word in words):
            return tuple(dict.fromkeys(word.lower() for word in words))
        return None

    def _choices(self, piece: str) -> list[tuple[str, ...]]:
        """The alternatives of a piece, which recurs in many terms."""
        if piece not in self._known:
            self._known[piece] = list(self._alternatives(piece))
        return self._known[piece]

    def _alternatives(self, piece: str) -> Iterator[tuple[str, ...]]:
        """The token sequences that one piece of a term may stand for; `()` where it may be missing."""
        if piece.isalpha() and piece not in self._exceptions:  # most of a lexicon
            yield (piece.lower(),)
            return
        if piece in ("*", "..."):
            yield (piece,)
            return
        if len(piece) > 1 and piece.endswith("?"):
            yield ()
            piece = piece[:-1]
        piece, slash, pos = piece.rpartition("/")
        if slash and pos not in POS:
            if get_close_matches(pos, POS, cutoff=0.7):
                raise ValueError(f"/{pos} is no part of speech; allowed: {', '.join(f'/{name}' for name in POS)}")
            piece, pos = f"{piece}/{pos}", ""
        elif not slash:
            piece, pos = pos, ""
        for word in piece.split("|"):
            yield from self._word(word, pos)

    def _word(self, word: str, pos: str) -> Iterator[tuple[str, ...]]:
        if word.startswith("{"):
            if word[1:-1] not in MACROS and word != "{person}":
                raise ValueError(f"unknown {word}; allowed: {', '.join(f'{{{m}}}' for m in (*MACROS, 'person'))}")
            yield (word,)
            return
        exact = word.startswith("=") and len(word) > 1
        tokens = self._tokens(word.removeprefix("=") if exact else word)
        if not tokens:
            raise ValueError("a word is empty")
        yield tuple(f"={t}" if exact else f"{t}/{pos}" if pos else t for t in tokens)

    def _tokens(self, word: str) -> list[str]:
        """The word cut as the text is; letters alone stay whole, which spares the tokenizer most of a lexicon."""
        if word.isalpha() and word not in self._exceptions:
            return [word.lower()]
        tokens = (token.lower_.replace("’", "'") for token in self._cut(word))
        return [token for token in tokens if token not in HYPHENS]


def _refuse(pieces: Sequence[Piece]) -> None:
    """Refuse a term that begins with no word, or that stands for too many wordings.

    Raises:
        ValueError: says what is allowed.
    """
    choices = [each for _, each in pieces]
    if not _starts_with_a_word(choices):
        raise ValueError("must start with a word")
    for number, most, what in (
        (sum(() in each for each in choices), _MOST_MISSING, "words that may be missing (?)"),
        (sum(("...",) in each for each in choices), _MOST_GAPS, "gaps (...)"),
        (len(pieces), _MOST_WORDS, "words"),
    ):
        if number > most:
            raise ValueError(f"has {number:,} {what}; at most {most} are allowed, so write several terms")


def _starts_with_a_word(pieces: Sequence[Sequence[tuple[str, ...]]]) -> bool:
    """Whether every wording of a term begins with a word, or with any one word, and holds a word of its own."""
    firm = [next(iter(choices)) for choices in pieces if () not in choices]
    if all(choice in (("*",), ("...",)) for choice in firm):
        return False
    for choices in pieces:
        if ("...",) in choices:
            return False
        if () not in choices:
            break
    return True
