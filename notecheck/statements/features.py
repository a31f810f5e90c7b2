"""What a sentence shows of its kind: where it stands, who speaks, what the verbs say, which phrases it holds.

`read` gives for each sentence the names of its features, each there or not there. The model in `models/statements`
weighs them, so a name must mean in use what it meant in training: only our own lexicons are read, never an
authority's. Everything is computed from lists that are read from the Doc at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people.who import Speech, who_of
from notecheck.statements.feature_lists import Lists
from notecheck.statements.feature_verbs import CHILD, Verbs
from notecheck.text import emails, layout
from notecheck.text.clauses import COMPLEMENTS, clauses_of
from notecheck.text.columns import columns

BLOCKS: Final = ("hand", "words", "typed")

SHORT: Final = 5
"""Sentences of a text below which it has no first and last: a line tried out is not the title of a note."""
LINES_ON: Final = 3
"""Lines behind a sentence among which the next one with words is looked for."""
_JUDGING: Final = ("phrase=verdict-phrases", "wording=judgemental", "phrase=verdict-turns")
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_BARE: Final = frozenset(("VB", "VBP", "NN", "NNP"))
_VERBS: Final = frozenset(("VERB", "AUX"))
_REASONS: Final = frozenset(("because", "as", "since", "cos", "coz", "so"))
_WHEN: Final = frozenset(("by", "before", "until", "from", "on", "at", "since", "after"))
_LABEL_ENDS: Final = frozenset((":", "-", "–", "—"))
_LENGTHS: Final = [(most, f"words<={most}") for most in (1, 3, 5, 8, 14, 24)]
_LABEL_WORDS: Final = 6
_HEADING_WORDS: Final = 9
_TENSE: Final = {"VBD": "+d", "VBN": "+d", "VBG": "+g", "VBZ": "+s", "VBP": "+s"}


@dataclass(frozen=True, slots=True)
class Row:
    """The features of one sentence, in three blocks.

    Attributes:
        hand: what was thought out by hand.
        words: its words, in lower case.
        typed: its lemmas with a class in the place of people, dates and numbers, and pairs of them.
    """

    hand: list[str]
    words: list[str]
    typed: list[str]


def read(doc: Doc, lists: Lists) -> list[Row]:
    """The features of each sentence of a Doc that has who is who, in order."""
    phrases = phrases_of(doc, lists)
    return read_part(doc, lists, phrases, range(len(phrases)), Carry(), before=0)[0]


def phrases_of(doc: Doc, lists: Lists) -> list[tuple[str, ...]]:
    """For each sentence of a note, the phrases in it that nobody is quoted with."""
    c, quoted = columns(doc), who_of(doc).quoted
    found: dict[int, dict[str, None]] = {first: {} for first, _ in c.sentences}
    for match in lists.matcher(doc, lists.phrases):
        if not quoted[match.start]:
            found[c.first[match.start]][lists.names[match.entry]] = None
    return list(map(tuple, found.values()))


def read_part(
    doc: Doc, lists: Lists, phrases: Sequence[tuple[str, ...]], numbers: range, carry: Carry, *, before: int
) -> tuple[list[Row], list[Carry]]:
    """The features of some sentences of a note, and what each hands on.

    Args:
        doc: the note, or some lines of it with what stands around those sentences.
        lists: the word lists.
        phrases: of each sentence of the note.
        numbers: which of the note's sentences; one follows the other.
        carry: what the sentence before them hands on.
        before: sentences of the note that stand before the Doc.
    """
    reader = _Reader(doc, lists, phrases, numbers, before)
    reader.carry = carry
    rows, handed = [], []
    for number in numbers:
        reader.carry = replace(reader.carry)
        rows.append(reader.read(number - before))
        handed.append(reader.carry)
    return rows, handed


def place(number: int, total: int) -> tuple[int, ...]:
    """How far a sentence stands from the start and the end of the note, and in which third; empty in a short text."""
    return (min(number, 3), min(total - number, 4), 3 * number // total) if total >= SHORT else ()


@dataclass(slots=True)
class _Sentence:
    """One sentence as it is being read.

    Attributes:
        number: which of the Doc's.
        said: its tokens without space.
        own: those of them outside quotations.
        verbs: those of these that are verbs.
        text: as written, without the space around it.
        line: the line that it begins in.
        opens: it is the first of its line.
        alone: it has its line or lines for itself.
        label: tokens of a label at its start, `Mum:`.
        speech: the turn or the email that it stands in.
        found: its features.
    """

    number: int
    said: list[int]
    own: list[int]
    verbs: list[int]
    text: str
    line: layout.Line
    opens: bool
    alone: bool
    label: list[int]
    speech: Speech | None
    found: list[str]


@dataclass
class Carry:
    """What one sentence hands on to the next."""

    subject: str = ""
    section: tuple[str, ...] = ()
    speaker: str = ""
    quoted_by: str = ""
    talks: frozenset[str] = frozenset()
    line: str = ""
    after_heading: bool = False


class _Reader:
    """Reads some sentences of a note, in order; see `read_part`."""

    def __init__(self, doc: Doc, lists: Lists, phrases: Sequence[tuple[str, ...]], numbers: range, before: int) -> None:
        self.lists = lists
        self.phrases, self.before = phrases, before
        self.text = text_of(doc)
        self.c = columns(doc)
        read = self.c.sentences[numbers.start - before : numbers.stop - before]
        self.tokens = range(read[0][0], read[-1][1]) if read else range(0)
        who = who_of(doc)
        self.kind, self.quoted = who.kind, who.quoted
        self.quotes = [speech for speech in who.speech if speech.form == "quotation"]
        self.quote_starts = [quote.start for quote in self.quotes]
        self.quote_ends = [quote.end for quote in self.quotes]
        self.turns: dict[int, Speech] = {}  # token → the turn or the email that it stands in, the outer one of two
        for speech in reversed(who.speech):
            if speech.form != "quotation":
                self.turns.update(dict.fromkeys(range(speech.start, speech.end), speech))
        self.spoken = any(self.quoted)
        self.verbs = [i for i in self.tokens if self.c.pos[i] in _VERBS]
        self.measures = self._measures()
        self.types = self._types()
        self.clauses = clauses_of(doc)
        self.deeds = Verbs(self.c, self.clauses, self.kind, self.quoted, lists)
        self.lines = layout.of(doc)
        self.mails = emails.of(doc)
        self.mail_starts = [block.start for block in self.mails]
        self.doc_type = note_of(doc).doc_type
        self.carry = Carry()
        self._line = 0

    def _measures(self) -> dict[int, str]:
        """Tokens that are numbers or dates → of which sort."""
        c, month, day = self.c, self.lists.month, self.lists.day
        found: dict[int, str] = {}
        for i in self.tokens:
            word = c.lower[i]
            if word[0].isdigit():
                found[i] = _number(word)
            elif word in month and c.text[i][0].isupper():
                found[i] = "month"
            elif word in day and c.pos[i] in ("NOUN", "PROPN"):
                found[i] = "day"
        return found

    def _types(self) -> list[str]:
        """For each token the class of who or what it stands for, else its lemma, verbs with their tense."""
        types = self.c.lemma.copy()
        for i in self.verbs:
            types[i] += _TENSE.get(self.c.tag[i], "")
        for i, what in self.measures.items():
            types[i] = what.upper()
        for i in self.tokens:
            if self.kind[i]:
                types[i] = self.kind[i].upper()
        for quote in self.quotes:
            types[quote.start : quote.end] = ["QUOTE"] * (quote.end - quote.start)
        return types

    def read(self, number: int) -> Row:
        """The features of one sentence; the ones before it have been read."""
        s = self._sentence(number)
        if not s.said:
            return Row(["blank"], [], [])
        self._place(s)
        self._shape(s)
        self._label(s)
        self._mail(s)
        self._quotation(s)
        self._people(s)
        root, whose = self.deeds.root(s.said, s.found)
        talks = self._deeds(s, root)
        self._talks(s, talks)
        self._phrases(s, whose)
        self._verdicts(s, whose)
        self._numbers(s)
        self._section(s)
        self._hand_on(s, whose, talks)
        return Row(s.found, [self.c.lower[i] for i in s.said], self._typed(s))

    def _sentence(self, number: int) -> _Sentence:
        c = self.c
        first, last = c.sentences[number]
        said = list(range(first, last))
        if "SPACE" in c.pos[first:last]:
            said = [i for i in said if c.pos[i] != "SPACE"]
        if not said:
            return _Sentence(number, [], [], [], "", self.lines[0], False, False, [], None, [])
        own = [i for i in said if not self.quoted[i]] if self.spoken else said
        start, end = c.start[said[0]], c.start[said[-1]] + len(c.text[said[-1]])
        while self._line + 1 < len(self.lines) and self.lines[self._line + 1].start <= start:
            self._line += 1
        line = self.lines[self._line]
        opens = start <= line.body
        after = c.text[last - 1] if c.pos[last - 1] == "SPACE" else ""
        alone = opens and (last == len(c) or "\n" in after or "\r" in after)
        verbs = self.verbs[bisect_left(self.verbs, first) : bisect_left(self.verbs, last)]
        if self.spoken:
            verbs = [i for i in verbs if not self.quoted[i]]
        label = self._label_of(said) if opens else []
        return _Sentence(
            number, said, own, verbs, self.text[start:end], line, opens, alone, label, self.turns.get(said[-1]), []
        )

    def _label_of(self, said: list[int]) -> list[int]:
        """The words before the colon or dash near the start: 'Present', 'Mum', '16.04 You'."""
        text = self.c.text
        for n, i in enumerate(said[: _LABEL_WORDS + 3]):
            if text[i] in _LABEL_ENDS:
                label = [j for j in said[:n] if text[j][0].isalpha()]
                return label if len(label) <= _LABEL_WORDS else []
        return []

    def _place(self, s: _Sentence) -> None:
        """Where in the note and in its lines the sentence stands."""
        add = s.found.append
        kind = s.line.kind if s.opens else "inside"
        add(f"doc={self.doc_type}")
        add(f"line={kind}")
        if self.carry.line:
            add(f"line-before={self.carry.line}")
        self.carry.line = kind
        add(f"line-after={self._line_after(s)}")
        if s.alone:
            add("alone")
            add(f"alone={kind}")
        if where := place(self.before + s.number, len(self.phrases)):
            s.found += [f"place={where[0]}", f"place=-{where[1]}", f"third={where[2]}"]

    def _line_after(self, s: _Sentence) -> str:
        """The kind of the next line with words, for what has its line for itself."""
        if not s.alone:
            return "same"
        end = self.c.start[s.said[-1]]
        after = (
            line
            for line in self.lines[self._line + 1 : self._line + 1 + LINES_ON]
            if line.start > end and line.kind != "blank"
        )
        return next((line.kind for line in after), "none")

    def _shape(self, s: _Sentence) -> None:
        c, add, text = self.c, s.found.append, s.text
        words = text.split()
        s.found += [name for most, name in _LENGTHS if len(words) <= most]
        if _FINITE.isdisjoint([c.tag[i] for i in s.verbs]):
            add("no-finite")
            if s.verbs:
                add(f"no-finite={c.tag[s.verbs[0]]}")
        if not s.verbs:
            add("no-verb")
        add(f"end={text[-1]}" if text[-1] in ".:?!,;" else "end=none")
        if text[-1] == "?":
            add("asks")
        if text.isupper():
            add("upper")
        if len(words) > 1 and len([1 for word in words if word[0].isupper()]) > 0.7 * len(words):
            add("title")
        if text[0].islower():
            add("small")
        if text[0].isdigit():
            add("digit")
        first = next((i for i in s.own if c.text[i][0].isalpha() and i not in s.label), -1)
        if first >= 0 and c.lemma[first] in self.lists.orders and c.lower[first] == c.lemma[first]:
            add("order")
            if c.tag[first] in _BARE:
                add("order-bare")

    def _label(self, s: _Sentence) -> None:
        """'Present: …', 'Mum: …', '16.04 You - …': a field of a form, or who speaks in a log."""
        add, carry = s.found.append, self.carry
        if s.speech is not None:
            speaks = "child" if s.speech.kind in CHILD else s.speech.kind or "none"
            add(f"speech={s.speech.form}")
            add(f"speech={s.speech.form}+{speaks}")
        if s.label:
            told = self._field(s)
            kinds = sorted({self.kind[i] for i in s.label})
            if any(kinds):
                add(f"label={'+'.join(kinds)}")
            if all(kinds):
                carry.speaker = kinds[0]
                add(f"speaker={kinds[0]}")
                if told:
                    add(f"speaker={kinds[0]}+{told}")
                if self.quoted[s.said[-1]]:
                    add(f"speaker-quoted={kinds[0]}")
        elif s.alone and carry.after_heading:
            carry.speaker = ""
        elif carry.speaker:
            add(f"speaker-before={carry.speaker}")

    def _field(self, s: _Sentence) -> str:
        """Which sort of field a label makes of the line; gives what stands behind it, '' for nothing."""
        add = s.found.append
        names = [self.c.lower[i] for i in s.label]
        for name in names:
            add(f"field={name}")
        for family, listed in self.lists.fields.items():
            share = sum(name in listed for name in names)
            if share:
                add(f"field-of={family}")
            if share == len(names):
                add(f"field-only={family}")
                add(f"field-only={family}+{self.doc_type}")
        rest = s.said[s.said.index(s.label[-1]) + 2 :]
        if not rest:
            add("field-bare")
            return ""
        told = self._tells(rest)
        add("field")
        add(f"field-{told}")
        add(f"field-rest<={min(4, len(rest) // 5)}")
        return told

    def _tells(self, rest: list[int]) -> str:
        """Whether what stands behind a label is a statement, a few words, or names and numbers only."""
        c = self.c
        words = [i for i in rest if c.text[i][0].isalpha() and c.lower[i] not in self.lists.gaps]
        if not words:
            return "numbers" if any(c.text[i][0].isdigit() for i in rest) else "gap"
        if any(c.tag[i] in _FINITE or c.tag[i] == "VBN" for i in words):
            return "clause"
        if all(c.text[i][0].isupper() or self.kind[i] for i in words):
            return "names"
        return "words"

    def _mail(self, s: _Sentence) -> None:
        if not self.mails:
            return
        start = self.c.start[s.said[0]]
        n = bisect_right(self.mail_starts, start) - 1
        if n >= 0 and start < self.mails[n].end:
            s.found.append(f"mail={self.mails[n].kind}")
        elif start >= self.mails[-1].end:
            s.found.append("after-mail")

    def _quotation(self, s: _Sentence) -> None:
        add, first = s.found.append, s.said[0]
        if self.quoted[first]:
            add("quote-opens")
            if first and self.quoted[first - 1]:
                add(f"quote-goes-on={self.carry.quoted_by}")
        inside = len(s.said) - len(s.own)
        if inside:
            add("quote")
            add(f"quote-share={int(3.99 * inside / len(s.said))}")
            if any(self.c.lower[i] in ("i", "me", "my") for i in s.said if self.quoted[i]):
                add("quote-first-person")
            held = slice(bisect_right(self.quote_ends, first), bisect_right(self.quote_starts, s.said[-1]))
            for speaker in dict.fromkeys(quote.kind for quote in self.quotes[held]):
                add(f"quote-by={speaker or 'none'}")

    def _people(self, s: _Sentence) -> None:
        c, add = self.c, s.found.append
        kinds = dict.fromkeys([self.kind[i] for i in s.own])
        kinds.pop("", None)
        for kind in kinds:
            add(f"has={kind}")
        add(f"first={next(iter(kinds), 'none')}")
        words = list(islice((i for i in s.own if c.text[i][0].isalpha()), 2))
        if words:
            add(f"word1={self.kind[words[0]] or c.lower[words[0]]}")
            add(f"tag1={c.tag[words[0]]}")
        if len(words) > 1:
            add(f"word2={self.kind[words[1]] or c.lemma[words[1]]}")

    def _deeds(self, s: _Sentence, root: int) -> frozenset[str]:
        """What the verbs show; gives who says something."""
        first = s.own[0] if s.own else -1
        talks, sayer = self.deeds.read(
            s.verbs, root, first=first, last=s.said[-1], before=self.carry.subject, found=s.found
        )
        self.carry.quoted_by = sayer or self.carry.quoted_by
        return talks

    def _talks(self, s: _Sentence, talks: frozenset[str]) -> None:
        """Who says something here, and in the sentence before; the child wins, by the guide's order."""
        c, add = self.c, s.found.append
        for who in sorted(talks):
            add(f"talk={who}")
        if "kid" in talks:
            if "opine=writer" in s.found:
                add("kid-and-I-think")
            if "kid-says-below" in s.found and any(c.lower[i] in _REASONS for i in s.own):
                add("kid-because")
                if "kid-tells-below" in s.found:
                    add("kid-told-because")
            if "other" in talks:
                add("kid-in-other")
            if len(s.own) < len(s.said):
                add("kid-quoted")
        elif "other" in talks:
            add("other-only")
            if any(c.lower[i] in _REASONS for i in s.own):
                add("other-because")
        elif "me" in talks:
            add("me-only")
        first = self.kind[s.own[0]] if s.own else ""
        for who in sorted(self.carry.talks):
            add(f"talk-before={who}")
            if not talks:
                add(f"talk-before={who}+none")
            add(f"talk-before={who}+{first}")

    def _phrases(self, s: _Sentence, whose: str) -> None:
        names = self.phrases[self.before + s.number]
        s.found.extend(names)
        if "phrase=tool" in names and "kid-does" in s.found:
            s.found.append("kid-with-tool")
        for name in _JUDGING:
            if name in names:
                s.found.append(f"{name}+{whose or 'none'}")

    def _verdicts(self, s: _Sentence, whose: str) -> None:
        c, add, lists = self.c, s.found.append, self.lists
        judged = any(name in s.found for name in _JUDGING[:2])
        marked = [i for i in s.own if c.lower[i] in lists.marked]
        for name, listed in lists.verdicts.items() if marked else ():
            words = [i for i in marked if c.lower[i] in listed]
            if not words:
                continue
            judged = judged or name == "words"
            add(f"verdict-{name}={min(3, len(words))}")
            if any(c.dep[i] == "ROOT" or c.dep[i] in COMPLEMENTS or c.dep[c.head[i]] in COMPLEMENTS for i in words):
                add(f"verdict-{name}-said")
                add(f"verdict-{name}-said={whose or 'none'}")
        if judged and "talk=other" not in s.found and len(s.own) == len(s.said):
            add("verdict-unquoted")
        weighs = dict.fromkeys([c.lower[i] for i in marked if c.lower[i] in lists.weigh])
        for word in weighs:
            add(f"weighs={word}")
        if weighs:
            add(f"weighs={min(3, len(weighs))}")

    def _numbers(self, s: _Sentence) -> None:
        shown: dict[str, None] = {}
        for n, i in enumerate(s.own):
            if i in self.measures:
                shown[f"holds={self.measures[i]}"] = None
                before = self.c.lower[s.own[n - 1]] if n else ""
                if before in _WHEN:
                    shown[f"holds={before}-when"] = None
        s.found += shown

    def _section(self, s: _Sentence) -> None:
        """The heading above."""
        c, add, carry = self.c, s.found.append, self.carry
        for name, words in self.lists.heads.items() if carry.section else ():
            if not words.isdisjoint(carry.section):
                add(f"under-{name}")
        if not carry.section:
            add("under-none")
        if carry.after_heading:
            add("after-heading")
        carry.after_heading = s.opens and s.line.kind == "heading"
        if carry.after_heading:
            carry.section = tuple(c.lower[i] for i in s.said if c.text[i][0].isalpha())[:_HEADING_WORDS]

    def _hand_on(self, s: _Sentence, whose: str, talks: frozenset[str]) -> None:
        self.carry.talks = talks
        if whose and whose not in ("it", "thing"):
            self.carry.subject = whose
        else:
            first = next((self.kind[i] for i in s.own if self.kind[i]), "")
            self.carry.subject = first or self.carry.subject

    def _typed(self, s: _Sentence) -> list[str]:
        words = ["^"]
        for i in s.said:
            word = self.types[i]
            if not (word == words[-1] and word.isupper()):
                words.append(word)
        words.append("$")
        return [*words, *map(" ".join, pairwise(words))]


def _number(word: str) -> str:
    """'4.15pm' is a time, '3/4/26' a date, '12' a number."""
    if word.endswith(("am", "pm", "hrs")) or ":" in word:
        return "time"
    if "/" in word or word.count(".") == 2:
        return "date"
    return "time" if "." in word else "number"
