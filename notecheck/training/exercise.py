"""Guess first, then reveal: a learner picks the sentences that a rule would mark, and sees what it marks.

    question = ask(report, "jargon")             # the weak version of a pair, as the checker read it
    progress = Progress(texts=("pair-1", "pair-2")).reveal(question, picked={2, 5})   # places in question.units
    say(progress.last)                           # 'You found 3 of 4 places. …'
    progress = progress.onwards()

The report is no judge: a pick that it does not mark may still be right, and what is said says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.report import Report


@dataclass(frozen=True, slots=True)
class Unit:
    """What can be picked: a sentence, or a line of one that runs over several; offsets in code points."""

    start: int
    end: int

    def holds(self, finding: Finding) -> bool:
        """Whether a word of the finding is in it."""
        return self.start < finding.end and finding.start < self.end


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """One text to be read for one rule.

    Attributes:
        report: on the text.
        rule: that is practised.
        units: what can be picked, in the order of the text.
        findings: what the rule marks, each in one unit at least.
    """

    report: Report
    rule: str
    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """Picks and findings side by side; units by their place in the question.

    Attributes:
        found: findings in a unit that was picked.
        missed: findings in none.
        right: units that were picked and hold a finding.
        unmarked: units that were picked and hold none.
        elsewhere: of those, the ones in which other rules mark something, with these rules.
    """

    found: tuple[Finding, ...]
    missed: tuple[Finding, ...]
    right: tuple[int, ...]
    unmarked: tuple[int, ...]
    elsewhere: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """Answers added up.

    Attributes:
        texts: how many were answered.
        places: findings in them.
        found: those that were found.
        picks: units that were picked.
        right: those that hold a finding.
    """

    texts: int = 0
    places: int = 0
    found: int = 0
    picks: int = 0
    right: int = 0

    def add(self, answer: Answer) -> Total:
        """With one more answer."""
        return replace(
            self,
            texts=self.texts + 1,
            places=self.places + len(answer.found) + len(answer.missed),
            found=self.found + len(answer.found),
            picks=self.picks + len(answer.right) + len(answer.unmarked),
            right=self.right + len(answer.right),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Progress:
    """How far a learner has come with one rule; the texts themselves stay outside.

    Attributes:
        texts: names of the texts, in the order in which they are asked.
        at: place of the one that is asked now; behind the last one, all are done.
        answer: to the one that is asked now.
        total: of all answers to this rule in this visit.
    """

    texts: tuple[str, ...]
    at: int = 0
    answer: Answer | None = None
    total: Total = Total()

    @property
    def last(self) -> Total:
        """The score of the answer that is shown."""
        return Total().add(self.answer) if self.answer else Total()

    @property
    def text(self) -> str | None:
        """The name of the text that is asked now; None when all are done."""
        return self.texts[self.at] if self.at < len(self.texts) else None

    def over(self, texts: tuple[str, ...]) -> Progress:
        """The same where the texts are; with other texts it begins with the first, and the score stays."""
        return self if texts == self.texts else Progress(texts, total=self.total)

    def reveal(self, question: Question, picked: Iterable[int]) -> Progress:
        """With an answer, which counts once."""
        if self.answer:
            return self
        answer = compare(question, picked)
        return replace(self, answer=answer, total=self.total.add(answer))

    def onwards(self) -> Progress:
        """At the next text."""
        return replace(self, at=self.at + 1, answer=None)


def together(each: Iterable[Total]) -> Total:
    """Several scores as one."""
    rows = [(one.texts, one.places, one.found, one.picks, one.right) for one in each]
    return Total(*map(sum, zip(*rows, strict=True))) if rows else Total()


def practised(reports: Iterable[Report]) -> dict[str, int]:
    """The rules that mark words in these texts, in the order of the rules, with the number of texts of each.

    What is said of a whole text has no place that a learner could point to, so its rules are left out.
    """
    marking = [{finding.rule for finding in report.findings if finding.start < finding.end} for report in reports]
    counts = {name: sum(name in found for found in marking) for name, rule in rules().items() if not rule.whole}
    return {name: count for name, count in counts.items() if count}


def ask(report: Report, rule: str) -> Question:
    """The question that a text is, for a rule."""
    units = tuple(_units(report))
    marked = (finding for finding in report.findings if finding.rule == rule)
    findings = tuple(finding for finding in marked if any(unit.holds(finding) for unit in units))
    return Question(report, rule, units, findings)


def _units(report: Report) -> Iterator[Unit]:
    """The checker's sentences; where one holds a line break, each of its lines."""
    for sentence in report.sentences:
        start = sentence.start
        for line in report.text[sentence.start : sentence.end].splitlines(keepends=True):
            words = line.strip()
            if words:
                first = start + line.index(words[0])
                yield Unit(first, first + len(words))
            start += len(line)


def compare(question: Question, picked: Iterable[int]) -> Answer:
    """What a learner found.

    Args:
        question: that was asked.
        picked: places of units; those that do not exist count for nothing.
    """
    picks = sorted({place for place in picked if 0 <= place < len(question.units)})
    units = [question.units[place] for place in picks]
    found = tuple(finding for finding in question.findings if any(unit.holds(finding) for unit in units))
    right = tuple(place for place in picks if any(map(question.units[place].holds, question.findings)))
    unmarked = tuple(place for place in picks if place not in right)
    others = {place: _others(question, question.units[place]) for place in unmarked}
    return Answer(
        found=found,
        missed=tuple(finding for finding in question.findings if finding not in found),
        right=right,
        unmarked=unmarked,
        elsewhere=tuple((place, named) for place, named in others.items() if named),
    )


def _others(question: Question, unit: Unit) -> tuple[str, ...]:
    """Other rules that mark something in a unit; what is said of a whole text is said of no unit."""
    marked = (each.rule for each in question.report.findings if unit.holds(each) and not is_whole(each.rule))
    return tuple(dict.fromkeys(marked))


def say(score: Total) -> str:
    """How the picks and the findings met, in plain words.

    >>> say(Total(texts=1, places=4, found=3, picks=5, right=3))
    'You found 3 of 4 places. Of your 5 picks, notecheck marks 3 too.'
    >>> say(Total(texts=1, places=2))
    'You found 0 of 2 places. You picked nothing.'
    """
    places = "place" if score.places == 1 else "places"
    found = f"You found {score.found} of {score.places} {places}."
    if not score.places:
        found = "notecheck marks no place here."
    if not score.picks:
        return f"{found} You picked nothing."
    if score.picks == 1:
        return f"{found} Your one pick is {'marked by notecheck too' if score.right else 'not marked by notecheck'}."
    marked = "all of them" if score.right == score.picks else score.right or "none"
    return f"{found} Of your {score.picks} picks, notecheck marks {marked}{' too' if score.right else ''}."
