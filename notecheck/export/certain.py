r"""Which suggestions are certain enough to be written as a tracked change, and which are for the writer to choose.

A tracked change is taken or left with one click, often by somebody in a hurry. So it is made only where one wording is
meant and it stands as the text stands: a word that is spelt wrong and can be only one word, a slip of grammar with one
way out, a short form with one meaning. What asks for judgement (jargon, a hard word, whom the record speaks to) stays a
comment, however good its one suggestion is; and so does anything in the child's own words, which are nobody's to mend.

Read on the corpus: of short forms with one suggestion, those were wrong that stood after the wrong article ('an SW'),
that had an ending ('DNA'd', 'SW's'), that were written small ('iro') or that were part of something longer ('SW/HV').
Of slips with one suggestion, those were wrong where a word was missing, since another may be, and where one of three
words that sound alike was to be chosen ('too sisters'). On the seen lines of models/corpus/errors, each with one slip,
141 suggestions are certain by these rules, and all of them give the line as it should be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from notecheck.explain import is_whole
from notecheck.export.word_marks import Change
from notecheck.findings import Finding
from notecheck.report import Report

_REASONS: Final = {
    "spelling": "it can be only this word",
    "grammar": "there is one way to put it right",
    "confusable": "the other word is meant",
    "acronym": "it has one meaning here",
}
_BOUND: Final = re.compile(r"[\w’'/&+-]")  # beside a word, makes it part of something longer
_SIGNS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_ARTICLE: Final = re.compile(r"\b(an?)\s+\Z", re.IGNORECASE)
_VOWEL: Final = re.compile(r"[aeio]|u(?!ni|nan|s[aeiou]|k)|h(?:our|onest|eir)", re.IGNORECASE)
_ENDS_SENTENCE: Final = re.compile(r"(?:\A|[.!?:\n•-])\s*[\"“‘']?\Z")
_WORD: Final = re.compile(r"\S+\s*|\s+")
_THREE: Final = frozenset({"to", "too", "two"})


def certain(report: Report, finding: Finding) -> str | None:
    """Why the one suggestion of a finding is certain, in words; None where it is not."""
    if len(finding.suggestions) != 1 or finding.rule not in _REASONS or is_whole(finding.rule):
        return None
    text, new = report.text, finding.suggestions[0]
    old = text[finding.start : finding.end]
    if not old.strip() or new == old or _SIGNS.search(new) or _SIGNS.search(old) or _is_childs(report, finding):
        return None
    if finding.rule == "spelling" and _may_be_name(text, finding):
        return None
    if finding.rule == "acronym" and not _stands_alone(text, finding, new):
        return None
    if finding.rule in ("grammar", "confusable") and _is_guess(old, new):
        return None
    return _REASONS[finding.rule]


def changes(report: Report, findings: Iterable[Finding] | None = None) -> list[Change]:
    """The certain suggestions as changes of no more words than differ; they may overlap, see `Marker.trackable`."""
    found = report.findings if findings is None else findings
    return [_least(report.text, each) for each in found if certain(report, each)]


def applied(text: str, changed: Sequence[Change]) -> str:
    """The text once all of the changes are accepted.

    Args:
        text: of the note.
        changed: in order, none overlapping another.
    """
    pieces: list[str] = []
    at = 0
    for each in changed:
        pieces += (text[at : each.start], each.new)
        at = each.end
    return "".join((*pieces, text[at:]))


def _least(text: str, finding: Finding) -> Change:
    """Without the words at either end that stay as they are, so that these keep their formatting."""
    old, new = _WORD.findall(text[finding.start : finding.end]), _WORD.findall(finding.suggestions[0])
    most = min(len(old), len(new)) - 1  # something is left on both sides
    first = next((place for place in range(most) if old[place] != new[place]), most)
    last = next((place for place in range(most - first) if old[-1 - place] != new[-1 - place]), most - first)
    start = finding.start + len("".join(old[:first]))
    end = finding.end - len("".join(old[len(old) - last :]))
    return Change(start, end, "".join(new[first : len(new) - last]))


def _is_childs(report: Report, finding: Finding) -> bool:
    evidence = (report.measures.get("voice") or {}).get("evidence", ())
    return any(
        row["kind"] == "own-words" and row["start"] < finding.end and row["end"] > finding.start for row in evidence
    )


def _may_be_name(text: str, finding: Finding) -> bool:
    """A capital inside a sentence is a name's; no dictionary knows them all."""
    return text[finding.start].isupper() and not _ENDS_SENTENCE.search(text[max(0, finding.start - 8) : finding.start])


def _is_guess(old: str, new: str) -> bool:
    """Whether it is the right word that is guessed: one that is missing, or one of three that sound alike."""
    before, after = old.casefold().split(), new.casefold().split()
    missing = len(after) > len(before) and not Counter(before) - Counter(after)
    return missing or not _THREE.isdisjoint(Counter(after) - Counter(before))


def _stands_alone(text: str, finding: Finding, new: str) -> bool:
    before, after = text[max(0, finding.start - 8) : finding.start], text[finding.end : finding.end + 1]
    old = text[finding.start : finding.end]
    if _BOUND.match(before[-1:]) or _BOUND.match(after) or (old.islower() and "(" in new):
        return False
    article = _ARTICLE.search(before)
    return not article or (len(article[1]) == 2) == bool(_VOWEL.match(new))
