"""Where an email has been pasted into a note, and which part of it is which.

A pasted email is somebody else's writing. Its header, signature and disclaimer say nothing about the child
and are marked by the check `email`; its body is evidence, which the other checks leave as it is. Emails are
known by a header block (From, Sent, To, Subject …, on one line or several, or 'On 4 May 2026, … wrote:'), and
without one by a disclaimer.

Known misses: an email pasted without header and disclaimer, and one whose writer carries on in the same line.

Source: the forms in which the usual mail programs quote and forward, and the signatures of councils, schools,
police and health services.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from notecheck.memo import once_per_doc, text_of

Kind = Literal["header", "body", "signature", "disclaimer"]

_MAX_BODY = 60  # lines of an email without a header
_MAX_SIGNATURE = 12  # lines; longer ones are the writer's own text

_LABEL = re.compile(
    r"(?:e-?mail |message )?(from|sent|to|cc|bcc|subject|date|received|re|reply-to|importance|attachments?)"
    r"[*_]*\s*:[*_]*+\s*+(.*)$",
    re.I,
)
_INLINE_LABEL = re.compile(r"\b(From|Sent|To|Cc|Bcc|Subject|Date|Received)\s*:\s*(?=\S)")
_RULE_LINE = re.compile(
    r"-{2,}\s*(?:original|forwarded) (?:message|email|by)\b.*|begin forwarded message:?|[_=-]{8,}", re.I
)
_WROTE = re.compile(r"On\b(?=.*\d)(.{5,120}?)\bwrote:", re.I)
_WROTE_MAIL = re.compile(r"@|<|\d[:.]\d\d|\d{4}\s*,|\b(?:mon|tue|wed|thu|fri|sat|sun)\w*,", re.I)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\b\d{1,2}\s*[ap]m\b", re.I)
_TIME_ONLY = re.compile(r"\d{1,2}(?:[:.]?\d\d)?\s*(?:am|pm|hrs|hours|h)?\b(?!\s*[a-z]{3})", re.I)
_REPLY = re.compile(r"(?:re|fw|fwd)\s*:", re.I)
_SALUTATION = re.compile(r"(?:hi|hiya|hello|dear|hey|(?:good )?(?:morning|afternoon|evening))\b[^.?!]{0,40}$", re.I)
_INLINE_SALUTATION = re.compile(r"\b(?:Hi|Hello|Dear|Good (?:morning|afternoon|evening))\s+[A-Z]")

_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many|kindest) (?:regards|wishes|thanks)|regards|rgds|kr|"
    r"(?:many |with )?thanks(?: again| in advance| very much| for your help)?|"
    r"thank you(?: again| in advance)?|"
    r"cheers|yours (?:sincerely|faithfully|truly)|all the best|best|take care|speak soon|ta)\b[\s,.!]*",
    re.I,
)
_SENT_FROM = re.compile(r"sent from (?:my|outlook|mail|yahoo|samsung|gmail)\b|get outlook for\b|sent via\b", re.I)
_CONTACT = re.compile(
    r"(?:\b(?:tel|telephone|phone|mob|mobile|direct(?: line| dial)?|office|fax|ext|extension|email|e-mail|"
    r"web|website|[tmew])\s*+[.:]?\s*+(?:no\.?\s*+)?[:.]?\s*+(?:\+?\d[\d ()-]{3}|\S{1,99}@\S|www\.))|"
    r"\b0\d{2,4}[ -]?\d{3}[ -]?\d{3,4}\b|\S@\S{1,99}\.\w|www\.|https?://|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:officer|worker|head|headteacher|teacher|manager|lead|senco|sendco|nurse|visitor|midwife|sergeant|"
    r"constable|inspector|practitioner|co-?ordinator|assistant|administrator|director|advis[eo]r|tutor|"
    r"principal|consultant|therapist|psychologist|psychiatrist|doctor|gp|solicitor|guardian|supervisor|"
    r"advocate|mentor|counsellor|secretary|clerk|receptionist|dsl|ddsl|elsa|paralegal|chair|team|service|"
    r"services|department|school|academy|college|primary|infants|juniors|nursery|high|trust|nhs|hospital|"
    r"clinic|surgery|centre|council|police|constabulary|fostering|housing|association|hub|unit|house|"
    r"solicitors|llp|ltd|limited|charity|cafcass|camhs)\b",
    re.I,
)
_EXTRA = re.compile(
    r".*\b(?:i do not work|i don't work|my working (?:days|hours|pattern)|"
    r"working days|i work (?:mon|tue|wed|thu|fri|part)|non-working day|days? off:|pronouns)\b",
    re.I,
)
_PRONOUNS = re.compile(r"\(?\b(?:she|he|they)\s*/\s*(?:her|him|them|they)(?:\s*/\s*\w+)?\b\)?", re.I)
_SENTENCE_WORD = re.compile(
    r"\b(?:i|you|he|she|they|we|told|said|says|rang|called|spoke|is|was|will|has|had|are|were|asked|my)\b",
    re.I,
)
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|PS|PC|DS|DC|DI|Sgt|Sister|Rev|Cllr|Sir)\.?\s+)?"
    r"[A-Z][\w'’.-]*(?:\s+(?:de|van|von|al|el|bin|[A-Z][\w'’.-]*)){0,3}(?=$|\s*[,|(/–-]|\s+[-–|(])"
)
# Where a disclaimer may begin: at the start of its line, behind a stop, behind two spaces.
_BETWEEN_WORDS = re.compile(r"\A\W*|\W+")
_PAUSE = re.compile(r"[.!?;\s]\s")
_DISCLAIMER_START = re.compile(
    r"(?:this|the (?:information|contents?|views|above)|any (?:views|opinions|unauthori[sz]ed)|these|"
    r"please (?:consider|think|note that (?:this|any)|do not print|notify|be aware)|think before|"
    r"if (?:you|this|it)|confidential|disclaimer|privileged|private|caution|warning|external|save paper|"
    r"e-?mails? |all e-?mails?|unless otherwise|views |we (?:monitor|may monitor)|"
    r"[A-Z]\w+(?: \S+){0,5} (?:monitors?|scans?|may monitor) )",
    re.I,
)
_DISCLAIMER = re.compile(
    r"\b(?P<sure>intended (?:solely|only) for|intended recipients?|addressees?|"
    r"consider the environment|think before (?:you|printing)|before printing|"
    r"(?:meant|intended) (?:only )?for the (?:person|individual|named)|"
    r"only for the (?:person|individual) named|"
    r"notify (?:the )?sender|tell the sender|inform the sender|privileged information|legally privileged|"
    r"originated (?:from )?outside|e-?mail disclaimer|confidentiality notice|"
    r"views expressed (?:in|are)|scanned for viruses|virus[- ]free|monitors? (?:all )?(?:its )?e-?mails?)\b|"
    r"\b(?P<maybe>(?:e-?mail|message|communication|transmission|attachments?)\b.{0,60}"
    r"\b(?:confidential|privileged|intended|meant|monitored|recorded|official)|"
    r"(?:received|reached you|sent to you) (?:this|it|in error|by mistake)|"
    r"delete (?:it|this|the) |destroy (?:it|all)|unauthori[sz]ed (?:use|disclosure|copying))\b",
    re.I,
)
# Plain searches for these settle in a moment that most notes hold no email.
_HINTS = (
    "from:", "sent:", "to:", "subject:", "from**:", "subject**:", "wrote:", "original message", "forwarded message",
    "confidential", "recipient", "addressee", "privileged", "the environment", "before you print", "by mistake",
    "monitors", "notify the sender", "originated",
)  # fmt: skip


class Block(NamedTuple):
    """One part of a pasted email; offsets count code points of the text, end exclusive."""

    start: int
    end: int
    kind: Kind


class _Row(NamedTuple):
    """One line of the text, without quoting marks and outer spaces."""

    start: int
    end: int
    text: str


@once_per_doc
def of(doc: Doc) -> tuple[Block, ...]:
    """Give the parts of all emails pasted into `doc`, in the order of the text."""
    return find(text_of(doc))


def body(doc: Doc) -> list[bool]:
    """Say of each token of `doc` whether it stands in the body of a pasted email."""
    return _tokens(doc, ("body",))


def frame(doc: Doc) -> list[bool]:
    """Say of each token of `doc` whether it stands in the header, signature or disclaimer of an email."""
    return _tokens(doc, ("header", "signature", "disclaimer"))


def pasted(doc: Doc) -> list[bool]:
    """Say of each token of `doc` whether it stands anywhere in a pasted email."""
    return _tokens(doc, ("header", "body", "signature", "disclaimer"))


NOT_THE_WRITERS = "nearly all words of this note are those of a pasted email, and an email's words are its sender's"
"""Why a check that leaves emails as they are has looked at nothing; see `are_all`."""

_OWN = 0.05  # share of a note's words


def are_all(doc: Doc) -> bool:
    """Say whether (nearly) all words of `doc` stand in pasted emails: next to none are the writer's own."""
    if not of(doc):
        return False
    words = [inside for inside, word in zip(pasted(doc), doc, strict=True) if word.is_alpha]
    return bool(words) and words.count(False) <= _OWN * len(words)


def _tokens(doc: Doc, kinds: Sequence[str]) -> list[bool]:
    inside = [False] * len(doc)
    blocks = [block for block in of(doc) if block.kind in kinds]
    if not blocks:
        return inside
    starts = doc.to_array("IDX").tolist()
    for block in blocks:
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        inside[first:last] = [True] * (last - first)
    return inside


def find(text: str) -> tuple[Block, ...]:
    r"""Find the parts of all emails pasted into `text`.

    Args:
        text: The whole note.

    Returns:
        The blocks in the order of the text; they do not overlap. A body may be missing, and so may any
        other part.

    Example:
        >>> note = "Email:\n\nFrom: T Hall\nSent: 4 May 2026 14:07\nSubject: Sam\n\nHi\nSam is well.\n"
        >>> [(b.kind, note[b.start:b.end][:8]) for b in find(note)]
        [('header', 'From: T '), ('body', 'Hi\nSam i')]
    """
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return ()
    rows = _rows(text)
    headers = list(_headers(rows))
    blocks: list[Block] = []
    for n, (first, last) in enumerate(headers):
        limit = headers[n + 1][0] if n + 1 < len(headers) else len(rows)
        blocks += _email(rows, first, last, limit)
    blocks += _without_header(rows, blocks)
    return tuple(sorted(blocks, key=lambda block: block.start))


def _rows(text: str) -> list[_Row]:
    rows = []
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text):
        line = match.group().rstrip()
        if match.start() == len(text):
            break
        content = line.lstrip(" \t\xa0>*|•")
        start = match.start() + len(line) - len(content)
        rows.append(_Row(start, start + len(content), content))
    return rows


def _email(rows: list[_Row], first: int, last: int, limit: int) -> Iterator[Block]:
    """Split the email whose header stands in rows `first` to `last` and which ends before `limit`."""
    header_end = _header_end(rows[last])
    yield Block(rows[first].start, header_end, "header")
    signature = _signature(rows, last + 1, limit, _sender(rows[first : last + 1]))
    disclaimers = list(_disclaimers(rows, last + 1, limit))
    if signature:
        yield Block(rows[signature[0]].start, rows[signature[1]].end, "signature")
        disclaimers = [d for d in disclaimers if d[0] > signature[1] or d[1] < signature[0]]
    yield from (Block(start, rows[j].end, "disclaimer") for _, j, start in disclaimers)
    begin = last + 1
    if disclaimers and not any(row.text for row in rows[begin : disclaimers[0][0]]):  # a banner above the body
        begin = disclaimers.pop(0)[1] + 1
    cut = header_end < rows[last].end
    if signature:
        end = signature[0]
    elif disclaimers:
        end = disclaimers[0][0]
    else:
        end = begin if cut else _first_paragraph(rows, begin, limit)
    yield from _body(rows[begin:end], rows[last], header_end)


def _body(inside: Sequence[_Row], header: _Row, header_end: int) -> Iterator[Block]:
    filled = [row for row in inside if row.text]
    cut = header_end < header.end  # the whole email stands in one line
    if cut or filled:
        stop = filled[-1].end if filled else header.end
        yield Block(header_end if cut else filled[0].start, stop, "body")


def _first_paragraph(rows: Sequence[_Row], i: int, limit: int) -> int:
    """Give the row after the first paragraph, a salutation not counted: without a signature more is a guess."""
    while i < limit and (not rows[i].text or _SALUTATION.match(rows[i].text)):
        i += 1
    while i < limit and rows[i].text:
        i += 1
    return i


def _headers(rows: list[_Row]) -> Iterator[tuple[int, int]]:
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


def _wrote(rows: list[_Row], i: int) -> int | None:
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


def _one_line(row: _Row, i: int) -> int | None:
    opens = row.text.lower().startswith(("from", "sent", "to", "email"))
    if not opens or len(_INLINE_LABEL.findall(row.text)) < 2:
        return None
    cut = [*_INLINE_LABEL.finditer(row.text)]
    ends = [match.start() for match in cut[1:]] + [len(row.text)]
    values = [(m.group(1).lower(), row.text[m.end() : end].strip()) for m, end in zip(cut, ends, strict=True)]
    return i if _is_mail(values, top=False) else None


def _label_block(rows: list[_Row], i: int, top: int) -> int | None:
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


def _continues(rows: list[_Row], k: int, values: list[tuple[str, str]]) -> bool:
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


def _header_end(row: _Row) -> int:
    """Give where the header ends: a whole email pasted as one line is cut before its salutation."""
    if len(_INLINE_LABEL.findall(row.text)) < 2:
        return row.end
    match = _INLINE_SALUTATION.search(row.text)
    return row.start + len(row.text[: match.start()].rstrip()) if match else row.end


def _sender(header: list[_Row]) -> frozenset[str]:
    """Give the words of the sender's name in lower case."""
    wrote = _WROTE.fullmatch(" ".join(row.text for row in header))
    labels = (_LABEL.match(row.text) for row in header)
    senders = (match.group(2) for match in labels if match and match.group(1).lower() == "from")
    name = (wrote.group(1) if wrote else next(senders, "")).split("<")[0].split(" Sent:")[0]
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]{2,}", name))


def _signature(rows: list[_Row], first: int, limit: int, sender: frozenset[str]) -> tuple[int, int] | None:
    """Give the first and last row of the signature between two rows, if there is one."""
    opening = next((k for k in range(first, limit) if rows[k].text), limit)
    for k in range(opening, limit):
        text = rows[k].text
        if not text or _is_disclaimer(text):
            continue
        named = k > opening and _signs(rows, k, limit, sender)
        if named or _SENT_FROM.match(text) or _signs_off(rows, k, limit):
            return k, _signature_end(rows, k, limit, sender)
    return None


def _is_disclaimer(text: str) -> bool:
    start = _BETWEEN_WORDS.match(text)
    begins = start is not None and _DISCLAIMER_START.match(text, start.end()) is not None
    return begins and _DISCLAIMER.search(text) is not None


def _signs_off(rows: list[_Row], k: int, limit: int) -> bool:
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


def _signs(rows: list[_Row], k: int, limit: int, sender: frozenset[str]) -> bool:
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


def _signature_end(rows: list[_Row], first: int, limit: int, sender: frozenset[str]) -> int:
    last, blank = first, False
    signed_off = _SIGN_OFF.fullmatch(rows[first].text) is not None
    for k in range(first + 1, min(limit, first + _MAX_SIGNATURE)):
        text = rows[k].text
        if not text:
            if blank and not signed_off:
                break
            blank = True
            continue
        if _is_disclaimer(text):
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


def _disclaimers(rows: list[_Row], first: int, limit: int, *, sure: bool = False) -> Iterator[tuple[int, int, int]]:
    """Give every disclaimer as its first row, its last row and the offset where it starts."""
    k = first
    while k < limit:
        start = _disclaimer(rows[k], sure=sure)
        if start is None:
            k += 1
            continue
        last = k
        while last + 1 < limit and _disclaimer(rows[last + 1], sure=False) is not None:
            last += 1
        yield k, last, start
        k = last + 1


def _disclaimer(row: _Row, *, sure: bool) -> int | None:
    """Where one begins behind which a line says what disclaimers say; with `sure`, what nothing else says, or twice."""
    says: re.Match[str] | None = None
    enough = False
    for start in _disclaimer_starts(row.text):
        if says is None or says.start() < start:  # else it is the first behind this start too
            says = _DISCLAIMER.search(row.text, start)
            if says is None:
                return None
            enough = not sure or says.lastgroup == "sure" or _DISCLAIMER.search(row.text, says.end()) is not None
        if enough:
            return row.start + start
    return None


def _disclaimer_starts(text: str) -> Iterator[int]:
    for gap in _BETWEEN_WORDS.finditer(text):
        if (not gap.start() or _PAUSE.search(gap[0])) and _DISCLAIMER_START.match(text, gap.end()):
            yield gap.end()


def _without_header(rows: list[_Row], blocks: list[Block]) -> Iterator[Block]:
    """Find disclaimers, and the signatures above them, of emails pasted without their header."""
    floor, taken = 0, [(block.start, block.end) for block in blocks]
    for first, last, start in _disclaimers(rows, 0, len(rows), sure=True):
        if not any(a < rows[last].end and start < b for a, b in taken):
            yield Block(start, rows[last].end, "disclaimer")
            yield from _above(rows, max(floor, first - _MAX_BODY), first, taken)
        floor = last + 1


def _above(rows: list[_Row], floor: int, first: int, taken: list[tuple[int, int]]) -> Iterator[Block]:
    """Find the body and the signature above the disclaimer in row `first`."""
    while any(a < row.end <= b for row in rows[floor:first] for a, b in taken):
        floor += 1
    greeting = max((k for k in range(floor, first) if _SALUTATION.match(rows[k].text)), default=None)
    begin = max(floor, first - _MAX_SIGNATURE) - 1 if greeting is None else greeting
    signature = _signature(rows, begin + 1, first, frozenset())
    if signature:
        yield Block(rows[signature[0]].start, rows[signature[1]].end, "signature")
    if greeting is not None:
        inside = [row for row in rows[greeting : signature[0] if signature else first] if row.text]
        yield Block(inside[0].start, inside[-1].end, "body")
