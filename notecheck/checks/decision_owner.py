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

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.carry.looks import by_place
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Strength
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.people.who import who_of
from notecheck.statements.tasks import Line, Task, Words, read
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
    Example("Somebody will be in touch about the waiting list.", ("Somebody will be in touch",)),
    Example("Decision\nChild in need plan to continue for three months.", ("Child in need plan to continue",)),
    Example("Lacey needed the toilet, and Mum took her. Tyrese wanted his phone."),
    Example("Actions\n- Key work session wanted\n- I will ring Dad", ("Key work session wanted",)),
    Example("I rang Mr Hayes, head. Agreed I will see you in school. Agreed that we will talk on Monday."),
)

_NO_ORDERS: Final = frozenset(("pen-picture", "chronology"))  # how to care for the child; what has been done
_OWNERS: Final = frozenset(
    ("child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "other")
)
_KNOWN: Final = _OWNERS - {"other"}
_WHO: Final = frozenset((":", "|", "-", "–", "—", "→"))
_JOINS: Final = frozenset(("and", "the", "with", "to", "my", "our", "both", "all", "by", "a", "&", "or"))
_EVERYBODY: Final = frozenset(("all", "everyone", "everybody", "we", "us"))
_HEADS: Final = frozenset(
    ("for", "actions", "action", "tasks", "to", "do", "and", "will", "jobs", "from", "what", "the")
)
_HEADS_OF: Final = frozenset(("for", "will", "actions", "tasks", "jobs"))
_WHOSE: Final = re.compile(
    r"(?:by )?(?:who|whom|whose|owner|lead|responsib\w+|person|actioned by|name)\b", re.IGNORECASE
)
_SOMEBODY: Final = re.compile(
    r"(?!(?:tb[cadn]|n/?a|not known|unknown|to be \w+|none|all|x+)\b)[^\W\d_]{2}", re.IGNORECASE
)
_MEETS: Final = frozenset(("meet", "present"))
_WIDEST: Final = 1_000  # characters of the row of a table
_LEADING: Final = 40  # characters of a line that says whose actions follow
_SECTION: Final = 30  # lines under one heading
_FURTHEST: Final = 200  # tokens of the sentence before that are looked at
_NEAR: Final = 12  # tokens from the start of a sentence to the verb of its owner
_MOST: Final = 5  # strengths in one note
_DAYS: Final = frozenset(("date", "yearless", "weekday"))
_ACTS: Final = frozenset(("to", "will", "'ll", "’ll", "'m", "’m", "am", "is"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_WHOLE: Final = frozenset(("this", "it", "that", "these", "those", "them", "they", "all", "everything", "both"))
_CERTAIN: Final = 0.9
_WORDS: Final = 8  # tokens that a task is shown with at most
_STOPS: Final = frozenset(
    (".", "?", "!", ",", ";", ":", "-", "–", "—", "|", "→", "(", ")", "•", "*", "/", "and", "by", "if", "once", "when")
)
_NO_END: Final = frozenset(("ADP", "DET", "CCONJ", "SCONJ", "PART", "PUNCT", "AUX", "SPACE"))
_THINGS: Final = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM"))


def prepare(nlp: Language, lexicons: Lexicons) -> Words:  # noqa: ARG001
    """Read the lists."""
    return Words.of(lexicons.words)


def find(doc: Doc, words: Words, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Mark what is decided or to be done and nobody is named for, and some that somebody is named for, with the day."""
    c, owned = columns(doc), 0
    told = by_place(doc, ("decided", id(words)), lambda doc: _told(doc, words), by="statements", tokens=True)
    for _, parts in groupby(told, key=lambda part: c.first[part.start]):
        lines = list(parts)
        for part in lines:
            if part.tasks:
                line = Line(c, part.start, part.end, part.likely, part.own, part.listed, words)
                yield from _unowned(doc, line, [task.moved(part.start) for task in part.tasks])
        if not any(part.tasks for part in lines) and lines[0].likely >= _CERTAIN and owned < _MOST:
            strengths = list(_owned(doc, lines[0].start, lines[-1].end))
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


def _told(doc: Doc, words: Words) -> Iterator[_Told]:
    """The lines of each such sentence."""
    orders = note_of(doc).doc_type not in _NO_ORDERS
    for _, lines in read(doc, words):
        found = [sorted(line.tasks(orders=orders)) for line in lines]
        if any(found) or lines[0].likely >= _CERTAIN:
            for line, tasks in zip(lines, found, strict=True):
                near = tuple(task.moved(-line.start) for task in tasks)
                yield _Told(line.start, line.end, line.likely, line.own, line.listed, near)


def _unowned(doc: Doc, line: Line, tasks: Sequence[Task]) -> Iterator[Finding]:
    c, quoted, first = line.c, whose.quoted(doc), line.first
    if layout.line_at(layout.of(doc), c.start[first]).kind == "heading" or emails.pasted(doc)[first]:
        return
    owners, taken = _Owners(doc, line), 0
    for task, following in zip(tasks, [*(each.start for each in tasks[1:]), line.end], strict=True):
        gap = task.start > 0 and c.text[task.start - 1] in ("[", "<")
        if task.start < taken or gap or quoted[task.start] or owners.are_named(task):
            continue
        taken = line.end if task.kind == "decided" else task.end
        start, end = _whole(line, task, max(following, task.end))
        span = doc[start:end]
        yield mark(span, DECISION_OWNER, _message(task.kind, span.text))


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
        if not acts or kinds[i - 1] not in _KNOWN or quoted[i]:
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


class _Owners:
    """Looks for who owns the tasks of one line: in it, above it, beside it.

    Args:
        doc: the Doc.
        line: one of its lines.
    """

    def __init__(self, doc: Doc, line: Line) -> None:
        self._doc, self._line, self._c = doc, line, line.c
        self._kinds = who_of(doc).kind
        self._parts = line.parts()

    def are_named(self, task: Task) -> bool:
        """Whether somebody is named for a task, or as those who decided."""
        if self._is_in_line(task) or self._is_next() or self._leads_list(task) or self._is_in_row():
            return True
        if task.kind == "order":
            return self._is_writers(task)
        return self._is_before() if task.kind == "decided" else self._is_in_hand(task)

    def _is_in_line(self, task: Task) -> bool:
        """Whether the line says who."""
        if self._is_by_somebody(task):
            return True
        if task.kind in ("thing", "decided") and (self._kinds[task.at] in _OWNERS or self._is_name(task.at)):
            return True
        if task.kind == "decided" and self._line.at(task.end) in ("with", "between", "among", "amongst"):
            return True
        if task.kind == "decided" and task.end == task.start + 1 and self._is_mine(task.end):
            return True
        for begin, stop, _, sign in self._parts:
            if begin <= task.start < stop:
                continue
            if stop <= task.start:
                leads = sign == ":" or (sign in _WHO and task.kind == "order")
                leads = leads or (stop + 1 == task.start and "with" in self._c.lower[begin:stop])
                if leads and self._is_who(begin, stop, agency=sign != "|"):
                    return True
            else:
                everybody = task.kind == "decided" and not _EVERYBODY.isdisjoint(self._c.lower[begin:stop])
                if everybody or self._is_who(begin, stop) or self._acts(begin, stop):
                    return True
        return False

    def _is_mine(self, i: int) -> bool:
        """'Agreed I will see Leo', 'Agreed that we will talk': whoever writes so was there, and says who acts."""
        i += self._line.at(i) == "that"
        return bool(self._line.at(i)) and self._kinds[i] == "writer" and self._line.at(i + 1) in _ACTS

    def _is_by_somebody(self, task: Task) -> bool:
        """'will be made by Priya', 'by the school', 'between Mum and me'; not 'by Friday'."""
        c, kinds, end = self._c, self._kinds, self._line.end
        for j in range(task.end, min(end - 1, task.end + 20)):
            if c.lower[j] == "by" and not c.text[j + 1][0].isdigit() and c.lower[j + 1] != "end":
                near = range(j + 1, min(end, j + 5))
                return any(kinds[k] in _OWNERS or (c.tag[k] == "NNP" and c.text[k].isupper()) for k in near)
        return "between" in c.lower[task.end : min(end, task.end + 3)]

    def _is_name(self, i: int) -> bool:
        """A capital that nobody introduces: a name, where it is no acronym."""
        return self._c.pos[i] == "PROPN" and self._c.text[i].istitle() and i == self._line.first

    def _is_who(self, begin: int, stop: int, *, agency: bool = True) -> bool:
        """Whether a part of a line is nothing but who: 'Darren', 'me', 'Mum & Grandad', 'Kath, Thursday', 'AM'."""
        c, kinds = self._c, self._kinds
        words = [i for i in range(begin, stop) if c.text[i][0].isalnum() and c.lower[i] not in _JOINS]
        named = [i for i in words if kinds[i] in _OWNERS and (agency or kinds[i] != "agency")]
        if len(words) == 1 and len(c.text[words[0]]) == 2 and c.text[words[0]].isupper():
            return True
        if not named or len(words) > 4:
            return False
        return all(i in named or c.pos[i] in ("NUM", "PROPN") or c.text[i][0].isdigit() for i in words)

    def _acts(self, begin: int, stop: int) -> bool:
        """Whether a part says that somebody acts: 'sw to sort', 'I'm doing it'."""
        near = range(begin, min(stop, begin + 4))
        return any(self._kinds[i] in _OWNERS and self._line.at(i + 1) in _ACTS for i in near)

    def _is_next(self) -> bool:
        """'Boiler to be chased. Action: PN by 20 May': a label with a name, next on the line."""
        c, end = self._c, self._line.end
        if end + 2 >= len(c) or "\n" in c.text[end - 1] or c.text[end + 1] != ":":
            return False
        return c.lower[end] in self._line.words.labels and self._kinds[end + 2] in _OWNERS

    def _is_before(self) -> bool:
        """'Mr Farrow, Ms Quill and I met on 13 May. It was agreed …': the sentence before says who."""
        c, start = self._c, self._line.start
        if start == 0:
            return False
        before = range(max(c.first[start - 1], start - _FURTHEST), start)
        said = {c.lower[i] for i in before}
        if not said.isdisjoint(("agreed", "decided")) and not said.isdisjoint(_EVERYBODY):
            return True
        met = any(c.lemma[i] in _MEETS for i in before)
        return met and len({c.lower[i] for i in before if self._kinds[i] in _OWNERS}) > 1

    def _is_writers(self, task: Task) -> bool:
        """'Recommend assessment' above the signature: the writer recommends it by writing so."""
        note, c = note_of(self._doc), self._c
        if c.lower[task.start] not in self._line.words.mine or note.doc_type == "meeting" or not note.author.name:
            return False
        if self._above()[0].kind != "text":
            return False
        return note.author.name.split()[-1].lower() in text_of(self._doc)[c.start[task.start] :].lower()

    def _is_in_hand(self, task: Task) -> bool:
        """'Mrs Vale will lead this. You will be seen …': what stands before says who has all of it in hand."""
        c, start = self._c, self._line.start
        if task.kind != "passive":
            return False
        colon = next((i for i in range(start, task.start) if c.text[i] == ":"), start)
        first = start
        if start and "\n" not in c.text[start - 1]:
            first = max(c.first[start - 1], start - _FURTHEST)
        of_it = next((i for i in range(start, task.start) if c.dep[i] in _SUBJECTS), start)
        return any(
            self._has_in_hand(i, c.head[i], anew=c.lower[of_it] in _WHOLE)
            for i in range(first, colon)
            if c.dep[i] in _SUBJECTS and (self._kinds[i] in _OWNERS or c.pos[i] == "PROPN")
        )

    def _has_in_hand(self, subject: int, verb: int, *, anew: bool) -> bool:
        """'… will do this', 'is in charge', 'will see to it'; or makes what `anew` names: 'Nan will write it. It …'."""
        c, words = self._c, self._line.words
        behind = c.lower[verb + 1 : verb + 4]
        if not words.charge.isdisjoint(behind) or (c.lemma[verb] == "see" and behind[:1] == ["to"]):
            return True
        what = [i for i in c.children[verb] if c.dep[i] == "dobj"]
        if c.lemma[verb] in words.leads and any(c.lower[i] in _WHOLE for i in what):
            return True
        return anew and bool(what) and any(subject < i < verb and c.lower[i] in _ACTS for i in c.children[verb])

    def _above(self) -> tuple[layout.Line, Sequence[layout.Line]]:
        """The line itself, and those above it, nearest first."""
        lines = layout.of(self._doc)
        here = bisect_right(lines, self._c.start[self._line.first], key=lambda line: line.start) - 1
        return lines[here], lines[max(0, here - _SECTION) : here][::-1]

    def _leads_list(self, task: Task) -> bool:
        """Whether what leads a list says whose it is ('For Mum', 'Priya:'), or who decided ('What we agreed')."""
        c, beside = self._c, True
        for line in self._above()[1]:
            leads = beside and line.kind == "text" and line.end - line.start < _LEADING
            beside = beside and line.kind == "bullet"
            if not leads and line.kind != "heading":
                continue
            tokens = range(bisect_left(c.start, line.body), bisect_left(c.start, line.end))
            found = self._says_who_agreed(tokens) if task.kind == "decided" else self._says_whose(tokens)
            if found or line.kind == "heading":
                return found
        return False

    def _says_who_agreed(self, tokens: range) -> bool:
        said = {self._c.lower[i] for i in tokens}
        us = any(self._kinds[i] == "writer" for i in tokens) or not said.isdisjoint(_EVERYBODY)
        return us and not said.isdisjoint(("agreed", "decided"))

    def _says_whose(self, tokens: range) -> bool:
        c = self._c
        words = [i for i in tokens if c.text[i][0].isalnum()]
        if not words:
            return False
        named = [i for i in words if self._kinds[i] in _KNOWN]
        said = any(c.lower[i] in _HEADS_OF for i in tokens) or c.text[tokens[-1]] == ":"
        return bool(named) and said and all(i in named or c.lower[i] in _HEADS for i in words)

    def _is_in_row(self) -> bool:
        """Whether the row of a table has somebody in the column that is headed 'Who'."""
        here, above = self._above()
        if here.end - here.start > _WIDEST:
            return False
        text = text_of(self._doc)
        cells = _cells(text, here)
        if len(cells) < 2:
            return False
        for line in above:
            head = _cells(text, line)
            if len(head) < 2:
                return False
            column = next((n for n, cell in enumerate(head) if _WHOSE.match(cell)), None)
            if column is not None:
                return column < len(cells) and bool(_SOMEBODY.match(cells[column]))
        return False


def _cells(text: str, line: layout.Line) -> list[str]:
    row = text[line.mark : line.end].strip().strip("|")
    return [cell.strip() for cell in (row.split("|") if "|" in row else row.split("\t"))]


SPEC = check(
    "decision-owner",
    rules=(DECISION_OWNER,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who", "statements"),
)
