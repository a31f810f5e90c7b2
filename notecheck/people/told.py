"""What the words around each mention tell of whom it means; the register of people joins the mentions.

The name or the title, what stands beside it and what somebody does there depend on the sentences around a place, so
that after an edit they are read near it alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from notecheck.carry.edit import sought
from notecheck.carry.looks import by_place
from notecheck.people.deeds import Act, Deeds
from notecheck.people.naming import Finder, Form, Found, Learnt, names_again
from notecheck.people.ties import Ties
from notecheck.people.titles import Words
from notecheck.text import emails
from notecheck.text.columns import Columns, columns


class Told(NamedTuple):
    """A mention, with what its place tells; up to `tie` as in `naming.Found`.

    Attributes:
        tied: a role or an agency that stands with a name, and so is no mention of its own.
        learnt: how the role, or the tie, of a name was learnt.
        role: that stands with a name.
        owner: how many tokens behind `start` the word stands that says whose the role is; None for none.
        agency: that stands with a name.
        act: what is told there, unless it is a list.
        deed: how many tokens behind `start` the token stands that tells it; None for none.
    """

    start: int
    end: int
    form: Form
    key: str
    plural: bool
    title: str
    rank: bool
    tie: str
    tied: bool
    learnt: Learnt
    role: str
    owner: int | None
    agency: str
    act: Act
    deed: int | None

    @property
    def whose(self) -> int:
        """The word that says whose the role is; -1 for none."""
        return -1 if self.owner is None else self.start + self.owner

    @property
    def verb(self) -> int:
        """The token that tells what is told; -1 for none."""
        return -1 if self.deed is None else self.start + self.deed


def told(doc: Doc, words: Words) -> list[Told]:
    """Every mention of a note, in order of place."""
    again = names_again(doc, words)
    name = ("told", id(words), again)
    return _signed(doc, by_place(doc, name, lambda doc: _look(doc, words, again), by="words", tokens=True, near=1))


def _look(doc: Doc, words: Words, again: frozenset[str]) -> Iterator[Told]:
    c = columns(doc)
    finder = Finder(c, words)
    finder.find(doc, again)
    Ties(finder).tie()
    deeds, (first, last) = Deeds(c, words), sought(doc)
    for found in finder.found:
        if first <= found.start < last:
            yield _told(c, found, finder.found[found.role] if found.role >= 0 else None, deeds)


def _told(c: Columns, found: Found, beside: Found | None, deeds: Deeds) -> Told:
    """A mention that has been worked out; beside it, the role of a name or the name of a role."""
    act, verb = deeds.of(found)
    start, by_name = found.start, found.form == "name"
    role = beside if by_name else None
    whose = role.whose if role else found.whose
    return Told(
        start,
        found.end,
        found.form,
        found.key,
        found.plural,
        found.title,
        found.rank,
        found.tie,
        found.tied or (beside is not None and not by_name),
        found.told,
        role.key if role else "",
        whose - start if whose >= 0 else None,
        c.text[found.agency] if found.agency >= 0 else "",
        act,
        verb - start if verb >= 0 else None,
    )


def _signed(doc: Doc, rows: list[Told]) -> list[Told]:
    """The same where name and role on lines of their own under a pasted email belong together."""
    blocks = [block for block in emails.of(doc) if block.kind == "signature"]
    if not blocks:
        return rows
    signed, starts = [*rows], columns(doc).start
    places = [starts[row.start] for row in rows]
    for block in blocks:
        first, last = bisect_left(places, block.start), bisect_left(places, block.end)
        role = next((at for at in range(first, last) if rows[at].form == "role"), -1)
        name = next((at for at in range(first, last) if rows[at].form == "name"), -1)
        if role >= 0 and name >= 0 and not rows[name].role:
            by, of = rows[name], rows[role]
            owner = of.whose - by.start if of.whose >= 0 else None
            signed[name] = by._replace(role=of.key, owner=owner, learnt="signature")
            signed[role] = of._replace(tied=True)
    return signed
