"""Words that are taken for one another ('of' for 'have'), by the words beside them: `lexicons/confusable-*.yaml`.

A row is pieces with one bracket among them. The bracket holds what is looked for and what was meant; the pieces
before and after it are the words beside:

    could|should [of>have] !course      'could of told', not 'could of course'
    a|b             one of these words
    a_b             two words running
    !a|b            none of these, also true at the edge of a sentence
    a?              may be missing
    ^ END           start of a sentence; its end, or a sign
    NOUN, DET, …    a class of words, `CLASSES` and `TAGS` below; ANY is any word
    [x>y/z u>v]     'x' for which 'y' or 'z' was meant, 'u' for which 'v' was

The words that rows look for stand in one dictionary, so that any other word of a note costs a look-up: spaCy's
Matcher, which tries every pattern at every word, takes as long as the whole pipeline for three hundred rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from notecheck.slips.reading import BE, DO, HAVE, MODAL, NOT, OBJECT, POSSESSIVE, STOPS, Ask, Lists, Reading, Slip

PREFIX: Final = "confusable-"
_GAPS: Final = "confusable-missing"
_ROW: Final = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)")
_HOW: Final = "how: "
TAGS: Final[Mapping[str, frozenset[str]]] = {
    "NOUN": frozenset(("NN", "NNS")),
    "PLURAL": frozenset(("NNS", "NNPS")),
    "ADJ": frozenset(("JJ",)),
    "ADV": frozenset(("RB",)),
    "COMPARING": frozenset(("JJR", "RBR")),
    "VERB": frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")),
    "BASE": frozenset(("VB", "VBP")),
    "FINITE": frozenset(("VBD", "VBZ", "VBP", "MD")),
    "SUPERLATIVE": frozenset(("JJS",)),
    "PAST": frozenset(("VBD", "VBN")),
    "PARTICIPLE": frozenset(("VBN",)),
    "ING": frozenset(("VBG",)),
    "NUM": frozenset(("CD",)),
    "DET": frozenset(("DT",)),
}
"""Classes by fine part of speech."""
CLASSES: Final[Mapping[str, frozenset[str]]] = {
    "BE": BE,
    "HAVE": HAVE,
    "DO": DO,
    "MODAL": MODAL,
    "NOT": NOT,
    "OBJ": OBJECT,
    "POSS": POSSESSIVE,
}
"""Classes by word; `word_pairs` adds those of the lexicon: KIN, SUBJECT, PERSON, PEOPLE, COUNTED, WORN."""
_LISTED: Final = {"PEOPLE": "slip-people", "COUNTED": "slip-counted", "WORN": "slip-worn"}
_SUBJECT: Final = frozenset(("i", "he", "she", "we", "they", "you", "it", "who"))
_SPACE: Final = frozenset("_SP")
_NAMES: Final = frozenset(("NNP", "NNPS"))


class _Test(NamedTuple):
    """What one word must be; any of these."""

    words: frozenset[str]
    tags: frozenset[str]
    name: bool
    start: bool
    end: bool
    anything: bool


class _Piece(NamedTuple):
    test: _Test
    longer: tuple[tuple[_Test, ...], ...]
    negated: bool
    optional: bool


class _Beside(NamedTuple):
    """What may stand right beside the word, for a quick look that settles nearly every row: words or tags."""

    words: frozenset[str]
    tags: frozenset[str]


class Row(NamedTuple):
    """One row for one of the words that it looks for; `left` and `right` are None where anything may stand."""

    words: tuple[str, ...]
    meant: tuple[str, ...]
    before: tuple[_Piece, ...]  # nearest first
    after: tuple[_Piece, ...]
    why: str
    kind: str
    left: _Beside | None
    right: _Beside | None


def read_rows(
    words: Mapping[str, Sequence[str]], kin: frozenset[str], listed: Mapping[str, frozenset[str]]
) -> dict[str, list[Row]]:
    """Word → the rows that look for it.

    Args:
        words: the plain lists of `lexicons/`; those whose name starts with `PREFIX` are read.
        kin: words for people of a family.
        listed: the lists that further classes stand for.

    Raises:
        ValueError: a row is not written as it must be; says which.
    """
    classes = dict(CLASSES) | {name: listed[key] for name, key in _LISTED.items()}
    classes |= {"KIN": kin, "SUBJECT": kin | _SUBJECT, "PERSON": kin | _SUBJECT - {"it", "who"}}
    found: dict[str, list[Row]] = {}
    for name, rows in words.items():
        if name.startswith(PREFIX):
            why = rows[0].removeprefix(_HOW)
            kind = "gap" if name.startswith(_GAPS) else "word"
            for text in rows[1:]:
                for row in _read(text, classes, why, kind):
                    found.setdefault(row.words[0], []).append(row)
    return found


def _read(text: str, classes: Mapping[str, frozenset[str]], why: str, kind: str) -> Iterator[Row]:
    match = _ROW.fullmatch(text)
    if match is None:
        raise ValueError(f"row {text!r}: needs one bracket, such as [of>have]")
    before = tuple(_piece(piece, classes) for piece in reversed(match[1].split()))
    after = tuple(_piece(piece, classes) for piece in match[3].split())
    for pair in match[2].split():
        seen, arrow, meant = pair.partition(">")
        if not arrow or not meant:
            raise ValueError(f"row {text!r}: {pair!r} needs the word that was meant, such as of>have")
        words = tuple(seen.split("_"))
        right = _beside(after, 1) if len(words) == 1 else None
        yield Row(
            words, tuple(meant.replace("_", " ").split("/")), before, after, why, kind, _beside(before, -1), right
        )


def _beside(pieces: tuple[_Piece, ...], step: int) -> _Beside | None:
    """What the nearest piece takes; a sentence's edge is an empty word."""
    words: set[str] = set()
    tags: set[str] = set()
    for piece in pieces:
        tests = [piece.test, *(run[0] if step > 0 else run[-1] for run in piece.longer)]
        if piece.negated or any(test.anything for test in tests):
            return None
        for test in tests:
            words |= test.words | (STOPS | {""} if test.end or test.start else frozenset())
            tags |= test.tags | (_NAMES if test.name else frozenset()) | (_SPACE if test.end else frozenset())
        if not piece.optional:
            return _Beside(frozenset(words), frozenset(tags))
    return None


def _piece(text: str, classes: Mapping[str, frozenset[str]]) -> _Piece:
    optional = len(text) > 1 and text.endswith("?")
    negated = text.startswith("!")
    single, longer = [], []
    for each in text[negated : len(text) - optional].split("|"):
        parts = each.split("_")
        if len(parts) > 1 and all(parts):
            longer.append(tuple(_test([part], classes) for part in parts))
        else:
            single.append(each)
    return _Piece(_test(single, classes), tuple(longer), negated, optional)


def _test(words: Sequence[str], classes: Mapping[str, frozenset[str]]) -> _Test:
    plain: set[str] = set()
    tags: set[str] = set()
    for word in words:
        if word in classes:
            plain |= classes[word]
        elif word in TAGS:
            tags |= TAGS[word]
        elif word not in ("NAME", "END", "^", "ANY"):
            if word.isupper():
                raise ValueError(f"no class is called {word!r}")
            plain.add(word)
    name = not {"NAME", "SUBJECT", "PERSON"}.isdisjoint(words)
    return _Test(frozenset(plain), frozenset(tags), name, "^" in words, "END" in words, "ANY" in words)


class Pairs:
    """The rows, sorted by what may stand right beside the words that they look for.

    Args:
        rows: word → the rows that look for it, see `read_rows`.
    """

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self._rows = rows
        self._sides = {word: _sides(each) for word, each in rows.items()}

    def asks(self, word: str) -> Iterator[Ask]:
        """What may be said of a word."""
        if word in self._rows:
            yield Ask(self._find)

    def knows(self) -> Iterable[str]:
        """The words that rows look for."""
        return self._rows

    def _find(self, r: Reading, lists: Lists, i: int) -> tuple[Slip, ...]:  # noqa: ARG002
        """What the rows say of the token `i`; the first that fits."""
        low, tag, word = r.low, r.c.tag, r.low[i]
        on_right, on_left, numbers = self._sides[word]
        left = left_tag = right = right_tag = ""
        if i > r.c.first[i]:
            left, left_tag = low[i - 1], tag[i - 1]
        if i + 1 < r.end[i]:
            right, right_tag = low[i + 1], tag[i + 1]
        if right in on_right:
            numbers = numbers | on_right[right]
        if right_tag in on_right:
            numbers = numbers | on_right[right_tag]
        if left in on_left:
            numbers = numbers | on_left[left]
        if left_tag in on_left:
            numbers = numbers | on_left[left_tag]
        if not numbers:
            return ()
        for number in sorted(numbers):
            row = self._rows[word][number]
            end = i + len(row.words)
            if (
                _may_stand(row.left, left, left_tag)
                and _may_stand(row.right, right, right_tag)
                and (len(row.words) == 1 or tuple(low[i:end]) == row.words)
                and _fits(r, row.after, end, i, 1)
                and _fits(r, row.before, i - 1, i, -1)
            ):
                return (Slip(i, end, row.meant, row.why, row.kind),)
        return ()


class _Sides(NamedTuple):
    """Numbers of the rows for a word, by a word or tag to one side of it that they ask for."""

    right: dict[str, frozenset[int]]
    left: dict[str, frozenset[int]]
    neither: frozenset[int]


def _sides(rows: Sequence[Row]) -> _Sides:
    right: dict[str, set[int]] = {}
    left: dict[str, set[int]] = {}
    neither = set()
    for number, row in enumerate(rows):
        beside, side = (row.right, right) if row.right is not None else (row.left, left)
        if beside is None:
            neither.add(number)
        else:
            for each in beside.words | beside.tags:
                side.setdefault(each, set()).add(number)
    return _Sides(
        {each: frozenset(numbers) for each, numbers in right.items()},
        {each: frozenset(numbers) for each, numbers in left.items()},
        frozenset(neither),
    )


def _may_stand(beside: _Beside | None, word: str, tag: str) -> bool:
    return beside is None or word in beside.words or tag in beside.tags


def _fits(r: Reading, pieces: tuple[_Piece, ...], at: int, of: int, step: int) -> bool:
    """Whether the pieces match from `at` on, to the right or (`step` -1) to the left."""
    if not pieces:
        return True
    piece, rest = pieces[0], pieces[1:]
    if piece.optional and _fits(r, rest, at, of, step):
        return True
    one = _is(r, piece.test, at, of)
    if piece.negated:
        return (
            not one
            and not any(_run(r, run, at, of, step) for run in piece.longer)
            and _fits(r, rest, at + step, of, step)
        )
    if one and _fits(r, rest, at + step, of, step):
        return True
    return any(_run(r, run, at, of, step) and _fits(r, rest, at + step * len(run), of, step) for run in piece.longer)


def _run(r: Reading, tests: tuple[_Test, ...], at: int, of: int, step: int) -> bool:
    start = at if step > 0 else at - len(tests) + 1
    return all(_is(r, test, start + k, of) for k, test in enumerate(tests))


def _is(r: Reading, test: _Test, at: int, of: int) -> bool:
    if not r.c.first[of] <= at < r.end[of]:
        return test.start if at < of else test.end
    low = r.low[at]
    if low in test.words or r.c.tag[at] in test.tags or test.anything:
        return True
    if test.end and (low in STOPS or low.isspace()):
        return True
    return test.name and r.c.tag[at] in _NAMES and r.c.text[at][0].isupper()
