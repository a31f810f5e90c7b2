"""Openings that pass something on without a source, by their patterns: 'it has been said that', 'neighbours say'.

`lexicons/source-words.yaml` fills the patterns. Whether the clause of an opening names its source after all is asked
apart (`notecheck/statements/sources.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from notecheck.text.columns import Columns
from notecheck.text.word_lists import filled

REACH: Final = 8  # tokens between the parts of an opening
CLAUSE: Final = 40  # tokens of a sentence that are looked at to either side
_BE: Final = frozenset(
    ("is", "am", "'m", "’m", "was", "are", "were", "be", "been", "being", "'s", "’s", "s", "'re", "’re")
)
_DENIALS: Final = frozenset(("no", "not", "n't", "nt", "never", "without", "any", "neither", "nor", "few"))
_DEFINITE: Final = frozenset(
    ("the", "these", "those", "this", "that", "my", "your", "his", "her", "our", "their", "its")
)
_SELVES: Final = frozenset(("me", "you", "him", "her", "them", "herself", "himself", "yourself"))
_SHOULD: Final = frozenset(("should", "could", "might", "would", "may", "can", "will"))
LEADS: Final = frozenset(
    ("that", "about", "of", "re", "regarding", "over", "around", "concerning", "surrounding", "relating", "round")
)
_OVER: Final = frozenset(("re", "regarding", "around", "over"))
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_DESCRIBING: Final = frozenset(("NOUN", "PROPN", "ADJ"))
_DESCRIBES: Final = frozenset(("ADJ", "NOUN", "DET", "NUM", "ADV"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_VERBAL: Final = FINITE | {"VBN"}  # as the tagger has it: 'police attended'
_BECAUSE: Final = frozenset(
    ("following", "after", "to", "of", "given", "amid", "despite", "on", "with", "upon", "over", "about", "through")
)
_JOINS: Final = frozenset(("and", "but", "so", "as", "because", "that", "though", "although", "while", "or", "since"))
_DASHES: Final = frozenset(("-", "–", "—", "|"))
_PLACES: Final = frozenset(("in", "on", "at", "among", "within", "from", "around", "round", "near", "along", "of"))
_PROPOSES: Final = frozenset(("suggested", "thought", "raised", "noted", "explained"))
_SUGGESTS: Final = frozenset(("suggest", "indicate", "say", "imply"))
_PERSISTS: Final = frozenset(
    ("persist", "remain", "continue", "linger", "exist", "abound", "arise", "arose", "remained")
)
_SEEN: Final = frozenset(("seen", "spotted", "heard"))
_HEARS: Final = frozenset(("hear", "heard", "gather", "understand", "understood", "hearing"))
_NOT_OTHERS: Final = frozenset(("you", "your", "that", "what", "it", "this", "these", "i"))
_WORRIED: Final = frozenset(("worried", "concerned"))
_BARE: Final = frozenset(("say", "know", "think", "feel", "talk", "state", "believe"))
_NOT_AFTER: Final = frozenset(("to", "by", "in", "with", "at", "as", "missing"))


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/source-words.yaml` by their names, as sets; what each is for is said there."""

    passed_on: frozenset[str]
    weak: frozenset[str]
    bare: frozenset[str]
    held: frozenset[str]
    labelled: frozenset[str]
    rumoured: frozenset[str]
    told: frozenset[str]
    ours: frozenset[str]
    own_sorts: frozenset[str]
    news: frozenset[str]
    mass: frozenset[str]
    headless: frozenset[str]
    needs_more: frozenset[str]
    raised_only: frozenset[str]
    raised: frozenset[str]
    saying: frozenset[str]
    saying_verbs: frozenset[str]
    anybody: frozenset[str]
    many: frozenset[str]
    some: frozenset[str]
    anybody_verbs: frozenset[str]
    between: frozenset[str]
    known: frozenset[str]
    growing: frozenset[str]
    best: frozenset[str]
    named: frozenset[str]
    traced: frozenset[str]
    matters: frozenset[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """The lists by name, empty where there is none."""
        return filled(cls, lists, "source-")


@dataclass(frozen=True)
class Lists:
    """What the patterns are filled with.

    Attributes:
        words: the lists of sources and news.
        says: verbs of saying.
        signs: words at which a pattern may end or begin.
        nouns: base forms at which one may.
    """

    words: Words
    says: frozenset[str]
    signs: frozenset[str]
    nouns: frozenset[str]


def lists_of(lists: Mapping[str, Sequence[str]]) -> Lists:
    """The lists by name, empty where an authority's folder has none."""
    words = Words.of(lists)
    labelled = {row.split()[0] for row in words.labelled}
    signs = {"there", *words.passed_on, *words.held, *words.told, *_SEEN, *labelled}
    signs |= words.anybody | words.many | words.saying | words.named
    nouns = words.news | words.raised_only | {"history", "hx"}
    return Lists(words, frozenset(lists.get("attribution-says", ())), frozenset(signs), nouns)


class Openings:
    """Finds openings in one Doc. A method that takes a token yields the opening there as (first, one past the last).

    Args:
        c: the Doc's columns.
        lists: what the patterns are filled with.

    Attributes:
        told: verbs of saying that may have a named source beside them; filled while `patterns` runs.
    """

    def __init__(self, c: Columns, lists: Lists) -> None:
        self.c, self._words, self._says = c, lists.words, lists.says
        self._signs, self._nouns = lists.signs, lists.nouns
        self.told: list[int] = []

    def patterns(self) -> Iterator[tuple[int, int]]:
        """The openings that follow a pattern."""
        c = self.c
        for i in sorted({*c.with_word(self._signs), *c.with_lemma(self._nouns)}):
            found = self._opening(i, c.lower[i])
            if found is not None:
                yield found

    def _opening(self, i: int, word: str) -> tuple[int, int] | None:
        words, lemma = self._words, self.c.lemma[i]
        if word in words.named:
            self.told.append(i)
        found = None
        if word == "there":
            return self._there(i)
        if word in words.anybody or word in words.many:
            found = self._anybody(i)
        elif lemma in ("history", "hx"):
            return self._history(i)
        elif self._is_noun(i) and (lemma in words.news or lemma in words.raised_only):
            found = self._news(i)
        if found is None and word in words.saying:
            found = self._talk(i)
        if found is None:
            found = self._said(i)
        return self._told(i) if found is None and word in words.told else found

    def _is_noun(self, i: int) -> bool:
        """As tagged, or as it must be: 'Rumours that', 'Historic reports of'."""
        c = self.c
        return c.pos[i] in _NOUNS or c.lemma[i] in ("rumour", "rumor") or (i > c.first[i] and c.pos[i - 1] == "ADJ")

    def _said(self, i: int) -> tuple[int, int] | None:
        """'It has been suggested that', 'is known to', 'was described as', 'a known drug user', 'has been seen'."""
        c, words, word, after = self.c, self._words, self.c.lower[i], self._at(i + 1)
        first = self._first(i)
        before = self._before(i, first)
        if after == "to" and word in words.held:
            return self._held(i, first)
        if f"{word} {after}" in words.labelled:
            return (first, i + 2) if self._is_passive(first, i) else None
        if word in _SEEN and "been" in c.lower[first:i] and (c.tag[i + 1] == "VBG" if after else False):
            return first, i + 1
        if word == "known" and before in ("a", "the", "an") and first == i:
            return (i, i + 1) if any(each in words.known for each in c.lower[i + 1 : i + 4]) else None
        if word == "known" and after == "for" and self._tag(i + 2) in ("NN", "NNS", "VBG"):
            return (first, i + 2) if self._is_passive(first, i) else None
        if word not in words.passed_on:
            return None
        if (before in ("it", "as") and self._is_passive(first, i)) or (before == "its" and first == i):
            return None if self._is_else(i, before) else (first - 1, i + 1 + (after == "that"))
        if word in words.rumoured and c.tag[i] == "VBN" and after not in _NOT_AFTER:
            whole = "been" in c.lower[first:i] or (word != "mentioned" and self._is_passive(first, i))
            if whole:
                return (first, i + 1) if before not in _DENIALS else None
        if word in words.bare and not self._is_passive(first, i) and self._opens(first):
            if after in ("that", "there"):
                return first, i + 2
            return (i, i + 1) if word == "alleged" and self._tag(i + 1)[:2] in ("NN", "JJ") else None
        return None

    def _held(self, i: int, first: int) -> tuple[int, int] | None:
        """'is known to', 'thought to be', 'are said to have', 'is supposed to have hit him'."""
        c, word, verb = self.c, self.c.lower[i], self._at(i + 2)
        passive, firm = self._is_passive(first, i), verb in ("be", "have")
        if word == "said" and first == i - 1 and c.lower[first] in ("'s", "’s", "s") and not firm:
            return None  # 'He's said to wait'
        if not verb or any(each in _DENIALS for each in c.lower[max(c.first[i], first - 2) : i]):
            return None
        if word == "known":
            return None if verb in _SELVES else (first, i + 2)
        if word in ("supposed", "meant"):
            return (first, i + 2) if passive and verb == "have" and self._tag(i + 3) == "VBN" else None
        if not (firm or c.tag[i + 2] == "VB") or (word == "thought" and self._at(i + 3) == "given"):
            return None
        if passive or self._opens(first):
            return first, i + 2
        active = c.tag[i] != "VBN" or word == "claimed"  # 'Dad claimed to be at work', 'You said to be quick'
        return (first, i + 2) if firm and (not active or self._tag(i + 3) == "VBG") else None

    def _is_else(self, i: int, before: str) -> bool:
        """After 'it was said': no news follows, but whom it was said to, what was best, or what should be done."""
        c, word, after = self.c, self.c.lower[i], self._at(i + 1)
        if after == "to":
            return self._at(i + 2) not in ("me", "us") and self._tag(i + 2) != "VB"
        if after == "as" or (word == "thought" and after and (after in self._words.best or c.pos[i + 1] == "ADJ")):
            return True
        if (
            word in self._words.weak
            and before != "as"
            and "that" not in c.lower[i + 1 : i + 6]
            and not self._news_follows(i + 1)
        ):
            return True
        return word in _PROPOSES and not _SHOULD.isdisjoint(c.lower[i + 1 : min(clause_end(c, i), i + 14)])

    def _is_others(self, i: int) -> bool:
        """'the residential worker', 'the school office': somebody else's, unlike 'the duty worker'."""
        c = self.c
        return i > c.first[i] and c.pos[i - 1] in _DESCRIBING and c.lower[i - 1] not in self._words.own_sorts

    def _told(self, i: int) -> tuple[int, int] | None:
        """'I was told that', 'We have been made aware of', 'I hear', 'Been told Dad is back'."""
        c, after = self.c, self._at(i + 1)
        made = c.lower[i] == "aware" and self._at(i - 1) in ("made", "become", "became")
        first = self._first(i - made)
        before = self._before(i, first)
        ours = before in self._words.ours and not self._is_others(first - 1)
        begin, end, that = first - ours, i + 1 + (after == "that"), after == "that"
        if not (ours or self._starts_line(first)) or (that and not self._news_follows(i + 2)):
            return None
        if c.lower[i] in _HEARS:
            mine = before in ("i", "we") or (not ours and (c.lower[i] == "heard" or c.tag[i] in ("VBP", "VB")))
            return (begin, end) if mine and self._is_about_others(end) else None
        if not made and (c.lower[i] == "aware" or not (self._is_passive(first, i) or (that and first == i))):
            return None
        if that or after == "of" or (before in ("i", "we", "") and self._is_about_others(i + 1)):
            return begin, end
        named = self._at(i + 1) and c.pos[i + 1] in _NOUNS
        return (begin, end) if not ours and named and c.lower[first] != "was" else None

    def _there(self, i: int) -> tuple[int, int] | None:
        """'There are some ongoing concerns that'."""
        c, words, been = self.c, self._words, False
        for j in range(i + 1, min(clause_end(c, i), i + 1 + REACH)):
            word, lemma = c.lower[j], c.lemma[j]
            if word in _DENIALS or c.tag[j] == "PRP$" or (c.tag[j] == "POS" and j > i + 1):
                return None
            if lemma in words.news or (lemma == "history" and self._at(j + 1) == "of"):
                return (i, j + 1 + (self._at(j + 1) in LEADS)) if been and self._leads_on(j) else None
            if c.pos[j] in ("AUX", "VERB") or word in words.between:
                been = True
            elif c.pos[j] not in _DESCRIBES | {"PART", "ADP", "CCONJ", "PRON"}:
                return None
        return None

    def _leads_on(self, i: int) -> bool:
        """Whether what the concern, the rumour is about may follow."""
        after = self._at(i + 1)
        if self.c.lemma[i] not in self._words.needs_more:
            return after not in ("to", "with")
        if after in _PLACES - {"of"}:
            return not LEADS.isdisjoint(self.c.lower[i + 2 : min(clause_end(self.c, i), i + 7)])
        told = after in LEADS or after in self._words.raised or after in ("going", "being")
        return told or self._at(i + 2) in _SUGGESTS

    def _news(self, i: int) -> tuple[int, int] | None:
        """'Concerns have been raised', 'Ongoing concerns re', 'following reports that'."""
        c, words, lemma = self.c, self._words, self.c.lemma[i]
        first = i
        while first > max(c.first[i], i - REACH) and c.lower[first - 1] not in _DASHES:
            if c.pos[first - 1] not in _DESCRIBES and c.lower[first - 1] not in words.growing:
                break
            first -= 1
        described, before = c.lower[first:i], self._before(i, first)
        opens, verb = self._opens(first), i + 1
        while verb < i + 6 and self._at(verb) in words.between:
            verb += 1
        led = verb > i + 1 and self._at(verb + 1) in LEADS  # 'The suggestion has been made that'
        if before == "there" or not (_DENIALS | (frozenset() if led else _DEFINITE)).isdisjoint(described):
            return None
        if first > c.first[i] and c.tag[first - 1] in ("PRP$", "POS"):
            return None
        raised = self._at(verb) in words.raised and self._at(verb + 1) not in ("with", "by")
        raised = raised and not (lemma in words.raised_only and self._at(verb + 1) == "to")
        if raised and (verb > i + 1 or (opens and lemma not in words.raised_only)):
            return (first if opens else i), verb + 1
        if self._at(verb) in _PERSISTS and self._at(verb + 1) in LEADS and opens and lemma in words.headless:
            return first, verb + 1
        return self._headless(i, first) if opens or before in _BECAUSE else None

    def _history(self, i: int) -> tuple[int, int] | None:
        """'History of domestic abuse.', with nobody before it whose history it is told as."""
        first = i - (self._at(i - 1) in ("long", "known", "past", "previous"))
        matter = not self._words.matters.isdisjoint(self.c.lower[i + 2 : i + 4])
        return (first, i + 2) if self._at(i + 1) == "of" and matter and self._starts_line(first) else None

    def _headless(self, i: int, first: int) -> tuple[int, int] | None:
        """'Ongoing concerns re', 'Rumours of', 'Allegation that'; not 'Report of 8 January', 'a talk about bedtime'."""
        c, words, lemma, lead = self.c, self._words, self.c.lemma[i], self._at(i + 1)
        if lead not in LEADS or not (lemma in words.headless or (lemma == "worry" and lead in _OVER)):
            return None
        several = c.lower[i] != lemma
        mass = lemma in words.mass and "a" not in c.lower[first:i]
        if not (several or mass or lead in ("that", "over") or lemma not in words.needs_more):
            return None
        if not several and "NOUN" in c.pos[first:i]:  # 'School report that …' is a school reporting
            return None
        if lead == "of" and (self._tag(i + 2) == "CD" or self._at(i + 2)[:1].isdigit()):
            return None
        if lemma == "suggestion" and self._at(i + 2) in ("we", "i", "you"):
            return None
        return first, i + 2

    def _talk(self, i: int) -> tuple[int, int] | None:
        """'Word is', 'The talk in the playground is'."""
        c, first = self.c, i
        while first > max(c.first[i], i - REACH) and c.pos[first - 1] in ("ADJ", "DET", "ADV"):
            first -= 1
        if not self._opens(first) or not _DENIALS.isdisjoint(c.lower[first:i]):
            return None
        for j in range(i + 1, min(clause_end(c, i), i + REACH)):
            if c.lower[j] in self._words.saying_verbs and c.pos[j] in ("AUX", "VERB"):
                news = self._at(j + 1) != "of" and self._news_follows(j + 1)
                return (first, j + 1 + (self._at(j + 1) == "that")) if news else None
            if c.pos[j] in ("VERB", "AUX", "PUNCT") or c.tag[j] == "PRP$":
                return None
        return None

    def _anybody(self, i: int) -> tuple[int, int] | None:
        """'Neighbours say', 'Somebody's been saying', 'People on the estate reckon', 'Some parents have said'."""
        c, words, first = self.c, self._words, i
        while first > max(c.first[i], i - REACH) and c.lower[first - 1] in words.some:
            first -= 1
        alone = first == i and c.lower[i] in words.anybody
        if not (alone or first < i) or not self._opens(first) or c.lower[first] in _DEFINITE:
            return None
        verb = i + 1
        if self._at(verb) in _PLACES:
            place = range(i + 2, min(clause_end(c, i), i + 7))
            ends = ("VERB", "AUX")
            verb = next((j for j in place if c.pos[j] in ends or c.lower[j] in ("who", "to", "your")), verb)
        while verb < i + 12 and self._at(verb) in words.between:
            verb += 1
        worried = self._at(verb) in _WORRIED
        if not worried and (self._tag(verb)[:2] != "VB" or c.lemma[verb] not in words.anybody_verbs):
            return None
        bare = c.lemma[verb] in _BARE and c.lower[verb] != "saying" and not self._news_follows(verb + 1)
        return None if bare and not worried else (first, verb + 1)

    def _news_follows(self, i: int) -> bool:
        """A clause of its own: 'that', or a subject with a finite verb soon after."""
        if self._at(i) in ("that", "of"):
            return True
        if not self._at(i) or self.c.pos[i] not in ("PRON", "DET", "PROPN", "NOUN", "EX"):
            return False
        return not _VERBAL.isdisjoint(self.c.tag[i + 1 : min(clause_end(self.c, i), i + 6)])

    def _is_about_others(self, i: int) -> bool:
        """A clause about somebody else: 'Mum has moved', not 'you laugh'."""
        return self._news_follows(i) and self.c.lower[i] not in _NOT_OTHERS

    def _at(self, i: int) -> str:
        return self.c.lower[i] if 0 <= i < len(self.c) else ""

    def _tag(self, i: int) -> str:
        return self.c.tag[i] if i < len(self.c) else ""

    def _first(self, i: int) -> int:
        """The first of the small words before a participle: 'has also been' of 'it has also been said'."""
        c, first = self.c, i
        lowest = max(c.first[i], i - REACH)
        while first > lowest and c.text[first - 1] != "|":
            if c.lower[first - 1] not in self._words.between and c.pos[first - 1] != "AUX":
                break
            first -= 1
        return first

    def _before(self, i: int, first: int) -> str:
        """The word before `first`, in the sentence of the token `i`."""
        return self.c.lower[first - 1] if first > self.c.first[i] else ""

    def _is_passive(self, first: int, i: int) -> bool:
        return not _BE.isdisjoint(self.c.lower[first:i])

    def _opens(self, i: int) -> bool:
        """Whether a line or a clause begins here."""
        if i == self.c.first[i]:
            return True
        before = self.c.lower[i - 1]
        return not before[-1].isalnum() or before in _JOINS

    def _starts_line(self, i: int) -> bool:
        return i == self.c.first[i] or not (self.c.lower[i - 1][-1].isalnum() or self.c.lower[i - 1] in (",", "(", ")"))


def clause_end(c: Columns, i: int) -> int:
    """One past the last token of the sentence of a token, or as far as is looked."""
    end, last = i + 1, min(len(c), i + CLAUSE)
    while end < last and c.first[end] != end:
        end += 1
    return end
