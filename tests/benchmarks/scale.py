"""What an audit costs from a thousand notes to a million: time and memory, measured as a user's run would have them.

    python tests/benchmarks/scale.py --sizes 1000,10000,100000,1000000 --jobs 1,2 --results scale.json
    python tests/benchmarks/scale.py --sizes 1000,10000 --words 60 --spark 2

Runs `notecheck audit` on notes resampled from the annotated ones (`resampled.py`), or `notecheck.spark.check` on a
local Spark with so many cores, and prints a table: CPU seconds of all processes, the most memory that each had, and
what a word costs beside the smallest run, with the start left out, which a run of one note tells. Each run is added to
the file of results as it ends, and a run that stands there is not made again, so that a table of many hours can be made
in pieces. A million notes of 250 words take two gigabytes, and their reports more than ten; both are removed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psutil

sys.path.insert(0, str(Path(__file__).parent))

from resampled import WORDS, lines, notes

_LOOK: Final = 0.25  # seconds between two looks at the processes


@dataclass(frozen=True)
class Run:
    """One run and what it came to.

    Attributes:
        way: `audit` or `spark`.
        count: notes.
        mean: words of a note on average, as asked for.
        jobs: processes, or cores of Spark's.
        words: of all notes.
        seconds: on the clock.
        cpu: CPU seconds of all processes.
        parent: most memory of the process that hands out the notes (of Spark's Java), in megabytes.
        worker: most memory of a process that checks, in megabytes.
        output: bytes of the rows.
    """

    way: str
    count: int
    mean: int
    jobs: int
    words: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    parent: float = 0.0
    worker: float = 0.0
    output: int = 0

    def is_like(self, other: Run) -> bool:
        """Whether it differs from another in the number of notes alone."""
        return (self.way, self.mean, self.jobs) == (other.way, other.mean, other.jobs)


class Watch:
    """A process and those below it, looked at while a `with` block lasts.

    Attributes:
        peaks: number of a process → most memory so far, in megabytes.
        cpu: number of a process → its CPU seconds so far.
        names: number of a process → name of its program.
    """

    def __init__(self, pid: int) -> None:
        self.peaks: dict[int, float] = {}
        self.cpu: dict[int, float] = {}
        self.names: dict[int, str] = {}
        self._pid = pid
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK):
            with suppress(psutil.NoSuchProcess):
                top = psutil.Process(self._pid)
                for process in (top, *top.children(recursive=True)):
                    with suppress(psutil.Error, OSError):
                        self._see(process)

    def _see(self, process: psutil.Process) -> None:
        times = process.cpu_times()
        self.names[process.pid] = process.name()
        self.cpu[process.pid] = times.user + times.system
        # The kernel's own peak, which knows what came between two looks.
        for line in Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                self.peaks[process.pid] = int(line.split()[1]) / 1024

    def most(self, *, java: bool) -> float:
        """Most memory of the processes below the first that are Java, or that are not."""
        sizes = [size for pid, size in self.peaks.items() if pid != self._pid and ("java" in self.names[pid]) == java]
        return max(sizes, default=0.0)


def written(path: Path, wanted: Run) -> int:
    """Write the notes of a run; returns their words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for note in notes(wanted.count, words=wanted.mean):
            words += len(note["text"].split())
            file.writelines(lines([note]))
    return words


def measured(wanted: Run, folder: Path) -> Run:
    """Make a run."""
    given, output = folder / "notes.jsonl", folder / "rows"
    words = written(given, wanted)
    command = {
        "audit": ["-m", "notecheck", "audit", str(given), "--output", f"{output}.jsonl", "--jobs", str(wanted.jobs)],
        "spark": [__file__, "--check", str(given), str(output), str(wanted.jobs)],
    }[wanted.way]
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | {"NOTECHECK_GRAMMAR": "off"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with Watch(process.pid) as watch:
        said = process.communicate()[1]
    if process.returncode:
        sys.exit(f"{wanted.way} ended with {process.returncode}:\n{said[-2000:]}")
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and path != given]
    return replace(
        wanted,
        words=words,
        seconds=round(time.monotonic() - start, 1),
        cpu=round(sum(watch.cpu.values()), 1),
        parent=round(watch.most(java=True) if wanted.way == "spark" else watch.peaks.get(process.pid, 0.0)),
        worker=round(watch.most(java=False)),
        output=sum(sizes),
    )


def check(given: str, output: str, cores: str) -> None:
    """A Spark job of its own, in this process."""
    from pyspark.sql import SparkSession

    from notecheck.spark import check

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .getOrCreate()
    )
    table = session.read.schema(
        "id string, text string, doc_type string, child struct<name: string, age: int>, other_children array<string>, "
        "author struct<name: string, role: string>, event_date date, recorded_date date"
    ).json(given)
    check(table.repartition(4 * int(cores))).write.parquet(output)
    session.stop()


HEADS: Final = (
    "way",
    "jobs",
    "notes",
    "words a note",
    "seconds",
    "notes/s",
    "words/s",
    "CPU s",
    "CPU ms a note",
    "a word, to the smallest",
    "parent MB",
    "worker MB",
)


def table(runs: Sequence[Run]) -> str:
    """The runs as a table in Markdown."""
    ordered = sorted(runs, key=lambda run: (run.way, run.mean, run.jobs, run.count))
    rows = [HEADS, ["---"] * len(HEADS)]
    rows += [_cells(run, [each for each in runs if each.is_like(run)]) for run in ordered]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cells(run: Run, like: Sequence[Run]) -> list[str]:
    start = next((each for each in like if each.count == 1), None)
    smallest = min((each for each in like if each.count > 1), key=lambda each: each.count, default=None)
    cost = _cost(run, start)
    against = _cost(smallest, start) if smallest else None
    return [
        run.way,
        str(run.jobs),
        f"{run.count:,}",
        f"{run.words / run.count:,.0f}",
        f"{run.seconds:,.1f}",
        f"{run.count / run.seconds:,.1f}",
        f"{run.words / run.seconds:,.0f}",
        f"{run.cpu:,.1f}",
        f"{1000 * cost * run.words / run.count:,.1f}" if cost else "",
        f"{cost / against:.2f}" if cost and against else "",
        f"{run.parent:,.0f}",
        f"{run.worker:,.0f}",
    ]


def _cost(run: Run, start: Run | None) -> float | None:
    """CPU seconds of a word, without those of the start."""
    return (run.cpu - (start.cpu if start else 0.0)) / run.words if run.count > 1 else None


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def main() -> None:
    """Make the runs that are not made yet, and print all of them."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", type=_numbers, default=[1000, 10_000], help="numbers of notes: 1000,10000")
    options.add_argument("--words", type=int, default=WORDS, help="of a note, on average")
    options.add_argument("--jobs", type=_numbers, default=[1, 2], help="processes of `notecheck audit`: 1,2")
    options.add_argument("--spark", type=_numbers, default=[], help="cores of a local Spark: 2")
    options.add_argument("--results", type=Path, default=Path("scale.json"), help="file that runs are added to")
    options.add_argument("--folder", type=Path, help="where notes and rows are put meanwhile")
    options.add_argument("--check", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.check:
        check(*chosen.check)
        return
    runs = [Run(**row) for row in json.loads(chosen.results.read_text())] if chosen.results.exists() else []
    ways = [("audit", jobs) for jobs in chosen.jobs] + [("spark", cores) for cores in chosen.spark]
    for way, jobs in ways:
        for count in (1, *chosen.sizes):
            wanted = Run(way, count, chosen.words, jobs)
            if any(run.is_like(wanted) and run.count == count for run in runs):
                continue
            with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
                runs.append(measured(wanted, Path(folder)))
            chosen.results.write_text(json.dumps([asdict(run) for run in runs], indent=1) + "\n")
            print(table([run for run in runs if run.is_like(wanted)]), end="\n\n", flush=True)
    print(table(runs))


if __name__ == "__main__":
    main()
