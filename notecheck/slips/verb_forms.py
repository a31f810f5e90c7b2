"""Verbs in a form that the words before them do not take: 'has went', 'did not went', 'I seen'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from notecheck.slips.reading import BE, DO, HAVE, MODAL, NOMINATIVE, NOT, VERBS, Ask, Lists, Reading, Slip

_AFTER_HAVE: Final = "after ‘have’, ‘has’ or ‘had’ stands another form"
_AFTER_DO: Final = "after ‘did’ or ‘do’ stands the plain form"
_AFTER_MODAL: Final = "after ‘will’, ‘would’, ‘could’ and their like stands the plain form"
_AFTER_TO: Final = "after ‘to’ stands the plain form"
_AFTER_BE: Final = "after ‘is’ or ‘was’ stands another form"
_ALONE: Final = "this form needs ‘have’, ‘has’ or ‘had’ before it; the past stands alone"
_STATES: Final = frozenset(("broke", "woke", "bit", "bore", "fell", "lay", "became", "rose", "shrank", "sank"))
_TO_TAKERS: Final = frozenset(
    ("want", "wants", "wanted", "need", "needs", "needed", "agree", "agrees", "agreed", "try", "tries", "tried",
     "trying", "plan", "plans", "refuse", "refused", "refuses", "going", "able", "unable", "happy", "supposed",
     "have", "has", "had", "ought", "hope", "hopes", "hoped", "asked", "continue", "continues", "started", "started",
     "like", "likes", "decided", "due", "unwilling", "willing", "managed", "failed", "likely", "began", "allowed",
     "offered", "forgot", "used")
)  # fmt: skip
_FOLLOWS: Final = frozenset(
    ("DT", "PRP", "PRP$", "IN", "RB", "TO", "NNP", ".", ",", "CC", "RP", "WRB", "CD", "VBG", "")
)  # fmt: skip
MOMENTS: Final = frozenset(
    ("night", "week", "month", "year", "summer", "winter", "weekend", "term", "monday", "tuesday", "wednesday",
     "thursday", "friday", "saturday", "sunday", "christmas", "spring", "autumn", "time", "half-term", "session",
     "visit")
)  # fmt: skip
_PERSONS_ALONE: Final = frozenset(
    ("seen", "done", "been", "gone", "taken", "given", "spoken", "written", "begun", "eaten", "drunk", "broken",
     "chosen", "driven", "fallen", "forgotten", "known", "ridden", "rung", "shaken", "stolen", "sung", "swum",
     "thrown", "torn", "woken", "worn", "grown")
)  # fmt: skip
_NO_VERBS: Final = frozenset(
    ("being", "evening", "morning", "during", "nothing", "something", "anything", "everything")
)  # fmt: skip
_BEFORE_OBJECT: Final = frozenset(("by", "of", "to", "with", "than"))
_BETWEEN: Final = NOT | {"all", "both", "also"}
_LEADS: Final = HAVE | BE | DO | MODAL | NOMINATIVE | {"'d", "to"}
"""Words that a form may not fit."""
_RATHER: Final = frozenset(("better", "rather", "best", "to", "still"))
_ANYONE: Final = frozenset(("anyone", "someone", "nobody", "anybody", "everyone", "somebody", "everybody"))
_AROUND: Final = frozenset(
    ("nsubj", "nsubjpass", "aux", "auxpass", "cop", "advmod", "neg", "punct", "prep", "cc", "expl")
)
_ALL_DONE: Final = frozenset(
    ("do", "does", "did", "done", "doing", "all", "what", "thing", "things", "is", "option", "outcome", "plan",
     "decision", "reason", "result", "aim", "action", "actions", "task", "job", "purpose", "category", "issue",
     "concern", "risk", "problem", "focus", "theme", "priority", "step", "request", "answer", "idea", "choice",
     "advice", "rule", "goal", "response", "topic")
)  # fmt: skip
_POINTING: Final = frozenset(("there", "it", "this", "that", "these", "those", "they", "which", "here"))


def knows(lists: Lists) -> Iterable[str]:
    """Words that this family tells apart."""
    irregular = (*lists.past_only, *lists.past_and_participle, *lists.participle_only)
    return (*irregular, *_PERSONS_ALONE, *lists.words["slip-plain"], *lists.words["slip-regular"])


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:
    """What may be said of the form of a word."""
    regular = word in lists.words["slip-regular"]
    if tag not in VERBS and word not in lists.past_only and not (regular and tag in ("NN", "JJ")):
        return
    shown = tag in ("VBD", "VBZ", "VBG") or word in lists.past_only
    if shown or word in lists.past_and_participle or word in lists.participle_only or word.endswith("ed"):
        yield Ask(_form)
    elif regular or word in lists.words["slip-plain"] or word in _PERSONS_ALONE:
        yield Ask(_bare_form)
    elif not word:
        yield Ask(_weak_form)


def _weak_form(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """A verb that no list holds, by its ending."""
    return _form(r, lists, i) if r.low[i].endswith("ed") else iter(())


def _form(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """What the form of the verb `i` does not fit."""
    low, first, k = r.low, r.c.first[i], i - 1
    while k >= first and (low[k] in _BETWEEN or r.c.tag[k] == "RB"):
        k -= 1
    if k >= first:
        past = lists.past_only.get(low[i])
        if k > first and low[k - 1] in HAVE and _turned(r, k):
            k -= 1
        elif past and low[r.end[i] - 1] == "?":
            k = _asking(r, k)
        found = _after(r, lists, i, k, past) if low[k] in _LEADS else None
        if found:
            yield found
            return
    yield from _bare_form(r, lists, i)


def _bare_form(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """What the plain form or the participle `i` does not fit."""
    low, tag = r.low[i], r.c.tag[i]
    if low in _PERSONS_ALONE and tag != "NN":
        yield from _alone(r, lists, i)
    elif low in lists.words["slip-plain"] and low in lists.inflector.verbs:
        yield from _plain_after_have(r, lists, i)
        yield from _plain_after(r, lists, i, BE)
    elif low in lists.words["slip-regular"]:
        yield from _plain_after(r, lists, i, BE | HAVE)


def _turned(r: Reading, k: int) -> bool:
    """'Have you', 'What has Mum': a subject behind its auxiliary."""
    subject = r.low[k] in NOMINATIVE | {"you", "it"} or r.c.dep[k] in ("nsubj", "nsubjpass")
    return subject and (r.c.first[k] == k - 1 or r.tag(k - 2, k) in ("WRB", "WP", "WDT", ",", "CC"))


def _asking(r: Reading, k: int) -> int:
    """'Have the birth parents gave': the auxiliary that asks, before a whole subject that ends at `k`; or `k`."""
    c, m = r.c, k
    if k < 0 or c.dep[k] not in ("nsubj", "nsubjpass"):
        return k
    if c.tag[k] == "NNP" and c.tag[k - 1] in ("NN", "NNS"):
        return k  # 'Have the photos Mum took come back?'
    if any(tag in ("VBN", "VBD") for tag in c.tag[k + 2 : r.end[k]]):
        return k
    while m > c.first[k] and c.tag[m] in ("NN", "NNS", "NNP", "JJ", "DT", "PRP$", "POS"):
        m -= 1
    opens = m == c.first[k] or (m - 1 == c.first[k] and c.tag[m - 1] in ("WRB", "WP"))
    return m if opens and r.low[m] in HAVE else k


def _after(r: Reading, lists: Lists, i: int, k: int, past: tuple[str, str] | None) -> Slip | None:
    """The verb `i` after the auxiliary `k`, if that takes another form."""
    before = r.low[k]
    denied = any(r.low[m] in ("not", "n't", "never") for m in range(k + 1, i))
    asked = r.c.first[i] == k - 1 or r.c.first[i] == k
    if before in HAVE or before == "'d":
        # 'the little he had went on rent': what he had
        ends = r.word(k - 1, i) in NOMINATIVE and r.word(k - 2, i) in (
            "little",
            "all",
            "what",
            "everything",
            "few",
            "money",
        )
        return (
            Slip(i, i + 1, (past[1],), _AFTER_HAVE, "form")
            if past and not ends and r.low[i] not in ("bit", "bore", "was", "were", "showed")
            else None
        )
    if before in BE - {"'s"}:
        if (
            past
            and past[1] not in ("come", "run", "become")
            and r.low[i] not in (_STATES if not _broken_thing(r, i, k) else ())
            and r.low[i] not in ("was", "were", "saw", "did")
        ):
            return Slip(i, i + 1, (past[1],), _AFTER_BE, "form")
        return None
    if before in DO and (denied or (asked and r.low[k] != "do")):
        base = _base(r, lists, i, past)
        return Slip(i, i + 1, (base,), _AFTER_DO, "form") if base and (denied or past) else None
    if (before in MODAL and r.c.tag[k] == "MD" and r.c.text[k] not in ("Will", "May")) or (before in MODAL and denied):
        return _after_modal(r, lists, i, past)
    if before == "to" and k == i - 1:
        return _after_to(r, lists, i, k, past)
    if before in NOMINATIVE and asked and r.word(k - 1, i) in DO and (past or _base(r, lists, i, past)):
        base = _base(r, lists, i, past)
        return Slip(i, i + 1, (base,), _AFTER_DO, "form") if base else None
    return None


def _broken_thing(r: Reading, i: int, k: int) -> bool:
    """'The window was broke', but 'Mum was broke until Friday': without money."""
    subject = r.clauses.subject.get(i, r.clauses.subject.get(k, -1))
    return (
        subject >= 0
        and r.c.tag[subject] in ("NN", "NNS")
        and r.low[i] in ("broke", "woke")
        and r.low[subject] not in ("mother", "father", "family")
    )


def _base(r: Reading, lists: Lists, i: int, past: tuple[str, str] | None) -> str:
    """The plain form of a verb that stands in another, or nothing."""
    if past:
        return past[0]
    low, lemma = r.low[i], r.c.lemma[i]
    if low in lists.participle_only:
        return lists.participle_only[low][0]
    if lemma == low or r.c.tag[i] not in ("VBD", "VBN", "VBZ") or low in ("'s", "'d", "s"):
        return ""
    return lemma if lemma.isalpha() else ""


def _after_modal(r: Reading, lists: Lists, i: int, past: tuple[str, str] | None) -> Slip | None:
    low, tag, nxt = r.low[i], r.c.tag[i], r.tag(i + 1, i)
    base = _base(r, lists, i, past)
    if low in ("had", "has"):
        return Slip(i, i + 1, ("have",), _AFTER_MODAL, "form") if nxt not in ("PRP",) else None
    if low in lists.participle_only:
        base = lists.participle_only[low][0]
        both = (f"have {low}", f"be {low}") if low not in ("been", "gone", "come") else (f"have {low}",)
        return Slip(i, i + 1, both, _AFTER_MODAL, "gap")
    if past:
        return Slip(i, i + 1, (base,), _AFTER_MODAL, "form")
    if low.endswith("ed") and tag in ("VBD", "VBN") and base and base != low:
        first = (f"be {low}", base) if nxt in ("IN", ".", "TO", "", ",") else (base, f"be {low}")
        return Slip(i, i + 1, first, _AFTER_MODAL, "form")
    if low in lists.past_and_participle and nxt in _FOLLOWS and r.c.dep[i] not in ("amod", "compound"):
        base = lists.past_and_participle[low]
        told = (base, f"be {low}") if nxt in ("DT", "PRP", "PRP$") else (f"be {low}", base)
        return Slip(i, i + 1, told, _AFTER_MODAL, "form")
    if tag == "VBZ" and base and nxt in _FOLLOWS:
        return Slip(i, i + 1, (base,), _AFTER_MODAL, "form")
    if tag == "VBG" and low not in _NO_VERBS:
        return (
            Slip(i, i + 1, (f"be {low}",), _AFTER_MODAL, "gap")
            if nxt in _FOLLOWS and r.c.dep[i] != "compound"
            else None
        )
    return None


def _after_to(r: Reading, lists: Lists, i: int, k: int, past: tuple[str, str] | None) -> Slip | None:
    low, tag, nxt = r.low[i], r.c.tag[i], r.tag(i + 1, i)
    takes = r.word(k - 1, i) in _TO_TAKERS
    if past and low not in ("saw", "bit", "bore", "rose", "woke", "broke", "drew"):
        return Slip(i, i + 1, (past[0],), _AFTER_TO, "form")
    base = _base(r, lists, i, past)
    if (
        low in lists.participle_only
        and takes
        and nxt in ("IN", ".", "", "TO", "RB")
        and low not in ("been", "known", "given")
    ):
        return Slip(i, i + 1, (f"be {low}", base), "‘be’ is missed after ‘to’", "gap")
    if not base or not takes or nxt not in _FOLLOWS or low in lists.participle_only:
        return None
    if (
        tag in ("VBD", "VBN")
        and low.endswith("ed")
        and nxt in ("DT", "PRP", "PRP$", "RP", "NNP", "TO", "IN", ".")
        and (nxt != "." or r.word(k - 1, i) not in ("due", "like", "used"))
    ):
        return Slip(i, i + 1, (base,), _AFTER_TO, "form")
    if tag == "VBZ" and nxt in ("DT", "PRP", "PRP$", "NNP", "TO", "RP"):
        return Slip(i, i + 1, (base,), _AFTER_TO, "form")
    return None


def _alone(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'I seen him', 'she been unwell', 'Dad done the shopping'."""
    low, k = r.low[i], i - 1
    while r.word(k, i) in ("just", "already", "also", "only", "never", "always", "recently", "all", "both", "since"):
        k -= 1
    subject, nxt = r.word(k, i), r.tag(i + 1, i)
    before = r.word(k - 1, i)
    person = subject in NOMINATIVE or (
        subject == "you" and before in ("", ",", "that", "because", "when", "and", "said")
    )
    if not person:
        someone = subject in lists.kin or (r.tag(k, i) == "NNP" and r.c.dep[k] == "nsubj" and r.c.head[k] == i)
        if not (
            someone
            and low in ("seen", "done")
            and nxt in ("DT", "PRP", "PRP$")
            and before not in HAVE | BE | {"'s", "'"}
        ):
            return
        if any(r.word(m, i) in HAVE | BE for m in range(k - 3, k)) or r.word(k - 1, i) in ("and", "by"):
            return
    if (
        any(r.word(m, i) in HAVE | BE | {"'s", "'d", "'ve", "having", "being"} for m in range(k - 3, k))
        or before in _BEFORE_OBJECT
    ):
        return
    base, past = lists.participle_only.get(low, ("", ""))
    if not base:
        return
    if low == "been":
        meant = ("have been", "had been") if subject in ("i", "we", "you", "they") else ("has been", "had been")
        yield Slip(i, i + 1, meant, "‘been’ needs ‘have’, ‘has’ or ‘had’ before it", "gap")
    elif subject == "you" and low not in ("seen", "done"):
        return
    else:
        have = "have" if subject in ("i", "we", "you", "they") else "has"
        yield Slip(i, i + 1, (past, f"{have} {low}"), _ALONE, "form")


def _plain_after_have(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'has go', 'had take': the plain form after 'have'."""
    k = r.before(i, ("also",))
    if k < 0 or r.low[k] not in HAVE or (r.c.tag[i] in ("NN", "NNS", "JJ") and r.low[i] not in ("take", "go", "speak")):
        return
    low = r.low[i]
    _, done = lists.inflector.verbs[low]
    between = range(k + 1, i)
    if done == low or any(r.low[m] in ("to",) for m in between) or r.tag(i - 1, i) in ("DT", "JJ", "PRP$"):
        return
    if r.tag(i + 1, i) in ("NN", "NNS") and low in ("take", "go", "see"):
        return
    yield Slip(i, i + 1, (done, f"to {low}"), _AFTER_HAVE, "form")


def _plain_after(r: Reading, lists: Lists, i: int, after: frozenset[str]) -> Iterator[Slip]:
    """'had stop shaking', 'was move to', 'the room was paint by Dad': the plain form where a participle stands."""
    c, low, tag = r.c, r.low, r.c.tag[i]
    k = r.before(i, ("also", "just", "already", "all", "both"))
    if k > c.first[i] and low[k - 1] in HAVE & after and (_turned(r, k) or low[k] in _ANYONE):
        k -= 1  # 'Has anyone ask …'
    if k < 0 or low[k] not in after or low[k] in ("'s", "being", "'m", "'re"):
        return
    nxt = r.word(i + 1, i)
    by_somebody = nxt == "by" and _somebody(r, lists, i + 2)
    bare = (
        tag in ("NN", "JJ")
        and low[k] in BE
        and r.word(k - 1, i) not in _POINTING
        and not any(m < i for m in c.children[i] if c.dep[m] not in _AROUND)
    )
    verbal = (
        tag in ("VB", "VBP")
        or nxt in ("me", "him", "us", "them")
        or (by_somebody and low[k] not in HAVE)
        or (bare and low[i] not in lists.words["slip-done-and-had"] and r.tag(i + 1, i) in ("IN", "TO", "RP", ".", ""))
    )
    if not verbal or any(low[m] in _RATHER or c.tag[m] in ("DT", "PRP$") for m in range(k + 1, i)):
        return
    if low[k] in BE and any(low[m] in _ALL_DONE for m in range(max(c.first[i], k - 16), k)):
        return  # 'All he did was shout', 'The plan is move by May'
    done = lists.inflector.inflect(low[i], "participle")
    if done != low[i]:
        yield Slip(i, i + 1, (done,), _AFTER_HAVE if low[k] in HAVE else _AFTER_BE, "form")


def _somebody(r: Reading, lists: Lists, i: int) -> bool:
    """Who did it, behind 'by': 'Dad', 'her', 'both parents'; not 'Friday', not 'the time I left'."""
    tag, k = r.tag(i, i - 1), i
    if tag == "PRP" or r.word(i, i - 1) in lists.kin:
        return True
    if tag == "NNP":
        return r.low[i] not in MOMENTS and r.word(i + 1, i - 1) != "'s"
    while r.tag(k, i - 1) in ("DT", "PRP$", "JJ", "CD", "POS", "NN") and r.tag(k + 1, i - 1) in ("NN", "NNS", "JJ"):
        k += 1
    noun = r.word(k, i - 1)
    return noun in lists.kin or noun in lists.words["slip-people"] or noun in lists.words["slip-groups"]
