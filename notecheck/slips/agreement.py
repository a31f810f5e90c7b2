"""Subject and verb where one is for one and the other for several: 'Mum have', 'There is many reasons'.

Left alone, because British English allows them: groups with a plural verb ('school have', 'the team are'), 'neither
… are', 'if I were', 'there's two'. What a subject counts for is in `number`; 'this' and its noun are in `counting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from notecheck.slips.counting import count, pointer
from notecheck.slips.number import (
    AMOUNTS,
    GROUPS,
    INDEFINITE,
    JOINS,
    NEAR,
    OPEN,
    PRONOUNS,
    SHARES,
    Number,
    joined_before,
    name_alone,
    noun_number,
    number_of,
    opened,
)
from notecheck.slips.reading import MODAL, NOUNS, VERBS, WH, Ask, Lists, Reading, Slip

_POINTERS: Final = frozenset(
    ("this", "these", "those", "a", "an", "another", "each", "every", "two", "three", "four", "five", "six", "seven",
     "eight", "nine", "ten", "several", "many", "both", "few", "one")
)  # fmt: skip
"""Words that say how many are meant, or which."""
_SHOWN: Final = frozenset(("was", "were", "don't", "do", "does", "has", "have", "is", "are"))
_HELPS: Final = frozenset(("aux", "auxpass"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_PAIRS: Final = {"have": "has", "do": "does", "are": "is", "were": "was"}
_ONE: Final = {one: many for many, one in _PAIRS.items()}
_FIRST_OF_ALL: Final = frozenset((*_PAIRS, *_ONE))
_I: Final = {"has": "have", "does": "do", "is": "am", "are": "am"}
_UNREAL: Final = frozenset(
    ("if", "though", "wish", "wishes", "wished", "unless", "suppose", "imagine", "than", "whether")
)  # fmt: skip
_TELLING: Final = frozenset(
    ("say", "think", "know", "tell", "feel", "believe", "report", "hope", "claim", "see", "hear", "make", "let", "help",
     "state", "explain", "notice", "watch", "suggest", "ask", "want")
)  # fmt: skip
"""Behind these another clause may begin with no sign: 'the girl who says her sisters have gone'."""
_DAYS: Final = frozenset(("s", "weds", "tues", "thurs", "re"))
_NEVER_COUNTED: Final = frozenset(
    ("evidence", "food", "heating", "furniture", "money", "information", "bruising", "bedding", "clothing", "milk",
     "electricity", "alcohol", "damage", "advice", "equipment", "doubt", "water", "progress", "mould", "electric",
     "shouting", "swelling", "contact")
)  # fmt: skip
"""'There were no evidence': what is never more than one."""
_NO_NOUNS: Final = frozenset(
    ("say", "think", "know", "have", "want", "need", "seem", "agree", "go", "believe", "understand", "take", "get",
     "come", "give", "live", "tell", "keep")
)  # fmt: skip


def knows(lists: Lists) -> Iterable[str]:
    """Words that this family tells apart."""
    return (*_POINTERS, *_SHOWN, *lists.past_only)


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:
    """What may not agree with a word: with a verb that shows number, or with 'this' and its like."""
    if word in ("this", "these", "those"):
        yield Ask(pointer)
    elif word in _POINTERS:
        yield Ask(count)
    elif tag in VERBS or word in lists.past_only:
        if tag in ("VBZ", "VBP") or word in _SHOWN:
            yield Ask(_verb)
        elif tag == "VB":
            yield Ask(_plain)


def _verb(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    c, low = r.c, r.low
    if low[i].startswith("'") or low[i] in MODAL or low[i] in _DAYS or (c.text[i][0].isupper() and c.first[i] != i):
        return
    helps = c.dep[i] in _HELPS
    verb = c.head[i] if helps else i
    subject = there = -1
    for k in c.children[verb][:NEAR]:
        dep = c.dep[k]
        if dep in _HELPS:
            if k < i or not helps:
                return  # 'have been': the first of them agrees
        elif subject < 0 and dep in _SUBJECTS:
            subject = k
        elif there < 0 and dep == "expl" and low[k] == "there":
            there = k
    if low[i] in _FIRST_OF_ALL:
        told = _by_order(r, lists, i)
        if told is not None:
            yield from _clash(r, lists, i, told)
            return
    if there >= 0:
        yield from _there(r, lists, i, verb, there)
        return
    if subject < 0 or abs(subject - i) > 30 or _is_done_by_name(r, subject):
        return
    if low[subject] in ("neither", "either") and r.word(subject + 1, i) == "of" and subject < i:
        for slip in _clash(r, lists, i, "one"):
            why = f"in formal writing ‘{low[subject]} of’ is for one"
            yield slip._replace(meant=slip.meant[:1], why=why, sure=False)
        return
    number = number_of(r, lists, subject, i)
    if number is not None and not _is_open(r, i, verb, subject, number):
        yield from _clash(r, lists, i, number)


def _is_done_by_name(r: Reading, i: int) -> bool:
    """'the room that Kyle shares with him was tidy': a verb behind a name, which the parse takes for a noun."""
    named = r.c.tag[i] == "NNS" and r.tag(i - 1, i) in ("NNP", "NNPS")
    return named and r.tag(i - 2, i) in ("WDT", "WP", "WRB", "IN")


def _by_order(r: Reading, lists: Lists, i: int) -> Number | None:
    """The number that word order shows, where the slip itself may have led the parse astray."""
    c, low, first = r.c, r.low, r.c.first[i]
    if (i == first or (low[i - 1] in ("where", "why", "when", "how") and i - 1 == first)) and low[
        r.end[i] - 1
    ].strip() == "?":
        return _asked(r, lists, i)
    if low[first] == "what" and c.head[i] == i and any(c.dep[k] == "csubj" for k in c.children[i] if k < i):
        noun = next((k for k in c.children[i] if k > i and c.dep[k] == "attr"), -1)
        single = noun > i and c.tag[noun] == "NN" and low[noun] not in (*SHARES, *GROUPS, "pair")
        if single and any(low[k] in ("a", "an", "the", "his", "her", "their") for k in c.children[noun]):
            return None if any(c.dep[k] in ("conj", "cc") for k in c.children[noun]) else "one"
        return None
    return _past_relative(r, lists, i)


def _asked(r: Reading, lists: Lists, i: int) -> Number | None:
    """The number of what stands behind a verb that asks: 'Was the boys seen?', 'Do Mum know?'."""
    low, k = r.low, i + 1
    word = r.word(k, i)
    if word in ("they", "we", "you", "he", "she"):
        return PRONOUNS[word]
    opened = r.tag(k, i) in ("DT", "PRP$") and word not in ("this", "that", "all", "both", "any", "either", "neither")
    while r.tag(k, i) in ("DT", "PRP$", "JJ", "CD", "POS") or (
        r.tag(k, i) in NOUNS and (r.tag(k + 1, i) in ("POS", *NOUNS))
    ):
        k += 1
    if (
        r.tag(k - 1, i) == "NNS"
        or r.word(k + 1, i) in (*JOINS, ",", "(")
        or any(low[m] in JOINS for m in range(i + 1, k))
    ):
        return None
    if r.word(k, i) in lists.kin and r.tag(k, i) in NOUNS and r.tag(k, i) != "NNS":
        return "one"
    return noun_number(r, lists, k) if opened and r.tag(k, i) in ("NN", "NNS") else None


def _past_relative(r: Reading, lists: Lists, i: int) -> Number | None:
    """'The neighbour who made the calls do not …': behind 'who' and its own verb comes that of the noun before."""
    c, low, first = r.c, r.low, max(r.c.first[i], i - 14)
    if c.tag[i - 1 : i] not in (["NNS"], ["NN"]):
        return None
    who = next((k for k in range(i - 2, first, -1) if low[k] in ("who", "which")), -1)
    if who < 0 or who - 1 <= c.first[i] or c.tag[who - 1] not in ("NN", "NNS"):
        return None
    inside = range(who + 1, i)
    verbs = [k for k in inside if c.tag[k] in ("VBD", "VBZ", "VBP", "MD")]
    if len(verbs) != 1 or verbs[0] > who + 2 or c.lemma[verbs[0]] in _TELLING:
        return None
    if any(low[k] in (",", "and", "or", "that", "when", "if", "because", "as", "to", "how", "what") for k in inside):
        return None
    k = who - 1
    while k > c.first[i] and c.tag[k] in (*NOUNS, "JJ", "CD"):
        k -= 1
    opened = c.tag[k] in ("DT", "PRP$") and r.tag(k - 1, i) not in ("IN", "CC") and r.word(k - 1, i) != "of"
    return noun_number(r, lists, who - 1) if opened else None


def _clash(r: Reading, lists: Lists, i: int, number: Number) -> Iterator[Slip]:
    """The verb `i`, if it is not for this number."""
    low, tag, bend = r.low[i], r.c.tag[i], lists.inflector.inflect
    meant: tuple[str, ...] = ()
    if number == "i":
        if low in _I:
            meant = (_I[low],)
        elif tag == "VBZ" and low not in _ONE:
            meant = (r.c.lemma[i],)
    elif number == "many":
        if low in _ONE:
            meant = (_ONE[low],)
        elif tag == "VBZ" and low.endswith("s") and r.c.lemma[i] != low:
            meant = (r.c.lemma[i],)
    elif low in _PAIRS:
        meant = (_PAIRS[low],)
    elif low == "am":
        meant = ("is",)
    elif (
        tag in ("VBP", "VB")
        and low == r.c.lemma[i]
        and low.isalpha()
        and low not in lists.words["slip-same-past"]
        and (low in lists.words["slip-verbs"] or low in lists.inflector.verbs)
    ):
        meant = (bend(low, "third"), bend(low, "past"))
    if meant:
        who = {"one": "one", "many": "more than one", "i": "‘I’"}[number]
        yield Slip(i, i + 1, meant, f"the verb goes with {who} here", "form")


def _plain(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'he go', 'Nothing worry me'."""
    if _is_plain(r, lists, i):
        yield from _clash(r, lists, i, "one")


def _is_plain(r: Reading, lists: Lists, i: int) -> bool:
    """'he go', 'Nothing worry me': a plain form with a subject for one, where nothing before asks for it."""
    c = r.c
    subject = r.clauses.subject.get(i, -1)
    if subject < 0 or subject > i or r.clauses.auxiliaries.get(i) or c.dep[i] not in ("ROOT", "conj", "ccomp"):
        return False
    word = r.low[subject]
    if name_alone(r, lists, i, subject):
        return True
    if (word in lists.kin or (c.tag[subject] == "NN" and word not in lists.words["slip-groups"])) and subject == i - 1:
        sure = r.low[i] in _NO_NOUNS or (
            r.low[i] in lists.words["slip-never-nouns"]
            and r.tag(subject - 1, i) in ("DT", "PRP$")
            and r.tag(i + 1, i) in ("PRP", "PRP$", "DT", "TO", "IN", "RB", "NNP")
        )
        return (
            sure
            and c.tag[subject] == "NN"
            and (not c.text[subject].istitle() or word in lists.kin or r.low[i] not in lists.words["slip-services-do"])
            and not opened(r, subject)
            and not joined_before(r, min([subject, *c.children[subject]]))
        )
    alone = (word in ("he", "she") and subject == i - 1) or (word in INDEFINITE and i - subject < 8)
    return (
        alone
        and r.word(subject - 1, i) in ("", "and", "but", "because", "when", "that", ",", "so")
        and not opened(r, subject)
    )


def _is_open(r: Reading, i: int, verb: int, subject: int, number: Number) -> bool:
    """Where a verb that seems not to agree may stand: unreal, after 'saw' or 'let', spoken to, taken for a noun."""
    c, low = r.c, r.low
    lo, hi = min(i, subject), max(i, subject)
    if any(low[k] in (":", ";", "-", "–", "—", "/", "|", "=") or low[k].isspace() for k in range(lo + 1, hi)):
        return True
    if low[i] == "were" and number in ("one", "i"):
        start = c.first[i]
        if any(low[k] in _UNREAL for k in range(max(start, subject - 8), max(i, subject))) or i < subject:
            return True
    if low[i] in ("have", "do", "are", "were", "is", "was", "has", "does"):
        head = c.head[verb]
        if (
            low[i] in ("have", "do")
            and c.dep[verb] in ("ccomp", "xcomp", "advcl")
            and head < subject
            and c.lemma[head] in OPEN
        ):
            return True
        return i < subject and (
            (low[i] in ("have", "do") and number == "one" and c.dep[i] not in ("aux",)) or low[subject] in WH
        )
    if i < subject or c.tag[i] not in ("VBZ", "VBP"):
        return True
    if number in ("one", "i") and low[subject] != "who" and (opened(r, subject) or hi - lo > 12):
        return True
    between = [k for k in range(subject + 1, i) if c.tag[k] != "RB"]
    if number == "one":
        nominal = (
            low[subject] in ("he", "she", "it", "who") or low[subject] in PRONOUNS or c.tag[subject] in ("NN", "NNP")
        )
        return not nominal or (bool(between) and low[subject] not in PRONOUNS)
    return c.lemma[i] == low[i] or (c.tag[subject] == "NNS" and c.dep[verb] not in ("ROOT", "ccomp", "conj", "advcl"))


def _there(r: Reading, lists: Lists, i: int, verb: int, there: int) -> Iterator[Slip]:
    """'There is many reasons', 'there were a smell'."""
    c, low = r.c, r.low
    if i < there and c.dep[i] not in ("aux", "auxpass") and low[i] not in ("is", "are", "was", "were"):
        return
    noun = next((k for k in c.children[verb] if k > there and c.dep[k] in ("attr", "nsubj", "nsubjpass", "dobj")), -1)
    if noun < 0 or noun - i > 8:
        return
    own = [k for k in c.children[noun] if k < noun]
    if any(low[k] in ("no", "any") for k in own) and c.tag[noun] != "NNS":
        alone = not any(c.dep[k] in ("conj", "cc") for k in c.children[noun])
        if low[i] in ("are", "were", "have") and low[noun] in _NEVER_COUNTED and alone:
            yield Slip(i, i + 1, (_PAIRS[low[i]],), "what follows is not counted", "form")
        return
    if (
        low[i] in ("is", "was", "has")
        and c.tag[noun] == "NNS"
        and c.lemma[noun] != low[noun]
        and low[noun] not in AMOUNTS
    ):
        if not any(low[k] in ("a", "an", "or") or c.dep[k] == "cc" for k in own):
            yield Slip(i, i + 1, (_ONE[low[i]],), "several follow", "form")
    elif low[i] in ("are", "were", "have") and low[noun] == "lot" and _much(r, lists, noun):
        yield Slip(i, i + 1, (_PAIRS[low[i]],), "what follows is not counted", "form")
    elif low[i] in ("are", "were", "have") and c.tag[noun] == "NN" and low[noun] not in (*SHARES, *GROUPS, "few"):
        joined = any(c.dep[k] in ("conj", "cc", "prep") and low[k] != "in" and low[k] != "on" for k in c.children[noun])
        if (
            any(low[k] in ("a", "an") for k in own)
            and not joined
            and low[noun] not in ("pair", "set", "group", "team", "series")
        ):
            yield Slip(i, i + 1, (_PAIRS[low[i]],), "one thing follows", "form")


def _much(r: Reading, lists: Lists, lot: int) -> bool:
    """'a lot of shouting': what cannot be counted."""
    c, k = r.c, lot + 2
    if r.word(lot + 1, lot) != "of":
        return False
    while r.tag(k, lot) in ("JJ", "NN") and r.tag(k + 1, lot) == "NN":
        k += 1
    counted = r.low[k] in lists.words["slip-groups"] or r.low[k] in ("people", "kin", "staff")
    return (
        r.tag(k, lot) in ("NN", "VBG")
        and not counted
        and r.tag(k + 1, lot) not in ("CC", ",", "NN", "NNS", "HYPH", "DT", "PRP$", "JJ")
        and not any(c.dep[m] == "conj" for m in c.children[k])
    )
