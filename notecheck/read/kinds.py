"""What a file is by its first bytes, whatever its name says: by it the reader is chosen, or a plain answer given."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection
from typing import Final, NamedTuple

from notecheck.errors import NoteError
from notecheck.read.markup import LOCKED
from notecheck.read.packed import METHODS, MOST_MEMBERS, TooManyError, content, opened

_PICTURE: Final = "a picture"
_STARTS: Final = (
    (b"%PDF", "a PDF", ".pdf"),
    (b"{\\rtf", "a rich-text file", ".rtf"),
    (b"MIME-Version:", "an email or a web page saved as one file", ".eml"),
    (b"\x89PNG", _PICTURE, ".png"),
    (b"\xff\xd8\xff", _PICTURE, ".jpg"),
    (b"GIF8", _PICTURE, ".gif"),
    (b"II*\x00", _PICTURE, ".tif"),
    (b"MM\x00*", _PICTURE, ".tif"),
    (b"\x1f\x8b", "a file packed with gzip", ".gz"),
    (b"7z\xbc\xaf\x27\x1c", "a file packed with 7-Zip", ".7z"),
    (b"Rar!", "a file packed with RAR", ".rar"),
    (b"PAR1", "a Parquet file", ".parquet"),
    (b"SQLite format 3", "a database", ""),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"
# Streams by which files of this old form differ. An email may carry any other as an attachment, so it is first.
_STREAMS: Final = (
    ("__properties_version1.0", "an Outlook email", ".msg"),
    ("EncryptedPackage", "an Office file with a password", "password"),
    ("WordDocument", "an older Word document", ".doc"),
    ("Workbook", "an older Excel workbook", ".xls"),
    ("PowerPoint Document", "an older presentation", ".ppt"),
)
_ZIPPED: Final = (
    ("xl/workbook.xml", "an Excel workbook", ".xlsx"),
    ("xl/workbook.bin", "a binary Excel workbook", ".xlsb"),
    ("word/", "a Word document", ".docx"),
    ("ppt/", "a presentation", ".pptx"),
    ("Index/Document.iwa", "a Pages document", ".pages"),
    ("content.xml", "an OpenDocument file", ".ods"),
)
_OPEN: Final = {  # what an OpenDocument file says that it is
    b"application/vnd.oasis.opendocument.text": ("an OpenDocument text", ".odt"),
    b"application/vnd.oasis.opendocument.text-template": ("an OpenDocument text", ".odt"),
    b"application/vnd.oasis.opendocument.spreadsheet": ("an OpenDocument spreadsheet", ".ods"),
    b"application/vnd.oasis.opendocument.presentation": ("a presentation", ".odp"),
}
_WEB: Final = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|table|body)\b", re.I | re.S
)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT: Final = 4096  # bytes

_MOST_MIMETYPE: Final = 98  # bytes

_TO_WORD: Final = "open it in Word or LibreOffice and save it as .docx"
# What to do with a file that no reader opens, by its ending.
_INSTEAD: Final = {
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), "open it in Excel and save it as .xlsx or .csv"),
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpd", ".fodt", ".xml"), _TO_WORD),
    ".pages": "open it in Pages and export it to Word (.docx)",
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "copy its words into a Word document and save it as .docx"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".heic", ".bmp"), "type its words as a note"),
    **dict.fromkeys((".docx", ".odt", ".rtf", ".pdf", ".html", ".eml", ".msg"), "save it as plain text (.txt)"),
    **dict.fromkeys((".7z", ".rar", ".gz", ".tar"), "unpack it and choose the files, or pack them as .zip"),
}
# Endings of documents: one under another's ending is read all the same, since people and case systems mix them up.
_DOCUMENTS: Final = (
    *(".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".odt", ".ott", ".rtf", ".pdf"),
    *(".html", ".htm", ".mht", ".eml", ".msg", ".txt", ".md"),
)
_PACKED: Final = (".xlsx", ".xlsm", ".zip", ".parquet")
# What may stand under another ending too: a workbook with macros, and a note that begins with markup.
_ALIKE: Final = {
    ".xlsx": (".xlsm",),
    ".docx": (".docm", ".dotx", ".dotm"),
    ".odt": (".ott",),
    ".html": (".htm", ".txt", ".md"),
    ".eml": (".txt", ".md"),
}


class Kind(NamedTuple):
    """What a file is, in words, and the ending that belongs to it; both empty where it may be text."""

    what: str
    suffix: str


class Chosen(NamedTuple):
    """The ending by which a file is to be read, and what to say where its name has another; '' where it has not."""

    suffix: str
    notice: str


def kind(data: bytes) -> Kind:
    """What a file is."""
    for start, what, suffix in _STARTS:
        if data.startswith(start):
            return Kind(what, suffix)
    if data.startswith(_OLE):
        return _older(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    top = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _WEB.match(top):
        return Kind("a web page", ".html")
    return Kind("XML", ".xml") if top.startswith(b"<?xml") else Kind("", "")


def _older(data: bytes) -> Kind:
    for name, what, suffix in _STREAMS:
        if name.encode("utf-16-le") in data:
            return Kind(what, suffix)
    return Kind("an older Office file, or an Office file with a password", ".doc")


def _zipped(data: bytes) -> Kind:
    try:
        with opened(data) as packed:
            members = packed.namelist()
            told = _mimetype(packed)
    except TooManyError:
        return Kind(f"a zip file of more than {MOST_MEMBERS:,} files", ".zip")
    except NoteError:
        return Kind("a zip file that is broken or not whole", "")
    if told.strip() in _OPEN:
        return Kind(*_OPEN[told.strip()])
    for part, what, suffix in _ZIPPED:
        if any(member == part or (part.endswith("/") and member.startswith(part)) for member in members):
            return Kind(what, suffix)
    return Kind("a zip file", ".zip")


def _mimetype(packed: zipfile.ZipFile) -> bytes:
    """What the first member of an OpenDocument file says that the file is; b'' where there is none that could."""
    try:
        member = packed.getinfo("mimetype")
        if member.file_size > _MOST_MIMETYPE or member.compress_type not in METHODS:
            return b""
        return content(packed, member)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError, RuntimeError, zlib.error):
        raise NoteError("broken") from None


def choose(suffix: str, data: bytes, known: Collection[str]) -> Chosen:
    """How to read a file: by its ending, or as what it is where that is another document.

    Args:
        suffix: the ending of its name, in small letters.
        data: what it holds.
        known: endings for which there is a reader.

    Raises:
        NoteError: no reader opens it, or it is no document and another thing than its ending says; says what it is,
            what can be opened and what to do.
    """
    what, own = kind(data)
    if own == "password":
        raise NoteError(LOCKED)
    if suffix in known and (suffix in (own, *_ALIKE.get(own, ())) or (not what and suffix not in _made())):
        return Chosen(suffix, "")
    if suffix in _DOCUMENTS:
        as_ = own if what else ".txt" if not _BINARY.search(data[:_LOOKED_AT]) else ""
        if as_ in known and as_ in _DOCUMENTS:
            return Chosen(as_, f"named {suffix}, but it is {what or 'plain text'}, and was read as such")
    raise NoteError(_why_not(suffix, what, own, known))


def _made() -> tuple[str, ...]:
    """Endings of files that are never bare text."""
    return (*_PACKED, ".docx", ".docm", ".dotx", ".dotm", ".odt", ".ott", ".rtf", ".pdf", ".msg")


def _why_not(suffix: str, what: str, own: str, known: Collection[str]) -> str:
    allowed = f"Allowed: {', '.join(known)}"
    if suffix not in known:
        says = f"files that end in {suffix} cannot be opened" if suffix else "the name has no ending"
        return f"{says}; {_INSTEAD.get(suffix) or _INSTEAD.get(own) or 'save it as one of these'}. {allowed}"
    if not what and suffix in _PACKED:
        return (
            f"named {suffix}, but it is none; if it is a table of text, give it a name that ends in .csv, if it is a"
            " note, .txt"
        )
    if not what:
        return f"named {suffix}, but it is none, or broken; open it in the program that made it and save it again"
    if own == ".html" and suffix not in _DOCUMENTS:  # case systems call a table that Excel opens by any name
        own = ".xls"
    if own in known:
        return f"named {suffix}, but it is {what}; give it a name that ends in {own}"
    advice = _INSTEAD.get(own, "open it in the program that made it and save it as one of these")
    return f"named {suffix}, but it is {what}; {advice}. {allowed}"
