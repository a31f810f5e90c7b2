"""Signs of symbol fonts as the characters that look like them."""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "▪"
_FONTS: Final = {
    "wingdings": {
        0x4A: "☺", 0x6C: "•", 0x6E: "▪", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
        0xE0: "→", 0xE8: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x2A: "☐", 0x30: "☐", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "☐"},
    "symbol": {
        0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ", 0xA3: "≤", 0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±",
        0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    },
}  # fmt: skip


def symbol(font: str, code: int) -> str:
    """The character that a sign looks like; a small square where it is not known.

    Args:
        font: its name.
        code: of the sign in it; symbol fonts stand at U+F000, too.

    >>> symbol("Wingdings", 0xF0FE), symbol("Webdings", 1)
    ('☑', '▪')
    """
    return " " if code & 0xFF == 0x20 else _FONTS.get(font.lower(), {}).get(code & 0xFF, UNKNOWN)
