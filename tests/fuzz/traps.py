"""Lines that make a careless matcher slow: one sign or a few, again and again, before, behind and around a word.

`python tests/fuzz traps` checks a text of each at doubling lengths and says what that costs. What costs much more than
twice as much for twice the text is told at the end.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, cast

from ended import ended

from fuzz.oracle import checker, wrong
from fuzz.texts import MAIL

UNITS = (
    " ", "\t", "\n", "\r\n", "\v", "\u2028", "\u00a0", "\u200b", '"', "'", "“", "”", "‘", "’", "`", "(", ")", "[",
    "]", "{",
    "}", "<", ">", "*", "_", "~", "|", "#", "@", "&", "-", "–", "—", "…", ".", ",", ";", ":", "!", "?", "•", "/",
    "\\", "+",
    "=", "%", "£", "$", "^", "0", "1", "A", "a", "É", "e\u0301", "\u0301", "👩‍👧", "\ufeff", "\u202e", "\u00ad",
)  # fmt: skip
"""Single signs."""
PAIRS = (
    "a ", "A ", "Aa ", "a.", "A.", "a-", "a/", "a'", "a’", "a_", "1 ", "1.", "1,", "1/", "1/1/", "1-1-", "1:",
    "12:30 ",
    "£1 ", "a@", "a@b.", "(a", "(a) ", "[a", "[a] ", "<a", "<a ", "<a>", "{{a", "“a” ", '"a" ', "'a' ", "‘a’ ",
    "a\n", "a\n\n",
    " \n", "\t\n", "- ", "\n- ", "* a\n", "| a ", "a, ", "a; ", "and ", "or ", "a and ", "the ", "to the ", "of ",
    "ASAP ",
    "CIN. ", "CIN (", "CIN, ", "(CIN) ", "he said \"", "She said “", "“I said ‘", "Date: ", "Date:\n", "Re: ",
    "From: a\n",
    "> ", "On 1 May a wrote:\n", "XX ", "xxx", "tbc ", "[date] ", "____ ", "didn't ", "it's ", "its ", "Mr. ", "Sam ",
    "Sam Hall ", "Sam and ", "Mum: ", "mum said ", "she was ", "was told ", "been ", "very ", "not ", "no ", "lazy ",
    "1st ", "4 May ", "May 2026 ", "4/5/2026 ", "today ", "the child ", "www.", "http://", "AB1 2CD ", "07700 900123 ",
    "QQ 12 34 56 C ", "&amp;", "his/her ", "a\u00ad", "e.g. ", "i.e. ", "1) ", "a) ", "A: ", "a? ", "a! ", "...a ",
    "I feel ", "You ", "Actions:\n- SW to ring\n", "could of ", "social worker ", "Team Manager ",
)  # fmt: skip
"""Short runs that some rule looks at."""
AROUND = (
    "CIN", "Sam said", "“", "(", "Date", "4 May", "She is lazy", "- SW to ring", "http://a", "a@b.org", "From: a\n",
    MAIL, f"{MAIL}Mob", f"{MAIL}This email is private and ", f"{MAIL}\n> ", "Dear Sam",
)  # fmt: skip
"""What a long run of blank or of signs may stand behind and before."""
RUNS = (" ", "\n", "\t", "-", ".", "'", "a", "A", "1", "(", "*", "_", "\u00a0", "a ", "A ", "(a ", " \n")
LIMIT = 120  # seconds of processor time for one text
GROWTH = 2.5  # times the cost for twice the text, above which it is told
SMALL = 1.0  # seconds below which nothing is told of growth


class Cost(NamedTuple):
    """What a text costs: processor time in seconds, memory beyond what the models take in bytes; what is wrong."""

    seconds: float
    memory: int
    wrong: str


def traps() -> Iterator[tuple[str, str, str, str]]:
    """Name, what stands before, what is repeated, what stands behind."""
    for unit in (*UNITS, *PAIRS):
        yield repr(unit), "", unit, ""
    for word in AROUND:
        for unit in RUNS:
            yield f"{word[-12:]!r} {unit!r}", word, unit, word
    for unit in ("This email is private. ", "  this", "privileged  ", "> a\n", "Tel: 07700 900123\n"):
        yield f"mail {unit!r}", MAIL, unit, ""


def text(before: str, unit: str, after: str, size: int) -> str:
    """A trap of about so many characters."""
    return before + unit * (size // len(unit)) + after


def cost(note: str, limit: int = LIMIT) -> Cost | None:
    """What a check of a text costs; None where it takes more than the limit."""
    return cast("Cost | None", ended(partial(_cost, note), limit))


def _cost(note: str) -> Cost:
    held, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    report = checker()(note, child={"name": "Sam Hall", "age": 9})
    spent = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) * 1024
    return Cost(spent, memory, wrong(report, note))


def measure(sizes: tuple[int, ...], only: str = "") -> int:
    """Print what each trap costs at each size, and at the end those that grow too fast; 1 where there are any."""
    checker()("I saw Sam (9) at home on 4 May. Mum said he is lazy.")
    told = []
    print(f"{'trap':<34}" + "".join(f"{size // 1_000:>8,}k s{'MB':>7}" for size in sizes))
    for name, before, unit, after in traps():
        if only not in name:
            continue
        costs = []
        for size in sizes:
            costs.append(cost(text(before, unit, after, size)))
            if costs[-1] is None:
                break
        cells = "".join(f"{each.seconds:>10.2f}{each.memory / 1e6:>7.0f}" if each else "      hang" for each in costs)
        print(f"{name:<34}{cells}", flush=True)
        if why := _grows(sizes, costs):
            told.append(f"{name}: {why}")
    print("\n".join(["grows too fast:", *told]) if told else "nothing grows faster than its text")
    return int(bool(told))


def _grows(sizes: tuple[int, ...], costs: list[Cost | None]) -> str:
    """What is wrong with the reports on a trap, or with how their cost grows; empty where nothing is."""
    if None in costs:
        return f"more than {LIMIT} s for {sizes[len(costs) - 1]:,} characters"
    known = [each for each in costs if each]
    if fault := next((each.wrong for each in known if each.wrong), ""):
        return fault
    for before, after, small, large in zip(known, known[1:], sizes, sizes[1:], strict=False):
        times = after.seconds / max(before.seconds, 0.05)
        if after.seconds > SMALL and times > large / small * GROWTH / 2:
            return f"{times:.1f} times the time for {large / small:.0f} times the text"
    return ""
