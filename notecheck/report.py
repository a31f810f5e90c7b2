"""The report on one note: findings in order with their standards, measures, score, and what was not checked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from notecheck.carry.edit import edit_of
from notecheck.carry.found import rows_of
from notecheck.component import REGISTRY, findings_of
from notecheck.edits import Parse
from notecheck.findings import SEVERITIES, Finding, Skipped, Strength
from notecheck.guidance import Rulebook, Standard
from notecheck.ignoring import Ignored, set_aside, whole_rules
from notecheck.measured import measured_precision
from notecheck.memo import text_of
from notecheck.note import Note, Place
from notecheck.score import Score, score
from notecheck.statements.kinds import statements_of
from notecheck.text import emails
from notecheck.text.columns import columns, table_of

VERSION: Final = 1
"""Of the report's shape; a key may be added within a version, none changes its meaning."""

# A rule on the left gives way where another on the right marks the same words or more: one remark is enough.
_YIELDS: Final[Mapping[str, frozenset[str]]] = {
    "jargon": frozenset({"judgemental", "source"}),
    "vague": frozenset({"judgemental"}),
    "acronym": frozenset({"unfinished", "email"}),
    "date": frozenset({"unfinished"}),
    "order": frozenset({"unfinished", "date"}),
    "passive": frozenset({"judgemental", "jargon", "opinion", "source", "decision-owner"}),
    "opinion": frozenset({"source"}),
    "decision-owner": frozenset({"source", "unfinished"}),
    "hard-word": frozenset({"judgemental", "jargon", "vague", "acronym", "email", "third-party", "spelling"}),
    "spelling": frozenset({"acronym", "unfinished", "email", "jargon"}),
    "grammar": frozenset({"unfinished", "email"}),
}
# A rule on the left gives way where one on the right marks any of its words: a labelling verdict is marked once,
# and of a word that was taken for another our own check knows both.
_GIVES_WAY: Final[Mapping[str, frozenset[str]]] = {
    "opinion": frozenset({"judgemental"}),
    "grammar": frozenset({"confusable"}),
}
# A rule on the left gives way where one on the right marks the very same words: what is misspelt stays so beside a gap.
_SAME: Final[Mapping[str, frozenset[str]]] = {"spelling": frozenset({"confusable"})}
# Checks that leave pasted emails as they are, and `repetition`, which is about how a writer writes: where they mark
# nothing in a note that is one, it says nothing of the note.
_LEAVE_EMAILS: Final = (
    "grammar", "confusable", "readability", "long-sentence", "hard-word", "repetition", "judgemental", "opinion",
    "source", "jargon", "vague", "passive",
)  # fmt: skip


_INSIDE: Final = ("met", "child_known")
"""What only the score and the words of a report need of a measure."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what kind of statement it is.

    Attributes:
        start: first code point.
        end: one past its last, the space around it left out.
        kind: as in the annotation guide; None in a Doc that nothing judged.
        confidence: probability that the kind is right, 0 to 1.
    """

    start: int
    end: int
    kind: str | None = None
    confidence: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-shaped."""
        return {"start": self.start, "end": self.end, "kind": self.kind, "confidence": self.confidence}


@dataclass(frozen=True, repr=False)
class Report:
    """What notecheck says of one note. `to_dict()` is the JSON shape that other programs rely on.

    Attributes:
        note: the note as given.
        guidance: id of the guidance it was held against.
        words: number of words.
        score: the score with its reasons.
        findings: in order of place.
        sentences: with the kind of statement that each is.
        measures: what the measuring checks returned, by name.
        strengths: what was done well.
        skipped: what could not be checked, and why.
        standards: the standards that the findings name, by id.
        versions: of the package, the model, the guidance and the lexicons.
        ignored: findings that the writer set aside, with the reasons; they take no part in the score.
        parse: what the model said of the text, for `Checker.update`; no part of what the report says.
    """

    note: Note
    guidance: str
    words: int
    score: Score
    findings: tuple[Finding, ...]
    sentences: tuple[Sentence, ...]
    measures: Mapping[str, Mapping[str, Any]]
    strengths: tuple[Strength, ...]
    skipped: tuple[Skipped, ...]
    standards: Mapping[str, Standard]
    versions: Mapping[str, Any]
    ignored: tuple[Ignored, ...] = ()
    parse: Parse | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """Without a word of the note, since what is shown may be logged."""
        overall = self.score.overall
        return f"Report(id={self.note.id!r}, {self.guidance}, {len(self.findings)} findings, score={overall})"

    def __getstate__(self) -> dict[str, Any]:
        """What another process gets of it: `update` there checks the text anew."""
        return self.__dict__ | {"parse": None}

    @property
    def text(self) -> str:
        """The note's text, exactly as given."""
        return self.note.text

    def at_least(self, severity: str) -> tuple[Finding, ...]:
        """The findings of a severity or a higher one."""
        floor = SEVERITIES.index(severity)
        return tuple(f for f in self.findings if SEVERITIES.index(f.severity) >= floor)

    def place(self, finding: Finding) -> str | None:
        """Where a finding stands in the document that the note was read from; None where that is not known."""
        return self.place_at(finding.start)

    def place_at(self, offset: int) -> str | None:
        """Where a character of the text stands in that document, likewise."""
        passage = self.passage_at(offset)
        return passage.place if passage else None

    def passage_at(self, offset: int) -> Place | None:
        """The passage of that document in which a character of the text stands, with where it begins in the text."""
        places = self.note.places
        before = bisect_right(places, offset, key=lambda place: place.start)
        return places[before - 1] if before and offset < places[before - 1].end else None

    def to_dict(self) -> dict[str, Any]:
        """The report in the contract's JSON shape; the caller's own keys come last, untouched."""
        ours: dict[str, Any] = {
            "version": VERSION,
            "id": self.note.id,
            "doc_type": self.note.doc_type,
            "guidance": self.guidance,
            "counts": {"words": self.words, "sentences": len(self.sentences)},
            "score": self.score.to_dict(),
            "findings": [self._cut(finding) for finding in self.findings],
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "voice": self._measured("voice"),
            "address": self._measured("address"),
            "checklist": (self._measured("checklist") or {}).get("items"),
            "timeliness": self._measured("timeliness"),
            "readability": _apart(self.measures.get("readability")),
            "strengths": [strength.to_dict() for strength in self.strengths],
            "ignored": [self._cut(each.finding) | {"reason": each.reason} for each in self.ignored],
            "skipped": [skipped.to_dict() for skipped in self.skipped],
            "versions": _apart(self.versions),
        }
        clash = {key: value for key, value in self.note.extra.items() if key in ours}
        own = {key: value for key, value in self.note.extra.items() if key not in ours}
        return ours | own | ({"carried": clash} if clash else {})

    def _measured(self, name: str) -> dict[str, Any] | None:
        """What a check measured, as whoever asks for it may change it."""
        measure = self.measures.get(name)
        return {key: _apart(each) for key, each in measure.items() if key not in _INSIDE} if measure else None

    def _cut(self, finding: Finding) -> dict[str, Any]:
        row = finding.to_dict()
        return (
            {
                "rule": row.pop("rule"),
                "start": row.pop("start"),
                "end": row.pop("end"),
                "text": self.text[finding.start : finding.end],
            }
            | row
            | {"precision": measured_precision().get(finding.rule)}
            | self._placed(finding)
        )

    def _placed(self, finding: Finding) -> dict[str, str]:
        place = self.place(finding)
        return {"place": place} if place else {}


def _apart(value: Any) -> Any:
    """The same data in lists and objects of its own: whoever changes them changes no other report."""
    if isinstance(value, Mapping):
        return {key: _apart(each) for key, each in value.items()}
    return [_apart(each) for each in value] if isinstance(value, list) else value


def make_report(
    doc: Doc,
    note: Note,
    rulebook: Rulebook,
    *,
    rules: Mapping[str, str],
    off: Iterable[str],
    versions: Mapping[str, Any],
) -> Report:
    """Join what stands on a Doc with the guidance.

    Args:
        doc: the note's Doc, after all checks.
        note: the note.
        rulebook: the guidance it is held against.
        rules: the rules that the pipeline checks, each with its part of the score.
        off: names of the checks that were left out on request.
        versions: for the report.
    """
    skipped = [Skipped(**row) for row in doc.user_data.get("notecheck_skipped", ())]
    skipped += _theirs(doc, skipped, {*off})
    silent = [*(row.check for row in skipped if row.check in REGISTRY), *off]
    stopped = {rule.name for check in silent for rule in REGISTRY[check].rules}
    rules = {name: part for name, part in rules.items() if name not in stopped}
    words = _count_words(doc)
    if not words:
        skipped.append(Skipped("note", "the note has no words, so there was nothing to check"))
        rules = {}
    skipped += [Skipped(rule, f"switched off ({why.words})") for rule, why in rulebook.off.items() if rule in rules]
    rules = {name: part for name, part in rules.items() if name not in rulebook.off}
    skipped += [
        Skipped(rule, f"no standard of {rulebook.guidance.id} names it, so it marks nothing; add it to a served_by")
        for rule in rules
        if rule not in rulebook.named
    ]
    skipped += _unasked(note, doc.user_data.get("notecheck_measures", {}))
    found = (finding for finding in findings_of(doc) if finding.rule not in rulebook.off)
    resting, standards = _rest(settle(found), rulebook, note.doc_type)
    findings, ignored = set_aside(note.text, resting, note.ignored)
    # What is measured of the whole note counts for no more than a finding that was set aside.
    of_all = _whole_aside(ignored)
    rules = {name: part for name, part in rules.items() if name not in of_all}
    measures = doc.user_data.get("notecheck_measures", {})
    return Report(
        note=note,
        guidance=rulebook.guidance.id,
        words=words,
        score=score(
            findings,
            measures,
            words=words,
            rulebook=rulebook,
            doc_type=note.doc_type,
            rules=rules,
            stopped=stopped if words else (),
        ),
        findings=findings,
        sentences=tuple(_sentences(doc)),
        measures=measures,
        strengths=_strengths(doc, rulebook, note.doc_type),
        skipped=(*skipped, *(Skipped(name, "switched off") for name in off)),
        standards=standards,
        versions=versions,
        ignored=ignored,
    )


def _theirs(doc: Doc, skipped: Iterable[Skipped], off: Collection[str]) -> list[Skipped]:
    """The checks that have looked at nothing, since the note is an email: what found nothing so is not clean."""
    if not emails.are_all(doc):
        return []
    silent = {row.check for row in skipped}.union(off)
    marked = {finding.rule for finding in findings_of(doc)}
    return [
        Skipped(check, emails.NOT_THE_WRITERS)
        for check in _LEAVE_EMAILS
        if check not in silent and marked.isdisjoint(rule.name for rule in REGISTRY[check].rules)
    ]


def _whole_aside(ignored: Iterable[Ignored]) -> frozenset[str]:
    return whole_rules() & {each.finding.rule for each in ignored}


def _unasked(note: Note, measures: Mapping[str, Mapping[str, Any]]) -> Iterator[Skipped]:
    """Reasons that the writer gave for items that this record is not asked for: they would stand nowhere."""
    asked = [item["item"] for item in measures.get("checklist", {}).get("items", ())]
    for name in note.not_applicable:
        if name not in asked:
            allowed = f"; asked for: {', '.join(asked)}" if asked else ""
            yield Skipped("not-applicable", f"{name[:40]!r} is not asked of this record{allowed}")


def settle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Drop a finding where another says more about the same words."""
    found = tuple(findings)
    over, beside, none = _covers(found, _YIELDS), _covers(found, _GIVES_WAY), _Cover(())
    same = {rule: {(f.start, f.end) for f in found if f.rule in above} for rule, above in _SAME.items()}
    return tuple(
        f
        for f in found
        if not over.get(f.rule, none).holds(f)
        and not beside.get(f.rule, none).touches(f)
        and (f.start, f.end) not in same.get(f.rule, ())
    )


def _covers(found: Sequence[Finding], above: Mapping[str, frozenset[str]]) -> dict[str, _Cover]:
    """For each rule that is there and may give way, what the findings cover that it gives way to."""
    rules = {finding.rule for finding in found}
    here = {rule: others & rules for rule, others in above.items() if rule in rules}
    return {rule: _Cover(f for f in found if f.rule in others) for rule, others in here.items() if others}


class _Cover:
    """What a set of findings covers; asking about one finding costs a look-up, however many there are."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        spans = sorted((finding.start, finding.end) for finding in findings)
        self._starts = [start for start, _ in spans]
        self._furthest = list(accumulate((end for _, end in spans), max))

    def holds(self, finding: Finding) -> bool:
        """Whether the finding lies inside one of them."""
        before = bisect_right(self._starts, finding.start)
        return before > 0 and self._furthest[before - 1] >= finding.end

    def touches(self, finding: Finding) -> bool:
        """Whether one of them shares a word with the finding."""
        before = bisect_left(self._starts, finding.end)
        return before > 0 and self._furthest[before - 1] > finding.start


def _rest(
    findings: Iterable[Finding], rulebook: Rulebook, doc_type: str
) -> tuple[tuple[Finding, ...], dict[str, Standard]]:
    """Give each finding the standards that it rests on and the severity they ask for; drop what none asks."""
    resting: list[Finding] = []
    standards: dict[str, Standard] = {}
    found = tuple(findings)
    served = {rule: rulebook.serving(rule, doc_type) for rule in {finding.rule for finding in found}}
    asked = {rule: max((severity for _, severity in of), key=SEVERITIES.index) for rule, of in served.items() if of}
    ids = {rule: tuple(standard.id for standard, _ in of) for rule, of in served.items()}
    for finding in found:
        if finding.rule in asked:
            severity = "suggestion" if finding.severity == "suggestion" else asked[finding.rule]
            resting.append(replace(finding, severity=severity, standards=ids[finding.rule]))
    for rule in dict.fromkeys(finding.rule for finding in resting):
        standards.update((standard.id, standard) for standard, _ in served[rule])
    return tuple(resting), standards


def _strengths(doc: Doc, rulebook: Rulebook, doc_type: str) -> tuple[Strength, ...]:
    rows = doc.user_data.get("notecheck_strengths", ())
    return tuple(
        Strength(
            row["start"],
            row["end"],
            row["kind"],
            tuple(s.id for s, _ in rulebook.serving(row["rule"], doc_type)) if row["rule"] else (),
            row["rule"],
        )
        for row in sorted(rows, key=lambda row: (row["start"], row["end"]))
    )


def _count_words(doc: Doc) -> int:
    if not len(doc):
        return 0
    words = int(_counted(doc).sum())
    # A text of another program may have an unseen mark in every word.
    return words or sum(any(map(str.isalnum, token.text)) for token in doc)


def _counted(doc: Doc) -> NDArray[np.bool_]:
    """Whether each token counts as a word; what stands before an edit and behind it is taken over."""
    edit, first, last, ahead, behind = edit_of(doc), 0, len(doc), _NO_TOKENS, _NO_TOKENS
    if edit is not None and _COUNTED in edit.before.rows:
        old, first, last = edit.before.rows[_COUNTED], edit.first, edit.last
        ahead, behind = old[:first], old[edit.last_before :]
    now = table_of(doc, first, last, ("IS_ALPHA", "LIKE_NUM")).any(1)
    counted: NDArray[np.bool_] = np.concatenate([ahead, now, behind])
    rows_of(doc)[_COUNTED] = counted
    return counted


_COUNTED: Final = "words"
_NO_TOKENS: Final = np.zeros(0, dtype=bool)


def _sentences(doc: Doc) -> Iterator[Sentence]:
    """The sentences in code points, those that are all space left out."""
    text = text_of(doc)
    c = columns(doc)
    starts = [c.start[first] for first, _ in c.sentences]
    kinds = statements_of(doc) if "notecheck_statements" in doc.user_data else (None,) * len(starts)
    for (start, after), statement in zip(pairwise([*starts, len(text)]), kinds, strict=True):
        words = text[start:after].strip()
        if words:
            first = text.index(words[0], start)
            judged = (statement.kind, round(statement.confidence, 3)) if statement else (None, None)
            yield Sentence(first, first + len(words), *judged)
