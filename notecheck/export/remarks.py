"""What a report says of its places, as comments of a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from notecheck.explain import is_whole
from notecheck.export.word_marks import MOST_COMMENTS, Remark
from notecheck.findings import Finding
from notecheck.render import saying, whole
from notecheck.render.places import lines
from notecheck.report import Report

_MORE: Final = "The first {most:,} of {all:,} places have a comment here. Check the text in parts to see the others."


def remarks(report: Report) -> list[Remark]:
    """A comment for each finding, in order; what is about the whole note stands at its first paragraph, first."""
    start, line = next(((start, line) for start, line in lines(report.text) if line.strip()), (0, ""))
    first = (start, start + len(line))
    of_all = [each for each in report.findings if is_whole(each.rule)]
    of_places = [each for each in report.findings if not is_whole(each.rule)]
    found = [Remark(*first, tuple(_said(report, each))) for each in of_all]
    found += [_at(report, each) for each in of_places]
    if len(found) > MOST_COMMENTS:
        said = _MORE.format(most=MOST_COMMENTS - 1, all=len(found))
        return [Remark(*first, (said,)), *found[: MOST_COMMENTS - 1]]
    return found


def _at(report: Report, finding: Finding) -> Remark:
    quote = whole.quote(report.text[finding.start : finding.end])
    return Remark(finding.start, finding.end, tuple(_said(report, finding)), quote)


def _said(report: Report, finding: Finding) -> Iterator[str]:
    about = "About the whole note: " if is_whole(finding.rule) else ""
    yield f"{about}{finding.message}{saying.SEVERITY_WORDS[finding.severity]}"
    more = [words for words in finding.suggestions if not words or words not in finding.message]
    if more:
        yield f"Instead: {', or '.join(f'“{words}”' if words else 'leave it out' for words in more)}."
    for owner, said in saying.standards_of(report, finding.standards).items():
        yield f"The standard, by {owner}: {' '.join(said)}"
