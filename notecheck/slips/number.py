"""Whether a subject is one or several: 'Mum and Dad', 'a number of boys', 'the children who', 'fish and chips'.

Groups, which may be either in British English, have no number here; names of services are taken for groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from notecheck.slips.reading import MODAL, NOUNS, Lists, Reading

Number = Literal["one", "many", "i"]
PRONOUNS: Final[dict[str, Number]] = {
    "i": "i", "he": "one", "she": "one", "it": "one", "we": "many", "they": "many", "you": "many", "these": "many",
    "those": "many", "everyone": "one", "everybody": "one", "someone": "one", "somebody": "one", "nobody": "one",
    "nothing": "one", "something": "one", "everything": "one", "anything": "one", "anyone": "one", "anybody": "one",
    "each": "one", "one": "one", "this": "one", "both": "many",
}  # fmt: skip
INDEFINITE: Final = frozenset(
    ("nobody", "nothing", "everyone", "everybody", "everything", "somebody", "someone", "something")
)  # fmt: skip
_RELATIVE: Final = frozenset(("who", "which", "that"))
JOINS: Final = frozenset(("and", "&", "/", "+", "or", "nor", "n", "plus"))
OPEN: Final = frozenset(
    ("see", "hear", "watch", "let", "make", "help", "have", "feel", "notice", "observe", "suggest", "recommend",
     "insist", "request", "propose", "ask", "demand", "require", "advise", "wish", "witness", "get", "need", "want",
     "prefer", "essential", "vital", "important", "crucial", "imperative", "agree", "bid", "overhear", "find")
)  # fmt: skip
"""After these a verb may stand in its base form: 'saw Mum have', 'recommends that she be'."""
_WISHES: Final = frozenset(
    ("suggest", "recommend", "insist", "request", "propose", "ask", "demand", "require", "advise", "wish", "prefer",
     "essential", "vital", "important", "crucial", "imperative", "agree", "suggestion", "recommendation", "proposal")
)  # fmt: skip
_AFTER: Final = frozenset(("after", "with", "of", "for", "about", "from", "by", "on", "at", "in"))
"""What stands behind these is seldom a subject, whatever the parse says."""
AMOUNTS: Final = frozenset(
    ("minutes", "hours", "days", "weeks", "months", "years", "pounds", "miles", "metres", "times", "grams", "percent",
     "nights", "quid", "kg", "hrs", "mins", "wks", "yrs", "stone", "sessions")
)  # fmt: skip
NEAR: Final = 60  # tokens
GROUPS: Final = frozenset(("number", "majority", "couple", "handful", "variety", "range", "minority"))
SHARES: Final = frozenset(
    ("lot", "lots", "rest", "half", "most", "some", "all", "none", "any", "plenty", "part", "more")
)  # fmt: skip
_MEASURED: Final = frozenset(
    ("attendance", "punctuality", "behaviour", "sleep", "appetite", "mood", "weight", "height", "hygiene",
     "confidence", "concentration", "attainment", "progress", "anxiety", "anger", "drinking", "gambling")
)  # fmt: skip
"""What is looked at one by one, so that two of them are two: 'attendance and punctuality remain'."""
_TITLES: Final = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "auntie", "aunty", "uncle", "nana", "grandma", "grandad", "sgt", "pc")
)  # fmt: skip


def name_alone(r: Reading, lists: Lists, i: int, subject: int) -> bool:
    """'Last week Lowri tell her teacher': one name right before what services seldom do."""
    c = r.c
    return (
        subject == i - 1
        and c.tag[subject] == "NNP"
        and c.text[subject].istitle()
        and not c.text[subject].endswith("s")
        and c.tag[subject - 1 : subject] not in (["NNP"], ["DT"], ["CC"], ["POS"], ["NN"], ["NNS"], ["HYPH"])
        and r.low[i] in lists.words["slip-never-nouns"]
        and r.low[i] not in lists.words["slip-services-do"]
        and r.low[subject] not in lists.words["slip-groups"]
        and r.tag(i + 1, i) in ("PRP", "PRP$", "DT", "TO", "IN", "RB", "NNP", "RP")
        and not (_asked_for(r, subject) if r.word(subject - 1, i) == "that" else opened(r, subject))
    )


def _asked_for(r: Reading, i: int) -> bool:
    """'suggested that Connor sleep': behind 'that' only these ask for a base form; 'found that' does not."""
    return any(r.c.lemma[k] in _WISHES for k in range(max(r.c.first[i], i - 12), i))


def opened(r: Reading, i: int) -> bool:
    """Whether a word before asks for a base form, or a question is asked."""
    first = r.c.first[i]
    return any(
        r.c.lemma[k] in OPEN or r.low[k] in MODAL or r.low[k] in ("do", "does", "did", "to")
        for k in range(max(first, i - 12), i)
    )


def number_of(r: Reading, lists: Lists, subject: int, verb: int) -> Number | None:
    """Whether a subject is one or several; None where it may be either."""
    c, low = r.c, r.low
    word, tag = low[subject], c.tag[subject]
    if word in _RELATIVE and tag in ("WP", "WDT", "IN"):
        return _antecedent(r, lists, subject, verb)
    children = c.children[subject][:NEAR]
    left = min((k for k in children if k < subject), default=subject)
    signs = any(low[k] in ("/", "(", "&", "+", "“", '"') for k in range(subject + 1, min(verb, subject + 3)))
    if signs or r.word(left - 1, subject) in _AFTER:
        return None
    if any(c.dep[k] in ("conj", "cc", "appos", "preconj") and low[k] not in ("all",) for k in children):
        return _number_together(r, subject, verb, children)
    if any(low[k] in ("and", "&") for k in range(subject + 1, min(verb, subject + 6))) and low[subject + 1] == ",":
        return None  # 'Mum, you and Tilly'
    if tag == "NN" and any(low[k] in ("each", "every") for k in children):
        return "one"  # also behind 'and': 'Work is finished, and each child have'
    if joined_before(r, left) or _may_be_part(r, subject):
        return None
    if word in PRONOUNS:
        if word == "one" and any(low[k] == "no" for k in children):
            return "one"
        return None if word in ("this", "it", "one", "each", "you") and verb < subject else PRONOUNS[word]
    return _number_of_noun(r, lists, subject, verb, children)


def _number_together(r: Reading, subject: int, verb: int, children: Sequence[int]) -> Number | None:
    """Of a subject with others: 'Mum and Dad' are several, 'fish and chips' may be one."""
    c, low = r.c, r.low
    inside = range(subject, max(verb, c.head[subject]))
    if (
        any(low[k] in INDEFINITE for k in children)
        or any(low[k] in (",", "(", ")", ":", ";", "neither") for k in inside)
        or "neither" in low[max(c.first[verb], verb - NEAR) : verb]
    ):
        return None
    joined = [low[k] for k in children if c.dep[k] in ("cc", "preconj")]
    plain = all(c.dep[k] != "appos" and low[k] not in ("/", "(", "-", "–", "“", '"') for k in children)
    together = joined == ["and"] and plain and _joins_nouns(r, subject)
    several = together and low[subject] not in ("there", "one", "each") and not _one_thing(r, subject)
    return "many" if several else None


def _may_be_part(r: Reading, subject: int) -> bool:
    """'Mum and nobody', 'after it': what seems the subject may be half of one, or belong to what stands before."""
    word, before = r.low[subject], r.word(subject - 1, subject)
    if word in INDEFINITE:
        return any(r.low[k] in ("and", "or") for k in range(subject - 2, subject))
    clause = before in ("that", "because", "if", "as", "while")
    return word == "it" and r.tag(subject - 1, subject) == "IN" and not clause


def _number_of_noun(r: Reading, lists: Lists, subject: int, verb: int, children: Sequence[int]) -> Number | None:
    """Of a noun that stands by itself: 'a number of boys' are several, 'the number of boys' is one."""
    c, low = r.c, r.low
    word, tag = low[subject], c.tag[subject]
    if word in ("police", "people") and tag != "NNP":
        return "many"
    if word in GROUPS and _of_many(r, subject):
        if any(low[k] == "a" for k in children):
            return "many"
        return "one" if word == "number" and any(low[k] == "the" for k in children) else None
    if word in lists.words["slip-groups"] and tag == "NN" and _with_company(r, subject, verb):
        return "one"
    if tag in ("NNP", "NNPS", "NN") and word in lists.kin:
        return None if word.endswith("s") or low[subject + 1 : subject + 2] == ["'s"] else "one"
    return noun_number(r, lists, subject, verb)


def _with_company(r: Reading, i: int, verb: int) -> bool:
    """'The placement, together with its two workers, are': the group itself is one thing here ('its')."""
    between = r.low[i + 1 : verb]
    beside = between[:3] in ([",", "together", "with"], [",", "along", "with"], [",", "as", "well"])
    return beside and "its" in between and between[-1] == ","


def noun_number(r: Reading, lists: Lists, i: int, verb: int = -1) -> Number | None:
    """The number of the noun `i`; of a name only with its verb."""
    c, low = r.c, r.low
    word, tag, children = low[i], c.tag[i], c.children[i]
    if tag == "NNS":
        if word in AMOUNTS or word in lists.words["slip-singular-s"] or word in SHARES:
            return None
        if c.lemma[i] == word and word not in lists.words["slip-counted"]:
            return None
        if c.text[i][0].isupper() and not all(c.tag[k] in (":", "NFP", "_SP", "LS", "") for k in range(c.first[i], i)):
            return None
        return (
            None
            if any(c.tag[k] == "CD" for k in children) and any(c.dep[k] == "attr" for k in c.children[c.head[i]])
            else "many"
        )
    if tag == "NN":
        if c.text[i].istitle() and not children and verb > 0 and low[verb] in lists.words["slip-services-do"]:
            return None  # 'Shelter say'
        if word.endswith("s") and not word.endswith("ss"):
            return None  # a short form of several: 'enqs'
        if word in lists.words["slip-groups"] or word in SHARES or word in GROUPS or not word.isalpha():
            return None
        if any(
            low[k] in ("these", "those", "many", "both", "several", "few", "all", "most") or c.tag[k] == "CD"
            for k in children
        ):
            return None
        return "one" if word not in ("kind", "sort", "type") else None
    if tag == "NNP" and (_is_person(r, i) or (verb > i and name_alone(r, lists, verb, i))):
        return "one"
    return None


def _is_person(r: Reading, i: int) -> bool:
    """One person by name: with a title, or a name that the note's fields give."""
    before = r.word(i - 1, i)
    if before == "the" or not r.c.text[i].istitle():
        return False
    return before in _TITLES or r.low[i] in r.names


def _antecedent(r: Reading, lists: Lists, i: int, verb: int) -> Number | None:
    """The number of the noun right before 'who': 'the children who was'."""
    c, k = r.c, i - 1
    if r.word(k, i) == "," and r.low[i] == "who":
        # 'Her daughters, who lives in Leeds'; not 'dad to the boys, who lives'
        k -= 1
        left = k
        while left > c.first[i] and c.tag[left] in (*NOUNS, "JJ", "CD", "DT", "PRP$", "POS"):
            left -= 1
        if _only_relative(r, lists, i, k):
            return "one"
        if left > c.first[i] or c.tag[k] != "NNS":
            return None
    if k < c.first[i] or c.tag[k] not in NOUNS or (c.dep[verb] == "aux" and c.tag[verb] == "MD"):
        return None
    if r.low[i] == "that" and c.dep[i] not in ("nsubj", "nsubjpass"):
        return None
    if any(r.low[m] in ("one", "of", "and", "or", "only", "between") for m in range(max(c.first[i], k - 5), k)):
        return None
    if c.tag[k] == "NNS" and r.low[k] in lists.words["slip-people"]:
        return "many"
    return "one" if r.low[k] in lists.kin and c.tag[k] in ("NN", "NNP") and r.low[i] == "who" else None


def _only_relative(r: Reading, lists: Lists, who: int, k: int) -> bool:
    """'to be arranged with her sister, who live in Leeds': nobody else stands before whom 'who' may mean."""
    c, first = r.c, r.c.first[who]
    if r.low[k] not in lists.kin or c.tag[k] not in ("NN", "NNP") or who - first > 20:
        return False
    return not any(c.tag[m] in ("NNS", "NNPS", "CC", "PRP", ",") for m in range(first, k))


def _joins_nouns(r: Reading, subject: int) -> bool:
    """'Ms Rahman and her brother': what is joined is a noun of the same clause."""
    c = r.c
    joined = [k for k in c.children[subject] if c.dep[k] == "conj"]
    return len(joined) == 1 and c.tag[joined[0]] in (*NOUNS, "PRP") and not c.children[joined[0]][3:]


def _one_thing(r: Reading, subject: int) -> bool:
    """'fish and chips is', 'My friend and colleague is': one thing in two words, or none that is a person."""
    other = next(k for k in r.c.children[subject] if r.c.dep[k] == "conj")
    if r.low[subject] in _MEASURED and r.low[other] in _MEASURED:
        return False
    if any(r.c.tag[k] in ("PRP$", "DT") for k in r.c.children[other]):
        return False  # 'Tyrone and his sister'
    return r.c.tag[subject] not in ("NNP", "PRP") and not any(
        r.low[k] in ("his", "her", "their", "my", "your", "the", "both", "our") for k in r.c.children[subject]
    )


def joined_before(r: Reading, left: int) -> bool:
    """Something stands before the subject that may be part of it: 'Mum and Dad', 'Dad/Nan', 'Kai, Mum'."""
    before = r.word(left - 1, left)
    if before in JOINS and before != "and":
        return True
    if before != "and":
        return False
    other = left - 2
    return r.tag(other, left) in (*NOUNS, "PRP", "CD", ".", ",") or r.word(other, left) in ("", ")", "'s")


def _of_many(r: Reading, i: int) -> bool:
    c = r.c
    of = next((k for k in c.children[i] if r.low[k] == "of"), -1)
    return of >= 0 and any(c.tag[k] == "NNS" for k in c.children[of])
