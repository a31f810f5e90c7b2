"""How many workers are worth having."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path


def cores() -> int:
    """Processors that this process may use, as its affinity and its control group allow.

    >>> cores() >= 1
    True
    """
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(able, math.ceil(_quota(Path("/sys/fs/cgroup")) or able)))


def _quota(groups: Path) -> float | None:
    """Processors' worth of time that the control group grants; None where it sets no limit."""
    with suppress(OSError, ValueError, ZeroDivisionError):
        limit, period = (groups / "cpu.max").read_text().split()
        return None if limit == "max" else int(limit) / int(period)
    with suppress(OSError, ValueError, ZeroDivisionError):
        limit, period = ((groups / "cpu" / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return int(limit) / int(period) if int(limit) > 0 else None
    return None
