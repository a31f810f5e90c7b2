"""An authority's guidance as data: its standards, what serves each, and which of them a finding rests on.

id: exampleshire
title: Recording policy
authority: Exampleshire County Council
edition: "2"
date: 2025-04
licence: our wording; the document is the council's
inherits: general
doc_types: {strategy-discussion: meeting}
standards:
- standard: exampleshire-3.2-opinion
  section: 3.2 Content
  says: Keep fact and opinion apart.
  served_by: {judgemental: {severity: warning}}
- standard: exampleshire-3.3-seen
  section: 3.3 Visits
  says: The note says whether the child was seen, and alone.
  doc_types: [home-visit]
  asks: [child-seen, seen-alone]
  served_by: {checklist: {severity: warning}}
- standard: exampleshire-4.1-supervision
  section: 4.1 Oversight
  says: Supervision is on the file.
  not_checked: needs the supervision record
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from notecheck.data import LEXICONS, load_lexicons, read_yaml
from notecheck.entries import Decision, Edition, Frozen, Id, Line, Text
from notecheck.errors import LexiconError, NoteError, unknown_guidance
from notecheck.faults import explain_faults
from notecheck.note import DOC_TYPES
from notecheck.times.deadlines import Deadline

_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20<>\"'`]+")
_MOST_STANDARDS: Final = 500  # all that a rule serves stand in each of its findings; ours have 221 at most
CHECKLIST: Final = "checklist"
"""The rule that looks for the items which standards ask for."""

TIMELINESS: Final = "timeliness"
"""The rule that counts deadlines."""


class Served(Frozen):
    """How a rule serves a standard."""

    severity: Literal["suggestion", "warning", "error"] = "warning"


class Standard(Frozen):
    """One requirement of a guidance.

    Attributes:
        id: permanent, such as `swindon-7.5-date`; `standard` in the file.
        section: where it stands in the document.
        says: its wording, in ours.
        doc_types: the records that it is about; None for all.
        deadline: where it sets one: in words, or counted as `notecheck/times/deadlines.py` does, for `timeliness`.
        address: how far such a record is written to the child: in full, in part (its analysis or oversight), or not.
        asks: items of a checklist by which it is held against a record.
        served_by: rule → severity.
        not_checked: why nothing could check it from the text of one note.
        drawn_from: the standards of other guidances that it joins.
        handed_on: whether it stands in for a guidance that inherits this one and is silent; no where only some
            authorities ask for it.
    """

    id: Id = Field(alias="standard")
    section: Line
    says: Line
    doc_types: tuple[Id, ...] | None = None
    deadline: Text | Deadline | None = None
    address: Literal["full", "part", "not"] | None = None
    asks: tuple[Id, ...] = ()
    served_by: dict[Id, Served] = Field(default_factory=dict)
    not_checked: Text | None = None
    drawn_from: tuple[Id, ...] = ()
    handed_on: bool = True

    @model_validator(mode="after")
    def _is_accounted_for(self) -> Standard:
        if not (self.served_by or self.not_checked):
            raise ValueError("say what serves it (served_by) or why nothing does (not_checked)")
        if isinstance(self.deadline, Deadline) != (TIMELINESS in self.served_by):
            raise ValueError("a deadline {within, unit, after or before} and served_by: {timeliness: …} go together")
        if bool(self.asks) != (CHECKLIST in self.served_by):
            raise ValueError("asks and served_by: {checklist: …} go together: say which items serve it")
        return self


def _address(value: str) -> str:
    """An address of the web and nothing that a browser would run."""
    if not _ADDRESS.fullmatch(value):
        raise ValueError("must be an address that begins with https:// or http://")
    return value


class Guidance(Frozen):
    """One file of `lexicons/guidance/`.

    Attributes:
        id: the file's name.
        title: of the document.
        authority: who published it.
        edition: as the document says.
        date: of the edition.
        link: where it can be read, if it can: an address of the web, since people click on it.
        licence: of the wording here and of the document.
        inherits: the guidance whose standards stand in where this one is silent about a rule.
        doc_types: further document types, each with its parent.
        reading_age: the reading age that the document itself asks for, in years.
        long_sentence: the longest sentence that it allows, in words.
        standards: its requirements.
    """

    id: Id
    title: Line
    authority: Line
    edition: Edition
    date: Edition
    link: Annotated[Line, AfterValidator(_address)] | None = None
    licence: Text
    inherits: Id | None = None
    doc_types: dict[Id, Literal[DOC_TYPES]] = Field(default_factory=dict)  # type: ignore[valid-type]
    reading_age: Annotated[float, Field(ge=5, le=18)] | None = None
    long_sentence: Annotated[int, Field(ge=8, le=60)] | None = None
    standards: Annotated[tuple[Standard, ...], Field(max_length=_MOST_STANDARDS)]


def guidance_names(folder: str | None = None) -> tuple[str, ...]:
    """Ids of all guidances, ours and those in `folder/guidance`; `general` first."""
    return tuple(sorted(_files(folder), key=lambda name: (name != "general", name)))


def _files(folder: str | None) -> dict[str, Path]:
    places = [LEXICONS / "guidance"] + ([Path(folder) / "guidance"] if folder else [])
    return {path.stem: path for place in places for path in sorted(place.glob("*.yaml"))}


@cache
def load_guidance(name: str, folder: str | None = None) -> Guidance:
    """One guidance, checked.

    Args:
        name: its id.
        folder: an authority's own folder, whose `guidance/` is looked at too.

    Raises:
        NoteError: there is no guidance of that name; says which there are.
        LexiconError: its file has a fault; names the standard and what is allowed.
    """
    files = _files(folder)
    if name not in files:
        raise unknown_guidance(name, guidance_names(folder))
    path = files[name]
    data = read_yaml(path, path.parent.parent)
    try:
        guidance = Guidance.model_validate(data)
    except ValidationError as faults:
        raise explain_faults(path, data, faults, Guidance, "standards", "standard") from None
    if guidance.id != name:
        raise LexiconError(f"{path.name}: id is {guidance.id!r}; it must be the file's name, {name!r}")
    counts = Counter(standard.id for standard in guidance.standards)
    if twice := next((each for each, count in counts.items() if count > 1), None):
        raise LexiconError(f"{path.name}, entry {twice}: the id is used twice; give one of them another")
    _check_types(path, guidance)
    return guidance


def check_guidances(folder: str, rules: Iterable[str], items: Iterable[str] = ()) -> None:
    """Read every guidance of an authority's own folder, so that a fault is told before it is asked for.

    Raises:
        LexiconError: a file has a fault, or a standard or a decision names a rule or an item that there is not.
    """
    known, askable = set(rules), set(items)
    for name, (file, decision) in load_lexicons(folder).decisions.items():
        if decision.rule and name not in known:
            raise LexiconError(
                f"{file}: switch_off names the rule {name!r}, which no check and no list has; "
                f"allowed: {', '.join(sorted(known))}"
            )
    for path in sorted((Path(folder) / "guidance").glob("*.yaml")):
        guidance = load_guidance(path.stem, folder)
        if guidance.inherits and guidance.inherits not in guidance_names(folder):
            names = ", ".join(guidance_names(folder))
            raise LexiconError(f"{path.name}: inherits {guidance.inherits!r}, which is not known; allowed: {names}")
        for standard in guidance.standards:
            if unknown := sorted(standard.served_by.keys() - known):
                raise LexiconError(
                    f"{path.name}, entry {standard.id}: served_by names {unknown[0]!r}, which no check and no list "
                    f"has; allowed: {', '.join(sorted(known))}"
                )
            if unknown := sorted(set(standard.asks) - askable):
                raise LexiconError(
                    f"{path.name}, entry {standard.id}: asks for {unknown[0]!r}, which is in no list of items; "
                    f"allowed: {', '.join(sorted(askable))}"
                )


def _check_types(path: Path, guidance: Guidance) -> None:
    known = {*DOC_TYPES, *guidance.doc_types}
    for standard in guidance.standards:
        for name in standard.doc_types or ():
            if name not in known:
                raise LexiconError(
                    f"{path.name}, entry {standard.id}: unknown document type {name!r}; "
                    f"allowed: {', '.join(sorted(known))}"
                )


@dataclass(frozen=True)
class Rulebook:
    """A guidance with the one it inherits from: what a note is held against.

    Where the guidance has no standard that a rule serves in a document type, the inherited one stands in, and
    the ids say so. A rule that the authority has switched off serves no standard of either.
    """

    guidance: Guidance
    inherited: Guidance | None = None
    off: Mapping[str, Decision] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[tuple[Standard, str], ...]] = field(default_factory=dict, compare=False)

    @classmethod
    @cache
    def load(cls, name: str, folder: str | None = None) -> Rulebook:
        """The rulebook of a guidance.

        Raises:
            NoteError: there is no such guidance.
            LexiconError: a file has a fault.
        """
        guidance = load_guidance(name, folder)
        inherited = load_guidance(guidance.inherits, folder) if guidance.inherits else None
        return cls(guidance, inherited, load_lexicons(folder).rules_off)

    @property
    def doc_types(self) -> tuple[str, ...]:
        """Every document type that a note may have under this guidance."""
        return (*DOC_TYPES, *self._further())

    def _further(self) -> dict[str, str]:
        return (self.inherited.doc_types if self.inherited else {}) | self.guidance.doc_types

    def parent(self, doc_type: str) -> str:
        """The document type of the contract that a type is, or is a kind of.

        Raises:
            NoteError: the guidance knows no such type; says which it knows.
        """
        if doc_type in DOC_TYPES:
            return doc_type
        further = self._further()
        if doc_type not in further:
            raise NoteError(f"doc_type: {doc_type[:40]!r} is not known; allowed: {', '.join(self.doc_types)}")
        return further[doc_type]

    def asked(self, doc_type: str) -> dict[str, Any]:
        """What the checks have to know of the guidance for a document type, as data that stands on the Doc.

        `reading_age` (years) and `long_sentence` (words) where the guidance states them; `address`: how far the record
        is written to the child (`full`, `part`, `not`), left out where nothing is said about it; `checklist`: what
        `items` gives; `voice`: a standard asks for the child's voice in this document by name; `parent` of a further
        type; `timeliness`: the deadlines that are set for such a record, each with its `standard`.
        """
        own: dict[str, Any] = {"reading_age": self.guidance.reading_age, "long_sentence": self.guidance.long_sentence}
        own["address"] = next((s.address for s, _ in self.serving("address", doc_type) if s.address), None)
        own["voice"] = any(standard.doc_types for standard, _ in self.serving("voice", doc_type)) or None
        own["parent"] = parent if (parent := self.parent(doc_type)) != doc_type else None
        own[TIMELINESS] = [
            {"standard": standard.id, "deadline": standard.deadline.model_dump(exclude_none=True)}
            for standard, _ in self.serving(TIMELINESS, doc_type)
            if isinstance(standard.deadline, Deadline)
        ] or None
        own["checklist"] = {item: list(ids) for item, ids in self.items(doc_type).items()} or None
        return {name: value for name, value in own.items() if value is not None}

    def standards(self, doc_type: str) -> Iterator[Standard]:
        """The guidance's own standards for a document type."""
        return (s for s in self.guidance.standards if self._applies(s, doc_type))

    def serving(self, rule: str, doc_type: str) -> tuple[tuple[Standard, str], ...]:
        """The standards that a rule serves in a document type, each with the rule's severity in it."""
        if rule in self.off:
            return ()
        key = (rule, doc_type)
        if key not in self._found:
            parent = self.parent(doc_type)
            # A protection plan is a plan: the items of both are asked for.
            kinds = [(doc_type, parent)] if rule == CHECKLIST else [(doc_type,), (parent,)]
            self._found[key] = next(
                (
                    found
                    for guidance in (self.guidance, self.inherited)
                    for types in kinds
                    if (found := _serving(guidance, rule, types, inherited=guidance is not self.guidance))
                ),
                (),
            )
        return self._found[key]

    def items(self, doc_type: str) -> dict[str, tuple[str, ...]]:
        """The checklist of a document type: item → ids of the standards that ask for it, in their order."""
        found: dict[str, tuple[str, ...]] = {}
        for standard, _ in self.serving(CHECKLIST, doc_type):
            for item in standard.asks:
                found[item] = (*found.get(item, ()), standard.id)
        return found

    @cached_property
    def named(self) -> frozenset[str]:
        """The rules that a standard for any kind of record names."""
        every = (*self.guidance.standards, *(self.inherited.standards if self.inherited else ()))
        return frozenset(rule for standard in every for rule in standard.served_by)

    def _applies(self, standard: Standard, doc_type: str) -> bool:
        return standard.doc_types is None or bool({doc_type, self.parent(doc_type)} & set(standard.doc_types))


def _serving(
    guidance: Guidance | None, rule: str, types: Sequence[str], *, inherited: bool
) -> tuple[tuple[Standard, str], ...]:
    if guidance is None:
        return ()
    return tuple(
        (standard, standard.served_by[rule].severity)
        for standard in guidance.standards
        if rule in standard.served_by
        and (standard.handed_on or not inherited)
        and (standard.doc_types is None or not set(types).isdisjoint(standard.doc_types))
    )
