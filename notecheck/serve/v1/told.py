"""What `/v1` tells of itself: shapes, guidances, rules and versions, as a worker knows them.

A worker works it out once, from what it has loaded to check with, and hands it over as JSON: so it is what notes are
really held against, and the process that listens need not load any of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

import notecheck
from notecheck.audit.fingerprint import fingerprint
from notecheck.data import LEXICONS, load_lexicons
from notecheck.explain import Explanation, explanation, rules
from notecheck.guidance import Guidance, Rulebook, guidance_names
from notecheck.report import VERSION
from notecheck.serve.v1 import shapes

if TYPE_CHECKING:
    from notecheck.checker import Checker


def tell(checker: Checker, lexicons: str | None, model: str | None = None) -> dict[str, Any]:
    """All of it, JSON-shaped.

    Args:
        checker: that the worker checks with.
        lexicons: the authority's own folder.
        model: name or folder of another pipeline.

    Returns:
        `version`: of the report's shape; `schemas`: name → JSON Schema of what goes in and out, `Note`, `Report`, …;
        `guidances`: id → as `notecheck.guidance.Guidance` has it; `rules`: id of a guidance → rule → as
        `notecheck.explain.Explanation` has it; `about`: what notes are checked with, each with its version.
    """
    books = {name: Rulebook.load(name, lexicons) for name in guidance_names(lexicons)}
    guidances, explanations = TypeAdapter(Guidance), TypeAdapter(Explanation)
    return {
        "version": VERSION,
        "schemas": shapes.every(checker.guidance, {name: book.doc_types for name, book in books.items()}),
        "guidances": {name: guidances.dump_python(book.guidance, mode="json") for name, book in books.items()},
        "rules": {
            name: {rule: explanations.dump_python(explanation(rule, book), mode="json") for rule in rules()}
            for name, book in books.items()
        },
        "about": {
            "notecheck": notecheck.__version__,
            "model": f"{checker.nlp.meta['name']} {checker.nlp.meta['version']}",
            "guidance": checker.guidance,
            "guidances": {name: book.guidance.edition for name, book in books.items()},
            "lexicons": dict(load_lexicons(lexicons).versions),
            **_files(lexicons, model),
        },
    }


def _files(lexicons: str | None, model: str | None) -> dict[str, Any]:
    """The packages by which notes are checked, and the checksums of models and lists, as an audit holds them fast."""
    found = fingerprint(None, options={}, columns={}, lexicons=lexicons, model=model, grammar="")
    folders = [LEXICONS.parent, *(Path(folder) for folder in (lexicons, model) if folder)]
    sums = {_shown(Path(path), folders): each for kind in ("model", "lexicons") for path, each in found[kind].items()}
    return {"packages": found["version"], "sha256": sums}


def _shown(path: Path, folders: Sequence[Path]) -> str:
    """A file within its folder: where that stands on this machine is nobody else's business."""
    within = next((folder for folder in folders if path.is_relative_to(folder)), path.parent)
    return path.relative_to(within).as_posix()
