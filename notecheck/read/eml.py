"""Emails as mail programs save them (.eml): header and body; attachments are named and never opened.

Plain text is read rather than the page where both say the same; parts that follow one another are all read, in order.
Pictures and whatever else a page would fetch are not asked for. An email that is forwarded inside is read below with
its own header, and so are those inside that; one that is attached is an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read import mails
from notecheck.read.document import Document, Passage
from notecheck.read.html import decode

SUFFIXES: Final = (".eml",)
LIBRARIES: Final = ("lxml.etree",)

_MOST_PARTS: Final = 2_000
_MOST_DEEP: Final = 30
_MOST_INSIDE: Final = 20  # emails inside one, or inside those
_CARRIED: Final = {"message/delivery-status": "a report of delivery", "message/external-body": "a file kept elsewhere"}
_HEADERS: Final = ("from", "to", "date", "subject", "received", "message-id")
_MOST_RAW: Final = 20_000  # characters of a header's line, beyond which it is not taken apart
_NESTED: Final = f"it holds more than {_MOST_PARTS:,} parts, or they are nested too deeply, so it was not opened"
_ASSUMED: Final = "not in the encoding that it names, so it was read as Windows-1252; check the accents"


def extract(data: bytes) -> Document:
    """Header and body of an email.

    Raises:
        NoteError: it is none, is encrypted, or holds too much.
    """
    message = _parsed(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    if not any(header in message for header in _HEADERS):
        raise NoteError("named .eml, but it is no email; if it is a note, give it a name that ends in .txt")
    found = _found(message)
    body = _body(found)
    inside, notices = _inside(found)
    return mails.document(_head(message), body, found.attached, inside, notices)


def _inside(found: _Found) -> tuple[list[Passage], list[str]]:
    """The emails that are forwarded inside, and inside those, in order; and notices. Adds to what is attached."""
    passages: list[Passage] = []
    notices: list[str] = []
    waiting = found.inside[::-1]
    count = 0
    while waiting and count < _MOST_INSIDE:
        count += 1
        message = waiting.pop()
        inner = _found(message)
        body = _body(inner)
        passages += (Passage("", ""), *mails.header(_head(message)), *body.passages)
        notices += body.notices
        found.attached.extend(inner.attached)
        waiting += reversed(inner.inside)
    if count:
        several = f"the {count} emails that are forwarded inside were read below it"
        notices.insert(0, "the email that is forwarded inside was read below it" if count == 1 else several)
    if waiting:
        notices.append(f"it has more than {_MOST_INSIDE} emails inside; the others were not read, so save them apart")
    return passages, notices


def _parsed(data: bytes) -> EmailMessage:
    """The message.

    Raises:
        NoteError: its parts are nested too deeply.
    """
    try:
        message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    except RecursionError:
        raise NoteError(_NESTED) from None
    return message


class _Body(NamedTuple):
    """A part of a body: plain texts and pages, which say the same where there are both."""

    plain: list[EmailMessage]
    pages: list[EmailMessage]


class _Found(NamedTuple):
    """What a message holds: parts of its body, names of attachments, emails forwarded inside."""

    bodies: list[_Body]
    attached: list[str]
    inside: list[EmailMessage]


def _found(message: EmailMessage) -> _Found:
    """The parts of a message, sorted.

    Raises:
        NoteError: it is encrypted, or holds too many parts.
    """
    found = _Found([], [], [])
    for part, body in _parts(message):
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment"
        if part is message or not attached:
            _refuse_encrypted(part, kind)
        if kind in _CARRIED:
            found.attached.append(_name(part) or _CARRIED[kind])
        elif kind == "message/rfc822":
            inner = _carried(part)
            if attached or inner is None:
                found.attached.append(_name(part) or "an email")
            else:
                found.inside.append(inner)
        elif part.is_multipart():
            continue
        elif not attached and kind in ("text/plain", "text/html"):
            if not (body.plain or body.pages):
                found.bodies.append(body)
            (body.plain if kind == "text/plain" else body.pages).append(part)
        elif attached or not (kind.startswith("image/") and part.get("content-id")):  # a picture of the page
            found.attached.append(_name(part))
    if not (found.bodies or found.inside):
        _take_attached_email(message, found)
    return found


def _carried(part: EmailMessage) -> EmailMessage | None:
    held = part.get_payload()
    inner = held[0] if isinstance(held, list) and held else None
    return inner if isinstance(inner, EmailMessage) else None


def _take_attached_email(message: EmailMessage, found: _Found) -> None:
    """An email that has nothing to say but the one it carries: that is what the person means."""
    held = [part for part, _ in _parts(message) if part.get_content_type() == "message/rfc822"]
    if len(held) == 1 and (inner := _carried(held[0])) is not None:
        found.inside.append(inner)
        found.attached.remove(_name(held[0]) or "an email")


def _parts(message: EmailMessage) -> Iterator[tuple[EmailMessage, _Body]]:
    """The message and its parts in order, without those of emails inside, each with the part of the body it may be of.

    Only where the message calls them alternatives do several parts share one.

    Raises:
        NoteError: there are too many.
    """
    waiting: list[tuple[EmailMessage, int, _Body | None]] = [(message, 0, None)]
    count = 0
    while waiting:
        part, deep, body = waiting.pop()
        count += 1
        if count > _MOST_PARTS or deep > _MOST_DEEP:
            raise NoteError(_NESTED)
        yield part, body or _Body([], [])
        held, kind = part.get_payload(), part.get_content_type()
        if isinstance(held, list) and kind != "message/rfc822" and kind not in _CARRIED:
            within = body or (_Body([], []) if kind == "multipart/alternative" else None)
            waiting += ((each, deep + 1, within) for each in reversed(held) if isinstance(each, EmailMessage))


def _refuse_encrypted(part: EmailMessage, kind: str) -> None:
    wrapped = kind in ("application/pkcs7-mime", "application/x-pkcs7-mime")
    protected = kind == "application/x-microsoft-rpmsg-message"
    if wrapped and "signed" in str(part.get_param("smime-type", "")).lower():
        raise NoteError(
            "the email is signed in a way that wraps its text; open it in your mail program, select its text and save"
            " that as plain text (.txt)"
        )
    if kind == "multipart/encrypted" or wrapped or protected:
        raise NoteError(mails.ENCRYPTED)


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, MessageError):
        return ""


def _body(found: _Found) -> Document:
    """The body of a message, its plain text rather than its page where both say the same."""
    said: list[_Said] = []
    for each in map(_said, found.bodies):
        last = said[-1] if said else None
        apart = last and last.plain and not last.page and not each.plain
        if last and apart and mails.alike(last.plain, each.page):  # alternatives that are not called so
            said[-1] = last._replace(page=each.page, assumed=last.assumed or each.assumed)
        else:
            said.append(each)
    body = mails.joined(mails.body(each.plain, each.page, flowed=each.flowed, delete=each.delete) for each in said)
    assumed = any(each.assumed for each in said)
    return body._replace(notices=(*body.notices, *([_ASSUMED] if assumed else ())))


class _Said(NamedTuple):
    """The texts of a part of a body; '' where there is none."""

    plain: str
    page: str
    assumed: bool
    """Whether the encoding of the plain text had to be assumed."""
    flowed: bool
    delete: bool


def _said(body: _Body) -> _Said:
    plain = [mails.text_of(_bytes(part), part.get_content_charset()) for part in body.plain]
    pages = [decode(_bytes(part), part.get_content_charset()) for part in body.pages]
    flowed = len(plain) == 1 and _param(body.plain[0], "format") == "flowed"
    return _Said(
        plain="\n".join(text for text, _ in plain),
        page="\n".join(text for text, _ in pages),
        assumed=any(guessed for _, guessed in plain) or any(notice for _, notice in pages),
        flowed=flowed,
        delete=flowed and _param(body.plain[0], "delsp") == "yes",
    )


def _param(part: EmailMessage, name: str) -> str:
    return str(part.get_param(name, "")).lower()


def _bytes(part: EmailMessage) -> bytes:
    """What a part holds, unpacked from base64 or quoted-printable as far as that goes."""
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


# Header


def _head(message: EmailMessage) -> mails.Head:
    return mails.Head(
        sender=_header(message, "from") or _header(message, "sender"),
        sent=_sent(message),
        to=_header(message, "to"),
        cc=_header(message, "cc"),
        subject=_header(message, "subject"),
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as a person reads it."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if not raw.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in raw):  # bytes that say no encoding
        return mails.text_of(raw.encode("utf-8", "surrogateescape"), None)[0]
    if len(raw) > _MOST_RAW:
        return re.sub(r"\s+", " ", raw[:_MOST_RAW])
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError, MessageError):
        return raw  # the parser of addresses fails on some that are broken


def _sent(message: EmailMessage) -> datetime | None:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == "date"), "")
    try:
        return parsedate_to_datetime(raw[:100])
    except (ValueError, TypeError, OverflowError):
        return None
