"""Pairs of records of the same visit, meeting or decision, weak and strong, for showing and teaching.

Every shipped pair is invented for this project. One file holds one pair, or several under `pairs`:

    id: home-visit-late-tea
    title: Tea at seven
    doc_type: home-visit
    guidance: leicestershire
    child: {name: Callum, age: 9}
    author: {name: Priya Nair, role: social worker}
    event_date: 2026-03-04
    recorded_date: 2026-03-05
    about: A visit under a child in need plan, two days after the school rang.
    teaches: [jargon, voice]
    notes: What changed and why, for the trainer.
    weak: |
      Stat visit completed. Child presented well.
    strong: |
      I came to see you at home on Wednesday 4 March 2026. …

Ours stand in `lexicons/gallery/`; an authority's own folder may have a `gallery/` too, and a trainer may bring a file.
Such a file comes from anywhere, so its size, its pairs and its texts have a limit, and what would tangle the parser is
refused (`notecheck/nesting.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import ryaml
from pydantic import Field, PlainValidator, StringConstraints, ValidationError

import notecheck.checks  # noqa: F401  (makes the rules known)
from notecheck.data import LEXICONS, load_lexicons
from notecheck.entries import Frozen, Id, Text, Texts
from notecheck.errors import LexiconError, NotecheckError
from notecheck.explain import rules
from notecheck.faults import explain_faults
from notecheck.guidance import Rulebook
from notecheck.nesting import refuse_tangles
from notecheck.note import DOC_TYPES, Note
from notecheck.own_files import read_own

MOST_BYTES: Final = 500_000
MOST_PAIRS: Final = 60
MOST_CHARACTERS: Final = 20_000
"""In one version of a record."""

Version = Literal["weak", "strong"]

AGES: Final[Mapping[str, tuple[float, float]]] = {
    "under 5": (0, 5),
    "5 to 8": (5, 9),
    "9 to 12": (9, 13),
    "13 to 15": (13, 16),
    "16 and over": (16, 26),
}
"""Age bands by which pairs are found: from the first age up to, but without, the second."""

TEMPLATE: Final = """\
# Pairs of records for the trainer's view of notecheck. Use invented people only.
# Copy a pair as often as you like. A text of several lines has | after its key and spaces before each of its lines.
pairs:
- id: visit-after-school          # small letters, digits and hyphens; another one for each pair
  title: A visit after school
  doc_type: home-visit            # such as case-note, home-visit, meeting, plan, assessment, chronology
  guidance: general               # or swindon, trafford, leicestershire, sussex, sutton
  child: {name: Sam Alder, age: 9}
  author: {name: Jo Field, role: social worker}
  event_date: 2026-03-04          # may be left out, as may guidance, child, author and the next line
  recorded_date: 2026-03-05
  about: One sentence for the room, on what happened.
  teaches: [acronym, judgemental] # rules that mark the weak version; notecheck explain lists them
  notes: For the trainer. What changed, and why.
  weak: |
    SW saw Sam. Mum was hostile.
  strong: |
    I came to see you at home on Wednesday 4 March 2026, Sam. Mum shouted when I came in.
"""
"""What a file of pairs looks like."""

_MOST_FAULTS: Final = 12  # told at once, since the page shows them
_DATE_ALONE: Final = len("2026-03-04")
_PLACE: Final = re.compile(r"line (\d+),? column (\d+)")
_ALLOWED: Final = 'one pair, or a list of pairs under "pairs"'


def _read_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value) if len(value) > _DATE_ALONE else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("is no date; write it as 2026-03-04 or 2026-03-04T16:05") from None


Day = Annotated[date, PlainValidator(_read_day)]
"""A date, or a date with its time of day where a deadline is counted in hours."""
Record = Annotated[Text, StringConstraints(max_length=MOST_CHARACTERS)]


class PairChild(Frozen):
    """The child that both versions are about; `age` in years."""

    name: Text | None = None
    known_as: Texts = ()
    age: Annotated[float, Field(ge=0, le=25)] | None = None


class PairAuthor(Frozen):
    """Who wrote both versions."""

    name: Text | None = None
    role: Text | None = None


class Pair(Frozen):
    """The same event recorded twice.

    Attributes:
        id: permanent; the file's name where it stands in a gallery.
        title: a few words for a list.
        doc_type: a document type that the guidance knows.
        guidance: id of the guidance that both versions are held against.
        child: the child.
        other_children: names of other children in it.
        author: the writer.
        event_date: when it happened.
        recorded_date: when it was written down.
        weak_recorded_date: when the weak version was, where that was another day.
        not_applicable: items of the checklist that cannot be asked of it, each with the reason.
        about: what happened, in a sentence or two.
        teaches: rules that mark the weak version and leave the strong one alone.
        notes: for the trainer: what changed and why.
        weak: the record as a tired worker might write it.
        strong: the same facts as the child might read them in twenty years.
    """

    id: Id
    title: Text
    doc_type: Id
    guidance: Id = "general"
    child: PairChild = PairChild()
    other_children: Texts = ()
    author: PairAuthor = PairAuthor()
    event_date: Day | None = None
    recorded_date: Day | None = None
    weak_recorded_date: Day | None = None
    not_applicable: dict[Id, Text] = Field(default_factory=dict)
    about: Text
    teaches: Annotated[tuple[Id, ...], Field(min_length=1)]
    notes: Text
    weak: Record
    strong: Record

    def __repr__(self) -> str:
        """Without the texts, since what is shown may be logged and a trainer's file may hold anything."""
        return f"Pair(id={self.id!r}, doc_type={self.doc_type!r})"

    __str__ = __repr__

    def note(self, version: Version) -> dict[str, Any]:
        """One version as a note that a checker reads: `checker(**pair.note("weak"))`."""
        late = self.weak_recorded_date if version == "weak" else None
        return {
            "text": self.weak if version == "weak" else self.strong,
            "id": f"{self.id}-{version}",
            "doc_type": self.doc_type,
            "guidance": self.guidance,
            "child": self.child.model_dump(),
            "other_children": self.other_children,
            "author": self.author.model_dump(),
            "event_date": self.event_date,
            "recorded_date": late or self.recorded_date,
            "not_applicable": self.not_applicable,
        }


class PairFile(Frozen):
    """A file of pairs."""

    pairs: tuple[Pair, ...]


@cache
def load_gallery(lexicons: str | None = None) -> tuple[Pair, ...]:
    """The pairs that are shipped, in the order of `DOC_TYPES`, and those of an authority's own folder.

    A pair of the folder with an id of ours takes its place.

    Args:
        lexicons: an authority's own folder, whose `gallery/` is looked at too.

    Raises:
        LexiconError: a file has a fault; names the file, the pair and the key.
    """
    found: dict[str, Pair] = {}
    for folder in (LEXICONS, *([Path(lexicons)] if lexicons else [])):
        found |= _read_folder(folder / "gallery", lexicons)
    return tuple(sorted(found.values(), key=lambda pair: (_kind(pair, lexicons), pair.id)))


def read_pairs(data: bytes, name: str, *, lexicons: str | None = None) -> tuple[Pair, ...]:
    """The pairs of a file that somebody brought.

    Args:
        data: what is in the file.
        name: what the file is called, for the faults.
        lexicons: an authority's own folder, for its guidance and rules.

    Raises:
        LexiconError: the file has a fault; names the file, the pair and the key, and says what is allowed.
    """
    content = _parse(data, name)
    if not isinstance(content, dict):
        raise LexiconError(f"{name}: must be {_ALLOWED}")
    if "pairs" not in content:
        content = {"pairs": [content]}
    rows = content["pairs"]
    if isinstance(rows, list) and not 1 <= len(rows) <= MOST_PAIRS:
        raise LexiconError(f"{name}: {len(rows)} pairs; 1 to {MOST_PAIRS} are allowed")
    try:
        pairs = PairFile.model_validate(content).pairs
    except ValidationError as faults:
        text = data.decode("utf-8-sig")
        raise explain_faults(
            Path(name), content, faults, PairFile, "pairs", "id", row="pair", text=text, most=_MOST_FAULTS
        ) from None
    _check_ids(pairs, name)
    for pair in pairs:
        _check_names(pair, name, lexicons)
    return pairs


def _read_folder(folder: Path, lexicons: str | None) -> dict[str, Pair]:
    found: dict[str, Pair] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = read_own(path, None if LEXICONS in path.parents else folder.parent, MOST_BYTES)
        for pair in read_pairs(data, path.name, lexicons=lexicons):
            if pair.id in found:
                raise LexiconError(f"{path.name}, pair {pair.id}: the id is used in another file; give it another")
            found[pair.id] = pair
    return found


def _parse(data: bytes, name: str) -> Any:
    """The file as plain data; no fault quotes it, since it may hold a record."""
    if len(data) > MOST_BYTES:
        raise LexiconError(f"{name}: {len(data):,} bytes; at most {MOST_BYTES:,} are allowed, so split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{name}: not UTF-8 at byte {error.start + 1}; save it as UTF-8") from None
    refuse_tangles(text, name)
    try:
        return ryaml.loads(text)
    except (ryaml.InvalidYamlError, ValueError) as error:
        place = _PLACE.search(str(error))
        where = f" at line {place[1]}, column {place[2]}" if place else ""
        raise LexiconError(
            f"{name}: not YAML{where}. A text of several lines needs | after its key and two spaces before each of its "
            "lines; no key may stand twice"
        ) from None


def _check_ids(pairs: Sequence[Pair], name: str) -> None:
    ids = [pair.id for pair in pairs]
    if twice := next((each for each in ids if ids.count(each) > 1), None):
        raise LexiconError(f"{name}, pair {twice}: the id is used twice; give one of them another")


def _check_names(pair: Pair, name: str, lexicons: str | None) -> None:
    """Guidance, document type and rules are known, and both versions are notes that a checker takes."""
    try:
        Rulebook.load(pair.guidance, lexicons).parent(pair.doc_type)
        for version in ("weak", "strong"):
            Note.from_dict(pair.note(version))
    except LexiconError:
        raise
    except NotecheckError as error:
        raise LexiconError(f"{name}, pair {pair.id}: {error}") from None
    known = {**rules(), **load_lexicons(lexicons).parts}
    if unknown := next((rule for rule in pair.teaches if rule not in known), None):
        allowed = ", ".join(known)
        raise LexiconError(f"{name}, pair {pair.id}: teaches: {unknown[:40]!r} is not a rule; allowed: {allowed}")


def _kind(pair: Pair, lexicons: str | None) -> int:
    return DOC_TYPES.index(Rulebook.load(pair.guidance, lexicons).parent(pair.doc_type))


def rules_taught(pairs: Iterable[Pair]) -> Mapping[str, tuple[Pair, ...]]:
    """Each rule that the pairs teach, in the order of the rules, with the pairs that teach it."""
    given = tuple(pairs)
    named = dict.fromkeys([*rules(), *(rule for pair in given for rule in pair.teaches)])
    taught = {rule: tuple(pair for pair in given if rule in pair.teaches) for rule in named}
    return {rule: of for rule, of in taught.items() if of}


def choose(
    pairs: Iterable[Pair], *, doc_type: str | None = None, ages: str | None = None, rule: str | None = None
) -> tuple[Pair, ...]:
    """The pairs of a kind of record, of an age band of `AGES` and that teach a rule; None lets all pass."""
    return tuple(
        pair
        for pair in pairs
        if doc_type in (None, pair.doc_type)
        and (ages is None or _is_within(pair.child.age, AGES[ages]))
        and (rule is None or rule in pair.teaches)
    )


def _is_within(age: float | None, band: tuple[float, float]) -> bool:
    return age is not None and band[0] <= age < band[1]


def under(pair: Pair, guidance: str, lexicons: str | None = None) -> Pair:
    """The same pair held against another guidance; a kind of record that it lacks becomes the one it is a kind of."""
    known = Rulebook.load(guidance, lexicons).doc_types
    kind = pair.doc_type if pair.doc_type in known else Rulebook.load(pair.guidance, lexicons).parent(pair.doc_type)
    return pair.model_copy(update={"guidance": guidance, "doc_type": kind})
