"""notecheck: checks case notes in UK children's social care against the recording guidance of the authority.

>>> import notecheck
>>> checker = notecheck.load(guidance="general")
>>> report = checker("You told me that you like your new school. I rang the LADO on 4 March 2026.")
>>> [(finding.rule, report.text[finding.start : finding.end]) for finding in report.findings]
[('acronym', 'LADO'), ('professional', 'LADO')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notecheck.errors import LexiconError, NotecheckError, NoteError, PipelineError, SettingsError

if TYPE_CHECKING:
    from notecheck.checker import Checker, load
    from notecheck.findings import Finding
    from notecheck.note import Note
    from notecheck.report import Report

__version__ = "0.1.0"
__all__ = [
    "Checker",
    "Finding",
    "LexiconError",
    "Note",
    "NoteError",
    "NotecheckError",
    "PipelineError",
    "Report",
    "SettingsError",
    "load",
]

_HOMES = {
    "Checker": "notecheck.checker",
    "Finding": "notecheck.findings",
    "Note": "notecheck.note",
    "Report": "notecheck.report",
    "load": "notecheck.checker",
}


def __getattr__(name: str) -> Any:
    """Import on first use: spaCy imports this package whenever it builds a pipeline, ours or not."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'notecheck' has no attribute {name!r}")
