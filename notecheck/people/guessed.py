"""Who the child is where only the text tells: a field, a greeting, a title, whose school it is, an age beside a name.

Without the child nobody can say whether it was heard, or how it is spoken of; with the wrong one all that is false. So
a name is taken only from a place that is a child's alone, where no other name stands in such a place.

Known misses: a child who is only named ('Tyler not in nursery'); several children with their ages; names in small
letters.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from notecheck.people.words import Words
from notecheck.text.patterns import any_of

_OFTEN: Final = 3
"""Mentions that a name needs which nothing but one such place gives away."""
_MOST: Final = 8
"""Names in such places; a text with more tells of many children."""
_MOST_YOU: Final = 2
"""Times that whoever reads is spoken to in a note that is not to the child ('He will tell you about it')."""
_TOP: Final = 300
_NAME: Final = r"\b([A-Z][\w’'-]{1,40}?)"
_FIELD: Final = re.compile(
    r"\n[ \t]*(?i:child(?:['’]s name)?|name of child|young person|yp|subject child|pupil)[ \t]*:[ \t]*"
    r"([A-Z][\w’'-]+(?:[ \t]+[A-Z][\w’'-]+){0,3})"
)
_LETTER: Final = re.compile(r"(?:^|\n)[ \t]*(?i:hi|hello|dear|hey|hiya|annwyl)[ \t]+([A-Z][\w’'-]+)")
_CHILDS: Final = re.compile(
    r"\b[Yy]our (?:mum|mam|dad|nan|foster carers?|school|nursery|bedroom|teacher|brother|sister)\b"
)
_OWNER: Final = re.compile(r"\b([A-Z][\w-]{1,40})[’']s (?:foster carers?|school|nursery|bedroom|teacher|attendance)\b")
_MAIL: Final = re.compile(r"^\W*(?:from|to|sent|subject)[ \t]*:|@", re.IGNORECASE | re.MULTILINE)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_YOU: Final = re.compile(r"\byou\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[\"“][^\"“”\n]{0,400}[\"”]")
_UNIT: Final = r"[ -]?(?:months?|mths?|weeks?|wks?|days?|years?|yrs?|y/?o)(?:[ -]old)?\b"


def guess_child(text: str, words: Words) -> str:
    """The child's name where a bare text is sure to give it; empty where it is not."""
    if field := _FIELD.search(f"\n{text}"):  # a search for one letter is quick
        return field[1]
    to_child = _CHILDS.search(text) is not None
    if to_child and (greeting := _LETTER.search(text, 0, _TOP)) and not _MAIL.search(text, 0, greeting.start()):
        return greeting[1]
    owners = {found[1] for found in _OWNER.finditer(text)}
    if len(owners) == 1 and _is_often(owner := owners.pop(), text):
        return owner
    titled = _titled(words["child-record"]).match(text.lstrip())
    if titled and _is_childs(titled[1], text, words):
        return titled[1]
    if to_child or len(_YOU.findall(_QUOTED.sub("", text))) > _MOST_YOU:
        return ""  # 'Your sister Mia is five': the child is 'you'
    found = [each.groups() for each in _aged(words["number"]).finditer(text)]
    aged = {last if last and first.lower() in words["infant"] else first for first, last in found}
    aged = {name for name in aged if _is_childs(name, text, words)} if len(aged) <= _MOST else set()
    return next((name for name in aged if len(aged) == 1 and _is_most(name, text, words)), "")


def is_baby(name: str, text: str) -> bool:
    """Whether the age beside the child's name is told in weeks or months: 'Noah (7 months)'."""
    who = re.escape(name)
    whole = rf"{who}(?<=\b{who})"  # begins with its letters, so that the search leaps from one to the next
    beside = rf"{whole}(?: [A-Z][\w’'-]+)?,? (?:\(|is )?(?:aged )?"
    age = rf"{beside}\d{{1,2}} ?(?:months?|mths?|weeks?|wks?|days?)\b"
    return re.search(age, text) is not None


@lru_cache(maxsize=8)
def _titled(records: frozenset[str]) -> re.Pattern[str]:
    """A first line that says whose record it is: 'Direct work with Ellis', 'Chronology in respect of Elspeth Marr'."""
    on = r"(?i:,? (?:in respect of|re:?|for|with|of|about|regarding)|:| [-–])"
    return re.compile(
        rf"[^\n]{{0,60}}?\b(?i:{any_of(records)})(?i: meeting)?{on} "
        r"([A-Z][\w’'-]+)(?=[ \t]+[A-Z][a-z]|[ \t]*(?:[,.(\n]|\d|$))"
    )


@lru_cache(maxsize=8)
def _aged(numbers: frozenset[str]) -> re.Pattern[str]:
    """A name with a child's age: 'Leo, aged six,', 'Noah (7 months)', 'Teddy is five and', 'Mia Holt, 4,'."""
    age = rf"(?:(?:1[0-7]|[1-9]|{any_of(numbers)})(?:{_UNIT})?|1[89] months)"
    return re.compile(
        rf"{_NAME}(?: ([A-Z][\w’'-]{{1,40}}))?(?: \((?:aged? )?{age}(?=[,;)])|, (?:who is )?(?:aged )?{age}(?=[,.;])"
        rf"|,? aged {age}\b| is (?:now )?(?:aged )?{age}(?= and\b|[.,;]))"
    )


def _is_childs(name: str, text: str, words: Words) -> bool:
    """Whether a name may be the child's: no word for a person or a month, nobody's brother or friend, told of often."""
    lower = name.lower()
    if lower in words.table or lower in words["word-name"] or not _is_often(name, text):
        return False
    if re.search(rf"\b{re.escape(lower)}\b", text):
        return False  # 'Flat (3)', and 'the flat' elsewhere
    kin, siblings = any_of(words["sibling"] | words["family"]), any_of(words["sibling"])
    who = re.escape(name)
    beside = rf"\b(?:{kin})(?: called)?,? {who}\b|\b{who}(?: \([^()\n]*\))?, \S+ (?:{siblings})\b"
    return re.search(beside, text) is None


def _is_often(name: str, text: str) -> bool:
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) >= _OFTEN


def _is_most(name: str, text: str, words: Words) -> bool:
    """Whether no other name stands as often: a brother may be told of with his age, and the child without."""
    counts = Counter(_WORD.findall(text))
    grown = any_of(words["title"] | words["mother"] | words["father"] | words["family"])
    adults = {each.lower() for each in re.findall(rf"\b(?i:{grown})\.? \(?([A-Z][\w-]+)", text)}
    others = {word.lower() for word, count in counts.items() if count >= counts[name] and word[0].isupper()}
    return all(other in counts or other in words.table for other in others - adults - words["title"] - {name.lower()})
