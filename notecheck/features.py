"""What a sentence shows of its kind: where it stands, who speaks, what the verbs say, which phrases it holds.

`read` gives for each sentence the names of its features, each there or not there. The model in `models/statements`
weighs them, so a name must mean in use what it meant in training. Everything is computed from lists that are read
from the Doc at once; only a sentence that shows a cheap sign is looked at closely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails, layout
from notecheck.columns import Columns, columns
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.terms import TermMatcher
from notecheck.who import Who, who_of

_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_JOINED: Final = frozenset(("conj", "xcomp", "dep"))
_COMPLEMENTS: Final = frozenset(("acomp", "attr", "oprd"))
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_VERBS: Final = frozenset(("VERB", "AUX"))
_PLANNED: Final = frozenset(("will", "shall", "can", "should", "must", "'ll", "’ll"))
_KID: Final = frozenset(("child", "you", "prev-child", "prev-you"))
_OTHERS: Final = frozenset(
    f"{before}{kind}"
    for before in ("", "prev-")
    for kind in ("family", "professional", "other", "sibling", "agency", "addressee", "record")
)
_EMPTY: Final = frozenset(("it", "there", "this", "that"))
_QUOTES: Final = frozenset("\"'“”‘’«»„")
_LABEL_WORDS: Final = 6
_HEADING_WORDS: Final = 9


@dataclass(frozen=True)
class Entry:
    """A list of phrases as a matcher takes it."""

    id: str
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Lists:
    """The word lists that features are read with.

    Args:
        nlp: its tokenizer cuts the phrases.
        words: the lists of the lexicons by name.
    """

    def __init__(self, nlp: Language, words: Mapping[str, Sequence[str]]) -> None:
        def named(name: str) -> frozenset[str]:
            return frozenset(words.get(name, ()))

        self.say, self.say_sure, self.say_bare = (
            named("statement-say"),
            named("statement-say-sure"),
            named("statement-say-bare"),
        )
        self.wish, self.show, self.opine = named("statement-wish"), named("statement-show"), named("statement-opine")
        self.weigh = named("statement-weigh")
        self.month, self.day = named("statement-month"), named("statement-day")
        self.heads = {name: named(f"statement-head-{name}") for name in ("plan", "views", "analysis")}
        self.verdict = named("verdict-words")
        phrases = [
            Entry(name.removeprefix("phrase-"), tuple(terms))
            for name, terms in words.items()
            if name.startswith("phrase-")
        ]
        phrases.append(Entry("verdict", tuple(words.get("verdict-phrases", ()))))
        self.matcher = TermMatcher(nlp, phrases)


@dataclass
class _Clauses:
    """What hangs on each verb, by its index."""

    subject: dict[int, int] = field(default_factory=dict)
    modal: dict[int, str] = field(default_factory=dict)
    infinitive: set[int] = field(default_factory=set)
    negated: set[int] = field(default_factory=set)
    passive: set[int] = field(default_factory=set)
    content: set[int] = field(default_factory=set)
    aux: dict[int, list[int]] = field(default_factory=dict)
    complements: dict[int, list[int]] = field(default_factory=dict)
    adverbs: dict[int, list[int]] = field(default_factory=dict)
    objects: dict[int, list[int]] = field(default_factory=dict)


def _clauses(c: Columns) -> _Clauses:
    found = _Clauses()
    for i, (dep, head) in enumerate(zip(c.dep, c.head, strict=True)):
        if dep in _SUBJECTS:
            found.subject.setdefault(head, i)
            if dep == "nsubjpass":
                found.passive.add(head)
        elif dep == "aux" or dep == "auxpass":
            found.aux.setdefault(head, []).append(i)
            if c.tag[i] == "MD":
                found.modal[head] = c.lower[i]
            elif c.lower[i] == "to":
                found.infinitive.add(head)
        elif dep == "neg":
            found.negated.add(head)
        elif dep in _COMPLEMENTS:
            found.complements.setdefault(head, []).append(i)
        elif dep == "advmod":
            found.adverbs.setdefault(head, []).append(i)
        elif dep == "dobj" or dep == "dative" or dep == "pobj":
            found.objects.setdefault(head, []).append(i)
        elif dep == "ccomp":
            found.content.add(head)
    return found


@dataclass
class _Carry:
    """What one sentence hands on to the next."""

    subject: str = ""
    section: tuple[str, ...] = ()
    since: int = 0
    speaker: str = ""
    streak: int = 0
    quoted_by: str = ""
    after_heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The features of one sentence, in three blocks.

    Attributes:
        hand: what was thought out by hand.
        words: its words and pairs of words, in lower case.
        typed: its lemmas with a class in the place of people, dates and numbers, and runs of up to three of them.
    """

    hand: list[str]
    words: list[str]
    typed: list[str]


BLOCKS: Final = ("hand", "words", "typed")


def read(doc: Doc, lists: Lists) -> list[Row]:
    """The features of each sentence of a Doc that has who is who, in order."""
    reader = _Reader(doc, lists)
    return [reader.read(number) for number in range(len(reader.c.sentences))]


@dataclass(slots=True)
class _Sentence:
    """One sentence as it is being read.

    Attributes:
        number: which of the note's.
        said: its tokens without space.
        own: those of them outside quotations.
        verbs: those of these that are verbs.
        text: as written, without the space around it.
        line: the line that it begins in.
        alone: it has its line or lines for itself.
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
    found: list[str]


class _Reader:
    """Reads the sentences of one Doc, in order."""

    def __init__(self, doc: Doc, lists: Lists) -> None:
        self.lists = lists
        self.text = text_of(doc)
        self.c: Columns = columns(doc)
        who: Who = who_of(doc)
        self.kind, self.quoted = who.kind, who.quoted
        self.clauses = _clauses(self.c)
        self.lines = layout.of(doc)
        self.mails = emails.of(doc)
        self.doc_type = note_of(doc).doc_type
        self.carry = _Carry()
        self.phrases: dict[int, list[tuple[str, int]]] = {}
        for match in lists.matcher.all(doc):
            if not self.quoted[match.start]:
                name = lists.matcher.entries[match.entry].id
                self.phrases.setdefault(self.c.first[match.start], []).append((name, match.start))
        self._line = 0

    def read(self, number: int) -> Row:
        s = self._sentence(number)
        if not s.said:
            return Row(["blank"], [], [])
        self._shape(s)
        self._label(s)
        self._mail(s)
        self._quotation(s)
        root, whose = self._root(s)
        self._people(s)
        self._verbs(s, root)
        self._phrases(s, whose)
        self._verdicts(s, whose)
        self._numbers(s)
        self._section(s)
        first = next((self.kind[i] for i in s.own if self.kind[i]), "")
        if whose and whose not in ("it", "thing"):
            self.carry.subject = whose
        elif first:
            self.carry.subject = first
        return Row(s.found, self._words(s), self._typed(s))

    def _sentence(self, number: int) -> _Sentence:
        c = self.c
        first, last = c.sentences[number]
        said = [i for i in range(first, last) if c.pos[i] != "SPACE"]
        if not said:
            return _Sentence(number, said, said, said, "", self.lines[0], opens=False, alone=False, found=[])
        own = [i for i in said if not self.quoted[i]]
        start, end = c.start[said[0]], c.start[said[-1]] + len(c.text[said[-1]])
        while self._line + 1 < len(self.lines) and self.lines[self._line + 1].start <= start:
            self._line += 1
        line = self.lines[self._line]
        opens = start <= line.body
        rest = self.text[end : self.text.find("\n", end) if "\n" in self.text[end:] else len(self.text)]
        return _Sentence(
            number,
            said,
            own,
            [i for i in own if c.pos[i] in _VERBS],
            self.text[start:end],
            line,
            opens=opens,
            alone=opens and not rest.strip(),
            found=[],
        )

    def _shape(self, s: _Sentence) -> None:
        c, add = self.c, s.found.append
        total = len(c.sentences)
        words = s.text.split()
        finite = any(c.tag[i] in _FINITE for i in s.verbs)
        add(f"doc={self.doc_type}")
        add(f"line={s.line.kind}" if s.opens else "line=inside")
        if s.alone:
            add("alone")
            add(f"alone={s.line.kind}")
        for most in (1, 3, 5, 8, 14, 24):
            if len(words) <= most:
                add(f"words<={most}")
        if not finite:
            add("no-finite")
        if not s.verbs:
            add("no-verb")
        end = s.text[-1]
        add(f"end={end}" if end in ".:?!,;" else "end=none")
        if s.text.isupper():
            add("upper")
        capitals = sum(word[0].isupper() for word in words)
        if len(words) > 1 and capitals > 0.7 * len(words):
            add("title")
        if s.text[0].islower():
            add("small")
        if s.text[0].isdigit():
            add("digit")
        place = s.number
        add(f"place={min(place, 3)}")
        add(f"place=-{min(total - place, 4)}")
        add(f"third={3 * place // total}")

    def _label(self, s: _Sentence) -> None:
        """'Present: …', 'Mum: …', '16.04 You - …': a field of a form, or who speaks in a log."""
        c, add, carry = self.c, s.found.append, self.carry
        kind = ""
        at = (
            next((n for n, i in enumerate(s.said[: _LABEL_WORDS + 3]) if c.text[i] in _LABEL_ENDS), 0) if s.opens else 0
        )
        if at:
            label = s.said[:at]
            names = [c.lower[i] for i in label if c.text[i][0].isalpha()]
            if 0 < len(names) <= _LABEL_WORDS:
                bare = at + 1 == len(s.said)
                add("field-bare" if bare else "field")
                for name in names:
                    add(f"field={name}")
                if not bare:
                    add(f"field-rest<={min(4, (len(s.said) - at) // 5)}")
                kinds = [self.kind[i] for i in label if self.kind[i]]
                kind = kinds[0] if kinds and len(names) <= 4 else ""
                add(f"speaker={kind or 'none'}")
                carry.streak = carry.streak + 1 if kind else 0
                if kind:
                    add(f"speaker-streak={min(carry.streak, 3)}")
                    if not bare and c.text[s.said[at + 1]] in _QUOTES:
                        add("speaker-quoted")
        elif s.alone:
            carry.streak = 0
        if kind:
            carry.speaker = "kid" if kind in _KID else "me" if kind == "writer" else "other"
            if kind in _KID:
                add("kid-speaker")
        elif s.alone and (carry.after_heading or s.text.isupper()):
            carry.speaker = ""
        if carry.speaker and not kind:
            add(f"speaker-before={carry.speaker}")

    def _mail(self, s: _Sentence) -> None:
        if not self.mails:
            return
        start = self.c.start[s.said[0]]
        for block in self.mails:
            if block.start <= start < block.end:
                s.found.append(f"mail={block.kind}")
                return
            if block.start > start:
                return
        if start >= self.mails[-1].end:
            s.found.append("after-mail")

    def _quotation(self, s: _Sentence) -> None:
        add = s.found.append
        first = s.said[0]
        if self.quoted[first]:
            add("quote-opens")
            if first and self.quoted[first - 1]:
                add(f"quote-goes-on={self.carry.quoted_by}")
        inside = len(s.said) - len(s.own)
        if inside:
            add("quote")
            share = inside / len(s.said)
            add(f"quote-share={int(share * 3.99)}")
            if any(self.kind[i] == "writer" for i in s.said if self.quoted[i]):
                add("quote-first-person")

    def _people(self, s: _Sentence) -> None:
        c, add = self.c, s.found.append
        kinds = [self.kind[i] for i in s.own if self.kind[i]]
        for kind in dict.fromkeys(kinds):
            add(f"has={kind}")
        add(f"first={kinds[0] if kinds else 'none'}")
        words = [i for i in s.own if c.text[i][0].isalpha()][:2]
        if words:
            add(f"word1={self.kind[words[0]] or c.lower[words[0]]}")
            add(f"tag1={c.tag[words[0]]}")
        if len(words) > 1:
            add(f"word2={self.kind[words[1]] or c.lemma[words[1]]}")

    def _root(self, s: _Sentence) -> tuple[int, str]:
        """The word that governs the sentence, and the class of its subject."""
        c, add = self.c, s.found.append
        first, last = s.said[0], s.said[-1]
        roots = [i for i in s.said if c.head[i] == i or not first <= c.head[i] <= last]
        root = next((i for i in roots if not self.quoted[i]), roots[0] if roots else first)
        whose = self._subject(root)
        lemma, tag = c.lemma[root], c.tag[root]
        add(f"root={lemma}")
        add(f"root-tag={tag}")
        add(f"subject={whose or 'none'}")
        add(f"subject={whose or 'none'}+{tag}")
        add(f"subject={whose or 'none'}+{lemma}")
        clauses = self.clauses
        for i in clauses.aux.get(root, ()):
            add(f"aux={c.lower[i]}")
            add(f"aux={c.lower[i]}+{tag}")
        for i in clauses.complements.get(root, ()):
            add("complement")
            add(f"complement={c.lemma[i]}")
            add(f"complement-pos={c.pos[i]}")
        for i in clauses.adverbs.get(root, ()):
            add(f"adverb={c.lower[i]}")
        if root in clauses.negated:
            add("negated")
        if root in clauses.passive:
            add("passive")
        if root in clauses.content:
            add("content")
        return root, whose

    def _subject(self, verb: int) -> str:
        """Class of the subject of a verb: its own, else that of the verb it is joined to; '' for none."""
        c = self.c
        for _ in range(4):
            i = self.clauses.subject.get(verb)
            if i is not None:
                if self.kind[i]:
                    return self.kind[i]
                if c.pos[i] in ("NOUN", "PROPN"):
                    near = next(
                        (
                            self.kind[j]
                            for j in range(max(0, i - 3), i + 4)
                            if j < len(c) and c.head[j] == i and self.kind[j]
                        ),
                        "",
                    )
                    if near:
                        return near
                return "it" if c.lower[i] in _EMPTY else "thing"
            if c.dep[verb] not in _JOINED or c.head[verb] == verb:
                return ""
            verb = c.head[verb]
        return ""

    def _verbs(self, s: _Sentence, root: int) -> None:
        """Who says, wishes, shows, thinks; what is still to be done."""
        c, lists, clauses, carry = self.c, self.lists, self.clauses, self.carry
        found: dict[str, None] = {}
        first = s.own[0] if s.own else -1
        talks: set[str] = set()
        for i in s.verbs:
            lemma, tag = c.lemma[i], c.tag[i]
            found[f"verb={tag}"] = None
            whose = self._subject(i)
            if tag == "MD":
                found[f"modal={c.lower[i]}"] = None
                found[f"modal={c.lower[i]}+{self._subject(c.head[i])}"] = None
            if not whose and (i == root or i == first) and tag in ("VBD", "VBZ", "VBP", "VBN"):
                whose = f"prev-{carry.subject}"
            whose = whose or "none"
            bound = i in clauses.infinitive
            tense = "will" if i in clauses.modal else "to" if bound else tag
            main = c.dep[i] in ("ROOT", "conj") or i == root
            if main:
                found[f"main={whose}+{tense}"] = None
            if bound and c.dep[i] in ("ROOT", "relcl", "acl", "xcomp", "advcl", "conj"):
                found[f"to={c.dep[i]}"] = None
                found[f"to={whose}"] = None
            if lemma == "be":
                if tag in ("VBZ", "VBP"):
                    found["is"] = None
                continue
            kid = whose in _KID
            real = clauses.modal.get(i) not in _PLANNED and i not in clauses.negated
            if lemma in lists.say:
                carry.quoted_by = whose
                found[f"say={whose}"] = None
                found[f"say={whose}+{tense}"] = None
                for j in clauses.objects.get(i, ()):
                    if self.kind[j]:
                        found[f"say={whose}>{self.kind[j]}"] = None
                if i in clauses.content:
                    found[f"say-that={whose}"] = None
                if main:
                    found[f"say-main={whose}"] = None
                if lemma in lists.say_sure:
                    found[f"say-sure={whose}"] = None
                if real and lemma not in lists.say_bare:
                    talks.add("kid" if kid else "me" if whose == "writer" else "other" if whose in _OTHERS else "none")
            elif real and kid and lemma in lists.show:
                found["kid-shows"] = None
            elif real and kid and lemma in lists.wish and tag != "VBG":
                found["kid-wishes"] = None
            if lemma in lists.wish:
                found[f"wish={whose}"] = None
                found[f"wish={whose}+{tense}"] = None
            if lemma in lists.show:
                found[f"show={whose}"] = None
            if lemma in lists.opine:
                found[f"opine={whose}"] = None
                found[f"opine={whose}+{lemma}"] = None
        for who in talks:
            found[f"talk={who}"] = None
        if "kid" in talks:
            if "opine=writer" in found:
                found["kid-and-I-think"] = None
            if "other" in talks:
                found["kid-in-other"] = None
            if len(s.own) < len(s.said):
                found["kid-quoted"] = None
        elif "other" in talks:
            found["other-only"] = None
        elif "me" in talks:
            found["me-only"] = None
        s.found.extend(found)

    def _phrases(self, s: _Sentence, whose: str) -> None:
        names = {name for name, _ in self.phrases.get(self.c.sentences[s.number][0], ())}
        s.found.extend(f"phrase={name}" for name in names)
        if "verdict" in names:
            s.found.append(f"verdict-phrase={whose or 'none'}")
        if s.text[-1] == "?":
            s.found.append("asks")

    def _verdicts(self, s: _Sentence, whose: str) -> None:
        c, add, lists = self.c, s.found.append, self.lists
        words = [i for i in s.own if c.lower[i] in lists.verdict]
        if words:
            add(f"verdict-words={min(3, len(words))}")
            if any(c.dep[i] in _COMPLEMENTS or c.dep[i] == "ROOT" or c.dep[c.head[i]] in _COMPLEMENTS for i in words):
                add("verdict-said")
                add(f"verdict-said={whose or 'none'}")
        if (words or "phrase=verdict" in s.found) and "talk=other" not in s.found and len(s.own) == len(s.said):
            add("verdict-unquoted")
        weighs = {c.lower[i] for i in s.own} & lists.weigh
        for word in weighs:
            add(f"weighs={word}")
        if weighs:
            add(f"weighs={min(3, len(weighs))}")
        add(f"adjectives={min(4, sum(c.pos[i] == 'ADJ' for i in s.own))}")
        add(f"adverbs={min(3, sum(c.pos[i] == 'ADV' for i in s.own))}")
        add(f"verbs={min(5, len(s.verbs))}")

    def _numbers(self, s: _Sentence) -> None:
        c, found, lists = self.c, s.found, self.lists
        shown: set[str] = set()
        before = ""
        for i in s.own:
            word = c.lower[i]
            what = ""
            if word[0].isdigit():
                what = _number(word)
            elif word in lists.month and c.text[i][0].isupper():
                what = "month"
            elif word in lists.day and c.pos[i] in ("NOUN", "PROPN"):
                what = "day"
            if what:
                shown.add(what)
                if before in ("by", "before", "until", "from", "on", "at", "since"):
                    shown.add(f"{before}-when")
            before = word
        found.extend(f"holds={what}" for what in shown)

    def _section(self, s: _Sentence) -> None:
        c, add, carry = self.c, s.found.append, self.carry
        carry.since += 1
        add(f"since={min(carry.since, 4)}")
        for word in carry.section:
            add(f"under={word}")
        for name, words in self.lists.heads.items():
            if not words.isdisjoint(carry.section):
                add(f"under-{name}")
        if not carry.section:
            add("under-none")
        heading = s.opens and s.line.kind == "heading"
        if carry.after_heading:
            add("after-heading")
        carry.after_heading = heading
        if heading:
            carry.section = tuple(c.lower[i] for i in s.said if c.text[i][0].isalpha())[:_HEADING_WORDS]
            carry.since = 0

    def _words(self, s: _Sentence) -> list[str]:
        words = [self.c.lower[i] for i in s.said]
        return [*words, *map(" ".join, zip(words, words[1:], strict=False))]

    def _typed(self, s: _Sentence) -> list[str]:
        words = ["^"]
        for i in s.said:
            if self.quoted[i]:
                word = "QUOTE"
            else:
                word = self._class(i)
            if not (word == words[-1] and word.isupper()):
                words.append(word)
        words.append("$")
        twos = map(" ".join, zip(words, words[1:], strict=False))
        threes = map(" ".join, zip(words, words[1:], words[2:], strict=False))
        return [*words, *twos, *threes]

    def _class(self, i: int) -> str:
        c = self.c
        if self.kind[i]:
            return self.kind[i].upper()
        word = c.lower[i]
        if word[0].isdigit():
            return _number(word).upper()
        if word in self.lists.month and c.text[i][0].isupper():
            return "MONTH"
        if word in self.lists.day and c.pos[i] in ("NOUN", "PROPN"):
            return "DAY"
        return c.lemma[i] + _TENSE.get(c.tag[i], "") if c.pos[i] in _VERBS else c.lemma[i]


_LABEL_ENDS: Final = frozenset((":", "-", "–", "—"))
_TENSE: Final = {"VBD": "+d", "VBN": "+d", "VBG": "+g", "VBZ": "+s", "VBP": "+s"}


def _number(word: str) -> str:
    """'4.15pm' is a time, '3/4/26' a date, '12' a number."""
    if word.endswith(("am", "pm", "hrs")) or ":" in word:
        return "time"
    if "/" in word or word.count(".") == 2:
        return "date"
    if "." in word:
        return "time"
    return "number"
