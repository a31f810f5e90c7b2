"""Marks timescales, frequencies, conditions and aims that nobody can check.

Why it matters: 'contact to be reviewed in due course' lets a promise to a child be forgotten, and neither a parent
nor a manager can tell whether 'be a better parent' was done. A day, a number or something that anyone could see can
be checked.

Most such words are harmless in a story ('you soon fell asleep'), so they are marked only where the text looks ahead:
an action, a decision, an aim, a plan. Left alone: quotations, pasted emails, what somebody reports ('Mr Sugden told
me that he regularly rings'), a time or a frequency with a number or a day beside it ('regularly, every Tuesday'),
'ongoing' as a description ('an ongoing police investigation').

Known misses: figures of speech that no list holds; a vague promise told in the past; an aim that only the case can
show to be vague ('Mum to do the mornings').

Source: corpus/GUIDE.md, category `vague`; Swindon Quality Standards 2020, 4.2; lexicons/vague.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from notecheck import emails, layout, people
from notecheck.component import Example, NoSettings, check, mark
from notecheck.data import Lexicons, TermEntry
from notecheck.findings import Finding, Rule
from notecheck.terms import Match, TermMatcher, View, view

RULES: Final = (
    Rule(
        name="vague",
        part="plain-language",
        severity="warning",
        title="Cannot be checked",
        why="Nobody can tell afterwards whether it was done, or how often, or well enough.",
        weak="Contact to be reviewed in due course.",
        better="Priya will review family time with you on 4 May 2026.",
    ),
)

EXAMPLES: Final = (
    Example("Plan\n- School to be contacted ASAP", marks=("ASAP",)),
    Example("We will continue to support the family as and when.", marks=("continue to support", "as and when")),
    Example("I told Mum that she needs to be a better parent.", marks=("be a better parent",)),
    Example("PN to look at this once things calm down.", marks=("once things calm down",)),
    Example("I will ring you soon.", marks=("soon",)),
    Example("Actions\nSchool to monitor\nReview if no improvement", marks=("monitor", "no improvement")),
    Example("You soon fell asleep and Mum rang as soon as she saw me."),
    Example("PC Idle told me there is an ongoing police investigation."),
    Example("Mr Sugden told me that he regularly rings the school."),
    Example("I will ring you regularly, every Tuesday at four."),
    Example("Nan will visit weekly and I will come by 4 May 2026."),
    Example("Callum said \u201cI'll be good soon\u201d."),
)

_SAY: Final = {
    "when": "gives no date that can be checked{note}. A day or a week can: 'by Friday 8 May 2026', 'at the visit on 12 May'.",
    "often": "cannot be checked{note}. A number or a day can: 'every Tuesday', 'at each visit', 'twice before 1 June'.",
    "aim": "cannot be checked{note}. What anyone could see or count can: 'up, dressed and at school by 8.50 every day'.",
    "who": "cannot be checked{note}. Who does what, and by when, can: 'Mrs Hall will text me each Friday until 5 June'.",
}

_MONTHS: Final = (
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
).split()
_DAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun mondays"
    " tuesdays wednesdays thursdays fridays saturdays sundays today tonight tomorrow"
).split()
_RATES: Final = (
    "daily weekly fortnightly monthly termly yearly annually nightly hourly twice every each per alternate fortnight"
).split()
_MEASURES: Final = frozenset([*_MONTHS, *_DAYS, *_RATES])

_OPENERS: Final = frozenset("when once whenever until till as after before soon unless if how however should where".split())
_SETTLES: Final = _OPENERS - frozenset("if unless how however should where".split())
_WAITS: Final = _OPENERS - frozenset("should where".split())
_IF: Final = frozenset("if unless until till should where when once".split())
_DANGLING: Final = frozenset("can could able to want wants like likes".split())
_THINGS: Final = frozenset("things time times circumstances capacity work shifts needs matters life resources funds funding money staff staffing rota weather diary".split())
_STATES: Final = frozenset("ready calm settled settle better right strong stronger be".split())
_ASKS: Final = frozenset("ask check find know tell decide wonder say".split())
_ACTION_HEADS: Final = re.compile(
    r"\b(?:actions?|plans?|next|agreed|agreement|decisions?|decided|recommend\w*|to do|todo|goals?|aims?|targets?"
    r"|outcomes?|handover|tasks?|contingency|by when|when|how often|timescales?|steps|what needs|what will|needs to happen"
    r"|going to|still to|who does what|jobs|follow[- ]up|f/u|way forward|objectives?|intervention)\b",
    re.IGNORECASE,
)
_ASKS_WHEN: Final = re.compile(
    r"\b(?:how often|frequency|when|time ?scales?|timeframe|deadline|target|review|date|due|duration|how long)\b", re.IGNORECASE
)
_GOALS: Final = re.compile(
    r"(?:goals?|aims?|targets?|outcomes?|what (?:will|would|needs? to|has to|should|we want to) (?:change|be different|happen|see)"
    r"|what (?:we|I|you) (?:want|hope)|success|how (?:we|you) will know|change needed|desired|hopes?)\b[^:]{0,40}:",
    re.IGNORECASE,
)
_MODALS: Final = frozenset("will 'll shall should must wo ought ’ll sha".split())
_ORDERS: Final = frozenset(
    "agree arrange ask attend book build call carry chase check close complete consider continue develop encourage engage"
    " ensure escalate establish explore find follow get give have help identify improve increase keep let liaise look make"
    " manage meet monitor move offer plan post promote provide raise reduce refer remind reinforce review ring see seek send"
    " set sort speak start stay step stop strengthen support take talk tell think touch try undertake update use visit wait"
    " watch work write".split()
)
_REPORTS: Final = frozenset("states reports says claims".split())
_TOLD: Final = re.compile(r"\b(?:said|says|told|words|views?|voice|comments?|wishes|feelings)\b", re.IGNORECASE)
_NEED: Final = frozenset("need want require".split())
_BOUND: Final = frozenset("need have ought be agree plan aim expect recommend advise remind continue try encourage hope due".split())
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP"))
_PAST: Final = frozenset(("VBD",))
_SIZES: Final = frozenset(
    "earlier later sooner older younger bigger smaller taller longer shorter nearer closer further farther larger warmer"
    " colder cheaper worse less more better".split()
)
_BECOME: Final = frozenset("be being become becoming get getting act feel stay seem".split())
_DEGREES: Final = frozenset("more less better harder".split())
_LINKS: Final = frozenset("with as at about around together when and".split())
_PLAIN: Final = frozenset("know like see want have hear learn find say tell ask get hope think".split())
_BETTER: Final = _BECOME | _DEGREES | {":"}
_BITS: Final = frozenset("a an bit little lot much far even just slightly still rather quite".split())
_ONGOING: Final = frozenset(
    "support work input involvement monitoring contact visit visits session sessions review reviews engagement intervention"
    " supervision communication liaison life direct therapy therapeutic counselling help advice guidance assessment offer"
    " emotional practical family parenting 1:1 checks discussion discussions relationship education".split()
)
_TIMES: Final = frozenset(
    "asap soon shortly due-course some-point near-future few season urgent bit-by-bit no-end ongoing if-needed permitting"
    " no-rush can allow settled".split()
)
_OFTEN: Final = frozenset("regularly regular".split())
_WHO: Final = frozenset("eye under-review in-touch see-how continue keep-going monitor give-space".split())
_AIMS: Final = frozenset(
    "improve choices needs-first honest consistent sort-out cut-down give-space work-on continue keep-going eye in-touch"
    " monitor situation no-progress cut-down".split()
)
_REFUSES: Final = frozenset("not n't nt never refuse fail unable struggle cannot cant wont able".split())
_NOT_AHEAD: Final = frozenset(
    "think believe say know report allege understand suppose see use able like love want try refuse fail struggle unable"
    " appear seem tend happen manage start begin come go stop help used thought said believed known".split()
)
_STRONG: Final = frozenset("asap due-course some-point near-future if-needed urgent permitting before".split())
_DATE: Final = re.compile(r"\d{1,2}[/.]\d")
_CONDITIONS: Final = ("vague-when-", "vague-if-")
_REACH: Final = 6  # words between 'when' and what makes it vague


class ClauseMatcher(TermMatcher):
    """Finds terms behind a word that opens a clause, without looking anywhere else."""

    def after(self, seen: View, opener: int) -> Iterator[tuple[int, int, int]]:
        """Terms that start within reach of the opener, in the same clause.

        Args:
            seen: the words of the Doc.
            opener: position among these words.

        Yields:
            First word, one past the last word, number of the entry.
        """
        for i in range(opener + 1, min(opener + 1 + _REACH, len(seen.keys))):
            if seen.starts[i] or seen.pos[i] == "PUNCT":
                return
            for end, _, entry in self._walk(self._root, seen, i):
                if end > i:
                    yield i, end, entry


@dataclass(frozen=True)
class Prepared:
    """What `find` reads.

    Attributes:
        plain: matcher over `entries`, all but the conditions.
        clauses: matcher over `conditions`, which stand behind 'when', 'if' …
        entries: of the lexicon.
        conditions: of the lexicon, ids `vague-when-` and `vague-if-`.
        says: verbs that report somebody's words.
    """

    plain: TermMatcher
    clauses: ClauseMatcher
    entries: tuple[TermEntry, ...]
    conditions: tuple[TermEntry, ...]
    says: frozenset[str]


def prepare(nlp: Language, lexicons: Lexicons) -> Prepared:
    """Build the matchers."""
    every = lexicons.terms.get("vague", ())
    conditions = tuple(entry for entry in every if entry.id.startswith(_CONDITIONS))
    entries = tuple(entry for entry in every if not entry.id.startswith(_CONDITIONS))
    kin = lexicons.words.get("kin", ())
    return Prepared(
        plain=TermMatcher(nlp, entries, kin),
        clauses=ClauseMatcher(nlp, conditions, kin),
        entries=entries,
        conditions=conditions,
        says=frozenset(lexicons.words.get("say-only", ())),
    )


def find(doc: Doc, prepared: Prepared, settings: NoSettings) -> Iterator[Finding]:
    """Yield a finding for each wording that nobody can check."""
    spans = sorted(_spans(doc, prepared), key=lambda found: (found[0], -found[1]))
    if not spans:
        return
    quoted, pasted, lines = people.quoted(doc), emails.pasted(doc), layout.of(doc)
    end = 0
    for start, stop, entry in spans:
        if start < end or layout.line_at(lines, doc[start].idx).kind == "heading":
            continue
        if quoted[start] or pasted[start] or _reported(doc, start, prepared.says):
            continue
        if entry is None or not entry.id.startswith("vague-") or _ahead(doc, start, stop, _name(entry)):
            end = stop
            yield _finding(doc[start:stop], entry)


def _name(entry: TermEntry | None) -> str:
    """The last part of an entry's id: 'soon' of 'vague-often-soon'."""
    return entry.id.split("-", 2)[-1] if entry else ""


def _finding(span: Span, entry: TermEntry | None) -> Finding:
    name = _name(entry)
    kind = "when" if name in _TIMES else "often" if name in _OFTEN else "who" if name in _WHO else "aim"
    note = f": {entry.note}" if entry and entry.note else ""
    words = " ".join(span.text.split())
    message = f"“{words}” {_SAY[kind].format(note=note)}"
    return mark(span, RULES[0], message, entry=entry.id if entry else None)


def _spans(doc: Doc, prepared: Prepared) -> Iterator[tuple[int, int, TermEntry | None]]:
    """What the lexicon and the comparatives point at, before asking whether the sentence looks ahead."""
    seen = view(doc)
    for i, key in enumerate(seen.keys):
        if key in _OPENERS and (found := _condition(doc, seen, i, prepared)) is not None:
            yield found
        elif key in _BETTER and (span := _compared(doc, seen.at[i], key)) is not None:
            yield *span, None
    for match in prepared.plain(doc):
        entry = prepared.entries[match.entry]
        if _fits(doc, match, entry):
            yield match.start, match.end, entry


def _condition(doc: Doc, seen: View, i: int, prepared: Prepared) -> tuple[int, int, TermEntry] | None:
    """The longest condition behind the opener at `i` of the Doc's words that nobody can check."""
    best: tuple[int, int, TermEntry] | None = None
    for start, end, number in prepared.clauses.after(seen, i):
        entry = prepared.conditions[number]
        first, last = seen.at[start], seen.at[end - 1] + 1
        if seen.keys[i] not in _openers(entry) or (best and best[1] >= last):
            continue
        opener = _opener(doc, seen.at[i], first, last)
        if opener is not None and not _measured(doc, opener, last, reach=0):
            best = opener, last, entry
    return best


def _openers(entry: TermEntry) -> frozenset[str]:
    if entry.id.startswith("vague-if-"):
        return _IF
    return _SETTLES if _name(entry) == "settled" else _WAITS


def _fits(doc: Doc, match: Match, entry: TermEntry) -> bool:
    if entry.id.startswith("vague-often-") and _measured(doc, match.start, match.end, reach=6):
        return False
    if _name(entry) == "ongoing":
        return _open_ended(doc, match)
    if _name(entry) == "value":
        return _is_value(doc, match)
    if doc[match.end - 1].lower_ == "whenever":
        return _closes(doc, match.end)
    if _name(entry) == "cut-down" and match.start and doc[match.start - 1].lemma_ == "be":
        return False
    return _name(entry) not in _AIMS or _wanted(doc, match)


def _wanted(doc: Doc, match: Match) -> bool:
    """Whether an aim is one: not 'engaged well', 'refuses to engage', 'can engage', 'it would not be fair'."""
    head = doc[match.start]
    if head.tag_ in ("VBD", "VBZ"):
        return False
    if head.lower_ == "be" and match.start and doc[match.start - 1].lower_ in ("will", "'ll", "’ll", "would"):
        return False
    before = [token for token in doc[max(0, match.start - 4) : match.start] if not token.is_space]
    if head.tag_ == "VBN" and not any(token.lemma_ == "be" for token in before[-3:]):
        return False
    if head.tag_ == "VBP" and any(child.dep_ == "nsubj" for child in head.children):
        return False
    if before and before[-1].lower_ in ("can", "could") and not any(token.lemma_ == "show" for token in before):
        return False
    return not any(token.lemma_.lower() in _REFUSES or token.lower_ in _REFUSES for token in before[-3:])


def _opener(doc: Doc, i: int, start: int, end: int) -> int | None:
    """The token where the condition begins whose opener is token `i`, or None if it is none."""
    if doc[end - 1].lower_ in _DANGLING and not _closes(doc, end):
        return None
    return _first_of(doc, i, start)


def _first_of(doc: Doc, i: int, start: int) -> int | None:
    """'as soon as' begins two words before its second 'as'; 'ask if he can' opens no condition."""
    word, before = doc[i].lower_, doc[i - 1].lower_ if i else ""
    if word == "as" and before in ("soon", "often", "quickly", "much"):
        return i - 2 if i > 1 and doc[i - 2].lower_ == "as" else i - 1
    if word == "soon" and before == "as":
        return i - 1
    if word == "as" and doc[i + 1].lower_ not in _THINGS:
        return None
    if word in ("if", "when", "how", "until") and _is_question(doc, i):
        return None
    if word == "should" and i and doc[i - 1].text != "," and not doc[i].is_sent_start:
        return None
    if word == "if" and doc[start].lemma_.lower() in _STATES:
        return None
    return i


def _is_question(doc: Doc, i: int) -> bool:
    """Whether the clause is what somebody asks or tells: 'tell Abdi if the flat is ready', 'ask when she can'."""
    first = max(_sentence(doc, i)[0], i - (6 if doc[i].lower_ == "if" else 1))
    return any(token.lemma_.lower() in _ASKS for token in doc[first:i])


def _closes(doc: Doc, i: int) -> bool:
    return i >= len(doc) or doc[i].is_punct or doc[i].is_space or bool(doc[i].is_sent_start)


def _open_ended(doc: Doc, match: Match) -> bool:
    """'By when: ongoing', 'will be ongoing', 'ongoing support', but not 'an ongoing police investigation'."""
    after = doc[match.end].lower_ if match.end < len(doc) else ""
    if after in _ONGOING:
        return True
    before = doc[match.start - 1] if match.start else None
    alone = before is None or before.is_punct or before.is_space or before.text == "|"
    return _closes(doc, match.end) and (alone or (before is not None and before.lemma_ in ("be", "remain", "stay")))


def _is_value(doc: Doc, match: Match) -> bool:
    """The whole of a field or a cell that asks when, or how often."""
    if not _closes(doc, match.end):
        return False
    first, _ = _sentence(doc, match.start)
    before = doc[match.start - 1] if match.start > first else None
    if before is None or before.text not in (":", "|", "-", "–"):
        return False
    return before.text == "|" or _ASKS_WHEN.search(doc[first : match.start].text) is not None


def _measured(doc: Doc, start: int, end: int, *, reach: int) -> bool:
    """A number, a day or a rate within `reach` words, in the same sentence."""
    first, last = _sentence(doc, start)
    around = range(max(first, start - reach), min(last, end + reach))
    inner = range(start, end) if not reach else ()
    return any(_is_measure(doc[i]) for i in (*around, *inner) if reach == 0 or not start <= i < end)


def _is_measure(token: Token) -> bool:
    text = token.text
    if text[0].isdigit():
        return not token.is_sent_start  # the number of a list
    if token.lower_ == "may":
        return text == "May" and token.tag_ != "MD"
    return token.lower_ in _MEASURES


def _sentence(doc: Doc, i: int) -> tuple[int, int]:
    first, last = i, i + 1
    while first > 0 and not doc[first].is_sent_start:
        first -= 1
    while last < len(doc) and not doc[last].is_sent_start:
        last += 1
    return first, last


def _reported(doc: Doc, start: int, says: frozenset[str]) -> bool:
    """Whether the words are what somebody else said: a verb of saying whose subject is not the writer."""
    first, last = _sentence(doc, start)
    for token in doc[first:last]:
        word = token.lower_
        if token.i < start and (word == "according" or (word == ":" and _TOLD.search(doc[first : token.i].text))):
            return True
        told = word in _REPORTS or (token.lemma_.lower() in says and token.tag_ in _FINITE)
        if told and _by_others(token) and (token.i < start or _follows(doc, token)):
            return True
    return False


def _by_others(verb: Token) -> bool:
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass", "compound")]
    return bool(subjects) and not any(child.lower_ in ("i", "we") for child in subjects)


def _follows(doc: Doc, verb: Token) -> bool:
    """'…, the officer told me': the verb's subject stands after a comma."""
    left = min((child.left_edge.i for child in verb.children if child.dep_ == "nsubj"), default=0)
    return left > 0 and doc[left - 1].text in (",", "–", "-")


def _ahead(doc: Doc, start: int, end: int, name: str) -> bool:
    """Whether the sentence looks ahead: an action, a decision, an aim, and no story."""
    first, last = _sentence(doc, start)
    words = _after_label([token for token in doc[first:last] if not token.is_space])
    if _says_so(words):
        return True
    finite = [token for token in words if token.tag_ in _FINITE and not start <= token.i < end]
    if any(token.tag_ in _PAST for token in finite) or (words and words[0].tag_ in ("VBD", "VBN")):
        return False
    if not finite and _DATE.match(doc[first].text):  # a line of a chronology
        return False
    if name in _STRONG:
        return True
    might = any(token.tag_ == "MD" for token in words)
    if (not finite and not might) or _in_actions(doc, first) or _beside(doc, first, last):
        return True
    return name in _TIMES and any(_is_due(token) for token in finite)


def _says_so(words: Sequence[Token]) -> bool:
    """'will', 'should', 'Mum to ring', 'needs ringing', 'I would hope', 'Review if …'."""
    if any(token.tag_ == "MD" and token.lower_ in _MODALS for token in words):
        return True
    if any(token.lower_ in ("would", "'d") and token.head.lemma_ in ("hope", "like") for token in words):
        return True
    return _infinitive(words) or _order(words)


def _is_due(verb: Token) -> bool:
    """'I am ringing the team soon', 'needs a referral soon': the present, of what is still to come."""
    return verb.lemma_ == "need" or (verb.lemma_ == "be" and verb.head.tag_ == "VBG")


def _beside(doc: Doc, first: int, last: int) -> bool:
    """Whether the line before or after is an action; among those the present tense is a plan too."""
    for at in (first - 1, last):
        if 0 <= at < len(doc):
            a, b = _sentence(doc, at)
            words = _after_label([token for token in doc[a:b] if not token.is_space])
            if len(words) > 2 and (_infinitive(words) or _order(words)):
                return True
    return False


def _after_label(tokens: Sequence[Token]) -> list[Token]:
    """The words after a bullet, a number or a label."""
    words = list(tokens)
    for n, token in enumerate(words[:6]):
        if token.text == ":":
            return words[n + 1 :]
    while words and (words[0].is_punct or words[0].like_num or words[0].text in ("-", "–", "•", "→", ">", "|")):
        words.pop(0)
    return words


def _infinitive(words: Sequence[Token]) -> bool:
    """'Mum to ring', 'needs to be', 'is to be asked': 'to' and a verb that is still to happen."""
    finite = False
    for before, token, after in zip(words, words[1:], words[2:], strict=False):
        finite = finite or before.tag_ in _FINITE
        if token.lower_ == "to" and (after.tag_ == "VB" or after.lemma_ in _ORDERS):
            lemma = before.lemma_.lower()
            if lemma in _BOUND or (not finite and lemma not in _NOT_AHEAD and before.lower_ not in _NOT_AHEAD):
                return True
        if before.lemma_.lower() in ("need", "want") and token.tag_ in ("VBG", "NN") and token.text.endswith("ing"):
            return True
    return False


def _order(words: Sequence[Token]) -> bool:
    """A bare order: 'Continue to support', 'Review if no improvement'."""
    if not words:
        return False
    head = words[0]
    if head.tag_ == "VB":
        return True
    return head.lemma_.lower() in _ORDERS and head.lower_ == head.lemma_.lower() and head.tag_ not in ("VBD", "VBZ", "VBN")


def _in_actions(doc: Doc, i: int) -> bool:
    """Whether the nearest heading or label above says that actions follow."""
    lines = layout.of(doc)
    at = doc[i].idx
    for line in reversed([line for line in lines if line.start <= at]):
        label = line.label_end > line.body
        if line.kind == "heading" or (label and line.start <= at <= line.end):
            words = doc.text[line.body : line.label_end if label else line.end]
            if _ACTION_HEADS.search(words):
                return True
            if line.kind == "heading":
                return False
    return False


def _compared(doc: Doc, at: int, key: str) -> tuple[int, int] | None:
    """'be firmer', 'be a calmer mum', 'listen more', 'Goal: calmer mornings': better than now, by no measure."""
    if key == ":":
        return _goal(doc, at)
    if key in _BECOME:
        end = _comparative(doc, at + 1)
        return (at, end) if end is not None and _is_aim(doc, doc[at]) else None
    start = _bettered(doc, at)
    return (start, at + 1) if start is not None else None


def _bettered(doc: Doc, at: int) -> int | None:
    """The verb that 'more', 'better', 'harder' at the end of its clause belongs to, if that is asked of somebody."""
    after = doc[at + 1] if at + 1 < len(doc) else None
    if at and doc[at - 1].lower_ in ("nothing", "anything", "something", "no", "any", "much", "once"):
        return None
    if after is not None and not _closes(doc, at + 1) and after.lower_ not in _LINKS:
        return None
    for i in range(at - 1, max(0, at - 6), -1):
        if doc[i].is_punct or doc[i].like_num or doc[i].lower_ in ("no", "any", "for", "that", "some"):
            return None
        if doc[i].tag_ == "VB" and doc[i - 1].lower_ in ("to", "should", "must"):
            return i if doc[i].lemma_ not in _PLAIN and _is_aim(doc, doc[i]) else None
        if doc[i].is_sent_start:
            return None
    return None


def _goal(doc: Doc, at: int) -> tuple[int, int] | None:
    """The comparative in a goal without a measure: 'Goal: more settled at school'."""
    first, last = _sentence(doc, at)
    if not _GOALS.match(doc[first : at + 1].text) or any(_is_measure(doc[i]) for i in range(at, last)):
        return None
    for i in range(at + 1, last):
        if doc[i].tag_ in ("JJR", "RBR") and doc[i].lower_ not in ("later", "earlier", "sooner"):
            return i, min(i + 2, last)
    return None


def _comparative(doc: Doc, i: int) -> int | None:
    """One past a comparative that starts at `i`, perhaps after 'a bit', or None."""
    while i < len(doc) and doc[i].lower_ in _BITS:
        i += 1
    if i >= len(doc):
        return None
    token = doc[i]
    if token.lower_ in ("more", "less") and i + 1 < len(doc) and doc[i + 1].tag_ in ("JJ", "RB", "VBN"):
        end = i + 2
    elif token.tag_ in ("JJR", "RBR") and token.lower_ not in _SIZES:
        end = i + 1
    else:
        return None
    if end < len(doc) and doc[end].lower_ in ("than", "time"):
        return None
    return end


def _is_aim(doc: Doc, verb: Token) -> bool:
    """Asked of somebody: 'Dad to be …', 'needs to be …', 'should be …', or a bare '-ing' in a table."""
    before = doc[verb.i - 1] if verb.i and not verb.is_sent_start else None
    if before is None or before.is_space or before.text in ("|", "\t", "-", "–", ":"):
        return verb.tag_ in ("VB", "VBG")
    if before.lower_ in ("should", "must"):
        return True
    if before.lower_ != "to" or before.i == 0:
        return False
    bound = doc[before.i - 1]
    return bound.lemma_.lower() in _BOUND or bound.pos_ in ("NOUN", "PROPN", "PRON") or bound.is_punct


check("vague", rules=RULES, find=find, prepare=prepare, examples=EXAMPLES, needs=("sentences", "tag", "lemma", "parse"))
