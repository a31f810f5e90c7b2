"""What a manager and the worker say of a report's findings: agree or not, a comment, a reply.

A review is kept without a word of the note: a verdict stands by the rule, the place and the standards of its finding,
and finds it again by rule and place when the note is checked anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from notecheck.errors import NoteError
from notecheck.findings import Finding
from notecheck.report import Report
from notecheck.sound import refuse_unsound

VERSION: Final = 1
"""Of the shape in which a review is saved."""


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What was said of one finding.

    Attributes:
        agrees: whether the manager agrees with the finding; None while it is open.
        comment: the manager's.
        reply: the worker's.
    """

    agrees: bool | None = None
    comment: str = ""
    reply: str = ""

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return self.agrees is not None or bool(self.comment or self.reply)


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """What was said of one report.

    Attributes:
        verdicts: place of a finding among the report's → what was said of it.
        comment: the manager's, on the whole record.
        reply: the worker's, on the whole record.
        unplaced: saved verdicts whose finding the report no longer has; they are kept, not lost.
    """

    verdicts: Mapping[int, Verdict] = field(default_factory=lambda: MappingProxyType({}))
    comment: str = ""
    reply: str = ""
    unplaced: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        """Keep a copy that nobody can change."""
        object.__setattr__(self, "verdicts", MappingProxyType(dict(self.verdicts)))

    def verdict(self, index: int) -> Verdict:
        """What was said of a finding; an open verdict where nothing was."""
        return self.verdicts.get(index, Verdict())

    def with_verdict(self, index: int, verdict: Verdict) -> Review:
        """The review with this verdict on a finding."""
        others = {place: each for place, each in self.verdicts.items() if place != index}
        return replace(self, verdicts=others | ({index: verdict} if verdict else {}))

    def to_dict(self, report: Report) -> dict[str, Any]:
        """Plain data to save: findings by rule, place and standards, without a word of the note."""
        said = [
            (report.findings[index], v) for index, v in sorted(self.verdicts.items()) if index < len(report.findings)
        ]
        return {
            "version": VERSION,
            "id": report.note.id,
            "guidance": report.guidance,
            "comment": self.comment,
            "reply": self.reply,
            "verdicts": [*(_saved(finding, verdict) for finding, verdict in said), *map(dict, self.unplaced)],
        }

    @classmethod
    def from_dict(cls, data: Any, report: Report) -> Review:
        """A saved review on the report of the same note; a finding is found again by its rule and place.

        Raises:
            NoteError: the data is no review, or could not be saved again; says what is wrong and what is allowed.
        """
        if not isinstance(data, Mapping) or data.get("version") != VERSION:
            raise NoteError(f"a saved review is an object with version {VERSION}")
        refuse_unsound(data)
        places = {_place_of(finding): index for index, finding in reversed(list(enumerate(report.findings)))}
        verdicts: dict[int, Verdict] = {}
        unplaced: list[Mapping[str, Any]] = []
        for key, row in _rows(data):
            verdict = Verdict(_agrees(key, row.get("agrees")), _words(key, row, "comment"), _words(key, row, "reply"))
            index = places.get(_place(key, row))
            if index is None:
                unplaced.append(dict(row))
            else:
                verdicts[index] = verdict
        return cls(verdicts, _words("review", data, "comment"), _words("review", data, "reply"), tuple(unplaced))


def _saved(finding: Finding, verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "start": finding.start,
        "end": finding.end,
        "entry": finding.entry,
        "standards": list(finding.standards),
        "agrees": verdict.agrees,
        "comment": verdict.comment,
        "reply": verdict.reply,
    }


def _place_of(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.start, finding.end


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rows = data.get("verdicts", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise NoteError("verdicts: must be a list of objects with rule, start, end and agrees")
    for place, row in enumerate(rows):
        yield f"verdicts[{place}]", row


def _place(key: str, row: Mapping[str, Any]) -> tuple[str, int, int]:
    rule, start, end = row.get("rule"), row.get("start"), row.get("end")
    if not isinstance(rule, str) or type(start) is not int or type(end) is not int:
        raise NoteError(f"{key}: needs rule (text), start and end (whole numbers)")
    return rule, start, end


def _agrees(key: str, value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise NoteError(f"{key}.agrees: must be true, false or null")


def _words(key: str, row: Mapping[str, Any], name: str) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise NoteError(f"{key}.{name}: must be text")
    return value


Reviewed = tuple[str, Report, Review]
"""A record by its name, its report, and what was said of it."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How often readers agreed with one rule, or one entry of a lexicon, over a sample.

    Attributes:
        name: the rule, or the id of the entry.
        rule: the rule; the same as `name` for a rule.
        findings: in the sample.
        agreed: findings that the reader agreed with.
        disagreed: findings that the reader did not agree with.
        records: places in the sample of the records with a finding that the reader did not agree with.
    """

    name: str
    rule: str
    findings: int
    agreed: int
    disagreed: int
    records: tuple[int, ...] = ()

    @property
    def reviewed(self) -> int:
        """Findings that the reader gave a verdict on."""
        return self.agreed + self.disagreed

    @property
    def share(self) -> float | None:
        """Share of the verdicts that disagree; None without any."""
        return self.disagreed / self.reviewed if self.reviewed else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {
            "name": self.name,
            "rule": self.rule,
            "findings": self.findings,
            "reviewed": self.reviewed,
            "agreed": self.agreed,
            "disagreed": self.disagreed,
            "share": self.share,
            "records": list(self.records),
        }


def disagreements(reviewed: Iterable[Reviewed]) -> tuple[Disagreement, ...]:
    """Agreement by rule over the sample, most disagreed with first: 'we disagree with this rule'."""
    return _count(reviewed, lambda finding: finding.rule)


def entry_disagreements(reviewed: Iterable[Reviewed]) -> tuple[Disagreement, ...]:
    """The same by entry of a lexicon, so that an authority sees which entry of its list to change."""
    return _count(reviewed, lambda finding: finding.entry)


def _count(reviewed: Iterable[Reviewed], name_of: Callable[[Finding], str | None]) -> tuple[Disagreement, ...]:
    findings: Counter[str] = Counter()
    said: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    rules: dict[str, str] = {}
    records: dict[str, dict[int, None]] = {}
    for place, (_, report, review) in enumerate(reviewed):
        for index, finding in enumerate(report.findings):
            name = name_of(finding)
            if name is None:
                continue
            findings[name] += 1
            rules[name] = finding.rule
            agrees = review.verdict(index).agrees
            if agrees is not None:
                said[agrees][name] += 1
            if agrees is False:
                records.setdefault(name, {})[place] = None
    rows = [
        Disagreement(name, rules[name], count, said[True][name], said[False][name], tuple(records.get(name, ())))
        for name, count in findings.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.disagreed, -row.findings, row.name)))
