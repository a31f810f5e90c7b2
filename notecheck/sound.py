"""Data from outside that could not be handed on: half characters, no numbers, keys and lists that do not end."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from notecheck.errors import NoteError

MOST_CHARACTERS: Final = 1_000
"""In a key, or in a name."""
MOST_NESTED: Final = 50
"""Lists and objects within each other."""

_SHOWN: Final = 40
_HALF: Final = re.compile("[\ud800-\udfff]")
_MOST_BITS: Final = 2_000  # of a whole number, some 600 digits; Python refuses to write a number of thousands


def refuse_unsound(data: Any) -> None:
    """Refuse JSON-shaped data that no UTF-8 file could hold, or that no writer of JSON would get to the end of.

    Raises:
        NoteError: names the key, written so that it can be shown anywhere, and says what is allowed.
    """
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if isinstance(value, str):
            _refuse_half(value, path or "text")
            continue
        _refuse_number(value, path or "the data")
        inner = _parts(path, value)
        if inner and depth >= MOST_NESTED:
            raise NoteError(f"{path or 'the data'}: more than {MOST_NESTED} lists or objects within each other")
        waiting.extend((name, each, depth + 1) for name, each in inner)


def refuse_unsound_keys(keys: Iterable[Any], where: str = "") -> None:
    """Refuse keys of an object that could be neither shown nor written.

    Args:
        keys: of the object; what is no text is let through.
        where: the key of the object itself, and a dot.

    Raises:
        NoteError: names the key, escaped and shortened.
    """
    for key in keys:
        if not isinstance(key, str):
            continue
        if len(key) > MOST_CHARACTERS:
            raise NoteError(
                f"{where}{key[:_SHOWN]!r}…: a key of {len(key):,} characters; at most {MOST_CHARACTERS:,} are allowed"
            )
        _refuse_half(key, f"the key {where}{key[:_SHOWN]!r}")


def _parts(path: str, value: Any) -> list[tuple[str, Any]]:
    where = f"{path}." if path else ""
    if isinstance(value, Mapping):
        refuse_unsound_keys(value, where)
        return [(f"{where}{str(key)[:_SHOWN]}"[-2 * _SHOWN :], each) for key, each in value.items()]
    return [(path, each) for each in value] if isinstance(value, list | tuple) else []


def _refuse_number(value: Any, path: str) -> None:
    """Refuse what is no number to JSON, though Python would write it as one, and one too long to be written."""
    if isinstance(value, float) and not math.isfinite(value):
        raise NoteError(f"{path}: NaN and Infinity are no numbers to JSON; leave the key out, or give null")
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        raise NoteError(f"{path}: a number of more than {_MOST_BITS * 3 // 10:,} digits; send it as text")


def _refuse_half(text: str, path: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NoteError(f"{path}: half a character (a lone surrogate) at {error.start}; send valid Unicode") from None


def name_in_words(path: str) -> str:
    r"""The name of a file as text that can be written.

    Older systems name files in other encodings; Python hands on each byte that is no UTF-8 as half a character.

    >>> name_in_words("Zo\udceb.txt")
    'Zo�.txt'
    """
    return _HALF.sub("\ufffd", path)


def writable(name: Any) -> str | None:
    """An id as text, where it can be written: of a note that cannot be read, it may be anything."""
    if isinstance(name, int) and not isinstance(name, bool) and abs(name) < 10**40:
        return str(name)
    if isinstance(name, str) and len(name) <= MOST_CHARACTERS:
        return name.encode("utf-8", "replace").decode()
    return None
