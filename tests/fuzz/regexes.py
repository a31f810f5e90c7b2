"""The regular expressions of a package: where they are, and in how many ways each can read one run of characters.

A matcher that fails tries every way in which its repeats can share a run of characters between them. With two repeats
in a row that take the same characters, that is as many ways as the run is long; with three, the square of it; with one
inside another, two to the power of it. `ways` counts the repeats that can share a run, from the parsed pattern alone.
"""

from __future__ import annotations

import functools
import gc
import importlib
import pkgutil
import re
import types
from collections import deque
from collections.abc import Iterable, Iterator
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

SIGNS = "".join(map(chr, range(128))) + "\x85\xa0\xad£’“”–—…•éÉßſ½²１\u2028漢א👩\u0301\u200b"
"""What a repeat may take is asked of these."""
LONG = 60  # times that a repeat may run, from which on it counts as one without end
ROUNDS = 4  # a repeat of a group goes round so often: one inside another counts as many
_PLAIN = (str, bytes, int, float, types.ModuleType, types.BuiltinFunctionType)
_ONE = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.CATEGORY)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def found_in(package: types.ModuleType, *more: Any) -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern that the modules of a package hold, and `more` objects, by where it was met first.

    Containers, instances of the package's classes, closures and caches are looked through.
    """
    held = ((f"{module.__name__}.{name}", each) for module in _modules(package) for name, each in vars(module).items())
    waiting = deque([*held, *((type(each).__name__, each) for each in more)])
    seen: set[int] = set()
    patterns: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    while waiting:
        name, value = waiting.popleft()
        if id(value) in seen or isinstance(value, _PLAIN) or name.endswith("__builtins__"):
            continue
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            patterns.setdefault((value.pattern, value.flags), (name, value))
        elif _is_looked_through(value, package.__name__):
            waiting.extend((name, each) for each in gc.get_referents(value))
    return {f"{name} {number}": pattern for number, (name, pattern) in enumerate(patterns.values())}


def _modules(package: types.ModuleType) -> Iterator[types.ModuleType]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__") and "._data" not in module.name:
            yield importlib.import_module(module.name)


def _is_looked_through(value: Any, package: str) -> bool:
    if isinstance(value, type | types.FunctionType):
        return (value.__module__ or "").startswith(package)
    kind = type(value).__module__ or ""
    return kind.startswith(package) or kind in ("builtins", "functools", "collections", "types", "re")


class _Run(NamedTuple):
    """A run of characters that repeats may share.

    Attributes:
        signs: which of `SIGNS` it may be made of, as bits.
        count: how many repeats may have a part of it.
    """

    signs: int
    count: int


_NONE = _Run(0, 0)
_States = frozenset[_Run]


def ways(pattern: str | bytes, flags: int = 0) -> int:
    """How many repeats of a pattern may share one run of characters, at most."""
    if isinstance(pattern, bytes):
        pattern, flags = pattern.decode("latin-1"), flags | re.ASCII
    tree = parser.parse(pattern, flags & ~re.DEBUG)
    return _Reader(tree.state, tree.state.flags).most(tree)


class _Reader:
    """Goes through a parsed pattern, with what repeats may have a part of the run that ends here."""

    def __init__(self, state: Any, flags: int) -> None:
        self._state, self._flags = state, flags
        self._most = 0

    def most(self, tree: Iterable[Any]) -> int:
        self._row(tree, frozenset({_NONE}))
        return self._most

    def _row(self, row: Iterable[Any], states: _States) -> _States:
        for operation, value in row:
            states = self._one(operation, value, states)
        return states

    def _one(self, operation: Any, value: Any, states: _States) -> _States:
        if operation in _ONE:
            return self._through(self._signs(operation, value), states)
        if operation in _REPEATS:
            return self._repeat(operation, *value, states)
        if operation is sre.SUBPATTERN:
            return self._row(value[3], states)
        if operation is sre.ATOMIC_GROUP:
            return self._row(value, states)
        if operation is sre.BRANCH:
            return _thin(frozenset().union(*(self._row(each, states) for each in value[1])))
        if operation is sre.GROUPREF_EXISTS:
            _, there, gone = value
            return _thin(self._row(there, states) | (self._row(gone, states) if gone else states))
        if operation in (sre.ASSERT, sre.ASSERT_NOT):
            self._row(value[1], frozenset({_NONE}))
        elif operation is sre.GROUPREF:
            return frozenset({_NONE})
        return states  # a place, such as the end of a line

    def _through(self, signs: int, states: _States) -> _States:
        """Behind one character, which may be one of a run."""
        return _thin(frozenset(_Run(run.signs & signs, run.count) if run.signs & signs else _NONE for run in states))

    def _repeat(self, operation: Any, least: int, most: int, inner: Any, states: _States) -> _States:
        endless = most is sre.MAXREPEAT or most > LONG
        if len(inner) == 1 and inner[0][0] in _ONE:
            after = self._run(self._signs(*inner[0]), states, shares=endless and operation is not sre.POSSESSIVE_REPEAT)
        else:
            after, through = frozenset(), states
            for _ in range(ROUNDS if endless else min(most, 2)):
                through = self._row(inner, through)
                after |= through
        return _thin(after | states if least == 0 else after)

    def _run(self, signs: int, states: _States, *, shares: bool) -> _States:
        """Behind a repeat of one character."""
        if not shares:
            return self._through(signs, states) | {_NONE}
        longer = {_Run(run.signs & signs, run.count + 1) for run in states if run.signs & signs}
        self._most = max([self._most, 1, *(run.count for run in longer)])
        return frozenset(longer | {_Run(signs, 1)})

    def _signs(self, operation: Any, value: Any) -> int:
        return _taken(compiler.compile(parser.SubPattern(self._state, [(operation, value)]), self._flags))


@functools.lru_cache(4096)
def _taken(one: re.Pattern[str]) -> int:
    return sum(1 << place for place, sign in enumerate(SIGNS) if one.fullmatch(sign))


def _thin(states: _States) -> _States:
    """Without runs of which another has all the signs and as many repeats."""
    kept: list[_Run] = []
    for run in sorted(states, key=lambda run: (-run.count, -run.signs.bit_count())):
        if not any(other.count >= run.count and other.signs | run.signs == other.signs for other in kept):
            kept.append(run)
    return frozenset(kept[:64])
