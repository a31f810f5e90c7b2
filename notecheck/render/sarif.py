"""SARIF 2.1.0 (OASIS), which editors and build services read: rules, results with regions and fixes, what was skipped.

Results are written as they come, so the tool, its rules and the standards that they rest on stand behind them. Regions
count code points. Regions and fixes stand only where the file is the note's own text, to the letter; a note out of an
export in plain text has the file's lines; of a document or a table the place in words is a logical location, and the
words that are meant stand among the properties.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import notecheck
from notecheck.explain import is_whole, rules
from notecheck.findings import Finding
from notecheck.ignoring import Ignored
from notecheck.render import saying
from notecheck.render.regions import Region, Regions, is_text, lines_of, uri_of
from notecheck.report import Report

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"suggestion": "note", "warning": "warning", "error": "error"}
_FINGERPRINT: Final = "notecheck/v1"
_AROUND: Final = 24  # characters on either side by which a place is known again
_BRACES: Final = re.compile(r"[{}]")
_LINKS: Final = re.compile(r"[\\\[\]]")


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:  # noqa: ARG001
    """One log with one run, piece by piece."""
    log = _Log()
    yield f'{{"$schema": {_json(_SCHEMA)}, "version": "2.1.0", "runs": [{{\n"columnKind": "unicodeCodePoints",\n'
    yield '"results": ['
    first = True
    for name, report in reports:
        for result in log.results(name, report):
            yield f"{'' if first else ','}\n{_json(result)}"
            first = False
    yield "\n]"
    for key, value in log.rest().items():
        yield f",\n{_json(key)}: {_json(value)}"
    yield "\n}]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass
class _Log:
    """What the results name by number, gathered as they are written.

    Attributes:
        rules: number of each rule.
        taxa: number of each standard.
        standards: of these, what the guidance says.
        artifacts: the files.
        skipped: check and reason → numbers of the files.
    """

    rules: dict[str, int] = field(default_factory=dict)
    taxa: dict[str, int] = field(default_factory=dict)
    standards: dict[str, Any] = field(default_factory=dict)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    skipped: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def results(self, name: str, report: Report) -> Iterator[dict[str, Any]]:
        """The results of one note."""
        uri = uri_of(name)
        number = self._artifact(uri, name, report)
        for row in report.skipped:
            self.skipped.setdefault((row.check, row.reason), {})[number] = uri
        place = _Place(name, uri, number, report, is_text(name, report))
        for finding in report.findings:
            yield self._result(finding, place)
        for each in report.ignored:
            yield self._result(each.finding, place) | {"suppressions": [_suppression(each)]}

    def _artifact(self, uri: str, name: str, report: Report) -> int:
        if uri not in self._numbers:
            said: dict[str, Any] = {"location": {"uri": uri}, "roles": ["analysisTarget"]}
            if not is_text(name, report):
                said["description"] = {"text": "Not the text of one note: places in it are given in words or as lines."}
            self._numbers[uri] = len(self.artifacts)
            self.artifacts.append(said)
        return self._numbers[uri]

    def _result(self, finding: Finding, place: _Place) -> dict[str, Any]:
        self.standards.update((name, place.report.standards.get(name)) for name in finding.standards)
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self.rules.setdefault(finding.rule, len(self.rules)),
            "level": _LEVELS[finding.severity],
            "message": {"text": _plain(_said(finding))},
            "locations": [place.location(finding)],
            "partialFingerprints": {_FINGERPRINT: place.fingerprint(finding)},
        }
        if finding.standards:
            result["taxa"] = [
                {"id": name, "index": self.taxa.setdefault(name, len(self.taxa)), "toolComponent": _STANDARDS}
                for name in finding.standards
            ]
        if fixes := place.fixes(finding):
            result["fixes"] = fixes
        properties: dict[str, Any] = {"suggestions": list(finding.suggestions)} if finding.suggestions else {}
        if finding.entry:
            properties["entry"] = finding.entry
        if words := place.words_without_region(finding):
            properties["text"] = words
        return result | ({"properties": properties} if properties else {})

    def rest(self) -> dict[str, Any]:
        """What stands behind the results."""
        driver = {
            "name": "notecheck",
            "semanticVersion": notecheck.__version__,
            "shortDescription": {"text": "Checks case notes against the recording guidance of an authority."},
            "rules": list(map(_rule, self.rules)),
            "notifications": [
                {"id": name, "shortDescription": {"text": f"Why {name} was not checked."}}
                for name in dict.fromkeys(check for check, _ in self.skipped)
            ],
        }
        rest = {
            "artifacts": self.artifacts,
            "tool": {"driver": driver | ({"supportedTaxonomies": [_STANDARDS]} if self.taxa else {})},
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": list(self._notifications())}],
        }
        return rest | ({"taxonomies": [self._taxonomy()]} if self.taxa else {})

    def _notifications(self) -> Iterator[dict[str, Any]]:
        for (check, reason), files in self.skipped.items():
            yield {
                "level": "note",
                "message": {"text": _plain(f"Not checked: {check} ({reason})")},
                "descriptor": {"id": check},
                "locations": [
                    {"physicalLocation": {"artifactLocation": {"uri": uri, "index": number}}}
                    for number, uri in files.items()
                ],
            }

    def _taxonomy(self) -> dict[str, Any]:
        taxa = []
        for name in self.taxa:
            known = self.standards.get(name)
            said = {"text": f"{known.section}: {known.says}" if known else name}
            taxa.append({"id": name, "shortDescription": said, "fullDescription": said})
        return {
            "name": _STANDARDS["name"],
            "shortDescription": {"text": "Standards of the guidance that the notes are held against."},
            "taxa": taxa,
        }


_STANDARDS: Final = {"name": "standards", "index": 0}
"""The taxonomy of standards, as results refer to it."""


@dataclass
class _Place:
    """Where the findings of one note stand.

    Attributes:
        name: of the file, as it was given.
        uri: of the file.
        number: of the file.
        report: on the note.
        is_text: whether the file is the note's text.
    """

    name: str
    uri: str
    number: int
    report: Report
    is_text: bool

    def __post_init__(self) -> None:
        self._regions = Regions(self.report)
        self._alike: Counter[str] = Counter()

    def location(self, finding: Finding) -> dict[str, Any]:
        """The file, the region in it, and the place in words."""
        physical: dict[str, Any] = {"artifactLocation": {"uri": self.uri, "index": self.number}}
        words = self.report.text[finding.start : finding.end]
        snippet = {"snippet": {"text": words}} if words else {}
        region = self._regions.of(finding)
        if region and self.is_text:
            physical["region"] = _region(finding, region) | snippet
        elif lines := lines_of(self.name, self.report, finding):
            physical["region"] = {"startLine": lines[0], "endLine": lines[1]} | snippet
        logical = {} if is_whole(finding.rule) else {"fullyQualifiedName": self.report.place(finding)}
        if self.report.note.id is not None:
            logical["name"] = self.report.note.id
        said = {key: value for key, value in logical.items() if value}
        return {"physicalLocation": physical} | ({"logicalLocations": [said]} if said else {})

    def words_without_region(self, finding: Finding) -> str:
        """The words of a finding that no region shows."""
        shown = self.is_text or is_whole(finding.rule) or lines_of(self.name, self.report, finding)
        return "" if shown else self.report.text[finding.start : finding.end]

    def fixes(self, finding: Finding) -> list[dict[str, Any]]:
        """The suggestions, each as a change of the file."""
        region = self._regions.of(finding)
        if region is None or not self.is_text:
            return []
        return [
            {
                "description": {"text": _plain(f"Write “{words}”." if words else "Leave it out.")},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": self.uri, "index": self.number},
                        "replacements": [
                            {"deletedRegion": _region(finding, region), "insertedContent": {"text": words}}
                        ],
                    }
                ],
            }
            for words in finding.suggestions
        ]

    def fingerprint(self, finding: Finding) -> str:
        """By which a result is the same in the next run: rule, words, what stands around them, and which of equals."""
        text = self.report.text
        around = "" if is_whole(finding.rule) else text[max(0, finding.start - _AROUND) : finding.end + _AROUND]
        words = "" if is_whole(finding.rule) else text[finding.start : finding.end]
        key = "\0".join((finding.rule, " ".join(words.split()), " ".join(around.split())))
        self._alike[key] += 1
        return sha256(f"{key}\0{self._alike[key]}".encode()).hexdigest()


def _region(finding: Finding, region: Region) -> dict[str, Any]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
    }


def _suppression(each: Ignored) -> dict[str, Any]:
    return {"kind": "external", "status": "accepted", "justification": each.reason}


def _rule(name: str) -> dict[str, Any]:
    known = rules().get(name)
    if known is None:
        return {"id": name, "name": saying.title(name), "shortDescription": {"text": saying.title(name)}}
    said = f"Marks: {known.marks}\nWhy: {known.why}\nWeak: {known.weak}\nBetter: {known.better}\nLimits: {known.limits}"
    return {
        "id": name,
        "name": known.title,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.why},
        "help": {"text": said},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "properties": {"part": known.part},
    }


def _said(finding: Finding) -> str:
    instead = ", or ".join(f"“{words}”" if words else "leave it out" for words in finding.suggestions)
    return f"{finding.message} Instead: {instead}." if instead else finding.message


def _plain(text: str) -> str:
    r"""Text that a reader of SARIF takes for text: no link, no place to fill in.

    >>> _plain("[CIN](x) {0}")
    '\\[CIN\\](x) {{0}}'
    """
    return _BRACES.sub(lambda match: match[0] * 2, _LINKS.sub(lambda match: f"\\{match[0]}", text))
