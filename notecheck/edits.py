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
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.types import Ints2d

from notecheck.carry.edit import led_to
from notecheck.carry.found import Found
from notecheck.languagetool.asking import Known
from notecheck.memo import once_per_doc, text_of
from notecheck.pipeline import make_doc
from notecheck.text import layout
from notecheck.text.columns import ASKED, CUT, GIVEN, SAID, given_of, said_of
from notecheck.text.sentences import within, within_lines

_SENTENCES: Final = "notecheck_sentences"
_LOCAL: Final = frozenset({"tok2vec", "tagger", "morphologizer", _SENTENCES, "parser", "attribute_ruler", "lemmatizer"})
"""Components that look at a token's surroundings and no further."""
_PARSER_LOOKS: Final = 2  # tokens beyond the last convolution, one more than it does
_PIECE: Final = 1_000  # tokens that are read at once, where no sentence is longer: some 20 MB

_SPACE_WITHIN: Final = re.compile(r"[^\s\0]\s|\s[^\s\0]")


@dataclass(frozen=True, eq=False, repr=False)
class Parse:
    """What the model and LanguageTool said of a text, as data that outlives the Doc and the memory zone it came from.

    Attributes:
        given: one row a token, one column for each of `GIVEN`.
        said: the same for `SAID`.
        names: by their hashes, the words and lemmas in these that the vocabulary forgets; the others it knows for good.
        told: what LanguageTool said of each block of the text.
        found: what the checks found near each place; None where a pipeline has components that are not ours.
        reader: what read it; nothing else can read on from it.
    """

    given: NDArray[np.uint64]
    said: NDArray[np.uint64]
    names: Mapping[int, str]
    told: Known = field(default_factory=dict)
    found: Found | None = None
    reader: object = None


def parse_of(doc: Doc) -> Parse:
    """The parse of a Doc that the model has read."""
    given, said, strings = given_of(doc), said_of(doc), doc.vocab.strings
    return Parse(given, said, {key: strings[key] for key in _named(given, said)})


def with_forgotten(parse: Parse, vocab: Vocab) -> Parse:
    """A parse with such of its names as a vocabulary knows no more, asked when its memory zone has been closed."""
    strings: Any = vocab.strings
    return replace(parse, names={key: name for key, name in parse.names.items() if key not in strings})


def _named(given: NDArray[np.uint64], said: NDArray[np.uint64]) -> set[int]:
    """The hashes of words and of lemmas."""
    return {*given[:, GIVEN.index("ORTH")].tolist(), *said[:, SAID.index("LEMMA")].tolist()}


@once_per_doc
def _cut(doc: Doc) -> NDArray[np.uint64]:
    return cast("NDArray[np.uint64]", doc.to_array(list(CUT)))


def _given(doc: Doc) -> NDArray[np.uint64]:
    """What is known of a Doc whose sentences are set, before the model reads it."""
    return given_of.known_to_be(doc, np.column_stack((_cut(doc), doc.to_array(["SENT_START"]))))


def cut_again(nlp: Language, text: str, before: Parse) -> Doc:
    """The tokens of an edited text: only the lines that are others than before are cut anew.

    spaCy's tokenizer cuts what stands between spaces by itself; where several tokens make a special case, such as
    ':-)', no line break is among them. So between two lines each side is cut as it would be alone.

    Args:
        nlp: the pipeline.
        text: now.
        before: the parse of the text before.
    """
    for name in before.names.values():  # forgotten with the text before
        nlp.vocab.strings.add(name)
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
    was = before.given[:, : len(CUT)]
    cut = np.concatenate([was[:first], _cut(middle), was[last:]])
    doc = _made(nlp, cut)
    _cut.known_to_be(doc, cut)
    text_of.known_to_be(doc, text)
    _lay_out(doc, found, ahead, behind)
    return doc


def _made(nlp: Language, given: NDArray[np.uint64]) -> Doc:
    """A Doc of tokens of which this is given: all of `GIVEN`, or of `CUT`."""
    doc = Doc(nlp.vocab, words=given[:, 0].tolist(), spaces=given[:, 1].tolist())
    return doc.from_array(list(GIVEN[2 : given.shape[1]]), cast(Ints2d, given[:, 2:]))


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
    said = _said(nlp, _given(doc), 0, len(doc), pipes=pipes, far=far)
    return doc.from_array(list(SAID), cast(Ints2d, said))


def read_again(nlp: Language, doc: Doc, before: Parse, *, pipes: Sequence[str], far: int) -> Parse:
    """Give a new Doc what the model would say of it.

    Args:
        nlp: the pipeline.
        doc: of the edited text, as `cut_again` gave it; it is changed in place.
        before: the parse of the text before the edit.
        pipes: the components that read the text, in their order.
        far: what `reach` says of them.

    Returns:
        The parse of the text now.
    """
    doc = nlp.get_pipe(_SENTENCES)(doc)
    given = _given(doc)
    length, behind = len(given), len(before.given)
    kept, kept_after = _same(given, before.given)
    first, last = _whole(_starts(given), kept - far, length - kept_after + far, length)
    middle, was_last = _said(nlp, given, first, last, pipes=pipes, far=far), behind - (length - last)
    said = np.concatenate([before.said[:first], middle, before.said[was_last:]])
    names = SAID if before.found is None else ASKED  # where all checks are ours
    doc.from_array(list(names), cast(Ints2d, said[:, : len(names)]))
    said_of.known_to_be(doc, said)
    if before.found is not None:
        led_to(doc, before.found, *_unchanged(said, before.said, kept, kept_after))
    new, strings = _named(given[first:last], middle), nlp.vocab.strings
    gone = before.names.keys() & (_named(before.given[first:was_last], before.said[first:was_last]) - new)
    if gone:
        gone -= _named(given, said)
    known = {key: name for key, name in before.names.items() if key not in gone}
    return Parse(given, said, known | {key: strings[key] for key in new - known.keys()})


def _same(now: NDArray[np.uint64], old: NDArray[np.uint64]) -> tuple[int, int]:
    """How many tokens two texts have in common at their beginning, and at their end."""
    most = min(len(now), len(old))
    first = _rows_alike(now[:most], old[:most])
    return first, _rows_alike(now[len(now) - most + first :][::-1], old[len(old) - most + first :][::-1])


def _unchanged(now: NDArray[np.uint64], old: NDArray[np.uint64], kept: int, kept_after: int) -> tuple[int, int]:
    """How many of the tokens that were kept at the beginning, and at the end, have all that is said of them, too."""
    behind = now[len(now) - kept_after :][::-1], old[len(old) - kept_after :][::-1]
    return _rows_alike(now[:kept], old[:kept]), _rows_alike(*behind)


def _rows_alike(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> int:
    """How many rows two tables of one length have in common at their beginning."""
    unlike = (one != other).any(1).nonzero()[0]
    return int(unlike[0]) if len(unlike) else len(one)


def _starts(given: NDArray[np.uint64]) -> list[int]:
    """The tokens that begin a sentence."""
    starts: list[int] = np.flatnonzero(given[:, GIVEN.index("SENT_START")] == 1).tolist()
    return starts


def _whole(starts: Sequence[int], first: int, last: int, length: int) -> tuple[int, int]:
    """A range of tokens, made longer so that it begins and ends with a sentence."""
    begin = starts[max(0, bisect_right(starts, max(0, first)) - 1)] if starts else 0
    end = bisect_left(starts, min(last, length))
    return begin, starts[end] if end < len(starts) else length


def _said(
    nlp: Language, given: NDArray[np.uint64], first: int, last: int, *, pipes: Sequence[str], far: int
) -> NDArray[np.uint64]:
    """What the components say of a range of whole sentences, read a piece at a time with what each piece can see."""
    said = np.zeros((last - first, len(SAID)), dtype=np.uint64)
    for begin, end in pairwise(_pieces(_starts(given), first, last)):
        low, high = max(0, begin - far), min(len(given), end + far)
        read = _read(nlp, given[low:high], pipes)
        said[begin - first : end - first] = read[begin - low : end - low]
    return said


def _pieces(starts: Sequence[int], first: int, last: int) -> list[int]:
    """Where to cut a range of tokens, its own ends among them: at the last sentence that starts within each piece."""
    cuts, before = [first], first
    for place in (*starts[bisect_right(starts, first) : bisect_left(starts, last)], last):
        if place - cuts[-1] > _PIECE and before > cuts[-1]:
            cuts.append(before)
        before = place
    return [*cuts, last] if first < last else cuts


def _read(nlp: Language, given: NDArray[np.uint64], pipes: Sequence[str]) -> NDArray[np.uint64]:
    """What the components say of a piece of a Doc, sentences as given; where it cuts one, no parse reaches across."""
    piece = _made(nlp, given)
    for name in pipes:
        if name != _SENTENCES:
            piece = nlp.get_pipe(name)(piece)
    return cast("NDArray[np.uint64]", piece.to_array(list(SAID)))
