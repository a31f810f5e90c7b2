"""Marks the header, signature and disclaimer of an email pasted into a note.

Why it matters: whoever reads the record, often the child years later, has to find what was said among addresses,
job titles and legal wording. What the email said, by whom and when, in a sentence or as a quotation, is the record.

Left alone: the email's own words (they are evidence), the note's own form fields ('From: 10am To: 11am') and the
signature of the note's author.

Known misses: an email pasted without header, disclaimer and contact details; see `notecheck/text/emails.py`.

Source: corpus/GUIDE.md, category `email`; Sussex ICS recording guidance 1.2.5 (summarise, do not paste).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.findings import Finding, Rule
from notecheck.text import emails

RULES: Final = (
    Rule(
        name="email",
        part="plain-language",
        severity="warning",
        title="Email pasted in",
        marks=(
            "The header, signature and legal wording of an email pasted into the record. The email's own words are "
            "evidence and are left alone."
        ),
        why="Addresses, signatures and legal wording stand between the reader and what was said.",
        weak="From: T Hall Sent: 4 May 2026 14:07 To: P Nair Subject: RE: Sam",
        better="Tom Hall, head of year, emailed me on 4 May 2026.",
        limits="It misses an email pasted without any of these.",
    ),
)

_SEEN: Final = {
    "header": (
        "The header of an email makes the reader search for what was said. One sentence is enough: who wrote, in what "
        "role, to whom and when."
    ),
    "signature": (
        "The signature of an email stays in the record long after its contact details are out of date. The sender's "
        "name and role, where the email is first mentioned, are enough."
    ),
    "disclaimer": (
        "The standard wording under an email says nothing about the child or the family. It can be left out."
    ),
}

_MAIL: Final = (
    "Email from school, pasted below.\n\nFrom: Tina Hall <t.hall@oak.example>\nSent: 11 May 2026 14:07\n"
    "To: Gavin Pope\nSubject: RE: Amy\n\nHi Gavin,\nAmy was late twice this week.\n\nKind regards\nTina Hall\n"
    "Attendance Officer | 01632 960114\n\nThis email is confidential. If you are not the intended recipient please "
    "delete it.\n\nI rang Tina on 12 May."
)

EXAMPLES: Final = (
    Example(
        _MAIL,
        marks=(
            "From: Tina Hall <t.hall@oak.example>\nSent: 11 May 2026 14:07\nTo: Gavin Pope\nSubject: RE: Amy",
            "Kind regards\nTina Hall\nAttendance Officer | 01632 960114",
            "This email is confidential. If you are not the intended recipient please delete it.",
        ),
    ),
    Example(
        "On Mon, 4 May 2026 at 10:12, Jo Reed <jo@oak.example> wrote:\nSam is settling.\nJo\nSent from my iPhone",
        marks=(
            "On Mon, 4 May 2026 at 10:12, Jo Reed <jo@oak.example> wrote:",
            "Jo\nSent from my iPhone",
        ),
    ),
    Example("Date: 4 May 2026\nFrom: 10am To: 11am\nPresent: Mum, Sam"),
    Example("Date: 1 April 2026\nFrom: Mrs Kershaw, deputy head\nWritten up by: Joe Winter, social worker"),
    Example("Mrs Hall emailed me on 4 May 2026 to say Amy was late twice."),
    Example("Dear Sam,\nI came to see you on 4 May 2026.\n\nKind regards\nPriya Nair\nSocial worker"),
)


def prepare(nlp: Language, lexicons: Lexicons) -> None:
    """Nothing is needed but the text."""


def find(doc: Doc, prepared: None, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for each header, signature and disclaimer."""
    for block in emails.of(doc):
        if block.kind != "body":
            yield Finding("email", block.start, block.end, _SEEN[block.kind], severity=RULES[0].severity)


check("email", rules=RULES, find=find, prepare=prepare, examples=EXAMPLES)
