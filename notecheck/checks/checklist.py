"""Says which points of the guidance's checklist a note gives, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Words that show that an item is there: first code point, one past the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a checklist.

    Attributes:
        item: its name, as in the annotation guide.
        label: what is asked for: 'whether the child was seen alone, or why not'.
        met: whether the note gives it; None where that cannot be told, or where it does not apply.
        applies: whether it can be asked of this note.
        reason: why it does not apply or cannot be told, what is still missing, or what there is to know of it.
        evidence: where the note gives it, in order.
        standards: ids of the standards that ask for it.
    """

    item: str
    label: str
    met: bool | None
    applies: bool
    reason: str | None
    evidence: tuple[Place, ...]
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the guidance asks a record of this type to give.

    Attributes:
        items: in the order of the guidance.
        met: share of items met among those that apply and can be told, 0 to 1; None where there is none.
        standards: the same for each standard by id.
    """

    items: tuple[Item, ...]
    met: float | None
    standards: Mapping[str, float | None]
