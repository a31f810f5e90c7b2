"""The tools: what each is, how it is used here, and what it is started by."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from other_tools import installing

PYTHON = Path(__file__).with_name("in_python.py")
ALONE = {"OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Ready:
    """A tool that is there.

    Attributes:
        program: takes batches of notes, as the package says.
        folder: to start it in.
        env: what it is to find in the environment besides.
        command: checks the one text whose path is put behind it; () of a tool that has no command for that.
    """

    program: tuple[str, ...]
    folder: Path
    env: Mapping[str, str] = field(default_factory=lambda: ALONE)
    command: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """A tool to measure.

    Attributes:
        title: in the table.
        many: how it is used for many notes.
        one: how one note is checked from nothing.
        set_up: has it in a folder, given the folder of all tools; raises `installing.MissingError`.
    """

    title: str
    many: str
    one: str
    set_up: Callable[[Path], Ready]


def _ours(*arguments: str, command: tuple[str, ...] = ()) -> Callable[[Path], Ready]:
    env = {**ALONE, "NOTECHECK_GRAMMAR": "off"}
    return lambda home: Ready((sys.executable, str(PYTHON), *arguments), home, env, command)


CHECK = (sys.executable, "-m", "notecheck", "check", "--format", "json")


_without_grammar = _ours("notecheck", command=CHECK)


def _with_grammar(home: Path) -> Ready:
    env = {**ALONE, **installing.languagetool(home, "notecheck-grammar")}
    return Ready((sys.executable, str(PYTHON), "notecheck", "grammar"), home, env)


def _languagetool(home: Path) -> Ready:
    env = installing.languagetool(home, "languagetool")
    return Ready((sys.executable, str(PYTHON), "languagetool"), home, env)


def _proselint(home: Path) -> Ready:
    python = installing.python(home, "proselint")
    command = (str(python.with_name("proselint")), "check")
    return Ready((str(python), str(PYTHON), "proselint"), home, command=command)


def _textdescriptives(home: Path) -> Ready:
    return Ready((str(installing.python(home, "textdescriptives")), str(PYTHON), "textdescriptives"), home)


def _vale(home: Path) -> Ready:
    command = installing.vale(home)
    return Ready((sys.executable, str(PYTHON), "vale", installing.VALE, *command), home, command=command)


def _node(name: str, *, command: bool = True) -> Callable[[Path], Ready]:
    def set_up(home: Path) -> Ready:
        folder = installing.node(home)
        own = (str(folder / "node_modules" / ".bin" / name),) if command else ()
        return Ready(("node", "in_node.mjs", name), folder, command=own)

    return set_up


def _harper(home: Path) -> Ready:
    return Ready((str(installing.harper(home)),), home)


LOADED = "the same program, loaded for it"
SERVED = "the same program, server started for it"
TOOLS = {
    "bare": Tool("spaCy: notecheck's own pipeline, no checks", "nlp.pipe", LOADED, _ours("bare")),
    "stock": Tool("spaCy: stock en_core_web_sm", "nlp.pipe", LOADED, _ours("stock")),
    "notecheck": Tool(
        "notecheck without grammar", "Checker.pipe", "notecheck check", _ours("notecheck", command=CHECK)
    ),
    "grammar": Tool("notecheck with grammar", "Checker.pipe", SERVED, _with_grammar),
    "languagetool": Tool("LanguageTool, server", "its server, en-GB", SERVED, _languagetool),
    "vale": Tool("Vale, two styles", "one process for the folder", "vale", _vale),
    "proselint": Tool("proselint", "its library", "proselint check", _proselint),
    "textdescriptives": Tool("TextDescriptives, all", "nlp.pipe, extract_dict", LOADED, _textdescriptives),
    "alex": Tool("alex", "its library in Node", "alex", _node("alex")),
    "write-good": Tool("write-good", "its library in Node", "write-good", _node("write-good")),
    "harper": Tool("Harper, native", "its crate, British", LOADED, _harper),
    "harper.js": Tool("Harper, WebAssembly", "harper.js in Node, British", LOADED, _node("harper.js", command=False)),
}


def at_rest(ready: Ready) -> None:
    """End the server that a tool may have left for its next text, so that nothing is started already."""
    if "NOTECHECK_HOME" in ready.env:
        subprocess.run(
            [sys.executable, "-m", "notecheck", "grammar", "stop"],
            env=os.environ | ready.env,
            check=False,
            capture_output=True,
        )
