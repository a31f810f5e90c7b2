"""Says which points of the guidance's checklist a note gives, and where.

Why it matters: a visit that does not say whether the child was seen alone, or a plan without what happens if nothing
changes, cannot be told later from one where it was not so. The child, a court or an inquiry has only what was written.

It marks nothing: a point that is missing has no place in the text. Which points are asked for, the guidance says
(`asks` in `lexicons/guidance/*.yaml`); what shows them, `lexicons/checklist*.yaml` says. 'Does not apply' comes with
its reason, the writer's own too (`not_applicable` of the note), which is shown and never judged; what no text can
show is 'cannot tell' and counts neither way.

Known misses: those of `notecheck/checklists/evidence.py`. That a point is given does not say that it is true, or
enough.

Source: corpus/GUIDE.md, `checklist`; Swindon 7.5, 4.2, 8.3; Trafford 5b, 5c, 6; Sussex 5 and 8; Sutton.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.checklists.evidence import Found, Items
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Rule
from notecheck.note import asked_of, note_of

RULES: Final = (
    Rule(
        name="checklist",
        part="completeness",
        title="What the record should give",
        marks="Nothing in the text. It says which points of the guidance's checklist the record gives, and where.",
        why="Whoever reads it later has only what was written, and cannot tell what was left out from what never was.",
        weak="I visited Callum. All fine.",
        better="I visited Callum at home on 4 March 2026, 4pm to 5pm, as arranged, and saw him alone in his bedroom.",
        limits="That a point is given does not say that it is true, or enough.",
    ),
)

EXAMPLES: Final = (Example("I visited Callum at home. All was well.", note={"doc_type": "home-visit"}),)


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


def prepare(nlp: Language, lexicons: Lexicons) -> Items:
    """The items of all lists."""
    return Items(nlp, lexicons)


def measure(doc: Doc, prepared: Items, settings: NoSettings) -> Checklist:  # noqa: ARG001
    """What a note gives of the checklist that its guidance asks for."""
    asked = {name: ids for name, ids in _asked(doc).items() if name in prepared.entries}
    found = prepared.search(tuple(asked))(doc) if asked else {}
    excused = note_of(doc).not_applicable
    items = tuple(
        _item(name, prepared.entries[name].label, found[name], ids, excused.get(name)) for name, ids in asked.items()
    )
    return Checklist(items, _share(items), _by_standard(items))


def _asked(doc: Doc) -> Mapping[str, Sequence[str]]:
    asked: Mapping[str, Sequence[str]] = asked_of(doc).get(RULES[0].name, {})
    return asked


def _item(name: str, label: str, found: Found, standards: Sequence[str], excuse: str | None) -> Item:
    if excuse is not None:
        found = Found(None, applies=False, reason=excuse)
    return Item(
        item=name,
        label=label,
        met=found.met,
        applies=found.applies,
        reason=found.reason,
        evidence=tuple(Place(start, end) for start, end in found.spans),
        standards=tuple(standards),
    )


def _share(items: Sequence[Item]) -> float | None:
    told = [item.met for item in items if item.met is not None]
    return sum(told) / len(told) if told else None


def _by_standard(items: Sequence[Item]) -> dict[str, float | None]:
    names = dict.fromkeys(name for item in items for name in item.standards)
    return {name: _share([item for item in items if name in item.standards]) for name in names}


SPEC = check(
    "checklist",
    rules=RULES,
    examples=EXAMPLES,
    measure=measure,
    prepare=prepare,
    needs=("sentences", "pos", "lemma", "who", "statements"),
)
