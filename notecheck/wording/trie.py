"""The terms of a lexicon as one trie: what may follow a word, and which terms end there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from notecheck.wording.term_syntax import POS


class Node:
    """A place in the trie: what may follow, and which terms end here.

    All the alternatives of a piece lead to one place, so that a term costs what its words are, not what their
    combinations would be. A dataclass would take three times as long to make, of which a first note makes thousands.
    """

    __slots__ = ("anything", "children", "edges", "ends", "forms", "gap", "on", "person", "read")

    def __init__(self) -> None:
        self.edges: dict[str, list[Edge]] = {}
        self.forms: dict[str, list[Node]] = {}  # macro → next, for {be} and its like
        self.children: dict[str, Node] = {}
        self.person: list[Node] = []
        self.anything: Node | None = None
        self.gap: Node | None = None
        self.ends: list[tuple[str, int]] = []  # ("term" | "unless" | "only", entry)
        self.on: frozenset[str] | None = None  # the words that lead on, None for any, as `TermMatcher` reads them
        self.read = False


class Edge(NamedTuple):
    """One word that leads on; `pos` None takes any part of speech, `lemma` a lemma of this form too."""

    node: Node
    pos: tuple[str, ...] | None
    lemma: bool


def reached(node: Node, piece: str, choices: Sequence[tuple[str, ...]]) -> list[Node]:
    """The places that a piece leads to: one for all its alternatives, and `node` itself where it may be missing."""
    words = [choice for choice in choices if choice]
    missing = [node] if len(words) < len(choices) else []
    if len(words) == 1:
        return [_along(node, words[0]), *missing]
    key = f"|{piece.removesuffix('?')}"
    child = node.children.get(key)
    if child is None:
        child = node.children[key] = Node()
        for steps in words:
            _link(_along(node, steps[:-1]), steps[-1], child)
    return [child, *missing]


def _along(node: Node, steps: Sequence[str]) -> Node:
    """The place at the end of a run of words, made if it is not there."""
    for step in steps:
        child = node.children.get(step)
        if child is None:
            child = node.children[step] = Node()
            _link(node, step, child)
        node = child
    return node


def _link(node: Node, step: str, child: Node) -> None:
    """Let one step of a term lead from `node` to `child`."""
    node.read = False
    if step == "{person}":
        node.person.append(child)
    elif step.startswith("{"):
        node.forms.setdefault(step[1:-1], []).append(child)
    elif step == "*":
        node.anything = child
    elif step == "...":
        node.gap = child
    elif step.startswith("=") and len(step) > 1:
        node.edges.setdefault(step[1:], []).append(Edge(child, None, lemma=False))
    else:
        word, slash, pos = step.rpartition("/")
        tags = POS.get(pos) if slash else None
        word = word if tags else step
        node.edges.setdefault(word, []).append(Edge(child, tags, lemma=True))
