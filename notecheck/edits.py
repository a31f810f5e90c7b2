"""Reading a text in parts: a long one piece by piece, an edited one where the edit can have touched it.

What spaCy's model says of a token depends on the tokens around it as far as its convolutions reach, and the parser,
whose sentences are given, looks one token further. So the sentences within that distance of the edit are read once
more, with as much text on either side as the model can see; the others keep what was said of them, to the letter.

    before   He came. | She rang Dad. | I left. | We met on Monday.
    now      He came. | She rang Nan. | I left. | We met on Monday.
                         ^^^^^^^^^^^^  read again, and its neighbours if they are near

For each token that it reads at once the model asks for some 18 KB: 4 GB for a text of a million characters. A long
text is read like an edit of all of it, some thousand tokens at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from notecheck.carry.edit import led_to
from notecheck.carry.found import Found
from notecheck.languagetool.asking import Known
from notecheck.memo import once_per_doc, text_of
from notecheck.pipeline import make_doc
from notecheck.text import layout
from notecheck.text.columns import ASKED, SAID, said_of
from notecheck.text.sentences import within, within_lines

_GIVEN: Final = ("NORM", "SENT_START")
"""What is known of a token before the model reads it."""
_SENTENCES: Final = "notecheck_sentences"
_LOCAL: Final = frozenset({"tok2vec", "tagger", "morphologizer", _SENTENCES, "parser", "attribute_ruler", "lemmatizer"})
"""Components that look at a token's surroundings and no further."""
_PARSER_LOOKS: Final = 2  # tokens beyond the last convolution, one more than it does
_PIECE: Final = 1_000  # tokens that are read at once, where no sentence is longer: some 20 MB

_SPACE_WITHIN: Final = re.compile(r"[^\s\0]\s|\s[^\s\0]")


class Tokens(NamedTuple):
    """The tokens of a text, as lists that stand side by side.

    Attributes:
        words: as written.
        spaces: whether a space follows.
        starts: whether a sentence starts.
    """

    words: list[str]
    spaces: list[bool]
    starts: list[bool]


@dataclass(frozen=True, eq=False, repr=False)
class Parse:
    """What the model and LanguageTool said of a text, as data that outlives the Doc and the memory zone it came from.

    Attributes:
        tokens: of the text.
        said: one row a token, one column for each of `SAID`.
        lemmas: whose hashes stand in it; the other columns hold names that the model knows for good.
        told: what LanguageTool said of each block of the text.
        found: what the checks found near each place; None where a pipeline has components that are not ours.
        reader: what read it; nothing else can read on from it.
    """

    tokens: Tokens
    said: NDArray[np.uint64]
    lemmas: list[str]
    told: Known = field(default_factory=dict)
    found: Found | None = None
    reader: object = None


def parse_of(doc: Doc) -> Parse:
    """The parse of a Doc that the model has read."""
    return _parse(doc, Tokens(*_words(doc), _starts(doc)), said_of(doc), {})


def _parse(doc: Doc, tokens: Tokens, said: NDArray[np.uint64], known: Mapping[int, str]) -> Parse:
    """The parse of a Doc; `known` are lemmas by their hashes, of which some may be others."""
    strings, keys = doc.vocab.strings, set(said[:, SAID.index("LEMMA")].tolist())
    return Parse(tokens, said, [known[key] if key in known else strings[key] for key in keys])


def _starts(doc: Doc) -> list[bool]:
    starts: list[bool] = (doc.to_array(["SENT_START"]).reshape(-1) == 1).tolist()
    return starts


def cut_again(nlp: Language, text: str, before: Parse) -> Doc:
    """The tokens of an edited text: only the lines that are others than before are cut anew.

    spaCy's tokenizer cuts what stands between spaces by itself; where several tokens make a special case, such as
    ':-)', no line break is among them. So between two lines each side is cut as it would be alone.

    Args:
        nlp: the pipeline.
        text: now.
        before: the parse of the text before.
    """
    found = before.found
    if found is None or not _cuts_by_space(nlp.tokenizer):
        return make_doc(nlp, text)
    old = found.note.text
    ahead = _alike(text, old)
    behind = _alike(text[ahead:][::-1], old[ahead:][::-1])
    lines = [line.start for line in found.lines if line.start == line.mark < line.end]
    start = max((at for at in lines if at < ahead), default=0)
    end = min((at for at in lines if at > len(old) - behind), default=len(old))
    first, last = bisect_left(found.starts, start), bisect_left(found.starts, end)
    middle = make_doc(nlp, text[start : len(text) - (len(old) - end)])
    old_words, old_spaces, _ = before.tokens
    new_words, new_spaces = _words(middle)
    words = [*old_words[:first], *new_words, *old_words[last:]]
    spaces = [*old_spaces[:first], *new_spaces, *old_spaces[last:]]
    key_of: Any = {word: nlp.vocab.strings.add(word) for word in set(words)}  # a Doc takes keys five times as fast
    doc = Doc(nlp.vocab, words=[key_of[word] for word in words], spaces=spaces)
    text_of.known_to_be(doc, text)
    _words.known_to_be(doc, (words, spaces))
    _lay_out(doc, found, ahead, behind)
    norms = [before.said[:first, :1], cast("NDArray[np.uint64]", middle.to_array(["NORM"])), before.said[last:, :1]]
    doc.from_array(["NORM"], cast(Ints2d, np.concatenate([each.reshape(-1, 1) for each in norms])))
    return doc


def _lay_out(doc: Doc, found: Found, ahead: int, behind: int) -> None:
    """Tell of an edited text what its lines are and where sentences start within them; few are looked at anew.

    Args:
        doc: of the text now.
        found: what was found in the text before.
        ahead: code points that the two texts have in common at their start.
        behind: the same at their end.
    """
    text = text_of(doc)
    lines, (first, last) = layout.lines_again(text, found.note.text, found.lines, ahead, behind)
    anew = [within(text, line) for line in lines[first : len(lines) - last]]
    layout.of.known_to_be(doc, lines)
    within_lines.known_to_be(doc, [*found.within[:first], *anew, *found.within[len(found.within) - last :]])


@cache
def _cuts_by_space(tokenizer: Any) -> bool:
    """Whether it is spaCy's own, without a rule for words that hold a space."""
    own = type(tokenizer).__module__ == "spacy.tokenizer"
    return own and not _SPACE_WITHIN.search("\0".join(tokenizer.rules or ()))


def _alike(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many members two texts or two lists have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


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


def read_long(nlp: Language, doc: Doc, *, pipes: Sequence[str], far: int | None) -> Doc:
    """Give a Doc what the components say of it, piece by piece where it is long.

    Args:
        nlp: the pipeline.
        doc: its tokens alone; it is changed in place.
        pipes: the components that read the text, in their order.
        far: what `reach` says of them; where it cannot be told, all of the text is read at once.
    """
    if far is None or len(doc) <= _PIECE:
        for name in pipes:
            doc = nlp.get_pipe(name)(doc)
        return doc
    doc = nlp.get_pipe(_SENTENCES)(doc)
    said = _said(nlp, doc, Tokens(*_words(doc), _starts(doc)), 0, len(doc), pipes=pipes, far=far)
    return doc.from_array(list(SAID), cast(Ints2d, said))


def read_again(nlp: Language, doc: Doc, before: Parse, *, pipes: Sequence[str], far: int) -> Parse:
    """Give a new Doc what the model would say of it.

    Args:
        nlp: the pipeline.
        doc: of the edited text, its tokens alone; it is changed in place.
        before: the parse of the text before the edit.
        pipes: the components that read the text, in their order.
        far: what `reach` says of them.

    Returns:
        The parse of the text now.
    """
    doc = nlp.get_pipe(_SENTENCES)(doc)
    now = Tokens(*_words(doc), _starts(doc))
    length, behind = len(now.words), len(before.tokens.words)
    kept, kept_after = _same(now, before.tokens)
    starts = [i for i, start in enumerate(now.starts) if start]
    first, last = _whole(starts, kept - far, length - kept_after + far, length)
    middle = _said(nlp, doc, now, first, last, pipes=pipes, far=far)
    said = np.concatenate([before.said[:first], middle, before.said[behind - (length - last) :]])
    # The vocabulary may have forgotten them with the text before.
    lemmas = {nlp.vocab.strings.add(lemma): lemma for lemma in before.lemmas}
    names = SAID if before.found is None else ASKED  # where all checks are ours
    doc.from_array(list(names), cast(Ints2d, said[:, : len(names)]))
    said_of.known_to_be(doc, said)
    if before.found is not None:
        led_to(doc, before.found, *_unchanged(said, before.said, kept, kept_after))
    return _parse(doc, now, said, lemmas)


@once_per_doc
def _words(doc: Doc) -> tuple[list[str], list[bool]]:
    """The words of a Doc, and whether a space follows each."""
    if not len(doc):
        return [], []
    strings = doc.vocab.strings
    words, spaces = doc.to_array(["ORTH", "SPACY"]).T.tolist()
    named = {key: strings[key] for key in set(words)}
    return list(map(named.__getitem__, words)), list(map(bool, spaces))


def _unchanged(now: NDArray[np.uint64], old: NDArray[np.uint64], kept: int, kept_after: int) -> tuple[int, int]:
    """How many of the tokens that were kept at the beginning, and at the end, have all that is said of them, too."""
    ahead = (now[:kept] != old[:kept]).any(1).nonzero()[0]
    behind = (now[len(now) - kept_after :] != old[len(old) - kept_after :]).any(1).nonzero()[0]
    return int(ahead[0]) if len(ahead) else kept, kept_after - 1 - int(behind[-1]) if len(behind) else kept_after


def _same(now: Tokens, old: Tokens) -> tuple[int, int]:
    """How many tokens two texts have in common at their beginning, and at their end."""
    pairs: list[tuple[list[Any], list[Any]]] = list(zip(now, old, strict=True))
    first = min(_alike(one, other) for one, other in pairs)
    return first, min(_alike(one[first:][::-1], other[first:][::-1]) for one, other in pairs)


def _whole(starts: Sequence[int], first: int, last: int, length: int) -> tuple[int, int]:
    """A range of tokens, made longer so that it begins and ends with a sentence."""
    begin = starts[max(0, bisect_right(starts, max(0, first)) - 1)] if starts else 0
    end = bisect_left(starts, min(last, length))
    return begin, starts[end] if end < len(starts) else length


def _said(
    nlp: Language, doc: Doc, tokens: Tokens, first: int, last: int, *, pipes: Sequence[str], far: int
) -> NDArray[np.uint64]:
    """What the components say of a range of whole sentences, read a piece at a time with what each piece can see."""
    said = np.zeros((last - first, len(SAID)), dtype=np.uint64)
    given = cast("NDArray[np.uint64]", doc.to_array(list(_GIVEN)))
    for begin, end in pairwise(_pieces(tokens.starts, first, last)):
        low, high = max(0, begin - far), min(len(tokens.words), end + far)
        read = _read(nlp, tokens, given, low, high, pipes)
        said[begin - first : end - first] = read[begin - low : end - low]
    return said


def _pieces(starts: Sequence[bool], first: int, last: int) -> list[int]:
    """Where to cut a range of tokens, its own ends among them: at the last sentence that starts within each piece."""
    cuts, before = [first], first
    for place in (*(i for i in range(first + 1, last) if starts[i]), last):
        if place - cuts[-1] > _PIECE and before > cuts[-1]:
            cuts.append(before)
        before = place
    return [*cuts, last] if first < last else cuts


def _read(
    nlp: Language, tokens: Tokens, given: NDArray[np.uint64], low: int, high: int, pipes: Sequence[str]
) -> NDArray[np.uint64]:
    """What the components say of a piece of a Doc, sentences as given; where it cuts one, no parse reaches across."""
    piece = Doc(nlp.vocab, words=tokens.words[low:high], spaces=tokens.spaces[low:high])
    piece.from_array(list(_GIVEN), cast(Ints2d, given[low:high]))
    for name in pipes:
        if name != _SENTENCES:
            piece = nlp.get_pipe(name)(piece)
    return cast("NDArray[np.uint64]", piece.to_array(list(SAID)))
