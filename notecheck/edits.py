"""Reading an edited text again: the model looks only at the sentences that the edit can have touched.

What spaCy's model says of a token depends on the tokens around it as far as its convolutions reach, and the parser,
whose sentences are given, looks one token further. So the sentences within that distance of the edit are read once
more, with as much text on either side as the model can see; the others keep what was said of them, to the letter.

    before   He came. | She rang Dad. | I left. | We met on Monday.
    now      He came. | She rang Nan. | I left. | We met on Monday.
                         ^^^^^^^^^^^^  read again, and its neighbours if they are near
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from notecheck.languagetool.asking import Known

_SAID: Final = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")
"""What the model says of a token; the head as a distance."""
_SENTENCES: Final = "notecheck_sentences"
_LOCAL: Final = frozenset({"tok2vec", "tagger", "morphologizer", _SENTENCES, "parser", "attribute_ruler", "lemmatizer"})
"""Components that look at a token's surroundings and no further."""
_PARSER_LOOKS: Final = 2  # tokens beyond the last convolution, one more than it does


Token: TypeAlias = tuple[str, bool, bool]


@dataclass(frozen=True, eq=False, repr=False)
class Parse:
    """What the model and LanguageTool said of a text, as data that outlives the Doc and the memory zone it came from.

    Attributes:
        tokens: (word, whether a space follows, whether a sentence starts) of each token.
        said: one row a token, one column for each of `_SAID`.
        lemmas: whose hashes stand in it; the other columns hold names that the model knows for good.
        told: what LanguageTool said of each block of the text.
    """

    tokens: list[Token]
    said: NDArray[np.uint64]
    lemmas: list[str]
    told: Known = field(default_factory=dict)


def parse_of(doc: Doc) -> Parse:
    """The parse of a Doc that the model has read."""
    said = cast("NDArray[np.uint64]", doc.to_array(list(_SAID)))
    lemmas = set(said[:, _SAID.index("LEMMA")].tolist())
    return Parse(_tokens(doc), said, [doc.vocab.strings[key] for key in lemmas])


def reach(nlp: Language, pipes: Sequence[str]) -> int | None:
    """How many tokens away something can change what these components say of a token.

    Returns:
        None where that cannot be told, as for a transformer, which sees all of the text.
    """
    if not set(pipes) <= _LOCAL or "tok2vec" not in pipes:
        return None
    encoder = nlp.config["components"]["tok2vec"].get("model", {}).get("encode", {})
    if not str(encoder.get("@architectures", "")).startswith("spacy.MaxoutWindowEncoder"):
        return None
    return int(encoder["depth"]) * int(encoder["window_size"]) + _PARSER_LOOKS


def read_again(nlp: Language, doc: Doc, before: Parse, *, pipes: Sequence[str], far: int) -> None:
    """Give a new Doc what the model would say of it.

    Args:
        nlp: the pipeline.
        doc: of the edited text, its tokens alone; it is changed in place.
        before: the parse of the text before the edit.
        pipes: the components that read the text, in their order.
        far: what `reach` says of them.
    """
    doc = nlp.get_pipe(_SENTENCES)(doc)
    now = _tokens(doc)
    kept = _common(now, before.tokens)
    kept_after = _common(reversed(now[kept:]), reversed(before.tokens[kept:]))
    starts = [i for i, (_, _, start) in enumerate(now) if start]
    first, last = _whole(starts, kept - far, len(now) - kept_after + far, len(now))
    low, high = _whole(starts, first - far, last + far, len(now))
    said = np.zeros((len(now), len(_SAID)), dtype=np.uint64)
    said[:first] = before.said[:first]
    said[last:] = before.said[len(before.tokens) - (len(now) - last) :]
    if first < last:
        said[first:last] = _read(nlp, doc, low, high, pipes)[first - low : last - low]
    for lemma in before.lemmas:  # the vocabulary may have forgotten them with the text before
        nlp.vocab.strings.add(lemma)
    doc.from_array(list(_SAID), cast(Ints2d, said))


def _tokens(doc: Doc) -> list[Token]:
    return [(token.text, bool(token.whitespace_), bool(token.is_sent_start)) for token in doc]


def _common(one: Iterable[Token], other: Iterable[Token]) -> int:
    """How many items two sequences have in common from their beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _whole(starts: Sequence[int], first: int, last: int, length: int) -> tuple[int, int]:
    """A range of tokens, made longer so that it begins and ends with a sentence."""
    begin = starts[max(0, bisect_right(starts, max(0, first)) - 1)] if starts else 0
    end = bisect_left(starts, min(last, length))
    return begin, starts[end] if end < len(starts) else length


def _read(nlp: Language, doc: Doc, low: int, high: int, pipes: Sequence[str]) -> NDArray[np.uint64]:
    """What the components say of a piece of a Doc, sentences as given."""
    part = doc[low:high]
    piece = Doc(nlp.vocab, words=[t.text for t in part], spaces=[bool(t.whitespace_) for t in part])
    # NORM is the tokenizer's own spelling of "'m", which another Doc would not know.
    given: list[int | str] = ["NORM", "SENT_START"]
    piece.from_array(given, cast(Ints2d, doc.to_array(given)[low:high]))
    for name in pipes:
        if name != _SENTENCES:
            piece = nlp.get_pipe(name)(piece)
    return cast("NDArray[np.uint64]", piece.to_array(list(_SAID)))
