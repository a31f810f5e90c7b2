"""The screens on which each view is looked at for barriers."""

from __future__ import annotations

import pytest

NARROWEST = 320
"""Pixels: a window of 1280 at 400 %, as WCAG 2.2 asks (1.4.10, reflow)."""

on_each_screen = pytest.mark.parametrize(
    ("width", "dark"),
    [(1280, False), (1280, True), (640, False), (NARROWEST, True)],
    ids=["wide", "wide-dark", "half", "narrow-dark"],
)
"""Each width and each scheme, and what a wide window draws in both."""
