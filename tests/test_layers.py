"""Data flows one way: a file imports only from files above it in this list."""

import ast
from pathlib import Path

import notecheck

ROOT = Path(notecheck.__file__).parent
LAYERS = [
    "errors", "faults", "sound", "findings", "lasting", "memo", "needs", "nesting", "own_files", "spacy_cli", "entries",
    "data", "measured", "note", "text", "carry", "people", "times", "wording", "guidance", "statements", "voice",
    "checklists", "component", "ignoring", "languagetool", "apostrophes", "slips", "checks", "pipeline", "edits",
    "score", "report", "checker", "workers", "draft", "cells", "record_types", "splitting", "read", "mapping",
    "headings", "explain", "training", "render", "supervision", "export", "annotated", "evaluate", "audit", "spark",
    "discreet", "serve", "forgetting", "sign_in", "page", "new", "privacy", "papers", "views", "commands", "cli",
    "__main__",
]  # fmt: skip


def _layer(path):
    return path.relative_to(ROOT).with_suffix("").parts[0]


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("notecheck"):
            names = node.module.split(".")[1:]
            yield from names[:1] or [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("notecheck."))


def test_every_file_has_its_place():
    found = {_layer(path) for path in ROOT.rglob("*.py") if "_data" not in path.parts} - {"__init__"}
    assert found <= set(LAYERS)


def test_a_file_imports_only_from_above():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in ROOT.rglob("*.py")
        if path.name != "__init__.py" and "_data" not in path.parts
        for name in _imports(path)
        if name in LAYERS and LAYERS.index(name) > LAYERS.index(_layer(path))
    ]
    assert wrong == []


def test_checks_know_nothing_of_each_other():
    checks = {path.stem for path in (ROOT / "checks").glob("*.py")} - {"__init__"}
    for path in (ROOT / "checks").glob("[!_]*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("notecheck.checks"):
                named = {node.module.split(".")[-1], *(alias.name for alias in node.names)}
                assert not named & checks, path.name
