"""Disclaimers of emails: that they are meant for the addressee alone, and what else mail programs put below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from notecheck.text.mail.rows import Row

# Where a disclaimer may begin: at the start of its line, behind a stop, behind two spaces.
_BETWEEN_WORDS: Final = re.compile(r"\A\W*|\W+")
_PAUSE: Final = re.compile(r"[.!?;\s]\s")
_START: Final = re.compile(
    r"(?:this|the (?:information|contents?|views|above)|any (?:views|opinions|unauthori[sz]ed)|these|"
    r"please (?:consider|think|note that (?:this|any)|do not print|notify|be aware)|think before|"
    r"if (?:you|this|it)|confidential|disclaimer|privileged|private|caution|warning|external|save paper|"
    r"e-?mails? |all e-?mails?|unless otherwise|views |we (?:monitor|may monitor)|"
    r"[A-Z]\w+(?: \S+){0,5} (?:monitors?|scans?|may monitor) )",
    re.I,
)
_SAYS: Final = re.compile(
    r"\b(?P<sure>intended (?:solely|only) for|intended recipients?|addressees?|"
    r"consider the environment|think before (?:you|printing)|before printing|"
    r"(?:meant|intended) (?:only )?for the (?:person|individual|named)|"
    r"only for the (?:person|individual) named|"
    r"notify (?:the )?sender|tell the sender|inform the sender|privileged information|legally privileged|"
    r"originated (?:from )?outside|e-?mail disclaimer|confidentiality notice|"
    r"views expressed (?:in|are)|scanned for viruses|virus[- ]free|monitors? (?:all )?(?:its )?e-?mails?)\b|"
    r"\b(?P<maybe>(?:e-?mail|message|communication|transmission|attachments?)\b.{0,60}"
    r"\b(?:confidential|privileged|intended|meant|monitored|recorded|official)|"
    r"(?:received|reached you|sent to you) (?:this|it|in error|by mistake)|"
    r"delete (?:it|this|the) |destroy (?:it|all)|unauthori[sz]ed (?:use|disclosure|copying))\b",
    re.I,
)


def is_disclaimer(text: str) -> bool:
    """Say whether a line begins as disclaimers do, and says what they say."""
    start = _BETWEEN_WORDS.match(text)
    begins = start is not None and _START.match(text, start.end()) is not None
    return begins and _SAYS.search(text) is not None


def find_disclaimers(rows: list[Row], first: int, limit: int, *, sure: bool = False) -> Iterator[tuple[int, int, int]]:
    """Give every disclaimer as its first row, its last row and the offset where it starts."""
    k = first
    while k < limit:
        start = _disclaimer(rows[k], sure=sure)
        if start is None:
            k += 1
            continue
        last = k
        while last + 1 < limit and _disclaimer(rows[last + 1], sure=False) is not None:
            last += 1
        yield k, last, start
        k = last + 1


def _disclaimer(row: Row, *, sure: bool) -> int | None:
    """Where one begins behind which a line says what disclaimers say; with `sure`, what nothing else says, or twice."""
    says: re.Match[str] | None = None
    enough = False
    for start in _disclaimer_starts(row.text):
        if says is None or says.start() < start:  # else it is the first behind this start too
            says = _SAYS.search(row.text, start)
            if says is None:
                return None
            enough = not sure or says.lastgroup == "sure" or _SAYS.search(row.text, says.end()) is not None
        if enough:
            return row.start + start
    return None


def _disclaimer_starts(text: str) -> Iterator[int]:
    for gap in _BETWEEN_WORDS.finditer(text):
        if (not gap.start() or _PAUSE.search(gap[0])) and _START.match(text, gap.end()):
            yield gap.end()
