"""What a sentence that may be an opinion shows: of a verdict in its words, of who holds the view, of what it rests on.

It is cut into parts, each about one thing said (`notecheck/statements/passage_parts.py`). What is shown are names that
the models of `verdicts` weigh; a name must mean in use what it meant in training.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from notecheck.carry.edit import sought
from notecheck.carry.places import by_start
from notecheck.memo import text_of
from notecheck.people.who import Who, who_of
from notecheck.statements.kinds import KINDS, Statement, statements_of
from notecheck.statements.passage_parts import FINITE, REASONS, VERBS, Cutter
from notecheck.text import emails
from notecheck.text.clauses import COMPLEMENTS, SUBJECTS, Clauses, clauses_of
from notecheck.text.columns import Columns, columns
from notecheck.text.word_lists import sets_of

Add = Callable[[str], None]
"""Takes the name of a feature: a list's own method, since a generator in a generator costs as much as the work."""
OPINION: Final = KINDS.index("opinion")
LEAST: Final = 0.1
"""A sentence less likely an opinion than this is not looked at."""
CLASSES: Final = (
    "praise", "blame", "feeling", "weight", "type", "quality", "mind", "fare", "conduct", "sure", "manner", "absolute",
    "thing", "act",
)  # fmt: skip
"""The lists `opinion-…` of `lexicons/opinion-words.yaml` that sort words by what they are said of."""

_LONGEST: Final = 60  # tokens of a sentence that are looked at, so that text without full stops takes no longer
_SURE_REASONS: Final = frozenset(("because", "given", "cos"))
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_AUXILIARIES: Final = frozenset(("aux", "auxpass"))
_NAMES: Final = frozenset(("NNP", "NNPS"))
_PEOPLE: Final = frozenset(("man", "woman"))
_OBJECTS: Final = frozenset(("dobj", "dative", "pobj"))
_MAIN: Final = frozenset(("ROOT", "conj", "parataxis"))
_POSSESSIVE: Final = frozenset(("his", "her", "their", "your", "my", "our", "'s", "’s", "its"))
_EMPTY: Final = frozenset(("it", "this", "that", "there", "which", "who", "what"))
_OTHERS: Final = frozenset(
    ("family", "professional", "other", "sibling", "agency", "addressee", "record", "child", "you")
)
_SIZES: Final = (1, 2, 3, 5, 8, 12)
_LENGTHS: Final = (3, 6, 10, 16, 25)
_CLAUSE_SIGNS: Final = {":": ":", ";": ";", "-": "dash", "–": "dash", "—": "dash"}


@dataclass(frozen=True)
class Lists:
    """The word lists that verdicts are read with.

    Attributes:
        classes: word → the classes that it is in.
        sayings: word by word.
        openings: their first words.
        longest: words of the longest saying.
        opine: verbs of thinking.
        say: verbs of saying.
        own: what a writer does in holding a view ('I take it', 'I would call').
        view: nouns for a view.
        seem: verbs of appearing.
        tags: words that own a view by themselves ('imo').
        stance: what a writer is who holds a view ('I am worried that').
        alike: words of origin and faith, which all count as one.
    """

    classes: Mapping[str, tuple[str, ...]]
    sayings: frozenset[tuple[str, ...]]
    openings: frozenset[str]
    longest: int
    opine: frozenset[str]
    say: frozenset[str]
    own: frozenset[str]
    view: frozenset[str]
    seem: frozenset[str]
    tags: frozenset[str]
    stance: frozenset[str]
    alike: frozenset[str]


def lists_of(words: Mapping[str, Sequence[str]]) -> Lists:
    """The lists, sorted by word; empty where an authority's folder has none."""
    classes: dict[str, list[str]] = {}
    for name in CLASSES:
        for word in words.get(f"opinion-{name}", ()):
            classes.setdefault(word, []).append(name)
    sayings = frozenset(tuple(saying.split()) for saying in words.get("opinion-idioms", ()))

    named = sets_of(words)
    return Lists(
        {word: tuple(found) for word, found in classes.items()},
        sayings,
        frozenset(saying[0] for saying in sayings),
        max(map(len, sayings), default=0),
        named("statement-opine"),
        named("statement-say"),
        named("opinion-own"),
        named("opinion-view"),
        named("opinion-seem"),
        named("opinion-tags"),
        named("opinion-stance"),
        named("group-origin") | named("opinion-faith"),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sentence.

    Attributes:
        start: index of its first token.
        end: one past its last token.
        aside: whether it gives a reason, is a label or says how something seems, and so is no verdict itself.
        shows: names of what its words show.
    """

    start: int
    end: int
    aside: bool
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may be an opinion.

    Attributes:
        number: its number among the sentences of the Doc.
        kinds: the probability of each kind of statement.
        parts: in order.
        shows: names of what it shows of who holds the view, and of what it rests on.
    """

    number: int
    kinds: tuple[float, ...]
    parts: tuple[Part, ...]
    shows: tuple[str, ...]


def read(doc: Doc, lists: Lists, least: float = LEAST) -> Iterator[Passage]:
    """Every sentence of a Doc with statement kinds that is an opinion with probability `least` or more, in order.

    Of a piece of a note, those that are looked for and the one before them.
    """
    reader: _Reader | None = None
    statements, (low, high) = statements_of(doc), sought(doc)
    first = max(0, bisect_right(statements, low, key=by_start) - 2)
    for number in range(first, bisect_left(statements, high, key=by_start)):
        if statements[number].probabilities[OPINION] >= least:
            reader = reader or _Reader(doc, lists)
            passage = reader.passage(number, statements[number])
            if passage is not None:
                yield passage


class _Reader:
    def __init__(self, doc: Doc, lists: Lists) -> None:
        self.lists = lists
        self.c: Columns = columns(doc)
        self.who: Who = who_of(doc)
        self.clauses: Clauses = clauses_of(doc)
        self.pasted = emails.pasted(doc)
        reports = lists.opine | lists.say
        self._cutter = Cutter(text_of(doc), self.c, self.clauses, self.who.kind, reports=reports, seem=lists.seem)

    def passage(self, number: int, statement: Statement) -> Passage | None:
        c, quoted = self.c, self.who.quoted
        last = min(statement.end, statement.start + _LONGEST)
        words = [i for i in range(statement.start, last) if not c.text[i].isspace()]
        if not words or self.pasted[words[0]]:
            return None
        cut = list(self._cutter.cut(words))
        parts = tuple(
            Part(part[0], part[-1] + 1, self._cutter.is_aside(part, cut, n), self._words(part))
            for n, part in enumerate(cut)
            if any(c.text[i][0].isalpha() and not quoted[i] for i in part)
        )
        if not parts:
            return None
        shows: list[str] = []
        self._owner(words, shows.append)
        self._reason(words, cut, shows.append)
        self._shape(words, cut, shows.append)
        return Passage(number, statement.probabilities, parts, tuple(dict.fromkeys(shows)))

    # --- what the words of a part show -------------------------------------------------------------------------------

    def _words(self, part: Sequence[int]) -> tuple[str, ...]:
        shows: list[str] = []
        self._part(part, shows.append)
        return tuple(dict.fromkeys(shows))

    def _part(self, part: Sequence[int], add: Add) -> None:
        quoted = self.who.quoted
        own = [i for i in part if not quoted[i]]
        typed = ["^", *map(self._typed, own), "$"]
        for word in typed[1:-1]:
            add(f"w={word}")
        for one, other in pairwise(typed):
            add(f"b={one} {other}")
        self._grammar(own, add)
        self._classes(own, add)
        self._size(own, add)
        if len(own) < len(part):
            add("quote")

    def _typed(self, i: int) -> str:
        """The base form; in place of who it is about, a class, in capitals where it is the subject.

        Names, origins, faiths, 'man' and 'woman' all read the same, so that nobody is judged by them.
        """
        c, kind, word = self.c, self.who.kind[i], self.c.text[i]
        if not word[0].isalpha():
            return "NUM" if word[0].isdigit() else word
        if kind and c.pos[i] != "VERB":
            return "POSS" if c.lower[i] in _POSSESSIVE else kind.upper() if c.dep[i] in SUBJECTS else kind
        if c.lower[i] in self.lists.alike or c.lemma[i] in self.lists.alike:
            return "GROUP"
        if self.who.gender[i] or c.lemma[i] in _PEOPLE:
            return "PERSON"
        named = word[0].isupper() and (c.tag[i] in _NAMES or i != c.first[i])
        return "NAME" if named and not self._class(i) else c.lemma[i]

    def _grammar(self, own: Sequence[int], add: Add) -> None:
        """Of whom what is said in which tense: 'subj=family+VBZ', 'comp:praise+child', 'obj:have>quality'."""
        c, clauses = self.c, self.clauses
        finite = next((i for i in own if c.tag[i] in FINITE), -1)
        if finite < 0:
            add("no-finite")
            if not any(c.pos[i] in VERBS for i in own):
                add("no-verb")
            if own:
                add(f"first={c.tag[own[0]]}")
            return
        main = c.head[finite] if c.dep[finite] in _AUXILIARIES and c.head[finite] in own else finite
        tense, lemma = c.tag[main], c.lemma[main]
        signature = "+".join([*(c.lower[i] for i in clauses.auxiliaries.get(main, ())), tense])
        subject = clauses.subject_of(main, c)
        kind = self._kind(subject)
        add(f"sig={signature}")
        add(f"subj={kind}")
        add(f"subj={kind}+{signature}")
        add(f"subj={kind}+{lemma}")
        add(f"verb={lemma}{'not' if main in clauses.negated else ''}")
        add(f"verb={lemma}+{tense}")
        if subject >= 0 and not self.who.kind[subject]:
            add(f"subjword={self._typed(subject)}")
        if main in clauses.negated:
            add("denied")
        if main in clauses.passive:
            add("passive")
        for name in self.lists.classes.get(lemma, ()):
            add(f"verb:{name}")
            add(f"verb:{name}+{kind}")
            add(f"verb:{name}+{tense}")
        for i in own:
            if c.head[i] == main and i != main:
                self._dependent(i, lemma, kind, add)

    def _dependent(self, i: int, verb: str, kind: str, add: Add) -> None:
        c, dep = self.c, self.c.dep[i]
        if dep in COMPLEMENTS:
            add(f"comp={self._typed(i)}")
            add(f"comp-pos={c.pos[i]}+{kind}")
            for name in self._class(i):
                add(f"comp:{name}")
                add(f"comp:{name}+{kind}")
        elif dep in _OBJECTS:
            add(f"obj={verb}>{self.who.kind[i] or self._typed(i)}")
            for name in self.lists.classes.get(c.lemma[i], ()):
                add(f"obj:{name}")
                add(f"obj:{verb}>{name}")
        elif dep == "advmod":
            add(f"adv={c.lower[i]}")

    def _kind(self, i: int) -> str:
        """Class of person of a subject; else the empty word that it is; else whether it can be seen or is weighed."""
        if i < 0:
            return "none"
        if self.who.kind[i]:
            return self.who.kind[i]
        word = self.c.lower[i]
        if word in _EMPTY:
            return word
        found = self.lists.classes.get(self.c.lemma[i], ())
        return "quality" if "quality" in found else "thing"

    def _class(self, i: int) -> tuple[str, ...]:
        classes = self.lists.classes
        return classes.get(self.c.lemma[i]) or classes.get(self.c.lower[i], ())

    def _classes(self, own: Sequence[int], add: Add) -> None:
        """Which classes of words it holds, and of which of its things an adjective is said."""
        c = self.c
        counts: dict[str, int] = {}
        for i in own:
            for name in self._class(i):
                counts[name] = counts.get(name, 0) + 1
                if c.pos[i] == "ADJ" or c.pos[i] == "NOUN":
                    add(f"{name}:{c.dep[i]}")
                if c.dep[i] == "amod":
                    for of in self.lists.classes.get(c.lemma[c.head[i]], ()):
                        add(f"{name}>{of}")
        for name, count in counts.items():
            add(f"has:{name}")
            if count > 1:
                add(f"has2:{name}")
        if not counts:
            add("has:none")
        if "thing" not in counts and "act" not in counts:
            add("no-thing")

    def _size(self, own: Sequence[int], add: Add) -> None:
        c, size = self.c, len(own)
        for most in _SIZES:
            if size <= most:
                add(f"size<={most}")
        if any(c.pos[i] == "NUM" or c.text[i][0].isdigit() for i in own):
            add("number")
        found = self._sayings(own)
        if found:
            add("saying")
            if found > 1:
                add("sayings")

    def _sayings(self, own: Sequence[int]) -> int:
        c, lists, kind = self.c, self.lists, self.who.kind
        words = [
            "poss" if c.lower[i] in _POSSESSIVE else "person" if kind[i] and c.pos[i] != "VERB" else c.lemma[i]
            for i in own
        ]
        return sum(
            tuple(words[start:end]) in lists.sayings
            for start, word in enumerate(words)
            if word in lists.openings
            for end in range(start + 1, min(len(words), start + lists.longest) + 1)
        )

    # --- whose view it is, and what it rests on ----------------------------------------------------------------------

    def _owner(self, words: Sequence[int], add: Add) -> None:
        c, who, lists = self.c, self.who, self.lists
        for i in words:
            if who.quoted[i]:
                continue
            lemma, word = c.lemma[i], c.lower[i]
            if c.pos[i] in VERBS and c.dep[i] not in _AUXILIARIES:
                self._holder(i, lemma, add)
            elif (word == "my" or word == "our") and c.pos[c.head[i]] in _NOUNS:
                noun = c.lemma[c.head[i]]
                add("my")
                add(f"owned=my+{noun}" if noun in lists.view else f"my+{noun}")
            elif lemma in lists.view and c.pos[i] == "NOUN":
                add(f"view={lemma}")
                if any(c.dep[j] == "poss" and who.kind[j] in _OTHERS for j in range(max(words[0], i - 4), i)):
                    add("their-view")
            elif word == "me" and i > words[0] and c.lower[i - 1] == "to":
                add("owned=to-me")
            elif word in lists.tags:
                add("owned=tag")

    def _holder(self, verb: int, lemma: str, add: Add) -> None:
        """'I think', 'Tim thinks', 'Mum seems'."""
        c, lists = self.c, self.lists
        subject = self.clauses.subject_of(verb, c)
        kind = self.who.kind[subject] if subject >= 0 else ""
        main = c.dep[verb] in _MAIN or c.head[verb] == verb
        if kind == "writer":
            add("I")
            add(f"owned=I+{lemma}" if lemma in lists.opine or lemma in lists.own else f"I+{lemma}")
            if lemma == "be":
                stance = next((word for word in c.lower[verb + 1 : verb + 4] if word in lists.stance), None)
                if stance:
                    add(f"owned=am+{stance}")
            if main:
                add("I-main")
        elif kind in _OTHERS and (lemma in lists.opine or lemma in lists.say):
            add(f"says={kind}")
            add(f"says+{lemma}")
            if main:
                add(f"says-main={kind}")
        if lemma in lists.seem:
            add(f"seems={lemma}")
            if main:
                add("seems-main")

    def _reason(self, words: Sequence[int], cut: Sequence[Sequence[int]], add: Add) -> None:
        """'because …', 'given …'; a clause of its own behind a colon, a semicolon or a dash."""
        c = self.c
        for i in words[1:]:
            word = c.lower[i]
            given = c.dep[i] == "mark" or (word in _SURE_REASONS and c.dep[i] in ("prep", "advmod"))
            if word in REASONS and given and not self.who.quoted[i]:
                add(f"reasoned={word}")
        for part in cut[1:]:
            sign = _CLAUSE_SIGNS.get(c.text[part[0] - 1])
            if sign and any(c.tag[i] in FINITE for i in part) and any(c.dep[i] in SUBJECTS for i in part[:4]):
                add(f"reasoned={sign}")

    def _shape(self, words: Sequence[int], cut: Sequence[Sequence[int]], add: Add) -> None:
        c = self.c
        for most in _LENGTHS:
            if len(words) <= most:
                add(f"sent<={most}")
        add(f"parts={min(4, len(cut))}")
        if any(c.text[i][0].isdigit() for i in words):
            add("sent-number")
        if any(self.who.quoted[i] for i in words):
            add("sent-quote")
        if c.text[words[-1]] == "?":
            add("asks")
