"""Small words left out behind a word that takes one: 'listens her', 'able do', 'told that', 'a copy the plan'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from notecheck.slips.missing.phrases import (
    NO_BE,
    NO_OBJECT,
    NO_VERB,
    OWNS,
    POINTS,
    WHOM,
    ByTag,
    ByWord,
    gap,
    is_clause,
    is_clock,
    is_thing,
    phrase_end,
    says_when,
    takes,
    words_before,
)
from notecheck.slips.reading import BE, FINITE, HAVE, NOMINATIVE, NOT, NOUNS, OBJECT, Lists, Reading, Slip

_HIS: Final = OWNS - {"a", "an"}
TAKES: Final = ("slip-gap-verbs-", "slip-gap-states-")
"""Lists of words that take a preposition start so; one list of all of them is `TAKEN`."""
TAKEN: Final = "slip-gap-takes"
_TAKERS: Final = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "RB"))
"""Parts of speech that take a preposition, or 'to'."""
_PREPOSITIONS: Final = ("to", "for", "at", "with", "on", "from", "about", "in", "of")
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
_PARTICLES: Final = frozenset(("over", "through", "round", "up", "down", "off", "out", "along", "around"))
_SAME: Final = frozenset(("poor", "close", "second", "third", "fourth", "fifth", "sixth", "round", "talk"))
_ACCUSED: Final = frozenset(("accused", "suspected", "guilty", "convicted", "incapable"))
_EXPLAINED: Final = frozenset(("explain", "explains", "explained", "explaining", "mentioned", "suggested"))
_WHAT: Final = frozenset(("the", "a", "my", "our", "their", "that", "this", "what", "why", "how", "when", "where"))
_CARRIED: Final = frozenset(("taken", "admitted", "rushed", "driven", "brought", "returned"))
_HOMES: Final = frozenset(("flat", "house", "address", "area", "property", "placement", "town", "city", "refuge"))
_LOTS: Final = frozenset(("lot", "couple", "bit", "number", "handful"))
_ARRANGED: Final = frozenset(("arranged", "booked", "scheduled", "planned", "rearranged", "rebooked", "fixed"))
_GETS: Final = frozenset(("get", "gets", "got", "getting"))
_FALLS: Final = frozenset(("fall", "falls", "fell", "fallen", "falling"))
_WILL: Final = frozenset(("agreed", "agrees", "needs", "wants", "wanted", "likes", "going", "likely", "able", "due"))
_INSIDE: Final = frozenset(
    ("house", "kitchen", "bedroom", "bathroom", "garden", "lounge", "hallway", "office", "park", "library", "flat")
)  # fmt: skip
_BEDS: Final = frozenset(("cot", "bed", "pram", "pushchair", "buggy", "bouncer", "basket", "sofa", "car", "room"))
_WHOLES: Final = frozenset(("copy", "rest", "side", "middle", "bottom", "top", "back", "edge", "corner", "majority"))
_SITS: Final = frozenset(
    ("sat", "sits", "sitting", "sit", "stood", "stands", "standing", "lives", "lived", "living", "slept", "right")
)  # fmt: skip
_NOT_COMPARED: Final = frozenset(
    ("than", "if", "that", "when", "because", "the", "as", ",", "and", "so", "but", "since", "now")
)  # fmt: skip
_WAS: Final = frozenset(("was", "were", "did", "used"))
_BACK_THEN: Final = frozenset(("in", "on", "at", "before", "last", "to", "when", "yesterday"))


def _preposition(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'nobody listens her', 'waiting an appointment', 'worried the move'."""
    low, nxt = r.low[i], r.low[i + 1]
    if r.c.tag[i].startswith("VB"):
        for word in _PREPOSITIONS[:8]:
            if low in lists.words[f"slip-gap-verbs-{word}"] and _lacks_preposition(r, lists, i):
                yield takes(r, i, word)
                return
    if r.c.tag[i] not in ("JJ", "VBN", "RB") or r.word(i - 1, i) in POINTS | {"no", "as"}:
        return
    if r.c.tag[i] == "VBN" and r.before(i) >= 0 and r.low[r.before(i)] in HAVE:
        return  # 'if anything had upset him'
    for word in _PREPOSITIONS:
        if low in lists.words.get(f"slip-gap-states-{word}", ()):
            thing = nxt in POINTS | (WHOM - {"her"}) and is_thing(r, lists, i + 1)
            if thing or (low in _FEARS and r.c.tag[i + 1] == "VBG"):
                yield takes(r, i, word)
            return


def _lacks_preposition(r: Reading, lists: Lists, i: int) -> bool:
    low, nxt, after = r.low[i], r.low[i + 1], r.word(i + 2, i)
    if low in lists.words["slip-gap-never-alone"] and (r.c.tag[i + 1] == "NNP" or nxt in lists.kin or nxt == "it"):
        days = lists.words["slip-gap-days"]
        fits = r.c.dep[i + 1] in ("dobj", "npadvmod", "compound", "oprd")
        return fits and nxt not in days and after not in days and not is_clause(r, i + 1)
    if low in ("agree", "agreed", "agrees", "agreeing") and r.word(i - 1, i) not in NOT:
        return False  # 'agreed the plan' is good British English
    if low in ("come", "came", "comes", "coming", "talk", "talks", "talked") and after in _SAME:
        return False
    if r.word(phrase_end(r, i + 1), i) in _PARTICLES:
        return False  # 'talked the matter over'
    if nxt in WHOM - {"her"} and low in _MOVED:
        return after not in _SAME
    return is_thing(r, lists, i + 1)


def _done_by(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'was seen the GP', 'was collected his aunt'."""
    nxt = r.low[i + 1]
    if r.low[i] in _ARRANGED and r.word(i - 1, i) in BE and is_clock(r, i + 1):
        yield gap(r, i + 1, "what is arranged takes ‘for’ before its time", "for")
    if (
        r.word(i - 1, i) in BE - {"'s", "being"}
        and r.c.dep[i] != "amod"
        and r.low[i] not in lists.words["slip-gap-gives"]
        and (nxt in OWNS or nxt in lists.kin)
        and not is_clause(r, i + 1)
        and not says_when(r, lists, i + 1)
        and r.word(phrase_end(r, i + 1), i) not in ("later", "before", "after", "ago")
    ):
        yield gap(r, i + 1, "who did it takes a small word before it", "by", "to")


def _then_to(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'not able do', 'allowed ring her nan', 'wants to the park'."""
    low, nxt, tag = r.low[i], r.low[i + 1], r.c.tag[i + 1]
    always = low in ("able", "unable", "allowed", "supposed", "ought", "willing", "unwilling", "reluctant")
    plain = tag in ("VB", "VBP") and (always or (r.c.lemma[i + 1] == nxt and r.word(i - 1, i) != "to"))
    if plain and r.tag(i - 1, i) != "MD" and (nxt != "be" or always or low in ("due", "going", "likely")):
        yield takes(r, i, "to")
    elif nxt == "to" and low in _LACKS and (r.word(i + 2, i) in POINTS or r.tag(i + 2, i) == "NNP"):
        yield gap(r, i + 2, NO_VERB)


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
        yield gap(r, i + 2, f"‘{r.low[i]}’ takes ‘to’ before a verb", "to")


def _nobody_told(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'I rang the school and told that he would be late', 'she told on Monday that'."""
    c, nxt, subject = r.c, r.low[i + 1], r.clauses.subject_of(i, r.c)
    if nxt not in ("that", "on", "at", "it") or c.tag[i] not in ("VBD", "VBZ", "VBN") or not 0 <= subject < i:
        return
    if nxt != "that" and r.low[i] not in ("told", "tells"):
        return
    given = any(c.dep[k] in ("auxpass", "dobj", "dative") for k in c.children[i]) or c.dep[subject] == "nsubjpass"
    around = BE | {"what", "as", "which", "who", "that", "got", "like", "get", "when"}
    if not given and not around & words_before(r, i, 6) and not (nxt == "that" and r.tag(i + 2, i) in FINITE):
        yield gap(r, i + 1, NO_OBJECT, "me", "him", "her", "them")


def _asked_if(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'You asked you could bring your hamster'."""
    if r.low[i + 1] in NOMINATIVE | {"you"} and r.tag(i + 2, i) == "MD" and r.c.tag[i] in ("VBD", "VBN"):
        yield gap(r, i + 1, "what is asked takes ‘if’", "if", "whether")


def _pairs(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """Two words that never stand side by side: 'instead going', 'made sad', 'in spite the', 'three them'."""
    low, nxt, tag, before = r.low[i], r.low[i + 1], r.c.tag[i + 1], r.word(i - 1, i)
    thing = tag in ("DT", "PRP$") and not is_clause(r, i + 1)
    done = bool((BE | {"got", "get"}) & words_before(r, i, 3))
    if low in _OF_THEM and nxt in ("them", "us") and before not in ("no", "gave", "at"):
        yield gap(r, i + 1, "‘of’ is missed here", "of")
    elif low == "instead" and (tag == "VBG" or nxt in OWNS):
        yield takes(r, i, "of")
    elif (low in _IN_OF and before == "in") or (low == "behalf" and before == "on") or low == "regardless":
        if thing or nxt in ("him", "them", "me"):
            yield takes(r, i, "of")
    elif (low in _IN_TO and before == "in" and thing) or (low == "order" and before == "in" and tag == "VB"):
        yield takes(r, i, "to")
    elif not done and ((low in _MADE and nxt in _MOODS) or (low in ("let", "lets") and nxt in _LET)):
        yield gap(r, i + 1, NO_OBJECT, "me", "him", "her", "them")
    elif low == "knocked" and nxt in ("the", "his", "her") and r.word(i + 2, i) in ("door", "window"):
        yield takes(r, i, "on")
    elif low == "to" and before in _NEEDS and nxt in _CALM and tag == "JJ":
        yield gap(r, i + 1, NO_BE, "be")
    elif low == "there" and nxt == "going" and r.word(i + 2, i) == "to":
        yield gap(r, i + 1, NO_BE, "is", "was")


def _quantity(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'most the toys', 'some her friends'."""
    number = r.low[i] in _OF_THEM and r.c.first[i] == i and r.low[i + 1] in OWNS - {"a", "an"}
    if number and r.low[i] not in ("half", "one") and r.c.tag[phrase_end(r, i + 1) - 1] == "NNS":
        yield gap(r, i + 1, "‘of’ is missed here", "of")  # a clause behind a number would have a comma before it
        return
    if (
        r.low[i + 1] in OWNS - {"a", "an"}
        and r.word(i - 1, i) not in ("no", "the", "a", "this", "that", "at", "another", "next", "last", "for", "by")
        and not is_clause(r, i + 1)
        and r.c.tag[phrase_end(r, i + 1) - 1] in ("NNS", "NNPS")
    ):
        yield gap(r, i + 1, "‘of’ is missed here", "of")


def _to_school(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'take Kian school'."""
    somebody = r.c.tag[i + 1] == "NNP" or r.low[i + 1] in lists.kin or r.c.text[i + 1][0].isupper()
    place = r.word(i + 2, i) in _PLACES and r.tag(i + 3, i) not in (*NOUNS, "HYPH", "POS")
    if somebody and place and r.c.tag[i].startswith("VB"):
        yield gap(r, i + 2, "where to takes ‘to’", "to")


def _handed(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'the report should have sent to the parents', 'he gave to his aunt'."""
    c = r.c
    if r.low[i + 1] != "to" or r.tag(i + 2, i) not in ("DT", "PRP$", "NNP", "NNS") or c.dep[i] in ("relcl", "acl"):
        return
    near, what = words_before(r, i, 4), {"which", "that", "what", "who"}
    if r.low[i] in _SENT and c.tag[i] == "VBN" and near & HAVE and not near & ((BE | what) - {"that"}):
        yield gap(r, i, "‘been’ is missed after ‘have’", "been")
    elif r.low[i] in _HANDED and c.tag[i] == "VBD" and i in r.clauses.subject:
        given = any(c.dep[k] in ("dobj", "auxpass") for k in c.children[i])
        agent = any(r.word(k, i) == "by" for k in range(i + 2, i + _BY))  # 'letter handed to both by me'
        if not given and not agent and not words_before(r, i, 6) & what:
            yield gap(r, i + 1, NO_OBJECT, "it", "them")


def _because(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'off school because his back.'."""
    if r.c.tag[i + 1] not in ("DT", "PRP$") or r.low[i + 1] == "that":
        return
    k = phrase_end(r, i + 1)
    ends = r.word(k, i) in (".", "") or (r.word(k, i) == "," and r.word(k + 1, i) in ("so", "but"))
    words, tags = r.low[i + 2 : k], r.c.tag[i + 2 : k]
    verb = {"VBN", "VBG", *FINITE} & set(tags) or any(word.endswith("s") for word in words)
    if ends and tags and tags[-1] in NOUNS and not verb:
        yield takes(r, i, "of")


def _than(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Mum was more open today she was in March'."""
    c, k = r.c, i + 1
    if not any(c.tag[m] in ("JJR", "RBR") for m in range(max(c.first[i], i - 4), i)):
        return
    compared = not words_before(r, i, 5) & _NOT_COMPARED and c.tag[i - 1] in ("NN", "RB", "JJ", "JJR")
    if compared and r.word(k + 1, i) in _BACK_THEN:
        yield gap(r, i, "what is compared takes ‘than’", "than")


def _next_to(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'sat next Destiny', 'looking work'."""
    nxt, before = r.low[i + 1], r.word(i - 1, i)
    if r.low[i] != "next":
        if r.c.tag[i] in ("VBG", "VBD", "VBZ") and r.c.tag[i + 1] in ("NN", "NNS") and r.c.dep[i + 1] == "dobj":
            yield takes(r, i, "for")
        return
    somebody = r.c.tag[i + 1] == "NNP" or nxt in WHOM or nxt in lists.kin
    if before in _SITS and somebody and nxt not in lists.words["slip-gap-days"]:
        yield gap(r, i + 1, "‘to’ is missed after ‘next’", "to")


def _on_well(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'gets on his half-brother', 'gets on well her key worker', 'fell out his friend', 'in contact her dad'."""
    low, before, k = r.low[i], r.word(i - 1, i), i + 1
    if low == "on" and before in _GETS:
        while r.word(k, i) in ("well", "really", "very", "so", "better", "badly", "fine", "great", "ok", "okay"):
            k += 1
    elif not (low == "out" and before in _FALLS) and not (low in ("touch", "contact") and before == "in"):
        return
    end = phrase_end(r, k)
    words = r.low[k:end]
    owned = bool(words) and words[0] in OWNS - {"a", "an"}
    if r.tag(end, i) == "HYPH":
        end += 2  # 'his half-brother'
    people = lists.kin | lists.words["slip-gap-persons"]
    somebody = owned and r.word(end - 1, i) in people and r.tag(end, i) != "POS"
    somebody |= r.word(k, i) in WHOM - {"her"} or (k > i + 1 and r.tag(k, i) in ("PRP$", "NNP"))
    if somebody and "POS" not in r.c.tag[k:end] and not is_clause(r, k):
        yield gap(r, k, "‘with’ is missed here", "with")


def _risk(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:
    """'at risk eviction', 'at risk being hurt'."""
    at = r.word(i - 1, i) == "at"
    named = r.word(phrase_end(r, i + 1) - 1, i) in ("assessment", "register", "meeting", "team", "panel", "children")
    noun = at or (r.c.tag[i + 1] == "VBG" and r.c.tag[i] in NOUNS)  # not 'cannot risk losing'
    if r.low[i + 1] in lists.words["slip-gap-risks"] and noun and not named:
        yield gap(r, i + 1, "‘of’ is missed after ‘risk’", "of")


def _part_of(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'a copy the health plan', 'the rest the family', 'at the back the house'."""
    k = phrase_end(r, i + 1)
    if r.low[i + 1] not in OWNS - {"a", "an"} or r.word(i - 1, i) not in ("a", "the"):
        return
    opens = r.c.first[i] >= i - 2 and r.tag(i - 2, i) == "IN"
    while r.tag(k, i) == "RB":
        k += 1
    if not opens and r.tag(k, i) not in FINITE and r.word(k, i) not in ("who", "that", "which", "of"):
        yield gap(r, i + 1, "‘of’ is missed here", "of")


def _be_room(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Mum agreed to be the house', 'he was the kitchen when I came'."""
    before = r.word(i - 1, i)
    person = before in NOMINATIVE or (r.low[i] == "be" and before == "to" and r.word(i - 2, i) in _WILL)
    room = r.low[i + 1] in ("the", "his", "her", "my") and r.word(i + 2, i) in _INSIDE
    if person and room and r.tag(i + 3, i) not in (*NOUNS, "POS", "HYPH", "VBG"):
        yield gap(r, i + 1, "where somebody is takes ‘in’ or ‘at’", "in", "at")


def _next_phrase(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'was accused stealing', 'explained him why', 'was taken hospital', 'moved a new flat', 'has lot of friends'."""
    low, nxt, tag, k = r.low[i], r.low[i + 1], r.c.tag[i + 1], phrase_end(r, i + 1)
    if low in _ACCUSED and tag == "VBG" and words_before(r, i, 3) & BE:
        yield takes(r, i, "of")
    elif low in _EXPLAINED and nxt in WHOM - {"her"} and not is_clause(r, i + 1):
        # 'explain them to you': what is explained, not to whom.
        if nxt != "them" or r.word(i + 2, i) in _WHAT:
            yield takes(r, i, "to")
    elif low in _CARRIED and nxt in ("hospital", "court", "school") and words_before(r, i, 3) & BE:
        if r.tag(i + 2, i) not in (*NOUNS, "HYPH", "POS"):
            yield gap(r, i + 1, "where to takes ‘to’", "to")
    elif low in ("moved", "moving", "move") and nxt in OWNS and r.word(k - 1, i) in _HOMES:
        if k > i + 3 and not is_clause(r, i + 1) and r.c.tag[i].startswith("VB"):
            yield takes(r, i, "to")
    elif low in _LOTS and nxt == "of" and r.c.tag[i - 1] in ("VBD", "VBZ", "VBP") and i - 1 in r.clauses.subject:
        yield gap(r, i, "‘a’ is missed here", "a")


def _asleep(r: Reading, lists: Lists, i: int) -> Iterator[Slip]:  # noqa: ARG001
    """'Baby was asleep her cot throughout'."""
    k = i + 1 + (r.c.tag[i + 1] == "RB")
    last = phrase_end(r, k) - 1
    if r.word(k, i) in OWNS and r.word(last, i) in _INSIDE | _BEDS and last > k:
        yield gap(r, k, "where somebody is takes a small word before it", "on" if r.low[last] == "sofa" else "in")


WORDS: Final = (
    ByWord(_nobody_told, _TOLD, frozenset(("that", "on", "at", "it"))),
    ByWord(_asked_if, frozenset(("asked", "wondered")), NOMINATIVE | {"you"}),
    ByWord(_pairs, _OF_THEM | _IN_OF | _IN_TO | _MADE | {"instead", "behalf", "regardless", "order", "let", "lets"}
     | {"knocked", "to", "there"}),
    ByWord(_quantity, _QUANTITY, _HIS),
    ByWord(_to_school, _TAKES),
    ByWord(_handed, _SENT | _HANDED, frozenset(("to",))),
    ByWord(_because, frozenset(("because",))),
    ByWord(_than, NOMINATIVE | {"it", "you"}, _WAS),
    ByWord(_on_well, frozenset(("on", "out", "touch", "contact"))),
    ByWord(_risk, frozenset(("risk",))),
    ByWord(_part_of, _WHOLES, _HIS),
    ByWord(_be_room, BE, frozenset(("the", "his", "her", "my"))),
    ByWord(_next_phrase, _ACCUSED | _EXPLAINED | _CARRIED | _LOTS | {"moved", "moving", "move"}),
    ByWord(_asleep, frozenset(("asleep", "awake", "alone", "upstairs", "downstairs"))),
    ByWord(_next_to, frozenset(("next", "looking", "looked", "looks"))),
)  # fmt: skip
TAGGED: Final = (
    ByTag(_preposition, _TAKERS, (TAKEN,)),
    ByTag(_then_to, _TAKERS, ("slip-gap-then-to",)),
    ByTag(_somebody_to, _TAKERS, ("slip-gap-somebody-to",)),
    ByTag(_done_by, frozenset(("VBN",)), before=BE),
)
