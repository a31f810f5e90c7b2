"""What the slots of a header say of its note, as keys of a note; what cannot be read for sure is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from notecheck.cells import age_on, read_age, read_date, read_name
from notecheck.errors import NoteError
from notecheck.record_types import guess_types

_AS_THEY_STAND: Final = frozenset(("id", "team", "title"))
_TIMES: Final = re.compile(r"(?<!\s)\s*+(?:-|–|to|until)\s*+\d{1,2}(?:[:.]\d\d)?\s*+(?:[ap]\.?m\.?)?$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?<!\s)\s*+[([]?(?:ID|No|Ref|NHS|PID)?[.:# ]*+\d[\d /-]*+[)\]]?\s*+$", re.IGNORECASE)
_ROLE: Final = re.compile(r"(?P<name>[^(,]{2,60}?)\s*(?:\((?P<inside>[^()]{2,60})\)|\s[-–]\s(?P<behind>.{2,60}))\s*")
# 'Nair, Priya' has the surname first; two words on either side are a name and a role.
_ROLE_BEHIND: Final = re.compile(r"(?P<name>[^\s,]+(?: [^\s,]+)+), ?(?P<inside>(?P<behind>[^\s,]+(?: [^\s,]+)+)) *")
MOST_VALUE: Final = 200  # characters of a value that is read as a date, a name, an age or a kind


def fields_of(slots: Mapping[str, str]) -> dict[str, Any]:
    """Keys of a note from what a header tells; what cannot be read for sure is left out."""
    slots = {slot: value for slot, value in slots.items() if slot in _AS_THEY_STAND or len(value) <= MOST_VALUE}
    event = _day(" ".join(filter(None, (slots.get("event"), slots.get("time"))))) or _day(slots.get("event"))
    recorded = _day(slots.get("recorded"))
    name, role = read_person(slots.get("author") or slots.get("worker") or "")
    fields = {
        "id": slots.get("id"),
        "doc_type": next(iter(guess_types([slots.get("doc_type") or slots.get("title", "")]).values()), None),
        "event_date": event,
        "recorded_date": recorded,
        "child": _known_only(_child(slots, event or recorded)),
        "author": _known_only({"name": name, "role": slots.get("role") or role}),
        "team": slots.get("team"),
        "title": slots.get("title"),
    }
    return _known_only(fields) or {}


def _known_only(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    return {key: value for key, value in fields.items() if value not in (None, "", [])} or None


def _day(cell: str | None) -> str | None:
    if not cell:
        return None
    for tried in (cell, _TIMES.sub("", cell)):
        try:
            return read_date(tried)
        except NoteError:
            continue
    return None


def read_person(cell: str) -> tuple[str | None, str | None]:
    """Name and role of whoever wrote the note: 'Priya Nair (Social Worker)'."""
    cell = _NUMBERED.sub("", cell)
    found = _ROLE.fullmatch(cell) or _ROLE_BEHIND.fullmatch(cell)
    name = found["name"] if found else cell
    return read_name(name) or None, (found["inside"] or found["behind"]).strip() if found else None


def _child(slots: Mapping[str, str], day: str | None) -> dict[str, Any]:
    whole = _NUMBERED.sub("", slots.get("child", ""))
    parts = " ".join(filter(None, (slots.get("forename"), slots.get("surname"))))
    name = read_name(whole) or parts
    known_as = slots.get("known_as")
    return {"name": name, "known_as": [known_as] if known_as else [], "age": _age(slots, day)}


def _age(slots: Mapping[str, str], day: str | None) -> float | None:
    try:
        if slots.get("age"):
            return read_age(slots["age"])
        born = _day(slots.get("born"))
        return age_on(born, day) if born and day else None
    except NoteError:
        return None
