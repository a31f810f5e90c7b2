"""A note as the clues of a checklist see it: its sentences with their kinds, people and dates, its headings.

Every part is read when the first clue asks for it, and once.

Known misses: a heading that this note's layout does not show to be one; words in a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from spacy.tokens import Doc

from notecheck.carry.looks import by_lines
from notecheck.data import Lexicons
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.people.who import who_of
from notecheck.statements.kinds import statements_of
from notecheck.text import emails, layout
from notecheck.text.columns import columns
from notecheck.text.patterns import any_word
from notecheck.times import dates
from notecheck.times.contact_day import ContactDay
from notecheck.wording.terms import TermMatcher

Span = tuple[int, int]

HEAD: Final = 6
"""Lines in which a note says when and why it happened."""
SHORT: Final = 80
"""Code points of a line that is no paragraph."""
_TITLE: Final = 3  # lines at the top that may be a title
_SIGNATURE: Final = 2  # lines at the end that may be one
_SIGNED: Final = 60  # code points of such a line at most
_OPENING: Final = 2  # sentences that say what sort of contact it was
_LONG: Final = 45  # tokens; of a longer sentence only the words around the clue are shown
_AROUND: Final = 12
_CHILD: Final = frozenset(("child", "you"))
_SUBJECTS: Final = ("nsubj", "nsubjpass")
_UNPLACED: Final = ("loose", "story")  # points in time that say nothing of a day


class Reading:
    """A note as clues see it; every part is read when the first clue asks for it."""

    def __init__(self, doc: Doc, words: Words, matcher: TermMatcher, lists: Mapping[str, int]) -> None:
        self.doc = doc
        self.words = words
        self._lists = lists
        self.text = text_of(doc)
        self.columns = columns(doc)
        self.sentences = self.columns.sentences
        self.kinds: list[str] = [statement.kind for statement in statements_of(doc)]
        if self._pasted:  # the sender's words, whatever they are
            frame = emails.frame(doc)
            self.kinds = [
                "other" if frame[first] else "reported" if self._pasted[first] else kind
                for kind, (first, _) in zip(self.kinds, self.sentences, strict=True)
            ]
        self._matcher = matcher
        self._known: dict[tuple[str, ...], tuple[list[Span], list[int]]] = {}
        for sentence in self.listed("hearsay"):  # nobody saw it
            if self.kinds[sentence] == "observation":
                self.kinds[sentence] = "reported"

    @cached_property
    def _pasted(self) -> list[bool]:
        """For each token, whether it stands in a pasted email; empty where there is none."""
        return emails.pasted(self.doc) if emails.of(self.doc) else []

    def in_email(self, offset: int) -> bool:
        """Whether a code point stands in a pasted email."""
        return bool(self._pasted) and self._pasted[max(0, bisect_right(self.columns.start, offset) - 1)]

    @cached_property
    def opening(self) -> str:
        """The title and the first sentences, which say what sort of contact it was."""
        if not self.sentences:
            return ""
        last = min(_OPENING, len(self.sentences)) - 1
        if self.lines and self.sentence_at(self.lines[0].mark) == 0 and self.lines[0].end - self.lines[0].mark < SHORT:
            last = min(last + 1, len(self.sentences) - 1)
        return self.text[: self.shown(last)[1]]

    @cached_property
    def lines(self) -> tuple[layout.Line, ...]:
        """The lines of the text that are not blank."""
        return tuple(line for line in layout.of(self.doc) if line.kind != "blank")

    @cached_property
    def foot(self) -> int:
        """Where a signature at the very end begins: a short last line or two with a job title and no verb."""
        at, titled = len(self.text), False
        for line in self.lines[: -_SIGNATURE - 1 : -1]:
            said = self.text[line.mark : line.end]
            if len(said) > _SIGNED or line.label_end > line.body or line.mark == self.lines[0].mark:
                break
            tags = self.columns.pos[self._token_at(line.mark) : self._token_at(line.end - 1) + 1]
            names = [word.lower() for word in re.findall(r"[^\W_]+", said)]
            if "VERB" in tags or not names or any(map(str.isdigit, names)):
                break
            titled = titled or names[-1] in self.words.posts or " ".join(names[-2:]) in self.words.roles
            if titled and "PROPN" in tags:
                at = line.mark
        return at

    def _token_at(self, offset: int) -> int:
        return max(0, bisect_right(self.columns.start, offset) - 1)

    def named(self, sentence: int) -> set[str]:
        """The classes of person that a sentence names outside quotations."""
        who, (first, last) = who_of(self.doc), self.sentences[sentence]
        told = zip(who.kind[first:last], who.quoted[first:last], strict=True)
        return {kind for kind, quoted in told if kind and not quoted}

    @cached_property
    def child_is_unknown(self) -> bool:
        """Whether somebody is named who may be the child, and neither the note's fields nor its words say who is."""
        note, who = note_of(self.doc), who_of(self.doc).kind
        if note.child.name or note.child.known_as or not _CHILD.isdisjoint(who):
            return False
        c = self.columns
        return any(kind == "other" and c.pos[i] == "PROPN" and c.text[i].istitle() for i, kind in enumerate(who))

    @cached_property
    def speakers(self) -> list[set[str]]:
        """For each sentence, the classes of person who say, think or want something in it, outside quotations."""
        c, who, found = self.columns, who_of(self.doc), [set[str]() for _ in self.sentences]
        for i in c.with_lemma(self.words.says):
            if c.pos[i] == "VERB" and not who.quoted[i]:
                found[self.sentence_of(i)] |= {
                    who.kind[j] for j in c.children[i] if c.dep[j] in _SUBJECTS and who.kind[j]
                }
        return found

    @cached_property
    def _groups(self) -> Mapping[int, list[Span]]:
        """For each list of terms, the tokens of its matches outside quotations and pasted emails."""
        apart = whose.quoted(self.doc)
        if self._pasted:
            apart = [a or b for a, b in zip(apart, self._pasted, strict=True)]
        found: defaultdict[int, list[Span]] = defaultdict(list)
        under = {i for sentence in self._headings for i in range(*self.sentences[sentence])}
        for start, end, entry in self._matcher.all(self.doc):
            if not apart[start] and start not in under:
                found[entry].append((start, end))
        return found

    @cached_property
    def _heads(self) -> list[tuple[layout.Line, _Head]]:
        """The lines that are headings or begin with a label."""
        heads = by_lines(self.doc, "checklist heads", _head)
        return [(line, head) for line, head in zip(layout.of(self.doc), heads, strict=True) if head is not None]

    @cached_property
    def _headings(self) -> set[int]:
        """The sentences that are headings or labels with nothing behind them; a title says things, and is none."""
        top = self.lines[:_TITLE][-1].start if self.lines else 0
        return {self.sentence_at(line.mark) for line, head in self._heads if head.opens and line.start > top}

    @cached_property
    def _places(self) -> dict[int, set[int]]:
        """For each list of terms, the sentences in which it matches."""
        number, first = self._number, self.columns.first
        return {group: {number[first[start]] for start, _ in hits} for group, hits in self._groups.items()}

    @cached_property
    def _number(self) -> dict[int, int]:
        """The number of each sentence by its first token."""
        return {first: number for number, (first, _) in enumerate(self.sentences)}

    @cached_property
    def dated(self) -> set[int]:
        """The sentences that hold a point in time, or how often."""
        found = {self.sentence_at(point.start) for point in dates.points(self.doc) if point.kind not in _UNPLACED}
        return found | self.listed("often")

    def listed(self, name: str) -> set[int]:
        """The sentences that hold one of the `terms` of `Words`."""
        return self._places.get(self._lists[name], set())

    def hits(self, group: int) -> list[Span]:
        """The tokens that a list of terms matches."""
        return self._groups.get(group, [])

    def has(self, group: int, sentence: int) -> bool:
        """Whether a list of terms matches in a sentence."""
        return sentence in self._places.get(group, ())

    def sentence_of(self, token: int) -> int:
        """Number of the sentence of a token."""
        return self._number[self.columns.first[token]] if self.sentences else -1

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence in which a code point stands."""
        return self.sentence_of(max(0, bisect_right(self.columns.start, offset) - 1))

    def shown(self, sentence: int, start: int = -1, end: int = -1) -> Span:
        """The code points of a sentence, or of the words around `start` to `end` where it is a long one."""
        first, last = self.sentences[sentence]
        if start >= 0 and last - first > _LONG:
            first, last = self._clause(first, last, start, end)
        while first < last - 1 and self.columns.text[first].isspace():
            first += 1
        while last - 1 > first and self.columns.text[last - 1].isspace():
            last -= 1
        return self.columns.start[first], self.columns.start[last - 1] + len(self.columns.text[last - 1])

    def _clause(self, first: int, last: int, start: int, end: int) -> Span:
        """From one comma to the next, at most a dozen words to either side."""
        words = self.columns.text
        before = next(
            (i + 1 for i in range(start - 1, max(first, start - _AROUND) - 1, -1) if words[i] in ",;:("), None
        )
        after = next((i for i in range(end, min(last, end + _AROUND)) if words[i] in ",;:)"), None)
        return before or max(first, start - _AROUND), after or min(last, end + _AROUND)

    @cached_property
    def sections(self) -> list[tuple[str, int, int]]:
        """Each heading and each label, in small letters, with the code points of what stands below or behind it."""
        found: list[tuple[str, int, int]] = []
        end = len(self.text)  # of a section: above the next heading, or the next empty label
        for line, head in reversed(self._heads):
            labelled = line.label_end > line.body
            if head.holds:
                found.append((head.words, line.label_end, line.end))
            elif not (labelled and self._blank_below(line)):
                found.append((head.words, line.end, end))
            if head.opens:
                end = line.start
        return found[::-1]

    @cached_property
    def _titles(self) -> str:
        """All headings and labels in one text: most of what is asked for is in none."""
        return "\n".join(words for words, _, _ in self.sections)

    def _blank_below(self, line: layout.Line) -> bool:
        """Whether an empty label stands apart from what follows: nobody filled it in."""
        return not self.text[line.end : line.end + 80].partition("\n")[2].partition("\n")[0].strip()

    def _below(self, headings: tuple[str, ...]) -> tuple[list[Span], list[int]]:
        """What stands below headings that have these words, and for each the furthest end up to it."""
        if headings not in self._known:
            there = [each for each in headings if each.removeprefix("=") in self._titles]
            whole, words = {each[1:] for each in there if each[0] == "="}, [f" {h} " for h in there if h[0] != "="]
            spans = [
                (start, end)
                for title, start, end in (self.sections if there else ())
                if title in whole or any(each in f" {title} " for each in words)
            ]
            self._known[headings] = (spans, list(accumulate((end for _, end in spans), max)))
        return self._known[headings]

    def under(self, sentence: int, headings: tuple[str, ...]) -> bool:
        """Whether a sentence stands below a heading, or holds what stands behind a label."""
        first, last = self.shown(sentence)
        spans, furthest = self._below(headings)
        before = bisect_left(spans, (last,))
        return before > 0 and furthest[before - 1] > first

    def below(self, headings: tuple[str, ...]) -> Iterator[Span]:
        """What stands below such a heading or behind such a label, line by line, mere gaps left out."""
        for start, end in self._below(headings)[0]:
            for part in _LINES.finditer(self.text, start, end):
                value = part.group().strip(_STROKES)
                if value.lower() not in self.words.gap and any(map(str.isalnum, value)) and not _BLANK.match(value):
                    at = part.start() + part.group().index(value)
                    yield at, at + len(value)


class _Head(NamedTuple):
    """A heading or a label.

    Attributes:
        words: in small letters.
        holds: it is a label, and something stands behind it.
        opens: it is a heading, or a label with nothing behind it.
    """

    words: str
    holds: bool
    opens: bool


def _head(doc: Doc, line: layout.Line) -> _Head | None:
    """The heading or label of a line."""
    labelled = line.label_end > line.body
    if not labelled and line.kind != "heading":
        return None
    text = text_of(doc)
    holds = labelled and bool(text[line.label_end : line.end].strip())
    words = _bare(text[line.body : line.label_end if labelled else line.end])
    return _Head(words, holds, opens=line.kind == "heading" or not holds)


_TERMS: Final = ("went", "nobody-in", "worry", "raised", "next-visit", "often", "hearsay", "no-action")
_LINES: Final = re.compile(r"[^\r\n]+")
_STROKES: Final = " \t-•*–|?_"
_BLANK: Final = re.compile(r"(?:x{2,}|\[[^\]\n]{0,40}\])$", re.IGNORECASE)


def _bare(words: str) -> str:
    """A heading's words in small letters, single spaces between them."""
    return " ".join(re.findall(r"[\w'’/&]+", words.lower())).replace("’", "'")


@dataclass(frozen=True)
class Words:
    """What is read of `lexicons/checklist-words.yaml` and of the job titles.

    Attributes:
        gap: what stands for something still to be filled in.
        roles: job titles and their short forms, small letters.
        longest: words in the longest of them.
        posts: what a job title ends in.
        languages: names of languages.
        says: verbs of saying, thinking and wanting.
        signs: what stands before a signature.
        remote: a call or a message.
        in_person: a meeting.
        contact: somebody got in touch.
        terms: lists looked for together with the clues: `went` (the writer met somebody after all), `nobody-in`
            (nobody opened, or the child was not there), `worry` (what may worry somebody), `raised` (taken up with the
            family), `next-visit` (no more than the next appointment), `often` (a frequency), `hearsay` (a rumour),
            `no-action` (a decision that asks nobody to do anything).
        street: what the name of a street ends in.
        day: what tells the day of the contact from others.
    """

    gap: frozenset[str]
    roles: frozenset[str]
    longest: int
    posts: frozenset[str]
    languages: frozenset[str]
    says: frozenset[str]
    signs: re.Pattern[str]
    remote: re.Pattern[str]
    in_person: re.Pattern[str]
    contact: re.Pattern[str]
    terms: Mapping[str, tuple[str, ...]]
    street: re.Pattern[str]
    day: ContactDay

    @classmethod
    def of(cls, lexicons: Lexicons) -> Words:
        """From the lists as loaded."""
        lists = lexicons.words
        roles = frozenset(term.lower().replace("=", "").split("/")[0] for role in lexicons.roles for term in role.terms)
        return cls(
            gap=frozenset(lists.get("checklist-gap", ())),
            roles=roles,
            longest=max((role.count(" ") + 1 for role in roles), default=1),
            posts=frozenset(lists.get("checklist-posts", ())),
            languages=frozenset(lists.get("checklist-languages", ())),
            says=frozenset(lists.get("checklist-says", ())),
            signs=any_word(lists.get("checklist-signs", ())),
            remote=any_word(lists.get("checklist-remote", ())),
            in_person=any_word(lists.get("checklist-in-person", ())),
            contact=any_word(lists.get("checklist-contact", ())),
            terms={name: lists.get(f"checklist-{name}", ()) for name in _TERMS},
            street=any_word(lists.get("checklist-streets", ())),
            day=ContactDay.of(lists),
        )
