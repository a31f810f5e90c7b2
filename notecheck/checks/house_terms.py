"""Words of an authority's own lists, under rules of their own.

A lexicon of kind `terms` whose rule no other check knows ('house-style', say) is found here: a new list needs no code.

Why it matters: an authority knows the words that its own families stumble over.

Known misses: it looks at words only. What depends on who says them, or on what stands beside them beyond `unless`
and `only`, needs a check of its own. Words inside quotation marks are evidence and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from notecheck.component import REGISTRY, Example, NoSettings, check
from notecheck.data import Lexicons
from notecheck.entries import TermEntry
from notecheck.findings import Finding
from notecheck.people.whose import quoted
from notecheck.wording.terms import TermMatcher

EXAMPLES = (Example("I saw you and Mum at home.", ()),)


@dataclass(frozen=True)
class Lists:
    """A matcher for each rule."""

    matchers: dict[str, tuple[TermMatcher, tuple[TermEntry, ...]]]


def prepare(nlp: Language, lexicons: Lexicons) -> Lists:
    """Compile the lists of every rule that no other check looks after."""
    people = lexicons.words.get("kin", ())
    owned = {rule.name for spec in REGISTRY.values() for rule in spec.rules}
    return Lists(
        {
            rule: (TermMatcher(nlp, entries, people, eager=lexicons.own), entries)
            for rule, entries in lexicons.terms.items()
            if rule not in owned
        }
    )


def find(doc: Doc, lists: Lists, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Every match outside quotation marks."""
    for rule, (matcher, entries) in lists.matchers.items():
        for match in matcher(doc):
            if quoted(doc)[match.start]:
                continue
            span, entry = doc[match.start : match.end], entries[match.entry]
            note = entry.note or "your authority's list asks for another wording"
            yield Finding(
                rule,
                span.start_char,
                span.end_char,
                f"“{span.text}”: {note}.",
                suggestions=entry.suggestions,
                entry=entry.id,
            )


check("house-terms", rules=(), examples=EXAMPLES, prepare=prepare, find=find, needs=("lemma", "pos"), near=True)
