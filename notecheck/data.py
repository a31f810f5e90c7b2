"""Finds what is shipped (`lexicons/`, `models/`), reads it, and refuses what does not fit, by file and entry.

A lexicon is one YAML file. Its `kind` says what its entries are:

    kind: terms          # words and phrases; each match is a finding of `rule`
    rule: jargon
    title: Plain words
    version: "2026.11"
    source: Own
    licence: MIT
    entries:
    - id: jargon-abscond
      terms: [abscond]
      suggestions: [run away]
      note: a child did not break the law by leaving
      flags: [She absconded on Friday.]
      allows: [She ran away on Friday.]

Beside them, `dictionary.txt` lists words that are spelled right, one or several a line, `#` before a remark.

Other kinds: `acronyms` (terms with their `meanings`), `roles` (job titles), `items` (points of a checklist and what
shows them in a text), `words` (plain lists for the code), `decisions` (nothing but what an authority switches off).
Any of them may switch off entries of other files, and whole rules where it says who decided that, when and why:

    switch_off:
    - jargon-respite
    - {rule: passive, decided_by: Practice standards board, on: 2026-11-20, reason: Our style guide allows it.}
Ids are given by hand and are permanent. Everything read here is frozen: no caller can change another's lexicon.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

import ryaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from notecheck.errors import LexiconError
from notecheck.faults import explain_faults
from notecheck.findings import PARTS
from notecheck.nesting import refuse_tangles

_PACKAGE: Final = Path(__file__).parent
_SHIPPED: Final = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent

LEXICONS: Final = _SHIPPED / "lexicons"
MODEL: Final = _SHIPPED / "models" / "en_case_notes"
STATEMENTS: Final = _SHIPPED / "models" / "statements"
OPINIONS: Final = _SHIPPED / "models" / "opinions"
MEASURED: Final = _SHIPPED / "models" / "measured.json"
SLIPS: Final = _SHIPPED / "models" / "planted.json"
PAGE: Final = _SHIPPED / "app.py"
MOST_BYTES: Final = 5_000_000
"""In a file of lexicons or guidance."""

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Edition = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value),
    StringConstraints(strict=True, strip_whitespace=True, min_length=1),
]
"""A number of a version or a year, written with or without quotation marks."""
Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9.\-]*$")]
Texts = tuple[Text, ...]


class Frozen(BaseModel):
    """A row of a data file: no unknown keys, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _day(value: Any) -> date:
    """A day as it stands in a file; pydantic would take a number for seconds since 1970."""
    try:
        if isinstance(value, str) and len(value) == len("2026-11-20"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("must be a day such as 2026-11-20")


def _in_full(value: Any) -> Any:
    """An id that stands by itself is that of an entry."""
    return {"entry": value} if isinstance(value, str) else value


class TermEntry(Frozen):
    """Words that a rule marks; the syntax of a term is in `notecheck/wording/terms.py`.

    Attributes:
        id: permanent, unique over all lexicons.
        terms: what to look for.
        suggestions: texts that may replace the match.
        note: why it matters to the reader, half a sentence for the message.
        flags: sentences in which this entry must fire.
        allows: sentences in which no entry of the file may fire.
        unless: terms; a match that overlaps one of them is dropped.
        only: terms; one of them must match in the same sentence.
    """

    id: Id
    terms: Annotated[Texts, Field(min_length=1)]
    suggestions: Texts = ()
    note: Text | None = None
    flags: Annotated[Texts, Field(min_length=1)]
    allows: Texts = ()
    unless: Texts = ()
    only: Texts = ()


class Meaning(Frozen):
    """One meaning of an acronym.

    Attributes:
        full: the words it stands for.
        plain: the same as a child would understand it.
        near: words that speak for this meaning if they stand on the same line; in them `~` is the short form itself,
            `@` a date, time or weekday ('HV 3.45pm' is '~ @'), `*` a word with a capital, `^` and `$` the line's ends.
        rare: whether it is offered only where one of these stands near.
    """

    full: Text
    plain: Text | None = None
    near: Texts = ()
    rare: bool = False


class AcronymEntry(Frozen):
    """An acronym, initialism or clipped form.

    Attributes:
        id: permanent, unique over all lexicons.
        terms: its spellings.
        meanings: commonest first.
        everyday: known to everybody, never marked ('GP').
        case: `exact` if only these capitals count, `any` for clipped forms ('mtg', 'Mtg').
        flags: sentences in which it must fire.
        allows: sentences in which it must not.
        unless: terms; a match that overlaps one of them is dropped.
    """

    id: Id
    terms: Annotated[Texts, Field(min_length=1)]
    meanings: tuple[Meaning, ...] = ()
    everyday: bool = False
    case: Literal["exact", "any"] = "exact"
    flags: Texts = ()
    allows: Texts = ()
    unless: Texts = ()


class RoleEntry(Frozen):
    """A job title, the agency it belongs to and its abbreviations (which are among the terms)."""

    id: Id
    terms: Annotated[Texts, Field(min_length=1)]
    agency: Text | None = None


class Clue(Frozen):
    """One way in which a note may give an item: all that is stated here holds of one sentence.

    Attributes:
        terms: one of them is in the sentence, outside quotations.
        also: and one of these.
        nearby: one of these is in it or in the next sentence.
        unless: and none of these.
        headings: it stands below a heading or behind a label with these words; `=date` is the whole heading. Without
            any other condition, what stands there is the evidence, if it is no mere gap.
        kinds: kinds of statement, one of which it is.
        people: classes of person (see `who`), one of which it names.
        speakers: and one of which says, thinks or wants something in it.
        dated: it holds a point in time, or how often.
        top: it is among so many sentences from the start of the note.
        detector: a function of `notecheck/checklists/evidence.py` finds it, for what words alone cannot tell.
        at_least: in so many places.
        says: what there is to know where this clue is the one that holds ('the child was not seen').
    """

    terms: Texts = ()
    also: Texts = ()
    nearby: Texts = ()
    unless: Texts = ()
    headings: Texts = ()
    kinds: tuple[Id, ...] = ()
    people: tuple[Id, ...] = ()
    speakers: tuple[Id, ...] = ()
    dated: bool = False
    top: Annotated[int, Field(ge=1)] | None = None
    detector: Id | None = None
    at_least: Annotated[int, Field(ge=1)] = 1
    says: Text | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Clue:
        if not (
            self.terms or self.headings or self.kinds or self.people or self.speakers or self.dated or self.detector
        ):
            raise ValueError("give terms, headings, kinds, people, speakers, dated or a detector")
        return self


class Condition(Frozen):
    """What must hold for an item to be asked of a note; `reason` is shown where it does not.

    Attributes:
        ages: from and up to which age of the child, in years; an unknown age is let through.
        other_than: document types of which it is not asked.
        seen: clues, one of which must hold somewhere.
        not_seen: clues, none of which may hold, unless the note gives the item all the same.
        reason: why the item does not apply.
    """

    ages: tuple[float, float] | None = None
    other_than: tuple[Id, ...] = ()
    seen: tuple[Clue, ...] = ()
    not_seen: tuple[Clue, ...] = ()
    reason: Text


class ItemEntry(Frozen):
    """A point of a checklist. Which record is asked for it, the standards of a guidance say (`asks`).

    Attributes:
        id: permanent, such as `seen-alone`; the `item` of the report.
        label: what is asked for, to stand after 'the note says'.
        applies: conditions, all of which must hold.
        met_by: clues, one of which must hold.
        all_of: items that make this one up, each of which must be met.
        unwanted: clues to what this record should leave out: the item is met where none holds.
        missing: what to write where it is not met, half a sentence.
        unknown: why silence leaves it open; without it, an item that is not found is not met.
        flags: lines that give it.
        allows: lines that do not.
    """

    id: Id
    label: Text
    applies: tuple[Condition, ...] = ()
    met_by: tuple[Clue, ...] = ()
    all_of: tuple[Id, ...] = ()
    unwanted: tuple[Clue, ...] = ()
    missing: Text | None = None
    unknown: Text | None = None
    flags: Texts = ()
    allows: Texts = ()

    @model_validator(mode="after")
    def _can_be_seen(self) -> ItemEntry:
        if bool(self.met_by) + bool(self.all_of) + bool(self.unwanted) != 1:
            raise ValueError("give one of met_by, all_of and unwanted")
        return self


class Decision(Frozen):
    """What an authority has switched off, and who decided it: an entry of a list by its id alone, or in full.

    Attributes:
        entry: id of an entry of another file.
        rule: a whole rule, which then marks nothing and counts nowhere.
        decided_by: the board or the role that decided it.
        on: the day of the decision.
        reason: why.
    """

    entry: Id | None = None
    rule: Id | None = None
    decided_by: Text | None = None
    on: Annotated[date, BeforeValidator(_day)] | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _is_accounted_for(self) -> Decision:
        if (self.entry is None) == (self.rule is None):
            raise ValueError("name one entry or one rule")
        given = [self.decided_by, self.on, self.reason]
        if None in given and (self.rule or given != [None, None, None]):
            raise ValueError("say who decided it (decided_by), when (on) and why (reason)")
        return self

    @property
    def off(self) -> str:
        """The id of the entry, or the name of the rule."""
        return self.entry or self.rule or ""

    @property
    def words(self) -> str:
        """Who decided it, when and why, in a line; that nobody is named where nobody is."""
        if self.on is None:
            return "who decided it is not recorded"
        return f"{self.decided_by}, {self.on.day} {self.on:%B %Y}: {self.reason}"


class _Lexicon(Frozen):
    title: Text
    version: Edition
    source: Text
    licence: Text
    switch_off: tuple[Annotated[Decision, BeforeValidator(_in_full)], ...] = ()
    """What an authority does not want: entries of other files, and rules."""


class TermLexicon(_Lexicon):
    """A list whose every match is a finding of `rule`."""

    kind: Literal["terms"]
    rule: Id
    part: Literal[PARTS] = "plain-language"  # type: ignore[valid-type]
    """The part of the score that a rule of an authority's own counts in; our rules know theirs."""
    entries: tuple[TermEntry, ...]


class AcronymLexicon(_Lexicon):
    """Acronyms and clipped forms with their meanings."""

    kind: Literal["acronyms"]
    rule: Literal["acronym"] = "acronym"
    entries: tuple[AcronymEntry, ...]


class RoleLexicon(_Lexicon):
    """Job titles."""

    kind: Literal["roles"]
    entries: tuple[RoleEntry, ...]


class ItemLexicon(_Lexicon):
    """Points of checklists."""

    kind: Literal["items"]
    entries: tuple[ItemEntry, ...]


class WordLexicon(_Lexicon):
    """Plain lists, by name, that the code reads (family words, verbs of saying)."""

    kind: Literal["words"]
    words: dict[Id, Texts]


class DecisionLexicon(_Lexicon):
    """No list, but what is switched off in others."""

    kind: Literal["decisions"]


Lexicon = TermLexicon | AcronymLexicon | RoleLexicon | ItemLexicon | WordLexicon | DecisionLexicon
_KINDS: Final[Mapping[str, type[Frozen]]] = {
    "terms": TermLexicon,
    "acronyms": AcronymLexicon,
    "roles": RoleLexicon,
    "items": ItemLexicon,
    "words": WordLexicon,
    "decisions": DecisionLexicon,
}
_ADAPTER: Final[TypeAdapter[Lexicon]] = TypeAdapter(Annotated[Lexicon, Field(discriminator="kind")])


@dataclass(frozen=True)
class Lexicons:
    """All lists that a checker uses, ours and the authority's, joined.

    Attributes:
        terms: entries by rule.
        parts: rule of a list → the part of the score that it counts in.
        acronyms: entries of all lists of acronyms.
        roles: job titles.
        items: points of checklists by id.
        words: plain lists by name.
        dictionary: words that no dictionary has and that are spelled right, in lower case.
        versions: file name → its `version`, for the report.
        folders: where they were read, ours first.
        files: id of an entry → the file that it stands in.
        decisions: what an authority has switched off, by rule or id, each with the file that says so.
    """

    terms: Mapping[str, tuple[TermEntry, ...]]
    parts: Mapping[str, str]
    acronyms: tuple[AcronymEntry, ...]
    roles: tuple[RoleEntry, ...]
    items: Mapping[str, ItemEntry]
    words: Mapping[str, tuple[str, ...]]
    dictionary: frozenset[str] = frozenset()
    versions: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, tuple[str, Decision]] = field(default_factory=dict)

    @property
    def rules_off(self) -> Mapping[str, Decision]:
        """The rules that are switched off as a whole, each with the decision."""
        return {name: decision for name, (_, decision) in self.decisions.items() if decision.rule}

    @property
    def own(self) -> bool:
        """Whether an authority's own files are among them, whose faults have to be told at once."""
        return len(self.folders) > 1


def read_yaml(path: Path) -> Any:
    """The file as plain data.

    Raises:
        LexiconError: the file cannot be read, is not UTF-8, is no YAML, or would tangle the parser; says where.
    """
    try:
        data = path.read_bytes()
        if len(data) > MOST_BYTES:
            raise LexiconError(f"{path.name}: {len(data):,} bytes; at most {MOST_BYTES:,} are allowed, so split it")
        text = data.decode("utf-8-sig")
        if LEXICONS not in path.parents:  # ours are known to be no trap
            refuse_tangles(text, path.name)
        return ryaml.loads(text)
    except OSError as error:
        raise LexiconError(f"{path.name}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except ryaml.InvalidYamlError as error:
        raise LexiconError(f"{path.name}: not YAML: {error}") from None


def read_lexicon(path: Path) -> Lexicon:
    """One lexicon file, checked.

    Raises:
        LexiconError: names the file, the entry and what is allowed; all faults at once.
    """
    data = read_yaml(path)
    if isinstance(data, dict) and "standards" in data:
        raise LexiconError(f"{path.name}: is a guidance; it belongs in the folder guidance/ beside the lexicons")
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as faults:
        kind = data.get("kind") if isinstance(data, dict) else None
        root = _KINDS.get(kind if isinstance(kind, str) else "", _Lexicon)
        raise explain_faults(path, data, faults, root, "entries", "id", kinds=tuple(_KINDS)) from None


DICTIONARY: Final = "dictionary.txt"
_DICTIONARY_WORD: Final = re.compile(r"[^\W\d_](?:['.&/-]?[^\W_])*\.?")
_LONGEST_WORD: Final = 60


def read_dictionary(path: Path) -> frozenset[str]:
    """The words of a plain list, in lower case; a name of several words gives each of them.

    Raises:
        LexiconError: names the file and the line; all faults at once.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path.name}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    words: set[str] = set()
    faults = []
    for number, line in enumerate(unicodedata.normalize("NFC", text).splitlines(), start=1):
        for word in line.partition("#")[0].replace("’", "'").split():
            if len(word) <= _LONGEST_WORD and _DICTIONARY_WORD.fullmatch(word):
                words.add(word.lower())
            else:
                faults.append(
                    f"{path.name}, line {number}: {word[:_LONGEST_WORD]!r} is no word; a word has letters and digits,"
                    " with hyphen, apostrophe, full stop, & or / between them, and a remark begins with #"
                )
    if faults:
        raise LexiconError("\n".join(faults))
    return frozenset(words)


def load_lexicons(folder: str | None = None) -> Lexicons:
    """Our lexicons, and those of `folder` on top, read once.

    A file of the folder adds its entries to ours; an entry with an id of ours takes its place; entries under
    `switch_off` are left out, and rules there mark nothing (`Rulebook.serving`). Its dictionary adds to ours.

    Args:
        folder: an authority's own folder of lexicon files, or None.

    Raises:
        LexiconError: a fault in a file, or an id used twice in one folder.
    """
    return _load(folder)


def forget_lexicons() -> None:
    """Let `load_lexicons` read the files again, which may be others by now."""
    _load.cache_clear()


@cache  # by the one way to call it: `load_lexicons()` and `load_lexicons(None)` are the same
def _load(folder: str | None) -> Lexicons:
    folders = [LEXICONS] + ([Path(folder)] if folder else [])
    if folder:
        _look_over(Path(folder))
    entries: dict[str, tuple[Lexicon, Any]] = {}
    files: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    versions: dict[str, str] = {}
    off: dict[str, tuple[str, Decision]] = {}
    for place in folders:
        seen: dict[str, str] = {}
        for path in sorted(place.glob("*.yaml")):
            lexicon = read_lexicon(path)
            versions[path.name] = lexicon.version
            off.update((decision.off, (path.name, decision)) for decision in lexicon.switch_off)
            if isinstance(lexicon, WordLexicon):
                words.update(lexicon.words)
            if isinstance(lexicon, WordLexicon | DecisionLexicon):
                continue
            for entry in lexicon.entries:
                if entry.id in seen:
                    raise LexiconError(
                        f"{path.name}, entry {entry.id}: the id is used in {seen[entry.id]} already; give it another"
                    )
                seen[entry.id] = files[entry.id] = path.name
                entries[entry.id] = (lexicon, entry)
    for name, (file, decision) in off.items():
        if decision.entry and name not in entries:
            raise LexiconError(f"{file}: switch_off: no entry has the id {name}")
    kept = [pair for name, pair in entries.items() if name not in off]
    dictionaries = [place / DICTIONARY for place in folders if (place / DICTIONARY).is_file()]
    dictionary: frozenset[str] = frozenset().union(*map(read_dictionary, dictionaries))
    # A plain list states no version: its words are its version.
    versions[DICTIONARY] = sha256("\n".join(sorted(dictionary)).encode()).hexdigest()[:8]
    return replace(
        _join(kept, words, versions, tuple(folders)),
        dictionary=dictionary,
        files=MappingProxyType(files),
        decisions=MappingProxyType(off),
    )


def _look_over(folder: Path) -> None:
    """Refuse a folder that would be read as nothing, or a file in it that would."""
    if not folder.is_dir():
        raise LexiconError(f"--lexicons: {folder} is not a folder")
    if stray := sorted(folder.rglob("*.yml")):
        raise LexiconError(f"{stray[0].name}: only files that end in .yaml are read; rename it")
    if not any(folder.rglob("*.yaml")) and not (folder / DICTIONARY).is_file():
        raise LexiconError(
            f"--lexicons: {folder} holds no lexicon (*.yaml), no guidance (guidance/*.yaml) and no {DICTIONARY}"
        )


def _join(
    pairs: Iterable[tuple[Lexicon, Any]],
    words: dict[str, tuple[str, ...]],
    versions: dict[str, str],
    folders: tuple[Path, ...],
) -> Lexicons:
    terms: dict[str, list[TermEntry]] = {}
    parts: dict[str, str] = {}
    acronyms: list[AcronymEntry] = []
    roles: list[RoleEntry] = []
    items: dict[str, ItemEntry] = {}
    for lexicon, entry in pairs:
        match lexicon:
            case TermLexicon():
                terms.setdefault(lexicon.rule, []).append(entry)
                parts[lexicon.rule] = lexicon.part
            case AcronymLexicon():
                acronyms.append(entry)
            case RoleLexicon():
                roles.append(entry)
            case ItemLexicon():
                items[entry.id] = entry
    return Lexicons(
        terms=MappingProxyType({rule: tuple(found) for rule, found in terms.items()}),
        parts=MappingProxyType(parts),
        acronyms=tuple(acronyms),
        roles=tuple(roles),
        items=MappingProxyType(items),
        words=MappingProxyType(words),
        versions=MappingProxyType(versions),
        folders=folders,
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """How a rule did on annotated notes that it had not been made from.

    Attributes:
        notes: how many there were.
        cases: places that the readers marked, or points that they judged where the rule marks no place.
        right: those on which the rule agreed.
        false_alarms: places that the rule alone marked; None where it marks no place.
    """

    notes: int
    cases: int
    right: int
    false_alarms: int | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """How rules did together on lines with one slip each, and on notes by other writers, read for false alarms.

    Attributes:
        lines: how many there were, each with one slip that somebody put there.
        found: slips of these that one of the rules marked.
        false_alarms: marks on the notes that were wrong.
        words: of the notes.
    """

    lines: int
    found: int
    false_alarms: int
    words: int

    @property
    def alarms(self) -> str:
        """How rare false alarms are, in words that follow 'on notes by other writers'."""
        if not self.false_alarms:
            return f"none of their marks in {self.words:,} words was a false alarm"
        return f"one of their marks in {round(self.words / self.false_alarms):,} words was a false alarm"


PLANTED: Final = ("spelling", "grammar", "confusable")
"""Rules that are measured together: which of them finds a slip is no matter to the writer."""


@cache
def planted() -> Planted:
    """How the rules of `PLANTED` did together, by `tests/benchmarks/grammar.py` and readers of what it found."""
    return Planted(**json.loads(SLIPS.read_text(encoding="utf-8")))


_ANSWERS: Final[Mapping[str, str]] = {"checklist": "checklist", "voice": "voice: present"}
"""Rules that answer questions about a whole note → their row among its figures."""


@cache
def measured() -> Mapping[str, Measured]:
    """How each rule did, as measured by `notecheck evaluate models/corpus/dev --json`, whose answer is shipped.

    A rule that readers do not annotate is not in it.
    """
    data = json.loads(MEASURED.read_text(encoding="utf-8"))
    notes, rows = data["notes"], data["rules"]
    marks = {rule: Measured(notes, row["cases"], row["right"], row["false_alarms"]) for rule, row in rows.items()}
    answers = {rule: data["whole_note"][name] for rule, name in _ANSWERS.items()}
    return MappingProxyType(
        marks | {rule: Measured(notes, row["cases"], row["right"]) for rule, row in answers.items()}
    )


@cache
def measured_precision() -> Mapping[str, float]:
    """How often a rule's findings were right, 0 to 1, on annotated notes that it had not been made from.

    Measured by `notecheck evaluate models/corpus/dev --json`, whose answer stands in the file; a rule that readers do
    not annotate is not in it.
    """
    rows = json.loads(MEASURED.read_text(encoding="utf-8"))["rules"]
    known = {rule: row["precision"]["value"] for rule, row in rows.items()}
    return MappingProxyType({rule: round(value, 3) for rule, value in known.items() if value is not None})
