"""Whether a sentence looks ahead: an action, a decision, an aim, and no story.

'You soon fell asleep' tells what happened; 'I will ring you soon', 'Mum to ring soon' and, under the heading
Actions, 'Nan rings soon' say what is to come. Decided from verb forms, from headings and from the lines around,
so it holds for telegraphic lines as well as for prose.

Known misses: a plan told in the past without a word of agreeing ('we thought we would try'), and a telegraphic line
whose noun the tagger takes for a verb.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from spacy.tokens import Doc, Token

from notecheck.carry.found import by_line
from notecheck.memo import once_per_doc, text_of
from notecheck.text import layout
from notecheck.text.columns import columns
from notecheck.text.patterns import any_case, any_of
from notecheck.text.word_lists import sets_of

_MODALS: Final = frozenset(("will", "'ll", "’ll", "wo", "shall", "sha", "should", "must", "ought"))
_FINITE: Final = ("VBD", "VBZ", "VBP")
_PAST: Final = ("VBD", "VBN")
_AGREES: Final = frozenset(("agree", "decide", "plan", "arrange", "undertake", "promise", "tell"))
_WANTED: Final = frozenset(("wanted", "needed", "required"))
_DATE: Final = re.compile(r"\d{1,2}[/.]\d")
_LABEL: Final = 6  # words in which a label may end
_LONGEST: Final = 100  # tokens to either side, so that text without full stops takes no longer
_SECTION: Final = 60  # lines under one heading


@dataclass(frozen=True)
class Words:
    """The lists of `lexicons/plan-words.yaml` that decide.

    Attributes:
        orders: verbs that order when a line begins with them.
        binds: what 'to' and a verb may stand behind in any sentence.
        no_binds: what makes no plan of 'to' and a verb.
        measures: words that measure time or rate.
        spans: units that 'a' makes a rate of.
        headings: a heading or a label of actions.
    """

    orders: frozenset[str]
    binds: frozenset[str]
    no_binds: frozenset[str]
    measures: frozenset[str]
    spans: frozenset[str]
    headings: re.Pattern[str]


def words_of(lists: Mapping[str, Sequence[str]]) -> Words:
    """The lists by name, empty where an authority's folder has none."""
    named = sets_of(lists, "plan-")
    return Words(
        orders=named("orders"),
        binds=named("binds"),
        no_binds=named("no-binds"),
        measures=named("measures"),
        spans=named("spans"),
        headings=any_case(rf"\b(?:{any_of(named('headings'))})\b"),
    )


def sentence(doc: Doc, i: int) -> tuple[int, int]:
    """First token of the sentence of token `i`, and one past its last; what is far away does not count."""
    starts = _starts(doc)
    after = bisect_right(starts, i)
    first = starts[after - 1] if after else 0
    last = starts[after] if after < len(starts) else len(doc)
    return max(first, i - _LONGEST), min(last, i + _LONGEST)


@once_per_doc
def _starts(doc: Doc) -> list[int]:
    return [first for first, _ in columns(doc).sentences]


def closes(doc: Doc, i: int) -> bool:
    """Whether a clause ends before token `i`."""
    return i >= len(doc) or doc[i].is_punct or doc[i].is_space or bool(doc[i].is_sent_start)


def is_measure(token: Token, words: Words) -> bool:
    """A number, a day, a month, a rate; not the number of a list, nor 'may' the verb."""
    text, lower = token.text, token.lower_
    if text[0].isdigit():
        return not token.is_sent_start
    if lower == "may":
        return text == "May" and token.tag_ != "MD"
    if lower == "a":
        return token.i + 1 < len(token.doc) and token.nbor().lower_ in words.spans
    return lower in words.measures


def has_measure(doc: Doc, tokens: range, words: Words) -> bool:
    """Whether one of these tokens is a measure."""
    return any(is_measure(doc[i], words) for i in tokens)


def looks_ahead(doc: Doc, start: int, end: int, words: Words, *, due: bool = False, timed: bool = False) -> bool:
    """Whether the sentence of the tokens `start` to `end` says what is to come.

    Args:
        doc: with sentences, tags, lemmas and parse.
        start: first token in question.
        end: one past the last; verbs between the two do not count.
        words: the lists that decide.
        due: the tokens say themselves that it is to come ('in due course'): enough that nothing is past.
        timed: the tokens are a time, which may stand with a present tense ('I am ringing her soon').
    """
    first, last = sentence(doc, start)
    said = _after_label([token for token in doc[first:last] if not token.is_space])
    if _is_plan(said, words):
        return True
    finite = [token for token in said if token.tag_ in _FINITE and not start <= token.i < end]
    if any(token.tag_ == "VBD" for token in finite) or (said and said[0].tag_ in ("VBD", "VBN")):
        return False
    if not finite and _DATE.match(doc[first].text):  # a line of a chronology
        return False
    modals = [token.lower_ for token in said if token.tag_ == "MD"]
    needs = any(token.lemma_ == "need" for token in finite)
    if due or needs or not (finite or modals) or _in_actions(doc, first, words) or _beside(doc, first, last, words):
        return True
    return timed and ("can" in modals or any(token.lemma_ == "be" and token.head.tag_ == "VBG" for token in finite))


def is_bound(before: Token, words: Words) -> bool:
    """Whether 'to' behind this word binds somebody: 'Dad to ring', 'needs to ring'."""
    return before.lemma_.lower() in words.binds or before.pos_ in ("NOUN", "PROPN", "PRON") or before.is_punct


def _is_plan(said: Sequence[Token], words: Words) -> bool:
    """'will', 'should', 'Mum to ring', 'needs ringing', 'I would hope', 'Review if …'."""
    if any(token.tag_ == "MD" and token.lower_ in _MODALS for token in said):
        return True
    if any(token.lower_ in ("would", "'d") and token.head.lemma_ in ("hope", "like") for token in said):
        return True
    if _is_plan_told(said) or _is_wanted(said):
        return True
    return _has_infinitive(said, words) or _is_order(said, words)


def _beside(doc: Doc, first: int, last: int, words: Words) -> bool:
    """Whether the line before or after is an action; among those the present tense is a plan too."""
    for at in (first - 1, last):
        if 0 <= at < len(doc):
            said = _after_label([token for token in doc[slice(*sentence(doc, at))] if not token.is_space])
            if len(said) > 2 and (_has_infinitive(said, words) or _is_order(said, words)):
                return True
    return False


def _after_label(tokens: list[Token]) -> list[Token]:
    """The words after a bullet, a number or a label; the tagger takes the bars of a table for anything."""
    for n, token in enumerate(islice(tokens, _LABEL)):
        if token.text == ":":
            tokens = tokens[n + 1 :]
            break
    words = [token for token in tokens if token.text[-1].isalnum()]
    n = 0
    while n < len(words) and words[n].like_num:
        n += 1
    return words[n:]


def _is_plan_told(said: Sequence[Token]) -> bool:
    """'We agreed that we would pick it up', 'I told them that it can go in': still to come when it was said."""
    agreed = next((n for n, token in enumerate(said) if token.lemma_ in _AGREES and token.tag_ in _PAST), None)
    if agreed is None:
        return False
    told = said[agreed].lemma_ == "tell"
    if told and not any(token.lower_ in ("i", "we") for token in said[:agreed]):
        return False
    modals = ("can", "could", "may") if told else ("would", "'d", "could", "can")
    return any(token.tag_ == "MD" and token.lower_ in modals for token in said[agreed + 1 :])


def _is_wanted(said: Sequence[Token]) -> bool:
    """'Key work session wanted re phone calls': no past, but a task."""
    for n in range(1, len(said)):
        token, before = said[n], said[n - 1]
        if token.lower_ in _WANTED and token.tag_ in _PAST and before.pos_ in ("NOUN", "PROPN"):
            return not any(child.dep_ in ("dobj", "xcomp", "aux", "auxpass") for child in token.children)
    return False


def _has_infinitive(said: Sequence[Token], words: Words) -> bool:
    """'Mum to ring', 'needs to be', 'is to be asked', 'wants sorting': a verb that is still to happen."""
    finite = past = False
    for n in range(len(said) - 2):
        before, token, after = said[n : n + 3]
        finite, past = finite or before.tag_ in _FINITE, past or before.tag_ == "VBD"
        if token.lower_ == "to" and (after.tag_ == "VB" or after.lemma_ in words.orders):
            passive = after.lower_ == "be" and n + 3 < len(said) and said[n + 3].tag_ == "VBN" and not past
            supposed = n > 0 and said[n - 1].lower_ in ("would", "might", "could")
            if not supposed and _may_bind(before, words, free=passive or not finite):
                return True
        if before.lemma_ in ("need", "want") and token.tag_ in ("VBG", "NN") and token.text.endswith("ing"):
            return True
    return False


def _may_bind(before: Token, words: Words, *, free: bool) -> bool:
    lemma = before.lemma_.lower()
    return lemma in words.binds or (free and lemma not in words.no_binds and before.lower_ not in words.no_binds)


def _is_order(said: Sequence[Token], words: Words) -> bool:
    """A bare order: 'Continue to support', 'Review if no improvement'."""
    if not said:
        return False
    head = said[0]
    lemma = head.lemma_.lower()
    bare = lemma in words.orders and head.lower_ == lemma and head.tag_ not in ("VBD", "VBZ", "VBN")
    return head.tag_ == "VB" or bare


def _in_actions(doc: Doc, i: int, words: Words) -> bool:
    """Whether the nearest heading above, or the line's own label, says that actions follow."""
    at, lines = doc[i].idx, layout.of(doc)
    here = bisect_right(lines, at, key=lambda line: line.start) - 1
    if here < 0:
        return False
    line = lines[here]
    own = line.kind != "heading" and line.label_end > line.body and at <= line.end
    labelled = own and words.headings.search(text_of(doc), line.body, line.label_end) is not None
    return labelled or words.headings.search(_headings(doc)[here]) is not None


@by_line
def _headings(doc: Doc) -> list[str]:
    """For each line, the nearest heading, itself or above; empty where it is too far away."""
    text, found, last, heading = text_of(doc), [], -_SECTION, ""
    for number, line in enumerate(layout.of(doc)):
        if line.kind == "heading":
            last, heading = number, text[line.body : line.label_end if line.label_end > line.body else line.end]
        found.append(heading if number - last < _SECTION else "")
    return found
