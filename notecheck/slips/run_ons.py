"""Sentences that run on: two whole clauses with a comma, or nothing, between them.

Only where the parse shows two verbs with subjects of their own and no word that joins them. Left alone: speech
('he was fine, Mum said'), lists of clauses, questions at the end ('isn't it'), what hangs on 'when', 'if' or 'that'.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from notecheck.slips.reading import FINITE, NOMINATIVE, Lists, Reading, Slip

_WHY: Final = (
    "two whole sentences stand here with {between} between them; "
    "a full stop, or a word such as ‘and’ or ‘but’, would part them"
)
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "expl"))
_BINDS: Final = frozenset(
    ("when", "if", "because", "as", "although", "though", "while", "since", "after", "before", "once", "until",
     "unless", "whenever", "wherever", "where", "who", "which", "that", "whose", "whom", "whether", "weather", "so",
     "than", "even", "whereas", "what", "how", "why", "and", "but", "or", "nor", "yet", "in", "given", "provided",
     "despite", "till", "cos", "like", "where", "lest", "however", "whatever", "whoever", "whichever", "rather",
     "not", "both", "either", "neither", "having", "being")
)  # fmt: skip
_STARTS: Final = frozenset(
    ("i", "he", "she", "we", "they", "it", "you", "there", "this", "nobody", "everyone", "someone", "no", "nothing",
     "everybody", "somebody")
)  # fmt: skip
_THAT_TAKERS: Final = frozenset(
    ("say", "think", "know", "feel", "tell", "hope", "believe", "suppose", "guess", "mean", "wish", "see", "hear",
     "understand", "agree", "report", "state", "explain", "add", "reply", "confirm", "remember", "realise", "notice",
     "find", "worry", "wonder", "show", "let", "make", "help", "watch", "describe", "claim", "insist", "promise",
     "note", "deny", "admit", "warn", "suggest", "expect", "decide", "assume", "accept", "imagine", "reckon", "swear",
     "text", "write", "shout", "pretend", "learn", "advise", "recommend", "request", "inform", "be", "appear", "seem",
     "sound", "look", "discuss", "reflect", "like", "love", "prefer", "want")
)  # fmt: skip
_SAYS: Final = frozenset(
    ("say", "tell", "think", "feel", "explain", "add", "report", "ask", "reply", "know", "hope", "believe", "suppose",
     "admit", "state", "confirm", "write", "guess", "text", "shout", "agree", "laugh", "remember", "reckon", "warn",
     "insist", "note", "understand")
)  # fmt: skip
_NO_START: Final = frozenset(
    ("that", "its", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
)  # fmt: skip
_NEVER_BEFORE: Final = frozenset(
    ("IN", "TO", "CC", "MD", "VB", "VBP", "VBZ", "VBD", "VBG", "VBN", "RBS", "RBR", "WP", "WRB", "WDT", "DT", "PRP$",
     "POS", "JJ", "HYPH", ",", ":", "CD", "NNP")
)  # fmt: skip
_HOSTS: Final = frozenset(
    ("day", "time", "reason", "way", "moment", "minute", "night", "week", "year", "place", "thing", "things", "days",
     "morning", "weekend", "month", "evening", "times", "nights", "weeks", "afternoon", "amount", "extent", "degree",
     "rate", "speed", "bit")
)  # fmt: skip
_GIVES: Final = frozenset(
    ("give", "tell", "show", "ask", "send", "teach", "offer", "promise", "get", "buy", "make", "find", "bring",
     "leave", "want", "see", "hear", "help", "let", "owe", "lend", "read", "pay", "cost", "call", "feel", "hope")
)  # fmt: skip
_TELLS: Final = frozenset(
    ("tell", "show", "inform", "promise", "remind", "assure", "warn", "text", "advise", "convince", "teach")
)  # fmt: skip
_WRITERS: Final = frozenset(
    ("reflect", "discuss", "visit", "ring", "phone", "speak", "meet", "arrive", "attend", "email", "text", "review",
     "observe", "explain", "telephone")
)  # fmt: skip
_STAYS: Final = frozenset(
    ("sit", "go", "come", "stand", "lie", "walk", "wait", "sleep", "run", "look", "speak", "talk", "live", "stay",
     "play")
)  # fmt: skip
_FRONTS: Final = frozenset(
    ("when", "if", "because", "as", "while", "since", "after", "before", "once", "until", "that", "which", "who",
     "where", "how", "what", "why", "so")
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
_NEAR: Final = 60  # tokens; a sentence has no longest length, and what is further off says nothing
_MINDS: Final = frozenset(
    ("say", "think", "notice", "believe", "suppose", "guess", "hope", "know", "feel", "reckon", "find", "see",
     "understand", "imagine")
)  # fmt: skip
_HELD: Final = frozenset(("anything", "everything", "something", "nothing", "all", "much", "hard"))
_LINKERS: Final = frozenset(
    ("however", "therefore", "otherwise", "nevertheless", "consequently", "furthermore", "then")
)  # fmt: skip
_HANGING: Final = frozenset(("relcl", "acl", "pcomp", "csubj"))
"""What a clause is that is no sentence of its own, as the parse says."""
_AUXILIARIES: Final = frozenset(("aux", "auxpass"))
_NO_FINITE: Final = frozenset(("VBG", "VBN", "TO", "VB"))
_TIMES: Final = frozenset(
    ("noon", "pm", "am", "midnight", "o'clock", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday",
     "thursday", "friday", "saturday", "sunday", "twice")
)  # fmt: skip


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
            (c.dep[i] in _SUBJECTS or c.dep[c.head[i]] in _SUBJECTS)  # a subject begins here
            and low[i] not in _NO_START
            and _may_start(r, lists, i)
            and _fused(r, lists, first, i, last)
        ):
            yield Slip(i - 1, i + 1, tuple(_parted(r, i - 1, i)), _WHY.format(between="no sign"), "stop", sure=False)
            return


def _stop(r: Reading, comma: int) -> Slip:
    parted = tuple(_parted(r, comma, comma + 1))
    return Slip(comma, comma + 2, parted, _WHY.format(between="only a comma"), "stop", sure=False)


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
    ) and any(r.c.dep[k] in _SUBJECTS for k in range(comma - 3, comma))


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
        low[start] == "that" and c.dep[start] == "nsubj" and c.tag[start + 1 : start + 2] in (["VBZ"], ["VBD"])
    )
    if start >= last - 1 or (low[start] in _BINDS and not several and not points):
        return 0
    for k in range(start, min(last, start + 7)):
        if c.dep[k] in _SUBJECTS and k < c.head[k] < last:
            opens = linker or _may_start(r, lists, start) or _thing_starts(r, lists, start, k)
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
    return _is_finite(r, verb) and not bound and c.dep[verb] not in _HANGING and verb - subject < 8


def _is_finite(r: Reading, verb: int) -> bool:
    """'went', 'has gone', 'will go': the verb or its auxiliary shows a tense."""
    c = r.c
    return c.tag[verb] in FINITE or any(c.tag[m] in FINITE for m in c.children[verb] if c.dep[m] in _AUXILIARIES)


def _asks_again(r: Reading, start: int, last: int) -> int:
    """'Why was he not in school, had anyone rung?': the verb of the second question, or 0."""
    c, low = r.c, r.low
    subject = next((m for m in range(start + 1, min(last, start + 4)) if c.dep[m] in _SUBJECTS), -1)
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
    return c.head[subject] if c.head[subject] > subject and c.dep[subject] in _SUBJECTS else 0


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


def _may_start(r: Reading, lists: Lists, i: int) -> bool:
    """A word that opens a clause of its own: pronoun, name, article or possessive."""
    low, tag = r.low[i], r.c.tag[i]
    return (
        low in _STARTS or low in lists.kin or tag in ("NNP", "PRP$") or low in ("the", "that", "these", "those", "both")
    )


def _whole(r: Reading, first: int, comma: int) -> bool:
    """Whether what stands from the sentence's start (or its last comma) to this one is a clause by itself."""
    c, low = r.c, r.low
    start = first = max(first, comma - _NEAR)
    while start < comma and (low[start].isspace() or low[start] in ("-", "•", "*", "–") or c.text[start].isdigit()):
        start += 1
    if (
        low[start] in _BINDS - {"in", "so", "and", "but", "not", "both", "why", "what", "how"}
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
        if c.dep[k] in _SUBJECTS and low[k] not in ("who", "which", "that"):
            verb = c.head[k]
            if not first <= verb < comma:
                continue
            bound = any(c.dep[m] == "mark" and m < verb for m in c.children[verb]) or any(
                low[m] in ("when", "if", "where", "as", "once", "while") for m in c.children[verb] if m < verb
            )
            if _is_finite(r, verb) and not bound and c.dep[verb] not in _HANGING:
                return not _says_before(r, comma)
    return False


def _says_before(r: Reading, comma: int) -> bool:
    """'Mum says, she …' or a quotation: the comma belongs to speech."""
    k = comma - 1
    while k > comma - 4 and r.low[k] in ("me", "us", "him", "her", "mum", "dad", "you"):
        k -= 1
    return (r.c.lemma[k] in _SAYS and r.c.tag[k] in ("VBD", "VBZ", "VBP")) or r.low[comma - 1] in (
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
    if c.lemma[verb] in _SAYS:
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
    for k in range(comma + 2, min(last - 1, comma + _NEAR)):
        if low[k] in ("and", "or", "but"):
            behind = k + 1
            opens = c.dep[behind] in _SUBJECTS
            opens = opens or (c.dep[behind] in ("det", "poss", "compound") and c.dep[c.head[behind]] in _SUBJECTS)
            if low[k - 1] == "," and (opens or low[behind] in _STARTS):
                return True
            if not pronoun and (opens or low[behind] in NOMINATIVE):
                return True
            if comma - before < 6 and low[behind] == "there" and low[comma + 1] != "there":
                return True  # 'Attendance is up, she talks in sentences and there are no concerns'
    commas = [
        k for k in range(max(c.first[comma], comma - _NEAR), min(last, comma + _NEAR)) if low[k] in (",", ";", ":")
    ]
    return len(commas) > 3


def _fused(r: Reading, lists: Lists, first: int, i: int, last: int) -> bool:
    """Whether a clause of its own begins at `i` with nothing before it that joins."""
    c, low = r.c, r.low
    if not _may_stop_before(r, lists, first, i):
        return False
    subject = next((k for k in range(i, min(last, i + 4)) if c.dep[k] in _SUBJECTS), -1)
    if subject < 0 or c.head[subject] <= subject or min([subject, *c.children[subject]]) != i:
        return False
    verb = c.head[subject]
    finite = [m for m in (verb, *c.children[verb]) if c.tag[m] in FINITE and (m == verb or c.dep[m] in _AUXILIARIES)]
    if not finite or verb >= last or min(finite) - subject > 3 or min(finite) < subject or last - i < 3:
        return False
    if any(c.dep[m] in ("mark", "cc", "advmod") and m < i and low[m] in _BINDS for m in c.children[verb]):
        return False
    if c.dep[verb] in _HANGING and not (c.dep[verb] == "relcl" and _no_gap(r, i, verb)):
        return False
    marked = any(c.dep[m] in ("mark", "advmod") and m < subject for m in c.children[verb])
    if c.dep[verb] == "advcl" and (marked or not (low[i] in _STARTS or c.tag[i] == "PRP$")):
        return False
    return _own_before(r, lists, first, i, verb)


def _may_stop_before(r: Reading, lists: Lists, first: int, i: int) -> bool:
    """Whether a sentence may end with the word before `i`, which binds nothing to what follows."""
    c, low = r.c, r.low
    before, tag = low[i - 1], c.tag[i - 1]
    away = before in ("on", "in", "off", "out", "up", "down", "round", "over", "away")
    loose = tag in ("IN", "RP") and away and not c.children[i - 1]  # 'he went in she stayed'
    pronoun = low[i] in NOMINATIVE | {"it", "there"}
    if tag in _NEVER_BEFORE and not loose and not (tag in ("CD", "NNP") and pronoun) and not _time_before(r, i):
        settled = pronoun and tag in ("JJ", "VBN", "RB") and before not in lists.words["slip-that-takers"]
        if not (settled and _said_of(r, i - 1)):
            return False
    if before == "it" and c.lemma[i - 2] == "have":
        return False  # 'Rumour has it she …'
    if before in _HELD or before.endswith(("self", "selves")) or "so" in low[i - 3 : i]:
        return False
    if not loose and before in _BINDS:
        return False
    if before in ("then", "maybe", "perhaps", "just", "also", "now", "mr", "mrs", "ms", "dr") or c.first[i] > first:
        return False
    named = c.tag[i] == "NNP" and tag in ("NN", "NNP") and low[i] not in lists.kin and not _time_before(r, i)
    return not named and before[-1].isalnum()


def _order_before(r: Reading, lists: Lists, first: int, i: int, verb: int) -> bool:
    """'Please ring the school I am in court': what is asked for, with what it is done to, and then who does what."""
    c, low = r.c, r.low
    order = first + 1
    return (
        low[first] == "please"
        and low[order] in lists.words["slip-orders"]
        and low[i] in NOMINATIVE
        and c.dep[i - 1] == "dobj"
        and c.head[i - 1] == order
        and c.dep[verb] == "ROOT"
    )


def _straight(r: Reading, start: int, end: int) -> bool:
    """No comma and no 'and' between."""
    return not any(r.low[k] in (",", "and", "but", "or", ";", ":") for k in range(start, end))


def _said_of(r: Reading, i: int) -> bool:
    """'is broken', 'was not well': what is said of a subject."""
    c, head = r.c, r.c.head[i]
    return (c.dep[i] in ("acomp", "advmod") and c.lemma[head] in ("be", "become", "get", "look", "seem")) or any(
        c.dep[k] == "auxpass" or (c.dep[k] == "aux" and c.lemma[k] == "be") for k in c.children[i]
    )


def _no_gap(r: Reading, i: int, verb: int) -> bool:
    """What the parse takes for 'the seat [that] it fits', though nothing in it is left for the noun to be."""
    c, low, noun = r.c, r.low, r.c.head[verb]
    if noun != i - 1 or low[noun] in _HOSTS or c.lemma[verb] in _GIVES or low[noun - 1] in ("every", "each", "any"):
        return False
    if any(c.dep[k] == "poss" for k in c.children[noun]):
        return True
    if any(c.dep[k] == "prep" and not c.children[k] for k in c.children[verb]):
        return False
    taken = [k for k in c.children[verb] if k > verb and c.dep[k] == "dobj"]
    if c.lemma[verb] in _STAYS:
        if low[noun - 1] not in ("every", "each", "any", "all", "same", "first", "last", "only", "next"):
            return True
        taken += [
            m
            for k in c.children[verb]
            if c.dep[k] == "prep"
            for m in c.children[k]
            if low[m] in ("it", "him", "them", "her")
        ]
    return any(not low[k].endswith(("self", "selves")) for k in taken)


def _time_before(r: Reading, i: int) -> bool:
    if r.c.tag[i - 1] == "CD" and r.word(i - 2, i) in ("at", "by", "until", "till", "about", "past", "to"):
        return True
    return r.low[i - 1] in _TIMES or r.low[i - 1][:1].isdigit()


def _own_before(r: Reading, lists: Lists, first: int, i: int, verb: int) -> bool:
    """A whole clause before, whose verb does not take what follows for its own."""
    c, low, first = r.c, r.low, max(first, i - _NEAR)
    heads = _told_before(r, first, i)
    subjectless = c.tag[first] in ("VBD", "VBN") and c.lemma[first] in _WRITERS and not heads and low[first + 1] != "by"
    if subjectless:
        return c.dep[verb] == "ROOT"
    if low[first] in _BINDS - {"in", "not", "both", "so", "and", "but"}:
        # 'After I explained the plan, Nana became tearful she …'
        first = next((k + 1 for k in range(i - 1, first, -1) if low[k] == ","), i)
        heads = [h for h in heads if h > first]
        if low[first] in _BINDS:
            return False
    if not heads:
        return _order_before(r, lists, first, i, verb)
    nearest = heads[-1]
    if any(low[k] in (",", ";", ":", "and", "but", "or", "&", "-", "–") for k in range(nearest, i)):
        return False
    binder = next((k for k in range(i - 1, max(first, i - 14) - 1, -1) if low[k] in _FRONTS), first)
    if binder > first and (low[binder - 1] in ("that", "and", "but") or c.lemma[binder - 1] in _SAYS):
        return False  # 'said that if he had known about the meeting he would have come'
    if c.dep[verb] == "relcl":
        return True
    if _is_taken(r, i, verb, nearest) or _says_which(r, lists, first, i, verb):
        return False
    main = any(
        (c.dep[h] == "ROOT" or (c.dep[h] == "ccomp" and c.head[h] == verb)) and _straight(r, h, binder)
        for h in heads
        if h < binder
    )
    bound = not main and binder > first
    if c.dep[verb] == "ROOT":
        return (not bound and c.dep[nearest] != "advcl") or main
    return c.dep[verb] in ("ccomp", "conj", "parataxis", "advcl", "dep") and c.head[verb] < i and not bound


def _told_before(r: Reading, first: int, i: int) -> list[int]:
    """The verbs from `first` to `i` that have a subject there and show a tense."""
    c = r.c
    subjects = (k for k in range(first, i) if c.dep[k] in _SUBJECTS and first <= c.head[k] < i)
    heads = [c.head[k] for k in subjects if r.low[k] not in ("who", "which", "that", "what")]
    return [h for h in heads if c.tag[h] in FINITE or any(c.tag[m] in FINITE for m in c.children[h][:_NEAR])]


def _is_taken(r: Reading, i: int, verb: int, nearest: int) -> bool:
    """'I think she left': what follows is what the verb before it takes."""
    c, head = r.c, r.c.head[verb]
    if head < i and c.lemma[head] in _THAT_TAKERS and c.dep[verb] in ("ccomp", "xcomp", "acomp"):
        objects = any(c.dep[k] == "dobj" and head < k < i for k in c.children[head])
        if not objects or c.lemma[head] in _TELLS:
            return True
    return c.lemma[nearest] in _THAT_TAKERS - {"be"} and not any(
        c.dep[k] in ("dobj", "prep", "ccomp", "xcomp") and nearest < k < i for k in c.children[nearest]
    )


def _says_which(r: Reading, lists: Lists, first: int, i: int, verb: int) -> bool:
    """'the day he left', 'the coat Nan bought you': what follows belongs to the noun before it."""
    c, low = r.c, r.low
    if _time_before(r, i):
        return False
    if (low[i] in lists.kin or c.tag[i] == "NNP") and c.tag[i - 1] in ("NN", "NNS"):
        return True
    hosted = low[i - 2] in _HOSTS or any(
        low[k] in _HOSTS or low[k] in ("every", "all", "everything", "anything", "nothing", "only", "first", "last")
        for k in range(max(first, i - 3), i)
    )
    return (hosted or low[i - 1] in _HOSTS) and c.dep[verb] != "ROOT"
