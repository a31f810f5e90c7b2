"""Hostile and heavy input, made at random: `python tests/fuzz [KIND …] --count N --seconds S --seed K`.

Each input is checked for what holds of all of them: nothing is raised but what notecheck refuses in words, no
input takes ten seconds, memory is bounded, every offset is right, no error or log holds a word of the note, and what
is written is read back as it was. What shows a fault is made small and kept in a folder that is named at the end; once
the fault is mended, it belongs in `seeds`, which `tests/test_seeds.py` tries for ever.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # the folder of the package `fuzz`
os.environ.setdefault("NOTECHECK_GRAMMAR", "off")


def main() -> int:
    """Run the kinds that are asked for; 1 where a fault was found."""
    from fuzz import every
    from fuzz.oracle import checker
    from fuzz.running import rows, run

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=["all"], metavar="KIND", help=f"all, {', '.join(every.KINDS)}")
    parser.add_argument("--count", type=int, default=1_000, help="inputs of each kind; of `all`, of them together")
    parser.add_argument("--seconds", type=float, default=600, help="for each kind, by the clock")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same inputs")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000], help="of `traps`, in characters")
    parser.add_argument("--only", default="", help="of `traps`: those whose name holds this")
    parser.add_argument("--found", type=Path, help="folder for inputs that show a fault")
    given = parser.parse_args()
    if "traps" in given.kinds:
        from fuzz.traps import measure

        return measure(tuple(given.sizes), given.only)
    checker()  # once, for all children
    found = given.found or Path(tempfile.mkdtemp(prefix="notecheck-found-"))
    whole = "all" in given.kinds
    outcomes = {}
    for name in every.KINDS if whole else given.kinds:
        kind = every.KINDS[name]
        if kind.prepare:
            kind.prepare()
        count = given.count * kind.share // 100 if whole else given.count
        outcomes[name] = run(kind, count, given.seconds, given.seed, found)
        for why, where in outcomes[name].faults.items():
            print(f"{name}: {why}\n    {where}", flush=True)
    print("\n".join(rows(outcomes)))
    return int(any(each.faults for each in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
