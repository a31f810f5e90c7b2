"""What a file is by its first bytes, whatever its name says; so that a wrong ending gets a plain answer."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Final

from notecheck.errors import NoteError

_STARTS: Final = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an older Office file, or an Office file with a password"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a file packed with gzip"),
    (b"7z\xbc\xaf\x27\x1c", "a file packed with 7-Zip"),
    (b"Rar!", "a file packed with RAR"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
_ZIPPED: Final = (
    ("xl/workbook.xml", "an Excel workbook", ".xlsx"),
    ("xl/workbook.bin", "a binary Excel workbook", ".xlsb"),
    ("word/document.xml", "a Word document", ".docx"),
    ("ppt/presentation.xml", "a presentation", ".pptx"),
    ("content.xml", "an OpenDocument file", ".ods"),
)
_WEB: Final = (b"<!doctype html", b"<html", b"<table", b"<?xml")

# What to do with a file that no reader opens, by its ending.
_INSTEAD: Final = {
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), "open it in Excel and save it as .xlsx or .csv"),
    **dict.fromkeys(
        (".docx", ".doc", ".odt", ".rtf", ".pages"), "open it in Word and save the note as plain text (.txt)"
    ),
    ".pdf": "open it, select the text and save it as plain text (.txt)",
    **dict.fromkeys((".msg", ".eml"), "open the email, select its text and save it as plain text (.txt)"),
    **dict.fromkeys((".html", ".htm", ".xml"), "open it in Excel or Word and save it as .xlsx, .csv or .txt"),
    **dict.fromkeys((".7z", ".rar", ".gz", ".tar"), "unpack it and choose the files, or pack them as .zip"),
    ".parquet": "ask whoever made it for .csv or .xlsx",
}


def kind(data: bytes) -> tuple[str, str]:
    """What a file is, in words, and the ending that belongs to it; two empty texts where it may be text."""
    for start, what in _STARTS:
        if data.startswith(start):
            return what, ""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB):
        return "a web page or XML", ".html"
    return "", ""


def _zipped(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "a zip file that is broken or not whole", ""
    return next(((what, suffix) for part, what, suffix in _ZIPPED if part in members), ("a zip file", ".zip"))


_PACKED: Final = (".xlsx", ".xlsm", ".zip")
# What may stand under another ending too: a workbook with macros, and a note that begins with markup.
_ALIKE: Final = {".xlsx": (".xlsm",), ".html": (".txt", ".md")}


def refuse_other(suffix: str, data: bytes, known: Iterable[str]) -> None:
    """Refuse a file that no reader opens, or that is another thing than its ending says.

    Raises:
        NoteError: says what it is, what can be opened and what to do.
    """
    allowed = ", ".join(known)
    what, own = kind(data)
    if suffix not in known:
        says = f"files that end in {suffix} cannot be opened" if suffix else "the name has no ending"
        advice = _INSTEAD.get(suffix) or _INSTEAD.get(own) or "save it as one of these"
        raise NoteError(f"{says}; {advice}. Allowed: {allowed}")
    if not what and suffix in _PACKED:
        raise NoteError(
            f"named {suffix}, but it is none; if it is a table of text, give it a name that ends in .csv, if it is a"
            " note, .txt"
        )
    if not what or suffix in (own, *_ALIKE.get(own, ())):
        return
    if own in known:
        raise NoteError(f"named {suffix}, but it is {what}; give it a name that ends in {own}")
    advice = _INSTEAD.get(own, "open it in the program that made it and save it as one of these")
    raise NoteError(f"named {suffix}, but it is {what}; {advice}. Allowed: {allowed}")
