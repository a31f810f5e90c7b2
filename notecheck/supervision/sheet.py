"""The feedback on one record as a sheet for supervision: plain blocks, which Word and PDF draw alike.

Without the note's text, which is how a sheet should travel, nothing in it repeats words of the note: a place is given
by paragraph, sentence and characters, and what a rule says stands without the words that it marked. What the manager
and the worker wrote stands as they wrote it.

It is short, to be read in supervision: the text and what people said of it come first, and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.render import saying, whole
from notecheck.render.blocks import Block, Bullets, Heading, Marked, Paragraph, Piece, Sheet, Table
from notecheck.render.marks import Run, Span, runs
from notecheck.render.places import Places, lines
from notecheck.report import Report
from notecheck.supervision.review import Review, Verdict

END: Final = "A sheet without findings does not make a note complete. It is about the text, not about the worker."
"""The last line of every sheet."""
AGREES: Final[Mapping[bool | None, str]] = {True: "Agrees", False: "Does not agree", None: "Not decided"}
"""What a manager says of a finding."""

_MOST_EVIDENCE: Final = 1
_NOT_ASKED: Final = "does not apply"
_STATES: Final = ("not found", "cannot tell", "given", _NOT_ASKED)
_SCORE: Final = (
    "How far the text meets the standards that could be checked. It counts places in the text, with the reasons below; "
    "it does not measure the work."
)
_VOICE: Final = "[child’s voice]"
_WITHOUT: Final = "The words of the note are left out. A place is given by its paragraph and sentence."


def sheet(report: Report, *, name: str, with_text: bool, review: Review | None = None) -> Sheet:
    """The sheet of one record.

    Args:
        report: on the record.
        name: what the record is called on the sheet, a case number rather than a child's name; may be empty.
        with_text: whether words of the note may stand on it.
        review: what the manager and the worker said; without one the sheet has no room for it.
    """
    return Sheet(name, tuple(_Writer(report, review, with_text).blocks()))


@dataclass(frozen=True, slots=True)
class _At:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str
    voice: bool = False


class _Writer:
    def __init__(self, report: Report, review: Review | None, with_text: bool) -> None:
        self._report = report
        self._review = review
        self._with_text = with_text
        self._places = Places(report)
        self._told: set[str] = set()  # rules and standards that were explained already

    def blocks(self) -> Iterator[Block]:
        yield from self._facts()
        sections: Mapping[str, Iterator[Block]] = {
            "The text with its marks": self._marked(),
            "What was said of it": self._said(),
            "What to look at again": self._findings(),
            "Asked for in such a record": self._checklist(),
            "Done well": self._strengths(),
            "Measures": self._measures(),
            "Set aside by the writer": self._ignored(),
            "Not looked at": self._skipped(),
        }
        for title, section in sections.items():
            made = tuple(section)
            if made:
                yield Heading(2, title)
                yield from made
        yield Paragraph(END, strong=True)

    def _facts(self) -> Iterator[Block]:
        report = self._report
        counts = f"{saying.count(report.words, 'word')} in {saying.count(len(report.sentences), 'sentence')}"
        kind = saying.words(report.note.doc_type)
        without = "" if self._with_text else f" {_WITHOUT}"
        yield Paragraph(f"{kind}, held against: {saying.document(report.guidance)}. {counts}.{without}")

    def _said(self) -> Iterator[Block]:
        """What was said of places, of the whole record, and of findings that it no longer has."""
        review = self._review
        if review is None:
            return
        rows = tuple(self._verdict_row(place, review.verdict(place)) for place in self._decided())
        if rows:
            yield Table(("Place", "Manager", "Worker’s reply"), rows, (6, 4, 4))
        for who, words in (("The manager", review.comment), ("The worker", review.reply)):
            if words:
                yield Paragraph(f"{who}, on the whole record: {words}")
        if review.unplaced:
            yield Paragraph("Said of places that the record no longer has:")
            yield Bullets(tuple(map(_unplaced, review.unplaced)))

    def _decided(self) -> list[int]:
        """The places of findings that somebody said something of."""
        verdicts = self._review.verdicts if self._review else {}
        return [place for place in range(len(self._report.findings)) if verdicts.get(place)]

    def _verdict_row(self, place: int, verdict: Verdict) -> tuple[tuple[str, ...], ...]:
        finding = self._report.findings[place]
        name = f"{place + 1}. {saying.title(finding.rule)}"
        return (name, self._shown(finding)), tuple(_verdict(verdict)), tuple(filter(None, [verdict.reply]))

    def _findings(self) -> Iterator[Block]:
        """A row for each rule: what it is about and why, said once, and its places."""
        findings = self._report.findings
        if not findings:
            yield Paragraph(
                "Nothing was found. That alone does not make the note complete: see what was not looked at."
            )
            return
        rows = [
            (tuple(self._about(rule, standards, len(places))), tuple(self._listed(places)))
            for rule, standards, places in saying.grouped(findings)
        ]
        yield Table(("What, and why", "Where"), tuple(rows), (5, 7) if self._with_text else (8, 5))

    def _about(self, rule: str, standards: Sequence[str], count: int) -> Iterator[str]:
        yield f"{saying.title(rule)} ({saying.count(count, 'place')})"
        known, first = rules().get(rule), rule not in self._told
        new = [standard for standard in standards if standard not in self._told]
        by = saying.standards_of(self._report, new)
        said = [f"{owner[:1].upper()}{owner[1:]}: {' '.join(words)}" for owner, words in by.items()]
        if words := [*([known.why] if known and first else []), *said, *([whole.sureness(rule)] if first else [])]:
            yield " ".join(words)
        self._told.update((rule, *standards))

    def _listed(self, places: Sequence[int]) -> Iterator[str]:
        """The places of a rule: those first that somebody spoke of; those of which the same is to be said together."""
        decided = set(self._decided())
        above = [str(place + 1) for place in places if place in decided]
        if above:
            yield f"{', '.join(above)}: see what was said of it."
        alike: dict[str, list[str]] = {}
        for place in (place for place in places if place not in decided):
            finding = self._report.findings[place]
            said = f"{self._shown(finding)}{saying.SEVERITY_WORDS[finding.severity]}"
            alike.setdefault(said, []).append(str(place + 1))
        yield from (f"{', '.join(numbers)}. {said}" for said, numbers in alike.items())

    def _shown(self, finding: Finding) -> str:
        """A finding by its words, where they may be shown, else by its place."""
        if self._with_text:
            return self._seen(finding)
        return "The whole note" if is_whole(finding.rule) else ", ".join(self._places.full(finding))

    def _seen(self, finding: Finding) -> str:
        """What a finding says, with its words; nothing in it is said twice."""
        words = "The whole note" if is_whole(finding.rule) else self._quote(finding)
        first = "" if finding.message.startswith(words) else f"{words}: "
        more = [words for words in finding.suggestions if not words or words not in finding.message]
        instead = ", or ".join(f"“{words}”" if words else "leave it out" for words in more)
        return f"{first}{finding.message}{f' Instead: {instead}.' if instead else ''}"

    def _quote(self, span: Span) -> str:
        return whole.quote(self._report.text[span.start : span.end])

    def _where(self, span: Span) -> str:
        """A place for a list: its words too, if they may be shown."""
        short = self._places.short(span.start)
        return f"{self._quote(span)} ({short})" if self._with_text else short

    def _marked(self) -> Iterator[Block]:
        if not self._with_text:
            return
        said = []
        if any(not is_whole(finding.rule) for finding in self._report.findings):
            said.append("Underlined: a place to look at again, with its number before it.")
        if whole.heard(self._report):
            said.append(f"In bold red, after the words {_VOICE}: the child’s voice.")
        if said:
            yield Paragraph(" ".join(said))
        yield Marked(tuple(self._pieces()))

    def _pieces(self) -> Iterator[tuple[Piece, ...]]:
        """The lines of the note, each cut where a mark begins or ends."""
        found = [
            _Mark(finding.start, finding.end, f"[{place + 1}]")
            for place, finding in enumerate(self._report.findings)
            if not is_whole(finding.rule)
        ]
        marks = [*found, *(_Mark(start, end, _VOICE, voice=True) for start, end in whole.heard(self._report))]
        for start, line in lines(self._report.text):
            here = [mark for mark in marks if mark.start < start + len(line) and mark.end > start]
            spans = [_At(mark.start - start, mark.end - start) for mark in here]
            yield tuple(_piece(run, here, start) for run in runs(line, spans))

    def _strengths(self) -> Iterator[Block]:
        kinds: dict[str, list[str]] = {}
        for each in self._report.strengths:
            kinds.setdefault(each.kind, []).append(self._where(each))
        if kinds:
            yield Bullets(tuple(f"{whole.strength(kind)}: {'; '.join(where)}" for kind, where in kinds.items()))

    def _checklist(self) -> Iterator[Block]:
        """A row for each state, with the points that are in it."""
        states: dict[str, list[str]] = {}
        rest: list[str] = []
        for row in whole.checklist(self._report):
            if row.state == _NOT_ASKED and not row.excused:
                rest.append(row.label)
            else:
                where = ", ".join(self._evidence(row))
                states.setdefault(row.state, []).append(f"{row.label} ({where})" if where else row.label)
        if states:
            told = [(f"{state[:1].upper()}{state[1:]}", states[state]) for state in _STATES if state in states]
            told += [("Not asked of this record, as it was read", rest)] if rest else []
            rows = tuple(((state,), (f"{'; '.join(points)}.",)) for state, points in told)
            yield Table(("In the note", "Asked for"), rows, (2, 10))

    def _evidence(self, row: whole.Row) -> Iterator[str]:
        # What is said of something found, and the writer's own reason, may repeat words of the note.
        if row.reason and (self._with_text or not (row.excused or row.state == "given")):
            yield row.reason
        elif row.excused:
            yield "The writer gave a reason, which is left out with the words of the note."
        yield from (self._where(_At(*span)) for span in row.evidence[:_MOST_EVIDENCE])

    def _measures(self) -> Iterator[Block]:
        """Everything that is counted or dated, in one table."""
        score = self._report.score
        readability = self._report.measures.get("readability") or {}
        age, target = readability.get("reading_age"), readability.get("target_age")
        known = age is not None and target is not None
        said: dict[str, list[str]] = {
            "The child in it": [*whole.voice(self._report), *whole.address(self._report)],
            "Time of recording": [*whole.timeliness(self._report)],
            "Reading age": [f"It reads at about age {age}, with {target} to aim for."] if known else [],
            f"Score: {saying.of_100(score.overall)}": [_SCORE],
        }
        rows = [((name,), (" ".join(words),)) for name, words in said.items() if words]
        parts = (
            " ".join([f"{saying.PART_NAMES[part]}: {saying.of_100(value)}.", *saying.reasons(self._report, part)])
            for part, value in score.parts.items()
        )
        yield Table(("Measure", "What it says"), (*rows, (("Parts of the score",), tuple(parts))), (2, 9))

    def _ignored(self) -> Iterator[Block]:
        if not self._report.ignored:
            return
        yield Paragraph("These take no part in the score.")
        if not self._with_text:
            yield Paragraph("The writer gave a reason for each, which is left out with the words of the note.")
        yield Bullets(tuple(self._aside(each.finding, each.reason) for each in self._report.ignored))

    def _aside(self, finding: Finding, reason: str) -> str:
        where = "the whole note" if is_whole(finding.rule) else self._where(finding)
        because = f". The writer’s reason: {reason}" if self._with_text else ""
        return f"{saying.title(finding.rule)}: {where}{because}"

    def _skipped(self) -> Iterator[Block]:
        names: dict[str, list[str]] = {}
        for row in self._report.skipped:
            names.setdefault(row.reason, []).append(saying.words(row.check).lower())
        if names:
            yield Bullets(tuple(f"{', '.join(found)}: {reason}" for reason, found in names.items()))


def _piece(run: Run, here: Sequence[_Mark], start: int) -> Piece:
    """A run of a line that begins at `start`; what began on a line before has its label there."""
    covers = [here[place] for place in run.covers]
    return Piece(
        run.text,
        tuple(here[place].label for place in sorted(run.begins) if here[place].start >= start),
        marked=any(not mark.voice for mark in covers),
        voice=any(mark.voice for mark in covers),
    )


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield AGREES[verdict.agrees]
    if verdict.comment:
        yield verdict.comment


def _unplaced(row: Mapping[str, Any]) -> str:
    """A saved verdict whose finding is gone."""
    reply = f"The worker: {row['reply']}" if row.get("reply") else ""
    said = filter(None, [AGREES[row.get("agrees")], row.get("comment"), reply])
    return f"{saying.title(str(row.get('rule')))}: {'. '.join(said)}"
