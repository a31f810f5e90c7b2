"""Subject and verb, 'this' and its noun: where one is for one and the other for several ('Mum have', 'this drawings').

Left alone, because British English allows them: groups with a plural verb ('school have', 'the team are'), 'neither
… are', 'if I were', 'there's two'. Names of services are taken for groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from notecheck.slips.reading import MODAL, NOUNS, VERBS, WH, Ask, Lists, Reading, Slip

Number = Literal["one", "many", "i"]

_PRONOUNS: Final[dict[str, Number]] = {
    "i": "i", "he": "one", "she": "one", "it": "one", "we": "many", "they": "many", "you": "many", "these": "many",
    "those": "many", "everyone": "one", "everybody": "one", "someone": "one", "somebody": "one", "nobody": "one",
    "nothing": "one", "something": "one", "everything": "one", "anything": "one", "anyone": "one", "anybody": "one",
    "each": "one", "one": "one", "this": "one", "both": "many",
}  # fmt: skip
_INDEFINITE: Final = frozenset(
    ("nobody", "nothing", "everyone", "everybody", "everything", "somebody", "someone", "something")
)  # fmt: skip
_POINTERS: Final = frozenset(
    ("this", "these", "those", "a", "an", "another", "each", "every", "two", "three", "four", "five", "six", "seven",
     "eight", "nine", "ten", "several", "many", "both", "few", "one")
)  # fmt: skip
"""Words that say how many are meant, or which."""
_SHOWN: Final = frozenset(("was", "were", "don't", "do", "does", "has", "have", "is", "are"))
_HELPS: Final = frozenset(("aux", "auxpass"))
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_OWNED: Final = frozenset(("the", "his", "her", "my", "your", "our", "their", "these", "those"))
_PAIRS: Final = {"have": "has", "do": "does", "are": "is", "were": "was"}
_ONE: Final = {one: many for many, one in _PAIRS.items()}
_FIRST_OF_ALL: Final = frozenset((*_PAIRS, *_ONE))
_I: Final = {"has": "have", "does": "do", "is": "am", "are": "am"}
_RELATIVE: Final = frozenset(("who", "which", "that"))
_JOINS: Final = frozenset(("and", "&", "/", "+", "or", "nor", "n", "plus"))
_OPEN: Final = frozenset(
    ("see", "hear", "watch", "let", "make", "help", "have", "feel", "notice", "observe", "suggest", "recommend",
     "insist", "request", "propose", "ask", "demand", "require", "advise", "wish", "witness", "get", "need", "want",
     "prefer", "essential", "vital", "important", "crucial", "imperative", "agree", "bid", "overhear", "find")
)  # fmt: skip
"""After these a verb may stand in its base form: 'saw Mum have', 'recommends that she be'."""
_WISHES: Final = frozenset(
    ("suggest", "recommend", "insist", "request", "propose", "ask", "demand", "require", "advise", "wish", "prefer",
     "essential", "vital", "important", "crucial", "imperative", "agree", "suggestion", "recommendation", "proposal")
)  # fmt: skip
_UNREAL: Final = frozenset(
    ("if", "though", "wish", "wishes", "wished", "unless", "suppose", "imagine", "than", "whether")
)  # fmt: skip
_AFTER: Final = frozenset(("after", "with", "of", "for", "about", "from", "by", "on", "at", "in"))
"""What stands behind these is seldom a subject, whatever the parse says."""
_AMOUNTS: Final = frozenset(
    ("minutes", "hours", "days", "weeks", "months", "years", "pounds", "miles", "metres", "times", "grams", "percent",
     "nights", "quid", "kg", "hrs", "mins", "wks", "yrs", "stone", "sessions")
)  # fmt: skip
_NEAR: Final = 60  # tokens
_TELLING: Final = frozenset(
    ("say", "think", "know", "tell", "feel", "believe", "report", "hope", "claim", "see", "hear", "make", "let", "help",
     "state", "explain", "notice", "watch", "suggest", "ask", "want")
)  # fmt: skip
"""Behind these another clause may begin with no sign: 'the girl who says her sisters have gone'."""
_DAYS: Final = frozenset(("s", "weds", "tues", "thurs", "re"))
_GROUPS: Final = frozenset(("number", "majority", "couple", "handful", "variety", "range", "minority"))
_SHARES: Final = frozenset(
    ("lot", "lots", "rest", "half", "most", "some", "all", "none", "any", "plenty", "part", "more")
)  # fmt: skip
_LINKS: Final = frozenset(("NN", "NNS", "JJ", "CD", "PRP$", "DT", "NNP"))
_MEASURED: Final = frozenset(
    ("attendance", "punctuality", "behaviour", "sleep", "appetite", "mood", "weight", "height", "hygiene",
     "confidence", "concentration", "attainment", "progress", "anxiety", "anger", "drinking", "gambling")
)  # fmt: skip
"""What is looked at one by one, so that two of them are two: 'attendance and punctuality remain'."""
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
_TITLES: Final = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "auntie", "aunty", "uncle", "nana", "grandma", "grandad", "sgt", "pc")
)  # fmt: skip
_ALSO_VERBS: Final = frozenset(
    ("visits", "actions", "times", "marks", "calls", "bruises", "notes", "sessions", "days", "weeks", "months",
     "years")
)  # fmt: skip


def knows(lists: Lists) -> Iterable[str]:
    """Words that this family tells apart."""
    return (*_POINTERS, *_SHOWN, *lists.past_only)


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:
    """What may not agree with a word: with a verb that shows number, or with 'this' and its like."""
    if word in ("this", "these", "those"):
        yield Ask(_pointer)
    elif word in _POINTERS:
        yield Ask(_count)
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
    for k in c.children[verb][:_NEAR]:
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
    if subject < 0 or abs(subject - i) > 30:
        return
    if low[subject] in ("neither", "either") and r.word(subject + 1, i) == "of" and subject < i:
        for slip in _clash(r, lists, i, "one"):
            why = f"in formal writing ‘{low[subject]} of’ is for one"
            yield slip._replace(meant=slip.meant[:1], why=why, sure=False)
        return
    number = _number(r, lists, subject, i)
    if number is not None and not _is_open(r, i, verb, subject, number):
        yield from _clash(r, lists, i, number)


def _by_order(r: Reading, lists: Lists, i: int) -> Number | None:
    """The number that word order shows, where the slip itself may have led the parse astray."""
    c, low, first = r.c, r.low, r.c.first[i]
    if (i == first or (low[i - 1] in ("where", "why", "when", "how") and i - 1 == first)) and low[
        r.end[i] - 1
    ].strip() == "?":
        return _asked(r, lists, i)
    if low[first] == "what" and c.head[i] == i and any(c.dep[k] == "csubj" for k in c.children[i] if k < i):
        noun = next((k for k in c.children[i] if k > i and c.dep[k] == "attr"), -1)
        single = noun > i and c.tag[noun] == "NN" and low[noun] not in (*_SHARES, *_GROUPS, "pair")
        if single and any(low[k] in ("a", "an", "the", "his", "her", "their") for k in c.children[noun]):
            return None if any(c.dep[k] in ("conj", "cc") for k in c.children[noun]) else "one"
        return None
    return _past_relative(r, lists, i)


def _asked(r: Reading, lists: Lists, i: int) -> Number | None:
    """The number of what stands behind a verb that asks: 'Was the boys seen?', 'Do Mum know?'."""
    low, k = r.low, i + 1
    word = r.word(k, i)
    if word in ("they", "we", "you", "he", "she"):
        return _PRONOUNS[word]
    opened = r.tag(k, i) in ("DT", "PRP$") and word not in ("this", "that", "all", "both", "any", "either", "neither")
    while r.tag(k, i) in ("DT", "PRP$", "JJ", "CD", "POS") or (
        r.tag(k, i) in NOUNS and (r.tag(k + 1, i) in ("POS", *NOUNS))
    ):
        k += 1
    if (
        r.tag(k - 1, i) == "NNS"
        or r.word(k + 1, i) in (*_JOINS, ",", "(")
        or any(low[m] in _JOINS for m in range(i + 1, k))
    ):
        return None
    if r.word(k, i) in lists.kin and r.tag(k, i) in NOUNS and r.tag(k, i) != "NNS":
        return "one"
    return _noun(r, lists, k) if opened and r.tag(k, i) in ("NN", "NNS") else None


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
    return _noun(r, lists, who - 1) if opened else None


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
    if _name_alone(r, lists, i, subject):
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
            and not _opened(r, subject)
            and not _joined_before(r, min([subject, *c.children[subject]]))
        )
    alone = (word in ("he", "she") and subject == i - 1) or (word in _INDEFINITE and i - subject < 8)
    return (
        alone
        and r.word(subject - 1, i) in ("", "and", "but", "because", "when", "that", ",", "so")
        and not _opened(r, subject)
    )


def _name_alone(r: Reading, lists: Lists, i: int, subject: int) -> bool:
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
        and not (_asked_for(r, subject) if r.word(subject - 1, i) == "that" else _opened(r, subject))
    )


def _asked_for(r: Reading, i: int) -> bool:
    """'suggested that Connor sleep': behind 'that' only these ask for a base form; 'found that' does not."""
    return any(r.c.lemma[k] in _WISHES for k in range(max(r.c.first[i], i - 12), i))


def _opened(r: Reading, i: int) -> bool:
    """Whether a word before asks for a base form, or a question is asked."""
    first = r.c.first[i]
    return any(
        r.c.lemma[k] in _OPEN or r.low[k] in MODAL or r.low[k] in ("do", "does", "did", "to")
        for k in range(max(first, i - 12), i)
    )


def _number(r: Reading, lists: Lists, subject: int, verb: int) -> Number | None:
    """Whether a subject is one or several; None where it may be either."""
    c, low = r.c, r.low
    word, tag = low[subject], c.tag[subject]
    if word in _RELATIVE and tag in ("WP", "WDT", "IN"):
        return _antecedent(r, lists, subject, verb)
    children = c.children[subject][:_NEAR]
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
    if _joined_before(r, left) or _may_be_part(r, subject):
        return None
    if word in _PRONOUNS:
        if word == "one" and any(low[k] == "no" for k in children):
            return "one"
        return None if word in ("this", "it", "one", "each", "you") and verb < subject else _PRONOUNS[word]
    return _number_of_noun(r, lists, subject, verb, children)


def _number_together(r: Reading, subject: int, verb: int, children: Sequence[int]) -> Number | None:
    """Of a subject with others: 'Mum and Dad' are several, 'fish and chips' may be one."""
    c, low = r.c, r.low
    inside = range(subject, max(verb, c.head[subject]))
    if (
        any(low[k] in _INDEFINITE for k in children)
        or any(low[k] in (",", "(", ")", ":", ";", "neither") for k in inside)
        or "neither" in low[max(c.first[verb], verb - _NEAR) : verb]
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
    if word in _INDEFINITE:
        return any(r.low[k] in ("and", "or") for k in range(subject - 2, subject))
    clause = before in ("that", "because", "if", "as", "while")
    return word == "it" and r.tag(subject - 1, subject) == "IN" and not clause


def _number_of_noun(r: Reading, lists: Lists, subject: int, verb: int, children: Sequence[int]) -> Number | None:
    """Of a noun that stands by itself: 'a number of boys' are several, 'the number of boys' is one."""
    c, low = r.c, r.low
    word, tag = low[subject], c.tag[subject]
    if word in ("police", "people") and tag != "NNP":
        return "many"
    if word in _GROUPS and _of_many(r, subject):
        if any(low[k] == "a" for k in children):
            return "many"
        return "one" if word == "number" and any(low[k] == "the" for k in children) else None
    if word in lists.words["slip-groups"] and tag == "NN" and _with_company(r, subject, verb):
        return "one"
    if tag in ("NNP", "NNPS", "NN") and word in lists.kin:
        return None if word.endswith("s") or low[subject + 1 : subject + 2] == ["'s"] else "one"
    return _noun(r, lists, subject, verb)


def _with_company(r: Reading, i: int, verb: int) -> bool:
    """'The placement, together with its two workers, are': the group itself is one thing here ('its')."""
    between = r.low[i + 1 : verb]
    beside = between[:3] in ([",", "together", "with"], [",", "along", "with"], [",", "as", "well"])
    return beside and "its" in between and between[-1] == ","


def _noun(r: Reading, lists: Lists, i: int, verb: int = -1) -> Number | None:
    """The number of the noun `i`; of a name only with its verb."""
    c, low = r.c, r.low
    word, tag, children = low[i], c.tag[i], c.children[i]
    if tag == "NNS":
        if word in _AMOUNTS or word in lists.words["slip-singular-s"] or word in _SHARES:
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
        if word in lists.words["slip-groups"] or word in _SHARES or word in _GROUPS or not word.isalpha():
            return None
        if any(
            low[k] in ("these", "those", "many", "both", "several", "few", "all", "most") or c.tag[k] == "CD"
            for k in children
        ):
            return None
        return "one" if word not in ("kind", "sort", "type") else None
    if tag == "NNP" and (_is_person(r, i) or (verb > i and _name_alone(r, lists, verb, i))):
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


def _joined_before(r: Reading, left: int) -> bool:
    """Something stands before the subject that may be part of it: 'Mum and Dad', 'Dad/Nan', 'Kai, Mum'."""
    before = r.word(left - 1, left)
    if before in _JOINS and before != "and":
        return True
    if before != "and":
        return False
    other = left - 2
    return r.tag(other, left) in (*NOUNS, "PRP", "CD", ".", ",") or r.word(other, left) in ("", ")", "'s")


def _of_many(r: Reading, i: int) -> bool:
    c = r.c
    of = next((k for k in c.children[i] if r.low[k] == "of"), -1)
    return of >= 0 and any(c.tag[k] == "NNS" for k in c.children[of])


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
            and c.lemma[head] in _OPEN
        ):
            return True
        return i < subject and (
            (low[i] in ("have", "do") and number == "one" and c.dep[i] not in ("aux",)) or low[subject] in WH
        )
    if i < subject or c.tag[i] not in ("VBZ", "VBP"):
        return True
    if number in ("one", "i") and low[subject] != "who" and (_opened(r, subject) or hi - lo > 12):
        return True
    between = [k for k in range(subject + 1, i) if c.tag[k] != "RB"]
    if number == "one":
        nominal = (
            low[subject] in ("he", "she", "it", "who") or low[subject] in _PRONOUNS or c.tag[subject] in ("NN", "NNP")
        )
        return not nominal or (bool(between) and low[subject] not in _PRONOUNS)
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
        and low[noun] not in _AMOUNTS
    ):
        if not any(low[k] in ("a", "an", "or") or c.dep[k] == "cc" for k in own):
            yield Slip(i, i + 1, (_ONE[low[i]],), "several follow", "form")
    elif low[i] in ("are", "were", "have") and low[noun] == "lot" and _much(r, lists, noun):
        yield Slip(i, i + 1, (_PAIRS[low[i]],), "what follows is not counted", "form")
    elif low[i] in ("are", "were", "have") and c.tag[noun] == "NN" and low[noun] not in (*_SHARES, *_GROUPS, "few"):
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


def _pointer(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
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


def _count(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
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
        plain = r.word(i - 1, i) not in ("many", "such", "half", "quite") and noun not in _AMOUNTS
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
