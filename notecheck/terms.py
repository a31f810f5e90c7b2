"""Finds the terms of a lexicon in a Doc, in one pass, however many there are.

A term is words separated by spaces; case, hyphens and the kind of apostrophe make no difference:

    word          a base form matches all its inflections; an inflected form matches itself only
    =word         this form only
    word/noun     this part of speech only: noun (takes proper nouns too), verb, adj, adv, propn
    a|b           one of these words
    word?         may be missing
    *             any one word
    ...           up to four words, within the sentence
    {be} {have} {not} {poss} {self} {person}    a form of 'to be', …, a person (pronoun, family word, name)

The terms of a lexicon become one trie, so that a word that starts no term costs one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.errors import LexiconError
from notecheck.memo import once_per_doc

_POS: Final = {
    "noun": ("NOUN", "PROPN"),
    "verb": ("VERB", "AUX"),
    "adj": ("ADJ",),
    "adv": ("ADV",),
    "propn": ("PROPN",),
}
_MACROS: Final[Mapping[str, tuple[str, ...]]] = {
    "be": ("am", "is", "are", "was", "were", "be", "been", "being", "'s", "'re", "'m"),
    "have": ("have", "has", "had", "having", "'ve", "'d"),
    "not": ("not", "n't", "never"),
    "poss": ("my", "your", "his", "her", "their", "our", "its", "'s", "'"),
    "self": ("myself", "yourself", "himself", "herself", "themselves", "themself", "itself", "ourselves"),
}
_PRONOUNS: Final = ("i", "you", "he", "she", "they", "we", "him", "her", "them", "me", "us")
_GAP: Final = 4
_BREAK: Final = "\n\n"
_HYPHENS: Final = frozenset("-‐‑")
_REACH: Final = 14  # words before a match at which an `unless` that overlaps it may begin
_SENTENCE: Final = 100  # words to either side in which an `only` is looked for, in a sentence without end


class Entry(Protocol):
    """What a matcher needs of a lexicon's entry."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def terms(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def unless(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def only(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the tokens it covers, end exclusive."""

    entry: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """The words of a Doc as matching sees them: no space tokens, no hyphens between words.

    Attributes:
        keys: lower case, apostrophes straight; a blank line is a key that no term holds.
        lemmas: lemmas in lower case.
        pos: coarse parts of speech.
        at: position of each word among the Doc's tokens.
        starts: true where a sentence starts.
    """

    keys: list[str]
    lemmas: list[str]
    pos: list[str]
    at: list[int]
    starts: list[bool]


@once_per_doc
def view(doc: Doc) -> View:
    """The Doc's words for matching, built once for all checks."""
    seen = View([], [], [], [], [])
    start = False
    for i, token in enumerate(doc):
        key = token.lower_
        start = start or bool(token.is_sent_start)
        if key in _HYPHENS:
            continue
        if key.isspace():
            if key.count("\n") < 2:
                continue
            key = _BREAK
        elif "’" in key:
            key = key.replace("’", "'")
        seen.keys.append(key)
        seen.lemmas.append(token.lemma_.lower())
        seen.pos.append(token.pos_)
        seen.at.append(i)
        seen.starts.append(start)
        start = False
    return seen


@dataclass(slots=True)
class _Node:
    """A place in the trie: what may follow, and which terms end here.

    All the alternatives of a piece lead to one place, so that a term costs what its words are, not what their
    combinations would be.
    """

    edges: dict[str, list[_Edge]] = field(default_factory=dict)
    children: dict[str, _Node] = field(default_factory=dict)
    person: list[_Node] = field(default_factory=list)
    anything: _Node | None = None
    gap: _Node | None = None
    ends: list[tuple[str, int]] = field(default_factory=list)  # ("term" | "unless" | "only", entry)


@dataclass(frozen=True, slots=True)
class _Edge:
    """One word form that leads on; `pos` None takes any part of speech, `lemma` a lemma of this form too."""

    node: _Node
    pos: tuple[str, ...] | None
    lemma: bool


class TermMatcher:
    """Finds every entry of a lexicon in a Doc.

    Args:
        nlp: its tokenizer cuts the terms just as it cuts the text.
        entries: of one lexicon.
        people: words for people of the family, for `{person}`.

    Raises:
        LexiconError: a term that does not fit the syntax; names the entry.
    """

    def __init__(self, nlp: Language, entries: Sequence[Entry], people: Iterable[str] = ()) -> None:
        self.entries = entries
        self._cut = nlp.tokenizer
        self._exceptions: Mapping[str, object] | None = getattr(nlp.tokenizer, "rules", None)
        self._people = frozenset(people) | frozenset(_PRONOUNS)
        self._root = _Node()
        self._guards = _Node()
        self._guarded: set[int] = set()
        for number, entry in enumerate(entries):
            for role, terms in (("term", entry.terms), ("unless", entry.unless), ("only", entry.only)):
                for term in terms:
                    self._add(self._root if role == "term" else self._guards, term, role, number)
            if entry.unless or entry.only:
                self._guarded.add(number)

    def __call__(self, doc: Doc) -> list[Match]:
        """All matches in order of place: the longest where several overlap, the first of equals.

        Returns:
            Matches with token positions of `doc`.
        """
        seen = view(doc)
        hits: list[tuple[int, int, int]] = []
        root = self._root
        edges = root.edges
        open_ended = bool(root.person) or root.anything is not None
        for i, (key, lemma) in enumerate(zip(seen.keys, seen.lemmas, strict=True)):
            if key in edges or lemma in edges or open_ended:
                hits.extend((i, end, entry) for end, _, entry in self._walk(root, seen, i) if end > i)
        return self._settle(seen, hits) if hits else []

    def _walk(self, node: _Node, seen: View, i: int) -> Iterator[tuple[int, str, int]]:
        for role, entry in node.ends:
            yield i, role, entry
        if node.gap is not None:
            yield from self._skip(node.gap, seen, i)
        if i >= len(seen.keys) or seen.keys[i] == _BREAK:
            return
        for following in self._steps(node, seen, i):
            yield from self._walk(following, seen, i + 1)

    def _skip(self, node: _Node, seen: View, i: int) -> Iterator[tuple[int, str, int]]:
        """`node` after nothing to four words, never across the start of a sentence."""
        for j in range(i, min(i + _GAP, len(seen.keys) - 1) + 1):
            if seen.starts[j] or seen.keys[j] == _BREAK:
                return
            yield from self._walk(node, seen, j)

    def _steps(self, node: _Node, seen: View, i: int) -> list[_Node]:
        key, lemma, pos = seen.keys[i], seen.lemmas[i], seen.pos[i]
        steps = [edge.node for edge in node.edges.get(key, ()) if edge.pos is None or pos in edge.pos]
        if lemma != key:
            steps += [
                edge.node
                for edge in node.edges.get(lemma, ())
                if edge.lemma and (edge.pos is None or pos in edge.pos) and edge.node not in steps
            ]
        if node.person and (key in self._people or pos == "PROPN"):
            steps += node.person
        if node.anything is not None and pos != "PUNCT":
            steps.append(node.anything)
        return steps

    def _settle(self, seen: View, hits: list[tuple[int, int, int]]) -> list[Match]:
        """The hits that stand, the longest where several overlap. Guards are looked for near guarded hits only."""
        guards: dict[int, list[tuple[int, str, int]]] = {}
        hits = [hit for hit in hits if hit[2] not in self._guarded or self._stands(seen, hit, guards)]
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0], hit[2]))
        taken: set[int] = set()
        kept = []
        for start, end, entry in hits:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                kept.append(Match(entry, seen.at[start], seen.at[end - 1] + 1))
        return sorted(kept, key=lambda match: match.start)

    def _stands(self, seen: View, hit: tuple[int, int, int], guards: dict[int, list[tuple[int, str, int]]]) -> bool:
        start, end, entry = hit
        for i in range(max(0, start - _REACH), end):
            near = self._at(seen, i, guards)
            if any(other == entry and role == "unless" and stop > start for stop, role, other in near):
                return False
        if not self.entries[entry].only:
            return True
        return any(
            other == entry and role == "only"
            for i in range(*_sentence(seen, start))
            for _, role, other in self._at(seen, i, guards)
        )

    def _at(self, seen: View, i: int, guards: dict[int, list[tuple[int, str, int]]]) -> list[tuple[int, str, int]]:
        """What `unless` and `only` terms begin at a word, looked up once."""
        if i not in guards:
            guards[i] = list(self._walk(self._guards, seen, i))
        return guards[i]

    def _add(self, root: _Node, term: str, role: str, entry: int) -> None:
        try:
            pieces = [(piece, list(self._alternatives(piece))) for piece in term.split()]
        except ValueError as error:
            raise LexiconError(f"entry {self.entries[entry].id}, term {term!r}: {error}") from None
        if not _starts_with_a_word([choices for _, choices in pieces]):
            raise LexiconError(f"entry {self.entries[entry].id}, term {term!r}: must start with a word")
        nodes = [root]
        for piece, choices in pieces:
            nodes = [after for node in nodes for after in _after(node, piece, choices)]
        for node in nodes:
            if (role, entry) not in node.ends:
                node.ends.append((role, entry))

    def _alternatives(self, piece: str) -> Iterator[tuple[str, ...]]:
        """The token sequences that one piece of a term may stand for; `()` where it may be missing."""
        if piece in ("*", "..."):
            yield (piece,)
            return
        if len(piece) > 1 and piece.endswith("?"):
            yield ()
            piece = piece[:-1]
        piece, slash, pos = piece.rpartition("/")
        if slash and pos not in _POS:
            piece, pos = f"{piece}/{pos}", ""
        elif not slash:
            piece, pos = pos, ""
        for word in piece.split("|"):
            yield from self._word(word, pos)

    def _word(self, word: str, pos: str) -> Iterator[tuple[str, ...]]:
        if macro := re.fullmatch(r"\{(.*)\}", word):
            name = macro[1]
            if name == "person":
                yield ("{person}",)
            elif name in _MACROS:
                yield from ((f"={form}",) for form in _MACROS[name])
            else:
                raise ValueError(f"unknown {word}; allowed: {', '.join(f'{{{m}}}' for m in (*_MACROS, 'person'))}")
            return
        exact = word.startswith("=") and len(word) > 1
        tokens = self._tokens(word.removeprefix("=") if exact else word)
        if not tokens:
            raise ValueError("a word is empty")
        yield tuple(f"={t}" if exact else f"{t}/{pos}" if pos else t for t in tokens)

    def _tokens(self, word: str) -> list[str]:
        """The word cut as the text is; letters alone stay whole, which spares the tokenizer most of a lexicon."""
        if self._exceptions is not None and word.isalpha() and word not in self._exceptions:
            return [word.lower()]
        tokens = (token.lower_.replace("’", "'") for token in self._cut(word))
        return [token for token in tokens if token not in _HYPHENS]


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


def _after(node: _Node, piece: str, choices: Sequence[tuple[str, ...]]) -> list[_Node]:
    """The places that a piece leads to: one for all its alternatives, and `node` itself where it may be missing."""
    words = [choice for choice in choices if choice]
    missing = [node] if len(words) < len(choices) else []
    if len(words) == 1:
        return [_along(node, words[0]), *missing]
    key = f"|{piece.removesuffix('?')}"
    child = node.children.get(key)
    if child is None:
        child = node.children[key] = _Node()
        for steps in words:
            _link(_along(node, steps[:-1]), steps[-1], child)
    return [child, *missing]


def _along(node: _Node, steps: Sequence[str]) -> _Node:
    """The place at the end of a run of words, made if it is not there."""
    for step in steps:
        child = node.children.get(step)
        if child is None:
            child = node.children[step] = _Node()
            _link(node, step, child)
        node = child
    return node


def _link(node: _Node, step: str, child: _Node) -> None:
    """Let one step of a term lead from `node` to `child`."""
    if step == "{person}":
        node.person.append(child)
    elif step == "*":
        node.anything = child
    elif step == "...":
        node.gap = child
    elif step.startswith("=") and len(step) > 1:
        node.edges.setdefault(step[1:], []).append(_Edge(child, None, lemma=False))
    else:
        word, slash, pos = step.rpartition("/")
        tags = _POS.get(pos) if slash else None
        word = word if tags else step
        node.edges.setdefault(word, []).append(_Edge(child, tags, lemma=True))
        for form in _more_forms(word, pos if tags else ""):
            node.edges.setdefault(form, []).append(_Edge(child, tags, lemma=False))


def _more_forms(word: str, pos: str) -> list[str]:
    """Regular inflections, where the tagger takes a heading's words for names and their lemma stays as it is.

    A form that is no word ('chaotics') does no harm: no text holds it.
    """
    if len(word) < 4 or not word.isalpha() or pos in ("adj", "adv", "propn"):
        return []
    stem = word[:-1] if word.endswith("e") else word
    ies = word.endswith("y") and word[-2] not in "aeiou"
    forms = [word[:-1] + "ies" if ies else word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")]
    if pos == "verb":
        forms += [
            word[:-1] + "ied" if ies else stem + "ed",
            stem + "ing",
            word + word[-1] + "ed",
            word + word[-1] + "ing",
        ]
    return forms


def _sentence(seen: View, i: int) -> tuple[int, int]:
    first, last = i, i + 1
    while first > max(0, i - _SENTENCE) and not seen.starts[first]:
        first -= 1
    while last < min(len(seen.keys), i + _SENTENCE) and not seen.starts[last]:
        last += 1
    return first, last
