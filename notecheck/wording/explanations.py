"""Where a note explains a word of the trade, in the same or the next sentence.

Writers explain in many ways: 'respite (a short stay with Jean)', 'respite, which means …', 'the core group - the people
who …', 'the core group, who check …', 'We are your core group. We are the people who …', 'contact is the time when …',
'some people call this contact', 'a court order that lasts until you are 18 (a special guardianship order)', 'You asked
about respite. That is when …', 'Family Group Conference: how your family …'.
To repeat the word explains nothing: 'delegated authority (authority that has been delegated)'.

For short forms ('CIN') see `notecheck/wording/definitions.py`, which can lean on their letters; here only the shape of
the sentence tells.

Known misses: an explanation without any such words ('You go to respite. It is fun there and you sleep over.').
"""

from __future__ import annotations

import re
from typing import Final

_WINDOW: Final = 240
REACH: Final = _WINDOW + 10
"""Code points to either side of a word and of its sentence beyond which nothing bears on whether it is explained."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SMALL: Final = re.compile(
    r"(?:an?|the|of|to|for|in|on|at|by|with|from|and|or|but|so|that|this|these|those|which|who|whom|whose|what|when|where"
    r"|how|is|are|was|were|be|been|being|am|it|its|we|you|they|he|she|i|me|us|them|him|her|his|your|our|their|do|does|did|have|has"
    r"|had|will|would|can|could|should|may|might|must|not|no|if|as|about|there|here|called|(?:it|that|what)['’]s|thats)$"
)
_RANK: Final = r"(?:first|second|third|last|only|best|worst|same|reason|ones?|long|lot|bit|few)\b"
# 'which is a relief to Mum' says what somebody makes of it, not what it is
_FELT: Final = (
    r"(?:[\w'’-]+\s+){0,2}?(?:shame|relief|worry|pity|concern|surprise|way|thing|problem|step|start|comfort|pleasure|risk|delay"
    r"|change|result|success|improvement|reminder|sign|strength)\b"
)
# 'a meeting where', 'the people around you who'
_SOMETHING: Final = (
    rf"(?:an?|the|your|our|any|one)\s+(?!{_RANK})"
    r"(?:[\w'’-]+\s+){1,6}?(?:who|that|where|which|when|to|for|of|with|we|you|they|without|about|between)\b"
)
_PEOPLE: Final = r"(?:people|person|adults?|grown[- ]ups?|workers?|somebody|someone|team|group|friends|relatives)\b"
# what people do there: told in the present, unlike 'where Mr Hayes said'
_DO: Final = (
    r"(?:decide|talk|check|look|plan|agree|meet|share|think|work|see|stay|help|learn|make|give|say|tell|ask|listen|speak|support"
    r"|run|keep|visit|find|get)s?\b"
)
_HOW: Final = r"(?:when|where|how|what|people|somebody|someone|time|help|money|somewhere)\s+\w"
_JUST: Final = r"(?:(?:just|simply|basically|really)\s+)?"
_IS: Final = rf"(?:['’]s|\s+(?:is|are))\s+{_JUST}"
_MEANS: Final = rf"{_JUST}means?\b(?!\s+(?:a lot|the world|so much|everything|to)\b)"
_LETS: Final = r"(?:lets?|gives?|helps?|would\s+(?:let|give|mean|leave|help))\b"
_LETTERS: Final = r"\([A-Z][\w&/.]{0,9}\)"
_LEADING: Final = re.compile(rf"^\s*+(?:{_LETTERS})?[\s,;:–—(-]*")
_OWN_LETTERS: Final = re.compile(r"^\s*[A-Z]{2,6}\s*[:,–—-]\s*")
# one more noun after the word: 'the advocacy line (the people who …)'
_FURTHER: Final = (
    r"(?:\s+(?:too|application|meeting|plan|work|visit|assessment|line|service|team|group|scheme|session|programme|course"
    r"|form|order|agreement|hearing|review|panel|charity|project))?"
)

_BRACKET: Final = re.compile(
    rf"{_FURTHER}(?:\s+(?:with|for|about)\s+\w+)?[\"”’']?\s*(?:{_LETTERS}\s*)?\(([^()]{{6,240}})\)"
)
_NO_GLOSS: Final = re.compile(
    r"\W*(?:[A-Z\d]|(?:supervised|unsupervised|cancelled|missed|see|due|by|at|on|from|every|each|next|last|weekly|monthly|not"
    r"|no|re|tbc|held|chaired|with|who|today|also|and|but|because|first|now|still|since|until|as|if|was|were|has|about\s+\d)\b)"
)
_AFTER: Final = re.compile(
    rf"{_FURTHER}(?:\s*{_LETTERS})?[\"'”’]?(?:"
    rf"\s*[,;–—:-]\s*(?:(?:or|so|and)\s+)?(?:which|that|this)(?:{_IS}(?:{_SOMETHING}|{_HOW})|\s+(?:{_MEANS}|{_LETS}))"
    r"|\s*[,;–—:(-]\s*(?:that is\b|that['’]s\b|i\.e\b|in other words\b|meaning\b|or what (?:we|you|they|people) call\b)"
    rf"|\s*[,–—:-]\s*(?:an?\s+[A-Z]{{2,5}}\s*[–—-]\s*(?:would\b)?|(?!your\b){_SOMETHING})"
    rf"|\s*:\s*{_HOW}|\s+[–—-]\s+{_HOW}"
    rf"|\s*[,–—]\s*which{_IS}(?:an?|the|two|three|four|five|six|\d+)\s+(?!{_RANK}|{_FELT})"
    rf"|\s*[,–—]\s*who\s+(?:all\s+)?{_DO}"
    rf"|\s*[,–—]\s*(?:where|when|(?:in|at|to|during)\s+which)\s+(?:[\w'’-]+\s+){{1,6}}?{_DO}"
    rf"|{_IS}(?:{_SOMETHING}|{_HOW})"
    rf"|\s+(?:{_MEANS}|would\s+(?:mean|let)\b)"
    r")"
)
_NAMED: Final = re.compile(
    r"\s+(?:helps?|sends?|lets?|gives?|offers?|checks?|decides?|supports?|works? with|runs?|looks? after)\s+\w"
)
_WHERE: Final = re.compile(r"\s*,\s*(?:where|when)\s+(?:your|the|a|our|we|people|everyone|families|children)\b")
_LETTERS_LATER: Final = re.compile(
    rf"\s*\(([A-Z][\w&/.]{{0,9}})\)(?s:.*?)\b\1(?:{_IS}(?:{_SOMETHING}|{_HOW})|\s+(?:{_MEANS}|{_LETS}))"
)
_CALLED: Final = re.compile(
    r"(?:\bcall(?:s|ed)?\s+(?:it|this|that|them|these)"
    r"|\b(?:what|which)\s+(?:we|they|people|the law|social workers|adults|grown[- ]ups|workers)\s+call"
    r"|\b(?:also|is|are|sometimes|usually)\s+(?:called|known\s+as)"
    r"|\bthe\s+(?:word|name|term)\s+for\s+(?:it|this|that|which)\s+is)"
    r"\s+(?:(?:an?|the|your)\s+)?[\"'“‘]?$",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(
    r"(?:[\w'’-]+[\s,]+){3,}\((?:(?:an?|the|this is|called|known as|we call this|or)\s+)?[\"'“‘]?$", re.IGNORECASE
)
_NEXT: Final = re.compile(
    rf"\W*(?:(?:That|This|It|These|They|Those){_IS}(?:{_SOMETHING}|{_HOW})"
    rf"|(?:That|This|It)\s+{_MEANS}|In other words\b|That is,|By (?:that|this) I mean\b"
    rf"|(?:We|They|You|He|She){_IS}(?:all\s+)?(?:(?:the|a|an)\s+)?(?:[\w-]+\s+)?{_PEOPLE}\s+(?:who|that|from|around)\b"
    r"|(?:Its|Their|Our|His|Her)\s+(?:job|work|purpose|task)\s+is\b|We\s+(?:all\s+)?(?:meet to|check|make sure)\b"
    r"|(?:At|In|During)\s+(?:it|this|them|one),?\s+(?:we|I|the|your|people|everyone|families)\b"
    r"|(?:That|This|It|They|These)\s+(?:says?|tells?|shows?)\s+(?:(?:us|you|me|people)\s+)?(?:how|what|who|when|where)\b)"
)


def explanation(
    text: str, start: int, end: int, sentence: tuple[int, int], *, name: bool = False
) -> tuple[int, int] | None:
    """Where the words at `text[start:end]` are explained, the words included; None if they are not.

    Args:
        text: the note.
        start: first code point of the words.
        end: one past their last.
        sentence: where their sentence starts and ends.
        name: they name a service or a meeting, which 'sends a nurse' explains too.

    >>> note = "Respite, which means a short stay."
    >>> explanation(note, 0, 7, (0, 34))
    (0, 20)
    >>> explanation("Respite (respite care).", 0, 7, (0, 23)) is None
    True
    """
    term, after = text[start:end], text[end : end + _WINDOW]
    if stop := _in_bracket(term, after) or _behind(text, start, term, after, name=name):
        return start, end + stop
    if _before(text[max(sentence[0], start - _WINDOW) : start], after):
        return sentence[0], end
    following = text[sentence[1] : sentence[1] + _WINDOW].lstrip()
    if (found := _NEXT.match(following)) and _is_new(following[found.start() :].split(". ")[0], term):
        return start, sentence[1] + found.end()
    return None


def _in_bracket(term: str, after: str) -> int | None:
    """'respite (a short stay)': where the bracket ends."""
    found = _BRACKET.match(after) if "(" in after[:40] else None
    if found is None:
        return None
    gloss = _OWN_LETTERS.sub("", found[1], count=1)
    return found.end() if not _NO_GLOSS.match(gloss) and _is_new(gloss, term) else None


def _behind(text: str, start: int, term: str, after: str, *, name: bool) -> int | None:
    """'respite, which means …', 'contact is the time when …': where the opening of the explanation ends."""
    found = _AFTER.match(after) or (_NAMED.match(after) if name else None)
    if not found and "(" in text[max(0, start - 12) : start]:
        found = _WHERE.match(after)
    if found and _is_new(_LEADING.sub("", after, count=1).partition(".")[0], term):
        return found.end()
    later = _LETTERS_LATER.match(after)
    return later.end() if later and _is_new(after[later.end() :].partition(".")[0], term) else None


def _before(before: str, after: str) -> bool:
    """'some people call this contact', 'a short stay (respite)'."""
    if _CALLED.search(before[-60:]):
        return True
    closes = after[:3].lstrip("\"'”’s").startswith(")")
    return closes and "(" in before[-24:] and _IN_BRACKETS.search(before) is not None


def _is_new(gloss: str, term: str) -> bool:
    """Whether the explanation says two words of meaning that the term does not, and does not open with the term."""
    stems = {_stem(word) for word in _words(term)}
    words = [word for word in _words(gloss) if len(word) > 2 and not _SMALL.match(word)]
    if len(stems) == 1 and any(_stem(word) in stems for word in words[:2]):
        return False
    return len({word for word in words if _stem(word) not in stems}) > 1


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.rstrip("s")
