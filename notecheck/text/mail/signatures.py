"""Signatures of emails: where one begins, by the sender's name, a name with a role below it, or words of farewell."""

from __future__ import annotations

import re
from typing import Final

from notecheck.text.mail.disclaimers import is_disclaimer
from notecheck.text.mail.rows import Row

MOST_LINES: Final = 12
"""Of a signature; what is longer is the writer's own text."""

_SIGN_OFF: Final = re.compile(
    r"(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many|kindest) (?:regards|wishes|thanks)|regards|rgds|kr|"
    r"(?:many |with )?thanks(?: again| in advance| very much| for your help)?|"
    r"thank you(?: again| in advance)?|"
    r"cheers|yours (?:sincerely|faithfully|truly)|all the best|best|take care|speak soon|ta)\b[\s,.!]*",
    re.I,
)
_SENT_FROM: Final = re.compile(
    r"sent from (?:my|outlook|mail|yahoo|samsung|gmail)\b|get outlook for\b|sent via\b", re.I
)
_CONTACT: Final = re.compile(
    r"(?:\b(?:tel|telephone|phone|mob|mobile|direct(?: line| dial)?|office|fax|ext|extension|email|e-mail|"
    r"web|website|[tmew])\s*+[.:]?\s*+(?:no\.?\s*+)?[:.]?\s*+(?:\+?\d[\d ()-]{3}|\S{1,99}@\S|www\.))|"
    r"\b0\d{2,4}[ -]?\d{3}[ -]?\d{3,4}\b|\S@\S{1,99}\.\w|www\.|https?://|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b",
    re.I,
)
_ROLE: Final = re.compile(
    r"\b(?:officer|worker|head|headteacher|teacher|manager|lead|senco|sendco|nurse|visitor|midwife|sergeant|"
    r"constable|inspector|practitioner|co-?ordinator|assistant|administrator|director|advis[eo]r|tutor|"
    r"principal|consultant|therapist|psychologist|psychiatrist|doctor|gp|solicitor|guardian|supervisor|"
    r"advocate|mentor|counsellor|secretary|clerk|receptionist|dsl|ddsl|elsa|paralegal|chair|team|service|"
    r"services|department|school|academy|college|primary|infants|juniors|nursery|high|trust|nhs|hospital|"
    r"clinic|surgery|centre|council|police|constabulary|fostering|housing|association|hub|unit|house|"
    r"solicitors|llp|ltd|limited|charity|cafcass|camhs)\b",
    re.I,
)
_EXTRA: Final = re.compile(
    r".*\b(?:i do not work|i don't work|my working (?:days|hours|pattern)|"
    r"working days|i work (?:mon|tue|wed|thu|fri|part)|non-working day|days? off:|pronouns)\b",
    re.I,
)
_PRONOUNS: Final = re.compile(r"\(?\b(?:she|he|they)\s*/\s*(?:her|him|them|they)(?:\s*/\s*\w+)?\b\)?", re.I)
_SENTENCE_WORD: Final = re.compile(
    r"\b(?:i|you|he|she|they|we|told|said|says|rang|called|spoke|is|was|will|has|had|are|were|asked|my)\b",
    re.I,
)
_NAME: Final = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|PS|PC|DS|DC|DI|Sgt|Sister|Rev|Cllr|Sir)\.?\s+)?"
    r"[A-Z][\w'’.-]*(?:\s+(?:de|van|von|al|el|bin|[A-Z][\w'’.-]*)){0,3}(?=$|\s*[,|(/–-]|\s+[-–|(])"
)


def find_signature(rows: list[Row], first: int, limit: int, sender: frozenset[str]) -> tuple[int, int] | None:
    """Give the first and last row of the signature between two rows, if there is one."""
    opening = next((k for k in range(first, limit) if rows[k].text), limit)
    for k in range(opening, limit):
        text = rows[k].text
        if not text or is_disclaimer(text):
            continue
        named = k > opening and _signs(rows, k, limit, sender)
        if named or _SENT_FROM.match(text) or _signs_off(rows, k, limit):
            return k, _signature_end(rows, k, limit, sender)
    return None


def _signs_off(rows: list[Row], k: int, limit: int) -> bool:
    match = _SIGN_OFF.match(rows[k].text)
    if not match:
        return False
    rest = rows[k].text[match.end() :]
    if rest:
        return len(rest.split()) <= 3 and not rest.endswith((".", "?")) and rest[0].isupper()
    following = next((row.text for row in rows[k + 1 : min(limit, k + 3)] if row.text), "")
    return (
        not following
        or (len(following.split()) <= 4 and not following.endswith((".", ":", "?")))
        or (_NAME.match(following) is not None)
    )


def _signs(rows: list[Row], k: int, limit: int, sender: frozenset[str]) -> bool:
    """Say whether row `k` is the sender's name, or any name with a role or contact details below it."""
    match = _NAME.match(rows[k].text)
    if not match:
        return False
    rest = _PRONOUNS.sub("", rows[k].text[match.end() :])
    if rest.strip() and not (_CONTACT.search(rest) or _ROLE.search(rest)):
        return False
    if _SENTENCE_WORD.search(rest) or rows[k].text.endswith("."):
        return False
    if sender & {word.lower() for word in re.findall(r"[^\W\d_]{2,}", match.group())}:
        return True
    alone = not rest.strip() and len(match.group().split()) > 1
    return alone and k + 1 < limit and _is_detail(rows[k + 1].text)


def _is_detail(text: str) -> bool:
    """Say whether a line gives a role, an organisation or contact details, and is no sentence."""
    if _SENT_FROM.match(text) or _EXTRA.match(text) or _PRONOUNS.fullmatch(text):
        return True
    text = _PRONOUNS.sub("", text).strip()
    if not text or len(text.split()) > 12 or text.endswith((".", ":", "?")) or _SENTENCE_WORD.search(text):
        return False
    return bool(_CONTACT.search(text) or "|" in text or _ROLE.search(text))


def _signature_end(rows: list[Row], first: int, limit: int, sender: frozenset[str]) -> int:
    last, blank = first, False
    signed_off = _SIGN_OFF.fullmatch(rows[first].text) is not None
    for k in range(first + 1, min(limit, first + MOST_LINES)):
        text = rows[k].text
        if not text:
            if blank and not signed_off:
                break
            blank = True
            continue
        if is_disclaimer(text):
            break
        if not _carries_on(text, blank=blank, signed_off=signed_off, sender=sender):
            break
        last, blank, signed_off = k, False, False
    return last


def _carries_on(text: str, *, blank: bool, signed_off: bool, sender: frozenset[str]) -> bool:
    """Say whether a line belongs to the signature; after a blank only what nobody else writes does."""
    words = text.split()
    name = _NAME.match(text)
    is_sender = bool(name and sender & {word.lower() for word in re.findall(r"[^\W\d_]{2,}", name.group())})
    if signed_off:
        return name is not None or (len(words) <= 4 and not text.endswith((".", ":", "?")))
    if is_sender and not _SENTENCE_WORD.search(text) and len(words) <= 14:
        return True
    if blank:
        return bool(_SENT_FROM.match(text)) or (_is_detail(text) and bool(_CONTACT.search(text)))
    return _is_detail(text)
