"""What a report says of the whole note, in plain sentences, for every format that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from notecheck.measured import PLANTED, measured, planted
from notecheck.report import Report
from notecheck.sound import name_in_words

_KINDS: Final[Mapping[str, str]] = {
    "observation": "what was seen or done",
    "reported": "what others said",
    "child-voice": "what the child said or wished",
    "opinion": "views",
    "decision": "decisions and actions",
    "other": "headings and fields",
}
_VOICES: Final[Mapping[str, str]] = {
    "own-words": "the child’s own words",
    "reported": "what the child said or wished, in the writer’s words",
    "observed": "how the child behaved and responded",
}
_STYLES: Final[Mapping[str, str]] = {
    "to-child": "It is written to the child.",
    "about-child": "It is written about the child.",
    "mixed": "It is written partly to the child and partly about the child.",
    "n/a": "The child is not mentioned in it.",
}
_NOT_TOLD: Final = (
    "Who the child is could not be told: give the child’s name and age, and notecheck can look for their voice."
)
_STRENGTHS: Final[Mapping[str, str]] = {
    "own-words": "The child’s own words",
    "acronym-explained": "A short form explained",
    "word-explained": "A hard word explained",
    "owned-action": "An action with its who and its when",
    "owned-opinion": "A view with its owner and its reason",
    "source-named": "A source named",
}
_QUOTES: Final = "\"'“”‘’«»„‚"
_DOUBLE: Final = frozenset('"“”')
_LONGEST: Final = 90  # characters of a quotation in a list
_ASKED: Final[Mapping[str, str]] = {
    "to-child": "The guidance asks for a record of this type to be written to the child.",
    "in-part": "The guidance asks for part of a record of this type to be written to the child.",
    "about-child": "The guidance asks for a record of this type not to be written to the child.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One point of the checklist as people read it.

    Attributes:
        item: its id.
        label: what is asked for.
        state: 'given', 'not found', 'cannot tell' or 'does not apply'.
        reason: in words, where there is one.
        evidence: (start, end) of the words that give it.
        excused: whether the reason is the writer's own.
    """

    item: str
    label: str
    state: str
    reason: str
    evidence: tuple[tuple[int, int], ...]
    excused: bool = False


def kinds(report: Report) -> str:
    """How many sentences there are of each kind of statement."""
    counts = Counter(sentence.kind for sentence in report.sentences if sentence.kind)
    said = (f"{_KINDS[kind]} {count}" for kind, count in counts.most_common() if kind in _KINDS)
    return ", ".join(said)


def voice(report: Report) -> Iterator[str]:
    """Whether the child is heard in the note, and whether it says how."""
    measure = report.measures.get("voice")
    if not measure:
        return
    heard = [_VOICES[kind] for kind in measure["present"]]
    yield f"Heard in it: {'; '.join(heard)}." if heard else not_heard(report)
    if heard:
        said = "says" if measure["how_obtained"] else "does not say, as far as could be read,"
        yield f"It {said} how the child’s view was got."


def not_heard(report: Report) -> str:
    """Why no child's voice is shown: none was found, or nobody could tell whose it would be."""
    return "Nothing in it was read as the child’s own voice." if is_child_told(report) else _NOT_TOLD


def is_child_told(report: Report) -> bool:
    """Whether the fields or the text say who the child is; taken for granted where the voice was not looked for."""
    return bool((report.measures.get("voice") or {}).get("child_known", True))


def address(report: Report) -> Iterator[str]:
    """Whether the note speaks to the child, and what the guidance asks."""
    measure = report.measures.get("address")
    if not measure:
        return
    to_child, about = measure["to_child"], measure["about_child"]
    told = is_child_told(report)
    if told:
        yield _STYLES[measure["style"]]
    else:
        yield "Whether it is written to the child could not be told, since it is not known who the child is."
    if told and (to_child or about):
        yield f"Sentences that speak to the child: {to_child}; that speak about the child: {about}."
    if measure["expected"] in _ASKED:
        yield _ASKED[measure["expected"]]


def checklist(report: Report) -> Iterator[Row]:
    """The points of the guidance's checklist, in its order."""
    for item in report.measures.get("checklist", {}).get("items", ()):
        yield Row(
            item["item"],
            item["label"],
            _state(item),
            item["reason"] or "",
            tuple((place["start"], place["end"]) for place in item["evidence"]),
            item["item"] in report.note.not_applicable,
        )


def _state(item: Mapping[str, Any]) -> str:
    if not item["applies"]:
        return "does not apply"
    return {True: "given", False: "not found", None: "cannot tell"}[item["met"]]


def timeliness(report: Report) -> Iterator[str]:
    """Whether the note was recorded in time."""
    measure = report.measures.get("timeliness")
    if not measure:
        return
    late = str(measure["late"])
    yield f"{late[0].upper()}{late[1:]}: it was due {measure['deadline']}, by {day(measure['due'])}."
    yield f"The time counts from {day(measure['counts_from'])}, the date given for the event."


def day(iso: str) -> str:
    """'2026-03-09' as '9 March 2026', with the time of day where there is one; what is no day, as it is."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    clock = f", {moment:%H:%M}" if "T" in iso else ""
    return f"{moment.day} {moment:%B %Y}{clock}"


def strength(kind: str) -> str:
    """What was done well."""
    return _STRENGTHS.get(kind) or kind.replace("-", " ").capitalize()


def quote(words: str) -> str:
    r"""Words of a note on one line, short enough for a list, in one pair of quotation marks.

    >>> quote("“I like it when\nNan comes.”"), quote("CIN")
    ('“I like it when Nan comes.”', '“CIN”')
    """
    line = " ".join(words.split())
    if len(line) > 1 and line[0] in _QUOTES and line[-1] in _QUOTES:
        inner = line[1:-1].strip()
        if _DOUBLE.intersection(inner):
            return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
        line = inner
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}”"


def sureness(rule: str) -> str:
    """How often a rule's marks were right where that was measured, in words."""
    if rule in PLANTED:
        return f"Of this rule and the other two of grammar, {planted().alarms} on notes by other writers."
    known = measured().get(rule)
    if known is None or known.false_alarms is None or not known.right + known.false_alarms:
        return "How often this rule is right has not been measured."
    marks = known.right + known.false_alarms
    return f"This rule was right in {known.right} of {marks} {'mark' if marks == 1 else 'marks'} on test notes."


def heard(report: Report) -> tuple[tuple[int, int], ...]:
    """Where the child is heard, in order: passages that touch are joined.

    What only says how a view was got ('alone', 'with picture cards') is not the child's voice.
    """
    evidence = (report.measures.get("voice") or {}).get("evidence", ())
    joined: list[tuple[int, int]] = []
    for start, end in sorted((row["start"], row["end"]) for row in evidence if row["kind"] in _VOICES):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def called(name: str, report: Report) -> str:
    """What a note is called, in one line: its file, and its own id where that says more.

    `name` is the file's, or '-' for standard input.
    """
    shown = "standard input" if name == "-" else name_in_words(name)
    own = report.note.id
    return " ".join((f"{shown} ({own})" if own and own != PurePath(shown).stem else shown).split())
