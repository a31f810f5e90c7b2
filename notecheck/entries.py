"""What may stand in a file of lexicons, by the kind of file and of entry.

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

Other kinds: `acronyms` (terms with their `meanings`), `roles` (job titles), `items` (points of a checklist and what
shows them in a text), `words` (plain lists for the code), `decisions` (nothing but what an authority switches off).
Any of them may switch off entries of other files, and whole rules where it says who decided that, when and why:

    switch_off:
    - jargon-respite
    - {rule: passive, decided_by: Practice standards board, on: 2026-11-20, reason: Our style guide allows it.}

Ids are given by hand and are permanent. Everything is frozen: no caller can change another's lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from notecheck.findings import PARTS

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Edition = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=150),
    BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value),
]
"""A number of a version or a year, written with or without quotation marks; each report of an audit repeats it."""
Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9.\-]*$", max_length=100)]
"""A name that is permanent; each finding repeats that of its entry and those of its standards."""
Texts = tuple[Text, ...]
Line = Annotated[Text, StringConstraints(max_length=1_000)]
"""What every report or each finding repeats, so that no list makes of a small note a report that fills the memory."""
Lines = tuple[Line, ...]
_MOST_CAPITALS: Final = 2


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
    """Words that a rule marks; the syntax of a term is in `notecheck/wording/term_syntax.py`.

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
    suggestions: Annotated[Lines, Field(max_length=20)] = ()
    note: Line | None = None
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

    full: Line
    plain: Line | None = None
    near: Texts = ()
    rare: bool = False

    @model_validator(mode="after")
    def _can_be_looked_for(self) -> Meaning:
        """Words with a capital one after the other could be read in too many ways in a line of capitals and hyphens."""
        if any(near.split().count("*") > _MOST_CAPITALS for near in self.near):
            raise ValueError(f"near: at most {_MOST_CAPITALS} * in one text")
        return self


class AcronymEntry(Frozen):
    """An acronym, initialism or clipped form.

    Attributes:
        id: permanent, unique over all lexicons.
        terms: its spellings.
        meanings: commonest first.
        everyday: known to everybody, never marked ('GP').
        case: `exact` if only these capitals count, `any` for clipped forms ('mtg', 'Mtg').
        note: what might be written otherwise, for the message: 'you might leave it out'.
        flags: sentences in which it must fire.
        allows: sentences in which it must not.
        unless: terms; a match that overlaps one of them is dropped.
    """

    id: Id
    terms: Annotated[Texts, Field(min_length=1)]
    meanings: Annotated[tuple[Meaning, ...], Field(max_length=20)] = ()
    everyday: bool = False
    case: Literal["exact", "any"] = "exact"
    note: Line | None = None
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
    says: Line | None = None

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
    reason: Line


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
        of_child: it asks what the child said or did, and is left open where nothing says who of those named that is.
        flags: lines that give it.
        allows: lines that do not.
    """

    id: Id
    label: Line
    applies: tuple[Condition, ...] = ()
    met_by: tuple[Clue, ...] = ()
    all_of: tuple[Id, ...] = ()
    unwanted: tuple[Clue, ...] = ()
    missing: Line | None = None
    unknown: Line | None = None
    of_child: bool = False
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
    decided_by: Line | None = None
    on: Annotated[date, BeforeValidator(_day)] | None = None
    reason: Line | None = None

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


class LexiconFile(Frozen):
    """What every file says of itself."""

    title: Text
    version: Edition
    source: Text
    licence: Text
    switch_off: tuple[Annotated[Decision, BeforeValidator(_in_full)], ...] = ()
    """What an authority does not want: entries of other files, and rules."""


class TermLexicon(LexiconFile):
    """A list whose every match is a finding of `rule`."""

    kind: Literal["terms"]
    rule: Id
    part: Literal[PARTS] = "plain-language"  # type: ignore[valid-type]
    """The part of the score that a rule of an authority's own counts in; our rules know theirs."""
    entries: tuple[TermEntry, ...]


class AcronymLexicon(LexiconFile):
    """Acronyms and clipped forms with their meanings."""

    kind: Literal["acronyms"]
    rule: Literal["acronym"] = "acronym"
    entries: tuple[AcronymEntry, ...]


class RoleLexicon(LexiconFile):
    """Job titles."""

    kind: Literal["roles"]
    entries: tuple[RoleEntry, ...]


class ItemLexicon(LexiconFile):
    """Points of checklists."""

    kind: Literal["items"]
    entries: tuple[ItemEntry, ...]


class WordLexicon(LexiconFile):
    """Plain lists, by name, that the code reads (family words, verbs of saying)."""

    kind: Literal["words"]
    words: dict[Id, Texts]


class DecisionLexicon(LexiconFile):
    """No list, but what is switched off in others."""

    kind: Literal["decisions"]


Lexicon = TermLexicon | AcronymLexicon | RoleLexicon | ItemLexicon | WordLexicon | DecisionLexicon
KINDS: Final[Mapping[str, type[Frozen]]] = {
    "terms": TermLexicon,
    "acronyms": AcronymLexicon,
    "roles": RoleLexicon,
    "items": ItemLexicon,
    "words": WordLexicon,
    "decisions": DecisionLexicon,
}
"""What a file of each kind holds."""
