"""Annotations of GitHub Actions: a line for each finding, which GitHub shows beside the line of the file.

File names and texts are untrusted: nothing in them can end a line or begin another command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from notecheck.explain import rules
from notecheck.findings import Finding
from notecheck.render import whole
from notecheck.render.regions import Regions, is_text, lines_of, path_of
from notecheck.report import Report

_LEVELS: Final = {"suggestion": "notice", "warning": "warning", "error": "error"}
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render(reports: Iterable[tuple[str, Report]], *, colour: bool) -> Iterator[str]:  # noqa: ARG001
    """A command a line: each finding, then what could not be checked, as notices."""
    for name, report in reports:
        regions = Regions(report)
        titles = {rule.name: rule.title for rule in rules().values()}
        for finding in report.findings:
            where = _where(name, report, finding, regions)
            title = titles.get(finding.rule, finding.rule)
            place = None if "line" in where else report.place(finding)
            yield _command(
                _LEVELS[finding.severity],
                where | {"title": f"{title} ({place})" if place else title},
                _message(finding, report),
            )
        for row in report.skipped:
            said = {"file": path_of(name), "title": f"Not checked: {row.check}"}
            yield _command("notice", said, f"{whole.called(path_of(name), report)}: {row.reason}")


def _where(name: str, report: Report, finding: Finding, regions: Regions) -> dict[str, str]:
    """The file, and the lines where it has any; columns only within one line, as GitHub takes them."""
    where = {"file": path_of(name)}
    region = regions.of(finding)
    if lines := lines_of(name, report, finding):
        return where | {"line": str(lines[0]), "endLine": str(lines[1])}
    if region is None or not is_text(name, report):
        return where
    where |= {"line": str(region.line), "endLine": str(region.end_line)}
    if region.line == region.end_line:
        where |= {"col": str(region.column), "endColumn": str(region.end_column)}
    return where


def _message(finding: Finding, report: Report) -> str:
    instead = ", or ".join(f"“{words}”" if words else "leave it out" for words in finding.suggestions)
    standards = "\n".join(f"{name}: {report.standards[name].says}" for name in finding.standards)
    return "\n".join(filter(None, (finding.message, f"Instead: {instead}." if instead else "", standards)))


def _command(level: str, said: dict[str, str], message: str) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in said.items())
    return f"::{level} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    r"""As the runner reads a message.

    >>> _data("100%\n::add-mask::x")
    '100%25%0A::add-mask::x'
    """
    seen = _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)
    return seen.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As the runner reads a property, which a colon or a comma would end."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
