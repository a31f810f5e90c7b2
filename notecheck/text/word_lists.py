"""The plain lists of the lexicons as sets, by name; one that an authority leaves empty, or does not have, is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import TypeVar

T = TypeVar("T")


def sets_of(lists: Mapping[str, Iterable[str]], prefix: str = "") -> Callable[[str], frozenset[str]]:
    """What gives a list by its name behind a prefix that it shares with others of its file.

    >>> named = sets_of({"plan-spans": ("day", "week")}, "plan-")
    >>> sorted(named("spans")), named("sizes")
    (['day', 'week'], frozenset())
    """

    def named(name: str) -> frozenset[str]:
        return frozenset(lists.get(f"{prefix}{name}", ()))

    return named


def filled(kind: type[T], lists: Mapping[str, Iterable[str]], prefix: str) -> T:
    """A dataclass of sets, each field filled with the list of its name: `no_task` with 'owner-no-task'."""
    named = sets_of(lists, prefix)
    return kind(*(named(each.name.replace("_", "-")) for each in fields(kind)))  # type: ignore[arg-type]
