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
from typing import Final, Literal, NamedTuple

from spacy.tokens import Doc

from notecheck.memo import once_per_doc, text_of
from notecheck.text.mail.disclaimers import find_disclaimers
from notecheck.text.mail.headers import end_of, find_headers, sender_of
from notecheck.text.mail.rows import Row, rows_of
from notecheck.text.mail.signatures import MOST_LINES, find_signature

Kind = Literal["header", "body", "signature", "disclaimer"]

_MAX_BODY: Final = 60  # lines of an email without a header
_SALUTATION: Final = re.compile(
    r"(?:hi|hiya|hello|dear|hey|(?:good )?(?:morning|afternoon|evening))\b[^.?!]{0,40}$", re.I
)

_HINTS: Final = (
    "from:", "sent:", "to:", "subject:", "from**:", "subject**:", "wrote:", "original message", "forwarded message",
    "confidential", "recipient", "addressee", "privileged", "the environment", "before you print", "by mistake",
    "monitors", "notify the sender", "originated",
)  # fmt: skip
"""Plain searches for these settle in a moment that most notes hold no email."""
LONGEST_HINT: Final = max(map(len, _HINTS))


class Block(NamedTuple):
    """One part of a pasted email; offsets count code points of the text, end exclusive."""

    start: int
    end: int
    kind: Kind


@once_per_doc
def of(doc: Doc) -> tuple[Block, ...]:
    """Give the parts of all emails pasted into `doc`, in the order of the text."""
    return find(text_of(doc)) if hinted(doc) else ()


@once_per_doc
def hinted(doc: Doc) -> bool:
    """Say whether `doc` has any of the words without which it holds no email."""
    return has_hint(text_of(doc))


def has_hint(text: str) -> bool:
    """Say whether `text` has any of these words."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def frame(doc: Doc) -> list[bool]:
    """Say of each token of `doc` whether it stands in the header, signature or disclaimer of an email."""
    return _tokens(doc, ("header", "signature", "disclaimer"))


@once_per_doc
def pasted(doc: Doc) -> list[bool]:
    """Say of each token of `doc` whether it stands anywhere in a pasted email."""
    return _tokens(doc, ("header", "body", "signature", "disclaimer"))


NOT_THE_WRITERS = "nearly all words of this note are those of a pasted email, and an email's words are its sender's"
"""Why a check that leaves emails as they are has looked at nothing; see `are_all`."""

_OWN: Final = 0.05  # share of a note's words


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
    if not has_hint(text):
        return ()
    rows = rows_of(text)
    headers = list(find_headers(rows))
    blocks: list[Block] = []
    for n, (first, last) in enumerate(headers):
        limit = headers[n + 1][0] if n + 1 < len(headers) else len(rows)
        blocks += _email(rows, first, last, limit)
    blocks += _without_header(rows, blocks)
    return tuple(sorted(blocks, key=lambda block: block.start))


def _email(rows: list[Row], first: int, last: int, limit: int) -> Iterator[Block]:
    """Split the email whose header stands in rows `first` to `last` and which ends before `limit`."""
    header_end = end_of(rows[last])
    yield Block(rows[first].start, header_end, "header")
    signature = find_signature(rows, last + 1, limit, sender_of(rows[first : last + 1]))
    disclaimers = list(find_disclaimers(rows, last + 1, limit))
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


def _body(inside: Sequence[Row], header: Row, header_end: int) -> Iterator[Block]:
    filled = [row for row in inside if row.text]
    cut = header_end < header.end  # the whole email stands in one line
    if cut or filled:
        stop = filled[-1].end if filled else header.end
        yield Block(header_end if cut else filled[0].start, stop, "body")


def _first_paragraph(rows: Sequence[Row], i: int, limit: int) -> int:
    """Give the row after the first paragraph, a salutation not counted: without a signature more is a guess."""
    while i < limit and (not rows[i].text or _SALUTATION.match(rows[i].text)):
        i += 1
    while i < limit and rows[i].text:
        i += 1
    return i


def _without_header(rows: list[Row], blocks: list[Block]) -> Iterator[Block]:
    """Find disclaimers, and the signatures above them, of emails pasted without their header."""
    floor, taken = 0, [(block.start, block.end) for block in blocks]
    for first, last, start in find_disclaimers(rows, 0, len(rows), sure=True):
        if not any(a < rows[last].end and start < b for a, b in taken):
            yield Block(start, rows[last].end, "disclaimer")
            yield from _above(rows, max(floor, first - _MAX_BODY), first, taken)
        floor = last + 1


def _above(rows: list[Row], floor: int, first: int, taken: list[tuple[int, int]]) -> Iterator[Block]:
    """Find the body and the signature above the disclaimer in row `first`."""
    while any(a < row.end <= b for row in rows[floor:first] for a, b in taken):
        floor += 1
    greeting = max((k for k in range(floor, first) if _SALUTATION.match(rows[k].text)), default=None)
    begin = max(floor, first - MOST_LINES) - 1 if greeting is None else greeting
    signature = find_signature(rows, begin + 1, first, frozenset())
    if signature:
        yield Block(rows[signature[0]].start, rows[signature[1]].end, "signature")
    if greeting is not None:
        inside = [row for row in rows[greeting : signature[0] if signature else first] if row.text]
        yield Block(inside[0].start, inside[-1].end, "body")
