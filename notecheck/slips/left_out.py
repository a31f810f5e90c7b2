"""Small words left out, told by the word before the hole: 'listens her', 'able do', 'will the school', 'told that'.

`gaps` looks for holes in the parse; here a word says what must follow it: a verb or a state its preposition, 'able' its
'to', a modal a verb, 'told' somebody, 'he' a verb. What follows is read as a phrase, and left where it starts a clause
of its own ('worried the baby is cold') or says when or how long ('waited the whole day'). Lines without a subject and a
verb are note style, which leaves words out on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from notecheck.slips.reading import (
    BE,
    DO,
    FINITE,
    HAVE,
    MODAL,
    NOMINATIVE,
    NOT,
    NOUNS,
    OBJECT,
    Ask,
    Find,
    Lists,
    Reading,
    Slip,
)

TAKES: Final = ("slip-gap-verbs-", "slip-gap-states-")
"""Lists of words that take a preposition start so; one list of all of them is `TAKEN`."""
TAKEN: Final = "slip-gap-takes"

_POINTS: Final = frozenset(("the", "a", "an", "his", "her", "my", "their", "our", "your", "this", "these", "those"))
_OWNS: Final = _POINTS - {"this", "these", "those"}
_HIS: Final = _OWNS - {"a", "an"}
_WHOM: Final = OBJECT - {"you", "it"}
_PREPOSITIONS: Final = ("to", "for", "at", "with", "on", "from", "about", "in", "of")
_PHRASE: Final = frozenset(
    ("DT", "PRP$", "JJ", "JJR", "JJS", "CD", "NN", "NNS", "NNP", "NNPS", "POS", "VBN", "VBG")
)  # fmt: skip
_LONGEST: Final = 7
_SPOKEN: Final = frozenset(("told", "tell", "tells", "telling", "asked", "asks", "advised", "let"))
_MOVED: Final = frozenset(
    ("go", "goes", "went", "going", "gone", "come", "came", "comes", "talk", "talks", "talked", "speak", "spoke",
     "spoken", "sat", "sit", "sits", "laughed", "laughs", "pointing", "waved", "live", "lives", "lived")
)  # fmt: skip
_FEARS: Final = frozenset(
    ("scared", "frightened", "afraid", "terrified", "sick", "tired", "proud", "fond", "ashamed", "capable")
)  # fmt: skip
_QUANTITY: Final = frozenset(
    ("one", "two", "three", "four", "some", "most", "none", "many", "several", "each",
     "any", "part", "lots", "plenty")
)  # fmt: skip
_LACKS: Final = frozenset(
    ("able", "unable", "want", "wants", "wanted", "try", "tried",
     "needs", "need", "manage", "hoped")
)  # fmt: skip
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
_TOLD: Final = frozenset(("told", "tells", "reminded", "assured", "informed", "convinced", "notified"))
_PLACES: Final = frozenset(("school", "nursery", "college", "hospital", "bed", "court", "church", "contact"))
_TAKES: Final = frozenset(
    ("take", "takes", "took", "taken", "taking", "bring", "brings", "brought", "bringing", "drive", "drives", "drove",
     "walk", "walks", "walked", "get", "gets", "got", "getting")
)  # fmt: skip
_SENT: Final = frozenset(
    ("sent", "given", "referred", "offered", "handed", "passed",
     "shown", "allocated", "discharged")
)  # fmt: skip
_BY: Final = 8  # words within which somebody may be said to have done it
_HANDED: Final = frozenset(("gave", "sent", "handed", "showed", "offered"))
_MADE: Final = frozenset(("make", "makes", "made", "making"))
_MOODS: Final = frozenset(
    ("sad", "happy", "angry", "cry", "feel", "laugh", "upset",
     "anxious", "cross", "jump", "think")
)  # fmt: skip
_LET: Final = frozenset(("stay", "have", "play", "see", "come", "leave", "sleep", "watch", "use", "do", "take"))
_OF_THEM: Final = frozenset(("one", "two", "three", "four", "most", "some", "none", "each", "any", "half", "several"))
_IN_OF: Final = frozenset(("spite", "favour", "charge", "light", "terms", "front"))
_IN_TO: Final = frozenset(("addition", "relation", "response"))
_NEEDS: Final = frozenset(
    ("need", "needs", "needed", "wants", "want", "has", "have",
     "had", "likely", "seems", "going")
)  # fmt: skip
_CALM: Final = frozenset(("able", "aware", "careful", "honest", "happy", "available", "present", "ready", "unable"))
_BEFORE_OTHERS: Final = (
    BE | HAVE | DO | MODAL | NOT | {"than", "like", "as", "and", "or", "nor", "neither", '"', "“", "'", "‘"}
)
_OPENS: Final = frozenset(("", "and", "that", "because", "but", "if", "said", "so", ",", "think", "thinks", "says"))
_NO_ARTICLE: Final = frozenset(
    ("", "no", "any", "much", "more", "what", "which", "own", "part", "and", "or", "of", "has", "take", "takes", "took",
     "taken", "taking")
)  # fmt: skip
_PARTICLES: Final = frozenset(("over", "through", "round", "up", "down", "off", "out", "along", "around"))
_SAME: Final = frozenset(("poor", "close", "second", "third", "fourth", "fifth", "sixth", "round", "talk"))

_VERB: Final = "a verb is missed here"
_BE: Final = "a form of ‘be’ is missed here"
_HAVE: Final = "a form of ‘have’ is missed here"
_OBJECT: Final = "whom or what is not said"
_SUBJECT: Final = "the verb has no subject here"


def asks(lists: Lists, word: str, tag: str) -> Iterator[Ask]:
    """Where a word may be missed behind another."""
    words = lists.words
    yield from _FAMILIES.get(word, ())
    if tag in _TAKERS:
        if word in words[TAKEN]:
            yield Ask(_preposition, followed=True)
        if word in words["slip-gap-then-to"]:
            yield Ask(_then_to, followed=True)
        if word in words["slip-gap-somebody-to"]:
            yield Ask(_somebody_to, followed=True)
    if tag == "VBN":
        yield Ask(_done_by, before=BE, followed=True)
    elif tag == "MD":
        yield Ask(_modal, followed=True)
    elif tag in ("NN", "NNS") and (word in words["slip-gap-garments"] or word in words["slip-gap-one-thing"]):
        yield Ask(_one_thing, followed=True)


def knows(lists: Lists) -> Iterable[str]:
    """Words that this family tells apart."""
    named = (TAKEN, "slip-gap-then-to", "slip-gap-somebody-to", "slip-gap-garments", "slip-gap-one-thing")
    return (*_FAMILIES, *(word for name in named for word in lists.words[name]))


# --- reading ----------------------------------------------------------------------------------------------------------


def _gap(r: Reading, k: int, why: str, *put: str) -> Slip:
    """A hole before the token `k`, and what may fill it."""
    text = r.c.text
    return Slip(k - 1, k + 1, tuple(f"{text[k - 1]} {word} {text[k]}" for word in put), why, "gap")


def _takes(r: Reading, i: int, word: str) -> Slip:
    return _gap(r, i + 1, f"‘{r.low[i]}’ takes ‘{word}’", word)


def _phrase_end(r: Reading, i: int) -> int:
    """One past the phrase of a noun that starts at `i`."""
    k = i
    if r.tag(k, i) == "PRP":
        return k + 1
    while k < i + _LONGEST and r.tag(k, i) in _PHRASE:
        k += 1
    return k


def _is_clause(r: Reading, i: int) -> bool:
    """Whether the phrase at `i` is the subject of a verb behind it."""
    c, k = r.c, _phrase_end(r, i)
    if any(c.dep[m] in ("nsubj", "nsubjpass") and c.head[m] > m for m in range(i, k)):
        return True
    while r.tag(k, i) == "RB":
        k += 1
    if r.word(k, i) in ("who", "that", "which", "of"):
        return any(r.tag(m, i) in FINITE for m in range(k, k + _LONGEST))
    return r.tag(k, i) in FINITE


def _says_when(r: Reading, lists: Lists, i: int) -> bool:
    when = lists.words["slip-gap-how-long"]
    for m in range(i, _phrase_end(r, i)):
        if m > i and r.c.tag[m] in ("DT", "PRP$") and r.c.tag[m - 1] in NOUNS:
            return False  # 'her teacher the next day' are two phrases
        if r.low[m] in when:
            return True
    return False


def _is_thing(r: Reading, lists: Lists, i: int) -> bool:
    """Whether a phrase starts at `i` that is neither a clause nor says when."""
    word = r.word(i, i)
    return (word in _POINTS or word in _WHOM) and not _is_clause(r, i) and not _says_when(r, lists, i)


def _whole(r: Reading, i: int) -> bool:
    """Whether somebody does something in the sentence: not in note style."""
    c = r.c
    return any(
        c.dep[k] in ("nsubj", "nsubjpass", "expl") and c.tag[c.head[k]].startswith("VB")
        for k in range(c.first[i], min(r.end[i], i + 60))
    )


def _near(r: Reading, i: int, most: int) -> frozenset[str]:
    """The words before `i` in its sentence."""
    return frozenset(r.low[max(r.c.first[i], i - most) : i])


# --- what a word takes ------------------------------------------------------------------------------------------------


def _preposition(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'nobody listens her', 'waiting an appointment', 'worried the move'."""
    low, nxt = r.low[i], r.low[i + 1]
    if r.c.tag[i].startswith("VB"):
        for word in _PREPOSITIONS[:8]:
            if low in lists.words[f"slip-gap-verbs-{word}"] and _lacks_preposition(r, lists, i):
                yield _takes(r, i, word)
                return
    if r.c.tag[i] not in ("JJ", "VBN", "RB") or r.word(i - 1, i) in _POINTS | {"no", "as"}:
        return
    for word in _PREPOSITIONS:
        if low in lists.words.get(f"slip-gap-states-{word}", ()):
            thing = nxt in _POINTS | (_WHOM - {"her"}) and _is_thing(r, lists, i + 1)
            if thing or (low in _FEARS and r.c.tag[i + 1] == "VBG"):
                yield _takes(r, i, word)
            return


def _lacks_preposition(r: Reading, lists: Lists, i: int) -> bool:
    low, nxt, after = r.low[i], r.low[i + 1], r.word(i + 2, i)
    if low in lists.words["slip-gap-never-alone"] and (r.c.tag[i + 1] == "NNP" or nxt in lists.kin or nxt == "it"):
        days = lists.words["slip-gap-days"]
        fits = r.c.dep[i + 1] in ("dobj", "npadvmod", "compound", "oprd")
        return fits and nxt not in days and after not in days and not _is_clause(r, i + 1)
    if low in ("agree", "agreed", "agrees", "agreeing") and r.word(i - 1, i) not in NOT:
        return False  # 'agreed the plan' is good British English
    if low in ("come", "came", "comes", "coming", "talk", "talks", "talked") and after in _SAME:
        return False
    if r.word(_phrase_end(r, i + 1), i) in _PARTICLES:
        return False  # 'talked the matter over'
    if nxt in _WHOM - {"her"} and low in _MOVED:
        return after not in _SAME
    return _is_thing(r, lists, i + 1)


def _done_by(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'was seen the GP', 'was collected his aunt'."""
    nxt = r.low[i + 1]
    if r.low[i] in _ARRANGED and r.word(i - 1, i) in BE and _is_clock(r, i + 1):
        yield _gap(r, i + 1, "what is arranged takes ‘for’ before its time", "for")
    if (
        r.word(i - 1, i) in BE - {"'s", "being"}
        and r.c.dep[i] != "amod"
        and r.low[i] not in lists.words["slip-gap-gives"]
        and (nxt in _OWNS or nxt in lists.kin)
        and not _is_clause(r, i + 1)
        and not _says_when(r, lists, i + 1)
        and r.word(_phrase_end(r, i + 1), i) not in ("later", "before", "after", "ago")
    ):
        yield _gap(r, i + 1, "who did it takes a small word before it", "by", "to")


def _then_to(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'not able do', 'allowed ring her nan', 'wants to the park'."""
    low, nxt, tag = r.low[i], r.low[i + 1], r.c.tag[i + 1]
    always = low in ("able", "unable", "allowed", "supposed", "ought", "willing", "unwilling", "reluctant")
    plain = tag in ("VB", "VBP") and (always or (r.c.lemma[i + 1] == nxt and r.word(i - 1, i) != "to"))
    if plain and (nxt != "be" or always or low in ("due", "going", "likely")):
        yield _takes(r, i, "to")
    elif nxt == "to" and low in _LACKS and (r.word(i + 2, i) in _POINTS or r.tag(i + 2, i) == "NNP"):
        yield _gap(r, i + 2, _VERB)


def _somebody_to(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'asked me come', 'take you see'."""
    nxt, verb = r.low[i + 1], r.word(i + 2, i)
    if (
        r.c.tag[i].startswith("VB")
        and (nxt in OBJECT - {"it"} or r.c.tag[i + 1] == "NNP")
        and r.tag(i + 2, i) == "VB"
        and r.c.lemma[i + 2] == verb != "be"
        and not (nxt == "you" and r.low[i] in _SPOKEN)
    ):
        yield _gap(r, i + 2, f"‘{r.low[i]}’ takes ‘to’ before a verb", "to")


def _nobody_told(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'I rang the school and told that he would be late', 'she told on Monday that'."""
    c, nxt, subject = r.c, r.low[i + 1], r.clauses.subject_of(i, r.c)
    if nxt not in ("that", "on", "at", "it") or c.tag[i] not in ("VBD", "VBZ", "VBN") or not 0 <= subject < i:
        return
    if nxt != "that" and r.low[i] not in ("told", "tells"):
        return
    given = any(c.dep[k] in ("auxpass", "dobj", "dative") for k in c.children[i]) or c.dep[subject] == "nsubjpass"
    around = BE | {"what", "as", "which", "who", "that", "got", "like", "get", "when"}
    if not given and not around & _near(r, i, 6) and not (nxt == "that" and r.tag(i + 2, i) in FINITE):
        yield _gap(r, i + 1, _OBJECT, "me", "him", "her", "them")


def _asked_if(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'You asked you could bring your hamster'."""
    if r.low[i + 1] in NOMINATIVE | {"you"} and r.tag(i + 2, i) == "MD" and r.c.tag[i] in ("VBD", "VBN"):
        yield _gap(r, i + 1, "what is asked takes ‘if’", "if", "whether")


def _pairs(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """Two words that never stand side by side: 'instead going', 'made sad', 'in spite the', 'three them'."""
    low, nxt, tag, before = r.low[i], r.low[i + 1], r.c.tag[i + 1], r.word(i - 1, i)
    thing = tag in ("DT", "PRP$") and not _is_clause(r, i + 1)
    done = bool((BE | {"got", "get"}) & _near(r, i, 3))
    if low in _OF_THEM and nxt in ("them", "us") and before not in ("no", "gave", "at"):
        yield _gap(r, i + 1, "‘of’ is missed here", "of")
    elif low == "instead" and (tag == "VBG" or nxt in _OWNS):
        yield _takes(r, i, "of")
    elif (low in _IN_OF and before == "in") or (low == "behalf" and before == "on") or low == "regardless":
        if thing or nxt in ("him", "them", "me"):
            yield _takes(r, i, "of")
    elif (low in _IN_TO and before == "in" and thing) or (low == "order" and before == "in" and tag == "VB"):
        yield _takes(r, i, "to")
    elif not done and ((low in _MADE and nxt in _MOODS) or (low in ("let", "lets") and nxt in _LET)):
        yield _gap(r, i + 1, _OBJECT, "me", "him", "her", "them")
    elif low == "knocked" and nxt in ("the", "his", "her") and r.word(i + 2, i) in ("door", "window"):
        yield _takes(r, i, "on")
    elif low == "to" and before in _NEEDS and nxt in _CALM and tag == "JJ":
        yield _gap(r, i + 1, _BE, "be")
    elif low == "there" and nxt == "going" and r.word(i + 2, i) == "to":
        yield _gap(r, i + 1, _BE, "is", "was")


def _quantity(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'most the toys', 'some her friends'."""
    number = r.low[i] in _OF_THEM and r.c.first[i] == i and r.low[i + 1] in _OWNS - {"a", "an"}
    if number and r.low[i] not in ("half", "one") and r.c.tag[_phrase_end(r, i + 1) - 1] == "NNS":
        yield _gap(r, i + 1, "‘of’ is missed here", "of")  # a clause behind a number would have a comma before it
        return
    if (
        r.low[i + 1] in _OWNS - {"a", "an"}
        and r.word(i - 1, i) not in ("no", "the", "a", "this", "that", "at", "another", "next", "last", "for", "by")
        and not _is_clause(r, i + 1)
        and r.c.tag[_phrase_end(r, i + 1) - 1] in ("NNS", "NNPS")
    ):
        yield _gap(r, i + 1, "‘of’ is missed here", "of")


def _to_school(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'take Kian school'."""
    somebody = r.c.tag[i + 1] == "NNP" or r.low[i + 1] in lists.kin or r.c.text[i + 1][0].isupper()
    place = r.word(i + 2, i) in _PLACES and r.tag(i + 3, i) not in (*NOUNS, "HYPH", "POS")
    if somebody and place and r.c.tag[i].startswith("VB"):
        yield _gap(r, i + 2, "where to takes ‘to’", "to")


def _handed(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'the report should have sent to the parents', 'he gave to his aunt'."""
    c = r.c
    if r.low[i + 1] != "to" or r.tag(i + 2, i) not in ("DT", "PRP$", "NNP", "NNS") or c.dep[i] in ("relcl", "acl"):
        return
    near, what = _near(r, i, 4), {"which", "that", "what", "who"}
    if r.low[i] in _SENT and c.tag[i] == "VBN" and near & HAVE and not near & ((BE | what) - {"that"}):
        yield _gap(r, i, "‘been’ is missed after ‘have’", "been")
    elif r.low[i] in _HANDED and c.tag[i] == "VBD" and i in r.clauses.subject:
        given = any(c.dep[k] in ("dobj", "auxpass") for k in c.children[i])
        agent = any(r.word(k, i) == "by" for k in range(i + 2, i + _BY))  # 'letter handed to both by me'
        if not given and not agent and not _near(r, i, 6) & what:
            yield _gap(r, i + 1, _OBJECT, "it", "them")


# --- verbs that are missed --------------------------------------------------------------------------------------------


def _modal(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'Parents will the deputy head', 'the school should told', 'she would able'."""
    low, k = r.low[i], i + 1
    while r.word(k, i) in NOT or r.tag(k, i) == "RB":
        k += 1
    word, tag, before = r.word(k, i), r.tag(k, i), r.word(i - 1, i)
    if (before in NOMINATIVE or r.tag(i - 1, i) in NOUNS) and _goes_nowhere(r, i):
        yield _gap(r, i + (2 if r.word(i + 1, i) in NOT else 1), f"after ‘{low}’ a verb is missed", "come", "go")
        return
    if not tag or not (before in NOMINATIVE | {"you", "it", "there", "who"} or r.tag(i - 1, i) in NOUNS):
        return
    if tag == "VBN" and r.c.lemma[k] != word and low not in ("'d", "d", "would"):
        yield _gap(r, k, "‘be’ or ‘have’ is missed here", "be", "have")
    elif (tag == "JJ" and word in lists.words["slip-gap-states"]) or (tag == "VBG" and k == i + 1 and word != "being"):
        yield _gap(r, k, _BE, "be")
    elif before not in ("who", "it", "there") and _cannot_follow(r, i, k):
        yield _gap(r, k, f"after ‘{low}’ a verb is missed")


def _goes_nowhere(r: Reading, i: int) -> bool:
    """'would not out of his room', 'will home from school'."""
    k = i + 2 if r.word(i + 1, i) in NOT else i + 1
    way = r.word(k, i) in ("out", "away", "home") and r.word(k + 1, i) in ("of", "from", "with", "to", "until")
    return way and r.word(i - 2, i) not in _OFTEN_LEFT and r.tag(k, i) not in ("VB", "VBP")


def _cannot_follow(r: Reading, i: int, k: int) -> bool:
    """Whether the word `k` cannot follow the modal `i`."""
    word = r.low[k]
    wrong = word in _POINTS - {"this"} or word in _WHOM | {"it"}
    wrong = wrong or (word in ("at", "to", "with") and r.low[i] in ("will", "should", "must"))
    wrong = wrong or (r.c.tag[k] in ("CD", "NNP") and r.word(k + 1, i) not in ("day", "of"))
    asked = r.tag(i - 2, i) in ("MD", "WRB", "WP") or r.word(i - 2, i) in _OFTEN_LEFT
    return wrong and not asked and not _is_clause(r, k)


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
        yield _gap(r, k, _VERB)
    elif r.low[i + 1] == "rather" and k == i + 2 and tag in ("VB", "VBP") and word not in _RATHER:
        yield _gap(r, i + 1, "‘rather’ takes ‘would’ before it", "would")
    followed = after in ("of", "with", "to", "about", "that", "because", "by", "when", "and", "if", "at", "for")
    felt = word in states and (tag == "JJ" or (tag in ("VBN", "VBD") and after in ("of", "to")))
    if word in _OWNS - {"her"}:
        yield _gap(r, k, _VERB)
    elif followed and (felt or (tag == "JJ" and word.isalpha())):
        yield _gap(r, k, _BE, *is_)
    elif tag == "VBN" and word in _HAD:
        yield _gap(r, i + 1, _HAVE, *has)
    elif "not" in r.low[i + 1 : k] and tag in ("VB", "VBP", "VBD") and word not in HAVE | DO | MODAL | BE:
        yield _gap(r, i + 1, "before ‘not’ a form of ‘do’ is missed", "did", "does" if has[0] == "has" else "do")


_FORMS: Final = {
    "he": (("is", "was"), ("has", "had")),
    "she": (("is", "was"), ("has", "had")),
    "i": (("am", "was"), ("have", "had")),
    "they": (("are", "were"), ("have", "had")),
}


def _bound(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'that the visitor not receive', 'because Mum unable to', 'that the aunt going to have'."""
    k = end = _phrase_end(r, i + 1)
    while k > i + 2 and r.c.tag[k - 1] in ("VBN", "VBG", "JJ"):
        k -= 1
    no = False
    while r.tag(k, i) == "RB":
        no |= r.low[k] == "not"
        k += 1
    if k == i + 1 or (k >= end and r.c.tag[end - 1] not in NOUNS) or not _whole(r, i):
        return
    low, word, tag, after = r.low[i], r.word(k, i), r.tag(k, i), r.word(k + 1, i)
    if no and word not in HAVE | BE | DO and (tag in ("VB", "VBP", "VBD") or (low == "that" and tag == "VBN")):
        yield _gap(r, max(end, i + 2) if k >= end else k - 1, "before ‘not’ a form of ‘do’ is missed", "did")
    elif low in ("that", "because", "although") and word in lists.words["slip-gap-states"]:
        if after in ("to", "of", "with", "about", "that", "by") and tag in ("JJ", "VBN"):
            yield _gap(r, k, _BE, "is", "was")
    elif low in ("that", "because", "although") and tag == "VBG" and word in _DOING:
        yield _gap(r, k, _BE, "is", "was")


def _it_the(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Rhys said it the first time'."""
    if r.low[i + 1] == "it" and r.word(i + 2, i) in _OWNS:
        end = _phrase_end(r, i + 2)
        left = {"day", "night", "way", "morning"} & set(r.low[i + 3 : end])
        ever = r.low[i + 3 : i + 5] == ["first", "time"] and any(
            r.word(m, i) in HAVE and "VBN" in (r.tag(m + 1, i), r.tag(m + 2, i)) for m in range(i + 6, i + 9)
        )
        done = any(r.tag(m, i) in FINITE for m in range(i + 2, end + 1))
        if ever or not (left or done):  # or 'the first time anyone had asked'
            yield _gap(r, i + 2, _BE, "is", "was")


def _there(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'and there three bags of rubbish'."""
    number = r.c.tag[i + 1] == "CD"
    thing = (number or r.low[i + 1] in ("a", "an", "no")) and r.tag(i + 2, i) != "."
    done = any(r.tag(m, i) in FINITE for m in range(i + 1, _phrase_end(r, i + 1) + 1))
    if r.word(i - 1, i) in _OPENS and thing and not done:
        yield _gap(r, i + 1, _BE, *(("are", "were") if number else ("is", "was")))


def _been(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'denied that he ever been left', 'that Mum been ill'."""
    near = _near(r, i, 6)
    k = r.before(i)
    if k < 0 or near & (HAVE | {"'d", "'s", "ve", "of", "'", "s", "d"}):
        return
    if r.low[k] in NOMINATIVE | {"it", "who", "there"} or near & {"that", "because"}:
        yield _gap(r, k + 1, _HAVE, "has", "had", "have")


def _not_done(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'did not the door', 'does not any food'."""
    k = i + 1
    if r.low[k] not in NOT or r.c.first[i] == i or r.word(i - 1, i) in ("as", "than"):
        return
    while r.word(k, i) in NOT or r.tag(k, i) == "RB":
        k += 1
    word, after = r.word(k, i), r.word(k + 1, i)
    if word == "to" and r.tag(k + 1, i) == "VB" and r.before(i) >= 0:
        yield _gap(r, k, _VERB, "want", "like", "need")
        return
    thing = (word in _OWNS or word in ("any", "enough", "him", "them")) and not _is_clause(r, k)
    if thing and after not in (".", ",", "more", "longer"):
        yield _gap(r, k, _VERB)


def _question(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'Why Mum not tell …?', 'Did anyone to Olu?'."""
    c, nxt = r.c, r.low[i + 1]
    if c.first[i] != i or r.low[r.end[i] - 1] != "?":
        return
    k = _phrase_end(r, i + 1)
    named = nxt in ("the", "his", "her", "my", "your", "their", "our") and c.tag[k - 1] in NOUNS
    if named and r.low[i] in _ASKING | {"what"}:
        if r.tag(k, i) in ("VB", "VBP") and c.lemma[k] == r.low[k] and r.low[k] not in BE | DO | HAVE | MODAL:
            yield _gap(r, i + 1, "a question takes ‘do’, ‘does’ or ‘did’", "does", "did", "do")
        return
    if r.low[i] == "what":
        return
    who = nxt in NOMINATIVE | {"you", "it", "anyone", "anybody", "someone"} or nxt in lists.kin or c.tag[i + 1] == "NNP"
    if not who:
        return
    if r.low[i] in DO:  # behind 'why' and its like pronouns are looked at in `gaps`
        if not any(c.tag[m].startswith("VB") for m in range(i + 2, min(r.end[i], i + 8))):
            yield _gap(r, i + 2, _VERB)
    elif nxt not in NOMINATIVE | {"you"} and not any(
        r.word(m, i) in BE | DO | HAVE | MODAL for m in range(i + 1, i + 5)
    ):
        yield _gap(r, i + 1, "a question takes ‘do’, ‘does’ or ‘did’", "did", "does")


def _if_state(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'If Leo unhappy with the plan, who should he tell?'."""
    if r.c.first[i] != i or r.c.text[i + 1][0].islower() or r.word(i + 2, i) not in lists.words["slip-gap-states"]:
        return
    goes_on = "," in r.low[i + 3 : min(r.end[i], i + 25)] and _whole(r, i)
    if goes_on and r.word(i + 3, i) in ("with", "to", "about", "of"):
        yield _gap(r, i + 2, _BE, "is", "was")


def _because(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'off school because his back.'."""
    if r.c.tag[i + 1] not in ("DT", "PRP$") or r.low[i + 1] == "that":
        return
    k = _phrase_end(r, i + 1)
    ends = r.word(k, i) in (".", "") or (r.word(k, i) == "," and r.word(k + 1, i) in ("so", "but"))
    words, tags = r.low[i + 2 : k], r.c.tag[i + 2 : k]
    verb = {"VBN", "VBG", *FINITE} & set(tags) or any(word.endswith("s") for word in words)
    if ends and tags and tags[-1] in NOUNS and not verb:
        yield _takes(r, i, "of")


def _no_subject(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'When she opened the door was holding the baby': who?"""
    c = r.c
    if c.first[i] != i:
        return
    for f in range(i + 4, min(r.end[i], i + 25)):
        root = c.head[f] if c.dep[f] in ("aux", "auxpass") else f
        if r.low[f] not in ("was", "were", "is", "had", "has") or c.head[root] != root or root == f:
            continue
        hang = [k for k in c.children[root] if k < f]
        bare = all(c.dep[k] in ("advcl", "aux", "auxpass", "neg", "punct") for k in hang)
        bare = bare and root not in r.clauses.subject
        if bare and any(c.dep[k] == "advcl" for k in hang) and c.tag[f - 1] in (*NOUNS, "RB", "RP", "IN"):
            yield _gap(r, f, _SUBJECT, "she", "he", "it")


def _one_thing(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'has been given place at', 'sitting on stairs', in a sentence that has its other articles."""
    c, low = r.c, r.low
    worn = low[i] in lists.words["slip-gap-garments"]
    if not (worn or low[i] in lists.words["slip-gap-one-thing"]) or c.dep[i] not in ("dobj", "pobj", "attr", "nsubj"):
        return
    if c.tag[i + 1] in (*NOUNS, "HYPH", "POS", "VBG") or not _in_full(r, i):
        return
    hang = c.children[i]
    if any(c.dep[k] in ("det", "poss", "nummod", "compound", "nmod", "predet", "quantmod") for k in hang):
        return
    first = min([i, *(k for k in hang if i - 4 < k < i and c.dep[k] == "amod")])
    head, before = c.head[i], r.word(first - 1, i)
    subject = r.clauses.subject.get(head, -1)
    fits = (
        (c.dep[i] == "dobj" and c.tag[head].startswith("VB") and subject >= 0)
        or (
            c.dep[i] == "pobj"
            and head == first - 1
            and low[i] in lists.words["slip-gap-rooms"]
            and before in ("in", "on", "at", "to", "from", "into", "behind", "through", "by")
        )
        or (worn and c.dep[i] == "pobj" and head == first - 1 and first < i and before in ("in", "with"))
        or (
            c.dep[i] == "nsubj"
            and low[i] in _STRANGERS
            and c.tag[head] in ("VBD", "VBZ")
            and before in ("and", "then", "when", "because", "while", "after", "until")
        )
        or (c.dep[i] == "attr" and first < i and subject >= 0 and low[subject] in ("there", "he", "she"))
    )
    if fits and before not in _NO_ARTICLE and r.tag(first - 1, i) not in ("NN", "NNP", "JJ"):
        if c.tag[i] == "NNS":
            yield _gap(r, first, "‘the’ is missed here", "the")
            return
        yield _gap(r, first, "‘a’ or ‘the’ is missed here", "an" if low[first][0] in "aeiou" else "a", "the")


def _in_full(r: Reading, i: int) -> bool:
    """Whether the sentence is written out: a capital, a full stop, a subject, another article."""
    first, end = r.c.first[i], r.end[i]
    articles = any(r.c.tag[k] in ("DT", "PRP$") for k in range(max(first, i - 40), min(end, i + 40)))
    return articles and r.low[end - 1] in (".", "?") and not r.c.text[first][0].islower() and _whole(r, i)


def _late_subject(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'He cried until went home', 'I asked why was upset'."""
    low, nxt = r.low[i], r.low[i + 1]
    if r.c.first[i] == i or r.c.tag[i] not in ("IN", "WRB") or r.c.tag[i + 1] not in ("VBD", "VBZ") or not _whole(r, i):
        return
    acted = nxt in ("was", "were", "had", "went", "came", "has", "is", "took", "saw", "got")
    if low in ("why", "where"):
        acted = nxt in BE | HAVE and r.tag(i + 2, i) in ("VBG", "JJ") and r.tag(i + 3, i) not in NOUNS
    if acted and not (low in ("when", "as", "if") and nxt in ("was", "were", "is", "had", "has")):
        yield _gap(r, i + 1, _SUBJECT, "she", "he", "it")


def _than(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Mum was more open today she was in March'."""
    c, k = r.c, i + 1
    if not any(c.tag[m] in ("JJR", "RBR") for m in range(max(c.first[i], i - 4), i)):
        return
    compared = not _near(r, i, 5) & _NOT_COMPARED and c.tag[i - 1] in ("NN", "RB", "JJ", "JJR")
    if compared and r.word(k + 1, i) in _BACK_THEN:
        yield _gap(r, i, "what is compared takes ‘than’", "than")


def _have(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'She has with Nan since March', 'he has excluded by the school'."""
    c, k = r.c, i + 1
    while r.tag(k, i) == "RB":
        k += 1
    word, after = r.word(k, i), r.word(k + 1, i)
    if word in ("with", "at", "in", "under") and k == i + 1 and r.word(i - 1, i) != "to":
        end = min(r.end[i], k + 8)
        if "since" in r.low[k + 2 : end] and "VBN" not in c.tag[k:end]:
            yield _gap(r, k, "‘been’ is missed after ‘have’", "been")
    elif r.tag(k, i) == "VBN" and after == "by" and word not in _GOES_BY:
        whom = r.word(k + 2, i) in _OWNS | _DOERS or r.word(k + 2, i) in lists.kin
        if whom and not _says_when(r, lists, k + 2) and r.word(k + 3, i) not in ("end", "bus", "train", "car"):
            yield _gap(r, k, "‘been’ is missed after ‘have’", "been")


def _next_to(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'sat next Destiny', 'looking work'."""
    nxt, before = r.low[i + 1], r.word(i - 1, i)
    if r.low[i] != "next":
        if r.c.tag[i] in ("VBG", "VBD", "VBZ") and r.c.tag[i + 1] in ("NN", "NNS") and r.c.dep[i + 1] == "dobj":
            yield _takes(r, i, "for")
        return
    somebody = r.c.tag[i + 1] == "NNP" or nxt in _WHOM or nxt in lists.kin
    if before in _SITS and somebody and nxt not in lists.words["slip-gap-days"]:
        yield _gap(r, i + 1, "‘to’ is missed after ‘next’", "to")


def _to_done(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'needs to told', 'is to collected from school'."""
    nxt = r.low[i + 1]
    done = r.c.tag[i + 1] == "VBN" and r.c.lemma[i + 1] != nxt
    if r.c.tag[i] == "TO" and done and nxt not in ("put", "let", "cut", "hit", "come", "become", "run"):
        yield _gap(r, i + 1, _BE, "be")


def _such(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'he is such kind boy', 'such long visit'."""
    k = i + 1
    while r.tag(k, i) in ("JJ", "RB") or r.word(k, i) == "kind":
        k += 1
    one = lists.words["slip-gap-one-thing"] | lists.words["slip-one-thing"]
    alone = r.word(i - 1, i) not in ("no", "any", "one", "some", "every", "another", "the")
    counted = r.tag(k, i) == "NN" and r.low[k] in one and r.tag(k + 1, i) not in (*NOUNS, "HYPH", "CC")
    if k > i + 1 and counted and alone:
        yield _gap(r, i + 1, "‘a’ is missed here", "an" if r.low[i + 1][0] in "aeiou" else "a")


def _on_well(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'gets on his half-brother', 'gets on well her key worker', 'fell out his friend', 'in contact her dad'."""
    low, before, k = r.low[i], r.word(i - 1, i), i + 1
    if low == "on" and before in _GETS:
        while r.word(k, i) in ("well", "really", "very", "so", "better", "badly", "fine", "great", "ok", "okay"):
            k += 1
    elif not (low == "out" and before in _FALLS) and not (low in ("touch", "contact") and before == "in"):
        return
    end = _phrase_end(r, k)
    words = r.low[k:end]
    owned = bool(words) and words[0] in _OWNS - {"a", "an"}
    if r.tag(end, i) == "HYPH":
        end += 2  # 'his half-brother'
    people = lists.kin | lists.words["slip-gap-persons"]
    somebody = owned and r.word(end - 1, i) in people and r.tag(end, i) != "POS"
    somebody |= r.word(k, i) in _WHOM - {"her"} or (k > i + 1 and r.tag(k, i) in ("PRP$", "NNP"))
    if somebody and "POS" not in r.c.tag[k:end] and not _is_clause(r, k):
        yield _gap(r, k, "‘with’ is missed here", "with")


def _risk(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'at risk eviction', 'at risk being hurt'."""
    at = r.word(i - 1, i) == "at"
    named = r.word(_phrase_end(r, i + 1) - 1, i) in ("assessment", "register", "meeting", "team", "panel", "children")
    if r.low[i + 1] in lists.words["slip-gap-risks"] and (at or r.c.tag[i + 1] == "VBG") and not named:
        yield _gap(r, i + 1, "‘of’ is missed after ‘risk’", "of")


def _part_of(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'a copy the health plan', 'the rest the family', 'at the back the house'."""
    k = _phrase_end(r, i + 1)
    if r.low[i + 1] not in _OWNS - {"a", "an"} or r.word(i - 1, i) not in ("a", "the"):
        return
    opens = r.c.first[i] >= i - 2 and r.tag(i - 2, i) == "IN"
    while r.tag(k, i) == "RB":
        k += 1
    if not opens and r.tag(k, i) not in FINITE and r.word(k, i) not in ("who", "that", "which", "of"):
        yield _gap(r, i + 1, "‘of’ is missed here", "of")


def _bare_article(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'lost a of weight', 'the she says', 'their of the day': the article has no noun."""
    word = r.low[i + 1]
    if (
        word not in _NO_NOUNS
        or r.c.text[i] != r.low[i]
        or r.word(i - 1, i) in ('"', "'", "“", "‘", "vitamin", "hepatitis", "group")
    ):
        return
    a = r.low[i] in ("a", "an") and r.c.tag[i] == "DT" and word in ("of", "from", "with", "for")
    their = r.low[i] in ("their", "my", "our", "your", "the") and word == "of"
    if (a or their) and r.word(i + 2, i) not in ("-", "") and r.tag(i + 2, i) != "HYPH":
        yield _gap(r, i + 1, "what it stands for is missed", *(("lot",) if a and word == "of" else ()))
    elif r.low[i] == "the" and r.c.text[i + 1] in ("he", "she", "they", "we"):
        yield _gap(r, i + 1, "what ‘the’ stands for is missed")


def _it_was_that(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'After some discussion, it was that the plan would be reviewed'."""
    begins = r.c.first[i] == i or r.word(i - 1, i) in (",", "and")
    who = r.word(i + 3, i) in NOMINATIVE | _OWNS | {"there"} or r.word(i + 3, i) in lists.kin
    if begins and r.low[i + 1 : i + 3] == ["was", "that"] and who:
        k = _phrase_end(r, i + 3)
        if any(r.tag(m, i) in FINITE for m in (k, k + 1)) and "that" not in r.low[k : r.end[i]]:
            yield _gap(r, i + 2, _VERB, "agreed", "noted", "felt")


def _two_done(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Nobody has seen spoken to Lewis'."""
    both = r.c.tag[i + 1] == "VBN" and r.c.dep[i + 1] != "amod" and r.word(i + 2, i) in ("to", "with", "from", "him")
    if both and _near(r, i, 3) & HAVE and not _near(r, i, 3) & BE and r.c.tag[i] == "VBN":
        yield _gap(r, i + 1, "a word between the two verbs is missed", "or", "and")


def _found(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Police attended and found hiding behind the bins': whom?"""
    c, head = r.c, r.c.head[i]
    if c.tag[i] != "VBD" or c.dep[i] != "conj" or r.word(i - 1, i) not in ("and", "then") or c.tag[head] != "VBD":
        return
    if r.low[i + 1] in _CAUGHT and not any(c.dep[k] == "auxpass" for k in c.children[head]):
        yield _gap(r, i + 1, _OBJECT, "him", "her", "them")


def _been_doing(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'The twins have living between two addresses since February'."""
    k = i + 1
    while r.word(k, i) in NOT or r.tag(k, i) == "RB":
        k += 1
    after, before = r.tag(k + 1, i), r.word(i - 1, i)
    plain = r.tag(k, i) == "VBG" and r.word(k, i) in _DOING | _LASTS and r.c.dep[k] not in ("amod", "compound")
    if plain and after in ("IN", "TO", "RB", "PRP", "PRP$", "DT") and before not in ("to", "what", "will"):
        yield _gap(r, k, "‘been’ is missed after ‘have’", "been")


def _had_home(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'that her son had home at four in the morning'."""
    somebody = r.word(i - 1, i) in NOMINATIVE or r.tag(i - 1, i) in NOUNS
    if somebody and r.low[i + 1] == "home" and r.word(i + 2, i) in ("at", "from", "by", "late", "before", "after"):
        yield _gap(r, i + 1, "after ‘have’ a verb is missed", "come", "gone")


def _sent_to_the(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'Advised Mum to the GP today', 'encouraged him to his room'."""
    somebody = r.low[i + 1] in OBJECT - {"it"} or r.low[i + 1] in lists.kin or r.c.tag[i + 1] == "NNP"
    if not somebody or r.word(i + 2, i) != "to" or not r.c.tag[i].startswith("VB"):
        return
    idiom = r.word(i + 4, i) in _TO_IDIOMS or _says_when(r, lists, i + 3)
    if r.word(i + 3, i) in _OWNS and not idiom:
        yield _gap(r, i + 3, _VERB, "go", "take", "see")


def _be_room(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Mum agreed to be the house', 'he was the kitchen when I came'."""
    before = r.word(i - 1, i)
    person = before in NOMINATIVE or (r.low[i] == "be" and before == "to" and r.word(i - 2, i) in _WILL)
    room = r.low[i + 1] in ("the", "his", "her", "my") and r.word(i + 2, i) in _INSIDE
    if person and room and r.tag(i + 3, i) not in (*NOUNS, "POS", "HYPH", "VBG"):
        yield _gap(r, i + 1, "where somebody is takes ‘in’ or ‘at’", "in", "at")


def _next_phrase(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'was accused stealing', 'explained him why', 'was taken hospital', 'moved a new flat', 'has lot of friends'."""
    low, nxt, tag, k = r.low[i], r.low[i + 1], r.c.tag[i + 1], _phrase_end(r, i + 1)
    if low in _ACCUSED and tag == "VBG" and _near(r, i, 3) & BE:
        yield _takes(r, i, "of")
    elif low in _EXPLAINED and nxt in _WHOM - {"her"} and not _is_clause(r, i + 1):
        # 'explain them to you': what is explained, not to whom.
        if nxt != "them" or r.word(i + 2, i) in _WHAT:
            yield _takes(r, i, "to")
    elif low in _CARRIED and nxt in ("hospital", "court", "school") and _near(r, i, 3) & BE:
        if r.tag(i + 2, i) not in (*NOUNS, "HYPH", "POS"):
            yield _gap(r, i + 1, "where to takes ‘to’", "to")
    elif low in ("moved", "moving", "move") and nxt in _OWNS and r.word(k - 1, i) in _HOMES:
        if k > i + 3 and not _is_clause(r, i + 1) and r.c.tag[i].startswith("VB"):
            yield _takes(r, i, "to")
    elif low in _LOTS and nxt == "of" and r.c.tag[i - 1] in ("VBD", "VBZ", "VBP") and i - 1 in r.clauses.subject:
        yield _gap(r, i, "‘a’ is missed here", "a")


def _asleep(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Baby was asleep her cot throughout'."""
    k = i + 1 + (r.c.tag[i + 1] == "RB")
    last = _phrase_end(r, k) - 1
    if r.word(k, i) in _OWNS and r.word(last, i) in _INSIDE | _BEDS and last > k:
        yield _gap(r, k, "where somebody is takes a small word before it", "on" if r.low[last] == "sofa" else "in")


def _is_clock(r: Reading, k: int) -> bool:
    """Whether a time of day stands at `k`."""
    word, after = r.word(k, k - 1), r.word(k + 1, k - 1)
    clock = word[:1].isdigit() and (":" in word or word.endswith(("am", "pm")))
    return clock or (r.tag(k, k - 1) == "CD" and after in ("o'clock", "am", "pm", "a.m.", "p.m."))


_NO_NOUNS: Final = frozenset(("of", "from", "with", "for", "he", "she", "they", "we"))
_LASTS: Final = frozenset(("finding", "seeing", "waiting", "sleeping", "asking", "struggling", "using", "crying"))
_ACCUSED: Final = frozenset(("accused", "suspected", "guilty", "convicted", "incapable"))
_EXPLAINED: Final = frozenset(("explain", "explains", "explained", "explaining", "mentioned", "suggested"))
_WHAT: Final = frozenset(("the", "a", "my", "our", "their", "that", "this", "what", "why", "how", "when", "where"))
_CARRIED: Final = frozenset(("taken", "admitted", "rushed", "driven", "brought", "returned"))
_HOMES: Final = frozenset(("flat", "house", "address", "area", "property", "placement", "town", "city", "refuge"))
_LOTS: Final = frozenset(("lot", "couple", "bit", "number", "handful"))
_TO_IDIOMS: Final = frozenset(("best", "extent", "contrary", "effect", "letter", "face", "fore"))
_DOERS: Final = frozenset(("another", "someone", "somebody", "anyone", "both", "police", "staff", "me", "him", "them"))
_ARRANGED: Final = frozenset(("arranged", "booked", "scheduled", "planned", "rearranged", "rebooked", "fixed"))
_STRANGERS: Final = frozenset(("man", "woman", "lady", "boy", "girl", "dog", "neighbour", "nurse"))
_RATHER: Final = frozenset(("like", "think", "hope", "enjoy", "suspect", "love", "feel", "doubt", "fear", "wish"))
_GETS: Final = frozenset(("get", "gets", "got", "getting"))
_FALLS: Final = frozenset(("fall", "falls", "fell", "fallen", "falling"))
_CAUGHT: Final = frozenset(("hiding", "sitting", "lying", "walking", "sleeping", "wandering", "standing", "crying"))
_WILL: Final = frozenset(("agreed", "agrees", "needs", "wants", "wanted", "likes", "going", "likely", "able", "due"))
_INSIDE: Final = frozenset(
    ("house", "kitchen", "bedroom", "bathroom", "garden", "lounge", "hallway", "office", "park", "library", "flat")
)  # fmt: skip
_BEDS: Final = frozenset(("cot", "bed", "pram", "pushchair", "buggy", "bouncer", "basket", "sofa", "car", "room"))
_WHOLES: Final = frozenset(("copy", "rest", "side", "middle", "bottom", "top", "back", "edge", "corner", "majority"))
_GOES_BY: Final = frozenset(
    ("gone", "come", "stood", "passed", "been", "begun", "started", "lived", "changed", "improved", "increased", "done",
     "called", "dropped", "happened", "stopped", "finished", "popped")
)  # fmt: skip
_SITS: Final = frozenset(
    ("sat", "sits", "sitting", "sit", "stood", "stands", "standing", "lives", "lived", "living", "slept", "right")
)  # fmt: skip
_NOT_COMPARED: Final = frozenset(
    ("than", "if", "that", "when", "because", "the", "as", ",", "and", "so", "but", "since", "now")
)  # fmt: skip
_WAS: Final = frozenset(("was", "were", "did", "used"))
_BACK_THEN: Final = frozenset(("in", "on", "at", "before", "last", "to", "when", "yesterday"))
_ASKING: Final = frozenset(("why", "how", "when", "where"))
_STARTS: Final = frozenset(("when", "after", "once", "because", "while"))
_WORDS: Final[tuple[tuple[Find, frozenset[str], frozenset[str] | None], ...]] = (
    (_nobody_told, _TOLD, frozenset(("that", "on", "at", "it"))),
    (_asked_if, frozenset(("asked", "wondered")), NOMINATIVE | {"you"}),
    (_pairs, _OF_THEM | _IN_OF | _IN_TO | _MADE | {"instead", "behalf", "regardless", "order", "let", "lets"}
     | {"knocked", "to", "there"}, None),
    (_quantity, _QUANTITY, _HIS),
    (_to_school, _TAKES, None),
    (_handed, _SENT | _HANDED, frozenset(("to",))),
    (_he, NOMINATIVE, None),
    (_bound, _BINDS, None),
    (_it_the, _SAYS, frozenset(("it",))),
    (_there, frozenset(("there",)), None),
    (_been, frozenset(("been",)), None),
    (_not_done, DO, NOT),
    (_question, DO | _ASKING | {"what"}, None),
    (_if_state, frozenset(("if",)), None),
    (_because, frozenset(("because",)), None),
    (_no_subject, _STARTS, None),
    (_late_subject, frozenset(("when", "until", "after", "before", "because", "since", "while", "why", "where")), None),
    (_than, NOMINATIVE | {"it", "you"}, _WAS),
    (_have, HAVE, None),
    (_been_doing, HAVE, None),
    (_had_home, frozenset(("had",)), frozenset(("home",))),
    (_such, frozenset(("such",)), None),
    (_on_well, frozenset(("on", "out", "touch", "contact")), None),
    (_risk, frozenset(("risk",)), None),
    (_part_of, _WHOLES, _HIS),
    (_bare_article, frozenset(("a", "an", "the", "their", "my", "our", "your")), _NO_NOUNS),
    (_it_was_that, frozenset(("it",)), frozenset(("was",))),
    (_two_done, frozenset(("seen", "visited", "met", "called", "eaten", "emailed", "phoned", "contacted", "texted")),
     None),
    (_found, frozenset(("found", "saw", "caught")), _CAUGHT),
    (_sent_to_the, frozenset(("advised", "encouraged", "told", "reminded", "wants", "wanted", "urged")), None),
    (_be_room, BE, frozenset(("the", "his", "her", "my"))),
    (_next_phrase, _ACCUSED | _EXPLAINED | _CARRIED | _LOTS | {"moved", "moving", "move"}, None),
    (_asleep, frozenset(("asleep", "awake", "alone", "upstairs", "downstairs")), None),
    (_next_to, frozenset(("next", "looking", "looked", "looks")), None),
    (_to_done, frozenset(("to",)), None),
)  # fmt: skip
"""A family, the words that it is asked of, and the words of which one must follow, None for any."""
_FAMILIES: Final[Mapping[str, tuple[Ask, ...]]] = {
    word: tuple(Ask(family, after=after, followed=True) for family, words, after in _WORDS if word in words)
    for word in frozenset().union(*(words for _, words, _ in _WORDS))
}


_TAKERS: Final = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "RB"))
"""Parts of speech that take a preposition, or 'to'."""
