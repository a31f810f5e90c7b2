"""The same text in four layers: what to look at again, kinds of statement, the child's voice, what was done well.

A layer is plain data: marks in the text with the words that stand before them, a key that says what each kind of mark
means and how many there are, and groups of entries beside the text. No layer says anything by colour alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from notecheck.explain import is_whole, rules
from notecheck.findings import PARTS, Finding
from notecheck.render import saying, whole
from notecheck.report import Report, Sentence

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "observation": ("Fact", "what was seen or done"),
    "opinion": ("Opinion", "what somebody thinks or concludes"),
    "reported": ("Reported", "what others said"),
    "child-voice": ("Child’s voice", "what the child said, showed or wished"),
    "decision": ("Decision", "what was decided or will be done"),
}
"""Kinds of statement: the word that stands in the text, and what it means."""

UNSURE: Final = 0.7
"""Below this confidence the kind of a sentence was wrong in one of three on our test notes; above, in one of 25."""

_CLOSE: Final = 40  # characters
_HEARD: Final[Mapping[str, str]] = {
    "own-words": "The child’s own words",
    "reported": "What the child said or wished, in your words",
    "observed": "How the child behaved and responded",
    "how-obtained": "How the child’s view was got",
}


@dataclass(frozen=True, slots=True, repr=False)
class Mark:
    """Words that a layer marks; `label` stands before them, `n` leads to the entry of that number."""

    start: int
    end: int
    kind: str
    label: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """What is said of one place.

    Attributes:
        start: first code point.
        end: one past its last.
        words: that are marked.
        n: its number in the text, where it has one.
        more: how much it weighs, in words.
        place: in the document that the note was read from, where that is known.
        message: what was seen.
        instead: what may stand there.
    """

    start: int
    end: int
    words: str
    n: int | None = None
    more: str = ""
    place: str = ""
    message: str = ""
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """Entries with one heading; `standards` gives the lines of each authority."""

    kind: str
    title: str
    entries: tuple[Entry, ...]
    why: str = ""
    sure: str = ""
    standards: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Layer:
    """One way to read the text.

    Attributes:
        name: its id.
        title: a few words for its tab.
        about: what it shows, in a sentence or two.
        key: (kind, words, how many) for each kind of mark.
        marks: in the text, in order.
        groups: what stands beside the text.
        count: how many places it shows, where that is worth saying at once.
    """

    name: str
    title: str
    about: str
    key: tuple[tuple[str, str, int], ...]
    marks: tuple[Mark, ...]
    groups: tuple[Group, ...] = ()
    count: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def layers(report: Report) -> tuple[Layer, ...]:
    """The four layers of a report; findings last, since an editor shows them already."""
    return (_kinds(report), _voice(report), _strengths(report), _findings(report))


def _findings(report: Report) -> Layer:
    found = report.findings
    marks = [_mark(number + 1, finding) for number, finding in enumerate(found)]
    counts = Counter(mark.kind for mark in marks)
    return Layer(
        "findings",
        "All places explained",
        "Each number is a place worth another look. Press it to read why, and press it there to come back."
        if found
        else "Nothing was found. That alone does not make the note complete: see what was not looked at.",
        tuple((part, saying.PART_NAMES[part], counts[part]) for part in PARTS if counts[part]),
        tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))),
        tuple(_group(report, *group) for group in saying.grouped(found)),
        len(found),
    )


def _mark(number: int, finding: Finding) -> Mark:
    start, end = (0, 0) if is_whole(finding.rule) else (finding.start, finding.end)
    return Mark(start, end, saying.part_of(finding.rule), saying.title(finding.rule), number)


def _group(report: Report, rule: str, standards: Sequence[str], places: Iterable[int]) -> Group:
    known = rules().get(rule)
    return Group(
        saying.part_of(rule),
        saying.title(rule),
        tuple(_entry(report, place) for place in places),
        known.why if known else "",
        whole.sureness(rule),
        tuple((owner, tuple(said)) for owner, said in saying.standards_of(report, standards).items()),
    )


def _entry(report: Report, place: int) -> Entry:
    finding = report.findings[place]
    return Entry(
        finding.start,
        finding.end,
        "The whole note" if is_whole(finding.rule) else _quote(report, finding.start, finding.end),
        place + 1,
        saying.SEVERITY_WORDS[finding.severity].strip(),
        "" if is_whole(finding.rule) else report.place(finding) or "",
        finding.message,
        finding.suggestions,
    )


def _kinds(report: Report) -> Layer:
    told = [sentence for sentence in report.sentences if sentence.kind in KINDS]
    counts = Counter(sentence.kind for sentence in told)
    unsure = any(map(_unsure, told))
    doubt = " A question mark means that notecheck is not sure; about one in three of those was wrong in our tests."
    return Layer(
        "kinds",
        "Fact or opinion",
        "What kind of statement each sentence was read as, so that a reader can tell fact from opinion."
        + (doubt if unsure else ""),
        tuple((kind, f"{label}: {means}", counts[kind]) for kind, (label, means) in KINDS.items() if counts[kind]),
        tuple(_labelled(report.text, told)),
    )


def _unsure(sentence: Sentence) -> bool:
    return sentence.confidence is not None and sentence.confidence < UNSURE


def _labelled(text: str, told: Sequence[Sentence]) -> Iterator[Mark]:
    """Each sentence marked; the word for its kind stands where the kind changes, and at each new line."""
    before, end = "", 0
    for sentence in told:
        label = KINDS[sentence.kind or ""][0] + ("?" if _unsure(sentence) else "")
        goes_on = label == before and not text[end : sentence.start].strip(" \t")
        yield Mark(sentence.start, sentence.end, sentence.kind or "", "" if goes_on else label)
        before, end = label, sentence.end


def _voice(report: Report) -> Layer:
    evidence = (report.measures.get("voice") or {}).get("evidence", ())
    ways = [row for row in evidence if row["kind"] == "how-obtained"]
    heard = [Mark(start, end, "voice", "Child’s voice:") for start, end in whole.heard(report)]
    marks = [*heard, *_ways(ways)]
    key = (("voice", "The child’s voice", len(heard)), ("how", "How the child’s view was got", len(ways)))
    about = "The child’s voice stands in bold red, with the words “Child’s voice:” before it."
    return Layer(
        "voice",
        "The child’s voice",
        about if heard else whole.not_heard(report),
        tuple(row for row in key if row[2]),
        tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))),
        tuple(
            replace(group, kind="how" if group.kind == "how-obtained" else "voice")
            for group in _groups(report, ((row["kind"], row["start"], row["end"]) for row in evidence), _HEARD)
        ),
        len(heard) if heard or whole.is_child_told(report) else None,
    )


def _ways(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mark]:
    """How a view was got; said once where several words that tell it stand close together."""
    end = -_CLOSE
    for row in sorted(rows, key=lambda row: int(row["start"])):
        yield Mark(row["start"], row["end"], "how", "How it was got:" if row["start"] - end >= _CLOSE else "")
        end = row["end"]


def _strengths(report: Report) -> Layer:
    kinds = {each.kind: whole.strength(each.kind) for each in report.strengths}
    counts = Counter(each.kind for each in report.strengths)
    return Layer(
        "strengths",
        "Done well",
        "What the guidance asks for and this text does."
        if report.strengths
        else "Nothing was marked here. notecheck knows only a few signs of good recording, so this says little.",
        tuple((kind, words, counts[kind]) for kind, words in kinds.items()),
        tuple(Mark(each.start, each.end, each.kind, kinds[each.kind]) for each in report.strengths),
        tuple(_groups(report, ((each.kind, each.start, each.end) for each in report.strengths), kinds)),
        len(report.strengths),
    )


def _groups(report: Report, places: Iterable[tuple[str, int, int]], titles: Mapping[str, str]) -> Iterator[Group]:
    """Places by kind, in the order of `titles`."""
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for kind, start, end in places:
        by_kind.setdefault(kind, []).append((start, end))
    for kind, title in titles.items():
        found = sorted(by_kind.get(kind, ()))
        if found:
            entries = (Entry(*place, _quote(report, *place)) for place in found)
            yield Group(kind, title, tuple(entries))


def _quote(report: Report, start: int, end: int) -> str:
    return whole.quote(report.text[start:end])
