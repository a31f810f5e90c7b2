"""Parts of sentences that may be verdicts, and what each shows of it: who is spoken of, with what words, whose view it is.

A sentence is cut into parts, each about one thing said: 'Mum came late, | which is typical, | because the bus broke
down'. `read` gives for each part of every sentence that may be an opinion the names of its features. The model in
`models/opinions` weighs them, so a name must mean in use what it meant in training.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from notecheck import layout
from notecheck.clauses import SUBJECTS, Clauses, clauses_of
from notecheck.columns import Columns, columns
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.statements import KINDS, Statement, statements_of
from notecheck.who import Who, who_of

OPINION: Final = KINDS.index("opinion")
LEAST: Final = 0.06
"""Sentences less likely an opinion than this are not looked at."""
LONGEST: Final = 60
"""Tokens of a sentence that are looked at: text without full stops takes no longer."""

_CLASSES: Final = frozenset(
    (
        "praise", "blame", "feeling", "weight", "type", "quality", "mind", "fare", "conduct", "sure", "manner", "absolute",
        "thing", "act",
    )
)  # fmt: skip
_ENDS: Final = frozenset((",", ";", ":", "–", "—", "-", "--", "(", ")", "…", "...", "/", "|", "→", ">", "•", "*", ".", "!", "?"))
_TURNS: Final = frozenset(
    ("because", "since", "as", "although", "though", "while", "whilst", "whereas", "unless", "cos", "becuase", "cause", "given")
)
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_VERBS: Final = frozenset(("VERB", "AUX"))
_PREDICATES: Final = frozenset(("acomp", "attr", "oprd", "ROOT"))
_REASONS: Final = frozenset(("because", "since", "as", "given", "cos", "becuase", "cause", "for"))
_OWNS: Final = frozenset(("writer",))
_TELLS: Final = frozenset(("family", "professional", "other", "sibling", "agency", "addressee", "record", "child", "you"))
_POSSESSIVE: Final = frozenset(("his", "her", "their", "your", "my", "our", "'s", "’s", "its"))


@dataclass(frozen=True)
class Lists:
    """The word lists that features are read with.

    Attributes:
        classes: word → the classes that it is in.
        idioms: sayings, word by word.
        longest: words of the longest saying.
        opine: verbs of thinking.
        say: verbs of saying.
        own: what the writer does in holding a view ('I take it', 'I would call').
        view: nouns for a view.
        seem: verbs of appearing.
        ground: words that bring in what a view rests on.
        tags: words that own a view by themselves ('imo').
    """

    classes: Mapping[str, tuple[str, ...]]
    idioms: frozenset[tuple[str, ...]]
    first: frozenset[str]
    longest: int
    opine: frozenset[str]
    say: frozenset[str]
    own: frozenset[str]
    view: frozenset[str]
    seem: frozenset[str]
    ground: frozenset[str]
    tags: frozenset[str]


def lists_of(words: Mapping[str, Sequence[str]]) -> Lists:
    """Sort the lists of the lexicons by word."""
    classes: dict[str, list[str]] = {}
    for name, members in words.items():
        if name.removeprefix("opinion-") in _CLASSES:
            for member in dict.fromkeys(members):
                classes.setdefault(member, []).append(name.removeprefix("opinion-"))
    for member in words.get("verdict-words", ()):
        classes.setdefault(member, []).append("verdict")
    idioms = frozenset(tuple(saying.split()) for saying in words.get("opinion-idioms", ()))
    return Lists(
        {word: tuple(found) for word, found in classes.items()},
        idioms,
        frozenset(saying[0] for saying in idioms),
        max(map(len, idioms), default=0),
        *(
            frozenset(words.get(name, ()))
            for name in (
                "statement-opine", "statement-say", "opinion-own", "opinion-view", "opinion-seem", "opinion-ground", "opinion-tags"
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sentence and what it shows.

    Attributes:
        start: index of its first token.
        end: one past its last token.
        sentence: number of the sentence.
        features: names of what its own words show.
        context: names of what the sentence and those around it show.
    """

    start: int
    end: int
    sentence: int
    features: tuple[str, ...]
    context: tuple[str, ...]


def read(doc: Doc, lists: Lists, least: float = LEAST) -> Iterator[Part]:
    """The parts of every sentence that may be an opinion, in order."""
    statements = statements_of(doc)
    reader: _Reader | None = None
    for number, statement in enumerate(statements):
        if statement.probabilities[OPINION] >= least:
            reader = reader or _Reader(doc, lists, statements)
            yield from reader.sentence(number)


class _Reader:
    def __init__(self, doc: Doc, lists: Lists, statements: Sequence[Statement]) -> None:
        self.doc, self.lists, self.statements = doc, lists, statements
        self.c: Columns = columns(doc)
        self.who: Who = who_of(doc)
        self.clauses: Clauses = clauses_of(doc)
        self.text = text_of(doc)
        self.doc_type = note_of(doc).doc_type

    def sentence(self, number: int) -> Iterator[Part]:
        statement = self.statements[number]
        c = self.c
        end = min(statement.end, statement.start + LONGEST)
        words = [i for i in range(statement.start, end) if not c.text[i].isspace()]
        if not words:
            return
        parts = list(self._parts(words))
        shared = self._shared(number, words, parts)
        for n, part in enumerate(parts):
            if any(c.text[i][0].isalpha() and not self.who.quoted[i] for i in part):
                own = dict.fromkeys(self._own(part))
                context = dict.fromkeys([*self._place(part, parts, n), *shared])
                yield Part(part[0], part[-1] + 1, number, tuple(own), tuple(context))

    # --- cutting ---------------------------------------------------------------------------------------------

    def _parts(self, words: Sequence[int]) -> Iterator[list[int]]:
        c = self.c
        part: list[int] = []
        cuts = self._cuts(words)
        for i in words:
            if c.text[i] in _ENDS and self._parts_here(i):
                if part:
                    yield part
                    part = []
                continue
            if i in cuts and part:
                yield part
                part = []
            part.append(i)
        if part:
            yield part

    def _parts_here(self, i: int) -> bool:
        """Not the hyphen of 'grown-ups' nor the stroke of 'him/her'."""
        mark = self.c.text[i]
        return mark not in ("-", "/") or self.text[self.c.start[i] - 1 : self.c.start[i]].isspace()

    def _cuts(self, words: Sequence[int]) -> set[int]:
        """Tokens before which a new thing is said."""
        c, cuts = self.c, set()
        last: dict[int, int] = {}
        for i in words:
            dep = c.dep[i]
            if dep == "cc":
                last[c.head[i]] = i
            elif dep == "conj" and c.pos[i] in _VERBS and c.head[i] in last:
                if c.tag[i] in _FINITE or i in self.clauses.auxiliaries or i in self.clauses.subject:
                    cuts.add(last[c.head[i]])
            elif dep in ("mark", "advmod", "prep") and c.lower[i] in _TURNS and i > words[0] and dep != "advmod":
                cuts.add(i)
            elif dep == "ccomp" and c.head[i] < i and c.lemma[c.head[i]] in self.lists.opine | self.lists.say:
                if c.head[i] in self.clauses.subject:
                    cuts.add(c.head[i] + 1)
        return cuts

    # --- what a part shows -------------------------------------------------------------------------------------

    def _own(self, part: list[int]) -> Iterator[str]:
        c, who = self.c, self.who
        own = [i for i in part if not who.quoted[i]]
        typed = ["^"]
        for i in own:
            kind = who.kind[i]
            word = c.lemma[i] if c.text[i][0].isalpha() else c.text[i]
            if kind and c.pos[i] != "VERB":
                word = "POSS" if c.lower[i] in _POSSESSIVE else kind.upper() if c.dep[i] in SUBJECTS else kind
            elif c.text[i][0].isdigit():
                word = "NUM"
            typed.append(word)
        typed.append("$")
        for word in typed[1:-1]:
            yield f"w={word}"
        for pair in zip(typed, typed[1:], strict=False):
            yield "b=" + " ".join(pair)
        for three in zip(typed, typed[1:], typed[2:], strict=False):
            yield "t=" + " ".join(three)
        yield from self._grammar(own)
        yield from self._classes(own)
        if len(own) < len(part):
            yield "quote"

    def _grammar(self, own: list[int]) -> Iterator[str]:
        c, clauses = self.c, self.clauses
        verbs = [i for i in own if c.pos[i] in _VERBS]
        finite = next((i for i in own if c.tag[i] in _FINITE), -1)
        main = finite
        if finite >= 0 and c.dep[finite] in ("aux", "auxpass") and c.head[finite] in own:
            main = c.head[finite]
        if main < 0:
            yield "no-finite"
            if not verbs:
                yield "no-verb"
            first = next((i for i in own if c.text[i][0].isalpha()), own[0] if own else -1)
            if first >= 0:
                yield f"first={c.tag[first]}"
                yield f"firstword={c.lower[first]}"
            return
        chain = [c.lower[i] for i in clauses.auxiliaries.get(main, ())]
        tense = c.tag[main]
        signature = "+".join([*chain, tense])
        subject = clauses.subject_of(main, c)
        kind = self._kind(subject)
        lemma = c.lemma[main]
        denied = "not" if main in clauses.negated else ""
        yield f"sig={signature}"
        yield f"subj={kind}"
        yield f"subj={kind}+{signature}"
        yield f"verb={lemma}{denied}"
        yield f"verb={lemma}+{tense}"
        yield f"subj={kind}+{lemma}"
        if subject >= 0 and not self.who.kind[subject]:
            yield f"subjword={c.lemma[subject]}"
        if denied:
            yield "denied"
        if main in clauses.passive:
            yield "passive"
        for i in clauses.complements.get(main, ()):
            yield f"comp={c.lemma[i]}"
            yield f"comp-pos={c.pos[i]}+{kind}"
            for name in self.lists.classes.get(c.lemma[i], ()) or self.lists.classes.get(c.lower[i], ()):
                yield f"comp:{name}"
                yield f"comp:{name}+{kind}"
        for i in clauses.objects.get(main, ()):
            word = self.who.kind[i] or c.lemma[i]
            yield f"obj={lemma}>{word}"
            for name in self.lists.classes.get(c.lemma[i], ()):
                yield f"obj:{name}"
                yield f"obj:{lemma}>{name}"
        for i in clauses.adverbs.get(main, ()):
            yield f"adv={c.lower[i]}"
        for name in self.lists.classes.get(lemma, ()):
            yield f"verb:{name}"
            yield f"verb:{name}+{kind}"
            yield f"verb:{name}+{tense}"

    def _kind(self, i: int) -> str:
        if i < 0:
            return "none"
        c = self.c
        if self.who.kind[i]:
            return self.who.kind[i]
        if c.lower[i] in ("it", "this", "that", "there", "which", "who", "what"):
            return c.lower[i]
        for name in self.lists.classes.get(c.lemma[i], ()):
            if name in ("quality", "thing"):
                return name
        return "thing"

    def _classes(self, own: list[int]) -> Iterator[str]:
        c, lists = self.c, self.lists
        counts: dict[str, int] = {}
        for i in own:
            for name in lists.classes.get(c.lemma[i]) or lists.classes.get(c.lower[i], ()):
                counts[name] = counts.get(name, 0) + 1
                if c.pos[i] == "ADJ" or c.pos[i] == "NOUN":
                    yield f"{name}:{c.dep[i]}"
                if c.dep[i] == "amod" and c.pos[c.head[i]] == "NOUN":
                    for of in lists.classes.get(c.lemma[c.head[i]], ()):
                        yield f"{name}>{of}"
        for name, count in counts.items():
            yield f"has:{name}"
            if count > 1:
                yield f"has2:{name}"
        if not counts:
            yield "has:none"
        if "thing" not in counts and "act" not in counts:
            yield "no-thing"
        size = len(own)
        for most in (1, 2, 3, 5, 8, 12):
            if size <= most:
                yield f"size<={most}"
        if any(c.text[i][0].isdigit() or c.pos[i] == "NUM" for i in own):
            yield "number"
        if any(c.tag[i] == "NNP" and not self.who.kind[i] for i in own):
            yield "name"
        found = self._sayings(own)
        if found:
            yield "idiom"
            yield f"idiom={min(2, found)}"

    def _sayings(self, own: list[int]) -> int:
        c, who = self.c, self.who
        words = [
            "poss" if c.lower[i] in _POSSESSIVE else "person" if who.kind[i] and c.pos[i] != "VERB" else c.lemma[i] for i in own
        ]
        plain = [c.lower[i] for i in own]
        found = 0
        for a in range(len(words)):
            if words[a] not in self.lists.first and plain[a] not in self.lists.first:
                continue
            for b in range(a + 1, min(len(words), a + self.lists.longest) + 1):
                if tuple(words[a:b]) in self.lists.idioms:
                    found += 1
        return found

    def _place(self, part: list[int], parts: list[list[int]], n: int) -> Iterator[str]:
        c = self.c
        yield f"nth={min(n, 2)}"
        if n == len(parts) - 1:
            yield "last"
        lead = c.lower[part[0]]
        if n:
            yield f"lead={lead}"
            before = c.text[part[0] - 1]
            yield f"after={before if before in _ENDS else 'word'}"
        if lead in _REASONS and n:
            yield "is-reason"
        if n + 1 < len(parts):
            follow = parts[n + 1]
            sign = c.text[follow[0] - 1]
            yield f"then={sign if sign in _ENDS else c.lower[follow[0]]}"
            finite = any(c.tag[i] in _FINITE for i in follow)
            if finite:
                yield "then-clause"
                yield f"then-clause={sign if sign in _ENDS else 'word'}"
        for whose, verb in self._above(part, parts, n):
            yield f"under={whose}"
            yield f"under={whose}+{verb}"

    def _above(self, part: list[int], parts: list[list[int]], n: int) -> Iterator[tuple[str, str]]:
        """Who is said to say or think this part."""
        c = self.c
        inside = set(part)
        for i in part:
            head = c.head[i]
            if c.dep[i] in ("ccomp", "parataxis") and head not in inside:
                lemma = c.lemma[head]
                if lemma in self.lists.opine:
                    yield self._kind(self.clauses.subject_of(head, c)), "opine"
                elif lemma in self.lists.say:
                    yield self._kind(self.clauses.subject_of(head, c)), "say"

    # --- what the sentence shows -------------------------------------------------------------------------------

    def _shared(self, number: int, words: list[int], parts: list[list[int]]) -> list[str]:
        c = self.c
        statement = self.statements[number]
        found = [*self._around(number), *self._owner(words), *self._reason(words, parts)]
        found.append(f"doc={self.doc_type}")
        size = len(words)
        found += [f"sent<={most}" for most in (3, 6, 10, 16, 25) if size <= most]
        found.append(f"parts={min(4, len(parts))}")
        if any(c.text[i][0].isdigit() for i in words):
            found.append("sent-number")
        if any(self.who.quoted[i] for i in words):
            found.append("sent-quote")
        start = c.start[statement.start]
        line = layout.line_at(layout.of(self.doc), start)
        found.append(f"line={line.kind}")
        if start <= line.body:
            found.append("line-first")
        if line.label_end > line.body:
            found.append("labelled")
        if self.text[c.start[words[-1]]] == "?":
            found.append("asks")
        has = {each.partition("=")[0] for each in found}
        owned, reasoned = "owned" in has, "reasoned" in has
        found.append(("owned" if owned else "no-owner") + "+" + ("reasoned" if reasoned else "no-reason"))
        return found

    def _around(self, number: int) -> Iterator[str]:
        statements, c = self.statements, self.c
        here = statements[number].start
        for step, name in ((-1, "prev"), (1, "next")):
            at = number + step
            if not 0 <= at < len(statements):
                yield f"{name}=none"
                continue
            other = statements[at]
            yield f"{name}={other.kind}"
            start, end = sorted((c.start[here], c.start[other.start]))
            if "\n" not in self.text[start:end]:
                yield f"{name}-here={other.kind}"
                if step == 1:
                    yield from self._evidence(other)

    def _evidence(self, other: Statement) -> Iterator[str]:
        """Whether the next sentence may be what a verdict rests on."""
        c = self.c
        words = [i for i in range(other.start, min(other.end, other.start + LONGEST)) if not c.text[i].isspace()]
        if not words:
            return
        first = words[0]
        yield f"next1={self.who.kind[first] or c.lower[first]}"
        if c.pos[first] == "PRON":
            yield "next-pronoun"
        counted = sum(c.text[i][0].isdigit() or c.pos[i] == "NUM" for i in words)
        if counted:
            yield "next-number"
            yield f"next-number+{other.kind}"
        if counted > 1:
            yield "next-numbers"
        if any(self.who.kind[i] == "record" for i in words[:6]):
            yield "next-record"
        if any(c.lemma[i] in ("because", "base", "rest", "reason") for i in words[:6]):
            yield "next-reason"
        if other.kind in ("observation", "reported", "child-voice") and c.pos[first] == "PRON":
            yield "next-fact-pronoun"

    def _owner(self, words: list[int]) -> Iterator[str]:
        """Whose view it is: the writer's own, somebody else's, nobody's."""
        c, who, clauses, lists = self.c, self.who, self.clauses, self.lists
        plain = [c.lower[i] for i in words]
        yield f"w1={who.kind[words[0]] or plain[0]}"
        if len(words) > 1:
            yield f"w2={who.kind[words[0]] or plain[0]}+{c.lemma[words[1]]}"
        for i in words:
            if who.quoted[i]:
                continue
            lemma = c.lemma[i]
            if c.pos[i] in _VERBS and c.dep[i] not in ("aux", "auxpass"):
                subject = clauses.subject_of(i, c)
                kind = who.kind[subject] if subject >= 0 else ""
                main = c.dep[i] in ("ROOT", "conj", "parataxis") or c.head[i] == i
                if kind == "writer":
                    yield "I"
                    yield f"owned=I+{lemma}" if lemma in lists.opine or lemma in lists.own else f"I+{lemma}"
                    if main:
                        yield "I-main"
                elif kind in _TELLS and (lemma in lists.opine or lemma in lists.say):
                    yield f"says={kind}"
                    yield f"says+{lemma}"
                    if main:
                        yield f"says-main={kind}"
                if lemma in lists.seem:
                    yield f"seems={lemma}"
                    if main:
                        yield "seems-main"
            elif c.lower[i] in ("my", "our") and c.pos[c.head[i]] in ("NOUN", "PROPN"):
                noun = c.lemma[c.head[i]]
                yield "my"
                yield f"owned=my+{noun}" if noun in lists.view else f"my+{noun}"
            elif lemma in lists.view and c.pos[i] == "NOUN":
                yield f"view={lemma}"
                if any(c.dep[j] == "poss" and who.kind[j] in _TELLS for j in range(max(words[0], i - 4), i)):
                    yield "their-view"
            elif c.lower[i] == "me" and i > words[0] and c.lower[i - 1] == "to":
                yield "owned=to-me"
            elif c.lower[i] in lists.tags:
                yield "owned=tag"

    def _reason(self, words: list[int], parts: list[list[int]]) -> Iterator[str]:
        """What it rests on."""
        c = self.c
        for i in words[1:]:
            word = c.lower[i]
            if word in _REASONS and c.dep[i] in ("mark", "prep", "advmod") and not self.who.quoted[i]:
                if c.dep[i] == "mark" or word in ("given", "because", "cos"):
                    yield f"reasoned={word}"
                else:
                    yield f"perhaps={word}"
            elif word in self.lists.ground:
                yield f"ground={word}"
        for part in parts[1:]:
            sign = c.text[part[0] - 1]
            finite = any(c.tag[i] in _FINITE for i in part)
            counted = any(c.text[i][0].isdigit() or c.pos[i] == "NUM" for i in part)
            if sign in (":", ";", "-", "–", "—", ",", "("):
                name = "dash" if sign in ("-", "–", "—") else sign
                if finite:
                    yield f"sign={name}+clause"
                    first = c.lower[part[0]]
                    if self.clauses.subject and any(c.dep[i] in SUBJECTS for i in part[:4]):
                        yield f"reasoned={name}" if name in (":", ";", "dash") else f"sign={name}+subject"
                    if counted:
                        yield f"sign={name}+clause+number"
                    yield f"sign={name}+{first}" if first in _REASONS else f"sign={name}+any"
                elif name == ":":
                    yield "sign=:+phrase"
