"""The reading pane: the text as it was last checked, in one layer at a time, with what each layer says beside it."""

from __future__ import annotations

from typing import Any

from notecheck.render.layers import layers
from notecheck.report import Report
from notecheck.views.components.source import declare


def reading(report: Report, *, key: str) -> None:
    """Draw the pane.

    Args:
        report: on the text.
        key: of the component in the page; the layer that somebody chose is kept by it.
    """
    data = {"key": key, "text": report.text, "layers": [layer.to_dict() for layer in layers(report)]}
    _component()(key=key, data=data)


def _component() -> Any:
    return declare("reading", "controls.css", "element.js", "units.js", report=True)
