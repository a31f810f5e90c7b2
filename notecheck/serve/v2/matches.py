"""A report as an answer to `/v2/check`: each finding a match, and what was not checked.

Keys, their order and their types are LanguageTool's. What a client shows of a match differs: LibreOffice the message
and the replacements; the add-on the short message too, and a link. So the standard that a finding rests on ends the
message. Underlines take their colour from the rule's category (LibreOffice) or issue type (add-on): slips of spelling
are red, of grammar the usual colour, and all else is style.

Keys of ours stand beside them, where clients read past: in a match `notecheck`, with severity, precision, ids of the
standards and the whole span of the finding; in the answer `notecheck`, with these standards in words, and what was
skipped or left out, and why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import notecheck.checks  # noqa: F401  # which says what rules there are
from notecheck.explain import is_whole
from notecheck.render import saying
from notecheck.serve.v2 import languages
from notecheck.serve.v2.apart import Row, Shown, apart
from notecheck.serve.v2.known import Known
from notecheck.serve.v2.parts import ACROSS, fitting, not_asked
from notecheck.serve.v2.places import Sent, units
from notecheck.serve.v2.request import Check

_CONTEXT: Final = 40  # units of UTF-16 on either side, as LanguageTool has it
_SENTENCE: Final = 500  # code points on either side, or each match of a text without a full stop would hold all of it
_COMPACT: Final = 5  # replacements in a short answer, likewise
_API: Final = 1


class _Kind(NamedTuple):
    """What LanguageTool calls a kind of rules."""

    category: str
    issue: str
    type: str
    name: str | None = None  # of the category; the part of the score where there is none


_SLIPS: Final[Mapping[str, _Kind]] = {
    "spelling": _Kind("TYPOS", "misspelling", "UnknownWord", "Spelling"),
    "grammar": _Kind("GRAMMAR", "grammar", "Other", "Grammar"),
    "confusable": _Kind("GRAMMAR", "grammar", "Other", "Grammar"),
}
_STYLE: Final = _Kind("STYLE", "style", "Other")
_AWAITED: Final = "grammar"
"""The check that every client expects: where it cannot run, the answer is incomplete in LanguageTool's own sense, which
clients tell as a failure of the server. What else was skipped, mostly for want of a name or a date, is no failure."""


def software(known: Known) -> dict[str, Any]:
    """The server, as `/v2/check` and `/v2/info` name it."""
    return {"name": "notecheck", "version": known.version, "buildDate": ""}


def answer(report: Mapping[str, Any], check: Check, known: Known) -> dict[str, Any]:
    """The answer to a request for a check.

    Args:
        report: on its note, in the contract's form.
        check: the request.
        known: what texts are held against.
    """
    skipped = [row for row in report["skipped"] if row["check"] not in not_asked(check.part)]
    begin = {"software": software(known) | {"apiVersion": _API, "premium": False, "status": ""}}
    reason = "; ".join(f"{row['check']}: {row['reason']}" for row in skipped if row["check"] == _AWAITED)
    warnings: dict[str, Any] = {"incompleteResults": bool(reason)}
    if reason:
        warnings["incompleteResultsReason"] = reason
    begin |= {"warnings": warnings}
    if check.compact:
        begin = {"warnings": warnings} if reason else {}
    page = _Page(check, report, known)
    shown = _shown(report, check)
    return begin | {
        "language": languages.told(check.language, named=check.named),
        "matches": [page.match(each) for each in shown],
        **_sentences(report, check.sent),
        "notecheck": {
            "guidance": report["guidance"],
            "docType": report["doc_type"],
            "part": check.part,
            "leftOut": not_asked(check.part),
            "skipped": skipped,
            "ignored": len(report["ignored"]),
            "standards": page.standards(shown),
        },
    }


def _shown(report: Mapping[str, Any], check: Check) -> list[Shown]:
    """What is to be underlined."""
    wanted = (
        row
        for row in fitting(report["findings"], check.sent.text, check.part)
        if check.choice.wants(row["rule"], _kind(row["rule"]).category, saying.part_of(row["rule"]))
    )
    return apart(wanted, check.sent)


def _sentences(report: Mapping[str, Any], sent: Sent) -> dict[str, Any]:
    ranges = [(sent.offset(row["start"]), sent.end(row["end"])) for row in report["sentences"]]
    told = [{"language": "en", "rate": 1.0}]
    return {
        "sentenceRanges": [list(each) for each in ranges],
        "extendedSentenceRanges": [{"from": start, "to": end, "detectedLanguages": told} for start, end in ranges],
    }


def _kind(rule: str) -> _Kind:
    return _SLIPS.get(rule, _STYLE)


def _category(rule: str, part: str) -> dict[str, str]:
    kind = _kind(rule)
    return {"id": kind.category, "name": kind.name or saying.words(part)}


def rule_rows(known: Known) -> list[dict[str, str]]:
    """The rules as `/v2/configinfo` lists them."""
    return [
        {
            "ruleId": rule,
            "description": saying.title(rule),
            "categoryId": _category(rule, part)["id"],
            "categoryName": _category(rule, part)["name"],
            "locQualityIssueType": _kind(rule).issue,
        }
        | ({"isTextLevelRule": "yes", "minToCheckParagraph": "-1"} if rule in ACROSS else {})
        for rule, part in sorted(known.rules.items())
    ]


@dataclass(frozen=True)
class _Page:
    """What all matches of an answer are made from."""

    check: Check
    report: Mapping[str, Any]
    known: Known

    def match(self, shown: Shown) -> dict[str, Any]:
        """One match."""
        sent, finding = self.check.sent, shown.finding
        start, end = sent.offset(shown.start), sent.end(shown.end)
        match: dict[str, Any] = {
            "message": self._message(shown),
            "shortMessage": saying.title(finding["rule"]),
            "replacements": [{"value": words} for words in self._replacements(shown)],
            "offset": start,
            "length": end - start,
        }
        if not self.check.compact:
            match["context"] = _context(sent, start, end)
            match["sentence"] = self._sentence(shown.start)
        return match | {
            "type": {"typeName": _kind(finding["rule"]).type},
            "rule": self._rule(finding),
            "ignoreForIncompleteSentence": False,
            "contextForSureMatch": -1 if finding["rule"] in ACROSS else 0,
            "notecheck": self._told(finding) | {"also": [self._told(each) for each in shown.also]},
        }

    def standards(self, shown: Iterable[Shown]) -> dict[str, Any]:
        """The standards that findings rest on, by id."""
        names = (name for each in shown for row in (each.finding, *each.also) for name in row["standards"])
        return {name: said for name in names if (said := self._standard(name))}

    def _message(self, shown: Shown) -> str:
        rows = (shown.finding, *shown.also)
        return " Also: ".join(f"{self._said(row, shown)}{self._source(row)}" for row in rows)

    def _said(self, row: Row, shown: Shown) -> str:
        said = f"About the whole note: {row['message']}" if is_whole(row["rule"]) else str(row["message"])
        if not row["suggestions"] or (row["start"], row["end"]) == (shown.start, shown.end):
            return said
        instead = ", or ".join(f"“{words}”" if words else "leave it out" for words in row["suggestions"])
        return f"{said} For “{self.check.sent.text[row['start'] : row['end']]}”: {instead}."

    def _source(self, row: Row) -> str:
        """The standards, short enough for a line: ' (Swindon Borough Council: 7.8 Case recording; 2 more)'."""
        sections: dict[str, None] = {}
        for name in row["standards"]:
            if standard := self._standard(name):
                sections[f"{standard['authority']}: {standard['section']}"] = None
        if not sections:
            return ""
        more = f"; {len(sections) - 1} more" if len(sections) > 1 else ""
        return f" ({next(iter(sections))}{more})"

    def _standard(self, name: str) -> dict[str, Any] | None:
        """What is known of a standard: its guidance, and the one that this inherits, are looked through."""
        own: str | None = self.report["guidance"]
        while own:
            guidance = self.known.guidances[own]
            if name in guidance["standards"]:
                owner = {key: guidance[key] for key in ("authority", "title", "link")}
                return {**guidance["standards"][name], **owner}
            own = guidance["inherits"]
        return None

    def _replacements(self, shown: Shown) -> list[str]:
        """Suggestions of all findings on exactly these words, each once."""
        rows = (row for row in (shown.finding, *shown.also) if (row["start"], row["end"]) == (shown.start, shown.end))
        each = dict.fromkeys(words for row in rows for words in row["suggestions"])
        return list(each)[: _COMPACT if self.check.compact else None]

    def _rule(self, finding: Row) -> dict[str, Any]:
        name = finding["rule"]
        rule: dict[str, Any] = {"id": name, "description": saying.title(name), "issueType": _kind(name).issue}
        if finding.get("entry"):
            rule["subId"] = finding["entry"]
        if links := list(self._links(finding["standards"])):
            rule["urls"] = [{"value": link} for link in links]
        return rule | {"category": _category(name, saying.part_of(name))}

    def _links(self, names: Iterable[str]) -> Iterable[str]:
        return dict.fromkeys(said["link"] for name in names if (said := self._standard(name)) and said["link"])

    def _told(self, finding: Row) -> dict[str, Any]:
        sent = self.check.sent
        start = sent.offset(finding["start"])
        return {
            "rule": finding["rule"],
            "severity": finding["severity"],
            "precision": finding["precision"],
            "message": finding["message"],
            "suggestions": finding["suggestions"],
            "standards": finding["standards"],
            "offset": start,
            "length": sent.end(finding["end"]) - start,
        }

    def _sentence(self, place: int) -> str:
        """The sentence in which a match begins, without markup, as LanguageTool gives it; of a very long one a part."""
        rows = self.report["sentences"]
        before = bisect_right(rows, place, key=lambda row: row["start"])
        if not before:
            return ""
        row = rows[before - 1]
        start, end = max(row["start"], place - _SENTENCE), min(row["end"], place + _SENTENCE)
        return self.check.sent.text[start:end]


def _context(sent: Sent, start: int, end: int) -> dict[str, Any]:
    """What stands around a match, its lines in one."""
    first, last = max(0, start - _CONTEXT), end + _CONTEXT
    before, after = sent.cut(first, start), sent.cut(end, last)
    before = f"...{before}" if first else before
    after = f"{after}..." if last < sent.size else after
    text = (before + sent.cut(start, end) + after).replace("\n", " ")
    return {"text": text, "offset": units(before), "length": end - start}
