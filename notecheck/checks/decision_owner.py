"""Decisions and actions that nobody owns: 'It was agreed', 'To be referred', 'Chase housing', 'Someone to check'.

Why it matters: what nobody is named for is what nobody does. The child, a parent or the next worker can ask neither
who decided nor who was to act.

Marked are, in sentences that look like a decision (`notecheck/statements/kinds.py`): passives still to come ('to be
chased', 'will be kept', 'is being booked'), tasks ('needs doing', 'referral needed'), bare orders ('Chase CAMHS', 'To
raise with Mum'), what nobody in particular is to do ('somebody to ring'), things that are to happen by themselves
('life story work to start'), tasks without a verb ('parenting assessment?'); and the decisions themselves ('it was
agreed', 'it was thought best', 'was floated'). An action with its who and its day is a strength.

Left alone: an owner before or after in the line, in a cell, in a label or in the line that leads the list; 'by'
somebody; the writer's own subject-less 'Will refer' and 'Recommend …' above their name; what is agreed by, or in the
hands of, those whom the sentence before names; what is not known yet ('has yet to be shown'); quotations, pasted emails
and headings.

Known misses: a task without a verb that asks nothing ('bus pass'); a plan told as a story. Known false alarms: an owner
named further before ('Kim suggested it', and two sentences on 'You will be seen'); a label that is a name which is also
a word ('Dot: take them to the clinic').

Source: corpus/GUIDE.md, category `decision-owner`; Swindon Quality Standards 2020, 4.2 and 7.6.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.edit import sought
from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Strength
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.people.who import who_of
from notecheck.statements import lines, owners, tasks
from notecheck.statements.lines import Line
from notecheck.statements.owners import KNOWN, Owners
from notecheck.statements.tasks import Task, Tasks
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.times import note_dates

DECISION_OWNER: Final = Rule(
    name="decision-owner",
    part="completeness",
    severity="warning",
    title="Nobody named for it",
    marks="Decisions and actions for which nobody is named: “It was agreed”, “To be referred”, “Someone to check”.",
    why="What nobody is named for may not be done, and nobody can be asked about it later.",
    weak="It was agreed that checks are to be completed.",
    better="Priya Nair, social worker, will complete the checks by Friday 8 May 2026.",
    limits=(
        "It misses tasks without a verb (“bus pass”) and plans told as a story. It may mark an action whose owner is "
        "named some sentences before."
    ),
)

EXAMPLES: Final = (
    Example("Actions\n- Dee to ring school by 3 May 2026\nDO"),
    Example("Actions\n- School to be contacted by Friday.\n- I will ring Nan on 4 May.", ("to be contacted",)),
    Example("Actions\n- Chase CAMHS\n- Priya to ring Dad by Friday", ("Chase CAMHS",)),
    Example(
        "Plan\n- Continue to monitor\n- To raise with Mum at the next visit",
        ("Continue to monitor", "To raise with Mum at the next visit"),
    ),
    Example("It was agreed that contact would be reduced.", ("It was agreed",)),
    Example("Agreed to hold a further meeting in six weeks.", ("Agreed",)),
    Example("It was thought best to wait. It was felt we should ask again.", ("It was thought best", "It was felt")),
    Example("A decision was made to close the case.", ("A decision was made",)),
    Example("Direct contact twice a year has been agreed.", ("has been agreed",)),
    Example("A trip to the seaside was mooted.", ("was mooted",)),
    Example("The plan will be reviewed. A support plan will be put in place.", ("will be reviewed", "will be put")),
    Example("The bus pass is still to be applied for.", ("is still to be applied",)),
    Example("A mentor is being sought for you. The form needs signing.", ("is being sought", "needs signing")),
    Example("Next steps\n- Interpreter needed\n- I will ring Dad on 3 May", ("Interpreter needed",)),
    Example("Actions\n- someone to sit with Mum\n- I will ring Dad", ("someone to sit",)),
    Example(
        "Actions\n- Life story work to start\n- Minutes to follow", ("Life story work to start", "Minutes to follow")
    ),
    Example("Plan\n- Mum to ring school on Monday\n- Parenting assessment?", ("Parenting assessment?",)),
    Example("Actions\n- Keep an eye on nursery\n- I will ring Dad", ("Keep an eye on nursery",)),
    Example("Plan\n- Dad's calls - keep under review\n- Mum to ring Dad", ("keep under review",)),
    Example("Actions\n- Priya to ring Dad by Friday.\n- Mum: book the dentist\n- School to monitor."),
    Example("Actions\n- Referral to CAMHS - Priya, by 4 May\n- Chase housing (Priya)\n- Chase GP letter \u2013 PN"),
    Example("Actions | Who | When\nBook dentist | Mum | Friday\nMend gate | Dad | Sunday"),
    Example("The referral will be made by Priya Nair, social worker, by 4 May. It was agreed by Mum and me."),
    Example("Present: Mum, Dad and Mr Hayes.\nWe all agreed that you will stay with Nan."),
    Example("Mum, Mr Hayes and I met on 3 May. It was agreed that you will stay with Nan."),
    Example("Will refer to Early Help. Will ring Mum tomorrow.\nPriya Nair, social worker"),
    Example("You told me you want to be left alone. You asked to be called Cal. You have to be up at six."),
    Example("Mum told me that the pump needs mending. Dad said that you will be picked up by Nan."),
    Example("Ring me if you need anything. Next visit 4 May 2026 at 4pm."),
    Example("Plan\n- I will ring Dad on 3 May.\n- Review conference: 24 November 2025, 10am"),
    Example("For Mum:\n- Ring the GP\n- Book the dentist"),
    Example("You said \u201cit was agreed, it needs doing\u201d."),
    Example("Change has yet to be shown. The form has yet to be signed.", ("has yet to be signed",)),
    Example("Recommend assessment.\nPriya Nair, social worker", note={"author": {"name": "Priya Nair"}}),
    Example("Recommend assessment.", ("Recommend assessment",)),
    Example("Mrs Vale, your teacher, will lead this. Each morning will be ticked off on the chart."),
    Example("Dad will do this: the boiler will be checked. Nan will write the letter. It will be posted by Monday."),
    Example("I will ring Mum on Friday. The referral will be made.", ("will be made",)),
    Example("Plan\n- There needs to be a clear plan for Sundays.", ("There needs to be a clear plan",)),
    Example("Plan\n- There is a need for a parenting assessment.", ("There is a need",)),
    Example("Somebody will be in touch about the waiting list.", ("Somebody will be in touch",)),
    Example("Decision\nChild in need plan to continue for three months.", ("Child in need plan to continue",)),
    Example("Lacey needed the toilet, and Mum took her. Tyrese wanted his phone."),
    Example("Actions\n- Key work session wanted\n- I will ring Dad", ("Key work session wanted",)),
    Example("I rang Mr Hayes, head. Agreed I will see you in school. Agreed that we will talk on Monday."),
)

_NO_ORDERS: Final = frozenset(("pen-picture", "chronology"))  # how to care for the child; what has been done
_NEAR: Final = 12  # tokens from the start of a sentence to the verb of its owner
_MOST: Final = 5  # strengths in one note
_DAYS: Final = frozenset(("date", "yearless", "weekday"))
_CERTAIN: Final = 0.9
_WORDS: Final = 8  # tokens that a task is shown with at most
_STOPS: Final = frozenset(
    (".", "?", "!", ",", ";", ":", "-", "–", "—", "|", "→", "(", ")", "•", "*", "/", "and", "by", "if", "once", "when")
)
_NO_END: Final = frozenset(("ADP", "DET", "CCONJ", "SCONJ", "PART", "PUNCT", "AUX", "SPACE"))
_THINGS: Final = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM"))


@dataclass(frozen=True)
class Prepared:
    """The lists that `find` reads: of tasks, and of who owns them."""

    tasks: tasks.Words
    owners: owners.Words


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Read the lists."""
    return Prepared(tasks.Words.of(lexicons.words), owners.Words.of(lexicons.words))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Mark what is decided or to be done and nobody is named for, and some that somebody is named for, with the day."""
    c, words, owned = columns(doc), prepared.tasks, 0
    told = by_place(doc, ("decided", id(words)), lambda doc: _told(doc, words), by="statements", tokens=True)
    for _, parts in groupby(told, key=lambda part: c.first[part.start]):
        said = list(parts)
        for part in said:
            if part.tasks:
                line = Line(c, part.start, part.end, part.likely, part.own, part.listed)
                yield from _unowned(doc, line, [task.moved(part.start) for task in part.tasks], prepared.owners)
        if not any(part.tasks for part in said) and said[0].likely >= _CERTAIN and owned < _MOST:
            strengths = list(_owned(doc, said[0].start, said[-1].end))
            owned += len(strengths)
            yield from strengths


class _Told(NamedTuple):
    """A `Line` in which something is decided or to be done, or that surely is a decision.

    Attributes:
        tasks: what that is, in order; counted from the line's start.
    """

    start: int
    end: int
    likely: float
    own: float
    listed: bool
    tasks: tuple[Task, ...]


def _told(doc: Doc, words: tasks.Words) -> Iterator[_Told]:
    """The lines of each such sentence."""
    orders, (low, high) = note_of(doc).doc_type not in _NO_ORDERS, sought(doc)
    for said in lines.read(doc):
        if said[0].start >= high or said[-1].end <= low:
            continue
        found = [sorted(Tasks(line, words).find(orders=orders)) for line in said]
        if any(found) or said[0].likely >= _CERTAIN:
            for line, here in zip(said, found, strict=True):
                near = tuple(task.moved(-line.start) for task in here)
                yield _Told(line.start, line.end, line.likely, line.own, line.listed, near)


def _unowned(doc: Doc, line: Line, found: Sequence[Task], words: owners.Words) -> Iterator[Finding]:
    """A finding for each task of a line that nobody is named for; after a decision nothing more of the line."""
    c, quoted, first = line.c, whose.quoted(doc), line.first
    if layout.line_at(layout.of(doc), c.start[first]).kind == "heading" or emails.pasted(doc)[first]:
        return
    named, taken = Owners(doc, line, words), 0
    for task, following in zip(found, [*(each.start for each in found[1:]), line.end], strict=True):
        gap = task.start > 0 and c.text[task.start - 1] in ("[", "<")
        if task.start < taken or gap or quoted[task.start] or named.are_named(task):
            continue
        taken = line.end if task.kind == "decided" else task.end
        begin, stop = _whole(line, task, max(following, task.end))
        start, end = c.start[begin], c.start[stop - 1] + len(c.text[stop - 1])
        message = _message(task.kind, text_of(doc)[start:end])
        yield Finding(DECISION_OWNER.name, start, end, message, severity=DECISION_OWNER.severity)


def _whole(line: Line, task: Task, last: int) -> tuple[int, int]:
    """A task with its object or with the thing that is to happen: 'Keep an eye on nursery', 'Minutes to follow'."""
    c, start, end = line.c, task.start, task.end
    if task.kind == "order":
        while end < last and end - start < _WORDS and c.lower[end] not in _STOPS and not c.text[end].isspace():
            end += 1
        while end > task.end and c.pos[end - 1] in _NO_END:
            end -= 1
    elif task.kind == "thing":
        while start > line.start and task.start - start < _WORDS:
            joined = c.lower[start - 1] in ("in", "of") and start - 1 > line.start and c.pos[start - 2] in _THINGS
            if not joined and c.pos[start - 1] not in _THINGS:  # 'Child in need plan to continue'
                break
            start -= 1
        while start < task.start and not c.text[start][0].isalnum():
            start += 1
    return start, end


def _message(kind: str, words: str) -> str:
    seen = f"“{' '.join(words.split())}”"
    if kind == "decided":
        asked = "does not say who decided, and the child or a parent may want to ask that person"
        return f"{seen} {asked}. You might begin with who decided, by name and role."
    return (
        f"{seen}: who will do this, and by when? What nobody is named for may not be done, and the child cannot ask "
        "anybody about it later. You might write who will do it, by name and role, and the day."
    )


def _owned(doc: Doc, begin: int, stop: int) -> Iterator[Strength]:
    """'I will ring Dad on 4 May': who, and on what day."""
    c, kinds, quoted = columns(doc), who_of(doc).kind, whose.quoted(doc)
    for i in range(begin + 1, min(stop, begin + _NEAR)):
        acts = c.lower[i] in ("will", "'ll", "’ll") or (c.lower[i] == "to" and c.tag[min(i + 1, len(c) - 1)] == "VB")
        if not acts or kinds[i - 1] not in KNOWN or quoted[i]:
            continue
        first = i - 1
        while first > begin and c.pos[first - 1] == "PROPN":  # 'Mr Pryce', 'Pastor Ellis'
            first -= 1
        start, end = c.start[first], c.start[stop - 1] + len(c.text[stop - 1].rstrip())
        days = note_dates.written(doc)
        day = bisect_left(days, start, key=lambda point: point.start)
        if day < len(days) and days[day].end <= end and days[day].kind in _DAYS:
            yield Strength(start, days[day].end, "owned-action", rule=DECISION_OWNER.name)
        return


SPEC = check(
    "decision-owner",
    rules=(DECISION_OWNER,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who", "statements"),
)
