"""Kills `notecheck audit` at 50 random moments and takes it up again: the output has to be the unbroken run's bytes.

python tests/benchmarks/kills.py [--kills 50] [--notes 600] [--jobs 2] [--seed 1]
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from kills import COMMAND, Audit, kill, notes


def main() -> None:
    """Do it, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("kills", 50), ("notes", 600), ("jobs", 2), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        notes(Path(folder, "in.jsonl"), wanted.notes)
        audit = Audit(Path(folder), COMMAND, ["--jobs", str(wanted.jobs), "--by", "team", "--quiet"])
        print(f"an unbroken run of {wanted.notes:,} notes takes {audit.takes:.0f} s", flush=True)
        tally = kill(audit, wanted.kills, wanted.seed, lambda told: print(told, flush=True))
    kinds = ", ".join(f"{number} by the {way}" for way, number in tally.kills.items())
    total = sum(tally.kills.values())
    print(f"{total} kills ({kinds}) in {tally.runs} runs, {tally.seconds:.0f} s: nothing lost or twice")


if __name__ == "__main__":
    main()
