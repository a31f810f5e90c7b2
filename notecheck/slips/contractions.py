"""'their' and 'they're', 'your' and 'you're', 'its' and 'it's', 'whose' and 'who's': whose it is, or what they are.

A possessive stands before a noun; the short form of 'they are' before what they are or do. 'There' is in it too,
since all three sound alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from notecheck.slips.reading import FINITE, Ask, Lists, Reading, Slip

_SHORT: Final = {"their": "they're", "your": "you're", "its": "it's", "whose": "who's"}
_WHY: Final = {
    "their": "‘their’ says whose it is, ‘they're’ is ‘they are’, ‘there’ is a place or begins ‘there is’",
    "your": "‘your’ says whose it is, ‘you're’ is ‘you are’",
    "its": "‘its’ says whose it is, ‘it's’ is ‘it is’ or ‘it has’",
    "whose": "‘whose’ asks or says whose it is, ‘who's’ is ‘who is’",
}
_LONG: Final = {"they": ("'re", "their"), "you": ("'re", "your"), "it": ("'s", "its"), "who": ("'s", "whose")}
_BE: Final = frozenset(("is", "are", "was", "were", "isn't", "aren't", "wasn't", "weren't"))
_NOT_AFTER_POSSESSIVE: Final = frozenset(
    ("a", "an", "the", "not", "n't", "to", "in", "at", "on", "with", "my", "his", "her")
)  # fmt: skip
_ADVERBS: Final = frozenset(
    ("not", "very", "so", "too", "really", "quite", "all", "both", "also", "always", "still", "just", "now", "never",
     "only", "currently", "already", "probably", "often", "usually", "even", "more", "doing", "being", "a", "getting",
     "feeling", "clearly", "definitely", "obviously", "back")
)  # fmt: skip
_PREPOSITIONS: Final = frozenset(
    ("with", "in", "of", "for", "to", "at", "from", "on", "about", "by", "into", "under", "after", "before", "during",
     "near", "around", "without", "over", "through", "because_of")
)  # fmt: skip
_OPENERS: Final = frozenset(
    ("", ",", ";", ":", "that", "because", "if", "but", "when", "think", "thinks", "thought", "say", "says", "said",
     "so", "as", "and", "know", "knows", "hope", "hopes", "feel", "feels", "felt", "sure", "while", "although",
     "until", "believe", "believes", "like", "where", "worried", "happy", "glad", "whether", "told", "mean", "means",
     "where", "how", "why", "what", "then", "unless", "since", "(", "–", "-")
)  # fmt: skip
_SAID: Final = frozenset(
    ("said", "says", "say", "think", "thinks", "thought", "that", "because", "if", "know", "knows", "sure", "hope")
)  # fmt: skip
_NO_OBJECT: Final = frozenset(
    ("means", "shows", "show", "hopes", "guess", "bet", "find", "is", "was", "be", "told", "tell", "tells", "wish",
     "wondered", "wonders", "suppose", "reckons", "reckon", "sounds", "looks", "explained", "agreed", "admitted",
     "states", "stated", "feels")
)  # fmt: skip
_NOT_THEY: Final = frozenset(
    ("being", "remaining", "seeming", "now", "only", "just", "both", "always", "still", "all", "so", "also", "too",
     "never", "already", "very")
)  # fmt: skip
_ORDER: Final = frozenset(
    ("first", "second", "third", "last", "next", "favourite", "new", "older", "younger", "eldest", "youngest", "old")
)  # fmt: skip
_CLOSERS: Final = frozenset(
    (".", ",", ";", "!", "?", ")", "and", "but", "or", "because", "when", "if", "that", "so", "")
)  # fmt: skip
_GERUND_TAKERS: Final = frozenset(
    ("mind", "of", "about", "by", "for", "with", "from", "despite", "without", "on", "than", "discussed")
)  # fmt: skip
_AFTER_THERES: Final = frozenset(("a", "an", "no", "nothing", "been", "some", "lots", "not", "always", "two"))
_PREDICATE: Final = frozenset(
    ("DT", "PRP", "PRP$", "TO", "RB", "RP", "IN", "NNP", "JJ", "JJR", "CC", "VBG", ".", ",", "NN", "NNS", "VBN")
)  # fmt: skip
_NO_OBJECT_NEEDED: Final = frozenset(("is", "are", "was", "were", "be", "been", "got", "get", "went", "go"))


def knows(lists: Lists) -> Iterable[str]:  # noqa: ARG001
    """Words that this family tells apart."""
    return (*_SHORT, *_LONG, "there", "theirs")


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:  # noqa: ARG001
    """What may be said of a word."""
    if word in _SHORT:
        yield Ask(_possessive)
    elif word in _LONG:
        yield Ask(_short_form, after=frozenset(_LONG[word][:1]))
    elif word == "there":
        yield Ask(_there)
    elif word == "theirs":
        yield Ask(_theirs, after=_AFTER_THERES)


def _theirs(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'theirs nothing left'."""
    yield Slip(i, i + 1, ("there's",), _WHY["their"])


def _possessive(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'their going to move', 'your not a baby', 'their are', 'its raining'."""
    low = r.low[i]
    nxt, after = r.word(i + 1, i), r.word(i + 2, i)
    tag = r.tag(i + 1, i)
    if low == "their" and (
        nxt in _BE
        or (
            nxt in ("has", "have", "will", "would", "should", "must", "may", "might", "seems", "seemed")
            and after in ("been", "be", "to", "not")
        )
    ):
        yield Slip(i, i + 1, ("there",), _WHY[low])
        return
    if not nxt or nxt == "own" or (r.word(i - 1, i) in _GERUND_TAKERS and nxt not in _NOT_AFTER_POSSESSIVE):
        return
    if nxt in _NOT_AFTER_POSSESSIVE and tag not in ("NN", "NNS"):
        sure = nxt in ("a", "an", "the", "not", "n't") or r.word(i - 1, i) in _OPENERS
        if sure and not (nxt in ("in", "on", "at", "to") and after in ("-", "going", "law", "do", "house", "home")):
            yield Slip(i, i + 1, (_SHORT[low],), _WHY[low])
        return
    if r.word(i - 1, i) in _OPENERS and _is_state(r, lists, i + 1, said=r.word(i - 1, i) in _SAID):
        yield Slip(i, i + 1, (_SHORT[low],), _WHY[low])


def _is_state(r: Reading, lists: Lists, k: int, *, said: bool = False) -> bool:
    """What somebody is or does, from `k` on, with no noun behind it: 'very happy with', 'finding it hard'."""
    limit = k + 3
    while k < limit and r.word(k, k - 1) in _ADVERBS and r.tag(k, k - 1) in ("RB", "DT", "PDT", "RBR", "VBG", "CC"):
        if r.tag(k, k - 1) == "VBG":
            break
        k += 1
    word, tag = r.word(k, k - 1), r.tag(k, k - 1)
    after, after_tag = r.word(k + 1, k), r.tag(k + 1, k)
    if after in ("of", "'s", "-") or (after_tag in ("NN", "NNS", "NNP", "NNPS", "POS", "HYPH") and tag != "VBG"):
        return False
    if r.word(k - 1, k) == "too" and tag in ("JJ", "RB"):
        return True
    if word in lists.words["slip-doing"]:
        return (
            after_tag in _PREDICATE
            and not (
                after_tag in ("NN", "NNS", "CC", "IN", ".", ",", "JJ")
                and not (after_tag == "IN" and said)
                and word in lists.words["slip-doing-nouns"]
            )
            and after not in _BE
        )
    if word in lists.words["slip-states"]:
        return (
            after in _CLOSERS
            or after_tag in ("IN", "TO", "RB", "PRP", "DT", "WRB", "CC", "PRP$", "VBG")
            or after in ("to", "at", "with")
        )
    return False


def _short_form(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'you're mum', 'in they're room', 'one of it's legs', 'who's phone'."""
    _, meant = _LONG[r.low[i]]
    k = i + 2
    before = r.word(i - 1, i)
    nxt, tag = r.word(k, i), r.tag(k, i)
    if nxt in _BE | {"has", "have"} and r.low[i] == "they":
        yield Slip(i, k, ("there",), _WHY[meant])
        return
    if (nxt == "own" and r.tag(k + 1, i) != "NN") or nxt == "own":
        yield Slip(i, k, (meant,), _WHY[meant])
        return
    noun = k
    while noun < k + 3 and r.tag(noun, i) in ("JJ", "JJR", "JJS", "CD") and r.tag(noun + 1, i) in ("NN", "NNS", "JJ"):
        noun += 1
    owned = r.word(noun, i) in lists.words["slip-owned"] and not r.tag(noun, i).startswith("VB")
    if (r.tag(noun, i) not in ("NN", "NNS") and not owned) or r.tag(noun + 1, i) == "VBG":
        return
    word = r.word(noun, i)
    if (r.word(k, i) in _ORDER and tag != "NNS" and r.tag(noun, i) == "NN" and r.low[i] in ("they", "you")) or (
        before in _PREPOSITIONS and r.low[i] != "who" and word not in ("time",)
    ):
        yield Slip(i, k, (meant,), _WHY[meant])
    elif r.low[i] == "who":
        owned = r.tag(noun + 1, i) in (*FINITE, "PRP", "NNP") or r.word(noun + 1, i) in ("he", "she", "it", "they")
        if tag == "NN" and owned and r.word(noun + 1, i) not in ("to", "and"):
            yield Slip(i, k, (meant,), _WHY[meant])
    elif (
        r.low[i] == "it"
        and r.tag(i - 1, i) in ("VBD", "VBN", "VB", "VBZ")
        and before not in _OPENERS | _NO_OBJECT
        and tag == "NN"
        and (r.tag(k + 1, i) in ("CC", "IN", ".", ",", "") and r.word(k + 1, i) != "that")
    ) or (
        (word in lists.words["slip-owned"] or (word in lists.kin and r.low[i] == "you"))
        and (r.low[i] != "it" or before not in _OPENERS)
    ):
        yield Slip(i, k, (meant,), _WHY[meant])


def _there(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'there own towels', 'with there mum', 'think there going to move'."""
    before, nxt, tag = r.word(i - 1, i), r.word(i + 1, i), r.tag(i + 1, i)
    if nxt == "own":
        yield Slip(i, i + 1, ("their",), _WHY["their"])
        return
    noun = i + 1
    while noun < i + 3 and r.tag(noun, i) in ("JJ", "JJR", "CD", "JJS", "NNP") and r.tag(noun + 1, i) in ("NN", "NNS"):
        noun += 1
    word = r.word(noun, i)
    if (
        r.tag(noun, i) in ("NN", "NNS")
        and (word in lists.words["slip-owned"] or word in lists.kin)
        and r.c.text[noun][0].islower()
    ):
        followed = r.tag(noun + 1, i) in FINITE
        carried = r.tag(i - 1, i).startswith("VB") and before not in _NO_OBJECT_NEEDED
        if (
            before in ("with", "of", "for", "about", "to", "and", "by", "on", "into", "at", "under", "after")
            or carried
            or before in ("all", "both", "or")
        ):
            if not followed or before in ("with", "of", "for", "about", "and", "by", "on") or before == "":
                yield Slip(i, i + 1, ("their",), _WHY["their"])
        elif (
            before in ("", "that", "because", "said", "if", "when", "in", "from")
            and (followed or before in ("in", "from"))
            and not (followed and before in ("in", "from"))
        ):
            yield Slip(i, i + 1, ("their",), _WHY["their"])
        return
    if (
        before in _OPENERS
        and tag in ("VBG", "JJ", "RB", "VBN", "DT", "PDT", "IN")
        and nxt not in _NOT_THEY
        and (before or tag == "VBG")
        and (before not in ("and", "where", "", ",") or nxt in ("going", "not", "doing", "trying", "getting", "having"))
        and _is_state(r, lists, i + 1)
    ):
        yield Slip(i, i + 1, ("they're",), _WHY["their"])
