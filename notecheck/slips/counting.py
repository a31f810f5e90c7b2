"""'this' and its like, or a number, and the noun behind: 'this drawings', 'three week ago', 'one of the boy'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from notecheck.slips.number import AMOUNTS
from notecheck.slips.reading import Lists, Reading, Slip

_OWNED: Final = frozenset(("the", "his", "her", "my", "your", "our", "their", "these", "those"))
_LINKS: Final = frozenset(("NN", "NNS", "JJ", "CD", "PRP$", "DT", "NNP"))
_ALSO_VERBS: Final = frozenset(
    ("visits", "actions", "times", "marks", "calls", "bruises", "notes", "sessions", "days", "weeks", "months",
     "years")
)  # fmt: skip


def pointer(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'this drawings', 'these behaviour', 'those child'."""
    c, low = r.c, r.low
    k = i + 1
    if r.tag(k, i) == "JJ":
        k += 1
    tag, word, after = r.tag(k, i), r.word(k, i), r.tag(k + 1, i)
    if low[i] == "this":
        known = word in lists.words["slip-counted"] or word in lists.words["slip-people"]
        if tag == "NNS" and c.lemma[k] != word and (known or c.head[i] == k) and not _may_be_verb(r, k, known):
            yield Slip(i, i + 1, ("these",), "several follow", "form")
    elif tag == "NN" and c.dep[i] == "det" and c.head[i] == k and after not in (*_LINKS, "POS", "HYPH", "VBG", "CC"):
        counted = word in lists.kin or lists.inflector.inflect(word, "plural") in lists.words["slip-counted"]
        if counted and word not in lists.words["slip-groups"]:
            one = {"these": "this", "those": "that"}[low[i]]
            plural = lists.inflector.inflect(word, "plural")
            yield Slip(
                i,
                k + 1,
                tuple(" ".join(words) for words in ((one, *low[i + 1 : k + 1]), (*low[i:k], plural))),
                "one is for one, the other for several",
                "form",
            )


def count(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'three week ago', 'several visit', 'another bruises', 'one of the boy'."""
    c, word = r.c, r.low[i]
    k = i + 1
    if word == "one":
        if r.word(k, i) != "of" or r.word(k + 1, i) not in _OWNED or r.tag(i - 1, i) in ("DT", "PRP$", "JJ", "WDT"):
            return  # 'I liked the one of the dog'
        k += 2
    elif r.tag(i - 1, i) == "PRP":
        return  # 'you two meeting'
    if r.tag(k, i) == "JJ":
        k += 1
    tag, noun = r.tag(k, i), r.word(k, i)
    if noun in lists.words["slip-groups"] or r.tag(k + 1, i) in (*_LINKS, "POS", "HYPH", "VBG", "VBN", "CC", "PRP"):
        return
    if word in ("a", "an", "another", "each", "every"):
        plain = r.word(i - 1, i) not in ("many", "such", "half", "quite") and noun not in AMOUNTS
        plain = plain and noun not in lists.words["slip-singular-s"]
        if not (tag == "NNS" and plain and k == i + 1 and c.lemma[k] != noun):
            return
        if noun in lists.words["slip-counted"] or _is_plural(r, lists, i, k):
            yield Slip(k, k + 1, (c.lemma[k],), f"‘{word}’ is for one", "form")
    elif (
        tag == "NN" and c.dep[k] not in ("compound", "amod", "nmod") and r.word(k + 1, i) not in ("-", "/", "old", "x")
    ):
        plural = lists.inflector.inflect(noun, "plural")
        if plural in lists.words["slip-counted"] and not (word == "one" and noun in ("time", "day")):
            yield Slip(k, k + 1, (plural,), "several are meant", "form")


def _is_plural(r: Reading, lists: Lists, i: int, k: int) -> bool:
    """'a certificates for': a plural in -s behind a small 'a', which is no name ('A needs …') and no half of one."""
    c, noun = r.c, r.low[k]
    after = r.tag(k + 1, i)
    return (
        c.text[i].islower()
        and noun.endswith("s")
        and c.text[k].islower()
        and noun in (c.lemma[k] + "s", c.lemma[k] + "es")
        and noun not in lists.words["slip-singular-s"]
        and c.dep[k] not in ("compound", "poss", "nmod", "amod")
        and after in ("IN", ".", ",", "CC", "VBZ", "VBD", "MD", "TO", "WDT", "WP")
        and r.word(k + 1, i) not in ("or", "and", "'")
    )


def _may_be_verb(r: Reading, i: int, known: bool) -> bool:
    """'This means', 'This visits' nobody: a verb that looks like a plural."""
    after = r.tag(i + 1, i)
    if r.word(i + 1, i) in ("'", "’", "old", "ago", "'s"):
        return True
    if known and r.low[i] not in _ALSO_VERBS:
        return False
    return r.c.dep[i] in ("ROOT", "ccomp") or (
        after in ("DT", "PRP$", "PRP", "NNP", "TO", "IN", "RB", "JJ", "NN", "NNS") and r.c.first[i] == i - 1
    )
