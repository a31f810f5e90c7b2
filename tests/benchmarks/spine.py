"""What the checks cost, against the bare spaCy pipeline: ratios measured in one run on one machine.

    python tests/benchmarks/spine.py

Prints the CPU time of all checks (and of the reports) as a share of the pipeline's own (tokenizer to parser and lemmas,
without `ner`), the cost of each check, a cold `notecheck check` against loading spaCy and the model, and peak memory.
Rounds of the two sides alternate, so that a busy machine slows both; medians are shown.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import notecheck
from notecheck.component import REGISTRY
from notecheck.data import MODEL
from notecheck.pipeline import load_model

ROOT = Path(__file__).parents[2]
ROUNDS = 7
COLD_ROUNDS = 9
CHILD = """
import json, sys
from pathlib import Path
import notecheck
checker = notecheck.load()
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
    """CPU seconds of this process for a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def checks(notes: list[dict[str, object]]) -> None:
    """All checks and the report against the pipeline alone."""
    bare, checker = load_model(), notecheck.load()
    texts = [str(note["text"]) for note in notes]
    words = sum(len(text.split()) for text in texts)
    sides: dict[str, Callable[[], object]] = {
        "bare": lambda: list(bare.pipe(texts, batch_size=16)),
        "checks": lambda: list(checker.nlp.pipe(texts, batch_size=16)),
        "reports": lambda: [report.to_dict() for report in checker.pipe(notes)],
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, work in sides.items():
            times[name].append(cpu(work))
    base = statistics.median(times["bare"])
    print(f"{len(notes)} notes, {words:,} words; bare pipeline {words / base:,.0f} words a CPU second")
    for name, what in (("checks", "all checks"), ("reports", "all checks, reports and forgetting the words")):
        ratio = statistics.median((t - bare) / bare for t, bare in zip(times[name], times["bare"], strict=True))
        print(f"{what}: {ratio:.3f} of the bare pipeline's time")
    each_check(checker, notes, base)


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
        print(f"  {factory[10:]:<16} {cpu(lambda c=component: [c(doc) for doc in docs]) / base:.3f}")


def cold(note: Path) -> None:
    """A cold command against importing spaCy and loading the model."""
    load = [sys.executable, "-c", f"import spacy; spacy.load({str(MODEL)!r})"]
    check = [sys.executable, "-m", "notecheck", "check", str(note), "--format", "json", "--child-age", "9"]
    times: dict[str, list[float]] = {"load": [], "check": []}
    for _ in range(COLD_ROUNDS):
        for name, command in (("load", load), ("check", check)):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - start)
    ratio = statistics.median(c / b for c, b in zip(times["check"], times["load"], strict=True))
    print(f"cold check of one note: {ratio:.2f} times importing spaCy and loading the model", end=" ")
    print(f"({statistics.median(times['check']):.2f} s against {statistics.median(times['load']):.2f} s)")


def memory(notes: list[dict[str, object]]) -> None:
    """Peak resident memory of a process that checks one note, and of one that checks them all."""
    for rows in (notes[:1], notes):
        lines = "\n".join(json.dumps(row) for row in rows)
        done = subprocess.run([sys.executable, "-c", CHILD], input=lines, check=True, capture_output=True, text=True)
        print(f"peak memory, {len(rows)} notes: {int(done.stdout) / 1024:.0f} MB")


def main() -> None:
    """Print every figure."""
    notes = corpus()
    checks(notes)
    sample = ROOT / "tests" / "benchmarks" / "visit.txt"
    cold(sample)
    memory(notes)


if __name__ == "__main__":
    main()
