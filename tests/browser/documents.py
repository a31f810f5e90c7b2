"""One note as a document of each kind that people keep notes in."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import docx
import typst

WORDS = "I saw Ellie at home on 4 March 2026. Mum have recieved a letter re: the CIN plan."
LINES = ("Home visit", WORDS, "Ellie said “I like it when Nan comes”.")


def word(lines: Iterable[str] = LINES, *, title: str = "", packed: bool = True) -> bytes:
    """A Word file, a paragraph a line; where it is not packed, its words and its title stand in its bytes."""
    document = docx.Document()
    document.core_properties.title = title
    for line in lines:
        document.add_paragraph(line)
    held = BytesIO()
    document.save(held)
    return held.getvalue() if packed else unpacked(held.getvalue())


def unpacked(data: bytes) -> bytes:
    """The same zip with its members as they are."""
    held = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(held, "w", ZIP_STORED) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
    return held.getvalue()


def opendocument(lines: Iterable[str] = LINES) -> bytes:
    """What LibreOffice saves, as little of it as there must be."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    held = BytesIO()
    with ZipFile(held, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} {text} office:version="1.2">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return held.getvalue()


def rich(lines: Iterable[str] = LINES) -> bytes:
    """Rich text, as Word saves it."""
    said = "\\par\n".join("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) for line in lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{said}\\par\n}}".encode("ascii")


def pdf(lines: Iterable[str] = LINES) -> bytes:
    """A PDF with text."""
    body = "\n\n".join(f'#"{line}"' for line in lines)
    made = typst.compile(f'#set page(paper: "a4")\n{body}'.encode())
    assert isinstance(made, bytes)
    return made


def web(lines: Iterable[str] = LINES) -> bytes:
    """A web page, as a case system exports it."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def email(lines: Iterable[str] = LINES) -> bytes:
    """An email of 5 March 2026."""
    message = EmailMessage()
    message["From"] = "Priya Nair <priya.nair@example.gov.uk>"
    message["To"] = "Jo Field <jo.field@example.gov.uk>"
    message["Subject"] = "Visit"
    message["Date"] = "Thu, 05 Mar 2026 09:30:00 +0000"
    message.set_content("\n\n".join(lines))
    return message.as_bytes()


KINDS = {
    ".docx": word,
    ".odt": opendocument,
    ".rtf": rich,
    ".pdf": pdf,
    ".html": web,
    ".eml": email,
    ".txt": lambda: "\n".join(LINES).encode(),
    ".md": lambda: "\n\n".join(LINES).encode(),
}
"""Ending → a document of that kind that holds `WORDS`. Outlook's own .msg is tested where it is read."""
