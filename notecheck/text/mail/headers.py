"""Headers of emails: From, Sent, To, Subject … on lines of their own or in one, and 'On 4 May 2026, … wrote:'.

A form has labels such as these too; what only mail has tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from notecheck.text.mail.rows import Row

_LABEL: Final = re.compile(
    r"(?:e-?mail |message )?(from|sent|to|cc|bcc|subject|date|received|re|reply-to|importance|attachments?)"
    r"[*_]*\s*:[*_]*+\s*+(.*)$",
    re.I,
)
_INLINE_LABEL: Final = re.compile(r"\b(From|Sent|To|Cc|Bcc|Subject|Date|Received)\s*:\s*(?=\S)")
_RULE_LINE: Final = re.compile(
    r"-{2,}\s*(?:original|forwarded) (?:message|email|by)\b.*|begin forwarded message:?|[_=-]{8,}", re.I
)
_WROTE: Final = re.compile(r"On\b(?=.*\d)(.{5,120}?)\bwrote:", re.I)
_WROTE_MAIL: Final = re.compile(r"@|<|\d[:.]\d\d|\d{4}\s*,|\b(?:mon|tue|wed|thu|fri|sat|sun)\w*,", re.I)
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d\d|\b\d{1,2}\s*[ap]m\b", re.I)
_TIME_ONLY: Final = re.compile(r"\d{1,2}(?:[:.]?\d\d)?\s*(?:am|pm|hrs|hours|h)?\b(?!\s*[a-z]{3})", re.I)
_REPLY: Final = re.compile(r"(?:re|fw|fwd)\s*:", re.I)
_INLINE_SALUTATION: Final = re.compile(r"\b(?:Hi|Hello|Dear|Good (?:morning|afternoon|evening))\s+[A-Z]")


def find_headers(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Give the first and last row of every header block."""
    i = 0
    top = next((k for k, row in enumerate(rows) if row.text), 0)
    while i < len(rows):
        tried = (_wrote(rows, i), _one_line(rows[i], i), _label_block(rows, i, top))
        last = next((row for row in tried if row is not None), None)
        if last is None:
            i += 1
            continue
        yield (i - 1 if i and _RULE_LINE.fullmatch(rows[i - 1].text) else i), last
        i = last + 1


def _wrote(rows: list[Row], i: int) -> int | None:
    """Recognise 'On 4 May 2026 at 10:12, Jane Smith <…> wrote:', also broken over two lines."""
    if not rows[i].text.startswith("On "):
        return None
    for last in (i, i + 1):
        joined = " ".join(row.text for row in rows[i : last + 1])
        match = _WROTE.fullmatch(joined)
        following = next((row.text for row in rows[last + 1 : last + 4] if row.text), "")
        if match and _WROTE_MAIL.search(match.group(1)) and not following.startswith(('"', "“", "'", "‘")):
            return min(last, len(rows) - 1)
    return None


def _one_line(row: Row, i: int) -> int | None:
    opens = row.text.lower().startswith(("from", "sent", "to", "email"))
    if not opens or len(_INLINE_LABEL.findall(row.text)) < 2:
        return None
    cut = [*_INLINE_LABEL.finditer(row.text)]
    ends = [match.start() for match in cut[1:]] + [len(row.text)]
    values = [(m.group(1).lower(), row.text[m.end() : end].strip()) for m, end in zip(cut, ends, strict=True)]
    return i if _is_mail(values, top=False) else None


def _label_block(rows: list[Row], i: int, top: int) -> int | None:
    values: list[tuple[str, str]] = []
    last, k = i, i
    while k < len(rows):
        match = _LABEL.match(rows[k].text)
        if match and (match.group(1).lower() not in dict(values)):
            values.append((match.group(1).lower(), match.group(2).strip()))
            last = k
        elif not values or not _continues(rows, k, values):
            break
        elif rows[k].text:
            values[-1] = (values[-1][0], f"{values[-1][1]} {rows[k].text}")
            last = k
        k += 1
    return last if _is_mail(values, top=i <= top + 1) else None


def _continues(rows: list[Row], k: int, values: list[tuple[str, str]]) -> bool:
    """Say whether row `k` carries on the header: a blank before a label, or a value's second line."""
    label, value = values[-1]
    if not rows[k].text:
        following = _LABEL.match(rows[k + 1].text) if k + 1 < len(rows) else None
        return following is not None and following.group(1).lower() not in dict(values)
    if label in ("to", "cc", "bcc") and (value.endswith((";", ",")) or "@" in rows[k].text):
        return True
    return not value and len(rows[k].text.split()) <= 8 and label != "subject"


def _is_mail(values: list[tuple[str, str]], *, top: bool) -> bool:
    """Tell an email's header from a form's: it needs a sender or receiver and something only mail has."""
    given = dict(values)
    if (
        _TIME_ONLY.match(given.get("from", ""))
        or _TIME_ONLY.match(given.get("to", ""))
        or not ("from" in given or "to" in given)
    ):
        return False
    if any("@" in value for label, value in values if label in ("from", "to", "cc")):
        return True
    if len(given) < 2:
        return False
    if "subject" in given or {"cc", "bcc"} & set(given) or _CLOCK.search(given.get("sent", "")):
        return True
    if _REPLY.match(given.get("re", "")) or ("sent" in given and re.search(r"\d", given["sent"])):
        return True
    dated = "re" in given or _CLOCK.search(given.get("date", "")) is not None
    return dated and not top and {"from", "to"} <= set(given)


def end_of(row: Row) -> int:
    """Give where the header ends: a whole email pasted as one line is cut before its salutation."""
    if len(_INLINE_LABEL.findall(row.text)) < 2:
        return row.end
    match = _INLINE_SALUTATION.search(row.text)
    return row.start + len(row.text[: match.start()].rstrip()) if match else row.end


def sender_of(header: list[Row]) -> frozenset[str]:
    """Give the words of the sender's name in lower case."""
    wrote = _WROTE.fullmatch(" ".join(row.text for row in header))
    labels = (_LABEL.match(row.text) for row in header)
    senders = (match.group(2) for match in labels if match and match.group(1).lower() == "from")
    name = (wrote.group(1) if wrote else next(senders, "")).split("<")[0].split(" Sent:")[0]
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]{2,}", name))
