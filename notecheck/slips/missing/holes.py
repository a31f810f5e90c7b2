"""Small words left out, where the parse shows the hole: 'she would her passport', 'Why you think …?', 'He going'.

What is marked here stands in a sentence that has a subject of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from notecheck.slips.missing.phrases import MISSED_VERB
from notecheck.slips.reading import BE, DO, HAVE, MODAL, NOMINATIVE, VERBS, Ask, Lists, Reading, Slip

_BINDS: Final = frozenset(("although", "because", "though", "if", "while", "unless", "when", "whether"))
_FINITE: Final = frozenset(
    ("has", "have", "is", "was", "were", "are", "had", "will", "would", "could", "can", "does", "did")
)  # fmt: skip
_ASKS: Final = frozenset(("why", "how", "where", "when", "what"))
_THERE: Final = frozenset(("there", "he", "she", "i"))
_NO_ARTICLE: Final = frozenset(
    ("part", "home", "head", "top", "witness", "work", "fun", "party", "cause", "time", "back", "next")
)  # fmt: skip
_HELPED: Final = frozenset(
    ("what", "as", "all", "everything", "best", "whatever", "how", "than", "anything", "if", "much", "rather")
)  # fmt: skip
_AFTER_OBJECT: Final = frozenset(
    ("by", "of", "with", "about", "to", "than", "like", "for", "on", "and", "or", "mind", "saw", "heard")
)  # fmt: skip
_TURNED: Final = frozenset(("NNP", "DT", "PRP$", "NN", "NNS", "PRP"))
_BETWEEN: Final = frozenset(
    ("not", "also", "still", "now", "always", "currently", "just", "really", "already", "both", "all")
)  # fmt: skip
_DEGREES: Final = frozenset(
    ("not", "very", "so", "quite", "really", "extremely", "always", "also", "never", "too", "incredibly", "rather",
     "recently", "n't", "generally", "mostly")
)  # fmt: skip


def knows(lists: Lists) -> Iterable[str]:
    """Words that this family tells apart."""
    return (*_BINDS, *_ASKS, *MODAL, *HAVE, *BE, *lists.past_only)


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:
    """Where a word may be missed: at a verb, or at a binding or asking word."""
    if tag in VERBS or word in lists.past_only:
        if tag == "MD" or word in MODAL:
            yield Ask(_no_verb)
        elif tag == "VBG":
            yield Ask(_no_be)
        elif word in ("was", "were", "is"):
            yield Ask(_no_subject)
        if word in HAVE:
            yield Ask(_no_been)
        if word in BE | HAVE and word not in ("'s", "'m"):
            yield Ask(_no_article, before=_THERE)
    if word in _BINDS or word in _ASKS:
        yield Ask(_at_word)


def _at_word(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """Where a subject is missed behind 'although', or 'do' behind 'why'."""
    low = r.low[i]
    nxt = r.word(i + 1, i)
    if low in _BINDS and nxt in _FINITE and _has_subject(r, i):
        after, tag = r.word(i + 2, i), r.tag(i + 2, i)
        turned = after in NOMINATIVE | {"you", "it", "there", "the", "this", "that", "not"} or tag in _TURNED
        if not turned and not (low == "when" and r.low[r.end[i] - 1] == "?") and r.c.tag[i] in ("IN", "WRB"):
            yield Slip(i, i + 2, (f"{low} he {nxt}", f"{low} she {nxt}"), "the verb has no subject here", "gap")
    elif low in _ASKS and r.c.first[i] == i and r.low[r.end[i] - 1] == "?":
        k = i + 2 if r.tag(i + 1, i) in ("NN", "NNS", "JJ", "RB") else i + 1
        nxt, verb = r.word(k, i), r.word(k + 1, i)
        if nxt in NOMINATIVE | {"you"} and r.tag(k + 1, i) in ("VB", "VBP") and verb not in BE | HAVE | DO | MODAL:
            do = "does" if nxt in ("he", "she") else "do"
            yield Slip(k, k + 1, (f"{do} {nxt}", f"did {nxt}"), "a question takes ‘do’, ‘does’ or ‘did’", "gap")


def _has_subject(r: Reading, i: int) -> bool:
    c = r.c
    return any(
        c.dep[k] in ("nsubj", "nsubjpass") and r.low[k] != "that"
        for k in range(c.first[i], min(r.end[i], i + 40))
        if k != i
    )


def _no_verb(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'she would her passport', 'I will the school': nothing is done."""
    c, k = r.c, r.behind(i)
    word, tag = r.word(k, i), r.tag(k, i)
    before = r.word(i - 1, i)
    subject = (
        before in NOMINATIVE | {"you", "it"}
        or before in lists.kin
        or (r.tag(i - 1, i) in ("NN", "NNS", "NNP") and c.tag[i] == "MD" and c.text[i].islower())
    )
    if (
        r.word(i + 1, i) == "rather"
        or not subject
        or not (tag == "PRP$" or word == "her" or word in ("the", "a", "an"))
        or r.tag(k + 1, i) not in ("NN", "NNS", "JJ", "NNP", "VB")
    ):
        return
    if any(r.word(m, i) in _HELPED for m in range(i - 8, i - 1)) or r.tag(i - 2, i) in ("MD", "WRB", "WP"):
        return
    if c.tag[i] != "MD" and r.low[i] not in ("would", "could", "should", "must"):
        return
    yield Slip(i, k + 1, (), f"after ‘{r.low[i]}’ {MISSED_VERB}", "gap")


def _no_be(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'He going to school', 'they living with Nan'."""
    low, k = r.low[i], i - 1
    while r.word(k, i) in _BETWEEN:
        k -= 1
    subject = r.word(k, i)
    if subject not in NOMINATIVE or low in ("being", "having") or r.c.dep[i] in ("amod", "compound"):
        return
    before = r.word(k - 1, i)
    if before in _AFTER_OBJECT - {"and", "saw"} or before in BE | HAVE | DO | MODAL or r.word(k - 2, i) in BE:
        return
    if before in ("and", "or") and r.tag(k - 2, i) in ("PRP", "NNP", "NN", "NNS"):
        return
    if r.word(i + 1, i) in ("'", "’"):
        return
    is_, was = {"i": ("am", "was"), "he": ("is", "was"), "she": ("is", "was")}.get(subject, ("are", "were"))
    yield Slip(i, i + 1, (f"{is_} {low}", f"{was} {low}"), "a form of ‘be’ is missed before it", "gap")


def _no_subject(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'was cold and was mould on the frame', 'When she fell, was her stepdad who came'."""
    c, low = r.c, r.low
    before = r.word(i - 1, i)
    noun = i + 2 if r.tag(i + 1, i) == "JJ" else i + 1
    if before == "and" and r.tag(noun, i) in ("NN", "NNS") and r.word(noun, i) not in _NO_ARTICLE:
        bare = (
            not any(c.dep[k] in ("det", "poss", "nummod", "compound") for k in c.children[noun])
            and r.tag(noun + 1, i) == "IN"
        )
        if (
            bare
            and r.word(noun + 1, i) in ("on", "in", "under", "at", "around", "all", "behind", "over", "everywhere")
            and c.dep[noun] in ("attr", "nsubj")
        ):
            yield Slip(i - 1, i + 1, (f"and there {low[i]}",), "the verb has no subject here", "gap")
    elif (
        before == ","
        and low[c.first[i]] in _BINDS | {"after", "before", "as", "once", "since"}
        and low[i] in ("was", "is")
    ):
        follows = (
            r.word(i + 1, i) in ("the", "his", "her", "my", "their", "our", "your", "a")
            or r.word(i + 1, i) in lists.kin
        )
        if follows and any(r.word(k, i) in ("who", "that") for k in range(i + 2, i + 6)):
            yield Slip(i, i + 1, (f"it {low[i]}",), "the verb has no subject here", "gap")


def _no_been(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'The carers have very patient', 'has upset about it'."""
    k = i + 1
    while r.word(k, i) in _DEGREES:
        k += 1
    after = r.tag(k + 1, i)
    if (
        r.tag(k, i) == "JJ"
        and r.low[k] in lists.words["slip-been"]
        and after in ("IN", "TO", ".", ",", "")
        and r.word(k + 1, i) != "-"
    ):
        yield Slip(
            i, k + 1, (" ".join((r.low[i], "been", *r.low[i + 1 : k + 1])),), "‘been’ is missed after ‘have’", "gap"
        )


def _no_article(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'There was strong smell', 'She has new partner': one thing that is counted, with no 'a'."""
    before = r.word(i - 1, i)
    there = before == "there"
    k = i + 1
    while r.word(k, i) in ("very", "really", "also", "still", "now", "such", "quite"):
        k += 1
    first = k
    while r.tag(k, i) == "JJ":
        k += 1
    if r.tag(k, i) != "NN" or r.low[k] not in lists.words["slip-one-thing"] or (first == k and not there):
        return
    if r.tag(k + 1, i) in ("NN", "NNS", "HYPH", "POS", "NNP", "VBG") or r.word(k + 1, i) in ("-", "/", "and", "or"):
        return
    if r.low[first] in ("last", "next") or r.low[k] in lists.words["slip-gap-how-long"]:
        return  # 'than he was last week', 'she is full time'
    article = "an" if r.low[first][0] in "aeiou" else "a"
    yield Slip(first, k + 1, (f"{article} {r.doc[first : k + 1].text}",), f"‘{article}’ is missed", "gap")
