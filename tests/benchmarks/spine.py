"""What the checks cost, against the bare spaCy pipeline: ratios measured in one run on one machine.

    python tests/benchmarks/spine.py [--every 8]

Prints what all checks without LanguageTool (and the reports) cost as a share of the pipeline's own time (tokenizer to
parser and lemmas, without `ner`) and in words a CPU second, the cost of each check, an edit of one sentence in a note
of 2,000 words against a full check of it, a cold `notecheck check` against loading spaCy and the model, and peak
memory. CPU time is measured, and rounds of the two sides alternate, so that a busy machine slows both; medians are
shown. What has been loaded is frozen, and garbage is looked for between two pieces of work and not within one, on every
side alike, as the page and the commands do; a Doc is let go once the next is there.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["NOTECHECK_GRAMMAR"] = "off"

from other_tools.measuring import whole_run

import notecheck
from notecheck.component import REGISTRY
from notecheck.data import MODEL
from notecheck.pipeline import load_model

ROOT = Path(__file__).parents[2]
ROUNDS = 7
COLD_ROUNDS = 9
LONG = 2_000  # words
EDITS = 9
CHILD = """
import gc, json, sys
from pathlib import Path
import notecheck
checker = notecheck.load()
gc.collect()
gc.freeze()
notes = [json.loads(line) for line in sys.stdin]
for report in checker.pipe(notes):
    report.to_dict()
# A process takes the peak that getrusage tells over from the one that started it; the kernel's own figure starts anew.
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


def corpus() -> list[dict[str, object]]:
    """The annotated notes, without their annotation."""
    keys = ("id", "text", "doc_type", "child", "other_children", "author", "event_date", "recorded_date")
    paths = sorted((ROOT / "models" / "corpus").rglob("*.json"))
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return [{key: row[key] for key in keys if key in row} for row in rows]


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for a piece of work; what it left behind is taken away outside of them."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def run_through(made: Iterable[object]) -> None:
    """Have each made and let go."""
    deque(made, maxlen=0)


def checks(notes: list[dict[str, object]]) -> None:
    """All checks and the report against the pipeline alone."""
    bare, checker = load_model(), notecheck.load()
    gc.collect()
    gc.freeze()
    texts = [str(note["text"]) for note in notes]
    words = sum(len(text.split()) for text in texts)
    sides: dict[str, Callable[[], object]] = {
        "bare": lambda: run_through(bare.pipe(texts, batch_size=16)),
        "checks": lambda: run_through(checker.nlp.pipe(texts, batch_size=16)),
        "reports": lambda: run_through(report.to_dict() for report in checker.pipe(notes)),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, work in sides.items():
            times[name].append(cpu(work))
    base = statistics.median(times["bare"])
    print(f"{len(notes)} notes, {words:,} words; bare pipeline {words / base:,.0f} words a CPU second")
    for name, what in (("checks", "all checks"), ("reports", "all checks, reports and forgetting the words")):
        ratio = statistics.median((t - bare) / bare for t, bare in zip(times[name], times["bare"], strict=True))
        rate = words / statistics.median(times[name])
        print(f"{what}: {ratio:.3f} of the bare pipeline's time; with it {rate:,.0f} words a CPU second")
    each_check(checker, notes, base)
    edit(checker, notes)


def each_check(checker: notecheck.Checker, notes: list[dict[str, object]], base: float) -> None:
    """Each check by itself, on Docs that the pipeline has made; the first pays for what several share."""
    from notecheck.guidance import Rulebook
    from notecheck.note import Note

    ours = [name for name in checker.nlp.pipe_names if name.startswith("notecheck_") and name != "notecheck_sentences"]
    docs = []
    for row in notes:
        with checker.nlp.select_pipes(disable=ours):
            doc = checker.nlp(str(row["text"]))
        doc._.notecheck_note = Note.from_dict(row)
        doc.user_data["notecheck_asked"] = Rulebook.load("general").asked(str(row["doc_type"]))
        docs.append(doc)
    for factory in ("notecheck_who", "notecheck_statements", *(spec.factory for spec in REGISTRY.values())):
        component = checker.nlp.get_pipe(factory)
        print(f"  {factory[10:]:<16} {cpu(partial(list, map(component, docs))) / base:.3f}")


def edit(checker: notecheck.Checker, notes: list[dict[str, object]]) -> None:
    """A word more in one sentence of a long note, at places spread over it, against a full check of the same text."""
    text = " ".join("\n\n".join(str(note["text"]).strip() for note in notes).split(" ")[:LONG])
    report = checker(text)
    ends = [sentence.end for sentence in report.sentences if text[sentence.end - 1] == "."]
    full, short = [], []
    for end in ends[:: len(ends) // EDITS][:EDITS]:
        edited = f"{text[: end - 1]} again{text[end - 1 :]}"
        full.append(cpu(partial(checker, edited)))
        short.append(cpu(partial(checker.update, report, edited)))
    ratio = statistics.median(part / whole for part, whole in zip(short, full, strict=True))
    took = f"{statistics.median(short):.3f} s against {statistics.median(full):.3f} s"
    print(f"an edit of one sentence in {len(text.split()):,} words: {ratio:.3f} of a full check ({took})")


def cold(note: Path) -> None:
    """A cold command against importing spaCy and loading the model, both from compiled modules as once installed."""
    load = [sys.executable, "-c", f"import spacy; spacy.load({str(MODEL)!r})"]
    check = [sys.executable, "-m", "notecheck", "check", str(note), "--format", "json", "--child-age", "9"]
    with tempfile.TemporaryDirectory() as compiled:
        environment = {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        # The first round compiles.
        costs = [[whole_run(c, ROOT, environment) for c in (load, check)] for _ in range(1 + COLD_ROUNDS)][1:]
    by_cpu = statistics.median(checked.cpu / loaded.cpu for loaded, checked in costs)
    by_wall = statistics.median(checked.wall / loaded.wall for loaded, checked in costs)
    seconds = [statistics.median(cost.cpu for cost in side) for side in zip(*costs, strict=True)]
    print(f"cold check of one note: {by_cpu:.2f} times the CPU time of importing spaCy and loading the model", end=" ")
    print(f"({seconds[1]:.2f} s against {seconds[0]:.2f} s); {by_wall:.2f} times by the clock")


def memory(notes: list[dict[str, object]]) -> None:
    """Peak resident memory of a process that checks one note, and of one that checks them all."""
    for rows in (notes[:1], notes):
        lines = "\n".join(json.dumps(row) for row in rows)
        done = subprocess.run([sys.executable, "-c", CHILD], input=lines, check=True, capture_output=True, text=True)
        print(f"peak memory, {len(rows)} notes: {int(done.stdout) / 1024:.0f} MB")


def main() -> None:
    """Print every figure."""
    options = argparse.ArgumentParser(description="What the checks cost, against the bare spaCy pipeline.")
    options.add_argument("--every", type=int, default=8, help="measure on every so manieth of the annotated notes")
    notes = corpus()[:: options.parse_args().every]
    checks(notes)
    cold(ROOT / "tests" / "benchmarks" / "visit.txt")
    memory(notes)


if __name__ == "__main__":
    main()
