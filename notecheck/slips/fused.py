"""Two clauses with nothing between them: 'he went in she stayed', 'Please ring the school I am in court'."""

from __future__ import annotations

from typing import Final

from notecheck.slips.clauses import AUXILIARIES, BINDS, HANGING, NEAR, SAYS, STARTS, SUBJECTS
from notecheck.slips.reading import FINITE, NOMINATIVE, Lists, Reading

_THAT_TAKERS: Final = frozenset(
    ("say", "think", "know", "feel", "tell", "hope", "believe", "suppose", "guess", "mean", "wish", "see", "hear",
     "understand", "agree", "report", "state", "explain", "add", "reply", "confirm", "remember", "realise", "notice",
     "find", "worry", "wonder", "show", "let", "make", "help", "watch", "describe", "claim", "insist", "promise",
     "note", "deny", "admit", "warn", "suggest", "expect", "decide", "assume", "accept", "imagine", "reckon", "swear",
     "text", "write", "shout", "pretend", "learn", "advise", "recommend", "request", "inform", "be", "appear", "seem",
     "sound", "look", "discuss", "reflect", "like", "love", "prefer", "want")
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
_HELD: Final = frozenset(("anything", "everything", "something", "nothing", "all", "much", "hard"))
_WHICH: Final = frozenset(
    ("last", "first", "next", "one", "only", "few", "two", "three", "second", "third", "every", "each", "other", "same")
)
_TIMES: Final = frozenset(
    ("noon", "pm", "am", "midnight", "o'clock", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday",
     "thursday", "friday", "saturday", "sunday", "twice")
)  # fmt: skip


def fused(r: Reading, lists: Lists, first: int, i: int, last: int) -> bool:
    """Whether a clause of its own begins at `i` with nothing before it that joins."""
    c, low = r.c, r.low
    if not _may_stop_before(r, lists, first, i):
        return False
    subject = next((k for k in range(i, min(last, i + 4)) if c.dep[k] in SUBJECTS), -1)
    if subject < 0 or c.head[subject] <= subject or min([subject, *c.children[subject]]) != i:
        return False
    verb = c.head[subject]
    finite = [m for m in (verb, *c.children[verb]) if c.tag[m] in FINITE and (m == verb or c.dep[m] in AUXILIARIES)]
    if not finite or verb >= last or min(finite) - subject > 3 or min(finite) < subject or last - i < 3:
        return False
    if any(c.dep[m] in ("mark", "cc", "advmod") and m < i and low[m] in BINDS for m in c.children[verb]):
        return False
    if c.dep[verb] in HANGING and not (c.dep[verb] == "relcl" and _no_gap(r, i, verb)):
        return False
    marked = any(c.dep[m] in ("mark", "advmod") and m < subject for m in c.children[verb])
    if c.dep[verb] == "advcl" and (marked or not (low[i] in STARTS or c.tag[i] == "PRP$")):
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
        settled = settled and not (tag == "VBN" and r.word(i - 3, i) == "it")  # 'it was implied he had left'
        if not (settled and _said_of(r, i - 1)):
            return False
    if before == "it" and c.lemma[i - 2] == "have":
        return False  # 'Rumour has it she …'
    if before in _HELD or before.endswith(("self", "selves")) or "so" in low[i - 3 : i]:
        return False
    if not loose and before in BINDS:
        return False
    if before in ("then", "maybe", "perhaps", "just", "also", "now", "mr", "mrs", "ms", "dr") or c.first[i] > first:
        return False
    named = c.tag[i] == "NNP" and tag in ("NN", "NNP") and low[i] not in lists.kin and not _time_before(r, i)
    return not named and before[-1].isalnum() and not _tells_when(r, first, i)


def _tells_when(r: Reading, first: int, i: int) -> bool:
    """'The last time I saw him he was well': a clause that says when, with no 'that' and no comma."""
    c, low = r.c, r.low
    return any(
        low[k] in ("time", "times", "day", "moment", "night", "week")
        and low[k - 1] in _WHICH
        and (c.dep[k + 1] in SUBJECTS or c.dep[c.head[k + 1]] in SUBJECTS)
        for k in range(first + 1, min(i - 1, first + 5))
    )


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
    c, low, first = r.c, r.low, max(first, i - NEAR)
    heads = _told_before(r, first, i)
    subjectless = c.tag[first] in ("VBD", "VBN") and c.lemma[first] in _WRITERS and not heads and low[first + 1] != "by"
    if subjectless:
        return c.dep[verb] == "ROOT"
    if low[first] in BINDS - {"in", "not", "both", "so", "and", "but"}:
        # 'After I explained the plan, Nana became tearful she …'
        first = next((k + 1 for k in range(i - 1, first, -1) if low[k] == ","), i)
        heads = [h for h in heads if h > first]
        if low[first] in BINDS:
            return False
    if not heads:
        return _order_before(r, lists, first, i, verb)
    nearest = heads[-1]
    if any(low[k] in (",", ";", ":", "and", "but", "or", "&", "-", "–") for k in range(nearest, i)):
        return False
    binder = next((k for k in range(i - 1, max(first, i - 14) - 1, -1) if low[k] in _FRONTS), first)
    if binder > first and (low[binder - 1] in ("that", "and", "but") or c.lemma[binder - 1] in SAYS):
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
    subjects = (k for k in range(first, i) if c.dep[k] in SUBJECTS and first <= c.head[k] < i)
    heads = [c.head[k] for k in subjects if r.low[k] not in ("who", "which", "that", "what")]
    return [h for h in heads if c.tag[h] in FINITE or any(c.tag[m] in FINITE for m in c.children[h][:NEAR])]


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
