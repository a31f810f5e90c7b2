r"""What every file needs: characters that a format refuses made visible, and the same bytes for the same content.

>>> visible("a\x07b")
'a[U+0007]b'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from io import BytesIO
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LANGUAGE: Final = "en-GB"
PROPERTIES: Final = "docProps/core.xml"
"""The part of an Office file that holds its properties."""

# What XML refuses, what nobody sees, and what would reorder the words around it.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
THEN: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""


def visible(text: str) -> str:
    """The text with every character that no reader would see, or no file may hold, as its number in brackets."""
    return _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def same_bytes(package: bytes, parts: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """An Office file without the time at which it was made, so that the same content gives the same bytes.

    Args:
        package: the file.
        parts: parts of it, by name, that are to be other than they are.
    """
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, THEN), parts.get(name) or old.read(name), ZIP_DEFLATED)
    return made.getvalue()


def properties(title: str) -> bytes:
    """The properties of an Office file that says its title and language, and nothing of who made it or when."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(visible(title))}</dc:title>'
        f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
    ).encode()
