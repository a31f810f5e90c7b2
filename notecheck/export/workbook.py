"""A sample of records as an Excel workbook: summary, records, findings, and the rules that the reader disagrees with.

Without the note's text nothing in it repeats words of a note; entries of a word list, which an authority may want to
change, are named by their id and without the records behind them. Nothing is counted by worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from notecheck.explain import is_whole
from notecheck.export.excel import MIME, Page, Value, book
from notecheck.findings import PARTS, Finding
from notecheck.guidance import Standard, guidance_names, load_guidance
from notecheck.ignoring import Ignored
from notecheck.render import saying, whole
from notecheck.render.places import Places
from notecheck.report import Report
from notecheck.supervision.review import Disagreement, Review, Reviewed, disagreements, entry_disagreements
from notecheck.supervision.sheet import AGREES, END
from notecheck.supervision.tally import Row, tally

__all__ = ["MIME", "write"]

_TITLE: Final = "Spot check of records"


def write(reviewed: Sequence[Reviewed], *, with_text: bool, about: Mapping[str, str] | None = None) -> bytes:
    """The workbook.

    Args:
        reviewed: name, report and review of each record, in order.
        with_text: whether words of the notes may stand in it.
        about: what else to say of the sample, such as how it was drawn.
    """
    pages = (
        _summary(reviewed),
        _records(reviewed, with_text),
        _findings(reviewed, with_text),
        _disagreements(reviewed, with_text),
        _about(reviewed, with_text, about or {}),
    )
    return book(_TITLE, pages)


def _summary(reviewed: Sequence[Reviewed]) -> Page:
    counts = tally((name, report) for name, report, _ in reviewed)
    standards = _standards(reviewed)
    tables: Mapping[str, tuple[Sequence[Row], Mapping[str, str]]] = {
        "All records": ([counts.all], {"all": "all"}),
        "Standard": (counts.standards, {row.name: _standard(standards, row.name) for row in counts.standards}),
        "Rule": (counts.rules, {row.name: saying.title(row.name) for row in counts.rules}),
        "Kind of record": (counts.doc_types, {row.name: saying.words(row.name) for row in counts.doc_types}),
        "Month": (counts.months, {}),
        "No date": ([counts.undated] if counts.undated else [], {"undated": "records without a date"}),
    }
    columns = (
        ("Counted by", 16),
        ("Name", 60),
        ("Places to look at again", 14),
        ("In 1,000 words", 12),
        ("Records looked at", 12),
        ("Records with such a place, or where the standard is not met in full", 24),
        ("Score on average, of 100", 12),
        ("Standard met in full, records", 16),
        ("Standard met on average, %", 16),
    )
    rows = (
        (by, names.get(row.name, row.name), *_counts(row, by)) for by, (rows_, names) in tables.items() for row in rows_
    )
    return Page("Summary", columns, rows)


def _counts(row: Row, by: str) -> Iterator[Value]:
    yield row.findings
    yield None if row.per_1000 is None else round(row.per_1000, 1)
    yield row.records
    yield len(row.behind) if by in ("Standard", "Rule") else None
    yield None if row.score is None or by in ("Standard", "Rule") else round(row.score)
    yield row.met
    yield None if row.met_mean is None else round(100 * row.met_mean)


def _standards(reviewed: Sequence[Reviewed]) -> dict[str, Standard]:
    """Every standard that a record of the sample was held against and that can be found, by id."""
    shipped = {standard.id: standard for name in guidance_names() for standard in load_guidance(name).standards}
    return shipped | {name: each for _, report, _ in reviewed for name, each in report.standards.items()}


def _standard(standards: Mapping[str, Standard], name: str) -> str:
    known = standards.get(name)
    return f"{known.section}: {known.says} [{name}]" if known else name


def _records(reviewed: Sequence[Reviewed], with_text: bool) -> Page:
    columns = (
        ("Record", 28),
        ("Kind of record", 20),
        ("Guidance", 16),
        ("Date of the event", 13),
        ("Date of recording", 13),
        ("Words", 9),
        ("Places to look at again", 12),
        ("Set aside by the writer", 12),
        ("Score, of 100", 10),
        *((f"{saying.PART_NAMES[part]}, of 100", 12) for part in PARTS),
        ("Reading age", 10),
        ("Reading age to aim for", 12),
        ("Points given", 10),
        ("Points asked for", 10),
        ("The child in the note", 40),
        ("Time of recording", 30),
        ("Manager, on the record", 40),
        ("Worker, on the record", 40),
        *((("Text of the note", 80),) if with_text else ()),
    )
    return Page("Records", columns, (tuple(_record(*each, with_text)) for each in reviewed))


def _record(name: str, report: Report, review: Review, with_text: bool) -> Iterator[Value]:
    note, reading = report.note, report.measures.get("readability") or {}
    points = [row.state for row in whole.checklist(report) if row.state != "does not apply"]
    yield from (name, saying.words(note.doc_type), report.guidance, _day(note.event_date), _day(note.recorded_date))
    yield from (report.words, len(report.findings), len(report.ignored), report.score.overall)
    yield from (report.score.parts[part] for part in PARTS)
    yield from (reading.get("reading_age"), reading.get("target_age"), points.count("given"), len(points))
    yield " ".join([*whole.voice(report), *whole.address(report)])
    yield " ".join(whole.timeliness(report))
    yield from (review.comment, review.reply)
    if with_text:
        yield report.text


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _findings(reviewed: Sequence[Reviewed], with_text: bool) -> Page:
    columns = (
        ("Record", 28),
        ("Number", 9),
        ("Rule", 28),
        ("Part of the score", 20),
        ("Paragraph and sentence", 24),
        ("From character", 11),
        ("To character", 11),
        ("Standards", 50),
        ("Manager", 16),
        ("Manager’s comment", 40),
        ("Worker’s reply", 40),
        ("Set aside by the writer", 24),
        *((("Words", 40), ("What was seen", 60), ("Instead", 40)) if with_text else ()),
    )
    rows = (
        row
        for name, report, review in reviewed
        for row in (*_standing(name, report, review, with_text), *_aside(name, report, with_text))
    )
    return Page("Findings", columns, rows)


def _standing(name: str, report: Report, review: Review, with_text: bool) -> Iterator[Sequence[Value]]:
    places = Places(report)
    for index, finding in enumerate(report.findings):
        verdict = review.verdict(index)
        said = (AGREES[verdict.agrees], verdict.comment, verdict.reply, "")
        yield (name, index + 1, *_finding(finding, report, places), *said, *_words(finding, report, with_text))


def _aside(name: str, report: Report, with_text: bool) -> Iterator[Sequence[Value]]:
    """What the writer set aside; the reason may repeat words of the note."""
    places = Places(report)
    for each in report.ignored:
        said = ("", "", "", _reason(each, with_text))
        yield (name, None, *_finding(each.finding, report, places), *said, *_words(each.finding, report, with_text))


def _reason(each: Ignored, with_text: bool) -> str:
    return each.reason if with_text else "yes; the reason is left out with the text"


def _finding(finding: Finding, report: Report, places: Places) -> Iterator[Value]:
    yield saying.title(finding.rule)
    yield saying.PART_NAMES[saying.part_of(finding.rule)]
    if is_whole(finding.rule):
        yield from ("the whole note", None, None)
    else:
        yield from (places.short(finding.start), finding.start + 1, finding.end)
    yield "\n".join(_standard(report.standards, name) for name in finding.standards)


def _words(finding: Finding, report: Report, with_text: bool) -> Iterator[Value]:
    if with_text:
        yield "" if is_whole(finding.rule) else report.text[finding.start : finding.end]
        yield finding.message
        yield "\n".join(words or "leave it out" for words in finding.suggestions)


def _disagreements(reviewed: Sequence[Reviewed], with_text: bool) -> Page:
    columns = (
        ("Counted by", 22),
        ("Name", 40),
        ("Rule", 28),
        ("Places in the sample", 12),
        ("Looked at", 10),
        ("Agreed", 10),
        ("Disagreed", 10),
        ("Disagreed, % of those looked at", 16),
        ("Records with a place that the reader disagrees with", 50),
    )
    names = [name for name, _, _ in reviewed]
    by_rule = ((_disagreement("Rule", saying.title(row.name), row), row) for row in disagreements(reviewed))
    by_entry = (
        (_disagreement("Entry of a word list", row.name, row), row if with_text else None)
        for row in entry_disagreements(reviewed)
        if row.reviewed
    )
    rows = ((*counts, "\n".join(names[n] for n in row.records) if row else "") for counts, row in (*by_rule, *by_entry))
    return Page("Disagreements", columns, rows)


def _disagreement(by: str, name: str, row: Disagreement) -> tuple[Value, ...]:
    share = None if row.share is None else round(100 * row.share)
    return by, name, saying.title(row.rule), row.findings, row.reviewed, row.agreed, row.disagreed, share


def _about(reviewed: Sequence[Reviewed], with_text: bool, more: Mapping[str, str]) -> Page:
    guidance = sorted({saying.document(report.guidance) for _, report, _ in reviewed})
    versions = sorted({report.versions["notecheck"] for _, report, _ in reviewed})
    rows = [
        ("Records", saying.count(len(reviewed), "record")),
        ("Held against", "\n".join(guidance)),
        *more.items(),
        ("Text of the notes", "in this workbook, as asked for" if with_text else "left out"),
        (
            "Places",
            "Paragraphs are counted without empty lines, sentences within their paragraph, characters over the whole "
            "note from 1.",
        ),
        ("Apostrophes", "Text that begins like a formula has an apostrophe before it, so that no program runs it."),
        ("Workers", "Nothing is counted by worker: a few records say little about a person."),
        ("Before you use this", END.replace("sheet", "workbook")),
        ("Version of notecheck", ", ".join(map(str, versions))),
    ]
    return Page("About", (("What", 24), ("Says", 100)), rows)
