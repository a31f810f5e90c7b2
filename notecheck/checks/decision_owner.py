"""Decisions and actions that nobody owns: 'It was agreed', 'To be referred', 'Chase housing', 'Someone to check'.

Why it matters: what nobody is named for is what nobody does. The child, a parent or the next worker can ask neither
who decided nor who was to act.

Marked are, in sentences that look like a decision (`notecheck/statements.py`): passives still to come ('to be chased',
'will be kept', 'is being booked'), tasks ('needs doing', 'referral needed'), bare orders ('Chase CAMHS', 'To raise with
Mum'), what nobody in particular is to do ('somebody to ring'), things that are to happen by themselves ('life story
work to start'), tasks without a verb ('parenting assessment?'); and the decisions themselves ('it was agreed', 'it was
thought best', 'was floated'). An action with its who and its day is a strength. Left alone: an owner before or after in
the line, in a cell, in a label or in the line that leads the list; 'by' somebody; the writer's own subject-less 'Will
refer'; what was agreed by those whom the sentence before names; quotations, pasted emails and headings.

Known misses: a task without a verb that asks nothing ('bus pass'); a plan told as a story. Known false alarms: an owner
named in the sentence before ('Kim suggested it. You will be seen at the library'); a label that is a name which is also
a word ('Dot: take them to the clinic').

Source: corpus/GUIDE.md, category `decision-owner`; Swindon Quality Standards 2020, 4.2 and 7.6.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final, Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import dates, emails, layout, people
from notecheck.columns import Columns, columns
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule, Strength
from notecheck.memo import text_of
from notecheck.note import note_of
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
    Example("Actions\n- School to be contacted by Friday.\n- I will ring Nan on 4 May.", ("to be contacted",)),
    Example("Actions\n- Chase CAMHS\n- Priya to ring Dad by Friday", ("Chase",)),
    Example("Plan\n- Continue to monitor\n- To raise with Mum at the next visit", ("Continue", "To raise")),
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
    Example("Actions\n- Life story work to start\n- Minutes to follow", ("to start", "to follow")),
    Example("Plan\n- Mum to ring school on Monday\n- Parenting assessment?", ("Parenting assessment?",)),
    Example("Plan\n- Dad's calls - keep under review\n- Mum to ring Dad", ("keep",)),
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
    Example("For Mum:\n- Ring the GP\n- Book the dentist"),
    Example("You said \u201cit was agreed, it needs doing\u201d."),
)

_DECISION: Final = KINDS.index("decision")
_OTHER: Final = KINDS.index("other")
_SURE: Final = 0.5
_LIKELY: Final = 0.25
_MAYBE: Final = 0.1
_MINE: Final = 0.8
_LISTED: Final = 0.5
_NOUN: Final = 0.4
_BESIDE: Final = 6  # words from a conjunction to what stands in its clause
_LEFT: Final = 12  # words that a subordinate clause may run
_SHORT: Final = 4  # words of a task that is put as a question
_FIRM: Final = frozenset(("will", "'ll", "’ll", "ll", "shall", "should", "must", "ought"))
_BE: Final = frozenset(("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "s"))
_HAVE: Final = frozenset(("has", "have", "had"))
_BOUND: Final = frozenset(("is", "are", "has", "have", "needs", "need", "'s", "’s", "ought", "continue", "due"))
_PASSIVES: Final = frozenset(("be", "get"))
_CLAUSES: Final = frozenset(
    ("that", "while", "because", "if", "when", "which", "who", "whether", "until", "since", "as")
)
_SUPPOSED: Final = frozenset(("should", "could", "might", "would"))
_PAST: Final = ("ed", "held", "made", "sent", "done", "seen", "given", "taken")
_NO_ORDERS: Final = frozenset(("pen-picture", "chronology"))  # how to care for the child; what has been done
_HABITS: Final = frozenset(("every", "each", "always", "often", "usually", "sometimes", "never", "twice"))
_NO_OBJECT: Final = frozenset((":", "care", "from", "between", "of", "is", "was"))
_NO_VERB: Final = frozenset(("with", "to", "on", "in", "at", "and", "by", "–", "-", "|"))
_BREAKS: Final = frozenset(("-", "–", "—", "|", "→", ";", ",", "(", ")", ":", "/", "•", "*", ">"))
_LEADS: Final = frozenset(("-", "–", "—", "|", ":", "→", "•", "*", ">", ">>", ";"))
_NO_OPENING: Final = frozenset((",", "(", ")", '"', "'", "“", "‘", "”", "’", "&"))
_WHO: Final = frozenset((":", "|", "-", "–", "—", "→"))
_ASKS: Final = frozenset(("what", "who", "how", "why", "when", "where", "which"))
_WISHES: Final = frozenset(("want", "like", "love", "wish", "hate", "ask", "prefer", "hope", "refuse", "deserve"))
_NEEDED: Final = frozenset(("needed", "required", "wanted", "outstanding"))
_NEEDS: Final = frozenset(("need", "needs", "want", "wants", "requires", "needing"))
_SELVES: Final = frozenset(("me", "us", "you", "your", "yourself", "yours", "my"))
_DONE: Final = frozenset(("VBN", "VBD"))
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_OWNERS: Final = frozenset(
    ("child", "you", "addressee", "writer", "family", "sibling", "professional", "agency", "other")
)
_ALSO: Final = frozenset(("still", "yet", "also", "then", "now", "urgently"))
_AGREED_WITH: Final = frozenset((",", ":", "by", "between", "with", "and"))
_JOINS: Final = frozenset(("and", "the", "with", "to", "my", "our", "both", "all", "by", "a", "&", "or"))
_HEADS: Final = frozenset(
    ("for", "actions", "action", "tasks", "to", "do", "and", "will", "jobs", "from", "what", "the")
)
_EVERYBODY: Final = frozenset(("all", "everyone", "everybody", "we", "us"))
_HEADS_OF: Final = frozenset(("for", "will", "actions", "tasks", "jobs"))
_WHOSE: Final = re.compile(
    r"(?:by )?(?:who|whom|whose|owner|lead|responsib\w+|person|actioned by|name)\b", re.IGNORECASE
)
_SOMEBODY: Final = re.compile(
    r"(?!(?:tb[cadn]|n/?a|not known|unknown|to be \w+|none|all|x+)\b)[^\W\d_]{2}", re.IGNORECASE
)
_WIDEST: Final = 1_000  # characters of the row of a table
_LEADING: Final = 40  # characters of a line that says whose actions follow
_LONGEST: Final = 200  # tokens of a sentence that are looked at together, so that one without end takes no longer
_NEAR: Final = 12  # tokens from the start of a sentence to the verb of its owner
_CERTAIN: Final = 0.9
_MOST: Final = 5  # strengths in one note
_DAYS: Final = frozenset(("date", "yearless", "weekday"))
_SECTION: Final = 30  # lines under one heading
_MEETS: Final = frozenset(("meet", "present"))


class _Task(NamedTuple):
    """A decision or an action: its tokens, what it is, and the token that it hangs on (a verb, or what happens)."""

    start: int
    end: int
    kind: Literal["decided", "passive", "order", "nobody", "thing"]
    at: int


@dataclass(frozen=True)
class Prepared:
    """The lists of `lexicons/decision-owner-words.yaml` as sets, see there."""

    decided: frozenset[str]
    firm: frozenset[str]
    opens: frozenset[str]
    loose: frozenset[str]
    arranged: frozenset[str]
    proposed: frozenset[str]
    deemed: frozenset[str]
    best: frozenset[str]
    nobody: frozenset[str]
    happens: frozenset[str]
    doing: frozenset[str]
    needed: frozenset[str]
    orders: frozenset[str]
    either: frozenset[str]
    no_task: frozenset[str]
    goes: frozenset[str]
    vague: frozenset[str]
    labels: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:  # noqa: ARG001
    """Read the lists."""
    names = (each.name.replace("_", "-") for each in fields(Prepared))
    return Prepared(*(frozenset(lexicons.words.get(f"owner-{name}", ())) for name in names))


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding | Strength]:  # noqa: ARG001
    """Mark what is decided or to be done and nobody is named for, and some that somebody is named for, with the day."""
    c, before, owned = columns(doc), 0.0, 0
    orders = note_of(doc).doc_type not in _NO_ORDERS
    for statement in statements_of(doc):
        listed, before = before >= _LISTED, statement.probabilities[_DECISION]
        likely, own, tasks = _likely(c, statement), _own(statement), 0
        for start in range(statement.start, statement.end, _LONGEST):
            end = min(statement.end, start + _LONGEST)
            line = _Line(c, start, end, likely, own, listed, prepared)
            found = sorted(line.tasks(orders=orders))
            tasks += len(found)
            if found:
                yield from _unowned(doc, line, found)
        if not tasks and likely >= _CERTAIN and owned < _MOST:
            strengths = list(_owned(doc, c, statement))
            owned += len(strengths)
            yield from strengths


def _owned(doc: Doc, c: Columns, statement: Statement) -> Iterator[Strength]:
    """'I will ring Dad on 4 May': who, and on what day."""
    kinds, quoted = who_of(doc).kind, people.quoted(doc)
    for i in range(statement.start + 1, min(statement.end, statement.start + _NEAR)):
        acts = c.lower[i] in ("will", "'ll", "’ll") or (c.lower[i] == "to" and c.tag[min(i + 1, len(c) - 1)] == "VB")
        if not acts or kinds[i - 1] not in _OWNERS - {"other"} or quoted[i]:
            continue
        start, end = c.start[i - 1], c.start[statement.end - 1] + len(c.text[statement.end - 1].rstrip())
        days = dates.written(doc)
        day = bisect_left(days, start, key=lambda point: point.start)
        if day < len(days) and days[day].end <= end and days[day].kind in _DAYS:
            yield Strength(start, days[day].end, "owned-action", rule=DECISION_OWNER.name)
        return


def _likely(c: Columns, statement: Statement) -> float:
    """How likely a sentence is a decision; what ends in a full stop is no title, wherever it stands."""
    decision, other = statement.probabilities[_DECISION], statement.probabilities[_OTHER]
    last = statement.end - 1
    while last > statement.start and c.text[last].isspace():
        last -= 1
    return decision / (1.001 - other) if c.text[last] == "." else decision


def _own(statement: Statement) -> float:
    """How likely it is neither what somebody says nor an opinion: in the future tense, that leaves a decision."""
    return 1 - sum(statement.probabilities[KINDS.index(kind)] for kind in ("child-voice", "reported", "opinion"))


def _unowned(doc: Doc, line: _Line, tasks: Sequence[_Task]) -> Iterator[Finding]:
    c, quoted, kinds = line.c, people.quoted(doc), who_of(doc).kind
    first = line.first
    if layout.line_at(layout.of(doc), c.start[first]).kind == "heading" or emails.pasted(doc)[first]:
        return
    taken = 0
    for task in tasks:
        if task.start < taken or quoted[task.start] or line.is_owned(kinds, task):
            continue
        if task.start and c.text[task.start - 1] in ("[", "<"):  # a gap left in the text
            continue
        if task.kind == "decided" and line.is_decided_by_those_present(kinds):
            continue
        if _heading_names_owner(doc, c, kinds, first, task) or _row_names_owner(doc, c, first):
            continue
        if line.is_owned_next(kinds):
            continue
        taken = line.end if task.kind == "decided" else task.end
        span = doc[task.start : task.end]
        yield mark(span, DECISION_OWNER, _message(task.kind, span.text))


def _message(kind: str, words: str) -> str:
    seen = f"“{' '.join(words.split())}”"
    if kind == "decided":
        asked = "does not say who decided, and the child or a parent may want to ask that person"
        return f"{seen} {asked}. You might begin with who decided, by name and role."
    asked = "names nobody who will do it, so that nobody can be asked whether it was done"
    return f"{seen} {asked}. You might write who will do it, by name and role, and by when."


@dataclass(frozen=True)
class _Line:
    """One sentence, or one line of a list.

    Attributes:
        c: the Doc's columns.
        start: its first token.
        end: one past its last.
        likely: probability that it is a decision.
        own: probability that it is neither what somebody says nor an opinion.
        listed: the line before is a decision.
        words: the lists.
    """

    c: Columns
    start: int
    end: int
    likely: float
    own: float
    listed: bool
    words: Prepared

    @property
    def _future(self) -> bool:
        """Whether what is put in the future is to be done by somebody here."""
        return self.likely >= _MAYBE or self.own >= _SURE

    @property
    def first(self) -> int:
        """The first token that is more than space."""
        return next((i for i in range(self.start, self.end) if not self.c.text[i].isspace()), self.start)

    def tasks(self, *, orders: bool) -> Iterator[_Task]:
        """What is decided or to be done here, owned or not."""
        found = False
        if not self._is_asked():
            for i in range(self.start, self.end):
                task = self._task(i, self.c.lower[i])
                if task is not None and (task.kind == "decided" or not self._is_beside(task.start)):
                    found = True
                    yield task
        if not found and orders and (self.likely >= _MAYBE or self.listed):
            yield from self._orders()
        if not found and self.likely >= _NOUN:
            yield from self._nouns()

    def _task(self, i: int, word: str) -> _Task | None:
        words = self.words
        if word in _PASSIVES:
            return self._to_be_done(i)
        if word == "to":
            return self._to_happen(i) if self._future else None
        if word in words.decided or word in words.deemed:
            return self._decided(i)
        if word in _FIRM or word in _NEEDS:
            return (self._should_happen(i) or self._needs(i)) if self._future else None
        if word == "being":
            return self._being_done(i)
        if word in _NEEDED:
            return self._is_needed(i)
        if word in ("decision", "agreement"):
            return self._decision(i)
        return self._planned(i) if word in ("plan", "intention", "aim") else None

    def _is_asked(self) -> bool:
        """'What will be done | Who', 'What you want: to be left alone': a heading, a field, a wish."""
        c, first = self.c, self.first
        if first + 2 < self.end and (c.text[first + 1] in (".", ")") or c.text[first][-1] == "."):
            first += 1 + (c.text[first][-1] != ".")
        if c.lower[first] in ("what", "who"):
            return True
        return c.lower[first] in _ASKS and "." not in c.text[max(first, self.end - 3) : self.end]

    def _nouns(self) -> Iterator[_Task]:
        """'Parenting assessment?', 'Ongoing life story work': a task without a verb."""
        c, kinds = self.c, ("NOUN", "PROPN", "ADJ", "PUNCT", "SYM", "SPACE", "ADP", "DET", "NUM", "X", "PART")
        inside = [i for i in range(self.first, self.end) if c.text[i][0].isalnum()]
        if not inside or any(c.pos[i] not in kinds for i in inside) or c.lower[inside[0]] in _ASKS:
            return
        last = next(i for i in range(self.end - 1, self.start - 1, -1) if not c.text[i].isspace())
        if c.text[last] == "?" and c.text[last - 1] != "?" and len(inside) <= _SHORT:
            yield _Task(inside[0], last + 1, "order", inside[0])
        elif c.lower[inside[0]] in self.words.vague and len(inside) > 1 and c.pos[inside[-1]] in _NOUNS:
            yield _Task(inside[0], inside[0] + 1, "order", inside[0])

    def _at(self, i: int) -> str:
        return self.c.lower[i] if self.start <= i < self.end else ""

    def _is_beside(self, i: int) -> bool:
        """In a sentence that is no decision: whether the words stand in a clause beside the main one."""
        near = self.c.lower[max(self.start, i - _BESIDE) : i]
        return self.likely < _LIKELY and not _CLAUSES.isdisjoint(near)

    def _to_be_done(self, i: int) -> _Task | None:
        """'to be chased', 'will be kept', 'is still to be filled in'."""
        c, verb = self.c, self._participle(i + 1)
        first = i - 1
        while first > self.start and (c.pos[first] == "ADV" or c.lower[first] in ("continue", "also", "to")):
            if c.lower[first] == "to" and c.lower[first - 1] != "continue":
                break
            first -= 1
        if verb is None or first < self.start or c.lower[verb] in self.words.no_task:
            return None
        if c.lower[verb] in ("confirmed", "added", "advised") and self._at(first - 1) == ":":
            return None  # a gap left in a field
        if c.lower[first] == "to":
            return self._bound(first, verb)
        if c.lower[first] in _FIRM and (self.likely >= _LIKELY or self.own >= _SURE):
            return _Task(first, self._after(verb), "passive", verb)
        return None

    def _bound(self, to: int, verb: int) -> _Task | None:
        """'to be chased', with what binds it: 'is still', 'needs', 'will continue'."""
        c, before = self.c, to - 1
        while before > self.start and c.lower[before] in _ALSO:
            before -= 1
        if self._at(before) in _BOUND:
            habit = self._at(before) in _HAVE and not _HABITS.isdisjoint(c.lower[self.start : self.end])
            if (not self._future and "still" not in c.lower[before:to]) or (habit and self.likely < _SURE):
                return None
            before -= c.lower[before] == "continue" and self._at(before - 1) in _FIRM
            return _Task(before, self._after(verb), "passive", verb)
        if self.likely < _LIKELY or self._is_wished(before):
            return None
        if before >= self.first + 1 and c.pos[before] in ("VERB", "ADJ", "ADV") and self.likely < 0.9:
            return None
        return _Task(to, self._after(verb), "passive", verb)

    def _is_wished(self, before: int) -> bool:
        """'wants to be left alone', 'I do not want you to be moved'."""
        c = self.c
        if self._at(before) and c.lemma[before] in _WISHES and c.tag[before] != "VBN":
            return True
        return c.pos[before] == "PRON" and any(lemma in _WISHES for lemma in c.lemma[self.start : before])

    def _being_done(self, i: int) -> _Task | None:
        """'is being booked'."""
        verb = self._participle(i + 1)
        if verb is None or self._at(i - 1) not in _BE or not self._future:
            return None
        return _Task(i - 1, self._after(verb), "passive", verb) if self.c.lemma[verb] in self.words.doing else None

    def _to_happen(self, i: int) -> _Task | None:
        """'Life story work to start', 'somebody to ring', 'still to do', 'To raise with Mum'."""
        c, verb = self.c, i + 1
        if self._at(verb) in ("", *_PASSIVES) or c.lower[verb] != c.lemma[verb]:
            return None
        if self._at(i - 1) == "still" and self.likely >= _LIKELY:
            return _Task(i - 1, verb + 1, "thing", max(self.start, i - 2)) if c.lower[verb] in ("do", "come") else None
        if self._opens(i):
            alone = self._at(verb) not in ("follow", "come", "confirm") and c.tag[verb] in ("VB", "VBP", "NN")
            return _Task(i, verb + 1, "order", verb) if alone and self.likely >= _SURE else None
        before = i - 1
        before -= c.lower[before] in ("needs", "need", "has", "have", "is", "are", "ought") and before > self.start
        if c.lower[before] in self.words.nobody:
            return _Task(before, verb + 1, "nobody", verb) if self._opens(before) else None
        if self.likely < _LIKELY:
            return None
        alone = before == self.first and c.text[before].istitle() and c.tag[before] != "NNS"
        if alone and c.lower[verb] in self.words.goes:
            return None  # 'Clare to stay' names somebody, as far as anybody can tell
        held = c.dep[before] in ("pobj", "dobj") or self._at(before - 1) in ("your", "his", "her")
        noun = c.pos[before] in _NOUNS or (before == self.first and c.lower[before].endswith("ing"))
        if noun and c.lemma[verb] in self.words.happens and not held and self.likely >= _SURE:
            return _Task(before + 1, verb + 1, "thing", before)
        return None

    def _should_happen(self, i: int) -> _Task | None:
        """'Enquiries should continue', 'somebody should ring'."""
        c = self.c
        if c.lower[i] not in _FIRM or not (self._at(i - 1) and self._at(i + 1)):
            return None
        if c.lower[i - 1] in self.words.nobody and c.tag[i + 1] == "VB" and self._opens(i - 1):
            return _Task(i - 1, i + 2, "nobody", i + 1)
        asked = "whether" in c.lower[max(self.start, i - _LEFT) : i] or self.likely < _LIKELY or c.lower[i + 1] == "be"
        happens = c.pos[i - 1] == "NOUN" and c.lemma[i + 1] in self.words.happens
        if c.lower[i] in ("should", "must") and happens and not asked:
            return _Task(i, i + 2, "thing", i - 1)
        return None

    def _needs(self, i: int) -> _Task | None:
        """'needs doing', 'wants sorting', 'Needs a referral', 'There needs to be a meeting', 'There is a need for'."""
        c, after = self.c, i + 1
        if c.lower[i] not in _NEEDS:
            return None
        if self._at(after).endswith("ing") and not self._at(after).endswith("thing"):
            return _Task(i, after + 1, "passive", after) if c.pos[after] != "ADJ" else None
        if self._at(i - 1) == "there" and c.lower[after : after + 3] in (["to", "be", "a"], ["to", "be", "an"]):
            return _Task(i - 1, after + 2, "passive", after)
        if c.lower[max(self.start, i - 3) : i] in (["there", "is", "a"], ["there", "'s", "a"]):
            return _Task(i - 3, after, "passive", i) if self._at(after) in ("to", "for") else None
        if self._at(after) in ("a", "an", "another", "further", "more") and self._opens(i):
            noun = next(
                (j for j in range(after + 1, min(self.end, after + 4)) if c.lemma[j] in self.words.needed), None
            )
            return None if noun is None else _Task(i, noun + 1, "passive", noun)
        return None

    def _is_needed(self, i: int) -> _Task | None:
        """'Interpreter needed', 'Key work session wanted', 'Further assessment is required'."""
        c, before, after = self.c, i - 1, self._at(i + 1)
        if self.likely < _LIKELY and self.own < _MINE:
            return None
        while self._at(before) in _BE or self._at(before) in _ALSO:
            before -= 1
        if not self._at(before) or c.pos[before] not in _NOUNS or after in ("to", "that") or after.endswith("ing"):
            return None
        if not (_FIRM | {"no", "if", "as", "when", "where"}).isdisjoint(c.lower[self.start : i]):
            return None
        return _Task(before, i + 1, "passive", i)

    def _decided(self, i: int) -> _Task | None:
        """'It was agreed', 'Agreed to step down', 'Direct work was suggested', 'It was thought best'."""
        c, words, word, after = self.c, self.words, self.c.lower[i], self._at(i + 1)
        first = i
        while first > self.start and (c.lower[first - 1] in _BE | _HAVE or c.pos[first - 1] == "ADV"):
            first -= 1
        done, before = not _BE.isdisjoint(c.lower[first:i]), self._at(first - 1)
        if word in words.deemed:
            return self._deemed(first, i)
        if before in ("it", "its") and (done or before == "its"):
            ahead = word in words.firm or not _SUPPOSED.isdisjoint(c.lower[i + 1 : min(self.end, i + 12)])
            enough = self.likely >= (_CERTAIN if word == "suggested" else _LIKELY)  # 'it was suggested' is hearsay too
            return _Task(first - 1, i + 1, "decided", i) if ahead or enough else None
        if first == i:
            return self._agreed(i, after)
        has_been = word not in words.arranged and "been" in c.lower[first:i] and self.own >= _SURE
        proposed = word in words.loose or (word in words.proposed and (has_been or self.likely >= _MAYBE))
        if done and proposed and c.lower[first] in _BE | _HAVE and not self._is_beside(first):
            return _Task(first, i + 1, "decided", i)
        return None

    def _agreed(self, i: int, after: str) -> _Task | None:
        """'Agreed to step down', 'Respite agreed'."""
        c, word = self.c, self.c.lower[i]
        if word in self.words.opens and self._opens(i) and after and after not in _AGREED_WITH:
            return _Task(i, i + 1, "decided", i)
        ends = not after or not after[0].isalnum() or after in ("for", "until", "in")
        if word in ("agreed", "approved") and ends and self.likely >= _LIKELY and self._at(i - 1):
            return _Task(i - 1, i + 1, "decided", i - 1) if c.pos[i - 1] == "NOUN" else None
        return None

    def _decision(self, i: int) -> _Task | None:
        """'Decision made', 'A decision was taken', 'Agreement was reached', 'There was agreement that'."""
        first, last = i - (self._at(i - 1) in ("a", "the")), i + 1
        if self._at(i) == "agreement" and self._at(i - 2) == "there" and self._at(i + 1) in ("that", "to"):
            return _Task(i - 2, i + 1, "decided", i)
        while self._at(last) in _BE | _HAVE:
            last += 1
        made = self._at(last) in ("made", "taken", "reached") and self._opens(first)
        return _Task(first, last + 1, "decided", last) if made else None

    def _planned(self, i: int) -> _Task | None:
        """'The plan is to reduce visits'; with 'for Mum to …' it has its owner."""
        if self._at(i + 1) != "is":
            return None
        alone = self._at(i - 1) == "the" and self._opens(i - 1) and self._at(i + 2) == "to"
        return _Task(i - 1, i + 2, "order", i) if alone and self._at(i + 3) != "be" else None

    def _deemed(self, first: int, i: int) -> _Task | None:
        """'It was thought best', 'It was felt we should'."""
        named = self._at(first - 1) == "it"
        if not named and not (first == i and self._opens(i)):
            return None
        ought = any(word in ("we", "i") for word in self.c.lower[i + 1 : min(self.end, i + 3)])
        ought = ought and any(word in _FIRM for word in self.c.lower[i + 1 : min(self.end, i + 5)])
        if self._at(i + 1) not in self.words.best and not ought:
            return None
        return _Task(first - named, i + 1 + (self._at(i + 1) in self.words.best), "decided", i)

    def _orders(self) -> Iterator[_Task]:
        """'Chase CAMHS', 'Dad's calls - keep under review'."""
        c = self.c
        if not _SELVES.isdisjoint(c.lower[self.start : self.end]):
            return
        for i in range(self.start, self.end):
            if c.lower[i] in self.words.orders and self._opens(i) and self._orders_at(i):
                yield _Task(i, i + 1, "order", i)

    def _orders_at(self, i: int) -> bool:
        c, after = self.c, self._at(i + 1)
        if c.tag[i] in ("VBD", "VBN", "VBZ", "VBG") or after in _NO_OBJECT:
            return False
        noun, near = c.tag[i][:2] == "NN", range(i + 1, min(self.end, i + 4))
        if noun and any(
            c.tag[j] in _DONE and len(c.text[j]) > 3 and c.lower[j].endswith(_PAST) for j in near
        ):  # 'Review meeting held on 4 May'
            return False
        if c.lower[i] not in self.words.either:
            return True
        if not (self.likely >= _LIKELY or self.listed) or after in _NO_VERB or not after:
            return False
        return c.tag[i] in ("VB", "VBP") or c.pos[i + 1] in ("DET", "PRON", "PROPN", "SCONJ")

    def _participle(self, i: int) -> int | None:
        """The participle behind 'be', small words passed over: 'be viability assessed', 'be redone'."""
        c = self.c
        for j in range(i, min(self.end, i + 3)):
            if c.tag[j] in _DONE or c.lower[j].endswith("done"):
                return j
            if c.pos[j] not in ("ADV", "PART") and not (c.pos[j] == "NOUN" and self._at(j + 1).endswith("ed")):
                return None
        return None

    def _after(self, verb: int) -> int:
        """One past the verb and its particle: 'looked into'."""
        joined = self._at(verb + 1) and self.c.dep[verb + 1] == "prt" and self.c.head[verb + 1] == verb
        return verb + 2 if joined else verb + 1

    def _opens(self, i: int) -> bool:
        """Whether the line, a cell of it or a part behind a dash begins here."""
        c = self.c
        while i > self.start:
            before = c.text[i - 1]
            if "\t" in before or (before.isspace() and i - 1 > self.first and len(before) > 1):
                return True
            number = before.rstrip(".)").isdigit() and i - 1 == self.first
            if (
                before in _NO_OPENING
                or (before[-1].isalnum() and not number)
                or (before == "-" and self._joined(i - 1))
            ):
                return False
            if before in _LEADS and i - 1 > self.first:
                return True
            i -= 1
        return True

    def _joined(self, i: int) -> bool:
        """Whether a hyphen follows a word without a space."""
        before = self.c.text[i - 1] if i else " "
        return before[-1].isalnum() and self.c.start[i - 1] + len(before) == self.c.start[i]

    def _cuts(self) -> list[tuple[int, int, str, str]]:
        """The sentence cut at dashes, cells, brackets and commas: first, one past the last, sign before and after."""
        c, found, begin, sign = self.c, [], self.start, ""
        for i in range(self.start, self.end + 1):
            word = c.lower[i] if i < self.end else ""
            tab = "\t" in word or (word.isspace() and i > self.first and len(word) > 1)
            if (
                i == self.end
                or tab
                or ((word in _BREAKS or word in ("):", "),", ").")) and not (word == "-" and self._joined(i)))
            ):
                if i > begin:
                    found.append((begin, i, sign, "|" if tab else word))
                begin, sign = i + 1, "|" if tab else word
        return found

    def is_owned(self, kinds: Sequence[str], task: _Task) -> bool:
        """Whether the line says who."""
        if self._is_by_somebody(kinds, task):
            return True
        if task.kind in ("thing", "decided") and (kinds[task.at] in _OWNERS or self._is_named(task.at)):
            return True
        if task.kind == "decided" and self._at(task.end) in ("with", "between", "among", "amongst"):
            return True
        for begin, stop, _, sign in self._cuts():
            if begin <= task.start < stop:
                continue
            if stop <= task.start:
                leads = sign == ":" or (sign in _WHO and task.kind == "order")
                leads = leads or (stop + 1 == task.start and "with" in self.c.lower[begin:stop])
                if leads and self._is_who(kinds, begin, stop, agency=sign != "|"):
                    return True
            else:
                everybody = task.kind == "decided" and not _EVERYBODY.isdisjoint(self.c.lower[begin:stop])
                if everybody or self._is_who(kinds, begin, stop) or self._acts(kinds, begin, stop):
                    return True
        return False

    def _is_by_somebody(self, kinds: Sequence[str], task: _Task) -> bool:
        c = self.c
        for j in range(task.end, min(self.end - 1, task.end + 20)):
            if c.lower[j] == "by" and not c.text[j + 1][0].isdigit() and c.lower[j + 1] not in ("end",):
                near = range(j + 1, min(self.end, j + 5))
                return any(kinds[k] in _OWNERS or (c.tag[k] == "NNP" and c.text[k].isupper()) for k in near)
        return "between" in c.lower[task.end : min(self.end, task.end + 3)]

    def _is_named(self, i: int) -> bool:
        """A capital within a word that nobody knows: a name, where it is no acronym."""
        return self.c.pos[i] == "PROPN" and self.c.text[i].istitle() and i == self.first

    def _is_who(self, kinds: Sequence[str], begin: int, stop: int, *, agency: bool = True) -> bool:
        """Whether a part of a line is nothing but who: 'Darren', 'me', 'Mum & Grandad', 'Kath, Thursday', 'AM'."""
        c = self.c
        words = [i for i in range(begin, stop) if c.text[i][0].isalnum() and c.lower[i] not in _JOINS]
        named = [i for i in words if kinds[i] in _OWNERS and (agency or kinds[i] != "agency")]
        if len(words) == 1 and len(c.text[words[0]]) == 2 and c.text[words[0]].isupper():
            return True
        if not named or len(words) > 4:
            return False
        return all(i in named or c.pos[i] in ("NUM", "PROPN") or c.text[i][0].isdigit() for i in words)

    def _acts(self, kinds: Sequence[str], begin: int, stop: int) -> bool:
        """Whether a part says that somebody acts: 'sw to sort', 'I'm doing it'."""
        for i in range(begin, min(stop, begin + 4)):
            if kinds[i] in _OWNERS and self._at(i + 1) in ("to", "will", "'ll", "’ll", "'m", "’m", "am", "is"):
                return True
        return False

    def is_owned_next(self, kinds: Sequence[str]) -> bool:
        """'Boiler to be chased. Action: PN by 20 May': a label with a name, next on the line."""
        c = self.c
        if self.end + 2 >= len(c) or "\n" in c.text[self.end - 1] or c.text[self.end + 1] != ":":
            return False
        return c.lower[self.end] in self.words.labels and kinds[self.end + 2] in _OWNERS

    def is_decided_by_those_present(self, kinds: Sequence[str]) -> bool:
        """'Mr Farrow, Ms Quill and I met on 13 May. It was agreed …': the sentence before says who."""
        c = self.c
        if self.start == 0:
            return False
        before = range(c.first[self.start - 1], self.start)
        if any(c.lower[i] in ("agreed", "decided") for i in before) and not _EVERYBODY.isdisjoint(
            c.lower[i] for i in before
        ):
            return True
        met = any(c.lemma[i] in _MEETS for i in before)
        return met and len({c.lower[i] for i in before if kinds[i] in _OWNERS}) > 1


def _heading_names_owner(doc: Doc, c: Columns, kinds: Sequence[str], first: int, task: _Task) -> bool:
    """Whether the line that leads a list says whose it is ('For Mum', 'Priya:'), or who decided ('What we agreed')."""
    lines, beside = layout.of(doc), True
    here = bisect_right(lines, c.start[first], key=lambda line: line.start) - 1
    for line in reversed(lines[max(0, here - _SECTION) : here]):
        leads = beside and line.kind == "text" and line.end - line.start < _LEADING
        beside = beside and line.kind == "bullet"
        if not leads and line.kind != "heading":
            continue
        tokens = range(bisect_left(c.start, line.body), bisect_left(c.start, line.end))
        if task.kind == "decided":
            settled = any(c.lower[i] in ("agreed", "decided") for i in tokens)
            found = settled and any(kinds[i] == "writer" or c.lower[i] in _EVERYBODY for i in tokens)
        else:
            found = _says_whose(c, kinds, tokens)
        if found or line.kind == "heading":
            return found
    return False


def _row_names_owner(doc: Doc, c: Columns, first: int) -> bool:
    """Whether the row of a table has somebody in the column that is headed 'Who'."""
    lines, text = layout.of(doc), text_of(doc)
    here = bisect_right(lines, c.start[first], key=lambda line: line.start) - 1
    if lines[here].end - lines[here].start > _WIDEST:
        return False
    cells = _cells(text, lines[here])
    if len(cells) < 2:
        return False
    for line in reversed(lines[max(0, here - _SECTION) : here]):
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


def _says_whose(c: Columns, kinds: Sequence[str], tokens: range) -> bool:
    words = [i for i in tokens if c.text[i][0].isalnum()]
    named = [i for i in words if kinds[i] in _OWNERS - {"other"}]
    said = any(c.lower[i] in _HEADS_OF for i in tokens) or c.text[tokens[-1]] == ":"
    return bool(named) and said and all(i in named or c.lower[i] in _HEADS for i in words)


SPEC = check(
    "decision-owner",
    rules=(DECISION_OWNER,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who", "statements"),
)
