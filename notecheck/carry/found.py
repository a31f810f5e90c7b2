"""What is kept of a note for its next edit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from spacy.tokens import Doc

from notecheck.memo import once_per_doc
from notecheck.note import Note, note_of
from notecheck.text import emails, layout
from notecheck.text.columns import Columns, columns
from notecheck.text.emails import Block
from notecheck.text.layout import Line
from notecheck.text.sentences import within_lines

WHOLE: Final = ("child_gender", "infant", "spoken_to", "child_known")  # of `Who`: what holds for all of a note
TOKENS: Final = ("kind", "gender", "quoted")  # of `Who`: a value for each token
Rows = dict[Hashable, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Found:
    """What is kept of a note for its next edit; it goes with the report, and is shared with nobody.

    Attributes:
        note: what was checked, without what no check reads.
        columns: of the Doc.
        lines: of the text.
        within: where sentences start within each of them.
        mails: parts of pasted emails.
        hinted: whether any word stands in the text without which it holds none.
        who: who is who, as data, as far as a look may read it.
        statements: the kinds of the sentences, as data.
        asked: what the guidance asks for.
        by_line: what `by_line` says, by name.
        rows: what each look found, by name.
    """

    note: Note
    columns: Columns
    lines: tuple[Line, ...]
    within: list[list[int]]
    mails: tuple[Block, ...]
    hinted: bool
    who: Mapping[str, Any]
    statements: list[Any]
    asked: Any
    by_line: Mapping[str, list[Any]]
    rows: Rows

    @property
    def starts(self) -> list[int]:
        """First code point of each token."""
        return self.columns.start


@once_per_doc
def rows_of(doc: Doc) -> Rows:  # noqa: ARG001
    """What each look at a Doc has found."""
    return {}


def read_of(note: Note) -> Note:
    """A note as the looks see it: the words that a writer set aside, and whatever else comes after, are left out."""
    return replace(note, id=None, not_applicable={}, ignored=(), places=(), extra={})


def found_in(doc: Doc) -> Found:
    """What is to be kept of a Doc that every check has seen."""
    return Found(
        note=read_of(note_of(doc)),
        columns=replace(columns(doc)),  # without what was worked out from them
        lines=layout.of(doc),
        within=within_lines(doc),
        mails=emails.of(doc),
        hinted=emails.hinted(doc),
        who={name: doc.user_data["notecheck_who"][name] for name in (*WHOLE, *TOKENS, "speech")},
        statements=doc.user_data["notecheck_statements"],
        asked=doc.user_data.get("notecheck_asked"),
        by_line=told_of(doc),
        rows=rows_of(doc),
    )


def by_line(function: Callable[[Doc], list[Any]]) -> once_per_doc[list[Any]]:
    """What a function says of each line of a note, whatever it looks at, is known of the lines of a piece as well.

    So a look that asks it still depends on its surroundings alone; where it says something else than before the edit,
    the line counts as changed.
    """
    remembered = once_per_doc(function)
    BY_LINE[function.__qualname__] = remembered
    return remembered


BY_LINE: Final[dict[str, once_per_doc[list[Any]]]] = {}
"""By name, a row for each line of a Doc."""


def by_token(function: Callable[[Doc], list[Any]]) -> once_per_doc[list[Any]]:
    """The same of what a function says of each token; that it says something else than before is for others to tell."""
    remembered = once_per_doc(function)
    BY_TOKEN.append(remembered)
    return remembered


BY_TOKEN: Final[list[once_per_doc[list[Any]]]] = []
"""A row for each token of a Doc."""


def told_of(doc: Doc) -> dict[str, list[Any]]:
    """What the functions of `BY_LINE` say of a Doc."""
    return {name: function(doc) for name, function in BY_LINE.items()}
