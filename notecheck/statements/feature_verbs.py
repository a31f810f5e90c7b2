"""What the verbs of a sentence show of its kind: who does, wishes, says or thinks what, in which tense and mood.

Part of the features of a sentence, see `notecheck/statements/features.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from notecheck.statements.feature_lists import Lists
from notecheck.text.clauses import Clauses
from notecheck.text.columns import Columns

_PAST_OR_PRESENT: Final = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_PLANNED: Final = frozenset(("will", "shall", "can", "should", "must", "'ll", "’ll"))
CHILD: Final = frozenset(("child", "you", "before-child", "before-you"))
_OTHERS: Final = frozenset(
    f"{before}{kind}"
    for before in ("", "before-")
    for kind in ("family", "professional", "other", "sibling", "agency", "addressee", "record")
)
_EMPTY: Final = frozenset(("it", "there", "this", "that"))
_NEWS: Final = frozenset(
    ("about", "re", "because", "that", "say", "tell", "ask", "saying", "asking", "regarding", "as", "with", ":")
)
_AGREES: Final = frozenset(("agree", "refuse", "promise", "swear", "let", "offer"))
_TELLS: Final = frozenset(("tell", "say"))
_MAIN: Final = frozenset(("ROOT", "conj", "ccomp"))
_SAME: Final = frozenset(("compound", "appos", "conj", "nmod"))
"""Relations in which what hangs on a name is the same person, or another beside."""
_HEAVY: Final = frozenset(("ROOT", "relcl", "acl", "xcomp", "advcl", "conj"))


class Verbs:
    """Reads the verbs of one Doc.

    Args:
        c: the Doc's columns.
        clauses: of the Doc.
        kind: for each token the class of who it stands for.
        quoted: for each token whether it is quoted.
        lists: the word lists.
    """

    def __init__(self, c: Columns, clauses: Clauses, kind: Sequence[str], quoted: Sequence[bool], lists: Lists) -> None:
        self.c, self.clauses, self.kind, self.quoted, self.lists = c, clauses, kind, quoted, lists

    def root(self, said: Sequence[int], found: list[str]) -> tuple[int, str]:
        """The word that governs a sentence, and the class of its subject.

        Args:
            said: the sentence's tokens.
            found: takes what it shows.
        """
        c, add, clauses = self.c, found.append, self.clauses
        first, last, head = said[0], said[-1], c.head
        roots = [i for i in said if head[i] == i or not first <= head[i] <= last]
        root = next((i for i in roots if not self.quoted[i]), roots[0] if roots else first)
        whose = self._subject(root)
        lemma, tag, shown = c.lemma[root], c.tag[root], whose or "none"
        add(f"root-tag={tag}")
        add(f"subject={shown}")
        add(f"subject={shown}+{tag}")
        add(f"subject={shown}+{lemma}")
        for i in clauses.auxiliaries.get(root, ()):
            add(f"aux={c.lower[i]}")
            add(f"aux={c.lower[i]}+{tag}")
        for i in clauses.complements.get(root, ()):
            add("complement")
            add(f"complement={c.pos[i]}")
        if root in clauses.negated:
            add("negated")
        if root in clauses.passive:
            add("passive")
        if root in clauses.content:
            add("content")
        return root, whose

    def _subject(self, verb: int) -> str:
        """Class of the subject of a verb; '' for none."""
        c = self.c
        i = self.clauses.subject_of(verb, c)
        if i < 0:
            return ""
        if self.kind[i]:
            return self.kind[i]
        if c.pos[i] in ("NOUN", "PROPN"):
            near = range(max(0, i - 3), min(len(c), i + 4))
            held = next((self.kind[j] for j in near if c.head[j] == i and self.kind[j] and c.dep[j] in _SAME), "")
            if held:
                return held
        return "it" if c.lower[i] in _EMPTY else "thing"

    def read(
        self, verbs: Sequence[int], root: int, *, first: int, last: int, before: str, found: list[str]
    ) -> tuple[frozenset[str], str]:
        """What each verb outside quotations does and for whom.

        Args:
            verbs: of the sentence.
            root: the word that governs it.
            first: its first token outside quotations, -1 for none.
            last: its last token.
            before: class of the subject of the sentence before.
            found: takes what they show.

        Returns:
            Who says something, and the class of who said the last of it, empty where nobody does.
        """
        c = self.c
        shown: list[str] = []
        talks: set[str] = set()
        sayer = ""
        for i in verbs:
            whose = self._subject(i)
            if not whose and self._drops_subject(i, root, first):
                whose = f"before-{before}"
            whose = whose or "none"
            self._form(i, whose, shown)
            if c.tag[i] == "MD" and "me" in talks:
                shown.append("me-then-modal")
            if c.lemma[i] == "be":
                continue
            self._deed(i, whose, shown)
            if c.lemma[i] in self.lists.say:
                news = self._is_news(i, last)
                main = i == root or c.dep[i] in ("ROOT", "conj")
                self._say(i, whose, shown, main=main, news=news)
                sayer = whose
                if self._is_real(i) and i not in self.clauses.negated and (news or c.lemma[i] not in self.lists.bare):
                    talks.add(_talker(whose))
        found += dict.fromkeys(shown)
        return frozenset(talks), sayer

    def _form(self, i: int, whose: str, found: list[str]) -> None:
        """Tense and mood of a verb."""
        c, tag = self.c, self.c.tag[i]
        found.append(f"verb={tag}")
        if tag == "MD":
            found.append(f"modal={c.lower[i]}")
        if i in self.clauses.infinitive and c.dep[i] in _HEAVY:
            found += (f"to={c.dep[i]}", f"to={whose}")
        if tag in ("VBZ", "VBP") and c.lemma[i] == "be":
            found.append("is")

    def _tense(self, i: int) -> str:
        if i in self.clauses.modal:
            return "will"
        return "to" if i in self.clauses.infinitive else self.c.tag[i]

    def _is_real(self, i: int) -> bool:
        """Not only what will, should or can be."""
        return self.clauses.modal.get(i) not in _PLANNED

    def _deed(self, i: int, whose: str, found: list[str]) -> None:
        """Who wishes, shows or thinks something."""
        lists, lemma, add = self.lists, self.c.lemma[i], found.append
        wishes, shows = lemma in lists.wish, lemma in lists.show
        if whose in CHILD and self._is_real(i):
            add("kid-does")
            if lemma in lists.say:
                pass
            elif shows and i not in self.clauses.negated:
                add("kid-shows")
            elif wishes and self.c.tag[i] != "VBG":
                add("kid-wishes")
        if wishes:
            add(f"wish={whose}")
            add(f"wish={whose}+{self._tense(i)}")
        if shows:
            add(f"show={whose}")
        if lemma in lists.opine:
            add(f"opine={whose}")
            add(f"opine={whose}+{lemma}")

    def _say(self, i: int, whose: str, found: list[str], *, main: bool, news: bool) -> None:
        """'Mum told you that …': who says, when, and whether it governs the sentence."""
        c, add = self.c, found.append
        add(f"say={whose}")
        add(f"say={whose}+{self._tense(i)}")
        if news:
            add(f"news={whose}")
        if i in self.clauses.content:
            add(f"say-that={whose}")
        if main:
            add(f"say-main={whose}")
        if c.lemma[i] in self.lists.sure:
            add(f"say-sure={whose}")
        if whose in CHILD and not main:
            add("kid-says-below")
            if c.lemma[i] in _TELLS and i not in self.clauses.negated and "nothing" not in c.lower[i + 1 : i + 3]:
                add("kid-tells-below")

    def _is_news(self, i: int, last: int) -> bool:
        """'Nursery rang about …', 'School called to say …': a call that is told with what was said in it."""
        lemma = self.c.lemma[i]
        if lemma not in self.lists.bare or lemma in _AGREES:
            return False
        return any(self.c.lower[j] in _NEWS for j in range(i + 1, min(i + 6, last + 1)))

    def _drops_subject(self, i: int, root: int, first: int) -> bool:
        """'Said she was fine': a line that goes on with who was its subject before."""
        c = self.c
        if c.tag[i] not in _PAST_OR_PRESENT or not (i == root or (i == first and c.dep[i] in _MAIN)):
            return False
        return c.tag[i] != "VBN" or "by" not in c.lower[i + 1 : i + 3]


def _talker(whose: str) -> str:
    """Who says something, roughly."""
    if whose in CHILD:
        return "kid"
    return "me" if whose == "writer" else "other" if whose in _OTHERS else "none"
