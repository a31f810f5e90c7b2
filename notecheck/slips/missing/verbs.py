"""Verbs and their helpers left out: 'Parents will the deputy head', 'he the only one', 'Why Mum not tell?'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from notecheck.slips.missing.phrases import (
    MISSED_VERB,
    NO_BE,
    NO_VERB,
    OWNS,
    POINTS,
    WHOM,
    ByTag,
    ByWord,
    gap,
    is_clause,
    is_whole,
    phrase_end,
    says_when,
    words_before,
)
from notecheck.slips.reading import BE, DO, FINITE, HAVE, MODAL, NOMINATIVE, NOT, NOUNS, OBJECT, Lists, Reading, Slip

_HAD: Final = frozenset(("been", "gone", "done", "seen", "given", "taken"))
_BINDS: Final = frozenset(
    ("that", "because", "if", "whether", "although", "though", "while", "as", "since", "unless", "so", "until")
)  # fmt: skip
_SAYS: Final = frozenset(
    ("say", "said", "says", "think", "thinks", "thought", "believe", "believes", "felt", "feels", "because", "that")
)  # fmt: skip
_DOING: Final = frozenset(
    ("going", "coming", "living", "staying", "working", "trying", "doing", "attending", "taking", "getting", "looking",
     "refusing", "planning")
)  # fmt: skip
_OFTEN_LEFT: Final = frozenset(("as", "than", "what", "everything", "all", "how", "best", "like", "whatever"))
_BEFORE_OTHERS: Final = (
    BE | HAVE | DO | MODAL | NOT | {"than", "like", "as", "and", "or", "nor", "neither", '"', "“", "'", "‘"}
)
_OPENS: Final = frozenset(("", "and", "that", "because", "but", "if", "said", "so", ",", "think", "thinks", "says"))
_HAVE: Final = "a form of ‘have’ is missed here"
_FORMS: Final = {
    "he": (("is", "was"), ("has", "had")),
    "she": (("is", "was"), ("has", "had")),
    "i": (("am", "was"), ("have", "had")),
    "they": (("are", "were"), ("have", "had")),
}
_LASTS: Final = frozenset(("finding", "seeing", "waiting", "sleeping", "asking", "struggling", "using", "crying"))
_TO_IDIOMS: Final = frozenset(("best", "extent", "contrary", "effect", "letter", "face", "fore"))
_DOERS: Final = frozenset(("another", "someone", "somebody", "anyone", "both", "police", "staff", "me", "him", "them"))
_RATHER: Final = frozenset(("like", "think", "hope", "enjoy", "suspect", "love", "feel", "doubt", "fear", "wish"))
_GOES_BY: Final = frozenset(
    ("gone", "come", "stood", "passed", "been", "begun", "started", "lived", "changed", "improved", "increased", "done",
     "called", "dropped", "happened", "stopped", "finished", "popped")
)  # fmt: skip
_ASKING: Final = frozenset(("why", "how", "when", "where"))


def _modal(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'Parents will the deputy head', 'the school should told', 'she would able'."""
    low, k = r.low[i], r.behind(i)
    word, tag, before = r.word(k, i), r.tag(k, i), r.word(i - 1, i)
    if (before in NOMINATIVE or r.tag(i - 1, i) in NOUNS) and _goes_nowhere(r, i):
        yield gap(r, i + (2 if r.word(i + 1, i) in NOT else 1), f"after ‘{low}’ {MISSED_VERB}", "come", "go")
        return
    if not tag or not (before in NOMINATIVE | {"you", "it", "there", "who"} or r.tag(i - 1, i) in NOUNS):
        return
    if tag == "VBN" and r.c.lemma[k] != word and low not in ("'d", "d", "would"):
        yield gap(r, k, "‘be’ or ‘have’ is missed here", "be", "have")
    elif (tag == "JJ" and word in lists.words["slip-gap-states"]) or (tag == "VBG" and k == i + 1 and word != "being"):
        yield gap(r, k, NO_BE, "be")
    elif before not in ("who", "it", "there") and _cannot_follow(r, i, k):
        yield gap(r, k, f"after ‘{low}’ {MISSED_VERB}")


def _goes_nowhere(r: Reading, i: int) -> bool:
    """'would not out of his room', 'will home from school'."""
    k = i + 2 if r.word(i + 1, i) in NOT else i + 1
    way = r.word(k, i) in ("out", "away", "home") and r.word(k + 1, i) in ("of", "from", "with", "to", "until")
    return way and r.word(i - 2, i) not in _OFTEN_LEFT and r.tag(k, i) not in ("VB", "VBP")


def _cannot_follow(r: Reading, i: int, k: int) -> bool:
    """Whether the word `k` cannot follow the modal `i`."""
    word = r.low[k]
    wrong = word in POINTS - {"this"} or word in WHOM | {"it"}
    wrong = wrong or (word in ("at", "to", "with") and r.low[i] in ("will", "should", "must"))
    wrong = wrong or (r.c.tag[k] in ("CD", "NNP") and r.word(k + 1, i) not in ("day", "of"))
    asked = r.tag(i - 2, i) in ("MD", "WRB", "WP") or r.word(i - 2, i) in _OFTEN_LEFT
    return wrong and not asked and not is_clause(r, k)


def _he(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'he the only one', 'she frightened of', 'he ever been', 'they not receive'."""
    before = r.word(i - 1, i)
    if before in _BEFORE_OTHERS:
        return
    k, states, is_, has = i + 1, lists.words["slip-gap-states"], *_FORMS.get(r.low[i], _FORMS["they"])
    while r.tag(k, i) == "RB":
        k += 1
    word, tag, after = r.word(k, i), r.tag(k, i), r.word(k + 1, i)
    if word in ("him", "them", "me", "us") and r.c.dep[k] != "conj":
        yield gap(r, k, NO_VERB)
    elif r.low[i + 1] == "rather" and k == i + 2 and tag in ("VB", "VBP") and word not in _RATHER:
        yield gap(r, i + 1, "‘rather’ takes ‘would’ before it", "would")
    followed = after in ("of", "with", "to", "about", "that", "because", "by", "when", "and", "if", "at", "for")
    felt = word in states and (tag == "JJ" or (tag in ("VBN", "VBD") and after in ("of", "to")))
    if word in OWNS - {"her"}:
        yield gap(r, k, NO_VERB)
    elif followed and (felt or (tag == "JJ" and word.isalpha())):
        yield gap(r, k, NO_BE, *is_)
    elif tag == "VBN" and word in _HAD:
        yield gap(r, i + 1, _HAVE, *has)
    elif "not" in r.low[i + 1 : k] and tag in ("VB", "VBP", "VBD") and word not in HAVE | DO | MODAL | BE:
        yield gap(r, i + 1, "before ‘not’ a form of ‘do’ is missed", "did", "does" if has[0] == "has" else "do")


def _bound(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'that the visitor not receive', 'because Mum unable to', 'that the aunt going to have'."""
    k = end = phrase_end(r, i + 1)
    while k > i + 2 and r.c.tag[k - 1] in ("VBN", "VBG", "JJ"):
        k -= 1
    no = False
    while r.tag(k, i) == "RB":
        no |= r.low[k] == "not"
        k += 1
    if k == i + 1 or (k >= end and r.c.tag[end - 1] not in NOUNS) or not is_whole(r, i):
        return
    low, word, tag, after = r.low[i], r.word(k, i), r.tag(k, i), r.word(k + 1, i)
    if no and word not in HAVE | BE | DO and (tag in ("VB", "VBP", "VBD") or (low == "that" and tag == "VBN")):
        yield gap(r, max(end, i + 2) if k >= end else k - 1, "before ‘not’ a form of ‘do’ is missed", "did")
    elif low in ("that", "because", "although") and word in lists.words["slip-gap-states"]:
        if after in ("to", "of", "with", "about", "that", "by") and tag in ("JJ", "VBN"):
            yield gap(r, k, NO_BE, "is", "was")
    elif low in ("that", "because", "although") and tag == "VBG" and word in _DOING:
        yield gap(r, k, NO_BE, "is", "was")


def _it_the(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Rhys said it the first time'."""
    if r.low[i + 1] == "it" and r.word(i + 2, i) in OWNS:
        end = phrase_end(r, i + 2)
        left = {"day", "night", "way", "morning"} & set(r.low[i + 3 : end])
        ever = r.low[i + 3 : i + 5] == ["first", "time"] and any(
            r.word(m, i) in HAVE and "VBN" in (r.tag(m + 1, i), r.tag(m + 2, i)) for m in range(i + 6, i + 9)
        )
        done = any(r.tag(m, i) in FINITE for m in range(i + 2, end + 1))
        if ever or not (left or done):  # or 'the first time anyone had asked'
            yield gap(r, i + 2, NO_BE, "is", "was")


def _there(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'and there three bags of rubbish'."""
    number = r.c.tag[i + 1] == "CD"
    thing = (number or r.low[i + 1] in ("a", "an", "no")) and r.tag(i + 2, i) != "."
    done = any(r.tag(m, i) in FINITE for m in range(i + 1, phrase_end(r, i + 1) + 1))
    if r.word(i - 1, i) in _OPENS and thing and not done:
        yield gap(r, i + 1, NO_BE, *(("are", "were") if number else ("is", "was")))


def _been(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'denied that he ever been left', 'that Mum been ill'."""
    near = words_before(r, i, 6)
    k = r.before(i)
    if k < 0 or near & (HAVE | {"'d", "'s", "ve", "of", "'", "s", "d"}):
        return
    if r.low[k] in NOMINATIVE | {"it", "who", "there"} or near & {"that", "because"}:
        yield gap(r, k + 1, _HAVE, "has", "had", "have")


def _not_done(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'did not the door', 'does not any food'."""
    if r.low[i + 1] not in NOT or r.c.first[i] == i or r.word(i - 1, i) in ("as", "than"):
        return
    k = r.behind(i)
    word, after = r.word(k, i), r.word(k + 1, i)
    if word == "to" and r.tag(k + 1, i) == "VB" and r.before(i) >= 0:
        yield gap(r, k, NO_VERB, "want", "like", "need")
        return
    thing = (word in OWNS or word in ("any", "enough", "him", "them")) and not is_clause(r, k)
    if thing and after not in (".", ",", "more", "longer"):
        yield gap(r, k, NO_VERB)


def _question(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'Why Mum not tell …?', 'Did anyone to Olu?'."""
    c, nxt = r.c, r.low[i + 1]
    if c.first[i] != i or r.low[r.end[i] - 1] != "?":
        return
    k = phrase_end(r, i + 1)
    named = nxt in ("the", "his", "her", "my", "your", "their", "our") and c.tag[k - 1] in NOUNS
    if named and r.low[i] in _ASKING | {"what"}:
        if r.tag(k, i) in ("VB", "VBP") and c.lemma[k] == r.low[k] and r.low[k] not in BE | DO | HAVE | MODAL:
            yield gap(r, i + 1, "a question takes ‘do’, ‘does’ or ‘did’", "does", "did", "do")
        return
    if r.low[i] == "what":
        return
    who = nxt in NOMINATIVE | {"you", "it", "anyone", "anybody", "someone"} or nxt in lists.kin or c.tag[i + 1] == "NNP"
    if not who:
        return
    if r.low[i] in DO:  # behind 'why' and its like pronouns are looked at in `holes`
        if not any(c.tag[m].startswith("VB") for m in range(i + 2, min(r.end[i], i + 8))):
            yield gap(r, i + 2, NO_VERB)
    elif nxt not in NOMINATIVE | {"you"} and not any(
        r.word(m, i) in BE | DO | HAVE | MODAL for m in range(i + 1, i + 5)
    ):
        yield gap(r, i + 1, "a question takes ‘do’, ‘does’ or ‘did’", "did", "does")


def _if_state(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'If Leo unhappy with the plan, who should he tell?'."""
    if r.c.first[i] != i or r.c.text[i + 1][0].islower() or r.word(i + 2, i) not in lists.words["slip-gap-states"]:
        return
    goes_on = "," in r.low[i + 3 : min(r.end[i], i + 25)] and is_whole(r, i)
    if goes_on and r.word(i + 3, i) in ("with", "to", "about", "of"):
        yield gap(r, i + 2, NO_BE, "is", "was")


def _have(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'She has with Nan since March', 'he has excluded by the school'."""
    c, k = r.c, i + 1
    while r.tag(k, i) == "RB":
        k += 1
    word, after = r.word(k, i), r.word(k + 1, i)
    if word in ("with", "at", "in", "under") and k == i + 1 and r.word(i - 1, i) != "to":
        end = min(r.end[i], k + 8)
        if "since" in r.low[k + 2 : end] and "VBN" not in c.tag[k:end]:
            yield gap(r, k, "‘been’ is missed after ‘have’", "been")
    elif r.tag(k, i) == "VBN" and after == "by" and word not in _GOES_BY:
        whom = r.word(k + 2, i) in OWNS | _DOERS or r.word(k + 2, i) in lists.kin
        if whom and not says_when(r, lists, k + 2) and r.word(k + 3, i) not in ("end", "bus", "train", "car"):
            yield gap(r, k, "‘been’ is missed after ‘have’", "been")


def _to_done(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'needs to told', 'is to collected from school'."""
    nxt, behind = r.low[i + 1], i + 2
    behind += nxt == "looked" and r.word(behind, i) == "after"
    whose = r.tag(behind, i) in (*NOUNS, "JJ")  # 'a bruise to left cheek', 'what is given to looked after children'
    done = r.c.tag[i + 1] == "VBN" and r.c.lemma[i + 1] != nxt and not whose
    if r.c.tag[i] == "TO" and done and nxt not in ("put", "let", "cut", "hit", "come", "become", "run"):
        yield gap(r, i + 1, NO_BE, "be")


def _it_was_that(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'After some discussion, it was that the plan would be reviewed'."""
    begins = r.c.first[i] == i or r.word(i - 1, i) in (",", "and")
    who = r.word(i + 3, i) in NOMINATIVE | OWNS | {"there"} or r.word(i + 3, i) in lists.kin
    if begins and r.low[i + 1 : i + 3] == ["was", "that"] and who:
        k = phrase_end(r, i + 3)
        if any(r.tag(m, i) in FINITE for m in (k, k + 1)) and "that" not in r.low[k : r.end[i]]:
            yield gap(r, i + 2, NO_VERB, "agreed", "noted", "felt")


def _two_done(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Nobody has seen spoken to Lewis'."""
    both = r.c.tag[i + 1] == "VBN" and r.c.dep[i + 1] != "amod" and r.word(i + 2, i) in ("to", "with", "from", "him")
    if both and words_before(r, i, 3) & HAVE and not words_before(r, i, 3) & BE and r.c.tag[i] == "VBN":
        yield gap(r, i + 1, "a word between the two verbs is missed", "or", "and")


def _been_doing(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'The twins have living between two addresses since February'."""
    k = r.behind(i)
    after, before = r.tag(k + 1, i), r.word(i - 1, i)
    plain = r.tag(k, i) == "VBG" and r.word(k, i) in _DOING | _LASTS and r.c.dep[k] not in ("amod", "compound")
    if plain and after in ("IN", "TO", "RB", "PRP", "PRP$", "DT") and before not in ("to", "what", "will"):
        yield gap(r, k, "‘been’ is missed after ‘have’", "been")


def _had_home(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'that her son had home at four in the morning'."""
    somebody = r.word(i - 1, i) in NOMINATIVE or r.tag(i - 1, i) in NOUNS
    if somebody and r.low[i + 1] == "home" and r.word(i + 2, i) in ("at", "from", "by", "late", "before", "after"):
        yield gap(r, i + 1, f"after ‘have’ {MISSED_VERB}", "come", "gone")


def _sent_to_the(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'Advised Mum to the GP today', 'encouraged him to his room'."""
    somebody = r.low[i + 1] in OBJECT - {"it"} or r.low[i + 1] in lists.kin or r.c.tag[i + 1] == "NNP"
    if not somebody or r.word(i + 2, i) != "to" or not r.c.tag[i].startswith("VB"):
        return
    idiom = r.word(i + 4, i) in _TO_IDIOMS or says_when(r, lists, i + 3)
    if r.word(i + 3, i) in OWNS and not idiom:
        yield gap(r, i + 3, NO_VERB, "go", "take", "see")


WORDS: Final = (
    ByWord(_he, NOMINATIVE),
    ByWord(_bound, _BINDS),
    ByWord(_it_the, _SAYS, frozenset(("it",))),
    ByWord(_there, frozenset(("there",))),
    ByWord(_been, frozenset(("been",))),
    ByWord(_not_done, DO, NOT),
    ByWord(_question, DO | _ASKING | {"what"}),
    ByWord(_if_state, frozenset(("if",))),
    ByWord(_have, HAVE),
    ByWord(_been_doing, HAVE),
    ByWord(_had_home, frozenset(("had",)), frozenset(("home",))),
    ByWord(_it_was_that, frozenset(("it",)), frozenset(("was",))),
    ByWord(
        _two_done,
        frozenset(("seen", "visited", "met", "called", "eaten", "emailed", "phoned", "contacted", "texted")),
    ),
    ByWord(_sent_to_the, frozenset(("advised", "encouraged", "told", "reminded", "wants", "wanted", "urged"))),
    ByWord(_to_done, frozenset(("to",))),
)  # fmt: skip
TAGGED: Final = (ByTag(_modal, frozenset(("MD",))),)
