"""What notecheck costs, and how often it speaks up, beside the tools that people use instead: same notes, one run.

    python tests/benchmarks/others.py [--tools bare,notecheck,…] [--notes N] [--rounds N] [--home FOLDER]

Sets the tools up in a folder (once; by default below the system's folder for temporary files), and prints a table.
What cannot be had gets a row that says what was tried. The first batch warms up; then each round has notes that no
tool has seen (some remember sentences), the tools take turns, and medians are shown. CPU time counts all processes of
a tool, and is the figure to compare: on a machine with other work to do, wall time says little.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from other_tools.installing import MissingError
from other_tools.measuring import BrokenError, Cost, Running, first_answer, whole_run
from other_tools.notes import Batch, annotated, faultless, write
from other_tools.tools import TOOLS, Ready, at_rest

HEADS = (
    "tool",
    "version",
    "words a CPU second",
    "CPU, of bare pipeline's",
    "words a second (wall)",
    "first batch, words a CPU second",
    "one note from nothing, s (CPU s)",
    "words a second, a process a note",
    "peak MB",
    "findings in 100 faultless words",
)
MEANING = """\
Findings are places marked in notes in which careful readers of notecheck's corpus marked nothing, and in the strong
versions of its gallery. They measure how often a writer who has little to mend is stopped, not who is right: each tool
looks for other things (Vale, proselint and write-good for style, LanguageTool and Harper for spelling and grammar, alex
for wording about people), and may be right by its own lights. notecheck's lists were written with many of these notes
in view, which is to its advantage here. A dash: the tool measures and marks nothing."""


class Measured:
    """What was measured of a tool, in the order of the batches."""

    def __init__(self, ready: Ready) -> None:
        self.ready = ready
        self.version = ""
        self.cold: list[Cost] = []
        self.rounds: list[Cost] = []
        self.clean = Cost(0, 0)
        self.peak = 0.0


def cold(tools: Mapping[str, Measured], note: Batch, rounds: int) -> dict[str, str]:
    """One note from nothing to its answer, the tools in turn; gives the tools that failed, and why."""
    failed: dict[str, str] = {}
    for turn in range(rounds):
        say(f"one note from nothing, {turn + 1} of {rounds} …")
        for name, tool in tools.items():
            ready = tool.ready
            at_rest(ready)
            try:
                if ready.command:
                    text = str(note.folder / "texts" / "0000.txt")
                    tool.cold.append(whole_run([*ready.command, text], ready.folder, ready.env))
                else:
                    tool.cold.append(first_answer(ready.program, ready.folder, ready.env, note.folder))
            except (BrokenError, OSError) as error:
                failed[name] = str(error)
            at_rest(ready)
    return failed


def steady(tools: Mapping[str, Measured], batches: Sequence[Batch], clean: Batch) -> dict[str, str]:
    """All tools side by side: each batch by each in turn, then the faultless notes; gives those that failed."""
    failed: dict[str, str] = {}
    running: dict[str, Running] = {}
    try:
        for name, tool in tools.items():
            try:
                running[name] = Running(tool.ready.program, tool.ready.folder, tool.ready.env)
                tool.version = running[name].version
            except (BrokenError, OSError) as error:
                failed[name] = str(error)
        for turn, batch in enumerate((*batches, clean)):
            say(f"batch {turn + 1} of {len(batches) + 1} …")
            for name in [name for name in running if name not in failed]:
                try:
                    cost = running[name].check(batch.folder)
                except BrokenError as error:
                    failed[name] = str(error)
                    continue
                tools[name].clean = cost
                if batch is not clean:
                    tools[name].rounds.append(cost)
                tools[name].peak = running[name].tree.peak
    finally:
        for program in running.values():
            program.close()
    return failed


def row(name: str, tool: Measured, bare: Measured | None, batches: Sequence[Batch], note: Batch, clean: Batch) -> str:
    """A line of the table."""
    words = [batch.words for batch in batches]
    first, *others = tool.rounds
    by_cpu = statistics.median(n / cost.cpu for n, cost in zip(words[1:], others, strict=True))
    by_wall = statistics.median(n / cost.wall for n, cost in zip(words[1:], others, strict=True))
    ratio = "–"
    if bare:
        pairs = zip(others, bare.rounds[1:], strict=True)
        ratio = f"{statistics.median(cost.cpu / base.cpu for cost, base in pairs):.2f}"
    wall, cpu = (statistics.median(values) for values in zip(*(each[:2] for each in tool.cold), strict=True))
    cells = (
        TOOLS[name].title,
        tool.version,
        f"{by_cpu:,.0f}",
        ratio,
        f"{by_wall:,.0f}",
        f"{words[0] / first.cpu:,.0f}",
        f"{wall:.2f} ({cpu:.2f})",
        f"{note.words / wall:,.0f}",
        f"{tool.peak:,.0f}",
        findings(tool.clean, clean.words),
    )
    return line(cells)


def findings(cost: Cost, words: int) -> str:
    """How many in 100 words, by severity where the tool has some."""
    if cost.findings is None:
        return "–"
    found = sorted(cost.findings.items(), key=lambda item: -item[1])
    all_of_them = f"{100 * sum(cost.findings.values()) / words:.2f}"
    parts = ", ".join(f"{name} {100 * n / words:.2f}" for name, n in found if name != "all")
    return f"{all_of_them} ({parts})" if parts else all_of_them


def line(cells: Sequence[str]) -> str:
    """A line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def say(progress: str) -> None:
    """How far it is, for whoever waits."""
    print(progress, file=sys.stderr, flush=True)


def machine() -> str:
    """What this ran on."""
    found = re.search(r"model name\s*: (.+)", _said("cat", "/proc/cpuinfo"))
    cores, load = os.cpu_count(), os.getloadavg()[0]
    versions = [f"Python {platform.python_version()}"]
    for program, arguments, pattern in (
        ("node", ["--version"], r"v([\d.]+)"),
        ("go", ["version"], r"go([\d.]+)"),
        ("java", ["-version"], r'version "([^"]+)"'),
    ):
        version = re.search(pattern, _said(program, *arguments))
        versions.append(f"{program.capitalize()} {version[1] if version else 'none'}")
    model = found[1] if found else platform.processor()
    return f"{model}, {cores} cores, {platform.system()}; {', '.join(versions)}; load {load:.1f} as it began"


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout + done.stderr


def main() -> None:
    """Set up, measure, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tools", default=",".join(TOOLS), help=f"of {', '.join(TOOLS)}")
    options.add_argument("--notes", type=int, default=200, help="in all rounds together")
    options.add_argument("--rounds", type=int, default=4, help="after the one that warms up")
    options.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "others-home")
    given = options.parse_args()
    names = given.tools.split(",")
    if unknown := set(names) - TOOLS.keys():
        options.error(f"--tools: no {', '.join(sorted(unknown))}; allowed: {', '.join(TOOLS)}")
    began, missing, tools = machine(), {}, {}
    given.home.mkdir(parents=True, exist_ok=True)
    for name in names:
        try:
            tools[name] = Measured(TOOLS[name].set_up(given.home.absolute()))
        except MissingError as error:
            missing[name] = str(error)
    notes = [note for note, _ in annotated()][: given.notes]
    with tempfile.TemporaryDirectory() as folder:
        parts = given.rounds + 1
        batches = [write(notes[at::parts], Path(folder) / str(at)) for at in range(parts)]
        note, clean = write(notes[:1], Path(folder) / "one"), write(faultless(), Path(folder) / "clean")
        missing |= cold(tools, note, given.rounds)
        missing |= steady({name: tool for name, tool in tools.items() if name not in missing}, batches, clean)
    print(f"{began}\nEach of {parts} batches: {batches[0].told()}; one note: {note.words} words")
    print(f"Faultless: {clean.told()}\n\n{line(HEADS)}\n{line(['-'] * 2 + ['-:'] * 7 + ['-'])}")
    bare = tools.get("bare") if "bare" not in missing else None
    for name in names:
        if name in missing:
            print(line([TOOLS[name].title, f"not measured: {missing[name]}", *[""] * 8]))
        else:
            print(row(name, tools[name], bare, batches, note, clean))
    print("\nUsed as each tool's own pages advise for many texts:")
    for name in names:
        print(f"- {TOOLS[name].title}: {TOOLS[name].many}; one note: {TOOLS[name].one}")
    print(f"\n{MEANING}")


if __name__ == "__main__":
    main()
