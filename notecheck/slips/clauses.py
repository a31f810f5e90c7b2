"""What a clause of its own may begin with, and what binds it to another: for sentences that run on."""

from __future__ import annotations

from typing import Final

from notecheck.slips.reading import FINITE, Lists, Reading

SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "expl"))
BINDS: Final = frozenset(
    ("when", "if", "because", "as", "although", "though", "while", "since", "after", "before", "once", "until",
     "unless", "whenever", "wherever", "where", "who", "which", "that", "whose", "whom", "whether", "weather", "so",
     "than", "even", "whereas", "what", "how", "why", "and", "but", "or", "nor", "yet", "in", "given", "provided",
     "despite", "till", "cos", "like", "where", "lest", "however", "whatever", "whoever", "whichever", "rather",
     "not", "both", "either", "neither", "having", "being")
)  # fmt: skip
STARTS: Final = frozenset(
    ("i", "he", "she", "we", "they", "it", "you", "there", "this", "nobody", "everyone", "someone", "no", "nothing",
     "everybody", "somebody")
)  # fmt: skip
SAYS: Final = frozenset(
    ("say", "tell", "think", "feel", "explain", "add", "report", "ask", "reply", "know", "hope", "believe", "suppose",
     "admit", "state", "confirm", "write", "guess", "text", "shout", "agree", "laugh", "remember", "reckon", "warn",
     "insist", "note", "understand")
)  # fmt: skip
NEAR: Final = 60  # tokens; a sentence has no longest length, and what is further off says nothing
HANGING: Final = frozenset(("relcl", "acl", "pcomp", "csubj"))
"""What a clause is that is no sentence of its own, as the parse says."""
AUXILIARIES: Final = frozenset(("aux", "auxpass"))


def is_finite(r: Reading, verb: int) -> bool:
    """'went', 'has gone', 'will go': the verb or its auxiliary shows a tense."""
    c = r.c
    return c.tag[verb] in FINITE or any(c.tag[m] in FINITE for m in c.children[verb] if c.dep[m] in AUXILIARIES)


def may_start(r: Reading, lists: Lists, i: int) -> bool:
    """A word that opens a clause of its own: pronoun, name, article or possessive."""
    low, tag = r.low[i], r.c.tag[i]
    return (
        low in STARTS or low in lists.kin or tag in ("NNP", "PRP$") or low in ("the", "that", "these", "those", "both")
    )
