r"""What every file needs: characters that a format refuses made visible, and the same bytes for the same content.

>>> visible("a\x07b")
'a[U+0007]b'
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# What XML refuses, what nobody sees, and what would reorder the words around it.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_THEN: Final = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can name


def visible(text: str) -> str:
    """The text with every character that no reader would see, or no file may hold, as its number in brackets."""
    return _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def same_bytes(package: bytes) -> bytes:
    """An Office file without the time at which it was made, so that the same content gives the same bytes."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _THEN), old.read(name), ZIP_DEFLATED)
    return made.getvalue()
