"""Information passed on with no source that a reader could trace: 'It was reported that', 'apparently', 'is known to'.

Why it matters: a record is read by the child in twenty years, by a parent, by a court. What nobody in particular said can
neither be answered nor checked, and is read as a fact all the same.

Marked are the opening words alone: those of `lexicons/source.yaml`, and the patterns that `lexicons/source-words.yaml`
fills ('it has been …', 'there are … concerns that', 'concerns were raised', 'is believed to', 'neighbours say', 'the talk
is'). Left alone: a source in the same clause ('it was reported by Dr Roe', 'concerns from school', 'according to'), what
somebody named is telling ('Mum said that Dad is known to drink'), quotations, pasted emails, headings, what is denied
('there are no concerns'), suggestions of what should be done (`decision-owner` looks at those).

Known misses: hearsay without any such opening; a verdict that is really somebody else's. A source named in the sentence
before or after is not seen.

Source: corpus/GUIDE.md, category `source`; Swindon Quality Standards 2020, 7.6; Trafford 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from notecheck import emails, layout, people
from notecheck.columns import Columns, columns
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons, TermEntry
from notecheck.findings import Finding, Rule
from notecheck.terms import TermMatcher
from notecheck.who import who_of

SOURCE: Final = Rule(
    name="source",
    part="fact-and-opinion",
    severity="warning",
    title="Not said who said it",
    why="What nobody in particular said can neither be checked nor answered by the person it is about.",
    weak="It was reported that Dad had been drinking.",
    better="Mrs Lowe, who lives next door, rang me on 4 May and said that Dad had been drinking.",
)

EXAMPLES: Final = (
    Example("It was reported that Dad had been drinking.", ("It was reported that",)),
    Example("There are ongoing concerns re: neglect.", ("There are ongoing concerns",)),
    Example("It was reported by Dr Roe that you are well."),
)

_REACH: Final = 8  # tokens between the parts of an opening
_CLAUSE: Final = 40  # tokens of a sentence that are looked at to either side
_BE: Final = frozenset(
    ("is", "am", "'m", "’m", "was", "are", "were", "be", "been", "being", "'s", "’s", "s", "'re", "’re")
)
_DENIALS: Final = frozenset(("no", "not", "n't", "nt", "never", "without", "any", "neither", "nor", "few"))
_DEFINITE: Final = frozenset(
    ("the", "these", "those", "this", "that", "my", "your", "his", "her", "our", "their", "its")
)
_PERSISTS: Final = frozenset(("persist", "remain", "continue", "linger", "exist", "abound", "arise", "arose", "remained"))
_SELVES: Final = frozenset(("me", "you", "him", "her", "them", "herself", "himself", "yourself"))
_SHOULD: Final = frozenset(("should", "could", "might", "would", "may", "can", "will"))
_LEADS: Final = frozenset(
    ("that", "about", "of", "re", "regarding", "over", "around", "concerning", "surrounding", "relating", "round")
)
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_MASS: Final = frozenset(("talk", "gossip", "hearsay", "speculation", "intelligence", "intel", "unease", "disquiet"))
_BECAUSE: Final = frozenset(
    ("following", "after", "to", "of", "given", "amid", "despite", "on", "with", "upon", "over", "about", "through")
)
_JOINS: Final = frozenset(("and", "but", "so", "as", "because", "that", "though", "although", "while", "or", "since"))
_DASHES: Final = frozenset(("-", "–", "—", "|"))
_BEST: Final = frozenset(("best", "right", "better", "wise", "necessary", "appropriate", "sensible", "helpful"))
_PROPOSES: Final = frozenset(("suggested", "thought", "raised", "noted"))
_SUGGESTS: Final = frozenset(("suggest", "indicate", "say", "imply"))
_SEEN: Final = frozenset(("seen", "spotted", "heard"))
_HEARS: Final = frozenset(("hear", "heard", "gather", "understand", "understood", "hearing"))
_NOT_AFTER: Final = frozenset(("to", "by", "in", "with", "at", "as", "missing"))
_SOURCES: Final = frozenset(("by", "from", "per", "via", "through"))
_STOPS: Final = frozenset((";", "–", "—", "-", "/", "|"))


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/source-words.yaml` and the verbs of saying, as sets."""

    passed_on: frozenset[str]
    bare: frozenset[str]
    held: frozenset[str]
    labelled: frozenset[tuple[str, str]]
    rumoured: frozenset[str]
    told: frozenset[str]
    ours: frozenset[str]
    news: frozenset[str]
    headless: frozenset[str]
    needs_more: frozenset[str]
    raised_only: frozenset[str]
    raised: frozenset[str]
    saying: frozenset[str]
    saying_verbs: frozenset[str]
    anybody: frozenset[str]
    many: frozenset[str]
    some: frozenset[str]
    anybody_verbs: frozenset[str]
    between: frozenset[str]
    known: frozenset[str]
    says: frozenset[str]

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[str]]) -> Words:
        """The lists by name, empty where there is none."""

        def named(name: str) -> frozenset[str]:
            return frozenset(lists.get(f"source-{name}", ()))

        labelled = frozenset((row.split()[0], row.split()[1]) for row in lists.get("source-labelled", ()))
        return cls(
            named("passed-on"), named("bare"), named("held"), labelled, named("rumoured"), named("told"), named("ours"), named("news"), named("headless"),
            named("needs-more"), named("raised-only"), named("raised"), named("saying"), named("saying-verbs"), named("anybody"),
            named("anybody") | named("many"), named("some"), named("anybody-verbs"), named("between"), named("known"), frozenset(lists.get("attribution-says", ())),
        )  # fmt: skip


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        phrases: matcher over `entries`.
        entries: the fixed openings.
        words: the lists that the patterns are filled with.
        triggers: words and base forms at which a pattern is looked for.
    """

    phrases: TermMatcher
    entries: tuple[TermEntry, ...]
    words: Words
    triggers: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matcher and the sets."""
    entries, words = lexicons.terms.get("source", ()), Words.of(lexicons.words)
    return Prepared(
        TermMatcher(nlp, entries, lexicons.words.get("kin", ()), eager=lexicons.own),
        entries,
        words,
        frozenset(
            {"there", *words.passed_on, *words.held, *words.told, *_SEEN, *(first for first, _ in words.labelled)}
        ),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:  # noqa: ARG001
    """Mark the opening of everything that is passed on with no source."""
    c = columns(doc)
    spans = sorted({*_patterns(c, prepared), *((m.start, m.end) for m in prepared.phrases(doc))})
    if not spans:
        return
    quoted, pasted, lines, kinds = people.quoted(doc), emails.pasted(doc), layout.of(doc), who_of(doc).kind
    taken = 0
    for start, end in spans:
        if start < taken or quoted[start] or pasted[start]:
            continue
        line = layout.line_at(lines, c.start[start])
        if line.kind == "heading" or c.start[start] < line.label_end > line.body:
            continue
        if _has_source(c, kinds, start, end, prepared.words):
            continue
        taken = end
        span = doc[start:end]
        yield mark(span, SOURCE, _message(span.text))


def _message(words: str) -> str:
    seen = f"“{' '.join(words.split())}” does not say who said it, and a reader may need to ask or answer that person"
    return f"{seen}. You might write who told whom and when, by name and role; if nobody knows, write that."


def _patterns(c: Columns, prepared: Prepared) -> Iterator[tuple[int, int]]:
    """The openings that follow a pattern, as tokens."""
    words, triggers = prepared.words, prepared.triggers
    for i, word in enumerate(c.lower):
        found = None
        if word in triggers:
            found = _there(c, i, words) if word == "there" else _said(c, i, words)
            if found is None and word in words.told:
                found = _told(c, i, words)
        elif word in words.many:
            found = _anybody(c, i, words)
        if found is None and (c.lemma[i] in words.news or c.lemma[i] in words.raised_only) and c.pos[i] in _NOUNS:
            found = _news(c, i, words)
        if found is None and word in words.saying:
            found = _talk(c, i, words)
        if found is not None:
            yield found


def _said(c: Columns, i: int, words: Words) -> tuple[int, int] | None:
    """'It has been suggested that', 'is known to', 'thought to be', 'was described as', 'a known drug user'."""
    word, after = c.lower[i], _at(c, i + 1)
    first = _back(c, i, words)
    before = c.lower[first - 1] if first > c.first[i] else ""
    helped = first < i
    if after == "to" and word in words.held:
        return _is_held(c, i, first, words)
    if word in _SEEN and "been" in c.lower[first:i] and (c.tag[i + 1 : i + 2] == ["VBG"] or after in ("with", "in")):
        return first, i + 1
    if (word, after) in words.labelled and _aux(c, first, i):
        return first, i + 2
    if word == "known" and before in ("a", "the", "an") and not helped and _noun_near(c, i, words):
        return i, i + 1
    if word not in words.passed_on:
        return None
    if word in words.rumoured and c.tag[i] == "VBN" and _perfect(c, first, i) and before not in ("it", "as"):
        return None if after in _NOT_AFTER or c.lower[first - 1] in _DENIALS else (first, i + 1)
    if (before in ("it", "as") and _aux(c, first, i)) or (before == "its" and not helped):
        return None if _is_else(c, i) else (first - 1, i + 1 + (after == "that"))
    if word in words.bare and not helped and _opens(c, i) and after in ("that", "there"):
        return i, i + 2
    return None


def _is_held(c: Columns, i: int, first: int, words: Words) -> tuple[int, int] | None:
    """Whether what stands before 'to' at `i` is a participle that passes something on."""
    if i + 2 >= len(c):
        return None
    denied = any(word in _DENIALS for word in c.lower[max(c.first[i], first - 2) : i])
    helped = _aux(c, first, i)
    verb = c.tag[i + 2] == "VB" or c.lower[i + 2] in ("be", "have")
    if denied or (not verb and c.lower[i] != "known") or (c.lower[i] == "known" and c.lower[i + 2] in _SELVES):
        return None
    if helped or c.lower[i] == "known" or (c.lower[i + 2] in ("be", "have")) or (_opens(c, first) and verb):
        return first, i + 2
    return None


def _is_else(c: Columns, i: int) -> bool:
    """After 'it was said': no content follows, but whom it was said to, or what should be done."""
    after = c.lower[i + 1 : i + 3]
    if after[:1] == ["to"] and after[1:] not in (["me"], ["us"]) and not (i + 2 < len(c) and c.tag[i + 2] == "VB"):
        return True
    if after[:1] == ["as"] or (c.lower[i] == "thought" and after[:1] and (after[0] in _BEST or c.pos[i + 1] == "ADJ")):
        return True
    return c.lower[i] in _PROPOSES and any(word in _SHOULD for word in c.lower[i + 1 : min(_end(c, i), i + 14)])


def _told(c: Columns, i: int, words: Words) -> tuple[int, int] | None:
    """'I was told that', 'We have been made aware of', 'I hear', 'Been told Dad is back': what reaches the writer."""
    made = c.lower[i] == "aware" and _at(c, i - 1) in ("made", "become", "became")
    first = _back(c, i - made, words)
    before = c.lower[first - 1] if first > c.first[i] else ""
    ours = before in words.ours
    if not ours and not _starts_line(c, first):
        return None
    start, after, end = first - 1 if ours else first, _at(c, i + 1), i + 1 + (_at(c, i + 1) == "that")
    if after == "that" and not _content_follows(c, i + 2):
        return None
    if c.lower[i] in _HEARS:
        if (ours and before not in ("i", "we")) or not (ours or c.lower[i] == "heard" or c.tag[i] in ("VBP", "VB")):
            return None
        return (start, end) if _clause_of_others(c, i + 1 + (after == "that")) else None
    if not (_aux(c, first, i) or made or (after == "that" and first == i)):
        return None
    if after in ("that", "of") or (before in ("i", "we", "") and _clause_of_others(c, i + 1)):
        return start, end
    return (start, end) if not ours and c.pos[i + 1] in ("NOUN", "PROPN") and c.lower[first] != "was" else None


def _starts_line(c: Columns, i: int) -> bool:
    return i == c.first[i] or not (c.lower[i - 1][-1].isalnum() or c.lower[i - 1] in (",", "(", ")"))


def _clause_of_others(c: Columns, i: int) -> bool:
    """A clause about somebody else: 'Mum has moved', not 'you laugh'."""
    return _content_follows(c, i) and c.lower[i] not in ("you", "your", "that", "what", "it", "this", "these", "i")


def _perfect(c: Columns, first: int, i: int) -> bool:
    return "been" in c.lower[first:i] or (c.lower[i] != "mentioned" and _aux(c, first, i))


def _there(c: Columns, i: int, words: Words) -> tuple[int, int] | None:
    """'There are some ongoing concerns that'."""
    end, seen = _end(c, i), False
    for j in range(i + 1, min(end, i + 1 + _REACH)):
        word = c.lower[j]
        if word in _DENIALS or c.tag[j] == "PRP$" or (c.tag[j] == "POS" and j > i + 1):
            return None
        if c.lemma[j] in words.news or (c.lemma[j] == "history" and _at(c, j + 1) == "of"):
            return (i, j + 1 + (_at(c, j + 1) in _LEADS)) if seen and _leads_on(c, j, words) else None
        if c.pos[j] in ("AUX", "VERB") or word in words.between:
            seen = True
        elif c.pos[j] not in ("ADJ", "DET", "ADV", "NUM", "NOUN", "PART", "ADP", "CCONJ", "PRON"):
            return None
    return None


def _leads_on(c: Columns, i: int, words: Words) -> bool:
    after = _at(c, i + 1)
    if c.lemma[i] in words.needs_more:
        if after in ("in", "on", "at", "among", "within", "from"):
            return any(word in _LEADS for word in c.lower[i + 2 : min(_end(c, i), i + 7)])
        return after in _LEADS or after in words.raised or after in ("going", "being") or _at(c, i + 2) in _SUGGESTS
    return after not in ("to", "with")


def _news(c: Columns, i: int, words: Words) -> tuple[int, int] | None:
    """'Concerns have been raised', 'Ongoing concerns re', 'following reports that'."""
    end = _end(c, i)
    j = i + 1
    while j < min(end, i + 6) and c.lower[j] in words.between:
        j += 1
    first = i
    while (
        first > c.first[i]
        and c.pos[first - 1] in ("ADJ", "NOUN", "DET", "NUM", "ADV")
        and c.lower[first - 1] not in _DASHES
    ):
        first -= 1
    before = c.lower[first - 1] if first > c.first[i] else ""
    described = c.lower[first:i]
    if (
        before == "there"
        or any(word in _DENIALS or word in _DEFINITE for word in described)
        or c.tag[first - 1] in ("PRP$", "POS")
    ):
        return None
    opens = _opens(c, first)
    raised = j < end and c.lower[j] in words.raised and _at(c, j + 1) not in ("with", "by")
    if raised and (j > i + 1 or (opens and c.lemma[i] not in words.raised_only)):
        return (first if opens else i), j + 1
    if _at(c, j) in _PERSISTS and opens and _at(c, j + 1) in _LEADS and c.lemma[i] in words.headless:
        return first, j + 1
    mass = c.lemma[i] in _MASS and "a" not in described
    plural = c.lower[i] != c.lemma[i] or mass or _at(c, i + 1) == "that"
    if c.lemma[i] in words.headless and (plural or c.lemma[i] not in words.needs_more) and _at(c, i + 1) in _LEADS:
        if plural and c.lower[i] == c.lemma[i] and "NOUN" in c.pos[first:i]:
            return None
        if c.lemma[i] == "suggestion" and _at(c, i + 2) in ("we", "i", "you"):
            return None
        if _at(c, i + 1) == "of" and i + 2 < len(c) and (c.pos[i + 2] == "NUM" or c.text[i + 2][0].isdigit()):
            return None
        if opens or before in _BECAUSE:
            return first, i + 2
    return None


def _talk(c: Columns, i: int, words: Words) -> tuple[int, int] | None:
    """'Word is', 'The talk in the playground is'."""
    first = i
    while first > c.first[i] and c.pos[first - 1] in ("ADJ", "DET", "ADV"):
        first -= 1
    if not _opens(c, first) or any(w in _DENIALS for w in c.lower[first:i]):
        return None
    for j in range(i + 1, min(_end(c, i), i + 8)):
        if c.lower[j] in words.saying_verbs and c.pos[j] in ("AUX", "VERB"):
            return (first, j + 1) if _content_follows(c, j + 1) else None
        if c.pos[j] in ("VERB", "AUX", "PUNCT") or c.tag[j] == "PRP$":
            return None
    return None


def _content_follows(c: Columns, i: int) -> bool:
    """A clause of its own: 'that', or a subject with a finite verb soon after."""
    if i >= len(c):
        return False
    if c.lower[i] in ("that", "of"):
        return True
    if c.pos[i] not in ("PRON", "DET", "PROPN", "NOUN", "EX"):
        return False
    return any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in c.tag[i + 1 : min(_end(c, i), i + 6)])


def _anybody(c: Columns, i: int, words: Words) -> tuple[int, int] | None:
    """'Neighbours say', 'Somebody's been saying', 'Some of the parents have said'."""
    first = i
    while first > c.first[i] and c.lower[first - 1] in words.some:
        first -= 1
    alone = words.anybody if first == i else words.many
    if c.lower[i] not in alone or not _opens(c, first) or c.lower[first] in _DEFINITE:
        return None
    j = i + 1
    while j < min(_end(c, i), i + 5) and c.lower[j] in words.between:
        j += 1
    if j >= _end(c, i) or not (c.lemma[j] in words.anybody_verbs or c.lower[j] in ("worried", "concerned")):
        return None
    if c.tag[j][:2] != "VB" and c.lower[j] not in ("worried", "concerned"):
        return None
    told = c.lemma[j] not in ("say", "know", "think", "feel", "talk", "state") or _content_follows(c, j + 1)
    return (first, j + 1) if told or c.lower[j] == "saying" else None


def _at(c: Columns, i: int) -> str:
    return c.lower[i] if i < len(c) else ""


def _end(c: Columns, i: int) -> int:
    """One past the last token of the sentence, or as far as is looked."""
    end, last = i + 1, min(len(c), i + _CLAUSE)
    while end < last and c.first[end] != end:
        end += 1
    return end


def _back(c: Columns, i: int, words: Words) -> int:
    """The first of the small words before a participle: 'has also been' of 'it has also been said'."""
    first = i
    while first > max(c.first[i], i - _REACH) and (c.lower[first - 1] in words.between or c.pos[first - 1] == "AUX"):
        first -= 1
    return first


def _aux(c: Columns, first: int, i: int) -> bool:
    return any(word in _BE for word in c.lower[first:i])


def _opens(c: Columns, i: int) -> bool:
    """Whether a line or a clause begins here."""
    if i == c.first[i] or i == 0:
        return True
    before = c.lower[i - 1]
    return not before[-1].isalnum() or before in _JOINS


def _noun_near(c: Columns, i: int, words: Words) -> bool:
    return any(word in words.known for word in c.lower[i + 1 : i + 4])


def _has_source(c: Columns, kinds: Sequence[str], start: int, end: int, words: Words) -> bool:
    """Whether the clause says whose word it is."""
    first, last = max(c.first[start], start - _CLAUSE), _end(c, start)
    if "according" in c.lower[first:last]:
        return True
    return _named_after(c, kinds, start, end, last) or _told_before(c, kinds, first, start, words)


def _named_after(c: Columns, kinds: Sequence[str], start: int, end: int, last: int) -> bool:
    """'by Dr Roe', 'from school', 'per the log', as part of the opening."""
    for j in range(start + 1, min(last, end + 20)):
        word, near = c.lower[j], range(j + 1, min(last, j + 5))
        if word in _SOURCES and (j < end + 2 or start <= c.head[j] < end):
            if any(kinds[k] or c.pos[k] == "PROPN" for k in near):
                return True
        elif word == "in" and end <= j < end + 2 and any(kinds[k] == "record" for k in near):
            return True
    return False


def _told_before(c: Columns, kinds: Sequence[str], first: int, start: int, words: Words) -> bool:
    """'Mum told me that Dad is known to drink': somebody is telling it."""
    for j in range(start - 1, first - 1, -1):
        if c.lower[j] in _STOPS:
            return False
        if c.lemma[j] in words.says and c.tag[j] in ("VBD", "VBZ", "VBP"):
            subject = next((k for k in c.children[j] if c.dep[k] in ("nsubj", "nsubjpass")), None)
            return subject is not None and kinds[subject] not in ("", "writer")
    return False


SPEC = check(
    "source",
    rules=(SOURCE,),
    examples=EXAMPLES,
    find=find,
    prepare=prepare,
    needs=("sentences", "tag", "pos", "lemma", "parse", "who"),
)
