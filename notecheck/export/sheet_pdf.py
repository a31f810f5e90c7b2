"""Feedback sheets as a PDF that screen readers can follow (PDF/UA-1): tagged, in British English, with its title.

Typst sets it with the fonts that it brings along, whatever the machine has, so that the same sheet gives the same
bytes everywhere. It gets the words as data and never reads them as markup, asks no network and writes no file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from notecheck.export.plain import visible
from notecheck.render.blocks import Sheet, together

MIME: Final = "application/pdf"

_TEMPLATE: Final = Path(__file__).with_name("sheet.typ")
_MISSING: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_LONG: Final = re.compile(r"\S{24,}")  # does not fit into the narrowest column
_STEP: Final = re.compile(r"(\S{12})(?=\w)")
# Join the parts of an emoji or colour them, and say nothing by themselves.
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_COMMON: Final = 0x24F  # the last of the extended Latin letters, which every font of Typst has


def write(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """The sheets as one PDF, each from a new page.

    Args:
        sheets: one or more.
        title: of the file, where it is not feedback on records.
    """
    drawn = [_sheet(sheet) for sheet in sheets]
    data = {"title": title or together(sheets), "page": "Page", "of": "of", "sheets": drawn}
    return _compile(_each_text(data, lambda text: _breakable(visible(text))))


def _compile(data: Any) -> bytes:
    """The PDF; a character that no font has is named in words, since PDF/UA allows none that cannot be read."""
    import typst  # needed here alone: the page starts without it

    try:
        return _typst(data)
    except typst.TypstError as error:
        missing = set(_missing(error.diagnostic))
        if not missing:
            raise
    try:
        return _typst(_each_text(data, lambda text: _named(text, missing.__contains__)))
    except typst.TypstError:
        return _typst(_each_text(data, lambda text: _named(text, lambda sign: ord(sign) > _COMMON)))


def _typst(data: Any) -> bytes:
    import typst

    compile_: Callable[..., bytes] = typst.compile
    return compile_(
        _TEMPLATE.read_bytes(),
        root=_TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
    )


def _missing(diagnostic: str) -> Iterator[str]:
    """The characters that Typst says it has no shape for."""
    for found in _MISSING.finditer(diagnostic):
        yield from _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], found[1])


def _named(text: str, missing: Callable[[str], bool]) -> str:
    """The text with each character that cannot be shown as its name in brackets.

    >>> _named("well done 👍🏽", "👍🏽".__contains__)
    'well done [thumbs up sign]'
    """
    return "".join(_name(sign) if missing(sign) else sign for sign in text)


def _name(sign: str) -> str:
    return "" if sign in _JOINERS else f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


def _breakable(text: str) -> str:
    """Long words with places at which a line may end, which nobody sees."""
    return _LONG.sub(lambda match: _STEP.sub("\\1\u200b", match[0]), text)


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "blocks": [{"kind": type(block).__name__.lower(), **asdict(block)} for block in sheet.blocks],
    }


def _each_text(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed; keys stay."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(value, change) for value in data]
    return data
