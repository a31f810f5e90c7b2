"""Says whether a note explains a short form where it first uses it.

Writers explain in many ways, in either order and in any case: 'child in need (CIN)', 'CIN (child in need)',
'CIN - child in need', 'child in need, or CIN', 'a CIN plan (child in need)', 'SGO, which means …', 'CPC for short',
'section 17 money (the bit of the law that …)', across a line break, with quotation marks, in the plural.

Three things count: the words of a known meaning, words whose initials spell the form (after Schwartz and Hearst, 2003,
'A simple algorithm for identifying abbreviation definitions in biomedical text'), and plain words in brackets or
after 'which means'. A bracket alone does not: 'Lin (RM)' and 'SW (new)' explain nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_BEFORE: Final = 200
_AFTER: Final = 260
REACH: Final = max(_BEFORE, _AFTER) + 40
"""Code points to either side of a short form beyond which nothing bears on whether it is explained."""
_PIECE: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=\W?[A-Z])|\n\s*\n|\r\n\s*\r\n")
_IRREGULAR: Final = {"children": "child", "people": "person", "persons": "person", "&": "and", "centre": "center"}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SMALL: Final = _set("a an and at for from in into of on or the to with")
_OPENING: Final = frozenset("([{")
_POINTS: Final = frozenset("()[]{}-‐‑–—,:;=/→\"'“”‘’*~")
_LINKS: Final = _set("or aka called known abbreviated named termed meaning means stands short ie")
_LINKS_ON: Final = _set("or aka meaning means stands short ie ( [ - – — : = ,")
_FILLERS: Final = _set(
    "a an as also be call for i e is it just often our s sometimes that the their them this to us usually was we which "
    "your"
)
# Words that many meanings share: to hear one of them tells nothing.
_DULL: Final = _set(
    "about asking been being care child children could council court does done enquiry family finding from have help "
    "into judge likely meeting money most need order other ought payment people person plan report school should "
    "somebody someone team than that their them then these they this very what when where whether which will with "
    "work worker would your"
)

_GAP: Final = r"(?:\s+[\w'’-]+){0,2}"  # 'a CIN plan, which means'
_IS: Final = r"(?:\s*['’]s|\s+is|\s+are)"
_MEANS: Final = re.compile(
    rf"{_GAP}[\"'”’)]*\s*[,;(–—-]?\s*(?:(?:which|that|this|it|and that|i\.e\.|ie)\b)?"
    r"(?:\s*(?:just|basically|really)\b)?(?:\s*\b(?:means?\s+(?!to\b)\w|meaning\s|meant\s|stands?\s+for|short\s+for)"
    rf"|{_IS}\s+(?:short\s+for|(?:when|where|how|what)\b(?!\s+(?:\w+\s+){{1,3}}calls?\b)"
    r"|(?:a|an|the|your|our)\s+(?:[\w'’-]+\s+){1,8}?(?:who|that|which|where|when)\b))",
    re.IGNORECASE,
)
_WHICH: Final = re.compile(
    rf"{_GAP}\s*[,(–—-]\s*(?:which|that(?:['’]s|\s+is))\s*(?:is|are|was|were|means?|lets?|says?|helps?|gives?|allows?|checks?"
    r"|the|a|an|what|where|when|how|our|your)\b",
    re.IGNORECASE,
)
_FOR_SHORT: Final = re.compile(
    r"[\"'”’]*\s*(?:for\s+short|as\s+(?:we|it\s+is)\s+(?:call|say|known)|on\s+the\s+forms?)\b", re.IGNORECASE
)
_PLAIN: Final = (_MEANS, _WHICH, _FOR_SHORT)
_IN_OTHER_WORDS: Final = re.compile(
    rf"{_GAP}\s*[,;(–—-]?\s*\b(?:i\.?e\.?[ ,:]|in other words\b|that is to say\b)", re.IGNORECASE
)
_NEXT: Final = re.compile(
    r"[\"'”’)]*\s*[.;–—-]\s*(?:that|this|it)(?:(?:['’]s|\s+is)\s+(?:short\s+for|what|when|where|how)"
    r"|\s+(?:means|stands\s+for))\b",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(rf"{_GAP}[\"'”’]*\s*[(\[]\s*([^()\[\]]{{6,}})")
_APPOSED: Final = re.compile(
    rf"{_GAP}\s*[,–—-]\s*((?:the|a|an|our|your|people|somebody|someone)\s[^.;]{{8,}})", re.IGNORECASE
)
# What opens plain words in brackets: '(the law that …)', '(people who …)', '(it lets …)'.
_EXPLAINS: Final = re.compile(
    r"(?:(?:this|it)(?:\s+is|['’]s)\s+)?(?:an?|the|this|that|these|which|when|where|who|what|how|your|our|people|somebody|someone"
    r"|workers?|help|extra|money|meetings?|teams?|plans?|orders?|laws?|rules?|nurses?|forms?|places?|groups?|services?|meaning"
    r"|police|part|children|any|(?:it|they)\s+(?:lets?|means?|helps?|gives?|says?|checks?|is|are|looks?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sense:
    """A meaning of a short form, ready for comparing.

    Attributes:
        full: its words run together without small words, plurals and hyphens.
        own: content words of the full wording.
        words: content words of the full and the plain wording.
        all: all their words.
    """

    full: str
    own: frozenset[str]
    words: frozenset[str]
    all: frozenset[str]


def sense(full: str, plain: str | None = None) -> Sense:
    """A meaning as `explained` wants it.

    >>> sense("children in need").full
    'childneed'
    """
    own, words = _words(full), _words(f"{full} {plain or ''}")
    return Sense(_join(own), frozenset(filter(_telling, own)), frozenset(filter(_telling, words)), frozenset(words))


def explained(text: str, start: int, end: int, form: str, senses: Sequence[Sense] = (), *, near: bool = False) -> bool:
    """Whether the text around `text[start:end]` says what it means.

    Args:
        text: the note.
        start: first code point of the short form.
        end: one past its last.
        form: the form itself, without plural or possessive.
        senses: its known meanings; none for an unknown form.
        near: whether a telling word just beside it is enough ('police protection under s46').

    >>> explained("a child in need (CIN) plan", 17, 20, "CIN")
    True
    """
    before = _tail(text[max(0, start - _BEFORE) : start])
    after = text[end : end + _AFTER]
    close = _SENTENCE_END.search(after)
    here = after[: close.start() + 1] if close else after
    letters = "".join(c for c in form.lower() if c.isalnum())
    return (
        _says_before(_PIECE.findall(before), letters, senses)
        or _says_after(_PIECE.findall(here), letters, senses)
        or _puts_plainly(here, after, senses)
        or (near and _is_told_beside(before, here, senses))
    )


def named(words: str, senses: Iterable[Sense]) -> bool:
    """Whether some words are just the full form of a known meaning."""
    joined = _join(_words(words))
    return any(joined == meaning.full for meaning in senses)


def _tail(before: str) -> str:
    """What precedes, back to the start of its sentence."""
    last = 0
    for match in _SENTENCE_END.finditer(before):
        last = match.end()
    return before[last:]


def _word(piece: str) -> str:
    """A word for comparing: lower case, no possessive, no plural, British spelling."""
    word = piece.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    word = _IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word.replace("iz", "is") if len(word) > 5 else word


def _words(text: str) -> list[str]:
    return [_word(piece) for piece in _PIECE.findall(text) if piece[0].isalnum() or piece == "&"]


def _join(words: Iterable[str]) -> str:
    return "".join(word for word in words if word not in _SMALL)


def _telling(word: str) -> bool:
    return len(word) > 3 and word not in _DULL


def _is_link(piece: str) -> bool:
    return piece in _POINTS or piece.lower() in _LINKS


def _says_before(pieces: list[str], letters: str, senses: Sequence[Sense]) -> bool:
    """'child in need (CIN)', 'child in need, or CIN': the words, then a link, then the form."""
    linked = wide = False
    for cut in range(len(pieces), max(0, len(pieces) - 9), -1):
        if linked and _told_by(pieces[:cut], letters, senses, wide=wide):
            return True
        piece = pieces[cut - 1].lower()
        if not (_is_link(piece) or piece in _FILLERS):
            return False
        linked = linked or _is_link(piece)
        wide = wide or piece in _OPENING or piece in _LINKS
    return False


def _told_by(pieces: list[str], letters: str, senses: Sequence[Sense], *, wide: bool) -> bool:
    """Whether the last words are a meaning, spell the letters, or (before a bracket, 'or', 'called') hint at one."""
    words = [_word(piece) for piece in pieces if piece[0].isalnum() or piece == "&"]
    if _ends_with(words, senses, extra=2 if wide else 0) or _spelled(words, letters):
        return True
    told = {word for word in words[-10:] if _telling(word)}
    return wide and any(len(told & meaning.words) > 1 for meaning in senses)


def _ends_with(words: list[str], senses: Sequence[Sense], extra: int) -> bool:
    fulls = {meaning.full for meaning in senses}
    for skipped in range(extra + 1):
        end = len(words) - skipped
        if any(_join(words[i:end]) in fulls for i in range(max(0, end - 14), end)):
            return True
    return False


def _spelled(words: list[str], letters: str) -> bool:
    """Whether the last words spell the letters: each opens a word, or stands inside one that another opened."""
    if len(letters) < 2 or not letters.isalpha():
        return False
    while words and words[-1] in _SMALL and words[-1][0] != letters[-1]:
        words = words[:-1]
    room = min(len(letters) + 5, 2 * len(letters))
    return any(
        words[i].startswith(letters[0]) and _spells(words[i:], letters)
        for i in range(max(0, len(words) - room), len(words) - 1)
    )


def _spells(words: Sequence[str], letters: str, *, loose: bool = True) -> bool:
    """Initials in order; small words may be passed over; if loose, a word may give two ('coordinator': CO)."""
    if not letters:
        return not words
    if not words:
        return False
    word, rest = words[0], words[1:]
    if word[0] == letters[0]:
        if _spells(rest, letters[1:], loose=loose):
            return True
        if loose and len(letters) > 1 and letters[1] in word[1:] and _spells(rest, letters[2:], loose=loose):
            return True
    return word in _SMALL and _spells(rest, letters, loose=loose)


def _says_after(pieces: list[str], letters: str, senses: Sequence[Sense]) -> bool:
    """'CIN (child in need)', 'CIN plan - child in need': the form, up to three words, a link, then the words."""
    at = next((i for i, piece in enumerate(pieces[:4]) if piece.lower() in _LINKS_ON), None)
    if at is None or any(piece.isdigit() for piece in pieces[:at]):
        return False
    bracket = pieces[at] in _OPENING
    while at < len(pieces) and (_is_link(pieces[at]) or pieces[at].lower() in _FILLERS):
        at += 1
    words = [_word(piece) for piece in pieces[at : at + 24] if piece[0].isalnum() or piece == "&"]
    fulls = {meaning.full for meaning in senses}
    if any(_join(words[:i]) in fulls for i in range(1, min(len(words), 14) + 1)):
        return True
    return any(_spells(words[:i], letters, loose=bracket) for i in range(2, min(len(words), 2 * len(letters)) + 1))


def _puts_plainly(here: str, after: str, senses: Sequence[Sense]) -> bool:
    """'SGO, which means …', '(the law that …)', 's47, the law that says …'."""
    if any(pattern.match(here) for pattern in _PLAIN) or _NEXT.match(after) or _IN_OTHER_WORDS.match(after):
        return True
    if match := _BRACKET.match(here):
        words = _words(match[1])
        if len(words) > 2 and _EXPLAINS.match(match[1]):
            return True
        if len(words) > 1 and (_within(words, senses) or (match[1][0].islower() and _shares(words, senses))):
            return True
    match = _APPOSED.match(here)
    return bool(match and _shares(_words(match[1])[:24], senses))


def _is_told_beside(before: str, here: str, senses: Sequence[Sense]) -> bool:
    """Whether one of the four words before or after, with no mark between, is telling."""
    left = [_word(word) for word in re.split(r"[^\w\s'’-]", before)[-1].split()[-5:]]
    right = [_word(word) for word in re.split(r"[^\w\s'’-]", here)[0].split()[:4]]
    return any(
        not meaning.own.isdisjoint(left + right) or meaning.full in _join(left) or meaning.full in _join(right)
        for meaning in senses
    )


def _within(words: Sequence[str], senses: Sequence[Sense]) -> bool:
    """Whether nothing but the words of a meaning is said: 'MGM (Mum's mum)'."""
    told = set(words) - _SMALL
    return any(told <= meaning.all for meaning in senses)


def _shares(words: Iterable[str], senses: Sequence[Sense]) -> bool:
    told = set(words)
    return any(told & meaning.words for meaning in senses)
