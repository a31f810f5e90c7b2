"""What hangs on each verb of a Doc: subject, auxiliaries, denial, complements. Read at once, for all verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc

from notecheck.memo import once_per_doc
from notecheck.text.columns import Columns, columns

SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
COMPLEMENTS: Final = frozenset(("acomp", "attr", "oprd"))
_AUXILIARIES: Final = frozenset(("aux", "auxpass"))
_JOINED: Final = frozenset(("conj", "xcomp", "dep"))
_CLIMB: Final = 4


@dataclass
class Clauses:
    """What hangs on each verb; keys and members are indices of tokens.

    Attributes:
        subject: verb → its first subject.
        modal: verb → the modal before it, in lower case.
        infinitive: verbs behind 'to'.
        negated: verbs that are denied.
        passive: verbs with a subject that something is done to.
        content: verbs with a clause for an object ('said that …').
        auxiliaries: verb → its auxiliaries.
        complements: verb → what is said of its subject ('was tired').
    """

    subject: dict[int, int] = field(default_factory=dict)
    modal: dict[int, str] = field(default_factory=dict)
    infinitive: set[int] = field(default_factory=set)
    negated: set[int] = field(default_factory=set)
    passive: set[int] = field(default_factory=set)
    content: set[int] = field(default_factory=set)
    auxiliaries: dict[int, list[int]] = field(default_factory=dict)
    complements: dict[int, list[int]] = field(default_factory=dict)

    def subject_of(self, verb: int, c: Columns) -> int:
        """The subject of a verb: its own, else that of the verb it is joined to; -1 for none."""
        for _ in range(_CLIMB):
            found = self.subject.get(verb)
            if found is not None:
                return found
            if c.dep[verb] not in _JOINED or c.head[verb] == verb:
                return -1
            verb = c.head[verb]
        return -1


@once_per_doc
def clauses_of(doc: Doc) -> Clauses:
    """The clauses of a Doc that has been parsed."""
    c = columns(doc)
    found = Clauses()
    for i, dep in enumerate(c.dep):
        head = c.head[i]
        if dep in SUBJECTS:
            found.subject.setdefault(head, i)
            if dep == "nsubjpass":
                found.passive.add(head)
        elif dep in _AUXILIARIES:
            found.auxiliaries.setdefault(head, []).append(i)
            if c.tag[i] == "MD":
                found.modal[head] = c.lower[i]
            elif c.lower[i] == "to":
                found.infinitive.add(head)
        elif dep == "neg":
            found.negated.add(head)
        elif dep in COMPLEMENTS:
            found.complements.setdefault(head, []).append(i)
        elif dep == "ccomp":
            found.content.add(head)
    return found
