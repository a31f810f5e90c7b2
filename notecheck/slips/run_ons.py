"""Sentences that run on: two whole clauses with a comma, or nothing, between them.

Only where the parse shows two verbs with subjects of their own and no word that joins them. Left alone: speech
('he was fine, Mum said'), lists of clauses, questions at the end ('isn't it'), what hangs on 'when', 'if' or 'that'.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from notecheck.slips.clauses import BINDS, HANGING, NEAR, SAYS, STARTS, SUBJECTS, is_finite, may_start
from notecheck.slips.fused import fused
from notecheck.slips.reading import FINITE, NOMINATIVE, NOUNS, Lists, Reading, Slip

_WHY: Final = (
    "two whole sentences stand here with {between} between them; "
    "a full stop, or a word such as ‘and’ or ‘but’, would part them"
)
_NO_START: Final = frozenset(
    ("that", "its", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
)  # fmt: skip
_RELATIVES: Final = frozenset(("who", "which", "that", "where", "whose", "whom"))
_NO_VERB_NEEDED: Final = frozenset(("please", "no", "to"))
_SOME_OF: Final = frozenset(("neither", "none", "both", "all", "one", "some", "each", "most", "half", "two", "either"))
_CLIPPED: Final = frozenset(
    ("arrested", "informed", "updated", "advised", "notified", "referred", "closed", "discharged", "admitted",
     "charged", "released", "cautioned", "invited", "emailed", "completed", "agreed", "cancelled", "booked",
     "offered", "seen")
)  # fmt: skip
"""'Mr Lunt arrested': what was done to somebody, told without 'was'."""
_MINDS: Final = frozenset(
    ("say", "think", "notice", "believe", "suppose", "guess", "hope", "know", "feel", "reckon", "find", "see",
     "understand", "imagine")
)  # fmt: skip
_LINKERS: Final = frozenset(
    ("however", "therefore", "otherwise", "nevertheless", "consequently", "furthermore", "then")
)  # fmt: skip
_NO_FINITE: Final = frozenset(("VBG", "VBN", "TO", "VB"))


def find(r: Reading, lists: Lists, first: int, last: int) -> Iterator[Slip]:
    """Where the sentence of the tokens `first` to `last` might have ended before."""
    c, low = r.c, r.low
    if last - first < 7:
        return
    told = sum(tag in FINITE for tag in c.tag[first:last]) + (c.tag[first] == "VBN")
    opening = low[first : first + 3]
    asked = not lists.words["slip-orders"].isdisjoint(opening) or not _NO_VERB_NEEDED.isdisjoint(opening)
    if told < (1 if asked else 2) - (asked and "," in low[first:last]):
        return
    for i in range(first + 3, last - 2):
        if low[i] == "," and c.first[i] <= first:
            start = i + 1
            linker = low[start] in ("however", "therefore", "nevertheless", "consequently")
            if low[i - 1] in _LINKERS:
                continue
            if linker:
                start += 2 if low[start + 1 : start + 2] == [","] else 1
            if c.tag[start] in ("VB", "VBP", "UH") and _orders(r, lists, first, i, last):
                yield _stop(r, i)
                return
            verb = _clause(r, lists, start, last, linker)
            if (
                verb
                and not _opens_clause(r, first, i, verb)
                and _whole(r, first, i)
                and not _listed(r, i, last)
                and (
                    linker
                    or not (_comments(r, start, verb, last) or _row_of_short(r, first, last) or _aside(r, first, i))
                )
            ):
                yield _stop(r, i)
                return
        elif (
            (c.dep[i] in SUBJECTS or c.dep[c.head[i]] in SUBJECTS)  # a subject begins here
            and low[i] not in _NO_START
            and not (
                low[i] == "the" and c.tag[i + 1] in ("JJS", "RBS") and c.tag[i + 2] not in NOUNS
            )  # 'yours the best'
            and may_start(r, lists, i)
            and fused(r, lists, first, i, last)
        ):
            yield Slip(i - 1, i + 1, tuple(_parted(r, i - 1, i)), _WHY.format(between="no sign"), "stop", sure=False)
            return


def _stop(r: Reading, comma: int) -> Slip:
    parted = tuple(_parted(r, comma, comma + 1))
    return Slip(comma, comma + 2, parted, _WHY.format(between="only a comma"), "stop", sure=False)


def _opens_clause(r: Reading, first: int, comma: int, verb: int) -> bool:
    """'…, and when Dad refused, she rang', '… and by May, he was gone': what the comma closes belongs to its verb."""
    c, i = r.c, comma - 1
    for _ in range(NEAR):
        if c.head[i] in (i, verb):
            break
        i = c.head[i]
    if c.head[i] != verb or not first <= i < comma:
        return False
    before = min([i, *c.children[i]]) - 1
    if before >= first and c.tag[before] not in ("CC", ":", ",", "IN"):
        return False  # 'I rang at nine and again at ten, nobody picked up'
    if c.dep[i] == "advcl":
        return c.tag[i] == "VBG" or any(c.dep[k] == "mark" or c.tag[k] == "WRB" for k in c.children[i] if k < i)
    return c.dep[i] in ("prep", "npadvmod")


def _row_of_short(r: Reading, first: int, last: int) -> bool:
    """'He ran in, he fell, he laughed': three short actions or more in a row are style."""
    commas = [k for k in range(first, last) if r.low[k] == ","]
    if not 2 <= len(commas) <= 6:
        return False
    bounds = [first - 1, *commas, last]
    return all(end - start <= 6 for start, end in pairwise(bounds))


def _aside(r: Reading, first: int, comma: int) -> bool:
    """'and, after your birthday, you …', 'Jake, you told me': the comma closes an aside or calls somebody."""
    low, tag = r.low, r.c.tag
    before = next((k for k in range(comma - 1, max(first, comma - 30), -1) if low[k] == ","), -1)
    if before > first and low[before - 1] in ("and", "but", "so", "that", "because"):
        return True
    called = low[comma + 1] == "you" and tag[comma - 1] == "NNP"
    if called and (comma - 2 < first or low[comma - 2] in (",", "and", "so", "but")):
        return True
    return any(
        low[k] in ("time", "times") and low[k - 1] in ("both", "every", "each", "the", "last", "first", "next", "three")
        for k in range(max(first + 1, comma - 5), comma)
    ) and any(r.c.dep[k] in SUBJECTS for k in range(comma - 3, comma))


def _orders(r: Reading, lists: Lists, first: int, comma: int, last: int) -> bool:
    """'Please do not ring the house, use the mobile': two things asked for, each told in some words."""
    low, tag = r.low, r.c.tag
    start = first
    while start < comma and (tag[start] in (":", "LS", "NFP", "_SP", "UH") or low[start] in ("please", "-", "•", "*")):
        start += 1
    if low[start : start + 2] == ["do", "n't"] or low[start : start + 2] == ["do", "not"]:
        start += 2
    behind = comma + 1 + (low[comma + 1] == "please")
    wanted = lists.words["slip-orders"]
    asked = (low[start] in wanted and tag[start] in ("VB", "VBP", "NN", "NNP")) or (
        low[start - 1] in ("not", "n't", "please") and start > first and tag[start] == "VB"
    )
    return (
        asked
        and low[behind] in wanted
        and tag[behind] in ("VB", "VBP")
        and comma - start > 3
        and last - behind > 3
        and not any(low[k] == "," for k in range(comma + 1, last))
        and not any(low[k] == "," for k in range(first, comma))
        and not any(low[k] in ("and", "or") and tag[k + 1] in ("VB", "VBP") for k in range(behind, last - 1))
    )


def _parted(r: Reading, i: int, k: int) -> Iterator[str]:
    """', she' → '. She'; 'calls I' → 'calls. I': the token `i`, if it is no comma, and the one behind with a stop."""
    before = "" if r.low[i] == "," else r.c.text[i]
    after = r.c.text[k]
    yield f"{before}. {after[:1].upper()}{after[1:]}"
    yield f"{before}; {after}" if r.low[k] in _LINKERS else f"{before}, and {after}"


def _clause(r: Reading, lists: Lists, start: int, last: int, linker: bool) -> int:
    """The verb of a clause that begins at `start` with its subject; 0 for none."""
    c, low = r.c, r.low
    several = low[start] in _SOME_OF and start + 1 < last and low[start + 1] == "of"
    points = low[start] == "both" and c.tag[start + 1 : start + 2] == ["NNS"] and c.tag[start + 2] in FINITE
    points = points or (
        low[start] == "that"
        and c.dep[start] == "nsubj"
        and c.tag[start + 1 : start + 2] in (["VBZ"], ["VBD"])
        and not (low[start + 1] == "is" and c.tag[start + 2] in ("IN", ","))  # 'in five days, that is by 8 May'
    )
    if start >= last - 1 or (low[start] in BINDS and not several and not points):
        return 0
    for k in range(start, min(last, start + 7)):
        if c.dep[k] in SUBJECTS and k < c.head[k] < last:
            opens = linker or may_start(r, lists, start) or _thing_starts(r, lists, start, k)
            return c.head[k] if opens and _tells_by_itself(r, start, k, last) else 0
        if c.tag[k] in FINITE and k == start:
            return _asks_again(r, k, last) or _then_asks(r, k, last)
        if c.tag[k] in (",", ":") or c.tag[k] in FINITE:
            return 0
    return 0


def _tells_by_itself(r: Reading, start: int, subject: int, last: int) -> bool:
    """Whether a subject whose words begin at `start` has a verb that makes a sentence with it."""
    c, low, verb = r.c, r.low, r.c.head[subject]
    if min([subject, *c.children[subject]]) != start or low[verb] in ("included", "excepted", "depending"):
        return False
    if low[verb] in _CLIPPED and c.tag[verb] == "VBD" and _cut_short(r, verb, last):
        return False  # 'Mr Lunt arrested, NFA'
    relative = any(low[m] in _RELATIVES for m in range(start, min(last, subject + 4)))
    if relative and low[subject] != "that" and not c.tag[subject].startswith("PRP"):
        return False
    bound = any(
        c.dep[m] in ("mark", "cc") or (low[m] in ("when", "where", "how", "why") and c.dep[m] == "advmod")
        for m in c.children[verb]
        if m < verb
    )
    return is_finite(r, verb) and not bound and c.dep[verb] not in HANGING and verb - subject < 8


def _asks_again(r: Reading, start: int, last: int) -> int:
    """'Why was he not in school, had anyone rung?': the verb of the second question, or 0."""
    c, low = r.c, r.low
    subject = next((m for m in range(start + 1, min(last, start + 4)) if c.dep[m] in SUBJECTS), -1)
    asks = (
        low[start] in ("had", "did", "was", "has", "is", "could", "were", "have", "does")
        and low[last - 1] == "?"
        and low[c.first[start]] in ("why", "who", "what", "how", "when", "where", "did", "has", "is", "was")
    )
    return c.head[subject] if asks and 0 < subject < last - 2 else 0


def _then_asks(r: Reading, start: int, last: int) -> int:
    """'…, could we look at respite again?': the verb of a question of some words, which is no 'isn't it?'; or 0."""
    c, low = r.c, r.low
    subject = start + 1
    if low[last - 1] != "?" or last - start < 6 or low[subject] not in NOMINATIVE | {"you", "it", "there"}:
        return 0
    return c.head[subject] if c.head[subject] > subject and c.dep[subject] in SUBJECTS else 0


def _thing_starts(r: Reading, lists: Lists, start: int, subject: int) -> bool:
    """'…, another date has been offered', '…, police were informed': a noun right before its verb."""
    c, low = r.c, r.low
    if low[start] in _SOME_OF and low[start + 1] == "of":
        return True
    nxt = c.tag[subject + 1] if subject + 1 < len(c) else ""
    if nxt not in FINITE or subject - start > 2:
        return False
    if low[start] in ("a", "an", "another", "some", "each", "nothing", "everything", "none", "neither", "all", "both"):
        return True
    agrees = c.tag[subject] == "NNS" or nxt != "VBP" or low[start] in lists.words["slip-groups"]
    return subject == start and c.tag[subject] in ("NN", "NNS") and agrees  # not 'door open'


def _cut_short(r: Reading, verb: int, last: int) -> bool:
    nxt = verb + 1
    if nxt >= last or r.low[nxt].isspace():
        return True
    return r.low[nxt] in (",", ".", ";", "-", "–") or r.c.tag[nxt] in ("IN", "RB")


def _whole(r: Reading, first: int, comma: int) -> bool:
    """Whether what stands from the sentence's start (or its last comma) to this one is a clause by itself."""
    c, low = r.c, r.low
    start = first = max(first, comma - NEAR)
    while start < comma and (low[start].isspace() or low[start] in ("-", "•", "*", "–") or c.text[start].isdigit()):
        start += 1
    if (
        low[start] in BINDS - {"in", "so", "and", "but", "not", "both", "why", "what", "how"}
        or c.tag[start] in _NO_FINITE
    ):
        bounds = [k for k in range(start, comma) if low[k] == "," and low[k + 1] not in ("and", "or", "but")]
        if not bounds:
            return False
        start = bounds[0] + 1
    if any(
        low[k] in ("time", "times", "moment", "minute", "day", "days", "night", "nights", "more", "less")
        for k in range(start, min(comma, start + 4))
    ) and low[start] in ("every", "each", "the", "both", "next", "last", "first", "any"):
        return False
    if low[start : start + 2] == ["do", "n't"] or low[start] == "please":
        return True
    if _is_action(r, start, comma):
        return True
    if low[start : start + 2] == ["thank", "you"] and comma - start > 4:
        return True
    if low[start] == "no" and comma - start > 4 and not any(c.tag[k] in FINITE for k in range(start, comma)):
        # 'No food in the fridge, the cupboards held …'
        return low[comma + 1] in ("the", "a", "an", "his", "her", "their")
    for k in range(start, comma):
        if c.dep[k] in SUBJECTS and low[k] not in ("who", "which", "that"):
            verb = c.head[k]
            if not first <= verb < comma:
                continue
            bound = any(c.dep[m] == "mark" and m < verb for m in c.children[verb]) or any(
                low[m] in ("when", "if", "where", "as", "once", "while") for m in c.children[verb] if m < verb
            )
            if is_finite(r, verb) and not bound and c.dep[verb] not in HANGING:
                return not _says_before(r, comma)
    return False


def _says_before(r: Reading, comma: int) -> bool:
    """'Mum says, she …' or a quotation: the comma belongs to speech."""
    k = comma - 1
    while k > comma - 4 and r.low[k] in ("me", "us", "him", "her", "mum", "dad", "you"):
        k -= 1
    return (r.c.lemma[k] in SAYS and r.c.tag[k] in ("VBD", "VBZ", "VBP")) or r.low[comma - 1] in (
        "'",
        '"',
        "”",
        "’",
        "said",
        "no",
        "yes",
    )


def _is_action(r: Reading, start: int, comma: int) -> bool:
    """'Mum to ring the GP': who is to do what."""
    return (
        comma - start > 4
        and r.c.tag[start] in ("NN", "NNP")
        and r.low[start + 1] == "to"
        and r.c.tag[start + 2] == "VB"
        and not any(r.c.tag[k] in FINITE for k in range(start, comma))
    )


def _comments(r: Reading, start: int, verb: int, last: int) -> bool:
    """'…, Mum said.', '…, I think, …', '…, isn't it?': no sentence of its own."""
    c, low = r.c, r.low
    if low[start] == "i" and c.lemma[verb] in _MINDS:
        return True  # 'They work well together, I would say: each …'
    if c.lemma[verb] in SAYS:
        after = verb + 1
        while after < last and (
            low[after] in ("me", "us", "him", "her", "today", "to", "the", "mum", "dad") or c.tag[after] == "RB"
        ):
            after += 1
        if (
            after >= last
            or low[after] in (".", ",", "?", "!", ";", "-", "–", "and", "but", "when")
            or low[after].isspace()
        ):
            return True
        told = [k for k in c.children[verb] if k > verb]
        if not any(c.dep[k] in ("ccomp", "xcomp", "advcl", "dative") or low[k] == "about" for k in told) and all(
            c.dep[k] != "dobj" or low[k] in ("me", "us", "him", "her", "them") for k in told
        ):
            return True
    if verb - start < 3 and last - start < 4:
        return True
    return (
        low[start] in ("it", "he", "she", "they", "you")
        and verb == start + 1
        and low[last - 1] == "?"
        and last - start < 6
    )


def _listed(r: Reading, comma: int, last: int) -> bool:
    """'Mum works, Dad is home and Nan helps': three clauses or more in a row, the last with 'and'."""
    c, low = r.c, r.low
    first = r.c.first[comma]
    before = next(
        (k for k in range(comma - 1, first - 1, -1) if low[k] in (",", ";") and low[k + 1] not in _RELATIVES), first - 1
    )
    long = comma - before > 7
    pronoun = long or low[comma + 1] in NOMINATIVE | {"it", "there", "nobody"}
    for k in range(comma + 2, min(last - 1, comma + NEAR)):
        if low[k] in ("and", "or", "but"):
            behind = k + 1
            opens = c.dep[behind] in SUBJECTS
            opens = opens or (c.dep[behind] in ("det", "poss", "compound") and c.dep[c.head[behind]] in SUBJECTS)
            if low[k - 1] == "," and (opens or low[behind] in STARTS):
                return True
            if not pronoun and (opens or low[behind] in NOMINATIVE):
                return True
            if opens and low[behind] == low[comma + 1] and low[behind] in low[max(before + 1, comma - 12) : comma]:
                return True  # 'You sleep well, you have made friends and you like school'
            if comma - before < 6 and low[behind] == "there" and low[comma + 1] != "there":
                return True  # 'Attendance is up, she talks in sentences and there are no concerns'
            if k - comma < 6 and low[behind] == "there" and low[comma + 1] not in NOMINATIVE | {"there"}:
                return True  # 'She was slow to come to the door, her speech was slurred and there were two bottles'
    commas = [k for k in range(max(c.first[comma], comma - NEAR), min(last, comma + NEAR)) if low[k] in (",", ";", ":")]
    return len(commas) > 3
