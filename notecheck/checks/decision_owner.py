"""Decisions and actions that nobody owns: 'It was agreed', 'To be referred', 'Chase housing', 'Someone to check'.

Why it matters: what nobody is named for is what nobody does. The child, a parent or the next worker cannot ask the person who
decided, nor the one who was to act.

Marked are, in sentences that look like a decision (`notecheck/statements.py`): passives still to come ('to be chased', 'will be
kept', 'is being booked'), tasks ('needs doing', 'wants sorting'), bare orders ('Chase CAMHS'), what nobody in particular is
to do ('somebody to ring'), things that are to happen by themselves ('life story work to start'), tasks without a verb
('parenting assessment?'); and the decisions themselves ('it was agreed', 'was floated'). Left alone: an action with its
owner, before or after in the line, in a cell, a label or the heading above; 'by' somebody; the writer's own subject-less
'Will refer'; quotations, pasted emails and headings.

Known misses: an owner named in the line before; a role that the note gives to everybody; noun-only tasks outside a list of
actions.

Source: corpus/GUIDE.md, category `decision-owner`; Swindon Quality Standards 2020, 4.2 and 7.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails, layout, people
from notecheck.columns import Columns, columns
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.statements import KINDS, Statement, statements_of
from notecheck.who import who_of

DECISION_OWNER: Final = Rule(
    name="decision-owner",
    part="completeness",
    severity="warning",
    title="Nobody named for it",
    why="What nobody is named for may not be done, and nobody can be asked about it later.",
    weak="It was agreed that checks are to be completed.",
    better="Priya Nair, social worker, will complete the checks by Friday 8 May 2026.",
)

EXAMPLES: Final = (
    Example("Actions\n- School to be contacted by Friday.", ("to be contacted",)),
    Example("Actions\n- Priya to contact school by Friday."),
)

_DECISION: Final = KINDS.index("decision")
_SURE: Final = 0.5
_MAYBE: Final = 0.15
_MODALS: Final = frozenset(("will", "'ll", "’ll", "ll", "shall", "should", "must", "ought", "would", "may", "might", "can", "could"))
_FIRM: Final = frozenset(("will", "'ll", "’ll", "ll", "shall", "should", "must", "ought"))
_BE: Final = frozenset(("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "s", "get", "has", "have", "had"))
_PASSIVE: Final = frozenset(("be", "get"))
_DASHES: Final = frozenset(("-", "–", "—", "|", "→", ";", ",", "(", ")", ":", "/", "•"))
_NEEDS: Final = frozenset(("need", "want", "require"))
_SELVES: Final = frozenset(("me", "us", "you", "your", "yourself", "yours"))
_DONE: Final = frozenset(("VBN", "VBD"))
_OWNERS: Final = frozenset(("child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "other"))


class _Task(NamedTuple):
    """A decision or an action: its tokens, what it is, and where its verb stands."""

    start: int
    end: int
    kind: str
    verb: int


@dataclass(frozen=True)
class Prepared:
    """The lists of `lexicons/decision-owner-words.yaml` as sets, see there."""

    decided: frozenset[str]
    proposed: frozenset[str]
    deemed: frozenset[str]
    best: frozenset[str]
    nobody: frozenset[str]
    happens: frozenset[str]
    doing: frozenset[str]
    needed: frozenset[str]
    orders: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Read the lists."""
    lists = lexicons.words
    names = ("decided", "proposed", "deemed", "best", "nobody", "happens", "doing", "needed", "orders")
    return Prepared(*(frozenset(lists.get(f"owner-{name}", ())) for name in names))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark what is decided or to be done, and nobody is named for it."""
    c = columns(doc)
    for statement in statements_of(doc):
        likely = statement.probabilities[_DECISION]
        tasks = sorted(_tasks(c, statement, likely, prepared))
        if tasks:
            yield from _unowned(doc, c, statement, tasks)


def _unowned(doc: Doc, c: Columns, statement: Statement, tasks: Sequence[_Task]) -> Iterator[Finding]:
    quoted, pasted, kinds = people.quoted(doc), emails.pasted(doc), who_of(doc).kind
    first = next((i for i in range(statement.start, statement.end) if not c.text[i].isspace()), statement.start)
    line = layout.line_at(layout.of(doc), c.start[first])
    if line.kind == "heading" or pasted[first]:
        return
    parts = _parts(c, statement)
    taken = 0
    for task in tasks:
        if task.start < taken or quoted[task.start]:
            continue
        if _is_owned(c, kinds, statement, task, parts):
            continue
        if task.kind in ("order", "bare", "passive") and _heading_names_owner(doc, c, kinds, first):
            continue
        taken = task.end
        span = doc[task.start : task.end]
        yield mark(span, DECISION_OWNER, _message(task.kind, span.text))


def _message(kind: str, words: str) -> str:
    seen = f"“{' '.join(words.split())}”"
    if kind == "decided":
        return f"{seen} does not say who decided, and the child or a parent may want to ask. You might name them and their roles."
    return f"{seen} names nobody who will do it, so that nobody can be asked. You might write who will, by name and role, and by when."


def _tasks(c: Columns, statement: Statement, likely: float, prepared: Prepared) -> Iterator[_Task]:
    """What is decided or to be done in a sentence, owned or not."""
    start, end = statement.start, statement.end
    told = _is_told(c, start, end)
    for i in range(start, end):
        word = c.lower[i]
        if word in ("be", "get") and not told:
            yield from _to_be_done(c, i, start, end, likely)
        elif word == "being":
            yield from _being_done(c, i, start, end, likely, prepared)
        elif word == "to" and likely >= _SURE:
            yield from _to_happen(c, i, start, end, prepared)
        elif c.lemma[i] in _NEEDS and likely >= _MAYBE and not told:
            yield from _needs(c, i, start, end, prepared)
        elif word in prepared.decided or word in prepared.deemed or word in ("decision", "promised", "considered"):
            yield from _decided(c, i, start, end, likely, prepared)
        elif word in _FIRM and likely >= _MAYBE:
            yield from _should_happen(c, i, start, end, prepared)
    if likely >= _SURE:
        yield from _orders(c, start, end, prepared)


def _to_be_done(c: Columns, i: int, start: int, end: int, likely: float) -> Iterator[_Task]:
    """'to be chased', 'will be kept', 'is still to be filled in'."""
    verb = _participle(c, i + 1, end)
    if verb is None:
        return
    first = i - 1
    while first > start and c.pos[first] == "ADV" or (first > start and c.lower[first] in ("continue", "also", "still")):
        first -= 1
    if first < start:
        return
    if c.lower[first] == "to":
        before = first - 1
        while before > start and (c.lower[before] in ("still", "yet", "due", "also") ):
            before -= 1
        bound = before >= start and c.lower[before] in ("is", "are", "has", "have", "needs", "need", "'s", "’s", "ought", "continue")
        if bound:
            if before > start and c.lower[before] == "continue" and c.lower[before - 1] in _FIRM:
                before -= 1
            first = before
        if before >= start and not bound and c.pos[before] in ("VERB", "ADJ", "ADV") and c.lower[before][-1].isalnum() and before >= start and c.tag[before] != "VBN" and likely < 0.9:
            return
        if likely >= (_MAYBE if bound else 0.3) or (bound and "still" in c.lower[before : i]):
            yield _Task(first, _after(c, verb, end), "passive", verb)
    elif c.lower[first] in _FIRM and likely >= (_MAYBE if c.lower[first] in ("should", "must") else 0.3):
        yield _Task(first, _after(c, verb, end), "passive", verb)


def _being_done(c: Columns, i: int, start: int, end: int, likely: float, prepared: Prepared) -> Iterator[_Task]:
    """'is being booked'."""
    verb = _participle(c, i + 1, end)
    if verb is not None and i > start and c.lower[i - 1] in ("is", "are", "'s", "’s") and c.lemma[verb] in prepared.doing and likely >= _MAYBE:
        yield _Task(i - 1, _after(c, verb, end), "passive", verb)


def _to_happen(c: Columns, i: int, start: int, end: int, prepared: Prepared) -> Iterator[_Task]:
    """'Life story work to start', 'somebody to ring', 'still to do', 'To raise with Mum'."""
    verb = i + 1
    if verb >= end or c.lower[verb] in ("be", "get"):
        return
    base = c.tag[verb] in ("VB", "VBP", "NN") and c.lower[verb] == c.lemma[verb]
    if not base:
        return
    if i == start or _is_break(c, i - 1) or c.lower[i - 1] == "still":
        if _is_opening(c, i - (c.lower[i - 1] == "still"), start):
            yield _Task(i, verb + 1, "order", verb)
        return
    before = i - 1
    if c.lower[before] in ("needs", "need", "has", "have", "is", "are", "ought"):
        before -= 1
    if before >= start and c.lower[before] in prepared.nobody:
        yield _Task(before, verb + 1, "nobody", verb)
    elif c.pos[before] in ("NOUN", "PROPN") and c.lemma[verb] in prepared.happens:
        yield _Task(before + 1, verb + 1, "thing", before)


def _should_happen(c: Columns, i: int, start: int, end: int, prepared: Prepared) -> Iterator[_Task]:
    """'Enquiries should continue', 'somebody should ring'."""
    if i == start or i + 1 >= end:
        return
    if c.lower[i - 1] in prepared.nobody and c.tag[i + 1] == "VB":
        yield _Task(i - 1, i + 2, "nobody", i + 1)
    elif c.lower[i] in ("should", "must") and c.lemma[i + 1] in prepared.happens - {"be"} and c.pos[i - 1] == "NOUN":
        yield _Task(i, i + 2, "thing", i - 1)


def _needs(c: Columns, i: int, start: int, end: int, prepared: Prepared) -> Iterator[_Task]:
    """'needs doing', 'wants sorting', 'Needs a referral'."""
    after = i + 1
    if after >= end or c.lower[i] not in ("need", "needs", "want", "wants", "requires"):
        return
    if c.lower[after].endswith("ing") and c.pos[after] in ("VERB", "NOUN", "AUX", "PROPN") and c.lower[after] not in ("nothing", "something", "anything", "everything"):
        yield _Task(i, after + 1, "passive", after)
    elif c.lower[after] in ("a", "an", "another") and (i == start or _is_opening(c, i, start)):
        noun = next((j for j in range(after + 1, min(end, after + 4)) if c.lemma[j] in prepared.needed), None)
        if noun is not None:
            yield _Task(i, noun + 1, "passive", noun)


def _decided(c: Columns, i: int, start: int, end: int, likely: float, prepared: Prepared) -> Iterator[_Task]:
    """'It was agreed', 'Agreed to step down', 'Direct work was suggested', 'It was thought best', 'Decision made'."""
    word, after = c.lower[i], c.lower[i + 1] if i + 1 < end else ""
    first = i
    while first > start and (c.lower[first - 1] in _BE or c.pos[first - 1] in ("AUX", "ADV")):
        first -= 1
    helped = any(each in _BE for each in c.lower[first:i])
    before = c.lower[first - 1] if first > start else ""
    if word == "decision":
        if after in ("made", "taken", "reached") and _is_opening(c, i, start):
            yield _Task(i, i + 2, "decided", i + 1)
        return
    if word in prepared.deemed:
        opens = before == "it" or (first == i and _is_opening(c, i, start))
        ought = any(each in ("should", "would", "must") for each in c.lower[i + 1 : min(end, i + 5)]) and "we" in c.lower[i + 1 : i + 4]
        if opens and (after in prepared.best or ought):
            yield _Task(first - (before == "it"), i + 1 + (after in prepared.best), "decided", i)
        return
    if before in ("it", "its") and (helped or before == "its"):
        if word in ("suggested", "advised", "concluded", "directed", "ordered", "planned") and likely < 0.3:
            return
        yield _Task(first - 1, i + 1, "decided", i)
    elif not helped and _is_opening(c, i, start) and likely >= 0.02 and word in ("agreed", "decided", "resolved", "proposed", "recommended", "suggested"):
        if after not in (",", ":", "by", "between", "with") or after == "with":
            yield _Task(i, i + 1, "decided", i)
    elif helped and word in prepared.proposed and likely >= 0.1 and c.tag[i] in _DONE and c.lower[first] in ("is", "was", "were", "has", "have", "are"):
        yield _Task(first, i + 1, "decided", i)


def _orders(c: Columns, start: int, end: int, prepared: Prepared) -> Iterator[_Task]:
    """'Chase CAMHS', 'Dad's calls - keep under review'."""
    for i in range(start, end):
        word = c.lower[i]
        if word not in prepared.orders or not _is_opening(c, i, start) or not set(c.lower[i:end]).isdisjoint(_SELVES):
            continue
        if c.tag[i] in ("VBD", "VBN", "VBZ", "VBG") or (i + 1 < end and c.lower[i + 1] in (":", "with", "from", "between", "of", "is", "was")):
            continue
        if c.tag[i] in ("VB", "VBP") or (i + 1 < end and c.pos[i + 1] in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "SCONJ")):
            yield _Task(i, i + 1, "order", i)


def _participle(c: Columns, i: int, end: int) -> int | None:
    """The participle behind 'be', small words passed over."""
    for j in range(i, min(end, i + 3)):
        if c.tag[j] in _DONE:
            return j
        if c.pos[j] not in ("ADV", "PART"):
            return None
    return None


def _after(c: Columns, verb: int, end: int) -> int:
    """One past the verb and its particle: 'looked into'."""
    if verb + 1 < end and c.tag[verb + 1] in ("RP", "IN") and c.head[verb + 1] == verb and c.dep[verb + 1] == "prt":
        return verb + 2
    return verb + 1


def _is_told(c: Columns, start: int, end: int) -> bool:
    """'He said the pump needs mending'."""
    return False


def _is_break(c: Columns, i: int) -> bool:
    return c.text[i].isspace() or (c.lower[i] in _DASHES and not (c.lower[i] == "-" and _joined(c, i)))


def _joined(c: Columns, i: int) -> bool:
    """Whether a hyphen stands between two words without a space."""
    return i > 0 and c.start[i - 1] + len(c.text[i - 1]) == c.start[i] and c.text[i - 1][-1].isalnum()


def _is_opening(c: Columns, i: int, start: int) -> bool:
    """Whether a sentence, a cell or a part behind a dash begins here."""
    while i > start and (c.text[i - 1].isspace() or not c.text[i - 1][-1].isalnum() or c.text[i - 1].rstrip(".)").isdigit()):
        if c.lower[i - 1] in (",", "(", ")") or (c.lower[i - 1] == "-" and _joined(c, i - 1)) or c.text[i - 1] in "\"'“‘”’&":
            return False
        if c.lower[i - 1] in ("-", "–", "—", "|", ":", "→", "•", "*", ">", ";") and i - 1 > start:
            return True
        i -= 1
    return i == start


def _parts(c: Columns, statement: Statement) -> list[tuple[int, int]]:
    """The sentence cut at dashes, cells, brackets and commas."""
    cuts = [i for i in range(statement.start, statement.end) if _is_break(c, i) and not c.text[i] == " "]
    edges = [statement.start - 1, *cuts, statement.end]
    return [(a + 1, b) for a, b in zip(edges, edges[1:], strict=False) if b > a + 1]


def _is_owned(c: Columns, kinds: Sequence[str], statement: Statement, task: _Task, parts: Sequence[tuple[int, int]]) -> bool:
    if _by_somebody(c, kinds, task, statement.end):
        return True
    if task.kind == "thing" and _is_person(c, kinds, task.verb):
        return True
    for start, end in parts:
        if start <= task.start < end:
            continue
        if _is_name(c, kinds, start, end) or (start > task.start and _acts(c, kinds, start, end)):
            return True
    return False


def _by_somebody(c: Columns, kinds: Sequence[str], task: _Task, end: int) -> bool:
    for j in range(task.end, min(end, task.end + 20)):
        if c.lower[j] == "by" and j + 1 < end and any(kinds[k] in _OWNERS or c.pos[k] == "PROPN" and not c.text[k].isdigit() and not kinds[k] for k in range(j + 1, min(end, j + 4))):
            if c.head[j] == task.verb or j <= task.end + 4:
                return not _is_when(c, j + 1)
    return False


def _is_when(c: Columns, i: int) -> bool:
    return c.text[i][0].isdigit() or c.lower[i] in ("the", "end")


def _is_person(c: Columns, kinds: Sequence[str], i: int) -> bool:
    return kinds[i] in _OWNERS


def _is_name(c: Columns, kinds: Sequence[str], start: int, end: int) -> bool:
    """Whether a part of a line is nothing but who: 'Darren', 'me', 'Mum & Grandad', 'Kath, Thursday'."""
    words = [i for i in range(start, end) if c.text[i][0].isalnum()]
    if not 0 < len(words) <= 5:
        return False
    named = [i for i in words if kinds[i] in _OWNERS and kinds[i] != "other" or (kinds[i] == "other")]
    rest = [i for i in words if i not in named and c.lower[i] not in ("and", "the", "with", "to", "my", "our", "both")]
    return bool(named) and all(c.pos[i] in ("NUM", "PROPN") or c.text[i][0].isdigit() for i in rest)


def _acts(c: Columns, kinds: Sequence[str], start: int, end: int) -> bool:
    """Whether a part says that somebody acts: 'sw to sort', 'I'm doing it'."""
    for i in range(start, min(end, start + 4)):
        if kinds[i] in _OWNERS and i + 1 < end and c.lower[i + 1] in ("to", "will", "'ll", "’ll", "'m", "’m", "am", "is"):
            return True
    return False


def _heading_names_owner(doc: Doc, c: Columns, kinds: Sequence[str], first: int) -> bool:
    return False


SPEC = check(
    "decision-owner",
    rules=(DECISION_OWNER,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who", "statements"),
)
