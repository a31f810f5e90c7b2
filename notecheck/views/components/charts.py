"""Bars with their figures above them, each a way to the records behind it; a table of the same figures follows.

They are elements of the page and no drawing: words wrap on a telephone and grow with large type, every bar is reached
by keyboard, and whoever forces own colours sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from notecheck.views.components.presses import nothing, pressed
from notecheck.views.components.source import declare


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        key: what choosing it gives back.
        label: what it is about.
        share: its length, 0 to 1.
        words: its figure, as it is written above it.
    """

    key: str
    label: str
    share: float
    words: str


def bars(description: str, rows: Sequence[Bar], *, current: str | None = None, key: str) -> str | None:
    """Draw bars in the order given, one below the other; the key of the bar that was just pressed, else None.

    Args:
        description: what the chart shows; it names the chart for who cannot see it.
        rows: from top to bottom; they are numbered from 1.
        current: key of the bar whose records are shown further down.
        key: of the chart on the page.
    """
    data = {"description": description, "rows": [asdict(row) for row in rows], "current": current}
    made = declare("charts", "element.js")(key=key, data=data, on_press_change=nothing)
    return pressed(made, key, (row.key for row in rows))
