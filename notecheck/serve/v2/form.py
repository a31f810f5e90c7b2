"""What a client sent, as fields: a form in the body, and what of it may stand in the address.

The body is read as a form whatever it is called: the add-on sends its form as plain text. LibreOffice 7.4 sends a
paragraph as it is (`text=Mum & Dad&language=en-GB`), which read as a form would lose all behind `&` and `%`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from notecheck.errors import NoteError

Fields = dict[str, str]

_MOST: Final = 100
TEXTS: Final = ("text", "data")
"""Fields that hold a note."""
READ_HEADERS: Final = ("user-agent",)
"""Headers by which a client is known."""
_NAMES: Final = ("authorName", "authorRole", "childAge", "childKnownAs", "childName", "otherChildren")
_OF_SOMEBODY: Final = frozenset((*_NAMES, "word", *TEXTS))
"""Fields that do not belong into an address, which servers and browsers keep."""
_ONCE: Final = frozenset((*TEXTS, *_NAMES, "docType", "eventDate", "guidance", "part", "recordedDate"))
"""Fields of which no more than one is sent: of two, one would be passed over in silence."""
_AS_IT_IS: Final = re.compile(
    rb"text=(?P<text>.*)&language=(?P<language>[A-Za-z-]{2,20})"
    rb"(?:&username=(?P<username>[^&]*)&apiKey=(?P<apiKey>[^&]*))?",
    re.DOTALL,
)
_NEVER_IN_A_FORM: Final = re.compile(rb"[^!-~]")
"""Spaces, ends of lines and what is not ASCII: whatever writes a form writes these otherwise."""
_OFFICE: Final = frozenset(("text", "language", "username", "apiKey"))


def read_form(body: bytes, query: str, headers: Mapping[str, str]) -> Fields:
    """The fields of a request.

    Args:
        body: as it came.
        query: of the address.
        headers: of the request, by name in small letters.

    Raises:
        NoteError: it is no form, or not UTF-8; says what is allowed.
    """
    if headers.get("content-type", "").lower().startswith("multipart/"):
        raise NoteError("a form of several parts is not read here; send it as application/x-www-form-urlencoded")
    beside = _pairs(query)
    if name := next((name for name in beside if name in _OF_SOMEBODY), None):
        raise NoteError(f"{name}: must not stand in an address, which servers and browsers keep; send it in the body")
    return beside | (_as_it_is(body, headers) or _pairs(_utf8(body)))


def is_office(fields: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether LibreOffice asks, which sends one paragraph at a time.

    It says so by its name, or gives no name and sends nothing but text and language. A program that does the same is
    taken for it: less is checked then, and nothing is marked wrongly.
    """
    return _by_office(headers) and fields.keys() <= _OFFICE


def _by_office(headers: Mapping[str, str]) -> bool:
    return headers.get("user-agent", "LibreOffice").startswith("LibreOffice")


def _as_it_is(body: bytes, headers: Mapping[str, str]) -> Fields | None:
    """The fields of a body of LibreOffice's that is not written as a form; None of any other."""
    sent = _AS_IT_IS.fullmatch(body) if _by_office(headers) and _NEVER_IN_A_FORM.search(body) else None
    return {name: _utf8(value) for name, value in sent.groupdict().items() if value is not None} if sent else None


def _pairs(form: str) -> Fields:
    try:
        pairs = parse_qsl(form, keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError:
        raise NoteError("the form is not UTF-8; send it as UTF-8") from None
    except ValueError:
        raise NoteError(f"the form has more than {_MOST} fields; at most {_MOST} are allowed") from None
    given = Counter(name for name, _ in pairs if name in _ONCE)
    if twice := next((name for name, count in given.items() if count > 1), None):
        several = ", with commas between several names" if twice in ("childKnownAs", "otherChildren") else ""
        raise NoteError(f"{twice}: is given more than once; send it once{several}")
    return dict(pairs)


def _utf8(sent: bytes) -> str:
    try:
        return sent.decode()
    except UnicodeDecodeError:
        raise NoteError("the request is not UTF-8; send it as UTF-8") from None
