"""How fast the server answers several clients at once, what memory it takes, and whether each gets its own answers.

    python tests/benchmarks/server.py
    python tests/benchmarks/server.py --grammar --clients 1,50 --notes 100 --jobs 4

Starts `notecheck serve`, as its command does, and has so many clients send notes of 400 words, each over a connection
of its own and one after the other; no note is sent twice in a round, and each holds a word that stands in no other.
Every answer is then held against what its note gives without others: a report of `/v1` has to be that of a direct
check, to the last key; an answer of `/v2` that of the same note asked for alone, with marks in its own words only.
Prints for each round the time until
an answer has come (half of them and nineteen in twenty came sooner), notes a second, and the CPU time that the server's
processes spent on a note, which does not depend on what else the machine does; then the most memory: resident (RSS) of
each process, and what all of them take together (PSS, shared pages counted once). The clients run on the same machine.
With `--grammar`, LanguageTool looks at each note too, in a Java process whose CPU time is counted with theirs. Needs
Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from resampled import notes as resampled
from serving import Server, serving

import notecheck
from notecheck.languagetool import address, owned, why_not
from notecheck.languagetool.asking import is_for_now
from notecheck.report import Report

Note = Mapping[str, Any]

_LOOK: Final = 0.1  # seconds between two looks at memory
_WARM: Final = 6  # notes before the first round
_AGAIN: Final = 0.2  # seconds before a client that was told that the server is busy asks again
_BUSY: Final = 503
_TRIES: Final = 4
_REST: Final = 31.0  # seconds for which LanguageTool is left alone after it was too late


class Answer(NamedTuple):
    """What came back on a note, after how many seconds, and how often the client was asked to come again."""

    note: Note
    body: bytes
    seconds: float
    busy: int


@dataclass
class Memory:
    """The most memory in megabytes: resident by process, and of all together."""

    resident: dict[int, float] = field(default_factory=dict)
    together: float = 0.0

    def look(self, pids: Sequence[int]) -> None:
        """Note what they have now."""
        shares = []
        for pid in pids:
            with suppress(OSError):
                sizes = dict(_sizes(pid))
                shares.append(sizes["Pss"])
                self.resident[pid] = max(self.resident.get(pid, 0.0), sizes["Rss"])
        self.together = max(self.together, sum(shares))


def _sizes(pid: int) -> Iterator[tuple[str, float]]:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split(":")
        yield name, int(size.split()[0]) / 1000


@contextmanager
def watched(pids: Sequence[int]) -> Iterator[Memory]:
    """Look at the memory of processes for as long as the block lasts."""
    memory, ended = Memory(), Event()

    def look() -> None:
        while not ended.wait(_LOOK):
            memory.look(pids)

    looking = Thread(target=look)
    looking.start()
    try:
        yield memory
    finally:
        ended.set()
        looking.join()


def made(count: int, words: int, seed: int) -> list[Note]:
    """So many notes of so many words, each with a word of its own."""
    found = list(resampled(count, words=words - 6, seed=seed, spread=0))
    for number, note in enumerate(found):
        note["text"] += f"\nMrs Quorbly{number}ish rang at the CIN mtg."
    return found


def request(way: str, note: Note) -> tuple[str, bytes, str]:
    """Path, body and content type by which a note is sent."""
    if way == "v1":
        return "/v1/report", json.dumps(note).encode(), "application/json"
    child, author = note["child"], note["author"]
    fields = {
        "text": note["text"],
        "language": "en-GB",
        "docType": note["doc_type"],
        "childName": child["name"],
        "childAge": child["age"],
        "otherChildren": ",".join(note["other_children"]),
        "authorName": author["name"],
        "authorRole": author["role"],
        "eventDate": note["event_date"],
        "recordedDate": note["recorded_date"],
    }
    return "/v2/check", urlencode(fields).encode(), "application/x-www-form-urlencoded"


def client(server: Server, way: str, notes: Sequence[Note]) -> list[Answer]:
    """Send notes one after the other, over one connection."""
    connection = server.connection(600)
    answers = []
    for note in notes:
        path, body, kind = request(way, note)
        busy, start = 0, time.perf_counter()
        while True:
            connection.request("POST", path, body, {"Content-Type": kind})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != _BUSY:
                break
            busy += 1
            time.sleep(_AGAIN)
        if answer.status != 200:
            raise RuntimeError(f"{path}: status {answer.status}, {said[:300]!r}")
        answers.append(Answer(note, said, time.perf_counter() - start, busy))
    connection.close()
    return answers


def round_of(server: Server, way: str, clients: int, notes: Sequence[Note]) -> tuple[list[Answer], float]:
    """What so many clients get who begin together, and the seconds until the last has its last answer."""
    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        each = [pool.submit(client, server, way, notes[number::clients]) for number in range(clients)]
        return [answer for one in each for answer in one.result()], time.perf_counter() - start


def wrong(way: str, answer: Answer, report: Report, alone: Mapping[str, Any]) -> str:
    """What is not its own in an answer; empty where all is.

    Args:
        way: by which it was asked for.
        answer: as it came.
        report: of a direct check of the note.
        alone: the same answer where nobody else asked.
    """
    said = json.loads(answer.body)
    if way == "v1":
        return "" if said == json.loads(json.dumps(report.to_dict())) else "another report than a direct check gives"
    if said != alone:
        return "another answer than when it is asked for alone"
    units = report.text.encode("utf-16-le")
    marked = (units[2 * m["offset"] : 2 * (m["offset"] + m["length"])].decode("utf-16-le") for m in said["matches"])
    shown = (m["context"]["text"][m["context"]["offset"] :][: m["context"]["length"]] for m in said["matches"])
    return "" if all(map(_alike, marked, shown)) else "a mark that stands in no words of the note"


def _alike(words: str, shown: str) -> bool:
    """Whether a context shows the words of the note, in which it may write spaces otherwise."""
    return words.split() == shown.split()


def shown(way: str, clients: int, answers: Sequence[Answer], seconds: float, cpu: Sequence[float]) -> str:
    """A row of the table; `cpu` is that of all processes, and of the one that listens."""
    times = sorted(1000 * answer.seconds for answer in answers)
    half, most = times[len(times) // 2], times[min(len(times) - 1, round(0.95 * len(times)))]
    busy = sum(answer.busy for answer in answers)
    return (
        f"| {way} | {clients} | {len(answers)} | {half:,.0f} | {most:,.0f} | {times[-1]:,.0f} | "
        f"{len(answers) / seconds:.1f} | {' | '.join(f'{1000 * each / len(answers):.0f}' for each in cpu)} | {busy} |"
    )


def cpu_of(pids: Sequence[int]) -> float:
    """Seconds that processes have worked."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


def measure(server: Server, chosen: argparse.Namespace, java: int | None) -> list[tuple[str, Answer]]:
    """All rounds; prints a row for each, and the memory."""
    pids = [server.process.pid, *server.workers()]
    notes = made(chosen.notes, chosen.words, chosen.seed)
    got = []
    round_of(server, "v1", 1, made(_WARM, chosen.words, chosen.seed + 1))
    print(
        "| | clients | notes | p50 ms | p95 ms | longest ms | notes/s | CPU ms/note | of it listening | told to wait |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    every = [*pids, *([java] if java else [])]
    with watched(every) as memory:
        for way in chosen.ways.split(","):
            for clients in map(int, chosen.clients.split(",")):
                before = cpu_of(every), cpu_of(pids[:1])
                answers, seconds = round_of(server, way, clients, notes)
                spent = cpu_of(every) - before[0], cpu_of(pids[:1]) - before[1]
                print(shown(way, clients, answers, seconds, spent), flush=True)
                got += [(way, answer) for answer in answers]
    tell(memory, pids, java)
    return got


def tell(memory: Memory, pids: Sequence[int], java: int | None) -> None:
    """Print the most memory that each process had."""
    server, *workers = (f"{memory.resident[pid]:,.0f}" for pid in pids)
    also = f", LanguageTool's Java {memory.resident[java]:,.0f} MB" if java else ""
    print(f"Resident: the server {server} MB, workers {' and '.join(workers)} MB{also}.")
    print(f"All together, shared pages counted once: {memory.together:,.0f} MB.")


def verify(got: Sequence[tuple[str, Answer]]) -> int:
    """Hold each answer against what its note gives without others; how many are not its own."""
    reports = {id(note): report for note, report in _direct([answer.note for _, answer in got])}
    told = [(way, answer) for way, answer in got if not _is_late(json.loads(answer.body))]
    alone: dict[int, Any] = {}
    for way, answer in told:
        if way == "v2":  # the first round has one client
            alone.setdefault(id(answer.note), json.loads(answer.body))
    faults = [
        f"{way}: {fault}"
        for way, answer in told
        if (fault := wrong(way, answer, reports[id(answer.note)], alone.get(id(answer.note), {})))
    ]
    print(*faults[:5], sep="\n", end="\n" if faults else "")
    if late := len(got) - len(told):
        print(f"{late} answers say that LanguageTool did not answer in time, and are not held against others.")
    print(f"{len(told):,} answers held against their notes: {len(faults)} lost or mixed.")
    return len(faults)


def _is_late(said: Mapping[str, Any]) -> bool:
    """Whether LanguageTool was too late for an answer or a report, which then says so."""
    skipped = said["notecheck"]["skipped"] if "matches" in said else said["skipped"]
    return any(row["check"] == "grammar" and is_for_now(row["reason"]) for row in skipped)


def _direct(notes: Sequence[Note]) -> Iterator[tuple[Note, Report]]:
    """Each note once, with the report of a direct check; asked again where LanguageTool was too late for it."""
    checker = notecheck.load()
    for note in {id(note): note for note in notes}.values():
        for _ in range(_TRIES):
            report = next(checker.pipe([note]))
            if not _is_late(report.to_dict()):
                break
            time.sleep(_REST)
        yield note, report


def run(chosen: argparse.Namespace) -> int:
    """Measure a server, with the LanguageTool that is named or none."""
    named = address() if chosen.grammar else None
    if chosen.grammar and named is None:
        sys.exit(why_not())
    java = _listener(named) if named else None
    os.environ["NOTECHECK_GRAMMAR"] = named or "off"
    options = () if chosen.timeout is None else ("--timeout", chosen.timeout)
    with serving(*options, jobs=chosen.jobs, NOTECHECK_GRAMMAR=named or "off") as server:
        while len(server.workers()) < chosen.jobs:
            time.sleep(_AGAIN)
        got = measure(server, chosen, java)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{chosen.words} words a note, {chosen.jobs} workers, {os.cpu_count()} cores; load of the machine {load}.")
    return verify(got)


def _listener(named: str) -> int | None:
    """Number of the process that listens at an address."""
    port = int(named.rstrip("/").rsplit(":", 1)[1].split("/")[0])
    for each in psutil.net_connections("tcp"):
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port:
            return each.pid
    return None


def main() -> None:
    """Print what was measured; the exit status says whether every answer was its note's own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", default="1,10,50", help="at once, a round for each; the first is held to be alone")
    parser.add_argument("--notes", type=int, default=150, help="in a round")
    parser.add_argument("--words", type=int, default=400, help="of a note")
    parser.add_argument("--ways", default="v1,v2", help="v1 for whole reports, v2 for LanguageTool's protocol")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="worker processes")
    parser.add_argument("--timeout", help="seconds, as the command's; for a machine that has much else to do")
    parser.add_argument("--grammar", action="store_true", help="with LanguageTool")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with owned() if chosen.grammar else nullcontext():
        sys.exit(min(1, run(chosen)))


if __name__ == "__main__":
    main()
