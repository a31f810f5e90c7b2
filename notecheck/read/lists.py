"""How lists number their items, whatever program made them."""

from __future__ import annotations

from typing import Final

_MOST: Final = 1_000_000
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def figure(number: int, kind: str) -> str:
    """A number as a list writes it; in figures where its way of writing is not known.

    >>> [figure(28, kind) for kind in ("decimal", "lowerLetter", "upperRoman", "decimalZero", "ordinal")]
    ['28', 'bb', 'XXVIII', '28', '28th']
    """
    number = min(number, _MOST)
    if kind == "none" or number < 0:
        return ""
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if kind == "upperLetter" else letters
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    if kind == "decimalZero":
        return f"{number:02}"
    if kind == "ordinal":
        ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return str(number)


def _roman(number: int) -> str:
    said = ""
    for size, letters in _ROMAN:
        said += letters * (number // size)
        number %= size
    return said
