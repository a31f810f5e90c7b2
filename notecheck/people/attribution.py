"""Whose word is it? Whether a wording is denied, is only talked about, or is a relative's or the child's own.

Grammar decides where it can: the verb of saying on whose content a word hangs, and that verb's subject. In a long
run-on line a relative's 'said' before the word, and a tag after it ('he is lazy, Mum said'), count too. A pronoun
stands for the last subject of a main clause. People are known by family words, by the note's own fields, and by what
the text puts beside a family word: 'Mr Dray (her stepfather)'.

Known misses: the writer's own words after a relative's in one sentence ('Mum said she was ill, she is lazy'); a
relative whom the note names without saying who it is. Every search is bounded, so that a sentence without end costs
no more than another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from spacy.tokens import Doc, Span, Token

from notecheck.carry.edit import whole
from notecheck.carry.looks import by_place
from notecheck.memo import text_of
from notecheck.note import note_of
from notecheck.people import whose
from notecheck.text.patterns import any_of
from notecheck.text.word_lists import sets_of

_CONTENT: Final = frozenset(
    (
        "ccomp", "xcomp", "oprd", "dobj", "pobj", "prep", "attr", "acomp", "pcomp", "parataxis", "relcl", "advcl",
        "amod", "compound", "nsubj", "conj", "ROOT",
    )
)  # fmt: skip
"""Relations by which a word belongs to what a verb of saying says."""
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass"))
_MAIN: Final = frozenset(("ROOT", "conj", "parataxis"))
_PRONOUNS: Final = frozenset(("he", "she", "they"))
_NEAR: Final = 6
_WINDOW: Final = 60
_CLIMB: Final = 30
_SENTENCES_BACK: Final = 3
_HEARERS: Final = 4
"""Words behind the verb of a tag: ', Mum told me on Friday'."""
_TURNS: Final = frozenset(("and", "but", "when", "because", "as", "so", "though", "while"))


class Attribution:
    """Answers the question for every Doc of a pipeline.

    Args:
        words: the lists of lexicons/attribution.yaml and lexicons/kin.yaml by name.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        named = sets_of(words)
        self.kin = named("kin")
        self._says, self._tells = named("attribution-says"), named("attribution-tells")
        self._verdict, self._denial = named("attribution-verdict"), named("attribution-denial")
        self._bridge, self._naming = named("attribution-bridge"), named("attribution-naming")

    def denied(self, doc: Doc, start: int) -> bool:
        """'was not at all hostile', 'did not fail to protect', 'I do not think that he is lazy'."""
        first = _first(doc, start)
        i = start - 1
        while i >= first and doc[i].lower_ in self._bridge:
            i -= 1
        if i >= first and self._denies(doc[i]):
            return True
        return any(
            doc[j].lemma_ in self._verdict and any(map(self._denies, doc[max(first, j - 2) : j]))
            for j in range(max(first, start - _NEAR), start)
        )

    def _denies(self, token: Token) -> bool:
        return token.lower_.replace("’", "'") in self._denial

    def talked_about(self, doc: Doc, start: int) -> bool:
        """'the word lazy', 'the term attention seeking'."""
        return start > 0 and doc[start - 1].lower_ in self._naming and not doc[start].is_sent_start

    def told_by_family(self, span: Span, family: Family) -> bool:
        """Whether the child or a relative is reported to have said it."""
        before = span.doc[_first(span.doc, span.start) : span.start]
        tag = _tag(span)
        source = next((token for token in [*before, *tag] if token.lower_ == "according"), None)
        if source is not None:
            stop = span.start if source.i < span.start else len(span.doc)
            return any(near in family for near in span.doc[source.i : min(source.i + _NEAR, stop)])
        if before and before[-1].pos_ == "CCONJ" and span[0].tag_ == "VBD":
            return False  # 'Mum said she was ill and kicked off' is what the writer saw
        verb = self._said(span.root)
        if verb is not None:
            return _is_family(_subject(verb), family)
        return any(self._tells_here(token, family) for token in before) or any(
            self._tells_here(token, family, since=span.end) and _closes(tag[n + 1 :]) for n, token in enumerate(tag)
        )

    def _tells_here(self, verb: Token, family: Family, since: int = 0) -> bool:
        """Whether a relative or the child says something here; the speaker stands at `since` or later."""
        if verb.lemma_.lower() not in self._tells or self._unsaid(verb):
            return False
        subject = _subject(verb)
        return subject is not None and subject.i >= since and _is_family(subject, family)

    def _unsaid(self, verb: Token) -> bool:
        """'Mum did not report it and …': nobody said what follows."""
        return any(map(self._denies, verb.doc[max(0, verb.i - 2) : verb.i]))

    def _said(self, token: Token) -> Token | None:
        """The verb of saying whose content `token` belongs to."""
        for _ in range(_CLIMB):
            head = token.head
            if head.i == token.i or token.dep_ not in _CONTENT:
                return None
            if token.dep_ != "conj" and head.lemma_.lower() in self._says and not self._unsaid(head):
                return head
            token = head
        return None


class Family:
    """Whether a token of one Doc names the child or a relative.

    Args:
        doc: a Doc with its note's fields, if it has any.
        kin: words for people of a family, in lower case.
    """

    def __init__(self, doc: Doc, kin: frozenset[str]) -> None:
        self._doc, self._kin = doc, kin
        self._names: frozenset[str] | None = None

    def __contains__(self, token: Token) -> bool:
        if token.lower_ == "you" or token.lower_ in self._kin or token.lemma_.lower() in self._kin:
            return True
        return token.pos_ in ("PROPN", "NOUN") and token.lower_ in self.names

    @property
    def names(self) -> frozenset[str]:
        """Parts of the family's names, in lower case; looked for only if somebody is said to have said something."""
        if self._names is None:
            found = self._find(whole(self._doc))
            self._names = frozenset(part for name in found for part in re.split(r"[\s-]+", name.lower())) - {""}
        return self._names

    def _find(self, doc: Doc) -> Iterator[str]:
        note = note_of(doc)
        yield from (name for name in (note.child.name, *note.child.known_as, *note.other_children) if name)
        for relative in by_place(doc, ("relatives", self._kin), self._relatives):
            yield from relative.names

    def _relatives(self, doc: Doc) -> Iterator[_Relative]:
        for match in _relatives(self._kin).finditer(text_of(doc)):
            yield _Relative(*match.span(), tuple(filter(None, match.groups())))


class _Relative(NamedTuple):
    """Names beside a family word, and where."""

    start: int
    end: int
    names: tuple[str, ...]


@cache
def _relatives(kin: frozenset[str]) -> re.Pattern[str]:
    """Names beside a family word: 'Auntie Jo', 'Lee (her dad)', 'Jo, your nan', 'your mums, Jo and Di'."""
    word = f"(?i:{any_of(kin)})s?"
    name, whose = r"[A-Z][\w’'-]+", r"(?:(?i:your|his|her|their|my|the)|[A-Z]\w+[’']s?)"
    return re.compile(
        rf"\b{word} ({name})|({name}) \([^)]{{0,30}}\b{word}\)|({name}), {whose} (?:\w+ )?{word}\b"
        rf"|\b{whose} {word}, ({name})(?: and ({name}))?"
    )


def _first(doc: Doc, start: int) -> int:
    """Where the sentence of a token starts, or as far back as is looked."""
    last = max(0, start - _WINDOW)
    while start > last and not doc[start].is_sent_start:
        start -= 1
    return start


def _tag(span: Span) -> list[Token]:
    """What follows a word between its comma and the next stop: 'Your sister is bossy, you said, and …'."""
    found: list[Token] = []
    for token in span.doc[span.end : span.end + _WINDOW]:
        if token.is_sent_start or (token.is_punct and found):
            break
        if token.is_punct and token.text != ",":
            break
        if found or token.text == ",":
            found.append(token)
    return found


def _closes(after: list[Token]) -> bool:
    """Whether a tag ends behind its verb: ', she told me', not ', she tells each of us what we want to hear'."""
    told = next((n for n, token in enumerate(after) if token.lower_ in _TURNS), len(after))
    return told <= _HEARERS


def _subject(verb: Token) -> Token | None:
    for _ in range(_CLIMB):
        near = verb.doc[max(0, verb.i - _WINDOW // 2) : verb.i + _NEAR]
        subject = next((token for token in near if token.dep_ in _SUBJECTS and token.head.i == verb.i), None)
        if subject is not None or verb.dep_ not in ("conj", "xcomp"):  # 'Dad used to call her stupid'
            return subject
        verb = verb.head
    return None


def _is_family(token: Token | None, family: Family) -> bool:
    if token is not None and token.lower_ in _PRONOUNS:
        token = _named_before(token)
    if token is None:
        return False
    before = token.doc[token.i - 1] if token.i else None  # 'Grandma Jean'
    return token in family or (before is not None and before.dep_ == "compound" and before in family)


def _named_before(pronoun: Token) -> Token | None:
    """The last subject of a main clause before a pronoun, outside quotations, in its sentence or one just before."""
    sentences, quoted = 0, whose.quoted(pronoun.doc)
    for i in range(pronoun.i - 1, max(-1, pronoun.i - 2 * _WINDOW), -1):
        token = pronoun.doc[i]
        if token.dep_ in _SUBJECTS and token.pos_ in ("NOUN", "PROPN") and token.head.dep_ in _MAIN and not quoted[i]:
            return token
        sentences += bool(token.is_sent_start)
        if sentences > _SENTENCES_BACK:
            break
    return None
