"""The lines of a text as the search for emails reads them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the text, without quoting marks and outer spaces."""

    start: int
    end: int
    text: str


def rows_of(text: str) -> list[Row]:
    """The lines of a text, blank ones too."""
    rows = []
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text):
        line = match.group().rstrip()
        if match.start() == len(text):
            break
        content = line.lstrip(" \t\xa0>*|•")
        start = match.start() + len(line) - len(content)
        rows.append(Row(start, start + len(content), content))
    return rows
