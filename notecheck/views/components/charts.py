"""Bars with their figures written above them, readable in any theme; the table with the same figures stands beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import streamlit as st

_INK: Final = "currentColor"  # what the theme, or whoever forces own colours, writes text in
BAR: Final = "#3d7fc4"  # at least 3 to 1 against white and against the dark theme
_BAR_HIGH: Final = 16
_ROW_HIGH: Final = 52


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


def bars(description: str, rows: Sequence[Bar], *, key: str) -> str | None:
    """Draw bars in the order given, one below the other; the key of the chosen one, if somebody chose one.

    Args:
        description: what the chart shows, for who cannot see it; the figures are added.
        rows: from top to bottom.
        key: of the chart on the page.
    """
    said = "; ".join(f"{row.label}: {row.words}" for row in rows)
    chart = (
        alt.Chart(alt.InlineData([_datum(place, row) for place, row in enumerate(rows)]))
        .mark_bar(color=BAR, stroke=_INK, strokeWidth=1, height=_BAR_HIGH, yOffset=_BAR_HIGH / 2, y2Offset=0)
        .encode(
            # The words stand above the bar and may be as long as the chart is wide: so they fit a telephone too.
            y=alt.Y(
                "words:N",
                sort=alt.SortField("place"),
                title=None,
                axis=alt.Axis(
                    domain=False,
                    ticks=False,
                    labelAlign="left",
                    labelPadding=0,
                    labelOffset=-_BAR_HIGH / 2 - 2,
                    labelFontSize=15,
                    labelColor=_INK,
                    labelLimit=alt.ExprRef("width"),
                ),
            ),
            x=alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=None),
            description="words:N",
        )
        .properties(height=alt.Step(_ROW_HIGH), description=f"{description}. {said}.")
        .add_params(alt.selection_point(name="bar", fields=["key"]))
        .configure_view(stroke=None)
        .configure(font="inherit", background="transparent")
    )
    chosen: Any = st.altair_chart(chart, theme=None, key=key, on_select="rerun", selection_mode="bar")
    return next((each["key"] for each in chosen.selection.get("bar", ())), None)


def _datum(place: int, row: Bar) -> dict[str, Any]:
    return {"place": place, "key": row.key, "share": row.share, "words": f"{place + 1}. {row.words}: {row.label}"}
