"""Emails as mail programs save them (.eml): header and body; attachments are named and never opened.

Plain text is read rather than the page where both say the same. Pictures and whatever else a page would fetch are not
asked for. An email that is forwarded inside is read below with its own header; one that is attached is an attachment.
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
from notecheck.read.apart import extract_apart
from notecheck.read.document import Document, Passage, as_records
from notecheck.read.html import decode
from notecheck.read.records import Records

SUFFIXES: Final = (".eml",)
LIBRARIES: Final = ("lxml.etree",)

_MOST_PARTS: Final = 2_000
_MOST_DEEP: Final = 30
_MOST_INSIDE: Final = 20  # emails inside one
_HEADERS: Final = ("from", "to", "date", "subject", "received", "message-id")
_MOST_RAW: Final = 20_000  # characters of a header's line, beyond which it is not taken apart
_NESTED: Final = f"it holds more than {_MOST_PARTS:,} parts, or they are nested too deeply, so it was not opened"
_ASSUMED: Final = "not in the encoding that it names, so it was read as Windows-1252; check the accents"


def read(name: str, data: bytes) -> Records:
    """The note that an email is.

    Raises:
        NoteError: it is none, is encrypted, or holds too much.
    """
    return as_records(name, extract_apart("eml", data))


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
    inside: list[Passage] = []
    for each in found.inside[:_MOST_INSIDE]:
        inner = _found(each)
        inside += (Passage("", ""), *mails.header(_head(each)), *_body(inner).passages)
        found.attached.extend(inner.attached)
    notices = ["the email that is forwarded inside was read below it"] if found.inside else []
    return mails.document(_head(message), body, found.attached, inside, notices)


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


class _Found(NamedTuple):
    """What a message holds: plain texts and pages of its body, names of attachments, emails forwarded inside."""

    plain: list[EmailMessage]
    pages: list[EmailMessage]
    attached: list[str]
    inside: list[EmailMessage]


def _found(message: EmailMessage) -> _Found:
    """The parts of a message, sorted.

    Raises:
        NoteError: it is encrypted, or holds too many parts.
    """
    found = _Found([], [], [], [])
    for part in _parts(message):
        kind = part.get_content_type()
        if part is message or part.get_content_disposition() != "attachment":
            _refuse_encrypted(part, kind)
        if part.is_multipart() and kind != "message/rfc822":
            continue
        name = _name(part)
        if kind == "message/rfc822":
            held = part.get_payload()
            inner = held[0] if isinstance(held, list) and held else None
            if part.get_content_disposition() == "attachment" or not isinstance(inner, EmailMessage):
                found.attached.append(name or "an email")
            else:
                found.inside.append(inner)
        elif part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            if not (kind.startswith("image/") and part.get("content-id")):  # a picture of the page
                found.attached.append(name)
        elif kind == "text/html":
            found.pages.append(part)
        elif kind == "text/plain":
            found.plain.append(part)
        else:
            found.attached.append(name)
    if not (found.plain or found.pages or found.inside):
        _take_attached_email(message, found)
    return found


def _take_attached_email(message: EmailMessage, found: _Found) -> None:
    """An email that has nothing to say but the one it carries: that is what the person means."""
    held = [part.get_payload() for part in _parts(message) if part.get_content_type() == "message/rfc822"]
    inner = [each[0] for each in held if isinstance(each, list) and each and isinstance(each[0], EmailMessage)]
    if len(inner) == 1:
        found.inside.append(inner[0])
        found.attached.clear()


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The message and its parts in order, without those of emails inside; bounded."""
    waiting = [(message, 0)]
    count = 0
    while waiting:
        part, deep = waiting.pop()
        count += 1
        if count > _MOST_PARTS or deep > _MOST_DEEP:
            raise NoteError(_NESTED)
        yield part
        held = part.get_payload()
        if isinstance(held, list) and part.get_content_type() != "message/rfc822":
            waiting += ((each, deep + 1) for each in reversed(held) if isinstance(each, EmailMessage))


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
    assumed = False
    plain: list[str] = []
    for part in found.plain:
        text, guessed = mails.text_of(_bytes(part), part.get_content_charset())
        assumed |= guessed
        plain.append(text)
    pages = [decode(_bytes(part), part.get_content_charset())[0] for part in found.pages]
    document = mails.body("\n".join(plain) if plain else None, "\n".join(pages) if pages else None)
    if len(plain) == 1 and not pages and _param(found.plain[0], "format") == "flowed":
        delete = _param(found.plain[0], "delsp") == "yes"
        document = Document(tuple(mails.paragraphs(plain[0], flowed=True, delete=delete)))
    return document._replace(notices=(*document.notices, *([_ASSUMED] if assumed else ())))


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
