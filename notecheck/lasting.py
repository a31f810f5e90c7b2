"""What is loaded once and stays to the end of a process, such as a model."""

from __future__ import annotations

import gc


def settle() -> None:
    """Leave what is there by now out of all later searches for garbage, which would walk through a whole model each.

    What is garbage by then is taken away first: what has been left out is never collected.
    """
    gc.collect()
    gc.freeze()
