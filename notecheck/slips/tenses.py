"""Jumps of tense: 'He came in and sits down', 'Yesterday he goes'.

A jump is shown only where nothing speaks for it: two things done one after the other by the same person, or 'yesterday'
beside a verb of today. 'Mum said she is' is good English, and 'Mum says', in the middle of what was, is a record's own
way of telling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from notecheck.slips.reading import NOMINATIVE, Lists, Reading, Slip
from notecheck.slips.verb_forms import MOMENTS

_CLIMB: Final = 4
_ASKS: Final = frozenset(("asks", "explains", "ask", "explain"))
_LETS: Final = frozenset(("watch", "let", "make", "help", "see", "hear", "do", "have"))
_ONCE: Final = frozenset(
    ("come", "give", "take", "sit", "walk", "open", "arrive", "ring", "knock", "tell", "ask", "show", "leave")
)  # fmt: skip
_JUMP: Final = "the rest is told as past"
_SUDDEN: Final = frozenset(
    ("shouts", "screams", "slams", "throws", "grabs", "nods", "smiles", "laughs", "replies", "answers", "knocks",
     "pushes", "kicks", "hits", "drops", "opens", "closes", "asks", "bursts", "swears", "storms", "starts", "pulls",
     "turns", "jumps", "rings")
)  # fmt: skip
"""Done once: 'I knocked and Dad shouts'; 'goes' and 'works' may be a habit."""
_REPORTS: Final = frozenset(
    ("say", "report", "state", "tell", "think", "feel", "know", "describe", "explain", "believe", "remember",
     "confirm", "understand")
)  # fmt: skip


def jumps(r: Reading, lists: Lists, first: int, last: int) -> Iterator[Slip]:
    """Jumps of tense in the sentence of the tokens `first` to `last`."""
    c, low = r.c, r.low
    tags = c.tag[first:last]
    present = [first + k for k, tag in enumerate(tags) if tag in ("VBZ", "VBP", "VB")]
    if not present:
        yield from _too_far(r, lists, first, last)
        return
    for i in present:
        if c.dep[i] in ("aux", "auxpass") or low[i].startswith("'") or r.tag(i - 1, i) in ("TO", "MD"):
            continue
        if _yesterday(r, i) and not _helped(r, i) and not (_reports(r, i) and not _told_then(r, i)):
            yield Slip(i, i + 1, (_past(r, lists, i),), "the words of time say that it is past", "form", sure=False)
        elif (
            low[i] in lists.words["slip-acts"]
            and (low[i] not in _ASKS or r.word(i + 1, i) not in ("that", "if", "for"))
            and _beside_past(r, i)
        ):
            yield Slip(i, i + 1, (_past(r, lists, i),), _JUMP, "form", sure=False)
        elif low[i] == "says" and r.word(i + 1, i) in ("that", "he", "she", "they", "it") and _beside_past(r, i):
            yield Slip(i, i + 1, ("said",), _JUMP, "form", sure=False)
        elif low[i] in ("is", "are") and _when_past(r, i):
            yield Slip(i, i + 1, ({"is": "was", "are": "were"}[low[i]],), _JUMP, "form", sure=False)
    yield from _too_far(r, lists, first, last)


def _past(r: Reading, lists: Lists, i: int) -> str:
    return {"is": "was", "are": "were", "am": "was"}.get(r.low[i]) or lists.inflector.inflect(r.c.lemma[i], "past")


def _reports(r: Reading, i: int) -> bool:
    """'Mum says that yesterday …': the time belongs to what is told."""
    return r.c.lemma[i] in _REPORTS


def _told_then(r: Reading, i: int) -> bool:
    """'Last week Lowri tells me': the time opens the sentence, and no comma parts it from who tells."""
    c, first = r.c, r.c.first[i]
    subject = r.clauses.subject.get(i, -1)
    opens = r.low[first] in ("last", "yesterday") and first < subject < i
    return opens and "," not in r.low[i + 1 : i + 2] and c.dep[i] == "ROOT"


def _yesterday(r: Reading, i: int) -> bool:
    """Whether words of a past time hang on the verb."""
    c, low = r.c, r.low
    for k in c.children[i]:
        if low[k] == "yesterday" and c.dep[k] in ("npadvmod", "advmod") and (k < i or k - i < 6):
            return r.word(k - 1, i) not in ("since", "from", "than", "until", "after", "like", "of")
        if low[k] in MOMENTS and c.dep[k] == "npadvmod" and r.word(k - 1, i) == "last" and k < i:
            return r.word(k - 2, i) not in ("since", "from", "than", "until", "the", "of", "after", "his", "her")
        if low[k] == "ago" and c.dep[k] == "advmod" and k < i and low[c.first[i]] not in ("since",):
            return True
    return False


def _beside_past(r: Reading, i: int) -> bool:
    """Joined to a verb in the past, of the same subject, with nothing that says now."""
    c, low = r.c, r.low
    if any(
        low[k] in ("now", "always", "often", "usually", "still", "sometimes", "currently", "every", "today")
        for k in range(max(c.first[i], i - 12), min(r.end[i], i + 12))
    ):
        return False
    if c.tag[i] == "VB" and not _stands_alone(r, i):
        return False
    if c.dep[i] == "conj":
        return _joined_to_past(r, i)
    if any(c.dep[k] == "advcl" and c.tag[k] == "VBD" and k < i and _when(r, k) for k in c.children[i]):
        return True
    return _after_when(r, i) or _past_joined(r, i)


def _joined_to_past(r: Reading, i: int) -> bool:
    """'I knocked and Dad shouts': the verb comes second, with no subject of its own or done at once."""
    c, low, head = r.c, r.low, r.c.head[i]
    for _ in range(_CLIMB):
        if c.tag[head] not in ("VBD", "VBZ", "VBP") and c.dep[head] == "conj":
            head = c.head[head]
    if (low[i] in ("comes", "come") and r.word(i + 1, i) == "from") or any(
        low[k] in ("which", "what", "how", "where", "who", "that", "because", "if", "when")
        for k in range(max(head, i - 40), i)
    ):
        return False
    own = any(c.dep[k] in ("nsubj", "nsubjpass") and low[k] not in NOMINATIVE for k in c.children[i])
    own = own and not (low[i] in _SUDDEN and c.tag[i] == "VBZ" and c.dep[head] == "ROOT")
    return (
        head < i
        and c.lemma[head] != "be"
        and c.tag[head] == "VBD"
        and c.dep[head] in ("ROOT", "ccomp", "conj", "advcl")
        and not own
        and not _tells(r, head)
    )


def _past_joined(r: Reading, i: int) -> bool:
    """'The police come to the house and spoke to Mum': the verb comes first."""
    c = r.c
    return (
        c.dep[i] == "ROOT"
        and c.lemma[i] in _ONCE
        and c.tag[i] in ("VBP", "VBZ")
        and any(
            c.dep[k] == "conj"
            and c.tag[k] == "VBD"
            and c.lemma[k] != "be"
            and k - i < 14
            and r.word(k - 1, i) == "and"
            and not _own_subject(r, k)
            for k in c.children[i]
        )
    )


def _stands_alone(r: Reading, i: int) -> bool:
    """'I visited and speak', not 'would give', 'helped her wash and go'."""
    if _helped(r, i) or r.word(r.before(i), i) not in ("and", ","):
        return False
    return not any(
        r.tag(k, i) in ("MD", "TO", "VB") or r.c.lemma[k] in _LETS for k in range(max(r.c.first[i], i - 16), i)
    )


def _helped(r: Reading, i: int) -> bool:
    """'Last week he didn't come': another verb says when."""
    return bool(r.clauses.auxiliaries.get(i))


def _own_subject(r: Reading, i: int) -> bool:
    return i in r.clauses.subject or any(r.c.dep[k] in ("aux", "auxpass") for k in r.c.children[i])


def _tells(r: Reading, i: int) -> bool:
    """'Mum said he left and goes': what is joined may belong to what was said."""
    return r.c.lemma[i] in ("say", "tell", "report", "explain", "state", "think", "feel") and any(
        r.c.dep[k] in ("ccomp",) for k in r.c.children[i]
    )


def _when(r: Reading, i: int) -> bool:
    return any(r.low[k] in ("when", "as", "while", "after", "before", "once") for k in r.c.children[i])


def _after_when(r: Reading, i: int) -> bool:
    """'When Mum came in, Benji goes quiet and stopped': the first verb behind 'when' and a past, however parsed."""
    c, low, first = r.c, r.low, r.c.first[i]
    if low[first] not in ("when", "as", "after") or i - first > 20:
        return False
    comma = next((k for k in range(first, i) if low[k] == ","), -1)
    if comma < 0 or any(c.tag[k] in ("VBZ", "VBP", "VBD", "MD") for k in range(comma, i)):
        return False
    front = [c.tag[k] for k in range(first, comma)]
    return "VBD" in front and not {"VBZ", "VBP", "MD", "VBN"} & set(front)


def _when_past(r: Reading, i: int) -> bool:
    """'When I arrived the twins are asleep'."""
    c = r.c
    return c.dep[i] == "ROOT" and any(
        c.dep[k] == "advcl"
        and c.tag[k] == "VBD"
        and k < i
        and any(r.low[m] == "when" for m in c.children[k])
        and any(r.low[m] in ("i", "we") for m in c.children[k])
        for k in c.children[i]
    )


def _too_far(r: Reading, lists: Lists, first: int, last: int) -> Iterator[Slip]:
    """'has moved there in 2021', 'Since 2019 there were nine moves'."""
    c, low = r.c, r.low
    words = low[first:last]
    for i in range(first, last) if "has" in words or "have" in words else ():
        if low[i] in ("has", "have") and c.dep[i] == "aux" and c.tag[c.head[i]] == "VBN" and c.head[i] > i:
            verb = c.head[i]
            if any(low[k] == "been" and c.dep[k] in ("aux", "auxpass") for k in c.children[verb]) and not _yesterday(
                r, verb
            ):
                continue
            if (_yesterday(r, verb) or _in_year(r, verb)) and not any(
                low[k] in ("since", "for", "until", "up") for k in range(verb, min(last, verb + 12))
            ):
                past = lists.inflector.inflect(c.lemma[verb], "past")
                if verb == i + 1 and low[verb] != "been":
                    yield Slip(i, verb + 1, (past,), "the words of time say that it is over", "form", sure=False)
    if low[first] == "since" and (c.tag[first + 1 : first + 2] == ["CD"] or low[first + 1 : first + 2] == ["last"]):
        k = first + 2
        while k < min(last - 1, first + 6) and low[k] != "there":
            k += 1
        if low[k] == "there" and low[k + 1 : k + 2] in (["were"], ["was"]):
            meant = "have been" if low[k + 1] == "were" else "has been"
            yield Slip(k + 1, k + 2, (meant,), "what began then and lasts takes ‘have’ or ‘has’", "form", sure=False)


def _in_year(r: Reading, verb: int) -> bool:
    """'in 2021', 'in March', 'on Monday' right behind the verb's own words."""
    c, low = r.c, r.low
    for k in c.children[verb]:
        if k > verb and low[k] == "in" and c.dep[k] == "prep" and k + 1 < len(c):
            year = low[k + 1]
            if year.isdigit() and len(year) == 4 and year[:2] in ("19", "20") and r.word(k + 2, k) not in ("-", "to"):
                return True
    return False
