"""How well grammar and spelling are checked, and what that costs.

    python tests/benchmarks/grammar.py errors FILE…        found of planted errors, by class; findings on mended lines
    python tests/benchmarks/grammar.py alarms [FOLDER…]    findings on the annotated notes, by rule; --show lists each
    python tests/benchmarks/grammar.py speed               words a second with and without grammar, one note, an edit

A file of errors is a list of `class`, `wrong`, `right`, `error` (the words that are wrong) and, where needed, `note`
with further keys of the note. An error is found if a finding of the part `grammar` touches it. The notes were written
as notes are, slips and all, so each finding on them has to be read before it is called false.

A server of LanguageTool is needed: `notecheck grammar start`, or NOTECHECK_GRAMMAR=http://127.0.0.1:PORT.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ryaml

import notecheck
from notecheck.findings import Finding
from notecheck.languagetool import address, owned, why_not

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "models" / "corpus"
KEYS = ("id", "text", "doc_type", "child", "other_children", "author", "event_date", "recorded_date")
ROUNDS = 5


def ours(checker: notecheck.Checker, report: Any) -> list[Finding]:
    """The findings that count in the part `grammar`."""
    return [finding for finding in report.findings if checker.rules.get(finding.rule) == "grammar"]


def fields(row: dict[str, Any]) -> dict[str, Any]:
    """What else a row says of its note; one name by which a child is known may stand without a list."""
    note = dict(row.get("note") or {})
    child = dict(note.get("child") or {})
    if isinstance(child.get("known_as"), str):
        child["known_as"] = [child["known_as"]]
    return note | ({"child": child} if child else {})


def place(line: str, words: str) -> tuple[int, int]:
    """Where the words that are wrong stand in a line, as words of their own: not the 'i' of 'with'."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", line)
    if found is None:
        raise ValueError(f"{words!r} are no words of the line")
    return found.span()


def errors(checker: notecheck.Checker, files: list[Path], *, show: bool) -> None:
    """Recall by class, and what is marked on the mended lines."""
    for file in files:
        rows = ryaml.loads(file.read_text(encoding="utf-8"))
        planted, found, by, on_right = Counter(), Counter(), Counter(), 0
        for row in rows:
            start, end = place(row["wrong"], row["error"])
            touching = [
                finding
                for finding in ours(checker, checker(row["wrong"], **fields(row)))
                if finding.start <= end and finding.end >= start
            ]
            planted[row["class"]] += 1
            found[row["class"]] += bool(touching)
            by.update({finding.rule for finding in touching})
            if show and not touching:
                print(f"  missed ({row['class']}): {row['wrong'][:110]!r}")
            for finding in ours(checker, checker(row["right"], **fields(row))):
                on_right += 1
                if show:
                    words = row["right"][finding.start : finding.end]
                    print(f"  marked though right ({finding.rule}): {words!r} in {row['right'][:90]!r}")
        print(f"{file.name}: {sum(found.values())} of {sum(planted.values())} found; {dict(by)}")
        for name in planted:
            print(f"  {name:<14} {found[name]:>3} of {planted[name]}")
        words = sum(len(row["right"].split()) for row in rows)
        print(f"  findings on the {len(rows)} mended lines ({words:,} words): {on_right}")


def corpus(folders: list[str]) -> Iterator[dict[str, Any]]:
    """The annotated notes of some folders, without their annotation."""
    for folder in folders:
        for path in sorted((CORPUS / folder).glob("*.json")):
            row = json.loads(path.read_text(encoding="utf-8"))
            yield {key: row[key] for key in KEYS if key in row}


def alarms(checker: notecheck.Checker, folders: list[str], *, show: bool) -> None:
    """Findings on notes as they are written."""
    notes = list(corpus(folders))
    words = sum(len(note["text"].split()) for note in notes)
    count: Counter[tuple[str, str]] = Counter()
    for note, report in zip(notes, checker.pipe(notes), strict=True):
        for finding in ours(checker, report):
            count[finding.rule, finding.severity] += 1
            if show:
                text, start, end = note["text"], finding.start, finding.end
                line = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}"
                rule = f"{finding.rule} {finding.severity}"
                print(f"  {note['id']} {rule}: {' '.join(line.split())} → {finding.suggestions}")
    print(f"{len(notes)} notes, {words:,} words: {sum(count.values())} findings")
    for (rule, severity), n in sorted(count.items()):
        print(f"  {rule:<10} {severity:<10} {n:>4}, one in {words // n:,} words")


def speed(checker: notecheck.Checker) -> None:
    """Words a second, a note of 400 words, and an edit of it; rounds alternate, medians are shown."""
    without = notecheck.load(without=["grammar"])
    notes = list(corpus(["dev"]))
    text = (ROOT / "tests" / "benchmarks" / "visit.txt").read_text(encoding="utf-8")
    words = sum(len(note["text"].split()) for note in notes)
    report, bare = checker(text), without(text)
    edited = text.replace("the", "teh", 1)
    sides: dict[str, Callable[[], object]] = {
        "many notes, with": lambda: list(checker.pipe(notes)),
        "many notes, without": lambda: list(without.pipe(notes)),
        "one note, with": lambda: checker(text),
        "one note, without": lambda: without(text),
        "an edit, with": lambda: checker.update(report, edited),
        "an edit, without": lambda: without.update(bare, edited),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, work in sides.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    for name in sides:
        seconds = statistics.median(times[name])
        rate = f", {words / seconds:,.0f} words a second" if name.startswith("many") else ""
        print(f"  {name:<20} {seconds:.3f} s{rate}")
    print(f"  ({words:,} words in {len(notes)} notes; one note of {len(text.split())})")


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description="How well grammar and spelling are checked, and what that costs.")
    parser.add_argument("what", choices=["errors", "alarms", "speed"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--show", action="store_true", help="list what was missed or marked")
    parser.add_argument("--without", action="store_true", help="do without LanguageTool")
    given = parser.parse_args()
    if given.without:
        os.environ["NOTECHECK_GRAMMAR"] = "off"
    with owned():
        if not given.without and address() is None:
            sys.exit(why_not())
        checker = notecheck.load()
        if given.what == "errors":
            errors(checker, [Path(name) for name in given.names or [CORPUS / "errors" / "seen.yaml"]], show=given.show)
        elif given.what == "alarms":
            alarms(checker, given.names or ["train", "dev"], show=given.show)
        else:
            speed(checker)


if __name__ == "__main__":
    main()
