"""Articles, subjects and objects left out: 'such long visit', 'the she says', 'He cried until went home'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from notecheck.slips.missing.phrases import NO_OBJECT, ByTag, ByWord, gap, is_whole
from notecheck.slips.reading import BE, HAVE, NOUNS, Lists, Reading, Slip

_NO_ARTICLE: Final = frozenset(
    ("", "no", "any", "much", "more", "what", "which", "own", "part", "and", "or", "of", "has", "take", "takes", "took",
     "taken", "taking")
)  # fmt: skip
_SUBJECT: Final = "the verb has no subject here"
_NO_NOUNS: Final = frozenset(("of", "from", "with", "for", "he", "she", "they", "we"))
_STRANGERS: Final = frozenset(("man", "woman", "lady", "boy", "girl", "dog", "neighbour", "nurse"))
_CAUGHT: Final = frozenset(("hiding", "sitting", "lying", "walking", "sleeping", "wandering", "standing", "crying"))
_STARTS: Final = frozenset(("when", "after", "once", "because", "while"))


def _no_subject(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'When she opened the door was holding the baby': who?"""
    c = r.c
    if c.first[i] != i:
        return
    for f in range(i + 4, min(r.end[i], i + 25)):
        root = c.head[f] if c.dep[f] in ("aux", "auxpass") else f
        if r.low[f] not in ("was", "were", "is", "had", "has") or c.head[root] != root or root == f:
            continue
        hang = [k for k in c.children[root] if k < f]
        bare = all(c.dep[k] in ("advcl", "aux", "auxpass", "neg", "punct") for k in hang)
        bare = bare and root not in r.clauses.subject
        if bare and any(c.dep[k] == "advcl" for k in hang) and c.tag[f - 1] in (*NOUNS, "RB", "RP", "IN"):
            yield gap(r, f, _SUBJECT, "she", "he", "it")


def _one_thing(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'has been given place at', 'sitting on stairs', in a sentence that has its other articles."""
    c, low = r.c, r.low
    worn = low[i] in lists.words["slip-gap-garments"]
    if not (worn or low[i] in lists.words["slip-gap-one-thing"]) or c.dep[i] not in ("dobj", "pobj", "attr", "nsubj"):
        return
    if c.tag[i + 1] in (*NOUNS, "HYPH", "POS", "VBG") or not _in_full(r, i):
        return
    hang = c.children[i]
    if any(c.dep[k] in ("det", "poss", "nummod", "compound", "nmod", "predet", "quantmod") for k in hang):
        return
    first = min([i, *(k for k in hang if i - 4 < k < i and c.dep[k] == "amod")])
    head, before = c.head[i], r.word(first - 1, i)
    subject = r.clauses.subject.get(head, -1)
    fits = (
        (c.dep[i] == "dobj" and c.tag[head].startswith("VB") and subject >= 0)
        or (
            c.dep[i] == "pobj"
            and head == first - 1
            and low[i] in lists.words["slip-gap-rooms"]
            and before in ("in", "on", "at", "to", "from", "into", "behind", "through", "by")
        )
        or (worn and c.dep[i] == "pobj" and head == first - 1 and first < i and before in ("in", "with"))
        or (
            c.dep[i] == "nsubj"
            and low[i] in _STRANGERS
            and c.tag[head] in ("VBD", "VBZ")
            and before in ("and", "then", "when", "because", "while", "after", "until")
        )
        or (c.dep[i] == "attr" and first < i and subject >= 0 and low[subject] in ("there", "he", "she"))
    )
    if fits and before not in _NO_ARTICLE and r.tag(first - 1, i) not in ("NN", "NNP", "JJ"):
        if c.tag[i] == "NNS":
            yield gap(r, first, "‘the’ is missed here", "the")
            return
        yield gap(r, first, "‘a’ or ‘the’ is missed here", "an" if low[first][0] in "aeiou" else "a", "the")


def _in_full(r: Reading, i: int) -> bool:
    """Whether the sentence is written out: a capital, a full stop, a subject, another article."""
    first, end = r.c.first[i], r.end[i]
    articles = any(r.c.tag[k] in ("DT", "PRP$") for k in range(max(first, i - 40), min(end, i + 40)))
    return articles and r.low[end - 1] in (".", "?") and not r.c.text[first][0].islower() and is_whole(r, i)


def _late_subject(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'He cried until went home', 'I asked why was upset'."""
    low, nxt = r.low[i], r.low[i + 1]
    if (
        r.c.first[i] == i
        or r.c.tag[i] not in ("IN", "WRB")
        or r.c.tag[i + 1] not in ("VBD", "VBZ")
        or not is_whole(r, i)
    ):
        return
    acted = nxt in ("was", "were", "had", "went", "came", "has", "is", "took", "saw", "got")
    if low in ("why", "where"):
        acted = nxt in BE | HAVE and r.tag(i + 2, i) in ("VBG", "JJ") and r.tag(i + 3, i) not in NOUNS
    if acted and not (low in ("when", "as", "if") and nxt in ("was", "were", "is", "had", "has")):
        yield gap(r, i + 1, _SUBJECT, "she", "he", "it")


def _such(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'he is such kind boy', 'such long visit'."""
    k = i + 1
    while r.tag(k, i) in ("JJ", "RB") or r.word(k, i) == "kind":
        k += 1
    one = lists.words["slip-gap-one-thing"] | lists.words["slip-one-thing"]
    alone = r.word(i - 1, i) not in ("no", "any", "one", "some", "every", "another", "the")
    counted = r.tag(k, i) == "NN" and r.low[k] in one and r.tag(k + 1, i) not in (*NOUNS, "HYPH", "CC")
    if k > i + 1 and counted and alone:
        yield gap(r, i + 1, "‘a’ is missed here", "an" if r.low[i + 1][0] in "aeiou" else "a")


def _bare_article(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'lost a of weight', 'the she says', 'their of the day': the article has no noun."""
    word = r.low[i + 1]
    if (
        word not in _NO_NOUNS
        or r.c.text[i] != r.low[i]
        or r.word(i - 1, i) in ('"', "'", "“", "‘", "vitamin", "hepatitis", "group")
    ):
        return
    a = r.low[i] in ("a", "an") and r.c.tag[i] == "DT" and word in ("of", "from", "with", "for")
    their = r.low[i] in ("their", "my", "our", "your", "the") and word == "of"
    if (a or their) and r.word(i + 2, i) not in ("-", "") and r.tag(i + 2, i) != "HYPH":
        yield gap(r, i + 1, "what it stands for is missed", *(("lot",) if a and word == "of" else ()))
    elif r.low[i] == "the" and r.c.text[i + 1] in ("he", "she", "they", "we"):
        yield gap(r, i + 1, "what ‘the’ stands for is missed")


def _found(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Police attended and found hiding behind the bins': whom?"""
    c, head = r.c, r.c.head[i]
    if c.tag[i] != "VBD" or c.dep[i] != "conj" or r.word(i - 1, i) not in ("and", "then") or c.tag[head] != "VBD":
        return
    if r.low[i + 1] in _CAUGHT and not any(c.dep[k] == "auxpass" for k in c.children[head]):
        yield gap(r, i + 1, NO_OBJECT, "him", "her", "them")


WORDS: Final = (
    ByWord(_no_subject, _STARTS),
    ByWord(_late_subject, frozenset(("when", "until", "after", "before", "because", "since", "while", "why", "where"))),
    ByWord(_such, frozenset(("such",))),
    ByWord(_bare_article, frozenset(("a", "an", "the", "their", "my", "our", "your")), _NO_NOUNS),
    ByWord(_found, frozenset(("found", "saw", "caught")), _CAUGHT),
)  # fmt: skip
TAGGED: Final = (ByTag(_one_thing, frozenset(("NN", "NNS")), ("slip-gap-garments", "slip-gap-one-thing")),)
