"""Kills a real audit at random moments, again and again, until it is done, and looks whether anything is lost or twice.

A moment is one by the clock, or one at which the files say that something is going on: the part grows, the journal
grows, the output appears. Each kill is SIGKILL to the process that was started; its workers have to end by themselves.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CORPUS = Path(__file__).parents[1] / "models" / "corpus" / "dev"
WAYS = ("clock", "part", "journal", "output")
_STEP = 0.001  # seconds between two looks at the files


@dataclass
class Tally:
    """What the kills came to."""

    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WAYS, 0))
    runs: int = 0
    seconds: float = 0.0


def notes(path, count, seed=1):
    """An input of so many notes, put together of sentences of the annotated ones, with some that cannot be read."""
    random = Random(seed)
    texts = [json.loads(file.read_text(encoding="utf-8"))["text"] for file in sorted(CORPUS.glob("*.json"))]
    sentences = [each for text in texts for each in " ".join(text.split()).split(". ") if 20 < len(each) < 200]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = ". ".join(random.choices(sentences, k=random.randrange(2, 6))) + "."
            note = {"id": f"n-{number}", "text": text, "team": random.choice(["North", "South"])}
            file.write(json.dumps(note if number % 50 != 7 else {"id": f"n-{number}"}, ensure_ascii=False) + "\n")


class Audit:
    """A command that audits a file, and what an unbroken run of it gives.

    Args:
        folder: to work in; holds the input.
        command: the program, up to the subcommand.
        options: of the audit.
    """

    def __init__(self, folder, command, options=()):
        self.folder = folder
        self._command = [*command, "audit", "in.jsonl", "--output", "out.jsonl", *options]
        self._environment = dict(os.environ) | {"NOTECHECK_GRAMMAR": "off"}
        self.paths = {name: folder / f"out.jsonl{ending}" for name, ending in _ENDINGS.items()}
        began = time.monotonic()
        self._finish(self._start())
        self.takes = time.monotonic() - began
        self.expected = self.files()

    def _start(self, *more):
        return subprocess.Popen(
            [*self._command, *more],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _finish(self, process):
        _, says = process.communicate()
        assert process.returncode == 2, says  # some notes cannot be read

    def files(self):
        """What stands there, by name; a lock that nobody holds may be left."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir() if path.suffix != ".lock"}

    def clear(self):
        """Leave nothing but the input."""
        for path in self.folder.glob("out*"):
            path.unlink()

    def killed(self, tally, random, kills):
        """One output, with as many kills on the way as there are moments for, no more than `kills`."""
        self.clear()
        done = 0
        while True:
            process = self._start(*(["--resume"] if self.paths["journal"].exists() else []))
            way = random.choice(WAYS) if done < kills else None
            if way is None or not self._kill(process, way, random):
                self._finish(process)
                break
            tally.kills[way] += 1
            done += 1
            if self.paths["output"].exists() and not self.paths["journal"].exists():
                break  # it was all done, down to the last step
        tally.runs += 1
        found = self.files()
        assert sorted(found) == sorted(self.expected)
        assert [name for name in found if found[name] != self.expected[name]] == []
        return done

    def _kill(self, process, way, random):
        """Kill it at a moment; whether it lived to see that."""
        path = self.paths[way]
        limit = time.monotonic() + random.uniform(0, self.takes)
        grows = random.randrange(1, 4)
        size = _size(path)
        while process.poll() is None:
            if way == "clock" and time.monotonic() >= limit:
                break
            if way != "clock" and (now := _size(path)) != size:
                size, grows = now, grows - 1
                if grows <= 0 or way == "output":
                    time.sleep(random.choice([0, 0, 0.0005, 0.005, 0.05]))
                    break
            time.sleep(_STEP)
        if process.poll() is not None:
            return False
        process.kill()
        process.communicate()
        return True


_ENDINGS = {"output": "", "part": ".part", "journal": ".journal", "clock": ""}


def _size(path):
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1


def kill(audit, kills, seed, say=lambda _: None):
    """Kill audits so often, and take each up until it is done; `say` is told of each output.

    Raises:
        AssertionError: an output is not what the unbroken run gives, or something is left beside it.
    """
    random = Random(seed)
    tally = Tally()
    began = time.monotonic()
    while (left := kills - sum(tally.kills.values())) > 0:
        audit.killed(tally, random, min(left, random.randrange(1, 8)))
        say(f"{sum(tally.kills.values())} kills, {tally.runs} outputs as they should be")
    tally.seconds = time.monotonic() - began
    return tally


COMMAND = (sys.executable, "-m", "notecheck")
