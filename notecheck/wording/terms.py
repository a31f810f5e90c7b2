"""Finds the terms of a lexicon in a Doc, in one pass, however many there are.

How a term is written says `notecheck/wording/term_syntax.py`. The terms of a lexicon become one trie. A Doc's words are
sorted by form once for all lexicons, so that each looks only at the words that it knows, and of these only where the
next word goes on with a term.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final, NamedTuple, Protocol

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.anew import NEAR_TOKENS
from notecheck.carry.edit import sought
from notecheck.carry.looks import by_place
from notecheck.errors import TermError
from notecheck.wording.term_syntax import MACROS, Syntax
from notecheck.wording.trie import Node, reached
from notecheck.wording.view import BREAK, View, view

_MACROS_OF: Final = {form: [m for m in MACROS if form in MACROS[m]] for forms in MACROS.values() for form in forms}
_PRONOUNS: Final = ("i", "you", "he", "she", "they", "we", "him", "her", "them", "me", "us")
_GAP: Final = 4
_NAME: Final = " name"  # a name of the text, among words that may follow; no word looks like it
_SHOWN: Final = 60  # characters of a term that an error shows
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


@dataclass(frozen=True)
class Terms:
    """Some terms under a name of their own, as an entry that a matcher takes; nothing guards them."""

    id: str
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Match(NamedTuple):
    """The tokens that an entry covers, end exclusive, and its number."""

    start: int
    end: int
    entry: int


_numbers: Final = count()


class TermMatcher:
    """Finds every entry of a lexicon in a Doc.

    Args:
        nlp: its tokenizer cuts the terms just as it cuts the text.
        entries: of one lexicon.
        people: words for people of the family, for `{person}`.
        eager: build the whole trie now. Otherwise the part that a word begins is built when a text first holds it:
            a note asks for a tenth of a lexicon, and a cold start counts.

    Raises:
        TermError: a term that does not fit the syntax; names the entry.
    """

    def __init__(
        self, nlp: Language, entries: Sequence[Entry], people: Iterable[str] = (), *, eager: bool = False
    ) -> None:
        self.entries = entries
        self._syntax = Syntax(nlp)
        self._people = frozenset(people) | frozenset(_PRONOUNS)
        self._root = Node()
        self._guards = Node()
        self._guarded: set[int] = set()
        self._waiting: dict[str, list[tuple[str, int]]] = {}  # first word → terms that no text has asked for yet
        for number, entry in enumerate(entries):
            if entry.unless or entry.only:
                self._guarded.add(number)
            for term in entry.terms:
                first = None if eager else self._syntax.first_words(term)
                if first is None:
                    self._add(self._root, term, "term", number)
                for word in first or ():
                    self._waiting.setdefault(word, []).append((term, number))
        for word in self._waiting:
            self._root.edges.setdefault(word, [])
        self._next: dict[tuple[str, ...], frozenset[str] | None] = {}  # see `_behind`
        self._number = next(_numbers)
        self._first = {*self._root.edges, *(form for macro in self._root.forms for form in MACROS[macro])}
        self._open = bool(self._root.person) or self._root.anything is not None
        self._unread = set(self._guarded)  # entries whose guards no text has asked for yet
        if eager:
            self._read_guards(self._guarded)

    def _read_terms(self, word: str) -> None:
        """Build the part of the trie that a word of the text asks for, the first time it does."""
        for term, entry in self._waiting.pop(word, ()):
            for other in self._syntax.first_words(term) or ():
                if other != word and (term, entry) in self._waiting.get(other, ()):
                    self._waiting[other].remove((term, entry))
            self._add(self._root, term, "term", entry)

    def _read_guards(self, entries: set[int]) -> None:
        """Build the guards of entries, the first time they are asked for."""
        for number in sorted(entries & self._unread):
            self._unread.discard(number)
            for role, terms in (("unless", self.entries[number].unless), ("only", self.entries[number].only)):
                for term in terms:
                    self._add(self._guards, term, role, number)

    def __call__(self, doc: Doc, loose: frozenset[int] = frozenset()) -> list[Match]:
        """All matches in order of place: the longest where several overlap, the first of equals.

        Args:
            doc: to search.
            loose: entries of which every match is given besides, whatever it overlaps and whatever `unless` and
                `only` say.

        Returns:
            Matches with token positions of `doc`.
        """
        look = partial(self._standing, loose=loose)
        return by_place(doc, ("terms", self._number, loose), look, by="words", tokens=True, near=0)

    def all(self, doc: Doc) -> list[Match]:
        """Every match, those that overlap too, whatever `unless` and `only` say; in order of their first words."""
        return by_place(doc, ("terms", self._number), self._every, by="words", tokens=True, near=0)

    def _standing(self, doc: Doc, loose: Set[int]) -> list[Match]:
        """What a call gives."""
        seen = view(doc)
        hits = self._hits(seen, _sought(doc, seen, NEAR_TOKENS))  # what stands before may take the words of a term
        if not hits:
            return []
        free = [Match(seen.at[i], seen.at[end - 1] + 1, entry) for i, end, entry in hits if entry in loose]
        bound = self._settle(seen, [hit for hit in hits if hit[2] not in loose] if free else hits)
        return free + bound

    def _every(self, doc: Doc) -> list[Match]:
        seen = view(doc)
        hits = self._hits(seen, _sought(doc, seen))
        return [Match(seen.at[i], seen.at[end - 1] + 1, entry) for i, end, entry in hits]

    def by_start(self, seen: View, among: Collection[int] | None = None) -> dict[int, list[tuple[int, int]]]:
        """Every term of a Doc by the word that it starts at, whatever its entry's `unless` and `only` say.

        Args:
            seen: the words of the Doc, see `view`.
            among: positions among these words to look at, None for all.

        Returns:
            Position among these words → one past the term's last word, number of its entry.
        """
        starts = self._may_start(seen, range(len(seen.keys)) if among is None else among)
        return {i: found for i in sorted(starts) if (found := self._starting_at(seen, i))}

    def _hits(self, seen: View, among: Collection[int]) -> list[tuple[int, int, int]]:
        """First word, one past the last and entry of every match that begins among some words."""
        return [(i, end, entry) for i, found in self.by_start(seen, among).items() for end, entry in found]

    def _may_start(self, seen: View, among: Collection[int]) -> set[int]:
        """The words that a term may start with, as far as they and the two words behind them tell."""
        found: set[int] = set()
        places = seen.places_among(among)
        for word in places.keys() & self._first:
            on = self._behind(word)
            if on is None:
                found.update(places[word])
            else:
                found.update(i for i in places[word] if self._goes_on(seen, i + 1, word, on))
        if self._open:  # anybody may begin a term
            on = self._behind("")
            if on is None or _NAME in on:
                found.update(range(len(seen.keys)))
            else:
                found.update(i - 1 for word in seen.places.keys() & on for i in seen.places[word] if i)
        return found if len(among) == len(seen.keys) else found.intersection(among)

    def _goes_on(self, seen: View, i: int, word: str, on: frozenset[str]) -> bool:
        """Whether the words from `i` on may follow `word`, which those of `on` may follow."""
        for second in _in(seen, i, on):
            on_then = self._behind(word, second)
            if on_then is None or _in(seen, i + 1, on_then):
                return True
        return False

    def _behind(self, *words: str) -> frozenset[str] | None:
        """The words that go on with a term that starts so, or, for "", with anybody; None for anything."""
        if words not in self._next:
            self._read_terms(words[0])
            root = self._root
            nodes = self._steps(root, words[0])
            if not words[0]:
                nodes = root.person + ([root.anything] if root.anything is not None else [])
            for word in words[1:]:
                nodes = [after for node in nodes for after in self._steps(node, word)]
            known = [self._leads_on(node) for node in nodes]
            self._next[words] = None if None in known else frozenset().union(*known)  # type: ignore[arg-type]
        return self._next[words]

    def _steps(self, node: Node, word: str) -> list[Node]:
        """The places that a word, or a name for `_NAME`, may lead to, whatever its part of speech."""
        nodes = [edge.node for edge in node.edges.get(word, ())]
        nodes += [after for macro in _MACROS_OF.get(word, ()) for after in node.forms.get(macro, ())]
        return nodes + node.person if word in self._people or word == _NAME else nodes

    def _leads_on(self, node: Node) -> frozenset[str] | None:
        """The words that lead on from a place; None where anything does, or a term ends there."""
        if not node.read:
            node.read = True
            if node.ends or node.gap is not None or node.anything is not None:
                node.on = None
            else:
                forms = (form for macro in node.forms for form in MACROS[macro])
                node.on = frozenset((*node.edges, *forms, *((_NAME, *self._people) if node.person else ())))
        return node.on

    def _may_lead_on(self, node: Node, seen: View, i: int) -> bool:
        """Whether a term may end at a place, or go on with the word `i`: most fall here, which spares a call."""
        on = node.on if node.read else self._leads_on(node)
        if on is None:
            return True
        if i >= len(seen.keys):
            return False
        return seen.keys[i] in on or seen.lemmas[i] in on or (_NAME in on and seen.pos[i] == "PROPN")

    def _starting_at(self, seen: View, i: int) -> list[tuple[int, int]]:
        """Every term that starts at one word."""
        for word in (seen.keys[i], seen.lemmas[i]):
            if word in self._waiting:
                self._read_terms(word)
        found: list[tuple[int, str, int]] = []
        self._follow(self._root, seen, i, found)
        return [(end, entry) for end, _, entry in found if end > i]

    def _follow(self, node: Node, seen: View, i: int, found: list[tuple[int, str, int]]) -> None:
        """Add to `found` every term that ends here or further on: the end, its role, its entry."""
        if node.ends:
            found += [(i, role, entry) for role, entry in node.ends]
        if node.gap is not None:
            self._skip(node.gap, seen, i, found)
        if i >= len(seen.keys):
            return
        key, lemma, pos = seen.keys[i], seen.lemmas[i], seen.pos[i]
        after: list[Node] = []
        edges = node.edges
        if key in edges:
            after += [edge.node for edge in edges[key] if edge.pos is None or pos in edge.pos]
        if lemma != key and lemma in edges:
            after += [edge.node for edge in edges[lemma] if edge.lemma and (edge.pos is None or pos in edge.pos)]
        if node.forms and key in _MACROS_OF:
            for macro in _MACROS_OF[key]:
                after += node.forms.get(macro, ())
        if node.person and (key in self._people or pos == "PROPN"):
            after += node.person
        if node.anything is not None and pos != "PUNCT" and key != BREAK:
            after.append(node.anything)
        if not after:
            return
        i += 1
        key, lemma, pos = (seen.keys[i], seen.lemmas[i], seen.pos[i]) if i < len(seen.keys) else ("", "", "")
        for following in after:  # as in `_may_lead_on`, whose call would cost as much as the rest
            on = following.on if following.read else self._leads_on(following)
            if on is None or key in on or lemma in on or (pos == "PROPN" and _NAME in on):
                self._follow(following, seen, i, found)

    def _skip(self, node: Node, seen: View, i: int, found: list[tuple[int, str, int]]) -> None:
        """`node` after nothing to four words, never across the start of a sentence."""
        for j in range(i, min(i + _GAP, len(seen.keys) - 1) + 1):
            if seen.starts[j] or seen.keys[j] == BREAK:
                return
            if self._may_lead_on(node, seen, j):
                self._follow(node, seen, j, found)

    def _settle(self, seen: View, hits: list[tuple[int, int, int]]) -> list[Match]:
        """The hits that stand, the longest where several overlap. Guards are looked for near guarded hits only."""
        guards: dict[int, list[tuple[int, str, int]]] = {}
        self._read_guards(self._guarded & {entry for _, _, entry in hits})
        hits = [hit for hit in hits if hit[2] not in self._guarded or self._stands(seen, hit, guards)]
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0], hit[2]))
        taken: set[int] = set()
        kept = []
        for start, end, entry in hits:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                kept.append(Match(seen.at[start], seen.at[end - 1] + 1, entry))
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
            guards[i] = []
            if self._may_lead_on(self._guards, seen, i):
                self._follow(self._guards, seen, i, guards[i])
        return guards[i]

    def _add(self, root: Node, term: str, role: str, entry: int) -> None:
        try:
            pieces = self._syntax.pieces(term)
        except ValueError as error:
            shown = f"{term[:_SHOWN]}…" if len(term) > _SHOWN else term
            raise TermError(self.entries[entry].id, f"term {shown!r}: {error}") from None
        nodes = [root]
        for piece, choices in pieces:
            nodes = [after for node in nodes for after in reached(node, piece, choices)]
        for node in nodes:
            node.read = False
            if (role, entry) not in node.ends:
                node.ends.append((role, entry))


def _sought(doc: Doc, seen: View, more: int = 0) -> range:
    """The words of a Doc among which a look is to find what begins there, with those of some tokens to either side."""
    first, last = sought(doc)
    return range(bisect_left(seen.at, first - more), bisect_left(seen.at, last + more))


def _in(seen: View, i: int, on: frozenset[str]) -> list[str]:
    """What of the word `i`, its form, base form and being a name, is among words that lead on."""
    if i >= len(seen.keys):
        return []
    key, lemma = seen.keys[i], seen.lemmas[i]
    found = [key] if key in on else []
    if lemma in on and lemma != key:
        found.append(lemma)
    if _NAME in on and seen.pos[i] == "PROPN":
        found.append(_NAME)
    return found


def _sentence(seen: View, i: int) -> tuple[int, int]:
    first, last = i, i + 1
    while first > max(0, i - _SENTENCE) and not seen.starts[first]:
        first -= 1
    while last < min(len(seen.keys), i + _SENTENCE) and not seen.starts[last]:
        last += 1
    return first, last
