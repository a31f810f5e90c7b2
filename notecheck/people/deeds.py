"""What a note tells of somebody at one place: who spoke, acted, was told, is given a task, or was only there.

Read from the verb that a mention hangs on and from the word right behind it, since telegraphic lines ('School nurse to
weigh', 'HV has closed') are where a parser errs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from notecheck.people.naming import Found
from notecheck.people.titles import Words
from notecheck.text.columns import Columns

Act = Literal["speaks", "acts", "will", "task", "told", "from", "by", "passive", "listed", "cell", ""]


class Deed(NamedTuple):
    """What is told, and the token that tells it (-1 for none)."""

    act: Act
    verb: int


NOTHING: Final = Deed("", -1)
LISTED: Final = Deed("listed", -1)
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP"))
_OBJECTS: Final = frozenset(("dobj", "pobj", "dative", "obj"))
_ADVERBS: Final = frozenset(("also", "then", "has", "have", "had", "just", "now", "again", "both", "since"))
_QUOTES: Final = frozenset("\"'“‘")
_NEVER: Final = frozenset(("not", "n't", "n’t", "never", "nor"))
_ASKED: Final = frozenset(("ask", "want", "need", "get", "tell", "expect"))
_PAPERS: Final = frozenset(("letter", "report", "email", "text", "message", "note", "advice", "statement", "log"))
_SPOKEN: Final = frozenset(("say", "speak", "talk"))
_WITH: Final = frozenset(("speak", "talk", "discuss", "chat", "meet", "liaise", "speaks", "spoke"))
_CELL: Final = frozenset(("|", "–", "—", "-", "&", "and", "/"))
_CALLERS: Final = frozenset(("caller", "referrer", "informant", "it", "this", "that"))
_AT: Final = frozenset(("at", "of", "for", "from", "in", "with", "on"))
_SPAN: Final = 10  # tokens
_NEAR: Final = 5
_CHAIN: Final = 6


class Deeds:
    """Answers for the mentions of one Doc.

    Args:
        c: its columns.
        words: the lists.
    """

    def __init__(self, c: Columns, words: Words) -> None:
        self._c, self._words = c, words

    def of(self, found: Found) -> Deed:
        """What the text tells where somebody is mentioned that does not stand in a list."""
        i = self._first_joined(self._outward(found))
        c = self._c
        if c.dep[i] in _OBJECTS and found.start > c.head[i]:
            told = self._object(found, i)
            return told if told.act else self._cell(found)
        return (
            self._said_to(found)
            or self._written(found)
            or self._beside(found)
            or self._subject(found, i)
            or self._cell(found)
        )

    def _said_to(self, found: Found) -> Deed | None:
        """'said overnight to HCA', which a parser takes for an infinitive."""
        c, start = self._c, found.start
        if c.lower[start - 1 : start] != ["to"]:
            return None
        verb = next((k for k in range(start - 2, max(-1, start - _NEAR), -1) if c.lemma[k] in _SPOKEN), -1)
        return Deed("told", verb) if verb >= 0 else None

    def _outward(self, found: Found) -> int:
        """The token of a mention that hangs on something outside it."""
        c = self._c
        inside = range(found.end - 1, found.start - 1, -1)
        return next(
            (k for k in inside if not found.start <= c.head[k] < found.end and c.pos[k] != "ADP"), found.end - 1
        )

    def _first_joined(self, i: int) -> int:
        """'GP and HV said': both do what the first does."""
        c = self._c
        for _ in range(_CHAIN):
            if c.dep[i] != "conj" or c.head[i] == i:
                break
            i = c.head[i]
        return i

    def _object(self, found: Found, i: int) -> Deed:
        """Spoken to, come from, done by, asked to do."""
        c = self._c
        verb, prep = c.head[i], ""
        if c.pos[verb] == "ADP":
            prep, verb = c.lower[verb], c.head[verb]
        elif c.dep[i] == "pobj":
            prep = c.lower[verb]
        j = found.end
        if c.lemma[verb] in _ASKED and c.lower[j : j + 1] == ["to"] and c.tag[j + 1 : j + 2] == ["VB"]:
            return Deed("task", j + 1)
        if prep == "by":
            return Deed("by", verb) if c.tag[verb] in ("VBN", "VBD") else NOTHING
        if prep in ("from", "off"):
            return Deed("from", verb)
        if c.lemma[verb] in self._words.tells and (not prep or prep == "to" or c.lemma[verb] in _WITH):
            return Deed("told", verb)
        return NOTHING

    def _written(self, found: Found) -> Deed | None:
        """'the paediatrician's letter of 20 April says'."""
        c, j = self._c, found.end
        if c.tag[j : j + 1] != ["POS"] or c.lemma[j + 1 : j + 2] == [] or c.lemma[j + 1] not in _PAPERS:
            return None
        near = range(j + 2, min(len(c), j + _SPAN))
        verb = next((k for k in near if c.tag[k] in _FINITE and c.first[k] == c.first[found.start]), -1)
        return Deed("speaks", verb) if verb >= 0 and c.lemma[verb] in self._words.speaks else None

    def _beside(self, found: Found) -> Deed | None:
        """The verb right behind: 'HV has closed', 'School nurse to look at it', 'Lisa at the college has held'."""
        c, j = self._c, found.end
        last = min(len(c), j + _SPAN)
        if j < last and c.text[j] == "(":
            j = next((k + 1 for k in range(j, last) if c.text[k] == ")"), j)
        if j < last and c.lower[j] in _AT:
            j = next((k for k in range(j + 1, min(last, j + _CHAIN)) if self._is_verb(k) or c.pos[k] == "PUNCT"), j)
        while j < last and (c.lower[j] in _ADVERBS or (c.tag[j] == "RB" and c.lower[j] not in _NEVER)):
            j += 1
        j += j < last and c.text[j] in _QUOTES
        if j >= last or c.first[j] != c.first[found.start]:
            return None
        opens = c.first[found.start] == found.start or not c.text[found.start - 1][0].isalnum()
        if opens and j == found.end and c.tag[j] == "VBG":
            return Deed("task", j)  # 'health visitor taking over on the 12th'
        if opens and j == found.end and found.form != "name" and self._reports(j):
            return Deed("speaks", j)
        if c.lower[j] in ("will", "'ll", "’ll", "shall"):
            return Deed("will", j)
        if c.lower[j] == "to" and j + 1 < last and c.tag[j + 1] == "VB":
            done = c.lower[j + 1] == "be" and c.tag[j + 2 : j + 3] in (["VBN"], ["VBD"])
            return Deed("passive", j + 2) if done else Deed("task", j + 1)
        return self._finite(j) if c.tag[j] in _FINITE else None

    def _reports(self, j: int) -> bool:
        """'School say he …', 'School report that …', whatever the tagger makes of it."""
        c = self._c
        return c.lower[j] in ("say", "think") or (
            c.lower[j] in ("report", "state") and c.lower[j + 1 : j + 2] == ["that"]
        )

    def _is_verb(self, k: int) -> bool:
        c = self._c
        return c.tag[k] in _FINITE or c.tag[k] == "MD" or (c.lower[k] == "to" and c.tag[k + 1 : k + 2] == ["VB"])

    def _finite(self, verb: int) -> Deed | None:
        c = self._c
        if any(word in _NEVER for word in c.lower[verb - 2 : verb + 1 + (c.pos[verb] == "AUX")]):
            return None
        if c.lemma[verb] == "call" and c.lower[verb + 1 : verb + 2] in (["to"], ["out"], ["."], [","], ["by"], ["at"]):
            return Deed("passive", verb)  # 'Police called to the house'
        if c.lower[verb] in ("need", "needs") and c.tag[verb + 1 : verb + 2] == ["VBG"]:
            return Deed("passive", verb)
        speaks = c.lemma[verb] in self._words.speaks or c.lower[verb] in self._words.speaks
        return Deed("speaks" if speaks else "acts", verb)

    def _subject(self, found: Found, i: int) -> Deed | None:
        c, verb = self._c, self._c.head[i]
        if c.dep[i] == "nsubjpass":
            return Deed("passive", verb)
        if (
            c.dep[i] == "attr"
            and c.lemma[verb] == "be"
            and any(w in _CALLERS for w in c.lower[max(0, verb - 2) : verb])
        ):
            return Deed("listed", verb)
        if c.dep[i] != "nsubj" or c.pos[verb] not in ("VERB", "AUX") or not found.end <= verb < found.end + _SPAN:
            return None
        between = range(found.end, verb)
        if any(c.pos[k] in ("PUNCT", "NUM", "SPACE") and c.text[k] not in "()" for k in between):
            return None
        modal = next((c.lower[k] for k in between if c.tag[k] == "MD"), "")
        if modal:
            return Deed("will", verb) if modal in ("will", "'ll", "’ll", "shall") else NOTHING
        if c.tag[verb] == "VB":
            return Deed("task", verb) if c.lower[verb - 1] == "to" else NOTHING
        return self._finite(verb)

    def _cell(self, found: Found) -> Deed:
        """Alone in a cell of a table, or at the start of a line before a dash: '| school nurse | Monday'."""
        c, j = self._c, found.end
        before = c.text[found.start - 1] if found.start > 0 else "\n"
        opens = c.first[found.start] == found.start or before in ("|", ":", "\t") or before.isspace()
        closes = j >= len(c) or c.text[j] in _CELL or c.text[j].isspace()
        written = any(text.islower() or text.istitle() for text in c.text[found.start : found.end])
        return Deed("cell", -1) if opens and closes and written and found.form == "role" else NOTHING


def lists(c: Columns, words: Words) -> Iterator[tuple[int, int]]:
    """Token ranges of lists of those present, those who could not come, those a referral comes from."""
    for number, (start, end) in enumerate(c.sentences):
        while start < end - 1 and not c.text[start][0].isalpha():
            start += 1
        if c.lower[start] not in words.present_first:
            continue
        stop = next((k for k in range(start, min(end, start + _SPAN)) if c.text[k] in (":", "–", "-", "—")), -1)
        label = " ".join(c.lower[start:stop]) if stop > 0 else ""
        if label in words.present:
            bare = not any(text[0].isalnum() for text in c.text[stop:end])
            yield stop + 1, end
            if bare:
                yield from _below(c, number)
        elif c.lower[start : start + 2] in (["attended", "by"], ["apologies", "from"]):
            yield start + 2, end


_LINES: Final = 15


def _below(c: Columns, number: int) -> Iterator[tuple[int, int]]:
    """The lines below a bare label, as long as each is a short line without a verb."""
    for start, end in c.sentences[number + 1 : number + 1 + _LINES]:
        if end - start > _SPAN * 2 or any(tag in _FINITE for tag in c.tag[start:end]):
            return
        yield start, end
