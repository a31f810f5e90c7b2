"""Plain text files, whatever wrote them: never lost text, never a guess in silence."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Final

from notecheck.errors import NoteError
from notecheck.read.document import MOST_CHARACTERS
from notecheck.read.records import Records
from notecheck.read.several import notes

SUFFIXES: Final = (".txt", ".md")

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an older Word or Excel file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
# Control characters that no text holds; tab, line breaks, form feed and the escape character may stand.
BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
CONTROLS: Final = bytes(each for each in range(32) if BINARY.match(bytes([each])))
_LOOKED_AT: Final = 4096  # bytes at the beginning of a long file
_MOST_CONTROLS: Final = (3, 0.01)  # of these, in a text that was damaged; what is no text has far more
NOT_UTF8: Final = "not UTF-8, so it was read as Windows-1252; check the accents and quotation marks"
_MOST_BYTES_A_CHARACTER: Final = 4


def read(name: str, data: bytes) -> Records:
    """The note of a text file; several where a case system's headers part them.

    Raises:
        NoteError: it is no text, or too long for a note.
    """
    text, notice = whole(data)
    if not text.strip():
        raise NoteError("the file holds no words")
    return notes(name, {"text": text, "id": PurePath(name).stem}, [notice] if notice else [])


def whole(data: bytes) -> tuple[str, str | None]:
    """As `decode`, of a file that is a note, or an export of several notes, and no longer than any document may be.

    Raises:
        NoteError: it is no text, or longer.
    """
    if len(data) > _MOST_BYTES_A_CHARACTER * (MOST_CHARACTERS + 1):  # before twice as much is made of it
        raise NoteError(f"{len(data):,} bytes; the text of a note has at most {MOST_CHARACTERS:,} characters; split it")
    text, notice = decode(data)
    if len(text) > MOST_CHARACTERS:
        raise NoteError(f"{len(text):,} characters; at most {MOST_CHARACTERS:,} are allowed, so split it")
    return text, notice


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of a file, every line break as it was.

    UTF-8, and UTF-16 or UTF-32 with their mark, are read as they are; marks, which some programs put there twice, are
    left out. Anything else is read as Windows-1252,
    which is what older office programs write, and says so.

    Returns:
        The text, and a notice for the reader where the encoding was assumed.

    Raises:
        NoteError: the file is no text; says what it seems to be and what to do.
    """
    _refuse_known(data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).lstrip("\ufeff"), None
            except UnicodeDecodeError as error:
                raise NoteError(
                    f"marked as {encoding} but broken at byte {error.start}; save it as UTF-8 again"
                ) from None
    _refuse_control(data)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), NOT_UTF8
    except UnicodeDecodeError as error:
        raise NoteError(f"neither UTF-8 nor Windows-1252 (byte {error.start}); save it as UTF-8") from None


def refuse_binary(first: bytes) -> None:
    """Refuse a file that is no text by its beginning; a text may be damaged here and there.

    Raises:
        NoteError: says what it seems to be and what to do.
    """
    _refuse_known(first)
    top = first[:_LOOKED_AT]
    few, share = _MOST_CONTROLS
    if len(top) - len(top.translate(None, CONTROLS)) > max(few, share * len(top)):
        _refuse_control(top)


def _refuse_known(data: bytes) -> None:
    for start, what in _KNOWN:
        if data.startswith(start):
            raise NoteError(f"this is {what}, not text; open it and save or copy the note as plain text")


def _refuse_control(data: bytes) -> None:
    if found := BINARY.search(data):
        raise NoteError(f"not text: byte {found.start()} is a control character; save the note as plain text")
